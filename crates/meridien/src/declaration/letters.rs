//! Letters: to the ministry that a declaration waits, to its author, or his colleagues, that it was decided; to the agents of a
//! record's parties that a mistake was reported, that the record was taken away, merged or brought back.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::editor::name;
use super::review;
use super::work::Work;
use crate::access::Role;
use crate::account::Account;
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::{Change, Mistake, Proposal, Revision};
use crate::partnership::show::title;
use crate::partnership::{Partnership, reason, relations};
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
pub async fn submitted(app: &State, work: &Work) -> web::Result<()> {
    for account in validators(app, &work.proposal.author, &work.draft.hands).await? {
        let l = Locale::from(account.language);
        let title = name(l, work);
        let told = [
            ("name", account.name.as_str().into()),
            ("title", title.into()),
            ("authority", review::authority(app, l, work.draft.on_behalf_of).await?.into()),
            ("address", app.address(l, &format!("/valider/{}", work.proposal.id)).into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-submitted-subject", "mail-submitted"), &told);
        app.jobs.mail(&key(work, account.id, "submitted"), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// Tells the ministry, in one letter, that the declarations of a table wait; `import` is what handed them in.
///
/// # Errors
/// When the database fails.
pub async fn submitted_by_table(app: &State, import: Id, submitted: &[Proposal]) -> web::Result<()> {
    let Some(first) = submitted.first() else { return Ok(()) };
    let drafts: Vec<Draft> = submitted.iter().map(Draft::read).collect::<Result<_, _>>()?;
    let authorities: BTreeSet<Option<Id>> = drafts.iter().map(|draft| draft.on_behalf_of).collect();
    for account in validators(app, &first.author, &BTreeSet::new()).await? {
        let l = Locale::from(account.language);
        let mut names = Vec::new();
        for authority in &authorities {
            names.push(review::authority(app, l, *authority).await?);
        }
        let told = [
            ("name", account.name.as_str().into()),
            ("count", submitted.len().into()),
            ("authority", l.list(&names).into()),
            ("address", app.address(l, "/valider").into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-submitted-table-subject", "mail-submitted-table"), &told);
        app.jobs.mail(&format!("table:{import}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// The accounts that may validate what an author and other hands wrote: nobody validates what he wrote.
async fn validators(app: &State, author: &str, hands: &BTreeSet<Id>) -> web::Result<Vec<Account>> {
    let may =
        |account: &Account| validates(account) && account.id.to_string() != author && !hands.contains(&account.id);
    Ok(answering(app).await?.filter(may).collect())
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
        ("mended", mended.into()),
        ("title", title.into()),
        ("decision", word.into()),
        ("address", app.address(l, &path).into()),
    ];
    let mail = Mail::new(app, l, &account.email, ("mail-decided-subject", "mail-decided"), &told);
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
    let accounts: Vec<Account> = answering(app).await?.collect();
    let mut told: Vec<&Account> = accounts.iter().filter(|account| acts(account, &[Role::Agent], &parties)).collect();
    if told.is_empty() {
        told = accounts.iter().filter(|account| validates(account)).collect();
    }
    for account in told {
        let l = Locale::from(account.language);
        // Anyone may have written the message: the letter does not carry it, lest it carry whatever link is in it.
        let told = [
            ("name", account.name.as_str().into()),
            ("title", title(l, about).into()),
            ("address", app.address(l, "/signalements").into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-reported-subject", "mail-reported"), &told);
        app.jobs.mail(&format!("mistake:{report}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// Tells the agents of a record's parties, and the authors of its open corrections, that it was taken away, merged or brought
/// back. `newest` is the revision that did it, `body` what the public read last.
///
/// # Errors
/// When the database fails.
pub async fn moved(app: &State, newest: &Revision, body: &Partnership, corrections: &[Proposal]) -> web::Result<()> {
    let parties = relations::of(&app.journal, body).await?.organisations;
    for account in acting(app).await? {
        let own: Vec<&Proposal> =
            corrections.iter().filter(|correction| correction.author == account.id.to_string()).collect();
        if own.is_empty() && !acts(&account, &[Role::Agent, Role::PartnerAgent], &parties) {
            continue;
        }
        let l = Locale::from(account.language);
        let (what, record) = match newest.change {
            Change::Published => ("back", newest.id),
            Change::Withdrawn => ("withdrawn", newest.id),
            Change::Merged => ("merged", newest.merged_into().unwrap_or(newest.id)),
        };
        let told = [
            ("name", account.name.as_str().into()),
            ("correction", said_of(app, l, newest.change, &own).into()),
            ("what", what.into()),
            ("title", title(l, body).into()),
            ("reason", reason::shown(l, newest).unwrap_or_default().into()),
            ("address", app.address(l, &format!("/partenariats/{record}")).into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-gone-subject", "mail-gone"), &told);
        let key = format!("gone:{}:{}:{}", newest.id, newest.version, account.id);
        app.jobs.mail(&key, &mail, (app.now)()).await?;
    }
    Ok(())
}

/// What comes of somebody's open corrections of a record that is public no more, or is again: a paragraph, and where they are.
fn said_of(app: &State, l: Locale, change: Change, own: &[&Proposal]) -> String {
    if own.is_empty() {
        return String::new();
    }
    let key = if change == Change::Published { "mail-back-corrections" } else { "mail-gone-corrections" };
    let addresses: Vec<String> = own.iter().map(|own| app.address(l, &format!("/declarer/{}", own.id))).collect();
    let said = l.t_with(key, &[("count", own.len().into())]);
    format!("{said}\n\n{}\n\n", addresses.join("\n"))
}

/// The accounts that somebody has come to and may sign in to.
async fn answering(app: &State) -> web::Result<impl Iterator<Item = Account>> {
    let unanswered = app.accounts.unanswered().await?;
    Ok(acting(app).await?.filter(move |account| !unanswered.contains(&account.id)))
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
