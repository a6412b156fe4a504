//! Names under which programs begin proposals: whoever asks twice under one name begins once, and learns what became of it
//! when the proposal is gone.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Tx, execute, execute_in, select};
use super::{Journal, JournalError, Result, moment, stored_id, words};
use crate::value::Id;

words! {
    /// How a proposal ended.
    Outcome {
        /// It is a version of the record.
        Published = "published",
        /// It was given up.
        Discarded = "discarded",
    }
}

/// A proposal that a program began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The account whose program it is.
    pub account: Id,
    /// The name that it chose.
    pub name: String,
    /// A digest of what it asked for under this name.
    pub digest: String,
    /// The proposal.
    pub proposal: Id,
    /// Its record.
    pub record: Id,
    /// The version from which it was made; 0 for a new record.
    pub base: i32,
    /// How it ended; none while it is under way.
    pub outcome: Option<Outcome>,
    /// When it was begun.
    pub at: DateTime<Utc>,
}

/// What a [`Row`] is read from.
const CLAIM: &str = "account, name, digest, proposal, record, base, outcome, at FROM claim";

#[derive(FromRow)]
struct Row {
    account: String,
    name: String,
    digest: String,
    proposal: String,
    record: String,
    base: i32,
    outcome: Option<String>,
    at: i64,
}

impl TryFrom<Row> for Claim {
    type Error = JournalError;

    fn try_from(row: Row) -> Result<Claim> {
        Ok(Claim {
            account: stored_id(row.account)?,
            name: row.name,
            digest: row.digest,
            proposal: stored_id(row.proposal)?,
            record: stored_id(row.record)?,
            base: row.base,
            outcome: row.outcome.map(|word| word.parse().map_err(JournalError::Stored)).transpose()?,
            at: moment(row.at)?,
        })
    }
}

impl Journal {
    /// Claims a name for a proposal, or returns the claim that the account made under this name before.
    pub async fn claim(&self, claim: &Claim) -> Result<Claim> {
        let sql = "INSERT INTO claim (account, name, digest, proposal, record, base, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        execute!(
            self.db,
            sql,
            claim.account.to_string(),
            &claim.name,
            &claim.digest,
            claim.proposal.to_string(),
            claim.record.to_string(),
            claim.base,
            claim.at.timestamp_millis()
        );
        let held = self.claim_named(claim.account, &claim.name).await?;
        Ok(held.unwrap_or_else(|| claim.clone()))
    }

    /// The claim that an account made under a name.
    pub async fn claim_named(&self, account: Id, name: &str) -> Result<Option<Claim>> {
        let mut rows = select!(self.db, Row, CLAIM, "WHERE account = $1 AND name = $2", account.to_string(), name);
        rows.pop().map(Claim::try_from).transpose()
    }

    /// The claim on a proposal.
    pub async fn claim_on(&self, proposal: Id) -> Result<Option<Claim>> {
        let mut rows = select!(self.db, Row, CLAIM, "WHERE proposal = $1", proposal.to_string());
        rows.pop().map(Claim::try_from).transpose()
    }

    /// The claims of an account, the latest first.
    pub async fn claims_by(&self, account: Id) -> Result<Vec<Claim>> {
        let rows = select!(self.db, Row, CLAIM, "WHERE account = $1 ORDER BY at DESC, name", account.to_string());
        rows.into_iter().map(Claim::try_from).collect()
    }
}

/// Notes how a proposal ended, where a program began it.
pub(super) async fn end(tx: &mut Tx, proposal: Id, outcome: Outcome) -> Result<()> {
    let sql = "UPDATE claim SET outcome = $2 WHERE proposal = $1";
    execute_in!(tx, sql, proposal.to_string(), outcome.as_str());
    Ok(())
}
