//! `meridien import twinnings FILE`: a list of twin towns, one pair a row, tab-separated.
//!
//! A pair is the same in both directions and however often it is repeated. Its two ends are found by name, country and
//! position; what becomes of every row is counted, and said where it makes no record.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::anomaly::{Anomaly, Code, Severity};
use crate::journal::{Entry, Journal, Kind};
use crate::partnership::identity::{self, SAME_ENDS};
use crate::partnership::{Form, LegacyId, Partnership, Party, PartyRole, Provenance, Verification, rules};
use crate::reference::{find_country, fold};
use crate::value::{Country, Id, Point, Precision};
use crate::web::language::Locale;

use super::input::Input;
use super::matching::Wanted;
use super::register::Register;
use super::{Found, ImportError, Options, Outcome, Plan, bar, existing, twinning_title};

/// Scheme of the pair of organisations by which a twinning is recognised.
pub const TWINNING: &str = "twinning";

const SOURCE: &str = "Wikidata (CC0) via liste de jumelages";
const LICENCE: &str = "CC0-1.0";

/// The columns of the list.
pub const COLUMNS: [&str; 12] = [
    "origincityLabel",
    "origincountry",
    "originlat",
    "originlong",
    "originpopulation",
    "sistercityLabel",
    "destinationlat",
    "destinationlong",
    "destinationpopulation",
    "destination_countryLabel",
    "dist",
    "eu",
];

/// The columns of one end: name, country, latitude, longitude, population.
const ENDS: [[&str; 5]; 2] = [
    ["origincityLabel", "origincountry", "originlat", "originlong", "originpopulation"],
    ["sistercityLabel", "destination_countryLabel", "destinationlat", "destinationlong", "destinationpopulation"],
];

/// A row whose columns were read.
#[derive(Debug)]
struct Row {
    line: u64,
    ends: [End; 2],
}

/// One end of a row.
#[derive(Debug)]
struct End {
    name: String,
    country: Country,
    point: Option<Point>,
    population: Option<u64>,
}

/// Plans the import of a list.
///
/// # Errors
/// When columns or all rows are missing, or the journal fails.
pub async fn plan(
    journal: Option<&Journal>,
    input: Input,
    options: &Options,
    locale: Locale,
) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    plan.report.anomalies.extend(input.anomaly());
    let rows = read(&input, &mut plan)?;
    let mut register = Register::read(journal, options.home, &[TWINNING, SAME_ENDS]).await?;
    let bar = bar(rows.len(), &locale.t("import-matching"));
    let mut matcher = Matcher { file: &input.name, known: HashMap::new() };
    let mut pairs = Vec::new();
    for row in &rows {
        let ends = [0, 1].map(|end| matcher.resolve(row, end, &mut register, &mut plan));
        pairs.push((row.line, ends));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let (pairs, repeats) = merge(pairs);
    for (line, fate) in repeats {
        let (outcome, code, value) = match fate {
            Fate::Repeats(first) => (Outcome::Merged, Code::RowMerged, format!("{}:{first}", input.name)),
            Fate::OneCountry(country) => (Outcome::Skipped, Code::SameCountry, country.to_string()),
            Fate::Itself(id) => (Outcome::Skipped, Code::SameParty, name(&register, id)),
        };
        plan.report.count(outcome);
        plan.report.anomalies.push(Anomaly::new(code, "parties", value).of(place(&input.name, line)));
    }
    let known: Vec<(Kind, Id)> =
        pairs.iter().flat_map(|pair| register.records(TWINNING, &pair.key())).copied().collect();
    let existing = existing(journal, &known).await?;
    for pair in pairs {
        put(pair, &input.name, &mut register, &existing, options, &mut plan);
    }
    if options.proposal {
        plan.propose(journal, options.now).await?;
    }
    Ok(plan)
}

/// Reads the rows; those that cannot be read are reported and skipped.
fn read(input: &Input, plan: &mut Plan) -> Result<Vec<Row>, ImportError> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).flexible(true).from_reader(input.text.as_bytes());
    let file = || PathBuf::from(&input.name);
    let header = reader.headers().cloned().unwrap_or_default();
    let missing: Vec<&'static str> =
        COLUMNS.into_iter().filter(|column| !header.iter().any(|cell| cell.trim() == *column)).collect();
    if !missing.is_empty() {
        return Err(ImportError::Columns { file: file(), expected: COLUMNS.to_vec(), missing });
    }
    let column = |name: &str| header.iter().position(|cell| cell.trim() == name).unwrap_or_default();
    let columns = ENDS.map(|end| end.map(column));
    let mut rows = Vec::new();
    // The text is in memory and rows may be of any length: reading one does not fail.
    for record in reader.into_records().map_while(Result::ok) {
        let line = record.position().map_or(0, csv::Position::line);
        let mut anomalies = Vec::new();
        match row(&record, &columns, header.len(), &mut anomalies) {
            Some(ends) => rows.push(Row { line, ends }),
            None => plan.report.count(Outcome::Skipped),
        }
        let place = place(&input.name, line);
        plan.report.anomalies.extend(anomalies.into_iter().map(|anomaly| anomaly.of(&place)));
    }
    if rows.is_empty() && plan.report.read == 0 { Err(ImportError::NoRows(file())) } else { Ok(rows) }
}

/// Reads one row and says everything that is wrong with it; without a name or country on each end it is no pair, while
/// a position or number that cannot be read is left unknown.
fn row(
    record: &csv::StringRecord,
    columns: &[[usize; 5]; 2],
    width: usize,
    anomalies: &mut Vec<Anomaly>,
) -> Option<[End; 2]> {
    if record.len() != width {
        anomalies.push(Anomaly::new(Code::Unreadable, "", format!("{} ≠ {width}", record.len())));
        return None;
    }
    let mut read = |end: usize| {
        let [name, country, lat, lon, population] = columns[end].map(|column| record[column].trim());
        let [name_field, country_field, lat_field, lon_field, population_field] = ENDS[end];
        let mut fault = |code, field: &str, value: &str| anomalies.push(Anomaly::new(code, field, value));
        let is_named = !name.is_empty() && !is_nameless(name);
        if !is_named {
            fault(Code::Unreadable, name_field, name);
        }
        let found = find_country(country).map(|found| found.iso2);
        if found.is_none() {
            fault(Code::UnknownCountry, country_field, country);
        }
        let lat = degrees(lat, 90.0).inspect_err(|()| fault(Code::Unreadable, lat_field, lat)).ok().flatten();
        let lon = degrees(lon, 180.0).inspect_err(|()| fault(Code::Unreadable, lon_field, lon)).ok().flatten();
        let people = match population {
            "" => None,
            text => text.parse::<u64>().inspect_err(|_| fault(Code::Unreadable, population_field, text)).ok(),
        };
        let point = lat.zip(lon).map(|(lat, lon)| Point { lat, lon, precision: Precision::Commune });
        found.filter(|_| is_named).map(|country| End { name: name.to_owned(), country, point, population: people })
    };
    let (origin, destination) = (read(0), read(1));
    Some([origin?, destination?])
}

/// Whether a label is only the number of a Wikidata item that has none in this language.
fn is_nameless(label: &str) -> bool {
    label.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An angle; none where empty.
fn degrees(text: &str, most: f64) -> Result<Option<f64>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<f64>().ok().filter(|angle| angle.abs() <= most).map(Some).ok_or(())
}

fn place(file: &str, line: u64) -> String {
    format!("{file}:{line}")
}

fn name(register: &Register, id: Id) -> String {
    register.organisation(id).map(|known| known.name.clone()).unwrap_or_default()
}

/// The ends matched so far: a town stands in many rows, and is matched and reported once.
struct Matcher<'a> {
    file: &'a str,
    known: HashMap<(Country, String, Option<[u64; 2]>), Id>,
}

/// One end of a row, matched.
#[derive(Debug)]
struct Matched {
    id: Id,
    country: Country,
    /// What has to be written for it to exist.
    needs: Vec<Entry>,
}

impl Matcher<'_> {
    fn resolve(&mut self, row: &Row, end: usize, register: &mut Register, plan: &mut Plan) -> Matched {
        let End { name, country, point, population } = &row.ends[end];
        let at = point.map(|point| [point.lat.to_bits(), point.lon.to_bits()]);
        let key = (*country, fold(name), at);
        if let Some(id) = self.known.get(&key) {
            return Matched { id: *id, country: *country, needs: Vec::new() };
        }
        let wanted = Wanted { printed: name, country: *country, point: *point, population: *population };
        let resolved = wanted.resolve(register, SOURCE);
        self.known.insert(key, resolved.id);
        let mut report = |code, value: String| {
            plan.report.anomalies.push(Anomaly::new(code, ENDS[end][0], value).of(place(self.file, row.line)));
        };
        if let Some(candidates) = resolved.doubt {
            report(Code::AmbiguousMatch, format!("{name} ({country}) : {candidates}"));
        }
        if !resolved.entries.is_empty() {
            report(Code::OrganisationCreated, format!("{name} ({country})"));
        }
        Matched { id: resolved.id, country: *country, needs: resolved.entries }
    }
}

/// Two ends that are twinned.
#[derive(Debug)]
struct Pair {
    /// The row that names it first.
    line: u64,
    /// In the order of their identifiers.
    ends: [(Id, Country); 2],
    needs: Vec<Entry>,
}

impl Pair {
    /// What recognises the twinning, whichever end a row begins with.
    fn key(&self) -> String {
        format!("{}+{}", self.ends[0].0, self.ends[1].0)
    }
}

/// Why a row makes no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// An earlier row says the same.
    Repeats(u64),
    /// Both ends are in this country.
    OneCountry(Country),
    /// Both ends are the same.
    Itself(Id),
}

/// Unites the rows that name the same two ends, in whatever order, and tells apart those that make no twinning. What a
/// rejected row needed is left to the next pair: another row may name the same end.
fn merge(rows: Vec<(u64, [Matched; 2])>) -> (Vec<Pair>, Vec<(u64, Fate)>) {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut rejected = Vec::new();
    let mut first: HashMap<[Id; 2], u64> = HashMap::new();
    let mut carried: Vec<Entry> = Vec::new();
    for (line, [a, b]) in rows {
        let mut ends = [(a.id, a.country), (b.id, b.country)];
        ends.sort_unstable();
        carried.extend(a.needs);
        carried.extend(b.needs);
        let ids = ends.map(|end| end.0);
        if ids[0] == ids[1] {
            rejected.push((line, Fate::Itself(ids[0])));
        } else if a.country == b.country {
            rejected.push((line, Fate::OneCountry(a.country)));
        } else if let Some(earlier) = first.get(&ids) {
            rejected.push((line, Fate::Repeats(*earlier)));
        } else {
            first.insert(ids, line);
            pairs.push(Pair { line, ends, needs: std::mem::take(&mut carried) });
        }
    }
    (pairs, rejected)
}

/// Plans one twinning.
fn put(
    pair: Pair,
    file: &str,
    register: &mut Register,
    existing: &super::Existing,
    options: &Options,
    plan: &mut Plan,
) {
    let source = place(file, pair.line);
    let key = pair.key();
    let partnership = twinning(&pair, register, options);
    let (kind, id) = match register.records(TWINNING, &key) {
        [] => (Kind::Partnership, register.new_id(&format!("{TWINNING}/{key}"))),
        [record, ..] => *record,
    };
    let ends = identity::ends(&partnership).unwrap_or_default();
    for (_, other) in register.records(SAME_ENDS, &ends).iter().filter(|(_, other)| *other != id) {
        plan.report.anomalies.push(Anomaly::new(Code::LikelyDuplicate, "parties", other.to_string()).of(&source));
    }
    // That a list of twinnings gives no dates and themes is no fault of a row; each record's page says what it lacks.
    let broken = rules::anomalies(&partnership, options.now.date_naive());
    let grave = broken.into_iter().filter(|anomaly| anomaly.code.severity() == Severity::Error);
    plan.report.anomalies.extend(grave.map(|anomaly| anomaly.of(&source)));
    plan.put(Found { kind, id, partnership, source }, pair.needs, existing);
}

/// The record of a twinning, the same whichever row it comes from.
fn twinning(pair: &Pair, register: &Register, options: &Options) -> Partnership {
    let mut parties = pair.ends.map(|(organisation, country)| Party {
        organisation,
        name: name(register, organisation),
        country,
        role: PartyRole::Partner,
        from: None,
        to: None,
    });
    parties.sort_by_key(|party| (party.country != options.home, fold(&party.name), party.organisation));
    Partnership {
        legacy_ids: vec![LegacyId { scheme: TWINNING.to_owned(), value: pair.key() }],
        title: twinning_title(&parties[0].name, &parties[1].name),
        form: Form::Twinning,
        parties: parties.into(),
        provenance: Provenance {
            source: SOURCE.to_owned(),
            licence: Some(options.licence.clone().unwrap_or_else(|| LICENCE.to_owned())),
            verification: Verification::ImportedUnverified,
            ..Provenance::default()
        },
        ..Partnership::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Rows between twelve towns, three to a country.
    fn rows(pairs: &[(u64, u64)]) -> Vec<(u64, [Matched; 2])> {
        let end = |number: u64| Matched {
            id: Id::from_u64(number).unwrap(),
            country: ["FR", "DE", "ML", "PL"][number as usize % 4].parse().unwrap(),
            needs: Vec::new(),
        };
        (2..).zip(pairs).map(|(line, (a, b))| (line, [end(*a), end(*b)])).collect()
    }

    fn keys(pairs: &[Pair]) -> BTreeSet<String> {
        pairs.iter().map(Pair::key).collect()
    }

    proptest! {
        #[test]
        fn every_row_has_one_fate(pairs in proptest::collection::vec((0u64..12, 0u64..12), 0..60)) {
            let (made, rejected) = merge(rows(&pairs));
            prop_assert_eq!(made.len() + rejected.len(), pairs.len());
            let lines: BTreeSet<u64> = made.iter().map(|pair| pair.line).chain(rejected.iter().map(|row| row.0)).collect();
            prop_assert_eq!(lines.len(), pairs.len());
            prop_assert_eq!(keys(&made).len(), made.len());
            for pair in &made {
                prop_assert_ne!(pair.ends[0].1, pair.ends[1].1);
            }
        }

        #[test]
        fn neither_order_nor_direction_matters(
            pairs in proptest::collection::vec((0u64..12, 0u64..12), 0..60),
            turned in any::<u64>(),
        ) {
            let expected = keys(&merge(rows(&pairs)).0);
            let mut other: Vec<(u64, u64)> = pairs
                .iter()
                .enumerate()
                .map(|(index, (a, b))| if turned >> (index % 64) & 1 == 1 { (*b, *a) } else { (*a, *b) })
                .collect();
            other.reverse();
            prop_assert_eq!(keys(&merge(rows(&other)).0), expected.clone());
            other.extend_from_slice(&pairs);
            prop_assert_eq!(keys(&merge(rows(&other)).0), expected);
        }
    }

    #[test]
    fn labels_that_are_item_numbers_are_no_names() {
        assert!(is_nameless("Q12875763"));
        assert!(!is_nameless("Quimper") && !is_nameless("Q") && !is_nameless("Qo'qon"));
    }
}
