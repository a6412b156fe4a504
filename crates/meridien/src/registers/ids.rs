//! The identifiers of register entries, derived from their codes: every instance gives the same commune the same address.

use crate::value::{Country, Id};

/// An organisation of a register: `organisation("FR", "commune", "59350")`.
pub fn organisation(country: Country, register: &str, code: &str) -> Id {
    Id::derived(&format!("organisation/{country}/{register}/{code}"))
}

/// The authority of a town of the gazetteer.
pub fn town_authority(country: Country, geonames: u32) -> Id {
    organisation(country, "geonames", &geonames.to_string())
}

/// A territory of a register: `territory("FR", "commune", "59350")`.
pub fn territory(country: Country, register: &str, code: &str) -> Id {
    Id::derived(&format!("territory/{country}/{register}/{code}"))
}

/// The territory of a town of the gazetteer.
pub fn town(country: Country, geonames: u32) -> Id {
    territory(country, "geonames", &geonames.to_string())
}

/// The territory of a country.
pub fn country(country: Country) -> Id {
    Id::derived(&format!("territory/{country}"))
}

/// A term of the theme vocabulary.
pub fn theme(code: &str) -> Id {
    Id::derived(&format!("theme/{code}"))
}

/// The diplomatic post of `home` in `host`.
pub fn post(home: Country, host: Country) -> Id {
    organisation(home, "post", host.as_str())
}
