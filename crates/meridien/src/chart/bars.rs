//! Horizontal bars, each a stack of parts: amounts by year and kind of funder, for instance.
//!
//! Lengths are percentages and text is in rem, so that the chart fits any width without its text shrinking.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{escaped, open, put};

/// How many series have a colour of their own; a chart with more must group some.
pub const SERIES: usize = 6;

/// A bar chart.
pub struct Bars {
    /// What the chart shows.
    pub title: String,
    /// What it says, in a sentence or two, for those who do not see it.
    pub description: String,
    /// The names of the series, at most [`SERIES`], in the order in which they are stacked.
    pub series: Vec<String>,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One bar.
pub struct Bar {
    /// What it stands for: a year.
    pub label: String,
    /// Its whole, as the page writes it.
    pub total: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// One part of a bar.
pub struct Part {
    /// Which series it belongs to, from 0.
    pub series: usize,
    /// Its size; a negative one is not drawn.
    pub value: Decimal,
    /// Its size as the page writes it.
    pub text: String,
}

impl Bar {
    fn size(&self) -> f64 {
        self.parts.iter().map(|part| size(part.value)).sum()
    }
}

fn size(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0).max(0.0)
}

/// The CSS class of a series.
fn class(series: usize) -> String {
    format!("s{}", series.min(SERIES - 1) + 1)
}

/// Height of a bar with its line of text, in rem.
const ROW: f64 = 2.75;

impl Bars {
    /// The chart, then its legend where there are several series. `id` must be unique on the page.
    pub fn html(&self, id: &str) -> String {
        let mut out = String::new();
        let height = ROW * self.bars.len() as f64;
        let attributes = format!("class=\"chart\" width=\"100%\" height=\"{height}rem\"");
        open(&mut out, &attributes, id, &self.title, &self.description);
        let longest = self.bars.iter().map(Bar::size).fold(0.0, f64::max);
        for (row, bar) in self.bars.iter().enumerate() {
            self.bar(&mut out, bar, ROW * row as f64, longest);
        }
        out.push_str("</svg>");
        if self.series.len() > 1 {
            out.push_str("<ul class=\"legend\">");
            for (series, name) in self.series.iter().enumerate() {
                put(&mut out, format_args!("<li><i class=\"{}\"></i>{}</li>", class(series), escaped(name)));
            }
            out.push_str("</ul>");
        }
        out
    }

    fn bar(&self, out: &mut String, bar: &Bar, top: f64, longest: f64) {
        let (text, strip) = (top + 1.0, top + 1.35);
        put(out, format_args!("<text class=\"strong\" y=\"{text:.2}rem\">{}</text>", escaped(&bar.label)));
        put(
            out,
            format_args!("<text x=\"100%\" y=\"{text:.2}rem\" text-anchor=\"end\">{}</text>", escaped(&bar.total)),
        );
        let mut start = 0.0;
        for part in bar.parts.iter().filter(|part| size(part.value) > 0.0) {
            let width = size(part.value) / longest * 100.0;
            let name = self.series.get(part.series).map_or("", String::as_str);
            put(
                out,
                format_args!(
                    "<rect class=\"{}\" x=\"{start:.2}%\" y=\"{strip:.2}rem\" width=\"{width:.2}%\" height=\".9rem\">\
                     <title>{} – {name} : {}</title></rect>",
                    class(part.series),
                    escaped(&bar.label),
                    escaped(&part.text),
                    name = escaped(name),
                ),
            );
            start += width;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chart(values: &[Vec<u32>]) -> Bars {
        let bars = values.iter().enumerate().map(|(year, parts)| Bar {
            label: format!("{}", 2000 + year),
            total: parts.iter().sum::<u32>().to_string(),
            parts: parts
                .iter()
                .enumerate()
                .map(|(series, value)| Part { series, value: Decimal::from(*value), text: value.to_string() })
                .collect(),
        });
        Bars {
            title: "Financement <par année>".into(),
            description: "Même contenu que le tableau".into(),
            series: vec!["Région".into(), "État & ministères".into(), "Autres".into()],
            bars: bars.collect(),
        }
    }

    /// The widths in percent, bar by bar.
    fn widths(html: &str) -> Vec<Vec<f64>> {
        let bars = html.split("<text class=\"strong\"").skip(1);
        let number = |piece: &str| piece[..piece.find('%').unwrap()].parse::<f64>().unwrap();
        bars.map(|bar| bar.split(" width=\"").skip(1).map(number).collect()).collect()
    }

    proptest! {
        #[test]
        fn lengths_are_in_proportion(values in prop::collection::vec(prop::collection::vec(0u32..5_000_000, 1..4), 1..12)) {
            let drawn = widths(&chart(&values).html("f"));
            let longest = values.iter().map(|bar| bar.iter().sum::<u32>()).max().unwrap_or(0);
            prop_assert_eq!(drawn.len(), values.len());
            for (widths, parts) in drawn.iter().zip(&values) {
                let parts: Vec<_> = parts.iter().filter(|value| **value > 0).collect();
                prop_assert_eq!(widths.len(), parts.len());
                for (width, value) in widths.iter().zip(parts) {
                    let expected = f64::from(*value) / f64::from(longest) * 100.0;
                    prop_assert!((width - expected).abs() < 0.006, "{} for {}", width, expected);
                }
            }
        }
    }

    #[test]
    fn nothing_to_draw_draws_nothing_wrong() {
        let html = chart(&[vec![0, 0]]).html("f");
        assert!(!html.contains("NaN") && !html.contains("<rect"));
        assert!(!chart(&[]).html("f").contains("NaN"));
    }

    #[test]
    fn names_are_escaped_and_the_image_is_described() {
        let html = chart(&[vec![1, 2, 3]]).html("f");
        assert!(html.contains("role=\"img\" aria-labelledby=\"f-t f-d\""));
        assert!(html.contains("Financement &lt;par année&gt;") && html.contains("État &amp; ministères"));
        assert!(!html.contains("style="));
    }
}
