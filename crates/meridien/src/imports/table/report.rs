//! The faults of a table for people and programs: row, column, value, rule, mend.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::Write;

use meridien_tables::Cell;
use meridien_tables::read::Row;
use serde::Serialize;

use super::Done;
use super::column::{Column, Meaning};
use super::row::surplus;
use super::template;
use crate::anomaly::{Anomaly, Code, Severity};
use crate::imports::Report;
use crate::reference::fold;
use crate::web::Locale;

/// A fault in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line<'a> {
    /// The row's number as a spreadsheet shows it; none where it is about the table as a whole.
    pub row: Option<u64>,
    /// The stable name of the column; a heading that is none of ours.
    pub column: &'a str,
    /// What people call the column.
    pub heading: Cow<'a, str>,
    /// The value.
    pub value: &'a str,
    /// The rule's stable word.
    pub code: &'static str,
    /// How grave it is: a row with an error waits.
    pub severity: Severity,
    /// The rule.
    pub rule: Cow<'static, str>,
    /// What to do.
    pub mend: Cow<'static, str>,
}

impl<'a> Line<'a> {
    /// The words for a fault that an import of a table found.
    pub fn new(anomaly: &'a Anomaly, l: Locale) -> Line<'a> {
        let column = anomaly.field.parse::<Column>().ok();
        // Of a cell that is not written as its column asks, the rule is what the column asks.
        let asking = column.filter(|_| anomaly.code == Code::BadCell);
        let meant = asking.and_then(|column| template::meant(column, &anomaly.value, l));
        let mend = anomaly.code.mend(l);
        Line {
            row: anomaly.record.rsplit_once(':').and_then(|(_, row)| row.parse().ok()),
            column: &anomaly.field,
            heading: column.map_or(Cow::Borrowed(anomaly.field.as_str()), |column| column.heading(l).into()),
            value: &anomaly.value,
            code: anomaly.code.as_str(),
            severity: anomaly.code.severity(),
            rule: asking.map_or_else(|| anomaly.code.rule(l), |column| template::help(column, l).into()),
            mend: match meant {
                Some(word) => format!("{mend} {}", l.t_with("table-meant", &[("word", word.into())])).into(),
                None => mend,
            },
        }
    }
}

/// The report for programs: one JSON object, with the texts in the user's language.
pub fn json(report: &Report, l: Locale) -> String {
    let lines: Vec<Line<'_>> = report.anomalies.iter().map(|anomaly| Line::new(anomaly, l)).collect();
    let all = serde_json::json!({
        "read": report.read, "created": report.created, "updated": report.updated, "merged": report.merged,
        "skipped": report.skipped, "organisations_created": report.organisations_created,
        "records": report.records, "faults": lines,
    });
    format!("{all:#}")
}

/// The report for people: the counts, then every fault, row by row.
pub fn text(report: &Report, l: Locale) -> String {
    let counts = Report { anomalies: Vec::new(), ..report.clone() };
    let mut text = counts.to_text(l, false);
    if !report.anomalies.is_empty() {
        let _ = writeln!(text, "\n{}", l.t("table-faults-heading"));
    }
    for line in report.anomalies.iter().map(|anomaly| Line::new(anomaly, l)) {
        let row = line.row.map_or_else(|| "–".to_owned(), |row| row.to_string());
        let place = [("row", row.into()), ("heading", line.heading.into()), ("value", line.value.into())];
        let _ = writeln!(
            text,
            "  · {}\n    {} · {} → {}",
            l.t_with("table-line", &place),
            line.severity.label(l),
            line.rule,
            line.mend
        );
    }
    text
}

/// Writes the rows that wait as CSV, as they were corrected so far, with what is to be mended in a last column: the file may be
/// mended and imported.
///
/// # Errors
/// When `out` cannot be written.
pub fn waiting(done: &Done, out: &mut impl Write, l: Locale) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut out = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(out);
    let faults = l.t("table-faults");
    // Only the column of an earlier such file is left out: it speaks of what was wrong then.
    let kept: Vec<bool> = done.headings.iter().map(|heading| fold(&heading.text) != fold(&faults)).collect();
    let keep = |cells: Vec<String>| cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell);
    let harmless = |cell: String| meridien_tables::harmless(&cell).into_owned();
    let headings = done.headings.iter().map(|heading| heading.text.clone()).collect();
    let added = added(done);
    // What stood to the right of the headings gets one: it must not be taken for the faults, nor be lost.
    let has_surplus = done.waiting.iter().any(|row| surplus_of(done, row).is_some());
    let others = added.iter().copied().chain(has_surplus.then_some(Column::Surplus)).map(|column| column.heading(l));
    out.write_record(keep(headings).chain(others).chain([faults.to_string()]).map(harmless))?;
    let said = mends(&done.report, l);
    for row in &done.waiting {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| written(cell).into_owned()).collect();
        cells.resize(done.headings.len(), String::new());
        for (cell, heading) in cells.iter_mut().zip(&done.headings) {
            if let Meaning::Column(column) = heading.meaning
                && let Some(text) = done.corrections.get(&(row.number, column))
            {
                cell.clone_from(text);
            }
        }
        let others =
            added.iter().map(|column| done.corrections.get(&(row.number, *column)).cloned().unwrap_or_default());
        let surplus = has_surplus.then(|| surplus_of(done, row).unwrap_or_default());
        let said = said.get(&row.number).map_or_else(String::new, |said| said.join(" | "));
        out.write_record(keep(cells).chain(others).chain(surplus).chain([said]).map(harmless))?;
    }
    out.flush()
}

/// The columns of which the table has no heading, and that people wrote in.
fn added(done: &Done) -> Vec<Column> {
    let is_there = |column| done.headings.iter().any(|heading| heading.meaning == Meaning::Column(column));
    let written = done.corrections.keys().map(|(_, column)| *column);
    let added: BTreeSet<Column> = written.filter(|column| *column != Column::Surplus && !is_there(*column)).collect();
    added.into_iter().collect()
}

/// What stands to the right of the headings, as it was corrected.
fn surplus_of(done: &Done, row: &Row) -> Option<String> {
    let has_heading = done.headings.iter().any(|heading| heading.meaning == Meaning::Column(Column::Surplus));
    match done.corrections.get(&(row.number, Column::Surplus)).filter(|_| !has_heading) {
        Some(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        None => surplus(row, &done.headings),
    }
}

/// A cell as it waits. A formula without a value stays one: as a text it would be taken for a value.
fn written(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Broken(formula) if formula.starts_with('=') => "#N/A".into(),
        cell => cell.plain(),
    }
}

/// What is to be mended in each row that waits, and by which rule.
fn mends(report: &Report, l: Locale) -> HashMap<u64, Vec<String>> {
    let mut mends: HashMap<u64, Vec<String>> = HashMap::new();
    for anomaly in report.anomalies.iter().filter(|anomaly| anomaly.code.severity() == Severity::Error) {
        let line = Line::new(anomaly, l);
        if let Some(row) = line.row {
            let text = format!("{} {}", line.rule, line.mend);
            let said = l.t_with("labelled", &[("label", line.heading.into()), ("text", text.into())]);
            mends.entry(row).or_default().push(said);
        }
    }
    mends
}

/// Writes the faults as CSV, in a form that spreadsheets take for UTF-8.
///
/// # Errors
/// As `out` does.
pub fn csv(report: &Report, out: &mut impl Write, l: Locale) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(out);
    let heads = [
        "table-fault-row",
        "table-fault-column",
        "table-fault-value",
        "table-fault-severity",
        "table-fault-rule",
        "table-fault-mend",
    ];
    out.write_record(heads.map(|key| l.t(key).into_owned()))?;
    for anomaly in &report.anomalies {
        let line = Line::new(anomaly, l);
        let row = line.row.map_or_else(String::new, |row| row.to_string());
        let cells = [&row, &*line.heading, line.value, &line.severity.label(l), &line.rule, &line.mend];
        out.write_record(cells.map(|cell| meridien_tables::harmless(cell).into_owned()))?;
    }
    out.flush()
}

/// The highest number of a row whose place is kept: a workbook may have a row far below the others.
const LAST_IN_PLACE: u64 = 10_000;

/// Rows that wait with empty ones between them, so that in a table of their own, headings first, each has the number that it has
/// in the table from which it comes.
pub fn in_place(waiting: Vec<meridien_tables::read::Row>) -> Vec<meridien_tables::read::Row> {
    if waiting.last().is_none_or(|last| last.number > LAST_IN_PLACE) {
        return waiting;
    }
    let mut next = 2;
    let mut rows = Vec::new();
    for row in waiting {
        rows.extend((next..row.number).map(|number| meridien_tables::read::Row { number, cells: Vec::new() }));
        next = row.number + 1;
        rows.push(row);
    }
    rows
}
