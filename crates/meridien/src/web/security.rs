//! The headers that every answer carries, and the refusal of requests forged by other sites.

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::CsrfLayer;

use super::address;
use crate::app::Settings;

/// Everything from our own origin, and nothing inline: no page holds a `style` attribute or a script.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     script-src 'self'; worker-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers, made once.
#[derive(Clone)]
pub struct Headers(HeaderMap);

impl Headers {
    /// The headers for these settings: HTTPS is insisted on where the public address has it, and a
    /// demonstration asks not to be indexed.
    pub fn new(settings: &Settings) -> Headers {
        let mut headers = HeaderMap::new();
        let mut set = |name: &'static str, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        set("content-security-policy", CONTENT_SECURITY_POLICY);
        set("x-content-type-options", "nosniff");
        // Not "no-referrer": the origin that a browser then sends with our own forms is "null".
        set("referrer-policy", "same-origin");
        set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()");
        set("cross-origin-opener-policy", "same-origin");
        set("cross-origin-resource-policy", "same-origin");
        if settings.public_address.starts_with("https://") {
            set("strict-transport-security", "max-age=31536000");
        }
        if settings.demonstration {
            set("x-robots-tag", "noindex, nofollow");
        }
        Headers(headers)
    }
}

/// What pages of other sites may show as an image. Its address tells: an answer that was kept, or did not change, bears no
/// mark of the handler.
const EMBEDDABLE: &str = "/partenariats/statistiques.svg";

/// The headers of an answer that pages of other sites may read too.
const EXPOSED: &str = "content-disposition, content-range, etag, link, location, retry-after";

/// Sets the headers on every answer, errors and files included.
pub async fn layer(Extract(headers): Extract<Headers>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (embeddable, open) = (path.ends_with(EMBEDDABLE), address::is_open(path));
    let of_api = address::is_of_api(path);
    let mut response = next.run(request).await;
    for (name, value) in &headers.0 {
        response.headers_mut().insert(name, value.clone());
    }
    if embeddable {
        let everywhere = HeaderValue::from_static("cross-origin");
        response.headers_mut().insert("cross-origin-resource-policy", everywhere);
    }
    if open {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.entry(header::ACCESS_CONTROL_EXPOSE_HEADERS).or_insert(HeaderValue::from_static(EXPOSED));
    }
    if of_api {
        response.headers_mut().append(header::VARY, HeaderValue::from_name(header::ACCEPT_LANGUAGE));
    }
    // An answer without a policy of its own, such as an error, is not kept; a 304 keeps that of the copy.
    if response.status() != StatusCode::NOT_MODIFIED {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses a write that another site's page makes a browser send. The public address counts as ours even
/// where a proxy changes the host's name.
pub fn same_site(settings: &Settings) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match layer.clone().add_trusted_origin(&settings.public_address) {
        Ok(layer) => layer,
        Err(fault) => {
            tracing::warn!(address = settings.public_address, %fault, "the public address is not an origin");
            layer
        }
    }
}
