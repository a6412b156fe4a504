//! Places too close to be told apart at a zoom, drawn as one.
//!
//! The whole world is clustered at once, whatever part of it is shown: a cluster never changes while the map moves, and
//! all of them together hold every place. A map of zoom 0 shows the world on 512 pixels (web Mercator); each further
//! zoom doubles it.

use std::collections::HashMap;

use super::spot::Spot;

/// The world on a telephone.
pub const LEAST_ZOOM: i8 = -1;
/// From this zoom on each position is drawn on its own.
pub const SINGLE_ZOOM: i8 = 10;
/// The world's width in pixels at zoom 0.
const WORLD: f64 = 512.0;
/// Side of the squares in which places are first put together, in pixels.
const CELL: f64 = 16.0;
/// Squares nearer than this to a fuller one join it, in pixels: a button's width.
const REACH: f64 = 44.0;

/// A position with what is counted there; 0 where only links end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub spot: Spot,
    /// Partnerships.
    pub count: u64,
}

/// Some places drawn as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Longitude of its middle in degrees, -180 to 180.
    pub lon: f64,
    /// Latitude of its middle in degrees.
    pub lat: f64,
    /// Partnerships of all its places.
    pub count: u64,
    /// Its places, the one of most partnerships first.
    pub places: Vec<Place>,
}

/// A square of the map with places in it; the sums are weighted by what is counted.
#[derive(Default, Clone)]
struct Cell {
    weight: f64,
    x: f64,
    y: f64,
    places: Vec<Place>,
}

/// Column and row of a square.
type Key = (i64, i64);

/// Every place in exactly one cluster, the cluster of most partnerships first. A spot must not come twice.
#[must_use]
pub fn cluster(places: &[Place], zoom: i8) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = if zoom >= SINGLE_ZOOM {
        places.iter().map(|place| Cluster::of(place.spot.lon(), place.spot.lat(), vec![*place])).collect()
    } else {
        let size = width(zoom);
        merged(cells(places, size), size)
    };
    clusters.sort_by_key(|cluster| (std::cmp::Reverse(cluster.count), cluster.places[0].spot));
    clusters
}

/// The world's width in pixels at a zoom.
pub(super) fn width(zoom: i8) -> f64 {
    WORLD * 2_f64.powi(zoom.into())
}

impl Cluster {
    fn of(lon: f64, lat: f64, mut places: Vec<Place>) -> Cluster {
        places.sort_by_key(|place| (std::cmp::Reverse(place.count), place.spot));
        Cluster { lon, lat, count: places.iter().map(|place| place.count).sum(), places }
    }
}

/// The squares of a world so many pixels wide.
fn cells(places: &[Place], size: f64) -> HashMap<Key, Cell> {
    let mut cells: HashMap<Key, Cell> = HashMap::new();
    for place in places {
        let (x, y) = mercator(place.spot, size);
        let cell = cells.entry(((x / CELL) as i64, (y / CELL) as i64)).or_default();
        let weight = place.count.max(1) as f64;
        cell.weight += weight;
        cell.x += x * weight;
        cell.y += y * weight;
        cell.places.push(*place);
    }
    cells
}

/// The squares, the fullest first, each with those around it that no fuller one has taken.
fn merged(mut cells: HashMap<Key, Cell>, size: f64) -> Vec<Cluster> {
    let columns = (size / CELL) as i64;
    let around = (REACH / CELL).ceil() as i64;
    let mut order: Vec<(Key, f64)> = cells.iter().map(|(key, cell)| (*key, cell.weight)).collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut clusters = Vec::new();
    for ((column, row), _) in order {
        let Some(mut taken) = cells.remove(&(column, row)) else { continue };
        let (x, y) = (taken.x / taken.weight, taken.y / taken.weight);
        for across in -around..=around {
            for down in -around..=around {
                // The last column is beside the first: the map goes round the world.
                let key = ((column + across).rem_euclid(columns), row + down);
                let Some(cell) = cells.get(&key) else { continue };
                let dx = (cell.x / cell.weight - x + size / 2.0).rem_euclid(size) - size / 2.0;
                if dx.hypot(cell.y / cell.weight - y) > REACH {
                    continue;
                }
                if let Some(cell) = cells.remove(&key) {
                    taken.weight += cell.weight;
                    taken.x += (x + dx) * cell.weight;
                    taken.y += cell.y;
                    taken.places.extend(cell.places);
                }
            }
        }
        let (lon, lat) = position(taken.x / taken.weight, taken.y / taken.weight, size);
        clusters.push(Cluster::of(lon, lat, taken.places));
    }
    clusters
}

/// Where a spot is on a map so many pixels wide.
fn mercator(spot: Spot, size: f64) -> (f64, f64) {
    // Web Mercator ends here.
    let lat = spot.lat().clamp(-85.05, 85.05).to_radians();
    let y = 0.5 - (lat / 2.0 + std::f64::consts::FRAC_PI_4).tan().ln() / std::f64::consts::TAU;
    ((spot.lon() + 180.0) / 360.0 * size, y.clamp(0.0, 1.0) * size)
}

/// Longitude and latitude of a point of the map.
fn position(x: f64, y: f64, size: f64) -> (f64, f64) {
    let lat = 2.0 * ((0.5 - y / size) * std::f64::consts::TAU).exp().atan() - std::f64::consts::FRAC_PI_2;
    ((x / size).rem_euclid(1.0) * 360.0 - 180.0, lat.to_degrees())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::value::{Point, Precision};

    fn place(lat: f64, lon: f64, count: u64) -> Place {
        Place { spot: Spot::of(Point { lat, lon, precision: Precision::Commune }), count }
    }

    /// Places crowded together in some parts of the world.
    fn crowds() -> impl Strategy<Value = Vec<Place>> {
        let crowd =
            (-70.0f64..80.0, -180.0f64..180.0, prop::collection::vec((0.0f64..3.0, 0.0f64..6.0, 0u64..40), 1..40));
        prop::collection::vec(crowd, 0..12).prop_map(|crowds| {
            let mut by_spot = BTreeMap::new();
            for (lat, lon, members) in crowds {
                for (north, east, count) in members {
                    let place = place(lat + north, lon + east, count);
                    by_spot.insert(place.spot, place);
                }
            }
            by_spot.into_values().collect()
        })
    }

    proptest! {
        #[test]
        fn at_every_zoom_each_place_is_in_one_cluster_and_the_sum_is_the_total(places in crowds()) {
            let total: u64 = places.iter().map(|place| place.count).sum();
            for zoom in LEAST_ZOOM..=SINGLE_ZOOM {
                let clusters = cluster(&places, zoom);
                prop_assert_eq!(clusters.iter().map(|cluster| cluster.count).sum::<u64>(), total, "zoom {}", zoom);
                let mut held: Vec<Spot> =
                    clusters.iter().flat_map(|cluster| cluster.places.iter().map(|place| place.spot)).collect();
                held.sort();
                prop_assert!(held.iter().eq(places.iter().map(|place| &place.spot)), "zoom {}", zoom);
            }
        }

        #[test]
        fn the_order_of_the_places_does_not_matter(places in crowds(), zoom in LEAST_ZOOM..=SINGLE_ZOOM) {
            let backwards: Vec<Place> = places.iter().rev().copied().collect();
            let (one, other) = (cluster(&places, zoom), cluster(&backwards, zoom));
            prop_assert_eq!(one.len(), other.len());
            for (a, b) in one.iter().zip(&other) {
                prop_assert_eq!(&a.places, &b.places);
                prop_assert!((a.lat - b.lat).abs() < 1e-6 && (a.lon - b.lon).abs() < 1e-6);
            }
        }

        #[test]
        fn the_middle_of_a_cluster_is_among_its_places(places in crowds(), zoom in LEAST_ZOOM..=SINGLE_ZOOM) {
            for cluster in cluster(&places, zoom) {
                let lats = || cluster.places.iter().map(|place| place.spot.lat());
                let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
                prop_assert!(south - 1e-6 <= cluster.lat && cluster.lat <= north + 1e-6, "{:?}", cluster);
                prop_assert!((-180.0..=180.0).contains(&cluster.lon));
            }
        }
    }

    #[test]
    fn neighbours_across_the_antimeridian_are_together_and_close_by() {
        let clusters = cluster(&[place(-17.0, 179.9, 3), place(-17.0, -179.9, 1)], 3);
        assert_eq!(clusters.len(), 1);
        assert!(clusters[0].lon.abs() > 179.8, "{clusters:?}");
    }

    #[test]
    fn zooming_in_tells_places_apart() {
        let places = [place(50.63, 3.06, 5), place(50.69, 3.18, 2), place(48.86, 2.35, 9), place(14.45, -11.44, 4)];
        let counts: Vec<usize> = [1, 4, 7, SINGLE_ZOOM].map(|zoom| cluster(&places, zoom).len()).to_vec();
        assert_eq!(counts, [2, 3, 3, 4]);
    }
}
