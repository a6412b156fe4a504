//! The static edition: the whole public atlas as files that open from a USB key, for places without a line.
//!
//! The pages are the program's own: each is asked of the router as a browser would, then rewritten ([`rewrite`]) so that its
//! links lead to files ([`address`] says which), and those that need a server to the living atlas. What a page leads to is
//! asked for next, from the home page and the edition's own lists on, until nothing is left. The search works without a
//! server by an index in scripts ([`finder`]); without JavaScript there are lists by country, theme and letter.

mod address;
mod finder;
mod lists;
mod pages;
mod rewrite;
#[cfg(test)]
mod tests;

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::app::{self, State};
use crate::web::{Lang, Locale};
use address::Addresses;
use lists::Lists;
use rewrite::Rewriter;

/// Pages drawn at a time.
const AT_ONCE: usize = 64;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Pages, without the files beside them.
    pub pages: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Writes the edition of the atlas behind `state`, in these languages (the first opens it), into an empty folder; tells
/// `progress` how many pages are done of those known so far.
///
/// # Errors
/// When the register or the disk refuses, or the program fails at a page.
pub async fn write(
    state: &State,
    languages: &[Lang],
    folder: &Path,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> anyhow::Result<Written> {
    let edition = Edition::open(state, languages, folder).await?;
    let mut written = edition.crawl(progress).await?;
    let entry = rewrite::redirection(&format!("{}/index.html", languages[0].code()));
    fs::write(folder.join("index.html"), entry)?;
    written.bytes = size(folder)?;
    Ok(written)
}

/// An edition that is being written.
struct Edition<'a> {
    addresses: Addresses,
    router: Router,
    folder: &'a Path,
    living: &'a str,
    /// For each language, the notice at the foot and the entry of the menu.
    texts: Vec<(Lang, String, String)>,
}

impl<'a> Edition<'a> {
    /// Reads the lists, writes the index of the search, and makes ready to draw pages.
    async fn open(state: &'a State, languages: &[Lang], folder: &'a Path) -> anyhow::Result<Edition<'a>> {
        let addresses = Addresses { languages: languages.to_vec() };
        // Somebody who no longer agrees to be named cannot be taken off a disk.
        let mut router = app::router(State { names_persons: false, ..state.clone() });
        for lang in languages {
            let lists = Arc::new(Lists::load(state, (*lang).into()).await?);
            finder::write(&lists, &addresses, &folder.join(lang.code()).join("recherche"))?;
            let own = Router::new().nest(&format!("/{}", lang.code()), pages::routes(lists));
            router = router.merge(own.with_state(state.clone()));
        }
        let living = state.settings.public_address.as_str();
        let texts = languages.iter().map(|lang| texts(*lang, living, (state.today)())).collect();
        Ok(Edition { addresses, router, folder, living, texts })
    }

    /// Writes every page that the start leads to.
    async fn crawl(&self, progress: &(dyn Fn(u64, u64) + Sync)) -> anyhow::Result<Written> {
        let start = self
            .addresses
            .languages
            .iter()
            .flat_map(|lang| ["/", "/recherche"].map(|path| Locale::from(*lang).href(path)));
        let mut waiting: VecDeque<String> = start.collect();
        let mut known: HashSet<String> = waiting.iter().filter_map(|address| self.addresses.file(address)).collect();
        let mut written = Written::default();
        while !waiting.is_empty() {
            let mut drawing = JoinSet::new();
            for address in waiting.drain(..waiting.len().min(AT_ONCE)) {
                drawing.spawn(ask(self.router.clone(), address));
            }
            while let Some(answer) = drawing.join_next().await {
                for next in self.keep(answer??, &mut written)? {
                    if self.addresses.file(&next).is_some_and(|file| known.insert(file)) {
                        waiting.push_back(next);
                    }
                }
            }
            progress(written.pages, known.len() as u64);
        }
        Ok(written)
    }

    /// Writes an answer into its file; the addresses that it leads to.
    fn keep(&self, answer: Answer, written: &mut Written) -> anyhow::Result<Vec<String>> {
        let Answer { address, status, headers, body } = answer;
        let file = self.addresses.file(&address).context("an address without a file was asked for")?;
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !status.is_redirection() && !text(header::CONTENT_TYPE).starts_with("text/html") {
            store(&self.folder.join(file), &body)?;
            return Ok(Vec::new());
        }
        let (lang, notice, menu) =
            self.texts.iter().find(|(lang, ..)| file.starts_with(lang.code())).context("a page without a language")?;
        let rewriter = Rewriter { addresses: &self.addresses, living: self.living, notice, menu };
        let page = match status {
            StatusCode::OK | StatusCode::GONE | StatusCode::NOT_FOUND => {
                rewriter.page(std::str::from_utf8(&body)?, &file, &Locale::from(*lang).href("/"))?
            }
            status if status.is_redirection() => rewriter.moved(text(header::LOCATION), &file),
            status => bail!("{address}: {status}"),
        };
        store(&self.folder.join(file), page.html.as_bytes())?;
        written.pages += 1;
        Ok(page.leads_to)
    }
}

/// What the program answers to an address.
struct Answer {
    address: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

async fn ask(router: Router, address: String) -> anyhow::Result<Answer> {
    let response = router.oneshot(Request::get(&address).body(Body::empty())?).await?;
    let (parts, body) = response.into_parts();
    Ok(Answer { body: to_bytes(body, usize::MAX).await?, status: parts.status, headers: parts.headers, address })
}

fn store(path: &Path, body: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(path, body).with_context(|| path.display().to_string())
}

/// The notice at the foot of every page, and the entry of the search in the menu.
fn texts(lang: Lang, living: &str, day: chrono::NaiveDate) -> (Lang, String, String) {
    let l = Locale::from(lang);
    let notice = l.t_with("edition-notice", &[("day", l.day(day).into())]);
    let address = living.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let notice = format!(
        "<div class=\"wrap edition\"><p>{notice} <a href=\"{address}/{}/\" rel=\"external\">{address}</a></p></div>\n",
        lang.code()
    );
    (lang, notice, format!("<li><a href=\"{{}}\">{}</a></li>\n", l.t("edition-search")))
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
