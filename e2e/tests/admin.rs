//! Administration in a real browser: an organisation is merged by keyboard without scripts, every kind of page is accessible.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::work::{fill, send, sign_in};
use e2e::{Browser, Scheme, Site, WIDTHS};
use fantoccini::Locator;
use fantoccini::key::Key;

/// The identifiers of the organisations on the first page of the public list.
async fn organisations(browser: &Browser, site: &Site) -> Result<Vec<String>> {
    let list = browser.visit(&site.url("/fr/organisations")).await?;
    let parts = list.html.split("href=\"/fr/organisations/").skip(1);
    Ok(parts.filter_map(|part| part.get(..8)).map(str::to_owned).collect())
}

#[tokio::test]
async fn an_organisation_is_merged_by_its_name_without_scripts() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    let client = browser.client();
    let found = organisations(&browser, &site).await?;
    let [old, new, ..] = &found[..] else { anyhow::bail!("{found:?}") };
    browser.visit(&site.url(&format!("/fr/organisations/{new}"))).await?;
    let name = client.find(Locator::Css("h1")).await?.text().await?;

    let address = format!("/fr/admin/organisations/{old}/fusionner");
    sign_in(&browser, &site, "ministere@demo.example", &address).await?;
    fill(&browser, "successeur", "Personne de ce nom").await?;
    send(&browser, &address).await?;
    ensure!(client.title().await?.starts_with("Erreur"), "{}", client.title().await?);
    let kept = client.find(Locator::Id("successeur")).await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Personne de ce nom"), "{kept:?}");
    let field = client.find(Locator::Id("successeur")).await?;
    field.clear().await?;
    field.send_keys(&site.url(&format!("/fr/organisations/{new}"))).await?;
    // Chromium's field for dates takes the month first or the day first; a script alone can set it for sure, a form sends it alike.
    client.find(Locator::Id("date")).await?.send_keys("01012020").await?;
    send(&browser, &address).await?;
    let page = client.source().await?;
    ensure!(page.contains(&name.replace('\'', "&#39;")) || page.contains(&name), "{name} is not named: {page}");
    fill(&browser, "motif", "Loi de fusion").await?;
    send(&browser, &address).await?;
    let path = client.current_url().await?.path().to_owned();
    ensure!(path == format!("/fr/admin/organisations/{old}"), "{path}");
    let public = browser.visit(&site.url(&format!("/fr/organisations/{old}"))).await?;
    ensure!(public.html.contains(&format!("/fr/organisations/{new}")), "the old page leads to the new one");
    Ok(())
}

/// With scripts, a record is chosen by keyboard under the name that is typed; a list that was refused does not come back with
/// an answer that was on its way.
#[tokio::test]
async fn a_suggestion_in_a_form_is_taken_or_refused_by_keyboard() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let client = browser.client();
    let found = organisations(&browser, &site).await?;
    let [old, new, ..] = &found[..] else { anyhow::bail!("{found:?}") };
    browser.visit(&site.url(&format!("/fr/organisations/{new}"))).await?;
    let name = client.find(Locator::Css("h1")).await?.text().await?;
    let address = format!("/fr/admin/organisations/{old}/fusionner");
    sign_in(&browser, &site, "ministere@demo.example", &address).await?;

    let field = client.find(Locator::Id("successeur")).await?;
    let open = Locator::Css("#successeur[aria-expanded=true]");
    field.send_keys(&name).await?;
    client.wait().for_element(open).await?;
    field.send_keys(&Key::Down.to_string()).await?;
    field.send_keys(&Key::Enter.to_string()).await?;
    let known = client.find(Locator::Css(".pick .known")).await?.text().await?;
    ensure!(known.starts_with('✓'), "{known}");
    let said = client.find(Locator::Css(".pick [role=status]")).await?.prop("textContent").await?;
    ensure!(said.as_deref().is_some_and(|said| said.ends_with(&known)), "{said:?}");
    let chosen = client.find(Locator::Css("[name='successeur.choix']")).await?.prop("value").await?;
    ensure!(chosen.as_deref().is_some_and(|chosen| !chosen.is_empty()), "{chosen:?}");

    let slow = "const reached = window.fetch;
        window.fetch = (...all) => new Promise((go) => setTimeout(go, 1000)).then(() => reached(...all));";
    client.execute(slow, Vec::new()).await?;
    field.send_keys(&Key::Backspace.to_string()).await?;
    tokio::time::sleep(Duration::from_millis(400)).await;
    field.send_keys(&Key::Escape.to_string()).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(field.attr("aria-expanded").await?.as_deref(), Some("false"), "refused while it was on its way");
    let last = name.chars().last().context("no name")?;
    field.send_keys(&last.to_string()).await?;
    client.wait().for_element(open).await?;
    Ok(())
}

#[tokio::test]
async fn the_pages_of_administration_are_valid_and_accessible() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let found = organisations(&browser, &site).await?;
    let one = found.first().context("no organisation")?;
    let of = |operation: &str| format!("/fr/admin/organisations/{one}{operation}");
    let ministry = [
        "/fr/admin".to_owned(),
        "/fr/admin/organisations?q=lille".to_owned(),
        of(""),
        of("/fusionner"),
        of("/corriger"),
        "/fr/admin/thematiques".to_owned(),
        "/fr/admin/thematiques/4.1.1".to_owned(),
        "/fr/admin/programmes".to_owned(),
        "/fr/admin/anomalies".to_owned(),
        "/fr/admin/doublons".to_owned(),
    ];
    let mut faults = Vec::new();
    sign_in(&browser, &site, "ministere@demo.example", "/fr/admin").await?;
    for address in &ministry {
        faults.extend(look(&browser, &site, address).await?);
    }
    // What follows from an operation, which only a form leads to.
    browser.visit(&site.url(&of("/renommer"))).await?;
    fill(&browser, "nom", "Un nouveau nom").await?;
    client_day(&browser).await?;
    send(&browser, &of("/renommer")).await?;
    faults.extend(measure(&browser, "renommer, conséquences").await?);
    browser.client().delete_all_cookies().await?;
    sign_in(&browser, &site, "administrateur@demo.example", "/fr/admin").await?;
    for address in ["/fr/admin/parametres", "/fr/admin/taches"] {
        faults.extend(look(&browser, &site, address).await?);
    }
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

async fn client_day(browser: &Browser) -> Result<()> {
    let script = "document.getElementById('date').value = '2020-01-01'";
    browser.client().execute(script, Vec::new()).await?;
    Ok(())
}

async fn look(browser: &Browser, site: &Site, address: &str) -> Result<Vec<String>> {
    let visit = browser.visit(&site.url(address)).await?;
    ensure!(visit.url == site.url(address), "{address} leads to {}", visit.url);
    let mut faults: Vec<String> = visit.faults().into_iter().map(|fault| format!("{address}: {fault}")).collect();
    faults.extend(measure(browser, address).await?);
    Ok(faults)
}

/// What is wrong with the current page at each width, and in the dark at the widest.
async fn measure(browser: &Browser, name: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (scheme, widths) in [(Scheme::Light, &WIDTHS[..]), (Scheme::Dark, &WIDTHS[WIDTHS.len() - 1..])] {
        browser.set_scheme(scheme).await?;
        for width in widths {
            browser.set_width(*width).await?;
            let found = [browser.accessibility_faults().await?, browser.overflow().await?].concat();
            faults.extend(found.into_iter().map(|fault| format!("{name} at {width} px: {fault}")));
            let file = name.trim_matches('/').replace(['/', '?', '=', ',', ' '], "-");
            browser.screenshot(&format!("{file}-{width}-{scheme:?}"), *width).await?;
        }
    }
    browser.set_scheme(Scheme::Light).await?;
    Ok(faults)
}
