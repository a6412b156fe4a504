//! Files as answers: one of the disk, whole or the part of it that is asked for, and what is saved under a name.

use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeFile;

use super::cache::{self, Cache};
use super::{Error, Result};

/// An answer that is saved as a file of this name.
pub fn attached(name: &str, media_type: &str, cache: Cache, body: impl IntoResponse) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(cache);
    response
}

/// Answers with a file that never changes under its `tag`, an entity tag with its quotation marks.
///
/// # Errors
/// When the request wants another file, or the disk refuses.
pub async fn give(path: &Path, tag: &str, media_type: &'static str, mut request: Request) -> Result<Response> {
    let asked = request.headers_mut();
    let is_other = asked.get(header::IF_RANGE).is_some_and(|wanted| wanted != tag);
    // Several parts at once may be refused or given whole (RFC 9110, 14.2): no reader of ours needs them.
    let has_several = asked.get(header::RANGE).is_some_and(|range| range.as_bytes().contains(&b','));
    if is_other || has_several {
        asked.remove(header::RANGE);
    }
    let tag = HeaderValue::try_from(tag).map_err(anyhow::Error::from)?;
    // What is taken out of the register for good is in no copy from then on.
    let control = Cache::Journal.control();
    if asked.contains_key(header::IF_MATCH) {
        if !is_wanted(asked, &tag) {
            return Err(Error::Refused(StatusCode::PRECONDITION_FAILED, "error-other-file-means"));
        }
        // The disk's file has another tag, by which it would be refused; its date counts only beside no tag (13.2.2).
        asked.remove(header::IF_MATCH);
        asked.remove(header::IF_UNMODIFIED_SINCE);
    }
    if cache::holds(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, control)]).into_response());
    }
    let answer = ServeFile::new(path).try_call(request).await.map_err(anyhow::Error::from)?;
    let mut response = answer.map(Body::new).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::ETAG, tag);
    // A part of it can only be joined to bytes that were not compressed on the way.
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(header::CACHE_CONTROL, control);
    Ok(response)
}

/// Whether what a request wants, and nothing else, is of this tag, by the strong comparison of `If-Match` (RFC 9110, 13.1.1).
fn is_wanted(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let mut lists = headers.get_all(header::IF_MATCH).iter().map(HeaderValue::as_bytes);
    let is_it = |wanted: &[u8]| wanted == b"*" || wanted == tag.as_bytes();
    lists.any(|list| list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).any(is_it))
}
