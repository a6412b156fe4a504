//! `/espace`: what an account has under way, its partnerships, and what to do next.

use askama::Template;
use axum::response::IntoResponse;

use super::draft::Draft;
use super::start;
use super::tasks::{moment, similar};
use super::work;
use super::workflow::State as Stage;
use crate::access::{self, Action, Field, Relations};
use crate::account::SignedIn;
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
    may_import: bool,
    own: Vec<Own>,
    /// Published records of its authorities: address, title, address of its correction.
    published: Vec<(String, String, String)>,
    /// How many declarations wait, and how many reports, for those who validate.
    to_do: Option<(usize, usize)>,
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
    let to_do = match access::may_everywhere(&who.account.grants, Action::Validate) {
        true => Some((
            app.journal.proposals(ProposalState::Submitted).await?.len(),
            app.journal.open_mistakes(i64::MAX).await?.len(),
        )),
        false => None,
    };
    let published = records.iter().map(|card| {
        let (href, title) = similar(l, card);
        (href.clone(), title, format!("{href}/modifier"))
    });
    let shown = SpacePage {
        l,
        page: visit.page(l.t("workspace")).of_account(&who.account),
        may_declare: who.account.may(&relations, Action::Declare, Field::Whole),
        may_import: crate::imports::pages::may_import(&who.account),
        own,
        published: published.collect(),
        to_do,
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
