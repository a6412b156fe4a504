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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lille_is_4200_km_from_kayes() {
        let at = |lat, lon| Point { lat, lon, precision: Precision::Commune };
        let km = at(50.63, 3.06).distance_km(at(14.45, -11.44));
        assert!((4150.0..4250.0).contains(&km), "{km}");
        assert!(at(-17.5, 179.9).distance_km(at(-17.5, -179.9)) < 30.0);
    }
}
