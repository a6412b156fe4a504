//! Work in progress: mutable, autosaved, without a place in the journal until it is published.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::append::{append_in, hold_clock};
use super::claim::{self, Outcome};
use super::db::{Tx, execute_in, on, select};
use super::{Author, BODY_SCHEMA, Entry, Journal, JournalError, Kind, Result, moment, redact, stored_id, words};
use crate::value::Id;

words! {
    /// Where a proposal stands.
    ProposalState {
        /// Being written.
        Draft = "draft",
        /// Waiting for validation.
        Submitted = "submitted",
        /// Sent back with a reason.
        Returned = "returned",
    }
}

/// A record's next state, not yet published. Several on one record may run at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its own identifier.
    pub id: Id,
    /// Kind of record.
    pub kind: Kind,
    /// Record.
    pub record: Id,
    /// The version that it was made from; 0 for a new record.
    pub base: i32,
    /// Who writes it.
    pub author: String,
    /// The body so far, JSON; it may break rules.
    pub body: String,
    /// Where it stands.
    pub state: ProposalState,
    /// How many times it was saved: a save from an older count is refused.
    pub edit: i32,
    /// Why it was returned.
    pub reason: Option<String>,
    /// Last saved.
    pub at: DateTime<Utc>,
}

/// What a [`Row`] is read from.
const PROPOSAL: &str = "id, kind, record, base, author, body, state, edit, reason, at FROM proposal";

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    record: String,
    base: i32,
    author: String,
    body: String,
    state: String,
    edit: i32,
    reason: Option<String>,
    at: i64,
}

impl TryFrom<Row> for Proposal {
    type Error = JournalError;

    fn try_from(row: Row) -> Result<Proposal> {
        Ok(Proposal {
            id: stored_id(row.id)?,
            kind: row.kind.parse().map_err(JournalError::Stored)?,
            record: stored_id(row.record)?,
            base: row.base,
            author: row.author,
            body: row.body,
            state: row.state.parse().map_err(JournalError::Stored)?,
            edit: row.edit,
            reason: row.reason,
            at: moment(row.at)?,
        })
    }
}

impl Journal {
    /// Saves a proposal and returns its new `edit` count. A new one has `edit` 0.
    ///
    /// # Errors
    /// [`JournalError::StaleProposal`] when it was saved from elsewhere since it was read.
    pub async fn save_proposal(&self, proposal: &Proposal) -> Result<i32> {
        let sql = match proposal.edit {
            0 => {
                "INSERT INTO proposal (id, kind, record, base, author, body, body_schema, state, reason, at, edit)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 + 1) ON CONFLICT DO NOTHING"
            }
            _ => {
                "UPDATE proposal SET kind = $2, record = $3, base = $4, author = $5, body = $6, body_schema = $7,
                    state = $8, reason = $9, at = $10, edit = edit + 1 WHERE id = $1 AND edit = $11"
            }
        };
        let mut tx = self.db.begin().await?;
        // A passage that is taken out meanwhile would come back.
        hold_clock(&mut tx).await?;
        let body = redact::cleaned_proposal(&mut tx, proposal).await?;
        let written = on!(&mut tx, tx => sqlx::query(sql)
            .bind(proposal.id.to_string()).bind(proposal.kind.as_str()).bind(proposal.record.to_string())
            .bind(proposal.base).bind(&proposal.author).bind(&*body).bind(BODY_SCHEMA)
            .bind(proposal.state.as_str()).bind(&proposal.reason).bind(proposal.at.timestamp_millis())
            .bind(proposal.edit).execute(&mut **tx).await?.rows_affected());
        if written == 0 {
            return Err(JournalError::StaleProposal(proposal.id));
        }
        tx.commit().await?;
        Ok(proposal.edit + 1)
    }

    /// A proposal.
    pub async fn proposal(&self, id: Id) -> Result<Option<Proposal>> {
        select!(self.db, Row, PROPOSAL, "WHERE id = $1", id.to_string()).pop().map(Proposal::try_from).transpose()
    }

    /// The proposals in a state, oldest first.
    pub async fn proposals(&self, state: ProposalState) -> Result<Vec<Proposal>> {
        let rows = select!(self.db, Row, PROPOSAL, "WHERE state = $1 ORDER BY at, id", state.as_str());
        rows.into_iter().map(Proposal::try_from).collect()
    }

    /// The proposals on a record, oldest first.
    pub async fn proposals_on(&self, kind: Kind, record: Id) -> Result<Vec<Proposal>> {
        let (kind, record) = (kind.as_str(), record.to_string());
        let rows = select!(self.db, Row, PROPOSAL, "WHERE kind = $1 AND record = $2 ORDER BY at, id", kind, &record);
        rows.into_iter().map(Proposal::try_from).collect()
    }

    /// The proposals of an author, the last saved first.
    pub async fn proposals_by(&self, author: &str) -> Result<Vec<Proposal>> {
        let rows = select!(self.db, Row, PROPOSAL, "WHERE author = $1 ORDER BY at DESC, id", author);
        rows.into_iter().map(Proposal::try_from).collect()
    }

    /// The proposals that are made for an organisation by others than `but`, the last saved first.
    pub async fn proposals_for(&self, organisation: Id, but: &str) -> Result<Vec<Proposal>> {
        // The body says for whom it is made; an identifier has nothing in it that means more in a pattern.
        let made_for = format!("%\"on_behalf_of\":\"{organisation}\"%");
        let rows =
            select!(self.db, Row, PROPOSAL, "WHERE author <> $1 AND body LIKE $2 ORDER BY at DESC, id", but, &made_for);
        rows.into_iter().map(Proposal::try_from).collect()
    }

    /// Gives a proposal up.
    ///
    /// # Errors
    /// [`JournalError::StaleProposal`] when it changed since it was read.
    pub async fn discard_proposal(&self, proposal: &Proposal) -> Result<()> {
        let mut tx = self.db.begin().await?;
        delete(&mut tx, proposal).await?;
        claim::end(&mut tx, proposal.id, Outcome::Discarded).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Publishes a proposal: its body becomes the record's next version and the proposal goes, or nothing happens. The
    /// records that it needs are among the entries.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] when the record changed since the proposal's base, [`JournalError::StaleProposal`] when
    /// the proposal changed since it was read.
    pub async fn publish_proposal(
        &self,
        proposal: &Proposal,
        author: &Author,
        at: DateTime<Utc>,
        entries: &[Entry],
    ) -> Result<i64> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        delete(&mut tx, proposal).await?;
        claim::end(&mut tx, proposal.id, Outcome::Published).await?;
        let last = append_in(&mut tx, author, at, entries).await?;
        self.commit(tx, last).await?;
        Ok(last)
    }
}

async fn delete(tx: &mut Tx, proposal: &Proposal) -> Result<()> {
    let sql = "DELETE FROM proposal WHERE id = $1 AND edit = $2";
    let deleted = execute_in!(tx, sql, proposal.id.to_string(), proposal.edit);
    if deleted == 0 { Err(JournalError::StaleProposal(proposal.id)) } else { Ok(()) }
}
