//! What each sees in the workspace, and that others find nothing.

use super::*;

#[tokio::test]
async fn others_find_nothing() {
    let app = app().await;
    let list = filled(&agent(&app).await).await;
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    for address in [list.clone(), format!("{list}/titre"), format!("{list}/verifier")] {
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let edit = [("edit", "1"), ("title.fr", "Autre")];
    assert_eq!(stranger.post(&format!("{list}/titre"), &edit).await.status, StatusCode::NOT_FOUND);
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    assert_eq!(correspondent.get("/fr/declarer").await.status, StatusCode::FORBIDDEN);
    assert_eq!(correspondent.get("/fr/partenariats/0000000A/modifier").await.status, StatusCode::FORBIDDEN);
    assert_eq!(correspondent.get("/fr/partenariats/0000000A/gerer").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_workspace_leads_each_role_to_its_pages() {
    let app = app().await;
    for (role, scope, led, not_led) in [
        (Role::Agent, Scope::Organisation(id(1)), "/fr/confirmer", "/fr/valider"),
        (Role::PartnerAgent, Scope::Organisation(id(2)), "/fr/confirmer", "/fr/prefecture"),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap()), "/fr/partenariats?pays=ML", "/fr/admin"),
        (Role::Prefecture, Scope::Territory(id(20)), "/fr/prefecture", "/fr/confirmer"),
        (Role::Ministry, Scope::Everything, "/fr/admin/campagne", "/fr/admin/comptes"),
        (Role::Administrator, Scope::Everything, "/fr/admin/comptes", "/fr/valider"),
    ] {
        let page = sign_in(&app, role, scope).await.get("/fr/espace").await;
        assert!(page.body.contains(&format!("href=\"{led}\"")), "{role:?}: {}", page.body);
        assert!(!page.body.contains(&format!("href=\"{not_led}\"")), "{role:?}: {not_led}");
    }
}

#[tokio::test]
async fn a_colleague_finds_what_is_under_way_for_the_authority() {
    let app = app().await;
    let (author, colleague) = (agent(&app).await, agent(&app).await);
    let list = filled(&author).await;
    let space = colleague.get("/fr/espace").await.body;
    let colleagues = &space[space.find("En cours chez vos collègues").unwrap()..];
    assert!(colleagues.contains(&format!("href=\"{list}\"")), "{}", text(&space));
    assert!(!author.get("/fr/espace").await.body.contains("En cours chez vos collègues"), "it is his own");
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    assert!(!stranger.get("/fr/espace").await.body.contains(&list));
}

#[tokio::test]
async fn more_partnerships_than_the_workspace_shows_are_one_click_away() {
    let app = app().await.with((100..130).map(record)).await;
    let all = format!("href=\"/fr/partenariats?collectivite={}\"", id(LILLE));
    assert!(agent(&app).await.get("/fr/espace").await.body.contains(&all));
    let few = self::app().await;
    assert!(!agent(&few).await.get("/fr/espace").await.body.contains(&all));
}

/// Whoever acts for two authorities declares for one of them, chosen or the first, and what he pasted is kept.
#[tokio::test]
async fn who_acts_for_two_authorities_declares_for_one() {
    let app = app().await;
    let grant = |number| Grant { role: Role::Agent, scope: Scope::Organisation(id(number)) };
    let agent = sign_in_as(&app, vec![grant(LILLE), grant(3)]).await;
    target(&agent.post("/fr/declarer", &[("from", "new")]).await);
    let begun = app.state.journal.proposals_by(&agent.account.id.to_string()).await.unwrap();
    assert_eq!(Draft::read(&begun[0]).unwrap().on_behalf_of, Some(id(LILLE)));
    let second = id(3).to_string();
    let pasted =
        [("from", "table"), ("table", "Un texte\nsans titres"), ("page", "Autre texte"), ("authority", &second)];
    let refused = agent.post("/fr/declarer", &pasted).await.body;
    assert!(refused.contains(&format!("value=\"{second}\" checked")), "{refused}");
    assert!(refused.contains("sans titres</textarea>") && refused.contains("Autre texte</textarea>"), "{refused}");
}

/// A button pressed twice begins one draft, of whoever pressed it. Once that was written in, the same page begins another.
#[tokio::test]
async fn a_button_pressed_twice_begins_one_draft() {
    let app = app().await;
    let (agent, colleague) = (self::agent(&app).await, self::agent(&app).await);
    for address in ["/fr/declarer", "/fr/partenariats/0000000A/modifier"] {
        let page = agent.get(address).await.body;
        let draft = hidden(&page, "draft");
        let sent = [("from", "new"), ("draft", draft)];
        let begun = target(&agent.post(address, &sent).await);
        assert_eq!(code(&begun), draft);
        assert_eq!(target(&agent.post(address, &sent).await), begun);
        assert_ne!(target(&colleague.post(address, &sent).await), begun);
        fill(&agent, &begun, "titre", &[("title.fr", "Bibliothèques de quartier")]).await;
        assert_ne!(target(&agent.post(address, &sent).await), begun);
    }
    let held = app.state.journal.proposals_by(&agent.account.id.to_string()).await.unwrap();
    assert_eq!(held.len(), 4);
}
