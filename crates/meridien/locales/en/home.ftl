home-title = Who works with whom, where, and what for
home-lead = The open atlas of partnerships between local authorities of different countries.
home-placeholder = Town, country, theme…
home-figures = The atlas in four figures
home-counted = Counted on { $day } over all published records.
figure-partnerships =
    { $count ->
        [one] published partnership
       *[other] published partnerships
    }
figure-partnerships-means = whatever their status; one for each relation, even with several members
figure-home =
    { $count ->
        [one] authority ({ $country })
       *[other] authorities ({ $country })
    }
figure-home-means = in at least one partnership
figure-abroad =
    { $count ->
        [one] authority in other countries
       *[other] authorities in other countries
    }
figure-abroad-means = in at least one partnership
figure-countries =
    { $count ->
        [one] partner country
       *[other] partner countries
    }
figure-countries-means = with at least one authority
home-map = Links between countries
home-map-means = World map: a line joins two countries whose authorities are partners, the wider the more partnerships they have. The table that follows has the same figures.
home-map-shown =
    { $total ->
        [one] The link between two countries.
       *[other] { $hidden ->
            [0] All { $total } links between countries.
           *[other] The { $shown } strongest links, of { $total }.
        } The width of a line follows the number of partnerships.
    }
home-map-table = The same figures as a table
home-link = Link
home-other-links =
    { $count ->
        [one] The other link
       *[other] The { $count } other links
    }
home-confirmed = Latest confirmed partnerships
home-news = Records published or updated
home-all-news = Everything new
home-feed = Follow them (Atom)
home-ways-in = Ways into the atlas
home-by-country = By partner country
home-by-authority = By authority
home-by-theme = By theme
home-all-countries = All countries
home-all-authorities = All authorities
home-all-partnerships = All partnerships
