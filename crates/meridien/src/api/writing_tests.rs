//! Keys, and declaring by program, over HTTP and by role.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};

use crate::access::{Grant, Role, Scope};
use crate::account::key::NewKey;
use crate::account::testing::{Person, sign_in, sign_in_as};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, now};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Contact, ContactRole, Partnership, Party, PartyRole, identifiers};
use crate::value::{Id, Text};
use crate::web::Lang;

const LILLE: u64 = 1;
const KAYES: u64 = 2;
const PARIS: u64 = 3;
const RECORD: u64 = 10;

pub(super) fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn authority(number: u64, kind: OrganisationKind, country: &str, name: &str) -> Entry {
    let organisation = Organisation::new(kind, country.parse().ok(), name);
    Entry::publish(Kind::Organisation, id(number), 0, &organisation, Vec::new())
}

fn partnership() -> Partnership {
    let party = |number: u64, name: &str, country: &str| Party {
        organisation: id(number),
        name: name.to_owned(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let mut partnership = Partnership {
        title: Text::new("fr", "Eau potable entre Lille et Kayes"),
        start: "2013".parse().ok(),
        parties: vec![party(LILLE, "Ville de Lille", "FR"), party(KAYES, "Région de Kayes", "ML")],
        contacts: vec![Contact {
            name: "Service international".into(),
            organisation: None,
            role: ContactRole::Party,
            function: None,
            mailbox: None,
            count: 1,
            persons: vec![id(77)],
        }],
        ..Partnership::default()
    };
    partnership.themes.main = Some("4.1.1".into());
    partnership
}

pub(super) async fn app() -> TestApp {
    let body = partnership();
    let entries = [
        authority(LILLE, OrganisationKind::Commune, "FR", "Ville de Lille"),
        authority(KAYES, OrganisationKind::Region, "ML", "Région de Kayes"),
        authority(PARIS, OrganisationKind::Commune, "FR", "Ville de Paris"),
        Entry::publish(Kind::Partnership, id(RECORD), 0, &body, identifiers(&body)),
    ];
    TestApp::new(Settings::default()).await.with(entries).await
}

/// A program with a key.
pub(super) struct Program<'a> {
    app: &'a TestApp,
    token: String,
}

impl Program<'_> {
    pub(super) async fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        request = request.header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string().into()),
            None => request.body(Body::empty()),
        };
        self.app.send(request.unwrap()).await
    }

    async fn get(&self, address: &str) -> Answer {
        self.send("GET", address, &[], None).await
    }

    async fn post(&self, address: &str, body: Value) -> Answer {
        self.send("POST", address, &[], Some(body)).await
    }

    async fn begin(&self, body: Value) -> (String, Value) {
        let answer = self.post("/api/v1/proposals", body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let proposal = json(&answer);
        (format!("/api/v1/proposals/{}", proposal["id"].as_str().unwrap()), proposal)
    }
}

pub(super) fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|fault| panic!("{fault}: {}", answer.body))
}

async fn key<'a>(app: &'a TestApp, person: &Person<'_>, writes: bool, organisation: Option<Id>) -> Program<'a> {
    let new = NewKey { name: "Logiciel".into(), writes, organisation, expires: now() + Duration::days(30) };
    let token = app.state.accounts.make_key(person.account.id, &new, now()).await.unwrap().unwrap();
    Program { app, token }
}

pub(super) async fn program<'a>(app: &'a TestApp, role: Role, scope: Scope) -> Program<'a> {
    key(app, &sign_in(app, role, scope).await, true, None).await
}

async fn agent(app: &TestApp) -> Program<'_> {
    program(app, Role::Agent, Scope::Organisation(id(LILLE))).await
}

/// A record that nothing keeps from being handed in.
fn libraries() -> Value {
    json!({
        "title": {"fr": "Bibliothèques de quartier"},
        "parties": [{"name": "Ville de Lille"}, {"organisation": id(KAYES)}],
        "start": "2013-06",
        "themes": {"main": "1.1"},
    })
}

#[tokio::test]
async fn a_program_declares_and_somebody_else_validates() {
    let app = app().await;
    let agent = agent(&app).await;
    let (address, begun) = agent.begin(json!({"record": libraries(), "reason": "Premier envoi"})).await;
    assert_eq!((begun["state"].as_str(), begun["edit"].as_i64()), (Some("draft"), Some(1)));
    assert_eq!(begun["record"]["parties"][1]["name"], "Région de Kayes", "the register's name");
    assert_eq!(begun["record"]["parties"][0]["organisation"], json!(id(LILLE)), "found by its name");
    assert_eq!(begun["organisation"], json!(id(LILLE)));
    assert_eq!(begun["ready"], true, "{begun}");
    let sent = agent.post(&format!("{address}/submit"), json!({})).await;
    assert_eq!((sent.status, json(&sent)["state"].as_str()), (StatusCode::OK, Some("submitted")), "{}", sent.body);
    let again = agent.post(&format!("{address}/submit"), json!({})).await;
    assert_eq!((again.status, json(&again)["edit"].as_i64()), (StatusCode::OK, json(&sent)["edit"].as_i64()));
    let edit = json(&sent)["edit"].to_string();
    let late = agent.send("PATCH", &address, &[("if-match", &edit)], Some(json!({"record": {"end": "2020"}}))).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);

    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let code = begun["id"].as_str().unwrap();
    let asked = [("do", "return"), ("reason", "Précisez"), ("remark-field", "start"), ("remark-text", "Quel jour ?")];
    assert_eq!(ministry.post(&format!("/fr/valider/{code}"), &asked).await.status, StatusCode::SEE_OTHER);
    let returned = json(&agent.get(&address).await);
    assert_eq!(
        (returned["state"].as_str(), returned["returned"].as_str(), returned["remarks"]["start"].as_str()),
        (Some("returned"), Some("Précisez"), Some("Quel jour ?"))
    );
    let etag = format!("\"{}\"", returned["edit"]);
    let mended =
        agent.send("PATCH", &address, &[("if-match", &etag)], Some(json!({"record": {"start": "2013-06-12"}}))).await;
    assert_eq!((mended.status, json(&mended)["record"]["start"].as_str()), (StatusCode::OK, Some("2013-06-12")));
    assert_eq!(agent.post(&format!("{address}/submit"), json!({})).await.status, StatusCode::OK);
    assert_eq!(ministry.post(&format!("/fr/valider/{code}"), &[("do", "publish")]).await.status, StatusCode::SEE_OTHER);

    let ended = json(&agent.get(&address).await);
    assert_eq!((ended["state"].as_str(), &ended["record"]), (Some("published"), &Value::Null));
    let published = json(&app.get(&format!("/api/v1/partnerships/{}", ended["record_id"].as_str().unwrap())).await);
    assert_eq!(published["title"]["fr"], "Bibliothèques de quartier");
    assert_eq!(published["provenance"]["verification"], "validated");
}

#[tokio::test]
async fn what_is_asked_twice_under_one_name_is_begun_once() {
    let app = app().await;
    let agent = agent(&app).await;
    let body = json!({"record": libraries(), "reference": "dossier-14"});
    let (address, begun) = agent.begin(body.clone()).await;
    let again = agent.post("/api/v1/proposals", body.clone()).await;
    assert_eq!((again.status, json(&again)["id"].clone()), (StatusCode::OK, begun["id"].clone()));
    let other = agent.post("/api/v1/proposals", json!({"reference": "dossier-14"})).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let listed = json(&agent.get("/api/v1/proposals?reference=dossier-14").await);
    assert_eq!((listed["total"].as_i64(), listed["items"][0]["reference"].as_str()), (Some(1), Some("dossier-14")));
    assert_eq!(json(&agent.get("/api/v1/proposals?reference=x").await)["total"], 0);
    let both = tokio::join!(
        agent.post("/api/v1/proposals", json!({"reference": "b"})),
        agent.post("/api/v1/proposals", json!({"reference": "b"}))
    );
    assert_eq!(json(&both.0)["id"], json(&both.1)["id"], "{} {}", both.0.body, both.1.body);
    assert_eq!(agent.send("DELETE", &address, &[], None).await.status, StatusCode::NO_CONTENT);
    let ended = agent.post("/api/v1/proposals", body).await;
    assert_eq!((ended.status, json(&ended)["state"].as_str()), (StatusCode::OK, Some("discarded")));
    assert_eq!(agent.send("DELETE", &address, &[], None).await.status, StatusCode::NO_CONTENT, "asked twice");
    assert_eq!(json(&agent.get(&address).await)["page"], Value::Null, "nothing was published");
    let (address, _) = agent.begin(json!({"corrects": id(RECORD)})).await;
    assert_eq!(agent.send("DELETE", &address, &[], None).await.status, StatusCode::NO_CONTENT);
    let page = json(&agent.get(&address).await)["page"].as_str().unwrap().replace("http://localhost:8080", "");
    assert_eq!(app.get(&page).await.status, StatusCode::OK, "{page}");
    assert_eq!(json(&agent.get("/api/v1/proposals").await)["total"], 1);
}

#[tokio::test]
async fn nobody_writes_over_what_he_has_not_read() {
    let app = app().await;
    let agent = agent(&app).await;
    let (address, _) = agent.begin(json!({})).await;
    let put = async |tag: Option<&str>, title: &str| {
        let headers: Vec<_> = tag.map(|tag| ("if-match", tag)).into_iter().collect();
        agent.send("PUT", &address, &headers, Some(json!({"record": {"title": {"fr": title}}}))).await
    };
    assert_eq!(put(None, "A").await.status, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(put(Some("\"7\""), "A").await.status, StatusCode::PRECONDITION_FAILED);
    let first = put(Some("\"1\""), "A").await;
    assert_eq!((first.status, first.header("etag")), (StatusCode::OK, "\"2\""));
    assert_eq!(put(Some("\"1\""), "B").await.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(json(&agent.get(&address).await)["record"]["title"]["fr"], "A");
    assert_eq!(json(&agent.get(&address).await)["record"]["parties"], json!([]), "what PUT does not name is emptied");
    assert_eq!(put(Some("*"), "C").await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_are_those_of_the_forms_with_code_path_and_mend() {
    let app = app().await;
    let agent = agent(&app).await;
    let record = json!({"title": {}, "start": "2013-13", "end": "2010", "funding": [{"amount": "-5"}], "themes": {"main": "1.1"}});
    let checked = agent.post("/api/v1/proposals/check", json!({"record": record})).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.body);
    let checked = json(&checked);
    assert_eq!(checked["ready"], false);
    let said: Vec<_> = checked["anomalies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["path"].as_str().unwrap(), one["severity"].as_str().unwrap()))
        .collect();
    for expected in [
        ("empty-title", "title", "error"),
        ("fault-no-such-month", "start", "error"),
        ("amount-negative", "funding[0].amount", "error"),
        ("missing-party", "parties", "error"),
    ] {
        assert!(said.contains(&expected), "{expected:?} in {said:?}");
    }
    assert_eq!(json(&agent.get("/api/v1/proposals").await)["total"], 0, "nothing was kept");
    // All that is wrong with one part is told at once.
    let line = json!({"funding": [{"amount": "-5", "currency": "XXX", "year": 99999}]});
    let checked = json(&agent.post("/api/v1/proposals/check", json!({"record": line})).await);
    let mut of_line: Vec<_> = checked["anomalies"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["severity"] == "error")
        .filter_map(|one| one["path"].as_str()?.strip_prefix("funding[0]."))
        .collect();
    of_line.sort_unstable();
    assert_eq!(of_line, ["amount", "currency", "year"], "{checked}");
    let (address, _) = agent.begin(json!({"record": record})).await;
    let refused = agent.send("POST", &format!("{address}/submit"), &[("accept-language", "en")], Some(json!({}))).await;
    assert_eq!(
        (refused.status, refused.header("content-type")),
        (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json")
    );
    let problem = json(&refused);
    assert!(
        problem["anomalies"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["mend"].as_str().is_some_and(|mend| !mend.is_empty())),
        "{problem}"
    );
    assert_eq!(json(&agent.get(&address).await)["state"], "draft");
    // A warning asks for a word.
    let mut record = libraries();
    record["themes"] = json!({});
    let (address, _) = agent.begin(json!({"record": record})).await;
    let refused = json(&agent.post(&format!("{address}/submit"), json!({})).await);
    assert_eq!(refused["anomalies"][0]["code"], "empty-theme", "{refused}");
    let key = format!("empty-theme {}", refused["anomalies"][0]["path"].as_str().unwrap());
    let sent = agent.post(&format!("{address}/submit"), json!({"words": {key: "À préciser"}})).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
}

#[tokio::test]
async fn a_document_of_another_shape_is_refused_member_by_member() {
    let app = app().await;
    let agent = agent(&app).await;
    let wrong = json!({"record": {"titl": {}, "parties": [{"organisation": id(99)}]}, "reasn": "x"});
    let problem = json(&agent.post("/api/v1/proposals", wrong).await);
    assert_eq!(problem["errors"][0]["nearest"], "reason", "{problem}");
    assert_eq!(problem["errors"][0]["value"], "\"x\"", "as it came");
    let problem = json(&agent.post("/api/v1/proposals", json!({"record": {"titl": {"fr": "Eau"}}})).await);
    let named = ["parameter", "value", "nearest"].map(|member| problem["errors"][0][member].as_str());
    assert_eq!(
        (problem["status"].as_i64(), named),
        (Some(400), [Some("titl"), Some("{\"fr\":\"Eau\"}"), Some("title")])
    );
    let unknown = agent.post("/api/v1/proposals", json!({"record": {"parties": [{"organisation": id(99)}]}})).await;
    assert_eq!(json(&unknown)["errors"][0]["parameter"], "parties[0].organisation");
    let text = Request::post("/api/v1/proposals").header("authorization", format!("Bearer {}", agent.token));
    let form = app.send(text.header("content-type", "text/plain").body("{}".into()).unwrap()).await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let text = Request::post("/api/v1/proposals").header("authorization", format!("Bearer {}", agent.token));
    let broken = app.send(text.header("content-type", "application/json").body("{\"record\": ".into()).unwrap()).await;
    assert_eq!((broken.status, broken.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    assert!(!json(&broken)["detail"].as_str().unwrap().contains("adresse"), "{}", broken.body);
    let nul = json!({"reason": "a\0", "record": {"title": {"fr": "a\0b"}, "beneficiaries": {"fr": "\\u0000"}}});
    for address in ["/api/v1/proposals", "/api/v1/proposals/check"] {
        let refused = json(&agent.post(address, nul.clone()).await);
        let named = ["reason", "title.fr"].map(Value::from);
        assert_eq!([0, 1, 2].map(|at| refused["errors"][at]["parameter"].clone())[..2], named, "{refused}");
        assert!(
            refused["errors"][2].is_null() && !refused["detail"].as_str().unwrap().contains("adresse"),
            "{refused}"
        );
    }
    assert_eq!(json(&agent.get("/api/v1/proposals").await)["total"], 0);
}

#[tokio::test]
async fn an_agent_of_two_authorities_declares_by_the_examples_of_the_page() {
    let app = app().await;
    let page = app.get("/en/donnees/api").await.body;
    assert!(page.matches("$ORGANISATION").count() >= 3, "to declare, and to confirm: {page}");
    assert!(page.contains("party&#34;: &#34;&#39;"), "{page}");
    let grants = [LILLE, PARIS].map(|number| Grant { role: Role::Agent, scope: Scope::Organisation(id(number)) });
    let agent = sign_in_as(&app, grants.to_vec()).await;
    let agent = key(&app, &agent, true, None).await;
    let refused = json(&agent.post("/api/v1/proposals/check", json!({"record": {}})).await);
    assert_eq!(refused["errors"][0]["parameter"], "organisation", "{refused}");
    let example = super::examples::of(Lang::Fr, "checkProposal").unwrap().request.clone().unwrap();
    let answer = agent.post("/api/v1/proposals/check", example).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

#[tokio::test]
async fn a_correction_begins_with_the_published_record_and_leaves_persons_where_they_are() {
    let app = app().await;
    let agent = agent(&app).await;
    let (address, begun) = agent.begin(json!({"corrects": id(RECORD), "record": {"title": {"fr": "Eau"}}})).await;
    assert_eq!((begun["corrects"].as_i64(), begun["record_id"].clone()), (Some(1), json!(id(RECORD))));
    assert!(!begun.to_string().contains("persons"), "{begun}");
    let held = app.state.journal.proposal(begun["id"].as_str().unwrap().parse().unwrap()).await.unwrap().unwrap();
    assert!(held.body.contains(&id(77).to_string()), "the persons are kept: {}", held.body);
    let read = json(&app.get(&format!("/api/v1/partnerships/{}", id(RECORD))).await);
    let put = agent.send("PUT", &address, &[("if-match", "*")], Some(json!({"record": read}))).await;
    assert_eq!(put.status, StatusCode::OK, "what was read may be sent back: {}", put.body);
    assert_eq!(json(&put)["record"]["title"], read["title"]);
}

#[tokio::test]
async fn a_contact_of_which_only_persons_are_known_can_be_sent_as_it_was_read() {
    let mut body = partnership();
    body.contacts[0].name.clear();
    body.contacts[0].role = ContactRole::Other;
    let app = app().await.with([Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body))]).await;
    let agent = agent(&app).await;
    let read = json(&app.get(&format!("/api/v1/partnerships/{}", id(RECORD))).await);
    assert_eq!((&read["contacts"][0]["name"], &read["contacts"][0]["count"]), (&json!(""), &json!(1)));
    let lacking = async |record: Value| {
        let checked = agent.post("/api/v1/proposals/check", json!({"corrects": id(RECORD), "record": record})).await;
        assert_eq!(checked.status, StatusCode::OK, "{}", checked.body);
        let found = json(&checked)["anomalies"].clone();
        found.as_array().unwrap().iter().any(|one| one["path"] == "contacts[0].name")
    };
    assert!(!lacking(read.clone()).await, "what was read can be sent");
    assert!(!lacking(json!({"title": {"fr": "Eau"}})).await, "and another field changed");
    let mut nobody = read;
    nobody["contacts"] = json!([{"role": "other"}]);
    assert!(lacking(nobody).await);
}

/// Who may do what over HTTP: everyone's try at everything.
#[tokio::test]
async fn each_key_may_do_what_its_account_may_and_nothing_else() {
    let app = app().await;
    let lille = sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await;
    let own = key(&app, &lille, true, None).await;
    let reading = key(&app, &lille, false, None).await;
    let paris = program(&app, Role::Agent, Scope::Organisation(id(PARIS))).await;
    let partner = program(&app, Role::PartnerAgent, Scope::Organisation(id(KAYES))).await;
    let prefecture = program(&app, Role::Prefecture, Scope::Territory(id(50))).await;
    let administrator = program(&app, Role::Administrator, Scope::Everything).await;
    let (address, _) = own.begin(json!({"record": {"title": {"fr": "A"}}})).await;
    let stranger = Program { app: &app, token: "meridien_w_00".into() };
    let patch = json!({"record": {"title": {"fr": "B"}}});
    let word = json!({"version": 1, "agreed": true});
    let confirm = format!("/api/v1/partnerships/{}/confirmations", id(RECORD));
    let correct = json!({"corrects": id(RECORD)});
    let cases: [(&str, &Program<'_>, [u16; 5]); 7] = [
        ("nobody", &stranger, [401; 5]),
        ("reading key", &reading, [403, 200, 403, 403, 403]),
        ("another authority", &paris, [201, 404, 404, 403, 403]),
        ("the partner abroad", &partner, [403, 404, 404, 403, 201]),
        ("the prefecture", &prefecture, [403, 404, 404, 403, 403]),
        ("the administrator", &administrator, [403, 404, 404, 403, 403]),
        ("the agent", &own, [201, 200, 200, 201, 201]),
    ];
    for (who, program, [begin, read, change, corrects, confirms]) in cases {
        let statuses = [
            program.post("/api/v1/proposals", json!({})).await.status.as_u16(),
            program.get(&address).await.status.as_u16(),
            program.send("PATCH", &address, &[("if-match", "*")], Some(patch.clone())).await.status.as_u16(),
            program.post("/api/v1/proposals", correct.clone()).await.status.as_u16(),
            program.post(&confirm, word.clone()).await.status.as_u16(),
        ];
        assert_eq!(statuses, [begin, read, change, corrects, confirms], "{who}");
    }
    // Nobody publishes through the interface: there is no such address.
    let ministry = program(&app, Role::Ministry, Scope::Everything).await;
    for step in ["publish", "validate", "return"] {
        assert_eq!(ministry.post(&format!("{address}/{step}"), json!({})).await.status, StatusCode::NOT_FOUND);
    }
    for step in ["submit", "recall"] {
        assert_eq!(paris.post(&format!("{address}/{step}"), json!({})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(reading.post(&format!("{address}/{step}"), json!({})).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(paris.send("DELETE", &address, &[], None).await.status, StatusCode::NOT_FOUND);
    // A session is no key, and a page of another site gets nothing.
    let cookie =
        Request::post("/api/v1/proposals").header("content-type", "application/json").body("{}".into()).unwrap();
    assert_eq!(lille.send(cookie).await.status, StatusCode::UNAUTHORIZED);
    let asked =
        Request::builder().method("OPTIONS").uri("/api/v1/proposals").header("origin", "https://elsewhere.example");
    let asked = app.send(asked.header("access-control-request-method", "POST").body(Body::empty()).unwrap()).await;
    assert!(!asked.header("access-control-allow-methods").contains("POST"), "{:?}", asked.headers);
    let forged = own
        .send(
            "POST",
            "/api/v1/proposals",
            &[("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")],
            Some(json!({})),
        )
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_key_tied_to_one_organisation_does_nothing_for_another() {
    let app = app().await;
    let roles = [LILLE, PARIS].map(|number| Grant { role: Role::Agent, scope: Scope::Organisation(id(number)) });
    let person = sign_in_as(&app, roles.to_vec()).await;
    let (both, paris) = (key(&app, &person, true, None).await, key(&app, &person, true, Some(id(PARIS))).await);
    let asked = both.post("/api/v1/proposals", json!({})).await;
    assert_eq!(json(&asked)["errors"][0]["parameter"], "organisation", "it must say for which: {}", asked.body);
    let (lilles, _) = both.begin(json!({"organisation": id(LILLE)})).await;
    assert_eq!(paris.get(&lilles).await.status, StatusCode::NOT_FOUND);
    assert_eq!(json(&paris.get("/api/v1/proposals").await)["total"], 0);
    assert_eq!(paris.post("/api/v1/proposals", json!({"organisation": id(LILLE)})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(paris.begin(json!({})).await.1["organisation"], json!(id(PARIS)));
    let shown = json(&paris.get("/api/v1/key").await);
    assert_eq!((shown["organisation"].clone(), shown["roles"].as_array().unwrap().len()), (json!(id(PARIS)), 1));
}

#[tokio::test]
async fn a_partys_word_is_about_the_version_that_it_saw() {
    let app = app().await;
    let partner = program(&app, Role::PartnerAgent, Scope::Organisation(id(KAYES))).await;
    let address = format!("/api/v1/partnerships/{}/confirmations", id(RECORD));
    assert_eq!(partner.post(&address, json!({"version": 2, "agreed": true})).await.status, StatusCode::CONFLICT);
    let bare = json(&partner.post(&address, json!({"version": 1, "agreed": false})).await);
    assert_eq!(bare["errors"][0]["parameter"], "remark");
    let said = json(&partner.post(&address, json!({"version": 1, "agreed": false, "remark": "Le montant"})).await);
    assert_eq!((said["party"].clone(), said["remark"].as_str()), (json!(id(KAYES)), Some("Le montant")));
    partner.post(&address, json!({"version": 1, "agreed": false, "remark": "Le montant"})).await;
    for remark in ["   ", "Écrire à prenom.nom@example.org"] {
        let refused = partner.post(&address, json!({"version": 1, "agreed": false, "remark": remark})).await;
        assert!(refused.status.is_client_error(), "{remark}: {}", refused.body);
    }
    let record = json(&app.get(&format!("/api/v1/partnerships/{}", id(RECORD))).await);
    assert_eq!(record["confirmations"].as_array().unwrap().len(), 1, "said twice, kept once");
}

#[tokio::test]
async fn a_key_ends_when_revoked_when_over_and_with_its_account() {
    let app = app().await;
    let person = sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await;
    let page = person.post("/fr/compte/cles", &[("name", "Logiciel"), ("kind", "writes"), ("days", "30")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let start = page.body.find("meridien_w_").expect("the token is shown");
    let token = page.body[start..].split('<').next().unwrap().to_owned();
    assert_eq!(token.len(), "meridien_w_".len() + 64);
    assert_eq!(page.header("cache-control"), "private, no-store");
    let program = Program { app: &app, token };
    assert_eq!(program.get("/api/v1/key").await.status, StatusCode::OK);
    let list = person.get("/fr/compte/cles").await.body;
    assert!(list.contains("Logiciel") && !list.contains("meridien_w_"), "shown once");
    let administrator = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let seen = administrator.get(&format!("/fr/admin/comptes/{}", person.account.id)).await.body;
    assert!(seen.contains("Logiciel") && !seen.contains("meridien_w_"));
    let held = app.state.accounts.keys(person.account.id).await.unwrap();
    assert!(held[0].seen.is_some());
    person.post("/fr/compte/cles/revoquer", &[("key", &held[0].id)]).await;
    // What is public and kept is not given to a key that is none any more, either.
    assert_eq!(app.get("/api/v1/themes").await.status, StatusCode::OK);
    let revoked = program.get("/api/v1/themes").await;
    assert_eq!(
        (revoked.status, revoked.header("content-type")),
        (StatusCode::UNAUTHORIZED, "application/problem+json")
    );
    assert!(revoked.header("www-authenticate").contains("invalid_token"));
    for wrong in
        [[("name", ""), ("kind", "reads"), ("days", "30")], [("name", "x"), ("kind", "reads"), ("days", "9999")]]
    {
        assert_eq!(person.post("/fr/compte/cles", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_key_has_limits_of_its_own() {
    let app = app().await;
    let program = agent(&app).await;
    let router = crate::app::router(app.state.clone());
    let mut last = StatusCode::OK;
    for n in 0..super::limit::BURST.get() + 50 {
        use tower::ServiceExt;
        let request = Request::get(format!("/api/v1/changes?since={n}"))
            .header("authorization", format!("Bearer {}", program.token));
        last = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status();
    }
    assert_ne!(last, StatusCode::TOO_MANY_REQUESTS, "past what an address may ask");
}

/// Every example of the description, in an order in which they can be sent: each is answered as it says, and each answer fits
/// its schema. `MERIDIEN_EXAMPLES=anew` writes them.
#[tokio::test]
async fn every_example_is_answered_as_it_is_shown() {
    for lang in Lang::ALL {
        answers_as_it_is_shown(lang).await;
    }
}

async fn answers_as_it_is_shown(lang: Lang) {
    let app = app().await;
    let agent = agent(&app).await;
    let described = json(&app.get("/api/v1/openapi.json").await);
    let anew = std::env::var_os("MERIDIEN_EXAMPLES").is_some();
    let mut examples = super::examples::all(lang).to_vec();
    let (mut proposal, mut record) = (String::new(), String::new());
    for example in &mut examples {
        let operation = example.operation.clone();
        let paths = described["paths"].as_object().unwrap().iter();
        let mut found =
            paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, it)| (path, method, it)));
        let (path, method, described_as) = found.find(|(.., it)| it["operationId"] == operation.as_str()).unwrap();
        let known = match operation.as_str() {
            "getPartnership" | "confirmPartnership" => id(RECORD).to_string(),
            "getOrganisation" => id(KAYES).to_string(),
            _ => proposal.clone(),
        };
        let query = example.query.as_ref().map_or(String::new(), |query| format!("?{query}"));
        let address = format!("{}{query}", path.replace("{id}", &known));
        let mut headers = vec![("accept-language", lang.code())];
        headers.extend(matches!(method.as_str(), "put" | "patch").then_some(("if-match", "*")));
        let answer = agent.send(&method.to_uppercase(), &address, &headers, example.request.clone()).await;
        assert!(answer.status.is_success(), "{operation}: {}", answer.body);
        if operation == "beginProposal" {
            let begun = json(&answer);
            (proposal, record) = (begun["id"].as_str().unwrap().into(), begun["record_id"].as_str().unwrap().into());
        }
        let body = if proposal.is_empty() {
            answer.body
        } else {
            answer.body.replace(&proposal, "7K3M9QXA").replace(&record, "2B4C6D8E")
        };
        let answered: Option<Value> = (!body.is_empty()).then(|| serde_json::from_str(&body).unwrap());
        let schema_of = |content: &Value| content.as_object().unwrap().values().next().unwrap()["schema"].clone();
        if let Some(answered) = &answered {
            let schema = schema_of(&described_as["responses"][answer.status.as_str()]["content"]);
            assert_eq!(super::tests::faults(&described, &schema, answered), [""; 0], "{operation}");
        }
        if let Some(request) = &example.request {
            let schema = schema_of(&described_as["requestBody"]["content"]);
            assert_eq!(super::tests::faults(&described, &schema, request), [""; 0], "{operation}: the request");
        }
        let shown = std::mem::replace(&mut example.answer, answered);
        let status = std::mem::replace(&mut example.status, answer.status.as_u16());
        if !anew {
            let now = (example.status, &example.answer);
            assert_eq!((status, &shown), now, "{operation}: MERIDIEN_EXAMPLES=anew writes the examples");
        }
    }
    if anew {
        let file = format!("{}/src/api/examples.{}.json", env!("CARGO_MANIFEST_DIR"), lang.code());
        std::fs::write(file, serde_json::to_string_pretty(&examples).unwrap() + "\n").unwrap();
    }
}
