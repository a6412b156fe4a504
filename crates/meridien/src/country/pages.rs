//! The pages of countries: the list of those that have partnerships, and one page each.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;

use super::{counts, known_country, link, map, name, statuses};
use crate::app::State;
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::organisation::list::Criteria as OrganisationCriteria;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::list::CardView;
use crate::partnership::names::Names;
use crate::partnership::query::{PartnershipPage, PartnershipQuery};
use crate::reference;
use crate::registers;
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/pays", get(list)).route("/pays/{iso2}", get(show))
}

/// Partnerships shown before the link to all.
const FIRST_PARTNERSHIPS: usize = 10;
/// What is counted over a country's partnerships.
const COUNTED: [Dimension; 3] = [Dimension::Status, Dimension::Country, Dimension::Home];
/// Authorities at work in a country that are named.
const NAMED_AUTHORITIES: usize = 20;

/// A part of the world with its countries.
struct Region {
    name: &'static str,
    /// Each with the number of its partnerships, sorted by name.
    countries: Vec<(Link, u64)>,
}

#[derive(Template)]
#[template(path = "country/list.html")]
struct List {
    l: Locale,
    page: Page,
    total: u64,
    /// How many countries have a partnership.
    count: usize,
    regions: Vec<Region>,
}

/// `/pays`.
async fn list(visit: Visit) -> web::Result {
    let l = visit.locale;
    let day = visit.app.status_day();
    let search = visit.app.search.clone();
    let query = PartnershipQuery { counted: vec![Dimension::Country], ..PartnershipQuery::default() };
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    let page = visit.page(l.t("countries-title")).nav(Nav::Countries);
    let list = List { regions: regions(l, &found), count: found.countries().len(), total: found.total, l, page };
    page::answer(Cache::Journal, &list)
}

/// The countries by part of the world, both in the order of the reader's language.
fn regions(l: Locale, found: &PartnershipPage) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for (country, count) in found.countries() {
        let region = reference::country(country).and_then(|country| reference::world_region(country.region));
        let Some(region) = region else { continue };
        let name = l.label(region.name);
        let entry = (link(l, country), count);
        match regions.iter_mut().find(|region| region.name == name) {
            Some(region) => region.countries.push(entry),
            None => regions.push(Region { name, countries: vec![entry] }),
        }
    }
    regions.sort_by(|a, b| l.compare(a.name, b.name));
    for region in &mut regions {
        region.countries.sort_by(|(a, _), (b, _)| l.compare(&a.text, &b.text));
    }
    regions
}

#[derive(Template)]
#[template(path = "country/show.html")]
struct Show<'a> {
    l: Locale,
    page: Page,
    /// Whether it is the country that this atlas is seen from.
    is_home: bool,
    capital: Option<&'static str>,
    region: Option<&'static str>,
    total: u64,
    cards: Vec<CardView<'a>>,
    statuses: Vec<(String, u64)>,
    /// The authorities at work there, the busiest first.
    authorities: Vec<(Link, u64)>,
    /// The partner countries of the home country.
    countries: Vec<(Link, u64)>,
    post: Option<Link>,
    all: String,
    organisations: String,
    map: Option<SafeHtml>,
}

/// `/pays/{iso2}`.
async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let country = known_country(&code).ok_or(Error::NotFound)?;
    if country.as_str() != code {
        return Err(Error::Moved(l.href(&format!("/pays/{country}"))));
    }
    let home = visit.app.settings.home_country;
    // The index counts a partnership under its countries other than home: all of them are home's.
    let criteria = if country == home { Criteria::default() } else { Criteria::of_country(country) };
    let day = visit.app.status_day();
    let (search, query) = (visit.app.search.clone(), criteria.first(FIRST_PARTNERSHIPS, &COUNTED));
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    let authorities = authorities(&visit, found.of(Dimension::Home), &criteria).await?;
    let partners = if country == home { found.countries() } else { vec![(home, found.total)] };
    let facts = reference::country(country);
    let page = visit.page(name(l, country)).nav(Nav::Countries).crumb(l.t("nav-countries"), "/pays");
    let show = Show {
        is_home: country == home,
        capital: facts.and_then(|facts| Some(l.label(facts.capital?))),
        region: facts.and_then(|facts| reference::world_region(facts.region)).map(|region| l.label(region.name)),
        total: found.total,
        cards: found.cards.iter().map(|card| CardView::new(l, card, day)).collect(),
        statuses: statuses(l, &found),
        countries: if country == home {
            counts(l, &found, |country| Criteria::of(Dimension::Country, country))
        } else {
            Vec::new()
        },
        authorities,
        post: post(&visit, country).await?,
        all: criteria.href(l),
        organisations: OrganisationCriteria::of_country(country).href(l),
        map: map(l, &name(l, country), Some(country), None, &partners),
        l,
        page,
    };
    page::answer(Cache::Journal, &show)
}

/// The busiest of some home authorities, those that have been succeeded left out.
async fn authorities(visit: &Visit, found: &[(Value, u64)], criteria: &Criteria) -> web::Result<Vec<(Link, u64)>> {
    let l = visit.locale;
    let busiest = &found[..found.len().min(2 * NAMED_AUTHORITIES)];
    let names = Names::load(&visit.app, busiest.iter().map(|(value, _)| (Dimension::Home, *value))).await?;
    let row = |(value, count): &(Value, u64)| {
        let href = criteria.and(Dimension::Home, *value).href(l);
        (Link { text: names.label(l, Dimension::Home, *value), href: Some(href) }, *count)
    };
    let current = busiest.iter().filter(|(value, _)| !names.is_succeeded(*value));
    Ok(current.take(NAMED_AUTHORITIES).map(row).collect())
}

/// The home country's diplomatic post, where the register has one.
async fn post(visit: &Visit, country: Country) -> web::Result<Option<Link>> {
    let home = visit.app.settings.home_country;
    let id = registers::ids::post(home, country);
    let Some(revision) = visit.app.journal.newest_of(Kind::Organisation, &[id]).await?.remove(&id) else {
        return Ok(None);
    };
    let post: Organisation = revision.read()?;
    let text = post.name_on((visit.app.today)(), visit.locale.lang.code()).to_owned();
    Ok(Some(Link { text, href: Some(visit.locale.href(&format!("/organisations/{id}"))) }))
}
