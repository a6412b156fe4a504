//! Countries as readers see them: their names, the list of those that have partnerships, a page for each.

pub mod pages;

use crate::chart::map::{Map, Place};
use crate::partnership::index::PartnershipPage;
use crate::partnership::list::Criteria;
use crate::reference;
use crate::value::{Country, Point};
use crate::web::Locale;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;

/// A country's name, its code where it has none.
pub fn name(l: Locale, country: Country) -> String {
    reference::country(country).map_or_else(|| country.to_string(), |found| l.label(found.name).to_owned())
}

/// A country's name, linked to its page.
pub fn link(l: Locale, country: Country) -> Link {
    Link { text: name(l, country), href: Some(l.href(&format!("/pays/{country}"))) }
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

/// The statuses of some partnerships with their counts, those without any left out.
pub(crate) fn statuses(l: Locale, found: &PartnershipPage) -> Vec<(String, u64)> {
    let counted = found.statuses.iter().filter(|(_, count)| *count > 0);
    counted.map(|(status, count)| (l.t(status.key()).into_owned(), *count)).collect()
}

/// The countries of some partnerships with their counts, each linked to the list of those partnerships.
pub(crate) fn counts(l: Locale, found: &PartnershipPage, list: impl Fn(Country) -> Criteria) -> Vec<(Link, u64)> {
    let row = |(country, count): &(Country, u64)| {
        (Link { text: name(l, *country), href: Some(list(*country).href(l)) }, *count)
    };
    found.countries.iter().map(row).collect()
}

/// A map of one place, or of its country where the place is not known.
pub(crate) fn map(l: Locale, name: &str, country: Option<Country>, point: Option<Point>) -> Option<SafeHtml> {
    let of_country = || reference::country(country?).and_then(|country| country.point.or(country.capital_point));
    let point = point.or_else(of_country)?;
    let title = l.t_with("map-of", &[("name", name.into())]);
    let map = Map {
        outlines: reference::outlines(),
        description: title.clone(),
        title,
        highlighted: country.into_iter().collect(),
        places: vec![Place { name: name.to_owned(), point }],
        links: Vec::new(),
    };
    Some(SafeHtml::drawn(map.region("place")))
}
