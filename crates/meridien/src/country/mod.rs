//! Countries as readers see them: their names, the list of those that have partnerships, a page for each.

pub mod pages;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use crate::chart::map::{Link, Map, Place};
use crate::reference;
use crate::value::{Country, Point};
use crate::web::markdown::SafeHtml;
use crate::web::words;
use crate::web::{Lang, Locale};

/// A country's name, its code where it has none.
pub fn name(l: Locale, country: Country) -> String {
    reference::country(country).map_or_else(|| country.to_string(), |found| l.label(found.name).to_owned())
}

/// The countries in the order of their names: pages sort hundreds of them, so that these are compared once.
struct ByName {
    codes: Arc<[u64]>,
    ranks: HashMap<Country, usize>,
}

static BY_NAME: LazyLock<HashMap<Lang, ByName>> = LazyLock::new(|| {
    let by_name = |lang| {
        let l = Locale { lang };
        let mut countries: Vec<_> = reference::countries().iter().collect();
        countries.sort_by_cached_key(|country| l.sort_key(l.label(country.name)));
        let countries = countries.iter().map(|country| country.iso2);
        ByName { codes: countries.clone().map(Country::as_u64).collect(), ranks: countries.zip(0..).collect() }
    };
    Lang::ALL.map(|lang| (lang, by_name(lang))).into()
});

/// The codes of all countries in the order of their names.
pub(crate) fn by_name(l: Locale) -> Arc<[u64]> {
    Arc::clone(&BY_NAME[&l.lang].codes)
}

/// Where a country comes in the order of the names of all countries; those without a name come last.
pub(crate) fn rank(l: Locale, country: Country) -> usize {
    BY_NAME[&l.lang].ranks.get(&country).copied().unwrap_or(usize::MAX)
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
    let linked = partners.iter().filter(|(partner, count)| Some(*partner) != country && *count > 0);
    for (partner, count) in linked.take(LINKED) {
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
