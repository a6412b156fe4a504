//! The guide is whole in both languages, leads somewhere, is led to, and calls buttons and links as the pages do.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use regex::Regex;

use super::*;
use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::web::language::SLICES;

async fn app() -> TestApp {
    TestApp::new(Settings::default()).await
}

/// The addresses of links in a page.
fn links(body: &str) -> impl Iterator<Item = &str> {
    body.split("<a ").skip(1).filter_map(|rest| rest.split_once("href=\"")?.1.split('"').next())
}

/// The value of every `id` in a page.
fn ids(body: &str) -> Vec<&str> {
    body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn address(lang: Lang, chapter: &Chapter) -> String {
    Locale::from(lang).href(&chapter.path)
}

#[test]
fn both_languages_have_the_same_pages_in_the_same_order() {
    let [french, english] = Lang::ALL.map(chapters);
    assert!(french.len() > 15 && french.len() == english.len(), "{} and {}", french.len(), english.len());
    let lengths = |chapters: &[Chapter]| chapters.chunk_by(|a, b| a.part == b.part).map(<[_]>::len).collect::<Vec<_>>();
    assert_eq!(lengths(french), lengths(english));
    for (french, english) in french.iter().zip(english) {
        let headings = |chapter: &Chapter| chapter.text.to_string().matches("<h").count();
        assert_eq!(headings(french), headings(english), "{} and {}", french.path, english.path);
    }
}

#[test]
fn every_file_is_a_page_under_its_own_title() {
    for lang in Lang::ALL {
        let summary = source(lang, "SUMMARY");
        let entries: Vec<_> = summary.lines().filter_map(entry).collect();
        let folder = format!("{}/src/", lang.code());
        let files = Files::iter().filter(|file| file.starts_with(&folder) && !file.ends_with("/SUMMARY.md")).count();
        assert_eq!(entries.len(), files, "{folder}");
        for (title, name) in entries {
            assert!(source(lang, name).starts_with(&format!("# {title}\n")), "{folder}{name}.md: {title}");
        }
    }
}

#[tokio::test]
async fn every_page_answers_and_every_link_of_it_leads_to_a_page_and_a_place() {
    let app = app().await;
    let mut pages = BTreeMap::new();
    for lang in Lang::ALL {
        for chapter in chapters(lang) {
            let address = address(lang, chapter);
            let answer = app.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(answer.header("cache-control").contains("max-age"), "{address}");
            pages.insert(address, answer.body);
        }
    }
    for (address, body) in &pages {
        let ids = ids(body);
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{address}: {ids:?}");
        for link in links(body) {
            assert!(["/", "#", "http", "mailto:"].iter().any(|start| link.starts_with(*start)), "{address}: {link}");
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if !path.contains(CONTENTS) && !path.is_empty() {
                continue;
            }
            let target = if path.is_empty() { Some(body) } else { pages.get(path) };
            let target = target.unwrap_or_else(|| panic!("{address}: {link}"));
            assert!(anchor.is_empty() || target.contains(&format!(" id=\"{anchor}\"")), "{address}: {link}");
        }
    }
}

#[tokio::test]
async fn a_page_leads_to_itself_in_the_other_language_and_to_its_neighbours() {
    let app = app().await;
    for (number, pair) in chapters(Lang::Fr).iter().zip(chapters(Lang::En)).enumerate() {
        let (french, english) = (address(Lang::Fr, pair.0), address(Lang::En, pair.1));
        for (own, other, code) in [(&french, &english, "en"), (&english, &french, "fr")] {
            let body = app.get(own).await.body;
            assert!(body.contains(&format!("<a href=\"{other}\" lang=\"{code}\"")), "{own}: {other}");
            let alternate = format!("hreflang=\"{code}\" href=\"http://localhost:8080{other}\"");
            assert!(body.contains(&alternate), "{own}: {alternate}");
            assert!(body.contains(&format!("rel=\"canonical\" href=\"http://localhost:8080{own}\"")), "{own}");
            assert_eq!(body.contains("rel=\"prev\""), number > 0, "{own}");
            assert_eq!(body.contains("rel=\"next\""), number + 1 < chapters(Lang::Fr).len(), "{own}");
        }
    }
    let moved = app.get("/en/aide/guide/declarer").await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, "/en/aide/guide/declare"));
    for nowhere in ["/fr/aide/guide/nulle-part", "/fr/aide/guide/README", "/fr/aide/guide/SUMMARY"] {
        assert_eq!(app.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn help_site_map_and_workspace_lead_to_the_guide() {
    let app = app().await;
    for lang in Lang::ALL {
        let l = Locale::from(lang);
        let guide = l.href(CONTENTS);
        for from in ["/aide", "/plan-du-site"] {
            let body = app.get(&l.href(from)).await.body;
            let to: Vec<_> = links(&body).filter(|link| link.starts_with(&guide)).collect();
            assert!(to.contains(&guide.as_str()), "{from}: {to:?}");
            for link in to {
                assert_eq!(app.get(link).await.status, StatusCode::OK, "{from}: {link}");
            }
        }
        let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
        let space = ministry.get(&l.href("/espace")).await.body;
        assert!(links(&space).any(|link| link == guide), "{space}");
    }
}

#[test]
fn headings_links_and_tables_are_as_on_other_pages() {
    let drawn = |markdown: &str| draw(Locale::from(Lang::Fr), markdown).to_string();
    let heading = "<h2 id=\"largent-où-\">L’argent, où\u{202f}?</h2>\n";
    assert_eq!(drawn("# Titre\n\n## L’argent, où ?\n"), heading);
    let out = drawn("# T\n\n[a](fiche.md#citer) [b](README.md) [c](https://x.example/d.md)\n");
    for link in ["href=\"/fr/aide/guide/fiche#citer\"", "href=\"/fr/aide/guide\"", "href=\"https://x.example/d.md\""] {
        assert!(out.contains(link), "{out}");
    }
    assert_eq!(
        drawn("# T\n\n| A | B |\n|---|---|\n| `c` | d |\n"),
        "<table class=\"reflow\"><thead><tr><th scope=\"col\">A</th><th scope=\"col\">B</th></tr></thead><tbody>\n\
         <tr><th scope=\"row\"><code>c</code></th><td><div>d</div></td></tr>\n</tbody></table>\n"
    );
}

/// What the guide quotes that is no text of the pages.
const QUOTED: [&str; 14] = [
    "l’adresse de votre atlas, suivie de `/fr/partenariats`",
    "the address of your atlas, followed by `/en/partenariats`",
    "cette fiche est exacte aujourd’hui",
    "this record is true today",
    "En arabe :",
    "In Arabic:",
    "Tous droits réservés",
    "no mail server is set",
    "BibTeX",
    "CSL-JSON",
    "PNG",
    "SVG",
    "English",
    "français",
];

#[test]
fn buttons_and_links_are_quoted_as_the_pages_have_them() {
    for (lang, quotes) in [(Lang::Fr, "« (.*?) »"), (Lang::En, "“(.*?)”")] {
        let texts = SLICES.iter().flat_map(|slice| match lang {
            Lang::Fr => slice.fr.lines(),
            Lang::En => slice.en.lines(),
        });
        let texts = texts.filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").to_lowercase();
        let quotes = Regex::new(quotes).unwrap();
        let summary = source(lang, "SUMMARY");
        let mut missing = Vec::new();
        for (_, name) in summary.lines().filter_map(entry) {
            let text = source(lang, name).split_whitespace().collect::<Vec<_>>().join(" ");
            for quoted in quotes.captures_iter(&text).map(|found| found.extract::<1>().1[0].to_owned()) {
                // A text with a name or a number in it is quoted with `…` in its place.
                let mut pieces = quoted.split('…').map(|piece| piece.trim_matches([' ', '.', ',', '(', ')']));
                let unknown = |piece: &str| !QUOTED.contains(&piece) && !texts.contains(&piece.to_lowercase());
                if pieces.any(unknown) {
                    missing.push(format!("{}/src/{name}.md: {quoted}", lang.code()));
                }
            }
        }
        assert!(missing.is_empty(), "no page says:\n{}", missing.join("\n"));
    }
}
