//! Reading of the embedded tables.

use std::str::{FromStr, Split};

use super::Label;
use crate::value::{Point, Precision};

/// The rows of an embedded table: tab-separated, `#` comments, one header line, no quoting.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Row> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| Row { line, fields: line.split('\t') })
}

/// Decompresses an embedded file. Callers keep it for the life of the program, so that rows can borrow from it.
pub(super) fn decompress(bytes: &[u8]) -> String {
    let text = zstd::decode_all(bytes).expect("the embedded file was compressed by `cargo xtask data`");
    String::from_utf8(text).expect("`cargo xtask data` writes UTF-8")
}

/// One row, read field by field in the order of its columns.
///
/// The files are part of the program and every one is read whole by a test, so a fault in them panics.
pub(super) struct Row {
    line: &'static str,
    fields: Split<'static, char>,
}

impl Row {
    /// The next field, perhaps empty.
    pub(super) fn text(&mut self) -> &'static str {
        self.fields.next().unwrap_or_else(|| panic!("a field is missing in the embedded row {:?}", self.line))
    }

    /// The next field, none where empty.
    pub(super) fn optional(&mut self) -> Option<&'static str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    /// The next field as a number or code.
    pub(super) fn parse<T: FromStr>(&mut self) -> T {
        self.parse_optional().unwrap_or_else(|| panic!("a value is missing in the embedded row {:?}", self.line))
    }

    /// The next field as a number or code, none where empty.
    pub(super) fn parse_optional<T: FromStr>(&mut self) -> Option<T> {
        let text = self.optional()?;
        Some(text.parse().unwrap_or_else(|_| panic!("bad value {text:?} in the embedded row {:?}", self.line)))
    }

    /// The next field as a list.
    pub(super) fn list(&mut self, separator: char) -> Vec<&'static str> {
        self.text().split(separator).filter(|item| !item.is_empty()).collect()
    }

    /// The next two fields as a French and an English text, none where the first is empty.
    pub(super) fn label(&mut self) -> Option<Label> {
        let (fr, en) = (self.text(), self.text());
        (!fr.is_empty()).then_some(Label { fr, en })
    }

    /// The next two fields as the position of a place, none where the first is empty.
    pub(super) fn point(&mut self, precision: Precision) -> Option<Point> {
        let (lat, lon) = (self.parse_optional(), self.parse_optional());
        lat.zip(lon).map(|(lat, lon)| Point { lat, lon, precision })
    }
}
