//! Finding the documents that a query is about, and counting them.

use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query as _, Weight};

use super::count::Tally;
use super::docs::{Docs, Found};
use super::{Counts, Filter, Query, Typed};
use crate::Error;
use crate::index::Snapshot;

/// What a query finds.
pub(super) struct Matches {
    pub total: u64,
    pub found: Found,
    /// Along each dimension.
    pub counts: Vec<Arc<Counts>>,
}

/// Finds the documents and counts them.
pub(super) fn find(snapshot: &Snapshot, query: &Query<'_>) -> Result<Matches, Error> {
    let base = Base::new(snapshot, &query.typed(), &query.filter)?;
    let mut tallies: Vec<_> = query.dimensions.iter().map(|dimension| Tally::new(snapshot, &dimension.count)).collect();
    let (mut total, mut found) = (0, Found::default());
    for segment in snapshot.searcher.segment_readers() {
        let docs = base.docs(segment)?;
        let chosen = query.dimensions.iter().map(|dimension| dimension.chosen.as_ref());
        let choices = chosen.map(|chosen| chosen.map(|chosen| chosen.among(&docs, snapshot, segment)).transpose());
        let docs = count(snapshot, segment, &docs, &choices.collect::<Result<Vec<_>, Error>>()?, &mut tallies)?;
        total += docs.count();
        found.add(segment, docs);
    }
    Ok(Matches { total, found, counts: tallies.into_iter().map(Tally::finish).collect() })
}

/// Words and a filter, to be looked for in each segment.
pub(crate) struct Base<'a> {
    snapshot: &'a Snapshot,
    filter: &'a Filter,
    /// What leads to the documents; none if all are to be gone through.
    lead: Option<Box<dyn Weight>>,
}

impl<'a> Base<'a> {
    pub fn new(snapshot: &'a Snapshot, typed: &Typed<'_>, filter: &'a Filter) -> Result<Self, Error> {
        let Snapshot { schema, searcher, .. } = snapshot;
        let mut clauses = typed.clauses(schema, searcher);
        clauses.extend(filter.lead(searcher)?.map(|lead| (Occur::Must, lead)));
        if !clauses.is_empty() && clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let unscored = EnableScoring::disabled_from_searcher(searcher);
        let lead = (!clauses.is_empty()).then(|| BooleanQuery::new(clauses).weight(unscored)).transpose()?;
        Ok(Self { snapshot, filter, lead })
    }

    /// The documents of a segment.
    pub fn docs(&self, segment: &SegmentReader) -> Result<Docs, Error> {
        let docs = match &self.lead {
            Some(lead) => Docs::matching(&**lead, segment)?,
            None => Docs::all(segment),
        };
        self.filter.among(&docs, self.snapshot, segment)
    }
}

/// Counts documents of a segment along each dimension, given those that satisfy each choice; returns
/// those that satisfy all.
fn count(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    docs: &Docs,
    choices: &[Option<Docs>],
    tallies: &mut [Tally<'_>],
) -> Result<Arc<Docs>, Error> {
    let all_but = |but: usize| {
        let others =
            choices.iter().enumerate().filter(|&(place, _)| place != but).filter_map(|(_, docs)| docs.as_ref());
        Arc::new(others.fold(docs.clone(), |docs, other| docs.and(other)))
    };
    let hits = all_but(usize::MAX);
    let counted = if tallies.is_empty() { None } else { Tally::kept(snapshot, segment, &hits) };
    for (place, (choice, tally)) in choices.iter().zip(tallies).enumerate() {
        match choice {
            None => tally.add(segment, &hits, counted.as_deref())?,
            Some(_) => {
                let docs = all_but(place);
                tally.add(segment, &docs, Tally::kept(snapshot, segment, &docs).as_deref())?;
            }
        }
    }
    Ok(hits)
}
