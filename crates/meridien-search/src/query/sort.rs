//! Sorting by a number, or by a score that a number weighs.

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

/// Sorts by the score, weighted by the first number of a field.
pub(super) struct ByWeightedScore {
    pub name: String,
}

/// A score, with the weight of a number: ten times the number is worth some seven tenths of the score.
pub(super) fn weighted(score: Score, number: Option<i64>) -> Score {
    let number = number.unwrap_or(0).max(0) as f32;
    score * (1.0 + 0.3 * number.ln_1p())
}

impl SortKeyComputer for ByWeightedScore {
    type SortKey = Score;
    type Child = WeightedScoreInSegment;
    type Comparator = NaturalComparator;

    fn requires_scoring(&self) -> bool {
        true
    }

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<WeightedScoreInSegment> {
        Ok(WeightedScoreInSegment(segment.fast_fields().column_opt(&self.name)?))
    }
}

pub(super) struct WeightedScoreInSegment(Option<Column<i64>>);

impl SegmentSortKeyComputer for WeightedScoreInSegment {
    type SortKey = Score;
    type SegmentSortKey = Score;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, doc: DocId, score: Score) -> Score {
        weighted(score, self.0.as_ref().and_then(|column| column.first(doc)))
    }

    fn convert_segment_sort_key(&self, score: Score) -> Score {
        score
    }
}
