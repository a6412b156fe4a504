//! The home page: what this atlas is, a search box, what it holds in four figures and a map, and the ways in.

mod overview;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use askama::Template;
use serde_json::{Value, json};

pub use overview::Overview;

use crate::country::{name as country_name, rank};
use crate::partnership::criteria::Criteria;
use crate::partnership::index::{Card, StatusDay};
use crate::partnership::list::CardView;
use crate::partnership::query::Order;
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::linked_data::LinkedData;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// Countries and authorities offered as ways in.
const WAYS_IN: usize = 12;

/// One of the figures at the top, with what it counts.
struct Figure {
    value: String,
    label: String,
    definition: String,
}

/// A way into the register: where it leads, and to how many partnerships.
struct WayIn {
    label: String,
    href: String,
    count: u64,
}

/// A record published or changed of late.
struct Update {
    title: String,
    lang: Option<String>,
    href: String,
    day: String,
}

/// Two countries and how many partnerships link them.
struct Link {
    label: String,
    count: u64,
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct Home<'a> {
    l: Locale,
    page: Page,
    day: String,
    figures: Vec<Figure>,
    map: &'a str,
    links: Vec<Link>,
    /// The links that are not drawn, together.
    others: Option<Link>,
    all_links: usize,
    confirmed: Vec<CardView<'a>>,
    updated: Vec<Update>,
    all_updated: String,
    countries: Vec<WayIn>,
    themes: Vec<WayIn>,
    authorities: Vec<WayIn>,
}

/// `/`, `/fr/`, `/en/`.
pub async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let day = visit.app.status_day();
    let overview = visit.app.home.read(|| (visit.app.position.get(), day), Overview::read(&visit.app, day)).await?;
    let page = visit.page(l.t("home-title")).describe(l.t("home-lead")).feed(Criteria::default().download(l, ".atom"));
    let data = linked_data(l, &page, &overview);
    let page = page.about(data);
    let home = Home {
        day: l.day(day.today),
        figures: figures(l, &overview, visit.app.settings.home_country),
        map: match l.lang {
            Lang::Fr => &overview.map.fr,
            Lang::En => &overview.map.en,
        },
        links: links(l, &overview, visit.app.settings.home_country),
        others: others(l, &overview),
        all_links: overview.links.len(),
        confirmed: overview.confirmed.iter().map(|card| CardView::new(l, card, day)).collect(),
        updated: overview.updated.iter().map(|card| update(l, card, day)).collect(),
        all_updated: Criteria { order: Order::Updated, ..Criteria::default() }.href(l),
        countries: countries(l, &overview),
        themes: themes(l, &overview),
        authorities: authorities(l, &overview),
        l,
        page,
    };
    page::answer(Cache::Journal, &home)
}

/// The atlas as a set of data, with the files in which it may be had.
fn linked_data(l: Locale, page: &Page, overview: &Overview) -> LinkedData {
    let whole = |path: String| format!("{}{path}", page.settings.public_address);
    let file = |(media_type, extension): (&str, &str)| {
        let address = whole(Criteria::default().download(l, extension));
        json!({ "@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address })
    };
    let files = [
        ("text/csv", ".csv"),
        ("application/json", ".json"),
        ("application/geo+json", ".geojson"),
        ("application/xml", ".xml"),
    ]
    .map(file);
    let countries = overview.countries.iter().map(|(country, _)| country_name(l, *country));
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": format!("{} – {}", l.t("site-name"), page.title),
        "description": l.t("home-lead"),
        "inLanguage": Lang::ALL.map(Lang::code),
        "isAccessibleForFree": true,
        "publisher": { "@type": "Organization", "name": page.settings.operator },
        "spatialCoverage": countries.collect::<Value>(),
        "distribution": files,
    });
    LinkedData::new("Dataset", facts)
}

fn figures(l: Locale, overview: &Overview, home: Country) -> Vec<Figure> {
    let name = country_name(l, home);
    let figure = |value: u64, label: String, definition: &str| Figure {
        value: l.integer(value),
        label,
        definition: l.t(definition).into_owned(),
    };
    let countries = overview.countries.len() as u64;
    vec![
        figure(
            overview.partnerships,
            l.t_with("figure-partnerships", &[("count", overview.partnerships.into())]),
            "figure-partnerships-means",
        ),
        figure(
            overview.home_parties,
            l.t_with("figure-home", &[("count", overview.home_parties.into()), ("country", name.into())]),
            "figure-home-means",
        ),
        figure(
            overview.parties_abroad,
            l.t_with("figure-abroad", &[("count", overview.parties_abroad.into())]),
            "figure-abroad-means",
        ),
        figure(countries, l.t_with("figure-countries", &[("count", countries.into())]), "figure-countries-means"),
    ]
}

fn update(l: Locale, card: &Card, day: StatusDay) -> Update {
    let view = CardView::new(l, card, day);
    Update {
        lang: view.title.foreign.filter(|_| view.untitled.is_none()).map(str::to_owned),
        title: view.name().to_owned(),
        href: view.href,
        day: l.day(card.updated.date_naive()),
    }
}

/// What the map draws, the most first, then by name as in each pair, which home leads.
fn links(l: Locale, overview: &Overview, home: Country) -> Vec<Link> {
    let named = |&(one, other, count): &(Country, Country, u64)| match one != home && rank(l, other) < rank(l, one) {
        true => (other, one, count),
        false => (one, other, count),
    };
    let mut links: Vec<_> = overview.drawn().iter().map(named).collect();
    links.sort_by_key(|(one, other, count)| (Reverse(*count), rank(l, *one), rank(l, *other)));
    let link =
        |(one, other, count)| Link { label: format!("{} – {}", country_name(l, one), country_name(l, other)), count };
    links.into_iter().map(link).collect()
}

/// What the map leaves out. Partnerships of several countries count once for each pair, as they do on the map.
fn others(l: Locale, overview: &Overview) -> Option<Link> {
    let others = &overview.links[overview.drawn().len()..];
    let label = l.t_with("home-other-links", &[("count", others.len().into())]);
    (!others.is_empty()).then(|| Link { label, count: others.iter().map(|(_, _, count)| count).sum() })
}

fn countries(l: Locale, overview: &Overview) -> Vec<WayIn> {
    let way = |(country, count): &(Country, u64)| WayIn {
        label: country_name(l, *country),
        href: Criteria::of_country(*country).href(l),
        count: *count,
    };
    let mut countries = overview.countries.clone();
    countries.sort_by_key(|(country, count)| (Reverse(*count), rank(l, *country)));
    countries.iter().take(WAYS_IN).map(way).collect()
}

fn themes(l: Locale, overview: &Overview) -> Vec<WayIn> {
    let way = |(theme, count): &(&'static crate::reference::Theme, u64)| WayIn {
        label: l.label(theme.name).to_owned(),
        href: Criteria::of_theme(theme.code).href(l),
        count: *count,
    };
    overview.themes.iter().map(way).collect()
}

fn authorities(l: Locale, overview: &Overview) -> Vec<WayIn> {
    let way = |card: &crate::organisation::index::Card| WayIn {
        label: card.name.clone(),
        href: l.href(&format!("/organisations/{}", card.id)),
        count: card.partnerships,
    };
    overview.authorities.iter().map(way).collect()
}
