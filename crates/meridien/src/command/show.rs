//! `meridien show KIND ID`: one published record.

use super::{Failure, Register};
use crate::exports;
use crate::journal::{Change, Kind};
use crate::partnership::export::View;
use crate::partnership::status::CONFIRM_AFTER_MONTHS;
use crate::value::Id;

/// Prints the exported form of a record.
pub async fn run(kind: Kind, id: Id, register: &Register) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let newest = journal.newest(kind, id).await?.filter(|revision| revision.change == Change::Published);
    let revision = newest.ok_or(Failure::NoRecord(kind, id))?;
    let today = chrono::Utc::now().date_naive();
    let view = View { home, today, confirm_after_months: CONFIRM_AFTER_MONTHS };
    for record in exports::forms(&journal, view, &[revision]).await? {
        println!("{record}");
    }
    Ok(())
}
