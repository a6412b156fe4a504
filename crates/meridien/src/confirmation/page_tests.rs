//! Confirming through the whole program: by an account, many at once, by a post, by a link.

use axum::http::StatusCode;
use serde_json::Value;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::confirmation::voice::Subject;
use crate::job::mail::Mail;
use crate::journal::testing::run;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind, Successor};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn party(number: u64, name: &str, country: &str) -> Party {
    let country = country.parse().unwrap();
    Party { organisation: id(number), name: name.into(), country, role: PartyRole::Partner, from: None, to: None }
}

fn record(title: &str, home: u64) -> Partnership {
    Partnership {
        title: Text::new("fr", title),
        parties: vec![party(home, "Ville d’ici", "FR"), party(3, "Commune de Kayes", "ML")],
        ..Partnership::default()
    }
}

/// An old town (1) and its successor (2), a commune in Mali (3), another town (4); partnerships of 1 (10), 2 (11) and 4 (12).
async fn app() -> TestApp {
    let town = |name: &str| Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), name);
    let old = Organisation {
        successors: vec![Successor { organisation: id(2), on: "2016-01-01".parse().ok() }],
        ..town("Ancienne")
    };
    let kayes = Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), "Commune de Kayes");
    let organisation = |number, body: &Organisation| Entry::publish(Kind::Organisation, id(number), 0, body, vec![]);
    let partnership = |number, body: &Partnership| Entry::publish(Kind::Partnership, id(number), 0, body, vec![]);
    TestApp::new(Settings::default())
        .await
        .with([
            organisation(1, &old),
            organisation(2, &town("Nouvelle")),
            organisation(3, &kayes),
            organisation(4, &town("Autre")),
            partnership(10, &record("Eau", 1)),
            partnership(11, &record("École", 2)),
            partnership(12, &record("Santé", 4)),
        ])
        .await
}

/// What the record's public page says of its confirmations.
async fn said(app: &TestApp, number: u64) -> Vec<Value> {
    let answer = app.get(&format!("/fr/partenariats/{}.json", id(number))).await;
    serde_json::from_str::<Value>(&answer.body).unwrap()["confirmations"].as_array().cloned().unwrap_or_default()
}

fn chosen(number: u64, party: u64) -> String {
    format!("{}.1.{}", id(number), id(party))
}

#[tokio::test]
async fn an_agent_confirms_its_own_side_and_that_of_its_predecessors() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let page = agent.get("/fr/confirmer").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Eau") && page.body.contains("École") && !page.body.contains("Santé"));
    let answer = agent.post("/fr/confirmer", &[("fiche", &chosen(10, 1)), ("fiche", &chosen(11, 2))]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/fr/confirmer?fait=2&change=0&conteste=0")
    );
    for (number, party) in [(10, 1), (11, 2)] {
        let said = said(&app, number).await;
        assert_eq!((said.len(), &said[0]["agreed"]), (1, &Value::Bool(true)));
        assert_eq!(said[0]["party"], id(party).to_string());
    }
    agent.post("/fr/confirmer", &[("seul", &chosen(10, 1))]).await;
    assert_eq!(said(&app, 10).await.len(), 1, "the same word of the same day is kept once");
}

/// Nothing is confirmed where nothing is ticked, and that is no success.
#[tokio::test]
async fn whoever_ticks_nothing_is_asked_to() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let answer = agent.post("/fr/confirmer", &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Erreur") && answer.body.contains("href=\"#fiches\""), "{}", answer.body);
    assert!(answer.body.contains("Cochez au moins une fiche.") && answer.body.contains("id=\"fiches\""));
    assert!(!answer.body.contains("Aucune fiche confirmée") && answer.body.contains("École"), "{}", answer.body);
}

#[tokio::test]
async fn nobody_speaks_for_a_party_that_is_not_his() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    for choice in [chosen(10, 3), chosen(12, 4), chosen(12, 3)] {
        assert_eq!(agent.post("/fr/confirmer", &[("fiche", &choice)]).await.status, StatusCode::FORBIDDEN, "{choice}");
    }
    assert_eq!(agent.get(&format!("/fr/confirmer/{}", id(12))).await.status, StatusCode::FORBIDDEN);
    let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(70))).await;
    assert_eq!(prefecture.get("/fr/confirmer").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/fr/confirmer").await.header("location"), "/fr/connexion?retour=%2Ffr%2Fconfirmer");
    for number in 10..=12 {
        assert!(said(&app, number).await.is_empty());
    }
}

#[tokio::test]
async fn a_record_changed_meanwhile_is_not_confirmed_unseen() {
    let app = app().await;
    let changed = Partnership { dormant: true, ..record("Eau", 1) };
    let app = app.with([Entry::publish(Kind::Partnership, id(10), 1, &changed, vec![])]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let answer = agent.post("/fr/confirmer", &[("fiche", &chosen(10, 1))]).await;
    assert_eq!(answer.header("location"), "/fr/confirmer?fait=0&change=1&conteste=0");
    let own = id(1).to_string();
    let old = [("version", "1"), ("partie", own.as_str()), ("accord", "oui")];
    let answer = agent.post(&format!("/fr/confirmer/{}", id(10)), &old).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("a changé depuis"));
    assert!(said(&app, 10).await.is_empty());
}

/// Whoever answers reads the objective as the record's page has it.
#[tokio::test]
async fn an_objective_is_read_as_on_the_records_page() {
    let mut listed = record("Eau", 1);
    listed.narratives.objective = Text::new("fr", "- Un puits\n- Une école, dit a.diallo@example.org");
    let app = app().await.with([Entry::publish(Kind::Partnership, id(10), 1, &listed, vec![])]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let page = agent.get(&format!("/fr/confirmer/{}", id(10))).await.body;
    assert!(page.contains("<li>Un puits</li>") && !page.contains("a.diallo"), "{page}");
}

#[tokio::test]
async fn disagreement_is_recorded_and_shown_to_everyone() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    let fields =
        |agreed, remark| [("version", "1"), ("partie", party.as_str()), ("accord", agreed), ("remarque", remark)];
    let silent = partner.post(&address, &fields("non", " ")).await;
    assert!(silent.body.contains("<title>Erreur") && silent.body.contains("href=\"#remarque\""), "{}", silent.body);
    let answer = partner.post(&address, &fields("non", "Le puits n’est <pas> fini")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = app.get(&format!("/fr/partenariats/{}", id(10))).await.body;
    assert!(page.contains("A signalé une erreur le") && page.contains("Le puits n’est &#60;pas&#62; fini"));
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    assert!(agent.get(&address).await.body.contains("Le puits n’est"), "the other side reads it where it confirms");
}

#[tokio::test]
async fn an_answer_that_says_two_things_or_names_a_person_is_asked_again_and_nothing_is_lost() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    assert!(!partner.get(&address).await.body.contains("value=\"oui\" checked"), "nothing is answered beforehand");
    for (agreed, remark, fault) in [
        ("oui", "Le montant de 2010 est faux", "choisissez «"),
        ("non", "Demandez à jean.dupont@example.org", "sera public"),
        ("non", "Appelez le 06 12 34 56 78", "sera public"),
    ] {
        let fields = [("version", "1"), ("partie", party.as_str()), ("accord", agreed), ("remarque", remark)];
        let answer = partner.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{remark}");
        assert!(answer.body.contains(fault) && answer.body.contains(remark), "{}", answer.body);
    }
    assert!(said(&app, 10).await.is_empty());
}

/// Whoever speaks for several parties does not find another one chosen after a fault.
#[tokio::test]
async fn a_refused_answer_keeps_the_party_that_was_chosen_and_what_was_answered() {
    let kayes = Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), "Cercle de Kayes");
    let mut both = record("Eau", 1);
    both.parties.push(party(5, "Cercle de Kayes", "ML"));
    let app = app().await;
    let app = app
        .with([
            Entry::publish(Kind::Organisation, id(5), 0, &kayes, vec![]),
            Entry::publish(Kind::Partnership, id(13), 0, &both, vec![]),
        ])
        .await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    let (address, first, other) = (format!("/fr/confirmer/{}", id(13)), id(3).to_string(), id(5).to_string());
    let other = other.as_str();
    let checked = |page: &str| -> Vec<String> {
        let radios = page.split("<input type=\"radio\" ").skip(1).filter_map(|rest| rest.split('>').next());
        let value =
            |radio: &str| radio.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        radios.filter(|radio| radio.contains(" checked")).filter_map(value).collect()
    };
    assert_eq!(checked(&correspondent.get(&address).await.body), [first], "nothing is answered beforehand");
    for (version, agreed, remark, led_to, kept) in [
        ("1", "non", "", "remarque", vec![other, "non"]),
        ("1", "oui", "Le montant est faux", "accord", vec![other, "oui"]),
        ("1", "", "Le montant est faux", "accord", vec![other]),
        ("7", "non", "Le montant est faux", "fiche", vec![other, "non"]),
        ("7", "oui", "", "fiche", vec![other]),
    ] {
        let fields = [("version", version), ("partie", other), ("accord", agreed), ("remarque", remark)];
        let page = correspondent.post(&address, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{agreed} {remark}");
        assert_eq!(checked(&page.body), kept, "{agreed} {remark}");
        let summary = "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus>";
        assert!(page.body.contains(summary) && page.body.contains(&format!("href=\"#{led_to}\"")), "{}", page.body);
    }
    assert!(said(&app, 13).await.is_empty());
}

/// A title in another language than the page's is read in its own.
#[tokio::test]
async fn the_title_of_a_record_is_marked_with_its_language() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let one = format!("/en/confirmer/{}", id(10));
    for address in ["/en/confirmer", "/en/confirmer/toutes?page=1", one.as_str()] {
        let page = partner.get(address).await.body;
        let title = format!("href=\"/en/partenariats/{}\"><span lang=\"fr\">Eau</span></a>", id(10));
        assert!(page.contains(&title), "{address}: {page}");
    }
    assert!(!partner.get(&format!("/fr/confirmer/{}", id(10))).await.body.contains("lang=\"fr\">Eau"));
}

#[tokio::test]
async fn what_a_party_found_wrong_reaches_the_others_and_nobody_takes_it_back_for_it() {
    let app = app().await;
    assert_eq!(ask(&app).await.status, StatusCode::SEE_OTHER);
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    let secret = link(&app).await.split('=').next_back().unwrap().to_owned();
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    let no = [("version", "1"), ("partie", party.as_str()), ("accord", "non"), ("remarque", "Le puits n’est pas fini")];
    partner.post(&address, &no).await;
    let told = app.state.jobs.letters().await;
    let told: Vec<&Mail> = told.iter().filter(|mail| mail.text.contains("Le puits n’est pas fini")).collect();
    assert_eq!(told.len(), 2, "the agent of the other party and the ministry: {told:?}");
    assert!(told.iter().any(|mail| mail.to == ministry.account.email));

    let yes = [("lien", secret.as_str()), ("version", "1"), ("accord", "oui")];
    assert_eq!(app.post("/fr/confirmation", &yes).await.status, StatusCode::CONFLICT);
    let yes = [("version", "1"), ("partie", party.as_str()), ("accord", "oui")];
    assert_eq!(correspondent.post(&address, &yes).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    correspondent.post("/fr/confirmer", &[("fiche", &chosen(10, 3))]).await;
    let page = app.get(&format!("/fr/partenariats/{}", id(10))).await.body;
    assert!(page.contains("A signalé une erreur le") && page.contains("Fiche contestée par"), "{page}");
    partner.post(&address, &yes).await;
    assert!(!app.get(&format!("/fr/partenariats/{}", id(10))).await.body.contains("A signalé une erreur le"));
}

#[tokio::test]
async fn a_post_asks_the_authorities_of_its_country_and_no_others() {
    let app = app().await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    let address = format!("/fr/confirmer/{}", id(10));
    let page = correspondent.get(&address).await.body;
    let asked = page.split("/demander\"").nth(1).expect("a form to ask");
    assert!(asked.contains(&format!("name=\"partie\" value=\"{}\"", id(3))), "{page}");
    assert_eq!(page.matches("/demander\"").count(), 1, "{page}");
    let ask = async |party: u64, to: &str| {
        let (party, to) = (id(party).to_string(), to.to_owned());
        correspondent
            .post(&format!("{address}/demander"), &[("partie", party.as_str()), ("adresse", to.as_str())])
            .await
    };
    assert_eq!(ask(1, "mairie@example.org").await.status, StatusCode::NOT_FOUND, "a town at home answers itself");
    let (name, host) = correspondent.account.email.split_once('@').unwrap();
    assert_eq!(ask(3, &format!("{name}+x@{host}")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask(3, "commune@example.org").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_post_confirms_for_the_parties_of_its_country_and_the_record_says_so() {
    let app = app().await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    assert_eq!(correspondent.get("/fr/confirmer").await.body.matches("class=\"card\"").count(), 3);
    correspondent.post("/fr/confirmer", &[("seul", &chosen(12, 3))]).await;
    assert!(said(&app, 12).await[0]["post"].is_string());
    assert!(app.get(&format!("/fr/partenariats/{}", id(12))).await.body.contains("Le poste diplomatique ("));
    let home = correspondent.post("/fr/confirmer", &[("seul", &chosen(12, 4))]).await;
    assert_eq!(home.status, StatusCode::FORBIDDEN);
}

/// The link in the only letter that waits.
async fn link(app: &TestApp) -> String {
    let letters = app.state.jobs.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let address = letters[0].text.lines().find(|line| line.starts_with("http")).unwrap();
    address.strip_prefix(&app.state.settings.public_address).unwrap().to_owned()
}

async fn ask(app: &TestApp) -> Answer {
    let agent = sign_in(app, Role::Agent, Scope::Organisation(id(2))).await;
    let (party, address) = (id(3).to_string(), format!("/fr/confirmer/{}/demander", id(10)));
    let fields = |to| [("partie", party.as_str()), ("adresse", to), ("langue", "en")];
    assert_eq!(agent.post(&address, &fields("mairie")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    agent.post(&address, &fields("cooperation@example.org")).await
}

#[tokio::test]
async fn a_partner_without_account_confirms_once_by_a_link_in_its_language() {
    let app = app().await;
    assert_eq!(ask(&app).await.status, StatusCode::SEE_OTHER);
    let link = link(&app).await;
    assert!(link.starts_with("/en/confirmation?lien="));
    let page = app.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.len() < 20_000 && !page.body.contains("<script"), "{} bytes", page.body.len());
    assert!(page.header("cache-control").contains("no-store"));
    assert!(said(&app, 10).await.is_empty(), "reading it, as mail scanners do, says nothing");
    let secret = link.split('=').next_back().unwrap();
    let fields = [("lien", secret), ("version", "1"), ("accord", "oui")];
    assert_eq!(app.post("/en/confirmation", &fields).await.status, StatusCode::OK);
    let said_once = said(&app, 10).await;
    assert_eq!((said_once.len(), &said_once[0]["party"]), (1, &Value::String(id(3).to_string())));
    assert_eq!(app.post("/en/confirmation", &fields).await.status, StatusCode::GONE);
    assert_eq!(app.get(&link).await.status, StatusCode::GONE);
    assert_eq!(said(&app, 10).await.len(), 1);
    for bad in ["", "?lien=", "?lien=00", "?lien=%ff"] {
        assert_eq!(app.get(&format!("/fr/confirmation{bad}")).await.status, StatusCode::GONE, "{bad}");
    }
}

/// Whoever has no account has no other way in: a word that cannot be kept does not use its link up.
#[tokio::test]
async fn a_link_stays_good_where_its_word_cannot_be_kept() {
    let app = app().await;
    assert_eq!(ask(&app).await.status, StatusCode::SEE_OTHER);
    let link = link(&app).await;
    let fields = [("lien", link.split('=').next_back().unwrap()), ("version", "1"), ("accord", "oui")];
    let full = "CREATE TRIGGER full BEFORE INSERT ON revision BEGIN SELECT RAISE(ABORT, 'full'); END";
    run(&app.state.journal, full).await;
    assert_eq!(app.post("/en/confirmation", &fields).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    run(&app.state.journal, "DROP TRIGGER full").await;
    assert_eq!(app.post("/en/confirmation", &fields).await.status, StatusCode::OK);
    assert_eq!(said(&app, 10).await.len(), 1);
    assert_eq!(app.post("/en/confirmation", &fields).await.status, StatusCode::GONE, "once");
}

/// Who speaks for one side does not answer for the other: the link is not for him, and the record says that he asked.
#[tokio::test]
async fn who_asks_for_a_word_is_named_and_does_not_give_it() {
    let former = Party { role: PartyRole::Former, ..party(4, "Autre", "FR") };
    let mut body = record("Eau", 1);
    body.parties.push(former);
    let app = app().await.with([Entry::publish(Kind::Partnership, id(10), 1, &body, vec![])]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let address = format!("/fr/confirmer/{}/demander", id(10));
    let fields = |party: u64, to: &str| [("partie", id(party).to_string()), ("adresse", to.to_owned())];
    let ask = async |party, to: &str| {
        let fields = fields(party, to);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        agent.post(&address, &fields).await
    };
    assert_eq!(ask(4, "autre@example.org").await.status, StatusCode::NOT_FOUND, "a party no more");
    let own = agent.account.email.to_uppercase();
    let refused = ask(3, &own).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("est la vôtre") && refused.body.contains(&own), "{}", refused.body);
    assert!(refused.body.contains("href=\"#adresse\""));
    assert!(app.state.jobs.letters().await.is_empty());
    assert_eq!(ask(3, "cooperation@example.org").await.status, StatusCode::SEE_OTHER);
    let link = link(&app).await;
    let secret = link.split('=').next_back().unwrap();
    app.post("/fr/confirmation", &[("lien", secret), ("version", "2"), ("accord", "oui")]).await;
    let page = app.get(&format!("/fr/partenariats/{}", id(10))).await.body;
    assert!(page.contains("(à l’invitation de\u{a0}: Nouvelle)"), "{page}");
    for _ in 0..10 {
        ask(3, "cooperation@example.org").await;
    }
    assert_eq!(ask(3, "cooperation@example.org").await.status, StatusCode::TOO_MANY_REQUESTS);
}

/// Whether it is noted as a former party or its last day is past.
#[tokio::test]
async fn a_party_that_left_is_asked_no_more() {
    let there = party(4, "Autre", "FR");
    let former = Party { role: PartyRole::Former, ..there.clone() };
    let past = Party { to: "2015".parse().ok(), ..there.clone() };
    for (party, status) in [(there, StatusCode::OK), (former, StatusCode::FORBIDDEN), (past, StatusCode::FORBIDDEN)] {
        let mut body = record("Eau", 1);
        body.parties.push(party);
        let app = app().await.with([Entry::publish(Kind::Partnership, id(10), 1, &body, vec![])]).await;
        let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(4))).await;
        assert_eq!(agent.get(&format!("/fr/confirmer/{}", id(10))).await.status, status, "{:?}", body.parties);
    }
}

/// Nobody has a link sent in the place of a party that answers itself, to whatever mailbox.
#[tokio::test]
async fn a_party_that_has_an_account_is_not_asked_by_a_link() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(1).to_string());
    assert!(partner.get(&address).await.body.contains("aucun lien n’est envoyé en son nom"));
    let fields = [("partie", party.as_str()), ("adresse", "autre@example.org"), ("langue", "fr")];
    let refused = partner.post(&format!("{address}/demander"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("a un compte dans l’atlas") && app.state.jobs.letters().await.is_empty());
    assert!(agent.get(&address).await.body.contains("aucun lien n’est envoyé en son nom"));
}

/// Of two words of one day the later counts, whatever order the database gives them in.
#[tokio::test]
async fn of_two_words_of_a_day_the_later_is_the_last() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    for agreed in ["non", "oui", "non", "oui", "non", "oui", "non"] {
        let remark = ("remarque", if agreed == "oui" { "" } else { "Le puits n’est pas fini" });
        let fields = [("version", "1"), ("partie", party.as_str()), ("accord", agreed), remark];
        assert_eq!(partner.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
        let said = said(&app, 10).await;
        assert_eq!(said.last().unwrap()["agreed"], Value::Bool(agreed == "oui"), "{said:?}");
    }
}

/// Whoever says yes and then no does not confirm the record; what is wrong is marked with the language of its page.
#[tokio::test]
async fn a_word_that_its_party_takes_back_counts_no_more() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let (address, party) = (format!("/en/confirmer/{}", id(10)), id(3).to_string());
    let say = async |agreed: &str, remark: &str| {
        let fields = [("version", "1"), ("partie", party.as_str()), ("accord", agreed), ("remarque", remark)];
        assert_eq!(partner.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    };
    say("oui", "").await;
    assert!(record_page(&app).await.contains("Confirmé par une collectivité partenaire"));
    say("non", "Only twelve wells.").await;
    let page = record_page(&app).await;
    assert!(!page.contains("Confirmé par une collectivité partenaire"), "{page}");
    assert!(page.contains("<small lang=\"en\">«\u{a0}Only twelve wells.\u{a0}»</small>"), "{page}");
    let english = app.get(&format!("/en/partenariats/{}", id(10))).await.body;
    assert!(english.contains("<small>“Only twelve wells.”</small>"), "{english}");
    say("oui", "").await;
    assert!(record_page(&app).await.contains("Confirmé par une collectivité partenaire"));
}

/// A mailbox is written to once on a day, however its address is written, and the page says when it is not.
#[tokio::test]
async fn a_mailbox_is_asked_once_on_a_day() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    for (to, said) in [
        ("Cooperation@Kayes.example", "fait=demande"),
        ("cooperation@kayes.example", "fait=deja-demande"),
        ("Cooperation@kayes.EXAMPLE", "fait=deja-demande"),
        ("mairie@kayes.example", "fait=demande"),
    ] {
        let asked = ask_at(&agent, to).await;
        assert!(asked.header("location").ends_with(said), "{to}: {}", asked.header("location"));
        let page = agent.get(asked.header("location")).await.body;
        assert_eq!(page.contains("déjà été demandé aujourd’hui"), said.contains("deja"), "{page}");
    }
    assert_eq!(app.state.jobs.letters().await.len(), 2);
}

/// Asks party 3 of record 10 for its word, at an address.
async fn ask_at(person: &Person<'_>, to: &str) -> Answer {
    let party = id(3).to_string();
    let fields = [("partie", party.as_str()), ("adresse", to), ("langue", "fr")];
    person.post(&format!("/fr/confirmer/{}/demander", id(10)), &fields).await
}

/// The secrets of the links in the letters that wait.
async fn secrets(app: &TestApp) -> Vec<String> {
    let letters = app.state.jobs.letters().await;
    let secret = |letter: &Mail| Some(letter.text.split_once("?lien=")?.1.split_whitespace().next()?.to_owned());
    letters.iter().filter_map(secret).collect()
}

async fn record_page(app: &TestApp) -> String {
    app.get(&format!("/fr/partenariats/{}", id(10))).await.body
}

/// A second version of record 10.
fn corrected(body: &Partnership) -> Entry {
    Entry::publish(Kind::Partnership, id(10), 1, body, vec![])
}

/// Whoever does not like the answer asks another address: it is not asked, and does not count.
#[tokio::test]
async fn what_was_found_wrong_by_a_link_is_not_taken_back_by_another_until_the_record_is_corrected() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    for to in ["vrai@example.org", "ami@example.org"] {
        assert_eq!(ask_at(&agent, to).await.status, StatusCode::SEE_OTHER);
    }
    let [one, two] = secrets(&app).await.try_into().unwrap();
    let no = [("lien", one.as_str()), ("version", "1"), ("accord", "non"), ("remarque", "Le puits n’est pas fini")];
    assert_eq!(app.post("/fr/confirmation", &no).await.status, StatusCode::OK);
    let shown = app.get(&format!("/fr/confirmation?lien={two}")).await;
    assert!(shown.status == StatusCode::CONFLICT && shown.body.contains("par un lien, que la fiche n’est pas exacte"));
    assert!(!shown.body.contains("value=\"oui\""), "{}", shown.body);
    let yes = [("lien", two.as_str()), ("version", "1"), ("accord", "oui")];
    assert_eq!(app.post("/fr/confirmation", &yes).await.status, StatusCode::CONFLICT);
    let page = agent.get(&format!("/fr/confirmer/{}", id(10))).await.body;
    assert!(page.contains("par un lien, que la fiche n’est pas exacte") && !page.contains("/demander"), "{page}");
    let refused = ask_at(&agent, "autre@example.org").await;
    assert_eq!((refused.status, secrets(&app).await.len()), (StatusCode::UNPROCESSABLE_ENTITY, 2));
    assert!(record_page(&app).await.contains("A signalé une erreur le"));

    let app = app.with([corrected(&Partnership { dormant: true, ..record("Eau", 1) })]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    assert_eq!(ask_at(&agent, "autre@example.org").await.status, StatusCode::SEE_OTHER);
    let three = secrets(&app).await.into_iter().find(|secret| *secret != one && *secret != two).unwrap();
    let yes = [("lien", three.as_str()), ("version", "2"), ("accord", "oui")];
    assert_eq!(app.post("/fr/confirmation", &yes).await.status, StatusCode::OK);
    assert!(record_page(&app).await.contains("A confirmé la fiche le"));
}

#[tokio::test]
async fn what_a_post_finds_wrong_stands_beside_the_partys_own_word_in_the_posts_name() {
    let name = "Ambassade de France au Mali";
    let post = Organisation::new(OrganisationKind::DiplomaticPost, "FR".parse().ok(), name);
    let post_id = crate::registers::ids::post("FR".parse().unwrap(), "ML".parse().unwrap());
    let app = app().await.with([Entry::publish(Kind::Organisation, post_id, 0, &post, vec![])]).await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    partner.post("/fr/confirmer", &[("fiche", &chosen(10, 3))]).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    let no = [("version", "1"), ("partie", party.as_str()), ("accord", "non"), ("remarque", "Le poste en doute")];
    assert_eq!(correspondent.post(&address, &no).await.status, StatusCode::SEE_OTHER);

    let by_post = format!("Le poste diplomatique ({name}) a signalé une erreur le");
    let page = record_page(&app).await;
    assert!(page.contains("A confirmé la fiche le") && page.contains(&by_post) && page.contains("Le poste en doute"));
    assert!(page.contains("Fiche confirmée par\u{a0}: Commune de Kayes"), "{page}");
    assert!(page.contains(&format!("Fiche contestée par le poste diplomatique\u{a0}: {name}")), "{page}");
    let list = partner.get("/fr/confirmer").await.body;
    assert!(list.contains("Confirmé pour cette année") && list.contains(&by_post), "{list}");
    let told = app.state.jobs.letters().await;
    let told = told.iter().find(|mail| mail.to == partner.account.email).expect("the authority is told");
    let begin = format!("Bonjour Camille Test,\n\nLe poste diplomatique ({name}) signale, pour Commune de Kayes");
    assert!(told.text.starts_with(&begin), "{}", told.text);
}

/// Where a party itself finds a record wrong, a post is offered nothing that would be refused, and told why.
#[tokio::test]
async fn a_post_is_not_offered_to_agree_where_the_party_does_not() {
    let app = app().await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(3).to_string());
    let no = [("version", "1"), ("partie", party.as_str()), ("accord", "non"), ("remarque", "Le puits n’est pas fini")];
    partner.post(&address, &no).await;

    let (list, why) = (correspondent.get("/fr/confirmer").await.body, "a dit elle-même que la fiche n’est pas exacte");
    assert!(!list.contains(&chosen(10, 3)) && list.contains(&chosen(11, 3)) && list.contains(why), "{list}");
    let page = correspondent.get(&address).await.body;
    assert!(!page.contains("value=\"oui\"") && !page.contains("/demander") && page.contains(why), "{page}");
    let answer = correspondent.post("/fr/confirmer", &[("fiche", &chosen(10, 3))]).await;
    assert_eq!(answer.header("location"), "/fr/confirmer?fait=0&change=0&conteste=1");
    let told = correspondent.get(answer.header("location")).await.body;
    assert!(told.contains("a répondu elle-même qu’elle n’est pas exacte") && !told.contains("entre-temps"), "{told}");
    let no = [("version", "1"), ("partie", party.as_str()), ("accord", "non"), ("remarque", "Le poste en doute")];
    assert_eq!(correspondent.post(&address, &no).await.status, StatusCode::SEE_OTHER, "it may say so too");
    let page = record_page(&app).await;
    assert!(page.contains("Le puits n’est pas fini") && page.contains("Le poste en doute"), "{page}");
}

#[tokio::test]
async fn a_party_that_a_correction_took_out_keeps_its_name_in_the_timeline_and_its_link_says_so() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    ask_at(&agent, "mairie@example.org").await;
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(3))).await;
    partner.post("/fr/confirmer", &[("fiche", &chosen(10, 3))]).await;
    let link = format!("/fr/confirmation?lien={}", secrets(&app).await[0]);
    let mut other = record("Eau", 1);
    other.parties[1] = party(5, "Commune de Mahdia", "TN");
    let app = app.with([corrected(&other)]).await;
    let page = record_page(&app).await;
    assert!(page.contains("Fiche confirmée par\u{a0}: Commune de Kayes"), "{page}");
    let gone = app.get(&link).await;
    assert!(gone.status == StatusCode::GONE && gone.body.contains("n’y figure plus comme partie"), "{}", gone.body);
    let app = app.with([Entry::withdraw(Kind::Partnership, id(10), 2, "Doublon")]).await;
    let gone = app.get(&link).await;
    assert!(gone.status == StatusCode::GONE && gone.body.contains("La fiche a été retirée"), "{}", gone.body);
}

/// Two presses that meet are one word, and one letter to each whom it concerns.
#[tokio::test]
async fn an_answer_sent_twice_at_once_is_said_once() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (address, party) = (format!("/fr/confirmer/{}", id(10)), id(1).to_string());
    let no = [("version", "1"), ("partie", party.as_str()), ("accord", "non"), ("remarque", "Le puits n’est pas fini")];
    let (one, other) = tokio::join!(agent.post(&address, &no), agent.post(&address, &no));
    for answer in [one, other] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    // What is read before the first is written, as where two nodes answer.
    let newest = async || app.state.journal.newest(Kind::Partnership, id(11)).await.unwrap().unwrap();
    for before in [Subject::load(&app.state, newest().await).await, Subject::load(&app.state, newest().await).await]
        .map(Result::unwrap)
    {
        let voice = before.voices(&agent.account, app.state.settings.home_country).remove(0);
        before.say(&app.state, &agent.account, &voice, Some("L’école est fermée".into()), None).await.unwrap();
    }
    let letters = app.state.jobs.letters().await;
    assert_eq!(letters.iter().filter(|mail| mail.to == ministry.account.email).count(), 2, "one for each word");
    for number in [10, 11] {
        let said = crate::confirmation::of(&app.state.journal, &[id(number)]).await.unwrap();
        assert_eq!(said[&id(number)].len(), 1, "{said:?}");
    }
}

#[tokio::test]
async fn a_record_of_which_an_account_speaks_for_two_parties_counts_once() {
    let mut both = record("Eau", 1);
    both.parties.push(party(2, "Ville nouvelle", "FR"));
    let app = app().await.with([corrected(&both)]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let [one, two] = [1, 2].map(|party| format!("{}.2.{}", id(10), id(party)));
    let answer = agent.post("/fr/confirmer", &[("fiche", &one), ("fiche", &two)]).await;
    assert_eq!(answer.header("location"), "/fr/confirmer?fait=1&change=0&conteste=0");
    assert_eq!(said(&app, 10).await.len(), 2);
}

/// Nothing is ticked beforehand: whoever confirms a whole page is shown its records once more, and says so.
#[tokio::test]
async fn all_records_of_a_page_are_confirmed_at_once_after_a_question() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let list = agent.get("/fr/confirmer").await.body;
    assert!(list.contains("/fr/confirmer/toutes?page=1") && !list.contains(" checked"), "{list}");
    let asked = agent.get("/fr/confirmer/toutes?page=1").await.body;
    assert!(asked.contains("Ces 2 fiches sont-elles exactes") && asked.contains("Eau") && asked.contains("École"));
    let named = |choice: &str| asked.contains(&format!("<input type=\"hidden\" name=\"fiche\" value=\"{choice}\">"));
    assert!(named(&chosen(10, 1)) && named(&chosen(11, 2)) && asked.matches("name=\"fiche\"").count() == 2, "{asked}");
    assert!(said(&app, 10).await.is_empty(), "asking says nothing");
    let fields = [("fiche", &*chosen(10, 1)), ("fiche", &*chosen(11, 2))];
    assert!(agent.post("/fr/confirmer", &fields).await.header("location").contains("fait=2"));
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    assert!(!correspondent.get("/fr/confirmer").await.body.contains("/confirmer/toutes"), "a post, one by one");
}

#[tokio::test]
async fn who_asked_for_a_word_sees_what_became_of_the_letter() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    ask_at(&agent, "mairie@example.org").await;
    let page = async || agent.get(&format!("/fr/confirmer/{}", id(10))).await.body;
    for (state, text) in [
        ("waiting", "attend de partir"),
        ("done", "le courriel est parti"),
        ("failed", "n’a pas pu être remis"),
        ("dropped", "l’envoi a été abandonné"),
    ] {
        crate::job::testing::set_state(&app.state.journal, "mail:confirm:", state).await.unwrap();
        let page = page().await;
        assert!(page.contains("Lien demandé le 18 novembre 2026") && page.contains(text), "{state}: {page}");
        assert!(!page.contains("mairie@example.org"), "{page}");
    }
}
