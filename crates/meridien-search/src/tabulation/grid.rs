//! The sums of a table, while they are gathered.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Table;
use super::keys::{Keys, Slot};

/// The cells where an item appears, their rows and their columns.
#[derive(Debug, Default)]
pub(super) struct Cells {
    rows: Vec<Slot>,
    columns: Vec<Slot>,
    cells: Vec<(Slot, Slot)>,
}

impl Cells {
    pub fn clear(&mut self) {
        self.rows.clear();
        self.columns.clear();
        self.cells.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Adds each of these rows, crossed with each of these columns.
    pub fn add(&mut self, rows: &[Slot], columns: &[Slot]) {
        self.rows.extend(rows);
        self.columns.extend(columns);
        self.cells.extend(rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column))));
    }

    /// Leaves each once.
    pub fn settle(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.columns.sort_unstable();
        self.columns.dedup();
        self.cells.sort_unstable();
        self.cells.dedup();
    }
}

/// Sums by row, by column, by cell and over all. They are wide enough never to overflow.
#[derive(Debug, Default)]
pub(super) struct Grid {
    total: Option<i128>,
    rows: Vec<Option<i128>>,
    columns: Vec<Option<i128>>,
    /// The cells of the first rows and columns, in place: faster by far.
    first: Vec<Vec<Option<i128>>>,
    others: FxHashMap<(Slot, Slot), i128>,
    /// The codes met in each row, column and cell, where they are counted.
    met: FxHashSet<(Option<Slot>, Option<Slot>, u64)>,
}

/// Rows and columns whose cells are held in place.
const FIRST: Slot = 1024;

impl Grid {
    /// Adds to rows crossed with columns, and to the total.
    pub fn add_crossed(&mut self, rows: &[Slot], columns: &[Slot], value: i64) {
        let value = i128::from(value);
        *self.total.get_or_insert_default() += value;
        rows.iter().for_each(|&row| add(&mut self.rows, row, value));
        columns.iter().for_each(|&column| add(&mut self.columns, column, value));
        rows.iter().for_each(|&row| columns.iter().for_each(|&column| self.add_to_cell(row, column, value)));
    }

    /// Adds to the cells of an item, and to the total.
    pub fn add(&mut self, at: &Cells, value: i64) {
        let value = i128::from(value);
        *self.total.get_or_insert_default() += value;
        at.rows.iter().for_each(|&row| add(&mut self.rows, row, value));
        at.columns.iter().for_each(|&column| add(&mut self.columns, column, value));
        at.cells.iter().for_each(|&(row, column)| self.add_to_cell(row, column, value));
    }

    fn add_to_cell(&mut self, row: Slot, column: Slot, value: i128) {
        if row < FIRST && column < FIRST {
            let row = row as usize;
            if row >= self.first.len() {
                self.first.resize(row + 1, Vec::new());
            }
            add(&mut self.first[row], column, value);
        } else {
            *self.others.entry((row, column)).or_default() += value;
        }
    }

    /// Adds one to each of the cells, and to the total, where the code was not met before.
    pub fn add_code(&mut self, at: &Cells, code: u64) {
        if self.met.insert((None, None, code)) {
            *self.total.get_or_insert_default() += 1;
        }
        for &row in &at.rows {
            if self.met.insert((Some(row), None, code)) {
                add(&mut self.rows, row, 1);
            }
        }
        for &column in &at.columns {
            if self.met.insert((None, Some(column), code)) {
                add(&mut self.columns, column, 1);
            }
        }
        for &(row, column) in &at.cells {
            if self.met.insert((Some(row), Some(column), code)) {
                self.add_to_cell(row, column, 1);
            }
        }
    }

    /// Writes the sums into a table, by their keys.
    pub fn fill(self, table: &mut Table, rows: &Keys<'_>, columns: &Keys<'_>) {
        table.total = clamped(self.total.unwrap_or_default());
        table.rows = by_key(self.rows, rows);
        table.columns = by_key(self.columns, columns);
        let key = |(row, column)| (rows.key(row), columns.key(column));
        let first = (0..)
            .zip(self.first)
            .flat_map(|(row, sums)| (0..).zip(sums).filter_map(move |(column, sum)| Some(((row, column), sum?))));
        let sums = first.chain(self.others);
        table.cells = sums.map(|(cell, sum)| (key(cell), clamped(sum))).collect();
    }
}

fn add(sums: &mut Vec<Option<i128>>, slot: Slot, value: i128) {
    let place = slot as usize;
    if place >= sums.len() {
        sums.resize(place + 1, None);
    }
    *sums[place].get_or_insert_default() += value;
}

fn by_key(sums: Vec<Option<i128>>, keys: &Keys<'_>) -> BTreeMap<Option<u64>, i64> {
    let sums = (0..).zip(sums).filter_map(|(slot, sum)| Some((keys.key(slot), clamped(sum?))));
    sums.collect()
}

fn clamped(sum: i128) -> i64 {
    sum.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}
