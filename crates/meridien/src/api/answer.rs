//! What every answer has in common.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::web::cache::Cache;
use crate::web::{self, Visit};

/// A record in its public form, written already.
pub(super) type Raw = Box<RawValue>;

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listed<T> {
    /// How many there are in all.
    pub(super) total: u64,
    /// Those of this page.
    pub(super) items: Vec<T>,
    /// The address of the next page; null on the last.
    pub(super) next: Option<String>,
    /// The position of the register that the answer shows.
    pub(super) position: u64,
}

/// JSON that the register's next change makes stale, with the address of the next page in its header.
///
/// # Errors
/// None in practice: the addresses that we write are valid in a header.
pub(super) fn json(visit: &Visit, body: &impl Serialize, next: Option<&str>) -> web::Result {
    let mut response = Json(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(visit.locale.lang.code()));
    let mut links = format!("<{}/api/v1/openapi.json>; rel=\"service-desc\"", visit.app.settings.public_address);
    if let Some(next) = next {
        links = format!("<{next}>; rel=\"next\", {links}");
    }
    headers.insert(header::LINK, HeaderValue::try_from(links).map_err(anyhow::Error::from)?);
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// JSON that depends on who asks: nobody keeps it.
///
/// # Errors
/// As [`json`].
pub(super) fn private(visit: &Visit, body: &impl Serialize) -> web::Result {
    let mut response = json(visit, body, None)?;
    response.extensions_mut().insert(Cache::Private);
    Ok(response)
}

/// A page of a list as an answer.
///
/// # Errors
/// As [`json`].
pub(super) fn listed<T: Serialize>(visit: &Visit, page: &Listed<T>) -> web::Result {
    json(visit, page, page.next.as_deref())
}

/// Records that are JSON already.
///
/// # Errors
/// [`web::Error::Internal`] where one is not.
pub(super) fn raw(records: Vec<String>) -> web::Result<Vec<Raw>> {
    let record = |record: String| RawValue::from_string(record).map_err(|fault| web::Error::Internal(fault.into()));
    records.into_iter().map(record).collect()
}
