//! The page of the open data, the files of the dumps, the catalogue.

use std::path::{Path as FilePath, PathBuf};

use askama::Template;
use axum::Router;
use axum::extract::{Path, Request, State as Extract};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Value, json};

use super::dump::{self, Entry, Manifest};
use super::nightly::{days, newest};
use crate::app::State;
use crate::partnership::criteria::{Criteria, FILES};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// The addresses without a language.
pub fn routes() -> Router<State> {
    Router::new().route("/donnees/catalogue.jsonld", get(catalogue)).route("/donnees/{day}/{file}", get(file))
}

/// The addresses under each language's prefix.
pub fn pages() -> Router<State> {
    Router::new().route("/donnees", get(show))
}

/// The newest dump of a program that makes some.
async fn newest_of(app: &State) -> web::Result<Option<(String, Manifest)>> {
    let Some(folder) = app.dumps.clone() else { return Ok(None) };
    web::blocking(move || newest(&folder)).await
}

/// A file that is no table: what it is, by the key of its explanation.
struct Row {
    name: String,
    href: String,
    means: &'static str,
    size: Option<String>,
    rows: Option<u64>,
}

/// A table: its columns, and its files, each with its format, address and size.
struct Sheet {
    name: String,
    rows: u64,
    columns: String,
    files: Vec<(&'static str, String, String)>,
}

/// The dump that is shown.
struct Shown {
    /// Its day, as it is read, and as addresses have it.
    day: String,
    folder: String,
    files: Vec<Row>,
    /// The tables of activities apart, which repeat the columns of the others.
    sheets: [Vec<Sheet>; 2],
    /// The digest of each file.
    digests: Vec<(String, String)>,
}

impl Shown {
    fn new(l: Locale, folder: String, manifest: Manifest) -> Shown {
        let whole = manifest.files.iter().filter(|file| !is_table(&file.name));
        let first = Row {
            name: dump::MANIFEST.to_owned(),
            href: address(&folder, dump::MANIFEST),
            means: "data-file-manifest",
            size: None,
            rows: None,
        };
        let row = |file: &Entry| Row {
            href: address(&folder, &file.name),
            means: means(&file.name),
            size: Some(l.size(file.bytes)),
            rows: file.rows,
            name: file.name.clone(),
        };
        let (activities, others) = sheets(l, &folder, &manifest.files)
            .into_iter()
            .partition(|sheet: &Sheet| sheet.name == "activities" || sheet.name.starts_with("activity_"));
        Shown {
            day: l.day(manifest.at.date_naive()),
            files: std::iter::once(first).chain(whole.map(row)).collect(),
            sheets: [others, activities],
            digests: manifest.files.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect(),
            folder,
        }
    }
}

fn is_table(name: &str) -> bool {
    name.ends_with(".csv") || name.ends_with(".parquet")
}

fn address(folder: &str, name: &str) -> String {
    format!("/donnees/{folder}/{name}")
}

/// The key of what a file is.
fn means(name: &str) -> &'static str {
    match name.split_once('.') {
        Some((_, "jsonl")) => "data-file-records",
        Some((_, "jsonl.zst")) => "data-file-journal",
        Some((_, "sqlite")) => "data-file-sqlite",
        _ => "data-file-schema",
    }
}

/// The tables, each with its files.
fn sheets(l: Locale, folder: &str, files: &[Entry]) -> Vec<Sheet> {
    let sheet = |csv: &Entry| {
        let name = csv.name.strip_suffix(".csv")?;
        let file = |(format, extension): (&'static str, &str)| {
            let wanted = format!("{name}.{extension}");
            let found = files.iter().find(|file| file.name == wanted)?;
            Some((format, address(folder, &found.name), l.size(found.bytes)))
        };
        Some(Sheet {
            name: name.to_owned(),
            rows: csv.rows.unwrap_or_default(),
            columns: csv.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" · "),
            files: [("CSV", "csv"), ("Parquet", "parquet")].into_iter().filter_map(file).collect(),
        })
    };
    files.iter().filter_map(sheet).collect()
}

#[derive(Template)]
#[template(path = "exports/show.html")]
struct Show {
    l: Locale,
    page: Page,
    origin: String,
    dump: Option<Shown>,
    files: Vec<(String, String)>,
}

/// `/donnees`
async fn show(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let l = visit.locale;
    let dump = newest_of(&visit.app).await?.map(|(day, manifest)| Shown::new(l, day, manifest));
    let everything = Criteria::default();
    let (search, asked, today) = (visit.app.search.clone(), everything.first(0, &[]), visit.app.status_day());
    let total = web::blocking(move || search.partnerships(&asked, today)).await??.total;
    let show = Show {
        l,
        page: visit.page(l.t("data-title")).describe(l.t("data-lead")),
        origin: visit.app.settings.public_address.clone(),
        dump,
        files: everything.downloads(l, total),
    };
    // A dump comes without a change of the register: the page is made each time.
    let mut response = page::answer(Cache::Private, &show)?;
    let link = HeaderValue::from_static(
        "</donnees/catalogue.jsonld>; rel=\"describedby\"; type=\"application/ld+json\", \
         </api/v1/openapi.json>; rel=\"service-desc\"; type=\"application/json\"",
    );
    response.headers_mut().insert(header::LINK, link);
    Ok(response)
}

/// `/donnees/{day}/{file}`, in parts where `Range` asks for some.
async fn file(
    Extract(app): Extract<State>,
    Path((day, name)): Path<(String, String)>,
    request: Request,
) -> web::Result {
    let folder = app.dumps.clone().ok_or(Error::NotFound)?;
    let Found { path, media_type, sha256 } =
        web::blocking(move || found(&folder, &day, &name)).await?.ok_or(Error::NotFound)?;
    web::file::give(&path, &format!("\"{sha256}\""), media_type, request).await
}

/// A file of a dump.
struct Found {
    path: PathBuf,
    media_type: &'static str,
    sha256: String,
}

/// A file of a dump: only what a manifest lists, or the manifest.
fn found(folder: &FilePath, day: &str, name: &str) -> Option<Found> {
    let day = days(folder).into_iter().find(|other| other == day)?;
    let folder = folder.join(day);
    let manifest = dump::read(&folder).ok()?;
    let path = folder.join(name);
    let sha256 = match manifest.files.into_iter().find(|file| file.name == name) {
        Some(listed) => listed.sha256,
        None if name == dump::MANIFEST => dump::digest(&path).ok()?.1,
        None => return None,
    };
    Some(Found { path, media_type: dump::media_type(name), sha256 })
}

/// `/donnees/catalogue.jsonld`: what there is, in the words of DCAT 3.
async fn catalogue(Extract(app): Extract<State>) -> web::Result {
    let newest = newest_of(&app).await?;
    let body = described(&app, newest.as_ref().map(|(day, manifest)| (day.as_str(), manifest)));
    let mut response = ([(header::CONTENT_TYPE, "application/ld+json")], body.to_string()).into_response();
    response.extensions_mut().insert(Cache::Private);
    Ok(response)
}

fn described(app: &State, newest: Option<(&str, &Manifest)>) -> Value {
    let origin = &app.settings.public_address;
    let (fr, en) = (Locale::from(web::Lang::Fr), Locale::from(web::Lang::En));
    let text =
        |key: &str| json!([{ "@value": fr.t(key), "@language": "fr" }, { "@value": en.t(key), "@language": "en" }]);
    let lead = |key: &str| {
        let said = |l: Locale| {
            let parts = app.settings.disclaimer(l).into_iter().chain([l.t(key).into_owned()]);
            parts.collect::<Vec<_>>().join(" ")
        };
        json!([{ "@value": said(fr), "@language": "fr" }, { "@value": said(en), "@language": "en" }])
    };
    let publisher = json!({ "@type": "foaf:Agent", "foaf:name": app.settings.operator });
    let files = newest
        .iter()
        .flat_map(|(day, manifest)| manifest.files.iter().map(move |file| of_dump(origin, day, manifest, file)));
    let live = FILES.into_iter().map(|(format, extension, _)| {
        let address = Criteria::default().download(fr, extension);
        distribution(origin, format, &address, dump::media_type(extension))
    });
    let mut dataset = json!({
        "@id": format!("{origin}/fr/donnees"),
        "@type": "dcat:Dataset",
        "dct:title": text("data-title"),
        "dct:description": lead("data-lead"),
        "dct:publisher": publisher.clone(),
        "dct:rights": text("data-licence"),
        "dct:accrualPeriodicity": { "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY" },
        "dcat:landingPage": { "@id": format!("{origin}/fr/donnees") },
        "dcat:distribution": files.chain(live).collect::<Vec<_>>(),
    });
    if let Some((_, manifest)) = newest {
        dataset["dct:modified"] = manifest.at.date_naive().to_string().into();
    }
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@id": format!("{origin}/donnees/catalogue.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": text("site-name"),
        "dct:description": lead("home-lead"),
        "dct:publisher": publisher,
        "foaf:homepage": { "@id": origin },
        "dcat:dataset": [dataset],
        "dcat:service": [{
            "@id": format!("{origin}/api/v1"),
            "@type": "dcat:DataService",
            "dct:title": text("api-title"),
            "dcat:endpointURL": { "@id": format!("{origin}/api/v1") },
            "dcat:endpointDescription": { "@id": format!("{origin}/api/v1/openapi.json") },
            "dcat:servesDataset": { "@id": format!("{origin}/fr/donnees") },
        }],
    })
}

/// A file in the words of DCAT.
fn distribution(origin: &str, title: &str, address: &str, media_type: &str) -> Value {
    json!({
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": { "@id": format!("{origin}/fr/donnees") },
        "dcat:downloadURL": { "@id": format!("{origin}{address}") },
        "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{media_type}") },
    })
}

/// A file of a day's dump, with what it must be.
fn of_dump(origin: &str, day: &str, manifest: &Manifest, file: &Entry) -> Value {
    let address = format!("/donnees/{day}/{}", file.name);
    let mut described = distribution(origin, &file.name, &address, &file.media_type);
    described["dcat:byteSize"] = file.bytes.into();
    if let Some(schema) = &file.schema {
        described["dct:conformsTo"] = json!({ "@id": format!("{origin}/donnees/{day}/{schema}") });
    }
    described["dct:modified"] = manifest.at.date_naive().to_string().into();
    described["spdx:checksum"] = json!({
        "@type": "spdx:Checksum",
        "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
        "spdx:checksumValue": file.sha256,
    });
    described
}
