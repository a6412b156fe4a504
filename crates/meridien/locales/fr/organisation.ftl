# Collectivités et autres organisations.
organisations-count =
    { $count ->
        [0] Aucune organisation
        [one] Une organisation
       *[other] { $count } organisations
    }
organisations-with-partnerships = Celles qui ont au moins un partenariat, anciennes collectivités comprises, les plus actives d’abord. Une recherche porte sur toutes.
organisations-all = Parmi toutes les organisations connues, avec ou sans partenariat.
organisations-search = Rechercher une collectivité, un poste, une association
organisation-name = Nom
organisation-kind = Nature
organisation-former = ancienne collectivité
kind-commune = Commune ou ville
kind-intermunicipal = Groupement de communes
kind-department = Département ou équivalent
kind-region = Région ou équivalent
kind-local-authority = Collectivité territoriale
kind-state = État
kind-diplomatic-post = Poste diplomatique
kind-public-body = Établissement public
kind-association = Association
kind-company = Entreprise
kind-international = Organisation internationale
kind-other = Autre organisation
territory = Territoire
population = Population
partner-countries = Pays partenaires
more-countries =
    { $count ->
        [one] et un autre pays
       *[other] et { $count } autres pays
    }
see-partnerships =
    { $count ->
        [one] Voir le partenariat
       *[other] Voir les { $count } partenariats
    }
organisation-funded = Partenariats financés
organisation-funds-whole = Le montant affiché à côté de chacun est celui de tout le partenariat, tous financeurs réunis.
organisation-funds =
    { $count ->
        [one] Finance un partenariat
       *[other] Finance { $count } partenariats
    }
organisation-no-partnership = Aucun partenariat de cette organisation n’est enregistré.
organisation-with-predecessors = Ceux des collectivités auxquelles elle a succédé sont compris.
organisation-names = Noms
organisation-names-caption = Ses noms et la période de chacun
organisation-succeeded-by = Ses droits sont passés à
organisation-ended = Elle a cessé d’exister ({ $day }), sans successeur.
organisation-lineage = Filiation
organisation-exists = Existence
organisation-exists-unknown = dates non précisées
organisation-predecessors = A succédé à
organisation-no-predecessor = aucune collectivité connue
organisation-successors = A pour successeur
organisation-no-successor = aucun
name-kind = Usage
name-usual = nom usuel
name-body = instance dirigeante
name-period = Période
name-period-unknown = non précisée
register-insee = Code INSEE
register-siren = SIREN
register-geonames = GeoNames
website = Site
post-serves = Pays suivis
post-serves-none = Aucun pays suivi n’est renseigné.
post-roles = Le correspondant coopération décentralisée et le conseiller de coopération et d’action culturelle y suivent les partenariats. Leurs noms ne sont pas publiés.
map-of = Carte : { $name }
map-links = Liens de la carte : { $name } – { $partners }.

# Administration des organisations.
admin-organisations = Organisations
admin-organisations-lead = Créer, renommer, fusionner, scinder, fermer, corriger. Avant chaque opération, une page montre ce qui sera écrit et ce que deviennent les partenariats.
admin-organisations-find = Le registre
admin-organisations-words = Nom, ancien nom ou code (SIREN, INSEE)
admin-organisations-first = Les premières sont affichées : précisez la recherche.
name-alias = autre graphie
name-number = Nom { $number } : { $what }
name-since = depuis
name-until = jusqu’au
no-country = Aucun (organisation internationale)
organisation-codes = Codes
reform-what = Que s’est-il passé ?
reform-record = La fiche aujourd’hui
reform-public-page = Voir la page publique
reform-versions = Versions
reform-version = Version { $version }, { $day }
reform-restore-version = Rétablir la version { $version }
reform-done = C’est enregistré. Les pages et les totaux suivent dans la seconde.
reform-create = Créer une organisation
reform-create-means = Vérifiez d’abord qu’elle n’existe pas sous un autre nom.
reform-rename = Renommer
reform-rename-means = Elle change de nom à partir d’un jour donné.
reform-merge = Fusionner
reform-merge-means = Elle, et d’autres peut-être, cèdent leurs droits à une seule organisation.
reform-split = Scinder
reform-split-means = Elle cède ses droits à plusieurs organisations.
reform-close = Fermer
reform-close-means = Elle cesse d’exister sans successeur.
reform-correct = Corriger la fiche
reform-correct-means = Ce qui est écrit était faux ou manquait. Pour un changement de nom réel, choisissez « Renommer ».
reform-restore = Rétablir une version
reform-restore-means = Une version précédente redevient la fiche.
reform-new-name = Nouveau nom
reform-since = À partir du
reform-since-hint = Premier jour, aujourd’hui au plus tard.
reform-last-day = Dernier jour d’existence
reform-into = Organisation qui reprend les droits
reform-into-hint = Écrivez son nom, ou l’adresse de sa page. Si elle n’existe pas encore dans le registre, créez-la d’abord.
reform-other = Autre organisation qui fusionne, { $number } (facultatif)
reform-part = Organisation qui reprend une part des droits, { $number }
reform-territory-hint = Le territoire qu’elle administre : écrivez son nom. Laissez vide si elle n’en administre aucun.
reform-siren-hint = Neuf chiffres.
reform-siren-wrong = Un SIREN a neuf chiffres, dont le dernier contrôle les autres : vérifiez-le.
reform-code-taken = Une autre organisation porte déjà ce SIREN.
reform-codes-taken = Une autre organisation, qui existe encore, porte déjà l’un de ces codes.
reform-codes = Autres codes
reform-codes-hint = Un par ligne : le registre, une espace, le code. Par exemple : insee-commune 59350
reform-codes-wrong = Écrivez sur chaque ligne le registre, une espace, puis le code.
reform-exists-since = Existe depuis
reform-exists-until = A existé jusqu’au
reform-date-hint = Une année, un mois ou un jour : 2016, 01/2016 ou 01/01/2016.
reform-look = Voir les conséquences
reform-consequences = { $operation } : les conséquences
reform-written = Ce qui sera écrit
reform-no-difference = Rien ne change.
reform-similar = Organisations de nom proche
reform-similar-means = Si l’une d’elles est la même, ne créez rien : corrigez-la.
reform-partnerships = Ce que deviennent les partenariats
reform-concerned =
    { $count ->
        [0] Aucun partenariat n’est concerné.
        [one] Un partenariat est concerné.
       *[other] { $count } partenariats sont concernés.
    }
reform-which-ones = Lesquels
reform-more =
    { $count ->
        [one] et un autre
       *[other] et { $count } autres
    }
reform-totals = Partenariats comptés pour chacune
reform-signed = Signés par elle
reform-today-before = À ce jour, avant
reform-today-after = À ce jour, après
reform-shared =
    { $count ->
        [one] Un partenariat commun à ces organisations comptera une seule fois.
       *[other] { $count } partenariats communs à ces organisations compteront une seule fois.
    }
reform-stays-create = Aucune fiche de partenariat ne change.
reform-stays-rename = Chaque fiche garde le nom sous lequel elle a été signée et montre à côté celui d’aujourd’hui. Les totaux ne changent pas.
reform-stays-hand-over = Chaque fiche garde le nom et la partie qui a signé. L’ancienne organisation garde sa page et son adresse, qui mène à ses successeurs. Les statistiques « à la signature » ne changent pas ; celles « à ce jour » comptent les successeurs. Les agents des successeurs peuvent corriger et confirmer ces fiches.
reform-stays-close = Chaque fiche garde le nom de la partie qui a signé. L’organisation garde sa page. Les totaux ne changent pas.
reform-stays-correct = Les noms signés sur les fiches ne changent pas.
reform-decide = Votre décision
reform-reason = Motif
reform-reason-hint = Public. Par exemple : arrêté préfectoral du 12 décembre 2015.
reform-do = Enregistrer
reform-give-up = Ne rien faire
reform-changed-meanwhile = L’une de ces organisations a changé entre-temps. Relisez les conséquences, puis enregistrez.
reform-name-missing = Donnez un nom usuel.
reform-name-same = Elle porte déjà ce nom.
reform-name-before-last = Son nom actuel commence ce jour-là ou après : choisissez un jour postérieur, ou corrigez la fiche.
reform-no-successor = Dites qui reprend les droits.
reform-itself = Une organisation ne peut pas se succéder à elle-même.
reform-ring = Cette organisation cède elle-même ses droits, par ses successeurs, à celle qui fusionne.
reform-ring-restore = Avec cette version, l’organisation se succéderait à elle-même : une de celles qui lui succèdent lui a cédé ses droits depuis. Rétablissez d’abord celle-là, ou indiquez une autre version.
reform-already-succeeded = Une de ces organisations a déjà cédé ses droits. Rétablissez d’abord une version précédente.
reform-already-closed = Elle a déjà une date de fin.
reform-before-it-began = L’organisation n’existait pas encore ce jour-là.
reform-successor-ended = Cette organisation n’existe plus ce jour-là, ou a cédé ses droits : choisissez son successeur.
reform-successor-not-yet = Cette organisation n’existait pas encore ce jour-là : corrigez le jour, ou la date de sa création.
reform-signed-later = { $count ->
    [one] Une de ces fiches commence après ce jour : vérifiez la date.
   *[other] { $count } de ces fiches commencent après ce jour : vérifiez la date.
}
reform-early = Cette date est trop ancienne : vérifiez l’année, en quatre chiffres.
reform-future = Ce jour n’est pas encore venu : revenez ce jour-là.
reform-too-long = 300 caractères au plus.
reform-unknown-record = Rien de ce nom dans le registre.
reform-which = Plusieurs portent ce nom : choisissez.
reform-out-of-order = La fin précède le début.
reform-no-country = Une collectivité a un pays.
reform-website = Une adresse commence par https:// ou http:// et ne contient pas d’espace.
reform-two-parts = Une scission a au moins deux successeurs différents.
fault-day = Choisissez un jour.
proposed-title = Proposées par des déclarations
proposed-lead = Des déclarations en attente nomment ces organisations, absentes du registre. Sans décision, elles sont créées telles quelles à la publication.
proposed-in = Dans la déclaration « { $title } »
proposed-replace-title = Elle existe déjà
proposed-replace-means = Choisissez-la : la déclaration la nommera. D’un autre nom, d’un autre pays ou d’une autre nature, c’est une autre partie : un collègue publiera.
proposed-similar = De nom proche :
proposed-existing = Organisation du registre
proposed-replace = Remplacer dans la déclaration
proposed-accept-title = Elle manque au registre
proposed-accept-means = Corrigez au besoin, puis créez-la.
proposed-accept = Créer l’organisation
proposed-reason = Proposée par une déclaration
proposed-review = Le registre n’a pas ces organisations. Décidez-en, sinon elles seront créées telles quelles.
neighbours = Aussi à l’œuvre sur les mêmes territoires
neighbours-of-partners = Autres collectivités qui travaillent là où sont ses partenaires
neighbours-here = Autres collectivités qui travaillent sur ce territoire
neighbours-around = Partenariats alentour
known-without-partnership = Au registre, sans partenariat publié sous ces critères :
organisations-describe = Collectivités et organismes de la coopération décentralisée : leurs noms dans le temps, leurs codes et leurs partenariats.
