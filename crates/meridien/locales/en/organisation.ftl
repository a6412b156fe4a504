# Local authorities and other organisations.
organisations-count =
    { $count ->
        [0] No organisation
        [one] One organisation
       *[other] { $count } organisations
    }
organisations-with-partnerships = Those that have a partnership at least, the busiest first. A search looks at all of them.
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
organisation-no-partnership = No partnership of this organisation is on record.
organisation-with-predecessors = Those of the authorities that it succeeded are included.
organisation-names = Names
organisation-names-caption = Its names and the period of each
organisation-succeeded-by = Its rights have passed to
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
