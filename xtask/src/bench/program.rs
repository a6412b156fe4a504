//! The program measured: built, started on a free port, watched and stopped.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::client::Client;
use crate::{cargo, output};

/// Answers 200 once the index does.
const READY: &str = "/readyz";
/// How often a starting program is asked whether it is ready.
const ASKED: Duration = Duration::from_millis(5);

/// Builds the program as it is released, and with it the measures in process; their paths.
pub fn build() -> Result<[PathBuf; 2]> {
    let mut cargo = cargo();
    cargo.args(["build", "--release", "--package", "meridien", "--bins", "--bench", "search"]);
    // What it does is shown while it takes its minutes.
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    let built = output(&mut cargo)?;
    let artifacts = built.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let artifacts: Vec<_> = artifacts.filter(|artifact| artifact["executable"].is_string()).collect();
    let path = |kind: &str| -> Result<PathBuf> {
        let of_kind = artifacts.iter().find(|artifact| artifact["target"]["kind"][0] == kind);
        let path = of_kind.and_then(|artifact| artifact["executable"].as_str());
        Ok(PathBuf::from(path.with_context(|| format!("cargo built no {kind}"))?))
    };
    Ok([path("bin")?, path("bench")?])
}

/// A running program, ended when dropped.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its first page.
    pub first: Duration,
    /// From its start until its index answers too.
    pub ready: Duration,
}

impl Program {
    /// Starts `meridien serve` or `demo` on a data folder and waits until it is ready.
    pub fn start(program: &Path, arguments: &[&str], data: &Path) -> Result<Program> {
        Program::start_for(READY, program, arguments, data)
    }

    /// The same, asking for a page first.
    pub fn start_for(page: &str, program: &Path, arguments: &[&str], data: &Path) -> Result<Program> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let start = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .env("RUST_LOG", "warn")
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut program = Program { child, address, first: Duration::ZERO, ready: Duration::ZERO };
        program.wait_for(page)?;
        program.first = start.elapsed();
        program.wait_for(READY)?;
        program.ready = start.elapsed();
        Ok(program)
    }

    fn wait_for(&mut self, page: &str) -> Result<()> {
        let there = |address| Client::connect(address).and_then(|mut client| client.get(page, ""));
        while !there(self.address).is_ok_and(|reply| reply.status == 200) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended before it answered ({status})");
            }
            thread::sleep(ASKED);
        }
        Ok(())
    }

    /// A figure of its memory in megabytes: `VmRSS` now, `VmHWM` at most so far.
    pub fn memory(&self, figure: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kilobytes.with_context(|| format!("no {figure} in /proc"))? * 1024.0 / 1e6)
    }

    /// Forgets the peak of its memory, so that the next one is of what comes next.
    pub fn forget_peak(&self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &id]).status()?.success(), "cannot end the program");
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that was stopped already is no fault.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
