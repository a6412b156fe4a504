//! Text in one or several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The same text by language (BCP 47 tag, in practice ISO 639-1: `fr`, `en`). Empty when nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

/// A text without the characters that turn round the direction of what follows them, on the page and beyond the text.
pub fn straight(text: &str) -> String {
    text.chars().filter(|sign| !matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

impl Text {
    /// Text in one language; blank text gives an empty value.
    pub fn new(lang: &str, text: impl Into<String>) -> Self {
        Text::default().with(lang, text)
    }

    /// The same, with a version in one more language.
    pub fn with(mut self, lang: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.insert(lang.to_owned(), text);
        }
        self
    }

    /// Puts what `new` gives for a language and its text in the place of that text, where it gives anything.
    pub fn change(&mut self, new: impl Fn(&str, &str) -> Option<String>) {
        for (lang, text) in &mut self.0 {
            if let Some(new) = new(lang, text) {
                *text = new;
            }
        }
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in exactly this language.
    pub fn exact(&self, lang: &str) -> Option<&str> {
        self.0.get(lang).map(String::as_str)
    }

    /// The text for a reader of `lang`: that language, else French, else English, else any; with the language that it is
    /// in, for the `lang` attribute.
    pub fn best(&self, lang: &str) -> Option<(&str, &str)> {
        [lang, "fr", "en"]
            .iter()
            .find_map(|wanted| self.0.get_key_value(*wanted))
            .or_else(|| self.0.iter().next())
            .map(|(lang, text)| (lang.as_str(), text.as_str()))
    }

    /// Every language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(lang, text)| (lang.as_str(), text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_and_says_in_which_language() {
        let text = Text::new("fr", "Eau").with("de", "Wasser");
        assert_eq!(text.best("de"), Some(("de", "Wasser")));
        assert_eq!(text.best("en"), Some(("fr", "Eau")));
        assert_eq!(Text::new("de", "Wasser").best("fr"), Some(("de", "Wasser")));
        assert!(Text::new("fr", "  ").is_empty());
    }
}
