//! Passages taken out of texts for good: pure. A passage is known by the hash of its words, so that what says which ones are
//! to stay away tells nobody what they were.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Kind;
use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::organisation::Organisation;
use crate::partnership::Partnership;
use crate::programme::Programme;
use crate::reference::fold;
use crate::territory::Territory;
use crate::theme::Theme;
use crate::value::{Id, hex};

/// What stands where a passage stood.
pub const MARK: &str = "[…]";
/// A passage has as many letters and digits at least: shorter ones stand everywhere.
const SHORTEST: usize = 4;
/// The longest passage, in words.
const LONGEST: usize = 50;
/// Codes of other registers: a record is recognised by them, and no text stands there.
const CODES: [&str; 2] = ["legacy_ids", "identifiers"];

/// Addresses on the web and mailboxes: with a mark inside they lead nowhere, and no file that holds them is valid.
const ADDRESSES: [&str; 3] = ["url", "website", "mailbox"];

/// A passage to be taken out: its words, without accents, case and what stands between them.
#[derive(Clone, PartialEq, Eq)]
pub struct Passage(Vec<String>);

impl Passage {
    /// Reads a passage; none where it is too short to be told from others, or too long.
    pub fn read(text: &str) -> Option<Passage> {
        let words: Vec<String> = words(text).into_iter().map(|(_, word)| word).collect();
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        (letters >= SHORTEST && words.len() <= LONGEST).then_some(Passage(words))
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Its hash under a register's key.
    pub(super) fn hash(&self, key: &str) -> String {
        hash(key, &self.0.join(" "))
    }
}

/// Not the text: it must not reach a log.
impl std::fmt::Debug for Passage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Passage({} words)", self.0.len())
    }
}

/// The key is secret and comes first, so that nobody else can try words.
pub(super) fn hash(key: &str, words: &str) -> String {
    hex(&Sha256::new().chain_update(key).chain_update([0]).chain_update(words).finalize())
}

/// The words of a text, folded, each with where it stands.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, of_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = fold(&text[from..at]);
                if !word.is_empty() {
                    found.push((from..at, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The passages that stay out of some record: hashes, by how many words they have.
#[derive(Debug, Clone, Default)]
pub(super) struct Passages(HashMap<usize, HashSet<String>>);

impl Passages {
    pub fn add(&mut self, words: usize, hash: String) {
        self.0.entry(words).or_default().insert(hash);
    }

    /// A text without the passages; none where it has none of them.
    pub fn take_out(&self, key: &str, text: &str) -> Option<String> {
        let words = words(text);
        let reach = self.0.keys().copied().max().unwrap_or_default();
        let mut taken = find(&words, reach, |window| self.longest_of(key, window));
        if taken.is_empty() {
            return None;
        }
        // They lie beside or inside one another; the outermost counts.
        taken.sort_unstable_by_key(|range| range.start);
        let (mut out, mut copied) = (String::new(), 0);
        for range in taken {
            if range.start >= copied {
                out.push_str(&text[copied..range.start]);
                out.push_str(MARK);
                copied = range.end;
            }
        }
        out.push_str(&text[copied..]);
        Some(out)
    }

    /// How many words the longest passage has with which these begin.
    fn longest_of(&self, key: &str, words: &[&str]) -> Option<usize> {
        let is_passage = |length: &usize, hashes: &HashSet<String>| {
            words.get(..*length).is_some_and(|words| hashes.contains(&hash(key, &words.join(" "))))
        };
        self.0.iter().filter(|(length, hashes)| is_passage(length, hashes)).map(|(length, _)| *length).max()
    }

    /// A JSON text without the passages in any of its texts, as long as `fits` takes it; none where nothing changes. An address
    /// that has one goes whole. What is no JSON is taken as a text.
    pub fn take_out_of_json(&self, key: &str, json: &str, fits: impl Fn(&Value) -> bool) -> Option<String> {
        let Ok(mut root) = serde_json::from_str::<Value>(json) else { return self.take_out(key, json) };
        let mut found = Vec::new();
        self.find(key, &root, String::new(), &mut found);
        let mut changed = false;
        for (pointer, text) in found {
            let Some(place) = root.pointer_mut(&pointer) else { continue };
            let is_address = ADDRESSES.iter().any(|name| pointer.rsplit('/').next() == Some(name));
            let before = std::mem::replace(place, if is_address { Value::Null } else { Value::String(text) });
            // A word of a list, a date or an identifier is no text.
            if fits(&root) {
                changed = true;
            } else if let Some(place) = root.pointer_mut(&pointer) {
                *place = before;
            }
        }
        changed.then(|| root.to_string())
    }

    fn find(&self, key: &str, value: &Value, pointer: String, found: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => found.extend(self.take_out(key, text).map(|without| (pointer, without))),
            Value::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    self.find(key, value, format!("{pointer}/{at}"), found);
                }
            }
            Value::Object(fields) => {
                for (name, value) in fields.iter().filter(|(name, _)| !CODES.contains(&name.as_str())) {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    self.find(key, value, format!("{pointer}/{name}"), found);
                }
            }
            _ => {}
        }
    }
}

/// Where the passages stand in a text, also those that its words make once others are out. `longest_of` says how many of the
/// words that it is given, at most `reach`, are one. It is asked a number of times in proportion to the words: a text written
/// so that each passage taken out makes the next keeps nobody waiting.
fn find(
    words: &[(Range<usize>, String)],
    reach: usize,
    mut longest_of: impl FnMut(&[&str]) -> Option<usize>,
) -> Vec<Range<usize>> {
    let (mut kept, mut taken): (Vec<usize>, Vec<Range<usize>>) = ((0..words.len()).collect(), Vec::new());
    // First what stands there as it is written. Then, where one goes, as many words before it as may make one with those after.
    for back in [0, reach.saturating_sub(1)] {
        let mut ahead: Vec<usize> = kept.drain(..).rev().collect();
        while let Some(first) = ahead.last().copied() {
            let window: Vec<&str> = ahead.iter().rev().take(reach).map(|at| words[*at].1.as_str()).collect();
            match longest_of(&window) {
                Some(length) => {
                    let rest = ahead.len() - length;
                    taken.push(words[first].0.start..words[ahead[rest]].0.end);
                    ahead.truncate(rest);
                    let again = kept.len().saturating_sub(back);
                    ahead.extend(kept.drain(again..).rev());
                }
                None => {
                    kept.push(first);
                    ahead.pop();
                }
            }
        }
        if taken.is_empty() {
            break;
        }
    }
    taken
}

/// What is to stay out of which record.
#[derive(Debug, Clone, Default)]
pub struct Redactions {
    pub(super) key: String,
    pub(super) of: HashMap<Id, Passages>,
}

impl Redactions {
    /// Whether nothing was ever taken out.
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Whether something was taken out of this record.
    pub fn has(&self, record: Id) -> bool {
        self.of.contains_key(&record)
    }

    /// The records out of which something was taken.
    pub(super) fn records(&self) -> BTreeSet<Id> {
        self.of.keys().copied().collect()
    }

    /// A body without what is to stay out of it; none where there is nothing of it.
    pub fn clean(&self, kind: Kind, id: Id, body: &str) -> Option<String> {
        if self.of.is_empty() {
            return None;
        }
        let passages = self.of.get(&owner(kind, id, body))?;
        passages.take_out_of_json(&self.key, body, |value| fits(kind, value))
    }

    /// The same for a proposal on a record, which may hold anything.
    pub(super) fn clean_proposal(&self, record: Id, text: &str) -> Option<String> {
        self.of.get(&record)?.take_out_of_json(&self.key, text, |_| true)
    }

    /// The same for a text about a record.
    pub(super) fn clean_text(&self, record: Id, text: &str) -> Option<String> {
        self.of.get(&record)?.take_out(&self.key, text)
    }
}

/// The record to which a body belongs: a confirmation or an annotation is part of its partnership.
pub fn owner(kind: Kind, id: Id, body: &str) -> Id {
    #[derive(serde::Deserialize)]
    struct Part {
        partnership: Id,
    }
    match kind {
        Kind::Confirmation | Kind::Annotation => serde_json::from_str(body).map_or(id, |part: Part| part.partnership),
        _ => id,
    }
}

/// Whether a body is still one of its kind; that of a withdrawn or merged record is of none, and holds no text.
pub(super) fn fits(kind: Kind, body: &Value) -> bool {
    use serde::Deserialize;
    match kind {
        Kind::Partnership | Kind::Activity => Partnership::deserialize(body).is_ok(),
        Kind::Organisation => Organisation::deserialize(body).is_ok(),
        Kind::Territory => Territory::deserialize(body).is_ok(),
        Kind::Theme => Theme::deserialize(body).is_ok(),
        Kind::Programme => Programme::deserialize(body).is_ok(),
        Kind::Confirmation => Confirmation::deserialize(body).is_ok(),
        Kind::Annotation => Annotation::deserialize(body).is_ok(),
    }
}

/// Whether a text, or a text inside it where it is JSON, has the passage.
#[cfg(test)]
pub(super) fn holds(passage: &Passage, text: &str) -> bool {
    let mut passages = Passages::default();
    passages.add(passage.len(), passage.hash(""));
    passages.take_out_of_json("", text, |_| true).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passages(texts: &[&str]) -> Passages {
        let mut passages = Passages::default();
        for text in texts {
            let passage = Passage::read(text).unwrap();
            passages.add(passage.len(), passage.hash("key"));
        }
        passages
    }

    #[test]
    fn a_passage_is_found_whatever_its_accents_case_and_signs() {
        let passages = passages(&["Élodie Fictive"]);
        let out = |text: &str| passages.take_out("key", text);
        assert_eq!(out("Mme ELODIE  FICTIVE, maire").unwrap(), "Mme […], maire");
        assert_eq!(out("écrire à elodie.fictive@example.org").unwrap(), "écrire à […]@example.org");
        assert_eq!(out("E\u{301}lodie\nFictive").unwrap(), "[…]");
        assert_eq!(out("Élodie Fictivement"), None);
        assert_eq!(out("Fictive Élodie"), None);
    }

    #[test]
    fn an_address_that_has_a_passage_goes_whole() {
        let passages = passages(&["Ondine Vexatior"]);
        let mut body =
            Partnership { documents: vec![Default::default(), Default::default()], ..Partnership::default() };
        body.documents[0].url = Some("https://exemple.fr/ondine-vexatior.pdf".into());
        body.documents[1].url = Some("https://exemple.fr/rapport.pdf".into());
        let contact = r#"{"name":"Ville","organisation":null,"role":"party","mailbox":"ondine.vexatior@exemple.fr"}"#;
        body.contacts.push(serde_json::from_str(contact).unwrap());
        let out =
            |kind, body: String| passages.take_out_of_json("key", &body, |value| super::fits(kind, value)).unwrap();
        let out_of_record: Partnership =
            serde_json::from_str(&out(Kind::Partnership, serde_json::to_string(&body).unwrap())).unwrap();
        assert_eq!(out_of_record.documents[0].url, None);
        assert_eq!(out_of_record.documents[1].url, body.documents[1].url);
        assert_eq!(out_of_record.contacts[0].mailbox, None);
        let mut town = Organisation::new(crate::organisation::OrganisationKind::Commune, None, "Ville");
        town.website = Some("https://ondine-vexatior.fr/".into());
        let out: Organisation =
            serde_json::from_str(&out(Kind::Organisation, serde_json::to_string(&town).unwrap())).unwrap();
        assert_eq!(out.website, None);
    }

    #[test]
    fn what_is_no_text_stays() {
        let passages = passages(&["party"]);
        let body = r#"{"contacts":[{"name":"Party of one","organisation":null,"role":"party"}],"legacy_ids":[]}"#;
        let fits = |value: &Value| super::fits(Kind::Partnership, value);
        let out = passages.take_out_of_json("key", body, fits).unwrap();
        assert!(out.contains("[…] of one") && out.contains(r#""role":"party""#), "{out}");
    }

    #[test]
    fn a_passage_too_short_or_too_long_is_none() {
        assert_eq!(Passage::read("d, la!"), None);
        assert!(Passage::read("l’eau").is_some() && Passage::read("eau").is_none());
        assert!(Passage::read(&"mot ".repeat(51)).is_none());
        assert!(!format!("{:?}", Passage::read("Élodie")).contains("lodie"));
    }

    #[test]
    fn what_words_make_once_others_are_out_goes_too() {
        let passages = passages(&["Élodie Fictive", "Élodie Fictive Autre", "du maire"]);
        let out = |text: &str| passages.take_out("key", text).unwrap();
        assert_eq!(out("Mme Élodie Fictive Autre, Élodie Fictive"), "Mme […], […]", "the longest, and each by itself");
        assert_eq!(out("Avis du Élodie (Élodie Fictive Autre) Fictive maire."), "Avis […].");
    }

    /// Each pair taken out of such a text makes the next one.
    #[test]
    fn a_text_of_nested_passages_is_read_a_few_times_at_most() {
        let text = "Élodie ".repeat(5000) + &"Fictive ".repeat(5000);
        let words = words(&text);
        let mut asked = 0;
        let taken = find(&words, 2, |window| {
            asked += 1;
            (window == ["elodie", "fictive"]).then_some(2)
        });
        assert_eq!(taken.len(), 5000);
        assert!(asked <= 4 * words.len(), "asked {asked} times");
        assert_eq!(passages(&["Élodie Fictive"]).take_out("key", &text).unwrap(), "[…] ");
    }

    proptest! {
        /// Nothing of a passage is left, and what is left is left alone by a second time.
        #[test]
        fn nothing_is_left(
            text in "([abcé]{1,3}[ ,.\n]{1,2}){0,12}",
            passage in "[abcé]{2,3} [abcé]{2,3}",
        ) {
            let passages = passages(&[&passage]);
            let out = passages.take_out("key", &text).unwrap_or(text);
            prop_assert_eq!(passages.take_out("key", &out), None);
            let has = format!(" {} ", words(&out).iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" "));
            let wanted = format!(" {} ", fold(&passage));
            prop_assert!(!has.contains(&wanted), "{:?} in {:?}", wanted, has);
        }
    }
}
