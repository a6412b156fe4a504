# Local authorities and other organisations.
organisations-count =
    { $count ->
        [0] No organisation
        [one] One organisation
       *[other] { $count } organisations
    }
organisations-with-partnerships = Those that have a partnership at least, former authorities included, the busiest first. A search looks at all of them.
organisations-all = Among all known organisations, with or without a partnership.
organisations-search = Search for an authority, a post, an association
organisation-name = Name
organisation-kind = Kind
organisation-former = former authority
kind-commune = Commune or town
kind-intermunicipal = Group of communes
kind-department = Department or the like
kind-region = Region or the like
kind-local-authority = Local authority
kind-state = State
kind-diplomatic-post = Diplomatic post
kind-public-body = Public body
kind-association = Association
kind-company = Company
kind-international = International organisation
kind-other = Other organisation
territory = Territory
population = Population
partner-countries = Partner countries
more-countries =
    { $count ->
        [one] and one more country
       *[other] and { $count } more countries
    }
see-partnerships =
    { $count ->
        [one] See the partnership
       *[other] See the { $count } partnerships
    }
organisation-funded = Partnerships funded
organisation-funds-whole = The amount beside each is that of the whole partnership, from all who fund it.
organisation-funds =
    { $count ->
        [one] Funds one partnership
       *[other] Funds { $count } partnerships
    }
organisation-no-partnership = No partnership of this organisation is on record.
organisation-with-predecessors = Those of the authorities that it succeeded are included.
organisation-names = Names
organisation-names-caption = Its names and the period of each
organisation-succeeded-by = Its rights have passed to
organisation-ended = It has ceased to exist ({ $day }), without a successor.
organisation-lineage = Lineage
organisation-exists = Existence
organisation-exists-unknown = dates not stated
organisation-predecessors = Succeeded
organisation-no-predecessor = no known authority
organisation-successors = Succeeded by
organisation-no-successor = none
name-kind = Use
name-usual = usual name
name-body = governing body
name-period = Period
name-period-unknown = not stated
register-insee = INSEE code
register-siren = SIREN
register-geonames = GeoNames
website = Web site
post-serves = Countries served
post-serves-none = No country served is given.
post-roles = The cooperation correspondent and the cooperation and cultural counsellor follow the partnerships there. Their names are not published.
map-of = Map: { $name }
map-links = The map links { $name } with { $partners }.

# Administration of organisations.
admin-organisations = Organisations
admin-organisations-lead = Create, rename, merge, split, close, correct. Before each step a page shows what will be written and what becomes of the partnerships.
admin-organisations-find = The register
admin-organisations-words = Name, former name or code (SIREN, INSEE)
admin-organisations-first = The first ones are shown: narrow the search.
name-alias = other spelling
name-number = Name { $number }: { $what }
name-since = from
name-until = until
no-country = None (international body)
organisation-codes = Codes
reform-what = What happened?
reform-record = The record today
reform-public-page = See the public page
reform-versions = Versions
reform-version = Version { $version }, { $day }
reform-restore-version = Bring version { $version } back
reform-done = Saved. Pages and totals follow within a second.
reform-create = Create an organisation
reform-create-means = First make sure that it does not exist under another name.
reform-rename = Rename
reform-rename-means = It has another name from a given day on.
reform-merge = Merge
reform-merge-means = It, and perhaps others, hand over their rights to one organisation.
reform-split = Split
reform-split-means = It hands over its rights to several organisations.
reform-close = Close
reform-close-means = It ceases to exist without a successor.
reform-correct = Correct the record
reform-correct-means = What is written was wrong or missing. For a real change of name, choose “Rename”.
reform-restore = Bring a version back
reform-restore-means = An earlier version becomes the record again.
reform-new-name = New name
reform-since = From
reform-since-hint = First day, today at the latest.
reform-last-day = Last day of existence
reform-into = Organisation that takes over
reform-into-hint = Write its name, or the address of its page. If the register does not hold it yet, create it first.
reform-other = Other organisation that merges, { $number } (optional)
reform-part = Organisation that takes over a part, { $number }
reform-territory-hint = The territory that it governs: write its name. Leave empty if it governs none.
reform-siren-hint = Nine digits.
reform-siren-wrong = A SIREN has nine digits, the last of which checks the others: look at it again.
reform-code-taken = Another organisation has this SIREN already.
reform-codes-taken = Another organisation that still exists has one of these codes already.
reform-codes = Other codes
reform-codes-hint = One a line: the register, a space, the code. For example: insee-commune 59350
reform-codes-wrong = Write on each line the register, a space, then the code.
reform-exists-since = Exists since
reform-exists-until = Existed until
reform-date-hint = A year, a month or a day: 2016, 01/2016 or 01/01/2016.
reform-look = See the consequences
reform-consequences = { $operation }: the consequences
reform-written = What will be written
reform-no-difference = Nothing changes.
reform-similar = Organisations of a like name
reform-similar-means = If one of them is the same, create nothing: correct it.
reform-partnerships = What becomes of the partnerships
reform-concerned =
    { $count ->
        [0] No partnership is concerned.
        [one] One partnership is concerned.
       *[other] { $count } partnerships are concerned.
    }
reform-which-ones = Which ones
reform-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
reform-totals = Partnerships counted for each
reform-signed = Signed by it
reform-today-before = As of today, before
reform-today-after = As of today, after
reform-shared =
    { $count ->
        [one] One partnership that these organisations share will count once.
       *[other] { $count } partnerships that these organisations share will count once.
    }
reform-stays-create = No record of a partnership changes.
reform-stays-rename = Each record keeps the name under which it was signed and shows today’s beside it. Totals do not change.
reform-stays-hand-over = Each record keeps the name and the party that signed. The old organisation keeps its page and its address, which leads to its successors. Statistics “as signed” do not change; those “as of today” count the successors. The successors’ agents may correct and confirm these records.
reform-stays-close = Each record keeps the name of the party that signed. The organisation keeps its page. Totals do not change.
reform-stays-correct = The names signed on records do not change.
reform-decide = Your decision
reform-reason = Reason
reform-reason-hint = Public. For example: prefect’s order of 12 December 2015.
reform-do = Save
reform-give-up = Do nothing
reform-changed-meanwhile = One of these organisations has changed meanwhile. Read the consequences again, then save.
reform-name-missing = Give a usual name.
reform-name-same = It bears this name already.
reform-name-before-last = Its present name begins on that day or later: choose a later day, or correct the record.
reform-no-successor = Say who takes over.
reform-itself = An organisation cannot succeed itself.
reform-ring = This organisation itself hands over, through its successors, to the one that merges.
reform-ring-restore = With this version the organisation would succeed itself: one of its successors has handed over to it since. Bring that one back first, or name another version.
reform-already-succeeded = One of these organisations has handed over already. Bring an earlier version back first.
reform-already-closed = It has an end date already.
reform-before-it-began = The organisation did not exist yet on that day.
reform-successor-ended = This organisation had ended by that day, or has handed over: choose its successor.
reform-successor-not-yet = This organisation did not exist yet on that day: correct the day, or the date on which it began.
reform-signed-later = { $count ->
    [one] One of these records begins after that day: check the date.
   *[other] { $count } of these records begin after that day: check the date.
}
reform-early = This date is too long ago: check the year, in four digits.
reform-future = That day has not come yet: come back on it.
reform-too-long = 300 characters at most.
reform-unknown-record = Nothing of this name in the register.
reform-which = Several bear this name: choose.
reform-out-of-order = The end is before the start.
reform-no-country = A local authority has a country.
reform-website = An address begins with https:// or http:// and holds no space.
reform-two-parts = A split has at least two different successors.
fault-day = Choose a day.
proposed-title = Proposed by declarations
proposed-lead = Declarations that wait name these organisations, which the register lacks. Left undecided, they are created as they are on publication.
proposed-in = In the declaration “{ $title }”
proposed-replace-title = It exists already
proposed-replace-means = Choose it: the declaration will name it. Of another name, country or kind, it is another party: a colleague will publish.
proposed-similar = Of a like name:
proposed-existing = Organisation of the register
proposed-replace = Replace in the declaration
proposed-accept-title = The register lacks it
proposed-accept-means = Correct it where needed, then create it.
proposed-accept = Create the organisation
proposed-reason = Proposed by a declaration
proposed-review = The register lacks these organisations. Decide on them, or they will be created as they are.
neighbours = Also at work on the same territories
neighbours-of-partners = Other authorities that work where its partners are
neighbours-here = Other authorities that work on this territory
neighbours-around = Partnerships around
known-without-partnership = In the register, without a published partnership under these criteria:
organisations-describe = Authorities and bodies of decentralised cooperation: their names through time, their codes and their partnerships.
