//! Overview maps: a part of the world with places and the links between them, or the whole world with the
//! links between countries.
//!
//! A region is drawn in an equirectangular projection true at its middle latitude; the world in Equal Earth
//! (Šavrič, Patterson and Jenny, 2018), which keeps areas in proportion. Outlines are snapped to a grid, so that
//! the border of two countries stays one line, and the grid is made coarser until the map fits its size limit.

use std::collections::BTreeSet;

use super::{escaped, open, put};
use crate::value::{Country, Point};

/// The most that a map may weigh, in bytes, before compression.
pub const SIZE_LIMIT: usize = 25_000;

/// A country's outline.
pub struct Outline {
    /// The country; none for a territory that no code stands for.
    pub country: Option<Country>,
    /// Its rings, as (longitude, latitude) in degrees; the last point joins the first.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// A place on the map.
pub struct Place {
    /// What is written beside it.
    pub name: String,
    /// Where it is.
    pub point: Point,
}

/// A line between two places.
pub struct Link {
    /// The index of one end.
    pub from: usize,
    /// The index of the other.
    pub to: usize,
    /// How much it stands for: decides the width of the line.
    pub weight: u32,
}

/// What a map shows.
pub struct Map<'a> {
    /// The outlines to draw.
    pub outlines: &'a [Outline],
    /// What the map shows, in a few words.
    pub title: String,
    /// What it says, for those who do not see it.
    pub description: String,
    /// The countries to set off from the others.
    pub highlighted: BTreeSet<Country>,
    /// The places.
    pub places: Vec<Place>,
    /// The links between them.
    pub links: Vec<Link>,
}

/// A point of the drawing, in its own units.
type Xy = (f64, f64);

/// A rectangle of the drawing.
#[derive(Clone, Copy)]
struct Frame {
    width: f64,
    height: f64,
}

/// Coordinates are written as whole tenths of a unit.
const TENTHS: f64 = 10.0;
/// How far beyond its frame an outline is drawn before it is cut: hides the cut.
const BLEED: f64 = 3.0;
/// Room for names: at most this many places are named, at most this many letters each.
const NAMED_PLACES: usize = 8;
const NAME_LENGTH: usize = 26;

impl Map<'_> {
    /// The part of the world around the places, with their names: for the two ends of a record.
    /// Empty where there is no place. `id` must be unique on the page.
    pub fn region(&self, id: &str) -> String {
        let Some(window) = Window::around(self.places.iter().map(|place| place.point)) else {
            return String::new();
        };
        // The same country may have to be drawn on either side of the antimeridian.
        let rings = |shift: f64| move |&(lon, lat): &(f32, f32)| window.project(f64::from(lon) + shift, f64::from(lat));
        let frame = window.frame;
        let land = self.land(frame, &[-360.0, 0.0, 360.0], rings);
        let places: Vec<Xy> = self.places.iter().map(|place| window.place(place.point)).collect();
        let mut out = self.open(id, "map ends", frame, &land);
        for link in &self.links {
            self.arc(&mut out, places[link.from], places[link.to], 1.8);
        }
        dots(&mut out, &places);
        self.names(&mut out, &places, frame);
        out.push_str("</svg>");
        out
    }

    /// The whole world, with links as wide as they weigh. `id` must be unique on the page.
    pub fn world(&self, id: &str) -> String {
        let frame = Frame { width: 1000.0, height: WORLD_HEIGHT };
        let rings = |shift: f64| move |&(lon, lat): &(f32, f32)| equal_earth(f64::from(lon) + shift, f64::from(lat));
        let land = self.land(frame, &[0.0], rings);
        let mut out = self.open(id, "map", frame, &land);
        let heaviest = self.links.iter().map(|link| link.weight).max().unwrap_or(1).max(1);
        let mut links: Vec<&Link> = self.links.iter().collect();
        // Wide lines first, so that thin ones stay visible on top of them.
        links.sort_by_key(|link| std::cmp::Reverse(link.weight));
        for link in links {
            let width = 0.8 + 3.7 * (f64::from(link.weight) / f64::from(heaviest)).sqrt();
            let (from, to) = (self.places[link.from].point, self.places[link.to].point);
            let way = shortest(to.lon - from.lon);
            self.arc(&mut out, equal_earth(from.lon, from.lat), equal_earth(from.lon + way, to.lat), width);
            if (from.lon + way).abs() > 180.0 {
                // The line leaves the map on one side: draw it again, coming in on the other.
                self.arc(&mut out, equal_earth(to.lon - way, from.lat), equal_earth(to.lon, to.lat), width);
            }
        }
        let places: Vec<Xy> = self.places.iter().map(|place| equal_earth(place.point.lon, place.point.lat)).collect();
        dots(&mut out, &places);
        out.push_str("</svg>");
        out
    }

    fn open(&self, id: &str, class: &str, frame: Frame, land: &str) -> String {
        let mut out = String::with_capacity(land.len() + 2000);
        let attributes = format!("class=\"{class}\" viewBox=\"0 0 {:.0} {:.0}\"", frame.width, frame.height);
        open(&mut out, &attributes, id, &self.title, &self.description);
        out.push_str(land);
        out
    }

    /// The countries, on the finest grid that keeps the whole within its size limit.
    fn land<P: Fn(&(f32, f32)) -> Xy>(&self, frame: Frame, shifts: &[f64], project: impl Fn(f64) -> P) -> String {
        // Names, links and places take their share.
        let rest = 1_500 + 120 * (self.links.len() + self.places.len());
        let limit = SIZE_LIMIT.saturating_sub(rest);
        let mut projected: Vec<(bool, Vec<Xy>)> = Vec::new();
        for shift in shifts {
            let project = project(*shift);
            for outline in self.outlines {
                let on = outline.country.is_some_and(|country| self.highlighted.contains(&country));
                for ring in &outline.rings {
                    let ring = cut(ring.iter().map(&project).collect(), frame);
                    if ring.len() > 2 {
                        projected.push((on, ring));
                    }
                }
            }
        }
        let mut grid = 2.0;
        loop {
            let mut plain = String::new();
            let mut on = String::new();
            for (highlighted, ring) in &projected {
                trace(if *highlighted { &mut on } else { &mut plain }, ring, grid);
            }
            if plain.len() + on.len() <= limit || grid > 200.0 {
                return format!(
                    "<g class=\"land\" transform=\"scale(.1)\"><path d=\"{plain}\"/><path class=\"on\" d=\"{on}\"/></g>"
                );
            }
            grid *= 1.3;
        }
    }

    /// A line between two points, bent to the left of its way, so that a link and its reverse are told apart.
    fn arc(&self, out: &mut String, (x1, y1): Xy, (x2, y2): Xy, width: f64) {
        let bend = 0.16;
        let (cx, cy) = ((x1 + x2) / 2.0 + (y2 - y1) * bend, (y1 + y2) / 2.0 - (x2 - x1) * bend);
        put(
            out,
            format_args!(
                "<path class=\"link\" stroke-width=\"{width:.1}\" d=\"M{x1:.1},{y1:.1}Q{cx:.1},{cy:.1} {x2:.1},{y2:.1}\"/>"
            ),
        );
    }

    /// Names beside their places, inside the frame, none upon another.
    fn names(&self, out: &mut String, places: &[Xy], frame: Frame) {
        let mut order: Vec<usize> = (0..places.len().min(NAMED_PLACES)).collect();
        order.sort_by(|a, b| places[*a].1.total_cmp(&places[*b].1));
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        for index in order {
            let (x, y) = places[index];
            let name = shortened(&self.places[index].name);
            // Seven units a letter is the width of the bold 13-unit type, on average.
            let length = 7.2 * name.chars().count() as f64;
            let left = x + 9.0 + length > frame.width;
            let start = if left { (x - 9.0 - length).max(2.0) } else { x + 9.0 };
            let mut base = (y + 4.5).clamp(14.0, frame.height - 5.0);
            while taken.iter().any(|(from, to, at)| start < *to && start + length > *from && (base - at).abs() < 15.0) {
                base += 5.0;
            }
            taken.push((start, start + length, base));
            put(out, format_args!("<text x=\"{start:.0}\" y=\"{base:.0}\">{}</text>", escaped(&name)));
        }
    }
}

/// Dots of the same size on the screen at any scale: lines of no length with round ends.
fn dots(out: &mut String, places: &[Xy]) {
    for (x, y) in places {
        put(out, format_args!("<path class=\"dot\" d=\"M{x:.1},{y:.1}h0\"/>"));
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_LENGTH {
        return name.to_owned();
    }
    let cut: String = name.chars().take(NAME_LENGTH - 1).collect();
    format!("{}…", cut.trim_end())
}

/// The shorter way round, in degrees between -180 and 180.
fn shortest(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The part of the world that a regional map shows.
#[derive(Clone, Copy)]
struct Window {
    /// Longitude of its left edge, and latitude of its top edge.
    west: f64,
    north: f64,
    /// Units of the drawing in a degree of longitude and in one of latitude.
    across: f64,
    down: f64,
    frame: Frame,
}

impl Window {
    /// The width of a regional map, in units: about its width on the screen, so that its type is true to size.
    const WIDTH: f64 = 320.0;

    /// A window on all points, with room around them, neither flat nor tall. The points are taken the shorter way
    /// round the Earth: the widest gap between their longitudes is left out.
    fn around(points: impl Iterator<Item = Point> + Clone) -> Option<Window> {
        let mut lons: Vec<f64> = points.clone().map(|point| point.lon).collect();
        lons.sort_by(f64::total_cmp);
        let (first, last) = (*lons.first()?, *lons.last()?);
        let mut west = first;
        let mut span = last - first;
        for pair in lons.windows(2) {
            let gap = pair[1] - pair[0];
            if 360.0 - gap < span {
                (west, span) = (pair[1], 360.0 - gap);
            }
        }
        let south = points.clone().map(|point| point.lat).fold(90.0, f64::min);
        let north = points.map(|point| point.lat).fold(-90.0, f64::max);
        let middle = (south + north) / 2.0;
        let squeeze = middle.to_radians().cos().max(0.2);

        // In degrees of latitude, which are all of one length.
        let margin = 2.5 + 0.12 * (span * squeeze).max(north - south);
        let mut width = span * squeeze + 2.0 * margin;
        let mut height = north - south + 2.0 * margin;
        width = width.max(height * 0.85).min(360.0 * squeeze);
        height = height.max(width * 0.62);
        let scale = Window::WIDTH / width;
        Some(Window {
            west: west + span / 2.0 - width / squeeze / 2.0,
            north: (middle + height / 2.0).min(90.0),
            across: scale * squeeze,
            down: scale,
            frame: Frame { width: Window::WIDTH, height: (height * scale).round() },
        })
    }

    fn project(self, lon: f64, lat: f64) -> Xy {
        ((lon - self.west) * self.across, (self.north - lat) * self.down)
    }

    /// Where a place is: on the side of the antimeridian that the window shows.
    fn place(self, point: Point) -> Xy {
        self.project(self.west + (point.lon - self.west).rem_euclid(360.0), point.lat)
    }
}

/// The world's height for a width of 1000, from 84° north to 56° south: without Antarctica.
const WORLD_HEIGHT: f64 = 432.0;

/// Equal Earth, for a world 1000 wide.
fn equal_earth(lon: f64, lat: f64) -> Xy {
    const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];
    /// Half of the projection's width for a sphere of radius 1, and the height of 84° north.
    const HALF: f64 = 2.706_630;
    const TOP: f64 = 1.3067;
    let theta = (3.0_f64.sqrt() / 2.0 * lat.to_radians().sin()).asin();
    let (t2, t6) = (theta * theta, theta.powi(6));
    let x = 2.0 * 3.0_f64.sqrt() * lon.to_radians() * theta.cos()
        / (3.0 * (9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0]));
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    let scale = 500.0 / HALF;
    (500.0 + x * scale, (TOP - y) * scale)
}

type Coordinate = fn(Xy) -> f64;

/// The part of a ring within the frame and its bleed (Sutherland and Hodgman, an edge at a time).
fn cut(mut ring: Vec<Xy>, frame: Frame) -> Vec<Xy> {
    let (right, bottom) = (frame.width + BLEED, frame.height + BLEED);
    let edges: [(Coordinate, f64, f64); 4] =
        [(|p| p.0, -BLEED, 1.0), (|p| p.0, right, -1.0), (|p| p.1, -BLEED, 1.0), (|p| p.1, bottom, -1.0)];
    for (coordinate, edge, inwards) in edges {
        let depth = |p: Xy| (coordinate(p) - edge) * inwards;
        let mut kept = Vec::with_capacity(ring.len());
        for (index, &point) in ring.iter().enumerate() {
            let before = ring[(index + ring.len() - 1) % ring.len()];
            let (was, is) = (depth(before), depth(point));
            if (was < 0.0) != (is < 0.0) {
                let share = was / (was - is);
                kept.push((before.0 + (point.0 - before.0) * share, before.1 + (point.1 - before.1) * share));
            }
            if is >= 0.0 {
                kept.push(point);
            }
        }
        ring = kept;
    }
    ring
}

/// Adds a ring to a path in whole tenths of a unit, snapped to a grid of so many tenths; a ring that the grid
/// leaves without inside is not drawn.
fn trace(path: &mut String, ring: &[Xy], grid: f64) {
    let snap = |value: f64| ((value * TENTHS / grid).round() * grid).round() as i32;
    let mut points: Vec<(i32, i32)> = ring.iter().map(|(x, y)| (snap(*x), snap(*y))).collect();
    points.dedup();
    if points.first() == points.last() {
        points.pop();
    }
    // A point in the middle of a straight line adds nothing.
    let mut index = 0;
    while points.len() > 2 && index < points.len() {
        let (a, b, c) =
            (points[(index + points.len() - 1) % points.len()], points[index], points[(index + 1) % points.len()]);
        let turn = (i64::from(b.0 - a.0)) * i64::from(c.1 - b.1) - i64::from(b.1 - a.1) * i64::from(c.0 - b.0);
        if turn == 0 {
            points.remove(index);
        } else {
            index += 1;
        }
    }
    if points.len() < 3 {
        return;
    }
    let (mut x, mut y) = points[0];
    put(path, format_args!("M{x},{y}l"));
    for (index, (to_x, to_y)) in points[1..].iter().enumerate() {
        let (dx, dy) = (to_x - x, to_y - y);
        let space = if index > 0 && dx >= 0 { " " } else { "" };
        let comma = if dy >= 0 { "," } else { "" };
        put(path, format_args!("{space}{dx}{comma}{dy}"));
        (x, y) = (*to_x, *to_y);
    }
    path.push('z');
}

#[cfg(test)]
mod tests;
