//! How long an answer may be kept, and the answer "unchanged" without drawing the page.
//!
//! A page is a function of the journal's position (that of the index, and of what was just written here), the day, the
//! program and its settings, and the address (which holds the language). So its ETag is a hash of these, known before the
//! page is drawn: a browser that has it gets a 304 at once. Only an answer of 200 carries one, so only a page that exists can match.
//!
//! For the same reason the pages that were asked for again lately are kept here, compressed, and given as they are to whoever
//! asks for them: unpacking one takes hundredths of a millisecond, drawing one takes milliseconds. A page that nobody asks
//! for twice, as most of those that a crawler or a long search draws, is neither compressed nor kept.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{OriginalUri, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::Lang;
use crate::app::State;
use crate::value::hex;

/// Bytes of pages kept at most, compressed.
const KEPT: u64 = 32 << 20;
/// The last pages drawn, of which one asked for again is kept.
const DRAWN: usize = 16 << 10;
/// The level of compression: the others take longer for little.
const QUICKEST: i32 = 1;
/// A larger answer is made each time.
const LARGEST: u64 = 512 << 10;

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
    /// The policy as a header.
    pub(super) fn control(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Cache::Journal => "public, no-cache",
            Cache::Program => "public, max-age=3600",
            Cache::Private => "private, no-store",
        })
    }
}

/// A request's mark that its answer depends on who asks. Whatever reads the session sets it; the answer is then kept by nobody,
/// whatever policy its page names.
#[derive(Clone, Debug, Default)]
pub struct Personal(Arc<AtomicBool>);

impl Personal {
    /// Says that the answer depends on who asks.
    pub fn mark(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_marked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes of a kept page's headers and key, about.
const BESIDE: u64 = 2 << 10;

/// Makes and checks ETags.
#[derive(Clone)]
pub struct Validator {
    state: State,
    /// Hash of the program: another build draws other pages.
    program: [u8; 32],
    pages: Pages,
}

/// The pages asked for again lately, whole, by ETag. One that the journal has passed is never asked for again, and makes room
/// in time.
#[derive(Clone, Default)]
struct Pages(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    pages: HashMap<HeaderValue, Arc<Packed>>,
    /// The oldest first.
    order: VecDeque<HeaderValue>,
    bytes: u64,
    /// Hashes of the pages drawn since the last time that these were too many.
    drawn: HashSet<u64>,
}

/// A page, compressed.
struct Packed {
    headers: HeaderMap,
    body: Box<[u8]>,
    length: usize,
}

impl Packed {
    /// None where it cannot be compressed.
    fn new(headers: HeaderMap, body: &[u8]) -> Option<Packed> {
        let packed = zstd::bulk::compress(body, QUICKEST).ok()?;
        Some(Packed { headers, body: packed.into(), length: body.len() })
    }

    /// Bytes that it takes, about.
    fn size(&self) -> u64 {
        self.body.len() as u64 + BESIDE
    }

    fn unpack(&self) -> Option<Response> {
        let body = zstd::bulk::decompress(&self.body, self.length).ok()?;
        let mut response = Response::new(Body::from(body));
        *response.headers_mut() = self.headers.clone();
        Some(response)
    }
}

impl Kept {
    /// Whether a page that was drawn was drawn before.
    fn is_drawn_again(&mut self, etag: &HeaderValue) -> bool {
        if self.drawn.len() >= DRAWN {
            self.drawn.clear();
        }
        !self.drawn.insert(self.pages.hasher().hash_one(etag))
    }
}

impl Pages {
    fn locked(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, etag: &HeaderValue) -> Option<Response> {
        let kept = self.locked().pages.get(etag).cloned()?;
        kept.unpack()
    }

    /// Keeps an answer that was drawn before, and whose length is known and moderate.
    async fn keep(&self, etag: HeaderValue, response: Response) -> Response {
        let is_moderate = response.body().size_hint().exact().is_some_and(|size| size <= LARGEST);
        if !is_moderate || !self.locked().is_drawn_again(&etag) {
            return response;
        }
        let (parts, body) = response.into_parts();
        // It is whole and in memory already: this can neither wait nor fail.
        let Ok(body) = to_bytes(body, LARGEST as usize).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        if let Some(packed) = Packed::new(parts.headers.clone(), &body) {
            let mut kept = self.locked();
            kept.bytes += packed.size();
            match kept.pages.insert(etag.clone(), Arc::new(packed)) {
                Some(old) => kept.bytes -= old.size(),
                None => kept.order.push_back(etag),
            }
            while kept.bytes > KEPT {
                let Some(oldest) = kept.order.pop_front() else { break };
                kept.bytes -= kept.pages.remove(&oldest).map_or(0, |packed| packed.size());
            }
        }
        Response::from_parts(parts, body.into())
    }
}

impl Validator {
    /// A validator for this program with these settings.
    pub fn new(state: &State) -> Validator {
        let build = std::env::current_exe().and_then(std::fs::metadata).ok();
        let size = build.as_ref().map(std::fs::Metadata::len);
        let written = build.as_ref().and_then(|b| b.modified().ok());
        let program = format!("{} {size:?} {written:?}", env!("CARGO_PKG_VERSION"));
        Validator { state: state.clone(), program: Sha256::digest(program).into(), pages: Pages::default() }
    }

    /// The weak ETag (answers may be compressed) of an address now, in a language, under each policy by which it may be kept:
    /// whoever shows it tells the policy of an answer that is not drawn again.
    fn etags(&self, address: &str, lang: Option<Lang>) -> [(Cache, HeaderValue); 2] {
        let mut hash = Sha256::new();
        hash.update(self.program);
        hash.update(self.state.live.digest());
        for position in self.state.moment().stamp() {
            hash.update(position.to_be_bytes());
        }
        hash.update((self.state.today)().to_string());
        hash.update(lang.map_or("", Lang::code));
        hash.update(address);
        [Cache::Journal, Cache::Program].map(|policy| {
            let mark = hex(&hash.clone().chain_update(policy.control()).finalize()[..12]);
            let etag = HeaderValue::try_from(format!("W/\"{mark}\""));
            (policy, etag.expect("hexadecimal digits are a valid header value"))
        })
    }
}

/// Whether a request says that it holds the answer of this tag, by the weak comparison of `If-None-Match` (RFC 9110, 13.1.2).
pub(super) fn holds(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let ours = without_weakness(etag.as_bytes());
    let mut lists = headers.get_all(header::IF_NONE_MATCH).iter().map(HeaderValue::as_bytes);
    holds_any(headers)
        || lists.any(|list| list.split(|byte| *byte == b',').any(|tag| without_weakness(tag.trim_ascii()) == ours))
}

/// Whether a request says that it holds whatever answer there is.
fn holds_any(headers: &HeaderMap) -> bool {
    headers.get(header::IF_NONE_MATCH).is_some_and(|held| held == "*")
}

fn without_weakness(tag: &[u8]) -> &[u8] {
    tag.strip_prefix(b"W/").unwrap_or(tag)
}

/// The answer "unchanged", with what its 200 says of keeping it (RFC 9110, 15.4.5).
fn unchanged(policy: Cache, etag: HeaderValue) -> Response {
    let varying = HeaderValue::from_name(header::ACCEPT_ENCODING);
    let headers = [(header::ETAG, etag), (header::CACHE_CONTROL, policy.control()), (header::VARY, varying)];
    (StatusCode::NOT_MODIFIED, headers).into_response()
}

/// Answers 304 where the browser's copy is still good, and the page as it was last drawn where it is kept; else adds the headers that the page's policy asks for.
pub async fn layer(
    Extract(validator): Extract<Validator>,
    OriginalUri(uri): OriginalUri,
    mut request: Request,
    next: Next,
) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    // Taken before the page is drawn: if the journal moves meanwhile, the page is newer than its tag, never older.
    let address = uri.path_and_query().map_or(uri.path(), |address| address.as_str());
    let etags = validator.etags(address, Lang::asked(uri.path(), request.headers()));
    // What shows a key is looked at first: it may be none any more. What holds any answer may hold that of a page that is gone.
    let drawn_first = request.headers().contains_key(header::AUTHORIZATION) || holds_any(request.headers());
    let held = etags.iter().find(|(_, etag)| reading && holds(request.headers(), etag)).cloned();
    if !drawn_first && let Some((policy, etag)) = &held {
        return unchanged(*policy, etag.clone());
    }
    // A HEAD's answer has no body to keep.
    let get = *request.method() == Method::GET;
    if get
        && !drawn_first
        && let Some(kept) = etags.iter().find_map(|(_, etag)| validator.pages.get(etag))
    {
        return kept;
    }
    let personal = Personal::default();
    request.extensions_mut().insert(personal.clone());
    let mut response = next.run(request).await;
    let policy = response.extensions().get::<Cache>().copied();
    let policy = if personal.is_marked() { Some(Cache::Private) } else { policy };
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CACHE_CONTROL, policy.control());
        if reading
            && response.status() == StatusCode::OK
            && let Some((_, etag)) = etags.into_iter().find(|(of, _)| *of == policy)
        {
            if held.is_some() {
                return unchanged(policy, etag);
            }
            response.headers_mut().insert(header::ETAG, etag.clone());
            if get && !drawn_first {
                return validator.pages.keep(etag, response).await;
            }
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[tokio::test]
    async fn a_page_is_kept_once_it_is_asked_for_again() {
        let pages = Pages::default();
        let key = |n: u32| HeaderValue::from(n);
        for n in 0..DRAWN as u32 {
            pages.keep(key(n), "a page".into_response()).await;
        }
        assert!(pages.get(&key(0)).is_none(), "nobody asked for it again");
        assert_eq!(pages.locked().drawn.len(), DRAWN);
        pages.keep(key(u32::MAX), "one more".into_response()).await;
        assert_eq!(pages.locked().drawn.len(), 1, "what was drawn long ago is forgotten");
        pages.keep(key(u32::MAX), "one more".into_response()).await;
        assert!(pages.get(&key(u32::MAX)).is_some());
    }

    #[tokio::test]
    async fn the_last_pages_are_kept_and_the_first_make_room() {
        let pages = Pages::default();
        let key = |n: u32| HeaderValue::from(n);
        // What does not become smaller: a hundred of them are more than is kept.
        let body = |n: u32| {
            let mut state = n + 1;
            let letter = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            (0..LARGEST as usize).map(letter).collect::<Vec<u8>>()
        };
        for n in 0..100 {
            pages.keep(key(n), body(n).into_response()).await;
            pages.keep(key(n), body(n).into_response()).await;
        }
        assert!(pages.get(&key(0)).is_none(), "the first made room");
        let last = pages.get(&key(99)).expect("the last is kept");
        assert_eq!(to_bytes(last.into_body(), usize::MAX).await.unwrap(), body(99));
        assert!(pages.locked().bytes <= KEPT);
    }

    proptest! {
        #[test]
        fn a_page_is_unpacked_as_it_was(piece in "\\PC{0,40}", times in 0..500usize) {
            let body = piece.repeat(times);
            let headers = HeaderMap::from_iter([(header::ETAG, HeaderValue::from_static("\"a\""))]);
            let unpacked = Packed::new(headers.clone(), body.as_bytes()).and_then(|packed| packed.unpack()).unwrap();
            prop_assert_eq!(unpacked.headers(), &headers);
            prop_assert_eq!(unpacked.body().size_hint().exact(), Some(body.len() as u64));
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            prop_assert_eq!(runtime.block_on(to_bytes(unpacked.into_body(), usize::MAX)).unwrap(), body.as_bytes());
        }
    }
}
