//! What a record says of itself to machines: facts in the words of schema.org, and the links of its answer's header
//! (FAIR Signposting): its permanent address, its data, its licence, its documents.

use serde_json::{Value, json};

use super::{Partnership, Record};
use crate::web::address::is_web_address;
use crate::web::linked_data::LinkedData;
use crate::web::{Locale, Page};

/// Licences by the names that sources give them.
const LICENCES: [(&str, &str); 5] = [
    ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("etalab-2.0", "https://spdx.org/licenses/etalab-2.0.html"),
];

/// The facts: a partnership is a project of its parties. No person is named.
pub(super) fn linked_data(l: Locale, page: &Page, record: &Record) -> LinkedData {
    let p = &record.partnership;
    let party = |party: &super::super::Party| {
        let known = record.directory.get(party.organisation).is_some();
        let path = l.href(&format!("/organisations/{}", party.organisation));
        json!({
            "@type": "GovernmentOrganization",
            "name": party.name,
            "url": known.then(|| format!("{}{path}", page.settings.public_address)),
            "address": { "@type": "PostalAddress", "addressCountry": party.country.as_str() },
        })
    };
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "identifier": record.revision.id.to_string(),
        "name": page.title,
        "description": page.description,
        "foundingDate": p.start.or(p.first_signature()).map(|date| date.to_string()),
        "dissolutionDate": p.end.map(|date| date.to_string()),
        "member": p.parties.iter().map(party).collect::<Value>(),
        "subjectOf": {
            "@type": "DigitalDocument",
            "url": data_address(page),
            "encodingFormat": "application/json",
            "version": record.revision.version,
            "dateModified": record.revision.at.date_naive().to_string(),
            "license": licence(p),
            "publisher": { "@type": "Organization", "name": page.settings.operator },
        },
    });
    LinkedData::new("Project", facts)
}

/// The links of the answer's header.
pub(super) fn header(page: &Page, p: &Partnership) -> String {
    let mut links = vec![
        format!("<{}>; rel=\"cite-as\"", page.permalink()),
        format!("<{}>; rel=\"describedby\"; type=\"application/json\"", data_address(page)),
    ];
    links.extend(licence(p).map(|address| format!("<{address}>; rel=\"license\"")));
    let documents = p.documents.iter().filter_map(|document| web_address(document.url.as_deref()?));
    links.extend(documents.map(|address| format!("<{address}>; rel=\"item\"")));
    links.join(", ")
}

fn data_address(page: &Page) -> String {
    format!("{}.json", page.permalink())
}

fn licence(p: &Partnership) -> Option<&str> {
    let stated = p.provenance.licence.as_deref()?;
    let named = LICENCES.iter().find(|(name, _)| name.eq_ignore_ascii_case(stated)).map(|(_, address)| *address);
    named.or_else(|| web_address(stated))
}

/// An address on the web that may stand between `<` and `>` in a header as it is.
fn web_address(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"'));
    (is_web_address(text) && plain).then_some(text)
}
