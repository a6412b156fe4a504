//! Tables, columns, cells.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// A table: its name and columns, the same in every format.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name: of the file, the sheet, the table.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
}

impl Column {
    /// A column of texts.
    pub const fn text(name: &'static str) -> Column {
        Column { name, kind: Kind::Text }
    }

    /// A column of dates.
    pub const fn date(name: &'static str) -> Column {
        Column { name, kind: Kind::Date }
    }

    /// A column of this kind.
    pub const fn of(name: &'static str, kind: Kind) -> Column {
        Column { name, kind }
    }
}

impl Table {
    /// The columns that `chosen` takes, each with its place in a row.
    pub(crate) fn choose(&self, chosen: impl Fn(&str) -> bool) -> Vec<(usize, Column)> {
        self.columns.iter().copied().enumerate().filter(|(_, column)| chosen(column.name)).collect()
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Dates as precise as they are known, in texts: `2009`, `2009-03`, `2009-03-12`. A workbook has whole days as days.
    Date,
    /// Whole numbers.
    Integer,
    /// Exact amounts; Parquet keeps their hundredths.
    Amount,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Geometries of WGS 84 as well-known binary; in Parquet only.
    Geometry,
}

/// What stands in a row under a column. What does not suit the column's kind is written as unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Unknown or none.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact amount.
    Amount(Decimal),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A geometry: see [`points`].
    Geometry(Vec<u8>),
    /// A cell of a workbook without a value: `#REF!`, or a formula that was never computed. It is only read.
    Broken(String),
}

impl Cell {
    /// A text; unknown where it is empty.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A value, or unknown.
    pub fn maybe<T: Into<Cell>>(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }

    /// As text, without anything that a language would add.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty | Cell::Geometry(_) => "".into(),
            Cell::Text(text) | Cell::Broken(text) => text.into(),
            Cell::Integer(number) => number.to_string().into(),
            Cell::Amount(amount) => amount.to_string().into(),
            Cell::Number(number) => number.to_string().into(),
            Cell::Boolean(true) => "true".into(),
            Cell::Boolean(false) => "false".into(),
        }
    }
}

macro_rules! cells {
    ($($type:ty => $cell:ident),*) => {$(
        impl From<$type> for Cell {
            fn from(value: $type) -> Cell {
                Cell::$cell(value.into())
            }
        }
    )*};
}

cells!(String => Text, &str => Text, i64 => Integer, i32 => Integer, u32 => Integer, u8 => Integer, Decimal => Amount, f64 => Number, bool => Boolean);

/// Characters with which a formula begins, or what a spreadsheet takes for one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether an apostrophe before this text may be one that [`harmless`] put there.
pub(crate) fn is_guarded(text: &str) -> bool {
    let quoted = |rest: &str| rest.starts_with(FORMULA) || rest.starts_with('\'');
    text.starts_with(FORMULA) || text.strip_prefix('\'').is_some_and(quoted)
}

/// A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it, and so does one
/// that looks like that already, so that it is read back as it was.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_number = text.starts_with('-') && text.parse::<f64>().is_ok();
    if is_guarded(text) && !is_number { format!("'{text}").into() } else { text.into() }
}

/// Longitude and latitude as well-known binary.
pub fn point([lon, lat]: [f64; 2]) -> Vec<u8> {
    let mut out = vec![1, 1, 0, 0, 0];
    out.extend(lon.to_le_bytes());
    out.extend(lat.to_le_bytes());
    out
}

/// Several points as one geometry of well-known binary: a `MultiPoint`.
pub fn points(points: &[[f64; 2]]) -> Vec<u8> {
    let mut out = vec![1, 4, 0, 0, 0];
    out.extend((points.len() as u32).to_le_bytes());
    out.extend(points.iter().flat_map(|at| point(*at)));
    out
}
