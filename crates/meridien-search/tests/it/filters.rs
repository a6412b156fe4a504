//! Filters and order, against a recount by hand.

use std::collections::BTreeSet;

use meridien_search::{Change, Dimension, Document, Filter, Index, Order, Query, Sort, fold};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::{Fields, fields, index_of, keys};

/// A record as the test knows it.
#[derive(Clone, Debug)]
pub struct Record {
    pub key: String,
    pub countries: BTreeSet<u64>,
    pub themes: BTreeSet<u64>,
    pub years: Vec<i64>,
    pub name: Option<String>,
}

impl Record {
    fn document(&self, fields: &Fields) -> Document {
        let mut document = Document::new(&self.key, &format!("card of {}", self.key));
        for &country in &self.countries {
            document.facet(fields.country, country).facet(fields.country, country);
        }
        for &theme in &self.themes {
            document.facet(fields.theme, theme).facet(fields.counted_theme, theme);
        }
        for &year in &self.years {
            document.number(fields.year, year);
        }
        if let Some(name) = &self.name {
            document.sort_text(fields.name, name).text(fields.title, name);
        }
        document
    }
}

/// Codes of countries lie close together, those of themes far apart.
fn record() -> impl Strategy<Value = Record> {
    let sets =
        (prop::collection::btree_set(0..6u64, 0..3), prop::collection::btree_set((0..6u64).prop_map(theme), 0..3));
    let name = prop::option::of("[A-Cé]{1,2}");
    (sets, prop::collection::vec(-3..4i64, 0..3), name).prop_map(|((countries, themes), years, name)| Record {
        key: String::new(),
        countries,
        themes,
        years,
        name,
    })
}

fn theme(n: u64) -> u64 {
    n * (u64::MAX / 7)
}

pub fn records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), 1..60).prop_map(|mut records| {
        for (i, record) in records.iter_mut().enumerate() {
            // Not in the order of writing.
            record.key = format!("record/{:02}", i * 37 % 64);
        }
        records
    })
}

/// A filter without the fields' handles, so that it can be made before a schema.
#[derive(Clone, Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Country(Vec<u64>),
    Theme(Vec<u64>),
    CountedTheme(Vec<u64>),
    Year(Option<i64>, Option<i64>),
    HasYear,
}

pub fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        prop::collection::vec(0..7u64, 0..4).prop_map(Condition::Country),
        prop::collection::vec((0..7u64).prop_map(theme), 0..3).prop_map(Condition::Theme),
        prop::collection::vec((0..7u64).prop_map(theme), 0..3).prop_map(Condition::CountedTheme),
        Just(Condition::Country((0..50).collect())), // more codes than are listed one by one
        (prop::option::of(-4..5i64), prop::option::of(-4..5i64)).prop_map(|(from, to)| Condition::Year(from, to)),
        Just(Condition::HasYear),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|condition| Condition::Not(Box::new(condition))),
        ]
    })
}

impl Condition {
    pub fn filter(&self, fields: &Fields) -> Filter {
        let each = |conditions: &[Self]| conditions.iter().map(|condition| condition.filter(fields)).collect();
        match self {
            Self::All(conditions) => Filter::All(each(conditions)),
            Self::Any(conditions) => Filter::Any(each(conditions)),
            Self::Not(condition) => Filter::Not(Box::new(condition.filter(fields))),
            Self::Country(codes) => Filter::In(fields.country, codes.clone()),
            Self::Theme(codes) => Filter::In(fields.theme, codes.clone()),
            Self::CountedTheme(codes) => Filter::In(fields.counted_theme, codes.clone()),
            Self::Year(from, to) => Filter::Range(fields.year, *from, *to),
            Self::HasYear => Filter::Exists(fields.year),
        }
    }

    pub fn is_met(&self, record: &Record) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|condition| condition.is_met(record)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.is_met(record)),
            Self::Not(condition) => !condition.is_met(record),
            Self::Country(codes) => codes.iter().any(|code| record.countries.contains(code)),
            Self::Theme(codes) | Self::CountedTheme(codes) => codes.iter().any(|code| record.themes.contains(code)),
            Self::Year(from, to) => {
                record.years.iter().any(|year| from.is_none_or(|from| from <= *year) && to.is_none_or(|to| *year <= to))
            }
            Self::HasYear => !record.years.is_empty(),
        }
    }
}

/// Writes the records in several commits, some twice and some removed after, so that there are
/// several segments with deleted documents. Returns what is left.
pub fn write(fields: &Fields, records: &[Record]) -> (Index, TempDir, Vec<Record>) {
    let (index, folder) = index_of(fields, records.iter().step_by(2).map(|record| record.document(fields)));
    let mut writer = index.writer().unwrap();
    let mut left = records.to_vec();
    for (seq, chunk) in records.chunks(20).enumerate() {
        writer.apply(chunk.iter().map(|record| Change::Put(record.document(fields)))).unwrap();
        if let Some(removed) = chunk.get(3) {
            writer.apply([Change::Remove(removed.key.clone())]).unwrap();
            left.retain(|record| record.key != removed.key);
        }
        writer.commit(seq as u64 + 2).unwrap();
    }
    (index, folder, left)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn filters_equal_a_recount(records in records(), conditions in prop::collection::vec(condition(), 1..8)) {
        let fields = fields();
        let (index, _folder, left) = write(&fields, &records);
        for condition in conditions {
            let met: Vec<_> = left.iter().filter(|record| condition.is_met(record)).collect();
            let query = Query { filter: condition.filter(&fields), limit: 100, ..Query::default() };
            let answer = index.search(&query).unwrap();

            let mut expected: Vec<_> = met.iter().map(|record| &record.key).collect();
            expected.sort();
            let mut found: Vec<_> = answer.hits.iter().map(|hit| &hit.key).collect();
            found.sort();
            prop_assert_eq!(found, expected, "{:?}", condition);
            prop_assert_eq!(answer.total, met.len() as u64);
            for hit in answer.hits {
                prop_assert_eq!(hit.card, format!("card of {}", hit.key));
            }
        }
    }

    #[test]
    fn pages_follow_each_other_in_every_order(
        records in records(),
        size in 1..8usize,
        codes in prop::collection::vec(0..6u64, 0..4).prop_map(|codes| codes.into_iter().collect::<BTreeSet<_>>()),
        conditions in prop::collection::vec(condition(), 0..4),
    ) {
        let fields = fields();
        let (index, _folder, mut left) = write(&fields, &records);
        // Those alike have an order that a rebuild does not change.
        let (rebuilt, _folder) = index_of(&fields, left.iter().rev().map(|record| record.document(&fields)));
        let order = keys(&rebuilt, &Query { limit: 100, ..Query::default() });
        left.sort_by_key(|record| order.iter().position(|key| *key == record.key));
        let year = |record: &Record| record.years.first().copied();
        let name = |record: &Record| record.name.as_deref().map(|name| fold(name).into_owned());
        for descending in [false, true] {
            let order = if descending { Order::Descending } else { Order::Ascending };
            let mut by_year = left.clone();
            by_year.sort_by(|one, other| rank(year(one), year(other), descending));
            let mut by_name = left.clone();
            by_name.sort_by(|one, other| rank(name(one), name(other), descending));
            // Neither has a direction.
            let codes: Vec<u64> = codes.iter().rev().copied().collect();
            let code = |record: &Record| codes.iter().position(|code| record.countries.contains(code));
            let met = |record: &Record| conditions.iter().position(|condition| condition.is_met(record));
            let (mut by_code, mut by_condition) = (left.clone(), left.clone());
            by_code.sort_by(|one, other| rank(code(one), code(other), false));
            by_condition.sort_by(|one, other| rank(met(one), met(other), false));
            for (sort, expected) in [
                (Sort::Relevance, &left),
                (Sort::Number(fields.year, order), &by_year),
                (Sort::Text(fields.name, order), &by_name),
                (Sort::Codes(fields.country, codes.clone().into()), &by_code),
                (Sort::Each(conditions.iter().map(|condition| condition.filter(&fields)).collect()), &by_condition),
            ] {
                let pages = (0..=left.len() / size).flat_map(|page| {
                    let sort = sort.clone();
                    keys(&index, &Query { sort, offset: page * size, limit: size, ..Query::default() })
                });
                let expected: Vec<_> = expected.iter().map(|record| record.key.clone()).collect();
                prop_assert_eq!(pages.collect::<Vec<_>>(), &expected[..], "{:?}", sort);
                let hits = index.hits(&Query { sort: sort.clone(), ..Query::default() }).unwrap();
                prop_assert_eq!(hits.len(), expected.len());
                prop_assert_eq!(hits.map(|hit| hit.unwrap().key).collect::<Vec<_>>(), expected, "{:?}", sort);
            }
        }
    }
}

/// Compares values, those that are not there last in both directions.
fn rank<T: Ord>(one: Option<T>, other: Option<T>, descending: bool) -> std::cmp::Ordering {
    match (one, other) {
        (Some(one), Some(other)) if descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

#[test]
fn equal_scores_keep_one_order_across_pages() {
    let fields = fields();
    let (index, _folder) = index_of(
        &fields,
        (0..50).rev().map(|i| {
            let mut document = Document::new(format!("{i:02}"), "{}");
            document.text(fields.title, "Eau");
            document
        }),
    );
    let page = |offset| keys(&index, &Query { words: "eau", offset, limit: 7, ..Query::default() });
    let found: Vec<_> = (0..8).flat_map(|n| page(n * 7)).collect();
    assert_eq!(found, keys(&index, &Query { limit: 50, ..Query::default() }));
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 50);
}

#[test]
fn streamed_hits_are_those_of_the_pages_whatever_is_written_meanwhile() {
    let fields = fields();
    let document = |i: u64| {
        let mut document = Document::new(i.to_string(), &format!("card {i}"));
        document.text(fields.title, &"eau ".repeat(i as usize % 5)).text(fields.title, "du lac de Kayes");
        document.facet(fields.country, i % 3).sort_text(fields.name, &format!("nom {}", i * 7 % 1000));
        document
    };
    let (index, _folder) = index_of(&fields, (0..1500).map(document));
    let mut writer = index.writer().unwrap();
    writer.apply((0..700).map(|i| Change::Put(document(i)))).unwrap();
    writer.commit(2).unwrap();
    let dimensions =
        [Dimension { chosen: Some(Filter::In(fields.country, vec![0, 2])), ..Dimension::of(fields.country) }];
    for sort in [Sort::Relevance, Sort::Text(fields.name, Order::Descending), Sort::Text(fields.name, Order::Ascending)]
    {
        let query = Query { words: "eau kayes", sort, dimensions: &dimensions, limit: 2000, ..Query::default() };
        let page = index.search(&query).unwrap();
        let hits = index.hits(&query).unwrap();
        assert_eq!((hits.seq(), hits.len() as u64), (page.seq, page.total));
        writer.apply((0..300).map(|i| Change::Remove(i.to_string()))).unwrap();
        writer.commit(page.seq + 1).unwrap();
        assert_eq!(hits.map(Result::unwrap).collect::<Vec<_>>(), page.hits);
        writer.apply((0..300).map(|i| Change::Put(document(i)))).unwrap();
        writer.commit(page.seq + 2).unwrap();
    }
}

#[test]
fn pages_far_beyond_the_end_are_empty_at_no_cost() {
    let fields = fields();
    let (index, _folder) = index_of(&fields, [Document::new("a", "{}")]);
    for (offset, limit) in [(1, 20), (usize::MAX, 20), (usize::MAX - 5, usize::MAX), (0, 0)] {
        let answer = index.search(&Query { offset, limit, ..Query::default() }).unwrap();
        assert_eq!((answer.total, answer.hits.len()), (1, 0), "{offset} {limit}");
    }
    assert_eq!(keys(&index, &Query { limit: usize::MAX, ..Query::default() }), ["a"]);
}

#[test]
fn words_and_filters_combine_and_filters_do_not_weigh() {
    let fields = fields();
    let document = |key: &str, title: &str, country| {
        let mut document = Document::new(key, "{}");
        document.text(fields.title, title).facet(fields.country, country);
        document
    };
    let (index, _folder) =
        index_of(&fields, [document("a", "Eau", 1), document("b", "Eau", 2), document("c", "Nord", 1)]);
    let query = |words, countries: &[u64]| {
        let filter = Filter::In(fields.country, countries.to_vec());
        index.search(&Query { words, filter, limit: 9, ..Query::default() }).unwrap()
    };
    assert_eq!(query("eau", &[1]).hits.len(), 1);
    assert_eq!(query("nord", &[2]).total, 0);
    let plain = index.search(&Query { words: "eau", limit: 9, ..Query::default() }).unwrap();
    assert_eq!(query("eau", &[1, 2]).hits, plain.hits);
}

#[test]
fn codes_near_bring_hits_closer_the_rarer_the_more_and_find_none_more() {
    let fields = fields();
    let document = |key: &str, countries: &[u64], themes: &[u64]| {
        let mut document = Document::new(key, "{}");
        countries.iter().for_each(|country| {
            document.facet(fields.country, *country);
        });
        themes.iter().for_each(|theme| {
            document.facet(fields.theme, *theme);
        });
        document
    };
    let documents = [
        document("common", &[1], &[]),
        document("both", &[1], &[7]),
        document("rare", &[2], &[7]),
        document("none", &[2], &[]),
        document("filler", &[1], &[8]),
    ];
    let (index, _folder) = index_of(&fields, documents);
    let near = [(fields.country, 1), (fields.theme, 7)];
    let query = Query { near: &near, limit: 9, ..Query::default() };
    let found = keys(&index, &query);
    assert_eq!((&found[..2], found[4].as_str()), (&["both".to_owned(), "rare".to_owned()][..], "none"));
    let filter = Filter::In(fields.theme, vec![7]);
    assert_eq!(keys(&index, &Query { filter, ..query }), ["both", "rare"]);
}
