//! Organisations, and the diplomatic posts among them.

use axum::extract::Path;

use super::answer::{Listed, Raw, json, listed, raw};
use super::listing::{Window, refuse_page_number};
use super::parameters::{OrganisationSearch, Page, Served};
use super::partnerships::revisions;
use crate::country::{known_country, meant_country};
use crate::exports::{self, Organisation};
use crate::journal::Kind;
use crate::organisation::index::{Card, OrganisationQuery};
use crate::organisation::list::Criteria;
use crate::organisation::{self, OrganisationKind};
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Visit, record};

/// Diplomatic posts of one home country: fewer than this.
const MOST_POSTS: usize = 1000;

#[utoipa::path(get, path = "/api/v1/organisations", operation_id = "listOrganisations", params(OrganisationSearch, Page),
    responses((status = 200, body = Listed<Organisation>)))]
pub(super) async fn list(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let criteria = Criteria::read(&mut parameters);
    let window = Window::read(&mut parameters);
    parameters.finish()?;
    refuse_page_number(criteria.page())?;
    let (offset, limit) = window.asked();
    let asked = OrganisationQuery { offset, limit, ..criteria.asked() };
    let position = visit.app.position.get();
    let search = visit.app.search.clone();
    let found = web::blocking(move || search.organisations(&asked)).await??;
    let (cards, next) = window.page(&visit, found.cards, found.total, |card: &Card| card.id);
    let items = records(&visit, cards.iter().map(|card| card.id)).await?;
    listed(&visit, &Listed { total: found.total, items, next, position })
}

async fn records(visit: &Visit, ids: impl Iterator<Item = Id>) -> web::Result<Vec<Raw>> {
    let revisions = revisions(visit, Kind::Organisation, ids).await?;
    raw(revisions.iter().map(exports::form).collect::<Result<_, _>>()?)
}

#[utoipa::path(get, path = "/api/v1/organisations/{id}", operation_id = "getOrganisation", params(("id" = Id, Path)),
    responses((status = 200, body = Organisation), (status = 301)))]
pub(super) async fn one(visit: Visit, Path(code): Path<String>) -> web::Result {
    Parameters::of(&visit).finish()?;
    let address = |id| format!("/api/v1/organisations/{id}");
    let revision = record::find_at(&visit, Kind::Organisation, &code, address).await?;
    json(&visit, &raw(vec![exports::form(&revision)?])?[0], None)
}

#[utoipa::path(get, path = "/api/v1/posts", operation_id = "listPosts", params(Served),
    responses((status = 200, body = Listed<Organisation>)))]
pub(super) async fn posts(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let countries = parameters.values("pays", known_country, meant_country);
    parameters.finish()?;
    let asked = OrganisationQuery {
        kinds: vec![OrganisationKind::DiplomaticPost],
        without_partnerships: true,
        limit: MOST_POSTS,
        ..OrganisationQuery::default()
    };
    let position = visit.app.position.get();
    let search = visit.app.search.clone();
    let found = web::blocking(move || search.organisations(&asked)).await??;
    let mut revisions = revisions(&visit, Kind::Organisation, found.cards.iter().map(|card| card.id)).await?;
    if !countries.is_empty() {
        revisions.retain(|revision| {
            let post = revision.read::<organisation::Organisation>();
            post.is_ok_and(|post| post.serves.iter().any(|country| countries.contains(country)))
        });
    }
    let items = raw(revisions.iter().map(exports::form).collect::<Result<_, _>>()?)?;
    listed(&visit, &Listed { total: items.len() as u64, items, next: None, position })
}
