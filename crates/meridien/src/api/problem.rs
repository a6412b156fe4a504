//! What went wrong, for a program: RFC 9457 problem details, in the language that it asks for.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::anomaly::Severity;
use crate::declaration::draft::{Draft, Remark};
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
    /// What keeps a proposal from being handed in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    anomalies: Vec<Anomaly>,
}

/// A parameter, or a member of a document sent, that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct Wrong {
    /// Its name, as it came; of a member, the path.
    parameter: String,
    /// Its value, as it came.
    value: String,
    /// What is wrong with it.
    detail: String,
    /// What may have been meant.
    nearest: Option<String>,
}

/// Something to be said of a proposal's record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Anomaly {
    /// The field: `funding[4].amount`, `title.fr`.
    path: String,
    /// The stable word for the rule.
    code: &'static str,
    /// How grave it is: `error` forbids handing in, `warning` asks for a word, `hint` is worth a look.
    severity: Severity,
    /// What is wrong.
    detail: String,
    /// What mends it.
    mend: Option<String>,
    /// The word given on it: the member of `words` named by code, space, path.
    word: Option<String>,
}

impl Anomaly {
    /// Everything to be said of a draft.
    pub(super) fn all(draft: &Draft, today: NaiveDate, l: Locale) -> Vec<Anomaly> {
        draft.all_remarks(today, l).into_iter().map(|remark| Anomaly::of(draft, remark)).collect()
    }

    /// A remark on a draft.
    pub(super) fn of(draft: &Draft, remark: Remark) -> Anomaly {
        Anomaly {
            word: draft.words.get(&remark.key()).cloned(),
            path: remark.path,
            code: remark.code,
            severity: remark.severity,
            detail: remark.rule,
            mend: remark.mend,
        }
    }
}

/// Refuses what is asked, for the reason that `key` names.
pub(super) fn refuse(visit: &Visit, status: StatusCode, key: &str, anomalies: Vec<Anomaly>) -> Response {
    let (title, _) = explained(visit.locale, status, None);
    let problem = Problem { anomalies, ..Problem::new(visit, status, title, visit.locale.t(key).into_owned()) };
    problem.dress(visit, status.into_response())
}

impl Problem {
    fn new(visit: &Visit, status: StatusCode, title: String, detail: String) -> Problem {
        // One address in every language: programs compare it.
        let page = Locale::default().href("/donnees/api");
        Problem {
            r#type: format!("{}{page}#statut-{}", visit.app.settings.public_address, status.as_u16()),
            title,
            status: status.as_u16(),
            detail,
            errors: Vec::new(),
            anomalies: Vec::new(),
        }
    }

    /// Gives itself to an answer as its body.
    fn dress(&self, visit: &Visit, bare: Response) -> Response {
        let (mut parts, _) = bare.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        parts.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(visit.locale.lang.code()));
        // A problem is made of texts and numbers: it always serialises.
        let body = serde_json::to_vec(self).unwrap_or_default();
        (parts, body).into_response()
    }
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
    let errors = faults.iter().map(wrong).collect();
    Problem { errors, ..Problem::new(visit, status, title, detail) }.dress(visit, bare)
}

/// A status in a few words, and what it means here.
pub(super) fn explained(l: Locale, status: StatusCode, fault: Option<&Error>) -> (String, String) {
    if let Some(Error::Refused(_, key)) = fault {
        let (title, _) = explained(l, status, None);
        return (title, l.t(key).into_owned());
    }
    if let Some(Error::BadRequest(faults)) = fault {
        let documents = !faults.is_empty() && faults.iter().all(Fault::is_of_document);
        let means = if documents { "api-bad-document-means" } else { "error-bad-request-means" };
        return (l.t("error-bad-request").into_owned(), l.t(means).into_owned());
    }
    if let Some(Error::EmptyFile) = fault {
        return explanation(l, status, fault);
    }
    match EXPLAINED.iter().find(|(known, ..)| *known == status) {
        Some((_, title, meaning)) if !title.is_empty() => (l.t(title).into_owned(), l.t(meaning).into_owned()),
        _ => explanation(l, status, fault),
    }
}

/// The statuses that are explained, in the order of the page, with their own title and meaning where those of pages do not
/// serve a program.
pub(super) const EXPLAINED: [(StatusCode, &str, &str); 16] = [
    (StatusCode::BAD_REQUEST, "error-bad-request", "api-bad-request-means"),
    (StatusCode::UNAUTHORIZED, "api-no-key", "api-no-key-means"),
    (StatusCode::FORBIDDEN, "api-forbidden", "api-forbidden-means"),
    (StatusCode::NOT_FOUND, "api-not-found", "api-not-found-means"),
    (StatusCode::METHOD_NOT_ALLOWED, "api-method", "api-method-means"),
    (StatusCode::CONFLICT, "api-conflict", "api-conflict-means"),
    (StatusCode::GONE, "", ""),
    (StatusCode::PRECONDITION_FAILED, "api-stale", "api-stale-means"),
    (StatusCode::PAYLOAD_TOO_LARGE, "", ""),
    (StatusCode::URI_TOO_LONG, "", ""),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "api-media-type", "api-media-type-means"),
    (StatusCode::UNPROCESSABLE_ENTITY, "api-unready", "api-unready-means"),
    (StatusCode::PRECONDITION_REQUIRED, "api-condition", "api-condition-means"),
    (StatusCode::TOO_MANY_REQUESTS, "api-too-many", "api-too-many-means"),
    (StatusCode::INTERNAL_SERVER_ERROR, "", ""),
    (StatusCode::SERVICE_UNAVAILABLE, "", ""),
];
