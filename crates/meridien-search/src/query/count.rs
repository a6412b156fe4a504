//! Counting documents by code, by filter or by step.

use rustc_hash::FxHashMap;
use tantivy::columnar::{Cardinality, Column};
use tantivy::query::Weight;
use tantivy::{DocId, Searcher, SegmentReader};

use super::Filter;
use super::docs::Docs;
use crate::{Error, Facet, Number, Schema};

/// What is chosen, and what is counted, along one dimension of the documents.
///
/// Its counts leave its own choice aside, so that they tell what choosing otherwise would find:
/// whoever chose one country still sees how many documents each other country has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimension {
    /// What the reader chose, if anything.
    pub chosen: Option<Filter>,
    /// What is counted.
    pub count: Count,
}

impl Dimension {
    /// Counts the codes of a facet, of which none is chosen.
    pub fn of(facet: Facet) -> Self {
        Self { chosen: None, count: Count::Codes(facet) }
    }
}

/// What documents are counted by. A document counts once under each of its keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Count {
    /// Nothing: only the number of documents is wanted.
    #[default]
    Nothing,
    /// By code.
    Codes(Facet),
    /// By filter: the key is the filter's place.
    Each(Vec<Filter>),
    /// By step: the key is the place of the greatest of these ascending bounds that does not exceed
    /// the document's number. Numbers below the first bound are in no step.
    Steps(Number, Vec<i64>),
}

/// How many documents there are along a [`Dimension`], its own choice left aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All documents, each counted once.
    pub total: u64,
    /// Those without a code or a number, or that meet none of the filters.
    pub without: u64,
    /// Those of each key that has any, in the order of the keys.
    pub by_key: Vec<(u64, u64)>,
}

impl Counts {
    /// The documents of a key.
    pub fn of(&self, key: u64) -> u64 {
        let place = self.by_key.binary_search_by_key(&key, |&(key, _)| key);
        place.map_or(0, |place| self.by_key[place].1)
    }
}

/// Counts the documents of one segment after another.
pub(super) struct Tally<'a> {
    total: u64,
    without: u64,
    keys: Keys<'a>,
}

/// What a [`Tally`] counts by, and its counts so far.
enum Keys<'a> {
    Nothing,
    Codes { field: &'a str, counts: CodeCounts },
    Each { filters: Vec<Box<dyn Weight>>, counts: Vec<u64> },
    Steps { field: &'a str, bounds: &'a [i64], counts: Vec<u64> },
}

impl<'a> Tally<'a> {
    pub fn new(schema: &'a Schema, searcher: &Searcher, count: &'a Count) -> Result<Self, Error> {
        let keys = match count {
            Count::Nothing => Keys::Nothing,
            Count::Codes(facet) => {
                Keys::Codes { field: schema.facet_name(*facet), counts: CodeCounts::Table(Vec::new()) }
            }
            Count::Each(filters) => {
                let counts = vec![0; filters.len()];
                Keys::Each { filters: Filter::weights(filters, schema, searcher)?, counts }
            }
            Count::Steps(number, bounds) => {
                Keys::Steps { field: schema.number_name(*number), bounds, counts: vec![0; bounds.len()] }
            }
        };
        Ok(Self { total: 0, without: 0, keys })
    }

    /// Counts documents of a segment, given both as a set and as a list.
    pub fn add(&mut self, segment: &SegmentReader, docs: &Docs, list: &[DocId]) -> Result<(), Error> {
        self.total += list.len() as u64;
        let fast = segment.fast_fields();
        self.without += match &mut self.keys {
            Keys::Nothing => 0,
            Keys::Codes { field, counts } => match fast.column_opt(field)? {
                Some(column) => count_codes(&column, list, counts),
                None => list.len() as u64,
            },
            Keys::Each { filters, counts } => {
                let mut without = docs.clone();
                for (filter, count) in filters.iter().zip(counts) {
                    let met = docs.that_match(&**filter, segment)?;
                    *count += met.count();
                    without.remove(&met);
                }
                without.count()
            }
            Keys::Steps { field, bounds, counts } => match fast.column_opt(field)? {
                Some(column) => count_steps(&column, list, bounds, counts),
                None => list.len() as u64,
            },
        };
        Ok(())
    }

    pub fn finish(self) -> Counts {
        let by_key = match self.keys {
            Keys::Nothing => Vec::new(),
            Keys::Codes { counts, .. } => counts.into_sorted(),
            Keys::Each { counts, .. } | Keys::Steps { counts, .. } => by_place(counts),
        };
        Counts { total: self.total, without: self.without, by_key }
    }
}

/// The counts that are not zero, with their places.
fn by_place(counts: Vec<u64>) -> Vec<(u64, u64)> {
    (0..).zip(counts).filter(|&(_, count)| count > 0).collect()
}

/// Documents whose values are read together.
const BLOCK: usize = 512;

/// Counts the documents that have each code; returns how many have none.
fn count_codes(column: &Column<u64>, docs: &[DocId], counts: &mut CodeCounts) -> u64 {
    counts.make_room(column.max_value());
    let mut without = 0;
    let (mut with, mut rows, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for docs in docs.chunks(BLOCK) {
        with.clear();
        rows.clear();
        column.row_ids_for_docs(docs, &mut with, &mut rows);
        codes.resize(rows.len(), 0);
        column.values.get_vals(&rows, &mut codes);
        counts.add(&codes);
        without += docs.len() as u64 - distinct(&with, column.get_cardinality());
    }
    without
}

/// How many documents a sorted list has, where one that has several values stands several times.
fn distinct(docs: &[DocId], cardinality: Cardinality) -> u64 {
    match cardinality {
        Cardinality::Full | Cardinality::Optional => docs.len() as u64,
        Cardinality::Multivalued => docs.chunk_by(|one, other| one == other).count() as u64,
    }
}

/// Counts the documents that have a number in each step; returns how many have no number.
fn count_steps(column: &Column<i64>, docs: &[DocId], bounds: &[i64], counts: &mut [u64]) -> u64 {
    let mut without = 0;
    // The last document counted in each step: it may have other numbers there.
    let mut last = vec![DocId::MAX; bounds.len()];
    for &doc in docs {
        let mut numbers = column.values_for_doc(doc).peekable();
        without += u64::from(numbers.peek().is_none());
        for number in numbers {
            let Some(step) = step(bounds, number) else { continue };
            if std::mem::replace(&mut last[step], doc) != doc {
                counts[step] += 1;
            }
        }
    }
    without
}

/// The place of the greatest of ascending bounds that a number reaches.
pub(crate) fn step(bounds: &[i64], number: i64) -> Option<usize> {
    bounds.partition_point(|&bound| bound <= number).checked_sub(1)
}

/// Counts by code.
enum CodeCounts {
    /// At the place of each code, where all are small: faster by far.
    Table(Vec<u64>),
    Map(FxHashMap<u64, u64>),
}

/// The codes that a table holds. Two letters fit.
const TABLE_CODES: u64 = 1 << 16;

impl CodeCounts {
    /// Prepares for codes up to one.
    fn make_room(&mut self, greatest: u64) {
        if let Self::Table(counts) = self {
            if greatest < TABLE_CODES {
                counts.resize(counts.len().max(greatest as usize + 1), 0);
            } else {
                *self = Self::Map(by_place(std::mem::take(counts)).into_iter().collect());
            }
        }
    }

    fn add(&mut self, codes: &[u64]) {
        match self {
            Self::Table(counts) => codes.iter().for_each(|&code| counts[code as usize] += 1),
            Self::Map(counts) => codes.iter().for_each(|&code| *counts.entry(code).or_default() += 1),
        }
    }

    fn into_sorted(self) -> Vec<(u64, u64)> {
        match self {
            Self::Table(counts) => by_place(counts),
            Self::Map(counts) => {
                let mut counts: Vec<_> = counts.into_iter().collect();
                counts.sort_unstable();
                counts
            }
        }
    }
}
