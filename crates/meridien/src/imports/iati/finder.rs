//! The organisations that activities name: those of the register, or new ones.

use std::collections::HashMap;

use meridien_iati::Activity;

use super::countries;
use crate::iati::organisations::{Described, Found, LOCAL, Named, Organisations, code, kind_of};
use crate::imports::matching::{Standing, Wanted, certain};
use crate::imports::name::PrintedName;
use crate::imports::register::Register;
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Organisation};
use crate::partnership::{NamedOrganisation, Partnership, Party};
use crate::registers::lists_authorities;
use crate::value::{Country, Id};

/// What new organisations say of their source.
const SOURCE: &str = "IATI";
/// Names remembered: an importer meets few organisations often, and forgets all when they are too many.
const REMEMBERED: usize = 50_000;

/// The register with the names matched so far.
pub struct Matched {
    register: Register,
    known: HashMap<(Named, Vec<Country>), Option<Found>>,
}

impl Matched {
    /// Nothing is matched yet.
    pub fn new(register: Register) -> Self {
        Matched { register, known: HashMap::new() }
    }
}

/// Finds the organisations of one activity.
pub struct Finder<'a> {
    matched: &'a mut Matched,
    countries: Vec<Country>,
    /// What has to be written for them to exist.
    needs: &'a mut Vec<Entry>,
}

impl<'a> Finder<'a> {
    /// `home` is the operator's home country.
    pub fn new(matched: &'a mut Matched, activity: &Activity, home: Country, needs: &'a mut Vec<Entry>) -> Self {
        Finder { matched, countries: countries(activity, home), needs }
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
        organisation.source = SOURCE.to_owned();
        let id = self.matched.register.new_id(&format!("organisation/{scheme}/{value}"));
        self.matched.register.add(id, &organisation, None, None);
        self.needs.push(Entry::publish(Kind::Organisation, id, 0, &organisation, organisation.identifiers.clone()));
        self.found(id, named)
    }

    /// The record of another atlas with the identifiers of this register: its parties are found or made, other
    /// organisations and territories that the register does not know are as printed.
    pub fn rehome(&mut self, mut record: Partnership, activity: &Activity) -> Partnership {
        let mut moved = HashMap::new();
        for party in &mut record.parties {
            let id = self.adopt(party, activity);
            moved.insert(party.organisation, id);
            party.organisation = id;
        }
        let register = &self.matched.register;
        let known = |id: Id| moved.get(&id).copied().or_else(|| register.organisation(id).map(|known| known.id));
        let named = |list: &mut Vec<NamedOrganisation>| {
            list.iter_mut().for_each(|named| named.organisation = named.organisation.and_then(known));
        };
        named(&mut record.contracting_authorities);
        named(&mut record.implementers);
        named(&mut record.other_partners.home);
        named(&mut record.other_partners.abroad);
        let phases = record.phases.iter_mut().flat_map(|phase| &mut phase.funding);
        record.funding.iter_mut().chain(phases).for_each(|line| named(&mut line.funders));
        for agreement in &mut record.agreements {
            agreement.parties = agreement.parties.iter().filter_map(|id| known(*id)).collect();
        }
        record.contacts.iter_mut().for_each(|contact| contact.organisation = contact.organisation.and_then(known));
        let actions = record.actions.iter_mut().flat_map(|action| &mut action.places);
        for place in record.places.iter_mut().chain(actions) {
            place.territory = place.territory.filter(|id| register.has(*id));
        }
        record
    }

    /// The organisation of a party as another atlas knows it: by its record, by its codes, or made as that record. Never by
    /// its name: the other atlas knows which of two namesakes it means.
    fn adopt(&mut self, party: &Party, activity: &Activity) -> Id {
        let register = &mut self.matched.register;
        let described = Described::of(activity, party.organisation);
        let coded = || described.codes.iter().find_map(|code| register.coded(&code.scheme, &code.value));
        if let Some(known) = register.organisation(party.organisation).or_else(coded) {
            return known.id;
        }
        let wanted = Wanted { printed: &party.name, country: party.country, point: None, population: None };
        let (id, entries) = wanted.adopt(party.organisation, described.kind, described.codes, register, SOURCE);
        self.needs.extend(entries);
        id
    }
}

impl Organisations for Finder<'_> {
    fn find(&mut self, named: &Named) -> Option<Found> {
        let key = (named.clone(), self.countries.clone());
        if let Some(found) = self.matched.known.get(&key) {
            return *found;
        }
        let found = self.look(named);
        if self.matched.known.len() >= REMEMBERED {
            self.matched.known.clear();
        }
        self.matched.known.insert(key, found);
        found
    }
}
