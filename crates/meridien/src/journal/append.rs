//! Writing revisions.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::db::{Tx, on};
use super::mistake::move_mistakes;
use super::person::move_persons;
use super::{Author, BODY_SCHEMA, Change, Entry, Journal, JournalError, Kind, Result, redact};
use crate::account::{Accounts, Purpose};
use crate::annotation::Notes;
use crate::value::Id;

/// Rows in one statement: 12 values each, well under both databases' limit on parameters.
const ROWS: usize = 1000;

impl Journal {
    /// Writes `entries` in order, all or none; returns the position of the last. One record may appear only once.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] for the first entry whose `base` is not the newest version.
    pub async fn append(&self, author: &Author, at: DateTime<Utc>, entries: &[Entry]) -> Result<i64> {
        let mut tx = self.db.begin().await?;
        let last = append_in(&mut tx, author, at, entries).await?;
        self.commit(tx, last).await?;
        Ok(last)
    }

    /// Writes `entries` like [`Journal::append`] for whoever has a link, which is used up by it; `false`, and nothing written, where
    /// the link is not good. Where they cannot be written it stays good.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub async fn append_by_link(
        &self,
        (purpose, secret): (Purpose, &str),
        author: &Author,
        at: DateTime<Utc>,
        entries: &[Entry],
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        if Accounts::redeem_in(&mut tx, purpose, secret, at).await?.is_none() {
            return Ok(false);
        }
        let last = append_in(&mut tx, author, at, entries).await?;
        self.commit(tx, last).await?;
        Ok(true)
    }

    /// Writes `entries`, which merge a record into another one, like [`Journal::append`], and moves what is kept beside it:
    /// contacts, reports without an answer, notes.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub async fn merge(
        &self,
        author: &Author,
        at: DateTime<Utc>,
        entries: &[Entry],
        (from, to): (Id, Id),
    ) -> Result<i64> {
        let mut tx = self.db.begin().await?;
        let last = append_in(&mut tx, author, at, entries).await?;
        move_persons(&mut tx, from, to).await?;
        move_mistakes(&mut tx, from, to).await?;
        Notes::move_in(&mut tx, from, to).await?;
        self.commit(tx, last).await?;
        Ok(last)
    }

    /// Writes those of `entries`, all new records, that are not there yet: a bulk load that was interrupted is run again.
    /// Returns how many were written.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] when somebody else writes one of them at the same time.
    pub async fn append_missing(&self, author: &Author, at: DateTime<Utc>, mut entries: Vec<Entry>) -> Result<usize> {
        for &kind in Kind::ALL {
            let ids: Vec<_> = entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.id).collect();
            if !ids.is_empty() {
                let held = self.held(kind, &ids).await?;
                entries.retain(|entry| entry.kind != kind || !held.contains(&entry.id));
            }
        }
        if !entries.is_empty() {
            self.append(author, at, &entries).await?;
        }
        Ok(entries.len())
    }
}

/// Writes `entries` inside a transaction that the caller commits.
pub(super) async fn append_in(tx: &mut Tx, author: &Author, at: DateTime<Utc>, entries: &[Entry]) -> Result<i64> {
    let count = entries.len() as i64;
    // First: what is to stay out is read once nobody else can add to it.
    let last = tick(tx, count).await?;
    let entries = &*redact::cleaned(tx, entries).await?;
    let first = last - count + 1;
    for (chunk, from) in entries.chunks(ROWS).zip((first..).step_by(ROWS)) {
        write_heads(tx, chunk, from).await?;
        write_revisions(tx, author, at, chunk, from).await?;
        write_identifiers(tx, chunk).await?;
    }
    Ok(last)
}

/// Advances the clock by `count`. The row stays locked until commit, so that order equals commit order.
pub(super) async fn tick(tx: &mut Tx, count: i64) -> Result<i64> {
    let sql = "UPDATE change_clock SET seq = seq + $1 WHERE id = 1 RETURNING seq";
    Ok(on!(tx, tx => sqlx::query_scalar(sql).bind(count).fetch_one(&mut **tx).await?))
}

/// Holds the clock until commit: what is read from here on is not changed by others who write records or take something out.
/// The first statement of its transaction, so that nobody who holds the clock waits for a row of this one. On SQLite a write
/// is alone from its beginning.
pub(super) async fn hold_clock(tx: &mut Tx) -> Result<()> {
    tick(tx, 0).await?;
    Ok(())
}

async fn write_heads(tx: &mut Tx, entries: &[Entry], from: i64) -> Result<()> {
    let numbered = || (from..).zip(entries);
    let new: Vec<_> = numbered().filter(|(_, entry)| entry.base == 0).collect();
    if !new.is_empty() {
        let written = on!(tx, tx => {
            let mut insert = QueryBuilder::new("INSERT INTO head (kind, id, version, seq, public) ");
            insert.push_values(&new, |mut row, (seq, entry)| {
                row.push_bind(entry.kind.as_str()).push_bind(entry.id.to_string()).push_bind(1i32);
                row.push_bind(*seq).push_bind(i32::from(entry.change == Change::Published));
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(&mut **tx).await?.rows_affected()
        });
        if written < new.len() as u64 {
            return Err(first_conflict(tx, &new, from).await?);
        }
    }
    for (seq, entry) in numbered().filter(|(_, entry)| entry.base > 0) {
        let sql = "UPDATE head SET version = version + 1, seq = $1, public = $2
            WHERE kind = $3 AND id = $4 AND version = $5";
        let public = i32::from(entry.change == Change::Published);
        let written = on!(tx, tx => sqlx::query(sql).bind(seq).bind(public).bind(entry.kind.as_str())
            .bind(entry.id.to_string()).bind(entry.base).execute(&mut **tx).await?.rows_affected());
        if written == 0 {
            return Err(conflict(tx, entry).await?);
        }
    }
    Ok(())
}

/// Which of the new records is not new: it was there before this transaction, or stands twice in it.
async fn first_conflict(tx: &mut Tx, new: &[(i64, &Entry)], from: i64) -> Result<JournalError> {
    for (seq, entry) in new {
        let sql = "SELECT seq FROM head WHERE kind = $1 AND id = $2";
        let held: Option<i64> = on!(tx, tx => sqlx::query_scalar(sql).bind(entry.kind.as_str())
            .bind(entry.id.to_string()).fetch_optional(&mut **tx).await?);
        if held.is_some_and(|held| held < from || held != *seq) {
            return conflict(tx, entry).await;
        }
    }
    Err(JournalError::Stored("head".into()))
}

async fn conflict(tx: &mut Tx, entry: &Entry) -> Result<JournalError> {
    let sql = "SELECT version FROM head WHERE kind = $1 AND id = $2";
    let current: Option<i32> = on!(tx, tx => sqlx::query_scalar(sql).bind(entry.kind.as_str())
        .bind(entry.id.to_string()).fetch_optional(&mut **tx).await?);
    Ok(JournalError::Conflict { kind: entry.kind, id: entry.id, base: entry.base, current: current.unwrap_or(0) })
}

async fn write_revisions(tx: &mut Tx, author: &Author, at: DateTime<Utc>, entries: &[Entry], from: i64) -> Result<()> {
    on!(tx, tx => {
        let mut insert = QueryBuilder::new(
            "INSERT INTO revision (seq, kind, id, version, change, body, body_schema, actor, role, on_behalf_of, at, reason) ",
        );
        insert.push_values((from..).zip(entries), |mut row, (seq, entry)| {
            row.push_bind(seq).push_bind(entry.kind.as_str()).push_bind(entry.id.to_string());
            row.push_bind(entry.base + 1).push_bind(entry.change.as_str()).push_bind(&entry.body);
            row.push_bind(BODY_SCHEMA).push_bind(&author.actor).push_bind(&author.role);
            row.push_bind(author.on_behalf_of.map(|id| id.to_string()));
            row.push_bind(at.timestamp_millis()).push_bind(&entry.reason);
        });
        insert.build().execute(&mut **tx).await?;
    });
    Ok(())
}

/// Replaces the codes of records that are published; a record that goes away keeps its codes, so that its page still says
/// where it went.
async fn write_identifiers(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    for entry in entries.iter().filter(|entry| entry.base > 0 && entry.change == Change::Published) {
        let sql = "DELETE FROM identifier WHERE kind = $1 AND id = $2";
        on!(tx, tx => sqlx::query(sql).bind(entry.kind.as_str()).bind(entry.id.to_string()).execute(&mut **tx).await?.rows_affected());
    }
    let rows: Vec<_> =
        entries.iter().flat_map(|entry| entry.identifiers.iter().map(move |identifier| (entry, identifier))).collect();
    for rows in rows.chunks(ROWS) {
        on!(tx, tx => {
            let mut insert = QueryBuilder::new("INSERT INTO identifier (kind, scheme, value, id) ");
            insert.push_values(rows, |mut row, (entry, identifier)| {
                row.push_bind(entry.kind.as_str()).push_bind(&identifier.scheme).push_bind(&identifier.value);
                row.push_bind(entry.id.to_string());
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(&mut **tx).await?;
        });
    }
    Ok(())
}
