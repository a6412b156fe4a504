//! What the home page says of the whole register, counted once for each position of the journal and each day.

use std::collections::BTreeSet;

use meridien_search::{Dimension, Error, Facet, Measure, Query, Tabulation};

use super::WAYS_IN;
use crate::app::State;
use crate::chart::map::{Link, Map, Place};
use crate::country;
use crate::index::{RecordType, Search, pair_of};
use crate::organisation::index::{Card as OrganisationCard, OrganisationQuery};
use crate::partnership::index::{Card, StatusDay, is};
use crate::partnership::query::{Order, PartnershipQuery};
use crate::reference::{self, Theme};
use crate::theme;
use crate::value::{Country, Point};
use crate::web::{self, Lang, Locale};

/// Links drawn on the map: those of most partnerships.
const LINKS_DRAWN: usize = 40;
/// Records shown as the latest confirmed, and as the latest published or changed.
const SHOWN: usize = 5;

/// The register at a glance.
pub struct Overview {
    /// Published partnerships.
    pub partnerships: u64,
    /// Organisations of the home country that are parties.
    pub home_parties: u64,
    /// Organisations of other countries that are parties.
    pub parties_abroad: u64,
    /// Countries other than home, with how many partnerships each takes part in, the most first.
    pub countries: Vec<(Country, u64)>,
    /// Pairs of countries, home first, with how many partnerships link them, the most first.
    pub links: Vec<(Country, Country, u64)>,
    /// Themes of the first level, in the vocabulary's order.
    pub themes: Vec<(&'static Theme, u64)>,
    /// The home country's busiest parties.
    pub authorities: Vec<OrganisationCard>,
    /// The latest confirmed partnerships.
    pub confirmed: Vec<Card>,
    /// The latest published or changed, those aside that are among the latest confirmed.
    pub updated: Vec<Card>,
    /// The map of the links.
    pub map: MapByLanguage,
}

/// The same map with its title and description in each language.
pub struct MapByLanguage {
    pub fr: String,
    pub en: String,
}

impl Overview {
    /// Counts everything anew.
    pub(super) async fn read(app: &State, day: StatusDay) -> web::Result<Overview> {
        let (search, home) = (app.search.clone(), app.settings.home_country);
        Ok(web::blocking(move || Overview::count(&search, home, day)).await??)
    }

    fn count(search: &Search, home: Country, day: StatusDay) -> Result<Overview, Error> {
        let fields = &search.fields;
        let all = search.index.search(&Query {
            filter: is(fields.record_type, RecordType::Partnership as u64),
            dimensions: &[fields.country, fields.theme, fields.pair].map(Dimension::of),
            ..Query::default()
        })?;
        let of = |place: usize| all.counts[place].by_key();

        let level_one = |theme: &&'static Theme| theme.level() == 1;
        let themes = reference::themes().iter().filter(level_one).filter_map(|theme| {
            let number = theme::number(theme.code)?;
            Some((theme, of(1).find(|(code, _)| *code == number)?.1))
        });

        let links = links(of(2), home);
        let at_home = search.organisations(&OrganisationQuery {
            countries: vec![home],
            busiest_first: true,
            limit: WAYS_IN,
            ..OrganisationQuery::default()
        })?;

        let first = |order, limit| {
            let query = PartnershipQuery { order, limit, ..PartnershipQuery::default() };
            search.partnerships(&query, day).map(|page| page.cards)
        };
        let mut confirmed = first(Order::Confirmed, SHOWN)?;
        confirmed.retain(|card| card.confirmed.is_some());
        let mut updated = first(Order::Updated, 2 * SHOWN)?;
        updated.retain(|card| confirmed.iter().all(|shown| shown.id != card.id));
        updated.truncate(SHOWN);

        Ok(Overview {
            partnerships: all.total,
            home_parties: parties(search, fields.home_today)?,
            parties_abroad: parties(search, fields.partner_today)?,
            countries: countries(of(0), home),
            themes: themes.collect(),
            authorities: at_home.cards,
            confirmed,
            updated,
            map: MapByLanguage { fr: map(Lang::Fr.into(), home, &links), en: map(Lang::En.into(), home, &links) },
            links,
        })
    }

    /// The links that the map shows.
    pub fn drawn(&self) -> &[(Country, Country, u64)] {
        drawn(&self.links)
    }
}

/// The countries other than home of counted codes, the most frequent first.
fn countries(counted: impl Iterator<Item = (u64, u64)>, home: Country) -> Vec<(Country, u64)> {
    let known = counted.filter_map(|(code, count)| Some((Country::from_u64(code)?, count)));
    let mut countries: Vec<_> = known.filter(|(country, _)| *country != home).collect();
    countries.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
    countries
}

/// The pairs of countries of counted codes, the most frequent first, home first in each.
fn links(counted: impl Iterator<Item = (u64, u64)>, home: Country) -> Vec<(Country, Country, u64)> {
    let pair = |(code, count): (u64, u64)| {
        let (one, other) = pair_of(code)?;
        Some(if other == home { (other, one, count) } else { (one, other, count) })
    };
    let mut links: Vec<_> = counted.filter_map(pair).collect();
    links.sort_by_key(|(one, other, count)| (std::cmp::Reverse(*count), *one, *other));
    links
}

/// How many parties there are on a side, as the statistics count them: those that merged count for their successor.
fn parties(search: &Search, side: Facet) -> Result<u64, Error> {
    let table = search.index.tabulate(&Tabulation {
        filter: is(search.fields.record_type, RecordType::Partnership as u64),
        measure: Measure::Distinct(side),
        ..Tabulation::default()
    })?;
    Ok(table.total.unsigned_abs())
}

fn drawn(links: &[(Country, Country, u64)]) -> &[(Country, Country, u64)] {
    &links[..links.len().min(LINKS_DRAWN)]
}

fn map(l: Locale, home: Country, links: &[(Country, Country, u64)]) -> String {
    let mut places: Vec<Place> = Vec::new();
    let mut ends: Vec<Country> = Vec::new();
    let mut place = |end: Country| {
        ends.iter().position(|known| *known == end).or_else(|| {
            places.push(Place { name: country::name(l, end), point: point(end)? });
            ends.push(end);
            Some(ends.len() - 1)
        })
    };
    // Bent to the same side, seen from home.
    let links = drawn(links).iter().filter_map(|(from, to, count)| {
        Some(Link { from: place(*from)?, to: place(*to)?, weight: u32::try_from(*count).unwrap_or(u32::MAX) })
    });
    let links = links.collect();
    Map {
        outlines: reference::outlines(),
        title: l.t("home-map").into_owned(),
        description: l.t("home-map-means").into_owned(),
        highlighted: BTreeSet::from([home]),
        places,
        links,
    }
    .world("map")
}

fn point(country: Country) -> Option<Point> {
    let known = reference::country(country)?;
    known.point.or(known.capital_point)
}
