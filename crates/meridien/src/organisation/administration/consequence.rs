//! What follows from an operation for partnerships and totals, told before it is done.

use std::collections::BTreeSet;

use meridien_search::{Filter, Query};

use super::operation::Plan;
use crate::index::{RecordType, Search};
use crate::partnership::index::{Card, is};
use crate::value::Id;
use crate::web::words::Link;
use crate::web::{self, Locale, Visit};

/// Partnerships named.
const NAMED: usize = 20;

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
    pub named: Vec<Link>,
    /// How many of them two of these organisations share: they count once afterwards.
    pub shared: u64,
    /// By organisation.
    pub shares: Vec<Share>,
}

impl Consequences {
    /// Reads what follows from a plan; `name` tells the name of an organisation.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn read(visit: &Visit, plan: &Plan, name: impl Fn(Id) -> String) -> web::Result<Consequences> {
        let sources: Vec<Id> = plan.writes.iter().map(|write| write.id).collect();
        let targets: Vec<Id> = plan.targets.iter().copied().collect::<BTreeSet<Id>>().into_iter().collect();
        let search = visit.app.search.clone();
        let l = visit.locale;
        let (asked, given) = (sources.clone(), targets.clone());
        let counted = web::blocking(move || Counted::read(&search, &asked, &given)).await??;
        let share = |(id, (signed, before, after)): (&Id, (u64, u64, u64))| Share {
            name: name(*id),
            signed: l.integer(signed),
            before: l.integer(before),
            after: l.integer(after),
        };
        let all = sources.iter().chain(&targets);
        Ok(Consequences {
            total: counted.total,
            named: counted.cards.iter().map(|card| link(l, card)).collect(),
            shared: counted.shared,
            shares: all.zip(counted.shares).map(share).collect(),
        })
    }

    /// How many partnerships are not named.
    pub fn more(&self) -> u64 {
        self.total.saturating_sub(self.named.len() as u64)
    }
}

fn link(l: Locale, card: &Card) -> Link {
    let title = l.words(&card.title).map_or_else(|| card.id.to_string(), |words| words.text.to_owned());
    Link { text: title, href: Some(l.href(&format!("/partenariats/{}", card.id))) }
}

struct Counted {
    total: u64,
    cards: Vec<Card>,
    shared: u64,
    /// Signed, before, after: of the sources, then of the targets.
    shares: Vec<(u64, u64, u64)>,
}

impl Counted {
    fn read(search: &Search, sources: &[Id], targets: &[Id]) -> Result<Counted, meridien_search::Error> {
        let fields = &search.fields;
        let partnership = || is(fields.record_type, RecordType::Partnership as u64);
        let having = |ids: &[Id]| Filter::In(fields.organisation, ids.iter().map(|id| id.as_u64()).collect());
        let count = |filter: Filter| {
            let filter = Filter::All(vec![partnership(), filter]);
            search.index.search(&Query { filter, ..Query::default() }).map(|answer| answer.total)
        };
        let filter = Filter::All(vec![partnership(), having(sources)]);
        let found = search.index.search(&Query { filter, limit: NAMED, ..Query::default() })?;
        let mut shares = Vec::new();
        for id in sources.iter().chain(targets) {
            let code = id.as_u64();
            let signed = count(Filter::Any(vec![is(fields.home_signed, code), is(fields.partner_signed, code)]))?;
            let today = count(Filter::Any(vec![is(fields.home_today, code), is(fields.partner_today, code)]))?;
            let after = match (targets.is_empty(), targets.contains(id)) {
                (true, _) => today,
                (false, true) => {
                    let all: Vec<Id> = sources.iter().copied().chain([*id]).collect();
                    count(having(&all))?
                }
                (false, false) => 0,
            };
            shares.push((signed, today, after));
        }
        let ends: Vec<Id> = sources.iter().chain(targets).copied().collect();
        // Each counts once for itself and once for every other of these organisations.
        let mut each = 0;
        for id in &ends {
            each += count(having(&[*id]))?;
        }
        let shared = if targets.len() == 1 { each.saturating_sub(count(having(&ends))?) } else { 0 };
        let cards = found.hits.iter().filter_map(|hit| serde_json::from_str(&hit.card).ok()).collect();
        Ok(Counted { total: found.total, cards, shared, shares })
    }
}
