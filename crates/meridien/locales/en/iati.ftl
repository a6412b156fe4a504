# Faults of IATI files, by the rules of the standard; then the import.
iati-severity-critical = critical
iati-severity-error = error
iati-severity-warning = warning
iati-severity-advisory = advisory

iati-rule-unreadable = The file cannot be read any further: { $reason }.
iati-rule-compressed = The file is compressed (gzip or zip): unpack it first.
iati-rule-unknown-encoding = The file declares an unknown encoding, “{ $encoding }”; it is read as UTF-8.
iati-rule-wrong-encoding = The file declares { $encoding } and is not in it; it is read as UTF-8.
iati-rule-bad-bytes = These bytes are no text in { $encoding }; each is read as �.
iati-rule-control-character = A control character that XML forbids.
iati-rule-doctype = The file has a DOCTYPE: it is refused, since entities are declared there.
iati-rule-unknown-entity = XML knows no entity “{ $entity }”; it is kept as it is written.
iati-rule-lone-ampersand = A lone “&”: write &amp;.
iati-rule-malformed = { $kind ->
    [value] A quotation mark is missing at the end of an attribute of this tag; the activity is lost.
    [tag] A tag is not closed by “>”; the activity is lost.
    [comment] A comment (<!--) is not closed by “-->”.
    [cdata] A CDATA section is not closed by “]]>”.
    [instruction] An instruction (<?) is not closed by “?>”.
   *[name] This markup is not XML: “{ $text }”.
}
iati-rule-malformed-attribute = The attributes of this tag cannot be read or are repeated, their name is too long, or their namespace is not declared.
iati-rule-mismatched-tag = An element “{ $expected }” is closed as “{ $found }”; the activity is lost.
iati-rule-truncated = The file ends in the middle of an element; what was read of it is lost.
iati-rule-wrong-root = The first element is “{ $found }”, neither iati-activities nor iati-organisations.
iati-rule-no-root = The file has no element.
iati-rule-wrong-namespace = The elements are in the namespace “{ $namespace }”; those of IATI are in none.
iati-rule-after-end = Something follows the end of the first element.
iati-rule-too-long = A name, tag, text or comment is longer than { $limit } bytes; the activity is lost.
iati-rule-too-deep = Elements are nested deeper than { $limit } levels; the activity is lost.
iati-rule-too-many-attributes = An element has more than { $limit } attributes; the activity is lost.
iati-rule-too-large = The activity has more than { $limit } elements or as much text; it is lost.
iati-rule-more-faults = Further faults of a severity already told, left out: { $count }.
iati-rule-unknown-version = “{ $version }” is no version of the standard.
iati-rule-unknown-element = The schema has no element “{ $element }” here.
iati-rule-element-order = The element “{ $element }” comes after one that must follow it.
iati-rule-missing-element = The element “{ $element }” is missing.
iati-rule-repeated-element = The element “{ $element }” comes more than { $limit } times.
iati-rule-unknown-attribute = The schema has no attribute “{ $attribute }” here.
iati-rule-missing-attribute = The attribute “{ $attribute }” is missing.
iati-rule-unexpected-text = Text where the schema has none.
iati-rule-wrong-type = “{ $value }” is not of the type expected ({ $type }).
iati-rule-unreadable-value = “{ $value }” cannot be read as a value of type { $type }; it stays in the source.
iati-rule-unplaced = “{ $content }” has a place neither in the record nor in version 2.03.
iati-rule-empty-narrative = A text without a word.
iati-rule-language-case = The language code “{ $value }” is written in lower case.
iati-rule-unknown-code = “{ $value }” is not in the list { $list }, which is part of the standard.
iati-rule-unlisted-code = “{ $value }” was not in the list { $list } in 2018.
iati-rule-no-start = The activity has no start, neither planned nor actual.
iati-rule-no-sector = Neither the activity nor its transactions have a sector.
iati-rule-sector-twice = Sectors both of the activity and of its transactions.
iati-rule-place-twice = Countries or regions both of the activity and of its transactions.
iati-rule-date-order = The start ({ $start }) is after the end ({ $end }).
iati-rule-future-date = What has happened cannot be dated { $date }, which is in the future.
iati-rule-identifier-characters = The identifier “{ $value }” is empty or has one of the characters / & | ?
iati-rule-identifier-prefix = The identifier “{ $value }” does not start with that of the reporter, “{ $reporter }”.
iati-rule-repeated-identifier = The identifier “{ $value }” comes a second time.
iati-rule-place-shares = The percentages of countries and regions sum to { $sum }, not to 100.
iati-rule-sector-shares = The percentages of the sectors of vocabulary { $vocabulary } sum to { $sum }, not to 100.
iati-rule-percentage = “{ $value }” is no percentage from 0 to 100.
iati-rule-nameless-organisation = An organisation has neither an identifier nor a name.
iati-rule-no-organisation-reference = A participating organisation has no identifier.
iati-rule-reference-twice = A result and its indicator both refer to a list.
iati-rule-no-value = A measure of numbers has no value.
iati-rule-no-currency = An amount has no currency, and the activity no default one.
iati-rule-no-language = A text has no language, and the activity no default one.
iati-rule-long-budget = A budget is for more than a year, from { $start } to { $end }.
iati-rule-no-budget = The activity has neither a budget nor the reason why there is none.
iati-rule-no-vocabulary-address = The code “{ $value }” is of an own vocabulary whose address is not given.
iati-rule-rest-unread = The file was not read beyond line { $line }.
iati-rule-later-version = “{ $name }” came into the standard with version { $version } only, later than the file’s.
iati-rule-outside-period = The date of a line of the budget ({ $date }) is outside of its period.
iati-rule-not-all-transactions = { $element ->
    [sector] A transaction has no sector, while others have one.
   *[other] A transaction has neither country nor region, while others have.
}
iati-rule-no-significance = A policy marker of the DAC has no significance.
iati-rule-unexplained-code = The code “{ $value }” is of an own vocabulary and has no name (element narrative).

iati-report-title = Report on IATI files
iati-report-sums = Totals
iati-report-severity = Severity
iati-report-file = File
iati-report-line = Line
iati-report-activity = Activity
iati-report-element = Element
iati-report-fault = Fault
iati-report-more =
    { $count ->
        [one] One more row: ask for the report as CSV to have all of them.
       *[other] { $count } more rows: ask for the report as CSV to have all of them.
    }
iati-writing = IATI files
iati-too-large = { $identifier }: more than 20 MB, no file can hold this activity; it is not in the export. Its own file is at the address of its record, followed by “.xml”.
iati-none = No published record of kind { $kinds }: no file of activities is written, since the standard allows no empty one.
iati-none-but-activities = Published aid activities: { $count }; “--kind all” writes them.
iati-read = Read
iati-created = Created
iati-updated = Updated
iati-unchanged = Unchanged or repeated
iati-skipped = Left out
iati-partnerships = Partnerships among the records created or updated
iati-organisations = Organisations created
iati-sum = { $label }: { $count }
iati-more = … and { $count } more: --report FILE.csv gives all of them.
iati-report-untold =
    { $count ->
        [one] One more finding is not in the report. Mend these first, or ask the technical team for the whole report.
       *[other] { $count } more findings are not in the report. Mend these first, or ask the technical team for the whole report.
    }
