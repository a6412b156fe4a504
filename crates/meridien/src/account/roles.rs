//! Roles in words, and read from what people type.

use crate::access::{Grant, Role, Scope};
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
        all.push(Held { role, scope: scope(visit, &grant.scope).await?, code: code(grant) });
    }
    Ok(all)
}

/// The form in which a page sends a role back.
pub fn code(grant: &Grant) -> String {
    format!("{} {}", grant.role.as_str(), grant.scope)
}

/// Where a role holds, in words.
async fn scope(visit: &Visit, scope: &Scope) -> web::Result<String> {
    let l = visit.locale;
    Ok(match scope {
        Scope::Everything => l.t("scope-everything").into_owned(),
        Scope::Country(code) => country::name(l, *code),
        Scope::Organisation(id) => organisation_name(visit, *id).await?,
        Scope::Territory(id) => match visit.app.journal.newest(Kind::Territory, *id).await? {
            Some(revision) => revision.read::<Territory>()?.name_for(l),
            None => id.to_string(),
        },
    })
}

/// An organisation's name today.
pub async fn organisation_name(visit: &Visit, id: Id) -> web::Result<String> {
    let revision = visit.app.journal.newest(Kind::Organisation, id).await?;
    let Some(revision) = revision.filter(|revision| revision.change == Change::Published) else {
        return Ok(id.to_string());
    };
    let organisation: Organisation = revision.read()?;
    Ok(organisation.name_on((visit.app.today)(), visit.locale.lang.code()).to_owned())
}

/// The organisation that someone means: by its identifier, by its page's address, or by a SIREN or INSEE code.
pub async fn find_organisation(visit: &Visit, typed: &str) -> web::Result<Option<Id>> {
    let journal = &visit.app.journal;
    let last = typed.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if let Ok(id) = last.parse::<Id>()
        && journal.held(Kind::Organisation, &[id]).await?.contains(&id)
    {
        return Ok(Some(id));
    }
    for scheme in ["siren", "insee-commune"] {
        if let [id] = journal.find(Kind::Organisation, scheme, last).await?[..] {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The scope that a role takes from what was typed beside it: an organisation, a country, a territory, or nothing.
pub async fn read_scope(visit: &Visit, role: Role, typed: &str) -> web::Result<Option<Scope>> {
    Ok(match role {
        Role::Ministry | Role::Administrator => Some(Scope::Everything),
        Role::Correspondent => country::known_country(typed.trim()).map(Scope::Country),
        Role::Prefecture => {
            let last = typed.trim().rsplit('/').next().unwrap_or_default();
            let Ok(id) = last.parse::<Id>() else { return Ok(None) };
            let held = visit.app.journal.held(Kind::Territory, &[id]).await?;
            held.contains(&id).then_some(Scope::Territory(id))
        }
        Role::Agent | Role::PartnerAgent | Role::Responsible => {
            find_organisation(visit, typed).await?.map(Scope::Organisation)
        }
    })
}

/// A role's name, for a list to choose from.
pub fn choices(l: Locale, roles: &[Role]) -> Vec<(&'static str, String)> {
    roles.iter().map(|role| (role.as_str(), l.t(role.key()).into_owned())).collect()
}
