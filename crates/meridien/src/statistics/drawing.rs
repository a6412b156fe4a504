//! The chart of a sheet.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use super::measure::Measure;
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
}

impl Sketch<'_> {
    /// The chart.
    pub(crate) fn draw(&self, drawing: Drawing) -> Chart {
        match drawing {
            Drawing::Bars if self.series() == 1 => self.bars(Layout::Stacked),
            Drawing::Bars => self.bars(Layout::SideBySide),
            Drawing::Stacked => self.bars(Layout::Stacked),
            Drawing::Lines => self.lines(),
            Drawing::Map => self.map(),
        }
    }

    /// How many columns are drawn: the parts where there are some, else each whole.
    fn series(&self) -> usize {
        if self.sheet.parts > 0 { self.sheet.parts } else { self.sheet.heads.len() }
    }

    fn names(&self) -> Vec<String> {
        self.sheet.heads[..self.series()].to_vec()
    }

    /// A legend where there is more than one series.
    fn legend(&self) -> Vec<(String, String)> {
        if self.series() > 1 { series_legend(&self.names()) } else { Vec::new() }
    }

    fn bars(&self, layout: Layout) -> Chart {
        let names = self.names();
        let bars = Bars {
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            series: if names.len() > 1 { names } else { Vec::new() },
            bars: self.sheet.rows.iter().map(|row| self.bar(row)).collect(),
        };
        let height = Height::Rem(bars.height(layout));
        Chart { drawn: Drawn { svg: bars.svg(self.id, layout), height }, legend: self.legend() }
    }

    fn bar(&self, row: &Row) -> Bar {
        let cells = row.cells[..self.series()].iter().enumerate();
        let parts = cells.map(|(series, figure)| Part {
            // What is no value of its own is set off where colours do not tell series apart.
            series: if self.series() == 1 && !row.is_value { SERIES - 1 } else { series },
            value: self.measure.number(figure.unwrap_or(0)),
            text: self.measure.text(self.l, *figure),
        });
        let whole = row.cells.last().copied().flatten();
        Bar { label: row.label.clone(), total: self.measure.text(self.l, whole), parts: parts.collect() }
    }

    fn lines(&self) -> Chart {
        let years: BTreeMap<i64, &Row> = self.sheet.rows.iter().filter_map(|row| Some((row.year?, row))).collect();
        let span = years.keys().next().copied().zip(years.keys().next_back().copied());
        let series = self.names().into_iter().enumerate().map(|(at, name)| Series {
            name: if self.series() > 1 { name } else { String::new() },
            points: span
                .into_iter()
                .flat_map(|(from, to)| from..=to)
                // None were counted in a year without a row; of its money nothing is known.
                .filter_map(|year| Some((year, years.get(&year).map_or(self.measure.absent(), |row| row.cells[at])?)))
                .map(|(year, figure)| Point {
                    year,
                    value: self.measure.number(figure).to_f64().unwrap_or(0.0),
                    text: self.measure.text(self.l, Some(figure)),
                })
                .collect(),
        });
        let chart = Lines {
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            series: series.collect(),
            figure: match self.measure {
                Measure::Amount => |euros, l| Measure::Amount.text(l, Some((euros * 100.0) as i64)),
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
            self.measure.text(self.l, Some(cents))
        };
        let ranges = classes.ranges().zip(1..).map(|((least, most), class)| {
            let range = [("least", text(least).into()), ("most", text(most).into())];
            let range = if least == most { text(least) } else { self.l.t_with("map-range", &range) };
            (format!("q{class}"), range)
        });
        let legend = if figures.is_empty() { Vec::new() } else { ranges.collect() };
        let svg = map.thematic(self.id, &shades.collect(), &[]);
        Chart { drawn: Drawn { svg, height: Height::Share(crate::chart::map::WORLD_SHARE) }, legend }
    }
}
