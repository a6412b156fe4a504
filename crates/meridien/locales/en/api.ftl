# The programming interface and its page. What the data themselves mean is in docs/EXPORT.md.
api-title = Programming interface (API)
api-lead = The whole register as JSON, without key or registration: partnerships, organisations, territories, themes, diplomatic posts, figures and changes.
api-start = To begin
api-contents = On this page
api-point-filters = The filters are those of the search: copy the parameters of an address found on the site. A repeated parameter means "or"; different parameters mean "and". An unknown parameter or value is refused, never ignored.
api-point-names = The French names are those of the search; the English ones (fields, include, per_page, cursor, since) serve here only.
api-point-cursor = A list is followed by the address "next", which the Link header gives too. Do not make up a cursor.
api-point-cache = Each answer has an ETag: send it back in If-None-Match, and the answer is 304 as long as nothing has changed.
api-point-limit = One address may ask for { $rate } answers a second over time, and { $burst } at once; beyond, the answer is 429 and Retry-After says how many seconds to wait.
api-point-language = Accept-Language chooses the language of labels and errors: fr or en.
api-point-forms = The API is for reading. It asks for no key; declaring by software is not possible yet.
api-point-files = To copy everything, rather take the whole files, then follow the changes.
api-description = OpenAPI 3.1 description
api-parameters = { $count ->
    [one] One parameter
   *[other] { $count } parameters
}
api-example = For example
api-problems = Errors
api-problems-lead = An error is an "application/problem+json" object (RFC 9457): title, status, detail, and for each parameter at fault its name, its value, what is wrong and the nearest that exists.

api-list-partnerships = Search partnerships
api-list-partnerships-means = The search of the site, with the same filters and order; whole records, or the fields chosen only.
api-get-partnership = Read a partnership
api-get-partnership-means = The record as it is published. A merged record answers 301, a withdrawn one 410 with the reason.
api-list-organisations = Search organisations
api-list-organisations-means = Without words, those that have a partnership, the busiest first; with words, all of them.
api-get-organisation = Read an organisation
api-get-organisation-means = Its names through time, its codes, those that have succeeded it.
api-list-posts = List the diplomatic posts
api-list-posts-means = The embassies and consulates of the home country, with the countries that they serve.
api-list-territories = Walk through the territories
api-list-territories-means = Countries, regions, departments, communes, in the order of their identifiers.
api-get-territory = Read a territory
api-get-territory-means = Its codes, its position, the territory that contains it.
api-list-themes = List the themes
api-list-themes-means = The whole vocabulary, on three levels, with DAC codes and sustainable development goals.
api-get-statistics = Count
api-get-statistics-means = The table of the statistics page, for the same parameters. Each total counts everything once.
api-suggest = Suggest
api-suggest-means = What words being typed may mean: organisations, places, themes, partnerships.
api-list-changes = Follow the changes
api-list-changes-means = The records changed after a position of the register, in order. Keep the address "next" and ask for it later: a copy so stays up to date.

api-parameter-id = Identifier of the record.
api-parameter-q = Words, as in the search.
api-parameter-pays = Country (ISO 3166-1 alpha-2).
api-parameter-region = Region of the world (M49 code).
api-parameter-collectivite = Authority of the home country, or the one that succeeded it: its identifier.
api-parameter-nature = What kind of organisation it is.
api-parameter-territoire = Territory of a party, or one that contains it: its identifier.
api-parameter-partenaire = Authority abroad: its identifier.
api-parameter-theme = Theme, at any of the three levels.
api-parameter-odd = Sustainable development goal, 1 to 17.
api-parameter-forme = Form of the partnership.
api-parameter-statut = Status, computed on the day.
api-parameter-debut = Year of the start, or a range of years; "inconnu" where it is missing.
api-parameter-montant = All the funding in euros, or a range; "inconnu" where it is missing.
api-parameter-financeur = Funder: the code that the filters of the site give.
api-parameter-mecanisme = 1 % mechanism.
api-parameter-lieu = Place on the map (latitude, longitude), or "inconnu".
api-parameter-epoque = Count authorities as they signed, rather than as of today.
api-parameter-type = Partnerships, or aid activities that are none.
api-parameter-tri = Order of the results.
api-parameter-fields = Fields to give, parted by commas; all without this parameter.
api-parameter-include = Linked records to join, parted by commas: organisations, programmes, themes.
api-parameter-per-page = How many items a page holds, 100 at most.
api-parameter-cursor = Where the page begins: take the address "next" of the page before.
api-parameter-mesure = What is counted, or summed in euros.
api-parameter-par = What makes the rows; countries without this parameter.
api-parameter-et = What makes the columns: one of the words of "par".
api-parameter-etape = Stages of funding that are summed; only with mesure=montant.
api-parameter-comparer = Words and filters of a second selection, or "tous".
api-parameter-since = The position after which to read; 0 for everything.

api-status-200 = The answer.
api-status-301 = The record has another address, given by Location.
api-status-400 = A parameter or a value does not exist.
api-status-404 = No record has this identifier.
api-status-410 = The record was withdrawn: date and reason.

api-not-found = There is nothing at this address
api-not-found-means = The address may be miscopied, or no published record has this identifier. The addresses are described in /api/v1/openapi.json.
api-too-many = Too many requests in a short time
api-too-many-means = Wait as many seconds as Retry-After says, then try again. To copy everything, take the whole files.
