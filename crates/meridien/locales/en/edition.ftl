# The edition to be read without a connection (`meridien export site`).
edition-search = Search
edition-search-label = Search this edition
edition-search-hint = Titles, texts, authorities, countries, places, forms, themes, programmes, funders, codes. All words count, in the singular or plural; the beginning of a word is enough; -word leaves it out, even alone. Filters, phrases in quotation marks, other forms of a word and the correction of misspellings are on the atlas on line.
edition-search-needs-script = Searching needs JavaScript. Without it, browse the lists below.
edition-theme = Theme
edition-found-one = 1 result
edition-found-many = # results
edition-more = More results
edition-browse = Browse
edition-by-country = By country
edition-map = Map of the partnerships
edition-no-letter = Others
edition-notice = Edition of { $day }, to be read without a connection. An arrow ↗ marks what is on the atlas online, up to date:
edition-writing = Edition
edition-written = { $path }: { $pages } pages, { $size }. Open index.html.
edition-folder-full = the folder { $path } is not empty: give another one with --out.
