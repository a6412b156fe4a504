//! The pages of organisations: who they are, under which names and until when, and with whom they work.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use chrono::NaiveDate;

use super::directory::Directory;
use super::{Name, NameKind, Organisation, OrganisationKind, list};
use crate::app::State;
use crate::country;
use crate::journal::{Journal, Kind, Revision};
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::Dimension;
use crate::partnership::list::CardView;
use crate::partnership::query::{PartnershipPage, PartnershipQuery};
use crate::partnership::show::period;
use crate::territory::Territory;
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Locale, Nav, Page, Visit, page, record};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/organisations", get(list::show)).route("/organisations/{id}", get(show))
}

/// Partnerships shown before the link to all.
const FIRST_PARTNERSHIPS: usize = 10;
/// A territory has fewer levels above it than this, whatever the country.
const MOST_LEVELS: usize = 6;

/// A name and when it was valid.
struct NameRow<'a> {
    name: &'a str,
    lang: Option<&'a str>,
    kind: &'static str,
    period: Option<String>,
}

#[derive(Template)]
#[template(path = "organisation/show.html")]
struct Show<'a> {
    l: Locale,
    page: Page,
    organisation: &'a Organisation,
    revision: &'a Revision,
    country: Option<Link>,
    names: Vec<NameRow<'a>>,
    /// The territory that it governs, then those that contain it.
    territories: Vec<String>,
    population: Option<u64>,
    /// Whoever took over its rights, with the day.
    successors: Vec<(Link, Option<String>)>,
    /// Those whose rights it took over.
    predecessors: Vec<Link>,
    /// For a diplomatic post: the countries that it serves.
    serves: Vec<Link>,
    found: &'a PartnershipPage,
    cards: Vec<CardView<'a>>,
    /// The statuses and the countries of its partnerships, each with its count and the list of them.
    statuses: Vec<(String, u64)>,
    countries: Vec<(Link, u64)>,
    all: String,
    map: Option<SafeHtml>,
}

/// `/organisations/{id}`.
async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let revision = record::find(&visit, Kind::Organisation, &code, |id| format!("/organisations/{id}")).await?;
    let id = revision.id;
    let directory = Directory::load(&visit.app.journal, [id]).await?;
    let organisation: Organisation = revision.read()?;
    let territories = territories(&visit.app.journal, &organisation).await?;
    let day = visit.app.status_day();
    let search = visit.app.search.clone();
    let query = PartnershipQuery {
        parties: vec![id],
        limit: FIRST_PARTNERSHIPS,
        counted: vec![Dimension::Status, Dimension::Country],
        ..PartnershipQuery::default()
    };
    let home = visit.app.settings.home_country;
    let all = Criteria::of_organisation(id, organisation.country, home);
    let (found, predecessors) =
        web::blocking(move || Ok::<_, web::Error>((search.partnerships(&query, day)?, search.predecessors(id)?)))
            .await??;
    let name = organisation.name_on(day.today, l.lang.code());
    let mut page = visit.page(name).nav(Nav::Organisations).crumb(l.t("nav-organisations"), "/organisations");
    if let Some(country) = organisation.country {
        page = page.crumb(country::name(l, country), &format!("/pays/{country}"));
    }
    if organisation.demo {
        page = page.unindexed();
    }
    let to = |id: Id, name: &str| Link { text: name.to_owned(), href: Some(l.href(&format!("/organisations/{id}"))) };
    let show = Show {
        country: organisation.country.map(|country| country::link(l, country)),
        names: names(l, &organisation),
        map: country::map(
            l,
            name,
            organisation.country,
            territories.first().and_then(|territory| territory.point),
            &partners(&organisation, &found, home),
        ),
        population: territories.first().and_then(|territory| territory.population),
        territories: territories
            .iter()
            .filter_map(|territory| Some(l.words(&territory.name)?.text.to_owned()))
            .collect(),
        successors: successors(l, &organisation, &directory, day.today),
        predecessors: predecessors.iter().map(|card| to(card.id, &card.name)).collect(),
        serves: organisation.serves.iter().map(|country| country::link(l, *country)).collect(),
        cards: found.cards.iter().map(|card| CardView::new(l, card, day)).collect(),
        statuses: country::statuses(l, &found),
        countries: country::counts(l, &found, |country| all.and(Dimension::Country, country)),
        all: all.href(l),
        l,
        page,
        organisation: &organisation,
        revision: &revision,
        found: &found,
    };
    page::answer(Cache::Journal, &show)
}

/// The territory that it governs and those that contain it, from the part to the whole.
async fn territories(journal: &Journal, organisation: &Organisation) -> web::Result<Vec<Territory>> {
    let mut found: Vec<Territory> = Vec::new();
    let mut next = organisation.territory;
    while let Some(id) = next.filter(|_| found.len() < MOST_LEVELS) {
        let Some(revision) = journal.newest_of(Kind::Territory, &[id]).await?.remove(&id) else { break };
        let territory: Territory = revision.read()?;
        next = territory.parent;
        found.push(territory);
    }
    Ok(found)
}

/// Its names, those found in sources only left out.
fn names<'a>(l: Locale, organisation: &'a Organisation) -> Vec<NameRow<'a>> {
    let row = |name: &'a Name| NameRow {
        name: &name.name,
        lang: name.lang.as_deref().filter(|lang| *lang != l.lang.code()),
        kind: if name.kind == NameKind::Body { "name-body" } else { "name-usual" },
        period: period(l, name.from, name.to),
    };
    organisation.names.iter().filter(|name| name.kind != NameKind::Alias).map(row).collect()
}

/// The countries that an organisation works with, or that a post serves: the index counts those other than home.
fn partners(organisation: &Organisation, found: &PartnershipPage, home: Country) -> Vec<(Country, u64)> {
    match organisation.country {
        _ if !organisation.serves.is_empty() => organisation.serves.iter().map(|country| (*country, 1)).collect(),
        Some(country) if country != home && found.total > 0 => vec![(home, found.total)],
        _ => found.countries(),
    }
}

fn successors(
    l: Locale,
    organisation: &Organisation,
    directory: &Directory,
    today: NaiveDate,
) -> Vec<(Link, Option<String>)> {
    let row = |successor: &super::Successor| {
        let found = directory.get(successor.organisation)?;
        let text = found.name_on(today, l.lang.code()).to_owned();
        let href = Some(l.href(&format!("/organisations/{}", successor.organisation)));
        Some((Link { text, href }, successor.on.map(|on| l.date(on))))
    };
    organisation.successors.iter().filter_map(row).collect()
}

impl Show<'_> {
    fn is_post(&self) -> bool {
        self.organisation.kind == OrganisationKind::DiplomaticPost
    }

    /// The name of a register.
    fn register(&self, scheme: &str) -> String {
        match scheme {
            insee if insee.starts_with("insee") => self.l.t("register-insee").into_owned(),
            "siren" => self.l.t("register-siren").into_owned(),
            "geonames" => self.l.t("register-geonames").into_owned(),
            other => other.to_owned(),
        }
    }

    /// From when to when it exists, in words.
    fn existence(&self) -> String {
        let period = period(self.l, self.organisation.from, self.organisation.to);
        period.unwrap_or_else(|| self.l.t("organisation-exists-unknown").into_owned())
    }

    fn website(&self) -> Option<&str> {
        self.organisation.website.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }
}
