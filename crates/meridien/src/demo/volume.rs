//! Records of a wanted size, for measures: those of the demonstration are as long as the register's, and most say little of
//! money.

use super::dice::Dice;
use super::money;
use super::phrases::{self, Gaps, Phrase};
use super::record::{self, Ends, Life, Record};
use super::subjects::{SUBJECTS, Subject};
use crate::partnership::Narratives;
use crate::value::Text;

/// Sentences in a paragraph.
const PARAGRAPH: usize = 5;

/// How much records hold on average, at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Volume {
    /// Characters of their narratives in French.
    pub characters: u32,
    /// Lines of funding.
    pub funding_lines: u32,
}

impl Volume {
    /// Gives a record more text and more lines, as many as it happens to get: from none to twice the average, or for texts
    /// from half to three halves of it. A record that ended before amounts were in euros gets no line.
    pub fn fill(self, dice: &mut Dice, record: &mut Record, ends: &Ends) {
        if self.characters > 0 {
            let percent = dice.between(50, 150) as usize;
            lengthen(dice, record, ends, self.characters as usize * percent / 100);
        }
        if self.funding_lines > 0 {
            let wanted = dice.below(u64::from(self.funding_lines) * 2 + 1) as usize;
            fund(dice, record, ends, wanted);
        }
    }
}

fn lengthen(dice: &mut Dice, record: &mut Record, ends: &Ends, wanted: usize) {
    let next: &[Phrase] = if record.course.life == Life::Running { &phrases::OUTLOOK[..] } else { &[] };
    let sentences: Vec<Phrase> = [
        &phrases::PROJECT_CONTEXT[..],
        &phrases::PROJECT_AIM,
        &phrases::PROJECT_WORK,
        &phrases::PROJECT_HOW,
        &phrases::AGREEMENT_CONTEXT,
        next,
    ]
    .concat();
    let subjects: Vec<&Subject> = SUBJECTS.iter().filter(|subject| record::fits(subject, ends)).collect();
    let partnership = &mut record.partnership;
    let mut length = characters(&partnership.narratives);
    let mut paragraphs = vec![std::mem::take(&mut partnership.narratives.description)];
    while length < wanted {
        let subject = *dice.pick(&subjects);
        let gaps = Gaps {
            home: &ends.home.words,
            abroad: &ends.abroad[0].words,
            country: &ends.country,
            year: record.course.start.year(),
            parties: ends.abroad.len() + 1,
            subject,
            activities: dice.different(3, subject.activities.len()),
            english: partnership.title.exact("en").is_some(),
        };
        let chosen: Vec<Phrase> =
            dice.different(PARAGRAPH, sentences.len()).into_iter().map(|at| sentences[at]).collect();
        let paragraph = gaps.text(dice, &chosen);
        length += paragraph.exact("fr").map_or(0, |text| text.chars().count());
        paragraphs.push(paragraph);
    }
    partnership.narratives.description = joined(&paragraphs);
}

/// Characters of all the narratives in French.
pub(super) fn characters(narratives: &Narratives) -> usize {
    narratives.sections().iter().filter_map(|(_, text)| text.exact("fr")).map(|text| text.chars().count()).sum()
}

fn joined(paragraphs: &[Text]) -> Text {
    let of = |lang| paragraphs.iter().filter_map(|text| text.exact(lang)).collect::<Vec<_>>().join("\n\n");
    Text::new("fr", of("fr")).with("en", of("en"))
}

fn fund(dice: &mut Dice, record: &mut Record, ends: &Ends, wanted: usize) {
    let partnership = &mut record.partnership;
    let theme = partnership.themes.main.clone().unwrap_or_default();
    let terms = record::terms(partnership.form, &theme, &record.course, ends);
    let missing = wanted.saturating_sub(partnership.all_funding().count());
    let more = money::more(dice, &terms, missing);
    partnership.funding.extend(more);
    let forecast = money::forecast(dice, partnership.all_funding());
    for agreement in partnership.agreements.iter_mut().filter(|agreement| agreement.forecast_amount.is_some()) {
        agreement.forecast_amount = forecast;
    }
}
