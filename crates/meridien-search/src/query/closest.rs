//! The hits that are closest to the words and codes of a query.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as _, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TantivyDocument, u64_to_i64};

use super::docs::{Docs, Found};
use super::matches::Sought;
use super::{Filter, Hit, Query, Sort, ranked};
use crate::columns::Places;
use crate::index::Snapshot;
use crate::schema::key_and_card;
use crate::{Error, Facet};

/// If a query finds one document in so many at least, its words lead to them; else these lead to where the words are.
const LED_BY_WORDS: u64 = 16;

/// The closest hits of a search that are kept: those of its first ten pages, in any view.
const KEPT: usize = 200;

/// What the closest hits depend on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nearness {
    /// Hits are places in these, and each index that was built counts its states from the beginning.
    segments: Vec<SegmentId>,
    sought: Sought,
    chosen: Vec<Filter>,
    near: Vec<(Facet, u64)>,
    sort: Sort,
}

/// Hits with their scores, the closest first.
pub(crate) type Closest = Vec<(Score, DocAddress)>;

/// The page of hits that their scores order.
pub(super) fn closest(snapshot: &Snapshot, query: &Query<'_>, found: &Found, limit: usize) -> Result<Vec<Hit>, Error> {
    let Snapshot { searcher, kept, .. } = snapshot;
    let first = query.offset + limit;
    let chosen: Vec<_> = query.dimensions.iter().filter_map(|dimension| dimension.chosen.clone()).collect();
    let best = if first > KEPT || query.filter.is_long() || chosen.iter().any(Filter::is_long) {
        Arc::new(best(snapshot, query, found, first)?)
    } else {
        let sought = Sought::new(snapshot, query.typed(), &query.filter);
        let segments = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        let nearness = Nearness { segments, sought, chosen, near: query.near.to_vec(), sort: query.sort.clone() };
        kept.closest(nearness, || best(snapshot, query, found, KEPT))?
    };
    let hit = |&(score, address): &(Score, DocAddress)| {
        let (key, card) = key_and_card(&searcher.doc::<TantivyDocument>(address)?);
        Ok(Hit { key, card, score: Some(score) })
    };
    best.iter().skip(query.offset).take(limit).map(hit).collect()
}

/// The closest hits, so many at most.
fn best(snapshot: &Snapshot, query: &Query<'_>, found: &Found, limit: usize) -> Result<Closest, Error> {
    let Snapshot { schema, searcher, .. } = snapshot;
    let scores = Scores::new(snapshot, query, found)?;
    let mut best = Best { limit, ..Best::default() };
    for (place, segment) in (0..).zip(searcher.segment_readers()) {
        let orders = snapshot.kept.orders(schema, segment)?;
        scores.visit(segment, found.docs(segment), &mut |doc, score| {
            best.meet(score, || (orders.get(doc as usize), DocAddress::new(place, doc)));
        })?;
    }
    Ok(best.finish())
}

/// The scores of what a query finds.
pub(super) struct Scores<'a> {
    snapshot: &'a Snapshot,
    sort: Sort,
    near: Vec<Near>,
    among_found: Box<dyn Weight>,
    /// The words alone, if every hit has some.
    words: Option<Box<dyn Weight>>,
}

impl<'a> Scores<'a> {
    pub fn new(snapshot: &'a Snapshot, query: &Query<'_>, found: &Found) -> Result<Self, Error> {
        let Snapshot { schema, searcher, .. } = snapshot;
        let near =
            query.near.iter().map(|(facet, code)| Near::new(searcher, *facet, *code)).collect::<Result<_, _>>()?;
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        let among_found = ranked(schema, searcher, query, found.clone()).weight(scoring)?;
        let mut clauses = query.typed().scored_clauses(schema, searcher);
        // What is excluded is not among those found.
        clauses.retain(|(occur, _)| *occur != Occur::MustNot);
        let alone = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        let words = alone.then(|| BooleanQuery::new(clauses).weight(scoring)).transpose()?;
        Ok(Self { snapshot, sort: query.sort.clone(), near, among_found, words })
    }

    /// Visits the documents found in a segment with their scores, in no order.
    pub fn visit(
        &self,
        segment: &SegmentReader,
        found: &Docs,
        visit: &mut dyn FnMut(DocId, Score),
    ) -> Result<(), Error> {
        let number = match self.sort {
            Sort::Weighted(number) => Some(self.snapshot.kept.numbers(&self.snapshot.schema, segment, number)?),
            _ => None,
        };
        let near = self.near.iter().map(|near| near.within(self.snapshot, segment)).collect::<Result<Vec<_>, _>>()?;
        let mut meet = |doc: DocId, score: Score| {
            let score = near.iter().fold(score, |score, near| score + near.score(doc));
            match self.sort {
                Sort::Weighted(_) => visit(doc, weighted(score, number.as_ref().and_then(|column| column.first(doc)))),
                _ => visit(doc, score),
            }
        };
        let count = found.count();
        let many = count > u64::from(segment.max_doc()) / LED_BY_WORDS;
        match self.words.as_ref().filter(|_| many) {
            Some(words) => words.for_each(segment, &mut |doc, score| {
                if found.contains(doc) {
                    meet(doc, score);
                }
            })?,
            None if count > 0 => self.among_found.for_each(segment, &mut meet)?,
            None => {}
        }
        Ok(())
    }
}

/// A code that brings the documents that have it closer, the more the rarer it is. Told from the columns: of the few
/// documents found it is soon told, while its list of documents may be long.
struct Near {
    facet: Facet,
    code: u64,
    score: Score,
}

impl Near {
    fn new(searcher: &Searcher, facet: Facet, code: u64) -> Result<Self, Error> {
        let having = facet.term(code).map_or(Ok(0), |term| searcher.doc_freq(&term))? as Score;
        let all = searcher.num_docs() as Score;
        // As tantivy weighs a word: see its BM25.
        let score = (1.0 + (all - having).max(0.0) / (having + 0.5)).ln();
        Ok(Self { facet, code, score })
    }

    fn within(&self, snapshot: &Snapshot, segment: &SegmentReader) -> Result<NearWithin, Error> {
        let column = snapshot.kept.codes(&snapshot.schema, segment, self.facet)?;
        let place = column.values.binary_search(&self.code).ok().map(|place| place as u32);
        Ok(NearWithin { column, place, score: self.score })
    }
}

/// The same in one segment.
struct NearWithin {
    column: Arc<Places>,
    /// The code's; none if no document of the segment has it.
    place: Option<u32>,
    score: Score,
}

impl NearWithin {
    fn score(&self, doc: DocId) -> Score {
        let mut has = false;
        self.column.visit(doc, |place| has |= Some(place) == self.place);
        if has { self.score } else { 0.0 }
    }
}

/// A score, with the weight of a number: ten times the number is worth some seven tenths of the score.
fn weighted(score: Score, number: Option<u64>) -> Score {
    let number = number.map_or(0, u64_to_i64).max(0) as f32;
    score * (1.0 + 0.3 * number.ln_1p())
}

/// The best documents met so far.
#[derive(Default)]
struct Best {
    limit: usize,
    /// Scores as bits, which are in the order of scores since these are not negative.
    met: Vec<(u32, u64, DocAddress)>,
    /// What a score must reach to be among them.
    least: u32,
}

impl Best {
    /// Meets a document; `order` parts it from those alike.
    fn meet(&mut self, score: Score, order: impl FnOnce() -> (u64, DocAddress)) {
        let score = score.to_bits();
        if score < self.least {
            return;
        }
        let (order, address) = order();
        self.met.push((score, order, address));
        if self.met.len() >= 2 * self.limit + 64 {
            self.settle();
        }
    }

    /// Leaves the best, in no order.
    fn settle(&mut self) {
        if self.met.len() > self.limit && self.limit > 0 {
            let (_, least, _) =
                self.met.select_nth_unstable_by_key(self.limit - 1, |&(score, order, _)| Reverse((score, order)));
            self.least = least.0;
            self.met.truncate(self.limit);
        }
    }

    /// The best, the very best first.
    fn finish(mut self) -> Closest {
        self.settle();
        self.met.sort_unstable_by_key(|&(score, order, _)| Reverse((score, order)));
        self.met.into_iter().map(|(score, _, address)| (Score::from_bits(score), address)).collect()
    }
}
