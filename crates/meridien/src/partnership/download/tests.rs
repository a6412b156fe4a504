//! Any search and its files give the same partnerships.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};
use std::ops::ControlFlow;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use meridien_tables::MOST_ROWS;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tower::ServiceExt;
use zip::ZipArchive;

use super::Format;
use super::long::Asker;
use crate::app::testing::TestApp;
use crate::app::{Settings, router};
use crate::demo::seed;
use crate::iati::tests::{ACTIVITIES, ORGANISATIONS, assert_keeps_to};
use crate::journal::{Entry, Kind};
use crate::partnership::criteria::{Criteria, FILES};
use crate::partnership::{Form, Narratives, Partnership, Party, PartyRole};
use crate::value::{Id, Text, hex};
use crate::web::Locale;

fn partnership(number: u64) -> Entry {
    let party = |organisation: u64, country: &str| Party {
        organisation: Id::from_u64(organisation).unwrap(),
        name: format!("Ville {organisation}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let countries = ["ML", "SN", "DE"];
    let mut body = Partnership {
        title: Text::new("fr", format!("{} {number}", ["=Eau", "École", "Forêt"][number as usize % 3])),
        form: Form::ALL[number as usize % Form::ALL.len()],
        parties: vec![party(1000 + number % 5, "FR"), party(2000 + number, countries[number as usize % 3])],
        start: format!("{}", 1990 + number).parse().ok(),
        ..Partnership::default()
    };
    body.themes.main = Some(["4.1.1", "3.1", "1.1"][number as usize % 3].into());
    Entry::publish(Kind::Partnership, Id::from_u64(100 + number).unwrap(), 0, &body, vec![])
}

pub(super) async fn app() -> TestApp {
    let records = seed::entries().into_iter().chain((0..30).map(partnership));
    TestApp::new(Settings::default()).await.with(records).await
}

/// An answer, whose body may be any bytes.
async fn bytes(app: &TestApp, address: &str) -> Bytes {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let response = router(app.state.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    to_bytes(response.into_body(), usize::MAX).await.unwrap()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}

/// The identifiers in a file.
fn ids(extension: &str, file: &Bytes) -> BTreeSet<String> {
    let text = || std::str::from_utf8(file).unwrap();
    match extension {
        "csv" => csv::Reader::from_reader(&file[..]).records().map(|row| row.unwrap()[0].to_owned()).collect(),
        "json" => serde_json::from_str::<Vec<Value>>(text()).unwrap().iter().map(id).collect(),
        "jsonl" => text().lines().map(|line| id(&serde_json::from_str(line).unwrap())).collect(),
        "geojson" => {
            let file: Value = serde_json::from_str(text()).unwrap();
            file["features"].as_array().unwrap().iter().map(id).collect()
        }
        "parquet" => {
            let file = SerializedFileReader::new(file.clone()).unwrap();
            file.get_row_iter(None).unwrap().map(|row| row.unwrap().get_string(0).unwrap().clone()).collect()
        }
        "xlsx" => {
            let (mut found, mut head) = (BTreeSet::new(), true);
            let mut take = |row: meridien_tables::read::Row| {
                if !std::mem::take(&mut head) {
                    found.insert(row.cells[0].plain().into_owned());
                }
                ControlFlow::Continue(())
            };
            meridien_tables::read::rows(Cursor::new(file), &mut take).unwrap();
            found
        }
        "xml" => {
            let found = text().split("<iati-identifier>").skip(1).map(|rest| rest.split('<').next().unwrap());
            found.map(|identifier| identifier.rsplit('-').next().unwrap().to_owned()).collect()
        }
        other => panic!("{other}"),
    }
}

/// The identifiers on every page of the list.
async fn listed(app: &TestApp, query: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let of_list: Vec<&str> = query.split('&').filter(|part| !part.starts_with("vue=")).collect();
    for page in 1..100 {
        let answer = app.get(&format!("/fr/partenariats?{}&page={page}", of_list.join("&"))).await;
        if answer.status == StatusCode::NOT_FOUND {
            break;
        }
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        let cards = answer.body.split("<li class=\"card\">").skip(1);
        let before = found.len();
        found.extend(cards.filter_map(|card| {
            let from = card.find("/partenariats/")? + "/partenariats/".len();
            Some(card[from..from + 8].to_owned())
        }));
        if found.len() == before {
            break;
        }
    }
    found
}

/// Any address of a search.
fn query() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "q=eau",
        "q=%C3%A9cole",
        "q=ecole",
        "q=eccole",
        "q=zzzzzz",
        "pays=ML",
        "pays=SN",
        "pays=DE",
        "theme=4",
        "theme=3.1",
        "forme=twinning",
        "forme=friendship",
        "debut=1995-2005",
        "debut=inconnu",
        "statut=to_confirm",
        "statut=ended",
        "tri=nom",
        "tri=anciens",
        "epoque=signature",
        "lieu=inconnu",
        "montant=inconnu",
        "type=partenariat",
        "vue=tableau&colonne=titre",
        "vue=carte&carte=pays",
        "vue=statistiques&mesure=montant&par=theme",
    ]);
    prop::collection::vec(part, 0..4).prop_map(|mut parts| {
        // A second search, order or view is refused.
        let mut given = BTreeSet::new();
        parts.retain(|part| {
            let name = (*part).split('=').next().unwrap();
            !["q", "tri", "vue"].contains(&name) || given.insert(name)
        });
        parts.join("&")
    })
}

#[test]
fn any_search_and_its_files_hold_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(app());
    proptest!(ProptestConfig::with_cases(24), |(query in query())| {
        runtime.block_on(async {
            let expected = listed(&app, &query).await;
            for extension in ["csv", "xlsx", "json", "jsonl", "geojson", "parquet", "xml"] {
                let address = format!("/fr/partenariats.{extension}?{query}");
                if extension == "xml" && expected.is_empty() {
                    assert_eq!(app.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
                    continue;
                }
                let file = bytes(&app, &address).await;
                assert_eq!(ids(extension, &file), expected, "{query} {extension}");
            }
        });
    });
}

#[tokio::test]
async fn csv_has_the_columns_chosen_and_a_mark_on_request() {
    let app = app().await;
    let file = app.get("/fr/partenariats.csv?colonne=titre&colonne=pays&bom=1&q=eau&tri=nom").await.body;
    let mut lines = file.lines();
    assert_eq!(lines.next(), Some("\u{feff}id,title,countries,country_names"));
    assert!(lines.next().unwrap().contains(",'=Eau "), "{file}");
    assert_eq!(app.get("/fr/partenariats.csv?colonne=titel").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.get("/fr/partenariats.json?bom=1").await.status, StatusCode::BAD_REQUEST);
}

/// The first sheet.
fn rows_of_workbook(book: &Bytes) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut take = |row: meridien_tables::read::Row| {
        rows.push(row.cells.iter().map(|cell| cell.plain().into_owned()).collect());
        ControlFlow::Continue(())
    };
    meridien_tables::read::rows(Cursor::new(book), &mut take).unwrap();
    rows
}

fn columns_of_parquet(file: Bytes) -> Vec<String> {
    let file = SerializedFileReader::new(file).unwrap();
    let columns = file.metadata().file_metadata().schema_descr().columns().iter();
    columns.map(|column| column.name().to_owned()).collect()
}

#[tokio::test]
async fn every_file_of_what_is_invented_says_so_of_each_record() {
    let settings = Settings { demonstration: true, ..Settings::default() };
    let app = TestApp::new(settings).await.with(seed::entries()).await;
    for columns in ["", "?colonne=titre"] {
        let text = app.get(&format!("/fr/partenariats.csv{columns}")).await.body;
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let at = csv.headers().unwrap().iter().position(|head| head == "demo").unwrap();
        let marks: Vec<String> = csv.records().map(|row| row.unwrap()[at].to_owned()).collect();
        assert_eq!(marks, ["true"], "{text}");
        let rows = rows_of_workbook(&bytes(&app, &format!("/fr/partenariats.xlsx{columns}")).await);
        let at = rows[0].iter().position(|head| head == "demo").unwrap();
        assert_eq!(rows[1][at], "true", "{rows:?}");
        let parquet = bytes(&app, &format!("/fr/partenariats.parquet{columns}")).await;
        assert!(columns_of_parquet(parquet).contains(&"demo".to_owned()));
    }
    let geojson: Value = serde_json::from_str(&app.get("/fr/partenariats.geojson").await.body).unwrap();
    assert_eq!(geojson["features"][0]["properties"]["demo"], true);
    for (address, label) in [
        ("/fr/partenariats.json", "\"demo\":true"),
        ("/fr/partenariats.jsonl", "\"demo\":true"),
        ("/fr/partenariats.xml", ">Demonstration data</narrative>"),
        ("/fr/partenariats.atom", "<summary>Donnée de démonstration · "),
        ("/en/partenariats.atom", "<summary>Demonstration data · "),
    ] {
        let file = app.get(address).await.body;
        assert!(file.contains(label), "{address}: {file}");
    }
}

#[tokio::test]
async fn every_file_that_has_columns_has_those_chosen_and_the_others_say_that_they_have_none() {
    let app = app().await;
    let asked = "colonne=titre&colonne=debut&pays=ML";
    let workbook = bytes(&app, &format!("/fr/partenariats.xlsx?{asked}")).await;
    assert_eq!(rows_of_workbook(&workbook)[0], ["id", "title", "start"]);
    let mut book = ZipArchive::new(Cursor::new(workbook)).unwrap();
    assert!(book.by_name("xl/worksheets/sheet4.xml").is_ok(), "the other sheets are there");
    let parquet = bytes(&app, &format!("/fr/partenariats.parquet?{asked}")).await;
    assert_eq!(columns_of_parquet(parquet), ["id", "title", "start"]);
    for address in
        ["/fr/partenariats.json", "/fr/partenariats.jsonl", "/fr/partenariats.geojson", "/fr/partenariats.xml"]
    {
        for address in [address, "/fr/partenariats.atom", "/api/v1/partnerships"] {
            let refused = app.get(&format!("{address}?{asked}")).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{address}");
            assert!(refused.body.contains("colonne") && refused.body.contains(".xlsx"), "{}", refused.body);
        }
    }
    let shown = app.get("/fr/partenariats?vue=tableau&colonne=titre&pays=ML").await.body;
    for suffix in [".csv", ".xlsx", ".parquet"] {
        let href = link(&shown, &format!("/fr/partenariats{suffix}"));
        assert!(href.ends_with("colonne=titre"), "{href}");
    }
}

/// Pages of other sites may read what is public, and nothing of the workspace.
#[tokio::test]
async fn public_data_is_open_to_pages_of_other_sites_and_the_rest_is_not() {
    let app = app().await;
    let seed = seed::id();
    for address in [
        "/fr/partenariats.csv?pays=ML",
        "/en/partenariats.xlsx?pays=ML",
        "/fr/partenariats.json?pays=ML",
        "/fr/partenariats.atom",
        "/fr/partenariats.csv?payz=ML",
        "/fr/partenariats/carte.json",
        &format!("/fr/partenariats/{seed}.json"),
        &format!("/fr/partenariats/{seed}.xml"),
        "/donnees/catalogue.jsonld",
        "/api/v1/themes",
        "/api/v1/nothing",
    ] {
        let request = || Request::get(address).header("origin", "https://example.org");
        let answer = router(app.state.clone()).oneshot(request().body(Body::empty()).unwrap()).await.unwrap();
        let open =
            |headers: &axum::http::HeaderMap| headers.get_all("access-control-allow-origin").iter().eq(["*"].iter());
        assert!(open(answer.headers()), "{address}: {:?}", answer.headers());
        assert!(answer.headers().contains_key("access-control-expose-headers"), "{address}");
        assert!(!answer.headers().contains_key("access-control-allow-credentials"), "{address}");
        let Some(tag) = answer.headers().get("etag") else { continue };
        let again = request().header("if-none-match", tag).body(Body::empty()).unwrap();
        let unchanged = router(app.state.clone()).oneshot(again).await.unwrap();
        assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED, "{address}");
        assert!(open(unchanged.headers()), "{address}: unchanged");
    }
    for address in
        ["/fr/", "/fr/partenariats", "/fr/donnees/api", "/fr/importer/modele.csv", "/fr/importer/7K3M9QXA/rapport.csv"]
    {
        let answer = app.get(address).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{address}");
    }
}

/// As every browser asks: the layer that compresses asks a file for more after its end.
#[tokio::test]
async fn a_file_comes_whole_to_those_who_ask_for_it_compressed() {
    let app = app().await;
    for suffix in ["csv", "xlsx", "json", "jsonl", "geojson", "parquet", "xml"] {
        for coding in ["gzip", "br", "gzip, deflate, br, zstd"] {
            let address = format!("/fr/partenariats.{suffix}?pays=ML");
            let request = Request::get(&address).header("accept-encoding", coding).body(Body::empty()).unwrap();
            let answer = router(app.state.clone()).oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            let compressed = to_bytes(answer.into_body(), usize::MAX).await;
            assert!(!compressed.unwrap().is_empty(), "{address} {coding}");
        }
    }
}

/// However an address shows its results, a suffix gives the same ones, and so does the interface for programs.
#[tokio::test]
async fn how_results_are_shown_is_no_fault_of_an_address() {
    let app = app().await;
    for shown in ["vue=tableau&colonne=titre", "vue=carte&carte=pays", "vue=statistiques&mesure=montant&par=theme"] {
        for address in ["csv", "xlsx", "json", "jsonl", "geojson", "parquet", "xml", "atom"] {
            bytes(&app, &format!("/fr/partenariats.{address}?pays=ML&{shown}")).await;
        }
        bytes(&app, &format!("/api/v1/partnerships?pays=ML&{shown}")).await;
    }
    for address in ["/fr/partenariats.csv", "/fr/partenariats.xml", "/fr/partenariats.atom", "/api/v1/partnerships"] {
        let refused = app.get(&format!("{address}?vue=carte&carte=rien")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{address}");
    }
    let table = app.get("/fr/partenariats?vue=tableau&colonne=titre&colonne=pays&pays=ML").await.body;
    let csv = link(&table, "/fr/partenariats.csv").replace("&amp;", "&").replace("&#38;", "&");
    assert!(csv.ends_with("colonne=titre&colonne=pays"), "{csv}");
    assert!(!link(&table, "/fr/partenariats.json").contains("colonne"));
}

#[tokio::test]
async fn whoever_does_not_read_is_not_waited_for() {
    let (sender, _receiver) = mpsc::channel(1);
    let mut pieces = super::Pieces::new(sender, Duration::from_millis(20));
    let write = move || [pieces.write_all(&[0; super::PIECE]), pieces.write_all(&[0; super::PIECE])];
    let [first, second] = tokio::task::spawn_blocking(write).await.unwrap();
    assert!(first.is_ok());
    assert_eq!(second.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
}

#[test]
fn activities_that_need_several_files_are_made_beforehand() {
    assert!(super::time_of(&Format::Iati, 2_000) < Duration::MAX);
    assert_eq!(super::time_of(&Format::Iati, 3_000), Duration::MAX);
    assert!(super::time_of(&Format::Json, 3_000) < Duration::MAX);
}

/// Makes an archive of activities in files of so many bytes at most.
async fn archive(app: &TestApp, limit: u64) -> Vec<u8> {
    let maker = super::Maker {
        app: app.state.clone(),
        l: Locale::default(),
        criteria: Criteria::default(),
        day: app.state.status_day(),
        runtime: Handle::current(),
    };
    let make = move || {
        let (folder, mut out) = (tempfile::tempdir().unwrap(), Vec::new());
        let named = maker.iati_files(limit, || Ok(()), folder.path(), &mut out).unwrap();
        assert_eq!((named.name, named.media_type), ("partenariats-iati.zip", "application/zip"));
        out
    };
    tokio::task::spawn_blocking(make).await.unwrap()
}

#[tokio::test]
async fn activities_in_several_files_are_each_in_one_of_them_and_an_index_lists_all() {
    const LIMIT: u64 = 40_000;
    let app = app().await;
    let mut archive = ZipArchive::new(Cursor::new(archive(&app, LIMIT).await)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let (name, mut held) = (file.name().unwrap().to_string(), Vec::new());
        file.read_to_end(&mut held).unwrap();
        files.insert(name, held);
    }
    let index: Value = serde_json::from_slice(&files.remove("index.json").unwrap()).unwrap();
    let listed: Vec<&Value> = index["dcat:distribution"].as_array().unwrap().iter().collect();
    assert_eq!(listed.len(), files.len());
    let mut found = Vec::new();
    for entry in listed {
        let held = &files[entry["dcterms:title"].as_str().unwrap()];
        let sha256 = hex(&Sha256::digest(held));
        assert_eq!(entry["spdx:checksum"]["spdx:checksumValue"], sha256.as_str());
        assert_eq!(entry["dcat:byteSize"], held.len() as u64);
        assert!(held.len() as u64 <= LIMIT, "{entry}");
        if entry["dcterms:title"] == "organisation.xml" {
            assert_keeps_to(ORGANISATIONS, held);
        } else {
            assert_keeps_to(ACTIVITIES, held);
            let own = ids("xml", &held.clone().into());
            assert_eq!(entry["records"], own.len() as u64);
            found.extend(own);
        }
    }
    assert!(files.len() > 2, "organisation.xml and several files of activities: {:?}", files.keys());
    let count = found.len();
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), ids("csv", &bytes(&app, "/fr/partenariats.csv").await));
    assert_eq!(count, 31, "each is in one file");
}

#[tokio::test]
async fn an_activity_that_no_file_can_hold_keeps_no_other_out() {
    let narratives = Narratives { description: Text::new("fr", "mot ".repeat(20_000)), ..Narratives::default() };
    let large = Partnership { narratives, ..Partnership::default() };
    let app = app().await.with([Entry::publish(Kind::Partnership, Id::derived("large"), 0, &large, vec![])]).await;
    let mut archive = ZipArchive::new(Cursor::new(archive(&app, 40_000).await)).unwrap();
    let mut found = 0;
    for at in 0..archive.len() {
        let mut held = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut held).unwrap();
        found += held.matches("<iati-identifier>").count();
    }
    assert_eq!(found, 31);
}

#[tokio::test]
async fn what_no_workbook_can_hold_is_offered_as_csv_and_said() {
    let app = app().await;
    let few = get(async |asker: Asker| super::xlsx(asker, 3, MOST_ROWS).await);
    let router = Router::new().route("/fr/partenariats.xlsx", few).with_state(app.state.clone());
    for (accept, body) in [("text/html", "href=\"/fr/partenariats.csv?pays=ML\""), ("*/*", "")] {
        let request =
            Request::get("/fr/partenariats.xlsx?pays=ML").header("accept", accept).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_ACCEPTABLE);
        assert_eq!(answer.headers()["link"], "</fr/partenariats.csv?pays=ML>; rel=\"alternate\"; type=\"text/csv\"");
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(std::str::from_utf8(&page).unwrap().contains(body));
    }
}

#[tokio::test]
async fn a_workbook_has_its_four_sheets() {
    let app = app().await;
    let file = bytes(&app, "/fr/partenariats.xlsx?q=kayes").await;
    assert!(file.starts_with(b"PK"));
    for sheet in ["sheet1.xml", "sheet4.xml"] {
        assert!(file.windows(sheet.len()).any(|part| part == sheet.as_bytes()), "{sheet}");
    }
}

/// What a link of a page leads to.
fn link<'a>(page: &'a str, start: &str) -> &'a str {
    let found = page.split("href=\"").skip(1).find(|rest| rest.starts_with(start));
    found.unwrap_or_else(|| panic!("no {start}")).split('"').next().unwrap()
}

#[tokio::test]
async fn pages_of_a_country_a_theme_and_an_authority_offer_their_own_in_every_format() {
    let app = app().await;
    let authority = format!("/fr/organisations/{}", seed::foreign()[0]);
    for address in ["/fr/pays/ML", "/fr/thematiques/4.1.1", &authority] {
        let page = app.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let csv = link(&page.body, "/fr/partenariats.csv?").replace("&amp;", "&");
        let expected = ids("csv", &bytes(&app, &csv).await);
        assert!(!expected.is_empty(), "{address}");
        for (_, suffix, _) in FILES {
            let file = link(&page.body, &format!("/fr/partenariats{suffix}?")).replace("&amp;", "&");
            assert_eq!(file, csv.replace(".csv", suffix), "{address}");
            assert_eq!(ids(&suffix[1..], &bytes(&app, &file).await), expected, "{file}");
        }
    }
}
