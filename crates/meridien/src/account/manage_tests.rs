//! Inviting, changing and closing accounts over HTTP: who may, what is sent, what is said.

use chrono::Duration;

use super::testing::{Person, again, sign_in, sign_in_as};
use super::*;
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::job::{Kind as JobKind, mail::Mail, run_all};
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::value::Country;

const PASSWORD: &str = "cheval agrafe pile correcte";

fn lille() -> Id {
    Id::derived("lille")
}

fn here(role: Role) -> Grant {
    Grant { role, scope: Scope::Organisation(lille()) }
}

/// A program that knows Lille, the département du Nord, the Gers and the region with the Gers's code.
async fn app() -> TestApp {
    let known = |name: &str, kind, codes: &[(&str, &str)]| {
        let organisation = Organisation::new(kind, Some(Country::FR), name);
        let codes = codes.iter().map(|(scheme, value)| Identifier { scheme: (*scheme).into(), value: (*value).into() });
        Entry::publish(Kind::Organisation, Id::derived(name), 0, &organisation, codes.collect())
    };
    TestApp::new(Settings::default())
        .await
        .with([
            known("lille", OrganisationKind::Commune, &[("insee-commune", "59350"), ("siren", "200053742")]),
            known("nord", OrganisationKind::Department, &[("insee-department", "59")]),
            known("gers", OrganisationKind::Department, &[("insee-department", "32")]),
            known("hauts-de-france", OrganisationKind::Region, &[("insee-region", "32")]),
        ])
        .await
}

async fn administrator(app: &TestApp) -> Person<'_> {
    sign_in(app, Role::Administrator, Scope::Everything).await
}

async fn invite(person: &Person<'_>, email: &str, role: &str, scope: &str) -> crate::app::testing::Answer {
    let fields = [("email", email), ("name", "Camille"), ("lang", "fr"), ("role", role), ("scope", scope)];
    person.post("/fr/admin/comptes", &fields).await
}

/// What the page says to which an answer leads.
async fn said(person: &Person<'_>, answer: crate::app::testing::Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = person.get(answer.header("location")).await;
    assert_eq!(page.status, 200, "{}", answer.header("location"));
    page.body.split("role=\"status\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned()
}

async fn letters(app: &TestApp) -> Vec<String> {
    app.state.jobs.letters().await.into_iter().map(|letter| letter.text).collect()
}

async fn with_password(app: &TestApp, account: &Account) {
    let hash = password::hash(PASSWORD).await.unwrap();
    app.state.accounts.set_password(account.id, &hash, None).await.unwrap();
}

#[tokio::test]
async fn nobody_gives_himself_a_role_by_inviting_himself() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let responsible = sign_in(&app, Role::Responsible, Scope::Organisation(lille())).await;
    for (person, role, scope) in
        [(&administrator, "ministry", String::new()), (&responsible, "partner_agent", lille().to_string())]
    {
        let own = &person.account.email;
        for email in [own.clone(), format!(" {} ", own.to_uppercase())] {
            let answer = invite(person, &email, role, &scope).await;
            assert_eq!(answer.status, 422, "{role}");
            assert!(answer.body.contains("Personne ne change ce qu’il est lui-même"), "{}", answer.body);
        }
    }
    let own = administrator.account.email.as_str();
    let asked = [("email", own), ("name", "C"), ("organisation", "Lille"), ("role", "agent"), ("proof", "Moi")];
    assert_eq!(app.post("/fr/connexion/demande", &asked).await.status, 200);
    let request = app.state.accounts.join_requests().await.unwrap()[0].id;
    let scope = lille().to_string();
    let accept = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    assert_eq!(administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await.status, 422);
    for person in [administrator, responsible] {
        let account = app.state.accounts.account(person.account.id).await.unwrap().unwrap();
        assert_eq!(account.grants, person.account.grants);
    }
    assert_eq!(letters(&app).await.len(), 0);
}

#[tokio::test]
async fn a_forgotten_password_asked_for_again_sends_one_letter() {
    let app = app().await;
    let person = sign_in_as(&app, vec![here(Role::Agent)]).await;
    let ask = async |email: &str| app.post("/fr/connexion/oubli", &[("email", email)]).await;
    let first = ask(&person.account.email).await;
    let again = ask(&person.account.email).await;
    let unknown = ask("personne@lille.example").await;
    assert_eq!((&first.body, first.status), (&again.body, again.status));
    assert_eq!((&first.body, first.status), (&unknown.body, unknown.status), "it never tells who has an account");
    let sent = letters(&app).await;
    assert_eq!(sent.len(), 1);
    let link = sent[0].lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    assert_eq!(app.get(link).await.status, 200, "the link of the letter stays good");
}

#[tokio::test]
async fn an_invitation_says_what_it_did_and_writes_only_what_is_new() {
    let app = app().await;
    let (administrator, scope) = (administrator(&app).await, lille().to_string());
    let email = "camille@lille.example";
    let first = said(&administrator, invite(&administrator, email, "agent", &scope).await).await;
    assert!(first.contains("à camille@lille.example est dans la file"), "{first}");
    assert!(administrator.get("/fr/admin/comptes").await.body.contains("Invité"), "no answer yet");
    let again = said(&administrator, invite(&administrator, email, "agent", &scope).await).await;
    assert!(again.contains("moins d’une heure"), "{again}");
    let more = said(&administrator, invite(&administrator, email, "responsible", &scope).await).await;
    assert!(more.contains("un rôle de plus") && more.contains("dans la file"), "{more}");
    let now = letters(&app).await;
    assert!(
        now.len() == 1 && now[0].matches("– ").count() == 2,
        "who has not come yet has one invitation, with both: {now:?}"
    );

    let account = app.state.accounts.by_email(email).await.unwrap().unwrap();
    assert_eq!(account.grants.len(), 2);
    with_password(&app, &account).await;
    let held = said(&administrator, invite(&administrator, email, "agent", &scope).await).await;
    assert!(held.contains("déjà ce rôle"), "{held}");
    assert_eq!(letters(&app).await.len(), 1, "nothing is new");
    let told = said(&administrator, invite(&administrator, email, "partner_agent", &scope).await).await;
    assert!(told.contains("un rôle de plus"), "{told}");
    let letter = letters(&app).await.into_iter().find(|text| text.contains("un rôle de plus")).unwrap();
    assert!(letter.contains("Agent d’une collectivité partenaire – lille"), "{letter}");
}

#[tokio::test]
async fn an_invitation_is_sent_again_once_an_hour() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let agent = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    let address = format!("/fr/admin/comptes/{}", agent.id);
    let again = async || said(&administrator, administrator.post(&address, &[("do", "invite")]).await).await;
    assert!(again().await.contains("est refaite"));
    let sent = letters(&app).await;
    assert!(again().await.contains("moins d’une heure"));
    assert_eq!(letters(&app).await, sent);
    let link = sent[0].lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    assert_eq!(app.get(link).await.status, 200, "the first link stays good");
}

#[tokio::test]
async fn someone_responsible_who_takes_the_last_role_closes_the_account() {
    let app = app().await;
    let responsible = sign_in_as(&app, vec![here(Role::Responsible), here(Role::Agent)]).await;
    let scope = lille().to_string();
    invite(&responsible, "part@lille.example", "agent", &scope).await;
    let account = app.state.accounts.by_email("part@lille.example").await.unwrap().unwrap();
    let letter = letters(&app).await.remove(0);
    let link = letter.lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    let address = format!("/fr/admin/comptes/{}", account.id);
    assert!(responsible.get(&address).await.body.contains("Retirer et fermer le compte"));
    let role = format!("agent organisation:{scope}");
    let removed = responsible.post(&address, &[("do", "remove"), ("role", &role)]).await;
    assert_eq!(removed.header("location").split('?').next(), Some("/fr/admin/comptes"));
    let sentence = said(&responsible, removed).await;
    assert!(sentence.contains("fermé"), "{sentence}");
    assert!(!app.state.accounts.account(account.id).await.unwrap().unwrap().active);
    assert_eq!(app.get(link).await.status, 410);
    app.state.accounts.set_active(account.id, true).await.unwrap();
    assert_eq!(app.get(link).await.status, 410, "its links are void for good");

    // Who keeps a role elsewhere keeps the account; the administrator keeps the page.
    let both = vec![here(Role::Agent), Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("nord")) }];
    let both = sign_in_as(&app, both).await.account;
    let removed =
        responsible.post(&format!("/fr/admin/comptes/{}", both.id), &[("do", "remove"), ("role", &role)]).await;
    let sentence = said(&responsible, removed).await;
    assert!(sentence.contains("retiré") && !sentence.contains("fermé"), "{sentence}");
    assert!(app.state.accounts.account(both.id).await.unwrap().unwrap().active);
    let administrator = administrator(&app).await;
    let agent = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    let address = format!("/fr/admin/comptes/{}", agent.id);
    let removed = administrator.post(&address, &[("do", "remove"), ("role", &role)]).await;
    assert!(removed.header("location").starts_with(&address), "{}", removed.header("location"));
    assert!(app.state.accounts.account(agent.id).await.unwrap().unwrap().active);
}

#[tokio::test]
async fn inviting_a_closed_account_says_so() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let agent = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    app.state.accounts.set_active(agent.id, false).await.unwrap();
    let answer = invite(&administrator, &agent.email, "responsible", &lille().to_string()).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("Rouvrir ce compte"), "{}", answer.body);
    assert_eq!(app.state.accounts.account(agent.id).await.unwrap().unwrap().grants, agent.grants);
    assert_eq!(letters(&app).await.len(), 0);
}

/// The value of a hidden field.
fn hidden<'a>(body: &'a str, name: &str) -> &'a str {
    body.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

#[tokio::test]
async fn another_application_takes_the_password_and_its_first_code_is_used() {
    let app = app().await;
    let account = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    with_password(&app, &account).await;
    let person = again(&app, account.clone()).await;
    let set_up = async |password: &str| {
        let offer = person.get("/fr/compte/code").await.body;
        let key = offer.split("secret=").nth(1).unwrap().split(['&', '<']).next().unwrap();
        let code = second_step::code_of(key, now());
        let fields = [("ticket", hidden(&offer, "ticket")), ("code", &code), ("password", password)];
        (person.post("/fr/compte/code", &fields).await.status.as_u16(), key.to_owned(), code)
    };
    let (status, key, code) = set_up("").await;
    assert_eq!(status, 200, "switching it on asks for no password");
    assert!(person.get("/fr/compte/code").await.body.contains("name=\"password\""));
    assert_eq!(set_up("").await.0, 422);
    assert_eq!(set_up("autre chose").await.0, 422);
    let enter = async |code: &str| {
        let answer = app.post("/fr/connexion", &[("email", &account.email), ("password", PASSWORD)]).await;
        let ticket = hidden(&answer.body, "ticket").to_owned();
        app.post("/fr/connexion/code", &[("ticket", &ticket), ("code", code)]).await.status.as_u16()
    };
    assert_eq!(enter(&code).await, 422, "it has switched the step on");
    assert_eq!(enter(&second_step::code_of(&key, now() + Duration::seconds(30))).await, 303, "still the first key");
    assert_eq!(set_up(PASSWORD).await.0, 200);
}

#[tokio::test]
async fn success_is_said_on_the_page_that_comes_back() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let account = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    with_password(&app, &account).await;
    let agent = again(&app, account.clone()).await;
    let saved = agent.post("/fr/compte", &[("name", "Camille Durand"), ("lang", "fr")]).await;
    assert!(said(&agent, saved).await.contains("enregistré"));
    let other = [("password", PASSWORD), ("new-password", "cinq mots sans aucun rapport")];
    assert!(said(&agent, agent.post("/fr/compte/mot-de-passe", &other).await).await.contains("mot de passe"));

    let address = format!("/fr/admin/comptes/{}", account.id);
    let scope = lille().to_string();
    for (what, word) in [
        (vec![("do", "add"), ("role", "responsible"), ("scope", scope.as_str())], "un rôle de plus"),
        (vec![("do", "close")], "fermé"),
        (vec![("do", "open")], "rouvert"),
        (vec![("do", "close")], "fermé"),
        (vec![("do", "erase")], "effacé"),
    ] {
        let sentence = said(&administrator, administrator.post(&address, &what).await).await;
        assert!(sentence.contains(word), "{what:?}: {sentence}");
    }
    for (email, decision, word) in
        [("a@x.example", "accept", "Un compte est ouvert"), ("b@x.example", "refuse", "refusée")]
    {
        let asked = [("email", email), ("name", "C"), ("organisation", "Lille"), ("role", "agent"), ("proof", "Moi")];
        app.post("/fr/connexion/demande", &asked).await;
        let request = app.state.accounts.join_requests().await.unwrap()[0].id;
        let fields = [("do", decision), ("role", "agent"), ("scope", &scope), ("reason", "Essai")];
        let decided = administrator.post(&format!("/fr/admin/demandes/{request}"), &fields).await;
        let sentence = said(&administrator, decided).await;
        assert!(sentence.contains(word), "{decision}: {sentence}");
    }
}

#[tokio::test]
async fn an_authority_is_known_by_its_codes_as_they_are_printed() {
    let app = app().await;
    let administrator = administrator(&app).await;
    for (number, (typed, meant)) in [
        ("200 053 742", Some("lille")),
        ("200\u{a0}053\u{202f}742", Some("lille")),
        ("59350", Some("lille")),
        ("59", Some("nord")),
        ("Région 32", Some("hauts-de-france")),
        ("département 32", Some("gers")),
        ("32", None),
        ("département 59350", None),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("{number}@x.example");
        let answer = invite(&administrator, &email, "agent", typed).await;
        let account = app.state.accounts.by_email(&email).await.unwrap();
        let found = account.and_then(|account| account.organisations(Role::Agent).next());
        assert_eq!(found, meant.map(Id::derived), "{typed}");
        if typed == "32" {
            assert!(
                answer.body.contains("Un département et une région ont ce code"),
                "it says how to tell them apart: {}",
                answer.body
            );
        }
    }
    let whole = invite(&administrator, "n1@x.example", "ministry", "59350").await;
    assert_eq!(whole.status, 422);
    assert!(whole.body.contains("laissez ce champ vide"), "{}", whole.body);
    assert_eq!(app.state.accounts.by_email("n1@x.example").await.unwrap(), None);
}

#[tokio::test]
async fn a_page_offers_what_can_be_done_alone() {
    let app = app().await;
    let responsible = sign_in_as(&app, vec![here(Role::Responsible)]).await;
    let ministry = Grant { role: Role::Ministry, scope: Scope::Everything };
    let both = sign_in_as(&app, vec![here(Role::Agent), ministry]).await.account;
    let page = responsible.get(&format!("/fr/admin/comptes/{}", both.id)).await.body;
    assert!(page.contains(&format!("value=\"agent organisation:{}\"", lille())) && page.contains("un rôle ailleurs"));
    assert!(!page.contains("value=\"ministry *\""), "not his to take");
    let own = responsible.get(&format!("/fr/admin/comptes/{}", responsible.account.id)).await.body;
    assert!(!own.contains("value=\"remove\"") && !own.contains("value=\"add\""), "nobody changes what he is");
    let agent = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    let erased = responsible.post(&format!("/fr/admin/comptes/{}", agent.id), &[("do", "erase")]).await;
    assert_eq!(erased.status, 403, "close first");
    assert!(app.state.accounts.account(agent.id).await.unwrap().is_some());
}

#[tokio::test]
async fn sessions_are_told_apart() {
    let app = app().await;
    let person = sign_in_as(&app, vec![here(Role::Agent)]).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    app.state.accounts.begin_session(person.account.id, firefox, now()).await.unwrap();
    let page = person.get("/fr/compte").await.body;
    assert!(page.contains("Firefox, Linux") && !page.contains("Mozilla/5.0"), "{page}");
    assert!(page.contains("18 novembre 2026 à 11:06 (temps universel)"), "{page}");
}

#[tokio::test]
async fn the_letter_about_a_key_greets_and_is_signed() {
    let app = app().await;
    let person = sign_in_as(&app, vec![here(Role::Agent)]).await;
    let made = person.post("/fr/compte/cles", &[("name", "Logiciel"), ("kind", "reads"), ("days", "30")]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let letter = letters(&app).await.remove(0);
    assert!(letter.starts_with("Bonjour Camille Test,") && letter.ends_with("Méridien"), "{letter}");
}

#[tokio::test]
async fn the_queue_tells_when_a_job_was_last_tried_and_for_whom() {
    let app = app().await;
    let administrator = administrator(&app).await;
    invite(&administrator, "camille@lille.example", "agent", &lille().to_string()).await;
    let account = app.state.accounts.by_email("camille@lille.example").await.unwrap().unwrap();
    app.state.jobs.add("tidy:essai", JobKind::Tidy, "", now()).await.unwrap();
    run_all(&app.state).await;
    let page = administrator.get("/fr/admin/taches").await.body;
    assert_eq!(page.matches("18 novembre 2026 à 11:06 (temps universel)").count(), 2, "{page}");
    assert!(page.contains(&format!("href=\"/fr/admin/comptes/{}\"", account.id)), "{page}");
}

#[tokio::test]
async fn the_home_page_says_how_many_jobs_were_given_up() {
    let app = app().await;
    let keeper = administrator(&app).await;
    assert!(!keeper.get("/fr/admin").await.body.contains("a échoué"));
    let mail = Mail { to: "a@lille.example".to_owned(), subject: String::new(), text: String::new() };
    app.state.jobs.mail("a", &mail, now()).await.unwrap();
    crate::job::testing::set_state(&app.state.journal, "mail:", "failed").await.unwrap();
    let page = keeper.get("/fr/admin").await.body;
    assert!(page.contains("Une tâche a échoué") && page.contains("href=\"/fr/admin/taches\""), "{page}");
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert!(!ministry.get("/fr/admin").await.body.contains("a échoué"), "whoever cannot do anything about it");
}

/// The program some time later.
fn later(app: &mut TestApp, now: fn() -> chrono::DateTime<chrono::Utc>) {
    app.state.now = now;
}

#[tokio::test]
async fn a_role_that_is_given_is_told_each_time() {
    let mut app = app().await;
    let account = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    let address = format!("/fr/admin/comptes/{}", account.id);
    for now in [now as fn() -> _, || now() + Duration::minutes(3)] {
        later(&mut app, now);
        let administrator = administrator(&app).await;
        let add = administrator.post(&address, &[("do", "add"), ("role", "administrator")]).await;
        let sentence = said(&administrator, add).await;
        assert!(sentence.contains("un rôle de plus") && sentence.contains(&account.email), "{sentence}");
        let again = administrator.post(&address, &[("do", "add"), ("role", "administrator")]).await;
        assert!(said(&administrator, again).await.contains("déjà ce rôle"));
        administrator.post(&address, &[("do", "remove"), ("role", "administrator *")]).await;
    }
    let letters = letters(&app).await;
    assert_eq!(letters.len(), 2);
    assert!(letters[0].contains("Camille Test donne") && letters[0].contains("Administrateur"), "{}", letters[0]);
    assert!(letters[0].contains("/fr/aide/roles"), "{}", letters[0]);
}

#[tokio::test]
async fn an_invitation_says_who_invites_and_as_what() {
    let app = app().await;
    let administrator = administrator(&app).await;
    invite(&administrator, "a@x.example", "agent", &lille().to_string()).await;
    let letter = letters(&app).await.remove(0);
    assert!(letter.contains("Camille Test vous ouvre un compte"), "{letter}");
    assert!(letter.contains("Agent d’une collectivité – lille"), "{letter}");
    let asked = [("email", "b@x.example"), ("name", "B"), ("organisation", "Lille"), ("role", "agent")];
    let asked = [&asked[..], &[("proof", "Chargée de mission")]].concat();
    app.post("/fr/connexion/demande", &asked).await;
    let request = app.state.accounts.join_requests().await.unwrap()[0].id;
    let scope = lille().to_string();
    let accept = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await;
    let letter = letters(&app).await.into_iter().find(|letter| letter.contains("Bonjour B")).unwrap();
    assert!(letter.contains("Votre demande du 18 novembre 2026 est acceptée"), "{letter}");
}

/// A letter that nobody received keeps no other back, and what waits for a closed account does not leave.
#[tokio::test]
async fn a_letter_that_failed_is_written_anew_and_one_to_a_closed_account_is_dropped() {
    let app = app().await;
    let administrator = administrator(&app).await;
    invite(&administrator, "a@x.example", "agent", &lille().to_string()).await;
    let account = app.state.accounts.by_email("a@x.example").await.unwrap().unwrap();
    let address = format!("/fr/admin/comptes/{}", account.id);
    let beginning = format!("invitation:{}:", account.id);
    let first = app.state.jobs.last_letter(&beginning).await.unwrap().unwrap();
    run_all(&app.state).await;
    assert!(administrator.get(&address).await.body.contains("n’est pas encore parti"));
    app.state.jobs.drop(&first.key, now()).await.unwrap();
    assert!(administrator.get(&address).await.body.contains("est abandonné"));
    let mut app = app;
    later(&mut app, || now() + Duration::minutes(3));
    let administrator = self::administrator(&app).await;
    let again = said(&administrator, administrator.post(&address, &[("do", "invite")]).await).await;
    assert!(again.contains("refaite") && again.contains("dans la file"), "{again}");
    assert_eq!(letters(&app).await.len(), 1);
    administrator.post(&address, &[("do", "close")]).await;
    assert_eq!(letters(&app).await.len(), 0);
    later(&mut app, || now() + Duration::minutes(6));
    let administrator = self::administrator(&app).await;
    administrator.post(&address, &[("do", "open")]).await;
    administrator.post(&address, &[("do", "invite")]).await;
    assert_eq!(letters(&app).await.len(), 1);
    let role = format!("agent organisation:{}", lille());
    administrator.post(&address, &[("do", "remove"), ("role", &role)]).await;
    assert_eq!(letters(&app).await.len(), 0, "without a role there is nothing to come for");
}

#[tokio::test]
async fn the_last_administrator_is_neither_closed_nor_made_less() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let left = administrator.post("/fr/compte/fin", &[("do", "close")]).await;
    assert!(left.status == 422 && left.body.contains("dernier administrateur"), "{}", left.body);
    invite(&administrator, "a@x.example", "administrator", "").await;
    let left = administrator.post("/fr/compte/fin", &[("do", "close")]).await;
    assert_eq!(left.status, 422, "nobody has taken the invitation");
    let other = self::administrator(&app).await;
    let address = format!("/fr/admin/comptes/{}", administrator.account.id);
    let removed = other.post(&address, &[("do", "remove"), ("role", "administrator *")]).await;
    assert_eq!(removed.status, 303, "another is there");
    assert_eq!(other.post("/fr/compte/fin", &[("do", "erase")]).await.status, 422);
}

#[tokio::test]
async fn someone_responsible_who_names_another_authority_keeps_what_he_typed() {
    let app = app().await;
    let responsible = sign_in_as(&app, vec![here(Role::Responsible)]).await;
    let answer = invite(&responsible, "a@x.example", "agent", "59").await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("que pour votre collectivité") && answer.body.contains("a@x.example"));
    assert_eq!(app.state.accounts.by_email("a@x.example").await.unwrap(), None);
}

/// A partner only confirms: neither a second mailbox of his nor somebody responsible whom he invites makes him an agent.
#[tokio::test]
async fn a_partner_makes_no_agent() {
    let kayes = Id::derived("kayes");
    let organisation = Organisation::new(OrganisationKind::Region, "ML".parse().ok(), "Kayes");
    let app = app().await.with([Entry::publish(Kind::Organisation, kayes, 0, &organisation, Vec::new())]).await;
    let there = |role| Grant { role, scope: Scope::Organisation(kayes) };
    for (number, grants) in [
        vec![here(Role::PartnerAgent), here(Role::Responsible)],
        vec![there(Role::PartnerAgent), there(Role::Responsible)],
        vec![there(Role::Responsible)],
    ]
    .into_iter()
    .enumerate()
    {
        let scope = match grants[0].scope {
            Scope::Organisation(id) => id.to_string(),
            _ => String::new(),
        };
        let responsible = sign_in_as(&app, grants).await;
        let emails = ["agent", "partner"].map(|name| format!("{name}{number}@x.example"));
        let refused = invite(&responsible, &emails[0], "agent", &scope).await;
        assert!(refused.status == 422 && refused.body.contains("par l’administrateur"), "{number}: {}", refused.body);
        assert_eq!(app.state.accounts.by_email(&emails[0]).await.unwrap(), None);
        assert_eq!(invite(&responsible, &emails[1], "partner_agent", &scope).await.status, 303, "{number}");
        let partner = app.state.accounts.by_email(&emails[1]).await.unwrap().unwrap();
        let add = [("do", "add"), ("role", "agent"), ("scope", scope.as_str())];
        let address = format!("/fr/admin/comptes/{}", partner.id);
        assert_eq!(responsible.post(&address, &add).await.status, 422, "{number}: nor beside another role");
    }
    let partner = sign_in_as(&app, vec![there(Role::PartnerAgent), there(Role::Responsible)]).await;
    assert!(!partner.get("/fr/admin/comptes").await.body.contains("value=\"agent\""), "nor is it offered");
    // Abroad too, where an agent answers for the accounts, he invites agents.
    let agent = sign_in_as(&app, vec![there(Role::Agent), there(Role::Responsible)]).await;
    assert_eq!(invite(&agent, "c@x.example", "agent", &kayes.to_string()).await.status, 303);
}

#[tokio::test]
async fn accounts_are_found_by_their_words_and_listed_page_by_page() {
    let app = app().await;
    let administrator = administrator(&app).await;
    for number in 0..105 {
        let grants = vec![if number == 7 {
            Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("nord")) }
        } else {
            here(Role::Agent)
        }];
        let new = NewAccount {
            email: format!("agent{number}@x.example"),
            name: format!("Élodie N{number}"),
            language: Lang::Fr,
            grants,
        };
        app.state.accounts.create(&new, now()).await.unwrap();
    }
    let rows = async |query: &str| {
        let page = administrator.get(&format!("/fr/admin/comptes?{query}")).await.body;
        page.matches("<th scope=\"row\">").count()
    };
    assert_eq!((rows("").await, rows("page=2").await), (100, 6));
    assert_eq!((rows("q=elodie").await, rows("q=elodie&page=2").await), (100, 5));
    assert_eq!((rows("q=agent104%40x").await, rows("q=nord").await, rows("q=nord+lille").await), (1, 1, 0));
    assert_eq!(rows("q=administrateur").await, 1);
    assert_eq!(administrator.get("/fr/admin/comptes?page=3").await.status, 404);
}

#[tokio::test]
async fn requests_are_bounded_and_shown_page_by_page() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let request = |number: u64| JoinRequest {
        id: Id::from_u64(number + 1).unwrap(),
        email: format!("n{number}@x.example"),
        name: "Camille".to_owned(),
        language: Lang::Fr,
        organisation: "Lille".to_owned(),
        role: Role::Agent,
        proof: "M".repeat(2000),
        at: now(),
    };
    for number in 0..500 {
        assert!(app.state.accounts.ask_to_join(&request(number)).await.unwrap());
    }
    let more =
        [("email", "z@x.example"), ("name", "C"), ("organisation", "Lille"), ("role", "agent"), ("proof", "Moi")];
    assert_eq!(app.post("/fr/connexion/demande", &more).await.status, 429);
    assert_eq!(app.state.accounts.join_requests().await.unwrap().len(), 500);

    let shown = async |query: &str| administrator.get(&format!("/fr/admin/comptes{query}")).await.body;
    let first = shown("").await;
    assert!(first.len() < 100_000, "{}", first.len());
    assert!(first.contains("500 demandes attendent"), "{first}");
    for page in [&first, &shown("?demandes=50").await, &shown("?demandes=51").await] {
        assert_eq!(page.matches("value=\"refuse\"").count(), 10);
    }
    assert!(!first.contains("demandes=51"));
    let last = app.state.accounts.join_requests().await.unwrap().remove(499);
    let decide = format!("/fr/admin/demandes/{}?demandes=50", last.id);
    let wrong = administrator.post(&decide, &[("do", "accept"), ("role", "agent"), ("scope", "Nulle part")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains(&last.email) && wrong.body.contains("value=\"Nulle part\""), "{}", wrong.body);
}

#[tokio::test]
async fn the_queue_is_counted_narrowed_and_tried_again_as_a_whole() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let jobs = &app.state.jobs;
    for number in 0..3 {
        jobs.add(&format!("mail:m{number}"), JobKind::Mail, "no letter", now()).await.unwrap();
    }
    for _ in 0..8 {
        // Each try but the last makes it wait.
        run_all(&app.state).await;
        for number in 0..3 {
            jobs.hasten(&format!("mail:m{number}"), now()).await.unwrap();
        }
    }
    jobs.add("mail:waits", JobKind::Mail, "no letter", now()).await.unwrap();
    let page = administrator.get("/fr/admin/taches").await.body;
    assert!(page.contains("Échouée (3)") && page.contains("En attente (1)"), "{page}");
    assert!(page.contains("Reprendre ces 3 tâches"), "{page}");
    let failed = administrator.get("/fr/admin/taches?etat=failed").await.body;
    assert!(failed.contains("mail:m0") && !failed.contains("mail:waits"));
    let act = async |fields: &[(&str, &str)]| {
        said(&administrator, administrator.post("/fr/admin/taches", fields).await).await
    };
    assert!(act(&[("do", "drop"), ("key", "mail:m0")]).await.contains("abandonnée"));
    assert!(act(&[("do", "drop"), ("key", "mail:m0")]).await.contains("Rien n’a changé"));
    assert!(act(&[("do", "retry-failed")]).await.contains("2 tâches sont reprises"));
    let page = administrator.get("/fr/admin/taches").await.body;
    assert!(page.contains("Abandonnée (1)") && page.contains("En attente (3)"), "{page}");
}

/// Neither to its author nor to whoever wrote in it, who may not validate it, nor to whoever has not come yet; to each in his
/// language.
#[tokio::test]
async fn a_declaration_is_announced_to_those_who_can_validate_it() {
    use crate::declaration::draft::Draft;
    use crate::declaration::letters::submitted;
    use crate::declaration::work::Work;
    use crate::journal::{Proposal, ProposalState};
    let app = app().await;
    let ministry = || Grant { role: Role::Ministry, scope: Scope::Everything };
    let author = sign_in_as(&app, vec![here(Role::Agent), ministry()]).await.account;
    let other = sign_in_as(&app, vec![ministry()]).await.account;
    let invited = NewAccount {
        email: "invite@x.example".into(),
        name: "Invité".into(),
        language: Lang::Fr,
        grants: vec![ministry()],
    };
    app.state.accounts.create(&invited, now()).await.unwrap();
    let english = sign_in_as(&app, vec![ministry()]).await.account;
    app.state.accounts.set_person(english.id, "Alex", Lang::En).await.unwrap();
    let hand = sign_in_as(&app, vec![ministry()]).await.account;
    let mut draft = Draft::of(&crate::partnership::Partnership::default());
    draft.hands.insert(hand.id);
    let proposal = Proposal {
        id: Id::derived("proposal"),
        kind: Kind::Partnership,
        record: Id::derived("record"),
        base: 0,
        author: author.id.to_string(),
        body: draft.write(),
        state: ProposalState::Submitted,
        edit: 1,
        reason: None,
        at: now(),
    };
    let work = Work { proposal, draft, relations: Relations::default(), account: author };
    submitted(&app.state, &work).await.unwrap();
    let letters = app.state.jobs.letters().await;
    let text = |to: &str| letters.iter().find(|letter| letter.to == to).unwrap().text.as_str();
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(text(&other.email).contains("déclarée pour ministère."), "{letters:?}");
    assert!(text(&english.email).contains("declared for ministry."), "{letters:?}");
}

/// What is wrong with a form is told where the focus goes, and leads to a field that is there.
#[tokio::test]
async fn a_fault_leads_to_the_field_in_which_it_is_mended() {
    let app = app().await;
    let account = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    with_password(&app, &account).await;
    let agent = again(&app, account).await;
    let administrator = administrator(&app).await;
    let (wrong, new) = (("password", "un autre mot de passe"), ("new-password", "court"));
    let invited = |email, role| vec![("email", email), ("name", "Camille"), ("role", role), ("scope", "")];
    for (person, form, fields, field) in [
        (&agent, "/fr/compte", vec![("name", "")], "name"),
        (&agent, "/fr/compte/adresse", vec![("email", "lille")], "new-email"),
        (&agent, "/fr/compte/adresse", vec![("email", "neuve@lille.example"), wrong], "address-password"),
        (&agent, "/fr/compte/mot-de-passe", vec![wrong, new], "password"),
        (&agent, "/fr/compte/mot-de-passe", vec![wrong, new], "new-password"),
        (&agent, "/fr/compte/mot-de-passe", vec![("password", PASSWORD), new], "new-password"),
        (&agent, "/fr/compte/fournisseur", vec![wrong], "unlink-password-1"),
        (&agent, "/fr/compte/fin", vec![wrong], "leave-password"),
        (&agent, "/fr/compte/cles", vec![("name", "")], "name"),
        (&administrator, "/fr/admin/comptes", invited("lille", "ministry"), "email"),
        (&administrator, "/fr/admin/comptes", invited("neuve@lille.example", "agent"), "scope"),
    ] {
        let page = person.post(form, &fields).await;
        assert_eq!(page.status, 422, "{form} {field}");
        let summary = page.body.split("<div class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus>").nth(1);
        let summary = summary.and_then(|rest| rest.split("</div>").next()).unwrap_or_default();
        assert!(summary.contains(&format!("<a href=\"#{field}\">")), "{form} {field}: {}", page.body);
        assert!(page.body.contains(&format!(" id=\"{field}\"")), "{form} {field}: {}", page.body);
    }
}

#[tokio::test]
async fn all_faults_of_a_new_password_are_told_beside_their_fields() {
    let app = app().await;
    let account = sign_in_as(&app, vec![here(Role::Agent)]).await.account;
    with_password(&app, &account).await;
    let agent = again(&app, account).await;
    let fields = [("password", "un autre mot de passe"), ("new-password", "court")];
    let page = agent.post("/fr/compte/mot-de-passe", &fields).await.body;
    assert!(page.contains("id=\"password-faute\"") && page.contains("id=\"new-password-faute\""), "{page}");
    assert!(page.contains("<title>Erreur\u{a0}: ") && !page.contains("Erreur\u{a0}: Erreur"), "{page}");
}

#[tokio::test]
async fn all_faults_of_an_invitation_are_told_at_once() {
    let app = app().await;
    let administrator = administrator(&app).await;
    let fields = [("email", "lille"), ("name", ""), ("role", "agent"), ("scope", "")];
    let page = administrator.post("/fr/admin/comptes", &fields).await.body;
    assert!(page.contains("<title>Erreur\u{a0}: ") && !page.contains("Erreur\u{a0}: Erreur"), "{page}");
    for field in ["email", "name", "scope"] {
        assert!(page.contains(&format!("<a href=\"#{field}\">")), "{field}: {page}");
        assert!(page.contains(&format!("id=\"{field}-faute\"")), "{field}: {page}");
    }
    assert!(page.contains("«\u{a0}lille\u{a0}»") && page.contains("Dites où le rôle s’exerce"), "{page}");
}

#[tokio::test]
async fn a_key_that_is_refused_is_asked_for_again_as_it_was() {
    let app = app().await;
    let nord = Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("nord")) };
    let agent = sign_in_as(&app, vec![here(Role::Agent), nord]).await;
    let lille = lille().to_string();
    let fields = [("name", ""), ("kind", "writes"), ("organisation", lille.as_str()), ("days", "180")];
    let page = agent.post("/fr/compte/cles", &fields).await.body;
    for kept in ["writes", "180", lille.as_str()] {
        assert!(page.contains(&format!("<option value=\"{kept}\" selected>")), "{kept}: {page}");
    }
}
