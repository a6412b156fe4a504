# Fautes des fichiers IATI, selon les règles du standard ; puis l’import.
iati-severity-critical = critique
iati-severity-error = erreur
iati-severity-warning = avertissement
iati-severity-advisory = conseil

iati-rule-unreadable = La lecture du fichier s’arrête ici : { $reason }.
iati-rule-compressed = Le fichier est compressé (gzip ou zip) : décompressez-le d’abord.
iati-rule-unknown-encoding = Le fichier annonce un codage inconnu, « { $encoding } » ; il est lu comme de l’UTF-8.
iati-rule-wrong-encoding = Le fichier annonce être en { $encoding } et ne l’est pas ; il est lu comme de l’UTF-8.
iati-rule-bad-bytes = Ces octets ne sont pas du texte en { $encoding } ; chacun est lu comme �.
iati-rule-control-character = Un caractère de commande que XML interdit.
iati-rule-doctype = Le fichier a un DOCTYPE : il est refusé, car des entités y sont déclarées.
iati-rule-unknown-entity = L’entité « { $entity } » n’existe pas en XML ; elle est gardée telle quelle.
iati-rule-lone-ampersand = Un « & » isolé : écrire &amp;.
iati-rule-malformed = { $kind ->
    [value] Un guillemet manque à la fin d’un attribut de cette balise ; l’activité est perdue.
    [tag] Une balise n’est pas fermée par « > » ; l’activité est perdue.
    [comment] Un commentaire (<!--) n’est pas fermé par « --> ».
    [cdata] Une section CDATA n’est pas fermée par « ]]> ».
    [instruction] Une instruction (<?) n’est pas fermée par « ?> ».
   *[name] Ce balisage n’est pas du XML : « { $text } ».
}
iati-rule-malformed-attribute = Les attributs de cette balise sont illisibles ou répétés, leur nom est trop long, ou leur espace de noms n’est pas déclaré.
iati-rule-mismatched-tag = Un élément « { $expected } » est fermé par « { $found } » ; l’activité est perdue.
iati-rule-truncated = Le fichier s’arrête au milieu d’un élément ; ce qui en a été lu est perdu.
iati-rule-wrong-root = Le premier élément est « { $found } », et non iati-activities ou iati-organisations.
iati-rule-no-root = Le fichier ne contient aucun élément.
iati-rule-wrong-namespace = Les éléments sont dans l’espace de noms « { $namespace } » ; ceux d’IATI n’en ont pas.
iati-rule-after-end = Quelque chose suit la fin du premier élément.
iati-rule-too-long = Un nom, une balise, un texte ou un commentaire dépasse { $limit } octets ; l’activité est perdue.
iati-rule-too-deep = Des éléments sont emboîtés sur plus de { $limit } niveaux ; l’activité est perdue.
iati-rule-too-many-attributes = Un élément a plus de { $limit } attributs ; l’activité est perdue.
iati-rule-too-large = L’activité dépasse { $limit } éléments ou autant de texte ; elle est perdue.
iati-rule-more-faults = Autres fautes d’une gravité déjà signalée, non détaillées : { $count }.
iati-rule-unknown-version = « { $version } » n’est pas une version du standard.
iati-rule-unknown-element = L’élément « { $element } » n’existe pas à cet endroit du schéma.
iati-rule-element-order = L’élément « { $element } » vient après un élément qui doit le suivre.
iati-rule-missing-element = L’élément « { $element } » manque.
iati-rule-repeated-element = L’élément « { $element } » figure plus de { $limit } fois.
iati-rule-unknown-attribute = L’attribut « { $attribute } » n’existe pas à cet endroit du schéma.
iati-rule-missing-attribute = L’attribut « { $attribute } » manque.
iati-rule-unexpected-text = Du texte, là où le schéma n’en prévoit pas.
iati-rule-wrong-type = « { $value } » n’est pas du type attendu ({ $type }).
iati-rule-unreadable-value = « { $value } » ne se lit pas comme une valeur du type { $type } ; elle reste dans la source.
iati-rule-unplaced = « { $content } » n’a de place ni dans la fiche, ni dans la version 2.03.
iati-rule-empty-narrative = Un texte sans un mot.
iati-rule-language-case = Le code de langue « { $value } » s’écrit en minuscules.
iati-rule-unknown-code = « { $value } » n’est pas dans la liste { $list }, qui fait partie du standard.
iati-rule-unlisted-code = « { $value } » n’était pas dans la liste { $list } en 2018.
iati-rule-no-start = L’activité n’a pas de début, ni prévu, ni réel.
iati-rule-no-sector = Ni l’activité ni ses transactions n’ont de secteur.
iati-rule-sector-twice = Des secteurs à la fois pour l’activité et pour ses transactions.
iati-rule-place-twice = Des pays ou régions à la fois pour l’activité et pour ses transactions.
iati-rule-date-order = Le début ({ $start }) est après la fin ({ $end }).
iati-rule-future-date = Ce qui a eu lieu ne peut pas être daté du { $date }, qui est à venir.
iati-rule-identifier-characters = L’identifiant « { $value } » est vide ou contient l’un des signes / & | ?
iati-rule-identifier-prefix = L’identifiant « { $value } » ne commence pas par celui de l’organisation déclarante, « { $reporter } ».
iati-rule-repeated-identifier = L’identifiant « { $value } » figure déjà plus haut.
iati-rule-place-shares = Les pourcentages des pays et régions font { $sum }, et non 100.
iati-rule-sector-shares = Les pourcentages des secteurs du vocabulaire { $vocabulary } font { $sum }, et non 100.
iati-rule-percentage = « { $value } » n’est pas un pourcentage de 0 à 100.
iati-rule-nameless-organisation = Une organisation n’a ni identifiant ni nom.
iati-rule-no-organisation-reference = Une organisation participante n’a pas d’identifiant.
iati-rule-reference-twice = Un résultat et son indicateur renvoient tous deux à une liste.
iati-rule-no-value = Une mesure chiffrée n’a pas de valeur.
iati-rule-no-currency = Un montant n’a pas de devise, et l’activité n’en a pas par défaut.
iati-rule-no-language = Un texte n’a pas de langue, et l’activité n’en a pas par défaut.
iati-rule-long-budget = Un budget court sur plus d’un an, du { $start } au { $end }.
iati-rule-no-budget = L’activité n’a ni budget, ni la raison de son absence.
iati-rule-no-vocabulary-address = Le code « { $value } » est d’un vocabulaire propre dont l’adresse manque.
iati-rule-rest-unread = Le fichier n’a pas été lu au-delà de la ligne { $line }.
iati-rule-later-version = « { $name } » n’est entré dans le standard qu’avec la version { $version }, plus récente que celle du fichier.
iati-rule-outside-period = La date d’une ligne du budget ({ $date }) est hors de sa période.
iati-rule-not-all-transactions = { $element ->
    [sector] Une transaction n’a pas de secteur, alors que d’autres en ont un.
   *[other] Une transaction n’a ni pays ni région, alors que d’autres en ont.
}
iati-rule-no-significance = Un marqueur du CAD n’a pas d’importance (attribut significance).
iati-rule-unexplained-code = Le code « { $value } » est d’un vocabulaire propre et n’a pas de nom (élément narrative).

iati-report-title = Rapport sur des fichiers IATI
iati-report-sums = Totaux
iati-report-severity = Gravité
iati-report-file = Fichier
iati-report-line = Ligne
iati-report-activity = Activité
iati-report-element = Élément
iati-report-fault = Faute
iati-report-more =
    { $count ->
        [one] Une autre ligne : demandez le rapport en CSV pour les avoir toutes.
       *[other] { $count } autres lignes : demandez le rapport en CSV pour les avoir toutes.
    }
iati-writing = Fichiers IATI
iati-too-large = { $identifier } : cette activité dépasse 20 Mo et ne tient dans aucun fichier ; elle n’est pas dans l’export. On la télécharge seule, à l’adresse de sa fiche suivie de « .xml ».
iati-none = Aucune fiche publiée de type { $kinds } : aucun fichier d’activités n’est écrit, car le standard n’en permet pas de vide.
iati-none-but-activities = Activités d’aide publiées : { $count } ; « --kind all » les écrit.
iati-read = Lus
iati-created = Créés
iati-updated = Mis à jour
iati-unchanged = Inchangés ou répétés
iati-skipped = Écartés
iati-partnerships = Partenariats parmi les fiches créées ou mises à jour
iati-organisations = Organisations créées
iati-sum = { $label } : { $count }
iati-more = … et { $count } de plus : l’option --report FICHIER.csv les donne toutes.
iati-report-untold =
    { $count ->
        [one] Un autre constat n’est pas dans le rapport. Corrigez d’abord ceux-ci, ou demandez le rapport entier à l’équipe technique.
       *[other] { $count } autres constats ne sont pas dans le rapport. Corrigez d’abord ceux-ci, ou demandez le rapport entier à l’équipe technique.
    }
