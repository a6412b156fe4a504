//! Every rule that demonstration records keep, over the first thousands of them.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveTime};
use rust_decimal::Decimal;

use super::*;
use crate::account::Accounts;
use crate::anomaly::Severity;
use crate::journal::ProposalState;
use crate::journal::testing::journals;
use crate::partnership::funding::{Stage, totals};
use crate::partnership::rules::anomalies;
use crate::partnership::status::{Status, StatusFacts};
use crate::partnership::{Form, Partnership};
use crate::registers::france;
use crate::toponym::elides;
use crate::value::{Currency, PartialDate};

fn at() -> DateTime<Utc> {
    TODAY.and_time(NaiveTime::MIN).and_utc()
}

fn records(count: u32) -> impl Iterator<Item = Record> {
    records_of(count, Volume::default())
}

fn records_of(count: u32, volume: Volume) -> impl Iterator<Item = Record> {
    let mut generator = Generator { volume, ..Generator::new(SEED, TODAY) };
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

/// What a record says that something else in it denies.
fn contradictions(record: &Record) -> Vec<&'static str> {
    let partnership = &record.partnership;
    let status = StatusFacts::of(partnership, None, TODAY).status(TODAY, 18);
    let is_over = matches!(status, Status::Ended | Status::Dormant);
    let texts: Vec<&str> = texts(partnership).into_iter().map(|(_, text)| text).collect();
    let awaits =
        |text: &&str| phrases::OUTLOOK.iter().any(|phrase| text.contains(phrase.fr) || text.contains(phrase.en));
    let abroad: Vec<&str> =
        partnership.parties.iter().map(|party| party.country.as_str()).filter(|country| *country != "FR").collect();
    let themes = &partnership.themes;
    let cross_border =
        themes.main.iter().chain(themes.others.iter().map(|other| &other.theme)).any(|code| code == "5.2");
    let neighbours = ["BE", "LU", "DE", "CH", "IT", "ES", "AD", "MC", "BR", "SR"];
    let french = ["BE", "CA", "CH", "LU", "SN", "ML", "BF", "BJ", "CM", "CD", "HT", "MG", "TG"];
    let rules = [
        ("the forecast is far from the amounts", !forecast_fits(partnership)),
        ("something comes after the end", is_over && !partnership.narratives.outlook.is_empty()),
        ("something comes after the end, in a text", is_over && texts.iter().any(awaits)),
        (
            "money is planned while it sleeps",
            is_over && partnership.all_funding().any(|line| line.stage == Stage::Planned),
        ),
        (
            "the towns are not as many as it says",
            texts.iter().any(|text| !counts_towns(text, partnership.parties.len())),
        ),
        ("the emergency is another", partnership.form == Form::EmergencyAid && !is_one_emergency(partnership)),
        ("they are no neighbours", cross_border && !abroad.iter().all(|country| neighbours.contains(country))),
        (
            "French is spoken there",
            themes.main.as_deref() == Some("1.2") && abroad.iter().any(|country| french.contains(country)),
        ),
        ("it comes before its law", !is_lawful(partnership)),
    ];
    rules.into_iter().filter(|(_, broken)| *broken).map(|(rule, _)| rule).collect()
}

/// Whether what the agreement foresaw is from a third to three times what was paid.
fn forecast_fits(partnership: &Partnership) -> bool {
    let rate = |currency: Currency, _: Option<i32>| {
        Some(if currency == Currency::XOF { Decimal::new(655_957, 3) } else { Decimal::ONE })
    };
    let total = totals(partnership.all_funding(), rate).euros;
    let three = Decimal::from(3);
    let mut forecasts = partnership.agreements.iter().filter_map(|agreement| agreement.forecast_amount);
    forecasts.all(|forecast| forecast * three >= total && forecast <= total * three)
}

/// Whether "trois villes" are three; "trois villes jumelées avec Nantes" would be three without Nantes.
fn counts_towns(text: &str, parties: usize) -> bool {
    let words = ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];
    words.iter().zip(2..).all(|(word, count)| match text.split_once(&format!(" {word} villes")) {
        Some((_, after)) => count + usize::from(after.starts_with(" jumelées avec")) == parties,
        None => true,
    })
}

/// Whether the title, the context and the beneficiaries of emergency aid tell of the same event.
fn is_one_emergency(partnership: &Partnership) -> bool {
    let has = |text: &crate::value::Text, word: &str| text.exact("fr").is_some_and(|text| text.contains(word));
    let (title, context) = (&partnership.title, &partnership.narratives.context);
    has(title, "les inondations") == has(context, "Les inondations")
        && has(title, "déplacées") == has(context, "déplacées")
        && has(title, "déplacées") == has(&partnership.beneficiaries, "déplacées")
}

/// Whether money under the 1 % mechanisms and civic service come after the laws of 2005, 2006, 2014 and 2010.
fn is_lawful(partnership: &Partnership) -> bool {
    let start = partnership.start.map_or(0, PartialDate::year);
    let law = match partnership.themes.main.as_deref() {
        Some("4.1.1") => 2005,
        Some("4.1.2") => 2014,
        _ => 2006,
    };
    let civic_service = |text: &str| text.to_lowercase().contains("service civique");
    let schemes = partnership.volunteers.iter().filter_map(|volunteer| volunteer.scheme.as_deref());
    let gives = |line: &crate::partnership::funding::FundingLine| {
        let parts = [(line.of_which.water, 2005), (line.of_which.energy, 2006), (line.of_which.waste, 2014)];
        parts
            .iter()
            .all(|(part, law)| part.is_none_or(|part| part.is_zero()) || line.year.is_none_or(|year| year >= *law))
    };
    (partnership.form != Form::OnePercentAction || start >= law)
        && partnership.all_funding().all(gives)
        && (start >= 2010 || !texts(partnership).into_iter().map(|(_, text)| text).chain(schemes).any(civic_service))
}

#[test]
fn the_same_number_gives_the_same_records() {
    let once: Vec<_> = records(200).map(|record| (record.partnership, record.confirmations)).collect();
    let again: Vec<_> = records(300).take(200).map(|record| (record.partnership, record.confirmations)).collect();
    assert!(once == again);
    let mut other = Generator::new(SEED + 1, TODAY);
    assert!(other.draw(0).1.partnership != once[0].0);
}

#[test]
fn every_record_is_sound() {
    let large = Volume { characters: 3400, funding_lines: 5 };
    for (record, index) in records(3000).chain(records_of(600, large)).zip(0..) {
        assert_eq!(contradictions(&record), [""; 0], "{index}: {:?}", record.partnership.title);
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
            } else {
                assert!(
                    ![" ;", " :", " ?", " !", "\u{202f}"].iter().any(|sign| text.contains(sign)),
                    "{index}: {text}"
                );
            }
        }
        for (_, on, _) in &record.confirmations {
            let on = *on;
            assert!(on <= TODAY && partnership.start.unwrap().first_day() <= on, "{index}");
        }
    }
}

/// A demonstration made in another year is as fresh, and the same authorities do the same together.
#[test]
fn another_day_moves_dates_alone() {
    for (year, month, day) in [(2030, 2, 28), (2041, 12, 31)] {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let mut generator = Generator::new(SEED, today);
        let mut statuses = HashMap::<Status, usize>::new();
        for (before, index) in records(3000).zip(0..) {
            let record = generator.draw(index).1;
            let (before, partnership) = (before.partnership, record.partnership);
            let organisations =
                |of: &Partnership| of.parties.iter().map(|party| party.organisation).collect::<Vec<_>>();
            assert_eq!(organisations(&partnership), organisations(&before), "{index}");
            assert_eq!(
                (&partnership.title, partnership.form, &partnership.themes.main),
                (&before.title, before.form, &before.themes.main)
            );
            let errors: Vec<_> = anomalies(&partnership, today);
            assert!(errors.iter().all(|anomaly| anomaly.code.severity() <= Severity::Hint), "{index}: {errors:?}");
            for line in partnership.all_funding() {
                assert_eq!(line.stage == Stage::Planned, line.year.is_some_and(|of| of >= year), "{index}: {line:?}");
            }
            let said = record.confirmations.iter();
            assert!(said.clone().all(|(_, on, _)| *on < today), "{index}");
            let confirmed = said.filter(|(.., agreed)| *agreed).map(|(_, on, _)| *on).max();
            *statuses.entry(StatusFacts::of(&partnership, confirmed, today).status(today, 18)).or_default() += 1;
        }
        assert!(Status::ALL.iter().all(|status| statuses.get(status).is_some_and(|found| *found > 30)), "{statuses:?}");
        assert!(statuses[&Status::Active] > 1000, "{statuses:?}");
    }
}

/// The number of partnerships that began in a year is not far from that of the years around it.
fn assert_no_year_stands_out(starts: &HashMap<i32, usize>) {
    let years = 1950..TODAY.year();
    for year in years.clone() {
        let around: Vec<i32> = [-2, -1, 1, 2].map(|by| year + by).into_iter().filter(|of| years.contains(of)).collect();
        let of = |year: &i32| starts.get(year).copied().unwrap_or_default();
        let sum: usize = around.iter().map(of).sum();
        assert!(of(&year) * around.len() <= 2 * sum, "{} began in {year}, {sum} in {around:?}", of(&year));
    }
}

#[test]
fn the_register_looks_like_the_real_one() {
    let mut starts = HashMap::<i32, usize>::new();
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
        *starts.entry(partnership.start.unwrap().year()).or_default() += 1;
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
    assert_no_year_stands_out(&starts);
    assert!(["972", "973"].iter().any(|code| home.contains(&france::department(code))), "départements until 2015");
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

#[tokio::test]
async fn the_seed_is_there_without_any_other() {
    for test in journals().await {
        generate(&test.journal, Size::of(0), SEED, at(), &|_, _| ()).await.unwrap();
        assert!(test.journal.newest(Kind::Partnership, seed::id()).await.unwrap().is_some());
        assert_eq!(test.journal.count(Kind::Partnership).await.unwrap(), 1);
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
