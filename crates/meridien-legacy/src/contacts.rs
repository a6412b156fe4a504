//! Contacts of the parties, and volunteers: what they do and how many they are. Who they are goes
//! to the persons, which the page does not hold.

use crate::Code;
use crate::layout::Section;
use crate::page::{Contact, Person, Volunteers};
use crate::reader::Reader;
use crate::tables::Row;
use crate::text::{address, fold, is_address, masked};
use crate::words::{starts_function, starts_mission};

impl Reader {
    /// Contacts of the parties.
    pub(crate) fn party_contacts(&mut self, section: &Section) {
        let table = self.table(section, &["nom de la collectivite"]);
        let columns = ContactColumns {
            organisation: table.column(0, |heading| heading.contains("collectivite")),
            name: [table.column(1, |heading| heading == "nom"), table.column(2, |heading| heading == "prenom")],
            role: table.column(3, |heading| heading.starts_with("fonction")),
            email: table.column(4, |heading| heading.contains("mail") || heading.contains("courriel")),
        };
        for mut row in table.rows {
            let person = if row.flat { self.flat_contact(&row) } else { self.contact_cells(&mut row, &columns) };
            if person.organisation.is_none() {
                self.notice(Code::UnclearOrganisation, row.line(), "");
            }
            self.count(&person);
            if !person.name.is_empty() || person.email.is_some() {
                self.persons.push(person);
            }
            self.leftover(row);
        }
    }

    fn contact_cells(&mut self, row: &mut Row, columns: &ContactColumns) -> Person {
        let role = row.take(columns.role).map(|printed| {
            let role = masked(&printed);
            if role != printed {
                self.notice(Code::DroppedDetail, row.line(), "");
            }
            role
        });
        Person {
            line: row.line(),
            organisation: row.take(columns.organisation),
            role,
            name: take_name(row, columns.name),
            email: row.take(columns.email).map(|email| address(&email)),
        }
    }

    /// Reads a flattened row: the organisation by its known name, the address by its form, the
    /// function by its first word. What is left is a person's name.
    fn flat_contact(&self, row: &Row) -> Person {
        let all: Vec<&str> = row.cells[0].split(' ').collect();
        let known = self.known_words(&all).unwrap_or_default();
        let (organisation, rest) = all.split_at(known);
        let (addresses, words): (Vec<&str>, Vec<&str>) = rest.iter().partition(|word| is_address(word));
        // A surname, in capitals, may read like a function.
        let surname = words.iter().take_while(|word| is_capital(word)).count();
        let function = (surname..words.len()).find(|at| starts_function(&fold(words[*at]))).unwrap_or(words.len());
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

    pub(crate) fn volunteers(&mut self, section: &Section) {
        let table = self.table(section, &["nom prenom"]);
        let name = [table.column(0, |heading| heading == "nom"), table.column(1, |heading| heading == "prenom")];
        let mission = table.column(2, |heading| heading == "mission");
        let field = table.column(3, |heading| heading.starts_with("champ"));
        let host = table.column(4, |heading| heading.starts_with("entite"));
        for mut row in table.rows {
            let (name, mission, field, host) = if row.flat {
                let (name, mission) = flat_volunteer(&row.cells[0]);
                (name, mission, None, None)
            } else {
                (take_name(&mut row, name), row.take(mission), row.take(field), row.take(host))
            };
            if row.flat {
                let code = if mission.is_some() { Code::FlattenedRow } else { Code::UnclearVolunteer };
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
            self.page.volunteers.push(Volunteers { line: row.line(), mission, field, host, count: 1 });
            self.leftover(row);
        }
    }
}

/// Where a table of contacts has what.
struct ContactColumns {
    organisation: Option<usize>,
    name: [Option<usize>; 2],
    role: Option<usize>,
    email: Option<usize>,
}

/// Surname and first name.
fn take_name(row: &mut Row, columns: [Option<usize>; 2]) -> String {
    let parts: Vec<String> = columns.into_iter().filter_map(|column| row.take(column)).collect();
    parts.join(" ")
}

/// Whether a word is in capitals.
fn is_capital(word: &str) -> bool {
    word.chars().nth(1).is_some() && !word.contains(char::is_lowercase)
}

/// Splits a flattened row of volunteers into name and the rest. Only a surname in capitals, one
/// first name and a word that starts a mission tell them apart; else all of it may be a name.
fn flat_volunteer(text: &str) -> (String, Option<String>) {
    let words: Vec<&str> = text.split(' ').collect();
    let first_name = words.iter().take_while(|word| is_capital(word)).count();
    let start = first_name + 1;
    match words.get(start) {
        Some(word) if first_name > 0 && starts_mission(&fold(word)) => {
            (words[..start].join(" "), Some(words[start..].join(" ")))
        }
        _ => (text.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volunteer_is_split_only_when_the_name_is_certain() {
        assert_eq!(
            flat_volunteer("TÉMOIN Un Appui à la mairie Eau"),
            ("TÉMOIN Un".to_owned(), Some("Appui à la mairie Eau".to_owned()))
        );
        for unclear in ["TÉMOIN Un Deux Appui à la mairie", "Témoin Un Appui", "TÉMOIN", "Appui", ""] {
            assert_eq!(flat_volunteer(unclear), (unclear.to_owned(), None));
        }
    }
}
