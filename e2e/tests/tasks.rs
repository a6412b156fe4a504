//! The five tasks as people do them, with scripts and without, every page on the way checked by axe: confirm the year as an
//! agent and as a partner who has a link, validate and send back, annotate as an embassy, correct with a colleague at the same
//! text. Declaring is in `declare.rs`.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use e2e::{Browser, Site, Work};
use fantoccini::Locator;

/// What a partner pays for on a slow line, in bytes, with everything that the page loads.
const LIGHT: u64 = 30_000;

/// Three clicks from the workspace: confirming, and it is said.
async fn confirm_as_agent(work: &mut Work<'_>) -> Result<()> {
    work.sign_in("agent").await?;
    work.click("main a[href='/fr/confirmer']").await?;
    work.click("button[name=seul]").await?;
    work.says("Une fiche confirmée. Merci.").await?;
    ensure!(work.effort.clicks <= 3, "{:?}", work.effort);
    println!("the year is confirmed in {:?}", work.effort);
    Ok(())
}

/// Opens the first record of which another party has no account, and so may be asked by a link.
async fn open_to_ask(work: &mut Work<'_>) -> Result<String> {
    work.open("/fr/confirmer").await?;
    let mut records = Vec::new();
    for link in work.browser.client().find_all(Locator::Css(".card a[href^='/fr/confirmer/']")).await? {
        records.extend(link.attr("href").await?);
    }
    for record in records {
        work.open(&record).await?;
        if !work.browser.client().find_all(Locator::Css("form[action$='/demander']")).await?.is_empty() {
            return Ok(record.rsplit('/').next().unwrap_or_default().to_owned());
        }
    }
    bail!("every party of every record has an account")
}

/// An agent asks the partner, who answers by the link in its letter, in its language, without an account.
async fn confirm_as_partner(work: &mut Work<'_>) -> Result<()> {
    let record = open_to_ask(work).await?;
    work.unfold("main details summary").await?;
    work.fill("adresse", "cooperation@partenaire.example").await?;
    work.choose("langue", "en").await?;
    work.click("main details form button").await?;
    work.says("Le lien part par courriel").await?;
    let link = letter(&work.site.data().join("mail"), "/en/confirmation?lien=").await?;

    work.browser.client().delete_all_cookies().await?;
    let visit = work.browser.visit(&link).await?;
    ensure!(visit.status == 200 && visit.html.contains("<html lang=\"en\">") && !visit.html.contains("<script"));
    ensure!(visit.bytes() < LIGHT, "{} bytes: {:?}", visit.bytes(), visit.requests);
    println!("the partner's page weighs {} bytes in {} requests", visit.bytes(), visit.requests.len());
    let path = link.strip_prefix(&work.site.url("")).unwrap_or(&link).to_owned();
    work.open(&path).await?;
    work.tick("accord", "non").await?;
    work.click("main form button").await?;
    ensure!(work.browser.client().title().await?.starts_with("Error"), "a remark is asked for");
    work.tick("accord", "non").await?;
    work.fill("remarque", "The works ended in 2019.").await?;
    work.click("main form button").await?;
    work.says("Thank you").await?;
    ensure!(work.site.status(&path).await? == 410, "the link serves once");
    work.open(&format!("/en/partenariats/{record}")).await?;
    work.says("The works ended in 2019.").await
}

/// The address in the newest letter that has one of this kind; letters leave within seconds.
async fn letter(folder: &Path, part: &str) -> Result<String> {
    for _ in 0..100 {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let text = std::fs::read_to_string(entry?.path())?;
            // Quoted-printable: lines are broken by `=`, and `=` is written in figures.
            let text = text.replace("=\r\n", "").replace("=3D", "=");
            if let Some(line) = text.lines().find(|line| line.contains(part)) {
                return Ok(line.trim().to_owned());
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("no letter has {part}")
}

/// The ministry sends a declaration back with reasons by field; the agent answers; it is published.
async fn validate(work: &mut Work<'_>) -> Result<()> {
    const TITLE: &str = "Formation des agents de l'état civil";
    work.sign_in("ministere").await?;
    work.click("main a[href='/fr/valider']").await?;
    work.go(TITLE).await?;
    work.unfold("#decision details summary").await?;
    work.click("button[name=do][value=return]").await?;
    ensure!(work.browser.client().title().await?.starts_with("Erreur"), "a reason is asked for");
    work.fill("reason", "Il manque l'objectif.").await?;
    work.choose("remark-field", "start").await?;
    work.fill("remark-text", "Quel mois ?").await?;
    work.click("button[name=do][value=return]").await?;

    work.sign_in("agent").await?;
    work.go(TITLE).await?;
    work.says("Il manque l'objectif.").await?;
    work.click(".tasks a[href$='/dates']").await?;
    work.says("Le ministère demande : Quel mois ?").await?;
    work.fill("start", "03/2024").await?;
    work.click("button[name=go][value=list]").await?;
    work.click(".tasks a[href$='/recit']").await?;
    work.fill("narratives.objective.fr", "Former les officiers d'état civil de six communes.").await?;
    work.click("button[name=go][value=list]").await?;
    work.click("a.button[href$='/verifier']").await?;
    work.says("Cette fiche existe peut-être déjà").await?;
    work.click("main form .submit button").await?;
    work.says("Référence de votre fiche").await?;
    let reference = work.find(".reference").await?.text().await?;

    work.sign_in("ministere").await?;
    work.open("/fr/valider").await?;
    work.go(TITLE).await?;
    work.says("mars 2024").await?;
    work.click("button[name=do][value=publish]").await?;
    work.open(&format!("/fr/partenariats/{reference}")).await?;
    work.says("Former les officiers d'état civil de six communes.").await?;
    // What went wrong can be undone: the record is taken away, listed, brought back.
    work.open("/fr/espace").await?;
    work.click("main a[href='/fr/gerer']").await?;
    work.fill("fiche", &reference).await?;
    work.click("main form button").await?;
    work.fill("reason", "Essai de retrait").await?;
    work.click("button[name=do][value=withdraw]").await?;
    ensure!(work.site.status(&format!("/fr/partenariats/{reference}")).await? == 410);
    work.fill("reason", "Essai de rétablissement").await?;
    work.click("button[name=do][value=reinstate]").await?;
    ensure!(work.site.status(&format!("/fr/partenariats/{reference}")).await? == 200);
    Ok(())
}

/// The embassy's correspondent annotates a record of its country, for everyone and among administrations.
async fn annotate(work: &mut Work<'_>) -> Result<()> {
    work.sign_in("correspondant").await?;
    work.click("main a[href^='/fr/partenariats?pays=ML']").await?;
    work.click(".card h2 a, .card h3 a").await?;
    let record = work.path().await?;
    work.unfold("aside details[data-live] summary").await?;
    work.click("aside a[href$='/annoter']").await?;
    work.click("main form.fields button").await?;
    ensure!(work.browser.client().title().await?.starts_with("Erreur"), "an empty annotation");
    work.fill("texte", "Le poste a visité les chantiers en mai.").await?;
    work.tick("portee", "public").await?;
    work.click("main form.fields button").await?;
    work.fill("texte", "À revoir avec la région.").await?;
    work.click("main form.fields button").await?;
    work.says("À revoir avec la région.").await?;
    work.click("main a[href$='/poste']").await?;
    let field = work.find("main fieldset input").await?.attr("name").await?.context("a field")?;
    work.fill(&field, "pas une adresse").await?;
    work.click("main form button").await?;
    ensure!(work.browser.client().title().await?.starts_with("Erreur"), "no mail address");
    work.fill(&field, "cooperation@poste.example").await?;
    work.click("main form button").await?;
    work.says("Les contacts sont enregistrés").await?;
    work.open(&record).await?;
    work.says("Le poste a visité les chantiers en mai.").await?;
    work.says("cooperation@poste.example").await?;
    ensure!(!work.text().await?.contains("À revoir avec la région."));
    Ok(())
}

/// An agent corrects a published record while a colleague writes in the same field: both texts are shown, one is chosen.
async fn correct(work: &mut Work<'_>, colleague: &mut Work<'_>) -> Result<()> {
    work.sign_in("agent").await?;
    work.go("Bibliothèques scolaires du cercle de Kayes (2021)").await?;
    work.click("aside a[href$='/modifier']").await?;
    work.click("main form button").await?;
    let list = work.path().await?;
    colleague.sign_in("responsable").await?;
    colleague.open(&format!("{list}/titre")).await?;
    work.open(&format!("{list}/titre")).await?;
    colleague.fill("title.fr", "Le titre du collègue").await?;
    colleague.click("button[name=go][value=list]").await?;
    work.fill("title.fr", "Mon titre").await?;
    work.click("button[name=go][value=list]").await?;
    work.says("Deux textes pour la même section").await?;
    work.says("Mon titre").await?;
    work.says("Le titre du collègue").await?;
    work.tick("choice:title.fr", "theirs").await?;
    work.click("main form button").await?;
    work.says("Le titre du collègue").await?;
    work.click("a.button[href$='/verifier']").await?;
    work.fill("reason", "Un titre plus juste").await?;
    work.click("main form .submit button").await?;
    work.says("Référence de votre fiche").await
}

/// A session that ends while a section is written: the text is there after signing in again.
async fn expire(work: &mut Work<'_>) -> Result<()> {
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let list = work.path().await?;
    work.open(&format!("{list}/titre")).await?;
    work.browser.client().delete_all_cookies().await?;
    work.fill("title.fr", "Écrit pendant que la session finissait").await?;
    work.click("button[name=go][value=list]").await?;
    work.fill("email", "agent@demo.example").await?;
    work.fill("password", e2e::work::PASSWORD).await?;
    work.click("main form button").await?;
    work.click("main form button").await?;
    ensure!(work.path().await? == list, "{}", work.path().await?);
    work.says("Écrit pendant que la session finissait").await
}

async fn everything(name: &'static str, scripts: bool) -> Result<()> {
    let (site, browser, other) = (Site::start().await?, Browser::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, name, scripts).await?;
    confirm_as_agent(&mut work).await.context("confirming as an agent")?;
    confirm_as_partner(&mut work).await.context("confirming as a partner")?;
    validate(&mut work).await.context("validating")?;
    annotate(&mut work).await.context("annotating")?;
    let mut colleague = Work::new(&site, &other, "colleague", scripts).await?;
    correct(&mut work, &mut colleague).await.context("correcting")?;
    expire(&mut work).await.context("writing while the session ends")
}

#[tokio::test]
async fn the_tasks_with_scripts() -> Result<()> {
    everything("tasks", true).await
}

#[tokio::test]
async fn the_tasks_without_scripts() -> Result<()> {
    everything("plain", false).await
}

/// What is wrong is said beside its field two seconds after it was written, and taken back once it is right.
#[tokio::test]
async fn a_fault_is_said_while_typing() -> Result<()> {
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "fault", true).await?;
    work.sign_in("agent").await?;
    work.open("/fr/declarer").await?;
    work.click("main form button").await?;
    let list = work.path().await?;
    work.open(&format!("{list}/dates")).await?;
    work.fill("start", "hier").await?;
    remarked(&work, true).await?;
    let remark = work.find("[data-remark='start']").await?.text().await?;
    ensure!(remark.starts_with("Erreur") && remark.contains("06/2013"), "{remark}");
    let said = work.find("[data-draft-status]").await?.text().await?;
    ensure!(said.starts_with("Enregistré à") && said.contains("06/2013"), "it is announced: {said}");
    let field = work.find("#start").await?;
    ensure!(field.attr("aria-invalid").await?.as_deref() == Some("true"));
    ensure!(browser.accessibility_faults().await?.is_empty());
    browser.screenshot("fault-typed", 1280).await?;
    work.fill("start", "2013").await?;
    remarked(&work, false).await?;
    ensure!(work.find("#start").await?.attr("aria-invalid").await?.is_none());
    // Another date that contradicts it.
    work.fill("end", "2010").await?;
    remarked(&work, true).await.context("an end before the start")
}

/// Waits until something is said beside a field, or nothing any more.
async fn remarked(work: &Work<'_>, wanted: bool) -> Result<()> {
    let begun = Instant::now();
    while work.find("[data-remark]").await.is_ok() != wanted {
        ensure!(begun.elapsed() < Duration::from_secs(20), "{}", work.text().await?);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}
