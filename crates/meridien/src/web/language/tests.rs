//! Texts are complete and used; figures, dates and names are written right.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use fluent_bundle::FluentResource;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::messages::{SLICES, french_spaces};
use super::{Lang, Locale};
use crate::value::{Currency, PartialDate};

const FR: Locale = Locale { lang: Lang::Fr };
const EN: Locale = Locale { lang: Lang::En };

/// Each text's name, and the variables it uses.
fn texts(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for slice in SLICES {
        let source = match lang {
            Lang::Fr => slice.fr,
            Lang::En => slice.en,
        };
        FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, faults)| panic!("{}/{}.ftl: {faults:?}", lang.code(), slice.name));
        let mut key = String::new();
        for line in source.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && line.starts_with(|c: char| c.is_ascii_alphabetic())
            {
                key = name.to_owned();
                let twice = found.insert(key.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{}: {key} is defined twice", lang.code());
            }
            for variable in line.split('$').skip(1) {
                let end = variable.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
                found.entry(key.clone()).or_default().insert(variable[..end.unwrap_or(variable.len())].to_owned());
            }
        }
    }
    found
}

/// The lines of every source file under `src/` except tests.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, found);
        } else if name != "tests.rs" && (name.ends_with(".rs") || name.ends_with(".html")) {
            // Without comments, and with calls that are broken over lines made whole.
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.lines().map(str::trim).filter(|line| !line.starts_with("//")).map(str::to_owned));
        }
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    assert_eq!(texts(Lang::Fr), texts(Lang::En));
}

#[test]
fn every_text_is_used_and_every_text_asked_for_exists() {
    let texts = texts(Lang::Fr);
    let mut lines = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut lines);
    let code = lines.concat();
    // The texts of anomalies and of IATI's rules are asked for by code, and checked beside the codes.
    let named = texts.keys().filter(|key| !key.starts_with("anomaly-") && !key.starts_with("iati-rule-"));
    let quoted: BTreeSet<&str> = code.split('"').collect();
    let unused: Vec<_> = named.filter(|key| !quoted.contains(key.as_str())).collect();
    assert!(unused.is_empty(), "texts that nothing shows: {unused:?}");
    let mut missing = BTreeSet::new();
    for call in [".t(\"", ".t_with(\""] {
        for (at, _) in code.match_indices(call) {
            let rest = &code[at + call.len()..];
            let key = &rest[..rest.find('"').unwrap()];
            if !texts.contains_key(key) {
                missing.insert(key.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "texts that do not exist: {missing:?}");
}

#[test]
fn apostrophes_are_those_of_print() {
    for line in SLICES.iter().flat_map(|slice| [slice.fr, slice.en]).flat_map(str::lines) {
        assert!(line.starts_with('#') || !line.contains('\''), "{line}");
    }
}

#[test]
fn a_missing_text_shows_its_name() {
    assert_eq!(EN.t("no-such-text"), "⟦no-such-text⟧");
}

#[test]
fn french_spaces_do_not_break() {
    assert_eq!(french_spaces("Qui ? « eau » : 12 % !"), "Qui\u{202f}? «\u{a0}eau\u{a0}»\u{a0}: 12\u{a0}%\u{202f}!");
    assert_eq!(french_spaces("20 Mo, 4 000 mots"), "20\u{a0}Mo, 4\u{202f}000 mots");
    assert_eq!(french_spaces("12 000 000 €"), "12\u{202f}000\u{202f}000\u{a0}€");
    for plain in ["à 12 h 30", "en 2016 100 communes", "les 3 Monts", "1 50", "article 1 0000"] {
        assert_eq!(french_spaces(plain), plain);
    }
}

/// Long French texts are templates: they must hold the spaces that the message files get when loaded.
#[test]
fn french_templates_have_no_breaking_space_where_none_may_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/about");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".fr.html") {
            let text = fs::read_to_string(&path).unwrap();
            // Between tags of the template: `{% … %}` has such a space by its nature.
            for piece in text.split(['{', '}']).filter(|piece| !piece.starts_with('%')) {
                assert_eq!(piece, french_spaces(piece), "{}", path.display());
            }
        }
    }
}

#[test]
fn numbers_and_amounts() {
    let amount = |text: &str| text.parse::<Decimal>().unwrap();
    let currency = |code: &str| code.parse::<Currency>().unwrap();
    assert_eq!(FR.integer(12001), "12\u{202f}001");
    assert_eq!(EN.integer(1_234_567_u64), "1,234,567");
    assert_eq!(FR.integer(-5000), "−5\u{202f}000");
    assert_eq!(FR.integer(999), "999");
    assert_eq!(FR.number(3.5), "3,5");
    assert_eq!(FR.decimal(amount("1234.50")), "1\u{202f}234,50");
    assert_eq!([FR.size(3_561_000), FR.size(88_000), EN.size(120)], ["3,6\u{a0}Mo", "88\u{a0}ko", "0.2\u{a0}kB"]);
    assert_eq!(FR.percent(0.126), "13\u{a0}%");
    assert_eq!(EN.percent(0.126), "13%");
    assert_eq!(FR.money(amount("177550"), currency("EUR")), "177\u{202f}550\u{a0}€");
    assert_eq!(EN.money(amount("177550.00"), currency("EUR")), "€177,550");
    assert_eq!(FR.money(amount("33666.5"), currency("EUR")), "33\u{202f}666,50\u{a0}€");
    assert_eq!(FR.money(amount("65596"), currency("XOF")), "65\u{202f}596\u{a0}F\u{202f}CFA");
    assert_eq!(EN.money(amount("-1200"), currency("MGA")), "−MGA\u{a0}1,200");
    assert_eq!(EN.money(amount("0.10"), currency("USD")), "US$0.10");
}

#[test]
fn dates() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(FR.day(day(2009, 3, 3)), "3 mars 2009");
    assert_eq!(FR.day(day(2016, 1, 1)), "1er janvier 2016");
    assert_eq!(EN.day(day(2016, 8, 1)), "1 August 2016");
    assert_eq!(FR.month(2009, 12), "décembre 2009");
    assert_eq!(FR.month(2009, 0), "2009");
    let partial = |text: &str| EN.date(text.parse::<PartialDate>().unwrap());
    assert_eq!([partial("2009"), partial("2009-03"), partial("2009-03-12")], ["2009", "March 2009", "12 March 2009"]);
}

#[test]
fn lists() {
    assert_eq!(FR.list(&["Mali", "Niger", "Togo"]), "Mali, Niger et Togo");
    assert_eq!(EN.list(&["Mali", "Niger"]), "Mali and Niger");
    assert_eq!(EN.list::<&str>(&[]), "");
}

#[test]
fn names_sort_as_in_a_dictionary() {
    let mut names = ["Évry", "Zagreb", "eau", "Etampes", "Œuilly", "Oslo", "Évreux"];
    names.sort_by(|a, b| FR.compare(a, b));
    assert_eq!(names, ["eau", "Etampes", "Évreux", "Évry", "Œuilly", "Oslo", "Zagreb"]);
    assert_eq!(FR.compare("côte", "coté"), EN.compare("côte", "coté"));
    assert_ne!(FR.compare("a", "b"), Ordering::Equal);
    let mut by_key = names;
    by_key.reverse();
    by_key.sort_by_cached_key(|name| FR.sort_key(name));
    assert_eq!(by_key, names, "keys sort as names do");
}

#[test]
fn an_address_tells_its_language() {
    assert_eq!(Lang::split("/fr/aide"), (Some(Lang::Fr), "/aide"));
    assert_eq!(Lang::split("/en"), (Some(Lang::En), "/"));
    assert_eq!(Lang::split("/english/x"), (None, "/english/x"));
    assert_eq!(Lang::split("/"), (None, "/"));
    assert_eq!(EN.href("/pays/ML"), "/en/pays/ML");
    assert_eq!((EN.address("/pays", ""), EN.address("/pays", "q=a")), ("/en/pays".into(), "/en/pays?q=a".into()));
}

proptest! {
    #[test]
    fn grouping_only_adds_separators(n in any::<i64>()) {
        let plain: String = EN.integer(n).chars().filter(|c| *c != ',').collect();
        prop_assert_eq!(plain.replace('−', "-"), n.to_string());
    }
}

#[test]
fn a_program_is_answered_in_the_language_that_it_prefers() {
    for (list, expected) in [
        ("en", Some(Lang::En)),
        ("en-GB, fr;q=0.8", Some(Lang::En)),
        ("fr;q=0.5, en;q=0.7", Some(Lang::En)),
        ("de, fr, en", Some(Lang::Fr)),
        ("en;q=0, fr;q=0.1", Some(Lang::Fr)),
        ("de;q=1, *;q=0.5", None),
        (";q=,,en;q=x", None),
    ] {
        assert_eq!(Lang::preferred(list), expected, "{list}");
    }
}
