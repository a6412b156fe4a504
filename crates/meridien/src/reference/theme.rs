//! The theme vocabulary: as shipped, and as an administrator has extended it in the journal. Codes are never reused.
//!
//! Every page, form and document asks for the vocabulary, so the one in force is kept for the whole process. A change leaks
//! its predecessor, some twenty kilobytes: a vocabulary changes a few times a year.

use std::sync::{LazyLock, PoisonError, RwLock};

use super::{Label, table};

/// The version of the vocabulary that is shipped.
pub const THEMES_VERSION: u32 = 1;
/// A term retired in favour of a retired term leads on at most this often.
const HEIRS: usize = 20;

/// A term of the three-level vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether nothing new is filed under it.
    pub retired: bool,
    /// The term in favour of which it was retired.
    pub replaced_by: Option<&'static str>,
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

/// A vocabulary.
#[derive(Clone, Copy)]
struct Vocabulary {
    /// Every term.
    all: &'static [Theme],
    /// Those under which something new may be filed.
    current: &'static [Theme],
}

static SHIPPED: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/themes.tsv"));
    rows.map(|mut row| Theme {
        code: row.text(),
        name: Label { fr: row.text(), en: row.text() },
        ours: row.text() == "1",
        dac: row.list(' '),
        sdgs: row.list(' ').into_iter().filter_map(|goal| goal.parse().ok()).collect(),
        retired: false,
        replaced_by: None,
    })
    .collect()
});

static IN_FORCE: LazyLock<RwLock<Vocabulary>> =
    LazyLock::new(|| RwLock::new(Vocabulary { all: &SHIPPED, current: &SHIPPED }));

fn in_force() -> Vocabulary {
    *IN_FORCE.read().unwrap_or_else(PoisonError::into_inner)
}

/// Every theme that is shipped, a parent before its children.
#[must_use]
pub fn shipped_themes() -> &'static [Theme] {
    &SHIPPED
}

/// Every theme under which something may be filed, a parent before its children.
#[must_use]
pub fn themes() -> &'static [Theme] {
    in_force().current
}

/// Every theme, retired ones too.
#[must_use]
pub fn all_themes() -> &'static [Theme] {
    in_force().all
}

/// The theme of a code, retired or not.
#[must_use]
pub fn theme(code: &str) -> Option<&'static Theme> {
    all_themes().iter().find(|theme| theme.code == code)
}

/// The code under which what is filed under `code` is found: its own, or that of the term in favour of which it was retired.
#[must_use]
pub fn heir(code: &str) -> &str {
    let mut at = code;
    for _ in 0..HEIRS {
        match theme(at).and_then(|theme| theme.replaced_by) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Puts a vocabulary into force, in the order of its codes; nothing happens where it is in force already.
pub fn put_in_force(all: Vec<Theme>) {
    if all == all_themes() {
        return;
    }
    let current: Vec<Theme> = all.iter().filter(|theme| !theme.retired).cloned().collect();
    let vocabulary = Vocabulary { all: all.leak(), current: current.leak() };
    *IN_FORCE.write().unwrap_or_else(PoisonError::into_inner) = vocabulary;
}
