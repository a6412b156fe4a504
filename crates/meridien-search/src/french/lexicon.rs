//! The forms of a word.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::name::{NAME_MARK, is_name};
use super::stop::is_stop_word;
use super::{fold, scan};

/// Longer words are cut, in texts and in queries alike.
const MAX_CHARS: usize = 64;

/// Words remembered, so that the common ones are stemmed once; and words of texts, so that one which is in several fields,
/// as most are, is read once.
const REMEMBERED: usize = 50_000;

/// A word and its forms.
#[derive(Debug, PartialEq)]
pub(crate) struct Word {
    /// In lower case, with its accents: fit to be shown.
    pub lower: Box<str>,
    pub folded: Box<str>,
    /// The stem, folded: brings inflections together.
    pub stem: Box<str>,
    /// The stem of the folded word, where it differs: what a word typed without accents gives.
    pub plain_stem: Option<Box<str>>,
    pub stop: bool,
    /// The term by which it is found by its beginning and suggested; none of one letter, a stop word or a number.
    pub spelling: Option<Box<str>>,
}

/// Parts the folded word from the readable one in a spelling term (`cooperation␀coopération`).
pub(crate) const SPELLING_MARK: char = '\0';

impl Word {
    /// The forms of a word as written.
    pub fn new(written: &str) -> Self {
        let mut lower = lower(written);
        let mut folded = fold(&lower).into_owned();
        // Saint and Sainte are as often written short in names of places.
        let long = match folded.as_str() {
            "st" | "sts" => Some("saint"),
            "ste" | "stes" => Some("sainte"),
            _ => None,
        };
        if let Some(long) = long {
            lower = long.to_owned();
            folded = long.to_owned();
        }
        // A code has no inflections.
        if folded.contains(|c: char| c.is_numeric()) {
            let stem = folded.clone().into();
            let (lower, folded) = (lower.into(), folded.into());
            return Self { lower, folded, stem, plain_stem: None, stop: false, spelling: None };
        }
        let (stem, plain_stem) = if is_name(&folded) {
            let form = format!("{folded}{NAME_MARK}");
            (form.clone(), form)
        } else {
            (fold(&stem(&lower)).into_owned(), stem_of_folded(&folded))
        };
        let stop = is_stop_word(&folded);
        let is_spelt = folded.len() > 1 && !stop;
        Self {
            stop,
            spelling: is_spelt.then(|| format!("{folded}{SPELLING_MARK}{lower}").into()),
            plain_stem: (plain_stem != stem).then(|| plain_stem.into()),
            lower: lower.into(),
            folded: folded.into(),
            stem: stem.into(),
        }
    }

    /// The forms that the index holds: one or two.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.stem).chain(self.plain_stem.as_deref())
    }

    /// The form that the word has in common with itself typed without accents.
    pub fn plain_form(&self) -> &str {
        self.plain_stem.as_deref().unwrap_or(&self.stem)
    }
}

/// Composed, in lower case, without what is not seen nor the points of an acronym.
fn lower(written: &str) -> String {
    let number = written.starts_with(|c: char| c.is_numeric());
    written
        .nfc()
        .filter(|&c| !is_ignorable(c) && (number || c != '.'))
        .map(|c| if c == ',' { '.' } else { c })
        .take(MAX_CHARS)
        .collect::<String>()
        .to_lowercase()
}

/// Characters within a word that are not seen: soft hyphens, joiners, byte-order marks.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn stem(word: &str) -> String {
    let stem = Stemmer::new(Algorithm::French).stem(&without_english_ending(word)).into_owned();
    if stem.is_empty() { word.to_owned() } else { stem }
}

/// A word whose English plural the French rules would not know: `partners` is written as `partner`, `city` as `citie`, which
/// they shorten as they do `cities`. French words come out as they would have.
fn without_english_ending(word: &str) -> Cow<'_, str> {
    let consonant = |letter: char| letter.is_alphabetic() && !"aeiouy".contains(letter) && letter.is_ascii();
    let mut backwards = word.chars().rev();
    let (last, before) = (backwards.next(), backwards.next());
    if word.chars().count() <= 3 || !before.is_some_and(consonant) {
        return Cow::Borrowed(word);
    }
    match (last, before) {
        (Some('s'), Some(before)) if before != 's' => Cow::Borrowed(&word[..word.len() - 1]),
        (Some('y'), _) => Cow::Owned(format!("{}ie", &word[..word.len() - 1])),
        _ => Cow::Borrowed(word),
    }
}

/// Stemmed, then folded again, since the stemmer may write marks of its own.
fn stem_of_folded(folded: &str) -> String {
    fold(&stem(folded)).into_owned()
}

thread_local! {
    /// Of all fields: what is a word in one is one in the next, and a text of one often that of another.
    static MET: RefCell<Lexicon> = RefCell::default();
}

/// The words met so far by a thread, with their forms, and the last texts.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    places: FxHashMap<Box<str>, usize>,
    words: Vec<Word>,
    /// Where the words of each text are.
    texts: FxHashMap<Box<str>, Range<usize>>,
    met: Vec<Met>,
}

/// A word at its place in a text.
#[derive(Debug)]
struct Met {
    position: u32,
    /// Its place among the words.
    word: u32,
    joined: bool,
}

impl Lexicon {
    /// Works with the words that this thread has met.
    pub fn of_thread<T>(work: impl FnOnce(&mut Lexicon) -> T) -> T {
        MET.with_borrow_mut(|lexicon| {
            lexicon.forget();
            work(lexicon)
        })
    }

    /// Begins anew where enough is remembered: never within a text, whose words have their places.
    fn forget(&mut self) {
        if self.words.len() >= REMEMBERED {
            *self = Self::default();
        } else if self.met.len() >= REMEMBERED {
            self.texts.clear();
            self.met.clear();
        }
    }

    fn place(&mut self, written: &str) -> usize {
        if let Some(&place) = self.places.get(written) {
            return place;
        }
        let place = self.words.len();
        self.places.insert(written.into(), place);
        self.words.push(Word::new(written));
        place
    }

    /// The words of a text in order, each with its position and whether it is several parts of a compound written as one.
    pub fn words(&mut self, text: &str) -> impl Iterator<Item = (usize, &Word, bool)> {
        let range = self.texts.get(text).cloned().unwrap_or_else(|| self.read(text));
        self.met[range].iter().map(|met| (met.position as usize, &self.words[met.word as usize], met.joined))
    }

    fn read(&mut self, text: &str) -> Range<usize> {
        let start = self.met.len();
        let mut position = 0;
        scan(text, |compound| {
            for (at, part) in (position..).zip(compound.parts()) {
                let word = self.place(part) as u32;
                self.met.push(Met { position: at, word, joined: false });
            }
            for joined in compound.joined().iter().filter(|joined| joined.likely) {
                let word = self.place(&joined.text) as u32;
                self.met.push(Met { position: position + joined.at as u32, word, joined: true });
            }
            position += compound.parts().len() as u32;
        });
        let range = start..self.met.len();
        self.texts.insert(text.into(), range.clone());
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(written: &str) -> Vec<String> {
        Word::new(written).forms().map(str::to_owned).collect()
    }

    #[test]
    fn a_word_typed_without_accents_shares_a_form() {
        for word in ["collectivités", "décentralisée", "assemblée", "solidarité", "Œuvres", "DÉCENTRALISÉES"] {
            let typed = forms(&fold(word));
            assert!(forms(word).iter().any(|form| typed.contains(form)), "{word}: {:?} {typed:?}", forms(word));
        }
    }

    #[test]
    fn inflections_share_a_form() {
        for (one, other) in [
            ("coopération", "coopérations"),
            ("décentralisée", "décentralisation"),
            ("local", "locales"),
            ("St", "Saint"),
            ("Ste", "sainte"),
            ("partner", "partners"),
            ("city", "cities"),
            ("activity", "activities"),
            ("water", "waters"),
            ("town", "towns"),
        ] {
            assert_eq!(Word::new(one).stem, Word::new(other).stem, "{one} {other}");
        }
    }

    #[test]
    fn codes_and_acronyms_keep_their_letters() {
        assert_eq!(forms("M.A.E.E"), ["mae"]); // as `maee`
        assert_eq!(forms("MAEE"), ["mae"]);
        assert_eq!(forms("4.1"), ["4.1"]);
        assert_eq!(forms("1,5"), ["1.5"]);
        assert_eq!(forms("2A004"), ["2a004"]);
        assert_eq!(forms("co\u{ad}opération"), forms("coopération"));
    }

    #[test]
    fn endless_words_are_cut() {
        assert_eq!(Word::new(&"é".repeat(10_000)).lower.chars().count(), MAX_CHARS);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        for i in 0..REMEMBERED + 10 {
            Lexicon::of_thread(|lexicon| lexicon.words(&i.to_string()).count());
        }
        assert_eq!(Lexicon::of_thread(|lexicon| lexicon.words.len()), 10);
        for i in 0..REMEMBERED {
            Lexicon::of_thread(|lexicon| lexicon.words(&format!("eau {}", i % 1000)).count());
        }
        assert!(Lexicon::of_thread(|lexicon| lexicon.met.len()) <= 2010, "each text once");
        let text = "eau ".repeat(REMEMBERED);
        for _ in 0..2 {
            assert_eq!(Lexicon::of_thread(|lexicon| lexicon.words(&text).count()), REMEMBERED);
            assert!(Lexicon::of_thread(|lexicon| lexicon.texts.is_empty()));
        }
    }

    #[test]
    fn a_text_read_again_has_the_same_words() {
        let words = |text: &str| {
            Lexicon::of_thread(|lexicon| {
                let words = lexicon.words(text).map(|(position, word, joined)| (position, word.folded.clone(), joined));
                words.collect::<Vec<_>>()
            })
        };
        let text = "L'Haÿ-les-Roses, l'eau";
        let first = words(text);
        assert_eq!(first.iter().map(|(position, ..)| *position).collect::<Vec<_>>(), [0, 1, 2, 3, 3, 1, 4, 5]);
        words("autre chose");
        assert_eq!(words(text), first);
    }
}
