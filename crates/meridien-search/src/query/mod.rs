//! Asking the index.
//!
//! A query is two passes. The first finds the documents of each segment, counts them along each
//! dimension, and scores none; the second takes the page of hits out of those found. Both are exact.
//!
//! The counts of a dimension leave its own choice aside. So the words, the filter and each choice are
//! evaluated once, as sets of documents, and a dimension counts those that are in all sets but its own:
//! sets of a million documents take microseconds to intersect, beside milliseconds to evaluate.

mod closest;
mod count;
mod docs;
mod excluded;
mod filter;
mod highlight;
mod matches;
mod ranks;
mod spelling;
mod stream;
mod words;

use std::sync::Arc;

use tantivy::Searcher;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur};

use closest::closest;
pub(crate) use closest::{Closest, Nearness};
pub(crate) use count::Steps;
pub use count::{Count, Counts, Dimension};
pub(crate) use docs::Docs;
use docs::Found;
pub use filter::Filter;
pub use highlight::Highlighter;
use matches::Matches;
pub(crate) use matches::{Base, Sought};
pub(crate) use ranks::Ranks;
pub(crate) use spelling::did_you_mean;
pub use stream::Hits;
pub(crate) use stream::hits;
pub use words::{begun, with_only, without_each};

use crate::index::Snapshot;
use crate::{Error, Facet, Number, Schema, SortText, Text};

/// What a query becomes for the engine.
type EngineQuery = Box<dyn tantivy::query::Query>;

/// A question to the index. [`Query::default`] finds everything and returns no hit, so give a limit.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// What a person typed: every word must be found, in any of the texts and in any form; `"..."` or
    /// `«...»` is a phrase; the parts of `Saint-Omer` follow each other where any text has them so; `kay*` is
    /// any word that begins so; what follows a `-` must not be found. Anything may be typed: what is no
    /// word is passed over, and what comes after the first 32 words too.
    pub words: &'a str,
    /// Whether the last word is still being typed, and so may be the beginning of one.
    pub prefix: bool,
    /// The fields in which the words are looked for; all of them if none is given. A word begun stands
    /// then for the two dozen most frequent words that begin so, which are found in a few milliseconds.
    pub fields: &'a [Text],
    /// What the documents must be besides.
    pub filter: Filter,
    /// What is chosen and counted along each dimension. Hits satisfy every choice; the counts of a
    /// dimension are over the documents that satisfy every choice but its own.
    pub dimensions: &'a [Dimension],
    /// Codes that bring a hit closer, where hits are sorted by relevance: the more of them it has, and the rarer these are,
    /// the closer it is. Not of fields that are [counted](crate::SchemaBuilder::counted) alone, whose rarity is not known.
    pub near: &'a [(Facet, u64)],
    /// In which order the hits come.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to return at most.
    pub limit: usize,
}

/// The order of hits. Those alike are in an order of their own that never changes, so that pages neither
/// overlap nor skip; those without a value come last in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The closest to the words and codes first; without any, all are alike.
    #[default]
    Relevance,
    /// By relevance, multiplied by what grows slowly with the first number of a field: of two towns of
    /// the same name, the one with more partnerships comes first.
    Weighted(Number),
    /// By the first number of a field.
    Number(Number, Order),
    /// By a text.
    Text(SortText, Order),
    /// By the code of a document that comes first in a list; others count for nothing.
    Codes(Facet, Arc<[u64]>),
    /// By the first of some conditions that a document meets.
    Each(Arc<[Filter]>),
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// The answer to a query, all of one state of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The position of the journal that it shows.
    pub seq: u64,
    /// How many documents match.
    pub total: u64,
    /// The page of hits.
    pub hits: Vec<Hit>,
    /// The counts of each dimension, in the order asked.
    pub counts: Vec<Arc<Counts>>,
}

/// A document found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The key of the record.
    pub key: String,
    /// Its card, as it was given.
    pub card: String,
    /// How close it is to the words, if sorted so; comparable within an answer only.
    pub score: Option<f32>,
}

/// Answers a query from one state of the index.
pub(crate) fn answer(snapshot: &Snapshot, query: &Query<'_>) -> Result<Answer, Error> {
    let Snapshot { seq, .. } = snapshot;
    let Matches { total, found, counts } = matches::find(snapshot, query)?;
    // A page far past the end must not cost its offset in memory.
    let left = total.saturating_sub(query.offset as u64);
    let limit = query.limit.min(usize::try_from(left).unwrap_or(usize::MAX));
    let hits = match limit {
        0 => Vec::new(),
        _ if query.is_scored() => closest(snapshot, query, &found, limit)?,
        _ => {
            let mut hits = Hits::new(snapshot, query, &found, total)?;
            hits.pass(query.offset)?;
            hits.take(limit).collect::<Result<_, Error>>()?
        }
    };
    Ok(Answer { seq: *seq, total, hits, counts })
}

impl Query<'_> {
    fn typed(&self) -> Typed<'_> {
        Typed { words: self.words, prefix: self.prefix, fields: self.fields }
    }

    fn is_scored(&self) -> bool {
        matches!(self.sort, Sort::Relevance | Sort::Weighted(_))
    }
}

/// What a person typed, and where it is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    words: &'a str,
    prefix: bool,
    fields: &'a [Text],
}

impl<'a> Typed<'a> {
    /// Whole words, in any field.
    pub fn words(words: &'a str) -> Self {
        Self { words, prefix: false, fields: &[] }
    }

    /// What a document must and must not meet.
    fn clauses(&self, schema: &Schema, searcher: &Searcher) -> Vec<(Occur, EngineQuery)> {
        self.read().clauses(&words::Search::new(schema, searcher, self.fields))
    }

    /// The same, with what brings a document closer.
    fn scored_clauses(&self, schema: &Schema, searcher: &Searcher) -> Vec<(Occur, EngineQuery)> {
        let (words, search) = (self.read(), words::Search::new(schema, searcher, self.fields));
        let mut clauses = words.clauses(&search);
        clauses.extend(words.preferences(&search));
        clauses
    }

    fn read(&self) -> words::Words {
        if self.prefix { words::parse_begun(self.words) } else { words::parse(self.words) }
    }
}

/// The documents found, with the scores of their words and codes if these order them.
fn ranked(schema: &Schema, searcher: &Searcher, query: &Query<'_>, found: Found) -> BooleanQuery {
    let mut clauses = vec![(Occur::Must, Box::new(ConstScoreQuery::new(Box::new(found), 0.0)) as EngineQuery)];
    if query.is_scored() {
        clauses.extend(query.typed().scored_clauses(schema, searcher));
    }
    BooleanQuery::new(clauses)
}
