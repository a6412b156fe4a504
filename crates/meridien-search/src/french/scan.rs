//! Cutting a text into compounds and their parts.

use std::ops::Range;
use std::str::Chars;

use unicode_normalization::char::is_combining_mark;

use super::stop::is_elision;
use super::{fold, lexicon::is_ignorable};

/// A run of words tied by hyphens, apostrophes or, between groups of digits, spaces: `Saint-Omer`,
/// `l'eau`, `412 750`. Most have one part.
#[derive(Debug)]
pub(crate) struct Compound<'a> {
    text: &'a str,
    parts: &'a [Part],
}

/// A word of a compound, as byte positions in the text.
#[derive(Clone, Debug)]
struct Part {
    range: Range<usize>,
    /// What ties it to the part before, if any.
    tie: Tie,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Tie {
    None,
    Hyphen,
    Apostrophe,
    Space,
}

/// Several parts of a compound written as one word.
#[derive(Debug, PartialEq)]
pub(crate) struct Joined {
    /// Which part it stands at.
    pub at: usize,
    pub text: String,
    /// `divoire` for `d'Ivoire`, but `leau` for `l'eau` is no word that anyone looks for.
    pub likely: bool,
}

impl<'a> Compound<'a> {
    /// The parts as written.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = &'a str> + '_ {
        self.parts.iter().map(|part| &self.text[part.range.clone()])
    }

    /// Where a part stands in the text, in bytes.
    pub fn range(&self, part: usize) -> Range<usize> {
        self.parts[part].range.clone()
    }

    /// The whole as one word, first, then each elision with its word (`lhay` for `L'Haÿ-les-Roses`).
    pub fn joined(&self) -> Vec<Joined> {
        if self.parts.len() < 2 {
            return Vec::new();
        }
        let mut joined = vec![self.join(0..self.parts.len())];
        if self.parts.len() > 2 {
            let elisions = (1..self.parts.len()).filter(|&i| self.is_elision(i));
            joined.extend(elisions.map(|i| self.join(i - 1..i + 1)));
        }
        joined
    }

    fn join(&self, parts: Range<usize>) -> Joined {
        let likely = !parts.clone().skip(1).any(|i| self.is_elision(i)) || {
            let last = &self.text[self.parts[parts.end - 1].range.clone()];
            last.starts_with(char::is_uppercase)
        };
        let text = parts.clone().map(|i| &self.text[self.parts[i].range.clone()]).collect();
        Joined { at: parts.end - 1, text, likely }
    }

    /// Whether a part is the word after an elision.
    fn is_elision(&self, part: usize) -> bool {
        self.parts[part].tie == Tie::Apostrophe && is_elision(&fold(&self.text[self.parts[part - 1].range.clone()]))
    }
}

/// Calls `visit` with each compound of a text, in order.
pub(crate) fn scan(text: &str, mut visit: impl FnMut(Compound<'_>)) {
    let mut scanner = Scanner { text, at: 0 };
    let mut parts = Vec::new();
    while scanner.skip_to_word() {
        parts.clear();
        let mut tie = Tie::None;
        loop {
            let range = scanner.part();
            parts.push(Part { range, tie });
            tie = scanner.tie(&parts);
            if tie == Tie::None {
                break;
            }
            scanner.bump();
        }
        visit(Compound { text, parts: &parts });
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> Chars<'a> {
        self.text[self.at..].chars()
    }

    fn bump(&mut self) {
        self.at += self.rest().next().map_or(0, char::len_utf8);
    }

    /// Passes over the characters that are such.
    fn skip(&mut self, such: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let skipped = &rest[..rest.find(|c| !such(c)).unwrap_or(rest.len())];
        self.at += skipped.len();
        skipped
    }

    /// Whether there is a word left; it then begins here.
    fn skip_to_word(&mut self) -> bool {
        self.skip(|c| !is_word_char(c));
        self.at < self.text.len()
    }

    /// Reads one part: letters and digits, the points of a number (`4.1`), those of an acronym (`U.E.`).
    fn part(&mut self) -> Range<usize> {
        let start = self.at;
        // Where what follows the last point begins. What is before was looked at when that point was passed: it is made
        // of lone letters, or what follows begins with a digit.
        let mut piece = start;
        loop {
            let run = self.skip(is_word_char);
            let mut rest = self.rest();
            let next = rest.next();
            let goes_on = match next {
                Some('.' | ',') if run.ends_with(|c: char| c.is_ascii_digit()) => {
                    rest.as_str().starts_with(|c: char| c.is_ascii_digit())
                }
                Some('.') => [&self.text[piece..self.at], rest.as_str()].into_iter().all(begins_with_lone_letter),
                Some(c) => is_ignorable(c),
                None => false,
            };
            if !goes_on {
                return start..self.at;
            }
            self.bump();
            if next == Some('.') {
                piece = self.at;
            }
        }
    }

    /// What ties the next part to those read, if anything.
    fn tie(&self, parts: &[Part]) -> Tie {
        let mut rest = self.rest();
        let (Some(c), Some(next)) = (rest.next(), rest.next()) else {
            return Tie::None;
        };
        if matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}') {
            if next.is_ascii_digit() && self.digits_go_on(parts) { Tie::Space } else { Tie::None }
        } else if is_hyphen(c) && is_word_char(next) {
            Tie::Hyphen
        } else if is_apostrophe(c) && is_word_char(next) {
            Tie::Apostrophe
        } else {
            Tie::None
        }
    }

    /// Whether the digits after a space belong to the number before it: groups of three (`412 750`),
    /// or the five that end a SIRET (`217 500 016 00013`).
    fn digits_go_on(&self, parts: &[Part]) -> bool {
        let digits = |part: &Part| self.text[part.range.clone()].bytes().all(|b| b.is_ascii_digit());
        let groups = match parts {
            [first] => first.range.len() <= 3 && digits(first),
            // What a space ties was looked at, with all before it, when it was tied.
            [.., last] => last.tie == Tie::Space && last.range.len() == 3 && digits(last),
            [] => false,
        };
        let mut after = self.rest().skip(1).skip_while(char::is_ascii_digit);
        let next = self.rest().skip(1).take_while(char::is_ascii_digit).count();
        let siret = next == 5 && parts.len() == 3 && parts[0].range.len() == 3;
        groups && (next == 3 || siret) && !after.next().is_some_and(is_word_char)
    }
}

fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // The accented letters of French, by far the most frequent.
        'à'..='ö' => true,
        _ => (c.is_alphanumeric() && !is_apostrophe(c)) || is_combining_mark(c),
    }
}

/// Whether one letter stands alone at the beginning.
fn begins_with_lone_letter(text: &str) -> bool {
    let mut rest = text.trim_start_matches(char::is_alphabetic).chars();
    let letters = &text[..text.len() - rest.as_str().len()];
    letters.chars().count() == 1 && !rest.find(|&c| !is_combining_mark(c)).is_some_and(is_word_char)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '′' | '\u{2b9}'..='\u{2bd}' | '＇')
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    /// Compounds in brackets, their parts parted by a bar.
    fn cut(text: &str) -> String {
        let mut cut = String::new();
        scan(text, |compound| {
            cut += &format!("[{}]", compound.parts().collect::<Vec<_>>().join("|"));
        });
        cut
    }

    fn joined(text: &str) -> Vec<(String, bool)> {
        let mut all = Vec::new();
        scan(text, |compound| {
            all.extend(compound.joined().into_iter().map(|j| (j.text, j.likely)));
        });
        all
    }

    #[test]
    fn compounds_and_parts() {
        for (text, expected) in [
            ("", ""),
            ("?! - ' …", ""),
            ("Région de Kayes (Mali)", "[Région][de][Kayes][Mali]"),
            ("Saint-Omer et l’eau", "[Saint|Omer][et][l|eau]"),
            ("Val-d'Oise, L'Haÿ-les-Roses", "[Val|d|Oise][L|Haÿ|les|Roses]"),
            ("-tiret- 'guillemets' l' eau", "[tiret][guillemets][l][eau]"),
            ("le M.A.E.E. et l'U.E. ; M. Diallo", "[le][M.A.E.E][et][l|U.E][M][Diallo]"),
            ("www.diplomatie.gouv.fr", "[www][diplomatie][gouv][fr]"),
            ("thème 4.1. Budget de 1,5 M€", "[thème][4.1][Budget][de][1,5][M]"),
            ("SIREN 217 500 016, 12 500 habitants", "[SIREN][217|500|016][12|500][habitants]"),
            ("SIRET 217 500 016 00013", "[SIRET][217|500|016|00013]"),
            ("412\u{202f}750 € en 2019 2020", "[412|750][en][2019][2020]"),
            ("le 12 345 678e et 100 2000", "[le][12|345][678e][et][100][2000]"),
            ("ke\u{301}nie\u{301}ba co\u{ad}opération", "[ke\u{301}nie\u{301}ba][co\u{ad}opération]"),
            ("élu·e·s n°4", "[élu][e][s][n][4]"),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn what_never_ends_is_cut_in_one_go() {
        let begun = Instant::now();
        for piece in ["a.", "1.", "123 ", "a-", "l'", "a\u{ad}"] {
            let text = piece.repeat(1 << 15);
            let mut compounds = 0;
            scan(&text, |_| compounds += 1);
            assert_eq!(compounds, 1, "{piece}");
        }
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }

    #[test]
    fn compounds_are_joined() {
        let yes = |text: &str| (text.to_owned(), true);
        let no = |text: &str| (text.to_owned(), false);
        assert_eq!(joined("Kayes"), []);
        assert_eq!(joined("Saint-Omer"), [yes("SaintOmer")]);
        assert_eq!(joined("217 500 016"), [yes("217500016")]);
        assert_eq!(joined("d'Ivoire"), [yes("dIvoire")]);
        assert_eq!(joined("l'eau"), [no("leau")]);
        assert_eq!(joined("aujourd'hui"), [yes("aujourdhui")]);
        assert_eq!(joined("Val-d'Oise"), [yes("ValdOise"), yes("dOise")]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_loss(text in "\\PC{0,60}") {
            let mut end = 0;
            scan(&text, |compound| {
                for i in 0..compound.parts().len() {
                    let range = compound.range(i);
                    assert!(range.start >= end && range.end > range.start);
                    assert!(!text[end..range.start].contains(is_word_char));
                    end = range.end;
                }
            });
            prop_assert!(!text[end..].contains(is_word_char));
        }
    }
}
