//! `/admin/doublons`: published records that may be about the same partnership, two by two: the ends of one are those of the
//! other or have succeeded them, and years that may have a day in common. Whoever may merge records looks at them, merges them, or says that they are two.

use std::collections::HashSet;

use askama::Template;
use axum::response::{IntoResponse, Redirect};
use meridien_search::{Count, Dimension, Filter, Query};

use super::duplicates::{days, overlap};
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::index::{RecordType, Search, cards};
use crate::partnership::index::{Card, is};
use crate::partnership::list::title_link;
use crate::partnership::show::period;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::words::TitleLink;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Where the pairs are noted that are none.
const FACT: &str = "not_duplicates";
/// Pairs shown.
const SHOWN: usize = 50;
/// Ends that are looked at, those with the most records first.
const ENDS: usize = 400;
/// Records of the same ends that are compared with each other.
const COMPARED: usize = 12;

/// Two records that may be one.
#[derive(Debug, Clone)]
struct Pair {
    one: Card,
    other: Card,
}

/// A pair on the page.
struct Row {
    one: TitleLink,
    other: TitleLink,
    about: [String; 2],
    merge: String,
    pair: String,
}

#[derive(Template)]
#[template(path = "declaration/pairs.html")]
struct PairsPage {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    more: bool,
}

fn check(account: &Account) -> web::Result<()> {
    match access::may_everywhere(&account.grants, Action::Merge) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// The pairs, each once; those of the ends with the most records first.
fn find(search: &Search, others: &HashSet<(Id, Id)>) -> Result<Vec<Pair>, meridien_search::Error> {
    let fields = &search.fields;
    let partnerships = || is(fields.record_type, RecordType::Partnership as u64);
    let dimensions = [Dimension { chosen: None, count: Count::Codes(fields.ends_later) }];
    let counted =
        search.index.search(&Query { filter: partnerships(), dimensions: &dimensions, ..Query::default() })?;
    let mut ends: Vec<(u64, u64)> = Vec::new();
    for counts in &counted.counts {
        ends.extend(counts.by_key().filter(|(_, count)| *count > 1));
    }
    ends.sort_unstable_by_key(|(end, count)| (std::cmp::Reverse(*count), *end));
    let (mut pairs, mut seen) = (Vec::new(), others.clone());
    for (end, _) in ends.into_iter().take(ENDS) {
        let of = |facet| -> Result<Vec<Card>, meridien_search::Error> {
            let filter = Filter::All(vec![partnerships(), is(facet, end)]);
            let found = search.index.search(&Query { filter, limit: COMPARED, ..Query::default() })?;
            Ok(cards(&found.hits))
        };
        let signed: HashSet<Id> = of(fields.ends)?.iter().map(|card| card.id).collect();
        let mut records = of(fields.ends_later)?;
        records.sort_by_key(|card| card.id);
        for (at, one) in records.iter().enumerate() {
            for other in &records[at + 1..] {
                // Two predecessors of one authority may each have worked with the same partner.
                let same = signed.contains(&one.id) || signed.contains(&other.id);
                if same && overlap(days(one), days(other)) && seen.insert((one.id, other.id)) {
                    pairs.push(Pair { one: one.clone(), other: other.clone() });
                }
            }
        }
        if pairs.len() > SHOWN {
            break;
        }
    }
    Ok(pairs)
}

/// The pairs of which somebody has said that they are two partnerships.
async fn noted(app: &State) -> web::Result<Vec<(Id, Id)>> {
    let noted = app.journal.fact(FACT).await?;
    Ok(noted.map_or(Ok(Vec::new()), |noted| serde_json::from_str(&noted)).map_err(anyhow::Error::from)?)
}

/// `/admin/doublons`
pub async fn show(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    Parameters::of(&visit).finish()?;
    let l = visit.locale;
    let others: HashSet<(Id, Id)> = noted(&visit.app).await?.into_iter().collect();
    let search = visit.app.search.clone();
    let pairs = web::blocking(move || find(&search, &others)).await??;
    let shown = PairsPage {
        l,
        page: visit.page(l.t("admin-pairs")).crumb(l.t("admin"), "/admin").of_account(&who.account),
        more: pairs.len() > SHOWN,
        rows: pairs.iter().take(SHOWN).map(|pair| row(l, pair)).collect(),
    };
    page::answer(Cache::Private, &shown)
}

fn row(l: Locale, pair: &Pair) -> Row {
    let about = |card: &Card| {
        let parties: Vec<&str> = card.parties.iter().map(|(name, _)| name.as_str()).collect();
        let years = period(l, card.start.or(card.signed), card.end);
        [Some(parties.join(", ")), years].into_iter().flatten().collect::<Vec<String>>().join(" · ")
    };
    let (one, other) = (pair.one.id, pair.other.id);
    Row {
        one: title_link(l, &pair.one),
        other: title_link(l, &pair.other),
        about: [about(&pair.one), about(&pair.other)],
        merge: l.href(&format!("/partenariats/{other}/gerer?cible={one}")),
        pair: format!("{one} {other}"),
    }
}

/// Notes that two records are about two partnerships.
pub async fn dismiss(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let ids: Vec<Id> = posted.text("paire").split(' ').filter_map(|code| code.parse().ok()).collect();
    let [one, other] = ids[..] else { return Err(Error::NotFound) };
    let mut all = noted(&visit.app).await?;
    let pair = (one.min(other), one.max(other));
    if !all.contains(&pair) {
        all.push(pair);
        let text = serde_json::to_string(&all).map_err(anyhow::Error::from)?;
        visit.app.journal.note(FACT, &text).await?;
    }
    Ok(Redirect::to(&visit.locale.href("/admin/doublons")).into_response())
}
