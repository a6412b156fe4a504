//! The pages of partnerships: the record, its history, its address in the old atlas.

use axum::Router;
use axum::extract::{Path, Query, State as Extract};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use meridien_iati::{Kind as FileKind, Writer};
use serde::Deserialize;

use super::export::{self, View};
use super::history;
use super::related::Related;
use super::show::{Record, Show};
use super::{download, feed, list, map, values};
use crate::app::State;
use crate::confirmation;
use crate::iati::files::Batch;
use crate::journal::{Change, Kind, Revision};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::error::Fault;
use crate::web::{self, Error, Locale, Visit, page, record};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/partenariats", get(list::show))
        .route("/partenariats/filtres/{filter}", get(values::show))
        .merge(download::routes())
        .route("/partenariats.atom", get(feed::show))
        .route("/partenariats/carte.json", get(map::data))
        .route("/partenariats/{id}", get(show))
        .route("/partenariats/{id}/historique", get(history::show))
        .route("/partenariats/{id}/historique.json", get(history::json))
}

/// The addresses of the old atlas, which have no language.
pub fn legacy_routes() -> Router<State> {
    Router::new().route("/atlas/detailProjet.html", get(legacy))
}

/// Which version of a record an address means.
#[derive(Deserialize)]
struct VersionQuery {
    version: Option<String>,
}

/// `/partenariats/{id}`, `/partenariats/{id}?version=n`, `/partenariats/{id}.json`, `/partenariats/{id}.xml`.
async fn show(visit: Visit, Path(code): Path<String>, Query(query): Query<VersionQuery>) -> web::Result {
    let (code, suffix) = match code.rsplit_once('.') {
        Some((code, "json")) => (code, ".json"),
        Some((code, "xml")) => (code, ".xml"),
        _ => (code.as_str(), ""),
    };
    let found = find(&visit, code, |id| format!("/partenariats/{id}{suffix}")).await;
    let merged = match (&found, &query.version) {
        // The versions that it had before it was merged keep their addresses.
        (Err(Error::Moved(_)), Some(_)) => merged(&visit, code).await?,
        _ => None,
    };
    let newest = match merged {
        Some(newest) => newest,
        None => found?,
    };
    let newest_version = newest.version;
    let shown = match query.version {
        None => newest,
        Some(text) => version(&visit, newest, &text).await?,
    };
    match suffix {
        ".json" => return json(&visit.app, &shown).await,
        ".xml" => return iati(&visit.app, shown).await,
        _ => {}
    }
    let record = Record::load(&visit.app.journal, visit.app.settings.home_country, shown, newest_version).await?;
    let related = Related::load(&visit.app, &record).await?;
    let shown = Show::new(&visit, &record, &related);
    let mut response = page::answer(Cache::Journal, &shown)?;
    let links = HeaderValue::try_from(shown.links()).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::LINK, links);
    Ok(response)
}

/// The partnership, else the aid activity, that an address means.
pub(crate) async fn find(visit: &Visit, code: &str, address: impl Fn(Id) -> String) -> web::Result<Revision> {
    match record::find(visit, Kind::Partnership, code, &address).await {
        Err(Error::NotFound) => record::find(visit, Kind::Activity, code, &address).await,
        found => found,
    }
}

/// The record as an activity of IATI.
async fn iati(app: &State, revision: Revision) -> web::Result {
    let (publisher, day, at) = (app.publisher(), app.status_day(), revision.at);
    let batch = Batch::read(&app.journal, vec![revision]).await?;
    let mut file = Writer::new(Vec::new(), FileKind::Activities, at).map_err(anyhow::Error::from)?;
    for activity in batch.activities(&publisher, day) {
        file.record(&activity).map_err(anyhow::Error::from)?;
    }
    let file = file.finish().map_err(anyhow::Error::from)?;
    let mut response = ([(header::CONTENT_TYPE, "application/xml")], file).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// The record as exports give it.
async fn json(app: &State, revision: &Revision) -> web::Result {
    let confirmations = confirmation::of(&app.journal, &[revision.id]).await?.remove(&revision.id).unwrap_or_default();
    let record = export::json(revision, &confirmations, View::of(app))?;
    let mut response = ([(header::CONTENT_TYPE, "application/json")], record).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// The merger that ended a record, where one did.
async fn merged(visit: &Visit, code: &str) -> web::Result<Option<Revision>> {
    let Ok(id) = code.parse() else { return Ok(None) };
    let newest = visit.app.journal.newest(Kind::Partnership, id).await?;
    Ok(newest.filter(|newest| newest.change == Change::Merged))
}

/// An older version of a record that is public today, or that was merged into one.
async fn version(visit: &Visit, newest: Revision, text: &str) -> web::Result<Revision> {
    let number: i32 = text.parse().map_err(|_| Error::BadRequest(vec![Fault::unknown_value("version", text)]))?;
    if number == newest.version && newest.change == Change::Published {
        return Ok(newest);
    }
    let found = visit.app.journal.version(newest.kind, newest.id, number).await?;
    found.filter(|revision| revision.change == Change::Published).ok_or(Error::NotFound)
}

/// The number of a record in the old atlas.
#[derive(Deserialize)]
struct LegacyQuery {
    #[serde(rename = "criteres.prjId")]
    number: Option<String>,
}

/// `/atlas/detailProjet.html?criteres.prjId=N`: the address that the old atlas gave a record.
async fn legacy(Extract(app): Extract<State>, Query(query): Query<LegacyQuery>) -> web::Result {
    let number = query.number.ok_or(Error::NotFound)?;
    let found = app.journal.find(Kind::Partnership, "atlas", number.trim()).await?;
    let id: &Id = found.first().ok_or(Error::NotFound)?;
    Ok(Error::Moved(Locale::default().href(&format!("/partenariats/{id}"))).into_response())
}
