//! Records of the first series (1.01 to 1.05) in the terms of version 2.03: codes that became numbers, and elements that
//! were replaced. Texts without a narrative and texts repeated by language are left to the reading of the types.

use chrono::NaiveDate;

use crate::tree::{Id, Tree};
use crate::value::Value;

/// Changes the tree of a record. What has no equivalent stays as it is.
pub(crate) fn upgrade(tree: &mut Tree) {
    let Some(root) = tree.root().map(|root| root.id) else { return };
    // The record's version is no longer its own.
    tree.take(root, "version");
    if tree.node(root).name() == "iati-organisation" {
        for identifier in elements(tree, root, "iati-identifier") {
            tree.rename(identifier, "organisation-identifier");
        }
        return;
    }
    // Extensions may have the names of the standard, and stay as they are.
    let children = tree.node(root).children().filter(|child| !child.is_text() && child.namespace().is_none());
    for child in children.map(|child| child.id).collect::<Vec<Id>>() {
        activity_child(tree, child);
    }
}

fn activity_child(tree: &mut Tree, child: Id) {
    match tree.node(child).name() {
        "activity-date" => {
            recode(tree, child, "type", DATE_TYPES);
            day_of_text(tree, child);
        }
        "participating-org" => recode(tree, child, "role", ROLES),
        "sector" => recode(tree, child, "vocabulary", VOCABULARIES),
        "policy-marker" => recode(tree, child, "vocabulary", VOCABULARIES),
        "other-identifier" => other_identifier(tree, child),
        "activity-website" => website(tree, child),
        "budget" => {
            recode(tree, child, "type", BUDGET_TYPES);
            period(tree, child);
        }
        "planned-disbursement" => {
            tree.take(child, "updated");
            period(tree, child);
        }
        "transaction" => transaction(tree, child),
        "location" => location(tree, child),
        "crs-add" => {
            elements(tree, child, "aidtype-flag").into_iter().for_each(|flag| tree.rename(flag, "other-flags"))
        }
        _ => {}
    }
}

type Table = &'static [(&'static str, &'static str)];

const DATE_TYPES: Table = &[("start-planned", "1"), ("start-actual", "2"), ("end-planned", "3"), ("end-actual", "4")];

const ROLES: Table = &[("funding", "1"), ("accountable", "2"), ("extending", "3"), ("implementing", "4")];

const BUDGET_TYPES: Table = &[("original", "1"), ("revised", "2")];

const VOCABULARIES: Table = &[
    ("dac", "1"),
    ("dac-3", "2"),
    ("cofog", "3"),
    ("nace", "4"),
    ("ntee", "5"),
    ("adt", "6"),
    ("ro", "99"),
    ("ro2", "98"),
];

const TRANSACTION_TYPES: Table = &[
    ("if", "1"),
    ("c", "2"),
    ("d", "3"),
    ("e", "4"),
    ("ir", "5"),
    ("lr", "6"),
    ("r", "7"),
    ("qp", "8"),
    ("qs", "9"),
    ("cg", "10"),
];

fn recode(tree: &mut Tree, id: Id, attribute: &str, table: Table) {
    let Some(code) = tree.node(id).attribute(attribute) else { return };
    let code = code.trim().to_lowercase();
    if let Some((_, number)) = table.iter().find(|(old, _)| *old == code) {
        tree.set(id, attribute, number);
    }
}

fn elements(tree: &Tree, parent: Id, name: &str) -> Vec<Id> {
    tree.node(parent).elements(name).map(|node| node.id).collect()
}

/// Dates were allowed as text.
fn day_of_text(tree: &mut Tree, id: Id) {
    let node = tree.node(id);
    let missing = node.attribute("iso-date").is_none_or(|date| date.trim().is_empty());
    let written = NaiveDate::parse(&node.text());
    if let Some(day) =
        written.filter(|day| missing || node.attribute("iso-date").and_then(NaiveDate::parse) == Some(*day))
    {
        tree.set(id, "iso-date", &Value::format(&day));
        tree.take_text(id);
    }
}

fn period(tree: &mut Tree, id: Id) {
    for name in ["period-start", "period-end"] {
        elements(tree, id, name).into_iter().for_each(|date| day_of_text(tree, date));
    }
}

fn transaction(tree: &mut Tree, id: Id) {
    for kind in elements(tree, id, "transaction-type") {
        recode(tree, kind, "code", TRANSACTION_TYPES);
    }
    for date in elements(tree, id, "transaction-date") {
        day_of_text(tree, date);
    }
    for sector in elements(tree, id, "sector") {
        recode(tree, sector, "vocabulary", VOCABULARIES);
    }
}

/// `<other-identifier owner-ref="…" owner-name="…">ID</other-identifier>`
fn other_identifier(tree: &mut Tree, id: Id) {
    let reference = tree.take_text(id);
    if !reference.is_empty() {
        tree.set(id, "ref", &reference);
    }
    if tree.node(id).attribute("type").is_none() {
        tree.set(id, "type", "A9");
    }
    let (owner, name) = (tree.take(id, "owner-ref"), tree.take(id, "owner-name"));
    if owner.is_none() && name.is_none() {
        return;
    }
    let line = tree.node(id).line();
    let element = tree.push_element(Some(id), line, "owner-org", None);
    if let Some(owner) = owner {
        tree.push_attribute(element, "ref", None, &owner);
    }
    if let Some(name) = name {
        tree.push_text(element, line, &name);
    }
}

/// `<activity-website>https://…</activity-website>` is a document of category A12, web page.
fn website(tree: &mut Tree, id: Id) {
    let line = tree.node(id).line();
    let address = tree.take_text(id);
    if address.is_empty() {
        return;
    }
    tree.rename(id, "document-link");
    tree.push_attribute(id, "url", None, &address);
    tree.push_attribute(id, "format", None, "text/html");
    let title = tree.push_element(Some(id), line, "title", None);
    tree.push_text(title, line, &address);
    let category = tree.push_element(Some(id), line, "category", None);
    tree.push_attribute(category, "code", None, "A12");
}

/// Up to 1.03, places were `coordinates`, `location-type` and `gazetteer-entry`, and divisions were codes and names in
/// one `administrative`.
fn location(tree: &mut Tree, id: Id) {
    for kind in elements(tree, id, "location-type") {
        tree.rename(kind, "feature-designation");
    }
    for coordinates in elements(tree, id, "coordinates") {
        point(tree, id, coordinates);
    }
    for entry in elements(tree, id, "gazetteer-entry") {
        let vocabulary = match tree.node(entry).attribute("gazetteer-ref").map(str::trim) {
            Some("1") => "G1",
            Some("3") => "G2",
            _ => continue,
        };
        tree.rename(entry, "location-id");
        tree.take(entry, "gazetteer-ref");
        tree.set(entry, "vocabulary", vocabulary);
        let code = tree.take_text(entry);
        tree.set(entry, "code", &code);
    }
    for division in elements(tree, id, "administrative") {
        if let Some(country) = tree.take(division, "country") {
            for (name, value) in [("vocabulary", "A4"), ("level", "0"), ("code", country.as_str())] {
                tree.set(division, name, value);
            }
        }
    }
}

fn point(tree: &mut Tree, location: Id, coordinates: Id) {
    let node = tree.node(coordinates);
    let (Some(latitude), Some(longitude)) = (node.attribute("latitude"), node.attribute("longitude")) else { return };
    let (position, line) = (format!("{} {}", latitude.trim(), longitude.trim()), node.line());
    tree.rename(coordinates, "point");
    tree.take(coordinates, "latitude");
    tree.take(coordinates, "longitude");
    tree.push_attribute(coordinates, "srsName", None, "http://www.opengis.net/def/crs/EPSG/0/4326");
    let element = tree.push_element(Some(coordinates), line, "pos", None);
    tree.push_text(element, line, &position);
    if let Some(precision) = tree.take(coordinates, "precision") {
        // GeographicalPrecision: 1 is exact, all others are approximate.
        let element = tree.push_element(Some(location), line, "exactness", None);
        tree.push_attribute(element, "code", None, if precision.trim() == "1" { "1" } else { "2" });
    }
}
