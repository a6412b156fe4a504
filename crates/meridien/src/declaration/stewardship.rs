//! What the ministry does to a published record besides validating: it takes it away, makes one of two, brings an earlier
//! version back. Each leaves a revision with its reason.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::workflow::Step;
use super::{joining, start};
use crate::access::{self, Action, Role};
use crate::account::{Posted, SignedIn};
use crate::journal::{Change, Entry, JournalError, Kind, Revision};
use crate::partnership::Partnership;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

#[derive(Template)]
#[template(path = "declaration/stewardship.html")]
struct StewardshipPage {
    l: Locale,
    page: Page,
    action: String,
    /// The record with which it may be merged.
    target: String,
    /// Where a passage is taken out for good.
    redact: String,
    /// Earlier versions: number and day.
    earlier: Vec<(i32, String)>,
    fault: Option<&'static str>,
}

/// `/partenariats/{id}/gerer`
pub async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let newest = find(&visit, &who, &code).await?;
    let mut parameters = Parameters::of(&visit);
    let target = parameters.text("cible");
    parameters.finish()?;
    draw(&visit, &who, &newest, &target, None).await
}

/// The published record, for someone who may take it away.
async fn find(visit: &Visit, who: &SignedIn, code: &str) -> web::Result<Revision> {
    let (action, _) = Step::Withdraw.action();
    if !access::may_everywhere(&who.account.grants, action) {
        return Err(Error::Forbidden);
    }
    record::find(visit, Kind::Partnership, code, |id| format!("/partenariats/{id}/gerer")).await
}

async fn draw(
    visit: &Visit,
    who: &SignedIn,
    newest: &Revision,
    target: &str,
    fault: Option<&'static str>,
) -> web::Result {
    let l = visit.locale;
    let history = visit.app.journal.history(Kind::Partnership, newest.id).await?;
    let earlier =
        history.iter().filter(|revision| revision.version < newest.version && revision.change == Change::Published);
    let title = crate::partnership::show::title(l, &newest.read()?);
    let heading = match fault {
        Some(_) => l.t_with("error-title", &[("title", l.t("stewardship-title").into_owned().into())]),
        None => l.t("stewardship-title").into_owned(),
    };
    let page = visit.page(heading).crumb(title, &format!("/partenariats/{}", newest.id)).of_account(&who.account);
    page::answer(
        Cache::Private,
        &StewardshipPage {
            l,
            page,
            action: l.href(&format!("/partenariats/{}/gerer", newest.id)),
            target: target.to_owned(),
            redact: l.href(&format!("/partenariats/{}/caviarder", newest.id)),
            earlier: earlier.map(|revision| (revision.version, l.day(revision.at.date_naive()))).collect(),
            fault,
        },
    )
}

/// Takes the record away, merges it into another, or proposes an earlier version anew.
pub async fn act(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let newest = find(&visit, &posted.who, &code).await?;
    let reason = posted.text("reason").to_owned();
    let may = |action| access::may_everywhere(&posted.who.account.grants, action);
    let mut merged_into = None;
    let entries = match posted.text("do") {
        "restore" if may(Action::Restore) => {
            return restore(&visit, posted.who.clone(), &newest, posted.text("version")).await;
        }
        "withdraw" | "merge" if reason.is_empty() => {
            return draw(&visit, &posted.who, &newest, posted.text("target"), Some("fault-reason")).await;
        }
        "withdraw" => vec![Entry::withdraw(Kind::Partnership, newest.id, newest.version, reason)],
        "merge" if may(Action::Merge) => match target(&visit, posted.text("target"), newest.id).await? {
            Some(target) => {
                merged_into = Some(target.id);
                let (id, why) = (newest.id.to_string().into(), reason.as_str().into());
                let log = visit.locale.t_with("merge-log", &[("id", id), ("reason", why)]);
                joining::entries(&visit.app.journal, &newest, &target, &reason, log).await?
            }
            None => return draw(&visit, &posted.who, &newest, posted.text("target"), Some("fault-target")).await,
        },
        _ => return Err(Error::Forbidden),
    };
    let author = posted.who.author(Role::Ministry, None);
    match visit.app.journal.append(&author, (visit.app.now)(), &entries).await {
        Ok(_) => {
            if let Some(target) = merged_into {
                visit.app.journal.move_persons(newest.id, target).await?;
            }
            Ok(Redirect::to(&visit.locale.href("/espace")).into_response())
        }
        Err(JournalError::Conflict { .. }) => {
            draw(&visit, &posted.who, &newest, posted.text("target"), Some("fault-changed-meanwhile")).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The public record that a code or an address means, which is not this one.
async fn target(visit: &Visit, typed: &str, own: Id) -> web::Result<Option<Revision>> {
    let code = typed.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let Some(id) = code.parse::<Id>().ok().filter(|id| *id != own) else { return Ok(None) };
    Ok(visit.app.journal.newest_of(Kind::Partnership, &[id]).await?.remove(&id))
}

async fn restore(visit: &Visit, who: SignedIn, newest: &Revision, version: &str) -> web::Result {
    let number: i32 = version.parse().map_err(|_| Error::NotFound)?;
    let found = visit.app.journal.version(Kind::Partnership, newest.id, number).await?;
    let earlier = found.filter(|revision| revision.change == Change::Published).ok_or(Error::NotFound)?;
    start::restore(visit, who.account, newest.id, newest.version, &earlier.read::<Partnership>()?, number).await
}
