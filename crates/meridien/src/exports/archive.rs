//! One file that holds the register: a backup, or the part of it that is public.
//!
//! Lines of JSON, compressed with Zstandard: the first says what it is, the last how many lines came before it and their
//! SHA-256, so that a file cut or changed is never taken for whole. Between them are the tables (see `journal`).

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::journal::{ArchiveError, Change, Extent, Journal, Kind, Revision, impersonal_body, owner};
use crate::partnership::personal::shown_line;
use crate::value::{Id, hex};
use crate::web::Locale;

/// What a file says of itself that tells only what was erased.
pub const ERASURES: &str = "erasures";
/// The version of this form of file.
const FORMAT: u32 = 1;
/// How hard the compression works: 3 is Zstandard's own choice.
const LEVEL: i32 = 3;
/// Versions read at a time.
const BATCH: i64 = 1000;
/// How a Zstandard file begins.
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `backup` or `dump`.
    pub meridien: String,
    /// The version of the form of file.
    pub format: u32,
    /// The shape of the tables.
    pub schema: i64,
    /// The program that wrote it.
    pub program: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a file cannot be written or taken in.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is none of ours.
    #[error("it is no backup and no dump of Méridien")]
    NotOurs,
    /// A newer program wrote it.
    #[error("a newer version of Méridien wrote it ({0})")]
    Newer(String),
    /// Its content is not what it was when it was written.
    #[error("{0}: cut or changed since it was written")]
    Tampered(String),
    /// It cannot be read or written, or the register cannot.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<io::Error> for Fault {
    fn from(fault: io::Error) -> Fault {
        Fault::Archive(fault.into())
    }
}

/// Counts and hashes what passes.
pub(super) struct Hashing<W> {
    out: W,
    hash: Sha256,
    lines: u64,
}

impl<W: Write> Hashing<W> {
    /// Passes everything on to `out`.
    pub(super) fn new(out: W) -> Hashing<W> {
        Hashing { out, hash: Sha256::new(), lines: 0 }
    }

    /// The SHA-256 of what has passed, in hexadecimal digits.
    pub(super) fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.lines += bytes[..written].iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes the register to a file, whole on disk before this returns. Returns how many rows it holds.
///
/// # Errors
/// When the register cannot be read or the file not written.
pub async fn write(journal: &Journal, extent: Extent, at: DateTime<Utc>, path: &Path) -> Result<u64, Fault> {
    let header = Header {
        meridien: match extent {
            Extent::Everything => "backup",
            Extent::Public => "dump",
            Extent::Erasures => ERASURES,
        }
        .to_owned(),
        format: FORMAT,
        schema: Journal::schema(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        at,
    };
    let encoder = zstd::Encoder::new(create(path, extent == Extent::Public)?, LEVEL)?;
    let mut out = Hashing::new(BufWriter::new(encoder));
    writeln!(out, "{}", serde_json::to_string(&header).map_err(io::Error::from)?)?;
    let rows = journal.save(extent, &mut out).await?;
    let end = json!({ "lines": out.lines, "sha256": out.sha256() });
    writeln!(out, "{end}")?;
    let encoder = out.out.into_inner().map_err(|fault| fault.into_error())?;
    encoder.finish()?.sync_all()?;
    Ok(rows)
}

/// Makes a file anew, which others on the machine may read only where it is for everyone.
fn create(path: &Path, is_public: bool) -> io::Result<File> {
    // One that an interrupted run left would keep whom it lets read.
    if !is_public && std::fs::symlink_metadata(path).is_ok_and(|held| held.is_file()) {
        std::fs::remove_file(path)?;
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_public { 0o666 } else { 0o600 });
    options.open(path)
}

fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<String>> + Send + use<>> {
    Ok(BufReader::with_capacity(1 << 16, zstd::Decoder::new(File::open(path)?)?).lines())
}

/// A file that is as it was written.
#[derive(Debug)]
pub struct Checked<'a> {
    /// What it says of itself.
    pub header: Header,
    path: &'a Path,
    /// Lines before the last.
    lines: u64,
}

/// Reads a file to its end and compares it with what its last line says.
///
/// # Errors
/// [`Fault::NotOurs`], [`Fault::Newer`] or [`Fault::Tampered`].
pub fn check(path: &Path) -> Result<Checked<'_>, Fault> {
    let tampered = || Fault::Tampered(path.display().to_string());
    let mut magic = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut magic)?;
    if magic != ZSTANDARD {
        return Err(Fault::NotOurs);
    }
    let mut lines = lines(path)?.map(|line| line.map_err(|_| tampered()));
    let first = lines.next().ok_or(Fault::NotOurs)??;
    let header: Header = serde_json::from_str(&first).map_err(|_| Fault::NotOurs)?;
    if header.format > FORMAT || header.schema > Journal::schema() {
        return Err(Fault::Newer(header.program));
    }
    let (mut hash, mut count, mut last) = (Sha256::new(), 0u64, first);
    for line in lines {
        hash.update(last.as_bytes());
        hash.update(b"\n");
        count += 1;
        last = line?;
    }
    let end: Value = serde_json::from_str(&last).map_err(|_| tampered())?;
    let whole = end["lines"] == count && end["sha256"] == hex(&hash.finalize());
    if whole { Ok(Checked { header, path, lines: count }) } else { Err(tampered()) }
}

impl Checked<'_> {
    /// The tables' lines.
    fn body(&self) -> io::Result<impl Iterator<Item = io::Result<String>> + Send + use<>> {
        let count = usize::try_from(self.lines).unwrap_or(usize::MAX);
        Ok(lines(self.path)?.take(count).skip(1))
    }

    /// Takes it into a register that holds nothing. Returns how many rows there are.
    ///
    /// # Errors
    /// When the register is not empty or cannot be written.
    pub async fn load(&self, journal: &Journal) -> Result<u64, Fault> {
        Ok(journal.load(self.body()?).await?)
    }

    /// Erases again in a register what this file says was erased. Returns how many erasures there are.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub async fn load_erasures(&self, journal: &Journal) -> Result<u64, Fault> {
        Ok(journal.load_erasures(self.body()?).await?)
    }

    /// Compares every version of its records with those of a register, as the public may see them. No version ever changes, but
    /// for what was taken out of the register since: that counts as later.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub async fn compare(&self, journal: &Journal) -> Result<Comparison, Fault> {
        let mut versions = self.versions()?;
        let mut found: HashMap<(Kind, Id), Verdict> = HashMap::new();
        let (written, mut position) = (versions.position, 0);
        loop {
            let revisions = journal.versions_after(position, BATCH).await.map_err(ArchiveError::from)?;
            let Some(last) = revisions.last() else { break };
            position = last.seq;
            for revision in &revisions {
                let Some(mut verdict) = versions.verdict(revision) else { continue };
                if verdict == Verdict::Different {
                    let owner = owner(revision.kind, revision.id, &revision.body);
                    if journal.is_redacted_after(owner, written).await.map_err(ArchiveError::from)? {
                        verdict = Verdict::Later;
                    }
                }
                let of = found.entry((revision.kind, revision.id)).or_insert(verdict);
                *of = verdict.max(*of);
            }
        }
        for (kind, id, _) in versions.digests.into_keys() {
            let of = found.entry((kind, id)).or_insert(Verdict::OnlyFile);
            *of = Verdict::OnlyFile.max(*of);
        }
        let count = |wanted: Verdict| found.values().filter(|verdict| **verdict == wanted).count() as u64;
        Ok(Comparison {
            equal: count(Verdict::Equal),
            later: count(Verdict::Later),
            different: count(Verdict::Different),
            only_file: count(Verdict::OnlyFile),
            only_register: count(Verdict::OnlyRegister),
        })
    }

    /// What it tells of each version of each record.
    fn versions(&self) -> Result<Versions, Fault> {
        let tampered = || Fault::Tampered(self.path.display().to_string());
        let mut versions = Versions { is_dump: self.header.meridien == "dump", ..Versions::default() };
        let mut table = String::new();
        for line in self.body()? {
            let row: Value = serde_json::from_str(&line?).map_err(|_| tampered())?;
            match row["table"].as_str() {
                Some(name) => name.clone_into(&mut table),
                None if table == "change_clock" => {
                    versions.position = row["seq"].as_i64().ok_or_else(tampered)?;
                }
                None if table == "revision" => versions.add(&row).ok_or_else(tampered)?,
                None => {}
            }
        }
        Ok(versions)
    }
}

/// The versions that a file holds.
#[derive(Default)]
struct Versions {
    /// What each of them is.
    digests: HashMap<(Kind, Id, i32), [u8; 32]>,
    /// The newest version of each record, and whether it was public then.
    newest: HashMap<(Kind, Id), (i32, bool)>,
    /// The position of the register that it was made of.
    position: i64,
    /// Whether it leaves out what is not public.
    is_dump: bool,
}

impl Versions {
    /// Takes in a row; none where it is no revision.
    fn add(&mut self, row: &Value) -> Option<()> {
        let kind: Kind = row["kind"].as_str()?.parse().ok()?;
        let id: Id = row["id"].as_str()?.parse().ok()?;
        let version = i32::try_from(row["version"].as_i64()?).ok()?;
        self.digests.insert((kind, id, version), digest(row));
        let newest = self.newest.entry((kind, id)).or_default();
        *newest = (*newest).max((version, row["change"] == Change::Published.as_str()));
        Some(())
    }

    /// What a version of a register is to the file, which is then done with it; none where the file leaves it out rightly.
    fn verdict(&mut self, revision: &Revision) -> Option<Verdict> {
        let (kind, id) = (revision.kind, revision.id);
        if let Some(other) = self.digests.remove(&(kind, id, revision.version)) {
            return Some(if other == digest(&row(revision)) { Verdict::Equal } else { Verdict::Different });
        }
        match self.newest.get(&(kind, id)) {
            _ if revision.seq > self.position => Some(Verdict::Later),
            // Of what was withdrawn or merged a dump has that alone.
            Some((_, false)) if self.is_dump => None,
            _ => Some(Verdict::OnlyRegister),
        }
    }
}

/// What comparing a record finds; of several versions the last of these counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Equal,
    Later,
    OnlyRegister,
    OnlyFile,
    Different,
}

/// A revision as a file has it, as far as [`digest`] looks.
fn row(revision: &Revision) -> Value {
    json!({
        "kind": revision.kind.as_str(), "id": revision.id, "version": revision.version,
        "change": revision.change.as_str(), "body": revision.body, "role": revision.author.role,
        "at": revision.at.timestamp_millis(), "reason": revision.reason,
    })
}

/// What a version of a record is, as the public may see it.
fn digest(row: &Value) -> [u8; 32] {
    let kind = row["kind"].as_str().and_then(|kind| kind.parse().ok());
    let body = row["body"].as_str().unwrap_or_default();
    // One that this version cannot read is what stands there: two of them are not the same for that.
    let body = kind.and_then(|kind| impersonal_body(kind, body).ok()).unwrap_or_else(|| body.to_owned());
    let reason = row["reason"].as_str().map(|reason| shown_line(Locale::default(), reason));
    let parts = ["kind", "id", "version", "change", "role", "at"].map(|name| row[name].to_string());
    Sha256::digest(format!("{}\n{reason:?}\n{body}", parts.join("\n"))).into()
}

/// How the records of a file and of a register differ.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Records of which all versions are the same.
    pub equal: u64,
    /// Records of which the register has more, or less of a text, since the file was written; all else is the same.
    pub later: u64,
    /// Records of which a version is another.
    pub different: u64,
    /// Records of which the file alone has a version.
    pub only_file: u64,
    /// Records of which the register alone has a version that was there when the file was written.
    pub only_register: u64,
}

impl Comparison {
    /// Whether there is no difference.
    pub fn is_equal(&self) -> bool {
        self.later == 0 && self.agrees()
    }

    /// Whether the register still holds all that the file says, and held no more when it was written.
    pub fn agrees(&self) -> bool {
        self.different + self.only_file + self.only_register == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_cannot_be_read_are_compared_as_they_stand() {
        let digest = |body: &str| digest(&json!({ "kind": "partnership", "body": body }));
        assert_ne!(digest(r#"{"title":1}"#), digest(r#"{"title":2}"#));
        assert_eq!(digest(r#"{"title":1}"#), digest(r#"{"title":1}"#));
    }
}
