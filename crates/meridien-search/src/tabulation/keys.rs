//! The keys of rows and columns.

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocId, Searcher, SegmentReader};

use super::By;
use crate::query::{Count, Docs, Filter, step};
use crate::{Error, Schema};

/// A short name for a key: its place among those met. [`NO_KEY`] is the first.
pub(super) type Slot = u32;

/// The slot of what has no key.
pub(super) const NO_KEY: Slot = 0;

/// The keys of the rows, or of the columns.
pub(super) struct Keys<'a> {
    source: Source<'a>,
    segment: SegmentKeys<'a>,
    met: Met,
    /// The slots of the item last read, each once.
    pub slots: Vec<Slot>,
    /// Whether the document last read has a key, itself or by one of its lines.
    pub any: bool,
}

/// Where keys come from.
enum Source<'a> {
    Nothing,
    Codes(&'a str),
    Each(Vec<Box<dyn Weight>>),
    Steps(&'a str, &'a [i64]),
    Line,
}

/// Where they come from in a segment.
enum SegmentKeys<'a> {
    Nothing,
    Codes(Column<u64>),
    Each(Vec<Docs>),
    Steps(Column<i64>, &'a [i64]),
    Line,
}

/// The keys met so far, and their slots.
#[derive(Default)]
struct Met {
    keys: Vec<u64>,
    slots: FxHashMap<u64, Slot>,
}

impl Met {
    fn slot(&mut self, key: u64) -> Slot {
        *self.slots.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() as Slot
        })
    }
}

impl<'a> Keys<'a> {
    pub fn new(schema: &'a Schema, searcher: &Searcher, by: &'a By) -> Result<Self, Error> {
        let source = match by {
            By::Document(Count::Nothing) => Source::Nothing,
            By::Document(Count::Codes(facet)) => Source::Codes(schema.facet_name(*facet)),
            By::Document(Count::Each(filters)) => Source::Each(Filter::weights(filters, schema, searcher)?),
            By::Document(Count::Steps(number, bounds)) => Source::Steps(schema.number_name(*number), bounds),
            By::Line(_) => Source::Line,
        };
        Ok(Self { source, segment: SegmentKeys::Nothing, met: Met::default(), slots: Vec::new(), any: false })
    }

    /// Goes to the documents of a segment.
    pub fn open(&mut self, segment: &SegmentReader, docs: &Docs) -> Result<(), Error> {
        let fast = segment.fast_fields();
        self.segment = match &self.source {
            Source::Nothing => SegmentKeys::Nothing,
            Source::Codes(field) => fast.column_opt(field)?.map_or(SegmentKeys::Nothing, SegmentKeys::Codes),
            Source::Each(filters) => {
                let met = filters.iter().map(|filter| docs.that_match(&**filter, segment));
                SegmentKeys::Each(met.collect::<tantivy::Result<_>>()?)
            }
            Source::Steps(field, bounds) => {
                let column = fast.column_opt(field)?;
                column.map_or(SegmentKeys::Nothing, |column| SegmentKeys::Steps(column, bounds))
            }
            Source::Line => SegmentKeys::Line,
        };
        Ok(())
    }

    /// Reads a document's own keys.
    pub fn read_document(&mut self, doc: DocId) {
        let Self { segment, met, slots, .. } = self;
        slots.clear();
        match segment {
            SegmentKeys::Nothing | SegmentKeys::Line => {}
            SegmentKeys::Codes(column) => slots.extend(column.values_for_doc(doc).map(|code| met.slot(code))),
            SegmentKeys::Each(filters) => {
                let places = (0..).zip(filters).filter(|(_, docs)| docs.contains(doc));
                slots.extend(places.map(|(place, _)| met.slot(place)));
            }
            SegmentKeys::Steps(column, bounds) => {
                let steps = column.values_for_doc(doc).filter_map(|number| step(bounds, number));
                slots.extend(steps.map(|step| met.slot(step as u64)));
                slots.sort_unstable();
                slots.dedup();
            }
        }
        self.any = !slots.is_empty();
        self.or_no_key();
    }

    /// Reads those of a line, if it is lines that give them.
    pub fn read_line(&mut self, codes: impl Iterator<Item = u64>) {
        if matches!(self.segment, SegmentKeys::Line) {
            self.slots.clear();
            self.slots.extend(codes.map(|code| self.met.slot(code)));
            self.any |= !self.slots.is_empty();
            self.or_no_key();
        }
    }

    fn or_no_key(&mut self) {
        if self.slots.is_empty() {
            self.slots.push(NO_KEY);
        }
    }

    /// The key of a slot.
    pub fn key(&self, slot: Slot) -> Option<u64> {
        slot.checked_sub(1).map(|place| self.met.keys[place as usize])
    }
}
