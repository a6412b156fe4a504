//! The index against the journal: same records, same statuses, always current.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, Days, NaiveDate, Utc};
use meridien_search::{Filter, Hit, Query, State};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;
use tokio::sync::watch;

use super::{Follower, Search};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::confirmation::Confirmation;
use crate::journal::testing::{elsewhere, journals};
use crate::journal::{Author, Entry, Journal, Kind, Passage};
use crate::organisation::index::OrganisationQuery;
use crate::organisation::{Identifier, Name, Organisation, OrganisationKind, Successor};
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::funding::{FundingLine, OnePercent};
use crate::partnership::index::StatusDay;
use crate::partnership::query::PartnershipQuery;
use crate::partnership::status::{Status, StatusFacts};
use crate::partnership::{Agreement, Form, NamedOrganisation, Partnership, Party, PartyRole, SdgWeight};
use crate::programme::Programme;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, PartialDate, Text};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_000).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn day() -> StatusDay {
    StatusDay { today: today(), confirm_after_months: 18 }
}

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn organisation(name: &str, country: &str) -> Organisation {
    Organisation {
        kind: OrganisationKind::Commune,
        country: country.parse().ok(),
        names: vec![Name::usual(name)],
        identifiers: vec![],
        territory: None,
        successors: vec![],
        from: None,
        to: None,
        serves: vec![],
        website: None,
        source: String::new(),
        demo: false,
    }
}

fn party(organisation: u64, country: &str) -> Party {
    Party {
        organisation: id(organisation),
        name: format!("Ville {organisation}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    }
}

fn partnership(title: &str, parties: Vec<Party>) -> Partnership {
    Partnership { title: Text::new("fr", title), parties, ..Partnership::default() }
}

fn publish(kind: Kind, number: u64, base: i32, body: &impl serde::Serialize) -> Entry {
    Entry::publish(kind, id(number), base, body, vec![])
}

async fn write(journal: &Journal, entries: &[Entry]) {
    journal.append(&Author::system("test"), now(), entries).await.unwrap();
}

/// An index of the journal in a folder of its own, made current.
async fn indexed(journal: &Journal, folder: &std::path::Path) -> (Search, Follower) {
    let (search, state) = Search::open(folder, Country::FR).unwrap();
    let follower = Follower::start(search.clone(), state, journal.clone(), &|_, _| {}).await.unwrap();
    (search, follower)
}

fn find(search: &Search, words: &str) -> Vec<Id> {
    let query = PartnershipQuery { words: words.into(), limit: 100, ..PartnershipQuery::default() };
    let mut found: Vec<_> = search.partnerships(&query, day()).unwrap().cards.iter().map(|card| card.id).collect();
    found.sort();
    found
}

#[tokio::test]
async fn it_follows_the_journal() {
    for test in journals().await {
        let journal = &test.journal;
        let folder = tempfile::tempdir().unwrap();
        write(
            journal,
            &[
                publish(Kind::Organisation, 1, 0, &organisation("Saint-Omer", "FR")),
                publish(Kind::Organisation, 2, 0, &organisation("Kéniéba", "ML")),
                publish(Kind::Organisation, 3, 0, &organisation("Diéma", "ML")),
                publish(Kind::Partnership, 10, 0, &partnership("Eau potable", vec![party(1, "FR"), party(2, "ML")])),
            ],
        )
        .await;
        let (search, follower) = indexed(journal, folder.path()).await;
        assert_eq!(follower.position(), 4);
        for words in ["st omer", "KENIEBA", "eau", "mali", "eau maliennes", "afrique"] {
            assert_eq!(find(&search, words), [id(10)], "{words}");
        }
        assert_eq!(search.partnerships_of(id(2)).unwrap(), 1);

        let (reached, mut position) = watch::channel(0);
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(follower.run(
            move |seq| {
                reached.send_replace(seq);
            },
            stopped,
        ));
        // The partner changes, and an organisation gets another name.
        write(
            journal,
            &[
                publish(Kind::Partnership, 10, 1, &partnership("Eau potable", vec![party(1, "FR"), party(3, "ML")])),
                publish(Kind::Organisation, 1, 1, &organisation("Audomarois", "FR")),
                publish(Kind::Partnership, 11, 0, &partnership("Santé", vec![party(1, "FR"), party(3, "ML")])),
            ],
        )
        .await;
        position.wait_for(|seq| *seq == 7).await.unwrap();
        assert_eq!(find(&search, "audomarois"), [id(10), id(11)]);
        assert_eq!(find(&search, "kenieba"), []);
        assert_eq!(search.partnerships_of(id(3)).unwrap(), 2);
        let listed = search.organisations(&OrganisationQuery { limit: 10, ..OrganisationQuery::default() }).unwrap();
        let names: Vec<_> = listed.cards.iter().map(|card| (card.name.as_str(), card.partnerships)).collect();
        assert_eq!(names, [("Audomarois", 2), ("Diéma", 2)], "the partner that left has none any more");

        write(journal, &[Entry::withdraw(Kind::Partnership, id(11), 1, "essai")]).await;
        position.wait_for(|seq| *seq == 8).await.unwrap();
        assert_eq!(find(&search, "diema"), [id(10)]);
        assert_eq!(search.partnerships_of(id(3)).unwrap(), 1);
        stop.send_replace(true);
        running.await.unwrap();
    }
}

/// A card that cannot be read is counted and not shown: whoever runs the program reads why.
#[test]
fn a_card_that_cannot_be_read_is_left_out_and_logged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let log = tracing_subscriber::fmt().with_writer(Arc::new(fs::File::create(&path).unwrap())).finish();
    let hit = |key: &str, card: &str| Hit { key: key.to_owned(), card: card.to_owned(), score: None };
    let hits = [hit("partnership/00000001", "[1]"), hit("partnership/00000002", "[1")];
    let read: Vec<Vec<u8>> = tracing::subscriber::with_default(log, || super::cards(&hits));
    assert_eq!(read, [[1]]);
    let log = fs::read_to_string(path).unwrap();
    assert!(log.contains("partnership/00000002") && !log.contains("partnership/00000001"), "{log}");
}

/// Another node writes at any moment, also between the follower's two questions to the journal.
#[tokio::test]
async fn what_is_written_between_two_questions_is_not_stepped_over() {
    for test in journals().await {
        let (journal, folder) = (&test.journal, tempfile::tempdir().unwrap());
        let (search, mut follower) = indexed(journal, folder.path()).await;
        for number in 10..13 {
            let record = partnership("Eau potable", vec![party(1, "FR"), party(2, "ML")]);
            let entries = [publish(Kind::Partnership, number, 0, &record)];
            follower.advance(write(journal, &entries)).await.unwrap();
            follower.catch_up().await.unwrap();
        }
        assert_eq!(find(&search, "eau"), [id(10), id(11), id(12)]);
        let found = super::check(&search, journal, &|_, _| {}).await.unwrap();
        assert!(found.is_sound() && follower.position() == 3, "{found:?}");
    }
}

/// A page drawn before another process wrote is stale as soon as that is found, not once the index shows it: a build takes minutes.
#[tokio::test]
async fn a_page_is_stale_once_another_process_was_found_to_have_written() {
    let (app, folder) = (TestApp::new(Settings::default()).await, tempfile::tempdir().unwrap());
    let (_, mut follower) = indexed(&app.state.journal, folder.path()).await;
    let etag = app.get("/fr/").await.header("etag").to_owned();
    let again = async || {
        let request = Request::get("/fr/").header("if-none-match", &etag).body(Body::empty()).unwrap();
        app.send(request).await.status
    };
    let record = partnership("Eau", vec![party(1, "FR"), party(2, "ML")]);
    write(&elsewhere(&app.state.journal), &[publish(Kind::Partnership, 10, 0, &record)]).await;
    assert_eq!(again().await, StatusCode::NOT_MODIFIED, "nobody has looked yet");
    follower.advance(std::future::ready(())).await.unwrap();
    assert_eq!(app.state.position.get(), 0, "the index of its pages is as it was");
    assert_eq!(again().await, StatusCode::OK);
}

/// What was taken out while the program did not run is in no answer of the next start, not even before the index is new.
#[tokio::test]
async fn an_index_that_holds_what_was_taken_out_is_not_read() {
    for test in journals().await {
        let (journal, folder) = (&test.journal, tempfile::tempdir().unwrap());
        let record = partnership("Forage avec Wilhelmine Krapotkine", vec![party(1, "FR"), party(2, "ML")]);
        write(journal, &[publish(Kind::Partnership, 9, 0, &record)]).await;
        let (search, follower) = indexed(journal, folder.path()).await;
        assert_eq!(find(&search, "krapotkine"), [id(9)]);
        drop((search, follower));
        let passage = Passage::read("Wilhelmine Krapotkine").unwrap();
        journal.redact(id(9), &passage, &Author::system("test"), now()).await.unwrap();

        let (search, found) = Search::open(folder.path(), Country::FR).unwrap();
        let mut follower = Follower::open(search.clone(), found, journal.clone()).await.unwrap();
        assert!(!search.is_there(), "what it holds must not be read");
        follower.make_current(&|_, _| {}).await.unwrap();
        assert_eq!(find(&search, "krapotkine"), []);
        assert_eq!(find(&search, "forage"), [id(9)]);
    }
}

#[tokio::test]
async fn what_was_taken_out_is_found_no_more_while_the_index_is_written_anew() {
    for test in journals().await {
        let (journal, folder) = (&test.journal, tempfile::tempdir().unwrap());
        let record = partnership("Forage avec Wilhelmine Krapotkine", vec![party(1, "FR"), party(2, "ML")]);
        write(journal, &[publish(Kind::Partnership, 9, 0, &record)]).await;
        let (search, mut follower) = indexed(journal, folder.path()).await;
        let passage = Passage::read("Wilhelmine Krapotkine").unwrap();
        journal.redact(id(9), &passage, &Author::system("test"), now()).await.unwrap();
        let revisions = journal.follow(follower.position(), 100).await.unwrap();
        follower.show_without_redactions(revisions).await.unwrap();
        assert_eq!((find(&search, "krapotkine"), find(&search, "forage")), (vec![], vec![id(9)]));
        assert!(follower.position() < journal.last_redaction().await.unwrap(), "its files still hold it");
        drop((search, follower));
        let (search, found) = Search::open(folder.path(), Country::FR).unwrap();
        Follower::open(search.clone(), found, journal.clone()).await.unwrap();
        assert!(!search.is_there(), "nor are they read after a crash");
    }
}

#[tokio::test]
async fn predecessors_count_for_their_successor() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut old = organisation("Nord-Pas-de-Calais", "FR");
    old.successors = vec![Successor { organisation: id(2), on: "2016-01-01".parse().ok() }];
    write(
        &test.journal,
        &[
            publish(Kind::Organisation, 1, 0, &old),
            publish(Kind::Organisation, 2, 0, &organisation("Hauts-de-France", "FR")),
            publish(Kind::Organisation, 3, 0, &organisation("Kayes", "ML")),
            publish(Kind::Partnership, 10, 0, &partnership("Appui", vec![party(1, "FR"), party(3, "ML")])),
        ],
    )
    .await;
    let (search, _follower) = indexed(&test.journal, folder.path()).await;
    assert_eq!(find(&search, "hauts de france"), [id(10)]);
    assert_eq!(search.partnerships_of(id(2)).unwrap(), 1);
}

#[tokio::test]
async fn an_heir_that_is_taken_back_counts_no_more() {
    for test in journals().await {
        let (journal, folder) = (&test.journal, tempfile::tempdir().unwrap());
        let succeeded_by = |name: &str, heir: u64| Organisation {
            successors: vec![Successor { organisation: id(heir), on: None }],
            ..organisation(name, "FR")
        };
        write(
            journal,
            &[
                publish(Kind::Organisation, 1, 0, &succeeded_by("Pays de Lille", 2)),
                publish(Kind::Organisation, 2, 0, &succeeded_by("Métropole de Lille", 4)),
                publish(Kind::Organisation, 3, 0, &organisation("Kayes", "ML")),
                publish(Kind::Organisation, 4, 0, &organisation("Flandre", "FR")),
                publish(Kind::Partnership, 10, 0, &partnership("Appui", vec![party(1, "FR"), party(3, "ML")])),
            ],
        )
        .await;
        let (search, mut follower) = indexed(journal, folder.path()).await;
        let counts = || [1, 2, 4].map(|number| search.partnerships_of(id(number)).unwrap());
        assert_eq!(counts(), [1, 1, 1]);
        write(journal, &[publish(Kind::Organisation, 1, 1, &organisation("Pays de Lille", "FR"))]).await;
        follower.catch_up().await.unwrap();
        assert_eq!(counts(), [1, 0, 0]);
        let found = super::check(&search, journal, &|_, _| {}).await.unwrap();
        assert!(found.is_sound(), "{found:?}");
    }
}

fn chosen(status: Status) -> BTreeMap<Dimension, Vec<Value>> {
    let value = Dimension::Status.read(status.code()).unwrap();
    BTreeMap::from([(Dimension::Status, vec![value])])
}

#[tokio::test]
async fn a_confirmation_changes_the_status() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut old = partnership("Ancien", vec![party(1, "FR"), party(2, "ML")]);
    old.start = PartialDate::year_only(1990);
    write(&test.journal, &[publish(Kind::Partnership, 10, 0, &old)]).await;
    let (search, mut follower) = indexed(&test.journal, folder.path()).await;
    let in_status = |status| {
        let query = PartnershipQuery { chosen: chosen(status), ..PartnershipQuery::default() };
        search.partnerships(&query, day()).unwrap().total
    };
    assert_eq!(in_status(Status::ToConfirm), 1);
    let confirmation = Confirmation::agreed(id(10), id(1), today(), 1);
    write(&test.journal, &[confirmation.entry(id(50))]).await;
    follower.catch_up().await.unwrap();
    assert_eq!((in_status(Status::ToConfirm), in_status(Status::Active)), (0, 1));
    write(&test.journal, &[Entry::withdraw(Kind::Confirmation, id(50), 1, "Erreur")]).await;
    follower.catch_up().await.unwrap();
    assert_eq!((in_status(Status::ToConfirm), in_status(Status::Active)), (1, 0), "withdrawn");
}

/// A partnership whose dates fall near the limits of the rules.
fn any_partnership(rng: &mut impl Rng) -> Partnership {
    let near = |rng: &mut dyn Rng| -> Option<PartialDate> {
        let day = today() + Days::new(40) - Days::new(u64::from(rng.next_u32() % 800));
        match rng.next_u32() % 4 {
            0 => None,
            1 => PartialDate::year_only(chrono::Datelike::year(&day)),
            _ => Some(PartialDate::Day(day)),
        }
    };
    let mut partnership = partnership("Essai", vec![party(1, "FR"), party(2, "ML")]);
    partnership.start = near(rng);
    partnership.end = near(rng);
    partnership.ended = rng.random_bool(0.1);
    partnership.dormant = rng.random_bool(0.1);
    partnership.agreements.push(Agreement { signed: near(rng), ..Agreement::default() });
    partnership
}

#[tokio::test]
async fn the_index_and_the_rule_give_the_same_status() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let all: Vec<Partnership> = (0..400).map(|_| any_partnership(&mut rng)).collect();
    let entries: Vec<_> = all.iter().zip(100..).map(|(p, number)| publish(Kind::Partnership, number, 0, p)).collect();
    write(&test.journal, &entries).await;
    let (search, _follower) = indexed(&test.journal, folder.path()).await;
    for months in [0, 6, 18] {
        let day = StatusDay { today: today(), confirm_after_months: months };
        let query = PartnershipQuery { counted: vec![Dimension::Status], ..PartnershipQuery::default() };
        let counts = search.partnerships(&query, day).unwrap().statuses();
        for (status, counted) in counts {
            let expected: Vec<Id> = all
                .iter()
                .zip(100..)
                .filter(|(p, _)| StatusFacts::of(p, None, now().date_naive()).status(today(), months) == status)
                .map(|(_, number)| id(number))
                .collect();
            assert_eq!(counted, expected.len() as u64, "{status:?}");
            let query = PartnershipQuery { chosen: chosen(status), limit: 1000, ..PartnershipQuery::default() };
            let cards = search.partnerships(&query, day).unwrap().cards;
            assert!(cards.iter().all(|card| card.status_facts().status(today(), months) == status));
            let mut found: Vec<Id> = cards.iter().map(|card| card.id).collect();
            found.sort();
            assert_eq!(found, expected, "{status:?}");
        }
    }
}

#[tokio::test]
async fn the_progress_of_a_build_counts_the_documents_that_it_makes() {
    for test in journals().await {
        let towns = (0..1200).map(|n| {
            Entry::publish(Kind::Organisation, id(1000 + n), 0, &organisation(&format!("Ville {n}"), "ML"), vec![])
        });
        let record = Entry::publish(Kind::Partnership, id(1), 0, &Partnership::default(), vec![]);
        for entries in towns.chain([record]).collect::<Vec<_>>().chunks(500) {
            write(&test.journal, entries).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let (search, state) = Search::open(folder.path(), Country::FR).unwrap();
        let told = std::sync::Mutex::new(Vec::new());
        let tell = |done, total| told.lock().unwrap().push((done, total));
        Follower::start(search, state, test.journal.clone(), &tell).await.unwrap();
        assert_eq!(*told.lock().unwrap(), [(1, 1201), (500, 1201), (1000, 1201), (1201, 1201)]);
    }
}

#[tokio::test]
async fn a_lost_or_damaged_index_is_built_again() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    write(
        &test.journal,
        &[publish(Kind::Partnership, 10, 0, &partnership("Eau", vec![party(1, "FR"), party(2, "ML")]))],
    )
    .await;
    drop(indexed(&test.journal, folder.path()).await);
    let (_, state) = Search::open(folder.path(), Country::FR).unwrap();
    assert_eq!(state, State::Current { seq: 1 });
    let (_, state) = Search::open(folder.path(), "DE".parse().unwrap()).unwrap();
    assert!(matches!(state, State::Stale(_)), "sides depend on the home country");
    std::fs::remove_dir_all(folder.path()).unwrap();
    let (search, follower) = indexed(&test.journal, folder.path()).await;
    assert_eq!((find(&search, "eau"), follower.position()), (vec![id(10)], 1));
}

#[tokio::test]
async fn the_check_finds_what_is_missing_stale_or_extra() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let records = [
        publish(Kind::Organisation, 1, 0, &organisation("Saint-Omer", "FR")),
        publish(Kind::Partnership, 10, 0, &partnership("Eau", vec![party(1, "FR"), party(3, "ML")])),
        publish(Kind::Partnership, 11, 0, &partnership("Santé", vec![party(1, "FR"), party(3, "ML")])),
    ];
    write(&test.journal, &records).await;
    let (search, mut follower) = indexed(&test.journal, folder.path()).await;
    let compare = async || super::check(&search, &test.journal, &|_, _| {}).await.unwrap();
    let found = compare().await;
    assert!(found.is_sound() && found.documents == 3, "{found:?}");
    let changes = [
        publish(Kind::Partnership, 10, 1, &partnership("Eau potable", vec![party(1, "FR"), party(3, "ML")])),
        Entry::withdraw(Kind::Partnership, id(11), 1, "essai"),
        publish(Kind::Partnership, 12, 0, &partnership("Sport", vec![party(1, "FR"), party(3, "ML")])),
    ];
    write(&test.journal, &changes).await;
    let found = compare().await;
    let keys = |faults: &super::Faults| faults.keys.clone();
    assert_eq!(keys(&found.stale), [format!("partnership/{}", id(10))]);
    assert_eq!(keys(&found.extra), [format!("partnership/{}", id(11))]);
    assert_eq!(keys(&found.missing), [format!("partnership/{}", id(12))]);
    assert!(!found.is_sound());
    follower.catch_up().await.unwrap();
    assert!(compare().await.is_sound());
}

/// A partnership with something along every dimension, or nothing.
fn any_facets(rng: &mut impl Rng) -> Partnership {
    let mut partnership = any_partnership(rng);
    let countries = ["FR", "ML", "SN", "DE"];
    partnership.parties =
        (1..=rng.random_range(1..5u64)).map(|n| party(n, countries[rng.random_range(0..countries.len())])).collect();
    partnership.form = Form::ALL[rng.random_range(0..Form::ALL.len())];
    partnership.themes.main =
        [None, Some("4.1.1"), Some("4.1"), Some("5.1.1")][rng.random_range(0..4)].map(str::to_owned);
    partnership.themes.sdgs =
        (0..rng.random_range(0..3)).map(|goal| SdgWeight { goal: 6 + goal * 5, weight: None }).collect();
    partnership.funding = (0..rng.random_range(0..3))
        .map(|at| FundingLine {
            funders: vec![NamedOrganisation { name: format!("Agence {at}"), organisation: None }],
            amount: rng.random_bool(0.7).then(|| Decimal::from(rng.random_range(0..2_000_000))),
            of_which: OnePercent { water: rng.random_bool(0.3).then_some(Decimal::ONE), ..OnePercent::default() },
            ..FundingLine::default()
        })
        .collect();
    partnership
}

/// What each facet promises: its count is the number of results after choosing its value, whatever else is chosen.
#[tokio::test]
async fn every_count_is_the_number_of_results_after_choosing_it() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut entries: Vec<_> = (100..400).map(|n| publish(Kind::Partnership, n, 0, &any_facets(&mut rng))).collect();
    entries.push(publish(Kind::Organisation, 1, 0, &organisation("Lille", "FR")));
    entries.push(publish(Kind::Organisation, 2, 0, &organisation("Kayes", "ML")));
    write(&test.journal, &entries).await;
    let (search, _follower) = indexed(&test.journal, folder.path()).await;
    let all = PartnershipQuery { counted: Dimension::ALL.to_vec(), ..PartnershipQuery::default() };
    let everything = search.partnerships(&all, day()).unwrap();
    for round in 0..40 {
        let mut query = PartnershipQuery { as_signed: round % 2 == 0, ..all.clone() };
        for dimension in Dimension::ALL {
            if rng.random_bool(0.85) {
                continue;
            }
            let values = everything.of(dimension);
            let chosen = values.iter().filter(|_| rng.random_bool(0.4)).map(|(value, _)| *value).collect::<Vec<_>>();
            query.chosen.insert(dimension, chosen);
        }
        let found = search.partnerships(&query, day()).unwrap();
        let streamed = search.every_partnership(&query, day()).unwrap().count();
        assert_eq!(streamed as u64, found.total, "{:?}", query.chosen);
        for (dimension, values) in &found.counts {
            for (value, count) in values {
                let mut clicked = PartnershipQuery { counted: Vec::new(), ..query.clone() };
                clicked.chosen.insert(*dimension, vec![*value]);
                let total = search.partnerships(&clicked, day()).unwrap().total;
                assert_eq!(total, *count, "{dimension:?} {value:?} beside {:?}", query.chosen);
            }
        }
    }
}

/// Ways to type a name: without accents, in capitals, with other hyphens and apostrophes.
fn typed(name: &str, way: usize) -> String {
    match way {
        0 => meridien_search::fold(name).into_owned(),
        1 => name.to_uppercase(),
        2 => name.replace('-', " "),
        3 => name.replace(' ', "-"),
        4 => meridien_search::fold(name).replace(['-', '\'', '’'], " ").to_uppercase(),
        _ => name.replace('\'', "’").replace('’', " "),
    }
}

/// Each organisation of the registers and of a demonstration, by each of its names; the way of typing changes from one to
/// the next, and over all of them each way meets each kind of name.
#[tokio::test]
async fn every_organisation_is_found_however_its_name_is_typed() {
    let test = journals().await.remove(0);
    let journal = &test.journal;
    crate::registers::load(journal, Country::FR, now(), &|_, _| {}).await.unwrap();
    crate::demo::generate(journal, crate::demo::Size::of(600), crate::demo::SEED, now(), &|_, _| {}).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (search, _follower) = indexed(journal, folder.path()).await;
    let (mut after, mut tried, mut lost) = (None, 0, Vec::new());
    loop {
        let revisions = journal.list(Kind::Organisation, after, 5000).await.unwrap();
        let Some(last) = revisions.last() else { break };
        after = Some(last.id);
        for revision in &revisions {
            let organisation: Organisation = revision.read().unwrap();
            for name in &organisation.names {
                let words = typed(&name.name, tried % 6);
                tried += 1;
                let itself = Filter::In(search.fields.organisation, vec![revision.id.as_u64()]);
                let found = search.index.search(&Query { words: &words, filter: itself, ..Query::default() }).unwrap();
                if found.total == 0 {
                    lost.push(format!("{} ({words})", name.name));
                }
            }
        }
    }
    assert!(tried > 40_000, "{tried}");
    assert!(lost.is_empty(), "{} of {tried} not found: {:?}", lost.len(), &lost[..lost.len().min(40)]);
}

#[tokio::test]
async fn a_partnership_is_found_by_its_form_its_mechanism_its_programme_and_the_places_that_contain_it() {
    for test in journals().await {
        let journal = &test.journal;
        let folder = tempfile::tempdir().unwrap();
        let mut first = partnership("Puits", vec![party(1, "FR"), party(2, "ML")]);
        first.form = Form::Twinning;
        first.programmes = vec![id(20)];
        first.funding = vec![FundingLine {
            of_which: OnePercent { water: Some(Decimal::ONE), ..OnePercent::default() },
            ..FundingLine::default()
        }];
        let programme =
            |title: &str| Programme { title: Text::new("fr", title), operator: None, start: None, end: None };
        let mut lille = organisation("Lille", "FR");
        lille.territory = Some(id(30));
        let territory = |name: &str, parent: Option<u64>| Territory {
            level: Level::Region,
            country: Country::FR,
            name: Text::new("fr", name),
            codes: vec![],
            parent: parent.map(id),
            point: None,
            population: None,
            source: String::new(),
        };
        write(
            journal,
            &[
                publish(Kind::Territory, 31, 0, &territory("Flandre", None)),
                publish(Kind::Territory, 30, 0, &territory("Lille", Some(31))),
                publish(Kind::Organisation, 1, 0, &lille),
                publish(Kind::Programme, 20, 0, &programme("Fonds Sahel")),
                publish(Kind::Partnership, 10, 0, &first),
            ],
        )
        .await;
        let (search, mut follower) = indexed(journal, folder.path()).await;
        for words in ["jumelages", "twinning", "oudin santini", "1 % eau", "fonds sahel", "puits flandre"] {
            assert_eq!(find(&search, words), [id(10)], "{words}");
        }
        write(journal, &[publish(Kind::Programme, 20, 1, &programme("Fonds des oasis"))]).await;
        follower.catch_up().await.unwrap();
        assert_eq!((find(&search, "oasis"), find(&search, "sahel")), (vec![id(10)], vec![]));
    }
}

/// What a partnership is found by is not only what its record says: the people of a country, its codes, the part of the
/// world that it lies in, what its authorities are; in the plural, in French and in English.
#[tokio::test]
async fn a_partnership_is_found_by_what_its_parties_are_and_where_they_lie() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let region =
        |name: &str, country: &str| Organisation { kind: OrganisationKind::Region, ..organisation(name, country) };
    let twinning =
        |title: &str, parties: Vec<Party>| Partnership { form: Form::Twinning, ..partnership(title, parties) };
    write(
        &test.journal,
        &[
            publish(Kind::Organisation, 1, 0, &organisation("Lille", "FR")),
            publish(Kind::Organisation, 2, 0, &organisation("Nioro", "ML")),
            publish(Kind::Organisation, 3, 0, &organisation("Erfurt", "DE")),
            publish(Kind::Organisation, 4, 0, &region("Bretagne", "FR")),
            publish(Kind::Organisation, 5, 0, &region("Kayes", "ML")),
            publish(Kind::Partnership, 10, 0, &twinning("Puits", vec![party(1, "FR"), party(2, "ML")])),
            publish(Kind::Partnership, 11, 0, &twinning("Orgues", vec![party(1, "FR"), party(3, "DE")])),
            publish(Kind::Partnership, 12, 0, &partnership("Routes", vec![party(4, "FR"), party(5, "ML")])),
        ],
    )
    .await;
    let (search, _follower) = indexed(&test.journal, folder.path()).await;
    for (words, expected) in [
        ("466", vec![10, 12]),
        ("communes maliennes", vec![10]),
        ("régions maliennes", vec![12]),
        ("MLI", vec![10, 12]),
        ("jumelages allemands", vec![11]),
        ("allemandes", vec![11]),
        ("twinnings", vec![10, 11]),
        ("malian twinnings", vec![10]),
        ("afrique occidentale", vec![10, 12]),
        ("western africa", vec![10, 12]),
    ] {
        let expected: Vec<Id> = expected.into_iter().map(id).collect();
        assert_eq!(find(&search, words), expected, "{words}");
    }
}

/// Names that are no more, numbers as other registers write them, and names of which only the beginning is typed.
#[tokio::test]
async fn a_partnership_is_found_by_former_names_by_numbers_and_by_beginnings() {
    let test = journals().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut toulouse = organisation("Toulouse", "FR");
    toulouse.identifiers = vec![Identifier { scheme: "siren".into(), value: "213105554".into() }];
    let named = |number: u64, name: &str, country: &str| Party { name: name.into(), ..party(number, country) };
    let mut wells = partnership("Puits", vec![named(1, "Toulouse", "FR"), named(2, "Abomey", "BJ")]);
    wells.themes.sdgs = vec![SdgWeight { goal: 6, weight: None }];
    let mut schools = partnership("Écoles, phase 6", vec![named(3, "Toulon", "FR"), named(4, "Banfora", "BF")]);
    schools.themes.sdgs = vec![SdgWeight { goal: 4, weight: None }];
    write(
        &test.journal,
        &[
            publish(Kind::Organisation, 1, 0, &toulouse),
            publish(Kind::Organisation, 2, 0, &organisation("Abomey", "BJ")),
            publish(Kind::Organisation, 3, 0, &organisation("Toulon", "FR")),
            publish(Kind::Organisation, 4, 0, &organisation("Banfora", "BF")),
            publish(Kind::Partnership, 10, 0, &wells),
            publish(Kind::Partnership, 11, 0, &schools),
        ],
    )
    .await;
    let (search, _follower) = indexed(&test.journal, folder.path()).await;
    for (words, expected) in [
        ("Dahomey", vec![10]),
        ("Haute-Volta", vec![11]),
        ("ODD 6", vec![10]),
        ("sdg6", vec![10]),
        ("ODD 4", vec![11]),
        ("213 105 554 00019", vec![10]),
        ("21310555400019", vec![10]),
        ("toulous", vec![10]),
        ("toulou", vec![10]),
        ("toul", vec![10, 11]),
        ("toul* écoles", vec![11]),
        ("AFD", vec![]),
    ] {
        let expected: Vec<Id> = expected.into_iter().map(id).collect();
        assert_eq!(find(&search, words), expected, "{words}");
        // Every way of asking is of the same words.
        let asked = PartnershipQuery { words: words.into(), limit: 9, ..PartnershipQuery::default() };
        let meant = search.corrected(asked.clone(), day()).unwrap();
        assert_eq!(search.map_counts(&meant, day()).unwrap().total, expected.len() as u64, "{words}");
        assert_eq!(search.every_partnership(&asked, day()).unwrap().count(), expected.len(), "{words}");
        assert_eq!(search.total(&asked, day()).unwrap(), expected.len() as u64, "{words}");
        assert_eq!(search.partnerships(&asked, day()).unwrap().corrected, None, "{words}");
    }
    let organisations = |words: &str| {
        let query = OrganisationQuery {
            words: words.into(),
            without_partnerships: true,
            limit: 9,
            ..OrganisationQuery::default()
        };
        let page = search.organisations(&query).unwrap();
        page.cards.into_iter().map(|card| card.name).collect::<Vec<_>>()
    };
    assert_eq!(organisations("toulou"), ["Toulouse"]);
    assert_eq!(organisations("banf*"), ["Banfora"]);
}
