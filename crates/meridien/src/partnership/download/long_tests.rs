//! A long download is made once, shared, given in parts, and given up once nobody waits.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use serde_json::Value;
use tower::ServiceExt;

use super::long::{self, Asker, Downloads, Named};
use super::tests::app;
use crate::app::router;
use crate::app::testing::TestApp;
use crate::web::client::Peer;

/// A program for which every download is long.
async fn patient() -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut app = app().await;
    app.state.downloads = Downloads::open(&folder.path().join("downloads"), Duration::ZERO).unwrap();
    (app, folder)
}

async fn ask(app: &TestApp, address: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    send(app, Request::get(address), headers).await
}

async fn send(
    app: &TestApp,
    mut request: axum::http::request::Builder,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let peer = |last: u8| Peer(SocketAddr::from(([192, 0, 2, last], 443)));
    let who = headers.iter().find(|(name, _)| *name == "x-from").map_or(1, |(_, last)| last.parse().unwrap());
    let request = request.extension(peer(who)).body(Body::empty()).unwrap();
    let (parts, body) = router(app.state.clone()).oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Asks as a program until the file is made; its address.
async fn made(app: &TestApp, address: &str) -> String {
    let (mut status, mut headers, mut body) = ask(app, address, &[]).await;
    for _ in 0..200 {
        let location = header(&headers, "location").to_owned();
        if status == StatusCode::SEE_OTHER {
            return location;
        }
        assert_eq!(status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&body));
        assert!(!header(&headers, "retry-after").is_empty());
        tokio::time::sleep(Duration::from_millis(20)).await;
        (status, headers, body) = ask(app, &location, &[]).await;
    }
    panic!("never made: {}", String::from_utf8_lossy(&body));
}

#[tokio::test]
async fn the_file_is_that_which_would_have_been_sent() {
    let (app, _folder) = patient().await;
    let sent = super::tests::app().await;
    for extension in ["csv", "json", "jsonl", "geojson"] {
        let address = format!("/fr/partenariats.{extension}?pays=ML");
        let file = made(&app, &address).await;
        let (status, headers, body) = ask(&app, &file, &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(header(&headers, "content-disposition").contains(&format!("partenariats.{extension}")));
        let (_, streamed, expected) = ask(&sent, &address, &[]).await;
        assert_eq!(header(&headers, "content-type"), header(&streamed, "content-type"));
        assert_eq!(String::from_utf8(body), String::from_utf8(expected), "{extension}");
    }
}

#[tokio::test]
async fn one_file_serves_all_who_ask_for_the_same_and_a_browser_is_led_to_a_page() {
    let (app, _folder) = patient().await;
    let html = [("accept", "text/html,*/*;q=0.8"), ("x-from", "2")];
    let (status, headers, _) = ask(&app, "/fr/partenariats.csv", &html).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = header(&headers, "location").to_owned();
    let file = made(&app, "/fr/partenariats.csv").await;
    assert_eq!(file, format!("{page}/fichier"));
    let (status, headers, body) = ask(&app, &page, &html).await;
    assert_eq!((status, header(&headers, "cache-control")), (StatusCode::OK, "private, no-store"));
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains(&file) && !body.contains("data-watch"), "{body}");
    // Another language is another file: its labels differ.
    assert_ne!(made(&app, "/en/partenariats.csv").await.replace("/en/", "/fr/"), file);
}

/// A page that loaded itself anew would take the place and the focus of whoever reads it.
#[tokio::test]
async fn the_page_of_a_file_that_is_being_made_stays_and_leads_to_its_state() {
    let (app, _folder) = patient().await;
    let _busy = app.state.downloads.occupy();
    let html = [("accept", "text/html")];
    for (lang, share) in [("fr", "0\u{a0}%"), ("en", "0%")] {
        let (_, headers, _) = ask(&app, &format!("/{lang}/partenariats.csv"), &html).await;
        let page = header(&headers, "location").to_owned();
        let (_, _, body) = ask(&app, &page, &html).await;
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains("data-watch=\"3\"") && !body.contains("http-equiv=\"refresh\""), "{body}");
        assert!(body.contains(&format!("<a class=\"button quiet\" href=\"{page}\">")), "{body}");
        assert!(body.contains(&format!("</progress> {share}</p>")), "{body}");
    }
}

#[tokio::test]
async fn a_broken_download_goes_on_only_with_the_same_file() {
    let (app, _folder) = patient().await;
    let file = made(&app, "/fr/partenariats.csv").await;
    let (_, headers, whole) = ask(&app, &file, &[("accept-encoding", "gzip")]).await;
    let tag = header(&headers, "etag").to_owned();
    assert!(!tag.is_empty() && !tag.starts_with("W/"));
    assert_eq!(header(&headers, "content-encoding"), "identity");
    assert_eq!(header(&headers, "cache-control"), "public, no-cache");
    let (status, _, rest) = ask(&app, &file, &[("range", "bytes=100-"), ("if-range", &tag)]).await;
    assert_eq!((status, &rest[..]), (StatusCode::PARTIAL_CONTENT, &whole[100..]));
    let (status, _, again) = ask(&app, &file, &[("range", "bytes=100-"), ("if-range", "\"older\"")]).await;
    assert_eq!((status, &again), (StatusCode::OK, &whole));
    let (status, _, several) = ask(&app, &file, &[("range", "bytes=0-4,10-14")]).await;
    assert_eq!((status, several), (StatusCode::OK, whole));
    let (status, ..) = ask(&app, &file, &[("range", "bytes=99999999-")]).await;
    assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE);
    let (status, ..) = ask(&app, &file, &[("if-none-match", &tag)]).await;
    assert_eq!(status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn an_expired_file_is_gone_and_an_unknown_one_never_was() {
    let (app, folder) = patient().await;
    let file = made(&app, "/fr/partenariats.csv").await;
    app.state.downloads.sweep((app.state.now)() + chrono::TimeDelta::hours(23));
    assert_eq!(ask(&app, &file, &[]).await.0, StatusCode::OK);
    app.state.downloads.sweep((app.state.now)() + chrono::TimeDelta::hours(25));
    assert_eq!(ask(&app, &file, &[]).await.0, StatusCode::NOT_FOUND);
    for address in [&file[..], file.trim_end_matches("/fichier")] {
        let (status, _, page) = ask(&app, address, &[("accept", "text/html,*/*;q=0.8")]).await;
        let page = String::from_utf8(page).unwrap();
        assert!(
            status == StatusCode::NOT_FOUND && page.contains("24 heures") && page.contains("/fr/partenariats\""),
            "{page}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path().join("downloads")).unwrap().count(), 0);
    let (_, headers, _) = ask(&app, "/fr/telechargements/0123", &[("accept", "application/json")]).await;
    assert_eq!(header(&headers, "content-type"), "application/problem+json");
    for address in ["/fr/telechargements/0123", "/fr/telechargements/..%2F..%2Fetc/fichier"] {
        assert_eq!(ask(&app, address, &[]).await.0, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn activities_come_as_one_file_where_one_is_enough() {
    let (app, _folder) = patient().await;
    let file = made(&app, "/fr/partenariats.xml").await;
    let (_, headers, body) = ask(&app, &file, &[]).await;
    assert_eq!(header(&headers, "content-type"), "application/xml");
    assert!(String::from_utf8(body).unwrap().contains("</iati-activities>"));
}

#[tokio::test]
async fn what_nobody_waits_for_is_given_up_and_one_network_may_not_ask_for_much() {
    let (app, _folder) = patient().await;
    // Nothing is awaited in between that lets the makers begin: each is still unfinished when the next is asked for.
    let _busy = app.state.downloads.occupy();
    let (_, headers, _) = ask(&app, "/fr/partenariats.csv?pays=ML", &[]).await;
    let address = header(&headers, "location").to_owned();
    ask(&app, "/fr/partenariats.csv?pays=ML", &[("x-from", "2")]).await;
    let cancel = format!("{address}/annuler");
    let same_site = [("sec-fetch-site", "same-origin")];
    // One of two leaves, twice: the other still waits.
    for _ in 0..2 {
        let (_, headers, _) = send(&app, Request::post(&cancel), &same_site).await;
        assert_eq!(header(&headers, "location"), "/fr/partenariats?pays=ML", "back to what was looked for");
    }
    assert_eq!(ask(&app, &address, &[]).await.0, StatusCode::ACCEPTED);
    for country in ["SN", "DE", "FR"] {
        let (status, ..) = ask(&app, &format!("/fr/partenariats.csv?pays={country}"), &[]).await;
        assert_eq!(status, StatusCode::ACCEPTED);
    }
    let (status, headers, _) = ask(&app, "/fr/partenariats.csv", &[]).await;
    assert_eq!((status, header(&headers, "retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    let (status, ..) = ask(&app, "/fr/partenariats.csv", &[("x-from", "3")]).await;
    assert_eq!(status, StatusCode::ACCEPTED, "another network");
}

#[tokio::test]
async fn a_file_that_nobody_waits_for_is_not_made() {
    let (app, _folder) = patient().await;
    let busy = app.state.downloads.occupy();
    let (_, headers, _) = ask(&app, "/fr/partenariats.csv", &[]).await;
    let address = header(&headers, "location").to_owned();
    send(&app, Request::post(format!("{address}/annuler")), &[("sec-fetch-site", "same-origin")]).await;
    drop(busy);
    for _ in 0..200 {
        let (status, _, body) = ask(&app, &address, &[]).await;
        if status == StatusCode::NOT_FOUND {
            // Asked for again, it is made.
            made(&app, "/fr/partenariats.csv").await;
            return;
        }
        let state: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(state["state"], "unfinished");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it still waits");
}

/// Also where the one given up notices it late.
#[tokio::test]
async fn one_given_up_takes_nothing_from_the_one_asked_for_after_it() {
    let (app, folder) = patient().await;
    let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let first = Arc::new(Mutex::new(Some(goes_on)));
    let slow = get(async move |asker: Asker| {
        let (waits, begun) = (first.lock().unwrap().take(), begun.clone());
        long::begin(&asker, 1, "/fr/partenariats".to_owned(), None, move |making, _, out| {
            begun.send(())?;
            if let Some(waits) = waits {
                waits.recv()?;
                making.step()?;
            }
            out.write_all(b"whole")?;
            Ok(Named { name: "partenariats.csv", media_type: "text/csv" })
        })
    });
    let slow = Router::new().route("/fr/partenariats.csv", slow).with_state(app.state.clone());
    let ask_slow = async || {
        let peer = Peer(SocketAddr::from(([192, 0, 2, 1], 443)));
        let request = Request::get("/fr/partenariats.csv").extension(peer).body(Body::empty()).unwrap();
        let answer = slow.clone().oneshot(request).await.unwrap();
        header(answer.headers(), "location").to_owned()
    };
    let files = || std::fs::read_dir(folder.path().join("downloads")).unwrap().count();
    let page = ask_slow().await;
    has_begun.recv().await.unwrap();
    send(&app, Request::post(format!("{page}/annuler")), &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(ask_slow().await, page);
    let file = made(&app, &page).await;
    go_on.send(()).unwrap();
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(files(), 1, "that of the second, whenever the one given up ends");
    }
    let (status, _, body) = ask(&app, &file, &[]).await;
    assert_eq!((status, &body[..]), (StatusCode::OK, &b"whole"[..]));
}

#[tokio::test]
async fn nothing_made_before_is_given_once_it_may_not_be_any_more() {
    let (app, folder) = patient().await;
    let file = made(&app, "/fr/partenariats.csv").await;
    app.state.downloads.forget();
    assert_eq!(ask(&app, &file, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(std::fs::read_dir(folder.path().join("downloads")).unwrap().count(), 0, "nor is it on the disk");
    assert_eq!(made(&app, "/fr/partenariats.csv").await, file, "it is made anew");
}

/// The workbook of a search whose second sheet has more rows than it may.
async fn full(app: &TestApp, accept: &str) -> (StatusCode, HeaderMap) {
    let few = get(async |asker: Asker| super::xlsx(asker, 1000, 20).await);
    let router = Router::new().route("/fr/partenariats.xlsx", few).with_state(app.state.clone());
    let request = Request::get("/fr/partenariats.xlsx?pays=ML").header("accept", accept).body(Body::empty()).unwrap();
    let (parts, _) = router.oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers)
}

#[tokio::test]
async fn a_workbook_with_a_full_sheet_is_offered_as_csv_made_beforehand_or_not() {
    let csv = "</fr/partenariats.csv?pays=ML>; rel=\"alternate\"; type=\"text/csv\"";
    let sent = super::tests::app().await;
    for accept in ["*/*", "text/html"] {
        let (status, headers) = full(&sent, accept).await;
        assert_eq!((status, header(&headers, "link")), (StatusCode::NOT_ACCEPTABLE, csv), "{accept}");
    }
    let (app, _folder) = patient().await;
    let (status, headers) = full(&app, "*/*").await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let address = header(&headers, "location").to_owned();
    let mut answer = ask(&app, &address, &[]).await;
    for _ in 0..200 {
        if answer.0 != StatusCode::ACCEPTED {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        answer = ask(&app, &address, &[]).await;
    }
    assert_eq!((answer.0, header(&answer.1, "link")), (StatusCode::NOT_ACCEPTABLE, csv));
    // Asked for again, it is not made again; a browser is led to the page that says so.
    assert_eq!(full(&app, "*/*").await.0, StatusCode::NOT_ACCEPTABLE);
    let (status, headers) = full(&app, "text/html").await;
    assert_eq!((status, header(&headers, "location")), (StatusCode::SEE_OTHER, address.as_str()));
    let (status, _, page) = ask(&app, &address, &[("accept", "text/html")]).await;
    assert_eq!(status, StatusCode::NOT_ACCEPTABLE);
    assert!(String::from_utf8(page).unwrap().contains("href=\"/fr/partenariats.csv?pays=ML\""));
}
