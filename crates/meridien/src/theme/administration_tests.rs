//! The administration of the vocabulary over HTTP: who may, what a retired term leads to. The vocabulary in force is that of the
//! whole process, so that one test does it all.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, now};
use crate::index::{Follower, Search};
use crate::journal::{Author, Entry, Kind};
use crate::partnership::dimension::theme_of;
use crate::partnership::{Partnership, Themes};
use crate::reference;
use crate::registers;
use crate::theme::{self, Theme};
use crate::value::{Country, Id, Text};

const PAGE: &str = "/fr/admin/thematiques";

fn filed(number: u64, theme: &str) -> Entry {
    let body = Partnership {
        title: Text::new("fr", format!("Coopération {number}")),
        themes: Themes { main: Some(theme.to_owned()), ..Themes::default() },
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, Id::from_u64(number).unwrap(), 0, &body, Vec::new())
}

async fn send(who: &Person<'_>, code: &str, fields: &[(&str, &str)]) -> Answer {
    let page = who.get(&format!("{PAGE}/{code}")).await.body;
    let at = page.find("name=\"base\" value=\"").unwrap_or_else(|| panic!("{page}"));
    let base = page[at..].split('"').nth(3).unwrap();
    who.post(&format!("{PAGE}/{code}"), &[fields, &[("base", base)]].concat()).await
}

#[tokio::test]
async fn a_term_is_added_named_and_retired_and_its_records_are_found_under_another() {
    let app = TestApp::new(Settings::default()).await;
    registers::load(&app.state.journal, Country::FR, now(), &|_, _| {}).await.unwrap();
    let app = app.with([filed(101, "4.1.1"), filed(102, "4.1.1")]).await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(Id::from_u64(1).unwrap())).await;
    for page in [PAGE.to_owned(), format!("{PAGE}/4.1.1"), format!("{PAGE}/telecharger")] {
        assert_eq!(agent.get(&page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    assert_eq!(agent.post(PAGE, &[("sous", "4")]).await.status, StatusCode::FORBIDDEN);

    // The filters name the themes in force, whatever these were when the first page was drawn.
    assert!(app.get("/fr/partenariats?theme=4.1.1").await.body.contains("Coopération 101"));

    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let term = [("sous", "4.1"), ("fr", "Fontaines"), ("en", "Fountains"), ("cad", "14030"), ("odd", "6")];
    for (name, wrong) in [("cad", "99"), ("odd", "18"), ("fr", ""), ("sous", "4.1.1"), ("motif", "")] {
        let mut fields = term.to_vec();
        fields.retain(|(other, _)| *other != name);
        let reason = if name == "motif" { vec![] } else { vec![("motif", "Essai")] };
        let answer = ministry.post(PAGE, &[&fields[..], &reason, &[(name, wrong)]].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.body);
        assert!(answer.body.contains("<title>Erreur"), "{name}");
    }
    let last = reference::themes().iter().filter(|theme| theme.parent() == Some("4.1")).count();
    let code = format!("4.1.{}", last + 1);
    let added = ministry.post(PAGE, &[&term[..], &[("motif", "Demande d'Angers")]].concat()).await;
    assert_eq!(added.header("location"), format!("{PAGE}/{code}"), "{}", added.body);
    let app = app.with([]).await;
    assert!(app.get("/fr/thematiques/4.1").await.body.contains("Fontaines"), "it is offered at once");
    let number = theme::number(&code).unwrap();
    assert_eq!(theme_of(number), Some(&*code), "it is found by its number");

    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let again = ministry.post(PAGE, &[&term[..], &[("fr", "FONTAINES"), ("motif", "Bis")]].concat()).await;
    assert!(
        again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("porte déjà ce libellé"),
        "{}",
        again.body
    );
    let named = [("faire", "retirer"), ("remplace", code.as_str()), ("motif", "Selon Mme Fictive, elodie@exemple.fr")];
    let refused = send(&ministry, "4.1.1", &named).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("sera public"),
        "{}",
        refused.body
    );
    let below = send(&ministry, "4.1", &[("faire", "retirer"), ("remplace", "2"), ("motif", "x")]).await;
    assert!(below.body.contains("Retirez d’abord"), "{}", below.body);
    let retired = [("faire", "retirer"), ("remplace", code.as_str()), ("motif", "Réuni")];
    assert_eq!(send(&ministry, "4.1.1", &retired).await.status, StatusCode::SEE_OTHER);
    let app = app.with([]).await;
    let old = app.get("/fr/thematiques/4.1.1").await;
    let heir = format!("/fr/thematiques/{code}");
    assert_eq!((old.status, old.header("location")), (StatusCode::MOVED_PERMANENTLY, heir.as_str()));
    for theme in ["4.1.1", &code] {
        let found = app.get(&format!("/fr/partenariats?theme={theme}")).await.body;
        assert!(found.contains("Coopération 101") && found.contains("Coopération 102"), "{theme}: {found}");
    }
    let body: Partnership =
        app.state.journal.newest(Kind::Partnership, Id::from_u64(101).unwrap()).await.unwrap().unwrap().read().unwrap();
    assert_eq!(body.themes.main.as_deref(), Some("4.1.1"), "the record keeps what it said");
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let list = ministry.get(PAGE).await.body;
    assert!(list.contains("remplacé par") && list.contains("Réuni") && list.contains("version 3"), "{list}");
    let table = ministry.get(&format!("{PAGE}/telecharger")).await;
    assert!(
        table.body.lines().any(|line| line.starts_with(&format!("{code},Fontaines,Fountains,2,,,14030,6,2"))),
        "{}",
        table.body
    );

    let stale = [("faire", "corriger"), ("fr", "Bornes"), ("en", "Taps"), ("motif", "x"), ("base", "0")];
    let late = ministry.post(&format!("{PAGE}/{code}"), &stale).await;
    assert!(late.body.contains("a changé entre-temps"), "{}", late.body);
    let renamed = [("faire", "corriger"), ("fr", "Bornes-fontaines"), ("en", "Standpipes"), ("motif", "Usage")];
    assert_eq!(send(&ministry, &code, &renamed).await.status, StatusCode::SEE_OTHER);
    let app = app.with([]).await;
    let found = app.get("/fr/partenariats?q=bornes-fontaines").await.body;
    assert!(found.contains("Coopération 101"), "records are found by the new name: {found}");
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert_eq!(
        send(&ministry, "4.1.1", &[("faire", "reprendre"), ("motif", "Erreur")]).await.status,
        StatusCode::SEE_OTHER
    );
    let app = app.with([]).await;
    assert_eq!(app.get("/fr/thematiques/4.1.1").await.status, StatusCode::OK);
    assert!(app.get("/fr/partenariats?theme=4.1.1").await.body.contains("Coopération 101"));
    assert!(!app.get(&format!("/fr/partenariats?theme={code}")).await.body.contains("Coopération 101"));

    // Another node writes a term while this one is about to build its index, which reads every revision up to there at once.
    let folder = tempfile::tempdir().unwrap();
    let (search, found) = Search::open(folder.path(), Country::FR).unwrap();
    let mut follower = Follower::open(search, found, app.state.journal.clone()).await.unwrap();
    let term =
        Theme { code: "4.1.99".to_owned(), ..theme::vocabulary::read(&app.state.journal).await.unwrap().remove(0) };
    let entry = Entry::publish(Kind::Theme, Id::from_u64(199).unwrap(), 0, &term, Vec::new());
    app.state.journal.append(&Author::system("test"), now(), &[entry]).await.unwrap();
    follower.make_current(&|_, _| {}).await.unwrap();
    assert!(reference::theme("4.1.99").is_some(), "it is in force from the start");
}
