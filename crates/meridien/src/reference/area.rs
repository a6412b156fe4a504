//! Parts of the world by the names that people use: some are regions of the standard under another name, some are several of
//! them, some are countries that no standard puts together.

use std::ops::Range;

use super::fold;

/// Names of each part, and the M49 codes of its regions or the ISO 3166-1 codes of its countries. Of countries, the usual list:
/// the five of the Arab Maghreb Union, those of the G5 Sahel, the three Baltic and the three Scandinavian states.
const AREAS: [(&[&str], &[&str]); 25] = [
    (&["Afrique de l'Ouest", "Afrique occidentale", "West Africa", "Western Africa"], &["011"]),
    (&["Afrique de l'Est", "Afrique orientale", "East Africa", "Eastern Africa"], &["014"]),
    (&["Afrique du Nord", "Afrique septentrionale", "North Africa", "Northern Africa"], &["015"]),
    (&["Afrique centrale", "Central Africa", "Middle Africa"], &["017"]),
    (&["Afrique australe", "Southern Africa"], &["018"]),
    (&["Afrique subsaharienne", "Afrique sub-saharienne", "Sub-Saharan Africa"], &["011", "014", "017", "018"]),
    (&["Maghreb"], &["DZ", "LY", "MA", "MR", "TN"]),
    (&["Sahel"], &["BF", "ML", "MR", "NE", "TD"]),
    (&["Amérique du Nord", "Amérique septentrionale", "North America", "Northern America"], &["021"]),
    (&["Amérique latine", "Latin America"], &["005", "013", "029"]),
    (&["Amérique centrale", "Central America"], &["013"]),
    (&["Amérique du Sud", "South America"], &["005"]),
    (&["Caraïbes", "Antilles", "Caribbean", "West Indies"], &["029"]),
    (&["Asie de l'Est", "Asie orientale", "Extrême-Orient", "East Asia", "Eastern Asia", "Far East"], &["030"]),
    (&["Asie du Sud", "Asie méridionale", "South Asia", "Southern Asia"], &["034"]),
    (&["Asie du Sud-Est", "Southeast Asia", "South-East Asia", "South-eastern Asia"], &["035"]),
    (&["Asie centrale", "Central Asia"], &["143"]),
    (&["Asie occidentale", "Proche-Orient", "Moyen-Orient", "Western Asia", "Near East", "Middle East"], &["145"]),
    (&["Europe de l'Est", "Europe orientale", "Eastern Europe"], &["151"]),
    (&["Europe du Nord", "Europe septentrionale", "Northern Europe"], &["154"]),
    (&["Europe du Sud", "Europe méridionale", "Southern Europe"], &["039"]),
    (&["Europe de l'Ouest", "Europe occidentale", "Western Europe"], &["155"]),
    (&["Europe centrale et orientale", "Central and Eastern Europe"], &["151"]),
    (&["Pays baltes", "Baltic states"], &["EE", "LT", "LV"]),
    (&["Scandinavie", "Scandinavia"], &["DK", "NO", "SE"]),
];

/// Words that say nothing of a place, folded.
const SMALL: [&str; 16] =
    ["a", "and", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "in", "l", "la", "of", "the"];

/// A part of the world that some words name.
#[derive(Debug, PartialEq, Eq)]
pub struct Area<'a> {
    /// Its name as it was typed.
    pub name: &'a str,
    /// M49 codes of its regions, or ISO 3166-1 codes of its countries.
    pub codes: &'static [&'static str],
    /// The other words.
    pub rest: String,
}

/// The part of the world that some of the words name, blind to case, accents, hyphens and small words; of two names the longer.
/// What is not to be found, which follows a `-`, names none.
#[must_use]
pub fn area(words: &str) -> Option<Area<'_>> {
    let all = tokens(words);
    let typed: Vec<usize> = (0..all.len()).filter(|at| !all[*at].is_small).collect();
    let place = |name: &str| {
        let name: Vec<String> =
            tokens(name).into_iter().filter(|token| !token.is_small).map(|token| token.folded).collect();
        let is_named = |part: &[usize]| part.iter().map(|at| &all[*at].folded).eq(&name);
        let part = typed.windows(name.len()).find(|part| is_named(part))?;
        Some((name.len(), part[0], part[part.len() - 1]))
    };
    let named = AREAS.iter().flat_map(|(names, codes)| names.iter().map(move |name| (*name, *codes)));
    let found = named.filter_map(|(name, codes)| Some((place(name)?, codes)));
    let ((_, first, last), codes) = found.max_by_key(|((length, ..), _)| *length)?;
    let Range { start, .. } = all[first].range;
    let end = all[last].range.end;
    let excluded = words[..start].strip_suffix('-').is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    if excluded {
        return None;
    }
    // "eau en Afrique de l'Ouest" leaves "eau".
    let small = all[..first].iter().rev().take_while(|token| token.is_small).last();
    let before = &words[..small.map_or(start, |token| token.range.start)];
    let rest = format!("{} {}", before.trim_end(), words[end..].trim_start()).replace("\" \"", "");
    let rest = if rest.contains(char::is_alphanumeric) { rest.trim().to_owned() } else { String::new() };
    Some(Area { name: &words[start..end], codes, rest })
}

/// A word of a text.
struct Token {
    range: Range<usize>,
    folded: String,
    is_small: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let folded = fold(&text[from..at]);
                tokens.push(Token { range: from..at, is_small: SMALL.contains(&folded.as_str()), folded });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reference::{find_country, world_region};
    use crate::value::Country;

    #[test]
    fn a_part_of_the_world_is_told_from_the_other_words() {
        for (words, name, codes, rest) in [
            ("Afrique de l'Ouest", "Afrique de l'Ouest", &["011"][..], ""),
            ("AFRIQUE OUEST", "AFRIQUE OUEST", &["011"], ""),
            ("eau en afrique de l’ouest", "afrique de l’ouest", &["011"], "eau"),
            ("l'eau \"Afrique de l'Ouest\"", "Afrique de l'Ouest", &["011"], "l'eau"),
            ("Asie du Sud-Est jeunesse", "Asie du Sud-Est", &["035"], "jeunesse"),
            ("amerique latine", "amerique latine", &["005", "013", "029"], ""),
            ("Sahel -Mali", "Sahel", &["BF", "ML", "MR", "NE", "TD"], "-Mali"),
            ("water in Southeast Asia", "Southeast Asia", &["035"], "water"),
        ] {
            assert_eq!(area(words), Some(Area { name, codes, rest: rest.to_owned() }), "{words}");
        }
        for words in ["", "eau", "Afrique", "eau -Maghreb", "Ouest Afrique", "Sahélien"] {
            assert_eq!(area(words), None, "{words}");
        }
    }

    #[test]
    fn each_code_is_of_a_region_or_a_country() {
        for (names, codes) in AREAS {
            assert!(names.iter().all(|name| area(name).is_some_and(|area| area.codes == codes)), "{names:?}");
            for code in codes {
                let country = code.parse::<Country>().ok().and_then(crate::reference::country);
                assert!(world_region(code).is_some() || country.is_some(), "{code}");
            }
            // A country's own name is no part of the world.
            assert!(names.iter().all(|name| find_country(name).is_none()), "{names:?}");
        }
    }

    proptest! {
        #[test]
        fn any_words_may_be_typed(words in "(\\PC|Sahel|\"|-| ){0,12}") {
            if let Some(area) = area(&words) {
                prop_assert!(words.contains(area.name));
            }
        }
    }
}
