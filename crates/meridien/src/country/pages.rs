//! The pages of countries: the list of those that have partnerships, and one page each.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde_json::json;

use super::{known_country, link, map, name};
use crate::app::State;
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::organisation::list::Criteria as OrganisationCriteria;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::Dimension;
use crate::partnership::profile::{Profile, Subject};
use crate::partnership::query::{PartnershipPage, PartnershipQuery};
use crate::reference;
use crate::registers;
use crate::territory;
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::linked_data::{LinkedData, position};
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/pays", get(list)).route("/pays/{iso2}", get(show))
}

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
    let count = found.countries(l).len();
    let about = l.t_with("countries-lead", &[("partnerships", found.total.into()), ("countries", count.into())]);
    let page = visit.page(l.t("countries-title")).nav(Nav::Countries).describe(about);
    let list = List { regions: regions(l, &found), count, total: found.total, l, page };
    page::answer(Cache::Journal, &list)
}

/// The countries by part of the world, both in the order of the reader's language.
fn regions(l: Locale, found: &PartnershipPage) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for (country, count) in found.countries(l) {
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
struct Show {
    l: Locale,
    page: Page,
    /// Whether it is the country that this atlas is seen from.
    is_home: bool,
    capital: Option<&'static str>,
    region: Option<&'static str>,
    profile: Profile,
    /// The territories right below it that have partnerships, the busiest first.
    parts: Vec<(Link, u64)>,
    post: Option<Link>,
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
    let list = if country == home { Criteria::default() } else { Criteria::of_country(country) };
    let sides: &[Dimension] = if country == home { &[Dimension::Home] } else { &[Dimension::Home, Dimension::Partner] };
    let profile = Profile::load(&visit, Subject::of(&list, sides)).await?;
    let partners = if country == home { profile.all_countries() } else { vec![(home, profile.total)] };
    let facts = reference::country(country);
    let page = visit
        .page(name(l, country))
        .nav(Nav::Countries)
        .crumb(l.t("nav-countries"), "/pays")
        .describe(profile.description(&name(l, country)))
        .feed(profile.feed.as_str());
    let data = linked_data(&page, country);
    let page = page.about(data);
    let show = Show {
        is_home: country == home,
        capital: facts.and_then(|facts| Some(l.label(facts.capital?))),
        region: facts.and_then(|facts| reference::world_region(facts.region)).map(|region| l.label(region.name)),
        parts: territory::pages::parts(&visit, registers::ids::country(country)).await?,
        post: post(&visit, country).await?,
        organisations: OrganisationCriteria::of_country(country).href(l),
        map: map(l, &name(l, country), Some(country), None, &partners),
        profile,
        l,
        page,
    };
    page::answer(Cache::Journal, &show)
}

/// What it is, in the words of schema.org.
fn linked_data(page: &Page, country: Country) -> LinkedData {
    let point = reference::country(country).and_then(|facts| facts.point);
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": page.title,
        "identifier": country.as_str(),
        "geo": point.map(position),
    });
    LinkedData::new("Country", facts)
}

/// The home country's diplomatic post, where the register has one.
pub(crate) async fn post(visit: &Visit, country: Country) -> web::Result<Option<Link>> {
    let home = visit.app.settings.home_country;
    let id = registers::ids::post(home, country);
    let Some(revision) = visit.app.journal.newest_of(Kind::Organisation, &[id]).await?.remove(&id) else {
        return Ok(None);
    };
    let post: Organisation = revision.read()?;
    let text = post.name_on((visit.app.today)(), visit.locale.lang.code()).to_owned();
    Ok(Some(Link { text, href: Some(visit.locale.href(&format!("/organisations/{id}"))) }))
}
