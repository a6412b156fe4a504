//! Notes between administrations.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::journal::db::{Db, Tx, execute, execute_in, on};
use crate::journal::{Author, Journal, Result, moment, stored_id};
use crate::value::Id;

/// The notes of a register.
#[derive(Debug, Clone)]
pub struct Notes {
    db: Db,
}

/// A note on a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its identifier.
    pub id: Id,
    /// Account and role of who wrote it, and for which organisation.
    pub author: Author,
    /// Its text.
    pub text: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    account: String,
    role: String,
    organisation: Option<String>,
    body: String,
    at: i64,
}

impl Row {
    fn note(self) -> Result<Note> {
        let on_behalf_of = self.organisation.map(stored_id).transpose()?;
        Ok(Note {
            id: stored_id(self.id)?,
            author: Author { actor: self.account, role: self.role, on_behalf_of },
            text: self.body,
            at: moment(self.at)?,
        })
    }
}

impl Notes {
    /// The notes of this register.
    pub fn new(journal: &Journal) -> Notes {
        Notes { db: journal.database().clone() }
    }

    /// Writes a note on a partnership. The same words of the same account on one day are one note: sent twice at once, too.
    pub async fn add(&self, partnership: Id, author: &Author, text: &str, at: DateTime<Utc>) -> Result<()> {
        let sql = "INSERT INTO note (id, partnership, account, role, organisation, body, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let id = Id::derived(&format!("note/{partnership}/{}/{}/{text}", author.actor, at.date_naive())).to_string();
        let organisation = author.on_behalf_of.map(|id| id.to_string());
        execute!(
            self.db,
            sql,
            id,
            partnership.to_string(),
            &author.actor,
            &author.role,
            organisation,
            text,
            at.timestamp_millis()
        );
        Ok(())
    }

    /// The notes on a partnership, oldest first.
    pub async fn of(&self, partnership: Id) -> Result<Vec<Note>> {
        let sql = "SELECT id, account, role, organisation, body, at FROM note WHERE partnership = $1 ORDER BY at, id";
        let rows: Vec<Row> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(partnership.to_string()).fetch_all(pool).await?);
        rows.into_iter().map(Row::note).collect()
    }

    /// Makes the notes on a partnership those on another one, into which it is merged, in a transaction that the caller commits.
    pub async fn move_in(tx: &mut Tx, from: Id, to: Id) -> Result<()> {
        let sql = "UPDATE note SET partnership = $2 WHERE partnership = $1";
        execute_in!(tx, sql, from.to_string(), to.to_string());
        Ok(())
    }

    /// Deletes a note that this account wrote on a partnership; says whether there was one.
    pub async fn delete(&self, partnership: Id, id: Id, account: &str) -> Result<bool> {
        let sql = "DELETE FROM note WHERE id = $1 AND partnership = $2 AND account = $3";
        Ok(execute!(self.db, sql, id.to_string(), partnership.to_string(), account) > 0)
    }
}
