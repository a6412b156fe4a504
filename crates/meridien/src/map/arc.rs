//! Lines between the two ends of a link.

use super::cluster::Cluster;
use super::spot::{Link, Spot};
use crate::value::shorter_way;

/// Longitude and latitude in degrees.
pub type Position = [f64; 2];

/// How far the control point of an arc is beside the straight way, in parts of its length.
const BEND: f64 = 0.2;
/// Straight pieces that an arc is drawn with.
const STEPS: usize = 24;
/// Where the map ends, north and south.
const EDGE: f64 = 85.05;

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

/// Every link between clusters, those put together that join the same two; the heaviest first. A link within a cluster
/// cannot be drawn and counts for nothing here.
#[must_use]
pub fn joined(clusters: &[Cluster], links: &[(Link, u64)]) -> Vec<Arc> {
    let places = clusters.iter().enumerate();
    let places = places.flat_map(|(index, cluster)| cluster.places.iter().map(move |place| (place.spot, index)));
    let mut homes: Vec<(Spot, usize)> = places.collect();
    homes.sort_unstable();
    let home = |spot: Spot| Some(homes[homes.binary_search_by_key(&spot, |(spot, _)| *spot).ok()?].1);
    let ends = links.iter().filter_map(|(link, count)| {
        let (one, other) = (home(link.from)?, home(link.to)?);
        (one != other).then_some((one.min(other), one.max(other), *count))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort_unstable();
    let alike = ends.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let arc = |same: &[(usize, usize, u64)]| Arc {
        from: same[0].0,
        to: same[0].1,
        count: same.iter().map(|(.., count)| count).sum(),
    };
    let mut joined: Vec<Arc> = alike.map(arc).collect();
    joined.sort_by_key(|arc| (std::cmp::Reverse(arc.count), arc.from, arc.to));
    joined
}

impl Arcs {
    /// The first `limit` of the links that `wanted` takes, by the indexes of their clusters.
    #[must_use]
    pub fn of(joined: &[Arc], limit: usize, wanted: impl Fn(usize, usize) -> bool) -> Arcs {
        let wanted = || joined.iter().filter(|arc| wanted(arc.from, arc.to));
        Arcs { shown: wanted().take(limit).cloned().collect(), total: wanted().count() }
    }
}

/// The line from one position to another, the shorter way round the Earth, in one part or, where it crosses the
/// antimeridian, two. On the map it is an arch: it runs eastwards and is bent to the north, as the shortest way over the
/// sphere would be, but never leaves the map over a pole.
#[must_use]
pub fn curve(one: Position, other: Position) -> Vec<Vec<Position>> {
    let way = shorter_way(other[0] - one[0]);
    let (from, to, way) = if way >= 0.0 { (one, other, way) } else { (other, one, -way) };
    let (south, north) = (height(from[1]), height(to[1]));
    // The middle of the arch; a quadratic curve goes half as far as its control point.
    let control = [way / 2.0 - (north - south) * BEND, (south + north) / 2.0 + way * BEND];
    let mut line: Vec<Position> = vec![from];
    line.extend((1..STEPS).map(|step| {
        let share = step as f64 / STEPS as f64;
        let (a, b, c) = ((1.0 - share).powi(2), 2.0 * share * (1.0 - share), share * share);
        [from[0] + b * control[0] + c * way, latitude(a * south + b * control[1] + c * north)]
    }));
    line.push([from[0] + way, to[1]]);
    split(&line, to)
}

/// How far north of the equator a latitude is on the map, in degrees of longitude (web Mercator).
fn height(lat: f64) -> f64 {
    (lat.clamp(-EDGE, EDGE).to_radians() / 2.0 + std::f64::consts::FRAC_PI_4).tan().ln().to_degrees()
}

/// The latitude at this height of the map, on it.
fn latitude(height: f64) -> f64 {
    (2.0 * height.to_radians().exp().atan() - std::f64::consts::FRAC_PI_2).to_degrees().clamp(-EDGE, EDGE)
}

/// The parts of a line on either side of the antimeridian; its longitudes run on beyond 180°, its end is `to`.
fn split(line: &[Position], to: Position) -> Vec<Vec<Position>> {
    let turn = |lon: f64| ((lon + 180.0) / 360.0).floor();
    let mut turns = turn(line[0][0]);
    let mut parts: Vec<Vec<Position>> = vec![vec![[line[0][0] - 360.0 * turns, line[0][1]]]];
    for pair in line.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        if turn(at[0]) != turns {
            let edge = 360.0 * turns.max(turn(at[0])) - 180.0;
            let lat = before[1] + (at[1] - before[1]) * (edge - before[0]) / (at[0] - before[0]);
            let side = (turn(at[0]) - turns) * 180.0;
            push(&mut parts, [side, lat]);
            parts.push(vec![[-side, lat]]);
            turns = turn(at[0]);
        }
        push(&mut parts, [at[0] - 360.0 * turns, at[1]]);
    }
    // Exactly where the other line of the same place ends.
    if let Some(end) = parts.last_mut().and_then(|part| part.last_mut()) {
        *end = to;
    }
    parts
}

fn push(parts: &mut [Vec<Position>], at: Position) {
    if let Some(part) = parts.last_mut() {
        part.push(at);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::map::cluster::{self, Place};
    use crate::value::{Point, Precision};

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
        fn a_curve_goes_the_shorter_way_round(
            one in [-180.0f64..180.0, -84.0f64..84.0],
            other in [-180.0f64..180.0, -84.0f64..84.0],
        ) {
            let parts = curve(one, other);
            let gone: f64 = parts.iter().flat_map(|part| part.windows(2)).map(|pair| pair[1][0] - pair[0][0]).sum();
            let shortest = shorter_way(other[0] - one[0]).abs();
            prop_assert!((gone - shortest).abs() < 1e-6, "{gone} in place of {shortest}");
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
    fn the_heaviest_links_are_shown_and_all_are_counted() {
        let spots = [spot(50.6, 3.1), spot(14.4, -11.4), spot(-22.3, 166.5), spot(50.7, 3.2)];
        let places: Vec<Place> = spots.iter().map(|spot| Place { spot: *spot, count: 1 }).collect();
        let link = |one: usize, other: usize, count| (Link::between(spots[one], spots[other]).unwrap(), count);
        let links = [link(0, 1, 5), link(3, 1, 4), link(0, 2, 2), link(0, 3, 9)];

        let apart = cluster::cluster(&places, cluster::SINGLE_ZOOM);
        let found = Arcs::of(&joined(&apart, &links), 2, |_, _| true);
        assert_eq!((found.total, found.shown.iter().map(|arc| arc.count).collect::<Vec<_>>()), (4, vec![9, 5]));

        let together = cluster::cluster(&places, 2);
        let found = Arcs::of(&joined(&together, &links), 9, |_, _| true);
        assert_eq!(found.total, 2, "links of one cluster's places are one, links within it none");
        assert_eq!(found.shown[0].count, 9);
    }
}
