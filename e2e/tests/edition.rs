//! The static edition as a browser opens it from a disk, without a server.

use std::process::Command;

use anyhow::{Result, ensure};
use e2e::{Browser, Site};
use fantoccini::Locator;

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
    client.wait().for_element(Locator::Css("main input[name=q]")).await?.send_keys("EDUCATION").await?;
    client.find(Locator::Css("main form[role=search] button")).await?.click().await?;
    let first = client.wait().for_element(Locator::Css("#trouves li a")).await?;
    let title = first.text().await?;
    ensure!(title.contains("ducation"), "{title}");
    let faults = browser.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    first.click().await?;
    let heading = client.wait().for_element(Locator::Css("h1")).await?;
    ensure!(heading.text().await? == title, "another page than {title}");
    Ok(())
}
