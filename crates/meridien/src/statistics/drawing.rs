//! The chart of a sheet.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use super::measure::{Cents, Measure};
use super::question::Drawing;
use super::sheet::{Row, Sheet};
use crate::chart::SERIES;
use crate::chart::bars::{Bar, Bars, Layout, Part};
use crate::chart::file::{Drawing as Drawn, Height, series_legend};
use crate::chart::lines::{self, Lines, Point, Series};
use crate::chart::map::Map;
use crate::map::classes::Classes;
use crate::reference;
use crate::value::Country;
use crate::web::Locale;

/// A chart, and the classes and names of its legend.
pub(crate) struct Chart {
    pub(crate) drawn: Drawn,
    pub(crate) legend: Vec<(String, String)>,
}

/// What a chart is drawn from.
pub(crate) struct Sketch<'a> {
    pub(crate) l: Locale,
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) measure: Measure,
    pub(crate) sheet: &'a Sheet,
    pub(crate) drawing: Drawing,
    /// Letters in a line where it is shown at its narrowest.
    pub(crate) letters: usize,
    /// Whether the table of its figures follows.
    pub(crate) has_table: bool,
}

impl Sketch<'_> {
    /// The chart.
    pub(crate) fn draw(&self) -> Chart {
        match self.drawing {
            Drawing::Bars if self.series().len() == 1 => self.bars(Layout::Stacked),
            Drawing::Bars => self.bars(Layout::SideBySide),
            Drawing::Stacked => self.bars(Layout::Stacked),
            Drawing::Lines => self.lines(),
            Drawing::Map => self.map(),
        }
    }

    /// Which columns are drawn: the parts where there are some, else each whole.
    fn series(&self) -> Vec<usize> {
        let columns = if self.sheet.parts > 0 { self.sheet.parts } else { self.sheet.heads.len() };
        let left_out = self.sheet.others.filter(|_| self.drawing.sets_others_apart());
        (0..columns).filter(|column| Some(*column) != left_out).collect()
    }

    fn names(&self) -> Vec<String> {
        self.series().into_iter().map(|column| self.sheet.heads[column].clone()).collect()
    }

    /// The rows and columns that are not drawn, each with its figure: beside the many values that stand together, any
    /// single one would be too small to be seen.
    pub(super) fn left_out(&self) -> Vec<(String, String)> {
        if self.drawing == Drawing::Map {
            return Vec::new();
        }
        let rows = self.sheet.rows.iter().filter(|row| row.is_others);
        // One whole, or that of each selection compared.
        let wholes =
            |row: &Row| row.cells[self.sheet.parts..].iter().map(|whole| self.text(*whole)).collect::<Vec<_>>();
        let rows = rows.map(|row| (row.label.clone(), wholes(row).join(" / ")));
        let column = self.sheet.others.filter(|_| self.drawing.sets_others_apart());
        let column = column.map(|at| (self.sheet.heads[at].clone(), self.text(self.sheet.totals[at])));
        rows.chain(column).collect()
    }

    /// The rows of a map that it has no country for, each with its figure.
    pub(super) fn nowhere(&self) -> Vec<(String, String)> {
        let outlines = reference::outlines();
        let has_place = |row: &Row| row.country.is_some_and(|country| outlines.has(country));
        let rows = self.sheet.rows.iter().filter(|row| self.drawing == Drawing::Map && !has_place(row));
        let figures = rows.filter_map(|row| Some((row.label.clone(), self.text(Some(row.cells.last().copied()??)))));
        figures.collect()
    }

    /// A figure as the chart and its table write it.
    fn text(&self, figure: Option<i64>) -> String {
        self.measure.text(self.l, figure, self.sheet.cents())
    }

    /// A legend where there is more than one series.
    fn legend(&self) -> Vec<(String, String)> {
        let names = self.names();
        if names.len() > 1 { series_legend(&names) } else { Vec::new() }
    }

    fn bars(&self, layout: Layout) -> Chart {
        let names = self.names();
        let bars = Bars {
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            series: if names.len() > 1 { names } else { Vec::new() },
            bars: self.sheet.rows.iter().filter(|row| !row.is_others).map(|row| self.bar(row)).collect(),
            letters: self.letters,
            locale: self.l,
        };
        let height = Height::Rem(bars.height(layout));
        Chart { drawn: Drawn { svg: bars.svg(self.id, layout), height }, legend: self.legend() }
    }

    fn bar(&self, row: &Row) -> Bar {
        let columns = self.series();
        let is_alone = columns.len() == 1;
        let parts = columns.into_iter().enumerate().map(|(series, column)| Part {
            // What is no value of its own is set off where colours do not tell series apart.
            series: if is_alone && !row.is_value { SERIES - 1 } else { series },
            value: self.measure.number(row.cells[column].unwrap_or(0)),
            text: self.text(row.cells[column]),
        });
        let whole = row.cells.last().copied().flatten();
        Bar { label: row.label.clone(), total: self.text(whole), parts: parts.collect() }
    }

    fn lines(&self) -> Chart {
        let years: BTreeMap<i64, &Row> = self.sheet.rows.iter().filter_map(|row| Some((row.year?, row))).collect();
        let span = years.keys().next().copied().zip(years.keys().next_back().copied());
        let columns = self.series();
        let is_alone = columns.len() == 1;
        let series = columns.into_iter().map(|at| Series {
            name: if is_alone { String::new() } else { self.sheet.heads[at].clone() },
            points: span
                .into_iter()
                .flat_map(|(from, to)| from..=to)
                // None were counted in a year without a row, of which the table says nothing; of its money nothing is known.
                .filter_map(|year| {
                    let row = years.get(&year);
                    let figure = row.map_or(self.measure.absent(), |row| row.cells[at])?;
                    let value = self.measure.number(figure).to_f64().unwrap_or(0.0);
                    Some(Point { year, value, text: row.map(|_| self.text(Some(figure))) })
                })
                .collect(),
        });
        let chart = Lines {
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            series: series.collect(),
            figure: match self.measure {
                Measure::Amount => euros_of_scale,
                _ => |count, l| l.number(count),
            },
            locale: self.l,
        };
        let drawn = Drawn { svg: chart.svg(self.id), height: Height::Rem(lines::HEIGHT) };
        Chart { drawn, legend: self.legend() }
    }

    fn map(&self) -> Chart {
        let figure = |row: &Row| {
            let whole = self.measure.number(row.cells.last().copied().flatten()?);
            Some((row.country?, whole.to_u64()?))
        };
        let figures: BTreeMap<Country, u64> = self.sheet.rows.iter().filter_map(figure).collect();
        let classes = Classes::of(figures.values().copied());
        let shades = figures.iter().filter_map(|(country, figure)| Some((*country, classes.class(*figure)?)));
        let map = Map {
            outlines: reference::outlines(),
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            highlighted: BTreeSet::new(),
            places: Vec::new(),
            links: Vec::new(),
        };
        let text = |figure: u64| {
            let figure = i64::try_from(figure).unwrap_or(i64::MAX);
            let cents = if self.measure == Measure::Amount { figure.saturating_mul(100) } else { figure };
            self.measure.text(self.l, Some(cents), Cents::Rounded)
        };
        let ranges = classes.ranges().zip(1..).map(|((least, most), class)| {
            let range = [("least", text(least).into()), ("most", text(most).into())];
            let range = if least == most { text(least) } else { self.l.t_with("map-range", &range) };
            (format!("q{class}"), range)
        });
        let nothing = match self.measure {
            Measure::Amount => "map-none-amount",
            _ => "map-none",
        };
        let nothing = ("q0".to_owned(), self.l.t(nothing).into_owned());
        let legend = if figures.is_empty() { Vec::new() } else { [nothing].into_iter().chain(ranges).collect() };
        let svg = map.thematic(self.id, &shades.collect(), &[]);
        Chart { drawn: Drawn { svg, height: Height::Share(crate::chart::map::WORLD_SHARE) }, legend }
    }
}

/// Euros beside a line of a chart: millions in short, so that a telephone has room for them.
fn euros_of_scale(euros: f64, l: Locale) -> String {
    if euros < 1e6 {
        return Measure::Amount.text(l, Some((euros * 100.0) as i64), Cents::Written);
    }
    l.t_with("scale-millions", &[("figure", l.number(euros / 1e6).into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    #[test]
    fn a_scale_writes_millions_in_short() {
        let written =
            |lang| [0.0, 500_000.0, 1_500_000.0, 20_000_000.0].map(|euros| euros_of_scale(euros, Locale { lang }));
        let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(written(Lang::Fr).map(plain), ["0 €", "500 000 €", "1,5 M€", "20 M€"]);
        assert_eq!(written(Lang::En).map(plain), ["€0", "€500,000", "€1.5m", "€20m"]);
    }
}
