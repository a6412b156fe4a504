//! Work to be done later, or elsewhere, or again: a queue in SQL.
//!
//! A job has a key that names the thing to be done, such as `invitation:0A1B2C3D:1`: asked for twice, it is done once. Each
//! node runs one worker for letters and one for everything else. A worker takes a job for [`LEASE`], and renews that while
//! it works; if it dies meanwhile another takes the job over; if it is to end, it gives back a job that goes on for long. A
//! job that fails, panics or ends the program is tried again, later each time where it left the time to say so,
//! [`ATTEMPTS`] times at most.

pub mod mail;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sqlx::{AssertSqlSafe, FromRow};
use tokio::sync::{Notify, watch};

use crate::app::State;
use crate::confirmation::campaign;
use crate::imports::kept;
use crate::journal::db::{Db, execute, execute_in, on};
use crate::journal::{Journal, JournalError, Result, moment, words};
use crate::web::server::STOP_TIME;
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
/// How long a job that is given up may take to let go: it does where it waits for something.
const LETTING_GO: std::time::Duration = std::time::Duration::from_secs(2);

words! {
    /// What a job does.
    Kind {
        /// Sends a letter.
        Mail = "mail",
        /// Reads an import that was handed in, writes or undoes it.
        Import = "import",
        /// Writes a campaign's letters of a day.
        Campaign = "campaign",
        /// Sends whoever asks what is held about him a link to it.
        Persons = "persons",
        /// Deletes what has expired: sessions, links, requests, uploads, letters given up, jobs of this kind and links asked for.
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
        /// Restored from a backup: it may have been done since, so somebody has to say.
        Held = "held",
        /// Not to be done: somebody said so, or its account is gone. Nothing tries it again.
        Dropped = "dropped",
    }
}

/// Jobs that run one after the other. The lanes run side by side: a long import keeps no letter waiting, and a slow mail
/// server no import.
#[derive(Debug, Clone, Copy)]
enum Lane {
    Letters,
    Others,
}

impl Lane {
    /// Letters last: other jobs write some.
    const ALL: [Lane; 2] = [Lane::Others, Lane::Letters];

    /// The condition on its jobs.
    fn condition(self) -> &'static str {
        match self {
            Lane::Letters => "kind = 'mail'",
            Lane::Others => "kind <> 'mail'",
        }
    }
}

/// The queue of a register.
#[derive(Debug, Clone)]
pub struct Jobs {
    db: Db,
    /// Wakes the worker of each lane.
    wake: Arc<[Notify; Lane::ALL.len()]>,
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

impl Listed {
    /// Whether it was given up before its last try: a letter that the receiver's server refuses for good.
    pub fn is_refused(&self) -> bool {
        self.state == JobState::Failed && self.attempts < ATTEMPTS
    }
}

impl ListedRow {
    fn listed(self) -> Result<Listed> {
        let state = self.state.parse().map_err(JournalError::Stored)?;
        // From when it is due again follows when it was tried.
        let at = match state {
            JobState::Done | JobState::Failed | JobState::Dropped => moment(self.run_at)?,
            JobState::Running => moment(self.run_at)? - LEASE,
            JobState::Waiting if self.attempts > 0 => moment(self.run_at)? - delay(self.attempts),
            JobState::Waiting | JobState::Held => moment(self.at)?,
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
            self.wake();
        }
        Ok(new)
    }

    fn wake(&self) {
        self.wake.iter().for_each(Notify::notify_one);
    }

    /// Sends a letter, once for this key.
    pub async fn mail(&self, key: &str, mail: &Mail, now: DateTime<Utc>) -> Result<bool> {
        let body = serde_json::to_string(mail).map_err(|_| JournalError::Stored("mail".to_owned()))?;
        self.add(&format!("mail:{key}"), Kind::Mail, &body, now).await
    }

    /// Takes the job of a lane that has been due for longest, if any is: for [`LEASE`] it is this worker's alone. One whose
    /// worker was lost at its last try is given up.
    async fn take_in(&self, lane: Lane, holder: &str, now: DateTime<Utc>) -> Result<Option<Taken>> {
        // A second worker that waited for the row reads it again: its lease has begun by then, so it is not due.
        let sql = format!(
            "UPDATE job SET state = 'running', holder = $2, run_at = $3, attempts = attempts + 1
            WHERE key = (SELECT key FROM job WHERE state IN ('waiting', 'running') AND run_at <= $1 AND {}
                ORDER BY run_at, key LIMIT 1) AND run_at <= $1 AND state IN ('waiting', 'running')
            RETURNING key, kind, body, attempts",
            lane.condition()
        );
        let ended = "UPDATE job SET state = 'failed', error = 'the program ended while it worked on this', run_at = $1
            WHERE state = 'running' AND run_at <= $1 AND attempts >= $2";
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, ended, now.timestamp_millis(), ATTEMPTS);
        let row: Option<TakenRow> = on!(&mut tx, tx => sqlx::query_as(AssertSqlSafe(sql)).bind(now.timestamp_millis())
            .bind(holder).bind((now + LEASE).timestamp_millis()).fetch_optional(&mut **tx).await?);
        tx.commit().await?;
        row.map(|row| {
            let kind = row.kind.parse().map_err(JournalError::Stored)?;
            Ok(Taken { key: row.key, kind, body: row.body, attempts: row.attempts })
        })
        .transpose()
    }

    /// Takes a job of any lane.
    #[cfg(test)]
    async fn take(&self, holder: &str, now: DateTime<Utc>) -> Result<Option<Taken>> {
        Ok(match self.take_in(Lane::Letters, holder, now).await? {
            Some(letter) => Some(letter),
            None => self.take_in(Lane::Others, holder, now).await?,
        })
    }

    /// Keeps a job its worker's own for another [`LEASE`]; `false` where it is no more: another has taken it, or it was ended.
    async fn renew(&self, job: &Taken, holder: &str, now: DateTime<Utc>) -> Result<bool> {
        let sql = "UPDATE job SET run_at = $3 WHERE key = $1 AND holder = $2 AND state = 'running'";
        Ok(execute!(self.db, sql, &job.key, holder, (now + LEASE).timestamp_millis()) == 1)
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
        let sql = "UPDATE job SET state = $3, error = $4, run_at = $5
            WHERE key = $1 AND holder = $2 AND state = 'running'";
        execute!(self.db, sql, &job.key, holder, state.as_str(), error, next.timestamp_millis());
        Ok(())
    }

    /// Gives back a job that the program leaves before it is done: it is due at once, and this was none of its tries.
    async fn give_back(&self, job: &Taken, holder: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'waiting', run_at = $3, attempts = attempts - 1
            WHERE key = $1 AND holder = $2 AND state = 'running'";
        execute!(self.db, sql, &job.key, holder, now.timestamp_millis());
        Ok(())
    }

    /// Where a job stands; none where it was never asked for.
    pub async fn state(&self, key: &str) -> Result<Option<JobState>> {
        let sql = "SELECT state FROM job WHERE key = $1";
        let state: Option<String> =
            on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(key).fetch_optional(pool).await?);
        state.map(|state| state.parse().map_err(JournalError::Stored)).transpose()
    }

    /// How many jobs stand where.
    pub async fn counts(&self) -> Result<Vec<(JobState, i64)>> {
        let sql = "SELECT state, COUNT(*) FROM job GROUP BY state";
        let rows: Vec<(String, i64)> = on!(self.db.reader(), pool => sqlx::query_as(sql).fetch_all(pool).await?);
        rows.into_iter().map(|(state, count)| Ok((state.parse().map_err(JournalError::Stored)?, count))).collect()
    }

    /// Some of the jobs, of one state or of all: the latest that are not done, then those that are.
    pub async fn some(&self, state: Option<JobState>, offset: i64, limit: i64) -> Result<Vec<Listed>> {
        let sql = "SELECT key, kind, state, attempts, error, run_at, at FROM job WHERE $1 = '' OR state = $1
            ORDER BY CASE state WHEN 'failed' THEN 0 WHEN 'held' THEN 0 WHEN 'done' THEN 2 WHEN 'dropped' THEN 2 ELSE 1 END,
                run_at DESC, key LIMIT $2 OFFSET $3";
        let state = state.map_or("", JobState::as_str);
        let rows: Vec<ListedRow> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(state).bind(limit).bind(offset).fetch_all(pool).await?);
        rows.into_iter().map(ListedRow::listed).collect()
    }

    /// The first jobs of the list.
    #[cfg(test)]
    pub async fn list(&self, limit: i64) -> Result<Vec<Listed>> {
        self.some(None, 0, limit).await
    }

    /// The latest letter whose key begins so.
    pub async fn last_letter(&self, beginning: &str) -> Result<Option<Listed>> {
        let sql = "SELECT key, kind, state, attempts, error, run_at, at FROM job WHERE key LIKE $1
            ORDER BY at DESC, key DESC LIMIT 1";
        let row: Option<ListedRow> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(format!("mail:{beginning}%")).fetch_optional(pool).await?);
        row.map(ListedRow::listed).transpose()
    }

    /// Tries a job that failed once more, now, or lets one that is held go; `false` where it is no such job.
    pub async fn retry(&self, key: &str, now: DateTime<Utc>) -> Result<bool> {
        let sql = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $2
            WHERE key = $1 AND (state IN ('failed', 'held') OR state = 'waiting' AND attempts > 0)";
        let tried = execute!(self.db, sql, key, now.timestamp_millis()) == 1;
        self.wake();
        Ok(tried)
    }

    /// Tries every job that was given up once more, now; says how many.
    pub async fn retry_failed(&self, now: DateTime<Utc>) -> Result<u64> {
        let sql = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $1 WHERE state = 'failed'";
        let tried = execute!(self.db, sql, now.timestamp_millis());
        self.wake();
        Ok(tried)
    }

    /// Asks anew for a job that was given up or dropped.
    pub async fn add_again(&self, key: &str, body: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'waiting', body = $2, attempts = 0, run_at = $3
            WHERE key = $1 AND (state IN ('failed', 'held', 'dropped') OR state = 'waiting' AND attempts > 0)";
        execute!(self.db, sql, key, body, now.timestamp_millis());
        self.wake();
        Ok(())
    }

    /// Drops a job that failed or is held: its key stays, so that it is not asked for again; its body goes. `false` where it
    /// is no such job.
    pub async fn drop(&self, key: &str, now: DateTime<Utc>) -> Result<bool> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL, run_at = $2
            WHERE key = $1 AND (state IN ('failed', 'held') OR state = 'waiting' AND attempts > 0)";
        Ok(execute!(self.db, sql, key, now.timestamp_millis()) == 1)
    }

    /// Lets every job that is held go; says how many.
    pub async fn release_held(&self, now: DateTime<Utc>) -> Result<u64> {
        let sql = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $1 WHERE state = 'held'";
        let released = execute!(self.db, sql, now.timestamp_millis());
        self.wake();
        Ok(released)
    }

    /// Drops every job that is held; says how many.
    pub async fn drop_held(&self, now: DateTime<Utc>) -> Result<u64> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL, run_at = $1 WHERE state = 'held'";
        Ok(execute!(self.db, sql, now.timestamp_millis()))
    }

    /// How many jobs are held.
    pub async fn held(&self) -> Result<i64> {
        let counts = self.counts().await?;
        Ok(counts.into_iter().find(|(state, _)| *state == JobState::Held).map_or(0, |(_, count)| count))
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
                asked: moment(at)?,
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

    /// Drops the letters to an address that have not left.
    pub async fn drop_letters_to(&self, address: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL, run_at = $2
            WHERE key = $1 AND state NOT IN ('done', 'dropped')";
        for (key, _) in self.letters_to(address).await? {
            execute!(self.db, sql, key, now.timestamp_millis());
        }
        Ok(())
    }

    /// Drops the letters whose keys begin so and that have not left: another takes their place.
    pub async fn drop_letters(&self, beginning: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL, run_at = $2
            WHERE key LIKE $1 AND state IN ('waiting', 'failed', 'held')";
        execute!(self.db, sql, format!("mail:{beginning}%"), now.timestamp_millis());
        Ok(())
    }

    /// Takes the text from letters that were given up long ago: nobody will try them again.
    async fn forget_failed_letters(&self, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET state = 'dropped', body = '', error = NULL, run_at = $2
            WHERE kind IN ('mail', 'persons') AND state = 'failed' AND run_at < $1";
        execute!(self.db, sql, (now - FAILED_KEPT).timestamp_millis(), now.timestamp_millis());
        Ok(())
    }

    async fn forget_tidied(&self, now: DateTime<Utc>) -> Result<()> {
        let day_ago = (now - Duration::days(1)).timestamp_millis();
        let sql = "DELETE FROM job WHERE kind IN ('tidy', 'persons') AND state = 'done' AND at < $1";
        execute!(self.db, sql, day_ago);
        Ok(())
    }

    /// Makes a job that waits due now, with its tries.
    #[cfg(test)]
    pub async fn hasten(&self, key: &str, now: DateTime<Utc>) -> Result<()> {
        let sql = "UPDATE job SET run_at = $2 WHERE key = $1 AND state = 'waiting'";
        execute!(self.db, sql, key, now.timestamp_millis());
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

/// A fault with its causes, each once: some say the same as what they explain, or repeat its end.
fn causes(fault: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in fault.chain().map(ToString::to_string) {
        said.extend(cause.split(": ").map(str::to_owned));
    }
    let mut once = Vec::new();
    for part in said {
        if !once.contains(&part) {
            once.push(part);
        }
    }
    once.join(": ")
}

/// When a worker is to end.
#[derive(Debug, Clone)]
struct Stop {
    asked: watch::Receiver<bool>,
    /// How long the job that runs may still take then.
    patience: std::time::Duration,
}

impl Stop {
    /// Never.
    #[cfg(test)]
    fn never() -> Stop {
        Stop { asked: watch::channel(false).1, patience: std::time::Duration::ZERO }
    }

    /// Ready when a job that still runs is to be given back.
    async fn over(mut self) {
        let asked = self.asked.wait_for(|asked| *asked).await.is_ok();
        if !asked {
            // Nobody is there any more who could ask.
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(self.patience).await;
    }
}

/// Runs jobs until `stop` says so. One that runs then and does not end soon is given back.
pub async fn work(app: State, post: Post, stop: watch::Receiver<bool>) {
    let stop = Stop { asked: stop, patience: STOP_TIME };
    let workers = Lane::ALL.map(|lane| tokio::spawn(work_in(lane, app.clone(), post.clone(), stop.clone())));
    for worker in workers {
        if let Err(fault) = worker.await {
            tracing::error!(%fault, "a worker of the job queue stopped");
        }
    }
}

/// Runs the jobs of a lane until `stop` says so.
async fn work_in(lane: Lane, app: State, post: Post, mut stop: Stop) {
    let holder = format!("{:016x}", rand::random::<u64>());
    loop {
        // While the atlas only reads, what is to be done waits.
        let goes_on = || !*stop.asked.borrow() && !app.live.settings().read_only;
        if goes_on() {
            let hour = format!("tidy:{}", (app.now)().format("%Y-%m-%dT%H"));
            let tidy = app.jobs.add(&hour, Kind::Tidy, "", (app.now)()).await;
            if let Err(fault) = tidy.and(run_due_in(lane, &app, &post, &holder, goes_on, &stop).await) {
                tracing::error!(%fault, "the job queue");
            }
        }
        tokio::select! {
            () = app.jobs.wake[lane as usize].notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.asked.changed() => return,
        }
    }
}

/// Runs the jobs that are due, as workers do; letters go nowhere.
#[cfg(test)]
pub async fn run_all(app: &State) {
    let post = Post::new("atlas@example.org", None, None).unwrap();
    run_due(app, &post, "test").await.unwrap();
}

/// Runs the jobs that are due but for letters, which wait.
#[cfg(test)]
pub async fn run_others(app: &State) {
    let post = Post::new("atlas@example.org", None, None).unwrap();
    run_due_in(Lane::Others, app, &post, "test", || true, &Stop::never()).await.unwrap();
}

/// Runs every job that is due, in one lane after the other.
#[cfg(test)]
async fn run_due(app: &State, post: &Post, holder: &str) -> Result<()> {
    for lane in Lane::ALL {
        run_due_in(lane, app, post, holder, || true, &Stop::never()).await?;
    }
    Ok(())
}

/// Runs every job of a lane that is due, one after the other, for as long as `goes_on` says so.
async fn run_due_in(
    lane: Lane,
    app: &State,
    post: &Post,
    holder: &str,
    goes_on: impl Fn() -> bool,
    stop: &Stop,
) -> Result<()> {
    while goes_on()
        && let Some(job) = app.jobs.take_in(lane, holder, (app.now)()).await?
    {
        match run_held(app, post, &job, holder, stop).await {
            None => app.jobs.give_back(&job, holder, (app.now)()).await?,
            Some(Ok(())) => app.jobs.done(&job, holder, (app.now)()).await?,
            Some(Err(fault)) => {
                // The fault of a letter may hold its address, which the log must not.
                tracing::warn!(kind = job.kind.as_str(), attempts = job.attempts, "a job failed");
                let fault = Fault { text: causes(&fault), is_final: mail::is_refused_for_good(&fault) };
                app.jobs.failed(&job, holder, &fault, (app.now)()).await?;
            }
        }
    }
    Ok(())
}

/// Runs a job for as long as it takes, in a task of its own: one that panics ends nothing else, and one that computes for
/// long keeps nobody from renewing its lease. None where it was given up: the worker is to end, or another may have the job.
async fn run_held(app: &State, post: &Post, job: &Taken, holder: &str, stop: &Stop) -> Option<anyhow::Result<()>> {
    let (own, by, what) = (app.clone(), post.clone(), job.clone());
    let mut work = tokio::spawn(async move { run(&own, &by, &what).await });
    let leave = async {
        tokio::select! {
            () = hold(app, job, holder) => {}
            () = stop.clone().over() => {}
        }
    };
    let ended = tokio::select! {
        done = &mut work => done,
        () = leave => {
            work.abort();
            match tokio::time::timeout(LETTING_GO, work).await {
                // It ended at that moment after all: a letter that left is not sent again.
                Ok(Ok(done)) => Ok(done),
                _ => return None,
            }
        }
    };
    Some(ended.unwrap_or_else(|fault| Err(fault.into())))
}

/// Renews the lease of a job again and again. Ready when another may have taken it.
async fn hold(app: &State, job: &Taken, holder: &str) {
    // When it ends, where it could not be renewed.
    let mut end = None;
    loop {
        tokio::time::sleep(RENEWAL).await;
        let now = (app.now)();
        match app.jobs.renew(job, holder, now).await {
            Ok(true) => end = None,
            Ok(false) => break,
            Err(fault) => {
                tracing::warn!(%fault, "a job's lease is not renewed");
                if now >= *end.get_or_insert(now + LEASE - RENEWAL) {
                    break;
                }
            }
        }
    }
    tracing::warn!(kind = job.kind.as_str(), "a job is left to another worker");
}

async fn run(app: &State, post: &Post, job: &Taken) -> anyhow::Result<()> {
    // The worker began with the program; the operator may have decided otherwise since.
    let app = &app.current();
    match job.kind {
        Kind::Mail => post.send(&serde_json::from_str(&job.body)?, &job.key, &app.settings.operator).await,
        Kind::Import => crate::imports::work::run(app, &job.body).await,
        Kind::Campaign => campaign::write(app, &job.body).await,
        Kind::Persons => crate::person::send_link(app, &job.key, &job.body).await,
        Kind::Tidy => {
            let now = (app.now)();
            app.accounts.forget_ended_sessions(now).await?;
            app.accounts.forget_tickets(now).await?;
            app.accounts.forget_requests(now).await?;
            app.jobs.forget_failed_letters(now).await?;
            app.jobs.forget_tidied(now).await?;
            app.journal.erase_ended_persons(now).await?;
            kept::forget_waiting(&app.journal, now - Duration::days(kept::KEPT_DAYS)).await?;
            Ok(())
        }
    }
}
