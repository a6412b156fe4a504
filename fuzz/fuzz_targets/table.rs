//! Any bytes are read as a table, CSV or XLSX, without a panic, and each text that is read is read the same once written as
//! CSV.

#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use meridien_tables::read::{MOST_COLUMNS, Row, rows};
use meridien_tables::{Cell, Column, Csv, Table};

/// Where texts are written. Of the second column its heading tells the separator.
const TABLE: Table = Table { name: "texts", columns: &[Column::text("a"), Column::text("b")] };
/// Texts of an input that are written.
const WRITTEN: usize = 100;

fn written(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut file = Csv::new(&mut out, &TABLE, false, |_| true).expect("memory");
    file.row(&[Cell::text(text), Cell::text("b")]).expect("memory");
    file.finish().expect("memory");
    out
}

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
    let texts = rows.iter().flat_map(|row| &row.cells).filter(|cell| matches!(cell, Cell::Text(_)));
    // XML may hold a zero in disguise, which no CSV may.
    for cell in texts.filter(|cell| !cell.plain().contains('\0')).take(WRITTEN) {
        assert_eq!(read(&written(&cell.plain()))[1].cells[0], *cell);
    }
});
