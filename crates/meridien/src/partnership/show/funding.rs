//! The section on money: lines, totals and a chart of the same figures.

use rust_decimal::Decimal;

use super::super::Partnership;
use super::super::funding::{self as rules, FundingLine, OnePercent, Stage, Totals};
use super::named_link;
use crate::chart::SERIES;
use crate::chart::bars::{Bar, Bars, NARROW, Part};
use crate::organisation::directory::Directory;
use crate::reference;
use crate::value::Currency;
use crate::web::Locale;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;

/// The keys of the mechanisms' names, in the order of [`OnePercent`].
const MECHANISMS: [&str; 3] = ["mechanism-water", "mechanism-energy", "mechanism-waste"];

/// The section.
pub(super) struct Funding {
    pub(super) rows: Vec<Row>,
    /// Whether any line says how firm it is, whether it is in kind, what falls under a mechanism, or belongs to a phase:
    /// a column where no line says anything is not drawn.
    pub(super) has_stages: bool,
    pub(super) has_kinds: bool,
    pub(super) has_mechanisms: bool,
    pub(super) has_phases: bool,
    /// The sum in euros; none when no amount can be summed.
    pub(super) total: Option<String>,
    /// Sums in other currencies than the euro.
    pub(super) other_currencies: Vec<String>,
    /// Whether some amount was converted into euros.
    pub(super) converted: bool,
    pub(super) by_year: Vec<Sum>,
    pub(super) by_funder: Vec<Sum>,
    /// Water, energy, waste.
    pub(super) by_mechanism: Vec<Sum>,
    pub(super) unknown: usize,
    pub(super) unconverted: usize,
    pub(super) chart: Option<SafeHtml>,
}

/// A funding line.
pub(super) struct Row {
    pub(super) funders: Vec<Link>,
    pub(super) year: Option<i32>,
    pub(super) amount: Option<String>,
    /// The amount in euros and the rate used, for another currency.
    pub(super) conversion: Option<String>,
    pub(super) stage: Option<&'static str>,
    pub(super) kind: Option<&'static str>,
    /// The known parts under the 1 % mechanisms: the key of the mechanism, the part.
    pub(super) mechanisms: Vec<(&'static str, String)>,
    /// The title of the phase that it belongs to, and that title's language.
    pub(super) phase: Option<String>,
}

/// A part of the total.
pub(super) struct Sum {
    pub(super) label: String,
    /// None: unknown.
    pub(super) amount: Option<String>,
}

impl Funding {
    pub(super) fn of(l: Locale, p: &Partnership, directory: &Directory) -> Funding {
        let totals = rules::totals(p.all_funding(), reference::rate);
        let own = p.funding.iter().map(|line| row(l, directory, line, None));
        let phased = p.phases.iter().flat_map(|phase| {
            let title = phase.title.best(l.lang.code()).map_or("", |(_, title)| title);
            phase.funding.iter().map(move |line| row(l, directory, line, Some(title)))
        });
        let rows: Vec<Row> = own.chain(phased).collect();
        let sum = |label: String, amount: Decimal| Sum { label, amount: Some(l.money(amount, Currency::EUR)) };
        let funder = |label: &str| if label.is_empty() { l.t("funder-unknown").into_owned() } else { label.to_owned() };
        let mechanisms = MECHANISMS.into_iter().zip(totals.one_percent);
        Funding {
            has_stages: rows.iter().any(|row| row.stage.is_some()),
            has_kinds: rows.iter().any(|row| row.kind.is_some()),
            has_mechanisms: rows.iter().any(|row| !row.mechanisms.is_empty()),
            has_phases: rows.iter().any(|row| row.phase.is_some()),
            rows,
            total: (totals.counted > 0).then(|| l.money(totals.euros, Currency::EUR)),
            other_currencies: other_currencies(l, &totals),
            converted: p.all_funding().any(|line| {
                line.currency != Currency::EUR
                    && line.amount.is_some_and(|amount| line.euros(amount, reference::rate).is_some())
            }),
            by_year: totals.by_year.iter().map(|(year, amount)| sum(year_label(l, *year), *amount)).collect(),
            by_funder: totals.by_funder.iter().map(|(name, amount)| sum(funder(name), *amount)).collect(),
            by_mechanism: mechanisms
                .map(|(key, amount)| Sum {
                    label: l.t(key).into_owned(),
                    amount: amount.map(|amount| l.money(amount, Currency::EUR)),
                })
                .collect(),
            unknown: totals.unknown,
            unconverted: totals.unconverted,
            chart: chart(l, p, &totals),
        }
    }

    /// Whether the totals say more than the lines.
    pub(super) fn has_breakdown(&self) -> bool {
        self.rows.len() > 1 && self.total.is_some()
    }
}

fn row(l: Locale, directory: &Directory, line: &FundingLine, phase: Option<&str>) -> Row {
    let money = |amount: Decimal| l.money(amount, line.currency);
    let OnePercent { water, energy, waste } = line.of_which;
    Row {
        funders: line.funders.iter().map(|funder| named_link(l, directory, funder)).collect(),
        year: line.year,
        amount: line.amount.map(money),
        conversion: line.amount.filter(|_| line.currency != Currency::EUR).map(|amount| conversion(l, line, amount)),
        stage: (line.stage != Stage::Unknown).then(|| line.stage.key()),
        kind: line.in_kind.map(|in_kind| if in_kind { "in-kind" } else { "in-cash" }),
        mechanisms: MECHANISMS
            .into_iter()
            .zip([water, energy, waste])
            .filter_map(|(key, part)| Some((key, money(part?))))
            .collect(),
        phase: phase.map(str::to_owned),
    }
}

/// "15 245 € at 655.957 F CFA for 1 €", or that there is no rate.
fn conversion(l: Locale, line: &FundingLine, amount: Decimal) -> String {
    let (Some(euros), Some(rate)) = (line.euros(amount, reference::rate), reference::rate(line.currency, line.year))
    else {
        return l.t("no-rate").into_owned();
    };
    let euros = l.money(euros, Currency::EUR);
    let rate = l.money(rate, line.currency);
    match line.year {
        Some(year) => l.t_with(
            "converted-in-year",
            &[("euros", euros.into()), ("rate", rate.into()), ("year", year.to_string().into())],
        ),
        None => l.t_with("converted", &[("euros", euros.into()), ("rate", rate.into())]),
    }
}

fn other_currencies(l: Locale, totals: &Totals) -> Vec<String> {
    let others = totals.by_currency.iter().filter(|(currency, _)| **currency != Currency::EUR);
    others.map(|(currency, amount)| l.money(*amount, *currency)).collect()
}

fn year_label(l: Locale, year: Option<i32>) -> String {
    year.map_or_else(|| l.t("year-unknown").into_owned(), |year| year.to_string())
}

/// Bars by year, stacked by funder: the largest funders have a colour of their own, the rest share one.
fn chart(l: Locale, p: &Partnership, totals: &Totals) -> Option<SafeHtml> {
    if totals.counted < 2 {
        return None;
    }
    let own = if totals.by_funder.len() > SERIES { SERIES - 1 } else { totals.by_funder.len() };
    let mut series: Vec<String> = totals.by_funder[..own].iter().map(|(name, _)| name.clone()).collect();
    if own < totals.by_funder.len() {
        series.push(l.t("other-funders").into_owned());
    }
    let bars = totals.by_year.iter().map(|(year, total)| {
        let mut parts = vec![Decimal::ZERO; series.len()];
        for line in p.all_funding().filter(|line| line.year == *year) {
            if let Some(euros) = line.amount.and_then(|amount| line.euros(amount, reference::rate)) {
                let label = line.label();
                let at = series[..own].iter().position(|name| *name == label).unwrap_or(own);
                parts[at] = parts[at].saturating_add(euros);
            }
        }
        let parts = parts.into_iter().enumerate().filter(|(_, value)| !value.is_zero());
        Bar {
            label: year_label(l, *year),
            total: l.money(*total, Currency::EUR),
            parts: parts.map(|(series, value)| Part { series, value, text: l.money(value, Currency::EUR) }).collect(),
        }
    });
    let chart = Bars {
        title: l.t("funding-chart-title").into_owned(),
        description: l.t_with("funding-chart-description", &[("total", l.money(totals.euros, Currency::EUR).into())]),
        bars: bars.collect(),
        letters: NARROW,
        locale: l,
        series: series
            .into_iter()
            .map(|name| if name.is_empty() { l.t("funder-unknown").into_owned() } else { name })
            .collect(),
    };
    Some(SafeHtml::drawn(chart.html("money")))
}
