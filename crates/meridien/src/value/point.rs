//! Points on the map, with what they stand for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A WGS 84 position in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
    /// What the position is the position of.
    pub precision: Precision,
}

/// What a point stands for: a map must not pretend to know more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The place itself: a commune, a town, a village.
    Commune,
    /// The département or the like that contains the place.
    Department,
    /// The region that contains the place.
    Region,
    /// The country that contains the place.
    Country,
}

impl Point {
    /// Great-circle distance in kilometres.
    pub fn distance_km(self, other: Point) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((lat2 - lat1) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let a = half_lat * half_lat + lat1.cos() * lat2.cos() * half_lon * half_lon;
        2.0 * 6371.0 * a.sqrt().min(1.0).asin()
    }
}

/// The shorter way round the Earth for so many degrees of longitude: from -180 to under 180.
pub fn shorter_way(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The western end and the width, in degrees, of what holds all these longitudes: the widest gap between them is left out,
/// so that its east may be beyond 180°. None of none.
pub fn span(mut lons: Vec<f64>) -> Option<(f64, f64)> {
    lons.sort_by(f64::total_cmp);
    let (first, last) = (*lons.first()?, *lons.last()?);
    let (mut west, mut width) = (first, last - first);
    for pair in lons.windows(2) {
        let around = 360.0 - (pair[1] - pair[0]);
        if around < width {
            (west, width) = (pair[1], around);
        }
    }
    Some((west, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_both_sides_of_the_antimeridian_is_near() {
        assert_eq!([-350.0, -180.0, 0.0, 180.0, 190.0].map(shorter_way), [10.0, -180.0, 0.0, -180.0, -170.0]);
        assert_eq!(span(vec![178.0, -11.0, -178.0]), Some((178.0, 171.0)));
        assert_eq!(span(vec![178.0, -178.0]), Some((178.0, 4.0)));
        assert_eq!((span(vec![3.0]), span(vec![])), (Some((3.0, 0.0)), None));
    }

    #[test]
    fn lille_is_4200_km_from_kayes() {
        let at = |lat, lon| Point { lat, lon, precision: Precision::Commune };
        let km = at(50.63, 3.06).distance_km(at(14.45, -11.44));
        assert!((4150.0..4250.0).contains(&km), "{km}");
        assert!(at(-17.5, 179.9).distance_km(at(-17.5, -179.9)) < 30.0);
    }
}
