//! The results of a search as files: exactly the set of the address, in its order, sent while it is read.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use futures_util::stream;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};

use super::criteria::Criteria;
use super::export::{View, json as record_json};
use super::index::{Card, StatusDay};
use super::status::Status;
use crate::app::State;
use crate::confirmation;
use crate::country;
use crate::iati::files::Batch;
use crate::journal::{Kind, Revision};
use crate::map::Spot;
use crate::partnership::show::theme_link;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// Bytes gathered before they are sent.
const PIECE: usize = 1 << 16;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;
/// Records read from the journal at a time.
const BATCH: usize = 200;
/// Files made at a time: each keeps a thread.
static MAKERS: Semaphore = Semaphore::const_new(16);

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A row for each partnership, labels in the reader's language beside codes.
    Csv,
    /// Whole records, as `docs/EXPORT.md` describes them.
    Json,
    /// A feature for each partnership, at the places of its parties.
    GeoJson,
    /// Activities of the aid sector's own standard, as `docs/IATI.md` describes them.
    Iati,
}

impl Format {
    fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Json => "application/json",
            Format::GeoJson => "application/geo+json",
            Format::Iati => "application/xml",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::GeoJson => "geojson",
            Format::Iati => "xml",
        }
    }
}

/// `/partenariats.csv`
pub(crate) async fn csv(visit: Visit) -> web::Result {
    answer(visit, Format::Csv).await
}

/// `/partenariats.json`
pub(crate) async fn json_list(visit: Visit) -> web::Result {
    answer(visit, Format::Json).await
}

/// `/partenariats.geojson`
pub(crate) async fn geojson(visit: Visit) -> web::Result {
    answer(visit, Format::GeoJson).await
}

/// `/partenariats.xml`
pub(crate) async fn iati(visit: Visit) -> web::Result {
    answer(visit, Format::Iati).await
}

async fn answer(visit: Visit, format: Format) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let criteria = Criteria::read(&mut parameters);
    parameters.finish()?;
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(make(visit.app.clone(), visit.locale, criteria, format, sender));
    let pieces = stream::unfold(receiver, async |mut receiver: mpsc::Receiver<io::Result<Bytes>>| {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    let name = format!("attachment; filename=\"partenariats.{}\"", format.extension());
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(anyhow::Error::from)?);
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// Sends what is written to it, piece by piece; fails once nobody reads any more.
struct Pieces {
    waiting: Vec<u8>,
    sender: mpsc::Sender<io::Result<Bytes>>,
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
        let piece = std::mem::take(&mut self.waiting).into();
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Makes the file. A fault cuts the answer short, so that it is not taken for whole.
async fn make(app: State, l: Locale, criteria: Criteria, format: Format, sender: mpsc::Sender<io::Result<Bytes>>) {
    let Ok(_permit) = MAKERS.acquire().await else { return };
    let pieces = Pieces { waiting: Vec::new(), sender: sender.clone() };
    let runtime = tokio::runtime::Handle::current();
    let made = tokio::task::spawn_blocking(move || write(&app, &runtime, l, &criteria, format, pieces)).await;
    let fault = match made {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(panic) => panic.into(),
    };
    // Whoever asked may have gone: nothing is wrong then.
    if !sender.is_closed() {
        tracing::error!(%fault, ?format, "a download was cut short");
        let _gone = sender.send(Err(io::Error::other("cut short"))).await;
    }
}

fn write(
    app: &State,
    runtime: &tokio::runtime::Handle,
    l: Locale,
    criteria: &Criteria,
    format: Format,
    out: Pieces,
) -> anyhow::Result<()> {
    let day = app.status_day();
    let cards = app.search.every_partnership(&criteria.first(0, &[]), day)?;
    match format {
        Format::Csv => write_csv(cards, l, &app.settings.public_address, day, out),
        Format::GeoJson => write_geojson(cards, l, &app.settings.public_address, day, out),
        Format::Json => write_json(cards, app, runtime, criteria.kind(), out),
        Format::Iati => write_iati(cards, app, runtime, criteria.kind(), out),
    }
}

/// The columns of the CSV file: stable names, documented in `docs/EXPORT.md`.
const COLUMNS: [&str; 18] = [
    "id",
    "permalink",
    "title",
    "parties",
    "countries",
    "country_names",
    "form",
    "form_name",
    "theme",
    "theme_name",
    "status",
    "status_name",
    "start",
    "end",
    "signed",
    "confirmed",
    "euros",
    "funders",
];

fn write_csv(
    cards: impl Iterator<Item = anyhow::Result<Card>>,
    l: Locale,
    origin: &str,
    day: StatusDay,
    out: Pieces,
) -> anyhow::Result<()> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    file.write_record(COLUMNS)?;
    for card in cards {
        let card = card?;
        let status = status(&card, day);
        let date = |date: Option<crate::value::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let cells = [
            card.id.to_string(),
            permalink(origin, card.id),
            l.words(&card.title).map(|words| words.text.to_owned()).unwrap_or_default(),
            joined(card.parties.iter().map(|(name, _)| name.clone())),
            joined(card.parties.iter().map(|(_, country)| country.to_string())),
            joined(card.parties.iter().map(|(_, country)| country::name(l, *country))),
            card.form.code().to_owned(),
            l.t(card.form.key()).into_owned(),
            card.theme.clone().unwrap_or_default(),
            card.theme.as_deref().map(|code| theme_link(l, code).text).unwrap_or_default(),
            status.code().to_owned(),
            l.t(status.key()).into_owned(),
            date(card.start),
            date(card.end),
            date(card.signed),
            card.confirmed.map(|day| day.to_string()).unwrap_or_default(),
            card.euros.map(|euros| euros.to_string()).unwrap_or_default(),
            joined(card.funders.iter().cloned()),
        ];
        file.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    file.flush()?;
    Ok(())
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" | ")
}

/// A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it.
pub(crate) fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    let is_number = || text.parse::<f64>().is_ok();
    match text.bytes().next() {
        Some(b'=' | b'+' | b'@' | b'\t' | b'\r') => format!("'{text}").into(),
        Some(b'-') if !is_number() => format!("'{text}").into(),
        _ => text.into(),
    }
}

fn status(card: &Card, day: StatusDay) -> Status {
    card.status_facts().status(day.today, day.confirm_after_months)
}

fn permalink(origin: &str, id: Id) -> String {
    format!("{origin}/fr/partenariats/{id}")
}

fn write_geojson(
    cards: impl Iterator<Item = anyhow::Result<Card>>,
    l: Locale,
    origin: &str,
    day: StatusDay,
    mut out: Pieces,
) -> anyhow::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (at, card) in cards.enumerate() {
        let card = card?;
        let spots: Vec<Spot> = card.spots.iter().flatten().filter_map(|code| Spot::from_code(*code)).collect();
        let points: Vec<[f64; 2]> = spots.iter().map(|spot| [spot.lon(), spot.lat()]).collect();
        let feature = json!({
            "type": "Feature",
            "id": card.id,
            // Unlocated records have no geometry; they are in the file all the same.
            "geometry": (!points.is_empty()).then(|| json!({ "type": "MultiPoint", "coordinates": points })),
            "properties": {
                "title": l.words(&card.title).map(|words| words.text),
                "permalink": permalink(origin, card.id),
                "parties": card.parties.iter().map(|(name, country)| json!({ "name": name, "country": country })).collect::<Vec<_>>(),
                "form": card.form,
                "theme": card.theme,
                "status": status(&card, day),
                "start": card.start,
                "end": card.end,
                "euros": card.euros.map(|euros| euros.to_string()),
            },
        });
        if at > 0 {
            out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.write_all(b"]}\n")?;
    Ok(out.flush()?)
}

fn write_json(
    cards: impl Iterator<Item = anyhow::Result<Card>>,
    app: &State,
    runtime: &tokio::runtime::Handle,
    kind: Kind,
    mut out: Pieces,
) -> anyhow::Result<()> {
    let settings = &app.settings;
    let view =
        View { home: settings.home_country, today: (app.today)(), confirm_after_months: settings.confirm_after_months };
    let mut written = 0;
    out.write_all(b"[")?;
    for_each_batch(cards, app, runtime, kind, |revisions| {
        let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
        let confirmations = runtime.block_on(confirmation::of(&app.journal, &ids))?;
        for revision in revisions {
            let confirmed = confirmations.get(&revision.id).map_or(&[][..], Vec::as_slice);
            out.write_all(if written > 0 { b",\n" } else { b"" })?;
            serde_json::to_writer(&mut out, &record_json(&revision, confirmed, view)?)?;
            written += 1;
        }
        Ok(())
    })?;
    out.write_all(b"]\n")?;
    Ok(out.flush()?)
}

fn write_iati(
    cards: impl Iterator<Item = anyhow::Result<Card>>,
    app: &State,
    runtime: &tokio::runtime::Handle,
    kind: Kind,
    out: Pieces,
) -> anyhow::Result<()> {
    let (publisher, day) = (app.publisher(), app.status_day());
    let mut file = meridien_iati::Writer::new(out, meridien_iati::Kind::Activities, chrono::Utc::now())?;
    for_each_batch(cards, app, runtime, kind, |revisions| {
        let batch = runtime.block_on(Batch::read(&app.journal, revisions))?;
        batch.activities(&publisher, day).try_for_each(|activity| Ok(file.record(&activity)?))
    })?;
    file.finish()?;
    Ok(())
}

/// Calls `take` with the newest states of the records, in their order; those withdrawn since the search are left out.
fn for_each_batch(
    cards: impl Iterator<Item = anyhow::Result<Card>>,
    app: &State,
    runtime: &tokio::runtime::Handle,
    kind: Kind,
    mut take: impl FnMut(Vec<Revision>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut cards = cards.peekable();
    while cards.peek().is_some() {
        let ids: Vec<Id> = cards.by_ref().take(BATCH).map(|card| Ok(card?.id)).collect::<anyhow::Result<_>>()?;
        let mut revisions = runtime.block_on(app.journal.newest_of(kind, &ids))?;
        take(ids.iter().filter_map(|id| revisions.remove(id)).collect())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_are_not() {
        for text in ["=1+1", "+33 1", "@SUM(A1)", "\tx", "\rx", "-cmd|' /C calc'!A0"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "Lille", "-12.5", "12", "a=b", "é"] {
            assert_eq!(harmless(text), text);
        }
    }
}
