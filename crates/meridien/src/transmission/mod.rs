//! `/prefecture`: the agreements of a territory's authorities, and when each was transmitted to the State's representative.
//!
//! French local authorities must send the agreements that they sign to the prefect (code général des collectivités
//! territoriales, L. 1115-1 and L. 2131-1); the prefecture notes the day here. It changes nothing else in the record.

#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
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
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Partnerships on a page.
const SIZE: usize = 50;
/// An earlier year is a slip of the pen, as it is for the dates of a record.
const EARLIEST: i32 = 1900;

/// The addresses of the prefecture.
pub fn routes() -> Router<State> {
    Router::new().route("/prefecture", get(list).post(note))
}

/// An agreement, with the day of its transmission as it is typed.
struct AgreementRow {
    label: String,
    object: Option<String>,
    signed: Option<PartialDate>,
    /// The day that is noted.
    held: Option<PartialDate>,
    /// The day to be noted.
    day: Option<PartialDate>,
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
    /// Somebody changed the record since it was shown, and another day was typed.
    changed: bool,
}

impl Row {
    /// Takes the days as they were typed, with what is wrong with them.
    fn take(&mut self, posted: &Posted, today: NaiveDate) {
        let field = format!("transmis-{}", self.id);
        for (agreement, typed) in self.agreements.iter_mut().zip(posted.texts(&field)) {
            match read(typed, agreement.signed, agreement.held, today) {
                Ok(day) => agreement.day = day,
                Err(fault) => agreement.fault = Some(fault),
            }
            typed.clone_into(&mut agreement.transmitted);
        }
        let seen = posted.text(&format!("version-{}", self.id));
        self.changed = self.is_touched() && seen != self.version.to_string();
    }

    /// Whether what was typed is not what is noted.
    fn is_touched(&self) -> bool {
        self.agreements.iter().any(|agreement| agreement.fault.is_some() || agreement.day != agreement.held)
    }

    /// Whether what was typed cannot be noted.
    fn is_wrong(&self) -> bool {
        self.changed || self.agreements.iter().any(|agreement| agreement.fault.is_some())
    }
}

/// A partnership with the days that were typed for it.
struct Sent {
    row: Row,
    record: Partnership,
    /// For which of the account's territories it is noted.
    territory: Option<Id>,
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
    /// Whether some of the dates that were typed cannot be noted.
    faulty: bool,
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
    draw(&visit, &who.account, None).await
}

/// The page that is asked for; with the rows that were sent, where they cannot be noted.
async fn draw(visit: &Visit, account: &Account, sent: Option<Vec<Sent>>) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(visit);
    let number = parameters.page();
    let noted = parameters.text("fait") == "note";
    parameters.finish()?;
    let territories = territories(account);
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
    let faulty = sent.is_some();
    let rows: Vec<Row> = match sent {
        Some(sent) => sent.into_iter().map(|sent| sent.row).collect(),
        None => {
            let ids: Vec<Id> = found.cards.iter().map(|card| card.id).collect();
            let mut records = visit.app.journal.newest_of(Kind::Partnership, &ids).await?;
            let rows = ids.iter().filter_map(|id| records.remove(id)).map(|revision| row(l, &revision));
            rows.collect::<Result<_, _>>()?
        }
    };
    let title = l.form_title(l.t("transmission-title"), faulty);
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    page::form(faulty, &ListPage { l, page, rows, total: found.total, pager, noted, faulty })
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
        day: agreement.transmitted,
        late: agreement.transmitted.is_none(),
        fault: None,
    };
    Ok(Row {
        id: revision.id,
        version: revision.version,
        href: l.href(&format!("/partenariats/{}", revision.id)),
        title: show::marked_title(l, &partnership),
        agreements: partnership.agreements.iter().map(agreement).collect(),
        changed: false,
    })
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
        Some(day) if day.first_day() > latest_day(today) => Err("transmission-fault-to-come"),
        Some(day) if signed.is_some_and(|signed| day.last_day() < signed.first_day()) => {
            Err("transmission-fault-before")
        }
        Some(day) if day.year() < EARLIEST => Err("transmission-fault-early"),
        Some(day) => Ok(Some(day)),
        None => Err(value::no_date(typed)),
    }
}

/// The partnerships of a form, with the days that were typed for each.
///
/// # Errors
/// [`Error::Forbidden`] where one is not of the account's territories.
async fn sent(visit: &Visit, posted: &Posted) -> web::Result<Vec<Sent>> {
    let (journal, account) = (&visit.app.journal, &posted.who.account);
    let named = posted.fields.iter().filter_map(|(name, _)| name.strip_prefix("version-")?.parse().ok());
    let ids: Vec<Id> = named.take(SIZE).collect();
    let mut records = journal.newest_of(Kind::Partnership, &ids).await?;
    let mut all = Vec::new();
    for id in ids {
        let Some(revision) = records.remove(&id) else { continue };
        let record: Partnership = revision.read()?;
        let tied = relations::of(journal, &record).await?;
        if !account.may(&tied, Action::Transmit, Field::Transmission) {
            return Err(Error::Forbidden);
        }
        let own = |grant: &&Grant| grant.role == Role::Prefecture && tied.hold(Relation::OwnTerritory, &grant.scope);
        let territory = account.grants.iter().find(own).and_then(|grant| territory(&grant.scope));
        let mut row = row(visit.locale, &revision)?;
        row.take(posted, (visit.app.today)());
        all.push(Sent { row, record, territory });
    }
    Ok(all)
}

/// Notes the days that were typed on a page. Where one of them cannot be noted none is, and all come again as they were typed.
async fn note(visit: Visit, posted: Posted) -> web::Result {
    let (app, account) = (&visit.app, &posted.who.account);
    let all = sent(&visit, &posted).await?;
    if all.iter().any(|sent| sent.row.is_wrong()) {
        return draw(&visit, account, Some(all)).await;
    }
    for Sent { row, mut record, territory } in all.into_iter().filter(|sent| sent.row.is_touched()) {
        for (agreement, typed) in record.agreements.iter_mut().zip(&row.agreements) {
            agreement.transmitted = typed.day;
        }
        let mut entry = Entry::publish(Kind::Partnership, row.id, row.version, &record, identifiers(&record));
        entry.reason = Some(Note::Transmitted.to_string());
        match app.journal.append(&account.author(Role::Prefecture, territory), (app.now)(), &[entry]).await {
            Ok(_) => {}
            Err(JournalError::Conflict { .. }) => {
                let now = sent(&visit, &posted).await?;
                return draw(&visit, account, Some(now)).await;
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    let address = format!("/prefecture?fait=note&page={}", Parameters::of(&visit).page());
    Ok(Redirect::to(&visit.locale.href(&address)).into_response())
}
