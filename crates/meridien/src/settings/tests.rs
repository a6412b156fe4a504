//! Settings over HTTP: who may, what holds at once, the read-only mode.

use axum::http::StatusCode;

use super::{Decisions, all};
use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::value::Text;

const PAGE: &str = "/fr/admin/parametres";

#[test]
fn what_is_not_decided_stays_as_the_program_was_started() {
    let started = Settings { operator: "Ville".to_owned(), ..Settings::default() };
    assert_eq!(Decisions::default().over(&started).operator, "Ville");
    let decided = Decisions { operator: Some("Pays".to_owned()), read_only: true, ..Decisions::default() };
    let now = decided.over(&started);
    assert_eq!((now.operator.as_str(), now.read_only, now.contact), ("Pays", true, started.contact));
}

#[tokio::test]
async fn only_an_administrator_decides_and_every_page_follows_at_once() {
    let app = TestApp::new(Settings::default()).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert_eq!(ministry.get(PAGE).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ministry.post(PAGE, &[("lecture", "oui")]).await.status, StatusCode::FORBIDDEN);
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    assert!(keeper.get(PAGE).await.body.contains("--operator"));
    let before = app.get("/fr/").await;
    let fields = [("nom", "Cités <unies>"), ("avis-fr", "Coupure mardi"), ("mois", "24"), ("motif", "Ouverture")];
    for (name, wrong) in [("mois", "0"), ("contact", "moi"), ("motif", "")] {
        let mut faulty = fields.to_vec();
        faulty.retain(|(other, _)| *other != name);
        let answer = keeper.post(PAGE, &[&faulty[..], &[(name, wrong)]].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains("<title>Erreur") && answer.body.contains("Coupure mardi"), "{}", answer.body);
    }
    assert!(all(&app.state.journal).await.unwrap().is_empty(), "nothing wrong is kept");
    assert_eq!(keeper.post(PAGE, &fields).await.status, StatusCode::SEE_OTHER);
    let after = app.get("/fr/").await;
    assert!(after.body.contains("Cités &#60;unies&#62;") && after.body.contains("Coupure mardi"), "{}", after.body);
    assert_ne!(before.header("etag"), after.header("etag"), "kept copies are stale");
    assert_eq!(app.state.status_day().confirm_after_months, 24);
    let history = keeper.get(PAGE).await.body;
    assert!(history.contains("Ouverture") && history.contains("18 → 24") || history.contains("→ 24"), "{history}");
    assert_eq!(keeper.post(PAGE, &[("motif", "Retour")]).await.status, StatusCode::SEE_OTHER);
    assert!(!app.get("/fr/").await.body.contains("Coupure mardi"), "an empty field gives the start's value back");
}

#[tokio::test]
async fn while_the_atlas_only_reads_pages_answer_and_writes_are_refused_politely() {
    let app = TestApp::new(Settings::default()).await;
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let agent = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert_eq!(keeper.post(PAGE, &[("lecture", "oui"), ("motif", "Déménagement")]).await.status, StatusCode::SEE_OTHER);
    for page in ["/fr/", "/fr/partenariats?q=eau", "/fr/connexion"] {
        let read = app.get(page).await;
        assert_eq!(read.status, StatusCode::OK, "{page}");
        assert!(read.body.contains("Lecture seule."), "{page}");
    }
    let refused = agent.post("/fr/declarer", &[("from", "blank")]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.body.contains("vos brouillons") || refused.body.contains("Vos brouillons"), "{}", refused.body);
    assert_ne!(app.post("/fr/connexion", &[("email", "a@example.org")]).await.status, StatusCode::SERVICE_UNAVAILABLE);
    for written in ["/fr/connexion/adresse", "/fr/connexion/demande", "/fr/connexion/choisir"] {
        assert_eq!(app.post(written, &[("lien", "x")]).await.status, StatusCode::SERVICE_UNAVAILABLE, "{written}");
    }
    assert_eq!(keeper.post(PAGE, &[("motif", "Fini")]).await.status, StatusCode::SEE_OTHER, "and it can be ended");
    assert_ne!(agent.post("/fr/declarer", &[("from", "blank")]).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn another_node_follows() {
    let app = TestApp::new(Settings::default()).await;
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let other = super::Live::new(Settings::default());
    keeper.post(PAGE, &[("avis-en", "Moving"), ("motif", "x")]).await;
    other.read(&app.state.journal).await.unwrap();
    assert_eq!(other.settings().notice, Text::new("en", "Moving"));
}

/// A form that was open while another administrator decided does not take that decision back unseen.
#[tokio::test]
async fn a_stale_form_reverts_nothing_unseen() {
    let app = TestApp::new(Settings::default()).await;
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let stale = [("base", ""), ("nom", "Vieux nom"), ("motif", "Nom")];
    assert!(keeper.get(PAGE).await.body.contains("name=\"base\" value=\"\""));
    keeper.post(PAGE, &[("base", ""), ("avis-fr", "Coupure mardi"), ("motif", "Coupure")]).await;
    let refused = keeper.post(PAGE, &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("entre-temps") && refused.body.contains("Vieux nom"), "{}", refused.body);
    assert!(app.get("/fr/").await.body.contains("Coupure mardi"));
    let newest = all(&app.state.journal).await.unwrap()[0].at.timestamp_millis().to_string();
    let again = [("base", newest.as_str()), ("nom", "Vieux nom"), ("motif", "Nom")];
    assert_eq!(keeper.post(PAGE, &again).await.status, StatusCode::SEE_OTHER, "once it was seen");
}
