//! One record of a file (an activity or an organisation) as a tree, kept in a few flat lists that the next record
//! uses again.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use quick_xml::escape::{escape, partial_escape};

/// Most elements of one record.
pub(crate) const MAX_ELEMENTS: usize = 200_000;

/// Most bytes of text, names and attributes of one record.
pub(crate) const MAX_TEXT: usize = 32 << 20;

/// Most namespaces of one record.
const MAX_NAMESPACES: usize = 256;

/// Namespace of `xml:lang`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Namespace of `xmlns`.
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Namespace of what a file says to a validator.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Place of a node in its tree.
pub(crate) type Id = u32;

const NONE: Id = Id::MAX;

/// A piece of [`Tree::text`].
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    from: u32,
    to: u32,
}

#[derive(Debug)]
struct NodeData {
    /// Empty for text.
    name: Span,
    /// The text, for text.
    text: Span,
    /// Index in [`Tree::namespaces`], plus one; 0 is none.
    namespace: u16,
    attributes: Range<u32>,
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
    line: u32,
}

#[derive(Debug, Clone, Copy)]
struct AttributeData {
    name: Span,
    value: Span,
    namespace: u16,
}

/// The elements and texts of a record. The first node is the record itself.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    text: String,
    nodes: Vec<NodeData>,
    attributes: Vec<AttributeData>,
    namespaces: Vec<(String, String)>,
}

/// Building.
impl Tree {
    /// Empties it for another record.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.nodes.clear();
        self.attributes.clear();
        self.namespaces.clear();
    }

    /// Whether it holds more than a record may.
    pub(crate) fn is_too_large(&self) -> bool {
        self.nodes.len() > MAX_ELEMENTS
            || self.attributes.len() > 4 * MAX_ELEMENTS
            || self.text.len() > MAX_TEXT
            || self.namespaces.len() > MAX_NAMESPACES
    }

    fn keep(&mut self, text: &str) -> Span {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        Span { from, to: self.text.len() as u32 }
    }

    /// The number of a namespace with a prefix.
    fn namespace(&mut self, prefix: &str, address: &str) -> u16 {
        let known = self.namespaces.iter().position(|known| known.0 == prefix && known.1 == address);
        let at = known.unwrap_or_else(|| {
            self.namespaces.push((prefix.to_owned(), address.to_owned()));
            self.namespaces.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(u16::MAX)
    }

    fn push(&mut self, parent: Option<Id>, line: u32, name: Span, text: Span, namespace: u16) -> Id {
        let id = self.nodes.len() as Id;
        let start = self.attributes.len() as u32;
        let parent = parent.unwrap_or(NONE);
        self.nodes.push(NodeData {
            name,
            text,
            namespace,
            attributes: start..start,
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
            line,
        });
        if parent != NONE {
            let last = std::mem::replace(&mut self.nodes[parent as usize].last, id);
            match last {
                NONE => self.nodes[parent as usize].first = id,
                last => self.nodes[last as usize].next = id,
            }
        }
        id
    }

    /// Adds an element after the other children of `parent`. `namespace` is its prefix and address; `name` is local.
    pub(crate) fn push_element(
        &mut self,
        parent: Option<Id>,
        line: u32,
        name: &str,
        namespace: Option<(&str, &str)>,
    ) -> Id {
        let namespace = namespace.map_or(0, |(prefix, address)| self.namespace(prefix, address));
        let name = self.keep(name);
        self.push(parent, line, name, Span::default(), namespace)
    }

    /// Adds an attribute to the element. Cheapest for the element added last.
    pub(crate) fn push_attribute(&mut self, id: Id, name: &str, namespace: Option<(&str, &str)>, value: &str) {
        let namespace = namespace.map_or(0, |(prefix, address)| self.namespace(prefix, address));
        let attribute = AttributeData { name: self.keep(name), value: self.keep(value), namespace };
        let range = self.nodes[id as usize].attributes.clone();
        if range.end as usize != self.attributes.len() {
            let start = self.attributes.len() as u32;
            self.attributes.extend_from_within(range.start as usize..range.end as usize);
            self.nodes[id as usize].attributes = start..self.attributes.len() as u32;
        }
        self.attributes.push(attribute);
        self.nodes[id as usize].attributes.end = self.attributes.len() as u32;
    }

    /// Whether the last thing in an element is text.
    pub(crate) fn ends_with_text(&self, id: Id) -> bool {
        let last = self.nodes[id as usize].last;
        last != NONE && self.node(last).is_text()
    }

    /// Adds text at the end of an element.
    pub(crate) fn push_text(&mut self, parent: Id, line: u32, text: &str) {
        let last = self.nodes[parent as usize].last;
        let text = self.keep(text);
        match self.nodes.get_mut(last as usize) {
            // Text in several pieces, which follow each other unless something was added elsewhere.
            Some(node) if node.name.from == node.name.to && node.text.to == text.from => node.text.to = text.to,
            _ => {
                self.push(Some(parent), line, Span::default(), text, 0);
            }
        }
    }
}

/// Changing what was built, to bring it to another version.
impl Tree {
    /// Gives an element of no namespace another name.
    pub(crate) fn rename(&mut self, id: Id, name: &str) {
        self.nodes[id as usize].name = self.keep(name);
    }

    /// Sets an attribute of no namespace.
    pub(crate) fn set(&mut self, id: Id, name: &str, value: &str) {
        match self.find_attribute(id, name) {
            Some(at) => self.attributes[at].value = self.keep(value),
            None => self.push_attribute(id, name, None, value),
        }
    }

    /// Takes an attribute of no namespace away.
    pub(crate) fn take(&mut self, id: Id, name: &str) -> Option<String> {
        let at = self.find_attribute(id, name)?;
        let value = self.str(self.attributes[at].value).to_owned();
        let last = self.nodes[id as usize].attributes.end - 1;
        self.attributes.swap(at, last as usize);
        self.nodes[id as usize].attributes.end = last;
        Some(value)
    }

    /// Takes away what an element holds, and gives its own text.
    pub(crate) fn take_text(&mut self, id: Id) -> String {
        let text = self.node(id).text().trim().to_owned();
        let children: Vec<Id> =
            self.node(id).children().filter(|child| !child.is_text()).map(|child| child.id).collect();
        let node = &mut self.nodes[id as usize];
        (node.first, node.last) = (NONE, NONE);
        for child in children {
            self.link(id, child);
        }
        text
    }

    /// Moves an element that is unlinked to the end of `parent`.
    fn link(&mut self, parent: Id, child: Id) {
        self.nodes[child as usize].next = NONE;
        let last = std::mem::replace(&mut self.nodes[parent as usize].last, child);
        match last {
            NONE => self.nodes[parent as usize].first = child,
            last => self.nodes[last as usize].next = child,
        }
    }

    fn find_attribute(&self, id: Id, name: &str) -> Option<usize> {
        let range = self.nodes[id as usize].attributes.clone();
        (range.start as usize..range.end as usize)
            .find(|at| self.attributes[*at].namespace == 0 && self.str(self.attributes[*at].name) == name)
    }
}

/// Looking.
impl Tree {
    fn str(&self, span: Span) -> &str {
        &self.text[span.from as usize..span.to as usize]
    }

    fn address(&self, namespace: u16) -> Option<(&str, &str)> {
        let (prefix, address) = self.namespaces.get(usize::from(namespace).checked_sub(1)?)?;
        Some((prefix, address))
    }

    /// A node.
    pub(crate) fn node(&self, id: Id) -> Node<'_> {
        Node { tree: self, id }
    }

    /// The record itself, once it was begun.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        (!self.nodes.is_empty()).then(|| self.node(0))
    }
}

/// An element or a text of a [`Tree`].
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    pub(crate) id: Id,
}

/// An attribute of an element.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'t> {
    /// Without its prefix.
    pub(crate) name: &'t str,
    /// Prefix and address.
    pub(crate) namespace: Option<(&'t str, &'t str)>,
    pub(crate) value: &'t str,
}

impl<'t> Node<'t> {
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id as usize]
    }

    pub(crate) fn is_text(self) -> bool {
        let name = self.data().name;
        name.from == name.to
    }

    /// Local name; empty for a text.
    pub(crate) fn name(self) -> &'t str {
        self.tree.str(self.data().name)
    }

    /// Prefix and address.
    pub(crate) fn namespace(self) -> Option<(&'t str, &'t str)> {
        self.tree.address(self.data().namespace)
    }

    pub(crate) fn line(self) -> u32 {
        self.data().line
    }

    pub(crate) fn attributes(self) -> impl Iterator<Item = Attribute<'t>> {
        let range = self.data().attributes.clone();
        self.tree.attributes[range.start as usize..range.end as usize].iter().map(move |attribute| Attribute {
            name: self.tree.str(attribute.name),
            namespace: self.tree.address(attribute.namespace),
            value: self.tree.str(attribute.value),
        })
    }

    /// An attribute of no namespace.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        self.attributes().find(|attribute| attribute.namespace.is_none() && attribute.name == name).map(|a| a.value)
    }

    /// `xml:lang`.
    pub(crate) fn language(self) -> Option<&'t str> {
        let is_language = |attribute: &Attribute| is_language(*attribute);
        self.attributes().find(is_language).map(|attribute| attribute.value)
    }

    /// Elements and texts.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let at = |id: Id| (id != NONE).then(|| self.tree.node(id));
        std::iter::successors(at(self.data().first), move |node| at(node.data().next))
    }

    /// Elements and texts after it, in the same element.
    fn following(self) -> impl Iterator<Item = Node<'t>> {
        let after = move |node: &Node<'t>| {
            let next = node.data().next;
            (next != NONE).then(|| node.tree.node(next))
        };
        std::iter::successors(after(&self), after)
    }

    /// Elements of no namespace with a name.
    pub(crate) fn elements(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name() == name && child.namespace().is_none())
    }

    /// The first element of no namespace with a name.
    pub(crate) fn element(self, name: &str) -> Option<Node<'t>> {
        self.elements(name).next()
    }

    pub(crate) fn parent(self) -> Option<Node<'t>> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.tree.node(parent))
    }

    /// The text of an element, that of its elements left out; of a text, itself.
    pub(crate) fn text(self) -> Cow<'t, str> {
        if self.is_text() {
            return Cow::Borrowed(self.tree.str(self.data().text));
        }
        let mut texts = self.children().filter(|child| child.is_text()).map(|child| child.tree.str(child.data().text));
        let first = texts.next().unwrap_or_default();
        match texts.next() {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }

    /// Names of the elements around it, and its own: `iati-activity/transaction/value`.
    pub(crate) fn names(self) -> String {
        let Some(parent) = self.parent() else { return self.name().to_owned() };
        let mut names = parent.names();
        names.push('/');
        self.push_name(&mut names);
        names
    }

    /// The same, with numbers where there are several of a name: `iati-activity/transaction[2]/value`. Takes as long as
    /// there are elements before it.
    pub(crate) fn path(self) -> String {
        let Some(parent) = self.parent() else { return self.name().to_owned() };
        let mut path = parent.path();
        path.push('/');
        self.push_name(&mut path);
        let alike = |other: &Node| other.name() == self.name() && other.namespace() == self.namespace();
        let before = parent.children().take_while(|other| other.id != self.id).filter(alike).count();
        if before > 0 || self.following().any(|other| alike(&other)) {
            // A String takes any write.
            let _ = write!(path, "[{}]", before + 1);
        }
        path
    }

    fn push_name(self, path: &mut String) {
        if let Some((prefix, _)) = self.namespace().filter(|(prefix, _)| !prefix.is_empty()) {
            path.push_str(prefix);
            path.push(':');
        }
        path.push_str(self.name());
    }

    /// The element as XML that stands by itself: the namespaces that it uses are declared in it.
    pub(crate) fn xml(self) -> String {
        let mut out = String::new();
        self.write_xml(&mut Vec::new(), &mut out);
        out
    }

    /// `scope`: what the elements around it declare.
    fn write_xml(self, scope: &mut Vec<(&'t str, &'t str)>, out: &mut String) {
        if self.is_text() {
            out.push_str(&partial_escape(&*self.text()));
            return;
        }
        let name = qualified(self.namespace(), self.name());
        let outer = scope.len();
        // A String takes any write.
        let _ = write!(out, "<{name}");
        let used = self.attributes().filter_map(|attribute| attribute.namespace);
        for (prefix, address) in std::iter::once(self.namespace().unwrap_or_default()).chain(used) {
            let declared = scope.iter().rev().find(|known| known.0 == prefix).map_or("", |known| known.1);
            if declared != address && address != XML {
                scope.push((prefix, address));
                let colon = if prefix.is_empty() { "" } else { ":" };
                let _ = write!(out, " xmlns{colon}{prefix}=\"{}\"", escaped_attribute(address));
            }
        }
        for attribute in self.attributes() {
            let name = qualified(attribute.namespace, attribute.name);
            let _ = write!(out, " {name}=\"{}\"", escaped_attribute(attribute.value));
        }
        if self.children().next().is_none() {
            out.push_str("/>");
        } else {
            out.push('>');
            self.children().for_each(|child| child.write_xml(scope, out));
            let _ = write!(out, "</{name}>");
        }
        scope.truncate(outer);
    }
}

/// Whether an attribute is `xml:lang`.
pub(crate) fn is_language(attribute: Attribute) -> bool {
    attribute.name == "lang" && attribute.namespace.is_some_and(|(_, address)| address == XML)
}

/// A name with its prefix.
fn qualified<'a>(namespace: Option<(&str, &str)>, name: &'a str) -> Cow<'a, str> {
    match namespace {
        Some((prefix, _)) if !prefix.is_empty() => Cow::Owned(format!("{prefix}:{name}")),
        _ => Cow::Borrowed(name),
    }
}

/// A value as it stands between double quotes.
pub(crate) fn escaped_attribute(value: &str) -> Cow<'_, str> {
    let escaped = escape(value);
    if escaped.contains(['\n', '\t']) {
        return Cow::Owned(escaped.replace('\n', "&#10;").replace('\t', "&#9;"));
    }
    escaped
}
