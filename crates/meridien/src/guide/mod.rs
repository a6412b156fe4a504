//! The user guide, `docs/guide`, inside the program and drawn as pages of the site.
//!
//! A page is a file in each language, at the same place in both `SUMMARY.md`; its address has the name of the file in the
//! language of the page. The guide is our own text, so nothing in it is kept out.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::routing::get;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream, html};
use rust_embed::RustEmbed;

use crate::app::State;
use crate::web::cache::Cache;
use crate::web::markdown::SafeHtml;
use crate::web::{self, Error, Lang, Locale, Nav, Page, Visit, page};

#[derive(RustEmbed)]
#[folder = "../../docs/guide"]
struct Files;

/// The path of the contents, under which the other pages are.
const CONTENTS: &str = "/aide/guide";

/// The addresses of the guide.
pub fn routes() -> Router<State> {
    Router::new().route(CONTENTS, get(show)).route(&format!("{CONTENTS}/{{name}}"), get(show))
}

/// The paths of all pages in a language, without its prefix.
pub fn paths(lang: Lang) -> impl Iterator<Item = &'static str> {
    chapters(lang).iter().map(|chapter| chapter.path.as_str())
}

/// The path in `lang`, without its prefix, of the page of the guide which has `path` in one of the languages.
pub fn path_in(lang: Lang, path: &str) -> Option<&'static str> {
    chapters(lang).get(place(path)?).map(|chapter| chapter.path.as_str())
}

/// A page of the guide in one language.
struct Chapter {
    /// Its path without the language's prefix.
    path: String,
    title: String,
    /// The part of the guide in which it stands.
    part: String,
    text: SafeHtml,
}

/// The pages in a language, the contents first, then in their order.
fn chapters(lang: Lang) -> &'static [Chapter] {
    static FRENCH: LazyLock<Vec<Chapter>> = LazyLock::new(|| load(Lang::Fr));
    static ENGLISH: LazyLock<Vec<Chapter>> = LazyLock::new(|| load(Lang::En));
    match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

/// Which page has this path in one of the languages, counted from the contents.
fn place(path: &str) -> Option<usize> {
    if !path.starts_with(CONTENTS) {
        return None;
    }
    Lang::ALL.into_iter().find_map(|lang| paths(lang).position(|own| own == path))
}

/// Reads the pages that `SUMMARY.md` names, as mdBook would.
fn load(lang: Lang) -> Vec<Chapter> {
    let l = Locale::from(lang);
    let mut part = String::new();
    let mut chapters = Vec::new();
    for line in source(lang, "SUMMARY").lines() {
        if let Some(title) = line.strip_prefix("# ") {
            part = l.spaced(title).into_owned();
        } else if let Some((title, name)) = entry(line) {
            let text = draw(l, &source(lang, name));
            chapters.push(Chapter { path: path(name), title: l.spaced(title).into_owned(), part: part.clone(), text });
        }
    }
    chapters
}

/// The text of a page; none where it is missing, which the tests refuse.
fn source(lang: Lang, name: &str) -> String {
    let file = Files::get(&format!("{}/src/{name}.md", lang.code()));
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// The title and the name of a page: `- [The map](map.md)`.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (title, rest) = line.split_once('[')?.1.split_once("](")?;
    Some((title, rest.strip_suffix(".md)")?))
}

fn path(name: &str) -> String {
    match name {
        "README" => CONTENTS.to_owned(),
        name => format!("{CONTENTS}/{name}"),
    }
}

/// How cells of a table begin and end: in its head, the first of a row, the others. On a narrow screen a row is a block, and
/// what is in a cell must be one thing.
const HEAD: [&str; 2] = ["<th scope=\"col\">", "</th>"];
const FIRST: [&str; 2] = ["<th scope=\"row\">", "</th>"];
const OTHER: [&str; 2] = ["<td><div>", "</div></td>"];

/// The HTML of a page below its title, which the layout shows.
fn draw(l: Locale, markdown: &str) -> SafeHtml {
    let text = markdown.split_once('\n').map_or("", |(_, text)| text);
    let mut events: Vec<Event<'_>> = Vec::new();
    let (mut heading, mut cell, mut is_code) = (0, HEAD, false);
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)) {
        let event = match event {
            Event::Text(text) if !is_code => Event::Text(l.spaced(&text).into_owned().into()),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = target(l, &dest_url).map_or(dest_url, CowStr::from);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Table(_)) => Event::Html("<table class=\"reflow\">".into()),
            Event::Start(Tag::TableCell) => Event::Html(cell[0].into()),
            Event::End(TagEnd::TableCell) => {
                let end = cell[1];
                if cell == FIRST {
                    cell = OTHER;
                }
                Event::Html(end.into())
            }
            other => other,
        };
        match &event {
            Event::Start(Tag::TableHead) => cell = HEAD,
            Event::Start(Tag::TableRow) => cell = FIRST,
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Heading { .. }) => heading = events.len(),
            Event::End(TagEnd::Heading(_)) => name(&mut events[heading..]),
            _ => {}
        }
        events.push(event);
    }
    let mut out = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut out, events.into_iter());
    SafeHtml::drawn(out)
}

/// Where a link to another page of the guide leads (`map.md#moving`); none for other links.
fn target(l: Locale, link: &str) -> Option<String> {
    let (file, anchor) = link.find('#').map_or((link, ""), |at| link.split_at(at));
    let name = file.strip_suffix(".md").filter(|name| !name.contains('/'))?;
    Some(format!("{}{anchor}", l.href(&path(name))))
}

/// Gives a heading (its start and what is in it) the anchor by which links name it, as mdBook does: its letters and digits in
/// lower case, a hyphen for each space.
fn name(heading: &mut [Event<'_>]) {
    let words = heading.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_lowercase()),
        _ => None,
    });
    let anchor = words.collect::<String>().replace(char::is_whitespace, "-");
    let anchor = anchor.replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '_', "");
    if let Some(Event::Start(Tag::Heading { id, .. })) = heading.first_mut() {
        *id = Some(anchor.into());
    }
}

#[derive(Template)]
#[template(path = "guide/show.html")]
struct Show {
    l: Locale,
    page: Page,
    text: &'static SafeHtml,
    /// On the page of the contents: each part and its pages.
    parts: Vec<(&'static str, &'static [Chapter])>,
    previous: Option<&'static Chapter>,
    next: Option<&'static Chapter>,
}

/// `/aide/guide` and `/aide/guide/{name}`; the name that the page has in another language leads to its own.
async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let at = place(&visit.path).ok_or(Error::NotFound)?;
    let all = chapters(l.lang);
    let chapter = all.get(at).ok_or(Error::NotFound)?;
    if chapter.path != visit.path {
        return Err(Error::Moved(l.href(&chapter.path)));
    }
    let (title, about) = match at {
        0 => (l.t("guide").into_owned(), l.t("guide-describe").into_owned()),
        _ => (chapter.title.clone(), l.t_with("guide-page-describe", &[("title", chapter.title.as_str().into())])),
    };
    let mut page = visit.page(title).describe(about).nav(Nav::Help).crumb(l.t("nav-help"), "/aide");
    if at > 0 {
        page = page.crumb(l.t("guide"), CONTENTS);
    }
    for lang in Lang::ALL {
        if let Some(path) = path_in(lang, &visit.path) {
            page = page.elsewhere(lang, path);
        }
    }
    let listed: &'static [Chapter] = if at == 0 { &all[1..] } else { &[] };
    let shown = Show {
        l,
        page,
        text: &chapter.text,
        parts: listed.chunk_by(|a, b| a.part == b.part).map(|part| (part[0].part.as_str(), part)).collect(),
        previous: at.checked_sub(1).and_then(|before| all.get(before)),
        next: all.get(at + 1),
    };
    page::answer(Cache::Program, &shown)
}
