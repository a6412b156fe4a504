//! Countries and the regions of the world that they belong to.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Label, fold, table};
use crate::value::{self, Point, Precision};

/// A country or territory with an ISO 3166-1 code, and Kosovo.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2; `XK` for Kosovo.
    pub iso2: value::Country,
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo.
    pub iso3: &'static str,
    /// ISO 3166-1 numeric, three digits; none for Kosovo.
    pub numeric: Option<&'static str>,
    /// Short name, for display.
    pub name: Label,
    /// Code of its [`WorldRegion`].
    pub region: &'static str,
    /// Name of the capital; none where there is none (Antarctica, uninhabited islands).
    pub capital: Option<Label>,
    /// Where the capital is.
    pub capital_point: Option<Point>,
    /// A point within the mainland, for maps; none for a few uninhabited islands.
    pub point: Option<Point>,
    /// Further names under which sources print it.
    pub aliases: Vec<&'static str>,
    /// How its people and what is theirs are called, in French and English: "malien", "malienne", "malian".
    pub demonyms: Vec<&'static str>,
}

impl Country {
    /// Every word by which people search for what lies there: names, adjectives, the regions of the world. Not its
    /// [`compounds`](Self::compounds).
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let others = self.other_names().filter(|name| !is_compound(name));
        [self.name.fr, self.name.en].into_iter().chain(others).chain(self.demonyms.iter().copied())
    }

    /// Those names besides its own that are of several words, one of which may be the name of something else: "Irlande du
    /// Nord", "Grande-Bretagne", "Europe septentrionale".
    pub fn compounds(&self) -> impl Iterator<Item = &'static str> {
        self.other_names().filter(|name| is_compound(name))
    }

    /// Its aliases and the regions of the world that it lies in.
    fn other_names(&self) -> impl Iterator<Item = &'static str> {
        let regions = world_region(self.region).map(|region| [region.name, region.parent_name]);
        let regions = regions.into_iter().flatten().flat_map(|label| [label.fr, label.en]);
        regions.chain(self.aliases.iter().copied())
    }

    /// Its codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        [self.iso2.as_str(), self.iso3].into_iter().chain(self.numeric)
    }
}

/// A sub-region of the United Nations' M49 standard, such as Western Africa.
#[derive(Debug)]
pub struct WorldRegion {
    /// M49 code, three digits.
    pub code: &'static str,
    /// Its name.
    pub name: Label,
    /// M49 code of the region above, such as Africa.
    pub parent: &'static str,
    /// Name of the region above.
    pub parent_name: Label,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut demonyms: HashMap<value::Country, Vec<&'static str>> =
        table::rows(include_str!("../../data/demonyms.tsv")).map(|mut row| (row.parse(), row.list('|'))).collect();
    let rows = table::rows(include_str!("../../data/countries.tsv"));
    rows.map(|mut row| {
        let iso2 = row.parse();
        Country {
            iso2,
            iso3: row.text(),
            numeric: row.optional(),
            name: Label { fr: row.text(), en: row.text() },
            region: row.text(),
            capital: row.label(),
            capital_point: row.point(Precision::Commune),
            point: row.point(Precision::Country),
            aliases: row.list('|'),
            demonyms: demonyms.remove(&iso2).unwrap_or_default(),
        }
    })
    .collect()
});

static REGIONS: LazyLock<Vec<WorldRegion>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/world-regions.tsv"));
    rows.map(|mut row| WorldRegion {
        code: row.text(),
        name: Label { fr: row.text(), en: row.text() },
        parent: row.text(),
        parent_name: Label { fr: row.text(), en: row.text() },
    })
    .collect()
});

static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (place, country) in COUNTRIES.iter().enumerate() {
        let names = [country.name.fr, country.name.en].into_iter().chain(country.aliases.iter().copied());
        for name in names {
            index.insert(name_key(name), place);
        }
    }
    index
});

/// Every country, by alpha-2 code.
#[must_use]
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// The country of a code.
#[must_use]
pub fn country(iso2: value::Country) -> Option<&'static Country> {
    let place = COUNTRIES.binary_search_by_key(&iso2, |country| country.iso2).ok()?;
    COUNTRIES.get(place)
}

/// The country that a name or alias means, in French or English, blind to case, accents, punctuation and a leading
/// article. States that no longer are and unrecognised ones are not found.
#[must_use]
pub fn find_country(name: &str) -> Option<&'static Country> {
    BY_NAME.get(&name_key(name)).and_then(|&place| COUNTRIES.get(place))
}

/// Every sub-region of the world, by code.
#[must_use]
pub fn world_regions() -> &'static [WorldRegion] {
    &REGIONS
}

/// The sub-region of an M49 code.
#[must_use]
pub fn world_region(code: &str) -> Option<&'static WorldRegion> {
    REGIONS.iter().find(|region| region.code == code)
}

/// Whether a name is of several words.
fn is_compound(name: &str) -> bool {
    name.contains([' ', '-'])
}

/// The folded name without its leading article, so that "La Réunion" and "Réunion" meet.
fn name_key(name: &str) -> String {
    let folded = fold(name);
    match folded.split_once(' ') {
        Some(("le" | "la" | "les" | "l" | "the", rest)) => rest.to_owned(),
        _ => folded,
    }
}
