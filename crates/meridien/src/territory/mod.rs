//! Territories: places with a code, a point and a parent.

use serde::{Deserialize, Serialize};

use crate::organisation::Identifier;
use crate::value::{Country, Id, Point, Text};

/// The stored body of a territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Territory {
    /// Its level.
    pub level: Level,
    /// Its country.
    pub country: Country,
    /// Its name, by language.
    pub name: Text,
    /// Codes in registers: INSEE, GeoNames, ISO, ...
    #[serde(default)]
    pub codes: Vec<Identifier>,
    /// The territory that contains it.
    #[serde(default)]
    pub parent: Option<Id>,
    /// Where it is.
    #[serde(default)]
    pub point: Option<Point>,
    /// Inhabitants, at the register's last count.
    #[serde(default)]
    pub population: Option<u64>,
    /// Where the record comes from.
    #[serde(default)]
    pub source: String,
}

/// Levels of territory, from the whole to the part. Countries name their levels differently: these are the roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A country.
    Country,
    /// A first-level division.
    Region,
    /// A second-level division.
    Department,
    /// A group of communes.
    Intermunicipal,
    /// A commune, town or the like.
    Commune,
    /// Another.
    Other,
}
