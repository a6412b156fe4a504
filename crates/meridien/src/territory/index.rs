//! What the search index knows of territories: who governs one, and which appear beside it in partnerships.

use std::cmp::Reverse;

use meridien_search::{self as search, Count, Dimension, Filter, Query, Sort};

use crate::index::{RecordType, Search, cards};
use crate::organisation::index::Card;
use crate::partnership::index::is;
use crate::value::Id;

/// Organisations that govern one territory, one after another: fewer than this.
const MOST_GOVERNORS: usize = 20;

impl Search {
    /// The organisations that govern a territory, or have, by name.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn governors(&self, territory: Id) -> Result<Vec<Card>, search::Error> {
        let filter = self.on_territory(RecordType::Organisation, territory);
        let sort = Sort::Text(self.fields.by_name, search::Order::Ascending);
        let answer = self.index.search(&Query { filter, sort, limit: MOST_GOVERNORS, ..Query::default() })?;
        Ok(cards(&answer.hits))
    }

    /// The other territories of the partnerships of a territory, those that have the most of these first: its parts, what
    /// contains it, those of the other parties.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn territories_beside(&self, territory: Id) -> Result<Vec<(Id, u64)>, search::Error> {
        let filter = self.on_territory(RecordType::Partnership, territory);
        let dimensions = [Dimension { chosen: None, count: Count::Codes(self.fields.territory) }];
        let answer = self.index.search(&Query { filter, dimensions: &dimensions, ..Query::default() })?;
        let counted = answer.counts.iter().flat_map(|counts| counts.by_key());
        let mut territories: Vec<(Id, u64)> =
            counted.filter_map(|(code, count)| Some((Id::from_u64(code)?, count))).collect();
        territories.retain(|(id, _)| *id != territory);
        territories.sort_by_key(|(id, count)| (Reverse(*count), *id));
        Ok(territories)
    }

    fn on_territory(&self, record_type: RecordType, territory: Id) -> Filter {
        let fields = &self.fields;
        Filter::All(vec![is(fields.record_type, record_type as u64), is(fields.territory, territory.as_u64())])
    }
}
