//! A browser of its own for each test: headless Chromium driven by chromedriver.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::commands::Extension;
use crate::visit::{Network, Visit};

const START: Duration = Duration::from_secs(60);
const HEIGHT: u32 = 800;
const AXE: &str = include_str!("../vendor/axe.min.js");

/// The reader's colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A browser window with an empty profile; dropping it ends the browser.
pub struct Browser {
    client: Client,
    process: Option<u64>,
    _driver: Child,
    profile: TempDir,
}

impl Browser {
    /// Starts chromedriver on a free port and a browser under it, 1280 pixels wide.
    pub async fn start() -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("meridien-browser-").tempdir()?;
        let mut driver = Command::new(crate::setting("MERIDIEN_DRIVER")?)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start MERIDIEN_DRIVER")?;
        let port = timeout(START, driver_port(&mut driver)).await.context("chromedriver does not start")??;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(profile.path())?)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .context("the browser does not start")?;
        let process = client.capabilities().and_then(|capabilities| capabilities.get("goog:processID")?.as_u64());
        let browser = Self { client, process, _driver: driver, profile };
        browser.set_width(1280).await?;
        Ok(browser)
    }

    /// The WebDriver client, for clicks, forms and scripts.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a page with an empty cache, waits until it is loaded, and tells what was sent and received.
    pub async fn visit(&self, url: &str) -> Result<Visit> {
        self.devtools("Network.clearBrowserCache", json!({})).await?;
        self.log("performance").await?;
        self.log("browser").await?;
        self.client.goto(url).await.with_context(|| url.to_owned())?;

        let network = Network::from_log(&self.log("performance").await?);
        let document = network.document.with_context(|| format!("{url}: no answer"))?;
        let body = json!({ "requestId": document.id });
        let body = self.devtools("Network.getResponseBody", body).await?;
        let url = self.client.current_url().await?.to_string();
        let console = self
            .log("browser")
            .await?
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .filter_map(|entry| entry["message"].as_str().map(str::to_owned))
            // An error page is itself listed as a missing file.
            .filter(|message| document.status < 400 || !message.starts_with(&format!("{url} - ")))
            .collect();
        Ok(Visit {
            status: document.status,
            html: body["body"].as_str().context("no text")?.to_owned(),
            requests: network.requests,
            console,
            url,
        })
    }

    /// Makes the page so many CSS pixels wide.
    pub async fn set_width(&self, width: u32) -> Result<()> {
        self.set_size(width, HEIGHT).await
    }

    async fn set_size(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Sets the colour scheme that the reader prefers.
    pub async fn set_scheme(&self, scheme: Scheme) -> Result<()> {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme.name() });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await?;
        Ok(())
    }

    /// Lets the pages visited from now on run scripts, or not.
    pub async fn set_scripts(&self, allowed: bool) -> Result<()> {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !allowed })).await?;
        Ok(())
    }

    /// Runs a script in the pages visited from now on, before those of the page itself.
    pub async fn set_first_script(&self, script: &str) -> Result<()> {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
        Ok(())
    }

    /// What axe finds on the current page, contrast included: one line for each element at fault.
    pub async fn accessibility_faults(&self) -> Result<Vec<String>> {
        const RUN: &str = "
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
                (found) => done({ violations: found.violations }),
                (error) => done({ error: String(error) }),
            );";
        self.client.execute(AXE, Vec::new()).await.context("cannot load axe")?;
        let found: Axe = serde_json::from_value(self.client.execute_async(RUN, Vec::new()).await?)?;
        if let Some(error) = found.error {
            bail!("axe: {error}");
        }
        Ok(found.violations.iter().flat_map(Violation::lines).collect())
    }

    /// The elements that make the page wider than the window: a reader would have to scroll sideways.
    pub async fn overflow(&self) -> Result<Vec<String>> {
        // What scrolls within its own box, such as a wide table, does not widen the page.
        const FIND: &str = "
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const beyond = (element) => element.getBoundingClientRect().right > width + 1
                || (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible');
            const wide = [...document.querySelectorAll('body *')]
                .filter((element) => beyond(element) && ![...element.children].some(beyond))
                .map((element) => element.outerHTML.slice(0, 120));
            return [`the page is ${document.documentElement.scrollWidth} pixels wide, the window ${width}`, ...wide.slice(0, 8)];";
        Ok(serde_json::from_value(self.client.execute(FIND, Vec::new()).await?)?)
    }

    /// Keeps a picture of the whole page as `NAME.png` in the folder `MERIDIEN_SCREENSHOTS`, if that is set.
    pub async fn screenshot(&self, name: &str, width: u32) -> Result<()> {
        let Some(folder) = env::var_os("MERIDIEN_SCREENSHOTS").map(PathBuf::from) else {
            return Ok(());
        };
        let height = self.client.execute("return document.documentElement.scrollHeight", Vec::new()).await?;
        let height = height.as_u64().and_then(|height| u32::try_from(height).ok()).unwrap_or(HEIGHT);
        self.set_size(width, height.max(HEIGHT)).await?;
        let picture = self.client.screenshot().await?;
        self.set_width(width).await?;
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.png")), picture)?;
        Ok(())
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.client.issue_cmd(Extension::devtools(command, parameters)).await;
        answer.with_context(|| command.to_owned())
    }

    async fn log(&self, kind: &str) -> Result<Vec<Value>> {
        Ok(serde_json::from_value(self.client.issue_cmd(Extension::log(kind)).await?)?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Killing chromedriver, which happens next, would leave the browser alone.
        if let Some(process) = self.process {
            let _ = std::process::Command::new("kill").args(["-KILL", &process.to_string()]).status();
        }
        // Its helper processes end a little later, and write until then.
        for _ in 0..40 {
            thread::sleep(Duration::from_millis(50));
            let _ = fs::remove_dir_all(self.profile.path());
            if !self.profile.path().exists() {
                break;
            }
        }
    }
}

impl Scheme {
    /// Its name in CSS.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The port in the line that chromedriver prints once it listens.
async fn driver_port(driver: &mut Child) -> Result<u16> {
    let mut lines = BufReader::new(driver.stdout.take().context("no output")?).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            let port = port.trim_end_matches('.').parse()?;
            // Read to the end, or chromedriver would wait for a reader.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(port);
        }
    }
    bail!("it ended")
}

fn capabilities(profile: &Path) -> Result<Capabilities> {
    let browser = crate::setting("MERIDIEN_BROWSER")?;
    let arguments = [
        "--headless=new",
        // Chromium refuses its sandbox to root, as whom CI runs; it sees our own pages only.
        "--no-sandbox",
        // Maps are drawn with WebGL, without a graphics card.
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--lang=fr",
        &format!("--user-data-dir={}", profile.display()),
    ];
    let capabilities = json!({
        "goog:chromeOptions": {
            "binary": browser.to_string_lossy(),
            "args": arguments,
            "perfLoggingPrefs": { "enableNetwork": true },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "timeouts": { "pageLoad": 60_000, "script": 60_000 },
    });
    Ok(serde_json::from_value(capabilities)?)
}

/// What axe answers; see its API documentation.
#[derive(Deserialize)]
struct Axe {
    #[serde(default)]
    violations: Vec<Violation>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    html: String,
    failure_summary: Option<String>,
}

impl Violation {
    fn lines(&self) -> impl Iterator<Item = String> {
        self.nodes.iter().map(|node| {
            let summary = node.failure_summary.as_deref().unwrap_or_default().replace('\n', " ");
            let impact = self.impact.as_deref().unwrap_or("unknown");
            let html: String = node.html.chars().take(160).collect();
            format!("axe {} ({impact}): {html}: {summary}", self.id)
        })
    }
}
