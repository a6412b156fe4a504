//! Every function of the journal, on both databases.

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::testing::journals;
use super::*;
use crate::organisation::Identifier;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_123).unwrap()
}

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn entry(number: u64, base: i32, title: &str) -> Entry {
    let identifiers = vec![Identifier { scheme: "atlas".into(), value: number.to_string() }];
    Entry::publish(Kind::Partnership, id(number), base, &serde_json::json!({ "title": { "fr": title } }), identifiers)
}

fn author() -> Author {
    Author { actor: "import".into(), role: "system".into(), on_behalf_of: Some(id(7)) }
}

#[tokio::test]
async fn what_is_written_is_read() {
    for test in journals().await {
        let journal = &test.journal;
        assert_eq!(journal.position().await.unwrap(), 0);
        let last = journal.append(&author(), now(), &[entry(1, 0, "un"), entry(2, 0, "deux")]).await.unwrap();
        assert_eq!(last, 2);
        let read = journal.newest(Kind::Partnership, id(2)).await.unwrap().unwrap();
        assert_eq!((read.seq, read.version, read.change, read.at), (2, 1, Change::Published, now()));
        assert_eq!(read.author, author());
        assert_eq!(read.body, r#"{"title":{"fr":"deux"}}"#);
        assert_eq!(journal.newest(Kind::Activity, id(2)).await.unwrap(), None);
        assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 2);
        let both = journal.newest_of(Kind::Partnership, &[id(1), id(2), id(3)]).await.unwrap();
        assert_eq!(both.len(), 2);
    }
}

#[tokio::test]
async fn addresses_come_in_parts_with_the_moment_of_the_newest_version() {
    for test in journals().await {
        let journal = &test.journal;
        let later = now() + chrono::Days::new(1);
        let entries: Vec<Entry> = (1..=5).map(|number| entry(number, 0, "un")).collect();
        journal.append(&author(), now(), &entries).await.unwrap();
        journal.append(&author(), later, &[entry(4, 1, "un bis")]).await.unwrap();
        journal.append(&author(), later, &[Entry::withdraw(Kind::Partnership, id(2), 1, "doublon")]).await.unwrap();
        let part = async |offset| journal.addresses(Kind::Partnership, offset, 2).await.unwrap();
        assert_eq!(part(0).await, [(id(1), now()), (id(3), now())]);
        assert_eq!(part(2).await, [(id(4), later), (id(5), now())]);
        assert_eq!(part(4).await, []);
    }
}

#[tokio::test]
async fn a_second_writer_of_the_same_version_is_refused_and_writes_nothing() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        journal.append(&author(), now(), &[entry(1, 1, "un bis")]).await.unwrap();
        for (entries, current) in [
            (vec![entry(2, 0, "deux"), entry(1, 1, "un ter")], 2),
            (vec![entry(2, 0, "deux"), entry(1, 0, "un ter")], 2),
            (vec![entry(2, 0, "deux"), entry(3, 4, "trois")], 0),
        ] {
            match journal.append(&author(), now(), &entries).await {
                Err(JournalError::Conflict { current: found, .. }) => assert_eq!(found, current),
                other => panic!("{other:?}"),
            }
            assert_eq!(journal.position().await.unwrap(), 2);
            assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 1);
        }
        assert!(journal.append(&author(), now(), &[entry(5, 0, "a"), entry(5, 0, "b")]).await.is_err());
        let versions: Vec<_> =
            journal.history(Kind::Partnership, id(1)).await.unwrap().iter().map(|r| r.version).collect();
        assert_eq!(versions, [2, 1]);
        let first = journal.version(Kind::Partnership, id(1), 1).await.unwrap().unwrap();
        assert!(first.body.contains("\"un\""));
        assert_eq!(journal.version(Kind::Partnership, id(1), 3).await.unwrap(), None);
    }
}

#[tokio::test]
async fn followers_see_the_last_state_of_each_record_in_order() {
    for test in journals().await {
        let journal = &test.journal;
        journal
            .append(&author(), now(), &[entry(1, 0, "un"), entry(2, 0, "deux"), entry(3, 0, "trois")])
            .await
            .unwrap();
        journal.append(&author(), now(), &[entry(1, 1, "un bis")]).await.unwrap();
        let seen = |revisions: Vec<Revision>| revisions.iter().map(|r| (r.seq, r.id)).collect::<Vec<_>>();
        assert_eq!(seen(journal.follow(0, 10).await.unwrap()), [(2, id(2)), (3, id(3)), (4, id(1))]);
        assert_eq!(seen(journal.follow(2, 1).await.unwrap()), [(3, id(3))]);
        assert_eq!(seen(journal.follow(4, 10).await.unwrap()), []);
        assert_eq!(*journal.watch().borrow(), 4);
    }
}

#[tokio::test]
async fn public_records_of_some_kinds_come_in_journal_order_between_two_positions() {
    for test in journals().await {
        let journal = &test.journal;
        let other = |kind, number| Entry { kind, ..entry(number, 0, "autre") };
        let first = [
            entry(9, 0, "neuf"),
            other(Kind::Organisation, 3),
            entry(1, 0, "un"),
            entry(2, 0, "deux"),
            other(Kind::Activity, 4),
        ];
        journal.append(&author(), now(), &first).await.unwrap();
        let after = [entry(9, 1, "neuf bis"), Entry::withdraw(Kind::Partnership, id(2), 1, "doublon")];
        journal.append(&author(), now(), &after).await.unwrap();
        let read = async |kinds: &[Kind], between, limit| {
            let revisions = journal.newest_between(kinds, between, limit).await.unwrap();
            revisions.into_iter().map(|revision| (revision.seq, revision.id)).collect::<Vec<_>>()
        };
        let kinds = [Kind::Partnership, Kind::Activity];
        assert_eq!(read(&kinds, (0, i64::MAX), 9).await, [(3, id(1)), (5, id(4)), (6, id(9))]);
        assert_eq!(read(&kinds, (0, 5), 9).await, [(3, id(1)), (5, id(4))]);
        assert_eq!(read(&kinds, (3, i64::MAX), 1).await, [(5, id(4))]);
        assert_eq!(read(&[Kind::Organisation], (0, 7), 9).await, [(2, id(3))]);
        assert_eq!(read(&kinds, (6, 7), 9).await, []);
    }
}

#[tokio::test]
async fn withdrawn_and_merged_records_say_so_and_leave_the_lists() {
    for test in journals().await {
        let journal = &test.journal;
        let entries: Vec<_> = (1..=4).map(|number| entry(number, 0, "titre")).collect();
        journal.append(&author(), now(), &entries).await.unwrap();
        let away = [
            Entry::withdraw(Kind::Partnership, id(2), 1, "doublon"),
            Entry::merge(Kind::Partnership, id(3), 1, id(1), "doublon"),
        ];
        journal.append(&author(), now(), &away).await.unwrap();
        let withdrawn = journal.newest(Kind::Partnership, id(2)).await.unwrap().unwrap();
        assert_eq!((withdrawn.change, withdrawn.reason.as_deref()), (Change::Withdrawn, Some("doublon")));
        let merged = journal.newest(Kind::Partnership, id(3)).await.unwrap().unwrap();
        assert_eq!(merged.merged_into(), Some(id(1)));
        assert_eq!(withdrawn.merged_into(), None);
        let listed: Vec<_> = journal.list(Kind::Partnership, None, 10).await.unwrap().iter().map(|r| r.id).collect();
        assert_eq!(listed, [id(1), id(4)]);
        let after: Vec<_> =
            journal.list(Kind::Partnership, Some(id(1)), 10).await.unwrap().iter().map(|r| r.id).collect();
        assert_eq!(after, [id(4)]);
        assert_eq!(journal.find(Kind::Partnership, "atlas", "2").await.unwrap(), [id(2)]);
    }
}

#[tokio::test]
async fn codes_follow_the_newest_state() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        let mut next = entry(1, 1, "un");
        next.identifiers[0].value = "99".into();
        journal.append(&author(), now(), &[next]).await.unwrap();
        assert_eq!(journal.find(Kind::Partnership, "atlas", "1").await.unwrap(), []);
        assert_eq!(journal.find(Kind::Partnership, "atlas", "99").await.unwrap(), [id(1)]);
        assert_eq!(journal.identifiers(Kind::Partnership, "atlas").await.unwrap(), [("99".to_owned(), id(1))]);
    }
}

#[tokio::test]
async fn a_large_batch_is_numbered_without_gap() {
    for test in journals().await {
        let journal = &test.journal;
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let entries: Vec<_> = (0..2500)
            .map(|_| Entry::publish(Kind::Territory, Id::random(&mut rng), 0, &serde_json::json!({}), vec![]))
            .collect();
        assert_eq!(journal.append(&author(), now(), &entries).await.unwrap(), 2500);
        let followed = journal.follow(0, 5000).await.unwrap();
        let ids: Vec<_> = followed.iter().map(|revision| revision.id).collect();
        assert_eq!(ids, entries.iter().map(|entry| entry.id).collect::<Vec<_>>());
        assert!(followed.iter().zip(1..).all(|(revision, seq)| revision.seq == seq));
    }
}

#[tokio::test]
async fn a_bulk_load_run_again_writes_only_what_is_missing() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(2, 0, "deux")]).await.unwrap();
        journal.append(&author(), now(), &[Entry::withdraw(Kind::Partnership, id(2), 1, "doublon")]).await.unwrap();
        let all = || vec![entry(1, 0, "un"), entry(2, 0, "deux"), entry(3, 0, "trois")];
        assert_eq!(journal.append_missing(&author(), now(), all()).await.unwrap(), 2);
        assert_eq!(journal.append_missing(&author(), now(), all()).await.unwrap(), 0);
        assert_eq!(journal.position().await.unwrap(), 4);
        let held = journal.held(Kind::Partnership, &[id(1), id(2), id(9)]).await.unwrap();
        assert_eq!(held, [id(1), id(2)].into(), "a withdrawn record is held");
    }
}

#[tokio::test]
async fn concurrent_writers_lose_nothing() {
    for test in journals().await {
        let journal = &test.journal;
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..8u64 {
            let journal = journal.clone();
            tasks.spawn(async move {
                for number in 0..20 {
                    journal.append(&author(), now(), &[entry(writer * 100 + number, 0, "t")]).await.unwrap();
                }
            });
        }
        let follower = tokio::spawn({
            let journal = journal.clone();
            async move {
                let (mut position, mut seen) = (0, 0);
                while seen < 160 {
                    let revisions = journal.follow(position, 50).await.unwrap();
                    seen += revisions.len();
                    position = revisions.last().map_or(position, |revision| revision.seq);
                    tokio::task::yield_now().await;
                }
                position
            }
        });
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(follower.await.unwrap(), 160);
    }
}

#[tokio::test]
async fn proposals_are_saved_locked_and_published_once() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        let mut proposal = Proposal {
            id: id(50),
            kind: Kind::Partnership,
            record: id(1),
            base: 1,
            author: "agent".into(),
            body: r#"{"title":{"fr":"un bis"}}"#.into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        let stale = proposal.clone();
        proposal.state = ProposalState::Submitted;
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        assert!(matches!(journal.save_proposal(&stale).await, Err(JournalError::StaleProposal(_))));
        assert_eq!(journal.proposal(id(50)).await.unwrap().as_ref(), Some(&proposal));
        assert_eq!(journal.proposals(ProposalState::Submitted).await.unwrap(), [proposal.clone()]);
        assert_eq!(journal.position().await.unwrap(), 1, "work in progress takes no position");

        let entry = entry(1, 1, "un bis");
        journal.publish_proposal(&proposal, &author(), now(), std::slice::from_ref(&entry)).await.unwrap();
        assert_eq!(journal.newest(Kind::Partnership, id(1)).await.unwrap().unwrap().version, 2);
        assert_eq!(journal.proposal(id(50)).await.unwrap(), None);
        assert!(journal.publish_proposal(&proposal, &author(), now(), &[entry]).await.is_err());
        assert_eq!(journal.position().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn an_outdated_proposal_stays_when_it_cannot_be_published() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        let mut proposal = Proposal {
            id: id(50),
            kind: Kind::Partnership,
            record: id(1),
            base: 1,
            author: "agent".into(),
            body: "{}".into(),
            state: ProposalState::Submitted,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        journal.append(&author(), now(), &[entry(1, 1, "autre")]).await.unwrap();
        let refused = journal.publish_proposal(&proposal, &author(), now(), &[entry(1, 1, "un bis")]).await;
        assert!(matches!(refused, Err(JournalError::Conflict { current: 2, .. })));
        assert_eq!(journal.proposal(id(50)).await.unwrap(), Some(proposal));
    }
}

#[tokio::test]
async fn an_erased_person_does_not_come_back() {
    for test in journals().await {
        let journal = &test.journal;
        let person = Person { name: "Rôle Fictif".into(), source: "essai".into(), ..Person::default() };
        assert!(journal.put_person(id(9), &person, now()).await.unwrap());
        assert_eq!(journal.person(id(9)).await.unwrap(), Some(person.clone()));
        assert_eq!(journal.erase_person(id(9), now()).await.unwrap(), 1);
        assert_eq!(journal.person(id(9)).await.unwrap(), None);
        assert!(!journal.put_person(id(9), &person, now()).await.unwrap());
        assert_eq!(journal.person(id(9)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_person_is_found_by_any_spelling_and_kept_no_longer_than_said() {
    for test in journals().await {
        let journal = &test.journal;
        let named = |name: &str, until: Option<&str>| Person {
            name: name.into(),
            mail: Some("bureau@example.org".into()),
            until: until.map(|day| day.parse().unwrap()),
            ..Person::default()
        };
        let today = now().date_naive();
        let yesterday = today.pred_opt().unwrap().to_string();
        journal.put_person(id(1), &named("Élodie Fictive", Some(&today.to_string())), now()).await.unwrap();
        journal.put_person(id(2), &named("Fin Passée", Some(&yesterday)), now()).await.unwrap();
        let long_ago = now() - chrono::Duration::days(4 * 365);
        journal.put_person(id(3), &named("Oublié Depuis", None), long_ago).await.unwrap();
        journal.put_person(id(4), &named("Sans Jour", None), now()).await.unwrap();
        let ids = |found: Vec<(Id, Person)>| found.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!(ids(journal.find_persons("ELODIE", 10).await.unwrap()), [id(1)]);
        assert_eq!(journal.find_persons("bureau@", 2).await.unwrap().len(), 2, "no more than asked for");
        assert_eq!(journal.erase_ended_persons(now()).await.unwrap(), 2);
        assert_eq!(ids(journal.find_persons("", 10).await.unwrap()), [id(1), id(4)]);
        let noted = journal.person_accesses(Some(id(2)), 10).await.unwrap();
        assert_eq!((noted.len(), noted[0].deed, noted[0].actor.as_str()), (1, Deed::Erased, "retention"));
        assert_eq!(journal.person_accesses(None, 10).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn facts_are_noted() {
    for test in journals().await {
        assert_eq!(test.journal.fact("home").await.unwrap(), None);
        test.journal.note("home", "FR").await.unwrap();
        test.journal.note("home", "DE").await.unwrap();
        assert_eq!(test.journal.fact("home").await.unwrap().as_deref(), Some("DE"));
    }
}

#[tokio::test]
async fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let open = |create| Journal::open(Location::Folder(folder.path()), create);
    assert!(matches!(open(false).await, Err(OpenError::Absent(_))));
    std::fs::write(folder.path().join("notes.txt"), "à moi").unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
    std::fs::write(folder.path().join(db::FILE), "not a database, but long enough to have a header. ".repeat(4))
        .unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
    std::fs::write(folder.path().join(db::FILE), "").unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
}

#[tokio::test]
async fn a_register_of_a_newer_program_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(Location::Folder(folder.path()), true).await.unwrap();
    let db::Db::Sqlite { writer, .. } = &journal.db else { panic!() };
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', 1, x'00', 0)")
        .execute(writer)
        .await
        .unwrap();
    journal.close().await;
    let again = Journal::open(Location::Folder(folder.path()), true).await;
    assert!(matches!(again, Err(OpenError::Newer { found: 999, known: 6 })));
}
