//! Markdown written by people, as safe HTML.
//!
//! Raw HTML is shown as text, images as their alternative text, mail addresses not at all; links lead to the web only
//! and carry `rel`. Whatever the parser makes passes through an allow-list before it reaches a page.

use std::fmt;
use std::sync::LazyLock;

use ammonia::Builder;
use askama::filters::{Escaper, Html, HtmlSafe};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeStream, html};

use crate::partnership::personal::masked;

/// HTML that is safe to put on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// What one of our own drawing functions made, its texts escaped.
    pub fn drawn(svg: String) -> SafeHtml {
        SafeHtml(svg)
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for SafeHtml {}

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .tags(
            ["p", "br", "hr", "ul", "ol", "li", "strong", "em", "blockquote", "code", "pre", "a", "abbr", "h2", "h3"]
                .into_iter()
                .chain(["h4", "h5", "h6"])
                .collect(),
        )
        .add_tag_attributes("a", &["href"])
        .add_tag_attributes("abbr", &["title"])
        .add_tag_attributes("ol", &["start"])
        .url_schemes(["http", "https"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"));
    allowed
});

/// The HTML of `markdown`, whose headings all come below a heading of level `below` and skip no level. The first use of
/// each acronym (short form, long form) becomes an `<abbr>`. `hidden` stands in place of mail addresses and
/// telephone numbers.
pub fn render(markdown: &str, below: u8, acronyms: &[(&str, &str)], hidden: &str) -> SafeHtml {
    let mut writer = Writer { last_heading: below, below, unused: acronyms.to_vec(), verbatim: 0, hidden };
    let mut events = Vec::new();
    for event in TextMergeStream::new(Parser::new(markdown)) {
        writer.push(event, &mut events);
    }
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    html::push_html(&mut out, events.into_iter());
    SafeHtml(ALLOWED.clean(&out).to_string())
}

struct Writer<'a> {
    below: u8,
    last_heading: u8,
    unused: Vec<(&'a str, &'a str)>,
    /// How many code blocks and links we are in: acronyms are not marked there.
    verbatim: usize,
    hidden: &'a str,
}

impl<'a> Writer<'a> {
    fn push(&mut self, event: Event<'a>, events: &mut Vec<Event<'a>>) {
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                self.last_heading = (self.below + level as u8).min(self.last_heading + 1).min(6);
                events.push(Event::Start(Tag::Heading { level: self.heading(), id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(_)) => events.push(Event::End(TagEnd::Heading(self.heading()))),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(tag @ (Tag::CodeBlock(_) | Tag::Link { .. })) => {
                self.verbatim += 1;
                events.push(Event::Start(tag));
            }
            Event::End(end @ (TagEnd::CodeBlock | TagEnd::Link)) => {
                self.verbatim = self.verbatim.saturating_sub(1);
                events.push(Event::End(end));
            }
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Text(text) => self.text(&text, events),
            Event::Code(text) => events.push(Event::Code(masked(&text, || self.hidden).map_or(text, CowStr::from))),
            other => events.push(other),
        }
    }

    fn heading(&self) -> HeadingLevel {
        HeadingLevel::try_from(usize::from(self.last_heading)).unwrap_or(HeadingLevel::H6)
    }

    /// Writes a text, marking the acronyms that are used for the first time.
    fn text(&mut self, text: &str, events: &mut Vec<Event<'a>>) {
        let masked = masked(text, || self.hidden);
        let mut rest = masked.as_deref().unwrap_or(text);
        while self.verbatim == 0
            && let Some((at, index)) = self.first_acronym(rest)
        {
            let (short, long) = self.unused.remove(index);
            events.push(Event::Text(CowStr::from(rest[..at].to_owned())));
            let mut abbreviation = String::from("<abbr title=\"");
            // Writing to a string cannot fail.
            let _ = Html.write_escaped_str(&mut abbreviation, long);
            abbreviation.push_str("\">");
            let _ = Html.write_escaped_str(&mut abbreviation, short);
            abbreviation.push_str("</abbr>");
            events.push(Event::InlineHtml(abbreviation.into()));
            rest = &rest[at + short.len()..];
        }
        events.push(Event::Text(CowStr::from(rest.to_owned())));
    }

    /// The first acronym of `text` that stands as a word of its own: where, and which. The longest wins.
    fn first_acronym(&self, text: &str) -> Option<(usize, usize)> {
        let mut before = ' ';
        for (at, letter) in text.char_indices() {
            if !before.is_alphanumeric() {
                let here = &text[at..];
                let stands = |short: &str| {
                    !short.is_empty()
                        && here.starts_with(short)
                        && !here[short.len()..].starts_with(|next: char| next.is_alphanumeric())
                };
                let found = self.unused.iter().enumerate().filter(|(_, (short, _))| stands(short));
                if let Some((index, _)) = found.max_by_key(|(_, (short, _))| short.len()) {
                    return Some((at, index));
                }
            }
            before = letter;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(markdown: &str) -> String {
        render(markdown, 3, &[], "(masqué)").to_string()
    }

    #[test]
    fn headings_come_below_the_sections_and_skip_no_level() {
        assert_eq!(html("# A\n\n### B\n\n# C"), "<h4>A</h4>\n<h5>B</h5>\n<h4>C</h4>\n");
        assert_eq!(html("##### A"), "<h4>A</h4>\n");
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        let out =
            html("<script>x()</script>\n\n![photo](http://x/y.png) [a](javascript:x) [b](https://x.org) <img src=x>");
        assert!(!out.contains("<script") && !out.contains("<img") && !out.contains("href=\"javascript"), "{out}");
        assert!(out.contains("<p>&lt;script&gt;"), "{out}");
        assert!(out.contains("photo"));
        assert!(out.contains(r#"<a href="https://x.org" rel="nofollow noopener noreferrer">b</a>"#), "{out}");
    }

    #[test]
    fn an_acronym_is_explained_once_and_only_as_a_word() {
        let out = render("PNACTS, le PNACT et le PNACT.", 3, &[("PNACT", "Programme \"A\"")], "").to_string();
        assert_eq!(out, "<p>PNACTS, le <abbr title=\"Programme &quot;A&quot;\">PNACT</abbr> et le PNACT.</p>\n");
    }

    #[test]
    fn mail_addresses_are_not_shown() {
        let out = html("Écrire à agent@exemple.org, <b.c@exemple.org> ou à x[at]exemple.org.");
        assert!(!out.contains("exemple"), "{out}");
        assert!(out.contains("à (masqué),"), "{out}");
    }

    proptest! {
        #[test]
        fn whatever_is_written_stays_text(source in "[<>&\"'a-z#*_\\[\\]()!: \n-]{0,80}") {
            let out = html(&source);
            for tag in ["<script", "<img", "<style", "<iframe", "onerror=\"", "javascript:\""] {
                prop_assert!(!out.contains(tag), "{out}");
            }
        }
    }
}
