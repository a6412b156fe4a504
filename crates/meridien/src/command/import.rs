//! `meridien import`: records from elsewhere.

use std::path::PathBuf;

use super::{Failure, Importing, ReportFormat, Source};
use crate::imports::{self, Options};
use crate::web::Locale;

/// Imports and prints the report.
pub async fn run(source: Source, locale: Locale) -> Result<(), Failure> {
    let (files, importing): (Vec<PathBuf>, Importing) = match &source {
        Source::AtlasPage { files, options } => (files.clone(), options.clone()),
        Source::Twinnings { file, options } => (vec![file.clone()], options.clone()),
    };
    let options = Options {
        dry_run: importing.dry_run,
        proposal: importing.proposal,
        licence: importing.licence,
        persons: importing.persons,
    };
    // Every file is read and checked before a register is made or touched.
    let input = match source {
        Source::AtlasPage { .. } => imports::Input::atlas_pages(&files)?,
        Source::Twinnings { file, .. } => imports::Input::twinnings(&file)?,
    };
    let journal = match importing.dry_run {
        true => importing.register.open_if_there().await?,
        false => Some(importing.register.open_or_make_usual().await?.0),
    };
    let report = imports::run(input, journal.as_ref(), &options).await?;
    match importing.report {
        ReportFormat::Json => println!("{}", report.json(locale)),
        ReportFormat::Text => print!("{}", report.text(locale, importing.verbose)),
    }
    Ok(())
}
