//! `/espace`: what an account has under way, its partnerships, and what to do next.

use askama::Template;
use axum::response::IntoResponse;

use super::draft::Draft;
use super::start;
use super::tasks::{moment, similar};
use super::work;
use super::workflow::State as Stage;
use crate::access::{Action, Field, Relations};
use crate::account::{Account, SignedIn};
use crate::country;
use crate::imports;
use crate::journal::{Proposal, ProposalState};
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// A proposal of the account.
struct Own {
    href: String,
    title: String,
    stage: Stage,
    /// What to do next: the key of a sentence.
    next: &'static str,
    saved: String,
}

#[derive(Template)]
#[template(path = "declaration/space.html")]
struct SpacePage {
    l: Locale,
    page: Page,
    may_declare: bool,
    /// Whether it acts for authorities.
    own_authorities: bool,
    own: Vec<Own>,
    /// Published records of its authorities: address, title, address of its correction.
    published: Vec<(String, String, String, String)>,
    to_do: Vec<Task>,
}

/// Something that the account may do or looks after, with how much of it waits.
struct Task {
    name: String,
    href: String,
    waiting: Option<usize>,
}

/// What the account may do besides declaring.
async fn tasks(visit: &Visit, account: &Account) -> web::Result<Vec<Task>> {
    let (l, journal, own) = (visit.locale, &visit.app.journal, account.own());
    let task = |key, path: &str, waiting| Task { name: l.t(key).into_owned(), href: l.href(path), waiting };
    let mut tasks = Vec::new();
    if account.may(&own, Action::Validate, Field::Whole) {
        let submitted = journal.proposals(ProposalState::Submitted).await?.len();
        tasks.push(task("queue-title", "/valider", Some(submitted)));
        tasks.push(task("reports-title", "/signalements", Some(journal.open_mistakes(i64::MAX).await?.len())));
    }
    if imports::pages::may_hand_in(account) {
        tasks.push(task("import-title", "/importer", None));
    }
    if account.may(&own, Action::Confirm, Field::Whole) {
        tasks.push(task("confirm-title", "/confirmer", None));
    }
    if account.may(&own, Action::Edit, Field::Content)
        && !account.may(&Relations::default(), Action::Edit, Field::Content)
    {
        tasks.push(task("admin-anomalies", "/admin/anomalies", None));
    }
    for country in &own.countries {
        tasks.push(Task {
            name: l.t_with("annotate-of", &[("country", country::name(l, *country).into())]),
            href: l.href(&format!("/partenariats?pays={country}")),
            waiting: None,
        });
    }
    if account.may(&own, Action::Transmit, Field::Transmission) {
        tasks.push(task("transmission-title", "/prefecture", None));
    }
    tasks.extend(account.manages().into_iter().map(|(key, path)| task(key, path, None)));
    Ok(tasks)
}

/// The page.
pub async fn show(visit: Visit, who: SignedIn) -> web::Result {
    let (l, app) = (visit.locale, &visit.app);
    let authorities = work::authorities(&who.account);
    let relations = Relations { organisations: authorities.clone(), ..Relations::default() };
    let mut own = Vec::new();
    for proposal in app.journal.proposals_by(&who.account.id.to_string()).await? {
        own.push(of(l, &proposal)?);
    }
    let records = start::records_of(app, &authorities).await?;
    let published = records.iter().map(|card| {
        let (href, title) = similar(l, card);
        (href.clone(), title, format!("{href}/modifier"), format!("{href}/personnes"))
    });
    let shown = SpacePage {
        l,
        page: visit.page(l.t("workspace")).of_account(&who.account),
        may_declare: who.account.may(&relations, Action::Declare, Field::Whole),
        own_authorities: !authorities.is_empty(),
        own,
        published: published.collect(),
        to_do: tasks(&visit, &who.account).await?,
    };
    Ok(page::answer(Cache::Private, &shown)?.into_response())
}

fn of(l: Locale, proposal: &Proposal) -> web::Result<Own> {
    let draft = Draft::read(proposal)?;
    let stage = Stage::from(proposal.state);
    Ok(Own {
        href: l.href(&format!("/declarer/{}", proposal.id)),
        title: crate::partnership::show::title(l, &draft.partnership()),
        next: match stage {
            Stage::Submitted => "next-wait",
            Stage::Returned => "next-answer",
            _ => "next-finish",
        },
        stage,
        saved: moment(l, proposal.at),
    })
}
