//! Forms and bodies: what a browser sends becomes a partnership's body, and the other way round, both drawn from the
//! catalogue of fields. A text that is no value is kept as it was typed, beside the body, so that nothing is lost.
//!
//! The name of a form's field is its path in the body: `funding[4].amount`, `title.fr`. That is also how anomalies name it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::value::{self, Fault};
use crate::partnership::fields::{self, Field, Kind, Repeated, join};
use crate::value::{Country, Currency, Id};
use crate::web::Locale;

/// Parts of one list at most: more is a mistake or an attack.
pub(super) const MOST_PARTS: usize = 300;
/// What is said of an amount written in euros in a line of another currency.
const OTHER_CURRENCY: Fault = "fault-other-currency";

/// A form's fields as a browser sends them: those of the same name together, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(BTreeMap<String, Vec<String>>);

impl FromIterator<(String, String)> for Pairs {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Pairs {
        let mut all = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            // Browsers write line ends as CR LF.
            all.entry(name).or_default().push(value.replace("\r\n", "\n"));
        }
        Pairs(all)
    }
}

impl Pairs {
    /// The last value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.last().map(String::as_str)
    }

    /// Every value of a name.
    pub fn all(&self, name: &str) -> Option<Vec<&str>> {
        Some(self.0.get(name)?.iter().map(String::as_str).collect())
    }

    /// Every name with each of its values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// The names that begin so, what follows first.
    fn after<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.0.range(start.to_owned()..);
        from.map_while(move |(name, _)| name.strip_prefix(start))
    }
}

/// What an agent has chosen from a register for the text that he typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pick {
    /// The record; none to propose a new one.
    pub id: Option<Id>,
    /// The text for which it was chosen: another text undoes the choice.
    pub typed: String,
}

/// An organisation that is in no register yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The path of the part that names it: `parties[1]`.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Country,
    /// What it is: a word of [`crate::organisation::OrganisationKind`].
    pub kind: String,
    /// The proposal that it corrects.
    pub corrects: Option<Id>,
}

/// The result of reading a form into a body.
pub struct Reading<'a> {
    pairs: &'a Pairs,
    l: Locale,
    /// The texts that are no values, by path.
    pub raw: BTreeMap<String, String>,
    /// The organisations to be proposed.
    pub wanted: Vec<Wanted>,
}

impl<'a> Reading<'a> {
    /// Reads what a form sent of `fields` into `body`; what it did not send stays.
    pub fn of(pairs: &'a Pairs, fields: &[&Field], body: &mut Value, l: Locale) -> Reading<'a> {
        let mut reading = Reading { pairs, l, raw: BTreeMap::new(), wanted: Vec::new() };
        for field in fields {
            reading.field(field, "", body);
        }
        reading
    }

    fn field(&mut self, field: &Field, prefix: &str, whole: &mut Value) {
        let path = join(prefix, field.name);
        match &field.kind {
            Kind::Kept(_) => {}
            Kind::Group(fields) => {
                let part = slot(whole, field.name, Value::Object(Map::new()));
                for field in *fields {
                    self.field(field, &path, part);
                }
            }
            Kind::List(repeated) => self.list(repeated, &path, slot(whole, field.name, Value::Array(Vec::new()))),
            Kind::Title | Kind::Prose => {
                let trimmed = matches!(field.kind, Kind::Title);
                self.languages(&path, trimmed, slot(whole, field.name, Value::Object(Map::new())));
            }
            Kind::Named(beside, _) => self.named(&path, &join(prefix, beside), beside, whole),
            kind => {
                if let Some(texts) = self.pairs.all(&path) {
                    if matches!(kind, Kind::Choice(_)) && texts.last() == Some(&"") {
                        // Not chosen yet, which is no choice.
                        self.raw.insert(path.clone(), String::new());
                    }
                    let read = match kind {
                        Kind::Amount if self.is_of_another_currency(prefix, &texts) => Err(OTHER_CURRENCY),
                        kind => value::read(kind, &texts, self.l),
                    };
                    *slot(whole, field.name, Value::Null) = read.unwrap_or_else(|_| {
                        self.raw.insert(path, texts.join(" "));
                        value::blank(kind)
                    });
                }
            }
        }
    }

    /// Whether an amount is written in euros while its line is in another currency.
    fn is_of_another_currency(&self, prefix: &str, texts: &[&str]) -> bool {
        let line = prefix.strip_suffix(".of_which").unwrap_or(prefix);
        let currency = self.pairs.get(&join(line, "currency"));
        texts.last().is_some_and(|text| text.contains('€'))
            && currency.is_some_and(|code| code != Currency::EUR.as_str())
    }

    /// Reads the parts that were sent. They are numbered as in the body, but some may be missing in between.
    fn list(&mut self, repeated: &Repeated, path: &str, list: &mut Value) {
        let start = format!("{path}[");
        let numbers: BTreeSet<usize> =
            self.pairs.after(&start).filter_map(|rest| rest.split_once(']')?.0.parse().ok()).take(100_000).collect();
        if numbers.is_empty() && self.pairs.get(path).is_none() {
            return;
        }
        let held = list.as_array_mut().map(std::mem::take).unwrap_or_default();
        let mut parts = Vec::new();
        for number in numbers.into_iter().take(MOST_PARTS) {
            let mut part = held.get(number).cloned().unwrap_or_else(|| blank(repeated.fields));
            let mut nested = Reading { pairs: self.pairs, l: self.l, raw: BTreeMap::new(), wanted: Vec::new() };
            let sent = format!("{path}[{number}]");
            for field in repeated.fields {
                nested.field(field, &sent, &mut part);
            }
            let now = format!("{path}[{}]", parts.len());
            let renamed = |name: String| format!("{now}{}", name.strip_prefix(&sent).unwrap_or_default());
            self.raw.extend(nested.raw.into_iter().map(|(name, text)| (renamed(name), text)));
            self.wanted.extend(nested.wanted.into_iter().map(|found| Wanted { path: renamed(found.path), ..found }));
            parts.push(part);
        }
        *list = Value::Array(parts);
    }

    fn languages(&mut self, path: &str, trimmed: bool, texts: &mut Value) {
        let Some(texts) = texts.as_object_mut() else { return };
        let start = format!("{path}.");
        for lang in self.pairs.after(&start).filter(|lang| is_language(lang)) {
            let text = self.pairs.get(&format!("{start}{lang}")).unwrap_or_default();
            let text = if trimmed { text.trim() } else { text };
            match text.trim().is_empty() {
                true => texts.remove(lang),
                false => texts.insert(lang.to_owned(), text.into()),
            };
        }
    }

    /// Reads a name and the record chosen for it. A name that was typed anew has no record until one is found.
    fn named(&mut self, path: &str, pick_path: &str, beside: &str, whole: &mut Value) {
        let Some(typed) = self.pairs.get(path).map(str::trim) else { return };
        let pick = self.pairs.get(pick_path).and_then(|text| serde_json::from_str::<Pick>(text).ok());
        let Some(part) = whole.as_object_mut() else { return };
        let same =
            part.get("name").and_then(Value::as_str) == Some(typed) && part.get(beside).is_some_and(|id| !id.is_null());
        match pick.filter(|pick| pick.typed == typed && !typed.is_empty()) {
            Some(Pick { id: Some(id), .. }) => {
                part.insert(beside.to_owned(), id.to_string().into());
                self.propose(path, pick_path, typed, Some(id));
            }
            Some(_) => self.propose(path, pick_path, typed, None),
            None if same => {}
            None => _ = part.insert(beside.to_owned(), Value::Null),
        }
        if part.insert("name".to_owned(), typed.into()).is_none_or(|before| before != typed) {
            // The position was that of the place named before.
            part.remove("point");
        }
    }

    /// Reads what is asked of a new organisation. Without its country it is not proposed: what was answered is kept.
    fn propose(&mut self, path: &str, pick_path: &str, name: &str, corrects: Option<Id>) {
        let answer = |of: &str| self.pairs.get(&format!("{pick_path}.{of}")).map(str::trim).unwrap_or_default();
        let country = value::read(&Kind::Country, &[answer("country")], self.l).ok();
        let country = country.and_then(|country| serde_json::from_value::<Country>(country).ok());
        let kind = answer("kind").to_owned();
        if let Some(country) = country {
            let part = path.rsplit_once('.').map_or(path, |(part, _)| part);
            self.wanted.push(Wanted { path: part.to_owned(), name: name.to_owned(), country, kind, corrects });
        } else if corrects.is_none() {
            self.raw.insert(unsaid_country(pick_path), kind);
        }
    }
}

/// Where it is kept that a new organisation is proposed without its country: beside the choice at this path.
pub fn unsaid_country(pick_path: &str) -> String {
    format!("{pick_path}.country")
}

/// The fields of a form for `body`, each with its value.
pub fn write(fields: &[&Field], body: &Value, l: Locale) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in fields {
        write_field(field, "", body, l, &mut pairs);
    }
    pairs
}

fn write_field(field: &Field, prefix: &str, whole: &Value, l: Locale, pairs: &mut Vec<(String, String)>) {
    let path = join(prefix, field.name);
    let value = &whole[field.name];
    match &field.kind {
        Kind::Kept(_) => {}
        Kind::Group(fields) => fields.iter().for_each(|field| write_field(field, &path, value, l, pairs)),
        Kind::List(repeated) => {
            pairs.push((path.clone(), String::new()));
            for (at, part) in value.as_array().into_iter().flatten().enumerate() {
                repeated.fields.iter().for_each(|field| write_field(field, &format!("{path}[{at}]"), part, l, pairs));
            }
        }
        Kind::Title | Kind::Prose => {
            for (lang, text) in value.as_object().into_iter().flatten() {
                pairs.push((format!("{path}.{lang}"), text.as_str().unwrap_or_default().to_owned()));
            }
        }
        Kind::Named(beside, _) => {
            let name = value.as_str().unwrap_or_default();
            pairs.push((path, name.to_owned()));
            pairs.push((join(prefix, beside), pick(name, &whole[*beside])));
        }
        kind => {
            if kind.is_several() {
                pairs.push((path.clone(), String::new()));
            }
            pairs.extend(value::write(kind, value, l).into_iter().map(|text| (path.clone(), text)));
        }
    }
}

/// The choice that stands beside a name, empty where there is none.
pub fn pick(name: &str, id: &Value) -> String {
    let Some(id) = id.as_str().and_then(|id| id.parse().ok()) else { return String::new() };
    let pick = Pick { id: Some(id), typed: name.to_owned() };
    serde_json::to_string(&pick).unwrap_or_default()
}

impl Kind {
    /// Whether an empty field goes with it, so that a form in which nothing is ticked says so.
    pub fn is_several(&self) -> bool {
        matches!(self, Kind::Check | Kind::Themes | Kind::Parties | Kind::Programmes)
    }
}

/// A part of which nothing is known.
pub fn blank(fields: &[Field]) -> Value {
    let kept = |field: &&Field| !matches!(field.kind, Kind::Kept(_));
    let whole = fields.iter().filter(kept).map(|field| {
        let value = match &field.kind {
            Kind::Group(fields) => blank(fields),
            kind => value::blank(kind),
        };
        (field.name.to_owned(), value)
    });
    Value::Object(whole.collect())
}

/// Whether nothing was typed into a part.
pub fn is_blank(fields: &[Field], part: &Value) -> bool {
    fields.iter().all(|field| {
        let value = &part[field.name];
        match &field.kind {
            Kind::Kept(_) => true,
            Kind::Group(fields) => is_blank(fields, value),
            Kind::List(repeated) => value.as_array().into_iter().flatten().all(|part| is_blank(repeated.fields, part)),
            kind => value.is_null() || *value == value::blank(kind) || value.as_str() == Some(""),
        }
    })
}

/// The body with only the parts that are whole: those left empty or without what they need are taken out.
pub fn whole_parts(fields: &[Field], body: &mut Value) {
    for field in fields {
        let value = &mut body[field.name];
        match &field.kind {
            Kind::Group(fields) if value.is_object() => whole_parts(fields, value),
            Kind::List(repeated) => {
                let Some(parts) = value.as_array_mut() else { continue };
                parts.iter_mut().for_each(|part| whole_parts(repeated.fields, part));
                parts.retain(|part| !is_blank(repeated.fields, part) && missing(repeated.fields, part).is_none());
            }
            _ => {}
        }
    }
}

/// The field that a part needs and does not have.
pub fn missing<'a>(fields: &'a [Field], part: &Value) -> Option<&'a Field> {
    let needed = |field: &&Field| field.required && !field.stands_in.iter().any(|other| is_told(&part[*other]));
    fields.iter().filter(needed).find(|field| {
        let lacks = |value: &Value| value.is_null() || value.as_str() == Some("");
        match field.kind {
            Kind::Named(beside, crate::partnership::fields::Register::Authorities) => {
                lacks(&part[field.name]) || lacks(&part[beside])
            }
            _ => lacks(&part[field.name]),
        }
    })
}

/// Whether a member says anything.
fn is_told(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_u64() != Some(0),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// What is wrong with the texts of some fields: the path and the key of the message, in their order.
pub fn faults(fields: &[&Field], body: &Value, raw: &BTreeMap<String, String>, l: Locale) -> Vec<(String, Fault)> {
    let mut found = Vec::new();
    fields.iter().for_each(|field| find_faults(field, "", body, raw, l, &mut found));
    found
}

fn find_faults(
    field: &Field,
    prefix: &str,
    whole: &Value,
    raw: &BTreeMap<String, String>,
    l: Locale,
    found: &mut Vec<(String, Fault)>,
) {
    let path = join(prefix, field.name);
    let value = &whole[field.name];
    match &field.kind {
        Kind::Group(fields) => fields.iter().for_each(|field| find_faults(field, &path, value, raw, l, found)),
        Kind::List(repeated) => {
            for (at, part) in value.as_array().into_iter().flatten().enumerate() {
                let here = format!("{path}[{at}]");
                let lacking = missing(repeated.fields, part).filter(|_| !is_blank(repeated.fields, part));
                for field in repeated.fields {
                    find_faults(field, &here, part, raw, l, found);
                    if lacking.is_some_and(|lacking| lacking.name == field.name) {
                        found.push((join(&here, field.name), lack(field, part, &here, raw)));
                    }
                }
            }
        }
        kind => {
            if let Some(text) = raw.get(&path) {
                let readable = if matches!(kind, Kind::Amount) { OTHER_CURRENCY } else { "fault-choice" };
                found.push((path, value::read(kind, &[text], l).err().unwrap_or(readable)));
            }
        }
    }
}

fn lack(field: &Field, part: &Value, path: &str, raw: &BTreeMap<String, String>) -> Fault {
    let named = part[field.name].as_str().is_some_and(|name| !name.is_empty());
    match field.kind {
        Kind::Named(beside, _) if named && raw.contains_key(&unsaid_country(&join(path, beside))) => {
            "fault-new-country"
        }
        Kind::Named(..) if named => "fault-authority",
        _ => "fault-required",
    }
}

/// Adds a part to the list at `path`, if the catalogue has one there.
pub fn add(body: &mut Value, path: &str) {
    if let Some(repeated) = list_at(path)
        && let Some(list) = body.pointer_mut(&pointer(path))
    {
        if list.is_null() {
            *list = Value::Array(Vec::new());
        }
        if let Some(parts) = list.as_array_mut().filter(|parts| parts.len() < MOST_PARTS) {
            parts.push(new_part(repeated.fields));
        }
    }
}

/// A part with nothing in it, ready to be filled in: a funding line begins with a funder.
fn new_part(fields: &[Field]) -> Value {
    let mut part = blank(fields);
    if let Some(Field { name, kind: Kind::List(inner), .. }) = fields.first() {
        part[name] = Value::Array(vec![blank(inner.fields)]);
    }
    part
}

/// A part that was taken out of its list, with what went along: enough to put it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Removed {
    /// The path of its list: `funding`.
    pub list: String,
    /// Its place there.
    pub number: usize,
    /// The part.
    part: Value,
    /// The texts kept beside the body for it, by path.
    raw: BTreeMap<String, String>,
    /// What named it: the actions of a phase, the agreements of a party; by their places.
    pub named_by: Vec<usize>,
}

/// Takes the part at `path` (`funding[4]`) out of its list; the texts kept beside the body move with theirs, and what names
/// it does so no more.
pub fn remove(body: &mut Value, raw: &mut BTreeMap<String, String>, path: &str) -> Option<Removed> {
    let (list, number) = path.strip_suffix(']').and_then(|path| path.rsplit_once('['))?;
    let number = number.parse::<usize>().ok()?;
    list_at(list)?;
    let parts = body.pointer_mut(&pointer(list))?.as_array_mut().filter(|parts| number < parts.len())?;
    let part = parts.remove(number);
    let (mut kept, mut gone) = (BTreeMap::new(), BTreeMap::new());
    for (name, text) in std::mem::take(raw) {
        match shifted(&name, list, number) {
            Some(moved) => kept.insert(moved, text),
            None => gone.insert(name, text),
        };
    }
    *raw = kept;
    let named_by = match list {
        "phases" => unlink_phase(body, number),
        "parties" => unlink_party(body, &part["organisation"]),
        _ => Vec::new(),
    };
    Some(Removed { list: list.to_owned(), number, part, raw: gone, named_by })
}

/// Puts a part back where it was, with what went along.
pub fn put_back(body: &mut Value, raw: &mut BTreeMap<String, String>, removed: Removed) {
    let Removed { list, number, part, raw: texts, named_by } = removed;
    let Some(parts) = body.pointer_mut(&pointer(&list)).and_then(Value::as_array_mut) else { return };
    let organisation = part["organisation"].clone();
    parts.insert(number.min(parts.len()), part);
    let moved = std::mem::take(raw).into_iter().map(|(name, text)| (moved_on(&name, &list, number), text));
    *raw = moved.chain(texts).collect();
    match list.as_str() {
        "phases" => {
            for action in body["actions"].as_array_mut().into_iter().flatten() {
                if let Some(phase) = action["phase"].as_u64().filter(|phase| *phase >= number as u64) {
                    action["phase"] = (phase + 1).into();
                }
            }
            for at in named_by {
                if let Some(action) = body["actions"].get_mut(at) {
                    action["phase"] = number.into();
                }
            }
        }
        "parties" => {
            for at in named_by {
                let signatories =
                    body["agreements"].get_mut(at).and_then(|agreement| agreement["parties"].as_array_mut());
                signatories.into_iter().for_each(|signatories| signatories.push(organisation.clone()));
            }
        }
        _ => {}
    }
}

/// The place in a list that a path leads into, and what follows it.
fn inside<'a>(name: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let (number, rest) = name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

/// Where a path leads once a part of a list is gone; nowhere where it led into that part.
fn shifted(name: &str, list: &str, gone: usize) -> Option<String> {
    match inside(name, list) {
        Some((number, _)) if number == gone => None,
        Some((number, rest)) if number > gone => Some(format!("{list}[{}]{rest}", number - 1)),
        _ => Some(name.to_owned()),
    }
}

/// Where a path leads once a part is put back into a list.
fn moved_on(name: &str, list: &str, back: usize) -> String {
    match inside(name, list) {
        Some((number, rest)) if number >= back => format!("{list}[{}]{rest}", number + 1),
        _ => name.to_owned(),
    }
}

/// Actions name their phase by its place among the phases. Returns the places of those that named it.
fn unlink_phase(body: &mut Value, gone: usize) -> Vec<usize> {
    let mut named_by = Vec::new();
    for (at, action) in body["actions"].as_array_mut().into_iter().flatten().enumerate() {
        let phase = action["phase"].as_u64().map(|phase| phase as usize);
        action["phase"] = match phase {
            Some(phase) if phase > gone => (phase - 1).into(),
            Some(phase) if phase == gone => {
                named_by.push(at);
                Value::Null
            }
            _ => continue,
        };
    }
    named_by
}

/// Agreements name the parties that signed. Returns the places of those that named this one.
fn unlink_party(body: &mut Value, organisation: &Value) -> Vec<usize> {
    let parties = body["parties"].as_array().into_iter().flatten();
    // Whoever is there twice stays a signatory.
    if organisation.is_null() || parties.into_iter().any(|party| party["organisation"] == *organisation) {
        return Vec::new();
    }
    let mut named_by = Vec::new();
    for (at, agreement) in body["agreements"].as_array_mut().into_iter().flatten().enumerate() {
        let Some(signatories) = agreement["parties"].as_array_mut() else { continue };
        let before = signatories.len();
        signatories.retain(|signatory| signatory != organisation);
        named_by.extend((signatories.len() < before).then_some(at));
    }
    named_by
}

/// Takes out of the agreements whoever is no party any more, once every party is known.
pub fn keep_signatories(body: &mut Value) {
    let parties = body["parties"].as_array().map(Vec::as_slice).unwrap_or_default();
    let known: Vec<Value> = parties.iter().map(|party| party["organisation"].clone()).collect();
    if known.iter().any(Value::is_null) {
        return;
    }
    for agreement in body["agreements"].as_array_mut().into_iter().flatten() {
        if let Some(signatories) = agreement["parties"].as_array_mut() {
            signatories.retain(|signatory| known.contains(signatory));
        }
    }
}

/// The list that a path leads to.
fn list_at(path: &str) -> Option<Repeated> {
    match fields::at(path)?.kind {
        // `funding[4]` is a part of one.
        Kind::List(repeated) if !path.ends_with(']') => Some(repeated),
        _ => None,
    }
}

/// The JSON pointer of a path.
pub fn pointer(path: &str) -> String {
    format!("/{}", path.replace(['.', '['], "/").replace(']', ""))
}

/// Whether a word may be the code of a language.
pub fn is_language(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn slot<'a>(whole: &'a mut Value, name: &str, otherwise: Value) -> &'a mut Value {
    if !whole.is_object() {
        *whole = Value::Object(Map::new());
    }
    let value = &mut whole[name];
    if value.is_null() {
        *value = otherwise;
    }
    value
}
