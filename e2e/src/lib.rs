//! What the browser tests stand on: the program itself ([`Site`]), a browser ([`Browser`]), somebody at work in
//! it ([`Work`]), and what every page must
//! keep to ([`html`], [`Visit`], [`Browser::accessibility_faults`]).
//!
//! `cargo xtask test` builds the program and tells where it, Chromium and chromedriver are.

mod browser;
mod commands;
pub mod html;
mod site;
mod visit;
pub mod work;
mod worker;

pub use browser::{Browser, Scheme};
pub use site::Site;
pub use visit::{Request, Visit};
pub use worker::{Effort, Work};

use std::env;
use std::ffi::OsString;

use anyhow::{Context, Result};

/// The widths at which every page is looked at: a small telephone (also WCAG's reflow), a tablet, a desk.
pub const WIDTHS: [u32; 3] = [320, 768, 1280];

/// A setting that `cargo xtask test` makes.
pub fn setting(name: &str) -> Result<OsString> {
    env::var_os(name).with_context(|| format!("{name} is not set: run `cargo xtask test`"))
}
