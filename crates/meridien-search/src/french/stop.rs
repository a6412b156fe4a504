//! Words that carry no meaning of their own.

/// Folded French function words and question words, a few English ones, and the letters that an elision leaves
/// (`l'eau`). Short on purpose: a word that is also a name or a noun is not here (`est` as in Grand
/// Est, `or`, `son`, `an`, the town of Eu), because a stop word is not required to match.
const STOP_WORDS: &[&str] = &[
    "a", "afin", "ainsi", "and", "at", "au", "aux", "avec", "by", "c", "ce", "ces", "cet", "cette", "chez", "combien",
    "comment", "d", "dans", "de", "depuis", "des", "dont", "du", "elle", "elles", "en", "et", "for", "from", "how",
    "il", "ils", "in", "j", "je", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lorsqu", "lui", "m", "n", "ne",
    "nos", "notre", "nous", "of", "on", "ou", "par", "parce", "pas", "pour", "puisqu", "qu", "quand", "que", "quel",
    "quelle", "quelles", "quels", "qui", "quoiqu", "s", "sa", "sans", "se", "ses", "si", "since", "sous", "sur", "t",
    "the", "to", "un", "une", "vers", "vos", "votre", "vous", "what", "which", "with", "y",
];

/// Whether a folded word is a stop word.
pub(crate) fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.binary_search(&folded).is_ok()
}

/// The words that lose their last vowel before another: what comes before the apostrophe in `l'eau`.
pub(crate) fn is_elision(folded: &str) -> bool {
    const ELISIONS: &[&str] = &["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"];
    ELISIONS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_sorted_for_the_binary_search() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("avec") && is_stop_word("a") && is_stop_word("y"));
        assert!(!is_stop_word("est") && !is_stop_word("eu") && !is_stop_word("eau"));
        assert!(is_elision("c") && is_elision("t") && !is_elision("le"));
    }
}
