//! The pages of a declaration, over HTTP, by role.

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

    assert_eq!(agent.get("/fr/valider").await.status, StatusCode::FORBIDDEN);
    let review = format!("/fr/valider/{}", code(&list));
    assert_eq!(agent.post(&review, &[("do", "publish")]).await.status, StatusCode::FORBIDDEN);
    assert!(ministry.get("/fr/valider").await.body.contains("Ville de Lille"));
    assert_eq!(app.get(&format!("/fr/partenariats/{record}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(target(&ministry.post(&review, &[("do", "publish")]).await), "/fr/valider");
    let published = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap();
    let body: Partnership = published.read().unwrap();
    assert_eq!(body.provenance.verification, Verification::Validated);
    assert_eq!(body.parties[1], party(KAYES, "region de kayes", "ML"), "the name as it was signed");
    assert_eq!((published.author.role.as_str(), published.author.on_behalf_of), ("agent", Some(id(LILLE))));
    let history = app.get(&format!("/fr/partenariats/{record}/historique")).await.body;
    let told = text(&history).to_lowercase();
    assert!(told.contains("agent d") && told.contains("ville de lille"), "{told}");
    assert!(!history.contains("Camille"), "the account's name is not public");
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
    assert_eq!(target(&ministry(&app).await.post(&review, &[("do", "publish")]).await), "/fr/valider");
}

#[tokio::test]
async fn others_find_nothing() {
    let app = app().await;
    let list = filled(&agent(&app).await).await;
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    for address in [list.clone(), format!("{list}/titre"), format!("{list}/verifier")] {
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let edit = [("edit", "1"), ("title.fr", "Autre")];
    assert_eq!(stranger.post(&format!("{list}/titre"), &edit).await.status, StatusCode::NOT_FOUND);
    let correspondent = sign_in(&app, Role::Correspondent, Scope::Country("ML".parse().unwrap())).await;
    assert_eq!(correspondent.get("/fr/declarer").await.status, StatusCode::FORBIDDEN);
    assert_eq!(correspondent.get("/fr/partenariats/0000000A/modifier").await.status, StatusCode::FORBIDDEN);
    assert_eq!(correspondent.get("/fr/partenariats/0000000A/gerer").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_session_that_ended_loses_no_text() {
    let app = app().await;
    let list = begin(&agent(&app).await).await;
    let answer = app.post(&format!("{list}/titre"), &[("edit", "1"), ("title.fr", "Un titre long à écrire")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("Un titre long à écrire"), "{}", answer.body);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_kept() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    assert_eq!(
        target(&fill(&agent, &list, "dates", &[("start", "hier"), ("end", "2012")]).await),
        format!("{list}/dates")
    );
    let page = agent.get(&format!("{list}/dates")).await.body;
    assert!(page.contains("<title>Erreur\u{a0}: Dates") && page.contains("href=\"#start\""), "{}", text(&page));
    assert!(page.contains("value=\"hier\"") && page.contains("aria-invalid=\"true\""));
    let check = submit(&agent, &list).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(text(&check.body).contains("Une fiche a un titre."), "{}", text(&check.body));
    assert!(app.state.journal.proposals(ProposalState::Submitted).await.unwrap().is_empty());
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
async fn a_warning_asks_for_a_word() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    fill(&agent, &list, "themes", &[("themes.main", "")]).await;
    let refused = submit(&agent, &list).await;
    assert_eq!(refused.status, StatusCode::OK, "a warning without a word");
    let word = [("word:empty-theme themes.main", "Convention générale")];
    assert_eq!(target(&agent.post(&format!("{list}/verifier"), &word).await), format!("{list}/envoye"));
    let review = ministry.get(&format!("/fr/valider/{}", code(&list))).await.body;
    assert!(text(&review).contains("Convention générale"), "{}", text(&review));
}

#[tokio::test]
async fn an_authority_is_chosen_among_homonyms_or_proposed() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = begin(&agent).await;
    let own = [("parties[2].name", "Ville de Lille")];
    let names = [("parties[0].name", "Saint-Martin"), ("parties[1].name", "Cercle de Yélimané")];
    let names = [&names[..], &own].concat();
    assert_eq!(target(&fill(&agent, &list, "collectivites", &names).await), format!("{list}/collectivites"));
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Laquelle est «\u{a0}Saint-Martin\u{a0}»"), "{}", text(&page));
    assert!(page.contains("00000003") && page.contains("00000004"));
    // Without its country: what is missing is said, and the choice is kept.
    let proposed = [
        ("parties[1].organisation", r#"{"id":null,"typed":"Cercle de Yélimané"}"#),
        ("parties[1].organisation.kind", "department"),
    ];
    fill(&agent, &list, "collectivites", &[&names[..], &proposed].concat()).await;
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Indiquez le pays de la collectivité que vous proposez."), "{}", text(&page));
    assert!(page.contains("Cercle de Yélimané&#34;}\" checked"), "{page}");
    assert!(page.contains("<option value=\"department\" selected>"), "{page}");
    let chosen = [
        ("parties[0].name", "Saint-Martin"),
        own[0],
        ("parties[0].organisation", r#"{"id":"00000004","typed":"Saint-Martin"}"#),
        ("parties[1].name", "Cercle de Yélimané"),
        ("parties[1].organisation", r#"{"id":null,"typed":"Cercle de Yélimané"}"#),
        ("parties[1].organisation.country", "ML"),
        ("parties[1].organisation.kind", "department"),
    ];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &chosen).await), format!("{list}/titre"));
    // It is no record of the register yet: its country is shown, and can be corrected.
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Proposée\u{a0}: elle sera créée"), "{}", text(&page));
    assert!(page.contains("<option value=\"ML\" selected>"), "{page}");
    let held = hidden(&page, "parties[1].organisation").replace("&#34;", "\"");
    let corrected = [
        ("parties[0].name", "Saint-Martin"),
        own[0],
        ("parties[1].name", "Cercle de Yélimané"),
        ("parties[1].organisation", &held),
        ("parties[1].organisation.country", "SN"),
        ("parties[1].organisation.kind", "department"),
    ];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &corrected).await), format!("{list}/titre"));
    let check = text(&agent.get(&format!("{list}/verifier")).await.body);
    assert!(check.contains("Cercle de Yélimané · ") && check.contains("Sénégal"), "{check}");
    fill(&agent, &list, "titre", &[("title.fr", "Bibliothèques de quartier")]).await;
    fill(&agent, &list, "forme", &[("form", "twinning")]).await;
    fill(&agent, &list, "dates", &[("start", "2013")]).await;
    fill(&agent, &list, "themes", &[("themes.main", "1.1")]).await;
    let check = text(&agent.get(&format!("{list}/verifier")).await.body);
    assert!(check.contains("Organisations absentes du registre"), "{check}");
    target(&submit(&agent, &list).await);
    let record = app.state.journal.proposals(ProposalState::Submitted).await.unwrap()[0].record;
    target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
    let body: Partnership = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap().read().unwrap();
    assert_eq!(body.parties[0].organisation, id(4));
    let created = app.state.journal.newest(Kind::Organisation, body.parties[1].organisation).await.unwrap().unwrap();
    let created: Organisation = created.read().unwrap();
    assert_eq!((created.kind, created.names[0].name.as_str()), (OrganisationKind::Department, "Cercle de Yélimané"));
}

/// A line that was taken out is said to be gone and put back by a button, without a script.
#[tokio::test]
async fn a_removal_is_said_and_undone() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let section = format!("{list}/financement");
    let line = [("funding[0].funders[0].name", "Région"), ("funding[0].amount", "1 000")];
    fill(&agent, &list, "financement", &line).await;
    let press = async |button: (&str, &str), fields: &[(&str, &str)]| {
        let page = agent.get(&section).await.body;
        let sent = [&[("edit", hidden(&page, "edit")), button], fields].concat();
        target(&agent.post(&section, &sent).await)
    };
    assert_eq!(press(("remove", "funding[0]"), &line).await, format!("{section}#supprime"));
    let page = agent.get(&section).await.body;
    assert!(text(&page).contains("«\u{a0}Ligne 1\u{a0}» n’est plus dans la fiche."), "{}", text(&page));
    assert!(page.contains("name=\"undo\"") && !page.contains("funding[0].amount"), "{page}");
    press(("undo", "1"), &[("funding", "")]).await;
    let page = agent.get(&section).await.body;
    assert!(page.contains("name=\"funding[0].amount\" value=\"1 000\"") && !page.contains("name=\"undo\""), "{page}");
}

/// Lines copied from a spreadsheet become drafts, with what they say; what they do not say is asked for.
#[tokio::test]
async fn lines_of_a_table_become_drafts() {
    let app = app().await;
    let agent = agent(&app).await;
    let begin = async |table: &str| agent.post("/fr/declarer", &[("from", "table"), ("table", table)]).await;
    let refused = begin("Un texte\nsans titres").await;
    assert!(
        refused.body.contains("<title>Erreur") && refused.body.contains("href=\"#table\""),
        "{}",
        text(&refused.body)
    );
    assert!(refused.body.contains("sans titres"), "what was pasted is kept");
    let heads = "Titre\tCollectivité\tPartenaire\tPays\tDébut\n";
    let one = begin(&format!("{heads}Lecture publique\tVille de Lille\tRégion de Kayes\tMali\t2015\n")).await;
    let list = target(&one);
    let page = agent.get(&format!("{list}/verifier")).await.body;
    for said in ["Lecture publique", "Ville de Lille", "Région de Kayes", "2015"] {
        assert!(text(&page).contains(said), "{said}: {}", text(&page));
    }
    let two =
        begin(&format!("{heads}Un\tVille de Lille\tRégion de Kayes\tMali\t\nDeux\tVille de Lille\t\t\thier\n")).await;
    assert_eq!(target(&two), "/fr/espace?brouillons=2");
    let space = text(&agent.get("/fr/espace?brouillons=2").await.body);
    assert!(space.contains("2 brouillons ont été faits"), "{space}");
    assert!(space.contains("Un") && space.contains("Deux"), "{space}");
}

#[tokio::test]
async fn an_organisation_that_does_not_exist_is_no_party() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let forged =
        [("parties[0].name", "Atlantide"), ("parties[0].organisation", r#"{"id":"ZZZZZZZZ","typed":"Atlantide"}"#)];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &forged).await), format!("{list}/collectivites"));
}

#[tokio::test]
async fn two_editors_see_both_texts() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let colleague = sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await;
    let address = format!("{list}/titre");
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&colleague.post(&address, &[("edit", &edit), ("title.fr", "Le texte du collègue")]).await);
    let mine = [("edit", edit.as_str()), ("title.fr", "Mon texte")];
    let quiet = agent.post(&address, &[&mine[..], &[("quiet", "1")]].concat()).await;
    assert_eq!(quiet.status, StatusCode::CONFLICT);
    let merge = agent.post(&address, &mine).await;
    assert_eq!(merge.status, StatusCode::CONFLICT);
    assert!(merge.body.contains("Mon texte") && merge.body.contains("Le texte du collègue"), "{}", text(&merge.body));
    assert!(merge.body.contains("entre-temps</b> <span class=\"line"), "a label and a value are two words");
    let newest = hidden(&merge.body, "edit").to_owned();
    let choice =
        |side| [("edit", newest.as_str()), ("merge", "1"), ("title.fr", "Mon texte"), ("choice:title.fr", side)];
    target(&agent.post(&address, &choice("theirs")).await);
    assert!(agent.get(&address).await.body.contains("Le texte du collègue"));
    let newest = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&agent.post(&address, &[("edit", newest.as_str()), ("title.fr", "Mon texte")]).await);
    assert!(agent.get(&address).await.body.contains("Mon texte"));
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
async fn suggestions_choose_a_record() {
    let app = app().await;
    let answer = app.get("/fr/declarer/choix/collectivites?q=kaye").await;
    let offered: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(offered[0]["items"][0]["label"], "Région de Kayes");
    assert!(offered[0]["items"][0]["pick"].as_str().unwrap().contains("00000002"));
    assert_eq!(app.get("/fr/declarer/choix/autres?q=kaye").await.status, StatusCode::NOT_FOUND);
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
    assert_eq!(target(&validator.post(&address, &[("do", "publish")]).await), "/fr/valider");
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
async fn the_workspace_leads_each_role_to_its_pages() {
    let app = app().await;
    for (role, scope, led, not_led) in [
        (Role::Agent, Scope::Organisation(id(1)), "/fr/confirmer", "/fr/valider"),
        (Role::PartnerAgent, Scope::Organisation(id(2)), "/fr/confirmer", "/fr/prefecture"),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap()), "/fr/partenariats?pays=ML", "/fr/admin"),
        (Role::Prefecture, Scope::Territory(id(20)), "/fr/prefecture", "/fr/confirmer"),
        (Role::Ministry, Scope::Everything, "/fr/admin/campagne", "/fr/admin/comptes"),
        (Role::Administrator, Scope::Everything, "/fr/admin/comptes", "/fr/valider"),
    ] {
        let page = sign_in(&app, role, scope).await.get("/fr/espace").await;
        assert!(page.body.contains(&format!("href=\"{led}\"")), "{role:?}: {}", page.body);
        assert!(!page.body.contains(&format!("href=\"{not_led}\"")), "{role:?}: {not_led}");
    }
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
    assert_eq!(target(&ministry.post(&review, &[("do", "publish"), ("edit", &newest)]).await), "/fr/valider");
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

#[tokio::test]
async fn a_colleague_finds_what_is_under_way_for_the_authority() {
    let app = app().await;
    let (author, colleague) = (agent(&app).await, agent(&app).await);
    let list = filled(&author).await;
    let space = colleague.get("/fr/espace").await.body;
    let colleagues = &space[space.find("En cours chez vos collègues").unwrap()..];
    assert!(colleagues.contains(&format!("href=\"{list}\"")), "{}", text(&space));
    assert!(!author.get("/fr/espace").await.body.contains("En cours chez vos collègues"), "it is his own");
    let stranger = sign_in(&app, Role::Agent, Scope::Organisation(id(3))).await;
    assert!(!stranger.get("/fr/espace").await.body.contains(&list));
}

#[tokio::test]
async fn more_partnerships_than_the_workspace_shows_are_one_click_away() {
    let app = app().await.with((100..130).map(record)).await;
    let all = format!("href=\"/fr/partenariats?collectivite={}\"", id(LILLE));
    assert!(agent(&app).await.get("/fr/espace").await.body.contains(&all));
    let few = self::app().await;
    assert!(!agent(&few).await.get("/fr/espace").await.body.contains(&all));
}

/// Whoever acts for two authorities declares for one of them, chosen or the first, and what he pasted is kept.
#[tokio::test]
async fn who_acts_for_two_authorities_declares_for_one() {
    let app = app().await;
    let grant = |number| Grant { role: Role::Agent, scope: Scope::Organisation(id(number)) };
    let agent = sign_in_as(&app, vec![grant(LILLE), grant(3)]).await;
    target(&agent.post("/fr/declarer", &[("from", "new")]).await);
    let begun = app.state.journal.proposals_by(&agent.account.id.to_string()).await.unwrap();
    assert_eq!(Draft::read(&begun[0]).unwrap().on_behalf_of, Some(id(LILLE)));
    let second = id(3).to_string();
    let pasted =
        [("from", "table"), ("table", "Un texte\nsans titres"), ("page", "Autre texte"), ("authority", &second)];
    let refused = agent.post("/fr/declarer", &pasted).await.body;
    assert!(refused.contains(&format!("value=\"{second}\" checked")), "{refused}");
    assert!(refused.contains("sans titres</textarea>") && refused.contains("Autre texte</textarea>"), "{refused}");
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

/// Names stay as they were signed, whatever the register calls the organisation today.
#[tokio::test]
async fn an_earlier_name_stays_as_it_was_signed() {
    let mut region = Organisation::new(OrganisationKind::Region, "ML".parse().ok(), "Région de Kayes");
    let old = organisation::Name { name: "Assemblée régionale de Kayes".to_owned(), ..region.names[0].clone() };
    region.names.push(old);
    let app = app().await.with([Entry::publish(Kind::Organisation, id(KAYES), 1, &region, Vec::new())]).await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let parties = [("parties[0].name", "Ville de Lille"), ("parties[1].name", "Assemblée regionale de Kayes")];
    target(&fill(&agent, &list, "collectivites", &parties).await);
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(page.contains("value=\"Assemblée regionale de Kayes\"") && page.contains(&id(KAYES).to_string()), "{page}");
    let offered = app.get("/fr/declarer/choix/collectivites?q=assemblee%20regionale%20de%20kayes").await.body;
    assert!(
        offered.contains("Assemblée régionale de Kayes") && offered.contains("aujourd’hui Région de Kayes"),
        "{offered}"
    );
    let funders = [("funding[0].funders[0].name", "ville de LILLE"), ("funding[0].amount", "10")];
    target(&fill(&agent, &list, "financement", &funders).await);
    let page = agent.get(&format!("{list}/financement")).await.body;
    assert!(page.contains("value=\"ville de LILLE\"") && page.contains(&id(LILLE).to_string()), "{page}");
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

/// Two windows on two sections of one draft do not disturb each other.
#[tokio::test]
async fn another_section_saved_meanwhile_is_no_conflict() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let edit = hidden(&agent.get(&format!("{list}/titre")).await.body, "edit").to_owned();
    target(&fill(&agent, &list, "dates", &[("start", "2013")]).await);
    let mine = [("edit", edit.as_str()), ("title.fr", "Mon titre"), ("quiet", "1")];
    let kept = agent.post(&format!("{list}/titre"), &mine).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    // Saved by itself, then again by the same window.
    let answer: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
    let edit = answer["edit"].as_str().unwrap();
    let mine = [("edit", edit), ("title.fr", "Mon second titre"), ("go", "next")];
    let dates = [("edit", "ancien"), ("start", "2013"), ("quiet", "1")];
    let (titles, dates_address) = (format!("{list}/titre"), format!("{list}/dates"));
    let (one, other) = tokio::join!(agent.post(&titles, &mine), agent.post(&dates_address, &dates));
    assert_eq!(target(&one), format!("{list}/forme"));
    assert_eq!(other.status, StatusCode::OK, "nothing of it was changed");
    assert!(agent.get(&titles).await.body.contains("Mon second titre"));
}

#[tokio::test]
async fn explanations_are_kept_and_asked_once() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let text = "Écrire à M. Jean Dupont, jean.dupont@gmail.com, 06 12 34 56 78.";
    fill(&agent, &list, "recit", &[("narratives.context.fr", text)]).await;
    fill(&agent, &list, "themes", &[("themes.main", "")]).await;
    let word = [("word:person-in-text narratives.context.fr", "C’est un personnage")];
    let refused = agent.post(&format!("{list}/verifier"), &word).await.body;
    assert_eq!(refused.matches("name=\"word:person-in-text").count(), 1, "{refused}");
    assert!(refused.contains("value=\"C’est un personnage\""), "{refused}");
    assert!(refused.contains("M. J•••") && refused.contains("Récit, Contexte"), "{refused}");
    let both = [word[0], ("word:empty-theme themes.main", "Convention générale")];
    assert_eq!(target(&agent.post(&format!("{list}/verifier"), &both).await), format!("{list}/envoye"));
}

/// What a record may not show, the agent is told of, and no output gives it.
#[tokio::test]
async fn personal_data_is_warned_of_everywhere_and_leaves_by_no_way() {
    let mut record = partnership();
    let text = "Contacter jean.dupont@gmail.com ou 06 12 34 56 78";
    record.narratives.context = Text::new("fr", text);
    record.actions = vec![crate::partnership::Action { description: Text::new("fr", text), ..Default::default() }];
    let entry = Entry::publish(Kind::Partnership, id(12), 0, &record, identifiers(&record));
    let app = app().await.with([entry]).await;
    for address in [
        "/fr/partenariats/0000000C",
        "/fr/partenariats/0000000C/historique",
        "/api/v1/partnerships/0000000C",
        "/fr/partenariats.json",
        "/fr/partenariats.xml",
        "/fr/partenariats.csv",
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(!answer.body.contains("jean.dupont") && !answer.body.contains("34 56"), "{address}: {}", answer.body);
    }
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let contact = [
        ("contacts[0].name", "Ville de Lille"),
        ("contacts[0].function", "Mme Sherazade Exemple"),
        ("contacts[0].mailbox", "jean.dupont@gmail.com"),
    ];
    fill(&agent, &list, "contacts", &contact).await;
    let page = agent.get(&format!("{list}/contacts")).await.body;
    assert_eq!(page.matches("class=\"note\"").count(), 2, "{}", self::text(&page));
    let wrong = [("contacts[0].name", "Ville de Lille"), ("contacts[0].mailbox", "pas une adresse")];
    assert_eq!(target(&fill(&agent, &list, "contacts", &wrong).await), format!("{list}/contacts"));
    let wrong = [("documents[0].title.fr", "Bilan"), ("documents[0].url", "javascript:alert(1)")];
    assert_eq!(target(&fill(&agent, &list, "documents", &wrong).await), format!("{list}/documents"));
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("Adresse web\u{a0}: Écrivez une adresse"), "{check}");
    assert!(check.contains("«\u{a0}javascript:alert(1)\u{a0}»"), "{check}");
}

async fn text_of_check(agent: &Person<'_>, list: &str) -> String {
    text(&agent.get(&format!("{list}/verifier")).await.body)
}

/// Nobody declares a partnership of others.
#[tokio::test]
async fn a_declaration_names_the_authority_for_which_it_is() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let others = [
        ("parties[0].name", "Saint-Martin"),
        ("parties[0].organisation", r#"{"id":"00000004","typed":"Saint-Martin"}"#),
    ];
    let others = [&others[..], &[("parties[1].name", "Région de Kayes")]].concat();
    assert_eq!(target(&fill(&agent, &list, "collectivites", &others).await), format!("{list}/collectivites"));
    assert!(text(&agent.get(&format!("{list}/collectivites")).await.body).contains("n’est pas parmi les membres"));
    let refused = submit(&agent, &list).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(text(&refused.body).contains("n’est pas parmi les membres"), "{}", text(&refused.body));
}

#[tokio::test]
async fn a_place_is_found_by_its_name_and_country() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let place = [("places[0].name", "Bamako"), ("places[0].country", "ML")];
    target(&fill(&agent, &list, "lieux", &place).await);
    let held = app.state.journal.proposal(code(&list).parse().unwrap()).await.unwrap().unwrap();
    let places = Draft::read(&held).unwrap().partnership().places;
    assert!(places[0].point.is_some(), "{places:?}");
    let place = [("places[0].name", "Nulle part"), ("places[0].country", "ML")];
    target(&fill(&agent, &list, "lieux", &place).await);
    let held = app.state.journal.proposal(code(&list).parse().unwrap()).await.unwrap().unwrap();
    assert!(Draft::read(&held).unwrap().partnership().places[0].point.is_none(), "it was that of another place");
}

#[tokio::test]
async fn what_a_pasted_line_says_is_kept_or_told() {
    let app = app().await.with([authority(5, OrganisationKind::Commune, "FR", "Ville de Roubaix")]).await;
    let agent = agent(&app).await;
    let begin = async |table: &str| agent.post("/fr/declarer", &[("from", "table"), ("table", table)]).await;
    let heads = "Collectivité\tPartenaire\tPays\tTitre\tDébut\tRemarques internes\tMontant\n";
    let line = "Ville de Lille\tVille inconnue\tPays des merveilles\tLigne fautive\tprintemps 2019\tà ne pas perdre\tdouze mille\n";
    let list = target(&begin(&format!("{heads}{line}")).await);
    let tasks = text(&agent.get(&list).await.body);
    assert!(tasks.contains("Remarques internes\u{a0}: à ne pas perdre"), "{tasks}");
    assert!(tasks.contains("Pays des merveilles"), "{tasks}");
    for (section, kept) in
        [("collectivites", "Ville inconnue"), ("dates", "printemps 2019"), ("financement", "douze mille")]
    {
        let page = agent.get(&format!("{list}/{section}")).await.body;
        assert!(page.contains(&format!("value=\"{kept}\"")), "{section}: {}", text(&page));
    }
    let foreign = begin("Collectivité\tPartenaire\tPays\tTitre\nVille de Roubaix\tRégion de Kayes\tMali\tPas à nous\n");
    let foreign = foreign.await.body;
    assert!(text(&foreign).contains("votre collectivité\u{a0}: 2."), "{}", text(&foreign));
    assert!(foreign.contains("Pas à nous"), "what was pasted is kept");
}

#[tokio::test]
async fn the_form_is_asked_and_hints_are_told() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let page = agent.get(&format!("{list}/forme")).await.body;
    assert!(page.contains("value=\"cooperation_project\" selected"), "{page}");
    fill(&agent, &list, "forme", &[("form", "")]).await;
    let page = agent.get(&format!("{list}/forme")).await.body;
    assert!(page.contains("<option value=\"\" selected>Choisir…"), "{page}");
    assert!(
        page.contains("<select id=\"form\" name=\"form\" aria-invalid=\"true\" aria-describedby=\"form-fault-1\">")
    );
    let refused = submit(&agent, &list).await;
    assert!(text(&refused.body).contains("Forme\u{a0}: Choisissez l’une"), "{}", text(&refused.body));
    assert!(!text(&refused.body).contains("Autre forme de partenariat"), "nobody chose it");
    fill(&agent, &list, "forme", &[("form", "other")]).await;
    let line = [
        ("funding[0].funders[0].name", "Autre"),
        ("funding[0].amount", "1000"),
        ("funding[0].of_which.water", "200"),
        ("funding[0].of_which.waste", "deux"),
    ];
    fill(&agent, &list, "financement", &line).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("Eau\u{a0}: 200") && check.contains("«\u{a0}deux\u{a0}»"), "{check}");
    fill(&agent, &list, "financement", &line[..3]).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("«\u{a0}Autre\u{a0}»"), "{check}");
    assert_eq!(target(&submit(&agent, &list).await), format!("{list}/envoye"), "a hint keeps nothing back");
}
