//! Imports that are undone, whole or save what was changed since.

use super::*;
use crate::imports::{kept, undo};
use crate::partnership::identifiers;

#[tokio::test]
async fn an_import_is_undone_whole_save_what_was_edited_since() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let two = format!("{}Puits;Jumelage;Lille;59350;Zourani;Mali;2015;;\n", TABLE.replace("Atlantide", "Mali"));
        let mut first = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = first.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&two)), &Options { now: at, ..options() }, false).await.unwrap();
        first.end(journal, &done.report).await.unwrap();
        assert_eq!(counts(&done), [2, 0, 0, 1]);

        // Another import changes one of them.
        let changed = two.replace("1 234,50", "4 321");
        let mut second = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = second.begin(journal, options().now).await.unwrap().unwrap();
        assert_ne!(first.at, Some(at), "no two imports have one moment");
        let again = run(Some(journal), asked(&file(&changed)), &Options { now: at, ..options() }, false).await.unwrap();
        assert_eq!(counts(&again), [0, 1, 1, 1]);
        let id = again.report.records[0];
        let undone = undo::undo(journal, &mut second, "annulé", options().now).await.unwrap();
        assert_eq!((undone.restored, undone.withdrawn, undone.left), (vec![(Kind::Partnership, id)], vec![], vec![]));
        let back: Partnership = journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
        assert_eq!(back.funding[0].amount, Some("1234.50".parse().unwrap()));

        // People edit the other.
        let other = *done.report.records.iter().find(|record| **record != id).unwrap();
        let held = journal.newest(Kind::Partnership, other).await.unwrap().unwrap();
        let mut edited: Partnership = held.read().unwrap();
        edited.title = Text::new("fr", "Puits et forages");
        let author = Author { actor: "agent".into(), role: "agent".into(), on_behalf_of: None };
        let entry = Entry::publish(Kind::Partnership, other, held.version, &edited, identifiers(&edited));
        journal.append(&author, options().now, &[entry]).await.unwrap();
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        let left = |kind, id, why| undone.left.contains(&undo::Stayed { kind, id, why });
        assert!(left(Kind::Partnership, other, undo::Why::Edited), "{undone:?}");
        let made = edited.parties.iter().find(|party| party.name == "Zourani").unwrap().organisation;
        assert!(left(Kind::Organisation, made, undo::Why::Needed), "the edited record needs it: {undone:?}");
        let stored = kept::find(journal, first.id).await.unwrap().unwrap();
        assert_eq!((stored.undone_at, stored.counts.created), (Some(options().now), 2));
        assert_eq!((stored.state(), stored.may_be_undone()), ("import-state-partly", true));
        assert_eq!(undo::left(journal, &stored).await.unwrap(), undone.left);
    }
}

/// An import of a table as people do it.
async fn done(journal: &Journal, text: &str) -> (kept::Kept, Done) {
    let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
    let at = kept.begin(journal, options().now).await.unwrap().unwrap();
    let done = run(Some(journal), asked(&file(text)), &Options { now: at, ..options() }, false).await.unwrap();
    kept.end(journal, &done.report).await.unwrap();
    (kept, done)
}

#[tokio::test]
async fn imports_are_undone_in_whatever_order() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
        let (mut first, made) = done(journal, &text).await;
        let id = made.report.records[0];
        assert_eq!(kept::made(journal, &first).await.unwrap(), [id]);
        let (mut second, _) = done(journal, &text.replace("1 234,50", "4 321")).await;
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        assert!(undone.left.contains(&undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Edited }));
        let undone = undo::undo(journal, &mut second, "annulé", options().now).await.unwrap();
        assert_eq!(
            (undone.restored, undone.left, second.may_be_undone()),
            (vec![(Kind::Partnership, id)], vec![], false)
        );
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        assert!(undone.withdrawn.contains(&(Kind::Partnership, id)), "{undone:?}");
        assert_eq!((undone.left, first.state()), (vec![], "import-state-undone"));
        assert_eq!(journal.newest(Kind::Partnership, id).await.unwrap().unwrap().change, Change::Withdrawn);
        // Once more there is nothing to do.
        assert_eq!(undo::undo(journal, &mut first, "annulé", options().now).await.unwrap(), undo::Undone::default());
    }
}

#[tokio::test]
async fn what_was_merged_since_stays_and_is_told() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let (mut kept, made) = done(journal, &TABLE.lines().take(2).collect::<Vec<_>>().join("\n")).await;
        let id = made.report.records[0];
        let author = Author { actor: "ministry".into(), role: "ministry".into(), on_behalf_of: None };
        let other = Entry::publish(Kind::Partnership, Id::derived("other"), 0, &Partnership::default(), vec![]);
        let merged = Entry::merge(Kind::Partnership, id, 1, Id::derived("other"), "doublon");
        journal.append(&author, options().now, &[other, merged]).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert!(
            undone.left.contains(&undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Merged }),
            "{undone:?}"
        );
        assert_eq!(kept.state(), "import-state-partly");
    }
}

/// Where nothing can be undone, nothing is said to be; once the record is back, it is.
#[tokio::test]
async fn a_merged_record_is_undone_once_it_is_back() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
        let at = kept.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&text)), &Options { now: at, ..options() }, false).await.unwrap();
        kept.end(journal, &done.report).await.unwrap();
        let id = done.report.records[0];
        let written = journal.newest(Kind::Partnership, id).await.unwrap().unwrap();
        let stays = Id::from_u64(99).unwrap();
        let body: Partnership = written.read().unwrap();
        let author = Author { actor: "ministère".into(), role: "ministry".into(), on_behalf_of: None };
        let other = Entry::publish(Kind::Partnership, stays, 0, &body, Vec::new());
        let merge = Entry::merge(Kind::Partnership, id, written.version, stays, "Doublon");
        journal.append(&author, options().now, &[other, merge]).await.unwrap();

        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        let stays = undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Merged };
        assert!(undone.withdrawn.is_empty() && undone.left.contains(&stays), "{undone:?}");
        assert!(undo::left(journal, &kept).await.unwrap().contains(&stays));
        assert_eq!((kept.undone_at, kept.state(), kept.may_be_undone()), (None, "import-state-done", true));

        let back = Entry::publish(Kind::Partnership, id, written.version + 1, &body, identifiers(&body));
        journal.append(&author, options().now, &[back]).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert!(undone.withdrawn.contains(&(Kind::Partnership, id)), "{undone:?}");
        let left = undo::left(journal, &kept).await.unwrap();
        assert!(
            left.iter().all(|stayed| stayed.why == undo::Why::Needed),
            "the other record has the same parties: {left:?}"
        );
        assert!(kept.undone_at.is_some());
        let newest = journal.newest(Kind::Partnership, id).await.unwrap().unwrap();
        assert_eq!(newest.change, Change::Withdrawn);
    }
}

#[tokio::test]
async fn what_was_undone_may_be_imported_again() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n").replace("Saint-Louis", "Zouranibourg");
        let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = kept.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&text)), &Options { now: at, ..options() }, false).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert_eq!(
            (undone.withdrawn.len() as u64, undone.left.len()),
            (1 + done.report.organisations_created, 0),
            "{undone:?}"
        );
        let id = done.report.records[0];
        assert_eq!(journal.newest(Kind::Partnership, id).await.unwrap().unwrap().change, Change::Withdrawn);
        let again = import(journal, &text).await;
        assert_eq!(again.report.records, [id], "under its old identifier, though its partner was taken back too");
        let newest = journal.newest(Kind::Partnership, again.report.records[0]).await.unwrap().unwrap();
        assert_eq!(newest.change, Change::Published);
        for party in newest.read::<Partnership>().unwrap().parties {
            let organisation = journal.newest(Kind::Organisation, party.organisation).await.unwrap().unwrap();
            assert_eq!(organisation.change, Change::Published, "{party:?}");
        }
    }
}
