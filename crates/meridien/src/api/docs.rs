//! `/donnees/api`: the description of the interface as a page, for a developer who has five minutes.

use askama::Template;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use super::{limit, openapi, problem};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Page, Visit, page};

/// An operation.
struct Entry {
    /// Its anchor.
    id: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Row>,
    /// A request that a terminal sends.
    curl: String,
}

/// A parameter.
struct Row {
    name: String,
    description: String,
    /// The words that it takes, where they are few.
    words: Vec<String>,
    example: String,
}

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Docs {
    l: Locale,
    page: Page,
    origin: String,
    entries: Vec<Entry>,
    /// Statuses with their title and meaning.
    problems: Vec<(u16, String, String)>,
    rate: String,
    burst: String,
}

/// `/donnees/api`
pub(super) async fn show(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let l = visit.locale;
    let origin = visit.app.settings.public_address.clone();
    let api = openapi::document(l, &origin);
    let problems = problem::EXPLAINED.map(|status| {
        let (title, meaning) = problem::explained(l, status, None);
        (status.as_u16(), title, meaning)
    });
    let docs = Docs {
        l,
        page: visit.page(l.t("api-title")).describe(l.t("api-lead")).crumb(l.t("data-title"), "/donnees"),
        entries: entries(&api, &origin),
        origin,
        problems: problems.into(),
        rate: l.integer(limit::RATE.get()),
        burst: l.integer(limit::BURST.get()),
    };
    page::answer(Cache::Program, &docs)
}

fn entries(api: &OpenApi, origin: &str) -> Vec<Entry> {
    let operations = api.paths.paths.iter().filter_map(|(path, item)| Some((path, item.get.as_ref()?)));
    let mut entries: Vec<Entry> = operations.map(|(path, operation)| entry(origin, path, operation)).collect();
    // As they are declared: what most people look for first.
    let order = ["listPartnerships", "getPartnership", "getStatistics", "listChanges"];
    entries.sort_by_key(|entry| order.iter().position(|id| *id == entry.id).unwrap_or(order.len()));
    entries
}

fn entry(origin: &str, path: &str, operation: &Operation) -> Entry {
    let parameters = operation.parameters.iter().flatten();
    let parameters: Vec<Row> = parameters
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(row(parameter)),
            RefOr::Ref(_) => None,
        })
        .collect();
    let first = parameters.iter().find(|parameter| parameter.name != "id").filter(|_| !path.contains('{'));
    let query = first.map(|parameter| format!("?{}={}", parameter.name, parameter.example)).unwrap_or_default();
    let example = path.replace("{id}", "7K3M9QXA");
    Entry {
        id: operation.operation_id.clone().unwrap_or_default(),
        path: path.to_owned(),
        summary: operation.summary.clone().unwrap_or_default(),
        description: operation.description.clone().unwrap_or_default(),
        parameters,
        curl: format!("curl '{origin}{example}{query}'"),
    }
}

/// More words than this are not listed.
const WORDS: usize = 16;

fn row(parameter: &Parameter) -> Row {
    let schema = parameter.schema.as_ref().and_then(of_one).unwrap_or_default();
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let words = schema["enum"].as_array().map(|words| words.iter().map(plain).collect::<Vec<_>>()).unwrap_or_default();
    Row {
        name: parameter.name.clone(),
        description: parameter.description.clone().unwrap_or_default(),
        words: if words.len() > WORDS { Vec::new() } else { words },
        example: schema["examples"].get(0).map(plain).unwrap_or_default(),
    }
}

/// The schema of one value, where a parameter may be repeated.
fn of_one(schema: &RefOr<Schema>) -> Option<serde_json::Value> {
    let schema = serde_json::to_value(schema).ok()?;
    Some(schema.get("items").cloned().unwrap_or(schema))
}
