//! The pages of territories through the whole program.

use axum::http::StatusCode;

use super::{Level, Territory};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::partnership::{Partnership, Party, PartyRole, Place};
use crate::registers;
use crate::value::{Country, Id, Point, Precision, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn territory(number: u64, level: Level, country: &str, name: &str, parent: Option<Id>) -> Entry {
    let country: Country = country.parse().unwrap();
    let codes = vec![Identifier { scheme: "insee".into(), value: format!("C{number}") }];
    let body = Territory {
        level,
        country,
        name: Text::new("fr", name),
        codes: codes.clone(),
        parent: parent.or((level != Level::Country).then(|| registers::ids::country(country))),
        point: Some(Point { lat: 14.4, lon: -11.4, precision: Precision::Commune }),
        population: Some(120_000),
        source: "Registre".into(),
    };
    let id = if level == Level::Country { registers::ids::country(country) } else { id(number) };
    Entry::publish(Kind::Territory, id, 0, &body, vec![])
}

fn authority(number: u64, country: &str, name: &str, territory: u64) -> Entry {
    let kind = OrganisationKind::Commune;
    let body = Organisation { territory: Some(id(territory)), ..Organisation::new(kind, country.parse().ok(), name) };
    Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
}

fn partnership(number: u64, title: &str, parties: &[(u64, &str)]) -> Entry {
    let party = |(organisation, country): &(u64, &str)| Party {
        organisation: id(*organisation),
        name: format!("Ville {organisation}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let body = Partnership {
        title: Text::new("fr", title),
        parties: parties.iter().map(party).collect(),
        places: vec![Place { name: "Kayes".into(), territory: Some(id(21)), country: None, point: None }],
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
}

/// The region of Kayes (20) holds the towns of Kayes (21) and Nioro (22); Lille (1) works with both, Évry (2) with one.
async fn app() -> TestApp {
    let mali = territory(0, Level::Country, "ML", "Mali", None);
    TestApp::new(Settings::default())
        .await
        .with([
            mali,
            territory(20, Level::Region, "ML", "Région de Kayes", None),
            territory(21, Level::Commune, "ML", "Kayes", Some(id(20))),
            territory(22, Level::Commune, "ML", "Nioro", Some(id(20))),
            territory(23, Level::Commune, "ML", "Gao", None),
            territory(30, Level::Commune, "FR", "Lille", None),
            territory(31, Level::Commune, "FR", "Évry", None),
            authority(1, "FR", "Ville de Lille", 30),
            authority(2, "FR", "Ville d’Évry", 31),
            authority(3, "ML", "Mairie de Kayes", 21),
            authority(4, "ML", "Mairie de Nioro", 22),
            partnership(100, "Eau à Kayes", &[(1, "FR"), (3, "ML")]),
            partnership(101, "Écoles de Kayes", &[(2, "FR"), (3, "ML")]),
            partnership(102, "Lycée de Nioro", &[(1, "FR"), (4, "ML")]),
        ])
        .await
}

#[tokio::test]
async fn a_territory_shows_who_governs_it_what_it_contains_and_who_works_there() {
    let app = app().await;
    let region = app.get("/fr/territoires/0000000M").await.body;
    assert_eq!(Id::from_u64(20).unwrap().to_string(), "0000000M");
    for words in [
        "<h1>Région de Kayes</h1>",
        "Région ou équivalent",
        "<a href=\"/fr/pays/ML\">Mali</a>",
        "120\u{202f}000",
        "aucune collectivité connue",
        "<a href=\"/fr/territoires/0000000N\">Kayes</a> <span>2</span>",
        "<a href=\"/fr/territoires/0000000P\">Nioro</a> <span>1</span>",
        "Eau à Kayes",
        "Lycée de Nioro",
        "Collectivités (France)",
        "<th scope=\"row\"><a href=\"/fr/organisations/00000001\">Ville de Lille</a></th>",
        "href=\"/fr/partenariats?collectivite=00000001&#38;territoire=0000000M\">2<",
        "href=\"/fr/partenariats.csv?territoire=0000000M\"",
        "Code INSEE",
        "C20",
    ] {
        assert!(region.contains(words), "{words}: {region}");
    }
    assert!(!region.contains('⟦') && !region.contains("Gao"));
    let town = app.get("/fr/territoires/0000000N").await.body;
    for words in ["<a href=\"/fr/territoires/0000000M\">Région de Kayes</a>", ">Mairie de Kayes</a>", "Écoles de Kayes"]
    {
        assert!(town.contains(words), "{words}: {town}");
    }
    assert!(!town.contains("Lycée de Nioro") && !town.contains("id=\"contient\""));
}

#[tokio::test]
async fn a_territory_at_home_shows_whom_it_works_with() {
    let lille = app().await.get("/en/territoires/0000000Y").await.body;
    assert!(lille.contains("<h1>Lille</h1>") && lille.contains("Authorities of other countries"), "{lille}");
    assert!(lille.contains(">Mairie de Kayes</a>") && lille.contains(">Mairie de Nioro</a>"));
    assert!(!lille.contains("Écoles de Kayes") && !lille.contains(">Ville d’Évry</a>"));
}

#[tokio::test]
async fn addresses_lead_where_the_territory_is() {
    let app = app().await;
    let mali = format!("/fr/territoires/{}", registers::ids::country("ML".parse().unwrap()));
    for (address, status, location) in [
        (mali.as_str(), StatusCode::MOVED_PERMANENTLY, "/fr/pays/ML"),
        ("/fr/territoires/0000000m", StatusCode::MOVED_PERMANENTLY, "/fr/territoires/0000000M"),
        ("/fr/territoires/0000000Z", StatusCode::OK, ""),
        ("/fr/territoires/00000009", StatusCode::NOT_FOUND, ""),
    ] {
        let answer = app.get(address).await;
        assert_eq!((answer.status, answer.header("location")), (status, location), "{address}");
    }
    let empty = app.get("/fr/territoires/0000000Q").await.body;
    assert!(empty.contains("Aucun partenariat ne concerne ce territoire."), "{empty}");
}

#[tokio::test]
async fn records_and_organisations_lead_to_their_territories() {
    let app = app().await;
    let record = app.get("/fr/partenariats/00000034").await.body;
    assert!(record.contains("<th scope=\"row\"><a href=\"/fr/territoires/0000000N\">Kayes</a></th>"), "{record}");
    let organisation = app.get("/fr/organisations/00000003").await.body;
    let line = "<a href=\"/fr/territoires/0000000N\">Kayes</a>, <a href=\"/fr/territoires/0000000M\">Région de Kayes</a>, \
                <a href=\"/fr/pays/ML\">Mali</a>";
    assert!(organisation.contains(line), "{organisation}");
    let mali = app.get("/fr/pays/ML").await.body;
    assert!(mali.contains("<a href=\"/fr/territoires/0000000M\">Région de Kayes</a> <span>3</span>"), "{mali}");
}

#[tokio::test]
async fn a_region_abroad_is_a_filter_where_its_country_is_chosen() {
    let app = app().await;
    assert!(!app.get("/fr/partenariats").await.body.contains("territoire=0000000M"));
    let mali = app.get("/fr/partenariats?pays=ML").await.body;
    assert!(mali.contains("href=\"/fr/partenariats?pays=ML&#38;territoire=0000000M\""), "{mali}");
    assert!(app.get("/fr/partenariats?territoire=0000000M").await.body.contains("3 partenariats"));
}

#[tokio::test]
async fn places_and_themes_say_what_they_are_to_search_engines() {
    let app = app().await;
    for (address, kind, field, value) in [
        ("/fr/pays/ML", "Country", "identifier", "ML"),
        ("/fr/territoires/0000000N", "AdministrativeArea", "name", "Kayes"),
        ("/fr/thematiques/4.1.1", "DefinedTerm", "termCode", "4.1.1"),
    ] {
        let page = app.get(address).await.body;
        let block = page.split("<script type=\"application/ld+json\">").nth(1).unwrap_or_else(|| panic!("{address}"));
        let facts: serde_json::Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
        assert_eq!((facts["@type"].as_str(), facts[field].as_str()), (Some(kind), Some(value)), "{address}");
        assert_eq!(facts["url"], format!("http://localhost:8080{address}"));
    }
}

#[tokio::test]
async fn a_region_that_was_merged_is_not_taken_for_one_of_today() {
    let codes = vec![Identifier { scheme: "insee-former-region".into(), value: "25".into() }];
    let body = Territory {
        level: Level::Region,
        country: Country::FR,
        name: Text::new("fr", "Basse-Normandie"),
        codes: codes.clone(),
        parent: Some(registers::ids::country(Country::FR)),
        point: None,
        population: None,
        source: "Registre".into(),
    };
    let app = app().await.with([
        Entry::publish(Kind::Territory, id(40), 0, &body, codes),
        authority(41, "FR", "Région Basse-Normandie", 40),
        partnership(42, "Santé", &[(41, "FR"), (3, "ML")]),
    ]);
    let app = app.await;
    let country = app.get("/fr/pays/FR").await.body;
    assert!(country.contains(">Basse-Normandie (ancienne région)</a>"), "{country}");
    let page = app.get(&format!("/fr/territoires/{}", id(40))).await.body;
    assert!(page.contains("<p class=\"eyebrow\">Ancienne région (jusqu’en 2015)</p>"), "{page}");
}
