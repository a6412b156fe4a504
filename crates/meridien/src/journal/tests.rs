//! Every function of the journal, on both databases.

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::testing::journals;
use super::*;
use crate::access::Scope;
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
async fn newest_revisions_are_read_together_with_those_withdrawn_or_without() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un"), entry(2, 0, "deux")]).await.unwrap();
        journal.append(&author(), now(), &[Entry::withdraw(Kind::Partnership, id(2), 1, "doublon")]).await.unwrap();
        let ids = [id(1), id(2), id(3)];
        let any = journal.newest_of_any(Kind::Partnership, &ids).await.unwrap();
        assert_eq!((any.len(), any[&id(1)].change, any[&id(2)].change), (2, Change::Published, Change::Withdrawn));
        let public = journal.newest_of(Kind::Partnership, &ids).await.unwrap();
        assert_eq!(public.keys().collect::<Vec<_>>(), [&id(1)]);
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
        assert_eq!(journal.proposals_on(Kind::Partnership, id(1)).await.unwrap(), [proposal.clone()]);
        assert_eq!(journal.proposals_on(Kind::Partnership, id(2)).await.unwrap(), []);
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
async fn a_person_is_corrected_as_long_as_it_is_what_it_was() {
    for test in journals().await {
        let journal = &test.journal;
        let before = Person { name: "Élodie Fictive".into(), source: "essai".into(), ..Person::default() };
        journal.put_person(id(9), &before, now()).await.unwrap();
        let withdrawn = Person { withdrawn: true, ..before.clone() };
        assert!(journal.correct_person(id(9), &before, &withdrawn, now()).await.unwrap());
        let shown = Person { shown: true, ..before.clone() };
        assert!(!journal.correct_person(id(9), &before, &shown, now()).await.unwrap());
        assert_eq!(journal.person(id(9)).await.unwrap(), Some(withdrawn));
        assert_ne!(before.mark(), shown.mark());
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
    assert!(matches!(again, Err(OpenError::Newer { found: 999, known }) if known == db::newest_migration()));
}

#[tokio::test]
async fn an_import_leaves_what_people_wrote_and_whom_they_erased() {
    for test in journals().await {
        let journal = &test.journal;
        let named = |name: &str| Person { name: name.into(), source: "essai".into(), ..Person::default() };
        journal.import_person(id(1), &named("Avant"), id(50), now()).await.unwrap();
        journal.import_person(id(1), &named("Après"), id(51), now()).await.unwrap();
        assert_eq!(journal.person(id(1)).await.unwrap().unwrap().name, "Après");
        assert_eq!(journal.records_of_person(id(1)).await.unwrap(), [id(50), id(51)]);
        let position = journal.position().await.unwrap();
        let agreed = Person { basis: Some(Basis::Consent), shown: true, by_hand: true, ..named("De sa main") };
        journal.put_person(id(1), &agreed, now()).await.unwrap();
        assert_eq!(journal.position().await.unwrap(), position + 1, "pages show it, so they are drawn anew");
        journal.import_person(id(1), &named("Après"), id(50), now()).await.unwrap();
        let kept = Person { former: vec!["Après".into()], ..agreed };
        assert_eq!(journal.person(id(1)).await.unwrap(), Some(kept), "with the name that was corrected");
        journal.merge(&author(), now(), &[], (id(50), id(52))).await.unwrap();
        assert_eq!(journal.persons_of(id(50)).await.unwrap(), []);
        assert_eq!(journal.persons_of(id(52)).await.unwrap().len(), 1);
        journal.erase_person(id(1), now()).await.unwrap();
        journal.import_person(id(1), &named("Après"), id(50), now()).await.unwrap();
        assert_eq!(
            (journal.person(id(1)).await.unwrap(), journal.records_of_person(id(1)).await.unwrap()),
            (None, vec![])
        );
    }
}

#[tokio::test]
async fn whoever_was_erased_is_known_again_under_another_spelling() {
    for test in journals().await {
        let journal = &test.journal;
        let named = |name: &str, mail: Option<&str>| Person {
            name: name.into(),
            mail: mail.map(str::to_owned),
            source: "essai".into(),
            ..Person::default()
        };
        let mail = "alix.fictive@example.org";
        journal.import_person(id(1), &named("Alix FICTIVE", Some(mail)), id(50), now()).await.unwrap();
        journal.import_person(id(2), &named("Hugo Sans-Adresse", None), id(50), now()).await.unwrap();
        journal.erase_person(id(1), now()).await.unwrap();
        journal.erase_person(id(2), now()).await.unwrap();
        for (number, person) in [
            (3, named("Mme Alix FICTIVE", Some("Alix.Fictive@Example.org "))),
            (4, named("FICTIVE Alix", None)),
            (5, named("M. SANS ADRESSE Hugo", None)),
            (7, named("Madame Alix Fictive", None)),
            (8, named("Dr Alix Fictive", None)),
            (9, named("Maître FICTIVE, Alix", None)),
            (10, named("Mme Alix Fictive, présidente", None)),
            (11, named("Mme Alix Fictive présidente", None)),
        ] {
            journal.import_person(id(number), &person, id(50), now()).await.unwrap();
            assert_eq!(journal.person(id(number)).await.unwrap(), None, "{person:?}");
            assert!(journal.was_erased(&person, &Person::default(), &[id(50)]).await.unwrap(), "{person:?}");
            assert!(!journal.was_erased(&person, &person, &[id(50)]).await.unwrap(), "what was kept stays");
        }
        // A name of which one word is the same is another's.
        for other in ["Alix Autre", "Mme Fictive", "Présidente, Alix"] {
            assert!(!journal.was_erased(&named(other, None), &Person::default(), &[id(50)]).await.unwrap(), "{other}");
        }
        // Nor is who stood with its function, or was corrected since.
        journal.import_person(id(12), &named("Zélie Fictive, maire", None), id(50), now()).await.unwrap();
        journal.put_person(id(12), &named("Z. Fictive-Dupuis", None), now()).await.unwrap();
        journal.put_person(id(12), &named("Mme Fictive-Dupuis Z.", None), now()).await.unwrap();
        assert_eq!(journal.person(id(12)).await.unwrap().unwrap().former, ["Zélie Fictive, maire"]);
        journal.erase_person(id(12), now()).await.unwrap();
        for name in ["Zélie Fictive", "Z. Fictive Dupuis"] {
            assert!(journal.was_erased(&named(name, None), &Person::default(), &[id(50)]).await.unwrap(), "{name}");
        }
        // A namesake elsewhere is somebody else.
        journal.import_person(id(6), &named("Hugo Sans-Adresse", None), id(51), now()).await.unwrap();
        assert!(journal.person(id(6)).await.unwrap().is_some());
        let mut saved = Vec::new();
        journal.save(Extent::Erasures, &mut saved).await.unwrap();
        let saved = String::from_utf8(saved).unwrap().to_lowercase();
        assert!(!saved.contains("fictive") && !saved.contains("alix"), "{saved}");
        // What ran out is added again by whoever has a reason.
        let ended = Person { until: now().date_naive().pred_opt(), ..named("Fin Passée", Some("fin@example.org")) };
        journal.put_person(id(7), &ended, now()).await.unwrap();
        assert_eq!(journal.erase_ended_persons(now()).await.unwrap(), 1);
        assert!(!journal.was_erased(&ended, &Person::default(), &[id(50)]).await.unwrap());
    }
}

#[tokio::test]
async fn persons_are_found_by_their_mailbox() {
    for test in journals().await {
        let journal = &test.journal;
        let at = |mail: &str| Person { name: "x".into(), mail: Some(mail.into()), ..Person::default() };
        journal.put_person(id(1), &at("Elodie@Example.org "), now()).await.unwrap();
        journal.put_person(id(2), &at("melodie@example.org"), now()).await.unwrap();
        let found = journal.persons_at("elodie@example.ORG").await.unwrap();
        assert_eq!(found.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [id(1)]);
    }
}

/// Random texts, some with a passage in them, written in several ways.
fn text(rng: &mut ChaCha8Rng) -> String {
    use rand::RngExt;
    const WAYS: [&str; 4] =
        ["Élodie Fictive", "ELODIE-FICTIVE", "elodie.fictive@example.org", "E\u{301}lodie, Fictive"];
    const WORDS: [&str; 6] = ["l’eau", "Élodie", "Fictive", "\"école\"", "\\ ville\n", "de"];
    (0..rng.random_range(1..8))
        .map(|_| if rng.random_bool(0.3) { WAYS[rng.random_range(0..4)] } else { WORDS[rng.random_range(0..6)] })
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn a_passage_taken_out_is_in_nothing_that_is_kept_or_saved() {
    use crate::annotation::Annotation;
    use crate::partnership::Partnership;
    use crate::value::Text;
    let passage = Passage::read("Élodie Fictive").unwrap();
    for test in journals().await {
        let journal = &test.journal;
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let holds = |text: &str| super::passage::holds(&passage, text);
        for number in 1..=30 {
            let record = id(number);
            let versions = 1 + i32::try_from(number % 3).unwrap();
            for base in 0..versions {
                let mut body = Partnership { title: Text::new("fr", text(&mut rng)), ..Partnership::default() };
                body.narratives.context = Text::new("fr", text(&mut rng));
                let mut entry = Entry::publish(Kind::Partnership, record, base, &body, vec![]);
                entry.reason = Some(text(&mut rng));
                journal.append(&author(), now(), &[entry]).await.unwrap();
            }
            let note = Annotation {
                partnership: record,
                post: None,
                on: now().date_naive(),
                text: text(&mut rng),
                lang: "fr".into(),
            };
            journal.append(&author(), now(), &[note.entry(id(1000 + number))]).await.unwrap();
            let proposal = Proposal {
                id: id(2000 + number),
                kind: Kind::Partnership,
                record,
                base: versions,
                author: "someone".into(),
                body: serde_json::json!({ "body": { "title": text(&mut rng) } }).to_string(),
                state: ProposalState::Draft,
                edit: 0,
                reason: Some(text(&mut rng)),
                at: now(),
            };
            journal.save_proposal(&proposal).await.unwrap();
            let rehearsed = journal.rehearse_redaction(record, &passage).await.unwrap();
            let before = journal.position().await.unwrap();
            let done = journal.redact(record, &passage, &author(), now()).await.unwrap();
            assert_eq!(done, rehearsed, "what was announced is done");
            assert_eq!(journal.position().await.unwrap() > before, done != Rewritten::default());
            for revision in journal.history(Kind::Partnership, record).await.unwrap() {
                assert!(!holds(&revision.body) && !holds(revision.reason.as_deref().unwrap_or_default()));
                revision.read::<Partnership>().unwrap();
            }
            assert_eq!(journal.redact(record, &passage, &author(), now()).await.unwrap(), Rewritten::default());
            if done.versions > 0 {
                let newest = journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
                let body = Partnership { title: Text::new("fr", "Élodie Fictive"), ..Partnership::default() };
                let entry = Entry::publish(Kind::Partnership, record, newest.version, &body, vec![]);
                journal.append(&author(), now(), &[entry]).await.unwrap();
                let newest = journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
                assert!(newest.body.contains("[…]") && !newest.body.contains("Fictive"), "written again in vain");
            }
        }
        for extent in [Extent::Everything, Extent::Public, Extent::Erasures] {
            let mut saved = Vec::new();
            journal.save(extent, &mut saved).await.unwrap();
            for line in String::from_utf8(saved).unwrap().lines() {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                for text in row.as_object().unwrap().values().filter_map(serde_json::Value::as_str) {
                    assert!(!holds(text), "{extent:?}: {text}");
                }
            }
        }
        let heads = journal.follow(0, 1000).await.unwrap();
        assert_eq!(heads.len(), 60, "every record is followed once, at its new position");
    }
}

#[tokio::test]
async fn a_backup_made_before_is_told_what_was_erased_since() {
    use crate::partnership::Partnership;
    use crate::value::Text;
    let passage = Passage::read("Élodie Fictive").unwrap();
    for test in journals().await {
        let source = &test.journal;
        let body = Partnership { title: Text::new("fr", "Avec Élodie Fictive"), ..Partnership::default() };
        source.append(&author(), now(), &[Entry::publish(Kind::Partnership, id(1), 0, &body, vec![])]).await.unwrap();
        let hugo = Person { name: "Hugo".into(), mail: Some("hugo@example.org".into()), ..Person::default() };
        source.put_person(id(9), &hugo, now()).await.unwrap();
        let mut backup = Vec::new();
        source.save(Extent::Everything, &mut backup).await.unwrap();
        source.redact(id(1), &passage, &author(), now()).await.unwrap();
        source.erase_person(id(9), now()).await.unwrap();
        let mut erasures = Vec::new();
        source.save(Extent::Erasures, &mut erasures).await.unwrap();
        let lines = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            text.lines().map(|line| Ok(line.to_owned())).collect::<Vec<_>>().into_iter()
        };
        assert!(!String::from_utf8_lossy(&erasures).contains("Hugo"));
        for target in journals().await {
            let target = &target.journal;
            target.load(lines(&backup)).await.unwrap();
            assert!(target.newest(Kind::Partnership, id(1)).await.unwrap().unwrap().body.contains("Fictive"));
            assert_eq!(target.load_erasures(lines(&erasures)).await.unwrap(), 2);
            let newest = target.newest(Kind::Partnership, id(1)).await.unwrap().unwrap();
            assert!(newest.body.contains("Avec […]") && !newest.body.contains("Fictive"), "{}", newest.body);
            assert_eq!(target.person(id(9)).await.unwrap(), None);
            assert!(!target.put_person(id(9), &Person::default(), now()).await.unwrap(), "stays erased");
            assert!(target.was_erased(&hugo, &Person::default(), &[]).await.unwrap(), "its address too");
            assert!(target.last_redaction().await.unwrap() <= target.position().await.unwrap());
        }
    }
}

#[tokio::test]
async fn a_name_is_claimed_once_and_tells_how_its_proposal_ended() {
    for test in journals().await {
        let journal = &test.journal;
        let accounts = crate::account::Accounts::new(journal);
        let new = crate::account::NewAccount {
            email: "agent@example.org".into(),
            name: "Agent".into(),
            language: crate::web::Lang::Fr,
            grants: Vec::new(),
        };
        let account = accounts.create(&new, now()).await.unwrap().unwrap();
        let claim = |proposal: u64| Claim {
            account,
            name: "dossier".into(),
            digest: "d".into(),
            proposal: id(proposal),
            record: id(proposal + 100),
            base: 0,
            outcome: None,
            at: now(),
        };
        assert_eq!(journal.claim(&claim(1)).await.unwrap(), claim(1));
        assert_eq!(journal.claim(&claim(2)).await.unwrap(), claim(1), "the first keeps the name");
        assert_eq!(journal.claim_on(id(2)).await.unwrap(), None);
        let mut proposal = Proposal {
            id: id(1),
            kind: Kind::Partnership,
            record: id(101),
            base: 0,
            author: account.to_string(),
            body: "{}".into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        journal.publish_proposal(&proposal, &author(), now(), &[entry(101, 0, "un")]).await.unwrap();
        assert_eq!(journal.claim_on(id(1)).await.unwrap().unwrap().outcome, Some(Outcome::Published));
        assert_eq!(journal.claims_by(account).await.unwrap().len(), 1);
        journal.erase_account(account, now()).await.unwrap();
        assert_eq!(journal.claims_by(account).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_fact_is_noted_where_it_is_what_it_was() {
    for test in journals().await {
        let journal = &test.journal;
        assert!(!journal.note_if("essai", Some("a"), "b").await.unwrap(), "there is none");
        assert!(journal.note_if("essai", None, "a").await.unwrap());
        assert!(!journal.note_if("essai", None, "b").await.unwrap(), "there is one");
        assert!(!journal.note_if("essai", Some("b"), "c").await.unwrap(), "it is another");
        assert!(journal.note_if("essai", Some("a"), "c").await.unwrap());
        assert_eq!(journal.fact("essai").await.unwrap().as_deref(), Some("c"));
    }
}

/// The first answer is kept, with whoever gave it.
#[tokio::test]
async fn a_report_is_answered_once_by_somebody() {
    for test in journals().await {
        let journal = &test.journal;
        let report = |code: &str| Mistake {
            code: code.to_owned(),
            record: id(1),
            version: 1,
            message: "La date est fausse.".to_owned(),
            at: now(),
            answer: None,
        };
        let answer = |by| Answer { text: "Merci.".to_owned(), at: now(), by };
        for (code, by) in [("a", Scope::Everything), ("b", Scope::Organisation(id(7)))] {
            assert!(journal.report_mistake(&report(code), now(), 10).await.unwrap());
            assert!(journal.answer_mistake(code, &answer(Some(by.clone()))).await.unwrap());
            assert!(!journal.answer_mistake(code, &answer(None)).await.unwrap());
            let kept = journal.mistake(code).await.unwrap().unwrap();
            assert_eq!(kept.answer, Some(answer(Some(by))));
        }
    }
}

/// A partnership of this title, after version `base`.
fn titled(number: u64, base: i32, title: &str) -> Entry {
    use crate::partnership::Partnership;
    let body = Partnership { title: crate::value::Text::new("fr", title), ..Partnership::default() };
    Entry::publish(Kind::Partnership, id(number), base, &body, vec![])
}

/// Lets a task that was begun come as far as it can beside a transaction that is open.
async fn meanwhile() {
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
}

#[tokio::test]
async fn a_passage_taken_out_while_a_version_is_written_is_in_neither_and_the_version_stays() {
    for test in journals().await {
        let journal = test.journal.clone();
        journal.append(&author(), now(), &[titled(1, 0, "Élodie Fictive")]).await.unwrap();
        let mut open = journal.db.begin().await.unwrap();
        append::append_in(&mut open, &author(), now(), &[titled(1, 1, "Élodie Fictive, bis")]).await.unwrap();
        let beside = journal.clone();
        let taking_out = tokio::spawn(async move {
            let passage = Passage::read("Élodie Fictive").unwrap();
            beside.redact(id(1), &passage, &author(), now()).await.unwrap()
        });
        meanwhile().await;
        open.commit().await.unwrap();
        assert_eq!(taking_out.await.unwrap().versions, 2);
        let newest = journal.newest(Kind::Partnership, id(1)).await.unwrap().unwrap();
        assert_eq!(newest.version, 2, "what was answered is the newest");
        for revision in journal.history(Kind::Partnership, id(1)).await.unwrap() {
            assert!(!revision.body.contains("Fictive"), "{}", revision.body);
        }
        journal.append(&author(), now(), &[titled(1, 2, "Ter")]).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_saved_while_a_passage_is_taken_out_does_not_bring_it_back() {
    for test in journals().await {
        let journal = test.journal.clone();
        journal.append(&author(), now(), &[titled(1, 0, "Un")]).await.unwrap();
        let passage = Passage::read("Élodie Fictive").unwrap();
        // As `redact` does, up to its commit.
        let mut open = journal.db.begin().await.unwrap();
        append::hold_clock(&mut open).await.unwrap();
        let hash = passage.hash(&redact::key(&mut open).await.unwrap());
        let sql =
            "INSERT INTO redaction (record, hash, words, seq, actor, role, at) VALUES ($1, $2, 2, 1, 'a', 'b', 0)";
        db::on!(&mut open, tx => {
            sqlx::query(sql).bind(id(1).to_string()).bind(hash).execute(&mut **tx).await.unwrap();
        });
        let proposal = Proposal {
            id: id(50),
            kind: Kind::Partnership,
            record: id(1),
            base: 1,
            author: "someone".into(),
            body: r#"{"title":"Élodie Fictive"}"#.into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        let (saver, writer) = (journal.clone(), journal.clone());
        let saving = tokio::spawn(async move { saver.save_proposal(&proposal).await.unwrap() });
        let entry = titled(1, 1, "Élodie Fictive");
        let writing = tokio::spawn(async move { writer.append(&author(), now(), &[entry]).await.unwrap() });
        meanwhile().await;
        open.commit().await.unwrap();
        saving.await.unwrap();
        writing.await.unwrap();
        assert_eq!(journal.proposal(id(50)).await.unwrap().unwrap().body, r#"{"title":"[…]"}"#);
        let newest = journal.newest(Kind::Partnership, id(1)).await.unwrap().unwrap();
        assert!(newest.version == 2 && !newest.body.contains("Fictive"), "{}", newest.body);
    }
}

#[tokio::test]
async fn a_person_erased_while_somebody_saves_it_stays_erased() {
    for test in journals().await {
        let journal = test.journal.clone();
        let person = Person { name: "Élodie Fictive".into(), source: "essai".into(), ..Person::default() };
        journal.put_person(id(9), &person, now()).await.unwrap();
        // As `erase_person` does, up to its commit.
        let mut open = journal.db.begin().await.unwrap();
        let seq = append::tick(&mut open, 1).await.unwrap();
        db::on!(&mut open, tx => {
            sqlx::query("DELETE FROM person").execute(&mut **tx).await.unwrap();
        });
        erasure::note_at(&mut open, &id(9).to_string(), seq, 0).await.unwrap();
        let (saver, importer) = (journal.clone(), journal.clone());
        let same = person.clone();
        let saving = tokio::spawn(async move { saver.put_person(id(9), &same, now()).await.unwrap() });
        let importing =
            tokio::spawn(async move { importer.import_person(id(9), &person, id(1), now()).await.unwrap() });
        meanwhile().await;
        open.commit().await.unwrap();
        assert!(!saving.await.unwrap());
        importing.await.unwrap();
        assert_eq!(journal.person(id(9)).await.unwrap(), None);
        assert_eq!(journal.records_of_person(id(9)).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_mailbox_is_found_in_whatever_case_and_alphabet_it_is_written() {
    use crate::partnership::Partnership;
    for test in journals().await {
        let journal = &test.journal;
        let with = |number: u64, mailbox: &str| {
            let contact =
                serde_json::json!({ "name": "Ville", "organisation": null, "role": "party", "mailbox": mailbox });
            let contacts = vec![serde_json::from_value(contact).unwrap()];
            let body = Partnership { contacts, ..Partnership::default() };
            Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
        };
        let entries = [with(1, "Échanges_Nord@ville.example"), with(2, "echanges_nord@ville.example")];
        journal.append(&author(), now(), &entries).await.unwrap();
        let found = async |mail: &str| journal.records_with_mailbox(mail).await.unwrap();
        assert_eq!(found("échanges_NORD@ville.example ").await, [id(1)]);
        assert_eq!(found("Echanges_nord@ville.example").await, [id(2)]);
        assert_eq!(found("echangesxnord@ville.example").await, []);
        assert_eq!(found("nord@ville.example").await, []);
    }
}

/// Damage must not read as a day of 1970.
#[tokio::test]
async fn a_moment_that_no_calendar_has_is_told() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        testing::run(journal, "UPDATE revision SET at = 9000000000000000000").await;
        let read = journal.newest(Kind::Partnership, id(1)).await;
        assert!(matches!(read, Err(JournalError::Stored(at)) if at == "9000000000000000000"));
    }
}

/// Who writes at once may say so in the other order.
#[tokio::test]
async fn the_position_that_is_known_only_moves_forward() {
    let test = testing::in_folder().await;
    let mut watching = test.journal.watch();
    for (heard, known, wakes) in [(3, 3, true), (2, 3, false), (3, 3, false), (5, 5, true)] {
        test.journal.heard(heard);
        assert_eq!(watching.has_changed().unwrap(), wakes, "{heard}");
        assert_eq!(*watching.borrow_and_update(), known);
    }
}

/// The library makes its own table before the first migration: a start that broke off there is begun again.
#[tokio::test]
async fn a_server_register_that_was_broken_off_at_its_first_step_is_made() {
    let Ok(server) = std::env::var("MERIDIEN_TEST_POSTGRES") else { return };
    let url = testing::new_database(&server).await;
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    let table = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
        installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL,
        execution_time BIGINT NOT NULL)";
    sqlx::query(table).execute(&pool).await.unwrap();
    assert!(matches!(Journal::open(Location::Server(&url), false).await, Err(OpenError::Absent(_))));
    let journal = Journal::open(Location::Server(&url), true).await.unwrap();
    assert_eq!(journal.position().await.unwrap(), 0);
    sqlx::query("DROP TABLE change_clock").execute(&pool).await.unwrap();
    assert!(matches!(Journal::open(Location::Server(&url), true).await, Err(OpenError::DatabaseNotOurs)));
}
