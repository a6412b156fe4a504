//! What is held about persons, over HTTP.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::journal::{Deed, Person};
use crate::value::Id;

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
    let fields = [("faire", "corriger"), ("nom", "Élodie Corrigée"), ("base", "office"), ("jusqu-au", "2099-12-31")];
    assert_eq!(ministry.post(&address, &fields).await.header("location"), address);
    let handed = ministry.get(&format!("{address}/export")).await;
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!((&handed["name"], &handed["basis"]), (&"Élodie Corrigée".into(), &"office".into()));
    assert_eq!(handed["mail"], serde_json::Value::Null, "an emptied field is gone");
    ministry.post(&address, &[("faire", "effacer")]).await;
    assert_eq!(ministry.get(&address).await.status, StatusCode::NOT_FOUND);
    let log = ministry.get("/fr/admin/personnes").await.body;
    assert!(log.contains(&id().to_string()) && log.contains("Effacement") && !log.contains("Élodie"), "{log}");
    let deeds = app.state.journal.person_accesses(Some(id()), 10).await.unwrap();
    assert_eq!(deeds.len(), 5);
    assert_eq!(deeds.iter().filter(|access| access.deed == Deed::Read).count(), 2);
}

#[tokio::test]
async fn a_wrong_field_changes_nothing() {
    let app = app().await;
    let address = format!("/fr/admin/personnes/{}", id());
    let administrator = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let long = "a".repeat(301);
    for (name, value) in [("courriel", "pas une adresse"), ("jusqu-au", "demain"), ("fonction", long.as_str())] {
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
