//! The texts of the interface, parsed once.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use super::{Arg, Lang, Locale};

/// One slice's texts, in each language.
pub struct Slice {
    /// The file's name without `.ftl`.
    pub name: &'static str,
    /// French source.
    pub fr: &'static str,
    /// English source.
    pub en: &'static str,
}

macro_rules! slices {
    ($($name:literal),* $(,)?) => {
        [$(Slice {
            name: $name,
            fr: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/fr/", $name, ".ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", $name, ".ftl")),
        }),*]
    };
}

/// Every slice that has texts: add yours here.
pub const SLICES: &[Slice] = &slices![
    "web",
    "about",
    "access",
    "account",
    "confirmation",
    "annotation",
    "person",
    "transmission",
    "home",
    "map",
    "partnership",
    "anomaly",
    "imports",
    "command",
    "organisation",
    "country",
    "theme",
    "tables",
    "territory",
    "statistics",
    "iati",
    "declaration",
    "api",
    "exports",
    "edition",
    "settings",
    "programme",
];

type Bundle = FluentBundle<FluentResource>;

static FRENCH: LazyLock<Bundle> = LazyLock::new(|| load(Lang::Fr));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| load(Lang::En));

fn bundle(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

/// Parses a language's files. A fault in one is a fault of the program, which the tests catch: what can
/// be read is kept and the rest logged.
fn load(lang: Lang) -> Bundle {
    let id = match lang {
        Lang::Fr => langid!("fr"),
        Lang::En => langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    match lang {
        Lang::Fr => bundle.set_formatter(Some(|value, _| number(Lang::Fr, value))),
        Lang::En => bundle.set_formatter(Some(|value, _| number(Lang::En, value))),
    }
    // Isolation marks would end up in titles, mail subjects and exports.
    bundle.set_use_isolating(false);
    for slice in SLICES {
        let source = match lang {
            Lang::Fr => french_spaces(slice.fr).into_owned(),
            Lang::En => slice.en.to_owned(),
        };
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, faults)| {
            tracing::error!(slice = slice.name, ?faults, "text file with faults");
            resource
        });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(slice = slice.name, ?faults, "text defined twice");
        }
    }
    bundle
}

/// Numbers inside texts are written like those outside.
fn number(lang: Lang, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(Locale { lang }.number(number.value)),
        _ => None,
    }
}

/// The text named `key` in `lang`, else in French, else the key between white brackets.
pub(super) fn text(lang: Lang, key: &str, args: &[(&'static str, Arg<'_>)]) -> Cow<'static, str> {
    let args =
        (!args.is_empty()).then(|| args.iter().map(|(name, value)| (*name, value.clone())).collect::<FluentArgs>());
    find(lang, key, args.as_ref()).or_else(|| find(Lang::Fr, key, args.as_ref())).unwrap_or_else(|| {
        tracing::error!(key, "text missing");
        format!("⟦{key}⟧").into()
    })
}

fn find(lang: Lang, key: &str, args: Option<&FluentArgs>) -> Option<Cow<'static, str>> {
    let bundle = bundle(lang);
    let pattern = bundle.get_message(key)?.value()?;
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut faults);
    if !faults.is_empty() {
        tracing::error!(key, lang = lang.code(), ?faults, "text with a missing variable");
    }
    // What the bundle returned may borrow from the arguments; only a plain text borrows from the bundle.
    Some(match text {
        Cow::Borrowed(text) if args.is_none() => Cow::Borrowed(text),
        text => Cow::Owned(text.into_owned()),
    })
}

/// Makes unbreakable the spaces that French sets before `: ; ! ? % €`, inside guillemets, inside numbers and before the unit of
/// a size: a thin one (U+202F) before `;`, `!` and `?` and between thousands, a full one (U+00A0) elsewhere.
pub(super) fn french_spaces(text: &str) -> Cow<'_, str> {
    const RULES: [(&str, &str); 8] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        (" %", "\u{a0}%"),
        (" €", "\u{a0}€"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
    ];
    let text = RULES.iter().fold(Cow::Borrowed(text), |text, (from, to)| {
        if text.contains(from) { Cow::Owned(text.replace(from, to)) } else { text }
    });
    numbers(text)
}

/// Makes unbreakable the spaces between the thousands of numbers and before the units of sizes.
fn numbers(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_unit = |text: &str| {
        let word = text.split(|letter: char| !letter.is_alphanumeric()).next();
        word.is_some_and(|word| ["ko", "Mo", "Go"].contains(&word))
    };
    let space = |at: usize| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let last = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let next = after.bytes().take_while(u8::is_ascii_digit).count();
        match (last, next) {
            (1..=3, 3) => Some("\u{202f}"),
            (1.., 0) if is_unit(after) => Some("\u{a0}"),
            _ => None,
        }
    };
    let spaces: Vec<(usize, &str)> = text.match_indices(' ').filter_map(|(at, _)| Some((at, space(at)?))).collect();
    if spaces.is_empty() {
        return text;
    }
    let (mut tied, mut from) = (String::with_capacity(text.len() + 2 * spaces.len()), 0);
    for (at, space) in spaces {
        tied += &text[from..at];
        tied += space;
        from = at + 1;
    }
    tied += &text[from..];
    tied.into()
}
