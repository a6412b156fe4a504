//! What holds of every text: it is read without a panic, and every line of it ends somewhere.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::Value;

use crate::labels::{Finder, is_chrome, is_frame, is_periodicity, is_status};
use crate::tables::is_separator;
use crate::text::{fold, masked, trim};
use crate::{Code, read_with_persons};

const FIXTURES: [&str; 6] = [
    include_str!("../tests/fixtures/a-lines.txt"),
    include_str!("../tests/fixtures/a-cells.txt"),
    include_str!("../tests/fixtures/b-lines.txt"),
    include_str!("../tests/fixtures/b-cells.txt"),
    include_str!("../tests/fixtures/c-lines.txt"),
    include_str!("../tests/fixtures/c-cells.txt"),
];

/// The words of a text: no addresses, which are masked and which their own test follows; numbers without leading zeros and decimals.
fn words(text: &str) -> Vec<String> {
    let text = masked(text);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| if word.bytes().all(|byte| byte.is_ascii_digit()) { word.trim_start_matches('0') } else { word })
        .map(str::to_owned)
        .collect()
}

fn collect(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            for word in words(text) {
                // The digits of an amount may have been grouped.
                if word.bytes().all(|byte| byte.is_ascii_digit()) {
                    for group in word.as_bytes().rchunks(3) {
                        found.extend(words(&String::from_utf8_lossy(group)));
                    }
                }
                found.insert(word);
            }
        }
        Value::Number(number) => found.extend(words(&number.to_string())),
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Words of the fixtures that are read into something else: an icon, a label, a month.
const READ_OTHERWISE: [&str; 6] = ["Icone", "d", "une", "loupe", "Courriel", "décembre"];

/// Whether a line is read into something else than its words: a label, a heading, an enumeration.
fn is_read_otherwise(line: &str) -> bool {
    const HEADINGS: [&str; 6] = [
        "nom de la collectivite",
        "nom du financeur",
        "nom prenom",
        "thematique eligible",
        "objectif de developpement durable",
        "liste des",
    ];
    const ROLES: [&str; 2] = ["correspondant cooperation decentralisee", "conseiller de cooperation"];
    let folded = fold(&line.replace('|', " "));
    let value = folded.trim_end_matches(['.', ' ']).rsplit(" est ").next().unwrap_or_default();
    Finder::default().find(line).is_some_and(|found| !found.inline)
        || is_chrome(line)
        || is_frame(line)
        || is_separator(line)
        || is_status(value)
        || is_periodicity(value)
        || HEADINGS.iter().chain(&ROLES).any(|start| folded.trim_start().starts_with(start))
        || matches!(value, "oui" | "non")
        // The number of a page in a pager.
        || (line.len() < 4 && line.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The words of the page that are nowhere in what was read of it.
fn lost(text: &str) -> Vec<String> {
    let (page, persons) = read_with_persons(text);
    let mut found = HashSet::new();
    for value in [serde_json::to_value(&page), serde_json::to_value(&persons)] {
        collect(&value.expect("JSON"), &mut found);
    }
    let dropped: HashSet<u32> =
        page.notices.iter().filter(|notice| notice.code == Code::DroppedDetail).map(|notice| notice.line).collect();
    let mut lost = Vec::new();
    let lines: Vec<&str> = text.split('\n').map(trim).collect();
    for (number, line) in (1_u32..).zip(&lines) {
        let is_heading = line.contains('|') && lines.get(number as usize).is_some_and(|next| is_separator(next));
        if is_heading || is_read_otherwise(line) || dropped.contains(&number) {
            continue;
        }
        let missing = words(line).into_iter().filter(|word| !word.is_empty() && !found.contains(word));
        lost.extend(
            missing.filter(|word| !READ_OTHERWISE.contains(&word.as_str())).map(|word| format!("{number}: {word}")),
        );
    }
    lost
}

/// Lines of all the fixtures.
fn any_line() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = FIXTURES.iter().flat_map(|text| text.lines()).collect();
    prop_oneof![
        6 => prop::sample::select(lines).prop_map(str::to_owned),
        1 => "[A-Za-zé0-9|:,;()@ -]{0,30}",
        1 => any::<String>().prop_map(|text| text.replace('\n', " ")),
    ]
}

#[test]
fn no_word_of_the_fixtures_is_lost() {
    for text in FIXTURES {
        assert_eq!(lost(text), [""; 0]);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read_with_persons(&text);
    }

    #[test]
    fn no_word_is_lost_whatever_the_order_of_the_lines(lines in prop::collection::vec(any_line(), 0..80)) {
        let text = lines.join("\n");
        prop_assert_eq!(lost(&text), [""; 0], "in {:?}", text);
    }

    #[test]
    fn no_word_is_lost_when_a_page_is_cut(fixture in 0..FIXTURES.len(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut lines: Vec<&str> = FIXTURES[fixture].lines().collect();
        for cut in cuts {
            lines.remove(cut.index(lines.len()));
        }
        let text = lines.join("\r\n");
        prop_assert_eq!(lost(&text), [""; 0], "in {:?}", text);
    }
}
