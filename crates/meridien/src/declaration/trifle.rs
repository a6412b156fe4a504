//! Whether a change is a trifle, which whoever validates may make and publish: a few characters of a text. Pure.

use serde_json::Value;

use crate::partnership::Partnership;
use crate::partnership::fields::{FIELDS, Field, Kind};

/// Characters that may be inserted or deleted in one text.
const MOST: usize = 20;

/// A text keeps all but less than one such part of it.
const PART: usize = 5;

/// Whether two states of a record differ by trifles alone: only texts, each by a few characters. A party, an amount, a date, a
/// code, a part more or less is none, nor is a text that was not there or is there no more.
pub fn is_trifle(before: &Partnership, after: &Partnership) -> bool {
    // A record is plain data: it always serialises.
    let body = |record: &Partnership| serde_json::to_value(record).unwrap_or_default();
    let (before, mut after) = (body(before), body(after));
    level(FIELDS, &before, &mut after) && before == after
}

/// Writes the texts of `before` over those of `after` that differ from them by a trifle; `false` where one differs by more. What
/// differs then is no text.
fn level(fields: &[Field], before: &Value, after: &mut Value) -> bool {
    fields.iter().all(|field| {
        let (Some(old), Some(new)) = (before.get(field.name), after.get_mut(field.name)) else { return true };
        match &field.kind {
            Kind::Title | Kind::Prose => level_texts(old, new),
            Kind::Group(fields) => level(fields, old, new),
            Kind::List(repeated) => match (old.as_array(), new.as_array_mut()) {
                (Some(old), Some(new)) => old.iter().zip(new).all(|(old, new)| level(repeated.fields, old, new)),
                _ => true,
            },
            _ => true,
        }
    })
}

/// The same for a text in each of its languages.
fn level_texts(before: &Value, after: &mut Value) -> bool {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object_mut()) else { return true };
    new.iter_mut().all(|(lang, new)| match (old.get(lang).and_then(Value::as_str), new.as_str()) {
        (Some(old), Some(text)) if is_close(old, text) => {
            *new = old.into();
            true
        }
        _ => false,
    })
}

/// Whether a text differs from another by a few characters.
fn is_close(before: &str, after: &str) -> bool {
    let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    before == after || distance(&before, &after).is_some_and(|distance| distance * PART < before.len())
}

/// The characters that must be inserted or deleted to make one text of the other; none where they are more than [`MOST`].
///
/// As Myers has it: on each diagonal, how far one gets with so many of them.
fn distance(one: &[char], other: &[char]) -> Option<usize> {
    let middle = MOST + 1;
    let mut reached = [0usize; 2 * MOST + 3];
    for steps in 0..=MOST {
        for diagonal in (middle - steps..=middle + steps).step_by(2) {
            let down = diagonal == middle - steps
                || diagonal != middle + steps && reached[diagonal - 1] < reached[diagonal + 1];
            let mut at = if down { reached[diagonal + 1] } else { reached[diagonal - 1] + 1 };
            // Above its diagonal's first place there is nothing.
            let Some(mut at_other) = (at + middle).checked_sub(diagonal) else { continue };
            while at < one.len() && at_other < other.len() && one[at] == other[at_other] {
                (at, at_other) = (at + 1, at_other + 1);
            }
            reached[diagonal] = at;
            if at >= one.len() && at_other >= other.len() {
                return Some(steps);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::demo;
    use crate::partnership::{Agreement, Party};
    use crate::value::{Id, Text};

    static RECORDS: LazyLock<Vec<Partnership>> = LazyLock::new(|| demo::partnerships(20));

    /// The distance by the whole table.
    fn slow(one: &[char], other: &[char]) -> usize {
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for at in 0..=one.len() {
            for to in 0..=other.len() {
                table[at][to] = match (at, to) {
                    (0, to) => to,
                    (at, 0) => at,
                    _ if one[at - 1] == other[to - 1] => table[at - 1][to - 1],
                    _ => 1 + table[at - 1][to].min(table[at][to - 1]),
                };
            }
        }
        table[one.len()][other.len()]
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_whole_table(one in "[abc]{0,40}", other in "[abc]{0,40}") {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            let slow = slow(&one, &other);
            prop_assert_eq!(distance(&one, &other), Some(slow).filter(|slow| *slow <= MOST));
        }

        /// A text may lose or gain as many characters as are allowed, and no more; whatever else the record says.
        #[test]
        fn a_few_characters_of_a_text_are_a_trifle_and_more_are_none(
            length in 1usize..300, more in 1usize..60, at in any::<prop::sample::Index>(), which in 0usize..20,
        ) {
            let record = RECORDS[which].clone();
            let text = "é".repeat(length);
            let place = text.char_indices().map(|(at, _)| at).nth(at.index(length)).unwrap();
            let longer = format!("{}{}{}", &text[..place], "x".repeat(more), &text[place..]);
            let with = |text: &str| {
                let mut record = record.clone();
                record.narratives.context = Text::new("fr", text);
                record
            };
            prop_assert_eq!(is_trifle(&with(&text), &with(&longer)), more <= MOST && more * PART < length);
            prop_assert_eq!(is_trifle(&with(&longer), &with(&text)), more <= MOST && more * PART < length + more);
        }

        /// What is no text is no trifle, nor is a text in a language more.
        #[test]
        fn what_is_no_text_is_never_a_trifle(which in 0usize..20, deed in 0usize..8) {
            let before = RECORDS[which].clone();
            prop_assert!(is_trifle(&before, &before));
            let mut after = before.clone();
            match deed {
                0 => after.parties.push(before.parties[0].clone()),
                1 => after.parties[0] = Party { organisation: Id::from_u64(77).unwrap(), ..before.parties[0].clone() },
                2 => after.parties[0].name.push('x'),
                3 => after.agreements.push(Agreement::default()),
                4 => after.start = "1850".parse().ok(),
                5 => after.dormant = !before.dormant,
                6 => after.themes.main = Some("9.9.9".into()),
                _ => after.narratives.outlook = Text::new("eo", "Nova teksto en alia lingvo"),
            }
            prop_assert!(!is_trifle(&before, &after) && !is_trifle(&after, &before));
        }
    }
}
