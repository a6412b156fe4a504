//! Two records of one partnership become one. The record that goes leads to the other; its parties, its numbers elsewhere, and
//! what parties and posts have said of it go along. Its texts and its money do not: they would be counted twice.
//!
//! A record that was merged and is brought back takes these with it again, as far as the journal tells whose they were.

use serde_json::Value;

use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::journal::{Change, Entry, Journal, Kind, Result, Revision};
use crate::organisation::Identifier;
use crate::partnership::reason::Note;
use crate::partnership::{Partnership, Party, identifiers};
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
    // What one of the two says nobody else may have looked at: a colleague validates the whole.
    joined.provenance.verification = stays.provenance.verification.min(goes.provenance.verification);
    joined
}

/// Everything that the merger of `goes` into `stays` writes, at once.
///
/// # Errors
/// When the journal cannot be read.
pub async fn entries(journal: &Journal, goes: &Revision, stays: &Revision, reason: &str) -> Result<Vec<Entry>> {
    let body = joined(&stays.read()?, &goes.read()?);
    let kept = Entry::publish(Kind::Partnership, stays.id, stays.version, &body, identifiers(&body));
    let mut entries = vec![
        Entry::merge(Kind::Partnership, goes.id, goes.version, stays.id, reason),
        Entry { reason: Some(format!("{} {reason}", Note::Merged(goes.id))), ..kept },
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

/// What a merged record takes with it when it is brought back.
pub struct Parting {
    /// The confirmations and annotations that come back to it.
    pub said: Vec<Entry>,
    /// The names of the parties that the other record took over.
    pub parties: Vec<String>,
    /// Whether these leave the other record: nobody has changed it since, and none of them has spoken there.
    pub leave: bool,
    /// The other record as it is to be from now on; none where it is public no more.
    other: Option<(Revision, Partnership)>,
}

impl Parting {
    /// What the end of the merger of `goes` writes besides the record itself, whose text was last published as `last`; none
    /// where the journal does not tell what the merger did.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn of(journal: &Journal, goes: &Revision, last: &Revision) -> Result<Option<Parting>> {
        let Some(stays) = goes.merged_into() else { return Ok(None) };
        let history = journal.history(Kind::Partnership, stays).await?;
        // The merger wrote both records in a row.
        let Some(at) = history.iter().position(|revision| revision.seq == goes.seq + 1) else { return Ok(None) };
        let Some(before) = history.get(at + 1) else { return Ok(None) };
        let (joined, before): (Partnership, Partnership) = (history[at].read()?, before.read()?);
        let held = |id: Id| before.parties.iter().any(|party| party.organisation == id);
        let taken: Vec<&Party> = joined.parties.iter().filter(|party| !held(party.organisation)).collect();
        let (mut back, mut spoken) = (Vec::new(), false);
        for revision in said(journal, Kind::Confirmation, stays).await? {
            match returned(journal, &revision, goes, last).await? {
                Some(entry) => back.push(entry),
                None => {
                    let party = revision.read::<Confirmation>()?.party;
                    spoken |= taken.iter().any(|taken| taken.organisation == party);
                }
            }
        }
        for revision in said(journal, Kind::Annotation, stays).await? {
            back.extend(returned(journal, &revision, goes, last).await?);
        }
        let leave = at == 0 && !spoken;
        let parties = taken.iter().map(|party| party.name.clone()).collect();
        let newest = history.into_iter().next().filter(|newest| newest.change == Change::Published);
        let other = match newest {
            Some(newest) if leave => Some((newest, before)),
            Some(newest) => {
                let body = newest.read()?;
                Some((newest, body))
            }
            None => None,
        };
        Ok(Some(Parting { said: back, parties, leave, other }))
    }

    /// All that it writes, for a reason; `goes` is the record that is brought back. The other record's history says so. That record is written even where it keeps its
    /// text: what was said of it is less than before.
    pub fn entries(self, goes: Id, reason: &str) -> Vec<Entry> {
        let other = self.other.map(|(newest, body)| {
            let entry = Entry::publish(Kind::Partnership, newest.id, newest.version, &body, identifiers(&body));
            Entry { reason: Some(format!("{} {reason}", Note::Unmerged(goes))), ..entry }
        });
        other.into_iter().chain(self.said).collect()
    }
}

/// The entry by which what the merger of `goes` moved is said of `goes` again; none where it was not moved by that merger.
async fn returned(journal: &Journal, moved: &Revision, goes: &Revision, last: &Revision) -> Result<Option<Entry>> {
    if moved.seq < goes.seq || moved.version < 2 {
        return Ok(None);
    }
    let Some(before) = journal.version(moved.kind, moved.id, moved.version - 1).await? else { return Ok(None) };
    let mut body: Value = before.read()?;
    if body["partnership"] != goes.id.to_string() {
        return Ok(None);
    }
    // Its last text comes back as a version of its own: what was said of the one is said of the other.
    if body["version"] == last.version {
        body["version"] = (goes.version + 1).into();
    }
    let about = vec![Identifier { scheme: SCHEME.to_owned(), value: goes.id.to_string() }];
    Ok(Some(Entry::publish(moved.kind, moved.id, moved.version, &body, about)))
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
    use crate::partnership::{LegacyId, PartyRole, Provenance, Verification};

    fn record(parties: &[u64], verified: Verification) -> Partnership {
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
            provenance: Provenance { verification: verified, ..Provenance::default() },
            legacy_ids: parties.iter().map(legacy).collect(),
            ..Partnership::default()
        }
    }

    proptest! {
        /// Nobody is lost, nobody comes twice, whichever record stays; joining again changes nothing; what was not validated
        /// does not become so.
        #[test]
        fn parties_and_numbers_of_both_are_there_once(
            one in prop::collection::btree_set(0u64..12, 0..8),
            other in prop::collection::btree_set(0u64..12, 0..8),
            checked in prop::array::uniform2(prop::sample::select(vec![
                Verification::ImportedUnverified, Verification::Declared, Verification::Validated,
            ])),
        ) {
            let (one, other): (Vec<u64>, Vec<u64>) = (one.into_iter().collect(), other.into_iter().collect());
            let (one_record, other_record) = (record(&one, checked[0]), record(&other, checked[1]));
            let both = joined(&one_record, &other_record);
            let mut expected: Vec<u64> = one.iter().chain(&other).copied().collect();
            expected.sort_unstable();
            expected.dedup();
            let mut found: Vec<u64> = both.parties.iter().map(|party| party.organisation.as_u64()).collect();
            found.sort_unstable();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(both.legacy_ids.len(), expected.len());
            prop_assert_eq!(both.provenance.verification, checked[0].min(checked[1]));
            prop_assert_eq!(joined(&both, &other_record), both);
        }
    }
}
