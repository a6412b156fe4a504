//! The reference registers that ship with the program, as typed rows: no database, no network.
//!
//! The files in `data/` are built by `cargo xtask data`; `data/README.md` tells the origin and licence of each. A
//! register is read on first use and stays in memory, its texts borrowed from the embedded file.

mod area;
mod code_list;
mod country;
mod currency;
mod fold;
mod france;
mod gazetteer;
mod language;
mod outlines;
mod post;
mod rate;
mod table;
mod theme;
mod title;

pub use area::{Area, area};
pub use code_list::{Code, CodeList, code, code_list, code_lists};
pub use country::{Country, WorldRegion, countries, country, find_country, world_region, world_regions};
pub use currency::{Currency, currencies, currency};
pub use fold::fold;
pub use france::{
    ALSACE_SIREN, Commune, Department, FormerCommune, FormerRegion, Intermunicipal, Region, communes, demonyms,
    departments, former_communes, former_regions, intermunicipals, region_letters, regions,
};
pub use gazetteer::{Place, places, places_in, places_named};
pub use language::{is_language, language};
pub use outlines::{Border, borders, outlines};
pub use post::{Post, post, posts};
pub use rate::rate;
pub use theme::{THEMES_VERSION, Theme, all_themes, heir, put_in_force, shipped_themes, theme, themes};
pub use title::{Title, is_title, title};

/// A text that the registers hold in French and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

#[cfg(test)]
mod tests;
