//! Which folders and databases are opened as registers.

use super::*;

#[tokio::test]
async fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let open = |create| Journal::open(Location::Folder(folder.path()), create);
    assert!(matches!(open(false).await, Err(OpenError::Absent(_))));
    std::fs::write(folder.path().join("notes.txt"), "à moi").unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
    std::fs::write(folder.path().join(db::FILE), "not a database, but long enough to have a header. ".repeat(4))
        .unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
    std::fs::write(folder.path().join(db::FILE), "").unwrap();
    assert!(matches!(open(true).await, Err(OpenError::NotOurs(_))));
}

#[tokio::test]
async fn a_register_of_a_newer_program_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(Location::Folder(folder.path()), true).await.unwrap();
    let db::Db::Sqlite { writer, .. } = &journal.db else { panic!() };
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', 1, x'00', 0)")
        .execute(writer)
        .await
        .unwrap();
    journal.close().await;
    let again = Journal::open(Location::Folder(folder.path()), true).await;
    assert!(matches!(again, Err(OpenError::Newer { found: 999, known }) if known == db::newest_migration()));
}

/// The library makes its own table before the first migration: a start that broke off there is begun again.
#[tokio::test]
async fn a_server_register_that_was_broken_off_at_its_first_step_is_made() {
    let Ok(server) = std::env::var("MERIDIEN_TEST_POSTGRES") else { return };
    let url = testing::new_database(&server).await;
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    let table = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
        installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL,
        execution_time BIGINT NOT NULL)";
    sqlx::query(table).execute(&pool).await.unwrap();
    assert!(matches!(Journal::open(Location::Server(&url), false).await, Err(OpenError::Absent(_))));
    let journal = Journal::open(Location::Server(&url), true).await.unwrap();
    assert_eq!(journal.position().await.unwrap(), 0);
    sqlx::query("DROP TABLE change_clock").execute(&pool).await.unwrap();
    assert!(matches!(Journal::open(Location::Server(&url), true).await, Err(OpenError::DatabaseNotOurs)));
}
