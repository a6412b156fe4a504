//! The browser tests' own test: on a page without fault they are silent, on a bad page each fault is found.

use std::collections::HashMap;

use anyhow::Result;
use e2e::{Browser, Scheme};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const GOOD: &str = r#"<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/app.css"></head>
<body><main><h1>Partenariats</h1><p id="text">Une page sans défaut.</p>
<noscript><p>Sans script</p></noscript></main></body></html>"#;

const CSS: &str = "body { color: #000; background: #fff }
@media (prefers-color-scheme: dark) { body { color: #333; background: #222 } }";

const BAD: &str = r#"<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/missing.css"></head>
<body><main><h1>Défauts</h1><h3>Saut</h3><p style="color: red">⟦home-title⟧</p>
<pre>UNE-LIGNE-TRES-LONGUE-UNE-LIGNE-TRES-LONGUE-UNE-LIGNE-TRES-LONGUE-UNE-LIGNE-TRES-LONGUE</pre>
<button></button><img src="http://localhost:1/a.png" alt="">
<script>document.title = 'inline'</script></main></body></html>"#;

#[tokio::test]
async fn a_good_page_has_no_fault() -> Result<()> {
    let site = Pages::serve().await?;
    let browser = Browser::start().await?;
    let visit = browser.visit(&site.url("/good")).await?;
    assert_eq!(visit.status, 200);
    assert_eq!(visit.html, GOOD);
    assert_eq!(visit.faults(), [""; 0]);
    assert_eq!(visit.requests.len(), 2, "{:?}", visit.requests);
    let served = u64::try_from(GOOD.len() + CSS.len())?;
    assert!((served..served + 1000).contains(&visit.bytes()), "{} of {served}", visit.bytes());
    assert_eq!(browser.accessibility_faults().await?, [""; 0]);
    browser.set_width(320).await?;
    assert_eq!(browser.overflow().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn each_fault_is_found() -> Result<()> {
    let site = Pages::serve().await?;
    let browser = Browser::start().await?;
    let faults = browser.visit(&site.url("/bad")).await?.faults().join("\n");
    for expected in [
        "a heading of level 3 follows level 1",
        "a style attribute",
        "a translation is missing",
        "missing.css - Failed to load",
        "third-party request: http://localhost:1/a.png",
        "Executing inline script violates",
    ] {
        assert!(faults.contains(expected), "{expected:?} is not in {faults}");
    }
    let faults = browser.accessibility_faults().await?.join("\n");
    assert!(faults.contains("axe button-name (critical): <button></button>"), "{faults}");
    browser.set_width(320).await?;
    let overflow = browser.overflow().await?.join("\n");
    assert!(overflow.contains("<pre>UNE-LIGNE"), "{overflow}");
    Ok(())
}

#[tokio::test]
async fn contrast_is_measured_in_the_chosen_scheme() -> Result<()> {
    let site = Pages::serve().await?;
    let browser = Browser::start().await?;
    browser.set_scheme(Scheme::Dark).await?;
    browser.visit(&site.url("/good")).await?;
    let faults = browser.accessibility_faults().await?.join("\n");
    assert!(faults.contains("axe color-contrast"), "{faults}");
    browser.set_scheme(Scheme::Light).await?;
    assert_eq!(browser.accessibility_faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn scripts_are_switched_off() -> Result<()> {
    let site = Pages::serve().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    browser.visit(&site.url("/good")).await?;
    let text = browser.client().find(fantoccini::Locator::Css("main")).await?.text().await?;
    assert!(text.contains("Sans script"), "{text}");
    Ok(())
}

#[tokio::test]
async fn an_error_page_is_not_its_own_fault() -> Result<()> {
    let site = Pages::serve().await?;
    let browser = Browser::start().await?;
    let visit = browser.visit(&site.url("/gone")).await?;
    assert_eq!((visit.status, visit.faults()), (404, Vec::new()));
    Ok(())
}

/// A server of fixed pages, each answered with the policy that the program sets.
struct Pages {
    address: String,
    server: JoinHandle<()>,
}

impl Pages {
    async fn serve() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut request = vec![0; 16 * 1024];
                    let read = stream.read(&mut request).await.unwrap_or_default();
                    let request = String::from_utf8_lossy(&request[..read]).into_owned();
                    let path = request.split(' ').nth(1).unwrap_or_default();
                    let _ = stream.write_all(answer(path).as_bytes()).await;
                });
            }
        });
        Ok(Self { address, server })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn answer(path: &str) -> String {
    let pages = HashMap::from([
        ("/good", ("200 OK", "text/html", GOOD)),
        ("/gone", ("404 Not Found", "text/html", GOOD)),
        ("/bad", ("200 OK", "text/html", BAD)),
        ("/app.css", ("200 OK", "text/css", CSS)),
    ]);
    let (status, media, body) = pages.get(path).copied().unwrap_or(("404 Not Found", "text/plain", ""));
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media}; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'self'; img-src data: *\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
