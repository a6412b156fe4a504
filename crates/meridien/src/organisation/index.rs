//! What the search index holds of an organisation, and how it is asked.
//!
//! A document depends on the organisation, on how many partnerships it has and on its territory, which only matters where it
//! has some.

use std::borrow::Cow;

use meridien_search::{self as search, Count, Dimension, Document, Filter, Query, Sort};
use serde::{Deserialize, Serialize};

use super::{NameKind, Organisation, OrganisationKind};
use crate::country;
use crate::index::{Fields, RecordType, Search, cards};
use crate::partnership::index::is;
use crate::partnership::query::FEW;
use crate::reference;
use crate::value::{Country, Id};
use crate::web::Locale;

/// What a list shows of an organisation without reading its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The record.
    pub id: Id,
    /// Its newest usual name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its country.
    pub country: Option<Country>,
    /// The département of a French commune.
    #[serde(default)]
    pub department: Option<String>,
    /// How many partnerships it has, those of its predecessors included.
    pub partnerships: u64,
    /// Whether it has ended or handed over to a successor.
    pub former: bool,
    /// Made for a demonstration.
    pub demo: bool,
}

impl Card {
    /// Where it is: "Seine-Saint-Denis, France".
    pub fn place(&self, l: Locale) -> Option<String> {
        let country = country::name(l, self.country?);
        Some(self.department.as_ref().map_or(country.clone(), |department| format!("{department}, {country}")))
    }
}

/// A merger has fewer parts than this.
const MOST_PREDECESSORS: usize = 200;

/// The key of an organisation's document.
pub fn key(id: Id) -> String {
    format!("organisation/{id}")
}

/// The document of an organisation with that many partnerships; `territories` are the one that it governs and those that
/// contain it.
pub fn document(
    fields: &Fields,
    id: Id,
    organisation: &Organisation,
    partnerships: u64,
    territories: &[Id],
) -> Document {
    // The last name, whatever the day; in French where there is one, as on its page.
    let name = organisation.name_on(chrono::NaiveDate::MAX, "fr");
    let card = Card {
        id,
        name: name.to_owned(),
        kind: organisation.kind,
        country: organisation.country,
        department: organisation.department().map(|department| department.name.to_owned()),
        partnerships,
        former: organisation.to.is_some() || !organisation.successors.is_empty(),
        demo: organisation.demo,
    };
    // A card is made of texts and numbers: it always serialises.
    let card = serde_json::to_string(&card).unwrap_or_default();
    let mut document = Document::new(key(id), &card);
    document.facet(fields.record_type, RecordType::Organisation as u64);
    let kind = OrganisationKind::ALL.iter().position(|kind| *kind == organisation.kind).unwrap_or_default();
    document.facet(fields.nature, kind as u64);
    document.facet(fields.organisation, id.as_u64());
    document.facet(fields.home_signed, id.as_u64());
    for territory in territories {
        document.facet(fields.territory_today, territory.as_u64());
    }
    // So that whoever took over its rights finds it.
    for successor in &organisation.successors {
        document.facet(fields.organisation, successor.organisation.as_u64());
    }
    if let Some(territory) = organisation.territory {
        document.facet(fields.territory, territory.as_u64());
    }
    for name in &organisation.names {
        let field = if name.kind == NameKind::Usual { fields.title } else { fields.names };
        document.text(field, &name.name);
    }
    document.sort_text(fields.by_name, name);
    if let Some(code) = organisation.country {
        document.facet(fields.country, code.as_u64());
        if let Some(country) = reference::country(code) {
            for word in country.words() {
                document.text(fields.terms, word);
            }
            for compound in country.compounds() {
                document.alias(compound);
            }
            for code in country.codes() {
                document.text(fields.codes, code);
            }
        }
    }
    for identifier in &organisation.identifiers {
        document.text(fields.terms, &identifier.value);
    }
    document.number(fields.partnerships, i64::try_from(partnerships).unwrap_or(i64::MAX));
    document
}

/// What a reader asks of the organisations. Values of one list mean "or", lists and words mean "and".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrganisationQuery {
    /// Words, as typed.
    pub words: String,
    /// Countries.
    pub countries: Vec<Country>,
    /// Kinds.
    pub kinds: Vec<OrganisationKind>,
    /// Also those without a partnership.
    pub without_partnerships: bool,
    /// Most partnerships first, rather than by name (or by relevance where there are words).
    pub busiest_first: bool,
    /// How many to pass over.
    pub offset: usize,
    /// How many to return.
    pub limit: usize,
}

/// One page of organisations, with counts over all that match.
#[derive(Debug, Clone, Default)]
pub struct OrganisationPage {
    /// How many match.
    pub total: u64,
    /// Those of this page.
    pub cards: Vec<Card>,
    /// How many match in each country, the most first; without the choice of countries.
    pub countries: Vec<(Country, u64)>,
    /// How many match in each kind; without the choice of kinds.
    pub kinds: Vec<(OrganisationKind, u64)>,
    /// Another spelling, when nothing matches.
    pub suggestion: Option<String>,
}

/// The words typed, the last as the beginning of one where few organisations have it whole and more so.
fn words_meant(
    typed: &str,
    total_of: impl Fn(&str) -> Result<u64, search::Error>,
) -> Result<Cow<'_, str>, search::Error> {
    if let Some(begun) = search::begun(typed) {
        let whole = total_of(typed)?;
        if whole <= FEW && total_of(&begun)? > whole {
            return Ok(begun.into());
        }
    }
    Ok(typed.into())
}

impl Search {
    /// Answers a query on the organisations. Where few have the words typed, the last of them is as well the beginning of
    /// one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn organisations(&self, query: &OrganisationQuery) -> Result<OrganisationPage, search::Error> {
        let fields = &self.fields;
        let mut base = vec![is(fields.record_type, RecordType::Organisation as u64)];
        if !query.without_partnerships {
            base.push(Filter::Range(fields.partnerships, Some(1), None));
        }
        let codes = query.countries.iter().map(|country| country.as_u64()).collect();
        let in_countries = (!query.countries.is_empty()).then_some(Filter::In(fields.country, codes));
        let kinds = OrganisationKind::ALL.iter().zip(0..).filter(|(kind, _)| query.kinds.contains(kind));
        let kinds: Vec<u64> = kinds.map(|(_, number)| number).collect();
        let of_kinds = (!kinds.is_empty()).then_some(Filter::In(fields.nature, kinds));
        let sort = match query.words.trim().is_empty() {
            _ if query.busiest_first => Sort::Number(fields.partnerships, search::Order::Descending),
            false => Sort::Relevance,
            true => Sort::Text(fields.by_name, search::Order::Ascending),
        };
        let dimensions = [
            Dimension { chosen: in_countries, count: Count::Codes(fields.country) },
            Dimension { chosen: of_kinds, count: Count::Codes(fields.nature) },
        ];
        let total_of = |words: &str| {
            let asked = Query { words, filter: Filter::All(base.clone()), ..Query::default() };
            Ok::<_, search::Error>(self.index.search(&asked)?.total)
        };
        let words = words_meant(&query.words, total_of)?;
        let base = Filter::All(base.clone());
        let answer = self.index.search(&Query {
            words: &words,
            filter: base.clone(),
            dimensions: &dimensions,
            sort,
            offset: query.offset,
            limit: query.limit,
            ..Query::default()
        })?;
        let [by_country, by_kind] = [&answer.counts[0], &answer.counts[1]];
        let mut countries: Vec<_> =
            by_country.by_key().filter_map(|(code, count)| Some((Country::from_u64(code)?, count))).collect();
        countries.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        let kinds = OrganisationKind::ALL.iter().zip(0u64..).map(|(kind, at)| (*kind, by_kind.of(at)));
        Ok(OrganisationPage {
            total: answer.total,
            cards: cards(&answer.hits),
            countries,
            kinds: kinds.filter(|(_, count)| *count > 0).collect(),
            suggestion: match answer.total {
                0 => self.index.did_you_mean(&query.words, 0, &base)?,
                _ => None,
            },
        })
    }

    /// How many partnerships an organisation has, those of its predecessors included.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn partnerships_of(&self, id: Id) -> Result<u64, search::Error> {
        let filter = Filter::All(vec![
            is(self.fields.record_type, RecordType::Partnership as u64),
            is(self.fields.organisation, id.as_u64()),
        ]);
        Ok(self.index.search(&Query { filter, ..Query::default() })?.total)
    }

    /// The organisations whose rights this one took over, by name.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn predecessors(&self, id: Id) -> Result<Vec<Card>, search::Error> {
        let filter = Filter::All(vec![
            is(self.fields.record_type, RecordType::Organisation as u64),
            is(self.fields.organisation, id.as_u64()),
        ]);
        let sort = Sort::Text(self.fields.by_name, search::Order::Ascending);
        let answer = self.index.search(&Query { filter, sort, limit: MOST_PREDECESSORS, ..Query::default() })?;
        let mut predecessors: Vec<Card> = cards(&answer.hits);
        predecessors.retain(|card| card.id != id);
        Ok(predecessors)
    }
}
