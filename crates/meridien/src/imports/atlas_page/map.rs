//! From a page's values to a partnership, field by field.

use std::collections::HashMap;

use meridien_legacy::{self as legacy, At, DeclaredStatus, Page};

use crate::anomaly::{Anomaly, Code};
use crate::journal::{Entry, Kind, Person};
use crate::partnership::funding::{FundingLine, OnePercent};
use crate::partnership::{
    Agreement, AgreementKind, Answer, Communication, Contact, ContactRole, Document, Form, GlossaryEntry, LegacyId,
    NamedOrganisation, Narratives, OtherPartners, OtherTheme, Partnership, Periodicity, Place, Provenance, SdgWeight,
    Themes, Verification, Volunteer,
};
use crate::reference::{self, fold, places_named};
use crate::value::{Amount, Country, Currency, Id, PartialDate, Text};

use super::super::matching::certain;
use super::super::register::Register;
use super::super::{Options, SOURCE_LANGUAGE};
use super::parties::{Parties, home};

/// Who the record was taken from.
pub const SOURCE: &str = "Atlas français de la coopération décentralisée (ancien atlas)";

/// A page as a record, before it is compared with the register.
#[derive(Debug)]
pub struct Draft {
    /// Partnership or activity.
    pub kind: Kind,
    /// The record, without its identity.
    pub partnership: Partnership,
    /// The organisations and territories that it needs.
    pub needs: Vec<Entry>,
    /// The persons that it names, where they are kept.
    pub persons: Vec<(Id, Person)>,
    /// What the values break, beyond the rules that hold for every partnership.
    pub anomalies: Vec<Anomaly>,
}

impl Draft {
    /// Puts every value of a page in its place.
    pub fn of(page: &Page, persons: &[legacy::Person], register: &mut Register, options: &Options) -> Draft {
        let mut anomalies = Vec::new();
        let parties = Parties::of(page, register, &mut anomalies);
        let countries = parties.countries();
        let named = |names: &[At<String>], countries: &[Country]| -> Vec<NamedOrganisation> {
            names.iter().map(|name| named(&name.value, countries, register)).collect()
        };
        let everywhere: Vec<Country> = std::iter::once(home()).chain(countries.iter().copied()).collect();
        let (contacts, persons) = contacts(page, persons, &everywhere, register, options);
        let dropped = count_persons(page).saturating_sub(persons.len() as u32);
        if dropped > 0 {
            anomalies.push(Anomaly::new(Code::PersonsDropped, "contacts", dropped.to_string()));
        }
        let narratives = narratives(page);
        let partnership = Partnership {
            title: french(page.title.as_ref()),
            form: form(page.form_label.as_ref(), &mut anomalies),
            themes: themes(page, &mut anomalies),
            agreements: agreement(page).into_iter().collect(),
            start: date(page.start.as_ref()),
            end: date(page.end.as_ref()),
            ended: declared(page) == Some(&DeclaredStatus::Ended),
            dormant: declared(page) == Some(&DeclaredStatus::Dormant),
            periodicity: page.periodicity.as_ref().map(|found| periodicity(&found.value, &mut anomalies)),
            documents: cited_documents(&narratives),
            narratives,
            glossary: glossary(page),
            contracting_authorities: named(&page.contracting_authorities, &everywhere),
            implementers: named(&page.implementers, &everywhere),
            beneficiaries: french(page.beneficiaries.as_ref()),
            other_partners: OtherPartners {
                home: [named(&page.other_partners_home, &[home()]), parties.other_home].concat(),
                abroad: [named(&page.other_partners_abroad, &countries), parties.other_abroad].concat(),
            },
            contacts,
            funding: page.funding.iter().map(|line| funding_line(line, &everywhere, register)).collect(),
            communication: Communication {
                home: answer(page.communication_home.as_ref()),
                abroad: answer(page.communication_abroad.as_ref()),
            },
            evaluation: answer(page.evaluation.as_ref()),
            volunteers: volunteers(page),
            places: places(page, &countries),
            parties: parties.parties,
            provenance: Provenance {
                source: SOURCE.to_owned(),
                licence: options.licence.clone().or_else(|| page.rights.as_ref().map(|rights| rights.value.clone())),
                verification: Verification::ImportedUnverified,
                ..Provenance::default()
            },
            ..Partnership::default()
        };
        check_status(page, &partnership, options, &mut anomalies);
        Draft { kind: parties.kind, partnership, needs: parties.needs, persons, anomalies }
    }
}

fn french(value: Option<&At<String>>) -> Text {
    value.map_or_else(Text::default, |value| Text::new(SOURCE_LANGUAGE, &value.value))
}

fn named(name: &str, countries: &[Country], register: &Register) -> NamedOrganisation {
    NamedOrganisation { name: name.to_owned(), organisation: certain(name, countries, register) }
}

fn date(date: Option<&At<legacy::PartialDate>>) -> Option<PartialDate> {
    let date = date?.value;
    let text = match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        _ => format!("{:04}", date.year),
    };
    text.parse().ok()
}

fn declared(page: &Page) -> Option<&DeclaredStatus> {
    page.declared_status.as_ref().map(|status| &status.value)
}

fn check_status(page: &Page, partnership: &Partnership, options: &Options, anomalies: &mut Vec<Anomaly>) {
    let over = partnership.end.is_some_and(|end| end.last_day() < options.now.date_naive());
    if over && declared(page) == Some(&DeclaredStatus::Ongoing) {
        let end = partnership.end.map(|end| end.to_string()).unwrap_or_default();
        anomalies.push(Anomaly::new(Code::EndedButOngoing, "end", end));
    }
}

fn agreement(page: &Page) -> Option<Agreement> {
    // The third form asks for "a convention or a letter of intent" and does not say which it was.
    let kind = match page.form {
        legacy::Form::C => AgreementKind::Unspecified,
        _ => AgreementKind::Convention,
    };
    Some(Agreement { kind, signed: Some(date(page.agreement.as_ref())?), ..Agreement::default() })
}

fn periodicity(found: &legacy::Periodicity, anomalies: &mut Vec<Anomaly>) -> Periodicity {
    match found {
        legacy::Periodicity::Annual => Periodicity::Annual,
        legacy::Periodicity::Biennial => Periodicity::Biennial,
        legacy::Periodicity::Triennial => Periodicity::Triennial,
        legacy::Periodicity::Other(word) => {
            anomalies.push(Anomaly::new(Code::UnknownWord, "periodicity", word));
            Periodicity::Other
        }
    }
}

/// The form, by the words that its label holds.
fn form(label: Option<&At<String>>, anomalies: &mut Vec<Anomaly>) -> Form {
    const WORDS: [(&str, Form); 12] = [
        ("jumelage", Form::Twinning),
        ("accord de cooperation", Form::CooperationAgreement),
        ("projet", Form::CooperationProject),
        // "Action ponctuelle (sans convention)"
        ("ponctuelle", Form::OneOffAction),
        ("convention", Form::CooperationAgreement),
        ("urgence", Form::EmergencyAid),
        ("humanitaire", Form::EmergencyAid),
        ("oudin", Form::OnePercentAction),
        ("1 eau", Form::OnePercentAction),
        ("amitie", Form::Friendship),
        ("contact", Form::Friendship),
        ("autre", Form::Other),
    ];
    let Some(label) = label else { return Form::Other };
    let folded = fold(&label.value);
    let found = WORDS.iter().find(|(words, _)| folded.contains(words));
    found.map_or_else(
        || {
            anomalies.push(Anomaly::new(Code::UnknownWord, "form", &label.value));
            Form::Other
        },
        |(_, form)| *form,
    )
}

fn themes(page: &Page, anomalies: &mut Vec<Anomaly>) -> Themes {
    let printed: Vec<&str> = page.themes.iter().flatten().map(|theme| theme.value.as_str()).collect();
    let mut find = |labels: &[&str], field: String| {
        let (code, unknown) = theme(labels);
        if let Some(label) = unknown {
            anomalies.push(Anomaly::new(Code::UnknownTheme, field, label));
        }
        code
    };
    let main = find(&printed, "themes.main".into());
    let others = page.other_themes.iter().enumerate().filter_map(|(index, other)| {
        let labels: Vec<&str> = other.levels.iter().map(String::as_str).collect();
        let theme = find(&labels, format!("themes.others[{index}]"))?;
        Some(OtherTheme { theme, priority: other.priority, eligible: other.eligible })
    });
    Themes {
        others: others.collect(),
        main,
        sdgs: page.goals.iter().map(|goal| SdgWeight { goal: goal.number, weight: goal.weight }).collect(),
        purposes: Vec::new(),
    }
}

/// The deepest theme on the path of these labels, and the first label that the vocabulary does not have there.
///
/// A label that repeats the one above adds nothing; one that stands alone may be of any level.
fn theme<'a>(labels: &[&'a str]) -> (Option<String>, Option<&'a str>) {
    let mut found: Option<&'static reference::Theme> = None;
    for label in labels {
        let key = fold(label);
        let has_label = |theme: &&reference::Theme| fold(theme.name.fr) == key;
        let below = reference::themes().iter().filter(|theme| match found {
            Some(above) => theme.code.strip_prefix(above.code).is_some_and(|rest| rest.starts_with('.')),
            None => true,
        });
        match below.into_iter().find(has_label) {
            Some(theme) => found = Some(theme),
            None if found.is_some_and(|above| has_label(&above)) => {}
            None => return (found.map(|theme| theme.code.to_owned()), Some(label)),
        }
    }
    (found.map(|theme| theme.code.to_owned()), None)
}

fn narratives(page: &Page) -> Narratives {
    let text = |sections: &[legacy::Section]| {
        let texts = page.narratives.iter().filter(|narrative| sections.contains(&narrative.section));
        let texts: Vec<&str> = texts.map(|narrative| narrative.markdown.as_str()).collect();
        Text::new(SOURCE_LANGUAGE, texts.join("\n\n"))
    };
    Narratives {
        // The third form has one text for both.
        context: text(&[legacy::Section::Context, legacy::Section::ContextAndHistory]),
        history: text(&[legacy::Section::History]),
        objective: text(&[legacy::Section::Objective]),
        description: text(&[legacy::Section::Description]),
        outlook: text(&[legacy::Section::Outlook]),
    }
}

/// The towns of the partner countries that the title names: the page has no field for places.
///
/// Only a capitalised word that is a town's own name counts, and neither the first word nor one of several homonyms.
fn places(page: &Page, countries: &[Country]) -> Vec<Place> {
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    let words = title.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).skip(1);
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let mut places: Vec<Place> = Vec::new();
    for word in words.filter(is_name) {
        let key = fold(word);
        let mut towns = countries.iter().flat_map(|country| places_named(*country, &key));
        if let (Some(town), None) = (towns.next(), towns.next())
            && fold(town.name) == key
            && places.iter().all(|place| place.name != word)
        {
            places.push(Place {
                name: word.to_owned(),
                territory: None,
                country: Some(town.country),
                point: Some(town.point),
            });
        }
    }
    places
}

fn glossary(page: &Page) -> Vec<GlossaryEntry> {
    let entry = |entry: &legacy::GlossaryEntry| GlossaryEntry { short: entry.short.clone(), long: entry.long.clone() };
    page.glossary.iter().map(entry).collect()
}

/// Documents that the texts say to be annexed: cited, not held.
fn cited_documents(narratives: &Narratives) -> Vec<Document> {
    const LONGEST: usize = 160;
    let mut documents = Vec::new();
    for (_, text) in narratives.sections() {
        for (lang, text) in text.iter() {
            for sentence in text.split_inclusive(['.', '\n', ';']) {
                let Some((at, mark)) =
                    ["en annexe", "ci-joint"].iter().find_map(|mark| sentence.match_indices(mark).next())
                else {
                    continue;
                };
                let title = sentence[..at + mark.len()].trim_matches(|c: char| !c.is_alphanumeric());
                let document = Document { title: Text::new(lang, title), ..Document::default() };
                if title.len() > mark.len() && title.len() <= LONGEST && !documents.contains(&document) {
                    documents.push(document);
                }
            }
        }
    }
    documents
}

fn funding_line(line: &legacy::FundingLine, countries: &[Country], register: &Register) -> FundingLine {
    let amount = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Amount>().ok());
    let funder = |funder: &legacy::Funder| NamedOrganisation {
        organisation: certain(funder.completed.as_ref().unwrap_or(&funder.name), countries, register),
        name: funder.name.clone(),
    };
    FundingLine {
        funders: line.funders.iter().map(funder).collect(),
        year: line.year.map(i32::from),
        amount: amount(&line.amount),
        currency: Currency::EUR,
        of_which: OnePercent { water: amount(&line.water), energy: amount(&line.energy), waste: amount(&line.waste) },
        ..FundingLine::default()
    }
}

fn answer(statement: Option<&legacy::Statement>) -> Answer {
    let Some(statement) = statement else { return Answer::default() };
    Answer {
        answer: match statement.answer {
            legacy::Answer::Yes => Some(true),
            legacy::Answer::No => Some(false),
            legacy::Answer::Unknown => None,
        },
        text: Text::new(SOURCE_LANGUAGE, &statement.text),
    }
}

/// The page has a row for each person: those on the same mission become one entry with their number.
fn volunteers(page: &Page) -> Vec<Volunteer> {
    let mut volunteers: Vec<Volunteer> = Vec::new();
    for row in &page.volunteers {
        let volunteer = Volunteer {
            scheme: None,
            mission: Text::new(SOURCE_LANGUAGE, row.mission.as_deref().unwrap_or_default()),
            field: row.field.clone(),
            host_body: row.host.clone(),
            count: 0,
        };
        let same = |known: &Volunteer| Volunteer { count: 0, ..known.clone() } == volunteer;
        match volunteers.iter_mut().find(|known| same(known)) {
            Some(known) => known.count += row.count,
            None => volunteers.push(Volunteer { count: row.count, ..volunteer }),
        }
    }
    volunteers
}

/// How many persons the page names.
fn count_persons(page: &Page) -> u32 {
    let of_posts = page.posts.iter().flat_map(|post| &post.contacts).map(|contact| contact.persons);
    let of_parties = page.contacts.iter().map(|contact| contact.persons);
    of_posts.chain(of_parties).chain(page.volunteers.iter().map(|row| row.count)).sum()
}

/// The contacts by role, and the persons who hold the roles where they are kept. Volunteers are never kept.
fn contacts(
    page: &Page,
    persons: &[legacy::Person],
    countries: &[Country],
    register: &Register,
    options: &Options,
) -> (Vec<Contact>, Vec<(Id, Person)>) {
    type Role = (Option<String>, Option<String>);
    let mut by_role: HashMap<Role, Vec<(Id, Person)>> = HashMap::new();
    if options.persons {
        for person in persons {
            let role = (person.organisation.clone(), person.role.clone());
            by_role.entry(role).or_default().push(kept_person(person));
        }
    }
    let mut contacts = Vec::new();
    let mut kept = Vec::new();
    let mut add = |organisation: Option<&str>, printed_role: Option<&str>, role, function, count| {
        let role_of = (organisation.map(str::to_owned), printed_role.map(str::to_owned));
        let holders = by_role.remove(&role_of).unwrap_or_default();
        contacts.push(Contact {
            name: organisation.unwrap_or_default().to_owned(),
            organisation: organisation.and_then(|name| certain(name, countries, register)),
            role,
            function,
            mailbox: None,
            count,
            persons: holders.iter().map(|(id, _)| *id).collect(),
        });
        kept.extend(holders);
    };
    for post in &page.posts {
        for contact in &post.contacts {
            let printed = contact.role.as_ref().map(ToString::to_string);
            let (role, function) = match &contact.role {
                Some(legacy::PostRole::CooperationCorrespondent) => (ContactRole::CooperationCorrespondent, None),
                Some(legacy::PostRole::CulturalCounsellor) => (ContactRole::CulturalCounsellor, None),
                Some(legacy::PostRole::Other(_)) | None => (ContactRole::Other, printed.clone()),
            };
            add(post.name.as_deref(), printed.as_deref(), role, function, contact.persons);
        }
    }
    for contact in &page.contacts {
        let role = contact.role.as_deref();
        add(contact.organisation.as_deref(), role, ContactRole::Party, contact.role.clone(), contact.persons);
    }
    (contacts, kept)
}

/// A person under an identifier made of source and name, so that one who was erased does not come back.
fn kept_person(person: &legacy::Person) -> (Id, Person) {
    let key = if person.name.is_empty() { person.email.as_deref().unwrap_or_default() } else { &person.name };
    let kept = Person {
        name: person.name.clone(),
        mail: person.email.clone(),
        function: person.role.clone(),
        organisation: person.organisation.clone(),
        source: SOURCE.to_owned(),
        ..Person::default()
    };
    (Id::derived(&format!("person/{SOURCE}/{}", fold(key))), kept)
}

/// The identity of a page without a number: a digest of what it says of itself.
pub fn page_digest(page: &Page) -> String {
    let title = page.title.as_ref().map(|title| fold(&title.value)).unwrap_or_default();
    let foreign = page.foreign_parties.iter().map(|party| party.name.as_str());
    let mut parties: Vec<String> =
        foreign.chain(page.home_parties.iter().map(|p| p.value.as_str())).map(fold).collect();
    parties.sort_unstable();
    let start = date(page.start.as_ref()).map(|start| start.to_string()).unwrap_or_default();
    crate::partnership::identity::digest(&format!("{title}|{}|{start}", parties.join("+")))
}

/// The identity of a page in the old atlas.
pub fn legacy_ids(number: Option<u64>, digest: &str) -> Vec<LegacyId> {
    let id = |scheme: &str, value: String| LegacyId { scheme: scheme.to_owned(), value };
    let number = number.map(|number| id(super::ATLAS, number.to_string()));
    number.into_iter().chain([id(super::ATLAS_PAGE, digest.to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_found_by_their_path() {
        let code = |labels: &[&str]| theme(labels).0;
        let environment = "Environnement, climat et énergie";
        assert_eq!(code(&[environment, "Eau et déchets", "Eau et assainissement"]).as_deref(), Some("4.1.1"));
        assert_eq!(code(&[environment]).as_deref(), Some("4"));
        assert_eq!(code(&["EAU ET DECHETS"]).as_deref(), Some("4.1"));
        assert_eq!(code(&["Éducation, social et recherche", "Santé", "Santé"]).as_deref(), Some("3.3"));
        assert_eq!(theme(&[environment, "Philatélie"]), (Some("4".into()), Some("Philatélie")));
        assert_eq!(theme(&["Philatélie"]), (None, Some("Philatélie")));
        assert_eq!(theme(&[]), (None, None));
    }

    #[test]
    fn documents_are_cited_where_a_text_says_so() {
        let narratives = Narratives {
            history: Text::new("fr", "Début en 2007.\nLes bilans mis en annexe, témoignent de tout. Fin."),
            context: Text::new("fr", "Une annexe du marché."),
            ..Narratives::default()
        };
        let documents = cited_documents(&narratives);
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].title.exact("fr"), Some("Les bilans mis en annexe"));
        assert_eq!(documents[0].file, None);
    }

    #[test]
    fn every_form_of_the_old_atlas_is_known() {
        let of = |label: &str| {
            let mut anomalies = Vec::new();
            (form(Some(&At { line: 1, value: label.into() }), &mut anomalies), anomalies.len())
        };
        for (label, expected) in [
            ("Jumelage", Form::Twinning),
            ("Accord de coopération", Form::CooperationAgreement),
            ("Projet de coopération décentralisée", Form::CooperationProject),
            ("Action ponctuelle (sans convention)", Form::OneOffAction),
            ("Aide d'urgence ou humanitaire", Form::EmergencyAid),
            ("Action au titre du 1 % eau", Form::OnePercentAction),
            ("Lien d'amitié, prise de contact", Form::Friendship),
            ("Autre", Form::Other),
        ] {
            assert_eq!(of(label), (expected, 0), "{label}");
        }
        assert_eq!(of("Pacte secret"), (Form::Other, 1));
    }
}
