//! Letters: to the ministry that a declaration waits, to its author, or his colleagues, that it was decided; to the agents of a
//! record's parties that a mistake was reported, that the record was taken away or merged.

use super::editor::name;
use super::work::Work;
use crate::access::Role;
use crate::account::Account;
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::{Mistake, Proposal, Revision};
use crate::partnership::show::title;
use crate::partnership::{Partnership, relations};
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
    let unanswered = app.accounts.unanswered().await?;
    // Nobody validates what he wrote, nor before he has come.
    let may = |account: &Account| {
        validates(account) && account.id.to_string() != work.proposal.author && !unanswered.contains(&account.id)
    };
    for account in acting(app).await?.filter(may) {
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

/// Tells the author what became of his declaration; where he is gone, those who can go on with it.
///
/// # Errors
/// When the database fails.
pub async fn decided(app: &State, work: &Work, decision: Decision) -> web::Result<()> {
    for account in concerned(app, work).await? {
        decided_to(app, work, decision, account).await?;
    }
    Ok(())
}

/// The author of a declaration; where he has no account that may sign in, the agents of the authority that he made it for.
async fn concerned(app: &State, work: &Work) -> web::Result<Vec<Account>> {
    let authority: Vec<Id> = work.draft.on_behalf_of.into_iter().collect();
    let (author, mut others): (Vec<Account>, Vec<Account>) =
        acting(app).await?.partition(|account| account.id.to_string() == work.proposal.author);
    others.retain(|account| acts(account, &[Role::Agent], &authority));
    Ok(if author.is_empty() { others } else { author })
}

async fn decided_to(app: &State, work: &Work, decision: Decision, account: Account) -> web::Result<()> {
    let l = Locale::from(account.language);
    let title = name(l, work);
    let (word, path) = match decision {
        Decision::Published => ("published", format!("/partenariats/{}", work.proposal.record)),
        Decision::Returned => ("returned", format!("/declarer/{}", work.proposal.id)),
    };
    let mended = work.draft.mended_labels(l);
    // Not his words: he learns it from us, not from a reader of the history.
    let mended = match decision {
        Decision::Published if !mended.is_empty() => {
            format!("{}\n\n", l.t_with("mail-mended", &[("fields", l.list(&mended).into())]))
        }
        _ => String::new(),
    };
    let told = [
        ("name", account.name.as_str().into()),
        ("operator", app.settings.operator.as_str().into()),
        ("mended", mended.into()),
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

/// Tells the agents of a record's parties that a reader reported a mistake; the ministry where none has an account.
///
/// # Errors
/// When the database fails.
pub async fn reported(app: &State, mistake: &Mistake, about: &Partnership) -> web::Result<()> {
    let parties = relations::of(&app.journal, about).await?.organisations;
    // Half of its code tells one report from another; the whole would lead to the reader's page.
    let report = &mistake.code[..mistake.code.len() / 2];
    let accounts: Vec<Account> = acting(app).await?.collect();
    let mut told: Vec<&Account> = accounts.iter().filter(|account| acts(account, &[Role::Agent], &parties)).collect();
    if told.is_empty() {
        told = accounts.iter().filter(|account| validates(account)).collect();
    }
    for account in told {
        let l = Locale::from(account.language);
        // Anyone may have written the message: the letter does not carry it, lest it carry whatever link is in it.
        let told = [
            ("name", account.name.as_str().into()),
            ("operator", app.settings.operator.as_str().into()),
            ("title", title(l, about).into()),
            ("address", address(app, l, "/signalements").into()),
        ];
        let mail = Mail {
            to: account.email.clone(),
            subject: l.t_with("mail-reported-subject", &told),
            text: l.t_with("mail-reported", &told),
        };
        app.jobs.mail(&format!("mistake:{report}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// Tells the agents of a record's parties, and the authors of its open corrections, that it was taken away or merged.
/// `gone` is the revision that did it, `body` what the public read before.
///
/// # Errors
/// When the database fails.
pub async fn gone(app: &State, gone: &Revision, body: &Partnership, corrections: &[Proposal]) -> web::Result<()> {
    let parties = relations::of(&app.journal, body).await?.organisations;
    for account in acting(app).await? {
        let own = corrections.iter().find(|correction| correction.author == account.id.to_string());
        if own.is_none() && !acts(&account, &[Role::Agent, Role::PartnerAgent], &parties) {
            continue;
        }
        let l = Locale::from(account.language);
        let (what, record) = gone.merged_into().map_or(("withdrawn", gone.id), |stays| ("merged", stays));
        let correction = own.map(|own| {
            let address = address(app, l, &format!("/declarer/{}", own.id));
            format!("{}\n\n", l.t_with("mail-gone-correction", &[("address", address.into())]))
        });
        let told = [
            ("name", account.name.as_str().into()),
            ("operator", app.settings.operator.as_str().into()),
            ("correction", correction.unwrap_or_default().into()),
            ("what", what.into()),
            ("title", title(l, body).into()),
            ("reason", gone.reason.as_deref().unwrap_or_default().into()),
            ("address", address(app, l, &format!("/partenariats/{record}")).into()),
        ];
        let mail = Mail {
            to: account.email.clone(),
            subject: l.t_with("mail-gone-subject", &told),
            text: l.t_with("mail-gone", &told),
        };
        let key = format!("gone:{}:{}:{}", gone.id, gone.version, account.id);
        app.jobs.mail(&key, &mail, (app.now)()).await?;
    }
    Ok(())
}

/// The accounts that may sign in.
async fn acting(app: &State) -> web::Result<impl Iterator<Item = Account>> {
    Ok(app.accounts.all().await?.into_iter().filter(|account| account.active))
}

/// Whether an account is the ministry's.
fn validates(account: &Account) -> bool {
    account.grants.iter().any(|grant| grant.role == Role::Ministry)
}

/// Whether an account has one of these roles for one of these organisations.
fn acts(account: &Account, roles: &[Role], organisations: &[Id]) -> bool {
    roles.iter().any(|role| account.organisations(*role).any(|id| organisations.contains(&id)))
}

/// One letter about one thing that happened to one state of a proposal, to one account.
fn key(work: &Work, account: Id, what: &str) -> String {
    format!("proposal:{}:{}:{what}:{account}", work.proposal.id, work.proposal.edit)
}

fn address(app: &State, l: Locale, path: &str) -> String {
    format!("{}{}", app.settings.public_address, l.href(path))
}
