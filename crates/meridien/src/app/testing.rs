//! Whole programs for tests: a register with some records, its index, every route.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::Mutex;
use tower::ServiceExt;

use super::{Settings, State, router};
use crate::index::{Follower, Search};
use crate::journal::testing::{self, TestJournal};
use crate::journal::{Author, Entry};

/// A program that goes away with this value.
pub struct TestApp {
    /// What its handlers reach.
    pub state: State,
    follower: Mutex<Follower>,
    _register: TestJournal,
    folder: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: String,
}

impl Answer {
    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The day on which the test programs live.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// The moment at which their records are written.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_123).unwrap()
}

impl TestApp {
    /// A program on an empty register.
    pub async fn new(settings: Settings) -> TestApp {
        TestApp::on(settings, testing::in_folder().await).await
    }

    /// A program on this register.
    pub async fn on(settings: Settings, register: TestJournal) -> TestApp {
        // A test that fails shows what the program logged of it.
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer();
        log.try_init().ok();
        let folder = tempfile::tempdir().unwrap();
        let journal = register.journal.clone();
        let (search, index) = Search::open(&folder.path().join("index"), settings.home_country).unwrap();
        let follower = Follower::start(search.clone(), index, journal.clone(), &|_, _| {}).await.unwrap();
        let state = State { today, now, ..State::new(settings, journal, search) };
        TestApp { state, follower: Mutex::new(follower), _register: register, folder }
    }

    /// Writes records, each in a revision of its own, and brings the index up to them.
    pub async fn with(self, entries: impl IntoIterator<Item = Entry>) -> TestApp {
        for entry in entries {
            self.state.journal.append(&Author::system("import"), now(), &[entry]).await.unwrap();
        }
        self.catch_up().await;
        self
    }

    /// Brings the index up to what is written.
    pub async fn catch_up(&self) {
        let mut follower = self.follower.lock().await;
        follower.catch_up().await.unwrap();
        self.state.position.set(follower.position().unsigned_abs());
    }

    /// Where its register and its index lie.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Asks for an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a visitor's browser does.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form(address, fields)).await
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = router(self.state.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

/// The request that a browser makes of a form.
pub fn form(address: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let encode = crate::web::page::percent_encoded;
    let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    Request::post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(pairs.join("&").into())
        .unwrap()
}
