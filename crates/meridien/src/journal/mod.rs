//! The journal is the register: every published state of every record is one immutable revision, numbered in the order
//! of commits. Everything else (search index, counts, cards) is a projection that may be thrown away.
//!
//! - [`Journal::append`] writes revisions, all or none, each against the version that its author saw.
//! - [`Journal::newest`], [`Journal::version`], [`Journal::history`] read one record.
//! - [`Journal::follow`] reads what changed after a position: this is how projections keep up.
//! - `proposal` is work in progress; `person` is personal data, kept apart so that one delete erases it.
//! - [`Journal::redact`] alone rewrites what is stored: it takes a passage out of every version of a record.
//!
//! The number of a revision comes from one clock row, taken inside its transaction: an ordinary sequence lets a follower
//! miss revisions that commit out of order. This module holds the only SQL of the records.

mod append;
mod archive;
mod claim;
pub mod db;
pub mod erasure;
#[cfg(test)]
mod erasure_tests;
mod fact;
mod mistake;
mod passage;
mod person;
mod proposal;
mod read;
mod redact;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

pub use archive::{ArchiveError, Extent, impersonal_body};
pub use claim::{Claim, Outcome};
pub use db::OpenError;
pub use fact::DEMONSTRATION;
pub use mistake::{Answer, Mistake};
pub use passage::{MARK, Passage, Redactions, owner};
pub use person::{Basis, Deed, KEPT_MONTHS, Person, PersonAccess, RETENTION};
pub use proposal::{Proposal, ProposalState};
pub use redact::{Redacted, Rewritten};

use crate::organisation::Identifier;
use crate::value::Id;
use db::{Db, Tx};

/// Version of the JSON bodies that this program writes. A body of a higher number is not read.
pub const BODY_SCHEMA: i32 = 1;

/// The register.
#[derive(Debug, Clone)]
pub struct Journal {
    db: Db,
    /// Wakes local followers; holds the last position that this process knows of, its own or another's.
    written: watch::Sender<i64>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The word stored.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                $name::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| word.to_owned())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a record is about.
    Kind {
        /// A partnership between local authorities of different countries.
        Partnership = "partnership",
        /// An aid activity that is no partnership.
        Activity = "activity",
        /// Anything that acts.
        Organisation = "organisation",
        /// A place.
        Territory = "territory",
        /// A term of the vocabulary.
        Theme = "theme",
        /// What several partnerships belong to.
        Programme = "programme",
        /// A party's dated statement that a partnership's record is still true.
        Confirmation = "confirmation",
        /// What a diplomatic post or the ministry notes on a partnership for everyone to read.
        Annotation = "annotation",
    }
}

words! {
    /// What a revision does to its record.
    Change {
        /// Publishes a new state.
        Published = "published",
        /// Takes the record away; the page says so with the reason.
        Withdrawn = "withdrawn",
        /// Merges it into another; the page leads there.
        Merged = "merged",
    }
}

/// Who writes, in what role, for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Account, or a program's name: `import`.
    pub actor: String,
    /// Role: `system`, `ministry`, ...
    pub role: String,
    /// The organisation for which the actor writes; the territory, where it writes for its prefecture.
    pub on_behalf_of: Option<Id>,
}

impl Author {
    /// The program itself, by one of its parts.
    pub fn system(part: &str) -> Self {
        Author { actor: part.to_owned(), role: "system".to_owned(), on_behalf_of: None }
    }
}

/// A revision to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Kind of record.
    pub kind: Kind,
    /// Record.
    pub id: Id,
    /// The version that the author saw; 0 for a new record.
    pub base: i32,
    /// What it does.
    pub change: Change,
    /// The body, JSON.
    pub body: String,
    /// Codes under which the record is to be found from now on.
    pub identifiers: Vec<Identifier>,
    /// Why, in the author's words.
    pub reason: Option<String>,
}

impl Entry {
    /// Publishes `body` as the state after version `base`.
    pub fn publish(kind: Kind, id: Id, base: i32, body: &impl Serialize, identifiers: Vec<Identifier>) -> Self {
        // Our bodies are plain structs with text keys: they always serialise.
        let body = serde_json::to_string(body).unwrap_or_else(|error| panic!("unserialisable {kind:?}: {error}"));
        Entry { kind, id, base, change: Change::Published, body, identifiers, reason: None }
    }

    /// The body as its type.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JournalError> {
        parse(self.kind, self.id, &self.body)
    }

    /// Withdraws the record.
    pub fn withdraw(kind: Kind, id: Id, base: i32, reason: impl Into<String>) -> Self {
        let reason = Some(reason.into());
        Entry { kind, id, base, change: Change::Withdrawn, body: "{}".into(), identifiers: vec![], reason }
    }

    /// Merges the record into `target`.
    pub fn merge(kind: Kind, id: Id, base: i32, target: Id, reason: impl Into<String>) -> Self {
        let body = serde_json::json!({ "merged_into": target }).to_string();
        Entry { kind, id, base, change: Change::Merged, body, identifiers: vec![], reason: Some(reason.into()) }
    }
}

/// A stored revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Position in the journal.
    pub seq: i64,
    /// Kind of record.
    pub kind: Kind,
    /// Record.
    pub id: Id,
    /// Version of the record: 1, 2, ...
    pub version: i32,
    /// What it did.
    pub change: Change,
    /// The body, JSON.
    pub body: String,
    /// Who wrote it.
    pub author: Author,
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
}

/// What the newest public revision of a record says, without who wrote it and when: of the many that are read to know the whole
/// register, the rest would take longer than the body.
#[derive(Debug)]
pub struct Body {
    seq: i64,
    /// What the record is.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
    text: String,
}

impl Body {
    /// The body as its type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JournalError> {
        parse(self.kind, self.id, &self.text)
    }
}

fn parse<T: DeserializeOwned>(kind: Kind, id: Id, body: &str) -> Result<T, JournalError> {
    serde_json::from_str(body).map_err(|cause| JournalError::Body { kind, id, cause })
}

impl Revision {
    /// The body as its type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JournalError> {
        parse(self.kind, self.id, &self.body)
    }

    /// Where a merged record went.
    pub fn merged_into(&self) -> Option<Id> {
        #[derive(serde::Deserialize)]
        struct Target {
            merged_into: Id,
        }
        (self.change == Change::Merged).then(|| serde_json::from_str::<Target>(&self.body).ok())?.map(|t| t.merged_into)
    }
}

/// Why the journal refuses.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Somebody else changed the record since.
    #[error("{kind:?} {id}: written against version {base}, but version {current} is the newest")]
    Conflict {
        /// Kind of record.
        kind: Kind,
        /// Record.
        id: Id,
        /// The version that the author saw.
        base: i32,
        /// The newest version; 0 when there is no record.
        current: i32,
    },
    /// A proposal was saved from elsewhere since it was read, or is gone.
    #[error("proposal {0} was changed elsewhere")]
    StaleProposal(Id),
    /// A stored body does not fit its type.
    #[error("{kind:?} {id}: unreadable body: {cause}")]
    Body {
        /// Kind of record.
        kind: Kind,
        /// Record.
        id: Id,
        /// Why.
        cause: serde_json::Error,
    },
    /// A stored word or code is none of ours.
    #[error("unreadable stored value {0:?}")]
    Stored(String),
    /// The database fails.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Result of reading or writing the journal.
pub type Result<T, E = JournalError> = std::result::Result<T, E>;

/// A stored moment, in milliseconds since 1970.
///
/// # Errors
/// [`JournalError::Stored`] when no calendar has it: damage must not read as a day of 1970.
pub(crate) fn moment(at: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at).ok_or_else(|| JournalError::Stored(at.to_string()))
}

/// A stored identifier.
///
/// # Errors
/// [`JournalError::Stored`] when it is none.
pub(crate) fn stored_id(text: impl AsRef<str>) -> Result<Id> {
    let text = text.as_ref();
    text.parse().map_err(|_| JournalError::Stored(text.to_owned()))
}

/// Where a register is.
#[derive(Debug, Clone)]
pub enum Location<'a> {
    /// In a data folder.
    Folder(&'a Path),
    /// On a PostgreSQL server.
    Server(&'a str),
}

impl Journal {
    /// Opens a register, or makes one where `create` allows and nothing is there.
    pub async fn open(location: Location<'_>, create: bool) -> Result<Journal, OpenError> {
        let db = match location {
            Location::Folder(folder) => Db::open_folder(folder, create).await?,
            Location::Server(url) => Db::open_server(url, create).await?,
        };
        Ok(Journal { db, written: watch::Sender::new(0) })
    }

    /// Commits what was written at the position `seq`, and wakes those who follow.
    async fn commit(&self, tx: Tx, seq: i64) -> Result<()> {
        tx.commit().await?;
        self.heard(seq);
        Ok(())
    }

    /// Notes that the journal has reached a position, by a write of this process or of another: what was kept of an earlier one
    /// is stale. Who writes at once may say so in the other order, so it only moves forward.
    pub fn heard(&self, seq: i64) {
        self.written.send_if_modified(|held| {
            let is_new = seq > *held;
            *held = seq.max(*held);
            is_new
        });
    }

    /// Wakes when this process writes, or has [`heard`](Journal::heard) of another's write, which is found by polling.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.written.subscribe()
    }

    /// The newest migration that this program knows: the number of the tables' shape.
    pub fn schema() -> i64 {
        db::newest_migration()
    }

    /// The database, for the neighbours that keep rows of their own beside the records: accounts, jobs.
    pub(crate) fn database(&self) -> &Db {
        &self.db
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
