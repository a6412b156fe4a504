//! `cargo xtask test`: what a change must pass, here and in CI.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::postgres::Cluster;
use crate::step::Steps;
use crate::{licences, output, root, vendor};

const QUICK: Duration = Duration::from_secs(5 * 60);
/// Compiling everything on two cores.
const LONG: Duration = Duration::from_secs(40 * 60);

/// Options of the task.
#[derive(clap::Args)]
pub struct Arguments {
    /// Skip the checks and run only the tests whose name contains one of these
    names: Vec<String>,
}

/// Runs the checks, then the tests, with all that they need.
pub fn run(arguments: &Arguments) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut steps = Steps::new()?;
        if arguments.names.is_empty() {
            check(&mut steps).await?;
        }
        test(&mut steps, &arguments.names).await
    })
}

async fn check(steps: &mut Steps) -> Result<()> {
    let root = root();
    println!("== licences and vendored files");
    licences::check(&root)?;
    vendor::check(&root)?;
    steps.run("format", &mut cargo(["fmt", "--all", "--check"]), QUICK).await?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    steps.run("clippy", &mut cargo(clippy), LONG).await?;
    let mut documentation = cargo(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    // The pages show private items, and the command line's help is plain text.
    documentation.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links -A rustdoc::bare-urls");
    steps.run("documentation", &mut documentation, LONG).await
}

async fn test(steps: &mut Steps, names: &[String]) -> Result<()> {
    steps.run("build", &mut cargo(["build", "--workspace", "--bins", "--tests"]), LONG).await?;

    let nextest = has_nextest().await;
    let mut tests = if nextest { cargo(["nextest", "run"]) } else { cargo(["test", "--no-fail-fast"]) };
    tests.arg("--workspace").env("MERIDIEN_BIN", program()?);

    let browser = find_program(&["chromium", "chromium-browser", "google-chrome"]);
    let driver = find_program(&["chromedriver"]);
    match browser.zip(driver) {
        Some((browser, driver)) => {
            tests.env("MERIDIEN_BROWSER", browser).env("MERIDIEN_DRIVER", driver);
        }
        None => {
            missing("the browser tests", "Chromium and its driver", "chromium chromium-driver")?;
            tests.args(["--exclude", "e2e"]);
        }
    }

    let cluster = Cluster::start()?;
    match &cluster {
        Some(cluster) => {
            tests.env("MERIDIEN_TEST_POSTGRES", cluster.url());
        }
        None => missing("the tests on PostgreSQL", "PostgreSQL", "postgresql")?,
    }

    if nextest {
        // Which leaves the documentation's examples out.
        tests.args(names);
        steps.run("tests", &mut tests, LONG).await
    } else {
        // Takes one name only, after the separator any number.
        tests.arg("--").args(names);
        steps.run("tests", &mut tests, LONG).await
    }
}

/// The program that the browser tests start.
fn program() -> Result<PathBuf> {
    let metadata = output(crate::cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(target).join("debug/meridien"))
}

/// On a developer's machine what is missing is left out, and said; in CI it is an error.
fn missing(what: &str, tool: &str, packages: &str) -> Result<()> {
    if env::var_os("CI").is_some_and(|value| value == "true") {
        bail!("{what} need {tool}, which is not installed: apt-get install {packages}");
    }
    println!("skipped: {what}: {tool} is not installed (on Debian: apt-get install {packages})");
    Ok(())
}

/// The first of these programs that is in the PATH.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<_> = env::split_paths(&path).collect();
    let mut candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.find(|candidate| candidate.is_file())
}

async fn has_nextest() -> bool {
    let mut version = cargo(["nextest", "--version"]);
    version.stdout(Stdio::null()).stderr(Stdio::null());
    version.status().await.is_ok_and(|status| status.success())
}

fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::from(crate::cargo());
    command.args(arguments);
    command
}
