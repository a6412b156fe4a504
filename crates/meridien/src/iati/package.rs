//! Files of activities together with their organisation file and an index: what a publisher puts on the web.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

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

/// Adds the organisation file and the index to a folder of `count` files of activities; the names of all files.
///
/// # Errors
/// When the disk refuses.
pub fn complete(folder: &Path, count: usize, publisher: &Publisher, now: DateTime<Utc>) -> io::Result<Vec<String>> {
    let mut file = Writer::new(File::create(folder.join(ORGANISATION))?, Kind::Organisations, now)?;
    file.record(&organisation(publisher))?;
    file.finish()?;
    let mut names: Vec<String> = (0..count).map(name).chain([ORGANISATION.to_owned()]).collect();
    let files = names.iter().map(|name| described(folder, name)).collect::<io::Result<Vec<_>>>()?;
    let index = serde_json::to_string_pretty(&index(publisher, now, &files))?;
    std::fs::write(folder.join(INDEX), index)?;
    names.push(INDEX.to_owned());
    Ok(names)
}

/// Puts the files of a complete package, `names`, in the place of those of an earlier one.
///
/// # Errors
/// The file that cannot be put there, and why.
pub fn publish(from: &Path, to: &Path, names: &[String]) -> Result<(), (PathBuf, io::Error)> {
    for name in names {
        std::fs::rename(from.join(name), to.join(name)).map_err(|fault| (to.join(name), fault))?;
    }
    let count = (0..).take_while(|number| names.contains(&name(*number))).count();
    remove_beyond(to, count).map_err(|fault| (to.to_owned(), fault))
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
fn described(folder: &Path, name: &str) -> io::Result<Value> {
    let path = folder.join(name);
    let (bytes, sha256) = digest(&path)?;
    let records = Reader::new(File::open(&path)?)
        .filter(|item| matches!(item, Item::Activity(_) | Item::Organisation(_)))
        .count();
    Ok(json!({
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        // Beside the index, wherever that is put.
        "dcat:downloadURL": name,
        "dcat:mediaType": { "@id": "https://www.iana.org/assignments/media-types/application/xml" },
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
            let part = tempfile::tempdir_in(folder.path()).unwrap();
            for number in 0..count {
                std::fs::write(part.path().join(name(number)), "<iati-activities version=\"2.03\"/>").unwrap();
            }
            let names = complete(part.path(), count, &publisher, DateTime::UNIX_EPOCH).unwrap();
            publish(part.path(), folder.path(), &names).map(|()| names)
        };
        export(4).unwrap();
        let mut names = export(2).unwrap();
        let mut there: Vec<String> =
            folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        there.sort();
        assert_eq!(there, names);

        // What cannot be written is named.
        std::fs::remove_file(folder.path().join(name(1))).unwrap();
        std::fs::create_dir(folder.path().join(name(1))).unwrap();
        assert_eq!(export(2).unwrap_err().0, folder.path().join(name(1)));
    }

    #[test]
    fn the_index_names_the_files_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name(0)), "<iati-activities version=\"2.03\"/>").unwrap();
        complete(folder.path(), 1, &crate::iati::tests::publisher(), DateTime::UNIX_EPOCH).unwrap();
        let index: Value = serde_json::from_slice(&std::fs::read(folder.path().join(INDEX)).unwrap()).unwrap();
        for file in index["dcat:distribution"].as_array().unwrap() {
            assert!(folder.path().join(file["dcat:downloadURL"].as_str().unwrap()).is_file(), "{file}");
            assert!(file["dcat:mediaType"]["@id"].is_string(), "{file}");
        }
    }
}
