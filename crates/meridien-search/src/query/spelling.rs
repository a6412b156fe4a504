//! Suggesting another spelling, from the words of the index itself.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::query::{BooleanQuery, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::words::{self, Search};
use crate::french::{SPELLING_MARK, Word};
use crate::index::Snapshot;
use crate::{Error, Schema};

/// A word that few documents have gives way only to one that so many times as many have.
const MUCH_MORE_FREQUENT: u64 = 10;

/// The words typed, with those that at most `rare` documents have replaced by the closest that one has, or that many more
/// have. None where no word is replaced, where an unknown one has nothing close to it, or where the whole still finds nothing.
pub(crate) fn did_you_mean(snapshot: &Snapshot, typed: &str, rare: u64) -> Result<Option<String>, Error> {
    let Snapshot { schema, searcher, .. } = snapshot;
    let words = words::parse(typed);
    let search = Search::new(schema, searcher, &[]);
    let mut suggestion = String::new();
    let mut copied = 0;
    for part in words.parts() {
        let known = part.word.stop || part.begun;
        let frequency = if known { u64::MAX } else { frequency(searcher, &search, &part.word)? };
        if frequency > 0 && frequency > rare {
            continue;
        }
        let guessed = match is_acronym(&typed[part.range.clone()]) {
            true => None,
            false => match Some(&part.word).filter(|_| frequency == 0).and_then(|word| parted(&search, word)) {
                None => closest(schema, searcher, &part.word.folded, frequency * MUCH_MORE_FREQUENT)?,
                parted => parted,
            },
        };
        let closest = match guessed {
            Some(closest) => closest,
            None if frequency > 0 => continue,
            None => return Ok(None),
        };
        suggestion += &typed[copied..part.range.start];
        suggestion += &closest;
        copied = part.range.end;
    }
    if copied == 0 {
        return Ok(None);
    }
    suggestion += &typed[copied..];
    let query = BooleanQuery::new(words::parse(&suggestion).clauses(&search));
    Ok(search.finds(&query).then_some(suggestion))
}

/// Whether a word is a few capitals, which stand for other words and are like none.
fn is_acronym(written: &str) -> bool {
    const MOST: usize = 6;
    written.chars().count() <= MOST && written.chars().all(char::is_uppercase)
}

/// Two words of a name that were typed as one: `grandest` for `Grand Est`.
fn parted(search: &Search<'_>, word: &Word) -> Option<String> {
    const LEAST_LETTERS: usize = 6;
    if word.folded.chars().count() < LEAST_LETTERS {
        return None;
    }
    let cuts = word.folded.char_indices().map(|(at, _)| word.folded.split_at(at));
    let mut pairs = cuts.map(|(one, other)| (Word::new(one), Word::new(other)));
    let is_name = |(one, other): &(Word, Word)| {
        let long_enough = |word: &Word| !word.stop && word.folded.chars().nth(2).is_some();
        long_enough(one) && long_enough(other) && search.are_in_a_name(&[one, other])
    };
    pairs.find(is_name).map(|(one, other)| format!("{} {}", one.lower, other.lower))
}

/// How many documents have a word, in the form and field in which most have it.
fn frequency(searcher: &Searcher, search: &Search<'_>, word: &Word) -> Result<u64, Error> {
    let mut most = 0;
    for (_, term) in search.terms(word) {
        most = most.max(searcher.doc_freq(&term)?);
    }
    Ok(most)
}

/// The closest word of the index: one slip away (a letter too many, too few, wrong, or two swapped), or
/// two in a long word. Of those, one that begins with the same letter, then the closest, then one of a name, then the
/// most frequent; in at least so many documents.
fn closest(schema: &Schema, searcher: &Searcher, folded: &str, least_frequency: u64) -> Result<Option<String>, Error> {
    let most_slips = match folded.chars().count() {
        0..=3 => return Ok(None),
        4..=6 => 1,
        _ => 2,
    };
    // How many documents have a word, among names and elsewhere.
    let mut frequencies = HashMap::<String, [u64; 2]>::new();
    for (place, field) in [schema.name_words(), schema.words()].into_iter().enumerate() {
        // A spelling term is the folded word, then the readable one: hence the prefix.
        let query = FuzzyTermQuery::new_prefix(Term::from_field_text(field, folded), most_slips, true);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms =
                index.terms().search(query.automaton()?).into_stream().map_err(tantivy::TantivyError::from)?;
            while let Some((term, info)) = terms.next() {
                if let Ok(term) = std::str::from_utf8(term) {
                    frequencies.entry(term.to_owned()).or_default()[place] += u64::from(info.doc_freq);
                }
            }
        }
    }
    let first = |word: &str| word.chars().next();
    let candidates = frequencies.iter().filter_map(|(term, &[named, other])| {
        let (word, readable) = term.split_once(SPELLING_MARK)?;
        let slips = slips(folded, word);
        let frequency = named.max(other);
        let close = (1..=usize::from(most_slips)).contains(&slips) && frequency >= least_frequency;
        close.then_some((first(word) != first(folded), slips, named == 0, Reverse(frequency), readable))
    });
    Ok(candidates.min().map(|(.., readable)| readable.to_owned()))
}

/// Words that begin alike are looked through in the order of their letters, up to so many.
const LOOKED_THROUGH: usize = 8192;

/// And so many of them are kept; of the words that begin with a letter or two, which half of all records may have, fewer.
const LIKELIEST: usize = 24;

/// The most frequent words of some fields of whole words that begin so, as they are written.
pub(super) fn likeliest_words(searcher: &Searcher, fields: &[Field], beginning: &str) -> Result<Vec<String>, Error> {
    let end = format!("{beginning}{}", char::MAX);
    let mut frequencies = HashMap::<String, u64>::new();
    let segments = searcher.segment_readers().iter();
    for (segment, &field) in segments.flat_map(|segment| fields.iter().map(move |field| (segment, field))) {
        let index = segment.inverted_index(field)?;
        let terms = index.terms().range().ge(beginning).lt(&end).into_stream();
        let mut terms = terms.map_err(tantivy::TantivyError::from)?;
        for _ in 0..LOOKED_THROUGH {
            let Some((term, info)) = terms.next() else { break };
            let word = std::str::from_utf8(term).ok().and_then(|term| term.split_once(SPELLING_MARK));
            if let Some((_, readable)) = word {
                *frequencies.entry(readable.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    let mut words: Vec<_> = frequencies.into_iter().map(|(word, frequency)| (Reverse(frequency), word)).collect();
    words.sort_unstable();
    let most = if beginning.chars().count() < 3 { LIKELIEST / 3 } else { LIKELIEST };
    Ok(words.into_iter().map(|(_, word)| word).take(most).collect())
}

/// How many slips lie between two words (optimal string alignment).
fn slips(one: &str, other: &str) -> usize {
    let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
    // Rows for the beginnings of `one`: the last but one, the last, and the one being filled.
    let mut rows = [vec![0; other.len() + 1], (0..=other.len()).collect::<Vec<_>>(), vec![0; other.len() + 1]];
    for i in 1..=one.len() {
        rows[2][0] = i;
        for j in 1..=other.len() {
            let wrong = usize::from(one[i - 1] != other[j - 1]);
            let mut least = (rows[1][j - 1] + wrong).min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn slips_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "eau", 3),
            ("kayes", "kayes", 0),
            ("kayes", "kaye", 1),
            ("kayes", "kayse", 1),
            ("kayes", "kanes", 1),
            ("coopertion", "cooperation", 1),
            ("colectivtes", "collectivites", 2),
            ("mali", "bali", 1),
            ("eau", "mali", 3),
        ] {
            assert_eq!(slips(one, other), expected, "{one} {other}");
            assert_eq!(slips(other, one), expected, "{other} {one}");
        }
    }
}
