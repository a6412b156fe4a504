//! Borders between the regions of a country, out of the shapes of these regions.
//!
//! A border is what the shapes of two neighbours have in common: drawn once, as a line, it takes a third of the room.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;
use serde::Deserialize;

use super::output::{About, Output, Table};
use super::packages::{Packages, REGIONS};
use super::shapes::hundredths;

/// Longitude and latitude in steps of 1e-5 degree, as the package rounds them.
type At = (i32, i32);
type Line = Vec<At>;
const STEPS: f64 = 1e5;

/// How far a border may be from the truth, in degrees, between regions and between what regions are divided into.
const TOLERANCE: [f64; 2] = [0.08, 0.04];
/// A country of more parts than this, not grouped into regions, is divided too finely for the regions' level.
const MANY: usize = 64;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Shape,
}

#[derive(Deserialize)]
struct Properties {
    adm0_a3: String,
    /// The region that it is a part of, where it is not one itself: a French département's.
    region_cod: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Shape {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

/// Writes the borders: between regions (level 1), and between what regions are divided into (level 2).
pub fn build(packages: &Packages, output: &mut Output) -> Result<()> {
    let Collection { features } = packages.json(REGIONS, "package/data/states/admin1.json")?;
    let mut parts: HashMap<&str, usize> = HashMap::new();
    for feature in &features {
        *parts.entry(&feature.properties.adm0_a3).or_default() += 1;
    }
    let mut table = Table::new(&["level", "line"]);
    for ((one, other), edges) in common_edges(&features) {
        let (one, other) = (&features[one].properties, &features[other].properties);
        if one.adm0_a3 != other.adm0_a3 {
            continue;
        }
        let level = level(one, other, parts[one.adm0_a3.as_str()]);
        for line in joined(&edges) {
            let line = simplified(&line, TOLERANCE[level - 1] * STEPS);
            let degrees = |step: i32| hundredths(f64::from(step) / STEPS);
            let mut line: Vec<String> =
                line.iter().map(|(lon, lat)| format!("{},{}", degrees(*lon), degrees(*lat))).collect();
            line.dedup();
            if line.len() > 1 {
                table.push(&[&level.to_string(), &line.join(" ")])?;
            }
        }
    }
    let about = "borders between the regions of a country (level 1) and within them (2), longitude and latitude";
    output.write(About { name: "borders.tsv.zst", about, licence: "ISC", from: &[REGIONS] }, &table)
}

fn level(one: &Properties, other: &Properties, parts: usize) -> usize {
    match (one.region_cod.as_deref().unwrap_or(""), other.region_cod.as_deref().unwrap_or("")) {
        ("", _) | (_, "") => 1 + usize::from(parts > MANY),
        (one, other) => 1 + usize::from(one == other),
    }
}

/// The edges that each pair of neighbours has in common.
fn common_edges(features: &[Feature]) -> BTreeMap<(usize, usize), Vec<(At, At)>> {
    let mut first: HashMap<(At, At), usize> = HashMap::new();
    let mut common: BTreeMap<(usize, usize), Vec<(At, At)>> = BTreeMap::new();
    for (index, feature) in features.iter().enumerate() {
        let rings: Vec<&Vec<[f64; 2]>> = match &feature.geometry {
            Shape::Polygon(rings) => rings.iter().collect(),
            Shape::MultiPolygon(polygons) => polygons.iter().flatten().collect(),
        };
        for ring in rings {
            let ring: Line = ring.iter().map(|at| (step(at[0]), step(at[1]))).collect();
            for pair in ring.windows(2).filter(|pair| pair[0] != pair[1]) {
                let edge = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                let owner = *first.entry(edge).or_insert(index);
                if owner != index {
                    common.entry((owner, index)).or_default().push(edge);
                }
            }
        }
    }
    common
}

fn step(degrees: f64) -> i32 {
    (degrees * STEPS).round() as i32
}

/// Edges end to end, as the longest lines that they make.
fn joined(edges: &[(At, At)]) -> Vec<Line> {
    let mut next: BTreeMap<At, Vec<At>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(*from).or_default().push(*to);
        next.entry(*to).or_default().push(*from);
    }
    let mut drawn: HashSet<(At, At)> = HashSet::new();
    let mut lines = Vec::new();
    // Lines start where they cannot go on; what is left then are closed ones.
    let (ends, middles): (Vec<At>, Vec<At>) = next.keys().partition(|at| next[at].len() != 2);
    for start in ends.into_iter().chain(middles) {
        for &to in &next[&start] {
            let mut line = vec![start];
            let (mut at, mut to) = (start, to);
            while drawn.insert((at.min(to), at.max(to))) {
                line.push(to);
                let Some(&on) = next[&to].iter().find(|on| **on != at).filter(|_| next[&to].len() == 2) else { break };
                (at, to) = (to, on);
            }
            if line.len() > 1 {
                lines.push(line);
            }
        }
    }
    lines
}

/// The line without what is within `tolerance` steps of it (Ramer, Douglas and Peucker).
fn simplified(line: &[At], tolerance: f64) -> Line {
    let (first, last) = (line[0], line[line.len() - 1]);
    let farthest = (1..line.len() - 1)
        .map(|index| (index, distance(line[index], first, last)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .filter(|(_, distance)| *distance > tolerance);
    let Some((index, _)) = farthest else { return vec![first, last] };
    let mut kept = simplified(&line[..=index], tolerance);
    kept.pop();
    kept.extend(simplified(&line[index..], tolerance));
    kept
}

/// How far a position is from the straight line between two others, in steps of latitude.
fn distance(at: At, from: At, to: At) -> f64 {
    let squeeze = (f64::from(from.1) / STEPS).to_radians().cos();
    let vector = |to: At| (f64::from(to.0 - from.0) * squeeze, f64::from(to.1 - from.1));
    let ((x, y), (dx, dy)) = (vector(at), vector(to));
    let length = dx * dx + dy * dy;
    let share = if length == 0.0 { 0.0 } else { ((x * dx + y * dy) / length).clamp(0.0, 1.0) };
    (x - share * dx).hypot(y - share * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_make_lines_whatever_their_order() {
        let edges = [((2, 0), (3, 0)), ((0, 0), (1, 0)), ((1, 0), (2, 0)), ((9, 9), (9, 8))];
        assert_eq!(joined(&edges), [vec![(0, 0), (1, 0), (2, 0), (3, 0)], vec![(9, 8), (9, 9)]]);
        let ring = [((0, 0), (1, 0)), ((1, 0), (1, 1)), ((0, 0), (1, 1))];
        let lines = joined(&ring);
        assert_eq!((lines.len(), lines[0].len()), (1, 4), "{lines:?}");
    }

    #[test]
    fn detail_below_the_tolerance_goes() {
        let line = [(0, 0), (10, 1), (20, 0), (30, 40), (40, 0)];
        assert_eq!(simplified(&line, 5.0), [(0, 0), (20, 0), (30, 40), (40, 0)]);
    }
}
