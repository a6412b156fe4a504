//! A dump: everything that is public, in a folder that needs no program of ours to be read.
//!
//! | file | what it is |
//! |---|---|
//! | `journal.jsonl.zst` | every published version, which `meridien restore` takes in |
//! | `KIND.jsonl` | the records as they are, one a line (`docs/EXPORT.md`) |
//! | `TABLE.csv`, `TABLE.parquet` | relational tables |
//! | `meridien.sqlite` | the same tables in one file |
//! | `schema.json` | what the records are, as JSON Schema |
//! | `manifest.json` | every file with its size, SHA-256, rows and columns |
//!
//! It shows one moment: the tables are made from the journal file itself, taken into a register of its own, so that a dump
//! that is there has also been restored once.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use meridien_tables::{Column, Csv, Kind as ColumnKind, Parquet, Table};
use serde::{Deserialize, Serialize};

use super::analyst::Analyst;
use super::archive::{self, Hashing};
use super::tables::{self, Of, PARTS, Rows};
use super::{forms, others, schema};
use crate::confirmation;
use crate::journal::{Extent, Journal, Kind, Location, Revision};
use crate::partnership::export::View;
use crate::partnership::index;
use crate::partnership::{flat, personal};
use crate::value::{Country, Id};
use crate::web::Locale;

/// The name of the file that lists the others.
pub const MANIFEST: &str = "manifest.json";
/// The file that a restore takes in.
pub const JOURNAL: &str = "journal.jsonl.zst";
/// The file for analysts.
pub(super) const ANALYST: &str = "meridien.sqlite";
/// How the name of the folder begins in which a dump is made.
pub(super) const WORK: &str = ".dump-";
/// The folder in it of the register that is made of the dump's journal.
pub(super) const COPY: &str = "copy";
/// Records read at a time.
const BATCH: i64 = 1000;

/// What a dump holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `dump`.
    pub meridien: String,
    /// The position of the register that it shows.
    pub position: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who publishes it.
    pub operator: String,
    /// Which licence each record has is told by the record: this says where.
    pub licence: String,
    /// Whether its register is a demonstration, whose data are invented; older dumps do not say.
    #[serde(default)]
    pub demonstration: bool,
    /// What its computed parts depend on; older dumps do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Computed>,
    /// Its files.
    pub files: Vec<Entry>,
}

/// What the computed parts of a dump depend on: who has this can make its records and tables again from its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// Where the public reaches the atlas: addresses of records begin with it.
    pub origin: String,
    /// The home country, which tells sides.
    pub home: Country,
    /// The day of each status.
    pub day: NaiveDate,
    /// Months after which an unconfirmed partnership is "to confirm".
    pub confirm_after_months: u32,
}

impl From<&About> for Computed {
    fn from(about: &About) -> Computed {
        let View { home, today, confirm_after_months } = about.view;
        Computed { origin: about.origin.clone(), home, day: today, confirm_after_months }
    }
}

impl Computed {
    /// The same as exports take it.
    pub(super) fn view(&self) -> View {
        View { home: self.home, today: self.day, confirm_after_months: self.confirm_after_months }
    }
}

/// A file of a dump.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Its rows or records, where it has such.
    pub rows: Option<u64>,
    /// The columns of a table: name and type.
    pub columns: Vec<(String, String)>,
    /// What its records are: a file of the dump, and the place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The tables of a file that holds several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Held>,
}

/// A table in a file that holds several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// Its columns: name and type.
    pub columns: Vec<(String, String)>,
}

/// What a dump says besides what the register holds.
#[derive(Debug, Clone)]
pub struct About {
    /// Where the public reaches the atlas.
    pub origin: String,
    /// Who publishes it.
    pub operator: String,
    /// What computed parts depend on.
    pub view: View,
    /// Now.
    pub at: DateTime<Utc>,
}

const LICENCE: &str = "Each record carries the licence of its source (provenance.licence).";

/// Makes a dump in `folder`, which appears when it is whole and replaces one of the same name. Where a passage was taken out of the
/// register meanwhile, it is made again.
///
/// # Errors
/// When the register cannot be read or the folder not written.
pub async fn write(journal: &Journal, about: &About, folder: &Path) -> anyhow::Result<Manifest> {
    loop {
        let manifest = write_once(journal, about, folder).await?;
        // Asked once the folder is there: a later redaction is seen by whoever looks for the dumps made before it.
        if manifest.position >= journal.last_redaction().await? {
            return Ok(manifest);
        }
        fs::remove_dir_all(folder)?;
    }
}

async fn write_once(journal: &Journal, about: &About, folder: &Path) -> anyhow::Result<Manifest> {
    let name = folder.file_name().ok_or_else(|| io::Error::other("a dump needs a folder of its own"))?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix(WORK).tempdir_in(parent)?;
    let made = work.path().join("dump");
    fs::create_dir(&made)?;
    archive::write(journal, Extent::Public, about.at, &made.join(JOURNAL)).await?;
    let copy = Journal::open(Location::Folder(&work.path().join(COPY)), true).await?;
    archive::check(&made.join(JOURNAL))?.load(&copy).await?;
    let written = write_records(&copy, &about.into(), &made).await?;
    fs::write(made.join(schema::SCHEMA), serde_json::to_vec_pretty(&schema::document())?)?;
    let position = copy.position().await?;
    copy.close().await;
    let manifest = Manifest {
        meridien: "dump".to_owned(),
        position,
        at: about.at,
        operator: about.operator.clone(),
        licence: LICENCE.to_owned(),
        demonstration: journal.is_demonstration().await?,
        computed: Some(about.into()),
        files: entries(&made, &written)?,
    };
    fs::write(made.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    let aside = work.path().join("old");
    if folder.exists() && !is_empty(folder)? {
        // Only ever a dump: a folder of something else stays as it is.
        read(folder)?;
        fs::rename(folder, &aside)?;
    }
    fs::rename(&made, parent.join(name))?;
    Ok(manifest)
}

/// Whether a dump may be written to this folder: it is not there, empty, or holds another dump.
///
/// # Errors
/// When the folder cannot be read.
pub fn is_free(folder: &Path) -> io::Result<bool> {
    Ok(!folder.exists() || is_empty(folder)? || read(folder).is_ok())
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(folder.is_dir() && fs::read_dir(folder)?.next().is_none())
}

/// The manifest of a dump.
///
/// # Errors
/// When the folder holds none.
pub fn read(folder: &Path) -> io::Result<Manifest> {
    Ok(serde_json::from_slice(&fs::read(folder.join(MANIFEST))?)?)
}

/// The files of a dump that are not what its manifest says.
///
/// # Errors
/// When the manifest cannot be read.
pub fn tampered(folder: &Path) -> io::Result<Vec<String>> {
    let sound = |entry: &Entry| {
        let plain = Path::new(&entry.name).file_name().is_some_and(|name| name == entry.name.as_str());
        plain && digest(&folder.join(&entry.name)).is_ok_and(|(_, sha256)| sha256 == entry.sha256)
    };
    Ok(read(folder)?.files.into_iter().filter(|entry| !sound(entry)).map(|entry| entry.name).collect())
}

/// The size and SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut out = Hashing::new(io::sink());
    let bytes = io::copy(&mut File::open(path)?, &mut out)?;
    Ok((bytes, out.sha256()))
}

/// The kinds of which each record has a row in a table, and rows in others.
const WITH_PARTS: [Kind; 2] = [Kind::Partnership, Kind::Activity];

/// The tables of a dump.
pub(super) fn all() -> Vec<Table> {
    let with_parts =
        |kind: Kind| std::iter::once(tables::main(kind)).chain(PARTS.iter().map(move |part| part.table(kind)));
    WITH_PARTS.into_iter().flat_map(with_parts).chain(others::OTHERS).collect()
}

/// A table in each of its formats.
struct Sheet {
    table: Table,
    csv: Csv<BufWriter<File>>,
    parquet: Parquet<BufWriter<File>>,
    rows: u64,
}

/// Every table.
struct Sheets {
    sheets: Vec<Sheet>,
    analyst: Analyst,
}

impl Sheets {
    async fn new(folder: &Path) -> anyhow::Result<Sheets> {
        let create = |table: &Table, extension| {
            File::create(folder.join(format!("{}.{extension}", table.name))).map(BufWriter::new)
        };
        let sheet = |table: Table| -> anyhow::Result<Sheet> {
            let csv = Csv::new(create(&table, "csv")?, &table, false, |_| true)?;
            Ok(Sheet { table, csv, parquet: Parquet::new(create(&table, "parquet")?, &table, |_| true)?, rows: 0 })
        };
        let analyst = Analyst::new(&folder.join(ANALYST), &all()).await?;
        Ok(Sheets { sheets: all().into_iter().map(sheet).collect::<anyhow::Result<_>>()?, analyst })
    }

    async fn add(&mut self, table: &Table, rows: Rows) -> anyhow::Result<()> {
        let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.table.name == table.name) else { return Ok(()) };
        self.analyst.rows(table, &rows).await?;
        for row in rows {
            sheet.csv.row(&row)?;
            sheet.parquet.row(row)?;
            sheet.rows += 1;
        }
        Ok(())
    }

    /// Ends every file; gives the rows of each table.
    async fn finish(self) -> anyhow::Result<Vec<(Table, u64)>> {
        let mut rows = Vec::new();
        for sheet in self.sheets {
            sheet.csv.finish()?;
            sheet.parquet.finish()?;
            rows.push((sheet.table, sheet.rows));
        }
        self.analyst.finish(&all()).await?;
        Ok(rows)
    }
}

/// What is written of the register.
struct Written {
    /// The files of records: kind and number.
    records: Vec<(Kind, u64)>,
    /// The tables, each with its rows.
    tables: Vec<(Table, u64)>,
}

/// Writes the records as they are, and as tables.
async fn write_records(journal: &Journal, computed: &Computed, folder: &Path) -> anyhow::Result<Written> {
    let mut sheets = Sheets::new(folder).await?;
    let mut records = Vec::new();
    for kind in Kind::ALL {
        let mut out = BufWriter::new(File::create(folder.join(jsonl(*kind)))?);
        let (mut after, mut count) = (None, 0);
        while let Some(batch) = Batch::after(journal, computed, *kind, after).await? {
            after = Some(batch.last);
            count += batch.lines.len() as u64;
            for line in batch.lines {
                writeln!(out, "{line}")?;
            }
            for (table, rows) in batch.tables {
                sheets.add(&table, rows).await?;
            }
        }
        out.flush()?;
        records.push((*kind, count));
    }
    Ok(Written { records, tables: sheets.finish().await? })
}

/// The file of the records of a kind.
pub(super) fn jsonl(kind: Kind) -> String {
    format!("{}.jsonl", kind.as_str())
}

/// Some records of a kind, as a dump has them.
pub(super) struct Batch {
    /// The last of them.
    pub last: Id,
    /// Each as JSON.
    pub lines: Vec<String>,
    /// Their rows in each table.
    pub tables: Vec<(Table, Rows)>,
}

impl Batch {
    /// Those after a record; none where it was the last.
    pub(super) async fn after(
        journal: &Journal,
        computed: &Computed,
        kind: Kind,
        after: Option<Id>,
    ) -> anyhow::Result<Option<Batch>> {
        let revisions = journal.list(kind, after, BATCH).await?;
        let Some(last) = revisions.last().map(|last| last.id) else { return Ok(None) };
        let lines = forms(journal, computed.view(), &revisions).await?;
        let tables = match WITH_PARTS.contains(&kind) {
            true => with_parts(journal, computed, kind, &revisions).await?,
            false => others::of_others(&revisions)?,
        };
        Ok(Some(Batch { last, lines, tables }))
    }
}

/// The rows of partnerships, or of activities, and of what they have several of.
async fn with_parts(
    journal: &Journal,
    computed: &Computed,
    kind: Kind,
    revisions: &[Revision],
) -> anyhow::Result<Vec<(Table, Rows)>> {
    let l = Locale::default();
    let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
    let confirmations = confirmation::of(journal, &ids).await?;
    let day = computed.view().status_day();
    let mut main = Rows::new();
    let mut parts = vec![Rows::new(); PARTS.len()];
    for revision in revisions {
        let record = personal::public(revision)?;
        let confirmed = confirmations.get(&revision.id).map_or(&[][..], Vec::as_slice);
        main.push(flat::row(l, &computed.origin, &index::card(revision, &record, confirmed, Vec::new()), day));
        let of = Of { l, home: computed.home, revision, record: &record };
        for (part, rows) in PARTS.iter().zip(&mut parts) {
            rows.extend(part.rows(&of));
        }
    }
    let parts = PARTS.iter().zip(parts).map(|(part, rows)| (part.table(kind), rows));
    Ok(std::iter::once((tables::main(kind), main)).chain(parts).collect())
}

/// The files of a folder with what is known of them, the smallest names first.
fn entries(folder: &Path, written: &Written) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for file in fs::read_dir(folder)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let (bytes, sha256) = digest(&folder.join(&name))?;
        let records = written.records.iter().find(|(kind, _)| jsonl(*kind) == name);
        let table = written.tables.iter().find(|(table, _)| is_of(&name, table));
        let tables = if name == ANALYST { written.tables.iter().map(held).collect() } else { Vec::new() };
        entries.push(Entry {
            media_type: media_type(&name).to_owned(),
            bytes,
            sha256,
            rows: records.map(|(_, count)| *count).or(table.map(|(_, count)| *count)),
            columns: table.map(|(table, _)| columns(table, &name)).unwrap_or_default(),
            schema: records.map(|(kind, _)| schema::of(*kind)),
            tables,
            name,
        });
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// Whether a file is one of a table's own.
fn is_of(file: &str, table: &Table) -> bool {
    let rest = file.strip_prefix(table.name).and_then(|rest| rest.strip_prefix('.'));
    matches!(rest, Some("csv" | "parquet"))
}

/// A table as the file for analysts has it.
fn held((table, rows): &(Table, u64)) -> Held {
    Held { name: table.name.to_owned(), rows: *rows, columns: columns(table, ANALYST) }
}

/// The columns of a table as a file has them: only Parquet has a form for positions.
fn columns(table: &Table, file: &str) -> Vec<(String, String)> {
    let has_positions = file.ends_with(".parquet");
    let columns = table.columns.iter().filter(|column| has_positions || column.kind != ColumnKind::Geometry);
    columns.map(described).collect()
}

fn described(column: &Column) -> (String, String) {
    (column.name.to_owned(), type_name(column.kind).to_owned())
}

fn type_name(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Date => "text",
        ColumnKind::Integer => "integer",
        ColumnKind::Amount => "decimal",
        ColumnKind::Number => "number",
        ColumnKind::Boolean => "boolean",
        ColumnKind::Geometry => "WKB",
    }
}

/// The media type of a file of data, by the end of its name.
pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("jsonl") => "application/jsonl",
        Some("json") => "application/json",
        Some("geojson") => "application/geo+json",
        Some("xml") => "application/xml",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("parquet") => "application/vnd.apache.parquet",
        Some("sqlite") => "application/vnd.sqlite3",
        Some("zst") => "application/zstd",
        _ => "application/octet-stream",
    }
}
