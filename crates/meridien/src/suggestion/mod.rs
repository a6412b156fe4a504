//! Suggestions while typing: the authorities, places, themes and partnerships that the words may mean, each with its page.
//!
//! `/suggestions?q=kay` answers JSON for `assets/suggest.mjs`; without that script the search box is a form like any other.

use std::cmp::Reverse;

use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use meridien_search::{self as search, Dimension, Filter, Query, Sort, fold};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::State;
use crate::country;
use crate::index::{RecordType, Search, cards};
use crate::organisation::index::Card as OrganisationCard;
use crate::partnership::index::{Card as PartnershipCard, is};
use crate::reference;
use crate::registers::ids;
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Locale, Visit};

/// Suggestions of one kind.
const MOST: usize = 5;
/// Organisations among which those are looked for whose name begins with what was typed.
const MOST_READ: usize = 4 * MOST;
/// Characters read of what was typed.
pub(crate) const LONGEST: usize = 100;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/suggestions", get(show))
}

/// Suggestions of one kind, under its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Group {
    /// What kind they are of.
    name: String,
    /// The pages.
    items: Vec<Item>,
}

/// A page that the words may mean.
#[derive(Debug, Serialize, ToSchema)]
struct Item {
    /// What it is called.
    label: String,
    /// The language of the label, where it is not the reader's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lang: Option<String>,
    /// What tells it from others of the same name.
    detail: String,
    /// Its address on this site.
    href: String,
    /// `organisation`, `partnership`, `country`, `territory` or `theme`.
    r#type: &'static str,
    /// Its identifier or code, as filters take it.
    id: String,
}

/// How soon a page is suggested: by how near its name is to what was typed, then by how many partnerships it has.
type Rank = (u8, Reverse<u64>);

/// `/suggestions?q=kay`
async fn show(visit: Visit) -> web::Result {
    let mut response = Json(suggestions(&visit).await?).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// What the words of an address may mean.
///
/// # Errors
/// [`web::Error::BadRequest`] where there is another parameter.
pub(crate) async fn suggestions(visit: &Visit) -> web::Result<Vec<Group>> {
    let l = visit.locale;
    let mut parameters = Parameters::of(visit);
    let words: String = parameters.typed("q").chars().take(LONGEST).collect();
    parameters.finish()?;
    let search = visit.app.search.clone();
    let home = visit.app.settings.home_country;
    Ok(web::blocking(move || groups(l, &search, home, &words)).await??)
}

/// What words may mean; where they mean nothing, what the nearest words may mean, said as such.
fn groups(l: Locale, search: &Search, home: Country, words: &str) -> Result<Vec<Group>, search::Error> {
    let groups = groups_of(l, search, home, words)?;
    if !groups.is_empty() {
        return Ok(groups);
    }
    let fields = &search.fields;
    let suggested = Filter::Any(vec![
        is(fields.record_type, RecordType::Partnership as u64),
        Filter::Range(fields.partnerships, Some(1), None),
    ]);
    let Some(nearest) = search.index.did_you_mean(words, 0, &suggested)? else { return Ok(groups) };
    let said = |Group { name, items }| {
        let said = [("name", name.into()), ("words", nearest.as_str().into())];
        Group { name: l.t_with("suggested-instead", &said), items }
    };
    Ok(groups_of(l, search, home, &nearest)?.into_iter().map(said).collect())
}

fn groups_of(l: Locale, search: &Search, home: Country, words: &str) -> Result<Vec<Group>, search::Error> {
    let letters = fold(words).trim().chars().count();
    if letters < 2 {
        return Ok(Vec::new());
    }
    let mut ranked = [
        ("nav-organisations", organisations(l, search, words)?),
        ("suggested-places", busiest_places(l, search, home, words)?),
    ];
    // « Mali » comes before « Malente » for "mal".
    ranked.sort_by_key(|(_, items)| items.first().map(|(rank, _)| *rank));
    let ranked = ranked.map(|(key, items)| (key, items.into_iter().map(|(_, item)| item).collect::<Vec<_>>()));
    let others = [
        ("themes-title", themes(l, words)),
        ("nav-partnerships", if letters < 3 { Vec::new() } else { partnerships(l, search, words)? }),
    ];
    let named = ranked.into_iter().chain(others).filter(|(_, items)| !items.is_empty());
    Ok(named.map(|(key, items)| Group { name: l.t(key).into_owned(), items }).collect())
}

/// Organisations with such a name that have a partnership.
fn organisations(l: Locale, search: &Search, words: &str) -> Result<Vec<(Rank, Item)>, search::Error> {
    let cards = named(search, words, Filter::Range(search.fields.partnerships, Some(1), None))?;
    let item = |card: OrganisationCard| {
        let count = l.t_with("suggested-count", &[("count", card.partnerships.into())]);
        Item {
            detail: card.place(l).into_iter().chain([count]).collect::<Vec<_>>().join(" · "),
            href: l.href(&format!("/organisations/{}", card.id)),
            r#type: "organisation",
            id: card.id.to_string(),
            label: card.name,
            lang: None,
        }
    };
    let ranked = |card: OrganisationCard| ((distance(&card.name, words), Reverse(card.partnerships)), item(card));
    Ok(cards.into_iter().take(MOST).map(ranked).collect())
}

/// Organisations with such a name that meet a condition: those whose name begins with the words first, then the busiest.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn named(search: &Search, words: &str, filter: Filter) -> Result<Vec<OrganisationCard>, search::Error> {
    let fields = &search.fields;
    // Digits are a code: a SIREN, an INSEE code.
    let is_code = words.contains(|c: char| c.is_ascii_digit());
    let (codes, names) = ([fields.terms], [fields.title, fields.names]);
    let found = search.index.search(&Query {
        words,
        prefix: true,
        fields: if is_code { &codes } else { &names },
        filter: Filter::All(vec![is(fields.record_type, RecordType::Organisation as u64), filter]),
        sort: Sort::Weighted(fields.partnerships),
        limit: MOST_READ,
        ..Query::default()
    })?;
    let mut named: Vec<OrganisationCard> = cards(&found.hits);
    named.sort_by_cached_key(|card| distance(&card.name, words));
    Ok(named)
}

/// Partnerships with such a title or party.
fn partnerships(l: Locale, search: &Search, words: &str) -> Result<Vec<Item>, search::Error> {
    let fields = &search.fields;
    let found = search.index.search(&Query {
        words,
        prefix: true,
        fields: &[fields.title],
        filter: is(fields.record_type, RecordType::Partnership as u64),
        limit: MOST,
        ..Query::default()
    })?;
    let item = |card: PartnershipCard| {
        let title: Passage = l.words(&card.title)?.into();
        Some(Item {
            detail: about(l, &title.text, &card),
            label: title.text,
            lang: title.foreign,
            href: l.href(&format!("/partenariats/{}", card.id)),
            r#type: "partnership",
            id: card.id.to_string(),
        })
    };
    Ok(cards(&found.hits).into_iter().filter_map(item).collect())
}

/// What a partnership's title leaves to be said: the names of its first parties, or where it has them, their countries and the
/// year of its start.
fn about(l: Locale, title: &str, card: &PartnershipCard) -> String {
    let first = card.parties.iter().take(2);
    let (folded, mut names) = (fold(title), first.clone().map(|(name, _)| name.as_str()));
    if !names.clone().all(|name| folded.contains(&*fold(name))) {
        return names.by_ref().collect::<Vec<_>>().join(" – ");
    }
    let mut countries: Vec<String> = first.map(|(_, code)| country::name(l, *code)).collect();
    countries.dedup();
    let countries = (!countries.is_empty()).then(|| countries.join(" – "));
    let year = card.start.map(|start| start.first_day().format("%Y").to_string());
    countries.into_iter().chain(year).collect::<Vec<_>>().join(" · ")
}

/// Places with such a name; beside those that have partnerships, of those that have none only what is named in full.
fn busiest_places(l: Locale, search: &Search, home: Country, words: &str) -> Result<Vec<(Rank, Item)>, search::Error> {
    let fields = &search.fields;
    let all = search.index.search(&Query {
        filter: is(fields.record_type, RecordType::Partnership as u64),
        dimensions: &[fields.country, fields.territory].map(Dimension::of),
        ..Query::default()
    })?;
    let count = |place: &Item| match place.id.parse::<Country>() {
        Ok(country) if country == home => all.total,
        Ok(country) => all.counts[0].of(country.as_u64()),
        Err(_) => place.id.parse::<Id>().map_or(0, |id| all.counts[1].of(id.as_u64())),
    };
    let ranked = |place: Item| ((distance(&place.label, words), Reverse(count(&place))), place);
    let mut places: Vec<(Rank, Item)> = places(l, home, words).into_iter().map(ranked).collect();
    places.sort_by_key(|(rank, _)| *rank);
    if places.iter().any(|((_, Reverse(count)), _)| *count > 0) {
        places.retain(|((distance, Reverse(count)), _)| *count > 0 || *distance == 0);
    }
    places.truncate(MOST);
    Ok(places)
}

/// Countries with such a name or code, then the regions and departments of the home country.
fn places(l: Locale, home: Country, words: &str) -> Vec<Item> {
    let countries = reference::countries().iter().filter(|country| {
        let names = [country.name.fr, country.name.en, country.iso2.as_str(), country.iso3];
        names.iter().chain(&country.aliases).any(|name| begins(name, words)) || country.numeric == Some(words.trim())
    });
    let countries = countries.map(|country| Item {
        label: l.label(country.name).to_owned(),
        lang: None,
        detail: l.t("country").into_owned(),
        href: l.href(&format!("/pays/{}", country.iso2)),
        r#type: "country",
        id: country.iso2.to_string(),
    });
    let territory = |register: &str, key: &str, code: &str, name: &str| {
        let id = ids::territory(home, register, code).to_string();
        Item {
            label: name.to_owned(),
            lang: None,
            detail: l.t(key).into_owned(),
            href: l.href(&format!("/territoires/{id}")),
            r#type: "territory",
            id,
        }
    };
    let french = (home == Country::FR).then_some(()).into_iter();
    let regions = french.clone().flat_map(|()| reference::regions()).filter(|region| begins(region.name, words));
    let regions = regions.map(|region| territory("region", "kind-region", region.code, region.name));
    let departments = french.flat_map(|()| reference::departments());
    let departments = departments.filter(|found| begins(found.name, words) || found.code == words.trim());
    let departments = departments.map(|found| territory("department", "kind-department", found.code, found.name));
    countries.chain(regions).chain(departments).collect()
}

/// The region or department of the home country that the words name best: its identifier.
pub(crate) fn territory(l: Locale, home: Country, words: &str) -> Option<Id> {
    let territories = places(l, home, words).into_iter().filter(|place| place.r#type == "territory");
    territories.min_by_key(|place| distance(&place.label, words))?.id.parse().ok()
}

/// Themes with such a name, the general before the precise.
fn themes(l: Locale, words: &str) -> Vec<Item> {
    let found = reference::themes().iter().filter(|theme| begins(l.label(theme.name), words));
    let item = |theme: &reference::Theme| Item {
        label: l.label(theme.name).to_owned(),
        lang: None,
        detail: theme
            .parent()
            .and_then(reference::theme)
            .map(|parent| l.label(parent.name).to_owned())
            .unwrap_or_default(),
        href: l.href(&format!("/thematiques/{}", theme.code)),
        r#type: "theme",
        id: theme.code.to_owned(),
    };
    found.take(MOST).map(item).collect()
}

/// How far a name is from what was typed: it is that, it begins with it, it contains it, or neither.
fn distance(name: &str, typed: &str) -> u8 {
    let spaced = |text: &str| {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.fold(String::new(), |all, word| all + " " + word)
    };
    let (name, typed) = (spaced(name), spaced(typed));
    match name.find(&typed) {
        Some(0) if name == typed => 0,
        Some(0) => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// Whether each word typed begins a word of a name.
fn begins(name: &str, typed: &str) -> bool {
    let (name, typed) = (fold(name), fold(typed));
    let mut typed = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let begun = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|other| other.starts_with(word));
    typed.peek().is_some() && typed.all(begun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::app::testing::TestApp;
    use crate::journal::{Entry, Kind};
    use crate::organisation::{Organisation, OrganisationKind};
    use crate::partnership::{Partnership, Party, PartyRole};
    use crate::value::Text;

    fn id(number: u64) -> Id {
        Id::from_u64(number).unwrap()
    }

    fn authority(number: u64, name: &str, country: &str) -> Entry {
        let organisation = Organisation::new(OrganisationKind::Commune, country.parse().ok(), name);
        Entry::publish(Kind::Organisation, id(number), 0, &organisation, vec![])
    }

    /// A partnership of Lille with an authority of Mali.
    fn partnership(number: u64, title: &str, (partner, name): (u64, &str)) -> Entry {
        let party = |number, name: &str, country: &str| Party {
            organisation: id(number),
            name: name.to_owned(),
            country: country.parse().unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        };
        let body = Partnership {
            title: Text::new("fr", title),
            parties: vec![party(1, "Lille", "FR"), party(partner, name, "ML")],
            ..Partnership::default()
        };
        Entry::publish(Kind::Partnership, id(number), 0, &body, vec![])
    }

    #[tokio::test]
    async fn groups_come_in_their_order_with_what_the_words_begin() {
        let entries = [
            authority(1, "Lille", "FR"),
            authority(2, "Sangha", "ML"),
            authority(3, "Sanankoro", "ML"),
            // It has no partnership: its page says nothing.
            authority(4, "Sandaré", "ML"),
            partnership(10, "Santé scolaire", (2, "Sangha")),
            partnership(11, "Écoles", (2, "Sangha")),
            partnership(12, "Routes", (2, "Sangha")),
            partnership(13, "Marchés", (2, "Sangha")),
            partnership(14, "Forages", (3, "Sanankoro")),
            partnership(15, "Jumelage LILLE – Zégoua", (5, "Zégoua")),
        ];
        let app = TestApp::new(Settings::default()).await.with(entries).await;
        let asked =
            async |address: &str| -> serde_json::Value { serde_json::from_str(&app.get(address).await.body).unwrap() };
        let groups = asked("/fr/suggestions?q=san").await;
        let names: Vec<&str> = groups.as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Collectivités", "Lieux", "Thématiques", "Partenariats"], "{groups}");
        let labels = |group: usize| -> Vec<&str> {
            let items = groups[group]["items"].as_array().unwrap().iter();
            items.map(|item| item["label"].as_str().unwrap()).collect()
        };
        assert_eq!(labels(0), ["Sangha", "Sanankoro"], "the busiest first, those without a partnership left out");
        assert_eq!((labels(2), labels(3)), (vec!["Santé"], vec!["Santé scolaire"]));
        let places = groups[1]["items"].as_array().unwrap();
        assert!(places.len() <= MOST && places.iter().any(|place| place["href"] == "/fr/pays/SM"), "{groups}");
        assert_eq!(groups[0]["items"][0]["href"], format!("/fr/organisations/{}", id(2)));
        assert_eq!(groups[0]["items"][1]["detail"], "Mali · 1 partenariat");
        assert_eq!(groups[2]["items"][0]["href"], "/fr/thematiques/3.3");
        let found = &groups[3]["items"][0];
        assert_eq!(
            (&found["href"], &found["detail"]),
            (&format!("/fr/partenariats/{}", id(10)).into(), &"Lille – Sangha".into())
        );

        let english = asked("/en/suggestions?q=sante").await;
        let group = english.as_array().unwrap().iter().find(|group| group["name"] == "Partnerships").unwrap();
        assert_eq!((&group["items"][0]["lang"], &found["lang"]), (&"fr".into(), &serde_json::Value::Null), "{english}");

        let twinned = asked("/fr/suggestions?q=zegoua").await;
        let group = twinned.as_array().unwrap().iter().find(|group| group["name"] == "Partenariats").unwrap();
        assert_eq!(group["items"][0]["detail"], "France – Mali", "the title says the rest: {twinned}");

        let two = asked("/fr/suggestions?q=sa").await;
        let names: Vec<&str> = two.as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Collectivités", "Lieux", "Thématiques"], "two letters begin too many titles");
        for nothing in ["/fr/suggestions?q=s", "/fr/suggestions", "/fr/suggestions?q=xyzxyz"] {
            assert_eq!(asked(nothing).await, serde_json::json!([]), "{nothing}");
        }
    }

    #[tokio::test]
    async fn names_that_begin_with_what_was_typed_come_first_and_a_slip_is_corrected() {
        let named = |number, name| authority(number, name, "ML");
        let entries = [
            authority(1, "Lille", "FR"),
            named(2, "CA Pas du Calavon"),
            named(3, "Pas-de-Calais"),
            named(4, "L'Île-Rousse"),
            named(5, "CC du Carladez"),
            partnership(10, "Écoles du Sénégal", (2, "CA Pas du Calavon")),
            partnership(11, "Routes", (2, "CA Pas du Calavon")),
            partnership(12, "Marchés", (2, "CA Pas du Calavon")),
            partnership(13, "Forages", (3, "Pas-de-Calais")),
            partnership(14, "Ports", (4, "L'Île-Rousse")),
            partnership(15, "Gares", (5, "CC du Carladez")),
        ];
        let app = TestApp::new(Settings::default()).await.with(entries).await;
        let asked = async |words: &str| -> Vec<(String, Vec<String>)> {
            let body = app.get(&format!("/fr/suggestions?q={words}")).await.body;
            let groups: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
            let labels = |group: &serde_json::Value| {
                group["items"].as_array().unwrap().iter().map(|item| text(&item["label"])).collect()
            };
            groups.iter().map(|group| (text(&group["name"]), labels(group))).collect()
        };
        let first = asked("pas+de+ca").await.remove(0).1;
        assert_eq!(first[0], "Pas-de-Calais", "{first:?}");
        assert_eq!(asked("pas-de-ca").await.remove(0).1[0], "Pas-de-Calais");
        let first = asked("lil").await.remove(0).1;
        assert_eq!(first[0], "Lille", "{first:?}");
        assert!(asked("466").await.contains(&("Lieux".to_owned(), vec!["Mali".to_owned()])));
        assert_eq!(asked("dahom").await, [("Lieux".to_owned(), vec!["Bénin".to_owned()])]);
        let instead = asked("senegla").await;
        let (name, labels) = &instead[0];
        assert_eq!((name.replace('\u{a0}', " ").as_str(), labels[0].as_str()), ("Lieux (pour « sénégal »)", "Sénégal"));
    }

    #[tokio::test]
    async fn places_come_by_their_partnerships_and_before_towns_that_have_fewer() {
        let entries = [
            authority(1, "Lille", "FR"),
            authority(2, "Malem", "ML"),
            authority(3, "Kita", "ML"),
            partnership(10, "Eau", (2, "Malem")),
            partnership(11, "Routes", (3, "Kita")),
        ];
        let app = TestApp::new(Settings::default()).await.with(entries).await;
        let asked = async |words: &str| -> Vec<(String, Vec<String>)> {
            let body = app.get(&format!("/fr/suggestions?q={words}")).await.body;
            let groups: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let labels = |group: &serde_json::Value| {
                group["items"].as_array().unwrap().iter().map(|item| text(&item["label"])).collect()
            };
            groups.iter().map(|group| (text(&group["name"]), labels(group))).collect()
        };
        let both = [("Lieux", "Mali"), ("Collectivités", "Malem")];
        let expected = both.map(|(name, label)| (name.to_owned(), vec![label.to_owned()]));
        assert_eq!(asked("mal").await, expected, "two partnerships before one, and no Maldives");
        assert_eq!(asked("maldives").await, [("Lieux".to_owned(), vec!["Maldives".to_owned()])]);
    }

    #[test]
    fn names_are_near_or_far() {
        assert_eq!(distance("Pas-de-Calais", "pas de calais"), 0);
        assert_eq!(distance("Pas-de-Calais", "pas de ca"), 1);
        assert_eq!(distance("Département du Pas-de-Calais", "PAS-DE-CA"), 2);
        assert_eq!(distance("L'Île-Rousse", "lil"), 3);
    }

    #[test]
    fn words_begin_names_whatever_their_accents() {
        assert!(begins("Côtes-d'Armor", "cotes arm"));
        assert!(begins("Eau et assainissement", "ASSAIN"));
        assert!(!begins("Eau et assainissement", "sain"));
        assert!(!begins("Mali", " - "));
    }
}
