//! The pages of organisations: who they are, under which names and until when, and with whom they work.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::directory::Directory;
use super::{Identifier, Name, NameKind, Organisation, OrganisationKind, administration, list, neighbours};
use crate::app::State;
use crate::country;
use crate::journal::{Kind, Revision};
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::profile::{Partners, Profile, Subject};
use crate::partnership::query::PartnershipQuery;
use crate::partnership::show::period;
use crate::territory::{self, Territory};
use crate::value::{Country, Id};
use crate::web::address::is_web_address;
use crate::web::cache::Cache;
use crate::web::linked_data::LinkedData;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Locale, Nav, Page, Visit, page, record};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/organisations", get(list::show))
        .route("/organisations/{id}", get(show))
        .merge(administration::routes())
}

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
    territories: Vec<Link>,
    population: Option<u64>,
    /// Whoever took over its rights, with the day.
    successors: Vec<(Link, Option<String>)>,
    /// Those whose rights it took over.
    predecessors: Vec<Link>,
    /// When it ceased to exist, where nobody holds its rights.
    ended: Option<String>,
    /// For a diplomatic post: the countries that it serves.
    serves: Vec<Link>,
    /// For an authority abroad: the home country's diplomatic post there.
    post: Option<Link>,
    profile: Profile,
    /// The partnerships that it funds, if any.
    funded: Option<Profile>,
    /// Who else is at work on the same territories.
    neighbours: Option<Partners>,
    /// Where it has no partnership, those of the territories that contain it.
    around: Vec<(Link, u64)>,
    map: Option<SafeHtml>,
}

/// `/organisations/{id}`.
async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let revision = record::find(&visit, Kind::Organisation, &code, |id| format!("/organisations/{id}")).await?;
    let id = revision.id;
    let directory = Directory::load(&visit.app.journal, [id]).await?;
    let organisation: Organisation = revision.read()?;
    let territories = territory::line(&visit.app.journal, organisation.territory).await?;
    let today = (visit.app.today)();
    let home = visit.app.settings.home_country;
    let profile = profile(&visit, id, &organisation, home).await?;
    let funded = funded(&visit, id, &profile).await?;
    let search = visit.app.search.clone();
    let predecessors = web::blocking(move || search.predecessors(id)).await??;
    let name = organisation.name_on(today, l.lang.code());
    let to = |id: Id, name: &str| Link { text: name.to_owned(), href: Some(l.href(&format!("/organisations/{id}"))) };
    let own = territories.first().map(|(_, territory)| territory);
    let show = Show {
        page: page(&visit, &organisation, name).feed(profile.feed.as_str()).describe(profile.description(name)),
        country: organisation.country.map(|country| country::link(l, country)),
        names: names(l, &organisation),
        map: country::map(
            l,
            name,
            organisation.country,
            own.and_then(|territory| territory.point),
            &partners(&organisation, funded.as_ref().filter(|_| profile.total == 0).unwrap_or(&profile), home),
        ),
        population: own.and_then(|territory| territory.population),
        territories: links(l, &territories),
        successors: successors(l, &organisation, &directory, today),
        predecessors: predecessors.iter().map(|card| to(card.id, &card.name)).collect(),
        ended: organisation.ended(today).map(|to| l.date(to)),
        serves: organisation.serves.iter().map(|country| country::link(l, *country)).collect(),
        post: match organisation.country.filter(|country| *country != home) {
            Some(country) => country::pages::post(&visit, country).await?,
            None => None,
        },
        neighbours: neighbours::at_work(&visit, id, &organisation, &profile, home).await?,
        around: if profile.total == 0 { neighbours::around(&visit, &territories).await? } else { Vec::new() },
        profile,
        funded,
        l,
        organisation: &organisation,
        revision: &revision,
    };
    page::answer(Cache::Journal, &show)
}

/// Territories, with their level where several have the same name: Paris is a commune and a département.
fn links(l: Locale, territories: &[(Id, Territory)]) -> Vec<Link> {
    let link = |(id, territory): &(Id, Territory)| territory.link(l, *id);
    let names: Vec<String> = territories.iter().map(|territory| link(territory).text).collect();
    let told = |territory: &(Id, Territory)| {
        let plain = link(territory);
        let is_alone = names.iter().filter(|name| **name == plain.text).count() == 1;
        let level = l.t(territory.1.level.key()).to_lowercase();
        if is_alone { plain } else { Link { text: format!("{} ({level})", plain.text), ..plain } }
    };
    territories.iter().map(told).collect()
}

fn page(visit: &Visit, organisation: &Organisation, name: &str) -> Page {
    let l = visit.locale;
    let mut page = visit.page(name).nav(Nav::Organisations).crumb(l.t("nav-organisations"), "/organisations");
    if let Some(country) = organisation.country {
        page = page.crumb(country::name(l, country), &format!("/pays/{country}"));
    }
    let data = linked_data(&page, organisation);
    let page = page.about(data);
    if organisation.demo { page.unindexed() } else { page }
}

/// What it is, in the words of schema.org.
fn linked_data(page: &Page, organisation: &Organisation) -> LinkedData {
    let kind = match organisation.kind {
        kind if kind.is_local_authority() => "GovernmentOrganization",
        OrganisationKind::State | OrganisationKind::DiplomaticPost | OrganisationKind::PublicBody => {
            "GovernmentOrganization"
        }
        OrganisationKind::Association => "NGO",
        OrganisationKind::Company => "Corporation",
        _ => "Organization",
    };
    let shown = organisation.names.iter().filter(|name| name.kind != NameKind::Alias);
    let others = shown.map(|name| name.name.as_str()).filter(|name| *name != page.title);
    let identifier = |identifier: &Identifier| json!({ "@type": "PropertyValue", "propertyID": identifier.scheme, "value": identifier.value });
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": page.title,
        "alternateName": others.collect::<Json>(),
        "identifier": organisation.identifiers.iter().map(identifier).collect::<Json>(),
        "sameAs": organisation.website,
        "foundingDate": organisation.from.map(|date| date.to_string()),
        "dissolutionDate": organisation.to.map(|date| date.to_string()),
        "address": organisation.country.map(|country| json!({ "@type": "PostalAddress", "addressCountry": country.as_str() })),
    });
    LinkedData::new(kind, facts)
}

/// Its partnerships: those in which it is a party, or has succeeded one.
async fn profile(visit: &Visit, id: Id, organisation: &Organisation, home: Country) -> web::Result<Profile> {
    let list = Criteria::of_organisation(id, organisation.country, home);
    let sides: &[Dimension] =
        if organisation.country == Some(home) { &[Dimension::Partner] } else { &[Dimension::Home, Dimension::Partner] };
    let asked = PartnershipQuery { parties: vec![id], ..PartnershipQuery::default() };
    Profile::load(visit, Subject { asked, ..Subject::of(&list, sides) }).await
}

/// The partnerships that it funds, or that those did whose rights it took over.
async fn funded(visit: &Visit, id: Id, own: &Profile) -> web::Result<Option<Profile>> {
    let list = Criteria::of(Dimension::Funder, Value::Code(id.as_u64()));
    let mut funded = Profile::load(visit, Subject::of(&list, &[])).await?;
    if own.total > 0 {
        // A page has one chart of amounts.
        funded.money.chart = None;
    }
    Ok(Some(funded).filter(|funded| funded.total > 0))
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
fn partners(organisation: &Organisation, profile: &Profile, home: Country) -> Vec<(Country, u64)> {
    match organisation.country {
        _ if !organisation.serves.is_empty() => organisation.serves.iter().map(|country| (*country, 1)).collect(),
        Some(country) if country != home && profile.total > 0 => vec![(home, profile.total)],
        _ => profile.all_countries(),
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
    fn predecessors_note(&self) -> Option<&'static str> {
        (self.profile.total > 0 && !self.predecessors.is_empty()).then_some("organisation-with-predecessors")
    }

    fn is_post(&self) -> bool {
        self.organisation.kind == OrganisationKind::DiplomaticPost
    }

    /// From when to when it exists, in words.
    fn existence(&self) -> String {
        let period = period(self.l, self.organisation.from, self.organisation.to);
        period.unwrap_or_else(|| self.l.t("organisation-exists-unknown").into_owned())
    }

    fn website(&self) -> Option<&str> {
        self.organisation.website.as_deref().filter(|url| is_web_address(url))
    }
}
