# Statistics: figures, charts, tables.
measure-pairs = Pairs of authorities
measure-authorities = Authorities
measure-amount = Amounts
measure-partnerships-means = Number of published partnerships, each counted once however many partners it has.
measure-pairs-means = Number of pairs made of one authority at home and one abroad, as they signed: two partnerships between the same two make one, a partnership of several makes as many as it joins. Under a country, an authority or a theme, all pairs of the partnerships that concern it are counted.
measure-authorities-means = Number of authorities at home with at least one partnership, each counted once. Those that merged count for their successor, unless the selection asks for them as they signed.
measure-amount-means = Sum in euros of the funding lines, each counted once and whole, even where several funders share it.
axis-decade = Decade of the start
axis-year-of-money = Year of the funding
axis-stage = Stage of the funding
scale-millions = €{ $figure }m
axis-none = nothing else
drawing-automatic = automatic
drawing-bars = bars
drawing-stacked = stacked bars
drawing-lines = lines
drawing-map = map
builder-measure = Count
builder-rows = by
builder-columns = and by
builder-drawing = Chart
builder-show = Show
figure-by = { $measure } by { $rows }
figure-by-two = { $measure } by { $rows } and { $columns }
figure-table = The table of these figures
whole = Total
whole-counted-once = Total, each counted once
other-values = Others ({ $count } values)
value-missing = Not given
every-partnership = All partnerships
selection-is = Selection: { $selection }.
compared-selections = Selections compared: { $one }; { $other }.
counted-on =
    { $count ->
        [0] Counted on { $day }: no partnership (register state no.{ "\u00A0" }{ $seq }).
        [one] Counted on { $day } over one partnership (register state no.{ "\u00A0" }{ $seq }).
       *[other] Counted on { $day } over { $count } partnerships (register state no.{ "\u00A0" }{ $seq }).
    }
counted-without =
    { $count ->
        [one] One partnership has no value for “{ $axis }”.
       *[other] { $count } partnerships have no value for “{ $axis }”.
    }
counted-lines = Funding lines: { $lines }, of which { $unknown } without an amount and { $unconverted } in a currency without a known rate; neither are in the sums.
counted-converted = Other currencies are converted at the mean rate of each line’s year (European Central Bank), French, CFA and Comorian francs at their fixed parity.
counted-rounded = On this page and in the images, amounts are rounded to the euro; the CSV file gives them to the cent.
chart-leaves-out = Not drawn, so that the rest can be seen: { $label }, { $figure } in all; the table gives it.
chart-file-leaves-out = Not drawn, so that the rest can be seen: { $label }, { $figure } in all.
table-rest =
    { $count ->
        [one] The row that follows
       *[other] The { $count } rows that follow
    }
table-scrolls = Where it is too wide, this table scrolls sideways: it has { $count } columns of figures.
counted-stages = Only lines at this stage are counted: { $stages }.
counted-mechanism = A line belongs to a 1% mechanism as soon as a part of it comes from there; it is then counted whole. Only lines of the chosen mechanism count.
counted-funder = Only lines of the chosen funder count, or of those told apart here; lines that several share are counted whole for each.
counted-shared = What has several values counts in each row and each column that it belongs to: their sum may exceed the total, where each is counted once.
chart-nowhere = Without a place on the map: { $rows }.
chart-empty = Nothing to draw.
chart-greatest = The greatest figure: { $label }, { $figure }.
chart-table-follows = All figures are in the table that follows.
embed-figure = Show this chart on another site
embed-how = HTML to copy; the image follows the atlas’s data.
download-figure = Download these figures:
file-source = Source: Méridien, the open atlas of decentralised cooperation, published by { $operator }.
file-licence = Licence: that of each partnership’s source, given on its record.
compare-with = Compare with
compare = Compare
compare-no-more = Stop comparing
fault-stage-without-money = The parameter “{ $parameter }” can tell stages of funding apart only where amounts are counted (mesure=montant).
fault-same-axis = The parameter “{ $parameter }” repeats “{ $value }”, which makes the rows already.
fault-compared-in-columns = The parameter “{ $parameter }” (“{ $value }”) does not go with a comparison, whose two selections make the columns already.
fault-drawing = These figures have no chart “{ $value }” (parameter “{ $parameter }”).
statistics-lead = How many partnerships, with whom, on what, since when, for which amounts: each figure with its definition, its date, its table and its files.
statistics-build = Put your own figures together
statistics-all = Statistics at a glance
statistics-more = Further figures
ask-regions-themes = What cooperation is about in each region of the world
ask-territories-status = The status of partnerships, region by region
ask-authorities-countries = How many authorities work with each country
ask-money-stages = Amounts planned, committed and disbursed, year by year
ask-money-mechanisms = The money of the 1% for water, energy and waste
ask-pairs-years = New pairs of authorities, year by year
yearly-title = The figures of each year
yearly-lead = Counted once at the beginning of the year, or on the site’s first day, these figures never change: they can be cited.
yearly-of = { $year }, counted on { $day }
yearly-index = What each file holds (JSON)
coverage = Coverage of the register
coverage-lead = What the register knows and does not know: who has confirmed their partnerships, and what records lack.
coverage-confirmed = Authorities that have confirmed
coverage-confirmed-means = An authority counts as soon as it has itself confirmed the record of one of its partnerships. All those with at least one published partnership are taken; what an authority merged since then has confirmed counts for its successor.
coverage-nobody = No authority has a published partnership yet.
coverage-on = On { $day }, by region
coverage-region = Region
coverage-share = Share
coverage-lack = What is missing
coverage-lacks = Incomplete records
coverage-lacks-of =
    { $count ->
        [0] No published partnership
        [one] Of one published partnership
       *[other] Of { $count } published partnerships
    }
within-12 = Confirmed in the last 12 months
within-18 = Confirmed in the last 18 months
region-unknown = Region unknown
lack-start = Starting date
lack-theme = Theme
lack-amount = Amount
lack-place = Place of the partner
