//! The figures themselves: counted by the index in one or two directions, the greatest apart and the others together.
//!
//! Whatever is shared (a partnership with two countries) stands under each of its values, and once in every total, that
//! of the others included: these are counted anew, not added up. Authorities counted by what they are themselves are found
//! first, then each stands under its own values: its partnerships also have those of their other parties.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use meridien_search::{self as search, By, Count, Filter, LineFilter, Table, Tabulation};

use super::axis::Axis;
use super::measure::Measure;
use crate::index::{Fields, RecordType, Search};
use crate::partnership::dimension::Dimension;
use crate::partnership::index::{StatusDay, is};
use crate::web::Locale;

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A value of the axis.
    Code(u64),
    /// So many further values, together.
    Others(usize),
    /// Whatever has none.
    Missing,
    /// Everything, where there is no axis.
    All,
}

/// Some partnerships, and which of their lines of money are looked at.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub(crate) words: String,
    pub(crate) filter: Filter,
    pub(crate) lines: Vec<LineFilter>,
}

/// What is shown of an axis.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) axis: Axis,
    /// The values shown, in order.
    pub(crate) kept: Vec<u64>,
    /// Those shown together, by code.
    pub(crate) others: Vec<u64>,
}

impl Shown {
    /// The greatest `most` of those that are to be shown (of years the latest, so that they follow one another, where there is
    /// room for a decade), and the others; `totals` gives the figure of each.
    pub(crate) fn new(axis: Axis, totals: &BTreeMap<u64, i64>, most: usize) -> Shown {
        let mut keys: Vec<u64> = totals.keys().copied().collect();
        match axis {
            Axis::Year if most >= 10 => keys.sort_unstable_by_key(|year| Reverse(*year)),
            _ => keys.sort_by_key(|key| (Reverse(totals[key]), *key)),
        }
        // One alone is better named.
        let most = if keys.len() == most.saturating_add(1) { keys.len() } else { most };
        let mut others = keys.split_off(keys.len().min(most));
        others.sort_unstable();
        if axis.is_ordered() {
            keys.sort_unstable();
        }
        Shown { axis, kept: keys, others }
    }

    /// Puts those of the same figure in the order of their names.
    pub(crate) fn order_ties(&mut self, l: Locale, totals: &BTreeMap<u64, i64>, name: impl Fn(u64) -> String) {
        if self.axis.is_ordered() {
            return;
        }
        let mut named: Vec<(i64, String, u64)> = self.kept.iter().map(|key| (totals[key], name(*key), *key)).collect();
        named
            .sort_by(|(figure, name, _), (other, another, _)| other.cmp(figure).then_with(|| l.compare(name, another)));
        self.kept = named.into_iter().map(|(.., key)| key).collect();
    }
}

/// How a selection is counted.
#[derive(Clone, Copy)]
pub(crate) struct Counter<'a> {
    pub(crate) search: &'a Search,
    pub(crate) measure: Measure,
    pub(crate) as_signed: bool,
    pub(crate) day: StatusDay,
}

/// A part of an axis that is counted by itself.
#[derive(Clone, Copy)]
enum Side<'a> {
    /// There is no axis.
    Whole,
    /// Each value, and what has none.
    Each(Axis),
    /// Whatever has one of the others.
    Others(&'a Shown),
    /// Whatever has no value of the level shown.
    Neither(&'a Shown),
}

/// Figures, each item once in each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// The position of the journal that they show.
    pub(crate) seq: u64,
    /// How many partnerships there are.
    pub(crate) documents: u64,
    /// How many of them have no value for the rows.
    pub(crate) without: u64,
    /// Where money is summed: its lines, those without an amount, and those in a currency without a rate.
    pub(crate) lines: u64,
    pub(crate) unknown: u64,
    pub(crate) unconverted: u64,
    /// How many of these lines were converted.
    pub(crate) converted: u64,
    pub(crate) total: Option<i64>,
    pub(crate) rows: BTreeMap<Key, i64>,
    pub(crate) columns: BTreeMap<Key, i64>,
    pub(crate) cells: BTreeMap<(Key, Key), i64>,
}

impl Counter<'_> {
    fn fields(&self) -> &Fields {
        &self.search.fields
    }

    /// Every figure by itself, before the greatest are chosen.
    pub(crate) fn table(
        &self,
        selection: &Selection,
        rows: Axis,
        columns: Option<Axis>,
    ) -> Result<Arc<Table>, search::Error> {
        self.count(selection, Side::Each(rows), columns.map_or(Side::Whole, Side::Each))
    }

    /// The figures of what is shown; `table` is theirs.
    pub(crate) fn figures(
        &self,
        selection: &Selection,
        table: &Table,
        rows: &Shown,
        columns: Option<&Shown>,
    ) -> Result<Figures, search::Error> {
        let mut figures = Figures {
            seq: table.seq,
            documents: table.documents,
            without: table.without[0],
            lines: table.lines,
            unknown: table.unknown,
            ..Figures::default()
        };
        if self.measure == Measure::Amount {
            let Selection { words, filter, lines } = selection;
            [figures.unconverted, figures.converted] = self.search.foreign_lines(words, filter, lines)?;
            figures.unknown -= figures.unconverted;
        }
        let known = self.measure != Measure::Amount || table.lines > table.unknown;
        figures.total = known.then_some(table.total);
        for (row_at, row) in sides(Some(rows)).into_iter().enumerate() {
            for (column_at, column) in sides(columns).into_iter().enumerate() {
                let other = (row_at + column_at > 0).then(|| self.count(selection, row, column)).transpose()?;
                let counted = other.as_deref().unwrap_or(table);
                if matches!(row, Side::Neither(_)) && column_at == 0 {
                    figures.without = match self.measure {
                        Measure::Authorities => self.of_partnerships().count(selection, row, column)?.documents,
                        _ => counted.documents,
                    };
                }
                figures.add(counted, (rows, row, row_at == 0), (columns, column, column_at == 0));
            }
        }
        Ok(figures)
    }

    fn count(&self, selection: &Selection, rows: Side, columns: Side) -> Result<Arc<Table>, search::Error> {
        let sides = [rows, columns];
        if self.measure == Measure::Authorities && sides.iter().any(Side::is_of_authority) {
            return Ok(Arc::new(self.count_authorities(selection, sides)?));
        }
        let mut filters = vec![selection.filter.clone()];
        let mut lines = selection.lines.clone();
        for side in [rows, columns] {
            match side {
                Side::Whole | Side::Each(_) => {}
                Side::Others(shown) => match self.by(shown.axis) {
                    By::Line(code) => lines.push(LineFilter::In(code, shown.others.clone())),
                    By::Document(_) => filters.push(self.any_of(shown.axis, &shown.others)),
                },
                Side::Neither(shown) => {
                    let shown_keys = [&shown.kept[..], &shown.others].concat();
                    filters.push(Filter::Not(Box::new(self.any_of(shown.axis, &shown_keys))));
                }
            }
        }
        let by = |side| match side {
            Side::Each(axis) => self.by(axis),
            _ => By::Document(Count::Nothing),
        };
        self.search.index.tabulate(&Tabulation {
            words: &selection.words,
            filter: Filter::All(filters),
            lines: &lines,
            rows: by(rows),
            columns: by(columns),
            measure: self.measure.of(self.fields(), self.as_signed),
        })
    }

    /// The same, of partnerships.
    fn of_partnerships(&self) -> Self {
        Counter { measure: Measure::Partnerships, ..*self }
    }

    /// Counts authorities where a side at least is of what they are themselves.
    fn count_authorities(&self, selection: &Selection, sides: [Side; 2]) -> Result<Table, search::Error> {
        // Which of them have partnerships where, each in one of the rows, or of the columns.
        let each = Side::Each(Axis::Of(Dimension::Home));
        let [rows, columns] = sides;
        let in_rows = rows.is_of_authority();
        let table = match (in_rows, columns.is_of_authority()) {
            (true, true) => self.of_partnerships().count(selection, each, Side::Whole)?,
            (true, false) => self.of_partnerships().count(selection, each, columns)?,
            (false, _) => self.of_partnerships().count(selection, rows, each)?,
        };
        let authorities = if in_rows { &table.rows } else { &table.columns };
        let found: BTreeSet<u64> = authorities.keys().copied().flatten().collect();
        let values = [self.values_of(rows, &found)?, self.values_of(columns, &found)?];
        let mut placed = Placed::default();
        for (row, column) in table.cells.keys() {
            let authority = if in_rows { row } else { column };
            if let Some(authority) = authority {
                let [rows, columns] =
                    [(rows, &values[0], row), (columns, &values[1], column)].map(|(side, values, key)| {
                        let own = values.as_ref().map(|of| of.get(authority).map_or(&[][..], Vec::as_slice));
                        side.keys(*key, own)
                    });
                placed.add(*authority, &rows, &columns);
            }
        }
        Ok(placed.table(&table))
    }

    /// The values of each of some authorities, where a side is of these.
    fn values_of(&self, side: Side, authorities: &BTreeSet<u64>) -> Result<Option<Values>, search::Error> {
        let fields = self.fields();
        let facet = match side.axis() {
            Some(Axis::Of(Dimension::Home)) => {
                return Ok(Some(authorities.iter().map(|authority| (*authority, vec![*authority])).collect()));
            }
            Some(Axis::Of(Dimension::Kind)) => fields.nature,
            Some(Axis::Of(Dimension::Territory)) => fields.territory_today,
            _ => return Ok(None),
        };
        let found = self.search.index.tabulate(&Tabulation {
            filter: Filter::All(vec![
                is(fields.record_type, RecordType::Organisation as u64),
                Filter::In(fields.home_signed, authorities.iter().copied().collect()),
            ]),
            rows: By::Document(Count::Codes(fields.home_signed)),
            columns: By::Document(Count::Codes(facet)),
            ..Tabulation::default()
        })?;
        let mut values = Values::new();
        for (authority, value) in found.cells.keys().filter_map(|(authority, value)| (*authority).zip(*value)) {
            values.entry(authority).or_default().push(value);
        }
        Ok(Some(values))
    }

    /// The partnerships with one of some values.
    fn any_of(&self, axis: Axis, keys: &[u64]) -> Filter {
        match self.by(axis) {
            By::Document(Count::Codes(facet)) => Filter::In(facet, keys.to_vec()),
            _ => axis.filter(keys, self.fields(), self.as_signed, self.day),
        }
    }

    fn by(&self, axis: Axis) -> By {
        axis.by(self.measure, self.fields(), self.as_signed, self.day)
    }
}

/// The values of authorities.
type Values = BTreeMap<u64, Vec<u64>>;
/// A value of a table's rows or columns; nothing where it is of no value or of several together.
type Place = Option<u64>;

impl Side<'_> {
    fn axis(&self) -> Option<Axis> {
        match self {
            Side::Whole => None,
            Side::Each(axis) => Some(*axis),
            Side::Others(shown) | Side::Neither(shown) => Some(shown.axis),
        }
    }

    fn is_of_authority(&self) -> bool {
        self.axis().is_some_and(Axis::is_of_authority)
    }

    /// Under which keys an authority stands that was found under one: that, where `own` says nothing of the values that it
    /// has itself.
    fn keys(&self, key: Place, own: Option<&[u64]>) -> Vec<Place> {
        let Some(own) = own else { return vec![key] };
        let is_kept = |shown: &Shown| own.iter().any(|value| shown.kept.contains(value));
        let is_other = |shown: &Shown| own.iter().any(|value| shown.others.binary_search(value).is_ok());
        let stands = match self {
            Side::Each(_) if !own.is_empty() => return own.iter().copied().map(Some).collect(),
            Side::Each(_) | Side::Whole => true,
            Side::Others(shown) => is_other(shown),
            Side::Neither(shown) => !is_kept(shown) && !is_other(shown),
        };
        if stands { vec![None] } else { Vec::new() }
    }
}

/// Where authorities stand, each once.
#[derive(Default)]
struct Placed {
    all: BTreeSet<u64>,
    rows: BTreeSet<(Place, u64)>,
    columns: BTreeSet<(Place, u64)>,
    cells: BTreeSet<((Place, Place), u64)>,
}

impl Placed {
    /// Adds an authority to some rows crossed with some columns.
    fn add(&mut self, authority: u64, rows: &[Place], columns: &[Place]) {
        for row in rows {
            for column in columns {
                self.all.insert(authority);
                self.rows.insert((*row, authority));
                self.columns.insert((*column, authority));
                self.cells.insert(((*row, *column), authority));
            }
        }
    }

    /// How many there are in each place, of the partnerships of a table.
    fn table(&self, partnerships: &Table) -> Table {
        Table {
            seq: partnerships.seq,
            documents: partnerships.documents,
            without: partnerships.without,
            total: self.all.len() as i64,
            rows: counted(&self.rows),
            columns: counted(&self.columns),
            cells: counted(&self.cells),
            ..Table::default()
        }
    }
}

/// How many authorities stand in each place.
fn counted<K: Ord + Copy>(placed: &BTreeSet<(K, u64)>) -> BTreeMap<K, i64> {
    let mut counts = BTreeMap::<K, i64>::new();
    for (place, _) in placed {
        *counts.entry(*place).or_default() += 1;
    }
    counts
}

/// The parts in which an axis is counted: all of it first.
fn sides(shown: Option<&Shown>) -> Vec<Side<'_>> {
    let Some(shown) = shown else { return vec![Side::Whole] };
    let mut sides = vec![Side::Each(shown.axis)];
    if !shown.others.is_empty() {
        sides.push(Side::Others(shown));
    }
    if shown.axis.is_nested() {
        sides.push(Side::Neither(shown));
    }
    sides
}

/// An axis, the part of it that was counted, and whether that is all of it.
type Part<'a> = (Option<&'a Shown>, Side<'a>, bool);

impl Figures {
    /// Takes over what a table holds of a part of the rows and a part of the columns.
    fn add(&mut self, table: &Table, rows: (&Shown, Side, bool), columns: Part) {
        let row_keys = Keys::new(Some(rows.0), rows.1);
        let column_keys = Keys::new(columns.0, columns.1);
        for (&(row, column), &figure) in &table.cells {
            if let Some(at) = row_keys.of(row).zip(column_keys.of(column)) {
                self.cells.insert(at, figure);
            }
        }
        if columns.2 {
            self.rows.extend(table.rows.iter().filter_map(|(row, figure)| Some((row_keys.of(*row)?, *figure))));
        }
        if rows.2 {
            let columns = table.columns.iter();
            self.columns.extend(columns.filter_map(|(column, figure)| Some((column_keys.of(*column)?, *figure))));
        }
    }
}

/// What the keys of a table stand for.
struct Keys<'a> {
    side: Side<'a>,
    kept: BTreeSet<u64>,
}

impl<'a> Keys<'a> {
    fn new(shown: Option<&Shown>, side: Side<'a>) -> Keys<'a> {
        Keys { side, kept: shown.into_iter().flat_map(|shown| shown.kept.iter().copied()).collect() }
    }

    fn of(&self, key: Option<u64>) -> Option<Key> {
        match (self.side, key) {
            (Side::Whole, _) => Some(Key::All),
            (Side::Others(shown), _) => Some(Key::Others(shown.others.len())),
            (Side::Neither(_), _) => Some(Key::Missing),
            (Side::Each(_), Some(code)) => self.kept.contains(&code).then_some(Key::Code(code)),
            (Side::Each(axis), None) => (!axis.is_nested()).then_some(Key::Missing),
        }
    }
}
