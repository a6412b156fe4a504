//! The Atom feed of a search: what was published or confirmed last.

use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};

use super::index::Card;
use super::list::{self, CardView};
use super::names::Names;
use super::query::Order;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// Entries of a feed: it is asked for often, and newer ones come first.
const ENTRIES: usize = 30;

/// A partnership as an entry.
struct Entry<'a> {
    /// Its permanent address, whole.
    address: String,
    title: String,
    lang: Option<&'a str>,
    updated: String,
    /// That it is invented, where it is; its parties, form, period, theme and status.
    summary: String,
    theme: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "partnership/feed.xml")]
struct Feed<'a> {
    l: Locale,
    operator: &'a str,
    title: String,
    /// The address of the feed, and that of the list.
    own: String,
    list: String,
    updated: String,
    entries: Vec<Entry<'a>>,
}

/// `/partenariats.atom`: the parameters are those of the list; the order is the feed's own.
pub(crate) async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let asked = list::read_without_columns(&visit, &mut parameters);
    parameters.finish()?;
    let criteria = asked.but(|criteria| criteria.order = Order::Updated);
    let day = visit.app.status_day();
    let (search, query) = (visit.app.search.clone(), criteria.first(ENTRIES, &[]));
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    let names = Names::load(&visit.app, asked.values()).await?;
    let whole = |path: String| format!("{}{path}", visit.app.settings.public_address);
    let entry = |card| {
        let view = CardView::new(l, card, day);
        entry(l, card, &view, whole(l.href(&format!("/partenariats/{}", card.id))))
    };
    let list = asked.but(|criteria| criteria.order = Order::default());
    let newest = found.cards.first().map_or(day.today.and_time(NaiveTime::MIN).and_utc(), |card| card.updated);
    let feed = Feed {
        title: printable(&list::search_name(l, &asked, &list::chips(l, &asked, &names))),
        operator: &visit.app.settings.operator,
        own: whole(list.download(l, ".atom")),
        list: whole(list.href(l)),
        updated: moment(newest),
        entries: found.cards.iter().map(entry).collect(),
        l,
    };
    let xml = feed.render().map_err(anyhow::Error::from)?;
    let mut response = ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

fn entry<'a>(l: Locale, card: &'a Card, view: &CardView<'a>, address: String) -> Entry<'a> {
    let text = |key: &str| l.t(key).into_owned();
    let first = [card.demo.then(|| text("demonstration-record")), Some(view.parties.clone())];
    let parts = [Some(text(card.form.key())), view.period.clone(), view.theme.clone(), Some(text(view.status.key()))];
    let summary: Vec<String> = first.into_iter().chain(parts).flatten().collect();
    Entry {
        address,
        title: printable(view.name()),
        lang: view.title.foreign,
        updated: moment(card.updated),
        summary: printable(&summary.join(" · ")),
        theme: card.theme.as_deref(),
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A text without the characters that XML has no way to write.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}
