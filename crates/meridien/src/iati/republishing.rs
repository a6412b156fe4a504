//! The activity of another publisher, given back with what was changed in its record since.

use std::collections::BTreeSet;

use meridien_iati::Activity;

use super::organisations::Stamped;
use super::outgoing::{Known, Published, activity, contact, recipients, related};
use super::{Publisher, incoming, organisations};
use crate::partnership::funding::FundingLine;
use crate::partnership::{Contact, ContactRole, Partnership};
use crate::value::Country;

/// A contact of which nothing is told.
const NOBODY: Contact = Contact {
    name: String::new(),
    organisation: None,
    role: ContactRole::Other,
    function: None,
    mailbox: None,
    count: 0,
    persons: Vec::new(),
};

/// The activity of another publisher as it came, with what was changed in the record since; it stays that publisher's.
pub fn republished(mut kept: Activity, publisher: &Publisher, published: Published<'_>, known: &Known) -> Activity {
    let (now, then) = (published.record, incoming::record(&kept, publisher.home, &mut Stamped));
    let mut ours = activity(publisher, published, known);
    let mut changed = false;
    // Each element of ours takes the place of theirs where a field that it shows differs.
    macro_rules! replace {
        ($($($field:ident)+ => $($element:ident)+;)+) => {$(
            if $(now.$field != then.$field)||+ {
                changed = true;
                $(kept.$element = std::mem::take(&mut ours.$element);)+
            }
        )+};
    }
    replace! {
        title => title;
        narratives beneficiaries => descriptions;
        parties contracting_authorities implementers other_partners => participating_organisations;
        start end => dates;
        end ended dormant => status;
        places => locations;
        themes => sectors;
        themes form periodicity => tags;
        form => humanitarian;
        documents => document_links;
    }
    if now.themes != then.themes {
        // An activity has its sectors, or its transactions have theirs.
        kept.transactions.iter_mut().for_each(|paid| paid.sectors.clear());
    }
    changed |= tell_reach(&mut kept, &mut ours, [now, &then], publisher.home);
    changed |= tell_money(&mut kept, &mut ours, [now, &then]);
    // Nothing reads results, nor the programmes of this atlas: what people added stands beside theirs.
    changed |= add(&mut kept.results, ours.results);
    let programmes = now.programmes.iter().filter(|id| !then.programmes.contains(id));
    changed |= add(&mut kept.related_activities, programmes.map(|id| related(publisher, *id)));
    // Of persons nothing is written: contacts that are nothing else are none, whether the import kept them or not.
    let nothing = contact(&NOBODY);
    let told =
        |contacts: &[Contact]| -> Vec<_> { contacts.iter().map(contact).filter(|one| *one != nothing).collect() };
    if told(&now.contacts) != told(&then.contacts) {
        changed = true;
        kept.contacts = ours.contacts;
    }
    if changed {
        kept.last_updated = ours.last_updated;
    }
    kept.take_persons();
    // A file with faults is given back without them: what the schema requires and theirs has not, ours has.
    kept.leave_out_incomplete();
    kept.reporting_organisation = kept.reporting_organisation.or(ours.reporting_organisation);
    kept.title = kept.title.or(ours.title);
    kept.status = kept.status.or(ours.status);
    fill(&mut kept.descriptions, ours.descriptions);
    fill(&mut kept.participating_organisations, ours.participating_organisations);
    fill(&mut kept.dates, ours.dates);
    organisations::unstamp(&mut kept);
    kept
}

/// Puts where an activity reaches as we know it, where the record `now` says something else of that than `then`; whether it does.
fn tell_reach(kept: &mut Activity, ours: &mut Activity, [now, then]: [&Partnership; 2], home: Country) -> bool {
    let given = |p: &Partnership| recipients(p, home).into_iter().collect::<BTreeSet<Country>>();
    let placed = |p: &Partnership| p.places.iter().filter_map(|place| place.country).collect::<BTreeSet<_>>();
    // A country that left may be one of theirs; one more place takes nothing of theirs away.
    let elsewhere = given(now) != given(then) || !placed(then).is_subset(&placed(now));
    if elsewhere {
        kept.recipient_countries = std::mem::take(&mut ours.recipient_countries);
        // Shares of the same whole, and what transactions say in place of the activity.
        kept.recipient_regions.clear();
        for paid in &mut kept.transactions {
            (paid.recipient_country, paid.recipient_region) = (None, None);
        }
    }
    let differs = elsewhere || now.places != then.places;
    if differs {
        kept.scope = ours.scope.take();
    }
    differs
}

/// Puts the money as we know it, where the record `now` has other lines than `then`; whether it has.
fn tell_money(kept: &mut Activity, ours: &mut Activity, [now, then]: [&Partnership; 2]) -> bool {
    // The money of phases too: people may have added some.
    let lines = |p: &Partnership| p.all_funding().cloned().collect::<Vec<_>>();
    let (paid, mut came) = (lines(now), lines(then));
    forget_unlinked(&mut came, &paid);
    if paid == came {
        return false;
    }
    kept.budgets = std::mem::take(&mut ours.budgets);
    if !kept.budgets.is_empty() {
        kept.budget_not_provided = None;
    }
    kept.planned_disbursements = std::mem::take(&mut ours.planned_disbursements);
    kept.transactions = std::mem::take(&mut ours.transactions);
    // What theirs said of sectors and countries went with them.
    fill(&mut kept.sectors, std::mem::take(&mut ours.sectors));
    if kept.recipient_regions.is_empty() {
        fill(&mut kept.recipient_countries, std::mem::take(&mut ours.recipient_countries));
    }
    true
}

/// Adds to theirs what of ours is not among them; whether there is such.
fn add<T: PartialEq>(theirs: &mut Vec<T>, ours: impl IntoIterator<Item = T>) -> bool {
    let before = theirs.len();
    for one in ours {
        if !theirs.contains(&one) {
            theirs.push(one);
        }
    }
    theirs.len() > before
}

/// Takes the organisations of funders out of lines of which `now` has none: who is meant may be known since.
fn forget_unlinked(then: &mut [FundingLine], now: &[FundingLine]) {
    let funders = then.iter_mut().zip(now).flat_map(|(then, now)| then.funders.iter_mut().zip(&now.funders));
    funders.filter(|(_, now)| now.organisation.is_none()).for_each(|(then, _)| then.organisation = None);
}

fn fill<T>(theirs: &mut Vec<T>, ours: Vec<T>) {
    if theirs.is_empty() {
        *theirs = ours;
    }
}
