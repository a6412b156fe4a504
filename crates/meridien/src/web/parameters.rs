//! The parameters of an address, each known by name or refused.

use std::str::FromStr;

use axum::extract::Query;
use axum::http::Uri;

use meridien_search::fold;

use super::error::Fault;
use super::language::Lang;
use super::{Error, Locale, Result, Visit};

/// The parameters of one request. Read those that the page knows, then call [`Parameters::finish`].
pub struct Parameters {
    /// The language that the answer is in.
    pub lang: Lang,
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl Parameters {
    /// The parameters of a visit; those without a value, which forms send for empty fields, are left out.
    pub fn of(visit: &Visit) -> Parameters {
        let uri: Uri = format!("/?{}", visit.query.as_deref().unwrap_or_default()).parse().unwrap_or_default();
        let pairs =
            Query::<Vec<(String, String)>>::try_from_uri(&uri).map_or_else(|_| Vec::new(), |Query(pairs)| pairs);
        let given = |(name, value): &(String, String)| !value.trim().is_empty() || name.is_empty();
        let pairs = pairs.into_iter().filter(given).collect();
        Parameters { lang: visit.locale.lang, pairs, known: Vec::new(), faults: Vec::new() }
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.trim())
    }

    /// Refuses another value of a parameter beside its first.
    pub fn once(&mut self, name: &'static str) {
        let first = self.named(name).next();
        let others = self.named(name).filter(|value| Some(*value) != first);
        let faults: Vec<Fault> = others.map(|value| Fault::repeated(name, value)).collect();
        self.faults.extend(faults);
    }

    /// A text, given once.
    pub fn text(&mut self, name: &'static str) -> String {
        self.once(name);
        self.known.push(name);
        self.named(name).next().unwrap_or_default().to_owned()
    }

    /// What a reader typed, given once. What is no UTF-8 in the address was never typed.
    pub fn typed(&mut self, name: &'static str) -> String {
        let text = self.text(name);
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.faults.push(Fault::unknown_value(name, text.as_str()));
        }
        text
    }

    /// The values of a parameter that may be repeated, each once. `nearest` offers a value in place of one that is none.
    pub fn values<T: PartialEq>(
        &mut self,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
        nearest: impl Fn(&str) -> Option<String>,
    ) -> Vec<T> {
        self.read(name, read, |text| Fault::unknown_value(name, text).near(nearest(text)))
    }

    /// The same, with the fault of a value that is none.
    pub fn read<T: PartialEq>(
        &mut self,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
        fault: impl Fn(&str) -> Fault,
    ) -> Vec<T> {
        self.known.push(name);
        let mut values = Vec::new();
        let mut faults = Vec::new();
        for text in self.named(name) {
            match read(text) {
                Some(value) if values.contains(&value) => {}
                Some(value) => values.push(value),
                None => faults.push(fault(text)),
            }
        }
        self.faults.append(&mut faults);
        values
    }

    /// The words of a parameter that parts them by commas, each one of `known`: a fault names the one that is not.
    pub fn list(&mut self, name: &'static str, known: &[&'static str]) -> Vec<&'static str> {
        self.known.push(name);
        let mut words = Vec::new();
        let mut faults = Vec::new();
        for word in self.named(name).flat_map(|text| text.split(',')).map(str::trim) {
            match known.iter().copied().find(|name| *name == word) {
                Some(word) if words.contains(&word) => {}
                Some(word) => words.push(word),
                None => {
                    let meant = nearest(word, known.iter().copied()).map(str::to_owned);
                    faults.push(Fault::unknown_value(name, word).near(meant));
                }
            }
        }
        self.faults.append(&mut faults);
        words
    }

    /// The values of a parameter whose words are those of a list.
    pub fn words<T: PartialEq + Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Vec<T> {
        let words: Vec<&'static str> = all.iter().map(|value| word(*value)).collect();
        self.read(
            name,
            |text| all.iter().copied().find(|value| word(*value) == text),
            |text| {
                let nearest = nearest(text, words.iter().copied()).map(str::to_owned);
                Fault::unknown_value(name, text).near(nearest).among(&words)
            },
        )
    }

    /// The same for words that pages call otherwise, by their keys: whoever gives what they read there is told the word.
    pub fn labelled<T: PartialEq + Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
        key: impl Fn(T) -> &'static str,
    ) -> Vec<T> {
        let words: Vec<_> = all.iter().map(|value| (word(*value), key(*value))).collect();
        self.read(
            name,
            |text| all.iter().copied().find(|value| word(*value) == text),
            |text| unknown_word(name, text, &words),
        )
    }

    /// The number of a page of a list, from 1.
    pub fn page(&mut self) -> usize {
        self.once("page");
        let pages =
            self.values("page", |text| usize::from_str(text).ok().filter(|page| *page > 0), |_| Some("1".into()));
        pages.first().copied().unwrap_or(1)
    }

    /// Refuses something of what was read.
    pub fn refuse(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Refuses whatever was not read.
    ///
    /// # Errors
    /// [`Error::BadRequest`] with each unknown parameter and value.
    pub fn finish(mut self) -> Result<()> {
        for (name, value) in &self.pairs {
            if !self.known.contains(&name.as_str()) {
                let near = nearest(name, self.known.iter().copied()).map(str::to_owned);
                self.faults.push(Fault::unknown_parameter(name, value).near(near));
            }
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Error::BadRequest(self.faults)) }
    }
}

/// The fault of a value that is none of some words, each with the key of what pages call it.
pub(crate) fn unknown_word(name: &str, text: &str, words: &[(&'static str, &'static str)]) -> Fault {
    let meant = meant(text, words).map(str::to_owned);
    Fault::unknown_value(name, text).near(meant).labelled(words)
}

/// The word that pages call so in any language, that is close to `text`, or of whose label it is the beginning or a part.
fn meant(text: &str, words: &[(&'static str, &'static str)]) -> Option<&'static str> {
    let typed = fold(text.trim());
    let labels: Vec<(&str, String)> = words
        .iter()
        .flat_map(|(word, key)| Lang::ALL.map(|lang| (*word, fold(&Locale::from(lang).t(key)).into_owned())))
        .collect();
    let called = |is: &dyn Fn(&str) -> bool| labels.iter().find(|(_, label)| is(label)).map(|(word, _)| *word);
    called(&|label| label == typed).or_else(|| nearest(text, words.iter().map(|(word, _)| *word))).or_else(|| {
        alike(&typed, labels.iter().map(|(_, label)| &**label)).and_then(|near| called(&|label| label == near))
    })
}

/// The folded name that is close to what was typed, or of which that is the beginning or a word.
pub(crate) fn alike<'a>(typed: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    nearest(typed, names.clone())
        .or_else(|| names.clone().find(|name| typed.chars().count() > 2 && name.starts_with(typed)))
        .or_else(|| names.clone().find(|name| name.split(' ').any(|part| part == typed)))
}

/// The word closest to `text`, if one is close: a third of its letters wrong at most. Of two as close, the one of which it is
/// the beginning.
pub(crate) fn nearest<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let (distance, _, word) = words.map(|word| (distance(&text, word), !word.starts_with(&text), word)).min()?;
    (distance * 3 <= word.chars().count().max(3)).then_some(word)
}

/// How many letters must be put in, left out or changed to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_is_recognised_and_another_is_not() {
        let words = ["active", "to_confirm", "planned", "dormant", "ended"];
        assert_eq!(nearest("actve", words.into_iter()), Some("active"));
        assert_eq!(nearest("TO-CONFIRM", words.into_iter()), Some("to_confirm"));
        assert_eq!(nearest("xyz", words.into_iter()), None);
        assert_eq!(nearest("pay", ["par", "pays"].into_iter()), Some("pays"));
        let forms = [("twinning", "form-twinning"), ("other", "form-other")];
        let statuses = [("ended", "status-ended"), ("dormant", "status-dormant")];
        assert_eq!((meant("Jumelage", &forms), meant("jum", &forms)), (Some("twinning"), Some("twinning")));
        assert_eq!((meant("termine", &statuses), meant("en sommeil", &statuses)), (Some("ended"), Some("dormant")));
        assert_eq!((meant("Finished", &statuses), meant("xyz", &statuses)), (None, None));
        assert_eq!((distance("", "abc"), distance("kitten", "sitting")), (3, 3));
    }
}
