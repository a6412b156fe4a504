//! An agent declares a partnership and the ministry publishes it, with scripts and without, every page checked by axe.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Effort, Site, Work};
use fantoccini::Locator;

/// Declares a record like the demonstration's first one, in its essentials and its money.
async fn declare(work: &mut Work<'_>) -> Result<String> {
    work.sign_in("agent").await?;
    work.effort = Effort::default();
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    work.click(".tasks a").await?;
    work.fill("parties[1].name", "Région de Kayes").await?;
    work.go_on().await?;
    work.fill("title.fr", "Lecture publique dans le cercle de Diéma").await?;
    work.go_on().await?;
    work.choose("form", "cooperation_project").await?;
    work.go_on().await?;
    work.fill("start", "06/2024").await?;
    work.go_on().await?;
    work.choose("themes.main", "1.1").await?;
    work.go_on().await?;
    work.fill("narratives.objective.fr", "Ouvrir trois bibliothèques de quartier.").await?;
    work.go_on().await?;
    work.fill("agreements[0].signed", "2024").await?;
    work.go_on().await?;
    work.fill("funding[0].funders[0].name", "Hauts-de-France").await?;
    work.fill("funding[0].year", "2024").await?;
    work.fill("funding[0].amount", "33 666,50").await?;
    work.click("button[name=go][value=list]").await?;
    work.click("a.button[href$='/verifier']").await?;
    let check = work.text().await?;
    ensure!(check.contains("33\u{202f}666,50") && check.contains("juin 2024"), "{check}");
    work.click("main form .submit button").await?;
    let reference = work.browser.client().find(Locator::Css(".reference")).await?.text().await?;
    Ok(reference)
}

async fn validate(work: &mut Work<'_>, reference: &str) -> Result<()> {
    work.sign_in("ministere").await?;
    work.open("/fr/valider").await?;
    let link = work.browser.client().find(Locator::LinkText("Lecture publique dans le cercle de Diéma")).await?;
    let href = link.attr("href").await?.context("a link")?;
    work.open(&href).await?;
    work.click("button[name=do][value=publish]").await?;
    ensure!(work.site.status(&format!("/fr/partenariats/{reference}")).await? == 200);
    work.open(&format!("/fr/partenariats/{reference}/historique")).await
}

#[tokio::test]
async fn a_declaration_with_scripts() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "declare", true).await?;
    let begun = Instant::now();
    let reference = declare(&mut work).await?;
    println!("declared in {:?} by script: {:?}", begun.elapsed(), work.effort);
    validate(&mut work, &reference).await
}

#[tokio::test]
async fn a_declaration_without_scripts() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "declare", false).await?;
    let reference = declare(&mut work).await?;
    validate(&mut work, &reference).await
}

/// What is typed is stored two seconds after the last key, without a click.
#[tokio::test]
async fn a_draft_saves_itself() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "draft", true).await?;
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let list = browser.client().current_url().await?.to_string();
    browser.client().goto(&format!("{list}/titre")).await?;
    work.fill("title.fr", "Un titre que personne n'envoie").await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let said = browser.client().find(Locator::Css("[data-draft-status]")).await?.text().await?;
    ensure!(said.starts_with("Enregistré à"), "{said}");
    browser.client().goto(&format!("{list}/titre")).await?;
    let kept = browser.client().find(Locator::Css("[name='title.fr']")).await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Un titre que personne n'envoie"), "{kept:?}");
    Ok(())
}
