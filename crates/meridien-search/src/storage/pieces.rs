//! Large files, read and checked a piece at a time.
//!
//! Beside a file `a.store` stands `a.store.sums`, written with it: its length and the checksum of each of its pieces.
//! Whatever is read is compared with them, so that damage shows as an error and never as a wrong answer, and opening a
//! file reads a few kilobytes of it, however large it is.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite, WritePtr};

use super::directory::{CheckedDirectory, damaged};

/// Bytes of a piece.
const PIECE: usize = 16 << 10;

/// A file that stays open: it can be read even once it has been deleted.
#[derive(Debug)]
pub(super) struct Pieces {
    directory: CheckedDirectory,
    path: PathBuf,
    file: File,
    length: usize,
    sums: Vec<u32>,
}

impl Pieces {
    /// Opens a file of which the checksums are there and tell its length.
    pub fn open(directory: &CheckedDirectory, path: PathBuf, file: File, sums: &[u8]) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let (written, sums) = sums.split_first_chunk().ok_or_else(|| damaged("its checksums are cut short"))?;
        if u64::from_le_bytes(*written) != length {
            return Err(damaged("its length is wrong"));
        }
        let length = length as usize;
        let sums: Vec<_> = sums.as_chunks().0.iter().map(|sum| u32::from_le_bytes(*sum)).collect();
        if sums.len() != length.div_ceil(PIECE) {
            return Err(damaged("its checksums are cut short"));
        }
        Ok(Self { directory: directory.clone(), path, file, length, sums })
    }

    /// Reads the pieces that hold a range, which begins so many bytes after them.
    fn read(&self, range: &std::ops::Range<usize>) -> io::Result<(Vec<u8>, usize)> {
        let (first, last) = (range.start / PIECE, range.end.div_ceil(PIECE));
        let mut bytes = vec![0; (last * PIECE).min(self.length) - first * PIECE];
        self.file.read_exact_at(&mut bytes, (first * PIECE) as u64)?;
        let mut pieces = bytes.chunks(PIECE).zip(&self.sums[first..last]);
        if pieces.any(|(piece, sum)| crc32fast::hash(piece) != *sum) {
            return Err(damaged("its checksum is wrong"));
        }
        Ok((bytes, range.start - first * PIECE))
    }

    /// Reads it all.
    pub fn check(&self) {
        const AT_ONCE: usize = 64 * PIECE;
        let parts = (0..self.length).step_by(AT_ONCE).map(|start| start..(start + AT_ONCE).min(self.length));
        for part in parts {
            if let Err(error) = self.read(&part) {
                return self.directory.note_damage(&self.path, &error);
            }
        }
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: std::ops::Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let (bytes, offset) = self.read(&range).inspect_err(|error| self.directory.note_damage(&self.path, error))?;
        Ok(OwnedBytes::new(bytes).slice(offset..offset + range.len()))
    }
}

/// Writes a file, and beside it the checksums of its pieces if it is large.
pub(super) struct Summing {
    directory: CheckedDirectory,
    path: PathBuf,
    file: WritePtr,
    length: u64,
    sums: Vec<u32>,
    /// That of the piece being written.
    sum: crc32fast::Hasher,
    /// Bytes written of it.
    filled: usize,
}

impl Summing {
    pub fn new(directory: &CheckedDirectory, path: PathBuf, file: WritePtr) -> Self {
        let sum = crc32fast::Hasher::new();
        Self { directory: directory.clone(), path, file, length: 0, sums: Vec::new(), sum, filled: 0 }
    }
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        let mut rest = &bytes[..written];
        while !rest.is_empty() {
            let (now, after) = rest.split_at(rest.len().min(PIECE - self.filled));
            self.sum.update(now);
            self.filled += now.len();
            if self.filled == PIECE {
                self.sums.push(std::mem::take(&mut self.sum).finalize());
                self.filled = 0;
            }
            rest = after;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Summing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        if self.filled > 0 {
            self.sums.push(std::mem::take(&mut self.sum).finalize());
        }
        let mut sums = self.length.to_le_bytes().to_vec();
        sums.extend(self.sums.iter().flat_map(|sum| sum.to_le_bytes()));
        self.directory.write_sums(&self.path, self.length, &sums)?;
        self.file.terminate_ref(token)
    }
}
