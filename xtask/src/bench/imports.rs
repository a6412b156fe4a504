//! The import of IATI files: the register's own partnerships, as another publisher would write them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::figures::{Row, short};
use super::{Bench, size_of};
use crate::output;

/// Activities a second that are wanted.
const GOAL: f64 = 5000.0;

/// Parse, check, journal and index, beside parse and check alone.
pub fn iati(bench: &Bench) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let [own, foreign, first, data] = ["own", "foreign", "first.xml", "register"].map(|name| folder.path().join(name));
    run(bench, "export", &["--format", "iati", "--out"], &own, &bench.data)?;
    let activities = of_others(&own, &foreign)?;
    // The reference registers are there before the clock runs, and so is their index: the first activity comes alone.
    fs::write(&first, first_activity(&foreign.join("activities-1.xml"))?)?;
    run(bench, "import", &["iati"], &first, &data)?;
    let empty = index(bench, &data)?;
    let import = run(bench, "import", &["iati"], &foreign, &data)?;
    let full = index(bench, &data)?;
    let check = dry_run(bench, &foreign)?;
    let rate = activities as f64 / (import + full.saturating_sub(empty)).as_secs_f64();
    let limit = activities as f64 / check.as_secs_f64();
    let bytes = size_of(&foreign)? as f64 / activities as f64;
    Ok(vec![Row {
        work: format!("import of IATI, {} kB an activity: parse, check, match, journal, index", short(bytes / 1e3)),
        goal: format!("{GOAL:.0}/s"),
        figure: format!("{}/s", short(rate)),
        ratio: format!("{} of decided and not written", short(rate / limit)),
        met: Some(rate >= GOAL),
    }])
}

/// Takes our extension out of the files: whoever reads them has an activity of another publisher.
fn of_others(own: &Path, foreign: &Path) -> Result<u64> {
    fs::create_dir(foreign)?;
    let mut activities = 0;
    for entry in fs::read_dir(own)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with("activities-") {
            continue;
        }
        let mut out = BufWriter::new(File::create(foreign.join(entry.file_name()))?);
        for line in BufReader::new(File::open(entry.path())?).lines() {
            let line = line?;
            activities += u64::from(line.starts_with("  <iati-activity "));
            if !line.trim_start().starts_with("<meridien:record ") {
                writeln!(out, "{line}")?;
            }
        }
        out.flush()?;
    }
    Ok(activities)
}

/// A file of the first activity of another.
fn first_activity(file: &Path) -> Result<String> {
    let mut first = String::new();
    for line in BufReader::new(File::open(file)?).lines() {
        let line = line?;
        first += &line;
        first.push('\n');
        if line == "  </iati-activity>" {
            break;
        }
    }
    Ok(first + "</iati-activities>\n")
}

fn run(bench: &Bench, command: &str, arguments: &[&str], file: &Path, data: &Path) -> Result<Duration> {
    let start = Instant::now();
    output(Command::new(&bench.program).arg(command).args(arguments).arg(file).arg("--data").arg(data))?;
    Ok(start.elapsed())
}

fn index(bench: &Bench, data: &Path) -> Result<Duration> {
    let start = Instant::now();
    output(Command::new(&bench.program).args(["index", "rebuild", "--data"]).arg(data))?;
    Ok(start.elapsed())
}

/// The same import without its writing, into a register that is not there.
fn dry_run(bench: &Bench, files: &Path) -> Result<Duration> {
    let nowhere = files.join("nowhere");
    ensure!(!nowhere.exists(), "a folder that must not be there");
    let start = Instant::now();
    let mut command = Command::new(&bench.program);
    output(command.args(["import", "iati", "--dry-run"]).arg(files).arg("--data").arg(nowhere))?;
    Ok(start.elapsed())
}
