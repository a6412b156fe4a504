//! What was made of segments to answer faster, kept while they are read.
//!
//! A segment never changes, so whatever is computed of it stays right. Columns are kept as long as their segment; of
//! orders, filters and counts the last ones are, within bounds. Counts are kept by the set of documents that they
//! are of: another page, order or view of a search, and another search that finds the same, need not count again.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxBuildHasher;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::columns::Places;
use crate::query::{Closest, Count, Counts, Docs, Filter, Nearness, Ranks, Sort, Sought};
use crate::tabulation::{Asked, Table, Values};
use crate::{Error, Schema, SortText};

/// Bytes of filters kept at most, with what meets them.
const FILTERS: usize = 16 << 20;
/// Bytes of orders: four for each document in each.
const RANKS: usize = 64 << 20;
/// Bytes of counts, with the sets that they are of, for each document of the index: few documents are soon counted again.
const COUNTS: u64 = 100;
/// The same at most.
const MOST_COUNTS: u64 = 64 << 20;
/// Bytes of the documents found by words and filters, for each document of the index: sixty-four sets of them all.
const FOUND: u64 = 8;
/// The same at least: what was looked for takes a few hundred bytes itself.
const LEAST_FOUND: u64 = 64 << 10;
/// Tables, counts of several segments together, and lists of the closest hits.
const TABLES: usize = 64;
/// Keys, cells and hits of all of each.
const CELLS: usize = 2_000_000;
/// Bytes of a key with its count.
const CELL: usize = 16;

/// What is kept.
#[derive(Default)]
pub(crate) struct Kept {
    columns: Mutex<OfFields<Places>>,
    ranks: Mutex<Last<Sort, Arc<Ranks>>>,
    /// Held while an order is made: each takes 32 bytes a document meanwhile.
    ranking: Mutex<()>,
    lines: Mutex<OfFields<Values>>,
    starts: Mutex<HashMap<SegmentId, Slot<Vec<u32>>>>,
    texts: Mutex<OfFields<Option<StrColumn>>>,
    filters: Mutex<Last<Filter, Arc<Docs>>>,
    found: Mutex<Last<Sought, Arc<Docs>>>,
    counts: Mutex<Last<Arc<Docs>, Arc<Counted>>>,
    sums: Mutex<VecDeque<Sum>>,
    closest: Mutex<VecDeque<(Nearness, Arc<Closest>)>>,
    tables: Mutex<VecDeque<(Found, Asked, Arc<Table>)>>,
}

/// What was made of fields of segments.
type OfFields<T> = HashMap<(SegmentId, Field), Slot<T>>;

/// What is made once.
type Slot<T> = Arc<Mutex<Option<Arc<T>>>>;

/// Counts of segments, and those of all of them together.
type Sum = (Vec<Arc<Counts>>, Arc<Counts>);

/// The documents found in each segment.
type Found = Vec<(SegmentId, Arc<Docs>)>;

/// The counts of a set of documents.
#[derive(Default)]
pub(crate) struct Counted {
    counts: Mutex<HashMap<Count, Arc<Counts>, FxBuildHasher>>,
}

impl Kept {
    /// A column, made if need be; none is an empty one.
    pub fn column(
        &self,
        segment: &SegmentReader,
        field: Field,
        make: impl FnOnce() -> Result<Option<Places>, Error>,
    ) -> Result<Arc<Places>, Error> {
        made(&self.columns, (segment.segment_id(), field), || Ok(make()?.unwrap_or_default()))
    }

    /// An order of a segment's documents, made if need be.
    pub fn ranks(
        &self,
        segment: &SegmentReader,
        sort: &Sort,
        make: impl FnOnce() -> Result<Ranks, Error>,
    ) -> Result<Arc<Ranks>, Error> {
        if let Some(kept) = locked(&self.ranks).get(segment.segment_id(), sort) {
            return Ok(kept);
        }
        let _alone = locked(&self.ranking);
        // Another reader may have made it meanwhile.
        if let Some(kept) = locked(&self.ranks).get(segment.segment_id(), sort) {
            return Ok(kept);
        }
        let ranks = Arc::new(make()?);
        let size = size_of_val(&ranks.0[..]);
        locked(&self.ranks).keep(segment.segment_id(), sort.clone(), Arc::clone(&ranks), size, RANKS);
        Ok(ranks)
    }

    /// The values of a field of a segment's lines or documents, made if need be.
    pub fn lines(
        &self,
        segment: &SegmentReader,
        field: Field,
        make: impl FnOnce() -> Result<Values, Error>,
    ) -> Result<Arc<Values>, Error> {
        made(&self.lines, (segment.segment_id(), field), make)
    }

    /// Where the lines of each of a segment's documents begin, found if need be.
    pub fn starts(
        &self,
        segment: &SegmentReader,
        find: impl FnOnce() -> Result<Vec<u32>, Error>,
    ) -> Result<Arc<Vec<u32>>, Error> {
        made(&self.starts, segment.segment_id(), find)
    }

    /// The texts that a segment's documents are sorted by, if it has any: opened once, since that reads them all.
    pub fn texts(
        &self,
        schema: &Schema,
        segment: &SegmentReader,
        text: SortText,
    ) -> Result<Arc<Option<StrColumn>>, Error> {
        let name = schema.sort_text_name(text);
        let key = (segment.segment_id(), segment.schema().get_field(name)?);
        made(&self.texts, key, || Ok(segment.fast_fields().str(name)?))
    }

    /// All of a segment's documents that meet a filter, deleted ones among them.
    pub fn filter(
        &self,
        segment: &SegmentReader,
        filter: &Filter,
        make: impl FnOnce() -> Result<Docs, Error>,
    ) -> Result<Arc<Docs>, Error> {
        if let Some(kept) = locked(&self.filters).get(segment.segment_id(), filter) {
            return Ok(kept);
        }
        let docs = Arc::new(make()?);
        let size = docs.size() + 2 * filter.size();
        locked(&self.filters).keep(segment.segment_id(), filter.clone(), Arc::clone(&docs), size, FILTERS);
        Ok(docs)
    }

    /// Whether the documents that meet a filter are known.
    pub fn knows(&self, segment: &SegmentReader, filter: &Filter) -> bool {
        locked(&self.filters).get(segment.segment_id(), filter).is_some()
    }

    /// The documents of a segment, in an index of so many, that words and a filter find.
    pub fn found(
        &self,
        documents: u64,
        segment: &SegmentReader,
        sought: &Sought,
        find: impl FnOnce() -> Result<Docs, Error>,
    ) -> Result<Arc<Docs>, Error> {
        if let Some(kept) = locked(&self.found).get(segment.segment_id(), sought) {
            return Ok(kept);
        }
        let docs = Arc::new(find()?);
        let (size, most) = (docs.size() + 2 * sought.size(), LEAST_FOUND.max(FOUND * documents) as usize);
        locked(&self.found).keep(segment.segment_id(), sought.clone(), Arc::clone(&docs), size, most);
        Ok(docs)
    }

    /// What is counted of a set of documents, in an index of so many.
    pub fn counted(&self, documents: u64, segment: &SegmentReader, docs: &Arc<Docs>) -> Arc<Counted> {
        let mut counts = locked(&self.counts);
        if let Some(kept) = counts.get(segment.segment_id(), docs) {
            return kept;
        }
        let new = Arc::<Counted>::default();
        let most = MOST_COUNTS.min(COUNTS * documents) as usize;
        // They grow while they are kept.
        counts.weigh(|docs, counted| docs.size() + counted.size());
        counts.keep(segment.segment_id(), Arc::clone(docs), Arc::clone(&new), docs.size(), most);
        new
    }

    /// The counts of several segments together.
    pub fn sum(&self, parts: Vec<Arc<Counts>>, make: impl FnOnce(&[Arc<Counts>]) -> Counts) -> Arc<Counts> {
        let same = |others: &[Arc<Counts>]| {
            parts.len() == others.len() && parts.iter().zip(others).all(|(part, other)| Arc::ptr_eq(part, other))
        };
        if let Some((_, sum)) = locked(&self.sums).iter().find(|(others, _)| same(others)) {
            return Arc::clone(sum);
        }
        let sum = Arc::new(make(&parts));
        let cells = |(parts, sum): &Sum| (sum.size() + parts.iter().map(|part| part.size()).sum::<usize>()) / CELL;
        push(&mut locked(&self.sums), (parts, Arc::clone(&sum)), cells);
        sum
    }

    /// The closest hits of a search, found if need be.
    pub fn closest(
        &self,
        nearness: Nearness,
        find: impl FnOnce() -> Result<Closest, Error>,
    ) -> Result<Arc<Closest>, Error> {
        let kept = locked(&self.closest).iter().find(|kept| kept.0 == nearness).map(|kept| Arc::clone(&kept.1));
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let closest = Arc::new(find()?);
        push(&mut locked(&self.closest), (nearness, Arc::clone(&closest)), |(_, closest)| closest.len());
        Ok(closest)
    }

    /// A table of some documents, made if need be.
    pub fn table(
        &self,
        found: Found,
        asked: Asked,
        make: impl FnOnce(&Found) -> Result<Table, Error>,
    ) -> Result<Arc<Table>, Error> {
        let kept =
            locked(&self.tables).iter().find(|kept| kept.1 == asked && kept.0 == found).map(|kept| Arc::clone(&kept.2));
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let table = Arc::new(make(&found)?);
        push(&mut locked(&self.tables), (found, asked, Arc::clone(&table)), |(.., table)| table.size());
        Ok(table)
    }

    /// Forgets the segments that are no longer read.
    pub fn keep(&self, searcher: &Searcher) {
        let read: HashSet<_> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        locked(&self.columns).retain(|(segment, _), _| read.contains(segment));
        locked(&self.ranks).retain(&read);
        locked(&self.lines).retain(|(segment, _), _| read.contains(segment));
        locked(&self.starts).retain(|segment, _| read.contains(segment));
        locked(&self.texts).retain(|(segment, _), _| read.contains(segment));
        locked(&self.filters).retain(&read);
        // What words find may be otherwise once there are more documents.
        locked(&self.found).retain(&HashSet::new());
        locked(&self.counts).retain(&read);
        locked(&self.sums).clear();
        locked(&self.closest).clear();
        locked(&self.tables).retain(|(found, ..)| found.iter().all(|(segment, _)| read.contains(segment)));
    }
}

impl Counted {
    /// The counts, made if need be.
    pub fn count(&self, count: &Count, make: impl FnOnce() -> Result<Counts, Error>) -> Result<Arc<Counts>, Error> {
        if let Some(made) = locked(&self.counts).get(count) {
            return Ok(Arc::clone(made));
        }
        let made = Arc::new(make()?);
        locked(&self.counts).insert(count.clone(), Arc::clone(&made));
        Ok(made)
    }

    fn size(&self) -> usize {
        locked(&self.counts).values().map(|counts| counts.size()).sum()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds to the last ones, and forgets those that are too many, or too large together.
fn push<T>(last: &mut VecDeque<T>, new: T, cells: impl Fn(&T) -> usize) {
    last.push_front(new);
    let mut left = CELLS;
    let fits = |one: &&T| {
        let cells = cells(one);
        let fits = cells <= left;
        left = left.saturating_sub(cells);
        fits
    };
    let fit = last.iter().take_while(fits).count();
    last.truncate(fit.min(TABLES));
}

/// What a map holds, or what it holds from now on. Who asks for what is being made waits for it: after a start fifty readers may
/// ask at once, and the columns of a large index take a hundred megabytes while they are made.
fn made<K: Hash + Eq, V>(
    all: &Mutex<HashMap<K, Slot<V>>>,
    key: K,
    make: impl FnOnce() -> Result<V, Error>,
) -> Result<Arc<V>, Error> {
    let slot = Arc::clone(locked(all).entry(key).or_default());
    let mut slot = locked(&slot);
    if let Some(made) = &*slot {
        return Ok(Arc::clone(made));
    }
    let made = Arc::new(make()?);
    *slot = Some(Arc::clone(&made));
    Ok(made)
}

/// The last of what was made of segments.
struct Last<K, V> {
    /// Each with its bytes.
    made: HashMap<(SegmentId, K), (V, usize), FxBuildHasher>,
    /// The oldest first.
    order: VecDeque<(SegmentId, K)>,
    /// Of all together.
    bytes: usize,
}

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Self { made: HashMap::default(), order: VecDeque::new(), bytes: 0 }
    }
}

impl<K: Clone + Hash + Eq, V: Clone> Last<K, V> {
    fn get(&self, segment: SegmentId, key: &K) -> Option<V> {
        self.made.get(&(segment, key.clone())).map(|(value, _)| value.clone())
    }

    /// Keeps one more of that size, and forgets the oldest beyond so many bytes.
    fn keep(&mut self, segment: SegmentId, key: K, value: V, size: usize, most: usize) {
        match self.made.insert((segment, key.clone()), (value, size)) {
            None => self.order.push_back((segment, key)),
            Some((_, before)) => self.bytes -= before,
        }
        self.bytes += size;
        while self.bytes > most && self.order.len() > 1 {
            let oldest = self.order.pop_front().and_then(|oldest| self.made.remove(&oldest));
            self.bytes -= oldest.map_or(0, |(_, size)| size);
        }
    }

    /// Takes the sizes anew.
    fn weigh(&mut self, size: impl Fn(&K, &V) -> usize) {
        for ((_, key), (value, bytes)) in &mut self.made {
            *bytes = size(key, value);
        }
        self.bytes = self.made.values().map(|(_, bytes)| bytes).sum();
    }

    fn retain(&mut self, read: &HashSet<SegmentId>) {
        self.made.retain(|(segment, _), _| read.contains(segment));
        self.order.retain(|(segment, _)| read.contains(segment));
        self.bytes = self.made.values().map(|(_, bytes)| bytes).sum();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_many_ask_for_at_once_is_made_once() {
        let (all, makers) = (Mutex::new(HashMap::new()), AtomicUsize::new(0));
        let ask = || {
            made(&all, "column", || {
                makers.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
                Ok(7)
            })
        };
        thread::scope(|scope| {
            let readers: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            readers.into_iter().for_each(|reader| assert_eq!(*reader.join().unwrap().unwrap(), 7));
        });
        assert_eq!(makers.into_inner(), 1);
    }

    #[test]
    fn the_last_are_kept_within_their_bytes() {
        let (mut last, segment) = (Last::<u32, u32>::default(), SegmentId::generate_random());
        let kept = |last: &Last<u32, u32>| (0..9).filter(|key| last.get(segment, key).is_some()).collect::<Vec<_>>();
        (0..5).for_each(|key| last.keep(segment, key, key, 10, 30));
        assert_eq!((kept(&last), last.bytes), (vec![2, 3, 4], 30));
        last.keep(segment, 3, 33, 5, 30);
        assert_eq!((last.get(segment, &3), last.bytes), (Some(33), 25), "another in its place");
        last.weigh(|key, _| *key as usize);
        last.keep(segment, 5, 5, 24, 30);
        assert_eq!((kept(&last), last.bytes), (vec![4, 5], 28), "2, 3 and 4 were 9 bytes");
        last.keep(segment, 6, 6, 99, 30);
        assert_eq!(kept(&last), [6], "the last, however large");
        last.retain(&HashSet::new());
        assert_eq!((kept(&last), last.bytes), (vec![], 0));
    }

    #[test]
    fn what_could_not_be_made_is_made_by_the_next() {
        let all = Mutex::new(HashMap::new());
        let broken = || Err(Error::NotBuilt);
        assert!(made(&all, 1, broken).is_err());
        assert_eq!(*made(&all, 1, || Ok(3)).unwrap(), 3);
    }
}
