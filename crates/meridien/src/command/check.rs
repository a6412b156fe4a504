//! `meridien check iati FILE…`: what is wrong with files, by the rules of the standard.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use meridien_iati::Severity;

use super::Failure;
use crate::iati::fault::{Finding, Form, List};
use crate::imports::ImportError;
use crate::imports::iati::open;
use crate::web::Locale;

/// Lists every fault; fails where one is critical or an error.
pub fn iati(files: &[PathBuf], json: bool, csv: bool, l: Locale) -> Result<(), Failure> {
    let form = match (json, csv) {
        (true, _) => Form::Json,
        (_, true) => Form::Csv,
        _ => Form::Text,
    };
    let opened: Vec<File> = files.iter().map(|path| open(path)).collect::<Result<_, ImportError>>()?;
    let mut list = List::new(BufWriter::new(std::io::stdout().lock()), form, l)?;
    let today = chrono::Utc::now().date_naive();
    for (path, file) in files.iter().zip(opened) {
        let name = path.display().to_string();
        for fault in meridien_iati::check(file, today) {
            list.add(&Finding::of_fault(&name, &fault, l))?;
        }
    }
    let grave = list.count(Severity::Critical) + list.count(Severity::Error);
    let sums = list.sums();
    list.finish(&sums)?.flush()?;
    if grave == 0 { Ok(()) } else { Err(Failure::Faulty(grave)) }
}
