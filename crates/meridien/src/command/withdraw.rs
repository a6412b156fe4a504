//! `meridien withdraw KIND ID --reason …`: takes a record away.

use super::{Failure, Register};
use crate::journal::{Author, Change, Entry, Kind};
use crate::value::Id;

/// Withdraws the record.
pub async fn run(kind: Kind, id: Id, reason: &str, register: &Register) -> Result<(), Failure> {
    let (journal, _) = register.open().await?;
    let newest = journal.newest(kind, id).await?.filter(|revision| revision.change == Change::Published);
    let revision = newest.ok_or(Failure::NoRecord(kind, id))?;
    let author = Author { actor: "operator".into(), role: "administrator".into(), on_behalf_of: None };
    journal.append(&author, chrono::Utc::now(), &[Entry::withdraw(kind, id, revision.version, reason)]).await?;
    Ok(())
}
