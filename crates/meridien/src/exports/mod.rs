//! How records leave the register whole: their public forms, and what is made of them.

mod analyst;
pub mod archive;
pub mod dump;
mod forms;
pub mod nightly;
mod others;
pub mod pages;
mod schema;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
pub mod verify;

pub(crate) use forms::{Organisation, Programme, Territory, Theme};
pub use forms::{form, forms};
