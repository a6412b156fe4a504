//! What holds for every answer: headers, languages, errors, caching, redirects.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::routing::{get, post};
use chrono::NaiveDate;
use tower::ServiceExt;

use super::cache::Cache;
use super::{Error, SEATS, Visit, blocking, page};
use crate::app::testing::TestApp;
use crate::app::{self, Settings, State};
use crate::journal::{Author, Entry, JournalError, Kind};

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}

async fn ask(address: &str) -> Answer {
    let test = TestApp::new(Settings::default()).await;
    send(app::router(test.state.clone()), Request::get(address).body(Body::empty()).unwrap()).await
}

/// Routes that fail in each way, within the layers of the real program.
fn failing(state: &State) -> Router {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let routes = Router::new()
        .route("/fr/gone", get(async move || Err::<(), _>(Error::Gone { reason: "doublon <b>".into(), date: day })))
        .route("/en/internal", get(async || Err::<(), _>(Error::Internal(anyhow::anyhow!("secret detail")))))
        .route("/fr/panic", get(async || -> () { panic!("secret detail") }))
        .route(
            "/fr/bad",
            get(async || Err::<(), _>(Error::BadRequest(vec![super::error::Fault::unknown_value("pays", "<ZZ>")]))),
        )
        .route("/fr/unavailable", get(async || Err::<(), _>(Error::Unavailable)))
        .route("/fr/crowded", get(async || Err::<(), Error>(JournalError::from(sqlx::Error::PoolTimedOut).into())))
        .route("/fr/write", post(async |body: String| body))
        .route("/fr/private", get(async |visit: Visit| page::answer(Cache::Private, &Blank { page: visit.page("x") })))
        .route("/api/v1/broken", get(async || (StatusCode::NOT_FOUND, "plain")));
    super::layers(routes, state).with_state(state.clone())
}

#[derive(askama::Template)]
#[template(source = r#"{% extends "web/layout.html" %}"#, ext = "html")]
struct Blank {
    page: page::Page,
}

async fn fail(request: Request<Body>) -> Answer {
    let test = TestApp::new(Settings::default()).await;
    send(failing(&test.state), request).await
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let mut answers = vec![];
    for address in ["/", "/fr/", "/en/aide", "/fr/nowhere", "/assets/nothing.css", "/healthz", "/fr?utm_source=x"] {
        answers.push(ask(address).await);
    }
    let css = super::assets::address("app.css");
    answers.push(ask(&css).await);
    for address in ["/fr/gone", "/en/internal", "/fr/panic", "/fr/bad", "/fr/unavailable", "/fr/write"] {
        answers.push(fail(get(address)).await);
    }
    for answer in answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("geolocation=()"));
        assert!(!answer.header("cache-control").is_empty());
        assert_eq!(answer.header("x-request-id").len(), 16);
        assert!(!answer.body.contains(" style="), "inline style");
        let scripts = answer
            .body
            .replace("<script type=\"application/ld+json\">", "")
            .replace("<script type=\"module\" src=\"", "");
        assert!(!scripts.contains("<script"), "inline code");
        assert!(!answer.body.contains('⟦'), "a text is missing");
    }
}

/// Whether it is drawn, kept from before or unchanged; a page of another site could not show it otherwise.
#[tokio::test]
async fn other_sites_may_show_a_drawing_every_time_and_nothing_else() {
    const POLICY: &str = "cross-origin-resource-policy";
    let test = TestApp::new(Settings::default()).await;
    // One program for all: it keeps what it has drawn.
    let router = app::router(test.state.clone());
    let drawing = "/fr/partenariats/statistiques.svg?par=pays";
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let first = send(router.clone(), get(drawing)).await;
    let kept = send(router.clone(), get(drawing)).await;
    let again = Request::get(drawing).header("if-none-match", first.header("etag")).body(Body::empty()).unwrap();
    let unchanged = send(router.clone(), again).await;
    for (answer, status) in [(first, 200), (kept, 200), (unchanged, 304)] {
        assert_eq!((answer.status.as_u16(), answer.header(POLICY)), (status, "cross-origin"));
    }
    for address in
        ["/fr/partenariats/statistiques.csv?par=pays", "/fr/partenariats?vue=statistiques", "/fr/statistiques"]
    {
        for _ in 0..2 {
            let answer = send(router.clone(), get(address)).await;
            assert_eq!((answer.status.as_u16(), answer.header(POLICY)), (200, "same-origin"), "{address}");
        }
    }
}

#[tokio::test]
async fn pages_come_in_the_language_of_their_address() {
    for (address, lang, other) in
        [("/", "fr", "/en/"), ("/fr/", "fr", "/en/"), ("/en/", "en", "/fr/"), ("/en/aide?q=1", "en", "/fr/aide?q=1")]
    {
        let answer = ask(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.body.contains(&format!("<html lang=\"{lang}\">")), "{address}");
        assert!(answer.body.contains(&format!("<a href=\"{other}\" lang=")), "{address} should lead to {other}");
    }
    let home = ask("/").await;
    assert!(home.body.contains(r#"<link rel="canonical" href="http://localhost:8080/fr/">"#));
    assert!(home.body.contains(r#"hreflang="en" href="http://localhost:8080/en/">"#));
}

#[tokio::test]
async fn errors_are_pages_in_the_readers_language_with_a_way_on() {
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let french = ask("/fr/nowhere").await;
    assert_eq!(french.status, StatusCode::NOT_FOUND);
    assert!(french.body.contains("Cette page n’existe pas") && french.body.contains(r#"href="/fr/plan-du-site""#));
    let english = ask("/en/nowhere").await;
    assert!(english.body.contains("This page does not exist") && english.body.contains("<html lang=\"en\">"));

    let gone = fail(get("/fr/gone")).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("1er mars 2026") && gone.body.contains("doublon &#60;b&#62;"), "{}", gone.body);

    let bad = fail(get("/fr/bad")).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    assert!(bad.body.contains("«\u{a0}pays\u{a0}»") && bad.body.contains("&#60;ZZ&#62;"));

    for address in ["/en/internal", "/fr/panic"] {
        let internal = fail(get(address)).await;
        assert_eq!(internal.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!internal.body.contains("secret"), "the cause is for the log");
        assert!(internal.body.contains(internal.header("x-request-id")), "the reader can quote the request");
        assert_eq!(internal.header("cache-control"), "no-store");
    }
    for address in ["/fr/unavailable", "/fr/crowded"] {
        assert_eq!(fail(get(address)).await.status, StatusCode::SERVICE_UNAVAILABLE);
    }

    let method = fail(get("/fr/write")).await;
    assert_eq!((method.status, method.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert!(method.body.contains("pas possible ici"));

    let api = fail(get("/api/v1/broken")).await;
    assert_eq!(api.header("content-type"), "application/problem+json", "programs get no page");
}

#[tokio::test]
async fn too_large_a_body_is_refused() {
    for declared in [true, false] {
        let body = vec![b'x'; super::room::BODY + 1];
        let mut request = Request::post("/fr/write");
        if declared {
            request = request.header("content-length", body.len());
        }
        let answer = fail(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("trop volumineux"));
    }
}

#[tokio::test]
async fn too_long_a_query_is_refused_in_the_language_of_the_page() {
    for (page, means) in [("/fr/", "Choisissez moins de filtres"), ("/en/", "Choose fewer filters")] {
        let query = |length: usize| format!("{page}?q={}", "a".repeat(length - "q=".len()));
        let answer = ask(&query(super::room::QUERY + 1)).await;
        assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
        assert!(answer.body.contains(means), "{}", answer.body);
        assert_ne!(ask(&query(super::room::QUERY)).await.status, StatusCode::URI_TOO_LONG);
    }
}

#[tokio::test]
async fn writes_from_other_sites_are_refused() {
    let write = |site: &str, origin: &str| {
        Request::post("/fr/write")
            .header("host", "internal:9000")
            .header("sec-fetch-site", site)
            .header("origin", origin)
            .body(Body::from("x"))
            .unwrap()
    };
    let forged = fail(write("cross-site", "https://evil.example")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(forged.body.contains("refusée"));
    assert_eq!(fail(write("same-origin", "http://internal:9000")).await.status, StatusCode::OK);
    // Behind a proxy that changes the host, the public address still counts as ours.
    assert_eq!(fail(write("cross-site", "http://localhost:8080")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn trackers_are_taken_off() {
    let answer = ask("/fr/aide?a=1&utm_source=letter&gclid=2").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::MOVED_PERMANENTLY, "/fr/aide?a=1"));
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let test = TestApp::new(Settings::default()).await;
    let state = test.state.clone();
    let get = |address: &str, etag: &str| {
        let request = Request::get(address).header("if-none-match", etag).body(Body::empty()).unwrap();
        send(app::router(state.clone()), request)
    };
    let first = get("/fr/", "").await;
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with("W/\""));
    let opaque = etag.trim_start_matches("W/");
    for held in [etag.as_str(), opaque, "*", &format!("\"other\", {etag}"), &format!("W/\"other\",{opaque}")] {
        let again = get("/fr/", held).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{held}");
    }
    assert_eq!(get("/fr/nowhere", "*").await.status, StatusCode::NOT_FOUND, "there is nothing to hold");
    assert_eq!(get("/en/", &etag).await.status, StatusCode::OK, "another language is another page");
    assert_eq!(get("/fr/?q=x", &etag).await.status, StatusCode::OK, "another query is another page");
    state.position.set(1);
    assert_eq!(get("/fr/", &etag).await.status, StatusCode::OK, "the journal has moved");

    let mut tomorrow = state.clone();
    let before = get("/fr/", "").await.header("etag").to_owned();
    tomorrow.today = || NaiveDate::MAX;
    let request = Request::get("/fr/").header("if-none-match", before).body(Body::empty()).unwrap();
    assert_eq!(send(app::router(tomorrow), request).await.status, StatusCode::OK, "statuses depend on the day");
}

#[tokio::test]
async fn what_is_unchanged_may_be_kept_as_before() {
    let test = TestApp::new(Settings::default()).await;
    let router = app::router(test.state.clone());
    for address in ["/fr/", "/robots.txt", "/api/v1/themes", "/api/v1/openapi.json"] {
        let first = send(router.clone(), Request::get(address).body(Body::empty()).unwrap()).await;
        for held in [first.header("etag"), "*"] {
            let again = Request::get(address).header("if-none-match", held).body(Body::empty()).unwrap();
            let again = send(router.clone(), again).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
            for name in ["etag", "cache-control", "vary"] {
                let [before, now] =
                    [&first, &again].map(|answer| answer.headers.get_all(name).iter().collect::<Vec<_>>());
                assert_eq!(now, before, "{address}: {name}");
                assert!(!now.is_empty(), "{address}: {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_asked_for_again_is_kept_until_the_register_changes() {
    let test = TestApp::new(Settings::default()).await;
    let drawn = Arc::new(AtomicUsize::new(0));
    let counted = drawn.clone();
    let show = async move |visit: Visit| {
        counted.fetch_add(1, Ordering::SeqCst);
        page::answer(Cache::Journal, &Blank { page: visit.page("x") })
    };
    let router = super::layers(Router::new().route("/fr/x", get(show)), &test.state).with_state(test.state.clone());
    let ask = async |address: &str| {
        let answer = send(router.clone(), Request::get(address).body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "public, no-cache"));
        assert!(!answer.header("etag").is_empty());
        (answer.body, drawn.load(Ordering::SeqCst))
    };
    let (page, _) = ask("/fr/x").await;
    assert_eq!(ask("/fr/x").await, (page.clone(), 2), "kept from the second time on");
    assert_eq!(ask("/fr/x").await, (page.clone(), 2));
    assert_eq!(ask("/fr/x?q=1").await.1, 3, "another address");
    let record = Entry::publish(Kind::Territory, "7K3M9QXA".parse().unwrap(), 0, &serde_json::json!({}), vec![]);
    test.state.journal.append(&Author::system("test"), chrono::Utc::now(), &[record]).await.unwrap();
    assert_eq!(ask("/fr/x").await.1, 4, "written here, though the index has not followed yet");
    test.state.position.set(9);
    assert_eq!(ask("/fr/x").await.1, 5, "the index has followed");
    assert_eq!(ask("/fr/x").await, (page.clone(), 6));
    assert_eq!(ask("/fr/x").await, (page, 6));
}

#[tokio::test]
async fn what_was_just_written_is_never_unchanged() {
    let test = TestApp::new(Settings::default()).await;
    let router = app::router(test.state.clone());
    let get = |etag: &str| {
        send(router.clone(), Request::get("/fr/").header("if-none-match", etag).body(Body::empty()).unwrap())
    };
    let before = get("").await.header("etag").to_owned();
    assert_eq!(get(&before).await.status, StatusCode::NOT_MODIFIED);
    let record = Entry::publish(Kind::Territory, "7K3M9QXA".parse().unwrap(), 0, &serde_json::json!({}), vec![]);
    test.state.journal.append(&Author::system("test"), chrono::Utc::now(), &[record]).await.unwrap();
    let ahead = get(&before).await;
    assert_eq!(ahead.status, StatusCode::OK, "the index has not followed yet, the page is another already");
    assert_eq!(get(ahead.header("etag")).await.status, StatusCode::NOT_MODIFIED);
    test.state.position.set(1);
    let followed = get(ahead.header("etag")).await;
    assert_eq!(followed.status, StatusCode::OK, "what the index says is another page again");
}

#[tokio::test]
async fn errors_and_private_pages_are_not_kept() {
    let missing = ask("/fr/nowhere").await;
    assert_eq!((missing.header("etag"), missing.header("cache-control")), ("", "no-store"));
    let private = fail(Request::get("/fr/private").body(Body::empty()).unwrap()).await;
    assert_eq!((private.status, private.header("etag")), (StatusCode::OK, ""));
    assert_eq!(private.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_the_address_of_their_content() {
    let address = super::assets::address("app.css");
    let css = ask(&address).await;
    assert_eq!((css.status, css.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(css.header("cache-control").contains("immutable"));
    assert_eq!(ask("/assets/app-000000000000.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask("/assets/app.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask("/assets/..%2fCargo-000000000000.toml").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask("/favicon.ico").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn answers_are_compressed_where_the_browser_can() {
    let request = Request::get("/fr/").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let test = TestApp::new(Settings::default()).await;
    let response = app::router(test.state.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert!(response.headers()["vary"].to_str().unwrap().contains("accept-encoding"));
}

#[tokio::test]
async fn a_demonstration_says_so_and_stays_out_of_search_engines() {
    let test = TestApp::new(Settings { demonstration: true, ..Settings::default() }).await;
    let request = Request::get("/fr/").body(Body::empty()).unwrap();
    let answer = send(app::router(test.state.clone()), request).await;
    assert!(answer.body.contains("Démonstration."));
    assert!(answer.body.contains(r#"<meta name="robots" content="noindex, nofollow">"#));
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
    assert_eq!(ask("/fr/").await.header("x-robots-tag"), "");
}

#[tokio::test]
async fn a_mistake_is_reported_with_the_pages_address() {
    let answer = ask("/fr/aide").await;
    assert!(answer.body.contains("mailto:contact@example.org?subject=Erreur%20sur%20M%C3%A9ridien"), "{}", answer.body);
    assert!(answer.body.contains("http%3A%2F%2Flocalhost%3A8080%2Ffr%2Faide"));
}

#[tokio::test]
async fn head_and_unknown_methods_are_answered() {
    let request = |method| Request::builder().method(method).uri("/fr/aide").body(Body::empty()).unwrap();
    let test = TestApp::new(Settings::default()).await;
    let router = app::router(test.state.clone());
    let head = send(router.clone(), request(Method::HEAD)).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(send(router, request(Method::DELETE)).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_program_without_its_database_is_not_ready() {
    let app = TestApp::new(Settings::default()).await;
    assert_eq!(app.get("/readyz").await.status, 200);
    app.state.journal.close().await;
    let answer = app.get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("database"), "{}", answer.body);
    assert_eq!(app.get("/healthz").await.status, 200);
}

/// The templates under a folder, each with its path.
fn templates(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// A screen reader lists the tables of a page by their names.
#[test]
fn every_table_of_a_template_has_a_name() {
    let mut found = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let mut nameless = Vec::new();
    for (path, text) in &found {
        let heads = text.split("<table").skip(1).filter_map(|table| table.split("<thead").next());
        let named = |head: &str| head.contains("<caption") || head.contains("aria-label");
        nameless.extend(heads.filter(|head| !named(head)).map(|head| format!("{}: <table{head}", path.display())));
    }
    assert!(found.len() > 100 && nameless.is_empty(), "{} templates: {nameless:#?}", found.len());
}

#[tokio::test]
async fn what_keeps_a_thread_busy_waits_for_a_seat() {
    static AT_ONCE: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let seats = SEATS.available_permits();
    let work = || {
        MOST.fetch_max(AT_ONCE.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        AT_ONCE.fetch_sub(1, Ordering::SeqCst);
    };
    let waiting: Vec<_> = (0..5 * seats).map(|_| tokio::spawn(blocking(work))).collect();
    // Whoever goes away leaves his seat to the next.
    waiting[seats].abort();
    for (at, done) in waiting.into_iter().enumerate() {
        assert_eq!(done.await.is_ok(), at != seats);
    }
    assert!((1..=seats).contains(&MOST.load(Ordering::SeqCst)));
}
