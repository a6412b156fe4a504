//! Sorting by a number.

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

/// Sorts by the first number of a field. The engine's own computer is an error where no document of a
/// segment has one.
pub(super) struct ByNumber {
    pub name: String,
}

impl SortKeyComputer for ByNumber {
    type SortKey = Option<i64>;
    type Child = NumberInSegment;
    type Comparator = NaturalComparator;

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<NumberInSegment> {
        Ok(NumberInSegment(segment.fast_fields().column_opt(&self.name)?))
    }
}

pub(super) struct NumberInSegment(Option<Column<i64>>);

impl SegmentSortKeyComputer for NumberInSegment {
    type SortKey = Option<i64>;
    type SegmentSortKey = Option<i64>;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, doc: DocId, _: Score) -> Option<i64> {
        self.0.as_ref()?.first(doc)
    }

    fn convert_segment_sort_key(&self, number: Option<i64>) -> Option<i64> {
        number
    }
}
