//! Progress of long work: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Hears how many of how many are done.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A progress bar.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar with this label.
    pub fn new(label: &str) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        // The template is constant and valid; were it not, indicatif's own would do.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(label.to_owned());
        Bar(bar)
    }

    /// Shows how many of how many are done.
    pub fn set(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
