//! The official schemas, and whether a record keeps to them.
//!
//! IATI's schemas use a small part of XML Schema: lists of elements in an order or in any, attributes, a few simple
//! types, and extensions from other namespaces. This reads that part of them, so that each fault is a code with its
//! place, and a record is checked while it is read. Tests compare the verdicts with those of libxml2.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use quick_xml::events::Event;

use crate::fault::{Faults, Rule};
use crate::reader::Kind;
use crate::tree::{Attribute, Node, Tree, is_language};
use crate::value::Value;
use crate::version::Version;

/// A schema: its types by number, and the type of each element that stands by itself.
pub(crate) struct Schema {
    types: Vec<Type>,
    elements: HashMap<String, usize>,
}

/// What an element may hold.
#[derive(Debug, Clone, Default)]
struct Type {
    attributes: Vec<AttributeRule>,
    open_attributes: bool,
    /// The text has to be of this type.
    simple: Option<Simple>,
    /// Text may stand between the elements.
    mixed: bool,
    /// Whatever it holds is valid: the schema gives the element no type.
    anything: bool,
    content: Vec<Particle>,
}

#[derive(Debug, Clone)]
struct AttributeRule {
    name: String,
    simple: Simple,
    required: bool,
}

/// Elements at one place of an order.
#[derive(Debug, Clone)]
struct Particle {
    least: usize,
    most: usize,
    /// Names and numbers of types; several may come in any order.
    elements: Vec<(String, usize)>,
    /// Elements of other namespaces.
    foreign: bool,
}

/// A type of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Simple {
    Text,
    Boolean,
    Date,
    DateTime,
    Decimal,
    Integer { least: i64, most: i64 },
    Language,
    Token,
    Uri,
}

impl Simple {
    fn of(name: &str) -> Simple {
        match name.strip_prefix("xsd:").unwrap_or(name) {
            "boolean" => Simple::Boolean,
            "date" => Simple::Date,
            "dateTime" => Simple::DateTime,
            "decimal" => Simple::Decimal,
            "int" => Simple::Integer { least: i64::from(i32::MIN), most: i64::from(i32::MAX) },
            "nonNegativeInteger" => Simple::Integer { least: 0, most: i64::MAX },
            "positiveInteger" => Simple::Integer { least: 1, most: i64::MAX },
            "language" => Simple::Language,
            "NMTOKEN" => Simple::Token,
            "anyURI" => Simple::Uri,
            _ => Simple::Text,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Simple::Text => "text",
            Simple::Boolean => "boolean",
            Simple::Date => "date",
            Simple::DateTime => "date-time",
            Simple::Decimal => "decimal",
            Simple::Integer { .. } => "integer",
            Simple::Language => "language",
            Simple::Token => "token",
            Simple::Uri => "uri",
        }
    }

    fn allows(self, value: &str) -> bool {
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        match self {
            Simple::Text => true,
            Simple::Boolean => matches!(value, "0" | "1" | "true" | "false"),
            Simple::Date => is_date(value),
            Simple::DateTime => is_date_time(value),
            Simple::Decimal => is_decimal(value),
            Simple::Integer { least, most } => {
                let number = value.strip_prefix('+').unwrap_or(value).parse().ok();
                number.is_some_and(|number| (least..=most).contains(&number))
            }
            Simple::Language => value.is_empty() || is_language_code(value),
            Simple::Token => <crate::activity::Token as Value>::parse(value).is_some(),
            Simple::Uri => is_uri(value),
        }
    }
}

fn is_date(value: &str) -> bool {
    let Some((day, zone)) = value.split_at_checked(10) else { return false };
    NaiveDate::parse(day).is_some() && day != "0000" && is_zone(zone)
}

fn is_zone(zone: &str) -> bool {
    let Some(hours) = zone.strip_prefix(['+', '-']) else { return matches!(zone, "" | "Z") };
    let time = hours.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2);
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u8>().ok()).flatten();
    let time = time.and_then(|(hours, minutes)| Some((number(hours)?, number(minutes)?)));
    time.is_some_and(|(hours, minutes)| hours < 14 && minutes < 60 || (hours, minutes) == (14, 0))
}

fn is_date_time(value: &str) -> bool {
    let Some((moment, zone)) = value.split_once('T').and_then(|(_, time)| {
        let zone = time.find(['Z', '+', '-']).map_or("", |at| &time[at..]);
        Some((value.strip_suffix(zone)?, zone))
    }) else {
        return false;
    };
    let time = moment.get(11..).unwrap_or_default();
    let shape = time.len() >= 8 && time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    shape
        && moment.get(..10).is_some_and(is_date)
        && is_zone(zone)
        && DateTime::parse_from_rfc3339(&format!("{moment}Z")).is_ok()
}

fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    whole.len() + fraction.len() > 0 && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
}

fn is_language_code(value: &str) -> bool {
    let mut parts = value.split('-');
    let first = parts.next().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    first && value.split('-').all(is_part)
}

/// Whether a text may be an address, of the web or relative. Characters that need an escape are allowed, as XML Schema
/// has it, save those that make it unreadable.
fn is_uri(value: &str) -> bool {
    let escapes = value.match_indices('%').all(|(at, _)| {
        value.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let scheme = value.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    let good_scheme = scheme.is_none_or(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    let (address, fragment) = value.split_once('#').unwrap_or((value, ""));
    let numeric_host = address.contains("://[");
    escapes && good_scheme && !fragment.contains('#') && (numeric_host || !address.contains(['[', ']']))
}

/// Checking.
impl Schema {
    /// The schema for a kind of file; the last of a series is for all of it.
    pub(crate) fn of(kind: Kind, version: Version) -> &'static Schema {
        match (kind, version.is_1()) {
            (Kind::Activities, true) => &ACTIVITIES_1,
            (Kind::Activities, false) => &ACTIVITIES_2,
            (Kind::Organisations, true) => &ORGANISATIONS_1,
            (Kind::Organisations, false) => &ORGANISATIONS_2,
        }
    }

    /// Checks the attributes of a root.
    pub(crate) fn check_attributes(&self, node: Node, faults: &mut Faults) {
        if let Some(number) = self.elements.get(node.name()) {
            self.attributes(&self.types[*number], node, faults);
        }
    }

    /// Checks a record.
    pub(crate) fn check(&self, node: Node, faults: &mut Faults) {
        if let Some(number) = self.elements.get(node.name()) {
            self.element(*number, node, faults);
        }
    }

    fn element(&self, number: usize, node: Node, faults: &mut Faults) {
        let kind = &self.types[number];
        if kind.anything {
            return;
        }
        self.attributes(kind, node, faults);
        self.text(kind, node, faults);
        self.children(kind, node, faults);
    }

    fn attributes(&self, kind: &Type, node: Node, faults: &mut Faults) {
        for rule in kind.attributes.iter().filter(|rule| rule.required) {
            if !node.attributes().any(|attribute| rule.is_of(attribute)) {
                faults.add(node, None, Rule::MissingAttribute, &[("attribute", &rule.name)]);
            }
        }
        for attribute in node.attributes() {
            match kind.attributes.iter().find(|rule| rule.is_of(attribute)) {
                Some(rule) => check_value(node, Some(&rule.name), attribute.value, rule.simple, faults),
                // The declaration of `xml:lang` holds wherever it is allowed.
                None if kind.open_attributes && is_language(attribute) => {
                    check_value(node, Some("xml:lang"), attribute.value, Simple::Language, faults);
                }
                None if kind.open_attributes && attribute.namespace.is_some() => {}
                None => {
                    faults.add(node, None, Rule::UnknownAttribute, &[("attribute", attribute.name)]);
                }
            }
        }
    }

    fn text(&self, kind: &Type, node: Node, faults: &mut Faults) {
        if let Some(simple) = kind.simple {
            check_value(node, None, &node.text(), simple, faults);
        } else if !kind.mixed && !node.text().trim().is_empty() {
            faults.add(node, None, Rule::UnexpectedText, &[]);
        }
    }

    fn children(&self, kind: &Type, node: Node, faults: &mut Faults) {
        let mut counts = vec![0; kind.content.len()];
        let mut reached = 0;
        for child in node.children().filter(|child| !child.is_text()) {
            let Some((place, number)) = kind.place(child, reached) else {
                faults.add(child, None, Rule::UnknownElement, &[("element", child.name())]);
                continue;
            };
            counts[place] += 1;
            if place < reached {
                faults.add(child, None, Rule::ElementOrder, &[("element", child.name())]);
            } else if counts[place] > kind.content[place].most {
                let limit = kind.content[place].most.to_string();
                faults.add(child, None, Rule::RepeatedElement, &[("element", child.name()), ("limit", &limit)]);
            }
            reached = reached.max(place);
            if let Some(number) = number {
                self.element(number, child, faults);
            }
        }
        for (particle, count) in kind.content.iter().zip(counts) {
            if count < particle.least {
                let names: Vec<&str> = particle.elements.iter().map(|(name, _)| name.as_str()).collect();
                faults.add(node, None, Rule::MissingElement, &[("element", &names.join(", "))]);
            }
        }
    }
}

fn check_value(node: Node, attribute: Option<&str>, value: &str, simple: Simple, faults: &mut Faults) {
    if !simple.allows(value) {
        faults.add(node, attribute, Rule::WrongType, &[("value", value.trim()), ("type", simple.name())]);
    }
}

impl AttributeRule {
    fn is_of(&self, attribute: Attribute) -> bool {
        match attribute.namespace {
            None => self.name == attribute.name,
            Some(_) => self.name == "xml:lang" && is_language(attribute),
        }
    }
}

impl Type {
    /// Where a child belongs, and its type if it is not an extension. Those may have several places: the next one counts.
    fn place(&self, child: Node, reached: usize) -> Option<(usize, Option<usize>)> {
        let mut places = self.content.iter().enumerate();
        if child.namespace().is_some() {
            let foreign = |place: usize| self.content[place].foreign;
            let place = (reached..self.content.len()).find(|place| foreign(*place));
            return Some((place.or_else(|| (0..reached).find(|place| foreign(*place)))?, None));
        }
        places.find_map(|(place, particle)| {
            let found = particle.elements.iter().find(|(name, _)| name == child.name())?;
            Some((place, Some(found.1)))
        })
    }
}

static ACTIVITIES_1: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(&[
        include_str!("../data/schemas/1.05/iati-activities-schema.xsd"),
        include_str!("../data/schemas/1.05/iati-common.xsd"),
    ])
});
static ORGANISATIONS_1: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(&[
        include_str!("../data/schemas/1.05/iati-organisations-schema.xsd"),
        include_str!("../data/schemas/1.05/iati-common.xsd"),
    ])
});
static ACTIVITIES_2: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(&[
        include_str!("../data/schemas/2.03/iati-activities-schema.xsd"),
        include_str!("../data/schemas/2.03/iati-common.xsd"),
    ])
});
static ORGANISATIONS_2: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(&[
        include_str!("../data/schemas/2.03/iati-organisations-schema.xsd"),
        include_str!("../data/schemas/2.03/iati-common.xsd"),
    ])
});

/// Reading the schemas.
impl Schema {
    /// Reads a schema with those that it includes.
    fn parse(documents: &[&str]) -> Schema {
        let trees: Vec<Tree> = documents.iter().map(|document| tree(document)).collect();
        let mut loader = Loader::default();
        for definition in trees.iter().filter_map(Tree::root).flat_map(Node::children) {
            let Some(name) = definition.attribute("name") else { continue };
            // A definition of the schema itself goes before one that it includes.
            loader.definitions.entry((definition.name(), name)).or_insert(definition);
        }
        let names = loader.definitions.keys().filter(|(kind, _)| *kind == "element").map(|(_, name)| *name);
        let names: Vec<&str> = names.collect();
        let elements = names.into_iter().map(|name| (name.to_owned(), loader.element_by_name(name))).collect();
        Schema { types: loader.types, elements }
    }
}

/// The elements of a schema, without prefixes and texts.
fn tree(document: &str) -> Tree {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut tree = Tree::default();
    let mut open = Vec::new();
    // The schemas are part of the program, and tests read each of them.
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let node = tree.push_element(open.last().copied(), 0, tag.local_name().as_ref(), None);
                for attribute in tag.attributes().flatten() {
                    tree.push_attribute(node, attribute.key.as_ref(), None, &attribute.value);
                }
                if matches!(event, Event::Start(_)) {
                    open.push(node);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    tree
}

/// Makes types of definitions.
#[derive(Default)]
struct Loader<'t> {
    /// Kind (`element`, `complexType`, `attribute`, `attributeGroup`) and name.
    definitions: HashMap<(&'t str, &'t str), Node<'t>>,
    types: Vec<Type>,
    /// Numbers of the types of elements that stand by themselves.
    known: HashMap<&'t str, usize>,
}

impl<'t> Loader<'t> {
    fn element_by_name(&mut self, name: &'t str) -> usize {
        if let Some(number) = self.known.get(name) {
            return *number;
        }
        let number = self.types.len();
        self.types.push(Type::default());
        self.known.insert(name, number);
        if let Some(definition) = self.definitions.get(&("element", name)).copied() {
            self.types[number] = self.type_of(definition);
        }
        number
    }

    /// Name and number of an element's type.
    fn element(&mut self, element: Node<'t>) -> (String, usize) {
        if let Some(name) = element.attribute("ref") {
            return (name.to_owned(), self.element_by_name(name));
        }
        let kind = self.type_of(element);
        self.types.push(kind);
        (element.attribute("name").unwrap_or_default().to_owned(), self.types.len() - 1)
    }

    fn type_of(&mut self, element: Node<'t>) -> Type {
        match element.attribute("type") {
            Some(name) => self.named_type(name),
            None => match element.element("complexType") {
                Some(definition) => self.complex(definition),
                None => Type { anything: true, ..Type::default() },
            },
        }
    }

    fn named_type(&mut self, name: &'t str) -> Type {
        match self.definitions.get(&("complexType", name)).copied() {
            Some(definition) => self.complex(definition),
            None => Type { simple: Some(Simple::of(name)), ..Type::default() },
        }
    }

    fn complex(&mut self, definition: Node<'t>) -> Type {
        let mut kind = Type { mixed: definition.attribute("mixed") == Some("true"), ..Type::default() };
        self.add(definition, &mut kind);
        kind
    }

    /// Adds what a definition says to the type.
    fn add(&mut self, definition: Node<'t>, kind: &mut Type) {
        for part in definition.children().filter(|part| !part.is_text()) {
            match part.name() {
                "sequence" => {
                    let particles: Vec<Particle> = part.children().filter_map(|part| self.particle(part)).collect();
                    kind.content.extend(particles);
                }
                "choice" => kind.content.extend(self.particle(part)),
                "simpleContent" | "complexContent" => self.add(part, kind),
                "extension" => {
                    let base = self.named_type(part.attribute("base").unwrap_or_default());
                    *kind = Type { mixed: kind.mixed || base.mixed, ..base };
                    self.add(part, kind);
                }
                "attribute" => kind.attributes.push(self.attribute(part)),
                "attributeGroup" => {
                    let name = part.attribute("ref").unwrap_or_default();
                    if let Some(group) = self.definitions.get(&("attributeGroup", name)).copied() {
                        self.add(group, kind);
                    }
                }
                "anyAttribute" => kind.open_attributes = true,
                _ => {}
            }
        }
    }

    fn particle(&mut self, part: Node<'t>) -> Option<Particle> {
        let count = |name, default| match part.attribute(name) {
            Some("unbounded") => usize::MAX,
            Some(count) => count.parse().unwrap_or(default),
            None => default,
        };
        let mut particle = Particle {
            least: count("minOccurs", 1),
            most: count("maxOccurs", 1),
            elements: Vec::new(),
            foreign: false,
        };
        match part.name() {
            "element" => particle.elements.push(self.element(part)),
            "any" => particle.foreign = true,
            "choice" => {
                for option in part.children() {
                    match option.name() {
                        "element" => particle.elements.push(self.element(option)),
                        "any" => particle.foreign = true,
                        _ => {}
                    }
                }
            }
            _ => return None,
        }
        Some(particle)
    }

    fn attribute(&self, part: Node<'t>) -> AttributeRule {
        let name = part.attribute("ref").or(part.attribute("name")).unwrap_or_default();
        let definition = part.attribute("ref").and_then(|name| self.definitions.get(&("attribute", name)));
        let simple = match (part.attribute("type").or(definition.and_then(|node| node.attribute("type"))), name) {
            (_, "xml:lang") => Simple::Language,
            (kind, _) => Simple::of(kind.unwrap_or_default()),
        };
        AttributeRule { name: name.to_owned(), simple, required: part.attribute("use") == Some("required") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_are_read_whole() {
        for (kind, version, record, places) in [
            (Kind::Activities, Version::V1_05, "iati-activity", 1),
            (Kind::Activities, Version::V2_03, "iati-activity", 35),
            (Kind::Organisations, Version::V1_05, "iati-organisation", 1),
            (Kind::Organisations, Version::V2_03, "iati-organisation", 10),
        ] {
            let schema = Schema::of(kind, version);
            assert_eq!(schema.types[schema.elements[record]].content.len(), places, "{record} {version}");
            let mut named = schema.types.iter().flat_map(|kind| &kind.content).flat_map(|particle| &particle.elements);
            assert!(named.all(|(_, number)| {
                let kind = &schema.types[*number];
                kind.anything
                    || kind.mixed
                    || kind.simple.is_some()
                    || !kind.attributes.is_empty()
                    || !kind.content.is_empty()
            }));
        }
    }

    #[test]
    fn simple_types_are_those_of_the_recommendation() {
        for (kind, good, bad) in [
            (
                "date",
                vec!["2015-02-28", "2015-02-28Z", "2015-02-28+02:00", " 2015-02-28 "],
                vec!["2015-02-29", "", "2015-2-28", "2015-02-28T00:00:00", "2015-02-28+15:00"],
            ),
            (
                "dateTime",
                vec!["2015-02-28T01:02:03", "2015-02-28T01:02:03.5Z", "2015-02-28T01:02:03-05:00"],
                vec!["2015-02-28", "2015-02-28 01:02:03", "2015-02-28T25:02:03", "2015-02-28T01:02"],
            ),
            ("decimal", vec!["1", "-1.50", "+.5", "5."], vec!["", "1,000", "1e3", ".", "NaN", "- 1"]),
            ("boolean", vec!["1", "0", "true", "false"], vec!["True", "yes", ""]),
            ("int", vec!["-5", "+5"], vec!["3000000000", "5.0", ""]),
            ("positiveInteger", vec!["1"], vec!["0", "-1"]),
            ("language", vec!["fr", "pt-BR", "", "EN"], vec!["français", "fr_FR", "muchtoolong"]),
            (
                "anyURI",
                vec!["https://example.org/a?b#c", "relative", "", "http://a/é"],
                vec!["http://a/%zz", "http://a#b#c", "1:2", "a]"],
            ),
        ] {
            let simple = Simple::of(kind);
            good.iter().for_each(|value| assert!(simple.allows(value), "{kind} {value}"));
            bad.iter().for_each(|value| assert!(!simple.allows(value), "{kind} {value}"));
        }
        // A sign of two bytes where the day ends.
        assert!(!Simple::DateTime.allows("T23456789é12:00:00Z"));
    }
}
