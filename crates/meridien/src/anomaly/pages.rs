//! `/admin/anomalies`: which rules the published records break, by rule and by authority, with what to do. The ministry sees
//! every record, an agent those of its authorities. Counts come from the index; the details of one page are computed from its
//! records.

use askama::Template;
use axum::Router;
use axum::routing::get;
use meridien_search::{Count, Dimension, Filter, Order, Query, Sort};

use super::{Code, Severity};
use crate::access::{Action, Field, Relations};
use crate::account::{Account, SignedIn};
use crate::app::State;
use crate::declaration::{section, work};
use crate::index::{RecordType, Search, cards};
use crate::journal::Kind;
use crate::organisation::directory::Directory;
use crate::partnership::index::{Card, is, position};
use crate::partnership::{Partnership, rules, show};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Records on a page.
const SIZE: usize = 25;
/// Authorities named, those with the most records first.
const AUTHORITIES: usize = 40;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/admin/anomalies", get(show))
}

impl Severity {
    const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

    /// Its word in addresses.
    fn word(self) -> &'static str {
        match self {
            Severity::Error => "erreur",
            Severity::Warning => "alerte",
            Severity::Hint => "indice",
        }
    }
}

/// The authorities whose records the account may mend, and so sees; `None` for everyone's.
fn reach(account: &Account) -> web::Result<Option<Vec<Id>>> {
    if account.may(&Relations::default(), Action::Edit, Field::Content) {
        return Ok(None);
    }
    let own = work::authorities(account);
    let relations = Relations { organisations: own.clone(), ..Relations::default() };
    if account.may(&relations, Action::Edit, Field::Content) { Ok(Some(own)) } else { Err(Error::Forbidden) }
}

/// What is asked.
#[derive(Debug, Clone, Default)]
struct Asked {
    rule: Option<Code>,
    severity: Option<Severity>,
    authority: Option<Id>,
    page: usize,
}

impl Asked {
    fn read(parameters: &mut Parameters) -> Asked {
        ["regle", "gravite", "collectivite"].into_iter().for_each(|name| parameters.once(name));
        Asked {
            rule: parameters.words("regle", Code::ALL, Code::as_str).pop(),
            severity: parameters.words("gravite", &Severity::ALL, Severity::word).pop(),
            authority: parameters.values("collectivite", |text| text.parse().ok(), |_| None).pop(),
            page: parameters.page(),
        }
    }

    fn href(&self, l: Locale) -> String {
        let authority = self.authority.map(|id| id.to_string());
        let pairs = [
            ("regle", self.rule.map(|code| code.as_str().to_owned())),
            ("gravite", self.severity.map(|severity| severity.word().to_owned())),
            ("collectivite", authority),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ];
        let pairs = pairs.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
        let query = pairs.collect::<Vec<String>>().join("&");
        l.address("/admin/anomalies", &query)
    }

    fn of_severity(&self, code: Code) -> bool {
        self.severity.is_none_or(|severity| severity == code.severity())
    }

    /// Whether an anomaly of this rule is asked for.
    fn takes(&self, code: Code) -> bool {
        self.rule.is_none_or(|rule| rule == code) && self.of_severity(code)
    }
}

/// What the index answers.
struct Counted {
    total: u64,
    /// Records of the page, in order.
    records: Vec<Id>,
    rules: Vec<(Code, u64)>,
    authorities: Vec<(Id, u64)>,
}

fn count(search: &Search, asked: &Asked, own: Option<&[Id]>) -> Result<Counted, meridien_search::Error> {
    let fields = &search.fields;
    let codes = |takes: &dyn Fn(Code) -> bool| {
        let codes = Code::ALL.iter().filter(|code| takes(**code)).map(|code| position(Code::ALL, *code));
        Filter::In(fields.anomaly, codes.collect())
    };
    let graves = codes(&|code| asked.of_severity(code));
    let mut filter = vec![is(fields.record_type, RecordType::Partnership as u64), graves];
    if let Some(own) = own {
        filter.push(Filter::In(fields.organisation, own.iter().map(|id| id.as_u64()).collect()));
    }
    let dimensions = [
        Dimension { chosen: asked.rule.map(|_| codes(&|code| asked.takes(code))), count: Count::Codes(fields.anomaly) },
        Dimension {
            chosen: asked.authority.map(|id| is(fields.organisation, id.as_u64())),
            count: Count::Codes(fields.home_today),
        },
    ];
    let answer = search.index.search(&Query {
        filter: Filter::All(filter),
        dimensions: &dimensions,
        sort: Sort::Number(fields.updated, Order::Descending),
        offset: (asked.page.max(1) - 1).saturating_mul(SIZE),
        limit: SIZE,
        ..Query::default()
    })?;
    let [by_rule, by_authority] = [&answer.counts[0], &answer.counts[1]];
    let rules = Code::ALL.iter().map(|code| (*code, by_rule.of(position(Code::ALL, *code))));
    let mut rules: Vec<(Code, u64)> = rules.filter(|(code, count)| *count > 0 && asked.of_severity(*code)).collect();
    rules.sort_by_key(|(code, count)| (std::cmp::Reverse(code.severity()), std::cmp::Reverse(*count)));
    let mut authorities: Vec<(Id, u64)> =
        by_authority.by_key().filter_map(|(key, count)| Some((Id::from_u64(key)?, count))).collect();
    authorities.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    authorities.truncate(AUTHORITIES);
    let records = cards::<Card>(&answer.hits).iter().map(|card| card.id).collect();
    Ok(Counted { total: answer.total, records, rules, authorities })
}

/// A choice that narrows the list, or widens it again.
struct Choice {
    label: String,
    detail: String,
    count: String,
    href: String,
    chosen: bool,
}

/// An anomaly of a record.
struct Shown {
    severity: String,
    /// For whoever looks after the rules of all: others read their words.
    code: &'static str,
    rule: String,
    mend: String,
    section: Option<&'static str>,
    value: String,
}

/// A record with its anomalies.
struct Found {
    title: Passage,
    href: String,
    correct: String,
    anomalies: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "anomaly/show.html")]
struct AnomalyPage {
    l: Locale,
    page: Page,
    /// Whether the records of everyone are shown.
    everyone: bool,
    total: u64,
    severities: Vec<Choice>,
    rules: Vec<Choice>,
    authorities: Vec<Choice>,
    found: Vec<Found>,
    pager: Pager,
    filtered: bool,
    everything: String,
}

/// `/admin/anomalies?regle=no-date&gravite=indice&collectivite=0A1B2C3D`
async fn show(visit: Visit, who: SignedIn) -> web::Result {
    let own = reach(&who.account)?;
    let (l, app) = (visit.locale, &visit.app);
    let mut parameters = Parameters::of(&visit);
    let asked = Asked::read(&mut parameters);
    parameters.finish()?;
    let (search, wanted, mine) = (app.search.clone(), asked.clone(), own.clone());
    let counted = web::blocking(move || count(&search, &wanted, mine.as_deref())).await??;
    let pages = asked.clone();
    let pager = Pager::new(asked.page, counted.total, SIZE, move |page| Asked { page, ..pages.clone() }.href(l))?;
    let crumbs = visit.page(l.t("admin-anomalies")).of_account(&who.account);
    let shown = AnomalyPage {
        l,
        page: match own {
            None => crumbs.crumb(l.t("admin"), "/admin"),
            Some(_) => crumbs.crumb(l.t("workspace"), "/espace"),
        },
        everyone: own.is_none(),
        total: counted.total,
        severities: severities(l, &asked),
        rules: rules(l, &asked, &counted.rules),
        authorities: authorities(&visit, &asked, &counted.authorities).await?,
        found: found(&visit, &asked, &counted.records).await?,
        pager,
        filtered: asked.rule.is_some() || asked.severity.is_some() || asked.authority.is_some(),
        everything: Asked::default().href(l),
    };
    page::answer(Cache::Private, &shown)
}

fn severities(l: Locale, asked: &Asked) -> Vec<Choice> {
    let choice = |severity: Severity| {
        let chosen = asked.severity == Some(severity);
        let next = Asked { severity: (!chosen).then_some(severity), rule: None, page: 1, ..asked.clone() };
        let (label, detail, count) = (severity.label(l).into_owned(), String::new(), String::new());
        Choice { label, detail, count, href: next.href(l), chosen }
    };
    Severity::ALL.map(choice).into()
}

fn rules(l: Locale, asked: &Asked, counted: &[(Code, u64)]) -> Vec<Choice> {
    let choice = |(code, count): &(Code, u64)| {
        let chosen = asked.rule == Some(*code);
        let next = Asked { rule: (!chosen).then_some(*code), page: 1, ..asked.clone() };
        Choice {
            label: code.rule(l).into_owned(),
            detail: code.severity().label(l).into_owned(),
            count: l.integer(*count),
            href: next.href(l),
            chosen,
        }
    };
    counted.iter().map(choice).collect()
}

async fn authorities(visit: &Visit, asked: &Asked, counted: &[(Id, u64)]) -> web::Result<Vec<Choice>> {
    let l = visit.locale;
    let mut ids: Vec<Id> = counted.iter().map(|(id, _)| *id).collect();
    ids.extend(asked.authority);
    let directory = Directory::load(&visit.app.journal, ids).await?;
    let choice = |(id, count): &(Id, u64)| {
        let chosen = asked.authority == Some(*id);
        let next = Asked { authority: (!chosen).then_some(*id), page: 1, ..asked.clone() };
        let organisation = directory.get(*id)?;
        Some(Choice {
            label: organisation.name_on((visit.app.today)(), l.lang.code()).to_owned(),
            detail: String::new(),
            count: l.integer(*count),
            href: next.href(l),
            chosen,
        })
    };
    Ok(counted.iter().filter_map(choice).collect())
}

/// The records of the page, each with the anomalies asked for.
async fn found(visit: &Visit, asked: &Asked, records: &[Id]) -> web::Result<Vec<Found>> {
    let (l, today) = (visit.locale, (visit.app.today)());
    let mut held = visit.app.journal.newest_of(Kind::Partnership, records).await?;
    let mut found = Vec::new();
    for id in records {
        let Some(revision) = held.remove(id) else { continue };
        let partnership: Partnership = revision.read()?;
        let broken = rules::anomalies(&partnership, today).into_iter().filter(|anomaly| asked.takes(anomaly.code));
        let anomalies = broken.map(|anomaly| Shown {
            severity: anomaly.code.severity().label(l).into_owned(),
            code: anomaly.code.as_str(),
            rule: anomaly.code.rule(l).into_owned(),
            mend: anomaly.code.mend(l).into_owned(),
            section: section::of_path(&anomaly.field).map(|section| section.title),
            value: anomaly.value,
        });
        found.push(Found {
            title: show::marked_title(l, &partnership),
            href: l.href(&format!("/partenariats/{id}")),
            correct: l.href(&format!("/partenariats/{id}/modifier")),
            anomalies: anomalies.collect(),
        });
    }
    Ok(found)
}
