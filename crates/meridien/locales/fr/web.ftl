# Ce que toutes les pages partagent.
site-name = Méridien
home = Accueil
menu = Principal
crumbs = Fil d’Ariane
skip-to-content = Aller au contenu
nav-partnerships = Partenariats
nav-organisations = Collectivités
nav-countries = Pays
nav-help = Aide
demonstration = Démonstration.
demonstration-means = Les partenariats de ce site sont inventés ; les collectivités sont réelles.
search = Rechercher
search-label = Rechercher un partenariat
published-by = L’atlas ouvert de la coopération décentralisée, publié par { $operator }.
site-map = Plan du site
report-mistake = Signaler une erreur
accessibility-state = Accessibilité : non conforme
legal-notice = Mentions légales
privacy = Données personnelles
version = Version { $version }

mistake-subject = Erreur sur Méridien : { $title }
mistake-body =
    Page : { $address }

    Ce qui est faux :

    Ce qu’il faudrait lire :

    D’où je le sais :

error-not-found = Cette page n’existe pas
error-not-found-means = L’adresse est peut-être mal copiée, ou la page a changé de place. Aucune fiche publiée ne disparaît : si vous veniez pour une fiche, cherchez-la par son nom.
error-empty-file = Aucune fiche ne correspond
error-empty-file-means = Rien ne répond à cette recherche, et un fichier IATI ne peut pas être vide : le standard y demande au moins une activité. Élargissez la recherche, ou demandez un autre format.
error-other-file-means = Ce fichier n’est plus celui que nomme l’en-tête If-Match. Demandez-le de nouveau sans cet en-tête.
error-gone = Cette fiche a été retirée
error-gone-means = Elle n’est plus publiée.
error-gone-because = Elle n’est plus publiée depuis le { $date }. Motif : { $reason }
error-forbidden = Cette action a été refusée
error-forbidden-means = La demande semble venir d’un autre site que celui-ci. Revenez à la page de départ et recommencez : rien n’a été changé.
error-not-allowed = Votre compte ne permet pas cette action
error-not-allowed-means = Rien n’a été changé. La page « Qui peut faire quoi » de l’aide dit ce que permet chaque rôle.
error-too-many = Trop d’essais
error-too-many-means = Attendez quelques minutes avant de recommencer. Cette limite protège les comptes contre ceux qui devinent des mots de passe.
error-too-many-files = Trop de fichiers à la fois
error-too-many-files-means = D’autres fichiers se préparent déjà. Attendez une minute qu’ils soient prêts, ou annulez-en un, puis redemandez celui-ci. Un fichier CSV part tout de suite.
error-method = Cette action n’est pas possible ici
error-method-means = La page existe, mais elle ne peut pas recevoir ce qui lui a été envoyé. Rien n’a été changé.
error-too-large = L’envoi est trop volumineux
error-too-large-means = Rien n’a été enregistré. Essayez en plusieurs fois, ou avec un fichier plus petit.
error-too-long = Cette adresse est trop longue
error-too-long-means = Ce qui suit « ? » dans une adresse ne peut dépasser 4 096 caractères. Choisissez moins de filtres, ou saisissez moins de mots.
error-building = Recherche en préparation
error-building-means = L’index de recherche est en cours de construction : la recherche, la carte, les listes et les statistiques reviennent dans quelques instants. Les fiches se lisent déjà.
error-building-so-far = Registre lu : { $percent } %.
error-unavailable = Service momentanément indisponible
error-unavailable-means = Réessayez dans quelques minutes. Ce qui était enregistré l’est toujours.
error-bad-request = Cette demande n’est pas comprise
error-bad-request-means = Quelque chose dans l’adresse ne correspond à rien que nous connaissions.
error-internal = Une erreur est survenue
error-internal-means = La faute est de notre côté, et elle est consignée. Réessayez ; si elle persiste, écrivez-nous.
error-reference = Référence à nous indiquer :
error-way-on = Pour continuer
error-write-us = Nous écrire à ce sujet
fault-unknown-parameter = Le paramètre « { $parameter } » n’existe pas.
fault-unknown-value = Le paramètre « { $parameter } » n’a pas de valeur « { $value } ».
fault-unknown-member = Le membre « { $parameter } » n’existe pas.
fault-shape = Le membre « { $parameter } » n’a pas la forme attendue : « { $value } ».
fault-unknown-record = Le membre « { $parameter } » nomme une fiche qui n’existe pas : « { $value } ».
fault-nul = Le membre « { $parameter } » contient le caractère U+0000, que rien ici ne garde : « { $value } ».
fault-json = Ce document n’est pas du JSON : la faute est ligne et colonne { $value }.
fault-missing-member = Le membre « { $parameter } » manque.
fault-no-columns = Le paramètre « { $parameter } » ({ $value }) ne change rien ici : cette réponse n’a pas de colonnes à choisir. Les fichiers .csv, .xlsx et .parquet en ont ; l’interface de programmation a « fields ».
error-past-the-end = Cette liste est plus courte
error-past-the-end-means = La liste a moins de pages que l’adresse n’en demande : elle a peut-être raccourci depuis.
error-past-the-end-last = Aller à la dernière page
error-mended = Continuer sans ces fautes
fault-years = Le paramètre « { $parameter } » prend des années de 1000 à 9999 : « { $value } » dépasse ces limites.
fault-year-typed = Filtre « Année de début » : écrivez une année en quatre chiffres, comme 1990, au lieu de « { $value } ».
fault-amount-typed = Filtre « Financement » : écrivez un montant en euros, sans décimales, comme 10000, au lieu de « { $value } ».
fault-repeated = Le paramètre « { $parameter } » ne prend qu’une valeur : « { $value } » est de trop.
fault-among = Valeurs possibles : { $values }.
fault-nearest = Vouliez-vous dire « { $nearest } » ?
fault-nearest-called = Vouliez-vous dire « { $nearest } » ({ $label }) ?
pager = Pages
pager-page = page
pager-previous = Précédente
pager-next = Suivante
in-language = En { $language } :
labelled = { $label } : { $text }
quoted = « { $words } »
applied-filters = Critères appliqués
remove-filter = Retirer
remove-all = Tout effacer
filter = Filtrer
all-values = Toutes les valeurs
values-named = Le nom contient
values-back = Revenir aux résultats
values-count = { $count ->
    [one] Une valeur.
   *[other] { $count } valeurs.
  }
more-values = { $count } autres
nothing-found = Aucun résultat pour ces critères
try-spelling = Autre orthographe :
try-without = Retirez un critère :
without = Sans
results = Résultats
try-elsewhere = Ou partez d’ailleurs :
search-help = Comment chercher
see-everything = Voir toute la liste

# Suggestions pendant la saisie.
suggested-places = Lieux
suggested-instead = { $name } (pour « { $words } »)
suggestions = Suggestions
# Ce qui est dit pour aucune, pour une et pour plusieurs : le script choisit, et écrit leur nombre à la place du croisillon.
suggestions-told = aucune suggestion | 1 suggestion | # suggestions
suggested-count =
    { $count ->
        [one] 1 partenariat
       *[other] { $count } partenariats
    }

# Ce qui se prépare.
look-again = Actualiser
watch-ended = C’est terminé : actualisez cette page pour voir la suite.

# Formulaires courts.
field-typed = { $label } « { $value } »
fault-of = { $label } : { $fault }
changed-line = { $what } : { $before } → { $after }
