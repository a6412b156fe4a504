//! `/donnees/api`: the description of the interface as a page, for a developer who has five minutes.

use askama::Template;
use utoipa::openapi::path::{Operation, Parameter, PathItem};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use super::{examples, limit, openapi, problem};
use crate::journal::Kind;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// An operation.
struct Entry {
    /// Its anchor.
    id: String,
    method: &'static str,
    path: String,
    /// Whether it needs a key.
    keyed: bool,
    summary: String,
    description: String,
    parameters: Vec<Row>,
    /// A request that a terminal sends.
    curl: String,
    /// The document that it sends and the one that it is answered, as examples.
    answer: Option<String>,
    /// Each status that it may answer, and what that means.
    answers: Vec<(String, String)>,
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
    /// Operations that read what is public.
    reading: Vec<Entry>,
    /// Operations that need a key.
    writing: Vec<Entry>,
    /// Statuses with their title and meaning.
    problems: Vec<(u16, String, String)>,
    rate: String,
    burst: String,
    key_rate: String,
    key_burst: String,
}

/// Records of this atlas that stand in the addresses to copy.
struct Examples(Vec<(&'static str, Id)>);

impl Examples {
    async fn read(visit: &Visit) -> web::Result<Examples> {
        let mut found = Vec::new();
        for (collection, kind) in [
            ("/partnerships/", Kind::Partnership),
            ("/organisations/", Kind::Organisation),
            ("/territories/", Kind::Territory),
        ] {
            let first = visit.app.journal.list(kind, None, 1).await?;
            found.extend(first.first().map(|revision| (collection, revision.id)));
        }
        Ok(Examples(found))
    }

    /// The identifier of a record of an address's collection.
    fn id(&self, path: &str) -> String {
        let record = self.0.iter().find(|(collection, _)| path.contains(collection));
        record.map_or_else(|| "7K3M9QXA".to_owned(), |(_, id)| id.to_string())
    }
}

/// `/donnees/api`
pub(super) async fn show(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let l = visit.locale;
    let origin = visit.app.settings.public_address.clone();
    let api = openapi::document(l, &origin);
    let problems = problem::EXPLAINED.map(|(status, ..)| {
        let (title, meaning) = problem::explained(l, status, None);
        (status.as_u16(), title, meaning)
    });
    let examples = Examples::read(&visit).await?;
    let (writing, reading) = entries(l, &api, &origin, &examples).into_iter().partition(|entry| entry.keyed);
    let docs = Docs {
        l,
        page: visit.page(l.t("api-title")).describe(l.t("api-lead")).crumb(l.t("data-title"), "/donnees"),
        reading,
        writing,
        origin,
        problems: problems.into(),
        rate: l.integer(limit::RATE.get()),
        burst: l.integer(limit::BURST.get()),
        key_rate: l.integer(limit::KEY_RATE.get()),
        key_burst: l.integer(limit::KEY_BURST.get()),
    };
    page::answer(Cache::Journal, &docs)
}

fn entries(l: Locale, api: &OpenApi, origin: &str, examples: &Examples) -> Vec<Entry> {
    let operations = api.paths.paths.iter().flat_map(|(path, item)| {
        let PathItem { get, put, post, patch, delete, .. } = item;
        let each = [("GET", get), ("POST", post), ("PUT", put), ("PATCH", patch), ("DELETE", delete)];
        each.into_iter().filter_map(move |(method, operation)| Some((method, path, operation.as_ref()?)))
    });
    let mut entries: Vec<Entry> =
        operations.map(|(method, path, operation)| entry(l, origin, examples, method, path, operation)).collect();
    // What most people look for first; then in the order in which a declaration goes.
    let order = [
        "listPartnerships",
        "getPartnership",
        "getStatistics",
        "listChanges",
        "getKey",
        "checkProposal",
        "beginProposal",
        "getProposal",
        "changeProposal",
        "replaceProposal",
        "submitProposal",
        "recallProposal",
        "discardProposal",
    ];
    entries.sort_by_key(|entry| order.iter().position(|id| *id == entry.id).unwrap_or(order.len()));
    entries
}

fn entry(
    l: Locale,
    origin: &str,
    records: &Examples,
    method: &'static str,
    path: &str,
    operation: &Operation,
) -> Entry {
    let id = operation.operation_id.clone().unwrap_or_default();
    let keyed = openapi::is_keyed(&id);
    let own = records.id(path);
    let parameters = operation.parameters.iter().flatten();
    let parameters: Vec<Row> = parameters
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(row(parameter, &own)),
            RefOr::Ref(_) => None,
        })
        .collect();
    let answers = operation.responses.responses.iter().filter_map(|(status, response)| match response {
        RefOr::T(response) => Some((status.clone(), response.description.clone())),
        RefOr::Ref(_) => None,
    });
    Entry {
        method,
        path: path.to_owned(),
        keyed,
        summary: operation.summary.clone().unwrap_or_default(),
        description: operation.description.clone().unwrap_or_default(),
        curl: curl(
            l,
            origin,
            method,
            &path.replace("{id}", &own),
            &id,
            parameters.iter().any(|parameter| parameter.name == "If-Match"),
        ),
        parameters,
        answer: examples::of(l.lang, &id).and_then(|example| example.answer.as_ref()).map(pretty),
        answers: answers.collect(),
        id,
    }
}

/// A request as a terminal sends it: its example.
fn curl(l: Locale, origin: &str, method: &str, path: &str, id: &str, conditional: bool) -> String {
    let example = examples::of(l.lang, id);
    let query = example.and_then(|example| example.query.as_ref()).map(|query| format!("?{query}")).unwrap_or_default();
    let mut lines = vec!["curl".to_owned()];
    if method != "GET" {
        lines[0].push_str(&format!(" -X {method}"));
    }
    if l.lang != Lang::default() {
        lines.push(format!("-H 'Accept-Language: {}'", l.lang.code()));
    }
    if openapi::is_keyed(id) {
        lines.push("-H \"Authorization: Bearer $CLE\"".to_owned());
    }
    if conditional && matches!(method, "PUT" | "PATCH") {
        lines.push("-H 'If-Match: \"1\"'".to_owned());
    }
    if let Some(request) = example.and_then(|example| example.request.as_ref()) {
        let kind = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        lines.push(format!("-H 'Content-Type: {kind}'"));
        lines.push(format!("-d '{}'", own_organisation(&pretty(request).replace('\'', "’"))));
    }
    lines.push(format!("'{origin}{path}{query}'"));
    if lines.len() == 2 { lines.join(" ") } else { lines.join(" \\\n  ") }
}

/// A request with the reader's organisation, which the shell puts in, in the place of that of the example.
fn own_organisation(request: &str) -> String {
    let parts = |member: &'static str| Some((member, request.split_once(member)?));
    let Some((member, (before, rest))) = ORGANISATION.into_iter().find_map(parts) else { return request.to_owned() };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{member}'\"$ORGANISATION\"'\"{after}")
}

/// The members that tell for which organisation a program acts: to declare, to confirm.
const ORGANISATION: [&str; 2] = ["\"organisation\": \"", "\"party\": \""];

/// Lines of an example shown at most.
const LINES: usize = 60;

/// A document as people read it, its end cut where it is long.
fn pretty(document: &serde_json::Value) -> String {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= LINES { text } else { format!("{}\n  …", lines[..LINES].join("\n")) }
}

/// More words than this are not listed.
const WORDS: usize = 16;

/// A parameter; the identifier in the address, whose schema has a place of its own, is the one of a record that there is.
fn row(parameter: &Parameter, id: &str) -> Row {
    let schema = parameter.schema.as_ref().and_then(of_one).unwrap_or_default();
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let words = schema["enum"].as_array().map(|words| words.iter().map(plain).collect::<Vec<_>>()).unwrap_or_default();
    Row {
        name: parameter.name.clone(),
        description: parameter.description.clone().unwrap_or_default(),
        words: if words.len() > WORDS { Vec::new() } else { words },
        example: match parameter.name.as_str() {
            "id" => id.to_owned(),
            _ => schema["examples"].get(0).map(plain).unwrap_or_default(),
        },
    }
}

/// The schema of one value, where a parameter may be repeated.
fn of_one(schema: &RefOr<Schema>) -> Option<serde_json::Value> {
    let schema = serde_json::to_value(schema).ok()?;
    Some(schema.get("items").cloned().unwrap_or(schema))
}
