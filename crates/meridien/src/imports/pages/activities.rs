//! An import of activities: what the file would do, how far it is, what it did, and everything that was found in it.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use meridien_iati::Severity;

use super::{Outcome, find, may_import};
use crate::account::{Account, SignedIn};
use crate::iati::fault::{sentence, severity_label};
use crate::imports::kept::{self, Form, Kept, Part};
use crate::imports::table;
use crate::imports::work::{self, Stage, Step};
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Findings on a page.
const SIZE: usize = 100;
/// Seconds until the page of a step under way looks again.
const LOOK_AGAIN: u64 = 2;
/// The severities of the standard, the gravest first.
const SEVERITIES: [Severity; 4] = [Severity::Critical, Severity::Error, Severity::Warning, Severity::Advisory];

/// Something found in a file, as a report holds it.
#[derive(serde::Deserialize)]
pub(super) struct Found {
    pub line: u32,
    pub activity: String,
    pub element: String,
    pub rule: String,
    pub severity: String,
    /// The sentence in the language of whoever imported.
    pub text: String,
    /// What it is made of, as JSON; empty in reports of earlier versions.
    #[serde(default)]
    pub parameters: String,
}

impl Found {
    fn in_language(mut self, l: Locale) -> Found {
        let parameters = serde_json::from_str(&self.parameters).ok();
        if let Some(text) = parameters.and_then(|parameters| sentence(&self.rule, &parameters, l)) {
            self.text = text;
        }
        self
    }
}

/// A severity by which a report is narrowed.
struct Narrowing {
    label: String,
    count: u64,
    href: String,
    chosen: bool,
}

/// A page of a report.
struct Report {
    severities: Vec<Narrowing>,
    rows: Vec<(String, Found)>,
    pager: Pager,
    csv: String,
    untold: u64,
}

#[derive(Template)]
#[template(path = "imports/pages/activities.html")]
struct ActivitiesPage {
    l: Locale,
    page: Page,
    action: String,
    stage: Stage,
    kept: Kept,
    counts: Vec<(&'static str, u64)>,
    report: Option<Report>,
    look_again: u64,
    outcome: Outcome,
}

impl ActivitiesPage {
    /// The key of what is under way.
    fn under_way(&self) -> Option<&'static str> {
        match self.stage {
            Stage::UnderWay(Step::Look) => Some("import-looking"),
            Stage::UnderWay(Step::Write) => Some("import-writing-now"),
            Stage::UnderWay(Step::Undo) => Some("import-undoing"),
            _ => None,
        }
    }

    fn state(&self) -> &'static str {
        match self.stage {
            Stage::UnderWay(_) => "import-state-running",
            Stage::Failed => "import-state-failed",
            Stage::Waiting => "import-state-waiting",
            Stage::Done => "import-state-done",
            Stage::Undone => self.kept.state(),
        }
    }
}

/// The page of an import.
pub(super) async fn show(visit: &Visit, account: &Account, kept: Kept) -> web::Result {
    let l = visit.locale;
    let stage = work::stage(&visit.app, &kept).await?;
    let settled = !matches!(stage, Stage::UnderWay(_) | Stage::Failed);
    let report = if settled { report(visit, &kept).await? } else { None };
    let counts = kept.counts;
    let counts = vec![
        ("iati-created", counts.created),
        ("iati-updated", counts.updated),
        ("iati-partnerships", counts.partnerships),
        ("iati-unchanged", counts.merged),
        ("iati-skipped", counts.skipped),
    ];
    let page = visit
        .page(kept.name.clone())
        .crumb(l.t("workspace"), "/espace")
        .crumb(l.t("import-title"), "/importer")
        .of_account(account);
    let action = l.href(&format!("/importer/{}", kept.id));
    let look_again = LOOK_AGAIN;
    let outcome = if settled { Outcome::of(visit, &kept).await? } else { Outcome::default() };
    let shown = ActivitiesPage { l, page, action, stage, kept, counts, report, look_again, outcome };
    page::answer(Cache::Private, &shown)
}

/// The severity that is asked for, and the page.
fn asked(visit: &Visit) -> web::Result<(Option<Severity>, usize)> {
    let mut parameters = Parameters::of(visit);
    parameters.once("gravite");
    let severity = parameters.words("gravite", &SEVERITIES, Severity::as_str).pop();
    let page = parameters.page();
    parameters.finish()?;
    Ok((severity, page))
}

async fn report(visit: &Visit, kept: &Kept) -> web::Result<Option<Report>> {
    let l = visit.locale;
    let (chosen, number) = asked(visit)?;
    let Some(csv) = kept::file(&visit.app.journal, kept.id, Part::Report).await? else { return Ok(None) };
    let (counts, rows) = web::blocking(move || narrowed(&csv, chosen, number)).await??;
    let path = format!("/importer/{}", kept.id);
    let all: u64 = counts.iter().sum();
    let everything = Narrowing {
        label: l.t("import-every-severity").into_owned(),
        count: all,
        href: l.href(&path),
        chosen: chosen.is_none(),
    };
    let narrowing = |(severity, count): (Severity, u64)| Narrowing {
        label: severity_label(severity, l),
        count,
        href: l.href(&format!("{path}?gravite={}", severity.as_str())),
        chosen: chosen == Some(severity),
    };
    let severities = SEVERITIES.into_iter().zip(counts);
    let total = chosen.map_or(all, |chosen| counts[SEVERITIES.iter().position(|one| *one == chosen).unwrap_or(0)]);
    let query = chosen.map_or_else(String::new, |chosen| format!("gravite={}&", chosen.as_str()));
    let address = l.href(&path);
    let pager = Pager::new(number, total, SIZE, move |at| format!("{address}?{query}page={at}"));
    Ok(Some(Report {
        severities: std::iter::once(everything)
            .chain(severities.filter(|(_, count)| *count > 0).map(narrowing))
            .collect(),
        rows: rows.into_iter().map(|row| (label(&row.severity, l), row.in_language(l))).collect(),
        pager: pager?,
        csv: l.href(&format!("{path}/rapport.csv")),
        untold: kept.counts.untold,
    }))
}

fn label(severity: &str, l: Locale) -> String {
    let known = SEVERITIES.into_iter().find(|known| known.as_str() == severity);
    known.map_or_else(|| severity.to_owned(), |known| severity_label(known, l))
}

/// How many findings there are of each severity, and those of one page: the gravest first, each in the order of the file.
fn narrowed(csv: &[u8], chosen: Option<Severity>, page: usize) -> anyhow::Result<([u64; 4], Vec<Found>)> {
    let severity = |record: &csv::StringRecord| SEVERITIES.iter().position(|one| Some(one.as_str()) == record.get(5));
    let mut counts = [0u64; 4];
    for record in csv::Reader::from_reader(csv).records() {
        if let Some(at) = severity(&record?) {
            counts[at] += 1;
        }
    }
    let is_shown = |at: usize| chosen.is_none_or(|chosen| chosen == SEVERITIES[at]);
    // The place of the next finding of each severity among those shown.
    let mut next = [0u64; 4];
    let mut before = 0;
    for at in (0..counts.len()).filter(|at| is_shown(*at)) {
        next[at] = before;
        before += counts[at];
    }
    let first = (page - 1).saturating_mul(SIZE) as u64;
    let mut rows: Vec<(u64, Found)> = Vec::new();
    let mut reader = csv::Reader::from_reader(csv);
    let headers = reader.headers()?.clone();
    for record in reader.records() {
        let record = record?;
        let Some(at) = severity(&record).filter(|at| is_shown(*at)) else { continue };
        if (first..first.saturating_add(SIZE as u64)).contains(&next[at]) {
            rows.push((next[at], record.deserialize(Some(&headers))?));
        }
        next[at] += 1;
    }
    rows.sort_by_key(|(place, _)| *place);
    Ok((counts, rows.into_iter().map(|(_, row)| row).collect()))
}

/// `/importer/{id}/rapport.csv`
pub(super) async fn csv(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let kept = find(&visit, &who.account, &code).await?;
    let report = match kept.form {
        Form::Iati => kept::file(&visit.app.journal, kept.id, Part::Report).await?.ok_or(Error::NotFound)?,
        // What a table lacks is told as long as it may be mended.
        Form::Table | Form::Declarations if kept.at.is_none() => of_table(&visit, &who.account, &kept).await?,
        Form::Table | Form::Declarations => return Err(Error::NotFound),
    };
    let name = format!("attachment; filename=\"rapport-{}.csv\"", kept.id);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, report).into_response())
}

/// Every fault of a table, of which the page shows the gravest.
async fn of_table(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<Vec<u8>> {
    let tried = super::dry::run(visit, account, kept).await?;
    let mut out = Vec::new();
    table::report::csv(&tried.done.report, &mut out, visit.locale).map_err(anyhow::Error::from)?;
    Ok(out)
}

/// Imports, gives up or undoes what is at rest.
pub(super) async fn act(visit: &Visit, account: &Account, mut kept: Kept, step: &str) -> web::Result {
    if !may_import(account) {
        return Err(Error::Forbidden);
    }
    let (app, l) = (&visit.app, visit.locale);
    match (step, work::stage(app, &kept).await?) {
        ("import", Stage::Waiting) => {
            let begun = kept.begin(&app.journal, (app.now)()).await?;
            if begun.is_some() {
                work::ask(app, &kept, Step::Write, l).await?;
            }
        }
        // A step that failed may have written something.
        ("undo", Stage::Done | Stage::Failed | Stage::Undone) if kept.may_be_undone() => {
            work::ask(app, &kept, Step::Undo, l).await?;
        }
        ("forget", Stage::Waiting | Stage::Failed) if kept.at.is_none() => {
            kept.forget(&app.journal).await?;
            return Ok(to_list(l));
        }
        _ => {}
    }
    Ok(super::to(visit, &kept))
}

fn to_list(l: Locale) -> Response {
    Redirect::to(&l.href("/importer")).into_response()
}
