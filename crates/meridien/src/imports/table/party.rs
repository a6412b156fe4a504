//! The authorities of a row: found by code or name, made where nothing speaks against it.

use std::collections::HashMap;

use super::SOURCE;
use super::column::Column;
use super::row::{Faults, Values, list};
use crate::anomaly::Code;
use crate::declaration::value::country;
use crate::imports::matching::{Standing, Wanted, bearers, described};
use crate::imports::name::PrintedName;
use crate::imports::register::{Known, Register};
use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::partnership::{Party, PartyRole};
use crate::reference::fold;
use crate::registers;
use crate::value::{Country, Id};

/// The registers whose codes a cell may give.
const SCHEMES: [&str; 6] =
    ["siren", "insee-commune", "insee-department", "insee-region", "insee-former-region", "geonames"];

/// The three columns in which parties stand.
const GROUPS: [Group; 3] = [
    Group {
        names: Column::Authority,
        codes: Some(Column::AuthorityCode),
        countries: Column::AuthorityCountry,
        at_home: true,
    },
    Group {
        names: Column::Partner,
        codes: Some(Column::PartnerCode),
        countries: Column::PartnerCountry,
        at_home: false,
    },
    Group { names: Column::Parties, codes: None, countries: Column::Countries, at_home: false },
];

struct Group {
    names: Column,
    codes: Option<Column>,
    countries: Column,
    /// Whether its authorities are of the home country where nothing else is said.
    at_home: bool,
}

/// The authorities of a table, as far as they are found.
pub(super) struct Parties {
    pub(super) register: Register,
    home: Country,
    known: HashMap<(Country, String), Id>,
    /// What has to be written for authorities to exist, by authority: a row that waits needs nothing.
    pending: HashMap<Id, Vec<Entry>>,
    /// The parties of the records that rows name: of namesakes, a row means the one that its record has.
    held: HashMap<Id, Vec<Party>>,
}

/// An authority as a row gives it.
struct Given<'a> {
    name: &'a str,
    code: &'a str,
    country: &'a str,
    /// The record that the row names.
    record: Option<Id>,
}

impl Parties {
    pub(super) fn new(register: Register, home: Country) -> Parties {
        Parties { register, home, known: HashMap::new(), pending: HashMap::new(), held: HashMap::new() }
    }

    /// Takes in the parties of the records that the next rows name.
    pub(super) fn hold(&mut self, held: HashMap<Id, Vec<Party>>) {
        self.held = held;
    }

    /// The parties of a row, which may name a record. What cannot be told is a fault, and then the row is not complete.
    pub(super) fn of(&mut self, values: &Values, record: Option<Id>, faults: &mut Faults) -> Vec<Party> {
        GROUPS.iter().flat_map(|group| self.of_group(group, values, record, faults)).collect()
    }

    fn of_group(&mut self, group: &Group, values: &Values, record: Option<Id>, faults: &mut Faults) -> Vec<Party> {
        let text = |column: Option<Column>| column.map_or_else(String::new, |column| values.text(column).into_owned());
        let (names, codes, countries) = (text(Some(group.names)), text(group.codes), text(Some(group.countries)));
        let (names, codes, countries) = (list(&names), list(&codes), list(&countries));
        let count = names.len().max(codes.len());
        for (column, several) in [(group.codes, &codes), (Some(group.countries), &countries)] {
            if let Some(column) = column.filter(|_| several.len() > 1 && several.len() != count) {
                faults.add(Code::UnevenLists, column, several.join(" | "));
                faults.untold.extend(names.iter().map(|name| (*name).to_owned()));
                return Vec::new();
            }
        }
        let at = |list: &[&'_ str], at: usize| list.get(at).copied().unwrap_or_default().to_owned();
        let mut parties = Vec::new();
        for index in 0..count {
            let (name, code) = (at(&names, index), at(&codes, index));
            let country = at(&countries, if countries.len() == 1 { 0 } else { index });
            let given = Given { name: &name, code: &code, country: &country, record };
            match self.party(group, &given, faults) {
                Some(party) => parties.push(party),
                None => faults.untold.push(if name.is_empty() { code.clone() } else { name.clone() }),
            }
        }
        parties
    }

    fn party(&mut self, group: &Group, given: &Given<'_>, faults: &mut Faults) -> Option<Party> {
        let country = match given.country {
            "" => group.at_home.then_some(self.home),
            text => match country(text) {
                Some(country) => Some(country),
                None => {
                    faults.add(Code::UnknownCountry, group.countries, text);
                    return None;
                }
            },
        };
        let by_code = match self.by_code(group, given, faults) {
            Ok(found) => found,
            Err(()) => return None,
        };
        if let Some(id) = by_code.filter(|id| self.is_of_another(given, *id)) {
            let known = self.register.organisation(id).map_or("", |known| &known.name);
            let column = group.codes.unwrap_or(group.names);
            faults.add(Code::NameOfAnother, column, format!("{} · {} {known}", given.name, given.code));
        }
        let id = match (by_code.or_else(|| self.of_record(given, country)), country) {
            (Some(id), _) => id,
            (None, Some(country)) => self.by_name(group, given, country, faults)?,
            (None, None) => {
                faults.add(Code::UnknownCountry, group.countries, "");
                return None;
            }
        };
        let known = self.register.organisation(id)?;
        let of = known.country.filter(|of| given.country.is_empty() || Some(*of) == country);
        let Some(country) = of else {
            faults.add(Code::OtherCountry, group.countries, format!("{} · {}", given.country, shown(known)));
            return None;
        };
        // Left empty where the row gives a code alone: a record that exists keeps the name that it has.
        let name = if self.coded(given.name, "").is_empty() { given.name.to_owned() } else { String::new() };
        Some(Party { organisation: id, name, country, role: PartyRole::Partner, from: None, to: None })
    }

    /// Gives parties that have no name that of the register.
    pub(super) fn name(&self, parties: &mut [Party]) {
        for party in parties.iter_mut().filter(|party| party.name.is_empty()) {
            party.name =
                self.register.organisation(party.organisation).map(|known| known.name.clone()).unwrap_or_default();
        }
    }

    /// The authority of the code, or of a code that stands in the place of the name.
    fn by_code(&self, group: &Group, given: &Given<'_>, faults: &mut Faults) -> Result<Option<Id>, ()> {
        let (code, column) = match given.code {
            "" => (given.name, group.names),
            code => (code, group.codes.unwrap_or(group.names)),
        };
        let found = self.coded(code, given.name);
        match found[..] {
            [] if given.code.is_empty() || is_siren(&bare(code)) && !given.name.is_empty() => Ok(None),
            [] => {
                faults.add(Code::UnknownCode, column, code);
                Err(())
            }
            [one] => Ok(Some(one)),
            [..] => {
                faults.add(Code::AmbiguousParty, column, described(&found, &self.register));
                Err(())
            }
        }
    }

    /// The organisations with a code, whatever its register; of several, those of the kind that the name tells.
    fn coded(&self, code: &str, name: &str) -> Vec<Id> {
        let code = bare(code);
        if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Vec::new();
        }
        // A spreadsheet takes the zero off the codes of the first nine départements; a SIRET is a SIREN and five digits.
        let padded = code.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("0{code}"));
        let siren = (code.len() == 14).then(|| code[..9].to_owned());
        let forms: Vec<String> =
            [Some(code.clone()), padded.filter(|_| matches!(code.len(), 1 | 4)), siren].into_iter().flatten().collect();
        let mut found: Vec<&Known> =
            code.parse().ok().and_then(|id| self.register.organisation(id)).into_iter().collect();
        found.extend(
            forms.iter().flat_map(|code| SCHEMES.iter().filter_map(|scheme| self.register.coded(scheme, code))),
        );
        let kind = PrintedName::read(name).kind;
        if let Some(kind) = kind.filter(|kind| found.len() > 1 && found.iter().any(|known| known.kind == *kind)) {
            found.retain(|known| known.kind == kind);
        }
        let mut ids: Vec<Id> = found.into_iter().map(|known| known.id).collect();
        ids.dedup();
        ids
    }

    /// Whether the name that stands beside a code is not that of the code's authority but another's. A name that no
    /// authority has tells nothing: it may be a short one, or an earlier one.
    fn is_of_another(&self, given: &Given<'_>, id: Id) -> bool {
        if given.code.is_empty() || given.name.is_empty() || !self.coded(given.name, "").is_empty() {
            return false;
        }
        let mut held = given.record.and_then(|record| self.held.get(&record)).into_iter().flatten();
        let is_held = held.any(|party| party.organisation == id && fold(&party.name) == fold(given.name));
        let (own, others) = bearers(given.name, id, &self.register);
        !is_held && !own && !others.is_empty()
    }

    /// The party of the row's record that has this name.
    fn of_record(&self, given: &Given<'_>, country: Option<Country>) -> Option<Id> {
        let held = self.held.get(&given.record?)?.iter();
        let mut named = held.filter(|party| {
            fold(&party.name) == fold(given.name) && country.is_none_or(|country| country == party.country)
        });
        match (named.next(), named.next()) {
            (Some(one), None) => self.register.organisation(one.organisation).map(|known| known.id),
            _ => None,
        }
    }

    fn by_name(&mut self, group: &Group, given: &Given<'_>, country: Country, faults: &mut Faults) -> Option<Id> {
        let key = (country, fold(given.name));
        if let Some(id) = self.known.get(&key) {
            return Some(*id);
        }
        let wanted = Wanted { printed: given.name, country, point: None, population: None };
        let code = bare(given.code);
        let is_listed = country == self.home && registers::lists_authorities(country);
        match wanted.standing(&self.register) {
            Standing::Undecided(candidates) => {
                faults.add(Code::AmbiguousParty, group.names, candidates);
                return None;
            }
            Standing::Unknown if is_listed && code.is_empty() => {
                faults.add(Code::UnknownAuthority, group.names, given.name);
                return None;
            }
            _ => {}
        }
        let (id, entries) = match code.is_empty() {
            true => {
                let resolved = wanted.resolve(&mut self.register, SOURCE);
                resolved.doubt.into_iter().for_each(|doubt| faults.add(Code::AmbiguousMatch, group.names, doubt));
                (resolved.id, resolved.entries)
            }
            false => self.make(&wanted, code),
        };
        if !entries.is_empty() {
            faults.add(Code::OrganisationCreated, group.names, format!("{} ({country})", given.name));
            self.pending.insert(id, entries);
        }
        self.known.insert(key, id);
        Some(id)
    }

    /// An authority that no register has, with its number in the national register of bodies.
    fn make(&mut self, wanted: &Wanted<'_>, siren: String) -> (Id, Vec<Entry>) {
        let kind = PrintedName::read(wanted.printed).kind.unwrap_or(OrganisationKind::LocalAuthority);
        let mut organisation = Organisation::new(kind, Some(wanted.country), wanted.printed);
        let id = self.register.new_id(&format!("organisation/siren/{siren}"));
        organisation.identifiers.push(Identifier { scheme: "siren".to_owned(), value: siren });
        organisation.source = SOURCE.to_owned();
        self.register.add(id, &organisation, None, None);
        let codes = organisation.identifiers.clone();
        (id, vec![Entry::publish(Kind::Organisation, id, 0, &organisation, codes)])
    }

    /// What must be written for these parties to exist.
    pub(super) fn needs(&self, parties: &[Party]) -> Vec<Entry> {
        parties.iter().filter_map(|party| self.pending.get(&party.organisation)).flatten().cloned().collect()
    }

    /// Notes that these parties exist from now on.
    pub(super) fn written(&mut self, parties: &[Party]) {
        for party in parties {
            self.pending.remove(&party.organisation);
        }
    }
}

fn shown(known: &Known) -> String {
    match known.country {
        Some(country) => format!("{} ({country})", known.name),
        None => known.name.clone(),
    }
}

/// A code without the spaces and points that people group its digits with.
fn bare(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != '\u{a0}').collect()
}

/// Whether a text is a number of the French register of bodies: nine digits, of which the last makes Luhn's sum right.
fn is_siren(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().map_while(|c| c.to_digit(10)).collect();
    let sum = digits.iter().rev().enumerate().map(|(at, digit)| {
        let doubled = digit * (1 + at as u32 % 2);
        doubled / 10 + doubled % 10
    });
    text.len() == 9 && digits.len() == 9 && sum.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siren_has_a_check_digit() {
        assert!(is_siren("215903501") && is_siren("235900016"));
        for wrong in ["215903502", "21590350", "2159035010", "abcdefghi", ""] {
            assert!(!is_siren(wrong), "{wrong}");
        }
    }
}
