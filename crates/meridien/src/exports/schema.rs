//! What the lines of a dump's `KIND.jsonl` are, as JSON Schema: made from the types that are written.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::forms::{Annotation, Confirmation, Organisation, Programme, Territory, Theme};
use crate::journal::Kind;
use crate::partnership::export::Exported;

/// The name of the file in a dump.
pub(super) const SCHEMA: &str = "schema.json";

/// Where the schema of the records of a kind is: the file, and the place in it.
pub(super) fn of(kind: Kind) -> String {
    let name = match kind {
        Kind::Partnership | Kind::Activity => Exported::name(),
        Kind::Organisation => Organisation::name(),
        Kind::Territory => Territory::name(),
        Kind::Theme => Theme::name(),
        Kind::Programme => Programme::name(),
        Kind::Confirmation => Confirmation::name(),
        Kind::Annotation => Annotation::name(),
    };
    format!("{SCHEMA}#/components/schemas/{name}")
}

/// The schemas of all kinds, and of what these are made of. They lie where OpenAPI has them, so that both tell of a part by the
/// same address.
pub(super) fn document() -> Value {
    let mut all = Vec::new();
    add::<Exported<'static>>(&mut all);
    add::<Organisation>(&mut all);
    add::<Territory>(&mut all);
    add::<Theme>(&mut all);
    add::<Programme>(&mut all);
    add::<Confirmation>(&mut all);
    add::<Annotation>(&mut all);
    let schemas: BTreeMap<String, RefOr<Schema>> = all.into_iter().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Méridien",
        "components": { "schemas": schemas },
    })
}

fn add<T: ToSchema>(all: &mut Vec<(String, RefOr<Schema>)>) {
    T::schemas(all);
    all.push((T::name().into_owned(), <T as PartialSchema>::schema()));
}
