//! Counting documents by code, by filter or by step.

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader, i64_to_u64};

use super::Filter;
use super::docs::Docs;
use crate::columns::Places;
use crate::index::Snapshot;
use crate::{Error, Facet, Number};

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
    snapshot: &'a Snapshot,
    count: &'a Count,
    total: u64,
    without: u64,
    by_key: FxHashMap<u64, u64>,
}

impl<'a> Tally<'a> {
    pub fn new(snapshot: &'a Snapshot, count: &'a Count) -> Self {
        Self { snapshot, count, total: 0, without: 0, by_key: FxHashMap::default() }
    }

    /// Counts documents of a segment, given as a set and as a list.
    pub fn add(&mut self, segment: &SegmentReader, docs: &Docs, list: &[DocId]) -> Result<(), Error> {
        let Snapshot { schema, columns, .. } = self.snapshot;
        self.total += list.len() as u64;
        if list.is_empty() {
            return Ok(());
        }
        match self.count {
            Count::Nothing => {}
            Count::Codes(facet) => {
                let column = columns.codes(schema, segment, *facet)?;
                let (counts, without) = column.count(list);
                self.without += without;
                self.add_counts(column.values.iter().copied().zip(counts));
            }
            Count::Each(filters) => {
                let mut without = docs.clone();
                for (place, filter) in (0..).zip(filters) {
                    let met = filter.among(docs, self.snapshot, segment)?;
                    without = without.but_not(&met);
                    self.add_counts([(place, met.count() as u32)].into_iter());
                }
                self.without += without.count();
            }
            Count::Steps(number, bounds) => {
                let (counts, without) = count_steps(&*columns.numbers(schema, segment, *number)?, bounds, list);
                self.without += without;
                self.add_counts((0..).zip(counts));
            }
        }
        Ok(())
    }

    fn add_counts(&mut self, counts: impl Iterator<Item = (u64, u32)>) {
        for (key, count) in counts.filter(|&(_, count)| count > 0) {
            *self.by_key.entry(key).or_default() += u64::from(count);
        }
    }

    pub fn finish(self) -> Counts {
        let mut by_key: Vec<_> = self.by_key.into_iter().collect();
        by_key.sort_unstable();
        Counts { total: self.total, without: self.without, by_key }
    }
}

/// Counts the documents that have a number in each step, and those that have no number.
fn count_steps(column: &Places, bounds: &[i64], docs: &[DocId]) -> (Vec<u32>, u64) {
    let steps = Steps::new(column, bounds);
    let mut counts = vec![0; bounds.len()];
    let mut without = 0;
    // The last document counted in each step: it may have other numbers there.
    let mut last = vec![DocId::MAX; bounds.len()];
    for &doc in docs {
        let mut any = false;
        column.visit(doc, |place| {
            any = true;
            let step = steps.of(place).filter(|&step| std::mem::replace(&mut last[step], doc) != doc);
            step.into_iter().for_each(|step| counts[step] += 1);
        });
        without += u64::from(!any);
    }
    (counts, without)
}

/// The steps of a column: where among its values each of the ascending bounds comes.
pub(crate) struct Steps(Vec<u32>);

impl Steps {
    pub fn new(column: &Places, bounds: &[i64]) -> Self {
        Self(bounds.iter().map(|&bound| column.range(Some(i64_to_u64(bound)), None).start).collect())
    }

    /// The step of the value at a place, if it reaches one.
    pub fn of(&self, place: u32) -> Option<usize> {
        self.0.partition_point(|&bound| bound <= place).checked_sub(1)
    }
}
