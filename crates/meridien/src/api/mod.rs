//! The programming interface, `/api/v1`: the register as JSON, for programs.
//!
//! Its filters are those of the search page, read by the same code, so an address found there works here. What it answers
//! is in the forms of `docs/EXPORT.md`. Its description (OpenAPI 3.1) is made from the handlers; the page at
//! `/donnees/api` is drawn from that description. Whoever has a key declares through it ([`proposals`]), by the rules and the
//! steps of the pages.

mod answer;
mod changes;
mod confirmations;
mod docs;
mod document;
mod examples;
mod key;
mod limit;
mod listing;
mod openapi;
mod organisations;
mod parameters;
mod partnerships;
pub mod problem;
mod proposal_view;
mod proposals;
mod record_schema;
mod statistics;
mod suggestions;
mod territories;
#[cfg(test)]
mod tests;
mod themes;
#[cfg(test)]
mod writing_tests;

use axum::Router;
use axum::http::{Method, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::State;
use crate::web::Error;

/// The addresses, which have no language: `Accept-Language` chooses that of labels and faults.
pub fn routes(state: &State) -> Router<State> {
    let (described, _) = described().split_for_parts();
    let any_site = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers(Any)
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER]);
    Router::new()
        .merge(described)
        .route("/api/v1", get(openapi::lead))
        .route("/api/v1/", get(openapi::lead))
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/{*path}", any(async || Error::NotFound))
        .layer(from_fn_with_state((state.clone(), limit::Limiter::default()), limit::layer))
        .layer(any_site)
}

/// The addresses under each language's prefix.
pub fn pages() -> Router<State> {
    Router::new().route("/donnees/api", get(docs::show))
}

/// The routes together with their description.
fn described() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(partnerships::list))
        .routes(routes!(partnerships::one))
        .routes(routes!(organisations::list))
        .routes(routes!(organisations::one))
        .routes(routes!(organisations::posts))
        .routes(routes!(territories::list))
        .routes(routes!(territories::one))
        .routes(routes!(themes::list))
        .routes(routes!(statistics::show))
        .routes(routes!(suggestions::show))
        .routes(routes!(changes::list))
        .routes(routes!(key::show))
        .routes(routes!(proposals::list, proposals::begin))
        .routes(routes!(proposals::check_only))
        .routes(routes!(proposals::one, proposals::replace, proposals::change, proposals::discard))
        .routes(routes!(proposals::submit))
        .routes(routes!(proposals::recall))
        .routes(routes!(confirmations::confirm))
}
