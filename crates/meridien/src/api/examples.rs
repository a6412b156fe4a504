//! Examples of requests with their answers, in each language: a test sends each to the program and compares, the description
//! and its page show them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::web::Lang;

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

/// Every example in a language, in an order in which they can be sent.
pub(super) fn all(lang: Lang) -> &'static [Example] {
    static ALL: LazyLock<HashMap<Lang, Vec<Example>>> =
        LazyLock::new(|| Lang::ALL.map(|lang| (lang, read(lang))).into());
    &ALL[&lang]
}

fn read(lang: Lang) -> Vec<Example> {
    let text = match lang {
        Lang::Fr => include_str!("examples.fr.json"),
        Lang::En => include_str!("examples.en.json"),
    };
    serde_json::from_str(text).unwrap_or_default()
}

/// The example of an operation.
pub(super) fn of(lang: Lang, operation: &str) -> Option<&'static Example> {
    all(lang).iter().find(|example| example.operation == operation)
}
