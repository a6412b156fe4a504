//! Sums of money: rates, stages and what is not in them.

use super::*;
use crate::value::Currency;

/// A sum as a page writes it.
fn sum_as_written(sum: Decimal) -> i64 {
    let whole = (String::new(), String::new());
    let cents = i64::try_from((sum * Decimal::ONE_HUNDRED).round()).unwrap();
    as_written(&BTreeMap::from([(whole.clone(), cents)]), true)[&whole]
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
async fn nothing_is_said_of_rates_where_nothing_was_converted() {
    let line = FundingLine {
        amount: Some(Decimal::from(100)),
        currency: Currency::EUR,
        year: Some(2016),
        ..FundingLine::default()
    };
    let record = Partnership {
        parties: vec![party(1000, "FR"), party(2000, "ML")],
        funding: vec![line],
        ..Partnership::default()
    };
    let app = app(&[record]).await;
    for address in ["/fr/partenariats?vue=statistiques&mesure=montant&par=annee", "/fr/pays/ML"] {
        let text = plain(&app.get(address).await.body);
        assert!(text.contains("100 €") && !text.contains("converties"), "{address}: {text}");
    }
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
