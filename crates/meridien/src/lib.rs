//! Méridien: an open atlas of decentralised cooperation. `docs/ARCHITECTURE.md` tells how it is made.

pub mod anomaly;
pub mod journal;
pub mod organisation;
pub mod partnership;
pub mod programme;
pub mod territory;
pub mod theme;
pub mod value;
