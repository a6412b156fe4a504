//! Facts that are noted, and reports of mistakes with their answers.

use super::*;
use crate::access::Scope;

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
