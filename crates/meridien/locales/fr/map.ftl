map-of-partnerships = Carte des partenariats
map-modes = Ce que montre la carte
map-mode-places = Lieux et liens
map-mode-partnerships = Partenariats par pays
map-mode-amounts = Montants par pays
map-means-places = Un disque compte les partenariats d’un lieu ou de plusieurs lieux proches ; une ligne relie les deux bouts d’un partenariat, d’autant plus épaisse qu’elle en joint un grand nombre. Les tableaux qui suivent donnent les mêmes chiffres.
map-means-partnerships = Plus la couleur d’un pays est soutenue, plus ses partenariats sont nombreux. Le tableau qui suit donne les mêmes chiffres.
map-means-amounts = Plus la couleur d’un pays est soutenue, plus les montants connus de ses partenariats sont élevés, en euros. Le tableau qui suit donne les mêmes chiffres.
map-none = aucun
map-none-amount = aucun montant connu
map-range = de { $least } à { $most }
map-skip = Passer la carte
map-position = Lieu sans nom ({ $lat }° N, { $lon }° E)
map-and-others =
    { $count ->
        [one] { $names } et un autre lieu
       *[other] { $names } et { $count } autres lieux
    }
map-place =
    { $count ->
        [one] { $name } : 1 partenariat
       *[other] { $name } : { $count } partenariats
    }
map-note-places =
    { $total ->
        [0] Aucun partenariat n’a de lieu connu.
        [one] Partenariat sur cette vue : { $shown } sur 1 situé.
       *[other] Partenariats sur cette vue : { $shown } sur { $total } situés.
    }
map-note-links =
    { $total ->
        [0] Aucun lien à tracer.
        [one] Le seul lien est tracé.
       *[other] { $hidden ->
            [0] Les { $total } liens sont tracés.
           *[other] Liens tracés : les { $shown } plus fournis sur { $total }.
        }
    }
map-note-countries =
    { $count ->
        [0] Aucun pays à colorer.
        [one] Un pays coloré.
       *[other] { $count } pays colorés.
    }
map-country-amount = { $name } : { $amount }
map-unlocated =
    { $count ->
        [one] Un partenariat n’a pas de lieu connu : il n’est pas sur la carte.
       *[other] { $count } partenariats n’ont pas de lieu connu : ils ne sont pas sur la carte.
    }
map-table-countries = Les pays en tableau
map-table-places = Les lieux en tableau
map-no-country = Aucun pays.
map-no-place = Aucun lieu connu.
map-country = Pays
map-place-column = Lieu
map-amount = Montants connus
map-unknown = inconnus
map-places-shown = Lieux { $from } à { $to } sur { $total }, du plus fourni au moins fourni.
map-open = Ouvrir la carte interactive (500 ko)
map-opening = La carte interactive se charge (500 ko).
map-canvas = Carte : les flèches la déplacent, + et − l’agrandissent et la réduisent
map-moves = Déplacer la carte
map-zoom-in = Agrandir
map-zoom-out = Réduire
map-north = Vers le nord
map-south = Vers le sud
map-west = Vers l’ouest
map-east = Vers l’est
map-whole = Tout voir
map-list = Voir la liste
map-nearer = Voir de plus près
map-close = Fermer
map-wheel = Ctrl + molette pour agrandir
map-wheel-mac = ⌘ + molette pour agrandir
map-fingers = Deux doigts pour déplacer la carte
map-stale = La carte n’a pas pu être mise à jour : vérifiez la connexion, puis déplacez la carte pour essayer de nouveau.
map-failed = La carte interactive ne peut pas s’ouvrir ici ; celle-ci et les tableaux donnent les mêmes chiffres.
