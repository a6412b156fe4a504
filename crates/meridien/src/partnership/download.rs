//! The results of a search as files: exactly the set of the address, in its order, sent while it is read; where that takes long, made beforehand ([`long`]).

pub mod long;

use std::fs;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use meridien_iati::{Files, MAX_FILE};
use meridien_tables::{Csv, MOST_ROWS, Parquet, Table, Xlsx};
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use self::long::{Asker, Named, Output};
use super::criteria::Criteria;
use super::export::View;
use super::flat::{self, permalink};
use super::index::{Card, StatusDay};
use super::list;
use super::personal;
use super::table::{Column, with_columns};
use crate::app::State;
use crate::exports::{forms, tables};
use crate::iati::files::Batch;
use crate::iati::package;
use crate::journal::{Kind, Revision};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Nav, Page, Visit, page};

/// Bytes gathered before they are sent.
const PIECE: usize = 1 << 16;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;
/// Records read from the journal at a time.
const BATCH: usize = 200;
/// Partnerships in a workbook at most: what they have several of must find a place in its sheets too.
const WORKBOOK: u64 = 200_000;
/// Bytes that a record takes as an activity, about.
const ACTIVITY: u64 = 6_900;
/// For how long a reader may read nothing.
const SLOW: Duration = Duration::from_secs(60);
/// Files made at a time: each keeps a thread.
static MAKERS: Semaphore = Semaphore::const_new(16);

/// The addresses under each language's prefix: that of the search, with a suffix.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/partenariats.csv", get(csv))
        .route("/partenariats.parquet", get(parquet))
        .route("/partenariats.xlsx", get(async |asker: Asker| xlsx(asker, WORKBOOK, MOST_ROWS).await))
        .route("/partenariats.json", get(async |asker: Asker| answer(asker, Format::Json).await))
        .route("/partenariats.jsonl", get(async |asker: Asker| answer(asker, Format::JsonLines).await))
        .route("/partenariats.geojson", get(async |asker: Asker| answer(asker, Format::GeoJson).await))
        .route("/partenariats.xml", get(async |asker: Asker| answer(asker, Format::Iati).await))
        .merge(long::routes())
}

/// A format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Format {
    /// A row for each partnership, labels in the reader's language beside codes.
    Csv {
        /// Whether it begins with a byte order mark.
        bom: bool,
        /// The columns chosen; none means all.
        columns: Vec<Column>,
    },
    /// The same as typed sheets, with parties, funding and themes.
    Xlsx {
        /// Rows that a sheet takes.
        most_rows: u32,
        /// The columns chosen for the first sheet; none means all.
        columns: Vec<Column>,
    },
    /// Whole records, as `docs/EXPORT.md` describes them, in an array.
    Json,
    /// The same, one a line.
    JsonLines,
    /// A feature for each partnership, at the places of its parties.
    GeoJson,
    /// The same rows as in CSV, typed, with the places of its parties.
    Parquet {
        /// The columns chosen; none means all.
        columns: Vec<Column>,
    },
    /// Activities of the aid sector's own standard, as `docs/IATI.md` describes them.
    Iati,
}

impl Format {
    fn media_type(&self) -> &'static str {
        match self {
            Format::Csv { .. } => "text/csv; charset=utf-8; header=present",
            Format::Xlsx { .. } => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Json => "application/json",
            Format::JsonLines => "application/jsonl",
            Format::GeoJson => "application/geo+json",
            Format::Parquet { .. } => "application/vnd.apache.parquet",
            Format::Iati => "application/xml",
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Format::Csv { .. } => "partenariats.csv",
            Format::Xlsx { .. } => "partenariats.xlsx",
            Format::Json => "partenariats.json",
            Format::JsonLines => "partenariats.jsonl",
            Format::GeoJson => "partenariats.geojson",
            Format::Parquet { .. } => "partenariats.parquet",
            Format::Iati => "partenariats.xml",
        }
    }

    /// About how long a record takes, as a whole file of 12,000 was measured on two cores.
    fn time(&self) -> Duration {
        Duration::from_micros(match self {
            Format::Csv { .. } | Format::GeoJson | Format::Parquet { .. } => 25,
            Format::Json | Format::JsonLines => 180,
            Format::Xlsx { .. } => 250,
            Format::Iati => 1100,
        })
    }
}

/// `/partenariats.csv`, with `bom=1` for old spreadsheets, and the columns of the table where some are chosen.
async fn csv(asker: Asker) -> web::Result {
    let mut parameters = Parameters::of(&asker.visit);
    let (criteria, columns) = list::read(&asker.visit, &mut parameters);
    let bom = !parameters.words("bom", &[()], |()| "1").is_empty();
    parameters.finish()?;
    counted(asker, criteria, Format::Csv { bom, columns }).await
}

/// `/partenariats.parquet`, with the columns of the table where some are chosen.
async fn parquet(asker: Asker) -> web::Result {
    let mut parameters = Parameters::of(&asker.visit);
    let (criteria, columns) = list::read(&asker.visit, &mut parameters);
    parameters.finish()?;
    counted(asker, criteria, Format::Parquet { columns }).await
}

/// Says that a workbook has no place for so many, and offers the same as CSV.
#[derive(Template)]
#[template(path = "partnership/download/too-many.html")]
struct TooMany<'a> {
    l: Locale,
    page: Page,
    means: String,
    csv: &'a str,
}

/// `/partenariats.xlsx`, of `most` partnerships at most, and as many rows in a sheet.
async fn xlsx(asker: Asker, most: u64, most_rows: u32) -> web::Result {
    let mut parameters = Parameters::of(&asker.visit);
    let (criteria, columns) = list::read(&asker.visit, &mut parameters);
    parameters.finish()?;
    let total = count(&asker.visit, &criteria).await?;
    if total <= most {
        return file(asker, criteria, Format::Xlsx { most_rows, columns }, total).await;
    }
    let l = asker.visit.locale;
    let means = l.t_with("too-many-means", &[("total", total.into()), ("most", most.into())]);
    too_many(&asker, &as_csv(&criteria, l, &columns), means)
}

/// The address of the same results, with the same columns, as CSV.
fn as_csv(criteria: &Criteria, l: Locale, columns: &[Column]) -> String {
    with_columns(criteria.download(l, ".csv"), columns)
}

/// Says that what `total` partnerships have several of finds no place in a sheet.
fn too_many_rows(asker: &Asker, csv: &str, total: u64) -> web::Result {
    let means = asker.visit.locale.t_with("too-many-rows", &[("total", total.into())]);
    too_many(asker, csv, means)
}

fn too_many(asker: &Asker, csv: &str, means: String) -> web::Result {
    let l = asker.visit.locale;
    let link = format!("<{csv}>; rel=\"alternate\"; type=\"text/csv\"");
    let mut response = if asker.page {
        let page = asker.visit.page(l.t("too-many-title")).nav(Nav::Partnerships).unindexed();
        page::answer(Cache::Private, &TooMany { l, page, means, csv })?
    } else {
        web::Error::Refused(StatusCode::NOT_ACCEPTABLE, "too-many-program").into_response()
    };
    *response.status_mut() = StatusCode::NOT_ACCEPTABLE;
    response.headers_mut().insert(header::LINK, HeaderValue::try_from(link).map_err(anyhow::Error::from)?);
    Ok(response)
}

/// Whether a file could not be made since a sheet has no place for more rows.
fn is_full(fault: &anyhow::Error) -> bool {
    matches!(fault.downcast_ref::<meridien_tables::Error>(), Some(meridien_tables::Error::Full))
}

/// A file that has no columns to choose.
async fn answer(asker: Asker, format: Format) -> web::Result {
    let mut parameters = Parameters::of(&asker.visit);
    let criteria = list::read_without_columns(&asker.visit, &mut parameters);
    parameters.finish()?;
    counted(asker, criteria, format).await
}

/// How many results there are.
async fn count(visit: &Visit, criteria: &Criteria) -> web::Result<u64> {
    let (search, asked, day) = (visit.app.search.clone(), criteria.first(0, &[]), visit.app.status_day());
    Ok(web::blocking(move || search.partnerships(&asked, day)).await??.total)
}

/// The file of all results, counted.
async fn counted(asker: Asker, criteria: Criteria, format: Format) -> web::Result {
    let total = count(&asker.visit, &criteria).await?;
    // The schema asks for one activity at least.
    if total == 0 && format == Format::Iati {
        return Err(web::Error::EmptyFile);
    }
    file(asker, criteria, format, total).await
}

/// The answer of `total` results, sent while it is made, or made beforehand.
async fn file(asker: Asker, criteria: Criteria, format: Format, total: u64) -> web::Result {
    let time = time_of(&format, total);
    let csv = match &format {
        Format::Xlsx { columns, .. } => Some(as_csv(&criteria, asker.visit.locale, columns)),
        _ => None,
    };
    let list = criteria.href(asker.visit.locale);
    let maker = Maker::new(&asker.visit, criteria);
    if !asker.visit.app.downloads.takes(time) {
        return match csv {
            Some(csv) => workbook(&asker, maker, format, &csv, total).await,
            None => Ok(send(begin(maker, &format), None, &format)),
        };
    }
    long::begin(&asker, total, list, csv, move |making, folder, out| match format {
        Format::Iati => maker.iati_files(MAX_FILE, || making.step(), folder, out),
        format => {
            maker.write(&format, out, || making.step())?;
            Ok(Named { name: format.name(), media_type: format.media_type() })
        }
    })
}

/// About how long a file of `total` records takes; what has to come as several files is never sent while it is made.
fn time_of(format: &Format, total: u64) -> Duration {
    if *format == Format::Iati && total.saturating_mul(ACTIVITY) > MAX_FILE {
        return Duration::MAX;
    }
    format.time().saturating_mul(u32::try_from(total).unwrap_or(u32::MAX))
}

/// A workbook is made whole before a byte of it is sent, so what it has no place for is still said.
async fn workbook(asker: &Asker, maker: Maker, format: Format, csv: &str, total: u64) -> web::Result {
    let mut receiver = begin(maker, &format);
    let first = receiver.recv().await;
    match first {
        Some(Err(fault)) if fault.kind() == io::ErrorKind::StorageFull => too_many_rows(asker, csv, total),
        Some(Err(fault)) => Err(anyhow::Error::from(fault).into()),
        first => Ok(send(receiver, first, &format)),
    }
}

/// The pieces of a file that is being made.
type Pieced = mpsc::Receiver<io::Result<Bytes>>;

fn begin(maker: Maker, format: &Format) -> Pieced {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(make(maker, format.clone(), sender));
    receiver
}

/// The answer whose first piece was taken already, if it was.
fn send(receiver: Pieced, first: Option<io::Result<Bytes>>, format: &Format) -> Response {
    let rest =
        stream::unfold(receiver, async |mut receiver: Pieced| receiver.recv().await.map(|piece| (piece, receiver)));
    // The layer that compresses asks again after the end.
    let pieces = stream::iter(first).chain(rest).fuse();
    web::file::attached(format.name(), format.media_type(), Cache::Journal, Body::from_stream(pieces))
}

/// Sends what is written to it, piece by piece; fails once nobody reads any more, or has not for a while: whoever makes the
/// file is needed for others.
struct Pieces {
    waiting: Vec<u8>,
    sender: mpsc::Sender<io::Result<Bytes>>,
    patience: Duration,
    runtime: Handle,
}

impl Pieces {
    fn new(sender: mpsc::Sender<io::Result<Bytes>>, patience: Duration) -> Pieces {
        Pieces { waiting: Vec::new(), sender, patience, runtime: Handle::current() }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece: Bytes = std::mem::take(&mut self.waiting).into();
        let sent = self.runtime.block_on(async { timeout(self.patience, self.sender.send(Ok(piece))).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => {
                // Writers that are dropped try once more.
                self.patience = Duration::ZERO;
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
    }
}

/// Makes the file. A fault cuts the answer short, so that it is not taken for whole.
async fn make(maker: Maker, format: Format, sender: mpsc::Sender<io::Result<Bytes>>) {
    let Ok(permit) = MAKERS.acquire().await else { return };
    let mut pieces = Pieces::new(sender.clone(), SLOW);
    let asked = format.clone();
    let made = tokio::task::spawn_blocking(move || maker.write(&asked, &mut pieces, || Ok(()))).await;
    // What follows may wait for a reader who does not read.
    drop(permit);
    let fault = match made {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(panic) => panic.into(),
    };
    // Whoever asked may have gone: nothing is wrong then.
    if sender.is_closed() {
        return;
    }
    let cause = if is_full(&fault) {
        io::Error::from(io::ErrorKind::StorageFull)
    } else {
        tracing::error!(%fault, ?format, "a download was cut short");
        io::Error::other("cut short")
    };
    let _gone = sender.send(Err(cause)).await;
}

/// What is made, of what.
struct Maker {
    app: State,
    l: Locale,
    criteria: Criteria,
    day: StatusDay,
    runtime: Handle,
}

impl Maker {
    fn new(visit: &Visit, criteria: Criteria) -> Maker {
        let app = visit.app.clone();
        Maker { day: app.status_day(), app, l: visit.locale, criteria, runtime: Handle::current() }
    }

    /// Writes the file; `step` is told of each record, and may end it.
    fn write(
        &self,
        format: &Format,
        out: &mut (impl Write + Send + ?Sized),
        mut step: impl FnMut() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let cards = self.app.search.every_partnership(&self.criteria.first(0, &[]), self.day)?;
        let cards = cards.map(|card| step().and(card));
        match format {
            Format::Csv { bom, columns } => self.csv(cards, *bom, columns, out),
            Format::Xlsx { most_rows, columns } => self.xlsx(cards, *most_rows, columns, out),
            Format::GeoJson => self.geojson(cards, out),
            Format::Json => self.json(cards, ["[", ",\n", "]\n"], out),
            Format::JsonLines => self.json(cards, ["", "\n", "\n"], out),
            Format::Parquet { columns } => self.parquet(cards, columns, out),
            Format::Iati => self.iati(cards, out),
        }
    }

    /// Whether a file has this column where some were chosen: the identifier is always there, and what is invented is
    /// always marked so.
    fn has_column(&self, chosen: &[Column], name: &str) -> bool {
        let always = name == "id" || (name == "demo" && self.app.settings.demonstration);
        always || chosen.is_empty() || chosen.iter().any(|column| column.in_files().contains(&name))
    }

    fn row(&self, card: &Card) -> Vec<meridien_tables::Cell> {
        flat::row(self.l, &self.app.settings.public_address, card, self.day)
    }

    fn csv(
        &self,
        cards: impl Cards,
        bom: bool,
        columns: &[Column],
        out: &mut (impl Write + Send + ?Sized),
    ) -> anyhow::Result<()> {
        let mut file = Csv::new(out, &flat::TABLE, bom, |name| self.has_column(columns, name))?;
        for card in cards {
            file.row(&self.row(&card?))?;
        }
        Ok(file.finish()?)
    }

    fn parquet(
        &self,
        cards: impl Cards,
        columns: &[Column],
        out: &mut (impl Write + Send + ?Sized),
    ) -> anyhow::Result<()> {
        let mut file = Parquet::new(out, &flat::TABLE, |name| self.has_column(columns, name))?;
        for card in cards {
            file.row(self.row(&card?))?;
        }
        Ok(file.finish()?)
    }

    fn xlsx(
        &self,
        cards: impl Cards,
        most_rows: u32,
        columns: &[Column],
        out: &mut (impl Write + Send + ?Sized),
    ) -> anyhow::Result<()> {
        let mut sheets = vec![flat::TABLE];
        sheets.extend(tables::SHEETS.map(|part| part.table(Kind::Partnership)));
        // The other sheets are whole: the columns are those of the results.
        let shown = |table: &Table, name: &str| table.name != flat::TABLE.name || self.has_column(columns, name);
        let mut file = Xlsx::new(&sheets, shown)?.of_rows(most_rows);
        self.batches(cards, |cards, revisions| {
            for card in &cards {
                file.row(0, &self.row(card))?;
            }
            for revision in &revisions {
                let record = personal::public(revision)?;
                let of = tables::Of { l: self.l, home: self.app.settings.home_country, revision, record: &record };
                for (sheet, part) in (1..).zip(tables::SHEETS) {
                    part.rows(&of).iter().try_for_each(|row| file.row(sheet, row))?;
                }
            }
            Ok(())
        })?;
        let mut whole = tempfile::tempfile()?;
        file.finish(&whole)?;
        whole.rewind()?;
        io::copy(&mut whole, out)?;
        Ok(out.flush()?)
    }

    /// Whole records between a beginning and an end, parted by something.
    fn json(
        &self,
        cards: impl Cards,
        [begin, part, end]: [&str; 3],
        out: &mut (impl Write + Send + ?Sized),
    ) -> anyhow::Result<()> {
        let view = View::of(&self.app);
        let mut written = 0u64;
        out.write_all(begin.as_bytes())?;
        self.batches(cards, |_, revisions| {
            for record in self.runtime.block_on(forms(&self.app.journal, view, &revisions))? {
                out.write_all(if written > 0 { part.as_bytes() } else { b"" })?;
                out.write_all(record.as_bytes())?;
                written += 1;
            }
            Ok(())
        })?;
        if written > 0 || begin == "[" {
            out.write_all(end.as_bytes())?;
        }
        Ok(out.flush()?)
    }

    fn iati(&self, cards: impl Cards, out: &mut (impl Write + Send + ?Sized)) -> anyhow::Result<()> {
        let publisher = self.app.publisher();
        let mut file = meridien_iati::Writer::new(out, meridien_iati::Kind::Activities, chrono::Utc::now())?;
        self.batches(cards, |_, revisions| {
            let batch = self.runtime.block_on(Batch::read(&self.app.journal, revisions))?;
            batch.activities(&publisher, self.day).try_for_each(|activity| Ok(file.record(&activity)?))
        })?;
        file.finish()?;
        Ok(())
    }

    /// Files of `limit` bytes at most, which every reader of the standard can take, with an index, in one archive; the file itself
    /// where one is enough.
    fn iati_files(
        &self,
        limit: u64,
        mut step: impl FnMut() -> anyhow::Result<()>,
        folder: &Path,
        out: &mut dyn Output,
    ) -> anyhow::Result<Named> {
        let (publisher, now) = (self.app.publisher(), (self.app.now)());
        let folder = tempfile::tempdir_in(folder)?;
        let open = |number| fs::File::create(folder.path().join(package::name(number))).map(io::BufWriter::new);
        let mut files = Files::new(open, meridien_iati::Kind::Activities, now, limit);
        let cards = self.app.search.every_partnership(&self.criteria.first(0, &[]), self.day)?;
        self.batches(cards.map(|card| step().and(card)), |_, revisions| {
            let batch = self.runtime.block_on(Batch::read(&self.app.journal, revisions))?;
            batch.activities(&publisher, self.day).try_for_each(|activity| {
                if !files.record(&activity)? {
                    // At its own address it is given all the same.
                    let identifier = activity.identifier.as_ref().map_or("", |identifier| identifier.text.as_str());
                    tracing::warn!(identifier, "an activity that no file of IATI has room for is left out");
                }
                Ok(())
            })
        })?;
        let count = files.finish()?;
        if count == 1 {
            io::copy(&mut fs::File::open(folder.path().join(package::name(0)))?, out)?;
            return Ok(Named { name: Format::Iati.name(), media_type: Format::Iati.media_type() });
        }
        let mut archive = ZipWriter::new_stream(out);
        for name in package::complete(folder.path(), count, &publisher, now)? {
            archive.start_file(&name, SimpleFileOptions::default())?;
            io::copy(&mut fs::File::open(folder.path().join(&name))?, &mut archive)?;
        }
        archive.finish()?;
        Ok(Named { name: "partenariats-iati.zip", media_type: "application/zip" })
    }

    /// Reads the records of some cards at a time. One withdrawn since the search is no longer given.
    fn batches(
        &self,
        cards: impl Cards,
        mut write: impl FnMut(Vec<Card>, Vec<Revision>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let kind = self.criteria.kind();
        let mut cards = cards.peekable();
        while cards.peek().is_some() {
            let mut batch: Vec<Card> = cards.by_ref().take(BATCH).collect::<anyhow::Result<_>>()?;
            let ids: Vec<Id> = batch.iter().map(|card| card.id).collect();
            let mut found = self.runtime.block_on(self.app.journal.newest_of(kind, &ids))?;
            batch.retain(|card| found.contains_key(&card.id));
            let revisions = ids.iter().filter_map(|id| found.remove(id)).collect();
            write(batch, revisions)?;
        }
        Ok(())
    }

    fn geojson(&self, cards: impl Cards, out: &mut (impl Write + Send + ?Sized)) -> anyhow::Result<()> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        for (at, card) in cards.enumerate() {
            if at > 0 {
                out.write_all(b",\n")?;
            }
            serde_json::to_writer(&mut *out, &self.feature(&card?))?;
        }
        out.write_all(b"]}\n")?;
        Ok(out.flush()?)
    }

    fn feature(&self, card: &Card) -> serde_json::Value {
        let points = card.points();
        json!({
            "type": "Feature",
            "id": card.id,
            // Unlocated records have no geometry; they are in the file all the same.
            "geometry": (!points.is_empty()).then(|| json!({ "type": "MultiPoint", "coordinates": points })),
            "properties": {
                "title": self.l.words(&card.title).map(|words| words.text),
                "permalink": permalink(&self.app.settings.public_address, card.id),
                "parties": card.parties.iter().map(|(name, country)| json!({ "name": name, "country": country })).collect::<Vec<_>>(),
                "form": card.form,
                "theme": card.theme,
                "status": card.status_facts().status(self.day.today, self.day.confirm_after_months),
                "start": card.start,
                "end": card.end,
                "euros": card.euros.map(|euros| euros.to_string()),
                "demo": card.demo,
            },
        })
    }
}

/// Cards of a search, in its order.
trait Cards: Iterator<Item = anyhow::Result<Card>> {}

impl<T: Iterator<Item = anyhow::Result<Card>>> Cards for T {}

#[cfg(test)]
mod long_tests;
#[cfg(test)]
mod tests;
