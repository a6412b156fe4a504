//! The program under test.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Loading the reference registers into a new journal is slow in a debug build on a busy machine.
const START: Duration = Duration::from_secs(180);

/// A demonstration atlas of 300 partnerships on a free port, with a data folder of its own; dropping it ends it.
pub struct Site {
    address: String,
    _program: Child,
    data: TempDir,
}

impl Site {
    /// Starts the program and waits until it listens.
    pub async fn start() -> Result<Self> {
        let data = tempfile::Builder::new().prefix("meridien-site-").tempdir()?;
        let mut program = Command::new(crate::setting("MERIDIEN_BIN")?)
            .args(["demo", "--partnerships", "300", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start MERIDIEN_BIN")?;
        let output = program.stdout.take().context("the program's output")?;
        let mut lines = BufReader::new(output).lines();
        let address = timeout(START, async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = address_in(&line) {
                    return Ok(address);
                }
            }
            bail!("the program ended before it listened")
        })
        .await
        .with_context(|| format!("the program does not listen after {START:?}"))??;
        // Read to the end, or the program would fail when it prints more.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { address, _program: program, data })
    }

    /// The full address of a path such as `/fr/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The status that a path answers with, redirections not followed.
    pub async fn status(&self, path: &str) -> Result<u16> {
        let client = Client::builder(TokioExecutor::new()).build_http::<String>();
        let answer = client.get(self.url(path).parse()?).await.with_context(|| path.to_owned())?;
        Ok(answer.status().as_u16())
    }
}

/// `http://127.0.0.1:PORT` in a line that may say more around it.
fn address_in(line: &str) -> Option<String> {
    let start = line.find("http://127.0.0.1:")?;
    let host = &line[start + "http://".len()..];
    let end = host.find(|sign: char| !matches!(sign, '0'..='9' | '.' | ':')).unwrap_or(host.len());
    Some(format!("http://{}", &host[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_address() {
        let expected = Some("http://127.0.0.1:4711".to_owned());
        assert_eq!(address_in("Méridien: http://127.0.0.1:4711/ (Ctrl-C ends)"), expected);
        assert_eq!(address_in("http://127.0.0.1:4711"), expected);
        assert_eq!(address_in("loading"), None);
    }
}
