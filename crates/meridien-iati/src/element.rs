//! How the types of the standard are read from a tree and written: each is declared once, by [`element!`].

use std::any::Any;

use crate::fault::{Faults, Rule};
use crate::text::{Language, Narrative};
use crate::tree::{Node, is_language};
use crate::value::Value;
use crate::version::Version;
use crate::writer::Out;

/// What a file holds and version 2.03 has no place for: text of an element that has none, an element or attribute that
/// the standard does not know, a value that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Line of the file.
    pub line: u32,
    /// Where it was: `iati-activity/transaction/value/@currency`.
    pub path: String,
    /// The XML of an element; the value of an attribute or text.
    pub content: String,
}

impl Unplaced {
    pub(crate) fn is_of_contact(&self) -> bool {
        self.path.starts_with("iati-activity/contact-info/")
    }
}

/// Elements and attributes of other namespaces, which the standard allows nearly everywhere: written back as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Extensions>>);

/// What [`Extra`] holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Attributes.
    pub attributes: Vec<ExtraAttribute>,
    /// Elements as XML that stands by itself.
    pub elements: Vec<String>,
}

/// An attribute of another namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraAttribute {
    /// Prefix, as the file writes it.
    pub prefix: String,
    /// Address of the namespace.
    pub namespace: String,
    /// Name without the prefix.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Extra {
    /// The extensions, where there are any.
    pub fn get(&self) -> Option<&Extensions> {
        self.0.as_deref()
    }

    /// The extensions, to be added to.
    pub fn get_mut(&mut self) -> &mut Extensions {
        self.0.get_or_insert_default()
    }
}

/// What becomes of an attribute, text or element that is read.
pub(crate) enum Taken {
    Yes,
    /// The element has no such thing, or has it already.
    No,
    /// It is not a value of this type.
    Unreadable(&'static str),
}

/// A type of the standard.
pub(crate) trait Element: Default + PartialEq + 'static {
    /// Whether the schema allows attributes of other namespaces.
    const OPEN_ATTRIBUTES: bool;
    /// Whether the schema allows elements of other namespaces.
    const OPEN_ELEMENTS: bool;

    fn read_attribute(&mut self, name: &str, value: &str) -> Taken;
    fn read_child(&mut self, node: Node, reading: &mut Reading) -> Taken;
    fn read_text(&mut self, text: &str) -> Taken;
    fn narratives(&mut self) -> Option<&mut Vec<Narrative>>;
    fn extra(&self) -> &Extra;
    fn extra_mut(&mut self) -> &mut Extra;
    fn write_attributes(&self, out: &mut Out);
    fn write_children(&self, out: &mut Out);
    /// Whether all is there that the schema requires of the element itself.
    fn is_complete(&self) -> bool;
    /// Takes out the elements within that are not complete, from the innermost.
    fn leave_out_incomplete(&mut self);
    /// Shows each narrative within, to be changed.
    fn each_narrative(&mut self, see: &mut dyn FnMut(&mut Narrative));
}

/// What is known while a record is read.
pub(crate) struct Reading<'a> {
    version: Version,
    /// Language that an element around gives to the texts in it.
    language: Option<Language>,
    faults: &'a mut Faults,
    unplaced: Vec<Unplaced>,
}

/// Reads a record, and gives what it cannot hold.
pub(crate) fn read<E: Element>(root: Node, version: Version, faults: &mut Faults) -> (E, Vec<Unplaced>) {
    let mut reading = Reading { version, language: None, faults, unplaced: Vec::new() };
    let record = reading.element(root);
    (record, reading.unplaced)
}

impl Reading<'_> {
    fn element<E: Element>(&mut self, node: Node) -> E {
        let mut element = E::default();
        let outer = self.language.clone();
        self.attributes(&mut element, node);
        let mut has_text = false;
        for child in node.children() {
            if child.is_text() {
                has_text = true;
            } else if child.namespace().is_none() {
                if !matches!(element.read_child(child, self), Taken::Yes) {
                    self.unplaced(child, None, child.xml(), child.name());
                }
            } else if E::OPEN_ELEMENTS {
                element.extra_mut().get_mut().elements.push(child.xml());
            } else {
                self.unplaced(child, None, child.xml(), child.name());
            }
        }
        if has_text {
            self.text(&mut element, node);
        }
        self.language = outer;
        element
    }

    fn attributes<E: Element>(&mut self, element: &mut E, node: Node) {
        for attribute in node.attributes() {
            if is_language(attribute) {
                // Elements whose language is their own keep it; the others pass it to the texts in them.
                if let Taken::No = element.read_attribute("xml:lang", attribute.value) {
                    self.language =
                        Some(Language::new(attribute.value)).filter(|language| !language.as_str().is_empty());
                }
                continue;
            }
            match attribute.namespace {
                Some((prefix, namespace)) if E::OPEN_ATTRIBUTES => {
                    let [prefix, namespace, name, value] =
                        [prefix, namespace, attribute.name, attribute.value].map(str::to_owned);
                    element.extra_mut().get_mut().attributes.push(ExtraAttribute { prefix, namespace, name, value });
                }
                Some(_) => self.unplaced(node, Some(attribute.name), attribute.value.to_owned(), attribute.name),
                None => match element.read_attribute(attribute.name, attribute.value) {
                    Taken::Yes => {}
                    Taken::No => {
                        self.unplaced(node, Some(attribute.name), attribute.value.to_owned(), attribute.name);
                    }
                    Taken::Unreadable(kind) => self.unreadable(node, Some(attribute.name), attribute.value, kind),
                },
            }
        }
    }

    fn text<E: Element>(&mut self, element: &mut E, node: Node) {
        let text = node.text();
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match element.read_text(text) {
            Taken::Yes => {}
            Taken::Unreadable(kind) => self.unreadable(node, None, text, kind),
            Taken::No => match element.narratives() {
                // Files of the first series, and some later ones, write texts without a narrative.
                Some(narratives) => narratives.push(Narrative {
                    language: self.language.clone(),
                    text: text.to_owned(),
                    extra: Extra::default(),
                }),
                None => self.unplaced(node, None, text.to_owned(), "text"),
            },
        }
    }

    fn unplaced(&mut self, node: Node, attribute: Option<&str>, content: String, named: &str) {
        self.faults.add(node, attribute, Rule::Unplaced, &[("content", named)]);
        self.keep(node, attribute, content);
    }

    fn unreadable(&mut self, node: Node, attribute: Option<&str>, value: &str, kind: &'static str) {
        self.faults.add(node, attribute, Rule::UnreadableValue, &[("value", value), ("type", kind)]);
        self.keep(node, attribute, value.to_owned());
    }

    fn keep(&mut self, node: Node, attribute: Option<&str>, content: String) {
        let mut path = node.names();
        if let Some(attribute) = attribute {
            path.push_str("/@");
            path.push_str(attribute);
        }
        self.unplaced.push(Unplaced { line: node.line(), path, content });
    }
}

/// A field that is an attribute.
pub(crate) trait Attribute {
    fn read(&mut self, value: &str) -> Taken;
    fn write(&self, name: &str, out: &mut Out);
    fn is_filled(&self) -> bool;
}

/// Required by the schema; empty where a file leaves it out.
impl Attribute for String {
    fn read(&mut self, value: &str) -> Taken {
        value.trim().clone_into(self);
        Taken::Yes
    }

    fn write(&self, name: &str, out: &mut Out) {
        if !self.is_empty() {
            out.attribute(name, self);
        }
    }

    fn is_filled(&self) -> bool {
        !self.is_empty()
    }
}

impl<T: Value> Attribute for Option<T> {
    fn read(&mut self, value: &str) -> Taken {
        let value = value.trim();
        *self = T::parse(value).filter(|_| !value.is_empty());
        if self.is_none() && !value.is_empty() { Taken::Unreadable(T::TYPE) } else { Taken::Yes }
    }

    fn write(&self, name: &str, out: &mut Out) {
        if let Some(value) = self {
            out.attribute(name, &value.format());
        }
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

/// A field that is the text of its element.
pub(crate) trait Content {
    fn read(&mut self, text: &str) -> Taken;
    fn write(&self, out: &mut Out);
    fn is_filled(&self) -> bool;
}

impl Content for String {
    fn read(&mut self, text: &str) -> Taken {
        text.clone_into(self);
        Taken::Yes
    }

    fn write(&self, out: &mut Out) {
        out.text(self);
    }

    fn is_filled(&self) -> bool {
        // The schema lets a text be empty.
        true
    }
}

impl<T: Value> Content for Option<T> {
    fn read(&mut self, text: &str) -> Taken {
        *self = T::parse(text);
        if self.is_none() { Taken::Unreadable(T::TYPE) } else { Taken::Yes }
    }

    fn write(&self, out: &mut Out) {
        if let Some(value) = self {
            out.text(&value.format());
        }
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

/// A field that is an element, or several of a name.
pub(crate) trait Child: 'static {
    fn read(&mut self, node: Node, reading: &mut Reading) -> Taken;
    fn write(&self, name: &str, required: bool, out: &mut Out);
    fn is_filled(&self) -> bool;
    fn leave_out_incomplete(&mut self);
    fn each_narrative(&mut self, see: &mut dyn FnMut(&mut Narrative));
}

impl<E: Element> Child for Option<E> {
    fn read(&mut self, node: Node, reading: &mut Reading) -> Taken {
        match self {
            None => {
                *self = Some(reading.element(node));
                Taken::Yes
            }
            Some(first) if reading.version.is_1() => {
                let again: E = reading.element(node);
                if merge(first, again).is_none() { Taken::Yes } else { Taken::No }
            }
            Some(_) => Taken::No,
        }
    }

    fn write(&self, name: &str, _: bool, out: &mut Out) {
        if let Some(element) = self {
            out.element(name, element);
        }
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }

    fn leave_out_incomplete(&mut self) {
        if let Some(element) = self {
            element.leave_out_incomplete();
        }
        self.take_if(|element| !element.is_complete());
    }

    fn each_narrative(&mut self, see: &mut dyn FnMut(&mut Narrative)) {
        if let Some(element) = self {
            element.each_narrative(see);
        }
    }
}

impl<E: Element> Child for Vec<E> {
    fn read(&mut self, node: Node, reading: &mut Reading) -> Taken {
        let mut element: E = reading.element(node);
        if let Some(narrative) = (&mut element as &mut dyn Any).downcast_mut::<Narrative>() {
            if narrative.is_blank() {
                return Taken::Yes;
            }
            narrative.language = narrative.language.take().or_else(|| reading.language.clone());
        }
        let again = match self.last_mut().filter(|_| reading.version.is_1()) {
            Some(last) => merge(last, element),
            None => Some(element),
        };
        self.extend(again);
        Taken::Yes
    }

    fn write(&self, name: &str, required: bool, out: &mut Out) {
        self.iter().for_each(|element| out.element(name, element));
        if required && self.is_empty() && is_narratives(self) {
            // Blank in the file that was read, and not kept; the schema does not let it out.
            out.element(name, &E::default());
        }
    }

    fn is_filled(&self) -> bool {
        !self.is_empty() || is_narratives(self)
    }

    fn leave_out_incomplete(&mut self) {
        self.iter_mut().for_each(Element::leave_out_incomplete);
        self.retain(Element::is_complete);
    }

    fn each_narrative(&mut self, see: &mut dyn FnMut(&mut Narrative)) {
        match as_narratives(self) {
            Some(narratives) => narratives.iter_mut().for_each(see),
            None => self.iter_mut().for_each(|element| element.each_narrative(see)),
        }
    }
}

fn is_narratives(field: &dyn Any) -> bool {
    field.is::<Vec<Narrative>>()
}

/// Most languages of an element that is repeated for each: there are fewer in the code list.
const MAX_LANGUAGES: usize = 256;

/// The first series repeats an element for each language: such a pair becomes one. Gives `again` back where it differs
/// in more than its text, or is in the same language.
fn merge<E: Element>(first: &mut E, mut again: E) -> Option<E> {
    let Some(mut own) = first.narratives().map(std::mem::take) else { return Some(again) };
    let mut more = again.narratives().map(std::mem::take).unwrap_or_default();
    let is_new = |text: &Narrative| own.iter().all(|known| known.language != text.language);
    let new_languages = own.len() < MAX_LANGUAGES && more.iter().all(is_new);
    let alike = !own.is_empty() && !more.is_empty() && new_languages && *first == again;
    if alike {
        own.append(&mut more);
    }
    if let Some(narratives) = first.narratives() {
        *narratives = own;
    }
    if let Some(narratives) = again.narratives() {
        *narratives = more;
    }
    (!alike).then_some(again)
}

/// Whether a field is the list of narratives, which is where the text of an element goes that has none of its own.
pub(crate) fn as_narratives(field: &mut dyn Any) -> Option<&mut Vec<Narrative>> {
    field.downcast_mut()
}

/// Declares types of the standard: their fields with the names of attributes and elements, in the order of the schema.
/// After the name of a type comes what else the schema allows in it: `open` (attributes and elements of other
/// namespaces), `attributes`, `elements` or `closed`. `required` marks what the schema does not let out.
macro_rules! element {
    ($(
        $(#[$doc:meta])*
        $name:ident: $open:ident {
            $(attributes { $($(#[$adoc:meta])+ $attribute:ident: $atype:ty = $aname:literal $($arequired:ident)?,)+ })?
            $(text { $(#[$tdoc:meta])+ $text:ident: $ttype:ty })?
            $(children { $($(#[$cdoc:meta])+ $child:ident: $ctype:ty = $cname:literal $($crequired:ident)?,)+ })?
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $($($(#[$adoc])+ pub $attribute: $atype,)+)?
            $($(#[$tdoc])+ pub $text: $ttype,)?
            $($($(#[$cdoc])+ pub $child: $ctype,)+)?
            /// Extensions.
            pub extra: $crate::element::Extra,
        }

        impl $crate::element::Element for $name {
            const OPEN_ATTRIBUTES: bool = matches!(stringify!($open).as_bytes(), b"open" | b"attributes");
            const OPEN_ELEMENTS: bool = matches!(stringify!($open).as_bytes(), b"open" | b"elements");

            #[allow(unused_variables, reason = "not every element has attributes")]
            fn read_attribute(&mut self, name: &str, value: &str) -> $crate::element::Taken {
                match name {
                    $($($aname => $crate::element::Attribute::read(&mut self.$attribute, value),)+)?
                    _ => $crate::element::Taken::No,
                }
            }

            #[allow(unused_variables, reason = "not every element has children")]
            fn read_child(
                &mut self,
                node: $crate::tree::Node,
                reading: &mut $crate::element::Reading,
            ) -> $crate::element::Taken {
                match node.name() {
                    $($($cname => $crate::element::Child::read(&mut self.$child, node, reading),)+)?
                    _ => $crate::element::Taken::No,
                }
            }

            #[allow(unused_variables, reason = "not every element has text")]
            fn read_text(&mut self, text: &str) -> $crate::element::Taken {
                $(return $crate::element::Content::read(&mut self.$text, text);)?
                #[allow(unreachable_code, reason = "text of an element that has it was read above")]
                $crate::element::Taken::No
            }

            fn narratives(&mut self) -> Option<&mut Vec<$crate::text::Narrative>> {
                $($(if $cname == "narrative" {
                    return $crate::element::as_narratives(&mut self.$child);
                })+)?
                None
            }

            fn extra(&self) -> &$crate::element::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::element::Extra {
                &mut self.extra
            }

            #[allow(unused_variables, reason = "not every element has attributes")]
            fn write_attributes(&self, out: &mut $crate::writer::Out) {
                $($($crate::element::Attribute::write(&self.$attribute, $aname, out);)+)?
            }

            #[allow(unused_variables, reason = "not every element has content")]
            fn write_children(&self, out: &mut $crate::writer::Out) {
                $($crate::element::Content::write(&self.$text, out);)?
                $($($crate::element::Child::write(
                    &self.$child,
                    $cname,
                    !stringify!($($crequired)?).is_empty(),
                    out,
                );)+)?
            }

            fn is_complete(&self) -> bool {
                true
                    $($(&& (stringify!($($arequired)?).is_empty()
                        || $crate::element::Attribute::is_filled(&self.$attribute)))+)?
                    $(&& $crate::element::Content::is_filled(&self.$text))?
                    $($(&& (stringify!($($crequired)?).is_empty()
                        || $crate::element::Child::is_filled(&self.$child)))+)?
            }

            fn leave_out_incomplete(&mut self) {
                $($($crate::element::Child::leave_out_incomplete(&mut self.$child);)+)?
            }

            #[allow(unused_variables, reason = "not every element has elements")]
            fn each_narrative(&mut self, see: &mut dyn FnMut(&mut $crate::text::Narrative)) {
                $($($crate::element::Child::each_narrative(&mut self.$child, see);)+)?
            }
        }

        #[cfg(test)]
        impl $crate::properties::Sample for $name {
            fn sample(source: &mut $crate::properties::Source) -> Self {
                $name {
                    $($($attribute: $crate::properties::field(source, stringify!($($arequired)?)),)+)?
                    $($text: $crate::properties::field(source, "required"),)?
                    $($($child: $crate::properties::field(source, stringify!($($crequired)?)),)+)?
                    extra: $crate::properties::extra::<$name>(source),
                }
            }
        }
    )+};
}

pub(crate) use element;
