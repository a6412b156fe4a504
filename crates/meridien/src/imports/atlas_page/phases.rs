//! Successive projects of the same ends, stored by the old atlas as separate records: one partnership with phases.

use crate::partnership::{NamedOrganisation, OtherTheme, Partnership, Phase};
use crate::reference::fold;
use crate::value::{PartialDate, Text};

/// A title without its years and numbers: what successive projects of one partnership share.
pub fn title_key(partnership: &Partnership) -> String {
    let title = partnership.title.best("fr").map_or("", |(_, title)| title);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let folded = fold(title);
    let words = folded.split(' ').filter(|word| !is_number(word) && !matches!(*word, "phase" | "tranche"));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether `next` begins when `previous` is over, or in its last year.
pub fn follows(previous: &Partnership, next: &Partnership) -> bool {
    match (previous.start, previous.end, next.start) {
        (Some(start), Some(end), Some(next)) => next.year() >= end.year() && next.year() > start.year(),
        _ => false,
    }
}

/// Whether two records may be about the same years.
pub fn overlap(a: &Partnership, b: &Partnership) -> bool {
    let before = |a: &Partnership, b: &Partnership| match (a.end, b.start) {
        (Some(end), Some(start)) => end.last_day() < start.first_day(),
        _ => false,
    };
    !before(a, b) && !before(b, a)
}

/// Unites successive records, the earliest first, in one. Their money goes to the phases, each text keeps its years.
pub fn unite(records: &[&Partnership]) -> Option<Partnership> {
    let (first, others) = records.split_first()?;
    let mut united = Partnership { funding: Vec::new(), ..(*first).clone() };
    united.phases.push(phase(first));
    for next in others {
        united.phases.push(phase(next));
        united.end = next.end;
        united.ended = next.ended;
        united.dormant = next.dormant;
        let theme = next.themes.main.clone().filter(|theme| Some(theme) != united.themes.main.as_ref());
        let theme = theme.map(|theme| OtherTheme { theme, priority: None, eligible: None });
        let others = theme.into_iter().chain(next.themes.others.iter().cloned());
        for theme in others {
            if united.themes.others.iter().all(|known| known.theme != theme.theme) {
                united.themes.others.push(theme);
            }
        }
        add(&mut united.legacy_ids, &next.legacy_ids);
        add(&mut united.agreements, &next.agreements);
        add(&mut united.glossary, &next.glossary);
        add(&mut united.contracting_authorities, &next.contracting_authorities);
        add(&mut united.implementers, &next.implementers);
        add(&mut united.contacts, &next.contacts);
        add(&mut united.volunteers, &next.volunteers);
        add(&mut united.actions, &next.actions);
        add(&mut united.programmes, &next.programmes);
        add(&mut united.documents, &next.documents);
        add(&mut united.places, &next.places);
        add::<NamedOrganisation>(&mut united.other_partners.home, &next.other_partners.home);
        add::<NamedOrganisation>(&mut united.other_partners.abroad, &next.other_partners.abroad);
        let years = years(next);
        append(&mut united.beneficiaries, &next.beneficiaries, &years);
        append(&mut united.narratives.context, &next.narratives.context, &years);
        append(&mut united.narratives.history, &next.narratives.history, &years);
        append(&mut united.narratives.objective, &next.narratives.objective, &years);
        append(&mut united.narratives.description, &next.narratives.description, &years);
        append(&mut united.narratives.outlook, &next.narratives.outlook, &years);
        append(&mut united.communication.home.text, &next.communication.home.text, &years);
        append(&mut united.communication.abroad.text, &next.communication.abroad.text, &years);
        append(&mut united.evaluation.text, &next.evaluation.text, &years);
        let answers = [
            (&mut united.communication.home.answer, next.communication.home.answer),
            (&mut united.communication.abroad.answer, next.communication.abroad.answer),
            (&mut united.evaluation.answer, next.evaluation.answer),
        ];
        for (answer, other) in answers {
            // What was done in one phase was done.
            *answer = if other == Some(true) { other } else { answer.or(other) };
        }
    }
    Some(united)
}

fn phase(record: &Partnership) -> Phase {
    let others = record.themes.others.iter().map(|other| other.theme.clone());
    Phase {
        title: record.title.clone(),
        start: record.start,
        end: record.end,
        themes: record.themes.main.iter().cloned().chain(others).collect(),
        funding: record.funding.clone(),
        ..Phase::default()
    }
}

fn add<T: Clone + PartialEq>(list: &mut Vec<T>, others: &[T]) {
    for other in others {
        if !list.contains(other) {
            list.push(other.clone());
        }
    }
}

/// Appends a text that says something else, under its years.
fn append(text: &mut Text, other: &Text, years: &str) {
    for (lang, more) in other.iter() {
        *text = match text.exact(lang) {
            Some(said) if said == more => continue,
            Some(said) => text.clone().with(lang, format!("{said}\n\n**{years}**\n\n{more}")),
            None => text.clone().with(lang, more),
        };
    }
}

/// "2016–2018"
pub fn years(record: &Partnership) -> String {
    let year = |date: Option<PartialDate>| date.map(|date| date.year().to_string()).unwrap_or_default();
    format!("{}–{}", year(record.start), year(record.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::funding::FundingLine;

    fn project(title: &str, start: &str, end: &str, theme: &str) -> Partnership {
        let mut project = Partnership {
            title: Text::new("fr", title),
            start: start.parse().ok(),
            end: end.parse().ok(),
            funding: vec![FundingLine { amount: Some(1000.into()), ..FundingLine::default() }],
            ..Partnership::default()
        };
        project.themes.main = Some(theme.to_owned());
        project.narratives.objective = Text::new("fr", format!("But {start}"));
        project
    }

    #[test]
    fn titles_are_the_same_but_for_their_years() {
        let key = |title: &str| title_key(&project(title, "2009", "2011", "1"));
        assert_eq!(key("Appui à Kayes (2009-2015)"), key("Appui à Kayes - 2ème phase, 2016-2018"));
        assert_ne!(key("Appui à Kayes"), key("Appui à Diéma"));
    }

    #[test]
    fn what_follows_does_not_overlap() {
        let (a, b) = (project("P", "2009", "2015", "1"), project("P", "2016", "2018", "2"));
        assert!(follows(&a, &b) && !follows(&b, &a) && !overlap(&a, &b));
        let c = project("P", "2010", "", "1");
        assert!(!follows(&a, &c) && !follows(&c, &a) && overlap(&a, &c));
        assert!(!follows(&a, &a));
    }

    #[test]
    fn united_records_lose_nothing() {
        let (a, b) = (project("P", "2009", "2015", "3.3"), project("P", "2016", "2018", "4.1.1"));
        let united = unite(&[&a, &b]).unwrap();
        assert_eq!((united.start, united.end), (a.start, b.end));
        assert_eq!(united.all_funding().filter_map(|line| line.amount).sum::<rust_decimal::Decimal>(), 2000.into());
        assert_eq!(united.phases[1].themes, ["4.1.1"]);
        assert_eq!(united.themes.others[0].theme, "4.1.1");
        assert_eq!(united.narratives.objective.exact("fr"), Some("But 2009\n\n**2016–2018**\n\nBut 2016"));
    }
}
