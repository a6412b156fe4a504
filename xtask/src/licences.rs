//! Every file says its copyright and licence: a check of `REUSE.toml` after the REUSE specification 3.3.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::output;

#[derive(Deserialize)]
struct Reuse {
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    path: Texts,
    #[serde(rename = "SPDX-FileCopyrightText")]
    copyright: Texts,
    #[serde(rename = "SPDX-License-Identifier")]
    licence: String,
}

/// One text or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }
}

/// An error names every file without a licence, licence without a text, text without a use, and
/// named file that is not there.
pub fn check(root: &Path) -> Result<()> {
    let reuse = fs::read_to_string(root.join("REUSE.toml")).context("REUSE.toml")?;
    let reuse: Reuse = toml::from_str(&reuse).context("REUSE.toml")?;
    let texts = fs::read_dir(root.join("LICENSES"))
        .context("LICENSES")?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    let faults = faults(&reuse.annotations, &files(root)?, &texts);
    if !faults.is_empty() {
        bail!("licences (see REUSE.toml):\n  {}", faults.join("\n  "));
    }
    Ok(())
}

/// The files of the repository, new ones included.
fn files(root: &Path) -> Result<Vec<String>> {
    let list = output(Command::new("git").current_dir(root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    Ok(list.split_terminator('\0').filter(|file| root.join(file).is_file()).map(str::to_owned).collect())
}

fn faults(annotations: &[Annotation], files: &[String], texts: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let exempt = file.starts_with("LICENSES/") || file == "LICENSE" || file == "REUSE.toml";
        let covered =
            annotations.iter().flat_map(|annotation| annotation.path.as_slice()).any(|pattern| matches(pattern, file));
        if !exempt && !covered {
            faults.push(format!("{file}: no annotation covers it"));
        }
    }
    let mut used = BTreeSet::new();
    for annotation in annotations {
        for pattern in annotation.path.as_slice() {
            if !pattern.contains('*') && !files.iter().any(|file| matches(pattern, file)) {
                faults.push(format!("{pattern}: no such file"));
            }
            if annotation.copyright.as_slice().iter().all(|text| text.trim().is_empty()) {
                faults.push(format!("{pattern}: no copyright"));
            }
        }
        let words = annotation.licence.split([' ', '(', ')']);
        used.extend(
            words.filter(|word| !matches!(*word, "" | "AND" | "OR" | "WITH")).map(|word| format!("{word}.txt")),
        );
    }
    faults.extend(used.difference(texts).map(|text| format!("LICENSES/{text} is missing")));
    faults.extend(texts.difference(&used).map(|text| format!("LICENSES/{text} is not used")));
    faults
}

/// REUSE patterns: `*` is any text within a folder, `**` any text, the backslash takes the next sign as it is.
fn matches(pattern: &str, path: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix("**") {
        return ends(path, |_| true).any(|end| matches(rest, end));
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        return ends(path, |sign| sign != '/').any(|end| matches(rest, end));
    }
    let pattern = pattern.strip_prefix('\\').unwrap_or(pattern);
    let mut signs = pattern.chars();
    match signs.next() {
        None => path.is_empty(),
        Some(sign) => path.strip_prefix(sign).is_some_and(|end| matches(signs.as_str(), end)),
    }
}

/// What is left of a path after each number of leading signs, as long as these are accepted.
fn ends(path: &str, accepted: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let length = path.find(|sign| !accepted(sign)).unwrap_or(path.len());
    path.char_indices()
        .map(|(start, _)| start)
        .chain([path.len()])
        .take_while(move |start| *start <= length)
        .map(|start| &path[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, path, expected) in [
            ("**.rs", "main.rs", true),
            ("**.rs", "xtask/src/main.rs", true),
            ("*.rs", "xtask/src/main.rs", false),
            ("xtask/*.toml", "xtask/Cargo.toml", true),
            ("xtask/**", "xtask", false),
            ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false),
            ("data/*/é.csv", "data/à/é.csv", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn every_fault_is_named() {
        let annotation = |path: &str, licence: &str| Annotation {
            path: Texts::One(path.to_owned()),
            copyright: Texts::One("2026 someone".to_owned()),
            licence: licence.to_owned(),
        };
        let annotations = [annotation("**.rs", "EUPL-1.2"), annotation("old.css", "(MIT OR Apache-2.0)")];
        let files = ["a.rs", "LICENSE", "LICENSES/MIT.txt", "b.csv"].map(str::to_owned);
        let texts = ["EUPL-1.2.txt", "MIT.txt", "CC0-1.0.txt"].map(str::to_owned).into();
        assert_eq!(
            faults(&annotations, &files, &texts),
            [
                "b.csv: no annotation covers it",
                "old.css: no such file",
                "LICENSES/Apache-2.0.txt is missing",
                "LICENSES/CC0-1.0.txt is not used",
            ]
        );
    }
}
