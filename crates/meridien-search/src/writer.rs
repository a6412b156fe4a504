//! Changing the index.

use std::fs::{self, File, TryLockError};
use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, Term};

use crate::index::Shared;
use crate::storage::Generation;
use crate::{Document, Error};

/// Memory for documents not yet written to a segment, in bytes.
const FOLLOW_MEMORY: usize = 30 << 20;

/// The memory of a rebuild, in bytes. More makes fewer segments, and hardly more speed.
const BUILD_MEMORY: usize = 240 << 20;
/// Threads that write documents in a rebuild; others make the documents meanwhile.
const BUILD_THREADS: usize = 2;

/// A change to one record.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds the document, in place of the one that had its key.
    Put(Document),
    /// Removes the document of this key, if there is one.
    Remove(String),
}

/// The one writer of an index. Dropping it forgets what was not committed.
pub struct Writer {
    shared: Arc<Shared>,
    /// Made at the first change.
    open: Option<Open>,
    /// Held until the writer is dropped.
    _lock: File,
}

/// A generation being written.
struct Open {
    generation: Generation,
    writer: IndexWriter,
}

impl Open {
    fn last_commit(shared: &Shared) -> Result<Self, Error> {
        let generation = shared.live().ok_or(Error::NotBuilt)?.generation;
        let writer = generation.writer(1, FOLLOW_MEMORY)?;
        let mut policy = LogMergePolicy::default();
        // A record often changed must not leave a trail: merge what is a quarter deleted.
        policy.set_del_docs_ratio_before_merge(0.25);
        writer.set_merge_policy(Box::new(policy));
        Ok(Self { generation, writer })
    }

    /// Waits until nothing more is written: a commit goes on merging behind its back. What it met is of no more use.
    fn close(self) {
        if let Err(error) = self.writer.wait_merging_threads() {
            tracing::debug!(%error, "search index writer");
        }
    }
}

impl Writer {
    pub(crate) fn open(shared: Arc<Shared>) -> Result<Self, Error> {
        let folder = shared.generations.folder().to_owned();
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        let path = folder.join("writer.lock");
        let lock = File::options().create(true).append(true).open(&path).map_err(Error::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(folder)),
            Err(TryLockError::Error(source)) => return Err(Error::Io { path, source }),
        }
        let writer = Self { shared, open: None, _lock: lock };
        writer.remove_others()?;
        Ok(writer)
    }

    /// Writes changes, later ones over earlier ones. They show once [committed](Self::commit).
    ///
    /// # Errors
    /// [`Error::NotBuilt`] before the first rebuild; else what the disk refused, and the changes since
    /// the last commit are to be applied again. Where that fails too, only a rebuild helps.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), Error> {
        let schema = self.shared.schema.clone();
        let key_field = schema.key();
        self.write(|Open { writer, .. }| {
            for change in changes {
                match change {
                    Change::Put(document) => {
                        writer.delete_term(Term::from_field_text(key_field, document.key()));
                        writer.add_document(document.into_engine(&schema))?;
                    }
                    Change::Remove(key) => {
                        writer.delete_term(Term::from_field_text(key_field, &key));
                    }
                }
            }
            Ok(())
        })
    }

    /// Makes the changes applied so far durable, as the state of the journal at `seq`. A search that
    /// begins after this returns sees them. Each commit costs some 25 ms: gather changes for a while.
    ///
    /// # Errors
    /// As [`apply`](Self::apply). Readers still see the last commit.
    pub fn commit(&mut self, seq: u64) -> Result<(), Error> {
        let generation = self.write(|Open { generation, writer }| {
            generation.commit(writer, seq)?;
            Ok(generation.clone())
        })?;
        self.shared.show(generation, seq);
        Ok(())
    }

    /// Writes with the engine's writer. One that has failed is of no more use: the next write opens
    /// another, at the last commit.
    fn write<T>(&mut self, write: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => Open::last_commit(&self.shared)?,
        };
        let done = write(&mut open)?;
        self.open = Some(open);
        Ok(done)
    }

    /// Begins a new generation from nothing. Readers keep the old one, if there is one, until
    /// [`Rebuild::finish`]; changes applied but not committed are forgotten.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn rebuild(&mut self) -> Result<Rebuild<'_>, Error> {
        self.close();
        self.remove_others()?;
        let generation = self.shared.generations.create_next(&self.shared.schema)?;
        // Each thread writes segments of its own, which are merged at the end: more would only give more to merge.
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(BUILD_THREADS);
        let writer = generation.writer(threads, BUILD_MEMORY / threads)?;
        // Merging would only compete with the building; it comes last.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Rebuild { parent: self, open: Open { generation, writer } })
    }

    /// Lets readers see nothing until the next build: for an index that does not show what it should.
    pub fn hide(&self) {
        self.shared.hide();
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            open.close();
        }
    }

    /// Removes the generations that are not read: old, damaged or unfinished ones.
    fn remove_others(&self) -> Result<(), Error> {
        let read = self.shared.live().map(|live| live.generation.number);
        self.shared.generations.keep_only(read)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// A new generation of the index, being filled. Nothing comes of it unless it is
/// [finished](Self::finish).
pub struct Rebuild<'a> {
    parent: &'a mut Writer,
    open: Open,
}

impl Rebuild<'_> {
    /// Adds a document. Its key must not have been added before. Waits when the writing threads lag.
    ///
    /// # Errors
    /// What the disk refused; the rebuild is then to be given up.
    pub fn put(&mut self, document: Document) -> Result<(), Error> {
        self.open.writer.add_document(document.into_engine(&self.parent.shared.schema))?;
        Ok(())
    }

    /// Makes the generation the one that is read, as the state of the journal at `seq`, and removes the
    /// others. What was written in parts is read in parts until they are made one: each answer goes through every part.
    ///
    /// # Errors
    /// What the disk refused. Readers keep what they had.
    pub fn finish(self, seq: u64) -> Result<(), Error> {
        let Self { parent, open: Open { generation, mut writer } } = self;
        generation.commit(&mut writer, seq)?;
        parent.shared.show(generation.clone(), seq);
        generation.merge(&mut writer)?;
        drop(writer);
        parent.shared.show(generation, seq);
        parent.remove_others()
    }
}
