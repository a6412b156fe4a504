//! What pages are made of. How to write one:
//!
//! 1. Write the handler and its template side by side in your slice, with a struct that holds what the
//!    template shows: always `l` (the [`Locale`]) and `page` (the [`Page`], for the layout).
//!    ```ignore
//!    #[derive(Template)]
//!    #[template(path = "organisation/show.html")]
//!    struct Show { l: Locale, page: Page, organisation: Organisation }
//!
//!    async fn show(visit: Visit, Path(id): Path<String>) -> web::Result {
//!        let organisation = visit.app.journal.organisation(&id).await?.ok_or(web::Error::NotFound)?;
//!        let page = visit
//!            .page(&organisation.name)
//!            .nav(Nav::Organisations)
//!            .crumb(visit.locale.t("nav-organisations"), "/organisations");
//!        page::answer(Cache::Journal, &Show { l: visit.locale, page, organisation })
//!    }
//!    ```
//! 2. The template extends the layout: `{% extends "web/layout.html" %}`, fills `{% block content %}` and,
//!    where the band at the top holds more than a title, `{% block band %}` (then it writes its own `<h1>`
//!    and `{% include "web/crumbs.html" %}`). Pages without a side column wrap their content in
//!    `<div class="wrap stack">`, those with one in `<div class="wrap columns">`.
//! 3. Texts come from `locales/{fr,en}/<slice>.ftl` through `{{ l.t("key") }}` and
//!    `{{ l.t_with("key", [("count", total.into())]) }}`; name the slice in `language/messages.rs`. A test
//!    checks that each key written in quotes in code or template exists in both languages, and that each
//!    text is used: write keys whole, never build them.
//! 4. Numbers, amounts, dates and lists go through `l` (`integer`, `money`, `day`, `month`, `list`), links to
//!    other pages through `{{ l.href("/pays/ML") }}`. A text in another language than the page's has its `lang`.
//! 5. No `style` attribute and no inline script: the security policy refuses both. The classes are in
//!    `assets/app.css`, each with a comment on what it is for.
//!    What only a server can do (filters, downloads, the workspace) is marked `data-live`: the edition on a disk goes without it.
//!    A form that was sent in vain is drawn again by [`form`], under the title that [`Locale::form_title`] makes.
//! 6. Errors are values of [`super::Error`], returned by `?`; a layer draws their page in the reader's language.
//! 7. `routes()` of the slice gives addresses without the language's prefix; `app.rs` mounts them under each.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use strum::VariantArray;

use super::cache::Cache;
use super::linked_data::LinkedData;
use super::words::Passage;
use super::{Lang, Locale, assets};
use crate::account::Account;
use crate::app::{Settings, State};

/// One request, as a handler needs it: the program, the reader's language, the address.
#[derive(Clone)]
pub struct Visit {
    /// The running program.
    pub app: State,
    /// The reader's language.
    pub locale: Locale,
    /// The path without the language's prefix: `/partenariats`.
    pub path: String,
    /// The query as it came, without `?`.
    pub query: Option<String>,
}

impl Visit {
    /// The visit that a request makes, as it came from the network.
    pub fn new(parts: &Parts, app: &State) -> Visit {
        // Nested routers take the prefix off `uri`; the original is kept beside it.
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let (_, path) = Lang::split(uri.path());
        Visit {
            app: app.current(),
            locale: Lang::asked(uri.path(), &parts.headers).unwrap_or_default().into(),
            path: path.to_owned(),
            query: uri.query().map(str::to_owned),
        }
    }

    /// A page with this title at this address, in this language.
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page {
            l: self.locale,
            settings: self.app.settings.clone(),
            title: title.into(),
            description: None,
            nav: None,
            crumbs: Vec::new(),
            feed: None,
            data: None,
            indexed: !self.app.settings.demonstration,
            account: None,
            path: self.path.clone(),
            elsewhere: Vec::new(),
            query: self.query.clone(),
            canonical_query: None,
        }
    }
}

impl FromRequestParts<State> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &State) -> Result<Visit, Infallible> {
        Ok(Visit::new(parts, app))
    }
}

/// The entries of the site's main menu, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Nav {
    /// The partnerships and their search.
    Partnerships,
    /// The organisations.
    Organisations,
    /// The countries.
    Countries,
    /// The figures.
    Statistics,
    /// The reader's guide.
    Help,
}

impl Nav {
    /// The key of its label.
    pub fn key(self) -> &'static str {
        match self {
            Nav::Partnerships => "nav-partnerships",
            Nav::Organisations => "nav-organisations",
            Nav::Countries => "nav-countries",
            Nav::Statistics => "view-statistics",
            Nav::Help => "nav-help",
        }
    }

    /// Its page, without the language's prefix.
    pub fn path(self) -> &'static str {
        match self {
            Nav::Partnerships => "/partenariats",
            Nav::Organisations => "/organisations",
            Nav::Countries => "/pays",
            Nav::Statistics => "/statistiques",
            Nav::Help => "/aide",
        }
    }
}

/// A step of the way from the home page to this one.
pub struct Crumb {
    /// What it is called.
    pub label: Passage,
    /// Its address, with the language's prefix.
    pub href: String,
}

/// What the layout shows around a page's own content.
pub struct Page {
    /// The reader's language.
    pub l: Locale,
    /// The operator's settings.
    pub settings: Arc<Settings>,
    /// The title, alone: the layout adds the site's name.
    pub title: String,
    /// A sentence for search engines and link previews.
    pub description: Option<String>,
    /// The menu's entry under which the page is.
    pub nav: Option<Nav>,
    /// The way from the home page, without its first and last step.
    pub crumbs: Vec<Crumb>,
    /// The address of the Atom feed of what it lists.
    pub feed: Option<String>,
    /// What it is about, for search engines.
    pub data: Option<LinkedData>,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// The name of the account whose workspace this is. Public pages show none, so that one answer serves all.
    pub account: Option<String>,
    path: String,
    /// Its paths in the languages in which they may differ.
    elsewhere: Vec<(Lang, String)>,
    query: Option<String>,
    canonical_query: Option<String>,
}

/// What stands in the head of every page. With [`Top`] and [`Foot`] it is a template of its own, so that it is compiled once
/// and not in each of a hundred pages.
#[derive(Template)]
#[template(path = "web/head.html")]
struct Head<'a> {
    page: &'a Page,
}

/// What stands over every page.
#[derive(Template)]
#[template(path = "web/top.html")]
struct Top<'a> {
    page: &'a Page,
}

/// What stands under every page.
#[derive(Template)]
#[template(path = "web/foot.html")]
struct Foot<'a> {
    page: &'a Page,
}

impl Page {
    /// The head of the page, its title aside.
    pub fn head(&self) -> impl Template {
        Head { page: self }
    }

    /// What stands over the page.
    pub fn top(&self) -> impl Template {
        Top { page: self }
    }

    /// What stands under the page.
    pub fn foot(&self) -> impl Template {
        Foot { page: self }
    }

    /// Puts the page under a menu entry.
    pub fn nav(mut self, nav: Nav) -> Page {
        self.nav = Some(nav);
        self
    }

    /// Adds a step to the way from the home page; `path` without the language's prefix.
    pub fn crumb(self, label: impl Into<String>, path: &str) -> Page {
        self.record_crumb(Passage { foreign: None, text: label.into() }, path)
    }

    /// The same for a record, whose title says its language.
    pub fn record_crumb(mut self, title: Passage, path: &str) -> Page {
        self.crumbs.push(Crumb { label: title, href: self.l.href(path) });
        self
    }

    /// Describes the page in a sentence.
    pub fn describe(mut self, description: impl Into<String>) -> Page {
        self.description = Some(description.into());
        self
    }

    /// Names the feed of what the page lists.
    pub fn feed(mut self, address: impl Into<String>) -> Page {
        self.feed = Some(address.into());
        self
    }

    /// Says what the page is about, for search engines.
    pub fn about(mut self, data: LinkedData) -> Page {
        self.data = Some(data);
        self
    }

    /// Asks search engines not to list it.
    pub fn unindexed(mut self) -> Page {
        self.indexed = false;
        self
    }

    /// Makes it a page of an account's workspace: the header names the account, search engines stay out.
    pub fn of_account(mut self, account: &Account) -> Page {
        self.account = Some(account.name.clone());
        self.unindexed()
    }

    /// Makes this query part of the page's one true address (a search's words and filters, in order).
    pub fn canonical_query(mut self, query: impl Into<String>) -> Page {
        self.canonical_query = Some(query.into());
        self
    }

    /// Gives the page another path in `lang`, without the language's prefix.
    pub fn elsewhere(mut self, lang: Lang, path: impl Into<String>) -> Page {
        self.elsewhere.push((lang, path.into()));
        self
    }

    /// The page's path in `lang`, with the language's prefix.
    fn path_in(&self, lang: Lang) -> String {
        let own = self.elsewhere.iter().find(|(other, _)| *other == lang);
        Locale { lang }.href(own.map_or(&self.path, |(_, path)| path))
    }

    /// The page's one true address, whole, in `lang`.
    pub fn canonical(&self, lang: Lang) -> String {
        let path = self.path_in(lang);
        let address = format!("{}{path}", self.settings.public_address);
        match self.canonical_query.as_deref() {
            None | Some("") => address,
            Some(query) => format!("{address}?{query}"),
        }
    }

    /// The permanent address of this page, whole, in the reader's language.
    pub fn permalink(&self) -> String {
        self.canonical(self.l.lang)
    }

    /// The other languages, each with this same page in it, its filters kept.
    pub fn other_languages(&self) -> impl Iterator<Item = (Lang, String)> {
        Lang::ALL.into_iter().filter(|lang| *lang != self.l.lang).map(|lang| {
            let path = self.path_in(lang);
            (lang, self.query.as_deref().map_or(path.clone(), |query| format!("{path}?{query}")))
        })
    }

    /// The main menu: label, address, whether the page is under it.
    pub fn menu(&self) -> impl Iterator<Item = (String, String, bool)> {
        Nav::VARIANTS
            .iter()
            .map(|nav| (self.l.t(nav.key()).into_owned(), self.l.href(nav.path()), self.nav == Some(*nav)))
    }

    /// A mail to the operator about a mistake on this page, its title and address written in already.
    pub fn report_mistake(&self) -> String {
        let l = self.l;
        let subject = l.t_with("mistake-subject", &[("title", self.title.as_str().into())]);
        let body = l.t_with("mistake-body", &[("address", self.permalink().into())]);
        // Line ends in a mail's address are CR LF (RFC 6068).
        format!(
            "mailto:{}?subject={}&body={}",
            self.settings.contact,
            percent_encoded(&subject),
            percent_encoded(&body.replace('\n', "\r\n"))
        )
    }

    /// The address of a file of `assets/`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The program's version.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// Percent-encodes everything but what RFC 3986 leaves unreserved.
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
                out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    out
}

/// Draws a page with a form, for nobody but whoever asks; 422 where what was sent cannot be taken.
///
/// # Errors
/// As [`answer`].
pub fn form(faulty: bool, template: &impl Template) -> super::Result {
    let status = if faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, answer(Cache::Private, template)?).into_response())
}

/// Draws a page.
///
/// # Errors
/// [`super::Error::Internal`] where the template fails, which none of ours can.
pub fn answer(cache: Cache, template: &impl Template) -> super::Result {
    let html = template.render().map_err(anyhow::Error::from)?;
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    response.extensions_mut().insert(cache);
    Ok(response)
}
