//! Figures as a page shows them: a chart with its definition, its table and its files.

use super::drawing::{Chart, Sketch};
use super::measure::{Cents, Measure};
use super::question::{Drawing, Question};
use super::sheet::{Counted, Limits, Sheet};
use crate::chart::bars::{NARROW, WIDE};
use crate::chart::escaped;
use crate::chart::file::File;
use crate::partnership::dimension::Dimension;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Locale, Visit};

/// A figure on a page.
pub(crate) struct FigureView {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// What is counted, in which partnerships.
    pub(crate) lead: Vec<String>,
    pub(crate) chart: SafeHtml,
    /// Whether the chart is a map, whose shades have a style sheet of their own.
    pub(crate) is_map: bool,
    /// The classes and names of the legend.
    pub(crate) legend: Vec<(String, String)>,
    /// What must be known to read the figures right.
    pub(crate) notes: Vec<String>,
    pub(crate) corner: String,
    pub(crate) heads: Vec<String>,
    /// Whether the last of them is the whole of those before it.
    pub(crate) has_whole: bool,
    pub(crate) rows: Vec<RowView>,
    pub(crate) totals: Vec<String>,
    pub(crate) csv: String,
    pub(crate) svg: String,
    /// The same figures with everything to change them.
    pub(crate) href: String,
    /// The HTML by which a page of another site shows the chart.
    pub(crate) embed: String,
}

/// How many rows of a table are open; the others are folded. No table of years has as many, whose last would be out of sight.
const OPEN: usize = 100;

fn embed(site: &str, title: &str, page: &str, image: &str) -> String {
    let (title, page, image) = (escaped(title), escaped(page), escaped(image));
    format!("<a href=\"{site}{page}\"><img src=\"{site}{image}\" alt=\"{title}\" width=\"100%\"></a>")
}

/// A row of the table.
pub(crate) struct RowView {
    pub(crate) label: Link,
    pub(crate) cells: Vec<String>,
}

/// A chart and what is said of it, on a page and in a file of its own.
struct Figure {
    title: String,
    chart: Chart,
    /// What must be known to read the figures right.
    notes: Vec<String>,
}

impl Figure {
    /// Draws the first of two sheets; the second, which may have more rows of the same figures, says what they tell. On a page
    /// their table follows, in a file none.
    fn draw(visit: &Visit, counted: &Counted, (drawn, told): (&Sheet, &Sheet), id: &str, has_table: bool) -> Figure {
        let (l, question) = (visit.locale, &counted.question);
        let measure = question.choice.measure;
        let (title, mut description) = (title(l, question), description(l, told, measure));
        if has_table && !told.rows.is_empty() {
            description = format!("{description} {}", l.t("chart-table-follows"));
        }
        let sketch = Sketch {
            l,
            id,
            title: &title,
            description: &description,
            measure,
            sheet: drawn,
            drawing: question.drawing,
            letters: if has_table { NARROW } else { WIDE },
            has_table,
        };
        let (chart, own) = (sketch.draw(), sketch.notes());
        let notes = notes(l, visit, counted, told).into_iter().chain(own).collect();
        Figure { title, chart, notes }
    }
}

impl FigureView {
    /// The figure of a question.
    pub(crate) async fn new(visit: &Visit, question: Question, id: &'static str) -> web::Result<FigureView> {
        let l = visit.locale;
        let counted = Counted::new(visit, question).await?;
        let table = counted.sheet(&visit.app, l, Limits::TABLE).await?;
        let drawn = counted.sheet(&visit.app, l, Limits::chart(&counted.question)).await?;
        let question = &counted.question;
        let measure = question.choice.measure;
        let Figure { title, chart: Chart { drawn, legend }, notes } =
            Figure::draw(visit, &counted, (&drawn, &table), id, true);
        let cents = table.cents();
        let texts = |figures: &[Option<i64>]| figures.iter().map(|figure| measure.text(l, *figure, cents)).collect();
        Ok(FigureView {
            lead: lead(l, &counted),
            chart: SafeHtml::drawn(drawn.svg),
            is_map: question.drawing == Drawing::Map,
            legend,
            notes,
            rows: table
                .rows
                .iter()
                .map(|row| RowView {
                    label: Link { text: row.label.clone(), href: row.href.clone() },
                    cells: texts(&row.cells),
                })
                .collect(),
            totals: texts(&table.totals),
            corner: table.corner,
            has_whole: table.parts > 0,
            heads: table.heads,
            csv: question.download(l, ".csv"),
            svg: question.download(l, ".svg"),
            href: question.href(l),
            embed: embed(&visit.app.settings.public_address, &title, &question.href(l), &question.download(l, ".svg")),
            id,
            title,
        })
    }

    /// The rows of the table: those that are open, and those that are folded, where there are any.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[RowView]> {
        let (open, folded) = self.rows.split_at(self.rows.len().min(OPEN));
        std::iter::once(open).chain((!folded.is_empty()).then_some(folded))
    }
}

/// The chart of a question as a file of its own.
pub(crate) async fn file(visit: &Visit, question: Question) -> web::Result<String> {
    let l = visit.locale;
    let counted = Counted::new(visit, question).await?;
    let sheet = counted.sheet(&visit.app, l, Limits::chart(&counted.question)).await?;
    let Figure { title, chart, notes } = Figure::draw(visit, &counted, (&sheet, &sheet), "figure", false);
    let settings = &visit.app.settings;
    let lead: Vec<String> = settings.disclaimer(l).into_iter().chain(lead(l, &counted)).chain(notes).collect();
    let foot = [
        l.t_with("file-source", &[("operator", settings.operator.as_str().into())]),
        l.t("file-licence").into_owned(),
        format!("{}{}", settings.public_address, counted.question.href(l)),
    ];
    let file = File { title: &title, lead: &lead, drawing: chart.drawn, legend: chart.legend, foot: &foot };
    Ok(file.svg())
}

impl Sketch<'_> {
    /// What must be known of the chart and of how its figures are written.
    fn notes(&self) -> impl Iterator<Item = String> {
        let key = if self.has_table { "chart-leaves-out" } else { "chart-file-leaves-out" };
        let left_out = self
            .left_out()
            .into_iter()
            .map(move |(label, figure)| self.l.t_with(key, &[("label", label.into()), ("figure", figure.into())]));
        let nowhere: Vec<String> =
            self.nowhere().into_iter().map(|(label, figure)| format!("{label} ({figure})")).collect();
        let nowhere =
            (!nowhere.is_empty()).then(|| self.l.t_with("chart-nowhere", &[("rows", nowhere.join(", ").into())]));
        let rounded = self.measure == Measure::Amount && self.sheet.cents() == Cents::Rounded;
        left_out.chain(nowhere).chain(rounded.then(|| self.l.t("counted-rounded").into_owned()))
    }
}

/// « Partenariats par pays partenaire et thématique ».
pub(super) fn title(l: Locale, question: &Question) -> String {
    let measure = question.choice.measure;
    let axis = |axis: super::axis::Axis| lower(&l.t(axis.key(measure)));
    let name = l.t(measure.key()).into_owned();
    match question.choice.columns {
        None => l.t_with("figure-by", &[("measure", name.into()), ("rows", axis(question.rows).into())]),
        Some(columns) => l.t_with(
            "figure-by-two",
            &[("measure", name.into()), ("rows", axis(question.rows).into()), ("columns", axis(columns).into())],
        ),
    }
}

/// Words inside others.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The greatest figure, for those who do not see the chart.
fn description(l: Locale, sheet: &Sheet, measure: Measure) -> String {
    let greatest = sheet.rows.iter().filter(|row| row.is_value).max_by_key(|row| row.cells.last().copied().flatten());
    match greatest {
        None => l.t("chart-empty").into_owned(),
        Some(row) => {
            let figure = measure.text(l, row.cells.last().copied().flatten(), sheet.cents());
            l.t_with("chart-greatest", &[("label", row.label.as_str().into()), ("figure", figure.into())])
        }
    }
}

/// What is measured, and in which partnerships.
pub(super) fn lead(l: Locale, counted: &Counted) -> Vec<String> {
    let definition = l.t(counted.question.choice.measure.definition()).into_owned();
    let selection = match &counted.selections[..] {
        [one, other] => {
            l.t_with("compared-selections", &[("one", one.as_str().into()), ("other", other.as_str().into())])
        }
        selections => l.t_with("selection-is", &[("selection", selections.concat().into())]),
    };
    vec![definition, selection]
}

/// Date, total, what is missing, and how rows and totals go together.
pub(super) fn notes(l: Locale, visit: &Visit, counted: &Counted, sheet: &Sheet) -> Vec<String> {
    let question = &counted.question;
    let measure = question.choice.measure;
    let day = l.day((visit.app.today)());
    let mut notes = Vec::new();
    let several = sheet.figures.len() > 1;
    for (figures, selection) in sheet.figures.iter().zip(&counted.selections) {
        let of = |text: String| match several {
            true => l.t_with("labelled", &[("label", selection.as_str().into()), ("text", lower(&text).into())]),
            false => text,
        };
        notes.push(of(l.t_with(
            "counted-on",
            &[("day", day.as_str().into()), ("count", figures.documents.into()), ("seq", figures.seq.into())],
        )));
        if figures.without > 0 {
            let axis = l.t(question.rows.key(measure)).into_owned();
            notes.push(of(l.t_with("counted-without", &[("count", figures.without.into()), ("axis", axis.into())])));
        }
        if measure == Measure::Amount {
            notes.push(of(l.t_with(
                "counted-lines",
                &[
                    ("lines", figures.lines.into()),
                    ("unknown", figures.unknown.into()),
                    ("unconverted", figures.unconverted.into()),
                ],
            )));
        }
    }
    if measure == Measure::Amount {
        let is_converted = sheet.figures.iter().any(|figures| figures.converted > 0);
        notes.extend(is_converted.then(|| l.t("counted-converted").into_owned()));
        notes.extend(money_notes(l, question));
    }
    let axes = [Some(question.rows), question.choice.columns].into_iter().flatten();
    if axes.clone().any(|axis| axis.is_shared(measure)) {
        notes.push(l.t("counted-shared").into_owned());
    }
    notes
}

/// Which lines are summed, where not all are.
fn money_notes(l: Locale, question: &Question) -> Vec<String> {
    let mut notes = Vec::new();
    let stages: Vec<_> = question.choice.stages.iter().map(|stage| l.t(stage.key())).collect();
    if !stages.is_empty() {
        notes.push(l.t_with("counted-stages", &[("stages", l.list(&stages).into())]));
    }
    for (dimension, key) in [(Dimension::Mechanism, "counted-mechanism"), (Dimension::Funder, "counted-funder")] {
        let axis = super::axis::Axis::Of(dimension);
        let told_apart = question.rows == axis || question.choice.columns == Some(axis);
        if told_apart || question.criteria.chosen.contains_key(&dimension) {
            notes.push(l.t(key).into_owned());
        }
    }
    notes
}
