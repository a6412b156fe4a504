//! Lines over years: one for each series, on one scale from zero.
//!
//! The lines are drawn in a frame of their own that stretches to any width; text and points are not stretched.

use super::{SERIES, escaped, open, put, series_class};

/// A chart of lines.
pub struct Lines {
    /// What the chart shows.
    pub title: String,
    /// What it says, in a sentence or two, for those who do not see it.
    pub description: String,
    /// At most [`SERIES`], in the order of their colours.
    pub series: Vec<Series>,
    /// How a figure of the scale is written.
    pub figure: fn(f64, crate::web::Locale) -> String,
    /// Whose way of writing it is.
    pub locale: crate::web::Locale,
}

/// A line.
pub struct Series {
    /// Its name; empty where it is the only one.
    pub name: String,
    /// Its points by ascending year; a year without a point breaks the line.
    pub points: Vec<Point>,
}

/// A point of a line.
pub struct Point {
    /// Where it is on the horizontal axis.
    pub year: i64,
    /// How high it is; what is below zero is drawn at zero.
    pub value: f64,
    /// Its value as the page writes it; none where the line passes without a figure of its own.
    pub text: Option<String>,
}

/// Height of the chart, and where the frame begins and ends, in rem.
pub const HEIGHT: f64 = 18.0;
const TOP: f64 = 1.4;
const BOTTOM: f64 = 16.4;
/// Years that are written below the chart at most: five fit a telephone.
const LABELS: usize = 5;
/// How near to an edge, in percent, a year would be cut if it stood in the middle of its mark.
const EDGE: f64 = 6.0;
/// Width of a letter on a telephone, in parts of the chart's.
const LETTER: f64 = 0.027;
/// Width of the figures of the scale at most.
const MARGIN: f64 = 0.23;
/// Side of the square in which the lines are drawn.
const FRAME: f64 = 1000.0;

impl Lines {
    /// The chart. `id` must be unique on the page.
    pub fn svg(&self, id: &str) -> String {
        let mut out = String::new();
        let attributes = format!("class=\"chart\" width=\"100%\" height=\"{HEIGHT}rem\"");
        open(&mut out, &attributes, id, &self.title, &self.description);
        let points = || self.series.iter().flat_map(|series| &series.points);
        if let Some((from, to)) = points().map(|point| point.year).min().zip(points().map(|point| point.year).max()) {
            let step = step(points().map(|point| point.value).fold(0.0, f64::max));
            let most = points().map(|point| (point.value / step).ceil() * step).fold(step, f64::max);
            let figure = |at: u32| (f64::from(at) * step, (self.figure)(f64::from(at) * step, self.locale));
            let figures: Vec<(f64, String)> = (0..=(most / step).round() as u32).map(figure).collect();
            let letters = figures.iter().map(|(_, text)| text.chars().count()).max().unwrap_or_default();
            let scale = Scale { from, to, most, left: (letters as f64 * LETTER).min(MARGIN) };
            for (value, _) in &figures {
                let (x, y) = (scale.left * 100.0, scale.y(*value));
                put(
                    &mut out,
                    format_args!("<line class=\"axis\" x1=\"{x:.2}%\" x2=\"100%\" y1=\"{y:.2}rem\" y2=\"{y:.2}rem\"/>"),
                );
            }
            years(&mut out, &scale);
            for (at, series) in self.series.iter().take(SERIES).enumerate() {
                series.draw(&mut out, &scale, at, self.locale);
            }
            // Last, so that no line covers a figure that is longer than its margin.
            for (value, text) in figures {
                let y = scale.y(value) + 0.28;
                put(&mut out, format_args!("<text class=\"scale\" y=\"{y:.2}rem\">{}</text>", escaped(&text)));
            }
        }
        out.push_str("</svg>");
        out
    }
}

/// Where years and values are.
struct Scale {
    from: i64,
    to: i64,
    most: f64,
    /// Where the frame begins: the figures of the scale stand before it.
    left: f64,
}

impl Scale {
    /// From 0 at the left of the chart to 1 at its right.
    fn x(&self, year: i64) -> f64 {
        self.left + (1.0 - self.left) * self.share(year)
    }

    /// From 0 at the left of the frame to 1 at its right.
    fn share(&self, year: i64) -> f64 {
        if self.from == self.to { 0.5 } else { (year - self.from) as f64 / (self.to - self.from) as f64 }
    }

    /// In rem from the top.
    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value.max(0.0) / self.most)
    }
}

/// The step of a scale to `most`: 1, 2 or 5 times a power of ten, five of them at most.
fn step(most: f64) -> f64 {
    let power = 10_f64.powf((most.max(5.0) / 5.0).log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|step| step * 5.0 >= most).unwrap_or(10.0 * power)
}

/// The round years to write below the frame: those in the smallest step of which there are not too many.
fn round_years(from: i64, to: i64) -> impl Iterator<Item = i64> {
    let multiples =
        move |step: i64| ((from + step - 1).div_euclid(step)..=to.div_euclid(step)).map(move |at| at * step);
    let powers = std::iter::successors(Some(1), |power| Some(power * 10));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|digit| digit * power));
    let step = steps.find(|step| multiples(*step).count() <= LABELS).unwrap_or(1);
    multiples(step)
}

/// Some round years below the frame, each with a mark.
fn years(out: &mut String, scale: &Scale) {
    for year in round_years(scale.from, scale.to) {
        let x = scale.x(year) * 100.0;
        let anchor = match x {
            x if x < EDGE => "start",
            x if x > 100.0 - EDGE => "end",
            _ => "middle",
        };
        put(
            out,
            format_args!(
                "<line class=\"axis\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{BOTTOM}rem\" y2=\"{:.2}rem\"/>\
                 <text x=\"{x:.2}%\" y=\"{:.2}rem\" text-anchor=\"{anchor}\">{year}</text>",
                BOTTOM + 0.3,
                HEIGHT - 0.4
            ),
        );
    }
}

impl Series {
    fn draw(&self, out: &mut String, scale: &Scale, at: usize, l: crate::web::Locale) {
        let class = series_class(at);
        put(
            out,
            format_args!(
                "<svg aria-hidden=\"true\" x=\"{:.2}%\" y=\"{TOP}rem\" width=\"{:.2}%\" height=\"{}rem\" viewBox=\"0 0 {FRAME} {FRAME}\" \
                 preserveAspectRatio=\"none\" overflow=\"visible\"><path class=\"line {class}\" d=\"",
                scale.left * 100.0,
                (1.0 - scale.left) * 100.0,
                BOTTOM - TOP
            ),
        );
        let mut before = None;
        for point in &self.points {
            let joined = before == Some(point.year - 1);
            let (x, y) = (scale.share(point.year) * FRAME, (scale.y(point.value) - TOP) / (BOTTOM - TOP) * FRAME);
            put(out, format_args!("{}{x:.1},{y:.1}", if joined { 'L' } else { 'M' }));
            before = Some(point.year);
        }
        out.push_str("\"/></svg>");
        let of = if self.name.is_empty() { String::new() } else { format!("{} – ", self.name) };
        for (point, text) in self.points.iter().filter_map(|point| Some((point, point.text.as_deref()?))) {
            let label = format!("{of}{}", point.year);
            let said = l.t_with("labelled", &[("label", label.into()), ("text", text.into())]);
            put(
                out,
                format_args!(
                    "<circle class=\"{class}\" cx=\"{:.2}%\" cy=\"{:.2}rem\" r=\".16rem\"><title>{}</title></circle>",
                    scale.x(point.year) * 100.0,
                    scale.y(point.value),
                    escaped(&said)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::web::Locale;

    fn chart(values: &[(i64, f64)]) -> Lines {
        let points =
            values.iter().map(|(year, value)| Point { year: *year, value: *value, text: Some(value.to_string()) });
        Lines {
            title: "Par <année>".into(),
            description: "Même contenu".into(),
            series: vec![Series { name: "Mali".into(), points: points.collect() }],
            figure: |value, l| l.number(value),
            locale: Locale::default(),
        }
    }

    proptest! {
        #[test]
        fn a_scale_has_a_few_round_steps(most in 0.0..1e12) {
            let step = step(most);
            prop_assert!(step >= 1.0 && (most <= 4.0 || (1.9..=5.001).contains(&(most / step))), "{} for {}", step, most);
        }

        #[test]
        fn years_are_round_and_few(from in 1900i64..2100, span in 0i64..400) {
            let years: Vec<i64> = round_years(from, from + span).collect();
            prop_assert!((1..=LABELS).contains(&years.len()), "{years:?}");
            prop_assert!(span < 4 || years.len() > 1, "{years:?}");
            prop_assert!(years.iter().all(|year| (from..=from + span).contains(year)));
            prop_assert!(span < 30 || years.iter().all(|year| year % 10 == 0), "{years:?}");
        }

        #[test]
        fn points_stand_in_proportion(values in prop::collection::btree_map(1950i64..2030, 0.0..1e7, 1..40)) {
            let values: Vec<_> = values.into_iter().collect();
            let svg = chart(&values).svg("f");
            let heights: Vec<f64> = svg.split("cy=\"").skip(1).map(|rest| rest[..rest.find("rem").unwrap()].parse().unwrap()).collect();
            prop_assert_eq!(heights.len(), values.len());
            let most = values.iter().map(|(_, value)| *value).fold(0.0, f64::max);
            for (height, (_, value)) in heights.iter().zip(&values) {
                prop_assert!((TOP - 0.01..=BOTTOM + 0.01).contains(height));
                let highest = heights.iter().copied().fold(f64::MAX, f64::min);
                if most > 0.0 {
                    let share = (BOTTOM - height) / (BOTTOM - highest).max(0.01);
                    prop_assert!((share - value / most).abs() < 0.01, "{} for {}", height, value);
                }
            }
        }
    }

    #[test]
    fn a_year_without_a_value_breaks_the_line() {
        let svg = chart(&[(2001, 1.0), (2002, 2.0), (2004, 3.0)]).svg("f");
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1));
        assert!(svg.contains("Par &lt;année&gt;"));
    }

    #[test]
    fn nothing_to_draw_draws_nothing_wrong() {
        for values in [&[][..], &[(2001, 0.0)], &[(2001, -3.0)]] {
            let svg = chart(values).svg("f");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
