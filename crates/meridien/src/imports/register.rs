//! What an import needs to know of the register, read once and then only looked at: planning an import is pure.
//!
//! Organisations are held by name; those that the import creates are added to the view (never to the register), so that
//! the next row finds them. Partnerships are held by the codes that `partnership::identifiers` gives them.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::journal::{Journal, Kind};
use crate::organisation::{Organisation, OrganisationKind};
use crate::registers;
use crate::territory::Territory;
use crate::value::{Country, Id, Point, Precision};

use super::name::PrintedName;

/// An organisation as matching sees it.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its record.
    pub id: Id,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its country.
    pub country: Option<Country>,
    /// The name by which it is shown, in French where there is one.
    pub name: String,
    /// Where it is, as precisely as is known.
    pub point: Option<Point>,
    /// Inhabitants of its territory.
    pub population: Option<u64>,
    /// Who took over from it.
    pub successors: Vec<Id>,
}

/// A read-only view of the register, with the organisations that the import adds.
#[derive(Debug, Default)]
pub struct Register {
    organisations: Vec<Known>,
    by_id: HashMap<Id, usize>,
    /// Country and folded name, in any of its forms; `None` is the key of international bodies.
    by_name: HashMap<(Option<Country>, String), Vec<usize>>,
    /// Scheme and value of an organisation's code.
    by_code: HashMap<(String, String), usize>,
    /// Every identifier given, to any kind of record.
    taken: HashSet<Id>,
    /// Scheme and value of a partnership's or activity's code.
    records: HashMap<(&'static str, String), Vec<(Kind, Id)>>,
}

/// How many records are read at once.
const PAGE: i64 = 2000;

/// What matching asks of a territory.
#[derive(Deserialize)]
struct Site {
    point: Option<Point>,
    population: Option<u64>,
}

/// What of a record an import keeps: partnerships and activities are looked at by the same importer.
pub const RECORD_KINDS: [Kind; 2] = [Kind::Partnership, Kind::Activity];

impl Register {
    /// The register of a journal; without one, the reference registers as they will be loaded into a new journal.
    ///
    /// `schemes` are the codes under which the import looks for partnerships.
    pub async fn read(
        journal: Option<&Journal>,
        home: Country,
        schemes: &[&'static str],
    ) -> crate::journal::Result<Register> {
        let mut register = Register::default();
        let mut loaded = false;
        if let Some(journal) = journal {
            register.add_organisations(journal).await?;
            loaded = journal.fact(registers::FACT).await?.is_some();
        }
        if !loaded {
            register.add_reference(home)?;
        }
        register.place_merged();
        if let Some(journal) = journal {
            for kind in RECORD_KINDS {
                for &scheme in schemes {
                    for (value, id) in journal.identifiers(kind, scheme).await? {
                        register.taken.insert(id);
                        register.records.entry((scheme, value)).or_default().push((kind, id));
                    }
                }
            }
        }
        Ok(register)
    }

    /// An authority that was merged is where its successor is: near enough to tell it from a homonym elsewhere.
    fn place_merged(&mut self) {
        for index in 0..self.organisations.len() {
            let known = &self.organisations[index];
            if let (None, Some(successor)) = (known.point, known.successors.first()) {
                self.organisations[index].point = self.organisation(*successor).and_then(|successor| successor.point);
            }
        }
    }

    async fn add_organisations(&mut self, journal: &Journal) -> crate::journal::Result<()> {
        let mut territories = HashMap::new();
        let mut governed = Vec::new();
        let mut reading = journal.bodies(&[Kind::Territory, Kind::Organisation], PAGE);
        while let Some(bodies) = reading.recv().await {
            for body in bodies? {
                if body.kind == Kind::Territory {
                    let Site { point, population } = body.read()?;
                    territories.insert(body.id, (point, population));
                } else {
                    let organisation: Organisation = body.read()?;
                    governed.extend(organisation.territory.map(|territory| (body.id, territory)));
                    self.add(body.id, &organisation, None, None);
                }
            }
        }
        self.taken.extend(territories.keys());
        for (organisation, territory) in governed {
            let found = self.by_id.get(&organisation).zip(territories.get(&territory));
            if let Some((index, (point, population))) = found {
                let known = &mut self.organisations[*index];
                (known.point, known.population) = (*point, *population);
            }
        }
        for gone in journal.gone(Kind::Organisation, i64::MAX).await? {
            // What was taken back with its import comes back under its identifier.
            if !gone.is_taken_back() {
                self.taken.insert(gone.id);
            }
            if let Some(index) = gone.merged_into().and_then(|target| self.by_id.get(&target)).copied() {
                self.by_id.insert(gone.id, index);
            }
        }
        Ok(())
    }

    fn add_reference(&mut self, home: Country) -> crate::journal::Result<()> {
        let mut territories = HashMap::<Id, Territory>::new();
        for entry in registers::entries(home, Kind::Territory) {
            territories.insert(entry.id, entry.read()?);
        }
        for entry in registers::entries(home, Kind::Organisation) {
            let (id, organisation) = (entry.id, entry.read::<Organisation>()?);
            let territory = organisation.territory.and_then(|id| territories.get(&id));
            let point = territory.and_then(|territory| territory.point);
            self.add(id, &organisation, point, territory.and_then(|territory| territory.population));
        }
        self.taken.extend(territories.keys());
        Ok(())
    }

    /// Adds an organisation to the view, unless it is there.
    pub fn add(&mut self, id: Id, organisation: &Organisation, point: Option<Point>, population: Option<u64>) {
        if self.by_id.contains_key(&id) {
            return;
        }
        let index = self.organisations.len();
        // The last name, whatever the day of the import.
        let last = chrono::NaiveDate::MAX;
        self.organisations.push(Known {
            id,
            kind: organisation.kind,
            country: organisation.country,
            name: organisation.name_on(last, "fr").to_owned(),
            point,
            population,
            successors: organisation.successors.iter().map(|successor| successor.organisation).collect(),
        });
        self.by_id.insert(id, index);
        self.taken.insert(id);
        let mut keys = HashSet::new();
        for name in &organisation.names {
            let printed = PrintedName::read(&name.name);
            keys.extend([printed.folded, printed.place, printed.bare]);
        }
        for key in keys {
            self.by_name.entry((organisation.country, key)).or_default().push(index);
        }
        for code in &organisation.identifiers {
            self.by_code.entry((code.scheme.clone(), code.value.clone())).or_insert(index);
        }
    }

    /// An organisation; of one that was merged into another, the other.
    pub fn organisation(&self, id: Id) -> Option<&Known> {
        self.by_id.get(&id).map(|index| &self.organisations[*index])
    }

    /// The organisations of a country that have a name in this folded form.
    pub fn named<'a>(&'a self, country: Option<Country>, folded: &str) -> impl Iterator<Item = &'a Known> + use<'a> {
        let found = self.by_name.get(&(country, folded.to_owned())).map_or(&[][..], Vec::as_slice);
        found.iter().map(|index| &self.organisations[*index])
    }

    /// The organisation with a code.
    pub fn coded(&self, scheme: &str, value: &str) -> Option<&Known> {
        self.by_code.get(&(scheme.to_owned(), value.to_owned())).map(|index| &self.organisations[*index])
    }

    /// Whether `former` was taken over by `successor`, at once or through others.
    pub fn is_succeeded_by(&self, former: Id, successor: Id) -> bool {
        let mut seen = HashSet::new();
        let mut next = vec![former];
        while let Some(id) = next.pop() {
            let successors = self.organisation(id).map_or(&[][..], |known| &known.successors);
            if successors.contains(&successor) {
                return true;
            }
            next.extend(successors.iter().filter(|id| seen.insert(**id)));
        }
        false
    }

    /// The partnerships and activities with a code; the scheme is one of those that the view was read with.
    pub fn records(&self, scheme: &'static str, value: &str) -> &[(Kind, Id)] {
        self.records.get(&(scheme, value.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Notes a record that the import brings, so that the next one finds it.
    pub fn add_record(&mut self, scheme: &'static str, value: &str, kind: Kind, id: Id) {
        self.taken.insert(id);
        let records = self.records.entry((scheme, value.to_owned())).or_default();
        if !records.contains(&(kind, id)) {
            records.push((kind, id));
        }
    }

    /// Whether a record has this identifier.
    pub fn has(&self, id: Id) -> bool {
        self.taken.contains(&id)
    }

    /// Takes an identifier; `false` where a record has it.
    pub fn take(&mut self, id: Id) -> bool {
        self.taken.insert(id)
    }

    /// A free identifier for what a source knows under `key`: the same key gives the same identifier in every register,
    /// so that a second import, and the dry run before the first, speak of the same record.
    pub fn new_id(&mut self, key: &str) -> Id {
        let keys = std::iter::once(key.to_owned()).chain((2..).map(|number| format!("{key} {number}")));
        let mut ids = keys.map(|key| Id::derived(&key));
        let free = ids.find(|id| !self.taken.contains(id)).unwrap_or_else(|| Id::derived(key));
        self.taken.insert(free);
        free
    }
}

/// How far, in kilometres, a place may be from a point that stands for it: sources differ by the size of a town, and a
/// point may only be that of the département or region.
pub fn reach_km(precision: Precision) -> f64 {
    match precision {
        Precision::Commune => 25.0,
        Precision::Department => 120.0,
        Precision::Region => 400.0,
        Precision::Country => f64::INFINITY,
    }
}
