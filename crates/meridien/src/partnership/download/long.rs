//! Downloads that would keep a reader waiting: made once for all who ask, in a file kept for a day.
//!
//! Whoever asks is led to a page that says how far it has got, then gives the file, which resumes where a line broke
//! (`Range`, `If-Range`). Two who ask for the same address at the same position of the register share it. A file lives in
//! the data folder of the process that made it and ends with that process. Since anyone may ask: two are made at a time,
//! few wait, fewer for one network; files past [`DISK`] make room for newer ones.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{Path as Segment, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::{is_full, too_many_rows};
use crate::app::State;
use crate::declaration::tasks::moment;
use crate::value::hex;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// For how long a file is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Bytes of all files kept; one alone may be as large.
const DISK: u64 = 8 << 30;
/// Files made at a time.
const AT_ONCE: usize = 2;
/// Files that are made or wait.
const UNFINISHED: usize = 20;
/// Those that one network asked for.
const OF_ONE: usize = 3;
/// Makings that were begun.
static BEGUN: AtomicU64 = AtomicU64::new(0);
/// Seconds until whoever asked may look again.
const LOOK_AGAIN: u64 = 3;

/// The addresses under each language's prefix.
pub(in crate::partnership) fn routes() -> Router<State> {
    Router::new()
        .route("/telechargements/{key}", get(show))
        .route("/telechargements/{key}/fichier", get(give))
        .route("/telechargements/{key}/annuler", post(leave))
}

/// The long downloads of this process; without a folder there are none, and every file is sent while it is made.
#[derive(Clone, Default)]
pub struct Downloads(Option<Arc<Store>>);

struct Store {
    folder: PathBuf,
    patience: Duration,
    makings: Mutex<HashMap<String, Arc<Making>>>,
    places: Semaphore,
}

/// A file that is asked for.
pub(super) struct Making {
    key: String,
    /// The name of its file in the folder: its own, so that one given up takes nothing from the one asked for after it.
    file: String,
    /// Records that it will hold.
    total: u64,
    /// The address of the results.
    list: String,
    /// What is offered instead where a sheet has no place for all rows.
    csv: Option<String>,
    at: DateTime<Utc>,
    done: AtomicU64,
    stopped: AtomicBool,
    askers: Mutex<HashSet<IpAddr>>,
    outcome: Mutex<Outcome>,
}

/// What has become of it.
#[derive(Clone)]
enum Outcome {
    Unfinished,
    Failed,
    /// A sheet has no place for all rows.
    Full,
    Made {
        bytes: u64,
        file: Named,
    },
}

/// What a file is called and is.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub name: &'static str,
    pub media_type: &'static str,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Making {
    /// Notes that a record was read. Fails once nobody waits for the file any more.
    pub fn step(&self) -> anyhow::Result<()> {
        self.done.fetch_add(1, Ordering::Relaxed);
        anyhow::ensure!(!self.stopped.load(Ordering::Relaxed), "nobody waits for it any more");
        Ok(())
    }

    fn outcome(&self) -> Outcome {
        lock(&self.outcome).clone()
    }

    /// What is offered instead of a workbook that cannot hold all.
    fn instead(&self) -> Option<&str> {
        self.csv.as_deref().filter(|_| matches!(self.outcome(), Outcome::Full))
    }

    fn is_unfinished(&self) -> bool {
        matches!(self.outcome(), Outcome::Unfinished)
    }

    fn bytes(&self) -> u64 {
        match self.outcome() {
            Outcome::Made { bytes, .. } => bytes,
            _ => 0,
        }
    }
}

/// An output that takes no more than [`DISK`].
struct Bounded<W> {
    out: W,
    left: u64,
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Downloads {
    /// Keeps files in `folder`, which is emptied; what would take less than `patience` is not kept.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: &Path, patience: Duration) -> io::Result<Downloads> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let (makings, places) = (Mutex::default(), Semaphore::new(AT_ONCE));
        Ok(Downloads(Some(Arc::new(Store { folder: folder.to_owned(), patience, makings, places }))))
    }

    /// Whether a file that takes so long is made beforehand.
    pub(super) fn takes(&self, time: Duration) -> bool {
        self.0.as_ref().is_some_and(|store| time >= store.patience)
    }

    /// Takes away what has expired.
    pub fn sweep(&self, now: DateTime<Utc>) {
        if let Some(store) = &self.0 {
            store.sweep(&mut lock(&store.makings), now);
        }
    }

    /// Takes every file away, made or not: what was read of the register before may not be given any more.
    pub fn forget(&self) {
        let Some(store) = &self.0 else { return };
        for (_, making) in lock(&store.makings).drain() {
            making.stopped.store(true, Ordering::Relaxed);
            // It is there or was never made.
            fs::remove_file(store.path(&making)).ok();
        }
    }

    /// Leaves no place to make a file while it is held.
    #[cfg(test)]
    pub fn occupy(&self) -> impl Drop + '_ {
        let store = self.0.as_ref().unwrap();
        store.places.try_acquire_many(u32::try_from(AT_ONCE).unwrap()).unwrap()
    }

    fn get(&self, key: &str) -> web::Result<(Arc<Store>, Arc<Making>)> {
        let store = self.0.clone().ok_or(Error::NotFound)?;
        let making = lock(&store.makings).get(key).cloned().ok_or(Error::NotFound)?;
        Ok((store, making))
    }
}

impl Store {
    fn path(&self, making: &Making) -> PathBuf {
        self.folder.join(&making.file)
    }

    fn sweep(&self, makings: &mut HashMap<String, Arc<Making>>, now: DateTime<Utc>) {
        let mut bytes: u64 = makings.values().map(|making| making.bytes()).sum();
        let mut finished: Vec<_> = makings.values().filter(|making| !making.is_unfinished()).cloned().collect();
        finished.sort_by_key(|making| making.at);
        for making in finished {
            if now - making.at > KEPT || bytes > DISK {
                bytes -= making.bytes();
                makings.remove(&making.key);
                // It is there or was never made.
                fs::remove_file(self.path(&making)).ok();
            }
        }
    }

    /// The file of this key, and whether it is to be made now.
    fn ask(
        &self,
        key: &str,
        total: u64,
        (list, csv): (String, Option<String>),
        network: IpAddr,
        now: DateTime<Utc>,
    ) -> web::Result<(Arc<Making>, bool)> {
        let mut makings = lock(&self.makings);
        self.sweep(&mut makings, now);
        let good = |making: &&Arc<Making>| {
            !matches!(making.outcome(), Outcome::Failed) && !making.stopped.load(Ordering::Relaxed)
        };
        if let Some(making) = makings.get(key).filter(good) {
            lock(&making.askers).insert(network);
            return Ok((making.clone(), false));
        }
        let unfinished = || makings.values().filter(|making| making.is_unfinished());
        let own = unfinished().filter(|making| lock(&making.askers).contains(&network)).count();
        if unfinished().count() >= UNFINISHED || own >= OF_ONE {
            return Err(Error::TooManyFiles(60));
        }
        let making = Arc::new(Making {
            key: key.to_owned(),
            file: format!("{key}-{}", BEGUN.fetch_add(1, Ordering::Relaxed)),
            total,
            list,
            csv,
            at: now,
            done: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            askers: Mutex::new([network].into()),
            outcome: Mutex::new(Outcome::Unfinished),
        });
        if let Some(given_up) = makings.insert(key.to_owned(), making.clone()) {
            // Mostly it has taken its file away itself.
            fs::remove_file(self.path(&given_up)).ok();
        }
        Ok((making, true))
    }
}

/// Who asks for a file.
pub(super) struct Asker {
    pub visit: Visit,
    network: IpAddr,
    /// Whether it is a browser rather than a program.
    pub page: bool,
}

impl axum::extract::FromRequestParts<State> for Asker {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, app: &State) -> Result<Asker, Self::Rejection> {
        let client = Client::from_request_parts(parts, app).await?;
        Ok(Asker { visit: Visit::new(parts, app), network: client.network(), page: wants_page(&parts.headers) })
    }
}

/// Whether a request is a browser's.
fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Has a file of `total` records made by `write`, once, and says where it will be. `write` is given what it reports to, the
/// folder for anything else that it needs, and the output. `list` is where the results are seen; `csv` is offered where a workbook cannot hold all.
pub(super) fn begin<F>(asker: &Asker, total: u64, list: String, csv: Option<String>, write: F) -> web::Result
where
    F: FnOnce(&Making, &Path, &mut dyn Output) -> anyhow::Result<Named> + Send + 'static,
{
    let Asker { visit, network, page } = asker;
    let store = visit.app.downloads.0.clone().ok_or(Error::Unavailable)?;
    let (making, new) = store.ask(&key(visit), total, (list, csv), *network, (visit.app.now)())?;
    if new {
        tokio::spawn(make(store, making.clone(), write));
    }
    if *page {
        let address = visit.locale.href(&format!("/telechargements/{}", making.key));
        return Ok(Redirect::to(&address).into_response());
    }
    match making.instead() {
        Some(csv) => too_many_rows(asker, csv, making.total),
        None => Ok(state(visit, &making)),
    }
}

/// An output that another thread may write to.
pub(super) trait Output: Write + Send {}

impl<T: Write + Send> Output for T {}

/// The same for the same address, language, position of the register, and day.
fn key(visit: &Visit) -> String {
    let app = &visit.app;
    let asked = (visit.locale.lang.code(), &visit.path, &visit.query, app.position.get(), (app.today)());
    hex(&Sha256::digest(format!("{asked:?}"))[..12])
}

async fn make<F>(store: Arc<Store>, making: Arc<Making>, write: F)
where
    F: FnOnce(&Making, &Path, &mut dyn Output) -> anyhow::Result<Named> + Send + 'static,
{
    let Ok(_place) = store.places.acquire().await else { return };
    let (path, reported) = (store.path(&making), making.clone());
    let folder = store.folder.clone();
    let made = tokio::task::spawn_blocking(move || {
        reported.step()?;
        let file = BufWriter::new(fs::File::create(&path)?);
        let mut out = Bounded { out: file, left: DISK };
        let named = write(&reported, &folder, &mut out)?;
        out.flush()?;
        Ok::<_, anyhow::Error>(Outcome::Made { bytes: fs::metadata(&path)?.len(), file: named })
    })
    .await;
    let made = made.map_err(anyhow::Error::from).flatten().and_then(|outcome| {
        anyhow::ensure!(!making.stopped.load(Ordering::Relaxed), "nobody may have it any more");
        Ok(outcome)
    });
    let outcome = made.unwrap_or_else(|fault| {
        fs::remove_file(store.path(&making)).ok();
        if is_full(&fault) {
            return Outcome::Full;
        }
        if !making.stopped.load(Ordering::Relaxed) {
            tracing::error!(%fault, "a download was not made");
        }
        Outcome::Failed
    });
    *lock(&making.outcome) = outcome;
}

/// What a program is told: 202 with the address to look at while it is made, 303 to the file then.
fn state(visit: &Visit, making: &Making) -> Response {
    let address = visit.locale.href(&format!("/telechargements/{}", making.key));
    let origin = &visit.app.settings.public_address;
    let file = format!("{address}/fichier");
    let made = matches!(making.outcome(), Outcome::Made { .. });
    let body = json!({
        "state": match making.outcome() {
            Outcome::Unfinished => "unfinished",
            Outcome::Failed | Outcome::Full => "failed",
            Outcome::Made { .. } => "made",
        },
        "done": making.done.load(Ordering::Relaxed).min(making.total),
        "total": making.total,
        "address": format!("{origin}{address}"),
        "file": made.then(|| format!("{origin}{file}")),
        "expires": (making.at + KEPT).to_rfc3339_opts(SecondsFormat::Secs, true),
    });
    let (status, location) = if made { (StatusCode::SEE_OTHER, file) } else { (StatusCode::ACCEPTED, address) };
    let headers = [(header::LOCATION, location), (header::RETRY_AFTER, LOOK_AGAIN.to_string())];
    (status, headers, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

#[derive(Template)]
#[template(path = "partnership/download/long.html")]
struct Show {
    l: Locale,
    page: Page,
    making: Arc<Making>,
    address: String,
    /// How much of it is done, of 100.
    percent: u8,
    /// The same in words.
    share: String,
    made: Option<String>,
    failed: bool,
    look_again: u64,
    until: String,
}

/// `/telechargements/{key}`: how far it has got.
async fn show(asker: Asker, Segment(key): Segment<String>) -> web::Result {
    let Asker { visit, page: wants_page, .. } = &asker;
    let Ok((_, making)) = visit.app.downloads.get(&key) else { return gone(&asker) };
    if let Some(csv) = making.instead() {
        return too_many_rows(&asker, csv, making.total);
    }
    if !wants_page {
        return match making.outcome() {
            Outcome::Failed | Outcome::Full => Err(Error::NotFound),
            _ => Ok(state(visit, &making)),
        };
    }
    let l = visit.locale;
    let until = making.at + KEPT;
    let made = matches!(making.outcome(), Outcome::Made { .. });
    let percent = making.done.load(Ordering::Relaxed).min(making.total) * 100 / making.total.max(1);
    let percent = u8::try_from(percent).unwrap_or(100);
    let show = Show {
        page: visit.page(l.t(if made { "long-made" } else { "long-title" })).nav(Nav::Partnerships).unindexed(),
        address: l.href(&format!("/telechargements/{key}")),
        percent,
        share: l.percent(f64::from(percent) / 100.0),
        made: match making.outcome() {
            Outcome::Made { bytes, file } => Some(format!("{} ({})", file.name, l.size(bytes))),
            _ => None,
        },
        failed: matches!(making.outcome(), Outcome::Failed | Outcome::Full),
        look_again: LOOK_AGAIN,
        until: moment(l, until),
        making,
        l,
    };
    page::answer(Cache::Private, &show)
}

#[derive(Template)]
#[template(path = "partnership/download/gone.html")]
struct Gone {
    l: Locale,
    page: Page,
}

/// Says that a file is not kept any more, and how to have it again.
fn gone(asker: &Asker) -> web::Result {
    if !asker.page {
        return Err(Error::NotFound);
    }
    let l = asker.visit.locale;
    let page = asker.visit.page(l.t("long-gone")).nav(Nav::Partnerships).unindexed();
    let answer = page::answer(Cache::Private, &Gone { l, page })?;
    Ok((StatusCode::NOT_FOUND, answer).into_response())
}

/// `/telechargements/{key}/fichier`, in parts where `Range` asks for some of the same file.
async fn give(asker: Asker, Segment(key): Segment<String>, request: Request) -> web::Result {
    let Ok((store, making)) = asker.visit.app.downloads.get(&key) else { return gone(&asker) };
    let Outcome::Made { file, .. } = making.outcome() else { return Err(Error::NotFound) };
    // Made again at the same position, it may hold another moment: parts of two files are never joined.
    let tag = format!("\"{key}-{:x}\"", making.at.timestamp_millis());
    let mut response = web::file::give(&store.path(&making), &tag, file.media_type, request).await?;
    let name = format!("attachment; filename=\"{}\"", file.name);
    let name = HeaderValue::try_from(name).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Waits no longer: the file is given up once nobody does.
async fn leave(asker: Asker, Segment(key): Segment<String>) -> web::Result {
    let (_, making) = asker.visit.app.downloads.get(&key)?;
    let mut askers = lock(&making.askers);
    if askers.remove(&asker.network) && askers.is_empty() && making.is_unfinished() {
        making.stopped.store(true, Ordering::Relaxed);
    }
    Ok(Redirect::to(&making.list).into_response())
}
