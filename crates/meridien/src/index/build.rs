//! Turning revisions into documents, and filling a new index from the whole journal.

use std::collections::{HashMap, HashSet};
use std::io;
use std::num::NonZero;
use std::sync::Arc;

use meridien_search::{Document, Writer};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Search;
use super::follow::FollowError;
use crate::anomaly::Anomaly;
use crate::confirmation::{self, Confirmation};
use crate::journal::{Journal, Kind, Revision};
use crate::organisation::{self, Organisation};
use crate::partnership::index::Known;
use crate::partnership::{self, Partnership, personal, rules};
use crate::territory;
use crate::theme::vocabulary;
use crate::value::Id;

/// Records read at a time.
const BATCH: i64 = 1000;
/// Organisations put into the index between two reports.
const REPORTED: u64 = 500;

/// Told how far of how far the work has got.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// The documents of some partnerships and activities, each with the organisations that count it.
type Documents = Vec<(Document, Vec<Id>)>;

/// The documents of partnerships and activities, with what they depend on. `known` keeps what was read so far.
pub(super) async fn partnership_documents(
    search: &Search,
    journal: &Journal,
    revisions: &[Revision],
    known: &mut Known,
) -> Result<Documents, FollowError> {
    let confirmations = confirmations_of(journal, revisions).await?;
    let records = read(revisions)?;
    let partnerships = || records.iter().map(|(_, partnership, _)| partnership);
    let parties = partnerships().flat_map(|partnership| &partnership.parties).map(|party| party.organisation);
    let lines = partnerships().flat_map(Partnership::all_funding);
    let funders = lines.flat_map(|line| &line.funders).filter_map(|funder| funder.organisation);
    read_lineages(journal, parties.chain(funders).collect(), known).await?;
    let programmes = partnerships().flat_map(|partnership| partnership.programmes.iter().copied());
    read_programmes(journal, programmes.collect(), known).await?;
    Ok(documents(search, &records, &confirmations, known))
}

async fn confirmations_of(journal: &Journal, revisions: &[Revision]) -> Result<Confirmations, FollowError> {
    let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
    Ok(confirmation::of(journal, &ids).await?)
}

type Confirmations = HashMap<Id, Vec<Confirmation>>;

/// A version, what the public may read of it, and the rules that it broke on the day on which it was written.
type Read<'a> = (&'a Revision, Partnership, Vec<Anomaly>);

fn read(revisions: &[Revision]) -> Result<Vec<Read<'_>>, FollowError> {
    fn one(revision: &Revision) -> Result<Read<'_>, FollowError> {
        let mut record: Partnership = revision.read()?;
        // What it hides from the public is against a rule too.
        let broken = rules::anomalies(&record, revision.at.date_naive());
        personal::make_public(&mut record);
        Ok((revision, record, broken))
    }
    revisions.iter().map(one).collect()
}

/// The documents of records of which all that they depend on is known.
fn documents(search: &Search, records: &[Read<'_>], confirmations: &Confirmations, known: &Known) -> Documents {
    let document = |(revision, partnership, broken): &Read<'_>| {
        let confirmed = confirmations.get(&revision.id).map_or(&[][..], Vec::as_slice);
        let (fields, home) = (&search.fields, search.home);
        let document = partnership::index::document(fields, home, revision, partnership, broken, confirmed, known);
        let counted = match revision.kind {
            Kind::Activity => Vec::new(),
            _ => organisations_of(partnership, known),
        };
        (document, counted)
    };
    records.iter().map(document).collect()
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
    Ok(territory::read_with_containers(journal, territories, &mut known.territories).await?)
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
///
/// The journal is read in its own order, and documents are made of what was read on as many threads as there are
/// processors while more is read.
pub(super) async fn rebuild(
    search: &Search,
    journal: &Journal,
    writer: &mut Writer,
    progress: Progress<'_>,
) -> Result<i64, FollowError> {
    // Read first: what is written meanwhile is left to be followed from here, so that no record comes twice.
    let position = journal.position().await?;
    // Whoever follows from there reads no change of the vocabulary that came before.
    vocabulary::load(journal).await?;
    let known = Arc::new(read_all(journal).await?);
    // Documents are what takes time; those written meanwhile are beyond the count.
    let records = journal.count(Kind::Partnership).await? + journal.count(Kind::Activity).await?;
    let total = records.unsigned_abs() + known.organisations.len() as u64;
    let report = |done: u64| {
        progress(done.min(total), total);
        // All put together is not yet written.
        search.built.set(i64::try_from((100 * done / total.max(1)).min(99)).unwrap_or_default());
    };
    let mut done = 0;
    let mut rebuild = writer.rebuild()?;
    let mut counts = HashMap::<Id, u64>::new();
    let mut making = make_documents(search.clone(), journal.clone(), Arc::clone(&known), position);
    while let Some(batch) = making.recv().await {
        for (document, parties) in batch?.await.map_err(io::Error::other)?? {
            rebuild.put(document)?;
            done += 1;
            for party in parties {
                *counts.entry(party).or_default() += 1;
            }
        }
        report(done);
    }
    for (id, organisation) in &known.organisations {
        if done.is_multiple_of(REPORTED) {
            report(done);
        }
        done += 1;
        let partnerships = counts.get(id).copied().unwrap_or_default();
        let territories = known.territories_of(*id);
        rebuild.put(organisation::index::document(&search.fields, *id, organisation, partnerships, &territories))?;
    }
    drop(known);
    rebuild.finish(position.unsigned_abs())?;
    report(total);
    Ok(position)
}

/// Every organisation, territory and programme.
pub(crate) async fn read_all(journal: &Journal) -> Result<Known, FollowError> {
    let mut known = Known::default();
    let mut reading = journal.bodies(&[Kind::Organisation, Kind::Territory, Kind::Programme], BATCH);
    while let Some(bodies) = reading.recv().await {
        for body in bodies? {
            match body.kind {
                Kind::Organisation => drop(known.organisations.insert(body.id, body.read()?)),
                Kind::Programme => drop(known.programmes.insert(body.id, body.read()?)),
                _ => drop(known.territories.insert(body.id, body.read()?)),
            }
        }
    }
    Ok(known)
}

/// Documents being made.
type Making = JoinHandle<Result<Documents, FollowError>>;

/// Makes the documents of all partnerships and activities, some batches ahead of whoever receives them.
fn make_documents(
    search: Search,
    journal: Journal,
    known: Arc<Known>,
    upto: i64,
) -> mpsc::Receiver<Result<Making, FollowError>> {
    let threads = std::thread::available_parallelism().map_or(2, NonZero::get);
    let (sender, receiver) = mpsc::channel(threads);
    tokio::spawn(async move {
        let mut reached = 0;
        loop {
            let read = read_batch(&journal, reached, upto).await;
            let making = match read {
                Ok(None) => return,
                Ok(Some((revisions, confirmations))) => {
                    reached = revisions.last().map_or(reached, |revision| revision.seq);
                    let (search, known) = (search.clone(), Arc::clone(&known));
                    let make = move || Ok(documents(&search, &self::read(&revisions)?, &confirmations, &known));
                    Ok(tokio::task::spawn_blocking(make))
                }
                Err(error) => Err(error),
            };
            let failed = making.is_err();
            if sender.send(making).await.is_err() || failed {
                return;
            }
        }
    });
    receiver
}

/// The partnerships and activities that come next after a position, up to another, with their confirmations.
async fn read_batch(
    journal: &Journal,
    after: i64,
    upto: i64,
) -> Result<Option<(Vec<Revision>, Confirmations)>, FollowError> {
    let revisions = journal.newest_between(&[Kind::Partnership, Kind::Activity], (after, upto), BATCH).await?;
    if revisions.is_empty() {
        return Ok(None);
    }
    let confirmations = confirmations_of(journal, &revisions).await?;
    Ok(Some((revisions, confirmations)))
}
