//! The description of the interface, made from its handlers: OpenAPI 3.1, its prose in the asker's language.

use axum::response::{IntoResponse, Redirect};
use axum::{Json, http::HeaderValue, http::header};
use serde_json::Value;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, Content, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Paths, Ref,
    RefOr, Response, ResponseBuilder, Server,
};
use utoipa::{PartialSchema, ToSchema};

use super::described;
use super::examples::{self, Example};
use super::problem::Problem;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// What the description begins as.
pub(super) fn frame() -> OpenApi {
    let info = InfoBuilder::new().title("Méridien").version("1").build();
    // No handler names it: every one may answer it.
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    let components = ComponentsBuilder::new().schemas_from_iter(schemas).build();
    OpenApi::builder().info(info).paths(Paths::new()).components(Some(components)).build()
}

/// The whole description for a site at `origin`.
pub(super) fn document(l: Locale, origin: &str) -> OpenApi {
    let (_, mut api) = described().split_for_parts();
    api.info.title = l.t("api-title").into_owned();
    api.info.description = Some(l.t("api-lead").into_owned());
    api.info.license = Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build());
    api.servers = Some(vec![Server::new(origin)]);
    api.components.get_or_insert_default().add_security_scheme("key", scheme(l));
    for item in api.paths.paths.values_mut() {
        let PathItem { get, put, post, patch, delete, .. } = item;
        [get, put, post, patch, delete].into_iter().flatten().for_each(|operation| describe(l, operation));
    }
    api
}

/// How a program shows its key.
fn scheme(l: Locale) -> SecurityScheme {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("meridien_(r|w)_[0-9a-f]{64}");
    SecurityScheme::Http(bearer.description(Some(l.t("api-key-means"))).build())
}

/// Operations that need a key; the others take one, for its higher limits.
pub(super) fn is_keyed(id: &str) -> bool {
    id == "getKey" || id == "confirmPartnership" || id.contains("Proposal")
}

fn describe(l: Locale, operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let found = OPERATIONS.iter().find(|(name, ..)| *name == id);
    operation.tags = None;
    operation.summary = found.map(|(_, summary, ..)| l.t(summary).into_owned());
    operation.description = found.map(|(_, _, description, _)| l.t(description).into_owned());
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            parameter.description = description(l, parameter);
        }
    }
    let (needs, takes) = (SecurityRequirement::new("key", [""; 0]), SecurityRequirement::default());
    operation.security = Some(if is_keyed(&id) { vec![needs] } else { vec![takes, needs] });
    let of_query: &[&str] = if takes_query(operation) { &["414"] } else { &[] };
    let of_body: &[&str] = if operation.request_body.is_some() { &["413", "415"] } else { &[] };
    let own = found.map_or(&[][..], |(.., statuses)| *statuses);
    for status in ["400", "401", "429", "503"].iter().chain(of_query).chain(of_body).chain(own) {
        operation.responses.responses.insert((*status).to_owned(), problem());
    }
    if !is_keyed(&id) {
        // All of these read what anybody may keep.
        operation.responses.responses.insert("304".to_owned(), Response::default().into());
    }
    if let Some(example) = examples::of(l.lang, &id) {
        illustrate(operation, example);
    }
    for (status, response) in &mut operation.responses.responses {
        let found = STATUSES.iter().find(|(code, _)| code == status);
        if let (RefOr::T(response), Some((_, key))) = (response, found) {
            response.description = l.t(key).into_owned();
        }
    }
}

fn takes_query(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| matches!(parameter, RefOr::T(found) if found.parameter_in == ParameterIn::Query))
}

fn description(l: Locale, parameter: &Parameter) -> Option<String> {
    let found = PARAMETERS.iter().find(|(name, _)| *name == parameter.name);
    found.map(|(_, key)| l.t(key).into_owned())
}

/// Puts an example beside the schemas of the request and of its answer.
fn illustrate(operation: &mut Operation, example: &Example) {
    if let Some(RefOr::T(request)) = &mut operation.request_body {
        request.content.values_mut().for_each(|content| fill(content, example.request.as_ref()));
    }
    if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(&example.status.to_string()) {
        response.content.values_mut().for_each(|content| fill(content, example.answer.as_ref()));
    }
}

fn fill(content: &mut RefOr<Content>, example: Option<&Value>) {
    if let RefOr::T(content) = content {
        content.example = example.cloned();
    }
}

/// An answer that is a problem.
fn problem() -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().content("application/problem+json", content).build().into()
}

/// `/api/v1`, the address by which catalogues name the interface: it leads to the description.
pub(super) async fn lead(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    Ok(Redirect::to("/api/v1/openapi.json").into_response())
}

/// `/api/v1/openapi.json`
pub(super) async fn show(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let settings = &visit.app.settings;
    let mut api = document(visit.locale, &settings.public_address);
    let contact = ContactBuilder::new().name(Some(&settings.operator)).email(Some(&settings.contact));
    api.info.contact = Some(contact.build());
    let mut response = Json(api).into_response();
    let language = HeaderValue::from_static(visit.locale.lang.code());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    response.extensions_mut().insert(Cache::Program);
    Ok(response)
}

/// What each operation is called and does, and the statuses with which it alone may refuse.
const OPERATIONS: [(&str, &str, &str, &[&str]); 22] = [
    ("listPartnerships", "api-list-partnerships", "api-list-partnerships-means", &[]),
    ("getPartnership", "api-get-partnership", "api-get-partnership-means", &["404", "410"]),
    ("listOrganisations", "api-list-organisations", "api-list-organisations-means", &[]),
    ("getOrganisation", "api-get-organisation", "api-get-organisation-means", &["404", "410"]),
    ("listPosts", "api-list-posts", "api-list-posts-means", &[]),
    ("listTerritories", "api-list-territories", "api-list-territories-means", &[]),
    ("getTerritory", "api-get-territory", "api-get-territory-means", &["404", "410"]),
    ("listThemes", "api-list-themes", "api-list-themes-means", &[]),
    ("getStatistics", "api-get-statistics", "api-get-statistics-means", &[]),
    ("suggest", "api-suggest", "api-suggest-means", &[]),
    ("listChanges", "api-list-changes", "api-list-changes-means", &[]),
    ("getKey", "api-get-key", "api-get-key-means", &[]),
    ("listProposals", "api-list-proposals", "api-list-proposals-means", &[]),
    ("beginProposal", "api-begin-proposal", "api-begin-proposal-means", &["403", "404", "409", "410"]),
    ("checkProposal", "api-check-proposal", "api-check-proposal-means", &["403", "404", "410"]),
    ("getProposal", "api-get-proposal", "api-get-proposal-means", &["404"]),
    ("replaceProposal", "api-replace-proposal", "api-replace-proposal-means", &["403", "404", "409", "412", "428"]),
    ("changeProposal", "api-change-proposal", "api-change-proposal-means", &["403", "404", "409", "412", "428"]),
    ("discardProposal", "api-discard-proposal", "api-discard-proposal-means", &["403", "404", "409", "412"]),
    ("submitProposal", "api-submit-proposal", "api-submit-proposal-means", &["403", "404", "409", "412", "422"]),
    ("recallProposal", "api-recall-proposal", "api-recall-proposal-means", &["403", "404", "409", "412"]),
    (
        "confirmPartnership",
        "api-confirm-partnership",
        "api-confirm-partnership-means",
        &["403", "404", "409", "410", "422"],
    ),
];

/// What each parameter means.
const PARAMETERS: [(&str, &str); 34] = [
    ("id", "api-parameter-id"),
    ("q", "api-parameter-q"),
    ("pays", "api-parameter-pays"),
    ("region", "api-parameter-region"),
    ("collectivite", "api-parameter-collectivite"),
    ("nature", "api-parameter-nature"),
    ("territoire", "api-parameter-territoire"),
    ("partenaire", "api-parameter-partenaire"),
    ("theme", "api-parameter-theme"),
    ("odd", "api-parameter-odd"),
    ("forme", "api-parameter-forme"),
    ("statut", "api-parameter-statut"),
    ("debut", "api-parameter-debut"),
    ("montant", "api-parameter-montant"),
    ("financeur", "api-parameter-financeur"),
    ("mecanisme", "api-parameter-mecanisme"),
    ("lieu", "api-parameter-lieu"),
    ("epoque", "api-parameter-epoque"),
    ("type", "api-parameter-type"),
    ("tri", "api-parameter-tri"),
    ("fields", "api-parameter-fields"),
    ("include", "api-parameter-include"),
    ("per_page", "api-parameter-per-page"),
    ("cursor", "api-parameter-cursor"),
    ("mesure", "api-parameter-mesure"),
    ("par", "api-parameter-par"),
    ("et", "api-parameter-et"),
    ("etape", "api-parameter-etape"),
    ("comparer", "api-parameter-comparer"),
    ("since", "api-parameter-since"),
    ("kind", "api-parameter-kind"),
    ("state", "api-parameter-state"),
    ("reference", "api-parameter-reference"),
    ("If-Match", "api-parameter-if-match"),
];

/// What each status means.
const STATUSES: [(&str, &str); 19] = [
    ("200", "api-status-200"),
    ("201", "api-status-201"),
    ("204", "api-status-204"),
    ("301", "api-status-301"),
    ("304", "api-status-304"),
    ("400", "api-status-400"),
    ("401", "api-no-key"),
    ("403", "api-forbidden"),
    ("404", "api-status-404"),
    ("409", "api-conflict"),
    ("410", "api-status-410"),
    ("412", "api-stale"),
    ("413", "api-too-large"),
    ("414", "error-too-long"),
    ("415", "api-media-type"),
    ("422", "api-unready"),
    ("428", "api-condition"),
    ("429", "api-too-many"),
    ("503", "error-unavailable"),
];
