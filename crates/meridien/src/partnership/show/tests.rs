//! The record page through the whole program: every section, full and empty, and the answers at its addresses.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use crate::app::testing::{TestApp, now, today};
use crate::app::{Settings, State, router};
use crate::confirmation::Confirmation;
use crate::index::{Follower, Search};
use crate::journal::{Author, Entry, Kind, testing};
use crate::organisation::{Identifier, Name, Organisation, OrganisationKind, Successor};
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{
    Action, ActionKind, Agreement, AgreementKind, Answer, Communication, Contact, ContactRole, Document, Form,
    GlossaryEntry, LegacyId, NamedOrganisation, Narratives, OtherPartners, OtherTheme, Partnership, Party, PartyRole,
    Periodicity, Phase, Place, Provenance, SdgWeight, Themes, Volunteer,
};
use crate::value::{Country, Currency, Id, Point, Precision, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn fr(text: &str) -> Text {
    Text::new("fr", text)
}

fn named(name: &str, organisation: Option<u64>) -> NamedOrganisation {
    NamedOrganisation { name: name.into(), organisation: organisation.map(id) }
}

fn line(funders: &[&str], year: i32, amount: i64) -> FundingLine {
    FundingLine {
        funders: funders.iter().map(|name| named(name, None)).collect(),
        year: Some(year),
        amount: Some(amount.into()),
        ..FundingLine::default()
    }
}

fn party(organisation: u64, name: &str, country: &str) -> Party {
    Party {
        organisation: id(organisation),
        name: name.into(),
        country: country.parse().unwrap(),
        role: PartyRole::Lead,
        from: None,
        to: None,
    }
}

fn organisation(name: &str, country: &str) -> Organisation {
    Organisation::new(OrganisationKind::Region, country.parse().ok(), name)
}

/// A record with something in every section.
fn full() -> Partnership {
    Partnership {
        legacy_ids: vec![LegacyId { scheme: "atlas".into(), value: "777".into() }],
        title: fr("Eau & développement à <Rivière>"),
        form: Form::CooperationProject,
        themes: Themes {
            main: Some("5.1.1".into()),
            others: vec![OtherTheme { theme: "4.1".into(), priority: Some(2), eligible: Some(true) }],
            sdgs: vec![SdgWeight { goal: 6, weight: Some(2) }],
            purposes: vec!["15112".into()],
        },
        agreements: vec![Agreement {
            kind: AgreementKind::Convention,
            signed: "2009-02".parse().ok(),
            object: fr("Un objet d’accord"),
            parties: vec![id(1)],
            ..Agreement::default()
        }],
        start: "2009".parse().ok(),
        periodicity: Some(Periodicity::Triennial),
        narratives: Narratives {
            objective: fr("Outiller la MAVILLE.\n\n# Titre\n\nUn texte."),
            context: Text::new("en", "Some context, write to agent@exemple.org"),
            ..Narratives::default()
        },
        glossary: vec![GlossaryEntry { short: "MAVILLE".into(), long: "Mairie de la ville".into() }],
        contracting_authorities: vec![named("Région Un", Some(1))],
        implementers: vec![named("Un opérateur", None)],
        beneficiaries: fr("Les habitants"),
        parties: vec![party(2, "Assemblée de Deux", "ML"), party(1, "Région Un", "FR")],
        other_partners: OtherPartners { home: vec![named("Un lycée", None)], abroad: vec![named("Une radio", None)] },
        contacts: vec![Contact {
            name: "Ambassade de France à Bamako".into(),
            organisation: None,
            role: ContactRole::CooperationCorrespondent,
            function: Some("Direction de l’international".into()),
            mailbox: Some("cooperation@ambassade.example".into()),
            count: 1,
            persons: vec![id(99)],
        }],
        funding: vec![
            FundingLine {
                of_which: OnePercent { water: Some(500.into()), ..OnePercent::default() },
                stage: Stage::Disbursed,
                ..line(&["Région Un"], 2009, 1000)
            },
            line(&["Département", "Coopération voisine"], 2010, 2000),
            FundingLine { currency: Currency::XOF, ..line(&["Ville"], 2010, 655_957) },
            FundingLine { amount: None, ..line(&["Autre"], 2011, 0) },
        ],
        communication: Communication {
            home: Answer { answer: Some(true), text: fr("Une exposition") },
            abroad: Answer { answer: Some(false), text: Text::default() },
        },
        evaluation: Answer { answer: None, text: Text::default() },
        volunteers: vec![Volunteer { scheme: Some("VSI".into()), count: 2, ..Volunteer::default() }],
        phases: vec![Phase {
            title: fr("Première phase"),
            start: "2009".parse().ok(),
            end: "2011".parse().ok(),
            call: Some("Appel triennal".into()),
            call_year: Some(2009),
            ..Phase::default()
        }],
        actions: vec![
            Action { phase: Some(0), kind: ActionKind::Seminar, title: fr("Un séminaire"), ..Action::default() },
            Action {
                phase: None,
                kind: ActionKind::Study,
                title: fr("Une étude"),
                places: vec![Place {
                    name: "Village".into(),
                    territory: None,
                    country: "ML".parse().ok(),
                    point: None,
                }],
                ..Action::default()
            },
        ],
        documents: vec![Document { title: fr("Bilan en annexe"), file: None, url: None }],
        places: vec![Place {
            name: "Rivière".into(),
            territory: None,
            country: "ML".parse().ok(),
            point: Some(Point { lat: 14.4, lon: -11.4, precision: Precision::Commune }),
        }],
        provenance: Provenance {
            source: "Ancien atlas".into(),
            licence: Some("Tous droits réservés".into()),
            ..Provenance::default()
        },
        ..Partnership::default()
    }
}

fn publish(number: u64, base: i32, body: &Partnership) -> Entry {
    let codes =
        body.legacy_ids.iter().map(|legacy| Identifier { scheme: legacy.scheme.clone(), value: legacy.value.clone() });
    Entry::publish(Kind::Partnership, id(number), base, body, codes.collect())
}

/// The record as number 10, an empty one as 11, one of two versions as 12, one withdrawn as 13, one merged into 10 as 14.
async fn app() -> TestApp {
    let organisation_entry =
        |number: u64, body: &Organisation| Entry::publish(Kind::Organisation, id(number), 0, body, vec![]);
    let one = Organisation {
        successors: vec![Successor { organisation: id(3), on: "2016-01-01".parse().ok() }],
        ..organisation("Région Un", "FR")
    };
    let two = Organisation {
        names: vec![
            Name::usual("Région de Deux"),
            Name { kind: crate::organisation::NameKind::Body, ..Name::usual("Assemblée de Deux") },
        ],
        ..organisation("Région de Deux", "ML")
    };
    let said = Confirmation::agreed(id(10), id(2), "2026-03-01".parse().unwrap(), 1);
    let first = Partnership { title: fr("Ancien titre"), ..full() };
    TestApp::new(Settings::default())
        .await
        .with([
            organisation_entry(1, &one),
            organisation_entry(2, &two),
            organisation_entry(3, &organisation("Grande Région", "FR")),
            publish(10, 0, &full()),
            said.entry(id(50)),
            publish(11, 0, &Partnership::default()),
            publish(12, 0, &Partnership { legacy_ids: vec![], ..first }),
            publish(12, 1, &Partnership { legacy_ids: vec![], ..full() }),
            publish(13, 0, &Partnership::default()),
            Entry::withdraw(Kind::Partnership, id(13), 1, "doublon"),
            publish(14, 0, &Partnership::default()),
            Entry::merge(Kind::Partnership, id(14), 1, id(10), "même partenariat"),
        ])
        .await
}

/// The text of a page, its tags taken off and every space an ordinary one.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between an anchor and the end of its section.
fn section(html: &str, anchor: &str) -> String {
    let from = html.find(&format!("id=\"{anchor}\"")).unwrap_or_else(|| panic!("no section {anchor}"));
    let end = html[from..].find("</section>").unwrap();
    text(&html[from..from + end])
}

#[tokio::test]
async fn it_is_read_before_there_is_an_index() {
    let register = testing::in_folder().await;
    let journal = register.journal.clone();
    let entries = [
        Entry::publish(Kind::Organisation, id(1), 0, &organisation("Région Rivière", "FR"), vec![]),
        Entry::publish(Kind::Organisation, id(2), 0, &organisation("Région Kayes", "ML"), vec![]),
        Entry::publish(Kind::Partnership, id(9), 0, &full(), vec![]),
    ];
    journal.append(&Author::system("import"), now(), &entries).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (search, found) = Search::open(folder.path(), Country::FR).unwrap();
    let state = State { today, now, ..State::new(Settings::default(), journal.clone(), search.clone()) };
    let record = format!("/fr/partenariats/{}", id(9));
    let ask = |address: &str| {
        let request = Request::get(address).body(Body::empty()).unwrap();
        router(state.clone()).oneshot(request)
    };
    let before = ask(&record).await.unwrap();
    assert_eq!(before.status(), StatusCode::OK);
    let tag = before.headers()["etag"].clone();
    for address in ["/fr/", "/fr/partenariats?q=eau", "/fr/partenariats.csv", "/api/v1/partnerships", "/readyz"] {
        let answer = ask(address).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{address}");
    }
    let list = ask("/fr/partenariats").await.unwrap();
    assert_eq!(list.headers()["retry-after"], "10");
    let page = to_bytes(list.into_body(), usize::MAX).await.unwrap();
    assert!(String::from_utf8_lossy(&page).contains("Recherche en préparation"));

    let follower = Follower::start(search, found, journal, &|_, _| {}).await.unwrap();
    state.position.set(follower.position().unsigned_abs());
    for address in ["/fr/", "/fr/partenariats?q=eau", "/api/v1/partnerships", "/readyz"] {
        assert_eq!(ask(address).await.unwrap().status(), StatusCode::OK, "{address}");
    }
    assert_ne!(ask(&record).await.unwrap().headers()["etag"], tag, "what it lacked is drawn now");
}

#[tokio::test]
async fn a_contact_without_an_organisation_ends_with_what_it_does() {
    let contact = |function: Option<&str>, mailbox: &str| Contact {
        name: String::new(),
        organisation: None,
        role: ContactRole::Other,
        function: function.map(str::to_owned),
        mailbox: Some(mailbox.to_owned()),
        count: 0,
        persons: Vec::new(),
    };
    let contacts = vec![contact(None, "un@ville.example"), contact(Some("Accueil"), "deux@ville.example")];
    let app = app().await.with([publish(20, 0, &Partnership { contacts, ..Partnership::default() })]).await;
    let shown = section(&app.get(&format!("/fr/partenariats/{}", id(20))).await.body, "contacts");
    assert!(shown.contains("Contact · un@ville.example") && shown.contains("Accueil · deux@ville.example"), "{shown}");
}

#[tokio::test]
async fn every_section_says_what_the_record_says() {
    let answer = app().await.get("/fr/partenariats/0000000A").await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = &answer.body;
    assert!(!page.contains('⟦'), "a text is missing");
    for (anchor, words) in [
        (
            "parties",
            vec!["Région Un", "aujourd’hui Grande Région", "France", "Assemblée de Deux", "Mali", "1er mars 2026"],
        ),
        ("lieux", vec!["Rivière", "la commune"]),
        (
            "chronologie",
            vec!["février 2009", "Signature", "Première phase", "1er janvier 2016", "Grande Région", "Aujourd’hui"],
        ),
        ("recit", vec!["Contexte", "Some context"]),
        ("accords", vec!["convention", "février 2009", "Un objet d’accord", "Région Un"]),
        ("themes", vec!["Appui institutionnel", "priorité 2", "éligible", "6.", "principal", "15112"]),
        ("mise-en-oeuvre", vec!["Région Un", "Un opérateur", "Les habitants", "Un lycée", "Une radio"]),
        (
            "contacts",
            vec![
                "Correspondant coopération décentralisée, Direction de l’international, ",
                "Ambassade de France à Bamako",
                "cooperation@",
                "non publiée",
            ],
        ),
        (
            "suivi",
            vec!["Communication (France)", "oui", "Une exposition", "non", "non précisé", "2 volontaires", "VSI"],
        ),
        (
            "phases",
            vec![
                "Première phase",
                "2009 – 2011",
                "Appel triennal (2009)",
                "Séminaire",
                "Autres actions",
                "Étude",
                "Village (Mali)",
            ],
        ),
        ("documents", vec!["Bilan en annexe", "non détenu"]),
        ("sigles", vec!["MAVILLE", "Mairie de la ville"]),
        (
            "provenance",
            vec!["Ancien atlas", "Tous droits réservés", "1er mars 2026", "Version 1", "/fr/partenariats/0000000A"],
        ),
        ("citer", vec!["fiche 0000000A", "version 1", "BibTeX", "CSL-JSON"]),
    ] {
        let section = section(page, anchor);
        for word in words {
            assert!(section.contains(word), "{anchor}: no {word:?} in {section}");
        }
    }
    assert!(page.contains("Eau &#38; développement à &#60;Rivière&#62;"));
    assert!(page.contains("Autres partenariats des mêmes collectivités") && page.contains("/fr/partenariats/0000000C"));
    assert!(page.contains("<abbr title=\"Mairie de la ville\">MAVILLE</abbr>"));
    assert!(page.contains("<div class=\"text\" lang=\"en\">"));
    assert!(page.contains("Confirmé par une collectivité partenaire"));
    assert!(answer.body.len() < 100_000, "{} bytes", answer.body.len());
}

#[tokio::test]
async fn totals_equal_the_lines_and_unknown_is_not_zero() {
    let page = app().await.get("/fr/partenariats/0000000A").await.body;
    let money = section(&page, "financement");
    // 1,000 € + 2,000 € + 655,957 F CFA at the fixed rate.
    assert!(money.contains("Total 4 000 €"), "{money}");
    assert!(money.contains("655 957 F CFA soit 1 000 €"), "{money}");
    assert!(money.contains("2010 3 000 €"), "{money}");
    assert!(money.contains("Département Coopération voisine Montant commun"), "{money}");
    assert!(
        money.contains("Montant non précisé") && money.contains("Le montant d’une ligne n’est pas connu"),
        "{money}"
    );
    assert!(money.contains("énergie non précisé"), "{money}");
    assert!(!money.contains(" 0 €"), "{money}");
    assert!(page.contains("class=\"chart\""));
}

#[tokio::test]
async fn an_empty_section_is_a_sentence_and_never_an_empty_table() {
    for (prefix, sentences) in [
        (
            "fr",
            ["L’objectif n’est pas décrit.", "Aucun financement n’est renseigné.", "Aucun contact n’est renseigné."],
        ),
        ("en", ["The objective is not described.", "No funding is given.", "No contact is given."]),
    ] {
        let answer = app().await.get(&format!("/{prefix}/partenariats/0000000B")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.body;
        assert!(!page.contains("<table") && !page.contains("<tbody") && !page.contains('⟦'), "{page}");
        assert!(!page.contains("<ul></ul>") && !page.contains("<dl class=\"rows\"></dl>"));
        for sentence in sentences {
            assert!(page.contains(sentence), "{sentence}");
        }
        for anchor in [
            "objectif",
            "parties",
            "lieux",
            "financement",
            "chronologie",
            "recit",
            "accords",
            "phases",
            "documents",
            "sigles",
        ] {
            let section = section(&page, anchor);
            assert!(section.ends_with('.'), "{anchor}: {section}");
        }
    }
}

#[tokio::test]
async fn no_person_and_no_private_address_is_on_the_page() {
    let app = app().await;
    for address in ["/fr/partenariats/0000000A", "/en/partenariats/0000000A", "/fr/partenariats/0000000A.json"] {
        let body = app.get(address).await.body;
        assert!(!body.contains("00000033"), "{address} names a person's record");
        if !address.ends_with("json") {
            assert!(!body.contains("agent@exemple.org"), "{address} shows a private address");
        }
    }
}

#[tokio::test]
async fn every_version_has_its_address_and_an_old_one_says_so() {
    let app = app().await;
    let newest = app.get("/fr/partenariats/0000000C").await.body;
    assert!(newest.contains("Eau &#38; développement") && !newest.contains("n’est plus à jour"));
    let old = app.get("/fr/partenariats/0000000C?version=1").await;
    assert!(old.body.contains("Ancien titre") && old.body.contains("n’est plus à jour"));
    assert!(old.body.contains("noindex"));
    assert_eq!(app.get("/fr/partenariats/0000000C?version=3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/fr/partenariats/0000000C?version=x").await.status, StatusCode::BAD_REQUEST);

    let history = text(&app.get("/fr/partenariats/0000000C/historique").await.body);
    assert!(history.contains("2 versions, la plus récente d’abord"), "{history}");
    assert!(history.contains("Titre") && history.contains("Première publication"), "{history}");
    let fields = &history[history.find("2 version actuelle").unwrap()..history.find("Première publication").unwrap()];
    assert!(!fields.contains("Financement"), "only the title changed: {fields}");
    assert!(history.contains("programme d’import"));
    let json: serde_json::Value =
        serde_json::from_str(&app.get("/fr/partenariats/0000000C/historique.json").await.body).unwrap();
    let versions = json["versions"].as_array().unwrap();
    let said = |version: &serde_json::Value| version["record"]["title"]["fr"].as_str().unwrap().to_owned();
    assert_eq!(
        versions.iter().map(said).collect::<Vec<_>>(),
        ["Ancien titre", "Eau & développement à <Rivière>"],
        "the oldest first"
    );
    assert_eq!((&json["id"], &versions[1]["change"]), (&"0000000C".into(), &"published".into()));
}

#[tokio::test]
async fn a_title_in_another_language_says_so_in_history_and_citation() {
    let record = Partnership { title: Text::new("de", "Wasser & Wald"), ..Partnership::default() };
    let app = TestApp::new(Settings::default()).await.with([publish(10, 0, &record)]).await;
    let title = "<span lang=\"de\">Wasser &#38; Wald</span>";
    let history = app.get("/fr/partenariats/0000000A/historique").await.body;
    assert!(history.contains(&format!("<h1>Historique\u{a0}: {title}</h1>")), "{history}");
    assert!(history.contains(&format!("<a href=\"/fr/partenariats/0000000A\">{title}</a>")), "{history}");
    let page = app.get("/fr/partenariats/0000000A").await.body;
    assert!(page.contains(&format!("«\u{a0}{title}\u{a0}», ")), "{page}");
}

/// A version that cannot be read is a fault of the register, not one that took the record away.
#[tokio::test]
async fn a_version_that_cannot_be_read_is_a_fault() {
    let app = TestApp::new(Settings::default()).await;
    let damaged = Entry::publish(Kind::Partnership, id(9), 0, &Partnership::default(), vec![]);
    let damaged = Entry { body: r#"{"title":3}"#.to_owned(), ..damaged };
    let whole = Entry::publish(Kind::Partnership, id(9), 1, &Partnership::default(), vec![]);
    for entry in [damaged, whole] {
        app.state.journal.append(&Author::system("test"), now(), &[entry]).await.unwrap();
    }
    let record = format!("/fr/partenariats/{}", id(9));
    assert_eq!(app.get(&record).await.status, StatusCode::OK);
    for address in ["historique", "historique?de=1&a=2", "historique.json"] {
        let answer = app.get(&format!("{record}/{address}")).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{address}: {}", answer.body);
    }
}

#[tokio::test]
async fn addresses_lead_where_the_record_is() {
    let app = app().await;
    for (address, status, location) in [
        ("/fr/partenariats/0000000a", StatusCode::MOVED_PERMANENTLY, "/fr/partenariats/0000000A"),
        ("/en/partenariats/OOOOOOOA?version=1", StatusCode::MOVED_PERMANENTLY, "/en/partenariats/0000000A?version=1"),
        ("/fr/partenariats/0000000a/historique", StatusCode::MOVED_PERMANENTLY, "/fr/partenariats/0000000A/historique"),
        ("/fr/partenariats/0000000E", StatusCode::MOVED_PERMANENTLY, "/fr/partenariats/0000000A"),
        ("/fr/partenariats/0000000D", StatusCode::GONE, ""),
        ("/fr/partenariats/0000000D/historique", StatusCode::GONE, ""),
        ("/fr/partenariats/0000000D/historique.json", StatusCode::GONE, ""),
        ("/fr/partenariats/0000000Z", StatusCode::NOT_FOUND, ""),
        ("/fr/partenariats/nonsense", StatusCode::NOT_FOUND, ""),
        ("/fr/partenariats/0000000A/historique?de=abc", StatusCode::BAD_REQUEST, ""),
        ("/fr/partenariats/0000000A/historique?version=1", StatusCode::BAD_REQUEST, ""),
        ("/atlas/detailProjet.html?criteres.prjId=777", StatusCode::MOVED_PERMANENTLY, "/fr/partenariats/0000000A"),
        ("/atlas/detailProjet.html?criteres.prjId=778", StatusCode::NOT_FOUND, ""),
        ("/atlas/detailProjet.html", StatusCode::NOT_FOUND, ""),
    ] {
        let answer = app.get(address).await;
        assert_eq!((answer.status, answer.header("location")), (status, location), "{address}");
    }
    let gone = app.get("/fr/partenariats/0000000D").await.body;
    assert!(gone.contains("doublon"), "{gone}");
}

#[tokio::test]
async fn the_record_is_also_json() {
    let answer = app().await.get("/fr/partenariats/0000000A.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let record: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((record["id"].as_str(), record["parties"][0]["side"].as_str()), (Some("0000000A"), Some("abroad")));
}

#[test]
fn the_test_record_leaves_no_section_out() {
    let body = serde_json::to_value(full()).unwrap();
    let empty = serde_json::to_value(Partnership::default()).unwrap();
    let untouched: Vec<_> =
        super::super::fields::FIELDS.iter().filter(|field| body[field.name] == empty[field.name]).collect();
    let names: Vec<_> = untouched.iter().map(|field| field.name).collect();
    assert_eq!(names, ["end", "ended", "dormant", "evaluation", "programmes", "demo", "iati"]);
}

#[tokio::test]
async fn a_partnership_of_many_towns_names_a_few_at_the_top_and_all_below() {
    let countries = ["FR", "DE", "IT", "ES", "PL", "PT", "BE", "RO", "GR", "HU", "CZ", "IE"];
    let parties = (0..).zip(countries).map(|(at, country)| party(100 + at, &format!("Ville {at}"), country));
    let body = Partnership { parties: parties.collect(), ..Partnership::default() };
    let page = TestApp::new(Settings::default())
        .await
        .with([publish(10, 0, &body)])
        .await
        .get("/fr/partenariats/0000000A")
        .await
        .body;
    let top = &page[..page.find("id=\"objectif\"").unwrap()];
    assert!(text(top).contains("et 7 autres"), "{}", text(top));
    assert!(
        section(&page, "parties").contains("12 collectivités signataires")
            && section(&page, "parties").contains("Ville 11")
    );
}

/// Founders have not joined, though their year is known alone and the month of the start is.
#[tokio::test]
async fn who_was_there_from_start_to_end_neither_joins_nor_leaves() {
    let during = |from: &str, to: &str, party: Party| Party { from: from.parse().ok(), to: to.parse().ok(), ..party };
    let body = Partnership {
        start: "2013-07".parse().ok(),
        end: "2018".parse().ok(),
        parties: vec![
            during("2013", "2018-06", party(1, "Ducos", "FR")),
            during("2014", "2016", party(2, "San", "ML")),
        ],
        ..Partnership::default()
    };
    let app = TestApp::new(Settings::default()).await.with([publish(10, 0, &body)]).await;
    let page = text(&app.get("/fr/partenariats/0000000A").await.body);
    assert!(page.contains("2014 Rejoint le partenariat : San") && page.contains("2016 Quitte le partenariat : San"));
    assert!(!page.contains("le partenariat : Ducos"), "{page}");
}
