//! `meridien redact ID < passage`: takes a passage out of every version of a record, for good.

use std::io::Read;

use chrono::Utc;

use super::{Failure, Register, say};
use crate::journal::{Author, Kind, Passage, Rewritten};
use crate::value::Id;
use crate::web::Locale;

/// Does it. The passage comes from standard input: a command's words stay in the shell's history.
pub async fn run(id: Id, look: bool, register: &Register, l: Locale) -> Result<(), Failure> {
    let mut text = String::new();
    std::io::stdin().take(10_000).read_to_string(&mut text)?;
    let passage = Passage::read(&text).ok_or_else(|| anyhow::anyhow!(l.t("redact-fault-length").into_owned()))?;
    let (journal, _) = register.open().await?;
    let mut there = false;
    for kind in Kind::ALL {
        there |= journal.newest(*kind, id).await?.is_some();
    }
    if !there {
        return Err(anyhow::anyhow!(l.t_with("redact-no-record", &[("id", id.to_string().into())])).into());
    }
    let by = Author { actor: "operator".into(), role: "administrator".into(), on_behalf_of: None };
    let found = match look {
        true => journal.rehearse_redaction(id, &passage).await?,
        false => journal.redact(id, &passage, &by, Utc::now()).await?,
    };
    if found == Rewritten::default() {
        return Err(anyhow::anyhow!(l.t("redact-fault-nowhere").into_owned()).into());
    }
    let key = if look { "redact-found" } else { "redact-done" };
    say(l.t_with(key, &[("versions", found.versions.into()), ("others", found.others.into())]))?;
    Ok(())
}
