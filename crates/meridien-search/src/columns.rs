//! Facets and numbers as they are counted and filtered: in memory, a few bytes for each value.
//!
//! The engine's columns are packed for size: reading a document's values takes some 30 ns. Here each
//! segment's distinct values are listed once, and a document has their places in that list: 2 ns. A
//! condition becomes a set of places, and counts are kept by place. Columns are made when first asked
//! for, and kept as long as their segment is read.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, ColumnIndex};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::query::Docs;
use crate::{Error, Facet, Number, Schema};

/// The columns made so far.
#[derive(Default)]
pub(crate) struct Columns {
    made: Mutex<HashMap<(SegmentId, Field), Arc<Places>>>,
}

impl Columns {
    /// The codes of a segment's documents.
    pub fn codes(&self, schema: &Schema, segment: &SegmentReader, facet: Facet) -> Result<Arc<Places>, Error> {
        self.get(segment, facet.field(), || segment.fast_fields().column_opt(schema.facet_name(facet)))
    }

    /// The numbers of a segment's documents, as [`tantivy::i64_to_u64`] maps them.
    pub fn numbers(&self, schema: &Schema, segment: &SegmentReader, number: Number) -> Result<Arc<Places>, Error> {
        self.get(segment, number.field(), || {
            let column = segment.fast_fields().column_opt::<i64>(schema.number_name(number))?;
            Ok(column.map(Column::to_u64_monotonic))
        })
    }

    fn get(
        &self,
        segment: &SegmentReader,
        field: Field,
        open: impl FnOnce() -> tantivy::Result<Option<Column<u64>>>,
    ) -> Result<Arc<Places>, Error> {
        let key = (segment.segment_id(), field);
        if let Some(made) = self.made.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(made));
        }
        // Not under the lock: two readers may both make it, and others need not wait.
        let made = open()?.map_or_else(Places::default, |column| Places::new(&column, segment.max_doc()));
        let made = Arc::new(made);
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
        Ok(made)
    }

    /// Forgets the columns of the segments that are no longer read.
    pub fn keep(&self, searcher: &Searcher) {
        let read: HashSet<_> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.made.lock().unwrap_or_else(PoisonError::into_inner).retain(|(segment, _), _| read.contains(segment));
    }
}

/// The values of a segment's documents: their places among the distinct ones.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The distinct values, ascending.
    pub values: Vec<u64>,
    /// Where the places of each document begin and those of the one before end. None if each has one.
    starts: Option<Vec<u32>>,
    places: Packed,
}

/// Places, in as few bytes as hold them.
#[derive(Debug)]
enum Packed {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl Default for Packed {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Places {
    fn new(column: &Column<u64>, max_doc: DocId) -> Self {
        let mut all = vec![0; column.values.num_vals() as usize];
        column.values.get_range(0, &mut all);
        let mut values: Vec<_> = all.iter().copied().collect::<FxHashSet<_>>().into_iter().collect();
        values.sort_unstable();
        let places: FxHashMap<u64, u32> = values.iter().copied().zip(0..).collect();
        let places = all.iter().map(|value| places[value]);
        let places = if values.len() <= usize::from(u16::MAX) {
            Packed::Short(places.map(|place| place as u16).collect())
        } else {
            Packed::Long(places.collect())
        };
        Self { values, starts: starts(&column.index, max_doc), places }
    }

    /// The places of the values between two.
    pub fn range(&self, from: Option<u64>, to: Option<u64>) -> Range<u32> {
        let before = |value: u64| self.values.partition_point(|&other| other < value) as u32;
        let upto = |value: u64| self.values.partition_point(|&other| other <= value) as u32;
        from.map_or(0, before)..to.map_or(self.values.len() as u32, upto)
    }

    /// Visits the places of a document's values.
    pub fn visit(&self, doc: DocId, mut visit: impl FnMut(u32)) {
        let range = self.slots(doc);
        match &self.places {
            Packed::Short(places) => places[range].iter().for_each(|&place| visit(place.into())),
            Packed::Long(places) => places[range].iter().for_each(|&place| visit(place)),
        }
    }

    fn slots(&self, doc: DocId) -> Range<usize> {
        let doc = doc as usize;
        match &self.starts {
            Some(starts) => starts[doc] as usize..starts[doc + 1] as usize,
            None if self.values.is_empty() => 0..0,
            None => doc..doc + 1,
        }
    }

    /// Those of the documents that have a value at such a place.
    pub fn that_have(&self, docs: &Docs, such: impl Fn(u32) -> bool) -> Docs {
        match &self.places {
            Packed::Short(places) => docs.retain(|doc| places[self.slots(doc)].iter().any(|&place| such(place.into()))),
            Packed::Long(places) => docs.retain(|doc| places[self.slots(doc)].iter().any(|&place| such(place))),
        }
    }

    /// How many of the documents have each value, by place; and how many have none.
    pub fn count(&self, docs: &[DocId]) -> (Vec<u32>, u64) {
        let mut counts = vec![0; self.values.len()];
        let without = match &self.places {
            Packed::Short(places) => self.count_in(places, docs, &mut counts),
            Packed::Long(places) => self.count_in(places, docs, &mut counts),
        };
        (counts, without)
    }

    fn count_in<T: Copy + Into<u32>>(&self, places: &[T], docs: &[DocId], counts: &mut [u32]) -> u64 {
        let mut without = 0;
        for &doc in docs {
            let places = &places[self.slots(doc)];
            without += u64::from(places.is_empty());
            places.iter().for_each(|&place| counts[place.into() as usize] += 1);
        }
        without
    }
}

/// Where the values of each document begin.
fn starts(index: &ColumnIndex, max_doc: DocId) -> Option<Vec<u32>> {
    if let ColumnIndex::Full = index {
        return None;
    }
    let ends = (0..max_doc).scan(0, |end, doc| {
        *end += index.value_row_ids(doc).len() as u32;
        Some(*end)
    });
    Some([0].into_iter().chain(ends).collect())
}
