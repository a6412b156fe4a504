//! Imports: pages of the old atlas, lists of twinnings, tables and IATI files become records, and nothing is dropped in
//! silence.
//!
//! An import has three steps, so that a dry run is the real thing without its last step:
//! 1. the files are read; pages and lists whole, by [`input`], which refuses what is no text before a data folder is
//!    touched;
//! 2. everything is decided against a read-only [`register::Register`]; this gives a [`Plan`]: what to write, and the
//!    [`Report`] on it. Without a journal it is planned against the reference registers, as a new journal will hold them;
//! 3. [`write()`] appends the plan to the journal, each record whole or not at all.
//!
//! [`table`] and [`iati`] take files of any size: they go through the three steps batch by batch. What they wrote is one
//! import ([`kept`]), which can be undone ([`undo`]).
//!
//! A source's own key (its number in the old atlas, the two ends of a twinning) gives a record its identifier and is kept
//! as a code, so that a second import recognises it. Records that people changed since are left alone.

pub mod atlas_page;
pub mod iati;
pub mod input;
pub mod kept;
pub mod matching;
mod name;
pub mod pages;
pub mod register;
pub mod report;
pub mod table;
#[cfg(test)]
mod tests;
pub mod twinnings;
pub mod undo;
pub mod work;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};

use crate::anomaly::{Anomaly, Code};
use crate::journal::{Author, Change, Entry, Journal, JournalError, Kind, Person, Proposal, ProposalState, Revision};
use crate::partnership::{Partnership, identifiers, reason};
use crate::value::{Country, Id, Text};
use crate::web::language::{Lang, Locale};

use input::InputError;
use meridien_tables::read::ReadError;
pub use report::{Outcome, Report};

/// The actor in whose name imports write.
pub const ACTOR: &str = "import";

/// The language of the sources' texts.
const SOURCE_LANGUAGE: &str = "fr";

/// Cells shown of a row that is taken for headings.
const FOUND: usize = 8;

/// What the user asks of an import.
#[derive(Debug, Clone)]
pub struct Options {
    /// Leave the records as submitted proposals instead of publishing them. The organisations that they need are
    /// published all the same: a proposal must have something to point at.
    pub proposal: bool,
    /// The licence, where it is not the one that the source states.
    pub licence: Option<String>,
    /// Keep the persons that the source names, in the table of personal data.
    pub persons: bool,
    /// The operator's home country: its side is named first.
    pub home: Country,
    /// When the import runs.
    pub now: DateTime<Utc>,
}

/// Why an import is refused or stops.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// None of the files is a page of the old atlas.
    #[error("{}: no page of the old atlas", .0.display())]
    NotAPage(PathBuf),
    /// Columns are missing.
    #[error("{}: columns missing: {missing:?}", .file.display())]
    Columns {
        /// The file.
        file: PathBuf,
        /// The columns that the importer reads.
        expected: Vec<&'static str>,
        /// Those that are not there.
        missing: Vec<&'static str>,
    },
    /// A file is no table that can be read.
    #[error("{}: {}", .0.display(), .1)]
    Table(PathBuf, meridien_tables::read::ReadError),
    /// None of a table's headings tells whom its rows are about.
    #[error("{}: no known heading among {:?}", .0.display(), .1)]
    Headings(PathBuf, Vec<String>),
    /// None of a table's headings is known at all.
    #[error("{}: no row of headings: {:?}", .0.display(), .1)]
    NoHeadings(PathBuf, Vec<String>),
    /// A table has more rows than are taken at once.
    #[error("{}: more than {} rows", .0.display(), .1)]
    TooManyRows(PathBuf, u64),
    /// There are no rows.
    #[error("{}: no rows", .0.display())]
    NoRows(PathBuf),
    /// A file that says what columns hold says something else.
    #[error("{}: {}", .0.display(), .1)]
    ColumnsFile(PathBuf, String),
    /// A template is asked for in a form that is none.
    #[error("{}: no form of template", .0.display())]
    TemplateForm(PathBuf),
    /// There is no such import, or it was not done, or was undone.
    #[error("{0}: no import to undo")]
    NothingToUndo(Id),
    /// A report is asked for in a form that is none.
    #[error("{}: no form of report", .0.display())]
    ReportForm(PathBuf),
    /// The report cannot be written.
    #[error("the report: {0}")]
    Report(#[from] std::io::Error),
    /// The journal fails.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl ImportError {
    /// What is wrong and how to mend it, in one line.
    pub fn message(&self, locale: Locale) -> String {
        let file = |path: &PathBuf| ("file", path.display().to_string().into());
        match self {
            ImportError::Input(error) => error.message(locale),
            ImportError::NotAPage(path) => locale.t_with("import-not-a-page", &[file(path)]),
            ImportError::Columns { file: path, expected, missing } => locale.t_with(
                "import-wrong-columns",
                &[file(path), ("expected", expected.join(", ").into()), ("missing", missing.join(", ").into())],
            ),
            ImportError::Table(path, fault) => table_message(path, fault, locale),
            ImportError::Headings(path, found) => {
                locale.t_with("import-headings", &[file(path), ("found", found.join(", ").into())])
            }
            ImportError::NoHeadings(path, found) => {
                let found = found.iter().take(FOUND).map(String::as_str).collect::<Vec<_>>().join(", ");
                locale.t_with("import-no-headings", &[file(path), ("found", found.into())])
            }
            ImportError::TooManyRows(path, most) => {
                locale.t_with("import-too-many-rows", &[file(path), ("most", (*most).into())])
            }
            ImportError::NoRows(path) => locale.t_with("import-no-rows", &[file(path)]),
            ImportError::ColumnsFile(path, cause) => {
                locale.t_with("import-columns", &[file(path), ("cause", cause.clone().into())])
            }
            ImportError::TemplateForm(path) => locale.t_with("import-not-a-table", &[file(path)]),
            ImportError::NothingToUndo(id) => locale.t_with("import-nothing-to-undo", &[("id", id.to_string().into())]),
            ImportError::ReportForm(path) => locale.t_with("import-report-form", &[file(path)]),
            ImportError::Report(error) => {
                locale.t_with("import-report-unwritable", &[("cause", input::cause(error, locale).into())])
            }
            ImportError::Journal(error) => {
                locale.t_with("import-failed", &[("cause", input::refusal(error, locale).into())])
            }
        }
    }
}

/// Why a file is no table, in one line.
fn table_message(path: &Path, fault: &ReadError, l: Locale) -> String {
    let mut args = vec![("file", path.display().to_string().into())];
    let key = match fault {
        ReadError::OtherWorkbook => "import-table-other",
        ReadError::Protected => "import-table-protected",
        ReadError::TooLarge => "import-table-too-large",
        ReadError::Endless(row) => {
            args.push(("row", (*row).into()));
            "import-table-endless"
        }
        ReadError::Io(_) | ReadError::Empty | ReadError::Binary => "import-table-none",
        ReadError::Damaged(_) => "import-table-damaged",
    };
    l.t_with(key, &args)
}

/// What an import is about to write, and the report on it.
#[derive(Debug, Default)]
pub struct Plan {
    records: Vec<Planned>,
    /// Those whom the source names: identifier, data, record.
    persons: Vec<(Id, Person, Id)>,
    proposals: Vec<Proposal>,
    report: Report,
    /// What a record needed that is not written itself: a later record may need it too.
    carried: Vec<Entry>,
    /// What people wrote is planned over as well, for it is only proposed.
    corrects: bool,
}

/// A record to be written.
#[derive(Debug)]
struct Planned {
    /// Where it stands in the source, for the report.
    source: String,
    outcome: Outcome,
    /// The organisations and territories that the record needs and that are not yet there.
    needs: Vec<Entry>,
    entry: Entry,
}

impl Plan {
    /// The report, before anything is written: the result of a dry run.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Plans what becomes of a record that the source gives: a new one, a new version, or nothing where the register holds
    /// the same or people changed it.
    fn put(&mut self, record: Found, needs: Vec<Entry>, existing: &Existing) -> Outcome {
        let Found { id, ref partnership, .. } = record;
        let (base, outcome) = match existing.get(&id) {
            None => (0, Outcome::Created),
            Some(revision) if says(revision, partnership) => (revision.version, Outcome::Merged),
            Some(revision) if !self.corrects && !revision.is_of_import() => {
                let value = reason::shown(Locale::default(), revision).unwrap_or_else(|| revision.author.role.clone());
                self.report.anomalies.push(Anomaly::new(Code::EditedSince, "", value).of(id.to_string()));
                (revision.version, Outcome::Skipped)
            }
            Some(revision) => (revision.version, Outcome::Updated),
        };
        self.keep(record, base, outcome, needs);
        outcome
    }

    /// Counts what becomes of a record, and plans it where it is to be written, as the version after `base`.
    fn keep(&mut self, record: Found, base: i32, outcome: Outcome, needs: Vec<Entry>) {
        let Found { kind, id, partnership, source } = record;
        self.report.count(outcome);
        if matches!(outcome, Outcome::Created | Outcome::Updated) {
            self.report.records.push(id);
            let entry = Entry::publish(kind, id, base, &partnership, identifiers(&partnership));
            let needs: Vec<Entry> = self.carried.drain(..).chain(needs).collect();
            self.report.organisations_created +=
                needs.iter().filter(|entry| entry.kind == Kind::Organisation).count() as u64;
            self.records.push(Planned { source, outcome, needs, entry });
        } else {
            self.carried.extend(needs);
        }
    }

    /// Turns the records planned into proposals. What was proposed before and not touched since is proposed anew where
    /// the source changed.
    async fn propose(&mut self, journal: Option<&Journal>, now: DateTime<Utc>) -> crate::journal::Result<()> {
        let mut carried = Vec::new();
        for planned in &mut self.records {
            let Planned { entry, outcome, needs, .. } = planned;
            let id = Id::derived(&format!("proposal/{}/{}", entry.id, entry.base));
            let held = match journal {
                Some(journal) => journal.proposal(id).await?,
                None => None,
            };
            let was = *outcome;
            let edit = held.as_ref().map_or(0, |held| held.edit);
            match held {
                None => {}
                Some(held) if held.author != ACTOR || held.state != ProposalState::Submitted => {
                    self.report.anomalies.push(Anomaly::new(Code::EditedSince, "", &held.author).of(&planned.source));
                    *outcome = Outcome::Skipped;
                }
                Some(held) if held.body == entry.body => *outcome = Outcome::Merged,
                Some(_) => *outcome = Outcome::Updated,
            }
            self.report.recount(was, *outcome);
            // What one that is left out brings along, those after it may need too.
            carried.append(needs);
            if matches!(outcome, Outcome::Created | Outcome::Updated) {
                std::mem::swap(needs, &mut carried);
                self.proposals.push(proposal(id, entry, edit, None, now));
            } else {
                self.report.records.retain(|record| *record != entry.id);
            }
        }
        self.records.retain(|planned| matches!(planned.outcome, Outcome::Created | Outcome::Updated));
        Ok(())
    }
}

impl Revision {
    /// Whether an import may write over it: imports wrote it, or took it back when they were undone.
    fn is_of_import(&self) -> bool {
        self.author.actor == ACTOR && self.change != Change::Merged
    }

    /// Whether it was withdrawn because the import that made it was undone.
    fn is_taken_back(&self) -> bool {
        self.is_of_import() && self.change == Change::Withdrawn
    }
}

/// Whether a published revision says what `partnership` does; earlier versions of the program noted the file's name beside it.
fn says(revision: &Revision, partnership: &Partnership) -> bool {
    revision.change == Change::Published
        && revision.read::<Partnership>().is_ok_and(|mut held| {
            held.provenance.file = None;
            held == *partnership
        })
}

/// The title of a twinning to which its source gives none: the names of its ends.
fn twinning_title(a: &str, b: &str) -> Text {
    let names = [("a", a.into()), ("b", b.into())];
    Lang::ALL.into_iter().fold(Text::default(), |text, lang| {
        text.with(lang.code(), Locale::from(lang).t_with("import-twinning", &names))
    })
}

/// A record that a source gives.
#[derive(Clone)]
struct Found {
    kind: Kind,
    id: Id,
    partnership: Partnership,
    /// Where it stands in the source.
    source: String,
}

/// The newest revisions of the records that an import may touch, public or not.
type Existing = HashMap<Id, Revision>;

/// Reads the newest revisions of records.
async fn existing(journal: Option<&Journal>, records: &[(Kind, Id)]) -> crate::journal::Result<Existing> {
    let mut found = Existing::new();
    let Some(journal) = journal else { return Ok(found) };
    for kind in register::RECORD_KINDS {
        let ids: Vec<Id> = records.iter().filter(|record| record.0 == kind).map(|record| record.1).collect();
        found.extend(journal.newest_of_any(kind, &ids).await?);
    }
    Ok(found)
}

fn proposal(id: Id, entry: &Entry, edit: i32, reason: Option<String>, at: DateTime<Utc>) -> Proposal {
    Proposal {
        id,
        kind: entry.kind,
        record: entry.id,
        base: entry.base,
        author: ACTOR.to_owned(),
        body: entry.body.clone(),
        state: ProposalState::Submitted,
        edit,
        reason,
        at,
    }
}

/// Entries in one transaction: enough that the disk is not waited for at every record.
const BATCH: usize = 2000;

/// Writes a plan, each record whole or not at all, and gives the final report. A record that somebody else wrote in the
/// meantime is left alone and reported.
///
/// # Errors
/// When the journal fails. What was written before stays; the same import again goes on from there.
pub async fn write(journal: &Journal, plan: Plan, options: &Options, locale: Locale) -> Result<Report, ImportError> {
    let bar = bar(plan.records.len(), &locale.t("import-writing"));
    let report = write_with(journal, plan, options, &bar).await;
    bar.finish_and_clear();
    report
}

/// Writes a plan without telling how far it is.
async fn write_all(journal: &Journal, plan: Plan, options: &Options) -> Result<Report, ImportError> {
    write_with(journal, plan, options, &ProgressBar::hidden()).await
}

async fn write_with(
    journal: &Journal,
    plan: Plan,
    options: &Options,
    bar: &ProgressBar,
) -> Result<Report, ImportError> {
    let Plan { mut records, persons, proposals, mut report, .. } = plan;
    leave_redacted(journal, &mut records, &mut report).await?;
    let mut rest = &records[..];
    while !rest.is_empty() {
        let batch = next_batch(rest);
        write_batch(journal, &rest[..batch], options, &mut report).await?;
        bar.inc(batch as u64);
        rest = &rest[batch..];
    }
    for proposal in &proposals {
        match journal.save_proposal(proposal).await {
            // The reviewers were there first.
            Ok(_) | Err(JournalError::StaleProposal(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for (id, person, record) in &persons {
        journal.import_person(*id, person, *record, options.now).await?;
    }
    Ok(report)
}

/// Leaves out the records that say what the register does, once what was taken out of it for good is taken out of them too.
async fn leave_redacted(journal: &Journal, records: &mut Vec<Planned>, report: &mut Report) -> Result<(), ImportError> {
    let redactions = journal.redactions().await?;
    let touched: Vec<Id> = records.iter().map(|planned| planned.entry.id).filter(|id| redactions.has(*id)).collect();
    for id in touched {
        let Some(at) = records.iter().position(|planned| planned.entry.id == id) else { continue };
        let Planned { entry, outcome, needs, .. } = &records[at];
        let Some(body) = redactions.clean(entry.kind, id, &entry.body) else { continue };
        let held = journal.newest(entry.kind, id).await?;
        let same = match (held, serde_json::from_str::<Partnership>(&body)) {
            (Some(held), Ok(partnership)) => says(&held, &partnership),
            _ => false,
        };
        if same && needs.is_empty() {
            report.recount(*outcome, Outcome::Merged);
            report.records.retain(|record| *record != id);
            records.remove(at);
        }
    }
    Ok(())
}

/// How many records fill a batch.
fn next_batch(records: &[Planned]) -> usize {
    let mut entries = 0;
    let full = records.iter().position(|planned| {
        entries += planned.needs.len() + 1;
        entries >= BATCH
    });
    full.map_or(records.len(), |last| last + 1)
}

async fn write_batch(
    journal: &Journal,
    batch: &[Planned],
    options: &Options,
    report: &mut Report,
) -> Result<(), ImportError> {
    let author = Author::system(ACTOR);
    let entries = |planned: &Planned| {
        let own = (!options.proposal).then(|| planned.entry.clone());
        planned.needs.iter().cloned().chain(own).collect::<Vec<Entry>>()
    };
    let all: Vec<Entry> = batch.iter().flat_map(entries).collect();
    if all.is_empty() {
        return Ok(());
    }
    match journal.append(&author, options.now, &all).await {
        Err(JournalError::Conflict { .. }) => {}
        other => return other.map(drop).map_err(ImportError::from),
    }
    // Somebody wrote one of the records since the plan was made: it is found by writing them one by one. What a record
    // needs goes first, since others of the plan may need it too.
    for planned in batch {
        for entry in &planned.needs {
            append_unless_there(journal, &author, options.now, entry).await?;
        }
        if !options.proposal && !append_unless_there(journal, &author, options.now, &planned.entry).await? {
            report.recount(planned.outcome, Outcome::Skipped);
            report.records.retain(|id| *id != planned.entry.id);
            report
                .anomalies
                .push(Anomaly::new(Code::EditedSince, "", planned.entry.id.to_string()).of(&planned.source));
        }
    }
    Ok(())
}

/// Appends an entry; `false` where its record was written since.
async fn append_unless_there(
    journal: &Journal,
    author: &Author,
    at: DateTime<Utc>,
    entry: &Entry,
) -> Result<bool, ImportError> {
    let mut entry = entry.clone();
    if entry.base == 0
        && let Some(newest) = journal.newest(entry.kind, entry.id).await?
        && newest.is_taken_back()
    {
        // It was taken back when an import was undone, and is needed again.
        entry.base = newest.version;
    }
    match journal.append(author, at, &[entry]).await {
        Ok(_) => Ok(true),
        Err(JournalError::Conflict { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A progress bar on a terminal; nothing where the error output is none.
fn bar(length: usize, label: &str) -> ProgressBar {
    static STYLE: LazyLock<ProgressStyle> = LazyLock::new(|| {
        ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {eta}").expect("a constant template")
    });
    ProgressBar::new(length as u64).with_style(STYLE.clone()).with_message(label.to_owned())
}
