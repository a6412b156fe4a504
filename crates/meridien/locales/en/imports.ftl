# Imports on the command line: counts, anomalies and refusals.
import-counts = { $read ->
    [one] { $read } item read
   *[other] { $read } items read
  }: { $created } created, { $updated } updated, { $merged } merged into another, { $skipped } skipped.
import-organisations-created = New organisations: { $count }.
import-anomaly = { $severity } · { $code } · { $count ->
    [one] once
   *[other] { $count } times
  }
import-more = … and { $count } more (--verbose shows all)
import-matching = Matching
import-writing = Writing

import-file-absent = { $file }: there is no such file. Check the path.
import-file-folder = { $file } is a folder. Name the files in it.
import-folder-without-xml = { $file }: there is no .xml file in this folder. Name the one that has them, or the files themselves.
import-file-unreadable = { $file } cannot be read ({ $cause }). Check who may read it.
import-file-too-large = { $file } is larger than { $most } MB. Split it into several files.
import-file-empty = { $file } is empty. Check that it was copied whole.
import-file-binary = { $file } is no text file. Save it as text, preferably in UTF-8.
import-not-a-page = { $file } is no page of the old atlas: it has none of its labels. Give the text of a “Détail projet” page.
import-wrong-columns = { $file }, line 1: { $missing } missing. The expected columns, separated by tabs, are: { $expected }.
import-no-rows = { $file } has no row below its header. Add at least one, or check that it was copied whole.
import-cause-full = the disk is full
import-cause-denied = access is denied
import-cause-absent = this path does not exist
import-cause-read-only = it can only be read (check who may write to the data folder)
import-failed = The register refuses the import: { $cause }. What is written is written whole; run the same command again to go on.

import-twinning = Twinning { $a } – { $b }
import-report-form = { $file }: a report ends in .csv, .json or .html.
import-report-unwritable = The report cannot be written ({ $cause }). Check the path and the free space.

import-files = Tables or IATI files
import-iati-hint = IATI files: XML, 20 MB in all; larger ones are for the technical team.
import-iati-not-yours = { $file } is an XML file: IATI files are imported by the team of the atlas. Give a table, or check this file with “Check an IATI file”.
import-table-large = { $file } is larger than { $most } MB. Split the table into several files.
import-too-many-waiting = { $most } imports at most wait at a time: first finish or drop those that wait.
import-own-lead = One row for each partnership of your authority, 500 at most. Each row becomes a declaration in your name: nothing is published without validation. Rows about other authorities are refused.
import-own-hint = Rows without errors become your declarations. Those that are handed in wait for validation; those of which a point is to be explained stay drafts.
import-own-drafts = See my declarations
import-begin = Make drafts of them
import-submit = Hand them in for validation
import-begun = New declarations
import-corrected = Corrections of published records
import-state-running = under way
import-state-failed = interrupted
import-looking = Reading the file…
import-writing-now = Importing…
import-undoing = Undoing…
import-comes-back = Look again to see how far the import has got; you may leave this page and come back.
import-step-failed = A failure interrupted this import. The technical team sees its cause among the jobs; what is already written is whole.
import-activities-read = { $count ->
    [one] { $count } activity read
   *[other] { $count } activities read
  }
import-activities-would = { $count ->
    [one] { $count } activity read. The import would do this:
   *[other] { $count } activities read. The import would do this:
  }
import-activities-now = Import
import-found = What the reading found
import-found-none = Nothing to report.
import-every-severity = All
import-report-csv = Download the whole report (CSV)
check-iati-title = Check an IATI file
check-iati-lead = The file, of version 1.01 to 2.03, is compared with the schema of the last version of its series (1.05 or 2.03), with what later versions added, with the code lists and with the rules of the standard. Nothing is kept.
check-iati-file = IATI files
check-iati-hint = XML, 20 MB in all.
check-iati-now = Check
check-iati-csv = Get the report as CSV
check-iati-sound = No fault.
check-iati-more = { $count ->
    [one] And one more: the report in CSV gives it.
   *[other] And { $count } more: the report in CSV gives them.
  }
import-own-file-hint = CSV or XLSX, 1 MB at most.
