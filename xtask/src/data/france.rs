//! Communes, intermunicipal bodies, départements and regions of France.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::fold::fold;
use super::output::{About, Output, Table};
use super::packages::{FRANCE, PLACES, Packages};
use super::places::Place;
use super::source;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commune {
    code: String,
    nom: String,
    #[serde(default)]
    type_liaison: Option<u8>,
    r#type: String,
    departement: Option<String>,
    region: Option<String>,
    /// The commune that holds the town hall of a merged one.
    chef_lieu: Option<String>,
    siren: Option<String>,
    population: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Division {
    code: String,
    nom: String,
    chef_lieu: String,
    type_liaison: u8,
    region: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Intermunicipal {
    /// Its SIREN.
    code: String,
    nom: String,
    r#type: String,
    population_municipale: Option<u64>,
    membres: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    code: String,
}

#[derive(Deserialize)]
struct Siren {
    level: String,
    code: String,
    siren: String,
}

/// Overseas départements are countries of their own in the gazetteer.
const OVERSEAS: [(&str, &str); 10] = [
    ("971", "GP"),
    ("972", "MQ"),
    ("973", "GF"),
    ("974", "RE"),
    ("975", "PM"),
    ("976", "YT"),
    ("977", "BL"),
    ("978", "MF"),
    ("987", "PF"),
    ("988", "NC"),
];

/// Builds the French registers.
pub fn build(packages: &Packages, places: &[Place], output: &mut Output) -> Result<()> {
    let communes: Vec<Commune> = packages.json(FRANCE, "package/data/communes.json")?;
    let departements: Vec<Division> = packages.json(FRANCE, "package/data/departements.json")?;
    let regions: Vec<Division> = packages.json(FRANCE, "package/data/regions.json")?;
    let groups: Vec<Intermunicipal> = packages.json(FRANCE, "package/data/epci.json")?;
    let sirens: Vec<Siren> = source::read("siren.tsv")?;
    let siren = |level: &str, code: &str| {
        sirens.iter().find(|row| row.level == level && row.code == code).map_or("", |row| row.siren.as_str())
    };
    let named = Named::new(places);
    let points: HashMap<&str, &Place> = communes
        .iter()
        .filter(|commune| commune.r#type == "commune-actuelle")
        .filter_map(|commune| Some((commune.code.as_str(), named.find(commune)?)))
        .collect();
    let group_of: HashMap<&str, &str> = groups
        .iter()
        .flat_map(|group| group.membres.iter().map(|member| (member.code.as_str(), group.code.as_str())))
        .collect();
    // A commune without a point of its own is shown at its département's capital, or the largest commune that has one.
    let mut centre: HashMap<&str, &str> = HashMap::new();
    for division in &departements {
        let within = communes.iter().filter(|commune| commune.departement.as_ref() == Some(&division.code));
        let placed = within.filter(|commune| points.contains_key(commune.code.as_str()));
        if let Some(commune) = placed.max_by_key(|commune| (commune.code == division.chef_lieu, commune.population)) {
            centre.insert(&division.code, &commune.code);
        }
    }
    let point = |code: &str, departement: &str| -> [String; 3] {
        let (place, precision) = match points.get(code) {
            Some(place) => (Some(place), "commune"),
            None => (centre.get(departement).and_then(|code| points.get(code)), "department"),
        };
        place.map_or_else(Default::default, |place| {
            [format!("{:.4}", place.latitude), format!("{:.4}", place.longitude), precision.to_owned()]
        })
    };

    let mut table = Table::new(&[
        "code",
        "name",
        "article",
        "department",
        "intermunicipal",
        "siren",
        "population",
        "lat",
        "lon",
        "precision",
    ]);
    let mut former = Table::new(&["code", "name", "successor"]);
    let (mut current, mut placed) = (0, 0);
    for commune in &communes {
        let departement = commune.departement.as_deref().unwrap_or_default();
        match (commune.r#type.as_str(), &commune.chef_lieu) {
            ("commune-actuelle", _) => {
                let [lat, lon, precision] = point(&commune.code, departement);
                current += 1;
                placed += usize::from(precision == "commune");
                let population = commune.population.map_or_else(String::new, |count| count.to_string());
                table.push(&[
                    &commune.code,
                    &commune.nom,
                    &commune.type_liaison.unwrap_or_default().to_string(),
                    departement,
                    group_of.get(commune.code.as_str()).copied().unwrap_or_default(),
                    commune.siren.as_deref().unwrap_or_default(),
                    &population,
                    &lat,
                    &lon,
                    &precision,
                ])?;
            }
            ("commune-deleguee" | "commune-associee", Some(successor)) => {
                former.push(&[&commune.code, &commune.nom, successor])?;
            }
            _ => {}
        }
    }
    println!("{placed} of {current} communes have a point of their own");
    let about = |name, about| About { name, about, licence: "MIT, CC-BY-4.0", from: &[FRANCE, PLACES] };
    output.write(about("fr-communes.tsv.zst", "French communes"), &table)?;
    output.write(about("fr-former-communes.tsv.zst", "merged French communes"), &former)?;

    let mut table = Table::new(&["siren", "name", "kind", "department", "population", "lat", "lon", "precision"]);
    let departement_of: HashMap<&str, &str> =
        communes.iter().filter_map(|commune| Some((commune.code.as_str(), commune.departement.as_deref()?))).collect();
    for group in &groups {
        // The first member is the most populous: the group is shown there.
        let seat = group.membres.first().map(|member| member.code.as_str()).unwrap_or_default();
        let departement = departement_of.get(seat).copied().unwrap_or_default();
        let [lat, lon, precision] = point(seat, departement);
        let population = group.population_municipale.map_or_else(String::new, |count| count.to_string());
        let fields = [&*group.code, &group.nom, &group.r#type, departement, &population, &lat, &lon, &precision];
        table.push(&fields)?;
    }
    output.write(about("fr-intermunicipals.tsv.zst", "French intermunicipal bodies"), &table)?;

    let population = |of: &dyn Fn(&Commune) -> bool| -> String {
        let current = communes.iter().filter(|commune| commune.r#type == "commune-actuelle");
        let sum: u64 = current.filter(|commune| of(commune)).filter_map(|commune| commune.population).sum();
        if sum > 0 { sum.to_string() } else { String::new() }
    };
    let mut table = Table::new(&["code", "name", "article", "region", "siren", "population", "lat", "lon"]);
    for division in &departements {
        let [lat, lon, _] = point(&division.chef_lieu, &division.code);
        table.push(&[
            &division.code,
            &division.nom,
            &division.type_liaison.to_string(),
            division.region.as_deref().with_context(|| format!("{} has no region", division.code))?,
            siren("departement", &division.code),
            &population(&|commune| commune.departement.as_ref() == Some(&division.code)),
            &lat,
            &lon,
        ])?;
    }
    output.write(about("fr-departments.tsv", "French départements and overseas collectivities"), &table)?;

    let mut table = Table::new(&["code", "name", "article", "siren", "population", "lat", "lon"]);
    for region in &regions {
        let [lat, lon, _] = point(&region.chef_lieu, "");
        table.push(&[
            &region.code,
            &region.nom,
            &region.type_liaison.to_string(),
            siren("region", &region.code),
            &population(&|commune| commune.region.as_ref() == Some(&region.code)),
            &lat,
            &lon,
        ])?;
    }
    output.write(about("fr-regions.tsv", "French régions since 2016"), &table)?;
    output.handwritten("fr-former-regions.tsv", "the metropolitan régions that ended with 2015")
}

/// The gazetteer's French places by administrative area and folded name.
struct Named<'a>(HashMap<(String, String), Vec<&'a Place>>);

impl<'a> Named<'a> {
    fn new(places: &'a [Place]) -> Self {
        let mut named = HashMap::<_, Vec<&Place>>::new();
        for place in places {
            let area = match place.countrycode.as_str() {
                "FR" => place.admin1code.clone(),
                other => match OVERSEAS.iter().find(|(_, code)| *code == other) {
                    Some((departement, _)) => (*departement).to_owned(),
                    None => continue,
                },
            };
            let mut keys: Vec<String> =
                std::iter::once(&place.name).chain(&place.alternates).map(|name| fold(name)).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                named.entry((area.clone(), key)).or_default().push(place);
            }
        }
        Named(named)
    }

    /// The place of a commune: of its name in its region, the one whose population is nearest and within a factor of
    /// two where there are several.
    fn find(&self, commune: &Commune) -> Option<&'a Place> {
        let departement = commune.departement.as_deref()?;
        let overseas = OVERSEAS.iter().any(|(code, _)| *code == departement);
        let area = if overseas { departement } else { commune.region.as_deref()? };
        let places = self.0.get(&(area.to_owned(), fold(&commune.nom)))?;
        let unlike = |place: &&&Place| {
            let (a, b) = (place.population.max(1) as f64, commune.population.unwrap_or(1).max(1) as f64);
            (a / b).ln().abs()
        };
        let best = places.iter().min_by(|a, b| unlike(a).total_cmp(&unlike(b)))?;
        (places.len() == 1 || unlike(&best) < 2f64.ln()).then_some(*best)
    }
}
