//! A prefecture's page through the whole program.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::{TestApp, today};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Agreement, Partnership, Party, PartyRole};
use crate::territory::{Level, Territory};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn territory(level: Level, parent: Option<u64>) -> Territory {
    Territory {
        level,
        country: "FR".parse().unwrap(),
        name: Text::new("fr", "Ici"),
        codes: vec![],
        parent: parent.map(id),
        point: None,
        population: None,
        source: String::new(),
    }
}

/// A town (1) in a département (20) of a region (21), its partnership (10) with two agreements.
async fn app() -> TestApp {
    let town = Organisation {
        territory: Some(id(22)),
        ..Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), "Ville")
    };
    let party = |number, country: &str| Party {
        organisation: id(number),
        name: "Ville".into(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let record = Partnership {
        title: Text::new("fr", "Eau"),
        parties: vec![party(1, "FR"), party(2, "ML")],
        agreements: vec![Agreement { signed: "2013".parse().ok(), ..Agreement::default() }, Agreement::default()],
        ..Partnership::default()
    };
    TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Territory, id(21), 0, &territory(Level::Region, None), vec![]),
            Entry::publish(Kind::Territory, id(20), 0, &territory(Level::Department, Some(21)), vec![]),
            Entry::publish(Kind::Territory, id(22), 0, &territory(Level::Commune, Some(20)), vec![]),
            Entry::publish(Kind::Territory, id(30), 0, &territory(Level::Department, None), vec![]),
            Entry::publish(Kind::Organisation, id(1), 0, &town, vec![]),
            Entry::publish(Kind::Partnership, id(10), 0, &record, vec![]),
        ])
        .await
}

async fn newest(app: &TestApp) -> (i32, Partnership) {
    let revision = app.state.journal.newest(Kind::Partnership, id(10)).await.unwrap().unwrap();
    (revision.version, revision.read().unwrap())
}

#[tokio::test]
async fn a_prefecture_notes_the_day_and_nothing_else() {
    let app = app().await;
    let address = format!("/fr/prefecture/{}", id(10));
    for territory in [20, 21] {
        let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(territory))).await;
        let page = prefecture.get("/fr/prefecture").await;
        assert!(page.status == StatusCode::OK && page.body.contains("Accord signé\u{a0}: 2013"), "{}", page.body);
    }
    let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(20))).await;
    let fields = [("version", "1"), ("transmis", "2013-06"), ("transmis", ""), ("titre", "Autre")];
    let answer = prefecture.post(&address, &fields).await;
    assert_eq!(answer.header("location"), format!("/fr/prefecture?fait=note#{}", id(10)));
    let (version, record) = newest(&app).await;
    assert_eq!((version, record.agreements[0].transmitted), (2, "2013-06".parse().ok()));
    assert_eq!(record.title, Text::new("fr", "Eau"));
    for (version, day, said) in
        [("1", "2014", "a changé entre-temps"), ("2", "hier", "n’a pas été comprise"), ("2", "2999", "est à venir")]
    {
        let answer = prefecture.post(&address, &[("version", version), ("transmis", day)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(answer.body.contains("<title>Erreur") && answer.body.contains(said), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{day}\"")), "what was typed is kept: {}", answer.body);
    }
    for (day, said) in
        [("31/12/2012", "avant sa signature"), ("1850", "avant sa signature"), ("25/11/2026", "est à venir")]
    {
        let answer = prefecture.post(&address, &[("version", "2"), ("transmis", day)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(answer.body.contains(said) && answer.body.contains("aria-invalid"), "{}", answer.body);
        let field = format!("t-{}-1", id(10));
        let tied = [format!("href=\"#{field}\""), format!("aria-describedby=\"{field}-fault\"")];
        assert!(tied.iter().all(|sign| answer.body.contains(sign)), "{}", answer.body);
        assert!(!answer.body.contains("inputmode=\"numeric\""), "the keys of numbers have no slash");
    }
    let unsigned = prefecture.post(&address, &[("version", "2"), ("transmis", "06/2013"), ("transmis", "1850")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(newest(&app).await.0, 2, "nothing wrong was written");
    let fields = [("version", "2"), ("transmis", "31/05/2014"), ("transmis", "")];
    assert_eq!(prefecture.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(newest(&app).await.1.agreements[0].transmitted, "2014-05-31".parse().ok());
    assert!(prefecture.get("/fr/prefecture").await.body.contains("value=\"31/05/2014\""));
    let history = app.get(&format!("/fr/partenariats/{}/historique", id(10))).await.body;
    assert!(history.contains("préfecture<small>Ici</small>"), "which one: {history}");
}

/// It is the 24th in Nouméa while it is the 23rd in Greenwich; nowhere is it the 25th.
#[test]
fn a_day_that_has_come_overseas_is_taken() {
    let read = |typed| super::read(typed, None, None, today());
    assert_eq!(read("24/11/2026"), Ok("2026-11-24".parse().ok()));
    assert_eq!(read("25/11/2026"), Err("transmission-fault"));
}

#[tokio::test]
async fn another_territory_and_other_roles_are_refused() {
    let app = app().await;
    let address = format!("/fr/prefecture/{}", id(10));
    for (role, scope) in [
        (Role::Prefecture, Scope::Territory(id(30))),
        (Role::Agent, Scope::Organisation(id(1))),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap())),
        (Role::Administrator, Scope::Everything),
    ] {
        let person = sign_in(&app, role, scope).await;
        let answer = person.post(&address, &[("version", "1"), ("transmis", "2013")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert_eq!(newest(&app).await.0, 1);
}
