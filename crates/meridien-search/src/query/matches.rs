//! Finding the documents that a query is about, and counting them.

use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query as _, Weight};
use tantivy::{DocId, Searcher, SegmentReader};

use super::count::Tally;
use super::docs::{Docs, Found};
use super::{Counts, Filter, Query, words};
use crate::{Error, Schema};

/// What a query finds.
pub(super) struct Matches {
    pub total: u64,
    pub found: Found,
    /// Along each dimension.
    pub counts: Vec<Counts>,
}

/// Finds the documents and counts them.
pub(super) fn find(schema: &Schema, searcher: &Searcher, query: &Query<'_>) -> Result<Matches, Error> {
    let unscored = EnableScoring::disabled_from_searcher(searcher);
    let base = words_and_filter(schema, query.words, query.prefix, &query.filter).weight(unscored)?;
    let mut dimensions = Vec::with_capacity(query.dimensions.len());
    for dimension in query.dimensions {
        let chosen = dimension.chosen.as_ref().map(|filter| filter.engine_query(schema).weight(unscored));
        dimensions.push((chosen.transpose()?, Tally::new(schema, searcher, &dimension.count)?));
    }
    let (mut total, mut found) = (0, Found::default());
    for segment in searcher.segment_readers() {
        let docs = Docs::matching(&*base, segment)?;
        let docs = count(segment, docs, &mut dimensions)?;
        total += docs.count();
        found.add(segment, docs);
    }
    let counts = dimensions.into_iter().map(|(_, tally)| tally.finish()).collect();
    Ok(Matches { total, found, counts })
}

/// The words and the filter as one query, not to be scored.
pub(crate) fn words_and_filter(schema: &Schema, words: &str, prefix: bool, filter: &Filter) -> BooleanQuery {
    let mut clauses = words::parse(words).clauses(schema, prefix);
    if *filter != Filter::default() {
        clauses.push((Occur::Must, filter.engine_query(schema)));
    }
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    BooleanQuery::new(clauses)
}

/// A choice, if there is one, and the counts along its dimension.
type Counted<'a> = (Option<Box<dyn Weight>>, Tally<'a>);

/// Counts documents of a segment along each dimension; returns those that satisfy every choice.
fn count(segment: &SegmentReader, docs: Docs, dimensions: &mut [Counted<'_>]) -> Result<Docs, Error> {
    let mut chosen = Vec::with_capacity(dimensions.len());
    for (choice, _) in &*dimensions {
        chosen.push(choice.as_ref().map(|choice| docs.that_match(&**choice, segment)).transpose()?);
    }
    let all_but = |but: usize| {
        let others = chosen.iter().enumerate().filter(|&(place, _)| place != but).filter_map(|(_, docs)| docs.as_ref());
        others.fold(docs.clone(), |docs, other| docs.and(other))
    };
    let hits = all_but(usize::MAX);
    let list: Vec<DocId> = hits.iter().collect();
    for (place, (choice, tally)) in dimensions.iter_mut().enumerate() {
        if choice.is_some() {
            let docs = all_but(place);
            tally.add(segment, &docs, &docs.iter().collect::<Vec<_>>())?;
        } else {
            tally.add(segment, &hits, &list)?;
        }
    }
    Ok(hits)
}
