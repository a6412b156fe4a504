//! Work to be done later, or elsewhere, or again: a queue in SQL.
//!
//! A job has a key that names the thing to be done, such as `invitation:0A1B2C3D:1`: asked for twice, it is done once. Each
//! node runs one worker. A worker takes a job for [`LEASE`], and renews that while it works; if it dies meanwhile another
//! takes the job over. A job that fails is tried again, later each time, [`ATTEMPTS`] times at most.

pub mod mail;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;
use tokio::sync::{Notify, watch};

use crate::app::State;
use crate::confirmation::campaign;
use crate::imports::kept;
use crate::journal::db::{Db, execute, on};
use crate::journal::{Journal, JournalError, Result, words};
use mail::{Mail, Post};

/// For how long a worker has a job to itself.
const LEASE: Duration = Duration::minutes(5);
/// How often a worker says that it still works on a job.
const RENEWAL: std::time::Duration = std::time::Duration::from_secs(60);
/// How often a job is tried.
const ATTEMPTS: i32 = 8;
/// How often the queue is looked at when nothing woke the worker.
const POLL: std::time::Duration = std::time::Duration::from_secs(5);
/// For how long a letter that was given up keeps its text.
const FAILED_KEPT: Duration = Duration::days(90);
/// How much of a fault's text is kept.
const ERROR: usize = 300;

words! {
    /// What a job does.
    Kind {
        /// Sends a letter.
        Mail = "mail",
        /// Reads an import that was handed in, writes or undoes it.
        Import = "import",
        /// Writes a campaign's letters of a day.
        Campaign = "campaign",
        /// Deletes what has expired: sessions, links, requests, uploads, letters given up, jobs of this kind.
        Tidy = "tidy",
    }
}

words! {
    /// Where a job stands.
    JobState {
        /// To be done, or done again.
        Waiting = "waiting",
        /// Taken by a worker.
        Running = "running",
        /// Done.
        Done = "done",
        /// Given up.
        Failed = "failed",
        /// Never to be done: somebody said so, or it was given up long ago.
        Dropped = "dropped",
        /// Restored from a backup: it may have been done since, so somebody has to say.
        Held = "held",
    }
}

/// The queue of a register.
#[derive(Debug, Clone)]
pub struct Jobs {
    db: Db,
    wake: Arc<Notify>,
}

/// A job that a worker has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it is about.
    pub key: String,
    /// What it does.
    pub kind: Kind,
    /// With what, JSON.
    pub body: String,
    attempts: i32,
}

/// A job as the administrator's list shows it, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is about.
    pub key: String,
    /// What it does.
    pub kind: Kind,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried.
    pub attempts: i32,
    /// What went wrong the last time.
    pub error: Option<String>,
    /// When it was done or last tried; when it was asked for, before its first try.
    pub at: DateTime<Utc>,
}

/// A letter, without what it says and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about, as it was asked for.
    pub key: String,
    /// Where it stands.
    pub state: JobState,
    /// When it was asked for.
    pub asked: DateTime<Utc>,
}

/// What went wrong with a job.
struct Fault {
    text: String,
    /// Whether it would go wrong again.
    is_final: bool,
}

#[derive(FromRow)]
struct TakenRow {
    key: String,
    kind: String,
    body: String,
    attempts: i32,
}

#[derive(FromRow)]
struct ListedRow {
    key: String,
    kind: String,
    state: String,
    attempts: i32,
    error: Option<String>,
    run_at: i64,
    at: i64,
}

impl ListedRow {
    fn listed(self) -> Result<Listed> {
        let state = self.state.parse().map_err(JournalError::Stored)?;
        let moment = |at| DateTime::from_timestamp_millis(at).unwrap_or_default();
        // From when it is due again follows when it was tried.
        let at = match state {
            JobState::Done | JobState::Failed | JobState::Dropped => moment(self.run_at),
            JobState::Running => moment(self.run_at) - LEASE,
            JobState::Waiting if self.attempts > 0 => moment(self.run_at) - delay(self.attempts),
            JobState::Waiting | JobState::Held => moment(self.at),
        };
        let kind = self.kind.parse().map_err(JournalError::Stored)?;
        Ok(Listed { key: self.key, kind, state, attempts: self.attempts, error: self.error, at })
    }
}

impl Jobs {
    /// The queue of this register.
    pub fn new(journal: &Journal) -> Jobs {
        Jobs { db: journal.database().clone(), wake: Arc::default() }
    }

    /// Asks for a job from `run_at` on. Does nothing, and says `false`, where its key was asked for before.
    pub async fn add(&self, key: &str, kind: Kind, body: &str, run_at: DateTime<Utc>) -> Result<bool> {
        let sql =
            "INSERT INTO job (key, kind, body, state, run_at, attempts, at) VALUES ($1, $2, $3, 'waiting', $4, 0, $4)
            ON CONFLICT DO NOTHING";
        let new = execute!(self.db, sql, key, kind.as_str(), body, run_at.timestamp_millis()) == 1;
        if new {
            self.wake.notify_one();
        }
        Ok(new)
    }

    /// Sends a letter, once for this key.
    pub async fn mail(&self, key: &str, mail: &Mail, now: DateTime<Utc>) -> Result<bool> {
        let body = serde_json::to_string(mail).map_err(|_| JournalError::Stored("mail".to_owned()))?;
        self.add(&format!("mail:{key}"), Kind::Mail, &body, now).await
    }

    /// Takes the job that has been due for longest, if any is: for [`LEASE`] it is this worker's alone.
    async fn take(&self, holder: &str, now: DateTime<Utc>) -> Result<Option<Taken>> {
        // A second worker that waited for the row reads it again: its lease has begun by then, so it is not due.
        let sql = "UPDATE job SET state = 'running', holder = $2, run_at = $3, attempts = attempts + 1
            WHERE key = (SELECT key FROM job WHERE state IN ('waiting', 'running') AND run_at <= $1
                ORDER BY run_at, key LIMIT 1) AND run_at <= $1 AND state IN ('waiting', 'running')
            RETURNING key, kind, body, attempts";
        let mut tx = self.db.begin().await?;
        let row: Option<TakenRow> = on!(&mut tx, tx => sqlx::query_as(sql).bind(now.timestamp_millis()).bind(holder)
            .bind((now + LEASE).timestamp_millis()).fetch_optional(&mut **tx).await?);
        tx.commit().await?;
        row.map(|row| {
            let kind = row.kind.parse().map_err(JournalError::Stored)?;
            Ok(Taken { key: row.key, kind, body: row.body, attempts: row.attempts })
        })
        .transpose()
    }

    /// Keeps a job its worker's own for another [`LEASE`].
    async fn renew(&self, job: &Taken, holder: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET run_at = $3 WHERE key = $1 AND holder = $2 AND state = 'running'";
        execute!(self.db, sql, &job.key, holder, (now + LEASE).timestamp_millis());
        Ok(())
    }

    /// Notes that a job is done. Its key stays; its body, which may name people, goes.
    async fn done(&self, job: &Taken, holder: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'done', body = '', error = NULL, run_at = $3 WHERE key = $1 AND holder = $2";
        execute!(self.db, sql, &job.key, holder, now.timestamp_millis());
        Ok(())
    }

    /// Notes that a job failed: it is tried again later, or given up.
    async fn failed(&self, job: &Taken, holder: &str, fault: &Fault, now: DateTime<Utc>) -> Result<()> {
        let (state, next) = match !fault.is_final && job.attempts < ATTEMPTS {
            true => (JobState::Waiting, now + delay(job.attempts)),
            false => (JobState::Failed, now),
        };
        let error: String = fault.text.chars().take(ERROR).collect();
        let sql = "UPDATE job SET state = $3, error = $4, run_at = $5 WHERE key = $1 AND holder = $2";
        execute!(self.db, sql, &job.key, holder, state.as_str(), error, next.timestamp_millis());
        Ok(())
    }

    /// Where a job stands; none where it was never asked for.
    pub async fn state(&self, key: &str) -> Result<Option<JobState>> {
        let sql = "SELECT state FROM job WHERE key = $1";
        let state: Option<String> =
            on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(key).fetch_optional(pool).await?);
        state.map(|state| state.parse().map_err(JournalError::Stored)).transpose()
    }

    /// The latest jobs that are not done, then those that are, at most `limit`.
    pub async fn list(&self, limit: i64) -> Result<Vec<Listed>> {
        let sql = "SELECT key, kind, state, attempts, error, run_at, at FROM job
            ORDER BY CASE state WHEN 'failed' THEN 0 WHEN 'held' THEN 0 WHEN 'done' THEN 2 WHEN 'dropped' THEN 2 ELSE 1 END, run_at DESC, key LIMIT $1";
        let rows: Vec<ListedRow> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(limit).fetch_all(pool).await?);
        rows.into_iter().map(ListedRow::listed).collect()
    }

    /// Tries a job that failed once more, now, or lets one that is held go.
    pub async fn retry(&self, key: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $2
            WHERE key = $1 AND (state IN ('failed', 'held') OR state = 'waiting' AND attempts > 0)";
        execute!(self.db, sql, key, now.timestamp_millis());
        self.wake.notify_one();
        Ok(())
    }

    /// Drops a job that failed or is held: its key stays, so that it is not asked for again; its body goes.
    pub async fn drop(&self, key: &str) -> Result<()> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL
            WHERE key = $1 AND (state IN ('failed', 'held') OR state = 'waiting' AND attempts > 0)";
        execute!(self.db, sql, key);
        Ok(())
    }

    /// Lets every job that is held go.
    pub async fn release_held(&self, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $1 WHERE state = 'held'";
        execute!(self.db, sql, now.timestamp_millis());
        self.wake.notify_one();
        Ok(())
    }

    /// Drops every job that is held.
    pub async fn drop_held(&self) -> Result<()> {
        execute!(self.db, "UPDATE job SET state = 'dropped', body = '', error = NULL WHERE state = 'held'");
        Ok(())
    }

    /// How many jobs are held.
    pub async fn held(&self) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM job WHERE state = 'held'";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// How many jobs are given up.
    pub async fn given_up(&self) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM job WHERE state = 'failed'";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// The letters whose keys begin so, the latest first.
    pub async fn letters_about(&self, about: &str) -> Result<Vec<Letter>> {
        let sql =
            "SELECT key, state, at FROM job WHERE kind = 'mail' AND substr(key, 1, $2) = $1 ORDER BY at DESC, key";
        let (kind, begin) = ("mail:", format!("mail:{about}"));
        let rows: Vec<(String, String, i64)> = on!(self.db.reader(), pool => sqlx::query_as(sql).bind(&begin)
            .bind(i32::try_from(begin.chars().count()).unwrap_or(i32::MAX)).fetch_all(pool).await?);
        let letter = |(key, state, at): (String, String, i64)| {
            Ok(Letter {
                key: key.strip_prefix(kind).unwrap_or_default().to_owned(),
                state: state.parse().map_err(JournalError::Stored)?,
                asked: DateTime::from_timestamp_millis(at).unwrap_or_default(),
            })
        };
        rows.into_iter().map(letter).collect()
    }

    /// The letters to an address that have not left, with their keys.
    pub async fn letters_to(&self, address: &str) -> Result<Vec<(String, Mail)>> {
        let sql = "SELECT key, body FROM job WHERE kind = 'mail' AND state NOT IN ('done', 'dropped') ORDER BY at, key";
        let rows: Vec<(String, String)> = on!(self.db.reader(), pool => sqlx::query_as(sql).fetch_all(pool).await?);
        let letter = |(key, body): (String, String)| Some((key, serde_json::from_str::<Mail>(&body).ok()?));
        let to_him = |(_, mail): &(String, Mail)| mail.to.to_lowercase() == address.to_lowercase();
        Ok(rows.into_iter().filter_map(letter).filter(to_him).collect())
    }

    /// Takes the text from letters that were given up long ago: nobody will try them again.
    async fn forget_failed_letters(&self, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL
            WHERE kind = 'mail' AND state = 'failed' AND run_at < $1";
        execute!(self.db, sql, (now - FAILED_KEPT).timestamp_millis());
        Ok(())
    }

    async fn forget_tidied(&self, now: DateTime<Utc>) -> Result<()> {
        let day_ago = (now - Duration::days(1)).timestamp_millis();
        execute!(self.db, "DELETE FROM job WHERE kind = 'tidy' AND state = 'done' AND at < $1", day_ago);
        Ok(())
    }

    /// The letters that wait to be sent.
    #[cfg(test)]
    pub async fn letters(&self) -> Vec<Mail> {
        let sql = "SELECT body FROM job WHERE kind = 'mail' AND state = 'waiting' ORDER BY at, key";
        let bodies: Vec<String> = on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap());
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }
}

/// How long to wait after so many failures: one minute, four, sixteen, ... a day at most.
fn delay(attempts: i32) -> Duration {
    let exponent = u32::try_from(attempts - 1).unwrap_or_default().min(8);
    Duration::minutes(4_i64.pow(exponent)).min(Duration::days(1))
}

/// A fault with its causes; one that repeats the end of what it explains is left out.
fn causes(fault: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in fault.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.ends_with(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    said
}

/// Runs jobs until `stop` says so.
pub async fn work(app: State, post: Post, mut stop: watch::Receiver<bool>) {
    let holder = format!("{:016x}", rand::random::<u64>());
    loop {
        // While the atlas only reads, what is to be done waits.
        if !app.live.settings().read_only {
            let hour = format!("tidy:{}", (app.now)().format("%Y-%m-%dT%H"));
            let tidy = app.jobs.add(&hour, Kind::Tidy, "", (app.now)()).await;
            if let Err(fault) = tidy.and(run_due(&app, &post, &holder).await) {
                tracing::error!(%fault, "the job queue");
            }
        }
        tokio::select! {
            () = app.jobs.wake.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Runs the jobs that are due, as a worker does; letters go nowhere.
#[cfg(test)]
pub async fn run_all(app: &State) {
    let post = Post::new(&app.settings, "atlas@example.org", None, None).unwrap();
    run_due(app, &post, "test").await.unwrap();
}

/// Runs every job that is due.
async fn run_due(app: &State, post: &Post, holder: &str) -> Result<()> {
    while let Some(job) = app.jobs.take(holder, (app.now)()).await? {
        match run_held(app, post, &job, holder).await {
            Ok(()) => app.jobs.done(&job, holder, (app.now)()).await?,
            Err(fault) => {
                // The fault of a letter may hold its address, which the log must not.
                tracing::warn!(kind = job.kind.as_str(), attempts = job.attempts, "a job failed");
                let fault = Fault { text: causes(&fault), is_final: mail::is_refused_for_good(&fault) };
                app.jobs.failed(&job, holder, &fault, (app.now)()).await?;
            }
        }
    }
    Ok(())
}

/// Runs a job for as long as it takes. Both are polled side by side: a job may hold the connection that renewing waits for.
async fn run_held(app: &State, post: &Post, job: &Taken, holder: &str) -> anyhow::Result<()> {
    tokio::select! {
        done = run(app, post, job) => done,
        never = hold(app, job, holder) => match never {},
    }
}

/// Renews the lease of a job again and again.
async fn hold(app: &State, job: &Taken, holder: &str) -> Infallible {
    loop {
        tokio::time::sleep(RENEWAL).await;
        if let Err(fault) = app.jobs.renew(job, holder, (app.now)()).await {
            tracing::warn!(%fault, "a job's lease is not renewed");
        }
    }
}

async fn run(app: &State, post: &Post, job: &Taken) -> anyhow::Result<()> {
    match job.kind {
        Kind::Mail => post.send(&serde_json::from_str(&job.body)?, &job.key).await,
        Kind::Import => crate::imports::work::run(app, &job.body).await,
        Kind::Campaign => campaign::write(app, &job.body).await,
        Kind::Tidy => {
            let now = (app.now)();
            app.accounts.forget_ended_sessions(now).await?;
            app.accounts.forget_tickets(now).await?;
            app.accounts.forget_requests(now).await?;
            app.jobs.forget_failed_letters(now).await?;
            app.jobs.forget_tidied(now).await?;
            app.journal.erase_ended_persons(now).await?;
            kept::forget_waiting(&app.journal, now - Duration::days(kept::KEPT_DAYS)).await?;
            app.downloads.sweep(now);
            Ok(())
        }
    }
}
