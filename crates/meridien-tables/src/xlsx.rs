//! XLSX, one sheet a table, rows kept on disk while it is made.

use std::io::{Seek, Write};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::cell::Kind;
use crate::{Cell, Error, Result, Table};

/// Rows that a sheet holds, its heads included.
pub const MOST_ROWS: u32 = 1_048_576;
/// Letters that a cell holds.
const MOST_LETTERS: usize = 32_767;

/// Writes tables as the sheets of one workbook.
pub struct Xlsx {
    workbook: Workbook,
    tables: Vec<(Table, u32)>,
    most_rows: u32,
    amount: Format,
}

impl Xlsx {
    /// Begins with the heads of every table.
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn new(tables: &[Table]) -> Result<Xlsx> {
        let mut workbook = Workbook::new();
        let head = Format::new().set_bold();
        for table in tables {
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(table.name)?;
            sheet.set_freeze_panes(1, 0)?;
            for (at, column) in columns(table).enumerate() {
                let at = at as u16;
                sheet.set_column_width(at, if column.1.kind == Kind::Text { 24 } else { 12 })?;
                sheet.write_string_with_format(0, at, column.1.name, &head)?;
            }
        }
        let amount = Format::new().set_num_format("#,##0.00");
        let tables = tables.iter().map(|table| (*table, 1)).collect();
        Ok(Xlsx { workbook, tables, most_rows: MOST_ROWS, amount })
    }

    /// The same, with fewer rows in a sheet than it could take, its heads included.
    #[must_use]
    pub fn of_rows(self, most: u32) -> Xlsx {
        Xlsx { most_rows: most.min(MOST_ROWS), ..self }
    }

    /// Writes a row of the table at this place.
    ///
    /// # Errors
    /// [`Error::Full`] where the sheet has no place for it.
    pub fn row(&mut self, at: usize, cells: &[Cell]) -> Result {
        let (table, row) = &mut self.tables[at];
        if *row >= self.most_rows {
            return Err(Error::Full);
        }
        let sheet = self.workbook.worksheet_from_index(at)?;
        for (column, (place, _)) in columns(table).enumerate() {
            write(sheet, *row, column as u16, cells.get(place).unwrap_or(&Cell::Empty), &self.amount)?;
        }
        *row += 1;
        Ok(())
    }

    /// Ends the workbook.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result {
        Ok(self.workbook.save_to_writer(out)?)
    }
}

/// The columns that a sheet shows, with their places in a row.
fn columns(table: &Table) -> impl Iterator<Item = (usize, &'static crate::Column)> + use<> {
    table.columns.iter().enumerate().filter(|(_, column)| column.kind != Kind::Geometry)
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, amount: &Format) -> Result {
    match cell {
        Cell::Empty | Cell::Geometry(_) => return Ok(()),
        // Written as a text, never as a formula.
        Cell::Text(text) if text.chars().count() > MOST_LETTERS => {
            let cut: String = text.chars().take(MOST_LETTERS - 1).chain(['…']).collect();
            sheet.write_string(row, column, cut)?
        }
        Cell::Text(text) | Cell::Broken(text) => sheet.write_string(row, column, text)?,
        Cell::Integer(number) => sheet.write_number(row, column, *number as f64)?,
        Cell::Amount(number) => {
            sheet.write_number_with_format(row, column, number.to_f64().unwrap_or(f64::NAN), amount)?
        }
        Cell::Number(number) => sheet.write_number(row, column, *number)?,
        Cell::Boolean(yes) => sheet.write_boolean(row, column, *yes)?,
    };
    Ok(())
}
