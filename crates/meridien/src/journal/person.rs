//! Personal data: outside the journal, referenced by identifier, erased by one delete.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::append::tick;
use super::db::{execute, on};
use super::{Author, Journal, JournalError, Result, words};
use crate::reference::fold;
use crate::value::Id;

/// Persons read at once while they are looked through.
const PAGE: i64 = 5000;
/// For how long a person's data are kept where nobody set a day.
pub const KEPT_MONTHS: u32 = 36;

/// What is known of a person. Never public unless consent or office makes it so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name as printed.
    pub name: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Function.
    pub function: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Why it may be kept; nobody said where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The last day on which it is kept; [`KEPT_MONTHS`] after it was written where none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Why what is held about a person may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person agreed.
    Consent,
    /// The person's public office asks for it.
    Office,
}

words! {
    /// What was done with what is held about a person.
    Deed {
        /// It was shown.
        Read = "read",
        /// It was handed over.
        Exported = "exported",
        /// It was corrected.
        Corrected = "corrected",
        /// It was erased.
        Erased = "erased",
    }
}

/// One access to what is held about a person. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAccess {
    /// Of whom.
    pub person: Id,
    /// The account, or `operator` on the command line.
    pub actor: String,
    /// Its role.
    pub role: String,
    /// What was done.
    pub deed: Deed,
    /// When.
    pub at: DateTime<Utc>,
}

impl Person {
    /// Whether these words, folded, are part of its name or its address.
    fn is_called(&self, words: &str) -> bool {
        let said = [Some(&self.name), self.mail.as_ref()];
        said.into_iter().flatten().any(|text| fold(text).contains(words))
    }
}

impl Journal {
    /// Keeps a person's data. A person who was erased does not come back: `false` is returned and nothing is kept.
    pub async fn put_person(&self, id: Id, person: &Person, at: DateTime<Utc>) -> Result<bool> {
        let body = serde_json::to_string(person).map_err(|_| JournalError::Stored("person".into()))?;
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

    /// The persons whose name or address has these words, at most `most`; accents and case do not matter.
    pub async fn find_persons(&self, words: &str, most: usize) -> Result<Vec<(Id, Person)>> {
        let words = fold(words);
        let mut found = Vec::new();
        self.each_person(|id, person, _| {
            if found.len() < most && person.is_called(&words) {
                found.push((id, person));
            }
        })
        .await?;
        Ok(found)
    }

    /// Erases the persons whose data are no longer to be kept; how many.
    pub async fn erase_ended_persons(&self, now: DateTime<Utc>) -> Result<u64> {
        let mut ended = Vec::new();
        self.each_person(|id, person, written| {
            let kept = written.date_naive().checked_add_months(Months::new(KEPT_MONTHS));
            if person.until.or(kept).is_some_and(|last| last < now.date_naive()) {
                ended.push(id);
            }
        })
        .await?;
        for id in &ended {
            self.note_person_access(*id, &Author::system("retention"), Deed::Erased, now).await?;
            self.erase_person(*id, now).await?;
        }
        Ok(ended.len() as u64)
    }

    /// Shows every person, with the moment at which it was written.
    async fn each_person(&self, mut see: impl FnMut(Id, Person, DateTime<Utc>)) -> Result<()> {
        let mut after = String::new();
        loop {
            let sql = "SELECT id, body, at FROM person WHERE id > $1 ORDER BY id LIMIT $2";
            let rows: Vec<(String, String, i64)> = on!(self.db.reader(), pool =>
                sqlx::query_as(sql).bind(&after).bind(PAGE).fetch_all(pool).await?);
            let Some((last, ..)) = rows.last() else { return Ok(()) };
            after.clone_from(last);
            for (id, body, at) in rows {
                let person = serde_json::from_str(&body).map_err(|_| JournalError::Stored("person".into()))?;
                let written = DateTime::from_timestamp_millis(at).unwrap_or_default();
                see(id.parse().map_err(|_| JournalError::Stored(id))?, person, written);
            }
        }
    }

    /// Notes what was done with what is held about a person.
    pub async fn note_person_access(&self, person: Id, by: &Author, deed: Deed, at: DateTime<Utc>) -> Result<()> {
        let sql = "INSERT INTO person_access (person, actor, role, deed, at) VALUES ($1, $2, $3, $4, $5)";
        execute!(self.db, sql, person.to_string(), &by.actor, &by.role, deed.as_str(), at.timestamp_millis());
        Ok(())
    }

    /// The accesses to what is held about a person, or about all, the latest first.
    pub async fn person_accesses(&self, person: Option<Id>, most: i64) -> Result<Vec<PersonAccess>> {
        let sql = "SELECT person, actor, role, deed, at FROM person_access
            WHERE $1 = '' OR person = $1 ORDER BY at DESC LIMIT $2";
        let person = person.map_or_else(String::new, |id| id.to_string());
        let rows: Vec<(String, String, String, String, i64)> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(person).bind(most).fetch_all(pool).await?);
        let access = |(person, actor, role, deed, at): (String, String, String, String, i64)| {
            Ok(PersonAccess {
                person: person.parse().map_err(|_| JournalError::Stored(person))?,
                deed: deed.parse().map_err(JournalError::Stored)?,
                at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
                actor,
                role,
            })
        };
        rows.into_iter().map(access).collect()
    }
}
