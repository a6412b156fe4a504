//! The words for the values of dimensions: some stand in the registers, those of records are read from the journal.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use meridien_search::{self as search, Facet, Order, Query, Sort};

use super::Form;
use super::dimension::{Dimension, MECHANISM_KEYS, Value, ends_a_step, named_funder, printed_funder, theme_of};
use super::index::{Card, is};
use super::status::Status;
use crate::app::{Moment, State};
use crate::country;
use crate::index::{Search, cards};
use crate::journal::Kind;
use crate::organisation::{Organisation, OrganisationKind};
use crate::reference;
use crate::territory::{Level, Territory};
use crate::value::{Country, Currency, Id};
use crate::web::{self, Locale};

/// A place where a party is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The name of a party there.
    pub(crate) name: String,
    /// Its country.
    pub(crate) country: Country,
}

/// Records kept at most; beyond, all are forgotten.
const KEPT: usize = 20_000;

/// The records that pages have named, as they are at one moment: most pages name the same ones.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    moment: Moment,
    records: Records,
    places: HashMap<u64, Place>,
}

/// Codes of records.
#[derive(Default)]
struct Codes {
    organisations: HashSet<u64>,
    territories: HashSet<u64>,
    funders: HashSet<u64>,
}

/// Records by their codes.
#[derive(Clone, Default)]
struct Records {
    organisations: HashMap<u64, Arc<Organisation>>,
    territories: HashMap<u64, Arc<Territory>>,
    funders: HashMap<u64, String>,
}

impl Kept {
    /// What is at some spots.
    pub(crate) fn places(
        &self,
        app: &State,
        codes: impl Iterator<Item = u64>,
    ) -> Result<HashMap<u64, Place>, search::Error> {
        let moment = app.moment();
        let mut places = HashMap::new();
        let mut unknown = HashSet::new();
        {
            let known = self.at(moment);
            for code in codes {
                match known.places.get(&code) {
                    Some(place) => drop(places.insert(code, place.clone())),
                    None => drop(unknown.insert(code)),
                }
            }
        }
        let found = places_of(&app.search, unknown.into_iter())?;
        self.at(moment).places.extend(found.clone());
        places.extend(found);
        Ok(places)
    }

    /// What is known at a moment.
    fn at(&self, moment: Moment) -> MutexGuard<'_, Known> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Records { organisations, territories, funders } = &known.records;
        let records = organisations.len() + territories.len() + funders.len();
        if known.moment != moment || records > KEPT || known.places.len() > KEPT {
            *known = Known { moment, ..Known::default() };
        }
        known
    }
}

/// The records that some values are.
#[derive(Default)]
pub(crate) struct Names {
    records: Records,
    places: HashMap<u64, Place>,
    /// Folded names that several of the organisations have.
    shared: HashSet<String>,
    /// The same of the territories.
    shared_by_territories: HashSet<String>,
    today: NaiveDate,
}

impl Names {
    /// Reads the records that these values are.
    pub(crate) async fn load(app: &State, values: impl Iterator<Item = (Dimension, Value)>) -> web::Result<Names> {
        let (mut wanted, mut places) = (Codes::default(), HashSet::new());
        for (dimension, value) in values {
            let Value::Code(code) = value else { continue };
            match dimension {
                Dimension::Home | Dimension::Partner => wanted.organisations.insert(code),
                Dimension::Territory => wanted.territories.insert(code),
                // An organisation, or a name.
                Dimension::Funder => wanted.organisations.insert(code) | wanted.funders.insert(code),
                Dimension::Place => places.insert(code),
                _ => false,
            };
        }
        let moment = app.moment();
        let mut records = app.names.at(moment).records.take_known(&mut wanted);
        let read = Records::read(app, wanted).await?;
        app.names.at(moment).records.extend(read.clone());
        records.extend(read);
        let reader = app.clone();
        let places = match places.is_empty() {
            true => HashMap::new(),
            false => web::blocking(move || reader.names.places(&reader, places.into_iter())).await??,
        };
        let today = (app.today)();
        let organisations = records.organisations.values().map(|one| reference::fold(one.name_on(today, "fr")));
        let territories = records.territories.values().filter_map(|one| Some(reference::fold(one.name.best("fr")?.1)));
        let (shared, shared_by_territories) = (shared(organisations), shared(territories));
        Ok(Names { shared, shared_by_territories, records, places, today })
    }

    /// Whether an organisation has handed its rights over.
    pub(crate) fn is_succeeded(&self, value: Value) -> bool {
        let organisation = value.code().and_then(|code| self.records.organisations.get(&code));
        organisation.is_some_and(|organisation| !organisation.successors.is_empty())
    }

    /// An organisation among them.
    pub(crate) fn organisation(&self, id: Id) -> Option<&Organisation> {
        self.records.organisations.get(&id.as_u64()).map(Arc::as_ref)
    }

    /// The territory that a value is.
    pub(crate) fn territory(&self, value: Value) -> Option<&Territory> {
        self.records.territories.get(&value.code()?).map(Arc::as_ref)
    }

    /// Whether a territory is a region or a department of one of these countries.
    pub(crate) fn is_division(&self, value: Value, countries: &[Country]) -> bool {
        self.territory(value).is_some_and(|territory| {
            countries.contains(&territory.country) && matches!(territory.level, Level::Region | Level::Department)
        })
    }

    /// The name of a value.
    pub(crate) fn label(&self, l: Locale, dimension: Dimension, value: Value) -> String {
        let found = match value {
            Value::Code(code) => self.of_code(l, dimension, code),
            Value::Range(from, to) => Some(range(l, dimension, from, to)),
            Value::Unknown if dimension == Dimension::Place => Some(l.t("without-place").into_owned()),
            Value::Unknown => Some(l.t("value-unknown").into_owned()),
        };
        found.unwrap_or_else(|| dimension.write(value))
    }

    /// The name of an organisation today.
    fn organisation_name(&self, l: Locale, code: u64) -> Option<String> {
        let organisation = self.records.organisations.get(&code)?;
        let name = organisation.name_on(self.today, l.lang.code());
        let twin = self.shared.contains(&*reference::fold(name));
        let place = organisation.department().filter(|_| twin).map(|department| department.name);
        Some(place.map_or(name.to_owned(), |place| format!("{name} ({place})")))
    }

    /// The name of a territory: a region overseas is told from its department.
    fn territory_name(&self, l: Locale, code: u64) -> Option<String> {
        let territory = self.records.territories.get(&code)?;
        let name = l.words(&territory.name)?.text;
        let twin = self.shared_by_territories.contains(&*reference::fold(territory.name.best("fr")?.1));
        Some(match territory.level {
            Level::Region if twin => l.t_with("territory-region", &[("name", name.into())]),
            Level::Department if twin => l.t_with("territory-department", &[("name", name.into())]),
            _ => name.to_owned(),
        })
    }

    fn of_code(&self, l: Locale, dimension: Dimension, code: u64) -> Option<String> {
        let at = usize::try_from(code).ok()?;
        Some(match dimension {
            Dimension::Country => country::name(l, Country::from_u64(code)?),
            Dimension::WorldRegion => world_region(l, &dimension.write(Value::Code(code)))?,
            Dimension::Home | Dimension::Partner => self.organisation_name(l, code)?,
            Dimension::Funder => {
                self.organisation_name(l, code).or_else(|| self.records.funders.get(&code).cloned())?
            }
            Dimension::Territory => self.territory_name(l, code)?,
            Dimension::Theme => l.label(reference::theme(theme_of(code)?)?.name).to_owned(),
            Dimension::Goal => {
                let label = l.label(reference::code("SDG", &code.to_string())?.label);
                format!("{code}. {label}")
            }
            Dimension::Kind => l.t(OrganisationKind::ALL.get(at)?.key()).into_owned(),
            Dimension::Form => l.t(Form::ALL.get(at)?.key()).into_owned(),
            Dimension::Status => l.t(Status::ALL.get(at)?.key()).into_owned(),
            Dimension::Mechanism => l.t(MECHANISM_KEYS.get(at)?).into_owned(),
            Dimension::Place => {
                let place = self.places.get(&code)?;
                format!("{} ({})", place.name, country::name(l, place.country))
            }
            Dimension::Start | Dimension::Amount => return None,
        })
    }
}

impl Records {
    /// Organisations, territories and funders of these codes, from journal and index.
    async fn read(app: &State, mut codes: Codes) -> web::Result<Records> {
        let ids = |codes: HashSet<u64>| codes.into_iter().filter_map(Id::from_u64).collect::<Vec<_>>();
        let mut records = Records::default();
        for (id, revision) in app.journal.newest_of(Kind::Organisation, &ids(codes.organisations)).await? {
            records.organisations.insert(id.as_u64(), Arc::new(revision.read()?));
        }
        for (id, revision) in app.journal.newest_of(Kind::Territory, &ids(codes.territories)).await? {
            records.territories.insert(id.as_u64(), Arc::new(revision.read()?));
        }
        codes.funders.retain(|code| !records.organisations.contains_key(code));
        if !codes.funders.is_empty() {
            let search = app.search.clone();
            records.funders = web::blocking(move || funder_names(&search, codes.funders)).await??;
        }
        Ok(records)
    }

    /// Those of these codes, which are wanted no more.
    fn take_known(&self, wanted: &mut Codes) -> Records {
        fn take<T: Clone>(known: &HashMap<u64, T>, wanted: &mut HashSet<u64>) -> HashMap<u64, T> {
            wanted.extract_if(|code| known.contains_key(code)).map(|code| (code, known[&code].clone())).collect()
        }
        let known = Records {
            organisations: take(&self.organisations, &mut wanted.organisations),
            territories: take(&self.territories, &mut wanted.territories),
            funders: take(&self.funders, &mut wanted.funders),
        };
        // What is known as one is not looked for as the other.
        wanted.funders.retain(|code| !known.organisations.contains_key(code));
        wanted.organisations.retain(|code| !known.funders.contains_key(code));
        known
    }

    fn extend(&mut self, others: Records) {
        self.organisations.extend(others.organisations);
        self.territories.extend(others.territories);
        self.funders.extend(others.funders);
    }
}

/// The names that are there more than once.
fn shared(names: impl Iterator<Item = String>) -> HashSet<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect()
}

/// The latest partnership that has a code of a facet.
fn latest(search: &Search, facet: Facet, code: u64) -> Result<Option<Card>, search::Error> {
    let sort = Sort::Number(search.fields.latest, Order::Descending);
    let found = search.index.search(&Query { filter: is(facet, code), sort, limit: 1, ..Query::default() })?;
    Ok(cards(&found.hits).pop())
}

/// The names of funders that are no organisations known: each is printed on some partnership that it funds.
fn funder_names(search: &Search, codes: HashSet<u64>) -> Result<HashMap<u64, String>, search::Error> {
    let mut names = HashMap::new();
    for code in codes {
        let printed = latest(search, search.fields.funder, code)?.into_iter().flat_map(|card| card.funders);
        let mut printed =
            printed.filter(|name| [printed_funder(name), named_funder(name)].iter().any(|id| id.as_u64() == code));
        names.extend(printed.next().map(|name| (code, name)));
    }
    Ok(names)
}

/// What is at some spots: a party there gives its name, that of the latest partnership.
fn places_of(search: &Search, codes: impl Iterator<Item = u64>) -> Result<HashMap<u64, Place>, search::Error> {
    let mut places = HashMap::new();
    for code in codes {
        let Some(card) = latest(search, search.fields.ends_at, code)? else { continue };
        let party = card.spots.iter().position(|spot| *spot == Some(code)).and_then(|at| card.parties.get(at));
        places.extend(party.map(|(name, country)| (code, Place { name: name.clone(), country: *country })));
    }
    Ok(places)
}

/// A sub-region of the world, or the one that contains it.
fn world_region(l: Locale, code: &str) -> Option<String> {
    let regions = reference::world_regions();
    let sub = regions.iter().find(|region| region.code == code).map(|region| region.name);
    let name = sub.or_else(|| regions.iter().find(|region| region.parent == code).map(|region| region.parent_name));
    name.map(|name| l.label(name).to_owned())
}

/// Years from and to, or amounts from and up to.
fn range(l: Locale, dimension: Dimension, from: Option<i64>, to: Option<i64>) -> String {
    let write = |value: i64| match dimension {
        Dimension::Amount => l.money(value.into(), Currency::EUR),
        _ => value.to_string(),
    };
    // The end as it is written, and the keys of what ends there, with a beginning and without.
    let end = |to: i64| match dimension {
        // Of the ranges that are counted, "under 50,000" is easier read than "up to 49,999".
        Dimension::Amount if ends_a_step(to) => (write(to + 1), "amounts-between", "amounts-to"),
        Dimension::Amount => (write(to), "amounts-within", "amounts-up-to"),
        _ => (write(to), "years-between", "years-to"),
    };
    match (from.filter(|from| *from > 0), to) {
        (Some(from), Some(to)) if from == to => write(from),
        (Some(from), Some(to)) => {
            let (to, between, _) = end(to);
            l.t_with(between, &[("from", write(from).into()), ("to", to.into())])
        }
        (Some(from), None) => {
            let key = if dimension == Dimension::Amount { "amounts-from" } else { "years-from" };
            l.t_with(key, &[("from", write(from).into())])
        }
        (None, Some(to)) => {
            let (to, _, until) = end(to);
            l.t_with(until, &[("to", to.into())])
        }
        (None, None) => l.t("value-known").into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    #[test]
    fn a_range_says_the_bounds_that_were_typed() {
        let said =
            |lang, from, to| range(Locale { lang }, Dimension::Amount, from, to).replace(['\u{a0}', '\u{202f}'], " ");
        for (from, to, expected) in [
            (Some(10_000), Some(50_000), "de 10 000 € à 50 000 €"),
            (None, Some(50_000), "jusqu’à 50 000 €"),
            (Some(0), Some(9_999), "moins de 10 000 €"),
            (Some(10_000), Some(49_999), "de 10 000 € à moins de 50 000 €"),
            (Some(5_000_000), None, "5 000 000 € et plus"),
        ] {
            assert_eq!(said(Lang::Fr, from, to), expected);
        }
        assert_eq!(said(Lang::En, Some(10_000), Some(50_000)), "€10,000 to €50,000");
        assert_eq!(said(Lang::En, None, Some(50_000)), "up to €50,000");
    }
}
