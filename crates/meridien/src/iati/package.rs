//! Files of activities together with their organisation file and an index: what a publisher puts on the web.

use std::fs::File;
use std::io;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use meridien_iati::{Item, Kind, Reader, Writer};
use serde_json::{Value, json};

use super::Publisher;
use super::files::organisation;
use crate::exports::dump::digest;

/// Name of the organisation file.
const ORGANISATION: &str = "organisation.xml";
/// Name of the index.
const INDEX: &str = "index.json";

/// The name of a file of activities, counted from 0.
pub fn name(number: usize) -> String {
    format!("activities-{}.xml", number + 1)
}

/// Adds the organisation file and the index to a folder of `count` files of activities, and takes away those that an earlier,
/// larger export left there; the names of all files.
///
/// # Errors
/// When the disk refuses.
pub fn complete(folder: &Path, count: usize, publisher: &Publisher, now: DateTime<Utc>) -> io::Result<Vec<String>> {
    let mut file = Writer::new(File::create(folder.join(ORGANISATION))?, Kind::Organisations, now)?;
    file.record(&organisation(publisher))?;
    file.finish()?;
    remove_beyond(folder, count)?;
    let mut names: Vec<String> = (0..count).map(name).chain([ORGANISATION.to_owned()]).collect();
    let files = names.iter().map(|name| described(folder, name, publisher)).collect::<io::Result<Vec<_>>>()?;
    let index = serde_json::to_string_pretty(&index(publisher, now, &files))?;
    std::fs::write(folder.join(INDEX), index)?;
    names.push(INDEX.to_owned());
    Ok(names)
}

/// Takes away the files of activities from a number on: they are in no index, and what they hold may have been withdrawn.
fn remove_beyond(folder: &Path, count: usize) -> io::Result<()> {
    for number in count.. {
        match std::fs::remove_file(folder.join(name(number))) {
            Ok(()) => {}
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_export_leaves_nothing_of_a_larger_one() {
        let folder = tempfile::tempdir().unwrap();
        let publisher = crate::iati::tests::publisher();
        let export = |count| {
            for number in 0..count {
                std::fs::write(folder.path().join(name(number)), "<iati-activities version=\"2.03\"/>").unwrap();
            }
            complete(folder.path(), count, &publisher, DateTime::UNIX_EPOCH).unwrap()
        };
        export(4);
        let mut names = export(2);
        let mut there: Vec<String> =
            folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        there.sort();
        assert_eq!(there, names);
    }
}
