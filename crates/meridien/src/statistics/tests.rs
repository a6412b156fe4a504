//! Figures through the whole program.
