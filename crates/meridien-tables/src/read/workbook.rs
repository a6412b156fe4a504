//! A sheet of an XLSX workbook, read cell by cell.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{DataRef, DataType, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use quick_xml::events::Event;
use rust_decimal::Decimal;
use zip::ZipArchive;

use super::{FIRST, MOST_COLUMNS, ReadError, Row, Told, merged, row};
use crate::Cell;

/// Bytes that the sheets together may have once unpacked, and the texts of all cells of one: each of many may be the same long
/// one of the list of texts.
pub const MOST_UNPACKED: u64 = 256 << 20;
/// Bytes that everything else may have: texts of cells, styles, which are held in memory.
pub const MOST_WORDS: u64 = 64 << 20;
/// Bytes without a tag: a cell has 32,767 letters at most, each of ten bytes at worst.
const MOST_RUN: u64 = 1 << 20;
/// Files in the package.
const MOST_FILES: usize = 2000;
/// How often the whole package may be read, about: each part is measured, looked at and read.
const READINGS: u64 = 8;
/// Bytes of headers, which are read again for every part.
const HEADERS: u64 = 256 << 10;
/// The last day that a number may mean, in the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

pub(super) fn rows(
    file: impl Read + Seek,
    knows: &dyn Fn(&[Row]) -> bool,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Told, ReadError> {
    let mut file = BufReader::new(file);
    let length = file.seek(SeekFrom::End(0))?;
    let mut file = Metered { file, left: length.saturating_mul(READINGS) + HEADERS };
    measure(&mut file)?;
    let mut book = Xlsx::new(&mut file).map_err(fault)?;
    let name = sheet(&mut book, knows)?;
    let others = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.name != name);
    let other_sheets = others.map(|sheet| sheet.name.clone()).collect();
    let (mut empty, mut whole) = (true, true);
    let far_cells = rows_of_sheet(&mut book, &name, &mut |row| {
        empty = false;
        let goes_on = take(row);
        whole = goes_on.is_continue();
        goes_on
    })?;
    if empty {
        return Err(ReadError::Empty);
    }
    drop(book);
    let merged = if whole { merged::of_sheet(file, &name) } else { Vec::new() };
    Ok(Told { far_cells, sheet: Some(name), other_sheets, merged, encoding: None })
}

/// A file that is read a few times at most: a workbook may name one part as a hundred thousand sheets.
struct Metered<R> {
    file: R,
    /// Bytes that may still be read.
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other("read over and over"))?;
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.file.seek(place)
    }
}

/// The sheet to be read. People hide what they do not work with.
fn sheet(book: &mut Xlsx<impl Read + Seek>, knows: &dyn Fn(&[Row]) -> bool) -> Result<String, ReadError> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let shown: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    if let [only] = &shown[..] {
        return Ok(only.clone());
    }
    let mut filled = None;
    for name in shown {
        let mut first = Vec::new();
        rows_of_sheet(book, &name, &mut |row| {
            first.push(row);
            if first.len() < FIRST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if !first.is_empty() && knows(&first) {
            return Ok(name);
        }
        if !first.is_empty() && filled.is_none() {
            filled = Some(name);
        }
    }
    filled.ok_or(ReadError::Empty)
}

/// Hands on the rows of a sheet, and gives the number of cells that are too far to the right.
fn rows_of_sheet(
    book: &mut Xlsx<impl Read + Seek>,
    name: &str,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<u64, ReadError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(fault)?;
    let (mut far_cells, mut number, mut current, mut letters) = (0, 0u64, Vec::new(), 0u64);
    let mut hand = |number: u64, cells: Vec<Cell>| row(number, cells).map_or(ControlFlow::Continue(()), &mut *take);
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(fault)? {
        let (line, column) = (u64::from(found.pos.0) + 1, found.pos.1 as usize);
        if line != number {
            if hand(number, std::mem::take(&mut current)).is_break() {
                return Ok(far_cells);
            }
            number = line;
        }
        let cell = cell(&found.value, found.formula.as_ref());
        if let Cell::Text(text) | Cell::Broken(text) = &cell {
            letters += text.len() as u64;
            if letters > MOST_UNPACKED {
                return Err(ReadError::TooLarge);
            }
        }
        match cell {
            Cell::Empty => {}
            _ if column >= MOST_COLUMNS => far_cells += 1,
            cell => {
                current.resize(current.len().max(column + 1), Cell::Empty);
                current[column] = cell;
            }
        }
    }
    // The last row: whether more is wanted no longer matters.
    let _ = hand(number, current);
    Ok(far_cells)
}

/// Unpacks everything once without keeping it, so that what follows cannot be made to hold more than it should.
fn measure(file: &mut (impl Read + Seek)) -> Result<(), ReadError> {
    let mut package = ZipArchive::new(file).map_err(|fault| ReadError::Damaged(fault.to_string()))?;
    if package.len() > MOST_FILES {
        return Err(ReadError::TooLarge);
    }
    if package.has_overlapping_files().map_err(|fault| ReadError::Damaged(fault.to_string()))? {
        // However small, they would unpack to anything.
        return Err(ReadError::Damaged("parts that overlap".to_owned()));
    }
    let (mut sheets, mut words, mut is_workbook) = (0, 0, false);
    for at in 0..package.len() {
        let part = package.by_index(at).map_err(|fault| ReadError::Damaged(fault.to_string()))?;
        let name = part.name().map_err(|fault| ReadError::Damaged(fault.to_string()))?.to_ascii_lowercase();
        is_workbook |= name.ends_with("workbook.xml");
        if name == "content.xml" {
            return Err(ReadError::OtherWorkbook);
        }
        let is_sheet = name.contains("worksheets/") && name.ends_with(".xml");
        let (sum, most) = if is_sheet { (&mut sheets, MOST_UNPACKED) } else { (&mut words, MOST_WORDS) };
        let size = unpacked(part, most - *sum)?;
        *sum += size;
        if name.ends_with("sharedstrings.xml") {
            let part = package.by_index(at).map_err(|fault| ReadError::Damaged(fault.to_string()))?;
            check_count(part, size)?;
        }
    }
    if is_workbook { Ok(()) } else { Err(ReadError::OtherWorkbook) }
}

/// The size of a part once unpacked.
fn unpacked(mut part: impl Read, most: u64) -> Result<u64, ReadError> {
    let (mut size, mut run) = (0, 0);
    let mut buffer = [0; 16 << 10];
    loop {
        let read = part.read(&mut buffer).map_err(|fault| ReadError::Damaged(fault.to_string()))?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        run = match buffer[..read].iter().rposition(|byte| *byte == b'<') {
            Some(last) => (read - last) as u64,
            None => run + read as u64,
        };
        if size > most || run > MOST_RUN {
            return Err(ReadError::TooLarge);
        }
    }
}

/// The library makes room for as many texts as the list of them says it has: refuses one that says more than it can hold.
fn check_count(part: impl Read, size: u64) -> Result<(), ReadError> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "sst" => {
                let counts = tag.attributes().flatten().filter(|attribute| attribute.key.as_ref() == "uniqueCount");
                let mut counts = counts.map(|attribute| attribute.value.parse::<u64>().unwrap_or(u64::MAX));
                return if counts.all(|count| count <= size) { Ok(()) } else { Err(ReadError::TooLarge) };
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn fault(fault: XlsxError) -> ReadError {
    match fault {
        XlsxError::Password => ReadError::Protected,
        other => ReadError::Damaged(other.to_string()),
    }
}

/// A value as a cell. A formula without a value was written by a program that does not compute; one whose value is the
/// empty text has one.
fn cell(value: &DataRef<'_>, formula: Option<&XlsxFormulaMetadata>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Integer(*number),
        DataRef::Float(number) => of_number(*number),
        DataRef::Bool(yes) => Cell::Boolean(*yes),
        DataRef::DateTime(moment) if moment.is_datetime() && (0.0..LAST_DAY).contains(&moment.as_f64()) => {
            value.as_date().map_or(Cell::Empty, |day| Cell::Text(day.to_string()))
        }
        DataRef::DateTime(moment) => of_number(moment.as_f64()),
        DataRef::DateTimeIso(text) => Cell::text(text.split('T').next().unwrap_or_default().trim()),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(text.trim()),
        DataRef::SharedString(text) => Cell::text(text.trim()),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
        DataRef::Empty => formula.map_or(Cell::Empty, |formula| Cell::Broken(format!("={}", text(formula)))),
    }
}

fn text(formula: &XlsxFormulaMetadata) -> &str {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula,
        _ => "…",
    }
}

/// Spreadsheets keep binary fractions and show fifteen digits of them: what is shown is what was typed or computed.
fn of_number(number: f64) -> Cell {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let whole = shown.fract() == 0.0 && shown.abs() < 1e15;
    match Decimal::from_str_exact(&shown.to_string()) {
        _ if whole => Cell::Integer(shown as i64),
        Ok(amount) => Cell::Amount(amount),
        Err(_) => Cell::Number(shown),
    }
}
