//! The fields of a partnership, in the order of its sections: what a history names when it says what changed.

use serde_json::Value;

/// A field at the top of a partnership's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the body.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
}

macro_rules! fields {
    ($($name:literal = $label:literal,)*) => { &[$(Field { name: $name, label: $label },)*] };
}

/// Every field.
pub const FIELDS: &[Field] = fields! {
    "title" = "field-title",
    "form" = "field-form",
    "agreements" = "section-agreements",
    "themes" = "section-themes",
    "start" = "field-start",
    "end" = "field-end",
    "ended" = "field-ended",
    "dormant" = "field-dormant",
    "periodicity" = "field-periodicity",
    "narratives" = "section-narratives",
    "glossary" = "section-glossary",
    "contracting_authorities" = "field-contracting-authorities",
    "implementers" = "field-implementers",
    "beneficiaries" = "field-beneficiaries",
    "parties" = "section-parties",
    "other_partners" = "section-other-partners",
    "contacts" = "section-contacts",
    "funding" = "section-funding",
    "communication" = "field-communication",
    "evaluation" = "field-evaluation",
    "volunteers" = "section-volunteers",
    "phases" = "field-phases",
    "actions" = "field-actions",
    "programmes" = "section-programmes",
    "documents" = "section-documents",
    "places" = "section-places",
    "provenance" = "section-provenance",
    "legacy_ids" = "field-legacy-ids",
    "demo" = "field-demo",
    "iati" = "field-iati",
};

/// The fields that differ between two bodies.
pub fn changed<'a>(before: &'a Value, after: &'a Value) -> impl Iterator<Item = Field> + use<'a> {
    FIELDS.iter().copied().filter(move |field| before[field.name] != after[field.name])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::partnership::Partnership;
    use crate::value::Text;

    #[test]
    fn every_field_of_the_body_is_named_once() {
        let body = serde_json::to_value(Partnership::default()).unwrap();
        let names: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(FIELDS.iter().map(|field| field.name).collect::<BTreeSet<_>>(), names);
        assert_eq!(FIELDS.len(), names.len());
    }

    #[test]
    fn only_what_differs_has_changed() {
        let before = serde_json::to_value(Partnership::default()).unwrap();
        let after = Partnership { title: Text::new("fr", "Eau"), dormant: true, ..Partnership::default() };
        let after = serde_json::to_value(after).unwrap();
        assert_eq!(changed(&before, &after).map(|field| field.name).collect::<Vec<_>>(), ["title", "dormant"]);
        assert_eq!(changed(&before, &before).count(), 0);
    }
}
