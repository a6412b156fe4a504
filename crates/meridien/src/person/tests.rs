//! What is held about persons, over HTTP.

use axum::http::StatusCode;

use crate::access::{Grant, Role, Scope};
use crate::account::testing::{sign_in, sign_in_as};
use crate::account::{Purpose, Secret};
use crate::app::Settings;
use crate::app::testing::{TestApp, now, today};
use crate::demo::seed;
use crate::job::run_others;
use crate::journal::{Basis, Deed, Entry, Kind, Passage, Person};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::Partnership;
use crate::value::{Country, Id, Text};
use crate::web::{Lang, Locale};

fn id() -> Id {
    Id::derived("person/essai")
}

async fn app() -> TestApp {
    let app = TestApp::new(Settings::default()).await;
    let person = Person {
        name: "Élodie Fictive".into(),
        mail: Some("elodie@example.org".into()),
        source: "essai".into(),
        ..Person::default()
    };
    app.state.journal.put_person(id(), &person, now()).await.unwrap();
    app
}

#[tokio::test]
async fn who_answers_for_persons_finds_corrects_hands_over_and_erases() {
    let app = app().await;
    let address = format!("/fr/admin/personnes/{}", id());
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert!(!ministry.get("/fr/admin/personnes").await.body.contains("Fictive"), "nobody is listed unasked");
    let found = ministry.get("/fr/admin/personnes?q=ELODIE").await;
    assert!(found.body.contains("Élodie Fictive") && found.body.contains(&address), "{}", found.body);
    assert!(ministry.get(&address).await.body.contains("elodie@example.org"));
    let fields = [("faire", "corriger"), ("nom", "Élodie Corrigée"), ("base", "office"), ("jusqu-au", "2030-12-31")];
    assert_eq!(ministry.post(&address, &fields).await.header("location"), address);
    let handed = ministry.get(&format!("{address}/export")).await;
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!((&handed["name"], &handed["basis"]), (&"Élodie Corrigée".into(), &"office".into()));
    assert_eq!(handed["mail"], serde_json::Value::Null, "an emptied field is gone");
    ministry.post(&address, &[("faire", "effacer")]).await;
    assert_eq!(ministry.get(&address).await.status, StatusCode::NOT_FOUND);
    let twice = ministry.post(&address, &[("faire", "effacer")]).await;
    assert_eq!(twice.header("location"), "/fr/admin/personnes?fait=efface", "pressed twice");
    let log = ministry.get("/fr/admin/personnes").await.body;
    assert!(log.contains(&id().to_string()) && log.contains("Effacement") && !log.contains("Élodie"), "{log}");
    let deeds = app.state.journal.person_accesses(Some(id()), 10).await.unwrap();
    assert_eq!(deeds.len(), 5, "{deeds:?}");
    assert_eq!(deeds.iter().filter(|access| access.deed == Deed::Read).count(), 2);
}

#[tokio::test]
async fn a_wrong_field_changes_nothing() {
    let app = app().await;
    let address = format!("/fr/admin/personnes/{}", id());
    let administrator = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let long = "a".repeat(301);
    for (name, value) in [
        ("courriel", "pas une adresse"),
        ("jusqu-au", "demain"),
        ("jusqu-au", "2020-01-01"),
        ("jusqu-au", "9999-12-31"),
        ("fonction", long.as_str()),
    ] {
        let answer = administrator.post(&address, &[("nom", "Autre"), (name, value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains("value=\"Autre\""), "what was typed is kept");
    }
    assert_eq!(app.state.journal.person(id()).await.unwrap().unwrap().name, "Élodie Fictive");
}

#[tokio::test]
async fn others_see_nothing() {
    let app = app().await;
    let address = format!("/fr/admin/personnes/{}", id());
    for (role, scope) in [
        (Role::Agent, Scope::Organisation(Id::derived("lille"))),
        (Role::Responsible, Scope::Organisation(Id::derived("lille"))),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap())),
        (Role::Prefecture, Scope::Territory(Id::derived("nord"))),
    ] {
        let person = sign_in(&app, role, scope).await;
        for path in ["/fr/admin/personnes?q=elodie", &address, &format!("{address}/export")] {
            assert_eq!(person.get(path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
        }
        assert_eq!(person.post(&address, &[("faire", "effacer")]).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert!(app.state.journal.person(id()).await.unwrap().is_some());
}

/// The seed's record in an atlas, and the authority at home that answers for it.
async fn atlas() -> (TestApp, Id, Id) {
    let app = TestApp::new(Settings::default()).await.with(seed::entries()).await;
    let record = app.state.journal.list(Kind::Partnership, None, 1).await.unwrap().remove(0);
    let partnership: Partnership = record.read().unwrap();
    let party = partnership.parties.iter().find(|party| party.country == Country::FR).unwrap();
    (app, record.id, party.organisation)
}

#[tokio::test]
async fn an_agent_looks_after_the_persons_of_its_records_and_of_no_other() {
    let (app, record, authority) = atlas().await;
    let (public, address) = (format!("/fr/partenariats/{record}"), format!("/fr/partenariats/{record}/personnes"));
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    assert_eq!(agent.get(&address).await.status, StatusCode::OK);
    let person = [("nom", "Élodie Fictive"), ("courriel", "elodie@example.org"), ("montrer", "oui")];
    let refused = agent.post(&address, &person).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody is shown without a reason");
    assert!(refused.body.contains("href=\"#base\"") && refused.body.contains("value=\"Élodie Fictive\""));
    let hidden = [("nom", "Hugo Caché"), ("courriel", "hugo@example.org"), ("base", "office")];
    assert_eq!(agent.post(&address, &hidden).await.header("location"), address);
    let shown = [person.as_slice(), &[("base", "consent")]].concat();
    assert_eq!(agent.post(&address, &shown).await.header("location"), address);

    let page = app.get(&public).await.body;
    assert!(page.contains("Élodie Fictive") && page.contains("elodie@example.org"));
    assert!(!page.contains("Hugo") && !page.contains("hugo@"), "an office alone does not show anybody");
    for file in [format!("{public}.json"), format!("{public}.xml"), format!("/api/v1/partnerships/{record}")] {
        assert!(!app.get(&file).await.body.contains("Élodie"), "{file}");
    }
    let persons = app.state.journal.persons_of(record).await.unwrap();
    let (id, _) = persons.iter().find(|(_, person)| person.shown).unwrap();
    let own = format!("{address}/{id}");
    assert!(agent.get(&own).await.body.contains("elodie@example.org"));
    assert_eq!(agent.get(&format!("{own}/export")).await.header("content-type"), "application/json");

    for (role, scope, may) in [
        (Role::Agent, Scope::Organisation(Id::derived("ailleurs")), false),
        (Role::Responsible, Scope::Organisation(authority), false),
        (Role::PartnerAgent, Scope::Organisation(authority), false),
        (Role::Prefecture, Scope::Territory(Id::derived("nord")), false),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap()), true),
        (Role::Correspondent, Scope::Country("SN".parse().unwrap()), false),
        (Role::Ministry, Scope::Everything, true),
    ] {
        let other = sign_in(&app, role, scope.clone()).await;
        let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(other.get(&address).await.status, expected, "{role:?} {scope:?}");
        assert_eq!(other.get(&own).await.status, expected, "{role:?} {scope:?}");
        if role != Role::Ministry {
            assert_eq!(other.post(&own, &[("faire", "effacer")]).await.status, StatusCode::FORBIDDEN, "{role:?}");
            assert_eq!(other.post(&address, &hidden).await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }
    assert_eq!(app.get(&address).await.status, StatusCode::SEE_OTHER, "a visitor has to sign in");

    assert_eq!(agent.post(&own, &[("faire", "effacer")]).await.header("location"), format!("{address}?fait=efface"));
    assert!(!app.get(&public).await.body.contains("Élodie"), "erased at once");
    let deeds = app.state.journal.person_accesses(Some(*id), 100).await.unwrap();
    let done = |deed| deeds.iter().filter(|access| access.deed == deed).count();
    assert_eq!((done(Deed::Added), done(Deed::Exported), done(Deed::Erased)), (1, 1, 1));
    assert!(done(Deed::Read) >= 3);
}

#[tokio::test]
async fn a_person_of_another_record_has_no_address_beside_this_one() {
    let (app, record, authority) = atlas().await;
    app.state.journal.put_person(id(), &Person { name: "Autre".into(), ..Person::default() }, now()).await.unwrap();
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    let address = format!("/fr/partenariats/{record}/personnes/{}", id());
    assert_eq!(agent.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(agent.post(&address, &[("faire", "effacer")]).await.status, StatusCode::NOT_FOUND);
    assert!(app.state.journal.person(id()).await.unwrap().is_some());
}

#[tokio::test]
async fn nobody_is_named_without_a_basis_nor_past_the_last_day() {
    let (app, record, _) = atlas().await;
    let journal = &app.state.journal;
    journal.link_person(id(), record).await.unwrap();
    let agreed =
        Person { name: "Élodie Fictive".into(), shown: true, basis: Some(Basis::Consent), ..Person::default() };
    for (person, named) in [
        (agreed.clone(), true),
        (Person { until: Some(today()), ..agreed.clone() }, true),
        (Person { until: today().pred_opt(), ..agreed.clone() }, false),
        (Person { basis: None, ..agreed.clone() }, false),
        (Person { shown: false, ..agreed.clone() }, false),
    ] {
        journal.put_person(id(), &person, now()).await.unwrap();
        let page = app.get(&format!("/fr/partenariats/{record}")).await;
        assert_eq!(page.body.contains("Élodie Fictive"), named, "{person:?}");
    }
}

#[tokio::test]
async fn a_button_pressed_twice_adds_one_person_and_nobody_is_kept_without_a_reason() {
    let (app, record, authority) = atlas().await;
    let address = format!("/fr/partenariats/{record}/personnes");
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    let held = async || app.state.journal.persons_of(record).await.unwrap();
    let person = [("nom", "Hugo Caché"), ("courriel", "hugo@example.org")];
    let refused = agent.post(&address, &person).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("On ne garde personne sans dire pourquoi"), "{}", refused.body);
    assert_eq!(held().await.len(), 0);
    let whole = [&person[..], &[("base", "office")]].concat();
    let (one, two) = tokio::join!(agent.post(&address, &whole), agent.post(&address, &whole));
    assert_eq!((one.header("location"), two.header("location")), (address.as_str(), address.as_str()));
    assert_eq!(held().await.len(), 1);
    agent.post(&address, &[&[("fonction", "Maire")], &whole[..]].concat()).await;
    assert_eq!(held().await.len(), 2, "another function is something else");
    // What came without a reason is corrected without one; a reason is not taken away.
    let (id, kept) = held().await.remove(0);
    let own = format!("{address}/{id}");
    assert_eq!(agent.post(&own, &person).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.state.journal.put_person(id, &Person { basis: None, ..kept }, now()).await.unwrap();
    assert_eq!(agent.post(&own, &person).await.status, StatusCode::SEE_OTHER);
}

/// Each access is noted in the role that allows it.
#[tokio::test]
async fn the_log_names_the_role_that_allowed_it() {
    let (app, record, authority) = atlas().await;
    let journal = &app.state.journal;
    journal.put_person(id(), &Person { name: "Hugo".into(), ..Person::default() }, now()).await.unwrap();
    journal.link_person(id(), record).await.unwrap();
    let scope = Scope::Organisation(authority);
    let grants = [Role::Agent, Role::Responsible].map(|role| Grant { role, scope: scope.clone() });
    let both = sign_in_as(&app, grants.into()).await;
    let own = format!("/fr/partenariats/{record}/personnes/{}", id());
    let page = both.get(&own).await.body;
    assert!(page.contains("agent de la collectivité") && !page.contains("rôle non précisé"), "{page}");
    let handed = both.get(&format!("{own}/export")).await;
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!((&handed["accesses"][0]["role"], &handed["records"][0]), (&"agent".into(), &record.to_string().into()));
    assert!(handed["purpose"].is_string() && handed["kept_until"].is_string(), "{handed}");
    journal.erase_ended_persons(now() + chrono::Duration::days(37 * 31)).await.unwrap();
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let log = ministry.get("/fr/admin/personnes").await.body;
    assert!(log.contains("Fin de la durée de conservation") && !log.contains("rogramme d’import"), "{log}");
}

/// Asks for a link and gives its address without the site's.
async fn link(app: &TestApp, mail: &str) -> Option<String> {
    let before = app.state.jobs.letters().await.len();
    let answer = app.post("/fr/mes-donnees", &[("email", mail)]).await;
    assert_eq!(answer.header("location"), "/fr/mes-donnees?fait=envoye", "the same whether anything is held or not");
    run_others(&app.state).await;
    let letters = app.state.jobs.letters().await;
    let letter = letters.into_iter().skip(before).find(|letter| letter.to == mail)?;
    let line = letter.text.lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080"))?.to_owned();
    Some(line)
}

/// Whoever asks for somebody else's address learns nothing, not by how long the answer takes either: a job looks.
#[tokio::test]
async fn the_register_is_not_looked_through_while_somebody_waits() {
    let app = app().await;
    for mail in ["elodie@example.org", "personne@example.org"] {
        let before = app.state.jobs.list(100).await.unwrap().len();
        let answer = app.post("/en/mes-donnees", &[("email", mail)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(app.state.jobs.list(100).await.unwrap().len(), before + 1, "{mail}");
    }
    assert!(app.state.jobs.letters().await.is_empty());
    run_others(&app.state).await;
    let letters = app.state.jobs.letters().await;
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["elodie@example.org"]);
    assert!(letters[0].text.contains("/en/mes-donnees/lien?lien="), "in the language of the page: {}", letters[0].text);
}

#[tokio::test]
async fn a_person_sees_corrects_agrees_and_erases_by_a_link() {
    let (app, record, _) = atlas().await;
    let journal = &app.state.journal;
    let person = Person {
        name: "Élodie Fictive".into(),
        mail: Some("Elodie@example.org".into()),
        source: "essai".into(),
        ..Person::default()
    };
    journal.put_person(id(), &person, now()).await.unwrap();
    journal.link_person(id(), record).await.unwrap();
    assert_eq!(link(&app, "personne@example.org").await, None);
    let link = link(&app, "elodie@example.org").await.unwrap();
    let secret = link.split("lien=").nth(1).unwrap();
    let page = app.get(&link).await;
    assert!(page.body.contains("Élodie Fictive") && page.body.contains(&format!("/fr/partenariats/{record}")));
    assert!(page.body.contains("Rien n’est public"), "{}", page.body);
    let last = now().date_naive() + chrono::Months::new(crate::journal::KEPT_MONTHS);
    assert!(page.body.contains(&Locale::from(Lang::Fr).day(last)), "the day itself: {}", page.body);
    assert!(page.body.contains("<details class=\"fold\"><summary>Tout effacer"), "it asks once more");
    assert_eq!(page.header("cache-control"), "private, no-store");

    let code = id().to_string();
    let act = async |faire: &str, more: &[(&str, &str)]| {
        let fields = [&[("lien", secret), ("personne", code.as_str()), ("faire", faire)], more].concat();
        app.post("/fr/mes-donnees/lien", &fields).await
    };
    let public = async || app.get(&format!("/fr/partenariats/{record}")).await.body;
    let back = act("consentir", &[]).await;
    assert!(app.get(back.header("location")).await.body.contains("Votre accord est enregistré"));
    assert!(public().await.contains("Élodie Fictive"));
    act("corriger", &[("nom", "Élodie Corrigée"), ("fonction", "Chargée de mission")]).await;
    assert!(public().await.contains("Élodie Corrigée, Chargée de mission"));
    let long = "a".repeat(301);
    let refused = act("corriger", &[("nom", long.as_str())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&long) && refused.body.contains("<title>Erreur"), "what was typed is kept");
    act("retirer", &[]).await;
    assert!(!public().await.contains("Élodie"));
    assert_eq!(journal.person(id()).await.unwrap().unwrap().basis, None);

    let handed = app.get(&format!("/fr/mes-donnees/export?lien={secret}")).await;
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!(handed["persons"][0]["name"], "Élodie Corrigée");
    assert_eq!(handed["persons"][0]["records"][0], record.to_string());
    assert_eq!(handed["persons"][0]["kept_until"], last.to_string());
    assert_eq!(handed["persons"][0]["accesses"].as_array().unwrap().last().unwrap()["deed"], "read");
    assert_eq!(act("effacer", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(journal.person(id()).await.unwrap(), None);
    assert_eq!(act("consentir", &[]).await.status, StatusCode::GONE, "the link went with the last that it shows");
    let deeds = journal.person_accesses(Some(id()), 100).await.unwrap();
    for deed in [Deed::Read, Deed::Consented, Deed::Corrected, Deed::Withdrew, Deed::Exported, Deed::Erased] {
        assert!(deeds.iter().any(|access| access.deed == deed && access.actor == "link"), "{deed:?}");
    }
}

/// Whoever reads a function's mailbox sees which records give it, and takes it out of all their versions.
#[tokio::test]
async fn a_mailbox_of_a_function_is_found_and_taken_out() {
    let (app, record, _) = atlas().await;
    let journal = &app.state.journal;
    let newest = journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let mut body: Partnership = newest.read().unwrap();
    body.contacts[0].mailbox = Some("Cooperation_sud@ville.example".into());
    let with = Entry::publish(Kind::Partnership, record, newest.version, &body, vec![]);
    journal.append(&crate::journal::Author::system("test"), now(), &[with]).await.unwrap();
    let public = async || app.get(&format!("/fr/partenariats/{record}")).await.body;
    assert!(public().await.contains("mailto:Cooperation_sud@ville.example"));
    assert_eq!(link(&app, "cooperationxsud@ville.example").await, None, "a sign of an address stands for itself");
    let link = link(&app, "cooperation_sud@ville.example").await.unwrap();
    let page = app.get(&link).await.body;
    assert!(page.contains("Une fiche donne cette adresse") && page.contains(&format!("/fr/partenariats/{record}")));
    let secret = link.split("lien=").nth(1).unwrap();
    let handed = app.get(&format!("/fr/mes-donnees/export?lien={secret}")).await;
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!(handed["mailbox_of"][0], record.to_string());
    let done = app.post("/fr/mes-donnees/lien", &[("lien", secret), ("faire", "boite")]).await;
    assert_eq!(done.header("location"), "/fr/mes-donnees?fait=efface", "nothing more is held");
    let page = public().await;
    assert!(!page.contains("ooperation_sud") && !page.contains("mailto:[…]"), "{page}");
    for version in 1..=newest.version + 1 {
        let version = journal.version(Kind::Partnership, record, version).await.unwrap();
        assert!(!version.is_some_and(|version| version.body.to_lowercase().contains("cooperation_sud")));
    }
    assert_eq!(app.get(&link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_link_opens_one_mailbox_alone_and_ends() {
    let (app, record, _) = atlas().await;
    let journal = &app.state.journal;
    for (name, mail) in [("un", "un@example.org"), ("deux", "deux@example.org")] {
        let person = Person { name: name.into(), mail: Some(mail.into()), ..Person::default() };
        journal.put_person(Id::derived(name), &person, now()).await.unwrap();
        journal.link_person(Id::derived(name), record).await.unwrap();
    }
    let link = link(&app, "un@example.org").await.unwrap();
    let secret = link.split("lien=").nth(1).unwrap();
    let other = Id::derived("deux").to_string();
    for faire in ["effacer", "consentir", "corriger"] {
        let fields = [("lien", secret), ("personne", other.as_str()), ("faire", faire), ("nom", "x")];
        let answer = app.post("/fr/mes-donnees/lien", &fields).await;
        match faire {
            "effacer" => assert!(answer.header("location").ends_with("fait=rien"), "nothing told, nothing done"),
            _ => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{faire}"),
        }
    }
    assert_eq!(app.get("/fr/mes-donnees/lien?lien=0123").await.status, StatusCode::GONE);
    let done = app.post("/fr/mes-donnees/lien", &[("lien", secret), ("faire", "tout")]).await;
    assert_eq!(done.header("location"), "/fr/mes-donnees?fait=efface");
    assert_eq!(app.get(&link).await.status, StatusCode::GONE, "the link has served its purpose");
    assert_eq!(journal.person(Id::derived("un")).await.unwrap(), None);
    assert!(journal.person(Id::derived("deux")).await.unwrap().is_some());
    let letters = app.state.jobs.letters().await;
    assert!(letters.iter().all(|letter| letter.to != "un@example.org"), "the letters to it go too: {letters:?}");
}

#[tokio::test]
async fn nobody_overrules_who_no_longer_agrees_or_was_erased() {
    let (app, record, authority) = atlas().await;
    let (public, address) = (format!("/fr/partenariats/{record}"), format!("/fr/partenariats/{record}/personnes"));
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    let named = [("nom", "Élodie Fictive"), ("courriel", "elodie@example.org"), ("montrer", "oui")];
    let consent = [&named[..], &[("base", "consent")]].concat();
    assert_eq!(agent.post(&address, &consent).await.status, StatusCode::SEE_OTHER);
    let (person, _) = app.state.journal.persons_of(record).await.unwrap().remove(0);
    let (code, own) = (person.to_string(), format!("{address}/{person}"));
    let first = link(&app, "elodie@example.org").await.unwrap();
    let second = Secret::draw();
    let lasts = chrono::Duration::hours(24);
    app.state.accounts.keep(Purpose::Persons, &second, "Elodie@example.org", lasts, now()).await.unwrap();
    let secret = first.split("lien=").nth(1).unwrap();
    let act = async |faire: &str| {
        let fields = [("lien", secret), ("personne", code.as_str()), ("faire", faire)];
        app.post("/fr/mes-donnees/lien", &fields).await
    };
    let corrected = [("lien", secret), ("personne", code.as_str()), ("faire", "corriger"), ("nom", "É. Fictive-Autre")];
    assert_eq!(app.post("/fr/mes-donnees/lien", &corrected).await.status, StatusCode::SEE_OTHER);
    act("retirer").await;
    let office = [&named[..], &[("base", "office")]].concat();
    let unshown = [("nom", "Élodie Fictive"), ("base", "consent")];
    let other = [("nom", "FICTIVE Élodie"), ("base", "consent"), ("montrer", "oui")];
    let titled = [("nom", "Dr Élodie Fictive, présidente"), ("base", "consent"), ("montrer", "oui")];
    for (at, fields) in [
        (&own, &consent[..]),
        (&own, &office),
        (&own, &unshown),
        (&address, &consent),
        (&address, &office),
        (&address, &other),
        (&address, &titled),
    ] {
        let refused = agent.post(at, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{at} {fields:?}");
        assert!(refused.body.contains("a retiré son accord") && refused.body.contains("href=\"#base\""));
    }
    assert!(!app.get(&public).await.body.contains("Fictive"));
    let hidden = [("nom", "Élodie Fictive"), ("courriel", "elodie@example.org"), ("fonction", "Cheffe")];
    assert_eq!(agent.post(&own, &hidden).await.status, StatusCode::SEE_OTHER, "what is hidden may be corrected");
    act("consentir").await;
    assert!(app.get(&public).await.body.contains("Fictive"), "the person itself agrees again");
    assert_eq!(agent.post(&own, &consent).await.status, StatusCode::SEE_OTHER);

    act("effacer").await;
    for link in [&first, &format!("/fr/mes-donnees/lien?lien={}", second.reveal())] {
        assert_eq!(app.get(link).await.status, StatusCode::GONE, "no link keeps the address");
    }
    assert!(app.state.jobs.letters().await.iter().all(|letter| letter.to != "elodie@example.org"));
    for fields in [&consent[..], &hidden, &[("nom", "Mme FICTIVE Élodie")], &[("courriel", "Elodie@Example.org")]] {
        let refused = agent.post(&address, &[fields, &[("base", "office")]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.body.contains("a été effacée pour toujours"), "{}", refused.body);
    }
    let hugo = [("nom", "Hugo Autre"), ("base", "office")];
    assert_eq!(agent.post(&address, &hugo).await.status, StatusCode::SEE_OTHER);
    let (hugo, _) = app.state.journal.persons_of(record).await.unwrap().remove(0);
    let erased = [("nom", "Élodie Fictive"), ("base", "office")];
    let renamed = agent.post(&format!("{address}/{hugo}"), &erased).await;
    assert_eq!(renamed.status, StatusCode::UNPROCESSABLE_ENTITY, "nor by correcting somebody else");
}

#[tokio::test]
async fn asking_for_links_is_limited() {
    let app = app().await;
    let ask = async || app.post("/fr/mes-donnees", &[("email", "elodie@example.org")]).await.status;
    let mut answers = Vec::new();
    for _ in 0..11 {
        answers.push(ask().await);
    }
    assert_eq!(answers.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    run_others(&app.state).await;
    let letters = app.state.jobs.letters().await;
    assert_eq!(letters.iter().filter(|letter| letter.to == "elodie@example.org").count(), 1, "one for one thing");
    assert_eq!(
        app.post("/fr/mes-donnees", &[("email", "pas une adresse")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_passage_is_taken_out_of_an_organisation_too() {
    let authority = Id::derived("ville");
    let mut town = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Ville");
    town.website = Some("https://elodie-fictive.example/".into());
    let mut entry = Entry::publish(Kind::Organisation, authority, 0, &town, vec![]);
    entry.reason = Some("Selon Élodie Fictive".into());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let address = format!("/fr/organisations/{authority}/caviarder");
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let shown = ministry.get(&address).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains(&format!("action=\"{address}\"")), "{}", shown.body);
    let done = ministry.post(&address, &[("passage", "Élodie Fictive"), ("faire", "caviarder")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let newest = app.state.journal.newest(Kind::Organisation, authority).await.unwrap().unwrap();
    assert_eq!(newest.reason.as_deref(), Some("Selon […]"));
    assert_eq!(newest.read::<Organisation>().unwrap().website, None);
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    assert_eq!(agent.get(&address).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_passage_is_looked_for_then_taken_out_by_the_ministry_alone() {
    let (app, record, authority) = atlas().await;
    let newest = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let mut partnership: Partnership = newest.read().unwrap();
    partnership.narratives.context = Text::new("fr", "Mme Élodie Fictive suit le projet.");
    let app = app.with([Entry::publish(Kind::Partnership, record, newest.version, &partnership, vec![])]).await;
    let (address, public) = (format!("/fr/partenariats/{record}/caviarder"), format!("/fr/partenariats/{record}"));
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    assert_eq!(agent.get(&address).await.status, StatusCode::FORBIDDEN);
    assert_eq!(agent.post(&address, &[("passage", "Élodie Fictive")]).await.status, StatusCode::FORBIDDEN);
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    for (passage, fault) in [("de", "quatre lettres"), ("Nulle Part", "nulle part")] {
        let answer = ministry.post(&address, &[("passage", passage)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(fault), "{}", answer.body);
    }
    let asked = ministry.post(&address, &[("passage", "elodie  fictive"), ("faire", "chercher")]).await;
    assert!(asked.body.contains("une version") && asked.body.contains("Caviarder pour toujours"), "{}", asked.body);
    assert!(app.get(&public).await.body.contains("Fictive"), "nothing is done yet");
    let done = ministry.post(&address, &[("passage", "elodie  fictive"), ("faire", "caviarder")]).await;
    assert!(done.status == StatusCode::OK && !done.body.to_lowercase().contains("fictive"), "{}", done.body);
    let page = app.get(&public).await.body;
    assert!(page.contains("Mme […] suit le projet.") && !page.contains("Fictive"));
    let history = app.get(&format!("{public}/historique")).await.body;
    assert!(history.contains("Passages retirés") && !history.contains("Fictive"), "{history}");
    // Whoever writes it again does so in vain.
    let newest = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let app = app.with([Entry::publish(Kind::Partnership, record, newest.version, &partnership, vec![])]).await;
    assert!(!app.get(&public).await.body.contains("Fictive"));
    let passage = Passage::read("Élodie Fictive").unwrap();
    let left = app.state.journal.rehearse_redaction(record, &passage).await.unwrap();
    assert_eq!((left.versions, left.others), (0, 0));
}

/// Of which state the form on a page was made.
fn mark(page: &str) -> &str {
    page.split("name=\"vu\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[tokio::test]
async fn what_changed_since_a_form_was_drawn_is_not_written_over() {
    let (app, record, authority) = atlas().await;
    let journal = &app.state.journal;
    let person = Person {
        name: "Élodie Fictive".into(),
        mail: Some("elodie@example.org".into()),
        source: "essai".into(),
        basis: Some(Basis::Office),
        ..Person::default()
    };
    journal.put_person(id(), &person, now()).await.unwrap();
    journal.link_person(id(), record).await.unwrap();
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(authority)).await;
    let address = format!("/fr/partenariats/{record}/personnes/{}", id());
    let drawn = agent.get(&address).await.body;
    let link = link(&app, "elodie@example.org").await.unwrap();
    let (secret, code) = (link.split("lien=").nth(1).unwrap(), id().to_string());
    let own = app.get(&link).await.body;
    let itself = [("lien", secret), ("personne", code.as_str()), ("faire", "corriger"), ("vu", mark(&own))];
    let corrected = [&itself[..], &[("nom", "Élodie Corrigée")]].concat();
    assert_eq!(app.post("/fr/mes-donnees/lien", &corrected).await.status, StatusCode::SEE_OTHER);

    let typed = [("faire", "corriger"), ("nom", "Élodie Fictive"), ("fonction", "Cheffe"), ("base", "office")];
    let refused = agent.post(&address, &[&typed[..], &[("vu", mark(&drawn))]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in ["ont changé depuis", "Élodie Corrigée", "value=\"Élodie Fictive\"", "value=\"Cheffe\""] {
        assert!(refused.body.contains(shown), "{shown}: {}", refused.body);
    }
    assert_eq!(journal.person(id()).await.unwrap().unwrap().name, "Élodie Corrigée");
    let again = agent.post(&address, &[&typed[..], &[("vu", mark(&refused.body))]].concat()).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "whoever has seen it decides");

    // The other way round.
    journal.put_person(id(), &Person { function: Some("Directrice".into()), ..person }, now()).await.unwrap();
    let refused = app.post("/fr/mes-donnees/lien", &corrected).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("ont changé depuis") && refused.body.contains("Directrice"), "{}", refused.body);
    let kept = journal.person(id()).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.function.as_deref()), ("Élodie Fictive", Some("Directrice")));
}
