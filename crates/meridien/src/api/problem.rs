//! What went wrong, for a program: RFC 9457 problem details, in the language that it asks for.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::error::{Fault, explanation};
use crate::web::{Error, Locale, Visit};

/// A problem, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Where its kind is explained.
    #[schema(format = "uri")]
    r#type: String,
    /// What kind of problem it is.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong with this request, and what to do.
    detail: String,
    /// Each parameter that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
}

/// A parameter that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct Wrong {
    /// Its name, as it came.
    parameter: String,
    /// Its value, as it came.
    value: String,
    /// What is wrong with it.
    detail: String,
    /// What may have been meant.
    nearest: Option<String>,
}

/// Gives a bare answer of 400 and above its body; keeps its status and headers.
pub fn dressed(visit: &Visit, bare: Response, fault: Option<&Error>) -> Response {
    let l = visit.locale;
    let status = bare.status();
    let (title, detail) = explained(l, status, fault);
    let faults = match fault {
        Some(Error::BadRequest(faults)) => &faults[..],
        _ => &[],
    };
    let wrong = |fault: &Fault| Wrong {
        parameter: fault.parameter.clone(),
        value: fault.value.clone(),
        detail: fault.text(l),
        nearest: fault.nearest.clone(),
    };
    // One address in every language: programs compare it.
    let page = Locale::default().href("/donnees/api");
    let problem = Problem {
        r#type: format!("{}{page}#statut-{}", visit.app.settings.public_address, status.as_u16()),
        title,
        status: status.as_u16(),
        detail,
        errors: faults.iter().map(wrong).collect(),
    };
    let (mut parts, _) = bare.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(l.lang.code()));
    // A problem is made of texts and numbers: it always serialises.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    (parts, body).into_response()
}

/// A status in a few words, and what it means here.
pub(super) fn explained(l: Locale, status: StatusCode, fault: Option<&Error>) -> (String, String) {
    match status {
        StatusCode::NOT_FOUND => (l.t("api-not-found").into_owned(), l.t("api-not-found-means").into_owned()),
        StatusCode::TOO_MANY_REQUESTS => (l.t("api-too-many").into_owned(), l.t("api-too-many-means").into_owned()),
        status => explanation(l, status, fault),
    }
}

/// The statuses that are explained, in the order of the page.
pub(super) const EXPLAINED: [StatusCode; 6] = [
    StatusCode::BAD_REQUEST,
    StatusCode::NOT_FOUND,
    StatusCode::GONE,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::INTERNAL_SERVER_ERROR,
    StatusCode::SERVICE_UNAVAILABLE,
];
