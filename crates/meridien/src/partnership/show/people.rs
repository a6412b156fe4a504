//! The parties and the contacts, as rows.

use chrono::NaiveDate;

use super::super::{ContactRole, Side};
use super::{Record, period};
use crate::annotation::Annotation;
use crate::confirmation::{self, Confirmation};
use crate::country;
use crate::journal::Person;
use crate::reference::fold;
use crate::value::{Country, Id};
use crate::web::Locale;
use crate::web::words::Link;

/// A party.
pub(super) struct PartyRow {
    /// Its name when it signed.
    pub(super) name: Link,
    /// Who holds its rights today, where that is another body or another name.
    pub(super) now: Vec<Link>,
    /// When it ceased to exist, where nobody holds its rights.
    pub(super) ended: Option<String>,
    pub(super) country: Link,
    pub(super) role: &'static str,
    pub(super) period: Option<String>,
    pub(super) side: Side,
    /// When it last confirmed the record, or said that it is not right; and what a diplomatic post said beside it.
    pub(super) words: Vec<Word>,
}

/// What a party last said of the record, or a diplomatic post in its place.
pub(super) struct Word {
    /// Who said what and when, as a sentence.
    pub(super) sentence: String,
    /// What it finds wrong.
    pub(super) remark: Option<String>,
    /// The language of that, where it is not the reader's.
    pub(super) lang: Option<String>,
    /// The organisation that asked for it, where the party answered by a link.
    pub(super) asked_by: Option<String>,
    /// The version that it saw, where the record has changed since.
    pub(super) earlier: Option<i32>,
}

/// The parties, those at home first.
pub(super) fn parties(l: Locale, record: &Record, home: Country, today: NaiveDate) -> Vec<PartyRow> {
    let p = &record.partnership;
    let row = |(party, side): (&super::super::Party, Side)| {
        let organisation = record.directory.get(party.organisation);
        PartyRow {
            name: Link {
                text: party.name.clone(),
                href: organisation.map(|_| organisation_path(l, party.organisation)),
            },
            now: names_now(l, record, party.organisation, &party.name, today),
            ended: organisation.and_then(|organisation| organisation.ended(today)).map(|to| l.date(to)),
            country: country::link(l, party.country),
            role: party.role.key(),
            period: period(l, party.from, party.to),
            side,
            words: words(l, record, party.organisation, today),
        }
    };
    let mut rows: Vec<_> = p.parties.iter().zip(p.sides(home)).map(row).collect();
    rows.sort_by_key(|row| row.side == Side::Abroad);
    rows
}

fn organisation_path(l: Locale, id: Id) -> String {
    l.href(&format!("/organisations/{id}"))
}

/// Who holds a signatory's rights today; nothing where that is itself under the same name.
fn names_now(l: Locale, record: &Record, id: Id, signed_as: &str, today: NaiveDate) -> Vec<Link> {
    let holders = record.directory.holders_on(id, today);
    let link = |(holder, organisation): (Id, &crate::organisation::Organisation)| {
        let name = organisation.name_on(today, l.lang.code());
        let lasts = |name: &crate::organisation::Name| name.to.is_none_or(|to| to.last_day() >= today);
        let known_as = organisation.names.iter().any(|name| name.name == signed_as && lasts(name));
        (holder != id || (name != signed_as && !known_as))
            .then(|| Link { text: name.to_owned(), href: Some(organisation_path(l, holder)) })
    };
    holders.into_iter().filter_map(link).collect()
}

fn words(l: Locale, record: &Record, party: Id, today: NaiveDate) -> Vec<Word> {
    let said = &record.confirmations;
    let last = confirmation::last_word(said, party).into_iter().chain(confirmation::last_word_of_post(said, party));
    let word = |word: &Confirmation| Word {
        sentence: word.sentence(l, &record.directory),
        remark: word.remark.clone(),
        lang: word.foreign(l),
        asked_by: word.asked_by.map(|asker| confirmation::name_of(l, &record.directory, asker, today)),
        earlier: Some(word.version).filter(|version| *version < record.revision.version),
    };
    last.map(word).collect()
}

/// A contact: a function, never a person.
pub(super) struct ContactRow {
    pub(super) organisation: Link,
    /// The role, the function or both, in words.
    pub(super) function: String,
    pub(super) mailbox: Option<String>,
    /// How many persons the source named, whom we do not publish.
    pub(super) unpublished: u32,
}

/// The contacts, as the record gives them.
pub(super) fn contacts(l: Locale, record: &Record) -> Vec<ContactRow> {
    let row = |contact: &super::super::Contact| {
        let known = contact.organisation.filter(|id| record.directory.get(*id).is_some());
        ContactRow {
            organisation: Link { text: contact.name.clone(), href: known.map(|id| organisation_path(l, id)) },
            function: match (&contact.function, contact.role) {
                (Some(function), ContactRole::Other | ContactRole::Party) => function.clone(),
                // A source may say the role once more as the function.
                (Some(function), role) if fold(function) != fold(&l.t(role.key())) => {
                    format!("{}, {function}", l.t(role.key()))
                }
                (_, role) => l.t(role.key()).into_owned(),
            },
            // What stands where an address was taken out leads nowhere.
            mailbox: contact.mailbox.clone().filter(|mailbox| mailbox.contains('@')),
            unpublished: contact.count.max(contact.persons.len() as u32),
        }
    };
    record.partnership.contacts.iter().map(row).collect()
}

/// The persons whom the page names: those who agreed to it or whose office asks for it, on the newest version alone.
pub(super) fn persons(record: &Record, may: bool, today: NaiveDate) -> Vec<&Person> {
    let current = record.revision.version == record.newest;
    record.persons.iter().filter(|person| may && current && person.is_public(today)).collect()
}

/// A public annotation.
pub(super) struct AnnotationRow {
    pub(super) text: String,
    /// Its language, where that is not the reader's.
    pub(super) lang: Option<String>,
    /// Who wrote it.
    pub(super) by: Link,
    pub(super) on: String,
}

/// What posts and the ministry noted for everyone to read.
pub(super) fn annotations(l: Locale, record: &Record, today: NaiveDate) -> Vec<AnnotationRow> {
    let post = |id: Id| {
        let name = record.directory.get(id)?.name_on(today, l.lang.code());
        Some(Link { text: name.to_owned(), href: Some(organisation_path(l, id)) })
    };
    let ministry = || Link { text: l.t("annotation-by-ministry").into_owned(), href: None };
    let row = |annotation: &Annotation| AnnotationRow {
        text: annotation.text.clone(),
        lang: (annotation.lang != l.lang.code()).then(|| annotation.lang.clone()),
        by: annotation.post.and_then(post).unwrap_or_else(ministry),
        on: l.day(annotation.on),
    };
    record.annotations.iter().map(row).collect()
}

/// The diplomatic posts that follow the partnership, those already among its contacts left out.
pub(super) fn posts(l: Locale, record: &Record, today: NaiveDate) -> Vec<Link> {
    let among_contacts = |id: &Id| record.partnership.contacts.iter().any(|contact| contact.organisation == Some(*id));
    let link = |id: &Id| {
        let text = record.directory.get(*id)?.name_on(today, l.lang.code()).to_owned();
        Some(Link { text, href: Some(organisation_path(l, *id)) })
    };
    record.posts.iter().filter(|id| !among_contacts(id)).filter_map(link).collect()
}
