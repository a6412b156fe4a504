//! Tables as people make them: CSV of any separator and usual encoding, and a sheet of an XLSX workbook.
//!
//! Rows are handed on one by one, so that memory does not grow with the file. A file is never trusted: what is packed is
//! unpacked and counted first, a record or cell without end is refused, cells far to the right are left out.

mod merged;
mod text;
mod workbook;

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use crate::Cell;

pub use merged::Merged;
pub use workbook::{MOST_UNPACKED, MOST_WORDS};

/// Rows of a sheet by which it is chosen.
pub const FIRST: usize = 10;
/// Columns read; what stands further right is left out and counted.
pub const MOST_COLUMNS: usize = 256;
/// Bytes of one record of CSV, quotes included: a quote that nothing closes would make one of the whole file.
pub const MOST_RECORD: u64 = 4 << 20;

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u64,
    /// Its cells: texts without spaces around them, whole numbers, exact amounts, yes or no. Days are texts: `2013-06-12`.
    pub cells: Vec<Cell>,
}

/// What reading has to tell beside the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The encoding recognised, where it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Cells beyond [`MOST_COLUMNS`].
    pub far_cells: u64,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// The other sheets, which were not.
    pub other_sheets: Vec<String>,
    /// Merged cells of the sheet, where all its rows were wanted.
    pub merged: Vec<Merged>,
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text: CSV, if it is a table.
    Text,
    /// A packed workbook: XLSX, if it is a table.
    Packed,
    /// XML.
    Markup,
    /// A workbook of Excel before 2007.
    OldWorkbook,
}

/// Why a file cannot be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read at all.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It holds nothing.
    #[error("empty")]
    Empty,
    /// It is no text and no workbook.
    #[error("neither text nor a workbook")]
    Binary,
    /// A workbook in a form that is not read: .xls, .ods.
    #[error("a workbook of another form")]
    OtherWorkbook,
    /// It is protected by a password.
    #[error("protected by a password")]
    Protected,
    /// Unpacked, it is larger than a table may be.
    #[error("unpacks to more than a table may be")]
    TooLarge,
    /// A record or cell does not end, or a quotation mark that opens in it swallows rows.
    #[error("row {0}: a record without end")]
    Endless(u64),
    /// The workbook is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// Tells what a file is, and goes back to its start.
///
/// # Errors
/// When it cannot be read.
pub fn format(file: &mut (impl Read + Seek)) -> io::Result<Format> {
    let mut head = Vec::new();
    file.by_ref().take(512).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let wide: [&[u8]; 2] = [b"\xff\xfe<\0", b"\xfe\xff\0<"];
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    Ok(match () {
        () if head.starts_with(b"PK\x03\x04") => Format::Packed,
        () if head.starts_with(b"\xd0\xcf\x11\xe0") => Format::OldWorkbook,
        () if bare.starts_with(b"<") || wide.iter().any(|wide| head.starts_with(wide)) => Format::Markup,
        () => Format::Text,
    })
}

/// Hands every row that is not empty to `take`, in order, until it has enough. Of a workbook, the rows of the first sheet
/// that is not hidden.
///
/// # Errors
/// A [`ReadError`]; the rows before it were handed on.
pub fn rows(file: impl Read + Seek, take: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<Told, ReadError> {
    rows_of(file, &|_| true, take)
}

/// The same; of a workbook, the rows of the first sheet, not hidden, of which `knows` takes the first [`FIRST`] rows, else
/// of the first that has any.
///
/// # Errors
/// As [`rows`].
pub fn rows_of(
    mut file: impl Read + Seek,
    knows: &dyn Fn(&[Row]) -> bool,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Told, ReadError> {
    match format(&mut file)? {
        Format::Packed => workbook::rows(file, knows, take),
        Format::OldWorkbook => Err(ReadError::OtherWorkbook),
        Format::Text | Format::Markup => text::rows(file, take),
    }
}

/// The same of a text that was pasted: cells copied from a spreadsheet come with tabs between them.
///
/// # Errors
/// As [`rows`].
pub fn pasted(text: &str, take: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<Told, ReadError> {
    text::pasted(text, take)
}

/// A row of these cells, unless all are empty.
fn row(number: u64, mut cells: Vec<Cell>) -> Option<Row> {
    while cells.last() == Some(&Cell::Empty) {
        cells.pop();
    }
    (!cells.is_empty()).then_some(Row { number, cells })
}

#[cfg(test)]
mod tests;
