//! Accounts and sessions on both databases, and over HTTP.

mod leaving;
mod links;
mod sign_in;

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;

use super::ticket::Purpose;
use super::*;
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, form, now};
use crate::job::Jobs;
use crate::job::mail::Mail;
use crate::journal::testing::journals;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::value::Country;
use crate::web::Locale;

fn camille() -> NewAccount {
    let grants = vec![
        Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("lille")) },
        Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("nord")) },
    ];
    NewAccount { email: " Camille@Lille.example ".to_owned(), name: "Camille".to_owned(), language: Lang::En, grants }
}

#[tokio::test]
async fn an_account_is_found_by_its_address_and_has_its_roles() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let found = accounts.by_email("CAMILLE@lille.example").await.unwrap().unwrap();
        assert_eq!((found.id, found.language, found.active, found.grants.len()), (id, Lang::En, true, 2));
        assert_eq!(found.email, "camille@lille.example");
        assert_eq!(accounts.create(&camille(), now()).await.unwrap(), None);
        accounts.set_grants(id, &[Grant { role: Role::Ministry, scope: Scope::Everything }]).await.unwrap();
        assert_eq!(accounts.all().await.unwrap()[0].grants.len(), 1);
        assert_eq!(accounts.by_email("nobody@lille.example").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_key_is_known_by_its_token_alone_until_it_ends() {
    use super::key::NewKey;
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let only = Some(Id::derived("nord"));
        let new = |days| NewKey {
            name: "Logiciel".into(),
            writes: true,
            organisation: only,
            expires: now() + Duration::days(days),
        };
        let token = accounts.make_key(id, &new(30), now()).await.unwrap().unwrap();
        let keyed = accounts.key(&token, now()).await.unwrap().unwrap();
        assert_eq!(keyed.account.grants.len(), 1, "no role but those in its organisation");
        assert_eq!(accounts.keys(id).await.unwrap()[0].seen, Some(now()));
        assert!(accounts.key(&keyed.key.id, now()).await.unwrap().is_none(), "its name opens nothing");
        assert!(accounts.key(&token, now() + Duration::days(30)).await.unwrap().is_none(), "over");
        let mut saved = Vec::new();
        test.journal.save(crate::journal::Extent::Everything, &mut saved).await.unwrap();
        assert!(!String::from_utf8(saved).unwrap().contains(&token), "its hash alone is kept");
        accounts.revoke_key(Id::derived("another"), &keyed.key.id).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_some(), "another's word");
        accounts.revoke_key(id, &keyed.key.id).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_none());
        for _ in 0..super::key::MOST {
            assert!(accounts.make_key(id, &new(1), now()).await.unwrap().is_some());
        }
        assert!(accounts.make_key(id, &new(1), now()).await.unwrap().is_none(), "enough");
        assert!(
            accounts.make_key(id, &new(1), now() + Duration::days(2)).await.unwrap().is_some(),
            "ended ones make room"
        );
        accounts.set_active(id, false).await.unwrap();
        assert_eq!(accounts.keys(id).await.unwrap(), [], "its account is closed");
        accounts.set_active(id, true).await.unwrap();
        let token = accounts.make_key(id, &new(30), now()).await.unwrap().unwrap();
        test.journal.erase_account(id, now()).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_none(), "erased with the account");
    }
}

const PASSWORD: &str = "cheval agrafe pile correcte";

/// An account with a password, and what its sign-in form says.
async fn with_password(app: &TestApp, email: &str) -> Id {
    let new = NewAccount { email: email.to_owned(), ..camille() };
    let id = app.state.accounts.create(&new, now()).await.unwrap().unwrap();
    let hash = password::hash(PASSWORD).await.unwrap();
    app.state.accounts.set_password(id, &hash, None).await.unwrap();
    id
}

/// The session that an answer's cookie opens, as a request's header has it.
fn session_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

async fn get_as(app: &TestApp, cookie: &str, address: &str) -> Answer {
    app.send(Request::get(address).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// The value of a hidden field.
fn hidden<'a>(body: &'a str, name: &str) -> &'a str {
    let start = body.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
    body[start..].split('"').next().unwrap()
}

/// Each page of administration, for each role: cell by cell.
#[tokio::test]
async fn administration_is_open_to_whom_the_table_says() {
    let lille = Id::derived("lille");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    let entry = Entry::publish(Kind::Organisation, lille, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let invitation = |role: &'static str, scope: String| {
        [
            ("email", format!("{:x}@x.example", rand::random::<u64>())),
            ("name", "X".to_owned()),
            ("role", role.to_owned()),
            ("scope", scope),
        ]
    };
    for &role in Role::ALL {
        let scope = match role {
            Role::Agent | Role::PartnerAgent | Role::Responsible => Scope::Organisation(lille),
            Role::Correspondent => Scope::Country("ML".parse().unwrap()),
            Role::Prefecture => Scope::Territory(Id::derived("nord")),
            Role::Ministry | Role::Administrator => Scope::Everything,
        };
        let person = testing::sign_in(&app, role, scope).await;
        let accounts = matches!(role, Role::Responsible | Role::Administrator);
        let jobs = role == Role::Administrator;
        let campaign = role == Role::Ministry;
        let pages = [
            ("/fr/admin", accounts || campaign),
            ("/fr/admin/campagne", campaign),
            ("/fr/admin/comptes", accounts),
            ("/fr/admin/taches", jobs),
            ("/fr/admin/personnes", jobs || campaign),
        ];
        for (address, open) in pages {
            let expected = if open { 200 } else { 403 };
            assert_eq!(person.get(address).await.status, expected, "{role:?} {address}");
            assert_eq!(person.get(&address.replace("/fr/", "/en/")).await.status, expected, "{role:?} {address}");
        }
        let cells = [
            ("agent", lille.to_string(), accounts),
            ("ministry", String::new(), jobs),
            ("administrator", String::new(), jobs),
            ("correspondent", "ML".to_owned(), jobs),
        ];
        for (given, scope, allowed) in cells {
            let fields = invitation(given, scope);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = person.post("/fr/admin/comptes", &fields).await;
            assert_eq!(answer.status, if allowed { 303 } else { 403 }, "{role:?} gives {given}");
        }
        assert_eq!(person.get("/fr/compte").await.status, 200, "{role:?}");
        assert_eq!(person.get("/en/compte").await.status, 200, "{role:?}");
    }
    assert_eq!(app.get("/fr/admin").await.header("location"), "/fr/connexion?retour=%2Ffr%2Fadmin");
}

#[tokio::test]
async fn someone_responsible_reaches_no_further_than_his_authority() {
    let [lille, roubaix] = ["lille", "roubaix"].map(Id::derived);
    let app = TestApp::new(Settings::default()).await;
    let responsible = testing::sign_in(&app, Role::Responsible, Scope::Organisation(lille)).await;
    let colleague = testing::sign_in(&app, Role::Agent, Scope::Organisation(lille)).await.account;
    let stranger = testing::sign_in(&app, Role::Agent, Scope::Organisation(roubaix)).await.account;
    let agent = |id| Grant { role: Role::Agent, scope: Scope::Organisation(id) };
    let ministry = Grant { role: Role::Ministry, scope: Scope::Everything };
    let both = testing::sign_in_as(&app, vec![agent(lille), ministry]).await.account;
    let listed = responsible.get("/fr/admin/comptes").await.body;
    assert!(listed.contains(&colleague.email) && listed.contains(&both.email) && !listed.contains(&stranger.email));
    let page = responsible.get(&format!("/fr/admin/comptes/{}", both.id)).await.body;
    let elsewhere =
        format!("{} – {}", Locale::from(Lang::Fr).t("role-ministry"), Locale::from(Lang::Fr).t("scope-everything"));
    assert!(
        page.contains("un rôle ailleurs") && !page.contains(&elsewhere),
        "what it is elsewhere is not theirs to know"
    );
    let found = responsible.get("/fr/admin/comptes?q=minist%C3%A8re").await.body;
    assert!(listed.contains("un rôle ailleurs") && !found.contains(&both.email), "nor to look for");
    let act = async |account: &Account, what: &[(&str, &str)]| {
        responsible.post(&format!("/fr/admin/comptes/{}", account.id), what).await.status.as_u16()
    };
    assert_eq!(act(&stranger, &[("do", "close")]).await, 404);
    assert_eq!(act(&both, &[("do", "close")]).await, 403, "it is the ministry's too");
    assert_eq!(act(&both, &[("do", "remove"), ("role", "ministry *")]).await, 403);
    let own = format!("agent organisation:{lille}");
    assert_eq!(act(&both, &[("do", "remove"), ("role", &own)]).await, 303);
    assert_eq!(act(&colleague, &[("do", "close")]).await, 303);
    assert!(!app.state.accounts.account(colleague.id).await.unwrap().unwrap().active);
    assert_eq!(act(&colleague, &[("do", "erase")]).await, 303);
    assert_eq!(app.state.accounts.account(colleague.id).await.unwrap(), None);
    assert_eq!(act(&responsible.account.clone(), &[("do", "remove"), ("role", &own)]).await, 403, "not himself");
}

#[tokio::test]
async fn a_request_to_join_is_decided_by_a_person() {
    let lille = Id::derived("lille");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    let entry = Entry::publish(Kind::Organisation, lille, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let asked = |email: &'static str| {
        [
            ("email", email),
            ("name", "Camille"),
            ("organisation", "Ville de Lille"),
            ("role", "agent"),
            ("proof", "Chargée de mission"),
        ]
    };
    for (name, wrong) in [("email", "x"), ("name", ""), ("organisation", " "), ("role", "ministry"), ("proof", "")] {
        let fields = asked("a@lille.example").map(|(key, value)| (key, if key == name { wrong } else { value }));
        assert_eq!(app.post("/fr/connexion/demande", &fields).await.status, 422, "{name}");
    }
    for email in ["a@lille.example", "b@lille.example"] {
        assert_eq!(app.post("/fr/connexion/demande", &asked(email)).await.status, 200);
    }
    let again = asked("a@lille.example").map(|(key, value)| (key, if key == "proof" { "Un autre" } else { value }));
    assert_eq!(app.post("/fr/connexion/demande", &again).await.status, 200);
    let waiting = app.state.accounts.join_requests().await.unwrap();
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().all(|asked| asked.proof == "Chargée de mission"), "the first of an address stays as it is");
    assert_eq!(app.state.accounts.by_email("a@lille.example").await.unwrap(), None, "nothing is decided yet");
    let (a, b) = (waiting.iter().find(|request| request.email.starts_with('a')).unwrap(), &waiting[0]);
    let b = if b.email.starts_with('b') { b } else { &waiting[1] };
    let decide = async |id: Id, fields: &[(&str, &str)]| {
        administrator.post(&format!("/fr/admin/demandes/{id}"), fields).await.status.as_u16()
    };
    let scope = format!("http://localhost:8080/fr/organisations/{lille}");
    assert_eq!(decide(a.id, &[("do", "accept"), ("role", "agent"), ("scope", "Lille")]).await, 422);
    assert_eq!(decide(a.id, &[("do", "accept"), ("role", "agent"), ("scope", &scope)]).await, 303);
    let again = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    let again = administrator.post(&format!("/fr/admin/demandes/{}", a.id), &again).await;
    assert_eq!(again.header("location"), "/fr/admin/comptes?fait=deja-decidee");
    assert_eq!(decide(b.id, &[("do", "refuse")]).await, 422, "without a reason");
    assert_eq!(decide(b.id, &[("do", "refuse"), ("reason", "Adresse personnelle")]).await, 303);
    let letters = app.state.jobs.letters().await;
    let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to.len(), 2);
    assert!(to.contains(&"a@lille.example") && to.contains(&"b@lille.example"));
    let account = app.state.accounts.by_email("a@lille.example").await.unwrap().unwrap();
    assert_eq!(account.organisations(Role::Agent).collect::<Vec<_>>(), [lille]);
    assert_eq!(app.state.accounts.join_requests().await.unwrap(), []);
}

#[tokio::test]
async fn a_role_taken_by_one_manager_is_not_brought_back_by_another() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let read = accounts.account(id).await.unwrap().unwrap();
        accounts.remove_grant(id, &read.grants[0]).await.unwrap();
        let more = Grant { role: Role::Ministry, scope: Scope::Everything };
        for _ in 0..2 {
            accounts.add_grant(id, &more).await.unwrap();
        }
        let held = accounts.account(id).await.unwrap().unwrap().grants;
        assert_eq!(held, [read.grants[1].clone(), more]);
    }
}

#[tokio::test]
async fn a_request_for_an_address_with_an_account_says_so_and_opens_no_closed_one() {
    let roubaix = Id::derived("roubaix");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Roubaix");
    let entry = Entry::publish(Kind::Organisation, roubaix, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let accounts = &app.state.accounts;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let id = with_password(&app, "camille@lille.example").await;
    let before = accounts.account(id).await.unwrap().unwrap().grants;
    accounts.set_active(id, false).await.unwrap();
    let asked = [("email", "camille@lille.example"), ("name", "Imposteur"), ("organisation", "Roubaix")];
    let asked = [&asked[..], &[("role", "agent"), ("proof", "Chargée de mission")]].concat();
    assert_eq!(app.post("/fr/connexion/demande", &asked).await.status, 200);
    let shown = administrator.get("/fr/admin/comptes").await.body;
    let shown = shown.split("Imposteur").nth(1).unwrap().split("<form").next().unwrap();
    assert!(shown.contains("a déjà un compte (fermé)") && shown.contains(">Camille</a>"), "{shown}");
    let request = accounts.join_requests().await.unwrap()[0].id;
    let scope = roubaix.to_string();
    let accept = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    let refused = administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await;
    assert!(refused.status == 422 && refused.body.contains("Rouvrir ce compte"), "{}", refused.body);
    let account = accounts.account(id).await.unwrap().unwrap();
    assert!(!account.active && account.grants == before);
    assert_eq!(app.state.jobs.letters().await, []);

    accounts.set_active(id, true).await.unwrap();
    assert!(administrator.get("/fr/admin/comptes").await.body.contains("a déjà un compte (ouvert)"));
    assert_eq!(administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await.status, 303);
    let letters = app.state.jobs.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, "camille@lille.example"));
    assert!(
        letters[0].text.contains("is accepted") && letters[0].text.contains("one more role"),
        "{}",
        letters[0].text
    );
}

#[tokio::test]
async fn an_administrator_takes_the_code_off_and_erases_what_an_account_leaves() {
    let app = TestApp::new(Settings::default()).await;
    let accounts = &app.state.accounts;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let agent = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await.account;
    let address = format!("/fr/admin/comptes/{}", agent.id);
    assert!(!administrator.get(&address).await.body.contains("reset-code"));
    accounts.set_second_step(agent.id, Some(("JBSWY3DPEHPK3PXP", 0)), &["aaaaa-bbbbb".to_owned()]).await.unwrap();
    assert!(administrator.get(&address).await.body.contains("value=\"reset-code\""));
    assert_eq!(administrator.post(&address, &[("do", "reset-code")]).await.status, 303);
    assert!(!accounts.has_second_step(agent.id).await.unwrap());
    assert_eq!(accounts.codes_left(agent.id).await.unwrap(), 0);

    let letter = Mail { to: agent.email.clone(), subject: "Sujet".into(), text: "Texte".into() };
    app.state.jobs.mail("essai", &letter, now()).await.unwrap();
    assert_eq!(administrator.post(&address, &[("do", "close")]).await.status, 303);
    assert_eq!(administrator.post(&address, &[("do", "erase")]).await.status, 303);
    assert_eq!(app.state.jobs.letters().await, [], "its letters go with it");
}

#[tokio::test]
async fn what_a_manager_typed_is_kept_where_it_is_wrong() {
    let app = TestApp::new(Settings::default()).await;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let agent = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await.account;
    let fields = [("role", "correspondent"), ("scope", "Nulle part")];
    let person = [("email", "x@x.example"), ("name", "Xavier"), ("lang", "en")];
    let invited = administrator.post("/fr/admin/comptes", &[&person[..], &fields].concat()).await.body;
    let given = [&fields[..], &[("do", "add")]].concat();
    let given = administrator.post(&format!("/fr/admin/comptes/{}", agent.id), &given).await.body;
    for body in [&invited, &given] {
        assert!(body.contains("<title>Erreur") && body.contains("value=\"Nulle part\""), "{body}");
        assert!(body.contains("value=\"correspondent\" selected"), "{body}");
    }
    assert!(invited.contains("value=\"x@x.example\"") && invited.contains("value=\"Xavier\""));
    assert!(invited.contains("lang=\"en\" selected"));
}
