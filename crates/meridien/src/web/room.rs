//! How large a request may be and how long its answer may take to begin: more where people hand files in.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;

use super::{Lang, nul};

/// The longest query of an address taken, in bytes: a page writes it into each of its links. A hundred filters fit.
pub const QUERY: usize = 4 << 10;
/// The largest request body taken, in bytes.
pub const BODY: usize = 1 << 20;
/// How long an answer may take to begin.
const TIME: Duration = Duration::from_secs(30);
/// Bytes of the files that are handed in at once.
pub const FILES: usize = 20 << 20;
/// What a form adds to its files.
const FORM: usize = 64 << 10;
/// How long handing them in may take: 20 MB at 200 kbit/s.
const FILES_TIME: Duration = Duration::from_secs(15 * 60);

/// The pages that take files, without the language's prefix. They ask who it is before they read any of it.
const TAKERS: [&str; 2] = ["/importer", "/verifier-iati"];

/// Whether a request hands files in, as forms with files do: any other body is read whole before somebody asks who sends it.
fn takes_files(request: &Request) -> bool {
    let path = request.uri().path();
    let prefix = |lang: &Lang| path.strip_prefix('/').and_then(|path| path.strip_prefix(lang.code()));
    request.method() == Method::POST
        && nul::media_type(request.headers()) == "multipart/form-data"
        && Lang::ALL.iter().find_map(prefix).is_some_and(|page| TAKERS.contains(&page))
}

/// Refuses a query that is too long and a body that says that it is too large, ends a body that turns out to be, and an
/// answer that does not begin in time.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.len() > QUERY) {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let (most, time) = if takes_files(&request) { (FILES + FORM, FILES_TIME) } else { (BODY, TIME) };
    if request.body().size_hint().lower() > most as u64 {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let request = request.map(|body| Body::new(Limited::new(body, most)));
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Bytes;
    use futures_util::stream;

    use super::*;
    use crate::app::Settings;
    use crate::app::testing::TestApp;

    /// A stranger's: 401 says that the page asked who it is, 413 that somebody had begun to read.
    #[tokio::test]
    async fn a_form_with_files_alone_has_more_room_and_nobody_reads_a_strangers() {
        let app = TestApp::new(Settings::default()).await;
        for (media_type, megabytes, status) in [
            ("application/x-www-form-urlencoded", 2, StatusCode::PAYLOAD_TOO_LARGE),
            ("application/json", 2, StatusCode::PAYLOAD_TOO_LARGE),
            ("multipart/form-data; boundary=X", 22, StatusCode::UNAUTHORIZED),
            ("Multipart/Form-Data; boundary=json", 22, StatusCode::UNAUTHORIZED),
        ] {
            for page in ["/fr/importer", "/en/verifier-iati"] {
                let piece = |_| Ok::<_, Infallible>(Bytes::from(vec![b'a'; 1 << 20]));
                let request = Request::post(page)
                    .header("content-type", media_type)
                    .header("sec-fetch-site", "same-origin")
                    .body(Body::from_stream(stream::iter((0..megabytes).map(piece))))
                    .unwrap();
                assert_eq!(app.send(request).await.status, status, "{page} {media_type}");
            }
        }
    }
}
