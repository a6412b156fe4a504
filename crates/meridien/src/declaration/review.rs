//! Validation: the queue of what was handed in, and one declaration under review.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use serde_json::Value;

use super::draft::Draft;
use super::duplicates;
use super::editor::name;
use super::form::Pairs;
use super::letters::{self, Decision};
use super::merge::{self, Choice};
use super::tasks::{self, Answers, similar};
use super::work::Work;
use super::workflow::Step;
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::anomaly::Severity;
use crate::app::State;
use crate::journal::{Change, Entry, JournalError, Kind, Proposal, ProposalState, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::fields::{FIELDS, Field};
use crate::partnership::wording::{self, Difference};
use crate::partnership::{Verification, identifiers};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// A declaration in the queue.
struct Waiting {
    href: String,
    title: String,
    /// The authority for which it is declared.
    authority: String,
    /// Since when it waits.
    age: String,
    correction: bool,
    doubts: usize,
    /// Whether the reader declared it himself.
    own: bool,
}

#[derive(Template)]
#[template(path = "declaration/queue.html")]
struct QueuePage {
    l: Locale,
    page: Page,
    waiting: Vec<Waiting>,
}

/// `/valider`
pub async fn queue(visit: Visit, who: SignedIn) -> web::Result {
    if !access::may_everywhere(&who.account.grants, Action::Validate) {
        return Err(Error::Forbidden);
    }
    let (l, app) = (visit.locale, &visit.app);
    let mut waiting = Vec::new();
    for proposal in app.journal.proposals(ProposalState::Submitted).await? {
        waiting.push(in_queue(app, l, &who, &proposal).await?);
    }
    let page = visit.page(l.t("queue-title")).crumb(l.t("workspace"), "/espace").of_account(&who.account);
    page::answer(Cache::Private, &QueuePage { l, page, waiting })
}

async fn in_queue(app: &State, l: Locale, who: &SignedIn, proposal: &Proposal) -> web::Result<Waiting> {
    let draft = Draft::read(proposal)?;
    let remarks = draft.all_remarks((app.today)(), l);
    Ok(Waiting {
        href: l.href(&format!("/valider/{}", proposal.id)),
        title: crate::partnership::show::title(l, &draft.partnership()),
        authority: authority(app, l, draft.on_behalf_of).await?,
        age: l.t_with("days-ago", &[("days", ((app.now)() - proposal.at).num_days().into())]),
        correction: proposal.base > 0,
        doubts: remarks.iter().filter(|remark| remark.severity >= Severity::Warning).count(),
        own: proposal.author == who.account.id.to_string() || draft.hands.contains(&who.account.id),
    })
}

/// The name of an authority; that of the ministry where it is declared for none.
pub async fn authority(app: &State, l: Locale, id: Option<Id>) -> web::Result<String> {
    let directory = Directory::load(&app.journal, id).await?;
    let name = id.and_then(|id| directory.get(id)).map(|found| found.name_on((app.today)(), l.lang.code()).to_owned());
    Ok(name.unwrap_or_else(|| l.t("role-ministry").into_owned()))
}

#[derive(Template)]
#[template(path = "declaration/review.html")]
struct ReviewPage {
    l: Locale,
    page: Page,
    authority: String,
    handed_in: String,
    reason: Option<String>,
    /// What differs from the published version; none for a new record.
    changes: Option<Vec<Difference>>,
    answers: Vec<Answers>,
    duplicates: Vec<(String, String)>,
    /// Organisations that it proposes and no register holds: address and name.
    proposed: Vec<(String, String)>,
    /// Fields about which something may be asked: path and label.
    fields: Vec<(String, String)>,
    action: String,
    list: String,
    own: bool,
    /// What went wrong with the last try.
    fault: Option<&'static str>,
}

/// `/valider/{proposal}`
pub async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let work = under_review(&visit.app, who.account, &code).await?;
    draw(&visit, &work, None).await
}

/// A declaration that was handed in, for someone who validates.
async fn under_review(app: &State, account: Account, code: &str) -> web::Result<Work> {
    if !access::may_everywhere(&account.grants, Action::Validate) {
        return Err(Error::Forbidden);
    }
    let work = Work::load(app, account, code).await?;
    if work.proposal.state == ProposalState::Submitted { Ok(work) } else { Err(Error::NotFound) }
}

async fn draw(visit: &Visit, work: &Work, fault: Option<&'static str>) -> web::Result {
    let (l, app) = (visit.locale, &visit.app);
    let published = published(app, work).await?;
    let changes = match &published {
        Some(revision) => Some(wording::differences(l, &all(), &body(revision)?, &work.draft.body)),
        None => None,
    };
    let answers = tasks::answers(visit, work, false);
    let duplicates = duplicates::find(app, &work.partnership(), work.proposal.record).await?;
    let list = l.href(&format!("/declarer/{}", work.proposal.id));
    let title = match fault {
        Some(_) => l.t_with("error-title", &[("title", name(l, work).into())]),
        None => name(l, work),
    };
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").crumb(l.t("queue-title"), "/valider");
    page::answer(
        Cache::Private,
        &ReviewPage {
            l,
            page: page.of_account(&work.account),
            authority: authority(app, l, work.draft.on_behalf_of).await?,
            handed_in: tasks::moment(l, work.proposal.at),
            reason: work.draft.reason.clone(),
            changes,
            duplicates: duplicates.iter().map(|card| similar(l, card)).collect(),
            proposed: proposed(app, l, work).await?,
            fields: fields(l, &work.draft.body),
            answers,
            action: l.href(&format!("/valider/{}", work.proposal.id)),
            list,
            own: work.relations.author,
            fault,
        },
    )
}

/// The organisations that it proposes and no register holds yet.
async fn proposed(app: &State, l: Locale, work: &Work) -> web::Result<Vec<(String, String)>> {
    let named: Vec<Id> = work.draft.named().collect();
    let held = app.journal.held(Kind::Organisation, &named).await?;
    let row = |id: &Id| {
        let name = work.draft.proposed.get(id)?.organisation.names.first()?.name.clone();
        Some((l.href(&format!("/admin/organisations/proposees/{}/{id}", work.proposal.id)), name))
    };
    Ok(named.iter().filter(|id| !held.contains(id)).filter_map(row).collect())
}

fn all() -> Vec<&'static Field> {
    FIELDS.iter().collect()
}

fn body(revision: &Revision) -> web::Result<Value> {
    serde_json::from_str(&revision.body)
        .map_err(|cause| JournalError::Body { kind: revision.kind, id: revision.id, cause }.into())
}

/// The fields about which something may be asked.
fn fields(l: Locale, body: &Value) -> Vec<(String, String)> {
    let wording = wording::Wording::new(l, &[body]);
    wording.units(&all(), body).into_iter().map(|unit| (unit.path, unit.label)).collect()
}

/// The published version of the record, if it is public.
async fn published(app: &State, work: &Work) -> web::Result<Option<Revision>> {
    let newest = app.journal.newest(Kind::Partnership, work.proposal.record).await?;
    Ok(newest.filter(|revision| revision.change == Change::Published))
}

/// Publishes, or sends back with reasons.
pub async fn decide(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let work = under_review(&visit.app, posted.who.account, &code).await?;
    let pairs: Pairs = posted.fields.into_iter().collect();
    match pairs.get("do") {
        Some("publish") => publish(&visit, work, &pairs).await,
        Some("return") => send_back(&visit, work, &pairs).await,
        _ => Err(Error::NotFound),
    }
}

async fn send_back(visit: &Visit, mut work: Work, pairs: &Pairs) -> web::Result {
    let reason = pairs.get("reason").unwrap_or_default().trim().to_owned();
    let paths = pairs.all("remark-field").unwrap_or_default();
    let texts = pairs.all("remark-text").unwrap_or_default();
    let remarks = paths.into_iter().zip(texts).map(|(path, text)| (path.to_owned(), text.trim().to_owned()));
    work.draft.remarks = remarks.filter(|(path, text)| !path.is_empty() && !text.is_empty()).collect();
    if reason.is_empty() && work.draft.remarks.is_empty() {
        return draw(visit, &work, Some("fault-return-reason")).await;
    }
    work.step(Step::Return)?;
    work.proposal.reason = Some(reason).filter(|reason| !reason.is_empty());
    if !work.store(&visit.app.journal, (visit.app.now)()).await? {
        let work = under_review(&visit.app, work.account, &work.proposal.id.to_string()).await?;
        return draw(visit, &work, Some("fault-changed-meanwhile")).await;
    }
    letters::decided(&visit.app, &work, Decision::Returned).await?;
    Ok(Redirect::to(&visit.locale.href("/valider")).into_response())
}

async fn publish(visit: &Visit, mut work: Work, pairs: &Pairs) -> web::Result {
    let app = &visit.app;
    work.step(Step::Publish)?;
    if work.draft.all_remarks((app.today)(), visit.locale).iter().any(|remark| remark.severity == Severity::Error) {
        return draw(visit, &work, Some("fault-has-errors")).await;
    }
    let newest = app.journal.newest(Kind::Partnership, work.proposal.record).await?;
    if let Some(newest) = newest.filter(|newest| newest.version != work.proposal.base) {
        if newest.change != Change::Published {
            return draw(visit, &work, Some("fault-not-public")).await;
        }
        let asked = rebase(app, visit.locale, &mut work, &newest, pairs).await?;
        if !asked.is_empty() {
            return ask(visit, &work, newest.version, asked);
        }
    }
    let entries = entries(app, visit.locale, &work).await?;
    match app.journal.publish_proposal(&work.proposal, &work.declarant(), (app.now)(), &entries).await {
        Ok(_) => {
            let validator = work.account.id;
            tracing::info!(record = %work.proposal.record, %validator, "published");
            letters::decided(app, &work, Decision::Published).await?;
            Ok(Redirect::to(&visit.locale.href("/valider")).into_response())
        }
        Err(JournalError::StaleProposal(_) | JournalError::Conflict { .. }) => {
            draw(visit, &work, Some("fault-changed-meanwhile")).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What is written: the organisations that the record needs and that are not there yet, then the record.
async fn entries(app: &State, l: Locale, work: &Work) -> web::Result<Vec<Entry>> {
    let mut partnership = work.partnership();
    partnership.provenance.verification = Verification::Validated;
    let mut entries = Vec::new();
    for entry in work.draft.needs(&partnership.provenance.source) {
        if app.journal.held(entry.kind, &[entry.id]).await?.is_empty() {
            entries.push(entry);
        }
    }
    let codes = identifiers(&partnership);
    let Proposal { record, base, .. } = work.proposal;
    let record = Entry::publish(Kind::Partnership, record, base, &partnership, codes);
    entries.push(Entry { reason: reason(l, &work.draft), ..record });
    Ok(entries)
}

/// What the history says of a version: why it changes, and what the ministry mended in it, which is not its author's.
fn reason(l: Locale, draft: &Draft) -> Option<String> {
    let wording = wording::Wording::new(l, &[&draft.body]);
    let units = wording.units(&all(), &draft.body).into_iter();
    let mended: Vec<String> = units.filter(|unit| draft.mended.contains(&unit.path)).map(|unit| unit.label).collect();
    let mended =
        (!mended.is_empty()).then(|| l.t_with("mended-while-validating", &[("fields", l.list(&mended).into())]));
    let parts: Vec<String> = draft.reason.iter().cloned().chain(mended).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Brings the proposal up to the newest version; returns the fields that both changed and nobody has chosen yet.
async fn rebase(app: &State, l: Locale, work: &mut Work, newest: &Revision, pairs: &Pairs) -> web::Result<Vec<Choice>> {
    let base = match work.proposal.base {
        0 => None,
        base => app.journal.version(Kind::Partnership, newest.id, base).await?,
    };
    let base = base.map_or(Ok(Value::Null), |revision| body(&revision))?;
    let theirs = body(newest)?;
    let asked = merge::rebase(l, &mut work.draft.body, &base, &theirs);
    work.proposal.base = newest.version;
    if pairs.get("newest") == Some(newest.version.to_string().as_str()) {
        merge::choose(&mut work.draft.body, &theirs, pairs);
        return Ok(Vec::new());
    }
    Ok(asked)
}

#[derive(Template)]
#[template(path = "declaration/rebase.html")]
struct RebasePage {
    l: Locale,
    page: Page,
    action: String,
    newest: i32,
    choices: Vec<Choice>,
}

/// Asks which of two texts is right, where the record was changed since the correction began.
fn ask(visit: &Visit, work: &Work, newest: i32, choices: Vec<Choice>) -> web::Result {
    let l = visit.locale;
    let action = l.href(&format!("/valider/{}", work.proposal.id));
    let page = visit.page(l.t("merge-title")).crumb(l.t("queue-title"), "/valider").of_account(&work.account);
    page::answer(Cache::Private, &RebasePage { l, page, action, newest, choices })
}
