//! How much work it is to declare a record of the old atlas: its page, where it is at hand (a folder `shared/seed` beside the
//! checkout), is typed in field by field, then begun from its text. Pages, fields and clicks are counted and printed.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Site, Work};
use fantoccini::Locator;

/// The text of the page.
fn page() -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|dir| dir.join("shared/seed"));
    let mut files = folder.filter_map(|dir| std::fs::read_dir(dir).ok()).flatten().filter_map(Result::ok);
    let file = files.find(|file| file.path().extension().is_some_and(|end| end == "txt"));
    match file {
        Some(file) => std::fs::read_to_string(file.path()).ok(),
        None => {
            eprintln!("skipped: no folder shared/seed with a page beside the checkout");
            None
        }
    }
}

/// What the page says under a label, up to the next one.
fn under<'a>(page: &'a str, label: &str, next: &str) -> Result<&'a str> {
    let (_, rest) = page.split_once(&format!("\n{label}\n")).with_context(|| label.to_owned())?;
    let (text, _) = rest.split_once(&format!("\n{next}\n")).with_context(|| next.to_owned())?;
    Ok(text.trim())
}

/// The line under a label.
fn line<'a>(page: &'a str, label: &str) -> Result<&'a str> {
    let (_, rest) = page.split_once(&format!("\n{label}\n")).with_context(|| label.to_owned())?;
    Ok(rest.lines().next().unwrap_or_default().trim())
}

/// Takes the first record of the register where a name may mean several, and goes on.
async fn go_on(work: &mut Work<'_>) -> Result<()> {
    let here = work.path().await?;
    work.go_on().await?;
    if work.path().await? == here {
        work.find(".choose input[type=radio]").await.context("something else is wrong")?.click().await?;
        work.effort.fields += 1;
        work.go_on().await?;
    }
    ensure!(work.path().await? != here, "{here} does not let go: {}", work.text().await?);
    Ok(())
}

async fn add(work: &mut Work<'_>, list: &str) -> Result<()> {
    work.click(&format!("button[name=add][value='{list}']")).await
}

/// Hands the declaration in, with a word on each warning.
async fn hand_in(work: &mut Work<'_>) -> Result<String> {
    work.click("a.button[href$='/verifier']").await?;
    let doubts = work.browser.client().find_all(Locator::Css("input[name^='word:']")).await?;
    for doubt in doubts {
        work.effort.fields += 1;
        doubt.send_keys("Comme sur l'ancienne page.").await?;
    }
    work.click("main form .submit button").await?;
    let reference = work.find(".reference").await;
    ensure!(reference.is_ok(), "not handed in: {}", work.text().await?);
    Ok(reference?.text().await?)
}

/// Types the whole page in.
async fn by_hand(work: &mut Work<'_>, page: &str) -> Result<()> {
    const COUNCIL: &str = "Conseil régional du Nord-Pas-de-Calais";
    work.sign_in("agent").await?;
    work.click("main a.button[href='/fr/declarer']").await?;
    // The agent of the demonstration acts for two: the region that took over from the one that signed.
    work.find(".radios label:nth-child(2) input[name=authority]").await?.click().await?;
    work.effort.fields += 1;
    work.click("main form button").await?;
    work.click(".tasks a").await?;
    // Collectivités, titre, forme, dates, thème, récit.
    work.fill("parties[0].name", COUNCIL).await?;
    work.fill("parties[1].name", "Assemblée régionale de Kayes").await?;
    go_on(work).await?;
    work.fill("title.fr", line(page, "Titre")?).await?;
    go_on(work).await?;
    work.choose("form", "cooperation_project").await?;
    go_on(work).await?;
    work.fill("start", line(page, "Année de début du partenariat")?).await?;
    work.choose("periodicity", "triennial").await?;
    go_on(work).await?;
    work.choose("themes.main", "5.1.1").await?;
    go_on(work).await?;
    for (name, label, next) in [
        ("context", "Contexte", "Historique"),
        ("history", "Historique", "Objectif du partenariat"),
        ("objective", "Objectif du partenariat", "Description détaillée du partenariat"),
        ("description", "Description détaillée du partenariat", "Votre partenariat prend la forme d'un(e)"),
    ] {
        work.fill(&format!("narratives.{name}.fr"), under(page, label, next)?).await?;
    }
    let acronyms: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.split_once(" : "))
        .filter(|(short, _)| short.chars().all(|sign| sign.is_uppercase() || "-, ".contains(sign)))
        .filter(|(short, long)| short.len() > 1 && !short.contains(',') && !long.is_empty())
        .collect();
    for (at, (short, long)) in acronyms.iter().enumerate() {
        if at > 0 {
            add(work, "glossary").await?;
        }
        work.fill(&format!("glossary[{at}].short"), short).await?;
        work.fill(&format!("glossary[{at}].long"), long).await?;
    }
    go_on(work).await?;
    // Accords, financement, programmes.
    work.fill("agreements[0].signed", line(page, "Année de première signature de la convention")?).await?;
    go_on(work).await?;
    let lines = [
        (vec![COUNCIL], "177550", "2009"),
        (vec!["Ministère des Affaires étrangères et européennes"], "33666", "2009"),
        (vec!["Ministère des Affaires étrangères et européennes"], "33666", "2010"),
        (vec!["Ministère des Affaires étrangères et européennes"], "33668", "2011"),
        (vec!["Conseil général du Pas-de-Calais", "Coopération catalane"], "121900", "2009"),
        (vec!["Autre"], "12300", "2009"),
    ];
    for (at, (funders, amount, year)) in lines.iter().enumerate() {
        if at > 0 {
            add(work, "funding").await?;
        }
        for (number, funder) in funders.iter().enumerate() {
            if number > 0 {
                add(work, &format!("funding[{at}].funders")).await?;
            }
            work.fill(&format!("funding[{at}].funders[{number}].name"), funder).await?;
        }
        work.fill(&format!("funding[{at}].amount"), amount).await?;
        work.fill(&format!("funding[{at}].year"), year).await?;
    }
    go_on(work).await?;
    go_on(work).await?;
    // Mise en œuvre, autres partenaires.
    work.fill("contracting_authorities[0].name", line(page, "Maître(s) d'ouvrage")?).await?;
    work.fill("implementers[0].name", line(page, "Maître(s) d'œuvre")?).await?;
    work.fill("beneficiaries.fr", line(page, "Bénéficiaire(s)")?).await?;
    go_on(work).await?;
    for (side, label) in [
        ("home", "Autres partenaires du partenariat en France"),
        ("abroad", "Autres partenaires du partenariat dans le(s) pays partenaire(s)"),
    ] {
        add(work, &format!("other_partners.{side}")).await?;
        work.fill(&format!("other_partners.{side}[0].name"), line(page, label)?).await?;
    }
    work.click("button[name=go][value=list]").await?;
    // Suivi: the answers of the page.
    work.click(".tasks a[href$='/suivi']").await?;
    for (name, answer) in [("communication.home", "no"), ("communication.abroad", "no"), ("evaluation", "yes")] {
        work.tick(&format!("{name}.answer"), answer).await?;
    }
    work.click("button[name=go][value=list]").await?;
    hand_in(work).await?;
    Ok(())
}

/// Begins from the page's text, reads the answers, hands them in.
async fn from_text(work: &mut Work<'_>, page: &str) -> Result<()> {
    work.sign_in("agent").await?;
    work.click("main a.button[href='/fr/declarer']").await?;
    work.tick("from", "page").await?;
    work.effort.fields += 1;
    // Pasted, not typed.
    let field = serde_json::to_value(work.find("#page").await?)?;
    let pasted = vec![field, page.into()];
    work.browser.client().execute("arguments[0].value = arguments[1]", pasted).await?;
    work.click("main form button").await?;
    hand_in(work).await?;
    Ok(())
}

#[tokio::test]
async fn the_seed_page_is_declared_by_hand_and_from_its_text() -> Result<()> {
    let Some(page) = page() else { return Ok(()) };
    let (site, browser) = (Site::start().await?, Browser::start().await?);
    let mut work = Work::new(&site, &browser, "seed", true).await?.unchecked();
    by_hand(&mut work, &page).await?;
    println!("the seed page by hand: {:?}", work.effort);
    from_text(&mut work, &page).await?;
    println!("the seed page from its text: {:?}", work.effort);
    Ok(())
}
