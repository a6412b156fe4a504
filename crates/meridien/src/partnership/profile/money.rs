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
    /// The years with their amounts in the order of time; the year that is not known last.
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
        let known: Vec<(u64, i64)> = table.rows.iter().filter_map(|(year, cents)| Some(((*year)?, *cents))).collect();
        let years = with_gaps(&known).into_iter().map(|(year, cents)| (year, cents.map_or(NOTHING.to_owned(), money)));
        let unknown_year = table.rows.get(&None).map(|cents| (l.t("year-unknown").into_owned(), money(*cents)));
        Money {
            total: (!table.rows.is_empty()).then(|| money(table.total)),
            chart: chart(l, &known[known.len().saturating_sub(DRAWN)..]),
            years: years.chain(unknown_year).collect(),
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

/// What stands for the amount of years of which none is known.
const NOTHING: &str = "–";

/// Years with their amounts, and between them those without any, together: `2012–2018`.
fn with_gaps(known: &[(u64, i64)]) -> Vec<(String, Option<i64>)> {
    let mut years = Vec::new();
    let mut next: Option<u64> = None;
    for (year, cents) in known {
        match next {
            Some(gap) if gap + 1 == *year => years.push((gap.to_string(), None)),
            Some(gap) if gap < *year => years.push((format!("{gap}–{}", year - 1), None)),
            _ => {}
        }
        years.push((year.to_string(), Some(*cents)));
        next = Some(year + 1);
    }
    years
}

/// Bars of these years, which are in the order of time.
fn chart(l: Locale, years: &[(u64, i64)]) -> Option<SafeHtml> {
    let (first, last) = (years.first()?.0, years.last()?.0);
    if first == last {
        return None;
    }
    let bar = |(label, cents): (String, Option<i64>)| {
        let part = |cents| Part { series: 0, value: euros(cents), text: l.money(euros(cents), Currency::EUR) };
        let part = cents.map(part);
        let total = part.as_ref().map_or(NOTHING.to_owned(), |part| part.text.clone());
        Bar { label, total, parts: part.into_iter().collect() }
    };
    let span = [("from", first.to_string().into()), ("to", last.to_string().into())];
    let title = l.t_with("amounts-chart", &span);
    let chart = Bars {
        description: l.t("amounts-chart-description").into_owned(),
        series: vec![title.clone()],
        title,
        bars: with_gaps(years).into_iter().map(bar).collect(),
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
        let expected = [("2009", "1 500,50 €"), ("2010", "0 €"), ("Année non précisée", "1 €")];
        assert_eq!(years, expected.map(|(year, amount)| (year, amount.to_owned())));
        assert_eq!(money.total.as_deref().map(plain).as_deref(), Some("1 501,50 €"));
        let nothing = Money::of(l, &Table { unknown: 3, ..table(&[]) }, [2, 0]);
        assert!(nothing.total.is_none() && nothing.chart.is_none() && nothing.years.is_empty());
        assert_eq!((nothing.unknown, nothing.unconverted), (1, 2));
        assert!(money.is_converted && !nothing.is_converted);
    }

    #[test]
    fn years_without_an_amount_part_those_before_from_those_after_in_chart_and_table() {
        let rows = [2009, 2010, 2012, 2019].map(|year| (Some(year), 100));
        let money = Money::of(Locale { lang: Lang::Fr }, &table(&rows), [0, 0]);
        let years: Vec<_> = money.years.iter().map(|(year, amount)| (year.as_str(), plain(amount))).collect();
        let (known, none) = ("1 €".to_owned(), "–".to_owned());
        let expected = [
            ("2009", &known),
            ("2010", &known),
            ("2011", &none),
            ("2012", &known),
            ("2013–2018", &none),
            ("2019", &known),
        ];
        assert_eq!(years, expected.map(|(year, amount)| (year, amount.clone())));
        let chart = money.chart.unwrap().to_string();
        let places = expected.iter().map(|(year, _)| chart.find(&format!(">{year}<")));
        assert!(places.clone().all(|place| place.is_some()) && places.is_sorted(), "{chart}");
        assert_eq!(chart.matches("<rect").count(), 4);
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
