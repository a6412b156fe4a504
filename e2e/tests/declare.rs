//! An agent declares a partnership and the ministry publishes it, with scripts and without, every page checked by axe.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Site};
use fantoccini::Locator;

const PASSWORD: &str = "quatre mots sans rapport";

/// What an agent had to do.
#[derive(Debug, Default)]
struct Effort {
    pages: u32,
    fields: u32,
    clicks: u32,
}

/// Someone at work in a browser.
struct Work<'a> {
    site: &'a Site,
    browser: &'a Browser,
    axe: bool,
    /// How many pages were seen.
    page: u32,
    effort: Effort,
}

impl Work<'_> {
    async fn sign_in(&mut self, email: &str) -> Result<()> {
        self.browser.client().delete_all_cookies().await?;
        self.browser.client().goto(&self.site.url("/fr/connexion?retour=/fr/espace")).await?;
        self.fill("email", email).await?;
        self.fill("password", PASSWORD).await?;
        self.click("main form button").await
    }

    async fn open(&mut self, path: &str) -> Result<()> {
        self.browser.client().goto(&self.site.url(path)).await?;
        self.look().await
    }

    /// Checks the page that is shown now.
    async fn look(&mut self) -> Result<()> {
        self.effort.pages += 1;
        self.page += 1;
        if self.axe {
            for width in [320, 1280] {
                self.browser.set_width(width).await?;
                let mut faults = self.browser.accessibility_faults().await?;
                faults.extend(self.browser.overflow().await?);
                let at = self.browser.client().current_url().await?;
                self.browser.screenshot(&format!("declare-{:02}-{width}", self.page), width).await?;
                ensure!(faults.is_empty(), "{at} at {width}: {faults:#?}");
            }
        }
        Ok(())
    }

    async fn fill(&mut self, name: &str, text: &str) -> Result<()> {
        self.effort.fields += 1;
        let field = self.browser.client().find(Locator::Css(&format!("[name='{name}']"))).await;
        let field = field.with_context(|| name.to_owned())?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    async fn choose(&mut self, name: &str, value: &str) -> Result<()> {
        self.effort.fields += 1;
        let field = self.browser.client().find(Locator::Css(&format!("select[name='{name}']"))).await?;
        field.select_by_value(value).await?;
        Ok(())
    }

    /// Clicks what leads to another page, and waits for that.
    async fn click(&mut self, css: &str) -> Result<()> {
        self.effort.clicks += 1;
        let client = self.browser.client();
        let before = client.find(Locator::Css("html")).await?;
        client.find(Locator::Css(css)).await.with_context(|| css.to_owned())?.click().await?;
        let begun = Instant::now();
        // The old page's element is stale once the new page is there.
        while before.attr("lang").await.is_ok() && begun.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        client.wait().for_element(Locator::Css("footer.foot")).await?;
        self.look().await
    }

    async fn go_on(&mut self) -> Result<()> {
        self.click("button[name=go][value=next]").await
    }

    async fn text(&self) -> Result<String> {
        Ok(self.browser.client().find(Locator::Css("main")).await?.text().await?)
    }
}

/// Declares a record like the demonstration's first one, in its essentials and its money.
async fn declare(work: &mut Work<'_>) -> Result<String> {
    work.sign_in("agent@demo.example").await?;
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
    work.click("button[name=add][value='funding[0].funders']").await?;
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
    work.sign_in("ministere@demo.example").await?;
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
    let mut work = Work { site: &site, browser: &browser, axe: true, page: 0, effort: Effort::default() };
    let begun = Instant::now();
    let reference = declare(&mut work).await?;
    println!("declared in {:?} by script: {:?}", begun.elapsed(), work.effort);
    validate(&mut work, &reference).await
}

#[tokio::test]
async fn a_declaration_without_scripts() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    browser.set_scripts(false).await?;
    let mut work = Work { site: &site, browser: &browser, axe: false, page: 0, effort: Effort::default() };
    let reference = declare(&mut work).await?;
    validate(&mut work, &reference).await
}

/// What is typed is stored two seconds after the last key, without a click.
#[tokio::test]
async fn a_draft_saves_itself() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work { site: &site, browser: &browser, axe: false, page: 0, effort: Effort::default() };
    work.sign_in("agent@demo.example").await?;
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
