//! The faults of a table for people and programs: row, column, value, rule, mend.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::column::Column;
use super::template;
use crate::anomaly::{Anomaly, Code, Severity};
use crate::imports::{ImportError, Report};
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
    pub mend: String,
}

impl<'a> Line<'a> {
    /// The words for a fault that an import of a table found.
    pub fn new(anomaly: &'a Anomaly, l: Locale) -> Line<'a> {
        let column = anomaly.field.parse::<Column>().ok();
        let mend = anomaly.code.mend(l);
        Line {
            row: anomaly.record.rsplit_once(':').and_then(|(_, row)| row.parse().ok()),
            column: &anomaly.field,
            heading: column.map_or(Cow::Borrowed(anomaly.field.as_str()), |column| column.heading(l).into()),
            value: &anomaly.value,
            code: anomaly.code.as_str(),
            severity: anomaly.code.severity(),
            rule: anomaly.code.rule(l),
            mend: match column {
                Some(column) if anomaly.code == Code::BadCell => format!("{mend} {}", template::help(column, l)),
                _ => mend.into_owned(),
            },
        }
    }
}

/// Writes the faults to a file whose end tells the form.
///
/// # Errors
/// When the form is none, or the file cannot be written.
pub fn write(report: &Report, path: &Path, l: Locale) -> Result<(), ImportError> {
    let form = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let out = |()| Ok::<_, ImportError>(BufWriter::new(File::create(path)?));
    match form {
        "csv" => csv(report, &mut out(())?, l).map_err(ImportError::from),
        "json" => {
            let lines: Vec<Line<'_>> = report.anomalies.iter().map(|anomaly| Line::new(anomaly, l)).collect();
            let sums = serde_json::json!({
                "read": report.read, "created": report.created, "updated": report.updated, "merged": report.merged,
                "skipped": report.skipped, "organisations_created": report.organisations_created,
                "records": report.records, "faults": lines,
            });
            Ok(writeln!(out(())?, "{sums:#}")?)
        }
        _ => Err(ImportError::ReportForm(path.to_owned())),
    }
}

/// Writes the faults as CSV, in a form that spreadsheets take for UTF-8.
///
/// # Errors
/// As `out` does.
pub fn csv(report: &Report, out: &mut impl Write, l: Locale) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(out);
    let heads = ["fault-row", "fault-column", "fault-value", "fault-severity", "fault-rule", "fault-mend"];
    out.write_record(heads.map(|key| l.t(key).into_owned()))?;
    for anomaly in &report.anomalies {
        let line = Line::new(anomaly, l);
        let row = line.row.map_or_else(String::new, |row| row.to_string());
        let cells = [&row, &*line.heading, line.value, &line.severity.label(l), &line.rule, &line.mend];
        out.write_record(cells.map(|cell| meridien_tables::harmless(cell).into_owned()))?;
    }
    out.flush()
}
