//! `/importer`: tables and files of activities in the workspace. Handed in, looked at with all their faults, corrected in
//! place, imported, undone.
//!
//! Whoever publishes imports anything, and it is published. An authority's agent imports tables of its own partnerships,
//! and the rows become declarations.

mod activities;
mod check;
mod dry;
mod handed;
mod outcome;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::extract::{Multipart, Path};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use meridien_tables::read;
use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::kept::{self, Form, Kept, Part};
use super::table::column::{Chosen, Column, Heading, Meaning};
use super::table::report::Line;
use super::table::side::Side;
use super::table::{self, Asked, Done, template};
use super::undo;
use super::work::{self, Step};
use super::{ImportError, Options};
use crate::access::{self, Action, Field, Relations};
use crate::account::{Account, Posted, SignedIn};
use crate::anomaly::{Anomaly, Code, Severity};
use crate::app::State;
use crate::declaration::letters;
use crate::declaration::tasks::moment;
use crate::declaration::work::authorities;
use crate::journal::{Proposal, ProposalState};
use crate::reference::fold;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Lang, Locale, Page, Visit, page};
use handed::{Handed, Refused};
use outcome::Outcome;

/// Rows of a table that is imported here; larger ones come in on the command line.
const MOST_ROWS: u64 = 5000;
/// Rows of an agent's table: each becomes a declaration of its own.
const MOST_DECLARATIONS: u64 = 500;
/// The largest table taken here, in bytes.
const LARGEST_TABLE: u64 = 1 << 20;
/// Imports of an account that may wait.
const MOST_WAITING: usize = 20;
/// Faults shown at once.
const MOST_FAULTS: usize = 200;
/// Imports listed.
const MOST: i64 = 50;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/importer", get(list).post(upload))
        .route("/importer/modele.xlsx", get(workbook))
        .route("/importer/modele.csv", get(csv))
        .route("/importer/{id}", get(show).post(act))
        .route("/importer/{id}/rapport.csv", get(activities::csv))
        .route("/verifier-iati", get(check::show).post(check::check))
}

/// Whether what an account imports is published at once: it must be one that publishes.
pub fn may_import(account: &Account) -> bool {
    access::may_everywhere(&account.grants, Action::Validate)
}

/// Whether an account imports at all: it publishes, or declares for an authority.
pub fn may_hand_in(account: &Account) -> bool {
    let own = Relations { organisations: authorities(account), ..Relations::default() };
    may_import(account) || (!own.organisations.is_empty() && account.may(&own, Action::Declare, Field::Whole))
}

fn check(account: &Account) -> web::Result<()> {
    if may_hand_in(account) { Ok(()) } else { Err(Error::Forbidden) }
}

/// An import in the list.
struct Listed {
    href: String,
    name: String,
    /// The key of its state.
    state: &'static str,
    when: String,
    created: u64,
    updated: u64,
    /// It did what the numbers say, and nobody undid it.
    done: bool,
}

#[derive(Template)]
#[template(path = "imports/pages/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    imports: Vec<Listed>,
    fault: Option<String>,
    /// What the account imports is published.
    publishes: bool,
}

async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    draw_list(&visit, &who.account, None).await
}

async fn draw_list(visit: &Visit, account: &Account, fault: Option<String>) -> web::Result {
    let l = visit.locale;
    let listed = |kept: Kept| Listed {
        href: l.href(&format!("/importer/{}", kept.id)),
        state: kept.state(),
        when: moment(l, kept.undone_at.or(kept.at).unwrap_or(kept.made_at)),
        created: kept.counts.created,
        updated: kept.counts.updated,
        done: kept.at.is_some() && kept.undone_at.is_none(),
        name: kept.name,
    };
    let publishes = may_import(account);
    let whose = (!publishes).then_some(account.id);
    let imports = kept::list(&visit.app.journal, whose, MOST).await?.into_iter().map(listed).collect();
    let title = match fault {
        Some(_) => l.t_with("error-title", &[("title", l.t("import-title").into_owned().into())]),
        None => l.t("import-title").into_owned(),
    };
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let answer = page::answer(Cache::Private, &ListPage { l, page, imports, fault, publishes })?;
    Ok((status, answer).into_response())
}

async fn workbook(visit: Visit) -> web::Result {
    let mut out = std::io::Cursor::new(Vec::new());
    template::workbook(&mut out, visit.locale).map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(([(header::CONTENT_TYPE, kind)], out.into_inner()).into_response())
}

async fn csv(visit: Visit) -> web::Result {
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], template::csv(visit.locale)).into_response())
}

/// Keeps what was handed in, if it can be imported.
async fn upload(visit: Visit, who: SignedIn, form: Multipart) -> web::Result {
    check(&who.account)?;
    let (l, account) = (visit.locale, &who.account);
    let form = match handed::Form::take(form).await {
        Ok(form) => form,
        Err(Refused::Form(fault)) => return Ok(fault.into_response()),
        Err(Refused::Ours(fault)) => return Err(fault),
    };
    let texts = Lang::from_code(form.text("lang")).unwrap_or(l.lang);
    let files = form.files;
    if files.is_empty() {
        return draw_list(&visit, account, Some(l.t("import-no-file").into_owned())).await;
    }
    let own = kept::list(&visit.app.journal, Some(account.id), MOST).await?;
    if own.iter().filter(|kept| kept.at.is_none()).count() + files.len() > MOST_WAITING {
        let fault = l.t_with("import-too-many-waiting", &[("most", MOST_WAITING.into())]);
        return draw_list(&visit, account, Some(fault)).await;
    }
    for file in &files {
        if let Some(fault) = refused(file, account, l).await? {
            return draw_list(&visit, account, Some(fault)).await;
        }
    }
    let mut last = None;
    for file in &files {
        last = Some(take_in(&visit, account, file, texts).await?);
    }
    match last {
        Some(only) if files.len() == 1 => Ok(to(&visit, &only)),
        _ => Ok(Redirect::to(&l.href("/importer")).into_response()),
    }
}

fn is_markup(file: &Handed) -> web::Result<bool> {
    let mut opened = file.file.reopen().map_err(anyhow::Error::from)?;
    Ok(read::format(&mut opened).map_err(anyhow::Error::from)? == read::Format::Markup)
}

/// Why a file is not taken, if it is not.
async fn refused(file: &Handed, account: &Account, l: Locale) -> web::Result<Option<String>> {
    let most = ("most", (LARGEST_TABLE >> 20).into());
    let named = |key| Some(l.t_with(key, &[("file", file.name.as_str().into()), most.clone()]));
    if is_markup(file)? {
        return Ok(if may_import(account) { None } else { named("import-iati-not-yours") });
    }
    if file.size > LARGEST_TABLE {
        return Ok(named("import-table-large"));
    }
    let path = file.file.path().to_owned();
    // A workbook is unpacked to be measured.
    let fault = web::blocking(move || table::check(&path, &Chosen::new()).err()).await?;
    let path = file.file.path().display().to_string();
    Ok(fault.map(|fault| fault.message(l).replace(&path, &file.name)))
}

/// Keeps a file as an import that waits; activities are looked at by a job.
async fn take_in(visit: &Visit, account: &Account, file: &Handed, texts: Lang) -> web::Result<Kept> {
    let form = match is_markup(file)? {
        true => Form::Iati,
        false if may_import(account) => Form::Table,
        false => Form::Declarations,
    };
    let bytes = std::fs::read(file.file.path()).map_err(anyhow::Error::from)?;
    let kept = Kept { lang: texts, ..Kept::new(&file.name, form, Some(account.id), (visit.app.now)()) };
    keep(visit, &kept, &bytes).await?;
    if form == Form::Iati {
        work::ask(&visit.app, &kept, Step::Look, visit.locale).await?;
    }
    Ok(kept)
}

async fn keep(visit: &Visit, kept: &Kept, bytes: &[u8]) -> web::Result<()> {
    kept.save(&visit.app.journal).await?;
    kept::put_file(&visit.app.journal, kept.id, Part::Uploaded, bytes).await?;
    Ok(())
}

fn to(visit: &Visit, kept: &Kept) -> axum::response::Response {
    Redirect::to(&visit.locale.href(&format!("/importer/{}", kept.id))).into_response()
}

/// A file of these bytes, which goes away with the value.
fn written(bytes: &[u8]) -> web::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::NamedTempFile::new().map_err(anyhow::Error::from)?;
    file.write_all(bytes).map_err(anyhow::Error::from)?;
    Ok(file)
}

/// A fault with the cell in which it may be mended.
struct Mendable {
    row: String,
    heading: String,
    value: String,
    severity: String,
    is_error: bool,
    rule: String,
    mend: String,
    /// The cells in which it may be mended, each once on the page.
    cells: Vec<Cell>,
}

/// A cell that may be written over.
struct Cell {
    /// `12 start`: the name of its field, and of the one that keeps what was offered.
    place: String,
    /// What stands in it.
    value: String,
    heading: String,
    /// It is not the one in which the fault is, but beside it.
    is_beside: bool,
}

/// The columns in which a fault may be mended too.
fn beside(column: Column, anomaly: &Anomaly, done: &Done) -> Vec<Column> {
    match (column, anomaly.code) {
        (Column::Surplus, _) => {
            let mut known = done.headings.iter().filter_map(|heading| match heading.meaning {
                Meaning::Column(column) if column != Column::Surplus => Some(column),
                _ => None,
            });
            known.next_back().into_iter().collect()
        }
        (Column::Authority, _) => vec![Column::AuthorityCode],
        (Column::Partner, Code::AmbiguousParty) => vec![Column::PartnerCountry, Column::PartnerCode],
        (Column::Partner, _) => vec![Column::PartnerCountry],
        (Column::Parties, _) => vec![Column::Countries],
        _ => Vec::new(),
    }
}

/// A heading and what it may mean.
struct Matched {
    text: String,
    meaning: Option<Column>,
    /// People said that it is not to be read.
    left: bool,
}

impl Matched {
    fn is(&self, column: &Column) -> bool {
        self.meaning.as_ref() == Some(column)
    }
}

#[derive(Template)]
#[template(path = "imports/pages/show.html")]
struct ShowPage {
    l: Locale,
    page: Page,
    kept: Kept,
    state: &'static str,
    action: String,
    /// What would become of the rows; none once it is done.
    tried: Option<Tried>,
    /// The import of which these rows were left over.
    before: Option<Kept>,
    outcome: Outcome,
}

struct Tried {
    read: u64,
    counts: [(&'static str, u64); 4],
    headings: Vec<Matched>,
    /// Somebody has to say what a column holds.
    asks: bool,
    faults: Vec<Mendable>,
    /// Faults beyond those shown.
    more: usize,
    /// Why nothing can be read.
    refused: Option<String>,
}

impl Tried {
    /// Whether a row would become or change a record.
    fn makes_something(&self) -> bool {
        let [(_, made), (_, changed), ..] = self.counts;
        made + changed > 0
    }
}

/// An import that an account may see: its own; all that were published, where it publishes.
async fn find(visit: &Visit, account: &Account, code: &str) -> web::Result<Kept> {
    check(account)?;
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    let kept = kept::find(&visit.app.journal, id).await?.ok_or(Error::NotFound)?;
    let sees = match kept.form {
        Form::Declarations => kept.account == Some(account.id),
        Form::Table | Form::Iati => may_import(account),
    };
    if sees { Ok(kept) } else { Err(Error::NotFound) }
}

async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let kept = find(&visit, &who.account, &code).await?;
    if kept.form == Form::Iati {
        return activities::show(&visit, &who.account, kept).await;
    }
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let before = parameters.text("reste");
    parameters.finish()?;
    let before = match before.as_str() {
        "" => None,
        code => Some(find(&visit, &who.account, code).await?),
    };
    let tried = match kept.at.is_none() {
        true => Some(tried(&visit, &who.account, &kept).await?),
        false => None,
    };
    let page = visit
        .page(kept.name.clone())
        .crumb(l.t("workspace"), "/espace")
        .crumb(l.t("import-title"), "/importer")
        .of_account(&who.account);
    let action = l.href(&format!("/importer/{}", kept.id));
    let outcome = Outcome::of(&visit, &kept).await?;
    page::answer(Cache::Private, &ShowPage { l, page, state: kept.state(), kept, action, tried, before, outcome })
}

async fn tried(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<Tried> {
    let l = visit.locale;
    let tried = dry::run(visit, account, kept).await?;
    let done = &tried.done;
    let matched = |heading: &Heading| Matched {
        left: heading.meaning == Meaning::Left,
        meaning: match heading.meaning {
            Meaning::Column(column) => Some(column),
            _ => None,
        },
        text: heading.text.clone(),
    };
    let report = &done.report;
    let [made, changed] = match kept.form {
        Form::Declarations => ["import-begun", "import-corrected"],
        _ => ["import-created", "import-updated"],
    };
    let counts = [
        (made, report.created),
        (changed, report.updated),
        ("import-merged", report.merged),
        ("import-skipped", report.skipped),
    ];
    let headings: Vec<Matched> =
        tried.headings.iter().filter(|heading| !heading.text.is_empty()).map(matched).collect();
    Ok(Tried {
        read: report.read,
        counts,
        asks: tried.refused.is_some() || headings.iter().any(|heading| heading.meaning.is_none() && !heading.left),
        headings,
        faults: faults(done, kept, l),
        more: report.anomalies.len().saturating_sub(MOST_FAULTS),
        refused: tried.refused.clone(),
    })
}

fn faults(done: &Done, kept: &Kept, l: Locale) -> Vec<Mendable> {
    let mut asked = HashSet::new();
    let cell = |row: u64, column: Column, is_beside: bool| Cell {
        place: format!("{row} {}", column.as_str()),
        value: kept.corrections.get(&(row, column)).cloned().unwrap_or_else(|| done.cell(row, column)),
        heading: column.heading(l),
        is_beside,
    };
    // The gravest first: those that keep a row waiting.
    let mut shown: Vec<&Anomaly> = done.report.anomalies.iter().collect();
    shown.sort_by_key(|anomaly| std::cmp::Reverse(anomaly.code.severity()));
    shown.truncate(MOST_FAULTS);
    // A field of its own comes before one beside another.
    let own: HashSet<(u64, Column)> = shown.iter().filter_map(|anomaly| place(&Line::new(anomaly, l))).collect();
    let mut mendable = |anomaly: &Anomaly| {
        let line = Line::new(anomaly, l);
        let mut cells = Vec::new();
        if let Some((row, column)) = place(&line) {
            cells.extend(asked.insert((row, column)).then(|| cell(row, column, false)));
            let others = beside(column, anomaly, done).into_iter().filter(|other| !own.contains(&(row, *other)));
            let others: Vec<Column> = others.filter(|other| asked.insert((row, *other))).collect();
            cells.extend(others.into_iter().map(|other| cell(row, other, true)));
        }
        Mendable {
            row: line.row.map_or_else(String::new, |row| row.to_string()),
            value: line.value.to_owned(),
            severity: line.severity.label(l).into_owned(),
            is_error: line.severity == Severity::Error,
            rule: line.rule.into_owned(),
            mend: line.mend.into_owned(),
            heading: line.heading.into_owned(),
            cells,
        }
    };
    shown.into_iter().map(&mut mendable).collect()
}

/// The cell in which an error is, or the name of an authority that nobody knew.
fn place(line: &Line<'_>) -> Option<(u64, Column)> {
    let is_mendable = line.severity == Severity::Error || line.code == Code::OrganisationCreated.as_str();
    line.row.zip(line.column.parse().ok()).filter(|_| is_mendable)
}

/// The file of an import and what to ask of it.
async fn asked(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<(tempfile::NamedTempFile, Asked)> {
    let journal = &visit.app.journal;
    let content = kept::file(journal, kept.id, Part::Uploaded).await?.ok_or(Error::NotFound)?;
    let file = written(&content)?;
    let asked = Asked {
        path: file.path().to_owned(),
        name: kept.name.clone(),
        chosen: kept::chosen(journal, owner(account)).await?,
        corrections: kept.corrections.clone(),
        most_rows: if kept.form == Form::Declarations { MOST_DECLARATIONS } else { MOST_ROWS },
        texts: kept.lang,
        locale: visit.locale,
        side: (kept.form == Form::Declarations).then(|| Side::of(account)),
    };
    Ok((file, asked))
}

/// Whose memory of headings it is: the account's organisation, else its own.
fn owner(account: &Account) -> Id {
    account.organisations(access::Role::Agent).next().unwrap_or(account.id)
}

fn options(visit: &Visit, kept: &Kept) -> Options {
    let app = &visit.app;
    let (home, now) = (app.settings.home_country, (app.now)());
    Options { proposal: kept.form == Form::Declarations, licence: None, persons: false, home, now }
}

/// Takes what was chosen and corrected; then looks again, imports, gives up or undoes.
async fn act(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (journal, account) = (&visit.app.journal, &posted.who.account);
    let mut kept = find(&visit, account, &code).await?;
    if kept.form == Form::Iati {
        return activities::act(&visit, account, kept, posted.text("do")).await;
    }
    match (posted.text("do"), kept.at.is_some()) {
        ("undo", true) if kept.may_be_undone() => {
            let (own, mut undoing) = (visit.clone(), kept.clone());
            going_on(async move {
                let reason = undo::reason(&undoing);
                undo::undo(&own.app.journal, &mut undoing, &reason, (own.app.now)()).await
            })
            .await??;
        }
        ("forget", false) => {
            kept.forget(journal).await?;
            return Ok(Redirect::to(&visit.locale.href("/importer")).into_response());
        }
        (step, false) => {
            take(&visit, account, &mut kept, &posted).await?;
            if matches!(step, "import" | "submit") {
                let (own, asker, begun, submit) = (visit.clone(), account.clone(), kept.clone(), step == "submit");
                let next = going_on(async move { import(&own, &asker, begun, submit).await }).await??;
                return Ok(match next {
                    Some(rest) => {
                        let address = format!("/importer/{}?reste={}", rest.id, kept.id);
                        Redirect::to(&visit.locale.href(&address)).into_response()
                    }
                    None => to(&visit, &kept),
                });
            }
        }
        _ => {}
    }
    Ok(to(&visit, &kept))
}

/// Does it to its end though nobody may wait for it any more: a tab that is closed would leave half of an import.
async fn going_on<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> web::Result<T> {
    Ok(tokio::spawn(work).await.map_err(anyhow::Error::from)?)
}

/// Remembers the matches and keeps the corrections, and in which language the texts are.
async fn take(visit: &Visit, account: &Account, kept: &mut Kept, posted: &Posted) -> web::Result<()> {
    let mut chosen = Chosen::new();
    let offered = posted.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("was ")?, bare(value))));
    let offered: HashMap<&str, String> = offered.collect();
    for (name, value) in &posted.fields {
        if let Some(heading) = name.strip_prefix("column ") {
            if value != "?" {
                chosen.insert(fold(heading), value.parse().ok());
            }
        } else if let Some(place) = name.strip_prefix("cell ")
            && let Some((Ok(row), Ok(column))) =
                place.split_once(' ').map(|(row, column)| (row.parse(), column.parse()))
            && offered.get(place) != Some(&bare(value))
        {
            kept.corrections.insert((row, column), value.trim().to_owned());
        }
    }
    kept.lang = Lang::from_code(posted.text("lang")).unwrap_or(kept.lang);
    kept::remember(&visit.app.journal, owner(account), &chosen).await?;
    kept.save(&visit.app.journal).await?;
    Ok(())
}

/// A text as it comes back from a field that nobody touched: a browser takes ends of lines out of it.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Imports; the rows that wait become an upload of their own, which is given.
async fn import(visit: &Visit, account: &Account, mut kept: Kept, submit: bool) -> web::Result<Option<Kept>> {
    let journal = &visit.app.journal;
    let (_file, mut asked) = asked(visit, account, &kept).await?;
    if let Some(side) = &mut asked.side {
        side.submit = submit;
    }
    let mut options = options(visit, &kept);
    // Somebody who clicks twice imports once.
    let Some(now) = kept.begin(journal, options.now).await? else { return Ok(None) };
    options.now = now;
    let mut done = match table::run(Some(journal), asked, &options, false).await {
        Ok(done) => done,
        Err(fault) => {
            kept.broken_off(journal).await?;
            return match fault {
                ImportError::Journal(fault) => Err(fault.into()),
                // The page says why.
                _ => Ok(None),
            };
        }
    };
    kept.end(journal, &done.report).await?;
    if submit {
        let own = journal.proposals_by(&account.id.to_string()).await?.into_iter();
        let submitted = |one: &Proposal| one.at == options.now && one.state == ProposalState::Submitted;
        letters::submitted_by_table(&visit.app, kept.id, &own.filter(submitted).collect::<Vec<_>>()).await?;
    }
    let mut waiting = None;
    if !done.waiting.is_empty() {
        let mut rows = Vec::new();
        done.waiting = table::report::in_place(done.waiting);
        table::report::waiting(&done, &mut rows, visit.locale).map_err(anyhow::Error::from)?;
        let rest = Kept::new(&kept.name, kept.form, Some(account.id), (visit.app.now)());
        let rest = Kept { lang: kept.lang, ..rest };
        keep(visit, &rest, &rows).await?;
        waiting = Some(rest);
    }
    kept::forget_file(journal, kept.id, Part::Uploaded).await?;
    Ok(waiting)
}
