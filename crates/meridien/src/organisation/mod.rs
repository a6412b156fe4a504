//! Organisations: anything that acts, with its names through time and its successors.

pub mod administration;
pub mod directory;
#[cfg(test)]
mod findable_tests;
pub mod index;
mod label;
pub mod list;
mod neighbours;
#[cfg(test)]
mod page_tests;
pub mod pages;
pub mod reform;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::reference;
use crate::value::{Country, Id, PartialDate};
use crate::web::Locale;

/// The stored body of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its country; `None` for an international body.
    pub country: Option<Country>,
    /// Its names, each valid for a period; never empty.
    pub names: Vec<Name>,
    /// Codes in registers: INSEE, SIREN, GeoNames, ...
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// The territory that it governs.
    #[serde(default)]
    pub territory: Option<Id>,
    /// Who took over its rights at a merger, split or renaming.
    #[serde(default)]
    pub successors: Vec<Successor>,
    /// Since when it exists, where known.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// Until when it existed; `None` while it exists.
    #[serde(default)]
    pub to: Option<PartialDate>,
    /// For a diplomatic post: the countries that it serves.
    #[serde(default)]
    pub serves: Vec<Country>,
    /// Web site.
    #[serde(default)]
    pub website: Option<String>,
    /// Where the record comes from.
    #[serde(default)]
    pub source: String,
    /// Made for a demonstration.
    #[serde(default)]
    pub demo: bool,
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum OrganisationKind {
    /// Governs a commune, town or the like.
    Commune,
    /// Groups communes.
    Intermunicipal,
    /// Governs a département, province or the like.
    Department,
    /// Governs a region or the like.
    Region,
    /// Governs a territory of another or unknown level.
    LocalAuthority,
    /// A State, a ministry or another central authority.
    State,
    /// An embassy or consulate.
    DiplomaticPost,
    /// A public body that is no authority: agency, university, hospital.
    PublicBody,
    /// An association or non-governmental organisation.
    Association,
    /// A company.
    Company,
    /// An international body.
    International,
    /// None of these, or unknown.
    Other,
}

impl OrganisationKind {
    /// Every kind, in the order shown to people.
    pub const ALL: &[OrganisationKind] = OrganisationKind::VARIANTS;

    /// Whether it governs a territory: what makes a relation a partnership.
    pub fn is_local_authority(self) -> bool {
        matches!(
            self,
            OrganisationKind::Commune
                | OrganisationKind::Intermunicipal
                | OrganisationKind::Department
                | OrganisationKind::Region
                | OrganisationKind::LocalAuthority
        )
    }

    /// The word used in addresses and JSON.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A name and when it was valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Its language (BCP 47), where it matters.
    #[serde(default)]
    pub lang: Option<String>,
    /// What kind of name.
    #[serde(default)]
    pub kind: NameKind,
    /// First day of validity.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// Last day of validity.
    #[serde(default)]
    pub to: Option<PartialDate>,
}

/// What a name is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum NameKind {
    /// The name shown.
    #[default]
    Usual,
    /// The body that governs: "Conseil régional de …", "Assemblée régionale de …".
    Body,
    /// Found in sources; used for search and matching only.
    Alias,
}

/// A code in a register.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Identifier {
    /// Which register: `insee`, `siren`, `geonames`, `iso3166-1`, ...
    pub scheme: String,
    /// The code.
    pub value: String,
}

impl Identifier {
    /// The name of its register.
    pub(crate) fn register(&self, l: Locale) -> String {
        match self.scheme.as_str() {
            insee if insee.starts_with("insee") => l.t("register-insee").into_owned(),
            "siren" => l.t("register-siren").into_owned(),
            "geonames" => l.t("register-geonames").into_owned(),
            other => other.to_owned(),
        }
    }
}

/// An organisation that took over another's rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Successor {
    /// Its record.
    pub organisation: Id,
    /// From which day.
    pub on: Option<PartialDate>,
}

impl Name {
    /// A usual name without a period.
    pub fn usual(name: impl Into<String>) -> Self {
        Name { name: name.into(), lang: None, kind: NameKind::Usual, from: None, to: None }
    }

    /// An alias without a period.
    pub fn alias(name: impl Into<String>) -> Self {
        Name { kind: NameKind::Alias, ..Name::usual(name) }
    }

    /// Whether the name was valid on `day`.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day) && self.to.is_none_or(|to| day <= to.last_day())
    }
}

impl Organisation {
    /// An organisation of which nothing is known but this.
    pub fn new(kind: OrganisationKind, country: Option<Country>, name: impl Into<String>) -> Self {
        Organisation {
            kind,
            country,
            names: vec![Name::usual(name)],
            identifiers: Vec::new(),
            territory: None,
            successors: Vec::new(),
            from: None,
            to: None,
            serves: Vec::new(),
            website: None,
            source: String::new(),
            demo: false,
        }
    }

    /// The département of a French commune, told by its INSEE code: what tells it from others of the same name.
    pub fn department(&self) -> Option<&'static reference::Department> {
        let is_commune = |code: &&Identifier| ["insee-commune", "insee-former-commune"].contains(&code.scheme.as_str());
        let code = &self.identifiers.iter().find(is_commune)?.value;
        // Overseas, it has three characters.
        let length = if code.starts_with("97") || code.starts_with("98") { 3 } else { 2 };
        let department = code.get(..length)?;
        reference::departments().iter().find(|of_france| of_france.code == department)
    }

    /// The usual name on `day` for a reader of `lang`; outside every period, the last one.
    pub fn name_on(&self, day: NaiveDate, lang: &str) -> &str {
        let usual = || self.names.iter().filter(|name| name.kind == NameKind::Usual);
        let suits = |name: &&Name| name.lang.as_deref().is_none_or(|of_name| of_name == lang);
        usual()
            .filter(suits)
            .chain(usual())
            .find(|name| name.valid_on(day))
            .or_else(|| usual().next_back())
            .or(self.names.last())
            .map_or("", |name| name.name.as_str())
    }

    /// The day on which it ceased to exist, where that is past and nobody took its rights over.
    pub fn ended(&self, today: NaiveDate) -> Option<PartialDate> {
        self.to.filter(|to| self.successors.is_empty() && to.last_day() < today)
    }

    /// Its changes of name, with the day: the usual name that it gave up just before, and the one that it took.
    pub fn renamings(&self) -> impl Iterator<Item = (PartialDate, &str, &str)> {
        let usual = || self.names.iter().filter(|name| name.kind == NameKind::Usual);
        usual().filter_map(move |new| {
            let from = new.from?;
            let gave_up =
                |old: &&Name| old.lang == new.lang && old.to.is_some_and(|to| to.last_day() < from.first_day());
            let old = usual().filter(gave_up).max_by_key(|old| old.to.map(|to| to.last_day()))?;
            Some((from, old.name.as_str(), new.name.as_str()))
        })
    }

    /// The code in a register.
    pub fn identifier(&self, scheme: &str) -> Option<&str> {
        self.identifiers.iter().find(|identifier| identifier.scheme == scheme).map(|found| found.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ministry() -> Organisation {
        let period = |name: &str, from: Option<&str>, to: Option<&str>| Name {
            from: from.and_then(|text| text.parse().ok()),
            to: to.and_then(|text| text.parse().ok()),
            ..Name::usual(name)
        };
        Organisation {
            kind: OrganisationKind::State,
            country: "FR".parse().ok(),
            names: vec![
                period("MAEE", Some("2007"), Some("2012-05")),
                period("MAE", Some("2012-06"), Some("2013")),
                period("MAEDI", Some("2014"), Some("2016")),
                period("MEAE", Some("2017"), None),
            ],
            identifiers: vec![],
            territory: None,
            successors: vec![],
            from: None,
            to: None,
            serves: vec![],
            website: None,
            source: String::new(),
            demo: false,
        }
    }

    #[test]
    fn the_name_is_the_one_of_the_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ministry = ministry();
        assert_eq!(ministry.name_on(day("2010-01-01"), "fr"), "MAEE");
        assert_eq!(ministry.name_on(day("2012-05-31"), "fr"), "MAEE");
        assert_eq!(ministry.name_on(day("2012-06-01"), "fr"), "MAE");
        assert_eq!(ministry.name_on(day("2026-11-23"), "fr"), "MEAE");
        assert_eq!(ministry.name_on(day("1990-01-01"), "fr"), "MEAE");
    }

    proptest! {
        #[test]
        fn there_is_a_name_on_every_day(year in 1900i32..2100) {
            let day = NaiveDate::from_ymd_opt(year, 6, 15).unwrap();
            prop_assert!(!ministry().name_on(day, "en").is_empty());
        }
    }
}
