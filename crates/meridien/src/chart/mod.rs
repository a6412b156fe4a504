//! Charts and maps as SVG text: pure functions, no script, no inline style (the classes are in `app.css`).
//!
//! Each is an image with a title and a description for those who do not see it. A page that shows one also
//! shows the same figures as a table or as text.

pub mod bars;
pub mod file;
pub mod lines;
pub mod map;
pub mod outline;

use std::fmt::Write;

/// Text with the five characters of HTML and XML made harmless.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Opens an `<svg>` that is one image to a screen reader. `id` makes its inner ids unique on the page.
fn open(out: &mut String, attributes: &str, id: &str, title: &str, description: &str) {
    let (title, description) = (escaped(title), escaped(description));
    put(
        out,
        format_args!(
            "<svg {attributes} role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>"
        ),
    );
}

/// How many series have a colour of their own; a chart with more must group some.
pub const SERIES: usize = 6;

/// The CSS class of a series, from 0.
fn series_class(series: usize) -> String {
    format!("s{}", series.min(SERIES - 1) + 1)
}

/// The names of the series with their colours.
pub fn legend(series: &[String]) -> String {
    let mut out = "<ul class=\"legend\">".to_owned();
    for (at, name) in series.iter().enumerate() {
        put(&mut out, format_args!("<li><i class=\"{}\"></i>{}</li>", series_class(at), escaped(name)));
    }
    out.push_str("</ul>");
    out
}

/// Writes to a string, which cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string cannot fail");
}
