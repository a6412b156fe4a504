//! Files and pages of records on the web.

use super::*;

/// What a record keeps of the activity that it was made from has texts that no page shows.
#[tokio::test]
async fn addresses_in_an_activity_of_others_are_hidden_in_files_and_dumps() {
    use crate::exports::archive;
    use crate::journal::{Entry, Extent};
    let kept = extension::kept(FOREIGN).unwrap();
    let mut record = incoming::record(&kept, Country::FR, &mut organisations::Stamped);
    record.iati = Some(FOREIGN.to_owned());
    let id = Id::from_u64(3).unwrap();
    let app = app().await.with([Entry::publish(Kind::Activity, id, 0, &record, vec![])]).await;
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    archive::write(&app.state.journal, Extent::Public, now(), &dump).await.unwrap();
    let dumped = String::from_utf8(zstd::decode_all(std::fs::File::open(&dump).unwrap()).unwrap()).unwrap();
    let written = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    for text in [written, dumped] {
        assert!(text.contains("Trois forages") && text.contains("(adresse non publiée)"), "{text}");
        assert!(!text.contains("prenom.nom") && !text.contains("45 67"), "{text}");
    }
    let compared = archive::check(&dump).unwrap().compare(&app.state.journal).await.unwrap();
    assert!(compared.is_equal(), "{compared:?}");
}

/// What places are in is read too: two communes of two departments are of one region.
#[tokio::test]
async fn the_scope_is_told_by_what_contains_the_places() {
    use crate::journal::Entry;
    use crate::territory::{Level, Territory};
    let territory = |number: u64, level, parent: Option<u64>| {
        let territory = Territory {
            level,
            country: "ML".parse().unwrap(),
            name: Text::new("fr", format!("Territoire {number}")),
            codes: vec![],
            parent: parent.and_then(Id::from_u64),
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, Id::from_u64(number).unwrap(), 0, &territory, vec![])
    };
    let app = app().await;
    let id = Id::from_u64(1).unwrap();
    let mut record: Partnership =
        app.state.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    let place = |number: u64| Place {
        name: format!("Commune {number}"),
        territory: Id::from_u64(number),
        country: "ML".parse().ok(),
        point: None,
    };
    record.places = vec![place(54), place(55)];
    let app = app
        .with([
            territory(51, Level::Region, None),
            territory(52, Level::Department, Some(51)),
            territory(53, Level::Department, Some(51)),
            territory(54, Level::Commune, Some(52)),
            territory(55, Level::Commune, Some(53)),
            Entry::publish(Kind::Partnership, id, 1, &record, vec![]),
        ])
        .await;
    let xml = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    assert!(xml.contains("<activity-scope code=\"6\""), "{xml}");
}

/// A partnership and an aid activity on the web.
async fn app() -> crate::app::testing::TestApp {
    use crate::journal::Entry;
    let party = |number: u64, country: &str| Party {
        organisation: Id::from_u64(number).unwrap(),
        name: format!("Ville {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let place =
        |country: &str| Place { name: "Kidal".into(), territory: None, country: country.parse().ok(), point: None };
    let partnership = Partnership {
        title: Text::new("fr", "Jumelage"),
        parties: vec![party(11, "FR"), party(12, "ML")],
        ..Partnership::default()
    };
    let activity = Partnership {
        title: Text::new("fr", "Puits de l'Agence"),
        places: vec![place("ML")],
        ..Partnership::default()
    };
    crate::app::testing::TestApp::new(crate::app::Settings::default())
        .await
        .with([
            Entry::publish(Kind::Partnership, Id::from_u64(1).unwrap(), 0, &partnership, vec![]),
            Entry::publish(Kind::Activity, Id::from_u64(2).unwrap(), 0, &activity, vec![]),
        ])
        .await
}

/// A mark inside an address would make the file invalid.
#[tokio::test]
async fn a_record_with_a_passage_taken_out_of_its_addresses_leaves_valid() {
    use crate::journal::{Author, Entry, Passage};
    let (app, id) = (app().await, Id::from_u64(1).unwrap());
    let mut record: Partnership =
        app.state.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    record.documents.push(Document {
        title: Text::new("fr", "Bilan"),
        file: None,
        url: Some("https://exemple.fr/ondine-vexatior.pdf".into()),
    });
    let contact = r#"{"name":"Ville","organisation":null,"role":"party","mailbox":"ondine.vexatior@exemple.fr"}"#;
    record.contacts.push(serde_json::from_str(contact).unwrap());
    let app = app.with([Entry::publish(Kind::Partnership, id, 1, &record, vec![])]).await;
    assert!(app.get(&format!("/fr/partenariats/{id}.xml")).await.body.contains("ondine-vexatior"));
    let (passage, by) = (Passage::read("Ondine Vexatior").unwrap(), Author::system("essai"));
    app.state.journal.redact(id, &passage, &by, now()).await.unwrap();
    let app = app.with([]).await;
    let xml = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    assert!(!xml.to_lowercase().contains("vexatior") && !xml.contains("[…]"), "{xml}");
    assert_keeps_to(ACTIVITIES, xml.as_bytes());
    let faults: Vec<_> =
        meridien_iati::check(xml.as_bytes(), today()).filter(|fault| fault.severity() > Severity::Advisory).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let page = app.get(&format!("/fr/partenariats/{id}")).await.body;
    assert!(!page.contains("mailto:[") && !page.contains("href=\"https://exemple.fr/["), "{page}");
}

#[tokio::test]
async fn an_activity_has_a_page_and_is_counted_with_no_partnership() {
    let app = app().await;
    let page = app.get("/fr/partenariats/00000002").await;
    assert_eq!(page.status, axum::http::StatusCode::OK);
    let body = page.body.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(body.contains("Activité d’aide, hors des partenariats"), "{body}");
    assert!(body.contains("href=\"/fr/partenariats/00000002.xml\""));
    let partnership = app.get("/fr/partenariats/00000001").await.body;
    assert!(!partnership.contains("hors des partenariats"));
    for (address, shown, hidden) in [
        ("/fr/partenariats", "Jumelage", "Agence"),
        ("/fr/partenariats?type=activite", "Agence", "Jumelage"),
        ("/fr/partenariats?type=activite&pays=ML", "Agence", "Jumelage"),
    ] {
        let counted = if address.contains("activite") { "<h1>Une activité</h1>" } else { "<h1>Un partenariat</h1>" };
        let list = app.get(address).await;
        assert_eq!(list.body.matches("<li class=\"card\">").count(), 1, "{address}");
        assert!(list.body.contains(counted), "{address}");
        let cards = &list.body[list.body.find("<li class=\"card\">").unwrap()..];
        assert!(cards.contains(shown) && !cards.contains(hidden), "{address}");
    }
}

#[tokio::test]
async fn a_search_and_a_record_leave_as_valid_files() {
    let app = app().await;
    for (address, identifier) in [
        ("/fr/partenariats.xml", "ZZ-MERIDIEN-00000001"),
        ("/en/partenariats.xml?type=activite", "ZZ-MERIDIEN-00000002"),
        ("/fr/partenariats/00000001.xml", "ZZ-MERIDIEN-00000001"),
        ("/fr/partenariats/00000002.xml", "ZZ-MERIDIEN-00000002"),
    ] {
        let file = app.get(address).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "application/xml"), "{address}");
        let faults: Vec<_> = meridien_iati::check(file.body.as_bytes(), today())
            .filter(|fault| fault.severity() > Severity::Advisory)
            .collect();
        assert!(faults.is_empty(), "{address}: {faults:?} {}", file.body);
        assert_eq!(file.body.matches("<iati-identifier>").count(), 1, "{address}");
        assert!(file.body.contains(&format!("<iati-identifier>{identifier}</iati-identifier>")), "{address}");
    }
    for accept in ["*/*", "text/html"] {
        let request = axum::http::Request::get("/fr/partenariats.xml?pays=SN").header("accept", accept);
        let empty = app.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(empty.status, axum::http::StatusCode::NOT_FOUND, "{accept}");
        assert!(empty.body.contains("au moins une activité"), "no valid file is empty: {}", empty.body);
    }
}

#[tokio::test]
async fn the_addresses_of_our_vocabularies_lead_to_their_codes() {
    let app = crate::app::testing::TestApp::new(crate::app::Settings::default()).await;
    for lang in crate::web::Lang::ALL {
        let page = app.get(&format!("/{}/aide", lang.code())).await.body;
        for anchor in ["formes", "periodicites"] {
            assert!(page.contains(&format!("<h2 id=\"{anchor}\">")), "{anchor}");
        }
        let codes = Form::ALL.iter().map(|form| form.code()).chain(["annual", "biennial", "triennial"]);
        for code in codes {
            assert!(page.contains(&format!("<code>{code}</code>")), "{code}");
        }
    }
}
