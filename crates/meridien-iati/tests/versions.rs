//! A file of each version, written for this test, read in the terms of version 2.03.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use meridien_iati::{
    Activity, Fault, Item, Kind, Narrative, Organisation, Reader, Record, Rule, Severity, Version, Writable, Writer,
    check,
};

fn sample(version: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format!("{version}.xml"));
    std::fs::read(path).expect("a sample of each version")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day")
}

fn activity(version: &str) -> Record<Activity> {
    let found = Reader::new(&sample(version)[..]).find_map(|item| match item {
        Item::Activity(record) => Some(*record),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{version} has an activity"))
}

fn organisation(version: &str) -> Record<Organisation> {
    let found = Reader::new(&sample(version)[..]).find_map(|item| match item {
        Item::Organisation(record) => Some(*record),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{version} has an organisation"))
}

fn texts(narratives: &[Narrative]) -> Vec<(Option<&str>, &str)> {
    narratives.iter().map(|text| (text.language.as_ref().map(|code| code.as_str()), text.text.as_str())).collect()
}

fn codes(faults: impl Iterator<Item = Fault>) -> Vec<(u32, &'static str)> {
    faults.map(|fault| (fault.line, fault.rule.as_str())).collect()
}

#[test]
fn the_samples_keep_to_their_schemas() {
    for &version in Version::ALL {
        let faults: Vec<Fault> = check(&sample(version.as_str())[..], today()).collect();
        let grave: Vec<&Fault> = faults.iter().filter(|fault| fault.severity() > Severity::Warning).collect();
        assert_eq!(grave, Vec::<&Fault>::new(), "{version}");
        let header = Reader::new(&sample(version.as_str())[..]).next();
        assert!(matches!(header, Some(Item::Header(header)) if header.version == Some(version)), "{version}");
    }
}

#[test]
fn what_was_read_is_written_in_the_last_version_and_read_the_same() {
    fn again<T: Writable + Clone>(record: &T) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), T::KIND, DateTime::<Utc>::UNIX_EPOCH).unwrap();
        writer.record(record).unwrap();
        writer.finish().unwrap()
    }
    for &version in Version::ALL {
        for item in Reader::new(&sample(version.as_str())[..]) {
            let (file, content) = match &item {
                Item::Activity(record) => (again(&record.content), format!("{:?}", record.content)),
                Item::Organisation(record) => (again(&record.content), format!("{:?}", record.content)),
                _ => continue,
            };
            let schema = check(&file[..], today()).filter(|fault| fault.severity() == Severity::Critical);
            assert_eq!(codes(schema), [], "{version}: {}", String::from_utf8_lossy(&file));
            let read = Reader::new(&file[..]).find_map(|item| match item {
                Item::Activity(record) => Some(format!("{:?}", record.content)),
                Item::Organisation(record) => Some(format!("{:?}", record.content)),
                _ => None,
            });
            assert_eq!(read, Some(content), "{version}");
        }
    }
}

#[test]
fn the_first_version_in_windows_1252() {
    let record = activity("1.01");
    let activity = &record.content;
    assert_eq!(record.line, 3);
    let reporter = activity.reporting_organisation.as_ref().unwrap();
    assert_eq!(texts(&reporter.narratives), [(None, "Région de Belleroche")]);
    let title = activity.title.as_ref().unwrap();
    assert_eq!(texts(&title.narratives), [(Some("fr"), "Puits de Tassora"), (Some("en"), "Wells of Tassora")]);
    let descriptions: Vec<_> = activity.descriptions.iter().map(|d| (d.kind.as_deref(), d.narratives.len())).collect();
    assert_eq!(descriptions, [(Some("1"), 2), (Some("2"), 1)], "one for each kind, in all languages");
    let dates: Vec<_> = activity.dates.iter().map(|date| (date.kind.as_str(), date.iso_date)).collect();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    assert_eq!(dates, [("1", day(2009, 1, 1)), ("2", day(2009, 2, 15)), ("3", day(2012, 12, 31))]);
    let roles: Vec<&str> = activity.participating_organisations.iter().map(|org| org.role.as_str()).collect();
    assert_eq!(roles, ["1", "4"]);
    let other = &activity.other_identifiers[0];
    assert_eq!((other.reference.as_str(), other.kind.as_str()), ("P-77", "A9"));
    let owner = other.owner.as_ref().unwrap();
    assert_eq!(
        (owner.reference.as_deref(), texts(&owner.narratives)),
        (Some("XM-EXAMPLE-2"), vec![(None, "Agence d'exemple")])
    );
    assert_eq!(activity.sectors[0].vocabulary.as_deref(), Some("1"));
    assert_eq!(activity.policy_markers[0].vocabulary.as_deref(), Some("1"));
    assert_eq!(activity.budgets[0].kind.as_deref(), Some("1"));
    let kinds: Vec<&str> = activity.transactions.iter().map(|t| t.kind.as_ref().unwrap().code.as_str()).collect();
    assert_eq!(kinds, ["2", "3"]);
    assert_eq!(activity.document_links[0].url, "https://belleroche.example/tassora");
    assert_eq!(activity.document_links[0].categories[0].code, "A12");
    let place = &activity.locations[0];
    assert_eq!(place.point.as_ref().unwrap().position.as_ref().unwrap().text, "14.5 -11.4");
    assert_eq!(place.exactness.as_ref().unwrap().code, "2");
    assert_eq!((place.ids[0].vocabulary.as_str(), place.ids[0].code.as_str()), ("G1", "2449067"));
    assert_eq!((place.administratives[0].vocabulary.as_str(), place.administratives[0].code.as_str()), ("A4", "ML"));
    assert_eq!(place.feature_designation.as_ref().unwrap().code, "PPL");
}

#[test]
fn what_has_no_place_is_kept_and_persons_are_apart() {
    let record = activity("1.01");
    let unplaced: Vec<(u32, &str)> = record.unplaced.iter().map(|kept| (kept.line, kept.content.as_str())).collect();
    assert_eq!(
        unplaced,
        [(12, "Mise en œuvre"), (20, "Village"), (40, "Commitment"), (58, "Programme eau")],
        "labels of codes have no place any more"
    );
    assert_eq!(record.unplaced[2].path, "iati-activity/transaction/transaction-type");
    for checking in [false, true] {
        let bytes = sample("1.01");
        let reader = Reader::new(&bytes[..]);
        let reader = if checking { reader.checking(today()) } else { reader };
        let told = reader.filter_map(|item| match item {
            Item::Fault(fault) if fault.rule == Rule::Unplaced && !fault.path.contains("contact-info") => {
                Some(fault.line)
            }
            _ => None,
        });
        assert_eq!(told.collect::<Vec<_>>(), [12, 20, 40, 58], "and it is told");
    }
    let twice = r#"<iati-activities version="2.03"><iati-activity><contact-info>
<person-name><narrative>A</narrative></person-name><person-name><narrative>B</narrative></person-name>
</contact-info></iati-activity></iati-activities>"#;
    let Some(Item::Activity(second)) = Reader::new(twice.as_bytes()).last() else { panic!("an activity") };
    assert_eq!((second.unplaced.len(), second.unplaced_personal.len()), (0, 1));
    assert_eq!(record.persons.len(), 1);
    assert_eq!(record.persons[0].emails[0].text, "camille.exemple@belleroche.example");
    let content = format!("{:?}", record.content);
    assert!(!content.contains("Camille") && !content.contains("00 00") && !content.contains("camille"));
    let xml = record.content.to_xml();
    assert!(xml.contains("<organisation>") && !xml.contains("amille"));
}

#[test]
fn results_loans_and_own_vocabularies_of_the_first_series() {
    let activity_2 = activity("1.02").content;
    let vocabularies: Vec<_> = activity_2.sectors.iter().map(|sector| sector.vocabulary.as_deref()).collect();
    assert_eq!(vocabularies, [Some("1"), Some("99"), Some("1")]);
    assert_eq!(texts(&activity_2.conditions.unwrap().conditions[0].narratives)[0].1, "The land is given by the town.");
    let indicator = &activity_2.results[0].indicators[0];
    assert_eq!(texts(&indicator.title.as_ref().unwrap().narratives), [(None, "Number of classrooms")]);
    assert_eq!(indicator.periods[0].actuals[0].value.as_deref(), Some("5"));
    let activity_3 = activity("1.03").content;
    assert_eq!(activity_3.transactions[0].kind.as_ref().unwrap().code, "6");
    assert_eq!(activity_3.transactions[0].value.as_ref().unwrap().amount.unwrap().to_string(), "-1000.50");
    let crs = activity_3.crs_add.unwrap();
    assert_eq!(crs.other_flags[0].significance, Some(true));
    assert_eq!(crs.loan_status.unwrap().interest_received.unwrap().number.unwrap().to_string(), "200000");
    assert_eq!(activity_3.fss.unwrap().forecasts[0].year, Some(2014));
}

#[test]
fn a_report_for_others_and_places_with_two_names() {
    let activity = activity("1.04").content;
    assert_eq!(activity.reporting_organisation.unwrap().secondary_reporter, Some(true));
    let names = &activity.locations[0].name.as_ref().unwrap().narratives;
    assert_eq!(texts(names), [(Some("fr"), "Tassora"), (Some("en"), "Tassora town")]);
    assert_eq!(texts(&activity.document_links[0].title.as_ref().unwrap().narratives), [(None, "Convention")]);
}

#[test]
fn organisations_of_both_series() {
    let old = organisation("1.05").content;
    assert_eq!(old.identifier.unwrap().text, "XM-EXAMPLE-1");
    assert_eq!(texts(&old.name.unwrap().narratives), [(Some("en"), "Examples United"), (Some("fr"), "Exemples unis")]);
    assert_eq!(old.recipient_country_budgets[0].recipient.as_ref().unwrap().code, "ML");
    let new = organisation("2.02").content;
    assert_eq!(new.total_budgets[0].lines[0].reference.as_deref(), Some("1"));
    assert_eq!(new.total_expenditures[0].lines.len(), 1);
    assert_eq!(new.document_links[0].recipient_countries[0].code, "ML");
}

#[test]
fn extensions_are_given_back() {
    let record = activity("2.03");
    assert_eq!(record.unplaced, []);
    let xml = record.content.to_xml();
    assert!(xml.contains("xmlns:atlas=\"https://atlas.example/ns\" atlas:number=\"17\""), "{xml}");
    assert!(xml.contains("<atlas:form xmlns:atlas=\"https://atlas.example/ns\">twinning</atlas:form>"), "{xml}");
    assert!(xml.contains("secondary-reporter=\"1\""));
    assert!(xml.contains("cooperation@oriola.example"), "a mailbox of an office is no person's");
}

#[test]
fn extensions_of_the_first_series_stay_as_they_are() {
    let file = "<iati-activities version='1.05' xmlns:x='urn:x'><iati-activity><x:budget type='original'/>\
        </iati-activity></iati-activities>";
    let Some(Item::Activity(record)) = Reader::new(file.as_bytes()).last() else { panic!("an activity") };
    let extensions = record.content.extra.get().map(|extra| extra.elements.clone());
    assert_eq!(extensions, Some(vec!["<x:budget xmlns:x=\"urn:x\" type=\"original\"/>".to_owned()]));
}

#[test]
fn a_file_without_version_is_read_as_what_it_looks_like() {
    let file = |title: &str| {
        format!(
            "<iati-activities><iati-activity><participating-org role='Funding'/><title>{title}</title></iati-activity></iati-activities>"
        )
    };
    let (old, new) = (file("T"), file("<narrative>T</narrative>"));
    let role = |file: &str| match Reader::new(file.as_bytes()).last() {
        Some(Item::Activity(record)) => record.content.participating_organisations[0].role.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((role(&old).as_str(), role(&new).as_str()), ("1", "Funding"));
    let missing = |file: &str| {
        let mut faults = check(file.as_bytes(), today());
        faults.any(|fault| fault.line == 1 && fault.parameter("attribute") == Some("version"))
    };
    assert!(!missing(&old) && missing(&new), "the first series leaves it out where it likes");
}

#[test]
fn the_version_of_another_namespace_is_not_the_standards() {
    let file = |attribute: &str| {
        format!(
            "<iati-activities version='2.03' xmlns:x='urn:x'><iati-activity {attribute}><title><narrative>T</narrative></title>\
             <participating-org role='Funding'/></iati-activity></iati-activities>"
        )
    };
    let role = |attribute: &str| match Reader::new(file(attribute).as_bytes()).last() {
        Some(Item::Activity(record)) => record.content.participating_organisations[0].role.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!([role("version='1.05'"), role("x:version='1.05'"), role("")], ["1", "Funding", "Funding"]);
}

#[test]
fn faults_seen_in_real_files() {
    let file = r#"<iati-activities>
<iati-activity xml:lang="FR" version="2.03" xmlns:x="urn:x" x:y="1" default-currency="EUR">
<title xml:lang="EN"><narrative>Title</narrative><narrative/></title>
<iati-identifier>A-1</iati-identifier>
<activity-date type="1" iso-date="2015-02-01T00:00:00"/>
<activity-date type="3" iso-date="31/12/2016"/>
<sector code="" percentage=""/>
<transaction><transaction-type code="2"/><transaction-date iso-date="2015-02-01"/><value value-date="2015-02-01">1,250,000.50</value></transaction>
<budget/>
</iati-activity></iati-activities>"#;
    let items: Vec<Item> = Reader::new(file.as_bytes()).collect();
    let Some(Item::Activity(record)) = items.last() else { panic!("{items:?}") };
    let activity = &record.content;
    assert_eq!(activity.language.as_ref().unwrap().as_str(), "fr");
    assert_eq!(texts(&activity.title.as_ref().unwrap().narratives), [(Some("en"), "Title")]);
    assert_eq!(activity.dates[0].iso_date, NaiveDate::from_ymd_opt(2015, 2, 1));
    assert_eq!((activity.dates[1].iso_date, activity.sectors[0].percentage), (None, None));
    assert_eq!(activity.transactions[0].value.as_ref().unwrap().amount.unwrap().to_string(), "1250000.50");
    let unplaced: Vec<_> = record.unplaced.iter().map(|kept| (kept.path.as_str(), kept.content.as_str())).collect();
    let expected = [("iati-activity/@version", "2.03"), ("iati-activity/activity-date/@iso-date", "31/12/2016")];
    assert_eq!(unplaced, expected);
    let checked = codes(check(file.as_bytes(), today()));
    for fault in [
        (1, "missing-attribute"),
        (2, "missing-element"),
        (2, "unknown-attribute"),
        (2, "language-case"),
        (3, "language-case"),
        (3, "empty-narrative"),
        (4, "element-order"),
        (5, "wrong-type"),
        (6, "wrong-type"),
        (7, "wrong-type"),
        (7, "unlisted-code"),
        (8, "wrong-type"),
        (9, "missing-element"),
    ] {
        assert!(checked.contains(&fault), "{fault:?} in {checked:?}");
    }
}

#[test]
fn rules_of_the_standard() {
    let activity = |inside: &str| {
        format!(
            r#"<iati-activities version="2.03"><iati-activity>
<iati-identifier>XM-1-2</iati-identifier><reporting-org ref="XM-1" type="10"><narrative xml:lang="fr">R</narrative></reporting-org>
{inside}</iati-activity></iati-activities>"#
        )
    };
    let cases: &[(&str, &[Rule])] = &[
        ("", &[Rule::NoStart, Rule::NoSector, Rule::NoBudget]),
        (
            r#"<activity-date type="1" iso-date="2015-02-01"/><activity-date type="3" iso-date="2015-01-01"/>"#,
            &[Rule::DateOrder],
        ),
        (r#"<activity-date type="2" iso-date="2024-01-02"/>"#, &[Rule::FutureDate]),
        (r#"<sector code="14030" percentage="60"/><sector code="14020" percentage="30"/>"#, &[Rule::SectorShares]),
        (r#"<sector code="14030" percentage="130"/>"#, &[Rule::SectorShares, Rule::Percentage]),
        (
            r#"<recipient-country code="ML" percentage="50"/><recipient-region code="289" percentage="40"/>"#,
            &[Rule::PlaceShares],
        ),
        (r#"<participating-org role="1"/>"#, &[Rule::NamelessOrganisation]),
        (r#"<participating-org role="1" ref="A/B"/>"#, &[Rule::IdentifierCharacters]),
        (r#"<participating-org role="9" ref="A"/>"#, &[Rule::UnknownCode]),
        (r#"<tag vocabulary="99" code="3.3"/>"#, &[Rule::NoVocabularyAddress]),
        (r#"<sector code="99999"/>"#, &[Rule::UnlistedCode]),
        (r#"<title><narrative>T</narrative></title>"#, &[Rule::NoLanguage]),
        (
            r#"<budget><period-start iso-date="2015-01-01"/><period-end iso-date="2017-01-01"/><value value-date="2015-01-01">1</value></budget>"#,
            &[Rule::LongBudget, Rule::NoCurrency],
        ),
        (
            r#"<sector code="14030"/><transaction><transaction-date iso-date="2030-01-01"/><sector code="14030"/></transaction>"#,
            &[Rule::SectorTwice, Rule::FutureDate],
        ),
        (
            r#"<result><reference/><indicator measure="1"><reference/><baseline/><period><target/></period></indicator></result>"#,
            &[Rule::ReferenceTwice, Rule::NoValue],
        ),
    ];
    for (inside, rules) in cases {
        let faults: Vec<Fault> = check(activity(inside).as_bytes(), today()).collect();
        for rule in *rules {
            let fault = faults.iter().find(|fault| fault.rule == *rule);
            let fault = fault.unwrap_or_else(|| panic!("{rule} in {inside}: {faults:?}"));
            assert_eq!(fault.identifier, "XM-1-2");
        }
    }
    let good = activity(
        r#"<activity-date type="1" iso-date="2015-01-01"/><sector code="14030"/><recipient-country code="ML"/>
<budget><period-start iso-date="2016-02-29"/><period-end iso-date="2017-02-28"/><value currency="EUR" value-date="2016-01-01">1</value></budget>"#,
    );
    let broken: Vec<Fault> = check(good.as_bytes(), today()).filter(|f| f.severity() != Severity::Critical).collect();
    assert_eq!(broken, []);
}

#[test]
fn identifiers_start_with_the_reporter_unless_he_reports_for_others() {
    let file = |identifier: &str, reporter: &str, other: &str| {
        format!(
            r#"<iati-activities version="2.03"><iati-activity><iati-identifier>{identifier}</iati-identifier>
<reporting-org ref="XM-1" {reporter}/>{other}</iati-activity>
<iati-activity><iati-identifier>{identifier}</iati-identifier></iati-activity></iati-activities>"#
        )
    };
    let has = |file: String, rule: Rule| check(file.as_bytes(), today()).any(|fault| fault.rule == rule);
    assert!(has(file("XM-2-1", "", ""), Rule::IdentifierPrefix));
    assert!(!has(file("XM-1-1", "", ""), Rule::IdentifierPrefix));
    assert!(!has(file("XM-2-1", "secondary-reporter='1'", ""), Rule::IdentifierPrefix));
    assert!(!has(file("XM-2-1", "", "<other-identifier ref='XM-2' type='B1'/>"), Rule::IdentifierPrefix));
    assert!(has(file("XM-1-1", "", ""), Rule::RepeatedIdentifier));
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    assert_eq!(<Activity as Writable>::KIND, Kind::Activities);
}
