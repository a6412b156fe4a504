//! What else a reader of a partnership may want to see: others of the same parties, others like it, others on the same
//! territory. No partnership is in two of these lists.

use std::collections::HashSet;

use meridien_search::{self as search, Facet, Filter, Query, Sort};

use super::dimension::theme_of;
use super::index::{Card, is, position};
use super::query::PartnershipQuery;
use super::show::Record;
use super::{Form, Side};
use crate::app::State;
use crate::index::{Fields, RecordType, Search, cards};
use crate::registers;
use crate::theme;
use crate::value::{Country, Id};
use crate::web;

/// Partnerships of the same parties that are named.
const OF_SAME_PARTIES: usize = 6;
/// Partnerships of other parties that are named in each list.
const OF_OTHERS: usize = 4;

/// The partnerships named beside one.
#[derive(Debug, Default)]
pub struct Related {
    /// Those that have a party of it, or one that has succeeded it, the latest first.
    pub same_parties: Vec<Card>,
    /// Those most like it: its themes, its countries or territories, its form.
    pub similar: Vec<Card>,
    /// Those on the territories of its parties abroad, the latest first.
    pub same_territory: Vec<Card>,
}

impl Related {
    /// Finds them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn load(app: &State, record: &Record) -> web::Result<Related> {
        let traits = Traits::of(record, app.settings.home_country);
        // A record is read before there is an index too.
        if traits.parties.is_empty() || !app.search.is_there() {
            return Ok(Related::default());
        }
        let (search, day) = (app.search.clone(), app.status_day());
        let query = PartnershipQuery {
            parties: traits.parties.clone(),
            limit: OF_SAME_PARTIES + 1,
            ..PartnershipQuery::default()
        };
        web::blocking(move || {
            let mut same_parties = search.partnerships(&query, day)?.cards;
            same_parties.retain(|card| card.id != traits.id);
            same_parties.truncate(OF_SAME_PARTIES);
            let similar = search.similar(&traits)?;
            let same_territory = search.on_territories_of(&traits, &similar)?;
            Ok(Related { same_parties, similar, same_territory })
        })
        .await?
    }
}

/// What partnerships may have in common.
struct Traits {
    id: Id,
    parties: Vec<Id>,
    /// Themes as named, without the levels above them.
    themes: Vec<u64>,
    /// Countries of the parties that are not home.
    countries: Vec<u64>,
    /// The territories of these parties, then those right above them that are no country.
    territories: [Vec<u64>; 2],
    form: u64,
}

impl Traits {
    fn of(record: &Record, home: Country) -> Traits {
        let p = &record.partnership;
        let abroad: Vec<_> = p
            .parties
            .iter()
            .zip(p.sides(home))
            .filter(|(_, side)| *side != Side::Home)
            .map(|(party, _)| party)
            .collect();
        let governed = |organisation| record.directory.get(organisation)?.territory;
        let own: Vec<Id> = abroad.iter().filter_map(|party| governed(party.organisation)).collect();
        let above = own.iter().filter_map(|id| {
            let territory = record.territories.get(id)?;
            territory.parent.filter(|parent| *parent != registers::ids::country(territory.country))
        });
        let named = p.themes.main.iter().chain(p.themes.others.iter().map(|other| &other.theme));
        Traits {
            id: record.revision.id,
            parties: p.parties.iter().map(|party| party.organisation).collect(),
            themes: named.filter_map(|code| theme::number(code)).collect(),
            countries: abroad.iter().map(|party| party.country.as_u64()).collect(),
            territories: [codes(own.iter().copied()), codes(above)],
            form: position(Form::ALL, p.form),
        }
    }

    /// Everything that brings another partnership closer.
    fn near(&self, fields: &Fields) -> Vec<(Facet, u64)> {
        let levels: HashSet<u64> = self.themes.iter().flat_map(|number| levels(*number)).collect();
        let of = |facet: Facet, codes: Vec<u64>| codes.into_iter().map(move |code| (facet, code));
        of(fields.theme, levels.into_iter().collect())
            .chain(of(fields.country, self.countries.clone()))
            .chain(of(fields.territory, self.territories.concat()))
            .chain(of(fields.nature, vec![self.form]))
            .collect()
    }

    /// Partnerships of other parties.
    fn of_others(&self, fields: &Fields, mut also: Vec<Filter>) -> Filter {
        also.push(is(fields.record_type, RecordType::Partnership as u64));
        also.push(Filter::Not(Box::new(Filter::In(fields.organisation, codes(self.parties.iter().copied())))));
        Filter::All(also)
    }
}

fn codes(ids: impl Iterator<Item = Id>) -> Vec<u64> {
    ids.map(Id::as_u64).collect()
}

/// A theme and those above it.
fn levels(number: u64) -> impl Iterator<Item = u64> {
    theme_of(number).into_iter().flat_map(theme::path).filter_map(theme::number)
}

impl Search {
    /// The partnerships of other parties most like one: first among those with a theme and a country of it, then, where
    /// these are few, among those with a wider theme and a country, or with a theme alone. So only a few of a million are compared.
    fn similar(&self, traits: &Traits) -> Result<Vec<Card>, search::Error> {
        let fields = &self.fields;
        let wide: Vec<u64> = traits.themes.iter().filter_map(|number| levels(*number).next()).collect();
        let themes = |codes: &[u64]| Filter::In(fields.theme, codes.to_vec());
        let countries = || Filter::In(fields.country, traits.countries.clone());
        let steps =
            [vec![themes(&traits.themes), countries()], vec![themes(&wide), countries()], vec![themes(&traits.themes)]];
        let near = traits.near(fields);
        let mut found: Vec<Card> = Vec::new();
        for step in steps {
            if found.len() >= OF_OTHERS {
                break;
            }
            let filter = traits.of_others(fields, step);
            // Those found before may come again.
            let query = Query { filter, near: &near, limit: 2 * OF_OTHERS, ..Query::default() };
            self.add(&mut found, &query, &[])?;
        }
        Ok(found)
    }

    /// The latest partnerships of other parties on the territories of one, then on those right above.
    fn on_territories_of(&self, traits: &Traits, named: &[Card]) -> Result<Vec<Card>, search::Error> {
        let mut found: Vec<Card> = Vec::new();
        for territories in &traits.territories {
            if territories.is_empty() || found.len() >= OF_OTHERS {
                continue;
            }
            let on = Filter::In(self.fields.territory, territories.clone());
            let filter = traits.of_others(&self.fields, vec![on]);
            let sort = Sort::Number(self.fields.latest, search::Order::Descending);
            self.add(&mut found, &Query { filter, sort, limit: 3 * OF_OTHERS, ..Query::default() }, named)?;
        }
        Ok(found)
    }

    /// Adds what a query finds and is neither there nor named yet, up to [`OF_OTHERS`].
    fn add(&self, found: &mut Vec<Card>, query: &Query<'_>, named: &[Card]) -> Result<(), search::Error> {
        for card in cards::<Card>(&self.index.search(query)?.hits) {
            if found.len() < OF_OTHERS && !found.iter().chain(named).any(|other| other.id == card.id) {
                found.push(card);
            }
        }
        Ok(())
    }
}
