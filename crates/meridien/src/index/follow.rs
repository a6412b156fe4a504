//! Keeping the index current while the journal grows.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use meridien_search::{Change, Filter, Query, State, Writer};
use tokio::sync::watch;

use super::build::{Progress, organisations_of, partnership_documents, read_lineages, rebuild};
use super::{RecordType, Search};
use crate::confirmation::Confirmation;
use crate::journal::{self, Journal, JournalError, Kind, Revision};
use crate::organisation::{self, Organisation};
use crate::partnership::Partnership;
use crate::partnership::index::{Known, is};
use crate::reference;
use crate::theme::{self, Theme, vocabulary};
use crate::value::Id;

/// Other processes' writes are found by looking this often.
const POLL: Duration = Duration::from_secs(1);
/// Writes of one moment are gathered into one commit.
const GATHER: Duration = Duration::from_millis(200);
/// Revisions applied in one commit.
const BATCH: i64 = 2000;
/// After a failure, how long to wait before trying again.
const RETRY: Duration = Duration::from_secs(5);

/// Why the index cannot follow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The index cannot be written.
    #[error(transparent)]
    Search(#[from] meridien_search::Error),
    /// A thread that made documents ended.
    #[error(transparent)]
    Thread(#[from] std::io::Error),
    /// A fault of the program.
    #[error("a panic, told above: please report it")]
    Panic,
}

/// The one that writes the index: makes it current, then follows the journal.
pub struct Follower {
    search: Search,
    journal: Journal,
    writer: Writer,
    position: i64,
}

impl Follower {
    /// Becomes the one that writes the index. What it holds can be read at once; [`Follower::make_current`] does the rest.
    ///
    /// # Errors
    /// When another process writes the same index, or journal or disk fail.
    pub async fn open(search: Search, found: State, journal: Journal) -> Result<Follower, FollowError> {
        let writer = search.index.writer()?;
        vocabulary::load(&journal).await?;
        // Beyond the journal, it is of another one; before a redaction, it may hold what was taken out.
        let (newest, redacted) = (journal.position().await?, journal.last_redaction().await?);
        let reached = found.position().and_then(|seq| i64::try_from(seq).ok());
        let reached = reached.filter(|seq| (redacted..=newest).contains(seq));
        if reached.is_none() {
            tracing::info!(?found, newest, "the search index is to be built");
            writer.hide();
        }
        Ok(Follower { search, journal, writer, position: reached.unwrap_or_default() })
    }

    /// Makes the index current, rebuilding it where there is none that may be read.
    ///
    /// # Errors
    /// When journal or disk fail.
    pub async fn make_current(&mut self, progress: Progress<'_>) -> Result<(), FollowError> {
        if !self.search.is_there() {
            self.position = rebuild(&self.search, &self.journal, &mut self.writer, progress).await?;
        }
        self.catch_up().await
    }

    /// [`Follower::open`], then [`Follower::make_current`].
    ///
    /// # Errors
    /// As both.
    pub async fn start(
        search: Search,
        found: State,
        journal: Journal,
        progress: Progress<'_>,
    ) -> Result<Follower, FollowError> {
        let mut follower = Follower::open(search, found, journal).await?;
        follower.make_current(progress).await?;
        Ok(follower)
    }

    /// The position of the journal that the index shows; 0 where it is to be built.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Follows the journal until `stop` changes or its sender goes, even in the midst of a build; tells `reached` after
    /// each commit. Whatever fails is logged and tried again.
    pub async fn run(mut self, reached: impl Fn(i64), mut stop: watch::Receiver<bool>) {
        let mut written = self.journal.watch();
        let index = self.search.index.clone();
        tokio::task::spawn_blocking(move || index.check_files());
        loop {
            let wait = async {
                tokio::select! {
                    _ = written.changed() => tokio::time::sleep(GATHER).await,
                    () = tokio::time::sleep(POLL) => {}
                }
            };
            tokio::select! {
                () = wait => {}
                _ = stop.changed() => return,
            }
            match until_stopped(self.mend_and_catch_up(), &mut stop).await {
                None => return,
                Some(Ok(())) => reached(self.position),
                Some(Err(error)) => {
                    tracing::error!(%error, position = self.position, "the search index cannot follow the journal");
                    tokio::select! {
                        () = tokio::time::sleep(RETRY) => {}
                        _ = stop.changed() => return,
                    }
                }
            }
        }
    }

    /// Builds the index anew if its files were damaged while it was read, then catches up.
    async fn mend_and_catch_up(&mut self) -> Result<(), FollowError> {
        if let Some(damage) = self.search.index.damage() {
            tracing::warn!(damage, "building the damaged search index anew");
            self.position = rebuild(&self.search, &self.journal, &mut self.writer, &|_, _| {}).await?;
        }
        self.catch_up().await
    }

    /// Applies everything that the journal holds beyond the index.
    pub(crate) async fn catch_up(&mut self) -> Result<(), FollowError> {
        while self.advance(std::future::ready(())).await? {}
        Ok(())
    }

    /// Applies what comes next in the journal; whether more may come. `between` is done between the two questions to the
    /// journal, how far it is and what is new: tests write there.
    pub(super) async fn advance(&mut self, between: impl Future<Output = ()>) -> Result<bool, FollowError> {
        // Asked first: what is written from here on is beyond it, and left for the next time. Asked afterwards, it would be
        // that of revisions which are not among those read.
        let newest = self.journal.position().await?;
        self.journal.heard(newest);
        between.await;
        let revisions = self.journal.follow(self.position, BATCH).await?;
        // Documents that were replaced stay in the files until they are merged: what was taken out of a record must not.
        if self.journal.last_redaction().await? > self.position {
            if self.search.is_there() {
                self.show_without_redactions(revisions).await?;
            }
            self.position = rebuild(&self.search, &self.journal, &mut self.writer, &|_, _| {}).await?;
            return Ok(true);
        }
        let Some(last) = revisions.last().map(|revision| revision.seq) else {
            // An erasure takes a position without a revision.
            self.position = self.position.max(newest);
            return Ok(false);
        };
        self.apply(revisions, last).await?;
        self.position = last;
        Ok(true)
    }

    /// Lets readers see what was taken out no more while everything is written anew, which takes minutes of many records. The
    /// position stays: what is built is still to be built after a crash.
    pub(super) async fn show_without_redactions(&mut self, mut revisions: Vec<Revision>) -> Result<(), FollowError> {
        while let Some(last) = revisions.last().map(|revision| revision.seq) {
            self.apply(revisions, self.position).await?;
            revisions = self.journal.follow(last, BATCH).await?;
        }
        Ok(())
    }

    /// Applies some revisions and whatever depends on them, as the state at a position.
    async fn apply(&mut self, revisions: Vec<Revision>, position: i64) -> Result<(), FollowError> {
        if revisions.iter().any(|revision| revision.kind == Kind::Theme) {
            vocabulary::load(&self.journal).await?;
        }
        let partnerships = self.partnerships_touched(&revisions).await?;
        // Whoever may have been counted before the change: one that left must be counted anew too.
        let mut known = Known::default();
        let mut organisations = self.former_heirs(&revisions, &mut known).await?;
        for kind in [Kind::Partnership, Kind::Activity] {
            let ids: Vec<Id> = partnerships.iter().filter(|(of, _)| *of == kind).map(|(_, id)| *id).collect();
            // A term or a country may be that of most records: they are read some at a time.
            for ids in ids.chunks(BATCH as usize) {
                self.collect_former_parties(kind, ids, &mut organisations, &mut known).await?;
                let current: Vec<Revision> = self.journal.newest_of(kind, ids).await?.into_values().collect();
                let kept: HashSet<Id> = current.iter().map(|revision| revision.id).collect();
                let removed = ids.iter().filter(|id| !kept.contains(id));
                self.writer.apply(removed.map(|id| Change::Remove(crate::partnership::index::key(*id))))?;
                for (document, parties) in
                    partnership_documents(&self.search, &self.journal, &current, &mut known).await?
                {
                    self.writer.apply([Change::Put(document)])?;
                    organisations.extend(parties);
                }
            }
        }
        // Counted from the index itself, so the partnerships must show first. The position is not moved yet: after a
        // crash here the same revisions are applied again.
        if !partnerships.is_empty() {
            self.writer.commit(u64::try_from(self.position).unwrap_or_default())?;
        }
        organisations.extend(
            revisions.iter().filter(|revision| revision.kind == Kind::Organisation).map(|revision| revision.id),
        );
        self.put_organisations(organisations.into_iter().collect()).await?;
        self.writer.commit(u64::try_from(position).unwrap_or_default())?;
        Ok(())
    }

    /// The partnerships and activities that these revisions change: themselves, those confirmed, those of a changed
    /// organisation, territory, programme or term of the vocabulary.
    async fn partnerships_touched(&self, revisions: &[Revision]) -> Result<HashSet<(Kind, Id)>, FollowError> {
        let mut touched = HashSet::new();
        let fields = &self.search.fields;
        let mut organisations = Vec::new();
        let mut territories = Vec::new();
        let mut programmes = Vec::new();
        let mut themes = Vec::new();
        for revision in revisions {
            match revision.kind {
                Kind::Partnership | Kind::Activity => {
                    touched.insert((revision.kind, revision.id));
                }
                Kind::Confirmation => {
                    // One withdrawn says no more what it was of.
                    let said = match revision.change {
                        journal::Change::Published => vec![revision.clone()],
                        _ => self.journal.earlier_of(revision.kind, &[revision.id]).await?,
                    };
                    for said in said {
                        touched.insert((Kind::Partnership, said.read::<Confirmation>()?.partnership));
                    }
                }
                // A new one has no partnership in the index yet.
                Kind::Organisation if revision.version > 1 => organisations.push(revision.id.as_u64()),
                Kind::Territory if revision.version > 1 => territories.push(revision.id.as_u64()),
                Kind::Programme => programmes.push(revision.id.as_u64()),
                Kind::Theme if revision.version > 1 => themes.extend(self.numbers_of(revision).await?),
                _ => {}
            }
        }
        if [&organisations, &territories, &programmes, &themes].into_iter().all(Vec::is_empty) {
            return Ok(touched);
        }
        for (record_type, kind) in
            [(RecordType::Partnership, Kind::Partnership), (RecordType::Activity, Kind::Activity)]
        {
            let changed = Filter::Any(vec![
                Filter::In(fields.organisation, organisations.clone()),
                Filter::In(fields.funder, organisations.clone()),
                Filter::In(fields.territory, territories.clone()),
                Filter::In(fields.programme, programmes.clone()),
                Filter::In(fields.theme, themes.clone()),
            ]);
            let filter = Filter::All(vec![is(fields.record_type, record_type as u64), changed]);
            let found = self.search.index.search(&Query { filter, limit: usize::MAX, ..Query::default() })?;
            let ids = found.hits.iter().filter_map(|hit| hit.key.split_once('/')?.1.parse().ok());
            touched.extend(ids.map(|id| (kind, id)));
        }
        Ok(touched)
    }

    /// Under which numbers what is filed under a theme may stand in the index: its own, that of the term in favour of which it
    /// is retired, and that of the term in favour of which it was.
    async fn numbers_of(&self, revision: &Revision) -> Result<Vec<u64>, FollowError> {
        let before = self.journal.version(Kind::Theme, revision.id, revision.version - 1).await?;
        let mut codes = Vec::new();
        for revision in before.iter().chain([revision]).filter(|revision| revision.change == journal::Change::Published)
        {
            let theme: Theme = revision.read()?;
            codes.extend(theme.replaced_by.into_iter().chain([theme.code]));
        }
        let numbers = |code: &String| [theme::number(code), theme::number(reference::heir(code))];
        Ok(codes.iter().flat_map(numbers).flatten().collect())
    }

    /// The organisations that may have counted these partnerships before: the parties of every earlier version.
    async fn collect_former_parties(
        &self,
        kind: Kind,
        ids: &[Id],
        organisations: &mut HashSet<Id>,
        known: &mut Known,
    ) -> Result<(), FollowError> {
        if kind != Kind::Partnership {
            return Ok(());
        }
        for revision in self.journal.earlier_of(kind, ids).await? {
            let partnership: Partnership = revision.read()?;
            let parties = partnership.parties.iter().map(|party| party.organisation).collect();
            read_lineages(&self.journal, parties, known).await?;
            organisations.extend(organisations_of(&partnership, known));
        }
        Ok(())
    }

    /// The organisations that may have counted the partnerships of these before: whoever had succeeded them, and whoever
    /// has succeeded those.
    async fn former_heirs(&self, revisions: &[Revision], known: &mut Known) -> Result<HashSet<Id>, FollowError> {
        let changed = revisions.iter().filter(|revision| revision.kind == Kind::Organisation && revision.version > 1);
        let changed: Vec<Id> = changed.map(|revision| revision.id).collect();
        let mut heirs = HashSet::new();
        for revision in self.journal.earlier_of(Kind::Organisation, &changed).await? {
            let organisation: Organisation = revision.read()?;
            heirs.extend(organisation.successors.into_iter().map(|successor| successor.organisation));
        }
        read_lineages(&self.journal, heirs.clone(), known).await?;
        Ok(heirs.into_iter().flat_map(|heir| known.lineage(heir)).collect())
    }

    async fn put_organisations(&mut self, ids: Vec<Id>) -> Result<(), FollowError> {
        for ids in ids.chunks(BATCH as usize) {
            let mut known = Known::default();
            read_lineages(&self.journal, ids.iter().copied().collect(), &mut known).await?;
            for id in ids {
                let change = match known.organisations.get(id) {
                    Some(organisation) => {
                        let (fields, territories) = (&self.search.fields, known.territories_of(*id));
                        let partnerships = self.search.partnerships_of(*id)?;
                        Change::Put(organisation::index::document(
                            fields,
                            *id,
                            organisation,
                            partnerships,
                            &territories,
                        ))
                    }
                    None => Change::Remove(organisation::index::key(*id)),
                };
                self.writer.apply([change])?;
            }
        }
        Ok(())
    }
}

/// What comes of some work; none if `stop` changes or its sender goes before, and the work is given up. A panic is a
/// fault like any other: whoever follows must not end by one.
async fn until_stopped(
    work: impl Future<Output = Result<(), FollowError>>,
    stop: &mut watch::Receiver<bool>,
) -> Option<Result<(), FollowError>> {
    tokio::select! {
        done = AssertUnwindSafe(work).catch_unwind() => Some(done.unwrap_or(Err(FollowError::Panic))),
        _ = stop.changed() => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn panicking() -> Result<(), FollowError> {
        panic!("a fault of the program")
    }

    #[tokio::test]
    async fn a_panic_is_a_fault_and_work_is_given_up_when_it_is_to_stop() {
        let (stop, mut stopped) = watch::channel(false);
        assert!(matches!(until_stopped(panicking(), &mut stopped).await, Some(Err(FollowError::Panic))));
        assert!(matches!(until_stopped(async { Ok(()) }, &mut stopped).await, Some(Ok(()))));
        stop.send_replace(true);
        assert!(until_stopped(std::future::pending(), &mut stopped).await.is_none());
    }
}
