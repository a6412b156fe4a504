//! A draft outlives the program: what was answered "saved" is there after kill -9.
//!
//! The register has Germany as home country: no national registers are loaded for it, so the test is quick.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use meridien::access::{Grant, Role, Scope};
use meridien::account::{Accounts, NewAccount};
use meridien::journal::{Journal, Location};
use meridien::web::Lang;

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
    let mut stream = TcpStream::connect(&program.address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let address = &program.address;
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

/// A session of a new ministry account, opened before the program runs.
fn session(data: &Path) -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let journal = Journal::open(Location::Folder(data), true).await.unwrap();
        let accounts = Accounts::new(&journal);
        let grants = vec![Grant { role: Role::Ministry, scope: Scope::Everything }];
        let new = NewAccount { email: "a@example.org".into(), name: "A".into(), language: Lang::Fr, grants };
        let now = chrono::Utc::now();
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
            edit = between(&answer, "{\"edit\":", "}").to_owned();
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
