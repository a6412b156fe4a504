//! Who signed: the parties of a page, and the organisations that have to be made for them.

use meridien_legacy::Page;

use crate::anomaly::{Anomaly, Code};
use crate::journal::{Entry, Kind};
use crate::organisation::{Organisation, Successor};
use crate::partnership::{NamedOrganisation, Party, PartyRole};
use crate::reference::find_country;
use crate::value::{Country, Id};

use super::super::matching::Wanted;
use super::super::register::Register;
use super::map::SOURCE;

/// The country whose atlas the old one was.
pub fn home() -> Country {
    "FR".parse().expect("a country code")
}

/// The parties of a page.
#[derive(Debug)]
pub struct Parties {
    /// Partnership; activity where the page itself shows that there are not authorities of two countries.
    pub kind: Kind,
    /// Those whose country is known.
    pub parties: Vec<Party>,
    /// Organisations of the home side that are no party.
    pub other_home: Vec<NamedOrganisation>,
    /// Organisations abroad that cannot be parties, since their country is unknown.
    pub other_abroad: Vec<NamedOrganisation>,
    /// What has to be written for the parties to exist.
    pub needs: Vec<Entry>,
}

impl Parties {
    /// Finds or makes the organisation of each party.
    ///
    /// The old atlas overwrote the authorities that signed by their successors and kept the former name in a field of its
    /// own: the party is the one that signed.
    pub fn of(page: &Page, register: &mut Register, anomalies: &mut Vec<Anomaly>) -> Parties {
        let mut parties = Parties {
            kind: Kind::Partnership,
            parties: Vec::new(),
            other_home: Vec::new(),
            other_abroad: Vec::new(),
            needs: Vec::new(),
        };
        for party in &page.home_parties {
            parties.add(&party.value, home(), register, anomalies);
        }
        let mut successors = Vec::new();
        for former in &page.former_authorities {
            parties.put_former(&former.value, &mut successors, register, anomalies);
        }
        let mut unknown = 0;
        for party in &page.foreign_parties {
            // A party of unknown country cannot be one; the reader or this says so, and the name is kept.
            match party.country.as_deref().map(|name| (name, find_country(name))) {
                Some((_, Some(country))) => parties.add(&party.name, country.iso2, register, anomalies),
                other => {
                    if let Some((name, None)) = other {
                        anomalies.push(Anomaly::new(Code::UnknownCountry, "parties", name));
                    }
                    unknown += 1;
                    parties.other_abroad.push(NamedOrganisation { name: party.name.clone(), organisation: None });
                }
            }
        }
        let is_authority = |party: &&Party| {
            let known = register.organisation(party.organisation);
            known.is_none_or(|known| known.kind.is_local_authority())
        };
        for (index, party) in parties.parties.iter().enumerate().filter(|(_, party)| !is_authority(party)) {
            anomalies.push(Anomaly::new(Code::PartyNotAuthority, format!("parties[{index}]"), &party.name));
        }
        // A page that lacks a side may have lost it: it stays a partnership with an error. One that shows both ends, and
        // they are not authorities of two countries, is an activity.
        let mut countries: Vec<Country> = parties.parties.iter().filter(is_authority).map(|p| p.country).collect();
        countries.sort_unstable();
        countries.dedup();
        if parties.parties.len() > 1 && unknown == 0 && countries.len() < 2 {
            parties.kind = Kind::Activity;
        }
        parties
    }

    /// The partner countries: those of the parties but the home country.
    pub fn countries(&self) -> Vec<Country> {
        let mut countries: Vec<Country> = self.parties.iter().map(|party| party.country).collect();
        countries.retain(|country| *country != home());
        countries.dedup();
        countries
    }

    fn add(&mut self, printed: &str, country: Country, register: &mut Register, anomalies: &mut Vec<Anomaly>) {
        let organisation = self.resolve(printed, country, register, anomalies);
        // A party named twice is one party.
        if self.parties.iter().any(|party| party.organisation == organisation) {
            return anomalies.push(Anomaly::new(Code::SameParty, "parties", printed));
        }
        self.parties.push(party(organisation, printed, country));
    }

    fn resolve(
        &mut self,
        printed: &str,
        country: Country,
        register: &mut Register,
        anomalies: &mut Vec<Anomaly>,
    ) -> Id {
        let resolved = Wanted { printed, country, point: None, population: None }.resolve(register, SOURCE);
        let field = format!("parties[{}]", self.parties.len());
        if let Some(candidates) = resolved.doubt {
            anomalies.push(Anomaly::new(Code::AmbiguousMatch, field.clone(), format!("{printed} : {candidates}")));
        }
        if !resolved.entries.is_empty() {
            anomalies.push(Anomaly::new(Code::OrganisationCreated, field, printed));
            self.needs.extend(resolved.entries);
        }
        resolved.id
    }

    /// Puts the authority before the reform in the place of its successor; of two that merged, both.
    fn put_former(
        &mut self,
        printed: &str,
        successors: &mut Vec<Id>,
        register: &mut Register,
        anomalies: &mut Vec<Anomaly>,
    ) {
        let id = self.resolve(printed, home(), register, anomalies);
        if self.parties.iter().any(|party| party.organisation == id) {
            return;
        }
        let printed_parties: Vec<Id> =
            self.parties.iter().map(|party| party.organisation).chain(successors.iter().copied()).collect();
        let mut successor = printed_parties.iter().copied().find(|party| register.is_succeeded_by(id, *party));
        // A former authority that the register does not know: the only party of its side is its successor.
        if successor.is_none()
            && let [only] = printed_parties[..]
            && self.succeed(id, only)
        {
            successor = Some(only);
        }
        let Some(successor) = successor else {
            self.other_home.push(NamedOrganisation { name: printed.to_owned(), organisation: Some(id) });
            return anomalies.push(Anomaly::new(Code::SuccessorAsParty, "other_partners.home", printed));
        };
        let former = party(id, printed, home());
        match self.parties.iter().position(|party| party.organisation == successor) {
            Some(index) => {
                let printed = std::mem::replace(&mut self.parties[index], former).name;
                anomalies.push(Anomaly::new(Code::SuccessorAsParty, format!("parties[{index}]"), printed));
                successors.push(successor);
            }
            None => self.parties.push(former),
        }
    }

    /// Notes the successor of an organisation that is about to be made; `false` where it is not.
    fn succeed(&mut self, former: Id, successor: Id) -> bool {
        let new = self.needs.iter_mut().find(|entry| entry.kind == Kind::Organisation && entry.id == former);
        let Some(entry) = new else { return false };
        let Ok(mut organisation) = serde_json::from_str::<Organisation>(&entry.body) else { return false };
        organisation.successors.push(Successor { organisation: successor, on: None });
        *entry = Entry::publish(Kind::Organisation, former, 0, &organisation, organisation.identifiers.clone());
        true
    }
}

fn party(organisation: Id, printed: &str, country: Country) -> Party {
    Party { organisation, name: printed.to_owned(), country, role: PartyRole::Partner, from: None, to: None }
}
