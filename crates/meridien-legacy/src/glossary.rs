//! Reads the acronym lists that authors put into their narratives.

use crate::markdown::bullet;
use crate::text::{fold, plain};

/// Longest heading of an acronym list and longest side of the acronyms, in bytes.
const LONGEST: usize = 80;

/// Whether a line announces a list of acronyms.
pub(crate) fn is_heading(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let folded = fold(line);
    let folded = folded.trim_end_matches([' ', ':', '.']);
    let names = ["sigles", "acronymes", "abreviations"];
    matches!(folded, "glossaire" | "sigles" | "acronymes" | "sigles et acronymes" | "sigles et abreviations")
        || folded.starts_with("liste des ") && names.iter().any(|name| folded.contains(name))
}

/// What a line of an acronym list says.
#[derive(Debug, PartialEq)]
pub(crate) enum Entry {
    /// Acronyms, each with what it stands for.
    Pairs(Vec<(String, String)>),
    /// Acronyms, but not as many long forms.
    Mismatch,
    /// Not an entry.
    Other,
}

/// Reads a line such as "PAT : Programme ..." or "PAT, FRT : Programme ..., Fonds ...".
pub(crate) fn entry(line: &str) -> Entry {
    let line = plain(bullet(line).unwrap_or(line));
    let Some((short, long)) = line.split_once([':', '=']) else {
        return Entry::Other;
    };
    let (short, long) = (short.trim(), long.trim());
    if short.is_empty() || short.len() > LONGEST || long.is_empty() {
        return Entry::Other;
    }
    let shorts: Vec<&str> = short
        .split([',', ';', '/'])
        .flat_map(|part| part.split(" et "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if shorts.len() < 2 {
        return Entry::Pairs(vec![(short.to_owned(), long.to_owned())]);
    }
    for separator in [";", ",", "/", " et "] {
        let longs: Vec<&str> = long.split(separator).map(str::trim).collect();
        if longs.len() == shorts.len() && longs.iter().all(|long| !long.is_empty()) {
            let pairs = shorts.iter().zip(longs);
            return Entry::Pairs(pairs.map(|(short, long)| ((*short).to_owned(), long.to_owned())).collect());
        }
    }
    Entry::Mismatch
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(String, String)> {
        match entry(line) {
            Entry::Pairs(pairs) => pairs,
            other => panic!("{other:?}"),
        }
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(short, long)| ((*short).to_owned(), (*long).to_owned())).collect()
    }

    #[test]
    fn one_or_several_acronyms_stand_on_a_line() {
        assert_eq!(pairs("PAL : Plan d'aménagement, local"), owned(&[("PAL", "Plan d'aménagement, local")]));
        assert_eq!(
            pairs("- PAL,FDC : Plan local, Fonds de\u{a0}cercle"),
            owned(&[("PAL", "Plan local"), ("FDC", "Fonds de cercle")])
        );
        assert_eq!(pairs("PAL et FDC : Plan, local ; Fonds"), owned(&[("PAL", "Plan, local"), ("FDC", "Fonds")]));
    }

    #[test]
    fn unmatched_lines_are_not_guessed() {
        assert_eq!(entry("PAL, FDC : Plan local"), Entry::Mismatch);
        assert_eq!(entry("Une phrase"), Entry::Other);
        assert_eq!(entry("PAL :"), Entry::Other);
    }

    #[test]
    fn headings_are_known_by_their_words() {
        assert!(is_heading("Liste des nouveaux sigles :"));
        assert!(is_heading("Sigles et acronymes"));
        assert!(!is_heading("Les sigles"));
    }
}
