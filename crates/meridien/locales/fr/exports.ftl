# Les données entières : fichiers, copies, catalogue.
data-title = Données ouvertes
data-lead = Tout ce que l’atlas publie se télécharge, se recopie et se recharge ailleurs, sans demander.
data-what = Ce qu’il y a
data-live = Tous les partenariats, à jour à la seconde :
data-search = Toute recherche a les mêmes fichiers, avec ses filtres, au bas de ses résultats :
data-api = Pour les programmes :
data-catalogue = Pour les catalogues de données :
data-licence-title = Licence et vie privée
data-licence = Chaque fiche porte la licence de sa source, dans le champ provenance.licence (table provenance des copies) ; une source sans licence connue reste soumise aux droits de son auteur.
data-personal = Les copies ne contiennent aucune donnée personnelle : les contacts y sont des fonctions.
data-dumps = Copies entières
data-no-dump = La première copie sera faite cette nuit.
data-dump-of = Copie du { $day }, refaite chaque nuit : les mêmes données publiées en JSON Lines, CSV, Parquet et SQLite.
data-rows = { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
  }
data-take = Recopier et recharger
data-take-means = Une copie se recharge dans un registre vide, avec toutes ses versions publiées. Un seul fichier suffit ; le programme en vérifie l’empreinte, puis compare chaque fiche.
data-whole = Tout l’atlas d’un coup, chaque nuit :
data-file-manifest = décrit tous les fichiers : taille, empreinte SHA-256, colonnes et leurs types, schéma, licence, date
data-file-records = les fiches entières, une par ligne, en JSON
data-file-schema = le schéma de ces fiches (JSON Schema)
data-file-sqlite = toutes les tables en un seul fichier, pour l’analyse
data-file-journal = toutes les versions publiées, à recharger dans un autre registre
data-tables = Tables
data-tables-mean = La première colonne relie les tables entre elles. Les mêmes tables sont dans meridien.sqlite ; la colonne geometry n’est que dans Parquet.
data-tables-activities = Tables des activités d’aide, hors des partenariats
data-take-search = Une recherche se télécharge par son adresse :
data-take-own = Depuis son propre registre, on fait une copie entière et on la vérifie ainsi :
data-folder-new = nouveau
data-folder-dump = copie
size-kilobytes = { $size }{ "\u00A0" }ko
size-megabytes = { $size }{ "\u00A0" }Mo
