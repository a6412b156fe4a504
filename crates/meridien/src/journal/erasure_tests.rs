//! Erasures of accounts, requests and persons, on both databases.

use chrono::Duration;

use super::testing::journals;
use super::*;
use crate::account::{Accounts, JoinRequest, NewAccount, Purpose, Secret};
use crate::app::testing::now;
use crate::imports::kept::{Form, Kept, Part, file as import_file, find as find_import, put_file};
use crate::job::Jobs;
use crate::job::mail::Mail;
use crate::web::Lang;

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn account(mail: &str) -> NewAccount {
    NewAccount { email: mail.into(), name: "Ondine Fictive".into(), language: Lang::Fr, grants: Vec::new() }
}

fn request(number: u64, mail: &str) -> JoinRequest {
    JoinRequest {
        id: id(number),
        email: mail.into(),
        name: "Basile Fictif".into(),
        language: Lang::Fr,
        organisation: "Ville".into(),
        role: crate::access::Role::Agent,
        proof: "Site".into(),
        at: now(),
    }
}

fn person(mail: &str) -> Person {
    Person { name: "Ida Fictive".into(), mail: Some(mail.into()), source: "essai".into(), ..Person::default() }
}

/// A letter that waits for an address, and a link that was sent to it.
async fn write_to(journal: &Journal, mail: &str) {
    let letter = Mail { to: mail.into(), subject: "Lien".into(), text: "…".into() };
    assert!(Jobs::new(journal).mail(&format!("essai:{mail}"), &letter, now()).await.unwrap());
    let lasts = Duration::hours(24);
    Accounts::new(journal).keep(Purpose::Persons, &Secret::draw(), mail, lasts, now()).await.unwrap();
}

/// Whether a letter waits for an address, and whether a link sent to it opens.
async fn waits(journal: &Journal, mail: &str) -> (bool, bool) {
    let sql = "SELECT COUNT(*) FROM ticket WHERE purpose = 'persons' AND body = $1";
    let links: i64 =
        db::on!(journal.db.reader(), pool => sqlx::query_scalar(sql).bind(mail).fetch_one(pool).await.unwrap());
    (!Jobs::new(journal).letters_to(mail).await.unwrap().is_empty(), links > 0)
}

#[tokio::test]
async fn letters_and_links_go_with_the_last_that_is_held_under_an_address() {
    let mail = "ida@example.org";
    for test in journals().await {
        let journal = &test.journal;
        for number in [1, 2] {
            journal.put_person(id(number), &person(mail), now()).await.unwrap();
        }
        write_to(journal, "Ida@example.org").await;
        write_to(journal, "other@example.org").await;
        journal.erase_person(id(1), now()).await.unwrap();
        assert_eq!(waits(journal, "Ida@example.org").await, (true, true), "somebody of this address is held still");
        journal.erase_person(id(2), now()).await.unwrap();
        assert_eq!(waits(journal, "Ida@example.org").await, (false, false));
        assert_eq!(waits(journal, "other@example.org").await, (true, true));

        // Those whose time is over.
        journal.put_person(id(3), &person("jan@example.org"), now()).await.unwrap();
        write_to(journal, "jan@example.org").await;
        journal.erase_ended_persons(now() + Duration::days(37 * 31)).await.unwrap();
        assert_eq!(waits(journal, "jan@example.org").await, (false, false));

        // An account has the address: its letters are its holder's.
        let accounts = Accounts::new(journal);
        let holder = accounts.create(&account("kim@example.org"), now()).await.unwrap().unwrap();
        journal.put_person(id(4), &person("kim@example.org"), now()).await.unwrap();
        write_to(journal, "kim@example.org").await;
        journal.erase_person(id(4), now()).await.unwrap();
        assert_eq!(waits(journal, "kim@example.org").await, (true, true));
        journal.erase_account(holder, now()).await.unwrap();
        assert_eq!(waits(journal, "kim@example.org").await, (false, false));
    }
}

#[tokio::test]
async fn a_backup_made_before_is_told_which_accounts_and_requests_were_erased() {
    let lines = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.lines().map(|line| Ok(line.to_owned())).collect::<Vec<_>>().into_iter()
    };
    for test in journals().await {
        let (source, accounts) = (&test.journal, Accounts::new(&test.journal));
        let ondine = accounts.create(&account("ondine@example.org"), now()).await.unwrap().unwrap();
        let kept = accounts.create(&account("kept@example.org"), now()).await.unwrap().unwrap();
        let draft = |number, author: Id| Proposal {
            id: id(number),
            kind: Kind::Partnership,
            record: id(100 + number),
            base: 0,
            author: author.to_string(),
            body: "{}".into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        for (number, author) in [(20, ondine), (21, kept)] {
            source.save_proposal(&draft(number, author)).await.unwrap();
        }
        // One that waits, one that was done, one of another account.
        let mut imports =
            [ondine, ondine, kept].map(|of| Kept::new("liste de Thibaut.csv", Form::Table, Some(of), now()));
        imports[1].at = Some(now());
        for import in &imports {
            import.save(source).await.unwrap();
            for part in [Part::Uploaded, Part::Report] {
                put_file(source, import.id, part, b"Thibaut Fictif").await.unwrap();
            }
        }
        for (number, mail) in [(10, "basile@example.org"), (11, "waits@example.org")] {
            accounts.ask_to_join(&request(number, mail)).await.unwrap();
        }
        for mail in ["ondine@example.org", "basile@example.org", "kept@example.org"] {
            write_to(source, mail).await;
        }
        let mut backup = Vec::new();
        source.save(Extent::Everything, &mut backup).await.unwrap();
        source.erase_account(ondine, now()).await.unwrap();
        // A second request leaves the first in its place.
        accounts.ask_to_join(&request(12, "basile@example.org")).await.unwrap();
        source.erase_join_request(id(10), now()).await.unwrap();
        let mut erasures = Vec::new();
        source.save(Extent::Erasures, &mut erasures).await.unwrap();
        let said = String::from_utf8_lossy(&erasures).to_lowercase();
        assert!(!said.contains("ondine") && !said.contains("basile"), "{said}");
        for target in journals().await {
            let (target, accounts) = (&target.journal, Accounts::new(&target.journal));
            target.load(lines(&backup)).await.unwrap();
            assert_eq!(accounts.all().await.unwrap().len(), 2);
            assert_eq!(target.load_erasures(lines(&erasures)).await.unwrap(), 2);
            assert_eq!(accounts.account(ondine).await.unwrap(), None);
            assert!(accounts.account(kept).await.unwrap().is_some());
            assert_eq!(target.proposals_by(&ondine.to_string()).await.unwrap(), []);
            assert_eq!(target.proposals_by(&kept.to_string()).await.unwrap().len(), 1);
            for (import, stays) in imports.iter().zip([false, true, true]) {
                assert_eq!(find_import(target, import.id).await.unwrap().is_some(), stays);
                for part in [Part::Uploaded, Part::Report] {
                    assert_eq!(import_file(target, import.id, part).await.unwrap().is_some(), stays, "{part:?}");
                }
            }
            let requests = accounts.join_requests().await.unwrap();
            assert_eq!(requests.iter().map(|request| request.id).collect::<Vec<_>>(), [id(11)]);
            assert_eq!(waits(target, "ondine@example.org").await, (false, false));
            assert_eq!(waits(target, "basile@example.org").await, (false, false));
            assert_eq!(waits(target, "kept@example.org").await, (true, true));
            // Whoever asks anew is not the one who was erased.
            let again = JoinRequest { at: now() + Duration::days(1), ..request(13, "basile@example.org") };
            accounts.ask_to_join(&again).await.unwrap();
            target.load_erasures(lines(&erasures)).await.unwrap();
            assert!(accounts.join_request(id(13)).await.unwrap().is_some());
        }
    }
}

/// Databases fold the letters beyond ASCII each in its own way.
#[tokio::test]
async fn an_address_is_one_in_whatever_case_its_letters_are_written() {
    for test in journals().await {
        let (journal, accounts) = (&test.journal, Accounts::new(&test.journal));
        write_to(journal, "É@example.org").await;
        accounts.forget_links("é@example.org").await.unwrap();
        assert_eq!(waits(journal, "É@example.org").await, (true, false));

        write_to(journal, "Ö@example.org").await;
        accounts.ask_to_join(&request(10, "Ö@example.org")).await.unwrap();
        journal.forget_address("ö@example.org").await.unwrap();
        assert_eq!(waits(journal, "Ö@example.org").await, (true, true), "a request has it");
        journal.erase_join_request(id(10), now()).await.unwrap();
        assert_eq!(waits(journal, "Ö@example.org").await, (false, false));

        write_to(journal, "Ü@example.org").await;
        journal.put_person(id(1), &person("Ü@example.org"), now()).await.unwrap();
        journal.forget_address("ü@example.org").await.unwrap();
        assert_eq!(waits(journal, "Ü@example.org").await, (true, true), "a person has it");
        journal.erase_person(id(1), now()).await.unwrap();
        assert_eq!(waits(journal, "Ü@example.org").await, (false, false));
    }
}
