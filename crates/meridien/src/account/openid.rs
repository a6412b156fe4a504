//! Signing in through an OpenID Connect provider: discovery, the code flow with PKCE, state and nonce; the user's
//! information as JSON or as a signed token, as ProConnect sends it.
//!
//! The provider says who someone is, never what they may do: an account must exist. It is known by the provider's
//! identifier; the first time, by a mail address that the provider has verified. That identifier is linked once its bearer
//! is signed in: after the second step, where the account has one.

#[cfg(test)]
mod key;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::Context;
use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use axum_extra::extract::{Form, Query};
use chrono::Duration;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJsonWebKey, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, JsonWebKey, JwsSigningAlgorithm, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, UserInfoError, reqwest,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::session::{cookie, cookie_name, field, no_cookie};
use super::sign_in::{WORKSPACE, Waiting, instead, proceed};
use super::store::{end_sessions_in, void_tickets_in};
use super::ticket::Purpose;
use super::{Account, Accounts, MaybeSignedIn};
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::db::{execute_in, on};
use crate::journal::{Result, stored_id};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// How long someone may take at the provider's.
const PATIENCE: Duration = Duration::minutes(15);
/// Bytes kept meanwhile of what was typed, at most: anybody may leave for the provider.
const KEPT: usize = 64 << 10;
/// How long the provider may take to answer us.
const ANSWER_TIME: std::time::Duration = std::time::Duration::from_secs(10);
/// Where the provider sends people back: one address, to be registered with it.
const RETURN: &str = "/fr/connexion/retour";
/// The cookie that ties the answer to the browser that asked, until it has come back.
const COOKIE: &str = "provider";
/// The key of why an identity does not open the account of its address: another one of the same provider does.
pub(super) const ANOTHER: &str = "provider-another";

/// The addresses of signing in through a provider.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/connexion/fournisseur", get(leave).post(leave_later))
        .route("/connexion/retour", get(come_back))
}

/// What the operator agreed with the provider. It holds a secret, so it cannot be printed.
#[derive(Clone)]
pub struct ProviderSettings {
    /// Its address, under which `.well-known/openid-configuration` lies.
    pub issuer: String,
    /// How it knows this site.
    pub client_id: String,
    /// The secret shared with it.
    pub client_secret: String,
    /// What it is called on the sign-in page.
    pub name: String,
    /// Whether its mail addresses are believed without its saying that it verified them.
    pub trusts_mail: bool,
}

type ReadyClient =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// For how long a provider's addresses and keys are believed.
const KEYS_LAST: std::time::Duration = std::time::Duration::from_hours(24);
/// A signature under an unknown key asks for the keys again, no more often than this.
const KEYS_APART: std::time::Duration = std::time::Duration::from_mins(1);

/// A provider, asked for its addresses and keys the first time that it is needed, once a day, and when it signs with another key.
#[derive(Clone)]
pub struct Provider {
    settings: ProviderSettings,
    back: String,
    http: reqwest::Client,
    client: Arc<Mutex<Option<Known>>>,
}

/// What a provider said of itself, and when.
struct Known {
    client: Arc<ReadyClient>,
    at: Instant,
}

/// What is kept of a departure until the return.
#[derive(Serialize, Deserialize)]
struct Departure {
    verifier: PkceCodeVerifier,
    nonce: Nonce,
    page: String,
    typed: Vec<(String, String)>,
    lang: String,
}

/// By what a provider knows someone, and a linked account.
#[derive(Serialize, Deserialize)]
pub(super) struct Link {
    issuer: String,
    subject: String,
}

/// Who the provider says someone is.
struct Identity {
    link: Link,
    /// The address, where the provider has verified it.
    email: Option<String>,
    /// Whether there is an address that it has not verified.
    unverified: bool,
}

/// The account that an identity opens.
enum Recognised {
    /// It was linked before.
    Again(Account),
    /// It is to be linked, once its bearer is signed in.
    First(Account),
}

impl Provider {
    /// The provider of a site at this public address.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(settings: ProviderSettings, public_address: &str) -> anyhow::Result<Provider> {
        // A redirect could lead the program to an address inside its own network.
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(ANSWER_TIME).build()?;
        Ok(Provider { settings, back: format!("{public_address}{RETURN}"), http, client: Arc::default() })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether it is the one of this issuer.
    pub fn is(&self, issuer: &str) -> bool {
        self.settings.issuer.trim_end_matches('/') == issuer.trim_end_matches('/')
    }

    /// What the provider says of itself, asked again where it is older than `lasts`. Where it does not answer then, what it
    /// said before is believed.
    async fn client(&self, lasts: std::time::Duration) -> anyhow::Result<Arc<ReadyClient>> {
        let mut known = self.client.lock().await;
        let held = match &*known {
            Some(held) if held.at.elapsed() < lasts => return Ok(held.client.clone()),
            held => held.as_ref().map(|held| held.client.clone()),
        };
        let client = match (self.discover().await, held) {
            (Ok(client), _) => Arc::new(client),
            (Err(fault), Some(held)) => {
                tracing::warn!(fault = format!("{fault:#}"), "the identity provider does not tell its keys");
                held
            }
            (Err(fault), None) => return Err(fault),
        };
        *known = Some(Known { client: client.clone(), at: Instant::now() });
        Ok(client)
    }

    /// As if what it said had been said so long ago.
    #[cfg(test)]
    async fn age(&self, by: std::time::Duration) {
        if let Some(known) = &mut *self.client.lock().await {
            known.at -= by;
        }
    }

    async fn discover(&self) -> anyhow::Result<ReadyClient> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone())?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.http).await?;
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        let client = CoreClient::from_provider_metadata(metadata, id, Some(secret));
        Ok(client.set_redirect_uri(RedirectUrl::new(self.back.clone())?))
    }

    /// The provider's page to go to, and what to keep meanwhile. `state` comes back with the answer.
    async fn departure(&self, state: &str, waiting: Waiting, lang: Lang) -> anyhow::Result<(String, Departure)> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = CsrfToken::new(state.to_owned());
        let (address, _, nonce) = self
            .client(KEYS_LAST)
            .await?
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let Waiting { page, typed } = waiting;
        Ok((address.into(), Departure { verifier, nonce, page, typed, lang: lang.code().to_owned() }))
    }

    /// Who someone is who comes back with a code.
    async fn identity(&self, code: &str, verifier: PkceCodeVerifier, nonce: &Nonce) -> anyhow::Result<Identity> {
        let client = self.client(KEYS_LAST).await?;
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned()))?.set_pkce_verifier(verifier);
        let tokens = exchange.request_async(&self.http).await.context("exchanging the code")?;
        let token = tokens.id_token().context("no ID token")?;
        // Signed with a key that we have not heard of: providers change theirs.
        let read = token.claims(&client.id_token_verifier(), nonce).map(drop);
        let client = match read {
            Err(ClaimsVerificationError::SignatureVerification(_)) => self.client(KEYS_APART).await?,
            _ => client,
        };
        let trusted = client.id_token_verifier();
        let claims: &CoreIdTokenClaims = token.claims(&trusted, nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg()?;
            // Signed with the secret that we share, it has no key among those that the provider publishes.
            let shared = CoreJsonWebKey::new_symmetric(self.settings.client_secret.clone().into_bytes());
            let key = if algorithm.uses_shared_secret() { &shared } else { token.signing_key(&trusted)? };
            let found = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)?;
            anyhow::ensure!(found == *expected, "the access token is another's");
        }
        let ask = async |client: &ReadyClient| {
            let asked = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?;
            let info: Result<CoreUserInfoClaims, _> = asked.request_async(&self.http).await;
            anyhow::Ok(info)
        };
        let info = match ask(&client).await? {
            Err(UserInfoError::ClaimsVerification(ClaimsVerificationError::SignatureVerification(_))) => {
                ask(&*self.client(KEYS_APART).await?).await?
            }
            info => info,
        };
        let info = info.context("the user's information")?;
        let verified = info.email_verified().or(claims.email_verified()).unwrap_or(self.settings.trusts_mail);
        let email = info.email().or(claims.email());
        Ok(Identity {
            link: Link { issuer: claims.issuer().to_string(), subject: claims.subject().to_string() },
            unverified: email.is_some() && !verified,
            email: email.filter(|_| verified).map(|email| email.to_string()),
        })
    }
}

impl Accounts {
    async fn by_link(&self, link: &Link) -> Result<Option<Account>> {
        let sql = "SELECT account FROM identity WHERE issuer = $1 AND subject = $2";
        let id: Option<String> = on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(&link.issuer)
            .bind(&link.subject).fetch_optional(pool).await?);
        match id {
            Some(id) => self.account(stored_id(&id)?).await,
            None => Ok(None),
        }
    }

    /// Notes how a provider knows an account; `false` where it knows it by another identifier: an address that is somebody
    /// else's by now must not open his predecessor's account.
    async fn link_identity(&self, account: Id, link: &Link) -> Result<bool> {
        let account = account.to_string();
        let mut tx = self.db.begin().await?;
        // One after the other: of two who come at the same moment, one finds the other's.
        execute_in!(&mut tx, "UPDATE account SET active = active WHERE id = $1", &account);
        let sql = "INSERT INTO identity (issuer, subject, account) SELECT $1, $2, $3
            WHERE NOT EXISTS (SELECT 1 FROM identity WHERE issuer = $1 AND account = $3) ON CONFLICT DO NOTHING";
        let linked = execute_in!(&mut tx, sql, &link.issuer, &link.subject, account);
        tx.commit().await?;
        Ok(linked == 1)
    }

    /// Forgets how providers know an account, ends every session but `keep` and voids its tickets: they may be those of a
    /// stranger's identity.
    pub(super) async fn unlink(&self, account: Id, keep: Option<&str>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, "DELETE FROM identity WHERE account = $1", account.to_string());
        end_sessions_in(&mut tx, account, keep).await?;
        void_tickets_in(&mut tx, account).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The account of someone whom a provider knows: known before, or by a verified address; else the key of why there is
    /// none for him.
    async fn recognise(&self, identity: &Identity) -> Result<std::result::Result<Recognised, &'static str>> {
        const CLOSED: &str = "provider-closed";
        if let Some(account) = self.by_link(&identity.link).await? {
            return Ok(Some(account).filter(|account| account.active).map(Recognised::Again).ok_or(CLOSED));
        }
        let Some(email) = &identity.email else {
            return Ok(Err(if identity.unverified { "provider-unverified" } else { "provider-stranger" }));
        };
        Ok(match self.by_email(email).await? {
            None => Err("provider-stranger"),
            Some(account) if !account.active => Err(CLOSED),
            Some(account) if self.providers(account.id).await?.contains(&identity.link.issuer) => Err(ANOTHER),
            Some(account) => Ok(Recognised::First(account)),
        })
    }
}

async fn leave(visit: Visit, client: Client, Query(fields): Query<Vec<(String, String)>>) -> web::Result {
    let waiting = Waiting { typed: Vec::new(), ..Waiting::read(&fields) };
    let (jar, address) = depart(&visit, client, waiting).await?;
    Ok((jar, Redirect::to(&address)).into_response())
}

#[derive(Template)]
#[template(path = "account/provider.html")]
struct ProviderPage {
    l: Locale,
    page: Page,
    name: String,
    address: String,
}

/// With what was typed: a form may not lead straight to another site, so a page with a link stands between.
async fn leave_later(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let waiting = Waiting::read(&fields);
    if waiting.page.len() + waiting.saved().len() > KEPT {
        return instead(&visit, waiting, StatusCode::UNPROCESSABLE_ENTITY, "provider-too-long");
    }
    let (jar, address) = depart(&visit, client, waiting).await?;
    let (l, page) = (visit.locale, visit.page(visit.locale.t("sign-in")).unindexed());
    let name = visit.app.provider.as_ref().map_or(String::new(), |provider| provider.name().to_owned());
    Ok((jar, page::answer(Cache::Private, &ProviderPage { l, page, name, address })?).into_response())
}

async fn depart(visit: &Visit, client: Client, waiting: Waiting) -> web::Result<(CookieJar, String)> {
    let app = &visit.app;
    app.limits.count_client(client)?;
    let provider = app.provider.as_ref().ok_or(web::Error::NotFound)?;
    // The state is a ticket: it serves once, and only with the cookie of the browser that left with it.
    let state = super::secret::Secret::draw();
    let (address, departure) =
        provider.departure(state.reveal(), waiting, visit.locale.lang).await.map_err(|fault| {
            tracing::error!(fault = format!("{fault:#}"), "the identity provider");
            web::Error::Unavailable
        })?;
    let body = serde_json::to_string(&departure).map_err(anyhow::Error::from)?;
    app.accounts.keep(Purpose::Provider, &state, &body, PATIENCE, (app.now)()).await?;
    Ok((CookieJar::new().add(cookie(&app.settings, COOKIE, &state)), address))
}

/// Signs somebody in who comes back, or says why not. The cookie has served.
async fn come_back(
    visit: Visit,
    client: Client,
    old: MaybeSignedIn,
    headers: HeaderMap,
    Query(fields): Query<Vec<(String, String)>>,
) -> web::Result {
    let jar = CookieJar::new().add(no_cookie(&visit.app.settings, COOKIE));
    Ok((jar, arrive(visit, client, old, headers, fields).await?).into_response())
}

async fn arrive(
    mut visit: Visit,
    client: Client,
    old: MaybeSignedIn,
    headers: HeaderMap,
    fields: Vec<(String, String)>,
) -> web::Result {
    let app = visit.app.clone();
    app.limits.count_client(client)?;
    let provider = app.provider.as_ref().ok_or(web::Error::NotFound)?;
    let state = field(&fields, "state");
    let jar = CookieJar::from_headers(&headers);
    let left_here = jar.get(&cookie_name(&app.settings, COOKIE)).is_some_and(|cookie| cookie.value() == state);
    let ticket = match left_here {
        true => app.accounts.redeem(Purpose::Provider, state, (app.now)()).await?,
        false => None,
    };
    let departure = ticket.and_then(|ticket| serde_json::from_str::<Departure>(&ticket.body).ok());
    let Some(departure) = departure else {
        // The answer has served, and its reader came back to it: he is where it led.
        return match old.0 {
            Some(_) => Ok(Redirect::to(&visit.locale.href(WORKSPACE)).into_response()),
            None => instead(&visit, Waiting::default(), StatusCode::FORBIDDEN, "provider-again"),
        };
    };
    visit.locale = Lang::from_code(&departure.lang).unwrap_or_default().into();
    let waiting = Waiting { page: departure.page, typed: departure.typed };
    if field(&fields, "error") == "access_denied" {
        return instead(&visit, waiting, StatusCode::FORBIDDEN, "provider-cancelled");
    }
    let identity = match provider.identity(field(&fields, "code"), departure.verifier, &departure.nonce).await {
        Ok(identity) => identity,
        Err(fault) => {
            tracing::warn!(fault = format!("{fault:#}"), "the identity provider's answer");
            return instead(&visit, waiting, StatusCode::FORBIDDEN, "provider-refused");
        }
    };
    match app.accounts.recognise(&identity).await? {
        Ok(Recognised::Again(account)) => proceed(&visit, &account, None, old, &headers, waiting).await,
        Ok(Recognised::First(account)) => proceed(&visit, &account, Some(&identity.link), old, &headers, waiting).await,
        Err(key) => instead(&visit, waiting, StatusCode::FORBIDDEN, key),
    }
}

/// Links an identity to an account, which it opens from now on, and tells the account's holder: he may know nothing of it.
/// `false` where another of the same provider was linked meanwhile.
pub(super) async fn link(app: &State, account: &Account, link: &Link) -> web::Result<bool> {
    if !app.accounts.link_identity(account.id, link).await? {
        return Ok(false);
    }
    let (l, now) = (Locale::from(account.language), (app.now)());
    let told = [
        ("name", account.name.as_str().into()),
        ("provider", app.provider.as_ref().map_or("", Provider::name).into()),
        ("contact", app.settings.contact.as_str().into()),
    ];
    let mail = Mail::new(app, l, &account.email, ("mail-linked-subject", "mail-linked"), &told);
    app.jobs.mail(&format!("linked:{}:{}", account.id, now.timestamp_millis()), &mail, now).await?;
    Ok(true)
}
