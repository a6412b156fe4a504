//! Links sent by mail that let their receiver choose a password: an invitation, or a password forgotten.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use chrono::{DateTime, Duration, Utc};

use super::session::{field, raw};
use super::ticket::Purpose;
use super::{Account, Accounts, password, sign_in};
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::Result;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::page;
use crate::web::{self, Lang, Locale, Page, Visit};

/// How long an invitation is good.
const INVITATION: Duration = Duration::days(14);
/// How long the link for a forgotten password is good.
const FORGOTTEN: Duration = Duration::hours(2);

/// The addresses of these links.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/connexion/oubli", get(ask).post(send)).route("/connexion/choisir", get(show).post(choose))
}

impl Accounts {
    /// A link, whole, by which a new account chooses its password. Whoever has it has the account.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn invitation(&self, id: Id, lang: Lang, site: &str, now: DateTime<Utc>) -> Result<String> {
        self.link(id, lang, site, INVITATION, now).await
    }

    async fn link(&self, id: Id, lang: Lang, site: &str, lasts: Duration, now: DateTime<Utc>) -> Result<String> {
        let ticket = self.issue(Purpose::Password, id, "", lasts, now).await?;
        // In the query, which is not logged.
        Ok(format!("{site}{}?lien={}", Locale { lang }.href("/connexion/choisir"), ticket.reveal()))
    }
}

/// Invites an account by mail to choose its password. `key` says what invitation this is, so that it is sent once.
pub(super) async fn invite(app: &State, account: &Account, key: &str) -> web::Result<()> {
    let l = Locale::from(account.language);
    let site = &app.settings.public_address;
    let address = app.accounts.invitation(account.id, account.language, site, (app.now)()).await?;
    let mail = Mail {
        to: account.email.clone(),
        subject: l.t("mail-invitation-subject").into_owned(),
        text: l.t_with(
            "mail-invitation",
            &[
                ("name", account.name.as_str().into()),
                ("address", address.into()),
                ("operator", app.settings.operator.as_str().into()),
            ],
        ),
    };
    app.jobs.mail(&format!("invitation:{}:{key}", account.id), &mail, (app.now)()).await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "account/forgotten.html")]
struct ForgottenPage {
    l: Locale,
    page: Page,
    sent: bool,
}

async fn ask(visit: Visit) -> web::Result {
    forgotten(&visit, false)
}

fn forgotten(visit: &Visit, sent: bool) -> web::Result {
    let l = visit.locale;
    let page = visit.page(l.t("forgotten")).unindexed().crumb(l.t("sign-in"), "/connexion");
    page::answer(Cache::Private, &ForgottenPage { l, page, sent })
}

/// The answer is the same whether the address has an account or not.
async fn send(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let app = &visit.app;
    let email = field(&fields, "email");
    app.limits.count(&format!("forgotten {email}"), client)?;
    if let Some(account) = app.accounts.by_email(email).await?.filter(|account| account.active) {
        let now = (app.now)();
        let site = &app.settings.public_address;
        let address = app.accounts.link(account.id, account.language, site, FORGOTTEN, now).await?;
        let l = Locale::from(account.language);
        let mail = Mail {
            to: account.email.clone(),
            subject: l.t("mail-forgotten-subject").into_owned(),
            text: l.t_with(
                "mail-forgotten",
                &[
                    ("name", account.name.as_str().into()),
                    ("address", address.into()),
                    ("operator", app.settings.operator.as_str().into()),
                ],
            ),
        };
        app.jobs.mail(&format!("forgotten:{}:{}", account.id, now.timestamp_millis()), &mail, now).await?;
    }
    forgotten(&visit, true)
}

#[derive(Template)]
#[template(path = "account/choose.html")]
struct ChoosePage {
    l: Locale,
    page: Page,
    secret: String,
    email: String,
    fault: Option<&'static str>,
}

async fn show(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> web::Result {
    let secret = field(&fields, "lien");
    match owner(&visit.app, secret).await? {
        Some(account) => chooser(&visit, &account, secret, None),
        None => void(&visit),
    }
}

async fn owner(app: &State, secret: &str) -> web::Result<Option<Account>> {
    let ticket = app.accounts.ticket(Purpose::Password, secret, (app.now)()).await?;
    let Some(id) = ticket.and_then(|ticket| ticket.account) else { return Ok(None) };
    Ok(app.accounts.account(id).await?.filter(|account| account.active))
}

fn chooser(visit: &Visit, account: &Account, secret: &str, fault: Option<&'static str>) -> web::Result {
    let l = visit.locale;
    let page = visit.page(l.t("choose-password")).unindexed();
    let page = ChoosePage { l, page, secret: secret.to_owned(), email: account.email.clone(), fault };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, &page)?).into_response())
}

#[derive(Template)]
#[template(path = "account/void.html")]
struct VoidPage {
    l: Locale,
    page: Page,
}

/// The link is unknown, used or too old.
fn void(visit: &Visit) -> web::Result {
    let l = visit.locale;
    let page = VoidPage { l, page: visit.page(l.t("link-void")).unindexed() };
    Ok((StatusCode::GONE, page::answer(Cache::Private, &page)?).into_response())
}

async fn choose(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let app = &visit.app;
    app.limits.count_client(client)?;
    let (secret, typed) = (field(&fields, "lien"), raw(&fields, "password"));
    let Some(account) = owner(app, secret).await? else { return void(&visit) };
    if let Err(refusal) = password::check(typed, &[&account.email, &account.name]) {
        return chooser(&visit, &account, secret, Some(refusal.key()));
    }
    let hash = password::hash(typed).await?;
    // Void from here on: of two that come at once, one changes the password.
    if app.accounts.redeem(Purpose::Password, secret, (app.now)()).await?.is_none() {
        return void(&visit);
    }
    app.accounts.set_password(account.id, &hash, None).await?;
    sign_in::show_with_notice(&visit, &account.email, "password-chosen")
}
