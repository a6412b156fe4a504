//! The sitemap: an index, and parts of at most 50,000 addresses, sent while they are written.

use std::convert::Infallible;
use std::fmt::Write;

use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use futures_util::stream;
use meridien_search::{Count, Dimension, Facet, Query};
use strum::VariantArray;

use crate::guide;
use crate::index::{RecordType, Search};
use crate::journal::Kind;
use crate::partnership::index::is;
use crate::reference;
use crate::registers;
use crate::value::{Country, Id};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Lang, Locale, Visit};

/// Pages in a part: each has an address in both languages, and a sitemap may hold 50,000 of these.
const PAGES: usize = 25_000;
/// Pages written at a time.
const PIECE: usize = 500;
/// The pages that are always there.
const FIXED: [&str; 8] =
    ["/", "/partenariats", "/organisations", "/pays", "/thematiques", "/donnees", "/donnees/api", "/aide"];

const NAMESPACES: &str =
    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"";

/// What a part lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Content {
    /// The pages that are always there, the user guide, themes, and countries with partnerships.
    Pages,
    Partnerships,
    /// Those that are no partnerships.
    Activities,
    /// Those with partnerships.
    Organisations,
    /// Those with partnerships, but for countries.
    Territories,
}

impl Content {
    fn code(self) -> &'static str {
        match self {
            Content::Pages => "pages",
            Content::Partnerships => "partenariats",
            Content::Activities => "activites",
            Content::Organisations => "organisations",
            Content::Territories => "territoires",
        }
    }

    /// The kind of the records that it is, where it is all of a kind.
    fn kind(self) -> Option<Kind> {
        match self {
            Content::Partnerships => Some(Kind::Partnership),
            Content::Activities => Some(Kind::Activity),
            Content::Pages | Content::Organisations | Content::Territories => None,
        }
    }
}

/// A page: its path without the language's prefix (the French one, where they differ), and the day of its newest version
/// where one is known.
type Entry = (String, Option<NaiveDate>);

/// `/sitemap.xml`, the index; `/sitemap.xml?partie=partenariats-2`, a part. A demonstration has none.
pub(super) async fn show(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let part = parameters.text("partie");
    parameters.finish()?;
    if visit.app.settings.demonstration {
        return Err(Error::NotFound);
    }
    if part.is_empty() {
        return Ok(xml(index(&visit).await?.into()));
    }
    let (content, at) = read(&part).ok_or(Error::NotFound)?;
    let entries = entries(&visit, content, at).await?;
    if entries.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(xml(body(visit.app.settings.public_address.clone(), entries)))
}

fn read(part: &str) -> Option<(Content, usize)> {
    let (code, number) = part.rsplit_once('-')?;
    let content = Content::VARIANTS.iter().copied().find(|content| content.code() == code)?;
    Some((content, number.parse::<usize>().ok()?.checked_sub(1)?))
}

fn xml(body: Body) -> axum::response::Response {
    let mut response = ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], body).into_response();
    response.extensions_mut().insert(Cache::Journal);
    response
}

/// The list of the parts.
async fn index(visit: &Visit) -> web::Result<String> {
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex {NAMESPACES}>\n");
    for content in Content::VARIANTS {
        for number in 1..=count(visit, *content).await?.div_ceil(PAGES) {
            let address = &visit.app.settings.public_address;
            let part = format!("{address}/sitemap.xml?partie={}-{number}", content.code());
            text.push_str(&format!("<sitemap><loc>{part}</loc></sitemap>\n"));
        }
    }
    text.push_str("</sitemapindex>\n");
    Ok(text)
}

/// How many pages there are.
async fn count(visit: &Visit, content: Content) -> web::Result<usize> {
    Ok(match content.kind() {
        Some(kind) => usize::try_from(visit.app.journal.count(kind).await?).unwrap_or_default(),
        None => pages(visit, content).await?.len(),
    })
}

/// The pages of a part, counted from 0.
async fn entries(visit: &Visit, content: Content, at: usize) -> web::Result<Vec<Entry>> {
    let offset = at.saturating_mul(PAGES);
    if let Some(kind) = content.kind() {
        let addresses = visit.app.journal.addresses(kind, offset, PAGES).await?;
        let entry =
            |(id, at): (Id, chrono::DateTime<chrono::Utc>)| (format!("/partenariats/{id}"), Some(at.date_naive()));
        return Ok(addresses.into_iter().map(entry).collect());
    }
    Ok(pages(visit, content).await?.into_iter().skip(offset).take(PAGES).map(|path| (path, None)).collect())
}

/// The paths of every page that the search index knows of.
async fn pages(visit: &Visit, content: Content) -> web::Result<Vec<String>> {
    let search = visit.app.search.clone();
    let home = search.home;
    let fields = search.fields;
    let codes = async |facet| web::blocking(move || codes(&search, facet)).await?;
    let ids = |codes: Vec<u64>| codes.into_iter().filter_map(Id::from_u64);
    Ok(match content {
        Content::Pages => {
            let countries = codes(fields.country).await?.into_iter().filter_map(Country::from_u64).chain([home]);
            let themes = reference::themes().iter().map(|theme| format!("/thematiques/{}", theme.code));
            let fixed = FIXED.into_iter().chain(guide::paths(Lang::default())).map(str::to_owned);
            fixed.chain(countries.map(|country| format!("/pays/{country}"))).chain(themes).collect()
        }
        Content::Organisations => {
            ids(codes(fields.organisation).await?).map(|id| format!("/organisations/{id}")).collect()
        }
        Content::Territories => {
            let countries: Vec<Id> =
                reference::countries().iter().map(|country| registers::ids::country(country.iso2)).collect();
            let territories = ids(codes(fields.territory).await?).filter(|id| !countries.contains(id));
            territories.map(|id| format!("/territoires/{id}")).collect()
        }
        Content::Partnerships | Content::Activities => Vec::new(),
    })
}

/// The codes that partnerships have, in their order.
fn codes(search: &Search, facet: Facet) -> web::Result<Vec<u64>> {
    let answer = search.index.search(&Query {
        filter: is(search.fields.record_type, RecordType::Partnership as u64),
        dimensions: &[Dimension { chosen: None, count: Count::Codes(facet) }],
        ..Query::default()
    })?;
    Ok(answer.counts.iter().flat_map(|counts| counts.by_key()).map(|(code, _)| code).collect())
}

/// A part, written piece by piece.
fn body(address: String, entries: Vec<Entry>) -> Body {
    let pieces = entries.len().div_ceil(PIECE);
    let head = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset {NAMESPACES}>\n");
    let piece = move |at: usize| {
        let entries = &entries[at * PIECE..entries.len().min((at + 1) * PIECE)];
        entries.iter().map(|entry| urls(&address, entry)).collect::<String>()
    };
    let texts = [head].into_iter().chain((0..pieces).map(piece)).chain(["</urlset>\n".to_owned()]);
    Body::from_stream(stream::iter(texts.map(Ok::<_, Infallible>)))
}

/// A page in each language, with the same page in the others.
fn urls(address: &str, (path, day): &Entry) -> String {
    let path = |lang: Lang| guide::path_in(lang, path).unwrap_or(path);
    let whole = |lang: Lang| format!("{address}{}", Locale { lang }.href(path(lang)));
    let mut text = String::new();
    for lang in Lang::ALL {
        // Writing to a string cannot fail.
        let _ = write!(text, "<url><loc>{}</loc>", whole(lang));
        if let Some(day) = day {
            let _ = write!(text, "<lastmod>{day}</lastmod>");
        }
        for other in Lang::ALL {
            let (code, href) = (other.code(), whole(other));
            let _ = write!(text, "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{href}\"/>");
        }
        text.push_str("</url>\n");
    }
    text
}
