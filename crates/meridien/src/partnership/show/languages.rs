//! Texts in languages that no page of the site is in: under the text that the reader is shown, marked with their language.

use askama::filters::{Escaper, Html};

use crate::value::Text;
use crate::web::markdown::{self, SafeHtml};
use crate::web::{Lang, Locale};

/// Letters beyond which a text is folded.
const LONG: usize = 240;

/// How a record's long texts are written.
pub(super) struct Prose<'a> {
    pub l: Locale,
    /// The acronyms that are explained.
    pub acronyms: Vec<(&'a str, &'a str)>,
}

impl Prose<'_> {
    /// A long text for the reader, then in the languages of no page; nothing where there is none.
    pub fn text(&self, text: &Text, level: u8) -> Option<SafeHtml> {
        let (lang, words) = text.best(self.l.lang.code())?;
        let html = self.html(words, level);
        let others = self.others(text, level);
        let attribute = if lang == self.l.lang.code() { String::new() } else { format!(" lang=\"{}\"", escaped(lang)) };
        Some(SafeHtml::drawn(format!("<div class=\"text\"{attribute}>{html}</div>{others}")))
    }

    /// A long text in the languages of no page.
    pub fn others(&self, text: &Text, level: u8) -> SafeHtml {
        others(self.l, text, |text| self.html(text, level).to_string())
    }

    /// A long text as the page has it.
    pub fn html(&self, text: &str, level: u8) -> SafeHtml {
        markdown::render(text, level, &self.acronyms, &self.l.t("address-hidden"))
    }
}

/// A line in the languages of no page.
pub(super) fn lines(l: Locale, text: &Text) -> SafeHtml {
    others(l, text, escaped)
}

/// The versions of a text that the reader is not shown and no other page of the record has; long ones are folded.
fn others(l: Locale, text: &Text, html: impl Fn(&str) -> String) -> SafeHtml {
    let shown = text.best(l.lang.code()).map(|(lang, _)| lang);
    let others = text.iter().filter(|(lang, _)| Some(*lang) != shown && Lang::from_code(lang).is_none());
    let version = |(lang, text): (&str, &str)| {
        let name = escaped(&l.t_with("in-language", &[("language", l.language(lang).into())]));
        let written = format!("<div class=\"text\" lang=\"{}\" dir=\"auto\">{}</div>", escaped(lang), html(text));
        match text.chars().count() > LONG {
            true => format!("<details class=\"other\"><summary>{name}</summary>{written}</details>"),
            false => format!("<div class=\"other\"><b>{name}</b>{written}</div>"),
        }
    };
    SafeHtml::drawn(others.map(version).collect())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing into a string never fails.
    let _ = Html.write_escaped_str(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Locale = Locale { lang: Lang::Fr };

    #[test]
    fn what_no_page_is_in_is_shown_with_its_language() {
        let text = Text::new("fr", "Eau").with("en", "Water").with("ar", "ماء <b>").with("\"x", "y");
        let written = lines(FR, &text).to_string();
        assert!(
            written
                .contains("<b>En arabe\u{a0}:</b><div class=\"text\" lang=\"ar\" dir=\"auto\">ماء &#60;b&#62;</div>"),
            "{written}"
        );
        assert!(!written.contains("Water") && !written.contains("Eau") && !written.contains("\"\"x"), "{written}");
        assert_eq!(lines(FR, &Text::new("ar", "ماء")).to_string(), "", "it is shown in the place of the French text");
        let long = lines(FR, &Text::new("fr", "Eau").with("ar", "ماء ".repeat(100))).to_string();
        assert!(long.starts_with("<details class=\"other\"><summary>En arabe"), "{long}");
    }

    #[test]
    fn a_long_text_keeps_its_list() {
        let prose = Prose { l: FR, acronyms: Vec::new() };
        let written = prose.text(&Text::new("fr", "Habitants\n\n- femmes\n- jeunes"), 3).unwrap().to_string();
        assert!(written.contains("<li>femmes</li>"), "{written}");
    }
}
