//! The shapes that the interactive map draws, from our own origin: countries at once, borders of regions and
//! départements when a reader comes near.
//!
//! Both are JSON of whole hundredths of a degree. A line is a flat list: longitude and latitude of its first point, then
//! the way to each next one.
//! - countries: `{"countries": [{"id": "ML", "fr": "Mali", "en": "Mali", "at": [lon, lat], "rings": [line, …]}, …]}`, the
//!   largest first, so that a country within another is drawn over it; longitudes may run on beyond 180°;
//! - borders: `{"regions": [line, …], "parts": [line, …]}`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::reference;
use crate::value;
use crate::web::Error;

/// Detail of coasts, in square degrees of latitude: what a map of zoom 5 shows.
const COAST_DETAIL: f64 = 0.005;

type Line = Vec<i32>;

#[derive(Serialize)]
struct Countries {
    countries: Vec<Country>,
}

#[derive(Serialize)]
struct Country {
    id: Option<value::Country>,
    fr: &'static str,
    en: &'static str,
    /// Where its name stands.
    at: Option<[f64; 2]>,
    rings: Vec<Line>,
}

#[derive(Serialize)]
struct Borders {
    regions: Vec<Line>,
    parts: Vec<Line>,
}

/// Shapes as they are sent, under an address that changes with them.
struct File {
    name: String,
    body: Vec<u8>,
}

impl File {
    fn new(stem: &str, content: &impl Serialize) -> File {
        let body = serde_json::to_vec(content).expect("plain structs are valid JSON");
        let mark = value::hex(&Sha256::digest(&body)[..6]);
        File { name: format!("{stem}-{mark}.json"), body }
    }
}

static COUNTRIES: LazyLock<File> = LazyLock::new(|| File::new("countries", &countries()));
static BORDERS: LazyLock<File> = LazyLock::new(|| File::new("borders", &borders()));

/// The address of the countries' shapes.
pub(super) fn countries_address() -> String {
    address(&COUNTRIES)
}

/// The address of the borders within countries.
pub(super) fn borders_address() -> String {
    address(&BORDERS)
}

fn address(file: &File) -> String {
    format!("/shapes/{}", file.name)
}

/// `/shapes/{name}`: shapes under their current address, kept for a year; under another one, 404.
pub(super) async fn show(Path(name): Path<String>) -> Result<Response, Error> {
    let file = [&*COUNTRIES, &*BORDERS].into_iter().find(|file| file.name == name).ok_or(Error::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, file.body.as_slice()).into_response())
}

fn countries() -> Countries {
    let mut countries: Vec<Country> = Vec::new();
    let mut places: HashMap<Option<value::Country>, usize> = HashMap::new();
    let outlines = reference::outlines();
    let seen: Vec<_> = outlines.simplified(COAST_DETAIL).collect();
    let known: HashSet<Option<value::Country>> = seen.iter().map(|(id, _)| *id).collect();
    // A country smaller than the detail is drawn in full.
    let small = outlines.simplified(0.0).filter(|(id, _)| !known.contains(id));
    for (id, ring) in seen.into_iter().chain(small) {
        let place = *places.entry(id).or_insert_with(|| {
            countries.push(country(id));
            countries.len() - 1
        });
        countries[place].rings.push(line(ring.into_iter()));
    }
    Countries { countries }
}

fn country(id: Option<value::Country>) -> Country {
    let known = id.and_then(reference::country);
    let at = known.and_then(|country| country.point).map(|point| [point.lon, point.lat]);
    let name = |pick: fn(reference::Label) -> &'static str| known.map_or("", |country| pick(country.name));
    Country { id, fr: name(|label| label.fr), en: name(|label| label.en), at, rings: Vec::new() }
}

fn borders() -> Borders {
    let (regions, parts): (Vec<_>, Vec<_>) = reference::borders().into_iter().partition(|border| border.level == 1);
    let lines = |borders: Vec<reference::Border>| {
        let points = |border: reference::Border| border.line.into_iter().map(|(lon, lat)| (lon.into(), lat.into()));
        borders.into_iter().map(|border| line(points(border))).collect()
    };
    Borders { regions: lines(regions), parts: lines(parts) }
}

/// A line as its first point and the ways to the next ones.
fn line(points: impl Iterator<Item = (f64, f64)>) -> Line {
    let mut at = (0, 0);
    let step = |(lon, lat): (f64, f64)| {
        let to = ((lon * 100.0).round() as i32, (lat * 100.0).round() as i32);
        let way = [to.0 - at.0, to.1 - at.1];
        at = to;
        way
    };
    points.flat_map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lead_from_point_to_point() {
        assert_eq!(line([(1.0, 2.0), (1.25, 1.5), (-1.0, 2.0)].into_iter()), [100, 200, 25, -50, -225, 50]);
    }

    #[test]
    fn all_shapes_together_are_light_and_hold_every_country() {
        let compressed = |file: &File| zstd::encode_all(file.body.as_slice(), 3).unwrap().len();
        let (countries, borders) = (compressed(&COUNTRIES), compressed(&BORDERS));
        assert!(countries + borders < 200_000, "{countries} + {borders} bytes");
        assert!(super::countries().countries.len() > 230);
        assert!(super::borders().parts.len() > 500);
    }
}
