//! The lines of documents, kept in memory once they have been asked for: the engine's columns take ten times as long to
//! read.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::{By, LineFilter, Measure, Tabulation};
use crate::kept::Kept;
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
    pub fn open(&self, kept: &Kept, segment: &SegmentReader) -> Result<Option<SegmentLines>, Error> {
        let matter = [self.amount, self.rows, self.columns].iter().any(Option::is_some);
        if !matter {
            return Ok(None);
        }
        let starts = kept.line_starts(segment, self.begins)?;
        if starts.is_empty() {
            return Ok(None);
        }
        // A document has as many rows in each field.
        let open = |field: &str| kept.values(segment, field);
        let filters = self.filters.iter().map(|(field, filter)| Ok((open(field)?, filter.clone())));
        Ok(Some(SegmentLines {
            starts,
            begins: open(self.begins)?,
            filters: filters.collect::<Result<_, Error>>()?,
            amount: self.amount.map(open).transpose()?,
            row_keys: self.rows.map(open).transpose()?,
            column_keys: self.columns.map(open).transpose()?,
        }))
    }
}

/// The values of a field, one after the other, in as few bytes as hold them.
#[derive(Debug)]
pub(crate) enum Values {
    Short(Vec<u16>),
    Long(Vec<u32>),
    Wide(Vec<u64>),
}

impl Values {
    fn of(column: &Column<u64>) -> Self {
        let mut all = vec![NO_VALUE; column.values.num_vals() as usize];
        column.values.get_range(0, &mut all);
        match column.values.max_value() {
            0..=0xffff => Self::Short(all.into_iter().map(|value| value as u16).collect()),
            0x1_0000..=0xffff_ffff => Self::Long(all.into_iter().map(|value| value as u32).collect()),
            _ => Self::Wide(all),
        }
    }

    pub fn get(&self, row: usize) -> u64 {
        match self {
            Self::Short(values) => values[row].into(),
            Self::Long(values) => values[row].into(),
            Self::Wide(values) => values[row],
        }
    }

    /// The codes of a line.
    fn codes(&self, line: Range<usize>) -> impl Iterator<Item = u64> + '_ {
        line.filter_map(|row| self.get(row).checked_sub(1))
    }
}

impl Kept {
    /// The number of each of a segment's documents that parts those alike.
    pub fn orders(&self, schema: &Schema, segment: &SegmentReader) -> Result<Arc<Values>, Error> {
        self.values(segment, schema.order_name())
    }

    /// The values of a field that every row has: a line, or a document.
    fn values(&self, segment: &SegmentReader, field: &str) -> Result<Arc<Values>, Error> {
        let key = segment.schema().get_field(field)?;
        self.lines(segment, key, || Ok(Values::of(&segment.fast_fields().u64(field)?)))
    }

    /// Where the rows of each of a segment's documents begin, and those of the last end; empty if none has any.
    fn line_starts(&self, segment: &SegmentReader, begins: &str) -> Result<Arc<Vec<u32>>, Error> {
        self.starts(segment, || {
            let Some(Column { index: rows, .. }) = segment.fast_fields().column_opt::<u64>(begins)? else {
                return Ok(Vec::new());
            };
            let mut starts = vec![0];
            for doc in 0..segment.max_doc() {
                let rows = rows.value_row_ids(doc);
                // The rows of a document without lines may be anywhere.
                starts.push(if rows.is_empty() { starts[doc as usize] } else { rows.end });
            }
            Ok(starts)
        })
    }
}

/// The lines of a segment's documents.
pub(super) struct SegmentLines {
    starts: Arc<Vec<u32>>,
    begins: Arc<Values>,
    filters: Vec<(Arc<Values>, LineFilter)>,
    amount: Option<Arc<Values>>,
    row_keys: Option<Arc<Values>>,
    column_keys: Option<Arc<Values>>,
}

impl SegmentLines {
    /// The rows of each line of a document that meets the conditions.
    pub fn of(&self, doc: DocId) -> impl Iterator<Item = Range<usize>> + '_ {
        let doc = doc as usize;
        let (mut next, end) = (self.starts[doc] as usize, self.starts[doc + 1] as usize);
        let lines = std::iter::from_fn(move || {
            let start = next;
            next = (start + 1..end).find(|&row| self.begins.get(row) == BEGINS).unwrap_or(end);
            (start < end).then_some(start..next)
        });
        lines.filter(|line| {
            self.filters.iter().all(|(field, filter)| field.codes(line.clone()).any(|code| filter.is_met(code)))
        })
    }

    /// The amount of a line.
    pub fn amount(&self, line: Range<usize>) -> Option<i64> {
        self.amount.as_ref().and_then(|amount| amount_of_line(amount.get(line.start)))
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
