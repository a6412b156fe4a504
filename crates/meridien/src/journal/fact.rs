//! Facts about this register itself: its home country, whether it is a demonstration, which registers were loaded.

use super::db::{execute, on};
use super::{Journal, Result};

/// The fact that marks a register as a demonstration.
pub const DEMONSTRATION: &str = "demonstration";

impl Journal {
    /// Whether the data of this register are invented.
    pub async fn is_demonstration(&self) -> Result<bool> {
        Ok(self.fact(DEMONSTRATION).await?.is_some())
    }

    /// A fact, if it was noted.
    pub async fn fact(&self, name: &str) -> Result<Option<String>> {
        Ok(on!(self.db.reader(), pool =>
            sqlx::query_scalar("SELECT value FROM fact WHERE name = $1").bind(name).fetch_optional(pool).await?))
    }

    /// Notes a fact.
    pub async fn note(&self, name: &str, value: &str) -> Result<()> {
        let sql =
            "INSERT INTO fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let mut tx = self.db.begin().await?;
        on!(&mut tx, tx => sqlx::query(sql).bind(name).bind(value).execute(&mut **tx).await?.rows_affected());
        tx.commit().await?;
        Ok(())
    }

    /// Notes a fact where it is still what it was; `false`, and nothing noted, where it has changed meanwhile.
    pub async fn note_if(&self, name: &str, before: Option<&str>, value: &str) -> Result<bool> {
        let change = "UPDATE fact SET value = $2 WHERE name = $1 AND value = $3";
        let first = "INSERT INTO fact (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let written = match before {
            Some(before) => execute!(self.db, change, name, value, before),
            None => execute!(self.db, first, name, value),
        };
        Ok(written == 1)
    }
}
