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
use crate::partnership::export::Exported;
use crate::partnership::{Partnership, Party, PartyRole};
use crate::programme::Programme;
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
    let (_, page) = get("/api/v1/partnerships?page=2", "en").await;
    assert_eq!(page["errors"][0]["detail"], "There is no parameter “page”. Did you mean “cursor”?");
    let (_, unknown) = get("/api/v1/partnerships?foo=bar", "en").await;
    assert_eq!(unknown["errors"][0]["value"], "bar", "as it came");
    for (address, status) in [
        ("/api/v1/partnerships/ZZZZZZZZ", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/partnerships?page=2", 400),
        ("/api/v1/partnerships?q=%ff", 400),
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
async fn a_number_that_is_too_small_or_too_large_leads_to_the_nearest() {
    let app = app().await;
    let newest = app.state.journal.position().await.unwrap().to_string();
    let largest = "9".repeat(40);
    for (address, nearest) in [
        ("partnerships?per_page=0", Some("1")),
        ("partnerships?per_page=-1", Some("1")),
        ("partnerships?per_page=101", Some("100")),
        ("partnerships?per_page=abc", None),
        (&format!("partnerships?per_page={largest}"), Some("100")),
        ("changes?since=-1", Some("0")),
        (&format!("changes?since=-{largest}"), Some("0")),
        (&format!("changes?since={largest}"), Some(newest.as_str())),
        ("changes?since=abc", None),
    ] {
        let answer = app.get(&format!("/api/v1/{address}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert_eq!(json(&answer)["errors"][0]["nearest"].as_str(), nearest, "{address}");
    }
}

#[tokio::test]
async fn the_address_of_the_interface_leads_to_its_description() {
    let app = app().await;
    for address in ["/api/v1", "/api/v1/"] {
        let answer = app.get(address).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/api/v1/openapi.json"));
    }
}

#[tokio::test]
async fn a_program_is_told_a_problem_whatever_it_takes() {
    let app = app().await;
    let refused = async |method: &str, address: &str, accept: Option<&str>| {
        let mut request = Request::builder().method(method).uri(address);
        if let Some(accept) = accept {
            request = request.header("accept", accept);
        }
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
        answer.header("content-type").to_owned()
    };
    for accept in [None, Some("*/*"), Some("application/json"), Some("text/csv")] {
        for (method, address) in [
            ("GET", "/api"),
            ("GET", "/api/"),
            ("GET", "/api/v1?payz=ML"),
            ("GET", "/api/v1/nothing"),
            ("GET", "/api/v2/partnerships"),
            ("GET", "/api/v1/partnerships?payz=ML"),
            ("GET", "/api/v1/partnerships/x"),
            ("GET", "/api/v1/partnerships/%FF"),
            ("GET", "/api/v1/key"),
            ("POST", "/api/v1/proposals"),
            ("DELETE", "/api/v1/partnerships"),
            ("GET", "/fr/partenariats.csv?payz=ML"),
            ("GET", "/fr/partenariats.atom?payz=ML"),
            ("GET", "/fr/partenariats/ZZZZZZZZ.json"),
            ("GET", "/donnees/2026-01-01/parties.parquet"),
        ] {
            assert_eq!(refused(method, address, accept).await, "application/problem+json", "{address} {accept:?}");
        }
    }
    for address in ["/fr/partenariats.csv?payz=ML", "/fr/partenariats/ZZZZZZZZ.json"] {
        assert!(refused("GET", address, Some("text/html,*/*")).await.starts_with("text/html"), "{address}");
    }
    assert!(refused("GET", "/fr/partenariats?payz=ML", Some("*/*")).await.starts_with("text/html"), "a page");
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
    // What is kept is given before anything is counted.
    for _ in 0..super::limit::BURST.get() * 2 {
        assert_eq!(get("192.0.2.2:5000", 0).await.status(), StatusCode::OK);
    }
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
    let end = json(&app.get(&format!("/api/v1/changes?since={since}")).await);
    assert_eq!((end["items"].as_array().map(Vec::len), end["position"].as_i64()), (Some(0), Some(since)));
    assert_eq!(seen, 45 + seed::entries().len());
    let beyond = app.get(&format!("/api/v1/changes?since={}", since + 1)).await;
    assert_eq!(beyond.status, StatusCode::BAD_REQUEST, "it was not read here");
    assert_eq!(json(&beyond)["errors"][0]["nearest"], since.to_string());
}

#[tokio::test]
async fn changes_of_a_kind_are_those_of_that_kind_and_lead_to_the_end_too() {
    let app = app().await;
    let all = json(&app.get("/api/v1/changes?since=0").await);
    let of_kind = |kind: &str| all["items"].as_array().unwrap().iter().filter(|item| item["type"] == kind).count();
    let organisations = json(&app.get("/api/v1/changes?kind=organisation").await);
    let items = organisations["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item["type"] == "organisation") && !items.is_empty());
    assert_eq!(items.len(), of_kind("organisation"));
    let end = app.state.journal.position().await.unwrap();
    let next = organisations["next"].as_str().unwrap();
    assert!(next.contains("kind=organisation") && next.ends_with(&format!("since={end}")), "{next}");
    let both = json(&app.get("/api/v1/changes?kind=organisation&kind=territory").await);
    assert_eq!(both["items"].as_array().unwrap().len(), of_kind("organisation") + of_kind("territory"));
    let refused = app.get("/api/v1/changes?kind=organization").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(json(&refused)["errors"][0]["nearest"], "organisation");
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
            assert_eq!(faults(&api, schema, &json(&answer)), [""; 0], "{address}");
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked}");
}

/// Whatever a register holds, an answer is what the description says, whole or in part, and so is a refusal.
#[tokio::test]
async fn whatever_a_register_holds_its_answers_are_as_they_are_described() {
    let records = (0..).zip(crate::demo::partnerships(40)).map(|(number, record)| {
        let kind = if number % 5 == 4 { Kind::Activity } else { Kind::Partnership };
        Entry::publish(kind, id(5000 + number), 0, &record, vec![])
    });
    let title = Text::new("fr", "Appel à projets");
    let programme = Programme { title, operator: None, start: None, end: None };
    let mut member = seed::partnership();
    member.programmes = vec![id(6000)];
    let mut doubt = Confirmation::agreed(id(6001), id(1000), now().date_naive(), 1);
    (doubt.agreed, doubt.remark, doubt.post) = (false, Some("La fin a été avancée".into()), Some(id(1001)));
    let others = [
        Entry::publish(Kind::Programme, id(6000), 0, &programme, vec![]),
        Entry::publish(Kind::Partnership, id(6001), 0, &member, vec![]),
        doubt.entry(id(6002)),
        Entry::publish(Kind::Partnership, id(6003), 0, &member, vec![]),
        Entry::withdraw(Kind::Partnership, id(6003), 1, "doublon"),
    ];
    let app = app().await.with(records).await.with(others).await;
    let api = json(&app.get("/api/v1/openapi.json").await);
    let mut addresses = vec![
        "/api/v1/partnerships?per_page=100".to_owned(),
        "/api/v1/partnerships?per_page=100&type=activite&include=organisations".to_owned(),
        "/api/v1/partnerships?per_page=100&include=organisations,programmes,themes".to_owned(),
        format!("/api/v1/partnerships/{}", id(6001)),
        format!("/api/v1/partnerships/{}?include=organisations,programmes,themes", id(6001)),
        format!("/api/v1/partnerships/{}?fields=title&include=programmes", id(6001)),
        "/api/v1/changes".to_owned(),
        "/api/v1/changes?kind=confirmation&kind=partnership&since=60".to_owned(),
        "/api/v1/statistics?mesure=montant&par=annee".to_owned(),
        "/api/v1/organisations?q=a".to_owned(),
        "/api/v1/posts".to_owned(),
        "/api/v1/suggestions?q=a".to_owned(),
        "/api/v1/themes".to_owned(),
    ];
    addresses.extend(Exported::FIELDS.iter().map(|name| format!("/api/v1/partnerships?per_page=100&fields={name}")));
    for address in addresses {
        let answer = app.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        let path = address.split('?').next().unwrap();
        let path = if path.starts_with("/api/v1/partnerships/") { "/api/v1/partnerships/{id}" } else { path };
        let schema = &api["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path}");
        assert_eq!(faults(&api, schema, &json(&answer)), [""; 0], "{address}");
    }
    let problem = &serde_json::json!({ "$ref": "#/components/schemas/Problem" });
    for address in ["?payz=ML", "?fields=titel", "/ZZZZZZZZ", &format!("/{}", id(6003))] {
        let answer = app.get(&format!("/api/v1/partnerships{address}")).await;
        assert!(answer.status.is_client_error(), "{address}");
        assert_eq!(faults(&api, problem, &json(&answer)), [""; 0], "{address}");
    }
}

#[tokio::test]
async fn the_description_tells_what_may_be_kept_how_long_a_query_may_be_and_whom_to_write_to() {
    let app = app().await;
    let api = json(&app.get("/api/v1/openapi.json").await);
    assert_eq!(api["info"]["contact"]["email"].as_str(), Some("contact@example.org"));
    let told = |path: &str| {
        let answers = &api["paths"][path]["get"]["responses"];
        [304, 414].map(|status: u16| answers[status.to_string()].is_object())
    };
    assert_eq!(told("/api/v1/partnerships"), [true, true]);
    assert_eq!(told("/api/v1/themes"), [true, false], "it takes no query");
    assert_eq!(told("/api/v1/proposals"), [false, true], "nobody keeps what a key reads");
    let long = app.get(&format!("/api/v1/partnerships?q={}", "a".repeat(4100))).await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
}

/// What a record needs is said to be needed, and what it may not have is refused, in what programs send too.
#[tokio::test]
async fn what_is_demanded_is_described_as_demanded() {
    let app = app().await;
    let api = json(&app.get("/api/v1/openapi.json").await);
    let steps = [
        ("put", "", true),
        ("patch", "", true),
        ("delete", "", false),
        ("post", "/submit", false),
        ("post", "/recall", false),
    ];
    for (method, step, demanded) in steps {
        let operation = &api["paths"][format!("/api/v1/proposals/{{id}}{step}")][method];
        let mut parameters = operation["parameters"].as_array().unwrap().iter();
        let condition = parameters.find(|parameter| parameter["name"] == "If-Match").unwrap();
        assert_eq!(condition["required"], demanded, "{method} {step}");
    }
    let of = |name: &str| serde_json::json!({ "$ref": format!("#/components/schemas/{name}") });
    for name in ["NewProposal", "WholeProposal", "PartProposal", "Submission", "Word"] {
        let unknown = serde_json::json!({ "record": {}, "version": 1, "agreed": true, "reasn": "x" });
        assert!(!faults(&api, &of(name), &unknown).is_empty(), "{name} takes what the program refuses");
    }
    assert!(!faults(&api, &of("Record"), &Value::Null).is_empty(), "a record is never null");
    for (name, member) in [("PartnershipPage", "included"), ("Included", "themes"), ("ExportedConfirmation", "post")] {
        let member = &api["components"]["schemas"][name]["properties"][member];
        assert!(
            member.is_object() && !faults(&api, member, &Value::Null).is_empty(),
            "{name}: left out rather than null"
        );
    }
    for (name, null) in [("ProposalView", true), ("Checked", false), ("WholeProposal", false)] {
        let record = &api["components"]["schemas"][name]["properties"]["record"];
        assert_eq!(faults(&api, record, &Value::Null).is_empty(), null, "{name}");
    }
}

/// What is wrong with a value by a schema of the description, member by member; a member that the schema does not name is
/// wrong too.
pub(super) fn faults(api: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Judge { api, found: &mut found }.whole(schema, value, "");
    found
}

/// The schema that another refers to.
fn referred<'a>(api: &'a Value, schema: &Value) -> Option<&'a Value> {
    let name = schema["$ref"].as_str()?;
    Some(api.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("no {name}")))
}

/// Judges values by JSON Schema, as far as the description uses it.
struct Judge<'a> {
    api: &'a Value,
    found: &'a mut Vec<String>,
}

impl Judge<'_> {
    fn blame(&mut self, at: &str, what: impl std::fmt::Display) {
        self.found.push(format!("{at}: {what}"));
    }

    /// Judges a value by a schema and all that it is made of.
    fn whole(&mut self, schema: &Value, value: &Value, at: &str) {
        self.part(schema, value, at);
        let mut known = Vec::new();
        self.names(schema, &mut known);
        let members = value.as_object().into_iter().flatten();
        for (name, _) in members.filter(|(name, _)| !known.is_empty() && !known.contains(name)) {
            self.blame(at, format_args!("{name} is not described"));
        }
    }

    /// The names of the members that a schema describes, with those of all that it is made of.
    fn names(&self, schema: &Value, into: &mut Vec<String>) {
        if let Some(found) = referred(self.api, schema) {
            self.names(found, into);
        }
        into.extend(schema["properties"].as_object().into_iter().flat_map(|members| members.keys().cloned()));
        for part in ["allOf", "anyOf", "oneOf"].iter().filter_map(|word| schema[*word].as_array()).flatten() {
            self.names(part, into);
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        Judge { api: self.api, found: &mut found }.part(schema, value, "");
        found.is_empty()
    }

    fn part(&mut self, schema: &Value, value: &Value, at: &str) {
        if let Some(found) = referred(self.api, schema) {
            self.part(found, value, at);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.part(part, value, at);
        }
        for (word, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
            let Some(choices) = schema[word].as_array() else { continue };
            let fitting = choices.iter().filter(|choice| self.fits(choice, value)).count();
            if !(1..=most).contains(&fitting) {
                self.blame(at, format_args!("{fitting} choices of {word} fit {value}"));
            }
        }
        let types = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
        let is_of = |name: &Value| match name.as_str().unwrap_or_default() {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => true,
        };
        if !types.iter().any(is_of) {
            self.blame(at, format_args!("{value} is not of {types:?}"));
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            self.blame(at, format_args!("{value} is none of {words:?}"));
        }
        let limits = [schema["minimum"].as_f64().unwrap_or(f64::MIN), schema["maximum"].as_f64().unwrap_or(f64::MAX)];
        if value.as_f64().is_some_and(|number| !(limits[0]..=limits[1]).contains(&number)) {
            self.blame(at, format_args!("{value} is not within {limits:?}"));
        }
        match value {
            Value::String(text) => self.text(schema, text, at),
            Value::Array(items) => {
                items.iter().for_each(|item| self.whole(&schema["items"], item, &format!("{at}[]")));
            }
            Value::Object(members) => self.object(schema, members, at),
            _ => {}
        }
    }

    fn text(&mut self, schema: &Value, text: &str, at: &str) {
        let is_date = match schema["format"].as_str() {
            Some("date-time") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
            Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
            Some("uri") => text.contains("://"),
            _ => true,
        };
        let pattern = schema["pattern"].as_str().map(|pattern| regex::Regex::new(pattern).unwrap());
        if !is_date || pattern.is_some_and(|pattern| !pattern.is_match(text)) {
            self.blame(at, format_args!("{text:?} is not written as {schema}"));
        }
    }

    fn object(&mut self, schema: &Value, members: &serde_json::Map<String, Value>, at: &str) {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(name.as_str().unwrap()) {
                self.blame(at, format_args!("{name} is missing"));
            }
        }
        for (name, value) in members {
            let at = format!("{at}.{name}");
            if let Some(names) = schema.get("propertyNames") {
                self.part(names, &Value::String(name.clone()), &at);
            }
            match (schema["properties"].get(name), &schema["additionalProperties"]) {
                (Some(known), _) => self.whole(known, value, &at),
                (None, Value::Bool(false)) => self.blame(&at, "no such member"),
                (None, others) if others.is_object() => self.whole(others, value, &at),
                _ => {}
            }
        }
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
        let other = if lang == "en" { "/fr/partenariats?" } else { "/en/partenariats?" };
        assert!(!answer.body.contains(other), "an example in another language");
        assert_eq!(answer.body.contains("Accept-Language: en&#39;"), lang == "en", "{}", answer.body);
    }
}
