//! Parties and other organisations named on the page.

use crate::layout::Section;
use crate::page::ForeignParty;
use crate::reader::Reader;
use crate::text::fold;
use crate::words::{COUNTRY_WORDS, is_country};
use crate::{At, Code};

impl Reader {
    pub(crate) fn foreign_parties(&mut self, section: &Section) {
        let table = self.table(section, &["nom de la collectivite"]);
        let name_column = table.column(0, is_name);
        let country_column = table.column(1, |heading| heading.starts_with("pays"));
        for mut row in table.rows {
            let country = row.take(country_column);
            let Some(text) = row.take(name_column) else {
                self.unread(row.source);
                continue;
            };
            let (name, country) = match split_country(&text) {
                (name, Some(country)) if row.flat => (name, Some(country.to_owned())),
                _ => (text.as_str(), country),
            };
            if country.is_none() {
                self.notice(Code::UnknownCountry, row.line(), name);
            }
            self.know(name);
            self.page.foreign_parties.push(ForeignParty { line: row.line(), name: name.to_owned(), country });
            self.leftover(row);
        }
    }

    pub(crate) fn home_parties(&mut self, section: &Section) {
        let table = self.table(section, &["nom de la collectivite"]);
        let column = table.column(0, is_name);
        for mut row in table.rows {
            let Some(name) = row.take(column) else {
                self.unread(row.source);
                continue;
            };
            self.know(&name);
            self.page.home_parties.push(At { line: row.line(), value: name });
            self.leftover(row);
        }
    }

    /// Remembers the name of an organisation of this page.
    pub(crate) fn know(&mut self, name: &str) {
        self.names.insert(fold(name), name.to_owned());
    }

    /// How many of the first words are the longest known name that starts a text.
    pub(crate) fn known_words(&self, words: &[&str]) -> Option<usize> {
        const LONGEST_NAME: usize = 300;
        let mut length = 0;
        let within = words.iter().take_while(|word| {
            length += word.len() + 1;
            length <= LONGEST_NAME
        });
        (1..=within.count()).rev().find(|count| self.names.contains_key(&fold(&words[..*count].join(" "))))
    }
}

/// Whether a folded heading is that of the parties' names.
fn is_name(heading: &str) -> bool {
    heading.starts_with("nom") || heading.starts_with("collectivite")
}

/// Splits "Commune de Nioro Mali" into name and country.
fn split_country(text: &str) -> (&str, Option<&str>) {
    let spaces: Vec<usize> = text.rmatch_indices(' ').map(|(at, _)| at).take(COUNTRY_WORDS).collect();
    let longest_first = spaces.into_iter().rev();
    longest_first
        .map(|at| (&text[..at], &text[at + 1..]))
        .find(|(_, country)| is_country(&fold(country)))
        .map_or((text, None), |(name, country)| (name, Some(country)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_the_longest_known_name_at_the_end() {
        assert_eq!(split_country("Région de Zou Guinée équatoriale"), ("Région de Zou", Some("Guinée équatoriale")));
        assert_eq!(
            split_country("Ville de Zou République démocratique du Congo"),
            ("Ville de Zou", Some("République démocratique du Congo"))
        );
        assert_eq!(split_country("Ville de Zou Côte d’Ivoire"), ("Ville de Zou", Some("Côte d’Ivoire")));
        assert_eq!(split_country("Ville de Zou"), ("Ville de Zou", None));
        assert_eq!(split_country("Mali"), ("Mali", None));
    }
}
