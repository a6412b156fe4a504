//! Tables as people make them are read; hostile ones are refused, soon and in little memory.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format as Look, Formula, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

fn read(bytes: &[u8]) -> Result<(Vec<Row>, Told), ReadError> {
    let mut found = Vec::new();
    let told = rows(file(bytes), &mut |row| {
        found.push(row);
        ControlFlow::Continue(())
    })?;
    Ok((found, told))
}

fn texts(row: &[&str]) -> Vec<Cell> {
    row.iter().map(|text| Cell::text(*text)).collect()
}

#[test]
fn separators_and_encodings_are_recognised() {
    let table = "Ville;Pays\nÉvry;« Mali »\n";
    let windows = encoding_rs::WINDOWS_1252.encode(table).0.into_owned();
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding) in [
        (table.as_bytes().to_vec(), None),
        (["\u{feff}", table].concat().into_bytes(), None),
        (table.replace(';', ",").into_bytes(), None),
        (table.replace(';', "\t").replace('\n', "\r\n").into_bytes(), None),
        (["sep=,\n", &table.replace(';', ",")].concat().into_bytes(), None),
        (windows, Some("windows-1252")),
        (wide, Some("UTF-16LE")),
    ] {
        let (rows, told) = read(&bytes).unwrap();
        let cells: Vec<_> = rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(cells, [texts(&["Ville", "Pays"]), texts(&["Évry", "« Mali »"])]);
        assert_eq!(told.encoding, encoding);
    }
}

#[test]
fn another_encoding_is_recognised_although_it_comes_late() {
    let mut bytes = b"Ville;Pays\n".to_vec();
    bytes.extend(b"Lille;Mali\n".repeat(40_000));
    bytes.extend(b"\xc9vry;Mali\n");
    let (rows, told) = read(&bytes).unwrap();
    assert_eq!(rows.last().unwrap().cells, texts(&["Évry", "Mali"]));
    assert_eq!(told.encoding, Some("windows-1252"));
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let table = "\na;b\n\n\"1\n2\n3\";x\n;\ny;z\n\n\nlast";
    for ends in ["", "\n", "\n\n"] {
        for table in [format!("{table}{ends}"), format!("{table}{ends}").replace('\n', "\r\n")] {
            let (rows, _) = read(table.as_bytes()).unwrap();
            let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
            assert_eq!(numbers, [2, 4, 6, 9], "{table:?}");
            assert_eq!(rows[1].cells[0].plain().lines().collect::<Vec<_>>(), ["1", "2", "3"]);
        }
    }
    // Begun in one program and gone on with in another; of an old one; ends of two kinds at once.
    for table in ["a;b\r\n1;2\n3;4\n", "a;b\r1;2\r3;4\r", "a;b\n1;2\r\n3;4\r"] {
        let (rows, _) = read(table.as_bytes()).unwrap();
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3], "{table:?}");
    }
}

#[test]
fn what_exports_neutralise_comes_back_as_it_was() {
    for text in ["=1+1", "+33", "-5", "-5 rue", "@x", "'quoted'", "l'eau", "'=x", "''=x", "'-5", "''", "''x", ","] {
        let bytes = format!("a\n\"{}\"\n", crate::harmless(text));
        assert_eq!(read(bytes.as_bytes()).unwrap().0[1].cells, texts(&[text]));
    }
}

#[test]
fn behind_an_apostrophe_there_is_no_space() {
    assert_eq!(read(b"a;b\n'\t x;y\n").unwrap().0[1].cells, texts(&["x", "y"]));
    assert_eq!(read(b"a;b\n'\t;y\n").unwrap().0[1].cells, texts(&["'", "y"]));
}

#[test]
fn a_workbook_keeps_what_its_cells_are() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Ville").unwrap();
    sheet.write_string(2, 0, " Lille ").unwrap();
    sheet.write_number(2, 1, 2013.0).unwrap();
    sheet.write_number(2, 2, 1234.567).unwrap();
    sheet.write_boolean(2, 3, true).unwrap();
    let day = ExcelDateTime::from_ymd(2013, 6, 12).unwrap();
    sheet.write_datetime_with_format(2, 4, &day, &Look::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_formula(2, 5, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_number(2, 6, 1500.1000000000001).unwrap();
    sheet.write_string(3, 300, "far").unwrap();
    book.add_worksheet().write_string(0, 0, "second").unwrap();
    let (rows, told) = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3]);
    let expected = [
        Cell::text("Lille"),
        Cell::Integer(2013),
        Cell::Amount(Decimal::new(1_234_567, 3)),
        Cell::Boolean(true),
        Cell::text("2013-06-12"),
        Cell::Integer(2),
        Cell::Amount(Decimal::new(15_001, 1)),
    ];
    assert_eq!(rows[1].cells, expected);
    assert_eq!(told.far_cells, 1);
    assert_eq!((told.sheet.as_deref(), told.other_sheets), (Some("Sheet1"), vec!["Sheet2".to_owned()]));
}

#[test]
fn a_formula_without_a_value_is_broken_and_one_with_the_empty_text_is_not() {
    let rows = "<row><c r='A1'><f>1000+500</f><v/></c><c r='B1' t='str'><f>IF(1,\"\")</f><v></v></c><c r='C1' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='D1'><v>1</v></c></row>";
    let (rows, _) = read(&package(&sheet(rows), NO_TEXTS)).unwrap();
    let broken = |text: &str| Cell::Broken(text.to_owned());
    assert_eq!(rows[0].cells, [broken("=1000+500"), Cell::Empty, broken("#DIV/0!"), Cell::Integer(1)]);
}

#[test]
fn of_the_sheets_that_are_not_hidden_the_one_that_is_known_is_read() {
    let mut book = Workbook::new();
    for (name, text) in [("Hidden", "Ville"), ("Cover", "Titre"), ("Good", "Ville"), ("Later", "Ville")] {
        book.add_worksheet().set_name(name).unwrap().write_string(0, 0, text).unwrap();
    }
    book.add_worksheet().set_name("Empty").unwrap();
    book.worksheet_from_index(1).unwrap().set_active(true);
    book.worksheet_from_index(0).unwrap().set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    for (known, expected) in [("Ville", "Good"), ("Titre", "Cover"), ("Autre", "Cover")] {
        let knows = |rows: &[Row]| rows[0].cells[0] == Cell::text(known);
        let told = rows_of(file(&bytes), &knows, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!((told.sheet.as_deref(), told.other_sheets.len()), (Some(expected), 4), "{known}");
    }
}

#[test]
fn a_quotation_mark_that_swallows_rows_is_told_with_its_row() {
    let rows = "Lille;Mali;2001\n".repeat(30);
    for (name, table) in [
        ("to the end", format!("a;b;c\n\n\"x\ny\";b;c\n\"Lille;Mali;2001\n{rows}")),
        ("to another", format!("a;b;c\n\n\"x\ny\";b;c\n\"Lille;Mali;2001\nLille;\"Mali\";2001\n{rows}")),
        ("by chance", format!("a;b;c\n\n\"x\ny\";b;c\n\"Lille;Mali;2001\n{rows}12\";b;c\n")),
    ] {
        for table in [table.replace('\n', "\r\n"), table] {
            assert!(
                matches!(read(table.as_bytes()), Err(ReadError::Endless(4))),
                "{name}: {:?}",
                read(table.as_bytes())
            );
        }
    }
    let paragraphs = format!("a;b;c\n\"{}\";x;\"Ville\" de Fès\n", "Un paragraphe ; un autre.\n".repeat(30));
    assert_eq!(read(paragraphs.as_bytes()).unwrap().0.len(), 2);
}

/// A workbook whose one sheet and list of texts are these.
fn package(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    packed(1, &[sheet], texts).finish().unwrap().into_inner()
}

/// A package of these parts, whose workbook names the first sheet so many times; it is not finished.
fn packed(named: usize, sheets: &[&[u8]], texts: &[u8]) -> zip::ZipWriter<io::Cursor<Vec<u8>>> {
    let mut out = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut part = |name: &str, content: &[u8]| {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    };
    let of_package = format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type='{relationships}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    part("_rels/.rels", of_package.as_bytes());
    let of_book =
        of_package.replace("officeDocument' Target='xl/workbook.xml", "worksheet' Target='worksheets/sheet1.xml");
    part("xl/_rels/workbook.xml.rels", of_book.as_bytes());
    let names: String =
        (1..=named).map(|number| format!("<sheet name='S{number}' sheetId='{number}' r:id='rId1'/>")).collect();
    let book = format!("<workbook xmlns='{main}' xmlns:r='{relationships}'><sheets>{names}</sheets></workbook>");
    part("xl/workbook.xml", book.as_bytes());
    part("xl/sharedStrings.xml", texts);
    for (number, sheet) in (1..).zip(sheets) {
        part(&format!("xl/worksheets/sheet{number}.xml"), sheet);
    }
    out
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

const NO_TEXTS: &[u8] = b"<sst/>";

#[test]
fn far_cells_cost_nothing() {
    let rows = "<row r='1048576'><c r='XFD1048576' t='str'><v>far</v></c></row><row><c r='A1048577' t='str'><v>x</v></c></row>";
    let started = Instant::now();
    match read(&package(&sheet(rows), NO_TEXTS)) {
        Ok((rows, told)) => assert_eq!((rows.len(), told.far_cells), (1, 1)),
        Err(fault) => assert!(matches!(fault, ReadError::Damaged(_)), "{fault}"),
    }
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[test]
fn merged_cells_are_told_and_what_is_no_range_is_not() {
    let rows = "<row r='1'><c r='A1' t='str'><v>a</v></c></row><row r='2'><c r='A2' t='str'><v>x</v></c></row>";
    let ranges = ["A2:A5", "C9:B7", "A2", "2:5", "A:B", "x", "", "A0:A1", "A1:A99999999999999999999"];
    let ranges: String = ranges.iter().map(|range| format!("<mergeCell ref='{range}'/>")).collect();
    let sheet = String::from_utf8(sheet(rows)).unwrap();
    let sheet = sheet.replace("</sheetData>", &format!("</sheetData><mergeCells>{ranges}</mergeCells>"));
    let (_, told) = read(&package(sheet.as_bytes(), NO_TEXTS)).unwrap();
    let told: Vec<(&str, u64)> = told.merged.iter().map(|merged| (merged.range.as_str(), merged.last_row)).collect();
    assert_eq!(told, [("A2:A5", 5), ("C9:B7", 9)]);
}

#[test]
fn bombs_are_refused() {
    let cell = "<row><c t='str'><v>x</v></c></row>";
    let many = sheet(&cell.repeat(MOST_UNPACKED as usize / cell.len() + 1));
    let half = sheet(&cell.repeat(MOST_UNPACKED as usize / cell.len() / 2 + 1));
    let long = sheet(&format!("<row><c t='str'><v>{}</v></c></row>", "x".repeat(2 << 20)));
    let attributes = sheet(&format!("<row><c {}/></row>", "a='1' ".repeat(200_000)));
    let promised = b"<sst uniqueCount='99999999999999'><si><t>x</t></si></sst>";
    let texts = ["<sst>", &"<si><t>x</t></si>".repeat(MOST_WORDS as usize / 16), "</sst>"].concat().into_bytes();
    for (name, bytes) in [
        ("a sheet", package(&many, NO_TEXTS)),
        ("two sheets", packed(1, &[&half, &half], NO_TEXTS).finish().unwrap().into_inner()),
        ("a cell", package(&long, NO_TEXTS)),
        ("attributes", package(&attributes, NO_TEXTS)),
        ("a promise", package(&sheet(cell), promised)),
        ("texts", package(&sheet(cell), &texts)),
    ] {
        assert!(matches!(read(&bytes), Err(ReadError::TooLarge)), "{name}");
    }
}

/// A text of the list is packed once, whatever number of cells have it.
#[test]
fn one_long_text_in_many_cells_is_refused() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1_000_000));
    let row = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(100));
    let read = |rows: usize| rows_seen(&package(&sheet(&row.repeat(rows)), texts.as_bytes()));
    assert_eq!(read(2).map_err(|fault| fault.to_string()), Ok(2));
    assert!(matches!(read(3), Err(ReadError::TooLarge)));
}

/// The rows of a file, counted and not kept.
fn rows_seen(bytes: &[u8]) -> Result<usize, ReadError> {
    let mut seen = 0;
    rows(file(bytes), &mut |_| {
        seen += 1;
        ControlFlow::Continue(())
    })?;
    Ok(seen)
}

/// The same bytes are no two parts, and a part is no hundred sheets: each would be unpacked again.
#[test]
fn what_is_packed_once_is_not_unpacked_over_and_over() {
    let cell = "<row><c t='str'><v>x</v></c></row>";
    let mut overlapping = packed(1, &[&sheet(cell)], NO_TEXTS);
    overlapping.shallow_copy_file("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml").unwrap();
    let overlapping = overlapping.finish().unwrap().into_inner();
    assert!(matches!(read(&overlapping), Err(ReadError::Damaged(_))), "{:?}", read(&overlapping));

    let mut seed = 1u64;
    let noise = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + (seed >> 60) as u8)
    });
    let empty = sheet(&format!("<!--{}-->", noise.take(200_000).collect::<String>()));
    for (named, refused) in [(3, false), (100, true)] {
        let package = packed(named, &[&empty], NO_TEXTS).finish().unwrap().into_inner();
        let told = read(&package);
        assert_eq!(matches!(told, Err(ReadError::Damaged(_))), refused, "{named}: {told:?}");
        assert_eq!(matches!(told, Err(ReadError::Empty)), !refused, "{named}: {told:?}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    let mut other = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    other.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    let open_document = other.finish().unwrap().into_inner();
    let mut quote = b"a;b\n\"never closed".to_vec();
    quote.resize(20 << 20, b'x');
    assert!(matches!(read(b""), Err(ReadError::Empty)));
    assert!(matches!(read(b"\xef\xbb\xbf\n;;\n"), Err(ReadError::Empty)));
    assert!(matches!(read(b"a\0b"), Err(ReadError::Binary)));
    assert!(matches!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(ReadError::OtherWorkbook)));
    assert!(matches!(read(&open_document), Err(ReadError::OtherWorkbook)));
    assert!(matches!(read(b"PK\x03\x04 and no more"), Err(ReadError::Damaged(_))));
    assert!(matches!(read(&quote), Err(ReadError::Endless(2))));
    assert!(matches!(read(&package(&sheet(""), NO_TEXTS)), Err(ReadError::Empty)));
}

#[test]
fn reading_stops_where_enough_was_read() {
    let mut count = 0;
    rows(file(&b"a;b\n".repeat(1000)), &mut |_| {
        count += 1;
        if count == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(count, 3);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), packed: bool) {
        let start: &[u8] = if packed { b"PK\x03\x04" } else { b"" };
        let _ = read(&[start, &bytes].concat());
    }

    #[test]
    fn any_sheet_is_read_or_refused(rows in "(<row( r='[0-9]{1,8}')?>|</row>|<c r='[A-Z]{0,4}[0-9]{0,9}'( t='[a-z]')?>|</c>|<v>|</v>|[0-9a-z]{0,9}){0,30}") {
        let _ = read(&package(&sheet(&rows), NO_TEXTS));
    }

    #[test]
    fn any_text_is_read_again_once_neutralised(text in "['=+@-]{0,4}[a-z0-9' é]{0,6}") {
        let text = text.trim();
        let bytes = format!("a;b\n{};b\n", crate::harmless(text));
        prop_assert_eq!(&read(bytes.as_bytes()).unwrap().0[1].cells[0], &Cell::text(text));
    }

    #[test]
    fn a_table_written_is_read_again(
        table in proptest::collection::vec(proptest::collection::vec("[a-z;,\"\n é=]{1,8}[a-z]", 1..5), 1..6),
        separator in proptest::sample::select(vec![b';', b',', b'\t']),
    ) {
        let mut out = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
        out.write_record(["first", "second"]).unwrap();
        table.iter().for_each(|row| out.write_record(row).unwrap());
        let (rows, _) = read(&out.into_inner().unwrap()).unwrap();
        let expected = table.iter().map(|row| row.iter().map(|text| Cell::text(text.trim())).collect::<Vec<_>>());
        prop_assert_eq!(rows.into_iter().skip(1).map(|row| row.cells).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
