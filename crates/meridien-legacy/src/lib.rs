//! Reader of the record pages of the old atlas, as text.
//!
//! The text of a page has no marks but its labels, so the reader works in three steps: `labels`
//! tells which lines are labels, `layout` cuts the page into one section for each, and `reader`
//! hands every section to whoever reads its kind (`tables`, `themes`, `parties`, `posts`,
//! `contacts`, `funding`, `narrative`).
//!
//! Rules that hold everywhere:
//! - any text is accepted and read in time proportional to its length;
//! - every line that is not blank ends in a field, in [`Page::unread`], or is part of the page's
//!   frame (labels, headings of tables, pagers, menus);
//! - persons' names and addresses are not in [`Page`]: [`read_with_persons`] gives them apart.
//!   Narratives are kept as they were written, whoever they name.

mod contacts;
mod funding;
mod glossary;
mod labels;
mod layout;
mod markdown;
mod narrative;
mod notice;
mod page;
mod parties;
mod posts;
#[cfg(test)]
mod properties;
mod reader;
mod tables;
mod text;
mod themes;
mod values;
mod words;

pub use notice::{Code, Notice};
pub use page::{
    Answer, At, Contact, DeclaredStatus, ForeignParty, Form, Funder, FundingLine, GlossaryEntry, Goal, Narrative,
    OtherTheme, Page, PartialDate, Periodicity, Person, Post, PostContact, PostRole, Rendering, Section, Statement,
    Unread, Volunteers,
};

/// Most rows read of one list or table, and most persons of one page.
pub const MAX_ROWS: usize = 10_000;

/// Most notices with one code.
pub const MAX_NOTICES: usize = 1_000;

/// Reads a page. Persons are counted, not named.
pub fn read(text: &str) -> Page {
    read_with_persons(text).0
}

/// Reads a page and, apart, the persons it names. They are personal data: who asks for them
/// answers for them.
pub fn read_with_persons(text: &str) -> (Page, Vec<Person>) {
    reader::Reader::default().read(text)
}
