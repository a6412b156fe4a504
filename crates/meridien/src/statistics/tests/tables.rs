//! Tables, their files and what the records say are the same.

use super::*;
use crate::confirmation::Confirmation;
use crate::organisation::{Name, Organisation, OrganisationKind, Successor};
use crate::territory::{Level, Territory};

#[tokio::test]
async fn table_file_and_recount_are_the_same() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let records: Vec<Partnership> = (0..90).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let all: Vec<&Partnership> = records.iter().collect();
    let mali: Vec<&Partnership> =
        all.iter().copied().filter(|record| record.parties.iter().any(|p| p.country.as_str() == "ML")).collect();
    for (filter, selected) in [("", &all), ("pays=ML&", &mali)] {
        for measure in ["partenariats", "couples", "collectivites", "montant"] {
            for (rows, columns) in [
                ("pays", ""),
                ("annee", ""),
                ("forme", "annee"),
                ("partenaire", "forme"),
                ("annee", "forme"),
                ("etape", "financeur"),
            ] {
                if rows == "etape" && measure != "montant" {
                    continue;
                }
                let et = if columns.is_empty() { String::new() } else { format!("&et={columns}") };
                let query = format!("{filter}mesure={measure}&par={rows}{et}");
                let money = measure == "montant";
                let file = app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await;
                assert_eq!(file.status, StatusCode::OK, "{query}");
                let page = app.get(&format!("/fr/partenariats?vue=statistiques&{query}")).await;
                assert_eq!(page.status, StatusCode::OK, "{query}");
                assert!(!page.body.contains('⟦') && !page.body.contains("style="), "{query}");
                let (_, cells) = csv_cells(&file, money);
                assert_eq!(as_written(&cells, money), html_cells(&page, money), "{query}");
                let expected = recount(selected, measure, rows, columns);
                // Columns beyond the twelve greatest stand together; their sum is checked by another test.
                let named: BTreeSet<&String> = cells.keys().map(|(_, column)| column).collect();
                let mut expected = non_zero(&expected);
                expected.retain(|(_, column), _| named.contains(column));
                let mut cells = non_zero(&cells);
                cells.retain(|(_, column), _| !column.starts_with("Autres"));
                assert_eq!(cells, expected, "{query}");
            }
        }
    }
}

#[tokio::test]
async fn a_long_table_folds_its_last_rows() {
    let parties = (0..120).map(|number| party(1000 + number, "FR")).chain([party(2000, "ML")]);
    let app = app(&[Partnership { parties: parties.collect(), ..Partnership::default() }]).await;
    let cells = csv_cells(&app.get("/fr/partenariats/statistiques.csv?par=collectivite").await, false).1;
    assert_eq!(cells.len(), 121, "with the total");
    let page = app.get("/fr/partenariats?vue=statistiques&par=collectivite").await;
    assert!(page.body.contains("<summary>Les 20 lignes suivantes</summary>"), "{}", page.body);
    assert_eq!(html_cells(&page, false), cells);
}

#[tokio::test]
async fn the_others_together_count_each_once() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let records: Vec<Partnership> = (0..120).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let file = app.get("/fr/partenariats/statistiques.csv?par=forme&et=pays").await;
    assert!(file.header("content-disposition").ends_with("\"partenariats-par-forme-et-pays.csv\""));
    let (_, cells) = csv_cells(&file, false);
    let shown: BTreeSet<String> = cells.keys().map(|(_, column)| column.clone()).collect();
    let others = shown.iter().find(|column| column.starts_with("Autres")).expect("20 countries do not fit").clone();
    for form in Form::ALL.iter().take(4) {
        let form_name = FR.t(form.key()).into_owned();
        let has_other = |record: &&Partnership| {
            record.form == *form && labels("pays", record, None).iter().any(|country| !shown.contains(country))
        };
        let expected = records.iter().filter(has_other).count() as i64;
        assert_eq!(cells[&(form_name, others.clone())], expected);
    }
    let expected = records
        .iter()
        .filter(|record| labels("pays", record, None).iter().any(|country| !shown.contains(country)))
        .count();
    assert_eq!(cells[&(String::new(), others)], expected as i64, "over all rows");
}

#[tokio::test]
async fn two_selections_stand_side_by_side_in_the_same_rows() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let records: Vec<Partnership> = (0..60).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let of =
        async |query: &str| csv_cells(&app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await, false).1;
    let (mali, senegal) = (of("par=forme&pays=ML").await, of("par=forme&pays=SN").await);
    let both = app.get("/fr/partenariats/statistiques.csv?par=forme&pays=ML&comparer=pays%3DSN").await;
    let (names, cells) = csv_cells(&both, false);
    for name in names.iter().map(|name| if name.starts_with("Total") { "" } else { name }) {
        let at = |column: &str| (name.to_owned(), column.to_owned());
        assert_eq!(cells[&at("Mali")], mali.get(&at("")).copied().unwrap_or(0), "{name}");
        assert_eq!(cells[&at("")], senegal.get(&at("")).copied().unwrap_or(0), "{name}");
    }
    let words = app.get("/fr/partenariats/statistiques.csv?par=forme&pays=ML&comparer=q%3Deau").await;
    assert_eq!(words.status, StatusCode::OK, "words by their name are a selection");
    let page = app.get("/fr/partenariats?vue=statistiques&par=forme&pays=ML&comparer=tous").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Tous les partenariats") && page.body.contains("Ne plus comparer"));
    assert!(page.body.contains("\"scroll sheet\""), "neither selection is the whole of the other");
    assert!(
        page.body.contains("comparer=tous&#38;par=") || page.body.contains("&#38;comparer=tous"),
        "filters keep it"
    );
}

#[tokio::test]
async fn rows_of_the_same_figure_are_in_the_order_of_their_names() {
    let with = |country| Partnership { parties: vec![party(1, "FR"), party(2, country)], ..Partnership::default() };
    let app = app(&["CZ", "ML", "IE", "ML"].map(with)).await;
    for (address, names) in [
        ("/fr/partenariats/statistiques.csv?par=pays", ["Mali", "Irlande", "Tchéquie"]),
        ("/en/partenariats/statistiques.csv?par=pays", ["Mali", "Czechia", "Ireland"]),
    ] {
        let file = app.get(address).await.body;
        let rows: Vec<&str> = file.lines().skip(1).take(3).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(rows, names);
    }
}

fn authority(name: &str, successor: Option<u64>) -> Organisation {
    Organisation {
        kind: OrganisationKind::Commune,
        country: Some(Country::FR),
        names: vec![Name::usual(name)],
        identifiers: vec![],
        territory: None,
        successors: successor.map(|number| Successor { organisation: id(number), on: None }).into_iter().collect(),
        from: None,
        to: None,
        serves: vec![],
        website: None,
        source: String::new(),
        demo: false,
    }
}

/// What an authority is called along an axis.
fn own_label(number: u64, axis: &str) -> String {
    match axis {
        "collectivite" => format!("Autorité {number}"),
        "nature" => FR.t(kind(number).key()).into_owned(),
        _ => region(number).map_or("Non renseigné", |(_, name)| name).to_owned(),
    }
}

fn kind(number: u64) -> OrganisationKind {
    use OrganisationKind::{Commune, Department, Region};
    [Commune, Department, Region][number as usize % 3]
}

fn region(number: u64) -> Option<(u64, &'static str)> {
    match number % 4 {
        0 | 1 => Some((50, "Nord-Est")),
        2 => Some((51, "Sud-Ouest")),
        _ => None,
    }
}

#[tokio::test]
async fn an_authority_counts_under_what_it_is_itself() {
    let mut rng = ChaCha8Rng::seed_from_u64(23);
    let records: Vec<Partnership> = (0..60).map(|_| any_partnership(&mut rng)).collect();
    let authorities = (1000..1006).map(|number| {
        let successor = (number == 1005).then_some(1003);
        let body = Organisation {
            kind: kind(number),
            territory: region(number).map(|(territory, _)| id(territory)),
            ..authority(&format!("Autorité {number}"), successor)
        };
        Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
    });
    let territories = [(50, "Nord-Est"), (51, "Sud-Ouest")].map(|(number, name)| {
        let body = Territory {
            level: Level::Region,
            country: Country::FR,
            name: Text::new("fr", name),
            codes: vec![],
            parent: None,
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, id(number), 0, &body, vec![])
    });
    // An authority is published before what names it.
    let entries = territories.into_iter().chain(authorities).chain(published(&records));
    let app = TestApp::new(Settings::default()).await.with(entries).await;
    for epoch in ["", "&epoque=signature"] {
        for (rows, columns) in [
            ("nature", ""),
            ("collectivite", ""),
            ("territoire", ""),
            ("nature", "forme"),
            ("forme", "territoire"),
            ("nature", "territoire"),
        ] {
            let mut expected = BTreeMap::<(String, String), BTreeSet<u64>>::new();
            for record in &records {
                for party in record.parties.iter().filter(|party| party.country == Country::FR) {
                    let number = party.organisation.as_u64();
                    let number = if number == 1005 && epoch.is_empty() { 1003 } else { number };
                    let label = |axis: &str| match axis {
                        "forme" => FR.t(record.form.key()).into_owned(),
                        "" => String::new(),
                        _ => own_label(number, axis),
                    };
                    for row in [label(rows), String::new()] {
                        for column in [label(columns), String::new()] {
                            expected.entry((row.clone(), column)).or_default().insert(number);
                        }
                    }
                }
            }
            let expected: BTreeMap<_, _> =
                expected.into_iter().map(|(at, authorities)| (at, authorities.len() as i64)).collect();
            let et = if columns.is_empty() { String::new() } else { format!("&et={columns}") };
            let query = format!("mesure=collectivites&par={rows}{et}{epoch}");
            let (_, cells) = csv_cells(&app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await, false);
            assert_eq!(non_zero(&cells), expected, "{query}");
            let page = app.get(&format!("/fr/partenariats?vue=statistiques&{query}")).await;
            assert_eq!(html_cells(&page, false), cells, "{query}");
        }
    }
}

#[tokio::test]
async fn merged_authorities_count_once_and_inherit_confirmations() {
    let record =
        |home: u64| Partnership { parties: vec![party(home, "FR"), party(2000, "ML")], ..Partnership::default() };
    let confirmed = |partnership: u64, party: u64, on: &str| {
        Confirmation::agreed(id(partnership), id(party), on.parse().unwrap(), 1)
    };
    let entries = [
        Entry::publish(Kind::Organisation, id(1), 0, &authority("Ancienne", Some(3)), vec![]),
        Entry::publish(Kind::Organisation, id(2), 0, &authority("Autre ancienne", Some(3)), vec![]),
        Entry::publish(Kind::Organisation, id(3), 0, &authority("Nouvelle", None), vec![]),
        Entry::publish(Kind::Organisation, id(4), 0, &authority("Ville", None), vec![]),
        Entry::publish(Kind::Partnership, id(101), 0, &record(1), vec![]),
        Entry::publish(Kind::Partnership, id(102), 0, &record(2), vec![]),
        Entry::publish(Kind::Partnership, id(103), 0, &record(4), vec![]),
        confirmed(101, 1, "2025-08-01").entry(id(201)),
        // The partner abroad confirms, not the authority.
        confirmed(103, 2000, "2026-08-01").entry(id(202)),
    ];
    let app = TestApp::new(Settings::default()).await.with(entries).await;
    let count = async |query: &str| {
        let file = app.get(&format!("/fr/partenariats/statistiques.csv?mesure=collectivites&par=pays{query}")).await;
        csv_cells(&file, false).1[&(String::new(), String::new())]
    };
    assert_eq!((count("").await, count("&epoque=signature").await), (2, 3));
    let rows = csv_cells(&app.get("/fr/partenariats/statistiques.csv?par=collectivite").await, false).1;
    assert_eq!(rows[&("Nouvelle".to_owned(), String::new())], 2);
    assert!(!rows.contains_key(&("Ancienne".to_owned(), String::new())));
    let page = app.get("/fr/statistiques/couverture").await;
    let foot = page.body.split("<tfoot>").nth(1).unwrap().split("</tfoot>").next().unwrap();
    let figures: Vec<&str> = foot.split("<span>").skip(1).map(|cell| cell.split(' ').next().unwrap()).collect();
    assert!(foot.contains(">2</td>") && figures == ["0", "1"], "within 12 and 18 months: {foot}");
}
