//! Imports from file to register, on both databases; the real files where they are at hand.

use std::path::{Path, PathBuf};

use chrono::DateTime;
use serde_json::Value;

use super::input::Input;
use super::*;
use crate::journal::testing::journals;
use crate::organisation::{Name, NameKind, Organisation, OrganisationKind};
use crate::partnership::funding::totals;
use crate::value::{Amount, Point, Precision};
use crate::web::language::Lang;

const PAGE: &str = include_str!("page.txt");
const FR: Locale = Locale { lang: Lang::Fr };

fn options() -> Options {
    Options {
        proposal: false,
        licence: None,
        persons: false,
        home: "FR".parse().unwrap(),
        now: DateTime::from_timestamp_millis(1_795_000_000_000).unwrap(),
    }
}

fn input(name: &str, text: &str) -> Input {
    Input { name: name.to_owned(), text: text.to_owned(), encoding: None }
}

async fn import_pages(journal: &Journal, pages: &[(&str, &str)], options: &Options) -> Report {
    let inputs = pages.iter().map(|(name, text)| input(name, text)).collect();
    let plan = atlas_page::plan(Some(journal), inputs, options).await.unwrap();
    write(journal, plan, options, FR).await.unwrap()
}

async fn import_twinnings(journal: &Journal, rows: &str) -> Report {
    let plan = twinnings::plan(Some(journal), input("villes.tsv", rows), &options(), FR).await.unwrap();
    write(journal, plan, &options(), FR).await.unwrap()
}

fn codes(report: &Report) -> Vec<Code> {
    let mut codes: Vec<Code> = report.anomalies.iter().map(|anomaly| anomaly.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Created, updated, merged, skipped.
fn counts(report: &Report) -> [u64; 4] {
    assert_eq!(report.read, report.created + report.updated + report.merged + report.skipped);
    [report.created, report.updated, report.merged, report.skipped]
}

async fn partnership(journal: &Journal, id: Id) -> Partnership {
    journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap()
}

async fn organisation(journal: &Journal, id: Id) -> Organisation {
    journal.newest(Kind::Organisation, id).await.unwrap().unwrap().read().unwrap()
}

#[tokio::test]
async fn a_page_becomes_a_partnership_and_is_recognised() {
    for test in journals().await {
        let journal = &test.journal;
        crate::registers::load(journal, options().home, options().now, &|_, _| {}).await.unwrap();
        let report = import_pages(journal, &[("page.txt", PAGE)], &options()).await;
        assert_eq!(counts(&report), [1, 0, 0, 0]);
        assert_eq!(report.organisations_created, 1);
        let id = report.records[0];
        let record = partnership(journal, id).await;
        assert_eq!(record.themes.main.as_deref(), Some("1.2"));
        assert_eq!(
            (record.parties[0].name.as_str(), record.parties.len()),
            ("Conseil régional du Nord-Pas de Calais", 2)
        );
        let region = organisation(journal, record.parties[0].organisation).await;
        assert_eq!((region.kind, region.successors.len()), (OrganisationKind::Region, 1));
        let made = organisation(journal, record.parties[1].organisation).await;
        assert_eq!((made.kind, made.names[0].name.as_str()), (OrganisationKind::Region, "Région de Zourani"));
        for code in [
            Code::SuccessorAsParty,
            Code::OrganisationCreated,
            Code::EndedButOngoing,
            Code::FunderVague,
            Code::OnePercentAmbiguous,
            Code::DocumentNotHeld,
        ] {
            assert!(codes(&report).contains(&code), "{code:?}: {:?}", codes(&report));
        }

        let position = journal.position().await.unwrap();
        let again = import_pages(journal, &[("page.txt", PAGE)], &options()).await;
        assert_eq!(counts(&again), [0, 0, 1, 0]);
        assert_eq!(again.organisations_created, 0);
        assert_eq!(journal.position().await.unwrap(), position, "nothing is written");

        let changed = PAGE.replace("Ouvrir douze salles", "Ouvrir vingt salles");
        let updated = import_pages(journal, &[("page.txt", &changed)], &options()).await;
        assert_eq!((counts(&updated), updated.records.clone()), ([0, 1, 0, 0], vec![id]));

        let mut edited = partnership(journal, id).await;
        edited.beneficiaries = crate::value::Text::new("fr", "Tous les lecteurs");
        let author = Author { actor: "agent".into(), role: "agent".into(), on_behalf_of: None };
        let entry = Entry::publish(Kind::Partnership, id, 2, &edited, identifiers(&edited));
        journal.append(&author, options().now, &[entry]).await.unwrap();
        let kept = import_pages(journal, &[("page.txt", PAGE)], &options()).await;
        assert_eq!(counts(&kept), [0, 0, 0, 1]);
        assert!(codes(&kept).contains(&Code::EditedSince));
        assert_eq!(partnership(journal, id).await, edited);

        let withdrawn = Entry::withdraw(Kind::Partnership, id, 3, "erreur");
        journal.append(&author, options().now, &[withdrawn]).await.unwrap();
        let gone = import_pages(journal, &[("page.txt", PAGE)], &options()).await;
        assert_eq!(counts(&gone), [0, 0, 0, 1]);
    }
}

#[tokio::test]
async fn a_dry_run_needs_no_register_and_speaks_of_the_same_records() {
    let dry = atlas_page::plan(None, vec![input("page.txt", PAGE)], &options()).await.unwrap();
    for test in journals().await {
        crate::registers::load(&test.journal, options().home, options().now, &|_, _| {}).await.unwrap();
        let before = test.journal.position().await.unwrap();
        atlas_page::plan(Some(&test.journal), vec![input("page.txt", PAGE)], &options()).await.unwrap();
        assert_eq!(test.journal.position().await.unwrap(), before);
        assert_eq!(*dry.report(), import_pages(&test.journal, &[("page.txt", PAGE)], &options()).await);
    }
}

#[tokio::test]
async fn the_number_of_the_old_atlas_recognises_a_page_whatever_it_says() {
    for test in journals().await {
        let journal = &test.journal;
        let first = import_pages(journal, &[("4217.txt", PAGE)], &options()).await;
        let found = journal.find(Kind::Partnership, "atlas", "4217").await.unwrap();
        assert_eq!(found, first.records);
        let renamed = PAGE.replace("Lecture publique à Zourani", "Bibliothèques de Zourani");
        let second = import_pages(journal, &[("4217.txt", &renamed)], &options()).await;
        assert_eq!((counts(&second), &second.records), ([0, 1, 0, 0], &first.records));
        // Another number is another record, though it reads the same.
        let copy = import_pages(journal, &[("4218.txt", &renamed)], &options()).await;
        assert_eq!(counts(&copy), [1, 0, 0, 0]);
        let codes = codes(&copy);
        assert!(codes.contains(&Code::LikelyDuplicate) && codes.contains(&Code::SameText), "{codes:?}");
    }
}

#[tokio::test]
async fn the_same_page_twice_in_one_import_is_one_record() {
    for test in journals().await {
        let report = import_pages(&test.journal, &[("a.txt", PAGE), ("b.txt", PAGE)], &options()).await;
        assert_eq!(counts(&report), [1, 0, 1, 0]);
        assert!(codes(&report).contains(&Code::RowMerged));
    }
}

#[tokio::test]
async fn successive_projects_are_proposed_as_phases_once() {
    let next = PAGE
        .replace("partenariat\n2009\n", "partenariat\n2012\n")
        .replace("partenariat\n2011\n", "partenariat\n2014\n")
        .replace("Francophonie", "Infrastructures, équipements et manifestations culturelles");
    for test in journals().await {
        let journal = &test.journal;
        let report = import_pages(journal, &[("1.txt", PAGE), ("2.txt", &next)], &options()).await;
        assert_eq!(counts(&report), [2, 0, 0, 0]);
        let codes = codes(&report);
        for code in [Code::LikelyPhases, Code::SameText, Code::ContradictoryYears] {
            assert!(codes.contains(&code), "{code:?}: {codes:?}");
        }
        assert!(!codes.contains(&Code::LikelyDuplicate), "{codes:?}");
        let proposals = journal.proposals(ProposalState::Submitted).await.unwrap();
        assert_eq!((proposals.len(), proposals[0].base), (1, 1));
        let united: Partnership = serde_json::from_str(&proposals[0].body).unwrap();
        assert_eq!(united.phases.len(), 2);
        assert_eq!(united.end.map(|end| end.year()), Some(2014));
        assert_eq!(united.all_funding().filter_map(|line| line.amount).sum::<Amount>(), 10_500.into());
        import_pages(journal, &[("1.txt", PAGE), ("2.txt", &next)], &options()).await;
        assert_eq!(journal.proposals(ProposalState::Submitted).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn proposals_wait_for_validation_and_are_not_doubled() {
    let options = Options { proposal: true, ..options() };
    for test in journals().await {
        let journal = &test.journal;
        assert_eq!(counts(&import_pages(journal, &[("page.txt", PAGE)], &options).await), [1, 0, 0, 0]);
        assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 0);
        assert_eq!(counts(&import_pages(journal, &[("page.txt", PAGE)], &options).await), [0, 0, 1, 0]);
        let changed = PAGE.replace("douze", "vingt");
        assert_eq!(counts(&import_pages(journal, &[("page.txt", &changed)], &options).await), [0, 1, 0, 0]);
        let proposals = journal.proposals(ProposalState::Submitted).await.unwrap();
        assert_eq!(proposals.len(), 1);
        let body: Partnership = serde_json::from_str(&proposals[0].body).unwrap();
        let party = organisation(journal, body.parties[1].organisation).await;
        assert_eq!(party.names[0].name, "Région de Zourani", "what a proposal points at is there");
    }
}

/// Of two new records, the first brings along the organisation that both need, and was proposed by somebody else.
#[tokio::test]
async fn what_a_proposal_left_out_brought_along_comes_with_the_next() {
    for test in journals().await {
        let journal = &test.journal;
        let [first, second, needed] = ["first", "second", "needed"].map(Id::derived);
        let found = |id| Found {
            kind: Kind::Partnership,
            id,
            partnership: Partnership::default(),
            source: "page.txt".to_owned(),
        };
        let body = Organisation::new(OrganisationKind::Commune, "ML".parse().ok(), "Essai");
        let mut plan = Plan::default();
        let needs = vec![Entry::publish(Kind::Organisation, needed, 0, &body, Vec::new())];
        plan.keep(found(first), 0, Outcome::Created, needs);
        plan.keep(found(second), 0, Outcome::Created, Vec::new());
        let entry = plan.records[0].entry.clone();
        let others = proposal(Id::derived(&format!("proposal/{first}/0")), &entry, 0, None, options().now);
        journal.save_proposal(&Proposal { author: "agent".to_owned(), ..others }).await.unwrap();

        plan.propose(Some(journal), options().now).await.unwrap();
        let report = write(journal, plan, &Options { proposal: true, ..options() }, FR).await.unwrap();
        assert_eq!((report.created, report.skipped, report.records), (1, 1, vec![second]));
        assert_eq!(organisation(journal, needed).await, body);
    }
}

#[tokio::test]
async fn a_page_without_a_known_party_is_not_lost() {
    for test in journals().await {
        let journal = &test.journal;
        let alone = PAGE.replace("Assemblée régionale de Zourani Mali Icone d'une loupe\n", "");
        let report = import_pages(journal, &[("a.txt", &alone)], &options()).await;
        assert!(codes(&report).contains(&Code::MissingParty));
        assert_eq!(partnership(journal, report.records[0]).await.parties.len(), 1);

        let nowhere = PAGE.replace("Zourani Mali Icone", "Zourani Prusse Icone");
        let report = import_pages(journal, &[("b.txt", &nowhere)], &options()).await;
        assert!(codes(&report).contains(&Code::UnknownCountry));
        let record = partnership(journal, report.records[0]).await;
        assert!(record.other_partners.abroad[0].name.starts_with("Assemblée régionale de Zourani"));

        // Both ends are told, and they are in one country: no partnership.
        let at_home = PAGE.replace("Assemblée régionale de Zourani Mali", "Conseil régional de Bretagne France");
        let report = import_pages(journal, &[("c.txt", &at_home)], &options()).await;
        assert!(codes(&report).contains(&Code::SameCountry));
        assert!(journal.newest(Kind::Activity, report.records[0]).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn what_is_no_page_is_refused_or_reported() {
    let other = input("notes.txt", "Penser au pain.\n");
    let error = atlas_page::plan(None, vec![other.clone()], &options()).await.unwrap_err();
    for lang in Lang::ALL {
        let message = error.message(lang.into());
        assert!(message.contains("notes.txt") && !message.contains('\n') && !message.contains('⟦'), "{message}");
    }
    let plan = atlas_page::plan(None, vec![other, input("page.txt", PAGE)], &options()).await.unwrap();
    assert_eq!(counts(plan.report()), [1, 0, 0, 1]);
    assert!(codes(plan.report()).contains(&Code::WrongFile));
}

const HEADER: &str = "origincityLabel\torigincountry\toriginlat\toriginlong\toriginpopulation\tsistercityLabel\t\
    destinationlat\tdestinationlong\tdestinationpopulation\tdestination_countryLabel\tdist\teu";

fn rows(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| row.replace('|', "\t"));
    std::iter::once(HEADER.to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_pair_is_one_twinning_in_both_directions() {
    let list = rows(&[
        "Aubemont|France|48.1|2.1|5000|Zwettheim|50.1|8.1|7000|Germany|500|EU",
        "Zwettheim|Germany|50.1|8.1|7000|Aubemont|48.1|2.1|5000|France|500|EU",
        "Aubemont|France|48.1001|2.1|5000|Zwettheim|50.1|8.1||Germany|500|EU",
        "Aubemont|France|48.1|2.1|5000|Belrive|47|1||France|500|EU",
        "Aubemont|France|48.1|2.1|5000|Aubemont|48.1|2.1|5000|France|0|EU",
        "Aubemont|France|48.1|2.1|5000|Ratzdorf|50|30||Prussia|500|EU",
        "Aubemont|France|north|2.1|5000|Q123|50|30||Germany|500|EU",
        "Aubemont|France",
        // A homonym far away is another town.
        "Aubemont|France|43.9|5.1|300|Zwettheim|50.1|8.1|7000|Germany|500|EU",
    ]);
    for test in journals().await {
        let journal = &test.journal;
        let report = import_twinnings(journal, &list).await;
        assert_eq!(counts(&report), [2, 0, 2, 5], "{}", report.to_text(FR, true));
        let at = |line: u32| {
            let place = format!("villes.tsv:{line}");
            report
                .anomalies
                .iter()
                .filter(|anomaly| anomaly.record == place)
                .map(|anomaly| anomaly.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(at(3), [Code::RowMerged]);
        assert_eq!(at(4), [Code::RowMerged]);
        assert_eq!(at(6), [Code::SameParty]);
        assert_eq!(at(7), [Code::UnknownCountry]);
        assert_eq!(at(8), [Code::Unreadable, Code::Unreadable]);
        assert_eq!(at(9), [Code::Unreadable]);
        assert!(at(5).contains(&Code::SameCountry));
        let record = partnership(journal, report.records[0]).await;
        assert_eq!(record.title.exact("fr"), Some("Jumelage Aubemont – Zwettheim"));
        assert_eq!(record.provenance.licence.as_deref(), Some("CC0-1.0"));
        let made = organisation(journal, record.parties[0].organisation).await;
        let territory = journal.newest(Kind::Territory, made.territory.unwrap()).await.unwrap().unwrap();
        assert!(territory.body.contains("5000"));

        let position = journal.position().await.unwrap();
        let again = import_twinnings(journal, &list).await;
        assert_eq!(counts(&again), [0, 0, 4, 5]);
        assert_eq!((again.organisations_created, journal.position().await.unwrap()), (0, position));
        assert!(!codes(&again).contains(&Code::OrganisationCreated));
    }
}

#[tokio::test]
async fn a_list_with_other_columns_is_refused_in_one_line() {
    for (text, expected) in [
        ("nom;pays\nLyon;France", "origincityLabel"),
        (&HEADER.replace("originlat", "latitude"), "originlat"),
        (HEADER, "villes.tsv"),
    ] {
        let error = twinnings::plan(None, input("villes.tsv", text), &options(), FR).await.unwrap_err();
        let message = error.message(FR);
        assert!(message.contains(expected) && !message.contains('\n') && !message.contains('⟦'), "{message}");
    }
}

#[tokio::test]
async fn a_record_written_in_the_meantime_is_left_alone() {
    for test in journals().await {
        let journal = &test.journal;
        let inputs = vec![input("1.txt", PAGE)];
        let plan = atlas_page::plan(Some(journal), inputs, &options()).await.unwrap();
        let id = plan.report().records[0];
        let other = Entry::publish(Kind::Partnership, id, 0, &Partnership::default(), Vec::new());
        journal.append(&Author::system("demo"), options().now, &[other]).await.unwrap();
        let report = write(journal, plan, &options(), FR).await.unwrap();
        assert_eq!(counts(&report), [0, 0, 0, 1]);
        assert!(codes(&report).contains(&Code::EditedSince));
        assert_eq!(partnership(journal, id).await, Partnership::default());
    }
}

/// A file of the real data beside the checkout.
fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared").join(path));
    let found = root.into_iter().find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: no ../shared/{path} beside the checkout");
    }
    found
}

fn seed() -> Option<Input> {
    let mut files: Vec<PathBuf> =
        shared("seed")?.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    Some(Input::read(files.first()?).unwrap())
}

#[tokio::test]
async fn the_seed_page_is_a_whole_record() {
    let Some(seed) = seed() else { return };
    for test in journals().await {
        let journal = &test.journal;
        crate::registers::load(journal, options().home, options().now, &|_, _| {}).await.unwrap();
        let plan = atlas_page::plan(Some(journal), vec![seed.clone()], &options()).await.unwrap();
        let report = write(journal, plan, &options(), FR).await.unwrap();
        assert_eq!(counts(&report), [1, 0, 0, 0]);
        let record = partnership(journal, report.records[0]).await;

        assert!(record.title.exact("fr").unwrap().starts_with("Projt d'appui au développement de la région de Kayes"));
        assert_eq!(record.themes.main.as_deref(), Some("5.1.1"));
        assert_eq!(record.agreements[0].signed.map(|signed| signed.to_string()).as_deref(), Some("2009"));
        assert_eq!(record.start.map(|start| start.to_string()).as_deref(), Some("2009"));
        assert_eq!((record.end, record.ended, record.dormant), (None, false, false));
        assert_eq!(record.form, crate::partnership::Form::CooperationProject);
        assert_eq!(record.periodicity, Some(crate::partnership::Periodicity::Triennial));
        for (name, text) in record.narratives.sections() {
            assert_eq!(text.is_empty(), name == "outlook", "{name}");
        }
        assert_eq!(record.glossary.len(), 13);
        assert_eq!(record.contracting_authorities[0].name, "Conseil régional du Nord-Pas de Calais");
        assert!(record.contracting_authorities[0].organisation.is_some());
        assert_eq!(record.implementers[0].name, "CIDS pour Corens (Diéma)");
        assert!(record.beneficiaries.exact("fr").unwrap().starts_with("Techniciens "));
        assert_eq!(record.other_partners.home[0].name, "Conseil général du Pas de Calais");
        assert!(record.other_partners.home[0].organisation.is_some(), "the département is known");
        assert_eq!(record.other_partners.abroad[0].name, "Coopération catalogne");
        assert_eq!(record.communication.home.answer, Some(false));
        assert_eq!(record.communication.abroad.answer, Some(false));
        assert_eq!(record.evaluation.answer, Some(true));
        assert_eq!(record.volunteers, []);
        assert!(record.provenance.licence.as_deref().unwrap().starts_with("Tous droits réservés"));

        let [home, abroad] = &record.parties[..] else { panic!("{:?}", record.parties) };
        assert_eq!((home.name.as_str(), home.country.as_str()), ("Conseil régional du Nord-Pas de Calais", "FR"));
        let former = organisation(journal, home.organisation).await;
        let successor = organisation(journal, former.successors[0].organisation).await;
        assert_eq!(successor.name_on(options().now.date_naive(), "fr"), "Région Hauts-de-France");
        assert_eq!((abroad.name.as_str(), abroad.country.as_str()), ("Assemblée régionale de Kayes", "ML"));
        let kayes = organisation(journal, abroad.organisation).await;
        assert_eq!((kayes.kind, kayes.names[0].name.as_str()), (OrganisationKind::Region, "Région de Kayes"));
        assert!(kayes.names.contains(&Name { kind: NameKind::Body, ..Name::usual("Assemblée régionale de Kayes") }));
        let territory = journal.newest(Kind::Territory, kayes.territory.unwrap()).await.unwrap().unwrap();
        let point: Point = territory.read::<crate::territory::Territory>().unwrap().point.unwrap();
        assert_eq!(point.precision, Precision::Region);
        assert!((point.lat - 14.4).abs() < 0.5 && (point.lon + 11.4).abs() < 0.5, "{point:?}");

        let sums = totals(&record.funding, |_, _| Some(Amount::ONE));
        assert_eq!((record.funding.len(), sums.euros), (6, 412_750.into()));
        let of_ministry = record.funding.iter().filter(|line| line.label().starts_with("Ministère"));
        assert_eq!(of_ministry.filter_map(|line| line.amount).sum::<Amount>(), 101_000.into());
        let shared: Vec<&str> = record.funding[4].funders.iter().map(|funder| funder.name.as_str()).collect();
        assert_eq!(shared, ["Conseil général du Pas de Calais", "Coopération cat"]);
        assert_eq!(sums.one_percent, [None; 3]);

        let places: Vec<&str> = record.places.iter().map(|place| place.name.as_str()).collect();
        assert_eq!(places, ["Kayes", "Diéma", "Bafoulabé"], "those that the gazetteer knows");

        let roles: Vec<_> = record.contacts.iter().map(|contact| (contact.role, contact.count)).collect();
        use crate::partnership::ContactRole::{CooperationCorrespondent, CulturalCounsellor, Party};
        assert_eq!(roles, [(CooperationCorrespondent, 1), (CulturalCounsellor, 1), (Party, 1)]);
        assert_eq!(record.contacts[0].name, "Ambassade de France à Bamako");
        assert!(record.contacts[0].organisation.is_some(), "the embassy is known");

        let codes = codes(&report);
        for code in [
            Code::TitleFault,
            Code::SuccessorAsParty,
            Code::FunderCut,
            Code::FunderDouble,
            Code::FunderVague,
            Code::OnePercentAmbiguous,
            Code::OrganisationCreated,
            Code::PersonsDropped,
        ] {
            assert!(codes.contains(&code), "{code:?}: {codes:?}");
        }
        let zeros = report.anomalies.iter().filter(|anomaly| anomaly.code == Code::OnePercentAmbiguous);
        assert_eq!(zeros.map(|anomaly| anomaly.value.as_str()).collect::<Vec<_>>(), ["0", "0"]);

        let again = import_pages(journal, &[(&seed.name, &seed.text)], &options()).await;
        assert_eq!(counts(&again), [0, 0, 1, 0]);
    }
}

#[tokio::test]
async fn what_was_taken_out_stays_out_of_the_same_source() {
    for test in journals().await {
        let journal = &test.journal;
        let id = import_pages(journal, &[("page.txt", PAGE)], &options()).await.records[0];
        let passage = crate::journal::Passage::read("Lire ensemble").unwrap();
        let done = journal.redact(id, &passage, &Author::system("essai"), options().now).await.unwrap();
        assert_eq!(done.versions, 1);
        let again = import_pages(journal, &[("page.txt", PAGE)], &options()).await;
        assert_eq!(counts(&again), [0, 0, 1, 0], "it says what the register does");
        let changed = import_pages(journal, &[("page.txt", &PAGE.replace("2011", "2012"))], &options()).await;
        assert_eq!(counts(&changed)[1], 1);
        let newest = journal.newest(Kind::Partnership, id).await.unwrap().unwrap();
        assert_eq!(newest.version, 2);
        assert!(newest.body.contains("Association […]") && !newest.body.contains("ensemble"), "{}", newest.body);
    }
}

#[tokio::test]
async fn the_persons_of_the_seed_are_kept_only_when_asked_and_never_come_back() {
    let Some(seed) = seed() else { return };
    let (_, persons) = meridien_legacy::read_with_persons(&seed.text);
    assert_eq!(persons.len(), 3);
    for test in journals().await {
        let journal = &test.journal;
        let plain = import_pages(journal, &[(&seed.name, &seed.text)], &options()).await;
        let body = journal.newest(Kind::Partnership, plain.records[0]).await.unwrap().unwrap().body;
        let told = plain.to_json(FR);
        for person in &persons {
            let words = person.name.split(' ').filter(|word| word.len() > 3);
            for word in
                words.chain(person.email.as_deref()).chain(person.email.as_deref().and_then(|m| m.split('@').next()))
            {
                assert!(!body.contains(word) && !told.contains(word), "line {} of the page", person.line);
            }
        }

        let asked = Options { persons: true, ..options() };
        let kept = import_pages(journal, &[(&seed.name, &seed.text)], &asked).await;
        assert_eq!(counts(&kept), [0, 1, 0, 0]);
        let record = partnership(journal, kept.records[0]).await;
        let ids: Vec<Id> = record.contacts.iter().flat_map(|contact| contact.persons.iter().copied()).collect();
        assert_eq!(ids.len(), 3);
        for id in &ids {
            assert!(journal.person(*id).await.unwrap().is_some());
            journal.erase_person(*id, options().now).await.unwrap();
        }
        import_pages(journal, &[(&seed.name, &seed.text)], &asked).await;
        for id in ids {
            assert_eq!(journal.person(id).await.unwrap(), None, "an erased person does not come back");
        }
    }
}

#[tokio::test]
async fn the_whole_list_of_twinnings_adds_up() {
    let Some(path) = shared("data/twinnings/twinnings.tsv") else { return };
    let list = Input::read(&path).unwrap();
    for test in journals().await {
        let journal = &test.journal;
        crate::registers::load(journal, options().home, options().now, &|_, _| {}).await.unwrap();
        let plan = twinnings::plan(Some(journal), list.clone(), &options(), FR).await.unwrap();
        let report = write(journal, plan, &options(), FR).await.unwrap();
        let [created, updated, merged, skipped] = counts(&report);
        assert_eq!((report.read, updated), (24_926, 0));
        assert!(created > 14_000 && merged > 7_000 && skipped > 3_000, "{created} {merged} {skipped}");
        assert_eq!(journal.count(Kind::Partnership).await.unwrap() as u64, created);
        let told = |code: Code| report.anomalies.iter().filter(|anomaly| anomaly.code == code).count() as u64;
        assert_eq!(told(Code::RowMerged), merged);
        let why = [Code::SameCountry, Code::SameParty, Code::UnknownCountry, Code::Unreadable];
        assert!(why.into_iter().map(told).sum::<u64>() >= skipped);
        let position = journal.position().await.unwrap();
        let plan = twinnings::plan(Some(journal), list.clone(), &options(), FR).await.unwrap();
        let again = write(journal, plan, &options(), FR).await.unwrap();
        assert_eq!(counts(&again), [0, 0, created + merged, skipped]);
        assert_eq!(journal.position().await.unwrap(), position, "a second import writes nothing");
        let json: Value = serde_json::from_str(&report.to_json(FR)).unwrap();
        assert_eq!(json["anomalies"].as_array().unwrap().len(), report.anomalies.len());
    }
}
