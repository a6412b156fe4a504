//! The rules that a partnership is checked against, whatever its source.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Partnership, Place, personal, titled};
use crate::anomaly::{Anomaly, Code, Severity};
use crate::reference;
use crate::value::{Currency, PartialDate, latest_day};

/// Characters of a title beyond which it is a narrative.
const LONGEST_TITLE: usize = 300;

/// No partnership pays as much, in whatever currency.
const IMPLAUSIBLE_AMOUNT: i64 = 1_000_000_000_000;

/// The currencies that are divided in thousandths; all others have two decimals at most.
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

#[cfg(test)]
thread_local! {
    /// How often [`anomalies`] ran on this thread.
    pub(crate) static RUNS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Every rule that `partnership` breaks on `today`, in the order of its sections.
pub fn anomalies(partnership: &Partnership, today: NaiveDate) -> Vec<Anomaly> {
    #[cfg(test)]
    RUNS.set(RUNS.get() + 1);
    check(partnership, today, check_texts)
}

/// Those of them that are errors. What tells of persons in a text is none, and takes longer to find than all the others.
pub fn errors(partnership: &Partnership, today: NaiveDate) -> Vec<Anomaly> {
    let mut found = check(partnership, today, |_, _| {});
    found.retain(|anomaly| anomaly.code.severity() == Severity::Error);
    found
}

fn check(
    partnership: &Partnership,
    today: NaiveDate,
    check_texts: impl FnOnce(&Partnership, &mut Vec<Anomaly>),
) -> Vec<Anomaly> {
    let mut found = Vec::new();
    check_title(partnership, &mut found);
    check_themes(partnership, &mut found);
    check_dates(partnership, today, &mut found);
    check_agreements(partnership, &mut found);
    check_parties(partnership, &mut found);
    check_funding(partnership, today, &mut found);
    check_actions(partnership, &mut found);
    check_places(partnership, &mut found);
    check_texts(partnership, &mut found);
    check_characters(partnership, &mut found);
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
        if title.chars().count() > LONGEST_TITLE {
            found.push(Anomaly::new(Code::LongTitle, format!("title.{lang}"), title));
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
        Some(code) if reference::theme(code).is_none() => {
            found.push(Anomaly::new(Code::NotInList, "themes.main", code))
        }
        Some(code) if code.starts_with("5.1") => {
            if let Some((lang, title)) = partnership.title.best("fr").filter(|(_, title)| names_a_utility(title)) {
                found.push(Anomaly::new(Code::ThemeMismatch, format!("title.{lang}"), title));
            }
        }
        Some(_) => {}
    }
    let mut seen: HashSet<&str> = themes.main.iter().map(String::as_str).collect();
    for (index, other) in themes.others.iter().enumerate() {
        let field = || format!("themes.others[{index}].theme");
        if reference::theme(&other.theme).is_none() {
            found.push(Anomaly::new(Code::NotInList, field(), &other.theme));
        }
        if !seen.insert(&other.theme) {
            found.push(Anomaly::new(Code::RepeatedValue, field(), &other.theme));
        }
        if other.priority.is_some_and(|priority| !(1..=5).contains(&priority)) {
            let value = other.priority.unwrap_or_default().to_string();
            found.push(Anomaly::new(Code::ValueOutOfRange, format!("themes.others[{index}].priority"), value));
        }
    }
    let mut goals = HashSet::new();
    for (index, sdg) in themes.sdgs.iter().enumerate() {
        if !goals.insert(sdg.goal) {
            found.push(Anomaly::new(Code::RepeatedValue, format!("themes.sdgs[{index}].goal"), sdg.goal.to_string()));
        }
        if !(1..=17).contains(&sdg.goal) || sdg.weight.is_some_and(|weight| !(1..=2).contains(&weight)) {
            let value = format!("{} ({:?})", sdg.goal, sdg.weight);
            found.push(Anomaly::new(Code::ValueOutOfRange, format!("themes.sdgs[{index}]"), value));
        }
    }
    let mut purposes = HashSet::new();
    for purpose in themes.purposes.iter().filter(|purpose| !purposes.insert(*purpose)) {
        found.push(Anomaly::new(Code::RepeatedValue, "themes.purposes", purpose));
    }
    for (index, phase) in partnership.phases.iter().enumerate() {
        for code in phase.themes.iter().filter(|code| reference::theme(code).is_none()) {
            found.push(Anomaly::new(Code::NotInList, format!("phases[{index}].themes"), code));
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
    let mut check_year = |field: String, date: Option<PartialDate>| {
        if let Some(date) = date.filter(|date| !is_plausible(date.year(), today)) {
            found.push(Anomaly::new(Code::ImplausibleYear, field, date.to_string()));
        }
    };
    check_year("start".into(), partnership.start);
    check_year("end".into(), partnership.end);
    for (index, agreement) in partnership.agreements.iter().enumerate() {
        check_year(format!("agreements[{index}].signed"), agreement.signed);
    }
    for (index, phase) in partnership.phases.iter().enumerate() {
        check_year(format!("phases[{index}].start"), phase.start);
        check_year(format!("phases[{index}].end"), phase.end);
    }
    for (index, action) in partnership.actions.iter().enumerate() {
        check_year(format!("actions[{index}].start"), action.start);
        check_year(format!("actions[{index}].end"), action.end);
    }
    let mut check_past = |field: String, date: Option<PartialDate>| {
        if let Some(date) = date.filter(|date| date.first_day() > latest_day(today)) {
            found.push(Anomaly::new(Code::DateToCome, field, date.to_string()));
        }
    };
    for (index, agreement) in partnership.agreements.iter().enumerate() {
        check_past(format!("agreements[{index}].signed"), agreement.signed);
        check_past(format!("agreements[{index}].transmitted"), agreement.transmitted);
    }
    check_past("provenance.date".into(), partnership.provenance.date);
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
    for (index, party) in partnership.parties.iter().enumerate() {
        check_order(&format!("parties[{index}].to"), party.from, party.to);
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

/// Whether a partnership can have this year: from 1900 to twenty years from now.
fn is_plausible(year: i32, today: NaiveDate) -> bool {
    (1900..=today.year() + 20).contains(&year)
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
    let began = [partnership.start, partnership.first_signature()].into_iter().flatten();
    let began = began.min_by_key(|date| date.first_day());
    let mut seen = HashSet::new();
    for (index, party) in parties.iter().enumerate() {
        if let (Some(to), Some(began)) = (party.to, began)
            && to.last_day() < began.first_day()
        {
            let value = format!("{to} < {began}");
            found.push(Anomaly::new(Code::PartyLeftBefore, format!("parties[{index}].to"), value));
        }
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

fn check_agreements(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    for (index, agreement) in partnership.agreements.iter().enumerate() {
        let field = |part: &str| format!("agreements[{index}].{part}");
        check_currency(agreement.currency, field("currency"), found);
        check_amount(agreement.forecast_amount, agreement.currency, field("forecast_amount"), found);
        if let (Some(signed), Some(transmitted)) = (agreement.signed, agreement.transmitted)
            && transmitted.last_day() < signed.first_day()
        {
            let value = format!("{transmitted} < {signed}");
            found.push(Anomaly::new(Code::TransmittedBeforeSignature, field("transmitted"), value));
        }
    }
}

fn check_currency(currency: Currency, field: String, found: &mut Vec<Anomaly>) {
    if reference::currency(currency).is_none() {
        found.push(Anomaly::new(Code::NotInList, field, currency.as_str()));
    }
}

fn check_amount(amount: Option<Decimal>, currency: Currency, field: String, found: &mut Vec<Anomaly>) {
    let decimals = if THOUSANDTHS.contains(&currency.as_str()) { 3 } else { 2 };
    match amount {
        Some(amount) if amount.is_sign_negative() && !amount.is_zero() => {
            found.push(Anomaly::new(Code::AmountNegative, field, amount.to_string()));
        }
        Some(amount) if amount >= Decimal::from(IMPLAUSIBLE_AMOUNT) => {
            found.push(Anomaly::new(Code::ImplausibleAmount, field, amount.to_string()));
        }
        Some(amount) if amount.normalize().scale() > decimals => {
            found.push(Anomaly::new(Code::TooManyDecimals, field, amount.to_string()));
        }
        _ => {}
    }
}

fn check_actions(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    for (index, action) in partnership.actions.iter().enumerate() {
        if let Some(phase) = action.phase.filter(|phase| *phase >= partnership.phases.len()) {
            found.push(Anomaly::new(Code::NotInList, format!("actions[{index}].phase"), phase.to_string()));
        }
    }
}

fn check_places(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    let mut check = |field: String, place: &Place| {
        if place.country.is_none() && place.territory.is_none() && place.point.is_none() {
            found.push(Anomaly::new(Code::PlaceWithoutCountry, field, &place.name));
        }
    };
    for (index, place) in partnership.places.iter().enumerate() {
        check(format!("places[{index}].country"), place);
    }
    for (index, action) in partnership.actions.iter().enumerate() {
        for (at, place) in action.places.iter().enumerate() {
            check(format!("actions[{index}].places[{at}].country"), place);
        }
    }
}

fn check_funding(partnership: &Partnership, today: NaiveDate, found: &mut Vec<Anomaly>) {
    let first = partnership.start.or_else(|| partnership.first_signature()).map(PartialDate::year);
    let last = partnership.end.map(PartialDate::year);
    let own = partnership.funding.iter().enumerate().map(|(at, line)| (format!("funding[{at}]"), line));
    let of_phases = partnership.phases.iter().enumerate().flat_map(|(phase, of)| {
        of.funding.iter().enumerate().map(move |(at, line)| (format!("phases[{phase}].funding[{at}]"), line))
    });
    for (path, line) in own.chain(of_phases) {
        let field = |part: &str| format!("{path}.{part}");
        check_currency(line.currency, field("currency"), found);
        check_amount(line.amount, line.currency, field("amount"), found);
        let parts = [line.of_which.water, line.of_which.energy, line.of_which.waste];
        for (part, name) in parts.into_iter().zip(["water", "energy", "waste"]) {
            check_amount(part, line.currency, field(&format!("of_which.{name}")), found);
        }
        match line.amount {
            None => found.push(Anomaly::new(Code::AmountUnknown, field("amount"), line.label())),
            Some(amount) if amount.is_sign_negative() => {}
            Some(amount) => {
                let parts = parts.into_iter().flatten().filter(Decimal::is_sign_positive);
                let sum = parts.fold(Decimal::ZERO, Decimal::saturating_add);
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
        let outside = |year: i32| first.is_some_and(|first| year < first) || last.is_some_and(|last| year > last);
        match line.year {
            Some(year) if !is_plausible(year, today) => {
                found.push(Anomaly::new(Code::ImplausibleYear, field("year"), year.to_string()));
            }
            Some(year) if outside(year) => {
                found.push(Anomaly::new(Code::FundingYearOutside, field("year"), year.to_string()));
            }
            _ => {}
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
        if let Some(name) = contact.function.as_deref().and_then(person_at_the_start) {
            found.push(Anomaly::new(Code::PersonInText, format!("contacts[{index}].function"), masked(name)));
        }
        if let Some(mailbox) = contact.mailbox.as_deref().filter(|mailbox| meridien_iati::is_personal(mailbox)) {
            found.push(Anomaly::new(Code::PersonInText, format!("contacts[{index}].mailbox"), masked(mailbox)));
        }
    }
}

/// Characters that are not seen or turn the text around them, in everything that is written, and languages that are none.
fn check_characters(partnership: &Partnership, found: &mut Vec<Anomaly>) {
    for (path, lang) in personal::in_languages(partnership, |lang| !reference::is_language(lang)) {
        found.push(Anomaly::new(Code::NotInList, path, lang));
    }
    let mut see = |path: &dyn Fn() -> String, text: &str| {
        if let Some(stray) = text.chars().find(|c| is_stray(*c)) {
            found.push(Anomaly::new(Code::StrayCharacter, path(), format!("U+{:04X}", u32::from(stray))));
        }
    };
    for (path, text) in personal::texts(partnership) {
        see(&|| path.clone(), text);
    }
    for (at, party) in partnership.parties.iter().enumerate() {
        see(&|| format!("parties[{at}].name"), &party.name);
    }
    for (at, entry) in partnership.glossary.iter().enumerate() {
        see(&|| format!("glossary[{at}].short"), &entry.short);
        see(&|| format!("glossary[{at}].long"), &entry.long);
    }
    for (at, phase) in partnership.phases.iter().enumerate() {
        phase.call.iter().for_each(|call| see(&|| format!("phases[{at}].call"), call));
    }
    for (at, place) in partnership.places.iter().enumerate() {
        see(&|| format!("places[{at}].name"), &place.name);
    }
    for (at, action) in partnership.actions.iter().enumerate() {
        for (of, place) in action.places.iter().enumerate() {
            see(&|| format!("actions[{at}].places[{of}].name"), &place.name);
        }
    }
    for (at, document) in partnership.documents.iter().enumerate() {
        document.url.iter().for_each(|url| see(&|| format!("documents[{at}].url"), url));
    }
    let provenance = &partnership.provenance;
    see(&|| "provenance.source".to_owned(), &provenance.source);
    provenance.licence.iter().for_each(|licence| see(&|| "provenance.licence".to_owned(), licence));
}

/// Control characters but line ends and tabs, those that force a direction on the text after them, and those without width
/// by which a word is another one than it looks. What joins letters, or keeps them apart, belongs to some scripts.
fn is_stray(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    control
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Mail addresses (`name@host`, `name[at]host`), telephone numbers and titled names ("M. Dupont", "Madame …") in a text. What
/// is found is returned masked, so that a report does not spread what it warns of.
pub fn personal_data(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        personal::mail_addresses(text).into_iter().map(|(start, end)| masked(&text[start..end])).collect();
    found.extend(titled::names(text).into_iter().map(|(title, name)| format!("{title} {}", masked(name))));
    found.extend(personal::telephones(text).iter().map(|_| "0• •• •• •• ••".to_owned()));
    found
}

/// The name of a person with which a function begins: a first name, then a family name in capitals ("Awa DIALLO, maire").
fn person_at_the_start(function: &str) -> Option<&str> {
    let name = function.split([',', ';', '(', '–', '-']).next()?.trim();
    let (first, family) = name.split_once(' ')?;
    let service = ["direct", "servic", "pôle", "bureau", "mission", "cellul", "chargé", "respons", "cabinet", "secrét"];
    let is_service = service.iter().any(|service| first.to_lowercase().starts_with(service));
    let given = first.chars().next().is_some_and(char::is_uppercase) && first.chars().any(char::is_lowercase);
    let in_capitals =
        family.chars().filter(|c| c.is_alphabetic()).count() > 2 && !family.chars().any(char::is_lowercase);
    (given && in_capitals && !is_service).then_some(name)
}

fn masked(value: &str) -> String {
    value.chars().enumerate().map(|(at, c)| if at == 0 || !c.is_alphanumeric() { c } else { '•' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{
        Action, Agreement, NamedOrganisation, OtherTheme, Party, PartyRole, Phase, SdgWeight,
        funding::{FundingLine, OnePercent},
    };
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
    fn errors_are_those_of_all_anomalies() {
        let mut faulty = sound();
        faulty.title = Text::default();
        faulty.narratives.context =
            Text::new("fr", "Écrire à M. Dupont\u{202e}, awa.diallo@example.org, 03 20 00 00 00.");
        faulty.themes.main = Some("99".into());
        faulty.parties.truncate(1);
        let mut all = anomalies(&faulty, today());
        assert!(all.iter().any(|anomaly| anomaly.code == Code::PersonInText));
        all.retain(|anomaly| anomaly.code.severity() == Severity::Error);
        assert_eq!(errors(&faulty, today()), all);
        assert!(all.len() > 3, "{all:?}");
    }

    #[test]
    fn a_sound_record_breaks_no_rule() {
        assert_eq!(codes(&sound()), []);
    }

    fn agreement(p: &mut Partnership) -> &mut Agreement {
        &mut p.agreements[0]
    }

    /// Values that no record can have, wherever they come from: where the fault is said.
    #[test]
    fn impossible_values_are_errors_where_they_stand() {
        type Fault = fn(&mut Partnership);
        let line = |p: &mut Partnership, change: fn(&mut FundingLine)| {
            let mut line = FundingLine { amount: Some(Decimal::TEN), year: Some(2011), ..FundingLine::default() };
            change(&mut line);
            p.phases.push(Phase { funding: vec![line], ..Phase::default() });
        };
        let cases: [(Code, &str, Fault); 21] = [
            (Code::AmountNegative, "agreements[0].forecast_amount", |p| {
                agreement(p).forecast_amount = Some(Decimal::from(-12));
            }),
            (Code::TooManyDecimals, "agreements[0].forecast_amount", |p| {
                agreement(p).forecast_amount = "12000.505".parse().ok();
            }),
            (Code::DatesOutOfOrder, "parties[1].to", |p| {
                (p.parties[1].from, p.parties[1].to) = ("2020".parse().ok(), "2010".parse().ok());
            }),
            (Code::TransmittedBeforeSignature, "agreements[0].transmitted", |p| {
                agreement(p).transmitted = "2009-12-31".parse().ok();
            }),
            (Code::DateToCome, "agreements[0].signed", |p| agreement(p).signed = "2030".parse().ok()),
            (Code::DateToCome, "agreements[0].transmitted", |p| agreement(p).transmitted = "2026-11-25".parse().ok()),
            (Code::DateToCome, "provenance.date", |p| p.provenance.date = "2050".parse().ok()),
            (Code::RepeatedValue, "themes.others[0].theme", |p| p.themes.others = vec![other("5.1.1")]),
            (Code::RepeatedValue, "themes.others[1].theme", |p| p.themes.others = vec![other("4.1"), other("4.1")]),
            (Code::RepeatedValue, "themes.sdgs[1].goal", |p| {
                p.themes.sdgs = vec![SdgWeight { goal: 6, weight: Some(1) }, SdgWeight { goal: 6, weight: Some(2) }];
            }),
            (Code::RepeatedValue, "themes.purposes", |p| p.themes.purposes = vec!["14030".into(), "14030".into()]),
            (Code::NotInList, "themes.main", |p| p.themes.main = Some("99.9".into())),
            (Code::NotInList, "themes.others[0].theme", |p| p.themes.others = vec![other("88")]),
            (Code::NotInList, "phases[0].themes", |p| {
                p.phases.push(Phase { themes: vec!["77".into()], ..Phase::default() });
            }),
            (Code::NotInList, "agreements[0].currency", |p| agreement(p).currency = "FFF".parse().unwrap()),
            (Code::NotInList, "title.xx", |p| p.title = p.title.clone().with("xx", "Titre")),
            (Code::NotInList, "actions[0].phase", |p| {
                p.actions.push(Action { phase: Some(7), ..Action::default() });
            }),
            (Code::StrayCharacter, "title.fr", |p| p.title = Text::new("fr", "Coop\u{202e}ération")),
            (Code::StrayCharacter, "title.fr", |p| p.title = Text::new("fr", "Eau\u{200b}pure")),
            (Code::StrayCharacter, "parties[0].name", |p| p.parties[0].name.push('\u{7}')),
            (Code::StrayCharacter, "provenance.source", |p| p.provenance.source.push('\0')),
        ];
        let told = |partnership: &Partnership, code: Code, field: &str| {
            assert_eq!(code.severity(), Severity::Error);
            let found = anomalies(partnership, today());
            assert!(
                found.iter().any(|found| found.code == code && found.field == field),
                "{code:?} {field}: {found:?}"
            );
        };
        for (code, field, fault) in cases {
            let mut partnership = sound();
            fault(&mut partnership);
            told(&partnership, code, field);
        }
        let mut partnership = sound();
        line(&mut partnership, |line| line.of_which.water = Some(Decimal::from(-300)));
        line(&mut partnership, |line| line.currency = "ZZZ".parse().unwrap());
        told(&partnership, Code::AmountNegative, "phases[0].funding[0].of_which.water");
        told(&partnership, Code::NotInList, "phases[1].funding[0].currency");
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        let finds = |amount: &str, currency: &str| {
            let mut partnership = sound();
            let line = FundingLine {
                amount: amount.parse().ok(),
                currency: currency.parse().unwrap(),
                ..FundingLine::default()
            };
            partnership.funding.push(line);
            codes(&partnership).contains(&Code::TooManyDecimals)
        };
        assert!(finds("0.125", "EUR") && finds("12000.5055", "TND"));
        assert!(!finds("12000.500", "EUR") && !finds("12000.505", "TND"), "a zero at the end is no decimal");
    }

    #[test]
    fn parts_whose_sum_no_number_holds_are_too_much() {
        let of_which = OnePercent { water: Some(Decimal::MAX), energy: Some(Decimal::MAX), waste: None };
        let mut partnership = sound();
        partnership.funding.push(FundingLine { amount: Some(Decimal::TEN), of_which, ..FundingLine::default() });
        assert!(codes(&partnership).contains(&Code::OnePercentTooMuch));
    }

    fn other(theme: &str) -> OtherTheme {
        OtherTheme { theme: theme.into(), priority: None, eligible: None }
    }

    fn nowhere() -> Place {
        Place { name: "Ville 3".into(), territory: None, country: None, point: None }
    }

    #[test]
    fn each_fault_is_named() {
        type Fault = fn(&mut Partnership);
        let cases: [(Code, Fault); 20] = [
            (Code::LongTitle, |p| p.title = Text::new("fr", "Coopération ".repeat(30).trim_end())),
            (Code::ImplausibleYear, |p| p.start = "1066".parse().ok()),
            (Code::ImplausibleYear, |p| {
                p.phases.push(Phase { start: "3000".parse().ok(), ..Phase::default() });
            }),
            (Code::ImplausibleYear, |p| p.funding.push(FundingLine { year: Some(2150), ..FundingLine::default() })),
            (Code::ImplausibleAmount, |p| {
                let amount = "999999999999999999999".parse().ok();
                p.funding.push(FundingLine { amount, ..FundingLine::default() });
            }),
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
            (Code::PartyLeftBefore, |p| p.parties[1].to = "2009".parse().ok()),
            (Code::PlaceWithoutCountry, |p| p.places.push(nowhere())),
            (Code::PlaceWithoutCountry, |p| {
                p.actions.push(Action { places: vec![nowhere()], ..Action::default() });
            }),
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
    fn a_name_in_the_place_of_a_function_is_found() {
        assert_eq!(person_at_the_start("Awa DIALLO, 2e vice-présidente"), Some("Awa DIALLO"));
        assert_eq!(person_at_the_start("Awa NDIAYE"), Some("Awa NDIAYE"));
        for function in
            ["Maire", "Chargée de mission ONU", "Direction DAECT", "Service des relations internationales, ONU", ""]
        {
            assert_eq!(person_at_the_start(function), None, "{function}");
        }
    }

    #[test]
    fn personal_data_is_found_and_masked() {
        assert_eq!(personal_data("Contact : agent@exemple.org."), ["a••••@•••••••.•••"]);
        assert_eq!(personal_data("avec Mme Untel"), ["Mme U••••"]);
        assert_eq!(personal_data("avec Madame Awa Traoré, Dr. Untel"), ["Madame A••", "Dr. U••••"]);
        assert!(personal_data("Monsieur le maire, en DR Congo").is_empty());
        assert_eq!(personal_data("Tél. 03 20 00 00 00"), ["0• •• •• •• ••"]);
        assert!(personal_data("de 2010 à 2012, 177 550 € et 3 @ la fois").is_empty());
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        (1990i32..2060, 1u32..=12, 1u32..=28, 0..3).prop_map(|(year, month, day, precision)| match precision {
            0 => PartialDate::Year(year),
            1 => PartialDate::Month(year, month),
            _ => PartialDate::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap()),
        })
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

        /// A date is to come, or not, whatever its precision; and an order is broken only where no reading of both dates keeps it.
        #[test]
        fn dates_of_an_agreement_are_judged_by_what_they_may_mean(signed in any_date(), transmitted in any_date()) {
            let mut partnership = sound();
            *agreement(&mut partnership) =
                Agreement { signed: Some(signed), transmitted: Some(transmitted), ..Agreement::default() };
            let found = codes(&partnership);
            let to_come = signed.first_day() > latest_day(today()) || transmitted.first_day() > latest_day(today());
            prop_assert_eq!(found.contains(&Code::DateToCome), to_come);
            let before = transmitted.last_day() < signed.first_day();
            prop_assert_eq!(found.contains(&Code::TransmittedBeforeSignature), before);
        }

        /// An amount below zero is found wherever it stands, and no other is.
        #[test]
        fn amounts_below_zero_are_found(forecast in -9i64..9, amount in -9i64..9, parts in [-9i64..9, -9i64..9, -9i64..9]) {
            let mut partnership = sound();
            agreement(&mut partnership).forecast_amount = Some(forecast.into());
            let [water, energy, waste] = parts.map(|part| Some(Decimal::from(part)));
            let of_which = OnePercent { water, energy, waste };
            partnership.funding.push(FundingLine { amount: Some(amount.into()), of_which, ..FundingLine::default() });
            let below = [forecast, amount].into_iter().chain(parts).filter(|amount| *amount < 0).count();
            let found = codes(&partnership).into_iter().filter(|code| *code == Code::AmountNegative).count();
            prop_assert_eq!(found, below);
        }

        /// What has come twice is named once for each time after the first.
        #[test]
        fn repetitions_are_counted(goals in proptest::collection::vec(1u8..=17, 0..8)) {
            let mut partnership = sound();
            partnership.themes.sdgs = goals.iter().map(|goal| SdgWeight { goal: *goal, weight: None }).collect();
            let once = goals.iter().collect::<HashSet<_>>().len();
            let found = codes(&partnership).into_iter().filter(|code| *code == Code::RepeatedValue).count();
            prop_assert_eq!(found, goals.len() - once);
        }
    }
}
