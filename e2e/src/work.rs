//! Working in the workspace as an account of the demonstration.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

use crate::{Browser, Scheme, Site, WIDTHS};

/// The published password of the demonstration's accounts.
pub const PASSWORD: &str = "quatre mots sans rapport";

/// Fills in a field of the current page.
///
/// # Errors
/// When there is no such field.
pub async fn fill(browser: &Browser, id: &str, text: &str) -> Result<()> {
    let field = browser.client().find(Locator::Id(id)).await.with_context(|| id.to_owned())?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// Presses the button of the form with this address, and waits for the page that follows.
///
/// # Errors
/// When there is no such form, or nothing follows.
pub async fn send(browser: &Browser, action: &str) -> Result<()> {
    press(browser, &format!("form[action='{action}'] button")).await
}

/// Presses a button and waits for the page that follows.
///
/// # Errors
/// When there is no such button, or nothing follows.
pub async fn press(browser: &Browser, button: &str) -> Result<()> {
    let client = browser.client();
    let main = client.find(Locator::Css("main")).await?;
    client.find(Locator::Css(button)).await.with_context(|| button.to_owned())?.click().await?;
    for _ in 0..100 {
        if main.tag_name().await.is_err() {
            client.wait().for_element(Locator::Css("main")).await?;
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("{button} leads nowhere")
}

/// Signs an account of the demonstration in, and goes on to a page.
///
/// # Errors
/// When the page is not as it should be.
pub async fn sign_in(browser: &Browser, site: &Site, email: &str, then: &str) -> Result<()> {
    browser.visit(&site.url(&format!("/fr/connexion?retour={then}"))).await?;
    fill(browser, "email", email).await?;
    fill(browser, "password", PASSWORD).await?;
    send(browser, "/fr/connexion").await
}

/// Looks at a page in both languages, at each width and in both schemes; says what is wrong.
///
/// # Errors
/// When the page leads elsewhere.
pub async fn look(browser: &Browser, site: &Site, path: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for language in ["fr", "en"] {
        let address = format!("/{language}{path}");
        let visit = browser.visit(&site.url(&address)).await?;
        ensure!(visit.url == site.url(&address), "{address} leads to {}", visit.url);
        faults.extend(visit.faults().into_iter().map(|fault| format!("{address}: {fault}")));
        for scheme in [Scheme::Light, Scheme::Dark] {
            browser.set_scheme(scheme).await?;
            for width in WIDTHS {
                browser.set_width(width).await?;
                let found = [browser.accessibility_faults().await?, browser.overflow().await?].concat();
                faults.extend(found.into_iter().map(|fault| format!("{address} at {width} px: {fault}")));
                let name = address.trim_matches('/').replace('/', "-");
                browser.screenshot(&format!("{name}-{width}-{scheme:?}"), width).await?;
            }
        }
        browser.set_scheme(Scheme::Light).await?;
    }
    Ok(faults)
}
