//! Sections of running text: narratives with their acronym lists, beneficiaries, answers.

use crate::Code;
use crate::glossary::{self, Entry};
use crate::labels::is_chrome;
use crate::layout::{Line, Section};
use crate::markdown::Markdown;
use crate::page::{self, Answer, At, GlossaryEntry, Narrative, Page, Statement};
use crate::reader::Reader;
use crate::text::{fold, tidy};

impl Reader {
    pub(crate) fn narrative(&mut self, section: &Section, kind: page::Section) {
        let mut markdown = Markdown::new();
        let mut lines = section.value_lines().filter(|line| !is_chrome(line.text));
        while let Some(line) = lines.next() {
            if line.text.is_empty() {
                markdown.blank();
            } else if glossary::is_heading(line.text) {
                let list = entries_after(lines.clone());
                lines.by_ref().take(list.length).for_each(drop);
                self.glossary(line, &list.lines, &mut markdown);
            } else {
                markdown.line(line.text);
            }
        }
        let markdown = markdown.finish();
        if !markdown.is_empty() {
            self.page.narratives.push(Narrative { section: kind, line: section.line, markdown });
        }
    }

    /// Reads an acronym list. Lines that are no pairs stay in the text, under the list's heading.
    fn glossary(&mut self, heading: Line, lines: &[Line], markdown: &mut Markdown) {
        let mut kept = Vec::new();
        for line in lines {
            match glossary::entry(line.text) {
                Entry::Pairs(pairs) => {
                    self.page.glossary.extend(pairs.into_iter().map(|(short, long)| GlossaryEntry {
                        line: line.number,
                        short,
                        long,
                    }));
                }
                Entry::Mismatch => {
                    self.notice(Code::GlossaryMismatch, line.number, line.text);
                    kept.push(line);
                }
                Entry::Other => kept.push(line),
            }
        }
        markdown.blank();
        if lines.is_empty() || !kept.is_empty() {
            markdown.line(heading.text);
        }
        for line in kept {
            markdown.line(line.text);
        }
        markdown.blank();
    }

    pub(crate) fn beneficiaries(&mut self, section: &Section) {
        let Some((line, text)) = text_of(section) else {
            return;
        };
        match &mut self.page.beneficiaries {
            None => self.page.beneficiaries = Some(At { line, value: text }),
            Some(first) => {
                first.value.push('\n');
                first.value.push_str(&text);
            }
        }
    }

    /// A question answered in a sentence ("Aucune communication n'a été engagée en France") or
    /// under a label, and the text that follows.
    pub(crate) fn statement(&mut self, section: &Section, field: impl Fn(&mut Page) -> &mut Option<Statement>) {
        let (mut answer, mut text) = (Answer::Unknown, String::new());
        if let Some((_, found)) = text_of(section) {
            text = found;
        }
        if section.is_sentence() {
            answer = answer_of(&fold(section.printed));
        } else if text.is_empty() {
            // A heading above a sentence.
            return;
        } else {
            let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
            match fold(first).trim_end_matches(['.', ' ']) {
                "oui" => (answer, text) = (Answer::Yes, rest.to_owned()),
                "non" => (answer, text) = (Answer::No, rest.to_owned()),
                _ => self.notice(Code::UnknownAnswer, section.line, first),
            }
        }
        let statement = Statement { line: section.line, answer, text };
        match field(&mut self.page) {
            slot @ None => *slot = Some(statement),
            Some(first) if first.answer == answer && statement.text.is_empty() => {}
            Some(_) => {
                self.notice(Code::RepeatedLabel, section.line, section.printed);
                self.unread(section.label_line());
                let lines = section.value_lines().filter(|line| !line.text.is_empty());
                lines.for_each(|line| self.unread(line));
            }
        }
    }
}

/// The lines of an acronym list.
struct List<'a> {
    lines: Vec<Line<'a>>,
    /// How many lines of the section it takes, a blank one after its heading included.
    length: usize,
}

/// The acronym list that follows its heading: up to a blank line, if the first line is an entry.
fn entries_after<'a>(lines: impl Iterator<Item = Line<'a>>) -> List<'a> {
    const LONGEST: usize = 1_000;
    let mut list = List { lines: Vec::new(), length: 0 };
    for (index, line) in lines.take(LONGEST).enumerate() {
        match line.text {
            "" if index == 0 => continue,
            "" => break,
            text if list.lines.is_empty() && glossary::entry(text) == Entry::Other => break,
            _ => list.lines.push(line),
        }
        list.length = index + 1;
    }
    list
}

/// What a sentence answers.
fn answer_of(folded: &str) -> Answer {
    if folded.starts_with("aucun") || folded.contains(" n'a ") || folded.contains(" n'ont ") {
        Answer::No
    } else {
        Answer::Yes
    }
}

/// The text of a section, its lines kept, and where it starts.
fn text_of(section: &Section) -> Option<(u32, String)> {
    let mut lines = section.value_lines().filter(|line| !line.text.is_empty() && !is_chrome(line.text));
    let first = lines.next()?;
    let mut text = tidy(first.text);
    for line in lines {
        text.push('\n');
        text.push_str(&tidy(line.text));
    }
    Some((first.number, text))
}
