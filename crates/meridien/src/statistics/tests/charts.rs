//! Charts and maps draw what the table says, and tell what they leave out.

use super::*;
use crate::chart::map::Map;
use crate::map::classes::Classes;
use crate::partnership::SdgWeight;
use crate::value::Currency;

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
        assert!(!svg.contains("tableau"), "no table follows in a file: {svg}");
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
    let stacked = app.get("/fr/partenariats?vue=statistiques&par=forme&et=debut&graphique=empile").await.body;
    let legend = stacked.split("class=\"legend\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(legend.contains("Autres (") && !stacked.contains("Non dessiné"));
    // The goals are one list, drawn whole.
    let goals = app.get("/fr/partenariats/statistiques.svg?par=odd").await.body;
    assert_eq!(goals.matches("<rect class=\"s1\"").count(), 17);
    assert!(!goals.contains("Autres ("));
    // Land that has no shade is told as well.
    let map = app.get("/fr/partenariats?vue=statistiques&mesure=montant&par=pays&graphique=carte").await.body;
    assert!(map.contains("<i class=\"q0\"></i>aucun montant connu"));
    let small = app.get("/fr/partenariats?vue=statistiques&par=forme").await.body;
    assert!(!small.contains("défile de côté"), "a table of one column does not");
    let compared = plain(&app.get("/fr/partenariats?vue=statistiques&par=debut&comparer=pays%3DML").await.body);
    assert!(compared.contains("il a 2 colonnes de chiffres") && compared.contains("Mali : compté le "), "{compared}");
}

#[tokio::test]
async fn a_line_tells_the_years_of_the_table_and_falls_to_nothing_between() {
    let begun = |year: i32| Partnership {
        parties: vec![party(1000, "FR"), party(2000, "ML")],
        start: PartialDate::year_only(year),
        ..Partnership::default()
    };
    let app = app(&[2001, 2002, 2005].map(begun)).await;
    let svg = app.get("/fr/partenariats/statistiques.svg?par=annee").await.body;
    let svg = plain(&svg);
    let told = [2001, 2002, 2003, 2004, 2005].map(|year| svg.contains(&format!("<title>{year} : ")));
    assert_eq!(told, [true, true, false, false, true]);
    let line = svg.split("<path class=\"line").nth(1).unwrap().split("/>").next().unwrap();
    assert_eq!(line.matches('L').count(), 4, "{line}");
}

#[tokio::test]
async fn parts_that_share_things_stand_side_by_side() {
    let with = |countries: &[&str]| Partnership {
        parties: [party(1000, "FR")].into_iter().chain(countries.iter().map(|country| party(2000, country))).collect(),
        ..Partnership::default()
    };
    let app = app(&[with(&["ML", "SN", "DE"]), with(&["ML"])]).await;
    let drawn = async |query: &str| app.get(&format!("/fr/partenariats?vue=statistiques&{query}")).await.body;
    // Beside each strip stands its own figure; a stack has that of the whole at the end of the line.
    let (shared, whole) = (drawn("par=forme&et=pays").await, drawn("par=pays&et=forme").await);
    assert!(shared.contains(" dx=\".4rem\"") && !shared.contains("value=\"empile\""));
    assert!(!whole.contains(" dx=\".4rem\"") && whole.contains("value=\"empile\""));
    let asked = app.get("/fr/partenariats?vue=statistiques&par=forme&et=pays&graphique=empile").await;
    assert_eq!(asked.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_map_tells_what_has_no_place_on_it() {
    let with = |countries: &[&str]| Partnership {
        parties: [party(1000, "FR")].into_iter().chain(countries.iter().map(|country| party(2000, country))).collect(),
        ..Partnership::default()
    };
    let by_country = async |records: &[Partnership]| {
        let page = app(records).await.get("/fr/partenariats?vue=statistiques&par=pays&graphique=carte").await.body;
        let (_, told) = page.split_once("Sans place sur la carte\u{a0}: ")?;
        Some(told.split('<').next().unwrap().to_owned())
    };
    assert_eq!(by_country(&[with(&["ML"])]).await, None);
    let told = by_country(&[with(&["ML"]), with(&[]), with(&[])]).await.unwrap();
    assert!(told.ends_with("(2).") && !told.contains("Mali"), "{told}");
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
