//! From a name typed to a record of the registers: suggestions while typing, the one record that a name means, the choice
//! between several, and a new organisation where there is none.

use std::collections::HashMap;

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use meridien_search::{self as search, Query, Sort};
use serde::Serialize;
use serde_json::{Value, json};

use super::draft::{Draft, Proposed};
use super::form::{self, Pick, Wanted};
use super::section::Section;
use super::work;
use crate::app::State;
use crate::country;
use crate::index::{RecordType, Search, cards};
use crate::journal::Kind as Record;
use crate::organisation::index::Card;
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::partnership::fields::{Field, Kind, Register, join};
use crate::partnership::index::is;
use crate::reference::{self, fold};
use crate::registers;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, Point};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Visit};

/// Records offered for one name.
const MOST: usize = 8;
/// Characters read of a name.
const LONGEST: usize = 200;

/// A record that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What tells it from others of the same name.
    pub detail: String,
    /// Where it is.
    pub country: Option<Country>,
    /// Whether it bears exactly the name that was looked up.
    pub exact: bool,
}

impl Register {
    /// Its word in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Register::Authorities => "collectivites",
            Register::Organisations => "organisations",
            Register::Territories => "territoires",
        }
    }
}

/// A suggestion, in the form that `assets/suggest.mjs` takes.
#[derive(Serialize)]
struct Item {
    label: String,
    detail: String,
    pick: String,
}

/// `/declarer/choix/{register}?q=lil`
pub async fn suggest(visit: Visit, Path(slug): Path<String>) -> web::Result {
    let registers = [Register::Authorities, Register::Organisations, Register::Territories];
    let register = registers.into_iter().find(|register| register.slug() == slug).ok_or(Error::NotFound)?;
    let mut parameters = Parameters::of(&visit);
    let words = parameters.text("q");
    parameters.finish()?;
    let items = candidates(&visit.app, visit.locale, register, &words).await?.into_iter().map(|found| Item {
        pick: chosen(&found.name, &found),
        label: found.name,
        detail: found.detail,
    });
    let mut response =
        Json(json!([{ "name": visit.locale.t("choice-offered"), "items": items.collect::<Vec<_>>() }])).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// The value of the choice of a record for what was typed.
pub fn chosen(typed: &str, candidate: &Candidate) -> String {
    let pick = Pick { id: Some(candidate.id), typed: typed.to_owned() };
    serde_json::to_string(&pick).unwrap_or_default()
}

/// The records that a name may mean, the likeliest first.
pub async fn candidates(app: &State, l: Locale, register: Register, words: &str) -> web::Result<Vec<Candidate>> {
    let words: String = words.chars().take(LONGEST).collect();
    if fold(&words).trim().chars().count() < 2 {
        return Ok(Vec::new());
    }
    let (search, wanted) = (app.search.clone(), words.clone());
    let cards = web::blocking(move || named(&search, register, &wanted)).await??;
    let ids: Vec<Id> = cards.iter().map(|card| card.id).collect();
    let mut records = app.journal.newest_of(Record::Organisation, &ids).await?;
    let mut organisations: Vec<(&Card, Organisation)> = Vec::new();
    for card in &cards {
        let Some(revision) = records.remove(&card.id) else { continue };
        organisations.push((card, revision.read()?));
    }
    let places = places(app, l, organisations.iter().filter_map(|(_, organisation)| organisation.territory)).await?;
    let mut found = Vec::new();
    for (card, organisation) in organisations {
        let today = organisation.name_on((app.today)(), l.lang.code());
        // Whoever looks up an earlier name is offered that name: it is the one that was signed.
        let same = organisation.names.iter().find(|name| fold(&name.name) == fold(&words));
        let name = same.map_or(today, |same| &same.name).to_owned();
        let now = (name != today).then(|| l.t_with("choice-today", &[("name", today.into())]));
        let kind = Some(l.t(card.kind.key()).into_owned());
        let place = organisation.territory.and_then(|id| places.get(&id).cloned());
        let place = place.or_else(|| organisation.identifier("siren").map(str::to_owned));
        let country = card.country.map(|country| country::name(l, country));
        let detail: Vec<String> = [kind, place, country, now].into_iter().flatten().collect();
        let (detail, exact) = (detail.join(" · "), same.is_some());
        let candidate = Candidate { id: card.id, name, detail, country: card.country, exact };
        found.push((candidate, organisation.territory));
    }
    if register == Register::Territories {
        return territories_of(app, l, found, &words).await;
    }
    let mut found: Vec<Candidate> = found.into_iter().map(|(candidate, _)| candidate).collect();
    found.sort_by_key(|candidate| !candidate.exact);
    Ok(found)
}

/// What tells the authorities of these territories from others of the same name: the territory that contains theirs, within its
/// country.
async fn places(app: &State, l: Locale, ids: impl Iterator<Item = Id>) -> web::Result<HashMap<Id, String>> {
    let ids: Vec<Id> = ids.collect();
    let mut parents = Vec::new();
    for (id, revision) in app.journal.newest_of(Record::Territory, &ids).await? {
        parents.extend(revision.read::<Territory>()?.parent.map(|parent| (id, parent)));
    }
    let above: Vec<Id> = parents.iter().map(|(_, parent)| *parent).collect();
    let mut names = HashMap::new();
    for (id, revision) in app.journal.newest_of(Record::Territory, &above).await? {
        let territory: Territory = revision.read()?;
        if territory.level != Level::Country {
            names.insert(id, territory.name_for(l));
        }
    }
    Ok(parents.into_iter().filter_map(|(id, parent)| Some((id, names.get(&parent)?.clone()))).collect())
}

/// Organisations of such a name; authorities alone where the register is not that of all.
fn named(search: &Search, register: Register, words: &str) -> Result<Vec<Card>, search::Error> {
    let fields = &search.fields;
    let found = search.index.search(&Query {
        words,
        prefix: true,
        fields: &[fields.title, fields.names],
        filter: is(fields.record_type, RecordType::Organisation as u64),
        sort: Sort::Weighted(fields.partnerships),
        limit: 4 * MOST,
        ..Query::default()
    })?;
    let mut named: Vec<Card> = cards(&found.hits);
    if register != Register::Organisations {
        named.retain(|card| {
            card.kind.is_local_authority()
                || matches!(card.kind, OrganisationKind::State | OrganisationKind::International)
        });
    }
    named.truncate(MOST);
    Ok(named)
}

/// The territories that some organisations govern, in place of these.
async fn territories_of(
    app: &State,
    l: Locale,
    governors: Vec<(Candidate, Option<Id>)>,
    words: &str,
) -> web::Result<Vec<Candidate>> {
    let ids: Vec<Id> = governors.iter().filter_map(|(_, territory)| *territory).collect();
    let mut territories = app.journal.newest_of(Record::Territory, &ids).await?;
    let mut found = Vec::new();
    for (governor, id) in governors {
        // One territory may be governed by several bodies: it is offered once.
        let Some((id, revision)) = id.and_then(|id| Some((id, territories.remove(&id)?))) else { continue };
        let territory: Territory = revision.read()?;
        let exact = territory.name.iter().any(|(_, name)| fold(name) == fold(words));
        let country = Some(territory.country);
        found.push(Candidate { id, name: territory.name_for(l), country, exact, ..governor });
    }
    Ok(found)
}

/// A name in a body: where it stands, and where it is looked up.
struct Name {
    /// The path of the part that holds it: `parties[0]`.
    part: String,
    /// The field beside it that holds its record.
    beside: &'static str,
    register: Register,
}

/// Every name of some fields.
fn names(fields: &[&Field], body: &Value) -> Vec<Name> {
    fn find(fields: &[Field], prefix: &str, whole: &Value, found: &mut Vec<Name>) {
        for field in fields {
            let path = join(prefix, field.name);
            match &field.kind {
                Kind::Group(fields) => find(fields, &path, &whole[field.name], found),
                Kind::List(repeated) => {
                    for (at, part) in whole[field.name].as_array().into_iter().flatten().enumerate() {
                        find(repeated.fields, &format!("{path}[{at}]"), part, found);
                    }
                }
                Kind::Named(beside, register) => {
                    found.push(Name { part: prefix.to_owned(), beside, register: *register });
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    fields.iter().for_each(|field| find(std::slice::from_ref(*field), "", body, &mut found));
    found
}

/// Finds the records of the names of a section that have none, where one alone bears the name; creates the proposals of new
/// organisations; and writes beside each authority and place what its record says of it. The names stay as they were typed:
/// they are those under which was signed.
pub async fn resolve(
    app: &State,
    l: Locale,
    draft: &mut Draft,
    section: &Section,
    wanted: Vec<Wanted>,
) -> web::Result<()> {
    for wanted in wanted {
        propose(draft, wanted, app);
    }
    for name in names(&section.fields(), &draft.body) {
        let pointer = form::pointer(&name.part);
        let Some(part) = draft.body.pointer(&pointer) else { continue };
        let typed = part["name"].as_str().unwrap_or_default().to_owned();
        let known = part[name.beside].as_str().and_then(|id| id.parse::<Id>().ok());
        let country =
            (name.register == Register::Territories).then(|| part["country"].as_str()?.parse().ok()).flatten();
        let found = match known {
            None if !typed.is_empty() => the_one(&candidates(app, l, name.register, &typed).await?, country),
            known => known,
        };
        let facts = facts(app, draft, name.register, found).await?;
        let Some(part) = draft.body.pointer_mut(&pointer).and_then(Value::as_object_mut) else { continue };
        let certain = found.filter(|_| facts.is_some());
        part.insert(name.beside.to_owned(), json!(certain));
        let placed = part.get("point").is_some_and(|point| !point.is_null());
        if let Some(country) = country.filter(|_| certain.is_none() && !placed) {
            part.insert("point".to_owned(), json!(position(country, &typed)));
        }
        part.extend(facts.into_iter().flatten());
    }
    if section.fields().iter().any(|field| matches!(field.name, "parties" | "programmes")) {
        work::know(&app.journal, draft).await?;
    }
    Ok(())
}

/// The only record of exactly the name looked up, in the country where one is given.
fn the_one(candidates: &[Candidate], country: Option<Country>) -> Option<Id> {
    let mut same = candidates
        .iter()
        .filter(|candidate| candidate.exact && (country.is_none() || candidate.country == country))
        .map(|candidate| candidate.id);
    same.next().filter(|_| same.next().is_none())
}

/// Where the only place of a name in a country is.
fn position(country: Country, name: &str) -> Option<Point> {
    let (own, others): (Vec<_>, Vec<_>) =
        reference::places_named(country, &fold(name)).partition(|place| fold(place.name) == fold(name));
    match (&own[..], &others[..]) {
        ([one], _) | ([], [one]) => Some(one.point),
        _ => None,
    }
}

/// What a record says that a body repeats; nothing where there is no such record.
async fn facts(
    app: &State,
    draft: &Draft,
    register: Register,
    id: Option<Id>,
) -> web::Result<Option<Vec<(String, Value)>>> {
    let Some(id) = id else { return Ok(None) };
    if register == Register::Territories {
        let Some(found) = app.journal.newest_of(Record::Territory, &[id]).await?.remove(&id) else { return Ok(None) };
        let territory: Territory = found.read()?;
        return Ok(Some(vec![("country".into(), json!(territory.country)), ("point".into(), json!(territory.point))]));
    }
    let held = app.journal.newest_of(Record::Organisation, &[id]).await?.remove(&id);
    let country = match held {
        Some(revision) => revision.read::<Organisation>()?.country,
        None if draft.proposed.contains_key(&id) => draft.proposed_country(id),
        None => return Ok(None),
    };
    // An international body has no country, and every party of a partnership needs one: it cannot be a party.
    match (register, country) {
        (Register::Authorities, Some(country)) => Ok(Some(vec![("country".into(), json!(country))])),
        (Register::Authorities, None) => Ok(None),
        _ => Ok(Some(Vec::new())),
    }
}

/// Makes the record of a new organisation; a town of the gazetteer gets the identifier that it would have anyway.
fn propose(draft: &mut Draft, wanted: Wanted, app: &State) {
    let kind = wanted.kind.parse().unwrap_or(OrganisationKind::LocalAuthority);
    if let Some(corrected) = wanted.corrects {
        let same = |held: &Organisation| held.kind == kind && held.country == Some(wanted.country);
        if draft.proposed.get(&corrected).is_none_or(|held| same(&held.organisation)) {
            return;
        }
    }
    let mut organisation = Organisation::new(kind, Some(wanted.country), &wanted.name);
    organisation.demo = app.settings.demonstration;
    let town = (kind == OrganisationKind::Commune)
        .then(|| reference::places_named(wanted.country, &fold(&wanted.name)).next())
        .flatten();
    let (id, territory) = match town {
        Some(town) => {
            let entry = registers::town_entry(wanted.country, town.id, town.name, town.point, town.population);
            organisation.territory = Some(entry.id);
            organisation.identifiers = vec![Identifier { scheme: "geonames".to_owned(), value: town.id.to_string() }];
            let territory = entry.read::<Territory>().ok().map(|territory| (entry.id, territory));
            (registers::ids::town_authority(wanted.country, town.id), territory)
        }
        None => (Id::random(&mut rand::rng()), None),
    };
    if let Some(corrected) = wanted.corrects {
        draft.put_in_place(corrected, id, Some(wanted.country));
    }
    draft.proposed.insert(id, Proposed { organisation, territory });
    if let Some(part) = draft.body.pointer_mut(&form::pointer(&wanted.path)).and_then(Value::as_object_mut) {
        part.insert("organisation".to_owned(), json!(id));
    }
}
