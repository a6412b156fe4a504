//! Undoing a whole import: what it made is withdrawn, what it changed is as before. What was changed since stays, and is
//! kept with the reason: once nothing stands in its way, the import may be undone again, for the rest.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::ACTOR;
use super::kept::{self, Form, Kept, Part};
use super::register::RECORD_KINDS;
use crate::access::Scope;
use crate::declaration::draft::Draft;
use crate::journal::db::on;
use crate::journal::{Author, Change, Entry, Journal, JournalError, Kind, ProposalState, Result, Revision, words};
use crate::organisation::Organisation;
use crate::partnership::reason::Note;
use crate::partnership::{Partnership, identifiers};
use crate::value::Id;

/// What became of an import that was undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// Records that it made: withdrawn.
    pub withdrawn: Vec<(Kind, Id)>,
    /// Records that it changed: as before.
    pub restored: Vec<(Kind, Id)>,
    /// Records left as they are.
    pub left: Vec<Stayed>,
    /// Drafts given up.
    pub discarded: u64,
}

words! {
    /// Why something of an import that was undone stays.
    Why {
        /// Somebody changed it since, or a later import.
        Edited = "edited",
        /// It was merged into another record since.
        Merged = "merged",
        /// Other records need it, or the role of an account.
        Needed = "needed",
        /// A draft that was edited or handed in since.
        Draft = "draft",
        /// It was a draft, and was published since.
        Published = "published",
    }
}

impl Why {
    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Why::Edited => "import-stays-edited",
            Why::Merged => "import-stays-merged",
            Why::Needed => "import-stays-needed",
            Why::Draft => "import-stays-draft",
            Why::Published => "import-stays-published",
        }
    }
}

/// Something of an import that stays though it was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stayed {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Id,
    /// Why it stays.
    pub why: Why,
}

impl Undone {
    fn leave(&mut self, kind: Kind, id: Id, why: Why) {
        self.left.push(Stayed { kind, id, why });
    }
}

/// What the history says of an import that is undone: not the file's name, which may be somebody's.
pub fn reason(import: &Kept) -> String {
    Note::ImportUndone(import.made_at.date_naive()).to_string()
}

/// What stayed of an import that was undone.
///
/// # Errors
/// When the journal fails.
pub async fn left(journal: &Journal, import: &Kept) -> Result<Vec<Stayed>> {
    let stored = kept::file(journal, import.id, Part::Left).await?;
    let stored: Vec<(String, Id, String)> =
        stored.and_then(|stored| serde_json::from_slice(&stored).ok()).unwrap_or_default();
    let stayed =
        |(kind, id, why): (String, Id, String)| Some(Stayed { kind: kind.parse().ok()?, id, why: why.parse().ok()? });
    Ok(stored.into_iter().filter_map(stayed).collect())
}

async fn keep_left(journal: &Journal, import: &Kept, left: &[Stayed]) -> Result<()> {
    let left: Vec<_> = left.iter().map(|one| (one.kind.as_str(), one.id, one.why.as_str())).collect();
    kept::put_file(journal, import.id, Part::Left, &serde_json::to_vec(&left).unwrap_or_default()).await
}

/// Undoes an import, or what is left of one that was undone in part.
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
    keep_left(journal, import, &undone.left).await?;
    // Where nothing could be undone, nothing is: it may be tried again.
    if undone.left.is_empty() || undone.withdrawn.len() + undone.restored.len() > 0 || undone.discarded > 0 {
        import.undone_at = Some(now);
    }
    import.counts.left = undone.left.len() as u64;
    import.counts.withdrawn += undone.withdrawn.len() as u64 + undone.discarded;
    import.counts.restored += undone.restored.len() as u64;
    import.save(journal).await?;
    Ok(undone)
}

/// Takes back the organisations and territories that the import made for its records, unless something that stays refers to
/// them.
async fn take_back_needed(
    journal: &Journal,
    mut made: Vec<Revision>,
    reason: &str,
    now: DateTime<Utc>,
    undone: &mut Undone,
) -> Result<()> {
    let ids: HashSet<String> = made.iter().map(|revision| revision.id.to_string()).collect();
    let mut needed = needed(journal, &made, &ids).await?;
    // Organisations refer to their territories: those that stay need them.
    made.sort_by_key(|revision| revision.kind != Kind::Organisation);
    for revision in &made {
        let is_there =
            journal.newest(revision.kind, revision.id).await?.is_some_and(|newest| newest.change == Change::Published);
        if is_there && needed.contains(&revision.id.to_string()) {
            undone.leave(revision.kind, revision.id, Why::Needed);
            mentioned(&revision.read()?, &ids, &mut needed);
        } else {
            take_back(journal, revision, reason, now, undone).await?;
        }
    }
    Ok(())
}

/// Brings a record to where it was before a revision, unless somebody wrote it since. What later imports wrote and took back
/// again is as if it had never been written.
async fn take_back(
    journal: &Journal,
    revision: &Revision,
    reason: &str,
    now: DateTime<Utc>,
    undone: &mut Undone,
) -> Result<()> {
    let (kind, id) = (revision.kind, revision.id);
    let Some(newest) = journal.newest(kind, id).await?.filter(|newest| newest.change != Change::Withdrawn) else {
        return Ok(());
    };
    if newest.change == Change::Merged {
        undone.leave(kind, id, Why::Merged);
        return Ok(());
    }
    let before = match revision.version {
        1 => None,
        version => journal.version(kind, id, version - 1).await?,
    };
    let before = before.filter(|before| before.change == Change::Published);
    if newest.is_of_import() && before.as_ref().is_some_and(|before| before.body == newest.body) {
        return Ok(());
    }
    // What was merged, or changed by a later import, and brought back since says what this one wrote.
    let is_back = newest.body == revision.body;
    if newest.seq != revision.seq && !is_back {
        undone.leave(kind, id, Why::Edited);
        return Ok(());
    }
    let (entry, list) = match before {
        Some(before) => (restoring(&before, newest.version, reason)?, &mut undone.restored),
        None => (Entry::withdraw(kind, id, newest.version, reason), &mut undone.withdrawn),
    };
    match journal.append(&Author::system(ACTOR), now, &[entry]).await {
        Ok(_) => list.push((kind, id)),
        Err(JournalError::Conflict { .. }) => undone.leave(kind, id, Why::Edited),
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
    let Some(account) = import.account.filter(|_| import.form == Form::Declarations) else { return Ok(()) };
    let made = kept::made(journal, import).await?;
    let mut there = HashSet::new();
    for proposal in journal.proposals_by(&account.to_string()).await? {
        let untouched = proposal.at == at && proposal.edit == 1;
        if !untouched && !made.contains(&proposal.record) {
            continue;
        }
        there.insert(proposal.record);
        match untouched {
            true => match journal.discard_proposal(&proposal).await {
                Ok(()) => undone.discarded += 1,
                Err(JournalError::StaleProposal(_)) => undone.leave(proposal.kind, proposal.record, Why::Draft),
                Err(error) => return Err(error),
            },
            false => undone.leave(proposal.kind, proposal.record, Why::Draft),
        }
    }
    for id in made.into_iter().filter(|id| !there.contains(id)) {
        for kind in RECORD_KINDS {
            let newest = journal.newest(kind, id).await?;
            if newest.is_some_and(|newest| newest.change == Change::Published && newest.seq > import.since) {
                undone.leave(kind, id, Why::Published);
            }
        }
    }
    Ok(())
}

/// Those of `ids` that public records, proposals or the roles of accounts refer to. What was made with them counts only once
/// somebody changed it, for otherwise it goes too.
async fn needed(journal: &Journal, made: &[Revision], ids: &HashSet<String>) -> Result<HashSet<String>> {
    const PAGE: i64 = 5000;
    let mut needed = HashSet::new();
    if ids.is_empty() {
        return Ok(needed);
    }
    let made: HashMap<Id, &str> = made.iter().map(|revision| (revision.id, revision.body.as_str())).collect();
    for kind in RECORD_KINDS.into_iter().chain([Kind::Organisation]) {
        let mut after = None;
        loop {
            let page = journal.list(kind, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for revision in page.iter().filter(|one| made.get(&one.id) != Some(&one.body.as_str())) {
                mentioned(&revision.read()?, ids, &mut needed);
            }
        }
    }
    for state in ProposalState::ALL {
        for proposal in journal.proposals(*state).await? {
            mentioned(&Draft::read(&proposal)?.body, ids, &mut needed);
        }
    }
    let sql = "SELECT DISTINCT scope FROM membership";
    let scopes: Vec<String> = on!(journal.database().reader(), pool => sqlx::query_scalar(sql).fetch_all(pool).await?);
    let granted = scopes.iter().filter_map(|scope| match scope.parse() {
        Ok(Scope::Organisation(id) | Scope::Territory(id)) => Some(id.to_string()),
        _ => None,
    });
    needed.extend(granted.filter(|id| ids.contains(id)));
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

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::access::{Grant, Role};
    use crate::account::{Accounts, NewAccount};
    use crate::app::testing::now;
    use crate::journal::testing::journals;
    use crate::organisation::{OrganisationKind, Successor};
    use crate::territory::{Level, Territory};
    use crate::value::Text;
    use crate::web::Lang;

    fn organisation(name: &str) -> Organisation {
        Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), name)
    }

    fn publish(id: Id, base: i32, body: &Organisation) -> Entry {
        Entry::publish(Kind::Organisation, id, base, body, Vec::new())
    }

    /// A former authority leads to one that the import made, an agent is of another, and people changed a third.
    #[tokio::test]
    async fn an_organisation_that_others_need_stays() {
        for test in journals().await {
            let journal = &test.journal;
            let [successor, of_agent, changed, site, free] =
                ["successor", "of agent", "changed", "site", "free"].map(Id::derived);
            let territory = Territory {
                level: Level::Region,
                country: "ML".parse().unwrap(),
                name: Text::new("fr", "Essai"),
                codes: Vec::new(),
                parent: None,
                point: None,
                population: None,
                source: String::new(),
            };
            let mut import = Kept::new("liste.csv", Form::Table, None, now());
            let at = import.begin(journal, now()).await.unwrap().unwrap();
            let of_site = Organisation { territory: Some(site), ..organisation("Essai") };
            let made = [
                Entry::publish(Kind::Territory, site, 0, &territory, Vec::new()),
                publish(successor, 0, &organisation("Nouvelle")),
                publish(of_agent, 0, &organisation("Probeburg")),
                publish(changed, 0, &of_site),
                publish(free, 0, &organisation("Libre")),
            ];
            journal.append(&Author::system(ACTOR), at, &made).await.unwrap();

            let successors = vec![Successor { organisation: successor, on: None }];
            let entries = [
                publish(Id::derived("former"), 0, &Organisation { successors, ..organisation("Ancienne") }),
                publish(changed, 1, &Organisation { website: Some("https://essai.example".to_owned()), ..of_site }),
            ];
            let people = Author { actor: "ministry".into(), role: "ministry".into(), on_behalf_of: None };
            journal.append(&people, now() + Duration::hours(1), &entries).await.unwrap();
            let agent = NewAccount {
                email: "agent@example.org".to_owned(),
                name: "Camille Test".to_owned(),
                language: Lang::Fr,
                grants: vec![Grant { role: Role::Agent, scope: Scope::Organisation(of_agent) }],
            };
            Accounts::new(journal).create(&agent, now()).await.unwrap();

            let undone = undo(journal, &mut import, "annulé", now() + Duration::hours(2)).await.unwrap();
            assert_eq!(undone.withdrawn, [(Kind::Organisation, free)], "{undone:?}");
            for (kind, id, why) in [
                (Kind::Organisation, successor, Why::Needed),
                (Kind::Organisation, of_agent, Why::Needed),
                (Kind::Organisation, changed, Why::Edited),
                (Kind::Territory, site, Why::Needed),
            ] {
                assert!(undone.left.contains(&Stayed { kind, id, why }), "{why:?} {undone:?}");
            }
        }
    }
}
