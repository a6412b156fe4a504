//! Programmes: what several partnerships belong to, such as a State's call or a joint fund.

pub mod administration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::partnership::NamedOrganisation;
use crate::value::{PartialDate, Text};

/// The stored body of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Programme {
    /// Title.
    pub title: Text,
    /// Who runs it.
    #[serde(default)]
    pub operator: Option<NamedOrganisation>,
    /// Start.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// End.
    #[serde(default)]
    pub end: Option<PartialDate>,
}
