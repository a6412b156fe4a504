//! Contacts and volunteers: what they do and how many they are. Who they are goes to the persons,
//! which the page does not hold.

use crate::labels::is_chrome;
use crate::layout::Section;
use crate::page::{Contact, Person, Post, PostContact, PostRole, Volunteers};
use crate::reader::Reader;
use crate::tables::{Row, Table};
use crate::text::{address, fold, is_address, masked, plain};
use crate::words::{starts_function, starts_mission};
use crate::{Code, MAX_ROWS};

impl Reader {
    /// Contacts of the parties.
    pub(crate) fn party_contacts(&mut self, section: &Section) {
        let table = self.table(section, "nom de la collectivite");
        for row in &table.rows {
            let person = if row.flat {
                self.flat_contact(row)
            } else {
                contact_cells(row, &table)
            };
            if person.organisation.is_none() {
                self.notice(Code::UnclearOrganisation, row.line(), "");
            }
            self.count(&person);
            if !person.name.is_empty() || person.email.is_some() {
                self.persons.push(person);
            }
        }
    }

    /// Reads a flattened row: the organisation by its known name, the address by its form, the
    /// function by its first word. What is left is a person's name.
    fn flat_contact(&self, row: &Row) -> Person {
        let all: Vec<&str> = row.cells[0].split(' ').collect();
        let known = self.known_words(&all).unwrap_or_default();
        let (organisation, rest) = all.split_at(known);
        let (addresses, words): (Vec<&str>, Vec<&str>) =
            rest.iter().partition(|word| is_address(word));
        let function = words
            .iter()
            .position(|word| starts_function(&fold(word)))
            .unwrap_or(words.len());
        let (name, role) = words.split_at(function);
        Person {
            line: row.line(),
            organisation: (known > 0).then(|| organisation.join(" ")),
            role: (!role.is_empty()).then(|| role.join(" ")),
            name: name.join(" "),
            email: (!addresses.is_empty()).then(|| address(&addresses.join(" "))),
        }
    }

    fn count(&mut self, person: &Person) {
        let key = (person.organisation.clone(), person.role.clone());
        let contacts = &mut self.page.contacts;
        let index = *self.contacts.entry(key).or_insert_with(|| {
            contacts.push(Contact {
                line: person.line,
                organisation: person.organisation.clone(),
                role: person.role.clone(),
                persons: 0,
            });
            contacts.len() - 1
        });
        if !person.name.is_empty() || person.email.is_some() {
            contacts[index].persons += 1;
        }
    }

    /// A diplomatic post: its name, then for each contact a role, a name and an address, each on a
    /// line of its own.
    pub(crate) fn post(&mut self, section: &Section) {
        let mut post = Post {
            line: section.line,
            name: post_name(section.printed),
            contacts: Vec::new(),
        };
        let mut persons: Vec<Person> = Vec::new();
        for line in section.value_lines() {
            if line.text.is_empty() || is_chrome(line.text) {
                continue;
            }
            if persons.len() + post.contacts.len() >= MAX_ROWS {
                self.too_many_rows(line);
                continue;
            }
            let text = plain(line.text);
            let folded = fold(&text);
            let detail = ["telephone", "tel", "fax", "adresse"]
                .iter()
                .any(|start| folded.starts_with(start));
            if let Some(email) = text.split(' ').find(|word| is_address(word)) {
                match persons.last_mut().filter(|person| person.email.is_none()) {
                    Some(person) => person.email = Some(address(email)),
                    None => self.notice(Code::DroppedDetail, line.number, ""),
                }
            } else if folded.starts_with("courriel") || folded.starts_with("e-mail") {
                // The address is missing, or on the next line.
            } else if detail && text.contains(|c: char| c == ':' || c.is_ascii_digit()) {
                self.notice(Code::DroppedDetail, line.number, "");
            } else if post.name.is_none() && is_post_name(&folded) {
                post.name = Some(text.trim_matches(QUOTES).to_owned());
            } else if let Some(role) = post_role(&text, &folded) {
                post.contacts.push(PostContact {
                    line: line.number,
                    role: Some(role),
                    persons: 0,
                });
            } else {
                if post.contacts.is_empty() {
                    post.contacts.push(PostContact {
                        line: line.number,
                        role: None,
                        persons: 0,
                    });
                }
                let contact = post.contacts.last_mut();
                let role = contact
                    .as_ref()
                    .and_then(|contact| contact.role.as_ref())
                    .map(PostRole::to_string);
                contact.into_iter().for_each(|contact| contact.persons += 1);
                persons.push(Person {
                    line: line.number,
                    organisation: post.name.clone(),
                    role,
                    name: text,
                    email: None,
                });
            }
        }
        self.persons.append(&mut persons);
        self.page.posts.push(post);
    }

    pub(crate) fn volunteers(&mut self, section: &Section) {
        let table = self.table(section, "nom");
        let name = [
            table.column(0, |heading| heading == "nom"),
            table.column(1, |heading| heading == "prenom"),
        ];
        let mission = table.column(2, |heading| heading == "mission");
        let field = table.column(3, |heading| heading.starts_with("champ"));
        let host = table.column(4, |heading| heading.starts_with("entite"));
        for row in &table.rows {
            let (name, mission, field, host) = if row.flat {
                let (name, mission) = flat_volunteer(&row.cells[0]);
                (name, mission, None, None)
            } else {
                (
                    joined(row, &name),
                    row.text(mission),
                    row.text(field),
                    row.text(host),
                )
            };
            if row.flat {
                let code = if mission.is_some() {
                    Code::FlattenedRow
                } else {
                    Code::UnclearVolunteer
                };
                self.notice(code, row.line(), mission.as_deref().unwrap_or_default());
            }
            if !name.is_empty() {
                self.persons.push(Person {
                    line: row.line(),
                    organisation: host.clone(),
                    role: mission.clone(),
                    name,
                    email: None,
                });
            }
            self.page.volunteers.push(Volunteers {
                line: row.line(),
                mission,
                field,
                host,
                count: 1,
            });
        }
    }
}

fn contact_cells(row: &Row, table: &Table) -> Person {
    let name = [
        table.column(1, |heading| heading == "nom"),
        table.column(2, |heading| heading == "prenom"),
    ];
    let role = row.text(table.column(3, |heading| heading.starts_with("fonction")));
    let email = row.text(table.column(4, |heading| {
        heading.contains("mail") || heading.contains("courriel")
    }));
    Person {
        line: row.line(),
        organisation: row.text(table.column(0, |heading| heading.contains("collectivite"))),
        role: role.map(|role| masked(&role)),
        name: joined(row, &name),
        email: email.map(|email| address(&email)),
    }
}

fn joined(row: &Row, columns: &[Option<usize>]) -> String {
    let cells: Vec<&str> = columns
        .iter()
        .filter_map(|column| row.cell(*column))
        .collect();
    cells.join(" ")
}

/// Splits a flattened row of volunteers into name and the rest. Only a surname in capitals, one
/// first name and a word that starts a mission tell them apart; else all of it may be a name.
fn flat_volunteer(text: &str) -> (String, Option<String>) {
    let words: Vec<&str> = text.split(' ').collect();
    let is_capital = |word: &&&str| word.len() > 1 && !word.contains(char::is_lowercase);
    let first_name = words.iter().take_while(is_capital).count();
    let start = first_name + 1;
    match words.get(start) {
        Some(word) if first_name > 0 && starts_mission(&fold(word)) => {
            (words[..start].join(" "), Some(words[start..].join(" ")))
        }
        _ => (text.to_owned(), None),
    }
}

const QUOTES: [char; 6] = ['"', '«', '»', '“', '”', ' '];

/// The name in the heading `Contacts dans le poste diplomatique "Ambassade de France à ..."`.
fn post_name(heading: &str) -> Option<String> {
    let heading = plain(heading);
    let name = heading
        .split_once(QUOTES[..5].as_ref())?
        .1
        .trim_matches(QUOTES);
    (!name.is_empty()).then(|| name.to_owned())
}

fn is_post_name(folded: &str) -> bool {
    let bare = folded.trim_start_matches(QUOTES);
    [
        "ambassade",
        "consulat",
        "bureau",
        "representation",
        "delegation",
    ]
    .iter()
    .any(|start| bare.starts_with(start))
}

fn post_role(text: &str, folded: &str) -> Option<PostRole> {
    let first = folded.split(' ').next().unwrap_or_default();
    if folded.starts_with("correspondant cooperation decentralisee") {
        Some(PostRole::CooperationCorrespondent)
    } else if folded.starts_with("conseiller de cooperation et d'action culturelle") {
        Some(PostRole::CulturalCounsellor)
    } else {
        starts_function(first).then(|| PostRole::Other(text.to_owned()))
    }
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

    #[test]
    fn a_volunteer_is_split_only_when_the_name_is_certain() {
        assert_eq!(
            flat_volunteer("TÉMOIN Un Appui à la mairie Eau"),
            (
                "TÉMOIN Un".to_owned(),
                Some("Appui à la mairie Eau".to_owned())
            )
        );
        for unclear in [
            "TÉMOIN Un Deux Appui à la mairie",
            "Témoin Un Appui",
            "TÉMOIN",
            "Appui",
            "",
        ] {
            assert_eq!(flat_volunteer(unclear), (unclear.to_owned(), None));
        }
    }

    #[test]
    fn the_post_is_named_in_quotes() {
        let heading = "Contacts dans le poste diplomatique « Ambassade de France à Zou »";
        assert_eq!(
            post_name(heading).as_deref(),
            Some("Ambassade de France à Zou")
        );
        assert_eq!(post_name("Contacts dans le poste diplomatique"), None);
    }
}
