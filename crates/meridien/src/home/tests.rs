//! The home page tells what the register holds.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::confirmation::Confirmation;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Partnership, Party, PartyRole};
use crate::value::{Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn organisation(number: u64, name: &str, country: &str) -> Entry {
    let organisation = Organisation::new(OrganisationKind::Commune, country.parse().ok(), name);
    Entry::publish(Kind::Organisation, id(number), 0, &organisation, vec![])
}

fn partnership(number: u64, title: &str, theme: &str, parties: &[(u64, &str, &str)]) -> Entry {
    let party = |(organisation, name, country): &(u64, &str, &str)| Party {
        organisation: id(*organisation),
        name: (*name).to_owned(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let mut partnership = Partnership {
        title: Text::new("fr", title),
        parties: parties.iter().map(party).collect(),
        ..Partnership::default()
    };
    partnership.themes.main = Some(theme.to_owned());
    Entry::publish(Kind::Partnership, id(number), 0, &partnership, vec![])
}

/// Three partnerships: two between France and Mali, one without France; the first one is confirmed.
async fn atlas() -> TestApp {
    let (lille, kayes, dijon) = ((1, "Lille", "FR"), (2, "Kayes", "ML"), (3, "Dijon", "FR"));
    let (mainz, gdansk) = ((4, "Mainz", "DE"), (5, "Gdańsk", "PL"));
    let confirmation = Confirmation::agreed(id(10), id(1), NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(), 1);
    let organisations =
        [lille, kayes, dijon, mainz, gdansk].map(|(number, name, country)| organisation(number, name, country));
    TestApp::new(Settings::default())
        .await
        .with(organisations)
        .await
        .with([
            partnership(10, "Eau à <Kayes>", "4.1.1", &[lille, kayes]),
            partnership(11, "Santé à Kayes", "3.3", &[dijon, kayes]),
            partnership(12, "Musées", "1.1", &[mainz, gdansk]),
            confirmation.entry(id(20)),
        ])
        .await
}

/// The text of a page: no tags, blanks run together.
fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<').skip(1) {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn figures_links_and_ways_in_are_those_of_the_register() {
    let app = atlas().await;
    let answer = app.get("/fr/").await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = text(&answer.body);
    for figure in [
        "partenariats publiés quel que soit leur statut ; un seul par relation, même à plusieurs membres 3",
        "collectivités (France) engagées dans un partenariat au moins 2",
        "collectivités dans d’autres pays engagées dans un partenariat au moins 3",
        "pays partenaires représentés par une collectivité au moins 3",
        "Comptés le 23 novembre 2026",
        "France – Mali 2",
        "Allemagne – Pologne 1",
        "Les 2 liens entre pays.",
        "Mali 2",
        "Environnement, climat et énergie 1",
    ] {
        assert!(text.contains(figure), "{figure} not in: {text}");
    }
    assert!(!text.contains("France – Allemagne"), "a link is between the countries of one partnership");
    assert!(answer.body.contains("href=\"/fr/partenariats?pays=ML\""));
    assert!(answer.body.contains("href=\"/fr/organisations/"));
    assert_eq!(answer.body.matches("class=\"link\"").count(), 2);
    let (confirmed, news) = answer.body.split_once("id=\"nouveautes\"").unwrap();
    assert!(confirmed.contains("Eau à &#60;Kayes&#62;"), "the confirmed record is shown, escaped");
    assert!(!confirmed.contains("Santé à Kayes"), "one that nobody confirmed is not among them");
    assert!(
        news.contains("Santé à Kayes") && !news.contains("Kayes&#62;"),
        "it is among the news, which repeat nothing"
    );
    assert!(answer.body.len() < 100_000, "{} bytes", answer.body.len());

    let english = app.get("/en/").await.body;
    assert!(english.contains("France – Mali") && english.contains("Germany – Poland"));
    assert!(!english.contains('⟦') && english.contains("published partnerships"));
}

#[tokio::test]
async fn figures_move_with_the_journal() {
    let app = atlas().await;
    app.get("/fr/").await;
    let kayes = (2, "Kayes", "ML");
    let app = app
        .with([organisation(6, "Nantes", "FR"), partnership(13, "Port", "2.2", &[(6, "Nantes", "FR"), kayes])])
        .await;
    assert!(text(&app.get("/fr/").await.body).contains("France – Mali 3"));
}

#[tokio::test]
async fn an_empty_register_has_a_home_page() {
    let answer = TestApp::new(Settings::default()).await.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(text(&answer.body).contains("partenariat publié"), "zero is singular in French");
    assert!(!answer.body.contains("class=\"map\""));
}

#[tokio::test]
async fn links_beyond_those_drawn_are_counted_together() {
    let countries = crate::reference::countries().iter().filter(|country| country.point.is_some()).take(50);
    let foreign = countries.filter(|country| country.iso2 != crate::value::Country::FR).zip(100..);
    let partnerships = foreign.map(|(country, number)| {
        partnership(number, "Lien", "1.1", &[(1, "Lille", "FR"), (2, "Ville", country.iso2.as_str())])
    });
    let entries: Vec<Entry> = partnerships.collect();
    let others = entries.len() - 40;
    let home = TestApp::new(Settings::default()).await.with(entries).await.get("/fr/").await.body;
    assert_eq!(home.matches("class=\"link\"").count(), 40);
    assert!(text(&home).contains(&format!("Les {others} autres liens {others}")), "{}", text(&home));
}

#[tokio::test]
async fn home_leads_its_pairs_and_ties_stand_in_the_order_of_names() {
    let pairs = [("FR", "IE"), ("CZ", "FR"), ("AT", "DE"), ("CH", "FR")];
    let partnerships = (20..)
        .zip(pairs)
        .map(|(number, (one, other))| partnership(number, "Lien", "1.1", &[(1, "Ville", one), (2, "Cité", other)]));
    let app = TestApp::new(Settings::default()).await.with(partnerships).await;
    let page = text(&app.get("/fr/").await.body);
    let links = "Allemagne – Autriche 1 France – Irlande 1 France – Suisse 1 France – Tchéquie 1";
    assert!(page.contains(links) && page.contains("Allemagne 1 Autriche 1 Irlande 1 Suisse 1 Tchéquie 1"), "{page}");
    let english = text(&app.get("/en/").await.body);
    assert!(english.contains("Austria – Germany 1 France – Czechia 1 France – Ireland 1 France – Switzerland 1"));
}
