//! Passages taken out of everything that is kept or saved, and what tells older backups so.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;

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
