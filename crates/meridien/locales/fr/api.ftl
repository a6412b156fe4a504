# L’interface de programmation et sa page. Les textes des données elles-mêmes sont dans docs/EXPORT.md.
api-title = Interface de programmation (API)
api-lead = Tout le registre en JSON, sans clé ni inscription : partenariats, organisations, territoires, thèmes, postes diplomatiques, chiffres et changements.
api-start = Pour commencer
api-contents = Sur cette page
api-point-filters = Les filtres sont ceux de la recherche : copiez les paramètres d’une adresse trouvée sur le site. Un paramètre répété veut dire « ou » ; des paramètres différents veulent dire « et ». Un paramètre ou une valeur inconnus sont refusés, jamais ignorés.
api-point-names = Les noms français sont ceux de la recherche ; les noms anglais (fields, include, per_page, cursor, since) ne servent qu’ici.
api-point-cursor = Une liste se suit par l’adresse « next », que donne aussi l’en-tête Link. Ne composez pas de curseur vous-même.
api-point-cache = Chaque réponse a un ETag : renvoyez-le dans If-None-Match, et la réponse est 304 tant que rien n’a changé.
api-point-limit = Une même adresse peut demander { $rate } réponses par seconde dans la durée, et { $burst } d’un coup ; au-delà, la réponse est 429 et Retry-After dit combien de secondes attendre.
api-point-language = Accept-Language choisit la langue des libellés et des erreurs : fr ou en.
api-point-forms = L’API se lit seulement. Elle ne demande pas de clé ; déclarer par un logiciel n’est pas encore possible.
api-point-files = Pour tout copier, prenez plutôt les fichiers entiers, puis suivez les changements.
api-description = Description OpenAPI 3.1
api-parameters = { $count ->
    [one] Un paramètre
   *[other] { $count } paramètres
}
api-example = Par exemple
api-problems = Erreurs
api-problems-lead = Une erreur est un objet « application/problem+json » (RFC 9457) : title, status, detail, et pour chaque paramètre en faute son nom, sa valeur, ce qui ne va pas et le plus proche qui existe.

api-list-partnerships = Chercher des partenariats
api-list-partnerships-means = La recherche du site, mêmes filtres et même ordre ; fiches entières, ou les seuls champs choisis.
api-get-partnership = Lire un partenariat
api-get-partnership-means = La fiche telle qu’elle est publiée. Une fiche fusionnée répond 301, une fiche retirée 410 avec le motif.
api-list-organisations = Chercher des organisations
api-list-organisations-means = Sans mots, celles qui ont un partenariat, les plus actives d’abord ; avec des mots, toutes.
api-get-organisation = Lire une organisation
api-get-organisation-means = Ses noms au fil du temps, ses codes, ceux qui lui ont succédé.
api-list-posts = Lister les postes diplomatiques
api-list-posts-means = Les ambassades et consulats du pays d’origine, avec les pays qu’ils suivent.
api-list-territories = Parcourir les territoires
api-list-territories-means = Pays, régions, départements, communes, dans l’ordre de leurs identifiants.
api-get-territory = Lire un territoire
api-get-territory-means = Ses codes, sa position, le territoire qui le contient.
api-list-themes = Lister les thèmes
api-list-themes-means = Le vocabulaire entier, sur trois niveaux, avec les codes du CAD et les objectifs de développement durable.
api-get-statistics = Compter
api-get-statistics-means = Le tableau de la page des statistiques, avec les mêmes paramètres. Chaque total compte chaque chose une fois.
api-suggest = Suggérer
api-suggest-means = Ce que peuvent désigner des mots en cours de frappe : organisations, lieux, thèmes, partenariats.
api-list-changes = Suivre les changements
api-list-changes-means = Les fiches changées après une position du registre, dans l’ordre. Gardez l’adresse « next » et demandez-la plus tard : une copie reste ainsi à jour.

api-parameter-id = Identifiant de la fiche.
api-parameter-q = Des mots, comme dans la recherche.
api-parameter-pays = Pays (ISO 3166-1 alpha-2).
api-parameter-region = Région du monde (code M49).
api-parameter-collectivite = Collectivité du pays d’origine, ou celle qui lui a succédé : son identifiant.
api-parameter-nature = Nature de l’organisation.
api-parameter-territoire = Territoire d’une partie, ou un territoire qui le contient : son identifiant.
api-parameter-partenaire = Collectivité étrangère : son identifiant.
api-parameter-theme = Thème, à l’un des trois niveaux.
api-parameter-odd = Objectif de développement durable, de 1 à 17.
api-parameter-forme = Forme du partenariat.
api-parameter-statut = Statut, calculé du jour.
api-parameter-debut = Année de début, ou intervalle d’années ; « inconnu » si elle manque.
api-parameter-montant = Financement total en euros, ou intervalle ; « inconnu » s’il manque.
api-parameter-financeur = Financeur : le code que donnent les filtres du site.
api-parameter-mecanisme = Mécanisme du 1 %.
api-parameter-lieu = Lieu sur la carte (latitude, longitude), ou « inconnu ».
api-parameter-epoque = Compter les collectivités telles qu’elles ont signé, et non telles qu’aujourd’hui.
api-parameter-type = Partenariats, ou activités d’aide qui n’en sont pas.
api-parameter-tri = Ordre des résultats.
api-parameter-fields = Champs à donner, séparés par des virgules ; tous sans ce paramètre.
api-parameter-include = Fiches liées à joindre, séparées par des virgules : organisations, programmes, themes.
api-parameter-per-page = Nombre d’éléments par page, 100 au plus.
api-parameter-cursor = Début de la page : prenez l’adresse « next » de la page précédente.
api-parameter-mesure = Ce qui est compté, ou additionné en euros.
api-parameter-par = Ce qui fait les lignes ; les pays sans ce paramètre.
api-parameter-et = Ce qui fait les colonnes : un des mots de « par ».
api-parameter-etape = Étapes de financement additionnées ; seulement avec mesure=montant.
api-parameter-comparer = Mots et filtres d’une seconde sélection, ou « tous ».
api-parameter-since = Position après laquelle lire ; 0 pour tout.

api-status-200 = La réponse.
api-status-301 = La fiche a une autre adresse, donnée par Location.
api-status-400 = Un paramètre ou une valeur n’existe pas.
api-status-404 = Aucune fiche n’a cet identifiant.
api-status-410 = La fiche a été retirée : date et motif.

api-not-found = Il n’y a rien à cette adresse
api-not-found-means = L’adresse est peut-être mal copiée, ou l’identifiant n’est celui d’aucun enregistrement publié. Les adresses sont décrites dans /api/v1/openapi.json.
api-too-many = Trop de demandes en peu de temps
api-too-many-means = Attendez le nombre de secondes que donne Retry-After, puis recommencez. Pour tout copier, prenez les fichiers entiers.
