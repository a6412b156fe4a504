//! JSON and bodies: what a program sends becomes a partnership's body, drawn from the same catalogue of fields as the forms
//! ([`super::form`]), each value read by the same function. A text that is no value is kept as it came, beside the body, so
//! that a draft with faults can be saved; what has not the shape of a record is refused.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::form::{self, MOST_PARTS, Wanted, is_language, pointer};
use super::value;
use crate::partnership::fields::{FIELDS, Field, Kind, Register, join};
use crate::value::Id;
use crate::web::error::Fault;
use crate::web::parameters::nearest;
use crate::web::{Lang, Locale};

/// Members of the public form that the atlas computes or keeps: they may come back with a record that was read, and change
/// nothing. By the path of what holds them.
pub const COMPUTED: [(&str, &[&str]); 7] = [
    ("", &["id", "type", "status", "confirmations", "legacy_ids", "demo"]),
    ("parties", &["country", "side"]),
    ("contacts", &["count"]),
    ("documents", &["file"]),
    ("places", &["point"]),
    ("actions.places", &["point"]),
    ("provenance", &["file", "verification", "version", "published_at", "published_by"]),
];
/// The member that proposes an organisation which is in no register, beside the name of an authority.
const NEW: &str = "new";

/// What was read beside the body.
#[derive(Debug, Default)]
pub struct Taken {
    /// The texts that are no values, by path.
    pub raw: BTreeMap<String, String>,
    /// The organisations to be proposed.
    pub wanted: Vec<Wanted>,
    /// The records named by their identifier, by the path of the part that names them and the member.
    pub named: Vec<(String, &'static str, Id)>,
    faults: Vec<Fault>,
}

/// The record of a draft as programs read and write it: what people may write, with the texts that are no values in their
/// place.
pub fn shown(draft: &Draft) -> Value {
    let mut body = draft.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.retain(|name, _| FIELDS.iter().any(|field| field.name == name && !matches!(field.kind, Kind::Kept(_))));
    }
    for contact in body["contacts"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        contact.remove("persons");
    }
    for (path, text) in &draft.raw {
        if let Some(value) = body.pointer_mut(&pointer(path)) {
            *value = text.as_str().into();
        }
    }
    body
}

/// RFC 7396: what `patch` names replaces what is there, and what it names as null goes.
pub fn merge(target: &mut Value, patch: &Value) {
    let Some(patch) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(target) = target.as_object_mut() else { return };
    for (name, value) in patch {
        match value {
            Value::Null => _ = target.remove(name),
            value => merge(target.entry(name).or_insert(Value::Null), value),
        }
    }
}

/// Reads a whole record into `body`: a member that it does not name is emptied. What people do not write stays; within
/// repeated parts, with the part of the same first member.
///
/// # Errors
/// Every member that does not exist or has another shape.
pub fn read(record: &Value, body: &mut Value) -> Result<Taken, Vec<Fault>> {
    let mut taken = Taken::default();
    let Some(members) = record.as_object() else {
        return Err(vec![Fault::shape("record", record)]);
    };
    let whole = taken.part(FIELDS, "", members, body.clone());
    match taken.faults.is_empty() {
        true => {
            *body = whole;
            Ok(taken)
        }
        false => Err(taken.faults),
    }
}

impl Taken {
    /// One part: `held` with each of its fields as sent, or empty.
    fn part(&mut self, fields: &[Field], path: &str, sent: &Map<String, Value>, mut held: Value) -> Value {
        self.known(fields, path, sent);
        for field in fields {
            let here = join(path, field.name);
            let value = sent.get(field.name).unwrap_or(&Value::Null);
            let read = match &field.kind {
                Kind::Kept(_) => continue,
                Kind::Named(beside, register) => {
                    let id = self.named(path, beside, *register, sent);
                    held[*beside] = id;
                    self.leaf(&field.kind, &here, value)
                }
                Kind::Group(fields) => match value {
                    Value::Null => self.part(fields, &here, &Map::new(), held[field.name].take()),
                    Value::Object(sent) => self.part(fields, &here, sent, held[field.name].take()),
                    wrong => self.misfit(&here, wrong),
                },
                Kind::List(repeated) => self.list(repeated.fields, &here, value, held[field.name].take()),
                Kind::Title | Kind::Prose => self.texts(&here, matches!(field.kind, Kind::Title), value),
                kind => self.leaf(kind, &here, value),
            };
            held[field.name] = read;
        }
        held
    }

    /// Refuses members that are none of these fields, nor what stands beside or is computed.
    fn known(&mut self, fields: &[Field], path: &str, sent: &Map<String, Value>) {
        let place: String =
            path.split('[').map(|piece| piece.split_once(']').map_or(piece, |(_, rest)| rest)).collect();
        let computed = COMPUTED.iter().find(|(of, _)| *of == place).map_or(&[][..], |(_, names)| names);
        let beside = fields.iter().flat_map(|field| match field.kind {
            Kind::Named(beside, Register::Authorities) => vec![beside, NEW],
            Kind::Named(beside, _) => vec![beside],
            _ => Vec::new(),
        });
        let names: Vec<&str> = fields.iter().map(|field| field.name).chain(beside).collect();
        let is_known = |name: &str| names.contains(&name) || computed.contains(&name);
        for (name, value) in sent.iter().filter(|(name, _)| !is_known(name)) {
            let near = nearest(name, names.iter().copied()).map(|near| join(path, near));
            self.faults.push(Fault::member(join(path, name), value).near(near));
        }
    }

    fn misfit(&mut self, path: &str, wrong: &Value) -> Value {
        self.faults.push(Fault::shape(path, wrong));
        Value::Null
    }

    fn list(&mut self, fields: &[Field], path: &str, sent: &Value, held: Value) -> Value {
        let parts = match sent {
            Value::Null => return Value::Array(Vec::new()),
            Value::Array(parts) if parts.len() <= MOST_PARTS => parts,
            wrong => return self.misfit(path, wrong),
        };
        let mut held = match held {
            Value::Array(held) => held,
            _ => Vec::new(),
        };
        let mut all = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let here = format!("{path}[{at}]");
            let Some(members) = part.as_object() else {
                self.misfit(&here, part);
                continue;
            };
            // What people do not write stays with the part of the same first field: a contact's name, a document's title.
            let first = fields.first().map_or("", |field| field.name);
            let same = held.iter().position(|other| members.get(first) == other.get(first));
            let base = same.map_or_else(|| form::blank(fields), |same| held.remove(same));
            all.push(self.part(fields, &here, members, base));
        }
        Value::Array(all)
    }

    fn texts(&mut self, path: &str, line: bool, sent: &Value) -> Value {
        let versions = match sent {
            Value::Null => return Value::Object(Map::new()),
            Value::Object(versions) => versions,
            wrong => return self.misfit(path, wrong),
        };
        let mut texts = Map::new();
        for (lang, text) in versions {
            let here = join(path, lang);
            match text {
                _ if !is_language(lang) => self.faults.push(Fault::member(here, text)),
                Value::String(text) if text.trim().is_empty() => {}
                Value::String(text) => {
                    let text = text.replace("\r\n", "\n");
                    _ = texts.insert(lang.clone(), if line { text.trim().into() } else { text.into() });
                }
                wrong => _ = self.misfit(&here, wrong),
            }
        }
        Value::Object(texts)
    }

    /// The record that stands beside a name, or the new organisation asked for in its place.
    fn named(&mut self, path: &str, beside: &'static str, register: Register, sent: &Map<String, Value>) -> Value {
        let here = join(path, beside);
        let id = match sent.get(beside).unwrap_or(&Value::Null) {
            Value::Null => None,
            Value::String(text) => match text.parse::<Id>() {
                Ok(id) => Some(id),
                Err(_) => return self.misfit(&here, &Value::String(text.clone())),
            },
            wrong => return self.misfit(&here, wrong),
        };
        if let Some(id) = id {
            self.named.push((path.to_owned(), beside, id));
        } else if let Some(new) = sent.get(NEW).filter(|_| register == Register::Authorities) {
            self.propose(path, new, sent.get("name").and_then(Value::as_str).unwrap_or_default());
        }
        id.map_or(Value::Null, |id| id.to_string().into())
    }

    fn propose(&mut self, path: &str, new: &Value, name: &str) {
        let text = |member: &str| new[member].as_str().unwrap_or_default();
        let country = value::read(&Kind::Country, &[text("country")], READ).ok();
        match country.and_then(|country| serde_json::from_value(country).ok()) {
            Some(country) => {
                let (name, kind) = (name.trim().to_owned(), text("kind").to_owned());
                self.wanted.push(Wanted { path: path.to_owned(), name, country, kind, corrects: None });
            }
            None => _ = self.misfit(&join(&join(path, NEW), "country"), &new["country"]),
        }
    }

    /// One value, read as the forms read it.
    fn leaf(&mut self, kind: &Kind, path: &str, sent: &Value) -> Value {
        let Some(texts) = texts_of(kind, sent) else { return self.misfit(path, sent) };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        value::read(kind, &texts, READ).unwrap_or_else(|_| {
            self.raw.insert(path.to_owned(), texts.join(" "));
            value::blank(kind)
        })
    }
}

/// Numbers are written with a point, whatever the language of the answer.
const READ: Locale = Locale { lang: Lang::En };

/// The texts that a form would hold in place of a value; none where the value is of another type.
fn texts_of(kind: &Kind, sent: &Value) -> Option<Vec<String>> {
    let one = |text: &str| Some(vec![text.to_owned()]);
    match (kind, sent) {
        (_, Value::Null) => one(""),
        (Kind::Themes | Kind::Parties | Kind::Programmes | Kind::Codes(_), Value::Array(items)) => {
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        }
        (Kind::Answer, Value::Bool(yes)) => one(if *yes { "yes" } else { "no" }),
        (Kind::Check, Value::Bool(yes)) => one(if *yes { "yes" } else { "" }),
        (Kind::Answer | Kind::Check, _) => None,
        (Kind::Year | Kind::Count | Kind::Goal | Kind::Rank(_) | Kind::Phase, Value::Number(number)) => {
            one(&number.to_string())
        }
        (_, Value::String(text)) => one(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::partnership::Partnership;

    fn body() -> Value {
        serde_json::to_value(Partnership::default()).unwrap()
    }

    #[test]
    fn what_is_no_value_is_kept_as_it_came_and_shown_in_its_place() {
        let mut body = body();
        let sent =
            json!({"start": "13/2013", "funding": [{"amount": "12,5,0", "year": 2013}], "themes": {"main": "99"}});
        let taken = read(&sent, &mut body).unwrap();
        let draft = Draft { body, raw: taken.raw, ..Draft::default() };
        assert_eq!(draft.raw["start"], "13/2013");
        let shown = shown(&draft);
        assert_eq!((&shown["start"], &shown["themes"]["main"]), (&json!("13/2013"), &json!("99")));
        assert_eq!(shown["funding"][0]["amount"], "12,5,0");
        assert_eq!(draft.partnership().start, None);
    }

    #[test]
    fn every_member_that_does_not_exist_is_named_with_the_nearest() {
        let sent = json!({"titl": {}, "parties": [{"nme": "x"}], "title": "text", "end": 2013, "funding": {}});
        let faults = read(&sent, &mut body()).unwrap_err();
        let mut named: Vec<_> =
            faults.iter().map(|fault| (fault.parameter.as_str(), fault.nearest.as_deref())).collect();
        named.sort_unstable();
        let expected = [
            ("end", None),
            ("funding", None),
            ("parties[0].nme", Some("parties[0].name")),
            ("titl", Some("title")),
            ("title", None),
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn persons_stay_with_the_contact_of_the_same_name_and_leave_with_nobody() {
        let person = Id::from_u64(7).unwrap();
        let contact = |name: &str, persons: Value| json!({"name": name, "organisation": null, "role": "party", "count": 1, "persons": persons});
        let mut body = body();
        body["contacts"] = json!([contact("A", json!([])), contact("B", json!([person]))]);
        let draft = Draft { body: body.clone(), ..Draft::default() };
        let mut sent = shown(&draft);
        assert!(sent["contacts"][1].get("persons").is_none());
        sent["contacts"].as_array_mut().unwrap().remove(0);
        read(&sent, &mut body).unwrap();
        assert_eq!(body["contacts"][0]["persons"], json!([person]));
        read(&json!({}), &mut body).unwrap();
        assert_eq!(body["contacts"], json!([]));
    }

    #[test]
    fn a_patch_changes_what_it_names() {
        let mut target = json!({"title": {"fr": "A", "en": "B"}, "start": "2010", "parties": [1, 2]});
        merge(&mut target, &json!({"title": {"en": null}, "start": "2011", "parties": [3]}));
        assert_eq!(target, json!({"title": {"fr": "A"}, "start": "2011", "parties": [3]}));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let names = prop::sample::select(vec![
                "title",
                "fr",
                "parties",
                "name",
                "organisation",
                "new",
                "funding",
                "themes",
                "year",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(names, inner, 0..5).prop_map(|map| map
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()),
            ]
        })
    }

    proptest! {
        /// Whatever comes is read or refused, and a body that was read is one that the forms can show.
        #[test]
        fn whatever_comes_is_read_or_refused(sent in any_json()) {
            let mut body = body();
            if read(&sent, &mut body).is_ok() {
                let draft = Draft { body, ..Draft::default() };
                let again = shown(&draft);
                let mut twice = draft.body.clone();
                prop_assert!(read(&again, &mut twice).is_ok());
                prop_assert_eq!(&twice, &draft.body);
                form::whole_parts(FIELDS, &mut twice);
                let record = serde_json::from_value::<Partnership>(twice);
                prop_assert!(record.is_ok(), "{record:?}");
            }
        }
    }
}
