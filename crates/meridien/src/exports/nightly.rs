//! The dump that the server makes every night, and those it keeps.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Days, NaiveTime, Utc};
use tokio::sync::watch;

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

/// Makes a dump every night in a folder named after the day, until `stopped`. A fault is logged, and the next night tries
/// again.
pub async fn run(app: State, folder: PathBuf, mut stopped: watch::Receiver<bool>) {
    loop {
        let wait = until(AT, Utc::now());
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => return,
        }
        statistics::yearly::keep(&app).await;
        let (app, folder) = (app.clone(), folder.clone());
        let runtime = tokio::runtime::Handle::current();
        // Most of it is writing files: it has a thread of its own.
        let made = tokio::task::spawn_blocking(move || runtime.block_on(make(&app, &folder))).await;
        match made.map_err(anyhow::Error::from).flatten() {
            Ok(manifest) => tracing::info!(position = manifest.position, "dump made"),
            Err(fault) => tracing::error!(fault = format!("{fault:#}"), "the nightly dump failed"),
        }
    }
}

/// How often it is looked whether something was taken out of the register.
const LOOK: Duration = Duration::from_secs(2);

/// Takes away, until `stopped`, what this process made of the register before a passage was taken out of it for good: long
/// downloads, dumps. Today's dump is made anew.
pub async fn renew(app: State, folder: PathBuf, mut stopped: watch::Receiver<bool>) {
    let mut done = 0;
    loop {
        match renew_since(&app, &folder, done).await {
            Ok(redacted) => done = redacted,
            Err(fault) => {
                tracing::error!(fault = format!("{fault:#}"), "files made before a redaction are still there")
            }
        }
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
    app.downloads.forget();
    let today = day(Utc::now());
    let mut renew = false;
    for day in days(folder) {
        let old = folder.join(&day);
        if dump::read(&old)?.position < redacted {
            std::fs::remove_dir_all(old)?;
            renew |= day == today;
        }
    }
    if renew {
        make(app, folder).await?;
    }
    Ok(redacted)
}

/// Makes the dump of today, then takes the oldest away.
async fn make(app: &State, folder: &Path) -> anyhow::Result<Manifest> {
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

/// How long it is until the next such time of day.
fn until(time: NaiveTime, now: DateTime<Utc>) -> Duration {
    let today = now.date_naive().and_time(time).and_utc();
    let next = if today > now { today } else { today + Days::new(1) };
    (next - now).to_std().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_night_is_within_a_day() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(until(AT, at("2026-11-23T01:00:00Z")), Duration::from_hours(1));
        assert_eq!(until(AT, at("2026-11-23T02:00:00Z")), Duration::from_hours(24));
        assert_eq!(until(AT, at("2026-12-31T23:30:00Z")), Duration::from_mins(150));
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
