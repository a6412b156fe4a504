//! How far the register is filled and confirmed: authorities by region, and what records lack.

use std::collections::{BTreeMap, HashMap, HashSet};

use askama::Template;
use chrono::{Months, NaiveDate};
use meridien_search::{By, Count, Filter, Query, Tabulation};

use crate::app::State;
use crate::confirmation;
use crate::index::{Search, day_number};
use crate::journal::{Journal, Kind};
use crate::organisation::Organisation;
use crate::organisation::directory::lineage;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::index::StatusDay;
use crate::territory::{self, Level, Territory};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::words::Link;
use crate::web::{self, Locale, Nav, Page, Visit, page};

/// Within how many months a confirmation counts: this year's, and what a partnership is not "to confirm" with.
const WITHIN: [u32; 2] = [12, 18];
/// Partnerships whose confirmations are read at a time.
const BATCH: usize = 1000;

/// Authorities, and how many of them have confirmed within each of [`WITHIN`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    authorities: u64,
    confirmed: [u64; WITHIN.len()],
}

/// A region's row.
struct RegionRow {
    name: String,
    authorities: String,
    /// Number and share, for each of [`WITHIN`].
    confirmed: Vec<(String, String)>,
}

/// What records lack.
struct Lack {
    label: Link,
    count: String,
    share: String,
}

#[derive(Template)]
#[template(path = "statistics/coverage.html")]
struct Show {
    l: Locale,
    page: Page,
    day: String,
    partnerships: u64,
    whole: RegionRow,
    regions: Vec<RegionRow>,
    lacks: Vec<Lack>,
}

/// `/statistiques/couverture`
pub(super) async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    Parameters::of(&visit).finish()?;
    let day = visit.app.status_day();
    let coverage = visit.app.coverage.read(|| (visit.app.moment(), day), Coverage::read(&visit.app, day)).await?;
    let Coverage { tallies, .. } = &*coverage;
    let whole = tallies.values().fold(Tally::default(), |whole, tally| Tally {
        authorities: whole.authorities + tally.authorities,
        confirmed: [0, 1].map(|at| whole.confirmed[at] + tally.confirmed[at]),
    });
    let name = |region: &Option<Id>| {
        let known = region.and_then(|id| coverage.territories.get(&id)).and_then(|territory| l.words(&territory.name));
        known.map_or_else(|| l.t("region-unknown").into_owned(), |words| words.text.to_owned())
    };
    let mut rows: Vec<(Option<Id>, RegionRow)> =
        tallies.iter().map(|(region, tally)| (*region, row(l, name(region), tally))).collect();
    rows.sort_by(|(a, one), (b, other)| a.is_none().cmp(&b.is_none()).then_with(|| l.compare(&one.name, &other.name)));
    let page = visit
        .page(l.t("coverage"))
        .nav(Nav::Statistics)
        .crumb(l.t("view-statistics"), "/statistiques")
        .describe(l.t("coverage-lead"));
    let show = Show {
        day: l.day(day.today),
        partnerships: coverage.partnerships,
        whole: row(l, l.t("whole").into_owned(), &whole),
        regions: rows.into_iter().map(|(_, row)| row).collect(),
        lacks: lacks(l, &coverage),
        l,
        page,
    };
    page::answer(Cache::Journal, &show)
}

fn row(l: Locale, name: String, tally: &Tally) -> RegionRow {
    let share = |count: u64| l.percent(count as f64 / tally.authorities.max(1) as f64);
    let confirmed = tally.confirmed.iter().map(|count| (l.integer(*count), share(*count)));
    RegionRow { name, authorities: l.integer(tally.authorities), confirmed: confirmed.collect() }
}

/// How far the register is filled and confirmed on a day.
pub struct Coverage {
    partnerships: u64,
    /// Authorities by region, none where it is not known.
    tallies: BTreeMap<Option<Id>, Tally>,
    /// The regions.
    territories: HashMap<Id, Territory>,
    /// How many partnerships have no start, no theme, no amount, no place abroad.
    lacks: [u64; 4],
}

impl Coverage {
    async fn read(app: &State, day: StatusDay) -> web::Result<Coverage> {
        let search = app.search.clone();
        let counted = web::blocking(move || Counted::read(&search, day)).await??;
        let confirmers = confirmers(&app.journal, &counted.confirmed, day.today).await?;
        let organisations = organisations(&app.journal, &counted.authorities).await?;
        let Regions { mut territories, of } = regions(&app.journal, &organisations).await?;
        let confirmed = inherited(&confirmers, &organisations);
        let tallies = tally(&counted.today, &confirmed, &of, day.today);
        territories.retain(|id, _| tallies.contains_key(&Some(*id)));
        Ok(Coverage { partnerships: counted.partnerships, tallies, territories, lacks: counted.lacks })
    }
}

/// What the index knows of it.
struct Counted {
    partnerships: u64,
    /// Authorities at home with a partnership, those before them included.
    authorities: Vec<Id>,
    /// Those of them that hold their rights today.
    today: Vec<Id>,
    /// The partnerships that someone has confirmed lately.
    confirmed: Vec<Id>,
    /// How many partnerships have no start, no theme, no amount, no place abroad.
    lacks: [u64; 4],
}

impl Counted {
    fn read(search: &Search, day: StatusDay) -> Result<Counted, meridien_search::Error> {
        let fields = &search.fields;
        let all = Criteria::default().first(0, &[]).filter(fields, day);
        let table = |filter: Filter, rows: Count| {
            search.index.tabulate(&Tabulation { filter, rows: By::Document(rows), ..Tabulation::default() })
        };
        let ids = |rows: Count| -> Result<Vec<Id>, meridien_search::Error> {
            Ok(table(all.clone(), rows)?.rows.keys().copied().flatten().filter_map(Id::from_u64).collect())
        };
        let without = |known: Filter| -> Result<u64, meridien_search::Error> {
            Ok(table(Filter::All(vec![all.clone(), Filter::Not(Box::new(known))]), Count::Nothing)?.documents)
        };
        let themes = table(all.clone(), Count::Codes(fields.theme))?;
        let since = day_number(since(day.today, WITHIN[1]));
        let filter = Filter::All(vec![all.clone(), Filter::Range(fields.confirmed, Some(since), None)]);
        let mut confirmed = Vec::new();
        for hit in search.index.hits(&Query { filter, ..Query::default() })? {
            confirmed.extend(hit?.key.split_once('/').and_then(|(_, id)| id.parse::<Id>().ok()));
        }
        Ok(Counted {
            partnerships: themes.documents,
            authorities: ids(Count::Codes(fields.home))?,
            today: ids(Count::Codes(fields.home_today))?,
            confirmed,
            lacks: [
                without(Filter::Exists(fields.start_year))?,
                themes.without[0],
                without(Filter::Exists(fields.cents))?,
                without(Filter::Exists(fields.located))?,
            ],
        })
    }
}

fn since(today: NaiveDate, months: u32) -> NaiveDate {
    today.checked_sub_months(Months::new(months)).unwrap_or(today)
}

/// The parties that have confirmed one of these partnerships, with the day of their latest confirmation.
async fn confirmers(journal: &Journal, partnerships: &[Id], today: NaiveDate) -> web::Result<HashMap<Id, NaiveDate>> {
    let mut latest = HashMap::new();
    for batch in partnerships.chunks(BATCH) {
        let confirmations = confirmation::of(journal, batch).await?;
        for confirmation in confirmations.values().flat_map(|said| confirmation::confirming(said)) {
            // The authority itself, not a diplomatic post for it.
            if confirmation.post.is_none() && confirmation.on <= today {
                let day = latest.entry(confirmation.party).or_insert(confirmation.on);
                *day = confirmation.on.max(*day);
            }
        }
    }
    Ok(latest)
}

async fn organisations(journal: &Journal, ids: &[Id]) -> web::Result<HashMap<Id, Organisation>> {
    let newest = journal.newest_of(Kind::Organisation, ids).await?;
    newest.into_iter().map(|(id, revision)| Ok((id, revision.read()?))).collect()
}

/// The regions of authorities.
struct Regions {
    territories: HashMap<Id, Territory>,
    /// The region of each authority whose region is known.
    of: HashMap<Id, Id>,
}

/// The territory of the first level above each authority's own, or its own.
async fn regions(journal: &Journal, organisations: &HashMap<Id, Organisation>) -> web::Result<Regions> {
    let own = organisations.values().filter_map(|organisation| organisation.territory).collect();
    let mut territories = HashMap::new();
    territory::read_with_containers(journal, own, &mut territories).await?;
    let region = |organisation: &Organisation| {
        let mut seen = HashSet::new();
        let mut at = organisation.territory?;
        while let Some(territory) = territories.get(&at).filter(|_| seen.insert(at)) {
            if territory.level == Level::Region {
                return Some(at);
            }
            at = territory.parent?;
        }
        None
    };
    let of = organisations.iter().filter_map(|(id, organisation)| Some((*id, region(organisation)?))).collect();
    Ok(Regions { territories, of })
}

/// The latest confirmation of each authority: what one confirmed counts for whoever took over its rights.
fn inherited(confirmers: &HashMap<Id, NaiveDate>, organisations: &HashMap<Id, Organisation>) -> HashMap<Id, NaiveDate> {
    let mut latest: HashMap<Id, NaiveDate> = HashMap::new();
    for (party, day) in confirmers {
        for heir in lineage(*party, |id| organisations.get(&id)) {
            let known = latest.entry(heir).or_insert(*day);
            *known = (*known).max(*day);
        }
    }
    latest
}

/// Counts authorities by region.
fn tally(
    authorities: &[Id],
    confirmed: &HashMap<Id, NaiveDate>,
    regions: &HashMap<Id, Id>,
    today: NaiveDate,
) -> BTreeMap<Option<Id>, Tally> {
    let mut tallies = BTreeMap::<Option<Id>, Tally>::new();
    for id in authorities {
        let tally = tallies.entry(regions.get(id).copied()).or_default();
        tally.authorities += 1;
        for (count, months) in tally.confirmed.iter_mut().zip(WITHIN) {
            *count += u64::from(confirmed.get(id).is_some_and(|day| *day >= since(today, months)));
        }
    }
    tallies
}

fn lacks(l: Locale, coverage: &Coverage) -> Vec<Lack> {
    let list = |dimension| Criteria::of(dimension, Value::Unknown).href(l);
    let rows = [
        ("lack-start", Some(list(Dimension::Start))),
        ("lack-theme", None),
        ("lack-amount", Some(list(Dimension::Amount))),
        ("lack-place", Some(list(Dimension::Place))),
    ];
    let lack = |((key, href), count): ((&str, Option<String>), u64)| Lack {
        label: Link { text: l.t(key).into_owned(), href: href.filter(|_| count > 0) },
        count: l.integer(count),
        share: l.percent(count as f64 / coverage.partnerships.max(1) as f64),
    };
    rows.into_iter().zip(coverage.lacks).map(lack).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::Settings;
    use crate::app::testing::{TestApp, now};
    use crate::journal::{Author, Entry};
    use crate::organisation::OrganisationKind;
    use crate::partnership::Partnership;
    use crate::value::Country;

    #[tokio::test]
    async fn a_lack_leads_to_those_that_have_it_where_some_do() {
        let app = TestApp::new(Settings::default()).await;
        let leads = async |app: &TestApp| app.get("/fr/statistiques/couverture").await.body.contains("?debut=inconnu");
        assert!(!leads(&app).await);
        let record = Partnership::default();
        let app = app.with([Entry::publish(Kind::Partnership, "7K3M9QXA".parse().unwrap(), 0, &record, vec![])]).await;
        assert!(leads(&app).await);
    }

    #[tokio::test]
    async fn it_is_counted_once_for_all_until_the_register_moves() {
        let app = TestApp::new(Settings::default()).await;
        let day = app.state.status_day();
        let count = || Coverage::read(&app.state, day);
        let read = async || app.state.coverage.read(|| (app.state.moment(), day), count()).await.unwrap();
        let (one, other) = tokio::join!(read(), read());
        assert!(Arc::ptr_eq(&one, &other));
        let town = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Ville");
        let town = Entry::publish(Kind::Organisation, "7K3M9QXA".parse().unwrap(), 0, &town, vec![]);
        app.state.journal.append(&Author::system("test"), now(), &[town]).await.unwrap();
        assert!(!Arc::ptr_eq(&one, &read().await), "what is written shows");
    }
}
