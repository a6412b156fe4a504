//! The sums of a table, while they are gathered.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Table;
use super::keys::{Keys, Slot};

/// Where an item appears.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub rows: Vec<Slot>,
    pub columns: Vec<Slot>,
    pub cells: Vec<(Slot, Slot)>,
}

impl Cells {
    pub fn clear(&mut self) {
        self.rows.clear();
        self.columns.clear();
        self.cells.clear();
    }

    /// Adds each of these rows, crossed with each of these columns.
    pub fn add(&mut self, rows: &[Slot], columns: &[Slot]) {
        self.rows.extend(rows);
        self.columns.extend(columns);
        self.cells.extend(rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column))));
    }

    /// Leaves each place once.
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
    cells: FxHashMap<(Slot, Slot), i128>,
    /// The codes met in each place, where they are counted.
    met: FxHashSet<(Option<Slot>, Option<Slot>, u64)>,
}

impl Grid {
    /// Adds to the places of an item, and to the total.
    pub fn add(&mut self, places: &Cells, value: i64) {
        let value = i128::from(value);
        *self.total.get_or_insert_default() += value;
        places.rows.iter().for_each(|&row| add(&mut self.rows, row, value));
        places.columns.iter().for_each(|&column| add(&mut self.columns, column, value));
        places.cells.iter().for_each(|&cell| *self.cells.entry(cell).or_default() += value);
    }

    /// Adds one to each of the places, and to the total, where the code was not met before.
    pub fn add_code(&mut self, places: &Cells, code: u64) {
        if self.met.insert((None, None, code)) {
            *self.total.get_or_insert_default() += 1;
        }
        for &row in &places.rows {
            if self.met.insert((Some(row), None, code)) {
                add(&mut self.rows, row, 1);
            }
        }
        for &column in &places.columns {
            if self.met.insert((None, Some(column), code)) {
                add(&mut self.columns, column, 1);
            }
        }
        for &(row, column) in &places.cells {
            if self.met.insert((Some(row), Some(column), code)) {
                *self.cells.entry((row, column)).or_default() += 1;
            }
        }
    }

    /// Writes the sums into a table, by their keys.
    pub fn fill(self, table: &mut Table, rows: &Keys<'_>, columns: &Keys<'_>) {
        table.total = clamped(self.total.unwrap_or_default());
        table.rows = by_key(self.rows, rows);
        table.columns = by_key(self.columns, columns);
        let key = |(row, column)| (rows.key(row), columns.key(column));
        table.cells = self.cells.into_iter().map(|(cell, sum)| (key(cell), clamped(sum))).collect();
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
