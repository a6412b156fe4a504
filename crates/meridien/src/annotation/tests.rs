//! Annotating through the whole program, and the notes on both databases.

use axum::http::StatusCode;

use super::{Annotation, Notes};
use crate::access::{Grant, Role, Scope};
use crate::account::testing::{Person as Holder, again, sign_in, sign_in_as};
use crate::app::Settings;
use crate::app::testing::{TestApp, now};
use crate::journal::testing::journals;
use crate::journal::{Author, Entry, Kind, Person};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::value::{Country, Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

const ADDRESS: &str = "/fr/partenariats";

async fn app() -> TestApp {
    let party = |number, country: &str| Party {
        organisation: id(number),
        name: "Ville".into(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let record = Partnership {
        title: Text::new("fr", "Eau"),
        parties: vec![party(1, "FR"), party(2, "ML")],
        ..Partnership::default()
    };
    TestApp::new(Settings::default()).await.with([Entry::publish(Kind::Partnership, id(10), 0, &record, vec![])]).await
}

fn country(code: &str) -> Scope {
    Scope::Country(code.parse::<Country>().unwrap())
}

#[tokio::test]
async fn a_post_annotates_in_public_and_among_administrations() {
    let app = app().await;
    let (record, address) = (format!("{ADDRESS}/{}", id(10)), format!("{ADDRESS}/{}/annoter", id(10)));
    let post = sign_in(&app, Role::Correspondent, country("ML")).await;
    post.post(&address, &[("texte", "Puits <visités> en mai"), ("portee", "public")]).await;
    post.post(&address, &[("texte", "À suivre de près"), ("portee", "interne")]).await;
    let public = app.get(&record).await.body;
    assert!(public.contains("Puits &#60;visités&#62; en mai") && !public.contains("À suivre de près"));
    for output in [format!("{record}.json"), "/fr/partenariats.json".to_owned(), format!("{record}/historique")] {
        assert!(!app.get(&output).await.body.contains("À suivre de près"), "{output}");
    }
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get(&address).await.body;
    assert!(page.contains("À suivre de près") && !page.contains("name=\"retirer\""), "not its own");
    let own = post.get(&address).await.body;
    let ids: Vec<&str> =
        own.split("name=\"retirer\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 2, "{own}");
    assert_eq!(own.matches("cette page ne pourra pas le rétablir").count(), 2, "it is asked once more: {own}");
    for taken in ids {
        assert!(ministry.post(&address, &[("retirer", taken)]).await.status.is_client_error(), "{taken}");
        post.post(&address, &[("retirer", taken)]).await;
    }
    assert!(!app.get(&record).await.body.contains("Puits"));
    assert!(!post.get(&address).await.body.contains("À suivre"));
}

#[tokio::test]
async fn what_everyone_reads_names_nobody_and_appears_once() {
    let app = app().await;
    let (record, address) = (format!("{ADDRESS}/{}", id(10)), format!("{ADDRESS}/{}/annoter", id(10)));
    let post = sign_in(&app, Role::Correspondent, country("ML")).await;
    for text in [
        "Voir Mme Fictive",
        "Monsieur le maire Boubacar Fictif",
        "Maître Fictif",
        "Écrire à k.fictive@example.org",
        "Écrire à k fictive (at) example.org",
        "Appeler le 06 12 34 56 78",
        "tel 76 12 34 56",
        "Tél. : 76.12.34.56",
        "00223 76123456",
    ] {
        let refused = post.post(&address, &[("texte", text), ("portee", "public")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        assert!(refused.body.contains("ni nom de personne") && refused.body.contains(text), "{}", refused.body);
        assert!(refused.body.contains("value=\"public\" checked"), "the choice is kept");
        assert_eq!(post.post(&address, &[("texte", text), ("portee", "interne")]).await.status, StatusCode::SEE_OTHER);
    }
    let sound = "De 2010 à 2012, 12 puits pour 25 000 000 FCFA (SIREN 215 903 501)";
    assert_eq!(post.post(&address, &[("texte", sound), ("portee", "public")]).await.status, StatusCode::SEE_OTHER);
    for _ in 0..2 {
        post.post(&address, &[("texte", "Puits \u{202e}visités"), ("portee", "public")]).await;
    }
    assert_eq!(app.get(&record).await.body.matches("Puits visités").count(), 1);
    let own = post.get(&address).await.body;
    let taken = own.split("name=\"retirer\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    for _ in 0..2 {
        let back = post.post(&address, &[("retirer", taken)]).await;
        assert!(post.get(back.header("location")).await.body.contains("C’est retiré"));
    }
}

#[tokio::test]
async fn a_post_publishes_the_mailbox_of_its_service_and_of_nobody() {
    let app = app().await;
    let address = format!("{ADDRESS}/{}/poste", id(10));
    let post = sign_in(&app, Role::Correspondent, country("ML")).await;
    let field = format!("correspondant-{}", crate::registers::ids::post(Country::FR, "ML".parse().unwrap()));
    let person = |mail: &str| Person { name: "Ida".into(), mail: Some(mail.into()), ..Person::default() };
    let journal = &app.state.journal;
    journal.put_person(id(90), &person("ida@poste.example"), now()).await.unwrap();
    journal.put_person(id(91), &person("Ondine@poste.example"), now()).await.unwrap();
    journal.erase_person(id(91), now()).await.unwrap();
    let service = format!("service-{field}");
    for (mailbox, said, asks) in [
        ("jean.dupont@gmail.com", "paraît être celle d’une personne", true),
        ("marie-claire.dupond@diplomatie.gouv.fr", "paraît être celle d’une personne", true),
        ("f.keita@diplomatie.gouv.fr", "paraît être celle d’une personne", true),
        ("ida@poste.example", "est celle d’une personne, ou l’a été", false),
        ("ondine@poste.example", "est celle d’une personne, ou l’a été", false),
        ("scac", "n’en est pas une", false),
    ] {
        let refused = post.post(&address, &[("version", "1"), (&field, mailbox)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{mailbox}");
        assert!(refused.body.contains(said) && refused.body.contains(mailbox), "{}", refused.body);
        assert_eq!(refused.body.contains(&service), asks, "{mailbox}");
        if !asks {
            let still = post.post(&address, &[("version", "1"), (&field, mailbox), (&service, "oui")]).await;
            assert_eq!(still.status, StatusCode::UNPROCESSABLE_ENTITY, "{mailbox}");
        }
    }
    for (version, mailbox) in [("1", "scac.bamako@diplomatie.gouv.fr"), ("2", "scacbamako@gmail.com")] {
        let done = post.post(&address, &[("version", version), (&field, mailbox)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{mailbox}: {}", done.body);
    }
    let typed = [("version", "3"), (&field, "etat.civil@poste.example"), (&service, "oui")];
    assert_eq!(post.post(&address, &typed).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn others_neither_write_nor_read_notes() {
    let app = app().await;
    let address = format!("{ADDRESS}/{}/annoter", id(10));
    for (role, scope) in [
        (Role::Correspondent, country("SN")),
        (Role::Agent, Scope::Organisation(id(1))),
        (Role::PartnerAgent, Scope::Organisation(id(2))),
        (Role::Administrator, Scope::Everything),
    ] {
        let person = sign_in(&app, role, scope).await;
        assert_eq!(person.get(&address).await.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(person.post(&address, &[("texte", "x")]).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let post = sign_in(&app, Role::Correspondent, country("ML")).await;
    for wrong in ["", &"é".repeat(4001)] {
        let answer = post.post(&address, &[("texte", wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(wrong), "what was typed comes back");
    }
}

/// What a person may take away: the forms of the page.
async fn taken(person: &Holder<'_>) -> Vec<String> {
    let page = person.get(&format!("{ADDRESS}/{}/annoter", id(10))).await;
    if page.status == StatusCode::FORBIDDEN {
        return Vec::new();
    }
    let forms = page.body.split("name=\"retirer\" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    forms.map(str::to_owned).collect()
}

/// Whoever lost his role takes away what he noted; nobody else reads it by that.
#[tokio::test]
async fn a_note_is_its_author_s_whatever_he_may_do_now() {
    let app = app().await;
    let address = format!("{ADDRESS}/{}/annoter", id(10));
    let post = sign_in(&app, Role::Correspondent, country("ML")).await;
    let other = sign_in(&app, Role::Ministry, Scope::Everything).await;
    post.post(&address, &[("texte", "Note du poste")]).await;
    other.post(&address, &[("texte", "Note du ministère")]).await;
    app.state.accounts.set_grants(post.account.id, &[]).await.unwrap();
    let post = again(&app, post.account).await;
    let page = post.get(&address).await.body;
    assert!(page.contains("Note du poste") && !page.contains("Note du ministère"), "{page}");
    let own = taken(&post).await;
    assert_eq!(own.len(), 1);
    let back = post.post(&address, &[("retirer", &own[0])]).await;
    assert_eq!(back.header("location"), format!("{ADDRESS}/{}", id(10)), "a page that he may read");
    assert_eq!(post.get(&address).await.status, StatusCode::FORBIDDEN, "nothing of his is left");
    assert_eq!(app.state.notes.of(id(10)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_ministry_takes_away_the_notes_of_those_who_are_gone() {
    let app = app().await;
    let address = format!("{ADDRESS}/{}/annoter", id(10));
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let mut gone = Vec::new();
    for text in ["Un", "Deux", "Trois"] {
        let post = sign_in(&app, Role::Correspondent, country("ML")).await;
        post.post(&address, &[("texte", text)]).await;
        gone.push(post.account.id);
    }
    app.state.journal.erase_account(gone[0], now()).await.unwrap();
    app.state.accounts.set_active(gone[1], false).await.unwrap();
    let orphans = taken(&ministry).await;
    assert_eq!(orphans.len(), 2, "not that of whoever is still there");
    let colleague = sign_in(&app, Role::Correspondent, country("ML")).await;
    for orphan in &orphans {
        assert_eq!(colleague.post(&address, &[("retirer", orphan)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ministry.post(&address, &[("retirer", orphan)]).await.status, StatusCode::SEE_OTHER);
    }
    let left: Vec<String> = app.state.notes.of(id(10)).await.unwrap().into_iter().map(|note| note.text).collect();
    assert_eq!(left, ["Trois"]);
}

/// Whoever is the post of two countries of one record takes away what he said as either.
#[tokio::test]
async fn a_correspondent_of_two_countries_takes_away_the_annotations_of_both() {
    let app = app().await;
    let post = |code: &str| crate::registers::ids::post(Country::FR, code.parse().unwrap());
    let both = ["FR", "ML"].map(|code| Grant { role: Role::Correspondent, scope: country(code) });
    let correspondent = sign_in_as(&app, both.into()).await;
    for (number, code) in [(70, "FR"), (71, "ML")] {
        let annotation = Annotation {
            partnership: id(10),
            post: Some(post(code)),
            on: now().date_naive(),
            text: format!("Avis {number}"),
            lang: "fr".into(),
        };
        app.state.journal.append(&Author::system("test"), now(), &[annotation.entry(id(number))]).await.unwrap();
    }
    let own = taken(&correspondent).await;
    assert_eq!(own.len(), 2);
    for annotation in &own {
        let address = format!("{ADDRESS}/{}/annoter", id(10));
        assert_eq!(correspondent.post(&address, &[("retirer", annotation)]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(taken(&correspondent).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_note_sent_twice_is_one() {
    for test in journals().await {
        let notes = Notes::new(&test.journal);
        let author = |actor: &str| Author { actor: actor.into(), role: "ministry".into(), on_behalf_of: None };
        for (actor, text, days) in [("A", "Un", 0), ("A", "Un", 0), ("A", "Deux", 0), ("B", "Un", 0), ("A", "Un", 1)] {
            notes.add(id(10), &author(actor), text, now() + chrono::Duration::days(days)).await.unwrap();
        }
        assert_eq!(notes.of(id(10)).await.unwrap().len(), 4);
    }
}

#[tokio::test]
async fn a_note_is_kept_on_both_databases_and_deleted_by_its_author_alone() {
    for test in journals().await {
        let notes = Notes::new(&test.journal);
        let author = Author { actor: "A".into(), role: "ministry".into(), on_behalf_of: Some(id(3)) };
        notes.add(id(10), &author, "Un", now()).await.unwrap();
        let note = notes.of(id(10)).await.unwrap().remove(0);
        assert_eq!((note.author, note.text.as_str(), note.at), (author, "Un", now()));
        assert!(!notes.delete(id(10), note.id, "B").await.unwrap());
        assert!(!notes.delete(id(11), note.id, "A").await.unwrap());
        assert!(notes.delete(id(10), note.id, "A").await.unwrap());
        assert!(notes.of(id(10)).await.unwrap().is_empty());
    }
}
