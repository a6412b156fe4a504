//! `meridien backup`, `dump`, `restore` and `verify`: the register as files, and files as a register.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Utc};

use super::open::FOLDER;
use super::serve::{INTERRUPTED, stop_signal};
use super::{Confirming, Failure, Publisher, Register, say};
use crate::app::Settings;
use crate::exports::archive::{self, Fault};
use crate::exports::dump::{self, About};
use crate::exports::{nightly, verify};
use crate::journal::{Extent, Journal};
use crate::web::Locale;

/// Writes everything that the register holds to a file, or to a file named after the moment in a folder.
pub async fn backup(out: &Path, register: &Register, l: Locale) -> Result<(), Failure> {
    let (journal, _) = register.open().await?;
    let at = Utc::now();
    let file = match out.is_dir() {
        true => out.join(format!("meridien-{}.backup", at.format("%Y%m%dT%H%M%SZ"))),
        false => out.to_owned(),
    };
    let rows = write_whole(&journal, Extent::Everything, at, &file).await?;
    let path = file.display().to_string();
    say(l.t_with("command-saved", &[("path", path.into()), ("rows", rows.into())]))?;
    Ok(())
}

/// Writes a file of the register; gives how many rows it holds.
pub(super) async fn write_whole(
    journal: &Journal,
    extent: Extent,
    at: DateTime<Utc>,
    file: &Path,
) -> Result<u64, Failure> {
    // Under another name until it is whole: an interrupted one never replaces a good one.
    let part = file.with_added_extension("part");
    let rows = archive::write(journal, extent, at, &part).await.map_err(|fault| Failure::archive(file, fault))?;
    std::fs::rename(&part, file).map_err(|fault| Failure::Write(file.to_owned(), fault))?;
    Ok(rows)
}

/// Writes everything that is public; into the folder that the server shows where none is given.
pub async fn dump(
    out: Option<PathBuf>,
    publisher: Publisher,
    confirming: Confirming,
    register: &Register,
    l: Locale,
) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let at = Utc::now();
    let folder = out.unwrap_or_else(|| register.folder(FOLDER).join(nightly::FOLDER).join(nightly::day(at)));
    if !dump::is_free(&folder).map_err(|fault| Failure::Write(folder.clone(), fault))? {
        let path = folder.display().to_string();
        return Err(anyhow::anyhow!(l.t_with("command-dump-elsewhere", &[("path", path.into())])).into());
    }
    let defaults = Settings::default();
    let about = About {
        origin: publisher.public_address.unwrap_or(defaults.public_address),
        operator: publisher.operator.unwrap_or(defaults.operator),
        view: confirming.view(home),
        at,
    };
    let written = tokio::select! {
        biased;
        // What was made so far is dropped: the folder that it was made in holds a second register.
        () = stop_signal() => std::process::exit(INTERRUPTED),
        written = dump::write(&journal, &about, &folder) => written,
    };
    let manifest = written.map_err(|fault| Failure::unwritten(&folder, fault))?;
    let path = folder.display().to_string();
    let files = manifest.files.len();
    say(l.t_with("command-dumped", &[("path", path.into()), ("files", files.into())]))?;
    Ok(())
}

/// Takes a backup or a dump into a register that is not there yet.
/// Erases again in it what `erasures` says was erased since.
pub async fn restore(from: &Path, erasures: Option<&Path>, register: &Register, l: Locale) -> Result<(), Failure> {
    let began = Instant::now();
    let file = sound(from)?;
    let checked = archive::check(&file).map_err(|fault| Failure::archive(&file, fault))?;
    if checked.header.meridien == archive::ERASURES {
        return Err(Failure::archive(&file, Fault::NotOurs));
    }
    let since = match erasures {
        Some(since) => Some(told(since)?),
        None => None,
    };
    let journal = register.open_new(FOLDER).await?;
    let rows = checked.load(&journal).await.map_err(|fault| Failure::archive(&file, fault))?;
    let compared = checked.compare(&journal).await.map_err(|fault| Failure::archive(&file, fault))?;
    if !compared.is_equal() {
        journal.close().await;
        return Err(Failure::Differs(compared));
    }
    let erased = match since {
        Some(since) => since.load_erasures(&journal).await.map_err(|fault| Failure::archive(&file, fault))?,
        None => 0,
    };
    let held = crate::job::Jobs::new(&journal).held().await?;
    journal.close().await;
    let kind = if checked.header.meridien == "dump" { "command-restored-dump" } else { "command-restored-backup" };
    let seconds = began.elapsed().as_secs_f64();
    let seconds = l.number((seconds * 10.0).round() / 10.0);
    let at = l.day(checked.header.at.date_naive());
    let said =
        [("day", at.into()), ("rows", rows.into()), ("records", compared.equal.into()), ("seconds", seconds.into())];
    say(l.t_with(kind, &said))?;
    if erasures.is_some() {
        say(l.t_with("command-erased-again", &[("count", erased.into())]))?;
    }
    if held > 0 {
        say(l.t_with("jobs-held", &[("count", held.into())]))?;
    }
    Ok(())
}

/// A file that tells what was erased: a backup does too, a dump does not.
fn told(path: &Path) -> Result<archive::Checked<'_>, Failure> {
    let checked = archive::check(path).map_err(|fault| Failure::archive(path, fault))?;
    match checked.header.meridien.as_str() {
        "dump" => Err(Failure::archive(path, Fault::NotOurs)),
        _ => Ok(checked),
    }
}

/// Checks a backup or a dump by itself, and against the register where there is one.
pub async fn verify(path: &Path, register: &Register, l: Locale) -> Result<(), Failure> {
    let file = sound(path)?;
    let checked = archive::check(&file).map_err(|fault| Failure::archive(&file, fault))?;
    say(l.t_with("command-sound", &[("path", path.display().to_string().into())]))?;
    if path.is_dir() {
        match verify::differing(path).await? {
            None => say(l.t("command-tables-unknown"))?,
            Some(none) if none.is_empty() => say(l.t("command-tables-same"))?,
            Some(found) => return Err(Failure::DumpDiffers(found)),
        }
    }
    let Some((journal, _)) = register.open_if_there().await? else { return Ok(()) };
    let compared = checked.compare(&journal).await.map_err(|fault| Failure::archive(&file, fault))?;
    if !compared.agrees() {
        return Err(Failure::Differs(compared));
    }
    say(l.t_with("command-same", &[("records", compared.equal.into())]))?;
    if compared.later > 0 {
        say(l.t_with("command-later", &[("records", compared.later.into())]))?;
    }
    Ok(())
}

/// The file of a backup, or that of a dump whose files are all as they were written.
fn sound(path: &Path) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let changed = dump::tampered(path).map_err(|_| Failure::archive(path, Fault::NotOurs))?;
    match changed.first() {
        Some(name) => Err(Failure::archive(&path.join(name), Fault::Tampered(name.clone()))),
        None => Ok(path.join(dump::JOURNAL)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::now;
    use crate::journal::testing::in_folder;

    #[tokio::test]
    async fn a_file_is_replaced_by_a_whole_one_alone() {
        let (test, folder) = (in_folder().await, tempfile::tempdir().unwrap());
        let file = folder.path().join("erasures");
        std::fs::write(&file, "of last week").unwrap();
        write_whole(&test.journal, Extent::Erasures, now(), &file).await.unwrap();
        let whole = std::fs::read(&file).unwrap();
        assert!(archive::check(&file).is_ok());
        test.journal.close().await;
        assert!(write_whole(&test.journal, Extent::Erasures, now(), &file).await.is_err());
        assert_eq!(std::fs::read(&file).unwrap(), whole);
    }
}
