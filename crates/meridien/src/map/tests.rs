//! The map's answers add up and stay light; its page part is whole without a script.

use std::collections::BTreeMap;

use super::*;
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::web::Lang;
use crate::web::error::Fault;

const L: Locale = Locale { lang: Lang::Fr };

/// So many invented partnerships between about so many places, crowded where towns are.
fn register(partnerships: usize, places: usize) -> (Vec<Place>, Vec<(Link, u64)>) {
    let towns = reference::places();
    let mut seed = 7_u64;
    let mut town = |of: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let index = (seed >> 33) as usize % of * (towns.len() / of);
        Spot::of(towns[index].point)
    };
    let (mut counts, mut links) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..partnerships {
        let (here, there) = (town(places), town(places));
        *counts.entry(there).or_insert(0) += 1;
        if let Some(link) = Link::between(here, there) {
            *links.entry(link).or_insert(0) += 1;
        }
    }
    (counts.into_iter().map(|(spot, count)| Place { spot, count }).collect(), links.into_iter().collect())
}

fn described(_: Spot) -> Option<Described> {
    let href = "/fr/partenariats?q=eau&theme=4.1&lieu=Saint-Remy-en-Bouzemont".to_owned();
    Some(Described { name: "Saint-Remy-en-Bouzemont".into(), country: Some(value::Country::FR), href: Some(href) })
}

fn window(zoom: i8, zone: [f64; 4]) -> Window {
    let zone: Vec<String> = zone.iter().map(f64::to_string).collect();
    Window::read(&zoom.to_string(), &zone.join(",")).unwrap()
}

#[test]
fn the_parts_of_the_world_sum_to_the_whole() {
    let (places, links) = register(2_000, 1_500);
    let total: u64 = places.iter().map(|place| place.count).sum();
    for zoom in 0..=3 {
        let counted = |west: f64, east: f64| {
            let answer =
                Answer::new(L, window(zoom, [west, -90.0, east, 90.0]), &Drawn::new(&places, &links, zoom), &described);
            answer.spots.iter().map(|spot| spot.count).sum::<u64>()
        };
        assert_eq!(counted(-180.0, 180.0), total, "zoom {zoom}");
        // The second zone crosses the antimeridian.
        assert_eq!(counted(-30.0, 75.005) + counted(75.006, -30.001), total, "zoom {zoom}");
    }
}

#[test]
fn answers_stay_light_at_every_zoom() {
    let small: (_, _, _, &[i8]) = (12_000, 14_000, 150_000, &[0, 3, 6, 8, 10]);
    let large: (_, _, _, &[i8]) = (1_000_000, 200_000, 300_000, &[3, 10]);
    for (partnerships, places, limit, zooms) in [small, large] {
        let (places, links) = register(partnerships, places);
        for &zoom in zooms {
            // A screen of 2,048 by 1,200 pixels, on the part of the world with most towns.
            let degree = cluster::width(zoom) / 360.0;
            let (across, down) = (1024.0 / degree, 400.0 / degree);
            let zone = if across >= 180.0 {
                [-180.0, -90.0, 180.0, 90.0]
            } else {
                [2.3 - across, (48.8 - down).max(-90.0), 2.3 + across, (48.8 + down).min(90.0)]
            };
            let answer = Answer::new(L, window(zoom, zone), &Drawn::new(&places, &links, zoom), &described);
            let length = serde_json::to_string(&answer).unwrap().len();
            assert!(length <= limit, "{length} bytes at zoom {zoom} for {partnerships} partnerships");
            assert!(!answer.spots.is_empty());
        }
    }
}

#[test]
fn windows_beyond_the_earth_or_a_screen_are_refused() {
    assert_eq!(window(4, [170.0, -30.0, -170.0, 0.0]).zone, [170.0, -30.0, -170.0, 0.0]);
    for zoom in ["11", "-2", "x", ""] {
        assert_eq!(Window::read(zoom, "0,0,1,1"), Err(Box::new(Fault::unknown_value("zoom", zoom))));
    }
    for (zoom, zone) in [
        ("4", "0,0,1"),
        ("4", "0,0,1,1,1"),
        ("4", "0,2,1,1"),
        ("4", "0,0,NaN,1"),
        ("4", "0,0,inf,1"),
        ("4", "-181,0,1,1"),
        ("9", "-180,-90,180,90"),
        ("4", ""),
    ] {
        assert_eq!(Window::read(zoom, zone), Err(Box::new(Fault::unknown_value("zone", zone))), "{zoom} {zone}");
    }
}

#[test]
fn a_spot_says_what_it_stands_for() {
    let at = |lat, lon| Spot::of(Point { lat, lon, precision: Precision::Commune });
    let (lille, kayes, bamako) = (at(50.63, 3.06), at(14.45, -11.44), at(12.65, -8.0));
    let places = [Place { spot: kayes, count: 2 }, Place { spot: bamako, count: 1 }];
    let links = [(Link::between(lille, kayes).unwrap(), 2)];
    let name = |spot: Spot| {
        let (name, country) = if spot == lille {
            ("Lille", "FR")
        } else if spot == kayes {
            ("Kayes", "ML")
        } else {
            return None;
        };
        Some(Described { name: name.into(), country: country.parse().ok(), href: Some(format!("/{name}")) })
    };
    let far = Answer::new(L, window(0, [-180.0, -90.0, 180.0, 90.0]), &Drawn::new(&places, &links, 0), &name);
    assert_eq!(far.spots.len(), 2, "{far:?}");
    assert_eq!(far.spots[0].label, "Kayes (Mali) et Lieu sans nom (12,65° N, −8° E)\u{a0}: 3 partenariats");
    assert_eq!((far.spots[0].zone, &far.spots[0].href), (Some([-11.44, 12.65, -8.0, 14.45]), &None));
    assert_eq!((far.spots[1].label.as_str(), far.spots[1].count), ("Lille (France)", 0));
    assert_eq!(far.note, "Partenariats sur cette vue\u{a0}: 3 sur 3 situés. Le seul lien est tracé.");

    let near = Answer::new(L, window(8, [-12.0, 14.0, -11.0, 15.0]), &Drawn::new(&places, &links, 8), &name);
    assert_eq!((near.spots.len(), near.spots[0].href.as_deref()), (1, Some("/Kayes")));
    assert_eq!(near.arcs.features.len(), 1, "a link leads out of the window");
    assert!(near.note.starts_with("Partenariats sur cette vue\u{a0}: 2 sur 3 situés."), "{}", near.note);
}

fn view(mode: Mode, places: &[Place], links: &[(Link, u64)]) -> String {
    let countries = [CountryCount {
        country: "ML".parse().unwrap(),
        partnerships: 12,
        euros: Some(177_550),
        href: "/fr/partenariats?pays=ML&vue=carte".into(),
    }];
    let input = Input {
        mode,
        total: 2_037,
        places,
        rows: &rows_of(places, 1),
        drawn: &Drawn::new(places, links, WORLD_ZOOM),
        countries: &countries,
        describe: &described,
        mode_href: &|mode| format!("?vue=carte&fond={}", mode.code()),
        unlocated_href: Some("/fr/partenariats?vue=liste".into()),
        data_href: "/fr/partenariats?vue=carte&pays=ML".into(),
    };
    let pager = Pager::new(1, places.len() as u64, ROWS, |page| format!("?vue=carte&page={page}#lieux")).unwrap();
    MapView::new(L, &input, pager).render().unwrap()
}

#[test]
fn the_page_part_is_whole_without_a_script_and_light() {
    let (places, links) = register(2_000, 1_500);
    let html = view(Mode::Places, &places, &links);
    assert!(html.len() < 70_000, "{} bytes", html.len());
    assert!(html.contains("<svg class=\"map\"") && html.contains("<circle ") && html.contains("class=\"link\""));
    assert!(html.contains(">37 partenariats n’ont pas de lieu connu"), "{html}");
    assert!(html.contains("Liens tracés\u{a0}: les 40 plus fournis sur "));
    assert_eq!(html.matches("<tr><th scope=\"row\">").count(), 1 + ROWS);
    assert!(html.contains("177\u{202f}550\u{a0}€"));
    assert!(!html.contains(" style=") && !html.contains('⟦'));
    let (places, links) = register(25, 20);
    let few = view(Mode::Places, &places, &links);
    assert!(few.contains(" liens sont tracés.") && !few.contains("plus fournis"), "{few}");
}

/// Every object of the map is in a table of the page: what one page of it has no room for is on the others.
#[test]
fn every_place_is_on_one_page_of_the_table() {
    let (places, links) = register(2_000, 1_500);
    let html = view(Mode::Places, &places, &links);
    assert!(html.contains(&format!("Lieux 1 à {ROWS} sur ")) && html.contains("page=2#lieux"), "{html}");
    let pages = places.len().div_ceil(ROWS);
    let all: Vec<Place> = (1..=pages).flat_map(|page| rows_of(&places, page)).collect();
    assert!(all.windows(2).all(|pair| pair[0].count >= pair[1].count), "the most partnerships first");
    let sorted = |mut places: Vec<Place>| {
        places.sort_by_key(|place| place.spot);
        places
    };
    assert_eq!(sorted(all), sorted(places.clone()));
    assert!(rows_of(&places, pages + 1).is_empty());
}

#[test]
fn thematic_modes_shade_the_countries_and_explain_the_shades() {
    let html = view(Mode::Partnerships, &[], &[]);
    assert!(html.contains("<path class=\"q") && html.contains("<ul class=\"legend\">"));
    assert!(html.contains(r#"<a href="?vue=carte&#38;fond=pays" aria-current="true">"#), "{html}");
    assert!(view(Mode::Places, &[], &[]).contains("Aucun partenariat n’a de lieu connu."));
}

#[test]
fn the_extent_crosses_the_antimeridian_where_that_is_shorter() {
    let place = |lat, lon| Place { spot: Spot::of(Point { lat, lon, precision: Precision::Commune }), count: 1 };
    assert_eq!(extent([place(-18.0, 178.0), place(-14.0, -172.0)].iter()), Some([178.0, -18.0, 188.0, -14.0]));
    assert_eq!(extent([place(50.0, 3.0), place(14.0, -11.0)].iter()), Some([-11.0, 14.0, 3.0, 50.0]));
    let everywhere: Vec<Place> = (-18..18).map(|tens| place(0.0, f64::from(tens * 10))).collect();
    assert_eq!(extent(everywhere.iter()), Some([-170.0, 0.0, 190.0, 0.0]));
    assert_eq!(extent([].iter()), None);
}

#[tokio::test]
async fn shapes_are_kept_for_ever_under_the_address_of_their_content() {
    let test = TestApp::new(Settings::default()).await;
    for address in [shapes::countries_address(), shapes::borders_address()] {
        let answer = test.get(&address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
        assert!(answer.header("cache-control").contains("immutable"));
    }
    assert_eq!(test.get("/shapes/countries-000000000000.json").await.status, 404);
    let library = test.get(&assets::address("vendor/maplibre-gl-worker.mjs")).await;
    assert_eq!(library.header("content-type"), "text/javascript; charset=utf-8");
    assert!(library.header("content-security-policy").contains("worker-src 'self'"));
}
