//! Currencies: the codes of ISO 4217 with their names.

use std::sync::LazyLock;

use super::{Label, table};
use crate::value;

/// A currency.
#[derive(Debug)]
pub struct Currency {
    /// Its code.
    pub code: value::Currency,
    /// Its name.
    pub name: Label,
    /// No longer in use, but found in older files.
    pub withdrawn: bool,
}

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/currencies.tsv"));
    rows.map(|mut row| Currency {
        code: row.parse(),
        name: Label { fr: row.text(), en: row.text() },
        withdrawn: row.text() == "1",
    })
    .collect()
});

/// Every currency, by code.
#[must_use]
pub fn currencies() -> &'static [Currency] {
    &CURRENCIES
}

/// The currency of a code, in use or not.
#[must_use]
pub fn currency(code: value::Currency) -> Option<&'static Currency> {
    let at = CURRENCIES.binary_search_by_key(&code, |currency| currency.code).ok()?;
    CURRENCIES.get(at)
}
