//! `meridien export`: every published record of a kind, one a line.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::{ExportKind, Failure, Register};
use crate::confirmation;
use crate::journal::{Journal, Kind, Revision};
use crate::partnership::export::{View, json};
use crate::partnership::status::CONFIRM_AFTER_MONTHS;
use crate::value::{Country, Id};

/// Records read and written at a time.
const BATCH: i64 = 1000;

/// Writes the records.
pub async fn run(kind: ExportKind, out: Option<&Path>, register: &Register) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let mut out: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let kinds = match &kind {
        ExportKind::One(kind) => std::slice::from_ref(kind),
        ExportKind::All => Kind::ALL,
    };
    match write(&journal, home, kinds, &mut out).await {
        // Whoever reads may have seen enough: `meridien export | head`.
        Err(Failure::Other(error))
            if error.downcast_ref().map(std::io::Error::kind) == Some(std::io::ErrorKind::BrokenPipe) =>
        {
            Ok(())
        }
        done => done,
    }
}

async fn write(journal: &Journal, home: Country, kinds: &[Kind], out: &mut impl Write) -> Result<(), Failure> {
    for kind in kinds {
        let mut after = None;
        loop {
            let revisions = journal.list(*kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            for record in records(journal, home, &revisions).await? {
                writeln!(out, "{record}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// The exported forms of published revisions of one kind, as JSON.
pub async fn records(journal: &Journal, home: Country, revisions: &[Revision]) -> Result<Vec<String>, Failure> {
    let is_partnership =
        revisions.first().is_some_and(|first| matches!(first.kind, Kind::Partnership | Kind::Activity));
    if !is_partnership {
        return revisions.iter().map(plain).collect();
    }
    let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
    let confirmations = confirmation::of(journal, &ids).await?;
    let today = chrono::Utc::now().date_naive();
    let view = View { home, today, confirm_after_months: CONFIRM_AFTER_MONTHS };
    let of = |id: &Id| confirmations.get(id).map_or(&[][..], Vec::as_slice);
    Ok(revisions.iter().map(|revision| json(revision, of(&revision.id), view)).collect::<Result<_, _>>()?)
}

/// A record of another kind: its body, with identifier and type before.
fn plain(revision: &Revision) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Plain {
        id: Id,
        r#type: &'static str,
        #[serde(flatten)]
        body: serde_json::Map<String, Value>,
    }
    let plain = Plain { id: revision.id, r#type: revision.kind.as_str(), body: revision.read()? };
    Ok(serde_json::to_string(&plain).map_err(anyhow::Error::from)?)
}
