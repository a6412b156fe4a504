//! Territories, in the order of their identifiers.

use axum::extract::Path;

use super::answer::{Listed, json, listed, raw};
use super::listing::{Window, next_address};
use super::parameters::Page;
use crate::exports::{self, Territory};
use crate::journal::Kind;
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Visit, record};

#[utoipa::path(get, path = "/api/v1/territories", operation_id = "listTerritories", params(Page),
    responses((status = 200, body = Listed<Territory>)))]
pub(super) async fn list(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let window = Window::read(&mut parameters);
    parameters.finish()?;
    let position = visit.app.position.get();
    let journal = &visit.app.journal;
    let total = journal.count(Kind::Territory).await?.unsigned_abs();
    // One more than the page: it tells whether there is a next one.
    let mut revisions = journal.list(Kind::Territory, window.after(), window.size() as i64 + 1).await?;
    let more = revisions.len() > window.size();
    revisions.truncate(window.size());
    let last = revisions.last().filter(|_| more).map(|last| format!("0-{}", last.id));
    let next = last.map(|cursor| next_address(&visit, "cursor", &cursor));
    let items = raw(revisions.iter().map(exports::form).collect::<Result<_, _>>()?)?;
    listed(&visit, &Listed { total, items, next, position })
}

#[utoipa::path(get, path = "/api/v1/territories/{id}", operation_id = "getTerritory", params(("id" = Id, Path)),
    responses((status = 200, body = Territory), (status = 301)))]
pub(super) async fn one(visit: Visit, Path(code): Path<String>) -> web::Result {
    Parameters::of(&visit).finish()?;
    let revision = record::find_at(&visit, Kind::Territory, &code, |id| format!("/api/v1/territories/{id}")).await?;
    json(&visit, &raw(vec![exports::form(&revision)?])?[0], None)
}
