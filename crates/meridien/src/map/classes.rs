//! Shades of a map by figures: a few classes with round bounds.

/// The most shades that are told apart at a glance; `app.css` has as many.
pub const CLASSES: usize = 5;

/// The classes of some figures, each from its least to under the next one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// The least figure of each class, in order; the first is 1.
    pub from: Vec<u64>,
    /// The greatest figure.
    pub greatest: u64,
}

impl Classes {
    /// Classes for figures between 1 and `greatest`, each about as many times the one before: counts of partnerships and
    /// amounts are spread like that.
    #[must_use]
    pub fn up_to(greatest: u64) -> Classes {
        let step = (greatest.max(1) as f64).powf(1.0 / CLASSES as f64);
        let mut from: Vec<u64> = (0..CLASSES).map(|class| round(step.powi(class as i32))).collect();
        from.retain(|least| *least <= greatest.max(1));
        from.dedup();
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

/// The nearest of 1, 2, 5, 10, 20, 50 …
fn round(figure: f64) -> u64 {
    let power = 10_f64.powf(figure.log10().floor());
    let digit = [1.0, 2.0, 5.0, 10.0].into_iter().min_by(|a: &f64, b: &f64| {
        let distance = |digit: f64| (figure / power / digit).ln().abs();
        distance(*a).total_cmp(&distance(*b))
    });
    (digit.unwrap_or(1.0) * power).round() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_figure_is_in_the_class_that_says_so(greatest in 1u64..10_000_000_000, share in 0.0f64..=1.0) {
            let classes = Classes::up_to(greatest);
            let figure = ((greatest as f64 * share) as u64).clamp(1, greatest);
            let class = classes.class(figure).unwrap();
            let (least, most) = classes.ranges().nth(usize::from(class) - 1).unwrap();
            prop_assert!((least..=most).contains(&figure));
            prop_assert!(classes.from.len() <= CLASSES && classes.from[0] == 1);
        }
    }

    #[test]
    fn bounds_are_round() {
        assert_eq!(Classes::up_to(1400).from, [1, 5, 20, 100, 500]);
        assert_eq!(Classes::up_to(3).from, [1, 2]);
        assert_eq!(Classes::up_to(0).from, [1]);
        assert_eq!(Classes::up_to(1400).class(0), None);
        assert_eq!(Classes::up_to(1400).ranges().last(), Some((500, 1400)));
    }
}
