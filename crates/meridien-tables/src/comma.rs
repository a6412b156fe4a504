//! CSV as RFC 4180 has it, UTF-8.

use std::borrow::Cow;
use std::io::Write;

use crate::cell::Kind;
use crate::{Cell, Result, Table, harmless};

/// What tells a spreadsheet that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes a table as CSV. Texts that a spreadsheet would take for formulas are neutralised; numbers stay as they are.
pub struct Csv<W: Write> {
    out: csv::Writer<W>,
    /// The columns written, by place.
    columns: Vec<usize>,
}

impl<W: Write> Csv<W> {
    /// Begins with the heads of those columns that `chosen` takes; with a byte order mark where `bom` asks for it.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(mut out: W, table: &Table, bom: bool, chosen: impl Fn(&str) -> bool) -> Result<Csv<W>> {
        if bom {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        let mut columns = table.choose(chosen);
        columns.retain(|(_, column)| column.kind != Kind::Geometry);
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(columns.iter().map(|(_, column)| column.name))?;
        Ok(Csv { out, columns: columns.into_iter().map(|(at, _)| at).collect() })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result {
        for at in &self.columns {
            self.out.write_field(field(cells.get(*at).unwrap_or(&Cell::Empty)).as_ref())?;
        }
        // Ends the record.
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result {
        Ok(self.out.flush()?)
    }
}

/// A cell as it stands in the file.
pub fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) | Cell::Broken(text) => harmless(text),
        other => other.plain(),
    }
}
