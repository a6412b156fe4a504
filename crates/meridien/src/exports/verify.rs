//! Whether a dump holds what its own journal says. Its records and tables are made again from the journal and compared row by
//! row with each of its files, so that one that was changed is found even where the manifest was rewritten for it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use meridien_tables::{Cell, Column, Kind as ColumnKind, ParquetRows, Table, field};
use serde_json::{Map, Value};

use super::analyst::Reader;
use super::archive;
use super::dump::{self, ANALYST, Batch, JOURNAL, MANIFEST, all, jsonl};
use super::schema::{self, SCHEMA};
use crate::journal::{Journal, Kind, Location};

/// A file of a dump that holds something else than its journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The file.
    pub file: String,
    /// The first row or line that differs, from 1 and without headings; 0 where it is the whole.
    pub row: u64,
}

/// The files of a dump that do not hold what its journal says, each once; none at all where it is too old to say what its
/// computed parts depend on. Of a dump by another version of the program, what both versions write is compared.
///
/// # Errors
/// When the folder holds no dump or its journal cannot be read.
pub async fn differing(folder: &Path) -> anyhow::Result<Option<Vec<Differing>>> {
    let manifest = dump::read(folder)?;
    let Some(computed) = &manifest.computed else { return Ok(None) };
    let work = tempfile::tempdir()?;
    let journal = Journal::open(Location::Folder(&work.path().join("copy")), true).await?;
    let path = folder.join(JOURNAL);
    let checked = archive::check(&path)?;
    let strict = checked.header.program == env!("CARGO_PKG_VERSION");
    checked.load(&journal).await?;
    let mut comparison = Comparison::open(folder, strict).await;
    for kind in Kind::ALL {
        let mut lines = Lines::open(folder, *kind);
        let mut after = None;
        while let Some(batch) = Batch::after(&journal, computed, *kind, after).await? {
            after = Some(batch.last);
            batch.lines.iter().for_each(|line| lines.compare(line, strict));
            for (table, rows) in &batch.tables {
                comparison.compare(table, rows).await;
            }
        }
        comparison.take(lines);
    }
    let position = journal.position().await?;
    journal.close().await;
    let (mut found, counts) = comparison.end().await;
    let is_schema = || {
        fs::read(folder.join(SCHEMA))
            .is_ok_and(|held| serde_json::from_slice::<Value>(&held).is_ok_and(|held| held == schema::document()))
    };
    if strict && !is_schema() {
        found.push(Differing { file: SCHEMA.to_owned(), row: 0 });
    }
    let is_counted = |file: &dump::Entry| counts.get(&file.name).is_none_or(|count| file.rows == Some(*count));
    if manifest.position != position || !manifest.files.iter().all(is_counted) {
        found.push(Differing { file: MANIFEST.to_owned(), row: 0 });
    }
    Ok(Some(found))
}

/// The lines of a file of records.
struct Lines {
    file: String,
    lines: Option<std::io::Lines<BufReader<File>>>,
    passed: u64,
    differs: Option<u64>,
}

impl Lines {
    fn open(folder: &Path, kind: Kind) -> Lines {
        let file = jsonl(kind);
        let lines = File::open(folder.join(&file)).ok().map(|file| BufReader::new(file).lines());
        Lines { differs: lines.is_none().then_some(0), lines, passed: 0, file }
    }

    fn next(&mut self) -> Option<String> {
        self.lines.as_mut()?.next()?.ok()
    }

    fn compare(&mut self, expected: &str, strict: bool) {
        self.passed += 1;
        let same = self.next().is_some_and(|held| held == expected || (!strict && is_part(&held, expected)));
        if !same && self.differs.is_none() {
            self.differs = Some(self.passed);
        }
    }
}

/// Whether two records say the same in the members that both have.
fn is_part(held: &str, expected: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let Some((held, expected)) = read(held).zip(read(expected)) else { return false };
    held.iter().all(|(name, value)| expected.get(name).is_none_or(|expected| expected == value))
}

/// The rows of a table in one of its formats.
struct Held {
    file: String,
    /// The places of its columns in a row of the table.
    places: Vec<usize>,
    rows: Rows,
    /// The first row that differs.
    differs: Option<u64>,
}

enum Rows {
    Csv(Box<csv::StringRecordsIntoIter<File>>),
    Parquet(Box<ParquetRows>),
    /// Rows of the file for analysts, which are asked for batch by batch.
    Asked,
    /// The file cannot be read.
    None,
}

impl Held {
    fn csv(folder: &Path, table: &Table, strict: bool) -> Held {
        let file = format!("{}.csv", table.name);
        let opened = csv::Reader::from_path(folder.join(&file)).ok().and_then(|mut reader| {
            let heads = reader.headers().ok()?.iter().map(str::to_owned).collect::<Vec<_>>();
            Some((heads, Rows::Csv(Box::new(reader.into_records()))))
        });
        Held::new(file, table, false, opened, strict)
    }

    fn parquet(folder: &Path, table: &Table, strict: bool) -> Held {
        let file = format!("{}.parquet", table.name);
        let opened = File::open(folder.join(&file)).ok().and_then(|file| ParquetRows::open(file).ok());
        let opened = opened.map(|rows| (rows.columns.clone(), Rows::Parquet(Box::new(rows))));
        Held::new(file, table, true, opened, strict)
    }

    /// A file with these headings, of a format that has or lacks geometries. Made by this version of the program, it has every
    /// column and no other.
    fn new(file: String, table: &Table, geometries: bool, opened: Option<(Vec<String>, Rows)>, strict: bool) -> Held {
        let known = table.columns.iter().enumerate();
        let known: Vec<(usize, &Column)> =
            known.filter(|(_, column)| geometries || column.kind != ColumnKind::Geometry).collect();
        let Some((heads, rows)) = opened else {
            return Held { file, places: Vec::new(), rows: Rows::None, differs: Some(0) };
        };
        let place = |head: &String| known.iter().find(|(_, column)| column.name == head).map(|(at, _)| *at);
        let places: Vec<Option<usize>> = heads.iter().map(place).collect();
        let whole = places.iter().flatten().count() == known.len() && places.len() == known.len();
        let differs = (strict && !whole).then_some(0);
        // A column that only another version writes is passed over.
        let places = places.into_iter().map(|place| place.unwrap_or(usize::MAX)).collect();
        Held { file, places, rows, differs }
    }

    fn next(&mut self) -> Option<Vec<Cell>> {
        match &mut self.rows {
            Rows::Csv(records) => Some(records.next()?.ok()?.iter().map(Cell::from).collect()),
            Rows::Parquet(rows) => rows.next()?.ok(),
            Rows::Asked | Rows::None => None,
        }
    }

    /// Compares a row of the table, its number from 1.
    fn compare(&mut self, number: u64, expected: &[Cell], held: Option<Vec<Cell>>) {
        let same: fn(&Cell, &Cell) -> bool = match self.rows {
            Rows::Csv(_) => |expected: &Cell, held: &Cell| field(expected) == held.plain(),
            _ => is_same,
        };
        let fits = held.is_some_and(|held| {
            held.len() == self.places.len()
                && self
                    .places
                    .iter()
                    .zip(&held)
                    .all(|(at, held)| expected.get(*at).map_or(*at == usize::MAX, |expected| same(expected, held)))
        });
        if !fits && self.differs.is_none() {
            self.differs = Some(number);
        }
    }
}

/// Whether typed cells are the same. Not every format keeps more than the hundredths of an amount.
fn is_same(expected: &Cell, held: &Cell) -> bool {
    match (expected, held) {
        (Cell::Amount(one), Cell::Amount(other)) => one.round_dp(2) == other.round_dp(2),
        (Cell::Geometry(one), other) => matches!(other, Cell::Geometry(other) if one == other),
        (expected, held) => expected.plain() == held.plain(),
    }
}

/// A table in each of its formats: CSV, Parquet, the file for analysts.
struct Sheet {
    table: Table,
    /// The rows compared.
    rows: u64,
    files: [Held; 3],
}

/// A dump that is being compared.
struct Comparison {
    sheets: Vec<Sheet>,
    analyst: Option<Reader>,
    found: Vec<Differing>,
    /// The rows that each file should have.
    counts: HashMap<String, u64>,
}

impl Comparison {
    async fn open(folder: &Path, strict: bool) -> Comparison {
        let mut analyst = Reader::open(&folder.join(ANALYST)).await.ok();
        let mut sheets = Vec::new();
        for table in all() {
            let columns = match &mut analyst {
                Some(analyst) => analyst.columns(table.name).await.ok().filter(|columns| !columns.is_empty()),
                None => None,
            };
            let opened = columns.map(|columns| (columns, Rows::Asked));
            let asked = Held::new(ANALYST.to_owned(), &table, false, opened, strict);
            let files = [Held::csv(folder, &table, strict), Held::parquet(folder, &table, strict), asked];
            sheets.push(Sheet { table, rows: 0, files });
        }
        Comparison { sheets, analyst, found: Vec::new(), counts: HashMap::new() }
    }

    async fn compare(&mut self, table: &Table, rows: &[Vec<Cell>]) {
        let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.table.name == table.name) else { return };
        let [csv, parquet, asked] = &mut sheet.files;
        let mut answered = Vec::new();
        if let Some(analyst) = self.analyst.as_mut().filter(|_| asked.differs.is_none()) {
            let known = asked.places.iter().filter(|at| **at != usize::MAX);
            let columns: Vec<Column> = known.clone().map(|at| table.columns[*at]).collect();
            asked.places = known.copied().collect();
            // Rows that cannot be read are none.
            answered = analyst.rows(table.name, &columns, sheet.rows, rows.len()).await.unwrap_or_default();
        }
        let mut answered = answered.into_iter();
        for row in rows {
            sheet.rows += 1;
            for file in [&mut *csv, &mut *parquet] {
                let held = file.next();
                file.compare(sheet.rows, row, held);
            }
            asked.compare(sheet.rows, row, answered.next());
        }
    }

    /// Takes a file of records that was compared.
    fn take(&mut self, mut lines: Lines) {
        let more = lines.next().map(|_| lines.passed + 1);
        self.counts.insert(lines.file.clone(), lines.passed);
        self.found.extend(lines.differs.or(more).map(|row| Differing { file: lines.file, row }));
    }

    /// What was found, once nothing more should come, and the rows that each file should have.
    async fn end(mut self) -> (Vec<Differing>, HashMap<String, u64>) {
        for Sheet { table, rows, files: [csv, parquet, asked] } in self.sheets {
            for mut file in [csv, parquet] {
                let more = file.next().map(|_| rows + 1);
                self.counts.insert(file.file.clone(), rows);
                self.found.extend(file.differs.or(more).map(|row| Differing { file: file.file, row }));
            }
            let count = match &mut self.analyst {
                Some(analyst) => analyst.count(table.name).await.ok(),
                None => None,
            };
            let more = (count != Some(rows)).then_some(rows + 1);
            // It holds every table: the name of this one tells where.
            let file = format!("{ANALYST}, {}", table.name);
            self.found.extend(asked.differs.or(more).map(|row| Differing { file, row }));
        }
        (self.found, self.counts)
    }
}
