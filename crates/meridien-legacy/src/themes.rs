//! Other themes and development goals.

use crate::Code;
use crate::layout::Section;
use crate::page::{Goal, OtherTheme};
use crate::reader::Reader;
use crate::tables::Row;
use crate::text::fold;
use crate::words::THEMES;

/// Most levels of a theme.
const LEVELS: usize = 3;

impl Reader {
    pub(crate) fn other_themes(&mut self, section: &Section) {
        let table = self.table(section, &["thematique eligible", "thematique sous-thematique"]);
        let priority = table.column(3, |heading| heading.contains("priorite"));
        for mut row in table.rows {
            let theme = if row.flat { self.flat_theme(&row) } else { self.theme(&mut row, priority) };
            match theme {
                Some(theme) => {
                    self.page.other_themes.push(theme);
                    self.leftover(row);
                }
                None => self.unread(row.source),
            }
        }
    }

    fn theme(&mut self, row: &mut Row, priority: Option<usize>) -> Option<OtherTheme> {
        let mut theme = OtherTheme { line: row.line(), levels: Vec::new(), eligible: None, priority: None };
        theme.priority = self.take_or_notice(row, priority, Code::UnreadableNumber, |cell| within(cell, 1, 5));
        for column in (0..row.cells.len()).filter(|column| Some(*column) != priority) {
            let answer = row.take_as(Some(column), yes_or_no);
            theme.eligible = answer.or(theme.eligible);
            theme.levels.extend(row.take(Some(column)));
        }
        (1..=LEVELS).contains(&theme.levels.len()).then_some(theme)
    }

    /// Reads a flattened row: the priority from the right, the levels by their known names.
    fn flat_theme(&mut self, row: &Row) -> Option<OtherTheme> {
        let mut text = row.cells.first()?.as_str();
        let mut priority = None;
        if let Some((before, last)) = text.rsplit_once(' ') {
            priority = within(last, 1, 5);
            text = priority.map_or(text, |_| before);
        }
        let mut eligible = None;
        if let Some((before, last)) = text.rsplit_once(' ') {
            eligible = yes_or_no(last);
            text = eligible.map_or(text, |_| before);
        }
        let levels = levels(text).unwrap_or_else(|| {
            self.notice(Code::FlattenedRow, row.line(), text);
            vec![text.to_owned()]
        });
        Some(OtherTheme { line: row.line(), levels, eligible, priority })
    }

    pub(crate) fn goals(&mut self, section: &Section) {
        let table =
            self.table(section, &["objectif de developpement durable", "objectifs de developpement durable", "odd "]);
        let weight = table.column(1, |heading| !heading.contains("objectif") && !heading.is_empty());
        for mut row in table.rows {
            let line = row.line();
            let (text, printed_weight) = match row.cells.first() {
                Some(text) if row.flat => split_weight(text),
                Some(text) => (text.as_str(), None),
                None => continue,
            };
            let Some((number, label)) = goal(text) else {
                self.unread(row.source);
                continue;
            };
            let goal = Goal {
                line,
                number,
                label: label.to_owned(),
                weight: match printed_weight {
                    Some(weight) => Some(weight),
                    None => self.take_or_notice(&mut row, weight, Code::UnreadableNumber, weight_of),
                },
            };
            row.take(Some(0));
            self.page.goals.push(goal);
            self.leftover(row);
        }
    }
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    }
}

fn within(text: &str, least: u8, most: u8) -> Option<u8> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}

/// Splits a text into up to three known names of themes.
fn levels(text: &str) -> Option<Vec<String>> {
    let folded = fold(text);
    let words: Vec<&str> = text.split(' ').collect();
    let mut levels = Vec::new();
    let (mut rest, mut from) = (folded.as_str(), 0);
    while !rest.is_empty() && levels.len() < LEVELS {
        let starts =
            |name: &str| rest.strip_prefix(name).is_some_and(|after| after.is_empty() || after.starts_with(' '));
        let name = THEMES.iter().filter(|name| starts(name)).max_by_key(|name| name.len())?;
        let to = from + name.split(' ').count();
        levels.push(words.get(from..to)?.join(" "));
        from = to;
        rest = rest[name.len()..].trim_start();
    }
    rest.is_empty().then_some(levels)
}

const QUOTES: [char; 5] = ['"', '«', '»', '“', '”'];

/// Reads "11 - Villes et communautés durables", in quotes or not.
fn goal(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_matches(|c| QUOTES.contains(&c) || c == ' ');
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let number = within(&text[..end], 1, 17)?;
    let label = text[end..].trim_start_matches([' ', '-', '–', ':', '.']);
    (!label.is_empty() && label.len() < text.len() - end).then_some((number, label))
}

fn weight_of(text: &str) -> Option<u8> {
    within(text, 1, 2)
}

/// Splits the weight from the end of a flattened row.
fn split_weight(text: &str) -> (&str, Option<u8>) {
    match text.rsplit_once(' ') {
        Some((before, last)) if weight_of(last).is_some() => (before, weight_of(last)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_split_a_flattened_row() {
        assert_eq!(
            levels("Environnement, climat et énergie Eau et déchets Eau et assainissement").expect("levels"),
            ["Environnement, climat et énergie", "Eau et déchets", "Eau et assainissement"]
        );
        assert_eq!(levels("Culture et patrimoine Lecture publique"), None);
        assert_eq!(levels("Sport Sport Sport Sport"), None);
    }

    #[test]
    fn goals_have_a_number_a_name_and_a_weight() {
        assert_eq!(split_weight("\"6 - Eau propre\" 2"), ("\"6 - Eau propre\"", Some(2)));
        assert_eq!(goal("\"6 - Eau propre\""), Some((6, "Eau propre")));
        assert_eq!(goal("18 - Autre"), None);
        assert_eq!(goal("1er but"), None);
    }
}
