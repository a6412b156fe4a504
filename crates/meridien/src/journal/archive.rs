//! The register's tables as lines of JSON, the same from both databases: what backups and dumps are made of.
//!
//! A line is a table's name or one of its rows: `{"table":"revision"}`, then `{"seq":1,…}` and so on. All of it is one
//! state of the register, read while others write. Tables are found in the database itself, so one added later is saved too.

use std::io::{self, Write};

use futures_util::TryStreamExt;
use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

use super::append::tick;
use super::db::{APPLIED, Db, On, Tx, execute_in, on};
use super::{Journal, JournalError, Kind, Result, erasure, redact};
use crate::partnership::personal;
use crate::value::Id;
use crate::web::Locale;

/// Rows written in one statement at most.
const ROWS: usize = 500;
/// Bytes of rows after which a statement takes no more: a database takes a thousand million, and files that wait to be imported
/// have twenty million each.
const BYTES: usize = 8 << 20;

/// What is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every row of every table.
    Everything,
    /// What the public may see: the public records in all their published versions, that others were withdrawn or merged
    /// and why; nothing personal.
    Public,
    /// Whom and what was erased, by number and hash: what a restored backup made before must be told.
    Erasures,
}

/// The tables that a dump has, each with the rows that are public (`t` is a row). Not whom was erased: a number made of a name
/// would tell whoever knows the name.
const PUBLIC: [(&str, &str); 6] = [
    ("change_clock", "1 = 1"),
    (
        "revision",
        "t.seq IN (SELECT seq FROM head) OR EXISTS
            (SELECT 1 FROM head h WHERE h.kind = t.kind AND h.id = t.id AND h.public = 1)",
    ),
    ("head", "1 = 1"),
    ("identifier", "1 = 1"),
    ("yearly_figure", "1 = 1"),
    ("fact", "t.name IN ('home_country', 'demonstration', 'reference')"),
];

/// The tables that tell what was erased, with the key of the hashes.
const ERASURES: [(&str, &str); 3] =
    [("fact", "t.name = 'redaction_key'"), ("erasure", "1 = 1"), ("redaction", "1 = 1")];

/// Letters that had not left when the register was saved, and those to be written then: restored, they wait until somebody
/// says so, for they may have left since.
const HOLD: &str =
    "UPDATE job SET state = 'held' WHERE kind IN ('mail', 'campaign', 'persons') AND state IN ('waiting', 'running')";

/// Why an archive cannot be written or taken in.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The register holds something already.
    #[error("the register is not empty")]
    NotEmpty,
    /// A line is no row, or of a table or column that this program does not know.
    #[error("line {0} is not one of an archive that this version knows")]
    Line(u64),
    /// The archive cannot be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The register cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<sqlx::Error> for ArchiveError {
    fn from(fault: sqlx::Error) -> ArchiveError {
        ArchiveError::Journal(fault.into())
    }
}

impl Journal {
    /// Writes the register to `out`, as it is at one moment. Returns how many rows there are.
    ///
    /// # Errors
    /// When the register cannot be read or `out` not written.
    pub async fn save(&self, extent: Extent, out: &mut (impl Write + Send)) -> std::result::Result<u64, ArchiveError> {
        let mut tx = snapshot(&self.db).await?;
        let tables = match extent {
            Extent::Everything => tables(&mut tx).await?.into_iter().map(|table| (table, "1 = 1")).collect::<Vec<_>>(),
            Extent::Public => PUBLIC.map(|(table, which)| (table.to_owned(), which)).into(),
            Extent::Erasures => ERASURES.map(|(table, which)| (table.to_owned(), which)).into(),
        };
        let mut rows = 0;
        for (table, which) in tables {
            writeln!(out, "{}", serde_json::json!({ "table": table }))?;
            let sql = AssertSqlSafe(select(&mut tx, &table, which).await?);
            on!(&mut tx, tx => {
                let mut stream = sqlx::query_scalar::<_, String>(sql).fetch(&mut **tx);
                while let Some(row) = stream.try_next().await? {
                    let row = if extent == Extent::Public && table == "revision" { impersonal(&row)? } else { row };
                    writeln!(out, "{row}")?;
                    rows += 1;
                }
            });
        }
        Ok(rows)
    }

    /// Takes in what [`Journal::save`] wrote, all or nothing, into a register that holds nothing. Whoever was erased stays
    /// erased, and nobody is signed in. Returns how many rows there were.
    ///
    /// # Errors
    /// A [`ArchiveError`]; the register is then as it was.
    pub async fn load(
        &self,
        lines: impl Iterator<Item = io::Result<String>> + Send,
    ) -> std::result::Result<u64, ArchiveError> {
        if self.position().await? > 0 {
            return Err(ArchiveError::NotEmpty);
        }
        let mut tx = self.db.begin().await?;
        let known = tables(&mut tx).await?;
        let mut into: Option<Target> = None;
        let mut rows = 0;
        for (number, line) in (1..).zip(lines) {
            let line = line?;
            let fields: Map<String, Value> = serde_json::from_str(&line).map_err(|_| ArchiveError::Line(number))?;
            match fields.get("table").and_then(Value::as_str).filter(|_| fields.len() == 1) {
                Some(table) => {
                    finish(&mut tx, into.take()).await?;
                    let table = known.iter().find(|name| *name == table).ok_or(ArchiveError::Line(number))?;
                    into = Some(Target::begin(&mut tx, table).await?);
                }
                None => {
                    let target = into.as_mut().ok_or(ArchiveError::Line(number))?;
                    target.add(&mut tx, &fields, line).await?.then_some(()).ok_or(ArchiveError::Line(number))?;
                    rows += 1;
                }
            }
        }
        finish(&mut tx, into).await?;
        erasure::apply(&mut tx).await?;
        execute_in!(&mut tx, HOLD);
        // Who ended a session since would have it again.
        execute_in!(&mut tx, "DELETE FROM session");
        tx.commit().await?;
        self.heard(self.position().await?);
        Ok(rows)
    }
}

impl Journal {
    /// Erases again, in a register just restored, what another one had erased: the lines are those of [`Extent::Erasures`], or
    /// of a whole backup. Returns how many erasures there are.
    ///
    /// # Errors
    /// A [`ArchiveError`]; the register is then as it was.
    pub async fn load_erasures(
        &self,
        lines: impl Iterator<Item = io::Result<String>> + Send,
    ) -> std::result::Result<u64, ArchiveError> {
        let mut tx = self.db.begin().await?;
        // Positions of the other register mean nothing here.
        let seq = tick(&mut tx, 1).await?;
        let (mut table, mut erasures) = (String::new(), 0);
        for (number, line) in (1..).zip(lines) {
            let row: Value = serde_json::from_str(&line?).map_err(|_| ArchiveError::Line(number))?;
            match row["table"].as_str() {
                Some(name) => name.clone_into(&mut table),
                None => erasures += note_erasure(&mut tx, &table, &row, seq).await?,
            }
        }
        erasure::apply(&mut tx).await?;
        self.commit(tx, seq).await?;
        Ok(erasures)
    }
}

/// Notes what a row of another register's table says was erased; 1 where it says so.
async fn note_erasure(tx: &mut Tx, table: &str, row: &Value, seq: i64) -> Result<u64> {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let number = |name: &str| row[name].as_i64().unwrap_or_default();
    match table {
        "fact" if text("name") == redact::KEY => {
            let sql = "INSERT INTO fact (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            execute_in!(tx, sql, text("name"), text("value"));
            Ok(0)
        }
        "erasure" => {
            let id = text("id");
            erasure::note_at(tx, id, seq, number("at")).await?;
            // A hash beside it tells how somebody is known again: one person was erased, not two.
            let alone = [erasure::ACCOUNT, erasure::REQUEST].iter().any(|kind| id.starts_with(kind));
            Ok(u64::from(alone || id.parse::<Id>().is_ok()))
        }
        "redaction" => {
            let sql = "INSERT INTO redaction (record, hash, words, seq, actor, role, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
            let words = i32::try_from(number("words")).unwrap_or_default();
            let (record, hash, at) = (text("record"), text("hash"), number("at"));
            execute_in!(tx, sql, record, hash, words, seq, text("actor"), text("role"), at);
            Ok(1)
        }
        _ => Ok(0),
    }
}

async fn finish(tx: &mut Tx, into: Option<Target>) -> Result<()> {
    match into {
        Some(mut target) => target.flush(tx).await,
        None => Ok(()),
    }
}

/// A transaction in which everything read is of one moment.
async fn snapshot(db: &Db) -> Result<Tx> {
    Ok(match db {
        Db::Sqlite { readers, .. } => On::Sqlite(readers.begin().await?),
        Db::Postgres(pool) => On::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
    })
}

/// Our tables, in the order in which they were made: one that refers to another comes after it.
async fn tables(tx: &mut Tx) -> Result<Vec<String>> {
    let mut tables: Vec<String> = match tx {
        On::Sqlite(tx) => {
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY rowid";
            sqlx::query_scalar(sql).fetch_all(&mut **tx).await?
        }
        On::Postgres(tx) => {
            let sql = "SELECT relname::text FROM pg_class
                WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
                ORDER BY oid";
            sqlx::query_scalar(sql).fetch_all(&mut **tx).await?
        }
    };
    tables.retain(|table| table != APPLIED);
    Ok(tables)
}

/// The columns of a table, each with whether it holds bytes.
async fn columns(tx: &mut Transaction<'static, Sqlite>, table: &str) -> Result<Vec<(String, bool)>> {
    let sql = "SELECT name, type FROM pragma_table_info($1) ORDER BY cid";
    let columns: Vec<(String, String)> = sqlx::query_as(sql).bind(table).fetch_all(&mut **tx).await?;
    let bytes = |kind: &str| matches!(kind.to_ascii_uppercase().as_str(), "BLOB" | "BYTEA");
    Ok(columns.into_iter().map(|(name, kind)| (name, bytes(&kind))).collect())
}

async fn columns_on_server(tx: &mut Transaction<'static, Postgres>, table: &str) -> Result<Vec<String>> {
    let sql = "SELECT column_name::text FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
    Ok(sqlx::query_scalar(sql).bind(table).fetch_all(&mut **tx).await?)
}

/// The statement that gives the rows of a table as JSON; bytes as PostgreSQL writes them, `\x` and digits.
async fn select(tx: &mut Tx, table: &str, which: &str) -> Result<String> {
    Ok(match tx {
        On::Sqlite(tx) => {
            let pair = |(name, bytes): &(String, bool)| match bytes {
                true => format!("'{name}', '\\x' || lower(hex(t.\"{name}\"))"),
                false => format!("'{name}', t.\"{name}\""),
            };
            let pairs: Vec<String> = columns(tx, table).await?.iter().map(pair).collect();
            format!("SELECT json_object({}) FROM \"{table}\" t WHERE {which} ORDER BY t.rowid", pairs.join(", "))
        }
        On::Postgres(_) => {
            let order = if table == "revision" { " ORDER BY t.seq" } else { "" };
            format!("SELECT row_to_json(t)::text FROM \"{table}\" t WHERE {which}{order}")
        }
    })
}

/// A revision without what is personal: who wrote it but for his role, and what of its body the public may not have.
fn impersonal(row: &str) -> Result<String> {
    let stored = |_| JournalError::Stored("revision".to_owned());
    let mut row: Map<String, Value> = serde_json::from_str(row).map_err(stored)?;
    if row.get("role").and_then(Value::as_str) != Some("system") {
        let role = row.get("role").cloned().unwrap_or_default();
        row.insert("actor".to_owned(), role);
    }
    let kind = row.get("kind").and_then(Value::as_str).unwrap_or_default().parse().map_err(JournalError::Stored)?;
    if let Some(body) = row.get("body").and_then(Value::as_str).filter(|body| !body.is_empty()) {
        let body = impersonal_body(kind, body).map_err(stored)?;
        row.insert("body".to_owned(), body.into());
    }
    if let Some(reason) = row.get("reason").and_then(Value::as_str) {
        let reason = personal::shown_line(Locale::default(), reason);
        row.insert("reason".to_owned(), reason.into());
    }
    Ok(Value::Object(row).to_string())
}

/// A body as the public may have it: without the persons behind its contacts, and without mail addresses and telephone numbers in
/// its texts.
///
/// # Errors
/// When it is no body of such a record.
pub fn impersonal_body(kind: Kind, body: &str) -> std::result::Result<String, serde_json::Error> {
    let mut body: Value = serde_json::from_str(body)?;
    if matches!(kind, Kind::Partnership | Kind::Activity) {
        body = personal::masked_body(body)?;
    }
    let contacts = body.get_mut("contacts").and_then(Value::as_array_mut);
    for contact in contacts.into_iter().flatten().filter_map(Value::as_object_mut) {
        contact.remove("persons");
    }
    Ok(body.to_string())
}

/// The table that rows go into.
struct Target {
    table: String,
    columns: Vec<(String, bool)>,
    /// Those of its columns that the rows have.
    given: Vec<(String, bool)>,
    waiting: Vec<String>,
    /// How long those that wait are.
    bytes: usize,
}

impl Target {
    /// Empties a table of what a new register has.
    async fn begin(tx: &mut Tx, table: &str) -> Result<Target> {
        let columns = match tx {
            On::Sqlite(tx) => columns(tx, table).await?,
            On::Postgres(tx) => columns_on_server(tx, table).await?.into_iter().map(|name| (name, false)).collect(),
        };
        let sql = AssertSqlSafe(format!("DELETE FROM \"{table}\""));
        on!(tx, tx => sqlx::query(sql).execute(&mut **tx).await?.rows_affected());
        Ok(Target { table: table.to_owned(), columns, given: Vec::new(), waiting: Vec::new(), bytes: 0 })
    }

    /// Adds a row; false where it has a column that the table has not, or other columns than the rows before.
    async fn add(&mut self, tx: &mut Tx, fields: &Map<String, Value>, line: String) -> Result<bool> {
        if self.given.is_empty() {
            self.given = self.columns.iter().filter(|(name, _)| fields.contains_key(name)).cloned().collect();
        }
        if fields.len() != self.given.len() || !self.given.iter().all(|(name, _)| fields.contains_key(name)) {
            return Ok(false);
        }
        self.bytes += line.len();
        self.waiting.push(line);
        if self.waiting.len() >= ROWS || self.bytes >= BYTES {
            self.flush(tx).await?;
        }
        Ok(true)
    }

    async fn flush(&mut self, tx: &mut Tx) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rows = format!("[{}]", self.waiting.join(","));
        self.waiting.clear();
        self.bytes = 0;
        let names: Vec<String> = self.given.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let (table, names) = (&self.table, names.join(", "));
        match tx {
            On::Sqlite(tx) => {
                let value = |(name, bytes): &(String, bool)| match bytes {
                    true => format!("unhex(substr(json_extract(value, '$.{name}'), 3))"),
                    false => format!("json_extract(value, '$.{name}')"),
                };
                let values: Vec<String> = self.given.iter().map(value).collect();
                let sql = format!("INSERT INTO \"{table}\" ({names}) SELECT {} FROM json_each($1)", values.join(", "));
                sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(&mut **tx).await?;
            }
            On::Postgres(tx) => {
                let sql = format!(
                    "INSERT INTO \"{table}\" ({names}) SELECT {names} FROM json_populate_recordset(NULL::\"{table}\", $1::json)"
                );
                sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, Scope};
    use crate::account::{Accounts, NewAccount};
    use crate::app::testing::now;
    use crate::journal::testing::journals;
    use crate::web::Lang;

    #[tokio::test]
    async fn large_rows_go_in_few_at_a_time_and_come_back_equal() {
        for test in journals().await {
            let mut tx = test.journal.db.begin().await.unwrap();
            let mut target = Target::begin(&mut tx, "import_file").await.unwrap();
            let body = |number: usize| number.to_string().repeat(5 << 20);
            for number in 1..=3 {
                let row = serde_json::json!({ "import": format!("I{number}"), "body": body(number) });
                assert!(target.add(&mut tx, row.as_object().unwrap(), row.to_string()).await.unwrap());
                assert!(target.waiting.iter().map(String::len).sum::<usize>() < BYTES, "{number}");
            }
            target.flush(&mut tx).await.unwrap();
            let sql = "SELECT body FROM import_file ORDER BY import";
            let held: Vec<String> = on!(&mut tx, tx => sqlx::query_scalar(sql).fetch_all(&mut **tx).await.unwrap());
            assert!(held == [1, 2, 3].map(body), "{:?}", held.iter().map(String::len).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn nobody_is_signed_in_to_a_restored_register() {
        for (test, restored) in journals().await.iter().zip(journals().await) {
            let accounts = Accounts::new(&test.journal);
            let grants = vec![Grant { role: Role::Administrator, scope: Scope::Everything }];
            let new = NewAccount { email: "a@lille.example".into(), name: "A".into(), language: Lang::Fr, grants };
            let id = accounts.create(&new, now()).await.unwrap().unwrap();
            accounts.begin_session(id, "Firefox", now()).await.unwrap();
            let mut saved = Vec::new();
            test.journal.save(Extent::Everything, &mut saved).await.unwrap();
            let saved = String::from_utf8(saved).unwrap();
            assert!(saved.contains("Firefox"));
            restored.journal.load(saved.lines().map(|line| Ok(line.to_owned()))).await.unwrap();
            let sql = "SELECT (SELECT COUNT(*) FROM session), (SELECT COUNT(*) FROM account)";
            let held: (i64, i64) = on!(restored.journal.db.reader(), pool =>
                sqlx::query_as(sql).fetch_one(pool).await.unwrap());
            assert_eq!(held, (0, 1));
        }
    }
}
