//! Shades of a map by figures: a few classes with round bounds.

/// The most shades that are told apart at a glance; `app.css` has as many.
pub const CLASSES: usize = 5;

/// The classes of some figures, each from its least to under the next one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// The least figure of each class, in order.
    pub from: Vec<u64>,
    /// The greatest figure.
    pub greatest: u64,
}

impl Classes {
    /// Classes of some figures, each about as many times the one before: counts of partnerships and amounts are spread
    /// like that. Zeros are in none.
    #[must_use]
    pub fn of(figures: impl Iterator<Item = u64> + Clone) -> Classes {
        let least = figures.clone().filter(|figure| *figure > 0).min();
        let greatest = figures.max().unwrap_or(0);
        let mut from = Vec::new();
        if let Some(least) = least {
            let step = (greatest as f64 / least as f64).powf(1.0 / CLASSES as f64);
            from.extend((0..CLASSES).map(|class| round((least as f64 * step.powi(class as i32)) as u64)));
            from.dedup();
        }
        Classes { from, greatest }
    }

    /// The class of a figure, from 1 for the palest; none for 0.
    #[must_use]
    pub fn class(&self, figure: u64) -> Option<u8> {
        u8::try_from(self.from.partition_point(|least| *least <= figure)).ok().filter(|class| *class > 0)
    }

    /// The least and the greatest figure of each class.
    pub fn ranges(&self) -> impl Iterator<Item = (u64, u64)> {
        let next = self.from.iter().skip(1).map(|least| least - 1).chain([self.greatest]);
        self.from.iter().copied().zip(next)
    }
}

/// The greatest of 1, 2, 5, 10, 20, 50 … that is not above the figure.
fn round(figure: u64) -> u64 {
    let power = 10_u64.pow(figure.ilog10());
    let digit = [5, 2].into_iter().find(|digit| digit * power <= figure);
    digit.unwrap_or(1) * power
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_figure_is_in_the_class_that_says_so(figures in prop::collection::vec(1u64..10_000_000_000, 1..60)) {
            let classes = Classes::of(figures.iter().copied());
            prop_assert!(classes.from.len() <= CLASSES);
            for figure in figures {
                let class = classes.class(figure).unwrap();
                let (least, most) = classes.ranges().nth(usize::from(class) - 1).unwrap();
                prop_assert!((least..=most).contains(&figure), "{figure} in {least}..={most}");
            }
        }
    }

    #[test]
    fn bounds_are_round() {
        let classes = Classes::of([2, 0, 40, 698].into_iter());
        assert_eq!(classes.from, [2, 5, 20, 50, 200]);
        assert_eq!(classes.ranges().last(), Some((200, 698)));
        assert_eq!((classes.class(0), classes.class(2), classes.class(698)), (None, Some(1), Some(5)));
        assert_eq!(Classes::of([1, 3].into_iter()).from, [1, 2]);
        assert!(Classes::of([0].into_iter()).from.is_empty());
    }
}
