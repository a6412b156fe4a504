//! "Report a mistake": anyone writes what is wrong with a record; its authorities and the ministry answer. The sender stays
//! unknown: the address of the report leads to the answer.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::Form;
use chrono::Duration;
use rand::Rng;

use super::form::Pairs;
use super::tasks::moment;
use super::{letters, review};
use crate::access::{Action, Field, Relations, Role, Scope};
use crate::account::{Account, Posted, SignedIn};
use crate::journal::{Answer, Change, Kind, Mistake, Revision};
use crate::partnership::reason;
use crate::partnership::{Partnership, pages, relations};
use crate::value::{Id, straight};
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::words::Passage;
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
    let title = crate::partnership::show::marked_title(l, &newest.read()?);
    let page = visit
        .page(l.form_title(l.t("report-title"), faulty))
        .crumb(l.t("nav-partnerships"), "/partenariats")
        .unindexed();
    let page = page.record_crumb(title, &format!("/partenariats/{}", newest.id));
    let action = l.href(&format!("/partenariats/{}/signaler", newest.id));
    page::form(faulty, &ReportPage { l, page, action, message, faulty })
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
    let message = straight(pairs.get("message").unwrap_or_default()).trim().to_owned();
    if message.chars().count() < 10 || message.chars().count() > LONGEST {
        return draw(&visit, &newest, message, true);
    }
    visit.app.limits.count_report(client)?;
    let now = (visit.app.now)();
    let code = format!("{:016x}{:016x}", rand::rng().next_u64(), rand::rng().next_u64());
    let mistake = Mistake { code, record: newest.id, version: newest.version, message, at: now, answer: None };
    if !visit.app.journal.report_mistake(&mistake, now - Duration::hours(1), MOST).await? {
        return Err(Error::TooMany(3600));
    }
    letters::reported(&visit.app, &mistake, &newest.read()?).await?;
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
    answer: Option<Said>,
}

/// An answer, as it is shown.
struct Said {
    text: String,
    at: String,
    /// Who answered, where that is known.
    by: Option<String>,
}

impl Said {
    async fn of(visit: &Visit, answer: Answer) -> web::Result<Said> {
        let by = match answer.by {
            Some(Scope::Organisation(id)) => Some(review::authority(&visit.app, visit.locale, Some(id)).await?),
            Some(_) => Some(review::authority(&visit.app, visit.locale, None).await?),
            None => None,
        };
        Ok(Said { text: answer.text, at: moment(visit.locale, answer.at), by })
    }
}

/// The answer that a report has: the one it was given, else the reason for which its record was taken away.
async fn answered(visit: &Visit, mistake: &Mistake) -> web::Result<Option<Answer>> {
    if mistake.answer.is_some() {
        return Ok(mistake.answer.clone());
    }
    let journal = &visit.app.journal;
    let newest = match journal.newest(Kind::Partnership, mistake.record).await? {
        None => journal.newest(Kind::Activity, mistake.record).await?,
        newest => newest,
    };
    let why = |gone: &Revision| reason::shown(visit.locale, gone).unwrap_or_default();
    Ok(newest.filter(|newest| newest.change == Change::Withdrawn).map(|gone| Answer {
        text: visit.locale.t_with("report-withdrawn", &[("reason", why(&gone).into())]),
        at: gone.at,
        by: (gone.author.role == Role::Ministry.as_str()).then_some(Scope::Everything),
    }))
}

/// `/signalements/{code}`: what became of a report.
pub async fn follow(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let mistake = visit.app.journal.mistake(&code).await?.ok_or(Error::NotFound)?;
    let answer = match answered(&visit, &mistake).await? {
        Some(answer) => Some(Said::of(&visit, answer).await?),
        None => None,
    };
    let shown = ReportedPage {
        l,
        page: visit.page(l.t("reported-title")).unindexed(),
        record: l.href(&format!("/partenariats/{}", mistake.record)),
        sent: moment(l, mistake.at),
        message: mistake.message,
        answer,
    };
    page::answer(Cache::Private, &shown)
}

/// A report to be answered.
struct Open {
    code: String,
    title: Passage,
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
    late: Option<Late>,
}

/// An answer that came after another one.
struct Late {
    /// What was typed.
    typed: String,
    /// The answer that the report has.
    kept: Said,
}

/// Why an answer is not kept.
enum Refused<'a> {
    /// There is not a word in it. The report's code.
    Empty(&'a str),
    /// The report has one.
    Late(Late),
}

/// `/signalements`: the reports that an account may answer.
pub async fn queue(visit: Visit, who: SignedIn) -> web::Result {
    draw_queue(&visit, &who.account, None).await
}

/// The oldest reports that an account may answer; `refused` is what became of the answer that it sent.
async fn draw_queue(visit: &Visit, account: &Account, refused: Option<Refused<'_>>) -> web::Result {
    if !account.may(&account.own(), Action::Edit, Field::Content) {
        return Err(Error::Forbidden);
    }
    let l = visit.locale;
    let (status, empty, late) = match refused {
        None => (StatusCode::OK, None, None),
        Some(Refused::Empty(code)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(code), None),
        Some(Refused::Late(late)) => (StatusCode::CONFLICT, None, Some(late)),
    };
    let waiting = waiting(visit, account).await?.into_iter().take(SHOWN);
    let open = waiting.map(|(mistake, partnership)| Open {
        title: crate::partnership::show::marked_title(l, &partnership),
        href: l.href(&format!("/partenariats/{}", mistake.record)),
        sent: moment(l, mistake.at),
        message: mistake.message,
        empty: empty == Some(mistake.code.as_str()),
        code: mistake.code,
    });
    let open = open.collect();
    let title = l.form_title(l.t("reports-title"), status != StatusCode::OK);
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    Ok((status, page::answer(Cache::Private, &ReportsPage { l, page, open, late })?).into_response())
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
                let about = answerable(visit, account, &mistake).await?.map(|(about, _)| about);
                read.insert(mistake.record, about.clone());
                about
            }
        };
        waiting.extend(about.map(|partnership| (mistake, partnership)));
    }
    Ok(waiting)
}

/// The record of a report with what ties it to people, for an account that may edit it.
async fn answerable(
    visit: &Visit,
    account: &Account,
    mistake: &Mistake,
) -> web::Result<Option<(Partnership, Relations)>> {
    let journal = &visit.app.journal;
    let mut found = journal.newest_of(Kind::Partnership, &[mistake.record]).await?;
    if found.is_empty() {
        found = journal.newest_of(Kind::Activity, &[mistake.record]).await?;
    }
    let Some(revision) = found.remove(&mistake.record) else { return Ok(None) };
    let partnership: Partnership = revision.read()?;
    let relations = relations::of(&visit.app.journal, &partnership).await?;
    Ok(account.may(&relations, Action::Edit, Field::Content).then_some((partnership, relations)))
}

/// For whom an account answers: the first of its authorities that is a party, else the ministry.
fn speaks_for(account: &Account, relations: &Relations) -> Scope {
    let mut own = account.organisations(Role::Agent).filter(|id| relations.organisations.contains(id));
    own.next().map_or(Scope::Everything, Scope::Organisation)
}

/// Answers a report.
pub async fn answer(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (journal, account) = (&visit.app.journal, &posted.who.account);
    let mistake = journal.mistake(&code).await?.ok_or(Error::NotFound)?;
    let text = posted.text("answer");
    let by = match answerable(&visit, account, &mistake).await? {
        Some((_, relations)) => speaks_for(account, &relations),
        // Whoever has its code may read the answer; that there is one is said to whoever comes late with another.
        None => return late(&visit, account, &code, text).await,
    };
    if text.is_empty() && mistake.answer.is_none() {
        return draw_queue(&visit, account, Some(Refused::Empty(&code))).await;
    }
    let answer = Answer { text: straight(text), at: (visit.app.now)(), by: Some(by) };
    match journal.answer_mistake(&code, &answer).await? {
        true => Ok(Redirect::to(&visit.locale.href("/signalements")).into_response()),
        false => late(&visit, account, &code, text).await,
    }
}

/// Says that a report has its answer already, with what was typed; the same text sent twice is one answer.
async fn late(visit: &Visit, account: &Account, code: &str, typed: &str) -> web::Result {
    let mistake = visit.app.journal.mistake(code).await?.ok_or(Error::NotFound)?;
    let kept = answered(visit, &mistake).await?.ok_or(Error::Forbidden)?;
    if kept.text == straight(typed) {
        return Ok(Redirect::to(&visit.locale.href("/signalements")).into_response());
    }
    let late = Late { typed: typed.to_owned(), kept: Said::of(visit, kept).await? };
    draw_queue(visit, account, Some(Refused::Late(late))).await
}
