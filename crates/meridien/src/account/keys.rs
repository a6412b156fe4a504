//! `/compte/cles`: the keys of an account's programs: made, named, revoked. A token is shown once.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::Duration;

use super::key::{DAYS, MOST, NAME, NewKey};
use super::session::field;
use super::{Account, Key, Posted, SignedIn, roles};
use crate::access::{Action, Field, Scope};
use crate::app::State;
use crate::job::mail::Mail;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// The addresses of keys.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/compte/cles", get(show).post(make)).route("/compte/cles/revoquer", post(revoke))
}

/// A key in a list.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    /// What it may do, and for whom.
    pub(super) what: String,
    pub(super) made: String,
    pub(super) seen: Option<String>,
    pub(super) expires: String,
    pub(super) ended: bool,
}

#[derive(Template)]
#[template(path = "account/keys.html")]
struct KeysPage {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    /// Whether one more may be made.
    room: bool,
    may_write: bool,
    /// Organisations to which a key can be tied.
    organisations: Vec<(String, String)>,
    days: [i64; 4],
    /// What was sent and is not taken.
    sent: Vec<(String, String)>,
    fault: Option<&'static str>,
    /// The token just made, and a request that uses it.
    token: Option<(String, String)>,
}

impl KeysPage {
    /// Where a key of the list is revoked.
    fn revoking(&self) -> String {
        self.l.href("/compte/cles/revoquer")
    }

    /// What was sent in a field.
    fn value(&self, name: &str) -> &str {
        field(&self.sent, name)
    }
}

async fn show(visit: Visit, who: SignedIn) -> web::Result {
    draw(&visit, &who, &[], None, None).await
}

/// The keys of an account, for whoever may see that they exist.
pub(super) async fn rows(visit: &Visit, account: Id) -> web::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for key in visit.app.accounts.keys(account).await? {
        rows.push(row(visit, key).await?);
    }
    Ok(rows)
}

async fn row(visit: &Visit, key: Key) -> web::Result<Row> {
    let l = visit.locale;
    let what = l.t(if key.writes { "key-writes" } else { "key-reads" });
    let what = match key.organisation {
        Some(id) => format!("{what} – {}", roles::organisation_name(&visit.app, visit.locale, id).await?),
        None => what.into_owned(),
    };
    Ok(Row {
        what,
        made: l.day(key.made.date_naive()),
        seen: key.seen.map(|seen| l.day(seen.date_naive())),
        expires: l.day(key.expires.date_naive()),
        ended: key.expires <= (visit.app.now)(),
        id: key.id,
        name: key.name,
    })
}

/// Whether a key of this account could write anything.
fn may_write(account: &Account) -> bool {
    let own = account.own();
    [Action::Declare, Action::Confirm].into_iter().any(|action| account.may(&own, action, Field::Whole))
}

/// The organisations in which an account has a role.
fn organisations(account: &Account) -> Vec<Id> {
    let mut all: Vec<Id> = account.own().organisations;
    all.sort_unstable();
    all.dedup();
    all
}

async fn draw(
    visit: &Visit,
    who: &SignedIn,
    sent: &[(String, String)],
    fault: Option<&'static str>,
    token: Option<String>,
) -> web::Result {
    let (l, account) = (visit.locale, &who.account);
    let rows = rows(visit, account.id).await?;
    let mut named = Vec::new();
    for id in organisations(account) {
        named.push((id.to_string(), roles::organisation_name(&visit.app, visit.locale, id).await?));
    }
    let origin = &visit.app.settings.public_address;
    let keys = KeysPage {
        l,
        page: visit.page(l.t("keys-title")).of_account(account).crumb(l.t("my-account"), "/compte"),
        room: rows.iter().filter(|row| !row.ended).count() < MOST,
        rows,
        may_write: may_write(account),
        organisations: named,
        days: DAYS,
        sent: sent.to_vec(),
        fault,
        token: token.map(|token| {
            let request = format!("curl -H 'Authorization: Bearer {token}' '{origin}/api/v1/key'");
            (token, request)
        }),
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, &keys)?).into_response())
}

/// What a form asks for.
///
/// # Errors
/// The key of what is wrong with it.
fn wanted(visit: &Visit, form: &Posted) -> Result<NewKey, &'static str> {
    let (name, account) = (form.text("name"), &form.who.account);
    if name.is_empty() || name.chars().count() > NAME {
        return Err("key-name-wrong");
    }
    let days = form.text("days").parse().ok().filter(|days| DAYS.contains(days)).ok_or("key-days-wrong")?;
    let writes = form.text("kind") == "writes";
    if writes && !may_write(account) {
        return Err("key-kind-wrong");
    }
    let organisation = match form.text("organisation") {
        "" => None,
        code => {
            let own = |id: &Id| account.grants.iter().any(|grant| grant.scope == Scope::Organisation(*id));
            Some(code.parse().ok().filter(own).ok_or("key-organisation-wrong")?)
        }
    };
    let expires = (visit.app.now)() + Duration::days(days);
    Ok(NewKey { name: name.to_owned(), writes, organisation, expires })
}

/// Makes a key and shows its token, this once. Its owner is told by mail, in case it was not he.
async fn make(visit: Visit, form: Posted) -> web::Result {
    let again = |fault| draw(&visit, &form.who, &form.fields, Some(fault), None);
    let new = match wanted(&visit, &form) {
        Ok(new) => new,
        Err(fault) => return again(fault).await,
    };
    let (app, account) = (&visit.app, &form.who.account);
    let Some(token) = app.accounts.make_key(account.id, &new, (app.now)()).await? else {
        return again("key-too-many").await;
    };
    tracing::info!(account = %account.id, writes = new.writes, "key made");
    tell(&visit, account, &new).await?;
    draw(&visit, &form.who, &[], None, Some(token)).await
}

async fn tell(visit: &Visit, account: &Account, new: &NewKey) -> web::Result<()> {
    let (app, l) = (&visit.app, Locale::from(account.language));
    let told = [
        ("person", account.name.as_str().into()),
        ("name", new.name.as_str().into()),
        ("day", l.day(new.expires.date_naive()).into()),
        ("address", app.address(l, "/compte/cles").into()),
    ];
    let mail = Mail::new(app, l, &account.email, ("mail-key-subject", "mail-key"), &told);
    let made = (app.now)();
    app.jobs.mail(&format!("key:{}:{}", account.id, made.timestamp_millis()), &mail, made).await?;
    Ok(())
}

async fn revoke(visit: Visit, form: Posted) -> web::Result {
    visit.app.accounts.revoke_key(form.who.account.id, form.text("key")).await?;
    tracing::info!(account = %form.who.account.id, "key revoked");
    Ok(back(&visit))
}

fn back(visit: &Visit) -> Response {
    Redirect::to(&visit.locale.href("/compte/cles")).into_response()
}
