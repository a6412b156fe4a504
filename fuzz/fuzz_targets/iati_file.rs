//! Any bytes are read and checked as an IATI file, without a panic, and what is read is read the same once written.

#![no_main]

use libfuzzer_sys::fuzz_target;
use meridien_iati::{Activity, Item, Kind, Reader, Record, Writer, check};

fn activities(file: &[u8]) -> Vec<Box<Record<Activity>>> {
    let records = Reader::new(file).filter_map(|item| match item {
        Item::Activity(record) => Some(record),
        _ => None,
    });
    records.collect()
}

fuzz_target!(|file: &[u8]| {
    let lines = file.len() as u32 + 1;
    for fault in check(file, Default::default()) {
        assert!((1..=lines).contains(&fault.line), "{fault:?}");
    }
    let records = activities(file);
    let mut writer = Writer::new(Vec::new(), Kind::Activities, Default::default()).expect("a vector takes everything");
    for record in &records {
        writer.record(&record.content).expect("a vector takes everything");
    }
    let again = activities(&writer.finish().expect("a vector takes everything"));
    assert_eq!(records.len(), again.len());
    for (first, second) in records.iter().zip(&again) {
        assert_eq!(first.content, second.content);
    }
});
