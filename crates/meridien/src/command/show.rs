//! `meridien show KIND ID`: one published record.

use super::{Confirming, Failure, Register, say};
use crate::exports;
use crate::journal::{Change, Kind};
use crate::value::Id;

/// Prints the exported form of a record.
pub async fn run(kind: Kind, id: Id, confirming: Confirming, register: &Register) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let newest = journal.newest(kind, id).await?.filter(|revision| revision.change == Change::Published);
    let revision = newest.ok_or(Failure::NoRecord(kind, id))?;
    for record in exports::forms(&journal, confirming.view(home), &[revision]).await? {
        say(record)?;
    }
    Ok(())
}
