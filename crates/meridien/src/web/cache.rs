//! How long an answer may be kept, and the answer "unchanged" without drawing the page.
//!
//! A page is a function of the journal's position, the day, the program and its settings, and the address
//! (which holds the language). So its ETag is a hash of these, known before the page is drawn: a browser that
//! has it gets a 304 at once. Only an answer of 200 carries one, so only a page that exists can match.

use axum::extract::{OriginalUri, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::app::State;

/// What a page's answer depends on: each page names its own when it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// On the journal and the day: kept, but asked again at each visit, so that an erasure shows at once.
    Journal,
    /// On the program and its settings only: kept for an hour.
    Program,
    /// On who is asking: never kept.
    Private,
}

impl Cache {
    fn control(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Cache::Journal => "public, no-cache",
            Cache::Program => "public, max-age=3600",
            Cache::Private => "private, no-store",
        })
    }
}

/// Makes and checks ETags.
#[derive(Clone)]
pub struct Validator {
    state: State,
    /// Hash of the program and its settings: another build or another operator draws other pages.
    program: [u8; 32],
}

impl Validator {
    /// A validator for this program with these settings.
    pub fn new(state: &State) -> Validator {
        let build = std::env::current_exe().and_then(std::fs::metadata).ok();
        let size = build.as_ref().map(std::fs::Metadata::len);
        let written = build.as_ref().and_then(|b| b.modified().ok());
        let program = format!("{} {size:?} {written:?} {:?}", env!("CARGO_PKG_VERSION"), state.settings);
        Validator { state: state.clone(), program: Sha256::digest(program).into() }
    }

    /// The weak ETag (answers may be compressed) of an address now.
    fn etag(&self, address: &str) -> HeaderValue {
        let mut hash = Sha256::new();
        hash.update(self.program);
        hash.update(self.state.position.get().to_be_bytes());
        hash.update((self.state.today)().to_string());
        hash.update(address);
        let digest = hash.finalize();
        let hex: String = digest[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        HeaderValue::try_from(format!("W/\"{hex}\"")).expect("hexadecimal digits are a valid header value")
    }
}

fn matches(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let ours = etag.as_bytes();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|value| value.as_bytes().split(|byte| *byte == b',').any(|tag| tag.trim_ascii() == ours))
}

/// Answers 304 where the browser's copy is still good; else adds the headers that the page's policy asks for.
pub async fn layer(
    Extract(validator): Extract<Validator>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    // Taken before the page is drawn: if the journal moves meanwhile, the page is newer than its tag, never older.
    let etag = validator.etag(uri.path_and_query().map_or(uri.path(), |address| address.as_str()));
    if reading && matches(request.headers(), &etag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    let mut response = next.run(request).await;
    let policy = response.extensions().get::<Cache>().copied();
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CACHE_CONTROL, policy.control());
        if reading && response.status() == StatusCode::OK && policy != Cache::Private {
            response.headers_mut().insert(header::ETAG, etag);
        }
    }
    response
}
