//! Who may work with whom: the French authorities, the towns of the gazetteer and the regions abroad, each with a weight.

use std::collections::HashMap;

use super::authority::{self, Authority};
use super::dice::{Dice, Weighted};
use super::geography::{Area, DESTINATIONS, Destination, EXONYMS, LEFT_OUT, REGIONS_ABROAD, RegionAbroad};
use super::phrases::CountryWords;
use super::record::Ends;
use crate::organisation::OrganisationKind;
use crate::reference;
use crate::registers::{france, ids};
use crate::toponym;
use crate::value::{Country, Id, Point, Precision};

/// Everyone who may appear.
pub struct World {
    communes: Weighted,
    intermunicipals: Weighted,
    departments: Weighted,
    regions: Vec<Region>,
    region_weights: Weighted,
    /// In the order of [`DESTINATIONS`].
    countries: Vec<Abroad>,
    for_communes: Weighted,
    for_regions: Weighted,
    /// Destinations of twinnings of many towns.
    for_many: Weighted,
}

/// A French région, of today or before 2016.
struct Region {
    id: Id,
    code: &'static str,
    name: &'static str,
    from: Option<i32>,
    to: Option<i32>,
    point: Option<Point>,
    population: u64,
    territory: Option<Id>,
}

/// A country's towns and regions.
struct Abroad {
    destination: &'static Destination,
    country: Country,
    words: CountryWords,
    towns: Vec<&'static reference::Place>,
    weights: Weighted,
    regions: Vec<&'static RegionAbroad>,
}

/// A foreign authority with what its organisation and territory are made from.
pub enum Foreign {
    /// A town of the gazetteer.
    Town(&'static reference::Place),
    /// A regional authority.
    Region(&'static RegionAbroad),
}

/// The ends of one partnership, with the foreign ones' origins.
pub struct Drawn {
    /// For the record.
    pub ends: Ends,
    /// In the order of `ends.abroad`.
    pub foreign: Vec<Foreign>,
}

impl World {
    /// Reads the registers.
    pub fn new() -> Self {
        let mut towns: HashMap<Country, Vec<&'static reference::Place>> = HashMap::new();
        for town in reference::places().iter().filter(|town| is_presentable(town)) {
            towns.entry(town.country).or_default().push(town);
        }
        let countries: Vec<Abroad> = DESTINATIONS
            .iter()
            .map(|destination| {
                let country: Country = destination.country.parse().expect("destinations are ISO codes");
                let towns = towns.remove(&country).unwrap_or_default();
                let name = reference::country(country).map(|country| country.name);
                let (fr, en) = name.map_or((destination.country, destination.country), |name| (name.fr, name.en));
                Abroad {
                    destination,
                    country,
                    words: authority::country(country, fr, en),
                    weights: Weighted::new(towns.iter().map(|town| town_weight(town.population))),
                    towns,
                    regions: REGIONS_ABROAD.iter().filter(|region| region.country == destination.country).collect(),
                }
            })
            .collect();
        let weight = |weight: fn(&Destination) -> u32| {
            // A country without towns in the gazetteer cannot be drawn.
            Weighted::new(countries.iter().map(|abroad| match abroad.towns.is_empty() {
                true => 0,
                false => u64::from(weight(abroad.destination)),
            }))
        };
        let regions = regions();
        World {
            communes: Weighted::new(
                reference::communes().iter().map(|commune| commune_weight(commune.population.unwrap_or(0))),
            ),
            intermunicipals: Weighted::new(
                reference::intermunicipals().iter().map(|body| body.population.unwrap_or(0).isqrt()),
            ),
            departments: Weighted::new(
                reference::departments()
                    .iter()
                    .map(|department| u64::from(france::has_departmental_council(department.code))),
            ),
            region_weights: Weighted::new(regions.iter().map(|region| region.population.isqrt())),
            regions,
            for_communes: weight(|destination| destination.communes),
            for_regions: weight(|destination| destination.regions),
            for_many: weight(|destination| match destination.area {
                Area::WesternEurope | Area::EasternEurope => destination.communes,
                _ => 0,
            }),
            countries,
        }
    }

    /// Draws who takes part in one partnership.
    pub fn draw(&self, dice: &mut Dice) -> Drawn {
        let kind = *dice.weighted(&[
            (OrganisationKind::Commune, 800),
            (OrganisationKind::Intermunicipal, 60),
            (OrganisationKind::Department, 70),
            (OrganisationKind::Region, 70),
        ]);
        let home = self.home(dice, kind);
        if kind == OrganisationKind::Commune && dice.percent(3) {
            return self.many(dice, home);
        }
        let destinations = if home.is_local() { &self.for_communes } else { &self.for_regions };
        let abroad = &self.countries[destinations.draw(dice).unwrap_or_default()];
        let foreign = match abroad.regions.is_empty() {
            false if !home.is_local() && dice.percent(80) => {
                Foreign::Region(dice.pick::<&RegionAbroad>(&abroad.regions))
            }
            _ => Foreign::Town(abroad.town(dice, home.population)),
        };
        let authority = foreign.authority(abroad.country);
        let ends = Ends { home, abroad: vec![authority], area: abroad.destination.area, country: abroad.words.clone() };
        Drawn { ends, foreign: vec![foreign] }
    }

    /// A twinning of three to twelve towns, each in a country of its own.
    fn many(&self, dice: &mut Dice, home: Authority) -> Drawn {
        let count =
            *dice.weighted(&[(2usize, 50), (3, 22), (4, 10), (5, 6), (6, 4), (7, 3), (8, 2), (9, 1), (10, 1), (11, 1)]);
        let mut countries: Vec<usize> = Vec::with_capacity(count);
        while countries.len() < count {
            let next = self.for_many.draw(dice).unwrap_or_default();
            if !countries.contains(&next) {
                countries.push(next);
            }
        }
        let foreign: Vec<Foreign> =
            countries.iter().map(|at| Foreign::Town(self.countries[*at].town(dice, home.population))).collect();
        let first = &self.countries[countries[0]];
        let abroad = countries.iter().zip(&foreign).map(|(at, foreign)| foreign.authority(self.countries[*at].country));
        let ends = Ends { home, abroad: abroad.collect(), area: first.destination.area, country: first.words.clone() };
        Drawn { ends, foreign }
    }

    fn home(&self, dice: &mut Dice, kind: OrganisationKind) -> Authority {
        let at = |weighted: &Weighted, dice: &mut Dice| weighted.draw(dice).unwrap_or_default();
        match kind {
            OrganisationKind::Intermunicipal => {
                let body = &reference::intermunicipals()[at(&self.intermunicipals, dice)];
                let name = france::intermunicipal_name(body.name);
                Authority {
                    id: france::intermunicipal(body.siren),
                    from: Some(2000),
                    territory: Some(ids::territory(france::country(), "epci", body.siren)),
                    point: body.point,
                    population: body.population.unwrap_or(0),
                    region: region_of(body.department),
                    words: authority::intermunicipal(&name),
                    ..french(kind, name)
                }
            }
            OrganisationKind::Department => {
                let department = &reference::departments()[at(&self.departments, dice)];
                let of = toponym::of_department(department.name);
                let words =
                    authority::noun(&format!("le département {of}"), &format!("{} Department", department.name));
                Authority {
                    id: france::department(department.code),
                    signed_before: Some((2015, format!("Conseil général {of}"))),
                    from: Some(1982),
                    to: france::department_ends(department.code),
                    territory: Some(ids::territory(france::country(), "department", department.code)),
                    point: department.point,
                    population: department.population.unwrap_or(0),
                    region: Some(department.region),
                    words,
                    ..french(kind, format!("Conseil départemental {of}"))
                }
            }
            OrganisationKind::Region => {
                let region = &self.regions[at(&self.region_weights, dice)];
                let words = authority::noun(&format!("la région {}", region.name), &format!("{} Region", region.name));
                Authority {
                    id: region.id,
                    from: region.from,
                    to: region.to,
                    territory: region.territory,
                    point: region.point,
                    population: region.population,
                    region: Some(region.code),
                    words,
                    ..french(kind, france::regional_council(region.code, region.name))
                }
            }
            _ => {
                let commune = &reference::communes()[at(&self.communes, dice)];
                Authority {
                    id: france::commune(commune.code),
                    territory: Some(ids::territory(france::country(), "commune", commune.code)),
                    point: commune.point,
                    population: commune.population.unwrap_or(0),
                    region: region_of(commune.department),
                    words: authority::town(commune.name, commune.population.unwrap_or(0)),
                    ..french(kind, commune.name.to_owned())
                }
            }
        }
    }
}

impl Abroad {
    /// A town, rather one of the size of its partner.
    fn town(&self, dice: &mut Dice, partner: u64) -> &'static reference::Place {
        let candidates = [(); 2].map(|()| self.towns[self.weights.draw(dice).unwrap_or_default()]);
        let distance = |town: &reference::Place| {
            let (low, high) = (town.population.min(partner).max(1), town.population.max(partner).max(1));
            high / low
        };
        let [first, second] = candidates;
        if distance(second) < distance(first) { second } else { first }
    }
}

impl Foreign {
    /// The authority in sentences.
    fn authority(&self, country: Country) -> Authority {
        let of = |id, kind, words, name: String| Authority {
            id,
            kind,
            country,
            signs: name,
            signed_before: None,
            from: None,
            to: None,
            territory: None,
            point: None,
            population: 0,
            region: None,
            words,
        };
        match self {
            Foreign::Town(town) => {
                let name = french_name(country, town.name);
                Authority {
                    territory: Some(ids::town(country, town.id)),
                    point: Some(town.point),
                    population: town.population,
                    ..of(
                        ids::town_authority(country, town.id),
                        OrganisationKind::Commune,
                        authority::town(name, town.population),
                        name.to_owned(),
                    )
                }
            }
            Foreign::Region(region) => {
                let words = authority::noun(region.fr, region.en);
                let name = words.label.clone();
                let (lat, lon) = region.at;
                Authority {
                    territory: Some(region_territory(country, region)),
                    point: Some(Point { lat, lon, precision: Precision::Region }),
                    ..of(region_authority(country, region), OrganisationKind::Region, words, name)
                }
            }
        }
    }
}

/// The organisation of a region abroad.
pub fn region_authority(country: Country, region: &RegionAbroad) -> Id {
    ids::organisation(country, "demo-region", region.fr)
}

/// Its territory.
pub fn region_territory(country: Country, region: &RegionAbroad) -> Id {
    ids::territory(country, "demo-region", region.fr)
}

/// The French name of a foreign town.
pub fn french_name(country: Country, name: &'static str) -> &'static str {
    let found = EXONYMS.iter().find(|(code, local, _)| *local == name && *code == country.as_str());
    found.map_or(name, |(_, _, french)| french)
}

/// A French authority without particulars.
fn french(kind: OrganisationKind, signs: String) -> Authority {
    Authority {
        id: france::foreign_ministry(),
        kind,
        country: france::country(),
        signs,
        signed_before: None,
        from: None,
        to: None,
        territory: None,
        point: None,
        population: 0,
        region: None,
        words: Default::default(),
    }
}

/// Large communes have most partnerships, hamlets none; the largest not as many more as they are larger.
fn commune_weight(population: u64) -> u64 {
    match population {
        0..800 => 0,
        _ => population.min(400_000),
    }
}

/// Towns abroad are drawn less unevenly: population to the power of three quarters.
fn town_weight(population: u64) -> u64 {
    let root = population.clamp(800, 4_000_000).isqrt();
    root * root.isqrt()
}

/// The code of the region of a département.
fn region_of(department: &str) -> Option<&'static str> {
    reference::departments().iter().find(|row| row.code == department).map(|row| row.region)
}

/// Names of towns that read well in a sentence; parts of towns, places of unknown size and [`LEFT_OUT`] are not among them.
fn is_presentable(town: &reference::Place) -> bool {
    town.population >= 500
        && town.name.len() <= 28
        && town.name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
        && town.name.chars().next().is_some_and(char::is_uppercase)
        && !LEFT_OUT.contains(&town.id)
}

fn regions() -> Vec<Region> {
    let old = reference::former_regions().iter().map(|region| Region {
        id: france::former_region(region.code),
        code: region.successor,
        name: region.name,
        from: Some(1986),
        to: Some(2015),
        point: france::former_region_point(region.code),
        population: 2_500_000,
        territory: Some(ids::territory(france::country(), "former-region", region.code)),
    });
    let merged = |code: &str| reference::former_regions().iter().filter(|region| region.successor == code).count() > 1;
    let today = reference::regions().iter().filter(|region| france::has_regional_council(region.code));
    let today = today.map(|region| Region {
        id: france::region(region.code),
        code: region.code,
        name: region.name,
        from: Some(if merged(region.code) { 2016 } else { 1986 }),
        to: None,
        point: region.point,
        population: region.population.unwrap_or(1_000_000),
        territory: Some(ids::territory(france::country(), "region", region.code)),
    });
    // Six régions went on unchanged in 2016: their old selves are themselves.
    old.filter(|region| merged(region.code)).chain(today).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_in_the_gazetteer_and_in_no_demonstration() {
        let world = World::new();
        let shown: Vec<u32> = world.countries.iter().flat_map(|abroad| &abroad.towns).map(|town| town.id).collect();
        for id in LEFT_OUT {
            let town =
                reference::places().iter().find(|town| town.id == id).unwrap_or_else(|| panic!("{id} is no place"));
            assert!(matches!(town.country.as_str(), "PS" | "IL"), "{id}: {}", town.name);
            assert!(!shown.contains(&id), "{id}: {}", town.name);
        }
    }
}
