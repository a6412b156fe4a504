//! Cuts the page into sections, one for each label.
//!
//! Any line that equals a label opens a section, except inside a text: an author may well have
//! written "Historique" as a heading of his own. There a line counts as a label when it stands on
//! the longest chain of labels that follow the order of the page, or when it is a long label that
//! the page bears only once (a page unlike the known forms may have another order).

use crate::labels::{Finder, Found, Label};
use crate::text::trim;

/// Most lines that are looked at as labels. A record page has some forty; the lines of a page that
/// has more than this are the text of its last section.
const MAX_LABELS: usize = 10_000;

/// A line of the page, without the blanks around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub number: u32,
    pub text: &'a str,
}

/// A label and the text up to the next label.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Section<'a> {
    pub label: Label,
    /// What the label was found by; none for what stands above the first label.
    pub found: Option<Found>,
    /// Line of the label.
    pub line: u32,
    /// The label as printed.
    pub printed: &'a str,
    /// From the end of the label, or from the start of its line.
    text: &'a str,
}

impl<'a> Section<'a> {
    /// The lines of the section, from what is left of the label's own line.
    fn lines(&self) -> impl Iterator<Item = Line<'a>> + Clone + use<'a> {
        (self.line..).zip(self.text.split('\n')).map(|(number, text)| Line { number, text: trim(text) })
    }

    /// Whether the label is a sentence that holds its value.
    pub(crate) fn is_sentence(&self) -> bool {
        self.found.is_some_and(|found| found.sentence)
    }

    /// The line of the label, as printed.
    pub(crate) fn label_line(&self) -> Line<'a> {
        Line { number: self.line, text: self.printed }
    }

    /// The lines after a label that is a sentence, and all of them after any other.
    pub(crate) fn value_lines(&self) -> impl Iterator<Item = Line<'a>> + Clone + use<'a> {
        self.lines().skip(usize::from(self.is_sentence()))
    }
}

/// The sections of a page and the label-like lines that were left in its texts.
pub(crate) struct Layout<'a> {
    pub sections: Vec<Section<'a>>,
    pub labels_in_text: Vec<Line<'a>>,
}

/// A line that may be a label.
struct Candidate<'a> {
    found: Found,
    line: u32,
    /// Offset of the line in the page.
    start: usize,
    printed: &'a str,
}

pub(crate) fn layout(page: &str) -> Layout<'_> {
    let mut candidates = candidates(page);
    let mut alone = [0_u32; Label::COUNT];
    for candidate in candidates.iter().filter(|candidate| !candidate.found.inline) {
        alone[candidate.found.label as usize] += 1;
    }
    // "Objectif du projet : ..." inside a text is no label where the label has its own line.
    candidates.retain(|candidate| !candidate.found.inline || alone[candidate.found.label as usize] == 0);
    let mut times = [0_u32; Label::COUNT];
    for candidate in &candidates {
        times[candidate.found.label as usize] += 1;
    }
    let in_order = longest_chain(&candidates);

    let mut layout = Layout { sections: Vec::new(), labels_in_text: Vec::new() };
    let mut open = Section { label: Label::Preamble, found: None, line: 1, printed: "", text: page };
    let mut open_start = 0;
    for (candidate, in_order) in candidates.iter().zip(in_order) {
        let Found { label, value, common, .. } = candidate.found;
        let only_one = !common && times[label as usize] == 1;
        if open.label.opens_text() && !in_order && !only_one && label != Label::RawKey {
            layout.labels_in_text.push(Line { number: candidate.line, text: candidate.printed });
            continue;
        }
        open.text = &page[open_start..candidate.start];
        layout.sections.push(open);
        open_start = candidate.start + value;
        open =
            Section { label, found: Some(candidate.found), line: candidate.line, printed: candidate.printed, text: "" };
    }
    open.text = &page[open_start..];
    layout.sections.push(open);
    layout
}

fn candidates(page: &str) -> Vec<Candidate<'_>> {
    let mut finder = Finder::default();
    let mut candidates = Vec::new();
    let mut start = 0;
    for (line, text) in (1..).zip(page.split('\n')) {
        let printed = trim(text);
        if candidates.len() == MAX_LABELS {
            break;
        }
        if let Some(mut found) = finder.find(printed) {
            if found.value > 0 {
                // Count from the start of the line, blanks included.
                found.value += text.find(printed).unwrap_or_default();
            }
            candidates.push(Candidate { found, line, start, printed });
        }
        start += text.len() + 1;
    }
    candidates
}

/// Which candidates stand on the longest strictly rising chain of labels; of equal labels, the
/// first. Time n log k for n candidates and k labels.
fn longest_chain(candidates: &[Candidate]) -> Vec<bool> {
    // ends[i]: the candidate with the smallest label that ends a chain of i + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; candidates.len()];
    for (index, candidate) in candidates.iter().enumerate() {
        let label = candidate.found.label;
        if label == Label::RawKey {
            continue;
        }
        let length = ends.partition_point(|end| candidates[*end].found.label < label);
        if ends.get(length).is_some_and(|end| candidates[*end].found.label == label) {
            continue;
        }
        before[index] = length.checked_sub(1).map(|previous| ends[previous]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut chain = vec![false; candidates.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chain[index] = true;
        next = before[index];
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels of a page, and the lines taken for text.
    fn labels(page: &str) -> (Vec<Label>, Vec<u32>) {
        let layout = layout(page);
        (
            layout.sections.iter().skip(1).map(|section| section.label).collect(),
            layout.labels_in_text.iter().map(|line| line.number).collect(),
        )
    }

    #[test]
    fn a_heading_inside_a_text_is_no_label() {
        let page = "Titre\nEau\nContexte\ntexte\nFinancement du projet\ntexte\nBénéficiaires\nHistorique\ntexte\n\
                    Contexte\nObjectif du projet\ntexte\nVotre projet prend la forme d'un(e)\nAutre\n\
                    Bénéficiaire(s)\nles habitants\nFinancement du projet\n";
        use Label::*;
        assert_eq!(
            labels(page),
            (vec![Title, Context, History, Objective, Nature, Beneficiaries, Funding], vec![5, 7, 10])
        );
    }

    #[test]
    fn another_order_of_the_labels_is_read() {
        let page = "Description détaillée du projet\ntexte\nTitre du projet\nEau\nThématique d'intervention\nCulture\n";
        use Label::*;
        assert_eq!(labels(page), (vec![Description, Title, Theme], vec![]));
    }

    #[test]
    fn the_text_of_a_section_starts_after_its_label() {
        let layout = layout("a\r\n  Titre : Eau \r\nb\nLe projet est triennal\n");
        let texts: Vec<Vec<(u32, &str)>> = layout
            .sections
            .iter()
            .map(|section| section.lines().map(|line| (line.number, line.text)).collect())
            .collect();
        assert_eq!(texts[0], [(1, "a"), (2, "")]);
        assert_eq!(texts[1], [(2, "Eau"), (3, "b"), (4, "")]);
        assert_eq!(texts[2], [(4, "Le projet est triennal"), (5, "")]);
    }
}
