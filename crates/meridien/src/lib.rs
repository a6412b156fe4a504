//! Méridien.
