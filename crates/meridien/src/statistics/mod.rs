//! Statistics: partnerships, pairs, authorities or money by one or two dimensions, as charts, tables and files of the same
//! figures; the comparison of two selections; how far the register is filled and confirmed.
//!
//! A [`Question`] is the state of an address. The index counts it (`figures`), names are given to what
//! is shown (`sheet`), and table, CSV file and chart are all made of that one [`Sheet`](sheet::Sheet).
//! The answers to the questions that are always asked (`standing`) are kept year by year, as they were ([`yearly`]).

mod axis;
mod coverage;
mod drawing;
mod figures;
mod measure;
pub mod pages;
mod question;
mod sheet;
mod standing;
#[cfg(test)]
mod tests;
mod view;
pub mod yearly;

pub(crate) use axis::Axis;
pub use coverage::Coverage;
pub(crate) use measure::Measure;
pub(crate) use pages::{figures, show};
pub(crate) use question::{COMPOSER, Choice, Question, stage_code};
pub(crate) use sheet::{Limits, Row};
