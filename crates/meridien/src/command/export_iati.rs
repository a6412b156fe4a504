//! `meridien export --format iati --out FOLDER`: files that every reader of the standard can take, and an index of them.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use meridien_iati::{Activity, Files, Item, Kind as FileKind, MAX_FILE, Reader, Writer};
use serde_json::{Value, json};

use super::{Confirming, ExportKind, Failure, Publishing, Register};
use crate::app::Settings;
use crate::exports::dump::digest;
use crate::iati::Publisher;
use crate::iati::files::{Batch, organisation};
use crate::journal::{Journal, Kind};
use crate::partnership::index::StatusDay;
use crate::progress::Bar;
use crate::web::Locale;

/// Records read at a time.
const BATCH: i64 = 500;
/// Name of the organisation file.
const ORGANISATION: &str = "organisation.xml";

/// Writes `activities-1.xml` and so on, `organisation.xml` and `index.json`.
pub async fn run(
    kind: ExportKind,
    folder: &Path,
    publishing: Publishing,
    confirming: Confirming,
    register: &Register,
    l: Locale,
) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let defaults = Settings::default();
    let publisher = Publisher {
        reference: publishing.iati_identifier.unwrap_or(defaults.iati_identifier),
        name: publishing.publisher.operator.unwrap_or(defaults.operator),
        address: publishing.publisher.public_address.unwrap_or(defaults.public_address),
        home,
    };
    let kinds = match kind {
        ExportKind::One(kind) => vec![kind],
        ExportKind::All => vec![Kind::Partnership, Kind::Activity],
    };
    std::fs::create_dir_all(folder)?;
    let now = Utc::now();
    let bar = Bar::new(&l.t("iati-writing"));
    let count =
        write_activities(&journal, &kinds, folder, &publisher, (now, confirming.view(home).status_day()), &bar).await?;
    bar.finish();
    let mut file = Writer::new(File::create(folder.join(ORGANISATION))?, FileKind::Organisations, now)?;
    file.record(&organisation(&publisher))?;
    file.finish()?;
    let names = (0..count).map(name).chain([ORGANISATION.to_owned()]);
    let files = names.map(|name| described(folder, &name, &publisher)).collect::<Result<Vec<_>, _>>()?;
    let index = serde_json::to_string_pretty(&index(&publisher, now, &files)).map_err(anyhow::Error::from)?;
    Ok(std::fs::write(folder.join("index.json"), index)?)
}

fn name(number: usize) -> String {
    format!("activities-{}.xml", number + 1)
}

/// Writes the activities; how many files they need.
async fn write_activities(
    journal: &Journal,
    kinds: &[Kind],
    folder: &Path,
    publisher: &Publisher,
    (now, day): (DateTime<Utc>, StatusDay),
    bar: &Bar,
) -> Result<usize, Failure> {
    let open = |number| File::create(folder.join(name(number))).map(BufWriter::new);
    let mut files = Files::new(open, FileKind::Activities, now, MAX_FILE);
    for kind in kinds.iter().copied().filter(|kind| matches!(kind, Kind::Partnership | Kind::Activity)) {
        let total = u64::try_from(journal.count(kind).await?).unwrap_or_default();
        let (mut after, mut done) = (None, 0);
        loop {
            let revisions = journal.list(kind, after, BATCH).await?;
            let Some(last) = revisions.last() else { break };
            after = Some(last.id);
            done += revisions.len() as u64;
            let batch = Batch::read(journal, revisions).await?;
            let activities: Vec<Activity> = batch.activities(publisher, day).collect();
            activities.iter().try_for_each(|activity| files.record(activity))?;
            bar.set(done, total);
        }
    }
    Ok(files.finish()?)
}

/// A file in the terms of DCAT.
fn described(folder: &Path, name: &str, publisher: &Publisher) -> io::Result<Value> {
    let path = folder.join(name);
    let (bytes, sha256) = digest(&path)?;
    let records = Reader::new(File::open(&path)?)
        .filter(|item| matches!(item, Item::Activity(_) | Item::Organisation(_)))
        .count();
    Ok(json!({
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        "dcat:downloadURL": format!("{}/iati/{name}", publisher.address),
        "dcat:mediaType": "application/xml",
        "dcterms:conformsTo": "http://iatistandard.org/203/",
        "dcat:byteSize": bytes,
        "spdx:checksum": { "spdx:algorithm": "spdx:checksumAlgorithm_sha256", "spdx:checksumValue": sha256 },
        "records": records,
    }))
}

/// The index of the files, which is also their description for catalogues of data.
fn index(publisher: &Publisher, now: DateTime<Utc>, files: &[Value]) -> Value {
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@type": "dcat:Dataset",
        "@id": format!("{}/iati", publisher.address),
        "dcterms:title": publisher.name,
        "dcterms:identifier": publisher.reference,
        "dcterms:publisher": { "@type": "foaf:Organization", "foaf:name": publisher.name },
        "dcterms:modified": now.to_rfc3339_opts(SecondsFormat::Secs, true),
        "dcat:distribution": files,
    })
}
