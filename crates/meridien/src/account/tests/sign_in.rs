//! Signing in: passwords, codes, sessions, limits.

use super::*;
use crate::journal::db::execute;

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
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let answer = person.get("/fr/connexion?retour=%2F%2Fevil.example%2Ffr%2F").await;
    assert_eq!(answer.header("location"), "/fr/espace");
}

#[tokio::test]
async fn a_password_opens_a_session_that_sign_out_ends() {
    let app = TestApp::new(Settings::default()).await;
    with_password(&app, "a@lille.example").await;
    let fields = [("email", "A@Lille.example "), ("password", PASSWORD), ("retour", "/fr/compte")];
    let answer = app.post("/fr/connexion", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/fr/compte"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    let session = session_of(&answer);
    let own = get_as(&app, &session, "/fr/compte").await;
    assert_eq!((own.status.as_u16(), own.header("cache-control")), (200, "private, no-store"));
    assert!(own.body.contains("a@lille.example"));

    let mut out = form("/fr/deconnexion", &[]);
    out.headers_mut().insert("cookie", session.parse().unwrap());
    let out = app.send(out).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    let again = get_as(&app, &session, "/fr/compte?x=1").await;
    assert_eq!(again.header("location"), "/fr/connexion?retour=%2Ffr%2Fcompte%3Fx%3D1");
}

#[tokio::test]
async fn over_https_the_cookie_is_the_hosts_alone() {
    let settings = Settings { public_address: "https://atlas.example".to_owned(), ..Settings::default() };
    let app = TestApp::new(settings).await;
    with_password(&app, "a@lille.example").await;
    let answer = app.post("/fr/connexion", &[("email", "a@lille.example"), ("password", PASSWORD)]).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-session=") && cookie.contains("Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
}

/// A session that was there before signing in is not the one after it.
#[tokio::test]
async fn a_session_cannot_be_planted() {
    let app = TestApp::new(Settings::default()).await;
    with_password(&app, "a@lille.example").await;
    let planted = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("x"))).await;
    let answer = planted.post("/fr/connexion", &[("email", "a@lille.example"), ("password", PASSWORD)]).await;
    let session = session_of(&answer);
    assert_ne!(session, planted.cookie);
    assert_eq!(planted.get("/fr/compte").await.status, 303, "the old one has ended");
    let chosen = "session=0000000000000000000000000000000000000000000000000000000000000000";
    assert_eq!(get_as(&app, chosen, "/fr/compte").await.status, 303);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_a_closed_account_look_the_same() {
    let app = TestApp::new(Settings::default()).await;
    with_password(&app, "a@lille.example").await;
    let closed = with_password(&app, "closed@lille.example").await;
    app.state.accounts.set_active(closed, false).await.unwrap();
    let long = "x".repeat(100_000);
    for (email, password) in [
        ("a@lille.example", "wrong"),
        ("a@lille.example", ""),
        ("a@lille.example", long.as_str()),
        ("nobody@lille.example", PASSWORD),
        ("closed@lille.example", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ] {
        let answer = app.post("/fr/connexion", &[("email", email), ("password", password)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (422, ""), "{email}");
        assert!(answer.body.contains("L’adresse ou le mot de passe n’est pas le bon."), "{email}");
    }
}

#[tokio::test]
async fn guessing_is_stopped_for_an_account_and_for_an_address() {
    let app = TestApp::new(Settings::default()).await;
    let guess = async |email: &str| app.post("/fr/connexion", &[("email", email), ("password", "x")]).await;
    for _ in 0..10 {
        assert_eq!(guess("a@lille.example").await.status, 422);
    }
    let stopped = guess("A@lille.example").await;
    assert_eq!(stopped.status, 429);
    let wait: u64 = stopped.header("retry-after").parse().unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    assert!(stopped.body.contains("Trop d’essais"));
    assert_eq!(guess("b@lille.example").await.status, 422, "another account is not stopped");
    for number in 0..18 {
        guess(&format!("{number}@lille.example")).await;
    }
    assert_eq!(guess("c@lille.example").await.status, 429, "the address is");
}

/// Whoever tries wrong passwords elsewhere keeps nobody from signing in, nor from changing his own.
#[tokio::test]
async fn a_stranger_locks_nobody_out() {
    let app = TestApp::new(Settings { behind_proxy: true, ..Settings::default() }).await;
    let id = with_password(&app, "a@lille.example").await;
    let enter = async |password: &str, from: &str| {
        let mut request = form("/fr/connexion", &[("email", "a@lille.example"), ("password", password)]);
        request.headers_mut().insert("x-forwarded-for", from.parse().unwrap());
        app.send(request).await
    };
    for _ in 0..10 {
        assert_eq!(enter("x", "192.0.2.1").await.status, 422);
    }
    assert_eq!(enter("x", "192.0.2.1").await.status, 429);
    let entered = enter(PASSWORD, "198.51.100.1").await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    let account = app.state.accounts.account(id).await.unwrap().unwrap();
    let fields = [("password", PASSWORD), ("new-password", "correct cheval agrafe pile")];
    let changed = testing::again(&app, account).await.post("/fr/compte/mot-de-passe", &fields).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::new(Settings::default()).await;
    for address in ["/fr/connexion", "/fr/deconnexion", "/fr/compte", "/fr/admin/comptes", "/fr/connexion/code"] {
        let mut request = form(address, &[("email", "a@lille.example")]);
        request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(app.send(request).await.status, 403, "{address}");
    }
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let app = TestApp::new(Settings::default()).await;
    with_password(&app, "a@lille.example").await;
    let typed = [("name", "Camille \"Été\" <b>"), ("lang", "fr")];
    let ended = app.post("/fr/compte", &typed).await;
    assert_eq!(ended.status, 401);
    let shown = "readonly dir=\"auto\">\nCamille &#34;Été&#34; &#60;b&#62;</textarea>";
    assert!(ended.body.contains(shown), "{}", ended.body);
    let saved = hidden(&ended.body, "saisie").replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">");
    let fields = [
        ("email", "a@lille.example"),
        ("password", PASSWORD),
        ("retour", hidden(&ended.body, "retour")),
        ("saisie", &saved),
    ];
    let resumed = app.post("/fr/connexion", &fields).await;
    assert_eq!(resumed.status, 200);
    assert!(resumed.body.contains("action=\"/fr/compte\"") && resumed.body.contains(shown), "{}", resumed.body);
    assert!(resumed.body.contains("name=\"name\" value=\"Camille &#34;Été&#34; &#60;b&#62;\""), "{}", resumed.body);
    let mut request = form("/fr/compte", &typed);
    request.headers_mut().insert("cookie", session_of(&resumed).parse().unwrap());
    assert_eq!(app.send(request).await.status, 303);
    let account = app.state.accounts.by_email("a@lille.example").await.unwrap().unwrap();
    assert_eq!(account.name, "Camille \"Été\" <b>");
}

#[tokio::test]
async fn a_password_typed_after_the_session_ended_is_kept_nowhere() {
    let app = TestApp::new(Settings::default()).await;
    with_password(&app, "a@lille.example").await;
    for (address, name) in [
        ("/fr/compte/mot-de-passe", "new-password"),
        ("/fr/compte/adresse", "password"),
        ("/fr/compte/fin", "password"),
        ("/fr/compte/code/retirer", "password"),
        ("/fr/compte/code", "ticket"),
    ] {
        let ended = app.post(address, &[("code", "Secret-1"), (name, "Secret-1")]).await;
        assert_eq!(ended.status, 401, "{address}");
        assert!(!ended.body.contains("Secret-1") && !ended.body.contains("name=\"saisie\""), "{address}");
        assert!(ended.body.contains("un mot de passe saisi n’est pas gardé"), "{address}: {}", ended.body);
        let back = hidden(&ended.body, "retour");
        let fields = [("email", "a@lille.example"), ("password", PASSWORD), ("retour", back)];
        assert_eq!(app.post("/fr/connexion", &fields).await.header("location"), "/fr/compte", "{address}");
    }
}

/// With a full disk, a session and a key read on.
#[tokio::test]
async fn who_is_signed_in_reads_where_nothing_can_be_written() {
    use crate::account::key::NewKey;
    let app = TestApp::new(Settings::default()).await;
    let accounts = &app.state.accounts;
    let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
    let secret = accounts.begin_session(id, "Firefox", now()).await.unwrap();
    let expires = now() + Duration::days(30);
    let new = NewKey { name: "Logiciel".into(), writes: false, organisation: None, expires };
    let token = accounts.make_key(id, &new, now()).await.unwrap().unwrap();
    let full = async |sql: &'static str| Ok::<_, sqlx::Error>(execute!(accounts.db, sql));
    full("CREATE TRIGGER s BEFORE UPDATE ON session BEGIN SELECT RAISE(FAIL, 'full'); END").await.unwrap();
    full("CREATE TRIGGER k BEFORE UPDATE ON api_key BEGIN SELECT RAISE(FAIL, 'full'); END").await.unwrap();
    let later = now() + Duration::minutes(6);
    assert!(accounts.session(secret.reveal(), later).await.unwrap().is_some());
    assert!(accounts.key(&token, later).await.unwrap().is_some());
    assert_eq!(accounts.sessions(id, later).await.unwrap()[0].seen, now(), "nothing was written");
}

#[tokio::test]
async fn a_password_is_long_and_hard_to_guess() {
    use password::{Refusal, check};
    let camille = ["camille.durand@lille.example", "Camille Durand"];
    for (password, refusal) in [
        ("abc", Refusal::Short),
        ("éééééééé9", Refusal::Short),
        ("1234567890", Refusal::Common),
        ("aaaaaaaaaaaa", Refusal::Common),
        ("password123", Refusal::Common),
        ("motdepasse1", Refusal::Common),
        ("azertyuiop", Refusal::Common),
        ("camilledurand", Refusal::Common),
        ("meridien12", Refusal::Common),
        ("camille.durand@lille.example", Refusal::Common),
        ("Durand Camille", Refusal::Common),
        ("camille-durand1", Refusal::Common),
        ("lille59000", Refusal::Common),
        ("Bienvenue2026", Refusal::Common),
        ("Marseille13", Refusal::Common),
        ("jetaime123", Refusal::Common),
        ("administrateur", Refusal::Common),
        ("Ministère2026", Refusal::Common),
        (crate::demo::accounts::PASSWORD, Refusal::Common),
        ("sans rapport, quatre mots", Refusal::Common),
    ] {
        assert_eq!(check(password, &camille), Err(refusal), "{password}");
    }
    assert_eq!(check(&"é".repeat(200), &[]), Err(Refusal::Long));
    for good in [PASSWORD, "correct cheval agrafe pile", "zR4!kq9_Lm2x"] {
        assert_eq!(check(good, &camille), Ok(()), "{good}");
    }
}

/// Machines write an accented letter in one sign or in two.
#[tokio::test]
async fn a_password_is_the_same_on_every_machine() {
    let (one, two) = ("mon \u{e9}t\u{e9} \u{e0} la plage", "mon e\u{301}te\u{301} a\u{300} la plage");
    for (chosen, typed) in [(one, two), (two, one), (one, one)] {
        let hash = password::hash(chosen).await.unwrap();
        assert!(password::verify(typed, Some(hash)).await.unwrap(), "{chosen:?} {typed:?}");
    }
    // Hashed as it was typed, by an earlier version.
    use argon2::password_hash::PasswordHasher;
    let old = argon2::Argon2::default().hash_password(two.as_bytes()).unwrap().to_string();
    assert!(password::verify(two, Some(old.clone())).await.unwrap());
    assert!(!password::verify("mon ete a la plage", Some(old)).await.unwrap());
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_serves_once() {
    let app = TestApp::new(Settings::default()).await;
    let person = testing::sign_in(&app, Role::Ministry, Scope::Everything).await;
    let accounts = &app.state.accounts;
    let id = person.account.id;
    accounts.set_password(id, &password::hash(PASSWORD).await.unwrap(), Some("")).await.unwrap();
    let person = testing::again(&app, person.account.clone()).await;

    let offer = person.get("/fr/compte/code").await;
    let (ticket, body) = (hidden(&offer.body, "ticket").to_owned(), offer.body);
    let key = body.split("secret=").nth(1).unwrap().split(['&', '<']).next().unwrap().to_owned();
    assert_eq!(person.post("/fr/compte/code", &[("ticket", &ticket), ("code", "000000")]).await.status, 422);
    let code = second_step::code_of(&key, now());
    let set_up = person.post("/fr/compte/code", &[("ticket", &ticket), ("code", &code)]).await;
    assert_eq!(set_up.status, 200);
    let recovery: Vec<_> = set_up.body.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(recovery.len(), 10);
    let again = person.post("/fr/compte/code", &[("ticket", &ticket), ("code", &code)]).await;
    assert_eq!(again.header("location"), "/fr/compte?fait=code-actif", "the page asked for again offers no new key");

    let first = async || {
        let answer = app.post("/fr/connexion", &[("email", &person.account.email), ("password", PASSWORD)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, ""), "no session yet");
        hidden(&answer.body, "ticket").to_owned()
    };
    let second =
        async |ticket: &str, code: &str| app.post("/fr/connexion/code", &[("ticket", ticket), ("code", code)]).await;
    let ticket = first().await;
    assert_eq!(second(&ticket, "123456").await.status, 422);
    assert_eq!(second(&ticket, &code).await.status, 422, "it was used to switch the step on");
    let code = second_step::code_of(&key, now() + Duration::seconds(30));
    assert_eq!(second(&ticket, &code).await.header("location"), "/fr/espace");
    assert_eq!(second(&ticket, &code).await.header("location"), "/fr/connexion", "the ticket is used");
    let ticket = first().await;
    assert_eq!(second(&ticket, &code).await.status, 422, "the code is used");
    assert_eq!(second(&ticket, recovery[3]).await.header("location"), "/fr/espace");
    let ticket = first().await;
    assert_eq!(second(&ticket, recovery[3]).await.status, 422, "the recovery code is used");
    assert_eq!(second(&ticket, &recovery[4].to_uppercase()).await.header("location"), "/fr/espace");
    assert_eq!(second("", recovery[5]).await.header("location"), "/fr/connexion");
    let late = [("ticket", ""), ("code", recovery[5]), ("saisie", "[[\"title.fr\",\"Eau à Kayes\"]]")];
    let late = app.post("/fr/connexion/code", &late).await;
    assert!(late.status == 403 && late.body.contains("Eau à Kayes</textarea>"), "{}", late.body);
}

#[tokio::test]
async fn the_demonstrations_accounts_are_shown_there_and_nowhere_else() {
    use crate::demo::accounts::{ACCOUNTS, create};
    let app = TestApp::new(Settings { demonstration: true, ..Settings::default() }).await;
    create(&app.state.accounts, now()).await.unwrap();
    create(&app.state.accounts, now()).await.unwrap();
    let page = app.get("/fr/connexion").await.body;
    for published in ACCOUNTS {
        assert!(page.contains(published.email));
        let account = app.state.accounts.by_email(published.email).await.unwrap().unwrap();
        assert!(account.grants.iter().any(|grant| grant.role == published.role));
        assert!(account.grants.iter().all(|grant| grant.role.fits(&grant.scope)));
        let fields = [("email", published.email), ("password", crate::demo::accounts::PASSWORD)];
        assert_eq!(app.post("/fr/connexion", &fields).await.status, 303, "{}", published.email);
    }
    let real = TestApp::new(Settings::default()).await;
    assert!(!real.get("/fr/connexion").await.body.contains("demo.example"));
}
