//! From files to batches of activities, with the faults found in them.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::NaiveDate;
use meridien_iati::{Activity, Fault, Item, Organisation, Person, Reader, Record};
use tokio::sync::mpsc;

use super::open;
use crate::iati::extension::{self, Own};
use crate::imports::ImportError;
use crate::value::Country;

/// Activities in a batch: enough that the disk is not waited for at every one.
const RECORDS: usize = 1000;
/// Faults in a batch: a file may hold nothing else.
const FAULTS: usize = 20_000;
/// Bytes of a file in a batch, about: an activity may hold a million elements.
const BYTES: u64 = 16_000_000;

/// What was read of a file since the batch before.
#[derive(Debug, Default)]
pub struct Batch {
    /// The file's name.
    pub file: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What was read.
    pub records: Vec<Read>,
    /// How many records were begun and could not be read.
    pub lost: u64,
}

/// An activity or organisation.
#[derive(Debug)]
pub struct Read {
    /// Line of the file.
    pub line: u32,
    /// Itself.
    pub content: Content,
    /// Its identifier, then those that it had before.
    identifiers: Vec<String>,
}

/// What was read.
#[derive(Debug)]
pub enum Content {
    /// The record of an atlas.
    Own {
        /// The record.
        own: Box<Own>,
        /// The activity that it was written as.
        activity: Box<Activity>,
    },
    /// An activity of another publisher.
    Foreign {
        /// Without persons.
        activity: Box<Activity>,
        /// The persons.
        persons: Vec<Person>,
    },
    /// An organisation.
    Organisation(Box<Organisation>),
}

impl Read {
    fn activity(record: Record<Activity>, home: Country) -> Read {
        let Record { line, content: mut activity, persons, .. } = record;
        let own = extension::take(&mut activity, home);
        let previous = activity.other_identifiers.iter().filter(|other| matches!(other.kind.as_str(), "A3" | "B1"));
        let identifiers = activity.identifier.iter().map(|identifier| &identifier.text);
        let identifiers = identifiers.chain(previous.map(|other| &other.reference)).filter(|text| !text.is_empty());
        let identifiers = if own.is_some() { Vec::new() } else { identifiers.cloned().collect() };
        let activity = Box::new(activity);
        let content = match own {
            Some(own) => Content::Own { own: Box::new(own), activity },
            None => Content::Foreign { activity, persons },
        };
        Read { line, content, identifiers }
    }

    fn organisation(record: Record<Organisation>) -> Read {
        let identifiers = record.content.identifier.iter().map(|identifier| identifier.text.clone()).collect();
        Read { line: record.line, content: Content::Organisation(Box::new(record.content)), identifiers }
    }

    /// Its identifier; empty where it has none.
    pub fn identifier(&self) -> &str {
        self.identifiers.first().map_or("", String::as_str)
    }

    /// The identifier that the file gives it, for the report.
    pub fn activity_identifier(&self) -> &str {
        match &self.content {
            Content::Own { activity, .. } | Content::Foreign { activity, .. } => {
                activity.identifier.as_ref().map_or("", |identifier| identifier.text.as_str())
            }
            Content::Organisation(_) => self.identifier(),
        }
    }

    /// Its identifier and those that it had before.
    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.identifiers.iter().map(String::as_str)
    }

    /// Whether it says nothing by which it would be recognised a second time: an earlier identifier is not its own.
    pub fn is_nameless(&self) -> bool {
        match &self.content {
            Content::Own { .. } => false,
            Content::Foreign { .. } | Content::Organisation(_) => self.activity_identifier().is_empty(),
        }
    }

    /// The record of an atlas that it is.
    pub fn own(&self) -> Option<&Own> {
        match &self.content {
            Content::Own { own, .. } => Some(own),
            _ => None,
        }
    }
}

/// Reads files one after the other and sends their batches, until nobody takes them any more.
pub fn read(files: &[PathBuf], home: Country, today: NaiveDate, sender: &mpsc::Sender<Result<Batch, ImportError>>) {
    for path in files {
        let send = |batch| sender.blocking_send(Ok(batch)).is_ok();
        let read = open(path).map(|file| read_file(path, file, (home, today), send));
        match read {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                // Nobody may wait for it any more.
                let _gone = sender.blocking_send(Err(error));
                return;
            }
        }
    }
}

/// Whether somebody took all of it.
fn read_file(
    path: &Path,
    file: File,
    (home, today): (Country, NaiveDate),
    mut send: impl FnMut(Batch) -> bool,
) -> bool {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let empty = || Batch { file: name.clone(), ..Batch::default() };
    let bytes = Rc::new(Cell::new(0));
    let mut reader = Reader::new(Counting { file, bytes: Rc::clone(&bytes) }).checking(today);
    let (mut batch, mut lost) = (empty(), 0);
    while let Some(item) = reader.next() {
        match item {
            Item::Header(_) => {}
            Item::Fault(fault) => batch.faults.push(fault),
            Item::Activity(record) => batch.records.push(Read::activity(*record, home)),
            Item::Organisation(record) => batch.records.push(Read::organisation(*record)),
        }
        if batch.records.len() >= RECORDS || batch.faults.len() >= FAULTS || bytes.get() >= BYTES {
            batch.lost = reader.lost() - lost;
            lost = reader.lost();
            bytes.set(0);
            if !send(std::mem::replace(&mut batch, empty())) {
                return false;
            }
        }
    }
    batch.lost = reader.lost() - lost;
    send(batch)
}

/// Counts the bytes that are read of a file.
struct Counting {
    file: File,
    bytes: Rc<Cell<u64>>,
}

impl io::Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = io::Read::read(&mut self.file, buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_holds_few_large_activities() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        let large = format!("<iati-activity><!--{}--></iati-activity>", "x".repeat(6_000_000));
        std::fs::write(&path, format!("<iati-activities version='2.03'>{}</iati-activities>", large.repeat(4)))
            .unwrap();
        let mut batches = Vec::new();
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let file = File::open(&path).unwrap();
        assert!(read_file(&path, file, (Country::FR, day), |batch| {
            batches.push(batch.records.len());
            true
        }));
        assert_eq!((batches.len() > 1, batches.iter().sum::<usize>()), (true, 4), "{batches:?}");
    }
}
