//! Maps stay in their frame and under their limit, and take the shorter way round.

use proptest::prelude::*;

use super::*;
use crate::chart::outline::Outline;
use crate::value::Precision;

fn point(lat: f64, lon: f64) -> Point {
    Point { lat, lon, precision: Precision::Commune }
}

fn place(name: &str, lat: f64, lon: f64) -> Place {
    Place { name: name.into(), point: point(lat, lon) }
}

/// Ragged islands everywhere, two degrees apart: more detail than any real map.
fn ragged_world() -> Outlines {
    let mut outlines = Vec::new();
    for lon in (-180..180).step_by(2) {
        for lat in (-60..84).step_by(2) {
            let edge = |i: usize| {
                let around = i as f32 / 40.0 * std::f32::consts::TAU;
                let reach = if i.is_multiple_of(2) { 0.9 } else { 0.6 };
                (lon as f32 + 1.0 + around.cos() * reach, lat as f32 + 1.0 + around.sin() * reach)
            };
            outlines.push(Outline { country: None, rings: vec![(0..40).map(edge).collect()] });
        }
    }
    Outlines::prepare(&outlines)
}

fn sea() -> Outlines {
    Outlines::prepare(&[])
}

fn map(outlines: &Outlines, places: Vec<Place>) -> Map<'_> {
    let links = (1..places.len()).map(|to| Link { from: 0, to, weight: to as u32 }).collect();
    Map {
        outlines,
        title: "Carte".into(),
        description: "Deux extrémités".into(),
        highlighted: BTreeSet::new(),
        places,
        links,
    }
}

/// The places' dots.
fn dots_of(svg: &str) -> Vec<Xy> {
    let starts = svg.split("class=\"dot\" d=\"M").skip(1);
    starts
        .map(|dot| {
            let (x, y) = dot[..dot.find('h').unwrap()].split_once(',').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        })
        .collect()
}

fn frame_of(svg: &str) -> Frame {
    let view = svg.split("viewBox=\"0 0 ").nth(1).unwrap();
    let (width, height) = view[..view.find('"').unwrap()].split_once(' ').unwrap();
    Frame { width: width.parse().unwrap(), height: height.parse().unwrap() }
}

proptest! {
    #[test]
    fn every_place_is_within_a_frame_of_fair_shape(
        ends in prop::collection::vec((-85.0f64..85.0, -180.0f64..180.0), 1..14)
    ) {
        let places = ends.iter().map(|(lat, lon)| place("Lieu", *lat, *lon)).collect();
        let svg = map(&sea(), places).region("m");
        let frame = frame_of(&svg);
        prop_assert!((0.6..1.25).contains(&(frame.height / frame.width)), "{} × {}", frame.width, frame.height);
        for (x, y) in dots_of(&svg) {
            prop_assert!((0.0..=frame.width).contains(&x) && (0.0..=frame.height).contains(&y), "{x}, {y}");
        }
    }

    #[test]
    fn the_world_holds_every_inhabited_place(lat in -55.9f64..83.9, lon in -180.0f64..180.0) {
        let svg = map(&sea(), vec![place("Lieu", lat, lon)]).world("m");
        let frame = frame_of(&svg);
        for (x, y) in dots_of(&svg) {
            prop_assert!((0.0..=frame.width).contains(&x) && (0.0..=frame.height).contains(&y), "{x}, {y}");
        }
    }
}

#[test]
fn the_antimeridian_is_crossed_where_that_is_shorter() {
    let svg = map(&sea(), vec![place("Suva", -18.1, 178.4), place("Apia", -13.8, -171.8)]).region("m");
    let dots = dots_of(&svg);
    assert!(dots[0].0 < dots[1].0, "Suva is west of Apia: {dots:?}");
    assert!(svg.contains(">Suva<") && svg.contains(">Apia<"));
    // Land from both sides of the line is there.
    let outlines = ragged_world();
    let both = map(&outlines, vec![place("Suva", -18.1, 178.4), place("Apia", -13.8, -171.8)]).region("m");
    assert!(both.matches('M').count() > 20);
}

#[test]
fn a_link_across_the_pacific_leaves_on_one_side_and_comes_in_on_the_other() {
    let svg = map(&sea(), vec![place("Tokyo", 35.7, 139.7), place("San Francisco", 37.8, -122.4)]).world("m");
    assert_eq!(svg.matches("class=\"link\"").count(), 2);
    let straight = map(&sea(), vec![place("Paris", 48.9, 2.3), place("Nouméa", -22.3, 166.5)]).world("m");
    assert_eq!(straight.matches("class=\"link\"").count(), 1);
}

#[test]
fn maps_stay_under_their_limit_however_ragged_the_coasts() {
    let outlines = ragged_world();
    let places =
        || (0..40).map(|i| place("Une commune au nom plutôt long", 50.0 - f64::from(i), f64::from(i * 4) - 80.0));
    for svg in [map(&outlines, places().collect()).region("m"), map(&outlines, places().collect()).world("m")] {
        assert!(svg.len() <= SIZE_LIMIT, "{} bytes", svg.len());
    }
}

#[test]
fn names_do_not_cover_each_other() {
    let crowd =
        (0..8).map(|i| place("Une commune", 50.0 + f64::from(i) * 0.05, 3.0)).chain([place("Kayes", 14.4, -11.4)]);
    let svg = map(&sea(), crowd.collect()).region("m");
    let named: Vec<(f64, f64)> = svg
        .split("<text ")
        .skip(1)
        .map(|text| {
            let number = |name: &str| text.split(name).nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
            (number("x=\""), number(" y=\""))
        })
        .collect();
    assert!((3..8).contains(&named.len()), "some have room, not all: {named:?}");
    for (index, (x, y)) in named.iter().enumerate() {
        for (other_x, other_y) in &named[..index] {
            assert!((y - other_y).abs() >= LINE - 1.0 || (x - other_x).abs() > 8.0, "{named:?}");
        }
    }
}

/// What stands in the drawing as a name, with the horizontal span that it takes.
fn names_of(svg: &str) -> Vec<(String, f64, f64, f64)> {
    let names = svg.split("<text ").skip(1).map(|text| {
        let number = |name: &str| text.split(name).nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap();
        let name = text.split('>').nth(1).unwrap().split('<').next().unwrap();
        let (x, length) = (number("x=\""), LETTER * name.chars().count() as f64);
        let left = match text {
            _ if text.contains("text-anchor=\"end\"") => x - length,
            _ if text.contains("text-anchor=\"middle\"") => x - length / 2.0,
            _ => x,
        };
        (name.to_owned(), left, left + length, number(" y=\""))
    });
    names.collect()
}

#[test]
fn a_name_does_not_stand_beside_the_dot_of_another_place() {
    // A charter of towns: Meda, Bedekovčina, Prejmer and others.
    let towns = [
        ("Lissieu", 45.9, 4.7),
        ("Meda", 45.7, 9.2),
        ("Bedekovčina", 46.0, 16.0),
        ("Prejmer", 45.7, 25.8),
        ("Cissé", 46.6, 0.2),
        ("Mossley", 53.5, -2.0),
    ];
    let svg = map(&sea(), towns.map(|(name, lat, lon)| place(name, lat, lon)).into()).region("m");
    let (dots, names) = (dots_of(&svg), names_of(&svg));
    assert!(names.len() > 3, "{names:?}");
    for (name, left, right, base) in &names {
        let own = towns.iter().position(|town| town.0 == name).unwrap();
        for (at, (x, y)) in dots.iter().enumerate().filter(|(at, _)| *at != own) {
            let away = (left - x).max(x - right);
            let is_level = (base - LINE..base + 6.0).contains(y);
            assert!(!is_level || away > BESIDE - 1.5, "{name} beside {}: {names:?} {dots:?}", towns[at].0);
        }
        let next = names.iter().filter(|other| other.0 != *name && (other.3 - base).abs() < LINE - 1.0);
        for other in next {
            assert!(other.1 - right > 3.0 || left - other.2 > 3.0, "{name} runs into {}", other.0);
        }
    }
}

#[test]
fn a_long_name_stands_below_its_dot_where_no_side_holds_it() {
    let ends = vec![place("Haute-Normandie", 49.4, 1.0), place("Région des Hauts-Bassins", 11.2, -4.3)];
    let svg = map(&sea(), ends).region("m");
    let names = names_of(&svg);
    let (_, left, right, _) = names.iter().find(|(name, ..)| name.starts_with("Région")).expect("it is named");
    assert!(*left > 0.0 && *right < frame_of(&svg).width, "{names:?}");
}

#[test]
fn a_name_stands_off_the_links_where_there_is_room() {
    let svg = map(&sea(), vec![place("Ax", 43.7, -80.0), place("Nice", 43.7, 7.3)]).region("m");
    let (dots, names) = (dots_of(&svg), names_of(&svg));
    let (_, _, right, _) = names.iter().find(|(name, ..)| name == "Ax").unwrap();
    assert!(*right < dots[0].0, "the link leaves to the east, its name stands west of it: {names:?} {dots:?}");
}

#[test]
fn no_place_no_map() {
    assert_eq!(map(&sea(), vec![]).region("m"), "");
}

#[test]
fn names_are_escaped() {
    let svg = map(&sea(), vec![place("<script>", 0.0, 0.0)]).region("m");
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn a_thematic_map_has_shades_and_discs_and_stays_under_the_limit() {
    let outlines = Outlines::prepare(&[Outline {
        country: Some(Country::FR),
        rings: vec![vec![(0.0, 45.0), (5.0, 45.0), (5.0, 50.0), (0.0, 50.0)]],
    }]);
    let circles = |count: i32| -> Vec<Circle> {
        (0..count).map(|i| Circle { point: point(f64::from(i % 80), f64::from(i) / 2.0), radius: 12.34 }).collect()
    };
    let svg = map(&outlines, vec![]).thematic("m", &BTreeMap::from([(Country::FR, 4)]), &circles(1));
    assert!(svg.contains("<path class=\"q4\" d=\"M") && svg.contains("r=\"12.3\"/>"), "{svg}");
    assert!(!svg.contains("class=\"dot\""));
    let ragged = ragged_world();
    let svg = map(&ragged, vec![]).thematic("m", &BTreeMap::new(), &circles(160));
    assert!(svg.len() <= SIZE_LIMIT, "{} bytes", svg.len());
}
