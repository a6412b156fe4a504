//! Drawing: reproducible on every machine and in every version of the program, so integers only.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::value::Id;

/// A source of draws. Each record has its own, so that one more draw in a record leaves all others as they were.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The draws of record `index` under `seed`.
    pub fn new(seed: u64, index: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(index);
        Dice(rng)
    }

    /// A number under `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = i64::from(high) - i64::from(low) + 1;
        low + self.below(width.max(1) as u64) as i32
    }

    /// True in `percent` of 100 draws.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// One of `items`, which are not empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// One of `items`, each as often as its weight says.
    pub fn weighted<'a, T>(&mut self, items: &'a [(T, u32)]) -> &'a T {
        let total: u64 = items.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut at = self.below(total);
        let found = items.iter().find(|(_, weight)| match at.checked_sub(u64::from(*weight)) {
            Some(rest) => {
                at = rest;
                false
            }
            None => true,
        });
        &found.expect("the weights sum to more than the draw").0
    }

    /// `count` different numbers under `bound`, in the order drawn; all of them when there are fewer.
    pub fn different(&mut self, count: usize, bound: usize) -> Vec<usize> {
        let mut drawn: Vec<usize> = Vec::with_capacity(count);
        while drawn.len() < count.min(bound) {
            let next = self.below(bound as u64) as usize;
            if !drawn.contains(&next) {
                drawn.push(next);
            }
        }
        drawn
    }
}

/// Many items, each drawn as often as its weight says.
#[derive(Debug, Clone, Default)]
pub struct Weighted {
    /// Sum of the weights up to and with each item.
    sums: Vec<u64>,
}

impl Weighted {
    /// Items with these weights.
    pub fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let sums = weights.into_iter().scan(0u64, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Weighted { sums: sums.collect() }
    }

    /// The position of an item, if any has a weight.
    pub fn draw(&self, dice: &mut Dice) -> Option<usize> {
        let total = self.sums.last().copied().filter(|total| *total > 0)?;
        let at = dice.below(total);
        Some(self.sums.partition_point(|sum| *sum <= at))
    }
}

/// The identifier of the record at `index`, or of the `part`-th record that belongs to it (0 to 3, another kind).
///
/// Identifiers of different indices differ for certain: among a million random ones two would be the same about every third
/// time. They look random and yet grow along 256 fronts, so that a million of them fill the database's indexes page by page
/// instead of all over.
pub fn identifier(seed: u64, index: u32, part: u32) -> Id {
    let index = u64::from(index) & 0xf_ffff;
    // An odd factor permutes the fronts, so that one record's neighbour begins with another letter.
    let front = ((index * 157) ^ mixed(seed)) & 0xff;
    // XOR with a constant keeps neighbours together.
    let along = (index >> 8) ^ (mixed(seed ^ front << 32) & 0xfff);
    let rest = mixed(seed ^ index << 8) & 0x3_ffff;
    let number = front << 32 | along << 20 | u64::from(part & 3) << 18 | rest;
    Id::from_u64(number).expect("8, 12, 2 and 18 bits make 40")
}

/// A number whose bits all depend on all bits of `value` (the finaliser of SplitMix64).
pub fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_million_identifiers_differ() {
        let ids: HashSet<Id> =
            (0..super::super::MOST).flat_map(|index| [0, 3].map(|part| identifier(1, index, part))).collect();
        assert_eq!(ids.len(), 2_000_000);
        let spread: HashSet<u64> = (0..1000).map(|index| identifier(1, index, 0).as_u64() >> 35).collect();
        assert_eq!(spread.len(), 32, "every first letter among the first thousand");
    }

    #[test]
    fn draws_follow_their_weights() {
        let mut dice = Dice::new(7, 0);
        let weighted = Weighted::new([1, 0, 3]);
        let mut counts = [0; 3];
        for _ in 0..4000 {
            counts[weighted.draw(&mut dice).unwrap()] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2850..3150).contains(&counts[2]), "{counts:?}");
        assert!((0..500).all(|_| (3..=5).contains(&dice.between(3, 5))));
        assert_eq!(*dice.weighted(&[("a", 0), ("b", 2)]), "b");
        assert_eq!(dice.different(5, 3).len(), 3);
        assert_eq!(Weighted::default().draw(&mut dice), None);
    }
}
