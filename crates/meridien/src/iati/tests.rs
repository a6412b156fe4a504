//! What leaves in the terms of the standard is valid, and comes back as it was.

use std::io::Write;
use std::process::Command;

use chrono::{DateTime, Utc};
use meridien_iati::{Activity, Kind as FileKind, Severity, Writer};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::outgoing::{Known, Published};
use super::*;
use crate::app::testing::{now, today};
use crate::demo;
use crate::journal::Kind;
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::status::StatusFacts;
use crate::partnership::*;
use crate::value::{Currency, PartialDate, Point, Precision};

pub(crate) fn publisher() -> Publisher {
    Publisher {
        reference: "FR-SIREN-130000001".to_owned(),
        name: "Atlas d'essai".to_owned(),
        address: "https://atlas.example.org".to_owned(),
        home: Country::FR,
    }
}

pub(crate) fn written(record: &Partnership, id: Id) -> Activity {
    let status = StatusFacts::of(record, None, today()).status(today(), 18);
    let published = Published { id, record, status, at: now(), today: today() };
    let mut activity = outgoing::activity(&publisher(), published, &Known::default());
    extension::add(&mut activity, Kind::Partnership, id, record, Country::FR);
    activity
}

pub(crate) fn file<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), FileKind::Activities, DateTime::<Utc>::UNIX_EPOCH).unwrap();
    activities.into_iter().for_each(|activity| writer.record(activity).unwrap());
    writer.finish().unwrap()
}

fn any_text() -> impl Strategy<Value = Text> {
    let words = prop_oneof![
        3 => "[A-Za-zéà' ]{1,30}",
        1 => "\\PC{1,12}",
        1 => Just("Contexte\n\nDeux lignes\r\nd'un texte & <b>".to_owned()),
        1 => Just("a\u{1}b\u{ffff}".to_owned()),
    ];
    let language = prop_oneof![4 => Just("fr"), 2 => Just("en"), 1 => Just("bm")];
    proptest::collection::vec((language, words), 0..3)
        .prop_map(|texts| texts.into_iter().fold(Text::default(), |text, (language, words)| text.with(language, words)))
}

fn any_date() -> impl Strategy<Value = Option<PartialDate>> {
    proptest::option::of(prop_oneof![
        (1950i32..2040).prop_map(PartialDate::Year),
        (1950i32..2040, 1u32..=12).prop_map(|(year, month)| PartialDate::Month(year, month)),
        (1950i32..2040, 1u32..=12, 1u32..=28)
            .prop_map(|(year, month, day)| PartialDate::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap())),
    ])
}

use chrono::NaiveDate;

fn any_country() -> impl Strategy<Value = Country> {
    prop_oneof!["FR", "ML", "SN", "DE"].prop_map(|code: String| code.parse().unwrap())
}

fn any_id() -> impl Strategy<Value = Id> {
    (0u64..40).prop_map(|number| Id::from_u64(number).unwrap())
}

fn any_named() -> impl Strategy<Value = NamedOrganisation> {
    ("[A-Za-zé, ]{0,20}", proptest::option::of(any_id()))
        .prop_map(|(name, organisation)| NamedOrganisation { name, organisation })
}

fn some<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(strategy, 0..3)
}

fn any_party() -> impl Strategy<Value = Party> {
    let role = prop_oneof![Just(PartyRole::Lead), Just(PartyRole::Partner), Just(PartyRole::Former)];
    (any_id(), "[A-Za-zé ]{0,15}", any_country(), role, any_date(), any_date())
        .prop_map(|(organisation, name, country, role, from, to)| Party { organisation, name, country, role, from, to })
}

fn any_amount() -> impl Strategy<Value = Option<Decimal>> {
    proptest::option::of((-1000i64..10_000_000_000, 0u32..4).prop_map(|(number, scale)| Decimal::new(number, scale)))
}

fn any_line() -> impl Strategy<Value = FundingLine> {
    let stage = (0usize..4).prop_map(|at| Stage::ALL[at]);
    let currency = prop_oneof![Just(Currency::EUR), Just(Currency::XOF)];
    let year = proptest::option::of(2000i32..2032);
    let of_which = (any_amount(), any_amount(), any_amount());
    (some(any_named()), year, any_amount(), currency, stage, any::<Option<bool>>(), of_which).prop_map(
        |(funders, year, amount, currency, stage, in_kind, (water, energy, waste))| FundingLine {
            funders,
            year,
            amount,
            currency,
            stage,
            in_kind,
            of_which: OnePercent { water, energy, waste },
        },
    )
}

fn any_place() -> impl Strategy<Value = Place> {
    use Precision::{Commune, Country, Department, Region};
    let precision = prop_oneof![Just(Commune), Just(Department), Just(Region), Just(Country)];
    // To a metre: JSON may change the last of seventeen digits.
    let degrees = |most: i32| (-most * 100_000..=most * 100_000).prop_map(|number| f64::from(number) / 1e5);
    let point = (degrees(90), degrees(180), precision).prop_map(|(lat, lon, precision)| Point { lat, lon, precision });
    (
        "[A-Za-zé ]{0,12}",
        proptest::option::of(any_id()),
        proptest::option::of(any_country()),
        proptest::option::of(point),
    )
        .prop_map(|(name, territory, country, point)| Place { name, territory, country, point })
}

fn any_themes() -> impl Strategy<Value = Themes> {
    let theme = || prop_oneof!["4.1.1", "5.1", "3", "2.1.2", "9.9"];
    let other = (theme(), proptest::option::of(0u8..7), any::<Option<bool>>())
        .prop_map(|(theme, priority, eligible)| OtherTheme { theme, priority, eligible });
    let goal = (1u8..=17, proptest::option::of(1u8..=2)).prop_map(|(goal, weight)| SdgWeight { goal, weight });
    let purpose = prop_oneof!["14031", "15112", "43040"];
    (proptest::option::of(theme()), some(other), some(goal), some(purpose))
        .prop_map(|(main, others, sdgs, purposes)| Themes { main, others, sdgs, purposes })
}

fn any_contact() -> impl Strategy<Value = Contact> {
    let mailbox = prop_oneof!["contact@ville\\.example", "jean\\.martin@ville\\.example", "a b"];
    let role = prop_oneof![Just(ContactRole::Party), Just(ContactRole::CulturalCounsellor), Just(ContactRole::Other)];
    (
        "[A-Za-z ]{0,10}",
        proptest::option::of(any_id()),
        role,
        proptest::option::of("[a-z]{0,8}"),
        proptest::option::of(mailbox),
        0u32..3,
    )
        .prop_map(|(name, organisation, role, function, mailbox, count)| Contact {
            name,
            organisation,
            role,
            function,
            mailbox,
            count,
            persons: Vec::new(),
        })
}

fn any_action() -> impl Strategy<Value = Action> {
    use ActionKind::{Committee, Exchange, Mission, Other, Seminar, Study, Training, Works};
    let state = proptest::option::of(prop_oneof![Just(ActionState::Done), Just(ActionState::Planned)]);
    let kind = prop::sample::select(vec![Mission, Seminar, Training, Study, Works, Exchange, Committee, Other]);
    let texts = (any_text(), any_text(), any_text());
    (texts, any_date(), any_date(), state, proptest::option::of(0usize..2), kind, some(any_place())).prop_map(
        |((title, objective, description), start, end, state, phase, kind, places)| Action {
            phase,
            kind,
            title,
            objective,
            description,
            start,
            end,
            places,
            state,
        },
    )
}

fn any_document() -> impl Strategy<Value = Document> {
    let url = prop_oneof!["https://ville\\.example/[a-z]{3}\\.pdf", "ftp://x", "a b"];
    (any_text(), proptest::option::of("[0-9a-f]{64}"), proptest::option::of(url))
        .prop_map(|(title, file, url)| Document { title, file, url })
}

fn any_answer() -> impl Strategy<Value = Answer> {
    (proptest::option::of(any::<bool>()), any_text()).prop_map(|(answer, text)| Answer { answer, text })
}

fn any_volunteer() -> impl Strategy<Value = Volunteer> {
    let word = || proptest::option::of("[A-Z][a-zé ]{1,8}");
    (word(), any_text(), word(), word(), 0u32..90).prop_map(|(scheme, mission, field, host_body, count)| Volunteer {
        scheme,
        mission,
        field,
        host_body,
        count,
    })
}

fn any_provenance() -> impl Strategy<Value = Provenance> {
    let verification = prop_oneof![Just(Verification::Declared), Just(Verification::Validated)];
    let file = proptest::option::of("[a-z]{1,5}\\.tsv");
    let (url, licence) = (proptest::option::of("https://[a-z]{3}\\.example"), proptest::option::of("[A-Z -]{1,9}"));
    ("[A-Z][a-z ]{0,9}", file, url, any_date(), licence, verification).prop_map(
        |(source, file, url, date, licence, verification)| Provenance {
            source,
            file,
            url,
            date,
            licence,
            verification,
        },
    )
}

/// Any record that can be stored.
pub(crate) fn any_record() -> impl Strategy<Value = Partnership> {
    let texts = (any_text(), any_text(), any_text(), any_text(), any_text(), any_text(), any_text());
    let legacy = (prop_oneof!["atlas", "twinning", "iati", "A B"], "[A-Z0-9-]{0,8}")
        .prop_map(|(scheme, value)| LegacyId { scheme, value });
    let kind = prop_oneof![
        Just(AgreementKind::Convention),
        Just(AgreementKind::LetterOfIntent),
        Just(AgreementKind::Unspecified)
    ];
    let currency = prop_oneof![Just(Currency::EUR), Just(Currency::XOF)];
    let agreement = (kind, any_date(), any_text(), any_amount(), currency, some(any_id()), any_date()).prop_map(
        |(kind, signed, object, forecast_amount, currency, parties, transmitted)| Agreement {
            kind,
            signed,
            object,
            forecast_amount,
            currency,
            parties,
            transmitted,
        },
    );
    let call = (proptest::option::of("[A-Z][a-z ]{1,9}"), proptest::option::of(2000i32..2032));
    let themes = some(prop_oneof!["4.1.1", "5.1", "3"]);
    let phase = (any_text(), any_date(), any_date(), themes, some(any_line()), call).prop_map(
        |(title, start, end, themes, funding, (call, call_year))| Phase {
            title,
            start,
            end,
            themes,
            funding,
            call,
            call_year,
        },
    );
    let periodicity = proptest::option::of(prop_oneof![Just(Periodicity::Annual), Just(Periodicity::Other)]);
    let facts =
        (any_date(), any_date(), any::<bool>(), any::<bool>(), (0usize..8).prop_map(|at| Form::ALL[at]), periodicity);
    let who = (
        some(any_party()),
        some(any_named()),
        some(any_named()),
        some(any_named()),
        some(any_named()),
        some(any_contact()),
    );
    let what =
        (any_themes(), some(any_line()), some(phase), some(any_action()), some(any_place()), some(any_document()));
    let rest = (some(legacy), some(agreement), some(any_id()), any::<bool>());
    let entry = ("[A-Z]{1,5}", "\\PC{1,20}").prop_map(|(short, long)| GlossaryEntry { short, long });
    let communication = (any_answer(), any_answer()).prop_map(|(home, abroad)| Communication { home, abroad });
    let beside = (some(entry), communication, any_answer(), some(any_volunteer()), any_provenance());
    (texts, facts, who, what, rest, beside).prop_map(|(texts, facts, who, what, rest, beside)| {
        let (title, context, history, objective, description, outlook, beneficiaries) = texts;
        let (start, end, ended, dormant, form, periodicity) = facts;
        let (parties, contracting_authorities, implementers, home, abroad, contacts) = who;
        let (themes, funding, phases, actions, places, documents) = what;
        let (legacy_ids, agreements, programmes, demo) = rest;
        let (glossary, communication, evaluation, volunteers, provenance) = beside;
        Partnership {
            legacy_ids,
            title,
            form,
            themes,
            agreements,
            start,
            end,
            ended,
            dormant,
            periodicity,
            narratives: Narratives { context, history, objective, description, outlook },
            contracting_authorities,
            implementers,
            beneficiaries,
            parties,
            other_partners: OtherPartners { home, abroad },
            contacts,
            funding,
            phases,
            actions,
            programmes,
            documents,
            places,
            demo,
            glossary,
            communication,
            evaluation,
            volunteers,
            provenance,
            iati: None,
        }
    })
}

/// The record that a file of one activity gives.
fn read_back(bytes: &[u8]) -> Option<extension::Own> {
    let xml = String::from_utf8(bytes.to_vec()).unwrap();
    let mut activity =
        extension::kept(&xml[xml.find("<iati-activity ").unwrap()..xml.find("</iati-activities>").unwrap()])?;
    extension::take(&mut activity, Country::FR)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_leaves_comes_back_the_same(record in any_record(), id in any_id()) {
        let own = read_back(&file([&written(&record, id)])).unwrap();
        prop_assert_eq!((own.kind, own.id), (Kind::Partnership, id));
        prop_assert_eq!(own.record, record);
    }

    #[test]
    fn what_leaves_keeps_to_the_schema(record in any_record(), id in any_id()) {
        let bytes = file([&written(&record, id)]);
        let critical: Vec<_> = meridien_iati::check(&bytes[..], today())
            .filter(|fault| fault.severity() == Severity::Critical)
            .collect();
        prop_assert!(critical.is_empty(), "{critical:?} {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_record_of_a_demonstration_says_so_without_our_extension() {
    let told = |demo| {
        let narratives = Narratives { outlook: Text::new("fr", "Continuer."), ..Narratives::default() };
        let record = Partnership { title: Text::new("fr", "Eau"), narratives, demo, ..Partnership::default() };
        let mut activity = written(&record, Id::from_u64(7).unwrap());
        extension::take(&mut activity, Country::FR).unwrap();
        incoming::record(&extension::reread(&activity), Country::FR, &mut organisations::Stamped)
    };
    assert!(told(true).demo && !told(false).demo);
    assert_eq!(told(true).narratives, told(false).narratives, "the label is no text of the record");
}

/// The first demonstration records: plausible, and whole.
fn demonstration(count: u32) -> Vec<Activity> {
    let records = demo::partnerships(count);
    (1..).zip(&records).map(|(number, record)| written(record, Id::from_u64(number).unwrap())).collect()
}

#[test]
fn a_demonstration_leaves_without_a_fault() {
    let activities = demonstration(400);
    let bytes = file(&activities);
    let faults: Vec<_> =
        meridien_iati::check(&bytes[..], today()).filter(|fault| fault.severity() > Severity::Advisory).collect();
    assert!(faults.is_empty(), "{:?} of {}", &faults[..faults.len().min(5)], faults.len());
}

/// Has the official schema, by its name, judge a file; nothing does where there is no xmllint.
pub(crate) fn assert_keeps_to(schema: &str, bytes: &[u8]) {
    let mut path = tempfile::NamedTempFile::new().unwrap();
    path.write_all(bytes).unwrap();
    let schemas = concat!(env!("CARGO_MANIFEST_DIR"), "/../meridien-iati/data/schemas/2.03");
    let schema = format!("{schemas}/{schema}");
    let Ok(output) =
        Command::new("xmllint").args(["--noout", "--nonet", "--schema", &schema]).arg(path.path()).output()
    else {
        eprintln!("skipped: no xmllint");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The schemas of the standard.
pub(crate) const ACTIVITIES: &str = "iati-activities-schema.xsd";
pub(crate) const ORGANISATIONS: &str = "iati-organisations-schema.xsd";

#[test]
fn a_demonstration_keeps_to_the_official_schema() {
    assert_keeps_to(ACTIVITIES, &file(&demonstration(400)));
}

#[test]
fn the_organisation_file_keeps_to_the_official_schema() {
    let mut writer = Writer::new(Vec::new(), FileKind::Organisations, DateTime::<Utc>::UNIX_EPOCH).unwrap();
    writer.record(&files::organisation(&publisher())).unwrap();
    let bytes = writer.finish().unwrap();
    assert_keeps_to(ORGANISATIONS, &bytes);
    let faults: Vec<_> =
        meridien_iati::check(&bytes[..], today()).filter(|fault| fault.severity() > Severity::Advisory).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn who_changes_the_activity_is_believed() {
    let record = Partnership {
        title: Text::new("fr", "Puits"),
        phases: vec![Phase { title: Text::new("fr", "Première"), ..Phase::default() }],
        ..Partnership::default()
    };
    let mut activity = written(&record, Id::from_u64(7).unwrap());
    activity.title = Some(meridien_iati::Text::from_pairs([("fr", "Puits et forages")]));
    let own = read_back(&file([&activity])).unwrap();
    assert_eq!(own.record.title, Text::new("fr", "Puits et forages"));
    assert!(own.record.phases.is_empty(), "what nobody can check against the rest is left");
}

#[test]
fn only_partnerships_and_activities_are_records_of_an_atlas() {
    let record = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    let bytes = file([&written(&record, Id::from_u64(7).unwrap())]);
    let typed = |kind: &str| {
        let whole = String::from_utf8(bytes.clone()).unwrap();
        read_back(whole.replace("type=\"partnership\"", &format!("type=\"{kind}\"")).as_bytes()).map(|own| own.kind)
    };
    assert_eq!([typed("partnership"), typed("activity")], [Some(Kind::Partnership), Some(Kind::Activity)]);
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Partnership | Kind::Activity)) {
        assert_eq!(typed(kind.as_str()), None, "{}", kind.as_str());
    }
    assert_eq!(typed("nonsense"), None);
}

#[test]
fn no_person_leaves() {
    let mailbox = |mailbox: &str| Contact {
        name: "Mairie".into(),
        organisation: None,
        role: ContactRole::Other,
        function: None,
        mailbox: Some(mailbox.into()),
        count: 1,
        persons: vec![Id::from_u64(9).unwrap()],
    };
    let record = Partnership { contacts: vec![mailbox("contact@ville.example")], ..Partnership::default() };
    let xml = String::from_utf8(file([&written(&record, Id::from_u64(1).unwrap())])).unwrap();
    assert!(xml.contains("<email>contact@ville.example</email>") && !xml.contains("00000009"), "{xml}");
}

#[test]
fn an_organisation_stands_once_in_a_role_and_is_not_paid_by_itself() {
    let city = Id::from_u64(11).unwrap();
    let party = Party {
        organisation: city,
        name: "Ville de Lille".into(),
        country: Country::FR,
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let own = NamedOrganisation { name: "Lille".into(), organisation: Some(city) };
    let agency = NamedOrganisation { name: "Agence de bassin".into(), organisation: None };
    let line = |funder: &NamedOrganisation, stage| FundingLine {
        funders: vec![funder.clone()],
        year: Some(2016),
        amount: Some(Decimal::from(100)),
        stage,
        ..FundingLine::default()
    };
    let record = Partnership {
        title: Text::new("fr", "Puits"),
        parties: vec![party],
        contracting_authorities: vec![own.clone()],
        funding: vec![
            line(&own, Stage::Disbursed),
            line(&agency, Stage::Disbursed),
            line(&own, Stage::Planned),
            line(&agency, Stage::Planned),
        ],
        ..Partnership::default()
    };
    let activity = written(&record, Id::from_u64(1).unwrap());
    let roles: Vec<_> = activity.participating_organisations.iter().map(|one| one.role.as_str()).collect();
    assert_eq!(roles, ["2", "1", "1"]);
    let paid: Vec<_> = activity.transactions.iter().map(|paid| paid.receiver.is_some()).collect();
    assert_eq!(paid, [false, true]);
    let planned: Vec<_> = activity.budgets.iter().map(|budget| budget.value.as_ref().unwrap().amount).collect();
    assert_eq!(planned, [Some(Decimal::from(200))], "one budget of the year");
    assert_eq!(read_back(&file([&activity])).unwrap().record, record);
}

/// An activity of another publisher: two fifths are for a region, and each payment has its sector.
const FOREIGN: &str = r#"<iati-activity default-currency="EUR" xml:lang="fr" humanitarian="1" budget-not-provided="2">
  <iati-identifier>XM-EX-1-A</iati-identifier>
  <reporting-org ref="XM-EX-1" type="10"><narrative>Agence</narrative></reporting-org>
  <title><narrative>Puits</narrative></title>
  <description type="1"><narrative>Trois forages</narrative></description>
  <participating-org ref="XM-EX-1" type="10" role="1"><narrative>Agence</narrative></participating-org>
  <activity-status code="2"/>
  <activity-date type="2" iso-date="2015-03-01"/>
  <activity-scope code="4"/>
  <recipient-country code="ML" percentage="60"/>
  <recipient-region code="289" percentage="40"/>
  <transaction><transaction-type code="3"/><transaction-date iso-date="2015-05-01"/><value value-date="2015-05-01">100</value><sector vocabulary="1" code="14031"/></transaction>
  <result type="1"><title><narrative>Forages</narrative></title><indicator measure="5"><title><narrative>Écrire à prenom.nom@example.org ou au 01 23 45 67 89</narrative></title></indicator></result>
</iati-activity>"#;

/// That activity as it leaves once people changed its record; whatever they change, no rule of the standard is broken.
fn given_back(change: impl FnOnce(&mut Partnership)) -> Activity {
    given_back_of(extension::kept(FOREIGN).unwrap(), change)
}

fn given_back_of(kept: Activity, change: impl FnOnce(&mut Partnership)) -> Activity {
    let mut record = incoming::record(&kept, Country::FR, &mut organisations::Stamped);
    change(&mut record);
    let status = crate::partnership::status::Status::Active;
    let published = Published { id: Id::from_u64(1).unwrap(), record: &record, status, at: now(), today: today() };
    let activity = outgoing::republished(kept, &publisher(), published, &Known::default());
    let bytes = file([&activity]);
    let broken: Vec<_> =
        meridien_iati::check(&bytes[..], today()).filter(|fault| fault.severity() >= Severity::Error).collect();
    assert!(broken.is_empty(), "{broken:?} {}", String::from_utf8_lossy(&bytes));
    activity
}

#[test]
fn texts_of_a_language_are_paragraphs_and_take_no_longer_the_more_there_are() {
    let description = |kind: &str, narratives: Vec<Narrative>| meridien_iati::Description {
        kind: Some(kind.to_owned()),
        narratives,
        ..Default::default()
    };
    let told = |language: &str, text: &str| Narrative::new(language, text);
    let mut activity = Activity {
        descriptions: vec![
            description("1", vec![told("fr", "un"), told("en", "one"), told("", "deux")]),
            description("4", vec![told("fr", "Contexte\n\nAvant")]),
            description("1", vec![told("fr", "trois")]),
            description("4", vec![told("fr", "Après")]),
        ],
        ..Activity::default()
    };
    let read = |activity: &Activity| incoming::record(activity, Country::FR, &mut organisations::Stamped).narratives;
    let narratives = read(&activity);
    assert_eq!(narratives.description, Text::new("fr", "un\n\ndeux\n\ntrois").with("en", "one"));
    assert_eq!((narratives.context, narratives.outlook), (Text::new("fr", "Avant"), Text::new("fr", "Après")));

    // Each that copied those before it would move 100 GB here.
    let (part, other, count) = ("mot ".repeat(25), "but ".repeat(25), 50_000);
    activity.descriptions = vec![description("1", vec![told("fr", &part); count])];
    activity.descriptions.extend(vec![description("2", vec![told("fr", &other)]); count]);
    let began = std::time::Instant::now();
    let narratives = read(&activity);
    let length = count * (part.trim().len() + 2) - 2;
    let texts = [narratives.description, narratives.objective];
    assert_eq!(texts.map(|text| text.exact("fr").unwrap().len()), [length; 2]);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

/// Where an activity reaches: countries, number of regions, scope.
fn reach(activity: &Activity) -> (Vec<&str>, usize, Option<&str>) {
    let countries = activity.recipient_countries.iter().map(|country| country.code.as_str()).collect();
    (countries, activity.recipient_regions.len(), activity.scope.as_ref().map(|scope| scope.code.as_str()))
}

#[test]
fn what_people_change_of_places_takes_what_must_agree_with_it_along() {
    let place = |name: &str, code: &str| Place {
        name: name.to_owned(),
        territory: None,
        country: code.parse().ok(),
        point: Some(Point { lat: 14.4, lon: -11.4, precision: Precision::Commune }),
    };
    assert_eq!(reach(&given_back(|_| {})), (vec!["ML"], 1, Some("4")));
    let precise = given_back(|record| record.places = vec![place("Kayes", "ML")]);
    assert_eq!(reach(&precise), (vec!["ML"], 1, Some("8")), "the same country: its share stays");
    let moved = given_back(|record| record.places = vec![place("Dakar", "SN")]);
    assert_eq!(reach(&moved), (vec!["SN"], 0, Some("8")));
    let joined = given_back(|record| {
        record.parties.push(Party {
            organisation: Id::from_u64(12).unwrap(),
            name: "Ville".to_owned(),
            country: "SN".parse().unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        });
    });
    assert_eq!(reach(&joined), (vec!["SN"], 0, Some("3")), "a party says who receives");
    let mut of_mali = extension::kept(FOREIGN).unwrap();
    organisations::stamp(&mut of_mali, &mut AllOfMali);
    let wider = given_back_of(of_mali, |record| {
        assert_eq!(record.countries(), ["ML".parse().unwrap()]);
        record.places.push(place("Dakar", "SN"));
    });
    assert_eq!((reach(&wider).0, reach(&wider).1), (vec!["ML"], 1), "one more place takes nothing of theirs away");
}

/// Finds the same town of Mali whoever is named.
struct AllOfMali;

impl organisations::Organisations for AllOfMali {
    fn find(&mut self, _: &organisations::Named) -> Option<organisations::Found> {
        Some(organisations::Found { id: Id::from_u64(13).unwrap(), country: "ML".parse().ok(), is_party: true })
    }
}

#[test]
fn what_people_change_of_themes_money_and_form_takes_what_must_agree_with_it_along() {
    let as_it_came = given_back(|_| {});
    assert!(as_it_came.sectors.is_empty() && as_it_came.transactions[0].sectors.len() == 1);
    let themes = |record: &mut Partnership| {
        record.themes = Themes { main: Some("5.1".to_owned()), ..Themes::default() };
    };
    let about = given_back(themes);
    assert!(!about.sectors.is_empty() && about.transactions[0].sectors.is_empty());
    let money = |record: &mut Partnership| {
        let (year, amount) = (Some(2016), Some(Decimal::from(7)));
        record.funding.push(FundingLine { year, amount, stage: Stage::Planned, ..FundingLine::default() });
    };
    let paid = given_back(money);
    assert_eq!((paid.budgets.len(), paid.budget_not_provided.as_deref()), (1, None));
    assert!(!paid.sectors.is_empty(), "those of its payments went with them");
    let form = |record: &mut Partnership| record.form = Form::Twinning;
    let twinned = given_back(form);
    assert_eq!((as_it_came.humanitarian, twinned.humanitarian), (Some(true), None));
    assert_eq!((twinned.sectors.len(), twinned.transactions[0].sectors.len()), (0, 1), "they say nothing of the form");
    given_back(|record| {
        themes(record);
        money(record);
        form(record);
        record.places.clear();
    });
}

#[test]
fn actions_and_programmes_that_people_add_stand_beside_what_came() {
    let longer = given_back(|record| {
        let (title, state) = (Text::new("fr", "Mission à Kayes"), Some(ActionState::Done));
        record.actions.push(Action { title, state, ..Action::default() });
        record.programmes.push(Id::from_u64(50).unwrap());
    });
    let titles: Vec<_> =
        longer.results.iter().map(|one| one.title.as_ref().unwrap().narratives[0].text.as_str()).collect();
    assert_eq!(titles, ["Forages", "Mission à Kayes"]);
    let related: Vec<_> = longer.related_activities.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(related, [format!("FR-SIREN-130000001-{}", Id::from_u64(50).unwrap())]);
    assert_eq!(longer.last_updated.map(|at| at.to_utc()), Some(now()));
}

/// What a record keeps of the activity that it was made from has texts that no page shows.
#[tokio::test]
async fn addresses_in_an_activity_of_others_are_hidden_in_files_and_dumps() {
    use crate::exports::archive;
    use crate::journal::{Entry, Extent};
    let kept = extension::kept(FOREIGN).unwrap();
    let mut record = incoming::record(&kept, Country::FR, &mut organisations::Stamped);
    record.iati = Some(FOREIGN.to_owned());
    let id = Id::from_u64(3).unwrap();
    let app = app().await.with([Entry::publish(Kind::Activity, id, 0, &record, vec![])]).await;
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    archive::write(&app.state.journal, Extent::Public, now(), &dump).await.unwrap();
    let dumped = String::from_utf8(zstd::decode_all(std::fs::File::open(&dump).unwrap()).unwrap()).unwrap();
    let written = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    for text in [written, dumped] {
        assert!(text.contains("Trois forages") && text.contains("(adresse non publiée)"), "{text}");
        assert!(!text.contains("prenom.nom") && !text.contains("45 67"), "{text}");
    }
    let compared = archive::check(&dump).unwrap().compare(&app.state.journal).await.unwrap();
    assert!(compared.is_equal(), "{compared:?}");
}

/// What places are in is read too: two communes of two departments are of one region.
#[tokio::test]
async fn the_scope_is_told_by_what_contains_the_places() {
    use crate::journal::Entry;
    use crate::territory::{Level, Territory};
    let territory = |number: u64, level, parent: Option<u64>| {
        let territory = Territory {
            level,
            country: "ML".parse().unwrap(),
            name: Text::new("fr", format!("Territoire {number}")),
            codes: vec![],
            parent: parent.and_then(Id::from_u64),
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, Id::from_u64(number).unwrap(), 0, &territory, vec![])
    };
    let app = app().await;
    let id = Id::from_u64(1).unwrap();
    let mut record: Partnership =
        app.state.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    let place = |number: u64| Place {
        name: format!("Commune {number}"),
        territory: Id::from_u64(number),
        country: "ML".parse().ok(),
        point: None,
    };
    record.places = vec![place(54), place(55)];
    let app = app
        .with([
            territory(51, Level::Region, None),
            territory(52, Level::Department, Some(51)),
            territory(53, Level::Department, Some(51)),
            territory(54, Level::Commune, Some(52)),
            territory(55, Level::Commune, Some(53)),
            Entry::publish(Kind::Partnership, id, 1, &record, vec![]),
        ])
        .await;
    let xml = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    assert!(xml.contains("<activity-scope code=\"6\""), "{xml}");
}

/// A partnership and an aid activity on the web.
async fn app() -> crate::app::testing::TestApp {
    use crate::journal::Entry;
    let party = |number: u64, country: &str| Party {
        organisation: Id::from_u64(number).unwrap(),
        name: format!("Ville {number}"),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let place =
        |country: &str| Place { name: "Kidal".into(), territory: None, country: country.parse().ok(), point: None };
    let partnership = Partnership {
        title: Text::new("fr", "Jumelage"),
        parties: vec![party(11, "FR"), party(12, "ML")],
        ..Partnership::default()
    };
    let activity = Partnership {
        title: Text::new("fr", "Puits de l'Agence"),
        places: vec![place("ML")],
        ..Partnership::default()
    };
    crate::app::testing::TestApp::new(crate::app::Settings::default())
        .await
        .with([
            Entry::publish(Kind::Partnership, Id::from_u64(1).unwrap(), 0, &partnership, vec![]),
            Entry::publish(Kind::Activity, Id::from_u64(2).unwrap(), 0, &activity, vec![]),
        ])
        .await
}

/// A mark inside an address would make the file invalid.
#[tokio::test]
async fn a_record_with_a_passage_taken_out_of_its_addresses_leaves_valid() {
    use crate::journal::{Author, Entry, Passage};
    let (app, id) = (app().await, Id::from_u64(1).unwrap());
    let mut record: Partnership =
        app.state.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    record.documents.push(Document {
        title: Text::new("fr", "Bilan"),
        file: None,
        url: Some("https://exemple.fr/ondine-vexatior.pdf".into()),
    });
    let contact = r#"{"name":"Ville","organisation":null,"role":"party","mailbox":"ondine.vexatior@exemple.fr"}"#;
    record.contacts.push(serde_json::from_str(contact).unwrap());
    let app = app.with([Entry::publish(Kind::Partnership, id, 1, &record, vec![])]).await;
    assert!(app.get(&format!("/fr/partenariats/{id}.xml")).await.body.contains("ondine-vexatior"));
    let (passage, by) = (Passage::read("Ondine Vexatior").unwrap(), Author::system("essai"));
    app.state.journal.redact(id, &passage, &by, now()).await.unwrap();
    let app = app.with([]).await;
    let xml = app.get(&format!("/fr/partenariats/{id}.xml")).await.body;
    assert!(!xml.to_lowercase().contains("vexatior") && !xml.contains("[…]"), "{xml}");
    assert_keeps_to(ACTIVITIES, xml.as_bytes());
    let faults: Vec<_> =
        meridien_iati::check(xml.as_bytes(), today()).filter(|fault| fault.severity() > Severity::Advisory).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let page = app.get(&format!("/fr/partenariats/{id}")).await.body;
    assert!(!page.contains("mailto:[") && !page.contains("href=\"https://exemple.fr/["), "{page}");
}

#[tokio::test]
async fn an_activity_has_a_page_and_is_counted_with_no_partnership() {
    let app = app().await;
    let page = app.get("/fr/partenariats/00000002").await;
    assert_eq!(page.status, axum::http::StatusCode::OK);
    let body = page.body.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(body.contains("Activité d’aide, hors des partenariats"), "{body}");
    assert!(body.contains("href=\"/fr/partenariats/00000002.xml\""));
    let partnership = app.get("/fr/partenariats/00000001").await.body;
    assert!(!partnership.contains("hors des partenariats"));
    for (address, shown, hidden) in [
        ("/fr/partenariats", "Jumelage", "Agence"),
        ("/fr/partenariats?type=activite", "Agence", "Jumelage"),
        ("/fr/partenariats?type=activite&pays=ML", "Agence", "Jumelage"),
    ] {
        let counted = if address.contains("activite") { "<h1>Une activité</h1>" } else { "<h1>Un partenariat</h1>" };
        let list = app.get(address).await;
        assert_eq!(list.body.matches("<li class=\"card\">").count(), 1, "{address}");
        assert!(list.body.contains(counted), "{address}");
        let cards = &list.body[list.body.find("<li class=\"card\">").unwrap()..];
        assert!(cards.contains(shown) && !cards.contains(hidden), "{address}");
    }
}

#[tokio::test]
async fn a_search_and_a_record_leave_as_valid_files() {
    let app = app().await;
    for (address, identifier) in [
        ("/fr/partenariats.xml", "ZZ-MERIDIEN-00000001"),
        ("/en/partenariats.xml?type=activite", "ZZ-MERIDIEN-00000002"),
        ("/fr/partenariats/00000001.xml", "ZZ-MERIDIEN-00000001"),
        ("/fr/partenariats/00000002.xml", "ZZ-MERIDIEN-00000002"),
    ] {
        let file = app.get(address).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "application/xml"), "{address}");
        let faults: Vec<_> = meridien_iati::check(file.body.as_bytes(), today())
            .filter(|fault| fault.severity() > Severity::Advisory)
            .collect();
        assert!(faults.is_empty(), "{address}: {faults:?} {}", file.body);
        assert_eq!(file.body.matches("<iati-identifier>").count(), 1, "{address}");
        assert!(file.body.contains(&format!("<iati-identifier>{identifier}</iati-identifier>")), "{address}");
    }
    let empty = app.get("/fr/partenariats.xml?pays=SN").await.body;
    assert!(empty.ends_with("</iati-activities>\n") && !empty.contains("<iati-activity "));
}

#[tokio::test]
async fn the_addresses_of_our_vocabularies_lead_to_their_codes() {
    let app = crate::app::testing::TestApp::new(crate::app::Settings::default()).await;
    for lang in crate::web::Lang::ALL {
        let page = app.get(&format!("/{}/aide", lang.code())).await.body;
        for anchor in ["formes", "periodicites"] {
            assert!(page.contains(&format!("<h2 id=\"{anchor}\">")), "{anchor}");
        }
        let codes = Form::ALL.iter().map(|form| form.code()).chain(["annual", "biennial", "triennial"]);
        for code in codes {
            assert!(page.contains(&format!("<code>{code}</code>")), "{code}");
        }
    }
}
