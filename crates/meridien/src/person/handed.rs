//! What is held about a person, as it is handed over: the same by the link, by who answers for it, and on the command line.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::ACCESSES;
use crate::journal::{Author, Deed, Journal, Person, Result};
use crate::value::Id;

/// A person's data, what they are for, how long they are kept, and who read them.
#[derive(Debug, Serialize)]
pub struct Handed {
    reference: Id,
    #[serde(flatten)]
    person: Person,
    purpose: &'static str,
    kept_until: Option<NaiveDate>,
    /// The records of which it is a contact.
    records: Vec<Id>,
    /// The latest first.
    accesses: Vec<Access>,
}

/// An access. It names nobody.
#[derive(Debug, Serialize)]
struct Access {
    at: DateTime<Utc>,
    deed: &'static str,
    role: String,
}

/// Hands over what is held about a person, where it is, and notes that.
///
/// # Errors
/// When the journal fails.
pub async fn hand_over(journal: &Journal, id: Id, by: &Author, now: DateTime<Utc>) -> Result<Option<Handed>> {
    let Some(person) = journal.person(id).await? else { return Ok(None) };
    journal.note_person_access(id, by, Deed::Exported, now).await?;
    let accesses = journal.person_accesses(Some(id), ACCESSES).await?.into_iter();
    Ok(Some(Handed {
        reference: id,
        person,
        purpose: "to reach those who run a partnership",
        kept_until: journal.person_kept_until(id).await?,
        records: journal.records_of_person(id).await?,
        accesses: accesses.map(|of| Access { at: of.at, deed: of.deed.as_str(), role: of.role }).collect(),
    }))
}
