//! What search engines are told: which addresses there are (`/sitemap.xml`), and which they had better leave (`/robots.txt`).
//!
//! Every partnership and activity, every theme, every page of the user guide, and every authority, territory and country that a
//! partnership has is in the sitemap, in each language. Lists may be followed by one
//! parameter (a filter, or a page), which leads to all they hold. Two parameters make combinations without end that show
//! nothing new: these are disallowed rather than marked `noindex`, since a mark is seen only once the page has been fetched.

mod sitemap;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::State;
use crate::web;
use crate::web::cache::Cache;

/// The addresses, which have no language.
pub fn routes() -> Router<State> {
    Router::new().route("/robots.txt", get(robots)).route("/sitemap.xml", get(sitemap::show))
}

/// What robots had better leave, by path and query: `*` is anything.
const LEFT: [&str; 6] = [
    // Two parameters and more.
    "/*?*&",
    // The same results in another shape or order.
    "/*?*vue=",
    "/*?*tri=",
    "/*?*colonne=",
    "/*?*epoque=",
    // Whole lists as files.
    "/*/partenariats.",
];

/// `/robots.txt`. A demonstration is left open, so that its `noindex` is seen, and has no sitemap.
async fn robots(Extract(app): Extract<State>) -> web::Result {
    let mut text = String::from("User-agent: *\n");
    if app.settings.demonstration {
        text.push_str("Disallow:\n");
    } else {
        text.push_str("Allow: /*/partenariats.atom\n");
        LEFT.iter().for_each(|path| text.push_str(&format!("Disallow: {path}\n")));
        text.push_str(&format!("\nSitemap: {}/sitemap.xml\n", app.settings.public_address));
    }
    let mut response = ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
    response.extensions_mut().insert(Cache::Program);
    Ok(response)
}
