//! Countries as ISO 3166-1 alpha-2 codes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 3166-1 alpha-2 code (`FR`, `ML`; `XK` for Kosovo). Names are in `reference`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Country([u8; 2]);

/// A text that is not a country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no ISO 3166 country code: two letters, such as FR")]
pub struct InvalidCountry(pub String);

impl Country {
    /// France, the first home country.
    pub const FR: Country = Country(*b"FR");

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }

    /// A number that is unique to the country: the form kept in the search index.
    pub fn as_u64(self) -> u64 {
        u64::from(self.0[0]) << 8 | u64::from(self.0[1])
    }

    /// The country with this number.
    pub fn from_u64(number: u64) -> Option<Self> {
        let [high, low] = u16::try_from(number).ok()?.to_be_bytes();
        (high.is_ascii_uppercase() && low.is_ascii_uppercase()).then_some(Country([high, low]))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        match <[u8; 2]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_alphabetic) => Ok(Country(code.map(|b| b.to_ascii_uppercase()))),
            _ => Err(InvalidCountry(text.to_owned())),
        }
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.to_string()
    }
}

impl TryFrom<String> for Country {
    type Error = InvalidCountry;

    fn try_from(text: String) -> Result<Self, InvalidCountry> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_round_trips() {
        let mali: Country = "ml".parse().unwrap();
        assert_eq!(mali.to_string(), "ML");
        assert_eq!(Country::from_u64(mali.as_u64()), Some(mali));
        assert_eq!(Country::from_u64(0), None);
        assert!("MLI".parse::<Country>().is_err());
        assert!("é".parse::<Country>().is_err());
    }
}
