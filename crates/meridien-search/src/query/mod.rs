//! Asking the index.
//!
//! A query is two passes over the matching documents. The first counts them, and each value of the
//! facets wanted, without scoring; the second finds the page of hits. Both are exact.

mod excluded;
mod filter;
mod sort;
mod spelling;
mod tally;
mod words;

use std::collections::HashMap;

use tantivy::collector::TopDocs;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur};
use tantivy::{DocAddress, Searcher, TantivyDocument};

pub use filter::Filter;
use sort::ByNumber;
pub(crate) use spelling::did_you_mean;

use crate::schema::key_and_card;
use crate::{Error, Facet, Number, Schema, SortText};

/// What a query becomes for the engine.
type EngineQuery = Box<dyn tantivy::query::Query>;

/// A question to the index. [`Query::default`] finds everything and returns no hit, so give a limit.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// What a person typed: every word must be found, in any of the texts and in any form; `"..."` or
    /// `«...»` is a phrase; what follows a `-` must not be found. Anything may be typed: what is no
    /// word is passed over, and what comes after the first 32 words too.
    pub words: &'a str,
    /// Whether the last word is still being typed, and so may be the beginning of one.
    pub prefix: bool,
    /// What the documents must be besides.
    pub filter: Filter,
    /// In which order the hits come.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to return at most.
    pub limit: usize,
    /// The facets whose values are to be counted.
    pub facets: &'a [Facet],
}

/// The order of hits. Those alike are in an order of their own that never changes, so that pages neither
/// overlap nor skip; those without a value come last in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The closest to the words first; without words, all are alike.
    #[default]
    Relevance,
    /// By the first number of a field.
    Number(Number, Order),
    /// By a text.
    Text(SortText, Order),
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

impl From<Order> for tantivy::Order {
    fn from(order: Order) -> Self {
        match order {
            Order::Ascending => Self::Asc,
            Order::Descending => Self::Desc,
        }
    }
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
    /// For each facet wanted, in the order asked: how many matching documents have each code.
    pub facets: Vec<HashMap<u64, u64>>,
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
pub(crate) fn answer(schema: &Schema, searcher: &Searcher, seq: u64, query: &Query<'_>) -> Result<Answer, Error> {
    let engine_query = combine(schema, query);
    let facets = query.facets.iter().map(|&facet| schema.facet_name(facet).to_owned()).collect();
    let tally = searcher.search(&engine_query, &tally::Tally { facets })?;
    let mut hits = Vec::new();
    // A page far past the end must not cost its offset in memory.
    let left = tally.total.saturating_sub(query.offset as u64);
    let limit = query.limit.min(usize::try_from(left).unwrap_or(usize::MAX));
    if limit > 0 {
        let page =
            Page { schema, searcher, query: &engine_query, top: TopDocs::with_limit(limit).and_offset(query.offset) };
        for (address, score) in page.find(query.sort)? {
            let (key, card) = key_and_card(&searcher.doc::<TantivyDocument>(address)?);
            hits.push(Hit { key, card, score });
        }
    }
    Ok(Answer { seq, total: tally.total, hits, facets: tally.facets })
}

/// The words and the filter as one query. The filter does not weigh in the score.
fn combine(schema: &Schema, query: &Query<'_>) -> BooleanQuery {
    let mut clauses = words::parse(query.words).clauses(schema, query.prefix);
    if query.filter != Filter::default() {
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(query.filter.engine_query(schema), 0.0))));
    }
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
    }
    BooleanQuery::new(clauses)
}

struct Page<'a> {
    schema: &'a Schema,
    searcher: &'a Searcher,
    query: &'a BooleanQuery,
    top: TopDocs,
}

impl Page<'_> {
    /// The addresses of the hits, with their scores if they are sorted by them.
    fn find(self, sort: Sort) -> Result<Vec<(DocAddress, Option<f32>)>, Error> {
        let by_key = SortByStaticFastValue::<u64>::for_field(self.schema.order_name());
        Ok(match sort {
            Sort::Relevance => {
                let order = self.top.order_by((SortBySimilarityScore, by_key));
                let found = self.searcher.search(self.query, &order)?;
                found.into_iter().map(|((score, _), address)| (address, Some(score))).collect()
            }
            Sort::Number(number, order) => {
                let value = ByNumber { name: self.schema.number_name(number).to_owned() };
                let order = self.top.order_by(((value, tantivy::Order::from(order)), by_key));
                unscored(self.searcher.search(self.query, &order)?)
            }
            Sort::Text(text, order) => {
                let value = SortByString::for_field(self.schema.sort_text_name(text));
                let order = self.top.order_by(((value, tantivy::Order::from(order)), by_key));
                unscored(self.searcher.search(self.query, &order)?)
            }
        })
    }
}

fn unscored<K>(found: Vec<(K, DocAddress)>) -> Vec<(DocAddress, Option<f32>)> {
    found.into_iter().map(|(_, address)| (address, None)).collect()
}
