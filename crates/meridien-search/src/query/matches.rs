//! Finding the documents that a query is about, and counting them.

use std::cell::OnceCell;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query as _, Weight};

use super::count::Tally;
use super::docs::{Docs, Found};
use super::{Counts, Filter, Query, Typed};
use crate::index::Snapshot;
use crate::{Error, Text};

/// What a query finds.
pub(super) struct Matches {
    pub total: u64,
    pub found: Found,
    /// Along each dimension.
    pub counts: Vec<Arc<Counts>>,
}

/// Finds the documents and counts them.
pub(super) fn find(snapshot: &Snapshot, query: &Query<'_>) -> Result<Matches, Error> {
    let base = Base::new(snapshot, query.typed(), &query.filter);
    let whole = Base::new(snapshot, Typed::words(""), &query.filter);
    let mut tallies: Vec<_> = query.dimensions.iter().map(|dimension| Tally::new(snapshot, &dimension.count)).collect();
    let (mut total, mut found) = (0, Found::default());
    for segment in snapshot.searcher.segment_readers() {
        let docs = base.docs(segment)?;
        let chosen = query.dimensions.iter().map(|dimension| dimension.chosen.as_ref());
        let choices = chosen.map(|chosen| chosen.map(|chosen| chosen.among(&docs, snapshot, segment)).transpose());
        let choices = choices.collect::<Result<Vec<_>, Error>>()?;
        let whole = if tallies.is_empty() { Arc::clone(&docs) } else { whole.docs(segment)? };
        let docs = count(snapshot, segment, [&docs, &whole], &choices, &mut tallies)?;
        total += docs.count();
        found.add(segment, docs);
    }
    Ok(Matches { total, found, counts: tallies.into_iter().map(Tally::finish).collect() })
}

/// Words and a filter, to be looked for in each segment.
pub(crate) struct Base<'a> {
    snapshot: &'a Snapshot,
    typed: Typed<'a>,
    sought: Sought,
    lead: OnceCell<Lead>,
}

/// What leads to the documents; none if all are to be gone through.
type Lead = Option<Box<dyn Weight>>;

/// What is looked for, and in which state of the index: what words find depends on all documents that there are, and two
/// commits may be at one position of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sought {
    state: u64,
    words: String,
    prefix: bool,
    fields: Vec<Text>,
    filter: Filter,
}

impl Sought {
    pub fn new(snapshot: &Snapshot, typed: Typed<'_>, filter: &Filter) -> Self {
        let Typed { words, prefix, fields } = typed;
        let (words, filter) = (words.trim().to_owned(), filter.clone());
        let state = snapshot.searcher.generation().generation_id();
        Self { state, words, prefix, fields: fields.to_vec(), filter }
    }

    /// Its bytes, more or less.
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.words.len() + self.filter.size()
    }
}

impl<'a> Base<'a> {
    pub fn new(snapshot: &'a Snapshot, typed: Typed<'a>, filter: &Filter) -> Self {
        Self { snapshot, typed, sought: Sought::new(snapshot, typed, filter), lead: OnceCell::new() }
    }

    /// The documents of a segment.
    pub fn docs(&self, segment: &SegmentReader) -> Result<Arc<Docs>, Error> {
        let Snapshot { searcher, kept, .. } = self.snapshot;
        // Filters alone are soon met, and each record's page asks for its own.
        if self.sought.words.is_empty() || self.sought.filter.is_long() {
            return Ok(Arc::new(self.find(segment)?));
        }
        kept.found(searcher.num_docs(), segment, &self.sought, || self.find(segment))
    }

    fn find(&self, segment: &SegmentReader) -> Result<Docs, Error> {
        let lead = match self.lead.get() {
            Some(lead) => lead,
            None => {
                let lead = self.lead()?;
                self.lead.get_or_init(|| lead)
            }
        };
        let docs = match lead {
            Some(lead) => Docs::matching(&**lead, segment)?,
            None => Docs::all(segment),
        };
        self.sought.filter.among(&docs, self.snapshot, segment)
    }

    fn lead(&self) -> Result<Lead, Error> {
        let Snapshot { schema, searcher, .. } = self.snapshot;
        let mut clauses = self.typed.clauses(schema, searcher);
        clauses.extend(self.sought.filter.lead(searcher)?.map(|lead| (Occur::Must, lead)));
        if !clauses.is_empty() && clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let unscored = EnableScoring::disabled_from_searcher(searcher);
        Ok((!clauses.is_empty()).then(|| BooleanQuery::new(clauses).weight(unscored)).transpose()?)
    }
}

/// Counts documents of a segment along each dimension, given those that satisfy each choice; returns
/// those that satisfy all. The documents are among a whole that other searches have as well.
fn count(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    [docs, whole]: [&Arc<Docs>; 2],
    choices: &[Option<Docs>],
    tallies: &mut [Tally<'_>],
) -> Result<Arc<Docs>, Error> {
    let all_but = |but: usize| {
        let others =
            choices.iter().enumerate().filter(|&(place, _)| place != but).filter_map(|(_, docs)| docs.as_ref());
        others.fold(Arc::clone(docs), |docs, other| Arc::new(docs.and(other)))
    };
    let hits = all_but(usize::MAX);
    let counted = if tallies.is_empty() { None } else { Tally::kept(snapshot, segment, &hits) };
    for (place, (choice, tally)) in choices.iter().zip(tallies).enumerate() {
        match choice {
            None => tally.add(segment, &hits, whole, counted.as_deref())?,
            Some(_) => {
                let docs = all_but(place);
                tally.add(segment, &docs, whole, Tally::kept(snapshot, segment, &docs).as_deref())?;
            }
        }
    }
    Ok(hits)
}
