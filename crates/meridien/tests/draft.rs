//! What was answered "saved" outlives the program: drafts field by field, submits, records, after kill -9 at any moment.
//!
//! The register has Germany as home country: no national registers are loaded for it, so the test is quick.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use meridien::access::{Grant, Role, Scope};
use meridien::account::{Accounts, NewAccount};
use meridien::journal::{Author, Entry, Journal, Kind, Location};
use meridien::partnership::Partnership;
use meridien::value::{Id, Text};
use meridien::web::Lang;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// How often the program is killed.
const KILLS: u64 = 20;
/// How long a start may take.
const START: Duration = Duration::from_secs(10);

/// The program, and where it listens.
struct Program {
    child: Child,
    address: String,
}

fn start(data: &Path) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meridien"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).env("MERIDIEN_DATA", data).env("MERIDIEN_HOME_COUNTRY", "DE");
    command.env_remove("MERIDIEN_DATABASE").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let line = output.lines().map_while(Result::ok).find(|line| line.contains("http://127.0.0.1:")).unwrap();
    let (_, rest) = line.split_once("http://").unwrap();
    let end = rest.find(|sign: char| !matches!(sign, '0'..='9' | '.' | ':')).unwrap_or(rest.len());
    Program { child, address: rest[..end].to_owned() }
}

/// Sends a request with a session's cookie; the answer whole, nothing where the program ended first.
fn ask(program: &Program, cookie: &str, request: &str, body: &str) -> Option<String> {
    ask_at(&program.address, cookie, request, body)
}

fn ask_at(address: &str, cookie: &str, request: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: {address}\r\ncookie: session={cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    (!answer.is_empty()).then_some(answer)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap().0
}

fn record() -> Id {
    Id::from_u64(10).unwrap()
}

/// A session of a new ministry account, and a published record, made before the program runs.
fn session(data: &Path) -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let journal = Journal::open(Location::Folder(data), true).await.unwrap();
        let accounts = Accounts::new(&journal);
        let grants = vec![Grant { role: Role::Ministry, scope: Scope::Everything }];
        let new = NewAccount { email: "a@example.org".into(), name: "A".into(), language: Lang::Fr, grants };
        let now = chrono::Utc::now();
        let body = Partnership { title: Text::new("fr", "Eau"), ..Partnership::default() };
        let entry = Entry::publish(Kind::Partnership, record(), 0, &body, Vec::new());
        journal.append(&Author::system("test"), now, &[entry]).await.unwrap();
        let id = accounts.create(&new, now).await.unwrap().unwrap();
        let secret = accounts.begin_session(id, "test", now).await.unwrap().reveal().to_owned();
        journal.close().await;
        secret
    })
}

#[test]
fn what_was_saved_is_there_after_the_program_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let cookie = session(&data);
    let mut program = start(&data);
    let begun = ask(&program, &cookie, "POST /fr/declarer", "from=new").unwrap();
    let list = between(&begun, "location: ", "\r\n").to_owned();
    let mut total = 0;
    for round in 0..5u64 {
        let page = ask(&program, &cookie, &format!("GET {list}/titre"), "").unwrap();
        let mut edit = between(&page, "name=\"edit\" value=\"", "\"").to_owned();
        let killer = std::thread::spawn({
            let id = program.child.id().to_string();
            move || {
                std::thread::sleep(Duration::from_millis(60 + 37 * round));
                Command::new("kill").args(["-KILL", &id]).status().unwrap()
            }
        });
        // Keystrokes until the program is gone; the last one that was answered counts.
        let mut saved = 0;
        for key in 1.. {
            let body = format!("edit={edit}&quiet=1&title.fr=Texte+{round}+{key}+fin");
            let Some(answer) = ask(&program, &cookie, &format!("POST {list}/titre"), &body) else { break };
            if !answer.starts_with("HTTP/1.1 200") || !answer.contains("{\"edit\":") {
                break;
            }
            edit = between(&answer, "{\"edit\":\"", "\"").to_owned();
            saved = key;
        }
        total += saved;
        killer.join().unwrap();
        program.child.wait().unwrap();
        program = start(&data);
        let page = ask(&program, &cookie, &format!("GET {list}/titre"), "").unwrap();
        let found = [saved, saved + 1].iter().any(|key| page.contains(&format!("Texte {round} {key} fin")));
        assert!(found || saved == 0, "round {round}: keystroke {saved} was answered and is lost");
    }
    assert!(total > 5, "{total} keystrokes answered: the test proves little");
    program.child.kill().unwrap();
    program.child.wait().unwrap();
}

/// What a writer was told: the last text of its draft, or every annotation.
enum Told {
    Draft(u64),
    Annotations(Vec<String>),
}

/// Saves a draft again and again until the program is gone: as the script does after a key, or as a submit does.
fn write_draft(program: &str, cookie: &str, list: &str, round: u64, submits: bool) -> Told {
    let mut saved = 0;
    for key in 1.. {
        let Some(page) = ask_at(program, cookie, &format!("GET {list}/titre"), "") else { break };
        if !page.contains("name=\"edit\" value=\"") {
            break;
        }
        let edit = between(&page, "name=\"edit\" value=\"", "\"");
        let how = if submits { "go=list" } else { "quiet=1" };
        let body = format!("edit={edit}&{how}&title.fr=Texte+{round}+{key}+fin");
        let Some(answer) = ask_at(program, cookie, &format!("POST {list}/titre"), &body) else { break };
        if !answer.starts_with(if submits { "HTTP/1.1 303" } else { "HTTP/1.1 200" }) {
            break;
        }
        saved = key;
    }
    Told::Draft(saved)
}

/// Publishes annotations until the program is gone.
fn annotate(program: &str, cookie: &str, round: u64, writer: u64) -> Told {
    let mut told = Vec::new();
    for number in 1.. {
        let text = format!("Avis {round}.{writer}.{number}.");
        let body = format!("portee=public&texte={}", text.replace(' ', "+"));
        let request = format!("POST /fr/partenariats/{}/annoter", record());
        match ask_at(program, cookie, &request, &body) {
            Some(answer) if answer.starts_with("HTTP/1.1 303") => told.push(text),
            _ => break,
        }
    }
    Told::Annotations(told)
}

#[test]
fn twenty_kills_at_random_moments_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let cookie = session(&data);
    let seed: u64 = rand::random();
    println!("moments from {seed}");
    let mut moments = StdRng::seed_from_u64(seed);
    let mut program = start(&data);
    let lists: Vec<String> = (0..4)
        .map(|_| {
            between(&ask(&program, &cookie, "POST /fr/declarer", "from=new").unwrap(), "location: ", "\r\n").to_owned()
        })
        .collect();
    let (mut drafts, mut annotations, mut slowest) = (0, Vec::new(), Duration::ZERO);
    for round in 0..KILLS {
        let address = program.address.as_str();
        let told: Vec<Told> = thread::scope(|scope| {
            let (cookie, lists) = (cookie.as_str(), &lists);
            let mut writers = Vec::new();
            for (at, list) in lists.iter().enumerate() {
                writers.push(scope.spawn(move || write_draft(address, cookie, list, round, at % 2 == 1)));
            }
            for writer in 0..2 {
                writers.push(scope.spawn(move || annotate(address, cookie, round, writer)));
            }
            thread::sleep(Duration::from_millis(moments.random_range(150..900)));
            program.child.kill().unwrap();
            program.child.wait().unwrap();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        let begun = Instant::now();
        program = start(&data);
        slowest = slowest.max(begun.elapsed());
        for (at, told) in told.into_iter().enumerate() {
            match told {
                Told::Annotations(texts) => annotations.extend(texts),
                Told::Draft(0) => {}
                Told::Draft(saved) => {
                    drafts += saved;
                    let page = ask(&program, &cookie, &format!("GET {}/titre", lists[at]), "").unwrap();
                    let found = [saved, saved + 1].iter().any(|key| page.contains(&format!("Texte {round} {key} fin")));
                    assert!(found, "round {round}: save {saved} of draft {at} was answered and is lost");
                }
            }
        }
        let page = ask(&program, &cookie, &format!("GET /fr/partenariats/{}/annoter", record()), "").unwrap();
        let lost: Vec<_> = annotations.iter().filter(|text| !page.contains(text.as_str())).collect();
        assert!(lost.is_empty(), "round {round}: answered and lost: {lost:?}");
    }
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    assert!(slowest < START, "a start took {slowest:?}");
    assert!(drafts > KILLS && annotations.len() > 10, "{drafts} saves, {} annotations: too few", annotations.len());
    println!("{KILLS} kills, {drafts} saves and {} annotations answered, slowest start {slowest:?}", annotations.len());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let whole: String = runtime.block_on(async {
        let address = format!("sqlite://{}", data.join("meridien.db").display());
        let pool = sqlx::SqlitePool::connect(&address).await.unwrap();
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await.unwrap()
    });
    assert_eq!(whole, "ok");
}
