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
    let mut file = Parquet::new(&mut out, &TABLE).unwrap();
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
    let mut file = Xlsx::new(&[TABLE, other]).unwrap();
    file.row(1, &row("=cmd", None)).unwrap();
    file.row(0, &row(&"é".repeat(40_000), Some(1))).unwrap();
    file.finish(&mut out).unwrap();
    let bytes = out.into_inner();
    assert!(bytes.starts_with(b"PK"));
    assert!(bytes.windows(19).any(|part| part == b"xl/worksheets/sheet"));
}

proptest! {
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
