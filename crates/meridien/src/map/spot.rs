//! Positions and pairs of positions as numbers: the form in which the search index counts them.

use serde::{Serialize, Serializer};

use crate::value::Point;

/// Steps in a degree: a hundredth of a degree is about a kilometre, as near as a commune's position is known.
const STEPS: f64 = 100.0;
const LAT_STEPS: u32 = 180 * STEPS as u32;
const LON_STEPS: u32 = 360 * STEPS as u32;

/// A position on a grid of a hundredth of a degree.
///
/// Its code holds the latitude's steps from the South Pole above the 16 bits of the longitude's steps from the
/// antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(u32);

impl Spot {
    /// The position of the grid that is nearest to a point.
    #[must_use]
    pub fn of(point: Point) -> Spot {
        let lat = ((point.lat.clamp(-90.0, 90.0) + 90.0) * STEPS).round() as u32;
        let lon = ((point.lon + 180.0).rem_euclid(360.0) * STEPS).round() as u32 % LON_STEPS;
        Spot(lat << 16 | lon)
    }

    /// Its number, below 2³¹.
    #[must_use]
    pub fn code(self) -> u64 {
        u64::from(self.0)
    }

    /// The position with this number.
    #[must_use]
    pub fn from_code(code: u64) -> Option<Spot> {
        let code = u32::try_from(code).ok()?;
        (code >> 16 <= LAT_STEPS && code & 0xffff < LON_STEPS).then_some(Spot(code))
    }

    /// Latitude in degrees, -90 to 90.
    #[must_use]
    pub fn lat(self) -> f64 {
        (f64::from(self.0 >> 16) - 90.0 * STEPS) / STEPS
    }

    /// Longitude in degrees, from -180 to under 180.
    #[must_use]
    pub fn lon(self) -> f64 {
        (f64::from(self.0 & 0xffff) - 180.0 * STEPS) / STEPS
    }
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

/// Two positions that partnerships join, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The end further south.
    pub from: Spot,
    /// The end further north.
    pub to: Spot,
}

impl Link {
    /// The link between two positions; none where they are one.
    #[must_use]
    pub fn between(one: Spot, other: Spot) -> Option<Link> {
        (one != other).then(|| Link { from: one.min(other), to: one.max(other) })
    }

    /// Its number: the codes of its ends, side by side.
    #[must_use]
    pub fn code(self) -> u64 {
        self.from.code() << 32 | self.to.code()
    }

    /// The link with this number.
    #[must_use]
    pub fn from_code(code: u64) -> Option<Link> {
        Link::between(Spot::from_code(code >> 32)?, Spot::from_code(code & 0xffff_ffff)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Precision;

    fn spot(lat: f64, lon: f64) -> Spot {
        Spot::of(Point { lat, lon, precision: Precision::Commune })
    }

    proptest! {
        #[test]
        fn a_spot_is_near_its_point_and_its_code_is_its_own(lat in -90.0f64..=90.0, lon in -180.0f64..=180.0) {
            let spot = spot(lat, lon);
            prop_assert!((spot.lat() - lat).abs() <= 0.005 + 1e-9);
            let off = (spot.lon() - lon).rem_euclid(360.0);
            prop_assert!(off.min(360.0 - off) <= 0.005 + 1e-9);
            prop_assert_eq!(Spot::from_code(spot.code()), Some(spot));
        }

        #[test]
        fn a_link_has_one_code_both_ways(a in -80.0f64..80.0, b in -180.0f64..180.0, c in -80.0f64..80.0) {
            let (one, other) = (spot(a, b), spot(c, -b));
            prop_assume!(one != other);
            let link = Link::between(one, other).unwrap();
            prop_assert_eq!(Link::between(other, one), Some(link));
            prop_assert_eq!(Link::from_code(link.code()), Some(link));
        }

        #[test]
        fn any_number_is_read_or_refused(code: u64) {
            if let Some(link) = Link::from_code(code) {
                prop_assert!(link.to.lat() <= 90.0 && link.to.lon() < 180.0);
            }
        }
    }

    #[test]
    fn both_sides_of_the_antimeridian_are_one_spot() {
        assert_eq!(spot(-17.0, 180.0), spot(-17.0, -180.0));
        assert_eq!(Link::between(spot(-17.0, 180.0), spot(-17.0, -180.0)), None);
    }
}
