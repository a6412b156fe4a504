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
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// All documents, each counted once.
    pub total: u64,
    /// Those without a code or a number, or that meet none of the filters.
    pub without: u64,
    keys: Keys,
    frequent: OnceLock<Vec<(u64, u64)>>,
}

/// Keys with their documents, in the order of the keys. A register of a million has a hundred thousand authorities, so the
/// keys of a column are told by their places in it.
#[derive(Clone, Debug)]
enum Keys {
    Listed(Vec<(u64, u64)>),
    /// The values of a column that have any documents.
    Some(Arc<Places>, Vec<(u32, u32)>),
    /// All values of a column.
    All(Arc<Places>, Vec<u32>),
}

impl Default for Keys {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl Keys {
    /// The values of a column, in as few bytes as hold them.
    fn of(column: Arc<Places>, counts: Vec<u32>) -> Self {
        let any = counts.iter().filter(|&&count| count > 0).count();
        if any > counts.len() / 2 {
            return Self::All(column, counts);
        }
        let mut some = Vec::with_capacity(any);
        some.extend((0..).zip(counts).filter(|&(_, count)| count > 0));
        Self::Some(column, some)
    }

    fn of_key(&self, key: u64) -> Option<u64> {
        let place = |column: &Places| column.values.binary_search(&key).ok();
        match self {
            Self::Listed(keys) => Some(keys[keys.binary_search_by_key(&key, |&(key, _)| key).ok()?].1),
            Self::Some(column, counts) => {
                let place = place(column)? as u32;
                Some(counts[counts.binary_search_by_key(&place, |&(place, _)| place).ok()?].1.into())
            }
            Self::All(column, counts) => Some(counts[place(column)?].into()),
        }
    }

    /// How many documents each value of the column has, by its place.
    fn by_place(&self) -> Vec<u32> {
        match self {
            Self::Listed(_) => Vec::new(),
            Self::Some(column, some) => {
                let mut counts = vec![0; column.values.len()];
                some.iter().for_each(|&(place, count)| counts[place as usize] = count);
                counts
            }
            Self::All(_, counts) => counts.clone(),
        }
    }

    /// What is left without those of a part of the documents.
    fn less(&self, part: &Keys) -> Keys {
        let column = match self {
            Self::Listed(listed) => {
                let left = |&(key, count): &(u64, u64)| (key, count - part.of_key(key).unwrap_or_default());
                return Self::Listed(listed.iter().map(left).filter(|&(_, count)| count > 0).collect());
            }
            Self::Some(column, _) | Self::All(column, _) => column,
        };
        let mut counts = self.by_place();
        match part {
            // Of no documents.
            Self::Listed(_) => {}
            Self::Some(_, some) => some.iter().for_each(|&(place, count)| counts[place as usize] -= count),
            Self::All(_, all) => counts.iter_mut().zip(all).for_each(|(count, part)| *count -= part),
        }
        Self::of(Arc::clone(column), counts)
    }

    /// Bytes, the column aside.
    fn size(&self) -> usize {
        match self {
            Self::Listed(keys) => size_of_val(&keys[..]),
            Self::Some(_, counts) => size_of_val(&counts[..]),
            Self::All(_, counts) => size_of_val(&counts[..]),
        }
    }
}

/// Keys that [`Counts::most_frequent`] gives at most.
const MOST: usize = 1000;

impl Counts {
    fn new(total: u64, without: u64, keys: Keys) -> Self {
        Self { total, without, keys, frequent: OnceLock::new() }
    }

    /// The documents of each key that has any, in the order of the keys.
    pub fn by_key(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let (listed, column, some, all) = match &self.keys {
            Keys::Listed(listed) => (&listed[..], &[][..], &[][..], &[][..]),
            Keys::Some(column, some) => (&[][..], &column.values[..], &some[..], &[][..]),
            Keys::All(column, all) => (&[][..], &column.values[..], &[][..], &all[..]),
        };
        let some = some.iter().map(|&(place, count)| (column[place as usize], u64::from(count)));
        let all = column.iter().zip(all).filter(|&(_, &count)| count > 0).map(|(&key, &count)| (key, count.into()));
        listed.iter().copied().chain(some).chain(all)
    }

    /// The documents of a key.
    pub fn of(&self, key: u64) -> u64 {
        self.keys.of_key(key).unwrap_or_default()
    }

    /// The keys of the most documents, the first thousand of them: those of most first, then in the order of the keys.
    pub fn most_frequent(&self) -> &[(u64, u64)] {
        self.frequent.get_or_init(|| {
            let order = |&(key, count): &(u64, u64)| (Reverse(count), key);
            let mut most = Vec::new();
            // What a key must have more of to be among them: of those alike the first comes first.
            let mut least = 0;
            for (key, count) in self.by_key().filter(|&(_, count)| count > 0) {
                if count > least {
                    most.push((key, count));
                }
                if most.len() == 2 * MOST {
                    least = most.select_nth_unstable_by_key(MOST - 1, order).1.1;
                    most.truncate(MOST);
                }
            }
            most.sort_unstable_by_key(order);
            most.truncate(MOST);
            most.shrink_to_fit();
            most
        })
    }

    /// Bytes of its keys.
    pub(crate) fn size(&self) -> usize {
        self.keys.size() + self.frequent.get().map_or(0, |keys| size_of_val(&keys[..]))
    }

    fn with(&self, other: &Counts) -> Counts {
        let mut by_key = Vec::new();
        let (mut ours, mut theirs) = (self.by_key().peekable(), other.by_key().peekable());
        while let (Some(&(one, count)), Some(&(two, more))) = (ours.peek(), theirs.peek()) {
            by_key.push((one.min(two), if one <= two { count } else { 0 } + if two <= one { more } else { 0 }));
            ours.next_if(|_| one <= two);
            theirs.next_if(|_| two <= one);
        }
        by_key.extend(ours.chain(theirs));
        Counts::new(self.total + other.total, self.without + other.without, Keys::Listed(by_key))
    }
}

impl PartialEq for Counts {
    fn eq(&self, other: &Self) -> bool {
        (self.total, self.without) == (other.total, other.without) && self.by_key().eq(other.by_key())
    }
}

/// Counts the documents of one segment after another.
pub(super) struct Tally<'a> {
    snapshot: &'a Snapshot,
    count: &'a Count,
    parts: Vec<Arc<Counts>>,
}

/// Counts of fewer documents than one in so many are not worth keeping: their set takes a bit for each of all.
const FEW: u64 = 500;

impl<'a> Tally<'a> {
    pub fn new(snapshot: &'a Snapshot, count: &'a Count) -> Self {
        Self { snapshot, count, parts: Vec::new() }
    }

    /// Counts documents of a segment, which are among `whole`; `counted` holds what was counted of them before.
    pub fn add(
        &mut self,
        segment: &SegmentReader,
        docs: &Docs,
        whole: &Arc<Docs>,
        counted: Option<&Counted>,
    ) -> Result<(), Error> {
        let make = || self.count_among(segment, docs, whole);
        self.parts.push(match counted {
            Some(counted) => counted.count(self.count, make)?,
            None => Arc::new(make()?),
        });
        Ok(())
    }

    /// Where counts of documents are kept, if they are worth it.
    pub fn kept(snapshot: &Snapshot, segment: &SegmentReader, docs: &Arc<Docs>) -> Option<Arc<Counted>> {
        let all = snapshot.searcher.num_docs();
        (docs.count() > all / FEW).then(|| snapshot.kept.counted(all, segment, docs))
    }

    /// Counts the documents, or where they are most of the whole, those that are not among them.
    fn count_among(&self, segment: &SegmentReader, docs: &Docs, whole: &Arc<Docs>) -> Result<Counts, Error> {
        let (few, all) = (docs.count(), whole.count());
        // Sets that meet a filter intersect faster than they are counted otherwise.
        let by_column = matches!(self.count, Count::Codes(_) | Count::Steps(..));
        if !by_column || few <= all / 2 || few == all {
            return self.count(segment, docs);
        }
        let Some(kept) = Self::kept(self.snapshot, segment, whole) else { return self.count(segment, docs) };
        let of_all = kept.count(self.count, || self.count(segment, whole))?;
        let of_rest = self.count(segment, &whole.but_not(docs))?;
        let (total, without) = (of_all.total - of_rest.total, of_all.without - of_rest.without);
        Ok(Counts::new(total, without, of_all.keys.less(&of_rest.keys)))
    }

    fn count(&self, segment: &SegmentReader, docs: &Docs) -> Result<Counts, Error> {
        let Snapshot { schema, kept, .. } = self.snapshot;
        let total = docs.count();
        let mut listed: Vec<(u64, u64)> = Vec::new();
        let mut list = |keys: &mut dyn Iterator<Item = (u64, u32)>| {
            listed.extend(keys.filter(|&(_, count)| count > 0).map(|(key, count)| (key, count.into())));
        };
        let without = match self.count {
            _ if total == 0 => 0,
            Count::Nothing => 0,
            Count::Codes(facet) => {
                let column = kept.codes(schema, segment, *facet)?;
                let (counts, without) = column.count(docs);
                return Ok(Counts::new(total, without, Keys::of(column, counts)));
            }
            Count::Each(filters) => {
                let mut without = docs.clone();
                for (place, filter) in (0..).zip(filters) {
                    let met = filter.among(docs, self.snapshot, segment)?;
                    without = without.but_not(&met);
                    list(&mut [(place, met.count() as u32)].into_iter());
                }
                without.count()
            }
            Count::Steps(number, bounds) => {
                let (counts, without) = count_steps(&*kept.numbers(schema, segment, *number)?, bounds, docs);
                list(&mut (0..).zip(counts));
                without
            }
        };
        Ok(Counts::new(total, without, Keys::Listed(listed)))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_most_frequent_are_the_first_of_all_in_their_order(
            counts in prop::collection::vec(1u64..40, 0..6 * MOST),
        ) {
            let mut all: Vec<(u64, u64)> = (0..).zip(counts).collect();
            let counts = Counts::new(0, 0, Keys::Listed(all.clone()));
            all.sort_by_key(|&(key, count)| (Reverse(count), key));
            all.truncate(MOST);
            prop_assert_eq!(counts.most_frequent(), &all[..]);
        }
    }
}
