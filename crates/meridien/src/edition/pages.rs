//! The pages that only the edition has: its search, and every record by its first letter.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::routing::get;
use axum::{Extension, Router};

use super::lists::{Entry, Lists, by_letter};
use crate::app::State;
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// Lines on a page.
const SIZE: usize = 300;

/// The pages of one language, without its prefix.
pub(super) fn routes(lists: Arc<Lists>) -> Router<State> {
    Router::new()
        .route("/recherche", get(search))
        .route("/index", get(search))
        .route("/index/{register}/{piece}", get(letter))
        .layer(Extension(lists))
}

/// A letter, or the only page of it.
struct Piece {
    label: String,
    href: String,
    count: usize,
}

#[derive(Template)]
#[template(path = "edition/search.html")]
struct Search {
    l: Locale,
    page: Page,
    /// Records in the index of the search.
    total: usize,
    ways: Vec<(String, Vec<Piece>)>,
}

/// The label of what begins with a letter.
fn label(l: Locale, letter: char) -> String {
    match letter {
        '0' => l.t("edition-no-letter").into_owned(),
        letter => letter.to_uppercase().collect(),
    }
}

fn href(l: Locale, register: &str, letter: char, page: usize) -> String {
    l.href(&format!("/index/{register}/{letter}-{page}"))
}

async fn search(visit: Visit, Extension(lists): Extension<Arc<Lists>>) -> web::Result {
    let l = visit.locale;
    let way = |name: &str, register: &str, entries: &[Entry]| {
        let pieces = by_letter(l, entries).into_iter().map(|(letter, entries)| Piece {
            label: label(l, letter),
            href: href(l, register, letter, 1),
            count: entries.len(),
        });
        (l.t(name).into_owned(), pieces.collect())
    };
    let ways = vec![
        way("nav-organisations", "organisations", &lists.organisations),
        way("nav-partnerships", "partenariats", &lists.partnerships),
    ];
    page::answer(
        Cache::Journal,
        &Search { l, page: visit.page(l.t("edition-search")), total: lists.all().count(), ways },
    )
}

#[derive(Template)]
#[template(path = "edition/letter.html")]
struct Letter<'a> {
    page: Page,
    l: Locale,
    entries: &'a [&'a Entry],
    pager: Pager,
}

/// `/index/partenariats/a-2`: the second page of those that begin with A.
async fn letter(
    visit: Visit,
    Path((register, piece)): Path<(String, String)>,
    Extension(lists): Extension<Arc<Lists>>,
) -> web::Result {
    let l = visit.locale;
    let (nav, entries) = match register.as_str() {
        "organisations" => (Nav::Organisations, &lists.organisations),
        "partenariats" => (Nav::Partnerships, &lists.partnerships),
        _ => return Err(Error::NotFound),
    };
    let (letter, number) = piece.split_once('-').ok_or(Error::NotFound)?;
    let (letter, number) = (letter.parse().map_err(|_| Error::NotFound)?, number.parse().map_err(|_| Error::NotFound)?);
    let letters = by_letter(l, entries);
    let entries = letters.get(&letter).ok_or(Error::NotFound)?;
    let number = Some(number).filter(|number| *number > 0).ok_or(Error::NotFound)?;
    let pager = Pager::new(number, entries.len() as u64, SIZE, move |page| href(l, &register, letter, page))?;
    let mut title = format!("{} – {}", l.t(nav.key()), label(l, letter));
    if pager.pages > 1 {
        let of = l.t_with("list-page", &[("page", pager.page.into()), ("pages", pager.pages.into())]);
        title = format!("{title} – {of}");
    }
    let first = (number - 1) * SIZE;
    let shown = &entries[first..entries.len().min(first + SIZE)];
    let page = visit.page(title).nav(nav).crumb(l.t("edition-search"), "/recherche");
    page::answer(Cache::Journal, &Letter { page, l, entries: shown, pager })
}
