//! The headings of a table, and which of its first rows holds them.

use std::ops::ControlFlow;
use std::path::Path;

use meridien_tables::Cell;
use meridien_tables::read::{self, ReadError};

use super::column::{self, Chosen, Column, Heading, Meaning};
use crate::imports::input::{Fault as FileFault, InputError};
use crate::imports::{ImportError, iati};

/// The headings of a table.
///
/// # Errors
/// When the file is no table.
pub fn headings(path: &Path, chosen: &Chosen) -> Result<Vec<Heading>, ImportError> {
    Ok(first_rows(path, chosen)?.settle(chosen).headings)
}

/// Refuses a file that is no table, or has no row below its headings.
///
/// # Errors
/// When it is one of these.
pub fn check(path: &Path, chosen: &Chosen) -> Result<(), ImportError> {
    let head = first_rows(path, chosen)?;
    let is_whole = head.0.len() < read::FIRST;
    let wide = head.0.iter().filter(|row| row.cells.len() > 1).count();
    let Settled { headings, rows, .. } = head.settle(chosen);
    match known(&headings) {
        // A letter or a PDF that is text has lines too, but no columns.
        0 if wide < 2 => Err(ImportError::Table(path.to_owned(), ReadError::Binary)),
        1.. if rows.is_empty() && is_whole => Err(ImportError::NoRows(path.to_owned())),
        _ => Ok(()),
    }
}

fn first_rows(path: &Path, chosen: &Chosen) -> Result<Head, ImportError> {
    let mut head = Head::default();
    read::rows_of(iati::open(path)?, &knows(chosen), &mut |row| match head.take(row) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    })
    .map_err(refusing(path))?;
    Ok(head)
}

/// Whether there is a heading by which a row can be told.
pub(super) fn tells(headings: &[Heading]) -> bool {
    let telling = [Column::Id, Column::Authority, Column::AuthorityCode, Column::Partner, Column::Parties];
    headings.iter().any(|heading| telling.map(Meaning::Column).contains(&heading.meaning))
}

/// The first rows, until it is known which of them holds the headings: a title or a note may stand over them.
#[derive(Default)]
pub(super) struct Head(pub(super) Vec<read::Row>);

impl Head {
    /// Takes a row; false once there are enough.
    pub(super) fn take(&mut self, row: read::Row) -> bool {
        self.0.push(row);
        self.0.len() < read::FIRST
    }

    /// The headings: those of the row of which most are known, else of the first; with the rows after it.
    pub(super) fn settle(self, chosen: &Chosen) -> Settled {
        let (best, headings) = best(&self.0, chosen);
        let number = self.0.get(best).map_or(0, |row| row.number);
        Settled { headings, number, rows: self.0.into_iter().skip(best + 1).collect() }
    }
}

/// The first rows of a table once it is known what they are.
pub(super) struct Settled {
    pub(super) headings: Vec<Heading>,
    /// The row of the headings.
    pub(super) number: u64,
    /// The rows after it.
    pub(super) rows: Vec<read::Row>,
}

/// The headings among the first rows of a table, and where they are.
fn best(rows: &[read::Row], chosen: &Chosen) -> (usize, Vec<Heading>) {
    let of = |row: &read::Row| {
        let texts: Vec<_> = row.cells.iter().map(Cell::plain).collect();
        column::headings(texts.iter().map(AsRef::as_ref), chosen)
    };
    // Of equals the first: `max_by_key` takes the last.
    let best = (0..rows.len()).rev().max_by_key(|at| known(&of(&rows[*at]))).unwrap_or_default();
    (best, rows.get(best).map(of).unwrap_or_default())
}

/// How many headings are known.
pub(super) fn known(headings: &[Heading]) -> usize {
    headings.iter().filter(|heading| heading.meaning != Meaning::Unknown).count()
}

/// Whether these first rows of a sheet have headings by which rows can be told.
pub(super) fn knows(chosen: &Chosen) -> impl Fn(&[read::Row]) -> bool + use<'_> {
    move |rows| tells(&best(rows, chosen).1)
}

pub(super) fn refusing(path: &Path) -> impl Fn(ReadError) -> ImportError {
    let path = path.to_owned();
    move |fault| match fault {
        ReadError::Io(cause) => InputError { path: path.clone(), fault: FileFault::Unreadable(cause) }.into(),
        ReadError::Empty => InputError { path: path.clone(), fault: FileFault::Empty }.into(),
        fault => ImportError::Table(path.clone(), fault),
    }
}
