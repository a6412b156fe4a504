//! Outlines of the countries and borders between their regions, for maps.

use std::sync::LazyLock;

use super::table::{decompress, rows};
use crate::chart::outline::{Outline, Outlines};

/// The outlines, prepared for drawing on first use.
#[must_use]
pub fn outlines() -> &'static Outlines {
    static OUTLINES: LazyLock<Outlines> = LazyLock::new(|| {
        let text = &*decompress(include_bytes!("../../data/outlines.tsv.zst")).leak();
        let outline = |mut row: super::table::Row| Outline {
            country: row.parse_optional(),
            rings: vec![row.text().split(' ').filter_map(position).collect()],
        };
        Outlines::prepare(&rows(text).map(outline).collect::<Vec<_>>())
    });
    &OUTLINES
}

/// A border between two regions of a country, or within one.
pub struct Border {
    /// 1 between regions, 2 between what they are divided into, such as départements.
    pub level: u8,
    /// Its points as (longitude, latitude) in degrees.
    pub line: Vec<(f32, f32)>,
}

/// Every border, read anew: callers keep what they make of them.
#[must_use]
pub fn borders() -> Vec<Border> {
    let text = &*decompress(include_bytes!("../../data/borders.tsv.zst")).leak();
    let border = |mut row: super::table::Row| Border {
        level: row.parse(),
        line: row.text().split(' ').filter_map(position).collect(),
    };
    rows(text).map(border).collect()
}

fn position(pair: &str) -> Option<(f32, f32)> {
    let (lon, lat) = pair.split_once(',')?;
    Some((lon.parse().ok()?, lat.parse().ok()?))
}
