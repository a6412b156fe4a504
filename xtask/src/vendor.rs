//! `cargo xtask vendor`: third-party files that the repository carries, so that no build fetches anything.
//!
//! Each folder holds a `VENDORED.toml` with the origin and the hash of every file in it; `cargo xtask test` compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::output;

const RECORD: &str = "VENDORED.toml";

/// A package of the npm registry, pinned by the hash of its archive.
struct Package {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    archive_sha256: &'static str,
    /// Path in the archive, name in the folder.
    files: &'static [(&'static str, &'static str)],
}

/// What each folder holds.
const FOLDERS: &[(&str, &[Package])] = &[
    (
        "e2e/vendor",
        &[Package {
            name: "axe-core",
            version: "4.14.1",
            licence: "MPL-2.0",
            archive_sha256: "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
            files: &[("axe.min.js", "axe.min.js"), ("LICENSE-3RD-PARTY.txt", "axe-third-party-licences.txt")],
        }],
    ),
    (
        "crates/meridien/assets/vendor",
        &[Package {
            name: "maplibre-gl",
            version: "6.17.0",
            licence: "BSD-3-Clause",
            archive_sha256: "587807d8d6c99349022e027fa310c16cfaa55392131f6263df080306db6809b0",
            files: &[
                ("dist/maplibre-gl.mjs", "maplibre-gl.mjs"),
                ("dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs"),
                ("dist/maplibre-gl.css", "maplibre-gl.css"),
                ("LICENSE.txt", "maplibre-gl-licence.txt"),
            ],
        }],
    ),
];

/// The content of a `VENDORED.toml`.
#[derive(Serialize, Deserialize)]
struct Record {
    package: Vec<Vendored>,
}

#[derive(Serialize, Deserialize)]
struct Vendored {
    name: String,
    version: String,
    licence: String,
    /// A package URL.
    origin: String,
    archive_sha256: String,
    /// SHA-256 by file name.
    files: BTreeMap<String, String>,
}

/// Fetches every package and writes the folders anew.
pub fn fetch(root: &Path) -> Result<()> {
    for (folder, packages) in FOLDERS {
        let folder = root.join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let package = packages
            .iter()
            .map(|package| package.fetch(&folder).with_context(|| package.name))
            .collect::<Result<_>>()?;
        let record = toml::to_string(&Record { package })?;
        let head = "# Written by `cargo xtask vendor`, checked by `cargo xtask test`.\n\n";
        fs::write(folder.join(RECORD), format!("{head}{record}"))?;
        println!("written: {}", folder.display());
    }
    Ok(())
}

impl Package {
    fn fetch(&self, folder: &Path) -> Result<Vendored> {
        let scratch = tempfile::tempdir()?;
        let specification = format!("{}@{}", self.name, self.version);
        let mut pack = Command::new("npm");
        pack.args(["pack", "--silent", &specification]).current_dir(scratch.path());
        let archive = scratch.path().join(output(&mut pack)?.trim());
        let found = sha256(&archive)?;
        ensure!(found == self.archive_sha256, "the archive's hash is {found}, expected {}", self.archive_sha256);
        output(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(scratch.path()))?;

        let mut files = BTreeMap::new();
        for (from, to) in self.files {
            let target = folder.join(to);
            fs::copy(scratch.path().join("package").join(from), &target).with_context(|| *from)?;
            files.insert((*to).to_owned(), sha256(&target)?);
        }
        Ok(Vendored {
            name: self.name.to_owned(),
            version: self.version.to_owned(),
            licence: self.licence.to_owned(),
            origin: format!("pkg:npm/{specification}"),
            archive_sha256: found,
            files,
        })
    }
}

/// Compares the folders with their records and with the pins above; an error names every difference.
pub fn check(root: &Path) -> Result<()> {
    let mut faults = Vec::new();
    for (name, packages) in FOLDERS {
        let folder = root.join(name);
        let record = fs::read_to_string(folder.join(RECORD)).with_context(|| format!("{name}/{RECORD}"))?;
        let record: Record = toml::from_str(&record).with_context(|| format!("{name}/{RECORD}"))?;
        let pinned = packages.iter().map(|package| (package.name, package.archive_sha256));
        let recorded = record.package.iter().map(|package| (package.name.as_str(), package.archive_sha256.as_str()));
        if !pinned.eq(recorded) {
            faults.push(format!("{name}/{RECORD} is not what xtask/src/vendor.rs pins"));
        }

        let mut expected: BTreeMap<_, _> = record.package.into_iter().flat_map(|package| package.files).collect();
        for entry in fs::read_dir(&folder)? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            match expected.remove(&file) {
                None if file == RECORD => {}
                None => faults.push(format!("{name}/{file} is not recorded")),
                Some(hash) if hash == sha256(&folder.join(&file))? => {}
                Some(_) => faults.push(format!("{name}/{file} was changed by hand")),
            }
        }
        faults.extend(expected.into_keys().map(|file| format!("{name}/{file} is missing")));
    }
    if !faults.is_empty() {
        bail!("vendored files (mended by `cargo xtask vendor`):\n  {}", faults.join("\n  "));
    }
    Ok(())
}

fn sha256(path: &Path) -> Result<String> {
    let content = fs::read(path).with_context(|| path.display().to_string())?;
    Ok(Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect())
}
