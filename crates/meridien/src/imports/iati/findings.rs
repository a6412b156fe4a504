//! What an import found: written to the report as it is found, and summed up for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use meridien_iati::{Fault, Severity};
use tokio::sync::watch;

use super::Sums;
use crate::anomaly::Anomaly;
use crate::iati::fault::{Finding, Form, List, severity_label};
use crate::imports::ImportError;
use crate::web::Locale;

/// How many findings of a rule the summary shows.
const EXAMPLES: usize = 3;

/// Findings of one rule.
#[derive(Debug, Default)]
struct Tally {
    count: u64,
    examples: Vec<Finding>,
}

/// What was found.
pub struct Findings {
    list: Option<List<Box<dyn Write + Send>>>,
    /// Findings that the list takes, and those beyond.
    room: u64,
    untold: u64,
    /// Activities read so far, for those who wait.
    read: watch::Sender<u64>,
    /// The gravest rules first.
    tallies: BTreeMap<(std::cmp::Reverse<Severity>, &'static str), Tally>,
    l: Locale,
}

impl Findings {
    /// `report` is the file of the whole report; the end of its name tells the form.
    ///
    /// # Errors
    /// When the file cannot be made, or its form is none.
    pub fn new(report: Option<&Path>, l: Locale) -> Result<Self, ImportError> {
        let list = report.map(|path| {
            let form = match path.extension().and_then(|extension| extension.to_str()) {
                Some("csv") => Form::Csv,
                Some("json") => Form::Json,
                Some("html") => Form::Html,
                _ => return Err(ImportError::ReportForm(path.to_owned())),
            };
            let out: Box<dyn Write + Send> = Box::new(BufWriter::new(File::create(path)?));
            Ok(List::new(out, form, l)?)
        });
        Ok(Findings::with(list.transpose()?, u64::MAX, l))
    }

    /// Writes the first `room` findings to `out`, as CSV.
    ///
    /// # Errors
    /// As `out` does.
    pub fn csv(out: Box<dyn Write + Send>, room: u64, l: Locale) -> Result<Self, ImportError> {
        Ok(Findings::with(Some(List::new(out, Form::Csv, l)?), room, l))
    }

    fn with(list: Option<List<Box<dyn Write + Send>>>, room: u64, l: Locale) -> Self {
        Findings { list, room, untold: 0, read: watch::Sender::new(0), tallies: BTreeMap::new(), l }
    }

    /// How many activities were read, whenever more were.
    pub fn reading(&self) -> watch::Receiver<u64> {
        self.read.subscribe()
    }

    /// How many critical faults were found.
    pub fn critical(&self) -> u64 {
        let critical = self.tallies.iter().filter(|((severity, _), _)| severity.0 == Severity::Critical);
        critical.map(|(_, tally)| tally.count).sum()
    }

    /// Notes how many activities were read.
    pub(super) fn has_read(&self, count: u64) {
        self.read.send_replace(count);
    }

    /// How many findings had no room in the list.
    pub fn untold(&self) -> u64 {
        self.untold
    }

    /// Adds a fault of a file.
    pub(super) fn fault(&mut self, file: &str, fault: &Fault) -> Result<(), ImportError> {
        let l = self.l;
        self.add(fault.severity(), fault.rule.as_str(), || Finding::of_fault(file, fault, l))
    }

    /// Adds what was found in the record of an activity.
    pub(super) fn anomaly(
        &mut self,
        file: &str,
        line: u32,
        activity: &str,
        anomaly: &Anomaly,
    ) -> Result<(), ImportError> {
        let l = self.l;
        let severity = crate::iati::fault::severity_of(anomaly.code.severity());
        self.add(severity, anomaly.code.as_str(), || Finding::of_anomaly(file, line, activity, anomaly, l))
    }

    /// Words are made only for what somebody will read.
    fn add(
        &mut self,
        severity: Severity,
        rule: &'static str,
        finding: impl FnOnce() -> Finding,
    ) -> Result<(), ImportError> {
        let tally = self.tallies.entry((std::cmp::Reverse(severity), rule)).or_default();
        tally.count += 1;
        if self.room == 0 {
            self.untold += 1;
            return Ok(());
        }
        if self.list.is_none() && tally.examples.len() >= EXAMPLES {
            return Ok(());
        }
        let finding = finding();
        if let Some(list) = &mut self.list {
            list.add(&finding)?;
            self.room -= 1;
        }
        if tally.examples.len() < EXAMPLES {
            tally.examples.push(finding);
        }
        Ok(())
    }

    /// Ends the report, and gives the summary.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn finish(self, sums: &Sums) -> Result<String, ImportError> {
        let l = self.l;
        let report = &sums.report;
        let counted = [
            ("read", l.t("iati-read"), report.read),
            ("created", l.t("iati-created"), report.created),
            ("updated", l.t("iati-updated"), report.updated),
            ("unchanged", l.t("iati-unchanged"), report.merged),
            ("skipped", l.t("iati-skipped"), report.skipped),
            ("partnerships", l.t("iati-partnerships"), sums.partnerships),
            ("organisations_created", l.t("iati-organisations"), report.organisations_created),
        ];
        let mut text = String::new();
        for (_, label, count) in &counted {
            let _ = writeln!(
                text,
                "{}",
                l.t_with("iati-sum", &[("label", label.as_ref().into()), ("count", (*count).into())])
            );
        }
        for ((severity, rule), tally) in &self.tallies {
            let heading = [
                ("severity", severity_label(severity.0, l).into()),
                ("code", (*rule).into()),
                ("count", tally.count.into()),
            ];
            let _ = writeln!(text, "\n{}", l.t_with("import-anomaly", &heading));
            for Finding { file, line, activity, path, text: words, .. } in &tally.examples {
                let place = [activity.as_str(), path.as_str()].into_iter().filter(|part| !part.is_empty());
                let _ = writeln!(text, "  · {file}:{line} {}\n    {words}", place.collect::<Vec<_>>().join(" · "));
            }
            if tally.count > tally.examples.len() as u64 {
                let more = tally.count - tally.examples.len() as u64;
                let _ = writeln!(text, "  {}", l.t_with("iati-more", &[("count", more.into())]));
            }
        }
        if let Some(list) = self.list {
            let mut all: Vec<_> =
                counted.into_iter().map(|(name, label, count)| (name, label.into_owned(), count)).collect();
            all.extend(list.sums());
            list.finish(&all)?;
        }
        Ok(text)
    }
}
