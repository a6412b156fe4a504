//! Facets and numbers as they are counted and filtered: in memory, a few bytes for each value.
//!
//! The engine's columns are packed for size: reading a document's values takes some 30 ns. Here each
//! segment's distinct values are listed once, and a document has their places in that list: 2 ns. A
//! condition becomes a set of places, and counts are kept by place. Columns are made when first asked
//! for, and kept as long as their segment is read.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, ColumnIndex};
use tantivy::{DocId, SegmentReader};

use crate::kept::Kept;
use crate::query::Docs;
use crate::{Error, Facet, Number, Schema};

impl Kept {
    /// The codes of a segment's documents.
    pub fn codes(&self, schema: &Schema, segment: &SegmentReader, facet: Facet) -> Result<Arc<Places>, Error> {
        self.column(segment, facet.field(), || {
            Ok(segment.fast_fields().column_opt(schema.facet_name(facet))?.map(|column| Places::new(&column, segment)))
        })
    }

    /// The numbers of a segment's documents, as [`tantivy::i64_to_u64`] maps them.
    pub fn numbers(&self, schema: &Schema, segment: &SegmentReader, number: Number) -> Result<Arc<Places>, Error> {
        self.column(segment, number.field(), || {
            let column = segment.fast_fields().column_opt::<i64>(schema.number_name(number))?;
            Ok(column.map(|column| Places::new(&column.to_u64_monotonic(), segment)))
        })
    }
}

/// The values of a segment's documents: their places among the distinct ones.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The distinct values, ascending.
    pub values: Vec<u64>,
    /// Where the places of each document begin and those of the one before end. None if no document has several: each
    /// has one place then, after the last if it has no value.
    starts: Option<Vec<u32>>,
    places: Packed,
    /// The documents that have a value, where some have several.
    filled: Option<Docs>,
}

/// Places, in as few bytes as hold them.
#[derive(Debug)]
enum Packed {
    Tiny(Vec<u8>),
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl Default for Packed {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Places {
    fn new(column: &Column<u64>, segment: &SegmentReader) -> Self {
        let mut all = vec![0; column.values.num_vals() as usize];
        column.values.get_range(0, &mut all);
        let mut values: Vec<_> = all.iter().copied().collect::<FxHashSet<_>>().into_iter().collect();
        values.sort_unstable();
        let by_value: FxHashMap<u64, u32> = values.iter().copied().zip(0..).collect();
        let rows = |doc| column.index.value_row_ids(doc);
        let max_doc = segment.max_doc();
        let (starts, filled, places) = if let ColumnIndex::Multivalued(_) = column.index {
            let mut starts = vec![0];
            let filled = Docs::such(max_doc, |doc| {
                let rows = rows(doc);
                // The rows of a document without values may be anywhere.
                starts.push(if rows.is_empty() { starts[doc as usize] } else { rows.end });
                !rows.is_empty()
            });
            (Some(starts), Some(filled), all.iter().map(|value| by_value[value]).collect::<Vec<_>>())
        } else {
            let missing = values.len() as u32;
            let place = |doc| rows(doc).next().map_or(missing, |row| by_value[&all[row as usize]]);
            (None, None, (0..max_doc).map(place).collect())
        };
        // That of what is missing is one more.
        let places = match values.len() {
            ..=0xff => Packed::Tiny(places.iter().map(|&place| place as u8).collect()),
            0x100..=0xffff => Packed::Short(places.iter().map(|&place| place as u16).collect()),
            _ => Packed::Long(places),
        };
        Self { values, starts, places, filled }
    }

    /// Whether no document has several values.
    pub fn is_single(&self) -> bool {
        self.starts.is_none()
    }

    /// The places of the values between two.
    pub fn range(&self, from: Option<u64>, to: Option<u64>) -> Range<u32> {
        let before = |value: u64| self.values.partition_point(|&other| other < value) as u32;
        let upto = |value: u64| self.values.partition_point(|&other| other <= value) as u32;
        from.map_or(0, before)..to.map_or(self.values.len() as u32, upto)
    }

    /// Visits the places of a document's values.
    pub fn visit(&self, doc: DocId, mut visit: impl FnMut(u32)) {
        let range = self.slots(doc..doc + 1);
        let there = self.values.len() as u32;
        let mut visit = |place| {
            if place < there {
                visit(place)
            }
        };
        match &self.places {
            Packed::Tiny(places) => places[range].iter().for_each(|&place| visit(place.into())),
            Packed::Short(places) => places[range].iter().for_each(|&place| visit(place.into())),
            Packed::Long(places) => places[range].iter().for_each(|&place| visit(place)),
        }
    }

    /// The first value of a document, if it has any.
    pub fn first(&self, doc: DocId) -> Option<u64> {
        let slot = self.slots(doc..doc + 1).next()?;
        let place = match &self.places {
            Packed::Tiny(places) => places[slot].into(),
            Packed::Short(places) => places[slot].into(),
            Packed::Long(places) => places[slot] as usize,
        };
        // That of what is missing is after the last.
        self.values.get(place).copied()
    }

    /// Where the places of some documents are.
    fn slots(&self, docs: Range<DocId>) -> Range<usize> {
        let (first, last) = (docs.start as usize, docs.end as usize);
        match &self.starts {
            Some(starts) => starts[first] as usize..starts[last] as usize,
            None if self.values.is_empty() => 0..0,
            None => first..last,
        }
    }

    /// Those of the documents that have a value at such a place.
    pub fn that_have(&self, docs: &Docs, such: impl Fn(u32) -> bool) -> Docs {
        let slots = |doc| self.slots(doc..doc + 1);
        match &self.places {
            Packed::Tiny(places) => docs.retain(|doc| places[slots(doc)].iter().any(|&place| such(place.into()))),
            Packed::Short(places) => docs.retain(|doc| places[slots(doc)].iter().any(|&place| such(place.into()))),
            Packed::Long(places) => docs.retain(|doc| places[slots(doc)].iter().any(|&place| such(place))),
        }
    }

    /// How many of the documents have each value, by place; and how many have none.
    pub fn count(&self, docs: &Docs) -> (Vec<u32>, u64) {
        if self.values.is_empty() {
            return (Vec::new(), docs.count());
        }
        // The last is of what is missing.
        let mut counts = vec![0; self.values.len() + 1];
        match &self.places {
            Packed::Tiny(places) => self.count_in(places, docs, &mut counts),
            Packed::Short(places) => self.count_in(places, docs, &mut counts),
            Packed::Long(places) => self.count_in(places, docs, &mut counts),
        }
        let missing = counts.pop().unwrap_or_default();
        let without = self.filled.as_ref().map_or(missing.into(), |filled| docs.count() - docs.count_in(filled));
        (counts, without)
    }

    fn count_in<T: Copy + Into<u32>>(&self, places: &[T], docs: &Docs, counts: &mut [u32]) {
        docs.visit_runs(|run| places[self.slots(run)].iter().for_each(|&place| counts[place.into() as usize] += 1));
    }
}
