//! What of a record the standard has no place for travels with it, so that an atlas reads it whole.
//!
//! An activity of ours ends with `<meridien:record>`: as JSON, the fields that an importer would not read from the rest of
//! the activity as they are. A digest of the rest tells whether somebody changed it since: then it alone counts.

use meridien_iati::{Activity, Extension, Item, Kind as FileKind, Reader, Writable, Writer};
use serde_json::{Map, Value};

use super::organisations::Stamped;
use super::{NAMESPACE, PREFIX, incoming};
use crate::journal::Kind;
use crate::partnership::{Partnership, identity};
use crate::value::{Country, Id};

/// Name of the element.
const RECORD: &str = "record";

/// Adds to the activity of a record what it lacks of it, and takes out whatever reaches a person.
pub fn add(activity: &mut Activity, kind: Kind, id: Id, record: &Partnership, home: Country) {
    activity.take_persons();
    let mut read = reread(activity);
    let digest = digest(&mut read);
    let rest = difference(&public(record), &mapped(&read, home));
    let attributes = [("type", kind.as_str().to_owned()), ("id", id.to_string()), ("digest", digest)];
    let extension = Extension {
        prefix: PREFIX.to_owned(),
        namespace: NAMESPACE.to_owned(),
        name: RECORD.to_owned(),
        attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        text: allowed(&Value::Object(rest).to_string()),
    };
    activity.extra.get_mut().elements.push(extension.to_xml());
}

/// JSON without the two characters that it allows and XML does not.
fn allowed(json: &str) -> String {
    json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// A record that an atlas wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier in that atlas.
    pub id: Id,
    /// Its body, with the identifiers of that atlas; from the mapped fields alone where somebody changed them.
    pub record: Partnership,
}

/// Takes our extension out of an activity, and gives the record that it completes; `None` where no atlas wrote it.
pub fn take(activity: &mut Activity, home: Country) -> Option<Own> {
    let extension = take_element(activity)?;
    // Only these two have the body of a partnership: published as another kind, nothing could read it again.
    let kind = extension.attribute("type")?.parse::<Kind>().ok();
    let kind = kind.filter(|kind| matches!(kind, Kind::Partnership | Kind::Activity))?;
    let id = extension.attribute("id")?.parse().ok()?;
    let mut record = mapped(activity, home);
    let unchanged = extension.attribute("digest") == Some(digest(activity).as_str());
    if let Some(whole) = unchanged.then(|| completed(&record, &extension.text)).flatten() {
        record = whole;
    }
    Some(Own { kind, id, record })
}

/// What the mapped fields say. The activity's identifier is that of a record, not one in another system.
fn mapped(activity: &Activity, home: Country) -> Partnership {
    let mut record = incoming::record(activity, home, &mut Stamped);
    record.legacy_ids.retain(|legacy| legacy.scheme != super::SCHEME);
    record
}

fn take_element(activity: &mut Activity) -> Option<Extension> {
    activity.extra.get()?;
    let elements = &mut activity.extra.get_mut().elements;
    let ours = |xml: &String| {
        Extension::from_xml(xml).filter(|extension| extension.namespace == NAMESPACE && extension.name == RECORD)
    };
    let (at, extension) = elements.iter().enumerate().find_map(|(at, xml)| Some((at, ours(xml)?)))?;
    elements.remove(at);
    Some(extension)
}

/// The record without what never leaves: persons, and the activity that it was made from.
fn public(record: &Partnership) -> Partnership {
    let mut record = record.clone();
    record.contacts.iter_mut().for_each(|contact| contact.persons.clear());
    record.iati = None;
    record
}

/// The activity as whoever reads the file will have it.
pub fn reread(activity: &Activity) -> Activity {
    let written = Writer::new(Vec::new(), FileKind::Activities, chrono::DateTime::UNIX_EPOCH).and_then(|mut writer| {
        writer.record(activity)?;
        writer.finish()
    });
    // Writing to memory does not fail.
    parse(&written.unwrap_or_default()).unwrap_or_default()
}

/// The activity of a file that holds one.
fn parse(file: &[u8]) -> Option<Activity> {
    Reader::new(file).find_map(|item| match item {
        Item::Activity(record) => Some(record.content),
        _ => None,
    })
}

/// An activity kept as XML.
pub fn kept(xml: &str) -> Option<Activity> {
    parse(format!("<iati-activities version=\"2.03\">{xml}</iati-activities>").as_bytes())
}

/// The first 64 bits of a SHA-256 of the activity, contacts aside: readers take out of them what may reach persons.
fn digest(activity: &mut Activity) -> String {
    let contacts = std::mem::take(&mut activity.contacts);
    let digest = identity::digest(&activity.to_xml());
    activity.contacts = contacts;
    digest
}

/// The fields of `record` that `read` has otherwise.
fn difference(record: &Partnership, read: &Partnership) -> Map<String, Value> {
    let read = fields(read);
    fields(record).into_iter().filter(|(name, value)| read.get(name) != Some(value)).collect()
}

/// `read` with the fields of `rest` in place of its own; `None` where these are no fields of a record.
fn completed(read: &Partnership, rest: &str) -> Option<Partnership> {
    let rest: Map<String, Value> = serde_json::from_str(rest).ok()?;
    let mut whole = fields(read);
    whole.extend(rest);
    serde_json::from_value(Value::Object(whole)).ok().map(|record| public(&record))
}

fn fields(record: &Partnership) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        // A record is a struct of plain data: it always serialises, and as an object.
        _ => Map::new(),
    }
}
