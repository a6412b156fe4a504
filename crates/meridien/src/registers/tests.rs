//! What is loaded, whose identifiers differ, and what a second load does.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;

use super::*;
use crate::journal::testing::journals;
use crate::organisation::{NameKind, Organisation};
use crate::value::Id;

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_000).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_entry_has_an_identifier_of_its_own() {
    let mut seen = HashMap::new();
    let towns = reference::places().iter().flat_map(|town| {
        [
            (Kind::Territory, ids::town(town.country, town.id), format!("{}", town.id)),
            (Kind::Organisation, ids::town_authority(town.country, town.id), format!("{}", town.id)),
        ]
    });
    let entries = sources(france::country()).into_iter().flatten();
    let mut count = 0;
    for (kind, id, what) in entries.map(|entry| (entry.kind, entry.id, entry.body)).chain(towns) {
        count += 1;
        if let Some(other) = seen.insert((kind, id), what.clone()) {
            panic!("{kind:?} {id}: {other} and {what}");
        }
    }
    assert!(count > 300_000, "{count}");
}

#[test]
fn parents_and_successors_are_there() {
    let entries: Vec<Entry> = sources(france::country()).into_iter().flatten().collect();
    let held: HashSet<(Kind, Id)> = entries.iter().map(|entry| (entry.kind, entry.id)).collect();
    for entry in &entries {
        match entry.kind {
            Kind::Territory => {
                let territory: Territory = serde_json::from_str(&entry.body).unwrap();
                assert!(
                    territory.parent.is_none_or(|parent| held.contains(&(Kind::Territory, parent))),
                    "{}",
                    entry.body
                );
            }
            Kind::Organisation => {
                let organisation: Organisation = serde_json::from_str(&entry.body).unwrap();
                assert!(
                    organisation.territory.is_none_or(|id| held.contains(&(Kind::Territory, id))),
                    "{}",
                    entry.body
                );
                for successor in &organisation.successors {
                    assert!(held.contains(&(Kind::Organisation, successor.organisation)), "{}", entry.body);
                }
                assert!(!organisation.name_on(day("2026-11-23"), "fr").is_empty(), "{}", entry.body);
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn loading_twice_changes_nothing_and_an_interrupted_load_goes_on() {
    for test in journals().await {
        let journal = &test.journal;
        // As if it had been stopped in the middle of the first registers.
        let some: Vec<Entry> = sources(france::country()).into_iter().flatten().take(300).collect();
        journal.append(&Author::system("reference"), at(), &some[100..]).await.unwrap();
        let heard = AtomicU64::new(0);
        load(journal, france::country(), at(), &|done, _| heard.store(done, Ordering::Relaxed)).await.unwrap();
        let position = journal.position().await.unwrap();
        assert_eq!(heard.into_inner(), position as u64);
        load(journal, france::country(), at(), &|_, _| ()).await.unwrap();
        assert_eq!(journal.position().await.unwrap(), position);

        let organisation = async |scheme: &str, value: &str| -> Organisation {
            let ids = journal.find(Kind::Organisation, scheme, value).await.unwrap();
            assert_eq!(ids.len(), 1, "{scheme} {value}");
            journal.newest(Kind::Organisation, ids[0]).await.unwrap().unwrap().read().unwrap()
        };
        let lille = organisation("insee-commune", "59350").await;
        assert_eq!(lille.name_on(day("2020-01-01"), "fr"), "Lille");
        let nord = organisation("insee-department", "59").await;
        let body = |on: &str| {
            let names = nord.names.iter().filter(|name| name.kind == NameKind::Body);
            names.filter(|name| name.valid_on(day(on))).map(|name| name.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(body("2015-03-31"), ["Conseil général du Nord"]);
        assert_eq!(body("2015-04-01"), ["Conseil départemental du Nord"]);
        let old = organisation("insee-former-region", "31").await;
        assert_eq!(old.to.unwrap().to_string(), "2015-12-31");
        assert_eq!(old.successors[0].organisation, france::region("32"));
        let region = organisation("insee-region", "32").await;
        assert_eq!(region.name_on(day("2016-05-01"), "fr"), "Région Nord-Pas-de-Calais-Picardie");
        assert_eq!(region.name_on(day("2026-05-01"), "fr"), "Région Hauts-de-France");
        let post = journal.newest(Kind::Organisation, france::post("ML".parse().unwrap())).await.unwrap().unwrap();
        assert_eq!(post.read::<Organisation>().unwrap().serves, ["ML".parse().unwrap()]);
    }
}

#[tokio::test]
async fn another_home_gets_countries_and_themes_only() {
    for test in journals().await {
        let journal = &test.journal;
        load(journal, "DE".parse().unwrap(), at(), &|_, _| ()).await.unwrap();
        assert_eq!(journal.count(Kind::Organisation).await.unwrap(), 0);
        assert_eq!(journal.count(Kind::Territory).await.unwrap(), reference::countries().len() as i64);
        assert_eq!(journal.count(Kind::Theme).await.unwrap(), reference::shipped_themes().len() as i64);
    }
}

#[test]
fn the_ministry_has_the_name_of_its_time() {
    for (year, name) in [
        (1999, "Ministère des Affaires étrangères"),
        (2009, "Ministère des Affaires étrangères et européennes"),
        (2013, "Ministère des Affaires étrangères"),
        (2015, "Ministère des Affaires étrangères et du Développement international"),
        (2026, "Ministère de l'Europe et des Affaires étrangères"),
    ] {
        assert_eq!(france::foreign_ministry_name(year), name);
    }
}
