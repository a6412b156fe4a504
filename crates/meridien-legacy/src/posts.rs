//! Diplomatic posts: their contacts by role. Who they are goes to the persons, which the page does
//! not hold.

use crate::labels::is_chrome;
use crate::layout::Section;
use crate::page::{Person, Post, PostContact, PostRole};
use crate::reader::Reader;
use crate::text::{address, fold, is_address, plain};
use crate::words::starts_function;
use crate::{Code, MAX_ROWS};

impl Reader {
    /// Reads a post: its name, then for each contact a role, a name and an address, each on a line
    /// of its own.
    pub(crate) fn post(&mut self, section: &Section) {
        let mut reading = Reading {
            post: Post { line: section.line, name: name_in(section.printed), contacts: Vec::new() },
            persons: Vec::new(),
        };
        for line in section.value_lines().filter(|line| !line.text.is_empty() && !is_chrome(line.text)) {
            if reading.persons.len() + reading.post.contacts.len() >= MAX_ROWS {
                self.too_many_rows(line);
            } else if is_detail(line.text) {
                self.notice(Code::DroppedDetail, line.number, "");
            } else {
                reading.line(line.number, line.text);
            }
        }
        self.persons.append(&mut reading.persons);
        self.page.posts.push(reading.post);
    }
}

/// A post being read.
struct Reading {
    post: Post,
    persons: Vec<Person>,
}

impl Reading {
    fn line(&mut self, line: u32, text: &str) {
        let text = plain(text);
        let (addresses, words): (Vec<&str>, Vec<&str>) = text.split(' ').partition(|word| is_address(word));
        let text = words.join(" ");
        let text = without_label(&text);
        if self.post.name.is_none() && is_post_name(text) {
            self.post.name = Some(text.trim_matches(QUOTES).to_owned());
        } else if let Some((role, name)) = role(text) {
            self.post.contacts.push(PostContact { line, role: Some(role), persons: 0 });
            self.name(line, name);
        } else {
            self.name(line, text);
        }
        for email in addresses.into_iter().map(address) {
            match self.persons.last_mut() {
                Some(person) if person.email.is_none() => person.email = Some(email),
                _ => self.person(line, "", Some(email)),
            }
        }
    }

    /// Counts a person under the last role.
    fn name(&mut self, line: u32, name: &str) {
        if name.is_empty() {
            return;
        }
        match self.post.contacts.last_mut() {
            Some(contact) => contact.persons += 1,
            None => self.post.contacts.push(PostContact { line, role: None, persons: 1 }),
        }
        self.person(line, name, None);
    }

    fn person(&mut self, line: u32, name: &str, email: Option<String>) {
        let role = self.post.contacts.last().and_then(|contact| contact.role.as_ref());
        self.persons.push(Person {
            line,
            organisation: self.post.name.clone(),
            role: role.map(PostRole::to_string),
            name: name.to_owned(),
            email,
        });
    }
}

/// A line without the label of an e-mail address.
fn without_label(text: &str) -> &str {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    match fold(first).trim_end_matches(':') {
        "courriel" | "e-mail" | "mail" => rest.trim_start_matches([':', ' ']),
        _ => text,
    }
}

/// Whether a line is a telephone number or a postal address.
fn is_detail(text: &str) -> bool {
    let folded = fold(text);
    let labels = ["telephone", "tel", "fax", "adresse"];
    labels.iter().any(|label| folded.starts_with(label)) && folded.contains(|c: char| c == ':' || c.is_ascii_digit())
}

const QUOTES: [char; 6] = ['"', '«', '»', '“', '”', ' '];

/// The name in the heading `Contacts dans le poste diplomatique "Ambassade de France à ..."`.
fn name_in(heading: &str) -> Option<String> {
    let heading = plain(heading);
    let name = heading.split_once(&QUOTES[..5])?.1.trim_matches(QUOTES);
    (!name.is_empty()).then(|| name.to_owned())
}

fn is_post_name(text: &str) -> bool {
    let folded = fold(text.trim_start_matches(QUOTES));
    ["ambassade", "consulat", "bureau", "representation", "delegation"].iter().any(|start| folded.starts_with(start))
}

/// The role that a line starts with, and the name that may follow it after a colon.
fn role(text: &str) -> Option<(PostRole, &str)> {
    let (role, name) = text.split_once(':').unwrap_or((text, ""));
    let (role, name) = (role.trim(), name.trim());
    let folded = fold(role);
    let role = match folded.as_str() {
        "correspondant cooperation decentralisee" => PostRole::CooperationCorrespondent,
        "conseiller de cooperation et d'action culturelle" => PostRole::CulturalCounsellor,
        _ if folded.split(' ').next().is_some_and(starts_function) => PostRole::Other(role.to_owned()),
        _ => return None,
    };
    Some((role, name))
}

impl std::fmt::Display for PostRole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PostRole::CooperationCorrespondent => "Correspondant coopération décentralisée",
            PostRole::CulturalCounsellor => "Conseiller de coopération et d'action culturelle",
            PostRole::Other(role) => role,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_with_persons;

    #[test]
    fn the_post_is_named_in_quotes_or_on_the_next_line() {
        let heading = "Contacts dans le poste diplomatique « Ambassade de France à Zou »";
        assert_eq!(name_in(heading).as_deref(), Some("Ambassade de France à Zou"));
        let (page, _) = read_with_persons("Contacts dans le poste diplomatique\n\"Consulat de France à Zou\"\n");
        assert_eq!(page.posts[0].name.as_deref(), Some("Consulat de France à Zou"));
    }

    #[test]
    fn names_and_addresses_are_counted_and_kept_apart() {
        let text = "Contacts dans le poste diplomatique \"Ambassade de France à Zou\"\n\
                    Correspondant coopération décentralisée : Un TÉMOIN\nDeux TÉMOIN\n\
                    Courriel : t.deux[at]exemple.invalid t.trois[at]exemple.invalid\nTél. : 01 02\n";
        let (page, persons) = read_with_persons(text);
        let [contact] = &page.posts[0].contacts[..] else { panic!("{:?}", page.posts) };
        assert_eq!((&contact.role, contact.persons), (&Some(PostRole::CooperationCorrespondent), 2));
        let persons: Vec<(&str, Option<&str>)> =
            persons.iter().map(|person| (person.name.as_str(), person.email.as_deref())).collect();
        assert_eq!(
            persons,
            [
                ("Un TÉMOIN", None),
                ("Deux TÉMOIN", Some("t.deux@exemple.invalid")),
                ("", Some("t.trois@exemple.invalid"))
            ]
        );
        assert_eq!(page.notices.iter().filter(|notice| notice.code == Code::DroppedDetail).count(), 1);
    }
}
