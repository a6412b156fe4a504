//! Statistics: documents counted, or amounts of their lines summed, in rows and columns.
//!
//! What is measured is an item: a document, or a line of one where amounts are summed. An item has any
//! number of keys each way, so cells may sum to more than their total. Each total is therefore gathered
//! beside the cells, in the same pass, every item once.

mod grid;
mod keys;
mod lines;

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::index::SegmentId;

use crate::columns::Places;
use crate::index::Snapshot;
use crate::query::{Base, Count, Docs, Filter, Typed};
use crate::{Error, Facet, LineAmount, LineCode};
use grid::{Cells, Grid};
use keys::Keys;
pub(crate) use lines::Values;
use lines::{Lines, SegmentLines};

/// A table to be made of the documents that match.
#[derive(Clone, Debug)]
pub struct Tabulation<'a> {
    /// Words, as in a [`Query`](crate::Query).
    pub words: &'a str,
    /// What the documents must be besides.
    pub filter: Filter,
    /// What a line must be to be seen: all of these.
    pub lines: &'a [LineFilter],
    /// What makes the rows.
    pub rows: By,
    /// What makes the columns.
    pub columns: By,
    /// What the cells hold.
    pub measure: Measure,
}

impl Default for Tabulation<'_> {
    /// How many documents there are in all.
    fn default() -> Self {
        Tabulation {
            words: "",
            filter: Filter::default(),
            lines: &[],
            rows: By::Document(Count::Nothing),
            columns: By::Document(Count::Nothing),
            measure: Measure::Documents,
        }
    }
}

/// What gives the keys of the rows or columns of a [`Table`]. An item that has several keys appears
/// under each; one that has none, under `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The document; [`Count::Nothing`] puts every item under `None`.
    Document(Count),
    /// The line. A document has the keys of all its lines, each in the row and column of its own line.
    Line(LineCode),
}

/// What a [`Table`] measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number of documents.
    Documents,
    /// The number of distinct codes that the documents have.
    Distinct(Facet),
    /// The sum of the lines' amounts. Sums beyond an `i64` are given as its nearest.
    Sum(LineAmount),
}

/// A condition that a line meets or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFilter {
    /// Has one of the codes at least.
    In(LineCode, Vec<u64>),
    /// Has a code between two, both included, or open.
    Range(LineCode, Option<u64>, Option<u64>),
}

/// What was measured, all of one state of the index. A key stands here only where something was
/// measured: a sum of nothing is absent, not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The position of the journal that it shows.
    pub seq: u64,
    /// How many documents match.
    pub documents: u64,
    /// How many lines of theirs meet the conditions on lines, where lines are looked at.
    pub lines: u64,
    /// How many of these lines have no amount, where amounts are summed.
    pub unknown: u64,
    /// How many documents have no key at all for a row, and for a column.
    pub without: [u64; 2],
    /// Over everything, each item once.
    pub total: i64,
    /// Over each row, each item once.
    pub rows: BTreeMap<Option<u64>, i64>,
    /// Over each column, each item once.
    pub columns: BTreeMap<Option<u64>, i64>,
    /// In each cell, by row and column.
    pub cells: BTreeMap<(Option<u64>, Option<u64>), i64>,
}

impl Table {
    /// How many figures it holds.
    pub(crate) fn size(&self) -> usize {
        self.rows.len() + self.columns.len() + self.cells.len()
    }
}

/// What is asked of the documents found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    seq: u64,
    lines: Vec<LineFilter>,
    rows: By,
    columns: By,
    measure: Measure,
}

/// Makes a table from one state of the index.
pub(crate) fn tabulate(snapshot: &Snapshot, tabulation: &Tabulation<'_>) -> Result<Arc<Table>, Error> {
    let Snapshot { searcher, kept, seq, .. } = snapshot;
    let base = Base::new(snapshot, Typed::words(tabulation.words), &tabulation.filter);
    let found = searcher.segment_readers().iter().map(|segment| Ok((segment.segment_id(), base.docs(segment)?)));
    let Tabulation { lines, rows, columns, measure, .. } = tabulation.clone();
    let asked = Asked { seq: *seq, lines: lines.to_vec(), rows, columns, measure };
    kept.table(found.collect::<Result<_, Error>>()?, asked, |found| gather(snapshot, tabulation, found))
}

fn gather(snapshot: &Snapshot, tabulation: &Tabulation<'_>, found: &[(SegmentId, Arc<Docs>)]) -> Result<Table, Error> {
    let Snapshot { schema, searcher, kept, seq } = snapshot;
    let lines = Lines::new(schema, tabulation);
    let mut gatherer = Gatherer {
        rows: Keys::new(&tabulation.rows),
        columns: Keys::new(&tabulation.columns),
        grid: Grid::default(),
        table: Table { seq: *seq, ..Table::default() },
    };
    for (segment, (_, docs)) in searcher.segment_readers().iter().zip(found) {
        gatherer.rows.open(snapshot, segment, docs)?;
        gatherer.columns.open(snapshot, segment, docs)?;
        let items = match tabulation.measure {
            Measure::Documents => Items::Documents,
            Measure::Distinct(facet) => Items::Codes(kept.codes(schema, segment, facet)?),
            Measure::Sum(_) => Items::Lines,
        };
        gatherer.gather(docs, lines.open(kept, segment)?.as_ref(), &items);
    }
    Ok(gatherer.finish())
}

/// What is measured.
enum Items {
    Documents,
    /// The codes of the documents.
    Codes(Arc<Places>),
    Lines,
}

/// A table in the making.
struct Gatherer<'a> {
    rows: Keys<'a>,
    columns: Keys<'a>,
    grid: Grid,
    table: Table,
}

impl Gatherer<'_> {
    /// Adds documents of a segment.
    fn gather(&mut self, docs: &Docs, lines: Option<&SegmentLines>, items: &Items) {
        let mut cells = Cells::default();
        for doc in docs.iter() {
            self.rows.read_document(doc);
            self.columns.read_document(doc);
            cells.clear();
            if let Some(lines) = lines {
                self.add_lines(lines, doc, items, &mut cells);
            }
            self.add_document(doc, items, &mut cells);
        }
    }

    /// Adds the amounts of a document's lines, or notes where they put the document.
    fn add_lines(&mut self, lines: &SegmentLines, doc: DocId, items: &Items, cells: &mut Cells) {
        for line in lines.of(doc) {
            self.table.lines += 1;
            self.rows.read_line(lines.row_codes(line.clone()));
            self.columns.read_line(lines.column_codes(line.clone()));
            if let Items::Lines = items {
                match lines.amount(line) {
                    Some(amount) => self.grid.add_crossed(&self.rows.slots, &self.columns.slots, amount),
                    None => self.table.unknown += 1,
                }
            } else {
                cells.add(&self.rows.slots, &self.columns.slots);
            }
        }
    }

    /// Counts a document, in the cells where its lines put it, or else by its own keys.
    fn add_document(&mut self, doc: DocId, items: &Items, cells: &mut Cells) {
        self.table.documents += 1;
        self.table.without[0] += u64::from(!self.rows.any);
        self.table.without[1] += u64::from(!self.columns.any);
        if let Items::Lines = items {
            return;
        }
        if cells.is_empty() {
            cells.add(&self.rows.slots, &self.columns.slots);
        }
        cells.settle();
        match items {
            Items::Lines => {}
            Items::Documents => self.grid.add(cells, 1),
            Items::Codes(codes) => {
                codes.visit(doc, |place| self.grid.add_code(cells, codes.values[place as usize]));
            }
        }
    }

    fn finish(self) -> Table {
        let Self { rows, columns, grid, mut table } = self;
        grid.fill(&mut table, &rows, &columns);
        table
    }
}
