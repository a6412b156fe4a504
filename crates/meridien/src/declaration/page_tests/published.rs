//! Corrections, mergers, withdrawals and restorations of records that are published.

use super::*;
use crate::journal::testing::run;

#[tokio::test]
async fn a_correction_leaves_the_public_its_version_and_meets_another() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let correct = "/fr/partenariats/0000000A/modifier";
    let (one, other) = (target(&agent.post(correct, &[]).await), target(&agent.post(correct, &[]).await));
    fill(&agent, &one, "titre", &[("title.fr", "Eau et assainissement à Kayes")]).await;
    fill(&agent, &one, "dates", &[("end", "2020")]).await;
    fill(&agent, &other, "titre", &[("title.fr", "Accès à l'eau à Kayes")]).await;
    for list in [&one, &other] {
        target(&submit(&agent, list).await);
    }
    assert!(app.get("/fr/partenariats/0000000A").await.body.contains("Eau potable entre Lille et Kayes"));
    let review = ministry.get(&format!("/fr/valider/{}", code(&one))).await.body;
    assert!(review.contains("<del>") && review.contains("assainissement"), "{}", text(&review));
    target(&ministry.post(&format!("/fr/valider/{}", code(&one)), &[("do", "publish")]).await);
    let address = format!("/fr/valider/{}", code(&other));
    let review = ministry.get(&address).await.body;
    let changes = review.split("<h2>Ce qui change</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(!changes.contains("2020"), "what the other changed is not taken back: {}", text(changes));
    assert!(!changes.contains("Vérification"), "{}", text(changes));
    let both = ministry.post(&address, &[("do", "publish")]).await.body;
    assert!(
        both.contains("Accès à l&#39;eau à Kayes") && both.contains("Eau et assainissement à Kayes"),
        "{}",
        text(&both)
    );
    let newest = hidden(&both, "newest");
    target(&ministry.post(&address, &[("do", "publish"), ("newest", newest), ("choice:title.fr", "mine")]).await);
    let last = app.state.journal.newest(Kind::Partnership, id(RECORD)).await.unwrap().unwrap();
    let body: Partnership = last.read().unwrap();
    assert_eq!((last.version, body.title.exact("fr")), (3, Some("Accès à l'eau à Kayes")));
    assert_eq!(body.end, "2020".parse().ok(), "what only the other changed is kept");
    let compared = app.get("/fr/partenariats/0000000A/historique?de=1&a=3").await.body;
    assert!(compared.contains("<ins>") && text(&compared).contains("2020"), "{}", text(&compared));
    assert_eq!(app.get("/fr/partenariats/0000000A/historique?de=1&a=9").await.status, StatusCode::BAD_REQUEST);
}

/// Whoever found a record wrong is asked for his word again once it was corrected, and nobody else.
#[tokio::test]
async fn a_party_that_found_a_record_wrong_is_told_that_it_was_corrected() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let partner = sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(KAYES))).await;
    let mut told = Vec::new();
    for (version, accord, remark) in [(1, "non", "Il y a deux puits"), (2, "oui", "")] {
        let (version, party) = (version.to_string(), id(KAYES).to_string());
        let word = [("version", &*version), ("partie", &party), ("accord", accord), ("remarque", remark)];
        target(&partner.post("/fr/confirmer/0000000A", &word).await);
        let list = target(&agent.post("/fr/partenariats/0000000A/modifier", &[]).await);
        fill(&agent, &list, "titre", &[("title.fr", &format!("Les puits de Kayes, {accord}"))]).await;
        target(&submit(&agent, &list).await);
        target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
        let letters = app.state.jobs.letters().await.into_iter();
        told.push(letters.filter(|mail| mail.subject.contains("corrigée depuis votre réponse")).collect::<Vec<_>>());
    }
    let [first, second]: [Vec<Mail>; 2] = told.try_into().unwrap();
    assert_eq!((first.len(), second.len()), (1, 1), "once, and not after a yes: {second:?}");
    assert_eq!(first[0].to, partner.account.email);
    assert!(first[0].text.contains("/fr/confirmer/0000000A"), "{}", first[0].text);
}

#[tokio::test]
async fn a_correction_by_an_agent_leaves_the_contacts_of_the_post() {
    let contact = |role, name: &str, mailbox: &str| Contact {
        name: name.into(),
        organisation: None,
        role,
        function: None,
        mailbox: Some(mailbox.into()),
        count: 0,
        persons: Vec::new(),
    };
    let body = Partnership {
        contacts: vec![
            contact(ContactRole::CooperationCorrespondent, "Ambassade", "scac@example.org"),
            contact(ContactRole::Party, "Ville de Lille", "ri@example.org"),
        ],
        ..partnership()
    };
    let app = app().await.with([Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body))]).await;
    for (person, kept) in [(agent(&app).await, true), (ministry(&app).await, false)] {
        let list = target(&person.post("/fr/partenariats/0000000A/modifier", &[]).await);
        let fields = [("contacts[0].mailbox", "change@example.org"), ("contacts[1].mailbox", "mairie@example.org")];
        fill(&person, &list, "contacts", &fields).await;
        let proposal = app.state.journal.proposal(code(&list).parse().unwrap()).await.unwrap().unwrap();
        let contacts = Draft::read(&proposal).unwrap().partnership().contacts;
        let mailbox = if kept { "scac@example.org" } else { "change@example.org" };
        assert_eq!(contacts[0].mailbox.as_deref(), Some(mailbox));
        assert_eq!(contacts[1].mailbox.as_deref(), Some("mairie@example.org"));
    }
}

/// No version is published of a new record: an agent names the post; how it is reached says whoever answers for that, or an
/// earlier record.
#[tokio::test]
async fn a_new_declaration_by_an_agent_does_not_say_how_a_post_is_reached() {
    let post = Contact {
        name: "Ambassade".into(),
        organisation: None,
        role: ContactRole::CooperationCorrespondent,
        function: None,
        mailbox: Some("scac@example.org".into()),
        count: 0,
        persons: Vec::new(),
    };
    let body = Partnership { contacts: vec![post], ..partnership() };
    let app = app().await.with([Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body))]).await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let mailbox = async |list: &str| {
        let proposal = app.state.journal.proposal(code(list).parse().unwrap()).await.unwrap().unwrap();
        let contact = Draft::read(&proposal).unwrap().partnership().contacts.remove(0);
        assert_eq!((contact.name.as_str(), contact.role), ("Ambassade", ContactRole::CooperationCorrespondent));
        contact.mailbox
    };
    let contact = [
        ("contacts[0].name", "Ambassade"),
        ("contacts[0].role", "cooperation_correspondent"),
        ("contacts[0].mailbox", "scac@example.org"),
    ];
    let list = begin(&agent).await;
    fill(&agent, &list, "contacts", &contact).await;
    assert_eq!(mailbox(&list).await, None);
    for person in [&ministry, &agent] {
        fill(person, &list, "contacts", &contact).await;
        assert_eq!(mailbox(&list).await.as_deref(), Some("scac@example.org"), "the ministry said it");
    }
    let earlier = [("from", "earlier"), ("earlier", &*id(RECORD).to_string())];
    let list = target(&agent.post("/fr/declarer", &earlier).await);
    assert_eq!(mailbox(&list).await.as_deref(), Some("scac@example.org"), "the earlier record said it");
}

#[tokio::test]
async fn a_record_is_restored_merged_and_withdrawn_by_the_ministry() {
    let app = app().await.with([record(11)]).await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let manage = "/fr/partenariats/0000000A/gerer";
    let reason = [("do", "withdraw"), ("reason", "x")];
    assert_eq!(agent.post(manage, &reason).await.status, StatusCode::FORBIDDEN);
    let silent = ministry.post(manage, &[("do", "withdraw"), ("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let merge = [("do", "merge"), ("target", "/fr/partenariats/0000000B"), ("reason", "Doublon")];
    target(&ministry.post(manage, &merge).await);
    let moved = app.get("/fr/partenariats/0000000A").await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, "/fr/partenariats/0000000B"));
    let earlier = app.get("/fr/partenariats/0000000A?version=1").await;
    assert!(earlier.status == StatusCode::OK && earlier.body.contains("Eau potable entre Lille et Kayes"));
    assert_eq!(app.get("/fr/partenariats/0000000A?version=2").await.status, StatusCode::NOT_FOUND);

    let (fr, en) = ("/fr/partenariats/0000000B/historique", "/en/partenariats/0000000B/historique");
    assert!(text(&app.get(fr).await.body).contains("Fusion de la fiche 0000000A\u{a0}: Doublon"));
    assert!(text(&app.get(en).await.body).contains("Merged with record 0000000A: Doublon"));

    let list = target(&agent.post("/fr/partenariats/0000000B/modifier", &[]).await);
    fill(&agent, &list, "titre", &[("title.fr", "Autre titre")]).await;
    target(&submit(&agent, &list).await);
    target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
    let manage = "/fr/partenariats/0000000B/gerer";
    let restored = target(&ministry.post(manage, &[("do", "restore"), ("version", "1")]).await);
    assert!(ministry.get(&restored).await.body.contains("Eau potable entre Lille et Kayes"));
    target(&ministry.post(manage, &[("do", "withdraw"), ("reason", "À la demande de la ville")]).await);
    let gone = app.get("/fr/partenariats/0000000B").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("À la demande de la ville"));

    // What was taken away is listed, and comes back as it was last published.
    let listed = ministry.get("/fr/gerer").await.body;
    assert!(listed.contains(manage) && text(&listed).contains("Doublon"), "{}", text(&listed));
    assert_eq!(agent.get("/fr/gerer").await.status, StatusCode::FORBIDDEN);
    assert!(text(&ministry.get(manage).await.body).contains("À la demande de la ville"));
    let silent = ministry.post(manage, &[("do", "reinstate"), ("reason", "")]).await;
    assert!(text(&silent.body).contains("Donnez un motif"), "{}", text(&silent.body));
    target(&ministry.post(manage, &[("do", "reinstate"), ("reason", "Retirée par erreur")]).await);
    let back = app.get("/fr/partenariats/0000000B").await;
    assert!(back.status == StatusCode::OK && back.body.contains("Autre titre"), "{}", text(&back.body));
    let history = app.get("/fr/partenariats/0000000B/historique").await.body;
    assert!(history.contains("Retirée par erreur") && history.contains("À la demande de la ville"));
    // So does what was merged.
    let merged = "/fr/partenariats/0000000A/gerer";
    target(&ministry.post(merged, &[("do", "reinstate"), ("reason", "Ce n’était pas le même")]).await);
    assert_eq!(app.get("/fr/partenariats/0000000A").await.status, StatusCode::OK);
}

/// A record is found to be looked after by its reference or its address.
#[tokio::test]
async fn a_record_to_look_after_is_found_by_its_address() {
    let app = app().await;
    let ministry = ministry(&app).await;
    for typed in ["0000000A", "0000000a", "http%3A%2F%2Flocalhost%2Ffr%2Fpartenariats%2F0000000A"] {
        let answer = ministry.get(&format!("/fr/gerer?fiche={typed}")).await;
        assert_eq!(target(&answer), "/fr/partenariats/0000000A/gerer", "{typed}");
    }
    let unknown = ministry.get("/fr/gerer?fiche=nulle+part").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = unknown.body;
    assert!(unknown.contains("<title>Erreur") && unknown.contains("value=\"nulle part\""), "{}", text(&unknown));
    assert!(
        unknown.contains("href=\"/fr/partenariats?q=nulle%20part\""),
        "words lead to the search: {}",
        text(&unknown)
    );
}

/// What the ministry mends while validating is not put into the author's mouth: the history names the fields.
#[tokio::test]
async fn the_history_says_what_the_ministry_mended() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    target(&submit(&agent, &list).await);
    let record = app.state.journal.proposals(ProposalState::Submitted).await.unwrap()[0].record;
    fill(&ministry, &list, "titre", &[("title.fr", "Bibliothèques de quartiers")]).await;
    target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
    let letters = app.state.jobs.letters().await;
    let told = letters.iter().rfind(|letter| letter.to == agent.account.email).unwrap();
    assert!(told.text.contains("le ministère a corrigé\u{a0}: Titre."), "{told:?}");
    let history = text(&app.get(&format!("/fr/partenariats/{record}/historique")).await.body);
    assert!(history.contains("Corrigé par le ministère à la validation\u{a0}: Titre"), "{history}");
    let english = text(&app.get(&format!("/en/partenariats/{record}/historique")).await.body);
    assert!(english.contains("Mended by the ministry while validating: Title"), "{english}");
    let newest = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    assert_eq!(newest.read::<Partnership>().unwrap().title.exact("fr"), Some("Bibliothèques de quartiers"));
}

/// Whoever corrects a record that is taken away meanwhile is told so, and so is whoever validates the correction.
#[tokio::test]
async fn a_correction_learns_that_its_record_is_gone() {
    let app = app().await.with([record(11)]).await;
    let (author, colleague, ministry) = (agent(&app).await, agent(&app).await, ministry(&app).await);
    let list = target(&author.post("/fr/partenariats/0000000A/modifier", &[]).await);
    fill(&author, &list, "titre", &[("title.fr", "Eau et assainissement à Kayes")]).await;
    target(&submit(&author, &list).await);
    let review = format!("/fr/valider/{}", code(&list));
    let manage = "/fr/partenariats/0000000A/gerer";
    let form = ministry.get(manage).await.body;
    assert!(form.contains(&format!("href=\"{review}\"")), "{form}");
    assert!(text(&form).contains("Une correction de cette fiche est en cours."), "{}", text(&form));
    target(&ministry.post(manage, &[("do", "withdraw"), ("reason", "Fiche en double")]).await);

    let letters = app.state.jobs.letters().await;
    let to = |person: &Person<'_>| letters.iter().rfind(|letter| letter.to == person.account.email).unwrap().clone();
    assert!(to(&author).text.contains(&list) && to(&author).text.contains("Fiche en double"), "{letters:?}");
    assert!(to(&colleague).text.contains("Fiche en double") && !to(&colleague).text.contains(&list), "{letters:?}");
    assert!(greets_and_signs(&to(&author)) && greets_and_signs(&to(&colleague)), "{letters:?}");
    let own = text(&author.get(&list).await.body);
    assert!(own.contains("a été retirée le") && own.contains("Fiche en double"), "{own}");
    assert!(!own.contains("Le public continue de lire"), "{own}");
    let space = text(&author.get("/fr/espace").await.body);
    assert!(space.contains("a été retirée ou fusionnée") && !space.contains("rien à faire"), "{space}");
    let read = ministry.get(&review).await.body;
    assert!(text(&read).contains("Correction d’une fiche retirée le"), "{}", text(&read));
    assert!(text(&read).contains("ne peut pas être publiée") && read.contains("<ins>"), "{}", text(&read));

    target(&ministry.post(manage, &[("do", "reinstate"), ("reason", "Par erreur")]).await);
    target(&ministry.post(manage, &[("do", "merge"), ("target", "0000000B"), ("reason", "Doublon")]).await);
    let letters = app.state.jobs.letters().await;
    let merged = letters.iter().find(|letter| letter.subject.contains("fusionnée")).unwrap();
    assert!(merged.text.contains("/fr/partenariats/0000000B") && merged.text.contains("Doublon"), "{merged:?}");
    assert!(greets_and_signs(merged), "{merged:?}");
    for page in [author.get(&list).await.body, ministry.get(&review).await.body] {
        assert!(text(&page).contains("a été fusionnée avec une autre le"), "{}", text(&page));
        assert!(page.contains("href=\"/fr/partenariats/0000000B\""), "{page}");
    }
}

/// All of a merger is done, or nothing of it.
#[tokio::test]
async fn a_merger_that_cannot_be_finished_changes_nothing() {
    let app = app().await.with([record(11)]).await;
    let ministry = ministry(&app).await;
    app.state.notes.add(id(RECORD), &Author::system("test"), "À revoir", now()).await.unwrap();
    let full = "CREATE TRIGGER full BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'full'); END";
    run(&app.state.journal, full).await;
    let (manage, merge) =
        ("/fr/partenariats/0000000A/gerer", [("do", "merge"), ("target", "0000000B"), ("reason", "Doublon")]);
    assert_eq!(ministry.post(manage, &merge).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(app.get("/fr/partenariats/0000000A").await.status, StatusCode::OK);
    run(&app.state.journal, "DROP TRIGGER full").await;
    target(&ministry.post(manage, &merge).await);
    assert_eq!(app.state.notes.of(id(11)).await.unwrap().len(), 1);
}

/// A merger sent twice leads to the record that stays, which says so.
#[tokio::test]
async fn a_merger_sent_twice_leads_to_the_record_that_stays() {
    let app = app().await.with([record(11)]).await;
    let ministry = ministry(&app).await;
    let manage = "/fr/partenariats/0000000A/gerer";
    let address = "https://atlas.example/fr/partenariats/0000000B?version=1#titre";
    let merge = [("do", "merge"), ("target", address), ("reason", "Doublon")];
    target(&ministry.post(manage, &merge).await);
    let stays = target(&ministry.post(manage, &merge).await);
    assert_eq!(stays, "/fr/partenariats/0000000B/gerer?fusionnee=0000000A");
    let told = text(&ministry.get(&stays).await.body);
    assert!(told.contains("La fiche 0000000A est déjà fusionnée avec celle-ci"), "{told}");
    let other = ministry.get("/fr/partenariats/0000000B/gerer?fusionnee=0000000B").await.body;
    assert!(!text(&other).contains("déjà fusionnée"), "{}", text(&other));
}

#[tokio::test]
async fn a_successor_corrects_what_its_predecessor_signed() {
    let old = Organisation {
        successors: vec![Successor { organisation: id(3), on: "2016-01-01".parse().ok() }],
        ..Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), "Ville de Lille")
    };
    let app = app().await.with([Entry::publish(Kind::Organisation, id(LILLE), 1, &old, Vec::new())]).await;
    let successor = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(4))).await;
    let address = format!("/fr/partenariats/{}/modifier", id(RECORD));
    assert!(successor.get("/fr/espace").await.body.contains(&address), "it is offered");
    assert_eq!(stranger.get(&address).await.status, StatusCode::FORBIDDEN);
    let list = target(&successor.post(&address, &[]).await);
    fill(&successor, &list, "titre", &[("title.fr", "Eau potable à Kayes")]).await;
    assert_eq!(target(&submit(&successor, &list).await), format!("{list}/envoye"));
    let earlier = [("from", "earlier"), ("earlier", &*id(RECORD).to_string())];
    assert_eq!(successor.post("/fr/declarer", &earlier).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_corrections_that_are_wrong_together_are_not_published() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let correct = "/fr/partenariats/0000000A/modifier";
    let (one, other) = (target(&agent.post(correct, &[]).await), target(&agent.post(correct, &[]).await));
    fill(&agent, &one, "dates", &[("end", "2015")]).await;
    fill(&agent, &other, "dates", &[("start", "2018")]).await;
    for list in [&one, &other] {
        target(&submit(&agent, list).await);
    }
    target(&ministry.post(&format!("/fr/valider/{}", code(&one)), &[("do", "publish")]).await);
    let refused = ministry.post(&format!("/fr/valider/{}", code(&other)), &[("do", "publish")]).await.body;
    assert!(text(&refused).contains("contient encore des erreurs"), "{}", text(&refused));
    let last = app.state.journal.newest(Kind::Partnership, id(RECORD)).await.unwrap().unwrap();
    assert_eq!(last.version, 2);
}
