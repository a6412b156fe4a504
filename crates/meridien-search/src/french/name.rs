//! Names that are not inflected.

/// Folded names of countries, towns and departments that the French rules would take for a form of another word: who types
/// `Mali`, `Gers`, `Tours` or `Gaza` does not look for what is bad, managed, a tower or gas. Names that are written as a
/// common word are left to be one (`Réunion`, `Moulins`, `Lot`).
const NAMES: &[&str] = &[
    "ain",
    "alger",
    "allier",
    "bali",
    "bari",
    "bata",
    "bonn",
    "bourges",
    "cannes",
    "castries",
    "cher",
    "colombes",
    "coree",
    "creuse",
    "cuba",
    "damas",
    "dominique",
    "dori",
    "douai",
    "eure",
    "fana",
    "fes",
    "gard",
    "gaza",
    "gera",
    "gers",
    "golfe",
    "homs",
    "jura",
    "kati",
    "kita",
    "landes",
    "lola",
    "luce",
    "malaisie",
    "mali",
    "man",
    "manche",
    "manga",
    "mans",
    "martinique",
    "mila",
    "mora",
    "naga",
    "palma",
    "parma",
    "perm",
    "pita",
    "rennes",
    "rome",
    "saintes",
    "sale",
    "san",
    "save",
    "sete",
    "somme",
    "tanta",
    "tera",
    "tours",
    "trier",
    "var",
    "vendee",
    "verona",
    "vienne",
];

/// Ends the form of a name, since some are the stem of another word: `gard` is that of `garde`. No word has it.
pub(super) const NAME_MARK: char = '=';

/// Whether a folded word is a name that has no other form.
pub(super) fn is_name(folded: &str) -> bool {
    NAMES.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::french::Word;

    #[test]
    fn names_are_sorted_and_as_they_are_folded() {
        assert!(NAMES.is_sorted());
        assert!(NAMES.iter().all(|name| *Word::new(name).folded == **name));
    }

    #[test]
    fn a_name_is_no_form_of_another_word() {
        for (name, other) in [
            ("Mali", "mal"),
            ("Mali", "mâle"),
            ("Gers", "gérer"),
            ("Gard", "garde"),
            ("Tours", "tour"),
            ("Ain", "aîné"),
            ("Bourges", "bourg"),
            ("Alger", "Algérie"),
            ("Vendée", "vend"),
            ("Gaza", "gaz"),
            ("Sète", "set"),
        ] {
            let (name, other) = (Word::new(name), Word::new(other));
            assert!(name.forms().all(|form| other.forms().all(|of_other| form != of_other)), "{name:?} {other:?}");
        }
        for (name, typed) in [("Vendée", "vendee"), ("Sète", "SETE"), ("Malaisie", "malaisie")] {
            assert_eq!(Word::new(name).stem, Word::new(typed).stem);
        }
    }
}
