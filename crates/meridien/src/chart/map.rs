//! Overview maps: a part of the world with places and the links between them, or the whole world with the
//! links between countries.
//!
//! A region is drawn in an equirectangular projection true at its middle latitude; the world in Equal Earth
//! (Šavrič, Patterson and Jenny, 2018), which keeps areas in proportion. Outlines lose detail until the map fits its
//! size limit (see [`super::outline`]).

use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Outlines, Ring};
use super::{escaped, open, put};
use crate::value::{Country, Point, shorter_way, span};

/// The most that a map may weigh, in bytes, before compression.
pub const SIZE_LIMIT: usize = 25_000;

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

/// A disc on the map: its area stands for a figure.
pub struct Circle {
    /// Its middle.
    pub point: Point,
    /// Its radius, in thousandths of the map's width.
    pub radius: f64,
}

/// What a map shows.
pub struct Map<'a> {
    /// The outlines to draw.
    pub outlines: &'a Outlines,
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

/// How far beyond its frame an outline is drawn before it is cut: hides the cut.
const BLEED: f64 = 3.0;
/// Room for names: at most this many places are named, at most this many letters each.
const NAMED_PLACES: usize = 8;
const NAME_LENGTH: usize = 26;
/// About how wide a letter of a name is and how high its line, in units: 13-unit bold type.
const LETTER: f64 = 7.8;
const LINE: f64 = 14.0;
/// Dots no further from each other than this are one place to the eye.
const SAME: f64 = 12.0;
/// A name that ends nearer than this to the dot of another place would be read as that place's.
const BESIDE: f64 = 12.0;

impl Map<'_> {
    /// The part of the world around the places, with their names: for the two ends of a record.
    /// Empty where there is no place. `id` must be unique on the page.
    pub fn region(&self, id: &str) -> String {
        let Some(window) = Window::around(self.places.iter().map(|place| place.point)) else {
            return String::new();
        };
        let frame = window.frame;
        let view = View {
            frame,
            bounds: window.bounds(),
            grain: 5.0,
            scale: window.down,
            project: &|lon, lat| window.project(lon, lat),
        };
        let land = self.land(&view, &BTreeMap::new(), self.weight(self.places.len()));
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
        let mut out = self.links_of_the_world(id, &BTreeMap::new(), self.weight(self.places.len()));
        let places: Vec<Xy> = self.places.iter().map(|place| equal_earth(place.point.lon, place.point.lat)).collect();
        dots(&mut out, &places);
        out.push_str("</svg>");
        out
    }

    /// The whole world, with countries in the shade of their class (`q1` the palest) and discs in place of the dots.
    pub fn thematic(&self, id: &str, shades: &BTreeMap<Country, u8>, circles: &[Circle]) -> String {
        let mut out = self.links_of_the_world(id, shades, self.weight(0) + 50 * circles.len());
        for circle in circles {
            let (x, y) = equal_earth(circle.point.lon, circle.point.lat);
            put(&mut out, format_args!("<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{:.1}\"/>", circle.radius));
        }
        out.push_str("</svg>");
        out
    }

    /// About how many bytes the title, the links and so many named places take.
    fn weight(&self, places: usize) -> usize {
        1_500 + 130 * (self.links.len() + places)
    }

    /// An image of the world with its links, left open; `rest` is about what else it holds, in bytes.
    fn links_of_the_world(&self, id: &str, shades: &BTreeMap<Country, u8>, rest: usize) -> String {
        let frame = Frame { width: 1000.0, height: WORLD_HEIGHT };
        let view = View {
            frame,
            bounds: [-180.0, 180.0, -60.0, 90.0],
            grain: 2.0,
            scale: frame.width / 360.0,
            project: &equal_earth,
        };
        let land = self.land(&view, shades, rest);
        let mut out = self.open(id, "map", frame, &land);
        let heaviest = self.links.iter().map(|link| link.weight).max().unwrap_or(1).max(1);
        let mut links: Vec<&Link> = self.links.iter().collect();
        // Wide lines first, so that thin ones stay visible on top of them.
        links.sort_by_key(|link| std::cmp::Reverse(link.weight));
        for link in links {
            let width = 1.0 + 3.0 * (f64::from(link.weight) / f64::from(heaviest)).sqrt();
            let (from, to) = (self.places[link.from].point, self.places[link.to].point);
            let way = shorter_way(to.lon - from.lon);
            self.arc(&mut out, equal_earth(from.lon, from.lat), equal_earth(from.lon + way, to.lat), width);
            if (from.lon + way).abs() > 180.0 {
                // The line leaves the map on one side: draw it again, coming in on the other.
                self.arc(&mut out, equal_earth(to.lon - way, from.lat), equal_earth(to.lon, to.lat), width);
            }
        }
        out
    }

    fn open(&self, id: &str, class: &str, frame: Frame, land: &str) -> String {
        let mut out = String::with_capacity(land.len() + 2000);
        let attributes = format!("class=\"{class}\" viewBox=\"0 0 {:.0} {:.0}\"", frame.width, frame.height);
        open(&mut out, &attributes, id, &self.title, &self.description);
        out.push_str(land);
        out
    }

    /// The countries, with as much detail as the size limit leaves room for beside the `rest`, in bytes.
    fn land(&self, view: &View, shades: &BTreeMap<Country, u8>, rest: usize) -> String {
        let limit = SIZE_LIMIT.saturating_sub(rest);
        let mut seen: Vec<(&Ring, f64)> = Vec::new();
        for ring in self.outlines.rings() {
            // The same country may have to be drawn on either side of the antimeridian.
            seen.extend(
                [-360.0, 0.0, 360.0].into_iter().filter(|shift| view.shows(ring, *shift)).map(|shift| (ring, shift)),
            );
        }
        // Detail of less than half a square unit of the drawing is not visible.
        let mut weight = 0.5 / view.scale.powi(2);
        loop {
            // One path for each look: the others', the highlighted ones', then one for each shade.
            let mut paths: BTreeMap<Look, String> =
                BTreeMap::from([(Look::Plain, String::new()), (Look::On, String::new())]);
            for (ring, shift) in &seen {
                let look = self.look(ring.country, shades);
                view.trace(paths.entry(look).or_default(), ring.simplified(weight), *shift);
            }
            let length = paths.values().map(String::len).sum::<usize>();
            // Past the size of a continent there is no more detail to take away.
            if length <= limit || weight > 1_000.0 {
                let mut land = format!("<g class=\"land\" transform=\"scale({})\">", 1.0 / view.grain);
                for (look, path) in paths {
                    put(&mut land, format_args!("<path{} d=\"{path}\"/>", look.class()));
                }
                land.push_str("</g>");
                return land;
            }
            // Length falls about as the root of the weight rises.
            let excess = length as f64 / limit.max(1) as f64;
            weight *= excess.powi(2).clamp(1.3, 10.0);
        }
    }

    fn look(&self, country: Option<Country>, shades: &BTreeMap<Country, u8>) -> Look {
        match country {
            Some(country) if shades.contains_key(&country) => Look::Shade(shades[&country]),
            Some(country) if self.highlighted.contains(&country) => Look::On,
            _ => Look::Plain,
        }
    }

    /// A line between two points, bent to the left of its way, so that a link and its reverse are told apart.
    fn arc(&self, out: &mut String, (x1, y1): Xy, (x2, y2): Xy, width: f64) {
        let (cx, cy) = bent((x1, y1), (x2, y2));
        put(
            out,
            format_args!(
                "<path class=\"link\" stroke-width=\"{width:.1}\" d=\"M{x1:.1},{y1:.1}Q{cx:.1},{cy:.1} {x2:.1},{y2:.1}\"/>"
            ),
        );
    }

    /// Names beside their places, inside the frame, none upon another or beside the dot of another place, and off the
    /// links where there is room.
    fn names(&self, out: &mut String, places: &[Xy], frame: Frame) {
        let lines = self.points_of_links(places);
        let mut taken: Vec<Rectangle> = Vec::new();
        for (place, (x, y)) in self.places.iter().zip(places).take(NAMED_PLACES) {
            let name = shortened(&place.name);
            let length = LETTER * name.chars().count() as f64;
            let others = places.iter().filter(|(other_x, other_y)| (other_x - x).hypot(other_y - y) > SAME);
            let others: Vec<Rectangle> = others.map(|(x, y)| Rectangle::around((*x, *y), BESIDE, 4.0)).collect();
            let dots: Vec<Rectangle> = places.iter().map(|dot| Rectangle::around(*dot, 4.0, 4.0)).collect();
            let room = |left: f64, base: f64| Rectangle {
                left: left - 2.0,
                right: left + length + 2.0,
                top: base - LINE + 3.0,
                bottom: base + 3.0,
            };
            // Right or left of the dot, level with it, then below, then above; then right below or above it, as far from the
            // middle as the frame wants.
            let beside = [4.5, 15.0, -7.0].into_iter().flat_map(|down| [(x + 8.0, down), (x - 8.0 - length, down)]);
            let middle = (x - length / 2.0).min(frame.width - length - 5.0).max(5.0);
            let spots = beside.chain([(middle, 18.0), (middle, -10.0)]);
            let free: Vec<Xy> = spots
                .map(|(left, down)| (left, y + down))
                .filter(|(left, base)| {
                    let room = room(*left, *base);
                    let covered = taken.iter().chain(&dots).chain(&others).any(|other| other.touches(&room));
                    room.is_within(frame) && !covered
                })
                .collect();
            let is_off_links = |(left, base): &&Xy| !lines.iter().any(|point| room(*left, *base).holds(*point));
            // A name without room is left out: the page's text has them all.
            let Some((left, base)) = free.iter().find(is_off_links).or(free.first()).copied() else { continue };
            taken.push(room(left, base));
            let (at, anchor) = match left {
                left if left > *x => (left, ""),
                left if left + length < *x => (left + length, " text-anchor=\"end\""),
                left => (left + length / 2.0, " text-anchor=\"middle\""),
            };
            put(out, format_args!("<text x=\"{at:.0}\" y=\"{base:.0}\"{anchor}>{}</text>", escaped(&name)));
        }
    }

    /// Points all along the links.
    fn points_of_links(&self, places: &[Xy]) -> Vec<Xy> {
        const STEPS: u32 = 40;
        let along = |link: &Link| {
            let (from, to) = (places[link.from], places[link.to]);
            let middle = bent(from, to);
            (0..=STEPS).map(move |step| {
                let share = f64::from(step) / f64::from(STEPS);
                let between = |a: f64, b: f64, c: f64| {
                    a * (1.0 - share).powi(2) + 2.0 * b * share * (1.0 - share) + c * share.powi(2)
                };
                (between(from.0, middle.0, to.0), between(from.1, middle.1, to.1))
            })
        };
        self.links.iter().flat_map(along).collect()
    }
}

/// How a country is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    Plain,
    On,
    Shade(u8),
}

impl Look {
    fn class(self) -> String {
        match self {
            Look::Plain => String::new(),
            Look::On => " class=\"on\"".to_owned(),
            Look::Shade(class) => format!(" class=\"q{class}\""),
        }
    }
}

/// A part of the drawing that something stands on.
struct Rectangle {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Rectangle {
    fn around((x, y): Xy, across: f64, down: f64) -> Rectangle {
        Rectangle { left: x - across, right: x + across, top: y - down, bottom: y + down }
    }

    fn holds(&self, (x, y): Xy) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }

    fn touches(&self, other: &Rectangle) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_within(&self, frame: Frame) -> bool {
        self.left >= 2.0 && self.right <= frame.width - 2.0 && self.top >= 0.0 && self.bottom <= frame.height
    }
}

/// How outlines come to the drawing.
struct View<'a> {
    frame: Frame,
    /// What is in the frame: least and greatest longitude and latitude.
    bounds: [f64; 4],
    /// How many steps a unit of the drawing is divided into.
    grain: f64,
    /// Units of the drawing in a degree of latitude.
    scale: f64,
    project: &'a dyn Fn(f64, f64) -> Xy,
}

impl View<'_> {
    /// Whether a ring, so many degrees further east, has a part in the frame.
    fn shows(&self, ring: &Ring, shift: f64) -> bool {
        let [west, east, south, north] = self.bounds;
        let bounds = ring.bounds;
        let whole_world = east - west >= 360.0;
        (shift == 0.0 || !whole_world)
            && bounds[0] + shift < east
            && bounds[1] + shift > west
            && bounds[2] < north
            && bounds[3] > south
    }

    /// Adds a ring to a path, in steps of the grain.
    fn trace(&self, path: &mut String, ring: Vec<Xy>, shift: f64) {
        let ring = cut(ring.into_iter().map(|(lon, lat)| (self.project)(lon + shift, lat)).collect(), self.frame);
        let step = |value: f64| (value * self.grain).round() as i32;
        let mut points: Vec<(i32, i32)> = ring.iter().map(|(x, y)| (step(*x), step(*y))).collect();
        points.dedup();
        if points.len() < 3 {
            return;
        }
        let (mut x, mut y) = points[0];
        put(path, format_args!("M{x},{y}l"));
        // A map has thousands of these numbers.
        let mut digits = itoa::Buffer::new();
        for (index, (to_x, to_y)) in points[1..].iter().enumerate() {
            let (dx, dy) = (to_x - x, to_y - y);
            if index > 0 && dx >= 0 {
                path.push(' ');
            }
            path.push_str(digits.format(dx));
            if dy >= 0 {
                path.push(',');
            }
            path.push_str(digits.format(dy));
            (x, y) = (*to_x, *to_y);
        }
        path.push('z');
    }
}

/// Dots of the same size on the screen at any scale: lines of no length with round ends.
fn dots(out: &mut String, places: &[Xy]) {
    for (x, y) in places {
        put(out, format_args!("<path class=\"dot\" d=\"M{x:.1},{y:.1}h0\"/>"));
    }
}

/// The point towards which a link is bent.
fn bent((x1, y1): Xy, (x2, y2): Xy) -> Xy {
    const BEND: f64 = 0.16;
    ((x1 + x2) / 2.0 + (y2 - y1) * BEND, (y1 + y2) / 2.0 - (x2 - x1) * BEND)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_LENGTH {
        return name.to_owned();
    }
    let cut: String = name.chars().take(NAME_LENGTH - 1).collect();
    format!("{}…", cut.trim_end())
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
        let (west, span) = span(points.clone().map(|point| point.lon).collect())?;
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

    /// Least and greatest longitude and latitude.
    fn bounds(self) -> [f64; 4] {
        let Frame { width, height } = self.frame;
        [self.west, self.west + width / self.across, self.north - height / self.down, self.north]
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
/// The height of a map of the world, as a share of its width.
pub const WORLD_SHARE: f64 = WORLD_HEIGHT / 1000.0;

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
        // Most rings lie within, or beyond, most edges.
        if ring.iter().all(|point| depth(*point) >= 0.0) {
            continue;
        }
        let Some(mut before) = ring.last().copied() else { break };
        let mut kept = Vec::with_capacity(ring.len());
        for point in ring {
            let (was, is) = (depth(before), depth(point));
            if (was < 0.0) != (is < 0.0) {
                let share = was / (was - is);
                kept.push((before.0 + (point.0 - before.0) * share, before.1 + (point.1 - before.1) * share));
            }
            if is >= 0.0 {
                kept.push(point);
            }
            before = point;
        }
        ring = kept;
    }
    ring
}

#[cfg(test)]
mod tests;
