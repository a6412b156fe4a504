//! The keys of rows and columns.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader};

use super::By;
use crate::Error;
use crate::columns::Places;
use crate::index::Snapshot;
use crate::query::{Count, Docs, Steps};

/// A short name for a key: its place among those met. [`NO_KEY`] is the first.
pub(super) type Slot = u32;

/// The slot of what has no key.
pub(super) const NO_KEY: Slot = 0;

/// The keys of the rows, or of the columns.
pub(super) struct Keys<'a> {
    by: &'a By,
    segment: SegmentKeys,
    met: Met,
    /// The slots of the item last read, each once.
    pub slots: Vec<Slot>,
    /// Whether the document last read has a key, itself or by one of its lines.
    pub any: bool,
}

/// Where they come from in a segment.
enum SegmentKeys {
    Nothing,
    /// With the slot of each value.
    Codes(Arc<Places>, Vec<Slot>),
    Each(Vec<Docs>),
    Steps(Arc<Places>, Steps),
    Line,
}

/// The keys met so far, and their slots.
#[derive(Default)]
struct Met {
    keys: Vec<u64>,
    /// The slots of small keys such as years, in place, and [`NO_KEY`] for those not met.
    small: Vec<Slot>,
    others: FxHashMap<u64, Slot>,
}

/// The keys that are small. Two letters fit.
const SMALL: u64 = 1 << 16;

impl Met {
    fn slot(&mut self, key: u64) -> Slot {
        let slot = if key < SMALL {
            let place = key as usize;
            if place >= self.small.len() {
                self.small.resize(place + 1, NO_KEY);
            }
            &mut self.small[place]
        } else {
            self.others.entry(key).or_insert(NO_KEY)
        };
        if *slot == NO_KEY {
            self.keys.push(key);
            *slot = self.keys.len() as Slot;
        }
        *slot
    }
}

impl<'a> Keys<'a> {
    pub fn new(by: &'a By) -> Self {
        Self { by, segment: SegmentKeys::Nothing, met: Met::default(), slots: Vec::new(), any: false }
    }

    /// Goes to documents of a segment.
    pub fn open(&mut self, snapshot: &Snapshot, segment: &SegmentReader, docs: &Docs) -> Result<(), Error> {
        let Snapshot { schema, kept, .. } = snapshot;
        self.segment = match self.by {
            By::Document(Count::Nothing) => SegmentKeys::Nothing,
            By::Document(Count::Codes(facet)) => {
                let column = kept.codes(schema, segment, *facet)?;
                let slots = column.values.iter().map(|&code| self.met.slot(code)).collect();
                SegmentKeys::Codes(column, slots)
            }
            By::Document(Count::Each(filters)) => {
                let met = filters.iter().map(|filter| filter.among(docs, snapshot, segment));
                SegmentKeys::Each(met.collect::<Result<_, Error>>()?)
            }
            By::Document(Count::Steps(number, bounds)) => {
                let column = kept.numbers(schema, segment, *number)?;
                let steps = Steps::new(&column, bounds);
                SegmentKeys::Steps(column, steps)
            }
            By::Line(_) => SegmentKeys::Line,
        };
        Ok(())
    }

    /// Reads a document's own keys.
    pub fn read_document(&mut self, doc: DocId) {
        let Self { segment, met, slots, .. } = self;
        slots.clear();
        match segment {
            SegmentKeys::Nothing | SegmentKeys::Line => {}
            SegmentKeys::Codes(column, by_place) => {
                column.visit(doc, |place| slots.push(by_place[place as usize]));
            }
            SegmentKeys::Each(filters) => {
                let places = (0..).zip(filters).filter(|(_, met)| met.contains(doc));
                slots.extend(places.map(|(place, _)| met.slot(place)));
            }
            SegmentKeys::Steps(column, steps) => {
                column.visit(doc, |place| slots.extend(steps.of(place).map(|step| met.slot(step as u64))));
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
