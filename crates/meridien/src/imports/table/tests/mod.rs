//! Tables from file to register, on both databases; what the template holds of a record comes back.

mod cells;
mod records;
mod round_trip;
mod sheets;
mod undoing;
mod waiting;

use std::io::Write;

use chrono::DateTime;

use super::*;
use crate::journal::testing::journals;
use crate::journal::{Author, Entry};
use crate::organisation::{Organisation, OrganisationKind};
use crate::value::Country;

const FR: Locale = Locale { lang: Lang::Fr };

fn options() -> Options {
    Options {
        proposal: false,
        licence: None,
        persons: false,
        home: Country::FR,
        now: DateTime::from_timestamp_millis(1_795_000_000_000).unwrap(),
    }
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn asked(file: &tempfile::NamedTempFile) -> Asked {
    Asked {
        path: file.path().to_owned(),
        name: "table.csv".to_owned(),
        chosen: Chosen::new(),
        corrections: Corrections::new(),
        most_rows: 1000,
        side: None,
        texts: Lang::Fr,
        locale: FR,
    }
}

/// A register with one commune in place of 36,000.
async fn lille(journal: &Journal) {
    let mut lille = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    lille.identifiers.push(crate::registers::identifier("insee-commune", "59350"));
    let entry = Entry::publish(Kind::Organisation, Id::derived("lille"), 0, &lille, lille.identifiers.clone());
    journal.append(&Author::system("registers"), options().now, &[entry]).await.unwrap();
    journal.note(crate::registers::FACT, "1").await.unwrap();
}

async fn import(journal: &Journal, text: &str) -> Done {
    run(Some(journal), asked(&file(text)), &options(), false).await.unwrap()
}

/// Created, updated, merged, skipped.
fn counts(done: &Done) -> [u64; 4] {
    let report = &done.report;
    [report.created, report.updated, report.merged, report.skipped]
}

fn errors(done: &Done) -> Vec<(Code, &str, &str)> {
    let errors = done.report.anomalies.iter().filter(|anomaly| anomaly.code.severity() == Severity::Error);
    errors.map(|anomaly| (anomaly.code, anomaly.field.as_str(), anomaly.value.as_str())).collect()
}

const TABLE: &str = "Titre;Forme;Commune;Code INSEE;Ville partenaire;Pays;Début;Montant;Remarques\n\
    Lecture publique;Accord de coopération;Lille;59350;Saint-Louis;Sénégal;2013;1 234,50;à revoir\n\
    Eau pour tous;n’importe quoi;Lille;99999;Zourani;Atlantide;hier;beaucoup;\n";

async fn newest(journal: &Journal, id: Id) -> Partnership {
    journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap()
}
