//! Méridien: an open atlas of decentralised cooperation. `docs/ARCHITECTURE.md` tells how it is made.

pub mod about;
pub mod anomaly;
pub mod app;
pub mod chart;
pub mod command;
pub mod confirmation;
pub mod country;
pub mod crawlers;
pub mod demo;
pub mod home;
pub mod imports;
pub mod index;
pub mod journal;
pub mod map;
pub mod organisation;
pub mod partnership;
pub mod programme;
pub mod progress;
pub mod reference;
pub mod registers;
pub mod suggestion;
pub mod territory;
pub mod theme;
pub mod toponym;
pub mod value;
pub mod web;
