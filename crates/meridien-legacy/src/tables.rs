//! Tables: rows of cells in one rendering, flattened rows in the other.

use crate::labels::{is_chrome, without_icon};
use crate::layout::{Line, Section};
use crate::reader::Reader;
use crate::text::{fold, plain};
use crate::{Code, MAX_ROWS};

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

    fn set_headings(&mut self, cells: &[String]) {
        self.headings = cells.iter().map(|cell| fold(cell)).collect();
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
        let mut table = Table { headings: Vec::new(), rows: Vec::new() };
        let mut ended = false;
        // Rows start with a bar, which separates nothing.
        let mut barred = false;
        let mut after_pager = false;
        let mut strangers = false;
        for line in section.value_lines() {
            let flat = !line.text.contains('|');
            if line.text.is_empty() {
                ended |= !table.rows.is_empty();
                continue;
            }
            if strangers {
                self.unread(line);
                continue;
            }
            // A pager's page numbers may stand on lines of their own.
            let in_pager = after_pager && line.text.len() < 4 && line.text.bytes().all(|byte| byte.is_ascii_digit());
            after_pager = in_pager || is_chrome(line.text);
            if after_pager {
                continue;
            }
            if is_separator(line.text) {
                if table.headings.is_empty()
                    && let Some(row) = table.rows.pop_if(|row| !row.flat && row.line() + 1 == line.number)
                {
                    table.set_headings(&row.cells);
                }
                continue;
            }
            if is_heading(line.text, headings) {
                // A table of persons whose caption is missing is no part of this one.
                if !self.private && fold(line.text).contains("prenom") {
                    self.private = true;
                    strangers = true;
                    continue;
                }
                barred = line.text.starts_with('|');
                if !flat {
                    table.set_headings(&cells(line.text, barred));
                }
                continue;
            }
            if flat && ended {
                self.unread(line);
                continue;
            }
            if table.rows.len() == MAX_ROWS {
                self.too_many_rows(line);
                continue;
            }
            let mut cells = if flat { vec![plain(without_icon(line.text))] } else { cells(line.text, barred) };
            if !table.headings.is_empty() {
                while cells.len() > table.headings.len() && cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                if cells.len() > table.headings.len() {
                    self.unread(line);
                    continue;
                }
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(Row { source: line, cells, flat });
            }
        }
        table
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
