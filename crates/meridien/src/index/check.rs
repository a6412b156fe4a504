//! Comparing the index with the journal: every record that should be in it, with the card that it should have, and no
//! other. What it is found and counted by is not compared: it is made of the same record at the same time.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use meridien_search::{Document, Query};

use super::Search;
use super::build::{Progress, partnership_documents};
use super::follow::FollowError;
use crate::journal::{Journal, Kind, Revision};
use crate::organisation;
use crate::partnership::index::Known;

/// Records compared at a time.
const BATCH: i64 = 2000;
/// Documents of each fault that are named.
const NAMED: usize = 20;

/// What was found.
#[derive(Debug, Default)]
pub struct Check {
    /// Documents in the index.
    pub documents: u64,
    /// The position of the journal that the index shows.
    pub position: i64,
    /// The position of the journal.
    pub journal: i64,
    /// Records without a document.
    pub missing: Faults,
    /// Records whose card says something else.
    pub stale: Faults,
    /// Documents without a published record.
    pub extra: Faults,
}

/// Documents with the same fault: how many, and the keys of the first.
#[derive(Debug, Default)]
pub struct Faults {
    /// How many.
    pub count: u64,
    /// The first keys.
    pub keys: Vec<String>,
}

impl Faults {
    fn add(&mut self, key: &str) {
        self.count += 1;
        if self.keys.len() < NAMED {
            self.keys.push(key.to_owned());
        }
    }
}

impl Check {
    /// Whether the index has every record of the journal with its card, and no other.
    pub fn is_sound(&self) -> bool {
        self.position == self.journal
            && [&self.missing, &self.stale, &self.extra].iter().all(|faults| faults.count == 0)
    }
}

fn digest(card: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    card.hash(&mut hasher);
    hasher.finish()
}

/// Compares the card of every document with the record that it stands for. While the journal is being written, what is
/// newer than the index counts as stale.
///
/// # Errors
/// When the index or the journal cannot be read.
pub async fn check(search: &Search, journal: &Journal, progress: Progress<'_>) -> Result<Check, FollowError> {
    let hits = search.index.hits(&Query::default())?;
    let position = i64::try_from(hits.seq()).unwrap_or(i64::MAX);
    let mut cards = HashMap::new();
    for hit in hits {
        let hit = hit?;
        cards.insert(hit.key, digest(&hit.card));
    }
    let mut found =
        Check { documents: cards.len() as u64, position, journal: journal.position().await?, ..Check::default() };
    let mut known = Known::default();
    let mut done = 0;
    for kind in [Kind::Partnership, Kind::Activity, Kind::Organisation] {
        let mut after = None;
        loop {
            let revisions = journal.list(kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            for document in documents(search, journal, kind, &revisions, &mut known).await? {
                match cards.remove(document.key()) {
                    None => found.missing.add(document.key()),
                    Some(card) if card != digest(document.card()) => found.stale.add(document.key()),
                    Some(_) => {}
                }
            }
            done += revisions.len() as u64;
            progress(done, found.documents);
        }
    }
    let mut extra: Vec<&String> = cards.keys().collect();
    extra.sort();
    extra.into_iter().for_each(|key| found.extra.add(key));
    Ok(found)
}

/// The documents that records should have.
async fn documents(
    search: &Search,
    journal: &Journal,
    kind: Kind,
    revisions: &[Revision],
    known: &mut Known,
) -> Result<Vec<Document>, FollowError> {
    if kind != Kind::Organisation {
        let made = partnership_documents(search, journal, revisions, known).await?;
        return Ok(made.into_iter().map(|(document, _)| document).collect());
    }
    let document = |revision: &Revision| {
        let partnerships = search.partnerships_of(revision.id)?;
        // Its card tells nothing of its territories.
        Ok(organisation::index::document(&search.fields, revision.id, &revision.read()?, partnerships, &[]))
    };
    revisions.iter().map(document).collect()
}
