//! The page of a territory: what it is, who governs it, what it contains, and the partnerships that concern it, on
//! whichever side it lies. A country has a page of its own.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde_json::json;

use super::{Level, Territory, line};
use crate::app::State;
use crate::country;
use crate::journal::Kind;
use crate::organisation::Identifier;
use crate::organisation::index::Card;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::profile::{Profile, Subject};
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::linked_data::{LinkedData, position};
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page, record};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/territoires/{id}", get(show))
}

/// Territories read to find the parts of one: the busiest of those that its partnerships have.
const READ: usize = 800;
/// Parts that are named.
const PARTS: usize = 48;

#[derive(Template)]
#[template(path = "territory/show.html")]
struct Show<'a> {
    l: Locale,
    page: Page,
    territory: &'a Territory,
    country: Link,
    /// The territories that contain it, from the part to the whole, its country left out.
    parents: Vec<Link>,
    /// Who governs it, and whether no longer.
    governors: Vec<(Link, bool)>,
    parts: Vec<(Link, u64)>,
    post: Option<Link>,
    profile: Profile,
    map: Option<SafeHtml>,
}

/// `/territoires/{id}`.
async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let revision = record::find(&visit, Kind::Territory, &code, |id| format!("/territoires/{id}")).await?;
    let id = revision.id;
    let line = line(&visit.app.journal, Some(id)).await?;
    let Some((_, territory)) = line.first() else { return Err(Error::NotFound) };
    if territory.level == Level::Country {
        return Err(Error::Moved(l.href(&format!("/pays/{}", territory.country))));
    }
    let name = territory.name_for(l);
    let home = visit.app.settings.home_country;
    let is_home = territory.country == home;
    let list = Criteria::of(Dimension::Territory, Value::Code(id.as_u64()));
    // At home, whom it works with; abroad, who is at work there.
    let sides: &[Dimension] = if is_home { &[Dimension::Partner] } else { &[Dimension::Home] };
    let profile = Profile::load(&visit, Subject::of(&list, sides)).await?;
    let partners = match profile.total {
        0 => Vec::new(),
        _ if is_home => profile.all_countries(),
        total => vec![(home, total)],
    };
    let page = visit
        .page(name.clone())
        .nav(Nav::Countries)
        .crumb(l.t("nav-countries"), "/pays")
        .crumb(country::name(l, territory.country), &format!("/pays/{}", territory.country))
        .describe(profile.description(&name))
        .feed(profile.feed.as_str());
    let data = linked_data(&page, territory);
    let page = page.about(data);
    let show = Show {
        country: country::link(l, territory.country),
        parents: line[1..]
            .iter()
            .filter(|(_, of)| of.level != Level::Country)
            .map(|(id, of)| of.link(l, *id))
            .collect(),
        governors: governors(&visit, id).await?.iter().map(|card| (organisation(l, card), card.former)).collect(),
        parts: parts(&visit, id).await?,
        post: if is_home { None } else { country::pages::post(&visit, territory.country).await? },
        map: map(l, &name, territory, &partners),
        profile,
        territory,
        l,
        page,
    };
    page::answer(Cache::Journal, &show)
}

/// What it is, in the words of schema.org.
fn linked_data(page: &Page, territory: &Territory) -> LinkedData {
    let code = |code: &Identifier| json!({ "@type": "PropertyValue", "propertyID": code.scheme, "value": code.value });
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": page.title,
        "identifier": territory.codes.iter().map(code).collect::<serde_json::Value>(),
        "containedInPlace": { "@type": "Country", "identifier": territory.country.as_str() },
        "geo": territory.point.map(position),
    });
    LinkedData::new("AdministrativeArea", facts)
}

fn organisation(l: Locale, card: &Card) -> Link {
    Link { text: card.name.clone(), href: Some(l.href(&format!("/organisations/{}", card.id))) }
}

fn map(l: Locale, name: &str, territory: &Territory, partners: &[(Country, u64)]) -> Option<SafeHtml> {
    country::map(l, name, Some(territory.country), territory.point, partners)
}

async fn governors(visit: &Visit, id: Id) -> web::Result<Vec<Card>> {
    let search = visit.app.search.clone();
    Ok(web::blocking(move || search.governors(id)).await??)
}

/// The territories right below one that have partnerships, the busiest first.
///
/// # Errors
/// When the index or the journal cannot be read.
pub(crate) async fn parts(visit: &Visit, id: Id) -> web::Result<Vec<(Link, u64)>> {
    let search = visit.app.search.clone();
    let mut beside = web::blocking(move || search.territories_beside(id)).await??;
    beside.truncate(READ);
    let ids: Vec<Id> = beside.iter().map(|(id, _)| *id).collect();
    let revisions = visit.app.journal.newest_of(Kind::Territory, &ids).await?;
    let mut parts = Vec::new();
    for (part, count) in beside {
        let Some(revision) = revisions.get(&part) else { continue };
        let territory: Territory = revision.read()?;
        if territory.parent == Some(id) {
            let mut link = territory.link(visit.locale, part);
            if territory.is_former() {
                link.text = visit.locale.t_with("territory-former", &[("name", link.text.as_str().into())]);
            }
            parts.push((link, count));
        }
    }
    parts.truncate(PARTS);
    Ok(parts)
}
