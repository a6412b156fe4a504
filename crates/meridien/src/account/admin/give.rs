//! Giving roles, and writing to whom they are given.

use crate::access::Grant;
use crate::account::link::{self, Cause};
use crate::account::{Account, NewAccount, roles};
use crate::app::State;
use crate::job::mail::Mail;
use crate::value::Id;
use crate::web::{self, Error, Locale};

/// Gives the roles of `new` to the account of its address, which is made where there is none, and writes to it where that
/// is news. Gives the account and the word for what was done.
pub(super) async fn admit(
    app: &State,
    manager: &Account,
    cause: Cause<'_>,
    new: &NewAccount,
) -> web::Result<(Id, &'static str)> {
    for grant in &new.grants {
        tracing::info!(manager = %manager.id, role = grant.role.as_str(), scope = %grant.scope, "account invited");
    }
    let made = app.accounts.create(new, (app.now)()).await?.is_some();
    let account = app.accounts.by_email(&new.email).await?.ok_or(Error::NotFound)?;
    if !made {
        return Ok((account.id, give(app, cause, &account, &new.grants).await?));
    }
    link::invite(app, &account, cause, false).await?;
    Ok((account.id, "invite"))
}

/// Gives roles to an account and writes to it where that is news. Gives the word for what was done.
pub(super) async fn give(
    app: &State,
    cause: Cause<'_>,
    account: &Account,
    grants: &[Grant],
) -> web::Result<&'static str> {
    let mut added = Vec::new();
    for grant in grants {
        if app.accounts.add_grant(account.id, grant).await? {
            added.push(grant);
        }
    }
    let nothing = added.is_empty();
    if account.active && app.accounts.unanswered().await?.contains(&account.id) {
        let account = app.accounts.account(account.id).await?.ok_or(Error::NotFound)?;
        // A role more is news, however short a time ago the last letter left.
        let sent = link::invite(app, &account, cause, !nothing).await?;
        return Ok(match (nothing, sent) {
            (false, _) => "ajoute",
            (true, true) => "renvoye",
            (true, false) => "deja-invite",
        });
    }
    if account.active {
        for grant in added {
            tell(app, account, grant, cause).await?;
        }
    }
    Ok(match (nothing, account.active) {
        (true, _) => "deja",
        (false, true) => "ajoute",
        (false, false) => "ajoute-ferme",
    })
}

/// Tells someone who has an account already that it may do more.
async fn tell(app: &State, account: &Account, grant: &Grant, cause: Cause<'_>) -> web::Result<()> {
    let (l, now) = (Locale::from(account.language), (app.now)());
    let told = [
        ("name", account.name.as_str().into()),
        ("opening", cause.opening(l, "mail-more-by", "mail-more-asked").into()),
        ("role", roles::line(app, l, grant).await?.into()),
        ("address", app.address(l, "/espace").into()),
        ("roles", app.address(l, "/aide/roles").into()),
    ];
    // Taken and given again, a role is news again.
    let key = format!("role:{}:{}:{}", account.id, Id::derived(&roles::code(grant)), now.timestamp_millis());
    let mail = Mail::new(app, l, &account.email, ("mail-role-subject", "mail-role"), &told);
    app.jobs.mail(&key, &mail, now).await?;
    Ok(())
}
