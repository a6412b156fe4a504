//! A prefecture's page through the whole program.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, today};
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

/// Sends the page with the days that were typed for partnerships: number, version that was seen, days.
async fn note(person: &Person<'_>, sent: &[(u64, &str, &[&str])]) -> Answer {
    let mut fields = Vec::new();
    for (number, version, days) in sent {
        fields.push((format!("version-{}", id(*number)), *version));
        fields.extend(days.iter().map(|day| (format!("transmis-{}", id(*number)), *day)));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    person.post("/fr/prefecture?page=1", &fields).await
}

#[tokio::test]
async fn a_prefecture_notes_the_day_and_nothing_else() {
    let app = app().await;
    for territory in [20, 21] {
        let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(territory))).await;
        let page = prefecture.get("/fr/prefecture").await;
        assert!(page.status == StatusCode::OK && page.body.contains("Accord signé\u{a0}: 2013"), "{}", page.body);
    }
    let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(20))).await;
    let answer = note(&prefecture, &[(10, "1", &["2013-06", ""])]).await;
    assert_eq!(answer.header("location"), "/fr/prefecture?fait=note&page=1");
    let (version, record) = newest(&app).await;
    assert_eq!((version, record.agreements[0].transmitted), (2, "2013-06".parse().ok()));
    assert_eq!(record.title, Text::new("fr", "Eau"));
    for (version, day, said) in [
        ("1", "2014", "a changé entre-temps"),
        ("2", "hier", "Écrivez une date comme"),
        ("2", "31/02/2020", "Ce jour n’existe pas"),
        ("2", "2999", "est à venir"),
    ] {
        let answer = note(&prefecture, &[(10, version, &[day])]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(answer.body.contains("<title>Erreur") && answer.body.contains(said), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{day}\"")), "what was typed is kept: {}", answer.body);
    }
    for (day, said) in
        [("31/12/2012", "avant sa signature"), ("1850", "avant sa signature"), ("25/11/2026", "est à venir")]
    {
        let answer = note(&prefecture, &[(10, "2", &[day])]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(answer.body.contains(said) && answer.body.contains("aria-invalid"), "{}", answer.body);
        let field = format!("t-{}-1", id(10));
        let tied = [format!("href=\"#{field}\""), format!("aria-describedby=\"{field}-fault\"")];
        assert!(tied.iter().all(|sign| answer.body.contains(sign)), "{}", answer.body);
        assert!(!answer.body.contains("inputmode=\"numeric\""), "the keys of numbers have no slash");
    }
    let unsigned = note(&prefecture, &[(10, "2", &["06/2013", "1850"])]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(newest(&app).await.0, 2, "nothing wrong was written");
    let unchanged = note(&prefecture, &[(10, "1", &["06/2013", ""])]).await;
    assert_eq!((unchanged.status, newest(&app).await.0), (StatusCode::SEE_OTHER, 2), "nobody touched it");
    assert_eq!(note(&prefecture, &[(10, "2", &["31/05/2014", ""])]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(newest(&app).await.1.agreements[0].transmitted, "2014-05-31".parse().ok());
    assert!(prefecture.get("/fr/prefecture").await.body.contains("value=\"31/05/2014\""));
    let history = app.get(&format!("/fr/partenariats/{}/historique", id(10))).await.body;
    assert!(history.contains("préfecture<small>Ici</small>"), "which one: {history}");
}

#[tokio::test]
async fn the_dates_of_a_page_are_noted_together_and_none_is_lost() {
    let app = app().await;
    let other = Partnership { title: Text::new("fr", "Écoles"), ..newest(&app).await.1 };
    let app = app.with([Entry::publish(Kind::Partnership, id(11), 0, &other, vec![])]).await;
    let prefecture = sign_in(&app, Role::Prefecture, Scope::Territory(id(20))).await;
    let page = prefecture.get("/fr/prefecture").await.body;
    assert!(page.contains("Eau") && page.contains("Écoles"), "{page}");
    assert_eq!(page.matches("action=\"/fr/prefecture?page=1\"").count(), 1, "one form: {page}");
    let answer = note(&prefecture, &[(10, "1", &["05/2014", ""]), (11, "1", &["31/02/2020", ""])]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"05/2014\"") && answer.body.contains("value=\"31/02/2020\""));
    assert_eq!(newest(&app).await.0, 1);
    let answer = note(&prefecture, &[(10, "1", &["05/2014", ""]), (11, "1", &["28/02/2020", ""])]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    for (number, day) in [(10, "2014-05"), (11, "2020-02-28")] {
        let revision = app.state.journal.newest(Kind::Partnership, id(number)).await.unwrap().unwrap();
        let record: Partnership = revision.read().unwrap();
        assert_eq!(record.agreements[0].transmitted, day.parse().ok(), "{number}");
    }
}

/// It is the 24th in Nouméa while it is the 23rd in Greenwich; nowhere is it the 25th.
#[test]
fn a_day_that_has_come_overseas_is_taken() {
    let read = |typed| super::read(typed, None, None, today());
    assert_eq!(read("24/11/2026"), Ok("2026-11-24".parse().ok()));
    assert_eq!(read("25/11/2026"), Err("transmission-fault-to-come"));
}

#[tokio::test]
async fn another_territory_and_other_roles_are_refused() {
    let app = app().await;
    for (role, scope) in [
        (Role::Prefecture, Scope::Territory(id(30))),
        (Role::Agent, Scope::Organisation(id(1))),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap())),
        (Role::Administrator, Scope::Everything),
    ] {
        let person = sign_in(&app, role, scope).await;
        let answer = note(&person, &[(10, "1", &["2013"])]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert_eq!(newest(&app).await.0, 1);
}
