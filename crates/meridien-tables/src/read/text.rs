//! CSV: separator and encoding are recognised, records are read as a stream, and a quotation mark that swallows rows is told.

use std::cell::{Cell as Shared, RefCell};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::ByteRecord;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{MOST_COLUMNS, MOST_RECORD, ReadError, Row, Told, row};
use crate::Cell;
use crate::cell::is_guarded;

/// Bytes from which separator and encoding are told.
const SAMPLE: u64 = 256 << 10;
/// Lines like rows that a field may hold.
const MOST_LINES: usize = 20;
/// Bytes of a file whose encoding does not let it be read as a stream.
const MOST_WIDE: u64 = 64 << 20;

pub(super) fn rows(
    mut file: impl Read + Seek,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Told, ReadError> {
    let mut sample = Vec::new();
    file.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
    let mark = Encoding::for_bom(&sample);
    if let Some((encoding, _)) = mark.filter(|(encoding, _)| *encoding == UTF_16LE || *encoding == UTF_16BE) {
        return wide(file, sample, encoding, take);
    }
    if sample.contains(&0) {
        return Err(ReadError::Binary);
    }
    let start = mark.map_or(0, |(_, length)| length);
    let encoding = legacy_encoding(&sample[start..]);
    file.seek(SeekFrom::Start(start as u64))?;
    records(file, &sample[start..], encoding, take)
}

/// Text of two bytes a character is turned into UTF-8 first.
fn wide(
    mut file: impl Read,
    mut bytes: Vec<u8>,
    encoding: &'static Encoding,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Told, ReadError> {
    file.by_ref().take(MOST_WIDE).read_to_end(&mut bytes)?;
    if bytes.len() as u64 >= MOST_WIDE {
        return Err(ReadError::TooLarge);
    }
    let (text, _, damaged) = encoding.decode(&bytes);
    if damaged || text.contains('\0') {
        return Err(ReadError::Binary);
    }
    let sample: String = text.chars().take(SAMPLE as usize).collect();
    let told = records(Cursor::new(text.as_bytes()), sample.as_bytes(), UTF_8, take)?;
    Ok(Told { encoding: Some(encoding.name()), ..told })
}

/// The encoding of what is not UTF-8. Western European where the sample does not tell: what is not UTF-8 may come late.
fn legacy_encoding(sample: &[u8]) -> &'static Encoding {
    if sample.is_ascii() {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(Some(b"fr"), Utf8Detection::Deny)
}

/// Hands on the rows of a text that is no file.
pub(super) fn pasted(text: &str, take: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<Told, ReadError> {
    records(text.as_bytes(), text.as_bytes(), UTF_8, take)
}

fn records(
    file: impl Read,
    sample: &[u8],
    encoding: &'static Encoding,
    take: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Told, ReadError> {
    let head = Head::of(sample);
    let (left, ended) = (Rc::new(Shared::new(MOST_RECORD)), Rc::new(Shared::new(false)));
    let quotes = Rc::new(RefCell::new(Quotes::new(head.separator)));
    let bounded = Bounded {
        inner: BufReader::new(file),
        left: left.clone(),
        ended: ended.clone(),
        quotes: quotes.clone(),
        after_return: false,
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(head.separator).has_headers(false).flexible(true).from_reader(bounded);
    let (mut told, mut record, mut place) = (Told::default(), ByteRecord::new(), Place::default());
    let mut empty = true;
    loop {
        left.set(MOST_RECORD);
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) if left.get() == 0 => return Err(ReadError::Endless(place.number + 1)),
            Err(fault) => return Err(ReadError::Io(fault.into())),
        }
        let number = place.of(&record, reader.position().line(), ended.get());
        if let Some(row) = quotes.borrow().astray.filter(|row| *row <= number) {
            return Err(ReadError::Endless(row));
        }
        if record.iter().any(|field| head.swallowed(field)) {
            return Err(ReadError::Endless(number));
        }
        if number == 1 && head.names_separator {
            continue;
        }
        if record.iter().any(|field| field.contains(&0)) {
            return Err(ReadError::Binary);
        }
        told.far_cells += record.len().saturating_sub(MOST_COLUMNS) as u64;
        let cells = record.iter().take(MOST_COLUMNS).map(|field| cell(field, encoding, &mut told)).collect();
        if let Some(row) = row(number, cells) {
            empty = false;
            if take(row).is_break() {
                break;
            }
        }
    }
    if empty { Err(ReadError::Empty) } else { Ok(told) }
}

/// A field as a cell. A byte sequence that is UTF-8 by chance in another encoding is all but impossible, so each field
/// tells for itself.
fn cell(field: &[u8], encoding: &'static Encoding, told: &mut Told) -> Cell {
    let text = match std::str::from_utf8(field) {
        Ok(text) => text.into(),
        Err(_) => {
            told.encoding = Some(encoding.name());
            encoding.decode_without_bom_handling(field).0
        }
    };
    // Behind the apostrophe there may be a space.
    Cell::text(unharmed(text.trim()).trim())
}

/// A text without the apostrophe that [`crate::harmless`] puts before what a spreadsheet takes for a formula.
fn unharmed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_guarded(rest)).unwrap_or(text)
}

/// What the first line tells.
struct Head {
    separator: u8,
    /// How often it stands in the first line.
    count: usize,
    /// It is Excel's `sep=;`, which is no row.
    names_separator: bool,
}

impl Head {
    /// The separator that the first line has most of, outside quotes.
    fn of(sample: &[u8]) -> Head {
        let line = sample.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator @ (b';' | b',' | b'\t' | b'|')] = line {
            return Head { separator: *separator, count: 0, names_separator: true };
        }
        let mut counts = [(b';', 0), (b',', 0), (b'\t', 0)];
        let mut quoted = false;
        for byte in line {
            quoted ^= *byte == b'"';
            if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| separator == byte && !quoted) {
                *count += 1;
            }
        }
        // Of two that are as many, the first.
        let (separator, count) = counts.into_iter().rev().max_by_key(|(_, count)| *count).unwrap_or((b';', 0));
        Head { separator, count, names_separator: false }
    }

    /// Whether a field holds many lines that look like rows: a quotation mark opens it, and a later one closes it by chance.
    fn swallowed(&self, field: &[u8]) -> bool {
        let like_row = |line: &&[u8]| line.iter().filter(|byte| **byte == self.separator).count() >= self.count;
        self.count > 1 && field.split(|byte| *byte == b'\n').filter(like_row).count() > MOST_LINES
    }
}

/// Numbers records as a spreadsheet does: the reader leaves blank lines out, and a quoted field may hold several.
#[derive(Default)]
struct Place {
    number: u64,
    /// Ends of lines within quotes, so far.
    inside: u64,
}

impl Place {
    /// The number of a record after which the reader is at `line`, and at the end of the file where it is `last`.
    fn of(&mut self, record: &ByteRecord, line: u64, last: bool) -> u64 {
        let ends = record.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
        // The reader has counted the end of the record's line too, where it has one.
        let own = ends + u64::from(!last);
        let number = line.saturating_sub(own + self.inside);
        self.inside += ends;
        self.number = number.max(self.number + 1);
        self.number
    }
}

/// Follows the quotation marks of a text as the reader does, to find one that nothing closes where it should.
struct Quotes {
    separator: u8,
    state: Quote,
    /// The row, and that in which the last quotation mark opened.
    row: u64,
    opened: u64,
    /// Ends of lines since.
    lines: u64,
    /// The row of the first that went astray, as far as was read.
    astray: Option<u64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Quote {
    /// At the beginning of a field, where a quotation mark opens.
    Before,
    /// In a field without quotation marks, or behind the one that closes.
    Outside,
    Inside,
    /// Behind one that closes, unless it is doubled.
    Closing,
}

impl Quotes {
    fn new(separator: u8) -> Quotes {
        Quotes { separator, state: Quote::Before, row: 1, opened: 1, lines: 0, astray: None }
    }

    fn follow(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.take(*byte));
    }

    fn take(&mut self, byte: u8) {
        self.lines += u64::from(byte == b'\n' && self.state == Quote::Inside);
        self.state = match (self.state, byte) {
            (Quote::Inside, b'"') => Quote::Closing,
            (Quote::Inside, _) => Quote::Inside,
            (Quote::Closing, b'"') => Quote::Inside,
            (Quote::Before, b'"') => {
                (self.opened, self.lines) = (self.row, 0);
                Quote::Inside
            }
            (_, b'\n') => {
                self.row += 1;
                Quote::Before
            }
            (_, byte) if byte == self.separator => Quote::Before,
            (state, _) => {
                // `"Lille";"Ville" de Fès` is in one line; behind several, the mark closes what it was not meant for.
                if state == Quote::Closing && self.lines > 0 {
                    self.astray.get_or_insert(self.opened);
                }
                Quote::Outside
            }
        };
    }

    /// At the end of the text, a mark that opened is closed.
    fn end(&mut self) {
        if self.state == Quote::Inside {
            self.astray.get_or_insert(self.opened);
        }
    }
}

/// Fails where a record is longer than may be, tells when the file has ended, and gives each line the same end: a table that
/// was begun in one program and went on in another has several, and rows are to be numbered as a spreadsheet does.
struct Bounded<R> {
    inner: R,
    left: Rc<Shared<u64>>,
    ended: Rc<Shared<bool>>,
    quotes: Rc<RefCell<Quotes>>,
    after_return: bool,
}

impl<R> Bounded<R> {
    /// Puts a line feed for each return, with or without the line feed behind it; returns how many bytes are left.
    fn one_end(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_told = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_told {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.left.get() == 0 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let read = self.inner.read(buffer)?;
            self.left.set(self.left.get().saturating_sub(read as u64));
            self.ended.set(read == 0);
            if read == 0 {
                self.quotes.borrow_mut().end();
                return Ok(0);
            }
            let kept = self.one_end(&mut buffer[..read]);
            self.quotes.borrow_mut().follow(&buffer[..kept]);
            // Nothing would be the end of the file.
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}
