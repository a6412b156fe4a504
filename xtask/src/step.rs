//! Runs one command after another, each bounded in time, and ends it properly when the developer presses Ctrl-C.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

/// How long a command may take to end once it was asked to.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs commands in the foreground.
pub struct Steps {
    interrupt: Signal,
    terminate: Signal,
}

impl Steps {
    /// From now on Ctrl-C and SIGTERM make the running step fail instead of ending this process at once,
    /// so that what was started is also stopped.
    pub fn new() -> Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Runs the command to its end; an error if it fails or takes longer than `limit`.
    pub async fn run(&mut self, title: &str, command: &mut Command, limit: Duration) -> Result<()> {
        println!("== {title}");
        let start = Instant::now();
        let mut child = command
            // cargo starts cargo, which starts rustc: a group can be ended as one.
            .process_group(0)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{title}: cannot start {:?}", command.as_std().get_program()))?;
        let status = tokio::select! {
            status = child.wait() => status?,
            () = sleep(limit) => {
                end(&mut child).await?;
                bail!("{title}: not finished after {} minutes, stopped", limit.as_secs() / 60)
            }
            _ = self.interrupt.recv() => {
                end(&mut child).await?;
                bail!("{title}: interrupted")
            }
            _ = self.terminate.recv() => {
                end(&mut child).await?;
                bail!("{title}: terminated")
            }
        };
        if !status.success() {
            bail!("{title}: failed ({status})");
        }
        println!("== {title}: done in {:.1} s", start.elapsed().as_secs_f64());
        Ok(())
    }
}

/// Asks the command to end, so that a test runner can end its tests, and insists after a while.
async fn end(child: &mut Child) -> Result<()> {
    if let Some(id) = child.id() {
        // The standard library can only kill, and only the child itself.
        let group = format!("-{id}");
        Command::new("kill").args(["-TERM", "--", &group]).status().await?;
        if timeout(PATIENCE, child.wait()).await.is_err() {
            Command::new("kill").args(["-KILL", "--", &group]).status().await?;
        }
    }
    Ok(())
}
