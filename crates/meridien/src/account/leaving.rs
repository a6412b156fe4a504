//! An account's own data handed over, and its end: closed or erased by its holder, who shows that it is he.

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use serde_json::Value;

use super::session::{COOKIE, no_cookie, raw};
use super::store::{is_last_administrator, shut_in};
use super::{Account, Accounts, Key, Posted, SignedIn, own, password};
use crate::app::State;
use crate::journal::db::{execute_in, on};
use crate::journal::erasure::erase_account;
use crate::journal::{Person, Result};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// Who has no password shows that it is he by having signed in so short a time ago.
const RECENT: Duration = Duration::minutes(15);

/// The addresses.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/compte/donnees", get(export)).route("/compte/fin", post(leave))
}

/// All that is held about an account's holder.
#[derive(Serialize)]
struct Held {
    id: Id,
    email: String,
    name: String,
    language: &'static str,
    roles: Vec<String>,
    second_step: bool,
    recovery_codes_left: i64,
    identity_providers: Vec<String>,
    sessions: Vec<HeldSession>,
    /// Those of its programs, without their tokens.
    keys: Vec<Key>,
    /// The names under which its programs began proposals.
    references: Vec<String>,
    proposals: Vec<HeldProposal>,
    /// Those to this address that have not left.
    letters: Vec<HeldLetter>,
    /// What is held about persons with this address.
    persons: Vec<Person>,
}

#[derive(Serialize)]
struct HeldSession {
    device: String,
    began: DateTime<Utc>,
    seen: DateTime<Utc>,
}

#[derive(Serialize)]
struct HeldProposal {
    record: Id,
    state: &'static str,
    saved: DateTime<Utc>,
    body: Value,
}

/// A letter, without its text: that may hold a link for a new password, and who finds a browser open reads this too.
#[derive(Serialize)]
struct HeldLetter {
    subject: String,
}

async fn held(app: &State, account: &Account) -> web::Result<Held> {
    let (accounts, journal, id) = (&app.accounts, &app.journal, account.id);
    let sessions = accounts.sessions(id, (app.now)()).await?.into_iter();
    let proposals = journal.proposals_by(&id.to_string()).await?.into_iter();
    let letters = app.jobs.letters_to(&account.email).await?.into_iter();
    let persons = journal.persons_at(&account.email).await?;
    Ok(Held {
        id,
        email: account.email.clone(),
        name: account.name.clone(),
        language: account.language.code(),
        roles: account.grants.iter().map(|grant| format!("{} {}", grant.role.as_str(), grant.scope)).collect(),
        second_step: accounts.has_second_step(id).await?,
        recovery_codes_left: accounts.codes_left(id).await?,
        identity_providers: accounts.providers(id).await?,
        sessions: sessions
            .map(|session| HeldSession { device: session.device, began: session.began, seen: session.seen })
            .collect(),
        keys: accounts.keys(id).await?,
        references: journal.claims_by(id).await?.into_iter().map(|claim| claim.name).collect(),
        proposals: proposals
            .map(|proposal| HeldProposal {
                record: proposal.record,
                state: proposal.state.as_str(),
                saved: proposal.at,
                body: serde_json::from_str(&proposal.body).unwrap_or_default(),
            })
            .collect(),
        letters: letters.map(|(_, mail)| HeldLetter { subject: mail.subject }).collect(),
        persons: persons.into_iter().map(|(_, person)| person).collect(),
    })
}

/// What is held, as JSON.
async fn export(visit: Visit, who: SignedIn) -> web::Result {
    let held = held(&visit.app, &who.account).await?;
    let name = format!("attachment; filename=\"{}.json\"", who.account.id);
    let headers = [(header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, axum::Json(held)).into_response())
}

#[derive(Template)]
#[template(path = "account/left.html")]
struct LeftPage {
    l: Locale,
    page: Page,
    erased: bool,
}

/// Why a form is not taken as its account's own word: its password is wrong, or, where it has none, it signed in long ago.
pub(super) async fn doubt(visit: &Visit, form: &Posted) -> web::Result<Option<&'static str>> {
    let (app, account) = (&visit.app, &form.who.account);
    app.limits.count_account(&format!("doubt {}", account.id))?;
    let kept = app.accounts.password(account.id).await?;
    Ok(match kept.is_some() {
        true if !password::verify(raw(&form.fields, "password"), kept).await? => Some("password-wrong"),
        false if (app.now)() - form.who.session.began > RECENT => Some("leave-sign-in"),
        _ => None,
    })
}

/// Closes or erases the account.
async fn leave(visit: Visit, form: Posted) -> web::Result {
    let (app, account) = (&visit.app, &form.who.account);
    if let Some(fault) = doubt(&visit, &form).await? {
        return own::show_with_fault(&visit, &form.who, fault).await;
    }
    let erased = form.text("do") == "erase";
    if !app.accounts.leave(account.id, erased, (app.now)()).await? {
        return own::show_with_fault(&visit, &form.who, "leave-last").await;
    }
    if !erased {
        app.jobs.drop_letters_to(&account.email, (app.now)()).await?;
    }
    tracing::info!(account = %account.id, erased, "account left by its holder");
    let l = visit.locale;
    let shown = LeftPage { l, page: visit.page(l.t("left-title")).unindexed(), erased };
    let jar = CookieJar::new().add(no_cookie(&app.settings, COOKIE));
    Ok((jar, page::answer(Cache::Private, &shown)?).into_response())
}

impl Accounts {
    /// Closes or erases an account; `false`, and nothing done, where nobody else would administer the atlas.
    pub async fn leave(&self, id: Id, erase: bool, at: DateTime<Utc>) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if is_last_administrator(&mut tx, id).await? {
            return Ok(false);
        }
        if erase {
            erase_account(&mut tx, id, at).await?;
        } else {
            execute_in!(&mut tx, "UPDATE account SET active = 0 WHERE id = $1", id.to_string());
            shut_in(&mut tx, id).await?;
        }
        tx.commit().await?;
        self.db.fold_log().await?;
        Ok(true)
    }

    /// The identity providers that know an account.
    pub(super) async fn providers(&self, id: Id) -> Result<Vec<String>> {
        let sql = "SELECT issuer FROM identity WHERE account = $1 ORDER BY issuer";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(id.to_string()).fetch_all(pool).await?))
    }
}
