//! Elements of another namespace that hold attributes and text: the simplest extension.

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, partial_escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};

/// An element of another namespace, without elements in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extension {
    /// Prefix, as it is to be written.
    pub prefix: String,
    /// Address of the namespace.
    pub namespace: String,
    /// Name without the prefix.
    pub name: String,
    /// Attributes without a prefix, by name.
    pub attributes: Vec<(String, String)>,
    /// Text.
    pub text: String,
}

impl Extension {
    /// The element as XML that stands by itself: for [`crate::Extensions::elements`].
    pub fn to_xml(&self) -> String {
        let Extension { prefix, namespace, name, .. } = self;
        let mut xml = format!("<{prefix}:{name} xmlns:{prefix}=\"{}\"", escape(namespace.as_str()));
        for (name, value) in &self.attributes {
            xml.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
        }
        xml.push_str(&format!(">{}</{prefix}:{name}>", partial_escape(self.text.as_str())));
        xml
    }

    /// Reads what [`Extension::to_xml`] wrote; `None` for any other element.
    pub fn from_xml(xml: &str) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_str(xml);
        let Ok(Event::Start(tag)) = reader.read_event() else { return None };
        let mut extension = Extension::open(&tag)?;
        loop {
            match reader.read_event().ok()? {
                Event::Text(text) => extension.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                    Some(character) => extension.text.push(character),
                    None => extension.text.push_str(resolve_predefined_entity(&reference)?),
                },
                Event::End(_) => return Some(extension),
                _ => return None,
            }
        }
    }

    fn open(tag: &BytesStart) -> Option<Self> {
        let (prefix, name) = tag.name().into_inner().split_once(':')?;
        let mut extension = Extension { prefix: prefix.to_owned(), name: name.to_owned(), ..Extension::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.ok()?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            match attribute.key.as_ref().strip_prefix("xmlns:") {
                Some(declared) if declared == prefix => extension.namespace = value,
                Some(_) => {}
                None => extension.attributes.push((attribute.key.as_ref().to_owned(), value)),
            }
        }
        Some(extension)
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(value in "[^\\p{C}]{0,40}", text in "[^\\p{C}]{0,80}") {
            let extension = Extension {
                prefix: "a".into(),
                namespace: "urn:a&b".into(),
                name: "record".into(),
                attributes: vec![("id".into(), value)],
                text,
            };
            prop_assert_eq!(Extension::from_xml(&extension.to_xml()), Some(extension));
        }

        #[test]
        fn never_panics(xml in ".{0,80}") {
            let _ = Extension::from_xml(&xml);
        }
    }

    #[test]
    fn an_element_with_elements_is_none() {
        assert_eq!(Extension::from_xml("<a:b xmlns:a='urn:a'><a:c/></a:b>"), None);
        assert_eq!(Extension::from_xml("<a:b xmlns:a='urn:a'>"), None);
    }
}
