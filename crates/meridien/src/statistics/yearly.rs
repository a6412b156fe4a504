//! The figures of a year, kept for good: what is cited in 2026 is found in 2036 as it was.
//!
//! At its first night of a year the program answers the standing questions and writes them, in each language, into a folder
//! of that year that nothing changes afterwards. They are sums over all partnerships: none of them is about a person.

use std::io::Write;
use std::path::{Path as FilePath, PathBuf};

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
use crate::web::words::Link;
use crate::web::{self, Error, Lang, Locale, Visit};

/// The folder of the years, beside that of the dumps.
const FOLDER: &str = "stats";
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

/// The folder of the years of a program that keeps some.
fn folder(app: &State) -> Option<PathBuf> {
    app.dumps.as_ref().map(|dumps| dumps.with_file_name(FOLDER))
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
    let Some(folder) = folder(app) else { return Ok(false) };
    let app = app.current();
    let day = (app.today)();
    let kept = folder.join(day.year().to_string());
    if kept.exists() {
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
    web::blocking(move || save(&kept, &year, &files)).await??;
    Ok(true)
}

/// A question with its answer as a file.
async fn answered(visit: &Visit, standing: Standing) -> web::Result<(Entry, Vec<u8>)> {
    let l = visit.locale;
    let counted = Counted::new(visit, standing.question()?).await?;
    let sheet = counted.sheet(&visit.app, l, Limits::TABLE).await?;
    let entry = Entry {
        name: format!("{}.{}.csv", standing.name, l.lang.code()),
        lang: l.lang.code().to_owned(),
        title: view::title(l, &counted.question),
        notes: view::lead(l, &counted).into_iter().chain(view::notes(l, visit, &counted, &sheet)).collect(),
    };
    Ok((entry, sheet.csv(l, counted.question.choice.measure)?))
}

/// Writes the folder of a year, which is there whole or not at all.
fn save(kept: &FilePath, year: &Year, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let part = kept.with_extension("part");
    if part.exists() {
        std::fs::remove_dir_all(&part)?;
    }
    std::fs::create_dir_all(&part)?;
    let index = serde_json::to_vec_pretty(year)?;
    let all = files.iter().map(|(name, bytes)| (name.as_str(), bytes)).chain([(INDEX, &index)]);
    for (name, bytes) in all {
        let mut file = std::fs::File::create(part.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(std::fs::rename(part, kept)?)
}

/// What is told of the files of a year, where they are kept.
fn read(folder: &FilePath, name: &str) -> Option<Year> {
    let is_year = name.len() == 4 && name.bytes().all(|digit| digit.is_ascii_digit());
    if !is_year {
        return None;
    }
    serde_json::from_slice(&std::fs::read(folder.join(name).join(INDEX)).ok()?).ok()
}

/// The figures of a year as the overview lists them.
pub(super) struct Listed {
    /// The year and the day on which they were counted.
    pub(super) title: String,
    pub(super) files: Vec<Link>,
}

/// The years of which figures are kept, the latest first.
pub(super) async fn listed(app: &State, l: Locale) -> web::Result<Vec<Listed>> {
    let Some(folder) = folder(app) else { return Ok(Vec::new()) };
    let years = web::blocking(move || {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable_by(|one, other| other.cmp(one));
        names.into_iter().filter_map(|name| Some((read(&folder, &name)?, name))).collect::<Vec<_>>()
    });
    let listed = |(year, name): (Year, String)| Listed {
        title: l.t_with("yearly-of", &[("year", name.as_str().into()), ("day", l.day(year.day).into())]),
        files: links(l, &year, &name),
    };
    Ok(years.await?.into_iter().map(listed).collect())
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
    let folder = folder(&app).ok_or(Error::NotFound)?;
    let found = web::blocking(move || {
        let entries = read(&folder, &year)?.files;
        let media_type = match name == INDEX {
            true => "application/json",
            false => {
                entries.iter().find(|entry| entry.name == name).map(|_| "text/csv; charset=utf-8; header=present")?
            }
        };
        Some((media_type, std::fs::read(folder.join(year).join(name)).ok()?))
    });
    let (media_type, bytes) = found.await?.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, bytes).into_response())
}
