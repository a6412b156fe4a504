//! Personal data: outside the journal, referenced by identifier, erased by one delete.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::append::tick;
use super::db::on;
use super::{Journal, JournalError, Kind, Result};
use crate::value::Id;

/// What is known of a person. Never public unless consent or office makes it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name as printed.
    pub name: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Function.
    pub function: Option<String>,
    /// Where it was read.
    pub source: String,
}

impl Journal {
    /// Keeps a person's data. A person who was erased does not come back: `false` is returned and nothing is kept.
    pub async fn put_person(&self, id: Id, person: &Person, at: DateTime<Utc>) -> Result<bool> {
        let body = serde_json::to_string(person).map_err(|cause| JournalError::Body {
            kind: Kind::Confirmation,
            id,
            cause,
        })?;
        let mut tx = self.db.begin().await?;
        let erased: Option<String> = on!(&mut tx, tx =>
            sqlx::query_scalar("SELECT id FROM erasure WHERE id = $1").bind(id.to_string()).fetch_optional(&mut **tx).await?);
        if erased.is_some() {
            return Ok(false);
        }
        let sql = "INSERT INTO person (id, body, at) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET body = excluded.body, at = excluded.at";
        on!(&mut tx, tx => sqlx::query(sql).bind(id.to_string()).bind(body).bind(at.timestamp_millis())
            .execute(&mut **tx).await?.rows_affected());
        tx.commit().await?;
        Ok(true)
    }

    /// A person's data.
    pub async fn person(&self, id: Id) -> Result<Option<Person>> {
        let body: Option<String> = on!(self.db.reader(), pool =>
            sqlx::query_scalar("SELECT body FROM person WHERE id = $1").bind(id.to_string()).fetch_optional(pool).await?);
        body.map(|body| serde_json::from_str(&body).map_err(|_| JournalError::Stored("person".into()))).transpose()
    }

    /// Erases a person for good. Takes a position in the journal, since pages may have shown the person.
    pub async fn erase_person(&self, id: Id, at: DateTime<Utc>) -> Result<i64> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, tx => sqlx::query("DELETE FROM person WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?.rows_affected());
        let seq = tick(&mut tx, 1).await?;
        let sql = "INSERT INTO erasure (id, seq, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        on!(&mut tx, tx => sqlx::query(sql).bind(id.to_string()).bind(seq).bind(at.timestamp_millis())
            .execute(&mut **tx).await?.rows_affected());
        tx.commit().await?;
        self.written.send_replace(seq);
        Ok(seq)
    }
}
