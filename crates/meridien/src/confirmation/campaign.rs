//! The yearly campaign: the ministry opens it, agents are written to, progress is counted by département and by country, and
//! the figures of the day it closes are kept. A year has one campaign; one closed by mistake is opened again as it was.
//!
//! Letters are written by a job, whose key names the day: whatever is asked for twice, nobody is written to twice on a day.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::{Datelike, Months, NaiveDate};
use meridien_search::{Dimension as Counted, Facet, Filter, Query};
use serde::{Deserialize, Serialize};

use super::pages::own_authorities;
use super::voice::Subject;
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::country;
use crate::index::{Search, day_number};
use crate::job::mail::Mail;
use crate::job::{self, JobState};
use crate::journal::{Journal, Kind};
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::query::PartnershipQuery;
use crate::partnership::status::Status;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Where the campaigns are noted.
const FACT: &str = "campaigns";
/// Its page.
const ADDRESS: &str = "/admin/campagne";
/// Without a campaign, a confirmation counts for so many months.
const WITHOUT: Months = Months::new(12);

/// The addresses of the campaign.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route(ADDRESS, get(show).post(act))
        .route("/admin/campagne/ouvrir", get(async |visit: Visit, who: SignedIn| ask(visit, who, Step::Open).await))
        .route("/admin/campagne/clore", get(async |visit: Visit, who: SignedIn| ask(visit, who, Step::Close).await))
        .route("/admin/campagne/rouvrir", get(async |visit: Visit, who: SignedIn| ask(visit, who, Step::Reopen).await))
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
    /// The day of the last letters, and how many agents they went to.
    #[serde(default)]
    pub letters: Option<(NaiveDate, u64)>,
    /// When it closed, with how many partnerships there were and how many of them were confirmed.
    pub closed: Option<(NaiveDate, u64, u64)>,
}

impl Campaign {
    fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Notes letters that were written on a day: a reminder, save on the day of the opening.
    fn wrote(&mut self, day: NaiveDate, count: u64) {
        let again = self.letters.is_some_and(|(last, _)| last == day);
        self.reminders += u32::from(!again && day != self.opened);
        self.letters = Some((day, count));
    }
}

/// Keeps the campaigns, the last one at the end.
///
/// # Errors
/// When the journal cannot be written.
pub async fn keep(journal: &Journal, all: &[Campaign]) -> web::Result<()> {
    Ok(journal.note(FACT, &serde_json::to_string(all).map_err(anyhow::Error::from)?).await?)
}

fn read(noted: Option<&str>) -> anyhow::Result<Vec<Campaign>> {
    Ok(noted.map_or(Ok(Vec::new()), serde_json::from_str)?)
}

async fn campaigns(app: &State) -> web::Result<Vec<Campaign>> {
    Ok(read(app.journal.fact(FACT).await?.as_deref())?)
}

/// Changes the campaigns as they are, whoever else changes them at the same time.
async fn change<T>(app: &State, change: impl Fn(&mut Vec<Campaign>) -> T) -> web::Result<T> {
    loop {
        let noted = app.journal.fact(FACT).await?;
        let mut all = read(noted.as_deref())?;
        let said = change(&mut all);
        let changed = serde_json::to_string(&all).map_err(anyhow::Error::from)?;
        if app.journal.note_if(FACT, noted.as_deref(), &changed).await? {
            return Ok(said);
        }
    }
}

/// From what day on a confirmation counts as this year's: since the campaign opened, or for twelve months where none is open.
///
/// # Errors
/// Where the journal cannot be read.
pub async fn since(app: &State) -> web::Result<NaiveDate> {
    let open = campaigns(app).await?.into_iter().rfind(Campaign::is_open);
    let today = (app.today)();
    Ok(open.map_or(today.checked_sub_months(WITHOUT).unwrap_or(today), |campaign| campaign.opened))
}

/// The statuses of what is to be confirmed each year: all but ended.
pub(super) fn not_ended() -> BTreeMap<Dimension, Vec<Value>> {
    of_status(|status| status != Status::Ended)
}

fn of_status(chosen: impl Fn(Status) -> bool) -> BTreeMap<Dimension, Vec<Value>> {
    let chosen = Status::ALL.iter().zip(0..).filter(|(status, _)| chosen(**status));
    [(Dimension::Status, chosen.map(|(_, at)| Value::Code(at)).collect())].into()
}

/// The lists that a line leads to: partnerships that have not ended, and those of them to confirm by their status.
fn lists() -> [Criteria; 2] {
    [not_ended(), of_status(|status| status == Status::ToConfirm)]
        .map(|chosen| Criteria { chosen, ..Criteria::default() })
}

/// Partnerships that have not ended, those of them that a party has confirmed, and those with the status "to confirm".
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    all: u64,
    confirmed: u64,
    to_confirm: u64,
}

/// What is counted.
#[derive(Clone)]
struct Counting {
    search: Search,
    /// The filters of [`Figures`], in its order.
    filters: [Filter; 3],
}

impl Counting {
    fn new(app: &State, since: NaiveDate) -> Counting {
        let (search, day) = (app.search.clone(), app.status_day());
        let [all, to_confirm] = lists().map(|list| {
            PartnershipQuery { chosen: list.chosen, ..PartnershipQuery::default() }.filter(&search.fields, day)
        });
        let confirmed = Filter::Range(search.fields.confirmed, Some(day_number(since)), None);
        let confirmed = Filter::All(vec![all.clone(), confirmed]);
        Counting { search, filters: [all, confirmed, to_confirm] }
    }

    /// The figures of some partnerships in all, and by the codes of some facets.
    async fn count<const N: usize>(
        &self,
        among: Filter,
        by: [Facet; N],
    ) -> web::Result<(Figures, [BTreeMap<u64, Figures>; N])> {
        let Counting { search, filters } = self.clone();
        web::blocking(move || {
            let count = |filter: Filter| {
                search.index.search(&Query {
                    filter: Filter::All(vec![filter, among.clone()]),
                    dimensions: &by.map(Counted::of),
                    ..Query::default()
                })
            };
            let [all, confirmed, to_confirm] = filters;
            let (all, confirmed, to_confirm) = (count(all)?, count(confirmed)?, count(to_confirm)?);
            let of = |at: usize| {
                let keys = all.counts[at].by_key();
                keys.map(|(key, count)| {
                    let [confirmed, to_confirm] = [&confirmed, &to_confirm].map(|answer| answer.counts[at].of(key));
                    (key, Figures { all: count, confirmed, to_confirm })
                })
                .collect()
            };
            let whole = Figures { all: all.total, confirmed: confirmed.total, to_confirm: to_confirm.total };
            Ok::<_, meridien_search::Error>((whole, std::array::from_fn(of)))
        })
        .await?
        .map_err(Error::from)
    }

    async fn whole(&self) -> web::Result<Figures> {
        Ok(self.count(Filter::default(), []).await?.0)
    }
}

/// A line of a table of progress.
struct Row {
    name: String,
    all: String,
    confirmed: String,
    share: String,
    to_confirm: String,
    /// The addresses of the partnerships that have not ended and of those to confirm, where the search has them.
    hrefs: Option<[String; 2]>,
}

impl Row {
    fn new(l: Locale, name: String, figures: Figures, lists: Option<[Criteria; 2]>) -> Row {
        Row {
            name,
            all: l.integer(figures.all),
            confirmed: l.integer(figures.confirmed),
            share: percent(l, figures.confirmed, figures.all),
            to_confirm: l.integer(figures.to_confirm),
            hrefs: lists.map(|lists| lists.map(|list| list.href(l))),
        }
    }
}

fn percent(l: Locale, part: u64, whole: u64) -> String {
    l.percent(part as f64 / whole.max(1) as f64)
}

/// The progress along a dimension.
struct Table {
    /// The key of its title.
    title: &'static str,
    rows: Vec<Row>,
    /// Whether lines add up to more than the whole, since a partnership may stand on several.
    repeats: bool,
}

impl Table {
    /// The lines of some codes with their names, and one of what has none of these codes, called `others`.
    async fn new(
        l: Locale,
        counting: &Counting,
        (title, others): (&'static str, &'static str),
        (dimension, facet): (Dimension, Facet),
        named: Vec<(u64, String)>,
        figures: &BTreeMap<u64, Figures>,
        whole: Figures,
    ) -> web::Result<Table> {
        let codes = named.iter().map(|(code, _)| *code).collect();
        let left = counting.count(Filter::Not(Box::new(Filter::In(facet, codes))), []).await?.0;
        let (mut rows, mut sum) = (Vec::new(), left.all);
        for (code, name) in named {
            let figures = figures.get(&code).copied().unwrap_or_default();
            sum += figures.all;
            let lists = lists().map(|list| list.and(dimension, Value::Code(code)));
            rows.push(Row::new(l, name, figures, Some(lists)));
        }
        if left.all > 0 {
            rows.push(Row::new(l, l.t(others).into_owned(), left, None));
        }
        Ok(Table { title, rows, repeats: sum > whole.all })
    }
}

/// What became of what was asked: the word in the address, and the key of its text.
const SAID: [(&str, &str); 8] = [
    (BEGUN, "campaign-said-opened"),
    ("deja-ouverte", "campaign-said-was-open"),
    ("deja-eue", "campaign-said-had"),
    ("relance", "campaign-said-reminded"),
    ("deja-ecrit", "campaign-said-written"),
    ("close", "campaign-said-closed"),
    ("rouverte", "campaign-said-reopened"),
    ("aucune", "campaign-said-none"),
];

#[derive(Template)]
#[template(path = "confirmation/campaign.html")]
struct CampaignPage {
    l: Locale,
    page: Page,
    /// The key of what was just done.
    said: Option<&'static str>,
    open: Option<Open>,
    /// The year whose campaign may be opened.
    next: Option<i32>,
    /// The year of the campaign that may be opened again.
    last: Option<i32>,
    /// Year, day of closing, partnerships, confirmed, share.
    closed: Vec<(i32, String, String, String, String)>,
    whole: Row,
    /// Since when a confirmation counts.
    since: String,
    /// Months after which a partnership is "to confirm".
    months: u32,
    tables: Vec<Table>,
}

/// The open campaign.
struct Open {
    year: i32,
    opened: String,
    reminders: u32,
    /// The day of the last letters, and how many agents they went to.
    letters: Option<(String, u64)>,
    /// How many letters of the campaign were not delivered.
    undelivered: u64,
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
    let mut parameters = Parameters::of(&visit);
    let said = parameters.text("fait");
    parameters.finish()?;
    let (l, app) = (visit.locale, &visit.app);
    let all = campaigns(app).await?;
    let since = since(app).await?;
    let (whole, tables) = progress(app, l, since).await?;
    let open = all.iter().rfind(|campaign| campaign.is_open());
    let undelivered = match open {
        Some(campaign) => undelivered(app, campaign).await?,
        None => 0,
    };
    let year = (app.today)().year();
    let closed = all.iter().rev().filter_map(|campaign| {
        let (day, all, some) = campaign.closed?;
        Some((campaign.year, l.day(day), l.integer(all), l.integer(some), percent(l, some, all)))
    });
    let shown = CampaignPage {
        said: SAID.iter().find(|(word, _)| *word == said).map(|(_, key)| *key),
        next: (open.is_none() && all.iter().all(|campaign| campaign.year != year)).then_some(year),
        last: all.last().filter(|_| open.is_none()).map(|campaign| campaign.year),
        open: open.map(|campaign| Open {
            year: campaign.year,
            opened: l.day(campaign.opened),
            reminders: campaign.reminders,
            letters: campaign.letters.map(|(day, count)| (l.day(day), count)),
            undelivered,
        }),
        closed: closed.collect(),
        whole: Row::new(l, l.t("whole").into_owned(), whole, Some(lists())),
        since: l.day(since),
        months: app.status_day().confirm_after_months,
        tables,
        page: visit.page(l.t("campaign-title")).crumb(l.t("workspace"), "/espace").of_account(&who.account),
        l,
    };
    page::answer(Cache::Private, &shown)
}

/// How far the partnerships that have not ended are confirmed since a day: all of them, by département, by country.
async fn progress(app: &State, l: Locale, since: NaiveDate) -> web::Result<(Figures, Vec<Table>)> {
    let fields = app.search.fields;
    let counting = Counting::new(app, since);
    let by = [fields.country, fields.territory, fields.territory_today];
    let (whole, [countries, territories, at_home]) = counting.count(Filter::default(), by).await?;
    let departments = departments(app, l, at_home.into_keys()).await?;
    let names = countries.keys().filter_map(|code| {
        let country = Country::from_u64(*code).filter(|country| *country != app.settings.home_country)?;
        Some((*code, country::name(l, country)))
    });
    let mut names: Vec<(u64, String)> = names.collect();
    names.sort_by(|one, other| l.compare(&one.1, &other.1));
    // A list of a territory also has those of the authorities that its own succeeded: they are counted as the list has them.
    let by_department = Table::new(
        l,
        &counting,
        ("campaign-by-department", "campaign-no-department"),
        (Dimension::Territory, fields.territory),
        departments,
        &territories,
        whole,
    );
    let by_country = Table::new(
        l,
        &counting,
        ("campaign-by-country", "campaign-no-country"),
        (Dimension::Country, fields.country),
        names,
        &countries,
        whole,
    );
    Ok((whole, vec![by_department.await?, by_country.await?]))
}

/// What the keys of a campaign's letters begin with.
fn letters_of(opened: NaiveDate) -> String {
    format!("campaign:{opened}:")
}

/// How many letters of a campaign were given up.
async fn undelivered(app: &State, campaign: &Campaign) -> web::Result<u64> {
    let letters = app.jobs.letters_about(&letters_of(campaign.opened)).await?;
    let lost = letters.iter().filter(|letter| matches!(letter.state, JobState::Failed | JobState::Dropped));
    Ok(lost.count() as u64)
}

/// The départements among some territories, or their like, by name.
async fn departments(app: &State, l: Locale, codes: impl Iterator<Item = u64>) -> web::Result<Vec<(u64, String)>> {
    let ids: Vec<Id> = codes.filter_map(Id::from_u64).collect();
    let mut named = Vec::new();
    for (id, revision) in app.journal.newest_of(Kind::Territory, &ids).await? {
        let territory: Territory = revision.read()?;
        if territory.level == Level::Department {
            named.push((id.as_u64(), territory.name_for(l)));
        }
    }
    named.sort_by(|one, other| l.compare(&one.1, &other.1).then(one.0.cmp(&other.0)));
    Ok(named)
}

/// What is asked about before it is done.
#[derive(Clone, Copy)]
enum Step {
    Open,
    Close,
    Reopen,
}

impl Step {
    /// The word of its button.
    fn word(self) -> &'static str {
        match self {
            Step::Open => "ouvrir",
            Step::Close => "clore",
            Step::Reopen => "rouvrir",
        }
    }

    /// The keys of the question, of what it does, of the figures' title, of the button and of the way back.
    fn keys(self) -> [&'static str; 5] {
        match self {
            Step::Open => [
                "campaign-open-ask",
                "campaign-open-means",
                "campaign-figures-asked",
                "campaign-start",
                "campaign-open-not",
            ],
            Step::Close => [
                "campaign-close-ask",
                "campaign-close-means",
                "campaign-figures-now",
                "campaign-close",
                "campaign-close-not",
            ],
            Step::Reopen => [
                "campaign-reopen-ask",
                "campaign-reopen-means",
                "campaign-figures-kept",
                "campaign-reopen",
                "campaign-reopen-not",
            ],
        }
    }
}

#[derive(Template)]
#[template(path = "confirmation/campaign_step.html")]
struct StepPage {
    l: Locale,
    page: Page,
    word: &'static str,
    /// What the step does.
    means: String,
    /// The keys of the figures' title, of the button and of the way back.
    title: &'static str,
    button: &'static str,
    back: &'static str,
    /// The figures: what is counted, and how many there are.
    figures: [(&'static str, String); 2],
}

/// Whom the letters of a campaign that opens today go to, at most: the agents whose authority has a partnership that has not
/// ended. Who has left it, or confirmed already today, gets none.
async fn receivers(app: &State, counting: &Counting) -> web::Result<u64> {
    let (_, [authorities]) = counting.count(Filter::default(), [app.search.fields.organisation]).await?;
    let asked = |account: &Account| own_authorities(account).iter().any(|id| authorities.contains_key(&id.as_u64()));
    Ok(app.accounts.all().await?.iter().filter(|account| account.active && asked(account)).count() as u64)
}

/// The figures of a campaign that is to be closed: what was confirmed a moment ago counts.
async fn closing_figures(app: &State, campaign: &Campaign) -> web::Result<Figures> {
    app.indexed().await?;
    Counting::new(app, campaign.opened).whole().await
}

/// `/admin/campagne/ouvrir`, `/admin/campagne/clore`, `/admin/campagne/rouvrir`: asks first, and says what will be.
async fn ask(visit: Visit, who: SignedIn, step: Step) -> web::Result {
    check(&who.account)?;
    let (l, app) = (visit.locale, &visit.app);
    let mut campaigns = campaigns(app).await?;
    let campaign = match step {
        Step::Open => match begin(&mut campaigns, (app.today)()) {
            BEGUN => campaigns.last().ok_or(BEGUN),
            said => Err(said),
        },
        Step::Close => campaigns.iter().rfind(|campaign| campaign.is_open()).ok_or("aucune"),
        Step::Reopen if campaigns.iter().any(Campaign::is_open) => Err("deja-ouverte"),
        Step::Reopen => campaigns.last().ok_or("aucune"),
    };
    let campaign = match campaign {
        Ok(campaign) => campaign,
        Err(said) => return Ok(said_so(l, said)),
    };
    let confirmed = |all, confirmed| {
        let share = percent(l, confirmed, all);
        [("campaign-all", l.integer(all)), ("campaign-confirmed", format!("{} ({share})", l.integer(confirmed)))]
    };
    let (day, figures) = match (step, campaign.closed) {
        (Step::Open, _) => {
            let counting = Counting::new(app, campaign.opened);
            let (all, receivers) = (counting.whole().await?.all, receivers(app, &counting).await?);
            let figures = [("campaign-all", l.integer(all)), ("campaign-receivers", l.integer(receivers))];
            (campaign.opened, figures)
        }
        (_, Some((day, all, some))) => (day, confirmed(all, some)),
        (_, None) => {
            let figures = closing_figures(app, campaign).await?;
            ((app.today)(), confirmed(figures.all, figures.confirmed))
        }
    };
    let [question, means, title, button, back] = step.keys();
    let question = l.t_with(question, &[("year", campaign.year.to_string().into())]);
    let page = visit.page(question).crumb(l.t("workspace"), "/espace").crumb(l.t("campaign-title"), ADDRESS);
    let shown = StepPage {
        page: page.of_account(&who.account),
        word: step.word(),
        means: l.t_with(means, &[("opened", l.day(campaign.opened).into()), ("day", l.day(day).into())]),
        title,
        button,
        back,
        figures,
        l,
    };
    page::answer(Cache::Private, &shown)
}

/// Leads to the page, which says what became of what was asked.
fn said_so(l: Locale, said: &str) -> Response {
    Redirect::to(&l.href(&format!("{ADDRESS}?fait={said}"))).into_response()
}

/// Opens the campaign, reminds, closes it, or opens it again.
async fn act(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let app = &visit.app;
    let today = (app.today)();
    let open = campaigns(app).await?.into_iter().rfind(Campaign::is_open);
    let said = match (posted.text("faire"), open) {
        ("ouvrir", _) => {
            let said = change(app, |all| begin(all, today)).await?;
            if said == BEGUN {
                ask_for_letters(app, today).await?;
            }
            said
        }
        ("relancer", Some(open)) => match ask_for_letters(app, open.opened).await? {
            true => "relance",
            false => "deja-ecrit",
        },
        ("clore", Some(open)) => {
            let figures = closing_figures(app, &open).await?;
            change(app, |all| close(all, (today, figures.all, figures.confirmed))).await?
        }
        ("rouvrir", _) => change(app, |all| reopen(all)).await?,
        ("relancer" | "clore", None) => "aucune",
        _ => return Err(Error::NotFound),
    };
    Ok(said_so(visit.locale, said))
}

/// The word that a campaign has begun.
const BEGUN: &str = "ouverte";

fn begin(all: &mut Vec<Campaign>, today: NaiveDate) -> &'static str {
    if all.iter().any(Campaign::is_open) {
        return "deja-ouverte";
    }
    if all.iter().any(|campaign| campaign.year == today.year()) {
        return "deja-eue";
    }
    all.push(Campaign { year: today.year(), opened: today, reminders: 0, letters: None, closed: None });
    BEGUN
}

fn close(all: &mut [Campaign], figures: (NaiveDate, u64, u64)) -> &'static str {
    let Some(open) = all.iter_mut().rfind(|campaign| campaign.is_open()) else { return "aucune" };
    open.closed = Some(figures);
    "close"
}

/// Takes back that the last campaign was closed.
fn reopen(all: &mut [Campaign]) -> &'static str {
    if all.iter().any(Campaign::is_open) {
        return "deja-ouverte";
    }
    let Some(last) = all.last_mut() else { return "aucune" };
    last.closed = None;
    "rouverte"
}

/// The letters of a day.
#[derive(Serialize, Deserialize)]
struct Letters {
    /// The day on which their campaign opened.
    opened: NaiveDate,
    /// Their day.
    day: NaiveDate,
}

/// Asks for today's letters of a campaign; `false` where they were asked for before.
async fn ask_for_letters(app: &State, opened: NaiveDate) -> web::Result<bool> {
    let letters = Letters { opened, day: (app.today)() };
    let body = serde_json::to_string(&letters).map_err(anyhow::Error::from)?;
    let key = format!("{}{}", letters_of(opened), letters.day);
    Ok(app.jobs.add(&key, job::Kind::Campaign, &body, (app.now)()).await?)
}

/// Writes the letters of a day, unless their campaign was closed meanwhile.
///
/// # Errors
/// When the index or the journal cannot be read or written: done again, it goes on where it stopped.
pub async fn write(app: &State, body: &str) -> anyhow::Result<()> {
    let Letters { opened, day } = serde_json::from_str(body)?;
    let meant = |campaign: &Campaign| campaign.is_open() && campaign.opened == opened;
    let Some(campaign) = campaigns(app).await?.into_iter().rfind(meant) else { return Ok(()) };
    let count = write_to_agents(app, &campaign, day).await?;
    change(app, |all| {
        if let Some(campaign) = all.iter_mut().rfind(|campaign| campaign.opened == opened) {
            campaign.wrote(day, count);
        }
    })
    .await?;
    Ok(())
}

/// Writes to every agent whose authority still has something to confirm, once for each day. Returns how many they are.
async fn write_to_agents(app: &State, campaign: &Campaign, day: NaiveDate) -> web::Result<u64> {
    let Campaign { year, opened, .. } = campaign;
    let mut count = 0;
    for account in app.accounts.all().await?.into_iter().filter(|account| account.active) {
        let waiting = waiting(app, &account, *opened).await?;
        if waiting == 0 {
            continue;
        }
        count += 1;
        let l = Locale::from(account.language);
        let told = [
            ("name", account.name.as_str().into()),
            ("year", year.to_string().into()),
            ("count", waiting.into()),
            ("address", app.address(l, "/confirmer").into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-campaign-subject", "mail-campaign"), &told);
        app.jobs.mail(&format!("{}{day}:{}", letters_of(*opened), account.id), &mail, (app.now)()).await?;
    }
    Ok(count)
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

#[cfg(test)]
#[path = "campaign_tests.rs"]
mod tests;
