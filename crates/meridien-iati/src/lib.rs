//! IATI: files of the International Aid Transparency Initiative, read (versions 1.01 to 2.03), checked and written
//! (version 2.03).
//!
//! ```
//! use meridien_iati::{Item, Reader};
//!
//! let file = "<iati-activities version='2.03'><iati-activity>
//!     <title><narrative xml:lang='fr'>Puits de Tassora</narrative></title>
//! </iati-activity></iati-activities>";
//! let titles: Vec<String> = Reader::new(file.as_bytes())
//!     .filter_map(|item| match item {
//!         Item::Activity(record) => record.content.title,
//!         _ => None,
//!     })
//!     .map(|title| title.narratives[0].text.clone())
//!     .collect();
//! assert_eq!(titles, ["Puits de Tassora"]);
//! ```
//!
//! A file passes through `source` (bytes to UTF-8, with lines), quick-xml (markup), `reader` (records, well-formedness)
//! into a `tree` that holds one record at a time. There `schema`, `codes` and `rules` check it, `upgrade` brings the first
//! series to version 2.03, and `element` reads the types of `activity`, `result` and `organisation` from it, each of which
//! is declared once for reading and writing.
//!
//! Rules that hold everywhere:
//! - files are hostile until read: no entity is expanded, nothing is fetched, depth, attributes and sizes have limits, and
//!   memory does not grow with the file;
//! - a record that is broken is told and lost by itself, those before and after it are given;
//! - what the types cannot hold is in [`Extra`] where version 2.03 can, and in [`Record::unplaced`] where it cannot;
//! - persons are not in what is given as activity, but apart in [`Record::persons`];
//! - a fault is a [`Rule`] with parameters, never a sentence.

mod activity;
mod codes;
mod element;
mod extension;
mod fault;
mod organisation;
mod personal;
#[cfg(test)]
mod properties;
mod reader;
mod result;
mod rules;
mod schema;
mod since;
mod source;
mod text;
mod tree;
mod upgrade;
mod value;
mod version;
mod writer;

use std::io::Read;

use chrono::NaiveDate;

pub use activity::*;
pub use element::{Extensions, Extra, ExtraAttribute, Unplaced};
pub use extension::Extension;
pub use fault::{Fault, Rule, Severity};
pub use organisation::*;
pub use personal::{Person, is_personal};
pub use reader::{Header, Item, Kind, Reader, Record};
pub use result::*;
pub use text::*;
pub use version::Version;
pub use writer::{Files, MAX_FILE, Writable, Writer};

/// Checks a file: markup, schema, code lists and rules. Gives the faults as they are found; `today` tells which dates are
/// in the future. Use [`Reader::checking`] to have the records with them.
pub fn check(input: impl Read, today: NaiveDate) -> impl Iterator<Item = Fault> {
    Reader::new(input).checking(today).faults_only().filter_map(|item| match item {
        Item::Fault(fault) => Some(fault),
        _ => None,
    })
}
