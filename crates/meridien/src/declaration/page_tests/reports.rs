//! Mistakes that readers report, until they are answered.

use super::*;
use crate::app::testing::form;
use crate::web::client::Peer;

#[tokio::test]
async fn a_mistake_is_reported_and_answered_without_a_name() {
    let app = app().await;
    let agent = agent(&app).await;
    let address = "/fr/partenariats/0000000A/signaler";
    let short = app.post(address, &[("message", "faux")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("<title>Erreur"), "{}", text(&short.body));
    assert!(text(&app.get(address).await.body).contains("rien ne vous sera envoyé"));
    let followed = target(&app.post(address, &[("message", "La convention date de 2011, pas de 2013.")]).await);
    assert!(text(&app.get(&followed).await.body).contains("Gardez l’adresse"));
    assert!(agent.get("/fr/signalements").await.body.contains("La convention date de 2011"));
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    assert!(!stranger.get("/fr/signalements").await.body.contains("La convention date de 2011"));
    assert_eq!(stranger.post(&followed, &[("answer", "Non")]).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        target(&agent.post(&followed, &[("answer", "Merci, c'est corrigé.")]).await);
    }
    let told = text(&app.get(&followed).await.body);
    assert!(told.contains("corrigé") && told.contains("Par\u{a0}: Ville de Lille"), "{told}");
    // A second answer is not kept, and whoever wrote it learns so.
    let late = ministry(&app).await.post(&followed, &[("answer", "C’était bien 2013.")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let told = text(&late.body);
    assert!(told.contains("a déjà une réponse") && told.contains("C’était bien 2013."), "{told}");
    assert!(told.contains("Par\u{a0}: Ville de Lille") && late.body.contains("<title>Erreur"), "{told}");
    assert!(!app.get(&followed).await.body.contains("bien 2013"));
}

/// Where no agent of its parties has ever come, the ministry learns of a report.
#[tokio::test]
async fn a_report_reaches_somebody() {
    let app = app().await;
    let ministry = ministry(&app).await;
    let invited = NewAccount {
        email: "invite@example.org".into(),
        name: "Invité".into(),
        language: Lang::Fr,
        grants: vec![Grant { role: Role::Agent, scope: Scope::Organisation(id(LILLE)) }],
    };
    app.state.accounts.create(&invited, now()).await.unwrap();
    let told_of = async |message: &str| {
        let before = app.state.jobs.letters().await;
        target(&app.post("/fr/partenariats/0000000A/signaler", &[("message", message)]).await);
        let new = app.state.jobs.letters().await.into_iter().filter(|letter| !before.contains(letter));
        new.map(|letter| letter.to).collect::<Vec<_>>()
    };
    assert_eq!(told_of("La convention date de 2011.").await, [ministry.account.email.as_str()]);
    let agent = agent(&app).await;
    assert_eq!(told_of("La convention date de 2012.").await, [agent.account.email.as_str()]);
}

/// Who floods the queue from one network leaves room in it for the others, and may still sign in.
#[tokio::test]
async fn one_network_does_not_close_the_queue() {
    let app = app().await;
    let send = async |address: &str, fields: &[(&str, &str)], from: [u8; 4]| {
        let mut request = form(address, fields);
        request.extensions_mut().insert(Peer((from, 443).into()));
        app.send(request).await
    };
    let (address, report) = ("/fr/partenariats/0000000A/signaler", [("message", "La convention date de 2011.")]);
    for _ in 0..30 {
        target(&send(address, &report, [192, 0, 2, 1]).await);
    }
    let stopped = send(address, &report, [192, 0, 2, 1]).await;
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = stopped.header("retry-after").parse().unwrap();
    assert!((60..=601).contains(&wait), "reports come more slowly than tries to sign in: {wait}");
    target(&send(address, &report, [198, 51, 100, 1]).await);
    let known = [("email", "a@lille.example"), ("password", "x")];
    assert_eq!(send("/fr/connexion", &known, [192, 0, 2, 1]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Characters that turn round the direction of what follows do not get into the queue.
#[tokio::test]
async fn a_report_cannot_turn_the_queue_round() {
    let app = app().await;
    let report = [("message", "\u{202e}La convention\u{2066} date de 2011.")];
    target(&app.post("/fr/partenariats/0000000A/signaler", &report).await);
    let queue = agent(&app).await.get("/fr/signalements").await.body;
    assert!(queue.contains("<bdi>La convention date de 2011.</bdi>"), "{queue}");
}

/// A report is told to the agents of the parties at home, one letter each, without the address that is the reader's alone.
#[tokio::test]
async fn the_agents_of_a_record_are_written_to_about_a_report() {
    let app = app().await;
    let agent = agent(&app).await;
    sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    sign_in(&app, Role::PartnerAgent, Scope::Organisation(id(KAYES))).await;
    let report = [("message", "La convention date de 2011, voyez https://piege.example.")];
    let followed = target(&app.post("/fr/partenariats/0000000A/signaler", &report).await);
    let letters = app.state.jobs.letters().await;
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [agent.account.email.as_str()]);
    assert!(letters[0].subject.contains("Eau potable entre Lille et Kayes"), "{letters:?}");
    assert!(letters[0].text.contains("/fr/signalements\n"), "{letters:?}");
    assert!(greets_and_signs(&letters[0]), "{letters:?}");
    assert!(!letters[0].text.contains(code(&followed)) && !letters[0].text.contains("piege"), "{letters:?}");
    target(&app.post("/fr/partenariats/0000000A/signaler", &report).await);
    assert_eq!(app.state.jobs.letters().await.len(), 2, "one for each report");
}

/// The reason for which a record is taken away answers what was reported about it.
#[tokio::test]
async fn a_withdrawal_answers_the_open_reports() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let report = [("message", "C’est un doublon, retirez cette fiche.")];
    let followed = target(&app.post("/fr/partenariats/0000000A/signaler", &report).await);
    let manage = "/fr/partenariats/0000000A/gerer";
    let form = text(&ministry.get(manage).await.body);
    assert!(form.contains("Un signalement d’erreur attend une réponse"), "{form}");
    target(&ministry.post(manage, &[("do", "withdraw"), ("reason", "Fiche en double")]).await);
    let told = text(&app.get(&followed).await.body);
    assert!(told.contains("Fiche en double") && told.contains("Par\u{a0}: ministère"), "{told}");
    assert!(!told.contains("la réponse s’y affichera"), "{told}");
    let late = agent.post(&followed, &[("answer", "Nous regardons.")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", text(&late.body));
    assert!(text(&late.body).contains("Fiche en double"));
    // Brought back, it is asked about again.
    target(&ministry.post(manage, &[("do", "reinstate"), ("reason", "Ce n’en est pas un")]).await);
    assert!(text(&app.get(&followed).await.body).contains("la réponse s’y affichera"));
}

/// What waits elsewhere, or about records that are gone, hides no report from whoever answers it.
#[tokio::test]
async fn a_report_behind_two_hundred_others_is_seen_and_an_empty_answer_is_said() {
    let app = app().await.with([record(11)]).await;
    let agent = agent(&app).await;
    let report = |code: usize, record: u64| Mistake {
        code: format!("{code:032}"),
        record: id(record),
        version: 1,
        message: format!("La date {code} est fausse."),
        at: now() + chrono::Duration::seconds(code as i64),
        answer: None,
    };
    for code in 0..=200 {
        let mistake = report(code, if code < 200 { 11 } else { RECORD });
        assert!(app.state.journal.report_mistake(&mistake, now(), 1000).await.unwrap());
    }
    let gone = Entry::withdraw(Kind::Partnership, id(11), 1, "Essai");
    app.state.journal.append(&Author::system("test"), now(), &[gone]).await.unwrap();
    let page = agent.get("/fr/signalements").await.body;
    assert!(page.contains("La date 200 est fausse.") && !page.contains("La date 0 est"), "{}", text(&page));
    let empty = agent.post(&format!("/fr/signalements/{:032}", 200), &[("answer", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = empty.body;
    assert!(empty.contains("<title>Erreur") && text(&empty).contains("Écrivez une réponse"), "{}", text(&empty));
}

/// What readers reported and what posts noted goes along when a record is merged; a reason is kept where the target is wrong.
#[tokio::test]
async fn a_merger_takes_open_reports_and_notes_along() {
    let app = app().await.with([record(11)]).await;
    let ministry = ministry(&app).await;
    let report = [("message", "La convention date de 2011, pas de 2013.")];
    target(&app.post("/fr/partenariats/0000000A/signaler", &report).await);
    let author = Author::system("test");
    app.state.notes.add(id(RECORD), &author, "À revoir", now()).await.unwrap();
    let manage = "/fr/partenariats/0000000A/gerer";
    let wrong = [("do", "merge"), ("target", "nulle part"), ("reason", "Un doublon certain")];
    let refused = ministry.post(manage, &wrong).await.body;
    assert_eq!(refused.matches("value=\"Un doublon certain\"").count(), 1, "{refused}");
    assert!(refused.contains("value=\"nulle part\""), "{refused}");
    let merge = [("do", "merge"), ("target", "0000000B"), ("reason", "Doublon")];
    target(&ministry.post(manage, &merge).await);
    let open = app.state.journal.open_mistakes().await.unwrap();
    assert_eq!(open.iter().map(|mistake| mistake.record).collect::<Vec<_>>(), [id(11)]);
    assert_eq!(app.state.notes.of(id(11)).await.unwrap().len(), 1);
    assert_eq!(app.state.notes.of(id(RECORD)).await.unwrap(), []);
}
