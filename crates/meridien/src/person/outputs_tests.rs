//! A person and a passage, looked for in every byte that an atlas gives or keeps: where they may be, and nowhere once erased.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt;

use crate::app::testing::{TestApp, now, today};
use crate::app::{Settings, router};
use crate::exports::archive;
use crate::exports::dump::{self, About};
use crate::imports::input::Input;
use crate::imports::{Options, atlas_page, write};
use crate::journal::{Author, Basis, Entry, Extent, Kind, Passage, Person};
use crate::partnership::Partnership;
use crate::partnership::export::View;
use crate::reference::fold;
use crate::value::{Id, Text};
use crate::web::Lang;

/// A page of the old atlas that names two persons: one of the embassy, one of the partner authority.
fn source() -> Input {
    let page = include_str!("../../../meridien-legacy/tests/fixtures/b-cells.txt");
    let named = page
        .replace("Personne TÉMOIN", "Zéphyrine QUILLET")
        .replace("temoin.un[at]", "zephyrine.quillet[at]")
        .replace("TÉMOIN | Cinquième", "VOGELSANG | Anselme");
    assert!(named.contains("QUILLET") && named.contains("VOGELSANG"));
    Input { name: "page.txt".to_owned(), text: named, encoding: None }
}

async fn import(app: &TestApp) {
    let options = Options { proposal: false, licence: None, persons: true, home: "FR".parse().unwrap(), now: now() };
    let plan = atlas_page::plan(Some(&app.state.journal), vec![source()], &options).await.unwrap();
    write(&app.state.journal, plan, &options, Lang::Fr.into()).await.unwrap();
}

/// Whether bytes hold a word, as it is or without its accents, in either case; compressed ones are looked into.
fn holds(bytes: &[u8], words: &[&str]) -> bool {
    if bytes.starts_with(b"PK\x03\x04") {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        return (0..zip.len()).any(|at| {
            let mut inside = Vec::new();
            zip.by_index(at).unwrap().read_to_end(&mut inside).unwrap();
            holds(&inside, words)
        });
    }
    if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return holds(&zstd::decode_all(bytes).unwrap(), words);
    }
    if bytes.starts_with(b"PAR1") {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        let reader = SerializedFileReader::new(axum::body::Bytes::copy_from_slice(bytes)).unwrap();
        let rows = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string());
        return holds(rows.collect::<Vec<_>>().join("\n").as_bytes(), words);
    }
    let text = fold(&String::from_utf8_lossy(bytes));
    words.iter().any(|word| text.contains(&fold(word)))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Everything that the atlas gives to the public or to its operator, by name.
async fn outputs(app: &TestApp, record: Id) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let newest = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let partnership: Partnership = newest.read().unwrap();
    let mut addresses: Vec<String> =
        ["/", "/sitemap.xml", "/robots.txt", "/api/v1/openapi.json"].map(str::to_owned).into();
    for lang in ["fr", "en"] {
        let page = format!("/{lang}/partenariats/{record}");
        addresses.extend([format!("{page}/historique"), format!("{page}/historique.json")]);
        addresses.extend((1..=newest.version).map(|version| format!("{page}?version={version}")));
        addresses
            .extend((2..=newest.version).map(|version| format!("{page}/historique?de={}&a={version}", version - 1)));
        for suffix in ["", ".json", ".xml"] {
            addresses.push(format!("{page}{suffix}"));
        }
        for suffix in
            [".csv", ".xlsx", ".json", ".geojson", ".xml", ".parquet", ".atom", "", "?vue=carte", "?vue=tableau"]
        {
            addresses.push(format!("/{lang}/partenariats{suffix}"));
        }
        for party in &partnership.parties {
            addresses.push(format!("/{lang}/organisations/{}", party.organisation));
        }
        addresses.extend(
            ["organisations", "pays", "statistiques", "donnees", "plan-du-site"].map(|p| format!("/{lang}/{p}")),
        );
    }
    for path in ["partnerships", "organisations", "changes"] {
        addresses.push(format!("/api/v1/{path}"));
    }
    addresses.push(format!("/api/v1/partnerships/{record}"));
    let mut answered = 0;
    for address in addresses {
        let request = Request::get(&address).body(Body::empty()).unwrap();
        let response = router(app.state.clone()).oneshot(request).await.unwrap();
        answered += usize::from(response.status().is_success());
        all.push((address, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()));
    }
    assert!(answered > 30, "only {answered} addresses answered");
    let folder = tempfile::tempdir().unwrap();
    let view = View { home: "FR".parse().unwrap(), today: today(), confirm_after_months: 18 };
    let about = About { origin: "https://a.example".into(), operator: "Essai".into(), view, at: now() };
    dump::write(&app.state.journal, &about, &folder.path().join("2026-11-23")).await.unwrap();
    for extent in [Extent::Everything, Extent::Erasures] {
        archive::write(&app.state.journal, extent, now(), &folder.path().join(format!("{extent:?}"))).await.unwrap();
    }
    crate::edition::write(&app.state, &Lang::ALL, &folder.path().join("edition"), &|_, _| {}).await.unwrap();
    let mut written = Vec::new();
    files(folder.path(), &mut written);
    // The register's own file, its log, and the index.
    files(app.folder(), &mut written);
    all.extend(written.into_iter().map(|path| (path.display().to_string(), fs::read(&path).unwrap())));
    all
}

/// Where a word is.
fn places(outputs: &[(String, Vec<u8>)], words: &[&str]) -> Vec<String> {
    outputs.iter().filter(|(_, bytes)| holds(bytes, words)).map(|(name, _)| name.clone()).collect()
}

/// The name of a file may be somebody's: what earlier versions of the program noted of it stays inside.
#[tokio::test]
async fn the_name_of_an_imported_file_is_in_no_public_output() {
    let app = TestApp::new(Settings::default()).await;
    import(&app).await;
    let app = app.with([]).await;
    let journal = &app.state.journal;
    let heads = journal.follow(0, 1000).await.unwrap();
    let revision = heads.into_iter().find(|head| head.kind == Kind::Partnership).unwrap();
    assert!(!revision.body.contains("page.txt"), "an import notes none");
    let mut old: Partnership = revision.read().unwrap();
    old.provenance.file = Some("Vexatior-Ondine.csv".into());
    let entry = Entry::publish(Kind::Partnership, revision.id, revision.version, &old, vec![]);
    let app = app.with([entry]).await;
    let held = places(&outputs(&app, revision.id).await, &["Vexatior"]);
    assert!(held.iter().all(|place| place.contains("meridien.db") || place.ends_with("/Everything")), "{held:?}");
    assert!(!held.is_empty(), "the test finds what is there");
}

#[tokio::test]
async fn an_erased_person_is_in_no_output() {
    let app = TestApp::new(Settings::default()).await;
    import(&app).await;
    let app = app.with([]).await;
    let journal = &app.state.journal;
    let (agreed, by_office) = (["Quillet", "Zéphyrine"], ["Vogelsang", "Anselme"]);
    let mut persons = Vec::new();
    for (words, basis) in [(agreed, Basis::Consent), (by_office, Basis::Office)] {
        let (id, person) = journal.find_persons(words[0], 2).await.unwrap().remove(0);
        assert_eq!(person.basis, None, "an import does not know why");
        persons.push((id, person, basis));
    }
    let record = journal.records_of_person(persons[0].0).await.unwrap()[0];

    let kept_inside = |place: &String| place.contains("meridien.db") || place.ends_with("/Everything");
    let hidden = places(&outputs(&app, record).await, &[agreed, by_office].concat());
    assert!(hidden.iter().all(kept_inside), "hidden persons: {hidden:?}");
    assert!(hidden.iter().any(|place| place.ends_with("/Everything")), "the test finds what is there");

    for (id, person, basis) in &persons {
        let shown = Person { basis: Some(*basis), shown: true, by_hand: true, ..person.clone() };
        journal.put_person(*id, &shown, now()).await.unwrap();
    }
    for words in [agreed, by_office] {
        let mut public = places(&outputs(&app, record).await, &words);
        public.retain(|place| !kept_inside(place));
        let version = journal.newest(Kind::Partnership, record).await.unwrap().unwrap().version;
        let pages = ["fr", "en"].map(|lang| format!("/{lang}/partenariats/{record}"));
        let own =
            |place: &String| pages.contains(place) || pages.iter().any(|p| *place == format!("{p}?version={version}"));
        assert!(public.iter().all(own) && pages.iter().all(|page| public.contains(page)), "shown: {public:?}");
    }

    for (id, ..) in &persons {
        journal.erase_person(*id, now()).await.unwrap();
    }
    import(&app).await;
    let app = app.with([]).await;
    let left = places(&outputs(&app, record).await, &[agreed, by_office].concat());
    assert_eq!(left, Vec::<String>::new(), "after erasure, and a second import");
}

#[tokio::test]
async fn a_passage_taken_out_is_in_no_output() {
    let app = TestApp::new(Settings::default()).await;
    import(&app).await;
    let journal = app.state.journal.clone();
    let record = journal.list(Kind::Partnership, None, 1).await.unwrap().remove(0);
    let clean: Partnership = record.read().unwrap();
    let mut named = clean.clone();
    named.title = Text::new("fr", "Le projet de Wilhelmine Krapotkine");
    named.narratives.description = Text::new("fr", "Écrire à wilhelmine.krapotkine@exemple.invalid.");
    named.iati = Some("<iati-activity><title>Wilhelmine Krapotkine</title></iati-activity>".to_owned());
    let entry = |base, body: &Partnership| {
        let mut entry = Entry::publish(Kind::Partnership, record.id, base, body, vec![]);
        entry.reason = Some("Selon Wilhelmine KRAPOTKINE".to_owned());
        entry
    };
    let app =
        app.with([entry(record.version, &named), entry(record.version + 1, &clean), entry(record.version + 2, &named)]);
    let app = app.await;
    let words = ["Krapotkine", "Wilhelmine"];
    let before = places(&outputs(&app, record.id).await, &words);
    for kind in
        ["historique", ".atom", ".csv", ".xlsx", ".parquet", "/Everything", "journal", "edition", "index", "?version=2"]
    {
        assert!(before.iter().any(|place| place.contains(kind)), "the test finds nothing in {kind}: {before:?}");
    }
    let by = Author { actor: "operator".into(), role: "administrator".into(), on_behalf_of: None };
    let done = journal.redact(record.id, &Passage::read("Wilhelmine Krapotkine").unwrap(), &by, now()).await.unwrap();
    assert_eq!(done.versions, 3);
    import(&app).await;
    let app = app.with([entry(record.version + 3, &named)]).await;
    let left = places(&outputs(&app, record.id).await, &words);
    assert_eq!(left, Vec::<String>::new(), "after redaction, and the same text written again");
    let found = app.get("/fr/partenariats?q=krapotkine").await.body;
    assert!(!found.contains(&record.id.to_string()));
}
