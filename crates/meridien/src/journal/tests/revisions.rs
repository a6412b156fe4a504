//! Revisions of records: written against the version that was seen, read, listed and found.

use super::*;

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
