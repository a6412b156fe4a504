//! What a person types, as a query.
//!
//! | typed | means |
//! |---|---|
//! | `eau kayes` | both words, in any of the texts |
//! | `saint-omer`, `l'eau` | the parts of the compound, or the whole written as one word |
//! | `"agence de l'eau"`, `« agence de l'eau »` | the words in this order, in one text |
//! | `-mali`, `-"bas-rhin"` | not this |
//!
//! Stop words are not required, unless nothing else is typed: then they are looked for among the names.
//! The text comes from anyone, so there is no syntax to get wrong, and it is bounded.

use std::ops::{Bound, Range};

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::EngineQuery;
use super::excluded::Excluded;
use super::spelling::likeliest_words;
use crate::french::{Word, scan};
use crate::schema::TextField;
use crate::{Schema, Text};

/// Words beyond these are passed over.
pub(super) const MAX_WORDS: usize = 32;

/// How much more the words weigh in the order in which they were typed, in a name.
const IN_ORDER_BOOST: f32 = 2.0;

/// How much a word weighs of which only the beginning was typed.
const BEGUN_BOOST: f32 = 0.1;

/// What was typed.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub required: Vec<Unit>,
    excluded: Vec<Unit>,
}

/// A compound or a phrase.
#[derive(Debug)]
pub(super) struct Unit {
    pub parts: Vec<Part>,
    /// The whole as one word, where it has parts that may be written together.
    joined: Option<Word>,
    /// Whether the parts must follow each other.
    phrase: bool,
}

#[derive(Debug)]
pub(super) struct Part {
    /// Where it stands in what was typed, in bytes.
    pub range: Range<usize>,
    pub word: Word,
}

/// Reads what was typed.
pub(super) fn parse(typed: &str) -> Words {
    let mut words = Words::default();
    let mut room = MAX_WORDS;
    for Piece { range, phrase, excluded } in pieces(typed) {
        let units = units(&typed[range.clone()], range.start, &mut room);
        let list = if excluded { &mut words.excluded } else { &mut words.required };
        if phrase {
            let parts: Vec<_> = units.into_iter().flat_map(|unit| unit.parts).collect();
            if !parts.is_empty() {
                list.push(Unit { parts, joined: None, phrase: true });
            }
        } else {
            list.extend(units);
        }
    }
    words
}

/// What was typed without each of its words or phrases in turn: what is left out, and the rest. None where there is only one.
pub fn without_each(typed: &str) -> Vec<(&str, String)> {
    let words = parse(typed);
    let looked_for: Vec<_> = words.required.iter().filter(|unit| !unit.is_stop()).collect();
    let without = |unit: &&Unit| {
        let (from, to) = (unit.parts.first()?.range.start, unit.parts.last()?.range.end);
        let (mut before, mut after) = (typed[..from].trim_end(), typed[to..].trim_start());
        if unit.phrase {
            before = before.trim_end_matches(['"', '“', '”', '„', '«']).trim_end();
            after = after.trim_start_matches(['"', '“', '”', '„', '»']).trim_start();
        }
        Some((&typed[from..to], format!("{before} {after}").trim().to_owned()))
    };
    match looked_for.len() {
        0 | 1 => Vec::new(),
        _ => looked_for.iter().filter_map(without).collect(),
    }
}

/// A stretch of what was typed.
#[derive(Debug, PartialEq)]
struct Piece {
    range: Range<usize>,
    phrase: bool,
    excluded: bool,
}

/// Cuts what was typed at its quotation marks and before its leading minus signs.
fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece { range: 0..0, phrase: false, excluded: false };
    let mut before = ' ';
    for (at, c) in typed.char_indices() {
        let next = typed[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        // What ends here, and what the next piece is.
        let cut = match c {
            '"' | '“' | '”' | '„' | '«' | '»' if piece.phrase => Some((false, false)),
            '"' | '“' | '”' | '„' | '«' => Some((true, piece.excluded && before == '-')),
            '-' | '−' if !piece.phrase && before.is_whitespace() && !next.is_whitespace() => Some((false, true)),
            c if piece.excluded && !piece.phrase && c.is_whitespace() => Some((false, false)),
            _ => None,
        };
        if let Some((phrase, excluded)) = cut {
            piece.range.end = at;
            let start = at + c.len_utf8();
            pieces.push(std::mem::replace(&mut piece, Piece { range: start..start, phrase, excluded }));
        }
        before = if c == '−' { '-' } else { c };
    }
    piece.range.end = typed.len();
    pieces.push(piece);
    pieces.retain(|piece| !piece.range.is_empty());
    pieces
}

/// The compounds of a stretch that begins at `offset` of what was typed.
fn units(text: &str, offset: usize, room: &mut usize) -> Vec<Unit> {
    let mut units = Vec::new();
    scan(text, |compound| {
        let parts: Vec<_> = compound
            .parts()
            .enumerate()
            .take(*room)
            .map(|(i, part)| {
                let range = compound.range(i);
                Part { range: offset + range.start..offset + range.end, word: Word::new(part) }
            })
            .collect();
        *room -= parts.len();
        if !parts.is_empty() {
            let joined = compound.joined().first().map(|joined| Word::new(&joined.text));
            units.push(Unit { parts, joined, phrase: false });
        }
    });
    units
}

impl Words {
    /// The clauses that a document must and must not meet.
    pub fn clauses(&self, search: &Search<'_>, prefix: bool) -> Vec<(Occur, EngineQuery)> {
        let last = prefix.then(|| self.required.last()).flatten().and_then(|unit| unit.parts.last());
        let mut clauses: Vec<_> = self
            .required
            .iter()
            .filter(|unit| !unit.is_stop())
            .map(|unit| (Occur::Must, search.unit(unit, last)))
            .collect();
        if clauses.is_empty() {
            clauses.extend(self.parts().map(|part| (Occur::Must, search.part(part, last))));
        }
        let in_order: Vec<_> = self.parts().collect();
        if in_order.len() > 1 {
            clauses.extend(search.in_order(&in_order).map(|query| (Occur::Should, query)));
        }
        let excluded = self.excluded.iter().filter(|unit| !unit.is_stop());
        clauses.extend(
            excluded.map(|unit| (Occur::MustNot, Box::new(Excluded::new(search.unit(unit, None))) as EngineQuery)),
        );
        clauses
    }

    /// The words that are looked for, compounds whole too.
    pub fn looked_for(&self) -> impl Iterator<Item = &Word> {
        let wholes = self.required.iter().filter_map(|unit| unit.joined.as_ref());
        self.parts().map(|part| &part.word).filter(|word| !word.stop).chain(wholes)
    }

    /// The words required, in the order typed.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.required.iter().flat_map(|unit| &unit.parts)
    }
}

impl Unit {
    fn is_stop(&self) -> bool {
        self.parts.iter().all(|part| part.word.stop)
    }
}

/// Queries over fields of a schema.
pub(super) struct Search<'a> {
    schema: &'a Schema,
    searcher: &'a Searcher,
    texts: Vec<TextField>,
    /// Whether these are all fields.
    all: bool,
}

impl<'a> Search<'a> {
    /// Over these fields, or over all if none is given.
    pub fn new(schema: &'a Schema, searcher: &'a Searcher, fields: &[Text]) -> Self {
        let given = |text: &&TextField| fields.is_empty() || fields.iter().any(|field| field.field() == text.field);
        let texts = schema.texts().iter().filter(given).copied().collect();
        Self { schema, searcher, texts, all: fields.is_empty() }
    }
}

impl Search<'_> {
    /// A compound or a phrase, whose part `last` may be the beginning of a word.
    fn unit(&self, unit: &Unit, last: Option<&Part>) -> EngineQuery {
        if unit.phrase && unit.parts.len() > 1 {
            let parts: Vec<_> = unit.parts.iter().collect();
            let in_any_field = self.texts.iter().filter_map(|field| phrase(field, &parts));
            return any(in_any_field.collect());
        }
        let parts = unit.parts.iter().filter(|part| !part.word.stop);
        let each: Vec<_> = parts.map(|part| self.part(part, last)).collect();
        let together = (!each.is_empty()).then(|| all(each));
        any(together.into_iter().chain(unit.joined.as_ref().map(|word| self.word(word))).collect())
    }

    fn part(&self, part: &Part, last: Option<&Part>) -> EngineQuery {
        let word = self.word(&part.word);
        // One letter begins too many words to be of use.
        let begun = last.is_some_and(|last| std::ptr::eq(part, last)) && part.word.folded.chars().nth(1).is_some();
        if begun { any(vec![word, self.prefix(&part.word)]) } else { word }
    }

    /// A word in any of its forms, in any field.
    fn word(&self, word: &Word) -> EngineQuery {
        any(self.terms(word).map(|(field, term)| boosted(field, term_query(term))).collect())
    }

    /// Where a word may be, in each of its forms.
    pub fn terms<'a>(&'a self, word: &'a Word) -> impl Iterator<Item = (&'a TextField, Term)> {
        let fields = self.texts.iter();
        fields.flat_map(|field| word.forms().map(move |form| (field, Term::from_field_text(field.field, form))))
    }

    /// Any word that begins so. It weighs less than the word itself.
    fn prefix(&self, word: &Word) -> EngineQuery {
        let any_word = if self.all {
            let bound = |text: &str| Bound::Included(Term::from_field_text(self.schema.words(), text));
            let last = format!("{}{}", word.folded, char::MAX);
            let words = InvertedIndexRangeQuery::new(bound(&word.folded), bound(&last));
            Box::new(ConstScoreQuery::new(Box::new(words), 1.0)) as EngineQuery
        } else {
            // Only the words of all fields are listed whole: they are looked for in those wanted. An
            // index that cannot list them finds nothing.
            let words = likeliest_words(self.schema, self.searcher, &word.folded).unwrap_or_default();
            any(words.iter().map(|word| self.word(&Word::new(word))).collect())
        };
        Box::new(BoostQuery::new(any_word, BEGUN_BOOST))
    }

    /// The words in the order typed, in a name.
    fn in_order(&self, parts: &[&Part]) -> Option<EngineQuery> {
        let names = self.texts.iter().filter(|field| !field.prose);
        let phrases: Vec<_> = names.filter_map(|field| phrase(field, parts)).collect();
        (!phrases.is_empty()).then(|| Box::new(BoostQuery::new(any(phrases), IN_ORDER_BOOST)) as EngineQuery)
    }
}

/// Words that follow each other in a field, in the form that does not mind missing accents, or in the
/// one that minds inflections less. None if the field cannot tell.
fn phrase(field: &TextField, parts: &[&Part]) -> Option<EngineQuery> {
    let indexed = || parts.iter().enumerate().filter(|(_, part)| !(field.prose && part.word.stop));
    let query = |form: fn(&Word) -> &str| -> Option<EngineQuery> {
        let mut terms: Vec<_> =
            indexed().map(|(i, part)| (i, Term::from_field_text(field.field, form(&part.word)))).collect();
        match terms.len() {
            0 => None,
            1 => terms.pop().map(|(_, term)| term_query(term)),
            _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
        }
    };
    let mut forms = vec![query(Word::plain_form)?];
    if indexed().any(|(_, part)| part.word.plain_stem.is_some()) {
        forms.extend(query(|word| &word.stem));
    }
    Some(boosted(field, any(forms)))
}

fn term_query(term: Term) -> EngineQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn boosted(field: &TextField, query: EngineQuery) -> EngineQuery {
    if field.boost == 1.0 { query } else { Box::new(BoostQuery::new(query, field.boost)) }
}

fn any(queries: Vec<EngineQuery>) -> EngineQuery {
    one_or(queries, BooleanQuery::union)
}

fn all(queries: Vec<EngineQuery>) -> EngineQuery {
    one_or(queries, BooleanQuery::intersection)
}

fn one_or(mut queries: Vec<EngineQuery>, combine: impl FnOnce(Vec<EngineQuery>) -> BooleanQuery) -> EngineQuery {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(combine(queries)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Required words, phrases in quotes, excluded ones after a minus.
    fn read(typed: &str) -> String {
        let words = parse(typed);
        let unit = |unit: &Unit| {
            let parts = unit.parts.iter().map(|part| &*part.word.folded).collect::<Vec<_>>().join("+");
            if unit.phrase { format!("\"{parts}\"") } else { parts }
        };
        let required = words.required.iter().map(unit);
        let excluded = words.excluded.iter().map(|u| format!("-{}", unit(u)));
        required.chain(excluded).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_phrases_and_exclusions() {
        for (typed, expected) in [
            ("", ""),
            ("  Eau   KAYES ", "eau kayes"),
            ("Saint-Omer l'eau", "saint+omer l+eau"),
            ("\"agence de l'eau\" kayes", "\"agence+de+l+eau\" kayes"),
            ("« agence de l'eau » kayes", "\"agence+de+l+eau\" kayes"),
            ("eau -mali kayes", "eau kayes -mali"),
            ("-mali", "-mali"),
            ("eau -saint-omer -\"bas rhin\" nord", "eau nord -saint+omer -\"bas+rhin\""),
            ("eau - assainissement", "eau assainissement"),
            ("rhin -", "rhin"),
            ("\"jamais fermé", "\"jamais+ferme\""),
            ("un \"\" rien", "un rien"),
            ("217 500 016 2019", "217+500+016 2019"),
            ("AND OR (NOT) titre:eau [a TO b] eau* ~2 ^3 \\", "and or not titre eau a to b eau 2 3"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn each_word_or_phrase_is_left_out_in_turn() {
        let read = |typed| {
            let list: Vec<_> = without_each(typed).into_iter().map(|(out, rest)| format!("{rest} [{out}]")).collect();
            list.join("; ")
        };
        for (typed, expected) in [
            ("", ""),
            ("eau", ""),
            ("l'eau des", ""),
            ("écoles primaires -mali", "primaires -mali [écoles]; écoles -mali [primaires]"),
            ("eau de \"Saint-Omer sud\"", "de \"Saint-Omer sud\" [eau]; eau de [Saint-Omer sud]"),
            ("« eau potable » kayes", "kayes [eau potable]; « eau potable » [kayes]"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn words_are_bounded() {
        assert_eq!(parse(&"eau ".repeat(1000)).required.len(), MAX_WORDS);
        assert_eq!(parse(&"eau-".repeat(1000)).parts().count(), MAX_WORDS);
    }

    proptest! {
        #[test]
        fn ranges_are_those_of_the_words(typed in "[-a-zé \"«»'’]{0,40}") {
            for part in parse(&typed).parts() {
                let word = Word::new(&typed[part.range.clone()]);
                prop_assert_eq!(&part.word, &word);
            }
        }
    }
}
