//! Imports through the journal, on both databases: matched, counted, never doubled, and what people changed stays.

use std::path::PathBuf;

use super::findings::Findings;
use super::*;
use crate::app::testing::now;
use crate::iati::files::Batch;
use crate::imports::ACTOR;
use crate::journal::testing::journals;
use crate::journal::{Author, Change, Entry, Revision};
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::partnership::Phase;
use crate::partnership::funding::{FundingLine, Stage};
use crate::partnership::index::StatusDay;
use crate::value::Text;
use crate::web::Lang;

/// A register that knows one French authority: the whole of France takes long to load.
async fn loaded(journal: &Journal) {
    let mut nord = Organisation::new(OrganisationKind::Department, Some(Country::FR), "Nord");
    nord.identifiers.push(crate::registers::identifier("siren", "225900018"));
    let entry = Entry::publish(Kind::Organisation, Id::derived("nord"), 0, &nord, nord.identifiers.clone());
    journal.append(&Author::system("registers"), now(), &[entry]).await.unwrap();
    journal.note(crate::registers::FACT, "1").await.unwrap();
}

fn options() -> Options {
    Options { proposal: false, licence: None, persons: false, home: Country::FR, now: now() }
}

/// An activity of a French département with a region of Mali, its title and status free.
fn activity(identifier: &str, title: &str, partner: &str) -> String {
    format!(
        r#"<iati-activity default-currency="EUR" xml:lang="fr">
  <iati-identifier>{identifier}</iati-identifier>
  <reporting-org ref="FR-SIREN-225900018" type="11"><narrative>Département du Nord</narrative></reporting-org>
  <title><narrative>{title}</narrative></title>
  <description type="1"><narrative>Appui au service de l'eau</narrative></description>
  <participating-org ref="FR-SIREN-225900018" type="11" role="2"><narrative>Département du Nord</narrative></participating-org>
  {partner}
  <participating-org ref="XM-DAC-4" type="10" role="1"><narrative>Ministère</narrative></participating-org>
  <activity-status code="2"/>
  <activity-date type="2" iso-date="2015-03-01"/>
  <contact-info type="1"><person-name><narrative>Une Personne</narrative></person-name><email>une.personne@nord.example</email></contact-info>
  <recipient-country code="ML"/>
  <sector vocabulary="1" code="14031"/>
  <policy-marker vocabulary="1" code="1" significance="1"/>
  <budget type="1" status="1"><period-start iso-date="2015-01-01"/><period-end iso-date="2015-12-31"/><value value-date="2015-01-01">100</value></budget>
  <transaction><transaction-type code="2"/><transaction-date iso-date="2015-04-01"/><value value-date="2015-04-01">90000</value></transaction>
  <transaction><transaction-type code="3"/><transaction-date iso-date="2015-05-01"/><value value-date="2015-05-01">40000</value></transaction>
</iati-activity>"#
    )
}

const KAYES: &str =
    r#"<participating-org ref="ML-CT-1" type="11" role="4"><narrative>Région de Kayes</narrative></participating-org>"#;
const AGENCY: &str = r#"<participating-org ref="ML-AG-1" type="15" role="4"><narrative>Agence de bassin</narrative></participating-org>"#;

fn written(folder: &tempfile::TempDir, name: &str, activities: &[String]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, format!("<iati-activities version='2.03'>{}</iati-activities>", activities.concat()))
        .unwrap();
    path
}

async fn import(journal: &Journal, files: &[PathBuf], options: &Options) -> (Sums, String) {
    let mut findings = Findings::new(None, Lang::En.into()).unwrap();
    let sums = run(Some(journal), files.to_vec(), options, false, &mut findings).await.unwrap();
    let report = &sums.report;
    assert_eq!(report.read, report.created + report.updated + report.merged + report.skipped);
    let text = findings.finish(&sums).unwrap();
    (sums, text)
}

fn counts(sums: &Sums) -> (u64, u64, u64, u64) {
    let report = &sums.report;
    (report.created, report.updated, report.merged, report.skipped)
}

async fn newest(journal: &Journal, kind: Kind, identifier: &str) -> Revision {
    let found = journal.find(kind, SCHEME, identifier).await.unwrap();
    assert_eq!(found.len(), 1, "{identifier}");
    journal.newest(kind, found[0]).await.unwrap().unwrap()
}

#[tokio::test]
async fn activities_between_authorities_are_partnerships_and_come_in_once() {
    let folder = tempfile::tempdir().unwrap();
    for test in journals().await {
        let journal = &test.journal;
        loaded(journal).await;
        let first = [
            activity("A-1", "Eau à Kayes", KAYES),
            activity("A-2", "Bassin", AGENCY),
            activity("A-2", "Encore", AGENCY),
        ];
        let file = written(&folder, "a.xml", &first);
        let (sums, text) = import(journal, std::slice::from_ref(&file), &options()).await;
        assert_eq!(counts(&sums), (2, 0, 1, 0), "{text}");
        assert_eq!((sums.partnerships, text.contains("repeated-identifier")), (1, true), "{text}");

        let revision = newest(journal, Kind::Partnership, "A-1").await;
        let record: Partnership = revision.read().unwrap();
        assert_eq!(record.parties.iter().map(|party| party.country.as_str()).collect::<Vec<_>>(), ["FR", "ML"]);
        assert_eq!(record.themes.main.as_deref(), Some("4.1.1"));
        // Money is counted once: what was committed.
        assert_eq!(record.funding.len(), 1);
        assert_eq!(record.funding[0].amount, Some(90000.into()));
        assert_eq!(record.contacts[0].count, 1);
        assert!(
            !revision.body.contains("Une Personne") && !revision.body.contains("une.personne@"),
            "{}",
            revision.body
        );
        let other: Partnership = newest(journal, Kind::Activity, "A-2").await.read().unwrap();
        assert_eq!((other.parties.len(), other.implementers.len()), (1, 1));

        let position = journal.position().await.unwrap();
        let (again, _) = import(journal, &[file], &options()).await;
        assert_eq!(counts(&again), (0, 0, 3, 0));
        assert_eq!(journal.position().await.unwrap(), position, "nothing is written again");
    }
}

/// What has no field makes no contact that nobody could hand in again, and goes back to whom it came from.
#[tokio::test]
async fn a_contact_without_organisation_person_or_mailbox_is_none() {
    let folder = tempfile::tempdir().unwrap();
    for test in journals().await {
        let journal = &test.journal;
        loaded(journal).await;
        let bare = r#"<contact-info type="1"><website>https://nord.example</website></contact-info><contact-info type="1"><person-name>"#;
        let twice = activity("A-1", "Eau", KAYES).replace(r#"<contact-info type="1"><person-name>"#, bare);
        let file = written(&folder, "a.xml", &[twice]);
        let (sums, text) = import(journal, &[file], &options()).await;
        assert_eq!(counts(&sums), (1, 0, 0, 0), "{text}");
        let record: Partnership = newest(journal, Kind::Partnership, "A-1").await.read().unwrap();
        let told: Vec<_> = record.contacts.iter().map(|contact| (contact.name.as_str(), contact.count)).collect();
        assert_eq!(told, [("", 1)]);
    }
}

/// A slip of the hand in a year: the record has none, and the report says so.
#[tokio::test]
async fn a_year_that_no_record_can_have_is_told_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    for test in journals().await {
        let journal = &test.journal;
        loaded(journal).await;
        let slip = activity("A-1", "Eau à Kayes", KAYES).replace("\"2015-0", "\"0215-0");
        let (sums, text) = import(journal, &[written(&folder, "slip.xml", &[slip])], &options()).await;
        assert_eq!(counts(&sums), (1, 0, 0, 0), "{text}");
        assert!(text.contains("implausible-year · 4 times"), "{text}");
        let record: Partnership = newest(journal, Kind::Partnership, "A-1").await.read().unwrap();
        let years: Vec<Option<i32>> = record.funding.iter().map(|line| line.year).collect();
        assert_eq!((record.start, years), (None, vec![None]));
    }
}

#[tokio::test]
async fn what_people_changed_since_stays_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for test in journals().await {
        let journal = &test.journal;
        loaded(journal).await;
        import(
            journal,
            &[written(&folder, "a.xml", &[activity("A-1", "Un", KAYES), activity("A-2", "Deux", KAYES)])],
            &options(),
        )
        .await;
        let revision = newest(journal, Kind::Partnership, "A-1").await;
        let mut record: Partnership = revision.read().unwrap();
        record.title = Text::new("fr", "Corrigé");
        let person = Author { actor: "agent".into(), role: "agent".into(), on_behalf_of: None };
        let entry =
            Entry::publish(Kind::Partnership, revision.id, 1, &record, crate::partnership::identifiers(&record));
        journal.append(&person, now(), &[entry]).await.unwrap();

        let unchanged = written(&folder, "a2.xml", &[activity("A-1", "Un", KAYES)]);
        let (sums, text) = import(journal, &[unchanged], &options()).await;
        assert_eq!(counts(&sums), (0, 0, 1, 0), "{text}");
        assert!(!text.contains("edited-since"), "the source says nothing new: {text}");

        let more = |title: &str, amount: &str| activity("A-1", title, KAYES).replace("90000", amount);
        let file = written(&folder, "b.xml", &[more("Un bis", "91000"), activity("A-2", "Deux bis", KAYES)]);
        let (sums, text) = import(journal, std::slice::from_ref(&file), &options()).await;
        assert_eq!(counts(&sums), (0, 2, 0, 0), "{text}");
        assert!(text.contains("edited-since") && text.contains("A-1 · title.fr"), "{text}");
        let paid = async |amount: i64| {
            let kept: Partnership = newest(journal, Kind::Partnership, "A-1").await.read().unwrap();
            assert_eq!(kept.title, Text::new("fr", "Corrigé"));
            assert_eq!(kept.funding[0].amount, Some(amount.into()));
        };
        paid(91000).await;
        let updated = newest(journal, Kind::Partnership, "A-2").await;
        assert_eq!((updated.version, updated.author.actor.as_str(), updated.change), (2, ACTOR, Change::Published));

        let (sums, text) = import(journal, &[file], &options()).await;
        assert_eq!((counts(&sums), text.contains("edited-since")), ((0, 0, 2, 0), false), "{text}");
        // The import wrote the last version, and still knows what people wrote before.
        let (sums, text) = import(journal, &[written(&folder, "c.xml", &[more("Un ter", "92000")])], &options()).await;
        assert_eq!((counts(&sums), text.contains("edited-since")), ((0, 1, 0, 0), true), "{text}");
        paid(92000).await;
    }
}

#[tokio::test]
async fn who_pays_is_found_by_identifier() {
    let folder = tempfile::tempdir().unwrap();
    for test in journals().await {
        let journal = &test.journal;
        loaded(journal).await;
        let provided = activity("A-1", "Eau", KAYES).replace(
            "90000</value>",
            "90000</value><provider-org ref=\"FR-3\" type=\"10\"><narrative>AFD</narrative></provider-org>",
        );
        let lone = activity("A-2", "Eau", KAYES);
        let (_, text) = import(journal, &[written(&folder, "a.xml", &[provided, lone])], &options()).await;
        for (identifier, name, code) in [("A-1", "AFD", "FR-3"), ("A-2", "Ministère", "XM-DAC-4")] {
            let record: Partnership = newest(journal, Kind::Partnership, identifier).await.read().unwrap();
            let found = journal.find(Kind::Organisation, "iati-org", code).await.unwrap();
            let funder = &record.funding[0].funders[0];
            assert_eq!((funder.name.as_str(), funder.organisation), (name, found.first().copied()), "{text}");
        }
        // What leaves bears nothing of ours, and its money is still as it came.
        let revision = newest(journal, Kind::Partnership, "A-1").await;
        let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
        let publisher = crate::iati::tests::publisher();
        let batch = Batch::read(journal, vec![revision]).await.unwrap();
        let left = batch.activities(&publisher, day).next().unwrap();
        assert!(!left.to_xml().contains(crate::iati::NAMESPACE), "{}", left.to_xml());
        assert_eq!((left.transactions.len(), left.budgets.len()), (2, 1));
    }
}

#[tokio::test]
async fn funders_and_places_of_another_atlas_are_made_here() {
    use crate::partnership::{NamedOrganisation, Party, PartyRole, Place};
    use crate::territory::{Level, Territory};
    use crate::value::{Point, Precision};
    let folder = tempfile::tempdir().unwrap();
    for (test, other) in journals().await.into_iter().zip(journals().await) {
        for journal in [&test.journal, &other.journal] {
            loaded(journal).await;
        }
        let ci: Country = "CI".parse().unwrap();
        let mut agency = Organisation::new(OrganisationKind::State, Some(Country::FR), "AFD");
        agency.identifiers.push(crate::registers::identifier("iati-org", "FR-3"));
        let body = Organisation::new(OrganisationKind::International, None, "Banque mondiale");
        let point = Some(Point { lat: 6.9, lon: -5.2, precision: Precision::Region });
        let territory = Territory {
            level: Level::Region,
            country: ci,
            name: Text::new("fr", "Bélier"),
            codes: Vec::new(),
            parent: None,
            point,
            population: None,
            source: String::new(),
        };
        let mut region = Organisation::new(OrganisationKind::Region, Some(ci), "Région du Bélier");
        let ids @ [place, region_id, agency_id, body_id] = ["place", "region", "agency", "body"].map(Id::derived);
        region.territory = Some(place);
        let entries = [
            Entry::publish(Kind::Territory, place, 0, &territory, Vec::new()),
            Entry::publish(Kind::Organisation, region_id, 0, &region, Vec::new()),
            Entry::publish(Kind::Organisation, agency_id, 0, &agency, agency.identifiers.clone()),
            Entry::publish(Kind::Organisation, body_id, 0, &body, Vec::new()),
        ];
        let party = |organisation, country, name: &str| Party {
            organisation,
            name: name.into(),
            country,
            role: PartyRole::Partner,
            from: None,
            to: None,
        };
        let named = |name: &str, id| NamedOrganisation { name: name.into(), organisation: Some(id) };
        let line = |name, id| FundingLine {
            funders: vec![named(name, id)],
            year: Some(2020),
            amount: Some(7.into()),
            stage: Stage::Committed,
            ..FundingLine::default()
        };
        let record = Partnership {
            title: Text::new("fr", "Eau"),
            parties: vec![party(Id::derived("nord"), Country::FR, "Nord"), party(region_id, ci, "Région du Bélier")],
            funding: vec![line("AFD", agency_id), line("Banque mondiale", body_id)],
            places: vec![Place { name: "Bélier".into(), territory: Some(place), country: Some(ci), point }],
            ..Partnership::default()
        };
        let own = Entry::publish(Kind::Partnership, Id::derived("own"), 0, &record, Vec::new());
        let author = Author::system(ACTOR);
        test.journal.append(&author, now(), &entries).await.unwrap();
        test.journal.append(&author, now(), &[own]).await.unwrap();
        let revisions = test.journal.list(Kind::Partnership, None, 10).await.unwrap();
        let batch = Batch::read(&test.journal, revisions).await.unwrap();
        let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
        let activities: Vec<_> = batch.activities(&crate::iati::tests::publisher(), day).collect();
        let file = crate::iati::tests::file(&activities);
        crate::iati::tests::assert_keeps_to(crate::iati::tests::ACTIVITIES, &file);
        let path = folder.path().join("atlas.xml");
        std::fs::write(&path, file).unwrap();
        let (sums, text) = import(&other.journal, &[path], &options()).await;
        assert_eq!(counts(&sums), (1, 0, 0, 0), "{text}");
        let there = other.journal.newest(Kind::Partnership, Id::derived("own")).await.unwrap().unwrap();
        assert_eq!(there.read::<Partnership>().unwrap(), record);
        for (id, kind) in ids.into_iter().zip([Kind::Territory].into_iter().chain([Kind::Organisation; 3])) {
            let made = other.journal.newest(kind, id).await.unwrap().unwrap_or_else(|| panic!("{kind:?} {id}"));
            match id {
                id if id == agency_id => {
                    let made: Organisation = made.read().unwrap();
                    assert_eq!(
                        (made.kind, made.country, made.identifiers),
                        (agency.kind, agency.country, agency.identifiers.clone())
                    );
                }
                id if id == body_id => assert_eq!(made.read::<Organisation>().unwrap().country, None),
                id if id == region_id => assert_eq!(made.read::<Organisation>().unwrap().territory, Some(place)),
                _ => assert_eq!(made.read::<Territory>().unwrap().level, Level::Region),
            }
        }
    }
}

#[tokio::test]
async fn an_identifier_and_a_name_that_contradict_each_other_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let other = Organisation::new(OrganisationKind::Department, Some(Country::FR), "Pas-de-Calais");
    let entry = Entry::publish(Kind::Organisation, Id::derived("pas-de-calais"), 0, &other, Vec::new());
    test.journal.append(&Author::system("registers"), now(), &[entry]).await.unwrap();
    let odd = activity("A-1", "Eau", KAYES)
        .replace("role=\"2\"><narrative>Département du Nord", "role=\"2\"><narrative>Département du Pas-de-Calais");
    let right = activity("A-2", "Eau", KAYES);
    let (sums, text) = import(&test.journal, &[written(&folder, "a.xml", &[odd, right])], &options()).await;
    assert_eq!(counts(&sums), (2, 0, 0, 0), "{text}");
    assert!(text.contains("name-of-another · once"), "{text}");
    assert!(text.contains("FR-SIREN-225900018 : Nord") && text.contains("≠ Département du Pas-de-Calais"), "{text}");
}

#[tokio::test]
async fn an_earlier_identifier_does_not_stand_for_one_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let nameless = activity("", "Eau", KAYES)
        .replace("<activity-status", "<other-identifier ref=\"A-1\" type=\"A3\"/><activity-status");
    let (sums, text) = import(&test.journal, &[written(&folder, "a.xml", &[nameless])], &options()).await;
    assert_eq!((counts(&sums), sums.partnerships), ((0, 0, 0, 1), 0), "{text}");
}

#[tokio::test]
async fn what_of_an_own_record_was_left_alone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let id = Id::derived("own");
    let mut record = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    let activity = crate::iati::tests::written(&record, id);
    record.title = Text::new("fr", "Corrigé");
    let person = Author { actor: "agent".into(), role: "agent".into(), on_behalf_of: None };
    let entry = Entry::publish(Kind::Partnership, id, 0, &record, Vec::new());
    test.journal.append(&person, now(), &[entry]).await.unwrap();
    let path = folder.path().join("atlas.xml");
    std::fs::write(&path, crate::iati::tests::file(&[activity])).unwrap();
    let (sums, text) = import(&test.journal, &[path], &options()).await;
    assert_eq!(counts(&sums), (0, 0, 0, 1), "{text}");
    let identifier = crate::iati::tests::publisher().identifier(id);
    assert!(text.contains(&format!("{identifier} · title.fr")), "{text}");
}

#[tokio::test]
async fn an_activity_under_a_new_identifier_is_the_same_record() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    import(&test.journal, &[written(&folder, "a.xml", &[activity("A-1", "Un", KAYES)])], &options()).await;
    let renamed = activity("B-1", "Un", KAYES)
        .replace("<activity-status", "<other-identifier ref=\"A-1\" type=\"A3\"/><activity-status");
    let (sums, text) = import(&test.journal, &[written(&folder, "b.xml", &[renamed])], &options()).await;
    assert_eq!(counts(&sums), (0, 1, 0, 0), "{text}");
    assert_eq!(newest(&test.journal, Kind::Partnership, "B-1").await.version, 2);
}

#[tokio::test]
async fn persons_are_kept_apart_where_that_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let options = Options { persons: true, ..options() };
    import(&test.journal, &[written(&folder, "a.xml", &[activity("A-1", "Un", KAYES)])], &options).await;
    let revision = newest(&test.journal, Kind::Partnership, "A-1").await;
    let record: Partnership = revision.read().unwrap();
    let person = test.journal.person(record.contacts[0].persons[0]).await.unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.mail.as_deref()), ("Une Personne", Some("une.personne@nord.example")));
    assert!(!revision.body.contains("Une Personne"));
}

#[tokio::test]
async fn an_activity_of_others_leaves_as_it_came_with_what_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    import(&test.journal, &[written(&folder, "a.xml", &[activity("A-1", "Un", KAYES)])], &options()).await;
    let mut revision = newest(&test.journal, Kind::Partnership, "A-1").await;
    let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
    let publisher = crate::iati::tests::publisher();
    let leaves = async |revision: Revision| {
        let batch = Batch::read(&test.journal, vec![revision]).await.unwrap();
        batch.activities(&publisher, day).next().unwrap()
    };
    let came = leaves(revision.clone()).await;
    let reporter = came.reporting_organisation.as_ref().unwrap();
    assert_eq!((reporter.reference.as_str(), reporter.secondary_reporter), ("FR-SIREN-225900018", Some(true)));
    assert_eq!(came.identifier.as_ref().unwrap().text, "A-1");
    // What we have no field for is given back, and nothing of ours is added.
    assert_eq!((came.policy_markers.len(), came.transactions.len(), came.budgets.len()), (1, 2, 1));
    assert!(!came.to_xml().contains(crate::iati::NAMESPACE), "{}", came.to_xml());

    let mut record: Partnership = revision.read().unwrap();
    record.title = Text::new("fr", "Corrigé");
    revision.body = serde_json::to_string(&record).unwrap();
    let changed = leaves(revision.clone()).await;
    assert_eq!(changed.title.unwrap().narratives[0].text, "Corrigé");
    assert_eq!((&changed.policy_markers, &changed.transactions), (&came.policy_markers, &came.transactions));

    let line =
        FundingLine { amount: Some(7.into()), year: Some(2016), stage: Stage::Disbursed, ..FundingLine::default() };
    record.phases.push(Phase { funding: vec![line], ..Phase::default() });
    revision.body = serde_json::to_string(&record).unwrap();
    let longer = leaves(revision).await;
    let amounts: Vec<_> = longer.transactions.iter().filter_map(|one| one.value.as_ref()?.amount).collect();
    assert_eq!(amounts, [90000, 7].map(rust_decimal::Decimal::from), "the money of a phase is told");
}

#[tokio::test]
async fn an_atlas_that_is_imported_is_the_same_atlas() {
    for (test, other) in journals().await.into_iter().zip(journals().await) {
        for journal in [&test.journal, &other.journal] {
            crate::registers::load(journal, Country::FR, now(), &|_, _| {}).await.unwrap();
        }
        crate::demo::generate(&test.journal, crate::demo::Size::of(60), 5, now(), &|_, _| {}).await.unwrap();
        let revisions = test.journal.list(Kind::Partnership, None, 100).await.unwrap();
        let batch = Batch::read(&test.journal, revisions.clone()).await.unwrap();
        let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
        let activities: Vec<_> = batch.activities(&crate::iati::tests::publisher(), day).collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("atlas.xml");
        std::fs::write(&path, crate::iati::tests::file(&activities)).unwrap();

        let (same, text) = import(&test.journal, std::slice::from_ref(&path), &options()).await;
        assert_eq!(counts(&same), (0, 0, revisions.len() as u64, 0), "{text}");

        let (sums, text) = import(&other.journal, &[path], &options()).await;
        assert_eq!(counts(&sums), (revisions.len() as u64, 0, 0, 0), "{text}");
        for revision in revisions {
            let there = other.journal.newest(Kind::Partnership, revision.id).await.unwrap().unwrap();
            let (mut here, mut there): (Partnership, Partnership) = (revision.read().unwrap(), there.read().unwrap());
            for record in [&mut here, &mut there] {
                // Each register says itself how far it checked a record.
                record.provenance.verification = Verification::default();
            }
            assert_eq!(here, there);
            for party in &here.parties {
                let organisation = async |journal: &Journal| -> Organisation {
                    journal.newest(Kind::Organisation, party.organisation).await.unwrap().unwrap().read().unwrap()
                };
                let (here, there) = (organisation(&test.journal).await, organisation(&other.journal).await);
                assert_eq!((here.kind, here.country), (there.kind, there.country), "{}", party.name);
                let spaced = |code: &Identifier| code.value.contains(' ');
                assert!(
                    here.identifiers.iter().all(|code| spaced(code) || there.identifiers.contains(code)),
                    "{}",
                    party.name
                );
            }
        }
    }
}

#[tokio::test]
async fn namesakes_of_another_atlas_stay_two() {
    use crate::partnership::{Party, PartyRole};
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let ml: Country = "ML".parse().unwrap();
    let party = |organisation: Id, country, name: &str, role| Party {
        organisation,
        country,
        name: name.into(),
        role,
        from: None,
        to: None,
    };
    let activities = [("Région de Kayes", "a"), ("Kayes", "b"), ("Kayes", "c")].map(|(name, key)| {
        let parties = vec![
            party(Id::derived("nord"), Country::FR, "Nord", PartyRole::Lead),
            party(Id::derived(key), ml, name, PartyRole::Partner),
        ];
        crate::iati::tests::written(
            &Partnership { parties, ..Partnership::default() },
            Id::derived(&format!("record {key}")),
        )
    });
    let path = folder.path().join("atlas.xml");
    std::fs::write(&path, crate::iati::tests::file(&activities)).unwrap();
    let (sums, text) = import(&test.journal, &[path], &options()).await;
    assert_eq!((counts(&sums), sums.report.organisations_created), ((3, 0, 0, 0), 3), "{text}");
    for key in ["a", "b", "c"] {
        let record = test.journal.newest(Kind::Partnership, Id::derived(&format!("record {key}"))).await.unwrap();
        let record: Partnership = record.unwrap().read().unwrap();
        assert_eq!(record.parties[1].organisation, Id::derived(key));
        assert!(test.journal.newest(Kind::Organisation, Id::derived(key)).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_file_does_not_say_that_its_records_were_checked() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let (ours, theirs) = (Id::derived("ours"), Id::derived("theirs"));
    let mut record = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    record.provenance.verification = Verification::Validated;
    let entry = Entry::publish(Kind::Partnership, ours, 0, &record, Vec::new());
    test.journal.append(&Author::system(ACTOR), now(), &[entry]).await.unwrap();
    let path = folder.path().join("atlas.xml");
    let activities = [ours, theirs].map(|id| crate::iati::tests::written(&record, id));
    std::fs::write(&path, crate::iati::tests::file(&activities)).unwrap();
    let (sums, text) = import(&test.journal, &[path], &options()).await;
    assert_eq!(counts(&sums), (1, 0, 1, 0), "{text}");
    for (id, verification) in [(ours, Verification::Validated), (theirs, Verification::ImportedUnverified)] {
        let held: Partnership = test.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
        assert_eq!(held.provenance.verification, verification);
    }
}

#[tokio::test]
async fn a_record_that_comes_as_both_kinds_comes_once() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let record = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    let activity = crate::iati::tests::written(&record, Id::derived("record"));
    let text = String::from_utf8(crate::iati::tests::file(&[activity])).unwrap();
    let other = text.replace("type=\"partnership\"", "type=\"activity\"");
    assert_ne!(text, other);
    let files = [("a.xml", text), ("b.xml", other)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let (sums, text) = import(&test.journal, &files, &options()).await;
    assert_eq!(counts(&sums), (1, 0, 1, 0), "{text}");
    assert_eq!(test.journal.count(Kind::Activity).await.unwrap(), 0);
}

#[tokio::test]
async fn an_authority_without_identifier_is_a_party_where_its_country_is_certain() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let named = |name| KAYES.replace("ref=\"ML-CT-1\" ", "").replace("Région de Kayes", name);
    let both = |activity: String| {
        activity.replace(
            "<recipient-country code=\"ML\"/>",
            "<recipient-country code=\"ML\"/><recipient-country code=\"SN\"/>",
        )
    };
    let activities = [
        activity("A-1", "Une région", &named("Région de Kayes")),
        activity("A-2", "Un nom", &named("Nioro")),
        both(activity("A-3", "Deux pays", &named("Région de Sikasso"))),
        activity("A-4", "Chez nous", &named("Département du Nord")),
    ];
    let (sums, text) = import(&test.journal, &[written(&folder, "a.xml", &activities)], &options()).await;
    assert_eq!((counts(&sums), sums.partnerships), ((4, 0, 0, 0), 1), "{text}");
    let record: Partnership = newest(&test.journal, Kind::Partnership, "A-1").await.read().unwrap();
    assert_eq!((record.parties[1].name.as_str(), record.parties[1].country.as_str()), ("Région de Kayes", "ML"));
    assert!(text.contains("country-untold · 2"), "{text}");
}

#[tokio::test]
async fn an_activity_with_faults_leaves_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let faulty = activity("A-1", "", KAYES)
        .replace("<policy-marker", "<location><name><narrative/></name><point/></location><policy-marker")
        .replace("<budget ", "<default-finance-type/><budget ")
        .replace("<activity-status code=\"2\"/>", "");
    import(&test.journal, &[written(&folder, "a.xml", &[faulty])], &options()).await;
    let revision = newest(&test.journal, Kind::Partnership, "A-1").await;
    let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
    let publisher = crate::iati::tests::publisher();
    let batch = Batch::read(&test.journal, vec![revision]).await.unwrap();
    let left: Vec<_> = batch.activities(&publisher, day).collect();
    assert_eq!((left[0].default_finance_type.as_ref(), left[0].locations.len()), (None, 1));
    crate::iati::tests::assert_keeps_to(crate::iati::tests::ACTIVITIES, &crate::iati::tests::file(&left));
}

#[tokio::test]
async fn every_activity_of_a_broken_file_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let test = journals().await.swap_remove(0);
    loaded(&test.journal).await;
    let path = folder.path().join("broken.xml");
    let [good, other] = ["A-1", "A-2"].map(|identifier| activity(identifier, "Un", KAYES));
    let nameless = activity("", "Sans identifiant", KAYES);
    let torn = good.replace("A-1", "A-3").replace("</title>", "</titre>");
    let cut = &other.replace("A-2", "A-4")[..900];
    std::fs::write(&path, format!("<iati-activities version='2.03'>{good}{torn}{nameless}{other}{cut}")).unwrap();
    let (sums, text) = import(&test.journal, &[path], &options()).await;
    assert_eq!(counts(&sums), (2, 0, 0, 3), "{text}");
    for told in ["mismatched-tag", "malformed", "no-identifier", "this one has none"] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

/// Real files, where they are at hand: a folder `shared/data/iati` beside the checkout, found by walking up from this crate.
fn real_files() -> Vec<PathBuf> {
    let ancestors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(folder) = ancestors.map(|dir| dir.join("shared/data/iati")).find(|folder| folder.is_dir()) else {
        eprintln!("skipped: no folder shared/data/iati beside the checkout");
        return Vec::new();
    };
    // Few and small enough for a program that is not optimised.
    let small = |path: &PathBuf| path.metadata().is_ok_and(|metadata| metadata.len() < 2_000_000);
    files(&[folder]).unwrap().into_iter().filter(small).take(3).collect()
}

#[tokio::test]
async fn every_activity_of_real_files_is_accounted_for() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    loaded(journal).await;
    let held = async || {
        let (partnerships, activities) = (journal.count(Kind::Partnership).await, journal.count(Kind::Activity).await);
        [partnerships, activities].map(|count| u64::try_from(count.unwrap()).unwrap())
    };
    for path in real_files() {
        let name = path.display();
        let text = std::fs::read_to_string(&path).unwrap();
        let there = text.matches("<iati-activity ").count() + text.matches("<iati-activity>").count();
        let before = held().await;
        let (sums, told) = import(journal, std::slice::from_ref(&path), &options()).await;
        let after = held().await;
        let report = &sums.report;
        assert_eq!(report.read, there as u64, "{name}: {told}");
        // Each is a partnership, an activity, one that was there, or refused.
        let [partnerships, activities] = [0, 1].map(|kind| after[kind] - before[kind]);
        assert_eq!(report.created, partnerships + activities, "{name}: {told}");
        assert_eq!(report.read, partnerships + activities + report.updated + report.merged + report.skipped, "{name}");
        assert!(partnerships <= sums.partnerships, "{name}: {told}");
    }
    // What came with faults leaves without.
    let publisher = crate::iati::tests::publisher();
    let day = StatusDay { today: now().date_naive(), confirm_after_months: 18 };
    for kind in [Kind::Partnership, Kind::Activity] {
        let revisions = journal.list(kind, None, 10_000).await.unwrap();
        if revisions.is_empty() {
            continue;
        }
        let batch = Batch::read(journal, revisions).await.unwrap();
        let activities: Vec<_> = batch.activities(&publisher, day).collect();
        crate::iati::tests::assert_keeps_to(crate::iati::tests::ACTIVITIES, &crate::iati::tests::file(&activities));
    }
}

#[tokio::test]
async fn a_dry_run_decides_the_same_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let file = written(&folder, "a.xml", &[activity("A-1", "Un", KAYES), activity("A-2", "Deux", AGENCY)]);
    let mut findings = Findings::new(Some(&report), Lang::Fr.into()).unwrap();
    let sums = run(None, vec![file], &options(), true, &mut findings).await.unwrap();
    findings.finish(&sums).unwrap();
    assert_eq!((counts(&sums), sums.partnerships), ((2, 0, 0, 0), 1));
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!((json["read"].as_u64(), json["created"].as_u64()), (Some(2), Some(2)));
    assert!(json["findings"].as_array().unwrap().iter().any(|finding| finding["activity"] == "A-1"));
}

#[test]
fn a_folder_means_its_files_and_a_missing_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.xml", "a.XML", "c.txt"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let found = files(&[folder.path().to_owned()]).unwrap();
    let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.XML", "b.xml"]);
    assert!(files(&[folder.path().join("none.xml")]).is_err());
}
