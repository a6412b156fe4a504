//! Validation: who publishes, what comes too late, two texts of one field, reasons that the public reads.

use axum::http::StatusCode;

use super::draft::Draft;
use super::page_tests::{
    LILLE, PUBLISHED, RECORD, agent, app, code, fill, filled, hidden, id, ministry, record, submit, target, text,
};
use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::testing::{Answer, TestApp, now};
use crate::journal::{Author, Entry, Kind, Proposal, ProposalState};
use crate::partnership::{Partnership, Verification, identifiers};

const CORRECT: &str = "/fr/partenariats/0000000A/modifier";
const MANAGE: &str = "/fr/partenariats/0000000A/gerer";

/// A correction of the record, begun.
async fn correct(person: &Person<'_>) -> String {
    target(&person.post(CORRECT, &[]).await)
}

/// A correction of the record's end, handed in.
async fn handed_in(person: &Person<'_>) -> String {
    let list = correct(person).await;
    fill(person, &list, "dates", &[("start", "2013"), ("end", "2030")]).await;
    assert_eq!(target(&submit(person, &list).await), format!("{list}/envoye"));
    list
}

fn review(list: &str) -> String {
    list.replace("/declarer/", "/valider/")
}

async fn publish(person: &Person<'_>, list: &str) -> Answer {
    person.post(&review(list), &[("do", "publish")]).await
}

async fn stored(app: &TestApp, list: &str) -> Option<Proposal> {
    app.state.journal.proposal(code(list).parse().unwrap()).await.unwrap()
}

async fn newest(app: &TestApp) -> Partnership {
    app.state.journal.newest(Kind::Partnership, id(RECORD)).await.unwrap().unwrap().read().unwrap()
}

/// Whoever validates and changes more than a trifle has somebody else publish, and goes on mending meanwhile.
#[tokio::test]
async fn whoever_mends_more_than_a_trifle_does_not_publish() {
    let app = app().await;
    let (agent, mender, colleague) = (agent(&app).await, ministry(&app).await, ministry(&app).await);
    let list = handed_in(&agent).await;
    fill(&mender, &list, "titre", &[("title.fr", "Assainissement et écoles, une tout autre coopération")]).await;
    let page = mender.get(&review(&list)).await.body;
    assert!(
        text(&page).contains("un collègue doit la publier. Champs corrigés à la validation\u{a0}: Titre."),
        "{page}"
    );
    assert!(!page.contains("value=\"publish\"") && page.contains("Corriger un détail"), "{}", text(&page));
    assert!(text(&mender.get("/fr/valider").await.body).contains("un collègue publie"));
    assert_eq!(publish(&mender, &list).await.status, StatusCode::FORBIDDEN);
    let amount = [("funding[0].funders[0].name", "Ville de Lille"), ("funding[0].amount", "9 000 000")];
    assert_eq!(target(&fill(&mender, &list, "financement", &amount).await), review(&list), "he may go on");
    assert!(target(&publish(&colleague, &list).await).starts_with(PUBLISHED));
    assert_eq!(newest(&app).await.funding.len(), 1);
}

/// Many trifles of one text are none, however many saves they take; an amount is none at once.
#[tokio::test]
async fn a_text_is_not_rewritten_little_by_little() {
    let app = app().await;
    let (agent, mender) = (agent(&app).await, ministry(&app).await);
    let long = "Le texte que la collectivité a envoyé au ministère, ".repeat(8);
    let list = correct(&agent).await;
    fill(&agent, &list, "recit", &[("narratives.context.fr", &long)]).await;
    target(&submit(&agent, &list).await);
    let reworked = async || !Draft::read(&stored(&app, &list).await.unwrap()).unwrap().reworked.is_empty();
    fill(&mender, &list, "recit", &[("narratives.context.fr", &long.replacen("envoyé", "transmis hier", 1))]).await;
    assert!(!reworked().await);
    let more = long.replacen("envoyé", "transmis hier", 1).replacen("au ministère", "à personne", 1);
    fill(&mender, &list, "recit", &[("narratives.context.fr", &more)]).await;
    assert!(reworked().await);
    assert_eq!(publish(&mender, &list).await.status, StatusCode::FORBIDDEN);
    // Handed in anew, it is what its author hands in: whoever rewrote it has written in it.
    target(&agent.post(&format!("{list}/reprendre"), &[]).await);
    target(&submit(&agent, &list).await);
    assert_eq!(publish(&mender, &list).await.status, StatusCode::FORBIDDEN);
    assert!(target(&publish(&ministry(&app).await, &list).await).starts_with(PUBLISHED));
}

/// Whoever saves in a draft of others neither gives it up nor takes it back.
#[tokio::test]
async fn a_draft_is_given_up_by_those_whose_it_is() {
    let app = app().await;
    let (agent, colleague, ministry) = (agent(&app).await, agent(&app).await, ministry(&app).await);
    let list = correct(&agent).await;
    fill(&ministry, &list, "dates", &[("start", "2013"), ("end", "2030")]).await;
    assert!(!ministry.get(&list).await.body.contains("/abandonner"));
    assert_eq!(ministry.post(&format!("{list}/abandonner"), &[]).await.status, StatusCode::FORBIDDEN);
    target(&submit(&agent, &list).await);
    assert_eq!(ministry.post(&format!("{list}/reprendre"), &[]).await.status, StatusCode::FORBIDDEN);
    target(&colleague.post(&format!("{list}/reprendre"), &[]).await);
    target(&colleague.post(&format!("{list}/abandonner"), &[]).await);
    assert!(stored(&app, &list).await.is_none());
}

/// What is saved once the declaration was published or given up is shown, to be copied.
#[tokio::test]
async fn what_comes_after_the_end_is_not_lost() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let late = async |person: &Person<'_>, page: &str, list: &str, quiet: bool| {
        let bound = ["edit", "mending", "record", "base"].map(|name| (name, hidden(page, name)));
        let typed = [("title.fr", "Un titre écrit trop tard"), ("quiet", "1")];
        let typed = if quiet { &typed[..] } else { &typed[..1] };
        person.post(&format!("{list}/titre"), &[&bound[..], typed].concat()).await
    };
    // Published while somebody mends.
    let list = filled(&agent).await;
    target(&submit(&agent, &list).await);
    let page = ministry.get(&format!("{list}/titre")).await.body;
    target(&publish(&self::ministry(&app).await, &list).await);
    let told = late(&ministry, &page, &list, false).await;
    assert_eq!(told.status, StatusCode::GONE);
    assert!(told.body.contains("Un titre écrit trop tard</textarea>"), "{}", text(&told.body));
    assert!(text(&told.body).contains("a été publiée entre-temps") && told.body.contains("/fr/partenariats/"));
    let quiet = late(&ministry, &page, &list, true).await;
    assert_eq!(quiet.status, StatusCode::CONFLICT);
    assert!(quiet.body.contains("a été publiée entre-temps") && quiet.body.contains("à copier"), "{}", quiet.body);
    // A reason to send it back, typed meanwhile.
    let back = [("do", "return"), ("reason", "Où sont les écoles ?")];
    let told = ministry.post(&review(&list), &back).await;
    assert!(told.status == StatusCode::CONFLICT && told.body.contains("Où sont les écoles ?"), "{}", text(&told.body));
    // Given up by a colleague.
    let list = filled(&agent).await;
    let page = agent.get(&format!("{list}/titre")).await.body;
    let tasks = agent.get(&list).await.body;
    let bound = ["record", "base"].map(|name| (name, hidden(&tasks, name)));
    target(&self::agent(&app).await.post(&format!("{list}/abandonner"), &bound).await);
    let told = late(&agent, &page, &list, false).await;
    assert!(text(&told.body).contains("a été effacé entre-temps") && told.body.contains("trop tard"), "{}", told.body);
    assert_eq!(target(&agent.post(&format!("{list}/abandonner"), &bound).await), "/fr/espace", "a second press");
    let recalled = agent.post(&format!("{list}/reprendre"), &bound).await;
    assert!(recalled.status == StatusCode::GONE && text(&recalled.body).contains("a été effacé"));
}

/// A press that comes too late or twice leads to what the declaration is now.
#[tokio::test]
async fn a_second_press_leads_on() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = handed_in(&agent).await;
    assert_eq!(target(&agent.post(&format!("{list}/abandonner"), &[]).await), list, "it was handed in");
    target(&ministry.post(&review(&list), &[("do", "return"), ("reason", "Précisez la fin.")]).await);
    assert_eq!(target(&agent.post(&format!("{list}/reprendre"), &[]).await), list);
    assert!(text(&agent.get(&list).await.body).contains("Précisez la fin."), "its page says why it came back");
    let withdraw = [("do", "withdraw"), ("reason", "Fiche en double")];
    for _ in 0..2 {
        assert_eq!(target(&ministry.post(MANAGE, &withdraw).await), MANAGE);
    }
    let other = ministry.post(MANAGE, &[("do", "withdraw"), ("reason", "Un autre motif")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&other.body).contains("Un autre motif") && text(&other.body).contains("Fiche en double"));
    assert_eq!(app.state.journal.history(Kind::Partnership, id(RECORD)).await.unwrap().len(), 2);
}

/// What is mended once the author has taken his declaration back is not written into his draft.
#[tokio::test]
async fn a_mend_that_comes_after_a_recall_is_not_written() {
    let app = app().await;
    let (agent, mender) = (agent(&app).await, ministry(&app).await);
    let list = handed_in(&agent).await;
    let page = mender.get(&format!("{list}/titre")).await.body;
    target(&agent.post(&format!("{list}/reprendre"), &[]).await);
    let fields = ["edit", "mending"].map(|name| (name, hidden(&page, name)));
    let late =
        mender.post(&format!("{list}/titre"), &[&fields[..], &[("title.fr", "Corrigé trop tard")]].concat()).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(text(&late.body).contains("l’a reprise entre-temps") && late.body.contains("Corrigé trop tard"));
    let draft = Draft::read(&stored(&app, &list).await.unwrap()).unwrap();
    assert_eq!(draft.partnership().title.exact("fr"), Some("Eau potable entre Lille et Kayes"));
    assert!(!draft.hands.contains(&mender.account.id));
}

/// Of two texts nothing is chosen beforehand, and both may be kept: of a list, each line once.
#[tokio::test]
async fn both_texts_are_kept_where_somebody_says_so() {
    let app = app().await;
    let (agent, colleague) = (agent(&app).await, agent(&app).await);
    let list = correct(&agent).await;
    let address = format!("{list}/financement");
    let line = |at: usize, name: &str, amount: &str| {
        let of = |field: &str| format!("funding[{at}].{field}");
        vec![(of("funders[0].name"), name.to_owned()), (of("amount"), amount.to_owned())]
    };
    let send = async |person: &Person<'_>, edit: &str, lines: &[Vec<(String, String)>], more: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> = lines.iter().flatten().map(|(name, value)| (&**name, &**value)).collect();
        person.post(&address, &[&[("edit", edit), ("go", "list")][..], &fields, more].concat()).await
    };
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&send(&colleague, &edit, &[line(0, "Ville de Lille", "10"), line(1, "Région de Kayes", "5")], &[]).await);
    let mine = [line(0, "Ville de Lille", "10"), line(1, "Région de Kayes", "7")];
    let asked = send(&agent, &edit, &mine, &[]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let versus = asked.body.split("class=\"versus\"").nth(1).unwrap();
    assert!(!versus.contains("checked") && versus.matches("required").count() == 3, "{versus}");
    let edit = hidden(&asked.body, "edit").to_owned();
    let again = send(&agent, &edit, &mine, &[("merge", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(text(&again.body).contains("Choisissez lequel garder."), "{}", text(&again.body));
    target(&send(&agent, &edit, &mine, &[("merge", "1"), ("choice:funding", "both")]).await);
    let funding = Draft::read(&stored(&app, &list).await.unwrap()).unwrap().partnership().funding;
    let amounts: Vec<String> = funding.iter().map(|line| line.amount.unwrap().to_string()).collect();
    assert_eq!(amounts, ["10", "5", "7"]);
}

/// At publication too: nothing is published of two texts until one or both are chosen.
#[tokio::test]
async fn two_corrections_are_published_with_both_texts() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let (one, other) = (correct(&agent).await, correct(&agent).await);
    for (list, context) in [(&one, "Des écoles sont bâties."), (&other, "L’eau est amenée.")] {
        fill(&agent, list, "recit", &[("narratives.context.fr", context)]).await;
        target(&submit(&agent, list).await);
    }
    target(&publish(&ministry, &one).await);
    let asked = publish(&ministry, &other).await.body;
    let newest_version = hidden(&asked, "newest").to_owned();
    let choose = async |more: &[(&str, &str)]| {
        ministry.post(&review(&other), &[&[("do", "publish"), ("newest", &*newest_version)][..], more].concat()).await
    };
    for forged in [&[][..], &[("choice:narratives.context.fr", "autre")]] {
        let again = choose(forged).await;
        assert!(text(&again.body).contains("Choisissez lequel garder."), "{}", text(&again.body));
    }
    target(&choose(&[("choice:narratives.context.fr", "both")]).await);
    let context = newest(&app).await.narratives.context;
    assert_eq!(context.exact("fr"), Some("Des écoles sont bâties.\n\nL’eau est amenée."));
}

/// Reasons are public: what reaches a person is refused, and what was written before is masked.
#[tokio::test]
async fn a_public_reason_reaches_nobody() {
    let app = app().await.with([record(11)]).await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let personal = "À la demande de jean.dupont@exemple.fr, 06 12 34 56 78";
    for fields in [&[("do", "withdraw")][..], &[("do", "merge"), ("target", "0000000B")]] {
        let refused = ministry.post(MANAGE, &[fields, &[("reason", personal)]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(&refused.body).contains("Ce texte sera public"), "{}", text(&refused.body));
        assert!(refused.body.contains("jean.dupont@exemple.fr"), "what was typed is kept");
    }
    let list = correct(&agent).await;
    fill(&agent, &list, "dates", &[("start", "2013"), ("end", "2030")]).await;
    let refused = agent.post(&format!("{list}/verifier"), &[("reason", personal)]).await;
    assert!(text(&refused.body).contains("Ce texte sera public") && refused.body.contains("href=\"#reason\""));
    assert!(refused.body.contains("jean.dupont@exemple.fr"), "what was typed is kept");
    assert_eq!(stored(&app, &list).await.unwrap().state, ProposalState::Draft);
    target(&submit(&agent, &list).await);
    // From before.
    let author = Author::system("test");
    let body = newest(&app).await;
    let mut entry = Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body));
    entry.reason = Some(personal.to_owned());
    app.state.journal.append(&author, now(), &[entry]).await.unwrap();
    let history = app.get("/fr/partenariats/0000000A/historique").await.body;
    let withdraw = Entry::withdraw(Kind::Partnership, id(RECORD), 2, personal);
    app.state.journal.append(&author, now(), &[withdraw]).await.unwrap();
    let page = app.get("/fr/partenariats/0000000A").await;
    assert_eq!(page.status, StatusCode::GONE);
    let api = app.get("/api/v1/partnerships/0000000A").await.body;
    for shown in [history, page.body, api, app.get("/api/v1/changes").await.body] {
        assert!(shown.contains("À la demande de"), "{shown}");
        assert!(!shown.contains("dupont") && !shown.contains("34 56"), "{shown}");
    }
}

/// A correction that corrects nothing is not handed in, nor is one of a record that is public no more.
#[tokio::test]
async fn an_empty_correction_is_not_handed_in() {
    let mut body = newest(&app().await).await;
    body.provenance.verification = Verification::Validated;
    let app = app().await.with([Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body))]).await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = correct(&agent).await;
    let check = agent.get(&format!("{list}/verifier")).await.body;
    assert!(text(&check).contains("Rien n’a changé par rapport à la fiche publiée"), "{}", text(&check));
    assert!(!text(&check).contains("Validée par le ministère"), "a draft is validated by nobody");
    assert!(text(&submit(&agent, &list).await.body).contains("Rien n’a changé"));
    assert_eq!(stored(&app, &list).await.unwrap().state, ProposalState::Draft);
    // Two corrections that say the same: the second says nothing any more.
    let (one, other) = (handed_in(&agent).await, handed_in(&agent).await);
    target(&publish(&ministry, &one).await);
    let empty = publish(&ministry, &other).await;
    assert!(text(&empty.body).contains("Rien n’a changé par rapport à la fiche publiée"), "{}", text(&empty.body));
    fill(&agent, &list, "titre", &[("title.fr", "Eau et écoles")]).await;
    target(&ministry.post(MANAGE, &[("do", "withdraw"), ("reason", "Doublon")]).await);
    let gone = submit(&agent, &list).await;
    assert!(text(&gone.body).contains("a été retirée le"), "{}", text(&gone.body));
    assert_eq!(stored(&app, &list).await.unwrap().state, ProposalState::Draft);
}

/// A record that takes over the parties of one that nobody validated is validated no more.
#[tokio::test]
async fn a_merger_validates_nothing() {
    let mut body = newest(&app().await).await;
    body.provenance.verification = Verification::Validated;
    let validated = Entry::publish(Kind::Partnership, id(RECORD), 1, &body, identifiers(&body));
    let app = app().await.with([record(11), validated]).await;
    let ministry = ministry(&app).await;
    let merge = [("do", "merge"), ("target", "0000000A"), ("reason", "Doublon")];
    target(&ministry.post("/fr/partenariats/0000000B/gerer", &merge).await);
    assert_eq!(newest(&app).await.provenance.verification, Verification::ImportedUnverified);
    let back = [("do", "reinstate"), ("reason", "Ce n’était pas le même")];
    target(&ministry.post("/fr/partenariats/0000000B/gerer", &back).await);
    assert_eq!(newest(&app).await.provenance.verification, Verification::Validated);
}

/// The comparison of two versions says whose they are; what comes back is said to come back.
#[tokio::test]
async fn compared_versions_name_their_authors_and_reasons() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    target(&publish(&ministry, &handed_in(&agent).await).await);
    let compared = text(&app.get("/fr/partenariats/0000000A/historique?de=2&a=1").await.body);
    assert!(compared.contains("Version 2") && compared.contains("Version 1"), "{compared}");
    assert!(compared.contains("Ville de Lille · Validée par le ministère"), "{compared}");
    assert!(compared.contains("Première déclaration"), "{compared}");
    target(&ministry.post(MANAGE, &[("do", "withdraw"), ("reason", "Par erreur")]).await);
    target(&ministry.post(MANAGE, &[("do", "reinstate"), ("reason", "C’était une erreur")]).await);
    let history = text(&app.get("/fr/partenariats/0000000A/historique").await.body);
    assert!(history.contains("Fiche rétablie") && !history.contains("Aucun champ n’a changé"), "{history}");
}

/// What a record said last and nobody can read is a fault of the register, not a record that is not there.
#[tokio::test]
async fn what_cannot_be_read_is_not_brought_back() {
    let app = app().await;
    let ministry = ministry(&app).await;
    let damaged = Entry::publish(Kind::Partnership, id(RECORD), 1, &newest(&app).await, vec![]);
    let damaged = Entry { body: r#"{"title":3}"#.to_owned(), ..damaged };
    for entry in [damaged, Entry::withdraw(Kind::Partnership, id(RECORD), 2, "Doublon")] {
        app.state.journal.append(&Author::system("test"), now(), &[entry]).await.unwrap();
    }
    let listed = ministry.get("/fr/gerer").await;
    assert_eq!(listed.status, StatusCode::OK, "{}", listed.body);
    assert!(text(&listed.body).contains("La fiche 0000000A ne peut pas être lue"), "{}", listed.body);
    let back = ministry.post(MANAGE, &[("do", "reinstate"), ("reason", "C’était une erreur")]).await;
    assert_eq!(back.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", back.body);
}

/// What is said of corrections under way is said of one or of several.
#[tokio::test]
async fn one_correction_under_way_is_said_of_one() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    handed_in(&agent).await;
    let page = text(&ministry.get(MANAGE).await.body);
    assert!(page.contains("elle ne pourra pas être publiée. Son auteur"), "{page}");
    handed_in(&sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await).await;
    let page = text(&ministry.get(MANAGE).await.body);
    assert!(page.contains("elles ne pourront pas être publiées. Leurs auteurs"), "{page}");
}

/// The reason of a correction is public: whoever writes it has declared it with its author, even where it is refused.
#[tokio::test]
async fn whoever_writes_the_reason_does_not_publish() {
    let app = app().await;
    let (agent, writer, idle) = (agent(&app).await, ministry(&app).await, ministry(&app).await);
    let list = correct(&agent).await;
    fill(&agent, &list, "dates", &[("start", "2013"), ("end", "2010")]).await;
    let check = format!("{list}/verifier");
    let reason = [("reason", "Écrit par le ministère")];
    assert_ne!(writer.post(&check, &reason).await.status, StatusCode::SEE_OTHER);
    assert_ne!(idle.post(&check, &reason).await.status, StatusCode::SEE_OTHER, "it stands there already");
    let draft = Draft::read(&stored(&app, &list).await.unwrap()).unwrap();
    assert_eq!(draft.reason.as_deref(), Some("Écrit par le ministère"));
    assert!(draft.hands.contains(&writer.account.id) && !draft.hands.contains(&idle.account.id), "{:?}", draft.hands);
    fill(&agent, &list, "dates", &[("start", "2013"), ("end", "2030")]).await;
    target(&agent.post(&check, &reason).await);
    let letters = app.state.jobs.letters().await;
    assert!(letters.iter().all(|letter| letter.to != writer.account.email), "{letters:?}");
    assert_eq!(publish(&writer, &list).await.status, StatusCode::FORBIDDEN);
    assert!(target(&publish(&idle, &list).await).starts_with(PUBLISHED));
}

/// Those whom it concerns are told when a record goes and when it comes back, with all the corrections that they have begun.
#[tokio::test]
async fn a_record_that_goes_and_comes_back_is_told_with_every_correction() {
    let app = app().await;
    let (agent, colleague, ministry) = (agent(&app).await, agent(&app).await, ministry(&app).await);
    let (one, other) = (correct(&agent).await, correct(&agent).await);
    let letter = async |to: &Person<'_>, subject: &str| {
        let letters = app.state.jobs.letters().await;
        let of = |letter: &&crate::job::mail::Mail| letter.to == to.account.email && letter.subject.contains(subject);
        letters.iter().find(of).unwrap_or_else(|| panic!("{letters:?}")).text.clone()
    };
    target(&ministry.post(MANAGE, &[("do", "withdraw"), ("reason", "Par erreur")]).await);
    let gone = letter(&agent, "Fiche retirée").await;
    assert!(gone.contains("Vos 2 corrections") && gone.contains(&one) && gone.contains(&other), "{gone}");
    target(&ministry.post(MANAGE, &[("do", "reinstate"), ("reason", "C’était une erreur")]).await);
    let back = letter(&agent, "Fiche rétablie").await;
    assert!(back.contains("peuvent de nouveau") && back.contains(&one) && back.contains(&other), "{back}");
    let told = letter(&colleague, "Fiche rétablie").await;
    assert!(told.contains("C’était une erreur") && !told.contains("/declarer/"), "{told}");
}
