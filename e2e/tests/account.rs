//! Accounts as people use them: signing in by keyboard without scripts, the second step, every page accessible.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use e2e::work::{PASSWORD, fill, look, press, send, sign_in};
use e2e::{Browser, Site, WIDTHS};
use fantoccini::Locator;
use totp_rs::{Builder, Secret};

#[tokio::test]
async fn signing_in_with_a_code_and_out_without_scripts() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    let client = browser.client();

    let closed = browser.visit(&site.url("/fr/compte")).await?;
    ensure!(closed.url.ends_with("/fr/connexion?retour=%2Ffr%2Fcompte"), "{}", closed.url);
    sign_in(&browser, &site, "ministere@demo.example", "/fr/compte").await?;
    ensure!(client.current_url().await?.path() == "/fr/compte");

    let offer = browser.visit(&site.url("/fr/compte/code")).await?;
    let key = offer.html.split("secret=").nth(1).context("no key")?;
    let key = key.split(|sign: char| !sign.is_ascii_alphanumeric()).next().context("no key")?;
    let totp = Builder::new().with_secret(Secret::try_from_base32(key)?).build()?;
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.as_secs());
    fill(&browser, "code", &totp.generate(now()?).to_string()).await?;
    send(&browser, "/fr/compte/code").await?;
    let codes = client.find_all(Locator::Css("main li code")).await?;
    ensure!(codes.len() == 10, "{} recovery codes", codes.len());
    let recovery = codes[0].text().await?;

    browser.visit(&site.url("/fr/compte")).await?;
    send(&browser, "/fr/deconnexion").await?;
    let out = browser.visit(&site.url("/fr/compte")).await?;
    ensure!(out.url.contains("/fr/connexion"), "{}", out.url);

    sign_in(&browser, &site, "ministere@demo.example", "/fr/compte").await?;
    fill(&browser, "code", "000000").await?;
    send(&browser, "/fr/connexion/code").await?;
    ensure!(client.title().await?.starts_with("Erreur"), "{}", client.title().await?);
    fill(&browser, "code", &recovery).await?;
    send(&browser, "/fr/connexion/code").await?;
    ensure!(client.current_url().await?.path() == "/fr/compte");
    Ok(())
}

#[tokio::test]
async fn a_name_typed_while_the_session_ended_is_saved_after_signing_in_again() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    let client = browser.client();
    sign_in(&browser, &site, "agent@demo.example", "/fr/compte").await?;
    fill(&browser, "name", "Nom « tapé » & gardé").await?;
    client.delete_all_cookies().await?;
    send(&browser, "/fr/compte").await?;
    fill(&browser, "email", "agent@demo.example").await?;
    fill(&browser, "password", PASSWORD).await?;
    send(&browser, "/fr/connexion").await?;
    send(&browser, "/fr/compte").await?;
    let name = client.find(Locator::Id("name")).await?.prop("value").await?;
    ensure!(name.as_deref() == Some("Nom « tapé » & gardé"), "{name:?}");
    Ok(())
}

#[tokio::test]
async fn the_pages_of_accounts_are_valid_and_accessible() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let mut faults = Vec::new();
    for path in ["/connexion", "/connexion/oubli", "/connexion/demande", "/connexion/choisir", "/aide/roles"] {
        faults.extend(look(&browser, &site, path).await?);
    }
    sign_in(&browser, &site, "administrateur@demo.example", "/fr/compte").await?;
    browser.set_width(1280).await?;
    let script = "const tops = [...document.querySelectorAll('.site > .wrap :is(a, button)')]
        .map((one) => one.getBoundingClientRect().top);
        return Math.max(...tops) - Math.min(...tops);";
    let apart = browser.client().execute(script, Vec::new()).await?;
    ensure!(apart.as_f64().is_some_and(|apart| apart < 20.), "the header has two lines: {apart}");
    for path in ["/compte", "/compte/code", "/admin", "/admin/comptes", "/admin/taches"] {
        faults.extend(look(&browser, &site, path).await?);
    }
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// The address in the letter to `to` that the demonstration wrote into its mail folder.
async fn link_in_letter(site: &Site, to: &str) -> Result<String> {
    for _ in 0..200 {
        for entry in std::fs::read_dir(site.data().join("mail")).into_iter().flatten().flatten() {
            let letter = std::fs::read_to_string(entry.path())?.replace("=\r\n", "").replace("=3D", "=");
            let link = letter.split(char::is_whitespace).find(|word| word.contains("/mes-donnees/lien?lien="));
            if let Some(link) = link.filter(|_| letter.contains(&format!("To: {to}"))) {
                let path = link.find("/fr/").context("no path")?;
                return Ok(site.url(&link[path..]));
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("no letter to {to}")
}

#[tokio::test]
async fn a_person_added_by_an_agent_agrees_then_is_erased_without_scripts() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let client = browser.client();
    sign_in(&browser, &site, "agent@demo.example", "/fr/espace").await?;
    let persons = client.find(Locator::Css("main a[href$='/personnes']")).await?.attr("href").await?;
    let persons = persons.context("no link to the persons of a record")?;
    let record = persons.trim_end_matches("/personnes").to_owned();
    let path = persons.trim_start_matches("/fr").to_owned();
    let mut faults = look(&browser, &site, &path).await?;
    browser.set_scripts(false).await?;
    browser.visit(&site.url(&persons)).await?;
    fill(&browser, "nom", "Élodie Fictive").await?;
    fill(&browser, "courriel", "elodie@example.org").await?;
    client.find(Locator::Css("#base option[value=consent]")).await?.click().await?;
    send(&browser, &persons).await?;
    let text = client.find(Locator::Css("main")).await?.text().await?;
    ensure!(text.contains("Élodie Fictive") && text.contains("Caché"), "{text}");

    browser.visit(&site.url("/fr/mes-donnees")).await?;
    fill(&browser, "email", "elodie@example.org").await?;
    send(&browser, "/fr/mes-donnees").await?;
    let link = link_in_letter(&site, "elodie@example.org").await?;
    browser.set_scripts(true).await?;
    browser.visit(&link).await?;
    for width in WIDTHS {
        browser.set_width(width).await?;
        let found = [browser.accessibility_faults().await?, browser.overflow().await?].concat();
        faults.extend(found.into_iter().map(|fault| format!("the link at {width} px: {fault}")));
        browser.screenshot(&format!("mes-donnees-lien-{width}"), width).await?;
    }
    browser.set_scripts(false).await?;
    press(&browser, "button[value='consentir']").await?;
    let public = browser.visit(&site.url(&record)).await?;
    ensure!(public.html.contains("Élodie Fictive"), "agreed, yet not named");
    browser.visit(&link).await?;
    // It asks once more.
    client.find(Locator::Css("details:has(button[value='tout']) > summary")).await?.click().await?;
    press(&browser, "button[value='tout']").await?;
    let public = browser.visit(&site.url(&record)).await?;
    ensure!(!public.html.contains("Fictive"), "erased, yet still named");
    faults.extend(browser.visit(&link).await?.html.contains("Élodie").then(|| "the link still opens".to_owned()));
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

#[tokio::test]
async fn the_pages_of_personal_data_are_valid_and_accessible() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let mut faults = look(&browser, &site, "/mes-donnees").await?;
    sign_in(&browser, &site, "ministere@demo.example", "/fr/espace").await?;
    let list = browser.visit(&site.url("/fr/partenariats")).await?.html;
    let mut links = list.split("href=\"/fr/partenariats/").skip(1).filter_map(|rest| rest.split('"').next());
    let record = links.find(|code| code.len() == 8);
    let record = record.context("no record")?.to_owned();
    for path in ["/admin/personnes".to_owned(), format!("/partenariats/{record}/caviarder")] {
        faults.extend(look(&browser, &site, &path).await?);
    }
    let caviarder = format!("/fr/partenariats/{record}/caviarder");
    browser.visit(&site.url(&caviarder)).await?;
    fill(&browser, "passage", "zz").await?;
    send(&browser, &caviarder).await?;
    ensure!(browser.client().title().await?.starts_with("Erreur"), "a fault is told in the title");
    faults.extend(browser.accessibility_faults().await?);
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}
