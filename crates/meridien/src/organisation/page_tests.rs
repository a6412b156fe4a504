//! The pages of organisations, countries and themes through the whole program.

use axum::http::StatusCode;

use super::{Identifier, Name, NameKind, Organisation, OrganisationKind, Successor};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::partnership::funding::FundingLine;
use crate::partnership::{NamedOrganisation, Partnership, Party, PartyRole};
use crate::territory::{Level, Territory};
use crate::value::{Id, Point, Precision, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn party(number: u64, name: &str, country: &str) -> Party {
    let country = country.parse().unwrap();
    Party { organisation: id(number), name: name.into(), country, role: PartyRole::Partner, from: None, to: None }
}

fn territory(name: &str, parent: Option<u64>) -> Territory {
    Territory {
        level: Level::Region,
        country: "FR".parse().unwrap(),
        name: Text::new("fr", name),
        codes: vec![],
        parent: parent.map(id),
        point: Some(Point { lat: 50.6, lon: 3.1, precision: Precision::Region }),
        population: Some(6_000_000),
        source: String::new(),
    }
}

/// An old region (1) and its successor (2), a Malian region (3), an embassy in Mali, and a partnership of 1 and 3.
async fn app() -> TestApp {
    let old = Organisation {
        successors: vec![Successor { organisation: id(2), on: "2016-01-01".parse().ok() }],
        names: vec![
            Name { to: "2015-12-31".parse().ok(), ..Name::usual("Nord-Pas-de-Calais") },
            Name { kind: NameKind::Body, ..Name::usual("Conseil régional du Nord-Pas-de-Calais") },
            Name::alias("NPDC"),
        ],
        identifiers: vec![Identifier { scheme: "insee".into(), value: "31".into() }],
        to: "2015-12-31".parse().ok(),
        territory: Some(id(21)),
        ..Organisation::new(OrganisationKind::Region, "FR".parse().ok(), "")
    };
    let new = Organisation::new(OrganisationKind::Region, "FR".parse().ok(), "Hauts-de-France");
    let kayes = Organisation::new(OrganisationKind::Region, "ML".parse().ok(), "Région de Kayes");
    let embassy = Organisation {
        serves: vec!["ML".parse().unwrap()],
        ..Organisation::new(OrganisationKind::DiplomaticPost, "FR".parse().ok(), "Ambassade de France à Bamako")
    };
    let mut body = Partnership {
        title: Text::new("fr", "Appui à Kayes"),
        parties: vec![party(1, "Nord-Pas-de-Calais", "FR"), party(3, "Région de Kayes", "ML")],
        start: "2009".parse().ok(),
        ..Partnership::default()
    };
    body.themes.main = Some("5.1.1".into());
    let publish = |id: Id, organisation: &Organisation| {
        Entry::publish(Kind::Organisation, id, 0, organisation, organisation.identifiers.clone())
    };
    TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Territory, id(20), 0, &territory("France du Nord", None), vec![]),
            Entry::publish(Kind::Territory, id(21), 0, &territory("Région", Some(20)), vec![]),
            publish(id(1), &old),
            publish(id(2), &new),
            publish(id(3), &kayes),
            publish(Id::derived("organisation/FR/post/ML"), &embassy),
            Entry::publish(Kind::Partnership, id(10), 0, &body, vec![]),
            publish(id(4), &kayes),
            Entry::withdraw(Kind::Organisation, id(4), 1, "en double"),
            publish(id(5), &kayes),
            Entry::merge(Kind::Organisation, id(5), 1, id(3), "en double"),
        ])
        .await
}

#[tokio::test]
async fn an_organisation_shows_its_names_its_lineage_and_its_partnerships() {
    let app = app().await;
    let old = app.get("/fr/organisations/00000001").await;
    assert_eq!(old.status, StatusCode::OK);
    for words in [
        "<h1>Nord-Pas-de-Calais</h1>",
        "jusqu’au 31 décembre 2015",
        "Conseil régional du Nord-Pas-de-Calais",
        "Code INSEE",
        "France du Nord",
        "6\u{202f}000\u{202f}000",
        "<a href=\"/fr/organisations/00000002\">Hauts-de-France</a> (1er janvier 2016)",
        "Appui à Kayes",
    ] {
        assert!(old.body.contains(words), "{words}: {}", old.body);
    }
    assert!(!old.body.contains("NPDC") && !old.body.contains('⟦'));
    let new = app.get("/fr/organisations/00000002").await.body;
    assert!(new.contains("<a href=\"/fr/organisations/00000001\">Nord-Pas-de-Calais</a>"), "{new}");
    assert!(new.contains("Appui à Kayes") && new.contains("auxquelles elle a succédé"));
}

#[tokio::test]
async fn a_post_shows_the_countries_it_serves_and_no_person() {
    let app = app().await;
    let country = app.get("/fr/pays/ML").await.body;
    let post = "/fr/organisations/".to_owned() + &Id::derived("organisation/FR/post/ML").to_string();
    assert!(country.contains(&format!("<a href=\"{post}\">Ambassade de France à Bamako</a>")), "{country}");
    let page = app.get(&post).await.body;
    assert!(page.contains("<a href=\"/fr/pays/ML\">Mali</a>") && page.contains("Leurs noms ne sont pas publiés"));
}

#[tokio::test]
async fn a_map_links_a_country_only_with_those_that_it_works_with() {
    let app = app().await;
    let linked = app.get("/fr/pays/ML").await.body;
    assert!(linked.contains("Liens de la carte\u{a0}: Mali – France."), "{linked}");
    assert!(!app.get("/fr/pays/VA").await.body.contains("Liens de la carte"), "nobody works with it");
}

#[tokio::test]
async fn addresses_lead_where_the_record_is() {
    let app = app().await;
    for (address, status, location) in [
        ("/fr/organisations/0000000l", StatusCode::MOVED_PERMANENTLY, "/fr/organisations/00000001"),
        ("/fr/organisations/00000004", StatusCode::GONE, ""),
        ("/fr/organisations/00000005", StatusCode::MOVED_PERMANENTLY, "/fr/organisations/00000003"),
        ("/fr/organisations/00000009", StatusCode::NOT_FOUND, ""),
        ("/fr/pays/ml", StatusCode::MOVED_PERMANENTLY, "/fr/pays/ML"),
        ("/fr/pays/ZZ", StatusCode::NOT_FOUND, ""),
        ("/fr/thematiques/9", StatusCode::NOT_FOUND, ""),
    ] {
        let answer = app.get(address).await;
        assert_eq!((answer.status, answer.header("location")), (status, location), "{address}");
    }
}

#[tokio::test]
async fn the_lists_lead_to_those_with_partnerships_and_a_search_to_all() {
    let app = app().await;
    let listed = app.get("/fr/organisations").await.body;
    assert!(listed.contains("Région de Kayes") && !listed.contains("Ambassade"), "{listed}");
    assert!(app.get("/fr/organisations?q=bamako").await.body.contains("Ambassade de France à Bamako"));
    let countries = app.get("/fr/pays").await.body;
    assert!(
        countries.contains("Afrique occidentale")
            && countries.contains("<a href=\"/fr/pays/ML\">Mali</a> <span>1</span>")
    );
    let mali = app.get("/fr/pays/ML").await.body;
    assert!(
        mali.contains("Appui à Kayes")
            && mali.contains(">Hauts-de-France</a></th>")
            && mali.contains("pays=ML&#38;collectivite=00000002\">1<"),
        "{mali}"
    );
    assert!(app.get("/en/pays/SN").await.body.contains("No partnership with this country is on record."));
    let theme = app.get("/fr/thematiques/5.1.1").await.body;
    assert!(
        theme.contains("Appui institutionnel") && theme.contains("Appui à Kayes") && theme.contains("15112"),
        "{theme}"
    );
    assert!(app.get("/fr/thematiques").await.body.contains("href=\"/fr/thematiques/5\""));
}

#[tokio::test]
async fn an_organisation_names_who_else_is_at_work_where_it_works() {
    let organisation = |number: u64, name: &str, country: &str, territory: Option<u64>| {
        let body = Organisation {
            territory: territory.map(id),
            ..Organisation::new(OrganisationKind::Commune, country.parse().ok(), name)
        };
        Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
    };
    let malian = Territory { country: "ML".parse().unwrap(), ..territory("Kita", None) };
    let partnership = |number: u64, home: (u64, &str), abroad: (u64, &str)| {
        let body = Partnership {
            title: Text::new("fr", "Eau"),
            parties: vec![party(home.0, home.1, "FR"), party(abroad.0, abroad.1, "ML")],
            ..Partnership::default()
        };
        Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
    };
    let app = TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Territory, id(60), 0, &malian, vec![]),
            Entry::publish(Kind::Territory, id(61), 0, &territory("Pas-de-Calais", None), vec![]),
            Entry::publish(Kind::Territory, id(62), 0, &territory("Arras", Some(61)), vec![]),
            Entry::publish(Kind::Territory, id(63), 0, &territory("Lens", Some(61)), vec![]),
            organisation(1, "Arras", "FR", Some(62)),
            organisation(2, "Lens", "FR", Some(63)),
            organisation(3, "Angers", "FR", None),
            organisation(5, "Commune de Kita", "ML", Some(60)),
            organisation(6, "Cercle de Kita", "ML", Some(60)),
            partnership(10, (1, "Arras"), (5, "Commune de Kita")),
            partnership(11, (3, "Angers"), (6, "Cercle de Kita")),
        ])
        .await;
    let neighbours = async |number: u64| {
        let page = app.get(&format!("/fr/organisations/{}", id(number))).await.body;
        page.split("id=\"voisins\"").nth(1).map(|rest| rest.split("</section>").next().unwrap().to_owned())
    };
    let of_arras = neighbours(1).await.unwrap();
    assert!(of_arras.contains(">Angers<") && !of_arras.contains(">Arras<"), "{of_arras}");
    let of_kita = neighbours(5).await.unwrap();
    assert!(of_kita.contains(">Angers<") && !of_kita.contains(">Arras<"), "its own partner is above: {of_kita}");
    assert_eq!(neighbours(2).await, None);
    let lens = app.get(&format!("/fr/organisations/{}", id(2))).await.body;
    let around = lens.split("id=\"alentour\"").nth(1).expect("what is around").split("</section>").next().unwrap();
    assert!(around.contains("Pas-de-Calais") && around.contains(">1<"), "{around}");
}

#[tokio::test]
async fn territories_of_one_name_are_told_apart_by_their_level() {
    let level = |level: Level, name: &str, parent: Option<u64>| Territory { level, ..territory(name, parent) };
    let paris = Organisation {
        territory: Some(id(60)),
        ..Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), "Paris")
    };
    let app = TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Territory, id(60), 0, &level(Level::Commune, "Paris", Some(61)), vec![]),
            Entry::publish(Kind::Territory, id(61), 0, &level(Level::Department, "Paris", Some(62)), vec![]),
            Entry::publish(Kind::Territory, id(62), 0, &level(Level::Region, "Île-de-France", None), vec![]),
            Entry::publish(Kind::Organisation, id(1), 0, &paris, vec![]),
        ])
        .await;
    let page = app.get(&format!("/fr/organisations/{}", id(1))).await.body;
    for name in ["Paris (commune ou ville)", "Paris (département ou équivalent)", "Île-de-France"] {
        assert!(page.contains(&format!("\">{name}</a>")), "{name}: {page}");
    }
}

#[tokio::test]
async fn a_funder_is_not_taken_for_the_one_who_paid_all() {
    let agency = Organisation::new(OrganisationKind::PublicBody, "FR".parse().ok(), "Agence");
    let funder = NamedOrganisation { name: "Agence".into(), organisation: Some(id(1)) };
    let body = Partnership {
        title: Text::new("fr", "Eau"),
        parties: vec![party(2, "Arras", "FR"), party(3, "Kita", "ML")],
        funding: vec![FundingLine { funders: vec![funder], amount: Some(1000.into()), ..FundingLine::default() }],
        ..Partnership::default()
    };
    let app = TestApp::new(Settings::default())
        .await
        .with([
            Entry::publish(Kind::Organisation, id(1), 0, &agency, vec![]),
            Entry::publish(Kind::Partnership, id(10), 0, &body, vec![]),
        ])
        .await;
    let page = app.get(&format!("/fr/organisations/{}", id(1))).await.body;
    let funded = page.split("id=\"finances\"").nth(1).expect("what it funds");
    let told = funded.find("celui de tout le partenariat").expect("whose amount it is");
    assert!(told < funded.find("class=\"card\"").expect("a card"), "{funded}");
}
