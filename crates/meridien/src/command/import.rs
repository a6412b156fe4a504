//! `meridien import`: records from elsewhere.

use std::path::PathBuf;

use super::open::FOLDER;
use super::{Failure, Importing, Register, ReportFormat, Source};
use crate::imports::iati::findings::Findings;
use crate::imports::input::Input;
use crate::imports::{self, ImportError, Options, Report, atlas_page, iati, twinnings};
use crate::journal::Journal;
use crate::value::Country;
use crate::web::Locale;

/// Imports and prints the report.
pub async fn run(source: Source, locale: Locale) -> Result<(), Failure> {
    match source {
        Source::AtlasPage { files, options } => planned(Planner::Pages, &files, options, locale).await,
        Source::Twinnings { file, options } => planned(Planner::Twinnings, &[file], options, locale).await,
        Source::Iati { files, options } => activities(&files, options, locale).await,
    }
}

/// Who plans an import of files that are read whole.
enum Planner {
    Pages,
    Twinnings,
}

/// Every file is read and everything is planned before a register is made or touched.
async fn planned(planner: Planner, files: &[PathBuf], importing: Importing, locale: Locale) -> Result<(), Failure> {
    let read = |file: &PathBuf| Input::read(file).map_err(ImportError::from);
    let mut inputs = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let there = importing.register.open_if_there().await?;
    let journal = there.as_ref().map(|(journal, _)| journal);
    let options = Options {
        proposal: importing.proposal,
        licence: importing.licence,
        persons: importing.persons,
        home: home(&there, &importing.register),
        now: chrono::Utc::now(),
    };
    let plan = match planner {
        Planner::Pages => atlas_page::plan(journal, inputs, &options).await?,
        Planner::Twinnings => twinnings::plan(journal, inputs.swap_remove(0), &options, locale).await?,
    };
    let print = |report: &Report| match importing.report {
        ReportFormat::Json => println!("{}", report.to_json(locale)),
        ReportFormat::Text => print!("{}", report.to_text(locale, importing.verbose)),
    };
    if importing.dry_run {
        print(plan.report());
        return Ok(());
    }
    let (journal, _) = importing.register.open_or_make(FOLDER, locale).await?;
    print(&imports::write(&journal, plan, &options, locale).await?);
    Ok(())
}

fn home(there: &Option<(Journal, Country)>, register: &Register) -> Country {
    there.as_ref().map(|(_, home)| *home).or(register.home_country).unwrap_or(Country::FR)
}

/// Files of any size: each batch is planned and written while the next is read.
async fn activities(named: &[PathBuf], asked: super::ImportingIati, locale: Locale) -> Result<(), Failure> {
    let files = iati::files(named)?;
    let mut findings = Findings::new(asked.report.as_deref(), locale)?;
    let there = match asked.dry_run {
        true => asked.register.open_if_there().await?,
        false => Some(asked.register.open_or_make(FOLDER, locale).await?),
    };
    let options = Options {
        proposal: false,
        licence: asked.licence,
        persons: asked.persons,
        home: home(&there, &asked.register),
        now: chrono::Utc::now(),
    };
    let journal = there.as_ref().map(|(journal, _)| journal);
    let sums = iati::run(journal, files, &options, asked.dry_run, &mut findings).await?;
    print!("{}", findings.finish(&sums)?);
    Ok(())
}
