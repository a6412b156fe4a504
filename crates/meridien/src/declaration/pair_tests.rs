//! Two records that are one partnership: found, told apart or merged, with all that was said of them.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{TestApp, today};
use crate::confirmation::{self, Confirmation};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind, Successor};
use crate::partnership::{LegacyId, Partnership, Party, PartyRole, identifiers};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn party(number: u64, country: &str) -> Party {
    let name = format!("Ville {number}");
    Party {
        organisation: id(number),
        name,
        country: country.parse().unwrap(),
        role: PartyRole::default(),
        from: None,
        to: None,
    }
}

fn record(number: u64, start: &str, parties: Vec<Party>) -> Entry {
    let body = Partnership {
        title: Text::new("fr", format!("Jumelage {number}")),
        start: start.parse().ok(),
        end: start.parse().ok(),
        legacy_ids: vec![LegacyId { scheme: "atlas".to_owned(), value: number.to_string() }],
        parties,
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, identifiers(&body))
}

/// The same twinning stored once for each of its partners, another of the same ends in other years, and who confirmed what.
async fn app() -> TestApp {
    let confirmed = Confirmation::agreed(id(102), id(3), today(), 1).entry(id(900));
    TestApp::new(Settings::default())
        .await
        .with([
            record(101, "2010", vec![party(1, "FR"), party(2, "DE")]),
            record(102, "2010", vec![party(1, "FR"), party(2, "DE"), party(3, "PL")]),
            record(103, "2019", vec![party(1, "FR"), party(2, "DE")]),
            confirmed,
        ])
        .await
}

#[tokio::test]
async fn pairs_of_the_same_ends_and_years_are_listed_and_can_be_told_apart() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    assert_eq!(agent.get("/fr/admin/doublons").await.status, StatusCode::FORBIDDEN);
    assert_eq!(agent.post("/fr/admin/doublons", &[("paire", "x")]).await.status, StatusCode::FORBIDDEN);
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get("/fr/admin/doublons").await.body;
    let merge = format!("/fr/partenariats/{}/gerer?cible={}", id(102), id(101));
    assert!(page.contains(&merge), "{page}");
    assert!(!page.contains("Jumelage 103"), "other years are another partnership: {page}");
    let english = ministry.get("/en/admin/doublons").await.body;
    let marked = english.matches("<span lang=\"fr\">Jumelage ").count();
    assert_eq!(marked, 4, "two headings, and the names of two buttons: {english}");
    let form = ministry.get(&merge).await.body;
    assert!(form.contains(&format!("value=\"{}\"", id(101))), "the other one is filled in: {form}");
    let pair = format!("{} {}", id(101), id(102));
    assert_eq!(ministry.post("/fr/admin/doublons", &[("paire", &pair)]).await.status, StatusCode::SEE_OTHER);
    assert!(ministry.get("/fr/admin/doublons").await.body.contains("Aucune paire"));
}

#[tokio::test]
async fn a_pair_is_found_where_one_was_signed_by_the_predecessor_of_the_other() {
    let heir = |number: u64, to: Option<u64>| {
        let successor = |id| Successor { organisation: id, on: "2016-01-01".parse().ok() };
        let body = Organisation {
            successors: to.map(|number| successor(id(number))).into_iter().collect(),
            ..Organisation::new(OrganisationKind::Region, "FR".parse().ok(), format!("Ville {number}"))
        };
        Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
    };
    let app = TestApp::new(Settings::default())
        .await
        .with([
            heir(3, None),
            heir(1, Some(3)),
            heir(4, Some(3)),
            record(101, "2010", vec![party(1, "FR"), party(2, "DE")]),
            record(102, "2010", vec![party(3, "FR"), party(2, "DE")]),
            record(103, "2010", vec![party(4, "FR"), party(2, "DE")]),
        ])
        .await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get("/fr/admin/doublons").await.body;
    for (one, other, found) in [(102, 101, true), (103, 102, true), (103, 101, false)] {
        let merge = format!("/fr/partenariats/{}/gerer?cible={}", id(one), id(other));
        assert_eq!(page.contains(&merge), found, "two predecessors are two: {one} {other} {page}");
    }
}

#[tokio::test]
async fn what_was_said_of_the_record_that_goes_stays_with_the_one_that_stays() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let target = id(101).to_string();
    let fields = [("do", "merge"), ("target", target.as_str()), ("reason", "Le même jumelage")];
    let done = ministry.post(&format!("/fr/partenariats/{}/gerer", id(102)), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let app = app.with([]).await;
    let stays = app.state.journal.newest(Kind::Partnership, id(101)).await.unwrap().unwrap();
    let body: Partnership = stays.read().unwrap();
    assert_eq!((body.parties.len(), body.legacy_ids.len()), (3, 2));
    let said = confirmation::of(&app.state.journal, &[id(101), id(102)]).await.unwrap();
    assert_eq!((said[&id(101)].len(), said.get(&id(102))), (1, None));
    assert_eq!(said[&id(101)][0].party, id(3));
    let history = app.get(&format!("/fr/partenariats/{}/historique", id(101))).await.body;
    assert!(history.contains("Le même jumelage") && history.contains(&id(102).to_string()), "{history}");
    let address = format!("/fr/partenariats/{}", id(101));
    let moved = app.get(&format!("/fr/partenariats/{}", id(102))).await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, address.as_str()));
    let old = app.get("/atlas/detailProjet.html?criteres.prjId=102").await;
    assert_eq!(old.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(app.state.search.partnerships_of(id(3)).unwrap(), 1, "it counts once");
}

/// Merges record 102, which party 3 confirmed, into 101.
async fn merge(ministry: &Person<'_>) {
    let target = id(101).to_string();
    let fields = [("do", "merge"), ("target", target.as_str()), ("reason", "Le même jumelage")];
    let done = ministry.post(&format!("/fr/partenariats/{}/gerer", id(102)), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// What the page on which record 102 is brought back says comes with it, and then brings it back.
async fn part(ministry: &Person<'_>) -> String {
    let manage = format!("/fr/partenariats/{}/gerer", id(102));
    let told = ministry.get(&manage).await.body;
    let fields = [("do", "reinstate"), ("reason", "Ce n’était pas le même")];
    let done = ministry.post(&manage, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    told
}

#[tokio::test]
async fn a_record_brought_back_has_what_was_said_of_it_again() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    merge(&ministry).await;
    let told = part(&ministry).await;
    assert!(told.contains("Une confirmation ou annotation") && told.contains("sans les parties"), "{told}");
    assert!(told.contains("Ville 3"), "{told}");
    let journal = &app.state.journal;
    let said = confirmation::of(journal, &[id(101), id(102)]).await.unwrap();
    assert_eq!((said.get(&id(101)), said[&id(102)].len()), (None, 1));
    let back = journal.newest(Kind::Partnership, id(102)).await.unwrap().unwrap();
    assert_eq!((said[&id(102)][0].party, said[&id(102)][0].version), (id(3), back.version));
    let other = journal.newest(Kind::Partnership, id(101)).await.unwrap().unwrap();
    let body: Partnership = other.read().unwrap();
    assert_eq!((body.parties.len(), body.legacy_ids.len()), (2, 1));
    assert!(crate::partnership::reason::shown(crate::web::Lang::Fr.into(), &other).unwrap().contains("Fusion annulée"));
    assert_eq!(journal.find(Kind::Partnership, "atlas", "102").await.unwrap(), [id(102)]);
    // Merged once more, it comes back once more.
    merge(&ministry).await;
    part(&ministry).await;
    let said = confirmation::of(journal, &[id(101), id(102)]).await.unwrap();
    assert_eq!((said.get(&id(101)), said[&id(102)].len()), (None, 1));
}

/// What was said after the merger was said of the record that stays: the party that said it stays there.
#[tokio::test]
async fn a_party_that_spoke_since_the_merger_is_not_taken_away() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    merge(&ministry).await;
    let app = app.with([Confirmation::agreed(id(101), id(3), today(), 2).entry(id(901))]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let told = part(&ministry).await;
    assert!(told.contains("elle les garde") && told.contains("Ville 3"), "{told}");
    let said = confirmation::of(&app.state.journal, &[id(101), id(102)]).await.unwrap();
    assert_eq!((said[&id(101)].len(), said[&id(102)].len()), (1, 1));
    let other = app.state.journal.newest(Kind::Partnership, id(101)).await.unwrap().unwrap();
    assert_eq!(other.read::<Partnership>().unwrap().parties.len(), 3);
}
