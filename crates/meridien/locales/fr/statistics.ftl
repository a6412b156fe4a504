# Les statistiques : chiffres, graphiques, tableaux.
measure-pairs = Couples de collectivités
measure-authorities = Collectivités
measure-amount = Montants
measure-partnerships-means = Nombre de partenariats publiés, chacun compté une fois quel que soit le nombre de ses partenaires.
measure-pairs-means = Nombre de couples formés par une collectivité d’ici et une d’ailleurs, telles qu’elles ont signé : deux partenariats entre les deux mêmes n’en font qu’un, un partenariat à plusieurs en fait autant qu’il relie de couples. Sous un pays, une collectivité ou un thème sont comptés tous les couples des partenariats qui le concernent.
measure-authorities-means = Nombre de collectivités d’ici qui ont au moins un partenariat, chacune comptée une fois. Celles qui ont fusionné comptent pour celle qui leur succède, sauf si la sélection les demande telles qu’elles ont signé.
measure-amount-means = Somme en euros des lignes de financement, chacune comptée une fois et entière, même si plusieurs financeurs la partagent.
axis-decade = Décennie de début
axis-year-of-money = Année du financement
axis-stage = Étape du financement
scale-millions = { $figure } M€
axis-none = rien d’autre
drawing-automatic = choix automatique
drawing-bars = barres
drawing-stacked = barres empilées
drawing-lines = courbes
drawing-map = carte
builder-measure = Compter
builder-rows = par
builder-columns = et par
builder-drawing = Graphique
builder-show = Afficher
figure-by = { $measure } par { $rows }
figure-by-two = { $measure } par { $rows } et { $columns }
figure-table = Le tableau de ces chiffres
whole = Total
whole-counted-once = Total, chacun compté une fois
other-values = Autres ({ $count } valeurs)
value-missing = Non renseigné
every-partnership = Tous les partenariats
selection-is = Sélection : { $selection }.
compared-selections = Sélections comparées : { $one } ; { $other }.
counted-on =
    { $count ->
        [0] Compté le { $day } : aucun partenariat (état du registre n°{ "\u00A0" }{ $seq }).
        [one] Compté le { $day } sur un partenariat (état du registre n°{ "\u00A0" }{ $seq }).
       *[other] Compté le { $day } sur { $count } partenariats (état du registre n°{ "\u00A0" }{ $seq }).
    }
counted-without =
    { $count ->
        [one] Un partenariat n’a pas de valeur pour « { $axis } ».
       *[other] { $count } partenariats n’ont pas de valeur pour « { $axis } ».
    }
counted-lines = Lignes de financement : { $lines }, dont { $unknown } sans montant et { $unconverted } dans une monnaie sans taux connu ; ni les unes ni les autres ne sont dans les sommes.
counted-converted = Les autres monnaies sont converties au taux moyen de l’année de chaque ligne (Banque centrale européenne), les francs français, CFA et comorien à leur parité fixe.
counted-rounded = Sur cette page et dans les images, les montants sont arrondis à l’euro ; le fichier CSV les donne au centime.
chart-leaves-out = Non dessiné, pour que le reste se voie : { $label }, { $figure } en tout ; le tableau le donne.
chart-file-leaves-out = Non dessiné, pour que le reste se voie : { $label }, { $figure } en tout.
table-rest =
    { $count ->
        [one] La ligne suivante
       *[other] Les { $count } lignes suivantes
    }
table-scrolls = Là où il ne tient pas en largeur, ce tableau défile de côté : il a { $count } colonnes de chiffres.
counted-stages = Seules sont comptées les lignes à l’étape : { $stages }.
counted-mechanism = Une ligne relève d’un mécanisme du 1 % dès qu’une part en vient ; elle est alors comptée entière. Seules comptent les lignes du mécanisme choisi.
counted-funder = Seules comptent les lignes du financeur choisi, ou de ceux distingués ici ; celles que plusieurs partagent sont comptées entières à chacun.
counted-shared = Ce qui a plusieurs valeurs compte sur chaque ligne et dans chaque colonne qui le concerne : leur somme peut dépasser le total, où chacun n’est compté qu’une fois.
chart-nowhere = Sans place sur la carte : { $rows }.
chart-empty = Rien à dessiner.
chart-greatest = Le plus grand chiffre : { $label }, { $figure }.
chart-table-follows = Tous les chiffres sont dans le tableau qui suit.
embed-figure = Montrer ce graphique sur un autre site
embed-how = Code HTML à copier ; l’image suit les données de l’atlas.
download-figure = Télécharger ces chiffres :
file-source = Source : Méridien, l’atlas ouvert de la coopération décentralisée, publié par { $operator }.
file-licence = Licence : celle de la source de chaque partenariat, indiquée sur sa fiche.
compare-with = Comparer avec
compare = Comparer
compare-no-more = Ne plus comparer
fault-stage-without-money = Le paramètre « { $parameter } » ne peut distinguer les étapes du financement que si l’on compte des montants (mesure=montant).
fault-same-axis = Le paramètre « { $parameter } » répète « { $value } », qui fait déjà les lignes.
fault-compared-in-columns = Le paramètre « { $parameter } » (« { $value } ») ne va pas avec une comparaison, dont les deux sélections font déjà les colonnes.
fault-drawing = Ces chiffres n’ont pas de graphique « { $value } » (paramètre « { $parameter } »).
statistics-lead = Combien de partenariats, avec qui, sur quoi, depuis quand, pour quels montants : chaque chiffre avec sa définition, sa date, son tableau et ses fichiers.
statistics-build = Composer ses chiffres
statistics-all = Les statistiques en un coup d’œil
statistics-more = D’autres chiffres
ask-regions-themes = Sur quoi l’on coopère dans chaque région du monde
ask-territories-status = L’état des partenariats, région par région
ask-authorities-countries = Combien de collectivités coopèrent avec chaque pays
ask-money-stages = Les montants prévus, engagés et versés, année par année
ask-money-mechanisms = L’argent du 1 % eau, énergie et déchets
ask-pairs-years = Les nouveaux couples de collectivités, année par année
yearly-title = Les chiffres de chaque année
yearly-lead = Comptés une fois au début de l’année, ou au premier jour du site, ces chiffres ne changent plus : ils peuvent être cités.
yearly-of = { $year }, comptés le { $day }
yearly-index = Ce que contient chaque fichier (JSON)
coverage = Couverture du registre
coverage-lead = Ce que le registre sait et ce qu’il ne sait pas : qui a confirmé ses partenariats, et ce qui manque aux fiches.
coverage-confirmed = Collectivités qui ont confirmé
coverage-confirmed-means = Une collectivité compte dès qu’elle a confirmé elle-même la fiche d’un de ses partenariats. Sont prises toutes celles qui ont au moins un partenariat publié ; ce qu’a confirmé une collectivité depuis fusionnée compte pour celle qui lui succède.
coverage-nobody = Aucune collectivité n’a encore de partenariat publié.
coverage-on = Au { $day }, par région
coverage-region = Région
coverage-share = Part
coverage-lack = Ce qui manque
coverage-lacks = Fiches incomplètes
coverage-lacks-of =
    { $count ->
        [0] Aucun partenariat publié
        [one] Sur un partenariat publié
       *[other] Sur { $count } partenariats publiés
    }
within-12 = Ont confirmé sur 12 mois
within-18 = Ont confirmé sur 18 mois
region-unknown = Région inconnue
lack-start = Date de début
lack-theme = Thématique
lack-amount = Montant
lack-place = Lieu du partenaire
