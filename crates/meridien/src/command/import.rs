//! `meridien import`: records from elsewhere.

use std::path::PathBuf;

use super::open::FOLDER;
use super::{Failure, Importing, ImportingIati, Planning, ReportFormat, Source};
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
    let print = |report: &Report| match planning.report {
        ReportFormat::Json => println!("{}", report.to_json(locale)),
        ReportFormat::Text => print!("{}", report.to_text(locale, planning.verbose)),
    };
    if importing.dry_run {
        print(plan.report());
        return Ok(());
    }
    let (journal, _) = importing.register.open_or_make(FOLDER, locale).await?;
    print(&imports::write(&journal, plan, &options, locale).await?);
    Ok(())
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
    let options = options(&importing, &there, false);
    let journal = there.as_ref().map(|(journal, _)| journal);
    let sums = iati::run(journal, files, &options, importing.dry_run, &mut findings).await?;
    print!("{}", findings.finish(&sums)?);
    Ok(())
}
