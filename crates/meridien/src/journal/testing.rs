//! Registers for tests: on SQLite always, on PostgreSQL where `MERIDIEN_TEST_POSTGRES` names a server.

use super::db::on;
use super::{Journal, Location};

/// A register that goes away with this value.
pub struct TestJournal {
    /// The register.
    pub journal: Journal,
    _folder: tempfile::TempDir,
}

/// A new register in a folder of its own.
pub async fn in_folder() -> TestJournal {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(Location::Folder(&folder.path().join("data")), true).await.unwrap();
    TestJournal { journal, _folder: folder }
}

/// A new register on each database at hand, each in a folder or schema of its own.
pub async fn journals() -> Vec<TestJournal> {
    let mut journals = vec![in_folder().await];
    match std::env::var("MERIDIEN_TEST_POSTGRES") {
        Ok(url) => journals.push(on_server(&url).await),
        Err(_) => eprintln!("skipped on PostgreSQL: MERIDIEN_TEST_POSTGRES is not set"),
    }
    journals
}

/// The same register as another process has it.
pub fn elsewhere(journal: &Journal) -> Journal {
    Journal { db: journal.db.clone(), written: tokio::sync::watch::Sender::new(0) }
}

/// Runs a statement that a test alone needs, such as a trigger by which a write fails.
pub async fn run(journal: &Journal, sql: &'static str) {
    let mut tx = journal.db.begin().await.unwrap();
    on!(&mut tx, tx => {
        sqlx::query(sql).execute(&mut **tx).await.unwrap();
    });
    tx.commit().await.unwrap();
}

async fn on_server(url: &str) -> TestJournal {
    let journal = Journal::open(Location::Server(&new_database(url).await), true).await.unwrap();
    TestJournal { journal, _folder: tempfile::tempdir().unwrap() }
}

/// The address of a new database of a server.
pub async fn new_database(url: &str) -> String {
    use rand::Rng;
    let name = format!("test_{:x}", rand::rng().next_u64());
    let server = sqlx::PgPool::connect(url).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&server).await.unwrap();
    server.close().await;
    let (base, options) = url.split_once('?').map_or((url, ""), |(base, options)| (base, options));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    format!("{base}/{name}?{options}")
}
