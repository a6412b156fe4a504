//! The codes under which a partnership is found in the journal.

use sha2::{Digest, Sha256};

use super::Partnership;
use crate::organisation::Identifier;
use crate::reference::fold;
use crate::value::hex;

/// Scheme of the code that partnerships of the same parties share.
pub const SAME_ENDS: &str = "same-ends";

/// Scheme of the codes that records with the same long text share.
pub const SAME_TEXT: &str = "same-text";

/// Scheme of the code by which a row of a table is recognised, made of its parties and its title: the atlas's own, which no
/// output gives.
pub const ROW: &str = "table";

/// A text shorter than this many characters may well be the same in several records.
const LONG_TEXT: usize = 300;

/// The codes of a record: its identifiers elsewhere, and what it shares with records that may be its duplicates. They are
/// to be given with every revision; a demonstration's records are not compared with anything.
pub fn identifiers(partnership: &Partnership) -> Vec<Identifier> {
    let legacy = partnership.legacy_ids.iter();
    let mut codes: Vec<Identifier> =
        legacy.map(|legacy| Identifier { scheme: legacy.scheme.clone(), value: legacy.value.clone() }).collect();
    if !partnership.demo {
        let mut add = |scheme: &str, value| codes.push(Identifier { scheme: scheme.to_owned(), value });
        if let Some(ends) = ends(partnership) {
            add(SAME_ENDS, ends);
        }
        for text in long_texts(partnership) {
            add(SAME_TEXT, text);
        }
    }
    codes
}

/// A digest of the parties, in whatever order; none where there are fewer than two.
pub fn ends(partnership: &Partnership) -> Option<String> {
    let mut ids: Vec<String> = partnership.parties.iter().map(|party| party.organisation.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    (ids.len() > 1).then(|| digest(&ids.join("+")))
}

/// Digests of the long texts, blind to case, accents, punctuation and spacing.
fn long_texts(partnership: &Partnership) -> Vec<String> {
    let texts = partnership.narratives.sections().into_iter().flat_map(|(_, text)| text.iter());
    let folded = texts.map(|(_, text)| fold(text)).filter(|text| text.len() >= LONG_TEXT);
    let mut digests: Vec<String> = folded.map(|text| digest(&text)).collect();
    digests.sort_unstable();
    digests.dedup();
    digests
}

/// The first 64 bits of a SHA-256, in hexadecimal.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{LegacyId, Party, PartyRole};
    use crate::value::{Id, Text};

    fn between(ends: &[u64]) -> Partnership {
        let party = |number: &u64| Party {
            organisation: Id::from_u64(*number).unwrap(),
            name: String::new(),
            country: "FR".parse().unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        };
        Partnership { parties: ends.iter().map(party).collect(), ..Partnership::default() }
    }

    #[test]
    fn the_order_of_parties_does_not_matter() {
        assert_eq!(ends(&between(&[1, 2])), ends(&between(&[2, 1])));
        assert_ne!(ends(&between(&[1, 2])), ends(&between(&[1, 3])));
        assert_eq!(ends(&between(&[1, 1])), None);
    }

    #[test]
    fn a_text_is_the_same_however_it_is_spaced() {
        let with = |text: &str| {
            let mut partnership = between(&[]);
            partnership.narratives.context = Text::new("fr", text);
            identifiers(&partnership)
        };
        let text = "L'eau, l'énergie et les déchets. ".repeat(12);
        assert_eq!(with(&text), with(&text.replace(' ', "\n  ").to_uppercase()));
        assert_eq!(with(&text).len(), 1);
        assert_eq!(with("Court."), []);
    }

    #[test]
    fn a_demonstration_keeps_only_its_numbers() {
        let mut partnership = between(&[1, 2]);
        partnership.legacy_ids = vec![LegacyId { scheme: "atlas".into(), value: "12".into() }];
        assert_eq!(identifiers(&partnership).len(), 2);
        partnership.demo = true;
        assert_eq!(identifiers(&partnership), [Identifier { scheme: "atlas".into(), value: "12".into() }]);
    }
}
