//! The dashboard of anomalies over HTTP: who sees which records, counts that are those of the lists.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Partnership, Party, PartyRole, Themes};
use crate::value::{Id, Text};

const PAGE: &str = "/fr/admin/anomalies";

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn authority(number: u64, name: &str, country: &str) -> Entry {
    let body = Organisation::new(OrganisationKind::Commune, country.parse().ok(), name);
    Entry::publish(Kind::Organisation, id(number), 0, &body, Vec::new())
}

fn party(number: u64, name: &str, country: &str) -> Party {
    let (organisation, country) = (id(number), country.parse().unwrap());
    Party { organisation, name: name.to_owned(), country, role: PartyRole::default(), from: None, to: None }
}

/// A partnership of a French authority with Kayes; without a date it breaks a rule, without a theme another.
fn partnership(number: u64, home: (u64, &str), start: Option<&str>, theme: Option<&str>) -> Entry {
    let body = Partnership {
        title: Text::new("fr", format!("Coopération {number}")),
        parties: vec![party(home.0, home.1, "FR"), party(9, "Kayes", "ML")],
        start: start.and_then(|start| start.parse().ok()),
        themes: Themes { main: theme.map(str::to_owned), ..Themes::default() },
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, Vec::new())
}

async fn app() -> TestApp {
    TestApp::new(Settings::default())
        .await
        .with([
            authority(1, "Lille", "FR"),
            authority(2, "Angers", "FR"),
            authority(9, "Kayes", "ML"),
            partnership(101, (1, "Lille"), None, Some("4.1")),
            partnership(102, (1, "Lille"), Some("2012"), None),
            partnership(103, (2, "Angers"), None, None),
            partnership(104, (2, "Angers"), Some("2015"), Some("4.1")),
        ])
        .await
}

#[tokio::test]
async fn the_ministry_sees_every_record_and_filters_by_rule_severity_and_authority() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    for (query, inside, outside) in [
        ("", vec![101, 102, 103], vec![104]),
        ("?regle=no-date", vec![101, 103], vec![102, 104]),
        ("?gravite=alerte", vec![102, 103], vec![101, 104]),
        ("?regle=no-date&collectivite=00000002", vec![103], vec![101, 102]),
    ] {
        let page = ministry.get(&format!("{PAGE}{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&format!("{} fiche", inside.len())) || inside.len() == 1, "{query}: {}", page.body);
        for (numbers, expected) in [(inside, true), (outside, false)] {
            for number in numbers {
                let correct = format!("/fr/partenariats/{}/modifier", id(number));
                assert_eq!(page.body.contains(&correct), expected, "{query} {number}: {}", page.body);
            }
        }
    }
    let page = ministry.get(PAGE).await.body;
    assert!(page.contains("<code>no-date</code>") && page.contains("Lille") && page.contains("Angers"), "{page}");
    assert_eq!(ministry.get(&format!("{PAGE}?regle=none")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ministry.get(&format!("{PAGE}?page=9")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_agent_sees_the_records_of_its_authority_alone() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    assert!(agent.get("/fr/espace").await.body.contains(&format!("href=\"{PAGE}\"")), "its workspace leads there");
    for query in ["", "?collectivite=00000002"] {
        let page = agent.get(&format!("{PAGE}{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("Coopération 103"), "{query}: {}", page.body);
    }
    let page = agent.get(PAGE).await.body;
    assert!(page.contains("Coopération 101") && !page.contains("<code>"), "rules are words to an agent: {page}");
    for (role, scope) in [
        (Role::PartnerAgent, Scope::Organisation(id(9))),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap())),
        (Role::Prefecture, Scope::Territory(id(20))),
        (Role::Administrator, Scope::Everything),
    ] {
        assert_eq!(sign_in(&app, role, scope).await.get(PAGE).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn a_corrected_record_leaves_the_list() {
    let app = app().await;
    let Entry { body, .. } = partnership(101, (1, "Lille"), Some("2010"), Some("4.1"));
    let mended: Partnership = serde_json::from_str(&body).unwrap();
    let app = app.with([Entry::publish(Kind::Partnership, id(101), 1, &mended, Vec::new())]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert!(!ministry.get(PAGE).await.body.contains("Coopération 101"));
}
