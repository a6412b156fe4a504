//! Links sent by mail that let their receiver choose a password: an invitation, or a password forgotten.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::session::{field, raw};
use super::ticket::Purpose;
use super::{Account, Accounts, Secret, password, request, roles, sign_in};
use crate::app::State;
use crate::job::JobState;
use crate::job::mail::Mail;
use crate::journal::Result;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::page;
use crate::web::{self, Arg, Lang, Locale, Page, Visit};

/// How long an invitation is good.
const INVITATION: Duration = Duration::days(14);
/// How long after an invitation none is sent again.
const INVITATION_REST: Duration = Duration::hours(1);
/// How long the link for a forgotten password is good.
const FORGOTTEN: Duration = Duration::hours(2);
/// How long after such a link none is sent again.
const FORGOTTEN_REST: Duration = Duration::minutes(10);

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
        let ticket = self.issue(Purpose::Invitation, id, "", INVITATION, now).await?;
        Ok(address(site, lang, &ticket))
    }
}

fn address(site: &str, lang: Lang, ticket: &Secret) -> String {
    // In the query, which is not logged.
    format!("{site}{}?lien={}", Locale { lang }.href("/connexion/choisir"), ticket.reveal())
}

/// The tickets by which a password is chosen.
const CHOOSING: [Purpose; 2] = [Purpose::Invitation, Purpose::Password];

/// A letter with a link by which an account chooses its password.
struct Letter {
    /// The ticket in its link.
    purpose: Purpose,
    /// What names it: in its job's key, and among the texts.
    name: &'static str,
    /// The keys of its subject and its text.
    words: (&'static str, &'static str),
    /// How long its link is good, and how long no other is sent.
    times: (Duration, Duration),
}

const INVITING: Letter = Letter {
    purpose: Purpose::Invitation,
    name: "invitation",
    words: ("mail-invitation-subject", "mail-invitation"),
    times: (INVITATION, INVITATION_REST),
};
const REMINDING: Letter = Letter {
    purpose: Purpose::Password,
    name: "forgotten",
    words: ("mail-forgotten-subject", "mail-forgotten"),
    times: (FORGOTTEN, FORGOTTEN_REST),
};

/// Why someone is written to about his account.
#[derive(Clone, Copy)]
pub(super) enum Cause<'a> {
    /// Someone who looks after accounts did something to it.
    Manager(&'a Account),
    /// His own request of that day was accepted.
    Request(NaiveDate),
}

impl Cause<'_> {
    /// The first sentence of the letter: the text `by` names who did it, the text `asked` the request.
    pub(super) fn opening(self, l: Locale, by: &str, asked: &str) -> String {
        match self {
            Cause::Manager(manager) => l.t_with(by, &[("manager", manager.name.as_str().into())]),
            Cause::Request(day) => l.t_with(asked, &[("date", l.day(day).into())]),
        }
    }
}

/// Sends such a letter; `false`, and nothing sent, where the last one was a short time ago, its link is still good, and this
/// one has no news.
async fn write(
    app: &State,
    account: &Account,
    letter: &Letter,
    has_news: bool,
    more: Vec<(&'static str, Arg<'_>)>,
) -> web::Result<bool> {
    let now = (app.now)();
    let beginning = format!("{}:{}:", letter.name, account.id);
    // A letter that nobody will ever receive keeps no other back.
    let last = app.jobs.last_letter(&beginning).await?;
    let lost = last.is_some_and(|last| matches!(last.state, JobState::Failed | JobState::Dropped));
    let times = if lost || has_news { (letter.times.0, Duration::zero()) } else { letter.times };
    let ticket = app.accounts.issue_once(letter.purpose, account.id, letter.name, times, now).await?;
    let Some(ticket) = ticket else { return Ok(false) };
    // The links of those that still wait are void by now.
    app.jobs.drop_letters(&beginning, now).await?;
    let l = Locale::from(account.language);
    let link = address(&app.settings.public_address, account.language, &ticket);
    let told = [("name", account.name.as_str().into()), ("address", link.into())];
    let told: Vec<_> = told.into_iter().chain(more).collect();
    // Two of the same moment tell of different roles.
    let key = format!("{beginning}{}:{}", now.timestamp_millis(), account.grants.len());
    app.jobs.mail(&key, &Mail::new(app, l, &account.email, letter.words, &told), now).await?;
    Ok(true)
}

/// Invites an account by mail to choose its password, at most once an hour unless there is news of its roles: `false` where it
/// was invited since.
pub(super) async fn invite(app: &State, account: &Account, cause: Cause<'_>, has_news: bool) -> web::Result<bool> {
    let l = Locale::from(account.language);
    let mut held = Vec::new();
    for grant in &account.grants {
        held.push(roles::line(app, l, grant).await?);
    }
    let opening = cause.opening(l, "mail-opened-by", "mail-opened-asked");
    let more = vec![("opening", opening.into()), ("roles", held.join("\n").into())];
    write(app, account, &INVITING, has_news, more).await
}

#[derive(Template)]
#[template(path = "account/forgotten.html")]
struct ForgottenPage {
    l: Locale,
    page: Page,
    sent: bool,
    email: String,
    fault: Option<&'static str>,
}

impl ForgottenPage {
    fn new(visit: &Visit) -> ForgottenPage {
        let l = visit.locale;
        let page = visit.page(l.t("forgotten")).unindexed().crumb(l.t("sign-in"), "/connexion");
        ForgottenPage { l, page, sent: false, email: String::new(), fault: None }
    }
}

async fn ask(visit: Visit) -> web::Result {
    page::answer(Cache::Private, &ForgottenPage::new(&visit))
}

/// The answer is the same whether the address has an account or not, and whether a letter left or one had just left.
async fn send(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let app = &visit.app;
    let email = field(&fields, "email");
    app.limits.count(&format!("forgotten {email}"), client)?;
    if !request::is_address(email) {
        let page = ForgottenPage { email: email.to_owned(), fault: Some("email-wrong"), ..ForgottenPage::new(&visit) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::answer(Cache::Private, &page)?).into_response());
    }
    if let Some(account) = app.accounts.by_email(email).await?.filter(|account| account.active) {
        write(app, &account, &REMINDING, false, Vec::new()).await?;
    }
    page::answer(Cache::Private, &ForgottenPage { sent: true, ..ForgottenPage::new(&visit) })
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
        Some((account, _)) => chooser(&visit, &account, secret, None),
        None => void(&visit),
    }
}

/// The open account whose password a link chooses, and what ticket it is.
async fn owner(app: &State, secret: &str) -> web::Result<Option<(Account, Purpose)>> {
    for purpose in CHOOSING {
        let ticket = app.accounts.ticket(purpose, secret, (app.now)()).await?;
        if let Some(id) = ticket.and_then(|ticket| ticket.account) {
            let account = app.accounts.account(id).await?.filter(|account| account.active);
            return Ok(account.map(|account| (account, purpose)));
        }
    }
    Ok(None)
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
    let Some((account, purpose)) = owner(app, secret).await? else { return void(&visit) };
    if let Err(refusal) = password::check(typed, &[&account.email, &account.name]) {
        return chooser(&visit, &account, secret, Some(refusal.key()));
    }
    let hash = password::hash(typed).await?;
    // Void from here on: of two that come at once, one changes the password.
    if app.accounts.redeem(purpose, secret, (app.now)()).await?.is_none() {
        return void(&visit);
    }
    app.accounts.set_password(account.id, &hash, None).await?;
    sign_in::show_with_notice(&visit, &account.email, "password-chosen")
}
