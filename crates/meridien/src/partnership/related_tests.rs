//! Other partnerships beside a record: like it, of its parties, on its territory.

use super::{Document, Form, Partnership, Party, PartyRole};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::territory::{Level, Territory};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn partnership(number: u64, title: &str, parties: [(u64, &str); 2], theme: &str, form: Form) -> Entry {
    let party = |(organisation, country): (u64, &str)| Party {
        organisation: id(organisation),
        name: format!("Ville {organisation}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let mut body = Partnership {
        title: Text::new("fr", title),
        parties: parties.map(party).into(),
        form,
        ..Partnership::default()
    };
    body.themes.main = Some(theme.into());
    Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
}

/// A region of Mali (50) that holds a town (51), each with an authority (30 and 31).
fn places() -> Vec<Entry> {
    let territory = |number: u64, parent: Option<u64>| {
        let body = Territory {
            level: Level::Region,
            country: "ML".parse().unwrap(),
            name: Text::new("fr", "Lieu"),
            codes: vec![],
            parent: parent.map(id),
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, id(number), 0, &body, vec![])
    };
    let authority = |number: u64, territory: u64| {
        let kind = OrganisationKind::Commune;
        let body =
            Organisation { territory: Some(id(territory)), ..Organisation::new(kind, "ML".parse().ok(), "Mairie") };
        Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
    };
    vec![territory(50, None), territory(51, Some(50)), authority(30, 50), authority(31, 51)]
}

async fn app() -> TestApp {
    let project = Form::CooperationProject;
    let mut entries = places();
    entries.extend([
        partnership(100, "Le sujet", [(1, "FR"), (31, "ML")], "4.1.1", project),
        partnership(101, "Mêmes villes", [(1, "FR"), (39, "ML")], "4.1.1", project),
        partnership(102, "Eau au Mali", [(2, "FR"), (32, "ML")], "4.1.1", project),
        partnership(103, "Eau au Mali, jumelage", [(3, "FR"), (33, "ML")], "4.1.1", Form::Twinning),
        partnership(104, "Déchets au Mali", [(4, "FR"), (34, "ML")], "4.1", project),
        partnership(105, "Eau au Sénégal", [(5, "FR"), (35, "SN")], "4.1.1", project),
        partnership(106, "Culture au Sénégal", [(6, "FR"), (36, "SN")], "1", project),
        partnership(107, "La région", [(7, "FR"), (30, "ML")], "1", project),
    ]);
    TestApp::new(Settings::default()).await.with(entries).await
}

/// The titles of a list beside the record, in its order.
fn titles<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let section = page.split(&format!("<h2>{heading}</h2>")).nth(1).unwrap_or_default();
    let section = section.split("</section>").next().unwrap_or_default();
    section.split("<li>").skip(1).filter_map(|item| item.split('>').nth(1)?.split('<').next()).collect()
}

#[tokio::test]
async fn those_most_alike_come_first_and_none_is_named_twice() {
    let page = app().await.get("/fr/partenariats/00000034").await.body;
    assert_eq!(titles(&page, "Autres partenariats des mêmes collectivités"), ["Mêmes villes"]);
    let similar = ["Eau au Mali", "Eau au Mali, jumelage", "Déchets au Mali", "Eau au Sénégal"];
    assert_eq!(titles(&page, "Partenariats semblables"), similar);
    assert_eq!(titles(&page, "Sur le même territoire"), ["La région"], "the region holds the town");
}

#[tokio::test]
async fn a_record_signposts_itself_to_machines() {
    let app = app().await;
    let mut record: Partnership =
        app.state.journal.newest(Kind::Partnership, id(100)).await.unwrap().unwrap().read().unwrap();
    let document = |url: &str| Document { title: Text::new("fr", "Convention"), file: None, url: Some(url.into()) };
    record.documents = vec![document("https://example.org/a%20b,c.pdf"), document("https://example.org/<d>")];
    let app = app.with([Entry::publish(Kind::Partnership, id(100), 1, &record, vec![])]).await;
    let answer = app.get("/fr/partenariats/00000034").await;
    let links = answer.header("link");
    assert_eq!(links.matches("rel=\"item\"").count(), 1, "{links}");
    for link in [
        "<http://localhost:8080/fr/partenariats/00000034>; rel=\"cite-as\"",
        "<https://example.org/a%20b,c.pdf>; rel=\"item\"",
        "<http://localhost:8080/fr/partenariats/00000034.json>; rel=\"describedby\"; type=\"application/json\"",
    ] {
        assert!(links.contains(link), "{links}");
    }
    let block = answer.body.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let facts: serde_json::Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
    assert_eq!((facts["@type"].as_str(), facts["name"].as_str()), (Some("Project"), Some("Le sujet")));
    assert_eq!(facts["member"][1]["address"]["addressCountry"], "ML");
    assert!(facts["member"][0].get("url").is_none_or(serde_json::Value::is_null), "no record, no address");
}
