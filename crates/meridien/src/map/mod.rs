//! The map of some partnerships: drawn by the server with its tables, then, where the reader's browser can, the same map
//! to zoom and move.
//!
//! The search index counts partnerships by [`Spot`] (one for each located partnership, so that the sum of the discs is the
//! number of located partnerships) and by [`Link`]. A page shows [`MapView`]; `assets/map.mjs` then asks the page's
//! `data_href` for an [`Answer`] at each move. Everything comes from our own origin: MapLibre is in `assets/vendor`, the
//! shapes in [`shapes`].

pub mod answer;
pub mod arc;
pub mod classes;
pub mod cluster;
pub mod drawn;
mod labels;
mod shapes;
pub mod spot;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::routing::get;
use rust_decimal::Decimal;
use serde::Serialize;
use strum::VariantArray;

pub use answer::{Answer, Window};
pub use cluster::Place;
pub use drawn::{Drawn, Kept};
pub use spot::{Link, Spot};

use crate::app::State;
use crate::chart::map::{self as drawing, Map};
use crate::country;
use crate::reference;
use crate::value::{self, Currency, Point, Precision};
use crate::web::markdown::SafeHtml;
use crate::web::pager::Pager;
use crate::web::{Locale, assets, words};
use classes::Classes;
use cluster::Cluster;

/// The zoom at which the server draws the whole world.
pub const WORLD_ZOOM: i8 = 1;
/// Links drawn on the server's map.
const ARCS: usize = 40;
/// Places on a page of the table.
pub const ROWS: usize = 100;

/// The routes of the shapes, the same for every language.
pub fn routes() -> Router<State> {
    Router::new().route("/shapes/{name}", get(shapes::show))
}

/// What a map tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Places, and the links between them.
    Places,
    /// Countries by their partnerships.
    Partnerships,
    /// Countries by the money of their partnerships.
    Amounts,
}

impl Mode {
    /// Every mode, the usual one first.
    pub const ALL: &[Mode] = Mode::VARIANTS;

    /// Its name in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Mode::Places => "lieux",
            Mode::Partnerships => "pays",
            Mode::Amounts => "montants",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Mode::Places => "map-mode-places",
            Mode::Partnerships => "map-mode-partnerships",
            Mode::Amounts => "map-mode-amounts",
        }
    }

    fn explanation(self) -> &'static str {
        match self {
            Mode::Places => "map-means-places",
            Mode::Partnerships => "map-means-partnerships",
            Mode::Amounts => "map-means-amounts",
        }
    }
}

/// What a place is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<value::Country>,
    /// The list of its partnerships, within the filters of the page.
    pub href: Option<String>,
}

/// A country with what is counted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryCount {
    /// The country.
    pub country: value::Country,
    /// Its partnerships.
    pub partnerships: u64,
    /// Their money in whole euros; none where no amount is known.
    pub euros: Option<u64>,
    /// The list of its partnerships, within the filters of the page.
    pub href: String,
}

/// What a page knows of the partnerships that it maps.
pub struct Input<'a> {
    /// What the map tells.
    pub mode: Mode,
    /// All the partnerships found, with or without a place.
    pub total: u64,
    /// Where they are: each spot once, each located partnership at one.
    pub places: &'a [Place],
    /// Those of the page of the table, as [`rows_of`] gives them.
    pub rows: &'a [Place],
    /// They and what they join, put together at [`WORLD_ZOOM`].
    pub drawn: &'a Drawn,
    /// The countries of their parties, in the order of their table.
    pub countries: &'a [CountryCount],
    /// What a spot is called.
    pub describe: &'a dyn Fn(Spot) -> Option<Described>,
    /// The page's address in another mode.
    pub mode_href: &'a dyn Fn(Mode) -> String,
    /// The list of the partnerships without a place.
    pub unlocated_href: Option<String>,
    /// Where an [`Answer`] comes from; `zoom` and `zone` are added to its query.
    pub data_href: String,
}

/// The map of a page, with its tables: written into a template with `{{ map|safe }}`.
#[derive(Template)]
#[template(path = "map/show.html")]
pub struct MapView {
    l: Locale,
    style: String,
    script: String,
    /// What the script reads, as JSON.
    settings: String,
    svg: SafeHtml,
    modes: Vec<ModeLink>,
    explanation: &'static str,
    legend: Vec<LegendRow>,
    note: String,
    unlocated: Option<words::Link>,
    countries: Vec<CountryRow>,
    places: Vec<PlaceRow>,
    /// Which places the page of the table has, where it has not all.
    shown: Option<String>,
    pager: Pager,
}

struct ModeLink {
    label: &'static str,
    href: String,
    here: bool,
}

/// A shade of the map and the figures that it stands for; class 0 is land without any.
struct LegendRow {
    class: usize,
    range: String,
}

struct CountryRow {
    country: words::Link,
    partnerships: String,
    amount: Option<String>,
}

struct PlaceRow {
    place: words::Link,
    country: Option<String>,
    partnerships: String,
}

impl MapView {
    /// The map as the server draws it; `pager` leads to the other pages of the table of places.
    #[must_use]
    pub fn new(l: Locale, input: &Input, pager: Pager) -> MapView {
        let Drawn { clusters, links } = input.drawn;
        let arcs = arc::Arcs::of(links, ARCS, |_, _| true);
        let located = input.places.iter().map(|place| place.count).sum();
        let shades = Shades::of(input.mode, input.countries);
        let svg = match input.mode {
            Mode::Places => places_map(l, clusters, &arcs),
            Mode::Partnerships | Mode::Amounts => {
                drawing_of(l, input.mode, vec![], vec![]).thematic("monde", &shades.by_country, &[])
            }
        };
        MapView {
            l,
            style: assets::address("map.css"),
            script: assets::address("map.mjs"),
            settings: Settings::new(l, input, &shades).json(),
            svg: SafeHtml::drawn(svg),
            modes: modes(input),
            explanation: input.mode.explanation(),
            legend: shades.legend(l, input.mode),
            note: match input.mode {
                Mode::Places => labels::note(l, located, located, &arcs),
                Mode::Partnerships | Mode::Amounts => shades.note(l),
            },
            unlocated: unlocated(l, input.total.saturating_sub(located), input.unlocated_href.as_ref()),
            countries: country_rows(l, input.countries),
            places: place_rows(l, input),
            shown: (pager.pages > 1).then(|| shown(l, input, &pager)),
            pager,
        }
    }
}

fn drawing_of(l: Locale, mode: Mode, places: Vec<drawing::Place>, links: Vec<drawing::Link>) -> Map<'static> {
    Map {
        outlines: reference::outlines(),
        title: l.t("map-of-partnerships").into_owned(),
        description: l.t(mode.explanation()).into_owned(),
        highlighted: Default::default(),
        places,
        links,
    }
}

/// Discs for the clusters, the largest below, and lines for the links.
fn places_map(l: Locale, clusters: &[Cluster], arcs: &arc::Arcs) -> String {
    let at = |cluster: &Cluster| Point { lat: cluster.lat, lon: cluster.lon, precision: Precision::Country };
    let places = clusters.iter().map(|cluster| drawing::Place { name: String::new(), point: at(cluster) }).collect();
    let links = arcs.shown.iter().map(|arc| {
        // Bent to the north: from west to east, the shorter way round.
        let east = (clusters[arc.to].lon - clusters[arc.from].lon).rem_euclid(360.0) < 180.0;
        let (from, to) = if east { (arc.from, arc.to) } else { (arc.to, arc.from) };
        drawing::Link { from, to, weight: u32::try_from(arc.count).unwrap_or(u32::MAX) }
    });
    let greatest = clusters.first().map_or(0, |cluster| cluster.count);
    let circles: Vec<drawing::Circle> = clusters
        .iter()
        .map(|cluster| drawing::Circle { point: at(cluster), radius: answer::diameter(cluster.count, greatest) / 3.5 })
        .collect();
    drawing_of(l, Mode::Places, places, links.collect()).thematic("monde", &BTreeMap::new(), &circles)
}

fn modes(input: &Input) -> Vec<ModeLink> {
    let known_amount = input.countries.iter().any(|country| country.euros.is_some());
    let offered = Mode::ALL.iter().copied().filter(|mode| *mode != Mode::Amounts || known_amount);
    offered
        .map(|mode| ModeLink { label: mode.key(), href: (input.mode_href)(mode), here: mode == input.mode })
        .collect()
}

fn unlocated(l: Locale, count: u64, href: Option<&String>) -> Option<words::Link> {
    let text = l.t_with("map-unlocated", &[("count", count.into())]);
    (count > 0).then(|| words::Link { text, href: href.cloned() })
}

fn country_rows(l: Locale, countries: &[CountryCount]) -> Vec<CountryRow> {
    let row = |row: &CountryCount| CountryRow {
        country: words::Link { text: country::name(l, row.country), href: Some(row.href.clone()) },
        partnerships: l.integer(row.partnerships),
        amount: row.euros.map(|euros| l.money(Decimal::from(euros), Currency::EUR)),
    };
    countries.iter().map(row).collect()
}

/// The places of a page of the table, from 1: those of the most partnerships first.
#[must_use]
pub fn rows_of(places: &[Place], page: usize) -> Vec<Place> {
    let order = |place: &Place| (std::cmp::Reverse(place.count), place.spot);
    let start = page.saturating_sub(1).saturating_mul(ROWS);
    let end = start.saturating_add(ROWS);
    let mut rows = places.to_vec();
    if rows.len() > end {
        rows.select_nth_unstable_by_key(end, order);
        rows.truncate(end);
    }
    rows.sort_unstable_by_key(order);
    let before = start.min(rows.len());
    rows.split_off(before)
}

fn shown(l: Locale, input: &Input, pager: &Pager) -> String {
    let before = pager.page.saturating_sub(1).saturating_mul(ROWS);
    let (from, to, total) = (before + 1, before + input.rows.len(), input.places.len());
    l.t_with("map-places-shown", &[("from", from.into()), ("to", to.into()), ("total", total.into())])
}

fn place_rows(l: Locale, input: &Input) -> Vec<PlaceRow> {
    let row = |place: &Place| {
        let described = (input.describe)(place.spot);
        let country = described.as_ref().and_then(|described| described.country);
        let text = described.as_ref().map_or_else(|| labels::name(l, place.spot, None), |known| known.name.clone());
        PlaceRow {
            place: words::Link { text, href: described.and_then(|described| described.href) },
            country: country.map(|country| country::name(l, country)),
            partnerships: l.integer(place.count),
        }
    };
    input.rows.iter().map(row).collect()
}

/// The class of each country in a thematic mode.
struct Shades {
    classes: Classes,
    by_country: BTreeMap<value::Country, u8>,
}

impl Shades {
    fn of(mode: Mode, countries: &[CountryCount]) -> Shades {
        let figure = |row: &CountryCount| match mode {
            Mode::Places => None,
            Mode::Partnerships => Some(row.partnerships),
            Mode::Amounts => row.euros,
        };
        let classes = Classes::of(countries.iter().filter_map(figure));
        let shade = |row: &CountryCount| Some((row.country, classes.class(figure(row)?)?));
        Shades { by_country: countries.iter().filter_map(shade).collect(), classes }
    }

    fn note(&self, l: Locale) -> String {
        l.t_with("map-note-countries", &[("count", self.by_country.len().into())])
    }

    fn settings<'a>(&self, l: Locale, input: &Input<'a>) -> BTreeMap<value::Country, Shade<'a>> {
        let shade = |row: &'a CountryCount| {
            let name = country::name(l, row.country);
            let label = match row.euros.filter(|_| input.mode == Mode::Amounts) {
                Some(euros) => {
                    let amount = l.money(Decimal::from(euros), Currency::EUR);
                    l.t_with("map-country-amount", &[("name", name.into()), ("amount", amount.into())])
                }
                None => l.t_with("map-place", &[("name", name.into()), ("count", row.partnerships.into())]),
            };
            let class = *self.by_country.get(&row.country)?;
            Some((row.country, Shade { class, label, href: &row.href }))
        };
        input.countries.iter().filter_map(shade).collect()
    }

    fn legend(&self, l: Locale, mode: Mode) -> Vec<LegendRow> {
        if self.by_country.is_empty() {
            return Vec::new();
        }
        let figure = |figure: u64| match mode {
            Mode::Amounts => l.money(Decimal::from(figure), Currency::EUR),
            Mode::Places | Mode::Partnerships => l.integer(figure),
        };
        let nothing = if mode == Mode::Amounts { "map-none-amount" } else { "map-none" };
        let nothing = LegendRow { class: 0, range: l.t(nothing).into_owned() };
        let ranges = self.classes.ranges().zip(1..).map(|((least, most), class)| {
            let range = [("least", figure(least).into()), ("most", figure(most).into())];
            LegendRow { class, range: if least == most { figure(least) } else { l.t_with("map-range", &range) } }
        });
        [nothing].into_iter().chain(ranges).collect()
    }
}

/// What `map.mjs` needs to know of a country.
#[derive(Serialize)]
struct Shade<'a> {
    class: u8,
    label: String,
    href: &'a str,
}

/// What `map.mjs` needs to know.
#[derive(Serialize)]
struct Settings<'a> {
    mode: Mode,
    data: &'a str,
    /// What the places span: west, south, east, north.
    extent: Option<[f64; 4]>,
    shades: BTreeMap<value::Country, Shade<'a>>,
    library: String,
    worker: String,
    style: String,
    countries: String,
    borders: String,
    texts: BTreeMap<&'static str, String>,
}

impl<'a> Settings<'a> {
    fn new(l: Locale, input: &'a Input, shades: &'a Shades) -> Settings<'a> {
        let texts = [
            ("open", "map-open"),
            ("opening", "map-opening"),
            ("name", "map-canvas"),
            ("moves", "map-moves"),
            ("in", "map-zoom-in"),
            ("out", "map-zoom-out"),
            ("north", "map-north"),
            ("south", "map-south"),
            ("west", "map-west"),
            ("east", "map-east"),
            ("whole", "map-whole"),
            ("list", "map-list"),
            ("nearer", "map-nearer"),
            ("close", "map-close"),
            ("wheel", "map-wheel"),
            ("wheelMac", "map-wheel-mac"),
            ("fingers", "map-fingers"),
            ("stale", "map-stale"),
            ("failed", "map-failed"),
        ];
        Settings {
            mode: input.mode,
            data: &input.data_href,
            extent: extent(input.drawn.clusters.iter().flat_map(|cluster| &cluster.places)),
            shades: shades.settings(l, input),
            library: assets::address("vendor/maplibre-gl.mjs"),
            worker: assets::address("vendor/maplibre-gl-worker.mjs"),
            style: assets::address("vendor/maplibre-gl.css"),
            countries: shapes::countries_address(),
            borders: shapes::borders_address(),
            texts: texts.into_iter().map(|(name, key)| (name, l.t(key).into_owned())).collect(),
        }
    }

    fn json(&self) -> String {
        serde_json::to_string(self).expect("plain structs are valid JSON")
    }
}

/// Places that span more degrees of longitude than this are shown on a whole world, cut in the Pacific.
const WORLDWIDE: f64 = 240.0;

/// The zone that holds all places, across the antimeridian where that is smaller: its east may be beyond 180°.
fn extent<'a>(places: impl Iterator<Item = &'a Place> + Clone) -> Option<[f64; 4]> {
    let (mut west, mut width) = value::span(places.clone().map(|place| place.spot.lon()).collect())?;
    if width > WORLDWIDE {
        (west, width) = (-170.0, 360.0);
    }
    let lats = || places.clone().map(|place| place.spot.lat());
    Some([west, lats().fold(90.0, f64::min), west + width, lats().fold(-90.0, f64::max)])
}
