//! What every page shares: language, layout, errors, caching, security, files, the server itself.
//!
//! To write a page, read [`page`].

pub mod address;
pub mod assets;
pub mod cache;
pub mod client;
pub mod error;
pub mod file;
pub mod filters;
pub mod form;
pub mod language;
pub mod linked_data;
pub mod log;
pub mod markdown;
mod nul;
pub mod page;
pub mod pager;
pub mod parameters;
pub mod quota;
pub mod record;
pub mod room;
pub mod security;
pub mod server;
pub mod words;

use std::num::NonZero;
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::app::State;
use crate::settings;

pub use error::{Error, Result};
pub use language::{Arg, Lang, Locale};
pub use page::{Nav, Page, Visit};

/// What keeps a processor busy is done by two at a time for each: more would only share them, each with memory of its own.
static SEATS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(2 * thread::available_parallelism().map_or(2, NonZero::get)));

/// Runs what would keep a thread busy, such as a search, where it keeps no other request waiting.
///
/// # Errors
/// [`Error::Internal`] where it panics.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let seat = SEATS.acquire().await.map_err(|fault| Error::Internal(fault.into()))?;
    let seated = move || {
        // Whoever goes away leaves his work behind: the seat is free when that is done.
        let _seat = seat;
        work()
    };
    tokio::task::spawn_blocking(seated).await.map_err(|fault| Error::Internal(fault.into()))
}

/// The routes that belong to no slice.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/assets/{*name}", get(assets::show))
        .route("/favicon.ico", get(assets::icon))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
}

/// Puts the layers around the routes. A request meets them from the last to the first; an answer, in order.
pub fn layers(routes: Router<State>, state: &State) -> Router<State> {
    routes
        .layer(from_fn_with_state(cache::Validator::new(state), cache::layer))
        .layer(from_fn(address::layer))
        .layer(from_fn_with_state(state.clone(), settings::layer))
        .layer(security::same_site(&state.settings))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(nul::layer))
        .layer(from_fn(room::layer))
        .layer(CatchPanicLayer::custom(error::after_panic))
        .layer(from_fn_with_state(state.clone(), error::layer))
        .layer(CompressionLayer::new())
        .layer(from_fn(log::layer))
        .layer(from_fn_with_state(security::Headers::new(&state.settings), security::layer))
}

/// How long the database may take to answer whoever asks whether the program is ready.
const DATABASE: Duration = Duration::from_secs(2);

/// Up to which position of the journal pages show it; 503 while the index is being built, with how far it is, and while the
/// database does not answer.
async fn ready(axum::extract::State(state): axum::extract::State<State>) -> Response {
    let asked = tokio::time::timeout(DATABASE, state.journal.position()).await;
    let body = match asked {
        Ok(Ok(_)) if state.search.is_there() => {
            return axum::Json(serde_json::json!({ "position": state.position.get() })).into_response();
        }
        Ok(Ok(_)) => serde_json::json!({ "building": state.search.built.percent() }),
        _ => serde_json::json!({ "database": "no answer" }),
    };
    (StatusCode::SERVICE_UNAVAILABLE, axum::Json(body)).into_response()
}

#[cfg(test)]
mod tests;
