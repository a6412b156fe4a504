//! The pages and files of statistics.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde_json::{Value as Json, json};

use super::axis::Axis;
use super::coverage;
use super::measure::Measure;
use super::question::{Choice, Question, drawings, encoded, stage_code};
use super::sheet::{Counted, Limits, Sheet, in_words};
use super::standing::{MORE, SHOWN};
use super::view::{FigureView, file};
use super::yearly;
use crate::app::State;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::facets::OFFERED;
use crate::partnership::funding::Stage;
use crate::partnership::list::Shell;
use crate::partnership::names::Names;
use crate::partnership::query::PartnershipPage;
use crate::web::cache::Cache;
use crate::web::file::attached;
use crate::web::linked_data::LinkedData;
use crate::web::parameters::Parameters;
use crate::web::words::Link;
use crate::web::{self, Locale, Nav, Page, Visit, page};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/statistiques", get(overview))
        .route("/statistiques/couverture", get(coverage::show))
        .route("/partenariats/statistiques.csv", get(csv))
        .route("/partenariats/statistiques.svg", get(svg))
}

#[derive(Template)]
#[template(path = "statistics/show.html")]
struct Show {
    l: Locale,
    page: Page,
    shell: Shell,
    builder: Builder,
    comparison: Comparison,
    figure: FigureView,
}

/// `/partenariats?vue=statistiques`
pub(crate) async fn show(visit: &Visit, question: Question) -> web::Result {
    let l = visit.locale;
    let day = visit.app.status_day();
    let (search, asked) = (visit.app.search.clone(), question.criteria.first(0, &OFFERED));
    let found = web::blocking(move || search.partnerships(&asked, day)).await??;
    let comparison = Comparison::new(visit, &question, &found).await?;
    let builder = Builder::new(l, &question);
    let criteria = question.criteria.clone();
    let figure = FigureView::new(visit, question, "figure").await?;
    let (page, shell) = Shell::new(visit, &criteria, &found, Some(figure.title.clone())).await?;
    page::answer(Cache::Journal, &Show { l, page, shell, builder, comparison, figure })
}

#[derive(Template)]
#[template(path = "statistics/overview.html")]
struct Overview {
    l: Locale,
    page: Page,
    figures: Vec<FigureView>,
    /// Further questions that are often asked.
    more: Vec<Link>,
    /// The figures of past years. Those of a new one show from the next change of the register or day on.
    years: Vec<yearly::Listed>,
}

/// `/statistiques`: a few figures on all partnerships, and ways to others.
async fn overview(visit: Visit) -> web::Result {
    let l = visit.locale;
    Parameters::of(&visit).finish()?;
    let mut figures = Vec::new();
    for standing in SHOWN {
        figures.push(FigureView::new(&visit, standing.question()?, standing.name).await?);
    }
    let more = MORE.into_iter().map(|(key, standing)| {
        let href = standing.question()?.href(l);
        Ok(Link { text: l.t(key).into_owned(), href: Some(href) })
    });
    let more = more.collect::<web::Result<_>>()?;
    let years = yearly::listed(&visit.app, l).await?;
    let page = visit.page(l.t("view-statistics")).nav(Nav::Statistics).describe(l.t("statistics-lead"));
    let data = linked_data(l, &page, &figures);
    let page = page.about(data);
    page::answer(Cache::Journal, &Overview { l, page, figures, more, years })
}

/// The figures as a set of data, with the files in which they may be had.
fn linked_data(l: Locale, page: &Page, figures: &[FigureView]) -> LinkedData {
    let whole = |path: &str| format!("{}{path}", page.settings.public_address);
    let file = |figure: &FigureView| {
        let address = whole(&figure.csv);
        json!({ "@type": "DataDownload", "name": figure.title, "encodingFormat": "text/csv", "contentUrl": address })
    };
    // Each partnership has the licence of its source: there is no one address for all of them.
    let licence = json!({ "@type": "CreativeWork", "name": l.t("file-licence"), "url": whole(&l.href("/donnees")) });
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": format!("{} – {}", l.t("site-name"), page.title),
        "description": l.t("statistics-lead"),
        "inLanguage": l.lang.code(),
        "isAccessibleForFree": true,
        "license": licence,
        "publisher": { "@type": "Organization", "name": page.settings.operator },
        "variableMeasured": figures.iter().map(|figure| figure.title.as_str()).collect::<Json>(),
        "distribution": figures.iter().map(file).collect::<Json>(),
    });
    LinkedData::new("Dataset", facts)
}

/// The question of an address that is a file.
fn question(visit: &Visit) -> web::Result<Question> {
    let mut parameters = Parameters::of(visit);
    let criteria = Criteria::read(&mut parameters);
    let choice = Choice::read(visit, &mut parameters);
    parameters.finish()?;
    Question::new(criteria, choice)
}

/// The figures that an address asks for.
///
/// # Errors
/// [`web::Error::BadRequest`] where its parameters are unknown or do not go together.
pub(crate) async fn figures(visit: &Visit, limits: Limits) -> web::Result<(Counted, Sheet)> {
    let counted = Counted::new(visit, question(visit)?).await?;
    let sheet = counted.sheet(&visit.app, visit.locale, limits).await?;
    Ok((counted, sheet))
}

/// `/partenariats/statistiques.csv`
async fn csv(visit: Visit) -> web::Result {
    let (counted, sheet) = figures(&visit, Limits::TABLE).await?;
    let file = sheet.csv(visit.locale, counted.question.choice.measure, visit.app.settings.demonstration)?;
    let name = counted.question.file_name(".csv");
    Ok(attached(&name, "text/csv; charset=utf-8; header=present", Cache::Journal, file))
}

/// `/partenariats/statistiques.svg`
async fn svg(visit: Visit) -> web::Result {
    let question = question(&visit)?;
    let name = question.file_name(".svg");
    let file = file(&visit, question).await?;
    Ok(attached(&name, "image/svg+xml", Cache::Journal, file))
}

/// A value that may be chosen in a form.
struct Pick {
    value: String,
    label: String,
    chosen: bool,
}

/// The form in which figures are put together.
struct Builder {
    kept: Vec<(&'static str, String)>,
    measures: Vec<Pick>,
    rows: Vec<Pick>,
    /// None where two selections are compared: they are the columns.
    columns: Option<Vec<Pick>>,
    drawings: Vec<Pick>,
    /// None where no money is summed.
    stages: Option<Vec<Pick>>,
}

impl Builder {
    fn new(l: Locale, question: &Question) -> Builder {
        let choice = &question.choice;
        let measure = choice.measure;
        let pick =
            |value: &str, key: &str, chosen| Pick { value: value.to_owned(), label: l.t(key).into_owned(), chosen };
        let axes = |chosen: Option<Axis>| -> Vec<Pick> {
            let offered = Axis::ALL.into_iter().filter(|axis| *axis != Axis::Stage || measure == Measure::Amount);
            offered.map(|axis| pick(axis.code(), axis.key(measure), chosen == Some(axis))).collect()
        };
        let automatic = pick("", "drawing-automatic", choice.drawing.is_none());
        let offered = drawings(question.rows, choice);
        Builder {
            kept: question
                .criteria
                .pairs()
                .into_iter()
                .filter(|(name, _)| !["mesure", "par", "et", "graphique", "etape"].contains(name))
                .collect(),
            measures: Measure::ALL.iter().map(|other| pick(other.code(), other.key(), *other == measure)).collect(),
            rows: axes(Some(question.rows)),
            columns: choice.compared.is_none().then(|| {
                let none = pick("", "axis-none", choice.columns.is_none());
                [none].into_iter().chain(axes(choice.columns)).collect()
            }),
            drawings: [automatic]
                .into_iter()
                .chain(offered.into_iter().map(|other| pick(other.code(), other.key(), choice.drawing == Some(other))))
                .collect(),
            stages: (measure == Measure::Amount).then(|| {
                let stages = Stage::ALL.iter();
                stages.map(|stage| pick(stage_code(*stage), stage.key(), choice.stages.contains(stage))).collect()
            }),
        }
    }
}

/// The form in which a second selection is chosen.
struct Comparison {
    kept: Vec<(&'static str, String)>,
    /// What is compared, where it is none of the others, and all partnerships.
    first: Vec<Pick>,
    /// Values of some dimensions under the dimension's title.
    groups: Vec<(&'static str, Vec<Pick>)>,
    /// The same figures of the first selection alone.
    without: Option<String>,
}

/// The dimensions by whose values a second selection is offered.
const COMPARED: [Dimension; 5] =
    [Dimension::Country, Dimension::WorldRegion, Dimension::Theme, Dimension::Form, Dimension::Kind];
/// How many values of each.
const COMPARED_VALUES: usize = 12;

impl Comparison {
    async fn new(visit: &Visit, question: &Question, found: &PartnershipPage) -> web::Result<Comparison> {
        let l = visit.locale;
        let other = question.choice.compared.as_ref();
        let chosen: Vec<_> = other.into_iter().flat_map(Criteria::values).collect();
        let names = Names::load(&visit.app, chosen.into_iter()).await?;
        let selection = question.selection();
        let compared = other.map(encoded);
        let pick = |label: String, criteria: &Criteria| {
            let value = encoded(criteria);
            Pick { chosen: compared.as_ref() == Some(&value), value, label }
        };
        let group = |dimension: Dimension| {
            let values = found.of(dimension).iter().map(|(value, _)| *value);
            let open = values.filter(|value| !selection.has(dimension, *value) && is_top(dimension, *value));
            let picks = open.take(COMPARED_VALUES);
            let picks = picks.map(|value| pick(names.label(l, dimension, value), &selection.and(dimension, value)));
            (dimension.key(), picks.collect::<Vec<_>>())
        };
        let everything = Criteria::default();
        let every = (selection != everything).then(|| pick(l.t("every-partnership").into_owned(), &everything));
        let groups: Vec<_> = COMPARED.into_iter().map(group).filter(|(_, picks)| !picks.is_empty()).collect();
        let offered = every.iter().chain(groups.iter().flat_map(|(_, picks)| picks)).any(|pick| pick.chosen);
        let current = other.filter(|_| !offered).map(|criteria| pick(in_words(l, criteria, &names), criteria));
        let alone = Choice { compared: None, ..question.choice.clone() };
        Ok(Comparison {
            kept: question
                .criteria
                .pairs()
                .into_iter()
                .filter(|(name, _)| !["comparer", "et", "graphique"].contains(name))
                .collect(),
            first: current.into_iter().chain(every).collect(),
            groups,
            without: match compared {
                Some(_) => Some(Question::new(selection.clone(), alone)?.href(l)),
                None => None,
            },
        })
    }
}

/// Whether a value is of the first level of its dimension.
fn is_top(dimension: Dimension, value: Value) -> bool {
    dimension != Dimension::Theme || !dimension.write(value).contains('.')
}
