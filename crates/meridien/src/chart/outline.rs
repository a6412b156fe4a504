//! Outlines of countries, prepared once so that any map can take as much of their detail as it has room for.
//!
//! Each point carries its weight: the area of the triangle that it makes with its neighbours at the moment when
//! Visvalingam and Whyatt's method (1993) would take it away. A map keeps the points above a weight. Points where
//! borders meet are never taken away, so two neighbours weigh their common border alike and it stays one line.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::value::Country;

/// A country's outline, as it comes.
pub struct Outline {
    /// The country; none for a territory that no code stands for.
    pub country: Option<Country>,
    /// Its rings, as (longitude, latitude) in degrees; the last point joins the first.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// Outlines ready to be drawn.
pub struct Outlines(Vec<Ring>);

/// One ring, ready to be drawn.
pub(super) struct Ring {
    pub country: Option<Country>,
    /// Least and greatest longitude and latitude.
    pub bounds: [f64; 4],
    points: Vec<Point>,
}

struct Point {
    lon: f32,
    lat: f32,
    /// In square degrees of latitude; infinite where borders meet.
    weight: f32,
}

impl Outlines {
    /// Weighs every point. Takes a tenth of a second for 100,000 points: do it once.
    pub fn prepare(outlines: &[Outline]) -> Outlines {
        let meetings = meetings(outlines);
        let rings = outlines.iter().flat_map(|outline| outline.rings.iter().map(|ring| (outline.country, ring)));
        let prepared = rings.filter(|(_, ring)| ring.len() > 2).map(|(country, ring)| {
            let fixed: Vec<bool> = ring.iter().map(|point| meetings[&key(*point)].is_meeting()).collect();
            Ring::new(country, &unwrapped(ring), &fixed)
        });
        Outlines(prepared.collect())
    }

    /// Whether a country has an outline.
    pub fn has(&self, country: Country) -> bool {
        self.0.iter().any(|ring| ring.country == Some(country))
    }

    pub(super) fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.0.iter()
    }

    /// Every ring with its country, its points of at least this weight as (longitude, latitude). Longitudes may run on
    /// beyond 180 degrees.
    pub fn simplified(&self, weight: f64) -> impl Iterator<Item = (Option<Country>, Vec<(f64, f64)>)> {
        self.0.iter().map(move |ring| (ring.country, ring.simplified(weight))).filter(|(_, ring)| !ring.is_empty())
    }
}

/// A point's identity: shapes that share a border share its exact coordinates.
type Key = (u32, u32);

fn key((lon, lat): (f32, f32)) -> Key {
    // East and west of the antimeridian are the same place.
    let lon = if lon == -180.0 { 180.0 } else { lon };
    (lon.to_bits(), lat.to_bits())
}

/// The points next to a point, over all rings: three or more where borders meet each other or a coast.
#[derive(Default)]
struct Neighbours {
    first: Option<Key>,
    second: Option<Key>,
    more: bool,
}

impl Neighbours {
    fn add(&mut self, neighbour: Key) {
        if self.first.is_none_or(|first| first == neighbour) {
            self.first = Some(neighbour);
        } else if self.second.is_none_or(|second| second == neighbour) {
            self.second = Some(neighbour);
        } else {
            self.more = true;
        }
    }

    fn is_meeting(&self) -> bool {
        self.more
    }
}

fn meetings(outlines: &[Outline]) -> HashMap<Key, Neighbours> {
    let mut found: HashMap<Key, Neighbours> = HashMap::new();
    for ring in outlines.iter().flat_map(|outline| &outline.rings) {
        for (index, point) in ring.iter().enumerate() {
            let neighbours = found.entry(key(*point)).or_default();
            neighbours.add(key(ring[(index + ring.len() - 1) % ring.len()]));
            neighbours.add(key(ring[(index + 1) % ring.len()]));
        }
    }
    found
}

/// The ring without jumps at the antimeridian: longitudes run on beyond 180 degrees.
fn unwrapped(ring: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut turns = 0.0;
    let mut last = ring[0].0;
    let run_on = |&(lon, lat): &(f32, f32)| {
        if lon - last > 180.0 {
            turns -= 360.0;
        } else if last - lon > 180.0 {
            turns += 360.0;
        }
        last = lon;
        (lon + turns, lat)
    };
    ring.iter().map(run_on).collect()
}

impl Ring {
    fn new(country: Option<Country>, ring: &[(f32, f32)], fixed: &[bool]) -> Ring {
        let points: Vec<Point> = ring
            .iter()
            .zip(weights(ring, fixed))
            .map(|((lon, lat), weight)| Point { lon: *lon, lat: *lat, weight })
            .collect();
        let bound = |value: fn(&Point) -> f32, pick: fn(f32, f32) -> f32| {
            f64::from(points.iter().map(value).reduce(pick).unwrap_or(0.0))
        };
        let bounds = [
            bound(|p| p.lon, f32::min),
            bound(|p| p.lon, f32::max),
            bound(|p| p.lat, f32::min),
            bound(|p| p.lat, f32::max),
        ];
        Ring { country, bounds, points }
    }

    /// The points of at least this weight, as (longitude, latitude): none where fewer than three are left.
    pub fn simplified(&self, weight: f64) -> Vec<(f64, f64)> {
        let kept = self.points.iter().filter(|point| f64::from(point.weight) >= weight);
        let kept: Vec<_> = kept.map(|point| (f64::from(point.lon), f64::from(point.lat))).collect();
        if kept.len() < 3 { Vec::new() } else { kept }
    }
}

/// The weight of each point of a ring. The last three that are not fixed weigh as much as the triangle that they make.
fn weights(ring: &[(f32, f32)], fixed: &[bool]) -> Vec<f32> {
    let count = ring.len();
    let mut before: Vec<usize> = (0..count).map(|index| (index + count - 1) % count).collect();
    let mut after: Vec<usize> = (0..count).map(|index| (index + 1) % count).collect();
    let mut weights = vec![f32::INFINITY; count];
    // The bits of floats that are not negative sort like the floats.
    let mut queue: BinaryHeap<Reverse<(u64, usize)>> = BinaryHeap::new();
    let mut current: Vec<f64> = Vec::with_capacity(count);
    for index in 0..count {
        current.push(triangle(ring[before[index]], ring[index], ring[after[index]]));
        if !fixed[index] {
            queue.push(Reverse((current[index].to_bits(), index)));
        }
    }
    let mut gone = vec![false; count];
    let mut least = 0.0_f64;
    while let Some(Reverse((area, index))) = queue.pop() {
        // An entry made before the point's neighbours changed is out of date.
        if gone[index] || area != current[index].to_bits() {
            continue;
        }
        // A point never weighs less than one that had to go before it.
        least = least.max(f64::from_bits(area));
        weights[index] = least as f32;
        gone[index] = true;
        let (left, right) = (before[index], after[index]);
        after[left] = right;
        before[right] = left;
        for neighbour in [left, right] {
            if !fixed[neighbour] && !gone[neighbour] {
                current[neighbour] = triangle(ring[before[neighbour]], ring[neighbour], ring[after[neighbour]]);
                queue.push(Reverse((current[neighbour].to_bits(), neighbour)));
            }
        }
    }
    // The two last points of a ring without a meeting make triangles of no area: they go with the third last.
    if !fixed.contains(&true) {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
        let whole = ring_area(ring) as f32;
        for index in &order[..3] {
            weights[*index] = weights[*index].max(whole);
        }
    }
    weights
}

/// The area of a triangle in square degrees of latitude.
fn triangle(a: (f32, f32), b: (f32, f32), c: (f32, f32)) -> f64 {
    let squeeze = f64::from(b.1).to_radians().cos();
    let vector = |to: (f32, f32)| (f64::from(to.0 - b.0) * squeeze, f64::from(to.1 - b.1));
    let ((ax, ay), (cx, cy)) = (vector(a), vector(c));
    ((ax * cy - ay * cx) / 2.0).abs()
}

/// The area of a ring in square degrees of latitude.
fn ring_area(ring: &[(f32, f32)]) -> f64 {
    let squeeze = f64::from(ring[0].1).to_radians().cos();
    let twice: f64 = (0..ring.len())
        .map(|index| {
            let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
            f64::from(a.0) * f64::from(b.1) - f64::from(b.0) * f64::from(a.1)
        })
        .sum();
    (twice / 2.0).abs() * squeeze
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(rings: Vec<Vec<(f32, f32)>>) -> Outlines {
        let outlines: Vec<Outline> =
            rings.into_iter().map(|ring| Outline { country: None, rings: vec![ring] }).collect();
        Outlines::prepare(&outlines)
    }

    #[test]
    fn neighbours_keep_one_border() {
        let border = [(0.0, 0.0), (1.3, 3.2), (-0.7, 6.9), (0.1, 8.0), (2.2, 11.0), (0.0, 14.0)];
        let mut left = border.to_vec();
        left.extend([(-9.0, 14.0), (-9.0, 0.0)]);
        let mut right: Vec<_> = border.iter().rev().copied().collect();
        right.extend([(9.0, 0.0), (9.0, 14.0)]);
        let outlines = prepared(vec![left, right]);
        for weight in [0.0, 0.5, 2.0, 5.0, 50.0] {
            let sides: Vec<Vec<(f64, f64)>> = outlines
                .rings()
                .map(|ring| {
                    let mut side = ring.simplified(weight);
                    side.retain(|(lon, _)| lon.abs() < 5.0);
                    side.sort_by(|a, b| a.1.total_cmp(&b.1));
                    side
                })
                .collect();
            assert_eq!(sides[0], sides[1], "at {weight}");
            assert!(sides[0].len() >= 2, "both ends of the border stay");
        }
    }

    #[test]
    fn detail_goes_before_shape_and_small_islands_before_large_ones() {
        let notched = vec![(0.0, 0.0), (5.0, 0.0), (5.1, 0.2), (5.2, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let islet = vec![(20.0, 0.0), (20.5, 0.0), (20.5, 0.5), (20.0, 0.5)];
        let outlines = prepared(vec![notched, islet]);
        let counts = |weight| outlines.rings().map(|ring| ring.simplified(weight).len()).collect::<Vec<_>>();
        assert_eq!(counts(0.0), [7, 4]);
        assert_eq!(counts(1.0), [4, 0], "the notch and the islet go");
        assert_eq!(counts(1000.0), [0, 0]);
    }

    #[test]
    fn rings_run_on_across_the_antimeridian() {
        let outlines = prepared(vec![vec![(178.0, 60.0), (-178.0, 60.0), (-178.0, 65.0), (178.0, 65.0)]]);
        assert_eq!(outlines.rings().next().unwrap().bounds, [178.0, 182.0, 60.0, 65.0]);
    }
}
