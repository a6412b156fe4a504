# The record of a partnership.
unknown = not stated
yes = yes
no = no
today = today
country = Country
year = Year
year-unknown = Year not stated
amount = Amount
total = Total
status = Status
contents = Contents of the record
demonstration-record = Demonstration data
untitled = Partnership { $parties }
record-description = { $form }: { $parties }. { $status }. { $reason }
period-from-to = { $from } – { $to }
period-from =
    { $precision ->
        [day] since { $from }
       *[other] since { $from }
    }
period-later =
    { $precision ->
        [day] from { $from }
       *[other] from { $from }
    }
period-to =
    { $precision ->
        [day] until { $to }
       *[other] until { $to }
    }
address-hidden = (address not published)

form-twinning = Twinning
form-cooperation-agreement = Cooperation agreement
form-cooperation-project = Decentralised cooperation project
form-one-off-action = One-off action without agreement
form-emergency-aid = Emergency or humanitarian aid
form-one-percent-action = 1% action (water, energy, waste)
form-friendship = Friendship or contact
form-other = Another form of partnership

status-active = Active
status-to-confirm = To be confirmed
status-planned = Planned
status-dormant = Dormant
status-ended = Ended
because-end-passed = Its end has passed: { $date }.
because-declared-ended-on = Declared ended; end: { $date }.
because-declared-ended = Declared ended, without a date.
because-declared-dormant = Declared dormant.
because-starts-later = Begins later: { $date }.
because-no-news-since = Neither signed nor confirmed for more than { $months } months; last known date: { $date }.
because-no-date = No date of start, signature or confirmation is known.
because-confirmed = Confirmed by a partner authority on { $date }.
because-started = Begun recently: { $date }.
because-signed = Agreement signed recently: { $date }.

to-confirm-means = Nobody has confirmed this partnership lately: it may have changed or ended.
to-confirm-ask = Do you know more?
old-version = You are reading version { $version }, of { $day }: it is out of date.
see-newest = See the current version ({ $version })
see-history = History of the record

field-title = Title
field-form = Form
field-start = Start
field-end = End
field-ended = Declared ended
field-dormant = Declared dormant
field-periodicity = Periodicity
field-signed = First agreement signed
field-period = Period
field-declared-funding = Declared funding
field-main-theme = Main theme
field-contracting-authorities = Contracting authority
field-implementers = Implementer
field-beneficiaries = Beneficiaries
field-communication = Communication
field-evaluation = Evaluation policy
field-phases = Phases
field-actions = Actions
field-legacy-ids = Former numbers
field-demo = Demonstration data
field-iati = IATI activity of origin
periodicity-annual = annual
periodicity-biennial = biennial
periodicity-triennial = triennial
periodicity-other = another rhythm

section-parties = Partner authorities
section-places = Places
section-funding = Funding
section-timeline = Timeline
section-narratives = The story
section-agreements = Agreements
section-themes = Themes
section-roles = Who does what
section-other-partners = Other partners
section-contacts = Contacts
section-follow-up = Follow-up
section-volunteers = Volunteers
section-phases = Phases and actions
section-programmes = Programmes
section-documents = Documents
section-glossary = Acronyms
section-to-check = To be checked
section-provenance = Provenance
section-others = Other partnerships of the same authorities
section-similar = Similar partnerships
section-same-territory = On the same territory
section-downloads = Take away
section-cite = Cite

narrative-objective = Objective
narrative-context = Context
narrative-history = History
narrative-description = Detailed description
narrative-outlook = Outlook
no-objective = The objective is not described.
no-narratives = Neither context, nor history, nor description is given.

parties-caption =
    { $count ->
        [one] One signatory authority, under the name it had
       *[other] { $count } signatory authorities, under the names they had
    }
party-name = Name when signed
party-role = Role
party-word = Confirmation
party-lead = Lead
party-partner = Partner
party-former = Former partner
party-ended = has ceased to exist ({ $day })
word-agreed = Confirmed the record on { $day }
word-disagreed = Reported a mistake on { $day }
word-never = Never confirmed
no-parties = No partner authority is given.
side-home = In the home country
side-abroad = Abroad
side-none = Without a home side

no-places = No place of action is given.
places-caption =
    { $count ->
        [one] One place of action
       *[other] { $count } places of action
    }
place = Place
place-position = Known position
precision-commune = the commune
precision-department = the department or the like
precision-region = the region
precision-country = the country only
precision-none = none
map-title = Map of the partner authorities
map-description = The map shows { $places }, and links them.
map-approximate =
    { $count ->
        [one] One authority is placed by its country only.
       *[other] { $count } authorities are placed by their country only.
    }

no-funding = No funding is given.
funding-caption =
    { $count ->
        [one] One declared funding line.
       *[other] { $count } declared funding lines.
    }
funding-no-mechanism = “1%” part: not stated.
funding-no-stage = State of payment: not stated.
funder = Funder
funder-unknown = Funder not stated
other-funders = Other funders
funders-together = One amount, not divided between them
funding-kind = Nature
in-kind = in kind
in-cash = in cash
stage = State
stage-planned = planned
stage-committed = committed
stage-disbursed = disbursed
amount-unknown = Amount not stated
mechanism = Mechanism
mechanism-part = “1%” part
mechanism-water = water
mechanism-value-water = Water
mechanism-value-energy = Energy
mechanism-value-waste = Waste
mechanism-water-words = 1 % water, Oudin-Santini law
mechanism-energy = energy
mechanism-energy-words = 1 % energy, Pintat amendment
mechanism-waste = waste
mechanism-waste-words = 1 % waste
no-rate = No known rate: not in the total
converted = that is { $euros } (€1 = { $rate })
converted-in-year = that is { $euros } (€1 = { $rate } in { $year })
by-year = By year
by-funder = By funder
by-mechanism = “1%” part of the services
funding-unknown =
    { $count ->
        [one] The amount of one line is not known: the total leaves it out.
       *[other] The amount of { $count } lines is not known: the total leaves them out.
    }
funding-unconverted =
    { $count ->
        [one] One line, without a known rate, is not in the total.
       *[other] { $count } lines, without a known rate, are not in the total.
    }
funding-other-currencies = Declared in other currencies: { $sums }.
funding-converted = The total counts them in euros, at the rate shown on each line.
funding-chart-title = Funding by year and by funder, in euros
funding-chart-description = Total: { $total }. The same figures are in the tables.

no-date-known = No date is known.
moment-today = Today
moment-signed = Signed: { $agreement }
moment-start = Start
moment-end = End
moment-phase = Phase
moment-joined = Joins the partnership:
moment-left = Leaves the partnership:
moment-disputed = Record disputed by
moment-confirmed = Record confirmed by
moment-confirmed-by-post = Record confirmed by the diplomatic post:
moment-disputed-by-post = Record disputed by the diplomatic post:
moment-succeeded = Change of authority:
moment-renamed = Changes its name:
moment-ended = Ceases to exist:

no-agreements = No agreement is given.
agreement-convention = agreement
agreement-letter-of-intent = letter of intent
agreement-unspecified = agreement or letter of intent
agreement-kind = Kind
agreement-signed = Signed
agreement-object = Object
agreement-forecast = Forecast amount
agreement-parties = Signatories
agreement-transmitted = Sent to the prefect

other-themes = Other themes
no-other-themes = No other theme is given.
priority = priority { $priority }
eligible = eligible in the call for projects
not-eligible = not eligible in the call for projects
sdgs = Sustainable development goals
sdgs-short = SDGs
no-sdgs = No goal is given.
sdg-main = main
sdg-secondary = secondary
purposes = OECD DAC codes
no-purposes = No code is given.

other-partners-home = Other partners on the same side
other-partners-abroad = Other partners abroad
no-other-partners = No other partner is given.
no-programmes = No programme is given.

contact-party = Contact at the authority
contact-cooperation-correspondent = Cooperation correspondent
contact-cultural-counsellor = Cooperation and cultural counsellor
contact-other = Contact
followed-by-post = Diplomatic post in charge:
no-contacts = No contact is given.
persons-unpublished =
    { $count ->
        [one] Person named in the source: not published
       *[other] { $count } persons named in the source: not published
    }

communication-home = Communication in the home country
communication-in = Communication ({ $country })
communication-abroad = Communication in the partner countries
no-volunteers = No volunteer is declared.
volunteers =
    { $count ->
        [0] Number not stated
        [one] One volunteer
       *[other] { $count } volunteers
    }
volunteers-host = host: { $body }

phase = Phase
no-phases = Neither phase nor action is given.
phase-call = call for projects:
other-actions = Other actions
action-mission = Mission
action-seminar = Seminar
action-training = Training
action-study = Study
action-works = Works
action-exchange = Exchange
action-committee = Steering or follow-up committee
action-other = Action
action-planned = planned
action-ongoing = under way
action-done = done
action-cancelled = given up

no-documents = No document is attached or cited.
document-untitled = Untitled document
document-not-held = cited by the source, not held
no-glossary = No acronym is explained.

to-check-means = What this record should keep to and does not. Nothing was corrected without asking.

provenance-source = Source
provenance-licence = Licence of the source
licence-unknown = The source does not say.
provenance-verification = Verification
provenance-confirmed = Last confirmation
never-confirmed = Never confirmed
provenance-version = Version
version-of = Version { $version }, { $day }
permalink = Permanent address
legacy-number = Original number:
verification-imported = Taken from a source, checked by nobody
verification-declared = Declared by a partner authority
verification-validated = Validated by the ministry
role-system = import program
role-agent = agent of the authority
role-partner = agent of the partner authority
role-correspondent = correspondent of the diplomatic post
role-prefecture = prefecture
role-ministry = ministry
role-administrator = administrator
role-unknown = role not stated
written-by = Author: { $role }
download-json = the whole record, as it is stored
download-iati = whole record, in the aid sector’s standard (IATI 2.03)
activity = Aid activity
theme-with-other = { $main }; { $other }
words-partnership = Partnership
words-commune = Town hall, city council, municipality
activity-means = Aid activity, outside partnerships: it does not join authorities of two countries, and no count of partnerships includes it.
citation = “{ $title }”, { $publisher }, record { $id }, version { $version } of { $day }, { $url } (accessed { $today }).
report-mistake-means = A mistake, a sequel to tell? Say so, without giving your name: the authority or the ministry will answer.

history-of = History: { $title }
history-caption =
    { $count ->
        [one] One published version
       *[other] { $count } versions, newest first
    }
history-version = Version
history-day = Date
history-author = Author
history-change = What changed
history-first = First publication
history-nothing = No field changed
history-withdrawn = Record withdrawn
history-merged = Merged into another record
history-reinstated = Record brought back
history-json = Every version as JSON
history-reason = Reason: { $reason }
history-current = current version

# The list of partnerships.
list-search = Search “{ $words }”
list-page = page { $page } of { $pages }
list-count-activities =
    { $count ->
        [0] No activity
        [one] One activity
       *[other] { $count } activities
    }
list-count =
    { $count ->
        [0] No partnership
        [one] One partnership
       *[other] { $count } partnerships
    }
more-parties =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }

# Dimensions, filters and views of the search.
dimension-country = Partner country
dimension-world-region = Region of the world
dimension-home-authority = Authority
dimension-kind = Kind of authority
dimension-territory = Region or department
dimension-partner = Partner authority
dimension-theme = Theme
dimension-goal = Sustainable development goal
dimension-form = Form
dimension-status = Status
dimension-start = Year of start
dimension-amount = Funding
dimension-funder = Funder
dimension-mechanism = 1% mechanism
dimension-place = Place
without-place = Without a known place
without-leaves = { $what }: { $found }
value-unknown = Unknown
value-known = Known
years-between = { $from } to { $to }
years-from = since { $from }
years-to = until { $to }
amounts-between = { $from } to under { $to }
amounts-from = { $from } and more
amounts-to = under { $to }
amounts-up-to = up to { $to }
amounts-within = { $from } to { $to }
range-from = from
range-to = to
range-year = A year in four digits, such as 1990
range-amount = An amount in euros, without decimals, such as 10000
add-value = add { $value }
views = Views of the results
view-list = List
view-map = Map
view-table = Table
view-statistics = Statistics
order = Order:
order-relevance = Relevance
order-latest = Recently confirmed or signed
order-confirmed = Latest confirmation
order-updated = Published or confirmed recently
order-newest = Latest start
order-oldest = Earliest start
order-ended = Latest end
order-amount = Amount
order-smallest = Amount, smallest first
order-signed = Latest signature
order-name = Title
order-parties = Parties
order-country = Country
order-theme = Main theme
order-form = Form
order-status = Status
columns = Columns
columns-show = Show
column-title = Title
column-parties = Parties
column-countries = Countries
column-form = Form
column-theme = Theme
column-status = Status
column-start = Start
column-end = End
column-signed = Signature
column-confirmed = Confirmation
column-amount = Amount
column-funders = Funders
column-id = Identifier
epoch-signed = Authorities as they signed
epoch-today = Authorities of today
only-activities = Activities outside partnerships
doubtful-counted = Dormant partnerships and those to confirm are counted.
doubtful-leave-out = Leave them out
list-nothing-sought = “{ $typed }” holds neither a letter nor a digit: no word was looked for.
list-area = “{ $name }” is a part of the world. With its countries:
nearest = You may have meant
corrected = Nothing for “{ $typed }”: results for “{ $words }”.
download-all = Download these results:

# What the pages of an authority, a country, a territory or a theme say of their partnerships.
who-with-whom = Who works with whom
partners-home =
    { $part ->
        [most] Authorities ({ $country }), the most active
       *[other] Authorities ({ $country })
    }
partners-abroad =
    { $part ->
        [most] Authorities of other countries, the most active
       *[other] Authorities of other countries
    }
partners-shown = The first { $shown } of { $count }.
partners-all = See all of them
profile-describe =
    { $count ->
        [0] { $name } in the atlas of decentralised cooperation: what is known of it, and where to look around it.
        [one] { $name }: one partnership of decentralised cooperation, with whom, on what, since when and for what amount.
       *[other] { $name }: { $count } partnerships of decentralised cooperation, with whom, on what, since when and for what amounts.
    }
list-describe = { $title }: who cooperates with whom, on what, since when, for what amounts, and where each piece of information comes from.
history-describe = Every version of the record “{ $title }”: what changed, when, and on what basis.
partnerships-with = with { $name }
amounts-by-year = Amounts by year
amounts-means = Total of the amounts declared, planned, committed or disbursed: { $total }.
amounts-table = The amounts of every year as a table
amounts-none = No amount is known.
amounts-unconverted = No amount is known in euros: those declared are in a currency without a known rate for their year.
more-figures = All the statistics of these partnerships
amounts-chart = Amounts declared from { $from } to { $to }, in euros
amounts-chart-description = One bar for each year. The table below gives the same values.
feed = Follow these results (Atom)
long-title = Preparing the file
long-made = The file is ready
long-making = { $total } records are being put into a file: this takes a moment.
long-waits = Look again to see how far the file has got. You may leave this page and come back.
long-cancel = Cancel
long-take = Download the file
long-kept = The file is kept until { $until }. A download that breaks off goes on where it was.
long-failed = The file could not be made, or was cancelled. You may ask for it again.
long-gone = This file is no longer kept
long-gone-means = A file that was prepared is kept for 24 hours, then deleted; so it is when the site restarts. Search again and ask for it again: it will be up to date.
history-redacted = Passages taken out
history-redacted-means = Personal data were taken out of every version.
too-many-title = Too many records for a workbook
too-many-means = These { $total } records do not fit in an XLSX workbook, which takes { $most } at most. The CSV file holds them all; the search can be narrowed, too.
too-many-rows = What these { $total } records have several of (parties, funding, themes) does not fit in a sheet of an XLSX workbook. The CSV file holds all the records; the search can be narrowed, too.
too-many-csv = Download as CSV
too-many-program = An XLSX workbook cannot hold so many records: ask for the CSV, which the Link header names, or narrow the search.
