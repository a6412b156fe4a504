//! Published partnerships that a declaration may repeat: those of the same two ends in the same years.

use meridien_search::{Filter, Query};

use crate::app::State;
use crate::index::RecordType;
use crate::partnership::Partnership;
use crate::partnership::index::{Card, is};
use crate::value::{Id, PartialDate};
use crate::web;

/// Pairs of ends that are looked up, and records that are named.
const MOST: usize = 10;

/// Those that `partnership`, the record `own`, may repeat.
///
/// # Errors
/// When the index cannot be read.
pub async fn find(app: &State, partnership: &Partnership, own: Id) -> web::Result<Vec<Card>> {
    let search = app.search.clone();
    let organisation = search.fields.organisation;
    let pairs: Vec<Filter> = pairs(partnership)
        .into_iter()
        .map(|ends| Filter::All(ends.map(|end| is(organisation, end.as_u64())).to_vec()))
        .collect();
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter::All(vec![is(search.fields.record_type, RecordType::Partnership as u64), Filter::Any(pairs)]);
    let found =
        web::blocking(move || search.index.search(&Query { filter, limit: 10 * MOST, ..Query::default() })).await??;
    let cards = found.hits.iter().filter_map(|hit| serde_json::from_str::<Card>(&hit.card).ok());
    Ok(cards.filter(|card| card.id != own && overlaps(partnership, card)).take(MOST).collect())
}

/// The parties of two countries, two by two.
fn pairs(partnership: &Partnership) -> Vec<[Id; 2]> {
    let parties = &partnership.parties;
    let after = |at: usize| parties[at + 1..].iter().map(move |other| (&parties[at], other));
    let abroad = (0..parties.len()).flat_map(after).filter(|(one, other)| one.country != other.country);
    abroad.map(|(one, other)| [one.organisation, other.organisation]).take(MOST).collect()
}

/// Whether the years of two records may have a day in common; what is not known is open.
pub fn overlap(one: &Card, other: &Card) -> bool {
    let before = |end: Option<PartialDate>, start: Option<PartialDate>| {
        end.zip(start).is_some_and(|(end, start)| end.last_day() < start.first_day())
    };
    !before(one.end, other.start.or(other.signed)) && !before(other.end, one.start.or(one.signed))
}

/// Whether the years of both may have a day in common; what is not known is open.
fn overlaps(partnership: &Partnership, card: &Card) -> bool {
    let before = |end: Option<PartialDate>, start: Option<PartialDate>| {
        end.zip(start).is_some_and(|(end, start)| end.last_day() < start.first_day())
    };
    !before(partnership.end, card.start.or(card.signed))
        && !before(card.end, partnership.start.or(partnership.first_signature()))
}
