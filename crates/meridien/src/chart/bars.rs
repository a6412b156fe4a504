//! Horizontal bars, each a stack of parts or parts side by side: amounts by year and kind of funder, for instance.
//!
//! Lengths are percentages and text is in rem, so that the chart fits any width without its text shrinking.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::file::rows;
use super::{escaped, legend, open, put, series_class};

/// A bar chart.
pub struct Bars {
    /// What the chart shows.
    pub title: String,
    /// What it says, in a sentence or two, for those who do not see it.
    pub description: String,
    /// The names of the series, at most [`super::SERIES`], in the order in which they are stacked.
    pub series: Vec<String>,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
    /// Letters in a line where the chart is at its narrowest: [`NARROW`] on a page, [`WIDE`] in a file.
    pub letters: usize,
    /// Whose way of writing it is.
    pub locale: crate::web::Locale,
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

/// How the parts of a bar stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One after the other, the whole beside the label.
    Stacked,
    /// One below the other, each with its own figure.
    SideBySide,
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

/// Height of a bar with its line of text, in rem.
const ROW: f64 = 2.75;
/// Height of one of the parts that stand side by side, and of what comes before the first of them.
const STRIP: f64 = 1.3;
const LABEL: f64 = 1.4;
/// Width of the longest of them in percent: the figure stands beside it.
const WIDEST: f64 = 62.0;
/// Width of what is not nothing in percent, where its bar has room: less is hidden by the line around it on a telephone.
const LEAST: f64 = 1.0;

/// The widths of the parts of a bar in percent, where the longest bar has 100. They are in proportion, but that the small ones
/// take what they need to be seen from the others: the bar is no longer for that.
fn widths(sizes: &[f64], longest: f64) -> Vec<f64> {
    let (whole, count) = (sizes.iter().sum::<f64>(), sizes.len() as f64);
    let bar = (whole / longest * 100.0).max(LEAST);
    let least = LEAST.min(bar / count);
    let above = |size: f64| (size / whole * bar - least).max(0.0);
    let all_above: f64 = sizes.iter().copied().map(above).sum();
    let kept = if all_above > 0.0 { (bar - least * count) / all_above } else { 0.0 };
    sizes.iter().map(|size| least + above(*size) * kept).collect()
}

impl Bars {
    /// The chart of stacked bars, then its legend where there are several series. `id` must be unique on the page.
    pub fn html(&self, id: &str) -> String {
        let legend = if self.series.len() > 1 { legend(&self.series) } else { String::new() };
        self.svg(id, Layout::Stacked) + &legend
    }

    /// The chart alone. `id` must be unique on the page.
    pub fn svg(&self, id: &str, layout: Layout) -> String {
        let mut out = String::new();
        let attributes = format!("class=\"chart\" width=\"100%\" height=\"{:.2}rem\"", self.height(layout));
        open(&mut out, &attributes, id, &self.title, &self.description);
        let mut top = 0.0;
        let longest = match layout {
            Layout::Stacked => self.bars.iter().map(Bar::size).fold(0.0, f64::max),
            Layout::SideBySide => {
                self.bars.iter().flat_map(|bar| &bar.parts).map(|part| size(part.value)).fold(0.0, f64::max)
            }
        };
        for bar in &self.bars {
            match layout {
                Layout::Stacked => self.stack(&mut out, bar, top, longest),
                Layout::SideBySide => self.strips(&mut out, bar, top, longest),
            }
            top += self.bar_height(bar, layout);
        }
        out.push_str("</svg>");
        out
    }

    /// The height of the chart, in rem.
    pub fn height(&self, layout: Layout) -> f64 {
        self.bars.iter().map(|bar| self.bar_height(bar, layout)).sum()
    }

    fn stack(&self, out: &mut String, bar: &Bar, top: f64, longest: f64) {
        let further = self.further_lines(bar, Layout::Stacked);
        let (text, strip) = (top + 1.0 + further, top + 1.35 + further);
        self.label(out, bar, Layout::Stacked, top + 1.0);
        // Beside the last line of its label, next to the bar.
        put(
            out,
            format_args!("<text x=\"100%\" y=\"{text:.2}rem\" text-anchor=\"end\">{}</text>", escaped(&bar.total)),
        );
        let mut start = 0.0;
        let parts: Vec<&Part> = bar.parts.iter().filter(|part| size(part.value) > 0.0).collect();
        let sizes: Vec<f64> = parts.iter().map(|part| size(part.value)).collect();
        for (part, width) in parts.into_iter().zip(widths(&sizes, longest)) {
            self.part(out, bar, part, (start, width), (strip, 0.9));
            start += width;
        }
    }

    fn strips(&self, out: &mut String, bar: &Bar, top: f64, longest: f64) {
        self.label(out, bar, Layout::SideBySide, top + 1.0);
        let mut strip = top + LABEL + self.further_lines(bar, Layout::SideBySide);
        for part in &bar.parts {
            let width = match size(part.value) {
                size if size > 0.0 => (size / longest * WIDEST).max(LEAST),
                _ => 0.0,
            };
            if width > 0.0 {
                self.part(out, bar, part, (0.0, width), (strip, STRIP - 0.25));
            }
            put(
                out,
                format_args!(
                    "<text x=\"{width:.2}%\" dx=\".4rem\" y=\"{:.2}rem\">{}</text>",
                    strip + STRIP - 0.45,
                    escaped(&part.text)
                ),
            );
            strip += STRIP;
        }
    }

    /// A rectangle: from where and how far in percent, from where and how high in rem.
    fn part(&self, out: &mut String, bar: &Bar, part: &Part, (left, width): (f64, f64), (top, height): (f64, f64)) {
        // One alone is what the title says.
        let name = self.series.get(part.series).filter(|_| self.series.len() > 1).map_or("", String::as_str);
        let label = if name.is_empty() { bar.label.clone() } else { format!("{} – {name}", bar.label) };
        let said = self.locale.t_with("labelled", &[("label", label.into()), ("text", part.text.as_str().into())]);
        put(
            out,
            format_args!(
                "<rect class=\"{}\" x=\"{left:.2}%\" y=\"{top:.2}rem\" width=\"{width:.2}%\" height=\"{height:.2}rem\">\
                 <title>{}</title></rect>",
                series_class(part.series),
                escaped(&said),
            ),
        );
    }
}

impl Bars {
    fn bar_height(&self, bar: &Bar, layout: Layout) -> f64 {
        self.further_lines(bar, layout)
            + match layout {
                Layout::Stacked => ROW,
                Layout::SideBySide => LABEL + STRIP * bar.parts.len() as f64 + 0.6,
            }
    }

    /// Height of a label's lines after the first, where the chart is at its narrowest.
    fn further_lines(&self, bar: &Bar, layout: Layout) -> f64 {
        LINE * (rows(&bar.label, self.room(self.letters, layout)).len() - 1) as f64
    }

    /// How many letters a label may have in a line that holds so many: a whole stands at its end, after a gap.
    fn room(&self, letters: usize, layout: Layout) -> usize {
        let longest = self.bars.iter().map(|bar| bar.total.chars().count()).max().unwrap_or_default();
        let taken = if layout == Layout::Stacked { longest + 2 } else { 0 };
        letters.saturating_sub(taken).max(letters / 3)
    }

    /// The label of a bar, twice where a line of a telephone does not hold it: the style sheet shows one of them.
    fn label(&self, out: &mut String, bar: &Bar, layout: Layout, y: f64) {
        let narrow = rows(&bar.label, self.room(self.letters, layout));
        let wide = rows(&bar.label, self.room(WIDE, layout));
        if wide == narrow {
            return lines(out, "strong", &narrow, y);
        }
        lines(out, "strong in-narrow", &narrow, y);
        lines(out, "strong in-wide", &wide, y + LINE * (narrow.len() - wide.len()) as f64);
    }
}

/// Letters in a line on a telephone.
pub const NARROW: usize = 42;
/// Letters in a line on anything wide.
pub const WIDE: usize = 68;
/// Height of a label's line, in rem.
const LINE: f64 = 1.15;

fn lines(out: &mut String, class: &str, rows: &[String], y: f64) {
    put(out, format_args!("<text class=\"{class}\" y=\"{y:.2}rem\">"));
    for (at, row) in rows.iter().enumerate() {
        match at {
            0 => put(out, format_args!("{}", escaped(row))),
            _ => put(out, format_args!("<tspan x=\"0\" dy=\"{LINE}rem\">{}</tspan>", escaped(row))),
        }
    }
    out.push_str("</text>");
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
            letters: NARROW,
            locale: crate::web::Locale::default(),
        }
    }

    /// The widths drawn in percent, bar by bar.
    fn drawn(html: &str) -> Vec<Vec<f64>> {
        let bars = html.split("<text class=\"strong\"").skip(1);
        let number = |piece: &str| piece[..piece.find('%').unwrap()].parse::<f64>().unwrap();
        bars.map(|bar| bar.split(" width=\"").skip(1).map(number).collect()).collect()
    }

    proptest! {
        #[test]
        fn lengths_are_in_proportion(values in prop::collection::vec(prop::collection::vec(0u32..5_000_000, 1..4), 1..12)) {
            let drawn = drawn(&chart(&values).html("f"));
            let longest = values.iter().map(|bar| bar.iter().sum::<u32>()).max().unwrap_or(0);
            prop_assert_eq!(drawn.len(), values.len());
            for (widths, parts) in drawn.iter().zip(&values) {
                let parts: Vec<_> = parts.iter().filter(|value| **value > 0).collect();
                prop_assert_eq!(widths.len(), parts.len());
                let expected: Vec<_> = parts.iter().map(|value| f64::from(**value) / f64::from(longest) * 100.0).collect();
                let bar: f64 = expected.iter().sum();
                if !expected.is_empty() {
                    prop_assert!((widths.iter().sum::<f64>() - bar.max(LEAST)).abs() < 0.02, "{:?} of {}", widths, bar);
                }
                let are_all_seen = expected.iter().all(|width| *width >= LEAST);
                for (width, one) in widths.iter().zip(&expected) {
                    prop_assert!(*width > LEAST.min(bar / expected.len() as f64) - 0.006, "{} of {}", width, bar);
                    prop_assert!(!are_all_seen || (width - one).abs() < 0.006, "{} for {}", width, one);
                    let is_in_order = |(other, of): (&f64, &f64)| one > of || *width < other + 0.011;
                    prop_assert!(widths.iter().zip(&expected).all(is_in_order), "{:?}", widths);
                }
            }
        }
    }

    #[test]
    fn nothing_to_draw_draws_nothing_wrong() {
        for layout in [Layout::Stacked, Layout::SideBySide] {
            let svg = chart(&[vec![0, 0]]).svg("f", layout);
            assert!(!svg.contains("NaN") && !svg.contains("<rect"));
            assert!(!chart(&[]).svg("f", layout).contains("NaN"));
        }
    }

    #[test]
    fn parts_side_by_side_share_one_scale_and_show_their_figures() {
        let svg = chart(&[vec![10, 5], vec![20, 0]]).svg("f", Layout::SideBySide);
        let drawn: Vec<_> = drawn(&svg).into_iter().flatten().collect();
        assert_eq!(drawn, [31.0, 15.5, 62.0]);
        assert_eq!(svg.matches("dx=").count(), 4, "nothing is drawn of a zero, but it is written");
    }

    #[test]
    fn what_is_not_nothing_is_seen() {
        let values = [vec![100_000, 3], vec![1]];
        for (layout, expected) in
            [(Layout::Stacked, [vec![99.0, 1.0], vec![1.0]]), (Layout::SideBySide, [vec![62.0, 1.0], vec![1.0]])]
        {
            assert_eq!(drawn(&chart(&values).svg("f", layout)), expected, "{layout:?}");
        }
    }

    #[test]
    fn a_long_label_leaves_room_for_the_figure_on_a_telephone_and_stands_in_one_line_elsewhere() {
        let mut chart = chart(&[vec![1], vec![2]]);
        chart.bars[0].label = "Éducation, social et recherche".into();
        chart.bars[1].total = "33 441 000,26 €".into();
        let svg = chart.svg("f", Layout::Stacked);
        assert!(svg.contains("in-wide\" y=\"2.15rem\">Éducation, social et recherche</text>"), "{svg}");
        let narrow = svg.split("in-narrow\" y=\"1.00rem\">").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(narrow, "Éducation, social et");
        assert!(svg.contains("class=\"strong\" y=\"4.90rem\">2001<"), "a short one stands there once: {svg}");
        chart.letters = WIDE;
        let svg = chart.svg("f", Layout::Stacked);
        assert!(svg.contains("class=\"strong\" y=\"1.00rem\">Éducation, social et recherche</text>"), "{svg}");
        assert!(svg.contains("class=\"strong\" y=\"3.75rem\">2001<"), "bars of a file stand as far apart: {svg}");
    }

    #[test]
    fn names_are_escaped_and_the_image_is_described() {
        let html = chart(&[vec![1, 2, 3]]).html("f");
        assert!(html.contains("role=\"img\" aria-labelledby=\"f-t f-d\""));
        assert!(html.contains("Financement &lt;par année&gt;") && html.contains("État &amp; ministères"));
        assert!(!html.contains("style="));
    }
}
