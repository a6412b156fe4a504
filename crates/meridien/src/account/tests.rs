//! Accounts and sessions on both databases, and over HTTP.

use chrono::Duration;

use super::*;
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::journal::testing::journals;

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
async fn a_session_ends_when_idle_when_old_when_revoked_and_with_its_account() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let secret = accounts.begin_session(id, "Firefox", now()).await.unwrap();
        let at = |hours| now() + Duration::hours(hours);
        let good = async |hours| accounts.session(secret.reveal(), at(hours)).await.unwrap().is_some();
        assert!(good(11).await);
        assert!(good(22).await, "used meanwhile");
        assert!(!good(35).await, "idle");
        for hours in (24..24 * 7).step_by(10) {
            good(hours).await;
        }
        assert!(!good(24 * 7).await, "old");

        let secret = accounts.begin_session(id, "Firefox", now()).await.unwrap();
        let sessions = accounts.sessions(id, now()).await.unwrap();
        assert_eq!(sessions[0].device, "Firefox");
        let (_, session) = accounts.session(secret.reveal(), now()).await.unwrap().unwrap();
        assert_eq!(accounts.session(&session.id, now()).await.unwrap(), None, "its name opens nothing");
        accounts.end_session(Id::derived("another"), &session.id).await.unwrap();
        assert!(accounts.session(secret.reveal(), now()).await.unwrap().is_some(), "not another's to end");
        accounts.end_session(id, &session.id).await.unwrap();
        assert_eq!(accounts.session(secret.reveal(), now()).await.unwrap(), None, "revoked");

        let secret = accounts.begin_session(id, "Firefox", now()).await.unwrap();
        accounts.set_active(id, false).await.unwrap();
        accounts.set_active(id, true).await.unwrap();
        assert_eq!(accounts.session(secret.reveal(), now()).await.unwrap(), None, "its account was closed");
    }
}

#[tokio::test]
async fn a_visitor_is_led_to_sign_in_and_back() {
    let app = TestApp::new(Settings::default()).await;
    let sent = app.post("/fr/deconnexion", &[("titre", "Eau")]).await;
    assert_eq!(sent.status, 401);
    let person = testing::sign_in(&app, Role::Ministry, Scope::Everything).await;
    let answer = person.get("/fr/connexion?retour=%2Ffr%2Faide").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/fr/aide"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let answer = person.get("/fr/connexion?retour=%2F%2Fevil.example%2Ffr%2F").await;
    assert_eq!(answer.header("location"), "/fr/espace");
}
