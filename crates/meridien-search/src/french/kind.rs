//! The kinds of authorities that stand before their names: who types `Loire` means `Département de la Loire` too.

/// The kinds, and what stands between them and the names, as [`whole_name`](super::whole_name) writes them.
const KINDS: [&str; 9] = [
    "region",
    "departement",
    "ville",
    "commune",
    "province",
    "collectivite",
    "conseil regional",
    "conseil departemental",
    "conseil general",
];
const LINKS: [&str; 7] = ["", "de ", "du ", "des ", "d ", "de la ", "de l "];

/// Bytes of the longest kind with what follows it.
pub(super) const LONGEST_KIND: usize = "conseil departemental de la ".len();

/// Begins a name without its kind, which is not the same as a name: no text has it.
const MARK: char = '\u{1}';

/// The term of a name that has the kind of an authority before it.
pub(crate) fn of_kind(name: &str) -> String {
    format!("{MARK}{name}")
}

/// What of a whole name may stand after the kind of an authority.
pub(super) fn without_kind(name: &str) -> impl Iterator<Item = &str> {
    let after = move |kind: &&str| name.strip_prefix(*kind)?.strip_prefix(' ');
    KINDS
        .iter()
        .filter_map(after)
        .flat_map(|rest| LINKS.iter().filter_map(move |link| rest.strip_prefix(link)))
        .filter(|bare| !bare.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_may_stand_after_its_kind() {
        let bare = |name| without_kind(name).collect::<Vec<_>>();
        assert_eq!(bare("region normandie"), ["normandie"]);
        assert_eq!(bare("departement de la loire"), ["de la loire", "la loire", "loire"]);
        assert_eq!(bare("conseil departemental de l ain"), ["de l ain", "l ain", "ain"]);
        for name in ["ville", "ville ", "villeurbanne", "basse normandie", ""] {
            assert_eq!(bare(name), [""; 0], "{name}");
        }
        let longest = KINDS.iter().flat_map(|kind| LINKS.map(|link| kind.len() + 1 + link.len())).max();
        assert_eq!(longest, Some(LONGEST_KIND));
    }
}
