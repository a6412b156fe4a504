# La déclaration : les champs et leur aide.
form-name = Nom
form-organisation-hint = Le nom tel qu’il est écrit dans la convention. S’il figure au registre, la fiche sera reliée.
form-funders = Financeurs
form-amount-hint = Par exemple 1 234,50. Laissez vide si le montant n’est pas connu.
form-currency = Monnaie
form-in-kind = Apport en nature
form-of-which = Dont part « 1 % »
form-of-which-hint = La part du montant prélevée sur le budget d’un service public. Vide : inconnue ; 0 : aucune.
form-water = Eau
form-energy = Énergie
form-waste = Déchets
form-place-hint = Une commune, un cercle, une région… Choisissez dans la liste si le lieu y figure.
form-answer = Réponse
form-answer-text = Précisions
form-title-hint = Ce que fait le partenariat et entre quels territoires. Par exemple : Eau potable dans le cercle de Kita.
form-date-hint = Une année (2013), un mois (06/2013) ou un jour (12/06/2013), selon ce que vous savez.
form-end-hint = Laissez vide si aucune fin n’est prévue.
form-ended-hint = Cochez si le partenariat a pris fin, même sans date connue.
form-dormant-hint = Cochez si rien ne se passe pour le moment, mais que rien n’est rompu.
form-transmitted-hint = La date d’envoi de l’accord au contrôle de légalité.
form-theme-hint = Le plus précis qui convienne à l’ensemble du partenariat.
form-theme = Thème
form-priority = Priorité
form-priority-hint = De 1 (le plus important) à 5.
form-eligible = Éligible à l’appel à projets
form-goal = Objectif
form-weight = Poids
form-weight-hint = 2 : objectif principal ; 1 : objectif secondaire.
form-purposes-hint = Facultatif : codes à cinq chiffres, séparés par des virgules. Par exemple 14030, 15112.
form-objective-hint = En quelques phrases : pour qui, pour quoi.
form-context-hint = Ce qu’il faut savoir des territoires. N’écrivez ni nom de personne ni adresse.
form-history-hint = Comment le partenariat est né, ses grandes étapes.
form-description-hint = Ce qui est fait, avec qui, comment.
form-outlook-hint = Ce qui est prévu ensuite.
form-glossary-hint = Les sigles employés dans le récit : ils seront expliqués au lecteur.
form-acronym-short = Sigle
form-acronym-long = En toutes lettres
form-contracting-hint = Qui décide et répond des actions.
form-implementers-hint = Qui réalise les actions.
form-beneficiaries-hint = Les habitants, services ou groupes concernés.
form-authority = Collectivité
form-authority-hint = Commencez à écrire son nom, puis choisissez dans la liste. Sans liste, écrivez le nom : nous la chercherons.
form-party-from = Partenaire depuis
form-party-to = Partenaire jusqu’à
form-kind = Nature de la collectivité
form-contact-name = Organisme
form-contact-role = Rôle
form-contact-function = Fonction
form-contact-function-hint = Le nom du service ou de la fonction, jamais celui d’une personne.
form-contact-mailbox = Adresse électronique du service
form-contact-mailbox-hint = Une boîte de service, par exemple international@ville.example.
form-volunteer-scheme = Dispositif
form-volunteer-scheme-hint = Par exemple : volontariat de solidarité internationale, service civique.
form-volunteer-mission = Mission
form-volunteer-mission-hint = Sans nom de personne.
form-volunteer-field = Domaine
form-volunteer-host = Structure d’accueil
form-volunteer-count = Nombre de volontaires
form-call = Appel à projets de l’État
form-call-hint = Le nom de l’appel qui a cofinancé cette phase.
form-call-year = Année de l’appel
form-phases-hint = Les projets ou programmes successifs du même partenariat.
form-actions-hint = Missions, formations, travaux, comités…
form-action-kind = Nature
form-action-description = Description
form-action-state = Avancement
form-programmes-hint = Les programmes du registre auxquels ce partenariat appartient.
form-documents-hint = Indiquez l’adresse des documents publiés ; un document sans adresse est seulement cité.
form-document-url = Adresse web
form-document-url-hint = Par exemple https://www.ville.example/convention.pdf
form-document-file = Fichier
form-places-hint = Où l’action se passe. La position est trouvée d’après le registre.
form-source-hint = D’où viennent ces informations.
form-source-url = Adresse de la source
form-source-date = Date de la source
form-source-file = Fichier de la source
form-licence-hint = La licence sous laquelle la source permet de les publier, si elle le dit.

# Les parties répétées d’un formulaire.
agreement-number = Accord { $number }
add-agreement = Ajouter un accord
theme-number = Autre thème { $number }
add-theme = Ajouter un thème
sdg-number = Objectif { $number }
add-sdg = Ajouter un objectif
acronym-number = Sigle { $number }
add-acronym = Ajouter un sigle
organisation-number = Organisme { $number }
add-contracting-authority = Ajouter un maître d’ouvrage
add-implementer = Ajouter un maître d’œuvre
party-number = Collectivité { $number }
add-party = Ajouter une collectivité
add-partner-home = Ajouter un partenaire du même côté
add-partner-abroad = Ajouter un partenaire à l’étranger
contact-number = Contact { $number }
add-contact = Ajouter un contact
funder-number = Financeur { $number }
add-funder = Ajouter un financeur à cette ligne
funding-number = Ligne { $number }
add-funding = Ajouter une ligne de financement
volunteer-number = Mission { $number }
add-volunteer = Ajouter une mission
phase-number = Phase { $number }
add-phase = Ajouter une phase
action-number = Action { $number }
add-action = Ajouter une action
place-number = Lieu { $number }
add-place = Ajouter un lieu
document-number = Document { $number }
add-document = Ajouter un document

# Les groupes et les sections.
group-essential = L’essentiel
group-money = Accords et financements
group-work = Mise en œuvre
group-follow-up = Suivi et documents
task-dates = Dates
lead-parties = Qui coopère avec qui. Il faut au moins deux collectivités, de deux pays.
lead-title = Le nom sous lequel le public trouvera la fiche.
lead-form = Le lien qui unit les collectivités.
lead-dates = Depuis quand, jusqu’à quand. Une année suffit.
lead-themes = De quoi il s’agit : ce qui permet de retrouver la fiche par sujet.
lead-narratives = Ce que le partenariat veut, fait et devient. Tout est facultatif, l’objectif est le plus lu.
lead-agreements = Les conventions et lettres d’intention signées.
lead-funding = Qui paie quoi, quelle année. Chaque ligne est comptée une seule fois.
lead-programmes = Ce à quoi ce partenariat appartient.
lead-roles = Qui décide, qui réalise, pour qui.
lead-other-partners = Associations, universités, entreprises, autres collectivités qui prennent part sans être parties.
lead-phases = Les étapes du partenariat et ce qui y est fait.
lead-places = Les territoires où l’action se passe.
lead-volunteers = Le nombre et la mission des volontaires, jamais leurs noms.
lead-contacts = À qui écrire : des fonctions et des boîtes de service.
lead-follow-up = Ce qui a été communiqué et évalué.
lead-documents = Conventions, bilans, évaluations.
lead-provenance = D’où viennent les informations de la fiche.

# L’éditeur.
choose = Choisir…
show-choices = Afficher les choix
choice-offered = Dans le registre
choice-known = ✓ Reconnue dans le registre
choice-proposed = Proposée : elle sera créée quand la fiche sera publiée. Vous pouvez corriger son pays et sa nature.
choice-today = aujourd’hui { $name }
choose-which = Laquelle est « { $name } » ?
propose-new = Aucune : proposer « { $name } » au registre
propose-new-hint = Pour une collectivité qui n’est pas au registre, indiquez son pays et sa nature. Elle sera créée quand la fiche sera publiée.
remove = Supprimer
removed =
    { $signed ->
        [0] « { $part } » n’est plus dans la fiche.
       *[other] « { $part } » n’est plus dans la fiche, ni parmi les signataires de ses accords.
    }
undo-removal = Annuler la suppression
doubt-means = Ce qui est bien ainsi s’explique d’un mot avant l’envoi :
nothing = Rien
fault-prefix = Erreur :
error-title = Erreur : { $title }
error-summary = Il y a un problème
save-and-go-on = Enregistrer et continuer
save-and-back = Enregistrer et revenir à la liste
back-to-list = Retour à la liste des sections
without-saving = , sans enregistrer
add-language = Écrire aussi dans une autre langue
language = Langue
add-language-button = Ajouter cette langue
draft-saved = Enregistré à { $time } (temps universel)
draft-failed = Pas encore enregistré : la connexion manque. Nouvel essai dans quelques secondes.
draft-closed = Pas encore enregistré : l’atlas n’accepte aucun changement en ce moment. Gardez cette page ouverte, il essaie de nouveau dans quelques secondes.
draft-conflict = Cette section a été modifiée ailleurs, par une autre personne ou dans une autre fenêtre. Enregistrez : vous verrez les deux textes.
draft-session = Votre session a pris fin. Enregistrez : vous pourrez vous reconnecter sans rien perdre.
draft-sending = Envoi en cours : la connexion est lente. Gardez cette page ouverte.
draft-unreached = Pas enregistré : l’atlas ne répond pas. Votre texte est toujours là : gardez cette page ouverte et réessayez dans un moment.
mending-means = Cette fiche est en cours de validation. Corrigez quelques lettres d’un texte ; pour le reste, renvoyez-la avec vos demandes. Qui change davantage (une partie, un montant, une date, un code, tout un texte) laisse un collègue publier.
ministry-asks = Le ministère demande : { $remark }
fault-required = Remplissez ce champ, ou supprimez cette partie.
fault-authority = Choisissez la collectivité dans le registre, ou proposez-la.
fault-not-own = La collectivité pour laquelle vous déclarez n’est pas parmi les membres.
fault-not-own-mend = Ajoutez-la : chacun déclare ses propres partenariats.
fault-new-country = Indiquez le pays de la collectivité que vous proposez.
fault-date = Écrivez une date comme 2013, 06/2013 ou 12/06/2013.
fault-no-such-day = Ce jour n’existe pas. Écrivez une date comme 2013, 06/2013 ou 12/06/2013.
fault-no-such-month = Ce mois n’existe pas : écrivez-le de 01 à 12, comme dans 06/2013.
fault-year = Écrivez une année en quatre chiffres, comme 2013.
fault-amount = Écrivez un montant comme 1 234,50.
fault-amount-ambiguous = Ce montant se lit de deux façons : écrivez 12 345 pour des milliers, ou 12,35 pour des décimales.
fault-other-currency = Ce montant est écrit en euros, mais sa monnaie est une autre. Retirez le signe €, ou choisissez l’euro.
fault-count = Écrivez un nombre entier.
fault-count-large = Ce nombre est trop grand : quatre milliards au plus.
fault-currency = Choisissez une monnaie de la liste.
fault-country = Choisissez un pays de la liste.
fault-mailbox = Écrivez une adresse électronique comme accueil@ville.fr.
fault-address = Écrivez une adresse qui commence par https:// ou http://.
fault-address-space = Une adresse web n’a pas d’espace : écrivez %20 à sa place.
fault-choice = Choisissez l’une des réponses proposées.
fault-codes =
    { $count ->
        [one] Ce code n’existe pas dans la liste du CAD : { $codes }. Un code a cinq chiffres, comme 14030.
       *[other] Ces codes n’existent pas dans la liste du CAD : { $codes }. Un code a cinq chiffres, comme 14030.
    }
programmes-none-to-choose = Aucun programme n’est au registre : il n’y a rien à remplir ici. Si ce partenariat relève d’un programme, dites-le dans le récit ; c’est le ministère qui tient ce registre.

# La liste des sections.
progress-not-begun = À commencer
progress-in-progress = En cours
progress-complete = Terminé
progress-left-empty = Laissé vide
progress-faulty = À corriger
tasks-complete =
    { $complete ->
        [one] { $complete } section terminée sur { $total }. Seules celles de « L’essentiel » sont nécessaires ; commencez par où vous voulez.
       *[other] { $complete } sections terminées sur { $total }. Seules celles de « L’essentiel » sont nécessaires ; commencez par où vous voulez.
    }
tasks-sent = Cette fiche a été envoyée au ministère. Il la relit, puis la publie ou la renvoie en disant ce qui manque.
state-draft = Brouillon
state-submitted = En attente de validation
state-returned = À compléter
state-published = Publiée
state-discarded = Abandonnée
state-withdrawn = Retirée
state-merged = Fusionnée
moment = { $day } à { $time } (temps universel)
last-saved = Enregistré le { $moment }.
returned-because = Le ministère vous renvoie cette fiche :
submitted-means = Cette fiche attend d’être validée. Pour la modifier, reprenez-la d’abord.
correction-means = Vous corrigez une fiche publiée. Le public continue de lire la version publiée.
see-public = Voir la version publiée
check-and-submit = Vérifier et envoyer
recall = Reprendre cette fiche pour la modifier
discard = Abandonner ce brouillon
discard-means = Le brouillon sera effacé pour de bon. Une fiche déjà publiée n’est pas touchée.
discard-button = Effacer le brouillon

# La vérification et l’envoi.
check-title = Vérifiez vos réponses
check-lead = Relisez, corrigez ce qui doit l’être, puis envoyez la fiche au ministère.
check-proposed = Organisations absentes du registre
check-proposed-means = Vous les proposez : le ministère les vérifie, et elles sont créées avec la fiche. Si l’une existe sous un autre nom, choisissez-la dans sa section.
check-summary = Avant d’envoyer la fiche
change = Modifier
explain-doubt = Un mot d’explication, si c’est bien ainsi
explained = Explication :
duplicates-title = Cette fiche existe peut-être déjà.
duplicates-means = Ces partenariats unissent les mêmes collectivités, dans les mêmes années. S’il s’agit du même, corrigez-le plutôt.
duplicates-means-undated = Ces partenariats unissent les mêmes collectivités. S’il s’agit du même, corrigez-le plutôt.
correction-reason = Ce qui change et pourquoi
correction-reason-hint = Une phrase, que l’historique public montrera.
submit-declaration = Envoyer au ministère
submit-means = Le ministère relit la fiche avant qu’elle soit publiée.
sent-title = Fiche envoyée
sent-reference = Référence de votre fiche
what-next = Et maintenant ?
next-validated = Le ministère relit la fiche. Vous pouvez la reprendre tant qu’il ne l’a pas fait.
next-returned = S’il manque quelque chose, il vous la renvoie en disant quoi.
next-published = Une fois publiée, elle porte cette référence pour toujours. Vous la confirmerez chaque année.
see-declaration = Revoir la fiche

# Le début.
declare-title = Déclarer un partenariat
declare-lead = Dix minutes suffisent pour l’essentiel. Tout est enregistré à mesure : vous pouvez vous arrêter et reprendre.
declare-for = Pour quelle collectivité ?
declare-for-one = Vous déclarez pour : { $name }.
declare-from = Par quoi commencer ?
from-new = Une fiche vide
from-earlier = Un de nos partenariats : ses collectivités, ses thèmes et ses textes
which-earlier = Lequel ?
from-page = Une page de l’ancien atlas
paste-page = Texte de la page
paste-page-hint = Ouvrez la fiche dans l’ancien atlas, sélectionnez tout, copiez, puis collez ici.
fault-page = Ce texte n’est pas celui d’une fiche de l’ancien atlas. Collez toute la page, du titre à la fin.
from-table = Des lignes d’un tableau
paste-table = Lignes du tableau
paste-table-hint = Dans votre tableur, copiez la ligne des titres (collectivité, partenaire, pays, titre, début…) et jusqu’à cinquante lignes, puis collez ici. Chaque ligne devient un brouillon.
fault-table = Aucun titre de colonne n’est reconnu. Copiez aussi la ligne des titres : il y faut au moins la collectivité ou le partenaire.
fault-table-foreign = Ces lignes ne concernent pas un partenariat de votre collectivité : { $lines }. Nommez-la parmi les membres, ou retirez ces lignes : chacun déclare ses propres partenariats.
table-unread = Le tableau collé disait aussi ceci, que l’atlas n’a pas su placer :
declare-begin = Commencer
declared-source = Déclaration d’une collectivité partenaire
correct-own = Agent d’une des collectivités ? Corriger cette fiche
correct-title = Corriger une fiche
correct-means = Vous allez travailler sur une copie. Le public continuera de lire la version publiée, jusqu’à ce que le ministère ait validé vos changements.
correct-under-way = Vous avez déjà commencé :
correct-go-on = Reprendre la correction
correct-begin = Commencer la correction

# L’espace de travail.
drafts-made =
    { $count ->
        [one] Un brouillon a été fait d’une ligne du tableau.
       *[other] { $count } brouillons ont été faits, un par ligne du tableau.
    }
under-way = En cours
under-way-none = Rien n’est en cours.
under-way-colleagues = En cours chez vos collègues
our-partnerships-none = Aucun partenariat publié pour votre collectivité.
our-partnerships = Nos partenariats publiés
our-partnerships-all = Voir tous nos partenariats publiés
to-do = À traiter
next-finish = À terminer et à envoyer
next-wait = Le ministère relit : rien à faire
next-gone = La fiche publiée a été retirée ou fusionnée : ouvrez pour voir quoi faire
next-answer = À compléter, puis à renvoyer
space-validate = Relire, publier ou renvoyer ce que les collectivités ont envoyé.
space-steward = Retirer une fiche, la fusionner, la rétablir.
space-reports = Ce que des lecteurs disent inexact.
space-import = CSV ou Excel : toutes les erreurs d’un coup, corrigées sur place.
space-confirm = Dire que les fiches sont encore exactes : trois clics.
space-annotate = Les partenariats du pays, à annoter pour tous ou entre administrations.
space-transmit = Noter le jour où chaque accord a été transmis.
space-answer = Confirmer
left-empty = Sections laissées vides

# Deux textes pour un champ.
merge-title = Deux textes pour la même section
merge-means = Cette section a été enregistrée ailleurs pendant que vous écriviez, par une autre personne ou dans une autre fenêtre. Choisissez, champ par champ ; rien n’est perdu tant que vous n’avez pas enregistré.
merge-mine = Votre texte
merge-theirs = Texte enregistré entre-temps
versus-both = Les deux, l’un après l’autre
versus-both-means = Le texte déjà enregistré d’abord ; d’une liste, chaque ligne une fois.
fault-unchosen = Choisissez lequel garder.
merge-save = Enregistrer ces choix

# Ce qui arrive trop tard.
moved-title = La fiche n’en est plus là
moved-submitted = Cette fiche a été envoyée au ministère entre-temps. Ce que vous venez d’écrire n’est pas enregistré.
moved-recalled = L’auteur de cette fiche l’a reprise entre-temps. Ce que vous venez d’écrire n’est pas enregistré.
moved-returned = Cette fiche a été renvoyée à son auteur entre-temps. Ce que vous venez d’écrire n’est pas enregistré.
moved-published = Cette fiche a été publiée entre-temps : elle ne s’écrit plus ici, elle se corrige.
moved-discarded = Ce brouillon a été effacé entre-temps.
moved-over = Cette déclaration n’est plus en cours : elle a été publiée, ou effacée, entre-temps.
moved-quiet = Enregistrez : votre texte s’affichera, à copier.
moved-typed = Ce que vous aviez écrit
moved-typed-means = Rien n’en est enregistré. Copiez ce que vous voulez garder.
rebase-means = La fiche publiée a changé depuis le début de cette correction. Ce qu’un seul des deux a changé est déjà repris. Choisissez pour le reste.
rebase-publish = Publier avec ces choix

# La validation.
queue-title = Fiches à valider
queue-empty = Aucune fiche n’attend.
queue-caption =
    { $count ->
        [one] Une fiche attend.
       *[other] { $count } fiches attendent, la plus ancienne d’abord.
    }
queue-record = Fiche
queue-authority = Déclarée pour
queue-age = Attend
queue-doubts = À vérifier
queue-new = Nouvelle fiche
queue-correction = Correction
queue-correction-withdrawn = Correction d’une fiche retirée le { $day }
queue-correction-merged = Correction d’une fiche fusionnée avec une autre le { $day }
fate-withdrawn = La fiche publiée a été retirée le { $day }. Motif : « { $reason } ». Cette correction ne peut pas être publiée tant que le ministère n’a pas rétabli la fiche.
fate-merged = La fiche publiée a été fusionnée avec une autre le { $day }. Motif : « { $reason } ». Cette correction ne peut pas être publiée, et ne passe pas à l’autre fiche : c’est celle-là qu’il faut corriger.
see-record-that-stays = Voir la fiche qui reste
queue-again = renvoyée, puis envoyée à nouveau
queue-own = déclarée par vous
queue-reworked = modifiée par vous : un collègue publie
queue-decided = Cette déclaration a déjà été traitée, ou son auteur l’a reprise : elle n’attend plus.
queue-published = Publiée :
queue-returned = Renvoyée à la collectivité :
days-ago =
    { $days ->
        [0] depuis aujourd’hui
        [one] depuis un jour
       *[other] depuis { $days } jours
    }
review-by = Déclarée pour : { $authority }, le { $moment }.
own-declaration = Vous avez déclaré cette fiche : une autre personne doit la valider.
reworked-declaration = Vous y avez changé plus qu’un détail : un collègue doit la publier. Champs corrigés à la validation : { $fields }.
duplicates-review = Les mêmes collectivités, dans les mêmes années :
duplicates-review-undated = Les mêmes collectivités :
review-asked = Ce que le ministère a demandé
review-since-return = Ce qui a changé depuis le renvoi
review-changes = Ce qui change
review-whole = Toute la fiche
decision = Décision
publish = Publier
mend = Corriger un détail
return = Renvoyer à la collectivité
return-reason = Ce qui manque, en général
return-remark = Demande { $number }
return-field = Champ
return-text = Ce qui est demandé
return-button = Renvoyer
fault-return-reason = Dites ce qui manque : en général ou pour un champ.
fault-changed-meanwhile = La fiche a changé entre-temps. Relisez-la avant de décider.
fault-has-errors = La fiche contient encore des erreurs : corrigez-les ou renvoyez-la.
fault-nothing-changed = Rien n’a changé par rapport à la fiche publiée : il n’y a rien à envoyer ni à publier.
fault-not-public = La fiche publiée a été retirée ou fusionnée entre-temps.

# Ce que le ministère fait d’une fiche publiée.
stewardship-title = Gérer une fiche publiée
withdraw = Retirer la fiche
withdraw-means = Son adresse dira qu’elle a été retirée, quand et pourquoi. Son historique est gardé.
withdraw-answers =
    { $count ->
        [one] Un signalement d’erreur attend une réponse : le motif la donnera.
       *[other] { $count } signalements d’erreur attendent une réponse : le motif la donnera.
    }
stewardship-corrections =
    { $count ->
        [one] Une correction de cette fiche est en cours.
       *[other] { $count } corrections de cette fiche sont en cours.
    }
stewardship-corrections-means =
    { $count ->
        [one] Si la fiche est retirée ou fusionnée, elle ne pourra pas être publiée. Son auteur l’apprendra par courriel.
       *[other] Si la fiche est retirée ou fusionnée, elles ne pourront pas être publiées. Leurs auteurs l’apprendront par courriel.
    }
stewardship-correction = Correction { $number }
withdraw-button = Retirer
public-reason = Motif, que le public lira
merge-records = Fusionner avec une autre fiche
merge-records-means = L’adresse de cette fiche mènera désormais à l’autre. Ses parties, ses anciens numéros, ses confirmations et ses annotations passent à l’autre. Ses textes et ses financements n’y passent pas : reprenez-les d’abord si l’autre ne les a pas. Si l’une des deux n’est pas validée, l’autre ne l’est plus : une correction, publiée par un collègue, la valide à nouveau.
merge-target = Adresse ou référence de l’autre fiche
merge-button = Fusionner
merged-already = La fiche { $id } est déjà fusionnée avec celle-ci, depuis le { $day }.
restore = Rétablir une version
restore-means = La version choisie devient une proposition, qu’une autre personne doit valider.
restore-button = Proposer cette version
restore-reason = Rétablissement de la version { $version }
mended-while-validating = Corrigé par le ministère à la validation : { $fields }.
steward-title = Gérer les fiches publiées
steward-which = Quelle fiche ?
steward-which-hint = Son adresse, ou sa référence : huit lettres et chiffres.
steward-search = Chercher une fiche par son nom, pour reprendre son adresse
steward-open = Ouvrir
steward-gone = Fiches retirées ou fusionnées
steward-unreadable = La fiche { $id } ne peut pas être lue : son contenu est abîmé dans le registre.
steward-gone-none = Aucune fiche n’a été retirée ni fusionnée.
stewardship-of = Gérer : { $title }
gone-withdrawn = Cette fiche est retirée depuis le { $day }.
gone-merged = L’adresse de cette fiche mène à une autre depuis le { $day }.
gone-reason = Motif :
reinstate = Rétablir la fiche
reinstate-means = Elle redevient publique, telle qu’elle a été publiée pour la dernière fois. L’historique dira quand et pourquoi.
parting-said =
    { $count ->
        [0] Aucune confirmation ni annotation n’était passée à l’autre fiche.
        [one] Une confirmation ou annotation, passée à l’autre fiche, lui revient.
       *[other] { $count } confirmations et annotations, passées à l’autre fiche, lui reviennent.
    }
parting-parties-leave = L’autre fiche n’a pas changé depuis la fusion : elle reprend son texte d’avant, sans les parties qu’elle avait reçues : { $parties }.
parting-parties-stay = L’autre fiche a changé depuis la fusion, ou ces parties s’y sont exprimées : elle les garde, avec les anciens numéros reçus. À retirer par une correction, s’il y a lieu : { $parties }.
parting-stays = Les contacts, les signalements d’erreur et les notes entre administrations restent avec l’autre fiche.
parting-unknown = L’historique ne dit pas ce que la fusion avait fait passer à l’autre fiche : confirmations, annotations et parties y restent.
unmerge-log = Fusion annulée, fiche { $id } rétablie :
reinstate-button = Rétablir
fault-reason = Donnez un motif.
fault-target = Donnez l’adresse ou la référence d’une autre fiche publiée.
fault-record-moved = L’état de cette fiche a changé entre-temps : rien n’a été fait. Voici où elle en est.
fault-reason-lost = Votre motif, qui n’est pas gardé : « { $reason } »

# Signaler une erreur.
report-title = Signaler une erreur
report-message = Qu’est-ce qui est inexact ?
report-hint = N’indiquez ni votre nom ni votre adresse : ils ne sont pas demandés. La page qui s’ouvrira ensuite donnera la réponse : gardez-en l’adresse, rien ne vous sera envoyé.
report-send = Envoyer
fault-message = Décrivez l’erreur en une phrase au moins, et en 4 000 caractères au plus.
reported-title = Votre signalement
report-waits = Merci. Votre message est arrivé à la collectivité et au ministère. Gardez l’adresse de cette page : la réponse s’y affichera.
report-answer = Réponse
report-answer-send = Répondre
report-answer-by = Par : { $who }
report-answer-kept = La réponse gardée
report-answer-typed = La vôtre, qui n’est pas gardée
report-withdrawn = La fiche a été retirée, pour ce motif : { $reason }
fault-answered = Ce signalement a déjà une réponse : la vôtre n’est pas gardée.
fault-answer = Écrivez une réponse.
your-message = Votre message
see-record = Voir la fiche
reports-title = Erreurs signalées
reports-none = Aucun signalement n’attend de réponse.

# L’historique.
history-see-changes = Voir les changements mot à mot
history-compare-from = De la version
history-compare-to = à la version
history-compare = Comparer
history-compared = De la version { $from } à la version { $to }
history-version-number = Version { $version }

# Les lettres.
mail-submitted-subject = À valider : { $title }
mail-submitted =
    Bonjour { $name },

    Une fiche attend d’être validée : « { $title } », déclarée pour { $authority }.

    { $address }

    { $operator }
mail-decided-subject =
    { $decision ->
        [published] Publiée : { $title }
       *[returned] À compléter : { $title }
    }
mail-decided =
    { $decision ->
        [published] Bonjour { $name },

            La fiche « { $title } » est publiée :

            { $address }

            { $mended }{ $operator }

       *[returned] Bonjour { $name },

            La fiche « { $title } » vous est renvoyée pour être complétée. Les demandes figurent dans la fiche :

            { $address }

            { $operator }
    }
mail-mended =
    En la validant, le ministère a corrigé : { $fields }. L’historique de la fiche le dit et montre le changement.
mail-reported-subject = Erreur signalée : { $title }
mail-reported =
    Bonjour { $name },

    Un lecteur signale une erreur dans la fiche « { $title } ». Pour lire son message et y répondre :

    { $address }

    { $operator }
mail-gone-subject =
    { $what ->
        [merged] Fiche fusionnée : { $title }
        [back] Fiche rétablie : { $title }
       *[withdrawn] Fiche retirée : { $title }
    }
mail-gone =
    { $what ->
        [merged] Bonjour { $name },

            Le ministère a fusionné la fiche « { $title } » avec une autre, qui reste :

            { $address }

            Motif : { $reason }

            { $correction }{ $operator }

        [back] Bonjour { $name },

            Le ministère a rétabli la fiche « { $title } », qui est de nouveau publique :

            { $address }

            Motif : { $reason }

            { $correction }{ $operator }

       *[withdrawn] Bonjour { $name },

            Le ministère a retiré la fiche « { $title } ». Son adresse le dit désormais à tous :

            { $address }

            Motif : { $reason }

            { $correction }{ $operator }
    }
mail-gone-corrections =
    { $count ->
        [one] Votre correction de cette fiche est gardée, mais ne peut pas être publiée tant que la fiche n’est pas rétablie :
       *[other] Vos { $count } corrections de cette fiche sont gardées, mais ne peuvent pas être publiées tant que la fiche n’est pas rétablie :
    }
mail-back-corrections =
    { $count ->
        [one] Votre correction de cette fiche peut de nouveau être publiée :
       *[other] Vos { $count } corrections de cette fiche peuvent de nouveau être publiées :
    }
mail-submitted-table-subject =
    { $count ->
        [one] À valider : une fiche d’un tableau
       *[other] À valider : { $count } fiches d’un tableau
    }
mail-submitted-table =
    Bonjour { $name },

    { $count ->
        [one] Une fiche d’un tableau attend d’être validée, déclarée pour { $authority }.
       *[other] { $count } fiches d’un tableau attendent d’être validées, déclarées pour { $authority }.
    }

    { $address }

    { $operator }

# Fusion et doublons.
merge-log = Fusion de la fiche { $id } :
admin-pairs = Doublons possibles
pairs-lead = Des fiches publiées des mêmes collectivités, dont les années se recoupent. Comparez-les : ce peut être un doublon, ou deux partenariats.
pairs-none = Aucune paire à examiner.
pairs-more = Les premières paires sont affichées ; les suivantes viendront à mesure.
pairs-merge = Fusionner la seconde dans la première
pairs-two = Ce sont deux partenariats
review-newer = La fiche a changé depuis que cette correction a commencé : elle en est à la version { $version }. Voici ce que publier y changerait.
fault-return-field = Choisissez le champ dont parle chaque demande.
returned-fields = Le ministère demande :
versus-author = Texte de l’auteur
versus-published = Texte publié entre-temps
