//! The theme vocabulary as first loaded. An administrator extends it in the journal; codes are never reused.

use std::sync::LazyLock;

use super::{Label, table};

/// The version of the vocabulary that [`themes`] lists.
pub const THEMES_VERSION: u32 = 1;

/// A term of the three-level vocabulary.
#[derive(Debug)]
pub struct Theme {
    /// Code, such as `4.1.1`.
    pub code: &'static str,
    /// Its name.
    pub name: Label,
    /// Added by this project, not read on a record of the old atlas.
    pub ours: bool,
    /// OECD DAC purpose codes (five digits) and categories (three digits) that it answers to.
    pub dac: Vec<&'static str>,
    /// Sustainable development goals, 1 to 17.
    pub sdgs: Vec<u8>,
}

impl Theme {
    /// The code of the theme above; none at the first level.
    #[must_use]
    pub fn parent(&self) -> Option<&'static str> {
        self.code.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// 1, 2 or 3.
    #[must_use]
    pub fn level(&self) -> usize {
        self.code.split('.').count()
    }
}

static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/themes.tsv"));
    rows.map(|mut row| Theme {
        code: row.text(),
        name: Label { fr: row.text(), en: row.text() },
        ours: row.text() == "1",
        dac: row.list(' '),
        sdgs: row.list(' ').into_iter().filter_map(|goal| goal.parse().ok()).collect(),
    })
    .collect()
});

/// Every theme, a parent before its children.
#[must_use]
pub fn themes() -> &'static [Theme] {
    &THEMES
}

/// The theme of a code.
#[must_use]
pub fn theme(code: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.code == code)
}
