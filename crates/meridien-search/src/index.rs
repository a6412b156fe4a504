//! The index as its readers see it.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::Searcher;

use crate::kept::Kept;
use crate::query::{self, Answer, Filter, Hits, Query};
use crate::storage::{Generation, Generations, Unusable};
use crate::tabulation::{self, Table, Tabulation};
use crate::writer::Writer;
use crate::{Error, Schema};

/// An index that many threads may read while one [`Writer`] changes it. Cheap to clone.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub schema: Schema,
    pub generations: Generations,
    kept: Arc<Kept>,
    live: RwLock<Option<Live>>,
}

/// What is read now: replaced as a whole by a commit or a rebuild.
#[derive(Clone)]
pub(crate) struct Live {
    pub generation: Generation,
    searcher: Searcher,
    seq: u64,
}

/// One state of the index, to be asked.
pub(crate) struct Snapshot {
    pub schema: Schema,
    pub searcher: Searcher,
    pub kept: Arc<Kept>,
    pub seq: u64,
}

impl Shared {
    pub fn live(&self) -> Option<Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows the last commit of a generation to readers.
    pub fn show(&self, generation: Generation, seq: u64) {
        let searcher = generation.reader.searcher();
        let live = Some(Live { generation, searcher: searcher.clone(), seq });
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
        // Afterwards: whoever still asks the state before may go on making what it needs of it.
        self.kept.keep(&searcher);
    }

    /// Leaves readers nothing to read.
    pub fn hide(&self) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// An index, and what it needs before it can be relied on.
pub struct Opened {
    /// The index; it answers at once if its state is current.
    pub index: Index,
    /// What was found.
    pub state: State,
}

/// What was found on opening an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All is well: changes after this position of the journal are to be applied.
    Current {
        /// The position that the index has reached.
        seq: u64,
    },
    /// There is nothing to read until a [`Writer::rebuild`].
    Stale(Reason),
}

impl State {
    /// The position reached, if the index can be used.
    pub fn position(&self) -> Option<u64> {
        match self {
            Self::Current { seq } => Some(*seq),
            Self::Stale(_) => None,
        }
    }
}

/// Why an index must be rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is none, or its building was cut short.
    Absent,
    /// It was made for other fields, or by another version of the program.
    OtherSchema,
    /// The system does not let this process read it; the text says which file and why.
    Forbidden(String),
    /// A file is missing or is not as it was written; the text says which and how.
    Damaged(String),
}

impl Index {
    /// Opens the index in a folder, which need not exist. Small files are read and checked; of large ones the lengths
    /// are, and the rest when it is read, or by [`Index::check_files`]. Nothing is written, so an index may be opened
    /// while another process writes it.
    ///
    /// # Errors
    /// Only if the folder itself cannot be read: an index that cannot be used is [`State::Stale`].
    pub fn open(folder: impl AsRef<Path>, schema: &Schema) -> Result<Opened, Error> {
        let generations = Generations::new(folder.as_ref());
        let opened = generations.open_newest(schema)?;
        let shared = Shared { schema: schema.clone(), generations, kept: Arc::default(), live: RwLock::new(None) };
        let state = match opened {
            Ok((generation, seq)) => {
                shared.show(generation, seq);
                State::Current { seq }
            }
            Err(None | Some(Unusable::Unfinished)) => State::Stale(Reason::Absent),
            Err(Some(Unusable::OtherSchema)) => State::Stale(Reason::OtherSchema),
            Err(Some(Unusable::Forbidden(how))) => State::Stale(Reason::Forbidden(how)),
            Err(Some(Unusable::Damaged(how))) => State::Stale(Reason::Damaged(how)),
        };
        Ok(Opened { index: Self { shared: Arc::new(shared) }, state })
    }

    /// The position of the journal that answers show, or none before the first build.
    pub fn position(&self) -> Option<u64> {
        self.shared.live().map(|live| live.seq)
    }

    /// Damage that was met in reading the files of this index since it was opened: what asks for the damaged part is
    /// answered with an error, and only a [`Writer::rebuild`] mends it.
    pub fn damage(&self) -> Option<String> {
        Some(self.shared.live()?.generation.files.damage()?.to_owned())
    }

    /// Reads all that an answer may need, so that [`Index::damage`] tells of any. Takes a second for each gigabyte.
    pub fn check_files(&self) {
        if let Some(live) = self.shared.live() {
            live.generation.files.check();
        }
    }

    /// Becomes the one writer of the folder, and removes what earlier ones left.
    ///
    /// # Errors
    /// [`Error::Busy`] if there is a writer already, in this process or another.
    pub fn writer(&self) -> Result<Writer, Error> {
        Writer::open(Arc::clone(&self.shared))
    }

    /// Answers a query from the last commit.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] before the first build. No text of a query is an error.
    pub fn search(&self, query: &Query<'_>) -> Result<Answer, Error> {
        query::answer(&self.snapshot()?, query)
    }

    /// Every hit of a query, in the order of [`Index::search`] and of one state of the index, whatever
    /// the query's offset and limit. Memory is 24 bytes for each hit until it is read; its card is read
    /// when it is reached.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn hits(&self, query: &Query<'_>) -> Result<Hits, Error> {
        query::hits(self.snapshot()?, query)
    }

    /// Counts documents, or sums their lines, in rows and columns, from the last commit.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn tabulate(&self, tabulation: &Tabulation<'_>) -> Result<Arc<Table>, Error> {
        tabulation::tabulate(&self.snapshot()?, tabulation)
    }

    /// Another spelling of a query's words that finds something, for those that at most `rare` documents have among those
    /// that meet a filter: `coopertion kéniéba` gives `coopération kéniéba`. None if each word is known, or none is close.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn did_you_mean(&self, words: &str, rare: u64, among: &Filter) -> Result<Option<String>, Error> {
        query::did_you_mean(&self.snapshot()?, words, rare, among)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        let Live { searcher, seq, .. } = self.shared.live().ok_or(Error::NotBuilt)?;
        let (schema, kept) = (self.shared.schema.clone(), Arc::clone(&self.shared.kept));
        Ok(Snapshot { schema, searcher, kept, seq })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    #[test]
    fn what_a_late_reader_of_another_build_finds_is_not_taken_for_what_this_one_does() {
        let mut schema = Schema::builder(1);
        let title = schema.names("title", 1.0);
        let schema = schema.build();
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &schema).unwrap().index;
        let mut writer = index.writer().unwrap();
        let mut build = |keys: &[&str]| {
            let mut rebuild = writer.rebuild().unwrap();
            for key in keys {
                let mut document = Document::new(*key, "{}");
                document.text(title, "Eau potable");
                rebuild.put(document).unwrap();
            }
            rebuild.finish(1).unwrap();
            index.snapshot().unwrap()
        };
        let (before, now) = (build(&["one"]), build(&["one", "two", "three"]));
        let asked = Query { words: "eau", limit: 9, ..Query::default() };
        for (snapshot, hits) in [(&before, 1), (&now, 3), (&before, 1)] {
            assert_eq!(query::answer(snapshot, &asked).unwrap().hits.len(), hits);
        }
    }
}
