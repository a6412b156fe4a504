//! Territories: places with a code, a point and a parent.

mod index;
pub mod pages;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use utoipa::ToSchema;

use crate::journal::{Journal, Kind, Result};
use crate::organisation::Identifier;
use crate::registers::france;
use crate::value::{Country, Id, Point, Text};
use crate::web::Locale;
use crate::web::words::Link;

/// A territory has fewer levels above it than this, whatever the country.
pub(crate) const MOST_LEVELS: usize = 6;

/// The stored body of a territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
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

impl Level {
    /// Its stable name.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Level::Country => "level-country",
            Level::Region => "level-region",
            Level::Department => "level-department",
            Level::Intermunicipal => "level-intermunicipal",
            Level::Commune => "level-commune",
            Level::Other => "level-other",
        }
    }
}

impl Territory {
    /// Its name for a reader.
    pub fn name_for(&self, l: Locale) -> String {
        l.words(&self.name).map(|words| words.text.to_owned()).unwrap_or_default()
    }

    /// The key of the word for its level; a région of before 2016 is none any more.
    pub fn level_key(&self) -> &'static str {
        if self.is_former() { "level-former-region" } else { self.level.key() }
    }

    /// Whether it was merged into another.
    pub fn is_former(&self) -> bool {
        self.codes.iter().any(|code| code.scheme == france::FORMER_REGION)
    }

    /// Its name, linked to its page: a country's is the page of the country.
    pub fn link(&self, l: Locale, id: Id) -> Link {
        let href = match self.level {
            Level::Country => l.href(&format!("/pays/{}", self.country)),
            _ => l.href(&format!("/territoires/{id}")),
        };
        Link { text: self.name_for(l), href: Some(href) }
    }
}

/// Reads territories that are not yet known, and those that contain them: a level at a time.
///
/// # Errors
/// When the journal cannot be read.
pub async fn read_with_containers(
    journal: &Journal,
    mut wanted: HashSet<Id>,
    known: &mut HashMap<Id, Territory>,
) -> Result<()> {
    loop {
        wanted.retain(|id| !known.contains_key(id));
        if wanted.is_empty() {
            return Ok(());
        }
        let missing: Vec<Id> = wanted.drain().collect();
        for (id, revision) in journal.newest_of(Kind::Territory, &missing).await? {
            let territory: Territory = revision.read()?;
            wanted.extend(territory.parent);
            known.insert(id, territory);
        }
    }
}

/// A territory and those that contain it, from the part to the whole.
///
/// # Errors
/// When the journal cannot be read.
pub async fn line(journal: &Journal, territory: Option<Id>) -> Result<Vec<(Id, Territory)>> {
    let mut found: Vec<(Id, Territory)> = Vec::new();
    let mut next = territory;
    while let Some(id) = next.filter(|_| found.len() < MOST_LEVELS) {
        let Some(revision) = journal.newest_of(Kind::Territory, &[id]).await?.remove(&id) else { break };
        let territory: Territory = revision.read()?;
        next = territory.parent;
        found.push((id, territory));
    }
    Ok(found)
}
