//! One SQLite file with the tables of a dump, for analysts: plain columns, an index on what tables are joined by.

use std::path::Path;

use meridien_tables::{Cell, Column, Kind, Table};
use rust_decimal::Decimal;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, QueryBuilder, Row};

/// Values in one statement: under SQLite's limit of 32,766.
const VALUES: usize = 8000;

/// A file that is being written.
pub(super) struct Analyst(SqliteConnection);

impl Analyst {
    /// Makes the file with every table, empty.
    pub(super) async fn new(path: &Path, tables: &[Table]) -> Result<Analyst, sqlx::Error> {
        // Nobody reads it before it is whole: a crash leaves a file that is thrown away.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off);
        let mut connection = options.connect().await?;
        for table in tables {
            let columns =
                columns(table).map(|(_, name, kind)| format!("\"{name}\" {kind}")).collect::<Vec<_>>().join(", ");
            let sql = format!("CREATE TABLE \"{}\" ({columns})", table.name);
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
        }
        sqlx::query("BEGIN").execute(&mut connection).await?;
        Ok(Analyst(connection))
    }

    /// Adds rows to a table.
    pub(super) async fn rows(&mut self, table: &Table, rows: &[Vec<Cell>]) -> Result<(), sqlx::Error> {
        let shown: Vec<usize> = columns(table).map(|(at, ..)| at).collect();
        for rows in rows.chunks(VALUES / shown.len().max(1)) {
            let mut insert = QueryBuilder::<sqlx::Sqlite>::new(format!("INSERT INTO \"{}\" ", table.name));
            insert.push_values(rows, |mut values, row| {
                for at in &shown {
                    match row.get(*at).unwrap_or(&Cell::Empty) {
                        Cell::Empty | Cell::Geometry(_) => values.push_bind(None::<String>),
                        Cell::Text(text) | Cell::Broken(text) => values.push_bind(text.clone()),
                        Cell::Integer(number) => values.push_bind(*number),
                        Cell::Amount(amount) => values.push_bind(amount.to_string()),
                        Cell::Number(number) => values.push_bind(*number),
                        Cell::Boolean(yes) => values.push_bind(*yes),
                    };
                }
            });
            insert.build().execute(&mut self.0).await?;
        }
        Ok(())
    }

    /// Ends the file, with an index on the first column of every table.
    pub(super) async fn finish(mut self, tables: &[Table]) -> Result<(), sqlx::Error> {
        for table in tables {
            let Some(first) = table.columns.first() else { continue };
            let sql = format!("CREATE INDEX \"{0}_{1}\" ON \"{0}\" (\"{1}\")", table.name, first.name);
            sqlx::query(AssertSqlSafe(sql)).execute(&mut self.0).await?;
        }
        sqlx::query("COMMIT").execute(&mut self.0).await?;
        self.0.close().await
    }
}

/// A file that is read.
pub(super) struct Reader(SqliteConnection);

impl Reader {
    /// Opens a file; nothing is written to it.
    pub(super) async fn open(path: &Path) -> Result<Reader, sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        Ok(Reader(options.connect().await?))
    }

    /// The names of the columns of a table; none where there is no such table.
    pub(super) async fn columns(&mut self, table: &str) -> Result<Vec<String>, sqlx::Error> {
        let sql = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
        sqlx::query_scalar(sql).bind(table).fetch_all(&mut self.0).await
    }

    /// How many rows a table has.
    pub(super) async fn count(&mut self, table: &str) -> Result<u64, sqlx::Error> {
        let sql = format!("SELECT COUNT(*) FROM \"{table}\"");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut self.0).await?;
        Ok(count.unsigned_abs())
    }

    /// So many rows of a table after the first `passed`, of these columns.
    pub(super) async fn rows(
        &mut self,
        table: &str,
        columns: &[Column],
        passed: u64,
        count: usize,
    ) -> Result<Vec<Vec<Cell>>, sqlx::Error> {
        let shown = columns.iter().map(|column| match column.kind {
            // As text it keeps the digits that it has.
            Kind::Amount => format!("CAST(\"{}\" AS TEXT)", column.name),
            _ => format!("\"{}\"", column.name),
        });
        let shown = shown.collect::<Vec<_>>().join(", ");
        // Rows are numbered from 1 as they were written.
        let sql = format!("SELECT {shown} FROM \"{table}\" WHERE rowid > {passed} ORDER BY rowid LIMIT {count}");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.0).await?;
        rows.iter()
            .map(|row| columns.iter().enumerate().map(|(at, column)| read(row, at, column.kind)).collect())
            .collect()
    }
}

fn read(row: &SqliteRow, at: usize, kind: Kind) -> Result<Cell, sqlx::Error> {
    Ok(match kind {
        Kind::Text | Kind::Date => Cell::maybe(row.try_get::<Option<String>, _>(at)?),
        Kind::Integer => Cell::maybe(row.try_get::<Option<i64>, _>(at)?),
        Kind::Number => Cell::maybe(row.try_get::<Option<f64>, _>(at)?),
        Kind::Boolean => Cell::maybe(row.try_get::<Option<bool>, _>(at)?),
        Kind::Amount => {
            let text: Option<String> = row.try_get(at)?;
            text.map_or(Cell::Empty, |text| text.parse::<Decimal>().map_or(Cell::Broken(text), Cell::Amount))
        }
        Kind::Geometry => Cell::Empty,
    })
}

/// The columns that the file has: place, name, type. Amounts keep their digits as far as SQLite's numbers do.
fn columns(table: &Table) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    table.columns.iter().enumerate().filter_map(|(at, column)| {
        let kind = match column.kind {
            Kind::Text | Kind::Date => "TEXT",
            Kind::Integer | Kind::Boolean => "INTEGER",
            Kind::Amount => "NUMERIC",
            Kind::Number => "REAL",
            Kind::Geometry => return None,
        };
        Some((at, column.name, kind))
    })
}
