//! What a page is about, in the words of schema.org, for search engines and catalogues of data. It is a block of data
//! inside a `<script>` that no browser runs, so the security policy has nothing to allow.

use std::fmt;

use askama::filters::HtmlSafe;
use serde_json::{Map, Value, json};

use crate::value::Point;

/// Facts in JSON-LD, which write themselves as safe HTML.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedData(Value);

impl LinkedData {
    /// Facts about one thing; what is null is left out.
    pub fn new(kind: &str, facts: Value) -> LinkedData {
        let mut all = Map::new();
        all.insert("@context".to_owned(), "https://schema.org".into());
        all.insert("@type".to_owned(), kind.into());
        if let Value::Object(facts) = facts {
            all.extend(facts.into_iter().filter(|(_, value)| !value.is_null()));
        }
        LinkedData(Value::Object(all))
    }
}

/// A position.
pub fn position(point: Point) -> Value {
    json!({ "@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon })
}

impl fmt::Display for LinkedData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing in a text may end the element or begin another: JSON can write these letters otherwise.
        let json = self.0.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        write!(f, "<script type=\"application/ld+json\">{json}</script>")
    }
}

impl HtmlSafe for LinkedData {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element_and_what_is_unknown_is_not_said() {
        let html = LinkedData::new("Project", json!({ "name": "</script><b>&", "foundingDate": null })).to_string();
        let inside = html.strip_prefix("<script type=\"application/ld+json\">").unwrap();
        let inside = inside.strip_suffix("</script>").unwrap();
        assert!(!inside.contains(['<', '>', '&']));
        let read: Value = serde_json::from_str(inside).unwrap();
        assert_eq!(read, json!({ "@context": "https://schema.org", "@type": "Project", "name": "</script><b>&" }));
    }
}
