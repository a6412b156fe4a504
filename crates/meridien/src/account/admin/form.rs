//! The forms that give a role: what is read of them, and what is said where one is not taken.

use crate::access::{Grant, Role, Scope};
use crate::account::{Account, Posted, request, roles};
use crate::app::State;
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::value::Id;
use crate::web::{self, Error, Locale, Visit};

/// What is wrong with a field of a form.
pub(super) struct Fault {
    /// The field's `id`.
    pub(super) field: String,
    /// What is wrong.
    pub(super) told: String,
    /// The same, with the field's name and what was typed into it.
    pub(super) said: String,
}

/// A form that is not taken: it is shown again with what was typed.
pub(super) struct Refused<'a> {
    pub(super) form: &'a Posted,
    /// The request that it decides; none where it invites.
    pub(super) request: Option<Id>,
    /// The keys of what is wrong with it.
    pub(super) faults: Vec<&'static str>,
}

/// The form that is not taken, where it decides this request, or, without one, invites.
pub(super) fn sent<'a>(refused: Option<&Refused<'a>>, request: Option<Id>) -> Option<&'a Posted> {
    refused.filter(|refused| refused.request == request).map(|refused| refused.form)
}

/// The `id` of a field of the form that decides a request, or, without one, invites.
pub(super) fn field_id(name: &str, request: Option<Id>) -> String {
    request.map_or_else(|| name.to_owned(), |request| format!("{name}-{request}"))
}

impl Refused<'_> {
    /// What is wrong with it, for the page.
    pub(super) fn faults(&self, l: Locale) -> Vec<Fault> {
        let fault = |key: &&'static str| {
            let (name, label) = match *key {
                "email-wrong" | "self-wrong" | "account-is-closed" => ("email", "email"),
                "name-wrong" => ("name", "person-name"),
                "role-wrong" => ("role", "role"),
                "reason-wrong" => ("reason", "request-reason"),
                _ => ("scope", "scope"),
            };
            let (label, told) = (l.t(label).into_owned(), l.t(key).into_owned());
            let label = match self.form.text(name) {
                "" => label,
                typed => l.t_with("field-typed", &[("label", label.into()), ("value", typed.into())]),
            };
            let said = l.t_with("fault-of", &[("label", label.into()), ("fault", told.as_str().into())]);
            Fault { field: field_id(name, self.request), told, said }
        };
        self.faults.iter().map(fault).collect()
    }
}

/// What was typed into a field of a form that is not taken.
pub(super) fn typed(form: Option<&Posted>, name: &str) -> String {
    form.map(|form| form.text(name).to_owned()).unwrap_or_default()
}

/// The role that a form gives, if the manager may give it.
pub(super) async fn read_grant(
    visit: &Visit,
    manager: &Account,
    form: &Posted,
) -> web::Result<Result<Grant, &'static str>> {
    let Ok(role) = form.text("role").parse::<Role>() else { return Ok(Err("role-wrong")) };
    let scope = match roles::read_scope(&visit.app, role, form.text("scope")).await? {
        Ok(scope) => scope,
        Err(fault) => return Ok(Err(fault)),
    };
    let grant = Grant { role, scope };
    match grant.scope {
        Scope::Organisation(id) if role == Role::Agent && manager.may_give(&grant) => {
            let home = is_home(&visit.app, id).await?;
            Ok(if manager.makes_agents(id, home) { Ok(grant) } else { Err("agent-not-yours") })
        }
        _ if manager.may_give(&grant) => Ok(Ok(grant)),
        // The forms offer the role: the place was typed.
        Scope::Organisation(_) if manager.givable().contains(&role) => Ok(Err("scope-not-yours")),
        _ => Err(Error::Forbidden),
    }
}

/// Whether an organisation is of the home country.
async fn is_home(app: &State, id: Id) -> web::Result<bool> {
    let found = app.journal.newest_of(Kind::Organisation, &[id]).await?;
    let Some(revision) = found.get(&id) else { return Ok(false) };
    Ok(revision.read::<Organisation>()?.country == Some(app.settings.home_country))
}

/// The key of why nobody at this address can be given a role here, if so.
pub(super) async fn address_fault(app: &State, manager: &Account, email: &str) -> web::Result<Option<&'static str>> {
    if !request::is_address(email) {
        return Ok(Some("email-wrong"));
    }
    Ok(match app.accounts.by_email(email).await? {
        Some(account) if account.id == manager.id => Some("self-wrong"),
        // Open again it would have its old roles too: its page shows them.
        Some(account) if !account.active => Some("account-is-closed"),
        _ => None,
    })
}
