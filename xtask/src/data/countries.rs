//! Countries with their names in French and English, and the regions of the world.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::fold::fold;
use super::output::{About, Output, Table};
use super::packages::{COUNTRIES, COUNTRY_NAMES, PLACES, Packages, SHAPES};
use super::places::Place;
use super::shapes;
use super::source;

/// A row of `country-names.tsv`.
#[derive(Default, Deserialize)]
struct Override {
    iso2: String,
    name_en: String,
    name_fr: String,
    capital_en: String,
    capital_fr: String,
    aliases: String,
}

/// A row of `regions-of-the-world.tsv`.
#[derive(Deserialize)]
struct Region {
    code: String,
    name_en: String,
    name_fr: String,
    region: String,
    region_en: String,
    region_fr: String,
    countries: String,
}

#[derive(Deserialize)]
struct Names {
    countries: BTreeMap<String, OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(&self) -> Vec<&str> {
        match self {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Listed {
    capital: String,
}

pub fn build(packages: &Packages, places: &[Place], output: &mut Output) -> Result<()> {
    let codes: Vec<(String, String, String, String)> = packages.json(COUNTRY_NAMES, "package/codes.json")?;
    let english: Names = packages.json(COUNTRY_NAMES, "package/langs/en.json")?;
    let french: Names = packages.json(COUNTRY_NAMES, "package/langs/fr.json")?;
    let listed: HashMap<String, Listed> = packages.json(COUNTRIES, "package/countries.min.json")?;
    let regions: Vec<Region> = source::read("regions-of-the-world.tsv")?;
    let overrides: Vec<Override> = source::read("country-names.tsv")?;
    let overrides: HashMap<_, _> = overrides.into_iter().map(|row| (row.iso2.clone(), row)).collect();
    let region_of: HashMap<&str, &str> = regions
        .iter()
        .flat_map(|region| region.countries.split(' ').map(|country| (country, region.code.as_str())))
        .collect();
    let shapes = shapes::read(packages, "50m")?;
    let by_country = by_country(places);
    let aliases = aliases(&english, &french, &overrides);

    let mut codes: Vec<_> = codes.into_iter().map(|(iso2, iso3, numeric, _)| (iso2, iso3, numeric)).collect();
    codes.sort();
    let mut table = Table::new(&[
        "iso2",
        "iso3",
        "numeric",
        "name_fr",
        "name_en",
        "region",
        "capital_fr",
        "capital_en",
        "capital_lat",
        "capital_lon",
        "lat",
        "lon",
        "aliases",
    ]);
    for (iso2, iso3, numeric) in &codes {
        let none = Override::default();
        let by_hand = overrides.get(iso2).unwrap_or(&none);
        let name = |by_hand: &str, names: &Names| -> Result<String> {
            let package = names.countries.get(iso2).and_then(|names| names.all().first().copied().map(str::to_owned));
            first_given(by_hand, package).with_context(|| format!("{iso2} has no name"))
        };
        let (name_fr, name_en) = (name(&by_hand.name_fr, &french)?, name(&by_hand.name_en, &english)?);
        let region = region_of.get(iso2.as_str()).with_context(|| format!("{iso2} has no region"))?;
        let capital_en =
            first_given(&by_hand.capital_en, listed.get(iso2).map(|row| row.capital.clone())).unwrap_or_default();
        let capital_fr = first_given(&by_hand.capital_fr, None).unwrap_or_else(|| capital_en.clone());
        let capital = find_capital(&by_country, iso2, [&capital_en, &capital_fr]);
        if capital.is_none() && !capital_en.is_empty() {
            println!("  no coordinates for the capital {capital_en} of {name_en}");
        }
        let capital_point = capital.map(|place| [coordinate(place.latitude), coordinate(place.longitude)]);
        let [capital_lat, capital_lon] = capital_point.unwrap_or_default();
        // ISO has assigned Kosovo no code: XK and XKX are the customary ones.
        let (iso3, numeric) = match iso2.as_str() {
            "XK" => ("XKX", ""),
            _ => (iso3.as_str(), numeric.as_str()),
        };
        let shape = shapes.get(if iso2 == "XK" { iso2.as_str() } else { numeric });
        let [lon, lat] = shape
            .and_then(shapes::middle)
            .or(capital.map(|place| [place.longitude, place.latitude]))
            .map(|position| position.map(coordinate))
            .unwrap_or_default();
        let names = [fold(&name_fr), fold(&name_en)];
        let aliases: Vec<&str> =
            aliases[iso2].iter().filter(|alias| !names.contains(&fold(alias))).map(String::as_str).collect();
        table.push(&[
            iso2,
            iso3,
            numeric,
            &name_fr,
            &name_en,
            region,
            &capital_fr,
            &capital_en,
            &capital_lat,
            &capital_lon,
            &lat,
            &lon,
            &aliases.join("|"),
        ])?;
    }
    output.write(
        About {
            name: "countries.tsv",
            about: "Countries: ISO 3166-1 codes, French and English names, region of the world, capital, a point, aliases",
            licence: "MIT AND CC-BY-4.0",
            from: &[COUNTRY_NAMES, COUNTRIES, PLACES, SHAPES],
        },
        &table,
    )?;

    let mut table = Table::new(&["code", "name_fr", "name_en", "region", "region_fr", "region_en"]);
    let mut regions = regions;
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    for row in &regions {
        table.push(&[&row.code, &row.name_fr, &row.name_en, &row.region, &row.region_fr, &row.region_en])?;
    }
    output.write(
        About {
            name: "world-regions.tsv",
            about: "Sub-regions of the world (United Nations M49)",
            licence: "CC0-1.0",
            from: &[],
        },
        &table,
    )?;
    output.handwritten("themes.tsv", "The theme vocabulary, version 1", "CC0-1.0")?;
    output.handwritten("demonyms.tsv", "What people say of a country: malien, malienne, malian", "CC0-1.0")?;
    output.handwritten("posts.tsv", "Embassies of France", "CC0-1.0")?;
    output.handwritten(
        "currencies.tsv",
        "Currencies: ISO 4217 codes, with French and English names from the Unicode CLDR 48",
        "Unicode-3.0",
    )
}

/// What was written by hand, else what the package says.
fn first_given(by_hand: &str, package: Option<String>) -> Option<String> {
    match by_hand {
        "" => package.filter(|name| !name.is_empty()),
        name => Some(name.to_owned()),
    }
}

/// Every further name of each country. One that the package gives to two countries is nobody's, unless given by hand.
fn aliases(
    english: &Names,
    french: &Names,
    overrides: &HashMap<String, Override>,
) -> HashMap<String, BTreeSet<String>> {
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut aliases: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (iso2, names) in english.countries.iter().chain(&french.countries) {
        for name in names.all() {
            owners.entry(fold(name)).or_default().insert(iso2);
            aliases.entry(iso2.clone()).or_default().insert(name.to_owned());
        }
    }
    for names in aliases.values_mut() {
        names.retain(|name| owners[&fold(name)].len() == 1);
    }
    for (iso2, by_hand) in overrides {
        let names = by_hand.aliases.split('|').filter(|name| !name.is_empty()).map(str::to_owned);
        aliases.entry(iso2.clone()).or_default().extend(names);
    }
    aliases
}

fn by_country(places: &[Place]) -> HashMap<&str, Vec<&Place>> {
    let mut index: HashMap<&str, Vec<&Place>> = HashMap::new();
    for place in places {
        index.entry(&place.countrycode).or_default().push(place);
    }
    index
}

/// The most populous place of the country that bears the capital's name.
fn find_capital<'a>(places: &HashMap<&str, Vec<&'a Place>>, iso2: &str, names: [&str; 2]) -> Option<&'a Place> {
    let keys = names.map(fold);
    let candidates = places.get(iso2)?.iter().filter(|place| keys.iter().any(|key| place.is_named(key)));
    candidates.max_by_key(|place| place.population).copied()
}

/// A coordinate with four decimals, some ten metres.
pub fn coordinate(degrees: f64) -> String {
    let text = format!("{degrees:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
