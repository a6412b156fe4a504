//! Suggesting another spelling, from the words of the index itself.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::postings::SegmentPostings;
use tantivy::query::{BooleanQuery, FuzzyTermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

use super::words::{self, Search};
use super::{Docs, Filter};
use crate::french::{SPELLING_MARK, Word, is_city};
use crate::index::Snapshot;
use crate::{Error, Schema};

/// A word that few documents have gives way only to one that so many times as many have.
const MUCH_MORE_FREQUENT: u64 = 10;

/// The words typed, with those that at most `rare` of the documents meant have replaced by the closest that one has, or that
/// many more have. None where no word is replaced, where an unknown one has nothing close to it, or where the whole still finds
/// nothing.
pub(crate) fn did_you_mean(
    snapshot: &Snapshot,
    typed: &str,
    rare: u64,
    among: &Filter,
) -> Result<Option<String>, Error> {
    let Snapshot { schema, searcher, .. } = snapshot;
    let words = words::parse(typed);
    let search = Search::new(schema, searcher, &[]);
    // Who typed a name as it is made no slip.
    let names = || search.called(words.parts()).into_iter().chain(search.called_of_kind(words.parts()));
    if rare > 0 && names().any(|name| search.finds(&*name)) {
        return Ok(None);
    }
    let among = Among::new(snapshot, among)?;
    let aliases = words.aliases(&search);
    let mut suggestion = String::new();
    let mut copied = 0;
    for part in words.parts() {
        let is_named = is_city(&part.word.folded) || aliases.iter().any(|alias| alias.contains(&part.range.start));
        let known = part.word.stop || part.begun || is_named;
        let frequency = if known { u64::MAX } else { among.frequency(&search, &part.word, rare.saturating_add(1))? };
        if frequency > 0 && frequency > rare {
            continue;
        }
        let guessed = match is_acronym(&typed[part.range.clone()]) {
            true => None,
            false => match Some(&part.word).filter(|_| frequency == 0).and_then(|word| parted(&search, word)) {
                None => closest(schema, &among, &part.word.folded, frequency * MUCH_MORE_FREQUENT)?,
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

/// The documents of which is asked how many have a word.
struct Among<'a> {
    segments: Vec<(&'a SegmentReader, Docs)>,
}

impl<'a> Among<'a> {
    fn new(snapshot: &'a Snapshot, filter: &Filter) -> Result<Self, Error> {
        let segments = snapshot.searcher.segment_readers().iter();
        let met = |segment| Ok((segment, filter.among(&Docs::all(segment), snapshot, segment)?));
        Ok(Self { segments: segments.map(met).collect::<Result<_, Error>>()? })
    }

    /// How many have a word, in the form and field in which most have it; beyond `most` they are not counted.
    fn frequency(&self, search: &Search<'_>, word: &Word, most: u64) -> Result<u64, Error> {
        let mut greatest = 0;
        for (_, term) in search.terms(word) {
            let mut frequency = 0;
            for (segment, docs) in &self.segments {
                let index = segment.inverted_index(term.field())?;
                let postings = index.read_postings(&term, IndexRecordOption::Basic);
                if let Some(postings) = postings.map_err(tantivy::TantivyError::from)? {
                    frequency += count(postings, docs, most);
                }
            }
            greatest = greatest.max(frequency.min(most));
        }
        Ok(greatest)
    }
}

/// How many of these documents a list has; beyond `most` they are not counted.
fn count(mut postings: SegmentPostings, docs: &Docs, most: u64) -> u64 {
    let mut count = 0;
    while postings.doc() != TERMINATED && count < most {
        count += u64::from(docs.contains(postings.doc()));
        postings.advance();
    }
    count
}

/// The closest word of the documents meant: one slip away (a letter too many, too few, wrong, or two swapped), or
/// two in a long word. Of those, one that begins with the same letter, then the closest, then one of a name, then the
/// most frequent; in one of them at least, or in so many.
fn closest(schema: &Schema, among: &Among<'_>, folded: &str, least_frequency: u64) -> Result<Option<String>, Error> {
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
        for (segment, docs) in &among.segments {
            let index = segment.inverted_index(field)?;
            let mut terms =
                index.terms().search(query.automaton()?).into_stream().map_err(tantivy::TantivyError::from)?;
            while let Some((term, info)) = terms.next() {
                let Ok(term) = std::str::from_utf8(term) else { continue };
                let word = term.split_once(SPELLING_MARK).map_or(term, |(word, _)| word);
                if (1..=usize::from(most_slips)).contains(&slips(folded, word)) {
                    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic);
                    let postings = postings.map_err(tantivy::TantivyError::from)?;
                    frequencies.entry(term.to_owned()).or_default()[place] += count(postings, docs, u64::MAX);
                }
            }
        }
    }
    let first = |word: &str| word.chars().next();
    let candidates = frequencies.iter().filter_map(|(term, &[named, other])| {
        let (word, readable) = term.split_once(SPELLING_MARK)?;
        let frequency = named.max(other);
        let rank = (first(word) != first(folded), slips(folded, word), named == 0, Reverse(frequency), readable);
        (frequency >= least_frequency.max(1)).then_some(rank)
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
