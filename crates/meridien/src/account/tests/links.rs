//! What serves once: links sent by mail and other tickets.

use super::*;

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
async fn an_address_changes_once_its_new_mailbox_has_said_so() {
    let app = TestApp::new(Settings::default()).await;
    let old = "claude@lille.example";
    let id = with_password(&app, old).await;
    let account = app.state.accounts.account(id).await.unwrap().unwrap();
    let person = testing::again(&app, account).await;
    let other = testing::sign_in(&app, Role::Ministry, Scope::Everything).await.account.email;
    let ask = async |email: &str, password: &str| {
        person.post("/fr/compte/adresse", &[("email", email), ("password", password)]).await
    };
    let held = async || app.state.accounts.account(id).await.unwrap().unwrap().email;
    let letters_to = async |mailbox: &str| {
        let letters = app.state.jobs.letters().await.into_iter();
        letters.filter(|letter| letter.to == mailbox).collect::<Vec<_>>()
    };
    for (email, password) in [("claude", PASSWORD), (old, PASSWORD), ("new@nord.example", "not the password")] {
        let answer = ask(email, password).await;
        assert_eq!(answer.status, 422, "{email} {password}");
        assert!(answer.body.contains(&format!("value=\"{email}\"")), "what was typed is kept");
    }
    let taken = ask(&other, PASSWORD).await;
    assert_eq!(letters_to(&other).await, [], "somebody else's");
    assert_eq!(
        letters_to(old).await.len(),
        1,
        "the old mailbox is told all the same: it does not tell whose the other is"
    );
    let asked = ask(" New@Nord.example ", PASSWORD).await;
    assert_eq!((asked.status, asked.header("location")), (taken.status, taken.header("location")));
    assert_eq!(ask("new@nord.example", PASSWORD).await.status, asked.status);
    let letters = letters_to("new@nord.example").await;
    let [letter] = letters.as_slice() else { panic!("asked twice, written to once: {letters:?}") };
    let told = letters_to(old).await;
    assert!(told.len() == 2 && told.iter().any(|letter| letter.text.contains("new@nord.example")), "{told:?}");
    assert!(!told.iter().any(|letter| letter.text.contains("lien=")), "the link is the new mailbox's alone");
    let link = letter.text.split_whitespace().find(|word| word.contains("lien=")).unwrap();
    let (page, secret) = (link.split_once("://localhost:8080").unwrap().1, link.split_once("lien=").unwrap().1);
    assert_eq!((letter.to.as_str(), held().await.as_str()), ("new@nord.example", old));
    app.post("/fr/connexion/oubli", &[("email", old)]).await;
    assert!(app.get(page).await.body.contains("new@nord.example"));
    assert_eq!(held().await, old, "a mail program that opens the link changes nothing");
    let take = async || app.post("/fr/connexion/adresse", &[("lien", secret)]).await;
    assert!(take().await.body.contains("value=\"new@nord.example\""), "asks to sign in with it");
    assert_eq!((take().await.status.as_u16(), held().await.as_str()), (410, "new@nord.example"));
    let told = letters_to(old).await;
    let told = told.iter().find(|letter| letter.text.contains("now has the address"));
    assert!(told.is_some_and(|letter| letter.text.contains("new@nord.example")), "the old mailbox is told");
    let sign_in =
        async |email: &str| app.post("/fr/connexion", &[("email", email), ("password", PASSWORD)]).await.status;
    assert_eq!((sign_in(old).await.as_u16(), sign_in("new@nord.example").await.as_u16()), (422, 303));
    let ticket = app.state.accounts.issue(Purpose::Address, id, &other, Duration::hours(1), now()).await.unwrap();
    assert_eq!(app.post("/fr/connexion/adresse", &[("lien", ticket.reveal())]).await.status, 410, "taken meanwhile");
}

/// Whoever knew the old password may have had a link sent to a mailbox of his.
#[tokio::test]
async fn a_new_password_voids_what_was_got_with_the_old_one() {
    let app = TestApp::new(Settings::default()).await;
    let (accounts, hour) = (&app.state.accounts, Duration::hours(1));
    let id = with_password(&app, "claude@lille.example").await;
    let expires = now() + Duration::days(30);
    let key = key::NewKey { name: "Logiciel".into(), writes: false, organisation: None, expires };
    accounts.make_key(id, &key, now()).await.unwrap();
    for way in ["form", "link", "unlinking"] {
        let moving = accounts.issue(Purpose::Address, id, "intrus@nord.example", hour, now()).await.unwrap();
        let entering = accounts.issue(Purpose::SecondStep, id, "", hour, now()).await.unwrap();
        match way {
            "form" => {
                let person = testing::again(&app, accounts.account(id).await.unwrap().unwrap()).await;
                let fields = [("password", PASSWORD), ("new-password", PASSWORD)];
                let changed = person.post("/fr/compte/mot-de-passe", &fields).await;
                let page = person.get(changed.header("location")).await.body;
                assert!(page.contains("Votre clé de l’API reste valable"), "{page}");
            }
            "link" => {
                let link = accounts.issue(Purpose::Password, id, "", hour, now()).await.unwrap();
                let fields = [("lien", link.reveal()), ("password", PASSWORD)];
                assert_eq!(app.post("/fr/connexion/choisir", &fields).await.status, 200);
            }
            _ => accounts.unlink(id, None).await.unwrap(),
        }
        assert_eq!(accounts.ticket(Purpose::SecondStep, entering.reveal(), now()).await.unwrap(), None, "{way}");
        assert_eq!(app.post("/fr/connexion/adresse", &[("lien", moving.reveal())]).await.status, 410, "{way}");
    }
    assert_eq!(accounts.account(id).await.unwrap().unwrap().email, "claude@lille.example");
}

/// The mailboxes of those who are invited are known to everybody.
#[tokio::test]
async fn a_stranger_who_asks_for_a_password_voids_no_invitation() {
    let app = TestApp::new(Settings::default()).await;
    let id = app.state.accounts.create(&camille(), now()).await.unwrap().unwrap();
    let invitation = app.state.accounts.invitation(id, Lang::Fr, "", now()).await.unwrap();
    app.post("/fr/connexion/oubli", &[("email", "camille@lille.example")]).await;
    let letter = app.state.jobs.letters().await.remove(0).text;
    let forgotten = letter.lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    for link in [invitation.as_str(), forgotten] {
        assert_eq!(app.get(link).await.status, 200, "{link}");
    }
    let fields = [("lien", invitation.split("lien=").nth(1).unwrap()), ("password", PASSWORD)];
    assert_eq!(app.post("/fr/connexion/choisir", &fields).await.status, 200);
    for link in [invitation.as_str(), forgotten] {
        assert_eq!(app.get(link).await.status, 410, "a password is chosen: {link}");
    }
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
