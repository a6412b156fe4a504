# L’édition à lire sans connexion (`meridien export site`).
edition-search = Rechercher
edition-search-label = Rechercher dans cette édition
edition-search-hint = Titres, textes, collectivités, pays, lieux, formes, thématiques, programmes, financeurs, codes. Tous les mots comptent, au singulier ou au pluriel ; un début de mot suffit ; -mot l’écarte, même seul. Les filtres, les expressions entre guillemets, les autres formes d’un mot et la correction des fautes de frappe sont sur l’atlas en ligne.
edition-search-needs-script = La recherche a besoin de JavaScript. Sans lui, parcourez les listes ci-dessous.
edition-theme = Thématique
edition-found-one = 1 résultat
edition-found-many = # résultats
edition-more = Suite des résultats
edition-browse = Parcourir
edition-by-country = Par pays
edition-map = Carte des partenariats
edition-no-letter = Autres
edition-notice = Édition du { $day }, à lire sans connexion. Une flèche ↗ marque ce qui se trouve sur l’atlas en ligne, à jour :
edition-writing = Édition
edition-written = { $path } : { $pages } pages, { $size }. Ouvrir index.html.
edition-folder-full = le dossier { $path } n’est pas vide : en donner un autre avec --out.
