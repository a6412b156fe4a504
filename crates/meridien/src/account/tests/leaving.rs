//! An account left by its holder.

use super::*;

#[tokio::test]
async fn a_holder_takes_its_data_along_and_erases_its_account() {
    let app = TestApp::new(Settings::default()).await;
    let lille = Id::derived("lille");
    let person = testing::sign_in(&app, Role::Agent, Scope::Organisation(lille)).await;
    let (accounts, id) = (&app.state.accounts, person.account.id);
    accounts.set_password(id, &password::hash(PASSWORD).await.unwrap(), Some("")).await.unwrap();
    let person = testing::again(&app, person.account.clone()).await;
    let proposal = |number: u64, state| crate::journal::Proposal {
        id: Id::from_u64(number).unwrap(),
        kind: crate::journal::Kind::Partnership,
        record: Id::from_u64(number).unwrap(),
        base: 0,
        author: id.to_string(),
        body: r#"{"body":{"title":{"fr":"De ma main"}}}"#.to_owned(),
        state,
        edit: 0,
        reason: None,
        at: now(),
    };
    for (number, state) in [(1, crate::journal::ProposalState::Draft), (2, crate::journal::ProposalState::Submitted)] {
        app.state.journal.save_proposal(&proposal(number, state)).await.unwrap();
    }
    let letter = Mail { to: person.account.email.clone(), subject: "Sujet".into(), text: "Texte".into() };
    app.state.jobs.mail("essai", &letter, now()).await.unwrap();

    let handed = person.get("/fr/compte/donnees").await;
    assert_eq!(handed.header("cache-control"), "private, no-store");
    let handed: serde_json::Value = serde_json::from_str(&handed.body).unwrap();
    assert_eq!(handed["email"], person.account.email);
    assert_eq!(handed["roles"][0], format!("agent organisation:{lille}"));
    assert_eq!((handed["sessions"].as_array().unwrap().len(), handed["proposals"].as_array().unwrap().len()), (1, 2));
    assert_eq!(handed["letters"][0]["subject"], "Sujet");
    assert!(!handed.to_string().contains("argon2"), "no hash leaves");

    let wrong = person.post("/fr/compte/fin", &[("do", "erase"), ("password", "autre chose")]).await;
    assert_eq!(wrong.status, 422);
    let left = person.post("/fr/compte/fin", &[("do", "erase"), ("password", PASSWORD)]).await;
    assert!(left.status == 200 && left.body.contains("Votre compte est effacé"), "{}", left.body);
    assert_eq!(accounts.account(id).await.unwrap(), None);
    assert_eq!(person.get("/fr/compte").await.status, 303);
    assert_eq!(app.state.jobs.letters().await, []);
    let left = app.state.journal.proposals_by(&id.to_string()).await.unwrap();
    assert_eq!(left.iter().map(|proposal| proposal.state.as_str()).collect::<Vec<_>>(), ["submitted"]);
}

/// Whoever finds a browser open must not get a link for a new password from it.
#[tokio::test]
async fn the_data_handed_over_hold_no_link() {
    let app = TestApp::new(Settings::default()).await;
    let person = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await;
    app.post("/fr/connexion/oubli", &[("email", &person.account.email)]).await;
    let handed = person.get("/fr/compte/donnees").await.body;
    assert!(handed.contains("Choisir un nouveau mot de passe") && !handed.contains("lien="), "{handed}");
}

#[tokio::test]
async fn an_account_without_a_password_leaves_soon_after_signing_in_alone() {
    let app = TestApp::new(Settings::default()).await;
    let person = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await;
    let earlier = now() - Duration::minutes(20);
    let old = app.state.accounts.begin_session(person.account.id, "Ancien", earlier).await.unwrap();
    let request = crate::app::testing::form("/fr/compte/fin", &[("do", "close")]);
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("cookie", format!("session={}", old.reveal()).parse().unwrap());
    let answer = app.send(axum::http::Request::from_parts(parts, body)).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(person.post("/fr/compte/fin", &[("do", "close")]).await.status, 200);
    let account = app.state.accounts.account(person.account.id).await.unwrap().unwrap();
    assert!(!account.active);
}

#[tokio::test]
async fn the_last_administrator_cannot_leave() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let administrator = |email: &str| NewAccount {
            email: email.to_owned(),
            grants: vec![Grant { role: Role::Administrator, scope: Scope::Everything }],
            ..camille()
        };
        let first = accounts.create(&administrator("un@example.org"), now()).await.unwrap().unwrap();
        let second = accounts.create(&administrator("deux@example.org"), now()).await.unwrap().unwrap();
        for id in [first, second] {
            accounts.set_password(id, "a hash", None).await.unwrap();
        }
        accounts.create(&administrator("invite@example.org"), now()).await.unwrap();
        let other = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let (one, two) = tokio::join!(accounts.leave(first, true, now()), accounts.leave(second, false, now()));
        assert_eq!([one.unwrap(), two.unwrap()].iter().filter(|left| **left).count(), 1, "one of them stays");
        assert!(accounts.leave(other, true, now()).await.unwrap());
        let last = if accounts.account(second).await.unwrap().unwrap().active { second } else { first };
        let grant = Grant { role: Role::Administrator, scope: Scope::Everything };
        assert!(!accounts.remove_grant(last, &grant).await.unwrap(), "an invitation that nobody took is nobody");
        assert_eq!(accounts.account(last).await.unwrap().unwrap().grants, [grant]);
    }
}
