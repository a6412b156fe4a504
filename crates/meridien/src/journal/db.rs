//! The two databases behind one set of statements.
//!
//! `$1` placeholders work on both, types are the portable ones, and text is compared byte by byte: folding and sorting
//! for people happen in Rust.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction};

/// Marks an SQLite file as one of ours (`PRAGMA application_id`): the letters MERI.
const APPLICATION_ID: i64 = 0x4d45_5249;

/// The table that says which migrations were applied. The library makes it by itself, before the first of them.
pub(super) const APPLIED: &str = "_sqlx_migrations";

/// The register's file in a data folder.
pub const FILE: &str = "meridien.db";

/// The migrations, oldest first. One text serves both databases.
const MIGRATIONS: [(i64, &str, &str); 11] = [
    (1, "journal", include_str!("migrations/0001_journal.sql")),
    (2, "account", include_str!("migrations/0002_account.sql")),
    (3, "declaration", include_str!("migrations/0003_declaration.sql")),
    (4, "annotation", include_str!("migrations/0004_annotation.sql")),
    (5, "import", include_str!("migrations/0005_import.sql")),
    (6, "person_access", include_str!("migrations/0006_person_access.sql")),
    (7, "redaction", include_str!("migrations/0007_redaction.sql")),
    (8, "key", include_str!("migrations/0008_key.sql")),
    (9, "yearly", include_str!("migrations/0009_yearly.sql")),
    (10, "answer", include_str!("migrations/0010_answer.sql")),
    (11, "import_language", include_str!("migrations/0011_import_language.sql")),
];

/// Why a register cannot be opened. The command line turns these into one line each in the user's language.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder holds something else.
    #[error("{} is not a Méridien data folder", .0.display())]
    NotOurs(PathBuf),
    /// The database holds tables of something else.
    #[error("this database is not a Méridien register")]
    DatabaseNotOurs,
    /// A newer version of the program wrote it.
    #[error("written by a newer version of Méridien (schema {found}, this program knows {known})")]
    Newer {
        /// The newest migration applied.
        found: i64,
        /// The newest migration known.
        known: i64,
    },
    /// The folder or file cannot be read or created.
    #[error("{}: {cause}", .path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// There is no register, and none may be made.
    #[error("no register in {}", .0.display())]
    Absent(PathBuf),
    /// The database server does not answer or refuses.
    #[error("database: {0}")]
    Unreachable(sqlx::Error),
}

/// Connections to one of the two databases.
#[derive(Debug, Clone)]
pub enum Db {
    /// A file: any number of readers, one writer.
    Sqlite {
        /// The only connection that writes.
        writer: SqlitePool,
        /// Connections that read.
        readers: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A pool to read from, or a transaction to write in; see [`on`].
pub enum On<S, P> {
    /// SQLite.
    Sqlite(S),
    /// PostgreSQL.
    Postgres(P),
}

/// Types the same expression once for each database: `on!(db.reader(), pool => query(…).fetch_all(pool).await?)`.
macro_rules! on {
    ($handle:expr, $name:ident => $body:expr) => {
        match $handle {
            $crate::journal::db::On::Sqlite($name) => $body,
            $crate::journal::db::On::Postgres($name) => $body,
        }
    };
}
pub(crate) use on;

/// Runs one statement in a transaction of its own and gives the number of rows that it wrote:
/// `execute!(db, "DELETE FROM session WHERE id = $1", id)`.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let mut tx = $db.begin().await?;
        let written = $crate::journal::db::execute_in!(&mut tx, $sql $(, $value)*);
        tx.commit().await?;
        written
    }};
}
pub(crate) use execute;

/// The same within a transaction that the caller commits.
macro_rules! execute_in {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::journal::db::on!($tx, tx => sqlx::query($sql)$(.bind($value))*.execute(&mut **tx).await?.rows_affected())
    };
}
pub(crate) use execute_in;

/// The rows of constant columns and tables that the rest of a query chooses:
/// `select!(db, Row, "id, at FROM proposal", "WHERE id = $1", id)`.
macro_rules! select {
    ($db:expr, $row:ty, $from:expr, $rest:literal $(, $value:expr)* $(,)?) => {{
        let sql = sqlx::AssertSqlSafe(format!("SELECT {} {}", $from, $rest));
        $crate::journal::db::on!($db.reader(), pool =>
            sqlx::query_as::<_, $row>(sql)$(.bind($value))*.fetch_all(pool).await?)
    }};
}
pub(crate) use select;

/// A write transaction.
pub type Tx = On<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>;

impl Db {
    /// Opens the register in `folder`, or makes one there when `create` allows and the folder is absent or empty.
    pub async fn open_folder(folder: &Path, create: bool) -> Result<Db, OpenError> {
        let file = folder.join(FILE);
        let new = !file.exists();
        if new {
            let mut entries = match folder.read_dir() {
                Ok(entries) => entries.collect::<Result<Vec<_>, _>>(),
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
                Err(cause) => Err(cause),
            }
            .map_err(|cause| OpenError::Folder { path: folder.to_owned(), cause })?;
            entries.retain(|entry| entry.file_name() != "lost+found");
            if !entries.is_empty() {
                return Err(OpenError::NotOurs(folder.to_owned()));
            }
            if !create {
                return Err(OpenError::Absent(folder.to_owned()));
            }
            std::fs::create_dir_all(folder).map_err(|cause| OpenError::Folder { path: folder.to_owned(), cause })?;
        } else {
            check_header(&file)?;
        }
        let refused =
            |cause: sqlx::Error| OpenError::Folder { path: file.clone(), cause: std::io::Error::other(cause) };
        // Statements are not logged, slow ones either: that of a load of a thousand records alone has 30 kB.
        // FULL, not NORMAL: in a power cut NORMAL loses commits that were already answered.
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            // Of thousands of rows read at once, each batch wakes its reader: fifty wake it too often.
            .row_buffer_size(1000)
            .disable_statement_logging()
            .pragma("temp_store", "MEMORY")
            // What is erased must not stay in the free pages of the file.
            .pragma("secure_delete", "ON");
        // A connection to a file does not die of itself: asking each before its use would double the ways to its thread.
        let pool = SqlitePoolOptions::new().test_before_acquire(false);
        // An import goes back to the pages of the register's indexes again and again: 16 MB of them stay in memory, and the log
        // is folded into the file when it has 32 MB, not 4, or each of them would be written again and again too.
        let writes = options.clone().pragma("cache_size", "-16384").pragma("wal_autocheckpoint", "8000");
        let writer = pool.clone().max_connections(1).connect_with(writes).await.map_err(refused)?;
        if new {
            // Folded into the file at once: its header must tell whose it is even after a crash.
            for pragma in [format!("application_id = {APPLICATION_ID}"), "wal_checkpoint(TRUNCATE)".to_owned()] {
                sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}"))).execute(&writer).await.map_err(refused)?;
            }
        }
        migrator("INTEGER PRIMARY KEY").run(&writer).await.map_err(|error| match migration_failed(error) {
            OpenError::Unreachable(cause) => refused(cause),
            other => other,
        })?;
        // The system keeps the file's pages in its own memory: a reader holds few of them a second time.
        let readers = pool
            .max_connections(8)
            .connect_with(options.read_only(true).create_if_missing(false).pragma("cache_size", "-512"))
            .await
            .map_err(refused)?;
        Ok(Db::Sqlite { writer, readers })
    }

    /// Opens the register in a PostgreSQL database, or makes one there when `create` allows and it has no tables.
    pub async fn open_server(url: &str, create: bool) -> Result<Db, OpenError> {
        let options: PgConnectOptions = url.parse().map_err(OpenError::Unreachable)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.disable_statement_logging())
            .await
            .map_err(OpenError::Unreachable)?;
        // One that has nothing but the list of migrations was broken off when it was made, or is being made by another node.
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT table_name::text FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_name <> $1",
        )
        .bind(APPLIED)
        .fetch_all(&pool)
        .await
        .map_err(OpenError::Unreachable)?;
        let ours = tables.iter().any(|table| table == "change_clock");
        match (ours, tables.is_empty()) {
            (false, false) => return Err(OpenError::DatabaseNotOurs),
            (false, true) if !create => return Err(OpenError::Absent(PathBuf::from("--database"))),
            _ => {}
        }
        migrator("BIGINT PRIMARY KEY").run(&pool).await.map_err(migration_failed)?;
        Ok(Db::Postgres(pool))
    }

    /// The pool to read from.
    pub fn reader(&self) -> On<&SqlitePool, &PgPool> {
        match self {
            Db::Sqlite { readers, .. } => On::Sqlite(readers),
            Db::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// Begins a write. On SQLite it takes the write lock at once: a read that is later upgraded fails whatever the time-out.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Db::Sqlite { writer, .. } => On::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => On::Postgres(pool.begin().await?),
        })
    }

    /// Folds SQLite's log into the file and empties it, so that what was erased is not read there. Done again at the next
    /// checkpoint where somebody reads meanwhile.
    pub async fn fold_log(&self) -> Result<(), sqlx::Error> {
        if let Db::Sqlite { writer, .. } = self {
            let mut connection = writer.acquire().await?;
            // A long read would keep writers waiting for as long as they wait for each other.
            for pragma in ["busy_timeout = 200", "wal_checkpoint(TRUNCATE)", "busy_timeout = 30000"] {
                sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}"))).execute(&mut *connection).await?;
            }
        }
        Ok(())
    }

    /// Closes every connection, so that the last one folds SQLite's log into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Commits.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        on!(self, tx => tx.commit().await)
    }
}

/// Reads the file's own header, so that a file of something else is not even opened.
fn check_header(file: &Path) -> Result<(), OpenError> {
    use std::io::Read;
    let mut header = [0u8; 72];
    let read = std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) => {}
        Err(cause) if cause.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(OpenError::NotOurs(file.to_owned()));
        }
        Err(cause) => return Err(OpenError::Folder { path: file.to_owned(), cause }),
    }
    let application_id = i64::from(u32::from_be_bytes([header[68], header[69], header[70], header[71]]));
    if !header.starts_with(b"SQLite format 3\0") || application_id != APPLICATION_ID {
        return Err(OpenError::NotOurs(file.to_owned()));
    }
    Ok(())
}

fn migrator(key: &str) -> Migrator {
    let migration = |(version, name, sql): (i64, &'static str, &str)| {
        let sql = AssertSqlSafe(sql.replace("{KEY}", key)).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(MIGRATIONS.map(migration).into())
}

/// The number of the last migration.
pub(super) fn newest_migration() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, ..)| *version)
}

fn migration_failed(error: MigrateError) -> OpenError {
    let known = newest_migration();
    match error {
        MigrateError::VersionMissing(found) | MigrateError::VersionTooNew(found, _) => {
            OpenError::Newer { found, known }
        }
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => OpenError::Unreachable(error),
        other => OpenError::Unreachable(sqlx::Error::Protocol(other.to_string())),
    }
}
