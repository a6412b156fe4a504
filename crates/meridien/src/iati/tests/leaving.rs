//! What leaves is whole and valid, and tells of no person.

use rust_decimal::Decimal;

use super::*;
use crate::demo;
use crate::partnership::funding::{FundingLine, Stage};

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
