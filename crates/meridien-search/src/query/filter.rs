//! Conditions on a document other than its words.

use tantivy::query::{BooleanQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, SegmentReader, Term, i64_to_u64};

use super::EngineQuery;
use super::docs::Docs;
use crate::index::Snapshot;
use crate::{Error, Facet, Number};

/// A condition that a document meets or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Meets all of them. `All(vec![])` is met by every document.
    All(Vec<Filter>),
    /// Meets one of them at least. `Any(vec![])` is met by none.
    Any(Vec<Filter>),
    /// Does not meet it.
    Not(Box<Filter>),
    /// Has one of the codes at least.
    In(Facet, Vec<u64>),
    /// Has a number between two, both included, or open.
    Range(Number, Option<i64>, Option<i64>),
    /// Has a number.
    Exists(Number),
}

/// Every document.
impl Default for Filter {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// A filter leads the search for documents if it leaves one in so many at most.
const LEADING: u64 = 16;
/// Codes of a condition that is not kept, nor what it finds: its key alone would fill the memory.
const LONG: usize = 1000;

/// Up to so many codes, each leads to its list of documents.
const FEW_CODES: usize = 32;

impl Filter {
    /// A query for the codes that the filter requires and the fewest documents have, where these are so
    /// few that they are better looked up than told from the others.
    pub(super) fn lead(&self, searcher: &Searcher) -> Result<Option<EngineQuery>, Error> {
        let required = match self {
            Self::All(filters) => &filters[..],
            filter => std::slice::from_ref(filter),
        };
        let mut fewest = searcher.num_docs() / LEADING;
        let mut lead = None;
        for filter in required {
            let Self::In(facet, codes) = filter else { continue };
            if codes.len() > FEW_CODES {
                continue;
            }
            let Some(terms) = codes.iter().map(|&code| facet.term(code)).collect::<Option<Vec<_>>>() else { continue };
            let documents = terms.iter().map(|term| searcher.doc_freq(term)).sum::<tantivy::Result<u64>>()?;
            if documents < fewest {
                fewest = documents;
                lead = Some(Box::new(BooleanQuery::union(terms.into_iter().map(term_query).collect())) as EngineQuery);
            }
        }
        Ok(lead)
    }

    /// Whether it has too many codes to be kept.
    pub(super) fn is_long(&self) -> bool {
        match self {
            Self::All(filters) | Self::Any(filters) => filters.iter().any(Self::is_long),
            Self::Not(filter) => filter.is_long(),
            Self::In(_, codes) => codes.len() > LONG,
            Self::Range(..) | Self::Exists(_) => false,
        }
    }

    /// Its bytes, more or less.
    pub(crate) fn size(&self) -> usize {
        let parts: usize = match self {
            Self::All(filters) | Self::Any(filters) => filters.iter().map(Self::size).sum(),
            Self::Not(filter) => filter.size(),
            Self::In(_, codes) => size_of_val(&codes[..]),
            Self::Range(..) | Self::Exists(_) => 0,
        };
        size_of::<Self>() + parts
    }

    /// Those of a segment's documents that meet the condition.
    pub(crate) fn among(&self, docs: &Docs, snapshot: &Snapshot, segment: &SegmentReader) -> Result<Docs, Error> {
        match self {
            Self::All(filters) => {
                filters.iter().try_fold(docs.clone(), |docs, filter| filter.among(&docs, snapshot, segment))
            }
            Self::Any(filters) => filters.iter().try_fold(Docs::none(segment), |met, filter| {
                Ok(met.or(&filter.among(&docs.but_not(&met), snapshot, segment)?))
            }),
            Self::Not(filter) => Ok(docs.but_not(&filter.among(docs, snapshot, segment)?)),
            Self::Exists(number) => Self::Range(*number, None, None).among(docs, snapshot, segment),
            // A long list of codes is asked for once.
            Self::In(..) if self.is_long() => self.tell(docs, snapshot, segment),
            // Of a few documents it is soon told; of many, it is worth knowing for all.
            _ if docs.count() < u64::from(segment.max_doc()) / LEADING && !snapshot.kept.knows(segment, self) => {
                self.tell(docs, snapshot, segment)
            }
            _ => {
                let all = || self.tell(&Docs::first(segment.max_doc()), snapshot, segment);
                Ok(docs.and(&*snapshot.kept.filter(segment, self, all)?))
            }
        }
    }

    /// Those of the documents whose codes or numbers are such.
    fn tell(&self, docs: &Docs, snapshot: &Snapshot, segment: &SegmentReader) -> Result<Docs, Error> {
        let Snapshot { schema, kept, .. } = snapshot;
        match self {
            Self::In(facet, codes) => {
                let column = kept.codes(schema, segment, *facet)?;
                let mut such = vec![false; column.values.len() + 1];
                let places = codes.iter().filter_map(|code| column.values.binary_search(code).ok());
                places.for_each(|place| such[place] = true);
                Ok(column.that_have(docs, |place| such[place as usize]))
            }
            Self::Range(number, from, to) => {
                let column = kept.numbers(schema, segment, *number)?;
                let range = column.range(from.map(i64_to_u64), to.map(i64_to_u64));
                Ok(column.that_have(docs, |place| range.contains(&place)))
            }
            other => other.among(docs, snapshot, segment),
        }
    }
}

fn term_query(term: Term) -> EngineQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
