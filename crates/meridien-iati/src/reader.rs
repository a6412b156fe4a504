//! From the bytes of a file to its activities and organisations, one at a time, in the order of the file.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::io::Read;

use chrono::{DateTime, FixedOffset, NaiveDate};
use memchr::{memchr, memchr_iter};
use quick_xml::XmlVersion;
use quick_xml::errors::SyntaxError;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::activity::Activity;
use crate::element::{self, Unplaced};
use crate::fault::{Fault, Faults, Rule, fault};
use crate::organisation::Organisation;
use crate::personal::Person;
use crate::schema::Schema;
use crate::source::{MAX_EVENT, Source, find_tag};
use crate::tree::{Attribute, MAX_ELEMENTS, Tree, XML, XMLNS, XSI};
use crate::value::date_time;
use crate::version::Version;
use crate::{codes, rules, since, upgrade};

/// Deepest nesting of elements; the standard needs eight levels.
const MAX_DEPTH: usize = 64;

/// Most attributes of one element; the standard needs nine.
const MAX_ATTRIBUTES: usize = 256;

/// Most bytes of a name, or of the address of a namespace. The path of each fault has the names around it, and each extension
/// declares its namespace: long ones would come back a thousand times.
const MAX_NAME: usize = 256;

/// Most identifiers remembered to find those that come again.
const MAX_IDENTIFIERS: usize = 2_000_000;

/// Most bytes of a file that are read again, to go on after tags that do not end.
const MAX_AGAIN: usize = 32 * MAX_EVENT;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Which of the two kinds of file it is.
    pub kind: Kind,
    /// As declared, where it is a version of the standard.
    pub version: Option<Version>,
    /// When the file was made.
    pub generated: Option<DateTime<FixedOffset>>,
}

/// The two kinds of file of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `iati-activities`.
    Activities,
    /// `iati-organisations`.
    Organisations,
}

impl Kind {
    /// Name of the root, and of its children.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Kind::Activities => ("iati-activities", "iati-activity"),
            Kind::Organisations => ("iati-organisations", "iati-organisation"),
        }
    }
}

/// An activity or an organisation, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    /// Line of its start tag.
    pub line: u32,
    /// In the terms of version 2.03, whatever the file's. Holds no person.
    pub content: T,
    /// What `content` cannot hold, nor a file of version 2.03.
    pub unplaced: Vec<Unplaced>,
    /// The persons that its contacts name, and their addresses: to be stored apart, or not at all.
    pub persons: Vec<Person>,
    /// What is unplaced in its contacts: it may name persons too.
    pub unplaced_personal: Vec<Unplaced>,
}

/// What is found in a file, in its order. The faults of a record come before it.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// The start of the file.
    Header(Header),
    /// An activity.
    Activity(Box<Record<Activity>>),
    /// An organisation.
    Organisation(Box<Record<Organisation>>),
    /// Something wrong.
    Fault(Fault),
}

/// A file being read. Holds one record at a time.
pub struct Reader<R> {
    xml: quick_xml::Reader<Source<R>>,
    buffer: Vec<u8>,
    items: VecDeque<Item>,
    /// Faults of the record being read.
    faults: Faults,
    /// Faults of bytes that are ahead of the record being read.
    ahead: Vec<Fault>,
    header: Option<Header>,
    /// Line of a root without a version, until a record tells whether there had to be one.
    unversioned: Option<u32>,
    root: String,
    state: State,
    tree: Tree,
    /// The open elements of the record: node, and where its name starts in `names`.
    open: Vec<(u32, usize)>,
    names: String,
    /// Prefixes in force: at which depth they were declared, prefix, address.
    prefixes: Vec<(usize, String, String)>,
    space: bool,
    typed: bool,
    today: Option<NaiveDate>,
    hasher: RandomState,
    identifiers: HashSet<u64>,
    /// Whether a record was begun.
    begun: bool,
    /// Records that were begun and not given.
    lost: u64,
    /// Bytes that were read again.
    again: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the root.
    Prolog,
    /// Between records.
    Between,
    /// In a record.
    Record,
    /// In a record that cannot be read: until its end, or the start of another one.
    Lost,
    /// In something else than a record, so many levels deep.
    Ignored(usize),
    /// After the root.
    Epilog,
    /// Nothing more is read.
    Done,
}

impl<R: Read> Reader<R> {
    /// Reads records, and tells what of the file could not be read.
    pub fn new(input: R) -> Self {
        Reader {
            xml: parser(Source::new(input)),
            buffer: Vec::new(),
            items: VecDeque::new(),
            faults: Faults::default(),
            ahead: Vec::new(),
            header: None,
            unversioned: None,
            root: String::new(),
            state: State::Prolog,
            tree: Tree::default(),
            open: Vec::new(),
            names: String::new(),
            prefixes: Vec::new(),
            space: false,
            typed: true,
            today: None,
            hasher: RandomState::new(),
            identifiers: HashSet::new(),
            begun: false,
            lost: 0,
            again: 0,
        }
    }

    /// Also checks the file against schema, code lists and rules. `today` tells which dates are in the future.
    pub fn checking(mut self, today: NaiveDate) -> Self {
        self.today = Some(today);
        self
    }

    /// How many records were begun so far and could not be given.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// Gives no records, only faults.
    pub(crate) fn faults_only(mut self) -> Self {
        self.typed = false;
        self
    }

    fn step(&mut self) {
        let line = self.xml.get_ref().line();
        self.xml.get_mut().begin_event();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        match self.xml.read_event_into(&mut buffer) {
            Ok(event) if self.holds_record(&event) => {
                let found = malformed(line, "value", "");
                self.go_on(found, &buffer, line, false);
            }
            Ok(event) => self.event(event, line),
            Err(error) => self.syntax_error(&error, &buffer, line),
        }
        self.buffer = buffer;
        self.ahead.append(&mut self.xml.get_mut().take_faults());
        if !self.ahead.is_empty() {
            let line = self.xml.get_ref().line();
            let (here, ahead) = std::mem::take(&mut self.ahead).into_iter().partition(|fault| fault.line <= line);
            self.ahead = ahead;
            here.into_iter().for_each(|fault: Fault| self.fault(fault));
        }
    }

    fn event(&mut self, event: Event, line: u32) {
        match event {
            Event::Start(tag) => self.start(&tag, line, false),
            Event::Empty(tag) => self.start(&tag, line, true),
            Event::End(tag) => self.end(tag.name().as_ref(), line),
            Event::Text(text) => {
                if text.starts_with('&') {
                    self.fault(fault(line, Rule::LoneAmpersand, &[]));
                }
                self.text(&text.xml10_content(), line);
            }
            Event::CData(text) => self.text(&text.xml10_content(), line),
            Event::GeneralRef(reference) => self.reference(&reference, line),
            Event::DocType(_) => {
                self.fault(fault(line, Rule::Doctype, &[]));
                self.stop();
            }
            Event::Eof => self.end_of_file(line),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }

    /// Whether a tag has a record in it: a quotation mark that was forgotten took everything up to the next one.
    fn holds_record(&self, event: &Event) -> bool {
        let tag: &[u8] = match event {
            Event::Start(tag) | Event::Empty(tag) => tag.as_bytes(),
            _ => return false,
        };
        memchr(b'<', tag).is_some() && self.record_tag().is_some_and(|record| find_tag(tag, &record).is_some())
    }

    /// How the tag of a record begins.
    fn record_tag(&self) -> Option<Vec<u8>> {
        let name = self.header.as_ref()?.kind.names().1;
        let tag = match split_name(&self.root).0 {
            "" => format!("<{name}"),
            prefix => format!("<{prefix}:{name}"),
        };
        Some(tag.into_bytes())
    }

    /// `content` is what was read of the event.
    fn syntax_error(&mut self, error: &quick_xml::Error, content: &[u8], line: u32) {
        let text = String::from_utf8_lossy(content);
        match error {
            quick_xml::Error::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                let found = fault(line, Rule::TooLong, &[("limit", &MAX_EVENT.to_string())]);
                self.go_on(found, content, line, true);
            }
            quick_xml::Error::Io(error) if error.kind() == std::io::ErrorKind::Unsupported => {
                self.fault(fault(line, Rule::Compressed, &[]));
                self.stop();
            }
            quick_xml::Error::Io(error) => {
                self.fault(fault(line, Rule::Unreadable, &[("reason", &error.to_string())]));
                self.stop();
            }
            // A name or a declaration that is odd, but whose end was found.
            quick_xml::Error::IllFormed(_) => self.fault(malformed(line, "name", &text)),
            quick_xml::Error::Syntax(error) => self.go_on(malformed(line, kind(*error), ""), content, line, false),
            _ => {
                self.fault(malformed(line, "name", &text));
                self.stop();
            }
        }
    }

    /// After what does not end, or too late: goes on at the next record. Nothing is looked for in a comment or the like, which
    /// may hold what was meant to be left out. `is_endless`: more follows what was read of it.
    fn go_on(&mut self, found: Fault, content: &[u8], line: u32, is_endless: bool) {
        let is_remark = content.starts_with(b"<!") || content.starts_with(b"<?");
        let tag = self.record_tag().filter(|_| !matches!(self.state, State::Epilog | State::Done));
        let begins_record = tag.as_ref().is_some_and(|tag| find_tag(content, tag) == Some(0));
        self.fault(found);
        if self.state == State::Record {
            self.leave();
        }
        self.begun |= begins_record;
        self.lost += u64::from(begins_record);
        self.state = State::Lost;
        let Some(tag) = tag.filter(|_| !is_remark && self.again < MAX_AGAIN) else {
            self.fault(fault(line, Rule::RestUnread, &[("line", &line.to_string())]));
            return self.stop();
        };
        // Not the tag itself.
        let next = content.get(1..).and_then(|rest| find_tag(rest, &tag));
        let source = self.xml.get_mut();
        let goes_on = match next {
            Some(at) => {
                let (before, rest) = content.split_at(at + 1);
                self.again += rest.len();
                source.give_again(rest, line + memchr_iter(b'\n', before).count() as u32);
                true
            }
            None => is_endless && source.skip_to(&tag).unwrap_or_default(),
        };
        if !goes_on {
            return self.stop();
        }
        // A parser that met an error reads no more.
        let source = std::mem::replace(&mut self.xml, parser(Source::hollow())).into_inner();
        self.xml = parser(source);
    }

    fn end_of_file(&mut self, line: u32) {
        match self.state {
            State::Prolog => self.fault(fault(line, Rule::NoRoot, &[])),
            State::Epilog | State::Done => {}
            _ => self.fault(fault(line, Rule::Truncated, &[])),
        }
        self.stop();
    }

    /// Reads no more. A record that was begun is lost.
    fn stop(&mut self) {
        if self.state == State::Record && self.header.is_some() {
            self.lost += 1;
        }
        self.state = State::Done;
        self.ahead.drain(..).for_each(|fault| self.faults.push(fault));
        let untold = self.xml.get_ref().untold();
        if untold > 0 {
            let line = self.xml.get_ref().line();
            self.faults.push(fault(line, Rule::MoreFaults, &[("count", &untold.to_string())]));
        }
        self.give_faults();
    }

    /// Keeps a fault with its record, or gives it at once.
    fn fault(&mut self, fault: Fault) {
        match self.state {
            State::Record => self.faults.push(fault),
            _ => self.items.push_back(Item::Fault(fault)),
        }
    }

    fn give_faults(&mut self) {
        let identifier = self.identifier();
        self.items.extend(self.faults.take(&identifier).into_iter().map(Item::Fault));
    }

    fn identifier(&self) -> String {
        let root = self.tree.root();
        let names = ["iati-identifier", "organisation-identifier"];
        let found = names.iter().find_map(|name| root?.element(name));
        found.map(|node| node.text().trim().to_owned()).unwrap_or_default()
    }

    fn start(&mut self, tag: &BytesStart, line: u32, empty: bool) {
        let is_record = self.is_record(tag.name().into_inner());
        match self.state {
            State::Prolog => return self.root(tag, line, empty),
            State::Record if is_record => {
                let name = tag.name().into_inner();
                self.fault(fault(line, Rule::MismatchedTag, &[("expected", name), ("found", name)]));
                self.leave();
            }
            State::Record => {}
            State::Epilog => {
                self.fault(fault(line, Rule::AfterEnd, &[]));
                return self.stop();
            }
            State::Done => return,
            State::Between | State::Lost | State::Ignored(_) if is_record => {}
            State::Between => return self.ignore(tag, line, empty),
            State::Lost => return,
            State::Ignored(depth) => {
                self.state = State::Ignored(depth + usize::from(!empty));
                return;
            }
        }
        if is_record {
            self.begun = true;
            self.tree.clear();
            self.state = State::Record;
        }
        self.element(tag, line, empty);
    }

    /// An element beside the records: another one's extension, or a mistake.
    fn ignore(&mut self, tag: &BytesStart, line: u32, empty: bool) {
        if tag.name().prefix().is_none() {
            let name = tag.name();
            let mut found = fault(line, Rule::UnknownElement, &[("element", name.as_ref())]);
            found.path = format!("{}/{}", self.root, name.as_ref());
            self.fault(found);
        }
        if !empty {
            self.state = State::Ignored(1);
        }
    }

    fn root(&mut self, tag: &BytesStart, line: u32, empty: bool) {
        let name = tag.local_name();
        let kind = [Kind::Activities, Kind::Organisations].into_iter().find(|kind| kind.names().0 == name.as_ref());
        let Some(kind) = kind else {
            self.fault(fault(line, Rule::WrongRoot, &[("found", tag.name().as_ref())]));
            return self.stop();
        };
        self.root = tag.name().as_ref().to_owned();
        self.state = State::Record;
        self.element(tag, line, false);
        if self.state == State::Record {
            self.header(kind, line);
        }
        // What the root declares holds for every record.
        self.prefixes.iter_mut().for_each(|(depth, ..)| *depth = 0);
        self.open.clear();
        self.names.clear();
        self.give_faults();
        if self.header.is_none() {
            return self.stop();
        }
        self.state = State::Between;
        if empty {
            self.end_root();
        }
    }

    /// The schemas of the second series ask a root for a record.
    fn end_root(&mut self) {
        let asks = |header: &&Header| self.unversioned.is_none() && !header.version.is_some_and(Version::is_1);
        let header = self.header.as_ref().filter(asks).filter(|_| self.today.is_some() && !self.begun);
        if let (Some(header), Some(root)) = (header, self.tree.root()) {
            self.faults.add(root, None, Rule::MissingElement, &[("element", header.kind.names().1)]);
            self.give_faults();
        }
        self.state = State::Epilog;
    }

    fn header(&mut self, kind: Kind, line: u32) {
        let Some(root) = self.tree.root() else { return };
        let declared = root.attribute("version");
        let version = declared.and_then(Version::from_code);
        let generated = root.attribute("generated-datetime").and_then(date_time);
        if declared.is_some() && version.is_none() {
            self.faults.push(fault(line, Rule::UnknownVersion, &[("version", declared.unwrap_or_default())]));
        }
        self.unversioned = declared.is_none().then_some(line);
        if self.today.is_some() {
            // The first series leaves the version out where it likes.
            let schema = if declared.is_none() { Version::V1_05 } else { version.unwrap_or(Version::V2_03) };
            Schema::of(kind, schema).check_attributes(root, &mut self.faults);
        }
        let header = Header { kind, version, generated };
        self.items.push_back(Item::Header(header.clone()));
        self.header = Some(header);
    }

    /// Adds an element to the record.
    fn element(&mut self, tag: &BytesStart, line: u32, empty: bool) {
        self.space = false;
        let depth = self.open.len() + 1;
        if depth > MAX_DEPTH {
            return self.lose(fault(line, Rule::TooDeep, &[("limit", &MAX_DEPTH.to_string())]));
        }
        let too_many = || fault(line, Rule::TooManyAttributes, &[("limit", &MAX_ATTRIBUTES.to_string())]);
        if !self.declare_prefixes(tag, line, depth) {
            return self.lose(too_many());
        }
        let (prefix, name) = split_name(tag.name().into_inner());
        if name.len().max(prefix.len()) > MAX_NAME {
            return self.lose(fault(line, Rule::TooLong, &[("limit", &MAX_NAME.to_string())]));
        }
        if !is_name(name) || !prefix.is_empty() && !is_name(prefix) {
            return self.lose(malformed(line, "name", tag.name().into_inner()));
        }
        let namespace = self.address(prefix);
        if namespace.is_none() && !prefix.is_empty() {
            self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", &format!("xmlns:{prefix}"))]));
        }
        if depth == 1 && namespace.is_some() && self.header.is_none() {
            let address = namespace.as_deref().unwrap_or_default();
            self.fault(fault(line, Rule::WrongNamespace, &[("namespace", address)]));
        }
        // A root in a namespace takes its children with it: they are read as if it were in none.
        let namespace = namespace.filter(|_| !self.is_like_root(prefix));
        let parent = self.open.last().map(|(node, _)| *node);
        let namespace = namespace.as_deref().map(|address| (prefix, address));
        let node = self.tree.push_element(parent, line, name, namespace);
        if !self.attributes(tag, node, line) {
            return self.lose(too_many());
        }
        if self.tree.is_too_large() {
            return self.lose(fault(line, Rule::TooLarge, &[("limit", &MAX_ELEMENTS.to_string())]));
        }
        self.open.push((node, self.names.len()));
        self.names.push_str(tag.name().into_inner());
        if empty {
            self.close();
        }
    }

    /// Whether elements with this prefix are in the namespace of the root, and it in one.
    fn is_like_root(&self, prefix: &str) -> bool {
        split_name(&self.root).0 == prefix
            && !self.prefixes.iter().any(|(depth, declared, _)| *depth > 0 && declared == prefix)
    }

    /// Whether there are not too many prefixes.
    fn declare_prefixes(&mut self, tag: &BytesStart, line: u32, depth: usize) -> bool {
        let raw = tag.attributes_raw().as_bytes();
        if !memchr_iter(b'x', raw).any(|at| raw[at..].starts_with(b"xmlns")) {
            return true;
        }
        let mut attributes = tag.attributes();
        for attribute in attributes.with_checks(false) {
            let Ok(attribute) = attribute else { continue };
            let prefix = match attribute.key.as_ref() {
                "xmlns" => "",
                name => match name.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            if self.prefixes.len() >= MAX_ATTRIBUTES {
                return false;
            }
            let address = attribute.normalized_value(XmlVersion::Implicit1_0).ok();
            // These two are given, and cannot be given otherwise.
            let own = |address: &str| matches!(prefix, "xml" | "xmlns") || matches!(address, XML | XMLNS);
            let named = prefix.is_empty() || is_name(prefix);
            let allowed = |address: &str| named && !own(address) && address.len() <= MAX_NAME;
            if let Some(address) = address.filter(|address| allowed(address)) {
                self.prefixes.push((depth, prefix.to_owned(), address.into_owned()));
            } else {
                self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", attribute.key.as_ref())]));
            }
        }
        true
    }

    /// The address of a prefix; none where it is not declared, or declared as nothing.
    fn address(&self, prefix: &str) -> Option<String> {
        let declared = self.prefixes.iter().rev().find(|(_, declared, _)| declared == prefix);
        declared.map(|(.., address)| address.clone()).filter(|address| !address.is_empty())
    }

    /// Whether there are not too many attributes.
    fn attributes(&mut self, tag: &BytesStart, node: u32, line: u32) -> bool {
        let mut attributes = tag.attributes();
        for (count, attribute) in attributes.with_checks(false).enumerate() {
            if count == MAX_ATTRIBUTES {
                return false;
            }
            let Ok(attribute) = attribute else {
                self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", "")]));
                continue;
            };
            let key = attribute.key.into_inner();
            if key.starts_with("xmlns") && matches!(key.as_bytes().get(5), None | Some(b':')) {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            if value.is_err() {
                self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", key)]));
            }
            self.attribute(node, key, &value.unwrap_or(attribute.value), line);
        }
        true
    }

    fn attribute(&mut self, node: u32, key: &str, value: &str, line: u32) {
        let (prefix, name) = split_name(key);
        if !is_name(name) {
            return self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", key)]));
        }
        let namespace = match prefix {
            "" => None,
            "xml" => Some(XML.to_owned()),
            _ => match self.address(prefix) {
                Some(address) if address == XSI => return,
                Some(address) => Some(address),
                None => return self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", key)])),
            },
        };
        let namespace = namespace.as_deref().map(|address| (prefix, address));
        let same =
            |other: Attribute| other.name == name && other.namespace.map(|(_, a)| a) == namespace.map(|(_, a)| a);
        if self.tree.node(node).attributes().any(same) {
            return self.fault(fault(line, Rule::MalformedAttribute, &[("attribute", key)]));
        }
        self.tree.push_attribute(node, name, namespace, value);
    }

    fn text(&mut self, text: &str, line: u32) {
        let blank = text.trim_ascii().is_empty();
        if self.state == State::Epilog && !blank {
            self.fault(fault(line, Rule::AfterEnd, &[]));
            return self.stop();
        }
        let Some((parent, _)) = self.open.last() else { return };
        let after_text = self.tree.ends_with_text(*parent);
        if blank && !after_text {
            // Space between tags, unless a reference follows.
            self.space = true;
            return;
        }
        if std::mem::take(&mut self.space) && !text.starts_with(' ') {
            self.tree.push_text(*parent, line, " ");
        }
        self.tree.push_text(*parent, line, text);
        if self.tree.is_too_large() {
            self.lose(fault(line, Rule::TooLarge, &[("limit", &MAX_ELEMENTS.to_string())]));
        }
    }

    fn reference(&mut self, reference: &BytesRef, line: u32) {
        let name: &str = reference;
        if let Some(text) = resolve_predefined_entity(name) {
            return self.text(text, line);
        }
        match reference.resolve_char_ref() {
            Ok(Some(character)) if is_xml_character(character) => self.text(character.encode_utf8(&mut [0; 4]), line),
            _ => {
                self.fault(fault(line, Rule::UnknownEntity, &[("entity", name)]));
                self.text(&format!("&{name};"), line);
            }
        }
    }

    fn end(&mut self, name: &str, line: u32) {
        let ends_root = name == self.root;
        match self.state {
            State::Record => match self.open.last() {
                Some((_, at)) if &self.names[*at..] == name => self.close(),
                Some((_, at)) => {
                    let expected = self.names[*at..].to_owned();
                    self.lose(fault(line, Rule::MismatchedTag, &[("expected", &expected), ("found", name)]));
                    self.end(name, line);
                }
                None => {}
            },
            State::Lost | State::Between if ends_root => self.end_root(),
            State::Lost if self.is_record(name) => self.state = State::Between,
            State::Ignored(1) => self.state = State::Between,
            State::Ignored(depth) => self.state = State::Ignored(depth - 1),
            State::Between => self.fault(fault(line, Rule::MismatchedTag, &[("expected", ""), ("found", name)])),
            State::Prolog | State::Lost | State::Epilog | State::Done => {}
        }
    }

    fn is_record(&self, name: &str) -> bool {
        self.header.as_ref().is_some_and(|header| header.kind.names().1 == split_name(name).1)
    }

    /// Closes the innermost element, and with the last one the record.
    fn close(&mut self) {
        self.space = false;
        let depth = self.open.len();
        let Some((_, at)) = self.open.pop() else { return };
        self.names.truncate(at);
        while self.prefixes.last().is_some_and(|(declared, ..)| *declared == depth) {
            self.prefixes.pop();
        }
        if self.open.is_empty() && self.header.is_some() {
            self.finish();
            self.state = State::Between;
        }
    }

    /// Gives up the record.
    fn lose(&mut self, fault: Fault) {
        self.fault(fault);
        self.leave();
        self.state = State::Lost;
    }

    fn leave(&mut self) {
        if self.header.is_some() {
            self.lost += 1;
        }
        self.give_faults();
        self.open.clear();
        self.names.clear();
        self.prefixes.retain(|(depth, ..)| *depth == 0);
        self.tree.clear();
    }

    /// Checks the record that has just ended, brings it to version 2.03 and gives it.
    fn finish(&mut self) {
        let Some(header) = self.header.clone() else { return };
        let Some(root) = self.tree.root() else { return };
        let version = Version::of(header.version, root);
        if let Some(today) = self.today {
            if let Some(line) = self.unversioned.take().filter(|_| !version.is_1()) {
                self.faults.push(fault(line, Rule::MissingAttribute, &[("attribute", "version")]));
            }
            Schema::of(header.kind, version).check(root, &mut self.faults);
            since::check(root, version, &mut self.faults);
            self.check_repeated();
            if version.is_1() {
                upgrade::upgrade(&mut self.tree);
            }
            if let Some(root) = self.tree.root() {
                codes::check(root, &mut self.faults);
                rules::check(root, today, &mut self.faults);
            }
        } else if version.is_1() {
            upgrade::upgrade(&mut self.tree);
        }
        let item = self.typed.then(|| self.read(header.kind, version)).flatten();
        self.give_faults();
        self.items.extend(item);
        self.tree.clear();
    }

    fn check_repeated(&mut self) {
        let identifier = self.identifier();
        if identifier.is_empty() || self.identifiers.len() > MAX_IDENTIFIERS {
            return;
        }
        if !self.identifiers.insert(self.hasher.hash_one(&identifier)) {
            let line = self.tree.root().map_or(0, |root| root.line());
            self.faults.push(fault(line, Rule::RepeatedIdentifier, &[("value", &identifier)]));
        }
    }

    fn read(&mut self, kind: Kind, version: Version) -> Option<Item> {
        let root = self.tree.root()?;
        let mut told = Faults::default();
        // The schema has told them already, in its own words.
        let faults = if self.today.is_some() { &mut told } else { &mut self.faults };
        let item = match kind {
            Kind::Activities => {
                let (mut content, unplaced) = element::read::<Activity>(root, version, faults);
                let persons = content.take_persons();
                let (unplaced_personal, unplaced) = unplaced.into_iter().partition(Unplaced::is_of_contact);
                Item::Activity(Box::new(Record { line: root.line(), content, unplaced, persons, unplaced_personal }))
            }
            Kind::Organisations => {
                let (content, unplaced) = element::read::<Organisation>(root, version, faults);
                let (persons, unplaced_personal) = (Vec::new(), Vec::new());
                Item::Organisation(Box::new(Record {
                    line: root.line(),
                    content,
                    unplaced,
                    persons,
                    unplaced_personal,
                }))
            }
        };
        if version.is_1() {
            // That of the first series allows what has no place any more.
            self.faults.add_unplaced(told);
        }
        Some(item)
    }
}

fn parser<R: Read>(source: Source<R>) -> quick_xml::Reader<Source<R>> {
    let mut xml = quick_xml::Reader::from_reader(source);
    let config = xml.config_mut();
    // Ends are compared with the open elements here, where a record that is broken can be left.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    xml
}

fn malformed(line: u32, kind: &'static str, text: &str) -> Fault {
    fault(line, Rule::Malformed, &[("kind", kind), ("text", text)])
}

/// What does not end.
fn kind(error: SyntaxError) -> &'static str {
    match error {
        SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue => "value",
        SyntaxError::UnclosedComment => "comment",
        SyntaxError::UnclosedCData => "cdata",
        SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => "instruction",
        _ => "tag",
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.items.is_empty() && self.state != State::Done {
            self.step();
        }
        self.items.pop_front()
    }
}

/// Prefix, which may be empty, and local name.
fn split_name(name: &str) -> (&str, &str) {
    let colon = name.bytes().position(|byte| byte == b':');
    colon.map_or(("", name), |at| (&name[..at], &name[at + 1..]))
}

/// What a byte may be in a name: 1 inside of it, 2 at its start too. Signs beyond ASCII are all taken for letters.
const IN_NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => 2,
            b'0'..=b'9' | b'-' | b'.' => 1,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether a name without its prefix is one, and not too long.
fn is_name(name: &str) -> bool {
    let kinds = name.bytes().map(|byte| IN_NAME[usize::from(byte)]);
    name.len() <= MAX_NAME && kinds.clone().next() == Some(2) && kinds.fold(2, u8::min) > 0
}

/// Whether XML 1.0 allows the character, however it is written.
pub(crate) fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
