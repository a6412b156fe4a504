//! For each rule a file that keeps it and one that breaks it, which differ in one place.

use chrono::NaiveDate;
use meridien_iati::{Rule, Severity, check};

/// Keeps every rule, advice included.
const SOUND: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
<iati-activity default-currency="EUR" xml:lang="fr" last-updated-datetime="2026-11-23T10:00:00Z">
  <iati-identifier>FR-TEST-1</iati-identifier>
  <reporting-org ref="FR-TEST" type="11"><narrative>Ville</narrative></reporting-org>
  <title><narrative>Puits</narrative></title>
  <description type="1"><narrative>Des puits.</narrative></description>
  <participating-org ref="ML-TEST" type="11" role="4"><narrative>Commune</narrative></participating-org>
  <other-identifier ref="7" type="A9"><owner-org><narrative>Ville</narrative></owner-org></other-identifier>
  <activity-status code="2"/>
  <activity-date type="2" iso-date="2015-03-01"/>
  <activity-date type="4" iso-date="2016-03-01"/>
  <recipient-country code="ML" percentage="60"/>
  <recipient-country code="SN" percentage="40"/>
  <sector vocabulary="1" code="14031" percentage="100"/>
  <sector vocabulary="99" vocabulary-uri="https://ville.example/themes" code="eau"><narrative>Eau</narrative></sector>
  <policy-marker vocabulary="1" code="1" significance="1"/>
  <budget type="1" status="1"><period-start iso-date="2015-01-01"/><period-end iso-date="2015-12-31"/><value value-date="2015-01-01">100</value></budget>
  <capital-spend percentage="20"/>
  <transaction><transaction-type code="3"/><transaction-date iso-date="2015-05-01"/><value value-date="2015-05-01">40.50</value></transaction>
  <result type="1"><title><narrative>Puits</narrative></title>
    <indicator measure="1"><title><narrative>Nombre</narrative></title>
      <baseline year="2014" value="0"/>
    </indicator>
  </result>
</iati-activity>
</iati-activities>
"#;

/// How the sound file becomes one that breaks a rule.
const CASES: &[(Rule, &str, &str)] = &[
    (Rule::UnknownEncoding, "UTF-8", "EBCDIC-FR"),
    (Rule::WrongEncoding, "UTF-8", "UTF-16"),
    (Rule::ControlCharacter, "Des puits", "Des\u{1}puits"),
    (Rule::Doctype, "<iati-activities", "<!DOCTYPE a><iati-activities"),
    (Rule::UnknownEntity, "Des puits", "Des&nbsp;puits"),
    (Rule::LoneAmpersand, "Des puits", "Des & puits"),
    (Rule::Malformed, "<activity-status", "<1><activity-status"),
    (Rule::MalformedAttribute, "code=\"2\"", "code=\"2\" code=\"2\""),
    (Rule::MismatchedTag, "</title>", "</titre>"),
    (Rule::Truncated, "</iati-activity>\n</iati-activities>\n", ""),
    (Rule::WrongRoot, "<iati-activities", "<activities"),
    (Rule::WrongNamespace, "<iati-activities", "<iati-activities xmlns=\"urn:x\""),
    (Rule::AfterEnd, "</iati-activities>\n", "</iati-activities><more/>"),
    (Rule::UnknownVersion, "2.03", "2.9"),
    (Rule::UnknownElement, "<activity-status", "<activity-state/><activity-status"),
    (Rule::ElementOrder, "<activity-status code=\"2\"/>", "<budget/><activity-status code=\"2\"/>"),
    (Rule::MissingElement, "<activity-status code=\"2\"/>", ""),
    (
        Rule::RepeatedElement,
        "<activity-status code=\"2\"/>",
        "<activity-status code=\"2\"/><activity-status code=\"2\"/>",
    ),
    (Rule::UnknownAttribute, "code=\"2\"", "code=\"2\" lang=\"fr\""),
    (Rule::MissingAttribute, "<activity-status code=\"2\"/>", "<activity-status/>"),
    (Rule::UnexpectedText, "<activity-status code=\"2\"/>", "text<activity-status code=\"2\"/>"),
    (Rule::WrongType, "2015-03-01", "01/03/2015"),
    (Rule::EmptyNarrative, "Des puits.", " "),
    (Rule::LanguageCase, "xml:lang=\"fr\"", "xml:lang=\"FR\""),
    (Rule::UnknownCode, "<activity-status code=\"2\"", "<activity-status code=\"7\""),
    (Rule::UnlistedCode, "14031", "14999"),
    (Rule::NoStart, "<activity-date type=\"2\" iso-date=\"2015-03-01\"/>", ""),
    (
        Rule::NoSector,
        "  <sector vocabulary=\"1\" code=\"14031\" percentage=\"100\"/>\n  <sector vocabulary=\"99\" vocabulary-uri=\"https://ville.example/themes\" code=\"eau\"><narrative>Eau</narrative></sector>\n",
        "",
    ),
    (Rule::SectorTwice, "40.50</value>", "40.50</value><sector code=\"14031\"/>"),
    (Rule::PlaceTwice, "40.50</value>", "40.50</value><recipient-country code=\"ML\"/>"),
    (Rule::DateOrder, "2016-03-01", "2014-03-01"),
    (Rule::FutureDate, "2016-03-01", "2066-03-01"),
    (Rule::IdentifierCharacters, "FR-TEST-1", "FR-TEST/1"),
    (Rule::IdentifierPrefix, "FR-TEST-1", "GB-TEST-1"),
    (Rule::PlaceShares, "percentage=\"60\"", "percentage=\"61\""),
    (Rule::SectorShares, "percentage=\"100\"", "percentage=\"99\""),
    (Rule::Percentage, "percentage=\"100\"", "percentage=\"101\""),
    (
        Rule::NamelessOrganisation,
        "ref=\"ML-TEST\" type=\"11\" role=\"4\"><narrative>Commune</narrative>",
        "type=\"11\" role=\"4\">",
    ),
    (Rule::NoOrganisationReference, "ref=\"ML-TEST\" ", ""),
    (
        Rule::ReferenceTwice,
        "    <indicator measure=\"1\"><title><narrative>Nombre</narrative></title>",
        "<reference vocabulary=\"99\" code=\"a\"/><indicator measure=\"1\"><title><narrative>Nombre</narrative></title><reference vocabulary=\"99\" code=\"b\"/>",
    ),
    (Rule::NoValue, " value=\"0\"", ""),
    (Rule::NoCurrency, "default-currency=\"EUR\" ", ""),
    (Rule::NoLanguage, " xml:lang=\"fr\"", ""),
    (Rule::LongBudget, "2015-12-31", "2017-12-31"),
    (Rule::LaterVersion, "version=\"2.03\"", "version=\"2.01\""),
    (Rule::FutureDate, "2026-11-23T10", "2026-11-24T10"),
    (Rule::NoSignificance, " significance=\"1\"", ""),
    (Rule::UnexplainedCode, "<narrative>Eau</narrative>", ""),
    (
        Rule::UnexplainedCode,
        "<policy-marker ",
        "<policy-marker vocabulary=\"99\" vocabulary-uri=\"https://ville.example/m\" code=\"a\"/><policy-marker ",
    ),
    (Rule::Percentage, "percentage=\"20\"", "percentage=\"-5\""),
    (Rule::NamelessOrganisation, "<owner-org><narrative>Ville</narrative></owner-org>", "<owner-org/>"),
    (Rule::NamelessOrganisation, "40.50</value>", "40.50</value><provider-org/>"),
    (Rule::NamelessOrganisation, "40.50</value>", "40.50</value><receiver-org/>"),
    (
        Rule::NoBudget,
        "<budget type=\"1\" status=\"1\"><period-start iso-date=\"2015-01-01\"/><period-end iso-date=\"2015-12-31\"/><value value-date=\"2015-01-01\">100</value></budget>",
        "",
    ),
    (Rule::NoVocabularyAddress, " vocabulary-uri=\"https://ville.example/themes\"", ""),
];

/// What no small change of a sound file breaks, and what is told of records that are read: `hostile.rs` and `versions.rs`
/// have files for them.
const ELSEWHERE: [Rule; 14] = [
    Rule::Compressed,
    Rule::NotAllTransactions,
    Rule::OutsidePeriod,
    Rule::RestUnread,
    Rule::UnreadableValue,
    Rule::Unplaced,
    Rule::Unreadable,
    Rule::BadBytes,
    Rule::NoRoot,
    Rule::TooLong,
    Rule::TooDeep,
    Rule::TooManyAttributes,
    Rule::TooLarge,
    Rule::MoreFaults,
];

fn rules(file: &str) -> Vec<Rule> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    check(file.as_bytes(), today).map(|fault| fault.rule).collect()
}

#[test]
fn a_sound_file_has_no_fault() {
    assert_eq!(rules(SOUND), []);
}

#[test]
fn each_rule_is_broken_by_one_change() {
    for (rule, from, to) in CASES {
        assert!(SOUND.contains(from), "{rule}: {from}");
        let broken = rules(&SOUND.replacen(from, to, 1));
        assert!(broken.contains(rule), "{rule}: {broken:?}");
        if rule.severity() < Severity::Critical {
            assert!(broken.iter().all(|other| other.severity() < Severity::Critical), "{rule}: {broken:?}");
        }
    }
    let twice = SOUND.replace("</iati-activities>", &SOUND[SOUND.find("<iati-activity ").expect("an activity")..]);
    assert!(rules(&twice).contains(&Rule::RepeatedIdentifier));
}

/// A transaction with a country and a sector.
const PLACED: &str = r#"<transaction><transaction-type code="3"/><transaction-date iso-date="2015-05-01"/><value value-date="2015-05-01">1</value><sector vocabulary="1" code="14031"/><recipient-country code="ML"/></transaction>"#;

#[test]
fn what_one_transaction_has_all_have() {
    let start = SOUND.find("  <recipient-country").expect("countries");
    let end = SOUND.find("  <policy-marker").expect("a marker");
    let bare = format!("{}{}", &SOUND[..start], &SOUND[end..]);
    let own = bare.find("  <transaction>").expect("a transaction");
    let rest = bare.find("  <result").expect("a result");
    let with = |transactions: &str| rules(&format!("{}{transactions}{}", &bare[..own], &bare[rest..]));
    assert_eq!(with(&PLACED.repeat(2)), []);
    let placeless = PLACED.replace("<recipient-country code=\"ML\"/>", "");
    assert_eq!(with(&format!("{PLACED}{placeless}")), [Rule::NotAllTransactions]);
    let sectorless = PLACED.replace("<sector vocabulary=\"1\" code=\"14031\"/>", "");
    assert_eq!(with(&format!("{PLACED}{sectorless}")), [Rule::NotAllTransactions]);
}

/// Keeps every rule.
const ORGANISATION: &str = r#"<iati-organisations version="2.03">
<iati-organisation default-currency="EUR" xml:lang="fr" last-updated-datetime="2026-11-23T10:00:00Z">
  <organisation-identifier>FR-TEST</organisation-identifier>
  <name><narrative>Ville</narrative></name>
  <reporting-org ref="FR-TEST" type="11"><narrative>Ville</narrative></reporting-org>
  <total-budget status="1"><period-start iso-date="2015-01-01"/><period-end iso-date="2016-01-01"/><value value-date="2015-01-01">9</value></total-budget>
  <recipient-org-budget status="1"><recipient-org ref="ML-TEST"><narrative>Commune</narrative></recipient-org><period-start iso-date="2017-01-01"/><period-end iso-date="2017-12-31"/><value value-date="2017-01-01">9</value></recipient-org-budget>
  <recipient-country-budget status="1"><recipient-country code="ML"/><period-start iso-date="2019-01-01"/><period-end iso-date="2019-12-31"/><value value-date="2019-01-01">9</value><budget-line><value value-date="2019-06-01">9</value><narrative>Eau</narrative></budget-line></recipient-country-budget>
</iati-organisation>
</iati-organisations>
"#;

#[test]
fn rules_of_organisation_files_are_each_broken_by_one_change() {
    assert_eq!(rules(ORGANISATION), []);
    for (rule, from, to) in [
        (Rule::LongBudget, "2016-01-01", "2018-01-01"),
        (Rule::LongBudget, "2017-12-31", "2018-12-31"),
        (Rule::LongBudget, "2019-12-31", "2020-12-31"),
        (Rule::OutsidePeriod, "2019-06-01", "2020-06-01"),
        (Rule::FutureDate, "2026-11-23T10", "2027-11-23T10"),
    ] {
        assert_eq!(rules(&ORGANISATION.replacen(from, to, 1)), [rule], "{from}");
    }
}

#[test]
fn a_root_holds_a_record_except_in_the_first_series() {
    for name in ["iati-activities", "iati-organisations"] {
        let extended = format!("<{name} version='2.01'><x:note xmlns:x='urn:x'/></{name}>");
        for empty in [format!("<{name} version='2.03'></{name}>"), format!("<{name} version='2.03'/>"), extended] {
            assert_eq!(rules(&empty), [Rule::MissingElement], "{empty}");
        }
        assert_eq!(rules(&format!("<{name} version='1.05'/>")), []);
        assert_eq!(rules(&format!("<{name}/>")), []);
    }
}

#[test]
fn what_a_version_had_not_is_told() {
    let sound = SOUND.replace("version=\"2.03\"", "version=\"2.02\"");
    assert_eq!(rules(&sound), []);
    for (from, to) in [
        ("  <policy-marker", "  <tag vocabulary=\"2\" code=\"6\"/><policy-marker"),
        ("<iati-activity ", "<iati-activity budget-not-provided=\"1\" "),
    ] {
        // The new order of elements is that of 2.03.
        let found = rules(&sound.replacen(from, to, 1));
        assert!(found.contains(&Rule::LaterVersion), "{to}: {found:?}");
    }
    let found = rules(&SOUND.replace("version=\"2.03\"", "version=\"2.01\""));
    assert_eq!(found, [Rule::LaterVersion; 2], "vocabulary-uri and the status of the budget");
}

#[test]
fn every_rule_has_its_file() {
    let has_case = |rule: &Rule| CASES.iter().any(|(case, ..)| case == rule);
    let missing: Vec<&Rule> = Rule::ALL
        .iter()
        .filter(|rule| !has_case(rule) && !ELSEWHERE.contains(rule) && **rule != Rule::RepeatedIdentifier)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
