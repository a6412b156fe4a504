//! Accounts and sessions on both databases, and over HTTP.

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;

use super::ticket::Purpose;
use super::*;
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, form, now};
use crate::job::Jobs;
use crate::job::mail::Mail;
use crate::journal::testing::journals;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::value::Country;

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
async fn a_key_is_known_by_its_token_alone_until_it_ends() {
    use super::key::NewKey;
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let only = Some(Id::derived("nord"));
        let new = |days| NewKey {
            name: "Logiciel".into(),
            writes: true,
            organisation: only,
            expires: now() + Duration::days(days),
        };
        let token = accounts.make_key(id, &new(30), now()).await.unwrap().unwrap();
        let keyed = accounts.key(&token, now()).await.unwrap().unwrap();
        assert_eq!(keyed.account.grants.len(), 1, "no role but those in its organisation");
        assert_eq!(accounts.keys(id).await.unwrap()[0].seen, Some(now()));
        assert!(accounts.key(&keyed.key.id, now()).await.unwrap().is_none(), "its name opens nothing");
        assert!(accounts.key(&token, now() + Duration::days(30)).await.unwrap().is_none(), "over");
        let mut saved = Vec::new();
        test.journal.save(crate::journal::Extent::Everything, &mut saved).await.unwrap();
        assert!(!String::from_utf8(saved).unwrap().contains(&token), "its hash alone is kept");
        accounts.revoke_key(Id::derived("another"), &keyed.key.id).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_some(), "another's word");
        accounts.revoke_key(id, &keyed.key.id).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_none());
        for _ in 0..super::key::MOST {
            assert!(accounts.make_key(id, &new(1), now()).await.unwrap().is_some());
        }
        assert!(accounts.make_key(id, &new(1), now()).await.unwrap().is_none(), "enough");
        assert!(
            accounts.make_key(id, &new(1), now() + Duration::days(2)).await.unwrap().is_some(),
            "ended ones make room"
        );
        accounts.set_active(id, false).await.unwrap();
        assert_eq!(accounts.keys(id).await.unwrap(), [], "its account is closed");
        accounts.set_active(id, true).await.unwrap();
        let token = accounts.make_key(id, &new(30), now()).await.unwrap().unwrap();
        test.journal.erase_account(id, now()).await.unwrap();
        assert!(accounts.key(&token, now()).await.unwrap().is_none(), "erased with the account");
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
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let answer = person.get("/fr/connexion?retour=%2F%2Fevil.example%2Ffr%2F").await;
    assert_eq!(answer.header("location"), "/fr/espace");
}

const PASSWORD: &str = "cheval agrafe pile correcte";

/// An account with a password, and what its sign-in form says.
async fn with_password(app: &TestApp, email: &str) -> Id {
    let new = NewAccount { email: email.to_owned(), ..camille() };
    let id = app.state.accounts.create(&new, now()).await.unwrap().unwrap();
    let hash = password::hash(PASSWORD).await.unwrap();
    app.state.accounts.set_password(id, &hash, None).await.unwrap();
    id
}

/// The session that an answer's cookie opens, as a request's header has it.
fn session_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

async fn get_as(app: &TestApp, cookie: &str, address: &str) -> Answer {
    app.send(Request::get(address).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// The value of a hidden field.
fn hidden<'a>(body: &'a str, name: &str) -> &'a str {
    let start = body.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
    body[start..].split('"').next().unwrap()
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
    let saved = hidden(&ended.body, "saisie").replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">");
    let fields = [
        ("email", "a@lille.example"),
        ("password", PASSWORD),
        ("retour", hidden(&ended.body, "retour")),
        ("saisie", &saved),
    ];
    let resumed = app.post("/fr/connexion", &fields).await;
    assert_eq!(resumed.status, 200);
    assert!(resumed.body.contains("action=\"/fr/compte\""));
    assert!(resumed.body.contains("name=\"name\" value=\"Camille &#34;Été&#34; &#60;b&#62;\""), "{}", resumed.body);
    let mut request = form("/fr/compte", &typed);
    request.headers_mut().insert("cookie", session_of(&resumed).parse().unwrap());
    assert_eq!(app.send(request).await.status, 303);
    let account = app.state.accounts.by_email("a@lille.example").await.unwrap().unwrap();
    assert_eq!(account.name, "Camille \"Été\" <b>");
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
}

#[tokio::test]
async fn a_link_chooses_one_password_once_and_ends_every_session() {
    let app = TestApp::new(Settings::default()).await;
    let person = testing::sign_in(&app, Role::Ministry, Scope::Everything).await;
    let forgotten = async |email: &str| app.post("/fr/connexion/oubli", &[("email", email)]).await;
    let (known, unknown) = (forgotten(&person.account.email).await, forgotten("nobody@lille.example").await);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body), "it does not tell who has an account");
    let letters = app.state.jobs.letters().await;
    assert_eq!((letters.len(), &letters[0].to), (1, &person.account.email));
    let link = letters[0].text.lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    let secret = link.split("lien=").nth(1).unwrap();

    let shown = app.get(link).await;
    assert_eq!((shown.status.as_u16(), shown.header("cache-control")), (200, "private, no-store"));
    let choose =
        async |password: &str| app.post("/fr/connexion/choisir", &[("lien", secret), ("password", password)]).await;
    assert_eq!(choose("1234567890").await.status, 422);
    assert_eq!(choose(PASSWORD).await.status, 200);
    assert_eq!(choose(PASSWORD).await.status, 410);
    assert_eq!(app.get(link).await.status, 410);
    assert_eq!(app.get("/fr/connexion/choisir").await.status, 410);
    assert_eq!(person.get("/fr/compte").await.status, 303, "whoever was signed in has to sign in again");
    let answer = app.post("/fr/connexion", &[("email", &person.account.email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn a_ticket_serves_one_purpose_for_a_time() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let hour = Duration::hours(1);
        let old = accounts.issue(Purpose::Password, id, "a", hour, now()).await.unwrap();
        let new = accounts.issue(Purpose::Password, id, "b", hour, now()).await.unwrap();
        let at = |purpose, secret: &str, when| {
            let (accounts, secret) = (accounts.clone(), secret.to_owned());
            async move { accounts.ticket(purpose, &secret, when).await.unwrap().map(|ticket| ticket.body) }
        };
        assert_eq!(at(Purpose::Password, old.reveal(), now()).await, None, "replaced");
        assert_eq!(at(Purpose::SecondStep, new.reveal(), now()).await, None, "another purpose");
        assert_eq!(at(Purpose::Password, new.reveal(), now() + hour).await, None, "too old");
        assert_eq!(at(Purpose::Password, new.reveal(), now()).await.as_deref(), Some("b"));
        let twice = tokio::join!(
            accounts.redeem(Purpose::Password, new.reveal(), now()),
            accounts.redeem(Purpose::Password, new.reveal(), now())
        );
        assert_eq!([twice.0.unwrap(), twice.1.unwrap()].iter().flatten().count(), 1);
    }
}

#[tokio::test]
async fn a_ticket_asked_for_again_at_once_is_the_one_that_is_good() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let times = (Duration::hours(2), Duration::minutes(10));
        let issue = async |body: &str, at| accounts.issue_once(Purpose::Password, id, body, times, at).await.unwrap();
        let (one, two) = tokio::join!(issue("forgotten", now()), issue("forgotten", now()));
        let first = [one, two].into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(first.len(), 1, "of two at once, one is made");
        let good = async |secret: &Secret, at| {
            accounts.ticket(Purpose::Password, secret.reveal(), at).await.unwrap().is_some()
        };
        assert!(issue("forgotten", now() + Duration::minutes(9)).await.is_none());
        assert!(good(&first[0], now() + Duration::minutes(9)).await);
        let later = now() + Duration::minutes(11);
        let second = issue("forgotten", later).await.unwrap();
        assert!(good(&second, later).await && !good(&first[0], later).await, "an account has one");
        let other = issue("invitation", later).await.unwrap();
        assert!(good(&other, later).await && !good(&second, later).await, "of another kind");
        accounts.redeem(Purpose::Password, other.reveal(), later).await.unwrap();
        assert!(issue("invitation", later).await.is_some(), "it has served");
    }
}

/// Each page of administration, for each role: cell by cell.
#[tokio::test]
async fn administration_is_open_to_whom_the_table_says() {
    let lille = Id::derived("lille");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    let entry = Entry::publish(Kind::Organisation, lille, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let invitation = |role: &'static str, scope: String| {
        [
            ("email", format!("{:x}@x.example", rand::random::<u64>())),
            ("name", "X".to_owned()),
            ("role", role.to_owned()),
            ("scope", scope),
        ]
    };
    for &role in Role::ALL {
        let scope = match role {
            Role::Agent | Role::PartnerAgent | Role::Responsible => Scope::Organisation(lille),
            Role::Correspondent => Scope::Country("ML".parse().unwrap()),
            Role::Prefecture => Scope::Territory(Id::derived("nord")),
            Role::Ministry | Role::Administrator => Scope::Everything,
        };
        let person = testing::sign_in(&app, role, scope).await;
        let accounts = matches!(role, Role::Responsible | Role::Administrator);
        let jobs = role == Role::Administrator;
        let campaign = role == Role::Ministry;
        let pages = [
            ("/fr/admin", accounts || campaign),
            ("/fr/admin/campagne", campaign),
            ("/fr/admin/comptes", accounts),
            ("/fr/admin/taches", jobs),
            ("/fr/admin/personnes", jobs || campaign),
        ];
        for (address, open) in pages {
            let expected = if open { 200 } else { 403 };
            assert_eq!(person.get(address).await.status, expected, "{role:?} {address}");
            assert_eq!(person.get(&address.replace("/fr/", "/en/")).await.status, expected, "{role:?} {address}");
        }
        let cells = [
            ("agent", lille.to_string(), accounts),
            ("ministry", String::new(), jobs),
            ("administrator", String::new(), jobs),
            ("correspondent", "ML".to_owned(), jobs),
        ];
        for (given, scope, allowed) in cells {
            let fields = invitation(given, scope);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = person.post("/fr/admin/comptes", &fields).await;
            assert_eq!(answer.status, if allowed { 303 } else { 403 }, "{role:?} gives {given}");
        }
        assert_eq!(person.get("/fr/compte").await.status, 200, "{role:?}");
        assert_eq!(person.get("/en/compte").await.status, 200, "{role:?}");
    }
    assert_eq!(app.get("/fr/admin").await.header("location"), "/fr/connexion?retour=%2Ffr%2Fadmin");
}

#[tokio::test]
async fn someone_responsible_reaches_no_further_than_his_authority() {
    let [lille, roubaix] = ["lille", "roubaix"].map(Id::derived);
    let app = TestApp::new(Settings::default()).await;
    let responsible = testing::sign_in(&app, Role::Responsible, Scope::Organisation(lille)).await;
    let colleague = testing::sign_in(&app, Role::Agent, Scope::Organisation(lille)).await.account;
    let stranger = testing::sign_in(&app, Role::Agent, Scope::Organisation(roubaix)).await.account;
    let agent = |id| Grant { role: Role::Agent, scope: Scope::Organisation(id) };
    let ministry = Grant { role: Role::Ministry, scope: Scope::Everything };
    let both = testing::sign_in_as(&app, vec![agent(lille), ministry]).await.account;
    let listed = responsible.get("/fr/admin/comptes").await.body;
    assert!(listed.contains(&colleague.email) && listed.contains(&both.email) && !listed.contains(&stranger.email));
    let act = async |account: &Account, what: &[(&str, &str)]| {
        responsible.post(&format!("/fr/admin/comptes/{}", account.id), what).await.status.as_u16()
    };
    assert_eq!(act(&stranger, &[("do", "close")]).await, 404);
    assert_eq!(act(&both, &[("do", "close")]).await, 403, "it is the ministry's too");
    assert_eq!(act(&both, &[("do", "remove"), ("role", "ministry *")]).await, 403);
    let own = format!("agent organisation:{lille}");
    assert_eq!(act(&both, &[("do", "remove"), ("role", &own)]).await, 303);
    assert_eq!(act(&colleague, &[("do", "close")]).await, 303);
    assert!(!app.state.accounts.account(colleague.id).await.unwrap().unwrap().active);
    assert_eq!(act(&colleague, &[("do", "erase")]).await, 303);
    assert_eq!(app.state.accounts.account(colleague.id).await.unwrap(), None);
    assert_eq!(act(&responsible.account.clone(), &[("do", "remove"), ("role", &own)]).await, 403, "not himself");
}

#[tokio::test]
async fn a_request_to_join_is_decided_by_a_person() {
    let lille = Id::derived("lille");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    let entry = Entry::publish(Kind::Organisation, lille, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let asked = |email: &'static str| {
        [
            ("email", email),
            ("name", "Camille"),
            ("organisation", "Ville de Lille"),
            ("role", "agent"),
            ("proof", "Chargée de mission"),
        ]
    };
    for (name, wrong) in [("email", "x"), ("name", ""), ("organisation", " "), ("role", "ministry"), ("proof", "")] {
        let fields = asked("a@lille.example").map(|(key, value)| (key, if key == name { wrong } else { value }));
        assert_eq!(app.post("/fr/connexion/demande", &fields).await.status, 422, "{name}");
    }
    for email in ["a@lille.example", "b@lille.example", "a@lille.example"] {
        assert_eq!(app.post("/fr/connexion/demande", &asked(email)).await.status, 200);
    }
    let waiting = app.state.accounts.join_requests().await.unwrap();
    assert_eq!(waiting.len(), 2, "the second from one address takes the place of the first");
    assert_eq!(app.state.accounts.by_email("a@lille.example").await.unwrap(), None, "nothing is decided yet");
    let (a, b) = (waiting.iter().find(|request| request.email.starts_with('a')).unwrap(), &waiting[0]);
    let b = if b.email.starts_with('b') { b } else { &waiting[1] };
    let decide = async |id: Id, fields: &[(&str, &str)]| {
        administrator.post(&format!("/fr/admin/demandes/{id}"), fields).await.status.as_u16()
    };
    let scope = format!("http://localhost:8080/fr/organisations/{lille}");
    assert_eq!(decide(a.id, &[("do", "accept"), ("role", "agent"), ("scope", "Lille")]).await, 422);
    assert_eq!(decide(a.id, &[("do", "accept"), ("role", "agent"), ("scope", &scope)]).await, 303);
    let again = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    let again = administrator.post(&format!("/fr/admin/demandes/{}", a.id), &again).await;
    assert_eq!(again.header("location"), "/fr/admin/comptes?fait=deja-decidee");
    assert_eq!(decide(b.id, &[("do", "refuse")]).await, 422, "without a reason");
    assert_eq!(decide(b.id, &[("do", "refuse"), ("reason", "Adresse personnelle")]).await, 303);
    let letters = app.state.jobs.letters().await;
    let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to.len(), 2);
    assert!(to.contains(&"a@lille.example") && to.contains(&"b@lille.example"));
    let account = app.state.accounts.by_email("a@lille.example").await.unwrap().unwrap();
    assert_eq!(account.organisations(Role::Agent).collect::<Vec<_>>(), [lille]);
    assert_eq!(app.state.accounts.join_requests().await.unwrap(), []);
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

#[tokio::test]
async fn letters_of_a_restored_register_wait_for_a_word() {
    for test in journals().await {
        let source = Jobs::new(&test.journal);
        for to in ["un@example.org", "deux@example.org", "trois@example.org"] {
            let mail = Mail { to: to.to_owned(), subject: "s".into(), text: "t".into() };
            source.mail(to, &mail, now()).await.unwrap();
        }
        source.add("campaign:letters", crate::job::Kind::Campaign, "", now()).await.unwrap();
        let mut saved = Vec::new();
        test.journal.save(crate::journal::Extent::Everything, &mut saved).await.unwrap();
        let lines: Vec<_> = String::from_utf8(saved).unwrap().lines().map(|line| Ok(line.to_owned())).collect();
        for target in journals().await {
            target
                .journal
                .load(lines.iter().map(|line: &std::io::Result<String>| Ok(line.as_ref().unwrap().clone())))
                .await
                .unwrap();
            let jobs = Jobs::new(&target.journal);
            assert_eq!((jobs.letters().await.len(), jobs.held().await.unwrap()), (0, 4), "none goes out by itself");
            jobs.retry("mail:un@example.org", now()).await.unwrap();
            jobs.drop("mail:deux@example.org", now()).await.unwrap();
            jobs.drop("campaign:letters", now()).await.unwrap();
            assert_eq!((jobs.letters().await.len(), jobs.held().await.unwrap()), (1, 1));
            jobs.release_held(now()).await.unwrap();
            assert_eq!((jobs.letters().await.len(), jobs.held().await.unwrap()), (2, 0));
            let again = Mail { to: "deux@example.org".into(), subject: "s".into(), text: "t".into() };
            assert!(!jobs.mail("deux@example.org", &again, now()).await.unwrap(), "dropped for good");
        }
    }
}

#[tokio::test]
async fn a_role_taken_by_one_manager_is_not_brought_back_by_another() {
    for test in journals().await {
        let accounts = Accounts::new(&test.journal);
        let id = accounts.create(&camille(), now()).await.unwrap().unwrap();
        let read = accounts.account(id).await.unwrap().unwrap();
        accounts.remove_grant(id, &read.grants[0]).await.unwrap();
        let more = Grant { role: Role::Ministry, scope: Scope::Everything };
        for _ in 0..2 {
            accounts.add_grant(id, &more).await.unwrap();
        }
        let held = accounts.account(id).await.unwrap().unwrap().grants;
        assert_eq!(held, [read.grants[1].clone(), more]);
    }
}

#[tokio::test]
async fn a_request_for_an_address_with_an_account_says_so_and_opens_no_closed_one() {
    let roubaix = Id::derived("roubaix");
    let organisation = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Roubaix");
    let entry = Entry::publish(Kind::Organisation, roubaix, 0, &organisation, Vec::new());
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let accounts = &app.state.accounts;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let id = with_password(&app, "camille@lille.example").await;
    let before = accounts.account(id).await.unwrap().unwrap().grants;
    accounts.set_active(id, false).await.unwrap();
    let asked = [("email", "camille@lille.example"), ("name", "Imposteur"), ("organisation", "Roubaix")];
    let asked = [&asked[..], &[("role", "agent"), ("proof", "Chargée de mission")]].concat();
    assert_eq!(app.post("/fr/connexion/demande", &asked).await.status, 200);
    let shown = administrator.get("/fr/admin/comptes").await.body;
    let shown = shown.split("Imposteur").nth(1).unwrap().split("<form").next().unwrap();
    assert!(shown.contains("a déjà un compte (fermé)") && shown.contains(">Camille</a>"), "{shown}");
    let request = accounts.join_requests().await.unwrap()[0].id;
    let scope = roubaix.to_string();
    let accept = [("do", "accept"), ("role", "agent"), ("scope", scope.as_str())];
    let refused = administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await;
    assert!(refused.status == 422 && refused.body.contains("Rouvrir ce compte"), "{}", refused.body);
    let account = accounts.account(id).await.unwrap().unwrap();
    assert!(!account.active && account.grants == before);
    assert_eq!(app.state.jobs.letters().await, []);

    accounts.set_active(id, true).await.unwrap();
    assert!(administrator.get("/fr/admin/comptes").await.body.contains("a déjà un compte (ouvert)"));
    assert_eq!(administrator.post(&format!("/fr/admin/demandes/{request}"), &accept).await.status, 303);
    let letters = app.state.jobs.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, "camille@lille.example"));
    assert!(
        letters[0].text.contains("is accepted") && letters[0].text.contains("one more role"),
        "{}",
        letters[0].text
    );
}

#[tokio::test]
async fn an_administrator_takes_the_code_off_and_erases_what_an_account_leaves() {
    let app = TestApp::new(Settings::default()).await;
    let accounts = &app.state.accounts;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let agent = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await.account;
    let address = format!("/fr/admin/comptes/{}", agent.id);
    assert!(!administrator.get(&address).await.body.contains("reset-code"));
    accounts.set_second_step(agent.id, Some(("JBSWY3DPEHPK3PXP", 0)), &["aaaaa-bbbbb".to_owned()]).await.unwrap();
    assert!(administrator.get(&address).await.body.contains("value=\"reset-code\""));
    assert_eq!(administrator.post(&address, &[("do", "reset-code")]).await.status, 303);
    assert!(!accounts.has_second_step(agent.id).await.unwrap());
    assert_eq!(accounts.codes_left(agent.id).await.unwrap(), 0);

    let letter = Mail { to: agent.email.clone(), subject: "Sujet".into(), text: "Texte".into() };
    app.state.jobs.mail("essai", &letter, now()).await.unwrap();
    assert_eq!(administrator.post(&address, &[("do", "close")]).await.status, 303);
    assert_eq!(administrator.post(&address, &[("do", "erase")]).await.status, 303);
    assert_eq!(app.state.jobs.letters().await, [], "its letters go with it");
}

#[tokio::test]
async fn what_a_manager_typed_is_kept_where_it_is_wrong() {
    let app = TestApp::new(Settings::default()).await;
    let administrator = testing::sign_in(&app, Role::Administrator, Scope::Everything).await;
    let agent = testing::sign_in(&app, Role::Agent, Scope::Organisation(Id::derived("lille"))).await.account;
    let fields = [("role", "correspondent"), ("scope", "Nulle part")];
    let person = [("email", "x@x.example"), ("name", "Xavier"), ("lang", "en")];
    let invited = administrator.post("/fr/admin/comptes", &[&person[..], &fields].concat()).await.body;
    let given = [&fields[..], &[("do", "add")]].concat();
    let given = administrator.post(&format!("/fr/admin/comptes/{}", agent.id), &given).await.body;
    for body in [&invited, &given] {
        assert!(body.contains("<title>Erreur") && body.contains("value=\"Nulle part\""), "{body}");
        assert!(body.contains("value=\"correspondent\" selected"), "{body}");
    }
    assert!(invited.contains("value=\"x@x.example\"") && invited.contains("value=\"Xavier\""));
    assert!(invited.contains("lang=\"en\" selected"));
}
