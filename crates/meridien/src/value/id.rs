//! Short, stable record identifiers.

use std::fmt;
use std::str::FromStr;

use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O or U, so that a code survives being read aloud or copied by hand.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS: u32 = 40;

/// The identifier of a record: 40 bits, written as 8 characters of Crockford's base 32.
///
/// It carries no meaning and is never reused. `u64` order and text order are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Id(u64);

/// A text that is not a record identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no record identifier: 8 characters of 0-9 and A-Z without I, L, O, U")]
pub struct InvalidId(pub String);

impl Id {
    /// Draws a new identifier. The caller checks that it is free.
    pub fn random(rng: &mut impl Rng) -> Self {
        Id(rng.next_u64() >> (64 - BITS))
    }

    /// The identifier of an entry of a reference register, derived from its key (`"FR/commune/59350"`), so that every
    /// instance gives the same commune the same address.
    pub fn derived(key: &str) -> Self {
        let digest = Sha256::digest(key.as_bytes());
        Id(digest[..5].iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// The number behind the code, under 2^40: the form kept in the search index.
    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// The identifier with this number, if it is under 2^40.
    pub fn from_u64(number: u64) -> Option<Self> {
        (number >> BITS == 0).then_some(Id(number))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for digit in (0..8).rev() {
            let value = (self.0 >> (digit * 5)) & 31;
            write!(f, "{}", char::from(ALPHABET[value as usize]))?;
        }
        Ok(())
    }
}

impl FromStr for Id {
    type Err = InvalidId;

    /// Reads what a person may type: either case, `O` for 0, `I` or `L` for 1.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = || InvalidId(text.to_owned());
        if text.len() != 8 {
            return Err(invalid());
        }
        text.bytes()
            .try_fold(0u64, |value, byte| {
                let byte = match byte.to_ascii_uppercase() {
                    b'O' => b'0',
                    b'I' | b'L' => b'1',
                    other => other,
                };
                let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
                Some(value << 5 | digit as u64)
            })
            .map(Id)
            .ok_or_else(invalid)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for Id {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_and_number_round_trip(number in 0u64..1 << 40) {
            let id = Id::from_u64(number).unwrap();
            let text = id.to_string();
            prop_assert_eq!(text.len(), 8);
            prop_assert_eq!(text.parse::<Id>().unwrap(), id);
            prop_assert_eq!(text.to_lowercase().parse::<Id>().unwrap(), id);
        }

        #[test]
        fn order_is_the_same_as_text_order(a in 0u64..1 << 40, b in 0u64..1 << 40) {
            let (a, b) = (Id::from_u64(a).unwrap(), Id::from_u64(b).unwrap());
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = text.parse::<Id>();
        }
    }

    #[test]
    fn forgives_confusable_letters() {
        assert_eq!("oOiIlL00".parse::<Id>().unwrap().to_string(), "00111100");
        assert!("0000000U".parse::<Id>().is_err());
        assert!("000".parse::<Id>().is_err());
        assert!("éééé".parse::<Id>().is_err());
    }
}
