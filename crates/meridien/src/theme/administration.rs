//! `/admin/thematiques`: the vocabulary is looked after. Terms are added, named otherwise, mapped otherwise, retired in favour of
//! others; records keep what they said and are found under the term that took its place. Every change is a revision and gives
//! the vocabulary its next version.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use meridien_search::{Count, Dimension, Query};

use super::vocabulary::{self, Fault};
use super::{Theme, number};
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::index::RecordType;
use crate::journal::{Change, Entry, JournalError, Kind, Revision};
use crate::partnership::index::is;
use crate::partnership::label::author_role;
use crate::reference;
use crate::registers::{self, ids};
use crate::value::{Id, Text};
use crate::web::cache::Cache;
use crate::web::form::{Form, Input, Widget, changed_line, reason_fault};
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Characters of a label at most.
const LONGEST: usize = 200;
/// Changes shown.
const SHOWN: usize = 100;

/// The addresses under each language's prefix.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/admin/thematiques", get(list).post(add))
        .route("/admin/thematiques/telecharger", get(download))
        .route("/admin/thematiques/{code}", get(show).post(change))
}

fn check(account: &Account) -> web::Result<()> {
    match access::may_everywhere(&account.grants, Action::ManageVocabulary) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// How many partnerships each term has, those below it included.
async fn uses(visit: &Visit) -> web::Result<HashMap<u64, u64>> {
    let search = visit.app.search.clone();
    let count = move || {
        let fields = &search.fields;
        let filter = is(fields.record_type, RecordType::Partnership as u64);
        let dimensions = [Dimension { chosen: None, count: Count::Codes(fields.theme) }];
        search.index.search(&Query { filter, dimensions: &dimensions, ..Query::default() })
    };
    let answer = web::blocking(count).await??;
    let counts = answer.counts.first().map(|counts| counts.by_key().collect());
    Ok(counts.unwrap_or_default())
}

/// A term in the list.
struct Row {
    code: String,
    href: String,
    level: usize,
    label: String,
    since: u32,
    uses: String,
    /// Why it is out of use.
    retired: Option<String>,
}

fn label(l: Locale, term: &Theme) -> String {
    l.words(&term.label).map_or_else(|| term.code.clone(), |words| words.text.to_owned())
}

fn retired(l: Locale, terms: &[Theme], term: &Theme) -> Option<String> {
    let until = term.until?.to_string();
    let other = term.replaced_by.as_ref().and_then(|code| terms.iter().find(|other| other.code == *code));
    Some(match other {
        Some(other) => {
            let name = format!("{} {}", other.code, label(l, other));
            l.t_with("term-replaced", &[("version", until.into()), ("other", name.into())])
        }
        None => l.t_with("term-retired", &[("version", until.into())]),
    })
}

/// A change of the vocabulary.
struct Past {
    day: String,
    role: &'static str,
    reason: Option<String>,
    code: String,
    what: Vec<String>,
}

#[derive(Template)]
#[template(path = "theme/admin_list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    version: u32,
    rows: Vec<Row>,
    form: Form,
    past: Vec<Past>,
}

fn page_of(visit: &Visit, account: &Account, title: String) -> Page {
    visit.page(title).crumb(visit.locale.t("admin"), "/admin").of_account(account)
}

/// `/admin/thematiques`
async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    let terms = vocabulary::read(&visit.app.journal).await?;
    draw_list(&visit, &who.account, &terms, new_form(visit.locale, &terms)).await
}

/// The fields by which a term is named and mapped.
fn term_inputs(l: Locale, term: &Theme) -> Vec<Input> {
    let exact = |lang: &str| term.label.exact(lang).unwrap_or_default().to_owned();
    let goals: Vec<String> = term.sdgs.iter().map(u8::to_string).collect();
    vec![
        Input::line("fr", l.t("term-fr"), exact("fr")),
        Input::line("en", l.t("term-en"), exact("en")),
        Input::line("cad", l.t("term-purposes"), term.purposes.join(" ")).hint(l.t("term-purposes-hint")),
        Input::line("odd", l.t("term-goals"), goals.join(" ")).hint(l.t("term-goals-hint")),
    ]
}

fn reason(l: Locale) -> Input {
    Input::line("motif", l.t("reform-reason"), "").hint(l.t("term-reason-hint"))
}

fn blank() -> Theme {
    Theme {
        code: String::new(),
        label: Text::default(),
        since: 0,
        until: None,
        replaced_by: None,
        changed: None,
        purposes: Vec::new(),
        sdgs: Vec::new(),
    }
}

/// The terms that fit a condition, to choose from, and before them none.
fn choices(l: Locale, terms: &[Theme], none: &str, fits: impl Fn(&Theme) -> bool) -> Widget {
    let choice = |term: &Theme| (term.code.clone(), format!("{} {}", term.code, label(l, term)));
    let terms = terms.iter().filter(|term| term.until.is_none() && fits(term)).map(choice);
    Widget::Choice(std::iter::once((String::new(), l.t(none).into_owned())).chain(terms).collect())
}

fn new_form(l: Locale, terms: &[Theme]) -> Form {
    let above = choices(l, terms, "term-first-level", |term| term.code.split('.').count() < 3);
    let mut inputs = vec![Input::line("sous", l.t("term-below"), "").widget(above)];
    inputs.extend(term_inputs(l, &blank()));
    inputs.push(reason(l));
    let (action, button) = (l.href("/admin/thematiques"), l.t("term-add").into_owned());
    Form { l, prefix: "", action, inputs, hidden: Vec::new(), button }
}

async fn draw_list(visit: &Visit, account: &Account, terms: &[Theme], form: Form) -> web::Result {
    let l = visit.locale;
    let uses = uses(visit).await?;
    let row = |term: &Theme| Row {
        href: l.href(&format!("/admin/thematiques/{}", term.code)),
        level: term.code.split('.').count(),
        label: label(l, term),
        since: term.since,
        uses: l.integer(number(&term.code).and_then(|number| uses.get(&number).copied()).unwrap_or_default()),
        retired: retired(l, terms, term),
        code: term.code.clone(),
    };
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = ListPage {
        l,
        page: page_of(visit, account, form.title(l.t("admin-themes"))),
        version: vocabulary::version(terms),
        rows: terms.iter().map(row).collect(),
        past: past(visit, terms).await?,
        form,
    };
    Ok((status, page::answer(Cache::Private, &shown)?).into_response())
}

/// The changes of the vocabulary, newest first.
async fn past(visit: &Visit, terms: &[Theme]) -> web::Result<Vec<Past>> {
    let touched =
        |term: &&Theme| term.since > reference::THEMES_VERSION || term.until.is_some() || term.changed.is_some();
    let touched: Vec<Id> = terms.iter().filter(touched).map(|term| ids::theme(&term.code)).collect();
    let journal = &visit.app.journal;
    let mut revisions: Vec<Revision> = journal.newest_of(Kind::Theme, &touched).await?.into_values().collect();
    revisions.extend(journal.earlier_of(Kind::Theme, &touched).await?);
    // Those of a term together, its newest first.
    revisions.sort_by_key(|revision| (revision.id, std::cmp::Reverse(revision.version)));
    let mut all: Vec<(i64, Past)> = Vec::new();
    for history in revisions.chunk_by(|one, next| one.id == next.id) {
        all.extend(changes(visit.locale, history)?);
    }
    all.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
    all.truncate(SHOWN);
    Ok(all.into_iter().map(|(_, past)| past).collect())
}

/// The changes of one term, each with its position in the journal; its loading with the registers is none.
fn changes(l: Locale, history: &[Revision]) -> web::Result<Vec<(i64, Past)>> {
    let mut found = Vec::new();
    let states: Vec<&Revision> = history.iter().filter(|revision| revision.change == Change::Published).collect();
    for (at, revision) in states.iter().enumerate() {
        let after: Theme = revision.read()?;
        let before = states.get(at + 1).map(|earlier| earlier.read::<Theme>()).transpose()?;
        if before.is_none() && after.since <= reference::THEMES_VERSION {
            continue;
        }
        let past = Past {
            day: l.day(revision.at.date_naive()),
            role: author_role(&revision.author.role),
            reason: revision.reason.clone(),
            what: differences(l, before.as_ref(), &after),
            code: after.code,
        };
        found.push((revision.seq, past));
    }
    Ok(found)
}

fn differences(l: Locale, before: Option<&Theme>, after: &Theme) -> Vec<String> {
    let blank = blank();
    let held = before.unwrap_or(&blank);
    let goals = |term: &Theme| term.sdgs.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
    let exact = |term: &Theme, lang: &str| term.label.exact(lang).unwrap_or_default().to_owned();
    let state = |term: &Theme| match (&term.replaced_by, term.until) {
        (Some(other), _) => other.clone(),
        (None, Some(_)) => l.t("term-none").into_owned(),
        (None, None) => String::new(),
    };
    let pairs = [
        ("term-fr", exact(held, "fr"), exact(after, "fr")),
        ("term-en", exact(held, "en"), exact(after, "en")),
        ("term-purposes", held.purposes.join(" "), after.purposes.join(" ")),
        ("term-goals", goals(held), goals(after)),
        ("term-replacement", state(held), state(after)),
    ];
    let said = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let differ = pairs.iter().filter(|(_, before, after)| before != after);
    differ.map(|(key, before, after)| changed_line(l, key, &said(before), &said(after))).collect()
}

/// Reads what a term is called and mapped to, with what is wrong.
fn read(l: Locale, posted: &Posted, held: Theme) -> (Theme, Vec<(String, String)>) {
    let mut faults = Vec::new();
    let mut fault = |name: &str, key: &str| faults.push((name.to_owned(), l.t(key).into_owned()));
    let mut label = Text::default();
    for lang in ["fr", "en"] {
        let text = posted.text(lang);
        if text.is_empty() || text.chars().count() > LONGEST {
            fault(lang, "term-fault-label");
        }
        label = label.with(lang, text);
    }
    let parts = |name: &str| -> Vec<String> {
        posted.text(name).split([' ', ',', ';']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let purposes = parts("cad");
    let known = |code: &String| {
        let list = if code.len() == 3 { "SectorCategory" } else { "Sector" };
        reference::code(list, code).is_some()
    };
    if !purposes.iter().all(known) {
        fault("cad", "term-fault-purposes");
    }
    let goals: Option<Vec<u8>> =
        parts("odd").iter().map(|goal| goal.parse().ok().filter(|goal| (1..=17).contains(goal))).collect();
    if goals.is_none() {
        fault("odd", "term-fault-goals");
    }
    if let Some(key) = reason_fault(posted.text("motif")) {
        fault("motif", key);
    }
    (Theme { label, purposes, sdgs: goals.unwrap_or_default(), ..held }, faults)
}

/// A form that keeps what was typed.
fn typed(mut form: Form, posted: &Posted, faults: Vec<(String, String)>) -> Form {
    for input in &mut form.inputs {
        input.value = posted.text(&input.name).to_owned();
    }
    form.with_faults(faults)
}

/// Adds a term.
async fn add(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let l = visit.locale;
    let terms = vocabulary::read(&visit.app.journal).await?;
    let parent = Some(posted.text("sous")).filter(|code| !code.is_empty());
    let code = vocabulary::next_code(&terms, parent);
    let since = vocabulary::version(&terms) + 1;
    let (term, mut faults) = read(l, &posted, Theme { since, ..blank() });
    match &code {
        Ok(code) => faults.extend(label_fault(l, &terms, &Theme { code: code.clone(), ..term.clone() })),
        Err(fault) => faults.extend(says(l, "sous", fault.key())),
    }
    let (Ok(code), true) = (code, faults.is_empty()) else {
        let form = typed(new_form(l, &terms), &posted, faults);
        return draw_list(&visit, &posted.who.account, &terms, form).await;
    };
    match write(&visit, &posted, Theme { code: code.clone(), ..term }, 0).await {
        Ok(()) => Ok(Redirect::to(&l.href(&format!("/admin/thematiques/{code}"))).into_response()),
        Err(JournalError::Conflict { .. }) => {
            let faults = vec![("motif".to_owned(), l.t("term-changed-meanwhile").into_owned())];
            draw_list(&visit, &posted.who.account, &terms, typed(new_form(l, &terms), &posted, faults)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn write(visit: &Visit, posted: &Posted, term: Theme, base: i32) -> Result<(), JournalError> {
    let codes = vec![registers::identifier("theme", &term.code)];
    let entry = Entry::publish(Kind::Theme, ids::theme(&term.code), base, &term, codes);
    let entry = Entry { reason: Some(posted.text("motif").to_owned()), ..entry };
    let author = posted.who.account.author_of(Action::ManageVocabulary);
    visit.app.journal.append(&author, (visit.app.now)(), &[entry]).await.map(|_| ())
}

#[derive(Template)]
#[template(path = "theme/admin_show.html")]
struct ShowPage {
    l: Locale,
    page: Page,
    public: String,
    uses: u64,
    retired: Option<String>,
    correct: Form,
    retire: Form,
    past: Vec<Past>,
}

/// One term under change.
struct Step {
    terms: Vec<Theme>,
    term: Theme,
    newest: Revision,
}

impl Step {
    async fn find(visit: &Visit, code: &str) -> web::Result<Step> {
        let terms = vocabulary::read(&visit.app.journal).await?;
        let term = terms.iter().find(|term| term.code == code).cloned().ok_or(Error::NotFound)?;
        let newest = visit.app.journal.newest(Kind::Theme, ids::theme(code)).await?.ok_or(Error::NotFound)?;
        Ok(Step { terms, term, newest })
    }

    fn form(&self, l: Locale, inputs: Vec<Input>, word: &str, button: &str) -> Form {
        Form {
            l,
            prefix: if word == "corriger" { "" } else { "retrait-" },
            action: l.href(&format!("/admin/thematiques/{}", self.term.code)),
            inputs,
            hidden: vec![("faire".to_owned(), word.to_owned()), ("base".to_owned(), self.newest.version.to_string())],
            button: l.t(button).into_owned(),
        }
    }

    /// The form that names and maps it.
    fn correct(&self, l: Locale) -> Form {
        let mut inputs = term_inputs(l, &self.term);
        inputs.push(reason(l));
        self.form(l, inputs, "corriger", "save")
    }

    /// The form that retires it, or takes it into use again.
    fn retire(&self, l: Locale) -> Form {
        if self.term.until.is_some() {
            return self.form(l, vec![reason(l)], "reprendre", "term-reinstate");
        }
        let others = choices(l, &self.terms, "term-none", |other| other.code != self.term.code);
        let other = Input::line("remplace", l.t("term-replacement"), "").widget(others);
        let other = other.hint(l.t("term-replacement-hint"));
        self.form(l, vec![other, reason(l)], "retirer", "term-retire")
    }

    async fn draw(&self, visit: &Visit, account: &Account, correct: Form, retire: Form) -> web::Result {
        let l = visit.locale;
        let faulty = correct.is_faulty() || retire.is_faulty();
        let name = format!("{} {}", self.term.code, label(l, &self.term));
        let title = if correct.is_faulty() { correct.title(name) } else { retire.title(name) };
        let uses = uses(visit).await?;
        let history = visit.app.journal.history(Kind::Theme, self.newest.id).await?;
        let shown = ShowPage {
            l,
            page: page_of(visit, account, title).crumb(l.t("admin-themes"), "/admin/thematiques"),
            public: l.href(&format!("/thematiques/{}", self.term.code)),
            uses: number(&self.term.code).and_then(|number| uses.get(&number).copied()).unwrap_or_default(),
            retired: retired(l, &self.terms, &self.term),
            correct,
            retire,
            past: changes(l, &history)?.into_iter().map(|(_, past)| past).collect(),
        };
        let status = if faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Ok((status, page::answer(Cache::Private, &shown)?).into_response())
    }
}

/// `/admin/thematiques/{code}`
async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    check(&who.account)?;
    let step = Step::find(&visit, &code).await?;
    let l = visit.locale;
    step.draw(&visit, &who.account, step.correct(l), step.retire(l)).await
}

/// What a form makes of a term, with what is wrong.
fn changed(l: Locale, posted: &Posted, step: &Step) -> web::Result<(Theme, Vec<(String, String)>)> {
    let version = vocabulary::version(&step.terms) + 1;
    let unreasoned = reason_fault(posted.text("motif")).map_or_else(Vec::new, |key| says(l, "motif", key));
    Ok(match posted.text("faire") {
        "corriger" => {
            let (term, mut faults) = read(l, posted, Theme { changed: Some(version), ..step.term.clone() });
            faults.extend(label_fault(l, &step.terms, &term));
            (term, faults)
        }
        "retirer" => {
            let other = Some(posted.text("remplace")).filter(|code| !code.is_empty());
            match vocabulary::retire(&step.terms, &step.term.code, other, version) {
                Ok(term) => (term, unreasoned),
                Err(fault) => (step.term.clone(), says(l, retired_field(fault), fault.key())),
            }
        }
        "reprendre" => match vocabulary::reinstate(&step.terms, &step.term.code, version) {
            Ok(term) => (term, unreasoned),
            Err(fault) => (step.term.clone(), says(l, retired_field(fault), fault.key())),
        },
        _ => return Err(Error::NotFound),
    })
}

/// What is wrong where a term beside it is called the same.
fn label_fault(l: Locale, terms: &[Theme], term: &Theme) -> Vec<(String, String)> {
    vocabulary::check_label(terms, term).err().map_or_else(Vec::new, |(field, fault)| says(l, field, fault.key()))
}

fn says(l: Locale, field: &str, key: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), l.t(key).into_owned())]
}

/// Changes a term.
async fn change(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let l = visit.locale;
    let step = Step::find(&visit, &code).await?;
    let (term, mut faults) = changed(l, &posted, &step)?;
    if faults.is_empty() && posted.text("base") == step.newest.version.to_string() {
        match write(&visit, &posted, term, step.newest.version).await {
            Ok(()) => return Ok(Redirect::to(&l.href(&format!("/admin/thematiques/{code}"))).into_response()),
            Err(JournalError::Conflict { .. }) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    if faults.is_empty() {
        faults = says(l, "motif", "term-changed-meanwhile");
    }
    let (mut correct, mut retire) = (step.correct(l), step.retire(l));
    if posted.text("faire") == "corriger" {
        correct = typed(correct, &posted, faults);
    } else {
        retire = typed(retire, &posted, faults);
    }
    step.draw(&visit, &posted.who.account, correct, retire).await
}

fn retired_field(fault: Fault) -> &'static str {
    if fault == Fault::Replacement { "remplace" } else { "motif" }
}

/// `/admin/thematiques/telecharger`: the vocabulary as a table.
async fn download(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    Parameters::of(&visit).finish()?;
    let terms = vocabulary::read(&visit.app.journal).await?;
    let uses = uses(&visit).await?;
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let heads = ["code", "label_fr", "label_en", "since", "until", "replaced_by", "purposes", "sdgs", "partnerships"];
    file.write_record(heads).map_err(anyhow::Error::from)?;
    for term in &terms {
        let exact = |lang: &str| term.label.exact(lang).unwrap_or_default().to_owned();
        let goals: Vec<String> = term.sdgs.iter().map(u8::to_string).collect();
        let uses = number(&term.code).and_then(|number| uses.get(&number).copied()).unwrap_or_default();
        let cells = [
            term.code.clone(),
            exact("fr"),
            exact("en"),
            term.since.to_string(),
            term.until.map_or_else(String::new, |until| until.to_string()),
            term.replaced_by.clone().unwrap_or_default(),
            term.purposes.join(" "),
            goals.join(" "),
            uses.to_string(),
        ];
        file.write_record(cells.map(|cell| meridien_tables::harmless(&cell).into_owned()))
            .map_err(anyhow::Error::from)?;
    }
    let bytes = file.into_inner().map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let name = format!("attachment; filename=\"themes-{}.csv\"", vocabulary::version(&terms));
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    let mut response = (headers, bytes).into_response();
    response.extensions_mut().insert(Cache::Private);
    Ok(response)
}
