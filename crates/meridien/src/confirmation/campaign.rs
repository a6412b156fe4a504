//! The yearly campaign: the ministry opens it, agents are written to, progress is counted by département and by country, and
//! the figures of the day it closes are kept.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use chrono::{Datelike, Months, NaiveDate};
use meridien_search::{Dimension as Counted, Filter, Query};
use serde::{Deserialize, Serialize};

use super::pages::own_authorities;
use super::voice::Subject;
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::country;
use crate::index::{Search, day_number};
use crate::job::mail::Mail;
use crate::journal::{Journal, Kind};
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::index::StatusDay;
use crate::partnership::query::PartnershipQuery;
use crate::partnership::status::Status;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Where the campaigns are noted.
const FACT: &str = "campaigns";
/// Without a campaign, a confirmation counts for so many months.
const WITHOUT: Months = Months::new(12);
/// Territories read to find the départements among them: they have more partnerships than most communes.
const TERRITORIES: usize = 1000;

/// The addresses of the campaign.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/admin/campagne", get(show).post(act))
}

/// A year's campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Which year's.
    pub year: i32,
    /// Since when confirmations count.
    pub opened: NaiveDate,
    /// How often agents were reminded.
    pub reminders: u32,
    /// When it closed, with how many partnerships there were and how many of them were confirmed.
    pub closed: Option<(NaiveDate, u64, u64)>,
}

/// Keeps the campaigns, the last one at the end.
///
/// # Errors
/// When the journal cannot be written.
pub async fn keep(journal: &Journal, all: &[Campaign]) -> web::Result<()> {
    Ok(journal.note(FACT, &serde_json::to_string(all).map_err(anyhow::Error::from)?).await?)
}

async fn campaigns(app: &State) -> web::Result<Vec<Campaign>> {
    let noted = app.journal.fact(FACT).await?;
    Ok(noted.map_or(Ok(Vec::new()), |noted| serde_json::from_str(&noted)).map_err(anyhow::Error::from)?)
}

/// From what day on a confirmation counts as this year's: since the campaign opened, or for twelve months where none is open.
///
/// # Errors
/// Where the journal cannot be read.
pub async fn since(app: &State) -> web::Result<NaiveDate> {
    let open = campaigns(app).await?.into_iter().rfind(|campaign| campaign.closed.is_none());
    let today = (app.today)();
    Ok(open.map_or(today.checked_sub_months(WITHOUT).unwrap_or(today), |campaign| campaign.opened))
}

/// The statuses of what is to be confirmed each year: all but ended.
pub(super) fn not_ended() -> BTreeMap<Dimension, Vec<Value>> {
    let open = Status::ALL.iter().zip(0..).filter(|(status, _)| **status != Status::Ended);
    [(Dimension::Status, open.map(|(_, at)| Value::Code(at)).collect())].into()
}

/// Partnerships that have not ended, and those that a party has confirmed: in the whole, by country, by territory at home.
struct Progress {
    whole: (u64, u64),
    countries: Vec<(Country, u64, u64)>,
    territories: Vec<(Id, u64, u64)>,
}

impl Progress {
    fn read(search: &Search, day: StatusDay, since: NaiveDate) -> Result<Progress, meridien_search::Error> {
        let fields = &search.fields;
        let asked = PartnershipQuery { chosen: not_ended(), ..PartnershipQuery::default() };
        let all = asked.filter(fields, day);
        let confirmed = Filter::Range(fields.confirmed, Some(day_number(since)), None);
        let count = |filter: Filter| {
            search.index.search(&Query {
                filter,
                dimensions: &[fields.country, fields.territory_today].map(Counted::of),
                ..Query::default()
            })
        };
        let some = count(Filter::All(vec![all.clone(), confirmed]))?;
        let all = count(all)?;
        let rows = |at: usize| {
            let (all, some) = (&all.counts[at], &some.counts[at]);
            all.by_key.iter().map(|(key, count)| (*key, *count, some.of(*key)))
        };
        Ok(Progress {
            whole: (all.total, some.total),
            countries: rows(0).filter_map(|(key, all, some)| Some((Country::from_u64(key)?, all, some))).collect(),
            territories: rows(1).filter_map(|(key, all, some)| Some((Id::from_u64(key)?, all, some))).collect(),
        })
    }
}

/// A line of a table of progress.
struct Row {
    name: String,
    href: String,
    all: String,
    confirmed: String,
    share: String,
}

#[derive(Template)]
#[template(path = "confirmation/campaign.html")]
struct CampaignPage {
    l: Locale,
    page: Page,
    open: Option<Open>,
    /// Year, day of closing, partnerships, confirmed, share.
    closed: Vec<(i32, String, String, String, String)>,
    year: i32,
    whole: Row,
    /// The key of each table's title, and its lines.
    tables: Vec<(&'static str, Vec<Row>)>,
}

/// The open campaign.
struct Open {
    year: i32,
    opened: String,
    reminders: u32,
}

fn check(who: &Account) -> web::Result<()> {
    match access::may_everywhere(&who.grants, Action::ManageCampaigns) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// `/admin/campagne`
async fn show(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    let (l, app) = (visit.locale, &visit.app);
    let (since, day) = (since(app).await?, app.status_day());
    let search = app.search.clone();
    let progress = web::blocking(move || Progress::read(&search, day, since)).await??;
    let all = campaigns(app).await?;
    let percent = |part: u64, whole: u64| l.percent(part as f64 / whole.max(1) as f64);
    let row = |name: String, href: String, (all, confirmed): (u64, u64)| Row {
        name,
        href,
        all: l.integer(all),
        confirmed: l.integer(confirmed),
        share: percent(confirmed, all),
    };
    let territories = departments(app, l, &progress.territories).await?;
    let territories = territories.into_iter().map(|(id, name, all, some)| {
        row(name, Criteria::of(Dimension::Territory, Value::Code(id.as_u64())).href(l), (all, some))
    });
    let mut countries: Vec<Row> = progress
        .countries
        .iter()
        .filter(|(country, ..)| *country != app.settings.home_country)
        .map(|(country, all, some)| {
            row(country::name(l, *country), Criteria::of_country(*country).href(l), (*all, *some))
        })
        .collect();
    countries.sort_by(|one, other| l.compare(&one.name, &other.name));
    let open = all.iter().rfind(|campaign| campaign.closed.is_none()).map(|campaign| Open {
        year: campaign.year,
        opened: l.day(campaign.opened),
        reminders: campaign.reminders,
    });
    let closed = all.iter().rev().filter_map(|campaign| {
        let (day, all, some) = campaign.closed?;
        Some((campaign.year, l.day(day), l.integer(all), l.integer(some), percent(some, all)))
    });
    let shown = CampaignPage {
        open,
        closed: closed.collect(),
        year: day.today.year(),
        whole: row(l.t("whole").into_owned(), l.href("/partenariats"), progress.whole),
        tables: vec![("campaign-by-department", territories.collect()), ("campaign-by-country", countries)],
        page: visit.page(l.t("campaign-title")).crumb(l.t("workspace"), "/espace").of_account(&who.account),
        l,
    };
    page::answer(Cache::Private, &shown)
}

/// The départements among some territories, or their like, with their names.
async fn departments(app: &State, l: Locale, counted: &[(Id, u64, u64)]) -> web::Result<Vec<(Id, String, u64, u64)>> {
    let mut busiest = counted.to_vec();
    busiest.sort_by_key(|(id, all, _)| (std::cmp::Reverse(*all), *id));
    busiest.truncate(TERRITORIES);
    let ids: Vec<Id> = busiest.iter().map(|(id, ..)| *id).collect();
    let mut names = HashMap::new();
    for (id, revision) in app.journal.newest_of(Kind::Territory, &ids).await? {
        let territory: Territory = revision.read()?;
        if territory.level == Level::Department {
            names.insert(id, l.words(&territory.name).map_or_else(String::new, |words| words.text.to_owned()));
        }
    }
    let mut rows: Vec<_> =
        busiest.into_iter().filter_map(|(id, all, some)| Some((id, names.remove(&id)?, all, some))).collect();
    rows.sort_by(|one, other| l.compare(&one.1, &other.1));
    Ok(rows)
}

/// Opens the campaign, reminds, or closes it.
async fn act(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let app = &visit.app;
    let mut all = campaigns(app).await?;
    let today = (app.today)();
    let open = all.iter_mut().rfind(|campaign| campaign.closed.is_none());
    match (posted.text("faire"), open) {
        ("ouvrir", None) => {
            all.push(Campaign { year: today.year(), opened: today, reminders: 0, closed: None });
            write_to_agents(app, today.year(), 0, today).await?;
        }
        ("relancer", Some(open)) => {
            open.reminders += 1;
            write_to_agents(app, open.year, open.reminders, open.opened).await?;
        }
        ("clore", Some(open)) => {
            let (search, day, since) = (app.search.clone(), app.status_day(), open.opened);
            let (partnerships, confirmed) = web::blocking(move || Progress::read(&search, day, since)).await??.whole;
            open.closed = Some((today, partnerships, confirmed));
        }
        _ => return Err(Error::NotFound),
    }
    keep(&app.journal, &all).await?;
    Ok(Redirect::to(&visit.locale.href("/admin/campagne")).into_response())
}

/// Writes to every agent whose authority still has something to confirm: once for each reminder.
async fn write_to_agents(app: &State, year: i32, number: u32, since: NaiveDate) -> web::Result<()> {
    for account in app.accounts.all().await?.into_iter().filter(|account| account.active) {
        let waiting = waiting(app, &account, since).await?;
        if waiting == 0 {
            continue;
        }
        let l = Locale::from(account.language);
        let mail = Mail {
            to: account.email.clone(),
            subject: l.t_with("mail-campaign-subject", &[("year", year.to_string().into())]),
            text: l.t_with(
                "mail-campaign",
                &[
                    ("name", account.name.as_str().into()),
                    ("count", waiting.into()),
                    ("address", format!("{}{}", app.settings.public_address, l.href("/confirmer")).into()),
                    ("operator", app.settings.operator.as_str().into()),
                ],
            ),
        };
        // By its day, not its year: one that is closed and opened again writes again.
        app.jobs.mail(&format!("campaign:{since}:{number}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// How many partnerships wait for the word of an account's own authorities since a day: what a partner said of its own side
/// does not count.
///
/// # Errors
/// When the index or the journal cannot be read.
pub async fn waiting(app: &State, account: &Account, since: NaiveDate) -> web::Result<u64> {
    let parties = own_authorities(account);
    if parties.is_empty() {
        return Ok(0);
    }
    let (search, day) = (app.search.clone(), app.status_day());
    let find = move || {
        let asked = PartnershipQuery { parties, chosen: not_ended(), ..PartnershipQuery::default() };
        let filter = asked.filter(&search.fields, day);
        search.index.search(&Query { filter, limit: usize::MAX, ..Query::default() })
    };
    let found = web::blocking(find).await??;
    let ids: Vec<Id> = found.hits.iter().filter_map(|hit| hit.key.split_once('/')?.1.parse().ok()).collect();
    let subjects = Subject::of(app, &ids).await?;
    let home = app.settings.home_country;
    Ok(subjects.iter().filter(|subject| subject.waits_for(account, home, since)).count() as u64)
}
