//! Organisations in the terms of the standard: identifiers, types, and who is meant by a name.

use meridien_iati::{Activity, Extra, Narrative, ParticipatingOrganisation, Provider};

use super::{NAMESPACE, attribute, own, text};
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::territory::Level;
use crate::value::{Country, Id};

/// Scheme of the organisation identifiers that no scheme of ours stands for.
pub const ORGANISATION: &str = "iati-org";

/// Registers of the standard that are schemes of ours: country, prefix of the identifier, scheme.
const REGISTERS: [(&str, &str, &str); 1] = [("FR", "FR-SIREN-", "siren")];

/// The identifier of an organisation in the standard, where one is known.
pub fn reference(organisation: &Organisation) -> Option<String> {
    let known = organisation.identifier(ORGANISATION).map(str::to_owned);
    let home = organisation.country.as_ref().map_or("", Country::as_str);
    let mut registers = REGISTERS.iter().filter(|(country, ..)| *country == home);
    known.or_else(|| {
        registers.find_map(|(_, prefix, scheme)| Some(format!("{prefix}{}", organisation.identifier(scheme)?)))
    })
}

/// The scheme and the code under which we know an identifier of the standard.
pub fn code(reference: &str) -> (&'static str, &str) {
    let known = REGISTERS.iter().find_map(|(_, prefix, scheme)| Some((*scheme, reference.strip_prefix(prefix)?)));
    known.unwrap_or((ORGANISATION, reference))
}

/// The type of the standard (OrganisationType).
pub fn kind_code(kind: OrganisationKind) -> &'static str {
    match kind {
        kind if kind.is_local_authority() => LOCAL,
        OrganisationKind::State | OrganisationKind::DiplomaticPost => "10",
        OrganisationKind::PublicBody => "15",
        OrganisationKind::Association => "22",
        OrganisationKind::International => "40",
        OrganisationKind::Company => "70",
        _ => "90",
    }
}

/// OrganisationType of local authorities.
pub const LOCAL: &str = "11";

/// What an organisation of a type is.
pub fn kind_of(code: &str) -> OrganisationKind {
    match code {
        LOCAL => OrganisationKind::LocalAuthority,
        "10" => OrganisationKind::State,
        "15" | "80" => OrganisationKind::PublicBody,
        "21" | "22" | "23" | "24" | "30" | "60" => OrganisationKind::Association,
        "40" => OrganisationKind::International,
        "70" | "71" | "72" | "73" => OrganisationKind::Company,
        _ => OrganisationKind::Other,
    }
}

/// An organisation as an activity names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its name, in French where there is one; its identifier where it has none.
    pub name: String,
    /// Its identifier.
    pub reference: Option<String>,
    /// Its type (OrganisationType), empty where unknown.
    pub kind: String,
    /// Its record, where an atlas wrote the activity.
    pub id: Option<Id>,
    /// Whether an atlas wrote that it is a party.
    pub is_party: bool,
    /// Its country: as an atlas wrote it, else by the register of its identifier.
    pub country: Option<Country>,
}

impl Named {
    /// A participating organisation; `None` for one that has neither name nor identifier.
    pub fn of(organisation: &ParticipatingOrganisation, language: &str) -> Option<Named> {
        let ParticipatingOrganisation { narratives, reference, kind, extra, .. } = organisation;
        Named::read((narratives, language), reference.as_deref(), kind.as_deref(), extra)
    }

    /// Who gives the money of a transaction or a planned disbursement.
    pub fn provider(provider: &Provider, language: &str) -> Option<Named> {
        let Provider { narratives, reference, kind, extra, .. } = provider;
        Named::read((narratives, language), reference.as_deref(), kind.as_deref(), extra)
    }

    fn read(
        (narratives, language): (&[Narrative], &str),
        reference: Option<&str>,
        kind: Option<&str>,
        extra: &Extra,
    ) -> Option<Named> {
        let names = text(narratives, language);
        let reference = reference.filter(|reference| !reference.is_empty());
        let name = names.best("fr").map(|(_, name)| name).or(reference)?.to_owned();
        let stamped = own(extra, "country").and_then(|country| country.parse().ok());
        Some(Named {
            name,
            reference: reference.map(str::to_owned),
            kind: kind.unwrap_or_default().to_owned(),
            id: own(extra, "organisation").and_then(|id| id.parse().ok()),
            is_party: stamped.is_some(),
            country: stamped.or_else(|| reference.and_then(country_of)),
        })
    }
}

/// The country of the register that an identifier is from. Registers of several countries begin with X: `XM-DAC-…`.
pub fn country_of(reference: &str) -> Option<Country> {
    let (register, _) = reference.split_once('-')?;
    let country = register.parse().ok()?;
    crate::reference::country(country).map(|known| known.iso2)
}

/// An organisation that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its record.
    pub id: Id,
    /// Its country.
    pub country: Option<Country>,
    /// Whether it takes part as one of the authorities.
    pub is_party: bool,
}

/// Who finds the organisations that an activity names.
pub trait Organisations {
    /// The record that is meant; `None` where it is not certain.
    fn find(&mut self, named: &Named) -> Option<Found>;
}

/// Writes into an activity which records its organisations are, and which of them are parties: [`Stamped`] reads it.
pub fn stamp(activity: &mut Activity, organisations: &mut dyn Organisations) {
    let language = activity.language.clone();
    let language = language.as_ref().map_or("fr", |language| language.as_str());
    for organisation in &mut activity.participating_organisations {
        let found = Named::of(organisation, language).and_then(|named| organisations.find(&named));
        clear(&mut organisation.extra);
        if let Some(Found { id, country, is_party }) = found {
            mark(&mut organisation.extra, id, country.filter(|_| is_party));
        }
    }
    for provider in providers(activity) {
        let found = Named::provider(provider, language).and_then(|named| organisations.find(&named));
        clear(&mut provider.extra);
        if let Some(found) = found {
            mark(&mut provider.extra, found.id, None);
        }
    }
}

/// Those who give the money of an activity.
fn providers(activity: &mut Activity) -> impl Iterator<Item = &mut Provider> {
    let paid = activity.transactions.iter_mut().filter_map(|transaction| transaction.provider.as_mut());
    paid.chain(activity.planned_disbursements.iter_mut().filter_map(|planned| planned.provider.as_mut()))
}

/// The names of the local authorities of an activity of which [`stamp`] found no record.
pub fn unfound_authorities(activity: &Activity) -> impl Iterator<Item = String> {
    let language = activity.language.as_ref().map_or("fr", |language| language.as_str());
    let all = activity.participating_organisations.iter();
    let unfound = all.filter(|one| one.kind.as_deref() == Some(LOCAL) && own(&one.extra, "organisation").is_none());
    unfound.filter_map(move |one| Named::of(one, language)).map(|named| named.name)
}

/// Takes out what [`stamp`] wrote, and what was marked for an atlas.
pub fn unstamp(activity: &mut Activity) {
    activity.participating_organisations.iter_mut().for_each(|organisation| clear(&mut organisation.extra));
    activity.locations.iter_mut().for_each(|location| clear(&mut location.extra));
    providers(activity).for_each(|provider| clear(&mut provider.extra));
}

/// Names the record of an organisation, and for a party its country.
pub(super) fn mark(extra: &mut Extra, id: Id, party_of: Option<Country>) {
    let attributes = &mut extra.get_mut().attributes;
    attributes.push(attribute("organisation", id.to_string()));
    attributes.extend(party_of.map(|country| attribute("country", country.to_string())));
}

/// Says of a record what another atlas needs to make it: its kind, its codes in registers, the territory that it governs, and
/// its country where [`mark`] has not named it.
pub(super) fn describe(extra: &mut Extra, organisation: &Organisation) {
    let codes = organisation.identifiers.iter().map(|code| format!("{}:{}", code.scheme, code.value));
    let codes: Vec<String> = codes.filter(|code| !code.contains(char::is_whitespace)).collect();
    let is_party = own(extra, "country").is_some();
    let attributes = &mut extra.get_mut().attributes;
    attributes.push(attribute("kind", organisation.kind.code().to_owned()));
    attributes.extend((!codes.is_empty()).then(|| attribute("codes", codes.join(" "))));
    let seat = organisation.country.filter(|_| !is_party);
    attributes.extend(seat.map(|country| attribute("seat", country.to_string())));
    attributes.extend(organisation.territory.map(|id| attribute("territory", id.to_string())));
}

/// What an atlas says of the record of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// Its country; none of an international body.
    pub country: Option<Country>,
    /// Its codes in registers.
    pub codes: Vec<Identifier>,
    /// The territory that it governs.
    pub territory: Option<Id>,
}

impl Described {
    /// The organisation of an activity that is this record.
    pub fn of(activity: &Activity, id: Id) -> Described {
        let id = id.to_string();
        let mut organisations = activity.participating_organisations.iter();
        let Some(found) = organisations.find(|one| own(&one.extra, "organisation") == Some(id.as_str())) else {
            return Described::default();
        };
        let extra = &found.extra;
        let codes = own(extra, "codes").unwrap_or_default().split_whitespace();
        let codes = codes.filter_map(|code| code.split_once(':'));
        let country = own(extra, "country").or_else(|| own(extra, "seat"));
        Described {
            kind: own(extra, "kind").and_then(|kind| kind.parse().ok()),
            country: country.and_then(|country| country.parse().ok()),
            codes: codes.map(|(scheme, value)| Identifier { scheme: scheme.into(), value: value.into() }).collect(),
            territory: own(extra, "territory").and_then(|id| id.parse().ok()),
        }
    }
}

/// Names the territory of a place, and says of it what another atlas needs to make it.
pub(super) fn mark_place(extra: &mut Extra, id: Id, level: Level) {
    let attributes = &mut extra.get_mut().attributes;
    attributes.push(attribute("territory", id.to_string()));
    attributes.push(attribute("level", level.code().to_owned()));
}

/// The level of a territory, where a place of an activity says it, and its code in GeoNames.
pub fn territory_of(activity: &Activity, id: Id) -> Option<(Level, Option<&str>)> {
    let id = id.to_string();
    let place = activity.locations.iter().find(|place| own(&place.extra, "territory") == Some(id.as_str()))?;
    let level = own(&place.extra, "level")?.parse().ok()?;
    let geonames = place.ids.iter().find(|code| code.vocabulary == "G1").map(|code| code.code.as_str());
    Some((level, geonames))
}

fn clear(extra: &mut Extra) {
    if extra.get().is_none() {
        return;
    }
    let left = extra.get_mut();
    left.attributes.retain(|attribute| attribute.namespace != NAMESPACE);
    if left.attributes.is_empty() && left.elements.is_empty() {
        *extra = Extra::default();
    }
}

/// Finds those whose record the activity itself names.
pub struct Stamped;

impl Organisations for Stamped {
    fn find(&mut self, named: &Named) -> Option<Found> {
        Some(Found { id: named.id?, country: named.country, is_party: named.is_party })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_french_authorities_are_their_siren() {
        let mut city = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
        assert_eq!(reference(&city), None);
        city.identifiers.push(crate::registers::identifier("siren", "215903501"));
        let lille = reference(&city).unwrap();
        assert_eq!(lille, "FR-SIREN-215903501");
        assert_eq!(code(&lille), ("siren", "215903501"));
        assert_eq!(code("XM-DAC-4"), (ORGANISATION, "XM-DAC-4"));
    }

    #[test]
    fn the_register_of_an_identifier_tells_the_country() {
        for (reference, country) in
            [("FR-SIREN-1", Some("FR")), ("XM-DAC-4", None), ("XI-IATI-1", None), ("ML", None), ("zz-1", None)]
        {
            assert_eq!(country_of(reference).map(|country| country.to_string()).as_deref(), country, "{reference}");
        }
    }

    #[test]
    fn a_type_and_its_kind_agree() {
        for &kind in OrganisationKind::ALL {
            assert_eq!(kind_code(kind_of(kind_code(kind))), kind_code(kind));
        }
    }
}
