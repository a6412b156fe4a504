//! Small operations on text, all linear.

/// Characters that show nothing.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || invisible(c)
}

/// The text without the blanks around it.
pub(crate) fn trim(text: &str) -> &str {
    // Most lines need no trimming, which their ends show at once.
    match text.as_bytes() {
        [] => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(blank),
    }
}

/// The text of a paragraph: runs of blanks become one space, non-breaking spaces stay.
pub(crate) fn tidy(text: &str) -> String {
    join(trim(text).split(|c: char| c.is_ascii_whitespace() || c.is_control()))
}

/// The text of a name or a table cell: every run of blanks becomes one space.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !invisible(*c)) {
        if !blank(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text in lower case without accents, with plain apostrophes, hyphens and single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

/// [`fold`] into a buffer that is used again.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    out.clear();
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ if invisible(c) => {}
            _ if blank(c) => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '’' | '‘' | 'ʼ' | '´' | '`' | '′' => out.push('\''),
            '\u{2010}'..='\u{2015}' => out.push('-'),
            '\u{300}'..='\u{36f}' => {}
            _ => c.to_lowercase().for_each(|c| push_without_accent(c, out)),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

fn push_without_accent(c: char, out: &mut String) {
    let base = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'œ' => return out.push_str("oe"),
        'æ' => return out.push_str("ae"),
        '\u{300}'..='\u{36f}' => return,
        _ => c,
    };
    out.push(base);
}

const AT_SIGNS: [&str; 3] = ["@", "[at]", "(at)"];

/// What may follow an address in a sentence.
const END_OF_ADDRESS: [char; 7] = ['.', ',', ';', ':', ')', '>', '"'];

/// Whether a word is an e-mail address as the old pages print it (`name[at]host`) or as usual.
pub(crate) fn is_address(word: &str) -> bool {
    let is_host = |host: &str| {
        host.contains('.')
            && host.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
    };
    let word = word.trim_end_matches(END_OF_ADDRESS);
    AT_SIGNS.iter().any(|at| word.split_once(at).is_some_and(|(name, host)| !name.is_empty() && is_host(host)))
}

/// An address with its `@`.
pub(crate) fn address(word: &str) -> String {
    word.trim_end_matches(['.', ',', ';', ')'])
        .trim_start_matches(['(', '<', '"'])
        .replace("[at]", "@")
        .replace("(at)", "@")
}

/// What stands in the place of an e-mail address in unread text and notices.
pub(crate) const MASK: &str = "[…]";

/// The text of a line for a report: e-mail addresses are masked.
pub(crate) fn masked(text: &str) -> String {
    let text = plain(text);
    if !text.contains(['@', '[', '(']) {
        return text;
    }
    let words = text.split(' ').map(|word| if is_address(word) { MASK } else { word });
    join(words)
}

/// The first characters of a text, to quote it in a notice; e-mail addresses are masked.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 100;
    // Masking needs whole words, so it looks somewhat further.
    let ahead = text.char_indices().nth(10 * LONGEST).map_or(text.len(), |(end, _)| end);
    let text = masked(&text[..ahead]);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_accents_apostrophes_and_spaces() {
        assert_eq!(fold(" Maître\u{a0}d’ŒUVRE –  E\u{301}tat "), "maitre d'oeuvre - etat");
    }

    #[test]
    fn addresses_are_masked_and_nothing_else() {
        assert_eq!(
            masked("voir temoin[at]exemple.invalid, ou (t@exemple.invalid) [1] à 3@4"),
            "voir […] ou […] [1] à 3@4"
        );
        assert_eq!(address("temoin[at]exemple.invalid,"), "temoin@exemple.invalid");
    }

    #[test]
    fn paragraphs_keep_their_non_breaking_spaces() {
        assert_eq!(tidy(" a\u{a0}:\tb  c\r"), "a\u{a0}: b c");
        assert_eq!(plain(" a\u{a0}:\tb\u{200b}  c\r"), "a : b c");
        assert_eq!(plain("co\u{ad}opération"), "coopération");
    }
}
