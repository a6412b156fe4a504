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
    told(&work, "Enregistré à", 20).await?;
    browser.client().goto(&format!("{list}/titre")).await?;
    let kept = browser.client().find(Locator::Css("[name='title.fr']")).await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Un titre que personne n'envoie"), "{kept:?}");
    Ok(())
}

/// A word longer than the page is broken wherever the title stands.
#[tokio::test]
async fn a_long_word_widens_no_page() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "long", true).await?.unchecked();
    let title = begin(&mut work, "titre").await?;
    work.fill("title.fr", &"m".repeat(250)).await?;
    work.click("button[name=go][value=list]").await?;
    let list = work.path().await?;
    for path in [title.as_str(), &list, &format!("{list}/verifier"), "/fr/espace"] {
        work.open(path).await?;
        for width in e2e::WIDTHS {
            browser.set_width(width).await?;
            let wide = browser.overflow().await?;
            ensure!(wide.is_empty(), "{path} at {width} px: {wide:?}");
        }
    }
    Ok(())
}

/// Whoever signs out, or leaves a section too long to be sent by a page that goes, at once after a key loses nothing.
#[tokio::test]
async fn what_is_typed_is_stored_before_leaving() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "leaving", true).await?.unchecked();
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let list = work.path().await?;
    let value = async |name: &str| -> Result<Option<String>> {
        Ok(browser.client().find(Locator::Css(&format!("[name='{name}']"))).await?.prop("value").await?)
    };
    work.open(&format!("{list}/recit")).await?;
    let long = "document.querySelector('[name=\"narratives.context.fr\"]').value = 'é'.repeat(30000)";
    browser.client().execute(long, Vec::new()).await?;
    work.fill("narratives.objective.fr", "Ouvrir trois bibliothèques.").await?;
    browser.client().find(Locator::Css("a[href='/fr/espace']")).await?.click().await?;
    left(&work, &format!("{list}/recit")).await?;
    ensure!(work.path().await? == "/fr/espace");
    work.open(&format!("{list}/recit")).await?;
    ensure!(value("narratives.objective.fr").await?.as_deref() == Some("Ouvrir trois bibliothèques."));
    work.open(&format!("{list}/titre")).await?;
    work.fill("title.fr", "Un titre, puis la porte").await?;
    browser.client().find(Locator::Css("form[action$='/deconnexion'] button")).await?.click().await?;
    left(&work, &format!("{list}/titre")).await?;
    work.sign_in("agent").await?;
    work.open(&format!("{list}/titre")).await?;
    ensure!(value("title.fr").await?.as_deref() == Some("Un titre, puis la porte"));
    Ok(())
}

/// Begins a declaration and opens one of its sections; the section's path.
async fn begin(work: &mut Work<'_>, section: &str) -> Result<String> {
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let path = format!("{}/{section}", work.path().await?);
    work.open(&path).await?;
    Ok(path)
}

/// Waits until the browser is no more at a path.
async fn left(work: &Work<'_>, path: &str) -> Result<()> {
    let begun = Instant::now();
    while work.path().await? == path {
        ensure!(begun.elapsed() < Duration::from_secs(20), "still at {path}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Waits until the line that tells of saving says some words.
async fn told(work: &Work<'_>, words: &str, seconds: u64) -> Result<()> {
    let begun = Instant::now();
    loop {
        let said = work.find("[data-draft-status]").await?.text().await?;
        if said.contains(words) {
            return Ok(());
        }
        ensure!(begun.elapsed() < Duration::from_secs(seconds), "{said:?}, never {words:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What was stored although its answer never came is one's own: what is typed on is in no conflict with it.
#[tokio::test]
async fn a_save_whose_answer_is_lost_is_not_somebody_elses() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "lost", true).await?.unchecked();
    let path = begin(&mut work, "titre").await?;
    let lose_the_first = "const reached = window.fetch;
        window.answers = 0;
        window.fetch = async (...all) => {
            const answer = await reached(...all);
            if (window.answers++ === 0) throw new TypeError('the line breaks');
            return answer;
        };";
    browser.client().execute(lose_the_first, vec![]).await?;
    work.fill("title.fr", "Un titre").await?;
    told(&work, "Pas encore enregistré", 20).await?;
    work.find("[name='title.fr']").await?.send_keys(" et sa suite").await?;
    told(&work, "Enregistré à", 30).await?;
    work.open(&path).await?;
    let kept = work.find("[name='title.fr']").await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Un titre et sa suite"), "{kept:?}");
    Ok(())
}

/// A page that somebody between answers with, such as a portal, is no save.
#[tokio::test]
async fn an_answer_that_is_none_of_ours_is_no_save() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "portal", true).await?.unchecked();
    let path = begin(&mut work, "titre").await?;
    let portal = "window.reached = window.fetch; window.fetch = () => Promise.resolve(new Response('<html>'));";
    browser.client().execute(portal, vec![]).await?;
    work.fill("title.fr", "Un titre que le portail avale").await?;
    told(&work, "Pas encore enregistré", 20).await?;
    let class = work.find("[data-draft-status]").await?.attr("class").await?;
    ensure!(class.as_deref().is_some_and(|class| class.contains("alert")), "it stays in sight: {class:?}");
    browser.client().execute("window.fetch = window.reached;", vec![]).await?;
    told(&work, "Enregistré à", 30).await?;
    work.open(&path).await?;
    let kept = work.find("[name='title.fr']").await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Un titre que le portail avale"), "{kept:?}");
    Ok(())
}

/// On a line that swallows what is sent, whoever saves is told at once that it takes long, and in the end that it failed.
#[tokio::test]
async fn a_line_that_answers_nothing_is_not_waited_for_without_end_or_word() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "silent", true).await?.unchecked();
    let path = begin(&mut work, "titre").await?;
    let silent = "window.fetch = (_, { signal }) => new Promise((_, failed) => {
            signal.addEventListener('abort', () => failed(signal.reason));
        });";
    browser.client().execute(silent, vec![]).await?;
    work.fill("title.fr", "Un titre dans le tunnel").await?;
    work.find("button[name=go][value=list]").await?.click().await?;
    told(&work, "Envoi en cours", 10).await?;
    told(&work, "l’atlas ne répond pas", 60).await?;
    ensure!(work.path().await? == path, "the page stays, with the text");
    Ok(())
}

/// Where the atlas cannot be reached, "save" leaves the page and the text where they are, and says so where one types.
#[tokio::test]
async fn nothing_typed_is_lost_while_the_atlas_does_not_answer() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "unreached", true).await?;
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let list = work.path().await?;
    work.open(&format!("{list}/recit")).await?;
    let client = browser.client();
    client
        .execute("window.reached = window.fetch; window.fetch = () => Promise.reject(new TypeError());", vec![])
        .await?;
    work.fill("narratives.objective.fr", "Un texte que rien ne doit effacer").await?;
    work.find("button[name=go][value=list]").await?.click().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ensure!(work.path().await? == format!("{list}/recit"), "the page stays");
    let status = work.find("[data-draft-status]").await?;
    ensure!(status.text().await?.contains("l’atlas ne répond pas"), "{}", status.text().await?);
    let seen = "const box = document.querySelector('[data-draft-status]').getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;";
    client.execute("scrollTo(0, 0);", vec![]).await?;
    ensure!(client.execute(seen, vec![]).await? == true, "it is seen without scrolling");
    client.execute("window.fetch = window.reached;", vec![]).await?;
    work.click("button[name=go][value=list]").await?;
    work.open(&format!("{list}/recit")).await?;
    let kept = work.find("[name='narratives.objective.fr']").await?.prop("value").await?;
    ensure!(kept.as_deref() == Some("Un texte que rien ne doit effacer"), "{kept:?}");
    Ok(())
}
