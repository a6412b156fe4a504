//! "Report a mistake": anyone writes what is wrong with a record; its authorities and the ministry answer. The sender stays
//! unknown: the address of the report leads to the answer.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::Form;
use chrono::Duration;
use rand::Rng;

use super::form::Pairs;
use super::tasks::moment;
use crate::access::{Action, Field};
use crate::account::{Account, Posted, SignedIn};
use crate::journal::{Kind, Mistake, Revision};
use crate::partnership::{Partnership, pages, relations};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Characters of a message at most.
const LONGEST: usize = 4000;
/// Reports in an hour at most, all readers together: whoever floods the queue hides what matters in it.
const MOST: i64 = 120;
/// Reports shown in the queue.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "declaration/report.html")]
struct ReportPage {
    l: Locale,
    page: Page,
    action: String,
    message: String,
    faulty: bool,
}

/// `/partenariats/{id}/signaler`
pub async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let newest = find(&visit, &code).await?;
    draw(&visit, &newest, String::new(), false)
}

async fn find(visit: &Visit, code: &str) -> web::Result<Revision> {
    pages::find(visit, code, |id| format!("/partenariats/{id}/signaler")).await
}

fn draw(visit: &Visit, newest: &Revision, message: String, faulty: bool) -> web::Result {
    let l = visit.locale;
    let title = crate::partnership::show::title(l, &newest.read()?);
    let heading = l.t("report-title").into_owned();
    let heading = if faulty { l.t_with("error-title", &[("title", heading.into())]) } else { heading };
    let page = visit.page(heading).crumb(l.t("nav-partnerships"), "/partenariats").unindexed();
    let page = page.crumb(title, &format!("/partenariats/{}", newest.id));
    let action = l.href(&format!("/partenariats/{}/signaler", newest.id));
    page::answer(Cache::Private, &ReportPage { l, page, action, message, faulty })
}

/// Keeps a report.
pub async fn send(
    visit: Visit,
    client: Client,
    Path(code): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let newest = find(&visit, &code).await?;
    let pairs: Pairs = fields.into_iter().collect();
    let message = pairs.get("message").unwrap_or_default().trim().to_owned();
    if message.chars().count() < 10 || message.chars().count() > LONGEST {
        return draw(&visit, &newest, message, true);
    }
    visit.app.limits.count_client(client)?;
    let now = (visit.app.now)();
    let code = format!("{:016x}{:016x}", rand::rng().next_u64(), rand::rng().next_u64());
    let mistake = Mistake { code, record: newest.id, version: newest.version, message, at: now, answer: None };
    if !visit.app.journal.report_mistake(&mistake, now - Duration::hours(1), MOST).await? {
        return Err(Error::TooMany(3600));
    }
    Ok(Redirect::to(&visit.locale.href(&format!("/signalements/{}", mistake.code))).into_response())
}

#[derive(Template)]
#[template(path = "declaration/reported.html")]
struct ReportedPage {
    l: Locale,
    page: Page,
    record: String,
    sent: String,
    message: String,
    answer: Option<(String, String)>,
}

/// `/signalements/{code}`: what became of a report.
pub async fn follow(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let mistake = visit.app.journal.mistake(&code).await?.ok_or(Error::NotFound)?;
    let shown = ReportedPage {
        l,
        page: visit.page(l.t("reported-title")).unindexed(),
        record: l.href(&format!("/partenariats/{}", mistake.record)),
        sent: moment(l, mistake.at),
        message: mistake.message,
        answer: mistake.answer.map(|(answer, at)| (answer, moment(l, at))),
    };
    page::answer(Cache::Private, &shown)
}

/// A report to be answered.
struct Open {
    code: String,
    title: String,
    href: String,
    sent: String,
    message: String,
    /// Whether an answer was sent without a word in it.
    empty: bool,
}

#[derive(Template)]
#[template(path = "declaration/reports.html")]
struct ReportsPage {
    l: Locale,
    page: Page,
    open: Vec<Open>,
}

/// `/signalements`: the reports that an account may answer.
pub async fn queue(visit: Visit, who: SignedIn) -> web::Result {
    let own = who.account.own();
    if !who.account.may(&own, Action::Edit, Field::Content) {
        return Err(Error::Forbidden);
    }
    draw_queue(&visit, &who.account, None).await
}

/// The oldest reports that an account may answer; `empty` is the one whose answer was sent without a word in it.
async fn draw_queue(visit: &Visit, account: &Account, empty: Option<&str>) -> web::Result {
    let l = visit.locale;
    let waiting = waiting(visit, account).await?.into_iter().take(SHOWN);
    let open = waiting.map(|(mistake, partnership)| Open {
        title: crate::partnership::show::title(l, &partnership),
        href: l.href(&format!("/partenariats/{}", mistake.record)),
        sent: moment(l, mistake.at),
        message: mistake.message,
        empty: empty == Some(mistake.code.as_str()),
        code: mistake.code,
    });
    let open = open.collect();
    let title = match empty {
        Some(_) => l.t_with("error-title", &[("title", l.t("reports-title").into_owned().into())]),
        None => l.t("reports-title").into_owned(),
    };
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    page::answer(Cache::Private, &ReportsPage { l, page, open })
}

/// The reports that an account may answer, oldest first, each with its record.
///
/// # Errors
/// When the journal fails.
pub async fn waiting(visit: &Visit, account: &Account) -> web::Result<Vec<(Mistake, Partnership)>> {
    let mut read: HashMap<Id, Option<Partnership>> = HashMap::new();
    let mut waiting = Vec::new();
    for mistake in visit.app.journal.open_mistakes().await? {
        let about = match read.get(&mistake.record) {
            Some(about) => about.clone(),
            None => {
                let about = answerable(visit, account, &mistake).await?;
                read.insert(mistake.record, about.clone());
                about
            }
        };
        waiting.extend(about.map(|partnership| (mistake, partnership)));
    }
    Ok(waiting)
}

/// The record of a report, for an account that may edit it.
async fn answerable(visit: &Visit, account: &Account, mistake: &Mistake) -> web::Result<Option<Partnership>> {
    let journal = &visit.app.journal;
    let mut found = journal.newest_of(Kind::Partnership, &[mistake.record]).await?;
    if found.is_empty() {
        found = journal.newest_of(Kind::Activity, &[mistake.record]).await?;
    }
    let Some(revision) = found.remove(&mistake.record) else { return Ok(None) };
    let partnership: Partnership = revision.read()?;
    let relations = relations::of(&visit.app.journal, &partnership).await?;
    Ok(account.may(&relations, Action::Edit, Field::Content).then_some(partnership))
}

/// Answers a report.
pub async fn answer(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let mistake = visit.app.journal.mistake(&code).await?.ok_or(Error::NotFound)?;
    if answerable(&visit, &posted.who.account, &mistake).await?.is_none() {
        return Err(Error::Forbidden);
    }
    let answer = posted.text("answer");
    if answer.is_empty() {
        return draw_queue(&visit, &posted.who.account, Some(&code)).await;
    }
    visit.app.journal.answer_mistake(&code, answer, (visit.app.now)()).await?;
    Ok(Redirect::to(&visit.locale.href("/signalements")).into_response())
}
