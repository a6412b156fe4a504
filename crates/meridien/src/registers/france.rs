//! The French registers: communes, groups of communes, départements, régions, the régions before 2016, the foreign
//! ministry and its diplomatic posts.

use super::{SOURCE, Source, identifier, ids};
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Name, NameKind, Organisation, OrganisationKind, Successor};
use crate::reference;
use crate::territory::{Level, Territory};
use crate::toponym;
use crate::value::{Country, Id, PartialDate, Point, Precision, Text};

/// When the régions of the 2015 law began.
const REGIONS_SINCE: &str = "2016-01-01";
/// The day before.
const OLD_REGIONS_UNTIL: &str = "2015-12-31";
/// The scheme of the codes of régions of before 2016.
pub const FORMER_REGION: &str = "insee-former-region";
/// The general councils became departmental councils at the election of March 2015.
const GENERAL_COUNCILS_UNTIL: &str = "2015-03";
const DEPARTMENTAL_COUNCILS_SINCE: &str = "2015-04";

/// The names of the foreign ministry: first day, last day, name, acronym. A municipal or regional partnership shows the one
/// of its own time.
const MINISTRY_NAMES: [(Option<&str>, Option<&str>, &str, &str); 5] = [
    (None, Some("2007-05-17"), "Ministère des Affaires étrangères", "MAE"),
    (Some("2007-05-18"), Some("2012-05-15"), "Ministère des Affaires étrangères et européennes", "MAEE"),
    (Some("2012-05-16"), Some("2014-04-01"), "Ministère des Affaires étrangères", "MAE"),
    (
        Some("2014-04-02"),
        Some("2017-05-16"),
        "Ministère des Affaires étrangères et du Développement international",
        "MAEDI",
    ),
    (Some("2017-05-17"), None, "Ministère de l'Europe et des Affaires étrangères", "MEAE"),
];

/// Names that régions bore for a while: code, name, last day.
const FORMER_NAMES: [(&str, &str, &str); 5] = [
    ("24", "Centre", "2015-01-16"),
    ("32", "Nord-Pas-de-Calais-Picardie", "2016-09-29"),
    ("44", "Alsace-Champagne-Ardenne-Lorraine", "2016-09-29"),
    ("75", "Aquitaine-Limousin-Poitou-Charentes", "2016-09-29"),
    ("76", "Languedoc-Roussillon-Midi-Pyrénées", "2016-09-29"),
];

/// Départements whose council gave way to another authority: code, last day.
const ENDED_DEPARTMENTS: [(&str, &str); 7] = [
    ("2A", "2017-12-31"),
    ("2B", "2017-12-31"),
    ("67", "2020-12-31"),
    ("68", "2020-12-31"),
    ("75", "2018-12-31"),
    ("972", "2015-12-31"),
    ("973", "2015-12-31"),
];

/// Régions whose only authority has another name than "conseil régional": code, name, first day under it.
const SINGLE_AUTHORITIES: [(&str, &str, &str); 3] = [
    ("02", "Collectivité territoriale de Martinique", "2016-01-01"),
    ("03", "Collectivité territoriale de Guyane", "2016-01-01"),
    ("94", "Collectivité de Corse", "2018-01-01"),
];

/// The seats of the régions of before 2016: old INSEE code, code of the commune.
const FORMER_SEATS: [(&str, &str); 16] = [
    ("21", "51108"),
    ("22", "80021"),
    ("23", "76540"),
    ("25", "14118"),
    ("26", "21231"),
    ("31", "59350"),
    ("41", "57463"),
    ("42", "67482"),
    ("43", "25056"),
    ("54", "86194"),
    ("72", "33063"),
    ("73", "31555"),
    ("74", "87085"),
    ("82", "69123"),
    ("83", "63113"),
    ("91", "34172"),
];

/// The code of the authority that took over from the two Alsatian départements.
const ALSACE: &str = "6AE";

/// France.
pub fn country() -> Country {
    "FR".parse().expect("FR is a country code")
}

/// The organisation of a commune.
pub fn commune(code: &str) -> Id {
    ids::organisation(country(), "commune", code)
}

/// The organisation of a commune that was merged into another; its code may be the code of the merged one too.
pub fn former_commune(code: &str) -> Id {
    ids::organisation(country(), "former-commune", code)
}

/// The organisation of a group of communes, by SIREN.
pub fn intermunicipal(siren: &str) -> Id {
    ids::organisation(country(), "epci", siren)
}

/// The organisation of a département.
pub fn department(code: &str) -> Id {
    ids::organisation(country(), "department", code)
}

/// The organisation of a région.
pub fn region(code: &str) -> Id {
    ids::organisation(country(), "region", code)
}

/// The organisation of a région abolished at the end of 2015.
pub fn former_region(code: &str) -> Id {
    ids::organisation(country(), "former-region", code)
}

/// The foreign ministry.
pub fn foreign_ministry() -> Id {
    ids::organisation(country(), "ministry", "foreign-affairs")
}

/// The embassy in a country.
pub fn post(host: Country) -> Id {
    ids::post(country(), host)
}

/// The name of the foreign ministry at the end of a year.
pub fn foreign_ministry_name(year: i32) -> &'static str {
    let last = |until: &str| until.parse::<PartialDate>().map_or(i32::MAX, PartialDate::year);
    let of_year = MINISTRY_NAMES.iter().find(|(_, until, ..)| until.is_none_or(|until| year < last(until)));
    of_year.map_or(MINISTRY_NAMES[0].2, |(_, _, name, _)| name)
}

/// Every French register.
pub(super) fn sources() -> Vec<Source> {
    vec![
        Box::new(reference::regions().iter().map(region_territory)),
        Box::new(reference::regions().iter().map(region_organisation)),
        Box::new(reference::former_regions().iter().map(former_region_territory)),
        Box::new(reference::former_regions().iter().map(former_region_organisation)),
        Box::new(reference::departments().iter().map(department_territory)),
        Box::new(reference::departments().iter().map(department_organisation)),
        Box::new(std::iter::once(alsace())),
        Box::new(reference::intermunicipals().iter().map(intermunicipal_territory)),
        Box::new(reference::intermunicipals().iter().map(intermunicipal_organisation)),
        Box::new(reference::communes().iter().map(commune_territory)),
        Box::new(reference::communes().iter().map(commune_organisation)),
        Box::new(reference::former_communes().iter().map(former_commune_organisation)),
        Box::new(std::iter::once(ministry())),
        Box::new(reference::posts().iter().map(post_organisation)),
    ]
}

fn date(text: &str) -> Option<PartialDate> {
    Some(text.parse().expect("the dates above are dates"))
}

fn territory_id(register: &str, code: &str) -> Id {
    ids::territory(country(), register, code)
}

fn insee(level: &str, code: &str) -> Identifier {
    identifier(&format!("insee-{level}"), code)
}

/// An organisation as most registers give it.
fn organisation(
    kind: OrganisationKind,
    names: Vec<Name>,
    identifiers: Vec<Identifier>,
    territory: Option<Id>,
) -> Organisation {
    Organisation {
        kind,
        country: Some(country()),
        names,
        identifiers,
        territory,
        successors: Vec::new(),
        from: None,
        to: None,
        serves: Vec::new(),
        website: None,
        source: SOURCE.to_owned(),
        demo: false,
    }
}

fn publish(id: Id, organisation: &Organisation) -> Entry {
    Entry::publish(Kind::Organisation, id, 0, organisation, organisation.identifiers.clone())
}

fn body(name: String, from: Option<PartialDate>, to: Option<PartialDate>) -> Name {
    Name { kind: NameKind::Body, lang: Some("fr".to_owned()), from, to, ..Name::usual(name) }
}

fn succeeded(by: Id, on: &str) -> Vec<Successor> {
    vec![Successor { organisation: by, on: date(on) }]
}

struct Place<'a> {
    level: Level,
    register: &'a str,
    code: &'a str,
    name: &'a str,
    parent: Id,
    point: Option<Point>,
    population: Option<u64>,
}

fn territory(place: &Place<'_>) -> Entry {
    let codes = vec![insee(place.register, place.code)];
    let body = Territory {
        level: place.level,
        country: country(),
        name: Text::new("fr", place.name),
        codes: codes.clone(),
        parent: Some(place.parent),
        point: place.point,
        population: place.population,
        source: SOURCE.to_owned(),
    };
    Entry::publish(Kind::Territory, territory_id(place.register, place.code), 0, &body, codes)
}

fn region_territory(region: &reference::Region) -> Entry {
    territory(&Place {
        level: Level::Region,
        register: "region",
        code: region.code,
        name: region.name,
        parent: ids::country(country()),
        point: region.point,
        population: region.population,
    })
}

/// Whether a region of the official code has an authority of its own: Mayotte's is its département, and the overseas
/// territories that have the code of a region are départements in our registers.
pub fn has_regional_council(code: &str) -> bool {
    code.len() == 2 && code != "06"
}

/// The authority of a région today: "Conseil régional de Bretagne", "Collectivité de Corse".
pub fn regional_council(code: &str, name: &str) -> String {
    match SINGLE_AUTHORITIES.iter().find(|(of, ..)| *of == code) {
        Some((_, authority, _)) => (*authority).to_owned(),
        None => format!("Conseil régional {}", toponym::of_region(name)),
    }
}

/// "Région Bretagne" for readers, its council by period, and what sources make of both.
fn region_names(code: &str, name: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut from = None;
    for (_, former, until) in FORMER_NAMES.iter().filter(|(of, ..)| *of == code) {
        let until = date(until);
        names.push(Name { to: until, ..Name::usual(format!("Région {former}")) });
        names.push(body(format!("Conseil régional {}", toponym::of_region(former)), None, until));
        from = until.and_then(|until| until.last_day().succ_opt()).map(PartialDate::Day);
    }
    names.push(Name { from, ..Name::usual(format!("Région {name}")) });
    let council = format!("Conseil régional {}", toponym::of_region(name));
    match SINGLE_AUTHORITIES.iter().find(|(of, ..)| *of == code) {
        Some((_, authority, since)) => {
            let since = date(since);
            let until = since.and_then(|since| since.first_day().pred_opt()).map(PartialDate::Day);
            names.push(body(council, from, until));
            names.push(body((*authority).to_owned(), since, None));
        }
        None => {
            // The old atlas prints "Conseil régional de Hauts-de-France".
            let without_article = format!("Conseil régional de {name}");
            let alias = (council != without_article).then(|| Name::alias(without_article));
            names.push(body(council, from, None));
            names.extend(alias);
        }
    }
    names.push(Name::alias(name));
    names
}

fn region_organisation(region: &reference::Region) -> Entry {
    let mut identifiers = vec![insee("region", region.code)];
    identifiers.extend(region.siren.map(|siren| identifier("siren", siren)));
    let territory = Some(territory_id("region", region.code));
    let mut organisation =
        organisation(OrganisationKind::Region, region_names(region.code, region.name), identifiers, territory);
    let merged = reference::former_regions().iter().filter(|former| former.successor == region.code).count() > 1;
    organisation.from = merged.then(|| date(REGIONS_SINCE)).flatten();
    publish(self::region(region.code), &organisation)
}

/// Where a région of before 2016 was: its seat.
pub fn former_region_point(code: &str) -> Option<Point> {
    let (_, seat) = FORMER_SEATS.iter().find(|(region, _)| *region == code)?;
    let commune = reference::communes().iter().find(|commune| commune.code == *seat)?;
    commune.point.map(|point| Point { precision: Precision::Region, ..point })
}

fn former_region_territory(region: &reference::FormerRegion) -> Entry {
    territory(&Place {
        level: Level::Region,
        register: "former-region",
        code: region.code,
        name: region.name,
        parent: ids::country(country()),
        point: former_region_point(region.code),
        population: None,
    })
}

fn former_region_organisation(region: &reference::FormerRegion) -> Entry {
    let identifiers = vec![insee("former-region", region.code)];
    let territory = Some(territory_id("former-region", region.code));
    let mut organisation =
        organisation(OrganisationKind::Region, region_names("", region.name), identifiers, territory);
    organisation.to = date(OLD_REGIONS_UNTIL);
    organisation.successors = succeeded(self::region(region.successor), REGIONS_SINCE);
    publish(former_region(region.code), &organisation)
}

fn department_territory(department: &reference::Department) -> Entry {
    territory(&Place {
        level: Level::Department,
        register: "department",
        code: department.code,
        name: department.name,
        parent: territory_id("region", department.region),
        point: department.point,
        population: department.population,
    })
}

/// The last year of a département's council, if another authority took over.
pub fn department_ends(code: &str) -> Option<i32> {
    ENDED_DEPARTMENTS.iter().find(|(of, _)| *of == code).and_then(|(_, until)| date(until)).map(PartialDate::year)
}

/// Whether a code of this level is a département with a council, rather than an overseas collectivity of another kind.
pub fn has_departmental_council(code: &str) -> bool {
    code.len() == 2 || matches!(code, "971" | "972" | "973" | "974" | "976")
}

fn department_organisation(department: &reference::Department) -> Entry {
    let (code, name) = (department.code, department.name);
    let ends = ENDED_DEPARTMENTS.iter().find(|(of, _)| *of == code).and_then(|(_, until)| date(until));
    let names = match has_departmental_council(code) {
        true => {
            let of = toponym::of_department(name);
            vec![
                Name::usual(format!("Département {of}")),
                body(format!("Conseil général {of}"), None, date(GENERAL_COUNCILS_UNTIL)),
                body(format!("Conseil départemental {of}"), date(DEPARTMENTAL_COUNCILS_SINCE), ends),
                Name::alias(name),
            ]
        }
        false => vec![Name::usual(name)],
    };
    let mut identifiers = vec![insee("department", code)];
    // The city of Paris, which took over, has the département's SIREN.
    identifiers.extend(department.siren.filter(|_| code != "75").map(|siren| identifier("siren", siren)));
    let territory = Some(territory_id("department", code));
    let mut organisation = organisation(OrganisationKind::Department, names, identifiers, territory);
    if let Some(PartialDate::Day(last)) = ends {
        let successor = match code {
            "67" | "68" => department_id_of_alsace(),
            "75" => commune("75056"),
            _ => region(department.region),
        };
        let on = last.succ_opt().map(PartialDate::Day);
        organisation.to = Some(PartialDate::Day(last));
        organisation.successors = vec![Successor { organisation: successor, on }];
    }
    publish(self::department(code), &organisation)
}

fn department_id_of_alsace() -> Id {
    department(ALSACE)
}

/// The European Collectivity of Alsace, which took over from two départements; the official code has no département for it.
fn alsace() -> Entry {
    let names = vec![Name::usual("Collectivité européenne d'Alsace"), Name::alias("Alsace"), Name::alias("CEA")];
    let mut organisation = organisation(
        OrganisationKind::Department,
        names,
        vec![insee("department", ALSACE), identifier("siren", reference::ALSACE_SIREN)],
        None,
    );
    organisation.from = date("2021-01-01");
    publish(department_id_of_alsace(), &organisation)
}

/// "CC du Val d'Essonne" in full: "Communauté de communes du Val d'Essonne".
pub fn intermunicipal_name(name: &str) -> String {
    let full = |rest: &str, kind: &str| format!("{kind} {rest}");
    match name.split_once(' ') {
        Some(("CC", rest)) => full(rest, "Communauté de communes"),
        Some(("CA", rest)) => full(rest, "Communauté d'agglomération"),
        Some(("CU", rest)) => full(rest, "Communauté urbaine"),
        _ => name.to_owned(),
    }
}

fn intermunicipal_territory(body: &reference::Intermunicipal) -> Entry {
    let name = intermunicipal_name(body.name);
    territory(&Place {
        level: Level::Intermunicipal,
        register: "epci",
        code: body.siren,
        name: &name,
        parent: territory_id("department", body.department),
        point: body.point,
        population: body.population,
    })
}

fn intermunicipal_organisation(body: &reference::Intermunicipal) -> Entry {
    let full = intermunicipal_name(body.name);
    let alias = (full != body.name).then(|| Name::alias(body.name));
    let names = std::iter::once(Name::usual(full)).chain(alias).collect();
    let territory = Some(territory_id("epci", body.siren));
    let identifiers = vec![identifier("siren", body.siren)];
    publish(intermunicipal(body.siren), &organisation(OrganisationKind::Intermunicipal, names, identifiers, territory))
}

fn commune_territory(commune: &reference::Commune) -> Entry {
    territory(&Place {
        level: Level::Commune,
        register: "commune",
        code: commune.code,
        name: commune.name,
        parent: territory_id("department", commune.department),
        point: commune.point,
        population: commune.population,
    })
}

fn commune_organisation(commune: &reference::Commune) -> Entry {
    let mut identifiers = vec![insee("commune", commune.code)];
    identifiers.extend(commune.siren.map(|siren| identifier("siren", siren)));
    let territory = Some(territory_id("commune", commune.code));
    let names = vec![Name::usual(commune.name)];
    publish(self::commune(commune.code), &organisation(OrganisationKind::Commune, names, identifiers, territory))
}

fn former_commune_organisation(former: &reference::FormerCommune) -> Entry {
    let identifiers = vec![insee("former-commune", former.code)];
    let names = vec![Name::usual(former.name)];
    let mut organisation = organisation(OrganisationKind::Commune, names, identifiers, None);
    organisation.successors = vec![Successor { organisation: commune(former.successor), on: None }];
    publish(former_commune(former.code), &organisation)
}

fn ministry() -> Entry {
    let names = MINISTRY_NAMES.iter().flat_map(|&(from, to, name, acronym)| {
        let (from, to) = (from.and_then(date), to.and_then(date));
        [Name { from, to, ..Name::usual(name) }, Name { from, to, ..Name::alias(acronym) }]
    });
    let ministry = organisation(OrganisationKind::State, names.collect(), Vec::new(), None);
    publish(foreign_ministry(), &ministry)
}

fn post_organisation(row: &reference::Post) -> Entry {
    let name = |lang: &str, name: String| Name { lang: Some(lang.to_owned()), ..Name::usual(name) };
    let names = vec![name("fr", row.name_fr()), name("en", row.name_en())];
    let mut organisation = organisation(OrganisationKind::DiplomaticPost, names, Vec::new(), None);
    organisation.serves = vec![row.country];
    publish(post(row.country), &organisation)
}
