//! How far an activity reaches (ActivityScope), by the countries and places that receive.

use std::collections::HashSet;

use super::outgoing::{Known, recipients};
use crate::partnership::{Partnership, Place};
use crate::territory::{Level, MOST_LEVELS};
use crate::value::{Country, Id, Precision};

/// Several countries that are no region of the world.
const COUNTRIES: &str = "3";
/// A whole country.
const NATIONAL: &str = "4";
/// Several first-level divisions of a country.
const FIRST_LEVEL_AREAS: &str = "5";
/// One of them.
const FIRST_LEVEL_AREA: &str = "6";
/// One second-level division.
const SECOND_LEVEL_AREA: &str = "7";
/// One town or the like.
const LOCATION: &str = "8";

/// The scope of a record, none where it is not known. Places at home are set aside where somebody abroad receives.
pub fn of(p: &Partnership, home: Country, known: &Known) -> Option<&'static str> {
    let recipients = recipients(p, home);
    let is_recipient = |place: &&Place| place.country != Some(home) || recipients.contains(&home);
    let places: Vec<&Place> = p.places.iter().filter(is_recipient).collect();
    let of_places = places.iter().filter_map(|place| place.country);
    let countries: HashSet<Country> = of_places.chain(recipients.iter().copied()).collect();
    if countries.len() > 1 { Some(COUNTRIES) } else { within_country(&places, known) }
}

/// The scope of places of one country. What is not known of one of them is not known of all.
fn within_country(places: &[&Place], known: &Known) -> Option<&'static str> {
    let levels: Vec<Level> = places.iter().map(|place| level(place, known)).collect::<Option<_>>()?;
    match levels[..] {
        [] => return None,
        [level] => return Some(of_one(level)),
        _ if levels.contains(&Level::Country) => return Some(NATIONAL),
        _ => {}
    }
    let areas = |level: Level| -> Option<HashSet<Id>> {
        places.iter().map(|place| area(place.territory?, level, known)).collect()
    };
    if areas(Level::Department).is_some_and(|areas| areas.len() == 1) {
        return Some(SECOND_LEVEL_AREA);
    }
    Some(if areas(Level::Region)?.len() == 1 { FIRST_LEVEL_AREA } else { FIRST_LEVEL_AREAS })
}

fn of_one(level: Level) -> &'static str {
    match level {
        Level::Country => NATIONAL,
        Level::Region => FIRST_LEVEL_AREA,
        Level::Department => SECOND_LEVEL_AREA,
        Level::Intermunicipal | Level::Commune | Level::Other => LOCATION,
    }
}

/// What a place is: as its territory says, else as far as its point is known.
fn level(place: &Place, known: &Known) -> Option<Level> {
    match place.territory.and_then(|id| known.territories.get(&id)) {
        Some(territory) => Some(territory.level).filter(|level| *level != Level::Other),
        None => match place.point?.precision {
            Precision::Commune => Some(Level::Commune),
            Precision::Department => Some(Level::Department),
            Precision::Region => Some(Level::Region),
            // A point in the middle of a country does not say that the whole of it is meant.
            Precision::Country => None,
        },
    }
}

/// The territory of a level that a territory is or is in.
fn area(territory: Id, level: Level, known: &Known) -> Option<Id> {
    let parent = |id: &Id| known.territories.get(id)?.parent;
    let mut line = std::iter::successors(Some(territory), parent).take(MOST_LEVELS);
    line.find(|id| known.territories.get(id).is_some_and(|territory| territory.level == level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{Party, PartyRole};
    use crate::territory::Territory;
    use crate::value::{Point, Text};

    fn id(number: u64) -> Id {
        Id::from_u64(number).unwrap()
    }

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn territory(level: Level, parent: Option<u64>) -> Territory {
        Territory {
            level,
            country: country("ML"),
            name: Text::new("fr", "Territoire"),
            codes: vec![],
            parent: parent.map(id),
            point: None,
            population: None,
            source: String::new(),
        }
    }

    /// A country (1), two regions (2, 3), two departments of the first (4, 5), communes of each (6, 7 in 4; 8 in 5; 9 in 3),
    /// and one of which nothing else is known (10).
    fn known() -> Known {
        use Level::{Commune, Department, Region};
        let all = [
            (1, territory(Level::Country, None)),
            (2, territory(Region, Some(1))),
            (3, territory(Region, Some(1))),
            (4, territory(Department, Some(2))),
            (5, territory(Department, Some(2))),
            (6, territory(Commune, Some(4))),
            (7, territory(Commune, Some(4))),
            (8, territory(Commune, Some(5))),
            (9, territory(Commune, Some(3))),
            (10, territory(Commune, Some(1))),
        ];
        let territories = all.into_iter().map(|(number, territory)| (id(number), territory)).collect();
        Known { territories, ..Known::default() }
    }

    fn place(code: &str, territory: Option<u64>) -> Place {
        Place { name: "Lieu".into(), territory: territory.map(id), country: Some(country(code)), point: None }
    }

    fn party(number: u64, code: &str) -> Party {
        Party {
            organisation: id(number),
            name: "Ville".into(),
            country: country(code),
            role: PartyRole::Partner,
            from: None,
            to: None,
        }
    }

    fn scope(parties: &[&str], places: Vec<Place>) -> Option<&'static str> {
        let parties = (20..).zip(parties).map(|(number, code)| party(number, code)).collect();
        of(&Partnership { parties, places, ..Partnership::default() }, Country::FR, &known())
    }

    /// Mali's territories of these numbers, and a town at home.
    fn in_mali(numbers: &[u64]) -> Option<&'static str> {
        let abroad = numbers.iter().map(|number| place("ML", Some(*number)));
        scope(&["FR", "ML"], std::iter::once(place("FR", None)).chain(abroad).collect())
    }

    #[test]
    fn the_scope_is_that_of_the_places_abroad() {
        for (numbers, expected) in [
            (&[1][..], Some("4")),
            (&[1, 6], Some("4")),
            (&[6, 9], Some("5")),
            (&[2, 3], Some("5")),
            (&[2], Some("6")),
            (&[6, 8], Some("6")),
            (&[2, 6], Some("6")),
            (&[4], Some("7")),
            (&[6, 7], Some("7")),
            (&[4, 7], Some("7")),
            (&[6], Some("8")),
            (&[6, 10], None),
            (&[], None),
        ] {
            assert_eq!(in_mali(numbers), expected, "{numbers:?}");
        }
    }

    #[test]
    fn several_countries_are_told_as_such() {
        let places = || vec![place("FR", None), place("ML", Some(6))];
        assert_eq!(scope(&["FR", "ML", "SN"], places()), Some("3"));
        assert_eq!(scope(&["FR", "SN"], places()), Some("3"), "it receives too where no party is");
        assert_eq!(scope(&["FR", "ML"], places()), Some("8"), "who gives is no recipient");
        assert_eq!(scope(&["FR", "ML", "SN"], vec![]), Some("3"));
        assert_eq!(scope(&["FR"], vec![place("FR", None)]), None);
    }

    #[test]
    fn a_point_says_how_far_a_place_without_territory_is_known() {
        use Precision::{Commune, Country, Department, Region};
        for (precision, expected) in
            [(Commune, Some("8")), (Department, Some("7")), (Region, Some("6")), (Country, None)]
        {
            let point = Some(Point { lat: 14.4, lon: -11.4, precision });
            let place = Place { point, ..place("ML", None) };
            assert_eq!(scope(&["FR", "ML"], vec![place]), expected, "{precision:?}");
        }
        assert_eq!(scope(&["FR", "ML"], vec![place("ML", None)]), None);
    }
}
