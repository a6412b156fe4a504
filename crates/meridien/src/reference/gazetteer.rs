//! The gazetteer: populated places of the world, found by name within a country.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
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

/// The names of a country's places: the hash of the folded name, whether it is an alternate one, and the index of the
/// place in [`places_in`], in this order. Hashes take a sixth of the memory of the names; among the million names of the
/// world, two that differ have the same hash of 64 bits about once in 40 million gazetteers.
type Names = Vec<(u64, bool, u32)>;

/// The places of a country whose name, or another name, folds to `key`, those bearing it as their own name first. The
/// names of a country are sorted out on first use.
pub fn places_named(country: Country, key: &str) -> impl Iterator<Item = &'static Place> + use<> {
    static NAMES: Mutex<BTreeMap<Country, &'static Names>> = Mutex::new(BTreeMap::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let names: &'static Names = names.entry(country).or_insert_with(|| Box::leak(Box::new(names_of(country))));
    let wanted = hash(key);
    let start = names.partition_point(|(hash, ..)| *hash < wanted);
    let places = places_in(country);
    names[start..]
        .iter()
        .take_while(move |(hash, ..)| *hash == wanted)
        .filter_map(|(.., index)| places.get(*index as usize))
}

fn names_of(country: Country) -> Names {
    let mut names = Names::new();
    for (index, place) in (0..).zip(places_in(country)) {
        names.push((hash(&fold(place.name)), false, index));
        names.extend(place.alternates().map(|name| (hash(&fold(name)), true, index)));
    }
    names.sort_unstable();
    names.shrink_to_fit();
    names
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
