# Imports on the command line: counts, anomalies and refusals.
import-counts = { $read ->
    [one] { $read } item read
   *[other] { $read } items read
  }: { $created } created, { $updated } updated, { $merged } merged into another, { $skipped } skipped.
import-organisations-created = { $count ->
    [one] { $count } organisation created.
   *[other] { $count } organisations created.
  }
import-anomaly = { $severity } · { $code } · { $count ->
    [one] once
   *[other] { $count } times
  }
import-more = … and { $count } more (--verbose shows all)
import-matching = Matching
import-writing = Writing

import-file-absent = { $file }: there is no such file. Check the path.
import-file-folder = { $file } is a folder. Name the files in it.
import-file-unreadable = { $file } cannot be read ({ $cause }). Check who may read it.
import-file-too-large = { $file } is larger than { $most } MB. Split it into several files.
import-file-empty = { $file } is empty. Check that it was copied whole.
import-file-binary = { $file } is no text file. Save it as text, preferably in UTF-8.
import-not-a-page = { $file } is no page of the old atlas: it has none of its labels. Give the text of a “Détail projet” page.
import-wrong-columns = { $file }, line 1: { $missing } missing. The expected columns, separated by tabs, are: { $expected }.
import-no-rows = { $file } has nothing but its header. Check that it was copied whole.
import-failed = The register refuses the import: { $cause }. What is written is written whole; run the same command again to go on.

import-twinning = Twinning { $a } – { $b }
import-report-form = { $file }: a report ends in .csv, .json or .html.
import-report-unwritable = The report cannot be written ({ $cause }). Check the path and the free space.
