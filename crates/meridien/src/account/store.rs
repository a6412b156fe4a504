//! The tables of accounts.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::Account;
use crate::access::{Grant, Role, Scope};
use crate::journal::db::{Db, Tx, execute, execute_in, on};
use crate::journal::{Journal, JournalError, Result, stored_id};
use crate::value::{Id, folded_mail};
use crate::web::Lang;

/// How long a reader waits at most until his last use is noted.
const NOTE_TIME: std::time::Duration = std::time::Duration::from_secs(3);

/// The accounts of a register, with their sessions and secrets.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub(super) db: Db,
}

/// An account to be made. It cannot sign in until it has a password or an identity elsewhere.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Mail address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The language in which it is written to.
    pub language: Lang,
    /// Its roles.
    pub grants: Vec<Grant>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    lang: String,
    active: i32,
}

#[derive(FromRow)]
struct GrantRow {
    account: String,
    role: String,
    scope: String,
}

impl Accounts {
    /// The accounts of this register.
    pub fn new(journal: &Journal) -> Accounts {
        Accounts { db: journal.database().clone() }
    }

    /// Makes an account; `None` where the address has one already.
    pub async fn create(&self, new: &NewAccount, at: DateTime<Utc>) -> Result<Option<Id>> {
        let id = Id::random(&mut rand::rng());
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO account (id, email, name, lang, totp_step, active, at) VALUES ($1, $2, $3, $4, 0, 1, $5)
            ON CONFLICT DO NOTHING";
        let written = execute_in!(
            &mut tx,
            sql,
            id.to_string(),
            folded_mail(&new.email),
            &new.name,
            new.language.code(),
            at.timestamp_millis()
        );
        if written == 0 {
            return Ok(None);
        }
        grant_in(&mut tx, id, &new.grants).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Notes with `sql` when what has this name was last used. Where that cannot be written, or not soon, reading goes on: with
    /// a full disk too, or beside a long import.
    pub(super) async fn note_use(&self, sql: &'static str, id: &str, now: DateTime<Utc>) {
        let (accounts, id) = (self.clone(), id.to_owned());
        // A task of its own: what is late is written later, and no write is left half way.
        let noted = tokio::spawn(async move {
            if let Err(fault) = accounts.write_use(sql, &id, now).await {
                tracing::warn!(%fault, "a last use is not noted");
            }
        });
        tokio::time::timeout(NOTE_TIME, noted).await.ok();
    }

    async fn write_use(&self, sql: &'static str, id: &str, now: DateTime<Utc>) -> Result<()> {
        execute!(self.db, sql, id, now.timestamp_millis());
        Ok(())
    }

    /// An account.
    pub async fn account(&self, id: Id) -> Result<Option<Account>> {
        let sql = "SELECT id, email, name, lang, active FROM account WHERE id = $1";
        let row: Option<Row> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(id.to_string()).fetch_optional(pool).await?);
        self.whole(row).await
    }

    /// The account of a mail address.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>> {
        let sql = "SELECT id, email, name, lang, active FROM account WHERE email = $1";
        let row: Option<Row> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(folded_mail(email)).fetch_optional(pool).await?);
        self.whole(row).await
    }

    /// Every account, by address.
    pub async fn all(&self) -> Result<Vec<Account>> {
        let sql = "SELECT id, email, name, lang, active FROM account ORDER BY email";
        let rows: Vec<Row> = on!(self.db.reader(), pool => sqlx::query_as(sql).fetch_all(pool).await?);
        let sql = "SELECT account, role, scope FROM membership ORDER BY role, scope";
        let granted: Vec<GrantRow> = on!(self.db.reader(), pool => sqlx::query_as(sql).fetch_all(pool).await?);
        let mut grants: HashMap<String, Vec<Grant>> = HashMap::new();
        for row in granted {
            grants.entry(row.account.clone()).or_default().push(row.grant()?);
        }
        rows.into_iter()
            .map(|row| {
                let held = grants.remove(&row.id).unwrap_or_default();
                row.account(held)
            })
            .collect()
    }

    async fn whole(&self, row: Option<Row>) -> Result<Option<Account>> {
        let Some(row) = row else { return Ok(None) };
        let sql = "SELECT account, role, scope FROM membership WHERE account = $1 ORDER BY role, scope";
        let granted: Vec<GrantRow> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(&row.id).fetch_all(pool).await?);
        let grants = granted.into_iter().map(GrantRow::grant).collect::<Result<_>>()?;
        row.account(grants).map(Some)
    }

    /// Replaces an account's roles.
    pub async fn set_grants(&self, id: Id, grants: &[Grant]) -> Result<()> {
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, "DELETE FROM membership WHERE account = $1", id.to_string());
        grant_in(&mut tx, id, grants).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an account one role more; `false` where it had it.
    pub async fn add_grant(&self, id: Id, grant: &Grant) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let added = grant_in(&mut tx, id, std::slice::from_ref(grant)).await?;
        tx.commit().await?;
        Ok(added == 1)
    }

    /// Takes one role from an account; the others stay as they are by then. `false`, and nothing done, where nobody else
    /// would administer the atlas.
    pub async fn remove_grant(&self, id: Id, grant: &Grant) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if grant.role == Role::Administrator && is_last_administrator(&mut tx, id).await? {
            return Ok(false);
        }
        let sql = "DELETE FROM membership WHERE account = $1 AND role = $2 AND scope = $3";
        execute_in!(&mut tx, sql, id.to_string(), grant.role.as_str(), grant.scope.to_string());
        tx.commit().await?;
        Ok(true)
    }

    /// Changes the name and the language of an account.
    pub async fn set_person(&self, id: Id, name: &str, language: Lang) -> Result<()> {
        let sql = "UPDATE account SET name = $2, lang = $3 WHERE id = $1";
        execute!(self.db, sql, id.to_string(), name, language.code());
        Ok(())
    }

    /// Opens or closes an account; closing it ends its sessions and keys, and its links are void.
    pub async fn set_active(&self, id: Id, active: bool) -> Result<()> {
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, "UPDATE account SET active = $2 WHERE id = $1", id.to_string(), i32::from(active));
        if !active {
            shut_in(&mut tx, id).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The accounts that nobody can sign in to yet: without a password or an identity elsewhere.
    pub async fn unanswered(&self) -> Result<HashSet<Id>> {
        let sql = "SELECT id FROM account WHERE password IS NULL AND id NOT IN (SELECT account FROM identity)";
        let ids: Vec<String> = on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_all(pool).await?);
        ids.iter().map(stored_id).collect()
    }

    /// The hash of an account's password, where it has one.
    pub async fn password(&self, id: Id) -> Result<Option<String>> {
        let sql = "SELECT password FROM account WHERE id = $1";
        let hash: Option<Option<String>> =
            on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(id.to_string()).fetch_optional(pool).await?);
        Ok(hash.flatten())
    }

    /// Keeps the hash of a new password and ends every session but `keep`. Links and steps of signing in that were got with
    /// the old one are void: one of them may move the account to a stranger's mailbox.
    pub async fn set_password(&self, id: Id, hash: &str, keep: Option<&str>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, "UPDATE account SET password = $2 WHERE id = $1", id.to_string(), hash);
        end_sessions_in(&mut tx, id, keep).await?;
        void_tickets_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether an account administers the atlas and nobody else who can sign in does: an invitation that nobody took counts for
/// nothing.
pub(super) async fn is_last_administrator(tx: &mut Tx, id: Id) -> Result<bool> {
    // One after the other: two who leave at the same moment must not both count on the other.
    execute_in!(&mut *tx, "UPDATE change_clock SET seq = seq WHERE id = 1");
    let sql = "SELECT DISTINCT a.id FROM account a JOIN membership m ON m.account = a.id
        WHERE a.active = 1 AND m.role = $1
            AND (a.id = $2 OR a.password IS NOT NULL OR a.id IN (SELECT account FROM identity))";
    let administrators: Vec<String> = on!(&mut *tx, tx => sqlx::query_scalar(sql).bind(Role::Administrator.as_str())
        .bind(id.to_string()).fetch_all(&mut **tx).await?);
    Ok(administrators == [id.to_string()])
}

/// Ends every session of an account but `keep`.
pub(super) async fn end_sessions_in(tx: &mut Tx, id: Id, keep: Option<&str>) -> Result<()> {
    let sql = "DELETE FROM session WHERE account = $1 AND id <> $2";
    execute_in!(tx, sql, id.to_string(), keep.unwrap_or_default());
    Ok(())
}

/// Voids the tickets of an account: its links and the steps of signing in that are under way.
pub(super) async fn void_tickets_in(tx: &mut Tx, id: Id) -> Result<()> {
    execute_in!(tx, "DELETE FROM ticket WHERE account = $1", id.to_string());
    Ok(())
}

/// Ends what lets someone act for an account: its sessions, its keys, its links.
pub(super) async fn shut_in(tx: &mut Tx, id: Id) -> Result<()> {
    execute_in!(&mut *tx, "DELETE FROM session WHERE account = $1", id.to_string());
    execute_in!(&mut *tx, "DELETE FROM api_key WHERE account = $1", id.to_string());
    void_tickets_in(tx, id).await
}

/// Gives roles; says how many of them were new.
async fn grant_in(tx: &mut Tx, id: Id, grants: &[Grant]) -> Result<u64> {
    let sql = "INSERT INTO membership (account, role, scope) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let mut added = 0;
    for grant in grants {
        added += execute_in!(&mut *tx, sql, id.to_string(), grant.role.as_str(), grant.scope.to_string());
    }
    Ok(added)
}

impl Row {
    fn account(self, grants: Vec<Grant>) -> Result<Account> {
        Ok(Account {
            id: stored_id(&self.id)?,
            email: self.email,
            name: self.name,
            language: Lang::from_code(&self.lang).unwrap_or_default(),
            grants,
            active: self.active != 0,
        })
    }
}

impl GrantRow {
    fn grant(self) -> Result<Grant> {
        let scope: Scope = self.scope.parse().map_err(JournalError::Stored)?;
        Ok(Grant { role: self.role.parse().map_err(JournalError::Stored)?, scope })
    }
}
