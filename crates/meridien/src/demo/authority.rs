//! A local authority that takes part, with its names as sentences need them.

use super::phrases::{CountryWords, Side};
use crate::organisation::OrganisationKind;
use crate::partnership::Place;
use crate::toponym;
use crate::value::{Country, Id, Point};

/// A local authority.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its organisation.
    pub id: Id,
    /// Level.
    pub kind: OrganisationKind,
    /// Country.
    pub country: Country,
    /// Name under which it signs, and until which year it signed under another.
    pub signs: String,
    /// The name before, with the first year of the present one.
    pub signed_before: Option<(i32, String)>,
    /// First year in which it can sign, for those made by a reform.
    pub from: Option<i32>,
    /// Last year in which it could sign, for those abolished by one.
    pub to: Option<i32>,
    /// Its territory.
    pub territory: Option<Id>,
    /// Where it is.
    pub point: Option<Point>,
    /// Inhabitants.
    pub population: u64,
    /// Code of the French region that it lies in, which decides its water agency.
    pub region: Option<&'static str>,
    /// Its name in sentences.
    pub words: Side,
}

impl Authority {
    /// Its name when it signed in `year`.
    pub fn name_in(&self, year: i32) -> &str {
        match &self.signed_before {
            Some((first, before)) if year < *first => before,
            _ => &self.signs,
        }
    }

    /// Its territory as a place of the record.
    pub fn place(&self) -> Place {
        Place {
            name: self.words.label.clone(),
            territory: self.territory,
            country: Some(self.country),
            point: self.point,
        }
    }

    /// Whether it governs a commune or a group of communes.
    pub fn is_local(&self) -> bool {
        matches!(self.kind, OrganisationKind::Commune | OrganisationKind::Intermunicipal)
    }
}

/// Words for a town: "Lyon", "de Lyon", "à Lyon".
pub fn town(name: &str, population: u64) -> Side {
    let kind = if population >= 100_000 { "ville" } else { "commune" };
    let of = toponym::of_town(name);
    Side {
        fr: name.to_owned(),
        at: toponym::at_town(name),
        within: format!("dans la {kind} {of}"),
        of,
        en: name.to_owned(),
        label: name.to_owned(),
    }
}

/// Words for a body whose French name is a noun with its article: "la région de Kayes", "l'État du Paraná".
pub fn noun(fr: &str, en: &str) -> Side {
    let (of, bare) = match fr.split_at_checked(3) {
        Some(("le ", bare)) => (format!("du {bare}"), bare),
        Some(("la ", bare)) => (format!("de la {bare}"), bare),
        _ => (format!("de {fr}"), fr.trim_start_matches("l'")),
    };
    let mut letters = bare.chars();
    let label = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let within = format!("dans {fr}");
    Side { fr: fr.to_owned(), of, at: within.clone(), within, en: en.to_owned(), label }
}

/// Words for a French intermunicipal body by its full name: "Communauté de communes du Val d'Essonne", "Rennes Métropole".
pub fn intermunicipal(name: &str) -> Side {
    let lower = |name: &str| format!("c{}", &name[1..]);
    if name.starts_with("Communauté ") {
        let side = noun(&format!("la {}", lower(name)), name);
        return Side { label: name.to_owned(), ..side };
    }
    let fr = match name.split(' ').next() {
        Some("Métropole") => format!("la m{}", &name[1..]),
        Some("Eurométropole") => format!("l'{name}"),
        _ => return Side { within: format!("sur le territoire {}", toponym::of_town(name)), ..town(name, 0) },
    };
    Side { label: name.to_owned(), en: name.to_owned(), ..noun(&fr, name) }
}

/// Words for a country.
pub fn country(country: Country, fr: &str, en: &str) -> CountryWords {
    CountryWords { of: toponym::of_country(country, fr), at: toponym::in_country(country, fr), en: en.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree() {
        let kayes = noun("la région de Kayes", "Kayes Region");
        assert_eq!((kayes.of.as_str(), kayes.label.as_str()), ("de la région de Kayes", "Région de Kayes"));
        let state = noun("l'État du Paraná", "State of Paraná");
        assert_eq!((state.of.as_str(), state.label.as_str()), ("de l'État du Paraná", "État du Paraná"));
        assert_eq!(noun("le Land de Saxe", "Saxony").within, "dans le Land de Saxe");
        assert_eq!(town("Amiens", 130_000).within, "dans la ville d'Amiens");
        assert_eq!(
            intermunicipal("Communauté de communes de l'Ouest Vosgien").of,
            "de la communauté de communes de l'Ouest Vosgien"
        );
        assert_eq!(intermunicipal("Rennes Métropole").at, "à Rennes Métropole");
        assert_eq!(intermunicipal("Métropole de Lyon").fr, "la métropole de Lyon");
    }
}
