//! Persons: kept, corrected, found, imported and erased.

use super::*;

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
