//! Two records of one partnership become one. The record that goes leads to the other; its parties, its numbers elsewhere, and
//! what parties and posts have said of it go along. Its texts and its money do not: they would be counted twice.

use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::journal::{Entry, Journal, Kind, Result, Revision};
use crate::organisation::Identifier;
use crate::partnership::{Partnership, identifiers};
use crate::value::Id;

/// The identifier scheme under which what was said of a partnership is found.
const SCHEME: &str = "partnership";

/// The record that stays, with what it takes over from the one that goes.
pub fn joined(stays: &Partnership, goes: &Partnership) -> Partnership {
    let mut joined = stays.clone();
    for party in &goes.parties {
        if !joined.parties.iter().any(|held| held.organisation == party.organisation) {
            joined.parties.push(party.clone());
        }
    }
    for legacy in &goes.legacy_ids {
        if !joined.legacy_ids.contains(legacy) {
            joined.legacy_ids.push(legacy.clone());
        }
    }
    joined
}

/// Everything that the merger of `goes` into `stays` writes, at once; `log` is what the history of the latter says.
///
/// # Errors
/// When the journal cannot be read.
pub async fn entries(
    journal: &Journal,
    goes: &Revision,
    stays: &Revision,
    reason: &str,
    log: String,
) -> Result<Vec<Entry>> {
    let body = joined(&stays.read()?, &goes.read()?);
    let kept = Entry::publish(Kind::Partnership, stays.id, stays.version, &body, identifiers(&body));
    let mut entries = vec![
        Entry::merge(Kind::Partnership, goes.id, goes.version, stays.id, reason),
        Entry { reason: Some(log), ..kept },
    ];
    let about = || vec![Identifier { scheme: SCHEME.to_owned(), value: stays.id.to_string() }];
    for revision in said(journal, Kind::Confirmation, goes.id).await? {
        // It was said of what this record said: whoever asks again shows the joined one first.
        let moved = Confirmation { partnership: stays.id, version: stays.version, ..revision.read()? };
        entries.push(Entry::publish(Kind::Confirmation, revision.id, revision.version, &moved, about()));
    }
    for revision in said(journal, Kind::Annotation, goes.id).await? {
        let moved = Annotation { partnership: stays.id, ..revision.read()? };
        entries.push(Entry::publish(Kind::Annotation, revision.id, revision.version, &moved, about()));
    }
    Ok(entries)
}

async fn said(journal: &Journal, kind: Kind, partnership: Id) -> Result<Vec<Revision>> {
    let ids = journal.find(kind, SCHEME, &partnership.to_string()).await?;
    let mut revisions: Vec<Revision> = journal.newest_of(kind, &ids).await?.into_values().collect();
    // They are written again in the order in which they were said.
    revisions.sort_by_key(|revision| revision.seq);
    Ok(revisions)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::partnership::{LegacyId, Party, PartyRole};

    fn record(parties: &[u64]) -> Partnership {
        let party = |number: &u64| Party {
            organisation: Id::from_u64(*number).unwrap(),
            name: number.to_string(),
            country: "FR".parse().unwrap(),
            role: PartyRole::default(),
            from: None,
            to: None,
        };
        let legacy = |number: &u64| LegacyId { scheme: "atlas".to_owned(), value: number.to_string() };
        Partnership {
            parties: parties.iter().map(party).collect(),
            legacy_ids: parties.iter().map(legacy).collect(),
            ..Partnership::default()
        }
    }

    proptest! {
        /// Nobody is lost, nobody comes twice, whichever record stays; and joining again changes nothing.
        #[test]
        fn parties_and_numbers_of_both_are_there_once(
            one in prop::collection::btree_set(0u64..12, 0..8),
            other in prop::collection::btree_set(0u64..12, 0..8),
        ) {
            let (one, other): (Vec<u64>, Vec<u64>) = (one.into_iter().collect(), other.into_iter().collect());
            let both = joined(&record(&one), &record(&other));
            let mut expected: Vec<u64> = one.iter().chain(&other).copied().collect();
            expected.sort_unstable();
            expected.dedup();
            let mut found: Vec<u64> = both.parties.iter().map(|party| party.organisation.as_u64()).collect();
            found.sort_unstable();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(both.legacy_ids.len(), expected.len());
            prop_assert_eq!(joined(&both, &record(&other)), both);
        }
    }
}
