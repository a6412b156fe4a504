//! What must not be found.

use std::sync::Arc;

use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError};

use super::EngineQuery;

/// A query whose documents are gathered before they are excluded.
///
/// tantivy 0.27 excludes by seeking each document in turn, also those that the excluded query is already
/// past; a phrase bears that but asserts against it, which ends a program built with assertions.
#[derive(Clone, Debug)]
pub(super) struct Excluded(Arc<dyn Query>);

impl Excluded {
    pub fn new(query: EngineQuery) -> Self {
        Self(query.into())
    }
}

impl Query for Excluded {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = EnableScoring::disabled_from_schema(scoring.schema());
        Ok(Box::new(ExcludedWeight(self.0.weight(unscored)?)))
    }
}

struct ExcludedWeight(Box<dyn Weight>);

impl Weight for ExcludedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        self.0.for_each_no_score(reader, &mut |docs| {
            for &doc in docs {
                found.insert(doc);
            }
        })?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("an exclusion has no score".to_owned()))
    }
}
