//! The pages of a declaration, over HTTP, by role.

mod published;
mod reports;
mod sections;
mod space;

use axum::http::StatusCode;

use crate::access::{Grant, Role, Scope};
use crate::account::NewAccount;
use crate::account::testing::{Person, sign_in, sign_in_as};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, now};
use crate::declaration::draft::Draft;
use crate::job::mail::Mail;
use crate::journal::{Author, Entry, Kind, Mistake, ProposalState};
use crate::organisation::{self, Organisation, OrganisationKind, Successor};
use crate::partnership::{Contact, ContactRole, Partnership, Party, PartyRole, Verification, identifiers};
use crate::value::{Id, Text};
use crate::web::Lang;

pub(super) const LILLE: u64 = 1;
const KAYES: u64 = 2;
pub(super) const RECORD: u64 = 10;
/// Where whoever publishes is led, before the record's identifier.
pub(super) const PUBLISHED: &str = "/fr/valider?fait=publie&fiche=";

pub(super) fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn authority(number: u64, kind: OrganisationKind, country: &str, name: &str) -> Entry {
    let organisation = Organisation::new(kind, country.parse().ok(), name);
    Entry::publish(Kind::Organisation, id(number), 0, &organisation, Vec::new())
}

fn party(number: u64, name: &str, country: &str) -> Party {
    Party {
        organisation: id(number),
        name: name.to_owned(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    }
}

fn partnership() -> Partnership {
    let mut partnership = Partnership {
        title: Text::new("fr", "Eau potable entre Lille et Kayes"),
        start: "2013".parse().ok(),
        parties: vec![party(LILLE, "Ville de Lille", "FR"), party(KAYES, "Région de Kayes", "ML")],
        ..Partnership::default()
    };
    partnership.themes.main = Some("4.1.1".into());
    partnership
}

pub(super) fn record(number: u64) -> Entry {
    let body = partnership();
    Entry::publish(Kind::Partnership, id(number), 0, &body, identifiers(&body))
}

pub(super) fn entries() -> [Entry; 5] {
    [
        authority(LILLE, OrganisationKind::Commune, "FR", "Ville de Lille"),
        authority(KAYES, OrganisationKind::Region, "ML", "Région de Kayes"),
        authority(3, OrganisationKind::Commune, "FR", "Saint-Martin"),
        authority(4, OrganisationKind::Commune, "FR", "Saint-Martin"),
        record(RECORD),
    ]
}

pub(super) async fn app() -> TestApp {
    TestApp::new(Settings::default()).await.with(entries()).await
}

pub(super) async fn agent(app: &TestApp) -> Person<'_> {
    sign_in(app, Role::Agent, Scope::Organisation(id(LILLE))).await
}

pub(super) async fn ministry(app: &TestApp) -> Person<'_> {
    sign_in(app, Role::Ministry, Scope::Everything).await
}

/// The address that an answer leads to, without the language's prefix.
pub(super) fn target(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(&answer.body));
    answer.header("location").to_owned()
}

/// A page's texts, for messages.
pub(super) fn text(html: &str) -> String {
    html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim()).collect::<Vec<_>>().join(" ")
}

/// The value of a hidden field.
pub(super) fn hidden<'a>(html: &'a str, name: &str) -> &'a str {
    let start = html.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {}", text(html)));
    let rest = &html[start + name.len() + 15..];
    &rest[..rest.find('"').unwrap()]
}

/// A new declaration.
async fn begin(person: &Person<'_>) -> String {
    target(&person.post("/fr/declarer", &[("from", "new")]).await)
}

/// Saves a section as the page in a browser would, and returns the answer.
pub(super) async fn fill(person: &Person<'_>, list: &str, section: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(&format!("{list}/{section}")).await;
    assert_eq!(page.status, StatusCode::OK, "{section}: {}", text(&page.body));
    let edit = [("edit", hidden(&page.body, "edit")), ("go", "next")];
    person.post(&format!("{list}/{section}"), &[&edit[..], fields].concat()).await
}

/// A declaration that nothing keeps from being handed in.
pub(super) async fn filled(person: &Person<'_>) -> String {
    let list = begin(person).await;
    let parties =
        [("parties[0].name", "Ville de Lille"), ("parties[1].name", "region de kayes"), ("parties[1].role", "partner")];
    assert_eq!(target(&fill(person, &list, "collectivites", &parties).await), format!("{list}/titre"));
    fill(person, &list, "titre", &[("title.fr", "Bibliothèques de quartier")]).await;
    fill(person, &list, "forme", &[("form", "cooperation_project")]).await;
    fill(person, &list, "dates", &[("start", "06/2013")]).await;
    fill(person, &list, "themes", &[("themes.main", "1.1")]).await;
    list
}

pub(super) async fn submit(person: &Person<'_>, list: &str) -> Answer {
    person.post(&format!("{list}/verifier"), &[("reason", "Première déclaration")]).await
}

pub(super) fn code(list: &str) -> &str {
    list.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_declaration_goes_from_the_agent_to_the_public() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    let tasks = agent.get(&list).await.body;
    assert!(
        text(&tasks).contains("Bibliothèques de quartier") && text(&tasks).contains("5 sections terminées sur 18"),
        "{}",
        text(&tasks)
    );
    let check = agent.get(&format!("{list}/verifier")).await.body;
    assert!(text(&check).contains("juin 2013") && text(&check).contains("region de kayes"), "{}", text(&check));
    assert!(text(&check).contains("Eau potable entre Lille et Kayes"), "the same ends in the same years are shown");
    assert_eq!(target(&submit(&agent, &list).await), format!("{list}/envoye"));
    let sent = agent.get(&format!("{list}/envoye")).await.body;
    let record = app.state.journal.proposals(ProposalState::Submitted).await.unwrap()[0].record;
    assert!(sent.contains(&record.to_string()));
    let read = agent.get(&list).await.body;
    for told in ["Bibliothèques de quartier", "juin 2013", "region de kayes", "a été envoyée au ministère"] {
        assert!(text(&read).contains(told), "what was sent is still read: {told}: {}", text(&read));
    }
    assert!(
        !text(&read).contains("commencez par où vous voulez") && !read.contains(&format!("{list}/titre")),
        "{read}"
    );

    assert_eq!(agent.get("/fr/valider").await.status, StatusCode::FORBIDDEN);
    let review = format!("/fr/valider/{}", code(&list));
    assert_eq!(agent.post(&review, &[("do", "publish")]).await.status, StatusCode::FORBIDDEN);
    assert!(ministry.get("/fr/valider").await.body.contains("Ville de Lille"));
    assert_eq!(app.get(&format!("/fr/partenariats/{record}")).await.status, StatusCode::NOT_FOUND);
    assert!(target(&ministry.post(&review, &[("do", "publish")]).await).starts_with(PUBLISHED));
    let published = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let body: Partnership = published.read().unwrap();
    assert_eq!(body.provenance.verification, Verification::Validated);
    assert_eq!(body.parties[1], party(KAYES, "region de kayes", "ML"), "the name as it was signed");
    assert_eq!((published.author.role.as_str(), published.author.on_behalf_of), ("agent", Some(id(LILLE))));
    let history = app.get(&format!("/fr/partenariats/{record}/historique")).await.body;
    let told = text(&history).to_lowercase();
    assert!(told.contains("agent d") && told.contains("ville de lille"), "{told}");
    assert!(told.contains("validée par le ministère"), "{told}");
    assert!(!history.contains("Camille"), "the account's name is not public");
}

/// Whoever decides is told what became of which declaration.
#[tokio::test]
async fn the_queue_says_what_was_decided() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    let review = format!("/fr/valider/{}", code(&list));
    for (decision, said, linked) in [
        ([("do", "return"), ("reason", "Et la fin ?")], "Renvoyée à la collectivité\u{a0}: Bibliothèques", false),
        ([("do", "publish"), ("reason", "")], "Publiée\u{a0}: Bibliothèques de quartier", true),
    ] {
        target(&submit(&agent, &list).await);
        let page = ministry.get(&target(&ministry.post(&review, &decision).await)).await.body;
        let notice = page.split("role=\"status\">").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(text(&format!("<p>{notice}")).contains(said), "{notice}");
        assert_eq!(notice.contains("href=\"/fr/partenariats/"), linked, "{notice}");
        assert!(text(&page).contains("Aucune fiche n’attend."), "{}", text(&page));
    }
    let forged = ministry.get("/fr/valider?fait=renvoye&fiche=0000000A").await;
    assert!(forged.status == StatusCode::OK && !forged.body.contains("role=\"status\""), "{}", forged.body);
}

/// The queue counts all that the page of a declaration shows to verify.
#[tokio::test]
async fn the_queue_counts_hints_and_possible_duplicates() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    fill(&agent, &list, "documents", &[("documents[0].title.fr", "Bilan")]).await;
    target(&submit(&agent, &list).await);
    let review = ministry.get(&format!("/fr/valider/{}", code(&list))).await.body;
    assert_eq!(review.matches("<p class=\"note\">").count(), 1, "a document that is only cited: {}", text(&review));
    assert!(text(&review).contains("Eau potable entre Lille et Kayes"), "a possible duplicate: {}", text(&review));
    let queue = ministry.get("/fr/valider").await.body;
    assert!(queue.contains("data-label=\"À vérifier\">2</td>"), "{queue}");
}

#[tokio::test]
async fn nobody_validates_what_he_declared() {
    let app = app().await;
    let grants = [(Role::Agent, Scope::Organisation(id(LILLE))), (Role::Ministry, Scope::Everything)];
    let both = sign_in_as(&app, grants.into_iter().map(|(role, scope)| Grant { role, scope }).collect()).await;
    let list = filled(&both).await;
    target(&submit(&both, &list).await);
    let review = format!("/fr/valider/{}", code(&list));
    assert!(text(&both.get(&review).await.body).contains("une autre personne doit la valider"));
    assert_eq!(both.post(&review, &[("do", "publish")]).await.status, StatusCode::FORBIDDEN);
    assert!(target(&ministry(&app).await.post(&review, &[("do", "publish")]).await).starts_with(PUBLISHED));
}

#[tokio::test]
async fn a_faulty_text_and_codes_that_do_not_exist_are_told() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    fill(&agent, &list, "titre", &[("title.fr", "")]).await;
    let page = agent.get(&format!("{list}/titre")).await.body;
    assert!(page.contains("aria-invalid=\"true\" aria-describedby=\"title-hint title-fault-1\""), "{page}");
    fill(&agent, &list, "themes", &[("themes.main", "1.1"), ("themes.purposes", "14030; 99999, abc")]).await;
    let page = agent.get(&format!("{list}/themes")).await.body;
    assert!(text(&page).contains("liste du CAD\u{a0}: 99999, abc."), "{}", text(&page));
}

#[tokio::test]
async fn whoever_saves_and_stays_is_told_so() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let address = format!("{list}/titre");
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    let typed = [("edit", edit.as_str()), ("title.fr", "Un titre")];
    let stays = target(&agent.post(&address, &[&typed[..], &[("go", "stay")]].concat()).await);
    assert_eq!(stays, format!("{address}?fait=enregistre"));
    let told = text(&agent.get(&stays).await.body);
    assert!(told.contains("Enregistré à ") && told.contains("(temps universel)"), "{told}");
    assert!(!text(&agent.get(&address).await.body).contains("Enregistré à "));
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    let typed = [("edit", edit.as_str()), ("title.fr", "Un autre titre"), ("quiet", "1")];
    let quiet = agent.post(&address, &typed).await.body;
    assert!(quiet.contains("\"saved\":\"Enregistré à "), "{quiet}");
    let programmes = agent.get(&format!("{list}/programmes")).await.body;
    assert!(text(&programmes).contains("Aucun programme n’est au registre"), "{}", text(&programmes));
}

#[tokio::test]
async fn a_declaration_comes_back_with_reasons_by_field() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    target(&submit(&agent, &list).await);
    let review = format!("/fr/valider/{}", code(&list));
    let unsaid = ministry.post(&review, &[("do", "return")]).await;
    assert!(text(&unsaid.body).contains("Dites ce qui manque"), "a reason is asked for");
    let nowhere = ministry.post(&review, &[("do", "return"), ("remark-field", ""), ("remark-text", "Lequel ?")]).await;
    assert!(nowhere.body.contains("value=\"Lequel ?\""), "a remark without a field is not lost");
    let page = ministry.get(&review).await.body;
    assert!(page.contains("value=\"narratives.outlook\""), "an empty text may be asked for: {page}");
    assert!(!page.contains("<option value=\"demo\"") && !page.contains("<option value=\"iati\""));
    let asked = [
        ("do", "return"),
        ("remark-field", "start"),
        ("remark-text", "Quel jour ?"),
        ("remark-field", "start"),
        ("remark-text", "Et quel mois ?"),
        ("remark-field", "title.fr"),
        ("remark-text", "Plus court"),
    ];
    target(&ministry.post(&review, &asked).await);
    let tasks = text(&agent.get(&list).await.body);
    for remark in ["Quel jour", "Et quel mois", "Plus court"] {
        assert!(tasks.contains(remark), "{remark}: {tasks}");
    }
    for (section, remark) in [("dates", "Quel jour"), ("dates", "Et quel mois"), ("titre", "Plus court")] {
        let page = agent.get(&format!("{list}/{section}")).await.body;
        assert!(text(&page).contains(remark), "{remark}: {}", text(&page));
    }
    fill(&agent, &list, "dates", &[("start", "12/06/2013")]).await;
    assert_eq!(target(&submit(&agent, &list).await), format!("{list}/envoye"));
    // It is read against what was asked, and of which text.
    let read = ministry.get(&review).await.body;
    for told in ["Nouvelle fiche · renvoyée, puis envoyée à nouveau", "Quel jour ? Et quel mois", "Plus court"] {
        assert!(text(&read).contains(told), "{told}: {}", text(&read));
    }
    let since = read.split("Ce qui a changé depuis le renvoi</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(since.contains("<del>juin 2013</del><ins>12 juin 2013</ins>") && !since.contains("Titre"), "{since}");
    assert!(text(&ministry.get("/fr/valider").await.body).contains("renvoyée, puis envoyée à nouveau"));
    target(&agent.post(&format!("{list}/reprendre"), &[]).await);
    target(&agent.post(&format!("{list}/abandonner"), &[]).await);
    assert_eq!(agent.get(&list).await.status, StatusCode::NOT_FOUND);
}

/// Where the author is gone, his colleagues learn what is to be done.
#[tokio::test]
async fn a_declaration_whose_author_is_gone_comes_back_to_his_colleagues() {
    let app = app().await;
    let (author, colleague, ministry) = (agent(&app).await, agent(&app).await, ministry(&app).await);
    let list = filled(&author).await;
    target(&submit(&author, &list).await);
    app.state.journal.erase_account(author.account.id, now()).await.unwrap();
    let asked = [("do", "return"), ("remark-field", "start"), ("remark-text", "Quel jour ?")];
    target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &asked).await);
    let letters = app.state.jobs.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.starts_with("À compléter")).collect();
    assert_eq!(told.len(), 1, "{letters:?}");
    assert!(told[0].to == colleague.account.email && told[0].text.contains(&list), "{told:?}");
    assert_eq!(colleague.get(&list).await.status, StatusCode::OK);
}

/// Whoever writes in a colleague's declaration has declared it too, whatever his other roles.
#[tokio::test]
async fn nobody_validates_what_he_wrote_in_a_colleagues_declaration() {
    let app = app().await;
    let (colleague, validator) = (agent(&app).await, ministry(&app).await);
    let roles = [(Role::Agent, Scope::Organisation(id(LILLE))), (Role::Ministry, Scope::Everything)];
    let both = sign_in_as(&app, roles.map(|(role, scope)| Grant { role, scope }).to_vec()).await;
    let list = filled(&colleague).await;
    fill(&both, &list, "titre", &[("title.fr", "Un autre titre")]).await;
    submit(&colleague, &list).await;
    let address = list.replace("/declarer/", "/valider/");
    assert_eq!(both.post(&address, &[("do", "publish")]).await.status, StatusCode::FORBIDDEN);
    assert!(target(&validator.post(&address, &[("do", "publish")]).await).starts_with(PUBLISHED));
}

/// A decision is about the text that was read, not about one that came meanwhile.
#[tokio::test]
async fn a_text_that_came_meanwhile_is_read_before_it_is_published() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    target(&submit(&agent, &list).await);
    let review = format!("/fr/valider/{}", code(&list));
    let seen = hidden(&ministry.get(&review).await.body, "edit").to_owned();
    target(&agent.post(&format!("{list}/reprendre"), &[]).await);
    fill(&agent, &list, "titre", &[("title.fr", "Un titre jamais lu")]).await;
    target(&submit(&agent, &list).await);
    let refused = ministry.post(&review, &[("do", "publish"), ("edit", &seen)]).await.body;
    assert!(text(&refused).contains("a changé entre-temps") && refused.contains("Un titre jamais lu"), "{refused}");
    assert_eq!(app.state.journal.proposals(ProposalState::Submitted).await.unwrap().len(), 1);
    let back = [("do", "return"), ("edit", seen.as_str()), ("reason", "Où ?")];
    let asked = [("remark-field", "start"), ("remark-text", "Quel jour ?")];
    let kept = ministry.post(&review, &[&back[..], &asked].concat()).await.body;
    assert!(kept.contains("Où ?</textarea>") && kept.contains("value=\"Quel jour ?\""), "{kept}");
    assert!(kept.contains("value=\"start\" selected"), "{kept}");
    let newest = hidden(&kept, "edit").to_owned();
    assert!(target(&ministry.post(&review, &[("do", "publish"), ("edit", &newest)]).await).starts_with(PUBLISHED));
}

/// The second validator who follows the letter learns that another was before him.
#[tokio::test]
async fn a_declaration_that_was_decided_leads_to_the_queue() {
    let app = app().await;
    let (agent, first, second) = (agent(&app).await, ministry(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    target(&submit(&agent, &list).await);
    let review = format!("/fr/valider/{}", code(&list));
    target(&first.post(&review, &[("do", "publish")]).await);
    assert_eq!(target(&second.get(&review).await), "/fr/valider?fait=decide");
    assert_eq!(target(&second.post(&review, &[("do", "publish")]).await), "/fr/valider?fait=decide");
    let queue = second.get("/fr/valider?fait=decide").await.body;
    assert!(text(&queue).contains("a déjà été traitée"), "{}", text(&queue));
    assert_eq!(agent.get(&review).await.status, StatusCode::FORBIDDEN);
    assert_eq!(second.get("/fr/valider/rien").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_typed_while_a_colleague_handed_it_in_is_not_lost() {
    let app = app().await;
    let (agent, colleague) = (agent(&app).await, agent(&app).await);
    let list = filled(&agent).await;
    let address = format!("{list}/titre");
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&submit(&colleague, &list).await);
    let late = agent.post(&address, &[("edit", &edit), ("title.fr", "Un titre écrit trop tard")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Un titre écrit trop tard</textarea>"), "{}", text(&late.body));
    assert!(text(&late.body).contains("a été envoyée au ministère") && late.body.contains("/reprendre"));
}

/// An author who also validates is told that his declaration is public; that it waits, whoever else validates.
#[tokio::test]
async fn an_author_of_the_ministry_is_not_asked_to_validate() {
    let app = app().await;
    let roles = [(Role::Agent, Scope::Organisation(id(LILLE))), (Role::Ministry, Scope::Everything)];
    let both = sign_in_as(&app, roles.map(|(role, scope)| Grant { role, scope }).to_vec()).await;
    let other = ministry(&app).await;
    let list = filled(&both).await;
    target(&submit(&both, &list).await);
    let told = async || app.state.jobs.letters().await.into_iter().map(|letter| letter.to).collect::<Vec<_>>();
    assert_eq!(told().await, [other.account.email.as_str()]);
    target(&other.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
    assert!(told().await.contains(&both.account.email));
    for letter in app.state.jobs.letters().await {
        assert!(greets_and_signs(&letter), "{letter:?}");
    }
}

/// Whether a letter names its receiver, and the operator as its sender.
fn greets_and_signs(letter: &Mail) -> bool {
    letter.text.starts_with("Bonjour Camille Test,\n") && letter.text.ends_with("\n\nMéridien")
}

#[tokio::test]
async fn a_second_click_leads_to_what_was_sent() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let (one, other) = tokio::join!(submit(&agent, &list), submit(&agent, &list));
    assert_eq!((target(&one), target(&other)), (format!("{list}/envoye"), format!("{list}/envoye")));
    assert_eq!(target(&submit(&agent, &list).await), format!("{list}/envoye"));
}
