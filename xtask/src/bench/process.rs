//! What is measured without HTTP: the start, and searches in process.

use std::collections::HashMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::client::Client;
use super::figures::{Row, Samples, median, short};
use super::program::Program;
use super::{Bench, addresses};
use crate::output;

/// Searches and statistics, on one thread, beside bare counts of their words.
pub fn search(bench: &Bench) -> Result<Vec<Row>> {
    let printed = output(Command::new(&bench.searches).arg(bench.index()))?;
    let json = printed.lines().find(|line| line.starts_with('{')).context("the bench printed no result")?;
    let times: HashMap<String, Vec<f64>> = serde_json::from_str(json)?;
    let samples = |work: &str| -> Result<Samples> {
        let times = times.get(work).with_context(|| format!("the bench did not measure {work}"))?;
        Ok(times.iter().map(|milliseconds| Duration::from_secs_f64(milliseconds / 1e3)).collect())
    };
    let count = samples("count")?;
    let row = |work: &str, name: &str, goals: [f64; 2]| -> Result<Row> {
        let times = samples(name)?;
        let [p50, p95] = [50, 95].map(|percent| times.percentile(percent));
        let [bare50, bare95] = [50, 95].map(|percent| count.percentile(percent));
        Ok(Row {
            work: work.to_owned(),
            goal: match goals {
                [most, p95] if most.is_infinite() => format!("p95 {p95} ms"),
                [p50, p95] => format!("{p50} / {p95} ms"),
            },
            figure: format!("{} / {} ms", short(p50), short(p95)),
            ratio: format!(
                "{} and {} times a bare tantivy count of the same words ({} / {} ms)",
                short(p50 / bare50),
                short(p95 / bare95),
                short(bare50),
                short(bare95)
            ),
            met: Some(p50 <= goals[0] && p95 <= goals[1]),
        })
    };
    let goal = |small: [f64; 2], large: [f64; 2]| if bench.small() { small } else { large };
    Ok(vec![
        row("text, filters and all facets, in process, p50 / p95", "search", goal([1.0, 3.0], [5.0, 30.0]))?,
        row("the same, of results never counted before", "search anew", goal([1.0, 3.0], [5.0, 30.0]))?,
        row(
            "sums by country and year, in process, p50 / p95",
            "statistics",
            goal([f64::INFINITY, 5.0], [f64::INFINITY, 60.0]),
        )?,
        row(
            "counts by place and link of a search, in process, p50 / p95",
            "map",
            goal([f64::INFINITY, 30.0], [f64::INFINITY, 150.0]),
        )?,
    ])
}

/// From the start to the first answer, beside the reading of what is read then.
pub fn start(bench: &Bench) -> Result<Vec<Row>> {
    let program = Program::start(&bench.program, &["serve"], &bench.data)?;
    let record = addresses::one_record(&mut Client::connect(program.address)?)?;
    program.stop()?;
    let seconds = || -> Result<[f64; 2]> {
        let program = Program::start_for(&record, &bench.program, &["serve"], &bench.data)?;
        let seconds = [program.first, program.ready].map(|time| time.as_secs_f64());
        program.stop()?;
        Ok(seconds)
    };
    let with: Vec<f64> = (0..bench.rounds).map(|_| Ok(seconds()?[1])).collect::<Result<_>>()?;
    let reading = Instant::now();
    let index = super::size_of(&bench.index())?;
    read_all(&bench.index())?;
    let reading = reading.elapsed().as_secs_f64();
    // The index may be deleted at any time: it is rebuilt from the journal.
    fs::remove_dir_all(bench.index())?;
    let [record, ready] = seconds()?;
    let export = export(bench)?;
    let goals = if bench.small() { [0.2, 2.0] } else { [0.5, 120.0] };
    let row = |work: &str, goal: f64, figure: f64, ratio: String| Row {
        work: work.to_owned(),
        goal: format!("{goal} s"),
        figure: format!("{} s", short(figure)),
        ratio,
        met: Some(figure <= goal),
    };
    let with = median(&with);
    let beside = format!("{} times the reading of the index's {} MB", short(with / reading), short(index as f64 / 1e6));
    let beside_export =
        |time: f64| format!("{} times an export of the same records ({} s)", short(time / export), short(export));
    Ok(vec![
        row("start to first answer, with an index", goals[0], with, beside),
        row("start to first answer (a record), without", goals[1], record, beside_export(record)),
        row("start until the search answers, without an index", goals[1], ready, beside_export(ready)),
    ])
}

fn read_all(folder: &std::path::Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.metadata()?.is_dir() {
            read_all(&entry.path())?;
        } else {
            std::hint::black_box(fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Seconds to read every partnership from the journal and write it down.
fn export(bench: &Bench) -> Result<f64> {
    let start = Instant::now();
    let mut command = Command::new(&bench.program);
    output(command.args(["export", "--out", "/dev/null", "--data"]).arg(&bench.data))?;
    Ok(start.elapsed().as_secs_f64())
}
