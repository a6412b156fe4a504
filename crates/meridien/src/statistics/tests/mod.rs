//! Figures through the whole program: table, file and chart say the same, which is what the records say.

mod charts;
mod files;
mod money;
mod pages;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::country;
use crate::journal::{Entry, Kind};
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{Form, NamedOrganisation, Partnership, Party, PartyRole};
use crate::reference;
use crate::value::{Country, Id, PartialDate, Text};
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
    TestApp::new(Settings::default()).await.with(published(records)).await
}

fn published(records: &[Partnership]) -> impl Iterator<Item = Entry> {
    let numbered = records.iter().zip(100..);
    numbered.map(|(record, number)| Entry::publish(Kind::Partnership, id(number), 0, record, vec![]))
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

/// The same of a page's table, open and folded rows; cells without a figure are left out.
fn html_cells(answer: &Answer, money: bool) -> BTreeMap<(String, String), i64> {
    let tables = answer.body.split("<table>").skip(1).map(|table| table.split("</table>").next().unwrap());
    let text = |piece: &str| {
        let piece = piece.split_once('>').map_or("", |(_, rest)| rest);
        let piece = piece.split("</t").next().unwrap();
        let bare: String = piece.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
        plain(&bare)
    };
    let mut cells = BTreeMap::new();
    for table in tables {
        let heads: Vec<String> = table.split("<th scope=\"col\"").skip(2).map(text).collect();
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
    }
    cells
}

/// Figures as a page writes them: amounts to the euro where their sum is large.
fn as_written(cells: &BTreeMap<(String, String), i64>, money: bool) -> BTreeMap<(String, String), i64> {
    let large = money && cells.values().any(|figure| *figure >= 10_000_000);
    let written = |figure: i64| if large { (figure + 50).div_euclid(100) * 100 } else { figure };
    cells.iter().map(|(at, figure)| (at.clone(), written(*figure))).collect()
}

/// What counts as nothing is not compared: a recount does not name it.
fn non_zero(cells: &BTreeMap<(String, String), i64>) -> BTreeMap<(String, String), i64> {
    cells.iter().filter(|(_, figure)| **figure != 0).map(|(at, figure)| (at.clone(), *figure)).collect()
}
