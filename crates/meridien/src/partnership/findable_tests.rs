//! What people type in place of a title or a name, through the whole program.

use super::dimension::named_funder;
use super::funding::FundingLine;
use super::{NamedOrganisation, OtherTheme, Partnership, Party, PartyRole};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Name, NameKind, Organisation, OrganisationKind, Successor};
use crate::territory::{Level, Territory};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn code(scheme: &str, value: &str) -> Vec<Identifier> {
    vec![Identifier { scheme: scheme.into(), value: value.into() }]
}

fn territory(number: u64, level: Level, name: &str, codes: Vec<Identifier>, parent: Option<u64>) -> Entry {
    let body = Territory {
        level,
        country: "FR".parse().unwrap(),
        name: Text::new("fr", name),
        codes,
        parent: parent.map(id),
        point: None,
        population: None,
        source: String::new(),
    };
    Entry::publish(Kind::Territory, id(number), 0, &body, vec![])
}

fn commune(number: u64, name: &str, insee: &str, territory: u64) -> Entry {
    let body = Organisation {
        identifiers: code("insee-commune", insee),
        territory: Some(id(territory)),
        ..Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), name)
    };
    Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
}

fn partnership(number: u64, title: &str, home: (u64, &str), abroad: (&str, &str), funder: Option<u64>) -> Entry {
    let party = |number: u64, name: &str, country: &str| Party {
        organisation: id(number),
        name: name.into(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let funders =
        funder.map(|funder| NamedOrganisation { name: "Le ministère".into(), organisation: Some(id(funder)) });
    let body = Partnership {
        title: Text::new("fr", title),
        parties: vec![party(home.0, home.1, "FR"), party(900 + number, abroad.0, abroad.1)],
        funding: vec![FundingLine { funders: funders.into_iter().collect(), ..FundingLine::default() }],
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
}

/// Two towns called Saint-Denis, one of a département (93) in a région (11), the other overseas (974), and Metz.
async fn app() -> TestApp {
    let ministry = Organisation {
        names: vec![
            Name::usual("Ministère de l'Europe et des affaires étrangères"),
            Name { kind: NameKind::Alias, ..Name::usual("MEAE") },
        ],
        ..Organisation::new(OrganisationKind::State, "FR".parse().ok(), "")
    };
    TestApp::new(Settings::default())
        .await
        .with([
            territory(50, Level::Region, "Île-de-France", code("insee-region", "11"), None),
            territory(51, Level::Department, "Seine-Saint-Denis", code("insee-department", "93"), Some(50)),
            territory(52, Level::Commune, "Saint-Denis", vec![], Some(51)),
            territory(53, Level::Commune, "Saint-Denis", code("insee-department", "974"), Some(55)),
            territory(55, Level::Region, "La Réunion", code("insee-region", "04"), None),
            territory(54, Level::Commune, "Metz", vec![], None),
            commune(1, "Saint-Denis", "93066", 52),
            commune(2, "Saint-Denis", "97411", 53),
            commune(3, "Metz", "57463", 54),
            Entry::publish(Kind::Organisation, id(4), 0, &ministry, vec![]),
            partnership(10, "Forages et puits", (1, "Saint-Denis"), ("Kayes", "ML"), Some(4)),
            partnership(11, "Écoles mal desservies", (2, "Saint-Denis"), ("Thiès", "SN"), None),
            partnership(12, "Met en scène", (3, "Metz"), ("Trèves", "DE"), None),
        ])
        .await
}

async fn found(app: &TestApp, words: &str) -> Vec<u64> {
    let answer = app.get(&format!("/fr/partenariats.csv?q={}", words.replace(' ', "+"))).await;
    let ids = answer.body.lines().skip(1).filter_map(|row| row.split(',').next()?.parse::<Id>().ok());
    let mut ids: Vec<u64> = ids.map(|id| id.as_u64()).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn places_types_and_funders_are_found_by_what_they_are_called_too() {
    let app = app().await;
    for (words, expected) in [
        ("Mali", &[10][..]),
        ("partenariats avec le Mali", &[10]),
        ("partnerships Mali", &[10]),
        ("Quels partenariats avec le Sénégal ?", &[11]),
        ("partenariat", &[10, 11, 12]),
        ("département 93", &[10]),
        ("FR-93", &[10]),
        ("974", &[11]),
        ("IDF", &[10]),
        ("FR-IDF", &[10]),
        ("mairie de Metz", &[12]),
        ("MEAE", &[10]),
        ("francilienne", &[10]),
        ("Réunionnais", &[11]),
    ] {
        assert_eq!(found(&app, words).await, expected, "{words}");
    }
}

#[tokio::test]
async fn a_word_of_another_name_of_a_country_does_not_bring_the_country() {
    let app = app().await;
    let app = app
        .with([
            partnership(14, "Échanges de lycéens", (3, "Metz"), ("Belfast", "GB"), None),
            partnership(15, "Théâtre du Nord", (3, "Metz"), ("Cork", "IE"), None),
        ])
        .await;
    for (words, expected) in [
        ("irlande", &[15][..]),
        ("Nord", &[15]),
        ("irlande du nord", &[14]),
        ("Northern Ireland", &[14]),
        ("pays de galles", &[14]),
        ("grande bretagne", &[14]),
        ("Grande-Bretagne", &[14]),
        ("partenariats avec la Grande-Bretagne", &[14]),
        ("royaume uni", &[14]),
        ("europe septentrionale", &[14, 15]),
    ] {
        assert_eq!(found(&app, words).await, expected, "{words}");
    }
}

#[tokio::test]
async fn a_name_in_the_place_of_an_identifier_leads_to_whoever_has_it() {
    let kayes = Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), "Kayes");
    let union = NamedOrganisation { name: "Union européenne".into(), organisation: None };
    let funded = Partnership {
        title: Text::new("fr", "Lampadaires"),
        funding: vec![FundingLine { funders: vec![union], ..FundingLine::default() }],
        ..Partnership::default()
    };
    let app = app().await;
    let app = app
        .with([
            Entry::publish(Kind::Organisation, id(910), 0, &kayes, vec![]),
            Entry::publish(Kind::Partnership, id(13), 0, &funded, vec![]),
        ])
        .await;
    for (asked, meant, name) in [
        ("collectivite=metz", id(3), "Metz"),
        ("partenaire=Kay", id(910), "Kayes"),
        ("territoire=Metz", id(54), "Metz"),
        ("financeur=MEAE", id(4), "Ministère de l"),
        ("financeur=union+europ%C3%A9enne", named_funder("Union européenne"), "union européenne"),
    ] {
        let page = app.get(&format!("/fr/partenariats?{asked}")).await;
        let body = page.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(body.contains(&format!("Vouliez-vous dire « {meant} » ({name}")), "{asked}: {body}");
        let (parameter, _) = asked.split_once('=').unwrap();
        assert!(body.contains(&format!("href=\"/fr/partenariats?{parameter}={meant}\"")), "{asked}: {body}");
    }
    for nobody in ["collectivite=Kayes", "partenaire=Metz", "territoire=Atlantide", "financeur=Metz"] {
        let page = app.get(&format!("/fr/partenariats?{nobody}")).await.body;
        assert!(!page.contains("Vouliez-vous dire"), "{nobody}: {page}");
    }
    let problem = app.get("/api/v1/partnerships?collectivite=Metz").await.body;
    assert!(problem.contains(&format!("\"nearest\":\"{}\"", id(3))), "{problem}");
}

#[tokio::test]
async fn a_name_typed_as_it_is_is_no_slip() {
    let app = app().await;
    for name in ["Metz", "saint denis", "Kayes"] {
        let page = app.get(&format!("/fr/partenariats?q={}", name.replace(' ', "+"))).await.body;
        assert!(!page.contains("Peut-être cherchiez-vous") && !page.contains("résultats pour"), "{name}");
    }
}

#[tokio::test]
async fn an_authority_comes_before_those_whose_rights_it_took_over() {
    let region = Organisation {
        names: vec![Name::usual("Région Normandie"), Name::alias("Normandie")],
        ..Organisation::new(OrganisationKind::Region, "FR".parse().ok(), "")
    };
    let former = Organisation {
        successors: vec![Successor { organisation: id(20), on: None }],
        ..Organisation::new(OrganisationKind::Region, "FR".parse().ok(), "Basse-Normandie")
    };
    let app = TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Organisation, id(20), 0, &region, vec![]),
            Entry::publish(Kind::Organisation, id(21), 0, &former, vec![]),
            partnership(30, "Lycées", (21, "Basse-Normandie"), ("Atsinanana", "MG"), None),
            partnership(31, "Ports", (20, "Région Normandie"), ("Kayes", "ML"), None),
            partnership(32, "Haras", (21, "Basse-Normandie"), ("Fujian", "CN"), None),
        ])
        .await;
    for words in ["Normandie", "R%C3%A9gion+Normandie"] {
        let rows = app.get(&format!("/fr/partenariats.csv?q={words}")).await.body;
        let first: Id = rows.lines().nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        assert_eq!((first, rows.lines().count()), (id(31), 4), "{words}: {rows}");
    }
}

#[tokio::test]
async fn towns_of_one_name_are_told_apart() {
    let app = app().await;
    for address in ["/fr/partenariats", "/fr/partenariats/statistiques.csv?par=collectivite"] {
        let page = app.get(address).await.body;
        for name in ["Saint-Denis (Seine-Saint-Denis)", "Saint-Denis (La Réunion)"] {
            assert!(page.contains(name), "{name} {address}: {page}");
        }
        assert!(!page.contains("Metz (Moselle)"), "who is alone needs no more");
    }
    let suggested = app.get("/fr/suggestions?q=saint-denis").await.body;
    let list = app.get("/fr/organisations?q=saint-denis").await.body;
    for place in ["Seine-Saint-Denis, France", "La Réunion, France"] {
        assert!(suggested.contains(place) && list.contains(place), "{place}: {suggested} {list}");
    }
}

#[tokio::test]
async fn on_the_page_of_a_theme_who_has_another_main_theme_says_so() {
    let body = |main: &str, other: &str| {
        let mut body = Partnership { title: Text::new("fr", "Eau"), ..Partnership::default() };
        body.themes.main = Some(main.into());
        body.themes.others.push(OtherTheme { theme: other.into(), priority: None, eligible: None });
        body
    };
    let publish = |number, body: &Partnership| Entry::publish(Kind::Partnership, id(number), 0, body, vec![]);
    let app = TestApp::new(Settings::default()).await;
    let app = app.with([publish(1, &body("4.1", "3.1")), publish(2, &body("3.1", "4.1"))]).await;
    let page = app.get("/fr/thematiques/4.1").await.body;
    let (main, other) = ("Eau et déchets", crate::reference::theme("3.1").unwrap().name.fr);
    assert_eq!(page.matches(&format!("{other}\u{202f}; {main}")).count(), 1, "{page}");
}
