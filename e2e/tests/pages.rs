//! Every kind of page, as a reader's browser gets it: valid, light, accessible at each width and in both colour
//! schemes, silent in the console, and without a dead link.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Scheme, Site, WIDTHS, html};
use fantoccini::Locator;
use fantoccini::key::Key;

/// Addresses after the language's prefix, with the status that each answers with.
const PAGES: &[(&str, u16)] = &[
    ("/", 200),
    ("/partenariats", 200),
    ("/partenariats?q=eau&pays=ML", 200),
    ("/partenariats?q=zzzzzzzz", 200),
    ("/partenariats?q=kenyeba", 200),
    ("/partenariats?page=2", 200),
    ("/partenariats/filtres/collectivite?pays=ML", 200),
    ("/partenariats?pays=ML&theme=4.1&debut=2000-2020", 200),
    ("/partenariats?vue=tableau&pays=ML&tri=montant", 200),
    ("/partenariats?vue=carte", 200),
    ("/partenariats?vue=carte&carte=pays", 200),
    ("/partenariats?vue=statistiques&pays=ML", 200),
    ("/partenariats?payz=ML", 400),
    ("/statistiques", 200),
    ("/statistiques/couverture", 200),
    ("/organisations", 200),
    ("/pays", 200),
    ("/pays/ML", 200),
    ("/pays/FR", 200),
    ("/thematiques", 200),
    ("/thematiques/4.1", 200),
    ("/mentions-legales", 200),
    ("/donnees-personnelles", 200),
    ("/accessibilite", 200),
    ("/plan-du-site", 200),
    ("/aide", 200),
    ("/aide/roles", 200),
    ("/aide/guide", 200),
    // Of its pages, the one whose address is the same in both languages.
    ("/aide/guide/prefecture", 200),
    ("/connexion", 200),
    ("/donnees", 200),
    ("/donnees/api", 200),
    ("/nulle-part", 404),
    ("/partenariats/zzzzzzzz", 404),
    // Taken out of the register: `demo/record/never` of the demonstration.
    ("/partenariats/X0055Q65", 410),
];

/// The same pages with other drawings, or nothing found: they are laid out alike, so one width is enough.
const VARIANTS: &[(&str, u16)] = &[
    ("/partenariats?type=activite", 200),
    ("/partenariats?vue=carte&carte=montants", 200),
    ("/partenariats?vue=carte&q=zzzzzzzz", 200),
    ("/partenariats?vue=statistiques&q=zzzzzzzz", 200),
    ("/partenariats?vue=statistiques&graphique=carte", 200),
    ("/partenariats?vue=statistiques&par=annee&et=forme", 200),
    ("/partenariats?vue=statistiques&par=theme&et=statut&graphique=barres", 200),
];

#[tokio::test]
async fn every_page_in_french() -> Result<()> {
    let browser = Browser::start().await?;
    let mut round = Round::start(&browser, "fr").await?;
    round.check(&WIDTHS, &[Scheme::Light, Scheme::Dark]).await
}

/// Another language changes the texts only: one width and scheme for axe.
#[tokio::test]
async fn every_page_in_english() -> Result<()> {
    let browser = Browser::start().await?;
    let mut round = Round::start(&browser, "en").await?;
    round.check(&WIDTHS[..1], &[Scheme::Light]).await
}

/// Waits until the browser is at an address.
async fn arrives(client: &fantoccini::Client, address: &str) -> Result<()> {
    let mut at = String::new();
    for _ in 0..100 {
        at = client.current_url().await?.to_string();
        if at == address {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("at {at}, not at {address}")
}

#[tokio::test]
async fn a_search_without_scripts() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    browser.visit(&site.url("/fr/")).await?;
    let client = browser.client();
    client.find(Locator::Css("main input[name=q]")).await?.send_keys("eau").await?;
    client.find(Locator::Css("main form[role=search] button")).await?.click().await?;
    arrives(client, &site.url("/fr/partenariats?q=eau")).await?;
    let title = client.title().await?;
    assert!(title.contains("eau"), "{title}");
    Ok(())
}

#[tokio::test]
async fn suggestions_are_reached_by_keyboard_and_the_form_works_as_before() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.visit(&site.url("/fr/")).await?;
    let client = browser.client();
    let input = client.find(Locator::Css("main input[name=q]")).await?;
    input.send_keys("mal").await?;
    client.wait().for_element(Locator::Css(".suggestions [role=option]")).await?;
    assert_eq!(input.attr("aria-expanded").await?.as_deref(), Some("true"));
    let faults = browser.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    input.send_keys(&Key::Down.to_string()).await?;
    let active = input.attr("aria-activedescendant").await?.context("no option is active")?;
    let option = client.find(Locator::Id(&active)).await?;
    assert_eq!(option.attr("aria-selected").await?.as_deref(), Some("true"));
    let href = option.attr("href").await?.context("an option leads nowhere")?;
    input.send_keys(&Key::Enter.to_string()).await?;
    arrives(client, &site.url(&href)).await?;
    client.back().await?;
    let input = client.find(Locator::Css("main input[name=q]")).await?;
    input.clear().await?;
    input.send_keys("mali").await?;
    client.wait().for_element(Locator::Css("[aria-expanded=true]")).await?;
    input.send_keys(&Key::Escape.to_string()).await?;
    assert_eq!(input.attr("aria-expanded").await?.as_deref(), Some("false"));
    let said = client.find(Locator::Css(".search [role=status]")).await?.prop("textContent").await?;
    ensure!(said.as_deref().is_some_and(|said| said.contains("suggestion") && !said.starts_with("aucune")), "{said:?}");
    input.send_keys(&Key::Down.to_string()).await?;
    assert_eq!(input.attr("aria-expanded").await?.as_deref(), Some("true"), "Down opens it again");
    input.send_keys(&Key::Escape.to_string()).await?;
    input.send_keys(&Key::Enter.to_string()).await?;
    arrives(client, &site.url("/fr/partenariats?q=mali")).await?;
    Ok(())
}

/// Words say that a table goes on beyond its edge wherever it does, and only there.
#[tokio::test]
async fn a_table_too_wide_for_its_place_says_so() -> Result<()> {
    const FIND: &str = "
        const sheet = document.querySelector('.sheet');
        const told = getComputedStyle(sheet.previousElementSibling).visibility === 'visible';
        return [sheet.scrollWidth > sheet.clientWidth, told];";
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    for (query, width, expected) in [
        ("par=region&et=theme", 1000, true),
        ("par=region&et=theme", 1280, false),
        ("par=debut&comparer=pays%3DDE", 320, true),
        ("par=debut&comparer=pays%3DDE", 1000, false),
    ] {
        browser.set_width(width).await?;
        browser.visit(&site.url(&format!("/fr/partenariats?vue=statistiques&{query}"))).await?;
        let mut found = serde_json::Value::Null;
        for _ in 0..20 {
            found = browser.client().execute(FIND, Vec::new()).await?;
            if found == serde_json::json!([expected, expected]) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(found, serde_json::json!([expected, expected]), "{query} at {width}");
    }
    Ok(())
}

#[tokio::test]
async fn back_undoes_one_filter() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_width(320).await?;
    browser.visit(&site.url("/fr/partenariats?pays=ML")).await?;
    let client = browser.client();
    let before = client.title().await?;
    client.find(Locator::Css(".filters > summary")).await?.click().await?;
    client.find(Locator::Css(".facet a[href*='theme=']")).await?.click().await?;
    client.wait().for_element(Locator::Css(".chips li + li")).await?;
    assert!(client.current_url().await?.query().is_some_and(|query| query.contains("theme=")));
    client.back().await?;
    arrives(client, &site.url("/fr/partenariats?pays=ML")).await?;
    assert_eq!(client.title().await?, before);
    Ok(())
}

#[tokio::test]
async fn the_first_tab_leads_past_the_menu() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.visit(&site.url("/fr/aide")).await?;
    let client = browser.client();
    client.find(Locator::Css("body")).await?.send_keys(&Key::Tab.to_string()).await?;
    let link = client.active_element().await?;
    assert_eq!(link.attr("href").await?.as_deref(), Some("#contenu"));
    let (x, y, width, height) = link.rectangle().await?;
    assert!(x >= 0.0 && y >= 0.0 && width > 1.0 && height > 1.0, "not seen: {:?}", (x, y, width, height));
    link.send_keys(&Key::Enter.to_string()).await?;
    assert_eq!(client.active_element().await?.tag_name().await?, "main");
    Ok(())
}

/// A walk through all the pages in one language.
struct Round<'a> {
    browser: &'a Browser,
    site: Site,
    language: &'static str,
    pages: Vec<(String, u16)>,
    variants: Vec<(String, u16)>,
    faults: Vec<String>,
    links: BTreeSet<String>,
}

impl<'a> Round<'a> {
    async fn start(browser: &'a Browser, language: &'static str) -> Result<Self> {
        let site = Site::start().await?;
        let listed = |pages: &[(&str, u16)]| -> Vec<(String, u16)> {
            pages.iter().map(|(path, status)| (format!("/{language}{path}"), *status)).collect()
        };
        let (mut pages, variants) = (listed(PAGES), listed(VARIANTS));
        for (list, records) in
            [("partenariats", "partenariats"), ("organisations", "organisations"), ("pays/FR", "territoires")]
        {
            let (list, records) = (format!("/{language}/{list}"), format!("/{language}/{records}/"));
            let html = browser.visit(&site.url(&list)).await?.html;
            let record = html::links(&html)
                .into_iter()
                .find(|link| link.starts_with(&records))
                .with_context(|| format!("{list} links to no record"))?;
            pages.push((record.clone(), 200));
            if list.ends_with("partenariats") {
                pages.push((format!("{record}/historique"), 200));
                pages.push((format!("{record}?version=1"), 200));
            }
        }
        Ok(Self { browser, site, language, pages, variants, faults: Vec::new(), links: BTreeSet::new() })
    }

    async fn check(&mut self, widths: &[u32], schemes: &[Scheme]) -> Result<()> {
        let pages = self.pages.clone().into_iter().map(|page| (page, widths));
        let variants = self.variants.clone().into_iter().map(|page| (page, &widths[..1]));
        for ((path, status), widths) in pages.chain(variants) {
            self.browser.set_scheme(Scheme::Light).await?;
            let visit = self.browser.visit(&self.site.url(&path)).await?;
            if visit.status != status {
                self.faults.push(format!("{path}: status {}, expected {status}", visit.status));
            }
            self.note(&path, visit.faults());
            // An error page links to itself in the other languages.
            if visit.status < 400 {
                self.links.extend(html::links(&visit.html));
            }
            for scheme in schemes {
                self.browser.set_scheme(*scheme).await?;
                for width in widths {
                    self.look(&path, *width, *scheme).await?;
                }
            }
        }
        self.follow_links().await?;
        let faults = self.faults.join("\n");
        ensure!(faults.is_empty(), "{} faults:\n{faults}", self.faults.len());
        Ok(())
    }

    /// Looks at the current page as it is drawn.
    async fn look(&mut self, path: &str, width: u32, scheme: Scheme) -> Result<()> {
        self.browser.set_width(width).await?;
        let place = format!("{path} at {width} px, {}", scheme.name());
        let faults = self.browser.accessibility_faults().await?;
        self.note(&place, faults);
        let overflow = self.browser.overflow().await?;
        self.note(&place, overflow);
        let name = path.trim_matches('/').replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
        self.browser.screenshot(&format!("{name}-{width}-{}", scheme.name()), width).await
    }

    /// Every link of these pages to the site itself leads somewhere.
    async fn follow_links(&mut self) -> Result<()> {
        for link in std::mem::take(&mut self.links) {
            let path = link.split('#').next().unwrap_or_default();
            if path.starts_with('/') && !path.starts_with("//") {
                let status = self.site.status(path).await?;
                if status >= 400 {
                    self.faults.push(format!("/{}: a link to {path} answers {status}", self.language));
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, place: &str, faults: Vec<String>) {
        self.faults.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
    }
}
