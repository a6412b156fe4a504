//! `meridien withdraw KIND ID --reason …`: takes a record away.

use super::{Failure, Register};
use crate::journal::{Author, Change, Entry, Kind};
use crate::value::Id;
use crate::web::Locale;
use crate::web::form::reason_fault;

/// Withdraws the record, for a reason that pages could take too.
pub async fn run(kind: Kind, id: Id, reason: &str, register: &Register, l: Locale) -> Result<(), Failure> {
    let reason = reason.trim();
    if let Some(fault) = reason_fault(reason) {
        let told = [("label", "--reason".into()), ("text", l.t(fault).into_owned().into())];
        return Err(anyhow::anyhow!(l.t_with("labelled", &told)).into());
    }
    let (journal, _) = register.open().await?;
    let newest = journal.newest(kind, id).await?.filter(|revision| revision.change == Change::Published);
    let revision = newest.ok_or(Failure::NoRecord(kind, id))?;
    let author = Author { actor: "operator".into(), role: "administrator".into(), on_behalf_of: None };
    journal.append(&author, chrono::Utc::now(), &[Entry::withdraw(kind, id, revision.version, reason)]).await?;
    Ok(())
}
