//! The organisations that activities name: those of the register, or new ones.

use std::collections::HashMap;

use meridien_iati::Activity;

use super::countries;
use crate::iati::organisations::{Described, Found, LOCAL, Named, Organisations, code, kind_of, territory_of};
use crate::imports::matching::{Standing, Wanted, certain};
use crate::imports::name::PrintedName;
use crate::imports::register::Register;
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Organisation};
use crate::partnership::{NamedOrganisation, Partnership, Party, Place};
use crate::reference::fold;
use crate::registers::{identifier, ids, lists_authorities};
use crate::territory::Territory;
use crate::value::{Country, Id, Text};

/// What new organisations say of their source.
const SOURCE: &str = "IATI";
/// Names remembered: an importer meets few organisations often, and forgets all when they are too many.
const REMEMBERED: usize = 50_000;

/// Who was found, and what to tell of one whose identifier and name contradict each other.
type Matching = (Option<Found>, Option<String>);

/// The register with the names matched so far.
pub struct Matched {
    register: Register,
    /// By the countries of the activity, then by the name.
    known: HashMap<Vec<Country>, HashMap<Named, Matching>>,
    /// How many they are.
    remembered: usize,
}

impl Matched {
    /// Nothing is matched yet.
    pub fn new(register: Register) -> Self {
        Matched { register, known: HashMap::new(), remembered: 0 }
    }
}

/// Finds the organisations of one activity.
pub struct Finder<'a> {
    matched: &'a mut Matched,
    countries: Vec<Country>,
    /// What has to be written for them to exist.
    needs: &'a mut Vec<Entry>,
    /// Whose identifier and name contradict each other.
    doubts: Vec<String>,
}

impl<'a> Finder<'a> {
    /// `home` is the operator's home country.
    pub fn new(matched: &'a mut Matched, activity: &Activity, home: Country, needs: &'a mut Vec<Entry>) -> Self {
        Finder { matched, countries: countries(activity, home), needs, doubts: Vec::new() }
    }

    /// The organisations found whose identifier and name contradict each other: both are named.
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    fn look_and_remember(&mut self, named: &Named) -> Matching {
        let found = self.look(named);
        let doubt = found.and_then(|found| self.doubt(named, found.id));
        if self.matched.remembered >= REMEMBERED {
            self.matched.known.clear();
            self.matched.remembered = 0;
        }
        self.matched.remembered += 1;
        let known = self.matched.known.entry(self.countries.clone()).or_default();
        known.insert(named.clone(), (found, doubt.clone()));
        (found, doubt)
    }

    /// By the record that an atlas wrote, the identifier, the name; local authorities, and what has an identifier, are made
    /// where none is known.
    fn look(&mut self, named: &Named) -> Option<Found> {
        let register = &self.matched.register;
        let by_id = named.id.and_then(|id| register.organisation(id));
        let by_code = || {
            let (scheme, value) = code(named.reference.as_deref()?);
            register.coded(scheme, value)
        };
        if let Some(known) = by_id.or_else(by_code) {
            return Some(self.found(known.id, named));
        }
        let is_authority = named.is_party || named.kind == LOCAL;
        if let Some(country) = named.country.filter(|_| is_authority) {
            return Some(self.authority(&named.name, country, named));
        }
        if let Some(id) = certain(&named.name, &self.countries, register) {
            return Some(self.found(id, named));
        }
        if let Some(country) = self.abroad(&named.name).filter(|_| is_authority) {
            return Some(self.authority(&named.name, country, named));
        }
        named.reference.is_some().then(|| self.create(named))
    }

    /// The country of an authority that neither its identifier nor the register tells: the only one of the activity whose
    /// authorities are in no register, where the name says what it governs and none of the registers has it.
    fn abroad(&self, name: &str) -> Option<Country> {
        PrintedName::read(name).kind.filter(|kind| kind.is_local_authority())?;
        let (listed, others): (Vec<Country>, Vec<Country>) =
            self.countries.iter().partition(|country| lists_authorities(**country));
        let unknown = |country: &Country| {
            let wanted = Wanted { printed: name, country: *country, point: None, population: None };
            wanted.standing(&self.matched.register) == Standing::Unknown
        };
        let [one] = others[..] else { return None };
        listed.iter().all(unknown).then_some(one)
    }

    /// What to tell of an authority that was found by its identifier, where its name is that of other authorities and not its
    /// own.
    fn doubt(&self, named: &Named, id: Id) -> Option<String> {
        let reference = named.reference.as_deref()?;
        let register = &self.matched.register;
        let known = register.organisation(id).filter(|known| known.kind.is_local_authority())?;
        let name = PrintedName::read(&named.name);
        let mut others = None;
        for key in [&name.folded, &name.place, &name.bare] {
            for other in register.named(known.country, key).filter(|other| other.kind.is_local_authority()) {
                let related = |a: Id, b: Id| a == b || register.is_succeeded_by(a, b);
                if related(other.id, id) || related(id, other.id) {
                    return None;
                }
                others = others.or(Some(other));
            }
        }
        let other = others.filter(|_| !fold(&known.name).contains(&name.bare))?;
        Some(format!("{reference} : {} ({id}) ≠ {} ({})", known.name, named.name, other.id))
    }

    fn found(&self, id: Id, named: &Named) -> Found {
        let known = self.matched.register.organisation(id);
        let country = known.and_then(|known| known.country).or(named.country);
        let governs = known.is_some_and(|known| known.kind.is_local_authority());
        Found { id, country, is_party: named.is_party || governs }
    }

    fn authority(&mut self, name: &str, country: Country, named: &Named) -> Found {
        let wanted = Wanted { printed: name, country, point: None, population: None };
        let resolved = wanted.resolve(&mut self.matched.register, SOURCE);
        self.needs.extend(resolved.entries);
        self.found(resolved.id, named)
    }

    fn create(&mut self, named: &Named) -> Found {
        let mut organisation = Organisation::new(kind_of(&named.kind), named.country, named.name.as_str());
        let reference = named.reference.as_deref().unwrap_or_default();
        let (scheme, value) = code(reference);
        organisation.identifiers.push(Identifier { scheme: scheme.to_owned(), value: value.to_owned() });
        let id = self.matched.register.new_id(&format!("organisation/{scheme}/{value}"));
        let id = self.made(id, organisation);
        self.found(id, named)
    }

    /// The record of another atlas with the identifiers of this register: its organisations and territories are found, or made
    /// from what that atlas says of them; those of which it says nothing are as printed.
    pub fn rehome(&mut self, mut record: Partnership, activity: &Activity) -> Partnership {
        let actions = record.actions.iter_mut().flat_map(|action| &mut action.places);
        for place in record.places.iter_mut().chain(actions) {
            place.territory = self.territory(place, activity);
        }
        let mut moved = HashMap::new();
        for party in &mut record.parties {
            let id = self.adopt(party, activity);
            moved.insert(party.organisation, id);
            party.organisation = id;
        }
        for named in named_organisations(&mut record) {
            let Some(id) = named.organisation else { continue };
            named.organisation = moved.get(&id).copied().or_else(|| self.adopt_named(id, &named.name, activity));
        }
        let register = &self.matched.register;
        let known = |id: Id| moved.get(&id).copied().or_else(|| register.organisation(id).map(|known| known.id));
        for agreement in &mut record.agreements {
            agreement.parties = agreement.parties.iter().filter_map(|id| known(*id)).collect();
        }
        record.contacts.iter_mut().for_each(|contact| contact.organisation = contact.organisation.and_then(known));
        record
    }

    /// The organisation that another atlas knows under `id`: by its record, or by its codes.
    fn known(&self, id: Id, described: &Described) -> Option<Id> {
        let register = &self.matched.register;
        let coded = || described.codes.iter().find_map(|code| register.coded(&code.scheme, &code.value));
        register.organisation(id).or_else(coded).map(|known| known.id)
    }

    /// The organisation of a party as another atlas knows it: by its record, by its codes, or made as that record. Never by
    /// its name: the other atlas knows which of two namesakes it means.
    fn adopt(&mut self, party: &Party, activity: &Activity) -> Id {
        let described = Described::of(activity, party.organisation);
        if let Some(known) = self.known(party.organisation, &described) {
            return known;
        }
        let (id, printed, country) = (party.organisation, party.name.as_str(), party.country);
        self.adopt_authority(id, printed, country, described)
    }

    fn adopt_authority(&mut self, id: Id, printed: &str, country: Country, described: Described) -> Id {
        let Described { kind, codes, territory, .. } = described;
        let wanted = Wanted { printed, country, point: None, population: None };
        let (id, entries) = wanted.adopt(id, kind, codes, territory, &mut self.matched.register, SOURCE);
        self.needs.extend(entries);
        id
    }

    /// The same for an organisation that is no party; none where the other atlas does not say what it is.
    fn adopt_named(&mut self, id: Id, name: &str, activity: &Activity) -> Option<Id> {
        let described = Described::of(activity, id);
        let known = self.known(id, &described);
        if known.is_some() || name.is_empty() {
            return known;
        }
        let kind = described.kind?;
        if let Some(country) = described.country.filter(|_| kind.is_local_authority()) {
            return Some(self.adopt_authority(id, name, country, described));
        }
        let mut organisation = Organisation::new(kind, described.country, name);
        organisation.identifiers = described.codes;
        let register = &mut self.matched.register;
        let free = register.take(id).then_some(id);
        let id = free.unwrap_or_else(|| register.new_id(&format!("organisation/{id}")));
        Some(self.made(id, organisation))
    }

    /// Notes an organisation that has to be written.
    fn made(&mut self, id: Id, mut organisation: Organisation) -> Id {
        organisation.source = SOURCE.to_owned();
        self.matched.register.add(id, &organisation, None, None);
        self.needs.push(Entry::publish(Kind::Organisation, id, 0, &organisation, organisation.identifiers.clone()));
        id
    }

    /// The territory of a place as another atlas knows it; made where this register has none and that atlas says what it is.
    fn territory(&mut self, place: &Place, activity: &Activity) -> Option<Id> {
        let id = place.territory?;
        if self.matched.register.has(id) {
            return Some(id);
        }
        let (level, geonames) = territory_of(activity, id)?;
        let country = place.country?;
        let codes: Vec<Identifier> = geonames.map(|code| identifier("geonames", code)).into_iter().collect();
        let territory = Territory {
            level,
            country,
            name: Text::new("fr", place.name.as_str()),
            codes,
            parent: Some(ids::country(country)),
            point: place.point,
            population: None,
            source: SOURCE.to_owned(),
        };
        self.matched.register.take(id);
        self.needs.push(Entry::publish(Kind::Territory, id, 0, &territory, territory.codes.clone()));
        Some(id)
    }
}

/// The organisations that a record names beside its parties.
fn named_organisations(record: &mut Partnership) -> impl Iterator<Item = &mut NamedOrganisation> {
    let phases = record.phases.iter_mut().flat_map(|phase| &mut phase.funding);
    let funders = record.funding.iter_mut().chain(phases).flat_map(|line| &mut line.funders);
    let others = record.other_partners.home.iter_mut().chain(&mut record.other_partners.abroad);
    record.contracting_authorities.iter_mut().chain(&mut record.implementers).chain(others).chain(funders)
}

impl Organisations for Finder<'_> {
    fn find(&mut self, named: &Named) -> Option<Found> {
        let known = self.matched.known.get(&self.countries).and_then(|known| known.get(named));
        let (found, doubt) = match known {
            Some(known) => known.clone(),
            None => self.look_and_remember(named),
        };
        self.doubts.extend(doubt.filter(|doubt| !self.doubts.contains(doubt)));
        found
    }
}
