//! What a person types, as a query.
//!
//! | typed | means |
//! |---|---|
//! | `eau kayes` | both words, in any of the texts |
//! | `saint-omer`, `côte d'ivoire` | the parts of the compound in this order, or the whole written as one word; apart, where no text has that |
//! | `odd 6` | as a compound |
//! | `irlande du nord` | as a compound, or the alias, where a document has one |
//! | `siren 217500016` | the code alone |
//! | `bourgog*`, `b*` | any word that begins so |
//! | `"agence de l'eau"`, `« agence de l'eau »` | the words in this order, in one text; the last may have a star |
//! | `-mali`, `-"bas-rhin"` | not this |
//!
//! Stop words are not required, unless nothing else is typed: then they are looked for among the names.
//! The text comes from anyone, so there is no syntax to get wrong, and it is bounded.

use std::ops::{Bound, Range};

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, EnableScoring, InvertedIndexRangeQuery, Occur, PhraseQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, Searcher, TERMINATED, Term};

use super::EngineQuery;
use super::excluded::Excluded;
use super::spelling::likeliest_words;
use crate::french::{SPELLING_MARK, Word, of_kind, scan, whole_name};
use crate::schema::{TextField, TextKind};
use crate::{Schema, Text};

/// Words beyond these are passed over.
pub(super) const MAX_WORDS: usize = 32;

/// How much more the words weigh in the order in which they were typed, in a name.
const IN_ORDER_BOOST: f32 = 2.0;

/// How much a word weighs of which only the beginning was typed.
const BEGUN_BOOST: f32 = 0.1;

// What a name weighs that has words as they were typed. Few words weigh as much for their rarity, so that these come first.

/// A word of it is one typed, uninflected.
const EXACT: f32 = 100.0;

/// It begins with what was typed, of which the last word is being typed.
const BEGINS: f32 = 200.0;

/// Names that begin with what was typed are looked through in the order of their letters, up to so many.
const MOST_NAMES: u64 = 256;

/// It is what was typed.
const WHOLE: f32 = 400.0;

/// It is what was typed after what kind of authority it is: `Département de la Loire`.
const WHOLE_OF_KIND: f32 = 300.0;

/// How much less the name weighs of what contains a record, or of who took its place.
const OTHER: f32 = 0.5;

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
    /// The whole as one word, where it has parts that may be written together; the SIREN of a SIRET.
    wholes: Vec<Word>,
    /// Whether the parts must follow each other.
    phrase: bool,
}

#[derive(Debug)]
pub(super) struct Part {
    /// Where it stands in what was typed, in bytes.
    pub range: Range<usize>,
    pub word: Word,
    /// Whether it may be the beginning of a word.
    pub begun: bool,
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
                list.push(Unit { parts, wholes: Vec::new(), phrase: true });
            }
        } else {
            list.extend(units);
        }
    }
    words
}

/// Reads what is being typed: its last word may be the beginning of one. A letter of a word to come tells nothing yet.
pub(super) fn parse_begun(typed: &str) -> Words {
    let mut words = parse(typed);
    let is_letter = |unit: &Unit| matches!(&unit.parts[..], [part] if !part.begun && !may_begin(&part.word));
    if words.required.len() > 1 && words.required.last().is_some_and(is_letter) {
        words.required.pop();
        return words;
    }
    if let Some(last) = words.required.last_mut().and_then(|unit| unit.parts.last_mut()) {
        last.begun = may_begin(&last.word);
    }
    words
}

/// What was typed, its last word as the beginning of any. None where it does not end with a word to be found.
pub fn begun(typed: &str) -> Option<String> {
    let typed = typed.trim_end();
    let words = parse(typed);
    let last = words.required.last().filter(|unit| !unit.phrase)?.parts.last()?;
    let begins = !last.begun && may_begin(&last.word) && last.range.end == typed.len();
    begins.then(|| format!("{typed}*"))
}

/// While a word is being typed, one letter begins too many to be of use.
fn may_begin(word: &Word) -> bool {
    word.folded.chars().nth(1).is_some()
}

/// What was typed without each of its words or phrases in turn: what is left out, and the rest. None where there is only one.
pub fn without_each(typed: &str) -> Vec<(&str, String)> {
    let words = parse(typed);
    let looked_for: Vec<_> = words.required.iter().filter(|unit| !unit.is_stop()).collect();
    let without = |unit: &&Unit| {
        let (from, to) = (unit.parts.first()?.range.start, unit.parts.last()?.range.end);
        let (mut before, mut after) = (typed[..from].trim_end(), typed[to..].trim_start_matches('*').trim_start());
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

/// What was typed with those of its words and phrases alone that are kept, and what must not be found; and what is left out.
pub fn with_only(typed: &str, is_kept: impl Fn(&str) -> bool) -> (String, Vec<&str>) {
    let words = parse(typed);
    let text = |unit: &Unit| {
        let (first, last) = (unit.parts.first()?, unit.parts.last()?);
        let text = &typed[first.range.start..last.range.end];
        let star = if last.begun { "*" } else { "" };
        Some((text, if unit.phrase { format!("\"{text}{star}\"") } else { format!("{text}{star}") }))
    };
    let looked_for = words.required.iter().filter(|unit| !unit.is_stop()).filter_map(text);
    let (kept, left_out): (Vec<_>, Vec<_>) = looked_for.partition(|(text, _)| is_kept(text));
    let excluded = words.excluded.iter().filter_map(text).map(|(_, written)| format!("-{written}"));
    let kept: Vec<String> = kept.into_iter().map(|(_, written)| written).chain(excluded).collect();
    (kept.join(" "), left_out.into_iter().map(|(text, _)| text).collect())
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
    let mut units: Vec<Unit> = Vec::new();
    let mut end = 0;
    scan(text, |compound| {
        let parts: Vec<_> = compound
            .parts()
            .enumerate()
            .take(*room)
            .map(|(i, part)| {
                let range = compound.range(i);
                let mut word = Word::new(part);
                let begun = text[range.end..].starts_with('*') && !word.folded.is_empty();
                word.stop &= !begun;
                Part { range: offset + range.start..offset + range.end, word, begun }
            })
            .collect();
        *room -= parts.len();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let before = &text[end..first.range.start - offset];
        end = last.range.end - offset;
        // « ODD 6 », « phase 2 »: the number says nothing without its word.
        let is_numbered = !before.is_empty() && before.chars().all(char::is_whitespace) && is_short_number(&parts);
        if let Some(numbered) = units.last_mut().filter(|unit| is_numbered && unit.is_one_word()) {
            numbered.wholes = vec![Word::new(&format!("{}{}", numbered.parts[0].word.lower, first.word.lower))];
            numbered.parts.extend(parts);
            return;
        }
        // « SIREN 217500016 », « code CAD 14010 »: the code is enough.
        if is_code(&parts) {
            let before = units.iter_mut().rev().take_while(|unit| unit.is_one_word() && unit.is_name_of_codes());
            before.for_each(|unit| unit.parts[0].word.stop = true);
        }
        let mut wholes: Vec<_> = compound.joined().first().map(|joined| Word::new(&joined.text)).into_iter().collect();
        wholes.extend(siren_of_siret(wholes.first().unwrap_or(&first.word)));
        units.push(Unit { parts, wholes, phrase: false });
    });
    units
}

/// What is written before the codes of authorities and of aid sectors, folded.
const NAMES_OF_CODES: [&str; 6] = ["cad", "code", "dac", "insee", "siren", "siret"];

/// A code of an authority: a SIREN, a SIRET, or the code of a commune (`2A004`); that of an aid sector (`14010`).
fn is_code(parts: &[Part]) -> bool {
    let is_code = |word: &str| {
        matches!(word.len(), 5 | 9 | 14) && word.bytes().filter(u8::is_ascii_digit).count() + 1 >= word.len()
    };
    matches!(parts, [part] if is_code(&part.word.folded))
}

fn is_short_number(parts: &[Part]) -> bool {
    let digits = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts, [part] if digits(&part.word.folded))
}

/// An establishment is looked for by its number, of which the first nine digits are its organisation's.
fn siren_of_siret(word: &Word) -> Option<Word> {
    let is_siret = word.folded.len() == 14 && word.folded.bytes().all(|byte| byte.is_ascii_digit());
    is_siret.then(|| Word::new(&word.folded[..9]))
}

impl Words {
    /// The clauses that a document must and must not meet.
    pub fn clauses(&self, search: &Search<'_>) -> Vec<(Occur, EngineQuery)> {
        let required = self.runs(search).into_iter().filter_map(|(run, alias)| match (alias, run) {
            (None, [unit]) if unit.is_stop() => None,
            (None, [unit]) => Some(search.unit(unit)),
            (alias, _) => alias,
        });
        let mut clauses: Vec<_> = required.map(|query| (Occur::Must, query)).collect();
        if clauses.is_empty() {
            clauses.extend(self.parts().map(|part| (Occur::Must, search.part(part))));
        }
        for unit in self.excluded.iter().filter(|unit| !unit.is_stop()) {
            let alias = search.alias(std::slice::from_ref(unit)).map(|(_, alias)| alias);
            let excluded = Excluded::new(alias.unwrap_or_else(|| search.unit(unit)));
            clauses.push((Occur::MustNot, Box::new(excluded)));
        }
        clauses
    }

    /// What is required unit by unit, but for those that make an alias together, which comes with its query.
    fn runs(&self, search: &Search<'_>) -> Vec<(&[Unit], Option<EngineQuery>)> {
        let mut runs = Vec::new();
        let mut rest = &self.required[..];
        while !rest.is_empty() {
            let (taken, alias) = search.alias(rest).map_or((1, None), |(taken, alias)| (taken, Some(alias)));
            let (run, others) = rest.split_at(taken);
            runs.push((run, alias));
            rest = others;
        }
        runs
    }

    /// Where aliases stand in what was typed, in bytes.
    pub fn aliases(&self, search: &Search<'_>) -> Vec<Range<usize>> {
        let of_aliases = self.runs(search).into_iter().filter(|(_, alias)| alias.is_some());
        let range = |(run, _): (&[Unit], _)| {
            let mut parts = run.iter().flat_map(|unit| &unit.parts);
            let first = parts.next()?;
            Some(first.range.start..parts.next_back()?.range.end)
        };
        of_aliases.filter_map(range).collect()
    }

    /// The clauses that bring a document closer.
    pub fn preferences(&self, search: &Search<'_>) -> Vec<(Occur, EngineQuery)> {
        let all: Vec<_> = self.parts().collect();
        let mut preferred = Vec::new();
        // What a word begun would be, and so what follows what, is too much to try at each letter.
        let whole = all.split_last().map_or(&all[..], |(last, before)| if last.begun { before } else { &all });
        if whole.len() > 1 {
            preferred.extend(search.in_order(whole));
        }
        if search.has_names() {
            let each = self.required.iter().filter(|unit| self.required.len() > 1 && !unit.is_stop());
            preferred.extend(each.flat_map(|unit| search.called(&unit.parts)));
            preferred.extend(search.called(all.iter().copied()));
            preferred.extend(search.called_of_kind(all.iter().copied()));
            if all.last().is_some_and(|last| last.begun) {
                preferred.extend(search.beginning(all.iter().copied()));
            }
            let exact = self.parts().filter(|part| !part.word.stop && !part.begun);
            preferred.extend(exact.map(|part| search.exactly(&part.word)));
        }
        preferred.into_iter().map(|query| (Occur::Should, query)).collect()
    }

    /// The words that are looked for, compounds whole too.
    pub fn looked_for(&self) -> impl Iterator<Item = &Word> {
        let wholes = self.required.iter().flat_map(|unit| &unit.wholes);
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

    /// Whether it is a word that a number may follow.
    fn is_one_word(&self) -> bool {
        !self.phrase
            && matches!(&*self.parts, [part] if !part.begun && !part.word.stop && !part.word.folded.contains(char::is_numeric))
    }

    fn is_name_of_codes(&self) -> bool {
        self.parts.iter().all(|part| NAMES_OF_CODES.contains(&&*part.word.folded))
    }

    /// The parts between the stop words at its ends: `l'eau` is as well the water without its article.
    fn core(&self) -> &[Part] {
        let counts = |part: &Part| !part.word.stop;
        let first = self.parts.iter().position(counts).unwrap_or_default();
        let end = self.parts.iter().rposition(counts).map_or(0, |last| last + 1);
        self.parts.get(first..end).unwrap_or_default()
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
    /// The most of the first units that an alias is made of, and what has it, or its words side by side.
    fn alias(&self, units: &[Unit]) -> Option<(usize, EngineQuery)> {
        let are_looked_for = self.texts.iter().any(|field| field.kind == TextKind::Term);
        if !are_looked_for || units.first().is_none_or(Unit::is_stop) {
            return None;
        }
        let words = |taken: usize| -> Vec<&Word> {
            let words = units[..taken].iter().flat_map(|unit| &unit.parts).map(|part| &part.word);
            words.skip_while(|word| word.stop).collect()
        };
        let named = |taken| Some((taken, whole_name(words(taken).iter().map(|word| &*word.folded))?));
        let query = |name: &str| term_query(Term::from_field_text(self.schema.aliases(), name));
        let names = (1..=units.len()).map_while(named);
        let (taken, name) = names.filter(|(_, name)| name.contains(' ') && self.finds(&*query(name))).last()?;
        let together = self.side_by_side(&words(taken));
        Some((taken, any(std::iter::once(scored(query(&name), 1.0)).chain(together).collect())))
    }

    /// A compound or a phrase.
    fn unit(&self, unit: &Unit) -> EngineQuery {
        if unit.phrase && unit.parts.len() > 1 {
            return any(self.following(&unit.parts));
        }
        let wholes = || unit.wholes.iter().map(|word| self.word(word));
        let core = unit.core();
        if core.len() > 1 {
            let following = self.following(core);
            let together = any(following.into_iter().chain(wholes()).collect());
            if self.finds(&*together) {
                return together;
            }
        }
        let each: Vec<_> = core.iter().filter(|part| !part.word.stop).map(|part| self.part(part)).collect();
        let apart = (!each.is_empty()).then(|| all(each));
        any(apart.into_iter().chain(wholes()).collect())
    }

    fn part(&self, part: &Part) -> EngineQuery {
        let word = self.word(&part.word);
        if part.begun { any(vec![word, self.prefix(&part.word)]) } else { word }
    }

    /// Whether any document has this. An index that cannot be read finds nothing.
    pub fn finds(&self, query: &dyn tantivy::query::Query) -> bool {
        let found = || -> tantivy::Result<bool> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
            for segment in self.searcher.segment_readers() {
                let mut documents = weight.scorer(segment, 1.0)?;
                while documents.doc() != TERMINATED {
                    if !segment.is_deleted(documents.doc()) {
                        return Ok(true);
                    }
                    documents.advance();
                }
            }
            Ok(false)
        };
        found().unwrap_or_default()
    }

    /// A word in any of its forms, in any field.
    fn word(&self, word: &Word) -> EngineQuery {
        any(self.terms(word).map(|(field, term)| boosted(field, term_query(term))).collect())
    }

    /// Where a word may be, in each of its forms; of a code, only as it is.
    pub fn terms<'a>(&'a self, word: &'a Word) -> impl Iterator<Item = (&'a TextField, Term)> {
        self.texts.iter().flat_map(|field| {
            let code = (field.kind == TextKind::Code).then_some(&*word.folded);
            let forms = word.forms().filter(move |_| code.is_none()).chain(code);
            forms.map(move |form| (field, Term::from_field_text(field.field, form)))
        })
    }

    /// Any word that begins so, one of a name before others. It weighs less than the word itself.
    fn prefix(&self, word: &Word) -> EngineQuery {
        let any_word = if self.all {
            let begun = |field| ranged(field, &word.folded);
            any(vec![scored(begun(self.schema.name_words()), 2.0), scored(begun(self.schema.words()), 1.0)])
        } else {
            // Only the words of all fields are listed whole: they are looked for in those wanted.
            any(self.likeliest(word).iter().map(|word| self.word(word)).collect())
        };
        Box::new(BoostQuery::new(any_word, BEGUN_BOOST))
    }

    /// The most frequent words that begin so. An index that cannot list them has none.
    fn likeliest(&self, word: &Word) -> Vec<Word> {
        let listed =
            |kinds: &[TextKind], field| self.texts.iter().any(|text| kinds.contains(&text.kind)).then_some(field);
        let fields = [
            listed(&[TextKind::Name], self.schema.name_words()),
            listed(&[TextKind::OtherName, TextKind::Term, TextKind::Code, TextKind::Prose], self.schema.words()),
        ];
        let fields: Vec<_> = fields.into_iter().flatten().collect();
        let words = likeliest_words(self.searcher, &fields, &word.folded).unwrap_or_default();
        words.iter().map(|word| Word::new(word)).collect()
    }

    /// The words in the order typed, in a name.
    fn in_order(&self, parts: &[&Part]) -> Option<EngineQuery> {
        let words: Vec<_> = parts.iter().map(|part| &part.word).collect();
        let names = self.texts.iter().filter(|field| !field.is_prose());
        let phrases: Vec<_> = names.filter_map(|field| phrase(field, &words)).collect();
        (!phrases.is_empty()).then(|| Box::new(BoostQuery::new(any(phrases), IN_ORDER_BOOST)) as EngineQuery)
    }

    /// Whether a name has these words one after the other.
    pub fn are_in_a_name(&self, words: &[&Word]) -> bool {
        let names = self.texts.iter().filter(|field| !field.is_prose());
        self.finds(&*any(names.filter_map(|field| phrase(field, words)).collect()))
    }

    /// Words that follow each other, in each field; the last may be begun.
    fn following(&self, parts: &[Part]) -> Vec<EngineQuery> {
        let words: Vec<&Word> = parts.iter().map(|part| &part.word).collect();
        let mut phrases = self.side_by_side(&words);
        let Some((last, before)) = words.split_last().filter(|_| parts.last().is_some_and(|last| last.begun)) else {
            return phrases;
        };
        for word in self.likeliest(last) {
            let words: Vec<&Word> = before.iter().copied().chain([&word]).collect();
            phrases.extend(self.side_by_side(&words));
        }
        phrases
    }

    /// Whole words that follow each other, in each field.
    fn side_by_side(&self, words: &[&Word]) -> Vec<EngineQuery> {
        self.texts.iter().filter_map(|field| phrase(field, words)).collect()
    }

    /// Whether names are looked for.
    fn has_names(&self) -> bool {
        self.texts.iter().any(|text| text.kind == TextKind::Name)
    }

    /// A name that is these words and no more, its own or another.
    pub fn called<'p>(&self, parts: impl IntoIterator<Item = &'p Part>) -> Vec<EngineQuery> {
        self.named(parts, str::to_owned, WHOLE)
    }

    /// The same, after the kind of an authority.
    pub fn called_of_kind<'p>(&self, parts: impl IntoIterator<Item = &'p Part>) -> Vec<EngineQuery> {
        self.named(parts, of_kind, WHOLE_OF_KIND)
    }

    /// Whatever has these words as a whole name, in the term that is written so.
    fn named<'p>(
        &self,
        parts: impl IntoIterator<Item = &'p Part>,
        written: fn(&str) -> String,
        score: f32,
    ) -> Vec<EngineQuery> {
        let Some(whole) = whole_name(parts.into_iter().map(|part| &*part.word.folded)) else { return Vec::new() };
        let whole = written(&whole);
        let named = |(field, weight)| scored(term_query(Term::from_field_text(field, &whole)), weight * score);
        self.whole_names().into_iter().map(named).collect()
    }

    /// The fields of whole names, with what each weighs.
    fn whole_names(&self) -> [(Field, f32); 2] {
        [(self.schema.whole_names(), 1.0), (self.schema.whole_other_names(), OTHER)]
    }

    /// A name that begins with these words.
    fn beginning<'p>(&self, parts: impl IntoIterator<Item = &'p Part>) -> Option<EngineQuery> {
        let beginning = whole_name(parts.into_iter().map(|part| &*part.word.folded))?;
        let mut names = range(self.schema.whole_names(), &beginning);
        names.limit(MOST_NAMES);
        Some(scored(Box::new(names), BEGINS))
    }

    /// A name that has a word as it is, whatever its case and accents.
    fn exactly(&self, word: &Word) -> EngineQuery {
        scored(ranged(self.schema.name_words(), &format!("{}{SPELLING_MARK}", word.folded)), EXACT)
    }
}

/// Any term of a field that begins so.
fn range(field: Field, beginning: &str) -> InvertedIndexRangeQuery {
    let bound = |text: &str| Bound::Included(Term::from_field_text(field, text));
    InvertedIndexRangeQuery::new(bound(beginning), bound(&format!("{beginning}{}", char::MAX)))
}

fn ranged(field: Field, beginning: &str) -> EngineQuery {
    Box::new(range(field, beginning))
}

/// What weighs the same wherever it is found.
fn scored(query: EngineQuery, score: f32) -> EngineQuery {
    Box::new(ConstScoreQuery::new(query, score))
}

/// Words that follow each other in a field, in the form that does not mind missing accents, or in the
/// one that minds inflections less. None if the field cannot tell.
fn phrase(field: &TextField, words: &[&Word]) -> Option<EngineQuery> {
    if field.kind == TextKind::Code {
        return None;
    }
    let indexed = || words.iter().enumerate().filter(|(_, word)| !(field.is_prose() && word.stop));
    let query = |form: fn(&Word) -> &str| -> Option<EngineQuery> {
        let mut terms: Vec<_> =
            indexed().map(|(i, word)| (i, Term::from_field_text(field.field, form(word)))).collect();
        match terms.len() {
            0 => None,
            1 => terms.pop().map(|(_, term)| term_query(term)),
            _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
        }
    };
    let mut forms = vec![query(Word::plain_form)?];
    if indexed().any(|(_, word)| word.plain_stem.is_some()) {
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
            let part = |part: &Part| format!("{}{}", part.word.folded, if part.begun { "*" } else { "" });
            let parts = unit.parts.iter().map(part).collect::<Vec<_>>().join("+");
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
            ("AND OR (NOT) titre:eau [a TO b] eau ~2 ^3 \\", "and or not titre eau a to b eau 2 3"),
            ("bourgog* Saint-Om* e* * kayes", "bourgog* saint+om* e* kayes"),
            ("\"eau pot*\" -a* -\"eau us*\"", "\"eau+pot*\" -a* -\"eau+us*\""),
            ("ODD 6 eau", "odd+6 eau"),
            ("en 6, Kayes - 6 2019", "en 6 kayes 6 2019"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_last_word_is_begun() {
        for typed in ["toulou", "Région Auv ", "-mali eau", "saint-om", "coopération de"] {
            assert_eq!(begun(typed), Some(format!("{}*", typed.trim_end())));
        }
        for typed in ["", "toulou*", "eau -mali", "\"région auv", "\"région\"", "ODD 6", "eau ?"] {
            assert_eq!(begun(typed), None, "{typed}");
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
            ("eau* kayes ODD 6", "kayes ODD 6 [eau]; eau* ODD 6 [kayes]; eau* kayes [ODD 6]"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_sentence_keeps_some_of_its_words() {
        let of_water = |text: &str| text.contains("eau");
        for (typed, kept, left_out) in [
            ("Je voudrais de l'eau potable", "l'eau", &["voudrais", "potable"][..]),
            ("« eau de pluie » et eau* -\"bas rhin\" -mali", "\"eau de pluie\" eau* -\"bas rhin\" -mali", &[]),
            ("\"Saint-Omer sud\"", "", &["Saint-Omer sud"]),
            ("de la", "", &[]),
        ] {
            assert_eq!(with_only(typed, of_water), (kept.to_owned(), left_out.to_vec()), "{typed}");
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
