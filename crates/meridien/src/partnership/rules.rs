//! The rules that a partnership is checked against, whatever its source.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Partnership, personal};
use crate::anomaly::{Anomaly, Code};
use crate::theme;
use crate::value::PartialDate;

/// Funders' names of the old atlas were cut at this many characters.
pub const OLD_FUNDER_WIDTH: usize = 49;

/// Every rule that `partnership` breaks on `today`, in the order of its sections.
pub fn anomalies(partnership: &Partnership, today: NaiveDate) -> Vec<Anomaly> {
    let mut found = Vec::new();
    check_title(partnership, &mut found);
    check_themes(partnership, &mut found);
    check_dates(partnership, today, &mut found);
    check_parties(partnership, &mut found);
    check_funding(partnership, &mut found);
    check_texts(partnership, &mut found);
    for (index, document) in partnership.documents.iter().enumerate() {
        if document.file.is_none() && document.url.is_none() {
            let title = document.title.best("fr").map_or("", |(_, title)| title);
            found.push(Anomaly::new(Code::DocumentNotHeld, format!("documents[{index}]"), title));
        }
    }
    found
}

fn check_title(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    if partnership.title.is_empty() {
        found.push(Anomaly::new(Code::EmptyTitle, "title", ""));
    }
    for (lang, title) in partnership.title.iter() {
        if title_is_faulty(title) {
            found.push(Anomaly::new(Code::TitleFault, format!("title.{lang}"), title));
        }
    }
}

/// Odd spacing around punctuation, unbalanced brackets, or a word without a vowel in the first words ("Projt d'appui"
/// is found because its rare final "jt" never ends a French or English word).
fn title_is_faulty(title: &str) -> bool {
    let odd_spaces = title.contains("  ")
        || title.contains(" ,")
        || title.contains("( ")
        || title.contains(" )")
        || title.trim() != title
        || title.as_bytes().windows(2).any(|pair| pair[0] == b',' && pair[1].is_ascii_alphabetic());
    let unbalanced = title.matches('(').count() != title.matches(')').count();
    let odd_word = title.split(|c: char| !c.is_alphabetic()).any(|word| {
        word.len() > 3
            && word.chars().any(char::is_lowercase)
            && ["jt", "tj", "qt", "nj", "vt"].iter().any(|end| word.to_lowercase().ends_with(end))
    });
    odd_spaces || unbalanced || odd_word
}

fn check_themes(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    let themes = &partnership.themes;
    match &themes.main {
        None => found.push(Anomaly::new(Code::EmptyTheme, "themes.main", "")),
        Some(code) if theme::number(code).is_none() => {
            found.push(Anomaly::new(Code::UnknownTheme, "themes.main", code))
        }
        Some(code) if code.starts_with("5.1") => {
            if let Some((lang, title)) = partnership.title.best("fr").filter(|(_, title)| names_a_utility(title)) {
                found.push(Anomaly::new(Code::ThemeMismatch, format!("title.{lang}"), title));
            }
        }
        Some(_) => {}
    }
    for (index, other) in themes.others.iter().enumerate() {
        if theme::number(&other.theme).is_none() {
            found.push(Anomaly::new(Code::UnknownTheme, format!("themes.others[{index}]"), &other.theme));
        }
        if other.priority.is_some_and(|priority| !(1..=5).contains(&priority)) {
            let value = other.priority.unwrap_or_default().to_string();
            found.push(Anomaly::new(Code::ValueOutOfRange, format!("themes.others[{index}].priority"), value));
        }
    }
    for (index, sdg) in themes.sdgs.iter().enumerate() {
        if !(1..=17).contains(&sdg.goal) || sdg.weight.is_some_and(|weight| !(1..=2).contains(&weight)) {
            let value = format!("{} ({:?})", sdg.goal, sdg.weight);
            found.push(Anomaly::new(Code::ValueOutOfRange, format!("themes.sdgs[{index}]"), value));
        }
    }
}

/// Whether a title is about water, energy or waste rather than about institutions.
fn names_a_utility(title: &str) -> bool {
    let title = title.to_lowercase();
    title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "eau" | "assainissement" | "énergie" | "déchets" | "water" | "sanitation" | "waste"))
}

fn check_dates(partnership: &Partnership, today: NaiveDate, found: &mut Vec<Anomaly>) {
    let latest = today.year() + 20;
    let mut check_year = |field: String, date: Option<PartialDate>| {
        if let Some(date) = date.filter(|date| date.year() < 1900 || date.year() > latest) {
            found.push(Anomaly::new(Code::ImplausibleYear, field, date.to_string()));
        }
    };
    check_year("start".into(), partnership.start);
    check_year("end".into(), partnership.end);
    for (index, agreement) in partnership.agreements.iter().enumerate() {
        check_year(format!("agreements[{index}].signed"), agreement.signed);
    }
    let mut check_order = |field: &str, start: Option<PartialDate>, end: Option<PartialDate>| {
        if let (Some(start), Some(end)) = (start, end)
            && end.last_day() < start.first_day()
        {
            found.push(Anomaly::new(Code::DatesOutOfOrder, field, format!("{start} → {end}")));
        }
    };
    check_order("end", partnership.start, partnership.end);
    for (index, phase) in partnership.phases.iter().enumerate() {
        check_order(&format!("phases[{index}].end"), phase.start, phase.end);
    }
    for (index, action) in partnership.actions.iter().enumerate() {
        check_order(&format!("actions[{index}].end"), action.start, action.end);
    }
    match (partnership.start, partnership.first_signature()) {
        (Some(start), Some(signed)) if start.last_day() < signed.first_day() => {
            found.push(Anomaly::new(Code::StartBeforeSignature, "start", format!("{start} < {signed}")));
        }
        (None, None) => found.push(Anomaly::new(Code::NoDate, "start", "")),
        _ => {}
    }
    if let Some(years) = contradictory_years(partnership) {
        found.push(Anomaly::new(Code::ContradictoryYears, "title", years));
    }
}

/// A period in the title ("2010-2012") that lies wholly outside the years of the record.
fn contradictory_years(partnership: &Partnership) -> Option<String> {
    let (_, title) = partnership.title.best("fr")?;
    let years: Vec<i32> = title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1945..2100).contains(year))
        .collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    let outside = partnership.start.is_some_and(|start| last < start.year())
        || partnership.end.is_some_and(|end| first > end.year());
    outside.then(|| years.iter().map(i32::to_string).collect::<Vec<_>>().join(", "))
}

fn check_parties(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    let parties = &partnership.parties;
    let mut seen = HashSet::new();
    for (index, party) in parties.iter().enumerate() {
        if !seen.insert(party.organisation) {
            found.push(Anomaly::new(Code::SameParty, format!("parties[{index}]"), &party.name));
        }
    }
    if parties.len() < 2 {
        let names: Vec<_> = parties.iter().map(|party| party.name.as_str()).collect();
        found.push(Anomaly::new(Code::MissingParty, "parties", names.join(", ")));
    } else if partnership.countries().len() < 2 {
        found.push(Anomaly::new(Code::SameCountry, "parties", parties[0].country.to_string()));
    }
}

fn check_funding(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    let first = partnership.start.or_else(|| partnership.first_signature()).map(PartialDate::year);
    let last = partnership.end.map(PartialDate::year);
    let own = partnership.funding.iter().enumerate().map(|(at, line)| (format!("funding[{at}]"), line));
    let of_phases = partnership.phases.iter().enumerate().flat_map(|(phase, of)| {
        of.funding.iter().enumerate().map(move |(at, line)| (format!("phases[{phase}].funding[{at}]"), line))
    });
    for (path, line) in own.chain(of_phases) {
        let field = |part: &str| format!("{path}.{part}");
        match line.amount {
            None => found.push(Anomaly::new(Code::AmountUnknown, field("amount"), line.label())),
            Some(amount) if amount.is_sign_negative() && !amount.is_zero() => {
                found.push(Anomaly::new(Code::AmountNegative, field("amount"), amount.to_string()));
            }
            Some(amount) => {
                let parts = [line.of_which.water, line.of_which.energy, line.of_which.waste];
                let sum: Decimal = parts.into_iter().flatten().sum();
                if sum > amount {
                    found.push(Anomaly::new(Code::OnePercentTooMuch, field("of_which"), format!("{sum} > {amount}")));
                }
            }
        }
        for funder in &line.funders {
            if matches!(funder.name.trim().to_lowercase().as_str(), "autre" | "autres" | "divers" | "other" | "others")
            {
                found.push(Anomaly::new(Code::FunderVague, field("funders"), &funder.name));
            }
        }
        if let Some(year) = line.year
            && (first.is_some_and(|first| year < first) || last.is_some_and(|last| year > last))
        {
            found.push(Anomaly::new(Code::FundingYearOutside, field("year"), year.to_string()));
        }
    }
}

fn check_texts(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    for (path, text) in personal::texts(partnership) {
        for value in personal_data(text) {
            found.push(Anomaly::new(Code::PersonInText, &path, value));
        }
    }
    for (index, contact) in partnership.contacts.iter().enumerate() {
        if let Some(mailbox) = contact.mailbox.as_deref().filter(|mailbox| meridien_iati::is_personal(mailbox)) {
            found.push(Anomaly::new(Code::PersonInText, format!("contacts[{index}].mailbox"), masked(mailbox)));
        }
    }
}

/// Mail addresses (`name@host`, `name[at]host`), telephone numbers and titled names ("M. Dupont", "Mme …") in a text. What
/// is found is returned masked, so that a report does not spread what it warns of.
pub fn personal_data(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        personal::mail_addresses(text).into_iter().map(|(start, end)| masked(&text[start..end])).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    for pair in words.windows(2) {
        if matches!(pair[0], "M." | "Mme" | "Mlle" | "Mr" | "Mrs" | "Ms" | "MM.")
            && pair[1].chars().next().is_some_and(char::is_uppercase)
        {
            found.push(format!("{} {}", pair[0], masked(pair[1])));
        }
    }
    found.extend(personal::telephones(text).iter().map(|_| "0• •• •• •• ••".to_owned()));
    found
}

fn masked(value: &str) -> String {
    value.chars().enumerate().map(|(at, c)| if at == 0 || !c.is_alphanumeric() { c } else { '•' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{Agreement, NamedOrganisation, Party, PartyRole, funding::FundingLine};
    use crate::value::{Id, Text};
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn party(number: u64, country: &str) -> Party {
        Party {
            organisation: Id::from_u64(number).unwrap(),
            name: format!("Ville {number}"),
            country: country.parse().unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        }
    }

    fn sound() -> Partnership {
        let mut partnership = Partnership {
            title: Text::new("fr", "Coopération entre deux villes"),
            start: "2010".parse().ok(),
            end: "2012".parse().ok(),
            parties: vec![party(1, "FR"), party(2, "ML")],
            agreements: vec![Agreement { signed: "2010".parse().ok(), ..Agreement::default() }],
            ..Partnership::default()
        };
        partnership.themes.main = Some("5.1.1".into());
        partnership
    }

    fn codes(partnership: &Partnership) -> Vec<Code> {
        anomalies(partnership, today()).into_iter().map(|anomaly| anomaly.code).collect()
    }

    #[test]
    fn a_sound_record_breaks_no_rule() {
        assert_eq!(codes(&sound()), []);
    }

    #[test]
    fn each_fault_is_named() {
        type Fault = fn(&mut Partnership);
        let cases: [(Code, Fault); 12] = [
            (Code::EmptyTitle, |p| p.title = Text::default()),
            (Code::TitleFault, |p| p.title = Text::new("fr", "Projt d'appui (eau , développement )")),
            (Code::EmptyTheme, |p| p.themes.main = None),
            (Code::ThemeMismatch, |p| p.title = Text::new("fr", "Accès à l'eau potable")),
            (Code::DatesOutOfOrder, |p| p.end = "2008".parse().ok()),
            (Code::StartBeforeSignature, |p| p.start = "2009".parse().ok()),
            (Code::ContradictoryYears, |p| p.title = Text::new("fr", "Projet 2001-2003")),
            (Code::MissingParty, |p| p.parties.truncate(1)),
            (Code::SameCountry, |p| p.parties[1] = party(2, "FR")),
            (Code::SameParty, |p| p.parties.push(party(1, "FR"))),
            (Code::PersonInText, |p| p.narratives.context = Text::new("fr", "Écrire à agent[at]exemple.org")),
            (Code::FundingYearOutside, |p| {
                p.funding.push(FundingLine {
                    funders: vec![NamedOrganisation { name: "Région".into(), organisation: None }],
                    amount: Some(Decimal::TEN),
                    year: Some(1999),
                    ..FundingLine::default()
                })
            }),
        ];
        for (code, fault) in cases {
            let mut partnership = sound();
            fault(&mut partnership);
            assert!(codes(&partnership).contains(&code), "{code:?}: {:?}", codes(&partnership));
        }
    }

    #[test]
    fn personal_data_is_found_and_masked() {
        assert_eq!(personal_data("Contact : agent@exemple.org."), ["a••••@•••••••.•••"]);
        assert_eq!(personal_data("avec Mme Untel"), ["Mme U••••"]);
        assert_eq!(personal_data("Tél. 03 20 00 00 00"), ["0• •• •• •• ••"]);
        assert!(personal_data("de 2010 à 2012, 177 550 € et 3 @ la fois").is_empty());
    }

    proptest! {
        #[test]
        fn never_panics(title in ".{0,80}", text in ".{0,200}", start in 1000i32..9999, end in 1000i32..9999) {
            let mut partnership = sound();
            partnership.title = Text::new("fr", title);
            partnership.narratives.context = Text::new("fr", text);
            partnership.start = PartialDate::year_only(start);
            partnership.end = PartialDate::year_only(end);
            let found = codes(&partnership);
            prop_assert_eq!(found.contains(&Code::DatesOutOfOrder), end < start);
        }
    }
}
