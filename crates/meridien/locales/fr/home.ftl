home-title = Qui coopère avec qui, où, et pour quoi faire
home-lead = L’atlas ouvert des partenariats entre collectivités de pays différents.
home-placeholder = Commune, pays, thème…
home-figures = L’atlas en quatre chiffres
home-counted = Comptés le { $day } sur toutes les fiches publiées.
figure-partnerships =
    { $count ->
        [one] partenariat publié
       *[other] partenariats publiés
    }
figure-partnerships-means = quel que soit leur statut ; un seul par relation, même à plusieurs membres
figure-home =
    { $count ->
        [one] collectivité ({ $country })
       *[other] collectivités ({ $country })
    }
figure-home-means = engagées dans un partenariat au moins
figure-abroad =
    { $count ->
        [one] collectivité dans d’autres pays
       *[other] collectivités dans d’autres pays
    }
figure-abroad-means = engagées dans un partenariat au moins
figure-countries =
    { $count ->
        [one] pays partenaire
       *[other] pays partenaires
    }
figure-countries-means = représentés par une collectivité au moins
home-map = Les liens entre pays
home-map-means = Carte du monde : une ligne relie deux pays dont des collectivités sont partenaires, d’autant plus épaisse que leurs partenariats sont nombreux. Le tableau qui suit donne les mêmes chiffres.
home-map-shown =
    { $total ->
        [one] Le lien entre deux pays.
       *[other] { $hidden ->
            [0] Les { $total } liens entre pays.
           *[other] Les { $shown } liens les plus fournis, sur { $total }.
        } L’épaisseur d’une ligne suit le nombre de partenariats.
    }
home-map-table = Les mêmes chiffres en tableau
home-link = Lien
home-other-links =
    { $count ->
        [one] L’autre lien
       *[other] Les { $count } autres liens
    }
home-confirmed = Derniers partenariats confirmés
home-news = Fiches publiées ou mises à jour
home-all-news = Toutes les nouveautés
home-feed = Les suivre (Atom)
home-ways-in = Entrer dans l’atlas
home-by-country = Par pays partenaire
home-by-authority = Par collectivité
home-by-theme = Par thème
home-all-countries = Tous les pays
home-all-authorities = Toutes les collectivités
home-all-partnerships = Tous les partenariats
