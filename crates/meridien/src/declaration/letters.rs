//! Letters: to the ministry that a declaration waits, to its author that it was decided.

use super::editor::name;
use super::work::Work;
use crate::access::Role;
use crate::account::Account;
use crate::app::State;
use crate::job::mail::Mail;
use crate::value::Id;
use crate::web::{self, Locale};

/// What became of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is a version of the record.
    Published,
    /// It was sent back.
    Returned,
}

/// Tells the ministry that a declaration waits.
///
/// # Errors
/// When the database fails.
pub async fn submitted(app: &State, work: &Work, authority: &str) -> web::Result<()> {
    let validates =
        |account: &Account| account.active && account.grants.iter().any(|grant| grant.role == Role::Ministry);
    for account in app.accounts.all().await?.into_iter().filter(validates) {
        let l = Locale::from(account.language);
        let title = name(l, work);
        let mail = Mail {
            to: account.email.clone(),
            subject: l.t_with("mail-submitted-subject", &[("title", title.as_str().into())]),
            text: l.t_with(
                "mail-submitted",
                &[
                    ("name", account.name.as_str().into()),
                    ("operator", app.settings.operator.as_str().into()),
                    ("title", title.as_str().into()),
                    ("authority", authority.into()),
                    ("address", address(app, l, &format!("/valider/{}", work.proposal.id)).into()),
                ],
            ),
        };
        app.jobs.mail(&key(work, account.id, "submitted"), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// Tells the author what became of his declaration.
///
/// # Errors
/// When the database fails.
pub async fn decided(app: &State, work: &Work, decision: Decision) -> web::Result<()> {
    let Ok(author) = work.proposal.author.parse::<Id>() else { return Ok(()) };
    let Some(account) = app.accounts.account(author).await?.filter(|account| account.active) else { return Ok(()) };
    let l = Locale::from(account.language);
    let title = name(l, work);
    let (word, path) = match decision {
        Decision::Published => ("published", format!("/partenariats/{}", work.proposal.record)),
        Decision::Returned => ("returned", format!("/declarer/{}", work.proposal.id)),
    };
    let told = [
        ("name", account.name.as_str().into()),
        ("operator", app.settings.operator.as_str().into()),
        ("title", title.into()),
        ("decision", word.into()),
        ("address", address(app, l, &path).into()),
    ];
    let mail = Mail {
        to: account.email,
        subject: l.t_with("mail-decided-subject", &told),
        text: l.t_with("mail-decided", &told),
    };
    app.jobs.mail(&key(work, account.id, word), &mail, (app.now)()).await?;
    Ok(())
}

/// One letter about one thing that happened to one state of a proposal, to one account.
fn key(work: &Work, account: Id, what: &str) -> String {
    format!("proposal:{}:{}:{what}:{account}", work.proposal.id, work.proposal.edit)
}

fn address(app: &State, l: Locale, path: &str) -> String {
    format!("{}{}", app.settings.public_address, l.href(path))
}
