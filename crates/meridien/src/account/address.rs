//! The mail address of an account, changed by its holder. It counts once whoever reads the new mailbox has said so; the old
//! mailbox is told when that is asked for, and when it is done.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum_extra::extract::{Form, Query};
use chrono::Duration;

use super::session::field;
use super::store::void_tickets_in;
use super::ticket::{Purpose, Ticket};
use super::{Account, Accounts, Posted, done, leaving, own, request, sign_in};
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::Result;
use crate::journal::db::execute_in;
use crate::value::{Id, folded_mail};
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::{self, Locale, Page, Visit, page};

/// How long the link to the new mailbox is good.
const LASTS: Duration = Duration::hours(2);
/// How long no other is sent to the same one.
const REST: Duration = Duration::minutes(10);

/// The addresses.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/compte/adresse", post(ask)).route("/connexion/adresse", get(show).post(take))
}

/// Writes to both mailboxes. The answer is the same where the address has an account already, and so is the letter to the old
/// mailbox: nobody learns of others here.
async fn ask(visit: Visit, form: Posted) -> web::Result {
    let (app, account) = (&visit.app, &form.who.account);
    let email = folded_mail(form.text("email"));
    let fault = match () {
        () if !request::is_address(&email) => Some("email-wrong"),
        () if email == account.email => Some("address-same"),
        () => leaving::doubt(&visit, &form).await?,
    };
    if let Some(fault) = fault {
        return own::show_again(&visit, &form.who, vec![fault], form.text("email")).await;
    }
    // Once for an address that is asked for again, as to the new mailbox.
    let again = (app.now)().timestamp() / REST.num_seconds();
    let key = format!("address-asked:{}:{}:{again}", account.id, Id::derived(&email));
    tell_the_old(app, account, &email, &key, ("mail-address-asked-subject", "mail-address-asked")).await?;
    if app.accounts.by_email(&email).await?.is_none() {
        write(app, account, &email).await?;
    }
    Ok(done::lead_to(&visit, "/compte", "adresse"))
}

/// Sends the link, but not again to a mailbox that has just been sent one: whose it is may be another.
async fn write(app: &State, account: &Account, email: &str) -> web::Result<()> {
    let (l, now, beginning) = (Locale::from(account.language), (app.now)(), format!("address:{}:", account.id));
    let ticket = app.accounts.issue_once(Purpose::Address, account.id, email, (LASTS, REST), now).await?;
    let Some(ticket) = ticket else { return Ok(()) };
    // The links of those that still wait are void by now.
    app.jobs.drop_letters(&beginning, now).await?;
    let link = app.address(l, &format!("/connexion/adresse?lien={}", ticket.reveal()));
    let told = [("name", account.name.as_str().into()), ("address", link.into())];
    let key = format!("{beginning}{}", now.timestamp_millis());
    let mail = Mail::new(app, l, email, ("mail-address-subject", "mail-address"), &told);
    app.jobs.mail(&key, &mail, now).await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "account/address.html")]
struct AddressPage {
    l: Locale,
    page: Page,
    secret: String,
    /// The new address; none where the link is not good.
    email: Option<String>,
}

fn draw(visit: &Visit, secret: &str, email: Option<String>) -> web::Result {
    let l = visit.locale;
    let (title, status) = match &email {
        Some(_) => ("address-title", StatusCode::OK),
        None => ("link-void", StatusCode::GONE),
    };
    let page = visit.page(l.t(title)).unindexed();
    let page = AddressPage { l, page, secret: secret.to_owned(), email };
    Ok((status, page::answer(Cache::Private, &page)?).into_response())
}

/// A button, not the link itself, changes the address: mail programs open links by themselves.
async fn show(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> web::Result {
    let secret = field(&fields, "lien");
    let ticket = visit.app.accounts.ticket(Purpose::Address, secret, (visit.app.now)()).await?;
    draw(&visit, secret, ticket.map(|ticket| ticket.body))
}

async fn take(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let (app, now) = (&visit.app, (visit.app.now)());
    app.limits.count_client(client)?;
    let Some(ticket) = app.accounts.redeem(Purpose::Address, field(&fields, "lien"), now).await? else {
        return draw(&visit, "", None);
    };
    let Some(account) = app.accounts.move_mailbox(&ticket).await? else { return draw(&visit, "", None) };
    let key = format!("address-left:{}:{}", account.id, now.timestamp_millis());
    tell_the_old(app, &account, &ticket.body, &key, ("mail-address-left-subject", "mail-address-left")).await?;
    sign_in::show_with_notice(&visit, &ticket.body, "address-changed")
}

/// Tells the mailbox that is the account's, or was a moment ago: he who reads it may know nothing of the change.
async fn tell_the_old(app: &State, account: &Account, email: &str, key: &str, words: (&str, &str)) -> web::Result<()> {
    let l = Locale::from(account.language);
    let told = [
        ("name", account.name.as_str().into()),
        ("email", email.into()),
        ("address", app.address(l, "/compte").into()),
        ("contact", app.settings.contact.as_str().into()),
    ];
    app.jobs.mail(key, &Mail::new(app, l, &account.email, words, &told), (app.now)()).await?;
    Ok(())
}

impl Accounts {
    /// Gives an account the address that its ticket says and voids the links sent to the old one; the account as it was.
    /// `None`, and nothing done, where it is closed or the address has another account by now.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn move_mailbox(&self, ticket: &Ticket) -> Result<Option<Account>> {
        let Some(id) = ticket.account else { return Ok(None) };
        let Some(account) = self.account(id).await? else { return Ok(None) };
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE account SET email = $2
            WHERE id = $1 AND active = 1 AND NOT EXISTS (SELECT 1 FROM account WHERE email = $2)";
        let moved = execute_in!(&mut tx, sql, id.to_string(), &ticket.body);
        void_tickets_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok((moved == 1).then_some(account))
    }
}
