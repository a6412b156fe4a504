//! `/connexion`: signing in, and getting back what was typed when a session ended.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::Form;
use axum_extra::extract::cookie::CookieJar;

use super::openid::{self, Link};
use super::session::{COOKIE, cookie, device, field, no_cookie, raw};
use super::{Account, MaybeSignedIn, SignedIn, password, second_step};
use crate::app::State;
use crate::demo::accounts::{ACCOUNTS, PASSWORD};
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::page::{self, percent_encoded};
use crate::web::{self, Lang, Locale, Page, Visit};

/// The addresses of signing in and out.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/connexion", get(show).post(enter)).route("/deconnexion", post(leave))
}

/// Where signing in leads when nothing else was asked for.
pub(super) const WORKSPACE: &str = "/espace";

/// What the sign-in page's address says after somebody signed out whom a provider knows.
const SIGNED_OUT: &str = "deconnexion";

/// The fields of the forms of an account that prove who somebody is; a code goes with the ticket of its key.
const PROOFS: [&str; 3] = ["password", "new-password", "ticket"];

/// What waits for someone to sign in: a page to go back to, and what was typed for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// The page's address on this site, with the language's prefix; empty for the workspace.
    pub page: String,
    /// The fields of the form that was sent to it.
    pub typed: Vec<(String, String)>,
}

impl Waiting {
    /// What the fields `retour` and `saisie` of a sign-in form hold. An address elsewhere counts for nothing.
    pub fn read(fields: &[(String, String)]) -> Waiting {
        let page = Some(field(fields, "retour")).filter(|page| is_ours(page)).unwrap_or_default();
        let typed = serde_json::from_str(field(fields, "saisie")).unwrap_or_default();
        Waiting { page: page.to_owned(), typed }
    }

    /// The fields typed, in the form that travels through the sign-in page.
    pub fn saved(&self) -> String {
        if self.typed.is_empty() {
            return String::new();
        }
        serde_json::to_string(&self.typed).unwrap_or_default()
    }

    /// What was typed in words, to be read and copied; codes, identifiers and buttons of the form are none, nor what it notes
    /// for itself as JSON.
    pub fn text(&self) -> String {
        let texts = self.typed.iter().map(|(_, text)| text.trim());
        let worded = texts.filter(|text| text.contains(|sign: char| sign.is_whitespace() || !sign.is_ascii()));
        let typed = worded.filter(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_err());
        typed.collect::<Vec<_>>().join("\n\n")
    }

    fn address(&self, l: Locale) -> String {
        if self.page.is_empty() { l.href(WORKSPACE) } else { self.page.clone() }
    }
}

/// Whether an address is one of this site's pages: a redirect must not lead anywhere else.
fn is_ours(address: &str) -> bool {
    let (lang, _) = Lang::split(address.split(['?', '#']).next().unwrap_or_default());
    lang.is_some() && !address.contains(|sign: char| sign == '\\' || sign.is_control())
}

/// The address of the sign-in page that leads back to this visit's page.
pub(super) fn address(visit: &Visit) -> String {
    let l = visit.locale;
    let query = visit.query.as_deref().map_or(String::new(), |query| format!("?{query}"));
    let back = format!("{}{query}", l.href(&visit.path));
    format!("{}?retour={}", l.href("/connexion"), percent_encoded(&back))
}

/// The sign-in page in answer to a form whose session has ended. It keeps what was typed, but no form that proves who somebody
/// is: a password would stand in the page, and in the register while its owner is at a provider's. It leads to the account
/// instead, where all such forms are.
pub(super) fn again(visit: &Visit, typed: &[(String, String)]) -> web::Result {
    let (notice, waiting) = if typed.iter().any(|(name, _)| PROOFS.contains(&name.as_str())) {
        ("sign-in-ended-secret", Waiting { page: visit.locale.href("/compte"), typed: Vec::new() })
    } else {
        let query = visit.query.as_deref().map_or(String::new(), |query| format!("?{query}"));
        let page = format!("{}{query}", visit.locale.href(&visit.path));
        ("sign-in-ended", Waiting { page, typed: typed.to_vec() })
    };
    let page = SignInPage { notice: Some(notice), ..SignInPage::new(visit, waiting) };
    Ok((StatusCode::UNAUTHORIZED, page::answer(Cache::Private, &page)?).into_response())
}

/// The sign-in page where the provider's way in fails, and why: what waits stays in the page.
pub(super) fn instead(visit: &Visit, waiting: Waiting, status: StatusCode, notice: &'static str) -> web::Result {
    let page = SignInPage { notice: Some(notice), ..SignInPage::new(visit, waiting) };
    Ok((status, page::answer(Cache::Private, &page)?).into_response())
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    l: Locale,
    page: Page,
    waiting: Waiting,
    email: String,
    /// The key of what went wrong.
    fault: Option<&'static str>,
    /// The key of what to know first.
    notice: Option<&'static str>,
    /// What the provider through which one may sign in is called.
    provider: Option<String>,
    /// The accounts of the demonstration: role and address.
    published: Vec<(Cow<'static, str>, &'static str)>,
}

impl SignInPage {
    fn new(visit: &Visit, waiting: Waiting) -> SignInPage {
        let l = visit.locale;
        let page = visit.page(l.t("sign-in")).unindexed();
        let provider = visit.app.provider.as_ref().map(|provider| provider.name().to_owned());
        let published = match visit.app.settings.demonstration {
            true => ACCOUNTS.iter().map(|account| (l.t(account.role.key()), account.email)).collect(),
            false => Vec::new(),
        };
        SignInPage { l, page, waiting, email: String::new(), fault: None, notice: None, provider, published }
    }
}

/// The sign-in page with something to know first.
pub(super) fn show_with_notice(visit: &Visit, email: &str, notice: &'static str) -> web::Result {
    let page = SignInPage::new(visit, Waiting::default());
    page::answer(Cache::Private, &SignInPage { email: email.to_owned(), notice: Some(notice), ..page })
}

async fn show(visit: Visit, MaybeSignedIn(found): MaybeSignedIn) -> web::Result {
    let uri = format!("/?{}", visit.query.as_deref().unwrap_or_default()).parse().unwrap_or_default();
    let fields = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).map_or(Vec::new(), |query| query.0);
    let waiting = Waiting { typed: Vec::new(), ..Waiting::read(&fields) };
    if found.is_some() {
        return Ok(Redirect::to(&waiting.address(visit.locale)).into_response());
    }
    let notice = (field(&fields, "fait") == SIGNED_OUT).then_some("signed-out-provider");
    page::answer(Cache::Private, &SignInPage { notice, ..SignInPage::new(&visit, waiting) })
}

async fn enter(
    visit: Visit,
    client: Client,
    old: MaybeSignedIn,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let waiting = Waiting::read(&fields);
    let email = field(&fields, "email");
    visit.app.limits.count(email, client)?;
    match check(&visit.app, email, raw(&fields, "password")).await? {
        Some(account) => proceed(&visit, &account, None, old, &headers, waiting).await,
        None => {
            let page = SignInPage {
                email: email.to_owned(),
                fault: Some("sign-in-wrong"),
                ..SignInPage::new(&visit, waiting)
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::answer(Cache::Private, &page)?).into_response())
        }
    }
}

/// The account of an address, if the password is its own. An unknown address takes as long as a wrong password.
async fn check(app: &State, email: &str, typed: &str) -> web::Result<Option<Account>> {
    let account = app.accounts.by_email(email).await?;
    let hash = match &account {
        Some(account) if account.active => app.accounts.password(account.id).await?,
        _ => None,
    };
    let right = password::verify(typed, hash).await?;
    Ok(account.filter(|_| right))
}

/// After the first step of signing in: the second, where the account has one, else the session.
pub(super) async fn proceed(
    visit: &Visit,
    account: &Account,
    link: Option<&Link>,
    old: MaybeSignedIn,
    headers: &HeaderMap,
    waiting: Waiting,
) -> web::Result {
    if visit.app.accounts.has_second_step(account.id).await? {
        return second_step::ask(visit, account, link, waiting).await;
    }
    begin(visit, account, link, old, headers, waiting).await
}

#[derive(Template)]
#[template(path = "account/resume.html")]
struct ResumePage {
    l: Locale,
    page: Page,
    waiting: Waiting,
}

/// Links the identity by which somebody came, if that is new, begins a session with a new secret, ends the one that the
/// browser had, and leads on.
pub(super) async fn begin(
    visit: &Visit,
    account: &Account,
    link: Option<&Link>,
    MaybeSignedIn(old): MaybeSignedIn,
    headers: &HeaderMap,
    waiting: Waiting,
) -> web::Result {
    if let Some(link) = link
        && !openid::link(&visit.app, account, link).await?
    {
        return instead(visit, waiting, StatusCode::FORBIDDEN, openid::ANOTHER);
    }
    let accounts = &visit.app.accounts;
    if let Some(old) = old {
        accounts.end_session(old.account.id, &old.session.id).await?;
    }
    let secret = accounts.begin_session(account.id, device(headers), (visit.app.now)()).await?;
    let jar = CookieJar::new().add(cookie(&visit.app.settings, COOKIE, &secret));
    let l = visit.locale;
    if waiting.typed.is_empty() {
        return Ok((jar, Redirect::to(&waiting.address(l))).into_response());
    }
    let page = visit.page(l.t("resume")).of_account(account);
    Ok((jar, page::answer(Cache::Private, &ResumePage { l, page, waiting })?).into_response())
}

async fn leave(visit: Visit, Extract(app): Extract<State>, who: SignedIn) -> web::Result<Response> {
    app.accounts.end_session(who.account.id, &who.session.id).await?;
    let jar = CookieJar::new().add(no_cookie(&app.settings, COOKIE));
    // Its session there is the provider's to end: whoever shares a computer has to know.
    let linked = match &app.provider {
        Some(provider) => app.accounts.providers(who.account.id).await?.iter().any(|issuer| provider.is(issuer)),
        None => false,
    };
    let query = if linked { format!("?fait={SIGNED_OUT}") } else { String::new() };
    Ok((jar, Redirect::to(&visit.locale.href(&format!("/connexion{query}")))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_never_leaves_the_site() {
        for address in ["/fr/espace", "/en/declarer/x?a=b#c", "/fr", "/fr/"] {
            assert!(is_ours(address), "{address}");
        }
        for address in [
            "",
            "espace",
            "//evil.example/fr/",
            "/\\evil.example",
            "https://evil.example/fr/",
            "/fr/\\x",
            "/fr/\n",
            "/frx",
            "/",
        ] {
            assert!(!is_ours(address), "{address}");
        }
    }

    #[test]
    fn what_was_typed_goes_through_the_page_and_back() {
        let noted = r#"{"id":"41Y0PJAA","typed":"Région de Kayes"}"#;
        let fields = [("titre", "Eau & \"forêts\"\r\nà Kayes"), ("a", ""), ("choix", noted)];
        let typed = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
        let waiting = Waiting { page: "/fr/x".to_owned(), typed };
        assert_eq!(waiting.text(), "Eau & \"forêts\"\r\nà Kayes");
        let fields = vec![("retour".to_owned(), "/fr/x".to_owned()), ("saisie".to_owned(), waiting.saved())];
        assert_eq!(Waiting::read(&fields), waiting);
        assert_eq!(Waiting::read(&[("saisie".to_owned(), "[[[".to_owned())]), Waiting::default());
    }
}
