//! The lines of documents.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::{By, LineFilter, Measure, Tabulation};
use crate::schema::{BEGINS, NO_VALUE, amount_of_line};
use crate::{Error, Schema};

/// Which lines are looked at, and what of them.
pub(super) struct Lines<'a> {
    /// Tells where each line begins.
    begins: &'a str,
    filters: Vec<(&'a str, LineFilter)>,
    amount: Option<&'a str>,
    /// The keys of rows and of columns, where lines give them.
    rows: Option<&'a str>,
    columns: Option<&'a str>,
}

impl<'a> Lines<'a> {
    pub fn new(schema: &'a Schema, tabulation: &Tabulation<'_>) -> Self {
        let filters = tabulation.lines.iter().map(|filter| match filter {
            LineFilter::In(code, _) | LineFilter::Range(code, ..) => (schema.line_code_name(*code), filter.clone()),
        });
        let key = |by: &By| match by {
            By::Line(code) => Some(schema.line_code_name(*code)),
            By::Document(_) => None,
        };
        Self {
            begins: schema.line_name(),
            filters: filters.collect(),
            amount: match tabulation.measure {
                Measure::Sum(amount) => Some(schema.line_amount_name(amount)),
                Measure::Documents | Measure::Distinct(_) => None,
            },
            rows: key(&tabulation.rows),
            columns: key(&tabulation.columns),
        }
    }

    /// The lines of a segment, if they matter and it has any.
    pub fn open(&self, segment: &SegmentReader) -> Result<Option<SegmentLines>, Error> {
        let fast = segment.fast_fields();
        let matter = [self.amount, self.rows, self.columns].iter().any(Option::is_some);
        let Some(begins) = fast.column_opt(self.begins)?.filter(|_| matter) else {
            return Ok(None);
        };
        // A document has as many rows in each field.
        let open = |field: &str| -> tantivy::Result<_> { Ok(Values::of(fast.u64(field)?)) };
        let filters = self.filters.iter().map(|(field, filter)| Ok((open(field)?, filter.clone())));
        Ok(Some(SegmentLines {
            begins: Values::of(begins),
            filters: filters.collect::<tantivy::Result<_>>()?,
            amount: self.amount.map(open).transpose()?,
            row_keys: self.rows.map(open).transpose()?,
            column_keys: self.columns.map(open).transpose()?,
            rows: Vec::new(),
            starts: Vec::new(),
        }))
    }
}

/// A field of the lines, and its values in those last read.
struct Values {
    column: Column<u64>,
    values: Vec<u64>,
}

impl Values {
    fn of(column: Column<u64>) -> Self {
        Self { column, values: Vec::new() }
    }

    fn read(&mut self, rows: &[u32]) {
        self.values.resize(rows.len(), NO_VALUE);
        self.column.values.get_vals(rows, &mut self.values);
    }

    /// The codes of a line.
    fn codes(&self, line: Range<usize>) -> impl Iterator<Item = u64> + '_ {
        self.values[line].iter().filter_map(|value| value.checked_sub(1))
    }
}

/// The lines of a segment's documents.
pub(super) struct SegmentLines {
    begins: Values,
    filters: Vec<(Values, LineFilter)>,
    amount: Option<Values>,
    row_keys: Option<Values>,
    column_keys: Option<Values>,
    /// The rows of the documents last read, and where those of each begin.
    rows: Vec<u32>,
    starts: Vec<usize>,
}

impl SegmentLines {
    /// Reads the lines of documents.
    pub fn read(&mut self, docs: &[DocId]) {
        self.rows.clear();
        self.starts.clear();
        for &doc in docs {
            self.starts.push(self.rows.len());
            self.rows.extend(self.begins.column.index.value_row_ids(doc));
        }
        self.starts.push(self.rows.len());
        let keys =
            self.filters.iter_mut().map(|(field, _)| field).chain(&mut self.row_keys).chain(&mut self.column_keys);
        for field in keys.chain([&mut self.begins]).chain(&mut self.amount) {
            field.read(&self.rows);
        }
    }

    /// The rows of each line that meets the conditions, of one of the documents read.
    pub fn of(&self, document: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let (begins, end) = (&self.begins.values, self.starts[document + 1]);
        let mut next = self.starts[document];
        let lines = std::iter::from_fn(move || {
            let start = next;
            next = (start + 1..end).find(|&row| begins[row] == BEGINS).unwrap_or(end);
            (start < end).then_some(start..next)
        });
        lines.filter(|line| {
            self.filters.iter().all(|(field, filter)| field.codes(line.clone()).any(|code| filter.is_met(code)))
        })
    }

    /// The amount of a line.
    pub fn amount(&self, line: Range<usize>) -> Option<i64> {
        self.amount.as_ref().and_then(|amount| amount_of_line(amount.values[line.start]))
    }

    /// The codes of a line that make its rows.
    pub fn row_codes(&self, line: Range<usize>) -> impl Iterator<Item = u64> + '_ {
        self.row_keys.iter().flat_map(move |codes| codes.codes(line.clone()))
    }

    /// Those that make its columns.
    pub fn column_codes(&self, line: Range<usize>) -> impl Iterator<Item = u64> + '_ {
        self.column_keys.iter().flat_map(move |codes| codes.codes(line.clone()))
    }
}

impl LineFilter {
    fn is_met(&self, code: u64) -> bool {
        match self {
            Self::In(_, codes) => codes.contains(&code),
            Self::Range(_, from, to) => from.is_none_or(|from| from <= code) && to.is_none_or(|to| code <= to),
        }
    }
}
