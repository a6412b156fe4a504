//! Suggestions while typing: the authorities, places, themes and partnerships that the words may mean, each with its page.
//!
//! `/suggestions?q=kay` answers JSON for `assets/suggest.mjs`; without that script the search box is a form like any other.

use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use meridien_search::{self as search, Filter, Query, Sort, fold};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::State;
use crate::country;
use crate::index::{RecordType, Search};
use crate::organisation::index::Card as OrganisationCard;
use crate::partnership::index::{Card as PartnershipCard, is};
use crate::reference;
use crate::registers::ids;
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// Suggestions of one kind.
const MOST: usize = 5;
/// Characters read of what was typed.
const LONGEST: usize = 100;

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
    /// What tells it from others of the same name.
    detail: String,
    /// Its address on this site.
    href: String,
}

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
    let words: String = parameters.text("q").chars().take(LONGEST).collect();
    parameters.finish()?;
    let search = visit.app.search.clone();
    let home = visit.app.settings.home_country;
    Ok(web::blocking(move || groups(l, &search, home, &words)).await??)
}

fn groups(l: Locale, search: &Search, home: Country, words: &str) -> Result<Vec<Group>, search::Error> {
    let letters = fold(words).trim().chars().count();
    if letters < 2 {
        return Ok(Vec::new());
    }
    let groups = [
        ("nav-organisations", organisations(l, search, words)?),
        ("suggested-places", places(l, home, words)),
        ("themes-title", themes(l, words)),
        ("nav-partnerships", if letters < 3 { Vec::new() } else { partnerships(l, search, words)? }),
    ];
    let named = groups.into_iter().filter(|(_, items)| !items.is_empty());
    Ok(named.map(|(key, items)| Group { name: l.t(key).into_owned(), items }).collect())
}

/// Organisations with such a name, the busiest first.
fn organisations(l: Locale, search: &Search, words: &str) -> Result<Vec<Item>, search::Error> {
    let fields = &search.fields;
    // Digits are a code: a SIREN, an INSEE code.
    let is_code = words.contains(|c: char| c.is_ascii_digit());
    let (codes, names) = ([fields.terms], [fields.title, fields.names]);
    let found = search.index.search(&Query {
        words,
        prefix: true,
        fields: if is_code { &codes } else { &names },
        filter: Filter::All(vec![
            is(fields.record_type, RecordType::Organisation as u64),
            Filter::Range(fields.partnerships, Some(1), None),
        ]),
        sort: Sort::Weighted(fields.partnerships),
        limit: MOST,
        ..Query::default()
    })?;
    let cards = found.hits.iter().filter_map(|hit| serde_json::from_str::<OrganisationCard>(&hit.card).ok());
    let item = |card: OrganisationCard| {
        let count = l.t_with("list-count", &[("count", card.partnerships.into())]);
        let country = card.country.map(|country| country::name(l, country));
        Item {
            detail: country.into_iter().chain([count]).collect::<Vec<_>>().join(" · "),
            href: l.href(&format!("/organisations/{}", card.id)),
            label: card.name,
        }
    };
    Ok(cards.map(item).collect())
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
    let cards = found.hits.iter().filter_map(|hit| serde_json::from_str::<PartnershipCard>(&hit.card).ok());
    let item = |card: PartnershipCard| {
        Some(Item {
            label: l.words(&card.title)?.text.to_owned(),
            detail: card.parties.iter().take(2).map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" – "),
            href: l.href(&format!("/partenariats/{}", card.id)),
        })
    };
    Ok(cards.filter_map(item).collect())
}

/// Countries with such a name or code, then the regions and departments of the home country.
fn places(l: Locale, home: Country, words: &str) -> Vec<Item> {
    let countries = reference::countries().iter().filter(|country| {
        let names = [country.name.fr, country.name.en, country.iso2.as_str(), country.iso3];
        names.iter().chain(&country.aliases).any(|name| begins(name, words))
    });
    let mut countries: Vec<_> = countries.collect();
    // « Mali » before « Îles Malouines » for "mal".
    let typed = fold(words);
    countries.sort_by_cached_key(|country| !fold(l.label(country.name)).starts_with(typed.trim()));
    let countries = countries.into_iter().map(|country| Item {
        label: l.label(country.name).to_owned(),
        detail: l.t("country").into_owned(),
        href: l.href(&format!("/pays/{}", country.iso2)),
    });
    let territory = |register: &str, key: &str, code: &str, name: &str| Item {
        label: name.to_owned(),
        detail: l.t(key).into_owned(),
        href: l.href(&format!("/territoires/{}", ids::territory(home, register, code))),
    };
    let french = (home == Country::FR).then_some(()).into_iter();
    let regions = french.clone().flat_map(|()| reference::regions()).filter(|region| begins(region.name, words));
    let regions = regions.map(|region| territory("region", "kind-region", region.code, region.name));
    let departments = french.flat_map(|()| reference::departments());
    let departments = departments.filter(|found| begins(found.name, words) || found.code == words.trim());
    let departments = departments.map(|found| territory("department", "kind-department", found.code, found.name));
    countries.chain(regions).chain(departments).take(MOST).collect()
}

/// Themes with such a name, the general before the precise.
fn themes(l: Locale, words: &str) -> Vec<Item> {
    let found = reference::themes().iter().filter(|theme| begins(l.label(theme.name), words));
    let item = |theme: &reference::Theme| Item {
        label: l.label(theme.name).to_owned(),
        detail: theme
            .parent()
            .and_then(reference::theme)
            .map(|parent| l.label(parent.name).to_owned())
            .unwrap_or_default(),
        href: l.href(&format!("/thematiques/{}", theme.code)),
    };
    found.take(MOST).map(item).collect()
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
    use crate::value::{Id, Text};

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
        assert_eq!(groups[2]["items"][0]["href"], "/fr/thematiques/3.3");
        let found = &groups[3]["items"][0];
        assert_eq!(
            (&found["href"], &found["detail"]),
            (&format!("/fr/partenariats/{}", id(10)).into(), &"Lille – Sangha".into())
        );

        let two = asked("/fr/suggestions?q=sa").await;
        let names: Vec<&str> = two.as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Collectivités", "Lieux", "Thématiques"], "two letters begin too many titles");
        for nothing in ["/fr/suggestions?q=s", "/fr/suggestions", "/fr/suggestions?q=xyzxyz"] {
            assert_eq!(asked(nothing).await, serde_json::json!([]), "{nothing}");
        }
    }

    #[test]
    fn words_begin_names_whatever_their_accents() {
        assert!(begins("Côtes-d'Armor", "cotes arm"));
        assert!(begins("Eau et assainissement", "ASSAIN"));
        assert!(!begins("Eau et assainissement", "sain"));
        assert!(!begins("Mali", " - "));
    }
}
