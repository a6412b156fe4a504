//! What leaves in the terms of the standard is valid, and comes back as it was.

mod coming;
mod given_back;
mod leaving;
mod round_trip;
mod web;

use std::io::Write;
use std::process::Command;

use chrono::{DateTime, Utc};
use meridien_iati::{Activity, Kind as FileKind, Severity, Writer};

use super::outgoing::{Known, Published};
use super::*;
use crate::app::testing::{now, today};
use crate::journal::Kind;
use crate::partnership::status::StatusFacts;
use crate::partnership::*;

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

/// The record that a file of one activity gives.
fn read_back(bytes: &[u8]) -> Option<extension::Own> {
    let xml = String::from_utf8(bytes.to_vec()).unwrap();
    let mut activity =
        extension::kept(&xml[xml.find("<iati-activity ").unwrap()..xml.find("</iati-activities>").unwrap()])?;
    extension::take(&mut activity, Country::FR)
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
