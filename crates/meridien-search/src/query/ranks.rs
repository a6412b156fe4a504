//! The documents of a segment in an order that hits may come in.
//!
//! Sorting a million documents takes a tenth of a second, so it is done once for each segment and order. The first
//! hits of a search are then found by walking along the order until enough of those found have been met.

use std::sync::Arc;

use tantivy::DocId;

use super::docs::Docs;

/// All documents of a segment, the first hit first.
#[derive(Debug)]
pub(crate) struct Ranks(pub Vec<DocId>);

/// Walks along an order, meeting the documents found.
pub(super) struct Walk {
    ranks: Arc<Ranks>,
    found: Arc<Docs>,
    next: usize,
}

impl Walk {
    pub fn new(ranks: Arc<Ranks>, found: Arc<Docs>) -> Self {
        Self { ranks, found, next: 0 }
    }
}

impl Iterator for Walk {
    type Item = DocId;

    fn next(&mut self) -> Option<DocId> {
        let left = self.ranks.0.get(self.next..)?;
        let passed = left.iter().position(|&doc| self.found.contains(doc)).unwrap_or(left.len());
        self.next += passed + 1;
        left.get(passed).copied()
    }
}
