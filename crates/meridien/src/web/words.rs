//! A record's texts and names on a page: escaped, marked with their language where that is not the reader's, linked.

use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};
use meridien_search::Highlighter;

use super::markdown::SafeHtml;
use super::{Arg, Lang, Locale};
use crate::reference::{self, Label};
use crate::value::Text;

/// A text in one language, which writes itself as safe HTML: `<span lang="en">…</span>` for a reader of French.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// Its language, where it is not the reader's.
    pub foreign: Option<&'a str>,
    /// The text, unescaped.
    pub text: &'a str,
}

impl Locale {
    /// A label of the reference registers.
    pub fn label(self, label: Label) -> &'static str {
        match self.lang {
            Lang::Fr => label.fr,
            Lang::En => label.en,
        }
    }

    /// The name of a language within a sentence, or its code where it has none here.
    pub fn language(self, code: &str) -> String {
        match (reference::language(code), self.lang) {
            (Some(name), Lang::Fr) => name.fr.to_lowercase(),
            (Some(name), Lang::En) => name.en.to_owned(),
            (None, _) => code.to_owned(),
        }
    }

    /// The best version of `text` for this reader; `None` where no language has one.
    pub fn words(self, text: &Text) -> Option<Words<'_>> {
        let (lang, text) = text.best(self.lang.code())?;
        Some(Words { foreign: (lang != self.lang.code()).then_some(lang), text })
    }

    /// The text named `key` with a record's title in it, marked with its language; `others` are its other variables.
    pub fn t_titled(self, key: &str, title: &Passage, others: &[(&'static str, &str)]) -> SafeHtml {
        let mut args: Vec<(&'static str, Arg<'_>)> = vec![("title", title.to_string().into())];
        for &(name, text) in others {
            args.push((name, Words { foreign: None, text }.to_string().into()));
        }
        SafeHtml::drawn(self.t_with(key, &args))
    }
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(lang) = self.foreign else { return Html.write_escaped_str(f, self.text) };
        f.write_str("<span lang=\"")?;
        Html.write_escaped_str(&mut *f, lang)?;
        f.write_str("\">")?;
        Html.write_escaped_str(&mut *f, self.text)?;
        f.write_str("</span>")
    }
}

impl HtmlSafe for Words<'_> {}

/// [`Words`] that a page keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its language, where it is not the reader's.
    pub foreign: Option<String>,
    /// The text, unescaped.
    pub text: String,
}

impl From<Words<'_>> for Passage {
    fn from(Words { foreign, text }: Words<'_>) -> Passage {
        Passage { foreign: foreign.map(str::to_owned), text: text.to_owned() }
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Words { foreign: self.foreign.as_deref(), text: &self.text }, f)
    }
}

impl HtmlSafe for Passage {}

/// A text in which the words that a reader looked for are marked; writes itself as safe HTML.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a> {
    /// The text, unescaped.
    pub text: &'a str,
    /// The words looked for; none for a list that was not searched.
    pub sought: Option<&'a Highlighter>,
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = 0;
        for found in self.sought.map(|sought| sought.matches(self.text)).unwrap_or_default() {
            Html.write_escaped_str(&mut *f, &self.text[written..found.start])?;
            f.write_str("<mark>")?;
            Html.write_escaped_str(&mut *f, &self.text[found.clone()])?;
            f.write_str("</mark>")?;
            written = found.end;
        }
        Html.write_escaped_str(f, &self.text[written..])
    }
}

impl HtmlSafe for Marked<'_> {}

/// A name that leads to its page, where it has one; writes itself as safe HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The name, unescaped.
    pub text: String,
    /// The address of its page.
    pub href: Option<String>,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(href) = &self.href else { return Html.write_escaped_str(f, &self.text) };
        f.write_str("<a href=\"")?;
        Html.write_escaped_str(&mut *f, href)?;
        f.write_str("\">")?;
        Html.write_escaped_str(&mut *f, &self.text)?;
        f.write_str("</a>")
    }
}

impl HtmlSafe for Link {}

/// A record's title, marked with its language, that leads to the record; writes itself as safe HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleLink {
    /// The title.
    pub title: Passage,
    /// The address of the record.
    pub href: String,
}

impl fmt::Display for TitleLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<a href=\"")?;
        Html.write_escaped_str(&mut *f, &self.href)?;
        write!(f, "\">{}</a>", self.title)
    }
}

impl HtmlSafe for TitleLink {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    #[test]
    fn a_foreign_text_says_its_language_and_every_text_is_escaped() {
        let french = Locale { lang: Lang::Fr };
        let written = |text: &Text| french.words(text).unwrap().to_string();
        assert_eq!(written(&Text::new("fr", "Eau & <b>")), "Eau &#38; &#60;b&#62;");
        assert_eq!(written(&Text::new("de", "Wasser")), "<span lang=\"de\">Wasser</span>");
        let kept = Passage::from(french.words(&Text::new("de", "Wasser & <b>")).unwrap());
        assert_eq!(kept.to_string(), "<span lang=\"de\">Wasser &#38; &#60;b&#62;</span>");
        assert_eq!(written(&Text::new("\"><x", "y")), "<span lang=\"&#34;&#62;&#60;x\">y</span>");
        assert!(french.words(&Text::default()).is_none());
    }

    #[test]
    fn the_words_looked_for_are_marked_in_whatever_form_they_stand() {
        let marked = |sought: &str, text: &str| Marked { text, sought: Some(&Highlighter::new(sought)) }.to_string();
        assert_eq!(marked("", "Eau & <b>"), "Eau &#38; &#60;b&#62;");
        assert_eq!(marked("kenieba EAUX", "L'eau de Kéniéba"), "L&#39;<mark>eau</mark> de <mark>Kéniéba</mark>");
        assert_eq!(marked("<b>", "Eau & <b>"), "Eau &#38; &#60;<mark>b</mark>&#62;");
        assert_eq!(marked("st omer -mali", "Saint-Omer – Mali"), "<mark>Saint</mark>-<mark>Omer</mark> – Mali");
    }
}
