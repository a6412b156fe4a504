//! `/admin/organisations`: those who look after the register of organisations create, rename, merge, split, close and correct
//! them. Each step is looked at before it is taken: what is written, and what becomes of partnerships and totals.
//!
//! - [`operation`] reads a form and plans what is written; the rules are [`reform`](super::reform).
//! - [`consequence`] tells what follows from a plan.
//! - [`proposed`] are organisations that declarations name and no register holds.

mod consequence;
mod difference;
mod operation;
mod proposed;
mod steps;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;

use super::Organisation;
use super::directory::Directory;
use super::index::{Card, OrganisationQuery};
use crate::access::{self, Action};
use crate::account::{Account, SignedIn};
use crate::app::State;
use crate::country;
use crate::journal::{Change, Kind, Revision};
use crate::partnership::label::author_role;
use crate::partnership::reason;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Page, Visit, page, record};
use operation::Operation;

/// Organisations shown for one search.
const FOUND: usize = 50;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/admin/organisations", get(list))
        .route("/admin/organisations/nouvelle", get(steps::new).post(steps::create))
        .route("/admin/organisations/proposees/{proposal}/{id}", get(proposed::show).post(proposed::decide))
        .route("/admin/organisations/{id}", get(show))
        .route("/admin/organisations/{id}/{operation}", get(steps::ask).post(steps::act))
}

/// Refuses whoever does not look after organisations.
fn check(account: &Account) -> web::Result<()> {
    match access::may_everywhere(&account.grants, Action::ManageOrganisations) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// The page of an account that looks after organisations.
fn page_of(visit: &Visit, account: &Account, title: String) -> Page {
    let l = visit.locale;
    visit.page(title).crumb(l.t("admin"), "/admin").of_account(account)
}

/// The organisations of a list: name, what tells it from others, address.
struct Row {
    link: Link,
    detail: String,
    partnerships: String,
}

fn row(l: Locale, card: &Card) -> Row {
    let country = card.country.map(|country| country::name(l, country));
    let former = card.former.then(|| l.t("organisation-former").into_owned());
    let detail: Vec<String> =
        [Some(l.t(card.kind.key()).into_owned()), country, former].into_iter().flatten().collect();
    Row {
        link: Link { text: card.name.clone(), href: Some(l.href(&format!("/admin/organisations/{}", card.id))) },
        detail: detail.join(" · "),
        partnerships: l.integer(card.partnerships),
    }
}

#[derive(Template)]
#[template(path = "organisation/administration/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    words: String,
    rows: Vec<Row>,
    total: u64,
    proposed: Vec<proposed::Row>,
}

impl ListPage {
    /// Whether more match than are shown.
    fn more(&self) -> bool {
        self.total > self.rows.len() as u64
    }
}

/// `/admin/organisations?q=lille`
async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let words = parameters.text("q");
    parameters.finish()?;
    let asked = OrganisationQuery {
        words: words.clone(),
        without_partnerships: true,
        busiest_first: words.is_empty(),
        limit: FOUND,
        ..OrganisationQuery::default()
    };
    let search = visit.app.search.clone();
    let found = web::blocking(move || search.organisations(&asked)).await??;
    let shown = ListPage {
        l,
        page: page_of(&visit, &who.account, l.t("admin-organisations").into_owned()),
        words,
        rows: found.cards.iter().map(|card| row(l, card)).collect(),
        total: found.total,
        proposed: proposed::rows(&visit).await?,
    };
    page::answer(Cache::Private, &shown)
}

/// A version of an organisation.
struct Version {
    number: i32,
    day: String,
    role: &'static str,
    reason: Option<String>,
    /// What differs from the state before it.
    changes: Vec<difference::Difference>,
    /// The page that brings it back.
    restore: Option<String>,
}

#[derive(Template)]
#[template(path = "organisation/administration/show.html")]
struct ShowPage {
    l: Locale,
    page: Page,
    public: String,
    facts: Vec<difference::Fact>,
    partnerships: String,
    operations: Vec<(&'static str, &'static str, String)>,
    versions: Vec<Version>,
    done: bool,
}

/// `/admin/organisations/{id}`
async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    check(&who.account)?;
    let (l, journal) = (visit.locale, &visit.app.journal);
    let mut parameters = Parameters::of(&visit);
    let done = parameters.text("fait") == "oui";
    parameters.finish()?;
    let newest = find(&visit, &code).await?;
    let (id, organisation): (Id, Organisation) = (newest.id, newest.read()?);
    let name = organisation.name_on((visit.app.today)(), l.lang.code()).to_owned();
    let history = journal.history(Kind::Organisation, id).await?;
    let names = difference::Names::load(&visit, &history).await?;
    let search = visit.app.search.clone();
    let partnerships = web::blocking(move || search.partnerships_of(id)).await??;
    let address = |operation: &Operation| l.href(&format!("/admin/organisations/{id}/{}", operation.slug()));
    let shown = ShowPage {
        l,
        page: page_of(&visit, &who.account, name).crumb(l.t("admin-organisations"), "/admin/organisations"),
        public: l.href(&format!("/organisations/{id}")),
        facts: difference::facts(l, &organisation, &names),
        partnerships: l.integer(partnerships),
        operations: Operation::offered(&organisation)
            .iter()
            .map(|operation| (operation.key(), operation.means(), address(operation)))
            .collect(),
        versions: versions(l, &history, &names)?,
        done,
    };
    page::answer(Cache::Private, &shown)
}

async fn find(visit: &Visit, code: &str) -> web::Result<Revision> {
    record::find(visit, Kind::Organisation, code, |id| format!("/admin/organisations/{id}")).await
}

/// The versions of an organisation, newest first.
fn versions(l: Locale, history: &[Revision], names: &difference::Names) -> web::Result<Vec<Version>> {
    let mut versions = Vec::new();
    for (at, revision) in history.iter().enumerate() {
        let body = |revision: &Revision| match revision.change {
            Change::Published => revision.read::<Organisation>().map(Some),
            _ => Ok(None),
        };
        let (after, before) = (body(revision)?, history.get(at + 1).map(body).transpose()?.flatten());
        let restore = format!("/admin/organisations/{}/retablir?version={}", revision.id, revision.version);
        versions.push(Version {
            number: revision.version,
            day: l.day(revision.at.date_naive()),
            role: author_role(&revision.author.role),
            reason: reason::shown(l, revision),
            restore: (at > 0 && after.is_some()).then(|| l.href(&restore)),
            changes: match (before, after) {
                (Some(before), Some(after)) => difference::between(l, &before, &after, names),
                _ => Vec::new(),
            },
        });
    }
    Ok(versions)
}

/// Some organisations with their successors, theirs and so on.
async fn directory(app: &State, ids: impl IntoIterator<Item = Id>) -> web::Result<Directory> {
    Ok(Directory::load(&app.journal, ids).await?)
}
