//! Which words of a text are those typed. No index is needed.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::words;
use crate::french::{Word, fold, scan};

/// Finds the words that were typed in any text, in any form, accents or not. Neither stop words nor what must not be
/// found are among them.
#[derive(Debug)]
pub struct Highlighter {
    forms: FxHashSet<String>,
    /// What words begin with of which only the beginning was typed.
    beginnings: Vec<Box<str>>,
    /// The first letters of the forms: forms differ at their end, so most words are ruled out by their first letter.
    initials: Vec<char>,
}

impl Highlighter {
    /// For these words, as they were typed.
    pub fn new(typed: &str) -> Self {
        let typed = words::parse(typed);
        let begun = typed.parts().filter(|part| part.begun);
        let beginnings: Vec<_> = begun.map(|part| part.word.folded.clone()).collect();
        let forms: FxHashSet<String> = typed.looked_for().flat_map(|word| word.forms().map(str::to_owned)).collect();
        let sought = forms.iter().map(String::as_str).chain(beginnings.iter().map(|beginning| &**beginning));
        let mut initials: Vec<char> = sought.filter_map(|form| form.chars().next()).collect();
        initials.sort_unstable();
        initials.dedup();
        Self { forms, beginnings, initials }
    }

    /// Where words of a text are those typed, in bytes, in order.
    pub fn matches(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.forms.is_empty() {
            return found;
        }
        scan(text, |compound| {
            let before = found.len();
            for (at, part) in compound.parts().enumerate() {
                if self.has(part) {
                    found.push(compound.range(at));
                }
            }
            let whole = compound.joined().first().is_some_and(|joined| self.has(&joined.text));
            if found.len() == before && whole {
                found.push(compound.range(0).start..compound.range(compound.parts().len() - 1).end);
            }
        });
        found
    }

    fn has(&self, written: &str) -> bool {
        let mut letters = [0; 4];
        let first = written.chars().next().map(|letter| fold(letter.encode_utf8(&mut letters)).chars().next());
        // What folds to nothing, such as a soft hyphen, tells nothing of the letters after it.
        let may = first.is_some_and(|first| first.is_none_or(|first| self.initials.contains(&first)));
        may && {
            let word = Word::new(written);
            let mut beginnings = self.beginnings.iter();
            word.forms().any(|form| self.forms.contains(form))
                || beginnings.any(|beginning| word.folded.starts_with(&**beginning))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        Highlighter::new(typed).matches(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_in_any_form() {
        for (typed, text, expected) in [
            ("cooperation", "Les coopérations décentralisées", &["coopérations"][..]),
            ("DECENTRALISE eau", "Coopération décentralisée, l'eau", &["décentralisée", "eau"]),
            ("saint-omer", "De Saint-Omer à St Omer", &["Saint", "Omer", "St", "Omer"]),
            ("saintomer", "De Saint-Omer", &["Saint-Omer"]),
            ("agence de l'eau", "de l'agence de l'eau", &["agence", "eau"]),
            ("oeuvre", "Œuvres, ŒUVRE", &["Œuvres", "ŒUVRE"]),
            ("eau -mali", "eau, Mali", &["eau"]),
            ("", "eau", &[]),
            ("forage", "eau", &[]),
            ("bourgog* eau", "Bourgogne, BOURGOGNES, eaux", &["Bourgogne", "BOURGOGNES", "eaux"]),
        ] {
            assert_eq!(found(typed, text), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn matches_are_pieces_of_the_text(typed in "\\PC{0,20}", text in "\\PC{0,80}") {
            for found in Highlighter::new(&typed).matches(&text) {
                prop_assert!(text.get(found).is_some());
            }
        }

        #[test]
        fn every_word_of_a_text_is_found_by_itself(words in prop::collection::vec("[b-zé]{4,9}x", 1..6)) {
            let text = words.join(" ");
            prop_assert_eq!(Highlighter::new(&text).matches(&text).len(), words.len());
        }

        #[test]
        fn forms_begin_as_their_word_does(word in "(\\PC|[a-zà-ÿœ]){1,12}") {
            scan(&word, |compound| {
                for part in compound.parts() {
                    let first = part.chars().next().and_then(|letter| fold(letter.encode_utf8(&mut [0; 4])).chars().next());
                    let forms = Word::new(part);
                    let begin = |form: &str| first.is_none() || form.chars().next() == first;
                    assert!(forms.forms().all(begin), "{part}: {forms:?}");
                }
            });
        }
    }
}
