//! The generations of an index, and which one may be used.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Directory as _, IndexReader, IndexWriter, ReloadPolicy, TantivyError};

use super::directory::CheckedDirectory;
use crate::french::{Tokenizer, TokenizerKind};
use crate::{Error, Schema};

/// Bytes of cards and keys that are compressed together: whoever reads one card unpacks as many.
const CARDS: usize = 4 << 10;
/// How many times as much of them stays unpacked: two megabytes, for those that many searches find.
const UNPACKED: usize = 512;

/// Kept in tantivy's commit, so that the content and its position change together.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    seq: u64,
    schema: String,
}

/// A generation that can be read.
#[derive(Clone)]
pub(crate) struct Generation {
    pub number: u64,
    pub files: CheckedDirectory,
    digest: String,
    index: tantivy::Index,
    pub reader: IndexReader,
}

/// Why a generation cannot be used.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Its building was cut short.
    Unfinished,
    OtherSchema,
    /// The system does not let this process read it.
    Forbidden(String),
    Damaged(String),
}

impl From<TantivyError> for Unusable {
    fn from(error: TantivyError) -> Self {
        let (cause, path) = match &error {
            TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, directory_path }) => {
                (io_error, directory_path)
            }
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => (io_error, filepath),
            _ => return Self::Damaged(error.to_string()),
        };
        let how = format!("{}: {cause}", path.display());
        match cause.kind() {
            io::ErrorKind::PermissionDenied => Self::Forbidden(how),
            _ => Self::Damaged(how),
        }
    }
}

impl Generation {
    /// Opens a generation, reading and checking its small files and the ends of the large ones, with its position.
    fn open(folder: &Path, number: u64, schema: &Schema) -> Result<(Self, u64), Unusable> {
        let directory = CheckedDirectory::open(folder)?;
        let exists = |name: &str| directory.exists(Path::new(name)).map_err(TantivyError::from);
        if !exists("meta.json")? {
            return Err(Unusable::Unfinished);
        }
        if !exists(".managed.json")? {
            return Err(Unusable::Damaged(".managed.json is missing".to_owned()));
        }
        let index = tantivy::Index::open(directory.clone())?;
        let Some(payload) = index.load_metas()?.payload else {
            return Err(Unusable::Unfinished);
        };
        let payload: Payload =
            serde_json::from_str(&payload).map_err(|error| Unusable::Damaged(format!("meta.json: {error}")))?;
        if payload.schema != schema.digest() {
            return Err(Unusable::OtherSchema);
        }
        Ok((Self::new(directory, index, number, schema)?, payload.seq))
    }

    /// Makes an empty generation in a new folder. It counts once it is committed.
    fn create(folder: &Path, number: u64, schema: &Schema) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io(folder))?;
        let directory = CheckedDirectory::open(folder)?;
        let settings = tantivy::IndexSettings { docstore_blocksize: CARDS, ..tantivy::IndexSettings::default() };
        let index = tantivy::Index::create(directory.clone(), schema.engine().clone(), settings)?;
        Ok(Self::new(directory, index, number, schema)?)
    }

    fn new(files: CheckedDirectory, index: tantivy::Index, number: u64, schema: &Schema) -> tantivy::Result<Self> {
        for (name, kind) in [
            (Schema::NAMES, TokenizerKind::Names),
            (Schema::PROSE, TokenizerKind::Prose),
            (Schema::CODES, TokenizerKind::Codes),
            (Schema::SPELLING, TokenizerKind::Spelling),
            (Schema::WHOLE, TokenizerKind::Whole),
        ] {
            index.tokenizers().register(name, Tokenizer::new(kind));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.doc_store_cache_num_blocks(UNPACKED).try_into()?;
        Ok(Self { number, files, digest: schema.digest().to_owned(), index, reader })
    }

    /// A writer with so many threads, each flushing a segment when it has filled its memory (bytes).
    pub fn writer(&self, threads: usize, memory: usize) -> Result<IndexWriter, Error> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(memory)
            .num_merge_threads(1);
        Ok(self.index.writer_with_options(options.build())?)
    }

    /// Commits what was written as the state at a position, and lets the reader see it.
    pub fn commit(&self, writer: &mut IndexWriter, seq: u64) -> Result<(), Error> {
        let payload = Payload { seq, schema: self.digest.clone() };
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&payload).expect("a number and a string are JSON"));
        commit.commit()?;
        Ok(self.reader.reload()?)
    }

    /// Makes one segment of all those committed.
    pub fn merge(&self, writer: &mut IndexWriter) -> Result<(), Error> {
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
            writer.garbage_collect_files().wait()?;
        }
        Ok(self.reader.reload()?)
    }
}

/// The folder that holds the generations.
#[derive(Debug)]
pub(crate) struct Generations {
    folder: PathBuf,
}

impl Generations {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("generation-{number}"))
    }

    /// The numbers of the generations there, oldest first. None if the folder is not there.
    fn numbers(&self) -> Result<Vec<u64>, Error> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(Error::io(&self.folder))?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry.map_err(Error::io(&self.folder))?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("generation-"));
            numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The newest generation that may be used, with its position; or why the newest one may not.
    pub fn open_newest(&self, schema: &Schema) -> Result<Result<(Generation, u64), Option<Unusable>>, Error> {
        let mut why = None;
        for number in self.numbers()?.into_iter().rev() {
            match Generation::open(&self.path(number), number, schema) {
                Ok(opened) => return Ok(Ok(opened)),
                Err(unusable) => {
                    tracing::debug!(number, ?unusable, "search index generation");
                    why = why.or(Some(unusable));
                }
            }
        }
        Ok(Err(why))
    }

    /// Begins a generation after all those there.
    pub fn create_next(&self, schema: &Schema) -> Result<Generation, Error> {
        let number = self.numbers()?.last().map_or(1, |newest| newest + 1);
        Generation::create(&self.path(number), number, schema)
    }

    /// Removes a generation. What has been opened of it can still be read.
    pub fn remove(&self, number: u64) -> Result<(), Error> {
        let path = self.path(number);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done.map_err(Error::io(&path)),
        }
    }

    /// Removes all generations but one.
    pub fn keep_only(&self, kept: Option<u64>) -> Result<(), Error> {
        self.numbers()?.into_iter().filter(|&number| Some(number) != kept).try_for_each(|number| self.remove(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_read_is_not_damaged() {
        let unusable = |kind: io::ErrorKind| {
            Unusable::from(TantivyError::from(OpenReadError::wrap_io_error(kind.into(), "meta.json".into())))
        };
        assert!(
            matches!(unusable(io::ErrorKind::PermissionDenied), Unusable::Forbidden(how) if how.starts_with("meta.json: "))
        );
        assert!(matches!(unusable(io::ErrorKind::NotFound), Unusable::Damaged(how) if !how.contains('{')));
    }
}
