//! What is saved comes back the same, on both databases and from one to the other; what is changed is found out; nothing
//! personal leaves.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use meridien_tables::{Cell, Parquet, ParquetRows};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tower::ServiceExt;

use super::archive::{self, Fault};
use super::dump::{self, About};
use super::{forms, nightly, verify};
use crate::app::testing::{TestApp, now, today};
use crate::app::{Settings, State, router};
use crate::demo::seed;
use crate::journal::testing::journals;
use crate::journal::{ArchiveError, Author, DEMONSTRATION, Entry, Extent, Journal, Kind, Person};
use crate::partnership::export::View;
use crate::partnership::funding::FundingLine;
use crate::partnership::{Contact, ContactRole, LegacyId, NamedOrganisation, Partnership, Phase, SdgWeight, Volunteer};
use crate::registers::identifier;
use crate::value::{Country, Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn person(name: &str) -> Person {
    Person { name: name.into(), mail: None, function: None, source: "page".into(), ..Person::default() }
}

/// A register with something of everything: versions, a withdrawal, persons of whom one was erased.
async fn fill(journal: &Journal) {
    let contact = Contact {
        name: "Mairie".into(),
        organisation: None,
        role: ContactRole::Party,
        function: None,
        mailbox: None,
        count: 1,
        persons: vec![id(900)],
    };
    let body = Partnership {
        title: Text::new("fr", "L'eau \"vive\" \\ 水\n"),
        contacts: vec![contact],
        ..Partnership::default()
    };
    let clerk = Author { actor: "account-of-alice".into(), role: "ministry".into(), on_behalf_of: None };
    let publish = |base, body: &Partnership| {
        Entry::publish(Kind::Partnership, id(1), base, body, vec![identifier("atlas", "777")])
    };
    journal.append(&Author::system("import"), now(), &seed::entries()).await.unwrap();
    journal.append(&clerk, now(), &[publish(0, &Partnership::default())]).await.unwrap();
    journal.append(&clerk, now(), &[publish(1, &body)]).await.unwrap();
    let gone =
        Entry::publish(Kind::Partnership, id(2), 0, &Partnership { title: Text::new("fr", "retiré"), ..body }, vec![]);
    journal.append(&clerk, now(), &[gone]).await.unwrap();
    journal.append(&clerk, now(), &[Entry::withdraw(Kind::Partnership, id(2), 1, "doublon")]).await.unwrap();
    journal.put_person(id(900), &person("Alice Secret"), now()).await.unwrap();
    journal.put_person(id(901), &person("Bob Oublié"), now()).await.unwrap();
    journal.erase_person(id(901), now()).await.unwrap();
    journal.note("home_country", "FR").await.unwrap();
}

fn view() -> View {
    View { home: Country::FR, today: today(), confirm_after_months: 18 }
}

fn about() -> About {
    About { origin: "https://atlas.example.org".into(), operator: "Essai".into(), view: view(), at: now() }
}

/// Everything that exports give.
async fn exported(journal: &Journal) -> Vec<String> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let revisions = journal.list(*kind, None, 1000).await.unwrap();
        all.extend(forms(journal, view(), &revisions).await.unwrap());
    }
    all
}

#[tokio::test]
async fn a_backup_and_a_dump_restore_to_equal_records_on_either_database() {
    let folder = tempfile::tempdir().unwrap();
    for (at, source) in journals().await.iter().enumerate() {
        fill(&source.journal).await;
        for extent in [Extent::Everything, Extent::Public] {
            let file = folder.path().join(format!("{at}-{extent:?}"));
            let rows = archive::write(&source.journal, extent, now(), &file).await.unwrap();
            let checked = archive::check(&file).unwrap();
            for target in journals().await {
                assert_eq!(checked.load(&target.journal).await.unwrap(), rows);
                let compared = checked.compare(&target.journal).await.unwrap();
                assert!(compared.is_equal() && compared.equal == seed::entries().len() as u64 + 2, "{compared:?}");
                assert_eq!(exported(&target.journal).await, exported(&source.journal).await);
                assert_eq!(target.journal.position().await.unwrap(), source.journal.position().await.unwrap());
                assert_eq!(target.journal.find(Kind::Partnership, "atlas", "777").await.unwrap(), [id(1)]);
                assert_eq!(target.journal.history(Kind::Partnership, id(1)).await.unwrap().len(), 2);
                let kept = target.journal.person(id(900)).await.unwrap();
                assert_eq!(kept.is_some(), extent == Extent::Everything);
                let back = target.journal.put_person(id(901), &person("Bob"), now()).await.unwrap();
                // A dump tells nobody who was erased, and holds no person.
                assert_eq!(back, extent == Extent::Public, "whoever was erased stays erased");
                let again = checked.load(&target.journal).await;
                assert!(matches!(again, Err(Fault::Archive(ArchiveError::NotEmpty))));
            }
        }
    }
}

#[tokio::test]
async fn a_record_changed_since_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let source = journals().await.remove(0);
    fill(&source.journal).await;
    let file = folder.path().join("backup");
    archive::write(&source.journal, Extent::Everything, now(), &file).await.unwrap();
    let change = Entry::publish(Kind::Partnership, id(1), 2, &Partnership::default(), vec![]);
    let new = Entry::publish(Kind::Partnership, id(3), 0, &Partnership::default(), vec![]);
    source.journal.append(&Author::system("import"), now(), &[change, new]).await.unwrap();
    let compared = archive::check(&file).unwrap().compare(&source.journal).await.unwrap();
    assert_eq!((compared.later, compared.agrees(), compared.is_equal()), (2, true, false), "{compared:?}");
}

/// A backup has accounts and persons; a dump is served by whoever runs the proxy.
#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_reads_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let source = journals().await.remove(0);
    fill(&source.journal).await;
    for (extent, others) in [(Extent::Everything, 0), (Extent::Erasures, 0), (Extent::Public, 0o066)] {
        let file = folder.path().join("file");
        // What an interrupted run left.
        std::fs::write(&file, "").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        archive::write(&source.journal, extent, now(), &file).await.unwrap();
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777 & !others, 0o600, "{extent:?}");
    }
}

/// Writes a file anew with other lines, as somebody would who knows how it is made.
fn forge(from: &Path, to: &Path, change: impl FnOnce(&str) -> String) {
    use sha2::{Digest, Sha256};
    let text = String::from_utf8(zstd::decode_all(std::fs::File::open(from).unwrap()).unwrap()).unwrap();
    let lines = &text[..text.trim_end().rfind('\n').unwrap() + 1];
    let forged = change(lines);
    assert_ne!(forged, lines, "nothing was changed");
    let sha256 = crate::value::hex(&Sha256::digest(&forged));
    let end = serde_json::json!({ "lines": forged.matches('\n').count(), "sha256": sha256 });
    std::fs::write(to, zstd::encode_all(format!("{forged}{end}\n").as_bytes(), 1).unwrap()).unwrap();
}

/// What a register tells that the file itself cannot: it has every version, whatever was written since.
#[tokio::test]
async fn a_file_that_was_forged_whole_is_found_by_a_register_that_went_on() {
    let folder = tempfile::tempdir().unwrap();
    let source = journals().await.remove(0);
    fill(&source.journal).await;
    let (file, forged) = (folder.path().join("file"), folder.path().join("forged"));
    for extent in [Extent::Everything, Extent::Public] {
        archive::write(&source.journal, extent, now(), &file).await.unwrap();
        let newest = source.journal.newest(Kind::Partnership, id(1)).await.unwrap().unwrap();
        let more = Entry::publish(Kind::Partnership, id(1), newest.version, &Partnership::default(), vec![]);
        source.journal.append(&Author::system("import"), now(), &[more]).await.unwrap();
        let compared = archive::check(&file).unwrap().compare(&source.journal).await.unwrap();
        assert_eq!((compared.later, compared.agrees()), (1, true), "{extent:?}: {compared:?}");

        forge(&file, &forged, |lines| lines.replace("L'eau", "L'air"));
        let compared = archive::check(&forged).unwrap().compare(&source.journal).await.unwrap();
        assert_eq!((compared.different, compared.agrees()), (1, false), "{extent:?}: {compared:?}");

        let without = |line: &&str| !line.contains("L'eau");
        forge(&file, &forged, |lines| lines.split_inclusive('\n').filter(without).collect());
        let compared = archive::check(&forged).unwrap().compare(&source.journal).await.unwrap();
        assert_eq!((compared.only_register, compared.agrees()), (1, false), "{extent:?}: {compared:?}");

        let (one, other) = (id(1).to_string(), id(77).to_string());
        forge(&file, &forged, |lines| lines.replace(&one, &other));
        let compared = archive::check(&forged).unwrap().compare(&source.journal).await.unwrap();
        assert!(compared.only_file > 0 && !compared.agrees(), "{extent:?}: {compared:?}");
    }
    let passage = crate::journal::Passage::read("L'eau").unwrap();
    let done = source.journal.redact(id(1), &passage, &Author::system("essai"), now()).await.unwrap();
    assert!(done.versions > 0);
    let compared = archive::check(&file).unwrap().compare(&source.journal).await.unwrap();
    assert!(compared.agrees(), "what was taken out since is no forgery: {compared:?}");
}

#[tokio::test]
async fn a_file_cut_or_changed_is_refused_and_so_is_any_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let source = journals().await.remove(0);
    fill(&source.journal).await;
    let file = folder.path().join("backup");
    archive::write(&source.journal, Extent::Everything, now(), &file).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let text = zstd::decode_all(&whole[..]).unwrap();
    let other = folder.path().join("other");
    let changed = String::from_utf8(text.clone()).unwrap().replace("doublon", "doublot");
    std::fs::write(&other, zstd::encode_all(changed.as_bytes(), 1).unwrap()).unwrap();
    assert!(matches!(archive::check(&other), Err(Fault::Tampered(_))));
    for end in [whole.len() / 2, whole.len() - 1] {
        std::fs::write(&other, &whole[..end]).unwrap();
        assert!(matches!(archive::check(&other), Err(Fault::Tampered(_))), "{end}");
    }
    let without_end = &text[..text[..text.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1];
    std::fs::write(&other, zstd::encode_all(without_end, 1).unwrap()).unwrap();
    assert!(matches!(archive::check(&other), Err(Fault::Tampered(_))));
    for content in [&b"not ours"[..], b"", b"{}\n"] {
        std::fs::write(&other, content).unwrap();
        assert!(matches!(archive::check(&other), Err(Fault::NotOurs)), "{content:?}");
    }
    let newer = String::from_utf8(text).unwrap().replacen("\"format\":1", "\"format\":9", 1);
    std::fs::write(&other, zstd::encode_all(newer.as_bytes(), 1).unwrap()).unwrap();
    assert!(matches!(archive::check(&other), Err(Fault::Newer(_))));
}

/// A dump of a filled register.
async fn dumped(folder: &Path) -> dump::Manifest {
    let source = journals().await.remove(0);
    fill(&source.journal).await;
    dump::write(&source.journal, &about(), folder).await.unwrap()
}

/// No file of a dump holds any of these words.
fn tells_nothing_of(secrets: &[&str], dump: &Path, manifest: &dump::Manifest) {
    for file in &manifest.files {
        let mut bytes = std::fs::read(dump.join(&file.name)).unwrap();
        if file.name.ends_with(".zst") {
            bytes = zstd::decode_all(&bytes[..]).unwrap();
        }
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {}", file.name);
        }
    }
}

/// A record with something of everything.
fn rich() -> Partnership {
    let mut record = seed::partnership();
    let funder = NamedOrganisation { name: "Région".into(), organisation: Some(id(3)) };
    let line = FundingLine { funders: vec![funder], amount: Some(100.into()), ..FundingLine::default() };
    record.legacy_ids = vec![LegacyId { scheme: "atlas".into(), value: "777".into() }];
    record.themes.sdgs = vec![SdgWeight { goal: 6, weight: Some(2) }];
    record.phases = vec![Phase { title: Text::new("fr", "Première phase"), funding: vec![line], ..Phase::default() }];
    record.actions[0].phase = Some(0);
    record.actions[0].places = vec![record.places[0].clone()];
    record.contacts[0].persons = vec![id(900)];
    record.volunteers = vec![Volunteer { mission: Text::new("fr", "Appui"), count: 2, ..Volunteer::default() }];
    record.programmes = vec![id(50)];
    record
}

/// The rows that a rich record has in each table of what it has several of.
fn expected(record: &Partnership) -> [(&'static str, usize); 20] {
    let narratives: usize = record.narratives.sections().iter().map(|(_, text)| text.iter().count()).sum();
    [
        ("parties", 2),
        ("funding", 7),
        ("funders", 8),
        ("themes", 2),
        ("places", 3),
        ("agreements", 1),
        ("phases", 1),
        ("actions", 1),
        ("action_places", 1),
        ("documents", 3),
        // Those in two languages: title, beneficiaries, agreement, three of the action, three documents.
        ("texts", narratives + 9 * 2 + 2),
        ("glossary", record.glossary.len()),
        ("answers", 3),
        ("named_organisations", 4),
        ("contacts", record.contacts.len()),
        ("volunteers", 1),
        ("legacy_ids", 1),
        ("in_programmes", 1),
        ("declared", 1),
        ("provenance", 1),
    ]
}

/// A dump of a rich record as a partnership and as an activity.
async fn rich_dump(folder: &Path) -> dump::Manifest {
    let source = journals().await.remove(0);
    let record = rich();
    let publish = |kind, number| Entry::publish(kind, id(number), 0, &record, vec![]);
    let entries = [publish(Kind::Partnership, 1), publish(Kind::Activity, 2)];
    source.journal.append(&Author::system("import"), now(), &entries).await.unwrap();
    source.journal.put_person(id(900), &person("Alice Secret"), now()).await.unwrap();
    dump::write(&source.journal, &about(), folder).await.unwrap()
}

#[tokio::test]
async fn every_table_has_the_rows_of_partnerships_and_of_activities_apart_the_same_in_each_format() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    let manifest = rich_dump(&dump).await;
    let file = |name: &str| manifest.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("no {name}"));
    for table in ["partnerships", "activities"] {
        assert_eq!(file(&format!("{table}.csv")).rows, Some(1), "{table}");
    }
    for (part, rows) in expected(&rich()) {
        for (table, key) in [(part.to_owned(), "partnership"), (format!("activity_{part}"), "activity")] {
            let csv = file(&format!("{table}.csv"));
            assert_eq!((csv.rows, csv.columns[0].0.as_str()), (Some(rows as u64), key), "{table}");
        }
    }
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", dump.join("meridien.sqlite").display())).await.unwrap();
    let tables = &file("meridien.sqlite").tables;
    assert_eq!(tables.len(), manifest.files.iter().filter(|file| file.name.ends_with(".csv")).count());
    for table in tables {
        let path = |extension: &str| dump.join(format!("{}.{extension}", table.name));
        let sql = format!("SELECT COUNT(*) FROM \"{}\"", table.name);
        let held: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
        let sql = format!("SELECT name FROM pragma_table_info('{}')", table.name);
        let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
        let told: Vec<&String> = table.columns.iter().map(|(name, _)| name).collect();
        assert_eq!(columns.iter().collect::<Vec<_>>(), told, "{}", table.name);
        let mut csv = csv::Reader::from_path(path("csv")).unwrap();
        let headings: Vec<&str> = file(&format!("{}.csv", table.name)).columns.iter().map(|of| of.0.as_str()).collect();
        assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), headings, "{}", table.name);
        let csv = csv.into_records().map(Result::unwrap).count();
        let parquet = SerializedFileReader::new(std::fs::File::open(path("parquet")).unwrap()).unwrap();
        let parquet = parquet.metadata().file_metadata().num_rows();
        assert_eq!([held as u64, csv as u64, parquet as u64], [table.rows; 3], "{}", table.name);
    }
    tells_nothing_of(&["Alice", &id(900).to_string()], &dump, &manifest);
}

/// Every address of a schema that a document names.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_schema_of_a_dump_describes_every_kind_of_record_down_to_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    let manifest = rich_dump(&dump).await;
    let schema: Value = serde_json::from_slice(&std::fs::read(dump.join("schema.json")).unwrap()).unwrap();
    let mut found = Vec::new();
    references(&schema, &mut found);
    let kinds = manifest.files.iter().filter(|file| file.name.ends_with(".jsonl"));
    let kinds: Vec<String> = kinds.map(|file| file.schema.clone().unwrap().replace("schema.json", "")).collect();
    assert_eq!(kinds.len(), Kind::ALL.len());
    for reference in found.iter().chain(&kinds) {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference}"));
        assert!(schema.pointer(pointer).is_some_and(Value::is_object), "{reference}");
    }
    let properties = schema.pointer("/components/schemas/Partnership/properties").unwrap();
    for name in ["partnership.jsonl", "activity.jsonl"] {
        let record: Value = serde_json::from_slice(&std::fs::read(dump.join(name)).unwrap()).unwrap();
        for field in record.as_object().unwrap().keys() {
            assert!(properties.get(field).is_some(), "{field}");
        }
    }
}

#[tokio::test]
async fn a_dump_has_every_format_and_nothing_personal() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    let manifest = dumped(&dump).await;
    for name in ["partnership.jsonl", "parties.csv", "parties.parquet", "meridien.sqlite", "journal.jsonl.zst"] {
        assert!(manifest.files.iter().any(|file| file.name == name && file.bytes > 0), "{name}");
    }
    let parties = manifest.files.iter().find(|file| file.name == "parties.csv").unwrap();
    assert_eq!((parties.rows, parties.columns[0].0.as_str()), (Some(2), "partnership"));
    tells_nothing_of(&["Alice", "Bob", "account-of-alice", &id(900).to_string(), "retiré"], &dump, &manifest);
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", dump.join("meridien.sqlite").display())).await.unwrap();
    let sql = "SELECT COUNT(*) FROM partnerships p JOIN parties t ON t.partnership = p.id";
    let joined: i64 = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
    assert_eq!(joined, 2);
}

/// The file from which a register is restored is public too: it holds no address that a page would hide, in no version.
#[tokio::test]
async fn a_dump_hides_what_pages_hide_and_is_still_the_same_register() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::new(Settings::default()).await;
    let title = |title: &str| Partnership { title: Text::new("fr", title), ..Partnership::default() };
    let entries = [
        Entry::publish(Kind::Partnership, id(1), 0, &title("Écrire à prenom.nom@example.org"), vec![]),
        Entry::publish(Kind::Partnership, id(1), 1, &title("Appeler le 01 23 45 67 89"), vec![]),
        Entry::publish(Kind::Partnership, id(2), 0, &title("Rien à cacher"), vec![]),
    ];
    let app = app.with(entries).await;
    let dump = folder.path().join("dump");
    dump::write(&app.state.journal, &about(), &dump).await.unwrap();
    let file = dump.join(dump::JOURNAL);
    let text = String::from_utf8(zstd::decode_all(std::fs::File::open(&file).unwrap()).unwrap()).unwrap();
    assert!(!text.contains("prenom.nom") && !text.contains("45 67") && text.contains("Rien à cacher"), "{text}");
    let checked = archive::check(&file).unwrap();
    assert!(checked.compare(&app.state.journal).await.unwrap().is_equal());
    let empty = TestApp::new(Settings::default()).await;
    checked.load(&empty.state.journal).await.unwrap();
    assert!(checked.compare(&empty.state.journal).await.unwrap().is_equal());
}

#[tokio::test]
async fn a_dump_changed_anywhere_is_found_out_and_another_folder_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    dumped(&dump).await;
    assert!(dump::tampered(&dump).unwrap().is_empty());
    std::fs::OpenOptions::new().append(true).open(dump.join("parties.csv")).unwrap().write_all(b"x").unwrap();
    std::fs::remove_file(dump.join("themes.parquet")).unwrap();
    assert_eq!(dump::tampered(&dump).unwrap(), ["parties.csv", "themes.parquet"]);
    // A dump is replaced by a newer one; a folder of something else is not.
    dumped(&dump).await;
    assert!(dump::tampered(&dump).unwrap().is_empty());
    let other = folder.path().join("photos");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("me.jpg"), "me").unwrap();
    let source = journals().await.remove(0);
    assert!(dump::write(&source.journal, &about(), &other).await.is_err());
    assert!(other.join("me.jpg").exists());
}

/// The manifest of a dump as whoever changed its files would write it.
fn rewrite_manifest(dump: &Path, change: impl FnOnce(&mut dump::Manifest)) {
    let mut manifest = dump::read(dump).unwrap();
    for file in &mut manifest.files {
        (file.bytes, file.sha256) = dump::digest(&dump.join(&file.name)).unwrap();
    }
    change(&mut manifest);
    std::fs::write(dump.join(dump::MANIFEST), serde_json::to_vec(&manifest).unwrap()).unwrap();
    assert!(dump::tampered(dump).unwrap().is_empty());
}

/// A change of one file of a dump, and what is to be found of it.
type Change = (fn(&Path), &'static str, u64);

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Writes a Parquet file anew with other cells.
fn rewrite_parquet(path: &Path, change: impl Fn(&mut Vec<Vec<Cell>>)) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let table = dump::all().into_iter().find(|table| table.name == name).unwrap();
    let mut rows: Vec<_> = ParquetRows::open(std::fs::File::open(path).unwrap()).unwrap().map(Result::unwrap).collect();
    change(&mut rows);
    let mut file = Parquet::new(std::fs::File::create(path).unwrap(), &table, |_| true).unwrap();
    rows.into_iter().for_each(|row| file.row(row).unwrap());
    file.finish().unwrap();
}

/// Runs a statement on the file for analysts.
fn execute(dump: &Path, sql: &'static str) {
    let url = format!("sqlite:{}", dump.join("meridien.sqlite").display());
    let run = async move {
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    };
    std::thread::scope(|scope| {
        let runtime = || tokio::runtime::Runtime::new().unwrap().block_on(run);
        scope.spawn(runtime).join().unwrap();
    });
}

#[tokio::test]
async fn a_dump_is_compared_with_its_journal_whatever_its_manifest_says() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    rich_dump(&whole).await;
    assert_eq!(verify::differing(&whole).await.unwrap(), Some(vec![]));
    let changes: [Change; 11] = [
        (|dump| replace(&dump.join("partnership.jsonl"), "Développement", "Démantèlement"), "partnership.jsonl", 1),
        (|dump| std::fs::write(dump.join("activity.jsonl"), "").unwrap(), "activity.jsonl", 1),
        (|dump| replace(&dump.join("parties.csv"), "lead", "former"), "parties.csv", 1),
        (|dump| replace(&dump.join("parties.csv"), ",role,", ",rule,"), "parties.csv", 0),
        (|dump| replace(&dump.join("funding.csv"), "\r\n", "\r\nx\r\n"), "funding.csv", 1),
        (|dump| rewrite_parquet(&dump.join("funding.parquet"), |rows| _ = rows.pop()), "funding.parquet", 7),
        (|dump| rewrite_parquet(&dump.join("places.parquet"), |rows| rows[1][4] = 1.5.into()), "places.parquet", 2),
        (
            |dump| rewrite_parquet(&dump.join("answers.parquet"), |rows| rows.push(rows[0].clone())),
            "answers.parquet",
            4,
        ),
        (|dump| execute(dump, "UPDATE funding SET amount = amount + 1 WHERE line = 2"), "meridien.sqlite, funding", 2),
        (|dump| execute(dump, "DELETE FROM activity_texts WHERE rowid = 3"), "meridien.sqlite, activity_texts", 3),
        (|dump| execute(dump, "INSERT INTO glossary SELECT * FROM glossary LIMIT 1"), "meridien.sqlite, glossary", 0),
    ];
    for (at, (change, file, row)) in changes.into_iter().enumerate() {
        let dump = folder.path().join(at.to_string());
        std::fs::create_dir(&dump).unwrap();
        for file in std::fs::read_dir(&whole).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), dump.join(file.file_name())).unwrap();
        }
        change(&dump);
        rewrite_manifest(&dump, |_| {});
        let found = verify::differing(&dump).await.unwrap().unwrap();
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        assert_eq!(found[0].file, file);
        assert!(row == 0 || found[0].row == row, "{found:?}");
    }
}

#[tokio::test]
async fn what_a_manifest_says_of_its_files_is_compared_too() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    dumped(&dump).await;
    assert_eq!(verify::differing(&dump).await.unwrap(), Some(vec![]));
    let found = [verify::Differing { file: dump::MANIFEST.to_owned(), row: 0 }];
    for change in [
        |manifest: &mut dump::Manifest| manifest.position += 1,
        |manifest: &mut dump::Manifest| {
            let file = manifest.files.iter_mut().find(|file| file.name == "parties.csv").unwrap();
            file.rows = Some(9);
        },
    ] {
        let before = std::fs::read(dump.join(dump::MANIFEST)).unwrap();
        rewrite_manifest(&dump, change);
        assert_eq!(verify::differing(&dump).await.unwrap().unwrap(), found);
        std::fs::write(dump.join(dump::MANIFEST), before).unwrap();
    }
    // One of before manifests told what the computed parts depend on.
    rewrite_manifest(&dump, |manifest| manifest.computed = None);
    assert_eq!(verify::differing(&dump).await.unwrap(), None);
}

/// A program that offers a dump.
async fn app(folder: &Path) -> TestApp {
    dumped(&folder.join(nightly::day(now()))).await;
    let mut app = TestApp::new(Settings::default()).await.with(seed::entries()).await;
    app.state = State { dumps: Some(Arc::from(folder)), ..app.state.clone() };
    app
}

#[tokio::test]
async fn a_dump_that_cannot_be_read_hides_no_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let damaged = folder.path().join("2999-12-31");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::write(damaged.join(dump::MANIFEST), "{").unwrap();
    let page = app.get("/fr/donnees").await;
    assert!(page.body.contains(&format!("href=\"/donnees/{}/parties.csv\"", nightly::day(now()))), "{}", page.body);
}

#[tokio::test]
async fn the_page_lists_the_files_with_their_digests_and_each_is_served_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    for lang in ["fr", "en"] {
        let page = app.get(&format!("/{lang}/donnees")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains('⟦') && page.header("link").contains("describedby"));
        let day = nightly::day(now());
        for told in ["parties.parquet", "activity_parties.csv", "meridien.sqlite", "schema.json", dump::MANIFEST] {
            assert!(page.body.contains(&format!("href=\"/donnees/{day}/{told}\"")), "{told}");
        }
        for french in ["--data nouveau", "--out copie"] {
            assert_eq!(page.body.contains(french), lang == "fr", "{french}");
        }
        for told in ["SHA-256", "provenance.licence", "legacy_ids", "meridien restore journal.jsonl.zst"] {
            assert!(page.body.contains(told), "{told}");
        }
    }
    let day = nightly::day(now());
    let whole = app.get(&format!("/donnees/{day}/parties.csv")).await;
    assert_eq!((whole.status, whole.header("content-type")), (StatusCode::OK, "text/csv"));
    assert_eq!((whole.header("cache-control"), whole.header("content-encoding")), ("public, no-cache", "identity"));
    for name in ["parties.csv", dump::MANIFEST] {
        let address = format!("/donnees/{day}/{name}");
        let tag = app.get(&address).await.header("etag").to_owned();
        for held in [tag.clone(), format!("W/{tag}"), format!("\"older\", {tag}"), "*".to_owned()] {
            let again = Request::get(&address).header("if-none-match", &held).body(Body::empty()).unwrap();
            let again = app.send(again).await;
            let told = (again.status, again.header("cache-control"));
            assert_eq!(told, (StatusCode::NOT_MODIFIED, "public, no-cache"), "{name} {held}");
        }
        for (wanted, status) in [
            (tag.clone(), StatusCode::OK),
            (format!("\"older\", {tag}"), StatusCode::OK),
            ("*".to_owned(), StatusCode::OK),
            (format!("W/{tag}"), StatusCode::PRECONDITION_FAILED),
            ("\"older\"".to_owned(), StatusCode::PRECONDITION_FAILED),
        ] {
            let request = Request::get(&address).header("if-match", &wanted);
            // A date counts only where no tag is named.
            let request = request.header("if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT");
            assert_eq!(app.send(request.body(Body::empty()).unwrap()).await.status, status, "{name} {wanted}");
        }
        let older = Request::get(&address).header("range", "bytes=5-9").header("if-range", "\"older\"");
        assert_eq!(app.send(older.body(Body::empty()).unwrap()).await.status, StatusCode::OK, "{name}");
    }
    let request = Request::get(format!("/donnees/{day}/parties.csv")).header("range", "bytes=5-9");
    let part = router(app.state.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    let part = to_bytes(part.into_body(), usize::MAX).await.unwrap();
    assert_eq!(&part[..], &whole.body.as_bytes()[5..10]);
    for address in ["x/parties.csv", "2026-01-01/parties.csv", &format!("{day}/other"), &format!("{day}/..%2F..%2Fetc")]
    {
        assert_eq!(app.get(&format!("/donnees/{address}")).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn the_catalogue_tells_where_each_file_is_and_what_it_must_be() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let answer = app.get("/donnees/catalogue.jsonld").await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    let catalogue: Value = serde_json::from_str(&answer.body).unwrap();
    let files = catalogue["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap();
    let dumped = files.iter().filter(|file| file["spdx:checksum"].is_object()).count();
    assert!(dumped > 20 && files.len() > dumped, "{dumped} of {}", files.len());
    for file in files {
        let media_type = file["dcat:mediaType"]["@id"].as_str().unwrap_or_default();
        assert!(media_type.starts_with("https://www.iana.org/assignments/media-types/"), "{file}");
        assert!(file["dcat:accessURL"].is_object(), "{file}");
        let address = file["dcat:downloadURL"]["@id"].as_str().unwrap().trim_start_matches("http://localhost:8080");
        let request = Request::head(address).body(Body::empty()).unwrap();
        assert_eq!(router(app.state.clone()).oneshot(request).await.unwrap().status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn a_dump_and_the_catalogue_of_a_demonstration_say_that_its_data_are_invented() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { demonstration: true, ..Settings::default() };
    let app = TestApp::new(settings).await.with(seed::entries()).await;
    let dump = folder.path().join("dump");
    assert!(!dump::write(&app.state.journal, &about(), &dump).await.unwrap().demonstration);
    app.state.journal.note(DEMONSTRATION, "1").await.unwrap();
    dump::write(&app.state.journal, &about(), &dump).await.unwrap();
    assert!(dump::read(&dump).unwrap().demonstration);
    for table in ["partnerships.csv", "organisations.csv"] {
        let mut csv = csv::Reader::from_path(dump.join(table)).unwrap();
        let at = csv.headers().unwrap().iter().position(|head| head == "demo").unwrap();
        assert!(csv.records().any(|row| &row.unwrap()[at] == "true"), "{table}");
    }
    let catalogue: Value = serde_json::from_str(&app.get("/donnees/catalogue.jsonld").await.body).unwrap();
    for described in [&catalogue, &catalogue["dcat:dataset"][0]] {
        let [fr, en] = [0, 1].map(|at| described["dct:description"][at]["@value"].as_str().unwrap());
        assert!(fr.starts_with("Démonstration. ") && en.starts_with("Demonstration. "), "{fr} {en}");
    }
}

#[tokio::test]
async fn without_a_dump_the_page_says_when_there_will_be_one() {
    let app = TestApp::new(Settings::default()).await;
    let page = app.get("/fr/donnees").await;
    assert!(page.body.contains("cette nuit"), "{}", page.body);
    let catalogue = app.get("/donnees/catalogue.jsonld").await.body;
    assert!(!catalogue.contains(":null") && !catalogue.contains("dct:modified"), "{catalogue}");
    assert_eq!(app.get("/donnees/2026-01-01/x").await.status, StatusCode::NOT_FOUND);
}

/// What was read of the register before a redaction is not offered after it.
#[tokio::test]
async fn a_dump_that_a_redaction_overtakes_is_made_again() {
    let body = Partnership { title: Text::new("fr", "Avec Élodie Fictive"), ..Partnership::default() };
    let app = TestApp::new(Settings::default()).await;
    let app = app.with([Entry::publish(Kind::Partnership, id(1), 0, &body, vec![])]).await;
    let (journal, folder) = (&app.state.journal, tempfile::tempdir().unwrap());
    let is_read = || {
        let within = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let mut works = within.filter(|entry| entry.file_name().to_string_lossy().starts_with(dump::WORK));
        works.any(|work| work.path().join(dump::COPY).exists())
    };
    let redact = async {
        while !is_read() {
            tokio::task::yield_now().await;
        }
        let passage = crate::journal::Passage::read("Élodie Fictive").unwrap();
        journal.redact(id(1), &passage, &Author::system("essai"), now()).await.unwrap();
    };
    let dump = folder.path().join("dump");
    let about = about();
    let (manifest, ()) = tokio::join!(dump::write(journal, &about, &dump), redact);
    assert!(manifest.unwrap().position >= journal.last_redaction().await.unwrap());
    let text = zstd::decode_all(std::fs::File::open(dump.join(dump::JOURNAL)).unwrap()).unwrap();
    assert!(!String::from_utf8(text).unwrap().contains("Fictive"));
}

#[tokio::test]
async fn dumps_made_before_a_redaction_go_and_that_of_today_is_made_anew() {
    let body = Partnership { title: Text::new("fr", "Avec Élodie Fictive"), ..Partnership::default() };
    let app = TestApp::new(Settings::default()).await;
    let app = app.with([Entry::publish(Kind::Partnership, id(1), 0, &body, vec![])]).await;
    let (journal, folder) = (&app.state.journal, tempfile::tempdir().unwrap());
    let (today, before) = (folder.path().join(nightly::day(chrono::Utc::now())), folder.path().join("2020-01-01"));
    for day in [&today, &before] {
        dump::write(journal, &about(), day).await.unwrap();
    }
    assert_eq!(nightly::renew_since(&app.state, folder.path(), 0).await.unwrap(), 0);
    assert!(before.exists(), "nothing was taken out");
    let passage = crate::journal::Passage::read("Élodie Fictive").unwrap();
    journal.redact(id(1), &passage, &Author::system("essai"), now()).await.unwrap();
    // One of which nobody can read what it shows keeps no other.
    let unreadable = folder.path().join("2020-01-02");
    std::fs::create_dir(&unreadable).unwrap();
    std::fs::write(unreadable.join(dump::MANIFEST), "{").unwrap();
    let redacted = nightly::renew_since(&app.state, folder.path(), 0).await.unwrap();
    assert_eq!(redacted, journal.last_redaction().await.unwrap());
    assert!(!before.exists() && !unreadable.exists() && dump::read(&today).unwrap().position >= redacted);
    let text = zstd::decode_all(std::fs::File::open(today.join(dump::JOURNAL)).unwrap()).unwrap();
    assert!(!String::from_utf8(text).unwrap().contains("Fictive"));
    assert_eq!(nightly::renew_since(&app.state, folder.path(), redacted).await.unwrap(), redacted, "once is enough");
}
