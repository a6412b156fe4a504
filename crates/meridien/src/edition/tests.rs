//! An edition has every page that it leads to, leads nowhere else but to the living atlas, and finds what it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::finder::key;
use super::lists::words;
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::demo::seed;
use crate::journal::{Entry, Kind};
use crate::organisation::{Name, Organisation, OrganisationKind};
use crate::partnership::{Form, SdgWeight};
use crate::reference;
use crate::registers::france;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, Text};
use crate::web::{Lang, Locale};

const LIVING: &str = "https://atlas.example.org";

fn twinned_id() -> Id {
    Id::derived("edition/twinned")
}

async fn written(languages: &[Lang]) -> tempfile::TempDir {
    let settings = Settings { public_address: LIVING.to_owned(), ..Settings::default() };
    let mut region = Organisation::new(OrganisationKind::Region, Some(Country::FR), "Nord-Pas-de-Calais");
    region.names.push(Name::alias("Ch’Nord"));
    region.identifiers.push(crate::registers::identifier("siren", "235900016"));
    region.territory = Some(Id::derived("edition/nord"));
    let north = Territory {
        level: Level::Department,
        country: Country::FR,
        name: Text::new("fr", "Nord"),
        codes: vec![crate::registers::identifier("insee-department", "59")],
        parent: None,
        point: None,
        population: None,
        source: String::new(),
    };
    let north = Entry::publish(Kind::Territory, Id::derived("edition/nord"), 0, &north, vec![]);
    let region = Entry::publish(Kind::Organisation, france::former_region("31"), 0, &region, vec![]);
    let mut twinned = seed::partnership();
    (twinned.title, twinned.form) = (Text::new("fr", "Puits"), Form::Twinning);
    twinned.themes.purposes = vec!["14010".to_owned()];
    twinned.themes.sdgs = vec![SdgWeight { goal: 6, weight: None }];
    let twinned = Entry::publish(Kind::Partnership, twinned_id(), 0, &twinned, vec![]);
    let app = TestApp::new(settings).await.with(seed::entries().into_iter().chain([north, region, twinned])).await;
    let folder = tempfile::tempdir().unwrap();
    super::write(&app.state, languages, folder.path(), &|_, _| {}).await.unwrap();
    folder
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The values of the attributes that name files.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\"", " action=\""] {
        for rest in html.split(attribute).skip(1) {
            found.push(rest.split('"').next().unwrap().replace("&amp;", "&"));
        }
    }
    found
}

#[tokio::test]
async fn every_link_leads_to_a_file_or_says_that_it_leads_away() {
    let folder = written(&Lang::ALL).await;
    let mut all = Vec::new();
    files(folder.path(), &mut all);
    let pages: Vec<_> = all.iter().filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    assert!(pages.len() > 100, "{}", pages.len());
    for page in ["fr/aide/guide.html", "fr/aide/guide/declarer.html", "en/aide/guide/declare.html"] {
        assert!(folder.path().join(page).is_file(), "{page}");
    }
    for page in pages {
        let html = fs::read_to_string(page).unwrap();
        for link in links(&html) {
            if link.starts_with('#') || link.starts_with("mailto:") || link.starts_with("http") {
                continue;
            }
            assert!(!link.starts_with('/'), "{}: {link}", page.display());
            let target = page.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(target.is_file(), "{}: {link}", page.display());
        }
        assert!(!html.contains("type=\"module\"") && !html.contains("data-live"), "{}", page.display());
        assert!(!html.contains("method=\"post\""), "{}", page.display());
    }
}

#[tokio::test]
async fn each_page_of_a_demonstration_says_that_it_is_one() {
    let settings = Settings { demonstration: true, ..Settings::default() };
    let app = TestApp::new(settings).await.with(seed::entries()).await;
    let folder = tempfile::tempdir().unwrap();
    super::write(&app.state, &[Lang::Fr], folder.path(), &|_, _| {}).await.unwrap();
    let mut all = Vec::new();
    files(folder.path(), &mut all);
    for page in all.iter().filter(|path| path.extension().is_some_and(|end| end == "html")) {
        let html = fs::read_to_string(page).unwrap();
        let leads_on = html.contains("http-equiv=\"refresh\"");
        assert!(leads_on || html.contains("Les partenariats de ce site sont inventés"), "{}", page.display());
    }
}

#[tokio::test]
async fn a_page_says_of_what_day_it_is_and_where_the_living_atlas_is() {
    let folder = written(&[Lang::Fr]).await;
    let home = fs::read_to_string(folder.path().join("fr/index.html")).unwrap();
    assert!(home.contains("Édition du 23 novembre 2026"), "{home}");
    assert!(home.contains(&format!("<a href=\"{LIVING}/fr/\" rel=\"external\">")), "{home}");
    assert!(home.contains("action=\"recherche.html\""), "{home}");
    // What is not in the edition leads to the living atlas.
    assert!(home.contains(&format!("href=\"{LIVING}/fr/donnees\" rel=\"external\"")), "{home}");
    assert!(!folder.path().join("en").exists());
    assert!(fs::read_to_string(folder.path().join("index.html")).unwrap().contains("url=fr/index.html"));
}

/// What a script of the index hands over: the last argument of its call.
fn handed<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> T {
    let script = fs::read_to_string(folder.join("fr/recherche").join(name)).unwrap();
    let (_, rest) = script.trim_end().strip_suffix(");").unwrap().split_once(',').unwrap();
    serde_json::from_str(rest).unwrap()
}

#[tokio::test]
async fn codes_and_other_names_find_their_organisation_and_a_code_its_theme() {
    let folder = written(&[Lang::Fr]).await;
    let records: Vec<[String; 3]> = handed(folder.path(), "f-0.js");
    let finds = |word: &str| {
        let found: BTreeMap<String, Vec<usize>> = handed(folder.path(), &format!("m-{}.js", key(word)));
        let steps = found.get(word).unwrap_or_else(|| panic!("nothing has {word}"));
        let numbers = steps.iter().scan(0, |at, step| {
            *at += step;
            Some(*at)
        });
        numbers.map(|number| records[number][1].clone()).collect::<Vec<_>>()
    };
    for word in ["235900016", "ch", "nord"] {
        assert!(finds(word).contains(&"Nord-Pas-de-Calais".to_owned()), "{word}: {:?}", finds(word));
    }
    // As on line: a purpose, the kind and code of a party, what its form is called, its own number.
    let own = twinned_id().to_string().to_lowercase();
    // A theme by its whole code: its digits apart are in too many. What is numbered, as the script joins it.
    for word in ["odd6", "departement59", "fr59", "14010", "235900016", "region", "jumelage", "twinning", "5.1.1", &own]
    {
        assert!(finds(word).contains(&"Puits".to_owned()), "{word}: {:?}", finds(word));
    }
    let search = fs::read_to_string(folder.path().join("fr/recherche.html")).unwrap();
    assert!(search.contains(&format!("data-total=\"{}\"", records.len())), "{search}");
    assert!(finds("5").contains(&Locale::from(Lang::Fr).label(reference::theme("5").unwrap().name).to_owned()));
}

#[tokio::test]
async fn each_word_of_a_title_finds_its_record_without_accents() {
    let folder = written(&[Lang::Fr]).await;
    let records: Vec<[String; 3]> = handed(folder.path(), "f-0.js");
    assert!(records.iter().any(|[_, title, _]| title.contains('é')), "no title has an accent to do without");
    for (number, [file, title, _]) in records.iter().enumerate() {
        assert!(folder.path().join("fr").join(file).is_file(), "{file}");
        for word in words(title) {
            let found: BTreeMap<String, Vec<usize>> = handed(folder.path(), &format!("m-{}.js", key(&word)));
            let mut at = 0;
            let numbers: Vec<usize> = found[&word]
                .iter()
                .map(|step| {
                    at += step;
                    at
                })
                .collect();
            assert!(numbers.contains(&number), "{title}: {word}");
        }
    }
}
