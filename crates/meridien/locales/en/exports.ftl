# Whole data: files, dumps, catalogue.
data-title = Open data
data-lead = All that the atlas publishes can be downloaded, copied and loaded elsewhere, without asking.
data-what = What there is
data-live = All partnerships, as of this second:
data-search = Any search has the same files, with its filters, below its results:
data-api = For programs:
data-catalogue = For catalogues of data:
data-licence-title = Licence and privacy
data-licence = Each record carries the licence of its source, in the field provenance.licence (table provenance of the dumps); a source without a known licence remains under its author’s rights.
data-personal = Dumps hold no personal data: contacts are functions in them.
data-dumps = Whole dumps
data-no-dump = The first dump will be made tonight.
data-dump-of = Dump of { $day }, made anew every night: the same published data as JSON Lines, CSV, Parquet and SQLite.
data-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }
data-take = Copy and load
data-take-means = A dump is loaded into an empty register, with all its published versions. One file is enough; the program verifies its digest, then compares each record.
data-whole = The whole atlas at once, every night:
data-file-manifest = describes every file: size, SHA-256 digest, columns and their types, schema, licence, date
data-file-records = whole records, one a line, as JSON
data-file-schema = the schema of these records (JSON Schema)
data-file-sqlite = all tables in one file, for analysis
data-file-journal = every published version, to be loaded into another register
data-tables = Tables
data-tables-mean = The first column joins the tables. The same tables are in meridien.sqlite; the column geometry is in Parquet only.
data-tables-activities = Tables of aid activities, outside the partnerships
data-take-search = A search is downloaded by its address:
data-take-own = From a register of one’s own, a whole dump is made and verified so:
data-folder-new = new
data-folder-dump = dump
size-kilobytes = { $size }{ "\u00A0" }kB
size-megabytes = { $size }{ "\u00A0" }MB
