//! What the ministry does to a published record besides validating: it takes it away, makes one of two, brings it or an
//! earlier version back. Each leaves a revision with its reason.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::joining::{self, Parting};
use super::tasks::moment;
use super::workflow::{self, Refusal, State, Step};
use super::{letters, start};
use crate::access::{self, Role};
use crate::account::{Posted, SignedIn};
use crate::journal::{Change, Entry, JournalError, Kind, Proposal, ProposalState, Revision};
use crate::partnership::{Partnership, identifiers, reason};
use crate::value::Id;
use crate::web::form::reason_fault;
use crate::web::parameters::Parameters;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Records taken away or merged that are listed.
const SHOWN: i64 = 100;

/// A record that was taken away or merged.
struct Gone {
    /// Its title, which leads to the page on which it is brought back; where it cannot be read, that it cannot.
    title: Link,
    /// The key of what happened to it.
    what: &'static str,
    day: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "declaration/steward.html")]
struct StewardPage {
    l: Locale,
    page: Page,
    gone: Vec<Gone>,
    /// What was typed where no record is meant by it.
    refused: Option<String>,
}

/// `/gerer`: finds a record to look after, and lists those that are gone.
pub async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who)?;
    let (l, journal) = (visit.locale, &visit.app.journal);
    let mut parameters = Parameters::of(&visit);
    let typed = parameters.text("fiche");
    parameters.finish()?;
    let refused = match reference(&typed) {
        Some(id) if journal.newest(Kind::Partnership, id).await?.is_some() => {
            return Ok(Redirect::to(&l.href(&format!("/partenariats/{id}/gerer"))).into_response());
        }
        _ => Some(typed).filter(|typed| !typed.is_empty()),
    };
    let mut gone = Vec::new();
    for revision in journal.gone(Kind::Partnership, SHOWN).await? {
        let record = Record::load(&visit, revision).await?;
        let id = record.newest.id;
        let title = match record.title(l) {
            Ok(text) => Link { text, href: Some(l.href(&format!("/partenariats/{id}/gerer"))) },
            Err(fault) => {
                tracing::error!(%fault, "a record that is gone cannot be read");
                Link { text: l.t_with("steward-unreadable", &[("id", id.to_string().into())]), href: None }
            }
        };
        gone.push(Gone {
            title,
            what: record.state().key(),
            day: l.day(record.newest.at.date_naive()),
            reason: reason::shown(l, &record.newest).unwrap_or_default(),
        });
    }
    let heading = l.form_title(l.t("steward-title"), refused.is_some());
    let page = visit.page(heading).crumb(l.t("workspace"), "/espace").of_account(&who.account);
    page::form(refused.is_some(), &StewardPage { l, page, gone, refused })
}

fn check(who: &SignedIn) -> web::Result<()> {
    let (action, _) = Step::Withdraw.action();
    if access::may_everywhere(&who.account.grants, action) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The record that a reference or an address means, of whatever version.
fn reference(typed: &str) -> Option<Id> {
    typed.trim().split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?.parse().ok()
}

/// A record with its versions.
struct Record {
    /// Its newest state, public or not.
    newest: Revision,
    /// Every version, newest first.
    history: Vec<Revision>,
}

impl Record {
    async fn load(visit: &Visit, newest: Revision) -> web::Result<Record> {
        let history = visit.app.journal.history(Kind::Partnership, newest.id).await?;
        Ok(Record { newest, history })
    }

    async fn find(visit: &Visit, who: &SignedIn, code: &str) -> web::Result<Record> {
        check(who)?;
        let id: Id = code.parse().map_err(|_| Error::NotFound)?;
        let newest = visit.app.journal.newest(Kind::Partnership, id).await?.ok_or(Error::NotFound)?;
        Record::load(visit, newest).await
    }

    fn state(&self) -> State {
        match self.newest.change {
            Change::Published => State::Published,
            Change::Withdrawn => State::Withdrawn,
            Change::Merged => State::Merged,
        }
    }

    /// The version that the public read last.
    fn last(&self) -> Option<&Revision> {
        self.history.iter().find(|revision| revision.change == Change::Published)
    }

    /// What the public read last.
    fn published(&self) -> Result<Option<Partnership>, JournalError> {
        self.last().map(Revision::read).transpose()
    }

    /// What it takes with it when it is brought back, where it was merged.
    async fn parting(&self, visit: &Visit) -> web::Result<Option<Parting>> {
        let Some(last) = self.last() else { return Ok(None) };
        Ok(Parting::of(&visit.app.journal, &self.newest, last).await?)
    }

    fn title(&self, l: Locale) -> Result<String, JournalError> {
        Ok(self.published()?.map(|body| crate::partnership::show::title(l, &body)).unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "declaration/stewardship.html")]
struct StewardshipPage {
    l: Locale,
    page: Page,
    action: String,
    /// Where the record is, and since when and why, where it is not public.
    state: State,
    since: String,
    reason: String,
    /// The record that stays, where it was merged.
    stays: Option<String>,
    /// What a merged record takes with it when it is brought back.
    parting: Option<Parting>,
    /// That another record was merged into this one already.
    merged_already: Option<String>,
    /// The corrections under way: address, key of the state, day of the last change.
    corrections: Vec<(String, &'static str, String)>,
    /// Reports that have no answer.
    reports: usize,
    /// Where a passage is taken out for good.
    redact: String,
    /// Earlier versions: number and day.
    earlier: Vec<(i32, String)>,
    /// What was typed in vain.
    typed: Typed,
    fault: Option<&'static str>,
}

/// What was typed to do something that is not done.
#[derive(Default)]
struct Typed {
    /// The record that was to be merged into this one, and is already.
    merged: Option<Id>,
    /// What was to be done.
    deed: String,
    reason: String,
    target: String,
}

impl StewardshipPage {
    /// The reason that was typed for what cannot be done any more.
    fn reason_lost(&self) -> Option<&str> {
        Some(&*self.typed.reason).filter(|reason| self.fault == Some("fault-record-moved") && !reason.is_empty())
    }

    /// The reason that was typed to do this.
    fn reason_for(&self, deed: &str) -> &str {
        if self.typed.deed == deed { &self.typed.reason } else { "" }
    }
}

/// `/partenariats/{id}/gerer`
pub async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let record = Record::find(&visit, &who, &code).await?;
    let mut parameters = Parameters::of(&visit);
    let target = parameters.text("cible");
    let merged = parameters.text("fusionnee").parse::<Id>().ok();
    parameters.finish()?;
    draw(&visit, &who, &record, Typed { target, merged, ..Typed::default() }, None).await
}

/// The page; `typed` has the record with which it may be merged, too.
async fn draw(
    visit: &Visit,
    who: &SignedIn,
    record: &Record,
    typed: Typed,
    fault: Option<&'static str>,
) -> web::Result {
    let (l, newest, journal) = (visit.locale, &record.newest, &visit.app.journal);
    let open = journal.open_mistakes().await?;
    let corrections = journal.proposals_on(Kind::Partnership, newest.id).await?;
    let merged_already = match typed.merged {
        Some(id) => journal.newest(Kind::Partnership, id).await?,
        None => None,
    };
    let merged_already = merged_already.filter(|gone| gone.merged_into() == Some(newest.id)).map(|gone| {
        let (id, day) = (gone.id.to_string(), l.day(gone.at.date_naive()));
        l.t_with("merged-already", &[("id", id.into()), ("day", day.into())])
    });
    let public = newest.change == Change::Published;
    let earlier = record
        .history
        .iter()
        .filter(|revision| public && revision.version < newest.version && revision.change == Change::Published);
    let title = l.t_with("stewardship-of", &[("title", record.title(l)?.into())]);
    let heading = l.form_title(title, fault.is_some());
    let page = visit.page(heading).crumb(l.t("workspace"), "/espace").crumb(l.t("steward-title"), "/gerer");
    let shown = StewardshipPage {
        l,
        page: page.of_account(&who.account),
        action: l.href(&format!("/partenariats/{}/gerer", newest.id)),
        state: record.state(),
        since: l.day(newest.at.date_naive()),
        reason: reason::shown(l, newest).unwrap_or_default(),
        stays: newest.merged_into().map(|stays| l.href(&format!("/partenariats/{stays}"))),
        parting: record.parting(visit).await?,
        merged_already,
        corrections: corrections.iter().map(|correction| under_way(l, correction)).collect(),
        reports: open.iter().filter(|mistake| mistake.record == newest.id).count(),
        typed,
        redact: l.href(&format!("/partenariats/{}/caviarder", newest.id)),
        earlier: earlier.map(|revision| (revision.version, l.day(revision.at.date_naive()))).collect(),
        fault,
    };
    page::form(fault.is_some(), &shown)
}

/// A correction under way: where the ministry reads it, where it is, and since when.
fn under_way(l: Locale, correction: &Proposal) -> (String, &'static str, String) {
    let page = if correction.state == ProposalState::Submitted { "valider" } else { "declarer" };
    let href = l.href(&format!("/{page}/{}", correction.id));
    (href, State::from(correction.state).key(), moment(l, correction.at))
}

/// Takes the record away, merges it into another, brings it back, or proposes an earlier version anew.
pub async fn act(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let record = Record::find(&visit, &posted.who, &code).await?;
    let step = match posted.text("do") {
        "withdraw" => Step::Withdraw,
        "merge" => Step::Merge,
        "reinstate" => Step::Reinstate,
        "restore" => Step::Restore,
        _ => return Err(Error::NotFound),
    };
    let id = record.newest.id;
    let to = |address: String| Ok(Redirect::to(&visit.locale.href(&address)).into_response());
    let done = || to(format!("/partenariats/{id}/gerer"));
    if let (Step::Merge, Some(stays)) = (step, record.newest.merged_into()) {
        // Sent twice, or by two at once.
        return to(format!("/partenariats/{stays}/gerer?fusionnee={id}"));
    }
    let text = |name| posted.text(name).to_owned();
    let typed = || Typed { deed: text("do"), reason: text("reason"), target: text("target"), merged: None };
    let again = |fault| draw(&visit, &posted.who, &record, typed(), Some(fault));
    match workflow::take(record.state(), step, &posted.who.account.grants, &access::Relations::default()) {
        Ok(_) if step == Step::Restore => return restore(&visit, &posted, &record.newest).await,
        Ok(_) => {}
        Err(Refusal::NotAllowed) => return Err(Error::Forbidden),
        // Sent twice: it is as was asked.
        Err(Refusal::NotFromHere) if record.newest.reason.as_deref() == Some(posted.text("reason")) => return done(),
        Err(Refusal::NotFromHere) => return again("fault-record-moved").await,
    }
    let (entries, stays) = match planned(&visit, &posted, &record, step).await? {
        Ok(planned) => planned,
        Err(fault) => return again(fault).await,
    };
    let author = posted.who.author(Role::Ministry, None);
    let (journal, now) = (&visit.app.journal, (visit.app.now)());
    let written = match stays {
        Some(stays) => journal.merge(&author, now, &entries, (id, stays)).await,
        None => journal.append(&author, now, &entries).await,
    };
    match written {
        Ok(_) => {
            tell(&visit, &record).await?;
            done()
        }
        Err(JournalError::Conflict { .. }) => again("fault-changed-meanwhile").await,
        Err(fault) => Err(fault.into()),
    }
}

/// What a step writes, and the record that stays where it merges two; or the key of what is wrong with what was typed.
async fn planned(
    visit: &Visit,
    posted: &Posted,
    record: &Record,
    step: Step,
) -> web::Result<Result<(Vec<Entry>, Option<Id>), &'static str>> {
    let reason = posted.text("reason").to_owned();
    if let Some(fault) = reason_fault(&reason) {
        return Ok(Err(fault));
    }
    let (id, version) = (record.newest.id, record.newest.version);
    let entries = match step {
        Step::Withdraw => vec![Entry::withdraw(Kind::Partnership, id, version, reason)],
        Step::Merge => {
            let Some(stays) = target(visit, posted.text("target"), id).await? else { return Ok(Err("fault-target")) };
            let entries = joining::entries(&visit.app.journal, &record.newest, &stays, &reason).await?;
            return Ok(Ok((entries, Some(stays.id))));
        }
        _ => {
            let body = record.published()?.ok_or(Error::NotFound)?;
            let entry = Entry::publish(Kind::Partnership, id, version, &body, identifiers(&body));
            let parted = record.parting(visit).await?.map(|parting| parting.entries(id, &reason));
            let back = Entry { reason: Some(reason), ..entry };
            std::iter::once(back).chain(parted.into_iter().flatten()).collect()
        }
    };
    Ok(Ok((entries, None)))
}

/// Writes to those whom it concerns that the record was taken away, merged or brought back.
async fn tell(visit: &Visit, record: &Record) -> web::Result<()> {
    let (journal, id) = (&visit.app.journal, record.newest.id);
    let corrections = journal.proposals_on(Kind::Partnership, id).await?;
    match (journal.newest(Kind::Partnership, id).await?, record.published()?) {
        (Some(newest), Some(body)) => letters::moved(&visit.app, &newest, &body, &corrections).await,
        _ => Ok(()),
    }
}

/// The public record that a code or an address means, which is not this one.
async fn target(visit: &Visit, typed: &str, own: Id) -> web::Result<Option<Revision>> {
    let Some(id) = reference(typed).filter(|id| *id != own) else { return Ok(None) };
    Ok(visit.app.journal.newest_of(Kind::Partnership, &[id]).await?.remove(&id))
}

async fn restore(visit: &Visit, posted: &Posted, newest: &Revision) -> web::Result {
    let number: i32 = posted.text("version").parse().map_err(|_| Error::NotFound)?;
    let found = visit.app.journal.version(Kind::Partnership, newest.id, number).await?;
    let earlier = found.filter(|revision| revision.change == Change::Published).ok_or(Error::NotFound)?;
    start::restore(visit, posted, newest, (number, &earlier.read::<Partnership>()?)).await
}
