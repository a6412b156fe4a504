//! The demonstration's accounts: one for each role, with a password that everyone may read.

use chrono::{DateTime, Utc};

use super::seed;
use crate::access::{Grant, Role, Scope};
use crate::account::{Accounts, NewAccount, password};
use crate::registers::ids;
use crate::value::{Country, Id};
use crate::web::{self, Lang};

/// The password of each of them.
pub const PASSWORD: &str = "quatre mots sans rapport";

/// An account of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// Its address.
    pub email: &'static str,
    /// Its name.
    name: &'static str,
    /// The role for which it is there.
    pub role: Role,
}

const fn published(email: &'static str, name: &'static str, role: Role) -> Published {
    Published { email, name, role }
}

/// The accounts, in the order of the sign-in page.
pub const ACCOUNTS: [Published; 7] = [
    published("agent@demo.example", "Agent de démonstration", Role::Agent),
    published("responsable@demo.example", "Responsable de démonstration", Role::Responsible),
    published("partenaire@demo.example", "Partenaire de démonstration", Role::PartnerAgent),
    published("correspondant@demo.example", "Correspondant de démonstration", Role::Correspondent),
    published("prefecture@demo.example", "Préfecture de démonstration", Role::Prefecture),
    published("ministere@demo.example", "Ministère de démonstration", Role::Ministry),
    published("administrateur@demo.example", "Administrateur de démonstration", Role::Administrator),
];

impl Published {
    /// What it may do, and where: around the region and the department of the seed's record.
    fn grants(self) -> Vec<Grant> {
        let region = Scope::Organisation(ids::organisation(Country::FR, "region", "32"));
        let department = Scope::Organisation(ids::organisation(Country::FR, "department", "59"));
        let scopes = match self.role {
            Role::Agent => vec![region, department],
            Role::Responsible => vec![region],
            Role::PartnerAgent => seed::foreign().map(Scope::Organisation).to_vec(),
            Role::Correspondent => vec![Scope::Country(seed::mali())],
            Role::Prefecture => vec![Scope::Territory(ids::territory(Country::FR, "region", "32"))],
            Role::Ministry | Role::Administrator => vec![Scope::Everything],
        };
        let mut grants: Vec<_> = scopes.iter().cloned().map(|scope| Grant { role: self.role, scope }).collect();
        // Whoever answers for the accounts of an authority is one of its agents.
        if self.role == Role::Responsible {
            grants.extend(scopes.into_iter().map(|scope| Grant { role: Role::Agent, scope }));
        }
        grants
    }
}

/// The account of the demonstration for a role; the journal's actor of what it does.
pub async fn account(accounts: &Accounts, role: Role) -> web::Result<Option<Id>> {
    let Some(published) = ACCOUNTS.iter().find(|published| published.role == role) else { return Ok(None) };
    Ok(accounts.by_email(published.email).await?.map(|account| account.id))
}

/// Makes those that are not there yet.
///
/// # Errors
/// When the database cannot be written.
pub async fn create(accounts: &Accounts, at: DateTime<Utc>) -> web::Result<()> {
    let mut hash = None;
    for published in ACCOUNTS {
        let new = NewAccount {
            email: published.email.to_owned(),
            name: published.name.to_owned(),
            language: Lang::Fr,
            grants: published.grants(),
        };
        if let Some(id) = accounts.create(&new, at).await? {
            let hash = match &hash {
                Some(hash) => hash,
                None => hash.insert(password::hash(PASSWORD).await?),
            };
            accounts.set_password(id, hash, None).await?;
        }
    }
    Ok(())
}
