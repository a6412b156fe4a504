//! What search engines are told.

use axum::http::StatusCode;

use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

async fn app(demonstration: bool) -> TestApp {
    let party = |number: u64, country: &str| Party {
        organisation: id(number),
        name: format!("Ville {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let body = Partnership {
        title: Text::new("fr", "Eau"),
        parties: vec![party(1, "FR"), party(2, "ML")],
        ..Partnership::default()
    };
    let publish = |number| Entry::publish(Kind::Partnership, id(number), 0, &body, vec![]);
    let settings =
        Settings { demonstration, public_address: "https://atlas.example.org".into(), ..Settings::default() };
    let withdrawn = Entry::withdraw(Kind::Partnership, id(12), 1, "doublon");
    let activity = Entry::publish(Kind::Activity, id(13), 0, &Partnership::default(), vec![]);
    TestApp::new(settings).await.with([publish(10), publish(11), publish(12), withdrawn, activity]).await
}

/// What stands between the tags of an element.
fn texts<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    xml.split(open.as_str()).skip(1).filter_map(|rest| rest.split(close.as_str()).next()).collect()
}

#[tokio::test]
async fn the_sitemap_leads_to_every_public_page_in_each_language() {
    let app = app(false).await;
    let index = app.get("/sitemap.xml").await;
    assert_eq!((index.status, index.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"));
    assert!(!index.header("etag").is_empty());
    let parts: Vec<&str> = texts(&index.body, "loc");
    assert_eq!(parts.len(), 4, "no territory has a partnership: {parts:?}");
    let mut addresses = Vec::new();
    for part in parts {
        let answer = app.get(part.strip_prefix("https://atlas.example.org").unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{part}");
        addresses.extend(texts(&answer.body, "loc").into_iter().map(str::to_owned));
        let alternates = answer.body.matches("<xhtml:link rel=\"alternate\"").count();
        assert_eq!(alternates, 2 * texts(&answer.body, "loc").len());
    }
    for path in [
        "/fr/",
        "/en/",
        "/fr/partenariats/0000000A",
        "/en/partenariats/0000000B",
        "/fr/partenariats/0000000D",
        "/fr/pays/ML",
        "/fr/pays/FR",
        "/fr/aide/guide/declarer",
        "/en/aide/guide/declare",
    ] {
        assert!(addresses.contains(&format!("https://atlas.example.org{path}")), "{path}: {addresses:?}");
    }
    assert!(!addresses.iter().any(|address| address.contains("0000000C")), "a withdrawn record");
    assert!(!addresses.iter().any(|address| address.ends_with("/en/aide/guide/declarer")), "the French name of a page");
    let organisations = addresses.iter().filter(|address| address.contains("/organisations/")).count();
    assert_eq!(organisations, 4);
    for absent in
        ["/sitemap.xml?partie=partenariats-2", "/sitemap.xml?partie=partenariats-0", "/sitemap.xml?partie=x-1"]
    {
        assert_eq!(app.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn robots_are_told_where_the_sitemap_is_and_what_to_leave() {
    let robots = app(false).await.get("/robots.txt").await;
    assert!(robots.body.contains("Sitemap: https://atlas.example.org/sitemap.xml\n"), "{}", robots.body);
    assert!(robots.body.contains("Disallow: /*?*&\n") && robots.header("cache-control").contains("max-age"));
}

#[tokio::test]
async fn a_demonstration_lists_nothing_and_lets_its_noindex_be_seen() {
    let app = app(true).await;
    for address in ["/sitemap.xml", "/sitemap.xml?partie=partenariats-1"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(app.get("/robots.txt").await.body, "User-agent: *\nDisallow:\n");
}
