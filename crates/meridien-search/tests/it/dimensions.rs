//! Counts along dimensions, against a recount by hand.

use std::collections::{BTreeMap, BTreeSet};

use meridien_search::{Count, Dimension, Document, Filter, Query};
use proptest::prelude::*;

use crate::filters::{Condition, Record, condition, records, write};
use crate::{Fields, fields, index_of, keys};

/// A count without the fields' handles, so that it can be made before a schema.
#[derive(Clone, Debug)]
enum Tally {
    Nothing,
    Countries,
    Themes,
    Each(Vec<Condition>),
    Years(Vec<i64>),
}

fn tally() -> impl Strategy<Value = Tally> {
    prop_oneof![
        Just(Tally::Nothing),
        Just(Tally::Countries),
        Just(Tally::Themes),
        prop::collection::vec(condition(), 0..4).prop_map(Tally::Each),
        prop::collection::btree_set(-4..5i64, 0..4).prop_map(|bounds| Tally::Years(bounds.into_iter().collect())),
    ]
}

impl Tally {
    fn count(&self, fields: &Fields) -> Count {
        match self {
            Self::Nothing => Count::Nothing,
            Self::Countries => Count::Codes(fields.country),
            Self::Themes => Count::Codes(fields.theme),
            Self::Each(conditions) => Count::Each(conditions.iter().map(|each| each.filter(fields)).collect()),
            Self::Years(bounds) => Count::Steps(fields.year, bounds.clone()),
        }
    }

    /// The keys that a record counts under; none where it is counted as without.
    fn keys(&self, record: &Record) -> Option<BTreeSet<u64>> {
        let some = |keys: BTreeSet<u64>| (!keys.is_empty()).then_some(keys);
        match self {
            Self::Nothing => Some(BTreeSet::new()),
            Self::Countries => some(record.countries.clone()),
            Self::Themes => some(record.themes.clone()),
            Self::Each(conditions) => {
                some((0..).zip(conditions).filter(|(_, each)| each.is_met(record)).map(|(place, _)| place).collect())
            }
            Self::Years(bounds) => (!record.years.is_empty()).then(|| {
                let step = |year: &i64| (0..).zip(bounds).filter(|(_, bound)| *bound <= year).last();
                record.years.iter().filter_map(step).map(|(place, _)| place).collect()
            }),
        }
    }

    /// All records, those without a key, and those of each key.
    fn recount<'a>(&self, records: impl Iterator<Item = &'a Record>) -> (u64, u64, Vec<(u64, u64)>) {
        let (mut total, mut without, mut by_key) = (0, 0, BTreeMap::new());
        for record in records {
            total += 1;
            match self.keys(record) {
                Some(keys) => keys.into_iter().for_each(|key| *by_key.entry(key).or_default() += 1),
                None => without += 1,
            }
        }
        (total, without, by_key.into_iter().collect())
    }
}

fn choice() -> impl Strategy<Value = (Option<Condition>, Tally)> {
    (prop::option::of(condition()), tally())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_dimension_leaves_its_own_choice_aside(
        records in records(),
        condition in condition(),
        choices in prop::collection::vec(choice(), 0..5),
    ) {
        let fields = fields();
        let (index, _folder, left) = write(&fields, &records);
        let dimensions: Vec<_> = choices.iter().map(|(chosen, tally)| Dimension {
            chosen: chosen.as_ref().map(|chosen| chosen.filter(&fields)),
            count: tally.count(&fields),
        }).collect();
        let query =
            Query { filter: condition.filter(&fields), dimensions: &dimensions, limit: 100, ..Query::default() };
        let answer = index.search(&query).unwrap();

        let met = |record: &Record, but: usize| {
            let mut chosen = choices.iter().enumerate().filter(|(place, _)| *place != but);
            condition.is_met(record)
                && chosen.all(|(_, (chosen, _))| chosen.as_ref().is_none_or(|chosen| chosen.is_met(record)))
        };
        let mut expected: Vec<_> =
            left.iter().filter(|record| met(record, usize::MAX)).map(|record| &record.key).collect();
        expected.sort();
        let mut found: Vec<_> = answer.hits.iter().map(|hit| &hit.key).collect();
        found.sort();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(answer.total, expected.len() as u64);
        for (place, (_, tally)) in choices.iter().enumerate() {
            let expected = tally.recount(left.iter().filter(|record| met(record, place)));
            let counts = &answer.counts[place];
            let by_key: Vec<_> = counts.by_key().collect();
            let of = (0..60).map(|key| (key, counts.of(key))).filter(|(_, count)| *count > 0);
            prop_assert_eq!(of.collect::<Vec<_>>(), by_key.iter().copied().filter(|(key, _)| *key < 60).collect::<Vec<_>>());
            prop_assert_eq!((counts.total, counts.without, by_key), expected, "{:?}", tally);
        }
    }
}

/// A search for few among many looks for each, one for many gathers all: both find the same.
#[test]
fn few_and_many_are_counted_alike() {
    let fields = fields();
    let documents = (0..1000u64).map(|i| {
        let mut document = Document::new(i.to_string(), "{}");
        document.text(fields.title, if i % 100 == 7 { "Eau rare" } else { "Eau" }).facet(fields.country, i % 3);
        document.number(fields.year, i as i64 % 10);
        document
    });
    let (index, _folder) = index_of(&fields, documents);
    let country = |code| Filter::In(fields.country, vec![code]);
    let dimensions = [
        Dimension { chosen: Some(country(1)), count: Count::Codes(fields.country) },
        Dimension {
            chosen: Some(Filter::Range(fields.year, Some(7), None)),
            count: Count::Each((0..3).map(country).collect()),
        },
    ];
    let counts = |words| index.search(&Query { words, dimensions: &dimensions, ..Query::default() }).unwrap().counts;
    // 7, 107, 207, ... 907: remainders 1, 2, 0, 1, ... by three, and 7 by ten.
    for counts in counts("rare") {
        assert_eq!([counts.of(0), counts.of(1), counts.of(2)], if counts.total == 10 { [3, 4, 3] } else { [0, 4, 0] });
    }
    assert_eq!(counts("eau")[0].total, 300);
    assert_eq!(counts("eau")[1].total, 333);
    assert_eq!(counts("eau")[1].of(1), 333);
    let found = keys(&index, &Query { words: "rare", dimensions: &dimensions, limit: 9, ..Query::default() });
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["7", "307", "607", "907"]));
}
