//! What can go wrong with a request, and the page that says so in the reader's language, without jargon
//! and with a way on.
//!
//! Handlers return an [`Error`]; it only sets the status and travels with the answer. A layer then draws the
//! page, for it alone knows the address, the language and the settings. The same layer dresses the bare
//! answers of the framework: a path that no route has, a method refused, a body too large, a panic.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Query, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use meridien_search::fold;

use super::log::RequestId;
use super::page::{self, Page, Visit};
use super::{Locale, address, cache::Cache};
use crate::api::problem;
use crate::app::State;
use crate::journal::JournalError;
use crate::partnership::meant;
use crate::value::Id;

/// Why a request is not answered with what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No page has this address.
    #[error("not found")]
    NotFound,
    /// The list has fewer pages: the address of its last one.
    #[error("past the end, which is {0}")]
    PastTheEnd(String),
    /// A file that must hold something is asked for of a search that finds nothing.
    #[error("nothing for a file that cannot be empty")]
    EmptyFile,
    /// The record was withdrawn.
    #[error("withdrawn on {date}: {reason}")]
    Gone {
        /// Why, as its withdrawer wrote it.
        reason: String,
        /// Since when.
        date: NaiveDate,
    },
    /// Parameters that are unknown or that have no such value.
    #[error("bad request: {0:?}")]
    BadRequest(Vec<Fault>),
    /// The page has another address: this path, with its query.
    #[error("moved to {0}")]
    Moved(String),
    /// The account may not do this.
    #[error("not allowed")]
    Forbidden,
    /// A program asks for what cannot be as things are: the status, and the key of the reason.
    #[error("refused with {0}: {1}")]
    Refused(StatusCode, &'static str),
    /// Too many tries from one place or for one account; it may go on after so many seconds.
    #[error("too many requests")]
    TooMany(u64),
    /// Enough files are being made, for one place or for all; another may be asked for after so many seconds.
    #[error("too many files at once")]
    TooManyFiles(u64),
    /// Nothing may be written for the moment.
    #[error("read only")]
    ReadOnly,
    /// The search index is being built; what the journal alone tells is answered.
    #[error("the search index is being built")]
    Building,
    /// A part of the program cannot answer now.
    #[error("unavailable")]
    Unavailable,
    /// A fault of ours, for the log only.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Seconds after which those who asked while the index was being built may ask again.
const BUILDING_WAIT: u64 = 10;

/// How long is looked for what a value that does not exist may mean.
const OFFER_TIME: Duration = Duration::from_secs(2);

/// The key of the fault of a parameter that does not exist.
const UNKNOWN_PARAMETER: &str = "fault-unknown-parameter";
/// The key of the fault of a value that does not exist.
const UNKNOWN_VALUE: &str = "fault-unknown-value";
/// The keys of the faults of a document that was sent.
const MEMBER: &str = "fault-unknown-member";
const SHAPE: &str = "fault-shape";
const JSON: &str = "fault-json";
const MISSING: &str = "fault-missing-member";
const RECORD: &str = "fault-unknown-record";
const NUL: &str = "fault-nul";

/// Characters shown of a value that is wrong.
const SHOWN: usize = 80;

/// One thing wrong with a request's parameters, or with the document that it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The text that explains it; it may use `$parameter` and `$value`.
    pub key: &'static str,
    /// The parameter's name, as it came.
    pub parameter: String,
    /// Its value, as it came.
    pub value: String,
    /// What may have been meant instead.
    pub nearest: Option<String>,
    /// What pages call that, in the reader's language, where it says nothing by itself.
    called: Option<String>,
    /// All that it may be, each with the key of what pages call it, if they do.
    among: Vec<(&'static str, Option<&'static str>)>,
}

impl Fault {
    /// A fault of a parameter.
    pub fn new(key: &'static str, parameter: impl Into<String>, value: impl Into<String>) -> Fault {
        let (parameter, value) = (parameter.into(), value.into());
        Fault { key, parameter, value, nearest: None, called: None, among: Vec::new() }
    }

    /// No such parameter.
    pub fn unknown_parameter(parameter: impl Into<String>, value: impl Into<String>) -> Fault {
        Fault::new(UNKNOWN_PARAMETER, parameter, value)
    }

    /// No such value for this parameter.
    pub fn unknown_value(parameter: impl Into<String>, value: impl Into<String>) -> Fault {
        Fault::new(UNKNOWN_VALUE, parameter, value)
    }

    /// Years that no date has.
    pub fn years(parameter: impl Into<String>, value: impl Into<String>) -> Fault {
        Fault::new("fault-years", parameter, value)
    }

    /// No such member of a document sent, by its path.
    pub fn member(path: impl Into<String>, value: &serde_json::Value) -> Fault {
        Fault::new(MEMBER, path, shortened(value))
    }

    /// A member of a document sent that has another shape than it should, by its path.
    pub fn shape(path: impl Into<String>, value: &serde_json::Value) -> Fault {
        Fault::new(SHAPE, path, shortened(value))
    }

    /// A text of a document sent that holds a NUL.
    pub fn nul(path: impl Into<String>, text: &str) -> Fault {
        let value: String = text.replace('\0', "\\u0000").chars().take(SHOWN).collect();
        Fault::new(NUL, path, value)
    }

    /// A document sent that is no JSON.
    pub fn json(wrong: &serde_json::Error) -> Fault {
        let place = format!("{}:{}", wrong.line(), wrong.column());
        Fault::new(JSON, "/", place)
    }

    /// A member that a document sent should have.
    pub fn missing(path: impl Into<String>) -> Fault {
        Fault::new(MISSING, path, "")
    }

    /// A member of a document sent names a record that does not exist.
    pub fn record(path: impl Into<String>, id: Id) -> Fault {
        Fault::new(RECORD, path, id.to_string())
    }

    /// Another value of a parameter that has one.
    pub fn repeated(parameter: impl Into<String>, value: impl Into<String>) -> Fault {
        Fault::new("fault-repeated", parameter, value)
    }

    /// A column chosen for an answer that has none.
    pub fn no_columns(value: impl Into<String>) -> Fault {
        Fault::new("fault-no-columns", "colonne", value)
    }

    fn is_of_name(&self) -> bool {
        self.key == UNKNOWN_PARAMETER
    }

    /// Whether it is about a value that there is not, in the place of which nothing is offered.
    pub fn is_of_value(&self) -> bool {
        self.key == UNKNOWN_VALUE && self.nearest.is_none()
    }

    /// Whether it is about a document that was sent, rather than about the address.
    pub fn is_of_document(&self) -> bool {
        [MEMBER, SHAPE, JSON, MISSING, RECORD, NUL].contains(&self.key)
    }

    /// Offers what may have been meant instead.
    pub fn near(self, nearest: Option<String>) -> Fault {
        Fault { nearest, ..self }
    }

    /// Says what pages call what may have been meant.
    pub fn called(self, called: Option<String>) -> Fault {
        Fault { called, ..self }
    }

    /// Names all that it may be.
    pub fn among(self, all: &[&'static str]) -> Fault {
        Fault { among: all.iter().map(|word| (*word, None)).collect(), ..self }
    }

    /// Names all that it may be, each with the key of what pages call it.
    pub fn labelled(self, all: &[(&'static str, &'static str)]) -> Fault {
        Fault { among: all.iter().map(|(word, key)| (*word, Some(*key))).collect(), ..self }
    }

    /// What is wrong, and what may have been meant, or what there is, where that is not too much.
    pub fn text(&self, l: Locale) -> String {
        const MOST: usize = 30;
        let text = self.rule(l);
        let mend = match &self.nearest {
            Some(nearest) => self.offer(l, nearest),
            None if self.among.is_empty() || self.among.len() > MOST => return text,
            None => l.t_with("fault-among", &[("values", self.values(l).into())]),
        };
        format!("{text} {mend}")
    }

    fn offer(&self, l: Locale, nearest: &str) -> String {
        match self.called.clone().or_else(|| self.label(l, nearest)) {
            Some(label) => l.t_with("fault-nearest-called", &[("nearest", nearest.into()), ("label", label.into())]),
            None => l.t_with("fault-nearest", &[("nearest", nearest.into())]),
        }
    }

    /// `twinning (Jumelage), other (Autre)`
    fn values(&self, l: Locale) -> String {
        let value = |(word, _): &(&'static str, Option<&'static str>)| match self.label(l, word) {
            Some(label) => format!("{word} ({label})"),
            None => (*word).to_owned(),
        };
        self.among.iter().map(value).collect::<Vec<_>>().join(", ")
    }

    /// What pages call a word, where that is something else.
    fn label(&self, l: Locale, word: &str) -> Option<String> {
        let (_, key) = self.among.iter().find(|(known, _)| *known == word)?;
        let label = l.t((*key)?).into_owned();
        (fold(&label) != fold(word)).then_some(label)
    }

    fn rule(&self, l: Locale) -> String {
        l.t_with(self.key, &[("parameter", self.parameter.as_str().into()), ("value", self.value.as_str().into())])
    }
}

/// The beginning of a value of a document sent.
fn shortened(value: &serde_json::Value) -> String {
    value.to_string().chars().take(SHOWN).collect()
}

/// What a handler returns.
pub type Result<T = Response> = std::result::Result<T, Error>;

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Error::NotFound | Error::PastTheEnd(_) | Error::EmptyFile => StatusCode::NOT_FOUND,
            Error::Gone { .. } => StatusCode::GONE,
            Error::BadRequest(_) => StatusCode::BAD_REQUEST,
            Error::Moved(_) => StatusCode::MOVED_PERMANENTLY,
            Error::Forbidden => StatusCode::FORBIDDEN,
            Error::Refused(status, _) => *status,
            Error::TooMany(_) | Error::TooManyFiles(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Building | Error::Unavailable | Error::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<JournalError> for Error {
    fn from(fault: JournalError) -> Error {
        // So many ask that the database has no room: a fault of the hour, not of the program.
        if matches!(fault, JournalError::Database(sqlx::Error::PoolTimedOut)) {
            return Error::Unavailable;
        }
        Error::Internal(fault.into())
    }
}

impl From<meridien_search::Error> for Error {
    fn from(fault: meridien_search::Error) -> Error {
        match fault {
            meridien_search::Error::NotBuilt => Error::Building,
            fault => Error::Internal(fault.into()),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Error::Internal(fault) = &self {
            tracing::error!(fault = format!("{fault:#}"), "request failed");
        }
        if let Error::Moved(address) = &self {
            return (self.status(), [(header::LOCATION, address.as_str())]).into_response();
        }
        let mut response = self.status().into_response();
        let wait = match self {
            Error::TooMany(seconds) | Error::TooManyFiles(seconds) => Some(seconds),
            Error::Building => Some(BUILDING_WAIT),
            _ => None,
        };
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The answer to a request whose handler panicked.
pub fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned());
    Error::Internal(anyhow::anyhow!("panic: {message}")).into_response()
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    l: Locale,
    page: Page,
    explanation: String,
    faults: Vec<String>,
    /// The same address without the faults, under the key of its name.
    mended: Option<(&'static str, String)>,
    /// What to quote when writing to the operator about a fault of ours.
    reference: Option<RequestId>,
}

/// Draws a page for every bare answer of 400 and above.
pub async fn layer(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visit = Visit::new(&parts, &state);
    let reference = parts.extensions.get::<RequestId>().copied();
    let wants_data = wants_data(&visit.path, &parts.headers);
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || is_page(response.headers()) {
        return response;
    }
    let mut fault = response.extensions().get::<Arc<Error>>().cloned();
    if let Some(Error::BadRequest(faults)) = fault.as_deref() {
        // What is only offered is not waited for: no other limit stands outside of this.
        let offered = tokio::time::timeout(OFFER_TIME, meant::offered(&visit.app, visit.locale, faults)).await;
        fault = offered.ok().map(|faults| Arc::new(Error::BadRequest(faults))).or(fault);
    }
    if wants_data {
        return problem::dressed(&visit, response, fault.as_deref());
    }
    let page = error_page(&visit, status, fault.as_deref(), reference);
    match page::answer(Cache::Private, &page) {
        Ok(drawn) => dressed(response, drawn),
        Err(_) => response,
    }
}

/// Whether a program asks, which has no use for a page: at an address of the interface, or, where it does not say that it takes
/// pages, at one of data or for JSON.
fn wants_data(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let takes_pages = accept.contains("text/html");
    address::is_of_api(path) || (!takes_pages && (address::is_of_data(path) || accept.contains("json")))
}

/// Whether an answer has its own body: a form with its faults, a feed, data.
fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|media_type| !media_type.as_bytes().starts_with(b"text/plain"))
}

/// Keeps the answer's status and headers (`allow`, `retry-after`), and gives it the page as its body.
fn dressed(bare: Response, drawn: Response) -> Response {
    let (mut parts, _) = bare.into_parts();
    let (drawn, body) = drawn.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(drawn.headers);
    Response::from_parts(parts, body)
}

/// A status in a few words, and what it means.
pub(crate) fn explanation(l: Locale, status: StatusCode, fault: Option<&Error>) -> (String, String) {
    let (title, explanation) = match status {
        StatusCode::NOT_FOUND if matches!(fault, Some(Error::PastTheEnd(_))) => {
            ("error-past-the-end", "error-past-the-end-means")
        }
        StatusCode::NOT_FOUND if matches!(fault, Some(Error::EmptyFile)) => {
            ("error-empty-file", "error-empty-file-means")
        }
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-means"),
        StatusCode::GONE => ("error-gone", "error-gone-means"),
        StatusCode::FORBIDDEN if matches!(fault, Some(Error::Forbidden)) => {
            ("error-not-allowed", "error-not-allowed-means")
        }
        StatusCode::TOO_MANY_REQUESTS if matches!(fault, Some(Error::TooManyFiles(_))) => {
            ("error-too-many-files", "error-too-many-files-means")
        }
        StatusCode::TOO_MANY_REQUESTS => ("error-too-many", "error-too-many-means"),
        StatusCode::FORBIDDEN => ("error-forbidden", "error-forbidden-means"),
        StatusCode::METHOD_NOT_ALLOWED => ("error-method", "error-method-means"),
        StatusCode::PAYLOAD_TOO_LARGE => ("error-too-large", "error-too-large-means"),
        StatusCode::URI_TOO_LONG => ("error-too-long", "error-too-long-means"),
        StatusCode::SERVICE_UNAVAILABLE if matches!(fault, Some(Error::ReadOnly)) => {
            ("error-read-only", "error-read-only-means")
        }
        StatusCode::SERVICE_UNAVAILABLE if matches!(fault, Some(Error::Building)) => {
            ("error-building", "error-building-means")
        }
        StatusCode::SERVICE_UNAVAILABLE => ("error-unavailable", "error-unavailable-means"),
        status if status.is_client_error() => ("error-bad-request", "error-bad-request-means"),
        _ => ("error-internal", "error-internal-means"),
    };
    let explanation = match fault {
        Some(Error::Gone { reason, date }) => {
            l.t_with("error-gone-because", &[("date", l.day(*date).into()), ("reason", reason.as_str().into())])
        }
        _ => l.t(explanation).into_owned(),
    };
    (l.t(title).into_owned(), explanation)
}

/// The address of a visit with what was meant in the place of what is wrong, or without it.
fn mended(visit: &Visit, faults: &[Fault]) -> Option<String> {
    // A NUL has no address without it to offer: it is in no value that was read.
    let query = visit.query.as_deref().filter(|query| !query.contains("%00"))?;
    let uri: Uri = format!("/?{query}").parse().ok()?;
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&uri).ok()?;
    let meant = |(name, value): (String, String)| {
        let fault = faults
            .iter()
            .find(|fault| fault.parameter == name && (fault.value.is_empty() || fault.value == value.trim()));
        match fault {
            None => Some((name, value)),
            Some(Fault { nearest: None, .. }) => None,
            Some(fault @ Fault { nearest: Some(nearest), .. }) if fault.is_of_name() => Some((nearest.clone(), value)),
            Some(Fault { nearest: Some(nearest), .. }) => Some((name, nearest.clone())),
        }
    };
    let pair =
        |(name, value): (String, String)| format!("{}={}", page::percent_encoded(&name), page::percent_encoded(&value));
    let query: Vec<String> = pairs.into_iter().filter_map(meant).map(pair).collect();
    let path = visit.locale.href(&visit.path);
    Some(if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) })
}

fn error_page(visit: &Visit, status: StatusCode, fault: Option<&Error>, reference: Option<RequestId>) -> ErrorPage {
    let l = visit.locale;
    let (title, explanation) = explanation(l, status, fault);
    let faults = match fault {
        Some(Error::BadRequest(faults)) => faults.iter().map(|fault| fault.text(l)).collect(),
        Some(Error::Building) => {
            vec![l.t_with("error-building-so-far", &[("percent", visit.app.search.built.percent().into())])]
        }
        _ => Vec::new(),
    };
    ErrorPage {
        l,
        page: visit.page(title).unindexed(),
        explanation,
        faults,
        mended: match fault {
            Some(Error::BadRequest(faults)) => mended(visit, faults).map(|href| ("error-mended", href)),
            Some(Error::PastTheEnd(last)) => Some(("error-past-the-end-last", last.clone())),
            _ => None,
        },
        reference: reference.filter(|_| status.is_server_error() && !matches!(fault, Some(Error::Building))),
    }
}
