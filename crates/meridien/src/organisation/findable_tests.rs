//! Every organisation of the registers is found by each of its names, however it is written.

use meridien_search::{Filter, Query};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Organisation;
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::index::RecordType;
use crate::journal::{Author, Entry, Kind};
use crate::partnership::index::is;
use crate::registers;

fn without_accents(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// How people write a name.
const FORMS: [fn(&str) -> String; 7] = [
    str::to_owned,
    without_accents,
    str::to_uppercase,
    |name| without_accents(name).to_lowercase().replace(['-', '\'', '’'], " "),
    |name| name.replace(' ', "-"),
    |name| name.replace('\'', "’").replace('-', " "),
    |name| without_accents(name).to_uppercase().replace(' ', "  "),
];

#[tokio::test]
async fn every_organisation_is_found_by_any_form_of_its_names() {
    let app = TestApp::new(Settings::default()).await;
    let entries: Vec<Entry> = registers::entries(app.state.settings.home_country, Kind::Organisation).collect();
    for batch in entries.chunks(2000) {
        app.state.journal.append_missing(&Author::system("reference"), now(), batch.to_vec()).await.unwrap();
    }
    let app = app.with([]).await;
    let fields = &app.state.search.fields;
    let mut asked = 0;
    let mut lost = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let organisation: Organisation = serde_json::from_str(&entry.body).unwrap();
        for (number, name) in organisation.names.iter().enumerate() {
            // Each name in one of the forms; all forms come in turn.
            let words = FORMS[(at + number) % FORMS.len()](&name.name);
            let filter = Filter::All(vec![
                is(fields.record_type, RecordType::Organisation as u64),
                is(fields.organisation, entry.id.as_u64()),
            ]);
            let found = app.state.search.index.search(&Query { words: &words, filter, ..Query::default() }).unwrap();
            asked += 1;
            if found.total == 0 {
                lost.push((entry.id, words));
            }
        }
    }
    assert!(asked >= entries.len() && entries.len() > 20_000, "{asked} names of {} organisations", entries.len());
    assert!(
        lost.is_empty(),
        "{} of {asked} names do not find their organisation: {:?}",
        lost.len(),
        &lost[..lost.len().min(10)]
    );
}
