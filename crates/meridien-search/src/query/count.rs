//! Counting documents by code, by filter or by step.

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use tantivy::{DocId, SegmentReader, i64_to_u64};

use super::Filter;
use super::docs::Docs;
use crate::columns::Places;
use crate::index::Snapshot;
use crate::kept::Counted;
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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
    frequent: OnceLock<Vec<(u64, u64)>>,
}

/// Keys that [`Counts::most_frequent`] gives at most.
const MOST: usize = 1000;

impl Counts {
    /// The documents of a key.
    pub fn of(&self, key: u64) -> u64 {
        let place = self.by_key.binary_search_by_key(&key, |&(key, _)| key);
        place.map_or(0, |place| self.by_key[place].1)
    }

    /// The keys of the most documents, the first thousand of them: those of most first, then in the order of the keys.
    pub fn most_frequent(&self) -> &[(u64, u64)] {
        self.frequent.get_or_init(|| {
            let order = |&(key, count): &(u64, u64)| (Reverse(count), key);
            let mut keys = self.by_key.clone();
            if keys.len() > MOST {
                keys.select_nth_unstable_by_key(MOST, order);
                keys.truncate(MOST);
                keys.shrink_to_fit();
            }
            keys.sort_unstable_by_key(order);
            keys
        })
    }

    /// Bytes of its keys.
    pub(crate) fn size(&self) -> usize {
        size_of_val(&self.by_key[..]) + self.frequent.get().map_or(0, |keys| size_of_val(&keys[..]))
    }

    fn with(&self, other: &Counts) -> Counts {
        let mut by_key = Vec::with_capacity(self.by_key.len().max(other.by_key.len()));
        let (mut ours, mut theirs) = (self.by_key.iter().peekable(), other.by_key.iter().peekable());
        while let (Some(&&(one, count)), Some(&&(two, more))) = (ours.peek(), theirs.peek()) {
            by_key.push((one.min(two), if one <= two { count } else { 0 } + if two <= one { more } else { 0 }));
            ours.next_if(|_| one <= two);
            theirs.next_if(|_| two <= one);
        }
        by_key.extend(ours.chain(theirs));
        let (total, without) = (self.total + other.total, self.without + other.without);
        Counts { total, without, by_key, frequent: OnceLock::new() }
    }
}

/// Counts the documents of one segment after another.
pub(super) struct Tally<'a> {
    snapshot: &'a Snapshot,
    count: &'a Count,
    parts: Vec<Arc<Counts>>,
}

/// Counts of so few documents are not worth keeping.
const FEW: u64 = 2000;

impl<'a> Tally<'a> {
    pub fn new(snapshot: &'a Snapshot, count: &'a Count) -> Self {
        Self { snapshot, count, parts: Vec::new() }
    }

    /// Counts documents of a segment; `counted` holds what was counted of them before.
    pub fn add(&mut self, segment: &SegmentReader, docs: &Docs, counted: Option<&Counted>) -> Result<(), Error> {
        let make = || self.count(segment, docs);
        self.parts.push(match counted {
            Some(counted) => counted.count(self.count, make)?,
            None => Arc::new(make()?),
        });
        Ok(())
    }

    /// Where counts of documents are kept, if they are worth it.
    pub fn kept(snapshot: &Snapshot, segment: &SegmentReader, docs: &Arc<Docs>) -> Option<Arc<Counted>> {
        (docs.count() > FEW).then(|| snapshot.kept.counted(segment, docs))
    }

    fn count(&self, segment: &SegmentReader, docs: &Docs) -> Result<Counts, Error> {
        let Snapshot { schema, kept, .. } = self.snapshot;
        let total = docs.count();
        let mut by_key: Vec<(u64, u64)> = Vec::new();
        let mut add = |keys: &mut dyn Iterator<Item = (u64, u32)>| {
            by_key.extend(keys.filter(|&(_, count)| count > 0).map(|(key, count)| (key, count.into())));
        };
        let without = match self.count {
            _ if total == 0 => 0,
            Count::Nothing => 0,
            Count::Codes(facet) => {
                let column = kept.codes(schema, segment, *facet)?;
                let (counts, without) = column.count(docs);
                add(&mut column.values.iter().copied().zip(counts));
                without
            }
            Count::Each(filters) => {
                let mut without = docs.clone();
                for (place, filter) in (0..).zip(filters) {
                    let met = filter.among(docs, self.snapshot, segment)?;
                    without = without.but_not(&met);
                    add(&mut [(place, met.count() as u32)].into_iter());
                }
                without.count()
            }
            Count::Steps(number, bounds) => {
                let (counts, without) = count_steps(&*kept.numbers(schema, segment, *number)?, bounds, docs);
                add(&mut (0..).zip(counts));
                without
            }
        };
        by_key.shrink_to_fit();
        Ok(Counts { total, without, by_key, frequent: OnceLock::new() })
    }

    pub fn finish(mut self) -> Arc<Counts> {
        self.parts.retain(|part| part.total > 0);
        if self.parts.len() < 2 {
            return self.parts.pop().unwrap_or_default();
        }
        let sum = |parts: &[Arc<Counts>]| parts.iter().fold(Counts::default(), |sum, part| sum.with(part));
        self.snapshot.kept.sum(self.parts, sum)
    }
}

/// Counts the documents that have a number in each step, and those that have no number.
fn count_steps(column: &Places, bounds: &[i64], docs: &Docs) -> (Vec<u32>, u64) {
    let steps = Steps::new(column, bounds);
    if column.is_single() {
        let (places, without) = column.count(docs);
        let mut counts = vec![0; bounds.len()];
        for (place, count) in (0..).zip(places) {
            steps.of(place).into_iter().for_each(|step| counts[step] += count);
        }
        return (counts, without);
    }
    let mut counts = vec![0; bounds.len()];
    let mut without = 0;
    // The last document counted in each step: it may have other numbers there.
    let mut last = vec![DocId::MAX; bounds.len()];
    for doc in docs.iter() {
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
