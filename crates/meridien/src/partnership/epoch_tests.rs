//! Funders and kinds of authorities, as of today and as records print them, through the whole program.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use super::dimension::{named_funder, printed_funder};
use super::funding::FundingLine;
use super::{NamedOrganisation, Partnership, Party, PartyRole};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind, Successor};
use crate::value::{Id, Text};

const OLD_NAME: &str = "Ministère des affaires étrangères";
const NEW_NAME: &str = "Ministère de l'Europe et des affaires étrangères";

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn publish(number: u64, version: i32, organisation: &Organisation) -> Entry {
    Entry::publish(Kind::Organisation, id(number), version, organisation, vec![])
}

fn organisation(kind: OrganisationKind, name: &str) -> Organisation {
    Organisation::new(kind, "FR".parse().ok(), name)
}

fn partnership(number: u64, home: (u64, &str), funders: &[(&str, Option<u64>)], euros: i64) -> Entry {
    let party = |(number, name): (u64, &str), country: &str| Party {
        organisation: id(number),
        name: name.into(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let named = |(name, organisation): &(&str, Option<u64>)| NamedOrganisation {
        name: (*name).to_owned(),
        organisation: organisation.map(id),
    };
    let line = FundingLine {
        funders: funders.iter().map(named).collect(),
        year: Some(2010),
        amount: Some(euros.into()),
        ..FundingLine::default()
    };
    let body = Partnership {
        title: Text::new("fr", format!("Eau {number}")),
        parties: vec![party(home, "FR"), party((90, "Kayes"), "ML")],
        funding: vec![line],
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
}

/// A ministry (1) printed under two names, one of them also where nobody said who it is; a region (2) and its heir (3), which
/// is a party as well; a department (4) that became a region (5).
async fn app() -> TestApp {
    let heir = |number: u64| vec![Successor { organisation: id(number), on: "2016-01-01".parse().ok() }];
    let auvergne = Organisation { successors: heir(3), ..organisation(OrganisationKind::Region, "Auvergne") };
    let corse = Organisation { successors: heir(5), ..organisation(OrganisationKind::Department, "Haute-Corse") };
    TestApp::new(Settings::default())
        .await
        .with([
            publish(1, 0, &organisation(OrganisationKind::State, NEW_NAME)),
            publish(2, 0, &auvergne),
            publish(3, 0, &organisation(OrganisationKind::Region, "Auvergne-Rhône-Alpes")),
            publish(4, 0, &corse),
            publish(5, 0, &organisation(OrganisationKind::Region, "Corse")),
            partnership(10, (4, "Haute-Corse"), &[(OLD_NAME, Some(1))], 100),
            partnership(11, (5, "Corse"), &[(NEW_NAME, Some(1))], 50),
            partnership(12, (3, "Auvergne-Rhône-Alpes"), &[("Conseil régional d'Auvergne", Some(2))], 20),
            partnership(13, (3, "Auvergne-Rhône-Alpes"), &[(OLD_NAME, None), ("Inconnu au registre", Some(77))], 7),
            partnership(14, (5, "Corse"), &[("Région Auvergne-Rhône-Alpes", Some(3))], 3),
        ])
        .await
}

fn sorted(mut ids: Vec<u64>) -> Vec<u64> {
    ids.sort_unstable();
    ids
}

/// The partnerships that a search finds.
async fn found(app: &TestApp, query: &str) -> Vec<u64> {
    let answer = app.get(&format!("/fr/partenariats.csv?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
    let ids = answer.body.lines().skip(1).filter_map(|row| row.split(',').next()?.parse::<Id>().ok());
    sorted(ids.map(|id| id.as_u64()).collect())
}

/// The rows of a table of figures.
async fn rows(app: &TestApp, query: &str) -> BTreeMap<String, String> {
    let answer = app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await;
    let mut reader = csv::ReaderBuilder::new().from_reader(answer.body.as_bytes());
    reader.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn has(answer: &Answer, words: &[&str]) {
    let body = answer.body.replace(['\u{a0}', '\u{202f}'], " ").replace("&#38;", "&");
    for words in words {
        assert!(body.contains(words), "{words}: {body}");
    }
}

#[tokio::test]
async fn a_funder_is_one_whatever_its_names_and_each_of_them_as_printed() {
    let app = app().await;
    let code = |id: Id, epoch: &str| format!("financeur={id}{epoch}");
    for epoch in ["", "&epoque=signature"] {
        assert_eq!(found(&app, &code(id(1), epoch)).await, [10, 11], "the organisation {epoch}");
        assert_eq!(found(&app, &code(id(2), epoch)).await, [12], "one that was succeeded {epoch}");
        assert_eq!(found(&app, &code(id(3), epoch)).await, [12, 14], "its heir {epoch}");
        assert_eq!(found(&app, &code(printed_funder(OLD_NAME), epoch)).await, [10, 13], "a name printed {epoch}");
        assert_eq!(found(&app, &code(named_funder(OLD_NAME), epoch)).await, [13], "a name alone {epoch}");
    }
    let row = |name: &str, figure: &str| (name.to_owned(), figure.to_owned());
    let today = [
        row("Auvergne-Rhône-Alpes", "23.00"),
        row("Inconnu au registre", "7.00"),
        row(NEW_NAME, "150.00"),
        row(OLD_NAME, "7.00"),
    ];
    let money = rows(&app, "mesure=montant&par=financeur").await;
    for (name, figure) in today {
        assert_eq!(money.get(&name), Some(&figure), "{name}: {money:?}");
    }
    assert_eq!(money.len(), 5, "{money:?}");
    let printed = rows(&app, "mesure=montant&par=financeur&epoque=signature").await;
    assert_eq!((&*printed[OLD_NAME], &*printed[NEW_NAME]), ("107.00", "50.00"));
    assert_eq!((&*printed["Conseil régional d'Auvergne"], printed.len()), ("20.00", 6), "{printed:?}");
    let counted = rows(&app, "par=financeur").await;
    assert_eq!((&*counted[NEW_NAME], &*counted["Auvergne-Rhône-Alpes"]), ("2", "2"), "{counted:?}");
    let chosen = rows(&app, &format!("mesure=montant&par=pays&financeur={}", printed_funder(OLD_NAME))).await;
    assert_eq!(chosen["Mali"], "107.00");

    // The filter beside the results, its page, and what is said of a choice made in the other epoch.
    let list = app.get("/fr/partenariats").await;
    let link = format!("financeur={}\">{NEW_NAME}</a> <span>2</span>", id(1)).replace('\'', "&#39;");
    has(&list, &[&link]);
    has(&app.get("/fr/partenariats/filtres/financeur").await, &[&NEW_NAME.replace('\'', "&#39;")]);
    let old = app.get(&format!("/fr/partenariats?financeur={}", printed_funder(OLD_NAME))).await;
    has(&old, &["2 partenariats", &format!("Financeur : {OLD_NAME}")]);
    let api = app.get(&format!("/api/v1/partnerships?financeur={}", id(1))).await;
    let api: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    assert_eq!(api["total"], 2);
}

#[tokio::test]
async fn who_only_funds_shows_what_it_funds() {
    let app = app().await;
    let page = app.get("/fr/organisations/00000001").await;
    has(
        &page,
        &[
            "<h2>Finance 2 partenariats</h2>",
            "Eau 10",
            "Eau 11",
            "href=\"/fr/partenariats?financeur=00000001\"",
            "<th scope=\"row\">2010</th><td class=\"n\">150 €</td>",
        ],
    );
    assert!(!page.body.contains("Aucun partenariat"));
    let both = app.get("/fr/organisations/00000003").await;
    has(&both, &["<h2>Finance 2 partenariats</h2>", "<td class=\"n\">23 €</td>"]);
    assert_eq!(
        both.body.matches("id=\"amounts").count(),
        app.get("/fr/pays/ML").await.body.matches("id=\"amounts").count()
    );
    has(&app.get("/fr/organisations/00000005").await, &["Eau 10", "Eau 14"]);
    assert!(!app.get("/fr/organisations/00000005").await.body.contains("Finance "));

    // Its partnerships follow the organisation that they name.
    let gone = Organisation {
        successors: vec![Successor { organisation: id(5), on: None }],
        ..organisation(OrganisationKind::State, NEW_NAME)
    };
    let app = app.with([publish(1, 1, &gone)]).await;
    assert_eq!(found(&app, "financeur=00000005").await, [10, 11]);
    assert_eq!(rows(&app, "par=financeur").await["Corse"], "2");
}

#[tokio::test]
async fn a_kind_is_that_of_today_or_as_signed() {
    let app = app().await;
    assert_eq!(found(&app, "nature=department").await, [0; 0]);
    assert_eq!(found(&app, "nature=department&epoque=signature").await, [10]);
    assert_eq!(found(&app, "nature=region").await, [10, 11, 12, 13, 14]);
    assert_eq!(found(&app, "nature=region&epoque=signature").await, [11, 12, 13, 14]);
    let rows = rows(&app, "mesure=collectivites&par=nature").await;
    assert_eq!((rows.get("Région ou équivalent").map(String::as_str), rows.len()), (Some("2"), 2), "{rows:?}");
}
