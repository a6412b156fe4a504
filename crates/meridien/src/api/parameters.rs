//! The parameters of addresses, described. What reads them is elsewhere: this follows the same catalogues.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};

use super::listing::MOST;
use crate::journal::{Kind, ProposalState};
use crate::organisation::OrganisationKind;
use crate::partnership::Form;
use crate::partnership::dimension::{Dimension, MECHANISMS};
use crate::partnership::export::Exported;
use crate::partnership::funding::Stage;
use crate::partnership::query::Order;
use crate::partnership::status::Status;
use crate::statistics::{Axis, Measure, stage_code};

/// What may be given beside a record.
pub(super) const INCLUDES: [&str; 3] = ["organisations", "programmes", "themes"];

/// A parameter of the query with a value that stands as an example.
fn query(name: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .schema(Some(schema))
        .build()
}

fn text(example: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).examples([example])
}

fn one_of(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    let words: Vec<&str> = words.into_iter().collect();
    text(words.first().copied().unwrap_or_default()).enum_values(Some(words))
}

/// Words parted by commas.
fn list_of(words: &[&str], example: &str) -> ObjectBuilder {
    let any = words.join("|");
    text(example).pattern(Some(format!("^(({any})(,({any}))*)?$")))
}

/// A parameter that may be repeated: each value more is an "or".
fn repeated(name: &str, item: ObjectBuilder) -> Parameter {
    query(name, ArrayBuilder::new().items(item))
}

/// The edit count of a proposal.
fn condition(required: Required) -> Parameter {
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(required)
        .schema(Some(text("\"1\"")))
        .build()
}

/// A country, by ISO 3166-1 alpha-2.
fn country() -> ObjectBuilder {
    text("ML").pattern(Some("^[A-Z]{2}$"))
}

fn dimension(dimension: Dimension) -> Parameter {
    let item = match dimension {
        Dimension::Country => country(),
        Dimension::WorldRegion => text("011"),
        Dimension::Home | Dimension::Partner | Dimension::Territory | Dimension::Funder => text("7K3M9QXA"),
        Dimension::Kind => one_of(OrganisationKind::ALL.iter().map(|kind| kind.code())),
        Dimension::Theme => text("4.1"),
        Dimension::Goal => text("6"),
        Dimension::Form => one_of(Form::ALL.iter().map(|form| form.code())),
        Dimension::Status => one_of(Status::ALL.iter().map(|status| status.code())),
        Dimension::Start => text("2008-2015"),
        Dimension::Amount => text("10000-"),
        Dimension::Mechanism => one_of(MECHANISMS),
        Dimension::Place => text("48.86,2.35"),
    };
    repeated(dimension.parameter(), item)
}

/// Makes a set of parameters out of an expression.
macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident => $parameters:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                $parameters
            }
        }
    )*};
}

parameters! {
    /// Those of the search page.
    Search => {
        let words = query("q", text("eau"));
        let others = [
            query("epoque", one_of(["signature"])),
            query("type", one_of(["partenariat", "activite"])),
            query("tri", one_of(Order::ALL.iter().map(|order| order.code()))),
        ];
        [words].into_iter().chain(Dimension::ALL.map(dimension)).chain(others).collect()
    };
    /// Those of the list of organisations.
    OrganisationSearch => vec![
        query("q", text("lille")),
        repeated("pays", country()),
        repeated("nature", one_of(OrganisationKind::ALL.iter().map(|kind| kind.code()))),
    ];
    /// Which part of a list is given.
    Page => {
        let size = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(MOST as i64));
        vec![query("per_page", size.examples([20])), query("cursor", text("20-7K3M9QXA").pattern(Some("^[0-9]+-[0-9A-Z]{8}$")))]
    };
    /// Which parts of a record are given, and what beside it.
    Fields => vec![
        query("fields", list_of(Exported::FIELDS, "id,title,parties")),
        query("include", list_of(&INCLUDES, "organisations,themes")),
    ];
    /// Those of the statistics page.
    Figures => vec![
        query("mesure", one_of(Measure::ALL.iter().map(|measure| measure.code()))),
        query("par", one_of(Axis::ALL.map(Axis::code))),
        query("et", text("theme")),
        repeated("etape", one_of(Stage::ALL.iter().map(|stage| stage_code(*stage)))),
        query("comparer", text("pays=SN")),
    ];
    /// What is typed.
    Words => vec![query("q", text("kay"))];
    /// The position from which changes are read, and of which kinds of records.
    Since => {
        let position = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(i64::MAX));
        let kind = one_of(Kind::ALL.iter().map(|kind| kind.as_str()));
        vec![query("since", position.examples([0])), repeated("kind", kind)]
    };
    /// Which of one's own proposals are listed.
    Own => vec![
        repeated("state", one_of(ProposalState::ALL.iter().map(|state| state.as_str()))),
        repeated("reference", text("dossier-2026-014")),
    ];
    /// The state of a proposal that a change was made after.
    Condition => vec![condition(Required::True)];
    /// The state of a proposal that a step was taken after, where a program wants to be sure of it.
    MaybeCondition => vec![condition(Required::False)];
    /// The countries that a post serves.
    Served => vec![repeated("pays", country())];
}
