//! Medians, percentiles, and the table of results.

use std::fmt::Write as _;
use std::time::Duration;

/// Times of the same work.
#[derive(Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    pub fn extend(&mut self, times: impl IntoIterator<Item = Duration>) {
        self.0.extend(times);
    }

    /// The time that so many percent of the samples do not exceed, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

impl FromIterator<Duration> for Samples {
    fn from_iter<T: IntoIterator<Item = Duration>>(times: T) -> Self {
        Self(times.into_iter().collect())
    }
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A figure with as many digits as mean something.
pub fn short(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 0.1 => format!("{value:.2}"),
        value => format!("{value:.4}"),
    }
}

/// A line of the table of results.
pub struct Row {
    pub work: String,
    pub goal: String,
    pub figure: String,
    /// To what was measured beside it, and what that was.
    pub ratio: String,
    /// Whether the goal is met; none where there is no goal.
    pub met: Option<bool>,
}

/// The table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut table =
        String::from("| work | goal | measured | beside it, in the same run | met |\n|---|---|---|---|---|\n");
    for Row { work, goal, figure, ratio, met } in rows {
        let met = match met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| {work} | {goal} | {figure} | {ratio} | {met} |");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_times() {
        let times: Samples = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!([50, 95, 99, 100].map(|percent| times.percentile(percent)), [101.0, 191.0, 199.0, 200.0]);
        assert!(Samples::default().percentile(50).is_nan());
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
    }
}
