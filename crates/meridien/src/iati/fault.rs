//! What is wrong with a file, in words, and lists of it: a line each, CSV, JSON or a page.

use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;
use meridien_iati::{Fault, Rule, Severity};
use serde::Serialize;

use crate::anomaly::{self, Anomaly};
use crate::web::Locale;

/// What a rule says of a fault.
pub fn message(fault: &Fault, l: Locale) -> String {
    let parameters: Vec<_> = fault.parameters.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    l.t_with(&format!("iati-rule-{}", fault.rule), &parameters)
}

/// The name of the only parameter of what is no fault of a file but an anomaly: they share names of rules.
const VALUE: &str = "anomaly";

/// The names of parameters of faults.
const PARAMETERS: [&str; 25] = [
    "attribute",
    "content",
    "count",
    "date",
    "element",
    "encoding",
    "end",
    "entity",
    "expected",
    "found",
    "kind",
    "limit",
    "line",
    "list",
    "name",
    "namespace",
    "reason",
    "reporter",
    "start",
    "sum",
    "text",
    "type",
    "value",
    "version",
    "vocabulary",
];

/// The sentence of a finding by its rule and parameters, in any language; `None` where they are none that are known.
pub fn sentence(rule: &str, parameters: &BTreeMap<String, String>, l: Locale) -> Option<String> {
    if let Some(value) = parameters.get(VALUE) {
        let code = anomaly::Code::ALL.iter().find(|code| code.as_str() == rule)?;
        return Some(with_value(&code.rule(l), value));
    }
    let rule = Rule::ALL.iter().find(|known| known.as_str() == rule)?;
    let known = |(name, value): (&String, &String)| {
        let name = PARAMETERS.into_iter().find(|known| known == name)?;
        Some((name, value.clone().into()))
    };
    let parameters: Vec<_> = parameters.iter().filter_map(known).collect();
    Some(l.t_with(&format!("iati-rule-{rule}"), &parameters))
}

fn with_value(rule: &str, value: &str) -> String {
    if value.is_empty() { rule.to_owned() } else { format!("{rule} ({value})") }
}

/// The word for a severity.
pub fn severity_label(severity: Severity, l: Locale) -> String {
    match severity {
        Severity::Critical => l.t("iati-severity-critical"),
        Severity::Error => l.t("iati-severity-error"),
        Severity::Warning => l.t("iati-severity-warning"),
        Severity::Advisory => l.t("iati-severity-advisory"),
    }
    .into_owned()
}

/// The severity of an anomaly in the words of the standard.
pub fn severity_of(severity: anomaly::Severity) -> Severity {
    match severity {
        anomaly::Severity::Error => Severity::Error,
        anomaly::Severity::Warning => Severity::Warning,
        anomaly::Severity::Hint => Severity::Advisory,
    }
}

/// Something found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which file.
    pub file: String,
    /// Its line; 0 where it is about a record as a whole.
    pub line: u32,
    /// Identifier of the activity.
    pub activity: String,
    /// Where in the activity.
    pub path: String,
    /// The rule's stable name.
    pub rule: &'static str,
    /// `critical`, `error`, `warning` or `advisory`.
    pub severity: &'static str,
    /// What is wrong.
    pub text: String,
    /// What the sentence is made of beside the rule.
    pub parameters: BTreeMap<String, String>,
}

impl Finding {
    /// A fault of a file.
    pub fn of_fault(file: &str, fault: &Fault, l: Locale) -> Finding {
        Finding {
            file: file.to_owned(),
            line: fault.line,
            activity: fault.identifier.clone(),
            path: fault.path.clone(),
            rule: fault.rule.as_str(),
            severity: fault.severity().as_str(),
            text: message(fault, l),
            parameters: fault.parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    /// A rule that the record made from an activity breaks, or what its import could not do.
    pub fn of_anomaly(file: &str, line: u32, activity: &str, anomaly: &Anomaly, l: Locale) -> Finding {
        let severity = severity_of(anomaly.code.severity());
        let rule = anomaly.code.rule(l);
        Finding {
            file: file.to_owned(),
            line,
            activity: activity.to_owned(),
            path: anomaly.field.clone(),
            rule: anomaly.code.as_str(),
            severity: severity.as_str(),
            text: with_value(&rule, &anomaly.value),
            parameters: BTreeMap::from([(VALUE.to_owned(), anomaly.value.clone())]),
        }
    }
}

/// Form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line each.
    Text,
    /// Comma-separated values.
    Csv,
    /// One JSON object.
    Json,
    /// A page by itself.
    Html,
}

/// Rows of a page: a browser is slow beyond them.
const MOST_ROWS: u64 = 20_000;

/// A list of findings, written while they are found: memory does not grow with it.
pub struct List<W: Write> {
    out: W,
    form: Form,
    locale: Locale,
    written: u64,
    /// How many there are of each severity, the gravest last.
    counts: BTreeMap<&'static str, u64>,
}

#[derive(Template)]
#[template(path = "iati/head.html")]
struct Head {
    l: Locale,
}

#[derive(Template)]
#[template(path = "iati/row.html")]
struct Row<'a> {
    finding: &'a Finding,
    severity: String,
}

#[derive(Template)]
#[template(path = "iati/foot.html")]
struct Foot<'a> {
    l: Locale,
    sums: &'a [(String, u64)],
    left_out: u64,
}

const COLUMNS: [&str; 8] = ["file", "line", "activity", "element", "rule", "severity", "text", "parameters"];

impl<W: Write> List<W> {
    /// Begins a list.
    ///
    /// # Errors
    /// As `out` does.
    pub fn new(mut out: W, form: Form, locale: Locale) -> io::Result<Self> {
        match form {
            Form::Text => {}
            Form::Csv => writeln!(out, "{}", COLUMNS.join(","))?,
            Form::Json => write!(out, "{{\"findings\":[")?,
            Form::Html => Head { l: locale }.write_into(&mut out)?,
        }
        Ok(List { out, form, locale, written: 0, counts: BTreeMap::new() })
    }

    /// Adds a finding.
    ///
    /// # Errors
    /// As the output does.
    pub fn add(&mut self, finding: &Finding) -> io::Result<()> {
        *self.counts.entry(finding.severity).or_default() += 1;
        self.written += 1;
        let Finding { file, line, activity, path, rule, severity, text, parameters } = finding;
        match self.form {
            Form::Text => {
                let place = [activity.as_str(), path.as_str()].into_iter().filter(|part| !part.is_empty());
                let place = place.collect::<Vec<_>>().join(" · ");
                writeln!(self.out, "{file}:{line}: {} ({rule}) {place}\n  {text}", self.label(severity))
            }
            Form::Csv => {
                let (line, parameters) = (line.to_string(), serde_json::to_string(parameters)?);
                let cells = [file, &line, activity, path, *rule, *severity, text, &parameters];
                let cells = cells.map(|cell| meridien_tables::harmless(cell));
                // Into memory first: a writer flushes what it writes to, and needs none of its usual 8 kB for a row.
                let mut row = Vec::new();
                let mut writer = csv::WriterBuilder::new().buffer_capacity(256).from_writer(&mut row);
                writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(io::Error::from)?;
                writer.flush()?;
                drop(writer);
                self.out.write_all(&row)
            }
            Form::Json => {
                write!(self.out, "{}", if self.written > 1 { ",\n" } else { "\n" })?;
                serde_json::to_writer(&mut self.out, finding).map_err(io::Error::from)
            }
            Form::Html if self.written > MOST_ROWS => Ok(()),
            Form::Html => Row { finding, severity: self.label(severity) }.write_into(&mut self.out),
        }
    }

    fn label(&self, severity: &str) -> String {
        let all = [Severity::Critical, Severity::Error, Severity::Warning, Severity::Advisory];
        let known = all.into_iter().find(|known| known.as_str() == severity).unwrap_or(Severity::Advisory);
        severity_label(known, self.locale)
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> u64 {
        self.counts.get(severity.as_str()).copied().unwrap_or_default()
    }

    /// Whether something is wrong enough that other programs cannot use the file, or must not.
    pub fn is_grave(&self) -> bool {
        self.count(Severity::Critical) + self.count(Severity::Error) > 0
    }

    /// Ends the list with sums, each with the name under which JSON gives it, and gives the output back.
    ///
    /// # Errors
    /// As the output does.
    pub fn finish(mut self, sums: &[(&'static str, String, u64)]) -> io::Result<W> {
        match self.form {
            Form::Csv => {}
            Form::Text => {
                for (_, label, count) in sums {
                    let sum = [("label", label.as_str().into()), ("text", count.to_string().into())];
                    writeln!(self.out, "{}", self.locale.t_with("labelled", &sum))?;
                }
            }
            Form::Json => {
                write!(self.out, "]")?;
                for (name, _, count) in sums {
                    write!(self.out, ",\"{name}\":{count}")?;
                }
                writeln!(self.out, "}}")?;
            }
            Form::Html => {
                let sums: Vec<(String, u64)> = sums.iter().map(|(_, label, count)| (label.clone(), *count)).collect();
                let left_out = self.written.saturating_sub(MOST_ROWS);
                Foot { l: self.locale, sums: &sums, left_out }.write_into(&mut self.out)?;
            }
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// How many findings there are of each severity, the gravest first, for [`List::finish`].
    pub fn sums(&self) -> Vec<(&'static str, String, u64)> {
        let all = [Severity::Critical, Severity::Error, Severity::Warning, Severity::Advisory];
        all.map(|severity| (severity.as_str(), severity_label(severity, self.locale), self.count(severity))).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    fn faults() -> Vec<Fault> {
        let file = "<iati-activities version='2.03'><iati-activity default-currency='€'><iati-identifier>=A&amp;B</iati-identifier></iati-activity></iati-activities>";
        meridien_iati::check(file.as_bytes(), crate::app::testing::today()).collect()
    }

    fn list(form: Form) -> (String, bool) {
        let mut list = List::new(Vec::new(), form, Lang::En.into()).unwrap();
        for fault in faults() {
            list.add(&Finding::of_fault("a<b>.xml", &fault, Lang::En.into())).unwrap();
        }
        let (sums, grave) = (list.sums(), list.is_grave());
        (String::from_utf8(list.finish(&sums).unwrap()).unwrap(), grave)
    }

    #[test]
    fn every_rule_has_a_sentence_with_its_parameters() {
        for l in Lang::ALL.map(Locale::from) {
            for rule in Rule::ALL {
                let key = format!("iati-rule-{rule}");
                assert_ne!(l.t(&key), format!("⟦{key}⟧"), "{rule}");
            }
            for fault in faults() {
                let text = message(&fault, l);
                assert!(!text.contains(['{', '⟦']), "{text}");
            }
        }
    }

    #[test]
    fn a_finding_is_told_in_the_language_of_its_reader() {
        let (fr, en) = (Lang::Fr.into(), Lang::En.into());
        let anomaly = Anomaly::new(anomaly::Code::Unreadable, "iati-identifier", "A-1");
        let of = |l| {
            let faults = faults().into_iter().map(move |fault| Finding::of_fault("a.xml", &fault, l));
            faults.chain([Finding::of_anomaly("a.xml", 1, "A-1", &anomaly, l)]).collect::<Vec<_>>()
        };
        for (french, english) in of(fr).iter().zip(of(en)) {
            assert_eq!(sentence(french.rule, &french.parameters, en), Some(english.text));
        }
        assert_eq!(sentence("another", &BTreeMap::new(), fr), None);
    }

    /// Takes everything and counts how often it is to be written through.
    #[derive(Default)]
    struct Flushes(usize);

    impl Write for Flushes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0 += 1;
            Ok(())
        }
    }

    #[test]
    fn the_rows_of_a_list_are_not_written_through_one_by_one() {
        for form in [Form::Text, Form::Csv, Form::Json, Form::Html] {
            let mut list = List::new(Flushes::default(), form, Lang::En.into()).unwrap();
            for fault in faults() {
                list.add(&Finding::of_fault("a.xml", &fault, Lang::En.into())).unwrap();
            }
            assert_eq!(list.finish(&[]).unwrap().0, 1, "{form:?}");
        }
    }

    #[test]
    fn a_list_in_each_form_holds_every_finding() {
        let count = faults().len();
        assert!(count > 5);
        let (json, grave) = list(Form::Json);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(grave);
        assert_eq!(json["findings"].as_array().unwrap().len(), count);
        let sum: u64 =
            ["critical", "error", "warning", "advisory"].iter().map(|name| json[name].as_u64().unwrap()).sum();
        assert_eq!(sum, count as u64);
        let csv = list(Form::Csv).0;
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), count);
        assert!(rows.iter().any(|row| &row[2] == "'=A&B"), "{csv}");
        let page = list(Form::Html).0;
        assert_eq!(page.matches("<tr").count(), count + 1, "{page}");
        assert!(page.contains("a&#60;b&#62;.xml") && !page.contains("a<b>") && page.ends_with("</html>"));
        let text = list(Form::Text).0;
        assert!(text.contains("a<b>.xml:1:"));
        assert!(text.lines().any(|line| line.starts_with("critical: ")), "no space before a colon in English: {text}");
    }
}
