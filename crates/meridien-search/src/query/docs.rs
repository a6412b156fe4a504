//! Sets of documents.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// Documents of one segment, a bit for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Docs {
    blocks: Vec<u64>,
}

impl Docs {
    pub fn none(segment: &SegmentReader) -> Self {
        Self { blocks: vec![0; segment.max_doc().div_ceil(64) as usize] }
    }

    /// The documents that match and are not deleted.
    pub fn matching(weight: &dyn Weight, segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut found = Self::none(segment);
        let alive = segment.alive_bitset();
        weight.for_each_no_score(segment, &mut |docs| match alive {
            Some(alive) => docs.iter().filter(|&&doc| alive.is_alive(doc)).for_each(|&doc| found.insert(doc)),
            None => docs.iter().for_each(|&doc| found.insert(doc)),
        })?;
        Ok(found)
    }

    /// The documents that are not deleted.
    pub fn all(segment: &SegmentReader) -> Self {
        let all = Self::first(segment.max_doc());
        match segment.alive_bitset() {
            Some(alive) => all.retain(|doc| alive.is_alive(doc)),
            None => all,
        }
    }

    /// The first so many documents.
    pub fn first(max_doc: DocId) -> Self {
        let mut blocks = vec![u64::MAX; max_doc.div_ceil(64) as usize];
        if let (Some(last), 1..) = (blocks.last_mut(), max_doc % 64) {
            *last = (1 << (max_doc % 64)) - 1;
        }
        Self { blocks }
    }

    /// Those of the first so many documents that are such.
    pub fn such(max_doc: DocId, mut such: impl FnMut(DocId) -> bool) -> Self {
        let block = |start: DocId| {
            (start..(start + 64).min(max_doc)).fold(0, |block, doc| block | u64::from(such(doc)) << (doc - start))
        };
        Self { blocks: (0..max_doc).step_by(64).map(block).collect() }
    }

    /// Those of these documents that are such.
    pub fn retain(&self, such: impl Fn(DocId) -> bool) -> Self {
        let retain = |(place, &block): (u32, &u64)| {
            Bits(block).filter(|&bit| such(place * 64 + bit)).fold(0, |retained, bit| retained | 1 << bit)
        };
        Self { blocks: (0..).zip(&self.blocks).map(retain).collect() }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.blocks[doc as usize / 64] & (1 << (doc % 64)) != 0
    }

    pub fn insert(&mut self, doc: DocId) {
        self.blocks[doc as usize / 64] |= 1 << (doc % 64);
    }

    pub fn count(&self) -> u64 {
        self.blocks.iter().map(|block| u64::from(block.count_ones())).sum()
    }

    /// How many are in both.
    pub fn count_in(&self, other: &Self) -> u64 {
        self.blocks.iter().zip(&other.blocks).map(|(block, other)| u64::from((block & other).count_ones())).sum()
    }

    /// Bytes in memory.
    pub fn size(&self) -> usize {
        self.blocks.len() * size_of::<u64>()
    }

    /// Visits the documents, up to sixty-four at a time that follow each other.
    pub fn visit_runs(&self, mut visit: impl FnMut(Range<DocId>)) {
        for (place, &block) in (0..).zip(&self.blocks) {
            let (first, mut left) = (place * 64, block);
            while left != 0 {
                let start = left.trailing_zeros();
                let end = start + (left >> start).trailing_ones();
                visit(first + start..first + end);
                left &= u64::MAX.checked_shl(end).unwrap_or(0);
            }
        }
    }

    pub fn and(&self, other: &Self) -> Self {
        self.with(other, |block, other| block & other)
    }

    pub fn or(&self, other: &Self) -> Self {
        self.with(other, |block, other| block | other)
    }

    pub fn but_not(&self, other: &Self) -> Self {
        self.with(other, |block, other| block & !other)
    }

    fn with(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self { blocks: self.blocks.iter().zip(&other.blocks).map(|(&block, &other)| combine(block, other)).collect() }
    }

    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).zip(&self.blocks).flat_map(|(place, &block)| Bits(block).map(move |bit| place * 64 + bit))
    }
}

/// The places of the bits that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        (self.0 != 0).then(|| {
            let lowest = self.0.trailing_zeros();
            self.0 &= self.0 - 1;
            lowest
        })
    }
}

/// Documents already found, as a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    segments: HashMap<SegmentId, Arc<Docs>>,
}

impl Found {
    pub fn add(&mut self, segment: &SegmentReader, docs: Arc<Docs>) {
        self.segments.insert(segment.segment_id(), docs);
    }

    /// The documents of a segment that was added.
    pub fn docs(&self, segment: &SegmentReader) -> &Arc<Docs> {
        &self.segments[&segment.segment_id()]
    }
}

impl Query for Found {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Found {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.segments.get(&segment.segment_id()) {
            Some(docs) => Box::new(ConstScorer::new(Cursor::new(Arc::clone(docs)), boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("what was found already has no score".to_owned()))
    }
}

/// A walk over documents.
struct Cursor {
    docs: Arc<Docs>,
    count: u64,
    doc: DocId,
}

impl Cursor {
    fn new(docs: Arc<Docs>) -> Self {
        let mut cursor = Self { count: docs.count(), docs, doc: 0 };
        cursor.go_to(0);
        cursor
    }

    /// To the first document that is not before `target`.
    fn go_to(&mut self, target: DocId) -> DocId {
        let blocks = &self.docs.blocks;
        let mut place = target as usize / 64;
        let mut block = blocks.get(place).map_or(0, |block| block & (u64::MAX << (target % 64)));
        while block == 0 && place + 1 < blocks.len() {
            place += 1;
            block = blocks[place];
        }
        self.doc = if block == 0 { TERMINATED } else { place as u32 * 64 + block.trailing_zeros() };
        self.doc
    }
}

impl DocSet for Cursor {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go_to(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go_to(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.count).unwrap_or(u32::MAX)
    }
}
