//! What is written is read back by other programs, or by the library's own reader.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use bytes::Bytes;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::*;

const TABLE: Table = Table {
    name: "things",
    columns: &[
        Column::text("name"),
        Column::of("count", Kind::Integer),
        Column::of("euros", Kind::Amount),
        Column::of("lat", Kind::Number),
        Column::of("known", Kind::Boolean),
        Column::of("geometry", Kind::Geometry),
    ],
};

fn row(name: &str, count: Option<i64>) -> Vec<Cell> {
    vec![
        Cell::text(name),
        Cell::maybe(count),
        Cell::Amount(Decimal::new(-12_345, 2)),
        Cell::Number(48.5),
        Cell::Boolean(true),
        Cell::Geometry(points(&[[2.35, 48.86]])),
    ]
}

fn csv_of(rows: &[Vec<Cell>], bom: bool, chosen: impl Fn(&str) -> bool) -> String {
    let mut out = Vec::new();
    let mut file = Csv::new(&mut out, &TABLE, bom, chosen).unwrap();
    rows.iter().for_each(|row| file.row(row).unwrap());
    file.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn csv_neutralises_formulas_and_leaves_numbers() {
    let text = csv_of(&[row("=1+1", Some(-3)), row("a,\"b\"\nc", None)], false, |_| true);
    assert_eq!(
        text,
        "name,count,euros,lat,known\r\n'=1+1,-3,-123.45,48.5,true\r\n\"a,\"\"b\"\"\nc\",,-123.45,48.5,true\r\n"
    );
}

#[test]
fn csv_has_the_columns_and_the_mark_asked_for() {
    assert_eq!(csv_of(&[row("é", Some(1))], true, |name| name == "name"), "\u{feff}name\r\né\r\n");
}

#[test]
fn formulas_are_neutralised_and_numbers_are_not() {
    for text in ["=1+1", "+33 1", "@SUM(A1)", "\tx", "\rx", "-cmd|' /C calc'!A0", "'=x", "'-5", "''", "''x"] {
        assert_eq!(harmless(text), format!("'{text}"));
    }
    for text in ["", "Lille", "-12.5", "12", "a=b", "é", "'", "l'eau", "'tHart"] {
        assert_eq!(harmless(text), text);
    }
}

fn parquet_of(rows: Vec<Vec<Cell>>) -> SerializedFileReader<Bytes> {
    let mut out = Vec::new();
    let mut file = Parquet::new(&mut out, &TABLE, |_| true).unwrap();
    rows.into_iter().for_each(|row| file.row(row).unwrap());
    file.finish().unwrap();
    SerializedFileReader::new(Bytes::from(out)).unwrap()
}

#[test]
fn parquet_keeps_types_and_unknowns_and_tells_where_the_geometry_is() {
    let file = parquet_of(vec![row("Lille", Some(7)), row("", None)]);
    let metadata = file.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(metadata.iter().any(|pair| pair.key == "geo" && pair.value.as_ref().unwrap().contains("WKB")));
    let rows: Vec<Row> = file.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
    let fields: Vec<&Field> = rows[0].get_column_iter().map(|(_, field)| field).collect();
    assert_eq!(fields[0], &Field::Str("Lille".into()));
    assert_eq!(fields[1], &Field::Long(7));
    assert_eq!(fields[2].to_string(), "-123.45");
    let empty: Vec<&Field> = rows[1].get_column_iter().map(|(_, field)| field).take(2).collect();
    assert_eq!(empty, [&Field::Null, &Field::Null]);
}

#[test]
fn parquet_has_as_many_groups_as_it_takes() {
    let file = parquet_of((0..45_000).map(|n| row("x", Some(n))).collect());
    assert_eq!((file.num_row_groups(), file.metadata().file_metadata().num_rows()), (3, 45_000));
}

#[test]
fn a_workbook_is_a_zip_of_sheets() {
    let mut out = std::io::Cursor::new(Vec::new());
    let other = Table { name: "others", columns: TABLE.columns };
    let mut file = Xlsx::new(&[TABLE, other], |_, _| true).unwrap();
    file.row(1, &row("=cmd", None)).unwrap();
    file.row(0, &row(&"é".repeat(40_000), Some(1))).unwrap();
    file.finish(&mut out).unwrap();
    let bytes = out.into_inner();
    assert!(bytes.starts_with(b"PK"));
    assert!(bytes.windows(19).any(|part| part == b"xl/worksheets/sheet"));
}

/// The rows of the first sheet of a workbook of one table.
fn workbook_of(table: Table, rows: &[Vec<Cell>], chosen: impl Fn(&Table, &str) -> bool) -> Vec<Vec<Cell>> {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut file = Xlsx::new(&[table], chosen).unwrap();
    rows.iter().for_each(|row| file.row(0, row).unwrap());
    file.finish(&mut out).unwrap();
    out.set_position(0);
    let mut read = Vec::new();
    read::rows(out, &mut |row| {
        read.push(row.cells);
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    read
}

#[test]
fn workbooks_and_parquet_have_the_columns_asked_for() {
    let read = workbook_of(TABLE, &[row("Lille", Some(7))], |_, name| ["count", "known"].contains(&name));
    assert_eq!(read, [vec!["count".into(), "known".into()], vec![Cell::Integer(7), Cell::Boolean(true)]]);
    let mut out = tempfile::tempfile().unwrap();
    let mut file = Parquet::new(&mut out, &TABLE, |name| name == "euros" || name == "name").unwrap();
    file.row(row("Lille", None)).unwrap();
    file.finish().unwrap();
    let mut read = ParquetRows::open(out).unwrap();
    assert_eq!(read.columns, ["name", "euros"]);
    assert_eq!(read.next().unwrap().unwrap(), ["Lille".into(), Cell::Amount(Decimal::new(-12_345, 2))]);
    assert!(read.next().is_none());
}

#[test]
fn parquet_comes_back_cell_by_cell() {
    let rows = vec![row("Lille", Some(7)), row("", None)];
    let mut out = tempfile::tempfile().unwrap();
    let mut file = Parquet::new(&mut out, &TABLE, |_| true).unwrap();
    rows.iter().for_each(|row| file.row(row.clone()).unwrap());
    file.finish().unwrap();
    assert_eq!(ParquetRows::open(out).unwrap().map(Result::unwrap).collect::<Vec<_>>(), rows);
}

const DATES: Table = Table { name: "dates", columns: &[Column::date("on"), Column::text("text")] };

/// The cells of a workbook's part are numbers where the sheet says no type.
#[test]
fn a_whole_day_is_a_day_in_a_workbook_and_the_rest_stays_as_it_is() {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut file = Xlsx::new(&[DATES], |_, _| true).unwrap();
    for text in ["2019-05-12", "2019-05", "2019", "1850-01-02"] {
        file.row(0, &[Cell::text(text), Cell::text(text)]).unwrap();
    }
    file.finish(&mut out).unwrap();
    let mut book = zip::ZipArchive::new(out).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut book.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(sheet.contains("<v>43597</v>"), "12 May 2019 is the day 43,597: {sheet}");
    assert_eq!(sheet.matches(" t=\"").count(), 2 + 8 - 1, "all other cells are texts: {sheet}");
}

proptest! {
    /// Dates of any precision come back from a workbook, on both sides of the years that spreadsheets know.
    #[test]
    fn dates_come_back_from_a_workbook(year in 1700i32..3000, month in 1u32..=12, day in 1u32..=28, precision in 0..3) {
        let text = match precision {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let read = workbook_of(DATES, &[vec![Cell::text(&text), Cell::text(&text)]], |_, _| true);
        prop_assert_eq!(&read[1], &vec![Cell::text(&text), Cell::text(&text)]);
    }

    /// Whatever a text holds, a reader of CSV gets it back but for the apostrophe.
    #[test]
    fn csv_comes_back(texts in prop::collection::vec("\\PC*", 1..5)) {
        let rows: Vec<_> = texts.iter().map(|text| row(text, None)).collect();
        let file = csv_of(&rows, false, |name| name == "name" || name == "count");
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let read: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
        let expected: Vec<_> = texts.iter().map(|text| harmless(text).into_owned()).collect();
        prop_assert_eq!(read, expected);
    }
}
