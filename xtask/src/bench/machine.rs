//! What the figures were taken on.

use std::fs;
use std::thread::available_parallelism;

use anyhow::{Context, Result};

use crate::output;

/// How many processes want to run: the mean of the last minute.
pub fn load() -> Result<f64> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').next().context("an empty load")?.parse()?)
}

/// Date, version, processor, and how busy it was `before` the first measure and after the last.
pub fn description(before: f64) -> Result<String> {
    let date = output(std::process::Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))?;
    let mut git = std::process::Command::new("git");
    let commit = output(git.current_dir(crate::root()).args(["describe", "--always", "--dirty"]))?;
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let cores = available_parallelism()?;
    Ok(format!(
        "{}, commit {}, {cores} cores ({model}), load {before:.1} before and {:.1} after (its own readers included).",
        date.trim(),
        commit.trim(),
        load()?
    ))
}
