//! What an import did, counted and told.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::anomaly::{Anomaly, Code, Described};
use crate::value::Id;
use crate::web::language::Locale;

/// What became of what was read: `read` is the sum of `created`, `updated`, `merged` and `skipped`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Pages or rows read.
    pub read: u64,
    /// Records made.
    pub created: u64,
    /// Records that existed and got a new version.
    pub updated: u64,
    /// Pages or rows that say what another one, or the register, says already.
    pub merged: u64,
    /// Pages or rows not taken, each with an anomaly that tells why.
    pub skipped: u64,
    /// Organisations made along the way.
    pub organisations_created: u64,
    /// The records made or updated.
    pub records: Vec<Id>,
    /// Every rule broken.
    pub anomalies: Vec<Anomaly>,
}

/// What becomes of one page or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A record is made.
    Created,
    /// A record gets a new version.
    Updated,
    /// It says nothing new.
    Merged,
    /// It is not taken.
    Skipped,
}

/// The report as JSON.
#[derive(Debug, Serialize)]
struct Json<'a> {
    read: u64,
    created: u64,
    updated: u64,
    merged: u64,
    skipped: u64,
    organisations_created: u64,
    records: &'a [Id],
    anomalies: Vec<Described<'a>>,
}

/// How many anomalies of a code the text shows, unless all are asked for.
const EXAMPLES: usize = 3;

impl Report {
    /// Counts a page or row.
    pub fn count(&mut self, outcome: Outcome) {
        self.read += 1;
        *self.counter(outcome) += 1;
    }

    /// Counts a page or row otherwise than was planned.
    pub fn recount(&mut self, planned: Outcome, outcome: Outcome) {
        *self.counter(planned) -= 1;
        *self.counter(outcome) += 1;
    }

    /// Adds what another part of the same import did.
    pub fn add(&mut self, part: Report) {
        self.add_counts(&part);
        self.records.extend(part.records);
        self.anomalies.extend(part.anomalies);
    }

    /// Adds how much another part of the same import did, without its records and anomalies.
    pub fn add_counts(&mut self, part: &Report) {
        for (sum, more) in [
            (&mut self.read, part.read),
            (&mut self.created, part.created),
            (&mut self.updated, part.updated),
            (&mut self.merged, part.merged),
            (&mut self.skipped, part.skipped),
            (&mut self.organisations_created, part.organisations_created),
        ] {
            *sum += more;
        }
    }

    fn counter(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Merged => &mut self.merged,
            Outcome::Skipped => &mut self.skipped,
        }
    }

    /// The report for programs: one JSON object, with the texts in the user's language.
    pub fn to_json(&self, locale: Locale) -> String {
        let json = Json {
            read: self.read,
            created: self.created,
            updated: self.updated,
            merged: self.merged,
            skipped: self.skipped,
            organisations_created: self.organisations_created,
            records: &self.records,
            anomalies: self.anomalies.iter().map(|anomaly| anomaly.described(locale)).collect(),
        };
        serde_json::to_string_pretty(&json).expect("numbers and texts always serialise")
    }

    /// The report for people: the counts, then the anomalies by code, the gravest first; `verbose` shows all of them.
    pub fn to_text(&self, locale: Locale, verbose: bool) -> String {
        let mut text = locale.t_with(
            "import-counts",
            &[
                ("read", self.read.into()),
                ("created", self.created.into()),
                ("updated", self.updated.into()),
                ("merged", self.merged.into()),
                ("skipped", self.skipped.into()),
            ],
        );
        text.push('\n');
        if self.organisations_created > 0 {
            let count = [("count", self.organisations_created.into())];
            text.push_str(&locale.t_with("import-organisations-created", &count));
            text.push('\n');
        }
        let mut by_code: BTreeMap<Code, Vec<&Anomaly>> = BTreeMap::new();
        for anomaly in &self.anomalies {
            by_code.entry(anomaly.code).or_default().push(anomaly);
        }
        let mut codes: Vec<_> = by_code.into_iter().collect();
        codes.sort_by_key(|(code, _)| std::cmp::Reverse(code.severity()));
        for (code, anomalies) in codes {
            let shown = if verbose { anomalies.len() } else { EXAMPLES };
            let heading = [
                ("severity", code.severity().label(locale).into_owned().into()),
                ("code", code.as_str().into()),
                ("count", anomalies.len().into()),
            ];
            let _ = writeln!(text, "\n{}", locale.t_with("import-anomaly", &heading));
            let _ = writeln!(text, "  {}\n  → {}", code.rule(locale), code.mend(locale));
            for anomaly in anomalies.iter().take(shown) {
                let parts = [anomaly.record.as_str(), anomaly.field.as_str(), anomaly.value.as_str()];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                let _ = writeln!(text, "  · {}", parts.join(" · "));
            }
            if anomalies.len() > shown {
                let left = [("count", (anomalies.len() - shown).into())];
                let _ = writeln!(text, "  {}", locale.t_with("import-more", &left));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::language::Lang;

    fn report() -> Report {
        let mut report = Report::default();
        for outcome in [Outcome::Created, Outcome::Created, Outcome::Updated, Outcome::Merged, Outcome::Skipped] {
            report.count(outcome);
        }
        report.anomalies =
            (1..=5).map(|line| Anomaly::new(Code::RowMerged, "", "1").of(format!("a.tsv:{line}"))).collect();
        report.anomalies.push(Anomaly::new(Code::UnknownCountry, "origincountry", "Prusse").of("a.tsv:9"));
        report
    }

    #[test]
    fn json_holds_what_is_promised() {
        let json: serde_json::Value = serde_json::from_str(&report().to_json(Lang::Fr.into())).unwrap();
        for (field, count) in [("read", 5), ("created", 2), ("updated", 1), ("merged", 1), ("skipped", 1)] {
            assert_eq!(json[field], count, "{field}");
        }
        let anomaly = json["anomalies"][5].as_object().unwrap();
        let mut keys: Vec<&str> = anomaly.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["code", "field", "mend", "record", "rule", "severity", "value"]);
        assert_eq!(
            (anomaly["code"].as_str(), anomaly["severity"].as_str(), anomaly["record"].as_str()),
            (Some("unknown-country"), Some("error"), Some("a.tsv:9"))
        );
    }

    #[test]
    fn text_shows_the_gravest_first_and_a_few_of_each() {
        let (short, all) = (report().to_text(Lang::Fr.into(), false), report().to_text(Lang::Fr.into(), true));
        assert!(short.find("unknown-country") < short.find("row-merged"), "{short}");
        assert!(short.contains("a.tsv:3") && !short.contains("a.tsv:4"), "{short}");
        assert!(all.contains("a.tsv:5"), "{all}");
        assert!(!short.contains('⟦') && !report().to_text(Lang::En.into(), false).contains('⟦'));
    }
}
