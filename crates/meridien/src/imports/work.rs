//! Imports of activities that were handed in, as jobs: a file is looked at, then written once somebody has seen what it would
//! do, and undone where somebody asks for that. Each step is asked for once; how far it is can be seen meanwhile.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::iati::findings::Findings;
use super::iati::{self, Sums};
use super::kept::{self, Counts, Kept, Part};
use super::{Options, undo};
use crate::app::State;
use crate::job::{JobState, Kind};
use crate::journal::Result;
use crate::value::Id;
use crate::web::{Lang, Locale};

/// Findings that a report holds; the page shows fewer at a time.
pub const MOST_FINDINGS: u64 = 100_000;
/// How often it is noted how far a step is.
const NOTED: Duration = Duration::from_secs(1);

/// What a job does to an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Step {
    /// Finds out what it would do.
    Look,
    /// Does it.
    Write,
    /// Takes it back.
    Undo,
}

/// The body of a job.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    import: Id,
    step: Step,
    /// The language in which it is told.
    language: String,
}

/// Where an import of activities is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A step is asked for or under way.
    UnderWay(Step),
    /// A step was given up, for a reason that the administrator sees.
    Failed,
    /// It was looked at and waits for somebody to say yes.
    Waiting,
    /// It is in the register.
    Done,
    /// It is no longer.
    Undone,
}

fn key(kept: &Kept, step: Step) -> String {
    let (import, step) = (kept.id, <&str>::from(step));
    match kept.undone_at {
        // What is left is undone by a job of its own.
        Some(before) => format!("import:{import}:{}:{step}", before.timestamp_millis()),
        None => format!("import:{import}:{step}"),
    }
}

/// Asks for a step.
///
/// # Errors
/// When the journal fails.
pub async fn ask(app: &State, kept: &Kept, step: Step, l: Locale) -> Result<()> {
    let asked = Asked { import: kept.id, step, language: l.lang.code().to_owned() };
    let body = serde_json::to_string(&asked).unwrap_or_default();
    let (key, now) = (key(kept, step), (app.now)());
    if !app.jobs.add(&key, Kind::Import, &body, now).await? {
        // It was asked for before: where it was given up or dropped, it is tried once more.
        app.jobs.add_again(&key, &body, now).await?;
    }
    Ok(())
}

/// Where an import is.
///
/// # Errors
/// When the journal fails.
pub async fn stage(app: &State, kept: &Kept) -> Result<Stage> {
    let (step, then) = match (kept.at, kept.undone_at) {
        (_, Some(_)) => (Step::Undo, Stage::Undone),
        (None, None) => (Step::Look, Stage::Waiting),
        (Some(_), None) => match app.jobs.state(&key(kept, Step::Undo)).await? {
            None => (Step::Write, Stage::Done),
            Some(_) => (Step::Undo, Stage::Undone),
        },
    };
    Ok(match app.jobs.state(&key(kept, step)).await? {
        Some(JobState::Waiting | JobState::Running) => Stage::UnderWay(step),
        Some(JobState::Failed | JobState::Held | JobState::Dropped) => Stage::Failed,
        Some(JobState::Done) | None => then,
    })
}

/// Does a step.
///
/// # Errors
/// When the journal or the disk fails: it is tried again.
pub async fn run(app: &State, body: &str) -> anyhow::Result<()> {
    let Asked { import, step, language } = serde_json::from_str(body)?;
    let l = Lang::ALL.into_iter().find(|lang| lang.code() == language).unwrap_or(Lang::Fr).into();
    let Some(mut kept) = kept::find(&app.journal, import).await? else { return Ok(()) };
    match step {
        Step::Look | Step::Write => read(app, &mut kept, step, l).await,
        Step::Undo => {
            let reason = undo::reason(&kept);
            undo::undo(&app.journal, &mut kept, &reason, (app.now)()).await?;
            Ok(())
        }
    }
}

/// Reads the file, writes what it says unless it is only looked at, and keeps the report.
async fn read(app: &State, kept: &mut Kept, step: Step, l: Locale) -> anyhow::Result<()> {
    let journal = &app.journal;
    let Some(content) = kept::file(journal, kept.id, Part::Uploaded).await? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let (file, report) = (folder.path().join("in").join(&kept.name), folder.path().join("report.csv"));
    std::fs::create_dir(folder.path().join("in"))?;
    File::create(&file)?.write_all(&content)?;
    drop(content);
    let mut findings = Findings::csv(Box::new(BufWriter::new(File::create(&report)?)), MOST_FINDINGS, l)?;
    let sums = follow(app, kept, step, &file, &mut findings).await?;
    let untold = findings.untold();
    findings.finish(&sums)?;
    kept::put_file(journal, kept.id, Part::Report, &std::fs::read(&report)?).await?;
    let counts = Counts::from(&sums.report);
    kept.counts = Counts { partnerships: sums.partnerships, known: counts.read, untold, ..counts };
    kept.save(journal).await?;
    if step == Step::Write {
        let made = serde_json::to_vec(&sums.report.records)?;
        kept::put_file(journal, kept.id, Part::Made, &made).await?;
        kept::forget_file(journal, kept.id, Part::Uploaded).await?;
    }
    Ok(())
}

/// Imports and notes meanwhile how far it is.
async fn follow(
    app: &State,
    kept: &mut Kept,
    step: Step,
    file: &Path,
    findings: &mut Findings,
) -> anyhow::Result<Sums> {
    let options = Options {
        proposal: false,
        licence: None,
        persons: false,
        home: app.settings.home_country,
        now: kept.at.unwrap_or_else(|| (app.now)()),
    };
    let reading = findings.reading();
    let dry_run = step == Step::Look;
    let mut import = std::pin::pin!(iati::run(Some(&app.journal), vec![file.to_owned()], &options, dry_run, findings));
    let mut clock = tokio::time::interval(NOTED);
    loop {
        tokio::select! {
            sums = &mut import => return Ok(sums?),
            _ = clock.tick() => {
                kept.counts.read = *reading.borrow();
                kept.save(&app.journal).await?;
            }
        }
    }
}
