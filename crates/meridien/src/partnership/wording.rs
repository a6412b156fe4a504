//! A record's fields in words: what people compare when they read a history, check their answers or merge two texts.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::fields::{FIELDS, Field, Kind, join};
use crate::country;
use crate::reference;
use crate::value::{Amount, Country, Currency, PartialDate};
use crate::web::Locale;

/// A field that is compared as a whole: one value, or a list of parts with a line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its path in the body.
    pub path: String,
    /// Its label, with those of what it is in.
    pub label: String,
    /// Its value in words; nothing where it is unknown.
    pub lines: Vec<String>,
    /// Whether a form asks for it.
    pub asked: bool,
    /// What it is made of.
    pub nature: Nature,
}

/// What a field is made of: how two of its values are compared, and whether both may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A line of free text.
    Line,
    /// A long free text.
    Text,
    /// Parts, or codes, one after the other.
    List,
    /// One value: an amount, a date, a word of a list.
    Value,
}

impl Nature {
    fn of(kind: &Kind) -> Nature {
        match kind {
            Kind::Title => Nature::Line,
            Kind::Prose => Nature::Text,
            Kind::List(_) | Kind::Codes(_) | Kind::Themes | Kind::Parties | Kind::Programmes => Nature::List,
            _ => Nature::Value,
        }
    }
}

/// A field that differs, piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub path: String,
    /// Its label.
    pub label: String,
    /// The pieces in their order.
    pub pieces: Vec<Piece>,
    /// Whether it is a text of which little was kept: the old one, then the new one.
    pub rewritten: bool,
}

/// A piece of a text that two versions share, or that one of them has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the earlier one alone.
    Gone(String),
    /// In the later one alone.
    New(String),
}

/// How a reader is told.
pub struct Wording {
    l: Locale,
    /// Names of records, by identifier.
    names: HashMap<String, String>,
}

/// The labels of the fields of a body that are at some paths.
pub fn labels(l: Locale, body: &Value, paths: &BTreeSet<String>) -> Vec<String> {
    let units = Wording::new(l, &[body]).units(FIELDS, body).into_iter();
    units.filter(|unit| paths.contains(&unit.path)).map(|unit| unit.label).collect()
}

impl Wording {
    /// For this reader; records that `bodies` name are called as there.
    pub fn new(l: Locale, bodies: &[&Value]) -> Wording {
        let mut names = HashMap::new();
        for body in bodies {
            for party in body["parties"].as_array().into_iter().flatten() {
                if let (Some(id), Some(name)) = (party["organisation"].as_str(), party["name"].as_str()) {
                    names.insert(id.to_owned(), name.to_owned());
                }
            }
        }
        Wording { l, names }
    }

    /// The same, with the names of more records.
    pub fn naming(mut self, names: impl IntoIterator<Item = (String, String)>) -> Wording {
        self.names.extend(names);
        self
    }

    /// The units of some fields, in their order.
    pub fn units<'f>(&self, fields: impl IntoIterator<Item = &'f Field>, body: &Value) -> Vec<Unit> {
        let mut units = Vec::new();
        fields.into_iter().for_each(|field| self.collect(field, "", "", body, &mut units));
        units
    }

    /// The fields that differ between two bodies.
    pub fn differences(&self, before: &Value, after: &Value) -> Vec<Difference> {
        let (before, after) = (self.units(FIELDS, before), self.units(FIELDS, after));
        let none = |unit: &Unit| Unit { lines: Vec::new(), ..unit.clone() };
        let other = |units: &[Unit], unit: &Unit| units.iter().find(|other| other.path == unit.path).cloned();
        let gone = before.iter().filter(|unit| other(&after, unit).is_none()).map(|unit| (unit.clone(), none(unit)));
        let there = after.iter().map(|unit| (other(&before, unit).unwrap_or_else(|| none(unit)), unit.clone()));
        there
            .chain(gone)
            .filter(|(before, after)| before.lines != after.lines)
            .map(|(before, after)| difference(&before, &after))
            .collect()
    }

    fn collect(&self, field: &Field, prefix: &str, before: &str, whole: &Value, units: &mut Vec<Unit>) {
        let path = join(prefix, field.name);
        let own = self.l.t(field.label);
        let label = if before.is_empty() { own.into_owned() } else { format!("{before} – {own}") };
        let value = &whole[field.name];
        let nature = Nature::of(&field.kind);
        match &field.kind {
            Kind::Group(fields) => fields.iter().for_each(|field| self.collect(field, &path, &label, value, units)),
            Kind::List(repeated) => {
                let parts = value.as_array().into_iter().flatten();
                let lines = parts.map(|part| self.part(repeated.fields, part, part)).collect();
                units.push(Unit { path, label, lines, asked: true, nature });
            }
            Kind::Title | Kind::Prose if value.as_object().is_none_or(serde_json::Map::is_empty) => {
                units.push(Unit { path, label, lines: Vec::new(), asked: true, nature });
            }
            Kind::Title | Kind::Prose => {
                let mut versions: Vec<(&String, &Value)> = value.as_object().into_iter().flatten().collect();
                // The reader's own language first.
                versions.sort_by_key(|(lang, _)| *lang != self.l.lang.code());
                for (lang, text) in versions {
                    let label = match lang == self.l.lang.code() {
                        true => label.clone(),
                        false => format!("{label} ({})", self.l.language(lang)),
                    };
                    let lines = text.as_str().unwrap_or_default().lines().map(str::to_owned).collect();
                    units.push(Unit { path: format!("{path}.{lang}"), label, lines, asked: true, nature });
                }
            }
            kind => units.push(Unit {
                path,
                label,
                lines: self.value(field, value, whole).into_iter().collect(),
                asked: !matches!(kind, Kind::Kept(_)),
                nature,
            }),
        }
    }

    /// A repeated part in one line; `line` is what holds the currency of its amounts: the part itself, or what it is in.
    fn part(&self, fields: &[Field], part: &Value, line: &Value) -> String {
        let mut words = Vec::new();
        for field in fields {
            let value = &part[field.name];
            match &field.kind {
                Kind::Group(fields) => {
                    let text = Some(self.part(fields, value, line)).filter(|text| !text.is_empty());
                    words.extend(text.map(|text| self.labelled(field, text)));
                }
                Kind::List(repeated) => {
                    let parts = value.as_array().into_iter().flatten();
                    let parts = parts.map(|part| self.part(repeated.fields, part, part));
                    words.extend(parts.filter(|text| !text.is_empty()));
                }
                Kind::Title | Kind::Prose => {
                    let texts = value.as_object().into_iter().flatten().filter_map(|(_, text)| text.as_str());
                    words.extend(texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
                }
                Kind::Currency => {}
                kind => {
                    // A year that says no more than the line's own, and the line's amount, stand for themselves.
                    let labelled = match kind {
                        Kind::Answer | Kind::Check | Kind::Rank(_) | Kind::Date | Kind::Count | Kind::Phase => true,
                        Kind::Year | Kind::Amount => !matches!(field.name, "year" | "amount"),
                        _ => false,
                    };
                    words.extend(self.value(field, value, line).map(|text| match labelled {
                        true => self.labelled(field, text),
                        false => text,
                    }));
                }
            }
        }
        words.join(BETWEEN)
    }

    fn labelled(&self, field: &Field, text: String) -> String {
        self.l.t_with("labelled", &[("label", self.l.t(field.label).into_owned().into()), ("text", text.into())])
    }

    /// A value in words; nothing where it is unknown.
    fn value(&self, field: &Field, value: &Value, whole: &Value) -> Option<String> {
        let l = self.l;
        let word = |words: &[(&str, &'static str)]| {
            words.iter().find(|(code, _)| value.as_str() == Some(*code)).map(|(_, key)| l.t(key).into_owned())
        };
        let text = match &field.kind {
            Kind::Date => l.date(parsed::<PartialDate>(value)?),
            Kind::Amount => {
                let currency = parsed::<Currency>(&whole["currency"]).unwrap_or_default();
                l.money(parsed::<Amount>(value)?, currency)
            }
            Kind::Country => country::name(l, parsed::<Country>(value)?),
            Kind::Answer => l.t(if value.as_bool()? { "yes" } else { "no" }).into_owned(),
            Kind::Check => value.as_bool().filter(|yes| *yes).map(|_| l.t("yes").into_owned())?,
            Kind::Choice(words) | Kind::Maybe(words) => word(words)?,
            Kind::Kept(words) => word(words).or_else(|| plain(value))?,
            Kind::Theme => theme(l, value.as_str()?),
            Kind::Themes => joined(value, |code| theme(l, code))?,
            Kind::Goal => {
                let goal = value.as_u64()?.to_string();
                reference::code("SDG", &goal).map_or(goal.clone(), |code| format!("{goal}. {}", l.label(code.label)))
            }
            Kind::Phase => (value.as_u64()? + 1).to_string(),
            Kind::Count => value.as_u64().filter(|count| *count > 0)?.to_string(),
            Kind::Parties | Kind::Programmes => {
                joined(value, |id| self.names.get(id).cloned().unwrap_or(id.to_owned()))?
            }
            Kind::Codes(_) => joined(value, str::to_owned)?,
            _ => plain(value)?,
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Two values of one field: texts word by word, lists value by value, all else whole.
fn difference(before: &Unit, after: &Unit) -> Difference {
    let (old, new) = (before.lines.join("\n"), after.lines.join("\n"));
    let mut pieces = match after.nature {
        Nature::Line | Nature::Text => pieces(&TextDiff::from_words(&old, &new)),
        Nature::List => pieces(&TextDiff::from_slices(&values(&old), &values(&new))),
        Nature::Value => whole(&old, &new),
    };
    let rewritten = matches!(after.nature, Nature::Line | Nature::Text) && is_rewritten(&pieces, &old, &new);
    if rewritten {
        pieces = whole(&old, &new);
    }
    Difference { path: after.path.clone(), label: after.label.clone(), pieces, rewritten }
}

/// What stands between two values of a part.
const BETWEEN: &str = " · ";

/// A text less than this part of which was kept was written anew.
const KEPT: usize = 3;

/// The values of a list in words, and what stands between them.
fn values(lines: &str) -> Vec<&str> {
    lines.split_inclusive('\n').flat_map(|line| line.split_inclusive(BETWEEN)).flat_map(parted).collect()
}

/// A value and what follows it.
fn parted(value: &str) -> impl Iterator<Item = &str> {
    let end = value.strip_suffix(BETWEEN).or_else(|| value.strip_suffix('\n')).map_or(value.len(), str::len);
    let (value, after) = value.split_at(end);
    [value, after].into_iter().filter(|piece| !piece.is_empty())
}

fn pieces(diff: &TextDiff<'_, '_, str>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(last)))
            | (ChangeTag::Delete, Some(Piece::Gone(last)))
            | (ChangeTag::Insert, Some(Piece::New(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(text.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Gone(text.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::New(text.to_owned())),
        }
    }
    pieces
}

/// The old value, then the new one.
fn whole(old: &str, new: &str) -> Vec<Piece> {
    let there = |text: &&str| !text.is_empty();
    let gone = Some(old).filter(there).map(|text| Piece::Gone(text.to_owned()));
    gone.into_iter().chain(Some(new).filter(there).map(|text| Piece::New(text.to_owned()))).collect()
}

/// Whether less than a third of a text was kept. Spaces are in every text.
fn is_rewritten(pieces: &[Piece], old: &str, new: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let kept: usize = pieces.iter().map(|piece| if let Piece::Same(text) = piece { letters(text) } else { 0 }).sum();
    !old.is_empty() && !new.is_empty() && kept * KEPT < letters(old).max(letters(new))
}

fn parsed<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => yes.then(|| "✓".to_owned()),
        Value::Array(values) if values.is_empty() => None,
        Value::Array(values) => Some(values.iter().filter_map(plain).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => Some(object.values().filter_map(plain).collect::<Vec<_>>().join(" ")),
        Value::Number(number) => Some(number.to_string()),
    }
}

fn joined(value: &Value, word: impl Fn(&str) -> String) -> Option<String> {
    let words: Vec<String> = value.as_array()?.iter().filter_map(Value::as_str).map(word).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn theme(l: Locale, code: &str) -> String {
    reference::theme(code).map_or(code.to_owned(), |theme| l.label(theme.name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::web::Lang;
    use serde_json::json;

    const FR: Locale = Locale { lang: Lang::Fr };

    fn differences(before: &Value, after: &Value) -> Vec<Difference> {
        Wording::new(FR, &[before, after]).differences(before, after)
    }

    fn side(pieces: &[Piece], earlier: bool) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Gone(text) if earlier => text.clone(),
            Piece::New(text) if !earlier => text.clone(),
            _ => String::new(),
        };
        pieces.iter().map(text).collect()
    }

    /// An amount, a date or a word of a list is never cut: the old one stands whole, then the new one.
    #[test]
    fn values_are_told_whole_and_a_text_written_anew_is_not_interleaved() {
        let body = |amount: &str, start: &str, text: &str| {
            json!({
                "start": start, "narratives": {"context": {"fr": text}},
                "funding": [{"amount": amount, "currency": "EUR", "year": 2013}, {"amount": "5", "currency": "EUR"}],
                "provenance": {"verification": if amount == "33000" { "declared" } else { "validated" }},
            })
        };
        let before = body("33000", "2013-06-12", "La ville aide la région à amener l’eau dans trois villages.");
        let after = body("3666000", "2014-06-12", "Une école est bâtie avec les habitants, puis ouverte à tous.");
        let found = differences(&before, &after);
        let of = |path: &str| found.iter().find(|found| found.path == path).unwrap();
        let sides = |path: &str| (side(&of(path).pieces, true), side(&of(path).pieces, false), of(path).pieces.len());
        let gone = |text: &str| Piece::Gone(text.into());
        let new = |text: &str| Piece::New(text.into());
        assert_eq!(
            of("funding").pieces[1..3],
            [gone("33\u{202f}000\u{a0}€"), new("3\u{202f}666\u{202f}000\u{a0}€")],
            "{:?}",
            of("funding")
        );
        assert_eq!(sides("start").2, 2);
        assert_eq!(sides("provenance.verification").2, 2);
        let context = of("narratives.context.fr");
        assert!(context.rewritten && context.pieces.len() == 2, "{context:?}");
        assert_eq!(side(&context.pieces, true), before["narratives"]["context"]["fr"]);
    }

    #[test]
    fn what_people_do_not_write_is_in_words_too() {
        let [before, after] = ["declared", "validated"].map(|code| json!({ "provenance": { "verification": code } }));
        let found = differences(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!(side(&found[0].pieces, true), "Déclarée par une collectivité partenaire");
        assert_eq!(side(&found[0].pieces, false), "Validée par le ministère");
    }

    /// From the pieces of a difference both values can be put together again, and equal bodies have none.
    #[test]
    fn nothing_is_lost_between_two_versions() {
        let bodies: Vec<Value> =
            demo::partnerships(60).into_iter().map(|record| serde_json::to_value(record).unwrap()).collect();
        for pair in bodies.windows(2) {
            assert_eq!(differences(&pair[0], &pair[0]), []);
            let wording = Wording::new(FR, &[&pair[0], &pair[1]]);
            let (before, after) = (wording.units(FIELDS, &pair[0]), wording.units(FIELDS, &pair[1]));
            let text = |units: &[Unit], path: &str| {
                units.iter().find(|unit| unit.path == path).map_or(String::new(), |unit| unit.lines.join("\n"))
            };
            for found in differences(&pair[0], &pair[1]) {
                assert_eq!(side(&found.pieces, true), text(&before, &found.path), "{}", found.path);
                assert_eq!(side(&found.pieces, false), text(&after, &found.path), "{}", found.path);
            }
        }
    }

    /// A part under the 1 % is in the currency of its line; a programme has its name; a language too, the reader's own first.
    #[test]
    fn what_people_know_by_another_name_is_called_by_it() {
        let body = json!({
            "title": {"ar": "الماء", "fr": "Eau"},
            "programmes": ["NK2DP3R3"],
            "phases": [{"funding": [{"amount": "10000", "currency": "XOF", "of_which": {"water": "100"}}]}],
        });
        let wording = Wording::new(FR, &[&body]).naming([("NK2DP3R3".to_owned(), "Programme Eau Mali".to_owned())]);
        let units = wording.units(FIELDS, &body);
        let of = |label: &str| units.iter().find(|unit| unit.label == label).unwrap_or_else(|| panic!("{label}"));
        assert_eq!(of("Programmes").lines, ["Programme Eau Mali"]);
        assert!(!of("Phases").lines[0].contains('€'), "{:?}", of("Phases"));
        let titles: Vec<&str> =
            units.iter().map(|unit| unit.label.as_str()).filter(|label| label.contains("Titre")).collect();
        assert_eq!(titles, ["Titre", "Titre (arabe)"]);
    }

    #[test]
    fn a_changed_word_and_a_changed_amount_are_told() {
        let before =
            json!({"title": {"fr": "Eau à Kayes"}, "funding": [{"amount": "10", "currency": "EUR", "year": 2013}]});
        let after =
            json!({"title": {"fr": "Eau à Ségou"}, "funding": [{"amount": "12.5", "currency": "EUR", "year": 2013}]});
        let found = differences(&before, &after);
        assert_eq!(found.iter().map(|found| found.label.as_str()).collect::<Vec<_>>(), ["Titre", "Financement"]);
        assert_eq!(
            found[0].pieces,
            [Piece::Same("Eau à ".into()), Piece::Gone("Kayes".into()), Piece::New("Ségou".into())]
        );
        assert_eq!(side(&found[1].pieces, false), "2013 · 12,50\u{a0}€");
    }
}
