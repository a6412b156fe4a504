//! Examples of requests with their answers: a test sends each to the program and compares, the description and its page
//! show them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request and its answer.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(super) struct Example {
    /// The identifier of the operation.
    pub(super) operation: String,
    /// Its parameters, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) query: Option<String>,
    /// The document that is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) request: Option<Value>,
    /// The status of the answer.
    #[serde(default)]
    pub(super) status: u16,
    /// The document that is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<Value>,
}

/// Every example, in an order in which they can be sent.
pub(super) fn all() -> &'static [Example] {
    static ALL: LazyLock<Vec<Example>> =
        LazyLock::new(|| serde_json::from_str(include_str!("examples.json")).unwrap_or_default());
    &ALL
}

/// The example of an operation.
pub(super) fn of(operation: &str) -> Option<&'static Example> {
    all().iter().find(|example| example.operation == operation)
}
