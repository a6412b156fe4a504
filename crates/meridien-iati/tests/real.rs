//! Real files, where they are at hand: a folder `shared/data/iati` beside the checkout.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use meridien_iati::{Item, Kind, Reader, Rule, Severity, Writer, check};

/// The files, found by walking up from this crate.
fn files() -> Vec<Vec<u8>> {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|dir| dir.join("shared/data/iati"));
    let Some(folder) = folders.find(|folder| folder.is_dir()) else {
        eprintln!("skipped: no folder shared/data/iati beside the checkout");
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).expect("a folder that can be read");
    entries.map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file that can be read")).collect()
}

#[test]
fn real_activities_are_read_and_written_the_same() {
    for file in files() {
        let activities = |file: &[u8]| -> Vec<_> {
            let records = Reader::new(file).filter_map(|item| match item {
                Item::Activity(record) => Some(record),
                _ => None,
            });
            records.collect()
        };
        let records = activities(&file);
        assert_eq!(records.len(), file.windows(15).filter(|window| window == b"<iati-activity ").count());
        let mut writer = Writer::new(Vec::new(), Kind::Activities, DateTime::<Utc>::UNIX_EPOCH).expect("a vector");
        records.iter().for_each(|record| writer.record(&record.content).expect("a vector"));
        let again = activities(&writer.finish().expect("a vector"));
        for (first, second) in records.iter().zip(&again) {
            assert_eq!(first.content, second.content);
            assert_eq!(second.unplaced, []);
        }
        assert_eq!(records.len(), again.len());
    }
}

#[test]
fn real_faults_are_of_the_schema_and_never_of_the_markup() {
    let today = NaiveDate::from_ymd_opt(2021, 12, 31).expect("a day");
    let known = [
        Rule::ElementOrder,
        Rule::LaterVersion,
        Rule::MissingAttribute,
        Rule::MissingElement,
        Rule::UnknownAttribute,
        Rule::UnknownElement,
    ];
    for file in files() {
        for fault in check(&file[..], today).filter(|fault| fault.severity() == Severity::Critical) {
            assert!(known.contains(&fault.rule), "{fault:?}");
        }
    }
}
