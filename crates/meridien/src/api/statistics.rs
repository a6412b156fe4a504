//! Figures: those of the statistics page, for the same parameters.

use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::parameters::{Figures as FigureParameters, Search};
use crate::statistics::{Limits, Row, figures};
use crate::value::Country;
use crate::web::{self, Visit};

/// A table of figures. Each total counts everything once, so it may be less than the sum of what shares it.
#[derive(Debug, Serialize, ToSchema)]
struct Figures {
    /// What is counted or summed: `partenariats`, `couples`, `collectivites`, or `montant` in euros.
    measure: &'static str,
    /// What the rows are.
    rows_are: String,
    /// The names of the columns of figures.
    columns: Vec<String>,
    /// The rows.
    rows: Vec<FigureRow>,
    /// The figures over all rows, each partnership once.
    #[schema(value_type = Vec<Option<f64>>)]
    totals: Vec<Option<serde_json::Number>>,
    /// Each selection in words.
    selections: Vec<String>,
    /// How many partnerships each selection holds.
    partnerships: Vec<u64>,
    /// How many of these have no value for the rows.
    without: Vec<u64>,
    /// The position of the register that the figures show.
    position: u64,
}

/// A row of figures.
#[derive(Debug, Serialize, ToSchema)]
struct FigureRow {
    /// Its name.
    label: String,
    /// The country that it stands for.
    country: Option<Country>,
    /// The year that it stands for.
    year: Option<i64>,
    /// The page of its partnerships.
    page: Option<String>,
    /// Its figures, one for each column; null where nothing is known.
    #[schema(value_type = Vec<Option<f64>>)]
    figures: Vec<Option<serde_json::Number>>,
}

#[utoipa::path(get, path = "/api/v1/statistics", operation_id = "getStatistics", params(Search, FigureParameters),
    responses((status = 200, body = Figures)))]
pub(super) async fn show(visit: Visit) -> web::Result {
    let (counted, sheet) = figures(&visit, Limits::TABLE).await?;
    let measure = counted.question.choice.measure;
    // Exact: a decimal with a point is a number of JSON as it stands.
    let number = |figure: &Option<i64>| figure.and_then(|figure| measure.number(figure).to_string().parse().ok());
    let origin = &visit.app.settings.public_address;
    let row = |row: Row| FigureRow {
        figures: row.cells.iter().map(number).collect(),
        label: row.label,
        country: row.country,
        year: row.year,
        page: row.href.map(|href| format!("{origin}{href}")),
    };
    let body = Figures {
        measure: measure.code(),
        rows_are: sheet.corner,
        columns: sheet.heads,
        totals: sheet.totals.iter().map(number).collect(),
        rows: sheet.rows.into_iter().map(row).collect(),
        selections: counted.selections.clone(),
        partnerships: sheet.figures.iter().map(|figures| figures.documents).collect(),
        without: sheet.figures.iter().map(|figures| figures.without).collect(),
        position: sheet.figures.iter().map(|figures| figures.seq).max().unwrap_or_default(),
    };
    json(&visit, &body, None)
}
