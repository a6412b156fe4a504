//! Figures with their names: what the table, its file and the chart are all made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use meridien_search::Table;

use super::axis::Axis;
use super::figures::{Counter, Figures, Key, Selection, Shown};
use super::measure::{Cents, Measure};
use super::question::{Drawing, Question};
use crate::app::State;
use crate::index::Search;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::index::StatusDay;
use crate::partnership::list::chips;
use crate::partnership::names::Names;
use crate::value::Country;
use crate::web::{self, Locale, Visit};

/// How many rows and columns are apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Limits {
    /// Those of a table and its file.
    pub(crate) const TABLE: Limits = Limits { rows: 500, columns: 12 };

    /// Those of a chart: years, the goals of the one list of them and the countries of a map are never grouped, and two
    /// colours are left for the others and the missing.
    pub(crate) fn chart(question: &Question) -> Limits {
        let every = matches!(question.rows, Axis::Year | Axis::Of(Dimension::Goal)) || question.drawing == Drawing::Map;
        Limits { rows: if every { usize::MAX } else { 15 }, columns: 4 }
    }
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// The list of its partnerships.
    pub(crate) href: Option<String>,
    /// The year that it stands for.
    pub(crate) year: Option<i64>,
    /// The country that it stands for.
    pub(crate) country: Option<Country>,
    /// Whether it stands for a value of its own, not for the others or the missing.
    pub(crate) is_value: bool,
    /// Whether it stands for the others together.
    pub(crate) is_others: bool,
    /// Its figures, one for each head.
    pub(crate) cells: Vec<Option<i64>>,
}

/// Figures with their names.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// What the rows are.
    pub(crate) corner: String,
    /// The names of the columns.
    pub(crate) heads: Vec<String>,
    /// How many of them are parts of a whole: the column after them is that whole.
    pub(crate) parts: usize,
    /// Which of these parts is that of the others together.
    pub(crate) others: Option<usize>,
    pub(crate) rows: Vec<Row>,
    /// Over all rows, each item once.
    pub(crate) totals: Vec<Option<i64>>,
    /// The figures of each selection, for what is said beside them.
    pub(crate) figures: Vec<Figures>,
}

/// A question counted, before it is decided how much of the answer is shown.
pub(crate) struct Counted {
    pub(crate) question: Question,
    /// Each selection in words.
    pub(crate) selections: Vec<String>,
    search: Search,
    day: StatusDay,
    counted: Vec<(Selection, Arc<Table>)>,
    /// The figures of all rows and columns of the level shown, over all selections.
    rows: BTreeMap<u64, i64>,
    columns: BTreeMap<u64, i64>,
}

impl Counted {
    /// Counts.
    pub(crate) async fn new(visit: &Visit, question: Question) -> web::Result<Counted> {
        let (search, day) = (visit.app.search.clone(), visit.app.status_day());
        let asked = question.clone();
        let counted = web::blocking(move || {
            let selection = |criteria: &Criteria| -> web::Result<(Selection, Arc<Table>)> {
                let selection = select(&search, &asked, criteria, day)?;
                let counter = counter(&search, &asked, day);
                let table = counter.table(&selection, asked.rows, asked.choice.columns)?;
                Ok((selection, table))
            };
            selections(&asked).map(selection).collect::<web::Result<Vec<_>>>()
        })
        .await??;
        let keys = |axis: Option<Axis>, row: bool| {
            let tables = counted.iter().map(move |(_, table)| if row { &table.rows } else { &table.columns });
            let codes = tables.flat_map(|table| table.keys().copied().flatten());
            let territory = axis == Some(Axis::Of(Dimension::Territory));
            codes.filter(move |_| territory).map(|code| (Dimension::Territory, Value::Code(code)))
        };
        let levels = keys(Some(question.rows), true).chain(keys(question.choice.columns, false));
        let chosen: Vec<_> = selections(&question).flat_map(|criteria| criteria.values().collect::<Vec<_>>()).collect();
        let names = Names::load(&visit.app, levels.chain(chosen)).await?;
        let home = visit.app.settings.home_country;
        let totals = |axis: Axis, table: fn(&Table) -> &BTreeMap<Option<u64>, i64>| {
            let mut totals = BTreeMap::<u64, i64>::new();
            for (code, figure) in counted.iter().flat_map(|(_, of)| table(of)) {
                let Some(code) = *code else { continue };
                if selections(&question).any(|criteria| axis.shows(code, criteria, &names, home)) {
                    let total = totals.entry(code).or_default();
                    *total = total.saturating_add(*figure);
                }
            }
            totals
        };
        Ok(Counted {
            rows: totals(question.rows, |table| &table.rows),
            columns: question.choice.columns.map(|axis| totals(axis, |table| &table.columns)).unwrap_or_default(),
            selections: selections(&question).map(|criteria| in_words(visit.locale, criteria, &names)).collect(),
            search: visit.app.search.clone(),
            counted,
            question,
            day,
        })
    }

    /// As much of the answer as `limits` allow, with its names.
    pub(crate) async fn sheet(&self, app: &State, l: Locale, limits: Limits) -> web::Result<Sheet> {
        let question = &self.question;
        let mut rows = Shown::new(question.rows, &self.rows, limits.rows);
        let mut columns = question.choice.columns.map(|axis| Shown::new(axis, &self.columns, limits.columns));
        let (search, day, asked) = (self.search.clone(), self.day, question.clone());
        let (counted, shown) = (self.counted.clone(), (rows.clone(), columns.clone()));
        let figures = web::blocking(move || {
            let counter = counter(&search, &asked, day);
            let figures =
                counted.iter().map(|(selection, table)| counter.figures(selection, table, &shown.0, shown.1.as_ref()));
            figures.collect::<Result<Vec<Figures>, meridien_search::Error>>()
        })
        .await??;
        let measure = question.choice.measure;
        let mut values = Vec::new();
        for shown in [Some(&rows), columns.as_ref()].into_iter().flatten() {
            values.extend(shown.kept.iter().filter_map(|key| shown.axis.value(*key, measure)));
        }
        let names = Names::load(app, values.into_iter()).await?;
        for (shown, totals) in [(Some(&mut rows), &self.rows), (columns.as_mut(), &self.columns)] {
            if let Some(shown) = shown {
                let axis = shown.axis;
                shown.order_ties(l, totals, |key| axis.label(l, key, measure, &names));
            }
        }
        Ok(self.named(l, figures, &rows, columns.as_ref(), &names))
    }

    fn named(&self, l: Locale, figures: Vec<Figures>, rows: &Shown, columns: Option<&Shown>, names: &Names) -> Sheet {
        let measure = self.question.choice.measure;
        let has = |key: Key, map: fn(&Figures) -> &BTreeMap<Key, i64>| {
            figures.iter().any(|figures| map(figures).contains_key(&key))
        };
        let row_keys: Vec<Key> = keys(rows).into_iter().filter(|key| has(*key, |figures| &figures.rows)).collect();
        let column_keys: Vec<Key> = columns.map_or_else(Vec::new, |columns| {
            keys(columns).into_iter().filter(|key| has(*key, |figures| &figures.columns)).collect()
        });
        let or_absent = |figure: Option<&i64>| figure.copied().or(measure.absent());
        let cells = |row: Key| -> Vec<Option<i64>> {
            let parts = column_keys.iter().map(|column| or_absent(figures[0].cells.get(&(row, *column))));
            parts.chain(figures.iter().map(|figures| or_absent(figures.rows.get(&row)))).collect()
        };
        let totals = column_keys.iter().map(|column| or_absent(figures[0].columns.get(column)));
        let totals = totals.chain(figures.iter().map(|figures| figures.total)).collect();
        let parts = columns
            .into_iter()
            .flat_map(|columns| column_keys.iter().map(|key| label(l, columns.axis, *key, measure, names)));
        let parts: Vec<String> = parts.collect();
        Sheet {
            corner: l.t(rows.axis.key(measure)).into_owned(),
            parts: parts.len(),
            others: column_keys.iter().position(|key| matches!(key, Key::Others(_))),
            heads: parts.into_iter().chain(self.wholes(l)).collect(),
            rows: row_keys
                .into_iter()
                .map(|key| Row {
                    label: label(l, rows.axis, key, measure, names),
                    href: self.href(l, key),
                    year: code(key).filter(|_| rows.axis == Axis::Year).and_then(|year| year.try_into().ok()),
                    country: code(key)
                        .filter(|_| rows.axis == Axis::Of(Dimension::Country))
                        .and_then(Country::from_u64),
                    is_value: code(key).is_some(),
                    is_others: matches!(key, Key::Others(_)),
                    cells: cells(key),
                })
                .collect(),
            totals,
            figures,
        }
    }

    /// The names of the columns that hold whole figures: one for each selection.
    fn wholes(&self, l: Locale) -> Vec<String> {
        match (&self.selections[..], self.question.choice.columns) {
            ([_], Some(_)) => vec![l.t("whole").into_owned()],
            ([_], None) => vec![l.t(self.question.choice.measure.key()).into_owned()],
            (several, _) => several.to_vec(),
        }
    }

    /// The list of a row's partnerships, where filters can tell them.
    fn href(&self, l: Locale, key: Key) -> Option<String> {
        let axis = self.question.rows;
        let (dimension, value) = axis.value(code(key)?, self.question.choice.measure)?;
        let selection = self.question.selection();
        let open = !selection.chosen.contains_key(&dimension) || axis.is_nested() || axis == Axis::Year;
        (open && self.selections.len() == 1).then(|| selection.and(dimension, value).href(l))
    }
}

fn selections(question: &Question) -> impl Iterator<Item = &Criteria> {
    [&question.criteria].into_iter().chain(&question.choice.compared)
}

fn counter<'a>(search: &'a Search, question: &Question, day: StatusDay) -> Counter<'a> {
    Counter { search, measure: question.choice.measure, as_signed: question.criteria.as_signed, day }
}

/// The partnerships of some criteria; those of the words that the list is of.
fn select(search: &Search, question: &Question, criteria: &Criteria, day: StatusDay) -> web::Result<Selection> {
    let asked = search.corrected(criteria.first(0, &[]), day)?;
    Ok(Selection {
        filter: asked.filter(&search.fields, day),
        words: asked.words,
        lines: question.lines(criteria, &search.fields),
    })
}

/// The filters of a selection as a phrase.
pub(super) fn in_words(l: Locale, criteria: &Criteria, names: &Names) -> String {
    let chips = chips(l, criteria, names);
    let words: Vec<&str> = chips.iter().map(|chip| chip.label.as_str()).collect();
    if words.is_empty() { l.t("every-partnership").into_owned() } else { words.join(" · ") }
}

fn code(key: Key) -> Option<u64> {
    match key {
        Key::Code(code) => Some(code),
        Key::Others(_) | Key::Missing | Key::All => None,
    }
}

/// The rows or columns of an axis in order, whether anything is in them or not.
fn keys(shown: &Shown) -> Vec<Key> {
    let others = (!shown.others.is_empty()).then_some(Key::Others(shown.others.len()));
    shown.kept.iter().copied().map(Key::Code).chain(others).chain([Key::Missing]).collect()
}

fn label(l: Locale, axis: Axis, key: Key, measure: Measure, names: &Names) -> String {
    match key {
        Key::Code(code) => axis.label(l, code, measure, names),
        Key::Others(count) => l.t_with("other-values", &[("count", count.into())]),
        Key::Missing => l.t("value-missing").into_owned(),
        Key::All => l.t("whole").into_owned(),
    }
}

/// Sums from which cents are rounded away: 100 000 €.
const LARGE: u64 = 100_000 * 100;

impl Sheet {
    /// How the amounts of the table and of its chart are written.
    pub(crate) fn cents(&self) -> Cents {
        let large = self.totals.iter().flatten().any(|total| total.unsigned_abs() >= LARGE);
        if large { Cents::Rounded } else { Cents::Written }
    }

    /// The table as a CSV file: figures bare, amounts in euros with a point.
    ///
    /// # Errors
    /// None in practice: it is written to memory.
    pub(crate) fn csv(&self, l: Locale, measure: Measure, demonstration: bool) -> anyhow::Result<Vec<u8>> {
        use meridien_tables::harmless;
        let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let heads = self.heads.iter().map(|head| harmless(head).into_owned());
        // A table has no other place that every reader of it sees.
        let corner = match demonstration {
            true => format!("{} – {}", self.corner, l.t("demonstration-record")),
            false => self.corner.clone(),
        };
        file.write_record([corner].into_iter().chain(heads))?;
        let figure = |figure: &Option<i64>| figure.map(|figure| measure.number(figure).to_string()).unwrap_or_default();
        for row in &self.rows {
            let label = harmless(&row.label).into_owned();
            file.write_record([label].into_iter().chain(row.cells.iter().map(figure)))?;
        }
        let totals = self.totals.iter().map(figure);
        file.write_record([l.t("whole-counted-once").into_owned()].into_iter().chain(totals))?;
        Ok(file.into_inner()?)
    }
}
