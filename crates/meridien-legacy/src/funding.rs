//! Funding lines.

use crate::Code;
use crate::layout::Section;
use crate::page::{Funder, FundingLine};
use crate::reader::Reader;
use crate::tables::{Row, Table};
use crate::text::fold;
use crate::values::{is_ambiguous, number, year};
use crate::words::starts_organisation;

/// Number of characters that the old atlas kept of a funder typed by hand.
const FIELD_LENGTH: usize = 49;

/// The 1 % columns: water, energy and waste, in this order. All three are headed "eau".
const PARTS: usize = 3;

impl Reader {
    pub(crate) fn funding(&mut self, section: &Section) {
        let table = self.table(section, &["nom du financeur"]);
        let columns = Columns::of(&table);
        for mut row in table.rows {
            let line = if row.flat { self.flat_funding(&row) } else { self.funding_cells(&mut row, &columns) };
            match line {
                // A total is no funding line.
                Some(line) if fold(&line.printed) != "total" => {
                    self.page.funding.push(line);
                    self.leftover(row);
                }
                _ => self.unread(row.source),
            }
        }
    }

    fn funding_cells(&mut self, row: &mut Row, columns: &Columns) -> Option<FundingLine> {
        let printed = row.take(columns.funder)?;
        let mut line = self.funders(row.line(), printed);
        line.amount = self.take_or_notice(row, columns.amount, Code::UnreadableNumber, number);
        let parts = [&mut line.water, &mut line.energy, &mut line.waste];
        for (part, column) in parts.into_iter().zip(&columns.parts) {
            *part = self.take_or_notice(row, Some(*column), Code::UnreadableNumber, number);
        }
        line.year = self.take_or_notice(row, columns.year, Code::UnreadableDate, year);
        Some(line)
    }

    /// Reads a flattened row from the right: the year, then the numbers, then the name.
    fn flat_funding(&mut self, row: &Row) -> Option<FundingLine> {
        let words: Vec<&str> = row.cells.first()?.split(' ').collect();
        let mut end = words.len();
        let year = words.last().and_then(|word| year(word));
        end -= usize::from(year.is_some());
        let mut start = end;
        while start > 0 && number(words[start - 1]).is_some() {
            start -= 1;
        }
        // A name may end with a number: one that is known from elsewhere on the page ends where it
        // says, and no row has more numbers than columns.
        if let Some(known) = self.known_words(&words[..end]).filter(|known| *known > start) {
            start = known;
        }
        start = start.max(end.saturating_sub(1 + PARTS));
        // One number that cannot be told would put all others in the wrong columns.
        if let Some(word) = words[..start].last().filter(|word| is_ambiguous(word)) {
            self.notice(Code::UnreadableNumber, row.line(), word);
            return None;
        }
        let mut printed: Vec<&str> = words[..start].to_vec();
        let mut numbers: Vec<String> = words[start..end].iter().filter_map(|word| number(word)).collect();
        if is_grouped(&words[start..end]) {
            numbers = number(&words[start..end].join(" ")).into_iter().collect();
            self.notice(Code::AmbiguousNumber, row.line(), &row.cells[0]);
        }
        // No part is above its amount: the first number belongs to the name.
        while numbers.len() > 1 && numbers[1..].iter().any(|part| value(part) > value(&numbers[0])) {
            printed.push(words[printed.len()]);
            numbers.remove(0);
            self.notice(Code::AmbiguousNumber, row.line(), &row.cells[0]);
        }
        if printed.is_empty() {
            return None;
        }
        let mut numbers = numbers.into_iter();
        let mut line = FundingLine { amount: numbers.next(), year, ..self.funders(row.line(), printed.join(" ")) };
        let parts: Vec<String> = numbers.collect();
        match <[String; PARTS]>::try_from(parts) {
            Ok(parts) => [line.water, line.energy, line.waste] = parts.map(Some),
            Err(parts) => {
                for part in &parts {
                    self.notice(Code::AmbiguousPart, row.line(), part);
                }
                line.unattributed = parts;
            }
        }
        Some(line)
    }

    /// A line with its funders: the names of a field separated, the last one marked when cut.
    fn funders(&mut self, line: u32, printed: String) -> FundingLine {
        let pieces: Vec<&str> = printed.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let are_names = pieces.iter().all(|piece| self.is_organisation(piece));
        let names = if pieces.len() > 1 && !self.names.contains_key(&fold(&printed)) {
            let code = if are_names { Code::SeveralFunders } else { Code::MaybeSeveralFunders };
            self.notice(code, line, &printed);
            if are_names { pieces } else { vec![printed.as_str()] }
        } else {
            vec![printed.as_str()]
        };
        let mut funders: Vec<Funder> =
            names.into_iter().map(|name| Funder { name: name.to_owned(), cut: false, completed: None }).collect();
        if let Some(last) = funders.last_mut() {
            let length = printed.chars().count();
            last.completed = self.completion(&last.name, length);
            last.cut =
                last.completed.is_some() || length == FIELD_LENGTH && !self.names.contains_key(&fold(&last.name));
            if last.cut {
                let name = last.name.clone();
                self.notice(Code::CutFunder, line, &name);
            }
        }
        FundingLine {
            line,
            printed,
            funders,
            amount: None,
            water: None,
            energy: None,
            waste: None,
            unattributed: Vec::new(),
            year: None,
        }
    }

    fn is_organisation(&self, name: &str) -> bool {
        let folded = fold(name);
        self.names.contains_key(&folded)
            || folded.split([' ', '\'']).next().is_some_and(starts_organisation)
            || self.longer_name(&folded).is_some()
    }

    /// The known name that a cut name begins: one that goes on in the middle of a word, or after a
    /// word that ends where the field does.
    fn completion(&self, name: &str, length: usize) -> Option<String> {
        let folded = fold(name);
        let (longer, printed) = self.longer_name(&folded)?;
        let inside_word = longer[folded.len()..].starts_with(char::is_alphanumeric);
        (inside_word || length + 1 >= FIELD_LENGTH).then(|| printed.clone())
    }

    /// A known name that starts with a text and is longer; none where the text is itself known.
    fn longer_name(&self, folded: &str) -> Option<(&String, &String)> {
        const SHORTEST: usize = 4;
        let (name, printed) = self.names.range(folded.to_owned()..).next()?;
        let goes_on = name.len() > folded.len() && name.starts_with(folded);
        (goes_on && folded.len() >= SHORTEST).then_some((name, printed))
    }
}

/// Where a table with cells has what.
struct Columns {
    funder: Option<usize>,
    amount: Option<usize>,
    parts: Vec<usize>,
    year: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        let is_part = |heading: &str| heading.contains("1%") || heading.contains("1 %");
        Columns {
            funder: table.column(0, |heading| heading.contains("financeur")),
            amount: table.column(1, |heading| heading.starts_with("montant") && !is_part(heading)),
            parts: table.columns(2..2 + PARTS, is_part),
            year: table.column(2 + PARTS, |heading| heading.starts_with("annee")),
        }
    }
}

/// Whether numbers are the groups of one ("177 550", "33 666,50"): no part of an amount is written
/// "000", nor is it above the amount.
fn is_grouped(words: &[&str]) -> bool {
    let [first, groups @ ..] = words else {
        return false;
    };
    number(&words.join(" ")).is_some()
        && !first.starts_with('0')
        && groups.iter().any(|group| group.starts_with('0') || worth(group) > worth(first))
}

/// Rough value of a number as it is printed, to compare it.
fn worth(printed: &str) -> f64 {
    number(printed).map_or(0.0, |number| value(&number))
}

/// Rough value of a number, to compare it.
fn value(number: &str) -> f64 {
    number.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Page, read};

    fn page(row: &str) -> Page {
        read(&format!(
            "Autres partenaires du projet en France\nAgence de l'eau 21\nSyndicat des sources\n\
             Financement du projet\nNom du financeur Montant en euros Année\n{row}\n"
        ))
    }

    fn one(row: &str) -> (FundingLine, Vec<Code>) {
        let mut page = page(row);
        assert_eq!(page.funding.len(), 1, "{row}: {:?}", page.unread);
        let codes = page.notices.iter().filter(|notice| notice.line == 6).map(|notice| notice.code).collect();
        (page.funding.remove(0), codes)
    }

    #[test]
    fn a_flattened_row_is_read_from_the_right() {
        let (line, codes) = one("Ville d'Aubemont 1500.50 0 10 20 2012");
        assert_eq!(
            (line.printed.as_str(), line.amount.as_deref(), line.year),
            ("Ville d'Aubemont", Some("1500.50"), Some(2012))
        );
        assert_eq!(
            (line.water.as_deref(), line.energy.as_deref(), line.waste.as_deref()),
            (Some("0"), Some("10"), Some("20"))
        );
        assert_eq!(codes, []);
        let (line, codes) = one("Ville d'Aubemont 1500 0 2012");
        assert_eq!((line.amount.as_deref(), line.unattributed), (Some("1500"), vec!["0".to_owned()]));
        assert_eq!(codes, [Code::AmbiguousPart]);
        let (line, _) = one("Ville d'Aubemont 2012");
        assert_eq!((line.amount, line.year), (None, Some(2012)));
    }

    #[test]
    fn names_may_end_with_numbers() {
        let (line, codes) = one("Agence de l'eau 21 5 2012");
        assert_eq!((line.printed.as_str(), line.amount.as_deref(), codes), ("Agence de l'eau 21", Some("5"), vec![]));
        let (line, codes) = one("Agenda 21 5000 0 2012");
        assert_eq!((line.printed.as_str(), line.amount.as_deref()), ("Agenda 21", Some("5000")));
        assert_eq!(codes, [Code::AmbiguousNumber, Code::AmbiguousPart]);
    }

    #[test]
    fn digits_may_be_grouped() {
        let (line, codes) = one("Ville d'Aubemont 33 666 2012");
        assert_eq!((line.amount.as_deref(), codes), (Some("33666"), vec![Code::AmbiguousNumber]));
        let (line, codes) = one("Ville d'Aubemont 33 666,50 2012");
        assert_eq!((line.printed.as_str(), line.amount.as_deref()), ("Ville d'Aubemont", Some("33666.50")));
        assert_eq!(codes, [Code::AmbiguousNumber]);
        let (line, _) = one("Ville d'Aubemont 100 12,50 2012");
        assert_eq!((line.amount.as_deref(), line.unattributed), (Some("100"), vec!["12.50".to_owned()]));
    }

    #[test]
    fn a_row_with_a_number_of_two_readings_is_not_read() {
        for numbers in ["12.500 2012", "12,500 0 10 20 2012", "33 666,500"] {
            let row = format!("Ville d'Aubemont {numbers}");
            let page = page(&row);
            assert_eq!((page.funding.len(), page.unread.len()), (0, 1), "{row}");
            assert!(page.notices.iter().any(|notice| notice.code == Code::UnreadableNumber), "{row}");
        }
    }

    #[test]
    fn several_funders_are_separated_only_when_they_are_organisations() {
        let (line, codes) = one("Ville d'Aubemont, Syndicat des sour 10 2012");
        let names: Vec<&str> = line.funders.iter().map(|funder| funder.name.as_str()).collect();
        assert_eq!(names, ["Ville d'Aubemont", "Syndicat des sour"]);
        assert_eq!(line.funders[1].completed.as_deref(), Some("Syndicat des sources"));
        assert_eq!(codes, [Code::SeveralFunders, Code::CutFunder]);
        let (line, codes) = one("Ministère de l'Agriculture, Pêche et Forêts 10 2012");
        assert_eq!((line.funders.len(), codes), (1, vec![Code::MaybeSeveralFunders]));
    }

    #[test]
    fn a_total_is_no_funding_line() {
        let page = page("Total 1500 2012");
        assert_eq!((page.funding.len(), page.unread.len()), (0, 1));
    }
}
