//! Writes the lines of a narrative as Markdown that shows them as they were.

use crate::text::{tidy, trim};

/// What the last line written was.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Paragraph,
    Bullet,
    /// A numbered item, with the sign after its number.
    Number(u32, char),
}

/// Takes the lines of a text one by one and writes them as Markdown.
///
/// A blank line ends a paragraph; other line ends become hard line breaks. Lines that start with a
/// bullet become list items, and so do lines that start with `1)` or `1.`, as long as a Markdown
/// reader would show the same numbers. All else is escaped.
pub(crate) struct Markdown {
    out: String,
    last: Last,
    /// A blank line came since.
    gap: bool,
}

impl Markdown {
    pub(crate) fn new() -> Self {
        Markdown { out: String::new(), last: Last::Nothing, gap: false }
    }

    pub(crate) fn blank(&mut self) {
        self.gap = true;
    }

    /// Adds a line that is not blank.
    pub(crate) fn line(&mut self, line: &str) {
        let line = tidy(line);
        if let Some(item) = bullet(&line) {
            self.separate(self.last == Last::Bullet);
            self.out.push_str("- ");
            escape(item, &mut self.out);
            self.last = Last::Bullet;
        } else if let Some((number, sign, item)) = self.numbered(&line) {
            self.separate(matches!(self.last, Last::Number(..)));
            self.out.push_str(&format!("{number}{sign} "));
            escape(item, &mut self.out);
            self.last = Last::Number(number, sign);
        } else {
            if self.last == Last::Paragraph && !self.gap {
                self.out.push_str("\\\n");
            } else {
                self.separate(false);
            }
            escape(&line, &mut self.out);
            self.last = Last::Paragraph;
        }
        self.gap = false;
    }

    /// The text so far.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Starts a line of its own: `same` when it continues the list of the last line.
    fn separate(&mut self, same: bool) {
        self.out.push_str(match self.last {
            Last::Nothing => "",
            _ if same && !self.gap => "\n",
            _ => "\n\n",
        });
    }

    /// A line as a numbered item. Markdown numbers the items of a list from the first on, so an
    /// item right after another must follow it by one; else it is plain text.
    fn numbered<'a>(&self, line: &'a str) -> Option<(u32, char, &'a str)> {
        let (number, sign, item) = split_number(line)?;
        // Longer numbers are years and amounts.
        if item.is_empty() || number.len() > 2 || number.len() > 1 && number.starts_with('0') {
            return None;
        }
        let number = number.parse().ok()?;
        match self.last {
            Last::Number(last, _) if last + 1 != number => None,
            Last::Number(_, last_sign) if last_sign != sign => None,
            _ => Some((number, sign, item)),
        }
    }
}

/// The item of a line that starts with a bullet.
pub(crate) fn bullet(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let item = trim(rest);
    let spaced = item.len() < rest.len();
    let is_bullet = match first {
        '•' | '▪' | '■' | '●' | '·' | '➢' | '\u{f0b7}' | '\u{f0a7}' => true,
        '*' | '–' | '—' => spaced,
        '-' => spaced || item.starts_with(char::is_alphabetic),
        _ => false,
    };
    (is_bullet && !item.is_empty()).then_some(item)
}

/// Splits "12) text" into its number, sign and text.
fn split_number(line: &str) -> Option<(&str, char, &str)> {
    let end = line.find(|c: char| !c.is_ascii_digit())?;
    let sign = line[end..].chars().next().filter(|sign| matches!(sign, ')' | '.'))?;
    let rest = &line[end + 1..];
    let spaced = rest.is_empty() || rest.starts_with([' ', '\u{a0}']);
    (end > 0 && spaced).then(|| (&line[..end], sign, trim(rest)))
}

/// Writes the text of one line so that Markdown reads nothing into it.
fn escape(line: &str, out: &mut String) {
    let number = split_number(line).map_or(0, |(number, ..)| number.len());
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '^' | '$' => true,
            '#' | '>' | '-' | '+' | '=' | ':' => at == 0,
            '.' | ')' => number > 0 && at == number,
            // An entity such as "&amp;".
            '&' => chars.peek().is_some_and(|(_, next)| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    fn markdown(lines: &[&str]) -> String {
        let mut markdown = Markdown::new();
        for line in lines {
            if trim(line).is_empty() {
                markdown.blank();
            } else {
                markdown.line(line);
            }
        }
        markdown.finish()
    }

    /// What a reader sees: the lines, with bullets and numbers.
    fn shown(markdown: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut numbers = Vec::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Start(Tag::List(first)) => numbers.push(first),
                Event::End(TagEnd::List(_)) => {
                    numbers.pop();
                }
                Event::Start(Tag::Item) => {
                    let mark = match numbers.last_mut() {
                        Some(Some(number)) => {
                            *number += 1;
                            format!("{}# ", *number - 1)
                        }
                        _ => "- ".to_owned(),
                    };
                    lines.push(mark);
                }
                Event::Text(text) => lines.last_mut().expect("a line").push_str(&text),
                Event::Start(Tag::Paragraph)
                    if lines.last().is_some_and(|line| line.ends_with("# ") || line == "- ") => {}
                Event::Start(Tag::Paragraph) | Event::HardBreak => lines.push(String::new()),
                Event::End(TagEnd::Paragraph | TagEnd::Item) => {}
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    #[test]
    fn paragraphs_lists_and_numbers_are_kept() {
        let text = markdown(&[
            "Le projet vise à :",
            "",
            "- former",
            "- relier",
            "Puis,",
            "au Sud :",
            "1) un",
            "2) deux",
            "a. détail",
            "3) trois",
            "5) cinq",
            "",
            "",
            "2009. Une année",
        ]);
        assert_eq!(
            text,
            "Le projet vise à :\n\n- former\n- relier\n\nPuis,\\\nau Sud :\n\n1) un\n2) deux\n\na. détail\n\n3) trois\n\n\
             5\\) cinq\n\n2009\\. Une année"
        );
        assert_eq!(
            shown(&text),
            [
                "Le projet vise à :",
                "- former",
                "- relier",
                "Puis,",
                "au Sud :",
                "1# un",
                "2# deux",
                "a. détail",
                "3# trois",
                "5) cinq",
                "2009. Une année"
            ]
        );
    }

    #[test]
    fn bullets_of_all_kinds_become_items() {
        assert_eq!(markdown(&["• un", "-deux", "–\u{a0}trois", "* quatre"]), "- un\n- deux\n- trois\n- quatre");
        assert_eq!(markdown(&["-5 degrés", "--", "-"]), "\\-5 degrés\\\n\\--\\\n\\-");
    }

    proptest! {
        #[test]
        fn nothing_of_the_text_is_read_as_markdown(
            lines in prop::collection::vec(r"([-+*#>=:~`|_ ]{0,4}|[0-9]{1,3}[.)] ?)?[a-z<>&;#\[\]()!*_`~$^|\\{}=:@/. -]{0,12}", 0..8)
        ) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let expected: Vec<String> = lines
                .iter()
                .map(|line| tidy(line))
                .filter(|line| !line.is_empty())
                .map(|line| bullet(&line).map_or(line.clone(), |item| format!("- {item}")))
                .collect();
            let shown = shown(&markdown(&lines));
            prop_assert_eq!(shown.len(), expected.len());
            for (shown, expected) in shown.iter().zip(&expected) {
                // A numbered item shows its number; the sign after it is the theme's affair.
                let same = shown == expected
                    || split_number(expected).is_some_and(|(number, _, item)| *shown == format!("{number}# {item}"));
                prop_assert!(same, "{} for {}", shown, expected);
            }
        }
    }
}
