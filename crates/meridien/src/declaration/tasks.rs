//! The task list of a declaration, its check, and what follows: handing in, taking back, giving up.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::control;
use super::draft::{Draft, Progress, Remark};
use super::duplicates;
use super::editor::name;
use super::fate::Fate;
use super::form::Pairs;
use super::moved::{Bound, Moved};
use super::review;
use super::section::{self, GROUPS, Section};
use super::work::Work;
use super::workflow::{Refusal, State as Stage, Step};
use crate::account::{Posted, SignedIn};
use crate::anomaly::Severity;
use crate::country;
use crate::journal::JournalError;
use crate::partnership::index::Card;
use crate::partnership::wording::Wording;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// A section in the list.
struct Task {
    title: &'static str,
    href: String,
    progress: Progress,
}

#[derive(Template)]
#[template(path = "declaration/tasks.html")]
struct TasksPage {
    l: Locale,
    page: Page,
    groups: Vec<(&'static str, Vec<Task>)>,
    /// What was answered, where it is only read.
    answers: Vec<Answers>,
    complete: usize,
    total: usize,
    stage: Stage,
    /// Why it was sent back.
    reason: Option<String>,
    /// What the ministry asks: where it is answered, the field and the remark.
    asked: Vec<(Option<String>, String, String)>,
    saved: String,
    may_save: bool,
    may_submit: bool,
    may_recall: bool,
    may_discard: bool,
    /// What a pasted table said that no field takes.
    unread: Vec<(String, String)>,
    base: String,
    public: Option<String>,
    /// What became of the published record meanwhile, where it is public no more.
    fate: Option<Fate>,
    bound: Bound,
}

/// `/declarer/{proposal}`
pub async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let work = Work::load(&visit.app, who.account, &code).await?;
    let seen = work.draft.seen((visit.app.today)());
    let base = l.href(&format!("/declarer/{}", work.proposal.id));
    let task = |section: &Section| Task {
        title: section.title,
        href: format!("{base}/{}", section.slug),
        progress: work.draft.progress(section, &seen, l),
    };
    let groups: Vec<(&'static str, Vec<Task>)> =
        GROUPS.iter().map(|group| (group.title, group.sections.iter().map(task).collect())).collect();
    let may_save = work.saving().is_some();
    let complete = |tasks: &Vec<Task>| tasks.iter().filter(|task| task.progress == Progress::Complete).count();
    page::answer(
        Cache::Private,
        &TasksPage {
            l,
            page: visit.page(name(l, &work)).crumb(l.t("workspace"), "/espace").of_account(&work.account),
            complete: groups.iter().map(|(_, tasks)| complete(tasks)).sum(),
            total: section::all().count(),
            groups,
            answers: if may_save { Vec::new() } else { answers(&visit, &work, false) },
            stage: work.stage(),
            reason: work.proposal.reason.clone(),
            asked: asked(l, &work, &base),
            saved: moment(l, work.proposal.at),
            may_save,
            may_submit: work.may(Step::Submit),
            may_recall: work.may(Step::Recall),
            may_discard: work.may(Step::Discard),
            fate: Fate::of(&visit.app, l, &work.proposal).await?,
            unread: work.draft.unread.clone(),
            bound: Bound::of(&work),
            public: (work.proposal.base > 0).then(|| l.href(&format!("/partenariats/{}", work.proposal.record))),
            base,
        },
    )
}

/// What the ministry asks of a declaration that it sent back, in the order of the form.
fn asked(l: Locale, work: &Work, base: &str) -> Vec<(Option<String>, String, String)> {
    let langs = work.draft.languages(l);
    let label = |path: &str| {
        let fields = review::fields(l, &work.draft.body);
        fields.into_iter().find(|(of, _)| of == path).map_or_else(|| path.to_owned(), |(_, label)| label)
    };
    let row = |(path, remark): (&String, &String)| {
        let section = section::of_path(path).filter(|_| work.saving().is_some());
        let href = section.map(|section| format!("{base}/{}#{}", section.slug, control::target(path, &langs)));
        (href, label(path), remark.clone())
    };
    let mut asked: Vec<_> = work.draft.remarks.iter().collect();
    let place = |path: &str| {
        let section = section::of_path(path)?;
        section::all().position(|other| other.slug == section.slug)
    };
    asked.sort_by_key(|(path, _)| place(path));
    asked.into_iter().map(row).collect()
}

/// A day and a time of day, in universal time.
pub fn moment(l: Locale, at: chrono::DateTime<chrono::Utc>) -> String {
    let time = at.format("%H:%M").to_string();
    l.t_with("moment", &[("day", l.day(at.date_naive()).into()), ("time", time.into())])
}

/// The answers of a section.
pub struct Answers {
    /// The key of its title.
    pub title: &'static str,
    /// Where they are changed, where they may be.
    pub href: Option<String>,
    /// Label and lines of each field that has a value.
    pub rows: Vec<(String, Vec<String>)>,
    /// What must be mended.
    pub faults: Vec<Remark>,
    /// What asks for a word: the remark and the word given.
    pub doubts: Vec<(Remark, String)>,
    /// What is worth a look, and will be told to readers.
    pub hints: Vec<Remark>,
}

impl Answers {
    /// Whether there is nothing in it, and nothing to say of it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.faults.is_empty() && self.doubts.is_empty() && self.hints.is_empty()
    }
}

/// Whether sections that may be filled in were left empty.
pub fn some_are_empty(answers: &[Answers]) -> bool {
    answers.iter().any(|section| section.is_empty() && section.href.is_some())
}

/// The answers of every section, with what is to be said of them.
pub fn answers(visit: &Visit, work: &Work, editable: bool) -> Vec<Answers> {
    let (l, draft) = (visit.locale, &work.draft);
    let programmes =
        draft.programmes.iter().filter_map(|(id, title)| Some((id.to_string(), l.words(title)?.text.to_owned())));
    let wording = Wording::new(l, &[&draft.body]).naming(programmes);
    let seen = draft.seen((visit.app.today)());
    let of = |section: &'static Section| {
        let remarks = draft.remarks(section, &seen, l);
        let (faults, others): (Vec<_>, Vec<_>) =
            remarks.into_iter().partition(|remark| remark.severity == Severity::Error);
        let (doubts, hints): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|remark| remark.severity == Severity::Warning);
        Answers {
            title: section.title,
            href: editable.then(|| l.href(&format!("/declarer/{}/{}", work.proposal.id, section.slug))),
            rows: draft.said(section, &wording).into_iter().map(|unit| (unit.label, unit.lines)).collect(),
            faults,
            hints,
            doubts: doubts
                .into_iter()
                .map(|remark| (draft.words.get(&remark.key()).cloned().unwrap_or_default(), remark))
                .map(|(word, remark)| (remark, word))
                .collect(),
        }
    };
    section::all().map(of).collect()
}

#[derive(Template)]
#[template(path = "declaration/check.html")]
struct CheckPage {
    l: Locale,
    page: Page,
    answers: Vec<Answers>,
    /// What keeps it from being handed in: link and text.
    summary: Vec<(String, String)>,
    /// What is wrong with the reason.
    reason_fault: Option<String>,
    bound: Bound,
    duplicates: Vec<(String, Passage)>,
    /// Whether they are known to be of the same years.
    same_years: bool,
    /// The organisations that it proposes and no register holds yet, with their kind and country.
    proposed: Vec<String>,
    reason: String,
    correcting: bool,
    action: String,
}

/// `/declarer/{proposal}/verifier`
pub async fn check(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let work = Work::load(&visit.app, who.account, &code).await?;
    if !work.may(Step::Submit) {
        return Ok(Redirect::to(&visit.locale.href(&format!("/declarer/{code}"))).into_response());
    }
    draw(&visit, &work, false).await
}

async fn draw(visit: &Visit, work: &Work, asked: bool) -> web::Result {
    let l = visit.locale;
    let answers = answers(visit, work, true);
    let action = l.href(&format!("/declarer/{}/verifier", work.proposal.id));
    let langs = work.draft.languages(l);
    let faults = answers.iter().flat_map(|section| {
        let langs = &langs;
        section.faults.iter().map(move |fault| {
            let href =
                format!("{}#{}", section.href.as_deref().unwrap_or_default(), control::target(&fault.path, langs));
            (href, fault.told(l))
        })
    });
    let unexplained =
        answers.iter().flat_map(|section| &section.doubts).filter(|(_, word)| asked && word.trim().is_empty());
    let unexplained = unexplained.map(|(doubt, _)| (format!("#{}", word_id(doubt)), doubt.told(l)));
    let list = format!("/declarer/{}", work.proposal.id);
    let told: Vec<(String, String)> = faults.chain(unexplained).collect();
    // What is in no section is mended beside the button, or from the list.
    let place = |path: &str| if path.is_empty() { l.href(&list) } else { format!("#{path}") };
    let beyond = work.beyond(&visit.app, l).await?;
    let beyond = beyond.into_iter().map(|remark| (place(&remark.path), remark.rule));
    let summary: Vec<(String, String)> = beyond.chain(told).collect();
    let title = l.form_title(l.t("check-title"), !summary.is_empty());
    let partnership = work.partnership();
    let duplicates = duplicates::find(&visit.app, &partnership, work.proposal.record).await?;
    let page =
        visit.page(title).crumb(l.t("workspace"), "/espace").crumb(name(l, work), &list).of_account(&work.account);
    page::answer(
        Cache::Private,
        &CheckPage {
            l,
            page,
            answers,
            summary,
            same_years: duplicates::share_years(&partnership, &duplicates),
            duplicates: duplicates.iter().map(|card| similar(l, card)).collect(),
            proposed: work
                .proposes(&visit.app.journal)
                .await?
                .iter()
                .map(|(id, name)| proposed(l, work, *id, name))
                .collect(),
            reason: work.draft.reason.clone().unwrap_or_default(),
            correcting: work.proposal.base > 0,
            reason_fault: work.draft.reason_fault(l).map(|fault| fault.rule),
            bound: Bound::of(work),
            action,
        },
    )
}

/// An organisation that is proposed: its name, what it is and where.
fn proposed(l: Locale, work: &Work, id: Id, name: &str) -> String {
    let held = work.draft.proposed.get(&id).map(|proposed| &proposed.organisation);
    let kind = held.map(|held| l.t(held.kind.key()).into_owned());
    let country = held.and_then(|held| held.country).map(|country| country::name(l, country));
    std::iter::once(name.to_owned()).chain(kind).chain(country).collect::<Vec<_>>().join(" · ")
}

/// The `id` of the field in which a doubt is explained.
pub fn word_id(doubt: &Remark) -> String {
    format!("mot-{}", control::id(&doubt.key().replace(' ', "-")))
}

/// A record that may be the same: its address, and its title with its years.
pub fn similar(l: Locale, card: &Card) -> (String, Passage) {
    let parties = || card.parties.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" – ");
    let title = l.words(&card.title).map(Passage::from);
    let mut title = title.unwrap_or_else(|| Passage { foreign: None, text: parties() });
    let years: Vec<String> = [card.start, card.end].into_iter().flatten().map(|date| date.year().to_string()).collect();
    if !years.is_empty() {
        title.text = format!("{} ({})", title.text, years.join("–"));
    }
    (l.href(&format!("/partenariats/{}", card.id)), title)
}

/// Keeps the words given on doubts, then hands the declaration in.
pub async fn submit(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let pairs: Pairs = posted.fields.into_iter().collect();
    let account = posted.who.account;
    let Some(mut work) = Work::find(&visit.app, account.clone(), &code).await? else {
        let typed = typed(visit.locale, &pairs);
        return Moved::away(&visit, &pairs).await?.answer(&visit, &account, typed, false);
    };
    let sent = || Ok(Redirect::to(&visit.locale.href(&format!("/declarer/{code}/envoye"))).into_response());
    if work.stage() == Stage::Submitted {
        // A second click, or a second window.
        return sent();
    }
    let before = work.draft.clone();
    explain(&mut work.draft, &pairs);
    if work.obstacles(&visit.app, visit.locale).await?.is_empty() {
        if work.hand_in(&visit.app).await? {
            return sent();
        }
    } else if !work.may(Step::Submit) {
        return Err(Error::Forbidden);
    } else if work.draft != before {
        // The words given are kept, unless somebody saved meanwhile: whoever gave them has written in it.
        work.step(Step::Save)?;
        work.store(&visit.app.journal, (visit.app.now)()).await?;
    }
    let mut work = Work::load(&visit.app, work.account, &code).await?;
    if work.stage() == Stage::Submitted {
        return sent();
    }
    explain(&mut work.draft, &pairs);
    draw(&visit, &work, true).await
}

/// Takes over the words given on doubts (`word:no-theme themes.main`) and the reason of a correction.
fn explain(draft: &mut Draft, pairs: &Pairs) {
    for (name, word) in pairs.iter() {
        if let Some(key) = name.strip_prefix("word:") {
            draft.words.insert(key.to_owned(), word.trim().to_owned());
        }
    }
    draft.words.retain(|_, word| !word.is_empty());
    if let Some(reason) = pairs.get("reason") {
        draft.reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    }
}

/// What was typed to hand a declaration in: the words on doubts and the reason.
fn typed(l: Locale, pairs: &Pairs) -> Vec<(String, String)> {
    let label = |name: &str| match name {
        "reason" => Some(l.t("correction-reason").into_owned()),
        name => Some(control::label(l, name.strip_prefix("word:")?.split_once(' ')?.1)),
    };
    let typed = pairs.iter().filter(|(_, text)| !text.trim().is_empty());
    typed.filter_map(|(name, text)| Some((label(name)?, text.to_owned()))).collect()
}

#[derive(Template)]
#[template(path = "declaration/sent.html")]
struct SentPage {
    l: Locale,
    page: Page,
    reference: String,
    list: String,
}

/// `/declarer/{proposal}/envoye`
pub async fn sent(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let work = Work::load(&visit.app, who.account, &code).await?;
    let list = l.href(&format!("/declarer/{}", work.proposal.id));
    if work.stage() != Stage::Submitted {
        return Ok(Redirect::to(&list).into_response());
    }
    let page = visit.page(l.t("sent-title")).crumb(l.t("workspace"), "/espace").of_account(&work.account);
    page::answer(Cache::Private, &SentPage { l, page, reference: work.proposal.record.to_string(), list })
}

/// Takes a declaration back before it was looked at. Where it moved on, its page says how.
pub async fn recall(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (account, pairs) = (posted.who.account, posted.fields.into_iter().collect());
    let Some(mut work) = Work::find(&visit.app, account.clone(), &code).await? else {
        return Moved::away(&visit, &pairs).await?.answer(&visit, &account, Vec::new(), false);
    };
    if work.refusal(Step::Recall) != Some(Refusal::NotFromHere) {
        work.step(Step::Recall)?;
        work.store(&visit.app.journal, (visit.app.now)()).await?;
    }
    Ok(Redirect::to(&visit.locale.href(&format!("/declarer/{code}"))).into_response())
}

/// Gives a declaration up. Where it moved on, its page says how.
pub async fn discard(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (account, pairs) = (posted.who.account, posted.fields.into_iter().collect());
    let to = |path: &str| Ok(Redirect::to(&visit.locale.href(path)).into_response());
    let list = format!("/declarer/{code}");
    let Some(mut work) = Work::find(&visit.app, account.clone(), &code).await? else {
        let moved = Moved::away(&visit, &pairs).await?;
        return if moved.is_discarded() { to("/espace") } else { moved.answer(&visit, &account, Vec::new(), false) };
    };
    if work.refusal(Step::Discard) == Some(Refusal::NotFromHere) {
        return to(&list);
    }
    work.step(Step::Discard)?;
    match visit.app.journal.discard_proposal(&work.proposal).await {
        Ok(()) => to("/espace"),
        // A colleague saved it meanwhile: it is looked at again before it goes.
        Err(JournalError::StaleProposal(_)) => to(&list),
        Err(fault) => Err(fault.into()),
    }
}
