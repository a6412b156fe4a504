//! Mistakes that readers report: a message about a record, and the answer. Not part of the journal, and without a sender.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Tx, execute, execute_in, on, select};
use super::{Journal, JournalError, Result, moment, stored_id};
use crate::access::Scope;
use crate::value::Id;

/// A reader's message about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its code: whoever has it reads the answer.
    pub code: String,
    /// The record.
    pub record: Id,
    /// The version that the reader saw.
    pub version: i32,
    /// What is wrong, in the reader's words.
    pub message: String,
    /// When it was reported.
    pub at: DateTime<Utc>,
    /// The answer.
    pub answer: Option<Answer>,
}

/// The answer to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its text.
    pub text: String,
    /// When it was given.
    pub at: DateTime<Utc>,
    /// For whom: an authority, or everything where it was the ministry. Of old answers nobody knows.
    pub by: Option<Scope>,
}

/// What a [`Row`] is read from.
const MISTAKE: &str = "id, record, version, message, at, answer, answered_at, answered_by FROM mistake";

#[derive(FromRow)]
struct Row {
    id: String,
    record: String,
    version: i32,
    message: String,
    at: i64,
    answer: Option<String>,
    answered_at: Option<i64>,
    answered_by: Option<String>,
}

impl TryFrom<Row> for Mistake {
    type Error = JournalError;

    fn try_from(row: Row) -> Result<Mistake> {
        Ok(Mistake {
            code: row.id,
            record: stored_id(row.record)?,
            version: row.version,
            message: row.message,
            at: moment(row.at)?,
            answer: match row.answer.zip(row.answered_at) {
                None => None,
                Some((text, at)) => {
                    let by = row.answered_by.map(|by| by.parse().map_err(JournalError::Stored)).transpose()?;
                    Some(Answer { text, at: moment(at)?, by })
                }
            },
        })
    }
}

impl Journal {
    /// Keeps a report; `false` where more than `most` came in since `since`, about all records together.
    pub async fn report_mistake(&self, mistake: &Mistake, since: DateTime<Utc>, most: i64) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "SELECT COUNT(*) FROM mistake WHERE at > $1";
        let recent: i64 =
            on!(&mut tx, tx => sqlx::query_scalar(sql).bind(since.timestamp_millis()).fetch_one(&mut **tx).await?);
        if recent >= most {
            return Ok(false);
        }
        let sql = "INSERT INTO mistake (id, record, version, message, at) VALUES ($1, $2, $3, $4, $5)";
        let at = mistake.at.timestamp_millis();
        execute_in!(&mut tx, sql, &mistake.code, mistake.record.to_string(), mistake.version, &mistake.message, at);
        tx.commit().await?;
        Ok(true)
    }

    /// A report by its code.
    pub async fn mistake(&self, code: &str) -> Result<Option<Mistake>> {
        select!(self.db, Row, MISTAKE, "WHERE id = $1", code).pop().map(Mistake::try_from).transpose()
    }

    /// The reports without an answer about records that are public, oldest first.
    pub async fn open_mistakes(&self) -> Result<Vec<Mistake>> {
        let rows = select!(
            self.db,
            Row,
            MISTAKE,
            "WHERE answer IS NULL AND EXISTS (SELECT 1 FROM head h WHERE h.id = mistake.record AND h.public = 1)
                ORDER BY at, id"
        );
        rows.into_iter().map(Mistake::try_from).collect()
    }

    /// Answers a report; `false` where it has an answer or does not exist.
    pub async fn answer_mistake(&self, code: &str, answer: &Answer) -> Result<bool> {
        let sql = "UPDATE mistake SET answer = $2, answered_at = $3, answered_by = $4 WHERE id = $1 AND answer IS NULL";
        let (at, by) = (answer.at.timestamp_millis(), answer.by.as_ref().map(Scope::to_string));
        Ok(execute!(self.db, sql, code, &answer.text, at, by) == 1)
    }
}

/// Makes the open reports about a record those about another one, into which it is merged.
pub(super) async fn move_mistakes(tx: &mut Tx, from: Id, to: Id) -> Result<()> {
    let sql = "UPDATE mistake SET record = $2 WHERE record = $1 AND answer IS NULL";
    execute_in!(tx, sql, from.to_string(), to.to_string());
    Ok(())
}
