//! Countries as readers see them: their names, the list of those that have partnerships, a page for each.

pub mod pages;

use std::collections::BTreeSet;

use crate::chart::map::{Link, Map, Place};
use crate::reference;
use crate::value::{Country, Point};
use crate::web::Locale;
use crate::web::markdown::SafeHtml;
use crate::web::words;

/// A country's name, its code where it has none.
pub fn name(l: Locale, country: Country) -> String {
    reference::country(country).map_or_else(|| country.to_string(), |found| l.label(found.name).to_owned())
}

/// A country's name, linked to its page.
pub fn link(l: Locale, country: Country) -> words::Link {
    words::Link { text: name(l, country), href: Some(l.href(&format!("/pays/{country}"))) }
}

/// The country of a code, in either case, if there is one.
pub(crate) fn known_country(code: &str) -> Option<Country> {
    let country: Country = code.parse().ok()?;
    reference::country(country).map(|_| country)
}

/// The code of the country that a name means: what whoever typed it into an address should have typed.
pub(crate) fn meant_country(name: &str) -> Option<String> {
    reference::find_country(name).map(|country| country.iso2.to_string())
}

/// Countries linked on a map: more would be a tangle.
const LINKED: usize = 12;

/// A map of a place, or of its country where the place is not known, and of the countries that it works with.
pub(crate) fn map(
    l: Locale,
    name_of_place: &str,
    country: Option<Country>,
    point: Option<Point>,
    partners: &[(Country, u64)],
) -> Option<SafeHtml> {
    let of_country = |country| reference::country(country).and_then(|found| found.point.or(found.capital_point));
    let point = point.or_else(|| of_country(country?))?;
    let mut places = vec![Place { name: name_of_place.to_owned(), point }];
    let mut links = Vec::new();
    let mut highlighted: BTreeSet<Country> = country.into_iter().collect();
    for (partner, count) in partners.iter().filter(|(partner, _)| Some(*partner) != country).take(LINKED) {
        let Some(point) = of_country(*partner) else { continue };
        links.push(Link { from: 0, to: places.len(), weight: u32::try_from(*count).unwrap_or(u32::MAX) });
        places.push(Place { name: name(l, *partner), point });
        highlighted.insert(*partner);
    }
    if links.is_empty() {
        return None;
    }
    let names: Vec<&str> = places[1..].iter().map(|place| place.name.as_str()).collect();
    let map = Map {
        outlines: reference::outlines(),
        title: l.t_with("map-of", &[("name", name_of_place.into())]),
        description: l.t_with("map-links", &[("name", name_of_place.into()), ("partners", l.list(&names).into())]),
        highlighted,
        links,
        places,
    };
    Some(SafeHtml::drawn(map.region("place")))
}
