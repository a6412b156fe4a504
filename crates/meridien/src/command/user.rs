//! `meridien user add`: the first account, or any other, from the machine that holds the register.

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Failure, Register, say};
use crate::access::{Grant, Role, Scope};
use crate::account::{Accounts, NewAccount, person_fault};
use crate::country::known_country;
use crate::journal::Kind;
use crate::value::{Country, Id};
use crate::web::{Lang, Locale};

/// What `user add` is told.
#[derive(Debug, clap::Args)]
pub struct NewUser {
    /// Mail address.
    #[arg(long)]
    email: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// Role.
    #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str())).try_map(|role| role.parse::<Role>()))]
    role: Role,
    /// The organisation of an agent or of someone responsible for accounts.
    #[arg(long)]
    organisation: Option<Id>,
    /// The country of a correspondent (ISO 3166 alpha-2).
    #[arg(long)]
    country: Option<Country>,
    /// The territory of a prefecture.
    #[arg(long)]
    territory: Option<Id>,
    /// Where the public reaches the atlas, for the link that is printed.
    #[arg(long, env = "MERIDIEN_PUBLIC_ADDRESS", default_value = "http://localhost:8080", value_parser = super::site)]
    public_address: String,
    #[command(flatten)]
    register: Register,
}

impl NewUser {
    fn scope(&self) -> Scope {
        match (self.organisation, self.country, self.territory) {
            (Some(id), ..) => Scope::Organisation(id),
            (_, Some(country), _) => Scope::Country(country),
            (_, _, Some(id)) => Scope::Territory(id),
            _ => Scope::Everything,
        }
    }
}

/// Makes the account, or gives one that exists another role; one that is closed is open again with this role alone. Prints a
/// link by which it chooses its password.
pub async fn add(user: NewUser, lang: Lang) -> Result<(), Failure> {
    let l = Locale::from(lang);
    let refused = |key: &str| -> Failure { anyhow::anyhow!(l.t(key).into_owned()).into() };
    let (email, name) = (user.email.trim(), user.name.trim());
    if let Some(fault) = person_fault(email, name) {
        return Err(refused(fault));
    }
    let grant = Grant { role: user.role, scope: user.scope() };
    if !grant.role.fits(&grant.scope) {
        return Err(refused("command-user-scope"));
    }
    let (journal, _) = user.register.open().await?;
    let record = match grant.scope {
        Scope::Organisation(id) => Some((Kind::Organisation, id)),
        Scope::Territory(id) => Some((Kind::Territory, id)),
        Scope::Country(country) if known_country(country.as_str()).is_none() => return Err(refused("scope-wrong")),
        Scope::Country(_) | Scope::Everything => None,
    };
    if let Some((kind, id)) = record
        && !journal.held(kind, &[id]).await?.contains(&id)
    {
        return Err(Failure::NoRecord(kind, id));
    }
    let (accounts, now) = (Accounts::new(&journal), chrono::Utc::now());
    let new = NewAccount { email: email.into(), name: name.into(), language: lang, grants: vec![grant.clone()] };
    let (id, reopened) = admit(&accounts, &new, now).await?;
    if reopened {
        say(l.t("command-user-reopened"))?;
    }
    let link = accounts.invitation(id, lang, &user.public_address, now).await?;
    say(l.t_with("command-user-added", &[("email", email.into()), ("link", link.into())]))?;
    journal.close().await;
    Ok(())
}

/// Makes the account, or gives one that exists the roles; one that was closed has no others from then on. Gives the account
/// and whether it was closed.
async fn admit(accounts: &Accounts, new: &NewAccount, now: DateTime<Utc>) -> anyhow::Result<(Id, bool)> {
    if let Some(id) = accounts.create(new, now).await? {
        return Ok((id, false));
    }
    let account = accounts.by_email(&new.email).await?.context("no account for this address")?;
    if !account.active {
        accounts.set_grants(account.id, &new.grants).await?;
        accounts.set_active(account.id, true).await?;
        return Ok((account.id, true));
    }
    for grant in &new.grants {
        accounts.add_grant(account.id, grant).await?;
    }
    Ok((account.id, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::now;
    use crate::journal::testing::journals;

    #[tokio::test]
    async fn a_closed_account_is_open_again_with_the_role_given_alone() {
        for test in journals().await {
            let accounts = Accounts::new(&test.journal);
            let new = |role| NewAccount {
                email: "a@lille.example".into(),
                name: "A".into(),
                language: Lang::Fr,
                grants: vec![Grant { role, scope: Scope::Everything }],
            };
            let (id, reopened) = admit(&accounts, &new(Role::Ministry), now()).await.unwrap();
            assert!(!reopened);
            accounts.set_active(id, false).await.unwrap();
            assert_eq!(admit(&accounts, &new(Role::Administrator), now()).await.unwrap(), (id, true));
            let account = accounts.account(id).await.unwrap().unwrap();
            assert!(account.active && account.grants == new(Role::Administrator).grants);
            assert_eq!(admit(&accounts, &new(Role::Ministry), now()).await.unwrap(), (id, false));
            assert_eq!(accounts.account(id).await.unwrap().unwrap().grants.len(), 2);
        }
    }
}
