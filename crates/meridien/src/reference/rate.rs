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

/// The last year before the francs of Africa and the Comoros lost half and a third of their value, on 12 January 1994.
const BEFORE_DEVALUATION: i32 = 1993;

/// Units of a currency per euro in a year: the fixed parities, and the yearly means of the European Central Bank's reference
/// rates. Of what had no euro yet, the French franc counts as it was changed for it (Council Regulation (EC) 2866/98), and the francs
/// bound to it with it: fifty for one until 1993. None where there is no rate.
#[must_use]
pub fn rate(currency: Currency, year: Option<i32>) -> Option<Decimal> {
    let is_old = year.is_some_and(|year| year <= BEFORE_DEVALUATION);
    match currency.as_str() {
        "EUR" => Some(Decimal::ONE),
        "FRF" => Some(Decimal::new(655_957, 5)),
        "XOF" | "XAF" | "KMF" if is_old => Some(Decimal::new(3_279_785, 4)),
        // Fixed since: treaties between France and the franc zones.
        "XOF" | "XAF" => Some(Decimal::new(655_957, 3)),
        "KMF" => Some(Decimal::new(49_196_775, 5)),
        _ => RATES.get(&(currency, year?)).copied(),
    }
}
