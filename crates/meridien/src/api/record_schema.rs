//! The schema of a record as programs write it, drawn from the catalogue of fields.

use std::borrow::Cow;

use serde_json::json;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::declaration::json::COMPUTED;
use crate::partnership::fields::{FIELDS, Field, Kind, Register};

/// What people write of a partnership. Its texts may be no values yet; then anomalies say so.
pub(super) struct Record;

impl ToSchema for Record {
    fn name() -> Cow<'static, str> {
        "Record".into()
    }
}

impl PartialSchema for Record {
    fn schema() -> RefOr<Schema> {
        part(FIELDS, "").schema_type(Type::Object).build().into()
    }
}

fn part(fields: &[Field], path: &str) -> ObjectBuilder {
    let mut object = ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    for field in fields {
        let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        match &field.kind {
            Kind::Kept(_) => continue,
            Kind::Named(beside, register) => {
                object = object.property(*beside, text().description(Some("The identifier of its record.")));
                if *register == Register::Authorities {
                    object = object.property("new", new());
                }
            }
            _ => {}
        }
        object = object.property(field.name, one(&field.kind, &path));
    }
    for (_, names) in COMPUTED.iter().filter(|(of, _)| *of == path) {
        for name in *names {
            object = object.property(*name, ObjectBuilder::new().schema_type(SchemaType::AnyValue).read_only(true));
        }
    }
    object
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]))
}

fn of(types: impl IntoIterator<Item = Type>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::from_iter(types.into_iter().chain([Type::String, Type::Null])))
}

fn list(items: ObjectBuilder) -> Schema {
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .items(items)
        .max_items(Some(300))
        .build()
        .into()
}

/// An organisation that is in no register, to be made when the record is published.
fn new() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .property("country", ObjectBuilder::new().schema_type(Type::String).examples([json!("ML")]))
        .property("kind", ObjectBuilder::new().schema_type(Type::String).examples([json!("commune")]))
        .required("country")
}

fn one(kind: &Kind, path: &str) -> RefOr<Schema> {
    let words = |words: &[(&str, &str)]| {
        let codes: Vec<&str> = words.iter().map(|(code, _)| *code).collect();
        text().description(Some(format!("One of {}.", codes.join(", "))))
    };
    let several =
        |example: &str| list(ObjectBuilder::new().schema_type(Type::String).examples([json!(example)])).into();
    let object: ObjectBuilder = match kind {
        Kind::Title | Kind::Prose => ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
            .description(Some("The text in each language, by its code."))
            .property_names(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[a-z]{2,3}$"))))
            .additional_properties(Some(ObjectBuilder::new().schema_type(Type::String)))
            .examples([json!({ "fr": "Eau potable" })]),
        Kind::Date => text().description(Some("2013, 2013-06 or 2013-06-12.")).examples([json!("2013-06")]),
        Kind::Amount => text().description(Some("A decimal, in a string.")).examples([json!("177550.00")]),
        Kind::Currency => text().examples([json!("EUR")]),
        Kind::Country => text().examples([json!("ML")]),
        Kind::Theme => text().examples([json!("4.1")]),
        Kind::Year | Kind::Count | Kind::Goal | Kind::Rank(_) | Kind::Phase => of([Type::Integer]),
        Kind::Answer | Kind::Check => {
            ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::Boolean, Type::Null]))
        }
        Kind::Choice(codes) | Kind::Maybe(codes) => words(codes),
        Kind::Themes => return several("4.1"),
        Kind::Parties | Kind::Programmes => return several("7K3M9QXA"),
        Kind::Codes(_) => return several("14030"),
        Kind::Group(fields) => part(fields, path),
        Kind::List(repeated) => return list(part(repeated.fields, path).schema_type(Type::Object)).into(),
        Kind::Name | Kind::Line | Kind::Mailbox | Kind::Address | Kind::Named(..) | Kind::Kept(_) => text(),
    };
    object.format(None::<SchemaFormat>).into()
}
