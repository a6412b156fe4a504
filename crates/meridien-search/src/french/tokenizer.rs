//! The forms of a text, in the shape that tantivy takes.

use std::ops::Range;
use std::slice;

use tantivy::tokenizer::{Token, TokenStream};

use super::Lexicon;
use super::kind::{LONGEST_KIND, of_kind, without_kind};

/// Which terms a text gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TokenizerKind {
    /// Every word: for short texts, where a stop word may be a name.
    Names,
    /// All but the stop words, which would be half the index: for long texts.
    Prose,
    /// Whole words, folded.
    Codes,
    /// Whole words, folded and as written: to find by a prefix and to suggest spellings.
    Spelling,
    /// A name as a single term, and without its kind as another: see [`whole_name`] and [`of_kind`].
    Whole,
}

/// Cuts a text and emits the forms of each word at its position.
#[derive(Clone)]
pub(crate) struct Tokenizer {
    kind: TokenizerKind,
    terms: Terms,
    /// The one that the stream is at: most texts are short, and each would make its own.
    token: Token,
}

/// The terms of a text, back to back.
#[derive(Clone, Default)]
struct Terms {
    text: String,
    terms: Vec<(usize, Range<usize>)>,
}

impl Terms {
    fn push(&mut self, position: usize, term: &str) {
        let start = self.text.len();
        self.text.push_str(term);
        self.terms.push((position, start..self.text.len()));
    }

    /// A name as [`whole_name`] writes it, and what of it stands after the kind of an authority.
    fn push_name(&mut self, lexicon: &mut Lexicon, name: &str) {
        let mut whole = String::new();
        for (_, word, _) in lexicon.words(name).filter(|(_, _, joined)| !joined) {
            // Told from what is folded: it may be a fifth of what was written.
            if whole.len() > LONGEST_KIND + LONGEST_NAME {
                break;
            }
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(&word.folded);
        }
        let fits = |name: &str| (1..=LONGEST_NAME).contains(&name.len());
        if fits(&whole) {
            self.push(0, &whole);
        }
        for bare in without_kind(&whole).filter(|bare| fits(bare)) {
            self.push(0, &of_kind(bare));
        }
    }
}

impl Tokenizer {
    pub fn new(kind: TokenizerKind) -> Self {
        Self { kind, terms: Terms::default(), token: Token::default() }
    }

    fn analyse(&mut self, text: &str) {
        self.terms.text.clear();
        self.terms.terms.clear();
        Lexicon::of_thread(|lexicon| match self.kind {
            TokenizerKind::Whole => self.terms.push_name(lexicon, text),
            _ => self.push_words(lexicon, text),
        });
    }

    fn push_words(&mut self, lexicon: &mut Lexicon, text: &str) {
        let Self { kind, terms, .. } = self;
        for (position, word, joined) in lexicon.words(text) {
            match kind {
                TokenizerKind::Prose if word.stop => {}
                TokenizerKind::Names | TokenizerKind::Prose => {
                    for form in word.forms() {
                        terms.push(position, form);
                    }
                }
                TokenizerKind::Codes => terms.push(position, &word.folded),
                TokenizerKind::Spelling if joined => {}
                TokenizerKind::Spelling => {
                    word.spelling.iter().for_each(|spelling| terms.push(position, spelling));
                }
                TokenizerKind::Whole => {}
            }
        }
    }
}

/// Longer names, among which are most titles, are left out: nobody types them whole.
const LONGEST_NAME: usize = 40;

/// The folded words of a name as a single term, whatever was between them.
pub(crate) fn whole_name<'a>(folded: impl Iterator<Item = &'a str>) -> Option<String> {
    let whole = folded.collect::<Vec<_>>().join(" ");
    (1..=LONGEST_NAME).contains(&whole.len()).then_some(whole)
}

impl tantivy::tokenizer::Tokenizer for Tokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.analyse(text);
        Stream { terms: &self.terms.text, left: self.terms.terms.iter(), token: &mut self.token }
    }
}

/// The terms of one text. Offsets are not given: nothing is highlighted from the index.
pub(crate) struct Stream<'a> {
    terms: &'a str,
    left: slice::Iter<'a, (usize, Range<usize>)>,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((position, range)) = self.left.next() else {
            return false;
        };
        self.token.position = *position;
        self.token.text.clear();
        self.token.text.push_str(&self.terms[range.clone()]);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::Tokenizer as _;

    use super::*;

    fn terms(kind: TokenizerKind, text: &str) -> Vec<String> {
        let mut tokenizer = Tokenizer::new(kind);
        let mut stream = tokenizer.token_stream(text);
        let mut terms = Vec::new();
        while let Some(token) = stream.next() {
            terms.push(format!("{} {}", token.position, token.text));
        }
        terms
    }

    #[test]
    fn both_forms_stand_at_the_same_position() {
        assert_eq!(
            terms(TokenizerKind::Prose, "La coopération décentralisée"),
            ["1 cooper", "2 decentralis", "2 decentralise"]
        );
    }

    #[test]
    fn names_keep_stop_words_and_prose_leaves_their_place() {
        assert_eq!(terms(TokenizerKind::Names, "Eu et Us"), ["0 eu", "1 et", "2 us"]);
        assert_eq!(terms(TokenizerKind::Prose, "Eu et Us"), ["0 eu", "2 us"]);
    }

    #[test]
    fn compounds_are_also_joined() {
        assert_eq!(terms(TokenizerKind::Prose, "Saint-Omer, l'eau"), ["0 saint", "1 omer", "1 saintom", "3 eau"]);
    }

    #[test]
    fn codes_keep_their_letters() {
        assert_eq!(terms(TokenizerKind::Codes, "MAR Mali"), ["0 mar", "1 mali"]);
    }

    #[test]
    fn spelling_terms_are_whole_words() {
        assert_eq!(terms(TokenizerKind::Spelling, "Les Coopérations de 2019"), ["1 cooperations\0coopérations"]);
    }

    #[test]
    fn a_name_is_a_single_term() {
        assert_eq!(terms(TokenizerKind::Whole, "St-Denis (La Réunion)"), ["0 saint denis la reunion"]);
        let words = ["saint", "denis", "la", "reunion"];
        assert_eq!(whole_name(words.into_iter()).as_deref(), Some("saint denis la reunion"), "as a query has it");
        assert_eq!(
            terms(TokenizerKind::Whole, "Conseil départemental de la Seine-Saint-Denis"),
            ["0 \u{1}de la seine saint denis", "0 \u{1}la seine saint denis", "0 \u{1}seine saint denis"],
            "too long with its kind"
        );
        assert_eq!(terms(TokenizerKind::Whole, " – "), [""; 0]);
        assert_eq!(terms(TokenizerKind::Whole, &"a ".repeat(LONGEST_NAME)), [""; 0]);
        let accented = "e\u{323}\u{302}".repeat(LONGEST_NAME);
        assert_eq!(
            terms(TokenizerKind::Whole, &accented),
            [format!("0 {}", "e".repeat(LONGEST_NAME))],
            "as long, folded"
        );
    }
}
