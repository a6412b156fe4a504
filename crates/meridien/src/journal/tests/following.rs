//! What was written after a position, in order.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;

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
