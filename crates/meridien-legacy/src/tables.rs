//! Tables: rows of cells in one rendering, flattened rows in the other.

use crate::MAX_ROWS;
use crate::labels::{is_chrome, without_icon};
use crate::layout::{Line, Section};
use crate::reader::Reader;
use crate::text::{fold, plain};

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

    /// [`Row::cell`], owned.
    pub(crate) fn text(&self, column: Option<usize>) -> Option<String> {
        self.cell(column).map(str::to_owned)
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
    pub(crate) fn columns(
        &self,
        otherwise: std::ops::Range<usize>,
        is: impl Fn(&str) -> bool,
    ) -> Vec<usize> {
        if self.headings.is_empty() {
            return otherwise.collect();
        }
        let headings = self.headings.iter().enumerate();
        headings
            .filter(|(_, heading)| is(heading))
            .map(|(column, _)| column)
            .collect()
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
        && line
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
}

impl Reader {
    /// Reads the table of a section. `heading` is how the folded line of its headings starts. A
    /// blank line ends the flattened rows: what follows is unread.
    pub(crate) fn table<'a>(&mut self, section: &Section<'a>, heading: &str) -> Table<'a> {
        let mut table = Table {
            headings: Vec::new(),
            rows: Vec::new(),
        };
        let mut ended = false;
        // Rows start with a bar, which separates nothing.
        let mut barred = false;
        for line in section.value_lines() {
            let flat = !line.text.contains('|');
            if line.text.is_empty() {
                ended |= !table.rows.is_empty();
                continue;
            }
            if is_chrome(line.text) {
                continue;
            }
            if is_separator(line.text) {
                if table.headings.is_empty()
                    && let Some(row) = table.rows.pop_if(|row| !row.flat)
                {
                    table.set_headings(&row.cells);
                }
                continue;
            }
            if is_heading(line.text, heading) {
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
            let mut cells = if flat {
                vec![plain(without_icon(line.text))]
            } else {
                cells(line.text, barred)
            };
            if !table.headings.is_empty() {
                while cells.len() > table.headings.len()
                    && cells.last().is_some_and(String::is_empty)
                {
                    cells.pop();
                }
                if cells.len() > table.headings.len() {
                    self.unread(line);
                    continue;
                }
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(Row {
                    source: line,
                    cells,
                    flat,
                });
            }
        }
        table
    }
}

fn is_heading(line: &str, start: &str) -> bool {
    const LONGEST: usize = 400;
    line.len() <= LONGEST && fold(line.trim_start_matches(['|', ' '])).starts_with(start)
}

fn cells(row: &str, barred: bool) -> Vec<String> {
    let row = row.strip_prefix('|').filter(|_| barred).unwrap_or(row);
    row.split('|')
        .map(|cell| plain(without_icon(cell.trim())))
        .collect()
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
