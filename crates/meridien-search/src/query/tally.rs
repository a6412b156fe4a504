//! Counting the documents that match, and the values of their facets.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts documents, and for each facet the documents that have each code.
pub(super) struct Tally {
    pub facets: Vec<String>,
}

/// How many documents there are, and how many have each code of each facet.
#[derive(Debug)]
pub(super) struct Counts {
    pub total: u64,
    pub facets: Vec<HashMap<u64, u64>>,
}

impl Collector for Tally {
    type Fruit = Counts;
    type Child = SegmentTally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let columns = self.facets.iter().map(|name| {
            let column = segment.fast_fields().column_opt::<u64>(name)?;
            Ok(FacetTally::new(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc()))))
        });
        Ok(SegmentTally { total: 0, facets: columns.collect::<tantivy::Result<_>>()?, waiting: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<SegmentCounts>) -> tantivy::Result<Counts> {
        let mut total = 0;
        let mut facets: Vec<_> = self.facets.iter().map(|_| CodeCounts::Table(Vec::new())).collect();
        for segment in segments {
            total += segment.total;
            for (all, more) in facets.iter_mut().zip(segment.facets) {
                all.add(more);
            }
        }
        Ok(Counts { total, facets: facets.into_iter().map(CodeCounts::into_map).collect() })
    }
}

/// Counts a segment, block of documents by block.
pub(super) struct SegmentTally {
    total: u64,
    facets: Vec<FacetTally>,
    /// Documents that came one by one, for the next block.
    waiting: Vec<DocId>,
}

impl SegmentCollector for SegmentTally {
    type Fruit = SegmentCounts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == COLLECT_BLOCK_BUFFER_LEN {
            self.flush();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.total += docs.len() as u64;
        for facet in &mut self.facets {
            facet.add(docs);
        }
    }

    fn harvest(mut self) -> SegmentCounts {
        self.flush();
        SegmentCounts { total: self.total, facets: self.facets.into_iter().map(|facet| facet.counts).collect() }
    }
}

impl SegmentTally {
    fn flush(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.collect_block(&waiting);
        self.waiting = waiting;
        self.waiting.clear();
    }
}

/// The counts of one facet in a segment.
struct FacetTally {
    column: Column<u64>,
    counts: CodeCounts,
    docs: Vec<DocId>,
    rows: Vec<u32>,
    codes: Vec<u64>,
}

impl FacetTally {
    fn new(column: Column<u64>) -> Self {
        let counts = match column.max_value() {
            greatest @ 0..TABLE_CODES => CodeCounts::Table(vec![0; greatest as usize + 1]),
            _ => CodeCounts::Map(HashMap::new()),
        };
        Self { column, counts, docs: Vec::new(), rows: Vec::new(), codes: Vec::new() }
    }

    fn add(&mut self, docs: &[DocId]) {
        self.docs.clear();
        self.rows.clear();
        self.column.row_ids_for_docs(docs, &mut self.docs, &mut self.rows);
        self.codes.resize(self.rows.len(), 0);
        self.column.values.get_vals(&self.rows, &mut self.codes);
        match &mut self.counts {
            CodeCounts::Table(counts) => self.codes.iter().for_each(|&code| counts[code as usize] += 1),
            CodeCounts::Map(counts) => self.codes.iter().for_each(|&code| *counts.entry(code).or_default() += 1),
        }
    }
}

/// The counts of a segment.
pub(super) struct SegmentCounts {
    total: u64,
    facets: Vec<CodeCounts>,
}

/// Counts by code.
enum CodeCounts {
    /// At the place of each code, where all are small: faster by far.
    Table(Vec<u64>),
    Map(HashMap<u64, u64>),
}

/// The codes that a table holds. Two letters fit.
const TABLE_CODES: u64 = 1 << 16;

impl CodeCounts {
    fn add(&mut self, more: Self) {
        match (&mut *self, more) {
            (Self::Table(counts), Self::Table(more)) => {
                counts.resize(counts.len().max(more.len()), 0);
                counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
            }
            (counts, more) => {
                let mut all = std::mem::replace(counts, Self::Table(Vec::new())).into_map();
                more.into_map().into_iter().for_each(|(code, count)| *all.entry(code).or_default() += count);
                *self = Self::Map(all);
            }
        }
    }

    fn into_map(self) -> HashMap<u64, u64> {
        match self {
            Self::Table(counts) => (0..).zip(counts).filter(|&(_, count)| count > 0).collect(),
            Self::Map(counts) => counts,
        }
    }
}
