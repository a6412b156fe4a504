//! The hits of a query in their order, one by one.
//!
//! What orders the documents of each segment is known before, by [`Ranks`], or gathered first, 24 bytes for each, where
//! scores order them; segments are merged while the hits are read. Texts compare by their place in their segment's
//! dictionary; only the merging needs the texts themselves, read some at a time.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TantivyDocument};

use super::closest::Scores;
use super::docs::{Docs, Found};
use super::matches::{self, Matches};
use super::ranks::{Ranks, Walk};
use super::{Count, Dimension, Hit, Order, Query, Sort};
use crate::Error;
use crate::index::Snapshot;
use crate::schema::key_and_card;

/// Every hit of a query in its order, all of one state of the index: what changes meanwhile does not
/// show. See [`Index::hits`](crate::Index::hits).
pub struct Hits {
    seq: u64,
    searcher: Searcher,
    by_score: bool,
    segments: Vec<SegmentHits>,
    left: usize,
}

/// Finds the hits and prepares their order.
pub(crate) fn hits(snapshot: Snapshot, query: &Query<'_>) -> Result<Hits, Error> {
    let chosen = |dimension: &Dimension| Dimension { chosen: dimension.chosen.clone(), count: Count::Nothing };
    let dimensions: Vec<_> = query.dimensions.iter().map(chosen).collect();
    let query = Query { dimensions: &dimensions, ..query.clone() };
    let Matches { total, found, .. } = matches::find(&snapshot, &query)?;
    Hits::new(&snapshot, &query, &found, total)
}

impl Hits {
    /// The documents found, in the order of a query.
    pub(super) fn new(snapshot: &Snapshot, query: &Query<'_>, found: &Found, total: u64) -> Result<Self, Error> {
        let Snapshot { searcher, seq, .. } = snapshot;
        let scores = query.is_scored().then(|| Scores::new(snapshot, query, found)).transpose()?;
        let gatherer = Gatherer { snapshot, sort: &query.sort, scores };
        let segments = searcher.segment_readers().iter().map(|segment| gatherer.gather(segment, found.docs(segment)));
        let mut segments = segments.collect::<Result<Vec<_>, Error>>()?;
        // Those of one segment need no texts to be merged by.
        if segments.iter().filter(|segment| !segment.places.is_empty()).count() < 2 {
            segments.iter_mut().for_each(|segment| segment.texts = None);
        }
        segments.iter_mut().try_for_each(SegmentHits::read_text)?;
        let searcher = searcher.clone();
        Ok(Hits { seq: *seq, searcher, by_score: query.is_scored(), segments, left: total as usize })
    }

    /// The position of the journal that they show.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Passes over so many hits.
    pub(super) fn pass(&mut self, hits: usize) -> Result<(), Error> {
        for _ in 0..hits {
            if self.next_place().transpose()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Takes the next hit: its segment and place.
    fn next_place(&mut self) -> Option<Result<(usize, Place), Error>> {
        let left = self.segments.iter_mut().enumerate().filter(|(_, segment)| !segment.places.is_empty());
        let (at, segment) = left.min_by(|(_, one), (_, other)| one.compare(other))?;
        self.left -= 1;
        Some(segment.take().transpose()?.map(|place| (at, place)))
    }

    fn read(&self, segment: usize, place: Place) -> Result<Hit, Error> {
        let address = DocAddress::new(segment as u32, place.doc);
        let (key, card) = key_and_card(&self.searcher.doc::<TantivyDocument>(address)?);
        Ok(Hit { key, card, score: self.by_score.then(|| place.score()) })
    }
}

impl Iterator for Hits {
    type Item = Result<Hit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.next_place()?.and_then(|(segment, place)| self.read(segment, place)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Hits {}

/// What orders a document in its segment: the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Whether there is nothing to order it by.
    missing: bool,
    /// Smaller is before.
    rank: u64,
    /// Parts those alike: a number drawn from the key.
    order: u64,
    doc: DocId,
}

impl Place {
    fn new(doc: DocId, value: Option<u64>, direction: Order, order: u64) -> Self {
        let rank = value.unwrap_or_default();
        let rank = if direction == Order::Descending { !rank } else { rank };
        Self { missing: value.is_none(), rank, order: !order, doc }
    }

    /// The score that it was ranked by. Scores are not negative, so they are in the order of their bits.
    fn score(self) -> Score {
        Score::from_bits(!self.rank as u32)
    }
}

/// What orders a document, if it has it.
type ValueOf = Box<dyn Fn(DocId) -> Option<u64> + Send + Sync>;

/// Where a document comes.
type PlaceOf = Box<dyn Fn(DocId) -> Place + Send + Sync>;

/// So few documents are ordered by themselves.
const FEW: u64 = 1000;

/// Gathers what orders the documents of each segment.
struct Gatherer<'a> {
    snapshot: &'a Snapshot,
    sort: &'a Sort,
    /// Those of the documents, where they order them.
    scores: Option<Scores<'a>>,
}

impl Gatherer<'_> {
    fn gather(&self, segment: &SegmentReader, docs: &Arc<Docs>) -> Result<SegmentHits, Error> {
        let Snapshot { schema, kept, .. } = self.snapshot;
        let mut texts = None;
        let (value, direction): (ValueOf, _) = match self.sort {
            Sort::Relevance | Sort::Weighted(_) => return self.by_score(segment, docs),
            Sort::Number(number, direction) => {
                let column = kept.numbers(schema, segment, *number)?;
                (Box::new(move |doc| column.first(doc)), *direction)
            }
            Sort::Text(text, direction) => {
                let column = kept.texts(schema, segment, *text)?;
                let of_hits =
                    |column: &StrColumn| Texts { column: column.clone(), direction: *direction, read: Vec::new() };
                texts = column.as_ref().as_ref().map(of_hits);
                (Box::new(move |doc| column.as_ref().as_ref()?.ords().first(doc)), *direction)
            }
            Sort::Codes(facet, codes) => {
                let column = kept.codes(schema, segment, *facet)?;
                let listed: FxHashMap<u64, u64> = codes.iter().copied().zip(0..).collect();
                let listed: Vec<_> = column.values.iter().map(|code| listed.get(code).copied()).collect();
                let first = move |doc| {
                    let mut first = None;
                    column.visit(doc, |place| first = first.into_iter().chain(listed[place as usize]).min());
                    first
                };
                (Box::new(first), Order::Ascending)
            }
            Sort::Each(filters) => {
                let all = Docs::first(segment.max_doc());
                let met = filters.iter().map(|filter| filter.among(&all, self.snapshot, segment));
                let met = met.collect::<Result<Vec<_>, Error>>()?;
                let first = move |doc| met.iter().position(|met| met.contains(doc)).map(|place| place as u64);
                (Box::new(first), Order::Ascending)
            }
        };
        let orders = kept.orders(schema, segment)?;
        let place_of: PlaceOf = Box::new(move |doc| Place::new(doc, value(doc), direction, orders.get(doc as usize)));
        let mut hits = SegmentHits { places: Vec::new(), rest: None, texts };
        if docs.count() <= FEW {
            hits.places = docs.iter().map(place_of).collect();
            hits.places.sort_unstable_by(|one, other| other.cmp(one));
        } else {
            let ranks = kept.ranks(segment, self.sort, || {
                let mut places: Vec<_> = (0..segment.max_doc()).map(&place_of).collect();
                places.sort_unstable();
                Ok(Ranks(places.into_iter().map(|place| place.doc).collect()))
            })?;
            hits.rest = Some((Walk::new(ranks, Arc::clone(docs)), place_of));
            hits.refill();
        }
        Ok(hits)
    }

    fn by_score(&self, segment: &SegmentReader, docs: &Docs) -> Result<SegmentHits, Error> {
        let orders = self.snapshot.kept.orders(&self.snapshot.schema, segment)?;
        let mut places = Vec::with_capacity(docs.count() as usize);
        if let Some(scores) = &self.scores {
            scores.visit(segment, docs, &mut |doc, score| {
                let order = orders.get(doc as usize);
                places.push(Place::new(doc, Some(score.to_bits().into()), Order::Descending, order));
            })?;
        }
        places.sort_unstable_by(|one, other| other.cmp(one));
        Ok(SegmentHits { places, rest: None, texts: None })
    }
}

/// The hits of a segment that are left.
struct SegmentHits {
    /// The next ones, the first of them last. There are some if any are left.
    places: Vec<Place>,
    /// Those after them, and what orders them.
    rest: Option<(Walk, PlaceOf)>,
    texts: Option<Texts>,
}

/// Places of which the texts are read together.
const TEXTS: usize = 256;

impl SegmentHits {
    /// Takes the next hit.
    fn take(&mut self) -> Result<Option<Place>, Error> {
        let place = self.places.pop();
        self.refill();
        self.read_text()?;
        Ok(place)
    }

    fn refill(&mut self) {
        if let (Some((walk, place_of)), true) = (&mut self.rest, self.places.is_empty()) {
            self.places.extend(walk.take(TEXTS).map(place_of));
            self.places.reverse();
        }
    }

    /// Sees to it that the text of the next hit is read.
    fn read_text(&mut self) -> Result<(), Error> {
        let (Some(texts), Some(next)) = (&mut self.texts, self.places.last()) else { return Ok(()) };
        if next.missing {
            texts.read.clear();
            return Ok(());
        }
        texts.read.pop_if(|&mut (rank, _)| rank != next.rank);
        if texts.read.is_empty() {
            let ranks = self.places.iter().rev().take_while(|place| !place.missing).map(|place| place.rank);
            texts.read(ranks.take(TEXTS).collect())?;
        }
        Ok(())
    }

    /// Compares the next hits of two segments, or says that they are alike where there is none.
    fn compare(&self, other: &Self) -> Ordering {
        let (Some(one), Some(next)) = (self.places.last(), other.places.last()) else { return Ordering::Equal };
        let values = match (&self.texts, &other.texts) {
            (Some(texts), Some(others)) => texts.compare(others),
            _ => one.rank.cmp(&next.rank),
        };
        one.missing.cmp(&next.missing).then(values).then(one.order.cmp(&next.order))
    }
}

/// The texts of a segment's next hits.
struct Texts {
    column: StrColumn,
    direction: Order,
    /// With their ranks, the next one last.
    read: Vec<(u64, Vec<u8>)>,
}

impl Texts {
    /// Reads the texts of ranks that ascend.
    fn read(&mut self, mut ranks: Vec<u64>) -> Result<(), Error> {
        ranks.dedup();
        let mut places = ranks.clone();
        if self.direction == Order::Descending {
            places.reverse();
            places.iter_mut().for_each(|place| *place = !*place);
        }
        let mut texts = Vec::with_capacity(places.len());
        let dictionary = self.column.dictionary();
        let read = dictionary.sorted_ords_to_term_cb(&places, |text| texts.push(text.to_vec()));
        read.map_err(tantivy::TantivyError::from)?;
        if self.direction == Order::Ascending {
            texts.reverse();
        }
        self.read = ranks.into_iter().rev().zip(texts).collect();
        Ok(())
    }

    fn compare(&self, other: &Self) -> Ordering {
        match self.direction {
            Order::Ascending => self.text().cmp(&other.text()),
            Order::Descending => other.text().cmp(&self.text()),
        }
    }

    /// That of the next hit, if it has one.
    fn text(&self) -> Option<&[u8]> {
        self.read.last().map(|(_, text)| &**text)
    }
}
