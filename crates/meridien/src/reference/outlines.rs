//! Outlines of the countries, for the maps that the server draws.

use std::sync::LazyLock;

use super::table::{decompress, rows};
use crate::chart::outline::{Outline, Outlines};

/// The outlines, prepared for drawing on first use.
#[must_use]
pub fn outlines() -> &'static Outlines {
    static OUTLINES: LazyLock<Outlines> = LazyLock::new(|| {
        let text = &*decompress(include_bytes!("../../data/outlines.tsv.zst")).leak();
        let position = |pair: &str| {
            let (lon, lat) = pair.split_once(',')?;
            Some((lon.parse().ok()?, lat.parse().ok()?))
        };
        let outline = |mut row: super::table::Row| Outline {
            country: row.parse_optional(),
            rings: vec![row.text().split(' ').filter_map(position).collect()],
        };
        Outlines::prepare(&rows(text).map(outline).collect::<Vec<_>>())
    });
    &OUTLINES
}
