//! Demonstration partnerships between real authorities: plausible in themes, years, money and geography, all invented, each
//! marked `demo`. The same number gives the same records on the same day; a larger number gives the same ones and more. On
//! another day the same authorities do the same together, while years and confirmations follow: a new demonstration is as
//! fresh in ten years as today.
//!
//! The home of the demonstration is France. [`world`] draws who works with whom, [`record`] what they do, [`phrases`] and
//! [`subjects`] hold the words, [`money`] the funding. [`seed`] is one record of public facts in our own words. [`states`] puts
//! work in every state for the [`accounts`]. [`volume`] makes records larger, for measures.

pub mod accounts;
mod authority;
mod dice;
mod geography;
mod money;
mod phrases;
mod record;
pub(crate) mod seed;
pub mod states;
mod subjects;
#[cfg(test)]
mod tests;
mod volume;
mod works;
mod world;

use std::collections::HashSet;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::mpsc;

use crate::confirmation::Confirmation;
use crate::journal::{Author, Entry, Journal, Kind, Result};
use crate::organisation::{Name, NameKind, Organisation, OrganisationKind};
use crate::progress::Progress;
use crate::registers::{self, identifier, ids};
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, Point, Precision, Text};
use dice::{Dice, mixed};
use record::Record;
pub use volume::Volume;
use world::{Drawn, Foreign, World};

/// How many partnerships a demonstration has unless told otherwise: the size of the French register.
pub const PARTNERSHIPS: u32 = 12_000;
/// The most it can have.
pub const MOST: u32 = 1_000_000;
/// The seed from which the records are drawn, unless told otherwise.
pub const SEED: u64 = 2026;
/// The day of the tests' demonstrations.
#[cfg(test)]
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 15).expect("15 November 2026 is a day");

/// What every record says of its source.
const SOURCE: &str = "Donnée de démonstration générée";
/// Generated texts are free of rights.
const LICENCE: &str = "CC0-1.0";
/// Under which name the journal notes how many demonstration partnerships it holds.
const FACT: &str = "demo";
/// Partnerships in one append.
const BATCH: u32 = 4096;

/// How large a demonstration is. Written as the number of partnerships, and where it is not none the volume: `12000 560 5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Partnerships.
    pub partnerships: u32,
    /// What each of them holds at least, on average.
    pub volume: Volume,
}

impl Default for Size {
    fn default() -> Self {
        Size::of(PARTNERSHIPS)
    }
}

impl Size {
    /// So many partnerships, each as it is drawn.
    pub fn of(partnerships: u32) -> Self {
        Size { partnerships, volume: Volume::default() }
    }

    /// Reads what [`Size`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u32>> = text.split(' ').map(|number| number.parse().ok()).collect();
        match numbers?[..] {
            [partnerships] => Some(Size::of(partnerships)),
            [partnerships, characters, funding_lines] => {
                Some(Size { partnerships, volume: Volume { characters, funding_lines } })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.partnerships)?;
        match self.volume {
            none if none == Volume::default() => Ok(()),
            Volume { characters, funding_lines } => write!(f, " {characters} {funding_lines}"),
        }
    }
}

/// Writes a demonstration's partnerships as they stand `at` a time and [`seed`]'s record, with the foreign authorities that
/// they need. French authorities must be there already ([`registers::load`]). Does nothing when they are all there, and takes
/// up an interrupted run where it stopped.
///
/// # Errors
/// When the journal cannot be read or written.
pub async fn generate(
    journal: &Journal,
    size: Size,
    seed: u64,
    at: DateTime<Utc>,
    progress: Progress<'_>,
) -> Result<()> {
    let count = size.partnerships.min(MOST);
    let made = format!("{size} {seed}");
    if journal.fact(FACT).await?.as_deref() == Some(&made) {
        return Ok(());
    }
    let mut done = 0;
    // Drawing and writing each take a core; the short queue keeps memory flat.
    let (send, mut batches) = mpsc::channel::<Vec<Entry>>(1);
    let drawing = tokio::task::spawn_blocking(move || {
        let mut generator = Generator { volume: size.volume, ..Generator::new(seed, at.date_naive()) };
        let mut first = 0;
        let mut batch = seed::entries();
        // Once at least: the seed's record is there without any other.
        loop {
            let next = count.min(first + BATCH);
            for index in first..next {
                generator.push(index, &mut batch);
            }
            first = next;
            if send.blocking_send(std::mem::take(&mut batch)).is_err() || first == count {
                return;
            }
        }
    });
    let author = Author::system("demo");
    while let Some(batch) = batches.recv().await {
        journal.append_missing(&author, at, batch).await?;
        done = count.min(done + BATCH);
        progress(done.into(), count.into());
    }
    if let Err(failure) = drawing.await {
        std::panic::resume_unwind(failure.into_panic());
    }
    journal.note(FACT, &made).await
}

/// The bodies of the first partnerships.
#[cfg(test)]
pub(crate) fn partnerships(count: u32) -> Vec<crate::partnership::Partnership> {
    let mut generator = Generator::new(SEED, TODAY);
    (0..count).map(|index| generator.draw(index).1.partnership).collect()
}

/// Draws records one after the other.
struct Generator {
    world: World,
    seed: u64,
    /// The day on which the records stand as they are drawn.
    today: NaiveDate,
    volume: Volume,
    /// Pairs of authorities that work together already: a second "Jumelage A – B" would look like a fault.
    pairs: HashSet<u64>,
    /// Foreign authorities whose organisation was written.
    foreign: HashSet<Id>,
}

impl Generator {
    fn new(seed: u64, today: NaiveDate) -> Self {
        let (pairs, foreign) = (HashSet::new(), seed::foreign().into());
        Generator { world: World::new(), seed, today, volume: Volume::default(), pairs, foreign }
    }

    /// Adds the entries of the record at `index`: new foreign authorities, the partnership, its confirmations.
    fn push(&mut self, index: u32, entries: &mut Vec<Entry>) {
        let (drawn, Record { partnership, confirmations, .. }) = self.draw(index);
        for (authority, foreign) in drawn.ends.abroad.iter().zip(&drawn.foreign) {
            if self.foreign.insert(authority.id) {
                entries.extend(foreign_entries(authority.country, foreign));
            }
        }
        let id = dice::identifier(self.seed, index, 0);
        entries.push(Entry::publish(Kind::Partnership, id, 0, &partnership, Vec::new()));
        for ((party, on, agreed), number) in confirmations.into_iter().zip(1..) {
            let party = partnership.parties[party].organisation;
            let confirmation = Confirmation { agreed, ..Confirmation::agreed(id, party, on, 1) };
            entries.push(confirmation.entry(dice::identifier(self.seed, index, number)));
        }
    }

    fn draw(&mut self, index: u32) -> (Drawn, Record) {
        let mut dice = Dice::new(self.seed, index.into());
        let mut drawn = self.world.draw(&mut dice);
        // At a million records the likeliest pairs are all taken: then one is used again.
        for _ in 0..8 {
            let (home, abroad) = (drawn.ends.home.id, drawn.ends.abroad[0].id);
            if self.pairs.insert(mixed(home.as_u64() ^ abroad.as_u64().rotate_left(24))) {
                break;
            }
            drawn = self.world.draw(&mut dice);
        }
        let mut record = record::draw(&mut dice, &drawn.ends, self.today);
        self.volume.fill(&mut dice, &mut record, &drawn.ends);
        (drawn, record)
    }
}

/// The organisation and the territory of a foreign authority.
fn foreign_entries(country: Country, foreign: &Foreign) -> [Entry; 2] {
    let (id, organisation, territory) = match foreign {
        Foreign::Town(town) => {
            let french = world::french_name(country, town.name);
            let mut names = vec![Name::usual(french)];
            if french != town.name {
                names.push(Name::alias(town.name));
            }
            let id = ids::town_authority(country, town.id);
            let mut organisation = abroad(country, OrganisationKind::Commune, names, ids::town(country, town.id));
            organisation.identifiers.push(identifier("geonames", &town.id.to_string()));
            organisation.source = "GeoNames".to_owned();
            (id, organisation, registers::town_entry(country, town.id, french, town.point, town.population))
        }
        Foreign::Region(region) => {
            let label = authority::noun(region.fr, region.en).label;
            let mut names = vec![
                Name { lang: Some("fr".to_owned()), ..Name::usual(&label) },
                Name { lang: Some("en".to_owned()), ..Name::usual(region.en) },
            ];
            if let Some(place) = region.fr.strip_prefix("la région de ").filter(|_| region.country == "ML") {
                let body =
                    |name: String| Name { kind: NameKind::Body, lang: Some("fr".to_owned()), ..Name::usual(name) };
                names.push(body(format!("Assemblée régionale de {place}")));
                names.push(body(format!("Conseil régional de {place}")));
            }
            let territory_id = world::region_territory(country, region);
            let (lat, lon) = region.at;
            let territory = Territory {
                level: Level::Region,
                country,
                name: Text::new("fr", label).with("en", region.en),
                codes: Vec::new(),
                parent: Some(ids::country(country)),
                point: Some(Point { lat, lon, precision: Precision::Region }),
                population: None,
                source: SOURCE.to_owned(),
            };
            let territory = Entry::publish(Kind::Territory, territory_id, 0, &territory, Vec::new());
            let organisation = abroad(country, OrganisationKind::Region, names, territory_id);
            (world::region_authority(country, region), organisation, territory)
        }
    };
    let identifiers = organisation.identifiers.clone();
    [territory, Entry::publish(Kind::Organisation, id, 0, &organisation, identifiers)]
}

fn abroad(country: Country, kind: OrganisationKind, names: Vec<Name>, territory: Id) -> Organisation {
    Organisation {
        kind,
        country: Some(country),
        names,
        identifiers: Vec::new(),
        territory: Some(territory),
        successors: Vec::new(),
        from: None,
        to: None,
        serves: Vec::new(),
        website: None,
        source: SOURCE.to_owned(),
        demo: true,
    }
}
