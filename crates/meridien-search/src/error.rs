//! What may go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

/// Why the index could not answer or be written. An index is disposable: whatever the error of a
/// [`Writer`](crate::Writer), a rebuild mends it, once the disk allows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No index has been built in this folder, or none that can be used.
    #[error("the search index has not been built yet")]
    NotBuilt,
    /// Only one writer may be open on a folder.
    #[error("the search index in {} is being written by another process", .0.display())]
    Busy(PathBuf),
    /// The disk refused.
    #[error("search index: {}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The engine refused, most often for a file that was damaged or could not be written.
    #[error("search index: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

impl Error {
    /// For `map_err`, with the path that the operation was about.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }
}
