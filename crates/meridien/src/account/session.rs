//! Sessions: a cookie holds a random secret, the table its hash.
//!
//! Answers to a signed-in reader are kept by nobody: reading the session marks the request, and the cache obeys.

use axum::RequestExt;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;

use super::secret::{Secret, digest};
use super::{Account, Accounts, sign_in};
use crate::access::Role;
use crate::app::{Settings, State};
use crate::journal::db::{execute, on};
use crate::journal::{Author, Result, moment, stored_id};
use crate::value::Id;
use crate::web::cache::Personal;
use crate::web::{Error, Visit};

/// A session that nobody uses ends after this time.
const IDLE: Duration = Duration::hours(12);
/// Any session ends after this time.
const LONGEST: Duration = Duration::days(7);
/// How exactly the last use is noted: not each request writes.
const NOTED: Duration = Duration::minutes(5);
/// What is kept of a browser's name for itself.
const DEVICE: usize = 200;

/// A session of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name in the list of sessions; it opens nothing.
    pub id: String,
    /// What the browser calls itself.
    pub device: String,
    /// When it began.
    pub began: DateTime<Utc>,
    /// When it was last used, to some minutes.
    pub seen: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    account: String,
    device: String,
    began: i64,
    seen: i64,
}

impl Row {
    fn session(self) -> Result<Session> {
        Ok(Session { id: self.id, device: self.device, began: moment(self.began)?, seen: moment(self.seen)? })
    }
}

impl Accounts {
    /// Begins a session; the secret goes into the cookie and nowhere else.
    pub async fn begin_session(&self, account: Id, device: &str, now: DateTime<Utc>) -> Result<Secret> {
        let secret = Secret::draw();
        let id = Secret::draw().reveal()[..16].to_owned();
        let device: String = device.chars().take(DEVICE).collect();
        let sql = "INSERT INTO session (token, id, account, device, began, seen) VALUES ($1, $2, $3, $4, $5, $5)";
        execute!(self.db, sql, digest(secret.reveal()), id, account.to_string(), device, now.timestamp_millis());
        Ok(secret)
    }

    /// The session and the account that a secret stands for, where both are still good.
    pub async fn session(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<(Account, Session)>> {
        let sql = "SELECT id, account, device, began, seen FROM session WHERE token = $1 AND began > $2 AND seen > $3";
        let (began, seen) = ((now - LONGEST).timestamp_millis(), (now - IDLE).timestamp_millis());
        let row: Option<Row> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(digest(secret)).bind(began).bind(seen).fetch_optional(pool).await?);
        let Some(row) = row else { return Ok(None) };
        let Some(account) = self.account(stored_id(&row.account)?).await?.filter(|account| account.active) else {
            return Ok(None);
        };
        let session = row.session()?;
        if now - session.seen > NOTED {
            self.note_use("UPDATE session SET seen = $2 WHERE id = $1", &session.id, now).await;
        }
        Ok(Some((account, session)))
    }

    /// The sessions of an account that are still good, the latest first.
    pub async fn sessions(&self, account: Id, now: DateTime<Utc>) -> Result<Vec<Session>> {
        let sql = "SELECT id, account, device, began, seen FROM session WHERE account = $1 AND began > $2 AND seen > $3
            ORDER BY seen DESC, id";
        let (began, seen) = ((now - LONGEST).timestamp_millis(), (now - IDLE).timestamp_millis());
        let rows: Vec<Row> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(account.to_string()).bind(began).bind(seen).fetch_all(pool).await?);
        rows.into_iter().map(Row::session).collect()
    }

    /// Ends one session of an account.
    pub async fn end_session(&self, account: Id, id: &str) -> Result<()> {
        execute!(self.db, "DELETE FROM session WHERE account = $1 AND id = $2", account.to_string(), id);
        Ok(())
    }

    /// Ends every session of an account but one.
    pub async fn end_other_sessions(&self, account: Id, keep: &str) -> Result<()> {
        execute!(self.db, "DELETE FROM session WHERE account = $1 AND id <> $2", account.to_string(), keep);
        Ok(())
    }

    /// Deletes the sessions that have ended by themselves.
    pub async fn forget_ended_sessions(&self, now: DateTime<Utc>) -> Result<u64> {
        let sql = "DELETE FROM session WHERE began <= $1 OR seen <= $2";
        Ok(execute!(self.db, sql, (now - LONGEST).timestamp_millis(), (now - IDLE).timestamp_millis()))
    }
}

/// The cookie of a session.
pub(super) const COOKIE: &str = "session";

/// The prefix with which a browser takes a cookie only over HTTPS, from this very host.
const HOST: &str = "__Host-";

/// The whole name of a cookie; a trial run without HTTPS has to do without the prefix.
pub(super) fn cookie_name(settings: &Settings, name: &str) -> String {
    if settings.public_address.starts_with("https://") { format!("{HOST}{name}") } else { name.to_owned() }
}

/// A cookie that holds a secret; it ends with the browser, or when it is taken away.
pub(super) fn cookie(settings: &Settings, name: &str, secret: &Secret) -> Cookie<'static> {
    let name = cookie_name(settings, name);
    let secure = name.starts_with(HOST);
    Cookie::build((name, secret.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .build()
}

/// What takes a cookie away.
pub(super) fn no_cookie(settings: &Settings, name: &str) -> Cookie<'static> {
    let mut cookie = cookie(settings, name, &Secret::draw());
    cookie.make_removal();
    cookie
}

/// The account that makes a request, and its session. A visitor is led to the sign-in page and back.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: Session,
}

/// The account that makes a request, or none.
#[derive(Debug, Clone)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

/// A form that a signed-in account sends. Where its session has ended, the answer is the sign-in page, which keeps the fields
/// and gives them back: nothing typed is lost.
#[derive(Debug, Clone)]
pub struct Posted {
    /// Who sends it.
    pub who: SignedIn,
    /// Its fields as they came, repeated ones too.
    pub fields: Vec<(String, String)>,
}

impl SignedIn {
    /// The author of what is written in this role, for this organisation.
    pub fn author(&self, role: Role, on_behalf_of: Option<Id>) -> Author {
        self.account.author(role, on_behalf_of)
    }
}

impl Posted {
    /// A field's text without spaces around it; the last where it is repeated, empty where it is absent.
    pub fn text(&self, name: &str) -> &str {
        field(&self.fields, name)
    }

    /// The texts of a repeated field.
    pub fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.trim())
    }
}

/// A field's text without spaces around it; the last where it is repeated, empty where it is absent.
pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    raw(fields, name).trim()
}

/// The same with its spaces, which count in a password.
pub(super) fn raw<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().rev().find(|(other, _)| other == name).map_or("", |(_, value)| value)
}

impl FromRequestParts<State> for MaybeSignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &State) -> Result<MaybeSignedIn, Error> {
        if let Some(personal) = parts.extensions.get::<Personal>() {
            personal.mark();
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(secret) = jar.get(&cookie_name(&app.settings, COOKIE)) else { return Ok(MaybeSignedIn(None)) };
        let found = app.accounts.session(secret.value(), (app.now)()).await?;
        Ok(MaybeSignedIn(found.map(|(account, session)| SignedIn { account, session })))
    }
}

impl FromRequestParts<State> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &State) -> Result<SignedIn, Response> {
        let MaybeSignedIn(found) =
            MaybeSignedIn::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        found.ok_or_else(|| {
            let visit = Visit::new(parts, app);
            if matches!(parts.method, Method::GET | Method::HEAD) {
                Redirect::to(&sign_in::address(&visit)).into_response()
            } else {
                sign_in::again(&visit, &[]).into_response()
            }
        })
    }
}

impl FromRequest<State> for Posted {
    type Rejection = Response;

    async fn from_request(mut request: Request, app: &State) -> Result<Posted, Response> {
        let MaybeSignedIn(found) =
            request.extract_parts_with_state::<MaybeSignedIn, State>(app).await.map_err(IntoResponse::into_response)?;
        let Ok(visit) = request.extract_parts_with_state::<Visit, State>(app).await;
        let Form(fields) =
            Form::<Vec<(String, String)>>::from_request(request, app).await.map_err(IntoResponse::into_response)?;
        match found {
            Some(who) => Ok(Posted { who, fields }),
            None => Err(sign_in::again(&visit, &fields).into_response()),
        }
    }
}

/// What a browser calls itself.
pub(super) fn device(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
