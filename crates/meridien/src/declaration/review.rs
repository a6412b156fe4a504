//! Validation: the queue of what was handed in, and one declaration under review.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;

use super::control;
use super::draft::{Draft, Return};
use super::duplicates;
use super::editor::name;
use super::fate::Fate;
use super::form::Pairs;
use super::letters::{self, Decision};
use super::merge::{self, Choice};
use super::moved::Moved;
use super::tasks::{self, Answers, similar};
use super::work::{self, Work};
use super::workflow::Step;
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::anomaly::Severity;
use crate::app::State;
use crate::confirmation::dissent;
use crate::journal::{Change, Entry, JournalError, Kind, Proposal, ProposalState, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::fields::FIELDS;
use crate::partnership::reason::Note;
use crate::partnership::wording::{Difference, Wording};
use crate::partnership::{Partnership, Verification, history, identifiers};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Remarks on fields that a form has room for.
const REMARKS: usize = 3;

/// A declaration in the queue.
struct Waiting {
    href: String,
    title: Passage,
    /// The authority for which it is declared.
    authority: String,
    /// Since when it waits.
    age: String,
    correction: bool,
    /// Whether it was sent back before.
    again: bool,
    /// How many remarks, and records that may be the same, its page shows.
    doubts: usize,
    /// Whether the reader declared it himself.
    own: bool,
    /// Whether he changed more than a trifle in it.
    reworked: bool,
}

#[derive(Template)]
#[template(path = "declaration/queue.html")]
struct QueuePage {
    l: Locale,
    page: Page,
    waiting: Vec<Waiting>,
    /// What became of the declaration that the reader comes from.
    outcome: Option<Outcome>,
}

/// What became of a declaration: the key of what is said, its title and its public address, where it is told which it was.
struct Outcome {
    said: &'static str,
    title: Option<Passage>,
    href: Option<String>,
}

impl Outcome {
    /// That of an address that [`decided`], [`publish`] or [`send_back`] led to.
    async fn of(visit: &Visit, done: &str, which: &str) -> web::Result<Option<Outcome>> {
        let (l, journal) = (visit.locale, &visit.app.journal);
        let title = |record: &Partnership| crate::partnership::show::marked_title(l, record);
        match (done, which.parse::<Id>()) {
            ("decide", _) => Ok(Some(Outcome { said: "queue-decided", title: None, href: None })),
            ("publie", Ok(record)) => {
                let newest = journal.newest(Kind::Partnership, record).await?;
                let Some(newest) = newest.filter(|newest| newest.change == Change::Published) else { return Ok(None) };
                let href = Some(l.href(&format!("/partenariats/{record}")));
                let title = title(&newest.read::<Partnership>()?);
                Ok(Some(Outcome { said: "queue-published", title: Some(title), href }))
            }
            ("renvoye", Ok(proposal)) => {
                let proposal = journal.proposal(proposal).await?;
                let Some(proposal) = proposal.filter(|proposal| proposal.state == ProposalState::Returned) else {
                    return Ok(None);
                };
                let title = title(&Draft::read(&proposal)?.partnership());
                Ok(Some(Outcome { said: "queue-returned", title: Some(title), href: None }))
            }
            _ => Ok(None),
        }
    }
}

/// `/valider`
pub async fn queue(visit: Visit, who: SignedIn) -> web::Result {
    if !access::may_everywhere(&who.account.grants, Action::Validate) {
        return Err(Error::Forbidden);
    }
    let (l, app) = (visit.locale, &visit.app);
    let mut parameters = Parameters::of(&visit);
    let [done, which] = ["fait", "fiche"].map(|name| parameters.text(name));
    parameters.finish()?;
    let outcome = Outcome::of(&visit, &done, &which).await?;
    let mut waiting = Vec::new();
    for proposal in app.journal.proposals(ProposalState::Submitted).await? {
        waiting.push(in_queue(app, l, &who, &proposal).await?);
    }
    let page = visit.page(l.t("queue-title")).crumb(l.t("workspace"), "/espace").of_account(&who.account);
    page::answer(Cache::Private, &QueuePage { l, page, waiting, outcome })
}

async fn in_queue(app: &State, l: Locale, who: &SignedIn, proposal: &Proposal) -> web::Result<Waiting> {
    let mut draft = Draft::read(proposal)?;
    work::know(&app.journal, &mut draft).await?;
    let remarks = draft.all_remarks((app.today)(), l);
    let duplicates = duplicates::find(app, &draft.partnership(), proposal.record).await?;
    Ok(Waiting {
        href: l.href(&format!("/valider/{}", proposal.id)),
        title: crate::partnership::show::marked_title(l, &draft.partnership()),
        authority: authority(app, l, draft.on_behalf_of).await?,
        age: l.t_with("days-ago", &[("days", ((app.now)() - proposal.at).num_days().into())]),
        correction: proposal.base > 0,
        again: !draft.returns.is_empty(),
        doubts: remarks.len() + duplicates.len(),
        own: proposal.author == who.account.id.to_string() || draft.hands.contains(&who.account.id),
        reworked: draft.reworked.contains(&who.account.id),
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
    /// What became of the published record meanwhile, where it is public no more.
    fate: Option<Fate>,
    /// What was asked each time that it was sent back.
    returns: Vec<Asked>,
    /// What differs from the text that was sent back last.
    since_return: Option<Vec<Difference>>,
    /// What differs from the published version; none for a new record.
    changes: Option<Vec<Difference>>,
    /// The published version, where the record has changed since the correction began.
    newer: Option<i32>,
    answers: Vec<Answers>,
    duplicates: Vec<(String, Passage)>,
    /// Whether they are known to be of the same years.
    same_years: bool,
    /// Organisations that it proposes and no register holds: address and name.
    proposed: Vec<(String, String)>,
    /// Fields about which something may be asked: path and label.
    fields: Vec<(String, String)>,
    action: String,
    list: String,
    own: bool,
    /// The fields that were mended, where the reader changed more than a trifle in them: a colleague must publish.
    reworked: Option<String>,
    /// Which saving of the declaration is read: the decision is about this text and no later one.
    edit: i32,
    /// What was typed to send it back.
    reason_typed: String,
    remarks_typed: Vec<Typed>,
    /// What went wrong with the last try.
    fault: Option<&'static str>,
}

/// What was asked of a declaration when it was sent back.
struct Asked {
    /// What was missing in general.
    reason: Option<String>,
    /// The label of each field, and what was asked of it.
    fields: Vec<(String, String)>,
}

impl Asked {
    fn by(l: Locale, sent_back: &Return) -> Asked {
        let field = |(path, remark): (&String, &String)| (control::label(l, path), remark.clone());
        Asked { reason: sent_back.reason.clone(), fields: sent_back.remarks.iter().map(field).collect() }
    }
}

/// A remark on a field, as it was typed.
struct Typed {
    number: usize,
    path: String,
    text: String,
}

/// The remarks that a form sent, and empty ones for the room that is left.
fn remarks_typed(pairs: &Pairs) -> Vec<Typed> {
    let paths = pairs.all("remark-field").unwrap_or_default();
    let texts = pairs.all("remark-text").unwrap_or_default();
    let at = |all: &[&str], number: usize| all.get(number).copied().unwrap_or_default().trim().to_owned();
    let typed = |number: usize| Typed { number: number + 1, path: at(&paths, number), text: at(&texts, number) };
    (0..REMARKS.max(paths.len())).map(typed).collect()
}

/// What is asked, by field; two remarks on one field are both kept.
fn remarks(typed: Vec<Typed>) -> BTreeMap<String, String> {
    let mut remarks = BTreeMap::<String, String>::new();
    for Typed { path, text, .. } in
        typed.into_iter().filter(|remark| !remark.path.is_empty() && !remark.text.is_empty())
    {
        let said = remarks.entry(path).or_default();
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&text);
    }
    remarks
}

fn reason_typed(pairs: &Pairs) -> String {
    pairs.get("reason").unwrap_or_default().trim().to_owned()
}

/// `/valider/{proposal}`
pub async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    match under_review(&visit.app, who.account, &code).await? {
        Some(work) => draw(&visit, &work, &Pairs::default(), None).await,
        None => Ok(decided(&visit)),
    }
}

/// A declaration that was handed in, for someone who validates; none where it waits no longer: what was published is gone.
async fn under_review(app: &State, account: Account, code: &str) -> web::Result<Option<Work>> {
    if !access::may_everywhere(&account.grants, Action::Validate) {
        return Err(Error::Forbidden);
    }
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    if app.journal.proposal(id).await?.is_none() {
        return Ok(None);
    }
    let work = Work::load(app, account, code).await?;
    Ok(Some(work).filter(|work| work.proposal.state == ProposalState::Submitted))
}

/// To the queue, which says that the declaration was dealt with meanwhile.
fn decided(visit: &Visit) -> Response {
    Redirect::to(&visit.locale.href("/valider?fait=decide")).into_response()
}

/// What is decided about a declaration that waits no longer: what was typed to send it back is shown, to be copied.
async fn late(visit: &Visit, account: &Account, pairs: &Pairs) -> web::Result {
    let l = visit.locale;
    let reason = Some(reason_typed(pairs)).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| (l.t("return-reason").into_owned(), reason));
    let remarks = remarks_typed(pairs).into_iter().filter(|remark| !remark.text.is_empty());
    let remarks = remarks.map(|remark| (control::label(l, &remark.path), remark.text));
    let typed: Vec<(String, String)> = reason.into_iter().chain(remarks).collect();
    match typed.is_empty() {
        true => Ok(decided(visit)),
        false => Moved::decided().answer(visit, account, typed, false),
    }
}

/// Shows what became of the declaration since it was read, with what was typed.
async fn changed(visit: &Visit, work: Work, pairs: &Pairs) -> web::Result {
    let (code, account) = (work.proposal.id.to_string(), work.account);
    match under_review(&visit.app, account.clone(), &code).await? {
        Some(work) => draw(visit, &work, pairs, Some("fault-changed-meanwhile")).await,
        None => late(visit, &account, pairs).await,
    }
}

async fn draw(visit: &Visit, work: &Work, typed: &Pairs, fault: Option<&'static str>) -> web::Result {
    let (l, app) = (visit.locale, &visit.app);
    let published = published(app, work).await?;
    let changes = match &published {
        Some(revision) => {
            let (before, after) = (revision.read::<Value>()?, proposed_body(app, work, revision).await?);
            Some(differences(visit, &before, &after).await?)
        }
        None => None,
    };
    let since_return = match work.draft.returns.last() {
        Some(sent_back) => Some(differences(visit, &sent_back.body, &work.draft.body).await?),
        None => None,
    };
    let newer = published.as_ref().map(|revision| revision.version).filter(|version| *version != work.proposal.base);
    let answers = tasks::answers(visit, work, false);
    let partnership = work.partnership();
    let duplicates = duplicates::find(app, &partnership, work.proposal.record).await?;
    let list = l.href(&format!("/declarer/{}", work.proposal.id));
    let title = l.form_title(name(l, work), fault.is_some());
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").crumb(l.t("queue-title"), "/valider");
    page::answer(
        Cache::Private,
        &ReviewPage {
            l,
            page: page.of_account(&work.account),
            authority: authority(app, l, work.draft.on_behalf_of).await?,
            handed_in: tasks::moment(l, work.proposal.at),
            reason: work.draft.reason.clone(),
            fate: Fate::of(app, l, &work.proposal).await?,
            returns: work.draft.returns.iter().map(|sent_back| Asked::by(l, sent_back)).collect(),
            since_return,
            changes,
            newer,
            same_years: duplicates::share_years(&partnership, &duplicates),
            duplicates: duplicates.iter().map(|card| similar(l, card)).collect(),
            proposed: (work.proposes(&app.journal).await?.into_iter())
                .map(|(id, name)| (l.href(&format!("/admin/organisations/proposees/{}/{id}", work.proposal.id)), name))
                .collect(),
            fields: fields(l, &work.draft.body),
            answers,
            action: l.href(&format!("/valider/{}", work.proposal.id)),
            list,
            own: work.relations.author,
            reworked: work.relations.reworked.then(|| l.list(&work.draft.mended_labels(l))),
            edit: work.proposal.edit,
            reason_typed: reason_typed(typed),
            remarks_typed: remarks_typed(typed),
            fault,
        },
    )
}

/// What differs between two bodies, in words.
async fn differences(visit: &Visit, before: &Value, after: &Value) -> web::Result<Vec<Difference>> {
    let names = history::programmes(visit, &[before, after]).await?;
    Ok(Wording::new(visit.locale, &[before, after]).naming(names).differences(before, after))
}

/// The fields about which something may be asked.
pub(super) fn fields(l: Locale, body: &Value) -> Vec<(String, String)> {
    let wording = Wording::new(l, &[body]);
    let units = wording.units(FIELDS, body).into_iter().filter(|unit| unit.asked);
    units.map(|unit| (unit.path, unit.label)).collect()
}

/// The published version of the record; the one that a correction was made from, where the record is public no more.
async fn published(app: &State, work: &Work) -> web::Result<Option<Revision>> {
    let Proposal { record, base, .. } = work.proposal;
    match app.journal.newest(Kind::Partnership, record).await? {
        Some(newest) if newest.change != Change::Published => {
            Ok(app.journal.version(Kind::Partnership, record, base).await?)
        }
        newest => Ok(newest),
    }
}

/// What publishing would write: the correction brought up to the newest version, as validated.
async fn proposed_body(app: &State, work: &Work, newest: &Revision) -> web::Result<Value> {
    let mut proposed = work.draft.body.clone();
    if newest.version != work.proposal.base {
        merge::rebase(Locale::default(), &mut proposed, &base(app, work).await?, &newest.read()?, &Pairs::default());
    }
    proposed["provenance"]["verification"] = serde_json::to_value(Verification::Validated).unwrap_or_default();
    Ok(proposed)
}

/// Whether a correction changes nothing that the public reads.
///
/// # Errors
/// When the journal fails.
pub(super) async fn is_empty(app: &State, work: &Work) -> web::Result<bool> {
    let Some(published) = published(app, work).await? else { return Ok(false) };
    let proposed = Draft { body: proposed_body(app, work, &published).await?, ..Draft::default() };
    Ok(proposed.partnership() == published.read::<Partnership>()?)
}

/// The version that a correction began with.
async fn base(app: &State, work: &Work) -> web::Result<Value> {
    let base = match work.proposal.base {
        0 => None,
        base => app.journal.version(Kind::Partnership, work.proposal.record, base).await?,
    };
    Ok(base.map_or(Ok(Value::Null), |revision| revision.read())?)
}

/// Publishes, or sends back with reasons.
pub async fn decide(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let pairs: Pairs = posted.fields.into_iter().collect();
    let Some(work) = under_review(&visit.app, posted.who.account.clone(), &code).await? else {
        return late(&visit, &posted.who.account, &pairs).await;
    };
    if pairs.get("edit").is_some_and(|edit| edit != work.proposal.edit.to_string()) {
        return draw(&visit, &work, &pairs, Some("fault-changed-meanwhile")).await;
    }
    match pairs.get("do") {
        Some("publish") => publish(&visit, work, &pairs).await,
        Some("return") => send_back(&visit, work, &pairs).await,
        _ => Err(Error::NotFound),
    }
}

async fn send_back(visit: &Visit, mut work: Work, pairs: &Pairs) -> web::Result {
    let reason = reason_typed(pairs);
    let typed = remarks_typed(pairs);
    if typed.iter().any(|remark| remark.path.is_empty() && !remark.text.is_empty()) {
        return draw(visit, &work, pairs, Some("fault-return-field")).await;
    }
    work.draft.remarks = remarks(typed);
    if reason.is_empty() && work.draft.remarks.is_empty() {
        return draw(visit, &work, pairs, Some("fault-return-reason")).await;
    }
    work.step(Step::Return)?;
    work.proposal.reason = Some(reason).filter(|reason| !reason.is_empty());
    work.draft.returns.push(Return {
        reason: work.proposal.reason.clone(),
        remarks: work.draft.remarks.clone(),
        body: work.draft.body.clone(),
    });
    if !work.store(&visit.app.journal, (visit.app.now)()).await? {
        return changed(visit, work, pairs).await;
    }
    letters::decided(&visit.app, &work, Decision::Returned).await?;
    let next = format!("/valider?fait=renvoye&fiche={}", work.proposal.id);
    Ok(Redirect::to(&visit.locale.href(&next)).into_response())
}

async fn publish(visit: &Visit, mut work: Work, pairs: &Pairs) -> web::Result {
    let app = &visit.app;
    work.step(Step::Publish)?;
    if has_errors(visit, &work) {
        return draw(visit, &work, pairs, Some("fault-has-errors")).await;
    }
    let newest = app.journal.newest(Kind::Partnership, work.proposal.record).await?;
    if let Some(newest) = newest.filter(|newest| newest.version != work.proposal.base) {
        if newest.change != Change::Published {
            return draw(visit, &work, pairs, Some("fault-not-public")).await;
        }
        let chosen = pairs.get("newest") == Some(newest.version.to_string().as_str());
        let none = Pairs::default();
        let choices = rebase(app, visit.locale, &mut work, &newest, if chosen { pairs } else { &none }).await?;
        if !choices.iter().all(Choice::is_made) {
            return ask(visit, &work, newest.version, choices, chosen);
        }
        merge::choose(&mut work.draft.body, &newest.read()?, &choices);
        // Two corrections that are right each may be wrong together: an end before the beginning.
        if has_errors(visit, &work) {
            return draw(visit, &work, pairs, Some("fault-has-errors")).await;
        }
    }
    if is_empty(app, &work).await? {
        return draw(visit, &work, pairs, Some("fault-nothing-changed")).await;
    }
    let entries = entries(app, visit.locale, &work).await?;
    let written = app.journal.publish_proposal(&work.proposal, &work.declarant(), (app.now)(), &entries).await;
    match written {
        Ok(_) => {
            let validator = work.account.id;
            tracing::info!(record = %work.proposal.record, %validator, "published");
            letters::decided(app, &work, Decision::Published).await?;
            dissent::corrected(app, work.proposal.record, &work.proposal.author).await?;
            let next = format!("/valider?fait=publie&fiche={}", work.proposal.record);
            Ok(Redirect::to(&visit.locale.href(&next)).into_response())
        }
        Err(JournalError::StaleProposal(_) | JournalError::Conflict { .. }) => changed(visit, work, pairs).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Whether something in it keeps it from being public.
fn has_errors(visit: &Visit, work: &Work) -> bool {
    let remarks = work.draft.all_remarks((visit.app.today)(), visit.locale);
    remarks.iter().any(|remark| remark.severity == Severity::Error)
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
    let mended = (!draft.mended_labels(l).is_empty()).then(|| Note::Mended(draft.mended.clone()).to_string());
    let parts: Vec<String> = draft.reason.iter().cloned().chain(mended).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Brings the proposal up to the newest version; returns the fields that both changed, with what the form chose of them.
async fn rebase(app: &State, l: Locale, work: &mut Work, newest: &Revision, pairs: &Pairs) -> web::Result<Vec<Choice>> {
    let base = base(app, work).await?;
    let choices = merge::rebase(l, &mut work.draft.body, &base, &newest.read()?, pairs);
    work.proposal.base = newest.version;
    Ok(choices)
}

#[derive(Template)]
#[template(path = "declaration/rebase.html")]
struct RebasePage {
    l: Locale,
    page: Page,
    action: String,
    /// Which saving of the declaration is read.
    edit: i32,
    newest: i32,
    choices: Vec<Choice>,
    /// Whether something was not chosen yet.
    again: bool,
}

/// Asks which of two texts is right, where the record was changed since the correction began.
fn ask(visit: &Visit, work: &Work, newest: i32, choices: Vec<Choice>, again: bool) -> web::Result {
    let l = visit.locale;
    let action = l.href(&format!("/valider/{}", work.proposal.id));
    let page = visit.page(l.t("merge-title")).crumb(l.t("queue-title"), "/valider").of_account(&work.account);
    page::answer(Cache::Private, &RebasePage { l, page, action, edit: work.proposal.edit, newest, choices, again })
}
