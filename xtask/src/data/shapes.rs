//! Shapes of countries, out of TopoJSON.

use std::collections::HashMap;

use anyhow::Result;
use serde::Deserialize;

use super::output::{About, Output, Table};
use super::packages::{COUNTRY_NAMES, Packages, SHAPES};

/// Longitude and latitude in degrees.
pub type Position = [f64; 2];

/// A closed outline: its first and last positions are the same. Longitudes may run on beyond 180°.
pub type Ring = Vec<Position>;

/// A country's polygons, each an outer ring followed by its holes.
pub type Polygons = Vec<Vec<Ring>>;

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    /// Per arc, the differences from position to position.
    arcs: Vec<Vec<[f64; 2]>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    countries: Countries,
}

#[derive(Deserialize)]
struct Countries {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    /// ISO 3166-1 numeric; none for territories without a code.
    id: Option<String>,
    properties: Properties,
    #[serde(flatten)]
    shape: Shape,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

/// Arcs by number; the complement of a number is the arc backwards.
#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Shape {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

/// The polygons of each country at a scale (`50m`: one to 50 million), by ISO 3166-1 numeric code (Kosovo, which has none, by `XK`).
pub fn read(packages: &Packages, scale: &str) -> Result<HashMap<String, Polygons>> {
    let file = format!("package/countries-{scale}.json");
    let topology: Topology = packages.json(SHAPES, &file)?;
    let arcs: Vec<Ring> = topology.arcs.iter().map(|arc| topology.transform.decode(arc)).collect();
    let mut shapes: HashMap<String, Polygons> = HashMap::new();
    for geometry in topology.objects.countries.geometries {
        // The package gives no code to places whose status is disputed: they belong to the State that the United
        // Nations count them with.
        let id = match (geometry.id, geometry.properties.name.as_str()) {
            (Some(id), _) => id,
            (None, "Kosovo") => "XK".to_owned(),
            (None, "N. Cyprus") => "196".to_owned(),
            (None, "Somaliland") => "706".to_owned(),
            (None, _) => continue,
        };
        let polygons = match geometry.shape {
            Shape::Polygon(rings) => vec![rings],
            Shape::MultiPolygon(polygons) => polygons,
        };
        // The package closes Antarctica with a ring that stands still on the pole.
        let is_shape = |ring: &Ring| ring.iter().any(|at| at[1] > -89.9);
        let polygons =
            polygons.iter().map(|rings| rings.iter().map(|ring| join(ring, &arcs)).filter(is_shape).collect());
        shapes.entry(id).or_default().extend(polygons);
    }
    Ok(shapes)
}

impl Transform {
    fn decode(&self, arc: &[[f64; 2]]) -> Ring {
        let mut at = [0.0, 0.0];
        let step = |delta: &[f64; 2]| {
            at = [at[0] + delta[0], at[1] + delta[1]];
            [0, 1].map(|axis| at[axis] * self.scale[axis] + self.translate[axis])
        };
        arc.iter().map(step).collect()
    }
}

/// The ring that arcs make, end to end; consecutive arcs share a position.
fn join(numbers: &[i64], arcs: &[Ring]) -> Ring {
    let mut ring = Ring::new();
    for &number in numbers {
        let arc = |number: i64| arcs[usize::try_from(number).expect("arc numbers are small")].iter().copied();
        ring.pop();
        match number < 0 {
            true => ring.extend(arc(!number).rev()),
            false => ring.extend(arc(number)),
        }
    }
    unroll(&mut ring);
    ring
}

/// Makes longitudes run on past 180° where a ring crosses the antimeridian, and closes one that goes round the South
/// Pole along the bottom of the map.
fn unroll(ring: &mut Ring) {
    for at in 1..ring.len() {
        let jump = ring[at][0] - ring[at - 1][0];
        ring[at][0] -= 360.0 * (jump / 360.0).round();
    }
    if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
        && (first[0] - last[0]).abs() > 180.0
    {
        ring.extend([[last[0], -90.0], [first[0], -90.0], first]);
    }
}

/// Writes the outlines of the countries for small maps, positions to a hundredth of a degree: one ring a row, the largest
/// first, so that a country within another is drawn over it.
pub fn build(packages: &Packages, output: &mut Output) -> Result<()> {
    let countries: Vec<(String, String, String, String)> = packages.json(COUNTRY_NAMES, "package/codes.json")?;
    let shapes = read(packages, "50m")?;
    let mut rings = Vec::new();
    for (id, polygons) in &shapes {
        let country = countries.iter().find(|(.., numeric, _)| numeric == id).map_or("", |(iso2, ..)| iso2);
        let country = if id == "XK" { "XK" } else { country };
        rings.extend(polygons.iter().filter_map(|rings| rings.first()).map(|ring| (centroid(ring).0, country, ring)));
    }
    rings.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut table = Table::new(&["country", "ring"]);
    for (_, country, ring) in rings {
        // The last position is the first again.
        let open = &ring[..ring.len() - 1];
        let mut positions: Vec<String> = open.iter().map(|at| at.map(hundredths).join(",")).collect();
        positions.dedup();
        table.push(&[country, &positions.join(" ")])?;
    }
    let about = "outlines of countries, longitude and latitude in degrees";
    output.write(About { name: "outlines.tsv.zst", about, licence: "ISC", from: &[SHAPES] }, &table)
}

/// Degrees with two decimals at most.
pub fn hundredths(degrees: f64) -> String {
    let text = format!("{degrees:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The middle of the largest of the polygons: a point for the country on a map of the world.
pub fn middle(polygons: &Polygons) -> Option<Position> {
    let outer = polygons.iter().filter_map(|rings| rings.first());
    let (area, at) = outer.map(|ring| centroid(ring)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (area > 0.0).then_some([(at[0] + 180.0).rem_euclid(360.0) - 180.0, at[1]])
}

/// The area of a ring in square degrees, and its centroid.
fn centroid(ring: &[Position]) -> (f64, Position) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let cross = pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1];
        area += cross / 2.0;
        x += (pair[0][0] + pair[1][0]) * cross;
        y += (pair[0][1] + pair[1][1]) * cross;
    }
    (area.abs(), [x / (6.0 * area), y / (6.0 * area)])
}
