//! The one way in which names are compared: without case, accents and punctuation.
//!
//! `cargo xtask data` compiles this file too, so that the gazetteer's index holds the very keys that a search makes.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The form of `text` under which names are compared: lower case, no diacritics, ligatures spelled out, any run of
/// punctuation and spaces one space, and "saint", "sainte" written "st", "ste".
///
/// Scripts other than Latin, Greek and Cyrillic keep their marks, which are part of their spelling.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut word_start = 0;
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            // Most of them, and they fold to themselves.
            folded.push(letter.to_ascii_lowercase());
        } else if letter < FIRST_KEPT_WHOLE {
            decompose_canonical(letter, |part| {
                push(&mut folded, &mut word_start, part);
            });
        } else {
            push(&mut folded, &mut word_start, letter);
        }
    }
    end_word(&mut folded, &mut word_start);
    folded.truncate(folded.trim_end().len());
    folded
}

/// From here on (Chinese, Japanese, Korean), a decomposed letter would be another letter.
const FIRST_KEPT_WHOLE: char = '\u{3000}';

/// Appends one letter or mark of a decomposed text.
fn push(folded: &mut String, word_start: &mut usize, part: char) {
    for letter in part.to_lowercase() {
        match letter {
            'a'..='z' | '0'..='9' => folded.push(letter),
            '\u{0300}'..='\u{036F}' => {}
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            // The apostrophes of Polynesian and Ukrainian names, although Unicode calls them letters.
            '\u{02B0}'..='\u{02FF}' => end_word(folded, word_start),
            _ if letter.is_alphanumeric() || is_combining_mark(letter) => folded.push(letter),
            _ => end_word(folded, word_start),
        }
    }
}

/// Ends the word that began at `word_start`: abbreviates a saint and appends one space.
fn end_word(folded: &mut String, word_start: &mut usize) {
    if folded.len() == *word_start {
        return;
    }
    match &folded[*word_start..] {
        "saint" => folded.replace_range(*word_start.., "st"),
        "sainte" => folded.replace_range(*word_start.., "ste"),
        _ => {}
    }
    folded.push(' ');
    *word_start = folded.len();
}
