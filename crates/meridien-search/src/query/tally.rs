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

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts { total: 0, facets: vec![HashMap::new(); self.facets.len()] };
        for segment in segments {
            all.total += segment.total;
            for (all, segment) in all.facets.iter_mut().zip(segment.facets) {
                for (code, count) in segment {
                    *all.entry(code).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

/// The counts of a segment: 4 ns for each document and facet, with blocks of documents.
pub(super) struct SegmentTally {
    total: u64,
    facets: Vec<FacetTally>,
    /// Documents that came one by one, for the next block.
    waiting: Vec<DocId>,
}

impl SegmentCollector for SegmentTally {
    type Fruit = Counts;

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

    fn harvest(mut self) -> Counts {
        self.flush();
        Counts { total: self.total, facets: self.facets.into_iter().map(FacetTally::into_counts).collect() }
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

/// By code: in a table where the codes lie close together, as most do.
enum CodeCounts {
    Table { least: u64, counts: Vec<u32> },
    Map(HashMap<u64, u64>),
}

/// The greatest table, in codes.
const TABLE_CODES: u64 = 1 << 16;

impl FacetTally {
    fn new(column: Column<u64>) -> Self {
        let (least, greatest) = (column.min_value(), column.max_value());
        let counts = match greatest.saturating_sub(least) {
            spread @ 0..TABLE_CODES => CodeCounts::Table { least, counts: vec![0; spread as usize + 1] },
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
            CodeCounts::Table { least, counts } => {
                for code in &self.codes {
                    counts[(code - *least) as usize] += 1;
                }
            }
            CodeCounts::Map(counts) => {
                for &code in &self.codes {
                    *counts.entry(code).or_default() += 1;
                }
            }
        }
    }

    fn into_counts(self) -> HashMap<u64, u64> {
        match self.counts {
            CodeCounts::Table { least, counts } => {
                (least..).zip(counts.into_iter().map(u64::from)).filter(|&(_, count)| count > 0).collect()
            }
            CodeCounts::Map(counts) => counts,
        }
    }
}
