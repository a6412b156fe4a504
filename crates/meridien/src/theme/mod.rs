//! The vocabulary of themes: three levels, versioned, with fixed codes that are never reused.

mod administration;
#[cfg(test)]
mod administration_tests;
pub mod pages;
pub mod vocabulary;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::Text;

/// The stored body of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Theme {
    /// `5`, `5.1` or `5.1.1`: the digits give the path.
    pub code: String,
    /// Label by language.
    pub label: Text,
    /// Version of the vocabulary that introduced it.
    pub since: u32,
    /// Version that withdrew it; it stays readable.
    #[serde(default)]
    pub until: Option<u32>,
    /// The code of the term in favour of which it was withdrawn: what was filed under it is found there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub replaced_by: Option<String>,
    /// Version that last changed its name or what it maps to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub changed: Option<u32>,
    /// OECD DAC purpose codes that it maps to.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// Sustainable development goals that it maps to.
    #[serde(default)]
    pub sdgs: Vec<u8>,
}

/// The codes from level 1 down to `code`: `5.1.1` gives `5`, `5.1`, `5.1.1`.
pub fn path(code: &str) -> impl Iterator<Item = &str> {
    let ends = code.match_indices('.').map(|(at, _)| at).chain([code.len()]);
    ends.map(|end| &code[..end]).filter(|part| !part.is_empty())
}

/// The number under which a theme is kept in the search index: levels of two digits each, `5.1.1` gives 50101.
pub fn number(code: &str) -> Option<u64> {
    let mut levels = code.split('.').map(|level| level.parse::<u64>().ok().filter(|level| (1..100).contains(level)));
    let number = levels.next()??;
    [levels.next(), levels.next()]
        .into_iter()
        .try_fold(number, |number, level| Some(number * 100 + level.unwrap_or(Some(0))?))
        .filter(|_| levels.next().is_none())
}

/// The code that a number stands for, if any theme has it: 50101 gives `5.1.1`.
pub fn code(number: u64) -> String {
    let levels = [number / 10_000, number / 100 % 100, number % 100];
    let levels = levels.into_iter().take_while(|level| *level > 0);
    levels.map(|level| level.to_string()).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_the_general_to_the_precise() {
        assert_eq!(path("5.1.1").collect::<Vec<_>>(), ["5", "5.1", "5.1.1"]);
        assert_eq!(path("").count(), 0);
    }

    #[test]
    fn numbers_are_unique_over_levels() {
        assert_eq!(number("5"), Some(50000));
        assert_eq!(number("5.1"), Some(50100));
        assert_eq!(number("5.1.1"), Some(50101));
        for known in ["5", "5.1", "5.1.1", "12.34.56"] {
            assert_eq!(code(number(known).unwrap()), known);
        }
        for wrong in ["", "5.", "x", "5.0", "5.1.1.1", "100"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
