//! Published partnerships that a declaration may repeat: those of the same two ends in the same years.

use meridien_search::{Filter, Query};

use crate::app::State;
use crate::index::{RecordType, cards};
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
    let mut similar: Vec<Card> = cards(&found.hits);
    similar.retain(|card| card.id != own && overlap(days_of(partnership), days(card)));
    similar.truncate(MOST);
    Ok(similar)
}

/// The parties of two countries, two by two.
fn pairs(partnership: &Partnership) -> Vec<[Id; 2]> {
    let parties = &partnership.parties;
    let after = |at: usize| parties[at + 1..].iter().map(move |other| (&parties[at], other));
    let abroad = (0..parties.len()).flat_map(after).filter(|(one, other)| one.country != other.country);
    abroad.map(|(one, other)| [one.organisation, other.organisation]).take(MOST).collect()
}

/// The start of a record, or else its signature, and its end.
pub type Days = (Option<PartialDate>, Option<PartialDate>);

/// Those of a published record.
pub fn days(card: &Card) -> Days {
    (card.start.or(card.signed), card.end)
}

fn days_of(partnership: &Partnership) -> Days {
    (partnership.start.or(partnership.first_signature()), partnership.end)
}

/// Whether the years of a partnership and of each record that it may repeat are known: only then are they the same years.
pub fn share_years(partnership: &Partnership, similar: &[Card]) -> bool {
    let is_dated = |(start, end): Days| start.is_some() || end.is_some();
    is_dated(days_of(partnership)) && similar.iter().all(|card| is_dated(days(card)))
}

/// Whether two records may have a day in common; what is not known is open.
pub fn overlap((start, end): Days, (other_start, other_end): Days) -> bool {
    let before = |end: Option<PartialDate>, start: Option<PartialDate>| {
        end.zip(start).is_some_and(|(end, start)| end.last_day() < start.first_day())
    };
    !before(end, other_start) && !before(other_end, start)
}
