//! Turning revisions into documents, and filling a new index from the whole journal.

use std::collections::{HashMap, HashSet};

use meridien_search::{Document, Writer};

use super::Search;
use super::follow::FollowError;
use crate::confirmation;
use crate::journal::{Journal, Kind, Revision};
use crate::organisation::{self, Organisation};
use crate::partnership::index::Known;
use crate::partnership::{self, Partnership};
use crate::territory::Territory;
use crate::value::Id;

/// Records read at a time.
const BATCH: i64 = 2000;

/// Told how many of how many records were indexed.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// The documents of partnerships and activities, with what they depend on. `known` keeps what was read so far.
pub(super) async fn partnership_documents(
    search: &Search,
    journal: &Journal,
    revisions: &[Revision],
    known: &mut Known,
) -> Result<Vec<(Document, Vec<Id>)>, FollowError> {
    let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
    let confirmations = confirmation::of(journal, &ids).await?;
    let records: Vec<(&Revision, Partnership)> =
        revisions.iter().map(|revision| Ok((revision, revision.read()?))).collect::<Result<_, FollowError>>()?;
    let parties = records.iter().flat_map(|(_, partnership)| &partnership.parties).map(|party| party.organisation);
    read_lineages(journal, parties.collect(), known).await?;
    let programmes = records.iter().flat_map(|(_, partnership)| partnership.programmes.iter().copied());
    read_programmes(journal, programmes.collect(), known).await?;
    let document = |(revision, partnership): (&Revision, Partnership)| {
        let confirmed = confirmations.get(&revision.id).map_or(&[][..], Vec::as_slice);
        let fields = &search.fields;
        let document = partnership::index::document(fields, search.home, revision, &partnership, confirmed, known);
        let counted = match revision.kind {
            Kind::Activity => Vec::new(),
            _ => organisations_of(&partnership, known),
        };
        (document, counted)
    };
    Ok(records.into_iter().map(document).collect())
}

/// The organisations whose number of partnerships counts this one: parties and successors, each once.
pub(super) fn organisations_of(partnership: &Partnership, known: &Known) -> Vec<Id> {
    let mut all: Vec<Id> = partnership.parties.iter().flat_map(|party| known.lineage(party.organisation)).collect();
    all.sort();
    all.dedup();
    all
}

/// Reads organisations and their successors, and theirs, that are not yet known, with the territories of all of them.
pub(super) async fn read_lineages(journal: &Journal, ids: HashSet<Id>, known: &mut Known) -> Result<(), FollowError> {
    let mut missing: Vec<Id> = ids.into_iter().filter(|id| !known.organisations.contains_key(id)).collect();
    let mut territories = HashSet::new();
    while !missing.is_empty() {
        let mut next = HashSet::new();
        for (id, revision) in journal.newest_of(Kind::Organisation, &missing).await? {
            let organisation: Organisation = revision.read()?;
            next.extend(organisation.successors.iter().map(|successor| successor.organisation));
            territories.extend(organisation.territory);
            known.organisations.insert(id, organisation);
        }
        missing = next.into_iter().filter(|id| !known.organisations.contains_key(id)).collect();
    }
    read_territories(journal, territories, known).await
}

/// Reads territories that are not yet known, and those that contain them.
async fn read_territories(journal: &Journal, ids: HashSet<Id>, known: &mut Known) -> Result<(), FollowError> {
    let mut missing: Vec<Id> = ids.into_iter().filter(|id| !known.territories.contains_key(id)).collect();
    while !missing.is_empty() {
        let mut next = HashSet::new();
        for (id, revision) in journal.newest_of(Kind::Territory, &missing).await? {
            let territory: Territory = revision.read()?;
            next.extend(territory.parent);
            known.territories.insert(id, territory);
        }
        missing = next.into_iter().filter(|id| !known.territories.contains_key(id)).collect();
    }
    Ok(())
}

/// Reads programmes that are not yet known.
async fn read_programmes(journal: &Journal, ids: HashSet<Id>, known: &mut Known) -> Result<(), FollowError> {
    let missing: Vec<Id> = ids.into_iter().filter(|id| !known.programmes.contains_key(id)).collect();
    for (id, revision) in journal.newest_of(Kind::Programme, &missing).await? {
        known.programmes.insert(id, revision.read()?);
    }
    Ok(())
}

/// Fills a new index from the journal and shows it; readers keep the old one until then. Returns the position reached.
pub(super) async fn rebuild(
    search: &Search,
    journal: &Journal,
    writer: &mut Writer,
    progress: Progress<'_>,
) -> Result<i64, FollowError> {
    // Read first: whatever is written meanwhile is applied again by following from here.
    let position = journal.position().await?;
    let total = [
        journal.count(Kind::Partnership).await?,
        journal.count(Kind::Activity).await?,
        journal.count(Kind::Organisation).await?,
    ]
    .iter()
    .sum::<i64>();
    let mut done = 0;
    let mut report = |count: usize| {
        done += count as u64;
        progress(done, total.try_into().unwrap_or_default());
    };
    let mut rebuild = writer.rebuild()?;
    let mut counts = HashMap::<Id, u64>::new();
    let mut known = Known::default();
    for kind in [Kind::Partnership, Kind::Activity] {
        let mut after = None;
        loop {
            let revisions = journal.list(kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            report(revisions.len());
            for (document, parties) in partnership_documents(search, journal, &revisions, &mut known).await? {
                rebuild.put(document)?;
                for party in parties {
                    *counts.entry(party).or_default() += 1;
                }
            }
        }
    }
    drop(known);
    let mut after = None;
    loop {
        let revisions = journal.list(Kind::Organisation, after, BATCH).await?;
        let Some(last) = revisions.last() else { break };
        after = Some(last.id);
        report(revisions.len());
        for revision in revisions {
            let organisation: Organisation = revision.read()?;
            let partnerships = counts.get(&revision.id).copied().unwrap_or_default();
            let document = organisation::index::document(&search.fields, revision.id, &organisation, partnerships);
            rebuild.put(document)?;
        }
    }
    rebuild.finish(u64::try_from(position).unwrap_or_default())?;
    Ok(position)
}
