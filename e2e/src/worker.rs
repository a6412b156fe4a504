//! Somebody at work in a browser: fills in forms, goes from page to page, and counts what it takes.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use fantoccini::elements::Element;

use crate::work::PASSWORD;
use crate::{Browser, Scheme, Site};

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// What somebody had to do.
#[derive(Debug, Default, Clone, Copy)]
pub struct Effort {
    /// Pages seen.
    pub pages: u32,
    /// Fields filled in.
    pub fields: u32,
    /// Clicks on links and buttons.
    pub clicks: u32,
}

/// Somebody at work. Every page that is seen is checked by axe and must not be wider than the window.
pub struct Work<'a> {
    /// The program.
    pub site: &'a Site,
    /// The browser.
    pub browser: &'a Browser,
    /// What it took so far.
    pub effort: Effort,
    /// What pictures are called.
    name: &'static str,
    scripts: bool,
    checked: bool,
    page: u32,
}

impl<'a> Work<'a> {
    /// Begins, with scripts or without; pictures of pages are named after `name`.
    pub async fn new(site: &'a Site, browser: &'a Browser, name: &'static str, scripts: bool) -> Result<Work<'a>> {
        browser.set_scripts(scripts).await?;
        Ok(Work { site, browser, effort: Effort::default(), name, scripts, checked: true, page: 0 })
    }

    /// Without a check of each page: where the effort is measured, not the pages.
    #[must_use]
    pub fn unchecked(self) -> Work<'a> {
        Work { checked: false, ..self }
    }

    /// Signs in as one of the demonstration's accounts, which leads to its workspace; counting begins there.
    pub async fn sign_in(&mut self, account: &str) -> Result<()> {
        let client = self.browser.client();
        // Cookies are deleted for the site of the page that is shown.
        client.goto(&self.site.url("/fr/connexion?retour=/fr/espace")).await?;
        client.delete_all_cookies().await?;
        client.goto(&self.site.url("/fr/connexion?retour=/fr/espace")).await?;
        self.fill("email", &format!("{account}@demo.example")).await?;
        self.fill("password", PASSWORD).await?;
        self.click("main form button").await?;
        ensure!(self.path().await? == "/fr/espace", "{account} is not signed in");
        self.effort = Effort::default();
        Ok(())
    }

    /// Goes to an address.
    pub async fn open(&mut self, path: &str) -> Result<()> {
        self.browser.client().goto(&self.site.url(path)).await?;
        self.look().await
    }

    /// The path of the page that is shown.
    pub async fn path(&self) -> Result<String> {
        Ok(self.browser.client().current_url().await?.path().to_owned())
    }

    /// Checks the page that is shown.
    async fn look(&mut self) -> Result<()> {
        self.effort.pages += 1;
        self.page += 1;
        if !self.checked {
            return Ok(());
        }
        // Axe is a script; those of the page stay out, since the page is there already.
        self.browser.set_scripts(true).await?;
        let checks: &[_] =
            if self.scripts { &[(1280, Scheme::Light), (320, Scheme::Dark)] } else { &[(320, Scheme::Light)] };
        let at = self.browser.client().current_url().await?;
        for &(width, scheme) in checks {
            self.browser.set_width(width).await?;
            self.browser.set_scheme(scheme).await?;
            let mut faults = self.browser.accessibility_faults().await?;
            faults.extend(self.browser.overflow().await?);
            let name = format!("{}-{:02}-{width}-{}", self.name, self.page, scheme.name());
            self.browser.screenshot(&name, width).await?;
            ensure!(faults.is_empty(), "{at} at {width} ({scheme:?}): {faults:#?}");
        }
        self.browser.set_scheme(Scheme::Light).await?;
        self.browser.set_scripts(self.scripts).await
    }

    /// Writes into the field of a name.
    pub async fn fill(&mut self, name: &str, text: &str) -> Result<()> {
        self.effort.fields += 1;
        let field = self.find(&format!("[name='{name}']:not([type=hidden])")).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses from the list of a name.
    pub async fn choose(&mut self, name: &str, value: &str) -> Result<()> {
        self.effort.fields += 1;
        self.find(&format!("select[name='{name}']")).await?.select_by_value(value).await?;
        Ok(())
    }

    /// Ticks the box or takes the answer of a name and value.
    pub async fn tick(&mut self, name: &str, value: &str) -> Result<()> {
        self.effort.fields += 1;
        self.find(&format!("input[name='{name}'][value='{value}']")).await?.click().await?;
        Ok(())
    }

    /// Opens what is folded.
    pub async fn unfold(&mut self, css: &str) -> Result<()> {
        self.effort.clicks += 1;
        self.find(css).await?.click().await?;
        Ok(())
    }

    /// Clicks what leads to another page, and waits for that.
    pub async fn click(&mut self, css: &str) -> Result<()> {
        let found = self.find(css).await?;
        self.follow(found).await
    }

    /// Clicks the link with this text.
    pub async fn go(&mut self, text: &str) -> Result<()> {
        let found = self.browser.client().find(Locator::LinkText(text)).await.with_context(|| text.to_owned())?;
        self.follow(found).await
    }

    async fn follow(&mut self, found: Element) -> Result<()> {
        self.effort.clicks += 1;
        let client = self.browser.client();
        let before = client.find(Locator::Css("html")).await?;
        found.click().await?;
        let begun = Instant::now();
        // The old page's element is stale once the new page is there.
        while before.attr("lang").await.is_ok() {
            ensure!(begun.elapsed() < PATIENCE, "the click led to no other page");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        client.wait().for_element(Locator::Css("footer.foot")).await?;
        self.look().await
    }

    /// Stores a section and goes on to the next.
    pub async fn go_on(&mut self) -> Result<()> {
        self.click("button[name=go][value=next]").await
    }

    /// The text of the page.
    pub async fn text(&self) -> Result<String> {
        Ok(self.find("main").await?.text().await?)
    }

    /// Checks that the page says something.
    pub async fn says(&self, text: &str) -> Result<()> {
        let page = self.text().await?;
        // Spaces that do not break are spaces to a reader.
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        ensure!(plain(&page).contains(&plain(text)), "{text:?} is not at {}: {page}", self.path().await?);
        Ok(())
    }

    /// The first element of a selector.
    pub async fn find(&self, css: &str) -> Result<Element> {
        self.browser.client().find(Locator::Css(css)).await.with_context(|| css.to_owned())
    }
}
