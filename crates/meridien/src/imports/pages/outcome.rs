//! What an import made, and what of it stayed once it was undone, by name.

use std::collections::HashMap;

use crate::declaration::draft::Draft;
use crate::declaration::workflow::State;
use crate::imports::kept::{self, Form, Kept};
use crate::imports::register::RECORD_KINDS;
use crate::imports::undo::{self, Stayed};
use crate::journal::{Change, Kind, Proposal, Revision};
use crate::organisation::Organisation;
use crate::partnership::Partnership;
use crate::territory::Territory;
use crate::value::{Id, Text};
use crate::web::{self, Visit};

/// Records listed at once.
const MOST: usize = 100;

/// A record or declaration.
pub(super) struct Named {
    pub name: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// The key of where it is on its way, of a declaration.
    pub state: Option<&'static str>,
}

/// What came of an import.
#[derive(Default)]
pub(super) struct Outcome {
    /// The first of those that stayed though it was undone, with the key of why.
    pub stayed: Vec<(Named, &'static str)>,
    /// The first of those that it made or changed.
    pub made: Vec<Named>,
    /// Beyond those.
    pub more: u64,
}

impl Outcome {
    /// What came of an import; nothing of one that waits.
    pub(super) async fn of(visit: &Visit, kept: &Kept) -> web::Result<Outcome> {
        let drafts = drafts(visit, kept).await?;
        let mut outcome = Outcome::default();
        if kept.undone_at.is_some() || kept.counts.left > 0 {
            for stayed in undo::left(&visit.app.journal, kept).await?.into_iter().take(MOST) {
                outcome.stayed.push((stays(visit, &stayed, &drafts).await?, stayed.why.key()));
            }
        }
        if kept.undone_at.is_none() && kept.at.is_some() {
            let made = kept::made(&visit.app.journal, kept).await?;
            outcome.more = made.len().saturating_sub(MOST) as u64;
            outcome.made = records(visit, &made[..made.len().min(MOST)], &drafts).await?;
        }
        Ok(outcome)
    }
}

/// The declarations of the account that imported, by record.
async fn drafts(visit: &Visit, kept: &Kept) -> web::Result<HashMap<Id, Proposal>> {
    let Some(account) = kept.account.filter(|_| kept.form == Form::Declarations) else { return Ok(HashMap::new()) };
    let own = visit.app.journal.proposals_by(&account.to_string()).await?;
    Ok(own.into_iter().map(|proposal| (proposal.record, proposal)).collect())
}

/// The declarations of these records, else the records, as far as they are there.
async fn records(visit: &Visit, ids: &[Id], drafts: &HashMap<Id, Proposal>) -> web::Result<Vec<Named>> {
    let mut public = HashMap::new();
    for kind in RECORD_KINDS {
        public.extend(visit.app.journal.newest_of(kind, ids).await?);
    }
    let named = |id: &Id| match (drafts.get(id), public.get(id)) {
        (Some(draft), _) => Some(of_draft(visit, draft)),
        (None, Some(revision)) => Some(of_record(visit, revision)),
        (None, None) => None,
    };
    ids.iter().filter_map(named).collect()
}

async fn stays(visit: &Visit, stayed: &Stayed, drafts: &HashMap<Id, Proposal>) -> web::Result<Named> {
    if let Some(draft) = drafts.get(&stayed.id) {
        return of_draft(visit, draft);
    }
    match visit.app.journal.newest(stayed.kind, stayed.id).await? {
        Some(revision) => of_record(visit, &revision),
        None => Ok(Named { name: stayed.id.to_string(), href: None, state: None }),
    }
}

fn of_draft(visit: &Visit, proposal: &Proposal) -> web::Result<Named> {
    let title = Draft::read(proposal)?.partnership().title;
    let href = visit.locale.href(&format!("/declarer/{}", proposal.id));
    let state = Some(State::from(proposal.state).key());
    Ok(Named { name: name(visit, &title, proposal.record), href: Some(href), state })
}

fn of_record(visit: &Visit, revision: &Revision) -> web::Result<Named> {
    let (l, id) = (visit.locale, revision.id);
    // The page of a merged record leads to the other.
    if revision.change != Change::Published {
        return Ok(Named { name: id.to_string(), href: Some(l.href(&format!("/partenariats/{id}"))), state: None });
    }
    Ok(match revision.kind {
        Kind::Organisation => {
            let today = (visit.app.now)().date_naive();
            let name = revision.read::<Organisation>()?.name_on(today, l.lang.code()).to_owned();
            Named { name, href: Some(l.href(&format!("/organisations/{id}"))), state: None }
        }
        Kind::Territory => {
            Named { name: name(visit, &revision.read::<Territory>()?.name, id), href: None, state: None }
        }
        _ => Named {
            name: name(visit, &revision.read::<Partnership>()?.title, id),
            href: Some(l.href(&format!("/partenariats/{id}"))),
            state: None,
        },
    })
}

/// A title, else the reference.
fn name(visit: &Visit, title: &Text, id: Id) -> String {
    title.best(visit.locale.lang.code()).map_or_else(|| id.to_string(), |(_, title)| title.to_owned())
}
