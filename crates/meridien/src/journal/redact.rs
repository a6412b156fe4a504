//! Taking a passage out of a record for good, in every version: the only thing that rewrites what is stored.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::append::{hold_clock, tick};
use super::db::{Tx, execute_in, on};
use super::passage::{Passage, Passages, Redactions, fits, owner};
use super::{Author, Entry, Journal, JournalError, Kind, Proposal, Result, moment};
use crate::value::{Id, hex};

/// The fact that holds the key of the hashes: secret, in backups alone.
pub(super) const KEY: &str = "redaction_key";

/// A passage that was taken out. It tells nobody what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// In what role.
    pub role: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What taking a passage out did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Versions rewritten, of the record and of what was said of it.
    pub versions: u64,
    /// Proposals, notes, reports and waiting letters rewritten.
    pub others: u64,
}

impl Journal {
    /// Takes a passage out of a record: every version, what its parties and posts said of it, proposals, reports, notes, letters
    /// that wait. Takes positions, so that nothing made before is shown any more. Nothing is noted where the passage is nowhere.
    pub async fn redact(&self, record: Id, passage: &Passage, by: &Author, at: DateTime<Utc>) -> Result<Rewritten> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        let (done, hash) = take_out(&mut tx, record, passage).await?;
        if done == Rewritten::default() {
            return Ok(done);
        }
        let seq = tick(&mut tx, 1).await?;
        let sql =
            "INSERT INTO redaction (record, hash, words, seq, actor, role, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (record, hash) DO UPDATE SET seq = excluded.seq";
        let words = i32::try_from(passage.len()).unwrap_or_default();
        let at = at.timestamp_millis();
        execute_in!(&mut tx, sql, record.to_string(), hash, words, seq, &by.actor, &by.role, at);
        self.commit(tx, seq).await?;
        self.db.fold_log().await?;
        Ok(done)
    }

    /// What [`Journal::redact`] would do; nothing is written.
    pub async fn rehearse_redaction(&self, record: Id, passage: &Passage) -> Result<Rewritten> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        Ok(take_out(&mut tx, record, passage).await?.0)
    }

    /// What was taken out of a record, the latest first.
    pub async fn redacted(&self, record: Id) -> Result<Vec<Redacted>> {
        let sql = "SELECT role, at FROM redaction WHERE record = $1 ORDER BY at DESC";
        let rows: Vec<(String, i64)> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(record.to_string()).fetch_all(pool).await?);
        rows.into_iter().map(|(role, at)| Ok(Redacted { role, at: moment(at)? })).collect()
    }

    /// Whether something was taken out of a record after a position.
    pub async fn is_redacted_after(&self, record: Id, position: i64) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM redaction WHERE record = $1 AND seq > $2";
        let count: i64 = on!(self.db.reader(), pool =>
            sqlx::query_scalar(sql).bind(record.to_string()).bind(position).fetch_one(pool).await?);
        Ok(count > 0)
    }

    /// The position of the last time that something was taken out; 0 where nothing ever was. What was made of the register
    /// before may still hold it.
    pub async fn last_redaction(&self) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM redaction";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// What is to stay out of which record.
    pub async fn redactions(&self) -> Result<Redactions> {
        let mut tx = self.db.begin().await?;
        redactions(&mut tx).await
    }
}

/// Takes a passage out of a record; what was rewritten, and the passage's hash.
async fn take_out(tx: &mut Tx, record: Id, passage: &Passage) -> Result<(Rewritten, String)> {
    let key = key(tx).await?;
    let hash = passage.hash(&key);
    let mut passages = Passages::default();
    passages.add(passage.len(), hash.clone());
    let redactions = Redactions { key, of: [(record, passages)].into() };
    Ok((rewrite(tx, record, &redactions).await?, hash))
}

/// What is to stay out of which record, within a transaction.
pub(super) async fn redactions(tx: &mut Tx) -> Result<Redactions> {
    let rows: Vec<(String, i32, String)> = on!(&mut *tx, tx =>
        sqlx::query_as("SELECT record, words, hash FROM redaction").fetch_all(&mut **tx).await?);
    let mut redactions = Redactions::default();
    if rows.is_empty() {
        return Ok(redactions);
    }
    redactions.key = key(tx).await?;
    for (record, words, hash) in rows {
        let id: Id = record.parse().map_err(|_| JournalError::Stored(record))?;
        redactions.of.entry(id).or_default().add(usize::try_from(words).unwrap_or_default(), hash);
    }
    Ok(redactions)
}

/// The entries without what is to stay out of their records.
pub(super) async fn cleaned<'e>(tx: &mut Tx, entries: &'e [Entry]) -> Result<Cow<'e, [Entry]>> {
    let redactions = redactions(tx).await?;
    if redactions.is_empty() {
        return Ok(entries.into());
    }
    let mut entries = entries.to_vec();
    for entry in &mut entries {
        let of = owner(entry.kind, entry.id, &entry.body);
        if let Some(body) = redactions.clean(entry.kind, entry.id, &entry.body) {
            entry.body = body;
        }
        let reason = entry.reason.as_ref().and_then(|reason| redactions.clean_text(of, reason));
        entry.reason = reason.or(entry.reason.take());
    }
    Ok(entries.into())
}

/// A proposal's body without what is to stay out of its record.
pub(super) async fn cleaned_proposal<'p>(tx: &mut Tx, proposal: &'p Proposal) -> Result<Cow<'p, str>> {
    let clean = redactions(tx).await?.clean_proposal(proposal.record, &proposal.body);
    Ok(clean.map_or(Cow::Borrowed(proposal.body.as_str()), Cow::Owned))
}

/// Applies what a register noted to another one, restored from an older backup. Its notes are there already.
pub(super) async fn apply_all(tx: &mut Tx) -> Result<()> {
    let redactions = redactions(tx).await?;
    for record in redactions.records() {
        rewrite(tx, record, &redactions).await?;
    }
    Ok(())
}

/// The key of this register's hashes, drawn the first time.
pub(super) async fn key(tx: &mut Tx) -> Result<String> {
    let select = "SELECT value FROM fact WHERE name = $1";
    let held: Option<String> =
        on!(&mut *tx, tx => sqlx::query_scalar(select).bind(KEY).fetch_optional(&mut **tx).await?);
    if let Some(held) = held {
        return Ok(held);
    }
    let drawn = hex(&rand::random::<[u8; 32]>());
    execute_in!(tx, "INSERT INTO fact (name, value) VALUES ($1, $2)", KEY, &drawn);
    Ok(drawn)
}

/// Rewrites all that holds what is to stay out of a record.
async fn rewrite(tx: &mut Tx, record: Id, redactions: &Redactions) -> Result<Rewritten> {
    let mut done = Rewritten::default();
    let id = record.to_string();
    for (kind, id) in parts(tx, &id).await? {
        done.versions += rewrite_record(tx, kind, &id, record, redactions).await?;
    }
    let proposal = |text: &str| redactions.clean_proposal(record, text);
    let text = |text: &str| redactions.clean_text(record, text);
    done.others += rewrite_column(tx, "proposal", "id", "body", "record", &id, proposal).await?;
    done.others += rewrite_column(tx, "proposal", "id", "reason", "record", &id, text).await?;
    done.others += rewrite_column(tx, "mistake", "id", "message", "record", &id, text).await?;
    done.others += rewrite_column(tx, "mistake", "id", "answer", "record", &id, text).await?;
    done.others += rewrite_column(tx, "note", "id", "body", "partnership", &id, text).await?;
    done.others += rewrite_column(tx, "job", "key", "body", "kind", "mail", proposal).await?;
    done.others += rewrite_column(tx, "import", "id", "corrections", "'1'", "1", proposal).await?;
    done.others += rewrite_column(tx, "import", "id", "name", "'1'", "1", text).await?;
    Ok(done)
}

/// The record and what was said of it: confirmations, annotations.
async fn parts(tx: &mut Tx, record: &str) -> Result<Vec<(Kind, String)>> {
    let sql = "SELECT kind, id FROM head WHERE id = $1
        UNION SELECT kind, id FROM identifier WHERE scheme = 'partnership' AND value = $1";
    let rows: Vec<(String, String)> = on!(tx, tx => sqlx::query_as(sql).bind(record).fetch_all(&mut **tx).await?);
    rows.into_iter().map(|(kind, id)| Ok((kind.parse().map_err(JournalError::Stored)?, id))).collect()
}

/// Rewrites the versions of a record; how many. The newest one takes a new position, so that whoever follows the journal reads it
/// again.
async fn rewrite_record(tx: &mut Tx, kind: Kind, id: &str, of: Id, redactions: &Redactions) -> Result<u64> {
    let Some(passages) = redactions.of.get(&of) else { return Ok(0) };
    let sql = "SELECT seq, body, reason FROM revision WHERE kind = $1 AND id = $2 ORDER BY version";
    let rows: Vec<(i64, String, Option<String>)> = on!(&mut *tx, tx =>
        sqlx::query_as(sql).bind(kind.as_str()).bind(id).fetch_all(&mut **tx).await?);
    let last = rows.last().map(|(seq, ..)| *seq);
    let mut rewritten = 0;
    for (seq, body, reason) in rows {
        let new_body = passages.take_out_of_json(&redactions.key, &body, |value| fits(kind, value));
        let new_reason = reason.as_ref().and_then(|reason| passages.take_out(&redactions.key, reason));
        if new_body.is_none() && new_reason.is_none() {
            continue;
        }
        rewritten += 1;
        let (body, reason) = (new_body.unwrap_or(body), new_reason.or(reason));
        execute_in!(tx, "UPDATE revision SET body = $2, reason = $3 WHERE seq = $1", seq, body, reason);
    }
    if let Some(last) = last.filter(|_| rewritten > 0) {
        let seq = tick(tx, 1).await?;
        execute_in!(tx, "UPDATE revision SET seq = $2 WHERE seq = $1", last, seq);
        execute_in!(tx, "UPDATE head SET seq = $3 WHERE kind = $1 AND id = $2", kind.as_str(), id, seq);
    }
    Ok(rewritten)
}

/// Rewrites a column of the rows in which another one has a value; how many.
async fn rewrite_column(
    tx: &mut Tx,
    table: &str,
    key: &str,
    column: &str,
    filter: &str,
    value: &str,
    clean: impl Fn(&str) -> Option<String>,
) -> Result<u64> {
    let sql = format!("SELECT {key}, {column} FROM {table} WHERE {filter} = $1 AND {column} IS NOT NULL");
    let rows: Vec<(String, String)> =
        on!(&mut *tx, tx => sqlx::query_as(AssertSqlSafe(sql)).bind(value).fetch_all(&mut **tx).await?);
    let mut rewritten = 0;
    for (row, text) in rows {
        let Some(text) = clean(&text) else { continue };
        let sql = AssertSqlSafe(format!("UPDATE {table} SET {column} = $2 WHERE {key} = $1"));
        rewritten += execute_in!(tx, sql, row, text);
    }
    Ok(rewritten)
}
