//! How to cite the record: as a sentence, in BibTeX, in CSL-JSON.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::{Record, marked_title};
use crate::web::markdown::SafeHtml;
use crate::web::{Locale, Page};

/// The three forms.
pub(super) struct Citation {
    pub(super) text: SafeHtml,
    pub(super) bibtex: String,
    pub(super) csl_json: String,
}

impl Citation {
    /// Cites the version shown, at an address that will always show it.
    pub(super) fn of(l: Locale, page: &Page, record: &Record, today: NaiveDate) -> Citation {
        let revision = &record.revision;
        let url = format!("{}?version={}", page.permalink(), revision.version);
        let day = revision.at.date_naive();
        let publisher = &page.settings.operator;
        let text = l.t_titled(
            "citation",
            &marked_title(l, &record.partnership),
            &[
                ("publisher", publisher),
                ("id", &revision.id.to_string()),
                ("version", &revision.version.to_string()),
                ("day", &l.day(day)),
                ("url", &url),
                ("today", &l.day(today)),
            ],
        );
        let bibtex = format!(
            "@misc{{meridien-{id}-{version},\n  title = {{{{{title}}}}},\n  author = {{{{{publisher}}}}},\n  \
             year = {{{year}}},\n  version = {{{version}}},\n  url = {{{url}}},\n  urldate = {{{today}}}\n}}",
            id = revision.id,
            version = revision.version,
            title = plain(&page.title),
            publisher = plain(publisher),
            year = day.year(),
        );
        let date = |day: NaiveDate| json!({ "date-parts": [[day.year(), day.month(), day.day()]] });
        let csl = json!([{
            "id": format!("meridien-{}-{}", revision.id, revision.version),
            "type": "webpage",
            "title": page.title,
            "author": [{ "literal": publisher }],
            "container-title": "Méridien",
            "version": revision.version.to_string(),
            "URL": url,
            "issued": date(day),
            "accessed": date(today),
        }]);
        Citation { text, bibtex, csl_json: format!("{csl:#}") }
    }
}

/// A text without the characters that mean something to BibTeX.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '{' | '}' | '\\')).collect()
}
