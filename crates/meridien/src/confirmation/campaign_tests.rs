//! The yearly campaign through the whole program.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, again, sign_in};
use crate::app::Settings;
use crate::app::testing::{TestApp, today};
use crate::confirmation::Confirmation;
use crate::job::{self, mail::Mail};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::territory::{Level, Territory};
use crate::value::{Id, Text};

const CAMPAIGN: &str = "/fr/admin/campagne";

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn territory(number: u64, level: Level, country: &str, name: &str, parent: Option<u64>) -> Entry {
    let body = Territory {
        level,
        country: country.parse().unwrap(),
        name: Text::new("fr", name),
        codes: Vec::new(),
        parent: parent.map(id),
        point: None,
        population: None,
        source: String::new(),
    };
    Entry::publish(Kind::Territory, id(number), 0, &body, vec![])
}

fn organisation(number: u64, country: &str, name: &str, territory: u64) -> Entry {
    let new = Organisation::new(OrganisationKind::Commune, country.parse().ok(), name);
    let body = Organisation { territory: Some(id(territory)), ..new };
    Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
}

/// A partnership of some authorities at home with Kayes.
fn partnership(number: u64, title: &str, home: &[u64], ended: bool) -> Entry {
    let party = |number: u64, country: &str| Party {
        organisation: id(number),
        name: format!("Collectivité {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let body = Partnership {
        title: Text::new("fr", title),
        parties: home.iter().map(|home| party(*home, "FR")).chain([party(3, "ML")]).collect(),
        ended,
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
}

/// Towns 1 in Nord and 2 in Oise, region 5, Kayes (3) in a circle of Mali. Town 1 alone has a partnership that was confirmed
/// (10), one that ended (11) and one with town 2 (12); the region has one (13).
async fn app() -> TestApp {
    let on = today();
    TestApp::new(Settings::default())
        .await
        .with([
            territory(50, Level::Region, "FR", "Hauts-de-France", None),
            territory(51, Level::Department, "FR", "Nord", Some(50)),
            territory(52, Level::Department, "FR", "Oise", Some(50)),
            territory(61, Level::Commune, "FR", "Lille", Some(51)),
            territory(62, Level::Commune, "FR", "Beauvais", Some(52)),
            territory(70, Level::Department, "ML", "Cercle de Kayes", None),
            organisation(1, "FR", "Lille", 61),
            organisation(2, "FR", "Beauvais", 62),
            organisation(5, "FR", "Région", 50),
            organisation(3, "ML", "Kayes", 70),
            partnership(10, "Eau", &[1], false),
            partnership(11, "École", &[1], true),
            partnership(12, "Santé", &[1, 2], false),
            partnership(13, "Sport", &[5], false),
            Confirmation::agreed(id(10), id(3), on, 1).entry(id(90)),
        ])
        .await
}

/// The letters that were written, the jobs that write them done.
async fn letters(app: &TestApp) -> Vec<Mail> {
    job::run_all(&app.state).await;
    app.state.jobs.letters().await
}

/// Presses a button of the page; the text of the page that it leads to.
async fn press(ministry: &Person<'_>, button: &str) -> String {
    let answer = ministry.post(CAMPAIGN, &[("faire", button)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{button}");
    let page = ministry.get(answer.header("location")).await;
    assert_eq!(page.status, StatusCode::OK, "{button}");
    page.body
}

fn tomorrow() -> NaiveDate {
    today().succ_opt().unwrap()
}

/// Goes on to the next day. The clock of the sessions stays.
fn sleep(app: &mut TestApp) {
    app.state.today = tomorrow;
}

/// The line of a table that has this name: its text, and the addresses of its links.
fn line(page: &str, name: &str) -> Option<(String, Vec<String>)> {
    let line = page.split("<tr>").skip(1).find(|line| {
        let head = line.split("</th>").next().unwrap_or_default();
        head.contains(&format!(">{name}"))
    })?;
    let line = line.split("</tr>").next()?;
    let links = line.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    Some((line.to_owned(), links.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect()))
}

#[tokio::test]
async fn every_line_counts_what_the_list_it_leads_to_has() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = press(&ministry, "ouvrir").await;
    for (name, figures, all, to_confirm) in
        [("Nord", "1 sur 2", 2, 1), ("Oise", "0 sur 1", 1, 1), ("Mali", "1 sur 3", 3, 2), ("Total", "1 sur 3", 3, 2)]
    {
        let (line, links) = line(&page, name).unwrap_or_else(|| panic!("{name}: {page}"));
        assert!(line.contains(figures), "{name}: {line}");
        let listed = async |link: &str| {
            let list = app.get(&link.replace("/partenariats?", "/partenariats.jsonl?")).await;
            assert_eq!(list.status, StatusCode::OK, "{link}");
            list.body.lines().count()
        };
        assert_eq!(listed(&links[0]).await, all, "{name}");
        assert!(line.contains(&format!("{to_confirm}<span")), "{name}: {line}");
        assert_eq!(listed(&links[1]).await, to_confirm, "{name}");
    }
}

#[tokio::test]
async fn what_lies_in_no_department_has_a_line_and_what_lies_in_two_a_note() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get(CAMPAIGN).await.body;
    let (others, links) = line(&page, "Autres").unwrap();
    assert!(others.contains("0 sur 1") && links.is_empty(), "{others}");
    assert!(line(&page, "Cercle de Kayes").is_none() && line(&page, "Hauts-de-France").is_none());
    assert_eq!(page.matches("peut compter sur plusieurs lignes").count(), 1, "by département, not by country: {page}");
}

#[tokio::test]
async fn a_campaign_writes_once_to_each_agent_and_counts_what_is_confirmed() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    for step in ["", "/ouvrir", "/clore", "/rouvrir"] {
        let address = &format!("{CAMPAIGN}{step}");
        assert_eq!(agent.get(address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert_eq!(agent.post(CAMPAIGN, &[("faire", "rouvrir")]).await.status, StatusCode::FORBIDDEN);
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert!(press(&ministry, "ouvrir").await.contains("La campagne est ouverte"));
    assert!(app.state.jobs.letters().await.is_empty(), "nobody waits for the letters to be written");
    assert!(press(&ministry, "ouvrir").await.contains("Une campagne est déjà ouverte"));
    let letters = letters(&app).await;
    assert_eq!(letters.len(), 1, "the agent alone, once");
    assert!(letters[0].text.contains("2 partenariats"), "{}", letters[0].text);
    let page = ministry.get(CAMPAIGN).await.body;
    assert!(page.contains("Campagne 2026 ouverte le 23 novembre 2026. Aucune relance envoyée."), "{page}");
    assert!(page.contains("Derniers courriels\u{a0}: le 23 novembre 2026, à un agent."), "{page}");
    assert_eq!(ministry.post(CAMPAIGN, &[("faire", "autre")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn agents_are_reminded_once_a_day() {
    let mut app = app().await;
    let ministry = {
        sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
        sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
        let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
        assert!(press(&ministry, "relancer").await.contains("Aucune campagne n’est ouverte"));
        press(&ministry, "ouvrir").await;
        let page = press(&ministry, "relancer").await;
        assert!(page.contains("Les courriels du jour sont déjà partis"), "{page}");
        ministry.account
    };
    assert_eq!(letters(&app).await.len(), 2);
    sleep(&mut app);
    let ministry = again(&app, ministry).await;
    assert!(press(&ministry, "relancer").await.contains("La relance part"));
    for _ in 0..2 {
        assert_eq!(letters(&app).await.len(), 4);
        let page = press(&ministry, "relancer").await;
        assert!(page.contains("déjà partis"), "{page}");
        assert!(page.contains("Une relance envoyée."), "{page}");
        assert!(page.contains("Derniers courriels\u{a0}: le 24 novembre 2026, à 2 agents."), "{page}");
    }
}

/// Jobs write the letters: in the name that the operator has now, not in that with which the program was started.
#[tokio::test]
async fn letters_speak_in_the_name_in_force() {
    let app = app().await;
    sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    let keeper = sign_in(&app, Role::Administrator, Scope::Everything).await;
    let decided = keeper.post("/fr/admin/parametres", &[("nom", "Nouvel atlas"), ("motif", "Essai")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    press(&sign_in(&app, Role::Ministry, Scope::Everything).await, "ouvrir").await;
    let letters = letters(&app).await;
    assert!(letters.len() == 1 && letters[0].text.contains("Nouvel atlas"), "{letters:?}");
}

/// What the partner said of its side leaves the agent's own open; a reminder counts what the agent has left.
#[tokio::test]
async fn a_reminder_counts_the_sides_that_are_still_open() {
    let mut app = app().await;
    let (ministry, agent) = {
        let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
        let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
        press(&ministry, "ouvrir").await;
        assert!(letters(&app).await[0].text.contains("2 partenariats"));
        let own = format!("{}.1.{}", id(10), id(1));
        agent.post("/fr/confirmer", &[("fiche", &own)]).await;
        (ministry.account, agent.account)
    };
    sleep(&mut app);
    press(&again(&app, ministry).await, "relancer").await;
    let letters = letters(&app).await;
    assert!(letters.iter().all(|letter| letter.to == agent.email));
    let left = letters.iter().filter(|letter| letter.text.contains("Un partenariat de")).count();
    assert_eq!((letters.len(), left), (2, 1), "{letters:?}");
}

#[tokio::test]
async fn closing_is_asked_about_first() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let nothing = ministry.get("/fr/admin/campagne/clore").await;
    assert_eq!(nothing.header("location"), "/fr/admin/campagne?fait=aucune");
    let page = press(&ministry, "ouvrir").await;
    assert!(!page.contains("value=\"clore\"") && page.contains("href=\"/fr/admin/campagne/clore\""), "{page}");
    let asked = ministry.get("/fr/admin/campagne/clore").await.body;
    assert!(asked.contains("Clore la campagne 2026\u{202f}?") && asked.contains("value=\"clore\""), "{asked}");
    assert!(asked.contains("<dd>3</dd>") && asked.contains("<dd>1 (33\u{a0}%)</dd>"), "{asked}");
    let page = press(&ministry, "clore").await;
    assert!(page.contains("La campagne est close") && page.contains("1 confirmés sur 3"), "{page}");
    assert!(press(&ministry, "clore").await.contains("Aucune campagne n’est ouverte."));
}

#[tokio::test]
async fn a_year_has_one_campaign_and_one_closed_by_mistake_goes_on_from_its_own_day() {
    let mut app = app().await;
    let ministry = {
        sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
        let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
        assert!(press(&ministry, "rouvrir").await.contains("Aucune campagne n’est ouverte."));
        press(&ministry, "ouvrir").await;
        ministry.account
    };
    assert_eq!(letters(&app).await.len(), 1);
    sleep(&mut app);
    let ministry = again(&app, ministry).await;
    let page = press(&ministry, "clore").await;
    assert!(!page.contains("value=\"ouvrir\"") && page.contains("href=\"/fr/admin/campagne/rouvrir\""), "{page}");
    assert!(press(&ministry, "ouvrir").await.contains("L’année a déjà eu sa campagne"));
    let asked = ministry.get("/fr/admin/campagne/rouvrir").await.body;
    assert!(asked.contains("depuis le 23 novembre 2026") && asked.contains("value=\"rouvrir\""), "{asked}");
    let page = press(&ministry, "rouvrir").await;
    assert!(page.contains("Campagne 2026 ouverte le 23 novembre 2026"), "{page}");
    assert!(!page.contains("Campagnes closes"), "{page}");
    assert_eq!(line(&page, "Total").unwrap().0.matches("1 sur 3").count(), 1);
    assert!(press(&ministry, "rouvrir").await.contains("Une campagne est déjà ouverte"));
    assert_eq!(letters(&app).await.len(), 1, "nobody is written to again");
}

/// A reminder that nobody wrote before the campaign was closed is not written after.
#[tokio::test]
async fn no_letter_is_written_for_a_campaign_that_is_closed() {
    let app = app().await;
    sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    press(&ministry, "ouvrir").await;
    press(&ministry, "clore").await;
    assert!(letters(&app).await.is_empty());
}

/// Nobody is written to by one click: how many letters leave is said first.
#[tokio::test]
async fn opening_is_asked_about_first() {
    let app = app().await;
    for authority in [1, 1, 2, 3] {
        let role = if authority == 3 { Role::PartnerAgent } else { Role::Agent };
        sign_in(&app, role, Scope::Organisation(id(authority))).await;
    }
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get(CAMPAIGN).await.body;
    assert!(!page.contains("value=\"ouvrir\"") && page.contains("href=\"/fr/admin/campagne/ouvrir\""), "{page}");
    let asked = ministry.get("/fr/admin/campagne/ouvrir").await.body;
    assert!(asked.contains("Ouvrir la campagne 2026\u{202f}?") && asked.contains("value=\"ouvrir\""), "{asked}");
    assert!(asked.contains("<dd>3</dd>") && asked.contains("<dd>4</dd>"), "{asked}");
    assert!(letters(&app).await.is_empty(), "asking opens nothing");
    press(&ministry, "ouvrir").await;
    assert_eq!(letters(&app).await.len(), 4);
    let again = ministry.get("/fr/admin/campagne/ouvrir").await;
    assert_eq!(again.header("location"), "/fr/admin/campagne?fait=deja-ouverte");
}

#[tokio::test]
async fn letters_that_could_not_be_delivered_are_counted() {
    let app = app().await;
    sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    press(&ministry, "ouvrir").await;
    assert_eq!(letters(&app).await.len(), 2);
    assert!(!ministry.get(CAMPAIGN).await.body.contains("pu être remis"));
    job::testing::set_state(&app.state.journal, "mail:campaign:", "failed").await.unwrap();
    let page = ministry.get(CAMPAIGN).await.body;
    assert!(page.contains("2 courriels n’ont pas pu être remis"), "{page}");
}

/// What was confirmed a moment ago is in the journal before it is in the index.
#[tokio::test]
async fn closing_figures_wait_for_the_index() {
    let app = app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(1))).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    press(&ministry, "ouvrir").await;
    agent.post("/fr/confirmer", &[("fiche", &format!("{}.1.{}", id(12), id(1)))]).await;
    let follows = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        app.catch_up().await;
    };
    let (page, ()) = tokio::join!(press(&ministry, "clore"), follows);
    assert!(page.contains("2 confirmés sur 3"), "{page}");
}
