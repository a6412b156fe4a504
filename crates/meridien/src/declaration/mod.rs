//! Declarations: how a partnership is written, handed in, validated and corrected.
//!
//! - [`form`] turns what a browser sends into a body and back, drawn from the catalogue of fields; [`value`] reads one field.
//! - [`draft`] is what a proposal holds; [`section`] says what is asked on which page; [`workflow`] who may do which step.

pub mod draft;
pub mod form;
pub mod section;
pub mod value;
// pub mod workflow;
#[cfg(test)]
mod tests;
