//! What stands before a person's name: civilities and titles, in French and English.

/// Abbreviated, without the point that may follow.
const SHORT: [&str; 13] = ["M", "MM", "Mme", "Mmes", "Mlle", "Mlles", "Mr", "Mrs", "Ms", "Dr", "Pr", "Prof", "Mtre"];
/// Written in full, folded.
const FULL: [&str; 14] = [
    "monsieur",
    "messieurs",
    "madame",
    "mesdames",
    "mademoiselle",
    "mesdemoiselles",
    "miss",
    "sir",
    "docteur",
    "docteure",
    "doctor",
    "professeur",
    "professeure",
    "professor",
];
/// Titles before a name that are other words in a text ("maître d'ouvrage"), folded.
const AMBIGUOUS: [&str; 2] = ["me", "maitre"];

/// Whether a folded word of a person's name is no part of it, but stands before it.
pub fn is_title(folded: &str) -> bool {
    SHORT.iter().any(|short| short.eq_ignore_ascii_case(folded))
        || FULL.contains(&folded)
        || AMBIGUOUS.contains(&folded)
}

/// Whether a word of a text, as it is written, has a name follow it. Abbreviations are looked for in their own letters
/// ("DR Congo" is a country), and single letters with their point.
pub fn announces_a_name(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (bare, pointed) = word.strip_suffix('.').map_or((word, false), |bare| (bare, true));
    match bare {
        "M" | "MM" => pointed,
        bare if SHORT.contains(&bare) => true,
        _ => !pointed && FULL.iter().any(|full| full.eq_ignore_ascii_case(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_abbreviated_and_in_full() {
        for title in ["M.", "MM.", "Mme", "(Mme", "Mme.", "Dr", "Dr.", "Madame", "MONSIEUR", "mademoiselle", "Docteur"]
        {
            assert!(announces_a_name(title), "{title}");
        }
        for word in ["M", "DR", "Mali", "docteur.", "madame,", "Messieurs,", "maître", ""] {
            assert!(!announces_a_name(word), "{word}");
        }
        assert!(is_title("m") && is_title("dr") && is_title("madame") && is_title("maitre") && !is_title("mali"));
    }
}
