//! The list of partnerships through the whole program: the state is in the address, counts are exact, nothing is ignored.

use axum::http::StatusCode;
use meridien_search::Query;
use rust_decimal::Decimal;

use super::funding::FundingLine;
use super::index::is;
use super::status::Status;
use super::{Agreement, Form, NamedOrganisation, Partnership, Party, PartyRole};
use crate::anomaly::Code;
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::country;
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::territory::{Level, Territory};
use crate::theme;
use crate::value::{Country, Id, Point, Precision, Text};
use crate::web::{Lang, Locale};

fn party(number: u64, country: &str) -> Party {
    Party {
        organisation: Id::from_u64(number).unwrap(),
        name: format!("Ville {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    }
}

#[test]
fn a_party_whose_last_day_is_past_has_left_what_went_on() {
    let until = |to: &str| Party { to: to.parse().ok(), ..party(1, "FR") };
    let ended = |end: &str, ended| Partnership { end: end.parse().ok(), ended, ..Partnership::default() };
    let today = "2026-07-14".parse().unwrap();
    for (partnership, party, present) in [
        (ended("", false), until(""), true),
        (ended("", false), until("2026-07-14"), true),
        (ended("", false), until("2026-07-13"), false),
        (ended("", false), until("2026"), true),
        (ended("2020", false), until("2020-12-31"), true),
        (ended("2020", false), until("2019"), false),
        (ended("", true), until("2019"), true),
        (ended("", true), Party { role: PartyRole::Former, ..until("") }, false),
    ] {
        let partnership = Partnership { parties: vec![party], ..partnership };
        assert_eq!(partnership.present_parties(today).count() == 1, present, "{partnership:?}");
    }
}

/// 30 partnerships on water with Mali, ended, then 15 on schools with Senegal, active.
pub(super) async fn app() -> TestApp {
    TestApp::new(Settings::default()).await.with(partnerships()).await
}

fn partnerships() -> impl Iterator<Item = Entry> {
    let partnership = |number: u64| {
        let (title, country) = if number < 30 { ("Eau à Kéniéba", "ML") } else { ("Écoles", "SN") };
        let mut body = Partnership {
            title: Text::new("fr", format!("{title} <{number}>")),
            parties: vec![party(1000 + number, "FR"), party(2000 + number, country)],
            start: "2010".parse().ok(),
            end: (number < 30).then(|| "2012".parse().ok()).flatten(),
            ..Partnership::default()
        };
        if number >= 30 {
            body.start = "2026".parse().ok();
        }
        if number < 5 {
            let signed = format!("2010-0{}", number + 1).parse().ok();
            body.agreements.push(Agreement { signed, ..Agreement::default() });
        }
        body.themes.main = Some(if number < 30 { "4.1.1" } else { "3.1" }.into());
        Entry::publish(Kind::Partnership, Id::from_u64(100 + number).unwrap(), 0, &body, vec![])
    };
    (0..45).map(partnership)
}

/// The page's title without the site's name, its spaces ordinary ones.
pub(super) fn title(answer: &Answer) -> String {
    let from = answer.body.find("<title>").unwrap() + 7;
    let end = answer.body.find(" – Méridien</title>").unwrap();
    answer.body[from..end].replace(['\u{a0}', '\u{202f}'], " ")
}

pub(super) fn cards(answer: &Answer) -> usize {
    answer.body.matches("<li class=\"card\">").count()
}

#[tokio::test]
async fn the_title_tells_the_search_the_page_and_the_exact_total() {
    let app = app().await;
    for (address, expected, shown) in [
        ("/fr/partenariats", "Partenariats – page 1 sur 3 – 45 partenariats", 20),
        ("/fr/partenariats?page=3", "Partenariats – page 3 sur 3 – 45 partenariats", 5),
        ("/fr/partenariats?q=eau&page=2", "Recherche « eau » – page 2 sur 2 – 30 partenariats", 10),
        ("/fr/partenariats?q=kenieba&pays=ML", "Recherche « kenieba » – Mali – page 1 sur 2 – 30 partenariats", 20),
        ("/fr/partenariats?pays=SN&statut=active", "Partenariats – Sénégal – Actif – 15 partenariats", 15),
        ("/fr/partenariats?pays=SN&vue=tableau", "Partenariats – Sénégal – Tableau – 15 partenariats", 0),
        ("/fr/partenariats?pays=SN&vue=carte", "Partenariats – Sénégal – Carte – 15 partenariats", 0),
        ("/en/partenariats?statut=active", "Partnerships – Active – 15 partnerships", 15),
        ("/fr/partenariats?pays=SN&pays=ML", "Partenariats – Sénégal – Mali – page 1 sur 3 – 45 partenariats", 20),
        ("/fr/partenariats?theme=4.1", "Partenariats – Eau et déchets – page 1 sur 2 – 30 partenariats", 20),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!((title(&answer).as_str(), cards(&answer)), (expected, shown), "{address}");
        assert!(!answer.body.contains('⟦') && answer.body.len() < 100_000, "{address}");
    }
}

/// Every facet link with its count.
fn choices(answer: &Answer) -> Vec<(String, usize)> {
    let facets = answer.body.split("<div class=\"facet\">").skip(1);
    facets
        .flat_map(|facet| facet.split("<li><a href=\"").skip(1))
        .filter_map(|choice| {
            let href = choice[..choice.find('"')?].replace("&#38;", "&");
            let count = choice.split("<span>").nth(1)?.split("</span>").next()?;
            Some((href, count.parse().ok()?))
        })
        .collect()
}

#[tokio::test]
async fn a_facets_count_is_what_clicking_it_gives() {
    let app = app().await;
    for address in [
        "/fr/partenariats",
        "/fr/partenariats?q=eau",
        "/fr/partenariats?q=kenie",
        "/fr/partenariats?pays=ML",
        "/fr/partenariats?statut=ended",
    ] {
        let choices = choices(&app.get(address).await);
        assert!(choices.len() >= 2, "{address}");
        for (href, count) in choices.into_iter().filter(|(href, _)| href.contains('?')) {
            let page = app.get(&href).await;
            // A choice already made leads back to the list without it.
            if href.len() > address.len() {
                let expected = if count == 1 { "Un partenariat".into() } else { format!("{count} partenariats") };
                assert!(title(&page).ends_with(&expected), "{address} → {href}: {}", title(&page));
            }
        }
    }
}

#[tokio::test]
async fn goals_are_in_their_order() {
    let goals = |mut body: Partnership| {
        body.themes.sdgs = (1..=17).map(|goal| super::SdgWeight { goal, weight: None }).collect();
        body
    };
    let body = goals(Partnership { parties: vec![party(1, "FR"), party(2, "ML")], ..Partnership::default() });
    let entry = Entry::publish(Kind::Partnership, Id::from_u64(100).unwrap(), 0, &body, vec![]);
    let app = TestApp::new(Settings::default()).await.with([entry]).await;
    let body = app.get("/fr/partenariats").await.body;
    let goals: Vec<usize> = (1..=17).map(|goal| body.find(&format!("odd={goal}\"")).unwrap()).collect();
    assert!(goals.is_sorted(), "{goals:?}");
}

#[tokio::test]
async fn a_range_typed_in_a_form_becomes_one_parameter() {
    let app = app().await;
    let answer = app.get("/fr/partenariats?pays=ML&debut-de=2015&debut-a=2001").await;
    assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(answer.headers["location"], "/fr/partenariats?pays=ML&debut=2001-2015");
    let listed = app.get("/fr/partenariats?pays=ML&debut=2001-2015").await;
    assert_eq!(listed.status, StatusCode::OK);
    // Its two fields are called "from" and "to": what of, their group says.
    let mut groups = listed.body.split("<fieldset class=\"range\">");
    let group = groups.find(|group| group.contains("name=\"debut-de\"")).unwrap();
    assert!(group.starts_with("<legend class=\"vh\">Année de début</legend>"), "{group}");
    assert!(group.contains("pattern=\"[1-9][0-9]{3}\" title=\"Une année en quatre chiffres, comme 1990\""), "{group}");
    assert!(group.contains("Filtrer<span class=\"vh\"> – Année de début</span></button></fieldset></form>"), "{group}");
    let english = app.get("/en/partenariats?pays=ML&debut=2001-2015").await.body;
    assert!(english.contains("Year of start: 2001") && !english.contains("Year of start :"), "{english}");
}

#[tokio::test]
async fn a_status_on_the_page_of_a_country_leads_to_its_list() {
    let page = app().await.get("/fr/pays/ML").await.body;
    let link = page.split("\">Terminé</a>").next().unwrap().rsplit('"').next().unwrap();
    assert!(link.contains("pays=ML") && link.contains("statut=ended"), "{page}");
}

#[tokio::test]
async fn the_table_shows_the_columns_of_the_address() {
    let app = app().await;
    let answer = app.get("/fr/partenariats?vue=tableau&pays=ML&colonne=titre&colonne=identifiant&tri=nom").await;
    let heads = answer.body.matches("<th scope=\"col\"").count();
    assert_eq!((answer.status, heads), (StatusCode::OK, 2));
    assert!(answer.body.contains("aria-sort=\"ascending\""));
    let english = app.get("/en/partenariats?vue=tableau&pays=ML").await.body;
    assert!(english.contains("\"><span lang=\"fr\">Eau à Kéniéba"), "a title says its language: {english}");
    let refused = app.get("/fr/partenariats?vue=tableau&colonne=titres").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn titles_are_escaped_and_the_words_come_back_in_the_box() {
    let answer = app().await.get("/fr/partenariats?q=%22%3E%3Cscript%3E+eau").await;
    assert!(!answer.body.contains("<script>") && answer.body.contains("value=\"&#34;&#62;&#60;script&#62; eau\""));
    let listed = app().await.get("/fr/partenariats?q=eau").await;
    assert!(listed.body.contains("Kéniéba &#60;") && !listed.body.contains("Kéniéba <"));
}

#[tokio::test]
async fn a_feed_tells_what_was_published_last_of_the_same_search() {
    let app = app().await;
    let feed = app.get("/fr/partenariats.atom?q=eau&pays=ML&tri=nom").await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(feed.header("etag").starts_with("W/"));
    let entries = feed.body.matches("<entry>").count();
    assert_eq!(entries, 30, "{}", feed.body);
    for words in [
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">",
        "<id>http://localhost:8080/fr/partenariats.atom?q=eau&#38;pays=ML</id>",
        "<link rel=\"alternate\" type=\"text/html\" href=\"http://localhost:8080/fr/partenariats?q=eau&#38;pays=ML\"/>",
        "<title>Eau à Kéniéba &#60;12&#62;</title>",
        "<updated>2026-11-18T11:06:40Z</updated>",
        "<title>Recherche «\u{a0}eau\u{a0}» – Mali",
        "<category term=\"4.1.1\"/>",
    ] {
        assert!(feed.body.contains(words), "{words}: {}", feed.body);
    }
    let list = app.get("/fr/partenariats?q=eau&pays=ML&tri=nom&vue=tableau").await.body;
    let link =
        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/fr/partenariats.atom?q=eau&#38;pays=ML\">";
    assert!(list.contains(link), "{list}");
    let empty = app.get("/en/partenariats.atom?q=xylophone").await;
    assert!(empty.body.contains("<updated>2026-11-23T00:00:00Z</updated>") && !empty.body.contains("<entry>"));
    assert_eq!(app.get("/fr/partenariats.atom?pays=Mali").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_feed_puts_what_was_just_confirmed_first() {
    let (record, party) = (Id::from_u64(117).unwrap(), Id::from_u64(1017).unwrap());
    let confirmation = crate::confirmation::Confirmation::agreed(record, party, crate::app::testing::today(), 1);
    let app = app().await.with([confirmation.entry(Id::from_u64(900).unwrap())]).await;
    let feed = app.get("/fr/partenariats.atom").await.body;
    let first = feed.split("<entry>").nth(1).unwrap();
    assert!(first.contains("Eau à Kéniéba &#60;17&#62;") && first.contains("2026-11-23T00:00:00Z"), "{first}");
}

/// The same partnerships, twenty of those with Mali at a known place.
async fn located() -> TestApp {
    let (mali, kayes): (Country, _) = ("ML".parse().unwrap(), Id::from_u64(5000).unwrap());
    let territory = Territory {
        level: Level::Region,
        country: mali,
        name: Text::new("fr", "Kayes"),
        codes: vec![],
        parent: None,
        point: Some(Point { lat: 14.45, lon: -11.44, precision: Precision::Region }),
        population: None,
        source: String::new(),
    };
    let authority = |number: u64| Organisation {
        territory: Some(kayes),
        ..Organisation::new(OrganisationKind::Commune, Some(mali), format!("Ville {number}"))
    };
    let publish =
        |number| Entry::publish(Kind::Organisation, Id::from_u64(number).unwrap(), 0, &authority(number), vec![]);
    let place = Entry::publish(Kind::Territory, kayes, 0, &territory, vec![]);
    let before = [place].into_iter().chain((2000..2020).map(publish));
    TestApp::new(Settings::default()).await.with(before.chain(partnerships())).await
}

/// What a page says, its spaces ordinary ones and without the marks around what is put into a text.
fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ").replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test]
async fn a_misspelt_word_counts_the_same_in_every_view() {
    let app = located().await;
    for view in ["liste", "carte", "tableau", "statistiques"] {
        let answer = app.get(&format!("/fr/partenariats?q=kenyeba&vue={view}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{view}");
        assert!(title(&answer).ends_with(" – 30 partenariats"), "{view}: {}", title(&answer));
    }
    let map = plain(&app.get("/fr/partenariats?q=kenyeba&vue=carte").await);
    assert!(map.contains("Partenariats sur cette vue : 20 sur 20 situés."), "{map}");
    assert!(map.contains(">10 partenariats n’ont pas de lieu connu"), "{map}");
    let moved = app.get("/fr/partenariats/carte.json?q=kenyeba&zoom=0&zone=-180,-90,180,90").await;
    let moved: serde_json::Value = serde_json::from_str(&moved.body).unwrap();
    let spots = moved["spots"].as_array().unwrap().iter();
    assert_eq!(spots.map(|spot| spot["count"].as_u64().unwrap()).sum::<u64>(), 20, "{moved}");
    let figures = app.get("/fr/partenariats/statistiques.csv?q=kenyeba&par=pays").await;
    assert!(figures.body.trim_end().ends_with(",30"), "{}", figures.body);
}

/// The addresses of the search in the parts of a page that begin so, up to where they end.
fn links(answer: &Answer, begin: &str, end: &str) -> Vec<String> {
    let parts = answer.body.split(begin).skip(1).map(|rest| rest.split(end).next().unwrap_or_default());
    let addresses = parts.flat_map(|part| part.split("href=\"").skip(1)).map(|rest| rest.split('"').next().unwrap());
    addresses.filter(|href| href.starts_with("/fr/partenariats")).map(|href| href.replace("&#38;", "&")).collect()
}

/// What a view shows stays while its filters, its order and its words change.
#[tokio::test]
async fn the_columns_and_the_mode_of_the_map_stay_in_every_link_of_their_view() {
    let app = app().await;
    let table = app.get("/fr/partenariats?q=eau&pays=ML&vue=tableau&colonne=titre&colonne=identifiant").await;
    let map = app.get("/fr/partenariats?q=eau&pays=ML&vue=carte&carte=pays").await;
    for (answer, kept) in [(&table, "vue=tableau&colonne=titre&colonne=identifiant"), (&map, "vue=carte&carte=pays")] {
        let filters = links(answer, "<details class=\"filters\"", "</nav>");
        let chips = links(answer, "<ul class=\"chips\"", "</ul>");
        assert!(!filters.is_empty() && chips.len() == 3, "{kept}: {chips:?}");
        for href in filters.iter().chain(&chips) {
            assert!(href.contains(kept), "{href} should keep {kept}");
        }
        let views = links(answer, "<ul class=\"views\"", "</ul>");
        assert!(views.iter().any(|href| href.ends_with(kept)), "{views:?}");
        for (name, value) in kept.split('&').map(|pair| pair.split_once('=').unwrap()) {
            let field = format!("name=\"{name}\" value=\"{value}\"");
            assert!(answer.body.contains(&field), "the form of the words keeps {field}");
        }
    }
    let orders = links(&table, "<details class=\"order\" data-live>", "</details>");
    assert!(orders.len() > 3, "{orders:?}");
    for href in orders {
        assert!(href.contains("vue=tableau&colonne=titre&colonne=identifiant"), "{href}");
    }
}

#[tokio::test]
async fn a_figure_is_composed_without_a_dead_end_and_its_address_says_what_is_shown() {
    let app = app().await;
    let base = "/fr/partenariats?vue=statistiques&composer=1";
    for (sent, shown) in [
        // The reader changed the rows; the drawing stays behind in the form.
        ("&mesure=partenariats&par=theme&et=&graphique=lignes", "par=theme"),
        ("&mesure=partenariats&par=theme&et=theme&graphique=barres", "par=theme&graphique=barres"),
        ("&mesure=partenariats&par=etape&etape=verse", "vue=statistiques"),
    ] {
        let answer = app.get(&format!("{base}{sent}")).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{sent}");
        let next = answer.header("location").to_owned();
        assert!(next.ends_with(shown) && !next.contains("composer"), "{sent}: {next}");
        assert_eq!(app.get(&next).await.status, StatusCode::OK, "{next}");
    }
    let strict = app.get("/fr/partenariats?vue=statistiques&par=theme&graphique=lignes").await;
    assert_eq!(strict.status, StatusCode::BAD_REQUEST, "an address that was written by hand is not guessed at");
}

#[tokio::test]
async fn every_value_of_a_long_filter_can_be_chosen() {
    let towns = (0..45).map(|number| {
        let town = Organisation::new(OrganisationKind::Commune, Some(Country::FR), format!("Ville {number:02}"));
        Entry::publish(Kind::Organisation, Id::from_u64(1000 + number).unwrap(), 0, &town, vec![])
    });
    let app = TestApp::new(Settings::default()).await.with(towns.chain(partnerships())).await;
    let address = "/fr/partenariats/filtres/collectivite?pays=ML";
    assert!(app.get("/fr/partenariats?pays=ML").await.body.contains(&format!("href=\"{address}\"")));
    let page = app.get(address).await;
    let values: Vec<&str> = page
        .body
        .split("<ul class=\"alpha\">")
        .nth(1)
        .unwrap()
        .split("</ul>")
        .next()
        .unwrap()
        .split("<li>")
        .skip(1)
        .collect();
    assert_eq!(values.len(), 30, "those of Mali, each once");
    for value in values {
        let href = value.split('"').nth(1).unwrap().replace("&#38;", "&");
        let count: usize = value.split("<span>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
        assert_eq!(cards(&app.get(&href).await), count, "{href}");
    }
    let named = app.get("/fr/partenariats/filtres/collectivite?pays=ML&nom=ville+07").await;
    assert_eq!(named.body.matches("<span>1</span>").count(), 1, "{}", named.body);
    assert_eq!(app.get("/fr/partenariats/filtres/theme").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_region_is_told_from_the_department_of_the_same_name() {
    let territory = |number: u64, level, name: &str, parent: Option<u64>| {
        let body = Territory {
            level,
            country: Country::FR,
            name: Text::new("fr", name),
            codes: vec![],
            parent: parent.and_then(Id::from_u64),
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, Id::from_u64(number).unwrap(), 0, &body, vec![])
    };
    let town = Organisation {
        territory: Id::from_u64(52),
        ..Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Basse-Terre")
    };
    let entries = [
        territory(50, Level::Region, "Guadeloupe", None),
        territory(51, Level::Department, "Guadeloupe", Some(50)),
        territory(52, Level::Commune, "Basse-Terre", Some(51)),
        Entry::publish(Kind::Organisation, Id::from_u64(1000).unwrap(), 0, &town, vec![]),
    ];
    let app = TestApp::new(Settings::default()).await.with(entries.into_iter().chain(partnerships())).await;
    let page = app.get("/fr/partenariats/filtres/territoire").await.body;
    for name in ["Guadeloupe (région)", "Guadeloupe (département)"] {
        assert!(page.contains(&format!(">{name}</a>")), "{page}");
    }
    let page = app.get("/en/partenariats/filtres/territoire?nom=region").await.body;
    assert!(page.contains("Guadeloupe (region)") && !page.contains("(department)"), "{page}");
}

#[tokio::test]
async fn a_long_filter_has_every_value_however_many_there_are() {
    let last = Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), "Ville dernière");
    let last = Entry::publish(Kind::Organisation, Id::from_u64(4100).unwrap(), 0, &last, vec![]);
    let many = Partnership {
        title: Text::new("fr", "Charte"),
        parties: [party(1000, "FR")].into_iter().chain((3000..=4100).map(|n| party(n, "ML"))).collect(),
        ..Partnership::default()
    };
    let many = Entry::publish(Kind::Partnership, Id::from_u64(500).unwrap(), 0, &many, vec![]);
    let app = TestApp::new(Settings::default()).await.with([last, many]).await;
    let all = app.get("/fr/partenariats/filtres/partenaire").await.body.replace('\u{202f}', " ");
    assert!(all.contains("1 101"), "{all}");
    let named = app.get("/fr/partenariats/filtres/partenaire?nom=derniere").await.body;
    assert!(named.contains("Ville dernière</a> <span>1</span>"), "{named}");
}

#[tokio::test]
async fn whoever_is_not_named_beside_the_busiest_is_counted_and_one_step_away() {
    let town = |number: u64, country: &str| {
        let town = Organisation::new(OrganisationKind::Commune, country.parse().ok(), format!("Ville {number}"));
        Entry::publish(Kind::Organisation, Id::from_u64(number).unwrap(), 0, &town, vec![])
    };
    let towns = (0..45).flat_map(|n| [town(1000 + n, "FR"), town(2000 + n, if n < 30 { "ML" } else { "SN" })]);
    // One authority works with 19 abroad.
    let busy = Partnership {
        title: Text::new("fr", "Charte"),
        parties: [party(1000, "FR")].into_iter().chain((2000..2019).map(|n| party(n, "ML"))).collect(),
        ..Partnership::default()
    };
    let busy = Entry::publish(Kind::Partnership, Id::from_u64(500).unwrap(), 0, &busy, vec![]);
    let app = TestApp::new(Settings::default()).await.with(towns.chain(partnerships()).chain([busy])).await;
    let page = app.get(&format!("/fr/organisations/{}", Id::from_u64(1000).unwrap())).await.body;
    assert!(page.replace(['\u{a0}', '\u{202f}'], " ").contains("Les 15 premières sur 19."), "{page}");
    let rest = page.split("\" rel=\"nofollow\">Les voir toutes").next().unwrap();
    let rest = rest.rsplit_once("href=\"").unwrap().1.replace("&#38;", "&");
    assert!(rest.starts_with("/fr/partenariats/filtres/partenaire?collectivite="), "{rest}");
    let all = app.get(&rest).await.body;
    let values = all.split("<ul class=\"alpha\">").nth(1).unwrap().split("</ul>").next().unwrap();
    assert_eq!(values.matches("<li>").count(), 19);
    let mali = app.get("/fr/pays/ML").await.body.replace('\u{202f}', " ");
    assert_eq!(mali.matches("Les 15 premières sur 30.").count(), 2, "on both sides: {mali}");
    let other = app.get(&format!("/fr/organisations/{}", Id::from_u64(1040).unwrap())).await.body;
    assert!(!other.contains("premières sur") && !other.contains("les plus engagées"), "all of few are named");
}

#[tokio::test]
async fn pages_describe_themselves_to_search_engines() {
    let town = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Saint-Omer");
    let town = Entry::publish(Kind::Organisation, Id::from_u64(1000).unwrap(), 0, &town, vec![]);
    let app = app().await.with([town]).await;
    let (town, record) = (Id::from_u64(1000).unwrap(), Id::from_u64(100).unwrap());
    let mut told = std::collections::BTreeSet::new();
    for lang in ["fr", "en"] {
        for path in [
            "partenariats",
            "partenariats?pays=ML",
            "organisations",
            &format!("organisations/{town}"),
            "pays",
            "pays/ML",
            "thematiques",
            "thematiques/4.1",
            &format!("partenariats/{record}/historique"),
            "aide",
            "plan-du-site",
            "accessibilite",
            "mentions-legales",
            "donnees-personnelles",
        ] {
            let page = app.get(&format!("/{lang}/{path}")).await.body;
            let text = page.split("<meta name=\"description\" content=\"").nth(1).unwrap_or_else(|| panic!("{path}"));
            let text = text.split('"').next().unwrap().to_owned();
            assert!(text.chars().count() > 40 && !text.contains('⟦'), "{lang} {path}: {text}");
            assert!(told.insert(text.clone()), "{lang} {path} says what another says: {text}");
        }
    }
}

#[tokio::test]
async fn the_table_sorts_by_what_the_index_has_an_order_for_and_does_not_repeat_home() {
    let app = app().await;
    let head = async |query: &str, name: &str| {
        let page = app
            .get(&format!("/fr/partenariats?vue=tableau&colonne=montant&colonne=fin&colonne=confirmation{query}"))
            .await
            .body;
        let head = page.split("<th scope=\"col\"").skip(1).find(|head| head.contains(&format!(">{name}<"))).unwrap();
        head.split("</th>").next().unwrap().replace("&#38;", "&")
    };
    assert!(head("", "Montant").await.contains("tri=montant&"));
    let descending = head("&tri=montant", "Montant").await;
    assert!(
        descending.contains("aria-sort=\"descending\"") && descending.contains("tri=montant-croissant"),
        "{descending}"
    );
    let ascending = head("&tri=montant-croissant", "Montant").await;
    assert!(ascending.contains("aria-sort=\"ascending\"") && ascending.contains("tri=montant&"), "{ascending}");
    assert!(head("", "Fin").await.contains("tri=fin&") && head("", "Confirmation").await.contains("tri=confirmation&"));
    let ended = app.get("/fr/partenariats.csv?tri=fin").await.body;
    assert!(ended.lines().nth(1).unwrap().contains("Kéniéba"), "those without an end come last: {ended}");
    let page = app.get("/fr/partenariats?vue=tableau&colonne=titre&colonne=pays").await.body;
    assert!(
        page.contains("<td data-label=\"Pays\">Mali</td>") || page.contains("<td data-label=\"Pays\">Sénégal</td>")
    );
    assert!(!page.contains(">France, ") && !page.contains("France</td>"));
    let sorted = head("&colonne=statut&tri=statut", "Statut").await;
    assert!(sorted.contains("aria-sort=\"ascending\""), "{sorted}");
}

#[tokio::test]
async fn columns_are_in_the_order_of_their_names_lists_codes_or_days() {
    let forms = partnerships().zip(Form::ALL.iter().copied().cycle()).map(|(entry, form)| {
        let body = Partnership { form, ..entry.read().unwrap() };
        Entry::publish(entry.kind, entry.id, entry.base, &body, vec![])
    });
    let app = TestApp::new(Settings::default()).await.with(forms).await;
    let cells = async |lang: &str, order: &str| -> Vec<String> {
        let file = app.get(&format!("/{lang}/partenariats.csv?tri={order}&colonne={order}")).await.body;
        // After the identifier.
        file.lines().skip(1).map(|row| row.split(',').nth(1).unwrap().to_owned()).collect()
    };
    let places = |cells: &[String], list: &[&str]| -> Vec<usize> {
        cells.iter().map(|cell| list.iter().position(|code| code == cell).unwrap()).collect()
    };
    let statuses =
        places(&cells("fr", "statut").await, &Status::ALL.iter().map(|status| status.code()).collect::<Vec<_>>());
    assert!(statuses.is_sorted() && statuses.first() < statuses.last(), "{statuses:?}");
    let forms = places(&cells("fr", "forme").await, &Form::ALL.iter().map(|form| form.code()).collect::<Vec<_>>());
    assert!(forms.is_sorted() && forms.first() < forms.last(), "{forms:?}");
    let themes: Vec<Option<u64>> = cells("fr", "theme").await.iter().map(|code| theme::number(code)).collect();
    let (known, unknown) = themes.split_at(themes.partition_point(Option::is_some));
    assert!(known.is_sorted() && known.first() < known.last() && unknown.iter().all(Option::is_none), "{themes:?}");
    let parties: Vec<String> = cells("fr", "parties")
        .await
        .iter()
        .map(|cell| meridien_search::fold(&cell.replace(" | ", ", ")).into_owned())
        .collect();
    assert!(parties.is_sorted() && parties.first() < parties.last(), "{parties:?}");
    let signed = cells("fr", "signature").await;
    let known: Vec<&String> = signed.iter().take_while(|day| !day.is_empty()).collect();
    assert!(known.is_sorted_by(|one, next| one > next) && known.len() == 5, "{signed:?}");
    assert!(signed[known.len()..].iter().all(String::is_empty), "{signed:?}");
    for (lang, l) in [("fr", Locale { lang: Lang::Fr }), ("en", Locale { lang: Lang::En })] {
        let cells = cells(lang, "pays").await;
        let abroad = |cell: &String| {
            let codes = cell.split(" | ").filter(|code| *code != "FR");
            codes.map(|code| country::rank(l, code.parse().unwrap())).min()
        };
        let ranks: Vec<_> = cells.iter().map(abroad).collect();
        assert!(ranks.is_sorted() && ranks.first() < ranks.last(), "{lang} {cells:?}");
    }
}

#[tokio::test]
async fn a_map_lists_countries_as_frequent_in_the_order_of_their_names() {
    let record = |(number, country): (u64, &str)| {
        let body = Partnership { parties: vec![party(1, "FR"), party(2, country)], ..Partnership::default() };
        Entry::publish(Kind::Partnership, Id::from_u64(number).unwrap(), 0, &body, vec![])
    };
    let app = TestApp::new(Settings::default()).await.with((100..).zip(["CZ", "ML", "IE", "ML"]).map(record)).await;
    for (lang, names) in [("fr", ["Mali", "Irlande", "Tchéquie"]), ("en", ["Mali", "Czechia", "Ireland"])] {
        let page = app.get(&format!("/{lang}/partenariats?vue=carte")).await.body;
        let table = page.split("<div id=\"lieux\"").nth(1).unwrap();
        let places = names.map(|name| table.find(&format!(">{name}</a></th>")).unwrap());
        assert!(places.is_sorted(), "{lang} {places:?}");
    }
}

#[tokio::test]
async fn an_amount_that_no_sum_holds_is_listed_and_shown() {
    let line = |year| FundingLine { amount: Some(Decimal::MAX), year: Some(year), ..FundingLine::default() };
    let body = Partnership {
        title: Text::new("fr", "Trésor"),
        parties: vec![party(1, "FR"), party(2, "ML")],
        funding: vec![line(2020), line(2021)],
        ..Partnership::default()
    };
    let record = Entry::publish(Kind::Partnership, Id::from_u64(10).unwrap(), 0, &body, vec![]);
    let app = TestApp::new(Settings::default()).await.with([record]).await;
    for address in [
        "/fr/partenariats?montant=5000000-",
        "/fr/partenariats?vue=tableau",
        "/fr/partenariats.csv",
        "/fr/partenariats/0000000A",
        "/api/v1/partnerships",
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.body.contains("Trésor"), "{address}: {}", answer.body);
    }
}

/// The record's page hides it: so must whatever is made of the index.
#[tokio::test]
async fn what_reaches_a_person_is_in_no_list_and_nothing_is_found_by_it() {
    let funder = NamedOrganisation { name: "Association du puits, 06 12 34 56 78".into(), organisation: None };
    let mut body = Partnership {
        title: Text::new("fr", "Forage"),
        parties: vec![party(1, "FR"), party(2, "ML")],
        funding: vec![FundingLine { funders: vec![funder], ..FundingLine::default() }],
        ..Partnership::default()
    };
    body.narratives.context = Text::new("fr", "Écrire à krapotkine@exemple.org");
    let record = Entry::publish(Kind::Partnership, Id::from_u64(10).unwrap(), 0, &body, vec![]);
    let app = TestApp::new(Settings::default()).await.with([record]).await;
    for address in [
        "/fr/partenariats",
        "/fr/partenariats?vue=tableau&colonne=financeurs",
        "/fr/partenariats.csv?colonne=financeurs",
        "/fr/partenariats?q=association+du+puits",
    ] {
        let body = app.get(address).await.body;
        assert!(body.contains("Association du puits"), "{address}: {body}");
        assert!(!body.contains("06 12 34 56 78"), "{address}: {body}");
    }
    for words in ["0612345678", "06+12+34+56+78", "krapotkine", "krapotkin"] {
        let answer = app.get(&format!("/fr/partenariats?q={words}")).await;
        assert_eq!(cards(&answer), 0, "{words}");
        assert!(!answer.body.contains("Vouliez-vous dire"), "{words}");
    }
    // What it breaks is told to those who mend it.
    let anomaly = Code::ALL.iter().position(|code| *code == Code::PersonInText).unwrap() as u64;
    let broken = Query { filter: is(app.state.search.fields.anomaly, anomaly), ..Query::default() };
    assert_eq!(app.state.search.index.search(&broken).unwrap().total, 1);
}

#[tokio::test]
async fn a_part_of_the_world_leads_to_the_partnerships_with_its_countries() {
    let app = app().await;
    for (lang, words, name) in
        [("fr", "Afrique+de+l'Ouest", "« Afrique de l&#39;Ouest »"), ("en", "west+africa", "“west africa”")]
    {
        let page = app.get(&format!("/{lang}/partenariats?q={words}&vue=tableau")).await.body;
        let notice = page.split("class=\"notice\"").find(|notice| notice.contains("region=011")).unwrap();
        let notice = notice.split("</p>").next().unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(notice.contains(name) && notice.contains("vue=tableau") && notice.contains(">45 "), "{notice}");
    }
    let narrowed = app.get("/fr/partenariats?q=ecoles+Afrique+de+l'Ouest").await.body;
    assert!(narrowed.contains("?q=ecoles&#38;region=011\">15 partenariats</a>"), "{narrowed}");
    // Who has chosen a place has chosen it.
    let chosen = app.get("/fr/partenariats?q=Afrique+de+l'Ouest&pays=ML").await.body;
    assert!(!chosen.contains("partie du monde"));
    assert!(!app.get("/fr/partenariats?q=Maghreb").await.body.contains("partie du monde"), "no partnership there");
}
