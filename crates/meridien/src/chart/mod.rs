//! Charts and maps as SVG text: pure functions, no script, no inline style (the classes are in `app.css`).
//!
//! Each is an image with a title and a description for those who do not see it. A page that shows one also
//! shows the same figures as a table or as text.

pub mod bars;
pub mod map;
pub mod outline;

use std::fmt::Write;

/// Text with the five characters of HTML and XML made harmless.
fn escaped(text: &str) -> String {
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

/// Writes to a string, which cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string cannot fail");
}
