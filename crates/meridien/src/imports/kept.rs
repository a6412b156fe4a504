//! What was imported, by whom, and what waits to be: the rows beside the records that make a whole import one thing.

use std::collections::BTreeMap;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::table::Corrections;
use super::table::column::{Chosen, Column};
use super::{ACTOR, Report};
use crate::journal::db::{execute, on, select};
use crate::journal::{Journal, JournalError, Result, moment, stored_id, words};
use crate::value::Id;
use crate::web::Lang;

/// How hard files are packed: text to a tenth, at 300 MB a second.
const LEVEL: i32 = 3;
/// Bytes of a kept file at most.
const MOST_UNPACKED: u64 = 64 << 20;
/// Days for which what was handed in waits to be imported.
pub const KEPT_DAYS: i64 = 30;
/// How packed content begins; no table and no XML does.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

words! {
    /// What a file is.
    Form {
        /// A table, one partnership a row.
        Table = "table",
        /// Activities of IATI.
        Iati = "iati",
        /// A table of an authority's agent: its rows become that agent's declarations.
        Declarations = "declarations",
    }
}

/// The numbers of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows or activities read.
    pub read: u64,
    /// Records made.
    pub created: u64,
    /// Records that got a new version.
    pub updated: u64,
    /// What says nothing new.
    pub merged: u64,
    /// What waits or was left alone.
    pub skipped: u64,
    /// Partnerships among the activities that were taken.
    #[serde(default)]
    pub partnerships: u64,
    /// Activities that the file holds, once it was looked at.
    #[serde(default)]
    pub known: u64,
    /// Findings beyond those that the report holds.
    #[serde(default)]
    pub untold: u64,
    /// What stayed though it was undone.
    #[serde(default)]
    pub left: u64,
    /// What was taken back when it was undone: records, organisations, drafts.
    #[serde(default)]
    pub withdrawn: u64,
    /// What was brought back then to what it was before.
    #[serde(default)]
    pub restored: u64,
}

/// What of an import is kept as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was handed in, until it is done.
    Uploaded,
    /// What was found in it.
    Report,
    /// The records that it made or changed.
    Made,
    /// What of it stayed though it was undone.
    Left,
}

impl Part {
    fn key(self, import: Id) -> String {
        match self {
            Part::Uploaded => import.to_string(),
            Part::Report => format!("{import}/report"),
            Part::Made => format!("{import}/made"),
            Part::Left => format!("{import}/left"),
        }
    }
}

impl From<&Report> for Counts {
    fn from(report: &Report) -> Counts {
        let Report { read, created, updated, merged, skipped, .. } = *report;
        Counts { read, created, updated, merged, skipped, ..Counts::default() }
    }
}

/// An import: uploaded, done, or undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its identifier.
    pub id: Id,
    /// The file's name.
    pub name: String,
    /// What the file is.
    pub form: Form,
    /// The account that imports; none on the command line.
    pub account: Option<Id>,
    /// When it was handed in.
    pub made_at: DateTime<Utc>,
    /// The language of a table's texts.
    pub lang: Lang,
    /// What was written in the place of cells.
    pub corrections: Corrections,
    /// When it was done: the moment of all that it wrote, which no other import has.
    pub at: Option<DateTime<Utc>>,
    /// The journal's position before.
    pub since: i64,
    /// What it did.
    pub counts: Counts,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    form: String,
    account: Option<String>,
    made_at: i64,
    lang: String,
    corrections: String,
    at: Option<i64>,
    since: i64,
    counts: String,
    undone_at: Option<i64>,
}

/// The columns of [`Row`].
const IMPORT: &str = "id, name, form, account, made_at, lang, corrections, at, since, counts, undone_at FROM import";

impl TryFrom<Row> for Kept {
    type Error = JournalError;

    fn try_from(row: Row) -> Result<Kept> {
        Ok(Kept {
            id: stored_id(row.id)?,
            name: row.name,
            form: row.form.parse().map_err(JournalError::Stored)?,
            account: row.account.map(stored_id).transpose()?,
            made_at: moment(row.made_at)?,
            lang: Lang::from_code(&row.lang).ok_or(JournalError::Stored(row.lang))?,
            corrections: corrections(&row.corrections).ok_or(JournalError::Stored(row.corrections))?,
            at: row.at.map(moment).transpose()?,
            since: row.since,
            counts: serde_json::from_str(&row.counts).map_err(|_| JournalError::Stored(row.counts))?,
            undone_at: row.undone_at.map(moment).transpose()?,
        })
    }
}

/// Corrections as they are stored: `{"12 start": "2013"}`.
fn corrections(text: &str) -> Option<Corrections> {
    let stored: BTreeMap<String, String> = serde_json::from_str(text).ok()?;
    let cell = |(place, text): (String, String)| {
        let (row, column) = place.split_once(' ')?;
        Some(((row.parse().ok()?, column.parse::<Column>().ok()?), text))
    };
    stored.into_iter().map(cell).collect()
}

fn stored(corrections: &Corrections) -> String {
    let cells = corrections.iter().map(|((row, column), text)| (format!("{row} {}", column.as_str()), text));
    serde_json::to_string(&cells.collect::<BTreeMap<_, _>>()).unwrap_or_default()
}

impl Kept {
    /// Whether there is something of it to be undone: all, or what could not be undone before.
    pub fn may_be_undone(&self) -> bool {
        self.at.is_some() && (self.undone_at.is_none() || self.counts.left > 0)
    }

    /// The key of what was done of it.
    pub fn state(&self) -> &'static str {
        match (self.at, self.undone_at) {
            (_, Some(_)) if self.counts.left > 0 => "import-state-partly",
            (_, Some(_)) => "import-state-undone",
            (Some(_), None) => "import-state-done",
            (None, None) => "import-state-waiting",
        }
    }

    /// An import that is about to begin.
    pub fn new(name: &str, form: Form, account: Option<Id>, made_at: DateTime<Utc>) -> Kept {
        Kept {
            id: Id::random(&mut rand::rng()),
            name: name.to_owned(),
            form,
            account,
            made_at,
            lang: Lang::default(),
            corrections: Corrections::new(),
            at: None,
            since: 0,
            counts: Counts::default(),
            undone_at: None,
        }
    }

    /// Notes that it begins now, and gives the moment of all that it will write; none where it began before, as at the first
    /// of two clicks: it is that one's.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn begin(&mut self, journal: &Journal, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        // One of the command line is not kept yet.
        self.save(journal).await?;
        let since = journal.position().await?;
        let mut at = DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now);
        while at_of(journal, at).await? {
            at += chrono::Duration::milliseconds(1);
        }
        let sql = "UPDATE import SET at = $2, since = $3 WHERE id = $1 AND at IS NULL";
        if execute!(journal.database(), sql, self.id.to_string(), at.timestamp_millis(), since) == 0 {
            return Ok(None);
        }
        (self.at, self.since) = (Some(at), since);
        Ok(self.at)
    }

    /// Notes that it stopped on its way: where it wrote nothing it is as if nobody had begun it, else it is there to be
    /// undone.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn broken_off(&mut self, journal: &Journal) -> Result<()> {
        let Some(at) = self.at else { return Ok(()) };
        let mut written = journal.written(ACTOR, at, self.since).await?.len();
        if let Some(account) = self.account {
            let own = journal.proposals_by(&account.to_string()).await?;
            written += own.iter().filter(|proposal| proposal.at == at).count();
        }
        self.counts.created = written as u64;
        self.save(journal).await?;
        if written == 0 {
            execute!(journal.database(), "UPDATE import SET at = NULL WHERE id = $1", self.id.to_string());
            self.at = None;
            if self.account.is_none() {
                // Its file was never kept: nothing of it waits.
                self.forget(journal).await?;
            }
        }
        Ok(())
    }

    /// Notes what it did.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn end(&mut self, journal: &Journal, report: &Report) -> Result<()> {
        self.counts = report.into();
        put_file(journal, self.id, Part::Made, &serde_json::to_vec(&report.records).unwrap_or_default()).await?;
        self.save(journal).await
    }

    /// Writes it, new or again, save when it began: that is [`Kept::begin`]'s to say. Where another began it since this copy
    /// was read, nothing is written.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn save(&self, journal: &Journal) -> Result<()> {
        let sql =
            "INSERT INTO import (id, name, form, account, made_at, lang, corrections, at, since, counts, undone_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET
            lang = excluded.lang, corrections = excluded.corrections, counts = excluded.counts,
            undone_at = excluded.undone_at WHERE import.at IS NOT DISTINCT FROM excluded.at";
        execute!(
            journal.database(),
            sql,
            self.id.to_string(),
            &self.name,
            self.form.as_str(),
            self.account.map(|id| id.to_string()),
            self.made_at.timestamp_millis(),
            self.lang.code(),
            stored(&self.corrections),
            self.at.map(|at| at.timestamp_millis()),
            self.since,
            serde_json::to_string(&self.counts).unwrap_or_default(),
            self.undone_at.map(|at| at.timestamp_millis()),
        );
        Ok(())
    }

    /// Forgets one that was never done, with its file.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn forget(&self, journal: &Journal) -> Result<()> {
        forget_file(journal, self.id, Part::Uploaded).await?;
        forget_file(journal, self.id, Part::Report).await?;
        execute!(journal.database(), "DELETE FROM import WHERE id = $1 AND at IS NULL", self.id.to_string());
        Ok(())
    }
}

async fn at_of(journal: &Journal, at: DateTime<Utc>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM import WHERE at = $1";
    let count: i64 = on!(journal.database().reader(), pool =>
        sqlx::query_scalar(sql).bind(at.timestamp_millis()).fetch_one(pool).await?);
    Ok(count > 0)
}

/// An import.
///
/// # Errors
/// When the journal fails.
pub async fn find(journal: &Journal, id: Id) -> Result<Option<Kept>> {
    let mut rows = select!(journal.database(), Row, IMPORT, "WHERE id = $1", id.to_string());
    rows.pop().map(Kept::try_from).transpose()
}

/// The imports of an account, or all but those of authorities, the latest first, at most `most`.
///
/// # Errors
/// When the journal fails.
pub async fn list(journal: &Journal, account: Option<Id>, most: i64) -> Result<Vec<Kept>> {
    let account = account.map_or_else(String::new, |id| id.to_string());
    let rows = select!(
        journal.database(),
        Row,
        IMPORT,
        "WHERE account = $1 OR ($1 = '' AND form <> 'declarations') ORDER BY made_at DESC, id LIMIT $2",
        account,
        most
    );
    rows.into_iter().map(Kept::try_from).collect()
}

/// Keeps a file of an import, packed, in the place of an earlier one.
///
/// # Errors
/// When the journal fails.
pub async fn put_file(journal: &Journal, id: Id, part: Part, content: &[u8]) -> Result<()> {
    let packed = zstd::encode_all(content, LEVEL).map_err(|fault| JournalError::Stored(fault.to_string()))?;
    let sql = "INSERT INTO import_file (import, body) VALUES ($1, $2)
        ON CONFLICT (import) DO UPDATE SET body = excluded.body";
    execute!(journal.database(), sql, part.key(id), BASE64.encode(packed));
    Ok(())
}

/// A file of an import, while it is kept: at most [`MOST_UNPACKED`] bytes of it.
///
/// # Errors
/// When the journal fails.
pub async fn file(journal: &Journal, id: Id, part: Part) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT body FROM import_file WHERE import = $1";
    let body: Option<String> = on!(journal.database().reader(), pool =>
        sqlx::query_scalar(sql).bind(part.key(id)).fetch_optional(pool).await?);
    let unpacked = |body: String| {
        let stored = BASE64.decode(body).map_err(|fault| JournalError::Stored(fault.to_string()))?;
        if !stored.starts_with(&ZSTD) {
            // Kept by an earlier version of the program, as it came.
            return Ok(stored);
        }
        let mut content = Vec::new();
        let unpacking = zstd::Decoder::new(&stored[..]).map(|unpacking| unpacking.take(MOST_UNPACKED));
        let read = unpacking.and_then(|mut unpacking| unpacking.read_to_end(&mut content));
        read.map_err(|fault| JournalError::Stored(fault.to_string()))?;
        Ok(content)
    };
    body.map(unpacked).transpose()
}

/// The records that an import made or changed; none where it was done before they were noted.
///
/// # Errors
/// When the journal fails.
pub async fn made(journal: &Journal, import: &Kept) -> Result<Vec<Id>> {
    let stored = file(journal, import.id, Part::Made).await?;
    Ok(stored.and_then(|stored| serde_json::from_slice(&stored).ok()).unwrap_or_default())
}

/// Forgets a file of an import.
///
/// # Errors
/// When the journal fails.
pub async fn forget_file(journal: &Journal, id: Id, part: Part) -> Result<()> {
    execute!(journal.database(), "DELETE FROM import_file WHERE import = $1", part.key(id));
    Ok(())
}

/// Forgets the imports that were handed in before a moment and never done, with their files; says how many.
///
/// # Errors
/// When the journal fails.
pub async fn forget_waiting(journal: &Journal, before: DateTime<Utc>) -> Result<u64> {
    let before = before.timestamp_millis();
    let files = "DELETE FROM import_file
        WHERE import IN (SELECT id FROM import WHERE at IS NULL AND made_at < $1)
        OR import IN (SELECT id || '/report' FROM import WHERE at IS NULL AND made_at < $1)";
    execute!(journal.database(), files, before);
    Ok(execute!(journal.database(), "DELETE FROM import WHERE at IS NULL AND made_at < $1", before))
}

/// What people of an organisation (or the account itself) said that headings mean.
///
/// # Errors
/// When the journal fails.
pub async fn chosen(journal: &Journal, owner: Id) -> Result<Chosen> {
    let sql = "SELECT heading, meaning FROM import_column WHERE owner = $1";
    let rows: Vec<(String, String)> =
        on!(journal.database().reader(), pool => sqlx::query_as(sql).bind(owner.to_string()).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(heading, meaning)| (heading, meaning.parse().ok())).collect())
}

/// Remembers what people said that headings mean.
///
/// # Errors
/// When the journal fails.
pub async fn remember(journal: &Journal, owner: Id, chosen: &Chosen) -> Result<()> {
    for (heading, meaning) in chosen {
        let sql = "INSERT INTO import_column (owner, heading, meaning) VALUES ($1, $2, $3)
            ON CONFLICT (owner, heading) DO UPDATE SET meaning = excluded.meaning";
        execute!(journal.database(), sql, owner.to_string(), heading, meaning.map_or("", Column::as_str));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::app::testing::now;
    use crate::journal::testing::journals;

    /// The name of a file may be somebody's.
    #[tokio::test]
    async fn the_name_of_a_file_can_be_taken_out_and_is_in_no_reason() {
        use crate::journal::{Author, Passage};
        for test in journals().await {
            let (journal, record) = (&test.journal, Id::derived("fiche"));
            let kept = Kept::new("Vexatior-Ondine.csv", Form::Table, None, now());
            kept.save(journal).await.unwrap();
            let reason = crate::imports::undo::reason(&kept);
            assert!(reason.starts_with("{import-undone: ") && !reason.contains("Vexatior"), "{reason}");
            let passage = Passage::read("Vexatior Ondine").unwrap();
            journal.redact(record, &passage, &Author::system("essai"), now()).await.unwrap();
            assert_eq!(find(journal, kept.id).await.unwrap().unwrap().name, "[…].csv");
        }
    }

    #[tokio::test]
    async fn a_damaged_moment_is_no_day_of_1970() {
        for test in journals().await {
            let journal = &test.journal;
            let kept = Kept::new("liste.csv", Form::Table, None, now());
            kept.save(journal).await.unwrap();
            let damage = async || -> Result<u64> {
                Ok(execute!(journal.database(), "UPDATE import SET made_at = $1", i64::MAX))
            };
            assert_eq!(damage().await.unwrap(), 1);
            assert!(matches!(find(journal, kept.id).await, Err(JournalError::Stored(_))));
        }
    }

    /// Two clicks read it before either begins.
    #[tokio::test]
    async fn an_import_begins_once() {
        for test in journals().await {
            let journal = &test.journal;
            let mut first = Kept::new("liste.csv", Form::Table, Some(Id::derived("account")), now());
            first.save(journal).await.unwrap();
            let (mut second, mut third) = (first.clone(), first.clone());
            let at = first.begin(journal, now()).await.unwrap();
            assert!(at.is_some());
            assert_eq!(second.begin(journal, now() + Duration::seconds(1)).await.unwrap(), None);
            first.counts.created = 7;
            first.save(journal).await.unwrap();
            third.corrections.insert((2, Column::Title), "Puits".to_owned());
            third.save(journal).await.unwrap();
            let held = find(journal, first.id).await.unwrap().unwrap();
            assert_eq!((held.at, &held), (at, &first), "what was read before writes nothing over it");
        }
    }

    #[tokio::test]
    async fn an_import_that_wrote_nothing_was_not_begun() {
        for test in journals().await {
            let journal = &test.journal;
            let mut of_account = Kept::new("liste.csv", Form::Table, Some(Id::derived("account")), now());
            let mut of_command = Kept::new("liste.csv", Form::Table, None, now());
            for kept in [&mut of_account, &mut of_command] {
                kept.begin(journal, now()).await.unwrap();
                kept.broken_off(journal).await.unwrap();
            }
            assert_eq!(find(journal, of_account.id).await.unwrap().unwrap().at, None, "it waits as before");
            assert!(of_account.begin(journal, now()).await.unwrap().is_some());
            assert_eq!(find(journal, of_command.id).await.unwrap(), None, "it has no file that could wait");
        }
    }

    #[tokio::test]
    async fn what_nobody_imports_is_forgotten() {
        for test in journals().await {
            let journal = &test.journal;
            let old = Kept::new("vieux.csv", Form::Table, None, now() - Duration::days(31));
            let new = Kept::new("récent.csv", Form::Table, None, now() - Duration::days(29));
            let mut done = Kept::new("fait.xml", Form::Iati, None, now() - Duration::days(31));
            done.at = Some(now());
            for kept in [&old, &new, &done] {
                kept.save(journal).await.unwrap();
                put_file(journal, kept.id, Part::Uploaded, b"a").await.unwrap();
                put_file(journal, kept.id, Part::Report, b"b").await.unwrap();
            }
            assert_eq!(forget_waiting(journal, now() - Duration::days(KEPT_DAYS)).await.unwrap(), 1);
            for (kept, stays) in [(&old, false), (&new, true), (&done, true)] {
                assert_eq!(find(journal, kept.id).await.unwrap().is_some(), stays, "{}", kept.name);
                for part in [Part::Uploaded, Part::Report] {
                    assert_eq!(file(journal, kept.id, part).await.unwrap().is_some(), stays, "{}", kept.name);
                }
            }
        }
    }
}
