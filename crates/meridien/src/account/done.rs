//! What a page says once something was done: the form's answer leads to an address with `?fait=…`, whose page says it, with
//! the number of things that it was done to (`nombre`) or where the letter about it stands.

use axum::response::{IntoResponse, Redirect, Response};

use super::Account;
use crate::job::JobState;
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Visit};

/// What addresses say was done, and the sentence of each.
const SENTENCES: &[(&str, &str)] = &[
    ("deja", "done-held-already"),
    ("refuse", "done-refused"),
    ("deja-decidee", "done-decided-already"),
    ("ajoute-ferme", "done-role-added-closed"),
    ("retire", "done-role-removed"),
    ("retire-ferme", "done-role-removed-closed"),
    ("ferme", "done-closed"),
    ("rouvert", "done-reopened"),
    ("efface", "done-erased"),
    ("cle", "done-key-revoked"),
    ("code", "done-code-reset"),
    ("compte", "done-saved"),
    ("adresse", "done-address"),
    ("mot-de-passe", "done-password"),
    ("sans-code", "done-code-off"),
    ("session", "done-session-ended"),
    ("code-actif", "done-code-on-already"),
    ("detache", "done-unlinked"),
    ("tache-reprise", "done-job-retried"),
    ("tache-abandonnee", "done-job-dropped"),
    ("tache-passee", "done-job-gone"),
    ("taches-reprises", "done-jobs-retried"),
    ("taches-abandonnees", "done-jobs-dropped"),
];

/// The words after which a letter leaves to an account, and the sentence of each.
const LETTERS: &[(&str, &str)] = &[
    ("invite", "done-invited"),
    ("renvoye", "done-invited-again"),
    ("deja-invite", "done-invited-already"),
    ("ajoute", "done-role-added"),
];

/// Leads to a page that says what was done: one of the words above.
pub(super) fn lead_to(visit: &Visit, path: &str, word: &str) -> Response {
    Redirect::to(&visit.locale.href(&format!("{path}?fait={word}"))).into_response()
}

/// The same about an account, to which a letter may have been written.
pub(super) fn lead_about(visit: &Visit, path: &str, word: &str, account: Id) -> Response {
    lead_to(visit, path, &format!("{word}&compte={account}"))
}

/// The sentence that the page of this visit owes, if any.
pub(super) fn sentence(visit: &Visit) -> Option<String> {
    let mut asked = Parameters::of(visit);
    let count: u64 = asked.text("nombre").parse().unwrap_or_default();
    Some(visit.locale.t_with(key(SENTENCES, &asked.text("fait"))?, &[("count", count.into())]))
}

fn key(sentences: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    sentences.iter().find(|(name, _)| *name == word).map(|(_, key)| *key)
}

/// The same on the pages of accounts: what was done to one that `manager` sees, and where the letter about it stands.
///
/// # Errors
/// When the database fails.
pub(super) async fn about(visit: &Visit, manager: &Account) -> web::Result<Option<String>> {
    let (l, app) = (visit.locale, &visit.app);
    let mut asked = Parameters::of(visit);
    let Some(done) = key(LETTERS, &asked.text("fait")) else { return Ok(sentence(visit)) };
    let Ok(id) = asked.text("compte").parse::<Id>() else { return Ok(None) };
    let account = app.accounts.account(id).await?.filter(|account| manager.sees(account));
    let Some(account) = account else { return Ok(None) };
    let told = [("email", account.email.as_str().into())];
    let done = l.t_with(done, &told);
    Ok(Some(match letter(visit, id).await? {
        Some(key) => format!("{done} {}", l.t_with(key, &told)),
        None => done,
    }))
}

/// Where the last letter about an account itself stands: its invitation until it has come, its roles from then on.
pub(super) async fn letter(visit: &Visit, account: Id) -> web::Result<Option<&'static str>> {
    let unanswered = visit.app.accounts.unanswered().await?.contains(&account);
    let name = if unanswered { "invitation" } else { "role" };
    let last = visit.app.jobs.last_letter(&format!("{name}:{account}:")).await?;
    Ok(last.map(|last| match last.state {
        JobState::Waiting if last.attempts > 0 => "letter-retried",
        JobState::Waiting | JobState::Running => "letter-waiting",
        JobState::Done => "letter-done",
        JobState::Failed if last.is_refused() => "letter-refused",
        JobState::Failed => "letter-failed",
        JobState::Held => "letter-held",
        JobState::Dropped => "letter-dropped",
    }))
}
