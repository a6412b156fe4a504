//! What the interactive map asks for again and again: what to draw in one part of the world at one zoom.
//!
//! `?zoom=4&zone=-10,35,30,60` (west, south, east, north; east below west crosses the antimeridian) is answered with:
//! ```json
//! {
//!   "spots": [
//!     {"id": 959, "at": [2.35, 48.86], "count": 12, "text": "12", "label": "Kayes (Mali) : 12 partenariats",
//!      "href": "/fr/partenariats?…", "size": 22},
//!     {"id": 311, "at": [3.1, 50.6], "count": 0, "label": "Lille (France)", "size": 12},
//!     {"id": 733, "at": [5.1, 45.2], "count": 3, "label": "3 partenariats en 2 lieux", "zone": [4, 45, 6, 46], "size": 14}
//!   ],
//!   "arcs": {"type": "FeatureCollection", "features": [
//!     {"type": "Feature", "properties": {"from": 959, "to": 311, "width": 1.5},
//!      "geometry": {"type": "MultiLineString", "coordinates": [[[2.35, 48.86], …]]}}
//!   ]},
//!   "note": "…"
//! }
//! ```
//! A spot without `href` and with `zone` holds several places, told apart in that zone. Texts are in the reader's
//! language: the script has none of its own.

use serde::Serialize;

use super::arc::{self, Arcs, Position};
use super::cluster::{self, Cluster, LEAST_ZOOM, SINGLE_ZOOM};
use super::drawn::Drawn;
use super::spot::Spot;
use super::{Described, labels};
use crate::web::Locale;
use crate::web::error::Fault;

/// Links drawn at once.
const ARCS: usize = 80;
/// The largest part of the world that is answered, in pixels: a very large screen and what is around it.
const WIDEST: f64 = 4096.0;

/// A part of the world at a zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// [`LEAST_ZOOM`] to [`SINGLE_ZOOM`].
    pub zoom: i8,
    /// West, south, east and north in degrees.
    pub zone: [f64; 4],
}

impl Window {
    /// Reads the two parameters of an address.
    ///
    /// # Errors
    /// That of the zoom, which is none of the map's, or that of the zone, which is no part of the world or one too large at
    /// this zoom.
    pub fn read(zoom: &str, zone: &str) -> Result<Window, Box<Fault>> {
        let level = zoom.parse::<i8>().ok().filter(|level| (LEAST_ZOOM..=SINGLE_ZOOM).contains(level));
        let level = level.ok_or_else(|| Fault::unknown_value("zoom", zoom))?;
        Window::of(level, zone).ok_or_else(|| Box::new(Fault::unknown_value("zone", zone)))
    }

    fn of(zoom: i8, zone: &str) -> Option<Window> {
        let edges: Vec<f64> = zone.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
        let zone: [f64; 4] = edges.try_into().ok()?;
        let [west, south, east, north] = zone;
        let on_earth = west.abs() <= 180.0 && east.abs() <= 180.0 && south >= -90.0 && north <= 90.0 && south <= north;
        let window = Window { zoom, zone };
        let pixels = window.width() / 360.0 * cluster::width(zoom);
        (on_earth && pixels <= WIDEST).then_some(window)
    }

    /// In degrees of longitude.
    fn width(&self) -> f64 {
        let [west, _, east, _] = self.zone;
        if west == -180.0 && east == 180.0 { 360.0 } else { (east - west).rem_euclid(360.0) }
    }

    fn holds(&self, cluster: &Cluster) -> bool {
        let [west, south, _, north] = self.zone;
        (cluster.lon - west).rem_euclid(360.0) <= self.width() && (south..=north).contains(&cluster.lat)
    }
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// What is in the window, the most partnerships first.
    pub spots: Vec<Circle>,
    /// The heaviest links with an end in the window, as GeoJSON.
    pub arcs: Collection,
    /// What is shown of what there is.
    pub note: String,
}

/// One or several places.
#[derive(Debug, Serialize)]
pub struct Circle {
    /// The code of its first spot: what arcs name it by.
    pub id: Spot,
    /// Its middle: longitude and latitude.
    pub at: Position,
    /// Partnerships; 0 where only links end.
    pub count: u64,
    /// The count as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it is, in full.
    pub label: String,
    /// The partnerships of this one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Where several places are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<[f64; 4]>,
    /// Its diameter in pixels.
    pub size: f64,
}

/// GeoJSON (RFC 7946).
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "FeatureCollection")]
pub struct Collection {
    /// The lines.
    pub features: Vec<Feature>,
}

/// A line between two spots.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "Feature")]
pub struct Feature {
    /// What it joins.
    pub properties: Ends,
    /// Where it runs.
    pub geometry: Lines,
}

/// What a line joins.
#[derive(Debug, Serialize)]
pub struct Ends {
    /// The spot at one end, perhaps outside the window.
    pub from: Spot,
    /// The spot at the other.
    pub to: Spot,
    /// Its width in pixels.
    pub width: f64,
}

/// The parts of a line, cut at the antimeridian.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "MultiLineString")]
pub struct Lines {
    /// Longitudes and latitudes.
    pub coordinates: Vec<Vec<Position>>,
}

impl Answer {
    /// What to draw in a window of a map that was drawn at its zoom; `describe` names its places.
    #[must_use]
    pub fn new(l: Locale, window: Window, drawn: &Drawn, describe: &dyn Fn(Spot) -> Option<Described>) -> Answer {
        let Drawn { clusters, links } = drawn;
        let seen: Vec<bool> = clusters.iter().map(|cluster| window.holds(cluster)).collect();
        let found = Arcs::of(links, ARCS, |one, other| seen[one] || seen[other]);
        let shown = || clusters.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(cluster, _)| cluster);
        let greatest = clusters.first().map_or(0, |cluster| cluster.count);
        let total = clusters.iter().map(|cluster| cluster.count).sum();
        Answer {
            note: labels::note(l, shown().map(|cluster| cluster.count).sum(), total, &found),
            spots: shown().map(|cluster| Circle::new(l, cluster, greatest, describe)).collect(),
            arcs: Collection::new(clusters, &found),
        }
    }
}

impl Window {
    /// The places that are named in this part of a map drawn at its zoom.
    pub fn named<'a>(&'a self, drawn: &'a Drawn) -> impl Iterator<Item = Spot> + 'a {
        let held = drawn.clusters.iter().filter(|cluster| self.holds(cluster));
        held.flat_map(|cluster| cluster.places.iter().take(labels::NAMED).map(|place| place.spot))
    }
}

/// The diameter in pixels of the disc for a count: its area follows the count, unless all are small.
pub(super) fn diameter(count: u64, greatest: u64) -> f64 {
    if count == 0 {
        return 10.0;
    }
    rounded(24.0 + 34.0 * (count as f64 / greatest.max(10) as f64).sqrt(), 1.0)
}

impl Circle {
    fn new(l: Locale, cluster: &Cluster, greatest: u64, describe: &dyn Fn(Spot) -> Option<Described>) -> Circle {
        let first = cluster.places[0];
        let single = cluster.places.len() == 1;
        let text = (cluster.count > 0).then(|| l.integer(cluster.count));
        // Wide enough for its figures.
        let room = text.as_ref().map_or(0.0, |text| 10.0 + 7.5 * text.chars().count() as f64);
        Circle {
            id: first.spot,
            at: [rounded(cluster.lon, 1e4), rounded(cluster.lat, 1e4)],
            count: cluster.count,
            text,
            label: labels::label(l, cluster, describe),
            href: single.then(|| describe(first.spot)?.href).flatten(),
            zone: (!single).then(|| zone(cluster)),
            size: diameter(cluster.count, greatest).max(room),
        }
    }
}

/// What a cluster's places span, seen from its middle: longitudes may run on beyond 180°.
fn zone(cluster: &Cluster) -> [f64; 4] {
    let mut zone = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for place in &cluster.places {
        let lon = cluster.lon + (place.spot.lon() - cluster.lon + 180.0).rem_euclid(360.0) - 180.0;
        let lat = place.spot.lat();
        zone = [zone[0].min(lon), zone[1].min(lat), zone[2].max(lon), zone[3].max(lat)];
    }
    zone.map(|edge| rounded(edge, 100.0))
}

impl Collection {
    fn new(clusters: &[Cluster], found: &Arcs) -> Collection {
        let heaviest = found.shown.first().map_or(0, |arc| arc.count).max(20);
        let at = |cluster: &Cluster| [rounded(cluster.lon, 1e4), rounded(cluster.lat, 1e4)];
        let feature = |arc: &arc::Arc| {
            let (from, to) = (&clusters[arc.from], &clusters[arc.to]);
            let mut coordinates = arc::curve(at(from), at(to));
            for position in coordinates.iter_mut().flatten() {
                *position = position.map(|degrees| rounded(degrees, 1e3));
            }
            let width = rounded(0.9 + 3.1 * (arc.count as f64 / heaviest as f64).sqrt(), 10.0);
            let properties = Ends { from: from.places[0].spot, to: to.places[0].spot, width };
            Feature { properties, geometry: Lines { coordinates } }
        };
        Collection { features: found.shown.iter().map(feature).collect() }
    }
}

fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}
