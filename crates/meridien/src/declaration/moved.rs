//! A declaration moved on while somebody had a page of it open: handed in, taken back, sent back, published, given up. What he
//! sends then is not written, and not lost: a page says what happened, and shows what was typed, to be copied.

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::json;

use super::control;
use super::draft::Draft;
use super::form::Pairs;
use super::section::{self, Section};
use super::work::Work;
use super::workflow::{State as Stage, Step};
use crate::account::Account;
use crate::journal::{Change, Kind};
use crate::partnership::wording::Wording;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// What happened.
pub struct Moved {
    /// The key of what is said of it.
    what: &'static str,
    /// Where one goes on: the key of the link's text, its address without the language's prefix.
    next: Vec<(&'static str, String)>,
    /// Where the declaration may be taken back, where it may.
    recall: Option<String>,
    status: StatusCode,
}

#[derive(Template)]
#[template(path = "declaration/moved.html")]
struct MovedPage {
    l: Locale,
    page: Page,
    what: &'static str,
    next: Vec<(&'static str, String)>,
    recall: Option<String>,
    /// Label and text of what was typed.
    typed: Vec<(String, String)>,
}

/// What a proposal is for: a form that is about to be sent says it, since nothing else is known once the proposal is gone.
pub struct Bound {
    /// Its record.
    pub record: Id,
    /// The version that it was made from; 0 for a new record.
    pub base: i32,
}

impl Bound {
    /// What a proposal is for.
    pub fn of(work: &Work) -> Bound {
        Bound { record: work.proposal.record, base: work.proposal.base }
    }

    fn read(pairs: &Pairs) -> Option<Bound> {
        Some(Bound { record: pairs.get("record")?.parse().ok()?, base: pairs.get("base")?.parse().ok()? })
    }
}

impl Moved {
    /// That it is under way, but where this account does not write in it as its form meant to.
    pub fn on(work: &Work) -> Moved {
        let what = match work.stage() {
            Stage::Submitted => "moved-submitted",
            Stage::Returned => "moved-returned",
            _ => "moved-recalled",
        };
        let list = format!("/declarer/{}", work.proposal.id);
        let recall = work.may(Step::Recall).then(|| format!("{list}/reprendre"));
        Moved { what, next: vec![("see-declaration", list)], recall, status: StatusCode::CONFLICT }
    }

    /// That it is no more: the record tells whether it was published.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn away(visit: &Visit, pairs: &Pairs) -> web::Result<Moved> {
        let mut moved = Moved { what: "moved-over", next: Vec::new(), recall: None, status: StatusCode::GONE };
        let Some(bound) = Bound::read(pairs) else { return Ok(moved) };
        let newest = visit.app.journal.newest(Kind::Partnership, bound.record).await?;
        let public = newest.filter(|newest| newest.change == Change::Published);
        moved.what = match &public {
            Some(_) if bound.base == 0 => "moved-published",
            // It may have been another correction that was published.
            Some(newest) if newest.version > bound.base => "moved-over",
            _ => "moved-discarded",
        };
        moved.next.extend(public.map(|newest| ("see-record", format!("/partenariats/{}", newest.id))));
        Ok(moved)
    }

    /// That it waits no longer for a decision.
    pub fn decided() -> Moved {
        let next = vec![("queue-title", "/valider".to_owned())];
        Moved { what: "queue-decided", next, recall: None, status: StatusCode::CONFLICT }
    }

    /// Whether it was given up for sure.
    pub fn is_discarded(&self) -> bool {
        self.what == "moved-discarded"
    }

    /// The page; to a script, only what happened.
    pub fn answer(self, visit: &Visit, account: &Account, typed: Vec<(String, String)>, quiet: bool) -> web::Result {
        let l = visit.locale;
        if quiet {
            let told = format!("{} {}", l.t(self.what), l.t("moved-quiet"));
            return Ok((StatusCode::CONFLICT, Json(json!({ "told": told }))).into_response());
        }
        let page = visit.page(l.t("moved-title")).crumb(l.t("workspace"), "/espace").of_account(account);
        let next = self.next.into_iter().map(|(key, path)| (key, l.href(&path))).collect();
        let recall = self.recall.map(|path| l.href(&path));
        let shown = MovedPage { l, page, what: self.what, next, recall, typed };
        Ok((self.status, page::answer(Cache::Private, &shown)?).into_response())
    }
}

/// What a form sent of a section, in words: label and text of each field; `draft` is what it was written in, where that is known.
pub fn typed(l: Locale, section: &Section, pairs: &Pairs, mut draft: Draft) -> Vec<(String, String)> {
    draft.take(section, pairs, l);
    let units = Wording::new(l, &[&draft.body]).units(section.fields(), &draft.body);
    let units = units.into_iter().filter(|unit| !unit.lines.is_empty()).map(|unit| (unit.label, unit.lines.join("\n")));
    let raw = draft.raw.iter().filter(|(path, text)| section::of_path(path) == Some(section) && !text.is_empty());
    units.chain(raw.map(|(path, text)| (control::label(l, path), text.clone()))).collect()
}
