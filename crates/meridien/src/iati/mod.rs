//! Partnerships and aid activities in the terms of IATI, and back. `docs/IATI.md` lists both directions.
//!
//! - [`outgoing`] maps a record to an activity, [`incoming`] an activity to a record: pure functions;
//! - [`republishing`] gives back the activity of another publisher with what was changed in its record;
//! - [`scope`] tells how far an activity reaches;
//! - [`extension`] carries what the standard has no place for, so that an activity that we wrote is read as the same record;
//! - [`files`] reads records from the journal and writes files; [`fault`] puts what a check finds into words.

pub mod extension;
pub mod fault;
pub mod files;
pub mod incoming;
pub mod organisations;
pub mod outgoing;
pub mod package;
pub mod republishing;
pub mod scope;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use meridien_iati::{ExtraAttribute, Narrative};

use crate::value::{Country, Id, Text};

/// The namespace of our extensions: elements and attributes that other programs pass over.
pub const NAMESPACE: &str = "urn:meridien:iati:1";
/// The prefix under which they are written.
const PREFIX: &str = "meridien";

/// Scheme of the legacy identifier that holds the `iati-identifier` of an imported activity.
pub const SCHEME: &str = "iati";

/// The identifier of a publisher who has none: ZZ is no country and no register.
pub const UNREGISTERED: &str = "ZZ-MERIDIEN";

/// In whose name files are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The operator's organisation identifier: `FR-SIREN-…`.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Where the public reaches the atlas, without a final slash.
    pub address: String,
    /// The operator's home country.
    pub home: Country,
}

impl Publisher {
    /// The identifier of a record: never changes.
    pub fn identifier(&self, id: Id) -> String {
        format!("{}-{id}", self.reference)
    }

    /// The address that describes a vocabulary of ours.
    fn vocabulary(&self, page: &str) -> Option<String> {
        Some(format!("{}/fr/{page}", self.address))
    }
}

/// The pages that describe our vocabularies, by which they are recognised whatever the atlas.
const THEMES: &str = "thematiques";
const FORMS: &str = "aide#formes";
const PERIODICITIES: &str = "aide#periodicites";

/// The Spatial Reference System of every point: WGS 84.
const SRS: &str = "http://www.opengis.net/def/crs/EPSG/0/4326";

/// A text of ours as a text of the standard.
fn told(text: &Text) -> Option<meridien_iati::Text> {
    (!text.is_empty()).then(|| meridien_iati::Text::from_pairs(text.iter()))
}

/// A text in one language as narratives.
fn narrative(language: &str, text: &str) -> Vec<Narrative> {
    meridien_iati::Text::from_pairs([(language, text)]).narratives
}

/// Narratives as a text of ours; those of the same language are paragraphs of one. `default` is the language of those that
/// name none.
fn text(narratives: &[Narrative], default: &str) -> Text {
    joined(narratives.iter().map(|narrative| {
        let language = narrative.language.as_ref().map_or(default, |language| language.as_str());
        (language, narrative.text.as_str())
    }))
}

/// Texts with their languages, in order; those of the same language are paragraphs of one.
fn joined<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Text {
    // Joined at once: a hundred thousand, each of which copied all before it, would take minutes.
    let mut by_language: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (language, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        by_language.entry(language).or_default().push(text);
    }
    by_language
        .into_iter()
        .fold(Text::default(), |text, (language, paragraphs)| text.with(language, paragraphs.join("\n\n")))
}

/// An attribute of ours.
fn attribute(name: &str, value: String) -> ExtraAttribute {
    ExtraAttribute { prefix: PREFIX.to_owned(), namespace: NAMESPACE.to_owned(), name: name.to_owned(), value }
}

/// The value of an attribute of ours.
fn own<'a>(extra: &'a meridien_iati::Extra, name: &str) -> Option<&'a str> {
    let attributes = &extra.get()?.attributes;
    let found = attributes.iter().find(|attribute| attribute.namespace == NAMESPACE && attribute.name == name);
    found.map(|attribute| attribute.value.as_str())
}
