//! Signing in through a provider that the test starts: it signs its tokens, and the user's information too.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{Request, header};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreIdTokenFields, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreRsaPrivateSigningKey,
    CoreSubjectIdentifierType, CoreTokenResponse, CoreTokenType, CoreUserInfoClaims, CoreUserInfoJsonWebToken,
};
use openidconnect::{
    AccessToken, Audience, AuthUrl, EmptyAdditionalClaims, EmptyAdditionalProviderMetadata, EmptyExtraTokenFields,
    EndUserEmail, IssuerUrl, JsonWebKeyId, JsonWebKeySetUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    PrivateSigningKey, ResponseTypes, StandardClaims, SubjectIdentifier, TokenUrl, UserInfoUrl,
};

use super::{Provider, ProviderSettings};
use crate::access::{Role, Scope};
use crate::account::testing;
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, form, now};

/// What the provider answers, and what was agreed when someone left for it.
#[derive(Clone)]
struct Answers {
    issuer: String,
    subject: String,
    /// The subject of the user's information, which should be the same.
    info_subject: String,
    email: String,
    verified: Option<bool>,
    nonce: String,
    challenge: String,
    key: [u8; 32],
    /// Whether the ID token is signed with the secret that the atlas and the provider share.
    symmetric: bool,
    /// What is done to the user's information after it was signed.
    tamper: fn(String) -> String,
}

type Shared = Arc<Mutex<Answers>>;

/// A private key in the form that is read: PKCS 8 in base 64.
fn signing_key(seed: [u8; 32]) -> CoreEdDsaPrivateSigningKey {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let bytes = [prefix.as_slice(), &seed].concat();
    let encode = |three: &[u8]| {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(SIGNS[(bits >> shift) as usize & 63])).iter().collect::<String>()
    };
    let text: String = bytes.chunks(3).map(encode).collect();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new("test".to_owned()))).unwrap()
}

async fn discovery(Extract(shared): Extract<Shared>) -> Json<CoreProviderMetadata> {
    let issuer = shared.lock().unwrap().issuer.clone();
    let at = |path: &str| format!("{issuer}{path}");
    let metadata = CoreProviderMetadata::new(
        IssuerUrl::new(issuer.clone()).unwrap(),
        AuthUrl::new(at("/authorize")).unwrap(),
        JsonWebKeySetUrl::new(at("/jwks")).unwrap(),
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Pairwise],
        vec![CoreJwsSigningAlgorithm::EdDsa, CoreJwsSigningAlgorithm::HmacSha256],
        EmptyAdditionalProviderMetadata {},
    )
    .set_token_endpoint(Some(TokenUrl::new(at("/token")).unwrap()))
    .set_userinfo_endpoint(Some(UserInfoUrl::new(at("/userinfo")).unwrap()));
    Json(metadata)
}

async fn keys(Extract(shared): Extract<Shared>) -> Json<CoreJsonWebKeySet> {
    let keys = [signing_key(shared.lock().unwrap().key).as_verification_key(), rsa_key().as_verification_key()];
    Json(CoreJsonWebKeySet::new(keys.to_vec()))
}

/// The key that signs the user's information: RSA, as the standard's default algorithm asks.
fn rsa_key() -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(super::key::RSA, Some(JsonWebKeyId::new("rsa".to_owned()))).unwrap()
}

/// Gives tokens for the code to whoever knows the verifier.
async fn token(
    Extract(shared): Extract<Shared>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Json<CoreTokenResponse>, axum::http::StatusCode> {
    let answers = shared.lock().unwrap().clone();
    let field = |name: &str| crate::account::session::field(&fields, name).to_owned();
    let verifier = PkceCodeVerifier::new(field("code_verifier"));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    if field("code") != "code" || challenge.as_str() != answers.challenge {
        return Err(axum::http::StatusCode::BAD_REQUEST);
    }
    let access = AccessToken::new("access".to_owned());
    let now = chrono::Utc::now();
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(answers.issuer).unwrap(),
        vec![Audience::new("atlas".to_owned())],
        now + chrono::Duration::minutes(5),
        now,
        StandardClaims::new(SubjectIdentifier::new(answers.subject)),
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(answers.nonce)));
    let id = if answers.symmetric {
        let algorithm = CoreJwsSigningAlgorithm::HmacSha256;
        CoreIdToken::new(claims, &CoreHmacKey::new("secret"), algorithm, Some(&access), None).unwrap()
    } else {
        let algorithm = CoreJwsSigningAlgorithm::EdDsa;
        CoreIdToken::new(claims, &signing_key(answers.key), algorithm, Some(&access), None).unwrap()
    };
    let fields = CoreIdTokenFields::new(Some(id), EmptyExtraTokenFields {});
    Ok(Json(CoreTokenResponse::new(access, CoreTokenType::Bearer, fields)))
}

/// The user's information as a signed token, as ProConnect sends it.
async fn information(Extract(shared): Extract<Shared>) -> ([(header::HeaderName, &'static str); 1], String) {
    let answers = shared.lock().unwrap().clone();
    let claims = StandardClaims::new(SubjectIdentifier::new(answers.info_subject))
        .set_email(Some(EndUserEmail::new(answers.email)))
        .set_email_verified(answers.verified);
    let claims = CoreUserInfoClaims::new(claims, EmptyAdditionalClaims {})
        .set_issuer(Some(IssuerUrl::new(answers.issuer).unwrap()))
        .set_audiences(Some(vec![Audience::new("atlas".to_owned())]));
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let token = CoreUserInfoJsonWebToken::new(claims, &rsa_key(), algorithm).unwrap();
    let text = serde_json::to_value(&token).unwrap().as_str().unwrap().to_owned();
    ([(header::CONTENT_TYPE, "application/jwt")], (answers.tamper)(text))
}

/// An atlas whose people sign in through a provider.
struct Site {
    app: TestApp,
    answers: Shared,
}

impl Site {
    async fn start(trusts_mail: bool) -> Site {
        Site::on(Settings::default(), trusts_mail).await
    }

    async fn on(settings: Settings, trusts_mail: bool) -> Site {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(Answers {
            issuer: issuer.clone(),
            subject: "subject".to_owned(),
            info_subject: "subject".to_owned(),
            email: String::new(),
            verified: Some(true),
            nonce: String::new(),
            challenge: String::new(),
            key: rand::random(),
            symmetric: false,
            tamper: |token| token,
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(information))
            .with_state(answers.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut app = TestApp::new(settings).await;
        let settings = ProviderSettings {
            issuer,
            client_id: "atlas".to_owned(),
            client_secret: "secret".to_owned(),
            name: "ProConnect".to_owned(),
            trusts_mail,
        };
        app.state.provider = Some(Provider::new(settings, "http://localhost:8080").unwrap());
        Site { app, answers }
    }

    fn set(&self, change: impl FnOnce(&mut Answers)) {
        change(&mut self.answers.lock().unwrap());
    }

    /// Leaves for the provider: the cookie, and the state with which to come back.
    async fn leave(&self) -> (String, String) {
        let answer = self.app.get("/en/connexion/fournisseur?retour=/en/compte").await;
        let address = answer.header("location").to_owned();
        let value = |name: &str| {
            let start = address.find(&format!("{name}=")).unwrap() + name.len() + 1;
            address[start..].split('&').next().unwrap().to_owned()
        };
        assert!(address.contains("code_challenge_method=S256") && address.contains("response_type=code"), "{address}");
        assert!(address.contains("redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Ffr%2Fconnexion%2Fretour"), "{address}");
        self.set(|answers| {
            answers.nonce = value("nonce");
            answers.challenge = value("code_challenge");
        });
        (answer.header("set-cookie").split(';').next().unwrap().to_owned(), value("state"))
    }

    async fn come_back(&self, cookie: &str, state: &str) -> Answer {
        let address = format!("/fr/connexion/retour?code=code&state={state}");
        self.app.send(Request::get(address).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    async fn sign_in(&self) -> Answer {
        let (cookie, state) = self.leave().await;
        self.come_back(&cookie, &state).await
    }
}

/// The cookies that an answer sets.
fn cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect()
}

/// The session that an answer opens, as a request's header has it.
fn session_of(answer: &Answer) -> Option<&str> {
    cookies(answer).into_iter().filter_map(|cookie| cookie.split(';').next()).find(|one| one.starts_with("session="))
}

#[tokio::test]
async fn a_verified_address_finds_its_account_and_the_subject_finds_it_again() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    site.set(|answers| answers.email = account.email.to_uppercase());
    let answer = site.sign_in().await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/en/compte"), "{}", answer.body);
    assert!(answer.header("set-cookie").starts_with("session="));
    let told = site.app.state.jobs.letters().await;
    assert!(
        matches!(told.as_slice(), [told] if told.to == account.email && told.text.contains("ProConnect")),
        "{told:?}"
    );
    site.set(|answers| (answers.email, answers.verified) = ("other@example.org".to_owned(), None));
    assert_eq!(site.sign_in().await.header("location"), "/en/compte");
    assert_eq!(site.app.state.jobs.letters().await.len(), 1, "told once");
    site.app.state.accounts.set_active(account.id, false).await.unwrap();
    assert_eq!(site.sign_in().await.status, 403, "closed");
}

#[tokio::test]
async fn an_address_that_nobody_verified_finds_no_account_unless_the_operator_says_so() {
    for (trusted, verified, status) in
        [(false, None, 403), (false, Some(false), 403), (true, None, 303), (true, Some(false), 403)]
    {
        let site = Site::start(trusted).await;
        let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
        site.set(|answers| (answers.email, answers.verified) = (account.email, verified));
        assert_eq!(site.sign_in().await.status, status, "{trusted} {verified:?}");
    }
}

#[tokio::test]
async fn an_answer_is_good_once_and_in_the_browser_that_asked() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    site.set(|answers| answers.email = account.email);
    let (cookie, state) = site.leave().await;
    assert_eq!(site.come_back("", &state).await.status, 403, "another browser");
    assert_eq!(site.come_back("provider=", "").await.status, 403);
    assert_eq!(site.come_back(&cookie, &state).await.status, 303);
    assert_eq!(site.come_back(&cookie, &state).await.status, 403, "again");
}

#[tokio::test]
async fn a_forged_answer_is_refused() {
    type Forgery = fn(&mut Answers);
    let forgeries: [(&str, Forgery); 4] = [
        ("nonce", |answers| answers.nonce = "another".to_owned()),
        ("verifier", |answers| answers.challenge = "another".to_owned()),
        ("information of someone else", |answers| answers.info_subject = "another".to_owned()),
        ("information with another signature", |answers| {
            answers.tamper = |token| format!("{}{}", &token[..token.len() - 20], "A".repeat(20));
        }),
    ];
    for (name, forge) in forgeries {
        let site = Site::start(false).await;
        let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
        site.set(|answers| answers.email = account.email);
        let (cookie, state) = site.leave().await;
        site.set(forge);
        let answer = site.come_back(&cookie, &state).await;
        assert_eq!((answer.status.as_u16(), session_of(&answer)), (403, None), "{name}");
    }
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_said_to_be_unavailable() {
    let mut app = TestApp::new(Settings::default()).await;
    assert_eq!(app.get("/fr/connexion/fournisseur").await.status, 404);
    let settings = ProviderSettings {
        issuer: "http://127.0.0.1:9".to_owned(),
        client_id: "atlas".to_owned(),
        client_secret: "secret".to_owned(),
        name: "ProConnect".to_owned(),
        trusts_mail: false,
    };
    app.state.provider = Some(Provider::new(settings, "http://localhost:8080").unwrap());
    assert_eq!(app.get("/fr/connexion/fournisseur").await.status, 503);
}

/// Anybody may leave for the provider: what is kept until the return is short.
#[tokio::test]
async fn what_is_too_long_to_be_kept_stays_in_the_page() {
    let site = Site::start(false).await;
    for (length, status) in [(60_000, 200), (70_000, 422)] {
        let typed = format!("[[\"titre\",\"{}\"]]", "a".repeat(length));
        let fields = [("retour", "/fr/compte"), ("saisie", typed.as_str())];
        let answer = site.app.post("/fr/connexion/fournisseur", &fields).await;
        assert_eq!(answer.status, status, "{length}");
        assert_eq!(answer.body.contains("dans un autre onglet"), status == 422, "{length}");
        assert_eq!(answer.body.contains("name=\"saisie\""), status == 422, "{length}");
    }
    let back = [("retour", format!("/fr/{}", "a".repeat(70_000)))];
    let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(site.app.post("/fr/connexion/fournisseur", &back).await.status, 422);
}

#[tokio::test]
async fn a_provider_that_changes_its_keys_is_believed_again() {
    let site = Site::start(false).await;
    let person = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await;
    site.set(|answers| answers.email.clone_from(&person.account.email));
    assert_eq!(site.sign_in().await.header("location"), "/en/compte");
    let provider = site.app.state.provider.as_ref().unwrap();
    site.set(|answers| answers.key = rand::random());
    assert_eq!(site.sign_in().await.status, 403, "the keys were asked for a moment ago");
    provider.age(super::KEYS_APART).await;
    assert_eq!(site.sign_in().await.header("location"), "/en/compte");
}

#[tokio::test]
async fn an_account_is_opened_by_one_identity_until_it_is_unlinked() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    site.set(|answers| answers.email.clone_from(&account.email));
    assert_eq!(site.sign_in().await.status, 303);
    site.set(|answers| (answers.subject, answers.info_subject) = ("successor".to_owned(), "successor".to_owned()));
    let refused = site.sign_in().await;
    assert!(refused.status == 403 && session_of(&refused).is_none(), "{}", refused.body);
    assert!(refused.body.contains("linked to another identity"), "{}", refused.body);

    let person = testing::again(&site.app, account.clone()).await;
    let page = person.get("/fr/compte").await.body;
    assert!(page.contains("Ce compte est lié à ProConnect"), "{page}");
    assert_eq!(person.post("/fr/compte/fournisseur", &[]).await.status, 422, "no other way in");
    let hash = crate::account::password::hash("cheval agrafe pile correcte").await.unwrap();
    site.app.state.accounts.set_password(account.id, &hash, Some("")).await.unwrap();
    let person = testing::again(&site.app, account.clone()).await;
    assert_eq!(person.post("/fr/compte/fournisseur", &[("password", "autre chose")]).await.status, 422);
    let right = [("password", "cheval agrafe pile correcte")];
    let other = testing::again(&site.app, person.account.clone()).await;
    assert_eq!(other.get("/fr/compte").await.status, 200);
    assert_eq!(person.post("/fr/compte/fournisseur", &right).await.status, 303);
    assert_eq!(other.get("/fr/compte").await.status, 303, "it may be the stranger's");
    assert_eq!(person.get("/fr/compte").await.status, 200);
    assert_eq!(site.sign_in().await.status, 303, "the next one is taken");

    let administrator = testing::sign_in(&site.app, Role::Administrator, Scope::Everything).await;
    let address = format!("/fr/admin/comptes/{}", account.id);
    assert_eq!(administrator.post(&address, &[("do", "unlink")]).await.status, 303);
    assert_eq!(site.app.state.accounts.providers(account.id).await.unwrap(), [] as [String; 0]);
}

#[tokio::test]
async fn a_return_without_success_says_why() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    let (cookie, state) = site.leave().await;
    let address = format!("/fr/connexion/retour?error=access_denied&state={state}");
    let cancelled = site.app.send(Request::get(address).header("cookie", &cookie).body(Body::empty()).unwrap()).await;
    assert!(cancelled.body.contains("You did not identify yourself"), "{}", cancelled.body);
    site.set(|answers| (answers.email, answers.verified) = (account.email.clone(), Some(false)));
    let body = site.sign_in().await.body;
    assert!(body.contains("has not verified your e-mail address"), "{body}");
    site.set(|answers| answers.verified = Some(true));
    site.app.state.accounts.set_active(account.id, false).await.unwrap();
    let body = site.sign_in().await.body;
    assert!(body.contains("is closed"), "{body}");
    site.app.state.accounts.set_active(account.id, true).await.unwrap();

    let (cookie, state) = site.leave().await;
    let session = site.come_back(&cookie, &state).await;
    let session = session_of(&session).unwrap();
    let back = site.come_back(&format!("{cookie}; {session}"), &state).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/fr/espace"), "signed in already");
}

#[tokio::test]
async fn what_was_typed_is_kept_where_the_provider_confirms_nobody() {
    let site = Site::start(false).await;
    let typed = [("retour", "/fr/compte"), ("saisie", "[[\"name\",\"Ma longue saisie\"]]")];
    for (answer, says) in [("error=access_denied", "Vous avez renoncé"), ("code=unknown", "n’a pas confirmé")] {
        let left = site.app.post("/fr/connexion/fournisseur", &typed).await;
        let cookie = left.header("set-cookie").split(';').next().unwrap();
        let address = format!("/fr/connexion/retour?{answer}&state={}", cookie.split('=').nth(1).unwrap());
        let back = site.app.send(Request::get(address).header("cookie", cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(back.status, 403);
        for part in [says, "name=\"saisie\"", "Ma longue saisie", "name=\"retour\" value=\"/fr/compte\""] {
            assert!(back.body.contains(part), "{part}: {}", back.body);
        }
    }
}

#[tokio::test]
async fn the_cookie_of_a_departure_is_the_hosts_alone_and_goes_with_the_return() {
    let https = Settings { public_address: "https://atlas.example".to_owned(), ..Settings::default() };
    for (settings, name) in [(https, "__Host-provider="), (Settings::default(), "provider=")] {
        let site = Site::on(settings, false).await;
        let (cookie, state) = site.leave().await;
        assert!(cookie.starts_with(name), "{cookie}");
        let back = site.come_back(&cookie, &state).await;
        let gone = cookies(&back).into_iter().find(|cookie| cookie.starts_with(name)).unwrap();
        assert!(back.status == 403 && gone.contains("Max-Age=0"), "{gone}");
    }
}

/// Whoever has the address alone, a mailbox that was somebody else's, links no identity of his.
#[tokio::test]
async fn an_identity_is_linked_once_the_code_was_given() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    let key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    site.app.state.accounts.set_second_step(account.id, Some((key, 0)), &[]).await.unwrap();
    site.set(|answers| answers.email.clone_from(&account.email));
    let first = site.sign_in().await;
    assert_eq!((first.status.as_u16(), session_of(&first)), (200, None), "{}", first.body);
    site.set(|answers| (answers.subject, answers.info_subject) = ("holder".to_owned(), "holder".to_owned()));
    let second = site.sign_in().await;
    assert_eq!(second.status, 200, "{}", second.body);
    assert_eq!(site.app.state.jobs.letters().await, [], "nothing is linked yet");
    let ticket = second.body.split("name=\"ticket\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let code = crate::account::second_step::code_of(key, now());
    let entered = site.app.post("/en/connexion/code", &[("ticket", ticket), ("code", &code)]).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    assert_eq!(site.app.state.jobs.letters().await.len(), 1, "told");
    assert_eq!(site.sign_in().await.status, 200, "known again");
    site.set(|answers| (answers.subject, answers.info_subject) = ("subject".to_owned(), "subject".to_owned()));
    assert_eq!(site.sign_in().await.status, 403, "another");
}

#[tokio::test]
async fn a_token_signed_with_the_shared_secret_is_believed() {
    let site = Site::start(false).await;
    let account = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await.account;
    site.set(|answers| (answers.email, answers.symmetric) = (account.email, true));
    let answer = site.sign_in().await;
    assert_eq!(answer.header("location"), "/en/compte", "{}", answer.body);
}

#[tokio::test]
async fn whoever_signs_out_reads_that_the_provider_may_go_on() {
    let site = Site::start(false).await;
    let person = testing::sign_in(&site.app, Role::Ministry, Scope::Everything).await;
    assert_eq!(
        person.post("/fr/deconnexion", &[]).await.header("location"),
        "/fr/connexion",
        "no identity of this one"
    );
    site.set(|answers| answers.email.clone_from(&person.account.email));
    let answer = site.sign_in().await;
    let mut out = form("/fr/deconnexion", &[]);
    out.headers_mut().insert("cookie", session_of(&answer).unwrap().parse().unwrap());
    let out = site.app.send(out).await;
    assert_eq!(out.header("location"), "/fr/connexion?fait=deconnexion");
    let page = site.app.get(out.header("location")).await.body;
    assert!(page.contains("Vous êtes déconnecté de l’atlas"), "{page}");
}
