//! Accounts as people use them: signing in by keyboard without scripts, the second step, every page accessible.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use e2e::work::{PASSWORD, fill, look, send, sign_in};
use e2e::{Browser, Site};
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
    for path in ["/compte", "/compte/code", "/admin", "/admin/comptes", "/admin/taches"] {
        faults.extend(look(&browser, &site, path).await?);
    }
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}
