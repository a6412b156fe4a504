//! `/prefecture`: the agreements of a territory's authorities, and when each was transmitted to the State's representative.
//!
//! French local authorities must send the agreements that they sign to the prefect (code général des collectivités
//! territoriales, L. 1115-1 and L. 2131-1); the prefecture notes the day here. It changes nothing else in the record.

#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use chrono::NaiveDate;

use crate::access::{Action, Field, Grant, Relation, Role, Scope};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::declaration::value;
use crate::journal::{Entry, JournalError, Kind, Revision};
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::query::{Order, PartnershipQuery};
use crate::partnership::reason::Note;
use crate::partnership::{Agreement, Partnership, identifiers, relations, show};
use crate::value::{Id, PartialDate, latest_day};
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// Partnerships on a page.
const SIZE: usize = 50;
/// An earlier year is a slip of the pen, as it is for the dates of a record.
const EARLIEST: i32 = 1900;

/// The addresses of the prefecture.
pub fn routes() -> Router<State> {
    Router::new().route("/prefecture", get(list)).route("/prefecture/{id}", post(note))
}

/// An agreement, with the day of its transmission as it is typed.
struct AgreementRow {
    label: String,
    object: Option<String>,
    signed: Option<PartialDate>,
    /// The day that is noted.
    held: Option<PartialDate>,
    transmitted: String,
    late: bool,
    /// The key of why what is typed cannot be the day.
    fault: Option<&'static str>,
}

/// A partnership with its agreements.
struct Row {
    id: Id,
    version: i32,
    href: String,
    title: Passage,
    agreements: Vec<AgreementRow>,
}

#[derive(Template)]
#[template(path = "transmission/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    total: u64,
    pager: Pager,
    /// Whether dates were just noted.
    noted: bool,
    /// The key of what is wrong with the dates that were typed.
    fault: Option<&'static str>,
}

/// The territories whose prefecture an account is.
fn territories(account: &Account) -> Vec<Value> {
    let held = account.grants.iter().filter(|grant| grant.role == Role::Prefecture);
    held.filter_map(|grant| Some(Value::Code(territory(&grant.scope)?.as_u64()))).collect()
}

fn territory(scope: &Scope) -> Option<Id> {
    match scope {
        Scope::Territory(id) => Some(*id),
        _ => None,
    }
}

async fn list(visit: Visit, who: SignedIn) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let number = parameters.page();
    let noted = parameters.text("fait") == "note";
    parameters.finish()?;
    let territories = territories(&who.account);
    if territories.is_empty() {
        return Err(Error::Forbidden);
    }
    let query = PartnershipQuery {
        chosen: [(Dimension::Territory, territories)].into(),
        order: Order::Latest,
        offset: (number - 1).saturating_mul(SIZE),
        limit: SIZE,
        ..PartnershipQuery::default()
    };
    let (search, day) = (visit.app.search.clone(), visit.app.status_day());
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    let address = move |page| l.href(&format!("/prefecture?page={page}"));
    let pager = Pager::new(number, found.total, SIZE, address)?;
    let ids: Vec<Id> = found.cards.iter().map(|card| card.id).collect();
    let mut records = visit.app.journal.newest_of(Kind::Partnership, &ids).await?;
    let rows = ids.iter().filter_map(|id| records.remove(id)).map(|revision| row(l, &revision));
    let shown = ListPage {
        rows: rows.collect::<Result<_, _>>()?,
        total: found.total,
        page: visit.page(l.t("transmission-title")).crumb(l.t("workspace"), "/espace").of_account(&who.account),
        l,
        pager,
        noted,
        fault: None,
    };
    page::answer(Cache::Private, &shown)
}

fn row(l: Locale, revision: &Revision) -> Result<Row, JournalError> {
    let partnership: Partnership = revision.read()?;
    let agreement = |agreement: &Agreement| AgreementRow {
        label: match agreement.signed {
            Some(day) => l.t_with("transmission-signed", &[("day", l.date(day).into())]),
            None => l.t("transmission-unsigned").into_owned(),
        },
        object: l.words(&agreement.object).map(|words| words.text.to_owned()),
        transmitted: agreement.transmitted.map(value::date_text).unwrap_or_default(),
        signed: agreement.signed,
        held: agreement.transmitted,
        late: agreement.transmitted.is_none(),
        fault: None,
    };
    Ok(Row {
        id: revision.id,
        version: revision.version,
        href: l.href(&format!("/partenariats/{}", revision.id)),
        title: show::marked_title(l, &partnership),
        agreements: partnership.agreements.iter().map(agreement).collect(),
    })
}

/// Shows one partnership again with the days as they were typed, and what is wrong.
fn again(visit: &Visit, account: &Account, newest: &Revision, posted: &Posted, fault: &'static str) -> web::Result {
    let l = visit.locale;
    let mut row = row(l, newest)?;
    for (agreement, typed) in row.agreements.iter_mut().zip(posted.texts("transmis")) {
        agreement.fault = read(typed, agreement.signed, agreement.held, (visit.app.today)()).err();
        agreement.transmitted = typed.to_owned();
    }
    let title = l.form_title(l.t("transmission-title"), true);
    let shown = ListPage {
        page: visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account),
        pager: Pager::new(1, 1, SIZE, move |_| l.href("/prefecture"))?,
        rows: vec![row],
        total: 1,
        noted: false,
        fault: Some(fault),
        l,
    };
    page::form(true, &shown)
}

/// The day that was typed, if any: one that has come somewhere, and not before the signature. What is noted already stays as
/// it is.
///
/// # Errors
/// The key of what is wrong with it.
fn read(
    typed: &str,
    signed: Option<PartialDate>,
    held: Option<PartialDate>,
    today: NaiveDate,
) -> Result<Option<PartialDate>, &'static str> {
    match value::date(typed) {
        _ if typed.is_empty() => Ok(None),
        day @ Some(_) if day == held => Ok(day),
        Some(day) if day.first_day() > latest_day(today) => Err("transmission-fault"),
        Some(day) if signed.is_some_and(|signed| day.last_day() < signed.first_day()) => {
            Err("transmission-fault-before")
        }
        Some(day) if day.year() < EARLIEST => Err("transmission-fault"),
        Some(day) => Ok(Some(day)),
        None => Err("transmission-fault"),
    }
}

/// Notes the days typed for one partnership's agreements.
async fn note(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (app, account) = (&visit.app, &posted.who.account);
    let newest = find(&visit, &code).await?;
    let mut partnership: Partnership = newest.read()?;
    let tied = relations::of(&app.journal, &partnership).await?;
    if !account.may(&tied, Action::Transmit, Field::Transmission) {
        return Err(Error::Forbidden);
    }
    let noted = || {
        let address = format!("/prefecture?fait=note#{}", newest.id);
        Ok(Redirect::to(&visit.locale.href(&address)).into_response())
    };
    if posted.text("version") != newest.version.to_string() {
        return again(&visit, account, &newest, &posted, "transmission-changed");
    }
    let before = partnership.agreements.clone();
    for (agreement, typed) in partnership.agreements.iter_mut().zip(posted.texts("transmis")) {
        agreement.transmitted = match read(typed, agreement.signed, agreement.transmitted, (app.today)()) {
            Ok(day) => day,
            Err(fault) => return again(&visit, account, &newest, &posted, fault),
        };
    }
    if partnership.agreements == before {
        return noted();
    }
    let mut entry =
        Entry::publish(Kind::Partnership, newest.id, newest.version, &partnership, identifiers(&partnership));
    entry.reason = Some(Note::Transmitted.to_string());
    let own = |grant: &&Grant| grant.role == Role::Prefecture && tied.hold(Relation::OwnTerritory, &grant.scope);
    let territory = account.grants.iter().find(own).and_then(|grant| territory(&grant.scope));
    match app.journal.append(&account.author(Role::Prefecture, territory), (app.now)(), &[entry]).await {
        Ok(_) => noted(),
        Err(JournalError::Conflict { .. }) => {
            let newest = find(&visit, &code).await?;
            again(&visit, account, &newest, &posted, "transmission-changed")
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The newest version of a partnership.
async fn find(visit: &Visit, code: &str) -> web::Result<Revision> {
    record::find(visit, Kind::Partnership, code, |_| "/prefecture".to_owned()).await
}
