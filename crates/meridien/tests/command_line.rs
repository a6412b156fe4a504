//! The command line as an operator meets it: clear one-line errors, exit codes, nothing changed by what fails.
//!
//! The registers have Germany as home country: no national registers are loaded for it, so each test is quick.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn meridien(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meridien"));
    command.args(args).env("MERIDIEN_DATA", folder).env("MERIDIEN_HOME_COUNTRY", "DE");
    command.env_remove("MERIDIEN_DATABASE").env("MERIDIEN_LANG", "fr");
    command
}

/// The one line that a refused command prints; nothing goes to the standard output.
fn refusal(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let lines = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(lines.trim_end().lines().count(), 1, "{lines}");
    assert!(lines.starts_with("erreur"), "{lines}");
    lines
}

/// A page of the old atlas about two invented towns.
const PAGE: &str = "Titre\nÉchanges entre Essai-sur-Mer et Probeburg\nAnnée de première signature de la convention\n2012\n\
    Année de début du partenariat\n2012\nLe partenariat est\nEn cours\n";

#[test]
fn a_page_goes_in_and_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let page = folder.path().join("page.txt");
    std::fs::write(&page, PAGE).unwrap();
    let page = page.to_str().unwrap();

    let tried = meridien(&data, &["import", "atlas-page", page, "--dry-run", "--report", "json"]);
    assert!(tried.status.success(), "{tried:?}");
    let report: serde_json::Value = serde_json::from_slice(&tried.stdout).unwrap();
    assert_eq!((&report["read"], &report["created"]), (&1.into(), &1.into()));
    assert!(!data.exists(), "a dry run makes no register");

    let done = meridien(&data, &["import", "atlas-page", page, "--report", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["created"], 1, "{report}");
    for anomaly in report["anomalies"].as_array().unwrap() {
        for field in ["code", "severity", "record", "field", "value", "rule", "mend"] {
            assert!(anomaly[field].is_string(), "{anomaly}");
        }
    }

    let exported = meridien(&data, &["export", "--format", "jsonl"]);
    let record: serde_json::Value = serde_json::from_slice(&exported.stdout).unwrap();
    assert_eq!(record["title"]["fr"], "Échanges entre Essai-sur-Mer et Probeburg");
    assert_eq!((&record["start"], &record["type"]), (&"2012".into(), &"partnership".into()));
    let id = record["id"].as_str().unwrap();
    let shown = meridien(&data, &["show", "partnership", id, "--format", "json"]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&shown.stdout).unwrap(), record);

    // What is written tells the same state as the server that has this setting.
    assert_eq!(record["status"], "to_confirm");
    for args in [&["show", "partnership", id, "--confirm-after", "1200"][..], &["export", "--confirm-after", "1200"]] {
        let written = meridien(&data, args);
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(&written.stdout).unwrap()["status"],
            "active",
            "{args:?}"
        );
    }

    let themes = meridien(&data, &["export", "--kind", "theme"]);
    assert!(String::from_utf8(themes.stdout).unwrap().lines().count() > 20);

    for blank in ["", " "] {
        let refused = refusal(&meridien(&data, &["withdraw", "partnership", id, "--reason", blank]));
        assert!(refused.contains("--reason"), "{refused}");
    }
    assert!(meridien(&data, &["withdraw", "partnership", id, "--reason", "essai"]).status.success());
    assert!(refusal(&meridien(&data, &["show", "partnership", id])).contains(id));
    assert!(meridien(&data, &["export"]).stdout.is_empty());
}

#[test]
fn unreadable_input_is_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let huge = folder.path().join("huge.txt");
    std::fs::File::create(&huge).unwrap().set_len(101 << 20).unwrap();
    let files = [
        folder.path().join("absent.txt").to_str().unwrap().to_owned(),
        folder.path().to_str().unwrap().to_owned(),
        write("empty.txt", b""),
        write("binary.txt", &[0u8, 1, 2, 255, 254, 0, 0, 7].repeat(100)),
        huge.to_str().unwrap().to_owned(),
    ];
    for file in &files {
        for import in [["import", "atlas-page", file], ["import", "twinnings", file]] {
            let line = refusal(&meridien(&data, &import));
            assert!(line.contains(file.as_str()), "{line}");
            assert!(!data.exists(), "{file}");
        }
    }
    let prose = write("prose.txt", "Ceci n'est pas un tableau.\n".as_bytes());
    assert!(refusal(&meridien(&data, &["import", "twinnings", &prose])).contains("prose.txt"));
    assert!(!data.exists());
}

#[test]
fn a_folder_of_something_else_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "à moi").unwrap();
    for args in [&["export"][..], &["serve", "--listen", "127.0.0.1:0"], &["demo", "--listen", "127.0.0.1:0"]] {
        let line = refusal(&meridien(folder.path(), args));
        assert!(line.contains(folder.path().to_str().unwrap()), "{line}");
    }
    let kept: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(kept, ["notes.txt"]);
}

#[test]
fn an_absent_register_is_not_made_by_reading_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(refusal(&meridien(&data, &["export"])).contains("--data"));
    assert!(!data.exists());
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let line = refusal(&meridien(&folder.path().join("data"), &["serve", "--listen", &address]));
    assert!(line.contains(&address) && line.contains("--listen"), "{line}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn what_cannot_be_read_or_written_is_named_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, page) = (folder.path().join("data"), path("page.txt"));
    std::fs::write(&page, PAGE).unwrap();
    assert!(meridien(&data, &["import", "atlas-page", &page]).status.success());
    let (absent, csv, below) = (path("no/such"), path("no/such.csv"), path("page.txt/below"));
    let cases: [(&[&str], &str); 7] = [
        (&["export", "--out", &absent], &absent),
        (&["export", "--format", "template", "--out", &csv], &csv),
        (&["backup", "--out", &absent], &absent),
        (&["dump", "--out", &below], &below),
        (&["export", "site", "--public-address", "https://atlas.example", "--out", &below], &below),
        (&["verify", &absent], &absent),
        (&["restore", &absent], &absent),
    ];
    for (args, given) in cases {
        let line = refusal(&meridien(&data, args));
        assert!(line.contains(given) && line.contains("vérifier"), "{args:?}: {line}");
        assert!(!line.contains(".part") && !line.contains(".dump"), "{args:?}: {line}");
    }
    // In the place of the database's log is what no file can be.
    let log = data.join("meridien.db-wal");
    std::fs::remove_file(&log).ok();
    std::fs::create_dir(&log).unwrap();
    let line = refusal(&meridien(&data, &["export"]));
    assert!(line.contains(data.to_str().unwrap()) && line.contains("--data") && !line.contains("--database"), "{line}");
}

/// Disks are sized by that table.
#[test]
fn what_the_server_makes_in_the_data_folder_is_told_to_operators() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serve = command(&data, &["serve", "--listen", "127.0.0.1:0"]);
    let mut serving = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let is_made = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        data.join("downloads").is_dir()
    });
    serving.kill().unwrap();
    serving.wait().unwrap();
    assert!(is_made, "{}", data.display());
    let told = include_str!("../../../docs/OPERATIONS.md");
    for entry in std::fs::read_dir(&data).unwrap() {
        let entry = entry.unwrap();
        let slash = if entry.file_type().unwrap().is_dir() { "/" } else { "" };
        let name = format!("`{}{slash}`", entry.file_name().display());
        assert!(told.contains(&name), "docs/OPERATIONS.md, The data folder: {name} is missing");
    }
}

#[test]
fn an_absent_database_server_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://nobody@{free}/nothing");
    let line = refusal(&meridien(&folder.path().join("data"), &["export", "--database", &url]));
    assert!(line.contains("--database"), "{line}");
}

#[test]
fn another_home_country_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut page = tempfile::NamedTempFile::new().unwrap();
    page.write_all(PAGE.as_bytes()).unwrap();
    assert!(meridien(&data, &["import", "atlas-page", page.path().to_str().unwrap()]).status.success());
    let line = refusal(&meridien(&data, &["export", "--home-country", "PL"]));
    assert!(line.contains("DE") && line.contains("PL"), "{line}");
}

/// An activity between two towns of two countries.
fn iati(identifier: &str, status: &str) -> String {
    let town = |reference: &str, role: &str, name: &str| {
        format!(
            "<participating-org ref=\"{reference}\" type=\"11\" role=\"{role}\"><narrative>{name}</narrative></participating-org>"
        )
    };
    format!(
        "<iati-activities version=\"2.03\"><iati-activity xml:lang=\"de\" default-currency=\"EUR\">\
        <iati-identifier>{identifier}</iati-identifier>\
        <reporting-org ref=\"DE-1\" type=\"11\"><narrative>Probeburg</narrative></reporting-org>\
        <title><narrative>Brunnen</narrative></title><description><narrative>Brunnen</narrative></description>{}{}\
        <activity-status code=\"{status}\"/><activity-date type=\"2\" iso-date=\"2015-01-01\"/><sector code=\"14031\"/>\
        </iati-activity></iati-activities>",
        town("DE-1", "2", "Probeburg"),
        town("ML-1", "4", "Essai"),
    )
}

#[test]
fn files_of_iati_are_checked_come_in_and_go_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, good, bad, out) = (folder.path().join("data"), path("good.xml"), path("bad.xml"), path("out"));
    std::fs::write(&good, iati("DE-1-1", "2")).unwrap();
    std::fs::write(&bad, iati("DE-1-2", "77")).unwrap();

    assert!(meridien(&data, &["check", "iati", &good]).status.success());
    let faulty = meridien(&data, &["check", "iati", &good, &bad, "--json"]);
    assert_eq!(faulty.status.code(), Some(1));
    let list: serde_json::Value = serde_json::from_slice(&faulty.stdout).unwrap();
    assert_eq!((&list["critical"], &list["error"]), (&0.into(), &1.into()), "{list}");
    let fault = list["findings"].as_array().unwrap().iter().find(|fault| fault["severity"] == "error").unwrap();
    assert_eq!((&fault["rule"], &fault["activity"]), (&"unknown-code".into(), &"DE-1-2".into()));
    assert!(refusal(&meridien(&data, &["check", "iati", &path("none.xml")])).contains("none.xml"));
    std::fs::create_dir(path("empty")).unwrap();
    assert!(refusal(&meridien(&data, &["import", "iati", &good, &path("empty")])).contains("empty"));
    assert!(
        refusal(&meridien(&data, &["import", "iati", &good, "--report", &path("report.doc")])).contains("report.doc")
    );
    assert!(!data.exists());

    let report = path("report.csv");
    assert!(meridien(&data, &["import", "iati", &good, &bad, "--report", &report]).status.success());
    assert!(std::fs::read_to_string(&report).unwrap().contains("unknown-code"));
    std::fs::write(path("note.xml"), "<note/>").unwrap();
    let refused = meridien(&data, &["import", "iati", &path("note.xml")]);
    assert_eq!(refused.status.code(), Some(1), "nothing of the file came in: {refused:?}");
    let elsewhere = meridien(&data, &["dump", "--out", folder.path().to_str().unwrap()]);
    assert!(refusal(&elsewhere).contains("--out"), "a folder of other things is left alone");
    let exported = meridien(&data, &["export", "--format", "iati", "--kind", "all", "--out", &out]);
    assert!(exported.status.success(), "{exported:?}");
    let index: serde_json::Value = serde_json::from_slice(&std::fs::read(path("out/index.json")).unwrap()).unwrap();
    let files = index["dcat:distribution"].as_array().unwrap();
    assert_eq!((files.len(), &files[0]["records"], &files[1]["records"]), (2, &2.into(), &1.into()));
    let activities = std::fs::read_to_string(path("out/activities-1.xml")).unwrap();
    assert!(
        activities.contains("<iati-identifier>DE-1-1</iati-identifier>")
            && activities.contains("secondary-reporter=\"1\"")
    );
    let checked = meridien(&data, &["check", "iati", &path("out/organisation.xml"), "--csv"]);
    assert!(checked.status.success(), "{checked:?}");
}

/// As `| head` does.
#[test]
fn where_nobody_reads_any_more_a_command_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.xml");
    // More findings than a pipe holds.
    let odd = "<odd/>".repeat(1000);
    std::fs::write(&file, iati("DE-1-1", "2").replace("<sector code", &format!("{odd}<sector code"))).unwrap();
    let mut check = command(&folder.path().join("data"), &["check", "iati", file.to_str().unwrap()]);
    let mut check = check.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(check.stdout.take());
    let ended = check.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn no_file_of_iati_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, file, out) = (folder.path().join("data"), path("aid.xml"), path("out"));
    // Both towns in one country: an aid activity.
    std::fs::write(&file, iati("DE-1-1", "2").replace("ML-1", "DE-2")).unwrap();
    assert!(meridien(&data, &["import", "iati", &file]).status.success());
    let none = meridien(&data, &["export", "--format", "iati", "--out", &out]);
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(none.status.success() && said.contains("partnership") && said.contains("--kind all"), "{said}");
    assert!(
        !folder.path().join("out/activities-1.xml").exists() && folder.path().join("out/organisation.xml").exists()
    );
    let all = meridien(&data, &["export", "--format", "iati", "--kind", "all", "--out", &out]);
    assert!(all.status.success() && !String::from_utf8(all.stderr).unwrap().contains("--kind"));
    assert!(std::fs::read_to_string(path("out/activities-1.xml")).unwrap().contains("DE-1-1"));
}

#[test]
fn a_table_comes_in_its_rest_waits_and_all_of_it_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, table, columns, rest) =
        (folder.path().join("data"), path("t.csv"), path("columns.toml"), path("rest.csv"));
    std::fs::write(
        &table,
        "Titre;Forme;Commune;Wo?;Pays\nBrunnen;Jumelage;Probeburg;Essai;Mali\nX;Unsinn;Probeburg;Essai;\n",
    )
    .unwrap();
    std::fs::write(&columns, "\"Wo?\" = \"partner\"\n").unwrap();
    let report = |args: &[&str]| -> serde_json::Value {
        let done =
            meridien(&data, &[&["import", "table", &table, "--columns", &columns, "--report", "json"], args].concat());
        assert!(done.status.success(), "{done:?}");
        serde_json::from_slice(&done.stdout).unwrap()
    };
    let tried = report(&["--dry-run"]);
    assert_eq!((&tried["created"], &tried["skipped"]), (&1.into(), &1.into()), "{tried}");
    assert!(!data.exists(), "a dry run makes no register");
    let faults = tried["faults"].as_array().unwrap();
    for (column, value) in [("form", "Unsinn"), ("partner_country", "")] {
        let fault = faults.iter().find(|fault| fault["column"] == column && fault["row"] == 3).unwrap();
        assert_eq!(fault["value"], value);
        assert!(fault["rule"].is_string() && fault["mend"].is_string());
    }
    std::fs::write(path("wo.csv"), "Wo?;Was?\n1;2\n").unwrap();
    assert!(refusal(&meridien(&data, &["import", "table", &path("wo.csv"), "--dry-run"])).contains("--columns"));
    let several = refusal(&meridien(&data, &["import", "table", &table, &table, "--waiting", &rest]));
    assert!(several.contains("rest.csv") && !data.exists(), "what waits of two tables would be that of one: {several}");
    report(&["--waiting", &rest]);
    assert!(std::fs::read_to_string(&rest).unwrap().contains("Unsinn"));
    assert_eq!(report(&[])["merged"], 1, "the same again changes nothing");

    let listed = String::from_utf8(meridien(&data, &["import", "list"]).stdout).unwrap();
    let first = listed.lines().last().unwrap().split_whitespace().next().unwrap().to_owned();
    assert!(meridien(&data, &["import", "undo", &first]).status.success());
    assert!(meridien(&data, &["export"]).stdout.is_empty(), "what it made is gone");
    assert!(refusal(&meridien(&data, &["import", "undo", &first])).contains(&first));

    for name in ["m.csv", "m.xlsx"] {
        assert!(meridien(&data, &["export", "--format", "template", "--out", &path(name)]).status.success());
        assert!(refusal(&meridien(&data, &["import", "table", &path(name)])).contains(name));
    }
    let listed = String::from_utf8(meridien(&data, &["import", "list"]).stdout).unwrap();
    assert!(listed.contains("t.csv") && !listed.contains("m.csv"), "what broke off and wrote nothing: {listed}");
    assert!(refusal(&meridien(&data, &["export", "--format", "template", "--out", &path("m.doc")])).contains("m.doc"));
}

#[test]
fn an_index_is_made_compared_and_found_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (data, page) = (folder.path().join("data"), folder.path().join("page.txt"));
    assert!(refusal(&meridien(&data, &["index", "check"])).contains("--data"));
    assert!(!data.exists());

    std::fs::write(&page, PAGE).unwrap();
    assert!(meridien(&data, &["import", "atlas-page", page.to_str().unwrap()]).status.success());
    let absent = refusal(&meridien(&data, &["index", "check"]));
    assert!(absent.contains("il n’y en a pas") && absent.contains("index rebuild"), "{absent}");
    // Another process is building it.
    std::fs::create_dir_all(data.join("index")).unwrap();
    let lock = std::fs::File::create(data.join("index/writer.lock")).unwrap();
    lock.lock().unwrap();
    for task in ["check", "rebuild"] {
        let busy = refusal(&meridien(&data, &["index", task]));
        assert!(busy.contains("autre programme") && busy.contains("attendez") && !busy.contains("refaire"), "{busy}");
    }
    drop(lock);

    let rebuilt = meridien(&data, &["index", "rebuild"]);
    assert!(rebuilt.status.success(), "{rebuilt:?}");
    let text = String::from_utf8(rebuilt.stdout).unwrap();
    assert!(text.starts_with("Index refait") && text.lines().count() == 1, "{text}");
    let sound = meridien(&data, &["index", "check"]);
    assert!(sound.status.success(), "{sound:?}");
    assert_eq!(String::from_utf8(sound.stdout).unwrap().lines().count(), 1, "nothing differs");

    // The journal goes on without the index.
    let exported = meridien(&data, &["export", "--format", "jsonl"]);
    let record: serde_json::Value = serde_json::from_slice(&exported.stdout).unwrap();
    let id = record["id"].as_str().unwrap();
    assert!(meridien(&data, &["withdraw", "partnership", id, "--reason", "essai"]).status.success());
    let behind = meridien(&data, &["index", "check"]);
    assert_eq!(behind.status.code(), Some(1), "{behind:?}");
    let listed = String::from_utf8(behind.stdout).unwrap();
    assert!(listed.contains(&format!("partnership/{id}")), "{listed}");
    let said = String::from_utf8(behind.stderr).unwrap();
    assert!(said.starts_with("erreur") && said.contains("index rebuild"), "{said}");
    assert!(meridien(&data, &["index", "rebuild"]).status.success());
    assert!(meridien(&data, &["index", "check"]).status.success());
}

#[test]
fn an_account_is_made_as_the_pages_make_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, page) = (folder.path().join("data"), folder.path().join("page.txt"));
    let add = |more: &[&str]| meridien(&data, &[&["user", "add"][..], more].concat());
    let (address, name) = (["--email", "a@lille.example"], ["--name", "Camille"]);
    let ministry = ["--role", "ministry"];
    for wrong in ["x", " ", "a@b@c"] {
        assert!(refusal(&add(&[&["--email", wrong][..], &name, &ministry].concat())).contains("adresse"), "{wrong}");
    }
    for wrong in ["", "  ", &"x".repeat(121)] {
        assert!(refusal(&add(&[&["--name", wrong][..], &address, &ministry].concat())).contains("nom"), "{wrong}");
    }
    std::fs::write(&page, PAGE).unwrap();
    assert!(meridien(&data, &["import", "atlas-page", page.to_str().unwrap()]).status.success());
    let somewhere = |role: &'static str, place: &'static str, code: &'static str| {
        refusal(&add(&[&["--role", role, place, code][..], &address, &name].concat()))
    };
    assert!(somewhere("correspondent", "--country", "ZZ").contains("pays"));
    assert!(somewhere("prefecture", "--territory", "00000000").contains("00000000"));
    let slash = ["--public-address", "https://atlas.example/"];
    let made = add(&[&slash[..], &address, &name, &ministry].concat());
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(made.status.success() && said.contains("https://atlas.example/fr/connexion/choisir?lien="), "{said}");
}

#[test]
fn help_keeps_the_password_of_the_database() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meridien"));
    command.args(["help", "serve"]).env("MERIDIEN_DATABASE", "postgres://meridien:cheval-pile@db.example/meridien");
    let help = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(help.contains("MERIDIEN_DATABASE") && !help.contains("cheval-pile"), "{help}");
}

#[test]
fn asked_to_stop_it_leaves_at_once_where_nothing_is_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serve = Command::new(env!("CARGO_BIN_EXE_meridien"));
    serve.args(["serve", "--listen", "127.0.0.1:0"]).env("MERIDIEN_DATA", &data).env("MERIDIEN_HOME_COUNTRY", "DE");
    serve.env_remove("MERIDIEN_DATABASE").env("MERIDIEN_LANG", "fr").env("RUST_LOG", "warn");
    let mut serve = serve.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(serve.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("http://127.0.0.1:")), "it is open");
    let asked = Instant::now();
    assert!(Command::new("kill").arg(serve.id().to_string()).status().unwrap().success());
    let ended = serve.wait().unwrap();
    assert!(ended.success() && asked.elapsed() < Duration::from_secs(20), "{ended:?} {:?}", asked.elapsed());
    // The last connection folds the log into the file and takes it away.
    assert!(data.join("meridien.db").exists() && !data.join("meridien.db-wal").exists());
}

#[test]
fn a_dump_that_is_interrupted_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, page) = (folder.path().join("data"), folder.path().join("page.txt"));
    std::fs::write(&page, PAGE).unwrap();
    assert!(meridien(&data, &["import", "atlas-page", page.to_str().unwrap()]).status.success());
    let dumps = folder.path().join("dumps");
    std::fs::create_dir(&dumps).unwrap();
    let is_begun = || dumps.read_dir().unwrap().next().is_some();
    let mut dump = command(&data, &["dump", "--out", dumps.join("mine").to_str().unwrap()]);
    let mut dump = dump.stdout(Stdio::null()).spawn().unwrap();
    while !is_begun() && dump.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &dump.id().to_string()]).status().is_ok());
    let ended = dump.wait().unwrap();
    // It may have been faster than the signal.
    assert!(ended.success() || ended.code() == Some(130), "{ended:?}");
    let left: Vec<_> = dumps.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "mine"), "{left:?}");
}

/// As somebody at a terminal does who presses Ctrl-C twice.
#[test]
fn asked_again_to_stop_it_waits_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = command(&folder.path().join("data"), &["serve", "--listen", "127.0.0.1:0"]);
    let mut serve = serve.env("RUST_LOG", "warn").stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(serve.stdout.take().unwrap()).lines();
    let address = said.find_map(|line| line.unwrap().split_once("http://").map(|(_, rest)| rest.to_owned())).unwrap();
    let address = address.split(|c: char| !c.is_ascii_digit() && !".:".contains(c)).next().unwrap().to_owned();
    // A request that never comes to its end: the program reads what it lacks.
    let mut client = TcpStream::connect(&address).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = "POST /fr/connexion HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nexpect: 100-continue\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 99\r\n\r\n";
    client.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    BufReader::new(&client).read_line(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 100"), "{answer}");

    let id = serve.id().to_string();
    let interrupt = || assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    interrupt();
    let asked = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(10), "it takes no more connections");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(serve.try_wait().unwrap().is_none(), "it waits for the request");
    let ended = loop {
        interrupt();
        std::thread::sleep(Duration::from_millis(100));
        if let Some(ended) = serve.try_wait().unwrap() {
            break ended;
        }
        assert!(asked.elapsed() < Duration::from_secs(15), "before it gives the request up");
    };
    assert_eq!(ended.code(), Some(130));
}
