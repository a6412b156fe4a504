//! XLSX, one sheet a table, rows kept on disk while it is made.

use std::io::{Seek, Write};

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::cell::Kind;
use crate::{Cell, Column, Error, Result, Table};

/// Rows that a sheet holds, its heads included.
pub const MOST_ROWS: u32 = 1_048_576;
/// Letters that a cell holds.
const MOST_LETTERS: usize = 32_767;

/// The day that spreadsheets number 0, for every day since [`FIRST_DAY`].
const DAY_ZERO: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("it is a day");
/// The first day that all spreadsheets number alike: some have a 29 February 1900.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 3, 1).expect("it is a day");
/// The last day that they have.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("it is a day");

/// Writes tables as the sheets of one workbook.
pub struct Xlsx {
    workbook: Workbook,
    sheets: Vec<Sheet>,
    most_rows: u32,
    formats: Formats,
}

/// A sheet: the columns that it shows with their places in a row, and the rows that it has.
struct Sheet {
    columns: Vec<(usize, Column)>,
    rows: u32,
}

/// How cells are shown.
struct Formats {
    amount: Format,
    day: Format,
}

impl Xlsx {
    /// Begins with the heads of those columns of every table that `chosen` takes, asked with the table.
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn new(tables: &[Table], chosen: impl Fn(&Table, &str) -> bool) -> Result<Xlsx> {
        let mut workbook = Workbook::new();
        let head = Format::new().set_bold();
        let mut sheets = Vec::with_capacity(tables.len());
        for table in tables {
            let mut columns = table.choose(|name| chosen(table, name));
            columns.retain(|(_, column)| column.kind != Kind::Geometry);
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(table.name)?;
            sheet.set_freeze_panes(1, 0)?;
            for (at, (_, column)) in (0..).zip(&columns) {
                sheet.set_column_width(at, if column.kind == Kind::Text { 24 } else { 12 })?;
                sheet.write_string_with_format(0, at, column.name, &head)?;
            }
            sheets.push(Sheet { columns, rows: 1 });
        }
        let formats = Formats {
            amount: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        };
        Ok(Xlsx { workbook, sheets, most_rows: MOST_ROWS, formats })
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
        let Sheet { columns, rows } = &mut self.sheets[at];
        if *rows >= self.most_rows {
            return Err(Error::Full);
        }
        let sheet = self.workbook.worksheet_from_index(at)?;
        for (at, (place, column)) in (0..).zip(&*columns) {
            write(sheet, (*rows, at), column.kind, cells.get(*place).unwrap_or(&Cell::Empty), &self.formats)?;
        }
        *rows += 1;
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

/// The number of a whole day; none where it is less precise, or a day that spreadsheets do not have.
fn number_of_day(text: &str) -> Option<f64> {
    let day: NaiveDate = text.parse().ok()?;
    let is_plain = day.to_string() == text && (FIRST_DAY..=LAST_DAY).contains(&day);
    is_plain.then(|| (day - DAY_ZERO).num_days() as f64)
}

fn write(sheet: &mut Worksheet, (row, at): (u32, u16), kind: Kind, cell: &Cell, formats: &Formats) -> Result {
    match cell {
        Cell::Empty | Cell::Geometry(_) => return Ok(()),
        // Written as a text, never as a formula.
        Cell::Text(text) if text.chars().count() > MOST_LETTERS => {
            let cut: String = text.chars().take(MOST_LETTERS - 1).chain(['…']).collect();
            sheet.write_string(row, at, cut)?
        }
        Cell::Text(text) => match (kind == Kind::Date).then(|| number_of_day(text)).flatten() {
            Some(day) => sheet.write_number_with_format(row, at, day, &formats.day)?,
            None => sheet.write_string(row, at, text)?,
        },
        Cell::Broken(text) => sheet.write_string(row, at, text)?,
        Cell::Integer(number) => sheet.write_number(row, at, *number as f64)?,
        Cell::Amount(number) => {
            sheet.write_number_with_format(row, at, number.to_f64().unwrap_or(f64::NAN), &formats.amount)?
        }
        Cell::Number(number) => sheet.write_number(row, at, *number)?,
        Cell::Boolean(yes) => sheet.write_boolean(row, at, *yes)?,
    };
    Ok(())
}
