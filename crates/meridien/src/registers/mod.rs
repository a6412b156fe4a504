//! Loads the reference registers into a journal: countries, themes, and the authorities and diplomatic posts of the home
//! country where we have its registers.

pub mod france;
pub mod ids;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::journal::{Author, Entry, Journal, Kind, Result};
use crate::organisation::Identifier;
use crate::progress::Progress;
use crate::reference;
use crate::territory::{Level, Territory};
use crate::theme::Theme;
use crate::value::{Country, Point, Text};

/// Version of the registers. A journal that holds another gets the entries it lacks; those it has stay as they are.
pub const VERSION: &str = "1";

/// Under which name the journal notes that the registers are loaded.
pub(crate) const FACT: &str = "reference";

/// Entries in one append.
const BATCH: usize = 4000;

/// What entries say of where they come from; `data/README.md` has the details.
pub(crate) const SOURCE: &str = "Registres de référence";

/// Entries of one register, made as they are written.
type Source = Box<dyn ExactSizeIterator<Item = Entry> + Send>;

/// Loads the registers that `journal` lacks; does nothing when it has them all. An interrupted load is taken up where it
/// stopped. `progress` hears how many of how many entries are done.
///
/// # Errors
/// When the journal cannot be read or written.
pub async fn load(journal: &Journal, home: Country, at: DateTime<Utc>, progress: Progress<'_>) -> Result<()> {
    let loaded = format!("{VERSION} {home}");
    if journal.fact(FACT).await?.as_deref() == Some(&loaded) {
        return Ok(());
    }
    let sources = sources(home);
    let total = sources.iter().map(|source| source.len() as u64).sum();
    let mut done = 0;
    let author = Author::system("reference");
    for mut source in sources {
        loop {
            let batch: Vec<Entry> = source.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            done += batch.len() as u64;
            journal.append_missing(&author, at, batch).await?;
            progress(done, total);
        }
    }
    journal.note(FACT, &loaded).await
}

/// The entries of one kind that a new journal of an operator in `home` will hold: an import is planned against them where
/// there is no journal yet.
pub fn entries(home: Country, kind: Kind) -> impl Iterator<Item = Entry> {
    sources(home).into_iter().flatten().filter(move |entry| entry.kind == kind)
}

/// Whether every local authority of a country is in our registers: one that is not is no authority there, or misspelt.
pub fn lists_authorities(country: Country) -> bool {
    country == Country::FR
}

/// The registers for an operator in `home`.
fn sources(home: Country) -> Vec<Source> {
    let mut sources: Vec<Source> = vec![
        Box::new(reference::countries().iter().map(country_entry)),
        Box::new(reference::shipped_themes().iter().map(theme_entry)),
    ];
    if lists_authorities(home) {
        sources.extend(france::sources());
    }
    sources
}

fn country_entry(country: &reference::Country) -> Entry {
    let codes = vec![identifier("iso3166-1", country.iso2.as_str()), identifier("iso3166-1-alpha3", country.iso3)];
    let territory = Territory {
        level: Level::Country,
        country: country.iso2,
        name: Text::new("fr", country.name.fr).with("en", country.name.en),
        codes: codes.clone(),
        parent: None,
        point: country.point,
        population: None,
        source: SOURCE.to_owned(),
    };
    Entry::publish(Kind::Territory, ids::country(country.iso2), 0, &territory, codes)
}

fn theme_entry(theme: &reference::Theme) -> Entry {
    let body = Theme {
        code: theme.code.to_owned(),
        label: Text::new("fr", theme.name.fr).with("en", theme.name.en),
        since: reference::THEMES_VERSION,
        until: None,
        replaced_by: None,
        changed: None,
        purposes: theme.dac.iter().map(|code| (*code).to_owned()).collect(),
        sdgs: theme.sdgs.clone(),
    };
    Entry::publish(Kind::Theme, ids::theme(theme.code), 0, &body, vec![identifier("theme", theme.code)])
}

/// The territory of a populated place of the gazetteer.
pub fn town_entry(country: Country, geonames: u32, name: &str, point: Point, population: u64) -> Entry {
    let codes = vec![identifier("geonames", &geonames.to_string())];
    let territory = Territory {
        level: Level::Commune,
        country,
        name: Text::new("fr", name),
        codes: codes.clone(),
        parent: Some(ids::country(country)),
        point: Some(point),
        population: (population > 0).then_some(population),
        source: "GeoNames".to_owned(),
    };
    Entry::publish(Kind::Territory, ids::town(country, geonames), 0, &territory, codes)
}

/// A code in a register.
pub(crate) fn identifier(scheme: &str, value: &str) -> Identifier {
    Identifier { scheme: scheme.to_owned(), value: value.to_owned() }
}
