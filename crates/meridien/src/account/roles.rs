//! Roles in words, and read from what people type.

use std::collections::HashSet;

use crate::access::{Grant, Role, Scope};
use crate::app::State;
use crate::country;
use crate::journal::{Change, Kind};
use crate::organisation::Organisation;
use crate::territory::Territory;
use crate::value::Id;
use crate::web::{self, Locale, Visit};

/// A role that an account holds, in words.
pub struct Held {
    /// The role.
    pub role: String,
    /// Where it holds.
    pub scope: String,
    /// The form in which a page sends it back: `agent organisation:0A1B2C3D`.
    pub code: String,
}

/// Roles in the reader's language.
pub async fn held(visit: &Visit, grants: &[Grant]) -> web::Result<Vec<Held>> {
    let mut all = Vec::with_capacity(grants.len());
    for grant in grants {
        let role = visit.locale.t(grant.role.key()).into_owned();
        all.push(Held { role, scope: scope(&visit.app, visit.locale, &grant.scope).await?, code: code(grant) });
    }
    Ok(all)
}

/// The form in which a page sends a role back.
pub fn code(grant: &Grant) -> String {
    format!("{} {}", grant.role.as_str(), grant.scope)
}

/// A role of an account as a letter says it, on a line of its own.
pub async fn line(app: &State, l: Locale, grant: &Grant) -> web::Result<String> {
    let role = l.t(grant.role.key()).into_owned();
    let place = scope(app, l, &grant.scope).await?;
    Ok(l.t_with("mail-role-line", &[("role", role.into()), ("place", place.into())]))
}

/// Where a role holds, in words.
pub async fn scope(app: &State, l: Locale, scope: &Scope) -> web::Result<String> {
    Ok(match scope {
        Scope::Everything => l.t("scope-everything").into_owned(),
        Scope::Country(code) => country::name(l, *code),
        Scope::Organisation(id) => organisation_name(app, l, *id).await?,
        Scope::Territory(id) => match app.journal.newest(Kind::Territory, *id).await? {
            Some(revision) => revision.read::<Territory>()?.name_for(l),
            None => id.to_string(),
        },
    })
}

/// An organisation's name today.
pub async fn organisation_name(app: &State, l: Locale, id: Id) -> web::Result<String> {
    let revision = app.journal.newest(Kind::Organisation, id).await?;
    let Some(revision) = revision.filter(|revision| revision.change == Change::Published) else {
        return Ok(id.to_string());
    };
    let organisation: Organisation = revision.read()?;
    Ok(organisation.name_on((app.today)(), l.lang.code()).to_owned())
}

/// The codes by which an authority may be meant, and the beginning of the word that says which of them it is.
const SCHEMES: &[(&str, &str)] =
    &[("siren", "siren"), ("insee-commune", "commune"), ("insee-department", "d"), ("insee-region", "r")];

/// The organisations that someone may mean: by its identifier, by its page's address, or by a SIREN or INSEE code, written
/// with or without spaces. A département and a région may have the same code, so a word may go before it: `région 32`.
async fn meant_organisations(app: &State, typed: &str) -> web::Result<HashSet<Id>> {
    let journal = &app.journal;
    let last = typed.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if let Ok(id) = last.parse::<Id>()
        && journal.held(Kind::Organisation, &[id]).await?.contains(&id)
    {
        return Ok([id].into());
    }
    let (word, code) = match last.split_once(char::is_whitespace) {
        Some((word, code)) if word.chars().all(char::is_alphabetic) => (word.to_lowercase(), code),
        _ => (String::new(), last),
    };
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    let mut found = HashSet::new();
    for (scheme, beginning) in SCHEMES {
        if word.is_empty() || word.starts_with(beginning) {
            found.extend(journal.find(Kind::Organisation, scheme, &code).await?);
        }
    }
    Ok(found)
}

/// The scope that a role takes from what was typed beside it: an organisation, a country, a territory, or nothing; else the
/// key of what is wrong.
pub async fn read_scope(app: &State, role: Role, typed: &str) -> web::Result<Result<Scope, &'static str>> {
    let unknown = if typed.trim().is_empty() { "scope-missing" } else { "scope-wrong" };
    Ok(match role {
        // What was typed would be lost: whoever typed it meant less than the whole atlas.
        Role::Ministry | Role::Administrator if !typed.trim().is_empty() => Err("scope-none"),
        Role::Ministry | Role::Administrator => Ok(Scope::Everything),
        Role::Correspondent => country::known_country(typed.trim()).map(Scope::Country).ok_or(unknown),
        Role::Prefecture => {
            let last = typed.trim().rsplit('/').next().unwrap_or_default();
            let Ok(id) = last.parse::<Id>() else { return Ok(Err(unknown)) };
            let held = app.journal.held(Kind::Territory, &[id]).await?;
            held.contains(&id).then_some(Scope::Territory(id)).ok_or(unknown)
        }
        Role::Agent | Role::PartnerAgent | Role::Responsible => {
            let meant: Vec<Id> = meant_organisations(app, typed).await?.into_iter().collect();
            match meant[..] {
                [] => Err(unknown),
                [id] => Ok(Scope::Organisation(id)),
                _ => Err("scope-ambiguous"),
            }
        }
    })
}

/// A role's name, for a list to choose from.
pub fn choices(l: Locale, roles: &[Role]) -> Vec<(&'static str, String)> {
    roles.iter().map(|role| (role.as_str(), l.t(role.key()).into_owned())).collect()
}
