//! Figures through the whole program: table, file and chart say the same, which is what the records say.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::chart::map::Map;
use crate::confirmation::Confirmation;
use crate::country;
use crate::journal::{Entry, Kind};
use crate::map::classes::Classes;
use crate::organisation::{Name, Organisation, OrganisationKind, Successor};
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{Form, NamedOrganisation, Partnership, Party, PartyRole, SdgWeight};
use crate::reference;
use crate::value::{Country, Currency, Id, PartialDate, Text};
use crate::web::{Lang, Locale};

const FR: Locale = Locale { lang: Lang::Fr };

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn party(number: u64, country: &str) -> Party {
    Party {
        organisation: id(number),
        name: format!("Ville {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    }
}

fn one_of<T: Clone>(rng: &mut impl Rng, all: &[T]) -> T {
    all[rng.random_range(0..all.len())].clone()
}

fn any_line(rng: &mut impl Rng) -> FundingLine {
    let water = rng.random_bool(0.3).then(|| Decimal::from(rng.random_range(0..3)));
    FundingLine {
        funders: vec![NamedOrganisation { name: one_of(rng, &["Région", "Agence"]).into(), organisation: None }],
        year: rng.random_bool(0.8).then(|| rng.random_range(2015..2020)),
        amount: rng.random_bool(0.8).then(|| Decimal::new(rng.random_range(0..9_999_999), 2)),
        // The last has no rate.
        currency: one_of(rng, &["EUR", "EUR", "XOF", "XXX"]).parse().unwrap(),
        stage: one_of(rng, Stage::ALL),
        of_which: OnePercent { water, ..OnePercent::default() },
        ..FundingLine::default()
    }
}

fn any_partnership(rng: &mut impl Rng) -> Partnership {
    let mut parties: Vec<Party> =
        (0..rng.random_range(1..3)).map(|_| party(1000 + rng.random_range(0..6), "FR")).collect();
    for _ in 0..rng.random_range(1..4) {
        let country = rng.random_range(0..20);
        let code = [
            "ML", "SN", "DE", "BF", "MA", "TN", "PL", "IT", "ES", "MG", "BJ", "TG", "CI", "CM", "GN", "VN", "LA", "KH",
            "CN", "JP",
        ][country];
        parties.push(party(2000 + 10 * country as u64 + rng.random_range(0..3), code));
    }
    Partnership {
        title: Text::new("fr", "Essai"),
        parties,
        form: one_of(rng, &Form::ALL[..4]),
        start: rng.random_bool(0.8).then(|| PartialDate::year_only(rng.random_range(1940..2024)).unwrap()),
        funding: (0..rng.random_range(0..4)).map(|_| any_line(rng)).collect(),
        ..Partnership::default()
    }
}

async fn app(records: &[Partnership]) -> TestApp {
    let entries = records
        .iter()
        .zip(100..)
        .map(|(record, number)| Entry::publish(Kind::Partnership, id(number), 0, record, vec![]));
    TestApp::new(Settings::default()).await.with(entries).await
}

/// What is measured of a partnership: items, each with what it adds, and the line of money that it is.
fn items<'a>(measure: &str, at: usize, record: &'a Partnership) -> Vec<(String, i64, Option<&'a FundingLine>)> {
    let sides = |home: bool| {
        let parties = record.parties.iter().filter(move |party| (party.country == Country::FR) == home);
        parties.map(|party| party.organisation.to_string())
    };
    match measure {
        "partenariats" => vec![(at.to_string(), 1, None)],
        "couples" => sides(true).flat_map(|a| sides(false).map(move |b| (format!("{a} {b}"), 1, None))).collect(),
        "collectivites" => sides(true).map(|a| (a, 1, None)).collect(),
        _ => {
            let lines = record.funding.iter().enumerate();
            lines
                .filter_map(|(line_at, line)| {
                    let euros = line.euros(line.amount?, reference::rate)?;
                    Some((format!("{at} {line_at}"), crate::partnership::dimension::cents(euros), Some(line)))
                })
                .collect()
        }
    }
}

/// The names of a partnership's values along an axis.
fn labels(axis: &str, record: &Partnership, line: Option<&FundingLine>) -> BTreeSet<String> {
    let found: BTreeSet<String> = match axis {
        "pays" => {
            let countries = record.parties.iter().map(|party| party.country).filter(|country| *country != Country::FR);
            countries.map(|code| country::name(FR, code)).collect()
        }
        "forme" => BTreeSet::from([FR.t(record.form.key()).into_owned()]),
        "etape" => line.map(|line| FR.t(line.stage.key()).into_owned()).into_iter().collect(),
        "financeur" => line.into_iter().flat_map(|line| &line.funders).map(|funder| funder.name.clone()).collect(),
        "annee" if line.is_some() => line.and_then(|line| line.year).map(|year| year.to_string()).into_iter().collect(),
        "annee" => record.start.map(|start| start.to_string()).into_iter().collect(),
        "partenaire" => {
            let parties = record.parties.iter().filter(|party| party.country != Country::FR);
            parties.map(|party| party.organisation.to_string()).collect()
        }
        _ => BTreeSet::from([String::new()]),
    };
    if found.is_empty() { BTreeSet::from(["Non renseigné".to_owned()]) } else { found }
}

/// Sums of items, each once, under the names of their row and column; `""` is everything.
type Recount = BTreeMap<(String, String), BTreeMap<String, i64>>;

fn recount(records: &[&Partnership], measure: &str, rows: &str, columns: &str) -> BTreeMap<(String, String), i64> {
    let mut found = Recount::new();
    for (at, record) in records.iter().enumerate() {
        for (item, adds, line) in items(measure, at, record) {
            let all = || BTreeSet::from([String::new()]);
            let rows = labels(rows, record, line).into_iter().chain(all());
            let columns: BTreeSet<String> = labels(columns, record, line).into_iter().chain(all()).collect();
            for row in rows {
                for column in &columns {
                    found.entry((row.clone(), column.clone())).or_default().insert(item.clone(), adds);
                }
            }
        }
    }
    found.into_iter().map(|(at, items)| (at, items.values().sum())).collect()
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace("&#38;", "&").replace("&#39;", "'")
}

/// A table with its row and column names; figures in units or cents. The last column and row are totals.
fn csv_cells(answer: &Answer, money: bool) -> (Vec<String>, BTreeMap<(String, String), i64>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(answer.body.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(plain).collect()).collect();
    let heads = &rows[0];
    let mut cells = BTreeMap::new();
    for row in &rows[1..] {
        let name = if row[0].starts_with("Total") { "" } else { &row[0] };
        for (at, cell) in row.iter().enumerate().skip(1) {
            let head = if at + 1 == row.len() { "" } else { &heads[at] };
            if let Ok(figure) = cell.parse::<Decimal>() {
                let figure = if money { figure * Decimal::ONE_HUNDRED } else { figure };
                cells.insert((name.to_owned(), head.to_owned()), i64::try_from(figure).unwrap());
            }
        }
    }
    (rows[1..].iter().map(|row| row[0].clone()).collect(), cells)
}

/// The same of a page's table; cells without a figure are left out.
fn html_cells(answer: &Answer, money: bool) -> BTreeMap<(String, String), i64> {
    let table = answer.body.split("<table>").nth(1).unwrap().split("</table>").next().unwrap();
    let text = |piece: &str| {
        let piece = piece.split_once('>').map_or("", |(_, rest)| rest);
        let piece = piece.split("</t").next().unwrap();
        let bare: String = piece.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
        plain(&bare)
    };
    let heads: Vec<String> = table.split("<th scope=\"col\"").skip(2).map(text).collect();
    let mut cells = BTreeMap::new();
    for row in table.split("<th scope=\"row\"").skip(1) {
        let name = text(row);
        let name = if name.starts_with("Total") { "" } else { &name };
        for (at, cell) in row.split("<td").skip(1).map(text).enumerate() {
            let head = if at + 1 == heads.len() { "" } else { &heads[at] };
            let Ok(figure) = cell.replace([' ', '€'], "").replace(',', ".").parse::<Decimal>() else { continue };
            let figure = if money { figure * Decimal::ONE_HUNDRED } else { figure };
            cells.insert((name.to_owned(), head.to_owned()), i64::try_from(figure).unwrap());
        }
    }
    cells
}

/// Figures as a page writes them: amounts to the euro where their sum is large.
fn as_written(cells: &BTreeMap<(String, String), i64>, money: bool) -> BTreeMap<(String, String), i64> {
    let large = money && cells.values().any(|figure| *figure >= 10_000_000);
    let written = |figure: i64| if large { (figure + 50).div_euclid(100) * 100 } else { figure };
    cells.iter().map(|(at, figure)| (at.clone(), written(*figure))).collect()
}

/// A sum as a page writes it.
fn sum_as_written(sum: Decimal) -> i64 {
    let whole = (String::new(), String::new());
    let cents = i64::try_from((sum * Decimal::ONE_HUNDRED).round()).unwrap();
    as_written(&BTreeMap::from([(whole.clone(), cents)]), true)[&whole]
}

/// What counts as nothing is not compared: a recount does not name it.
fn non_zero(cells: &BTreeMap<(String, String), i64>) -> BTreeMap<(String, String), i64> {
    cells.iter().filter(|(_, figure)| **figure != 0).map(|(at, figure)| (at.clone(), *figure)).collect()
}

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
async fn the_chart_shows_the_greatest_rows_of_the_table_and_the_others() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let records: Vec<Partnership> = (0..120).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    for measure in ["partenariats", "montant"] {
        let query = format!("mesure={measure}&par=pays");
        let (names, cells) =
            csv_cells(&app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await, measure == "montant");
        let svg = app.get(&format!("/fr/partenariats/statistiques.svg?{query}")).await;
        assert!(svg.header("content-type").starts_with("image/svg+xml"));
        let svg = plain(&svg.body);
        let cells = as_written(&cells, measure == "montant");
        for name in &names[..15] {
            let figure = cells[&(name.clone(), String::new())];
            let text = match measure {
                "montant" => plain(&FR.money(Decimal::new(figure, 2).normalize(), Currency::EUR)),
                _ => figure.to_string(),
            };
            let bar = svg.split(&format!(">{name}</text>")).nth(1).unwrap_or_else(|| panic!("{name}"));
            assert!(bar.split("</text>").next().unwrap().ends_with(&format!(">{text}")), "{name}: {text}");
        }
        assert!(
            svg.contains("Non dessiné, pour que le reste se voie : Autres (5 valeurs), ")
                && !svg.contains(">Autres (5 valeurs)<")
                && svg.contains("http://localhost:8080/fr/partenariats?vue=statistiques")
        );
        assert!(svg.contains("Source : Méridien") && svg.contains("Licence :") && svg.contains("23 novembre 2026"));
    }
}

/// What the parts of a drawn chart say, each under its name. What stands for nothing is not compared.
fn drawn(svg: &Answer) -> BTreeMap<String, String> {
    let svg = plain(&svg.body);
    let parts = svg.split("<title>").skip(1).map(|rest| rest.split("</title>").next().unwrap());
    let named = parts.map(|part| part.rsplit_once(" : ").unwrap_or_else(|| panic!("{part}")));
    let told = named.filter(|(name, figure)| !name.starts_with("Autres") && !["0", "0 €"].contains(figure));
    told.map(|(name, figure)| (name.to_owned(), figure.to_owned())).collect()
}

/// The same of some figures, named by `name` after their row and column.
fn told(
    cells: &BTreeMap<(String, String), i64>,
    money: bool,
    name: impl Fn(&str, &str) -> Option<String>,
) -> BTreeMap<String, String> {
    let text = |figure: i64| match money {
        true => plain(&FR.money(Decimal::new(figure, 2).normalize(), Currency::EUR)),
        false => plain(&FR.integer(figure)),
    };
    let cells = non_zero(&as_written(cells, money));
    cells.iter().filter_map(|((row, column), figure)| Some((name(row, column)?, text(*figure)))).collect()
}

#[tokio::test]
async fn stacked_bars_and_lines_say_what_the_table_and_the_records_say() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    let records: Vec<Partnership> = (0..120).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let all: Vec<&Partnership> = records.iter().collect();
    for measure in ["partenariats", "montant"] {
        let money = measure == "montant";
        for (rows, columns) in [("pays", "forme"), ("annee", "forme"), ("annee", "")] {
            let et = if columns.is_empty() { String::new() } else { format!("&et={columns}") };
            let query = format!("mesure={measure}&par={rows}{et}");
            let (names, cells) =
                csv_cells(&app.get(&format!("/fr/partenariats/statistiques.csv?{query}")).await, money);
            let chart = drawn(&app.get(&format!("/fr/partenariats/statistiques.svg?{query}")).await);
            let name = |row: &str, column: &str| match (rows, columns) {
                // Bars have a name for each part, and are as many as fit.
                ("pays", _) if column.is_empty() || !names.iter().take(15).any(|name| name == row) => None,
                ("pays", _) => Some(format!("{row} – {column}")),
                // Whatever has no year has no place on a line.
                _ if row.parse::<i32>().is_err() => None,
                (_, "") => column.is_empty().then(|| row.to_owned()),
                _ => (!column.is_empty()).then(|| format!("{column} – {row}")),
            };
            assert!(chart.len() > 4, "{query}: {chart:?}");
            assert_eq!(chart, told(&cells, money, name), "{query}");
            assert_eq!(chart, told(&recount(&all, measure, rows, columns), money, name), "{query}");
        }
    }
}

#[tokio::test]
async fn a_wide_table_says_that_it_scrolls_and_what_the_chart_leaves_out() {
    let mut rng = ChaCha8Rng::seed_from_u64(19);
    let mut records: Vec<Partnership> = (0..120).map(|_| any_partnership(&mut rng)).collect();
    for (at, record) in records.iter_mut().enumerate() {
        record.themes.sdgs = vec![SdgWeight { goal: (at % 17 + 1) as u8, weight: None }];
    }
    let app = app(&records).await;
    let page = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=annee&et=pays").await;
    let text = plain(&page.body);
    assert!(text.contains("ce tableau défile de côté : il a 14 colonnes de chiffres"), "{text}");
    assert!(text.contains("arrondis à l’euro") && page.body.contains("class=\"scroll sheet whole broad\""));
    let figure = page.body.split("<figure").nth(1).unwrap();
    assert!(figure.find("class=\"legend\"").unwrap() < figure.find("<svg").unwrap(), "the legend stands before");
    let legend = figure.split("class=\"legend\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(
        !legend.contains("Autres (") && text.contains("Non dessiné, pour que le reste se voie : Autres (16 valeurs), ")
    );
    // The parts of a whole are all drawn.
    let stacked = app.get("/fr/partenariats?vue=statistiques&par=annee&et=pays&graphique=empile").await.body;
    let legend = stacked.split("class=\"legend\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(legend.contains("Autres (16") && !stacked.contains("Non dessiné"));
    // The goals are one list, drawn whole.
    let goals = app.get("/fr/partenariats/statistiques.svg?par=odd").await.body;
    assert_eq!(goals.matches("<rect class=\"s1\"").count(), 17);
    assert!(!goals.contains("Autres ("));
    // Land that has no shade is told as well.
    let map = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=pays&graphique=carte").await.body;
    assert!(map.contains("<i class=\"q0\"></i>aucun montant connu"));
    let small = app.get("/fr/partenariats?vue=statistiques&par=forme").await.body;
    assert!(!small.contains("défile de côté"), "a table of one column does not");
}

/// The outlines of a map that have a shade.
fn shaded(svg: &str) -> Vec<&str> {
    svg.split("<path class=\"q").skip(1).map(|rest| rest.split("/>").next().unwrap()).collect()
}

#[tokio::test]
async fn a_map_shades_each_country_as_its_figure_says() {
    let mut rng = ChaCha8Rng::seed_from_u64(17);
    let records: Vec<Partnership> = (0..120).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let all: Vec<&Partnership> = records.iter().collect();
    let parties = records.iter().flat_map(|record| &record.parties).map(|party| party.country);
    let countries: BTreeSet<Country> = parties.filter(|country| *country != Country::FR).collect();
    for measure in ["partenariats", "montant"] {
        let counted = recount(&all, measure, "pays", "");
        let unit: i64 = if measure == "montant" { 100 } else { 1 };
        let figure = |country: Country| {
            let figure = *counted.get(&(country::name(FR, country), String::new()))?;
            Some((country, u64::try_from(figure / unit).unwrap()))
        };
        let figures: BTreeMap<Country, u64> = countries.iter().filter_map(|country| figure(*country)).collect();
        let classes = Classes::of(figures.values().copied());
        let shades = figures.iter().filter_map(|(country, figure)| Some((*country, classes.class(*figure)?)));
        let expected = Map {
            outlines: reference::outlines(),
            title: String::new(),
            description: String::new(),
            highlighted: BTreeSet::new(),
            places: Vec::new(),
            links: Vec::new(),
        };
        let expected = expected.thematic("figure", &shades.collect(), &[]);
        let query = format!("mesure={measure}&par=pays&graphique=carte");
        let svg = app.get(&format!("/fr/partenariats/statistiques.svg?{query}")).await.body;
        assert!(shaded(&svg).len() > 1, "{query}");
        assert_eq!(shaded(&svg), shaded(&expected), "{query}");
    }
}

/// Rates of the European Central Bank: 1.1069 dollars for a euro in 2016, 1.1810 in 2018; 655.957 CFA francs at any time.
#[tokio::test]
async fn money_is_converted_at_the_rate_of_its_year_and_the_page_says_so() {
    let line = |amount: i64, currency: &str, year: i32| FundingLine {
        amount: Some(Decimal::from(amount)),
        currency: currency.parse().unwrap(),
        year: Some(year),
        ..FundingLine::default()
    };
    let record = Partnership {
        parties: vec![party(1000, "FR"), party(2000, "ML")],
        funding: vec![
            line(100, "EUR", 2016),
            line(1_000, "USD", 2016),
            line(1_000, "USD", 2018),
            line(655_957, "XOF", 2018),
            // Before the first rate.
            line(1_000, "USD", 1950),
        ],
        ..Partnership::default()
    };
    let app = app(&[record]).await;
    let file = app.get("/fr/partenariats/statistiques.csv?mesure=montant&par=annee").await;
    let (_, cells) = csv_cells(&file, true);
    let at = |year: &str| cells[&(year.to_owned(), String::new())];
    assert_eq!((at("2016"), at("2018"), at("")), (100_342, 184_674, 285_016));
    let page = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=annee").await;
    assert_eq!(html_cells(&page, true)[&("2018".to_owned(), String::new())], 184_674);
    let text = plain(&page.body);
    assert!(text.contains("converties au taux moyen de l’année de chaque ligne"), "{text}");
    assert!(text.contains("Lignes de financement : 5, dont 0 sans montant et 1 dans une monnaie sans taux"), "{text}");
    let mali = plain(&app.get("/fr/pays/ML").await.body);
    assert!(
        mali.contains("2 850,16 €") && mali.contains("converties au taux moyen de l’année de chaque ligne"),
        "{mali}"
    );
    assert!(mali.contains("Une ligne, sans cours connu,") && !mali.contains("Le montant d’une ligne n’est pas connu"));
}

#[tokio::test]
async fn money_follows_its_stage_and_says_what_it_leaves_out() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let records: Vec<Partnership> = (0..60).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let lines = || records.iter().flat_map(|record| &record.funding).filter(|line| line.stage == Stage::Disbursed);
    let euros = |line: &FundingLine| line.euros(line.amount?, reference::rate);
    let sum: Decimal = lines().filter_map(euros).sum();
    let page = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=annee&etape=verse").await;
    assert_eq!(html_cells(&page, true)[&(String::new(), String::new())], sum_as_written(sum));
    let unknown = lines().filter(|line| line.amount.is_none()).count();
    let unconverted = lines().filter(|line| line.amount.is_some() && euros(line).is_none()).count();
    assert!(unknown > 0 && unconverted > 0);
    let note =
        format!("Lignes de financement : {}, dont {unknown} sans montant et {unconverted} dans", lines().count());
    assert!(plain(&page.body).contains(&note), "{note}");
    // Partnerships chosen for a mechanism: of their lines, only those that belong to it.
    let water = |line: &&FundingLine| line.of_which.water.is_some_and(|part| !part.is_zero());
    let sum: Decimal = records.iter().flat_map(|record| &record.funding).filter(water).filter_map(euros).sum();
    let page = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=annee&mecanisme=water").await;
    assert_eq!(html_cells(&page, true)[&(String::new(), String::new())], sum_as_written(sum));
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

#[tokio::test]
async fn what_does_not_go_together_is_refused() {
    let app = app(&[]).await;
    for (query, words) in [
        ("mesure=montants", "Vouliez-vous dire « montant » (Montants) ?"),
        ("par=payz", "Vouliez-vous dire « pays » (Pays partenaire) ?"),
        ("par=lieu", "« par »"),
        ("et=etape", "« et » ne peut distinguer les étapes"),
        ("etape=verse", "« etape » ne peut distinguer"),
        ("par=pays&et=pays", "répète « pays »"),
        ("graphique=lignes", "pas de graphique « lignes »"),
        ("graphique=empile", "pas de graphique « empile »"),
        ("par=forme&graphique=carte", "pas de graphique « carte »"),
        ("comparer=pays%3DQQ", "« comparer »"),
        ("comparer=x%3Dy", "« comparer »"),
        ("comparer=eau", "Vouliez-vous dire « q=eau » ?"),
        ("comparer=eau+potable", "Vouliez-vous dire « q=eau%20potable » ?"),
        ("comparer=pays%3DML%26eau", "« comparer »"),
        ("comparer=%26%26", "« comparer »"),
        ("comparer=tri%3Dnom", "« comparer »"),
        ("comparer=q%3D", "« comparer »"),
        ("comparer=tous&et=forme", "ne va pas avec une comparaison"),
        ("couleur=rouge", "n’existe pas"),
    ] {
        for address in [
            "/fr/partenariats?vue=statistiques&",
            "/fr/partenariats/statistiques.csv?",
            "/fr/partenariats/statistiques.svg?",
        ] {
            let answer = app.get(&format!("{address}{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}{query}");
            assert!(plain(&answer.body).contains(words), "{address}{query}: {}", answer.body);
        }
    }
    for address in ["/fr/statistiques?x=1", "/en/statistiques/couverture?x=1"] {
        assert_eq!(app.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_even_on_an_empty_register() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    for count in [0, 40] {
        let records: Vec<Partnership> = (0..count).map(|_| any_partnership(&mut rng)).collect();
        let app = app(&records).await;
        for lang in ["fr", "en"] {
            for path in [
                "statistiques",
                "statistiques/couverture",
                "partenariats?vue=statistiques",
                "partenariats?vue=statistiques&par=annee&et=pays",
                "partenariats?vue=statistiques&par=pays&graphique=carte",
                "partenariats?vue=statistiques&par=theme&et=statut&graphique=barres",
                "partenariats?vue=statistiques&par=territoire",
                "partenariats?vue=statistiques&mesure=montant&par=annee&et=etape&graphique=empile",
                "partenariats/statistiques.svg?par=pays&graphique=carte",
                "partenariats/statistiques.svg?par=annee&et=forme",
            ] {
                let answer = app.get(&format!("/{lang}/{path}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{lang} {path}");
                assert!(!answer.body.contains('⟦') && !answer.body.contains("NaN"), "{lang} {path}");
            }
        }
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

/// A partnership stands in a list of as many as its row says.
#[tokio::test]
async fn a_row_leads_to_as_many_partnerships() {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    let records: Vec<Partnership> = (0..50).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    for par in ["pays", "annee", "debut", "forme", "statut", "partenaire", "region"] {
        let page = app.get(&format!("/fr/partenariats?vue=statistiques&par={par}")).await;
        let rows = page.body.split("<th scope=\"row\"><a href=\"").skip(1);
        let mut followed = 0;
        for row in rows.take(12) {
            let href = row[..row.find('"').unwrap()].replace("&#38;", "&");
            let count = plain(row.split("<td class=\"n\">").nth(1).unwrap().split('<').next().unwrap());
            let list = app.get(&href).await;
            let expected = if count == "1" { "Un partenariat".to_owned() } else { format!("{count} partenariats") };
            let title = plain(list.body.split("</title>").next().unwrap());
            assert!(title.ends_with(&format!("{expected} – Méridien")), "{href}: {title}, not {expected}");
            followed += 1;
        }
        assert!(followed > 0, "{par}");
    }
}

#[tokio::test]
async fn catalogues_of_data_read_where_the_figures_are_and_under_which_licence() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let records: Vec<Partnership> = (0..20).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let page = app.get("/fr/statistiques").await;
    let block = page.body.split("<script type=\"application/ld+json\">").nth(1).expect("a block of data");
    let data: serde_json::Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
    assert_eq!((&data["@type"], &data["inLanguage"]), (&"Dataset".into(), &"fr".into()));
    assert_eq!(data["license"]["url"], "http://localhost:8080/fr/donnees");
    assert!(data["license"]["name"].as_str().unwrap().starts_with("Licence"), "{data}");
    let files = data["distribution"].as_array().unwrap();
    assert_eq!(files.len(), 4, "{data}");
    for file in files {
        let path = file["contentUrl"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap();
        let answer = app.get(path).await;
        assert!(answer.status == StatusCode::OK && answer.header("content-type").starts_with("text/csv"), "{path}");
    }
}

#[tokio::test]
async fn figures_of_a_demonstration_say_so_wherever_they_go() {
    let settings = Settings { demonstration: true, ..Settings::default() };
    let record = any_partnership(&mut ChaCha8Rng::seed_from_u64(5));
    let entry = Entry::publish(Kind::Partnership, id(100), 0, &record, vec![]);
    let app = TestApp::new(settings).await.with([entry]).await;
    super::yearly::keep(&app.state).await;
    const CORNER: &str = "– Donnée de démonstration";
    const SENTENCE: &str = "Les partenariats de ce site sont inventés";
    for (address, label) in [
        ("/fr/partenariats/statistiques.csv?par=pays", CORNER),
        ("/fr/partenariats/statistiques.svg?par=pays", SENTENCE),
        ("/donnees/statistiques/2026/pays.fr.csv", CORNER),
        ("/donnees/statistiques/2026/index.json", SENTENCE),
    ] {
        let file = app.get(address).await.body;
        assert!(file.contains(label), "{address}: {file}");
    }
}

#[tokio::test]
async fn the_figures_of_a_year_are_kept_as_they_were() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let records: Vec<Partnership> = (0..30).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    assert!(!app.get("/fr/statistiques").await.body.contains("id=\"annees\""));
    super::yearly::keep(&app.state).await;
    let now = app.get("/fr/partenariats/statistiques.csv?par=pays").await.body;
    let address = "/donnees/statistiques/2026/pays.fr.csv";
    let kept = app.get(address).await;
    assert_eq!((kept.status, &kept.body), (StatusCode::OK, &now));
    assert!(kept.header("content-type").starts_with("text/csv") && kept.header("cache-control").contains("immutable"));
    let english = app.get("/donnees/statistiques/2026/montants-etapes.en.csv").await;
    let expected = app.get("/en/partenariats/statistiques.csv?mesure=montant&par=annee&et=etape").await;
    assert_eq!((english.status, english.body), (StatusCode::OK, expected.body));

    let page = app.get("/en/statistiques").await.body;
    assert!(
        page.contains("id=\"annees\"") && page.contains("/donnees/statistiques/2026/regions-themes.en.csv"),
        "{page}"
    );
    let index = app.get("/donnees/statistiques/2026/index.json").await;
    let index: serde_json::Value = serde_json::from_str(&index.body).unwrap();
    let files = index["files"].as_array().unwrap();
    assert_eq!((&index["day"], files.len()), (&"2026-11-23".into(), 20));
    assert!(files.iter().all(|file| file["notes"].as_array().unwrap().len() > 2), "{index}");

    // The register goes on, the year does not.
    let further = Entry::publish(Kind::Partnership, id(900), 0, &records[0], vec![]);
    let app = app.with([further]).await;
    super::yearly::keep(&app.state).await;
    assert_ne!(app.get("/fr/partenariats/statistiques.csv?par=pays").await.body, now);
    assert_eq!(app.get(address).await.body, now);
    for nothing in ["2025/pays.fr.csv", "2026/pays.de.csv", "2026.part/pays.fr.csv", "2026/..%2Findex.json", "..%2Fx/y"]
    {
        let status = app.get(&format!("/donnees/statistiques/{nothing}")).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nothing}");
    }
}
