//! `/espace`: what an account has under way, its partnerships, and what to do next.

use askama::Template;
use axum::extract::Query;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::draft::Draft;
use super::fate::Fate;
use super::mistakes;
use super::start;
use super::tasks::{moment, similar};
use super::work;
use super::workflow::State as Stage;
use crate::access::{Action, Field, Relations, Role};
use crate::account::{Account, SignedIn};
use crate::app::State;
use crate::confirmation::campaign;
use crate::country;
use crate::imports;
use crate::journal::{Proposal, ProposalState};
use crate::partnership::dimension::Dimension;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::words::Passage;
use crate::web::{self, Locale, Page, Visit, page};

/// A proposal of the account, or of a colleague.
struct Own {
    href: String,
    title: Passage,
    stage: Stage,
    /// What to do next: the key of a sentence.
    next: &'static str,
    saved: String,
}

/// How many drafts were just made of a table's lines: `?brouillons=3`.
#[derive(Deserialize)]
pub struct Made {
    brouillons: Option<String>,
}

#[derive(Template)]
#[template(path = "declaration/space.html")]
struct SpacePage {
    l: Locale,
    page: Page,
    /// How many drafts were just made.
    made: Option<u16>,
    may_declare: bool,
    /// Whether it acts for authorities.
    own_authorities: bool,
    own: Vec<Own>,
    /// What others have under way for its authorities.
    colleagues: Vec<Own>,
    published: Vec<Published>,
    /// Where the rest of them are found.
    more: Vec<String>,
    to_do: Vec<Task>,
}

/// A published record of its authorities.
struct Published {
    href: String,
    title: Passage,
    /// The key of what it may do with it, and where.
    deed: &'static str,
    address: String,
    /// Where the persons that it names are looked after, by whoever corrects it.
    persons: Option<String>,
}

/// Something that the account may do or looks after, with how much of it waits.
struct Task {
    name: String,
    href: String,
    /// The key of what it is for.
    means: Option<&'static str>,
    waiting: Option<u64>,
}

/// What the account may do besides declaring.
async fn tasks(visit: &Visit, account: &Account) -> web::Result<Vec<Task>> {
    let (l, journal, own) = (visit.locale, &visit.app.journal, account.own());
    let task = |key, means, path: &str, waiting: Option<usize>| Task {
        name: l.t(key).into_owned(),
        href: l.href(path),
        means,
        waiting: waiting.map(|waiting| waiting as u64),
    };
    let mut tasks = Vec::new();
    if account.may(&own, Action::Validate, Field::Whole) {
        let submitted = journal.proposals(ProposalState::Submitted).await?.len();
        tasks.push(task("queue-title", Some("space-validate"), "/valider", Some(submitted)));
        tasks.push(task("steward-title", Some("space-steward"), "/gerer", None));
    }
    if account.may(&own, Action::Edit, Field::Content) {
        let reports = mistakes::waiting(visit, account).await?.len();
        tasks.push(task("reports-title", Some("space-reports"), "/signalements", Some(reports)));
    }
    if imports::pages::may_hand_in(account) {
        tasks.push(task("import-title", Some("space-import"), "/importer", None));
    }
    if account.may(&own, Action::Confirm, Field::Whole) {
        let waiting = match own.organisations.is_empty() {
            true => None,
            false => Some(campaign::waiting(&visit.app, account, campaign::since(&visit.app).await?).await?),
        };
        tasks.push(Task { waiting, ..task("confirm-title", Some("space-confirm"), "/confirmer", None) });
    }
    if account.may(&own, Action::Edit, Field::Content)
        && !account.may(&Relations::default(), Action::Edit, Field::Content)
    {
        tasks.push(task("admin-anomalies", None, "/admin/anomalies", None));
    }
    for country in &own.countries {
        tasks.push(Task {
            name: l.t_with("annotate-of", &[("country", country::name(l, *country).into())]),
            href: l.href(&format!("/partenariats?pays={country}")),
            means: Some("space-annotate"),
            waiting: None,
        });
    }
    if account.may(&own, Action::Transmit, Field::Transmission) {
        tasks.push(task("transmission-title", Some("space-transmit"), "/prefecture", None));
    }
    tasks.extend(account.manages().into_iter().map(|(key, path)| task(key, None, path, None)));
    Ok(tasks)
}

/// The page.
pub async fn show(visit: Visit, who: SignedIn, Query(made): Query<Made>) -> web::Result {
    let (l, app) = (visit.locale, &visit.app);
    let authorities = work::authorities(&who.account);
    let relations = Relations { organisations: authorities.clone(), ..Relations::default() };
    let mut own = Vec::new();
    for proposal in app.journal.proposals_by(&who.account.id.to_string()).await? {
        own.push(of(app, l, &proposal).await?);
    }
    let mut colleagues = Vec::new();
    for authority in &authorities {
        for proposal in app.journal.proposals_for(*authority, &who.account.id.to_string()).await? {
            colleagues.push(of(app, l, &proposal).await?);
        }
    }
    let abroad: Vec<Id> = who.account.organisations(Role::PartnerAgent).collect();
    let corrects = start::records_of(app, &authorities).await?;
    let confirms = start::records_of(app, &abroad).await?;
    let cut = [(&corrects, Dimension::Home, &authorities), (&confirms, Dimension::Partner, &abroad)];
    let cut = cut.into_iter().filter(|(shown, ..)| shown.len() >= start::MOST);
    let more: Vec<String> = cut.map(|(_, dimension, sides)| all_of(l, dimension, sides)).collect();
    let corrects = corrects.into_iter().map(|card| (card, true));
    let confirms = confirms.into_iter().map(|card| (card, false));
    let published = corrects.chain(confirms).map(|(card, corrects)| {
        let (href, title) = similar(l, &card);
        let (deed, address) = match corrects {
            true => ("change", format!("{href}/modifier")),
            false => ("space-answer", l.href(&format!("/confirmer/{}", card.id))),
        };
        let persons = corrects.then(|| format!("{href}/personnes"));
        Published { href, title, deed, address, persons }
    });
    let shown = SpacePage {
        l,
        made: made.brouillons.and_then(|count| count.parse().ok()),
        page: visit.page(l.t("workspace")).of_account(&who.account),
        may_declare: who.account.may(&relations, Action::Declare, Field::Whole),
        own_authorities: !authorities.is_empty() || !abroad.is_empty(),
        own,
        colleagues,
        published: published.collect(),
        more,
        to_do: tasks(&visit, &who.account).await?,
    };
    Ok(page::answer(Cache::Private, &shown)?.into_response())
}

/// The address of the list of every partnership of these organisations.
fn all_of(l: Locale, dimension: Dimension, sides: &[Id]) -> String {
    let chosen: Vec<String> = sides.iter().map(|id| format!("{}={id}", dimension.parameter())).collect();
    l.href(&format!("/partenariats?{}", chosen.join("&")))
}

async fn of(app: &State, l: Locale, proposal: &Proposal) -> web::Result<Own> {
    let draft = Draft::read(proposal)?;
    let stage = Stage::from(proposal.state);
    Ok(Own {
        href: l.href(&format!("/declarer/{}", proposal.id)),
        title: crate::partnership::show::marked_title(l, &draft.partnership()),
        next: match stage {
            _ if Fate::of(app, l, proposal).await?.is_some() => "next-gone",
            Stage::Submitted => "next-wait",
            Stage::Returned => "next-answer",
            _ => "next-finish",
        },
        stage,
        saved: moment(l, proposal.at),
    })
}
