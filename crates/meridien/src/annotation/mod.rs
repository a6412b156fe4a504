//! Annotations: what a diplomatic post or the ministry adds to a partnership's record without changing it. Public ones are
//! records of the journal; notes between administrations are rows of their own ([`notes`]), which may be deleted. [`contacts`] are
//! the mailboxes of the post itself.

mod contacts;
mod notes;
pub mod pages;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journal::{Entry, Journal, Kind, Result};
use crate::organisation::Identifier;
use crate::value::Id;

pub use notes::{Note, Notes};

/// The identifier scheme under which the annotations of a partnership are found.
const SCHEME: &str = "partnership";

/// The stored body of a public annotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Annotation {
    /// What it is about.
    pub partnership: Id,
    /// The diplomatic post that writes it; the ministry where there is none.
    pub post: Option<Id>,
    /// On what day.
    pub on: NaiveDate,
    /// The text, in the language in which it was written.
    pub text: String,
    /// The language of the text (BCP 47).
    pub lang: String,
}

impl Annotation {
    /// The entry that publishes it as a new record.
    pub fn entry(&self, id: Id) -> Entry {
        let of = Identifier { scheme: SCHEME.to_owned(), value: self.partnership.to_string() };
        Entry::publish(Kind::Annotation, id, 0, self, vec![of])
    }
}

/// The public annotations of a partnership, oldest first.
pub async fn of(journal: &Journal, partnership: Id) -> Result<Vec<(Id, Annotation)>> {
    let ids = journal.find(Kind::Annotation, SCHEME, &partnership.to_string()).await?;
    let mut found: Vec<(i64, Id, Annotation)> = Vec::new();
    for (id, revision) in journal.newest_of(Kind::Annotation, &ids).await? {
        found.push((revision.seq, id, revision.read()?));
    }
    found.sort_by_key(|(seq, ..)| *seq);
    Ok(found.into_iter().map(|(_, id, annotation)| (id, annotation)).collect())
}
