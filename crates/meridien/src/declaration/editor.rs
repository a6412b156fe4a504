//! The editor: one page per section, each a plain form that works without a script. What was typed is stored at every submit
//! and, with `assets/draft.mjs`, two seconds after the last key.

use std::collections::HashMap;

use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::control::{self, Control, Drawing, LANGUAGES};
use super::draft::{Draft, Remark};
use super::form::{self, Pairs};
use super::merge::{self, Choice};
use super::moved::{self, Bound, Moved};
use super::registers;
use super::section::{self, Section};
use super::work::Work;
use super::workflow::{State as Stage, Step};
use crate::account::{Posted, SignedIn};
use crate::anomaly::Severity;
use crate::journal::Kind as Record;
use crate::partnership::Partnership;
use crate::partnership::fields::{Kind, Register};
use crate::programme::Programme;
use crate::web::cache::Cache;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Times that a section is stored anew where another of the same record was stored at the same moment.
const ATTEMPTS: usize = 10;

#[derive(Template)]
#[template(path = "declaration/section.html")]
struct SectionPage {
    l: Locale,
    page: Page,
    section: &'static Section,
    /// The address of the task list.
    list: String,
    action: String,
    /// The mark of what is stored of it.
    edit: String,
    /// What must be mended: the link's target and the text.
    summary: Vec<(String, String)>,
    /// Whether a word of explanation would do for some of it.
    doubted: bool,
    controls: Vec<Control>,
    /// Languages that may be added.
    languages: Vec<(&'static str, &'static str)>,
    /// Whether this is a correction by the ministry of what was handed in.
    mending: bool,
    bound: Bound,
    /// That it was saved, and when, where whoever asked for it stays.
    saved: Option<String>,
}

/// What tells, in the address of a section, that it was just saved.
const SAVED: &str = "fait=enregistre";

/// `/declarer/{proposal}/{section}`
pub async fn show(visit: Visit, who: SignedIn, Path((code, slug)): Path<(String, String)>) -> web::Result {
    let section = section::find(&slug).ok_or(Error::NotFound)?;
    let work = Work::load(&visit.app, who.account, &code).await?;
    if work.saving().is_none() {
        return Ok(Redirect::to(&visit.locale.href(&format!("/declarer/{code}"))).into_response());
    }
    let shown = draw(&visit, &work, section).await?;
    page::answer(Cache::Private, &shown)
}

async fn draw(visit: &Visit, work: &Work, section: &'static Section) -> web::Result<SectionPage> {
    let l = visit.locale;
    let seen = work.draft.done.contains(section.slug);
    let opened = with_empty_parts(work, section, seen);
    let draft = &opened;
    let mut remarks = draft.remarks(section, &draft.seen((visit.app.today)()), l);
    // What was not gone through yet may still be filled in: only what was typed may be wrong already.
    remarks.retain(|remark| seen || remark.is_of_a_value());
    let drawing = Drawing {
        l,
        draft,
        remarks: &remarks,
        candidates: candidates(visit, work, section).await?,
        programmes: programmes(visit).await?,
        langs: draft.languages(l),
    };
    let texts = section.fields().iter().any(|field| has_texts(&field.kind));
    let languages = LANGUAGES.into_iter().filter(|(code, _)| texts && !drawing.langs.iter().any(|lang| lang == code));
    let summary = summary(l, draft, &remarks, &drawing.langs);
    let list = l.href(&format!("/declarer/{}", work.proposal.id));
    let page = visit
        .page(l.form_title(l.t(section.title), !summary.is_empty()))
        .crumb(l.t("workspace"), "/espace")
        .crumb(name(l, work), &format!("/declarer/{}", work.proposal.id));
    Ok(SectionPage {
        l,
        page: page.of_account(&work.account),
        section,
        action: format!("{list}/{}", section.slug),
        list,
        edit: work.draft.mark(section),
        summary,
        doubted: work.may(Step::Submit)
            && remarks.iter().any(|remark| remark.severity == Severity::Warning && draft.is_kept_by(remark)),
        controls: drawing.controls(&section.fields()),
        languages: languages.collect(),
        mending: work.stage() == Stage::Submitted,
        bound: Bound::of(work),
        saved: (visit.query.as_deref() == Some(SAVED)).then(|| saved(l, work.proposal.at)),
    })
}

/// When something was saved, in the time that the list of sections gives.
fn saved(l: Locale, at: DateTime<Utc>) -> String {
    l.t_with("draft-saved", &[("time", at.format("%H:%M").to_string().into())])
}

/// The draft with an empty part to fill in where a section is opened for the first time: two where two are needed.
fn with_empty_parts(work: &Work, section: &Section, seen: bool) -> Draft {
    let mut draft = work.draft.clone();
    for field in section.fields().into_iter().filter(|field| !seen && matches!(field.kind, Kind::List(_))) {
        let wanted = if field.name == "parties" { 2 } else { 1 };
        let held = draft.body[field.name].as_array().map_or(0, Vec::len);
        (held..wanted).for_each(|_| form::add(&mut draft.body, field.name));
    }
    draft
}

/// What a record under way is called.
pub fn name(l: Locale, work: &Work) -> String {
    crate::partnership::show::title(l, &work.partnership())
}

fn summary(l: Locale, draft: &Draft, remarks: &[Remark], langs: &[String]) -> Vec<(String, String)> {
    let keeping = remarks.iter().filter(|remark| draft.is_kept_by(remark));
    keeping.map(|remark| (control::target(&remark.path, langs), remark.labelled(l))).collect()
}

fn has_texts(kind: &Kind) -> bool {
    match kind {
        Kind::Title | Kind::Prose => true,
        Kind::Group(fields) => fields.iter().any(|field| has_texts(&field.kind)),
        Kind::List(repeated) => repeated.fields.iter().any(|field| has_texts(&field.kind)),
        _ => false,
    }
}

/// The records that authorities without one may mean, by the path of their name.
async fn candidates(
    visit: &Visit,
    work: &Work,
    section: &Section,
) -> web::Result<HashMap<String, Vec<registers::Candidate>>> {
    let mut found = HashMap::new();
    if section.fields().iter().all(|field| field.name != "parties") {
        return Ok(found);
    }
    for (at, party) in work.draft.body["parties"].as_array().into_iter().flatten().enumerate() {
        let name = party["name"].as_str().unwrap_or_default();
        if party["organisation"].is_null() && !name.is_empty() {
            let offered = registers::candidates(&visit.app, visit.locale, Register::Authorities, name).await?;
            found.insert(format!("parties[{at}].name"), offered);
        }
    }
    Ok(found)
}

/// Every programme of the register.
async fn programmes(visit: &Visit) -> web::Result<Vec<(String, String)>> {
    const MOST: i64 = 500;
    let mut all = Vec::new();
    for revision in visit.app.journal.list(Record::Programme, None, MOST).await? {
        let programme: Programme = revision.read()?;
        let name = visit.locale.words(&programme.title).map(|words| words.text.to_owned()).unwrap_or_default();
        all.push((revision.id.to_string(), name));
    }
    Ok(all)
}

/// Stores what a form sent of a section. Others may save other sections of the same record meanwhile: what counts is whether
/// this section is as the form began with it.
pub async fn save(visit: Visit, Path((code, slug)): Path<(String, String)>, posted: Posted) -> web::Result {
    let section = section::find(&slug).ok_or(Error::NotFound)?;
    let pairs: Pairs = posted.fields.into_iter().collect();
    let quiet = pairs.get("quiet").is_some();
    let account = &posted.who.account;
    for _ in 0..ATTEMPTS {
        let Some(mut work) = Work::find(&visit.app, account.clone(), &code).await? else {
            let typed = moved::typed(visit.locale, section, &pairs, Draft::of(&Partnership::default()));
            return Moved::away(&visit, &pairs).await?.answer(&visit, account, typed, quiet);
        };
        if !goes_on(&work, &pairs) {
            let typed = moved::typed(visit.locale, section, &pairs, work.draft.clone());
            return Moved::on(&work).answer(&visit, account, typed, quiet);
        }
        let stored = work.draft.clone();
        if let Err(mine) = take(&visit, &mut work, section, &pairs).await? {
            work.draft = stored;
            return conflict(&visit, &work, section, &mine, &pairs, quiet);
        }
        if !work.store(&visit.app.journal, (visit.app.now)()).await? {
            // Somebody saved between our reading and our writing: it is read again.
            continue;
        }
        let answer = || {
            json!({
                "edit": work.draft.mark(section),
                "remarks": told(&visit, &work, section),
                "saved": saved(visit.locale, (visit.app.now)()),
            })
        };
        return Ok(match quiet {
            true => Json(answer()).into_response(),
            false => Redirect::to(&after(&visit, &work, section, &pairs)).into_response(),
        });
    }
    Err(Error::from(anyhow::anyhow!("{code} is saved from elsewhere without end")))
}

/// Whether the declaration is still written in as the form meant to: declared, or mended while it is validated.
fn goes_on(work: &Work, pairs: &Pairs) -> bool {
    let mends = |step| if step == Step::Mend { "1" } else { "0" };
    work.saving().is_some_and(|step| pairs.get("mending").is_none_or(|begun| begun == mends(step)))
}

/// Takes over what a form sent of a section, or gives back the body with it where the section is no longer what the form
/// began with, or two texts of it are there and none is chosen.
async fn take(
    visit: &Visit,
    work: &mut Work,
    section: &'static Section,
    pairs: &Pairs,
) -> web::Result<Result<(), Value>> {
    let step = work.saving().ok_or(Error::Forbidden)?;
    work.step(step)?;
    let before = work.partnership();
    let (stored, mark) = (work.draft.body.clone(), work.draft.mark(section));
    let wanted = work.draft.take(section, pairs, visit.locale);
    registers::resolve(&visit.app, visit.locale, &mut work.draft, section, wanted).await?;
    if pairs.get("merge").is_some() && pairs.get("edit") == Some(&mark) {
        let asked = merge::choices(visit.locale, section.fields(), &work.draft.body, &stored, pairs);
        if !asked.iter().all(Choice::is_made) {
            return Ok(Err(work.draft.body.take()));
        }
        merge::choose(&mut work.draft.body, &stored, &asked);
    }
    let changed = merge::differing(section, &stored, &work.draft.body);
    if pairs.get("edit") != Some(&mark) && !changed.is_empty() {
        return Ok(Err(work.draft.body.take()));
    }
    if matches!(pairs.get("go"), Some("next" | "list")) {
        work.draft.settle(section);
    }
    if step == Step::Mend {
        work.draft.mend(work.account.id, before, changed);
    }
    work.draft.remarks.retain(|path, _| pairs.get("go").is_none() || section::of_path(path) != Some(section));
    Ok(Ok(()))
}

/// What is to be said of a section while it is written: the control's `id`, the text, whether it keeps it from being handed in.
fn told(visit: &Visit, work: &Work, section: &Section) -> Vec<Value> {
    let remarks = work.draft.remarks(section, &work.draft.seen((visit.app.today)()), visit.locale);
    let langs = work.draft.languages(visit.locale);
    let told = |remark: &Remark| {
        let grave = work.draft.is_kept_by(remark);
        json!({ "id": control::target(&remark.path, &langs), "text": remark.said(visit.locale), "grave": grave })
    };
    remarks.iter().map(told).collect()
}

/// Where a submit leads: on where nothing is wrong, else back to the section.
fn after(visit: &Visit, work: &Work, section: &Section, pairs: &Pairs) -> String {
    let l = visit.locale;
    let list = format!("/declarer/{}", work.proposal.id);
    let here = format!("{list}/{}", section.slug);
    let keeps = |remark: &Remark| work.draft.is_kept_by(remark);
    let faulty = || work.draft.remarks(section, &work.draft.seen((visit.app.today)()), l).iter().any(keeps);
    let target = match (pairs.get("add"), pairs.get("remove"), pairs.get("go")) {
        (Some(path), ..) => {
            let parts = work.draft.body.pointer(&form::pointer(path)).and_then(Value::as_array).map_or(0, Vec::len);
            format!("{here}#{}", control::id(&format!("{path}[{}]", parts.saturating_sub(1))))
        }
        (_, Some(_), _) if work.draft.removed.is_some() => format!("{here}#supprime"),
        (.., Some("list" | "next")) if work.stage() == Stage::Submitted => format!("/valider/{}", work.proposal.id),
        (.., Some("list")) => list,
        (.., Some("stay")) => format!("{here}?{SAVED}"),
        (.., Some("next")) if faulty() => here,
        (.., Some("next")) => section.next().map_or_else(|| list.clone(), |next| format!("{list}/{}", next.slug)),
        _ => here,
    };
    l.href(&target)
}

/// Says that somebody else saved meanwhile: both texts, field by field. To a script, only that it is so.
fn conflict(visit: &Visit, work: &Work, section: &Section, mine: &Value, pairs: &Pairs, quiet: bool) -> web::Result {
    if quiet {
        return Ok((StatusCode::CONFLICT, Json(json!({ "edit": work.draft.mark(section) }))).into_response());
    }
    Ok((StatusCode::CONFLICT, merge::page(visit, work, section, mine, pairs)?).into_response())
}
