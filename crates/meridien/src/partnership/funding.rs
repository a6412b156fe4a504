//! Funding lines and their totals: every line counted once, unknown never zero.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::ToSchema;

use super::NamedOrganisation;
use crate::value::{Amount, Currency};

/// One funder (or several together), one year, one amount.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FundingLine {
    /// Who pays. An amount shared by several is never split.
    pub funders: Vec<NamedOrganisation>,
    /// For which year.
    pub year: Option<i32>,
    /// How much; `None` is unknown, never 0.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schema(value_type = Option<String>, example = "177550.00")]
    pub amount: Option<Amount>,
    /// In which currency.
    pub currency: Currency,
    /// How firm the amount is.
    pub stage: Stage,
    /// In kind rather than in cash; `None` when unknown.
    pub in_kind: Option<bool>,
    /// The part under the 1 % mechanisms.
    pub of_which: OnePercent,
}

/// How firm an amount is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(VariantArray)]
pub enum Stage {
    /// Planned.
    Planned,
    /// Committed.
    Committed,
    /// Disbursed.
    Disbursed,
    /// The source does not say.
    #[default]
    Unknown,
}

impl Stage {
    /// Every stage, in the order shown to people.
    pub const ALL: &[Stage] = Stage::VARIANTS;
}

/// The part of an amount that comes from 1 % of a water, energy or waste service's budget (for water, the Oudin-Santini
/// law of 2005). `None` is unknown, zero is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OnePercent {
    /// Water.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schema(value_type = Option<String>, example = "177550.00")]
    pub water: Option<Amount>,
    /// Energy.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schema(value_type = Option<String>, example = "177550.00")]
    pub energy: Option<Amount>,
    /// Waste.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schema(value_type = Option<String>, example = "177550.00")]
    pub waste: Option<Amount>,
}

impl FundingLine {
    /// The funders as one label: "Conseil départemental du Nord, Ville de Lille".
    pub fn label(&self) -> String {
        self.funders.iter().map(|funder| funder.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// `amount`, the line's own or a part of it, in euros to the cent; `None` where `rate` knows no rate, or where it is
    /// more euros than a [`Decimal`] holds.
    pub fn euros(&self, amount: Amount, rate: impl Fn(Currency, Option<i32>) -> Option<Decimal>) -> Option<Decimal> {
        let per_euro = rate(self.currency, self.year).filter(|rate| !rate.is_zero())?;
        if per_euro == Decimal::ONE { Some(amount) } else { Some(amount.checked_div(per_euro)?.round_dp(2)) }
    }
}

/// Sums over a set of lines. One that is more than a [`Decimal`] holds, some 10²⁸, is the largest that it does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Sum by currency, of the lines whose amount is known.
    pub by_currency: BTreeMap<Currency, Decimal>,
    /// Sum in euros of the lines that could be converted.
    pub euros: Decimal,
    /// Euros by funders (a shared line under its joint label), largest first.
    pub by_funder: Vec<(String, Decimal)>,
    /// Euros by year; `None` for lines without a year.
    pub by_year: BTreeMap<Option<i32>, Decimal>,
    /// Euros under the 1 % mechanisms: water, energy, waste; `None` when no line tells.
    pub one_percent: [Option<Decimal>; 3],
    /// How many lines were summed into `euros`.
    pub counted: usize,
    /// How many lines have no amount.
    pub unknown: usize,
    /// How many lines have an amount in a currency or year without a rate.
    pub unconverted: usize,
}

/// Sums `lines`. `rate` gives the units of a currency per euro for a year (`None`: year unknown); a line that it cannot
/// convert stays in `by_currency` and is counted in `unconverted`.
pub fn totals<'a>(
    lines: impl IntoIterator<Item = &'a FundingLine>,
    rate: impl Fn(Currency, Option<i32>) -> Option<Decimal>,
) -> Totals {
    let mut totals = Totals::default();
    let mut by_funder = BTreeMap::<String, Decimal>::new();
    for line in lines {
        let Some(amount) = line.amount else {
            totals.unknown += 1;
            continue;
        };
        add(totals.by_currency.entry(line.currency).or_default(), amount);
        let Some(euros) = line.euros(amount, &rate) else {
            totals.unconverted += 1;
            continue;
        };
        totals.counted += 1;
        add(&mut totals.euros, euros);
        add(by_funder.entry(line.label()).or_default(), euros);
        add(totals.by_year.entry(line.year).or_default(), euros);
        let parts = [line.of_which.water, line.of_which.energy, line.of_which.waste];
        for (sum, part) in totals.one_percent.iter_mut().zip(parts) {
            if let Some(part) = part.and_then(|part| line.euros(part, &rate)) {
                add(sum.get_or_insert_default(), part);
            }
        }
    }
    totals.by_funder = by_funder.into_iter().collect();
    totals.by_funder.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    totals
}

/// Adds to a sum: as far as it goes, where plain addition would panic.
fn add(sum: &mut Decimal, amount: Decimal) {
    *sum = sum.saturating_add(amount);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_line() -> impl Strategy<Value = FundingLine> {
        let funder = prop_oneof![Just("Ministère"), Just("Région"), Just("Ville")];
        let currency = prop_oneof![Just(Currency::EUR), Just(Currency::XOF), Just("USD".parse::<Currency>().unwrap())];
        let amount = proptest::option::of((0i64..10_000_000_000).prop_map(|cents| Decimal::new(cents, 2)));
        (proptest::collection::vec(funder, 1..3), currency, amount, proptest::option::of(2000i32..2030)).prop_map(
            |(names, currency, amount, year)| FundingLine {
                funders: names
                    .into_iter()
                    .map(|name| NamedOrganisation { name: name.to_owned(), organisation: None })
                    .collect(),
                year,
                amount,
                currency,
                ..FundingLine::default()
            },
        )
    }

    /// Euro at par, CFA fixed, dollars only in even years.
    fn rate(currency: Currency, year: Option<i32>) -> Option<Decimal> {
        match currency.as_str() {
            "EUR" => Some(Decimal::ONE),
            "XOF" => Some(Decimal::new(655_957, 3)),
            _ => year.filter(|year| year % 2 == 0).map(|_| Decimal::new(11, 1)),
        }
    }

    proptest! {
        #[test]
        fn totals_equal_their_lines(lines in proptest::collection::vec(any_line(), 0..12)) {
            let totals = totals(&lines, rate);
            prop_assert_eq!(totals.counted + totals.unknown + totals.unconverted, lines.len());
            prop_assert_eq!(totals.by_year.values().sum::<Decimal>(), totals.euros);
            prop_assert_eq!(totals.by_funder.iter().map(|(_, sum)| *sum).sum::<Decimal>(), totals.euros);
            let raw: Decimal = lines.iter().filter_map(|line| line.amount).sum();
            prop_assert_eq!(totals.by_currency.values().sum::<Decimal>(), raw);
        }

        #[test]
        fn an_unknown_amount_changes_no_sum(lines in proptest::collection::vec(any_line(), 0..8)) {
            let mut more = lines.clone();
            more.push(FundingLine::default());
            let (before, after) = (totals(&lines, rate), totals(&more, rate));
            prop_assert_eq!(before.euros, after.euros);
            prop_assert_eq!(before.unknown + 1, after.unknown);
        }

        #[test]
        fn a_line_survives_json(line in any_line()) {
            let json = serde_json::to_string(&line).unwrap();
            prop_assert_eq!(serde_json::from_str::<FundingLine>(&json).unwrap(), line);
        }
    }

    #[test]
    fn sums_end_where_decimals_do() {
        let line = |amount: Decimal, currency: &str| FundingLine {
            amount: Some(amount),
            currency: currency.parse().unwrap(),
            of_which: OnePercent { water: Some(amount), ..OnePercent::default() },
            ..FundingLine::default()
        };
        let all = totals(&[line(Decimal::MAX, "EUR"), line(Decimal::MAX, "EUR"), line(Decimal::ONE, "EUR")], rate);
        assert_eq!((all.euros, all.counted), (Decimal::MAX, 3));
        assert_eq!((all.by_year[&None], all.by_funder[0].1), (Decimal::MAX, Decimal::MAX));
        assert_eq!((all.by_currency[&Currency::EUR], all.one_percent[0]), (Decimal::MAX, Some(Decimal::MAX)));
        let half = |_: Currency, _: Option<i32>| Some(Decimal::new(5, 1));
        let pounds = totals(&[line(Decimal::MAX, "GBP")], half);
        assert_eq!((pounds.counted, pounds.unconverted), (0, 1), "twice as many euros are too many");
    }

    #[test]
    fn amounts_are_strings_and_unknown_is_null() {
        let mut line = FundingLine { amount: Some(Decimal::from(177_550)), ..FundingLine::default() };
        let json = serde_json::to_value(&line).unwrap();
        assert_eq!(json["amount"], "177550");
        line.amount = None;
        assert_eq!(serde_json::to_value(&line).unwrap()["amount"], serde_json::Value::Null);
    }
}
