# Imported tables: columns of the template, help, faults.
table-sheet = Partnerships
table-guide = How to fill it in
table-words = Words
table-guide-column = Column
table-guide-name = Stable name
table-guide-help = What to write
table-guide-example = Example

table-id = Record reference
table-id-help = Leave it empty for a new record; give the reference of a published record to update it.
table-title = Title
table-title-help = The title, on one line. A twinning without a title is named after its two towns.
table-form = Form
table-form-help = One of these words:
table-authority = Home authority
table-authority-help = The authority’s name, or several separated by |.
table-authority-code = Authority’s code
table-authority-code-help = INSEE code, SIREN number or reference in the atlas: as many codes as names. With a code, the name may be missing.
table-authority-country = Authority’s country
table-authority-country-help = Only where it is not the atlas’s own country: name or two-letter code.
table-partner = Partner authority abroad
table-partner-help = The name of the authority abroad, or several separated by |.
table-partner-code = Partner’s code
table-partner-code-help = GeoNames number or reference in the atlas: as many codes as names.
table-partner-country = Partner’s country
table-partner-country-help = Name or two-letter code, one for all or as many as partners.
table-parties = Parties
table-parties-help = All authorities, separated by |, as in the atlas’s own files.
table-countries = Countries of the parties
table-countries-help = As many countries as parties, separated by |.
table-theme = Theme
table-theme-help = The code or name of a theme of the atlas; the sheet “Words” of the XLSX template has them all.
table-other-themes = Other themes
table-other-themes-help = Codes or names of themes, separated by |.
table-start = Start
table-end = End
table-signed = First signature
table-date-help = A date such as 2013, 06/2013, June 2013 or 12/06/2013.
table-status = Status
table-status-help = Only where the partnership has ended or is dormant:
table-amount = Amount
table-amount-help = A number such as 12500 or 1,234.50, for a single line of funding.
table-currency = Currency
table-currency-help = The currency’s three-letter code; empty, it is the one that the record already gives, else the euro.
table-year = Year of the amount
table-year-help = A year of four digits.
table-funders = Funders
table-funders-help = The names of those who pay, separated by |.
table-objective = Objective
table-objective-help = A few sentences.
table-document = Website or document
table-document-help = An address that begins with https:// or http://, or several separated by |.
table-atlas = Number in the old atlas
table-atlas-help = A number.
table-demo-help = Yes or no: what is invented stays marked as such.
table-surplus = Surplus cells
table-surplus-help = Nothing: what stands beyond the headings is kept there, to be put back in its place.
table-row = row { $row }

table-fault-row = Row
table-fault-column = Column
table-fault-value = Value
table-fault-severity = Severity
table-fault-rule = Rule
table-fault-mend = How to mend
table-faults = Faults to mend

table-faults-heading = Faults, row by row
table-line = row { $row } · { $heading } · “{ $value }”
table-meant = Perhaps: { $word }.
table-waiting = { $count ->
    [one] The row that waits is in { $file }: mend it, then import that file.
   *[other] The { $count } rows that wait are in { $file }: mend them, then import that file.
  }
table-waiting-one = --waiting { $file }: the rows that wait of several tables do not have the same columns and do not go into one file. Import one table at a time.
table-undo-hint = To undo this whole import: meridien import undo { $id }
table-texts = Language of the texts: { $language }

import-no-headings = { $file }: no known heading in the first rows, which begin with “{ $found }”. If the table has no row of headings, add one, as in the template; otherwise say what each column holds.
import-headings = { $file }: no heading tells which authorities the rows are about ({ $found }). Begin from the template of a table, or say what each column holds.
import-too-many-rows = { $file } has more than { $most } rows. Split the table into several files.
import-table-none = { $file } is not a CSV or XLSX table. Open the table in a spreadsheet and save it as .xlsx or CSV.
import-table-other = { $file } is a workbook of another format (.xls, .ods). Save it as .xlsx or CSV.
import-table-protected = { $file } is protected by a password. Save it without one.
import-table-too-large = { $file } is too large once unpacked. Split the table into several files.
import-table-endless = { $file }, row { $row }: a quotation mark opens there and is not closed where it should be; the rows after it cannot be read. Mend row { $row }, then try again.
import-table-damaged = { $file } is damaged or cut: it is no whole workbook. Open it in a spreadsheet and save it again.
import-columns = { $file } does not tell what the columns hold ({ $cause }). Write one line for each: "Heading" = "stable name", or "" for a column to be left out.
import-not-a-table = { $file }: a template ends in .csv or .xlsx.

import-undone-reason = Import of { $day } undone
import-undone = { $left ->
    [0] Import undone.
   *[other] Import undone in part.
  } Items withdrawn: { $withdrawn }; as they were before: { $restored }; left alone: { $left }.
import-undone-again = What is left may be undone later, by the same command.
import-stays = What stayed
import-stays-hint = Once nothing stands in its way (a later import undone, for one), the rest may be undone too.
import-stays-edited = edited since
import-stays-merged = merged into another since
import-stays-needed = other records need it, or an account
import-stays-draft = a draft that was edited or handed in since
import-stays-published = published since
import-made = What it made or updated
import-made-more = And { $count } more.
import-nothing-to-undo = No import { $id } to undo: “meridien import list” shows those that can be.
import-state-done = done
import-state-undone = undone
import-state-partly = undone in part

import-state-waiting = waiting
import-title = Import records
import-lead = A row of a table is a partnership. Nothing is published before you have seen what the file would do.
import-template = Template to fill in
import-file = Table
import-file-hint = CSV or XLSX, 1 MB and 5,000 rows at most; larger tables are for the technical team.
import-look = Look at it
import-no-file = Choose a file that is not empty.
import-past = Imports
import-past-none = No import yet.
import-past-counts = { $created ->
    [one] { $created } record created
   *[other] { $created } records created
  }, { $updated } updated
import-rest = The rows below could not come in: correct them, then import them.
import-would = { $read ->
    [one] { $read } row read. The import would do this:
   *[other] { $read } rows read. The import would do this:
  }
import-created = Records created
import-updated = Records updated
import-merged = Rows that say nothing new
import-skipped = Rows that wait
import-columns-title = Columns
import-columns-hint = Your choice is remembered for later tables.
import-language = Language of the texts
import-language-hint = That of the table’s titles and objectives; amounts and dates are read as it writes them.
import-column-unknown = To be told
import-column-left = Do not read
import-correct-hint = Correct here, or in your file. Rows without errors come in, the others wait.
import-cell = Row { $row }, { $heading }
import-more-faults = And { $count } more, once these are corrected.
import-look-again = Check again
import-now = Import the rows without errors
import-forget = Give up
import-undo = Undo this whole import
import-undo-rest = Undo what is left
import-undo-hint = What it made is withdrawn, what it changed is as before; what was edited since stays.
import-left-count = { $count ->
    [one] One record or organisation was not undone: it was changed or merged since, or others need it.
   *[other] { $count } records or organisations were not undone: they were changed or merged since, or others need them.
  }
