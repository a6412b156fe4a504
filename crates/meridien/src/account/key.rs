//! Keys: how a program shows whose software it is. A key belongs to an account, may do what the account may, for all its
//! organisations or for one, and is known by its hash alone.
//!
//! A token says of itself what it is, so that scanners of published code find one that slipped out:
//! `meridien_(r|w)_[0-9a-f]{64}`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use sqlx::FromRow;

use super::secret::{Secret, digest};
use super::{Account, Accounts};
use crate::access::Scope;
use crate::app::State;
use crate::journal::db::{execute, execute_in, on};
use crate::journal::{Result, moment, stored_id};
use crate::value::Id;
use crate::web::cache::Personal;

/// How exactly the last use is noted: not each request writes.
const NOTED: Duration = Duration::minutes(5);
/// Keys of one account at most.
pub(super) const MOST: usize = 10;
/// The longest name kept, in characters.
pub(super) const NAME: usize = 80;
/// Days that a key may be good for; the first is offered first.
pub(super) const DAYS: [i64; 4] = [90, 30, 180, 365];

/// A key, without its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Its name in lists; it opens nothing.
    pub id: String,
    /// Whose it is.
    pub account: Id,
    /// What its owner calls it.
    pub name: String,
    /// Whether it may write, or reads only.
    pub writes: bool,
    /// The one organisation for which it acts; all of the account's where there is none.
    pub organisation: Option<Id>,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// Until when it is good.
    pub expires: DateTime<Utc>,
    /// When it was last used, to some minutes.
    pub seen: Option<DateTime<Utc>>,
}

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What its owner calls it.
    pub name: String,
    /// Whether it may write.
    pub writes: bool,
    /// The one organisation for which it acts.
    pub organisation: Option<Id>,
    /// Until when it is good.
    pub expires: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    account: String,
    name: String,
    writes: i32,
    organisation: Option<String>,
    made: i64,
    expires: i64,
    seen: Option<i64>,
}

impl Row {
    fn key(self) -> Result<Key> {
        Ok(Key {
            id: self.id,
            account: stored_id(&self.account)?,
            name: self.name,
            writes: self.writes != 0,
            organisation: self.organisation.as_deref().map(stored_id).transpose()?,
            made: moment(self.made)?,
            expires: moment(self.expires)?,
            seen: self.seen.map(moment).transpose()?,
        })
    }
}

impl Accounts {
    /// Makes a key and returns its token, which is kept nowhere; `None` where the account has enough of them. Those that have
    /// ended make room.
    pub async fn make_key(&self, account: Id, new: &NewKey, now: DateTime<Utc>) -> Result<Option<String>> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM api_key WHERE account = $1 AND expires <= $2";
        execute_in!(&mut tx, sql, account.to_string(), now.timestamp_millis());
        let sql = "SELECT COUNT(*) FROM api_key WHERE account = $1";
        let held: i64 =
            on!(&mut tx, tx => sqlx::query_scalar(sql).bind(account.to_string()).fetch_one(&mut **tx).await?);
        if held >= MOST as i64 {
            return Ok(None);
        }
        let token = format!("meridien_{}_{}", if new.writes { "w" } else { "r" }, Secret::draw().reveal());
        let id = Secret::draw().reveal()[..16].to_owned();
        let sql = "INSERT INTO api_key (token, id, account, name, writes, organisation, made, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        execute_in!(
            &mut tx,
            sql,
            digest(&token),
            id,
            account.to_string(),
            &new.name,
            i32::from(new.writes),
            new.organisation.map(|id| id.to_string()),
            now.timestamp_millis(),
            new.expires.timestamp_millis()
        );
        tx.commit().await?;
        Ok(Some(token))
    }

    /// The key that a token is, with its account, where both are still good. The account has no more roles than the key.
    pub async fn key(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Keyed>> {
        let sql = "SELECT id, account, name, writes, organisation, made, expires, seen FROM api_key
            WHERE token = $1 AND expires > $2";
        let row: Option<Row> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(digest(token)).bind(now.timestamp_millis()).fetch_optional(pool).await?);
        let Some(key) = row.map(Row::key).transpose()? else { return Ok(None) };
        let Some(mut account) = self.account(key.account).await?.filter(|account| account.active) else {
            return Ok(None);
        };
        if let Some(only) = key.organisation {
            account.grants.retain(|grant| grant.scope == Scope::Organisation(only));
        }
        if key.seen.is_none_or(|seen| now - seen > NOTED) {
            self.note_use("UPDATE api_key SET seen = $2 WHERE id = $1", &key.id, now).await;
        }
        Ok(Some(Keyed { account, key }))
    }

    /// The keys of an account, the latest made first; those that have ended too.
    pub async fn keys(&self, account: Id) -> Result<Vec<Key>> {
        let sql = "SELECT id, account, name, writes, organisation, made, expires, seen FROM api_key
            WHERE account = $1 ORDER BY made DESC, id";
        let rows: Vec<Row> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(account.to_string()).fetch_all(pool).await?);
        rows.into_iter().map(Row::key).collect()
    }

    /// Revokes a key of an account.
    pub async fn revoke_key(&self, account: Id, id: &str) -> Result<()> {
        execute!(self.db, "DELETE FROM api_key WHERE account = $1 AND id = $2", account.to_string(), id);
        Ok(())
    }
}

/// The account whose program makes a request, by the key that it shows. The interface for programs reads keys once for each
/// request ([`bearer`]); in a handler's arguments this asks for one, and a request without is answered 401.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The account, with no more roles than the key has.
    pub account: Account,
    /// The key.
    pub key: Key,
}

/// The token that a request shows, if it shows any; empty where it shows something else.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    let (scheme, token) = shown.split_once(' ').unwrap_or_default();
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

/// The answer to a key that is needed and missing, or is none.
pub fn no_key(shown: bool) -> Response {
    let challenge =
        if shown { "Bearer realm=\"meridien\", error=\"invalid_token\"" } else { "Bearer realm=\"meridien\"" };
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
}

impl FromRequestParts<State> for Keyed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> std::result::Result<Keyed, Response> {
        if let Some(personal) = parts.extensions.get::<Personal>() {
            personal.mark();
        }
        parts.extensions.get::<Keyed>().cloned().ok_or_else(|| no_key(false))
    }
}
