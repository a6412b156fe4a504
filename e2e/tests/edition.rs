//! The static edition as a browser opens it from a disk, without a server.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::{Browser, Site};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};

/// The first element of this kind with such a text, once it is there. A page that is being left answers with faults until then.
async fn appears(client: &Client, css: &str, has: impl Fn(&str) -> bool) -> Result<Element> {
    let mut seen = String::new();
    for _ in 0..100 {
        match client.find(Locator::Css(css)).await {
            Ok(element) => match element.text().await {
                Ok(text) if has(&text) => return Ok(element),
                Ok(text) => seen = text,
                Err(fault) => seen = fault.to_string(),
            },
            Err(fault) => seen = fault.to_string(),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    anyhow::bail!("{css}: {seen}")
}

#[tokio::test]
async fn an_edition_on_a_disk_is_searched_without_accents() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("edition");
    // Of a register that is being served: the edition has an index of its own.
    let site = Site::start().await?;
    let exported = Command::new(e2e::setting("MERIDIEN_BIN")?)
        .args(["export", "site", "--public-address", "https://atlas.example.org", "--data"])
        .arg(site.data())
        .arg("--out")
        .arg(&out)
        .output()?;
    ensure!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));

    let browser = Browser::start().await?;
    let client = browser.client();
    client.goto(&format!("file://{}", out.join("index.html").display())).await?;
    appears(client, "main input[name=q]", |_| true).await?.send_keys("EDUCATION").await?;
    client.find(Locator::Css("main form[role=search] button")).await?.click().await?;
    let first = appears(client, "#trouves li a", |title| title.contains("ducation")).await?;
    let title = first.text().await?;
    let mut search = client.current_url().await?;
    let faults = browser.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    first.click().await?;
    appears(client, "h1", |heading| heading == title).await?;

    // The name of a code is passed over, a number goes with its word; what is no word finds nothing, and that is said.
    let mut told = Vec::new();
    for question in ["217500016", "SIREN+217500016", "d%C3%A9partement75", "d%C3%A9partement+75", "%25"] {
        search.set_query(Some(&format!("q={question}")));
        client.goto(search.as_str()).await?;
        told.push(appears(client, "#trouves [role=status]", |text| !text.is_empty()).await?.text().await?);
    }
    ensure!(told[0] == told[1] && told[2] == told[3] && told[0] != told[4] && told[2] != told[4], "{told:?}");

    // Every record, as none has this word: two clicks at once ask for the next ones once.
    search.set_query(Some("q=-zzzz"));
    client.goto(search.as_str()).await?;
    appears(client, "#trouves li:nth-child(50) a", |_| true).await?;
    let twice = "const more = document.querySelector('#trouves button'); more.click(); more.click();";
    client.execute(twice, Vec::new()).await?;
    appears(client, "#trouves li:nth-child(100) a", |_| true).await?;
    let shown = client.find_all(Locator::Css("#trouves li")).await?.len();
    ensure!(shown == 100, "{shown} results are shown after the first 50 and the next");
    Ok(())
}
