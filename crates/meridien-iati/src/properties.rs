//! Properties of the whole: whatever is written is valid and read back the same, and whatever is read does no harm.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::activity::Token;
use crate::element::{Element, Extra, ExtraAttribute};
use crate::{Activity, Fault, Item, Kind, Language, Organisation, Reader, Severity, Writable, Writer, check};

/// Bytes to make samples of; when they are used up, samples are as small as the schema allows.
pub(crate) struct Source<'a>(&'a [u8]);

impl Source<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % limit
    }

    fn number(&mut self) -> i64 {
        (0..5).fold(0, |number, _| number << 8 | self.below(256) as i64)
    }

    fn chance(&mut self) -> bool {
        self.below(3) == 1
    }
}

/// A value that a field may hold.
pub(crate) trait Sample {
    fn sample(source: &mut Source) -> Self;
}

/// A field of an element.
pub(crate) trait Field {
    fn field(source: &mut Source, required: bool) -> Self;
}

pub(crate) fn field<T: Field>(source: &mut Source, marker: &str) -> T {
    T::field(source, marker == "required")
}

impl Field for String {
    fn field(source: &mut Source, _: bool) -> Self {
        Sample::sample(source)
    }
}

impl<T: Sample> Field for Option<T> {
    fn field(source: &mut Source, required: bool) -> Self {
        (required || source.chance()).then(|| T::sample(source))
    }
}

impl<T: Sample> Field for Vec<T> {
    fn field(source: &mut Source, required: bool) -> Self {
        let more = if source.chance() { 1 + source.below(2) } else { 0 };
        (0..usize::from(required) + more).map(|_| T::sample(source)).collect()
    }
}

impl Sample for String {
    /// Valid as code, text and address alike.
    fn sample(source: &mut Source) -> Self {
        const WORDS: [&str; 8] = [
            "1",
            "FR-SIREN-1",
            "é <b> & \"c\"",
            "https://a.example/?b=c&d",
            "a\n\t b",
            "«\u{a0}x\u{a0}»",
            "日本",
            ">'\\|",
        ];
        WORDS[source.below(WORDS.len())].to_owned()
    }
}

impl Sample for Language {
    fn sample(source: &mut Source) -> Self {
        Language::new(["fr", "en", "pt-br"][source.below(3)])
    }
}

impl Sample for Token {
    fn sample(_: &mut Source) -> Self {
        Token("title".to_owned())
    }
}

impl Sample for bool {
    fn sample(source: &mut Source) -> Self {
        source.below(2) == 1
    }
}

impl Sample for i32 {
    fn sample(source: &mut Source) -> Self {
        source.number() as i32
    }
}

impl Sample for u16 {
    fn sample(source: &mut Source) -> Self {
        1 + source.below(256) as u16
    }
}

impl Sample for Decimal {
    fn sample(source: &mut Source) -> Self {
        let number = source.number() - (1 << 20);
        Decimal::new(number, source.below(5) as u32)
    }
}

impl Sample for NaiveDate {
    fn sample(source: &mut Source) -> Self {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        first.checked_add_days(Days::new(source.number() as u64 % 100_000)).unwrap()
    }
}

impl Sample for DateTime<FixedOffset> {
    fn sample(source: &mut Source) -> Self {
        let offset = FixedOffset::east_opt((source.below(27) as i32 - 13) * 3600 + 1800).unwrap();
        let nanoseconds = if source.chance() { 123_000_000 } else { 0 };
        DateTime::from_timestamp(source.number() >> 8, nanoseconds).unwrap().with_timezone(&offset)
    }
}

/// Extensions, where the schema has room for them.
pub(crate) fn extra<E: Element>(source: &mut Source) -> Extra {
    let mut extra = Extra::default();
    if source.below(16) != 1 {
        return extra;
    }
    if E::OPEN_ATTRIBUTES {
        let value = String::sample(source);
        let [prefix, namespace, name] = ["x", "urn:example:x", "note"].map(str::to_owned);
        extra.get_mut().attributes.push(ExtraAttribute { prefix, namespace, name, value });
    }
    if E::OPEN_ELEMENTS {
        extra.get_mut().elements.push("<y:e xmlns:y=\"urn:example:y\" a=\"1\"><y:f>é &amp;</y:f></y:e>".to_owned());
    }
    extra
}

fn sample<T: Sample>(bytes: &[u8]) -> T {
    T::sample(&mut Source(bytes))
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..3_000)
}

fn write<T: Writable>(records: &[T]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), T::KIND, DateTime::<Utc>::UNIX_EPOCH).unwrap();
    records.iter().for_each(|record| writer.record(record).unwrap());
    writer.finish().unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

fn critical(file: &[u8]) -> Vec<Fault> {
    check(file, today()).filter(|fault| fault.severity() == Severity::Critical).collect()
}

/// What xmllint says of a file: the lines of its faults. None where there is no xmllint, which is no fault except in CI.
fn xmllint(file: &[u8], kind: Kind) -> Option<(BTreeSet<u32>, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.xml");
    std::fs::write(&path, file).unwrap();
    let schema = match kind {
        Kind::Activities => "iati-activities-schema.xsd",
        Kind::Organisations => "iati-organisations-schema.xsd",
    };
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schemas/2.03").join(schema);
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).arg(&path).output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            eprintln!("skipped: no xmllint (Debian package libxml2-utils)");
            return None;
        }
        Err(error) => panic!("xmllint: {error}"),
    };
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let start = format!("{}:", path.display());
    let lines = text.lines().filter_map(|line| line.strip_prefix(&start)?.split(':').next()?.parse().ok()).collect();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{text}");
    Some((lines, text))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_activity_is_read_as_it_was_written(bytes in bytes()) {
        let mut activity: Activity = sample(&bytes);
        let file = write(std::slice::from_ref(&activity));
        let items: Vec<Item> = Reader::new(&file[..]).collect();
        prop_assert_eq!(items.len(), 2, "{:?}", items);
        let Item::Activity(record) = &items[1] else { panic!("{:?}", items) };
        let persons = activity.take_persons();
        prop_assert_eq!(&record.content, &activity);
        prop_assert_eq!(&record.persons, &persons);
        prop_assert_eq!(&record.unplaced, &[]);
    }

    #[test]
    fn an_organisation_is_read_as_it_was_written(bytes in bytes()) {
        let organisation: Organisation = sample(&bytes);
        let file = write(std::slice::from_ref(&organisation));
        let items: Vec<Item> = Reader::new(&file[..]).collect();
        prop_assert_eq!(items.len(), 2, "{:?}", items);
        let Item::Organisation(record) = &items[1] else { panic!("{:?}", items) };
        prop_assert_eq!(&record.content, &organisation);
    }

    #[test]
    fn what_is_written_is_valid(bytes in prop::collection::vec(bytes(), 1..8)) {
        let activities: Vec<Activity> = bytes.iter().map(|bytes| sample(bytes)).collect();
        let organisations: Vec<Organisation> = bytes.iter().map(|bytes| sample(bytes)).collect();
        for (file, kind) in [(write(&activities), Kind::Activities), (write(&organisations), Kind::Organisations)] {
            prop_assert_eq!(critical(&file), []);
            if let Some((lines, text)) = xmllint(&file, kind) {
                prop_assert!(lines.is_empty(), "{}", text);
            }
        }
    }

    #[test]
    fn a_spoilt_file_is_judged_as_xmllint_judges_it(
        bytes in prop::collection::vec(bytes(), 4),
        spoils in prop::collection::vec((any::<prop::sample::Index>(), spoil()), 1..20),
    ) {
        let lines = spoilt(&bytes, spoils);
        let file = lines.join("\n");
        let Some((theirs, text)) = xmllint(file.as_bytes(), Kind::Activities) else { return Ok(()) };
        let ours: BTreeSet<u32> = critical(file.as_bytes()).iter().map(|fault| fault.line).collect();
        let activity = |line: &u32| lines[..*line as usize].iter().filter(|line| line.contains("<iati-activity")).count();
        let of_activities = |lines: &BTreeSet<u32>| lines.iter().map(activity).collect::<BTreeSet<usize>>();
        prop_assert_eq!(of_activities(&ours), of_activities(&theirs), "{}\n{}", text, file);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes[..], today()).for_each(drop);
        Reader::new(&bytes[..]).for_each(drop);
    }

    #[test]
    fn what_was_read_of_a_spoilt_file_is_written_well(
        bytes in bytes(),
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..20),
    ) {
        let mut file = write(&[sample::<Activity>(&bytes), Activity::default()]);
        for (index, byte) in changes {
            let at = index.index(file.len());
            file[at] = byte;
        }
        let lines = file.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
        for fault in check(&file[..], today()) {
            prop_assert!(fault.line >= 1 && fault.line <= lines);
        }
        let records = |file: &[u8]| -> Vec<Activity> {
            let records = Reader::new(file).filter_map(|item| match item {
                Item::Activity(record) => Some(record.content),
                _ => None,
            });
            records.collect()
        };
        let read = records(&file);
        prop_assert_eq!(&records(&write(&read)), &read, "{}", String::from_utf8_lossy(&file));
    }

    #[test]
    fn what_is_left_of_a_spoilt_file_is_valid(
        bytes in prop::collection::vec(bytes(), 2),
        spoils in prop::collection::vec((any::<prop::sample::Index>(), spoil()), 1..40),
    ) {
        let file = spoilt(&bytes, spoils).join("\n");
        let read = Reader::new(file.as_bytes()).filter_map(|item| match item {
            Item::Activity(record) => Some(record.content),
            _ => None,
        });
        let left: Vec<Activity> = read
            .map(|mut activity| {
                activity.leave_out_incomplete();
                activity
            })
            .filter(Element::is_complete)
            .collect();
        if !left.is_empty() {
            prop_assert_eq!(critical(&write(&left)), [], "{}", file);
        }
    }
}

/// The lines of a file of activities to which this was done.
fn spoilt(bytes: &[Vec<u8>], spoils: Vec<(prop::sample::Index, Spoil)>) -> Vec<String> {
    let activities: Vec<Activity> = bytes.iter().map(|bytes| sample(bytes)).collect();
    let file = String::from_utf8(write(&activities)).unwrap();
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    for (index, spoil) in spoils {
        spoil.apply(index.index(lines.len() - 3) + 2, &mut lines);
    }
    lines
}

/// What can be done to an element that is alone on its line.
#[derive(Debug, Clone, Copy)]
enum Spoil {
    Delete,
    Repeat,
    Move,
    Rename,
    Attribute,
    Value,
    Text,
}

fn spoil() -> impl Strategy<Value = Spoil> {
    use Spoil::*;
    prop::sample::select(vec![Delete, Repeat, Move, Rename, Attribute, Value, Text])
}

impl Spoil {
    fn apply(self, at: usize, lines: &mut Vec<String>) {
        let line = lines[at].clone();
        if !line.trim_start().starts_with('<') || !line.ends_with("/>") {
            return;
        }
        match self {
            Spoil::Delete => {
                lines.remove(at);
            }
            Spoil::Repeat => lines.insert(at, line),
            Spoil::Move => lines.swap(at, at - 1),
            Spoil::Rename => lines[at] = line.replacen('<', "<un", 1),
            Spoil::Attribute if line.contains("odd") => {}
            Spoil::Attribute => lines[at] = line.replacen("/>", " odd=\"1\"/>", 1),
            Spoil::Value => lines[at] = line.replacen("=\"", "=\"?", 1),
            Spoil::Text => {
                let name = line.trim_start()[1..].split([' ', '/']).next().unwrap().to_owned();
                lines[at] = line.replacen("/>", &format!(">text</{name}>"), 1);
            }
        }
    }
}
