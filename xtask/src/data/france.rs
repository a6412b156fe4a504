//! Communes, intermunicipal bodies, départements and regions of France.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::countries::coordinate;
use super::fold::fold;
use super::output::{About, Output, Table};
use super::packages::{FRANCE, PLACES, Packages};
use super::places::Place;
use super::siren;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commune {
    code: String,
    nom: String,
    #[serde(default)]
    type_liaison: Option<u8>,
    r#type: String,
    departement: String,
    region: String,
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

/// The overseas régions and collectivities, which are countries of their own in the gazetteer.
const OVERSEAS: [(&str, &str); 11] = [
    ("01", "GP"),
    ("02", "MQ"),
    ("03", "GF"),
    ("04", "RE"),
    ("06", "YT"),
    ("975", "PM"),
    ("977", "BL"),
    ("978", "MF"),
    ("986", "WF"),
    ("987", "PF"),
    ("988", "NC"),
];

/// Builds the French registers.
pub fn build(packages: &Packages, places: &[Place], output: &mut Output) -> Result<()> {
    let communes: Vec<Commune> = packages.json(FRANCE, "package/data/communes.json")?;
    let (communes, others): (Vec<_>, Vec<_>) = communes.into_iter().partition(|row| row.r#type == "commune-actuelle");
    let departements: Vec<Division> = packages.json(FRANCE, "package/data/departements.json")?;
    let regions: Vec<Division> = packages.json(FRANCE, "package/data/regions.json")?;
    let groups: Vec<Intermunicipal> = packages.json(FRANCE, "package/data/epci.json")?;
    let group_of: HashMap<&str, &str> = groups
        .iter()
        .flat_map(|group| group.membres.iter().map(|member| (member.code.as_str(), group.code.as_str())))
        .collect();
    let points = locate(&communes, &others, &group_of, places);
    println!("  {} of {} communes have a point of their own", points.len(), communes.len());
    let by_code: HashMap<&str, &Commune> = communes.iter().map(|row| (row.code.as_str(), row)).collect();
    let largest = |rows: &mut dyn Iterator<Item = &str>| {
        rows.filter_map(|code| by_code.get(code)).max_by_key(|commune| commune.population).copied()
    };
    // A commune without a point of its own is shown at the main town of its intermunicipal body that has one, else at its
    // département's capital or the largest commune that has one.
    let located = |code: &&str| points.contains_key(code);
    let mut centre: HashMap<&str, &Place> = HashMap::new();
    for group in &groups {
        let mut members = group.membres.iter().map(|member| member.code.as_str()).filter(located);
        if let Some(town) = largest(&mut members) {
            centre.insert(&group.code, points[town.code.as_str()]);
        }
    }
    for division in &departements {
        let within = communes.iter().filter(|commune| commune.departement == division.code);
        let mut within = within.map(|commune| commune.code.as_str()).filter(located);
        let capital = points.get(division.chef_lieu.as_str()).copied();
        if let Some(place) = capital.or_else(|| largest(&mut within).map(|town| points[town.code.as_str()])) {
            centre.insert(&division.code, place);
        }
    }
    let point = |code: &str, departement: &str| -> [String; 3] {
        let group = group_of.get(code).and_then(|group| centre.get(group));
        let (place, precision) = match points.get(code) {
            Some(place) => (Some(place), "commune"),
            None => (group.or_else(|| centre.get(departement)), "department"),
        };
        place.map_or_else(Default::default, |place| {
            [coordinate(place.latitude), coordinate(place.longitude), precision.to_owned()]
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
    for commune in &communes {
        let [lat, lon, precision] = point(&commune.code, &commune.departement);
        let population = commune.population.map_or_else(String::new, |count| count.to_string());
        table.push(&[
            &commune.code,
            &commune.nom,
            &commune.type_liaison.unwrap_or_default().to_string(),
            &commune.departement,
            group_of.get(commune.code.as_str()).copied().unwrap_or_default(),
            commune.siren.as_deref().unwrap_or_default(),
            &population,
            &lat,
            &lon,
            &precision,
        ])?;
    }
    let mut former = Table::new(&["code", "name", "successor"]);
    for commune in others.iter().filter(|row| row.r#type != "arrondissement-municipal") {
        let successor = commune.chef_lieu.as_deref().with_context(|| format!("{} is part of none", commune.code))?;
        former.push(&[&commune.code, &commune.nom, successor])?;
    }
    let about = |name, about| About { name, about, licence: "MIT AND CC-BY-4.0", from: &[FRANCE, PLACES] };
    output.write(about("fr-communes.tsv.zst", "French communes"), &table)?;
    output.write(about("fr-former-communes.tsv.zst", "merged French communes"), &former)?;

    let mut table = Table::new(&["siren", "name", "kind", "department", "population", "lat", "lon", "precision"]);
    let territories: Vec<Intermunicipal> = packages.json(FRANCE, "package/data/ept.json")?;
    for group in groups.iter().chain(&territories) {
        let town = largest(&mut group.membres.iter().map(|member| member.code.as_str()));
        let town = town.with_context(|| format!("{} has no commune", group.nom))?;
        let (seat, departement) = (town.code.as_str(), town.departement.as_str());
        let [lat, lon, precision] = point(seat, departement);
        let population = group.population_municipale.map_or_else(String::new, |count| count.to_string());
        let fields = [&*group.code, &group.nom, &group.r#type, departement, &population, &lat, &lon, &precision];
        table.push(&fields)?;
    }
    output.write(about("fr-intermunicipals.tsv.zst", "French intermunicipal bodies"), &table)?;

    let population = |of: &dyn Fn(&Commune) -> bool| -> String {
        let within = communes.iter().filter(|commune| of(commune));
        let sum: u64 = within.filter_map(|commune| commune.population).sum();
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
            &siren::of_department(&division.code),
            &population(&|commune| commune.departement == division.code),
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
            siren::of_region(&region.code),
            &population(&|commune| commune.region == region.code),
            &lat,
            &lon,
        ])?;
    }
    output.write(about("fr-regions.tsv", "French régions since 2016"), &table)?;
    output.handwritten("fr-former-regions.tsv", "the metropolitan régions that ended with 2015", "CC0-1.0")
}

/// Communes matched to places by name within the région.
///
/// The pairs that leave no doubt (one commune, one place, as many inhabitants) tell where each intermunicipal body and
/// département is; then every pair is weighed by inhabitants and by its distance from there, and the best are taken,
/// each place for one commune.
fn locate<'a>(
    communes: &'a [Commune],
    former: &[Commune],
    body_of: &HashMap<&str, &'a str>,
    places: &'a [Place],
) -> HashMap<&'a str, &'a Place> {
    let candidates = candidates(communes, former, places);
    let mut rivals: HashMap<u32, usize> = HashMap::new();
    for (_, pairs) in &candidates {
        for pair in pairs {
            *rivals.entry(pair.place.geonameid).or_default() += 1;
        }
    }
    let mut anchors: HashMap<&str, Vec<Point>> = HashMap::new();
    for (commune, pairs) in &candidates {
        if let [pair] = &pairs[..]
            && rivals[&pair.place.geonameid] == 1
            && pair.unlikeness <= 0.7
        {
            let body = body_of.get(commune.code.as_str()).copied();
            for group in body.into_iter().chain([commune.departement.as_str()]) {
                anchors.entry(group).or_default().push(position(pair.place));
            }
        }
    }
    let middles: HashMap<&str, Point> = anchors
        .into_iter()
        .filter(|(_, points)| points.len() > 1)
        .map(|(group, points)| (group, middle(points)))
        .collect();

    let mut scored = Vec::new();
    for (commune, pairs) in &candidates {
        let of_body = body_of.get(commune.code.as_str()).and_then(|body| middles.get(body)).map(|at| (at, 40.0));
        let of_department = middles.get(commune.departement.as_str()).map(|at| (at, 90.0));
        for pair in pairs {
            let off = match of_body.or(of_department) {
                // Overseas, distances say nothing: few homonyms, large or scattered territories.
                Some((middle, reach)) if !is_overseas(&commune.region) => {
                    let km = middle.distance_km(position(pair.place));
                    if km > reach {
                        continue;
                    }
                    km / reach
                }
                _ => 0.0,
            };
            if pair.unlikeness <= 2.5 {
                scored.push((pair.unlikeness + off, commune.code.as_str(), pair.place));
            }
        }
    }
    scored.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2.geonameid).cmp(&(b.1, b.2.geonameid))));
    let (mut found, mut taken) = (HashMap::new(), HashSet::new());
    for (_, commune, place) in scored {
        if !found.contains_key(commune) && taken.insert(place.geonameid) {
            found.insert(commune, place);
        }
    }
    found
}

/// A commune and a place that has its name.
struct Pair<'a> {
    place: &'a Place,
    /// How far the numbers of inhabitants are apart, as a logarithm, and more where only an alternate name agrees.
    unlikeness: f64,
}

/// Every commune with the places of its name in its région.
fn candidates<'a>(
    communes: &'a [Commune],
    former: &[Commune],
    places: &'a [Place],
) -> Vec<(&'a Commune, Vec<Pair<'a>>)> {
    let region_of: HashMap<&str, &str> = OVERSEAS.iter().map(|(region, country)| (*country, *region)).collect();
    let mut by_name: HashMap<(&str, String), Vec<&Place>> = HashMap::new();
    for place in places {
        let region = match place.countrycode.as_str() {
            "FR" => place.admin1code.as_str(),
            country => match region_of.get(country) {
                Some(region) => region,
                None => continue,
            },
        };
        let keys: HashSet<String> =
            std::iter::once(&place.name).chain(&place.alternates).map(|name| fold(name)).collect();
        for key in keys {
            by_name.entry((region, key)).or_default().push(place);
        }
    }
    // The seat of a merged commune keeps its code: Cherbourg-Octeville in Cherbourg-en-Cotentin.
    let seats: HashMap<&str, String> = former.iter().map(|row| (row.code.as_str(), fold(&row.nom))).collect();
    let pairs = |commune: &'a Commune| {
        let name = fold(&commune.nom);
        let keys = [Some(&name), seats.get(commune.code.as_str())];
        let keys: HashSet<&String> = keys.into_iter().flatten().collect();
        let found = keys.into_iter().flat_map(|key| by_name.get(&(commune.region.as_str(), key.clone()))).flatten();
        let mut pairs: Vec<Pair> =
            found.map(|place| Pair { place, unlikeness: unlikeness(commune, place, &name) }).collect();
        pairs.sort_by_key(|pair| pair.place.geonameid);
        pairs.dedup_by_key(|pair| pair.place.geonameid);
        (commune, pairs)
    };
    communes.iter().map(pairs).collect()
}

fn unlikeness(commune: &Commune, place: &Place, name: &str) -> f64 {
    let inhabitants = |people: u64| people as f64 + 20.0;
    let ratio = inhabitants(commune.population.unwrap_or_default()) / inhabitants(place.population);
    let alternate = if fold(&place.name) == name { 0.0 } else { 0.2 };
    ratio.ln().abs() + alternate
}

fn is_overseas(region: &str) -> bool {
    OVERSEAS.iter().any(|(code, _)| *code == region)
}

fn position(place: &Place) -> Point {
    Point { lat: place.latitude, lon: place.longitude }
}

#[derive(Clone, Copy)]
struct Point {
    lat: f64,
    lon: f64,
}

impl Point {
    /// Distance over a small part of the globe.
    fn distance_km(self, other: Point) -> f64 {
        const DEGREE_KM: f64 = 111.2;
        let east = (self.lon - other.lon) * self.lat.to_radians().cos();
        (self.lat - other.lat).hypot(east) * DEGREE_KM
    }
}

/// The median of positions, which an error among them does not move.
fn middle(mut points: Vec<Point>) -> Point {
    let half = points.len() / 2;
    let lat = points.select_nth_unstable_by(half, |a, b| a.lat.total_cmp(&b.lat)).1.lat;
    let lon = points.select_nth_unstable_by(half, |a, b| a.lon.total_cmp(&b.lon)).1.lon;
    Point { lat, lon }
}
