//! The vocabulary as the journal holds it: pure rules of its changes, and its coming into force.

use super::{Theme, number};
use crate::journal::{Journal, Kind, Result};
use crate::reference::{self, Label, fold};

/// More terms than a vocabulary has.
const MOST: i64 = 10_000;

/// Why a change cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No such term above, or it is at the lowest level or retired.
    Parent,
    /// No number is left below the term above.
    Full,
    /// It is retired already.
    Retired,
    /// Terms below it are still in use.
    HasBelow,
    /// The term above it is retired.
    AboveRetired,
    /// Another term at the same place is called the same.
    SameLabel,
    /// The term to take its place is none, is retired, or is the term itself.
    Replacement,
}

impl Fault {
    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Fault::Parent => "term-fault-parent",
            Fault::Full => "term-fault-full",
            Fault::Retired => "term-fault-retired",
            Fault::HasBelow => "term-fault-has-below",
            Fault::AboveRetired => "term-fault-above-retired",
            Fault::SameLabel => "term-fault-same-label",
            Fault::Replacement => "term-fault-replacement",
        }
    }
}

/// The version of a vocabulary: the newest that any of its terms names.
pub fn version(terms: &[Theme]) -> u32 {
    let versions = terms.iter().flat_map(|term| [Some(term.since), term.until, term.changed]);
    versions.flatten().max().unwrap_or(reference::THEMES_VERSION)
}

/// The code of a new term below `parent`, or at the first level: one that no term has ever had.
///
/// # Errors
/// [`Fault::Parent`] or [`Fault::Full`].
pub fn next_code(terms: &[Theme], parent: Option<&str>) -> std::result::Result<String, Fault> {
    if let Some(parent) = parent {
        let above = terms.iter().find(|term| term.code == parent).ok_or(Fault::Parent)?;
        if above.until.is_some() || parent.split('.').count() >= 3 {
            return Err(Fault::Parent);
        }
    }
    let last = |code: &str| match (code.rsplit_once('.'), parent) {
        (None, None) => code.parse::<u32>().ok(),
        (Some((above, own)), Some(parent)) if above == parent => own.parse().ok(),
        _ => None,
    };
    let next = terms.iter().filter_map(|term| last(&term.code)).max().unwrap_or_default() + 1;
    let code = parent.map_or_else(|| next.to_string(), |parent| format!("{parent}.{next}"));
    number(&code).map(|_| code).ok_or(Fault::Full)
}

/// A term retired in `version`, in favour of another or of none.
///
/// # Errors
/// See [`Fault`]: a chain of terms retired in favour of each other always ends at one in use, or at none.
pub fn retire(terms: &[Theme], code: &str, other: Option<&str>, version: u32) -> std::result::Result<Theme, Fault> {
    let term = terms.iter().find(|term| term.code == code).ok_or(Fault::Replacement)?;
    if term.until.is_some() {
        return Err(Fault::Retired);
    }
    let below = |other: &Theme| other.until.is_none() && other.code.starts_with(&format!("{code}."));
    if terms.iter().any(below) {
        return Err(Fault::HasBelow);
    }
    if let Some(other) = other {
        let found = terms.iter().find(|term| term.code == other).ok_or(Fault::Replacement)?;
        if found.until.is_some() || other == code {
            return Err(Fault::Replacement);
        }
    }
    Ok(Theme { until: Some(version), replaced_by: other.map(str::to_owned), ..term.clone() })
}

/// A retired term in use again.
///
/// # Errors
/// [`Fault::AboveRetired`]: it would be found nowhere below the term above.
pub fn reinstate(terms: &[Theme], code: &str, version: u32) -> std::result::Result<Theme, Fault> {
    let term = terms.iter().find(|term| term.code == code).ok_or(Fault::Replacement)?;
    let above = code.rsplit_once('.').map(|(above, _)| above);
    if terms.iter().any(|term| Some(term.code.as_str()) == above && term.until.is_some()) {
        return Err(Fault::AboveRetired);
    }
    Ok(Theme { until: None, replaced_by: None, changed: Some(version), ..term.clone() })
}

/// Refuses a label that another term in use at the same place has, accents and case apart: nobody could tell the two. Gives the
/// language.
///
/// # Errors
/// [`Fault::SameLabel`].
pub fn check_label(terms: &[Theme], term: &Theme) -> std::result::Result<(), (&'static str, Fault)> {
    let above = |code: &str| code.rsplit_once('.').map(|(above, _)| above.to_owned());
    for lang in ["fr", "en"] {
        let called = |term: &Theme| term.label.exact(lang).map(fold).filter(|label| !label.is_empty());
        let beside = |other: &&Theme| {
            other.until.is_none() && other.code != term.code && above(&other.code) == above(&term.code)
        };
        if called(term).is_some() && terms.iter().filter(beside).any(|other| called(other) == called(term)) {
            return Err((lang, Fault::SameLabel));
        }
    }
    Ok(())
}

/// The vocabulary of a register: what it holds, and what is shipped where it holds nothing.
///
/// # Errors
/// When the register cannot be read.
pub async fn read(journal: &Journal) -> Result<Vec<Theme>> {
    let mut terms = Vec::new();
    for revision in journal.list(Kind::Theme, None, MOST).await? {
        terms.push(revision.read::<Theme>()?);
    }
    terms.sort_by_key(|term| number(&term.code));
    Ok(terms)
}

/// Puts the vocabulary of a register into force.
///
/// # Errors
/// When the register cannot be read.
pub async fn load(journal: &Journal) -> Result<()> {
    let held = read(journal).await?;
    let same = |term: &Theme| reference::theme(&term.code).is_some_and(|found| is_same(found, term));
    let known = |theme: &reference::Theme| held.iter().any(|term| term.code == theme.code) || is_shipped(theme);
    if !(held.iter().all(same) && reference::all_themes().iter().all(known)) {
        reference::put_in_force(merged(&held));
    }
    Ok(())
}

fn is_shipped(theme: &reference::Theme) -> bool {
    reference::shipped_themes().contains(theme)
}

fn label(term: &Theme, lang: &str) -> String {
    term.label.best(lang).map_or_else(|| term.code.clone(), |(_, label)| label.to_owned())
}

fn is_same(theme: &reference::Theme, term: &Theme) -> bool {
    theme.name.fr == label(term, "fr")
        && theme.name.en == label(term, "en")
        && theme.dac == term.purposes
        && theme.sdgs == term.sdgs
        && theme.retired == term.until.is_some()
        && theme.replaced_by == term.replaced_by.as_deref()
}

/// What is shipped, with what a register holds in its place and beside it.
fn merged(held: &[Theme]) -> Vec<reference::Theme> {
    let leaked = |text: String| -> &'static str { text.leak() };
    let of = |term: &Theme| reference::Theme {
        code: leaked(term.code.clone()),
        name: Label { fr: leaked(label(term, "fr")), en: leaked(label(term, "en")) },
        ours: term.since > reference::THEMES_VERSION
            || reference::shipped_themes().iter().any(|theme| theme.code == term.code && theme.ours),
        dac: term.purposes.iter().map(|code| leaked(code.clone())).collect(),
        sdgs: term.sdgs.clone(),
        retired: term.until.is_some(),
        replaced_by: term.replaced_by.clone().map(leaked),
    };
    let shipped = reference::shipped_themes().iter();
    let shipped = shipped.filter(|theme| !held.iter().any(|term| term.code == theme.code)).cloned();
    let mut all: Vec<reference::Theme> = shipped.chain(held.iter().map(of)).collect();
    all.sort_by_key(|theme| number(theme.code));
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Text;

    fn term(code: &str) -> Theme {
        Theme {
            code: code.to_owned(),
            label: Text::new("fr", code),
            since: 1,
            until: None,
            replaced_by: None,
            changed: None,
            purposes: Vec::new(),
            sdgs: Vec::new(),
        }
    }

    proptest! {
        /// Whatever is added, retired and taken up again: no code comes twice, and what is found elsewhere is found at a term in use, which is below none that is retired.
        #[test]
        fn codes_are_never_reused_and_heirs_are_in_use(steps in prop::collection::vec((0u8..3, 0usize..12, 0usize..12), 0..40)) {
            let mut terms: Vec<Theme> = ["1", "2", "1.1"].map(term).into();
            let mut given: Vec<String> = terms.iter().map(|term| term.code.clone()).collect();
            for (step, at, other) in steps {
                let code = |at: usize| terms[at % terms.len()].code.clone();
                let next = version(&terms) + 1;
                if step == 0 {
                    let parent = (at > 3).then(|| code(at));
                    let Ok(code) = next_code(&terms, parent.as_deref()) else { continue };
                    prop_assert!(!given.contains(&code), "{code} comes twice");
                    given.push(code.clone());
                    terms.push(Theme { since: next, ..term(&code) });
                    continue;
                }
                let changed = match step {
                    1 => retire(&terms, &code(at), Some(&code(other)), next),
                    _ => reinstate(&terms, &code(at), next),
                };
                if let Ok(changed) = changed {
                    let held = terms.iter_mut().find(|term| term.code == changed.code).unwrap();
                    *held = changed;
                }
            }
            for term in terms.iter().filter(|term| term.until.is_none()) {
                let above = term.code.rsplit_once('.').map(|(above, _)| above);
                let above = terms.iter().find(|other| Some(other.code.as_str()) == above);
                prop_assert!(above.is_none_or(|above| above.until.is_none()), "{} is below one retired", term.code);
            }
            for term in &terms {
                let mut at = term;
                for _ in 0..terms.len() {
                    let Some(next) = &at.replaced_by else { break };
                    at = terms.iter().find(|term| term.code == *next).unwrap();
                }
                prop_assert!(at.until.is_none() && at.replaced_by.is_none(), "{} ends at {}", term.code, at.code);
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut terms: Vec<Theme> = ["1", "1.1", "1.1.1", "2"].map(term).into();
        assert_eq!(next_code(&terms, None), Ok("3".to_owned()));
        assert_eq!(next_code(&terms, Some("1.1")), Ok("1.1.2".to_owned()));
        assert_eq!(next_code(&terms, Some("1.1.1")), Err(Fault::Parent));
        assert_eq!(next_code(&terms, Some("9")), Err(Fault::Parent));
        assert_eq!(retire(&terms, "1", Some("2"), 2), Err(Fault::HasBelow));
        assert_eq!(retire(&terms, "2", Some("2"), 2), Err(Fault::Replacement));
        terms[3] = retire(&terms, "2", Some("1.1.1"), 2).unwrap();
        assert_eq!(retire(&terms, "2", Some("1"), 3), Err(Fault::Retired));
        assert_eq!(retire(&terms, "1.1.1", Some("2"), 3), Err(Fault::Replacement));
        assert_eq!((next_code(&terms, None), version(&terms)), (Ok("3".to_owned()), 2));
        terms[2] = retire(&terms, "1.1.1", None, 3).unwrap();
        terms[1] = retire(&terms, "1.1", None, 4).unwrap();
        assert_eq!(reinstate(&terms, "1.1.1", 5), Err(Fault::AboveRetired));
        assert_eq!(reinstate(&terms, "1.1", 5).map(|term| term.until), Ok(None));
    }

    #[test]
    fn two_terms_beside_each_other_have_two_labels() {
        let terms: Vec<Theme> = ["1", "1.1", "2.1"].map(term).into();
        let new = |code: &str, label: &str| Theme { label: Text::new("fr", label), ..term(code) };
        assert_eq!(check_label(&terms, &new("1.2", "1.1")), Err(("fr", Fault::SameLabel)));
        for sound in [new("1.1", "1.1"), new("2.2", "1.1"), new("1.2", "1.2")] {
            assert_eq!(check_label(&terms, &sound), Ok(()), "{}", sound.code);
        }
        let retired = [Theme { until: Some(2), ..term("1.1") }];
        assert_eq!(check_label(&retired, &new("1.2", "1.1")), Ok(()), "one out of use is not offered");
    }
}
