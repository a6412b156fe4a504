# Fiche d’un partenariat.
unknown = non précisé
yes = oui
no = non
today = aujourd’hui
country = Pays
year = Année
year-unknown = Année non précisée
amount = Montant
total = Total
status = Statut
contents = Sommaire de la fiche
demonstration-record = Donnée de démonstration
untitled = Partenariat { $parties }
record-description = { $form } : { $parties }. { $status }. { $reason }
period-from-to = { $from } – { $to }
period-from =
    { $precision ->
        [day] depuis le { $from }
       *[other] depuis { $from }
    }
period-later =
    { $precision ->
        [day] à partir du { $from }
       *[other] à partir de { $from }
    }
period-to =
    { $precision ->
        [day] jusqu’au { $to }
       *[other] jusqu’en { $to }
    }
address-hidden = (adresse non publiée)

form-twinning = Jumelage
form-cooperation-agreement = Accord de coopération
form-cooperation-project = Projet de coopération décentralisée
form-one-off-action = Action ponctuelle sans convention
form-emergency-aid = Aide d’urgence ou humanitaire
form-one-percent-action = Action au titre du 1 % (eau, énergie, déchets)
form-friendship = Lien d’amitié, prise de contact
form-other = Autre forme de partenariat

status-active = Actif
status-to-confirm = À confirmer
status-planned = Prévu
status-dormant = En sommeil
status-ended = Terminé
because-end-passed = La date de fin est passée : { $date }.
because-declared-ended-on = Déclaré terminé ; fin : { $date }.
because-declared-ended = Déclaré terminé, sans date de fin.
because-declared-dormant = Déclaré en sommeil.
because-starts-later = Commence plus tard : { $date }.
because-no-news-since = Ni signé ni confirmé depuis plus de { $months } mois ; dernière date connue : { $date }.
because-no-date = Aucune date de début, de signature ni de confirmation n’est connue.
because-confirmed = Confirmé par une collectivité partenaire le { $date }.
because-started = Commencé récemment : { $date }.
because-signed = Accord signé récemment : { $date }.

to-confirm-means = Personne n’a confirmé ce partenariat récemment : il a pu changer ou prendre fin.
to-confirm-ask = Vous en savez plus ?
old-version = Vous lisez la version { $version }, du { $day } : elle n’est plus à jour.
see-newest = Voir la version actuelle ({ $version })
see-history = Historique de la fiche

field-title = Titre
field-form = Forme
field-start = Début
field-end = Fin
field-ended = Déclaré terminé
field-dormant = Déclaré en sommeil
field-periodicity = Périodicité
field-signed = Premier accord signé
field-period = Période
field-declared-funding = Financement déclaré
field-main-theme = Thème principal
field-contracting-authorities = Maîtrise d’ouvrage
field-implementers = Maîtrise d’œuvre
field-beneficiaries = Bénéficiaires
field-communication = Communication
field-evaluation = Politique d’évaluation
field-phases = Phases
field-actions = Actions
field-legacy-ids = Anciens numéros
field-demo = Donnée de démonstration
field-iati = Activité IATI d’origine
periodicity-annual = annuel
periodicity-biennial = biennal
periodicity-triennial = triennal
periodicity-other = autre périodicité

section-parties = Collectivités partenaires
section-places = Lieux
section-funding = Financement
section-timeline = Chronologie
section-narratives = Récit
section-agreements = Accords
section-themes = Thèmes
section-roles = Mise en œuvre
section-other-partners = Autres partenaires
section-contacts = Contacts
section-follow-up = Suivi
section-volunteers = Volontaires
section-phases = Phases et actions
section-programmes = Programmes
section-documents = Documents
section-glossary = Sigles
section-to-check = À vérifier
section-provenance = Provenance
section-others = Autres partenariats des mêmes collectivités
section-similar = Partenariats semblables
section-same-territory = Sur le même territoire
section-downloads = Emporter
section-cite = Citer

narrative-objective = Objectif
narrative-context = Contexte
narrative-history = Historique
narrative-description = Description détaillée
narrative-outlook = Perspectives
no-objective = L’objectif n’est pas décrit.
no-narratives = Ni le contexte, ni l’historique, ni la description ne sont renseignés.

parties-caption =
    { $count ->
        [one] Une collectivité signataire, sous le nom qu’elle portait
       *[other] { $count } collectivités signataires, sous le nom qu’elles portaient
    }
party-name = Nom à la signature
party-role = Rôle
party-word = Confirmation
party-lead = Chef de file
party-partner = Partenaire
party-former = Ancien partenaire
party-ended = a cessé d’exister ({ $day })
word-agreed = A confirmé la fiche le { $day }
word-disagreed = A signalé une erreur le { $day }
word-never = Jamais confirmé
no-parties = Aucune collectivité partenaire n’est renseignée.
side-home = Dans le pays de référence
side-abroad = À l’étranger
side-none = Sans côté de référence

no-places = Aucun lieu d’action n’est précisé.
places-caption =
    { $count ->
        [one] Un lieu d’action
       *[other] { $count } lieux d’action
    }
place = Lieu
place-position = Position connue
precision-commune = la commune
precision-department = le département ou l’équivalent
precision-region = la région
precision-country = le pays seulement
precision-none = aucune
map-title = Carte des collectivités partenaires
map-description = La carte montre { $places }, et les relie.
map-approximate =
    { $count ->
        [one] Une collectivité n’est située que par son pays.
       *[other] { $count } collectivités ne sont situées que par leur pays.
    }

no-funding = Aucun financement n’est renseigné.
funding-caption =
    { $count ->
        [one] Une ligne de financement déclarée.
       *[other] { $count } lignes de financement déclarées.
    }
funding-no-mechanism = Part « 1 % » : non précisée.
funding-no-stage = État des versements : non précisé.
funder = Financeur
funder-unknown = Financeur non précisé
other-funders = Autres financeurs
funders-together = Montant commun, non réparti entre eux
funding-kind = Nature
in-kind = en nature
in-cash = en numéraire
stage = État
stage-planned = prévu
stage-committed = engagé
stage-disbursed = versé
amount-unknown = Montant non précisé
mechanism = Mécanisme
mechanism-part = Part « 1 % »
mechanism-water = eau
mechanism-value-water = Eau
mechanism-value-energy = Énergie
mechanism-value-waste = Déchets
mechanism-water-words = 1 % eau, loi Oudin-Santini
mechanism-energy = énergie
mechanism-energy-words = 1 % énergie, amendement Pintat
mechanism-waste = déchets
mechanism-waste-words = 1 % déchets
no-rate = Aucun cours connu : non compté dans le total
converted = soit { $euros } (1 € = { $rate })
converted-in-year = soit { $euros } (1 € = { $rate } en { $year })
by-year = Par année
by-funder = Par financeur
by-mechanism = Part « 1 % » des services
funding-unknown =
    { $count ->
        [one] Le montant d’une ligne n’est pas connu : le total ne la compte pas.
       *[other] Le montant de { $count } lignes n’est pas connu : le total ne les compte pas.
    }
funding-unconverted =
    { $count ->
        [one] Une ligne, sans cours connu, n’est pas comptée dans le total.
       *[other] { $count } lignes, sans cours connu, ne sont pas comptées dans le total.
    }
funding-other-currencies = Déclaré en d’autres monnaies : { $sums }.
funding-converted = Le total les compte en euros, au cours indiqué sur chaque ligne.
funding-chart-title = Financement par année et par financeur, en euros
funding-chart-description = Total : { $total }. Les mêmes valeurs sont dans les tableaux.

no-date-known = Aucune date n’est connue.
moment-today = Aujourd’hui
moment-signed = Signature : { $agreement }
moment-start = Début
moment-end = Fin
moment-phase = Phase
moment-joined = Rejoint le partenariat :
moment-left = Quitte le partenariat :
moment-disputed = Fiche contestée par :
moment-confirmed = Fiche confirmée par :
moment-confirmed-by-post = Fiche confirmée par le poste diplomatique :
moment-disputed-by-post = Fiche contestée par le poste diplomatique :
moment-succeeded = Changement de collectivité :
moment-renamed = Change de nom :
moment-ended = Cesse d’exister :

no-agreements = Aucun accord n’est renseigné.
agreement-convention = convention
agreement-letter-of-intent = lettre d’intention
agreement-unspecified = convention ou lettre d’intention
agreement-kind = Nature
agreement-signed = Signature
agreement-object = Objet
agreement-forecast = Montant prévu
agreement-parties = Signataires
agreement-transmitted = Transmission au préfet

other-themes = Autres thèmes
no-other-themes = Aucun autre thème n’est indiqué.
priority = priorité { $priority }
eligible = éligible à l’appel à projets
not-eligible = non éligible à l’appel à projets
sdgs = Objectifs de développement durable
sdgs-short = ODD
no-sdgs = Aucun objectif n’est indiqué.
sdg-main = principal
sdg-secondary = secondaire
purposes = Codes CAD de l’OCDE
no-purposes = Aucun code n’est indiqué.

other-partners-home = Autres partenaires du même côté
other-partners-abroad = Autres partenaires à l’étranger
no-other-partners = Aucun autre partenaire n’est indiqué.
no-programmes = Aucun programme n’est indiqué.

contact-party = Contact de la collectivité
contact-cooperation-correspondent = Correspondant coopération décentralisée
contact-cultural-counsellor = Conseiller de coopération et d’action culturelle
contact-other = Contact
followed-by-post = Poste diplomatique compétent :
no-contacts = Aucun contact n’est renseigné.
persons-unpublished =
    { $count ->
        [one] Personne nommée dans la source : non publiée
       *[other] { $count } personnes nommées dans la source : non publiées
    }

communication-home = Communication dans le pays de référence
communication-in = Communication ({ $country })
communication-abroad = Communication dans les pays partenaires
no-volunteers = Aucun volontaire n’est déclaré.
volunteers =
    { $count ->
        [0] Nombre non précisé
        [one] Un volontaire
       *[other] { $count } volontaires
    }
volunteers-host = affectation : { $body }

phase = Phase
no-phases = Aucune phase ni action n’est renseignée.
phase-call = appel à projets :
other-actions = Autres actions
action-mission = Mission
action-seminar = Séminaire
action-training = Formation
action-study = Étude
action-works = Travaux
action-exchange = Échange
action-committee = Comité de pilotage ou de suivi
action-other = Action
action-planned = prévue
action-ongoing = en cours
action-done = réalisée
action-cancelled = abandonnée

no-documents = Aucun document n’est joint ni cité.
document-untitled = Document sans titre
document-not-held = cité par la source, non détenu
no-glossary = Aucun sigle n’est expliqué.

to-check-means = Ce que cette fiche devrait respecter et ne respecte pas. Rien n’a été corrigé d’office.

provenance-source = Source
provenance-licence = Licence de la source
licence-unknown = La source ne l’indique pas.
provenance-verification = Vérification
provenance-confirmed = Dernière confirmation
never-confirmed = Jamais confirmé
provenance-version = Version
version-of = Version { $version }, { $day }
permalink = Adresse permanente
legacy-number = Numéro d’origine :
verification-imported = Reprise d’une source, relue par personne
verification-declared = Déclarée par une collectivité partenaire
verification-validated = Validée par le ministère
role-system = programme d’import
role-agent = agent de la collectivité
role-partner = agent de la collectivité partenaire
role-correspondent = correspondant du poste diplomatique
role-prefecture = préfecture
role-ministry = ministère
role-administrator = administrateur
role-unknown = rôle non précisé
written-by = Auteur : { $role }
download-json = toute la fiche, telle qu’elle est enregistrée
download-iati = fiche entière, selon le standard de l’aide (IATI 2.03)
activity = Activité d’aide
theme-with-other = { $main } ; { $other }
words-partnership = Partenariat
words-commune = Mairie, ville, municipalité
activity-means = Activité d’aide, hors des partenariats : elle ne lie pas de collectivités de deux pays, et aucun total de partenariats ne la compte.
citation = « { $title } », { $publisher }, fiche { $id }, version { $version } du { $day }, { $url } (consulté le { $today }).
report-mistake-means = Une erreur, une suite à raconter ? Dites-le, sans donner votre nom : la collectivité ou le ministère vous répondra.

history-of = Historique : { $title }
history-caption =
    { $count ->
        [one] Une version publiée
       *[other] { $count } versions, la plus récente d’abord
    }
history-version = Version
history-day = Date
history-author = Auteur
history-change = Ce qui a changé
history-first = Première publication
history-nothing = Aucun champ n’a changé
history-withdrawn = Retrait de la fiche
history-merged = Fusion avec une autre fiche
history-reinstated = Fiche rétablie
history-json = Toutes les versions en JSON
history-reason = Motif : { $reason }
history-current = version actuelle

# Liste des partenariats.
list-search = Recherche « { $words } »
list-page = page { $page } sur { $pages }
list-count-activities =
    { $count ->
        [0] Aucune activité
        [one] Une activité
       *[other] { $count } activités
    }
list-count =
    { $count ->
        [0] Aucun partenariat
        [one] Un partenariat
       *[other] { $count } partenariats
    }
more-parties =
    { $count ->
        [one] et un autre
       *[other] et { $count } autres
    }

# Dimensions, filtres et vues de la recherche.
dimension-country = Pays partenaire
dimension-world-region = Région du monde
dimension-home-authority = Collectivité
dimension-kind = Nature de la collectivité
dimension-territory = Région ou département
dimension-partner = Collectivité partenaire
dimension-theme = Thématique
dimension-goal = Objectif de développement durable
dimension-form = Forme
dimension-status = Statut
dimension-start = Année de début
dimension-amount = Financement
dimension-funder = Financeur
dimension-mechanism = Mécanisme du 1 %
dimension-place = Lieu
without-place = Sans lieu connu
without-leaves = { $what } : { $found }
value-unknown = Inconnu
value-known = Connu
years-between = { $from } à { $to }
years-from = depuis { $from }
years-to = jusqu’en { $to }
amounts-between = de { $from } à moins de { $to }
amounts-from = { $from } et plus
amounts-to = moins de { $to }
amounts-up-to = jusqu’à { $to }
amounts-within = de { $from } à { $to }
range-from = de
range-to = à
range-year = Une année en quatre chiffres, comme 1990
range-amount = Un montant en euros, sans décimales, comme 10000
add-value = ajouter { $value }
views = Vues des résultats
view-list = Liste
view-map = Carte
view-table = Tableau
view-statistics = Statistiques
order = Tri :
order-relevance = Pertinence
order-latest = Confirmés ou signés récemment
order-confirmed = Confirmation la plus récente
order-updated = Publiés ou confirmés récemment
order-newest = Début le plus récent
order-oldest = Début le plus ancien
order-ended = Fin la plus lointaine
order-amount = Montant
order-smallest = Montant, le plus petit d’abord
order-signed = Signature la plus récente
order-name = Titre
order-parties = Parties
order-country = Pays
order-theme = Thème principal
order-form = Forme
order-status = Statut
columns = Colonnes
columns-show = Afficher
column-title = Titre
column-parties = Parties
column-countries = Pays
column-form = Forme
column-theme = Thématique
column-status = Statut
column-start = Début
column-end = Fin
column-signed = Signature
column-confirmed = Confirmation
column-amount = Montant
column-funders = Financeurs
column-id = Identifiant
epoch-signed = Collectivités telles qu’elles ont signé
epoch-today = Collectivités d’aujourd’hui
only-activities = Activités hors partenariat
doubtful-counted = Les partenariats en sommeil ou à confirmer sont comptés.
doubtful-leave-out = Les laisser de côté
list-nothing-sought = « { $typed } » ne contient ni lettre ni chiffre : aucun mot n’a été cherché.
list-area = « { $name } » est une partie du monde. Avec ses pays :
nearest = Peut-être cherchiez-vous
corrected = Rien pour « { $typed } » : résultats pour « { $words } ».
download-all = Télécharger ces résultats :

# Ce que les pages d’une collectivité, d’un pays, d’un territoire ou d’un thème disent de leurs partenariats.
who-with-whom = Qui travaille avec qui
partners-home =
    { $part ->
        [most] Collectivités ({ $country }), les plus engagées
       *[other] Collectivités ({ $country })
    }
partners-abroad =
    { $part ->
        [most] Collectivités d’autres pays, les plus engagées
       *[other] Collectivités d’autres pays
    }
partners-shown = Les { $shown } premières sur { $count }.
partners-all = Les voir toutes
profile-describe =
    { $count ->
        [0] { $name } dans l’atlas de la coopération décentralisée : ce qui en est connu, et où chercher autour.
        [one] { $name } : un partenariat de coopération décentralisée, avec qui, sur quoi, depuis quand et pour quel montant.
       *[other] { $name } : { $count } partenariats de coopération décentralisée, avec qui, sur quoi, depuis quand et pour quels montants.
    }
list-describe = { $title } : qui coopère avec qui, sur quoi, depuis quand, pour quels montants, et d’où chaque information vient.
history-describe = Toutes les versions de la fiche « { $title } » : ce qui a changé, quand, et sur quelle base.
partnerships-with = avec { $name }
amounts-by-year = Montants par année
amounts-means = Total des montants déclarés, prévus, engagés ou versés : { $total }.
amounts-table = Les montants de toutes les années en tableau
amounts-none = Aucun montant n’est connu.
amounts-unconverted = Aucun montant n’est connu en euros : ceux qui sont déclarés le sont dans une monnaie sans taux connu pour leur année.
more-figures = Toutes les statistiques de ces partenariats
amounts-chart = Montants déclarés de { $from } à { $to }, en euros
amounts-chart-description = Une barre par année. Le tableau qui suit donne les mêmes valeurs.
feed = Suivre ces résultats (Atom)
long-title = Préparation du fichier
long-made = Le fichier est prêt
long-making = { $total } fiches sont mises dans un fichier : quelques instants sont nécessaires.
long-waits = Actualisez cette page pour voir où en est le fichier. On peut la quitter et y revenir.
long-cancel = Annuler
long-take = Télécharger le fichier
long-kept = Le fichier est gardé jusqu’au { $until }. Un téléchargement interrompu reprend où il en était.
long-failed = Le fichier n’a pas pu être fait, ou a été annulé. On peut le demander à nouveau.
long-gone = Ce fichier n’est plus gardé
long-gone-means = Un fichier préparé est gardé 24 heures, puis effacé ; un redémarrage du site l’efface aussi. Refaites la recherche et demandez-le à nouveau : il sera à jour.
history-redacted = Passages retirés
history-redacted-means = Des données personnelles ont été retirées de toutes les versions.
too-many-title = Trop de fiches pour un classeur
too-many-means = Ces { $total } fiches ne tiennent pas dans un classeur XLSX, qui en prend { $most } au plus. Le fichier CSV les contient toutes ; on peut aussi affiner la recherche.
too-many-rows = Ce que ces { $total } fiches ont en plusieurs lignes (parties, financements, thèmes) ne tient pas dans une feuille d’un classeur XLSX. Le fichier CSV contient toutes les fiches ; on peut aussi affiner la recherche.
too-many-csv = Télécharger en CSV
too-many-program = Un classeur XLSX ne peut pas contenir autant de fiches : demandez le CSV, que l’en-tête Link nomme, ou affinez la recherche.
