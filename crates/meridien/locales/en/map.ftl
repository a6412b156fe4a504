map-of-partnerships = Map of the partnerships
map-modes = What the map shows
map-mode-places = Places and links
map-mode-partnerships = Partnerships by country
map-mode-amounts = Amounts by country
map-means-places = A disc counts the partnerships of a place or of several places close together; a line joins the two ends of a partnership, the thicker the more of them it joins. The tables below give the same figures.
map-means-partnerships = The stronger the colour of a country, the more partnerships it has. The table below gives the same figures.
map-means-amounts = The stronger the colour of a country, the higher the known amounts of its partnerships, in euros. The table below gives the same figures.
map-none = none
map-none-amount = no known amount
map-range = { $least } to { $most }
map-skip = Skip the map
map-position = Place without a name ({ $lat }° N, { $lon }° E)
map-and-others =
    { $count ->
        [one] { $names } and one more place
       *[other] { $names } and { $count } more places
    }
map-place =
    { $count ->
        [one] { $name }: 1 partnership
       *[other] { $name }: { $count } partnerships
    }
map-note-places =
    { $total ->
        [0] No partnership has a known place.
        [one] Partnership in this view: { $shown } of 1 with a place.
       *[other] Partnerships in this view: { $shown } of { $total } with a place.
    }
map-note-links =
    { $total ->
        [0] No link to draw.
        [one] The only link is drawn.
       *[other] { $hidden ->
            [0] All { $total } links are drawn.
           *[other] Links drawn: the { $shown } heaviest of { $total }.
        }
    }
map-note-countries =
    { $count ->
        [0] No country to colour.
        [one] One country in colour.
       *[other] { $count } countries in colour.
    }
map-country-amount = { $name }: { $amount }
map-unlocated =
    { $count ->
        [one] One partnership has no known place: it is not on the map.
       *[other] { $count } partnerships have no known place: they are not on the map.
    }
map-table-countries = The countries as a table
map-table-places = The places as a table
map-no-country = No country.
map-no-place = No known place.
map-country = Country
map-place-column = Place
map-amount = Known amounts
map-unknown = unknown
map-places-shown = Places { $from } to { $to } of { $total }, those of the most partnerships first.
map-open = Open the interactive map (500 kB)
map-opening = The interactive map is loading (500 kB).
map-canvas = Map: the arrow keys move it, + and − zoom
map-moves = Move the map
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-north = Move north
map-south = Move south
map-west = Move west
map-east = Move east
map-whole = Show everything
map-list = See the list
map-nearer = Look closer
map-close = Close
map-wheel = Ctrl + wheel to zoom
map-wheel-mac = ⌘ + wheel to zoom
map-fingers = Two fingers to move the map
map-stale = The map could not be brought up to date: check the connection, then move the map to try again.
map-failed = The interactive map cannot open here; this one and the tables give the same figures.
