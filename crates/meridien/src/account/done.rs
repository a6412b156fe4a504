//! What a page says once something was done: the form's answer leads to an address with `?fait=…`, whose page says it.

use axum::response::{IntoResponse, Redirect, Response};

use crate::web::Visit;
use crate::web::parameters::Parameters;

/// What addresses say was done, and the sentence of each.
const SENTENCES: &[(&str, &str)] = &[
    ("invite", "done-invited"),
    ("deja-invite", "done-invited-already"),
    ("averti", "done-told"),
    ("deja", "done-held-already"),
    ("refuse", "done-refused"),
    ("ajoute", "done-role-added"),
    ("retire", "done-role-removed"),
    ("retire-ferme", "done-role-removed-closed"),
    ("ferme", "done-closed"),
    ("rouvert", "done-reopened"),
    ("efface", "done-erased"),
    ("cle", "done-key-revoked"),
    ("code", "done-code-reset"),
    ("compte", "done-saved"),
    ("mot-de-passe", "done-password"),
    ("sans-code", "done-code-off"),
    ("session", "done-session-ended"),
];

/// Leads to a page that says what was done: one of the words above.
pub(super) fn lead_to(visit: &Visit, path: &str, word: &str) -> Response {
    Redirect::to(&visit.locale.href(&format!("{path}?fait={word}"))).into_response()
}

/// The key of the sentence that the page of this visit owes, if any.
pub(super) fn sentence(visit: &Visit) -> Option<&'static str> {
    let word = Parameters::of(visit).text("fait");
    SENTENCES.iter().find(|(name, _)| *name == word).map(|(_, key)| *key)
}
