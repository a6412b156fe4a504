//! The queue on both databases.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::StatusCode;

use super::*;
use crate::access::{Role, Scope};
use crate::account::testing::sign_in;
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::journal::testing::journals;

fn letter() -> Mail {
    Mail { to: "camille@lille.example".to_owned(), subject: "Été".to_owned(), text: "Bonjour".to_owned() }
}

fn fault(text: &str) -> Fault {
    Fault { text: text.to_owned(), is_final: false }
}

#[tokio::test]
async fn a_thing_asked_for_twice_is_done_once() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        assert!(jobs.mail("a", &letter(), now()).await.unwrap());
        assert!(!jobs.mail("a", &letter(), now()).await.unwrap());
        let job = jobs.take("one", now()).await.unwrap().unwrap();
        assert_eq!((job.key.as_str(), job.kind, job.attempts), ("mail:a", Kind::Mail, 1));
        assert_eq!(jobs.take("two", now()).await.unwrap(), None, "it is taken");
        jobs.done(&job, "one", now()).await.unwrap();
        assert!(!jobs.mail("a", &letter(), now()).await.unwrap(), "it was done");
        assert_eq!(jobs.take("two", now() + Duration::days(9)).await.unwrap(), None);
        assert_eq!(jobs.list(9).await.unwrap()[0].state, JobState::Done);
    }
}

#[tokio::test]
async fn the_job_of_a_worker_that_died_is_taken_over() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        jobs.mail("a", &letter(), now()).await.unwrap();
        let lost = jobs.take("dead", now()).await.unwrap().unwrap();
        let last = now() + Duration::minutes(4);
        assert!(jobs.renew(&lost, "dead", last).await.unwrap());
        assert_eq!(jobs.take("alive", now() + LEASE + Duration::seconds(1)).await.unwrap(), None, "it said it works");
        let later = last + LEASE + Duration::seconds(1);
        let again = jobs.take("alive", later).await.unwrap().unwrap();
        assert_eq!((&again.key, again.attempts), (&lost.key, 2));
        jobs.failed(&lost, "dead", &fault("late"), later).await.unwrap();
        assert!(!jobs.renew(&lost, "dead", later + LEASE).await.unwrap());
        assert_eq!(jobs.list(9).await.unwrap()[0].state, JobState::Running, "no longer its own");
        assert!(jobs.take("one", later + LEASE + Duration::seconds(1)).await.unwrap().is_some(), "nor to be renewed");
    }
}

#[tokio::test]
async fn a_job_that_ends_the_program_each_time_is_given_up() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        jobs.mail("a", &letter(), now()).await.unwrap();
        let mut at = now();
        for attempt in 1..=ATTEMPTS {
            let job = jobs.take("dies", at).await.unwrap().unwrap();
            assert_eq!(job.attempts, attempt);
            at += LEASE;
        }
        assert_eq!(jobs.take("alive", at).await.unwrap(), None);
        let listed = jobs.list(9).await.unwrap().remove(0);
        assert_eq!((listed.state, listed.attempts, listed.at), (JobState::Failed, ATTEMPTS, at));
        assert!(listed.error.as_ref().unwrap().contains("ended") && !listed.is_refused(), "{listed:?}");
        jobs.retry("mail:a", at).await.unwrap();
        assert!(jobs.take("alive", at).await.unwrap().is_some(), "somebody mended it");
    }
}

/// The moment at which tests live, by a clock that breaks when it is asked for the second time: in the first job.
fn broken_clock() -> DateTime<Utc> {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    assert_ne!(ASKED.fetch_add(1, Ordering::Relaxed), 1, "the clock broke");
    now()
}

#[tokio::test]
async fn a_job_that_panics_is_tried_again_and_stops_no_other() {
    let mut app = TestApp::new(Settings::default()).await;
    app.state.now = broken_clock;
    for key in ["tidy:a", "tidy:b"] {
        app.state.jobs.add(key, Kind::Tidy, "", now()).await.unwrap();
    }
    run_all(&app.state).await;
    let state = async |key| app.state.jobs.state(key).await.unwrap();
    assert_eq!((state("tidy:a").await, state("tidy:b").await), (Some(JobState::Waiting), Some(JobState::Done)));
    let listed = app.state.jobs.some(Some(JobState::Waiting), 0, 9).await.unwrap().remove(0);
    assert!(listed.attempts == 1 && listed.error.as_ref().unwrap().contains("the clock broke"), "{listed:?}");
    app.state.jobs.hasten("tidy:a", now()).await.unwrap();
    run_all(&app.state).await;
    assert_eq!(state("tidy:a").await, Some(JobState::Done));
}

/// Whoever mended the fault does not wait; what was never tried or runs is let alone.
#[tokio::test]
async fn a_job_that_failed_is_tried_at_once_or_dropped_where_somebody_says_so() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        for key in ["a", "b", "new"] {
            jobs.mail(key, &letter(), now()).await.unwrap();
        }
        for _ in ["a", "b"] {
            let job = jobs.take("one", now()).await.unwrap().unwrap();
            jobs.failed(&job, "one", &fault("no way there"), now()).await.unwrap();
        }
        for key in ["mail:b", "mail:new"] {
            jobs.drop(key, now()).await.unwrap();
        }
        jobs.retry("mail:a", now()).await.unwrap();
        let mut due = Vec::new();
        while let Some(job) = jobs.take("one", now()).await.unwrap() {
            due.push(job.key);
        }
        assert_eq!(due, ["mail:a", "mail:new"]);
        jobs.retry("mail:a", now()).await.unwrap();
        assert_eq!(jobs.take("two", now()).await.unwrap(), None, "it runs");
        assert_eq!(jobs.state("mail:b").await.unwrap(), Some(JobState::Dropped));
    }
}

/// What is dropped was not done: it says so, with the moment, and whoever still works on it changes nothing.
#[tokio::test]
async fn what_is_dropped_is_not_done() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        let at = now() + Duration::minutes(2);
        jobs.mail("a", &letter(), now()).await.unwrap();
        let job = jobs.take("one", now()).await.unwrap().unwrap();
        jobs.failed(&job, "one", &fault("no way there"), now()).await.unwrap();
        assert!(jobs.drop("mail:a", at).await.unwrap());
        assert!(!jobs.drop("mail:a", at).await.unwrap(), "it is dropped");
        let listed = jobs.list(9).await.unwrap().remove(0);
        assert_eq!((listed.state, listed.at, listed.error), (JobState::Dropped, at, None));
        assert!(!jobs.mail("a", &letter(), at).await.unwrap(), "its key stays");

        jobs.mail("b", &letter(), now()).await.unwrap();
        let job = jobs.take("one", at).await.unwrap().unwrap();
        jobs.drop_letters_to(&letter().to, at).await.unwrap();
        jobs.failed(&job, "one", &fault("no way there"), at).await.unwrap();
        assert_eq!(jobs.state("mail:b").await.unwrap(), Some(JobState::Dropped));
        assert_eq!(jobs.letters_to(&letter().to).await.unwrap(), []);
        assert_eq!(jobs.counts().await.unwrap(), [(JobState::Dropped, 2)]);
    }
}

#[tokio::test]
async fn every_job_that_failed_is_tried_again_at_once() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        for key in ["a", "b"] {
            jobs.mail(key, &letter(), now()).await.unwrap();
            let mut at = now();
            for attempt in 1..=ATTEMPTS {
                let job = jobs.take("one", at).await.unwrap().unwrap();
                jobs.failed(&job, "one", &fault("refused"), at).await.unwrap();
                at += delay(attempt);
            }
        }
        jobs.mail("c", &letter(), now()).await.unwrap();
        assert_eq!(jobs.some(Some(JobState::Failed), 0, 9).await.unwrap().len(), 2);
        assert_eq!(jobs.some(Some(JobState::Failed), 1, 9).await.unwrap().len(), 1, "page by page");
        assert_eq!(jobs.retry_failed(now()).await.unwrap(), 2);
        assert_eq!(jobs.retry_failed(now()).await.unwrap(), 0);
        assert_eq!(jobs.counts().await.unwrap(), [(JobState::Waiting, 3)]);
        let last = jobs.last_letter("a").await.unwrap().unwrap();
        assert_eq!((last.key.as_str(), last.attempts), ("mail:a", 0));
    }
}

/// One job that takes long stops none of another kind.
#[tokio::test]
async fn letters_and_other_jobs_go_side_by_side() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        jobs.mail("hangs", &letter(), now()).await.unwrap();
        jobs.add("import:x:look", Kind::Import, "", now()).await.unwrap();
        let key = async |lane| jobs.take_in(lane, "one", now()).await.unwrap().map(|job| job.key);
        assert_eq!(key(Lane::Letters).await.as_deref(), Some("mail:hangs"));
        assert_eq!(key(Lane::Letters).await, None);
        assert_eq!(key(Lane::Others).await.as_deref(), Some("import:x:look"));
    }
}

#[tokio::test]
async fn a_job_that_fails_is_tried_later_each_time_and_given_up_in_the_end() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        jobs.mail("a", &letter(), now()).await.unwrap();
        let mut at = now();
        for attempt in 1..=ATTEMPTS {
            let job = jobs.take("one", at).await.unwrap().unwrap();
            jobs.failed(&job, "one", &fault(&"x".repeat(1000)), at).await.unwrap();
            assert_eq!(jobs.take("one", at + delay(attempt) - Duration::seconds(1)).await.unwrap(), None);
            at += delay(attempt);
        }
        let listed = &jobs.list(9).await.unwrap()[0];
        assert_eq!((listed.state, listed.error.as_ref().map(String::len)), (JobState::Failed, Some(ERROR)));
        jobs.retry("mail:a", at).await.unwrap();
        assert!(jobs.take("one", at).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_job_is_listed_with_the_time_of_its_last_try() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        let listed = async || jobs.list(9).await.unwrap().remove(0);
        jobs.mail("a", &letter(), now()).await.unwrap();
        assert_eq!((listed().await.state, listed().await.at), (JobState::Waiting, now()), "asked for");
        let mut at = now() + Duration::minutes(1);
        for attempt in 1..=ATTEMPTS {
            let job = jobs.take("one", at).await.unwrap().unwrap();
            assert_eq!((listed().await.state, listed().await.at), (JobState::Running, at));
            jobs.failed(&job, "one", &fault("refused"), at).await.unwrap();
            assert_eq!(listed().await.at, at, "try {attempt}");
            at += delay(attempt);
        }
        assert_eq!(listed().await.state, JobState::Failed);
        jobs.retry("mail:a", at).await.unwrap();
        let job = jobs.take("one", at).await.unwrap().unwrap();
        let done = at + Duration::seconds(2);
        jobs.done(&job, "one", done).await.unwrap();
        assert_eq!((listed().await.state, listed().await.at), (JobState::Done, done));
    }
}

#[test]
fn a_fault_is_told_once() {
    let refused = || std::io::Error::other("Connection refused (os error 111)");
    let doubled = anyhow::Error::new(refused()).context("Connection error: Connection refused (os error 111)");
    assert_eq!(causes(&doubled), "Connection error: Connection refused (os error 111)");
    let doubled = std::io::Error::other("Connection error: Connection error: invalid peer certificate: UnknownIssuer");
    assert_eq!(causes(&anyhow::Error::new(doubled)), "Connection error: invalid peer certificate: UnknownIssuer");
    assert_eq!(causes(&anyhow::Error::new(refused()).context("sender")), "sender: Connection refused (os error 111)");
}

#[tokio::test]
async fn a_letter_given_up_long_ago_loses_its_text() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        jobs.mail("a", &letter(), now()).await.unwrap();
        let mut at = now();
        for attempt in 1..=ATTEMPTS {
            let job = jobs.take("one", at).await.unwrap().unwrap();
            jobs.failed(&job, "one", &fault("no such mailbox"), at).await.unwrap();
            at += delay(attempt);
        }
        jobs.forget_failed_letters(at + Duration::days(89)).await.unwrap();
        assert_eq!(jobs.letters_to(&letter().to).await.unwrap().len(), 1, "it may be tried again");
        jobs.forget_failed_letters(at + Duration::days(91)).await.unwrap();
        assert_eq!(jobs.letters_to(&letter().to).await.unwrap(), [], "its text goes");
        assert_eq!(jobs.list(9).await.unwrap()[0].state, JobState::Dropped);
    }
}

/// Two workers, a hundred jobs: each is taken once.
#[tokio::test]
async fn two_workers_never_have_the_same_job() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        for number in 0..100 {
            jobs.mail(&number.to_string(), &letter(), now()).await.unwrap();
        }
        let all = async |holder: &str| {
            let mut keys = Vec::new();
            // On PostgreSQL both may aim at one row, and the loser goes away empty-handed: that is not the end.
            let mut empty = 0;
            while empty < 20 {
                match jobs.take(holder, now()).await.unwrap() {
                    Some(job) => keys.push(job.key),
                    None => empty += 1,
                }
            }
            keys
        };
        let (one, two) = tokio::join!(all("one"), all("two"));
        let mut keys = [one, two].concat();
        assert_eq!(keys.len(), 100);
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 100);
    }
}

#[tokio::test]
async fn a_letter_becomes_a_file_and_leaves_nothing_in_the_queue() {
    let app = TestApp::new(Settings::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let post = Post::new("atlas@example.org", None, Some(folder.path().to_owned())).unwrap();
    app.state.jobs.mail("a", &letter(), now()).await.unwrap();
    run_due(&app.state, &post, "one").await.unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.contains("To: camille@lille.example") && text.contains("Message-ID: <"), "{text}");
    assert_eq!(app.state.jobs.letters().await, []);
    let body: String = on!(app.state.jobs.db.reader(), pool =>
        sqlx::query_scalar("SELECT body FROM job").fetch_one(pool).await.unwrap());
    assert_eq!(body, "");
}

/// The worker began with the program; its operator has taken another name since.
#[tokio::test]
async fn a_letter_leaves_in_the_name_in_force() {
    let app = TestApp::new(Settings::default()).await;
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let decided = keeper.post("/fr/admin/parametres", &[("nom", "Nouvel atlas"), ("motif", "Essai")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let folder = tempfile::tempdir().unwrap();
    let post = Post::new("atlas@example.org", None, Some(folder.path().to_owned())).unwrap();
    app.state.jobs.mail("a", &letter(), now()).await.unwrap();
    run_due(&app.state, &post, "one").await.unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    let from = text.lines().find(|line| line.starts_with("From: ")).unwrap();
    assert!(from.contains("Nouvel atlas") && from.contains("<atlas@example.org>"), "{from}");
}

#[tokio::test]
async fn a_letter_never_gets_a_second_receiver() {
    let post = Post::new("atlas@example.org", None, None).unwrap();
    for to in ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", ""] {
        assert!(post.send(&Mail { to: to.to_owned(), ..letter() }, "k", "Atlas").await.is_err(), "{to:?}");
    }
}

/// A mail server that takes one letter, or refuses it at a command; gives what it was told.
async fn mail_server(refusal: Option<(&'static str, &'static str)>) -> (String, tokio::task::JoinHandle<String>) {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let told = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (reader, mut writer) = stream.split();
        let (mut lines, mut told, mut in_letter) = (BufReader::new(reader).lines(), String::new(), false);
        writer.write_all(b"220 mail.example\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            told.push_str(&line);
            told.push('\n');
            let answer = match line.split([' ', ':']).next().unwrap_or_default() {
                _ if in_letter && line != "." => continue,
                command if refusal.is_some_and(|(at, _)| at == command) => refusal.unwrap().1,
                "." => "250 taken",
                "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 yes",
            };
            in_letter = answer.starts_with("354");
            writer.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            if answer.starts_with("250 taken") || answer.starts_with("221") {
                break;
            }
        }
        told
    });
    (address, told)
}

#[tokio::test]
async fn a_letter_is_handed_to_a_mail_server_and_a_refusal_is_a_fault() {
    for refuses in [false, true] {
        let (address, told) = mail_server(refuses.then_some(("RCPT", "550 no such mailbox"))).await;
        let post = Post::new("atlas@example.org", Some(&address), None).unwrap();
        assert_eq!(post.send(&letter(), "a", "Atlas").await.is_ok(), !refuses);
        drop(post);
        let told = told.await.unwrap();
        assert!(told.contains("RCPT TO:<camille@lille.example>"), "{told}");
        assert_eq!(told.contains("Message-ID: <"), !refuses, "{told}");
    }
}

/// A mailbox that does not exist will not exist an hour later; a full one may be emptied, a wrong password be mended.
#[tokio::test]
async fn a_letter_refused_for_good_is_given_up_at_once() {
    for (refusal, state) in [
        (("RCPT", "550 no such mailbox"), JobState::Failed),
        (("RCPT", "451 come back later"), JobState::Waiting),
        (("AUTH", "535 wrong password"), JobState::Waiting),
    ] {
        let app = TestApp::new(Settings::default()).await;
        let (address, _told) = mail_server(Some(refusal)).await;
        let address = address.replace("//", "//atlas:secret@");
        let post = Post::new("atlas@example.org", Some(&address), None).unwrap();
        app.state.jobs.mail("a", &letter(), now()).await.unwrap();
        run_due(&app.state, &post, "one").await.unwrap();
        let listed = &app.state.jobs.list(9).await.unwrap()[0];
        assert_eq!((listed.state, listed.attempts), (state, 1), "{refusal:?} {:?}", listed.error);
        assert!(listed.error.as_ref().unwrap().contains(&refusal.1[4..]), "{:?}", listed.error);
        assert_eq!(app.state.jobs.given_up().await.unwrap(), i64::from(state == JobState::Failed));
    }
}

#[tokio::test]
async fn letters_that_are_due_wait_once_the_program_is_to_stop_or_only_reads() {
    let app = TestApp::new(Settings::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let post = Post::new("atlas@example.org", None, Some(folder.path().to_owned())).unwrap();
    for key in ["a", "b", "c"] {
        app.state.jobs.mail(key, &letter(), now()).await.unwrap();
    }
    let asked = std::cell::Cell::new(0);
    let goes_on = || asked.replace(asked.get() + 1) < 1;
    run_due_in(Lane::Letters, &app.state, &post, "one", goes_on, &Stop::never()).await.unwrap();
    let waiting = app.state.jobs.list(9).await.unwrap().iter().filter(|job| job.state == JobState::Waiting).count();
    assert_eq!(waiting, 2, "the first alone left");
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_holds_no_other_letter() {
    let app = TestApp::new(Settings::default()).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", silent.local_addr().unwrap());
    let post = Post::new("atlas@example.org", Some(&address), None).unwrap();
    let post = post.hurried(std::time::Duration::from_millis(200));
    for key in ["a", "b"] {
        app.state.jobs.mail(key, &letter(), now()).await.unwrap();
    }
    let run = run_due(&app.state, &post, "one");
    tokio::time::timeout(std::time::Duration::from_secs(20), run).await.expect("it is given up").unwrap();
    for job in app.state.jobs.list(9).await.unwrap() {
        assert_eq!((job.state, job.attempts), (JobState::Waiting, 1), "{job:?}");
        assert!(job.error.unwrap().contains("does not answer"));
    }
}

/// A program that is asked to end does not wait for a job without end, and the next one begins it at once.
#[tokio::test]
async fn a_job_that_does_not_end_is_given_back_when_the_program_ends() {
    let app = TestApp::new(Settings::default()).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", silent.local_addr().unwrap());
    let post = Post::new("atlas@example.org", Some(&address), None).unwrap();
    for key in ["a", "b"] {
        app.state.jobs.mail(key, &letter(), now()).await.unwrap();
    }
    let (ask, asked) = watch::channel(false);
    let watched = asked.clone();
    let goes_on = || !*watched.borrow();
    let stop = Stop { asked, patience: std::time::Duration::from_millis(50) };
    let run = run_due_in(Lane::Letters, &app.state, &post, "one", goes_on, &stop);
    let begun = async {
        let connection = silent.accept().await.unwrap();
        ask.send_replace(true);
        connection
    };
    let began = std::time::Instant::now();
    let (run, _connection) = tokio::join!(run, begun);
    run.unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "sooner than the server would be given up");
    for job in app.state.jobs.list(9).await.unwrap() {
        assert_eq!((job.state, job.attempts), (JobState::Waiting, 0), "{job:?}");
    }
    let next = app.state.jobs.take("two", now()).await.unwrap().map(|job| job.attempts);
    assert_eq!(next, Some(1), "it is due at once");
}

#[tokio::test]
async fn the_letters_about_a_thing_are_told_apart_from_those_about_another() {
    for test in journals().await {
        let jobs = Jobs::new(&test.journal);
        for (key, minutes) in [("confirm:A:1:x", 0), ("confirm:A:2:y", 1), ("confirm:AB:1:z", 2), ("Confirm:A:1:x", 3)]
        {
            jobs.mail(key, &letter(), now() + Duration::minutes(minutes)).await.unwrap();
        }
        let found = jobs.letters_about("confirm:A:").await.unwrap();
        let keys: Vec<&str> = found.iter().map(|letter| letter.key.as_str()).collect();
        assert_eq!(keys, ["confirm:A:2:y", "confirm:A:1:x"], "the latest first");
        assert_eq!((found[1].state, found[1].asked), (JobState::Waiting, now()));
    }
}
