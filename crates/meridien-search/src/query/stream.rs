//! Every hit of a query, one by one.
//!
//! What orders a document is gathered first, 24 bytes for each, and sorted segment by segment; segments
//! are merged while the hits are read. Texts compare by their place in their segment's dictionary; only
//! the merging needs the texts themselves, read some at a time.

use std::cmp::Ordering;

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Query as _, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TantivyDocument, i64_to_u64};

use super::docs::Docs;
use super::matches::{self, Matches};
use super::{Count, Dimension, Hit, Order, Query, Sort, ranked, weighted};
use crate::index::Snapshot;
use crate::schema::key_and_card;
use crate::{Error, Schema};

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
    let Snapshot { schema, searcher, seq, .. } = snapshot;
    let scored = query.is_scored().then(|| {
        let scoring = EnableScoring::enabled_from_searcher(&searcher);
        ranked(&schema, &searcher, &query, found.clone()).weight(scoring)
    });
    let scored = scored.transpose()?;
    let gatherer = Gatherer { schema: &schema, sort: query.sort, scored: scored.as_deref() };
    let segments = searcher.segment_readers().iter().map(|segment| gatherer.gather(segment, found.docs(segment)));
    let segments = segments.collect::<Result<_, Error>>()?;
    Ok(Hits { seq, searcher, by_score: query.is_scored(), segments, left: total as usize })
}

impl Hits {
    /// The position of the journal that they show.
    pub fn seq(&self) -> u64 {
        self.seq
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
        let left = self.segments.iter_mut().enumerate().filter(|(_, segment)| !segment.places.is_empty());
        let (at, segment) = left.min_by(|(_, one), (_, other)| one.compare(other))?;
        self.left -= 1;
        let place = segment.take().transpose()?;
        Some(place.and_then(|place| self.read(at, place)))
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
    /// Parts those alike, as [`Schema::order_name`] does.
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

/// Gathers what orders the documents of each segment.
struct Gatherer<'a> {
    schema: &'a Schema,
    sort: Sort,
    /// Finds the documents with their scores, where these order them.
    scored: Option<&'a dyn Weight>,
}

impl Gatherer<'_> {
    fn gather(&self, segment: &SegmentReader, docs: &Docs) -> Result<SegmentHits, Error> {
        let fast = segment.fast_fields();
        let orders = fast.u64(self.schema.order_name())?;
        let place = |doc, value, direction| Place::new(doc, value, direction, orders.first(doc).unwrap_or_default());
        let by_score = |doc, score: Score| place(doc, Some(score.to_bits().into()), Order::Descending);
        let mut places = Vec::with_capacity(docs.count() as usize);
        let mut texts = None;
        match self.sort {
            Sort::Relevance => self.score(segment, |doc, score| places.push(by_score(doc, score)))?,
            Sort::Weighted(number) => {
                let column = fast.column_opt::<i64>(self.schema.number_name(number))?;
                let number = |doc| column.as_ref()?.first(doc);
                self.score(segment, |doc, score| places.push(by_score(doc, weighted(score, number(doc)))))?;
            }
            Sort::Number(number, direction) => {
                let column = fast.column_opt::<i64>(self.schema.number_name(number))?;
                let value = |doc| column.as_ref()?.first(doc).map(i64_to_u64);
                places.extend(docs.iter().map(|doc| place(doc, value(doc), direction)));
            }
            Sort::Text(text, direction) => {
                let column = fast.str(self.schema.sort_text_name(text))?;
                let value = |doc| column.as_ref()?.ords().first(doc);
                places.extend(docs.iter().map(|doc| place(doc, value(doc), direction)));
                texts = column.map(|column| Texts { column, direction, read: Vec::new() });
            }
        }
        places.sort_unstable_by(|one, other| other.cmp(one));
        let mut hits = SegmentHits { places, texts };
        hits.read_text()?;
        Ok(hits)
    }
}

impl Gatherer<'_> {
    /// Visits the documents of a segment with their scores.
    fn score(&self, segment: &SegmentReader, mut visit: impl FnMut(DocId, Score)) -> Result<(), Error> {
        if let Some(scored) = self.scored {
            scored.for_each(segment, &mut visit)?;
        }
        Ok(())
    }
}

/// The hits of a segment that are left, the last one first.
struct SegmentHits {
    places: Vec<Place>,
    texts: Option<Texts>,
}

impl SegmentHits {
    /// Takes the next hit.
    fn take(&mut self) -> Result<Option<Place>, Error> {
        let place = self.places.pop();
        self.read_text()?;
        Ok(place)
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

/// Places of which the texts are read together.
const TEXTS: usize = 256;

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
