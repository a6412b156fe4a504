//! `/admin/taches`: the job queue: what failed, waits, runs, is done; tried again or dropped one by one or all at once.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::{Account, Posted, SignedIn, done};
use crate::access::Action;
use crate::app::State;
use crate::declaration::tasks::moment;
use crate::job::{JobState, Kind as JobKind, Listed};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// The page's address without the language's prefix.
const PAGE: &str = "/admin/taches";
/// Jobs on a page.
const SIZE: usize = 100;

/// The address of the queue.
pub(super) fn routes() -> Router<State> {
    Router::new().route(PAGE, get(show).post(decide))
}

impl JobState {
    /// The key of its name.
    fn key(self) -> &'static str {
        match self {
            JobState::Waiting => "job-waiting",
            JobState::Running => "job-running",
            JobState::Done => "job-done",
            JobState::Failed => "job-failed",
            JobState::Held => "job-held",
            JobState::Dropped => "job-dropped",
        }
    }
}

#[derive(Template)]
#[template(path = "account/jobs.html")]
struct JobsPage {
    l: Locale,
    page: Page,
    jobs: Vec<Listed>,
    pager: Pager,
    /// The names of the accounts, by which the jobs' keys are explained.
    names: HashMap<Id, String>,
    /// The states that there are, with the number of their jobs and the address of their list.
    states: Vec<(&'static str, i64, String)>,
    all: String,
    /// The key of the state that is shown alone.
    only: Option<&'static str>,
    held: i64,
    failed: i64,
    done: Option<String>,
}

impl JobsPage {
    fn kind(&self, job: &Listed) -> &'static str {
        match job.kind {
            JobKind::Mail => "job-kind-mail",
            JobKind::Tidy => "job-kind-tidy",
            JobKind::Import => "job-kind-import",
            JobKind::Campaign => "job-kind-campaign",
            JobKind::Persons => "job-kind-persons",
        }
    }

    fn state(&self, job: &Listed) -> &'static str {
        job.state.key()
    }

    /// Whether somebody may say that it goes on now, or not at all.
    fn may_be_decided(&self, job: &Listed) -> bool {
        matches!(job.state, JobState::Failed | JobState::Held) || job.state == JobState::Waiting && job.attempts > 0
    }

    fn time(&self, job: &Listed) -> String {
        moment(self.l, job.at)
    }

    /// The account that a job is for: its identifier and its name.
    fn account(&self, job: &Listed) -> Option<(Id, &str)> {
        let id = job.key.split(':').filter_map(|part| part.parse().ok()).find(|id| self.names.contains_key(id))?;
        self.names.get(&id).map(|name| (id, name.as_str()))
    }
}

pub(super) fn keeper(who: &SignedIn) -> web::Result<&Account> {
    let account = &who.account;
    if crate::access::may_everywhere(&account.grants, Action::ManageSettings) {
        Ok(account)
    } else {
        Err(Error::Forbidden)
    }
}

/// The address of a page of the list.
fn address(l: Locale, state: Option<JobState>, page: usize) -> String {
    let state = state.map(|state| format!("etat={}", state.as_str()));
    let page = (page > 1).then(|| format!("page={page}"));
    let query = [state, page].into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { l.href(PAGE) } else { format!("{}?{query}", l.href(PAGE)) }
}

async fn show(visit: Visit, who: SignedIn) -> web::Result {
    let (l, keeper) = (visit.locale, keeper(&who)?);
    let mut asked = Parameters::of(&visit);
    let only = asked.words("etat", JobState::ALL, JobState::as_str).pop();
    let at = asked.page();
    let queue = &visit.app.jobs;
    let counts: HashMap<JobState, i64> = queue.counts().await?.into_iter().collect();
    let count = |state| counts.get(&state).copied().unwrap_or_default();
    let total = only.map_or(counts.values().sum(), count);
    let pager = Pager::new(at, total.unsigned_abs(), SIZE, move |page| address(l, only, page))?;
    let size = i64::try_from(SIZE).unwrap_or(i64::MAX);
    let before = i64::try_from(at - 1).unwrap_or(i64::MAX).saturating_mul(size);
    let states = JobState::ALL.iter().filter(|state| count(**state) > 0);
    let page = JobsPage {
        l,
        page: visit.page(l.t("admin-jobs")).of_account(keeper).crumb(l.t("admin"), "/admin"),
        jobs: queue.some(only, before, size).await?,
        pager,
        names: visit.app.accounts.all().await?.into_iter().map(|account| (account.id, account.name)).collect(),
        states: states.map(|state| (state.key(), count(*state), address(l, Some(*state), 1))).collect(),
        all: address(l, None, 1),
        only: only.map(JobState::key),
        held: count(JobState::Held),
        failed: count(JobState::Failed),
        done: done::sentence(&visit),
    };
    page::answer(Cache::Private, &page)
}

async fn decide(visit: Visit, form: Posted) -> web::Result {
    keeper(&form.who)?;
    let (queue, key, now) = (&visit.app.jobs, form.text("key"), (visit.app.now)());
    let (word, count) = match form.text("do") {
        "drop" => ("tache-abandonnee", u64::from(queue.drop(key, now).await?)),
        "release-held" => ("taches-reprises", queue.release_held(now).await?),
        "drop-held" => ("taches-abandonnees", queue.drop_held(now).await?),
        "retry-failed" => ("taches-reprises", queue.retry_failed(now).await?),
        _ => ("tache-reprise", u64::from(queue.retry(key, now).await?)),
    };
    let word = if count == 0 { "tache-passee" } else { word };
    tracing::info!(keeper = %form.who.account.id, word, count, "the job queue");
    Ok(done::lead_to(&visit, PAGE, &format!("{word}&nombre={count}")))
}
