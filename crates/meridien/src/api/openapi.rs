//! The description of the interface, made from its handlers: OpenAPI 3.1, its prose in the asker's language.

use axum::response::IntoResponse;
use axum::{Json, http::HeaderValue, http::header};
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::{Components, InfoBuilder, LicenseBuilder, OpenApi, Paths, RefOr, Server};

use super::described;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// What the description begins as.
pub(super) fn frame() -> OpenApi {
    let info = InfoBuilder::new().title("Méridien").version("1").build();
    OpenApi::builder().info(info).paths(Paths::new()).components(Some(Components::new())).build()
}

/// The whole description for a site at `origin`.
pub(super) fn document(l: Locale, origin: &str) -> OpenApi {
    let (_, mut api) = described().split_for_parts();
    api.info.title = l.t("api-title").into_owned();
    api.info.description = Some(l.t("api-lead").into_owned());
    api.info.license = Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build());
    api.servers = Some(vec![Server::new(origin)]);
    for operation in api.paths.paths.values_mut().filter_map(|path| path.get.as_mut()) {
        describe(l, operation);
    }
    api
}

fn describe(l: Locale, operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let found = OPERATIONS.iter().find(|(name, ..)| *name == id);
    operation.tags = None;
    operation.summary = found.map(|(_, summary, _)| l.t(summary).into_owned());
    operation.description = found.map(|(_, _, description)| l.t(description).into_owned());
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            parameter.description = description(l, parameter);
        }
    }
    for (status, response) in &mut operation.responses.responses {
        let found = STATUSES.iter().find(|(code, _)| code == status);
        if let (RefOr::T(response), Some((_, key))) = (response, found) {
            response.description = l.t(key).into_owned();
        }
    }
}

fn description(l: Locale, parameter: &Parameter) -> Option<String> {
    let found = PARAMETERS.iter().find(|(name, _)| *name == parameter.name);
    found.map(|(_, key)| l.t(key).into_owned())
}

/// `/api/v1/openapi.json`
pub(super) async fn show(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let mut response = Json(document(visit.locale, &visit.app.settings.public_address)).into_response();
    let language = HeaderValue::from_static(visit.locale.lang.code());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    response.extensions_mut().insert(Cache::Program);
    Ok(response)
}

/// What each operation is called and does.
const OPERATIONS: [(&str, &str, &str); 11] = [
    ("listPartnerships", "api-list-partnerships", "api-list-partnerships-means"),
    ("getPartnership", "api-get-partnership", "api-get-partnership-means"),
    ("listOrganisations", "api-list-organisations", "api-list-organisations-means"),
    ("getOrganisation", "api-get-organisation", "api-get-organisation-means"),
    ("listPosts", "api-list-posts", "api-list-posts-means"),
    ("listTerritories", "api-list-territories", "api-list-territories-means"),
    ("getTerritory", "api-get-territory", "api-get-territory-means"),
    ("listThemes", "api-list-themes", "api-list-themes-means"),
    ("getStatistics", "api-get-statistics", "api-get-statistics-means"),
    ("suggest", "api-suggest", "api-suggest-means"),
    ("listChanges", "api-list-changes", "api-list-changes-means"),
];

/// What each parameter means.
const PARAMETERS: [(&str, &str); 30] = [
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
];

/// What each status means.
const STATUSES: [(&str, &str); 5] = [
    ("200", "api-status-200"),
    ("301", "api-status-301"),
    ("400", "api-status-400"),
    ("404", "api-status-404"),
    ("410", "api-status-410"),
];
