//! What to show of a text, and which of its words are those typed. No index is needed.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::words;
use crate::french::{Word, scan};

/// A passage of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the text, in bytes: from the beginning of a word to the end of one.
    pub range: Range<usize>,
    /// Where its words are those typed, in bytes of the text, in order.
    pub matches: Vec<Range<usize>>,
}

/// The words of a text that are those typed, in any form, accents or not: where they stand, in bytes,
/// in order. Neither stop words nor what must not be found are among them.
pub fn highlight(typed: &str, text: &str) -> Vec<Range<usize>> {
    matches(typed, text).into_iter().map(|(range, _)| range).collect()
}

/// The passage of a text, of some `length` bytes, that has most of the words typed; its beginning if it
/// has none of them.
pub fn passage(typed: &str, text: &str, length: usize) -> Passage {
    let matches = matches(typed, text);
    let within = |first: usize| {
        let end = matches[first].0.start + length;
        matches[first..].iter().take_while(move |(range, _)| range.end <= end)
    };
    let worth = |&first: &usize| {
        let mut words: Vec<_> = within(first).map(|&(_, word)| word).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        (words.len(), all, std::cmp::Reverse(first))
    };
    let range = match (0..matches.len()).max_by_key(worth) {
        None => cut(text, 0, length),
        Some(first) => {
            let last = within(first).last().map_or(matches[first].0.end, |(range, _)| range.end);
            // What is left of the length goes to both sides.
            let spare = length.saturating_sub(last - matches[first].0.start);
            cut(text, matches[first].0.start.saturating_sub(spare / 2), length)
        }
    };
    let inside = matches.into_iter().map(|(found, _)| found);
    let matches = inside.filter(|found| range.start <= found.start && found.end <= range.end).collect();
    Passage { range, matches }
}

/// Each word of the text that was typed, and which of those typed it is.
fn matches(typed: &str, text: &str) -> Vec<(Range<usize>, usize)> {
    let typed = words::parse(typed);
    let mut wanted = FxHashMap::default();
    for (place, word) in typed.looked_for().enumerate() {
        word.forms().for_each(|form| _ = wanted.entry(form).or_insert(place));
    }
    let find = |written: &str| {
        let word = Word::new(written);
        word.forms().find_map(|form| wanted.get(form).copied())
    };
    let mut found = Vec::new();
    scan(text, |compound| {
        let before = found.len();
        for (at, part) in compound.parts().enumerate() {
            found.extend(find(part).map(|word| (compound.range(at), word)));
        }
        let whole = compound.joined().first().and_then(|joined| find(&joined.text));
        if let (true, Some(word)) = (found.len() == before, whole) {
            found.push((compound.range(0).start..compound.range(compound.parts().len() - 1).end, word));
        }
    });
    found
}

/// At most `length` bytes of a text from `start` on, without broken words at its ends.
fn cut(text: &str, start: usize, length: usize) -> Range<usize> {
    let start = text.floor_char_boundary(start);
    let end = text.floor_char_boundary(start.saturating_add(length).min(text.len()));
    let space_before = text[..start].chars().next_back().is_none_or(char::is_whitespace);
    let first = if space_before { 0 } else { text[start..end].find(char::is_whitespace).unwrap_or_default() };
    let space_after = text[end..].chars().next().is_none_or(char::is_whitespace);
    let piece = &text[start + first..end];
    let last = if space_after { piece.len() } else { piece.rfind(char::is_whitespace).unwrap_or(piece.len()) };
    let kept = piece[..last].trim();
    let start = start + first + (piece[..last].len() - piece[..last].trim_start().len());
    start..start + kept.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        highlight(typed, text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_in_any_form() {
        for (typed, text, expected) in [
            ("cooperation", "Les coopérations décentralisées", &["coopérations"][..]),
            ("DECENTRALISE eau", "Coopération décentralisée, l'eau", &["décentralisée", "eau"]),
            ("saint-omer", "De Saint-Omer à St Omer", &["Saint", "Omer", "St", "Omer"]),
            ("saintomer", "De Saint-Omer", &["Saint-Omer"]),
            ("agence de l'eau", "de l'agence de l'eau", &["agence", "eau"]),
            ("eau -mali", "eau, Mali", &["eau"]),
            ("", "eau", &[]),
            ("forage", "eau", &[]),
        ] {
            assert_eq!(found(typed, text), expected, "{typed}");
        }
    }

    #[test]
    fn the_passage_has_most_words() {
        let text =
            format!("{} Eau. {} L'eau potable de Kayes, {}", "mot ".repeat(80), "mot ".repeat(80), "fin ".repeat(80));
        let Passage { range, matches } = passage("eau kayes", &text, 100);
        assert!(text[range.clone()].contains("L'eau potable de Kayes"));
        assert!(range.len() <= 100 && range.len() > 80, "{range:?}");
        assert_eq!(matches.len(), 2);
        assert_eq!(passage("rien", &text, 20).range, 0..19);
        assert_eq!(passage("eau", "eau", 200).range, 0..3);
    }

    proptest! {
        #[test]
        fn passages_are_pieces_of_the_text(typed in "\\PC{0,20}", text in "[a-zé '’\\-.\u{202f}]{0,80}", length in 0..60usize) {
            let Passage { range, matches } = passage(&typed, &text, length);
            prop_assert!(range.len() <= length && text.get(range.clone()).is_some());
            for found in matches {
                prop_assert!(range.start <= found.start && found.end <= range.end && text.get(found).is_some());
            }
        }

        #[test]
        fn every_word_of_a_text_is_found_by_itself(words in prop::collection::vec("[b-zé]{4,9}x", 1..6)) {
            let text = words.join(" ");
            prop_assert_eq!(highlight(&text, &text).len(), words.len());
        }
    }
}
