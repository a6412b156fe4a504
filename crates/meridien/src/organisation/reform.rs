//! What happens to organisations: they are renamed, merge, split, close. Pure rules over records; who may do it and what
//! follows for partnerships is the business of [`administration`](super::administration).
//!
//! An organisation that hands over keeps its record, ends the day before, and points to whoever took over its rights. Nothing
//! here touches partnerships: they keep the names under which they were signed.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::directory::Directory;
use super::{Name, NameKind, Organisation, Successor};
use crate::value::{Id, PartialDate};

/// Why something cannot have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No name.
    NameMissing,
    /// It bears this name already.
    NameSame,
    /// It got its present name on that day or later.
    NameBeforeLast,
    /// Nobody takes over.
    NoSuccessor,
    /// It would succeed itself.
    Itself,
    /// The successor would hand over, in the end, to whom it succeeds.
    Ring,
    /// Its rights have passed to another already.
    AlreadySucceeded,
    /// It has ended already.
    AlreadyClosed,
    /// It did not exist yet on that day.
    BeforeItBegan,
    /// The one that takes over had ended by then.
    SuccessorEnded,
    /// The one that takes over did not exist yet.
    SuccessorNotYet,
}

impl Fault {
    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Fault::NameMissing => "reform-name-missing",
            Fault::NameSame => "reform-name-same",
            Fault::NameBeforeLast => "reform-name-before-last",
            Fault::NoSuccessor => "reform-no-successor",
            Fault::Itself => "reform-itself",
            Fault::Ring => "reform-ring",
            Fault::AlreadySucceeded => "reform-already-succeeded",
            Fault::AlreadyClosed => "reform-already-closed",
            Fault::BeforeItBegan => "reform-before-it-began",
            Fault::SuccessorEnded => "reform-successor-ended",
            Fault::SuccessorNotYet => "reform-successor-not-yet",
        }
    }
}

/// An organisation under a new usual name from `on`; the names that it bore until then end the day before.
///
/// # Errors
/// See [`Fault`].
pub fn rename(organisation: &Organisation, name: &str, on: NaiveDate) -> Result<Organisation, Fault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Fault::NameMissing);
    }
    began(organisation, on)?;
    if organisation.to.is_some_and(|to| to.last_day() < on) {
        return Err(Fault::AlreadyClosed);
    }
    let mut renamed = organisation.clone();
    for held in renamed.names.iter_mut().filter(|held| held.kind == NameKind::Usual) {
        if held.to.is_some_and(|to| to.last_day() < on) {
            continue;
        }
        if held.name == name && held.to.is_none() {
            return Err(Fault::NameSame);
        }
        if held.from.is_some_and(|from| from.first_day() >= on) {
            return Err(Fault::NameBeforeLast);
        }
        held.to = PartialDate::day_only(day_before(on));
    }
    renamed.names.push(Name { from: PartialDate::day_only(on), ..Name::usual(name) });
    Ok(renamed)
}

/// `sources` as they are once `targets` have taken over their rights on `on`: one target for a merger, several for a split.
///
/// # Errors
/// See [`Fault`]: whatever happened before, nobody comes to succeed himself.
pub fn succeed(
    directory: &Directory,
    sources: &[Id],
    targets: &[Id],
    on: NaiveDate,
) -> Result<Vec<(Id, Organisation)>, Fault> {
    if sources.is_empty() || targets.is_empty() {
        return Err(Fault::NoSuccessor);
    }
    for target in targets {
        if sources.contains(target) {
            return Err(Fault::Itself);
        }
        if directory.lineage(*target).iter().any(|later| sources.contains(later)) {
            return Err(Fault::Ring);
        }
        let body = directory.get(*target).ok_or(Fault::NoSuccessor)?;
        if body.to.is_some_and(|to| to.last_day() < on) || !body.successors.is_empty() {
            return Err(Fault::SuccessorEnded);
        }
        if body.from.is_some_and(|from| from.first_day() > on) {
            return Err(Fault::SuccessorNotYet);
        }
    }
    let mut seen = HashSet::new();
    let mut changed = Vec::new();
    for source in sources.iter().filter(|source| seen.insert(**source)) {
        let mut body = directory.get(*source).ok_or(Fault::NoSuccessor)?.clone();
        if !body.successors.is_empty() {
            return Err(Fault::AlreadySucceeded);
        }
        began(&body, on)?;
        let mut named = HashSet::new();
        let targets = targets.iter().filter(|target| named.insert(**target));
        body.successors =
            targets.map(|target| Successor { organisation: *target, on: PartialDate::day_only(on) }).collect();
        if body.to.is_none_or(|to| to.last_day() >= on) {
            body.to = PartialDate::day_only(day_before(on));
        }
        changed.push((*source, body));
    }
    Ok(changed)
}

/// An organisation that ends on `last`, without a successor.
///
/// # Errors
/// See [`Fault`].
pub fn close(organisation: &Organisation, last: NaiveDate) -> Result<Organisation, Fault> {
    if organisation.to.is_some() {
        return Err(Fault::AlreadyClosed);
    }
    began(organisation, last)?;
    Ok(Organisation { to: PartialDate::day_only(last), ..organisation.clone() })
}

/// Whether `id` may have this record: an earlier state brought back must not make a ring of successors either.
///
/// # Errors
/// [`Fault::Ring`] or [`Fault::Itself`].
pub fn check(directory: &Directory, id: Id, record: &Organisation) -> Result<(), Fault> {
    let later = record.successors.iter().map(|successor| successor.organisation);
    for target in later {
        if target == id {
            return Err(Fault::Itself);
        }
        if directory.lineage(target).contains(&id) {
            return Err(Fault::Ring);
        }
    }
    Ok(())
}

fn began(organisation: &Organisation, on: NaiveDate) -> Result<(), Fault> {
    match organisation.from {
        Some(from) if on < from.first_day() => Err(Fault::BeforeItBegan),
        _ => Ok(()),
    }
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::OrganisationKind;
    use super::*;

    fn id(number: u64) -> Id {
        Id::from_u64(number).unwrap()
    }

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    fn authorities(count: u64) -> Directory {
        let body = |number| Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), format!("Ville {number}"));
        (0..count).map(|number| (id(number), body(number))).collect()
    }

    /// The directory with some records replaced.
    fn with(directory: &Directory, changed: Vec<(Id, Organisation)>) -> Directory {
        let held = directory.iter().map(|(id, body)| (id, body.clone()));
        held.chain(changed).collect()
    }

    #[derive(Debug, Clone)]
    enum Event {
        Rename(u64, i32),
        Hand(Vec<u64>, Vec<u64>, i32),
        Close(u64, i32),
    }

    const MANY: u64 = 7;

    fn event() -> impl Strategy<Value = Event> {
        let some = || prop::collection::vec(0..MANY, 1..4);
        prop_oneof![
            (0..MANY, 1990..2030).prop_map(|(of, year)| Event::Rename(of, year)),
            (some(), some(), 1990..2030).prop_map(|(from, to, year)| Event::Hand(from, to, year)),
            (0..MANY, 1990..2030).prop_map(|(of, year)| Event::Close(of, year)),
        ]
    }

    /// What has become of some authorities after these events, those that cannot have happened left out.
    fn after(events: &[Event]) -> Directory {
        let mut directory = authorities(MANY);
        for event in events {
            let ids = |numbers: &[u64]| numbers.iter().map(|number| id(*number)).collect::<Vec<Id>>();
            let one = |of: u64, changed: Result<Organisation, Fault>| changed.map(|body| vec![(id(of), body)]);
            let held = |of: u64| directory.get(id(of)).unwrap();
            let changed = match event {
                Event::Rename(of, year) => one(*of, rename(held(*of), &format!("Ville {of} de {year}"), day(*year))),
                Event::Hand(from, to, year) => succeed(&directory, &ids(from), &ids(to), day(*year)),
                Event::Close(of, year) => one(*of, close(held(*of), day(*year))),
            };
            directory = with(&directory, changed.unwrap_or_default());
        }
        directory
    }

    proptest! {
        #[test]
        fn nobody_comes_to_succeed_himself(events in prop::collection::vec(event(), 0..25)) {
            let directory = after(&events);
            for (id, body) in directory.iter() {
                prop_assert_eq!(check(&directory, id, body), Ok(()));
                for year in (1985..2035).step_by(5) {
                    prop_assert!(!directory.holders_on(id, day(year)).is_empty(), "somebody holds the rights of {id}");
                }
            }
        }

        #[test]
        fn as_of_a_day_each_authority_counts_once(
            events in prop::collection::vec(event(), 0..25),
            parties in prop::collection::vec(0..MANY, 1..6),
            year in 1985..2035,
        ) {
            let directory = after(&events);
            let holders: BTreeSet<Id> =
                parties.iter().flat_map(|party| directory.holders_on(id(*party), day(year))).map(|(id, _)| id).collect();
            // None of those counted has handed over by then: no authority counts beside its successor.
            for holder in &holders {
                let again: Vec<Id> = directory.holders_on(*holder, day(year)).into_iter().map(|(id, _)| id).collect();
                prop_assert_eq!(again, vec![*holder]);
            }
        }

        #[test]
        fn a_new_name_is_valid_from_its_day_and_the_old_one_before(
            years in prop::collection::vec(1990..2030i32, 1..6),
        ) {
            let mut body = Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), "Ville");
            for year in years {
                let name = format!("Ville de {year}");
                let Ok(renamed) = rename(&body, &name, day(year)) else { continue };
                for of in 1980..2040 {
                    let expected = if of >= year { name.as_str() } else { body.name_on(day(of), "fr") };
                    prop_assert_eq!(renamed.name_on(day(of), "fr"), expected);
                }
                body = renamed;
            }
        }
    }

    #[test]
    fn what_cannot_have_happened_is_refused() {
        let directory = authorities(4);
        let merged = with(&directory, succeed(&directory, &[id(0), id(1)], &[id(2)], day(2016)).unwrap());
        let first = merged.get(id(0)).unwrap();
        assert_eq!((first.successors.len(), first.to), (1, "2015-12-31".parse().ok()));
        assert_eq!(succeed(&merged, &[id(2)], &[id(0)], day(2020)).unwrap_err(), Fault::Ring);
        assert_eq!(succeed(&merged, &[id(3)], &[id(0)], day(2020)).unwrap_err(), Fault::SuccessorEnded);
        assert_eq!(succeed(&merged, &[id(0)], &[id(3)], day(2020)).unwrap_err(), Fault::AlreadySucceeded);
        assert_eq!(succeed(&merged, &[id(3)], &[id(3)], day(2020)).unwrap_err(), Fault::Itself);
        assert_eq!(succeed(&merged, &[id(3)], &[], day(2020)).unwrap_err(), Fault::NoSuccessor);
        assert_eq!(close(first, day(2020)).unwrap_err(), Fault::AlreadyClosed);
        let began = Organisation { from: "2010".parse().ok(), ..merged.get(id(3)).unwrap().clone() };
        assert_eq!(close(&began, day(2009)).unwrap_err(), Fault::BeforeItBegan);
        assert_eq!(rename(&began, "Ville 3", day(2020)).unwrap_err(), Fault::NameSame);
        assert_eq!(rename(&began, " ", day(2020)).unwrap_err(), Fault::NameMissing);
        let renamed = rename(&began, "Cité", day(2020)).unwrap();
        assert_eq!(rename(&renamed, "Bourg", day(2019)).unwrap_err(), Fault::NameBeforeLast);
        assert_eq!(rename(&renamed, "Bourg", day(2020)).unwrap_err(), Fault::NameBeforeLast);
    }
}
