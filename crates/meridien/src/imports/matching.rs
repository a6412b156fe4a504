//! From a printed name to an organisation: one of the register, or a new one.
//!
//! A name is looked for in its country, whole first, then without the word for the body ("Conseil régional du …"), then
//! without article, then before a comma or bracket. A position, where the source gives one, must agree; it chooses
//! between homonyms, and inhabitants do where it cannot. What the register does not know is sought in the gazetteer.
//! What remains is created from the name alone, under a code made of country and name, so that a second import finds it.

use crate::journal::{Entry, Kind};
use crate::organisation::{Identifier, Name, NameKind, Organisation, OrganisationKind};
use crate::reference::{Place, fold, places_in, places_named};
use crate::registers::{self, ids};
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, Point, Precision, Text};

use super::name::PrintedName;
use super::register::{Known, Register, reach_km};

/// What a source says of an authority.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Its name as printed.
    pub printed: &'a str,
    /// Its country.
    pub country: Country,
    /// Where it is.
    pub point: Option<Point>,
    /// How many live there.
    pub population: Option<u64>,
}

/// The organisations that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One.
    One(Id),
    /// Several; the first is taken where it is much larger than the others.
    Several {
        /// The one that is probably meant.
        probable: Option<Id>,
        /// All of them, the largest first.
        candidates: Vec<Id>,
    },
    /// None.
    None,
}

/// The places of the gazetteer that a name may mean.
enum Spot {
    One(&'static Place),
    Several(usize),
    None,
}

/// Whether an authority is there, without making it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// One is meant.
    Known,
    /// Several may be meant with the same right: names with their identifiers.
    Undecided(String),
    /// It would be made.
    Unknown,
}

/// An authority found or made.
#[derive(Debug)]
pub struct Resolved {
    /// Its record.
    pub id: Id,
    /// What has to be written for it to exist: nothing where it was found.
    pub entries: Vec<Entry>,
    /// Who else may be meant, for the report: names with their codes.
    pub doubt: Option<String>,
}

/// An organisation to be made.
struct New {
    /// Its identifier, where it has one whatever the register.
    id: Option<Id>,
    kind: OrganisationKind,
    names: Vec<Name>,
    identifiers: Vec<Identifier>,
    /// The territory that it governs, where a source says which.
    territory: Option<Id>,
}

impl Wanted<'_> {
    /// The organisation of this name; a new one where the register and the gazetteer know none, or several with the same
    /// right. `source` is noted in what is made.
    pub fn resolve(&self, register: &mut Register, source: &str) -> Resolved {
        let name = PrintedName::read(self.printed);
        let code = self.source_code(&name);
        if let Some(known) = register.coded(&code.scheme, &code.value) {
            return Resolved { id: known.id, entries: Vec::new(), doubt: None };
        }
        let (place, doubt) = match self.find(&name, register) {
            Match::One(id) => return Resolved { id, entries: Vec::new(), doubt: None },
            Match::Several { probable, candidates } => {
                let doubt = Some(described(&candidates, register));
                match probable {
                    Some(id) => return Resolved { id, entries: Vec::new(), doubt },
                    None => (None, doubt),
                }
            }
            Match::None => match self.find_place(&name) {
                Spot::None => (None, None),
                Spot::Several(count) => (None, Some(format!("{} × {count}", self.printed))),
                Spot::One(place) => match self.at_place(place, register) {
                    Some(id) => return Resolved { id, entries: Vec::new(), doubt: None },
                    None => (Some(place), None),
                },
            },
        };
        let (id, entries) = self.create(&name, code, place, register, source);
        Resolved { id, entries, doubt }
    }

    /// What [`Wanted::resolve`] would find.
    pub fn standing(&self, register: &Register) -> Standing {
        let name = PrintedName::read(self.printed);
        let code = self.source_code(&name);
        if register.coded(&code.scheme, &code.value).is_some() {
            return Standing::Known;
        }
        match self.find(&name, register) {
            Match::One(_) | Match::Several { probable: Some(_), .. } => Standing::Known,
            Match::Several { candidates, .. } => Standing::Undecided(described(&candidates, register)),
            Match::None => match self.find_place(&name) {
                Spot::One(place) if self.at_place(place, register).is_some() => Standing::Known,
                _ => Standing::Unknown,
            },
        }
    }

    /// The authorities of the register that the name may mean.
    fn find(&self, name: &PrintedName, register: &Register) -> Match {
        for key in keys(name, self.printed) {
            let candidates: Vec<&Known> = register
                .named(Some(self.country), &key)
                .filter(|known| is_of_kind(known.kind, name.kind) && self.is_near(known.point))
                .collect();
            if !candidates.is_empty() {
                return self.choose(candidates, name.kind);
            }
        }
        Match::None
    }

    /// Chooses between homonyms.
    fn choose(&self, mut candidates: Vec<&Known>, kind: Option<OrganisationKind>) -> Match {
        // A bare name means a town rather than the département or region of the same name, and one that is rather than
        // one that was.
        if kind.is_none() {
            keep_if_any(&mut candidates, |known| known.kind == OrganisationKind::Commune);
        }
        keep_if_any(&mut candidates, |known| known.successors.is_empty());
        if let [one] = candidates[..] {
            return Match::One(one.id);
        }
        let spots: Vec<_> = candidates.iter().map(|known| (known.point, known.population)).collect();
        if let Some(best) = self.best(&spots) {
            return Match::One(candidates[best].id);
        }
        candidates.sort_by_key(|known| (std::cmp::Reverse(known.population), known.id));
        let inhabitants = |index: usize| candidates[index].population.unwrap_or_default();
        let probable = self.point.is_none() && inhabitants(0) > 10 * inhabitants(1);
        Match::Several {
            probable: probable.then(|| candidates[0].id),
            candidates: candidates.into_iter().map(|known| known.id).collect(),
        }
    }

    /// Of homonyms, the one whose position, else whose number of inhabitants, alone agrees.
    fn best(&self, spots: &[(Option<Point>, Option<u64>)]) -> Option<usize> {
        let far = |(point, _): &(Option<Point>, Option<u64>)| {
            let point = point.filter(|point| point.precision == Precision::Commune)?;
            Some(self.point?.distance_km(point))
        };
        let unlike = |(_, population): &(Option<Point>, Option<u64>)| {
            let (a, b) = (self.population.filter(|p| *p > 0)?, population.filter(|p| *p > 0)?);
            Some(((a as f64).ln() - (b as f64).ln()).abs())
        };
        // Within a town's size and well before the next; or about as large, and the next another size.
        alone(spots.iter().map(far), 6.0, 3.0).or_else(|| alone(spots.iter().map(unlike), 0.3, 3.0))
    }

    /// The gazetteer's place of this name.
    fn find_place(&self, name: &PrintedName) -> Spot {
        if !matches!(name.kind, None | Some(OrganisationKind::Commune)) {
            return Spot::None;
        }
        for key in keys(name, self.printed) {
            let places: Vec<&'static Place> =
                places_named(self.country, &key).filter(|place| self.is_near(Some(place.point))).collect();
            let spots: Vec<_> = places.iter().map(|place| (Some(place.point), Some(place.population))).collect();
            return match places[..] {
                [] => continue,
                [one] => Spot::One(one),
                // The largest is a likely guess only where the next is a village beside it.
                _ => match self.best(&spots).map(|best| places[best]).or_else(|| largest(&places)) {
                    Some(place) => Spot::One(place),
                    None => Spot::Several(places.len()),
                },
            };
        }
        Spot::None
    }

    /// The organisation that governs a place of the gazetteer, whose name may be written otherwise in the register.
    fn at_place(&self, place: &Place, register: &Register) -> Option<Id> {
        if let Some(known) = register.coded("geonames", &place.id.to_string()) {
            return Some(known.id);
        }
        let there = Wanted {
            printed: place.name,
            country: self.country,
            point: Some(place.point),
            population: Some(place.population),
        };
        match there.find(&PrintedName::read(place.name), register) {
            Match::One(id) => Some(id),
            _ => None,
        }
    }

    fn is_near(&self, point: Option<Point>) -> bool {
        match (self.point, point) {
            (Some(wanted), Some(point)) => wanted.distance_km(point) <= reach_km(point.precision),
            _ => true,
        }
    }

    /// The code of an organisation made from its name: `ML/region/kayes`, with the position to a tenth of a degree where
    /// the source gives one, since homonyms are many.
    fn source_code(&self, name: &PrintedName) -> Identifier {
        let kind = name.kind.map_or("", OrganisationKind::code);
        let at = self.point.map_or_else(String::new, |point| format!("@{:.1},{:.1}", point.lat, point.lon));
        Identifier { scheme: "source-name".into(), value: format!("{}/{kind}/{}{at}", self.country, name.bare) }
    }

    /// Makes the organisation that another atlas knows under `id`, of the kind and with the codes and the territory that it
    /// told; the identifiers stay the same unless other records have them.
    pub fn adopt(
        &self,
        id: Id,
        kind: Option<OrganisationKind>,
        codes: Vec<Identifier>,
        territory: Option<Id>,
        register: &mut Register,
        source: &str,
    ) -> (Id, Vec<Entry>) {
        let name = PrintedName::read(self.printed);
        let geonames = codes.iter().find(|code| code.scheme == "geonames").and_then(|code| code.value.parse().ok());
        let place = geonames.and_then(|id: u32| places_in(self.country).iter().find(|place| place.id == id));
        let kind = kind.or(name.kind).unwrap_or_else(|| kind_of_body(&name.folded));
        let new = New { id: Some(id), kind, names: names(&name, self.printed, None), identifiers: codes, territory };
        self.make(new, &name, place, register, source)
    }

    /// Makes the organisation from its name and, where one is known, its place.
    fn create(
        &self,
        name: &PrintedName,
        code: Identifier,
        place: Option<&Place>,
        register: &mut Register,
        source: &str,
    ) -> (Id, Vec<Entry>) {
        let kind = name.kind.or(place.map(|_| OrganisationKind::Commune)).unwrap_or_else(|| kind_of_body(&name.folded));
        let geonames = place.map(|place| Identifier { scheme: "geonames".into(), value: place.id.to_string() });
        let identifiers = geonames.into_iter().chain([code]).collect();
        let id = place.map(|place| ids::town_authority(self.country, place.id));
        let new = New { id, kind, names: names(name, self.printed, place), identifiers, territory: None };
        self.make(new, name, place, register, source)
    }

    /// Makes an organisation, and the territory that it governs where its position is known.
    fn make(
        &self,
        new: New,
        name: &PrintedName,
        place: Option<&Place>,
        register: &mut Register,
        source: &str,
    ) -> (Id, Vec<Entry>) {
        let New { id, kind, names, identifiers, territory: told } = new;
        let population = place.map(|place| place.population).filter(|people| *people > 0).or(self.population);
        let point = place.map(|place| place.point).or(self.point).or_else(|| self.seat(name, kind));
        let key = identifiers.first().map_or_else(|| self.source_code(name).value, |code| code.value.clone());
        let mut entries = Vec::new();
        let territory = match place {
            Some(place) => {
                let town = registers::town_entry(self.country, place.id, place.name, place.point, place.population);
                let id = town.id;
                entries.extend(register.take(id).then_some(town));
                Some(id)
            }
            None if told.is_some_and(|id| register.has(id)) => told,
            None => (told.is_some() || point.is_some()).then(|| {
                let territory = Territory {
                    level: level(kind),
                    country: self.country,
                    name: Text::new("fr", &names[0].name),
                    codes: Vec::new(),
                    parent: Some(ids::country(self.country)),
                    point,
                    population,
                    source: source.to_owned(),
                };
                let id = told.filter(|id| register.take(*id));
                let id = id.unwrap_or_else(|| register.new_id(&format!("territory/{key}")));
                entries.push(Entry::publish(Kind::Territory, id, 0, &territory, Vec::new()));
                id
            }),
        };
        let free = id.filter(|id| register.take(*id));
        let id = free.unwrap_or_else(|| register.new_id(&format!("organisation/{key}")));
        let organisation = Organisation {
            names,
            identifiers,
            territory,
            source: source.to_owned(),
            ..Organisation::new(kind, Some(self.country), "")
        };
        register.add(id, &organisation, point, population);
        let identifiers = organisation.identifiers.clone();
        entries.push(Entry::publish(Kind::Organisation, id, 0, &organisation, identifiers));
        (id, entries)
    }

    /// Where the town is that a region or the like is named after: a point that stands for the whole.
    fn seat(&self, name: &PrintedName, kind: OrganisationKind) -> Option<Point> {
        let precision = match kind {
            OrganisationKind::Region => Precision::Region,
            OrganisationKind::Department => Precision::Department,
            _ => return None,
        };
        let town = places_named(self.country, &name.bare).max_by_key(|place| place.population)?;
        Some(Point { precision, ..town.point })
    }
}

/// The organisation that a name means for certain, of whatever kind, in one of these countries; `None` also where several
/// have the name.
pub fn certain(printed: &str, countries: &[Country], register: &Register) -> Option<Id> {
    let name = PrintedName::read(printed);
    let places = countries.iter().copied().map(Some).chain([None]);
    let whole: Vec<Id> =
        places.flat_map(|country| register.named(country, &name.folded)).map(|known| known.id).collect();
    match whole[..] {
        [one] => return Some(one),
        [_, _, ..] => return None,
        [] => {}
    }
    name.kind?;
    let found = countries
        .iter()
        .map(|country| Wanted { printed, country: *country, point: None, population: None }.find(&name, register));
    let mut found = found.filter(|found| *found != Match::None);
    match (found.next(), found.next()) {
        (Some(Match::One(id)), None) => Some(id),
        _ => None,
    }
}

/// Whether an organisation bears a name in one of its forms; the others of its country that do.
pub fn bearers(printed: &str, id: Id, register: &Register) -> (bool, Vec<Id>) {
    let name = PrintedName::read(printed);
    let country = register.organisation(id).and_then(|known| known.country);
    let bearers = keys(&name, printed).into_iter().flat_map(|key| register.named(country, &key));
    let (own, others): (Vec<Id>, Vec<Id>) =
        bearers.filter(|known| is_of_kind(known.kind, name.kind)).map(|known| known.id).partition(|bearer| {
            *bearer == id || register.is_succeeded_by(*bearer, id) || register.is_succeeded_by(id, *bearer)
        });
    (!own.is_empty(), others)
}

/// The forms of a name to look for, the most faithful first.
fn keys(name: &PrintedName, printed: &str) -> Vec<String> {
    let mut keys = vec![name.folded.clone(), name.place.clone(), name.bare.clone()];
    // "Porcia, Friuli-Venezia Giulia", "Halle (Saale)", "Brig/Glis"
    if let Some((before, _)) = printed.split_once([',', '(', '/']) {
        let before = PrintedName::read(before);
        keys.extend([before.folded, before.bare]);
    }
    keys.retain(|key| !key.is_empty());
    keys.dedup();
    keys
}

/// Whether an organisation may bear a name that says `wanted`.
fn is_of_kind(kind: OrganisationKind, wanted: Option<OrganisationKind>) -> bool {
    match wanted {
        None | Some(OrganisationKind::LocalAuthority) => kind.is_local_authority(),
        Some(wanted) => kind == wanted || kind == OrganisationKind::LocalAuthority,
    }
}

fn keep_if_any<T>(items: &mut Vec<T>, wanted: impl Fn(&T) -> bool) {
    if items.iter().any(&wanted) {
        items.retain(wanted);
    }
}

/// The index of the smallest measure, if it is at most `limit` and `times` smaller than the next.
fn alone(measures: impl Iterator<Item = Option<f64>>, limit: f64, times: f64) -> Option<usize> {
    let mut sorted: Vec<(usize, f64)> =
        measures.enumerate().filter_map(|(index, measure)| Some((index, measure?))).collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (index, least) = *sorted.first()?;
    let next = sorted.get(1).map_or(f64::INFINITY, |(_, next)| *next);
    (least <= limit && next > least.max(limit / 4.0) * times).then_some(index)
}

/// The place with far more inhabitants than its homonyms.
fn largest(places: &[&'static Place]) -> Option<&'static Place> {
    let mut sorted = places.to_vec();
    sorted.sort_by_key(|place| std::cmp::Reverse(place.population));
    let [first, second, ..] = sorted[..] else { return sorted.first().copied() };
    (first.population > 10 * second.population).then_some(first)
}

/// The names of an organisation that is made.
fn names(name: &PrintedName, printed: &str, place: Option<&Place>) -> Vec<Name> {
    let usual = place.map_or(name.usual.as_str(), |place| place.name);
    let mut names = vec![Name::usual(usual)];
    if name.is_body {
        names.push(Name { kind: NameKind::Body, ..Name::usual(printed) });
    }
    if place.is_some() && fold(&name.usual) != fold(usual) {
        names.push(Name::alias(&name.usual));
    }
    names
}

/// The kind of an organisation that is no body of a known level, by the first word of its name.
fn kind_of_body(folded: &str) -> OrganisationKind {
    match folded.split(' ').next().unwrap_or_default() {
        "ministere" | "gouvernement" | "republique" | "ministry" => OrganisationKind::State,
        "association" | "ong" | "fondation" | "federation" | "comite" => OrganisationKind::Association,
        "agence" | "chambre" | "ecole" | "hopital" | "lycee" | "office" | "universite" => OrganisationKind::PublicBody,
        _ => OrganisationKind::LocalAuthority,
    }
}

fn level(kind: OrganisationKind) -> Level {
    match kind {
        OrganisationKind::Commune => Level::Commune,
        OrganisationKind::Intermunicipal => Level::Intermunicipal,
        OrganisationKind::Department => Level::Department,
        OrganisationKind::Region => Level::Region,
        _ => Level::Other,
    }
}

/// Candidates for people to choose from: names with their identifiers.
pub fn described(candidates: &[Id], register: &Register) -> String {
    const MOST: usize = 4;
    let one = |id: &Id| register.organisation(*id).map(|known| format!("{} {}", known.name, known.id));
    let mut text = candidates.iter().take(MOST).filter_map(one).collect::<Vec<_>>().join(", ");
    if candidates.len() > MOST {
        text.push_str(&format!(" … ({})", candidates.len()));
    }
    text
}
