//! What a search that finds nothing, or an address that is not understood, leads on to.

use axum::http::StatusCode;

use super::tests::{app, cards, title};
use crate::app::testing::Answer;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::value::{Country, Id};
use crate::web::page::percent_encoded;

#[tokio::test]
async fn what_is_not_known_is_refused_and_the_nearest_offered() {
    let app = app().await;
    for (address, words) in [
        ("/fr/partenariats?pays=Mali", "Le paramètre « pays » n’a pas de valeur « Mali ». Vouliez-vous dire « ML » ?"),
        ("/fr/partenariats?statut=actve", "Vouliez-vous dire « active » (Actif) ?"),
        ("/fr/partenariats?payz=ML", "Le paramètre « payz » n’existe pas. Vouliez-vous dire « pays » ?"),
        ("/fr/partenariats?page=0", "« page »"),
        ("/fr/partenariats?q=eau%ff", "Le paramètre « q » n’a pas de valeur"),
        ("/fr/partenariats?theme=4.9", "Vouliez-vous dire « 4 » (Environnement, climat et énergie) ?"),
        ("/fr/partenariats?theme=eau", "Vouliez-vous dire « 4.1 » (Eau et déchets) ?"),
        ("/en/partenariats?theme=water", "Did you mean “4.1” (Water and waste)?"),
        ("/fr/partenariats?odd=eau", "Vouliez-vous dire « 6 » (Eau propre et assainissement) ?"),
        ("/fr/partenariats?statut=en+cours", "Vouliez-vous dire « active » (Actif) ?"),
        ("/fr/organisations?nature=comune", "Vouliez-vous dire « commune » (Commune ou ville) ?"),
        ("/fr/partenariats?forme=Jumelage", "Vouliez-vous dire « twinning » (Jumelage) ?"),
        ("/fr/partenariats?forme=Finances", "Valeurs possibles : twinning (Jumelage), "),
        ("/fr/partenariats?statut=termine", "Vouliez-vous dire « ended » (Terminé) ?"),
        ("/fr/partenariats?statut=en+sommeil", "Vouliez-vous dire « dormant » (En sommeil) ?"),
        ("/fr/partenariats?mecanisme=eau", "Vouliez-vous dire « water » (Eau) ?"),
        ("/fr/partenariats?region=Afrique", "Vouliez-vous dire « 002 » ?"),
        ("/fr/partenariats?vue=map", "Vouliez-vous dire « carte » ?"),
        ("/fr/partenariats?vue=statistiques&mesure=amount", "Vouliez-vous dire « montant » (Montants) ?"),
        ("/fr/partenariats?vue=statistiques&par=year", "Vouliez-vous dire « annee » (Année de début) ?"),
        ("/fr/partenariats?tri=xyz", "Valeurs possibles : pertinence, actualite (Confirmés ou signés récemment), "),
        ("/en/partenariats?statut=termine", "Did you mean “ended”?"),
        ("/fr/partenariats?debut=2015-2008", "Vouliez-vous dire « 2008-2015 » ?"),
        ("/fr/partenariats?montant=10+000", "Vouliez-vous dire « 10000 » ?"),
        (
            "/fr/partenariats?debut=0",
            "Le paramètre « debut » prend des années de 1000 à 9999 : « 0 » dépasse ces limites.",
        ),
        ("/fr/partenariats?debut=99999", "« 99999 » dépasse ces limites."),
        (
            "/fr/partenariats?debut-de=90",
            "Filtre « Année de début » : écrivez une année en quatre chiffres, comme 1990",
        ),
        ("/fr/partenariats?debut-de=2000&debut-a=20150", "comme 1990, au lieu de « 20150 »."),
        (
            "/fr/partenariats?montant-de=10000,50",
            "Filtre « Financement » : écrivez un montant en euros, sans décimales",
        ),
        ("/fr/partenariats?montant-de=-5", "comme 10000, au lieu de « -5 »."),
        ("/api/v1/partnerships?debut=0", "Le paramètre « debut » prend des années de 1000 à 9999"),
        ("/fr/partenariats?q=eau&q=mali", "Le paramètre « q » ne prend qu’une valeur : « mali » est de trop."),
        ("/fr/partenariats?tri=nom&tri=recents", "Le paramètre « tri » ne prend qu’une valeur"),
        ("/fr/partenariats?vue=carte&vue=liste", "Le paramètre « vue » ne prend qu’une valeur"),
        ("/fr/partenariats?page=1&page=2", "Le paramètre « page » ne prend qu’une valeur"),
        ("/fr/partenariats.csv?q=eau&q=mali", "Le paramètre « q » ne prend qu’une valeur"),
        ("/api/v1/partnerships?q=eau&q=mali", "Le paramètre « q » ne prend qu’une valeur"),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        let body = answer.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(body.contains(words), "{address}: {body}");
    }
    let mended = app.get("/fr/partenariats?q=eau&q=mali").await.body;
    assert!(mended.contains("href=\"/fr/partenariats?q=eau\""), "{mended}");
    assert_eq!(
        app.get("/fr/partenariats?q=eau&q=eau&tri=nom&tri=nom").await.status,
        StatusCode::OK,
        "the same is no other"
    );
    for past in [
        "/fr/partenariats?page=4",
        "/fr/partenariats?q=eau&page=99999999999",
        "/fr/partenariats?vue=carte&page=2",
        "/fr/organisations?page=2",
    ] {
        assert_eq!(app.get(past).await.status, StatusCode::NOT_FOUND, "{past}");
    }
}

#[tokio::test]
async fn a_word_of_organisations_without_partnership_alone_is_corrected_as_one_that_nothing_has() {
    let vilde = Organisation::new(OrganisationKind::Commune, "FR".parse().ok(), "Vilde-Guingalan");
    let app = app().await.with([Entry::publish(Kind::Organisation, Id::from_u64(9).unwrap(), 0, &vilde, vec![])]).await;
    let answer = app.get("/fr/partenariats?q=Vilde").await;
    assert_eq!(cards(&answer), 20, "{}", answer.body);
    assert!(answer.body.contains("ville"));
    let mali = app.get("/fr/partenariats?q=mls").await;
    assert_eq!(cards(&mali), 0, "no stem is a code: {}", mali.body);
}

#[tokio::test]
async fn no_result_keeps_the_criteria_and_leads_on() {
    let answer = app().await.get("/fr/partenariats?q=xylophone&pays=ML").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("Aucun résultat pour ces critères"));
    assert!(answer.body.contains("value=\"xylophone\"") && answer.body.contains("name=\"pays\" value=\"ML\""));
    assert!(answer.body.contains("href=\"/fr/partenariats?pays=ML\""));
}

/// What is offered in place of a search that finds nothing.
fn removals(answer: &Answer) -> Vec<String> {
    let notice = answer.body.split("<div class=\"notice\">").nth(1).unwrap().split("</div>").next().unwrap();
    let links = notice.split("<li><a href=\"").skip(1).map(|link| link.split("</a>").next().unwrap());
    let plain = |link: &str| {
        let (href, label) = link.split_once("\">").unwrap();
        let label = label.replace(['\u{a0}', '\u{202f}'], " ").replace(['\u{2068}', '\u{2069}'], "");
        format!("{} {}", href.replace("&#38;", "&"), label.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    links.map(plain).collect()
}

#[tokio::test]
async fn no_result_offers_what_each_word_or_value_left_out_gives() {
    let app = app().await;
    assert_eq!(
        removals(&app.get("/fr/partenariats?q=eau+xylophone&pays=ML").await),
        [
            "/fr/partenariats?q=eau&pays=ML Sans « xylophone » : 30 partenariats",
            "/fr/partenariats?pays=ML Sans « eau xylophone » : 30 partenariats",
        ]
    );
    assert_eq!(
        removals(&app.get("/fr/partenariats?q=eau&pays=SN").await),
        [
            "/fr/partenariats?q=eau Sans Sénégal : 30 partenariats",
            "/fr/partenariats?pays=SN Sans « eau » : 15 partenariats",
        ]
    );
}

#[tokio::test]
async fn no_result_of_a_sentence_offers_what_its_words_that_name_something_give() {
    let app = app().await;
    assert_eq!(
        removals(&app.get("/fr/partenariats?q=eau+xylophone+kenieba+marimba+zanzibar").await),
        ["/fr/partenariats?q=eau%20kenieba Sans « xylophone », « marimba », « zanzibar » : 30 partenariats"]
    );
    assert_eq!(
        removals(&app.get("/fr/partenariats?q=eau+ecoles+xylophone+marimba").await),
        [
            "/fr/partenariats?q=eau Sans « xylophone », « marimba », « ecoles » : 30 partenariats",
            "/fr/partenariats?q=ecoles Sans « xylophone », « marimba », « eau » : 15 partenariats",
        ],
        "nothing has both of those that do"
    );
}

#[tokio::test]
async fn a_misspelt_word_gives_the_results_of_the_nearest_and_says_so() {
    let answer = app().await.get("/fr/partenariats?q=kenyeba&pays=ML").await;
    assert_eq!(cards(&answer), 20);
    let body = answer.body.replace(['\u{a0}', '\u{202f}', '\u{2068}', '\u{2069}'], " ");
    assert!(body.contains("résultats pour « kéniéba »") || body.contains("résultats pour «  kéniéba  »"), "{body}");
    assert!(answer.body.contains("value=\"kenyeba\""), "what was typed stays");
    assert!(title(&answer).starts_with("Recherche « kéniéba »"), "of what was found: {}", title(&answer));
}

#[tokio::test]
async fn a_word_of_which_the_beginning_is_typed_is_found_and_not_called_corrected() {
    let app = app().await;
    for words in ["kenie", "kenie*", "Eau à Kenie"] {
        let address = format!("/fr/partenariats?q={}", words.replace(' ', "+"));
        let answer = app.get(&address).await;
        assert_eq!(cards(&answer), 20, "{words}");
        assert!(!answer.body.contains("résultats pour") && answer.body.contains("<mark>Kéniéba</mark>"), "{words}");
        assert!(answer.body.contains(&format!("value=\"{words}\"")), "what was typed stays");
        for other in ["&vue=carte", "&vue=statistiques", "&vue=tableau"] {
            let view = app.get(&format!("{address}{other}")).await;
            assert!(title(&view).ends_with("30 partenariats"), "{words} {other}: {}", title(&view));
        }
        let file = app.get(&address.replace("partenariats?", "partenariats.csv?")).await;
        assert_eq!(file.body.lines().count(), 31, "{words}");
    }
    let few = app.get("/fr/partenariats?q=kenie&pays=SN").await;
    assert!(few.body.contains("Aucun partenariat") && few.body.contains("Sans Sénégal"), "{}", few.body);
}

#[tokio::test]
async fn a_query_without_a_word_says_that_nothing_was_looked_for() {
    let app = app().await;
    let says = async |typed: &str| {
        let page = app.get(&format!("/fr/partenariats?q={}", percent_encoded(typed))).await.body;
        page.contains("aucun mot n’a été cherché")
    };
    for typed in ["?", "*", "😀", "🇸🇳", "\"", "\u{200b}"] {
        assert!(says(typed).await, "{typed}");
    }
    for typed in ["eau ?", "6", "水", ""] {
        assert!(!says(typed).await, "{typed}");
    }
}

#[tokio::test]
async fn a_page_past_the_end_leads_to_the_last() {
    let app = app().await;
    for (address, last) in [
        ("/fr/partenariats?page=999", "/fr/partenariats?page=3"),
        ("/fr/partenariats?q=eau&page=9", "/fr/partenariats?q=eau&#38;page=2"),
        ("/fr/partenariats?pays=SN&page=2", "/fr/partenariats?pays=SN\""),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains(&format!("class=\"button\" href=\"{last}")), "{address}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_fault_of_the_address_leads_to_the_same_search_without_it() {
    let app = app().await;
    for (query, next) in [
        ("payz=ML&q=eau", "?pays=ML&q=eau"),
        ("q=eau&statut=actif", "?q=eau&statut=active"),
        ("q=eau&odd=18", "?q=eau"),
        ("nimporte=quoi", ""),
    ] {
        let answer = app.get(&format!("/fr/partenariats?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let next = format!("/fr/partenariats{next}").replace('&', "&#38;");
        assert!(answer.body.contains(&format!("href=\"{next}\"")), "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn an_identifier_that_no_record_has_is_refused_and_digits_may_stand_in_threes() {
    let town = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Saint-Omer");
    let id = Id::from_u64(7).unwrap();
    let app = app().await.with([Entry::publish(Kind::Organisation, id, 0, &town, vec![])]).await;
    for parameter in ["collectivite", "partenaire", "territoire"] {
        let unknown = app.get(&format!("/fr/partenariats?{parameter}=ZZZZZZZZ")).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST, "{parameter}");
    }
    assert_eq!(app.get(&format!("/fr/partenariats?collectivite={id}")).await.status, StatusCode::OK);
    let nothing = app.get("/fr/partenariats?q=saint+omer").await;
    assert_eq!(cards(&nothing), 0);
    assert!(nothing.body.contains(&format!("href=\"/fr/organisations/{id}\"")), "what is known is named");
    for typed in ["10+000", "10%C2%A0000", "10%E2%80%AF000"] {
        let answer = app.get(&format!("/fr/partenariats?montant-de={typed}&montant-a=")).await;
        assert_eq!(answer.header("location"), "/fr/partenariats?montant=10000-", "{typed}");
    }
}

#[tokio::test]
async fn a_search_without_result_leads_on_and_leaves_no_hole() {
    let app = app().await;
    for view in ["", "&vue=carte", "&vue=tableau", "&vue=statistiques"] {
        let page = app.get(&format!("/fr/partenariats?q=deutschland{view}")).await.body;
        for way in ["/fr/pays", "/fr/thematiques", "/fr/organisations", "/fr/aide#chercher"] {
            let notice = page.split("<div class=\"notice\">").nth(1).unwrap().split("</div>").next().unwrap();
            assert!(notice.contains(&format!("href=\"{way}\"")), "{view}: {way}");
        }
        assert!(!page.contains("class=\"filters\"") && !page.contains("wrap find"), "{view}");
    }
    assert!(app.get("/fr/partenariats?q=eau").await.body.contains("class=\"filters\""));
}
