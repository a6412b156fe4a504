//! The dump that the server makes every night, and those it keeps.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Days, NaiveTime, Utc};
use tokio::sync::{oneshot, watch};

use super::dump::{self, About, Manifest};
use crate::app::State;
use crate::partnership::export::View;
use crate::statistics;

/// When it is made (UTC): few people read then in the countries where most readers are.
const AT: NaiveTime = NaiveTime::from_hms_opt(2, 0, 0).expect("it is a time of day");
/// The folder of dumps inside the data folder.
pub const FOLDER: &str = "dumps";
/// Dumps kept.
const KEPT: usize = 7;

/// How often the clock is looked at: a machine may have slept, or its clock been set.
const CLOCK: Duration = Duration::from_mins(1);
/// A dump under way in which nothing was written for so long was broken off: the program or the machine ended meanwhile.
const BROKEN_OFF: Duration = Duration::from_mins(15);

/// Makes a dump every night in a folder named after the day, and takes away what was broken off, until `stopped`. A fault is
/// logged, and the next night tries again.
pub async fn run(app: State, folder: PathBuf, mut stopped: watch::Receiver<bool>) {
    // Where there is none yet, the first waits for the night.
    let made = |folder: &Path| newest(folder).map(|(_, manifest)| manifest.at);
    let mut tried = made(&folder).unwrap_or_else(Utc::now);
    loop {
        tokio::select! {
            () = tokio::time::sleep(CLOCK) => {}
            _ = stopped.changed() => return,
        }
        if let Err(fault) = sweep(&folder) {
            tracing::error!(%fault, "the folder of a dump that was broken off is still there");
        }
        let now = Utc::now();
        // Another process may have made it.
        if !is_due(&[Some(tried), made(&folder)], now) {
            continue;
        }
        tried = now;
        statistics::yearly::keep(&app).await;
        match make(&app, &folder).await {
            Ok(manifest) => tracing::info!(position = manifest.position, "dump made"),
            Err(fault) => tracing::error!(fault = format!("{fault:#}"), "the nightly dump failed"),
        }
    }
}

/// Takes away the folders of dumps that were broken off: each holds a second register, with all that was redacted since.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_work = entry.file_name().to_string_lossy().starts_with(dump::WORK);
        // One that is being made may be made by `meridien dump`; what cannot be looked at is going away.
        let is_old = || last_written(&entry.path()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age > BROKEN_OFF));
        if is_work && is_old() {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// When something was last written in a folder.
fn last_written(path: &Path) -> io::Result<SystemTime> {
    let about = path.symlink_metadata()?;
    let mut last = about.modified()?;
    if about.is_dir() {
        for entry in std::fs::read_dir(path)? {
            last = last.max(last_written(&entry?.path())?);
        }
    }
    Ok(last)
}

/// How often it is looked whether something was taken out of the register.
const LOOK: Duration = Duration::from_secs(2);

/// Takes away, until `stopped`, what this process made of the register before a passage was taken out of it for good: kept pages,
/// long downloads, dumps; and downloads whose time is over. Today's dump is made anew.
pub async fn renew(app: State, folder: PathBuf, mut stopped: watch::Receiver<bool>) {
    let mut done = 0;
    loop {
        match renew_since(&app, &folder, done).await {
            Ok(redacted) => done = redacted,
            Err(fault) => {
                tracing::error!(fault = format!("{fault:#}"), "files made before a redaction are still there")
            }
        }
        app.downloads.sweep((app.now)());
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// The same once, where something was taken out after the position `done`; gives the position of the last time.
pub(super) async fn renew_since(app: &State, folder: &Path, done: i64) -> anyhow::Result<i64> {
    let redacted = app.journal.last_redaction().await?;
    if redacted <= done {
        return Ok(done);
    }
    // Kept pages, whatever the index does: it may be being built.
    app.journal.heard(redacted);
    app.downloads.forget();
    let today = day(Utc::now());
    let (mut renew, mut unread) = (false, Ok(()));
    for day in days(folder) {
        let old = folder.join(&day);
        match dump::read(&old) {
            Ok(manifest) if manifest.position >= redacted => continue,
            // Too many open files, say: it is looked at again later.
            Err(fault) if !is_of_the_file(&fault) => unread = Err(fault),
            // Of one that does not say what it shows nobody knows that it is without the passage.
            _ => {
                std::fs::remove_dir_all(old)?;
                renew |= day == today;
            }
        }
    }
    if renew {
        make(app, folder).await?;
    }
    Ok(unread.map(|()| redacted)?)
}

/// Whether a manifest is not there or not whole, rather than not read this time.
fn is_of_the_file(fault: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, NotFound, UnexpectedEof};
    matches!(fault.kind(), InvalidData | NotFound | UnexpectedEof)
}

/// Makes the dump of today, then takes the oldest away. Most of it is writing files: it has a thread of its own. If nobody waits
/// for it any more, since the program ends, it is given up with what it wrote.
async fn make(app: &State, folder: &Path) -> anyhow::Result<Manifest> {
    let (app, folder) = (app.clone(), folder.to_owned());
    let runtime = tokio::runtime::Handle::current();
    // Nothing is ever sent: it goes with whoever waits.
    let (_waiting, alone) = oneshot::channel::<Infallible>();
    let make = move || {
        runtime.block_on(async {
            tokio::select! {
                made = make_here(&app, &folder) => made,
                _ = alone => Err(anyhow::anyhow!("nobody waits for it any more")),
            }
        })
    };
    tokio::task::spawn_blocking(make).await?
}

async fn make_here(app: &State, folder: &Path) -> anyhow::Result<Manifest> {
    let at = Utc::now();
    let about = About {
        origin: app.settings.public_address.clone(),
        operator: app.settings.operator.clone(),
        view: View::of(app),
        at,
    };
    let manifest = dump::write(&app.journal, &about, &folder.join(day(at))).await?;
    for old in days(folder).into_iter().skip(KEPT) {
        std::fs::remove_dir_all(folder.join(old))?;
    }
    Ok(manifest)
}

/// The name of the folder of a day's dump.
pub fn day(at: DateTime<Utc>) -> String {
    at.date_naive().to_string()
}

/// The days of which there is a dump, the newest first.
pub(super) fn days(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut days: Vec<String> =
        names.filter(|name| is_day(name) && folder.join(name).join(dump::MANIFEST).exists()).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days
}

fn is_day(name: &str) -> bool {
    name.len() == 10 && name.parse::<chrono::NaiveDate>().is_ok()
}

/// The newest dump that can be read: its day and what it holds.
pub(super) fn newest(folder: &Path) -> Option<(String, Manifest)> {
    days(folder).into_iter().find_map(|day| {
        let manifest = dump::read(&folder.join(&day)).ok()?;
        Some((day, manifest))
    })
}

/// Whether none of these moments is of the last night or after it. What is later than now is of a clock that was set back.
fn is_due(made: &[Option<DateTime<Utc>>], now: DateTime<Utc>) -> bool {
    !made.iter().flatten().any(|made| (last(AT, now)..=now).contains(made))
}

/// The last such time of day.
fn last(time: NaiveTime, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = now.date_naive().and_time(time).and_utc();
    if today > now { today - Days::new(1) } else { today }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::app::testing::TestApp;

    #[test]
    fn the_last_night_is_within_a_day() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(last(AT, at("2026-11-23T01:59:59Z")), at("2026-11-22T02:00:00Z"));
        assert_eq!(last(AT, at("2026-11-23T02:00:00Z")), at("2026-11-23T02:00:00Z"));
        assert_eq!(last(AT, at("2027-01-01T01:30:00Z")), at("2026-12-31T02:00:00Z"));
        let due = |made: &str, now: &str| is_due(&[Some(at(made)), None], at(now));
        assert!(!due("2026-11-23T01:30:00Z", "2026-11-23T01:59:00Z"), "it is not night yet");
        assert!(due("2026-11-23T01:30:00Z", "2026-11-23T02:10:00Z"), "the clock jumped over the night");
        assert!(
            !due("2026-11-23T02:10:00Z", "2026-11-24T01:59:00Z") && due("2026-11-23T02:10:00Z", "2026-11-26T09:00:00Z")
        );
        assert!(due("2030-01-01T02:00:00Z", "2026-11-23T02:00:00Z"), "the clock was set back");
    }

    #[test]
    fn what_was_broken_off_goes_and_what_is_being_made_stays() {
        let folder = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - BROKEN_OFF - Duration::from_secs(9);
        let age = |path: &Path| std::fs::File::open(path).unwrap().set_modified(old).unwrap();
        for name in [".dump-broken", ".dump-made", "2026-11-23"] {
            let copy = folder.path().join(name).join(dump::COPY);
            std::fs::create_dir_all(&copy).unwrap();
            let file = copy.join("meridien.db");
            std::fs::write(&file, "x").unwrap();
            if name != ".dump-made" {
                age(&file);
            }
            age(&copy);
            age(&folder.path().join(name));
        }
        sweep(folder.path()).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".dump-made", "2026-11-23"], "in one of them something was just written");
        sweep(&folder.path().join("none")).unwrap();
    }

    /// As the program does when it ends: neither a thread that nothing reaches stays behind, nor what it wrote.
    #[tokio::test]
    async fn a_dump_that_nobody_waits_for_is_given_up_with_what_it_wrote() {
        let test = TestApp::new(Settings::default()).await;
        let folder = test.folder().join(FOLDER);
        let names = || -> Vec<_> {
            let entries = std::fs::read_dir(&folder).into_iter().flatten();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        let (app, into) = (test.state.clone(), folder.clone());
        let making = tokio::spawn(async move { make(&app, &into).await });
        let moments = || (0..2500).map(|_| tokio::time::sleep(Duration::from_millis(2)));
        for moment in moments() {
            if names().iter().any(|name| name.starts_with(dump::WORK)) {
                break;
            }
            moment.await;
        }
        making.abort();
        for moment in moments() {
            if names().is_empty() {
                break;
            }
            moment.await;
        }
        assert!(!names().iter().any(|name| is_day(name)), "{:?}", names());
        assert!(making.await.is_err_and(|fault| fault.is_cancelled()));
    }

    #[test]
    fn days_are_found_newest_first_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["2026-11-22", "2026-11-23", "2026-13-01", "other"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join(dump::MANIFEST), "{}").unwrap();
        }
        std::fs::create_dir(folder.path().join("2026-11-24")).unwrap();
        assert_eq!(days(folder.path()), ["2026-11-23", "2026-11-22"]);
    }
}
