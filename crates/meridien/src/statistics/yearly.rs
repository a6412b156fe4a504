//! The figures of a year, kept for good: what is cited in 2026 is found in 2036 as it was.
//!
//! At its first night of a year the program answers the standing questions and keeps the answers, in each language, as files
//! of that year in the register, which nothing changes afterwards. They are sums over all partnerships: none of them is
//! about a person.

use axum::Router;
use axum::extract::{Path, State as Extract};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::sheet::{Counted, Limits};
use super::standing::Standing;
use super::view;
use crate::app::State;
use crate::journal::db::{execute_in, on};
use crate::journal::{self, Journal};
use crate::web::words::Link;
use crate::web::{self, Error, Lang, Locale, Visit};

/// The file of a year that tells what the others are.
const INDEX: &str = "index.json";

/// What is told of the figures of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Year {
    /// The address of the site.
    origin: String,
    /// Who ran it.
    operator: String,
    /// The day on which they were counted.
    day: NaiveDate,
    files: Vec<Entry>,
}

/// A file of figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    name: String,
    lang: String,
    title: String,
    /// What must be known to read it right: definition, selection, position of the register, what is missing.
    notes: Vec<String>,
}

/// The addresses without a language.
pub fn routes() -> Router<State> {
    Router::new().route("/donnees/statistiques/{year}/{file}", get(file))
}

/// Keeps the figures of this year, where none are kept yet. A fault is logged, and the next night tries again.
pub(crate) async fn keep(app: &State) {
    match write(app).await {
        Ok(true) => tracing::info!("the figures of the year are kept"),
        Ok(false) => {}
        Err(fault) => tracing::error!(?fault, "the figures of the year are not kept"),
    }
}

/// Whether there was something to write.
async fn write(app: &State) -> web::Result<bool> {
    let app = app.current();
    let day = (app.today)();
    if read(&app.journal, day.year()).await?.is_some() {
        return Ok(false);
    }
    let mut files = Vec::new();
    let settings = app.settings.clone();
    let mut year =
        Year { origin: settings.public_address.clone(), operator: settings.operator.clone(), day, files: Vec::new() };
    for lang in Lang::ALL {
        let visit = Visit { app: app.clone(), locale: lang.into(), path: "/statistiques".to_owned(), query: None };
        for standing in Standing::all() {
            let (entry, file) = answered(&visit, standing).await?;
            files.push((entry.name.clone(), file));
            year.files.push(entry);
        }
    }
    let index = serde_json::to_string_pretty(&year).map_err(anyhow::Error::from)?;
    Ok(save(&app.journal, day.year(), &index, &files).await?)
}

/// A question with its answer as a file.
async fn answered(visit: &Visit, standing: Standing) -> web::Result<(Entry, String)> {
    let l = visit.locale;
    let counted = Counted::new(visit, standing.question()?).await?;
    let sheet = counted.sheet(&visit.app, l, Limits::TABLE).await?;
    let disclaimer = visit.app.settings.disclaimer(l);
    let told = disclaimer.into_iter().chain(view::lead(l, &counted));
    let entry = Entry {
        name: format!("{}.{}.csv", standing.name, l.lang.code()),
        lang: l.lang.code().to_owned(),
        title: view::title(l, &counted.question),
        notes: told.chain(view::notes(l, visit, &counted, &sheet)).collect(),
    };
    let file = String::from_utf8(sheet.csv(l, counted.question.choice.measure, visit.app.settings.demonstration)?)
        .map_err(anyhow::Error::from)?;
    Ok((entry, file))
}

/// Keeps the files of a year, all or none; `false` where another node has kept them meanwhile.
async fn save(journal: &Journal, year: i32, index: &str, files: &[(String, String)]) -> journal::Result<bool> {
    let sql = "INSERT INTO yearly_figure (year, name, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let mut tx = journal.database().begin().await?;
    if execute_in!(&mut tx, sql, year, INDEX, index) == 0 {
        return Ok(false);
    }
    for (name, body) in files {
        execute_in!(&mut tx, sql, year, name, body);
    }
    tx.commit().await?;
    Ok(true)
}

/// A file of a year.
async fn body(journal: &Journal, year: i32, name: &str) -> journal::Result<Option<String>> {
    let sql = "SELECT body FROM yearly_figure WHERE year = $1 AND name = $2";
    Ok(on!(journal.database().reader(), pool =>
        sqlx::query_scalar(sql).bind(year).bind(name).fetch_optional(pool).await?))
}

/// What is told of the files of a year, where they are kept.
async fn read(journal: &Journal, year: i32) -> web::Result<Option<Year>> {
    let index = body(journal, year, INDEX).await?;
    Ok(index.map(|index| serde_json::from_str(&index)).transpose().map_err(anyhow::Error::from)?)
}

/// The figures of a year as the overview lists them.
pub(super) struct Listed {
    /// The year and the day on which they were counted.
    pub(super) title: String,
    pub(super) files: Vec<Link>,
}

/// The years of which figures are kept, the latest first.
pub(super) async fn listed(app: &State, l: Locale) -> web::Result<Vec<Listed>> {
    let sql = "SELECT year, body FROM yearly_figure WHERE name = $1 ORDER BY year DESC";
    let years: Vec<(i32, String)> =
        on!(app.journal.database().reader(), pool => sqlx::query_as(sql).bind(INDEX).fetch_all(pool).await)
            .map_err(journal::JournalError::from)?;
    let listed = |(name, index): (i32, String)| {
        let year: Year = serde_json::from_str(&index).map_err(anyhow::Error::from)?;
        let name = name.to_string();
        Ok(Listed {
            title: l.t_with("yearly-of", &[("year", name.as_str().into()), ("day", l.day(year.day).into())]),
            files: links(l, &year, &name),
        })
    };
    years.into_iter().map(listed).collect()
}

/// The files of a year in a language, then the one that tells of them all.
fn links(l: Locale, year: &Year, name: &str) -> Vec<Link> {
    let href = |file: &str| Some(format!("/donnees/statistiques/{name}/{file}"));
    let own = year.files.iter().filter(|entry| entry.lang == l.lang.code());
    let files = own.map(|entry| Link { text: format!("{} (CSV)", entry.title), href: href(&entry.name) });
    files.chain([Link { text: l.t("yearly-index").into_owned(), href: href(INDEX) }]).collect()
}

/// `/donnees/statistiques/{year}/{file}`: it never changes.
async fn file(Extract(app): Extract<State>, Path((year, name)): Path<(String, String)>) -> web::Result {
    let year = year.parse().map_err(|_| Error::NotFound)?;
    let body = body(&app.journal, year, &name).await?.ok_or(Error::NotFound)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            if name == INDEX { "application/json" } else { "text/csv; charset=utf-8; header=present" },
        ),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::testing::journals;

    #[tokio::test]
    async fn of_two_nodes_the_first_keeps_the_year() {
        for test in journals().await {
            let journal = &test.journal;
            let files = |text: &str| vec![("pays.fr.csv".to_owned(), text.to_owned())];
            assert!(save(journal, 2026, "{}", &files("one")).await.unwrap());
            assert!(!save(journal, 2026, "{}", &files("two")).await.unwrap());
            assert_eq!(body(journal, 2026, "pays.fr.csv").await.unwrap().as_deref(), Some("one"));
            assert_eq!(body(journal, 2025, "pays.fr.csv").await.unwrap(), None);
        }
    }
}
