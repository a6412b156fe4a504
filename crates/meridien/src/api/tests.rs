//! The programming interface through the whole program: the search's answers as JSON, and a description that keeps its word.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;

use crate::app::testing::{Answer, TestApp, now};
use crate::app::{Settings, router};
use crate::confirmation::Confirmation;
use crate::demo::seed;
use crate::journal::{Entry, Kind};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::value::{Id, Text};
use crate::web::client::Peer;
use crate::web::{Lang, Locale};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn partnership(number: u64, country: &str) -> Entry {
    let party = |organisation: u64, name: &str, country: &str| Party {
        organisation: id(organisation),
        name: name.into(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let mut body = Partnership {
        title: Text::new("fr", format!("Eau {number:03}")),
        parties: vec![party(1000, "Lille", "FR"), party(2000, "Kayes", country)],
        start: "2010".parse().ok(),
        ..Partnership::default()
    };
    body.themes.main = Some("4.1.1".into());
    Entry::publish(Kind::Partnership, id(100 + number), 0, &body, vec![])
}

/// 45 partnerships of Lille, 30 of them in Mali, after the demonstration's own record.
async fn app() -> TestApp {
    let records = (0..45).map(|number| partnership(number, if number < 30 { "ML" } else { "SN" }));
    TestApp::new(Settings::default()).await.with(seed::entries().into_iter().chain(records)).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|fault| panic!("{fault}: {}", answer.body))
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Every page from an address on.
async fn walk(app: &TestApp, address: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(address.to_owned());
    while let Some(address) = next {
        let answer = app.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        let page = json(&answer);
        found.extend(ids(&page));
        next = page["next"].as_str().map(|next| next.trim_start_matches("http://localhost:8080").to_owned());
        assert_eq!(next.is_some(), answer.header("link").contains("rel=\"next\""), "{address}");
    }
    found
}

#[tokio::test]
async fn pages_give_everything_once_and_in_the_order_of_the_file() {
    let app = app().await;
    for query in ["", "?pays=ML", "?q=eau&tri=nom", "?tri=anciens", "?q=zzzz", "?q=kayez"] {
        let file: Value = json(&app.get(&format!("/fr/partenariats.json{query}")).await);
        let file: Vec<_> = file.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        let mark = if query.is_empty() { "?" } else { "&" };
        let found = walk(&app, &format!("/api/v1/partnerships{query}{mark}per_page=7")).await;
        assert_eq!(found, file, "{query}");
    }
}

#[tokio::test]
async fn a_page_goes_on_after_its_last_record_though_others_have_come_in_before() {
    let app = app().await;
    let first = json(&app.get("/api/v1/partnerships?tri=nom&pays=ML&per_page=10").await);
    let app = app
        .with((50..53).map(|number| {
            let mut entry = partnership(number, "ML");
            entry.body = entry.body.replace("Eau ", "Agir ");
            entry
        }))
        .await;
    let next = first["next"].as_str().unwrap().trim_start_matches("http://localhost:8080");
    let second = json(&app.get(next).await);
    assert!(ids(&first).last() < ids(&second).first(), "{first} {second}");
    assert_eq!(second["items"][0]["title"]["fr"].as_str(), Some("Eau 009"), "after the seed and Eau 008");
}

#[tokio::test]
async fn fields_and_companions_are_chosen() {
    let app = app().await;
    let page =
        json(&app.get("/api/v1/partnerships?q=kayes&per_page=100&fields=title,id&include=themes,organisations").await);
    let first = page["items"][0].as_object().unwrap();
    assert_eq!(first.keys().collect::<Vec<_>>(), ["id", "title"]);
    assert_eq!(
        page["included"]["organisations"].as_array().map(Vec::len),
        Some(1),
        "the others are not in the register"
    );
    assert!(page["included"].get("programmes").is_none());
    let address = format!("/api/v1/partnerships/{}?include=organisations", seed::id());
    let one = json(&app.get(&address).await);
    assert_eq!(one["id"], seed::id().to_string());
    assert!(one["included"]["organisations"].is_array());
}

#[tokio::test]
async fn a_problem_names_the_parameter_and_the_nearest_in_the_language_asked() {
    let app = app().await;
    let get = async |address: &str, language: &str| {
        let request = Request::get(address).header("accept-language", language).body(Body::empty()).unwrap();
        let response = router(app.state.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts, serde_json::from_slice::<Value>(&body).unwrap())
    };
    let (parts, problem) = get("/api/v1/partnerships?payz=ML&statut=actif&fields=titre", "en").await;
    assert_eq!(parts.status, StatusCode::BAD_REQUEST);
    assert_eq!(parts.headers["content-type"], "application/problem+json");
    assert_eq!(parts.headers["content-language"], "en");
    let mut named: Vec<_> = problem["errors"].as_array().unwrap().iter().collect();
    named.sort_by_key(|fault| fault["parameter"].as_str());
    let named: Vec<_> = named.iter().map(|fault| (fault["parameter"].as_str(), fault["nearest"].as_str())).collect();
    let expected = [("fields", "title"), ("payz", "pays"), ("statut", "active")];
    assert_eq!(named, expected.map(|(name, nearest)| (Some(name), Some(nearest))));
    let (_, french) = get("/api/v1/partnerships?payz=ML", "fr").await;
    assert_ne!(french["detail"], problem["detail"]);
    assert_eq!(french["type"], problem["type"], "a program compares it");
    for (address, status) in [
        ("/api/v1/partnerships/ZZZZZZZZ", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/partnerships?page=2", 400),
        ("/api/v1/partnerships?per_page=101", 400),
        ("/api/v1/partnerships?cursor=x", 400),
        ("/api/v1/statistics?etape=verse", 400),
    ] {
        let (parts, problem) = get(address, "fr").await;
        assert_eq!((parts.status.as_u16(), problem["status"].as_u64()), (status, Some(u64::from(status))), "{address}");
        assert!(!problem.to_string().contains("page n’existe"), "a program opens no page: {problem}");
    }
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_twice_and_each_language_has_its_own() {
    let app = app().await;
    let router = router(app.state.clone());
    let get = async |language: &str, etag: Option<&str>| {
        let mut request = Request::get("/api/v1/statistics").header("accept-language", language);
        if let Some(etag) = etag {
            request = request.header("if-none-match", etag);
        }
        router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let french = get("fr", None).await;
    let etag = french.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(get("fr", Some(&etag)).await.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(get("en", Some(&etag)).await.status(), StatusCode::OK);
    let vary =
        french.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(",");
    assert!(vary.contains("accept-language"), "{vary}");
    assert_eq!(french.headers()["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn who_asks_too_much_is_told_how_long_to_wait_and_others_are_not() {
    let app = app().await;
    let router = router(app.state.clone());
    let get = async |address: &str, n: u32| {
        let mut request = Request::get(format!("/api/v1/changes?since={n}")).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer(address.parse::<SocketAddr>().unwrap()));
        router.clone().oneshot(request).await.unwrap()
    };
    let mut refused = None;
    for n in 0..super::limit::BURST.get() * 3 {
        let answer = get("192.0.2.1:5000", n).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a limit");
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    assert_eq!(get("192.0.2.2:5000", 0).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn changes_lead_to_the_end_of_the_register() {
    let app = app().await;
    let mut since = 0;
    let mut seen = 0;
    loop {
        let page = json(&app.get(&format!("/api/v1/changes?since={since}")).await);
        for item in page["items"].as_array().unwrap() {
            assert!(item["position"].as_i64().unwrap() > since);
            since = item["position"].as_i64().unwrap();
            seen += 1;
        }
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(since, app.state.journal.position().await.unwrap());
    assert_eq!(seen, 45 + seed::entries().len());
    let beyond = app.get(&format!("/api/v1/changes?since={}", since + 1)).await;
    assert_eq!(beyond.status, StatusCode::BAD_REQUEST, "it was not read here");
    assert_eq!(json(&beyond)["errors"][0]["nearest"], since.to_string());
}

#[tokio::test]
async fn a_change_says_where_its_record_is_read() {
    let app = app().await;
    let activity = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    let activity = Entry::publish(Kind::Activity, id(500), 0, &activity, vec![]);
    let word = Confirmation::agreed(id(100), id(1000), now().date_naive(), 1).entry(id(501));
    let app = app.with([activity, word]).await;
    let changes = json(&app.get("/api/v1/changes?since=0").await);
    let mut changes = vec![changes];
    while changes.last().unwrap()["more"] == true {
        let next = changes.last().unwrap()["next"].as_str().unwrap().trim_start_matches("http://localhost:8080");
        changes.push(json(&app.get(next).await));
    }
    let items: Vec<&Value> = changes.iter().flat_map(|page| page["items"].as_array().unwrap()).collect();
    for (kind, record, partnership) in
        [("activity", id(500), None), ("confirmation", id(100), Some(id(100).to_string()))]
    {
        let item = items.iter().find(|item| item["type"] == kind).unwrap();
        assert_eq!(item["partnership"].as_str().map(str::to_owned), partnership);
        let address = item["address"].as_str().unwrap().trim_start_matches("http://localhost:8080");
        assert_eq!(json(&app.get(address).await)["id"], record.to_string());
    }
}

/// The value that stands as an example of a parameter's schema.
fn example(parameter: &Value) -> Option<String> {
    let schema = parameter["schema"].get("items").unwrap_or(&parameter["schema"]);
    let example = schema["examples"].get(0)?;
    Some(example.as_str().map_or_else(|| example.to_string(), str::to_owned))
}

#[tokio::test]
async fn every_example_of_the_description_is_answered() {
    let app = app().await;
    let api = json(&app.get("/api/v1/openapi.json").await);
    let organisation = seed::foreign()[0].to_string();
    let mut asked = 0;
    let open =
        |item: &Value| item["get"]["security"].as_array().is_some_and(|ways| ways.contains(&serde_json::json!({})));
    for (path, item) in api["paths"].as_object().unwrap().iter().filter(|(_, item)| open(item)) {
        let known = match path.as_str() {
            "/api/v1/organisations/{id}" => organisation.clone(),
            "/api/v1/territories/{id}" => {
                let all = json(&app.get("/api/v1/territories").await);
                all["items"][0]["id"].as_str().unwrap().to_owned()
            }
            _ => seed::id().to_string(),
        };
        let path = path.replace("{id}", &known);
        let mut addresses = vec![path.clone()];
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{path} {parameter}");
            if parameter["in"] == "query" {
                let value = crate::web::page::percent_encoded(&example(parameter).expect("an example"));
                let name = parameter["name"].as_str().unwrap();
                let with = if name == "etape" { "mesure=montant&" } else { "" };
                addresses.push(format!("{path}?{with}{name}={value}"));
            }
        }
        assert!(item["get"]["summary"].is_string() && item["get"]["description"].is_string(), "{path}");
        for address in addresses {
            let answer = app.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
            let schema = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
            // A record with chosen fields lacks the others.
            if !address.contains("fields=") {
                fits(&api, schema, &json(&answer), &address);
            }
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked}");
}

/// Asserts that a value has what its schema requires, and nothing that the schema does not name.
pub(super) fn fits(api: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let found = api.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{at}: no {name}"));
        return fits(api, found, value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        if value.is_null() {
            return;
        }
        let choice = choices.iter().find(|choice| choice["type"] != "null").unwrap();
        return fits(api, choice, value, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        // Each part names some of the properties.
        return parts.iter().for_each(|part| required(api, part, value, at));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| fits(api, &schema["items"], item, at)),
        Value::Object(fields) => {
            required(api, schema, value, at);
            if let Some(properties) = schema["properties"].as_object() {
                for (name, value) in fields {
                    let known = properties.get(name).unwrap_or_else(|| panic!("{at}: {name} is not described"));
                    fits(api, known, value, &format!("{at} {name}"));
                }
            }
        }
        _ => {}
    }
}

fn required(api: &Value, schema: &Value, value: &Value, at: &str) {
    let schema = schema["$ref"].as_str().map_or(schema, |name| api.pointer(name.trim_start_matches('#')).unwrap());
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{at}: {name} is missing from {value}");
    }
}

#[test]
fn the_description_is_locked() {
    let api = super::openapi::document(Locale::from(Lang::En), "https://atlas.example.org");
    insta::assert_snapshot!(api.to_pretty_json().unwrap());
}

#[tokio::test]
async fn the_page_shows_every_operation_in_both_languages() {
    let app = app().await;
    for lang in ["fr", "en"] {
        let answer = app.get(&format!("/{lang}/donnees/api")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.body.contains('⟦') && answer.body.len() < 100_000, "{}", answer.body.len());
        for path in ["/api/v1/partnerships", "/api/v1/changes", "/api/v1/themes"] {
            assert!(answer.body.contains(path), "{path}");
        }
        assert!(!answer.body.contains("<code></code>"), "a parameter without an example");
    }
}
