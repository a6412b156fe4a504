//! `meridien export`: every published record of a kind, one a line.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{Confirming, ExportKind, Failure, Register};
use crate::exports;
use crate::imports::ImportError;
use crate::imports::table::template;
use crate::journal::{Journal, Kind};
use crate::partnership::export::View;
use crate::web::Locale;

/// Records read and written at a time.
const BATCH: i64 = 1000;

/// Writes the empty table to be filled in, in the form that the end of the file's name tells.
pub fn template(out: &Path, l: Locale) -> Result<(), Failure> {
    let refused = |fault| Failure::Write(out.to_owned(), fault);
    match out.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => std::fs::write(out, template::csv(l)).map_err(refused),
        Some("xlsx") => {
            let file = BufWriter::new(File::create(out).map_err(refused)?);
            Ok(template::workbook(file, l).map_err(anyhow::Error::from)?)
        }
        _ => Err(ImportError::TemplateForm(out.to_owned()).into()),
    }
}

/// Writes the records.
pub async fn run(
    kind: ExportKind,
    out: Option<&Path>,
    confirming: Confirming,
    register: &Register,
) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let refused = |fault: io::Error| match out {
        Some(path) => Failure::Write(path.to_owned(), fault),
        None => fault.into(),
    };
    let mut lines: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(refused)?)),
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let kinds = match &kind {
        ExportKind::One(kind) => std::slice::from_ref(kind),
        ExportKind::All => Kind::ALL,
    };
    write(&journal, confirming.view(home), kinds, &mut lines, refused).await
}

/// Writes the records; `refused` tells where they cannot be written.
async fn write(
    journal: &Journal,
    view: View,
    kinds: &[Kind],
    out: &mut impl Write,
    refused: impl Fn(io::Error) -> Failure,
) -> Result<(), Failure> {
    for kind in kinds {
        let mut after = None;
        loop {
            let revisions = journal.list(*kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            for record in exports::forms(journal, view, &revisions).await? {
                writeln!(out, "{record}").map_err(&refused)?;
            }
        }
    }
    out.flush().map_err(refused)
}
