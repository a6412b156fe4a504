//! Tables: rows of cells in one rendering, flattened rows in the other.

use crate::labels::{is_chrome, without_icon};
use crate::layout::{Line, Section};
use crate::reader::Reader;
use crate::text::{fold, plain};
use crate::{Code, MAX_ROWS};

/// Longest row, in bytes.
const LONGEST_ROW: usize = 10_000;

/// A row: its cells, or one cell that holds the whole of a flattened row.
pub(crate) struct Row<'a> {
    pub source: Line<'a>,
    pub cells: Vec<String>,
    pub flat: bool,
}

impl Row<'_> {
    pub(crate) fn line(&self) -> u32 {
        self.source.number
    }

    /// The text of a column, if it has one.
    pub(crate) fn cell(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.cells.get(column?)?;
        (!cell.is_empty()).then_some(cell)
    }

    /// Takes the text of a column out of the row, if it has one.
    pub(crate) fn take(&mut self, column: Option<usize>) -> Option<String> {
        let cell = self.cells.get_mut(column?)?;
        (!cell.is_empty()).then(|| std::mem::take(cell))
    }

    /// Takes the text of a column if it can be read as a value.
    pub(crate) fn take_as<T>(&mut self, column: Option<usize>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = read(self.cell(column)?)?;
        self.take(column);
        Some(value)
    }
}

/// A table and the folded headings of its columns, where they are known.
pub(crate) struct Table<'a> {
    headings: Vec<String>,
    pub rows: Vec<Row<'a>>,
}

impl Table<'_> {
    /// The column whose heading satisfies a condition; without headings, the one given.
    pub(crate) fn column(&self, otherwise: usize, is: impl Fn(&str) -> bool) -> Option<usize> {
        if self.headings.is_empty() {
            return Some(otherwise);
        }
        self.headings.iter().position(|heading| is(heading))
    }

    /// All columns whose heading satisfies a condition; without headings, those given.
    pub(crate) fn columns(&self, otherwise: std::ops::Range<usize>, is: impl Fn(&str) -> bool) -> Vec<usize> {
        if self.headings.is_empty() {
            return otherwise.collect();
        }
        let headings = self.headings.iter().enumerate();
        headings.filter(|(_, heading)| is(heading)).map(|(column, _)| column).collect()
    }
}

/// Whether a line is the one between the headings and the rows: `---|---|`.
pub(crate) fn is_separator(line: &str) -> bool {
    line.starts_with(['-', '|', ':'])
        && line.contains("---")
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
}

impl Reader {
    /// Reads the table of a section. `headings` are how the folded line of its headings may start. A
    /// blank line ends the flattened rows: what follows is unread.
    pub(crate) fn table<'a>(&mut self, section: &Section<'a>, headings: &[&str]) -> Table<'a> {
        let mut reading = Reading::new();
        for line in section.value_lines() {
            match reading.line(line, headings) {
                Outcome::Read => {}
                Outcome::Unread => self.unread(line),
                Outcome::Full => self.too_many_rows(line),
                Outcome::OtherPages => self.notice(Code::OtherPages, line.number, line.text),
            }
        }
        reading.table
    }

    /// Keeps the cells of a row that nobody took. Of a flattened row nothing is left.
    pub(crate) fn leftover(&mut self, row: Row) {
        let cells: Vec<String> = row.cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        if !row.flat && !cells.is_empty() {
            self.unread(Line { number: row.source.number, text: &cells.join(" | ") });
        }
    }

    /// Takes a cell as a value; one that cannot be read stays in the row, with a notice.
    pub(crate) fn take_or_notice<T>(
        &mut self,
        row: &mut Row,
        column: Option<usize>,
        code: Code,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = row.take_as(column, read);
        if let (None, Some(printed)) = (&value, row.cell(column)) {
            self.notice(code, row.line(), printed);
        }
        value
    }
}

/// A table being read.
struct Reading<'a> {
    table: Table<'a>,
    /// Rows start with a bar, which separates nothing.
    barred: bool,
    after_pager: bool,
    /// No flattened row may follow.
    ended: bool,
}

/// What became of a line.
enum Outcome {
    Read,
    Unread,
    /// The table has too many rows.
    Full,
    /// A pager shows that the table has rows which the text has not.
    OtherPages,
}

impl<'a> Reading<'a> {
    fn new() -> Self {
        let table = Table { headings: Vec::new(), rows: Vec::new() };
        Reading { table, barred: false, after_pager: false, ended: false }
    }

    fn line(&mut self, line: Line<'a>, headings: &[&str]) -> Outcome {
        if line.text.is_empty() {
            self.ended |= !self.table.rows.is_empty();
            return Outcome::Read;
        }
        // A pager's page numbers may stand on lines of their own.
        let is_number = line.text.len() < 4 && line.text.bytes().all(|byte| byte.is_ascii_digit());
        self.after_pager = is_chrome(line.text) || self.after_pager && is_number;
        if self.after_pager {
            let other = line.text.split(' ').any(|word| word.parse().is_ok_and(|page: u32| page > 1));
            return if other { Outcome::OtherPages } else { Outcome::Read };
        }
        if is_separator(line.text) {
            self.separator(line);
            return Outcome::Read;
        }
        if is_heading(line.text, headings) {
            self.set_headings(line.text);
            return Outcome::Read;
        }
        self.row(line)
    }

    /// The row right above the first separator holds the headings.
    fn separator(&mut self, line: Line) {
        if self.table.headings.is_empty()
            && let Some(row) = self.table.rows.pop_if(|row| !row.flat && row.line() + 1 == line.number)
        {
            self.set_headings(row.source.text);
        }
    }

    fn set_headings(&mut self, text: &str) {
        self.barred = text.starts_with('|');
        if text.contains('|') {
            self.table.headings = cells(text, self.barred).iter().map(|cell| fold(cell)).collect();
        }
    }

    fn row(&mut self, line: Line<'a>) -> Outcome {
        let flat = !line.text.contains('|');
        if flat && self.ended || line.text.len() > LONGEST_ROW {
            return Outcome::Unread;
        }
        if self.table.rows.len() == MAX_ROWS {
            return Outcome::Full;
        }
        let mut cells = if flat { vec![plain(without_icon(line.text))] } else { cells(line.text, self.barred) };
        let columns = self.table.headings.len();
        if columns > 0 {
            while cells.len() > columns && cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            if cells.len() > columns {
                return Outcome::Unread;
            }
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.table.rows.push(Row { source: line, cells, flat });
        }
        Outcome::Read
    }
}

fn is_heading(line: &str, headings: &[&str]) -> bool {
    const LONGEST: usize = 400;
    if line.len() > LONGEST {
        return false;
    }
    let folded = fold(&line.replace('|', " "));
    headings.iter().any(|start| folded.trim_start().starts_with(start))
}

fn cells(row: &str, barred: bool) -> Vec<String> {
    let row = row.strip_prefix('|').filter(|_| barred).unwrap_or(row);
    row.split('|').map(|cell| plain(without_icon(cell.trim()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_have_bars_and_hyphens_only() {
        assert!(is_separator("---|---|---"));
        assert!(is_separator("| --- | :---: |"));
        assert!(!is_separator("---"));
        assert!(!is_separator("--- | 2009"));
    }

    #[test]
    fn cells_are_trimmed_and_icons_left_out() {
        assert_eq!(cells("| a  b | | Icone d'une loupe", true), ["a b", "", ""]);
        assert_eq!(cells("| a", false), ["", "a"]);
    }
}
