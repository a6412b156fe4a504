//! What a key is and may do, for the program that has it.

use serde::Serialize;
use utoipa::ToSchema;

use super::answer::private;
use super::limit::{KEY_BURST, KEY_RATE};
use crate::account::Keyed;
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Visit};

/// A key, without its token.
#[derive(Debug, Serialize, ToSchema)]
struct KeyView {
    /// What its owner calls it.
    name: String,
    /// Whether it may write.
    writes: bool,
    /// The one organisation for which it acts; null for all of its account's.
    organisation: Option<Id>,
    /// The roles that it has.
    roles: Vec<Held>,
    /// Until when it is good (UTC).
    #[schema(format = "date-time")]
    expires: String,
    /// Requests a second, over time.
    rate: u32,
    /// Requests at once.
    burst: u32,
}

/// A role and where it holds.
#[derive(Debug, Serialize, ToSchema)]
struct Held {
    /// The role's word.
    role: &'static str,
    /// `*`, `organisation:ID`, `country:CODE` or `territory:ID`.
    scope: String,
}

#[utoipa::path(get, path = "/api/v1/key", operation_id = "getKey", security(("key" = [])),
    responses((status = 200, body = KeyView)))]
pub(super) async fn show(visit: Visit, keyed: Keyed) -> web::Result {
    Parameters::of(&visit).finish()?;
    let Keyed { account, key } = keyed;
    let held = account.grants.iter();
    let roles = held.map(|grant| Held { role: grant.role.as_str(), scope: grant.scope.to_string() }).collect();
    let view = KeyView {
        name: key.name,
        writes: key.writes,
        organisation: key.organisation,
        roles,
        expires: key.expires.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        rate: KEY_RATE.get(),
        burst: KEY_BURST.get(),
    };
    private(&visit, &view)
}
