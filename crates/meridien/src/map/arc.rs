//! Lines between the two ends of a link, over the sphere.

use std::collections::HashMap;

use super::cluster::Cluster;
use super::spot::{Link, Spot};

/// Longitude and latitude in degrees.
pub type Position = [f64; 2];

/// How far the middle of an arc is beside the straight way, in parts of its length: lines over the same way fan out.
const BEND: f64 = 0.1;

/// What links two clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// The index of the cluster at one end.
    pub from: usize,
    /// The index of the cluster at the other.
    pub to: usize,
    /// Partnerships, those of several links counted once for each.
    pub count: u64,
}

/// The links between clusters.
#[derive(Debug, Default, PartialEq)]
pub struct Arcs {
    /// Those that join most partnerships, the most first.
    pub shown: Vec<Arc>,
    /// How many there are in all.
    pub total: usize,
}

/// The links that `wanted` takes (by the indexes of their clusters), put together where they join the same clusters; the
/// `limit` heaviest are shown. A link within a cluster cannot be drawn and counts for nothing here.
#[must_use]
pub fn arcs(clusters: &[Cluster], links: &[(Link, u64)], limit: usize, wanted: impl Fn(usize, usize) -> bool) -> Arcs {
    let places = clusters.iter().enumerate();
    let home: HashMap<Spot, usize> =
        places.flat_map(|(index, cluster)| cluster.places.iter().map(move |place| (place.spot, index))).collect();
    let mut counts: HashMap<(usize, usize), u64> = HashMap::new();
    for (link, count) in links {
        if let (Some(&one), Some(&other)) = (home.get(&link.from), home.get(&link.to))
            && one != other
            && wanted(one, other)
        {
            *counts.entry((one.min(other), one.max(other))).or_default() += count;
        }
    }
    let total = counts.len();
    let mut shown: Vec<Arc> = counts.into_iter().map(|((from, to), count)| Arc { from, to, count }).collect();
    shown.sort_by_key(|arc| (std::cmp::Reverse(arc.count), arc.from, arc.to));
    shown.truncate(limit);
    Arcs { shown, total }
}

/// The line from one position to another: the shortest way over the sphere, bent to its left, in one part or, where it
/// crosses the antimeridian, several. Links run from south to north so that all bend to one side.
#[must_use]
pub fn curve(one: Position, other: Position) -> Vec<Vec<Position>> {
    let (from, to) = if one[1] <= other[1] { (one, other) } else { (other, one) };
    let (start, end) = (vector(from), vector(to));
    let angle = dot(start, end).clamp(-1.0, 1.0).acos();
    let axis = axis(start, end);
    let ahead = cross(axis, start);
    // A step every three degrees is smooth at any zoom.
    let steps = (angle.to_degrees() / 3.0).clamp(8.0, 48.0) as usize;
    let mut line = vec![from];
    line.extend((1..steps).map(|step| {
        let share = step as f64 / steps as f64;
        let (sin, cos) = (angle * share).sin_cos();
        let aside = BEND * angle * 4.0 * share * (1.0 - share);
        position([0, 1, 2].map(|i| start[i] * cos + ahead[i] * sin + axis[i] * aside))
    }));
    line.push(to);
    split(&line)
}

/// The parts of a line between the antimeridian and itself.
fn split(line: &[Position]) -> Vec<Vec<Position>> {
    let mut parts = vec![vec![line[0]]];
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let across = to[0] - from[0];
        if across.abs() > 180.0 {
            // Going west, it leaves at -180 and comes in at 180.
            let edge = if across > 0.0 { -180.0 } else { 180.0 };
            let way = across - 360.0 * across.signum();
            let lat = from[1] + (to[1] - from[1]) * if way == 0.0 { 0.5 } else { (edge - from[0]) / way };
            parts.last_mut().expect("there is a first part").push([edge, lat]);
            parts.push(vec![[-edge, lat]]);
        }
        parts.last_mut().expect("there is a first part").push(to);
    }
    parts
}

type Vector = [f64; 3];

fn vector([lon, lat]: Position) -> Vector {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn position([x, y, z]: Vector) -> Position {
    [y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees()]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The axis about which the one turns into the other; any that is square to the one where they are opposite.
fn axis(one: Vector, other: Vector) -> Vector {
    let mut axis = cross(one, other);
    if dot(axis, axis) < 1e-18 {
        axis = cross(one, if one[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] });
    }
    let length = dot(axis, axis).sqrt();
    axis.map(|part| part / length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::map::cluster::{self, Place};
    use crate::value::{Point, Precision};

    fn degrees(one: Position, other: Position) -> f64 {
        dot(vector(one), vector(other)).clamp(-1.0, 1.0).acos().to_degrees()
    }

    fn spot(lat: f64, lon: f64) -> Spot {
        Spot::of(Point { lat, lon, precision: Precision::Commune })
    }

    proptest! {
        #[test]
        fn a_curve_joins_its_ends_and_stays_on_the_map(
            one in [-180.0f64..180.0, -84.0f64..84.0],
            other in [-180.0f64..180.0, -84.0f64..84.0],
        ) {
            let parts = curve(one, other);
            let ends = [parts[0][0], *parts.last().unwrap().last().unwrap()];
            prop_assert!(ends == [one, other] || ends == [other, one]);
            for part in &parts {
                prop_assert!(part.len() > 1);
                for [lon, lat] in part {
                    prop_assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0, "{lon}, {lat}");
                }
                for pair in part.windows(2) {
                    prop_assert!((pair[0][0] - pair[1][0]).abs() <= 180.0, "{:?} goes the long way", pair);
                }
            }
            for pair in parts.windows(2) {
                let (left, entered) = (*pair[0].last().unwrap(), pair[1][0]);
                prop_assert_eq!((left[0].abs(), entered), (180.0, [-left[0], left[1]]));
            }
        }

        #[test]
        fn a_curve_is_hardly_longer_than_the_shortest_way(
            one in [-180.0f64..180.0, -84.0f64..84.0],
            other in [-180.0f64..180.0, -84.0f64..84.0],
        ) {
            // Opposite ends of the Earth have no shortest way.
            let straight = degrees(one, other);
            prop_assume!((1.0..175.0).contains(&straight));
            let length: f64 =
                curve(one, other).iter().flat_map(|part| part.windows(2)).map(|pair| degrees(pair[0], pair[1])).sum();
            prop_assert!(length < straight * 1.25, "{length} for {straight}");
        }
    }

    #[test]
    fn the_pacific_is_crossed_the_short_way() {
        // Nouméa – San Francisco.
        assert_eq!(curve([166.45, -22.27], [-122.42, 37.77]).len(), 2);
        // Paris – Nouméa and Paris – Suva go east, over Asia.
        for territory in [[166.45, -22.27], [178.44, -18.14]] {
            let parts = curve([2.35, 48.86], territory);
            assert_eq!(parts.len(), 1);
            assert!(parts[0].iter().all(|[lon, _]| *lon > 0.0), "{parts:?}");
        }
    }

    #[test]
    fn opposite_ends_are_joined_too() {
        assert!(curve([0.0, 0.0], [180.0, 0.0])[0].iter().flatten().all(|degrees| degrees.is_finite()));
    }

    #[test]
    fn the_heaviest_links_are_shown_and_all_are_counted() {
        let spots = [spot(50.6, 3.1), spot(14.4, -11.4), spot(-22.3, 166.5), spot(50.7, 3.2)];
        let places: Vec<Place> = spots.iter().map(|spot| Place { spot: *spot, count: 1 }).collect();
        let link = |one: usize, other: usize, count| (Link::between(spots[one], spots[other]).unwrap(), count);
        let links = [link(0, 1, 5), link(3, 1, 4), link(0, 2, 2), link(0, 3, 9)];

        let apart = cluster::cluster(&places, cluster::SINGLE_ZOOM);
        let found = arcs(&apart, &links, 2, |_, _| true);
        assert_eq!((found.total, found.shown.iter().map(|arc| arc.count).collect::<Vec<_>>()), (4, vec![9, 5]));

        let together = cluster::cluster(&places, 2);
        let found = arcs(&together, &links, 9, |_, _| true);
        assert_eq!(found.total, 2, "links of one cluster's places are one, links within it none");
        assert_eq!(found.shown[0].count, 9);
    }
}
