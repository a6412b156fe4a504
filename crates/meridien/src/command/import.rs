//! `meridien import`: records from elsewhere.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::open::FOLDER;
use super::{Failure, Importing, ImportingIati, Language, Planning, Register, ReportFormat, Source, print, say};
use crate::imports::iati::findings::Findings;
use crate::imports::input::Input;
use crate::imports::kept::{self, Form, Kept};
use crate::imports::table::{self, Asked, Done, column};
use crate::imports::{self, ImportError, Options, Report, atlas_page, iati, twinnings, undo};
use crate::journal::Journal;
use crate::value::{Country, Id};
use crate::web::{Lang, Locale};

/// Rows of one table.
const MOST_ROWS: u64 = 1_000_000;

/// Imports and prints the report.
pub async fn run(source: Source, locale: Locale) -> Result<(), Failure> {
    match source {
        Source::AtlasPage { files, options } => planned(Planner::Pages, &files, options, locale).await,
        Source::Twinnings { file, options } => planned(Planner::Twinnings, &[file], options, locale).await,
        Source::Iati { files, options } => activities(&files, options, locale).await,
        Source::Table { files, columns, language, waiting, report, proposal, importing } => {
            let texts = language.map_or(locale.lang, Language::lang);
            let asked = Tables { files, columns, texts, waiting, report, proposal };
            tables(asked, importing, locale).await
        }
        Source::List { register } => list(&register, locale).await,
        Source::Undo { id, register } => take_back(id, &register, locale).await,
    }
}

/// What is asked of tables.
struct Tables {
    files: Vec<PathBuf>,
    columns: Option<PathBuf>,
    texts: Lang,
    waiting: Option<PathBuf>,
    report: ReportFormat,
    proposal: bool,
}

/// Tables, each an import of its own.
async fn tables(asked: Tables, importing: Importing, locale: Locale) -> Result<(), Failure> {
    if let Some(out) = asked.waiting.as_ref().filter(|_| asked.files.len() > 1) {
        let file = [("file", out.display().to_string().into())];
        return Err(anyhow::anyhow!(locale.t_with("table-waiting-one", &file)).into());
    }
    let chosen = match &asked.columns {
        Some(path) => {
            let wrong = |cause| ImportError::ColumnsFile(path.clone(), cause);
            column::read_chosen(&Input::read(path).map_err(ImportError::from)?.text).map_err(wrong)?
        }
        None => column::Chosen::new(),
    };
    for path in &asked.files {
        table::check(path, &chosen)?;
    }
    let there = match importing.dry_run {
        true => importing.register.open_if_there().await?,
        false => Some(importing.register.open_or_make(FOLDER, locale).await?),
    };
    let journal = there.as_ref().map(|(journal, _)| journal);
    let mut all = Done::default();
    let mut hints = locale.t_with("table-texts", &[("language", asked.texts.own_name().into())]);
    hints.push('\n');
    for path in &asked.files {
        let name = bare(path);
        let mut options = options(&importing, &there, asked.proposal);
        let mut kept = Kept { lang: asked.texts, ..Kept::new(&name, Form::Table, None, options.now) };
        let writing = journal.filter(|_| !importing.dry_run);
        if let Some(journal) = writing {
            options.now = kept.begin(journal, options.now).await?.unwrap_or(options.now);
        }
        let request = Asked {
            path: path.clone(),
            name,
            chosen: chosen.clone(),
            corrections: table::Corrections::new(),
            most_rows: MOST_ROWS,
            texts: asked.texts,
            locale,
            side: None,
        };
        let done = table::run(journal, request, &options, importing.dry_run).await;
        let done = ended(done, &mut kept, writing).await?;
        if let Some(journal) = writing {
            kept.end(journal, &done.report).await?;
            if !done.report.records.is_empty() {
                hints += &locale.t_with("table-undo-hint", &[("id", kept.id.to_string().into())]);
                hints.push('\n');
            }
        }
        if let Some(out) = asked.waiting.as_ref().filter(|_| !done.waiting.is_empty()) {
            let refused = |fault| Failure::Write(out.clone(), fault);
            let mut file = BufWriter::new(File::create(out).map_err(refused)?);
            table::report::waiting(&done, &mut file, locale).map_err(refused)?;
            let told = [("count", done.waiting.len().into()), ("file", out.display().to_string().into())];
            hints += &locale.t_with("table-waiting", &told);
            hints.push('\n');
        }
        all.report.add(done.report);
    }
    match asked.report {
        ReportFormat::Json => say(table::report::json(&all.report, locale))?,
        ReportFormat::Text => print(format_args!("{}{hints}", table::report::text(&all.report, locale)))?,
    }
    Ok(())
}

/// Lists the imports that can be undone, and those that were.
async fn list(register: &Register, locale: Locale) -> Result<(), Failure> {
    let (journal, _) = register.open().await?;
    for kept in kept::list(&journal, None, i64::MAX).await?.into_iter().filter(|kept| kept.at.is_some()) {
        let state = locale.t(kept.state());
        let counts = kept.counts;
        let at = kept.at.unwrap_or_default().format("%Y-%m-%d %H:%M");
        say(format_args!("{}  {at}  {state}  {} + {}  {}", kept.id, counts.created, counts.updated, kept.name))?;
    }
    Ok(())
}

/// Undoes an import.
async fn take_back(id: Id, register: &Register, locale: Locale) -> Result<(), Failure> {
    let (journal, _) = register.open().await?;
    let kept = kept::find(&journal, id).await?.filter(Kept::may_be_undone);
    let mut kept = kept.ok_or(ImportError::NothingToUndo(id))?;
    let reason = undo::reason(&kept);
    let undone = undo::undo(&journal, &mut kept, &reason, chrono::Utc::now()).await?;
    let counts = [
        ("withdrawn", undone.withdrawn.len().into()),
        ("restored", undone.restored.len().into()),
        ("left", undone.left.len().into()),
    ];
    say(locale.t_with("import-undone", &counts))?;
    for stayed in &undone.left {
        say(format_args!("  · {}", told(stayed, locale)))?;
    }
    if !undone.left.is_empty() {
        say(locale.t("import-undone-again"))?;
    }
    Ok(())
}

/// What stays of an import, and why.
fn told(stayed: &undo::Stayed, l: Locale) -> String {
    let record = format!("{} {}", stayed.kind.as_str(), stayed.id);
    l.t_with("labelled", &[("label", record.into()), ("text", l.t(stayed.why.key()).into_owned().into())])
}

/// Who plans an import of files that are read whole.
enum Planner {
    Pages,
    Twinnings,
}

/// Every file is read and everything is planned before a register is made or touched.
async fn planned(planner: Planner, files: &[PathBuf], planning: Planning, locale: Locale) -> Result<(), Failure> {
    let importing = planning.importing;
    let read = |file: &PathBuf| Input::read(file).map_err(ImportError::from);
    let mut inputs = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let there = importing.register.open_if_there().await?;
    let journal = there.as_ref().map(|(journal, _)| journal);
    let options = options(&importing, &there, planning.proposal);
    let plan = match planner {
        Planner::Pages => atlas_page::plan(journal, inputs, &options).await?,
        Planner::Twinnings => twinnings::plan(journal, inputs.swap_remove(0), &options, locale).await?,
    };
    let tell = |report: &Report| match planning.report {
        ReportFormat::Json => say(report.to_json(locale)),
        ReportFormat::Text => print(report.to_text(locale, planning.verbose)),
    };
    if importing.dry_run {
        return tell(plan.report());
    }
    let (journal, _) = importing.register.open_or_make(FOLDER, locale).await?;
    tell(&imports::write(&journal, plan, &options, locale).await?)
}

fn options(importing: &Importing, there: &Option<(Journal, Country)>, proposal: bool) -> Options {
    let home = there.as_ref().map(|(_, home)| *home).or(importing.register.home_country);
    Options {
        proposal,
        licence: importing.licence.clone(),
        persons: importing.persons,
        home: home.unwrap_or(Country::FR),
        now: chrono::Utc::now(),
    }
}

/// Files of any size: each batch is planned and written while the next is read.
async fn activities(named: &[PathBuf], asked: ImportingIati, locale: Locale) -> Result<(), Failure> {
    let importing = asked.importing;
    let files = iati::files(named)?;
    let mut findings = Findings::new(asked.report.as_deref(), locale)?;
    let there = match importing.dry_run {
        true => importing.register.open_if_there().await?,
        false => Some(importing.register.open_or_make(FOLDER, locale).await?),
    };
    let mut options = options(&importing, &there, false);
    let journal = there.as_ref().map(|(journal, _)| journal);
    let name = named.iter().map(|path| bare(path)).collect::<Vec<_>>().join(", ");
    let mut kept = Kept::new(&name, Form::Iati, None, options.now);
    let writing = journal.filter(|_| !importing.dry_run);
    if let Some(journal) = writing {
        options.now = kept.begin(journal, options.now).await?.unwrap_or(options.now);
    }
    let sums = iati::run(journal, files, &options, importing.dry_run, &mut findings).await;
    let sums = ended(sums, &mut kept, writing).await?;
    if let Some(journal) = writing {
        kept.end(journal, &sums.report).await?;
    }
    let critical = findings.critical();
    print(findings.finish(&sums)?)?;
    // Nothing came of it, because of what the file is: whoever calls this from a script has to know.
    if sums.report.read == 0 && critical > 0 { Err(Failure::Faulty(critical)) } else { Ok(()) }
}

/// What an import gave. Of one that stopped on its way it is noted that it was broken off: what it wrote can be undone.
async fn ended<T>(outcome: Result<T, ImportError>, kept: &mut Kept, writing: Option<&Journal>) -> Result<T, Failure> {
    if let (Err(_), Some(journal)) = (&outcome, writing) {
        kept.broken_off(journal).await?;
    }
    Ok(outcome?)
}

/// A file's name without its folders: the history tells it to everybody.
fn bare(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Kind;

    #[test]
    fn what_stays_is_told_with_the_colon_of_each_language() {
        let id = Id::derived("import/stayed");
        let stayed = undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Edited };
        for (lang, colon) in [(Lang::Fr, "\u{a0}: "), (Lang::En, ": ")] {
            let line = told(&stayed, Locale { lang });
            assert!(line.starts_with(&format!("partnership {id}{colon}")), "{line}");
        }
    }

    #[test]
    fn the_name_of_an_import_has_no_folders() {
        assert_eq!(bare(Path::new("/srv/secret/eau.xml")), "eau.xml");
        assert_eq!(bare(Path::new("/srv/iati/")), "iati");
    }
}
