//! Files that are checked when they are read.
//!
//! An index may be truncated, overwritten or deleted under a running server. A memory map would end the
//! process with SIGBUS on a truncated file, and answer wrongly from a damaged one. So a file is read whole, its
//! checksum compared, and its bytes kept: what has been opened stays right whatever happens to the disk. That is the
//! way of all small files and of those that every search reads. A large one of the others (columns, texts, words, where
//! the words are) stays on disk and is checked by [`Pieces`] whenever something of it is read; the memory for it is the
//! system's.
//!
//! Damage to a small file shows when it is opened, damage to a large one when the damaged piece is read, or when
//! [`CheckedDirectory::check`] reads all of them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::footer::Footer;
use tantivy::directory::{
    DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen, TantivyError};

use super::pieces::{Pieces, Summing};

/// Files up to so many bytes are kept in memory.
const SMALL: u64 = 1 << 20;

/// Files that every search reads all over, with the bytes up to which they are kept in memory: lengths of texts and what is
/// deleted however large they are, words and where they are up to some size. Of the others what is asked for often is kept in
/// the form in which it is asked for.
const ALWAYS_READ: [(&str, u64); 4] = [("fieldnorm", u64::MAX), ("del", u64::MAX), ("idx", 8 << 20), ("term", 8 << 20)];

/// A folder of tantivy's files. Writing, locks and renames are those of [`MmapDirectory`]; reading is
/// not.
#[derive(Clone, Debug)]
pub(crate) struct CheckedDirectory {
    root: PathBuf,
    files: MmapDirectory,
    /// The files in use, so that each is opened once and shared.
    opened: Arc<Mutex<HashMap<PathBuf, Weak<Opened>>>>,
    /// The first damage that was met in reading a large file.
    damage: Arc<OnceLock<String>>,
}

/// A file in use.
#[derive(Debug)]
enum Opened {
    Whole(OwnedBytes),
    Pieces(Pieces),
}

impl HasLen for Opened {
    fn len(&self) -> usize {
        match self {
            Self::Whole(bytes) => bytes.len(),
            Self::Pieces(pieces) => pieces.len(),
        }
    }
}

impl FileHandle for Opened {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        match self {
            Self::Whole(bytes) => Ok(bytes.slice(range)),
            Self::Pieces(pieces) => pieces.read_bytes(range),
        }
    }
}

impl CheckedDirectory {
    /// A folder that exists.
    pub fn open(root: &Path) -> Result<Self, TantivyError> {
        let files = MmapDirectory::open(root)?;
        Ok(Self { root: root.to_owned(), files, opened: Arc::default(), damage: Arc::default() })
    }

    /// What is damaged in a large file, as far as is known.
    pub fn damage(&self) -> Option<&str> {
        self.damage.get().map(String::as_str)
    }

    /// Notes that a file in use is not as it was written.
    pub(super) fn note_damage(&self, path: &Path, error: &io::Error) {
        self.damage.get_or_init(|| format!("{}: {error}", path.display()));
    }

    /// Reads all large files in use.
    pub fn check(&self) {
        let opened: Vec<_> = self.opened().values().filter_map(Weak::upgrade).collect();
        for file in opened {
            if let Opened::Pieces(pieces) = &*file {
                pieces.check();
            }
        }
    }

    fn opened(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Weak<Opened>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a file: reads it and compares its checksum, or makes ready to do so by pieces.
    fn load(&self, path: &Path) -> io::Result<Opened> {
        let mut file = File::open(self.root.join(path))?;
        let length = file.metadata()?.len();
        if length > kept_up_to(path) {
            let sums = self.atomic_read(&sums(path)).map_err(io::Error::other)?;
            let opened = Opened::Pieces(Pieces::open(self, path.to_owned(), file, &sums)?);
            return Ok(opened);
        }
        let mut bytes = Vec::with_capacity(length as usize);
        io::Read::read_to_end(&mut file, &mut bytes)?;
        let bytes = OwnedBytes::new(bytes);
        let (footer, body) = Footer::extract_footer(FileSlice::new(Arc::new(bytes.clone())))?;
        // The footer is not under its own checksum, so its version is compared too.
        if footer.crc != crc32fast::hash(&body.read_bytes()?) || footer.version != *tantivy::version() {
            return Err(damaged("its checksum is wrong"));
        }
        Ok(Opened::Whole(bytes))
    }

    /// Writes the checksums of a file of a length, if they will be read.
    pub(super) fn write_sums(&self, path: &Path, length: u64, bytes: &[u8]) -> io::Result<()> {
        if length > SMALL { self.atomic_write(&sums(path), bytes) } else { Ok(()) }
    }
}

/// The bytes up to which a file is kept in memory.
fn kept_up_to(path: &Path) -> u64 {
    let is_kind = |&(kind, _): &(&str, u64)| path.extension().is_some_and(|extension| extension == kind);
    ALWAYS_READ.into_iter().find(is_kind).map_or(SMALL, |(_, most)| most)
}

/// The file that holds the checksums of another.
fn sums(path: &Path) -> PathBuf {
    path.with_added_extension("sums")
}

impl Directory for CheckedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if let Some(file) = self.opened().get(path).and_then(Weak::upgrade) {
            return Ok(file);
        }
        // Not `FileDoesNotExist`: tantivy takes some missing files for empty ones.
        let file = self.load(path).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        let file = Arc::new(file);
        let mut opened = self.opened();
        opened.retain(|_, file| file.strong_count() > 0);
        opened.insert(path.to_owned(), Arc::downgrade(&file));
        Ok(file)
    }

    /// Small files carry their checksum in a last line.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut sealed = data.to_vec();
        write!(sealed, "\n{:08x}", crc32fast::hash(data))?;
        self.files.atomic_write(path, &sealed)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let mut sealed = self.files.atomic_read(path)?;
        let end = sealed.iter().rposition(|&byte| byte == b'\n').unwrap_or(0);
        let sum = format!("\n{:08x}", crc32fast::hash(&sealed[..end]));
        if sealed[end..] != *sum.as_bytes() {
            return Err(OpenReadError::wrap_io_error(damaged("its checksum is wrong"), path.to_owned()));
        }
        sealed.truncate(end);
        Ok(sealed)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match fs::remove_file(self.root.join(sums(path))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(DeleteError::IoError { io_error: Arc::new(error), filepath: sums(path) });
            }
            _ => {}
        }
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.files.open_write(path)?;
        Ok(BufWriter::new(Box::new(Summing::new(self, path.to_owned(), file))))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
