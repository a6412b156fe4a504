//! The money of some partnerships by year: a chart, and a table of the same figures.

use std::sync::Arc;

use meridien_search::{self as search, By, Filter, LineFilter, Measure, Table, Tabulation};
use rust_decimal::Decimal;

use crate::chart::bars::{Bar, Bars, NARROW, Part};
use crate::index::{CONVERTED, Search, UNCONVERTED};
use crate::value::Currency;
use crate::web::Locale;
use crate::web::markdown::SafeHtml;

/// Years drawn: more would make a chart longer than a screen.
const DRAWN: usize = 12;

/// The money of some partnerships.
pub(crate) struct Money {
    /// The sum in euros of the known amounts; none where none is known.
    pub(crate) total: Option<String>,
    pub(crate) chart: Option<SafeHtml>,
    /// The years with their amounts, the latest first; the year that is not known last.
    pub(crate) years: Vec<(String, String)>,
    /// Lines without an amount.
    pub(crate) unknown: u64,
    /// Lines with an amount that no rate converts.
    pub(crate) unconverted: u64,
    /// Whether amounts were converted.
    pub(crate) is_converted: bool,
}

impl Search {
    /// The amounts of some funding lines of some partnerships, by year.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn amounts_by_year(&self, filter: Filter, lines: &[LineFilter]) -> Result<Arc<Table>, search::Error> {
        self.index.tabulate(&Tabulation {
            filter,
            lines,
            rows: By::Line(self.fields.line.year),
            measure: Measure::Sum(self.fields.line.cents),
            ..Tabulation::default()
        })
    }

    /// How many of these funding lines of the partnerships with some words have an amount that no rate converts, and how many
    /// one that is converted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn foreign_lines(
        &self,
        words: &str,
        filter: &Filter,
        lines: &[LineFilter],
    ) -> Result<[u64; 2], search::Error> {
        let counted = |foreign: u64| -> Result<u64, search::Error> {
            let foreign = LineFilter::In(self.fields.line.foreign, vec![foreign]);
            let found = self.index.tabulate(&Tabulation {
                words,
                filter: filter.clone(),
                lines: &[lines, &[foreign]].concat(),
                measure: Measure::Sum(self.fields.line.cents),
                ..Tabulation::default()
            })?;
            Ok(found.lines)
        };
        Ok([counted(UNCONVERTED)?, counted(CONVERTED)?])
    }
}

impl Money {
    /// Of the amounts by year, and the [foreign lines](Search::foreign_lines) of the same partnerships.
    pub(super) fn of(l: Locale, table: &Table, [unconverted, converted]: [u64; 2]) -> Money {
        let money = |cents: i64| l.money(euros(cents), Currency::EUR);
        let known: Vec<(u64, i64)> =
            table.rows.iter().rev().filter_map(|(year, cents)| Some(((*year)?, *cents))).collect();
        let unknown_year = table.rows.get(&None).map(|cents| (l.t("year-unknown").into_owned(), money(*cents)));
        Money {
            total: (!table.rows.is_empty()).then(|| money(table.total)),
            chart: chart(l, &known[..known.len().min(DRAWN)]),
            years: known.iter().map(|(year, cents)| (year.to_string(), money(*cents))).chain(unknown_year).collect(),
            // The table knows euros alone.
            unknown: table.unknown.saturating_sub(unconverted),
            unconverted,
            is_converted: converted > 0,
        }
    }
}

fn euros(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

/// Bars of the latest years, in the order of time.
fn chart(l: Locale, latest_first: &[(u64, i64)]) -> Option<SafeHtml> {
    let (last, first) = (latest_first.first()?.0, latest_first.last()?.0);
    if first == last {
        return None;
    }
    let bar = |(year, cents): &(u64, i64)| {
        let text = l.money(euros(*cents), Currency::EUR);
        let part = Part { series: 0, value: euros(*cents), text: text.clone() };
        Bar { label: year.to_string(), total: text, parts: vec![part] }
    };
    let years = [("from", first.to_string().into()), ("to", last.to_string().into())];
    let title = l.t_with("amounts-chart", &years);
    let chart = Bars {
        description: l.t("amounts-chart-description").into_owned(),
        series: vec![title.clone()],
        title,
        bars: latest_first.iter().rev().map(bar).collect(),
        letters: NARROW,
        locale: l,
    };
    Some(SafeHtml::drawn(chart.html("amounts")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::web::Lang;

    fn table(rows: &[(Option<u64>, i64)]) -> Table {
        let total = rows.iter().map(|(_, cents)| cents).sum();
        Table { rows: rows.iter().copied().collect::<BTreeMap<_, _>>(), total, ..Table::default() }
    }

    fn plain(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn an_unknown_year_is_last_and_nothing_known_is_not_zero() {
        let l = Locale { lang: Lang::Fr };
        let money = Money::of(l, &table(&[(None, 100), (Some(2009), 150_050), (Some(2010), 0)]), [0, 1]);
        let years: Vec<_> = money.years.iter().map(|(year, amount)| (year.as_str(), plain(amount))).collect();
        let expected = [("2010", "0 €"), ("2009", "1 500,50 €"), ("Année non précisée", "1 €")];
        assert_eq!(years, expected.map(|(year, amount)| (year, amount.to_owned())));
        assert_eq!(money.total.as_deref().map(plain).as_deref(), Some("1 501,50 €"));
        let nothing = Money::of(l, &Table { unknown: 3, ..table(&[]) }, [2, 0]);
        assert!(nothing.total.is_none() && nothing.chart.is_none() && nothing.years.is_empty());
        assert_eq!((nothing.unknown, nothing.unconverted), (1, 2));
        assert!(money.is_converted && !nothing.is_converted);
    }

    #[test]
    fn a_long_series_is_drawn_from_its_latest_years_and_tabled_whole() {
        let rows: Vec<_> = (1990..2020).map(|year| (Some(year), 100)).collect();
        let money = Money::of(Locale { lang: Lang::Fr }, &table(&rows), [0, 0]);
        let chart = money.chart.unwrap().to_string();
        assert_eq!((money.years.len(), chart.matches("<rect").count()), (30, DRAWN));
        assert!(chart.find(">2008<").unwrap() < chart.find(">2019<").unwrap() && !chart.contains(">2007<"));
    }
}
