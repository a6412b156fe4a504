//! A workbook to be filled in.

use std::io::{Seek, Write};

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Formula, Workbook};

use crate::Result;

/// Rows for which words are offered.
const OFFERED: u32 = 10_000;

/// A sheet to be filled in, one that explains its columns, and one that holds the words to choose from.
#[derive(Debug, Clone)]
pub struct Blank {
    /// The names of the three sheets.
    pub names: [String; 3],
    /// The columns to be filled in.
    pub columns: Vec<BlankColumn>,
    /// The rows of the explanation, its heads first.
    pub guide: Vec<[String; 4]>,
}

/// A column to be filled in.
#[derive(Debug, Clone)]
pub struct BlankColumn {
    /// What stands over it.
    pub heading: String,
    /// The words offered; any text where there are none.
    pub choices: Vec<String>,
    /// Its cells are numbers. All others are kept as they are typed: `01004` keeps its zero, `5.1.1` is no date.
    pub is_number: bool,
}

impl Blank {
    /// Writes the workbook.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, out: impl Write + Seek + Send) -> Result {
        let mut book = Workbook::new();
        let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let [fill, guide, words] = &self.names;
        let sheet = book.add_worksheet().set_name(fill)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0u16..).zip(&self.columns) {
            sheet.set_column_width(at, 24)?;
            if !column.is_number {
                sheet.set_column_format(at, &text)?;
            }
            sheet.write_string_with_format(0, at, &column.heading, &head)?;
            if !column.choices.is_empty() {
                let last = column.choices.len();
                let list = format!("='{words}'!${0}$2:${0}${1}", letters(at), last + 1);
                // Other words are allowed: what is wrong with them is said when the table is read.
                let offer = DataValidation::new().allow_list_formula(Formula::new(list)).show_error_message(false);
                sheet.add_data_validation(1, at, OFFERED, at, &offer)?;
            }
        }
        let sheet = book.add_worksheet().set_name(guide)?;
        for (at, width) in (0u16..).zip([28, 20, 80, 34]) {
            sheet.set_column_width(at, width)?;
        }
        for (row, cells) in (0u32..).zip(&self.guide) {
            for (at, cell) in (0u16..).zip(cells) {
                sheet.write_string_with_format(row, at, cell, if row == 0 { &head } else { &wrapped })?;
            }
        }
        let sheet = book.add_worksheet().set_name(words)?;
        for (at, column) in (0u16..).zip(&self.columns).filter(|(_, column)| !column.choices.is_empty()) {
            sheet.set_column_width(at, 40)?;
            sheet.write_string_with_format(0, at, &column.heading, &head)?;
            for (row, word) in (1u32..).zip(&column.choices) {
                sheet.write_string(row, at, word)?;
            }
        }
        Ok(book.save_to_writer(out)?)
    }
}

/// The letters of one of the first 26 columns.
fn letters(at: u16) -> char {
    char::from(b'A' + (at % 26) as u8)
}
