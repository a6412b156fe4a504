//! `/compte`: what an account sees of itself and can change.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::session::raw;
use super::{Posted, SignedIn, device, done, leaving, password, request, roles};
use crate::app::State;
use crate::declaration::tasks::moment;
use crate::web::cache::Cache;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// The longest name kept, in characters.
pub(super) const NAME: usize = 120;

/// The addresses of one's own account.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/compte", get(show).post(change))
        .route("/compte/mot-de-passe", post(change_password))
        .route("/compte/session", post(end_session))
        .route("/compte/fournisseur", post(unlink))
}

#[derive(Template)]
#[template(path = "account/own.html")]
struct OwnPage {
    l: Locale,
    page: Page,
    who: SignedIn,
    roles: Vec<roles::Held>,
    second_step: bool,
    codes_left: i64,
    has_password: bool,
    /// What the identity providers that know it are called.
    providers: Vec<String>,
    /// How many keys its programs have.
    keys: usize,
    sessions: Vec<SessionRow>,
    done: Option<String>,
    /// The keys of what is wrong with the form that was sent.
    faults: Vec<&'static str>,
    /// The path of that form.
    sent: String,
    /// The new mail address that was typed.
    typed: String,
}

impl OwnPage {
    /// The `id` of where a fault is mended in the form that was sent.
    fn field(&self, fault: &str) -> &'static str {
        match (self.sent.as_str(), fault) {
            ("/compte/adresse", "password-wrong") => "address-password",
            ("/compte/adresse", _) => "new-email",
            ("/compte/mot-de-passe", "password-wrong") => "password",
            ("/compte/mot-de-passe", _) => "new-password",
            ("/compte/fournisseur", "password-wrong") => "unlink-password-1",
            ("/compte/fournisseur", _) => "fournisseur",
            ("/compte/code/retirer", _) => "code-password",
            ("/compte/fin", "password-wrong") => "leave-password",
            ("/compte/fin", _) => "fin",
            _ => "name",
        }
    }

    /// The key of what is wrong with the field of this `id`.
    fn fault_of(&self, field: &str) -> Option<&'static str> {
        self.faults.iter().copied().find(|fault| self.field(fault) == field)
    }
}

/// A session in the list.
struct SessionRow {
    id: String,
    device: String,
    began: String,
    seen: String,
    here: bool,
}

async fn show(visit: Visit, who: SignedIn) -> web::Result {
    draw(&visit, &who, Vec::new(), "").await
}

/// The page again, saying what went wrong.
pub(super) async fn show_with_fault(visit: &Visit, who: &SignedIn, fault: &'static str) -> web::Result {
    show_again(visit, who, vec![fault], "").await
}

/// The same of several faults, with the new mail address as it was typed.
pub(super) async fn show_again(visit: &Visit, who: &SignedIn, faults: Vec<&'static str>, typed: &str) -> web::Result {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, draw(visit, who, faults, typed).await?).into_response())
}

async fn draw(visit: &Visit, who: &SignedIn, faults: Vec<&'static str>, typed: &str) -> web::Result {
    let (l, accounts, id) = (visit.locale, &visit.app.accounts, who.account.id);
    let sessions = accounts.sessions(id, (visit.app.now)()).await?;
    let sessions = sessions.into_iter().map(|session| SessionRow {
        here: session.id == who.session.id,
        began: moment(l, session.began),
        seen: moment(l, session.seen),
        device: device::name(&session.device),
        id: session.id,
    });
    let called = |issuer: String| match &visit.app.provider {
        Some(provider) if provider.is(&issuer) => provider.name().to_owned(),
        _ => issuer,
    };
    let own = OwnPage {
        l,
        page: visit.page(l.form_title(l.t("my-account"), !faults.is_empty())).of_account(&who.account),
        roles: roles::held(visit, &who.account.grants).await?,
        second_step: accounts.has_second_step(id).await?,
        keys: accounts.keys(id).await?.len(),
        codes_left: accounts.codes_left(id).await?,
        has_password: accounts.password(id).await?.is_some(),
        providers: accounts.providers(id).await?.into_iter().map(called).collect(),
        sessions: sessions.collect(),
        who: who.clone(),
        done: done::sentence(visit),
        faults,
        sent: visit.path.clone(),
        typed: typed.to_owned(),
    };
    page::answer(Cache::Private, &own)
}

/// Changes the name and the language.
async fn change(visit: Visit, form: Posted) -> web::Result {
    let name = form.text("name");
    if !request::is_name(name) {
        return show_with_fault(&visit, &form.who, "name-wrong").await;
    }
    let language = Lang::from_code(form.text("lang")).unwrap_or(form.who.account.language);
    visit.app.accounts.set_person(form.who.account.id, name, language).await?;
    Ok(done::lead_to(&visit, "/compte", "compte"))
}

/// Changes the password of someone who knows the old one, or chooses the first, and ends the other sessions.
async fn change_password(visit: Visit, form: Posted) -> web::Result {
    let (accounts, account) = (&visit.app.accounts, &form.who.account);
    let new = raw(&form.fields, "new-password");
    let weak = password::check(new, &[&account.email, &account.name]).err().map(password::Refusal::key);
    let faults: Vec<_> = leaving::doubt(&visit, &form).await?.into_iter().chain(weak).collect();
    if !faults.is_empty() {
        return show_again(&visit, &form.who, faults, "").await;
    }
    let hash = password::hash(new).await?;
    accounts.set_password(account.id, &hash, Some(&form.who.session.id)).await?;
    let now = (visit.app.now)();
    let keys = accounts.keys(account.id).await?.into_iter().filter(|key| key.expires > now).count();
    Ok(done::lead_to(&visit, "/compte", &format!("mot-de-passe&nombre={keys}")))
}

/// Unlinks the account from the identity providers that know it, for someone who has another way in: his password.
async fn unlink(visit: Visit, form: Posted) -> web::Result {
    let (accounts, account) = (&visit.app.accounts, &form.who.account);
    if accounts.password(account.id).await?.is_none() {
        return show_with_fault(&visit, &form.who, "unlink-no-password").await;
    }
    if let Some(doubt) = leaving::doubt(&visit, &form).await? {
        return show_with_fault(&visit, &form.who, doubt).await;
    }
    accounts.unlink(account.id, Some(&form.who.session.id)).await?;
    Ok(done::lead_to(&visit, "/compte", "detache"))
}

async fn end_session(visit: Visit, form: Posted) -> web::Result {
    let accounts = &visit.app.accounts;
    match form.text("session") {
        "" => accounts.end_other_sessions(form.who.account.id, &form.who.session.id).await?,
        id => accounts.end_session(form.who.account.id, id).await?,
    }
    Ok(done::lead_to(&visit, "/compte", "session"))
}
