//! A record that people changed since it was imported, and a source that says something new: field by field.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::journal::{Change, Revision};
use crate::partnership::Partnership;

/// What becomes of a record.
#[derive(Debug, PartialEq)]
pub struct Merged {
    /// It, with what only the source changed.
    pub record: Partnership,
    /// The fields that the source and people changed, each otherwise: they stay as people left them.
    pub kept: Vec<String>,
}

/// A record field by field: texts by language, and what holds named fields by those, one level deep.
type Fields = BTreeMap<String, Value>;

/// Takes into the newest revision what `theirs`, the source, changed since imports last wrote it; `history` is every revision,
/// newest first. `None` where no import wrote the record, or it is none that can be read.
pub fn merge(history: &[Revision], theirs: &Partnership) -> Option<Merged> {
    let newest = history.first().filter(|newest| newest.change == Change::Published)?;
    let mine: Partnership = newest.read().ok()?;
    let imported = imported(history)?;
    // The file may be called otherwise.
    let mut theirs = theirs.clone();
    theirs.provenance.file.clone_from(&mine.provenance.file);
    let nothing_new = theirs.iati.is_some() && theirs.iati == mine.iati;
    if nothing_new {
        return Some(Merged { record: mine, kept: Vec::new() });
    }
    let (theirs, mut whole) = (fields(&theirs), fields(&mine));
    let mut kept = Vec::new();
    let names: Vec<String> = theirs.keys().chain(imported.keys()).cloned().collect();
    for name in names {
        let (base, mine, new) = (imported.get(&name), whole.get(&name), theirs.get(&name));
        if new == base || new == mine {
            continue;
        }
        if mine != base {
            if !kept.contains(&name) {
                kept.push(name);
            }
            continue;
        }
        match new.cloned() {
            Some(value) => whole.insert(name, value),
            None => whole.remove(&name),
        };
    }
    Some(Merged { record: record(whole)?, kept })
}

/// Each field as an import last wrote it: what an import left as people had it is none of its own.
fn imported(history: &[Revision]) -> Option<Fields> {
    let mut imported: Option<Fields> = None;
    let mut before = Fields::new();
    for revision in history.iter().rev().filter(|revision| revision.change == Change::Published) {
        let now = fields(&revision.read().ok()?);
        if revision.is_of_import() {
            match &mut imported {
                None => imported = Some(now.clone()),
                Some(imported) => {
                    let names: Vec<&String> = now.keys().chain(before.keys()).collect();
                    for name in names.into_iter().filter(|name| now.get(*name) != before.get(*name)) {
                        match now.get(name) {
                            Some(value) => imported.insert(name.clone(), value.clone()),
                            None => imported.remove(name),
                        };
                    }
                }
            }
        }
        before = now;
    }
    imported
}

/// The names of the fields in which two records differ.
pub fn differing(one: &Partnership, other: &Partnership) -> Vec<String> {
    let (one, other) = (fields(one), fields(other));
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

fn fields(record: &Partnership) -> Fields {
    // A record is a struct of plain data: it always serialises, and as an object.
    let Ok(Value::Object(whole)) = serde_json::to_value(record) else { return Fields::new() };
    let mut fields = Fields::new();
    for (name, value) in whole {
        match value {
            Value::Object(parts) => {
                fields.extend(parts.into_iter().map(|(part, value)| (format!("{name}.{part}"), value)));
            }
            value => {
                fields.insert(name, value);
            }
        }
    }
    fields
}

fn record(fields: Fields) -> Option<Partnership> {
    let mut whole = Map::new();
    for (name, value) in fields {
        match name.split_once('.') {
            None => whole.insert(name, value),
            Some((name, part)) => whole
                .entry(name)
                .or_insert_with(|| Value::Object(Map::new()))
                .as_object_mut()
                .and_then(|parts| parts.insert(part.to_owned(), value)),
        };
    }
    serde_json::from_value(Value::Object(whole)).ok()
}
