//! Exchange rates against the euro.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::table::rows;
use crate::value::Currency;

static RATES: LazyLock<HashMap<(Currency, i32), Decimal>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/rates.tsv"));
    rows.map(|mut row| ((row.parse(), row.parse()), row.parse())).collect()
});

/// Units of a currency per euro in a year: the fixed parities, which need no year, and the yearly means of the European
/// Central Bank's reference rates. None where there is no rate.
#[must_use]
pub fn rate(currency: Currency, year: Option<i32>) -> Option<Decimal> {
    match currency.as_str() {
        "EUR" => Some(Decimal::ONE),
        // Fixed since the euro began: treaties between France and the franc zones.
        "XOF" | "XAF" => Some(Decimal::new(655_957, 3)),
        "KMF" => Some(Decimal::new(49_196_775, 5)),
        _ => RATES.get(&(currency, year?)).copied(),
    }
}
