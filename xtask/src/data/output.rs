//! Writing of the registers and of the README that tells their origin.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::packages::{self, Package, sha256};

/// The folder of the registers and what has been written to it.
pub struct Output {
    folder: PathBuf,
    files: Vec<File>,
}

/// One register, as listed in the README.
struct File {
    name: &'static str,
    rows: usize,
    about: &'static str,
    licence: &'static str,
    from: &'static [&'static Package],
}

/// A table under construction.
pub struct Table {
    text: String,
    columns: usize,
    rows: usize,
}

impl Table {
    pub fn new(columns: &[&str]) -> Self {
        Table { text: columns.join("\t") + "\n", columns: columns.len(), rows: 0 }
    }

    /// The table as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row; every field must fit on one line without tabs.
    pub fn push(&mut self, fields: &[&str]) -> Result<()> {
        ensure!(fields.len() == self.columns, "{fields:?} has not {} fields", self.columns);
        ensure!(!fields.iter().any(|field| field.contains(['\t', '\n', '\r'])), "a tab or line end in {fields:?}");
        ensure!(!fields[0].starts_with('#'), "{fields:?} would read as a comment");
        self.text += &fields.join("\t");
        self.text.push('\n');
        self.rows += 1;
        Ok(())
    }
}

/// What the README says of a file.
pub struct About {
    pub name: &'static str,
    pub about: &'static str,
    pub licence: &'static str,
    pub from: &'static [&'static Package],
}

impl Output {
    pub fn new(folder: &Path) -> Self {
        Output { folder: folder.to_owned(), files: Vec::new() }
    }

    /// Writes a table, compressed where the name ends in `.zst`.
    pub fn write(&mut self, about: About, table: &Table) -> Result<()> {
        self.write_text(about, &table.text, table.rows)
    }

    /// Writes a text that is no table.
    pub fn write_text(&mut self, about: About, text: &str, rows: usize) -> Result<()> {
        let bytes = match about.name.ends_with(".zst") {
            true => zstd::encode_all(text.as_bytes(), 19)?,
            false => text.as_bytes().to_vec(),
        };
        let path = self.folder.join(about.name);
        fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
        println!("{}: {rows} rows, {} kB", about.name, bytes.len().div_ceil(1000));
        let About { name, about, licence, from } = about;
        self.files.push(File { name, rows, about, licence, from });
        Ok(())
    }

    /// Lists a table that is written by hand and lies in the folder already, under the licence of what it was written from.
    pub fn handwritten(&mut self, name: &'static str, about: &'static str, licence: &'static str) -> Result<()> {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let rows = text.lines().filter(|line| !line.starts_with('#')).count() - 1;
        self.files.push(File { name, rows, about, licence, from: &[] });
        Ok(())
    }

    /// Writes the README.
    pub fn finish(self) -> Result<()> {
        let mut text = String::from(README_HEAD);
        text += "\n## Files\n\n| file | rows | what | from | licence | SHA-256 |\n|---|---|---|---|---|---|\n";
        for file in &self.files {
            let from = match file.from {
                [] if file.licence == "CC0-1.0" => "facts written by this project".to_owned(),
                [] => "edited by this project".to_owned(),
                packages => packages.iter().map(|package| package.name).collect::<Vec<_>>().join(", "),
            };
            let hash = sha256(&fs::read(self.folder.join(file.name))?);
            writeln!(
                text,
                "| `{}` | {} | {} | {from} | {} | `{hash}` |",
                file.name, file.rows, file.about, file.licence
            )?;
        }
        text += "\n## Packages\n\n| package | origin | licence | SHA-256 of its archive |\n|---|---|---|---|\n";
        for package in packages::ALL {
            writeln!(
                text,
                "| `{}` | {} | {} | `{}` |",
                package.url(),
                package.origin,
                package.licence,
                package.sha256
            )?;
        }
        fs::write(self.folder.join("README.md"), text)?;
        Ok(())
    }
}

const README_HEAD: &str = "\
# Reference registers

Embedded in the program and read by `src/reference`. Written by `cargo xtask data`, this page too: change
`xtask/src/data`, `xtask/data-sources` or the hand-written tables here, run it again and commit what differs. It needs
npm, pip, tar and python3, and fetches the packages below at the pinned versions.

Tables are tab-separated text in UTF-8 with one header line, without quoting; `#` starts a comment line; `.zst` is
compressed with Zstandard.
";
