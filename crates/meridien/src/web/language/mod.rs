//! The reader's language: which one an address asks for, and how texts, numbers, dates and names are
//! written in it.
//!
//! The first segment of an address decides (`/fr/…`, `/en/…`); French is the language of everything else.
//! Texts live in `locales/{fr,en}/*.ftl`, one file per slice. Write ordinary spaces in them: those that
//! French wants unbreakable are set when the file is loaded.

mod date;
mod messages;
mod number;
mod order;

pub use fluent_bundle::FluentValue as Arg;
pub use messages::SLICES;

use std::borrow::Cow;

use axum::http::{HeaderMap, header};

/// A language that the interface is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, the reference: a text missing elsewhere is shown in French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Every language, the reference first.
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// The code used in addresses and in `lang` attributes (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language's own name, for the switch between languages.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Fr => "Français",
            Lang::En => "English",
        }
    }

    /// The language that a request asks for: by its path, or where programs ask for data, by `Accept-Language`.
    pub fn asked(path: &str, headers: &HeaderMap) -> Option<Lang> {
        match Lang::split(path).0 {
            None if path.starts_with("/api/") => {
                headers.get(header::ACCEPT_LANGUAGE).and_then(|value| Lang::preferred(value.to_str().ok()?))
            }
            asked => asked,
        }
    }

    /// The language that a list such as `en-GB, fr;q=0.8` puts first among ours (RFC 9110, 12.5.4).
    fn preferred(list: &str) -> Option<Lang> {
        let wanted = list.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next()?.split('-').next()?;
            let lang = Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(tag))?;
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |weight| weight.parse().ok());
            Some((weight.filter(|weight: &f32| *weight > 0.0)?, lang))
        });
        // The first of those alike: `max_by` would take the last.
        wanted.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, lang)| lang)
    }

    /// The language that `path` asks for with its first segment, and the rest of the path (`/` at least).
    pub fn split(path: &str) -> (Option<Lang>, &str) {
        for lang in Lang::ALL {
            let rest = path.strip_prefix('/').and_then(|p| p.strip_prefix(lang.code()));
            match rest {
                Some("") => return (Some(lang), "/"),
                Some(rest) if rest.starts_with('/') => return (Some(lang), rest),
                _ => {}
            }
        }
        (None, path)
    }
}

/// How things are said and written in one language. A copy goes to every template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locale {
    /// The language.
    pub lang: Lang,
}

impl From<Lang> for Locale {
    fn from(lang: Lang) -> Self {
        Locale { lang }
    }
}

impl Locale {
    /// The text named `key`; in French where this language lacks it, `⟦key⟧` where both do.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        messages::text(self.lang, key, &[])
    }

    /// The text named `key` with its variables filled in: `l.t_with("results", &[("count", 3.into())])`.
    ///
    /// In a template askama adds the `&` by itself. Numbers choose the plural form and are written as the language writes them; pass a year as a string.
    pub fn t_with(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        messages::text(self.lang, key, args).into_owned()
    }

    /// The title of a page with a form; where what was sent cannot be taken, it says so before all else.
    pub fn form_title(self, title: impl Into<String>, faulty: bool) -> String {
        let title = title.into();
        if faulty { self.t_with("error-title", &[("title", title.into())]) } else { title }
    }

    /// A text written with ordinary spaces, with those that this language sets unbreakable.
    pub fn spaced(self, text: &str) -> Cow<'_, str> {
        match self.lang {
            Lang::Fr => messages::french_spaces(text),
            Lang::En => Cow::Borrowed(text),
        }
    }

    /// The address of a page in this language: `/partenariats` becomes `/fr/partenariats`.
    pub fn href(self, path: &str) -> String {
        format!("/{}{path}", self.lang.code())
    }

    /// The same with a query, which is given without `?` and may be empty.
    pub fn address(self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{}{path}{mark}{query}", self.lang.code())
    }
}

#[cfg(test)]
mod tests;
