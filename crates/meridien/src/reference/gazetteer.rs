//! The gazetteer: populated places of the world, found by name within a country.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::fold;
use super::table::{decompress, rows};
use crate::value::{Country, Point, Precision};

/// A populated place.
#[derive(Debug)]
pub struct Place {
    /// GeoNames identifier.
    pub id: u32,
    /// Name.
    pub name: &'static str,
    /// Country.
    pub country: Country,
    /// Position.
    pub point: Point,
    /// Inhabitants, 0 where unknown.
    pub population: u64,
    /// Other names, `|` between them.
    alternates: &'static str,
}

impl Place {
    /// Names in other languages or spellings.
    pub fn alternates(&self) -> impl Iterator<Item = &'static str> {
        self.alternates.split('|').filter(|name| !name.is_empty())
    }
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let text = &*decompress(include_bytes!("../../data/places.tsv.zst")).leak();
    let place = |mut row: super::table::Row| {
        let (id, name, country) = (row.parse(), row.text(), row.parse());
        let point = Point { lat: row.parse(), lon: row.parse(), precision: Precision::Commune };
        Place { id, name, country, point, population: row.parse(), alternates: row.text() }
    };
    rows(text).map(place).collect()
});

/// Every place, ordered by country.
#[must_use]
pub fn places() -> &'static [Place] {
    &PLACES
}

/// The places of one country.
#[must_use]
pub fn places_in(country: Country) -> &'static [Place] {
    let places = places();
    let start = places.partition_point(|place| place.country < country);
    let end = places.partition_point(|place| place.country <= country);
    &places[start..end]
}

/// The places of a country, by folded name.
type Names = HashMap<String, Vec<&'static Place>>;

/// The places of a country whose name, or another name, folds to `key`, those bearing it as their own name first. The
/// names of a country are sorted out on first use.
pub fn places_named(country: Country, key: &str) -> impl Iterator<Item = &'static Place> + use<> {
    static NAMES: Mutex<Option<HashMap<Country, &'static Names>>> = Mutex::new(None);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let of_country = names.get_or_insert_default().entry(country).or_insert_with(|| Box::leak(Box::new(name(country))));
    of_country.get(key).map_or(&[][..], Vec::as_slice).iter().copied()
}

fn name(country: Country) -> Names {
    let mut names = Names::new();
    for place in places_in(country) {
        names.entry(fold(place.name)).or_default().push(place);
    }
    for place in places_in(country) {
        for alternate in place.alternates() {
            let same = names.entry(fold(alternate)).or_default();
            if !same.iter().any(|other| other.id == place.id) {
                same.push(place);
            }
        }
    }
    names
}
