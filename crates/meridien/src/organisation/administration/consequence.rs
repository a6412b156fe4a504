//! What follows from an operation for partnerships and totals, told before it is done.

use std::collections::BTreeSet;

use meridien_search::{Filter, Query};

use super::operation::Plan;
use crate::app::State;
use crate::index::{RecordType, Search, cards};
use crate::journal::Kind;
use crate::organisation::directory::Directory;
use crate::partnership::Partnership;
use crate::partnership::index::{Card, is};
use crate::partnership::list::title_link;
use crate::value::Id;
use crate::web::words::TitleLink;
use crate::web::{self, Visit};

/// Partnerships named.
const NAMED: usize = 20;
/// Partnerships counted: more than any authority has.
const COUNTED: usize = 20_000;

/// One organisation's partnerships, before and after.
pub struct Share {
    /// Its name.
    pub name: String,
    /// Those that it signed itself: they stay its own for ever.
    pub signed: String,
    /// Those counted as its own as of today, before.
    pub before: String,
    /// After.
    pub after: String,
}

/// What follows.
pub struct Consequences {
    /// How many partnerships are concerned.
    pub total: u64,
    /// The first of them.
    pub named: Vec<TitleLink>,
    /// How many of them two of these organisations share: they count once afterwards.
    pub shared: u64,
    /// By organisation.
    pub shares: Vec<Share>,
    /// How many of them begin after the day on which their party ends.
    pub later: u64,
}

impl Consequences {
    /// Reads what follows from a plan; `name` tells the name of an organisation.
    ///
    /// # Errors
    /// When the index or the register cannot be read.
    pub async fn read(visit: &Visit, plan: &Plan, name: impl Fn(Id) -> String) -> web::Result<Consequences> {
        let sources: Vec<Id> = plan.writes.iter().map(|write| write.id).collect();
        let targets: Vec<Id> = plan.others().into_iter().collect();
        let (search, l) = (visit.app.search.clone(), visit.locale);
        let (asked, given) = (sources.clone(), targets.clone());
        let found = web::blocking(move || Found::read(&search, &asked, &given)).await??;
        let all: Vec<Id> = sources.into_iter().chain(targets).collect();
        let partnerships = read(&visit.app, &found.concerned).await?;
        let counted = count(&visit.app, plan, &all, &partnerships).await?;
        let share = |(id, (signed, before, after)): (&Id, (u64, u64, u64))| Share {
            name: name(*id),
            signed: l.integer(signed),
            before: l.integer(before),
            after: l.integer(after),
        };
        // Whoever comes back shares nothing with the others any more.
        let hands_over = plan.writes.iter().all(|write| !write.after.successors.is_empty());
        Ok(Consequences {
            total: found.total,
            named: found.named.iter().map(|card| title_link(l, card)).collect(),
            shared: if hands_over { found.shared } else { 0 },
            shares: all.iter().zip(counted).map(share).collect(),
            later: partnerships.iter().filter(|partnership| begins_after(plan, partnership)).count() as u64,
        })
    }

    /// How many partnerships are not named.
    pub fn more(&self) -> u64 {
        self.total.saturating_sub(self.named.len() as u64)
    }
}

async fn read(app: &State, concerned: &[Id]) -> web::Result<Vec<Partnership>> {
    let revisions = app.journal.newest_of(Kind::Partnership, concerned).await?;
    Ok(revisions.values().map(|revision| revision.read()).collect::<Result<_, _>>()?)
}

/// Whether a party that the plan ends had ended before the partnership begins.
fn begins_after(plan: &Plan, partnership: &Partnership) -> bool {
    let ends = |id: Id| plan.writes.iter().find(|write| write.id == id)?.after.to;
    let ended = partnership.parties.iter().filter_map(|party| ends(party.organisation));
    partnership.start.is_some_and(|start| ended.into_iter().any(|to| to.last_day() < start.first_day()))
}

/// How many of these partnerships each organisation signed itself, holds today, and will hold.
async fn count(
    app: &State,
    plan: &Plan,
    all: &[Id],
    partnerships: &[Partnership],
) -> web::Result<Vec<(u64, u64, u64)>> {
    let of = |partnership: &Partnership| partnership.parties.iter().map(|party| party.organisation).collect();
    let parties: Vec<BTreeSet<Id>> = partnerships.iter().map(of).collect();
    let before = Directory::load(&app.journal, parties.iter().flatten().chain(all).copied()).await?;
    let held = before.iter().map(|(id, body)| (id, body.clone()));
    let after: Directory = held.chain(plan.writes.iter().map(|write| (write.id, write.after.clone()))).collect();
    let today = (app.today)();
    let held_by = |directory: &Directory| -> Vec<BTreeSet<Id>> {
        let holders =
            |party: &Id| directory.holders_on(*party, today).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        parties.iter().map(|of| of.iter().flat_map(holders).collect()).collect()
    };
    let (now, then) = (held_by(&before), held_by(&after));
    let many = |of: &[BTreeSet<Id>], id: &Id| of.iter().filter(|ids| ids.contains(id)).count() as u64;
    Ok(all.iter().map(|id| (many(&parties, id), many(&now, id), many(&then, id))).collect())
}

struct Found {
    /// How many partnerships those that are written have.
    total: u64,
    /// The first of them.
    named: Vec<Card>,
    /// Those of all, whoever takes over included.
    concerned: Vec<Id>,
    shared: u64,
}

impl Found {
    fn read(search: &Search, sources: &[Id], targets: &[Id]) -> Result<Found, meridien_search::Error> {
        let fields = &search.fields;
        let find = |ids: &[Id], limit: usize| {
            let having = Filter::In(fields.organisation, ids.iter().map(|id| id.as_u64()).collect());
            let filter = Filter::All(vec![is(fields.record_type, RecordType::Partnership as u64), having]);
            search.index.search(&Query { filter, limit, ..Query::default() })
        };
        let own = find(sources, NAMED)?;
        let ends: Vec<Id> = sources.iter().chain(targets).copied().collect();
        // Each counts once for itself and once for every other of these organisations.
        let mut each = 0;
        for id in &ends {
            each += find(&[*id], 0)?.total;
        }
        let all = find(&ends, COUNTED)?;
        let shared = if targets.len() == 1 { each.saturating_sub(all.total) } else { 0 };
        let concerned = cards::<Card>(&all.hits).iter().map(|card| card.id).collect();
        Ok(Found { total: own.total, named: cards(&own.hits), concerned, shared })
    }
}
