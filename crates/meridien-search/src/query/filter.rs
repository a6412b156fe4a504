//! Conditions on a document other than its words.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, EnableScoring, ExistsQuery, Occur, Query as _, RangeQuery,
    TermQuery, TermSetQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::EngineQuery;
use crate::{Error, Facet, Number, Schema};

/// A condition that a document meets or not.
#[derive(Clone, Debug, PartialEq)]
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

/// Up to so many codes, one list of documents each; beyond, one walk over the dictionary.
const FEW_CODES: usize = 32;

impl Filter {
    /// What finds the documents that meet each.
    pub(crate) fn weights(
        filters: &[Self],
        schema: &Schema,
        searcher: &Searcher,
    ) -> Result<Vec<Box<dyn Weight>>, Error> {
        let unscored = EnableScoring::disabled_from_searcher(searcher);
        let weights = filters.iter().map(|filter| filter.engine_query(schema).weight(unscored));
        Ok(weights.collect::<tantivy::Result<_>>()?)
    }

    pub(super) fn engine_query(&self, schema: &Schema) -> EngineQuery {
        let each = |filters: &[Filter], occur| {
            filters.iter().map(|filter| (occur, filter.engine_query(schema))).collect::<Vec<_>>()
        };
        match self {
            Self::All(filters) if filters.is_empty() => Box::new(AllQuery),
            Self::All(filters) => Box::new(BooleanQuery::new(each(filters, Occur::Must))),
            Self::Any(filters) if filters.is_empty() => Box::new(EmptyQuery),
            Self::Any(filters) => Box::new(BooleanQuery::new(each(filters, Occur::Should))),
            Self::Not(filter) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, filter.engine_query(schema)),
            ])),
            Self::In(facet, codes) => has_code(*facet, codes),
            Self::Range(number, None, None) | Self::Exists(number) => {
                Box::new(ExistsQuery::new(schema.number_name(*number).to_owned(), false))
            }
            Self::Range(_, Some(from), Some(to)) if from > to => Box::new(EmptyQuery),
            Self::Range(number, from, to) => {
                let bound = |end: Option<i64>| {
                    end.map_or(Bound::Unbounded, |end| Bound::Included(Term::from_field_i64(number.field(), end)))
                };
                Box::new(RangeQuery::new(bound(*from), bound(*to)))
            }
        }
    }
}

fn has_code(facet: Facet, codes: &[u64]) -> EngineQuery {
    let mut terms = codes.iter().map(|&code| Term::from_field_u64(facet.field(), code));
    match codes {
        [] => Box::new(EmptyQuery),
        _ if codes.len() > FEW_CODES => Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0)),
        [_] => terms.next().map_or_else(|| Box::new(EmptyQuery) as EngineQuery, term_query),
        _ => Box::new(BooleanQuery::union(terms.map(term_query).collect())),
    }
}

fn term_query(term: Term) -> EngineQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
