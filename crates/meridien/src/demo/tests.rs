//! Every rule that demonstration records keep, over the first thousands of them.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::account::Accounts;
use crate::anomaly::Severity;
use crate::journal::ProposalState;
use crate::journal::testing::journals;
use crate::partnership::funding::totals;
use crate::partnership::rules::anomalies;
use crate::partnership::status::{Status, StatusFacts};
use crate::partnership::{Form, Partnership};
use crate::registers::france;
use crate::toponym::elides;
use record::TODAY;

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_000).unwrap()
}

fn records(count: u32) -> impl Iterator<Item = Record> {
    records_of(count, Volume::default())
}

fn records_of(count: u32, volume: Volume) -> impl Iterator<Item = Record> {
    let mut generator = Generator { volume, ..Generator::new(SEED) };
    (0..count).map(move |index| generator.draw(index).1)
}

fn texts(partnership: &Partnership) -> Vec<(&str, &str)> {
    let mut texts: Vec<(&str, &str)> = partnership.title.iter().collect();
    texts.extend(partnership.narratives.sections().iter().flat_map(|(_, text)| text.iter()));
    texts.extend(partnership.beneficiaries.iter());
    texts.extend(partnership.agreements.iter().flat_map(|agreement| agreement.object.iter()));
    texts.extend(partnership.actions.iter().flat_map(|action| action.title.iter()));
    texts.extend(partnership.volunteers.iter().flat_map(|volunteer| volunteer.mission.iter()));
    texts
}

/// The French text's "de", "que" and the like before a vowel, and articles that should have contracted. What is inside the
/// parties' names ("São Pedro de Alva") is no fault.
fn grammar_faults(text: &str, partnership: &Partnership) -> Vec<String> {
    let names = partnership.parties.iter().map(|party| party.name.as_str()).filter(|name| name.contains(' '));
    let text = names.fold(text.to_owned(), |text, name| text.replace(name, &name.replace(' ', "_")));
    let words: Vec<&str> = text.split([' ', '\n']).collect();
    let fault = |pair: &&[&str]| {
        let (first, second) = (pair[0].to_lowercase(), pair[1]);
        let unelided =
            matches!(first.as_str(), "de" | "que" | "le" | "la") && elides(second) && second != "à" && second != "et";
        let apart = matches!((first.as_str(), second), ("de" | "à", "le" | "les" | "Le" | "Les"));
        unelided || apart
    };
    words.windows(2).filter(fault).map(|pair| pair.join(" ")).collect()
}

#[test]
fn the_same_number_gives_the_same_records() {
    let once: Vec<_> = records(200).map(|record| (record.partnership, record.confirmations)).collect();
    let again: Vec<_> = records(300).take(200).map(|record| (record.partnership, record.confirmations)).collect();
    assert!(once == again);
    let mut other = Generator::new(SEED + 1);
    assert!(other.draw(0).1.partnership != once[0].0);
}

#[test]
fn every_record_is_sound() {
    let large = Volume { characters: 3400, funding_lines: 5 };
    for (record, index) in records(3000).chain(records_of(600, large)).zip(0..) {
        let partnership = record.partnership;
        let found = anomalies(&partnership, TODAY);
        let errors: Vec<_> = found.iter().filter(|anomaly| anomaly.code.severity() > Severity::Hint).collect();
        assert!(errors.is_empty(), "{index}: {errors:?}");
        assert!(partnership.countries().len() >= 2, "{index}");
        assert!(partnership.demo && partnership.provenance.source == SOURCE);
        for (lang, text) in texts(&partnership) {
            assert!(!text.contains(['{', '}']) && !text.contains("  "), "{index}: {text}");
            assert!(!text.starts_with(char::is_lowercase), "{index}: {text}");
            if lang == "fr" {
                assert_eq!(grammar_faults(text, &partnership), Vec::<String>::new(), "{index}: {text}");
            }
        }
        for (_, on, _) in &record.confirmations {
            let on = *on;
            assert!(on <= TODAY && partnership.start.unwrap().first_day() <= on, "{index}");
        }
    }
}

#[test]
fn the_register_looks_like_the_real_one() {
    let mut statuses = HashMap::<Status, usize>::new();
    let mut forms = HashMap::<Form, usize>::new();
    let (mut home, mut foreign, mut countries) = (HashSet::new(), HashSet::new(), HashSet::new());
    let (mut letters, mut english, mut funded, mut lines, mut unknown, mut many) = (0, 0, 0, 0, 0, 0);
    let (mut francs, mut in_kind, mut water) = (0, 0, 0);
    let count = 12_000;
    for record in records(count) {
        let confirmed = record.confirmations.iter().filter(|(.., agreed)| *agreed).map(|(_, on, _)| *on).max();
        let partnership = record.partnership;
        *statuses.entry(StatusFacts::of(&partnership, confirmed, TODAY).status(TODAY, 18)).or_default() += 1;
        *forms.entry(partnership.form).or_default() += 1;
        for party in &partnership.parties {
            let set = if party.country == france::country() { &mut home } else { &mut foreign };
            set.insert(party.organisation);
            countries.insert(party.country);
        }
        many += usize::from(partnership.parties.len() > 2);
        letters += volume::characters(&partnership.narratives);
        english += usize::from(partnership.title.exact("en").is_some());
        let of_record: Vec<_> = partnership.all_funding().collect();
        funded += usize::from(!of_record.is_empty());
        lines += of_record.len();
        unknown += of_record.iter().filter(|line| line.amount.is_none()).count();
        francs += of_record.iter().filter(|line| line.currency.as_str() == "XOF").count();
        in_kind += of_record.iter().filter(|line| line.in_kind == Some(true)).count();
        water += of_record.iter().filter(|line| line.of_which.water.is_some_and(|part| !part.is_zero())).count();
    }
    let count = count as usize;
    let letters = letters / count;
    eprintln!(
        "{statuses:?} {forms:?} French {} foreign {} countries {} letters {letters} English {english} funded {funded} \
         lines {lines} unknown {unknown} francs {francs} in kind {in_kind} water {water} many {many}",
        home.len(),
        foreign.len(),
        countries.len()
    );
    assert_eq!((statuses.len(), forms.len()), (Status::ALL.len(), Form::ALL.len()));
    assert!(statuses.values().all(|records| *records > count / 100), "{statuses:?}");
    assert!(statuses[&Status::Active] > count / 3, "{statuses:?}");
    assert!((450..700).contains(&letters), "{letters}");
    assert!((4300..5300).contains(&home.len()), "{}", home.len());
    assert!((8000..10_000).contains(&foreign.len()), "{}", foreign.len());
    assert!((125..155).contains(&countries.len()), "{}", countries.len());
    assert!((count * 17 / 100..count * 23 / 100).contains(&english), "{english}");
    let per_record = lines as f64 / funded as f64;
    assert!((4.0..6.0).contains(&per_record), "{per_record}");
    assert!([unknown, francs, in_kind, water, many].iter().all(|found| *found > 100));
}

#[test]
fn records_are_as_large_as_asked() {
    let (count, asked) = (2000, Volume { characters: 3400, funding_lines: 5 });
    let (mut letters, mut lines) = (0, 0);
    for (record, plain) in records_of(count, asked).zip(records(count)) {
        let (large, plain) = (record.partnership, plain.partnership);
        assert!((&large.title, &large.parties, large.start) == (&plain.title, &plain.parties, plain.start));
        letters += volume::characters(&large.narratives);
        lines += large.all_funding().count();
    }
    let (letters, lines) = (letters / count as usize, lines as f64 / f64::from(count));
    assert!((3200..3800).contains(&letters), "{letters}");
    assert!((4.5..5.5).contains(&lines), "{lines}");
}

#[test]
fn a_size_is_read_as_it_is_written() {
    let large = Size { partnerships: 12, volume: Volume { characters: 560, funding_lines: 0 } };
    for size in [Size::of(7), large] {
        assert_eq!(Size::parse(&size.to_string()), Some(size));
    }
    assert_eq!((Size::of(7).to_string(), large.to_string()), ("7".to_owned(), "12 560 0".to_owned()));
    assert_eq!(["", "x", "1 2", "1 2 3 4"].map(Size::parse), [None; 4]);
}

#[test]
fn the_record_of_the_seed_page_adds_up() {
    let partnership = seed::partnership();
    let totals = totals(partnership.all_funding(), |_, _| Some(rust_decimal::Decimal::ONE));
    assert_eq!(totals.euros, rust_decimal::Decimal::from(412_750));
    let errors = anomalies(&partnership, TODAY).into_iter().filter(|anomaly| anomaly.code.severity() > Severity::Hint);
    assert_eq!(errors.count(), 0);
    assert!(partnership.demo);
    let id = seed::id();
    assert!((0..MOST).all(|index| dice::identifier(SEED, index, 0) != id));
}

#[test]
fn every_theme_is_in_the_vocabulary() {
    let codes = subjects::SUBJECTS.iter().map(|subject| subject.code).chain([subjects::HUMANITARIAN]);
    for code in codes {
        assert!(crate::reference::theme(code).is_some(), "{code}");
    }
}

#[tokio::test]
async fn a_demonstration_is_written_once() {
    for test in journals().await {
        let journal = &test.journal;
        let generate = async |count: u32| generate(journal, Size::of(count), SEED, at(), &|_, _| ()).await.unwrap();
        generate(1500).await;
        let position = journal.position().await.unwrap();
        assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 1501);
        generate(1500).await;
        assert_eq!(journal.position().await.unwrap(), position);
        generate(1600).await;
        assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 1601);
        let held = journal.newest(Kind::Partnership, seed::id()).await.unwrap().unwrap();
        assert_eq!(held.version, 1);
        let first = dice::identifier(SEED, 0, 0);
        let partnership: Partnership = journal.newest(Kind::Partnership, first).await.unwrap().unwrap().read().unwrap();
        assert_eq!(partnership, records(1).next().unwrap().partnership);
        for party in &partnership.parties {
            if party.country != france::country() {
                let organisation = journal.newest(Kind::Organisation, party.organisation).await.unwrap().unwrap();
                assert!(organisation.read::<Organisation>().unwrap().demo);
            }
        }
        assert!(journal.count(Kind::Confirmation).await.unwrap() > 300);
    }
}

/// There is something in every state, written once: what people do with it stays done.
#[tokio::test]
async fn there_is_work_in_every_state() {
    for test in journals().await {
        let journal = &test.journal;
        let of = Accounts::new(journal);
        generate(journal, Size::of(20), SEED, at(), &|_, _| ()).await.unwrap();
        accounts::create(&of, at()).await.unwrap();
        let create = async || states::create(journal, &of, at()).await.unwrap();
        create().await;
        for state in ProposalState::ALL {
            let found = journal.proposals(*state).await.unwrap();
            assert!(!found.is_empty(), "{state:?}");
        }
        let returned = journal.proposals(ProposalState::Returned).await.unwrap();
        assert!(returned.iter().any(|one| one.base > 0) && returned.iter().any(|one| one.base == 0));
        let gone: HashSet<&str> =
            journal.gone(Kind::Partnership, 9).await.unwrap().iter().map(|revision| revision.change.as_str()).collect();
        assert_eq!(gone, HashSet::from(["merged", "withdrawn"]));
        for (id, revision) in journal.newest_of(Kind::Partnership, &[states::sorting_id()]).await.unwrap() {
            let partnership: Partnership = revision.read().unwrap();
            let found = anomalies(&partnership, TODAY);
            assert!(found.iter().all(|anomaly| anomaly.code.severity() == Severity::Hint), "{id}: {found:?}");
            assert!(partnership.demo);
            let said = crate::confirmation::of(journal, &[id]).await.unwrap().remove(&id).unwrap();
            assert_eq!(said.iter().map(|word| word.agreed).collect::<Vec<_>>(), [true, false]);
        }
        assert_eq!(journal.open_mistakes().await.unwrap().len(), 1);
        assert_eq!(of.join_requests().await.unwrap().len(), 1);
        assert_eq!(crate::annotation::of(journal, seed::id()).await.unwrap().len(), 1);
        let (position, waiting) = (journal.position().await.unwrap(), of.join_requests().await.unwrap().remove(0));
        of.take_join_request(waiting.id).await.unwrap();
        journal.discard_proposal(&returned[0]).await.unwrap();
        create().await;
        assert_eq!(journal.position().await.unwrap(), position);
        assert!(of.join_requests().await.unwrap().is_empty());
        assert_eq!(journal.proposals(ProposalState::Returned).await.unwrap().len(), returned.len() - 1);
    }
}
