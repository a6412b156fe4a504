//! `meridien show KIND ID`: one published record.

use super::{Failure, Register, export};
use crate::journal::{Change, Kind};
use crate::value::Id;

/// Prints the exported form of a record.
pub async fn run(kind: Kind, id: Id, register: &Register) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let newest = journal.newest(kind, id).await?.filter(|revision| revision.change == Change::Published);
    let revision = newest.ok_or(Failure::NoRecord(kind, id))?;
    for record in export::records(&journal, home, &[revision]).await? {
        println!("{record}");
    }
    Ok(())
}
