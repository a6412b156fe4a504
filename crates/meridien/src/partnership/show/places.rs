//! The map of the ends of a partnership, and its places as text.

use super::super::Place;
use super::Record;
use crate::chart::map::{self, Map};
use crate::country;
use crate::reference;
use crate::territory::Territory;
use crate::value::{Country, Id, Point, Precision};
use crate::web::Locale;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;

/// The section on places.
pub(super) struct Places {
    /// The overview map of the parties; none where no party has a known place.
    pub(super) map: Option<SafeHtml>,
    /// The map in words.
    pub(super) description: String,
    pub(super) rows: Vec<PlaceRow>,
}

/// A place of the record.
pub(super) struct PlaceRow {
    pub(super) name: Link,
    pub(super) country: Option<Link>,
    /// What its position is the position of; none where it has none.
    pub(super) precision: Option<&'static str>,
}

/// One end of the partnership on the map.
struct End {
    name: String,
    country: Country,
    point: Point,
}

impl Places {
    pub(super) fn of(l: Locale, record: &Record) -> Places {
        let ends = ends(l, record);
        let names: Vec<String> =
            ends.iter().map(|end| format!("{} ({})", end.name, country::name(l, end.country))).collect();
        let approximate = ends.iter().filter(|end| end.point.precision == Precision::Country).count();
        let mut description = l.t_with("map-description", &[("places", l.list(&names).into())]);
        if approximate > 0 {
            description.push(' ');
            description.push_str(&l.t_with("map-approximate", &[("count", approximate.into())]));
        }
        let rows = record.partnership.places.iter().map(|place| row(l, record, place)).collect();
        Places { map: map(l, &ends, &description), description, rows }
    }
}

fn row(l: Locale, record: &Record, place: &Place) -> PlaceRow {
    let territory = place.territory.and_then(|id| record.territories.get(&id));
    let point = place.point.or_else(|| territory?.point);
    let href = place.territory.zip(territory).and_then(|(id, territory)| territory.link(l, id).href);
    PlaceRow {
        name: Link { text: place.name.clone(), href },
        country: place.country.map(|country| country::link(l, country)),
        precision: point.map(|point| match point.precision {
            Precision::Commune => "precision-commune",
            Precision::Department => "precision-department",
            Precision::Region => "precision-region",
            Precision::Country => "precision-country",
        }),
    }
}

/// Each party that can be placed: on its own territory, else on its country.
fn ends(l: Locale, record: &Record) -> Vec<End> {
    let end = |party: &super::super::Party| {
        let point = territory(record, party.organisation).and_then(|territory| territory.point).or_else(|| {
            reference::country(party.country).and_then(|country| country.point.or(country.capital_point))
        })?;
        // The place's own name is short enough for a map; a body's seldom is.
        let territory = territory(record, party.organisation).and_then(|territory| l.words(&territory.name));
        let name = territory.map_or(party.name.as_str(), |words| words.text).to_owned();
        Some(End { name, country: party.country, point })
    };
    record.partnership.parties.iter().filter_map(end).collect()
}

/// The territory that a party governs.
fn territory(record: &Record, organisation: Id) -> Option<&Territory> {
    record.territories.get(&record.directory.get(organisation)?.territory?)
}

/// The ends, joined: each one at home to each one abroad when there are two sides, else all to the first.
fn map(l: Locale, ends: &[End], description: &str) -> Option<SafeHtml> {
    if ends.is_empty() {
        return None;
    }
    let first = ends[0].country;
    let near = (0..ends.len()).filter(|at| ends[*at].country == first);
    let links = near.flat_map(|from| {
        let far = (0..ends.len()).filter(|to| ends[*to].country != first);
        far.map(move |to| map::Link { from, to, weight: 1 })
    });
    let drawn = Map {
        outlines: reference::outlines(),
        title: l.t("map-title").into_owned(),
        description: description.to_owned(),
        highlighted: ends.iter().map(|end| end.country).collect(),
        places: ends.iter().map(|end| map::Place { name: end.name.clone(), point: end.point }).collect(),
        links: links.collect(),
    };
    Some(SafeHtml::drawn(drawn.region("ends")))
}
