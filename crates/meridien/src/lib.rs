//! Méridien.
pub mod value;
