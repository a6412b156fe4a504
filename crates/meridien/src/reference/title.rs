//! What stands before a person's name: civilities and titles, in French and English.

/// What is said of whoever bears the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// One person's civility, which an office or a particle may follow ("Madame la préfète …", "Monsieur de …").
    Civility,
    /// That of several.
    Civilities,
    /// A trade's title.
    Trade,
}

/// Abbreviated, without the point that may follow.
const SHORT: [(&str, Title); 13] = [
    ("M", Title::Civility),
    ("MM", Title::Civilities),
    ("Mme", Title::Civility),
    ("Mmes", Title::Civilities),
    ("Mlle", Title::Civility),
    ("Mlles", Title::Civilities),
    ("Mr", Title::Civility),
    ("Mrs", Title::Civility),
    ("Ms", Title::Civility),
    ("Dr", Title::Trade),
    ("Pr", Title::Trade),
    ("Prof", Title::Trade),
    ("Mtre", Title::Trade),
];
/// Those of them that no other word or code is written like: "DR" is a republic, "MM" a measure.
const PLAIN: [&str; 7] = ["mme", "mmes", "mlle", "mlles", "mrs", "prof", "mtre"];
/// Written in full, folded.
const FULL: [(&str, Title); 15] = [
    ("monsieur", Title::Civility),
    ("messieurs", Title::Civilities),
    ("madame", Title::Civility),
    ("mesdames", Title::Civilities),
    ("mademoiselle", Title::Civility),
    ("mesdemoiselles", Title::Civilities),
    ("miss", Title::Civility),
    ("sir", Title::Civility),
    ("docteur", Title::Trade),
    ("docteure", Title::Trade),
    ("doctor", Title::Trade),
    ("professeur", Title::Trade),
    ("professeure", Title::Trade),
    ("professor", Title::Trade),
    ("maitre", Title::Trade),
];
/// A lawyer's, which is an English word too.
const LAWYER: &str = "Me";

/// Whether a folded word of a person's name is no part of it, but stands before it.
pub fn is_title(folded: &str) -> bool {
    let short = SHORT.iter().any(|(short, _)| short.eq_ignore_ascii_case(folded));
    short || folded.eq_ignore_ascii_case(LAWYER) || FULL.iter().any(|(full, _)| *full == folded)
}

/// The title that a word of a text is, as it is written, where a name may follow it. Most abbreviations are looked for in their
/// own letters ("DR Congo" is a country), and single letters with their point.
pub fn title(word: &str) -> Option<Title> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (bare, pointed) = word.strip_suffix('.').map_or((word, false), |bare| (bare, true));
    // Every title begins with one of these: most words need no more looking at. After a comma comes no name.
    if !bare.starts_with(['M', 'm', 'D', 'd', 'P', 'p', 'S', 's']) || !bare.ends_with(char::is_alphanumeric) {
        return None;
    }
    let folded = super::fold(bare);
    let short = SHORT.iter().find(|(short, _)| match bare {
        "M" | "MM" => pointed && *short == bare,
        "dr" | "mr" => short.eq_ignore_ascii_case(bare),
        bare => *short == bare || PLAIN.contains(&folded.as_str()) && short.eq_ignore_ascii_case(bare),
    });
    let full = || FULL.iter().find(|(full, _)| !pointed && *full == folded);
    let found = short.or_else(full).map(|(_, title)| *title);
    found.or((bare == LAWYER).then_some(Title::Trade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_abbreviated_and_in_full() {
        for word in [
            "M.",
            "MM.",
            "Mme",
            "(Mme",
            "Mme.",
            "MME",
            "mme",
            "Dr",
            "Dr.",
            "dr",
            "Me",
            "Prof.",
            "Madame",
            "MONSIEUR",
            "mademoiselle",
            "Docteur",
            "Maître",
        ] {
            assert!(title(word).is_some(), "{word}");
        }
        for word in ["M", "m.", "mm", "DR", "me", "Mali", "docteur.", "madame,", "Messieurs,", "maître.", ""] {
            assert_eq!(title(word), None, "{word}");
        }
        assert!(is_title("m") && is_title("dr") && is_title("me") && is_title("madame") && is_title("maitre"));
        assert!(!is_title("mali"));
    }
}
