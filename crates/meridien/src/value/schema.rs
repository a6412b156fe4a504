//! How the values that are written as texts are described to programs, in OpenAPI.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Country, Currency, Id, PartialDate, Text};

macro_rules! written_as_text {
    ($($type:ident: $pattern:literal, $example:literal, $description:literal;)*) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .pattern(Some($pattern))
                    .description(Some($description))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                stringify!($type).into()
            }
        }
    )*};
}

written_as_text! {
    Id: "^[0-9A-HJKMNP-TV-Z]{8}$", "7K3M9QXA", "The identifier of a record: 8 characters of Crockford's base 32.";
    Country: "^[A-Z]{2}$", "ML", "A country: ISO 3166-1 alpha-2.";
    Currency: "^[A-Z]{3}$", "EUR", "A currency: ISO 4217.";
    PartialDate: "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "2009-03", "A date as precise as its source: year, month or day.";
}

impl PartialSchema for Text {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::from(String::schema())))
            .description(Some("The same text by language (BCP 47). Empty when nothing is known."))
            .examples([serde_json::json!({ "fr": "Eau et assainissement" })])
            .into()
    }
}

impl ToSchema for Text {
    fn name() -> Cow<'static, str> {
        "Text".into()
    }
}
