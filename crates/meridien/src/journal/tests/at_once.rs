//! What is written, taken out and erased at once.

use super::*;

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
