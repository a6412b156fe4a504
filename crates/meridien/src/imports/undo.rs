//! Undoing a whole import: what it made is withdrawn, what it changed is as before. What was changed since stays.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::ACTOR;
use super::kept::Kept;
use super::register::RECORD_KINDS;
use crate::declaration::draft::Draft;
use crate::journal::{Author, Change, Entry, Journal, JournalError, Kind, Proposal, ProposalState, Result, Revision};
use crate::organisation::Organisation;
use crate::partnership::{Partnership, identifiers};
use crate::value::Id;
use crate::web::Locale;

/// What became of an import that was undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// Records that it made: withdrawn.
    pub withdrawn: Vec<(Kind, Id)>,
    /// Records that it changed: as before.
    pub restored: Vec<(Kind, Id)>,
    /// Records that were changed since, or that others need: left as they are.
    pub left: Vec<(Kind, Id)>,
    /// Drafts given up.
    pub discarded: u64,
}

/// What the history says of an import that is undone: not the file's name, which may be somebody's.
pub fn reason(import: &Kept, l: Locale) -> String {
    l.t_with("import-undone-reason", &[("day", l.day(import.made_at.date_naive()).into())])
}

/// Undoes an import.
///
/// # Errors
/// When the journal fails. What was undone before stays so; the same again goes on from there.
pub async fn undo(journal: &Journal, import: &mut Kept, reason: &str, now: DateTime<Utc>) -> Result<Undone> {
    let mut undone = Undone::default();
    let Some(at) = import.at else { return Ok(undone) };
    let written = journal.written(ACTOR, at, import.since).await?;
    let (records, organisations): (Vec<Revision>, Vec<Revision>) =
        written.into_iter().partition(|revision| RECORD_KINDS.contains(&revision.kind));
    for revision in &records {
        take_back(journal, revision, reason, now, &mut undone).await?;
    }
    discard(journal, import, at, &mut undone).await?;
    take_back_needed(journal, organisations, reason, now, &mut undone).await?;
    import.counts.left = undone.left.len() as u64;
    // Where nothing could be undone, nothing is: it may be tried again.
    if undone.left.is_empty() || undone.withdrawn.len() + undone.restored.len() > 0 || undone.discarded > 0 {
        import.undone_at = Some(now);
    }
    import.save(journal).await?;
    Ok(undone)
}

/// Why a record is left as it is by an import that is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was merged into another: it is brought back first.
    Merged,
    /// Somebody changed it since.
    Changed,
}

/// The records that an import wrote and that could not be undone, with the reason.
///
/// # Errors
/// When the journal fails.
pub async fn left(journal: &Journal, import: &Kept) -> Result<Vec<(Kind, Id, Why)>> {
    let mut left = Vec::new();
    let Some(at) = import.at.filter(|_| import.counts.left > 0) else { return Ok(left) };
    let written = journal.written(ACTOR, at, import.since).await?;
    for revision in written.iter().filter(|revision| RECORD_KINDS.contains(&revision.kind)) {
        let Some(newest) = journal.newest(revision.kind, revision.id).await? else { continue };
        if !is_as_before(&newest, before(journal, revision).await?.as_ref()) {
            let why = if newest.change == Change::Merged { Why::Merged } else { Why::Changed };
            left.push((revision.kind, revision.id, why));
        }
    }
    Ok(left)
}

/// The public state of a record before a revision.
async fn before(journal: &Journal, revision: &Revision) -> Result<Option<Revision>> {
    let before = match revision.version {
        1 => None,
        version => journal.version(revision.kind, revision.id, version - 1).await?,
    };
    Ok(before.filter(|before| before.change == Change::Published))
}

/// Whether a record was brought to where it was by an import that was undone.
fn is_as_before(newest: &Revision, before: Option<&Revision>) -> bool {
    let same = before.is_some_and(|before| newest.body == before.body);
    newest.author.actor == ACTOR && (newest.change == Change::Withdrawn || same)
}

/// Whether a record says what an import wrote, though it may have been merged and brought back since.
fn is_as_written(newest: &Revision, written: &Revision) -> bool {
    newest.seq == written.seq || newest.change == Change::Published && newest.body == written.body
}

/// Takes back the organisations and territories that the import made for its records, unless something refers to them.
async fn take_back_needed(
    journal: &Journal,
    mut made: Vec<Revision>,
    reason: &str,
    now: DateTime<Utc>,
    undone: &mut Undone,
) -> Result<()> {
    let ids: HashSet<String> = made.iter().map(|revision| revision.id.to_string()).collect();
    let mut needed = needed(journal, &ids).await?;
    // Organisations refer to their territories: those that stay need them.
    made.sort_by_key(|revision| revision.kind != Kind::Organisation);
    for revision in &made {
        if needed.contains(&revision.id.to_string()) {
            undone.left.push((revision.kind, revision.id));
            mentioned(&revision.read()?, &ids, &mut needed);
        } else {
            take_back(journal, revision, reason, now, undone).await?;
        }
    }
    Ok(())
}

/// Brings a record to where it was before a revision, unless somebody wrote it since.
async fn take_back(
    journal: &Journal,
    revision: &Revision,
    reason: &str,
    now: DateTime<Utc>,
    undone: &mut Undone,
) -> Result<()> {
    let (kind, id) = (revision.kind, revision.id);
    let Some(newest) = journal.newest(kind, id).await? else { return Ok(()) };
    let before = before(journal, revision).await?;
    if is_as_before(&newest, before.as_ref()) {
        return Ok(());
    }
    if !is_as_written(&newest, revision) {
        undone.left.push((kind, id));
        return Ok(());
    }
    let (entry, list) = match before {
        Some(before) => (restoring(&before, newest.version, reason)?, &mut undone.restored),
        None => (Entry::withdraw(kind, id, newest.version, reason), &mut undone.withdrawn),
    };
    match journal.append(&Author::system(ACTOR), now, &[entry]).await {
        Ok(_) => list.push((kind, id)),
        Err(JournalError::Conflict { .. }) => undone.left.push((kind, id)),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// The entry that publishes an earlier version again.
fn restoring(before: &Revision, base: i32, reason: &str) -> Result<Entry> {
    let codes = match before.kind {
        Kind::Partnership | Kind::Activity => identifiers(&before.read::<Partnership>()?),
        Kind::Organisation => before.read::<Organisation>()?.identifiers,
        _ => Vec::new(),
    };
    Ok(Entry {
        kind: before.kind,
        id: before.id,
        base,
        change: Change::Published,
        body: before.body.clone(),
        identifiers: codes,
        reason: Some(reason.to_owned()),
    })
}

/// Gives up the drafts that the import made and nobody touched since.
async fn discard(journal: &Journal, import: &Kept, at: DateTime<Utc>, undone: &mut Undone) -> Result<()> {
    let Some(account) = import.account else { return Ok(()) };
    let of_import = |proposal: &Proposal| proposal.at == at && proposal.edit == 1;
    for proposal in journal.proposals_by(&account.to_string()).await?.into_iter().filter(of_import) {
        match journal.discard_proposal(&proposal).await {
            Ok(()) => undone.discarded += 1,
            Err(JournalError::StaleProposal(_)) => undone.left.push((proposal.kind, proposal.record)),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Those of `ids` that public records or proposals refer to.
async fn needed(journal: &Journal, ids: &HashSet<String>) -> Result<HashSet<String>> {
    const PAGE: i64 = 5000;
    let mut needed = HashSet::new();
    if ids.is_empty() {
        return Ok(needed);
    }
    for kind in RECORD_KINDS {
        let mut after = None;
        loop {
            let page = journal.list(kind, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for revision in &page {
                mentioned(&revision.read()?, ids, &mut needed);
            }
        }
    }
    for state in ProposalState::ALL {
        for proposal in journal.proposals(*state).await? {
            mentioned(&Draft::read(&proposal)?.body, ids, &mut needed);
        }
    }
    Ok(needed)
}

/// Adds those of `ids` that stand somewhere in a body.
fn mentioned(body: &Value, ids: &HashSet<String>, found: &mut HashSet<String>) {
    match body {
        Value::String(text) if ids.contains(text) => {
            found.insert(text.clone());
        }
        Value::Array(parts) => parts.iter().for_each(|part| mentioned(part, ids, found)),
        Value::Object(parts) => parts.values().for_each(|part| mentioned(part, ids, found)),
        _ => {}
    }
}
