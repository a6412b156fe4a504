//! `meridien export --format iati --out FOLDER`: files that every reader of the standard can take, and an index of them.

use std::cell::Cell;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use chrono::{DateTime, Utc};
use meridien_iati::{Activity, Files, Kind as FileKind, MAX_FILE};

use super::{Confirming, ExportKind, Failure, Publishing, Register, say};
use crate::app::Settings;
use crate::iati::Publisher;
use crate::iati::files::Batch;
use crate::iati::package;
use crate::journal::{Journal, Kind};
use crate::partnership::index::StatusDay;
use crate::progress::Bar;
use crate::web::Locale;

/// Records read at a time.
const BATCH: i64 = 500;

/// Writes `activities-1.xml` and so on, `organisation.xml` and `index.json`.
pub async fn run(
    kind: ExportKind,
    folder: &Path,
    publishing: Publishing,
    confirming: Confirming,
    register: &Register,
    l: Locale,
) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let defaults = Settings::default();
    let publisher = Publisher {
        reference: publishing.iati_identifier.unwrap_or(defaults.iati_identifier),
        name: publishing.publisher.operator.unwrap_or(defaults.operator),
        address: publishing.publisher.public_address.unwrap_or(defaults.public_address),
        home,
    };
    let kinds = match kind {
        ExportKind::One(kind) => vec![kind],
        ExportKind::All => vec![Kind::Partnership, Kind::Activity],
    };
    std::fs::create_dir_all(folder).map_err(|fault| Failure::Write(folder.to_owned(), fault))?;
    // What an earlier export left stays until this one is whole.
    let part = tempfile::tempdir_in(folder).map_err(|fault| Failure::Write(folder.to_owned(), fault))?;
    let now = Utc::now();
    let bar = Bar::new(&l.t("iati-writing"));
    let day = confirming.view(home).status_day();
    let (count, too_large) =
        write_activities(&journal, &kinds, (part.path(), folder), &publisher, (now, day), &bar).await?;
    bar.finish();
    if count == 0 && too_large.is_empty() {
        eprintln!("{}", nothing(&journal, &kinds, l).await?);
    }
    for identifier in too_large {
        say(l.t_with("iati-too-large", &[("identifier", identifier.into())]))?;
    }
    let names = package::complete(part.path(), count, &publisher, now);
    let names = names.map_err(|fault| Failure::Write(folder.to_owned(), fault))?;
    package::publish(part.path(), folder, &names).map_err(|(path, fault)| Failure::Write(path, fault))
}

/// Says that there is no record of these kinds, and how to have the activities where they were not asked for.
async fn nothing(journal: &Journal, kinds: &[Kind], l: Locale) -> Result<String, Failure> {
    let words = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let none = l.t_with("iati-none", &[("kinds", words.into())]);
    let others = if kinds.contains(&Kind::Activity) { 0 } else { journal.count(Kind::Activity).await? };
    match others {
        0 => Ok(none),
        count => Ok(format!("{none} {}", l.t_with("iati-none-but-activities", &[("count", count.into())]))),
    }
}

/// Writes the activities into `part`, to be in `folder` once they are whole; how many files they need, and the identifiers of
/// those that no file can hold.
async fn write_activities(
    journal: &Journal,
    kinds: &[Kind],
    (part, folder): (&Path, &Path),
    publisher: &Publisher,
    (now, day): (DateTime<Utc>, StatusDay),
    bar: &Bar,
) -> Result<(usize, Vec<String>), Failure> {
    let mut too_large = Vec::new();
    let last = Cell::new(0);
    let open = |number| {
        last.set(number);
        File::create(part.join(package::name(number))).map(BufWriter::new)
    };
    let refused = |fault| Failure::Write(folder.join(package::name(last.get())), fault);
    let mut files = Files::new(open, FileKind::Activities, now, MAX_FILE);
    for kind in kinds.iter().copied().filter(|kind| matches!(kind, Kind::Partnership | Kind::Activity)) {
        let total = u64::try_from(journal.count(kind).await?).unwrap_or_default();
        let (mut after, mut done) = (None, 0);
        loop {
            let revisions = journal.list(kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            done += revisions.len() as u64;
            let batch = Batch::read(journal, revisions).await?;
            let activities: Vec<Activity> = batch.activities(publisher, day).collect();
            for activity in &activities {
                if !files.record(activity).map_err(refused)? {
                    too_large.extend(activity.identifier.as_ref().map(|identifier| identifier.text.clone()));
                }
            }
            bar.set(done, total);
        }
    }
    Ok((files.finish().map_err(refused)?, too_large))
}
