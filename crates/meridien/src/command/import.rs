//! `meridien import`: records from elsewhere.

use super::open::FOLDER;
use super::{Failure, ReportFormat, Source};
use crate::imports::input::Input;
use crate::imports::{self, ImportError, Options, Report, atlas_page, twinnings};
use crate::value::Country;
use crate::web::Locale;

/// Imports and prints the report. Every file is read and everything is planned before a register is made or touched.
pub async fn run(source: Source, locale: Locale) -> Result<(), Failure> {
    let read = |file| Input::read(file).map_err(ImportError::from);
    let importing = match &source {
        Source::AtlasPage { options, .. } | Source::Twinnings { options, .. } => options.clone(),
    };
    let mut inputs = match &source {
        Source::AtlasPage { files, .. } => files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>()?,
        Source::Twinnings { file, .. } => vec![read(file)?],
    };
    let there = importing.register.open_if_there().await?;
    let journal = there.as_ref().map(|(journal, _)| journal);
    let options = Options {
        proposal: importing.proposal,
        licence: importing.licence,
        persons: importing.persons,
        home: there.as_ref().map(|(_, home)| *home).or(importing.register.home_country).unwrap_or(Country::FR),
        now: chrono::Utc::now(),
    };
    let plan = match source {
        Source::AtlasPage { .. } => atlas_page::plan(journal, inputs, &options).await?,
        Source::Twinnings { .. } => twinnings::plan(journal, inputs.swap_remove(0), &options, locale).await?,
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
