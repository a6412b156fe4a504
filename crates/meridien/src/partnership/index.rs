//! What the search index holds of a partnership, and how it is asked.
//!
//! A document depends on the partnership, on its confirmations and on its parties' names, codes and successors.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use meridien_search::{self as search, Document, Facet, Filter, Query, Sort};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::status::{Status, StatusFacts, oldest_evidence};
use super::{Form, Partnership, funding};
use crate::confirmation::{self, Confirmation};
use crate::index::{DECLARED_DORMANT, DECLARED_ENDED, Fields, RecordType, Search, day_number, pair};
use crate::organisation::Organisation;
use crate::reference;
use crate::theme;
use crate::value::{Country, Id, PartialDate, Text};

/// What a list shows of a partnership without reading its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The record.
    pub id: Id,
    /// Title.
    pub title: Text,
    /// Parties: name when signed, country.
    pub parties: Vec<(String, Country)>,
    /// Form.
    pub form: Form,
    /// Main theme.
    pub theme: Option<String>,
    /// Earliest signature.
    pub signed: Option<PartialDate>,
    /// Start.
    pub start: Option<PartialDate>,
    /// End.
    pub end: Option<PartialDate>,
    /// Funding in euros; `None` when no amount is known.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub euros: Option<Decimal>,
    /// Facts of the status.
    pub ended: bool,
    /// Facts of the status.
    pub dormant: bool,
    /// Day of the latest confirmation, signature or start.
    pub evidence: Option<NaiveDate>,
    /// Day of the latest confirmation by a party.
    pub confirmed: Option<NaiveDate>,
    /// Generated for a demonstration.
    pub demo: bool,
}

impl Card {
    /// What the status is computed from.
    pub fn status_facts(&self) -> StatusFacts {
        StatusFacts {
            ended: self.ended,
            dormant: self.dormant,
            start: self.start.map(PartialDate::first_day),
            end: self.end.map(PartialDate::last_day),
            evidence: self.evidence,
        }
    }
}

/// The parties of some partnerships and whoever has succeeded them, by identifier.
pub type Organisations = HashMap<Id, Organisation>;

/// The organisations that hold a party's rights: itself, its successors, theirs.
pub fn lineage(id: Id, organisations: &Organisations) -> Vec<Id> {
    let mut line = vec![id];
    let mut at = 0;
    while at < line.len() {
        let successors = organisations.get(&line[at]).map(|organisation| organisation.successors.as_slice());
        for successor in successors.unwrap_or_default() {
            if !line.contains(&successor.organisation) {
                line.push(successor.organisation);
            }
        }
        at += 1;
    }
    line
}

/// The document of a partnership.
pub fn document(
    fields: &Fields,
    home: Country,
    record_type: RecordType,
    id: Id,
    partnership: &Partnership,
    confirmations: &[Confirmation],
    organisations: &Organisations,
) -> Document {
    let totals = funding::totals(partnership.all_funding(), reference::rate);
    let confirmed = confirmation::latest(confirmations);
    let facts = StatusFacts::of(partnership, confirmed);
    let card = Card {
        id,
        title: partnership.title.clone(),
        parties: partnership.parties.iter().map(|party| (party.name.clone(), party.country)).collect(),
        form: partnership.form,
        theme: partnership.themes.main.clone(),
        signed: partnership.first_signature(),
        start: partnership.start,
        end: partnership.end,
        euros: (totals.counted > 0).then_some(totals.euros),
        ended: facts.ended,
        dormant: facts.dormant,
        evidence: facts.evidence,
        confirmed,
        demo: partnership.demo,
    };
    // A card is made of texts, dates and numbers: it always serialises.
    let card = serde_json::to_string(&card).unwrap_or_default();
    let mut document = Document::new(key(id), &card);
    document.facet(fields.record_type, record_type as u64);
    document.facet(fields.nature, position(&Form::ALL, partnership.form));
    for (_, title) in partnership.title.iter() {
        document.text(fields.title, title);
    }
    if let Some((_, title)) = partnership.title.best("fr") {
        document.sort_text(fields.by_name, title);
    }
    add_parties(&mut document, fields, home, partnership, organisations);
    add_pairs(&mut document, fields, partnership);
    add_terms(&mut document, fields, id, partnership);
    add_prose(&mut document, fields, partnership);
    if facts.ended {
        document.facet(fields.declared, DECLARED_ENDED);
    }
    if facts.dormant {
        document.facet(fields.declared, DECLARED_DORMANT);
    }
    for (field, day) in [
        (fields.start, facts.start),
        (fields.end, facts.end),
        (fields.evidence, facts.evidence),
        (fields.confirmed, confirmed),
    ] {
        if let Some(day) = day {
            document.number(field, day_number(day));
        }
    }
    if totals.counted > 0 {
        document.number(fields.euros, totals.euros.round().to_i64().unwrap_or(i64::MAX));
    }
    document
}

/// The key of a partnership's document.
pub fn key(id: Id) -> String {
    format!("partnership/{id}")
}

fn position<T: PartialEq>(all: &[T], value: T) -> u64 {
    all.iter().position(|other| *other == value).unwrap_or_default() as u64
}

fn add_parties(
    document: &mut Document,
    fields: &Fields,
    home: Country,
    partnership: &Partnership,
    organisations: &Organisations,
) {
    let any_home = partnership.parties.iter().any(|party| party.country == home);
    for party in &partnership.parties {
        if !any_home || party.country != home {
            document.facet(fields.country, party.country.as_u64());
        }
        document.text(fields.names, &party.name);
        document.text(fields.terms, party.country.as_str());
        if let Some(country) = reference::country(party.country) {
            document.text(fields.terms, country.name.fr);
            document.text(fields.terms, country.name.en);
        }
        for id in lineage(party.organisation, organisations) {
            document.facet(fields.organisation, id.as_u64());
            let Some(organisation) = organisations.get(&id) else { continue };
            for name in organisation.names.iter().filter(|name| name.name != party.name) {
                document.text(fields.names, &name.name);
            }
            for identifier in &organisation.identifiers {
                document.text(fields.terms, &identifier.value);
            }
        }
    }
}

fn add_pairs(document: &mut Document, fields: &Fields, partnership: &Partnership) {
    let countries: BTreeSet<Country> = partnership.parties.iter().map(|party| party.country).collect();
    for one in &countries {
        for other in countries.range(..one) {
            document.facet(fields.pair, pair(*one, *other));
        }
    }
}

fn add_terms(document: &mut Document, fields: &Fields, id: Id, partnership: &Partnership) {
    document.text(fields.terms, &id.to_string());
    for legacy in &partnership.legacy_ids {
        document.text(fields.terms, &legacy.value);
    }
    let themes = &partnership.themes;
    for code in themes.main.iter().chain(themes.others.iter().map(|other| &other.theme)) {
        document.text(fields.terms, code);
        for level in theme::path(code) {
            if let Some(number) = theme::number(level) {
                document.facet(fields.theme, number);
            }
            if let Some(theme) = reference::theme(level) {
                document.text(fields.terms, theme.name.fr);
                document.text(fields.terms, theme.name.en);
            }
        }
    }
    for purpose in &themes.purposes {
        document.text(fields.terms, purpose);
    }
    let places = partnership.places.iter().chain(partnership.actions.iter().flat_map(|action| &action.places));
    for place in places {
        document.text(fields.terms, &place.name);
    }
}

fn add_prose(document: &mut Document, fields: &Fields, partnership: &Partnership) {
    let mut add = |text: &Text| {
        for (_, text) in text.iter() {
            document.text(fields.prose, text);
        }
    };
    for (_, narrative) in partnership.narratives.sections() {
        add(narrative);
    }
    add(&partnership.beneficiaries);
    add(&partnership.evaluation.text);
    for phase in &partnership.phases {
        add(&phase.title);
    }
    for action in &partnership.actions {
        add(&action.title);
        add(&action.objective);
        add(&action.description);
    }
    let named = partnership
        .contracting_authorities
        .iter()
        .chain(&partnership.implementers)
        .chain(&partnership.other_partners.home)
        .chain(&partnership.other_partners.abroad)
        .chain(partnership.all_funding().flat_map(|line| &line.funders));
    for organisation in named {
        document.text(fields.prose, &organisation.name);
    }
    for entry in &partnership.glossary {
        document.text(fields.prose, &entry.short);
        document.text(fields.prose, &entry.long);
    }
}

/// What a reader asks of the partnerships. Values of one list mean "or", lists and words mean "and".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartnershipQuery {
    /// Words, as typed.
    pub words: String,
    /// Countries of parties that are not home.
    pub countries: Vec<Country>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Organisations that are parties, or have succeeded one.
    pub organisations: Vec<Id>,
    /// Theme codes, any level.
    pub themes: Vec<String>,
    /// Order.
    pub order: Order,
    /// How many to pass over.
    pub offset: usize,
    /// How many to return.
    pub limit: usize,
}

/// Organisations that [`Search::busiest_organisations`] gives at most.
pub const BUSIEST: usize = 100;

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Best match first; without words, the most recently begun first.
    #[default]
    Relevance,
    /// Most recently begun first.
    Newest,
    /// Most recently confirmed first.
    Confirmed,
}

/// One page of partnerships, with counts over all that match.
#[derive(Debug, Clone, Default)]
pub struct PartnershipPage {
    /// How many match.
    pub total: u64,
    /// Those of this page.
    pub cards: Vec<Card>,
    /// How many match in each country, the most first; without the choice of countries.
    pub countries: Vec<(Country, u64)>,
    /// How many match in each status, in the order of [`Status::ALL`]; without the choice of statuses.
    pub statuses: Vec<(Status, u64)>,
    /// Another spelling, when nothing matches.
    pub suggestion: Option<String>,
}

impl PartnershipQuery {
    fn filter(&self, fields: &Fields, day: StatusDay, skip: Skip) -> Filter {
        let mut all = vec![is(fields.record_type, RecordType::Partnership as u64)];
        if skip != Skip::Countries && !self.countries.is_empty() {
            all.push(Filter::In(fields.country, self.countries.iter().map(|country| country.as_u64()).collect()));
        }
        if !self.organisations.is_empty() {
            all.push(Filter::In(fields.organisation, self.organisations.iter().map(|id| id.as_u64()).collect()));
        }
        if !self.themes.is_empty() {
            all.push(Filter::In(fields.theme, self.themes.iter().filter_map(|code| theme::number(code)).collect()));
        }
        if skip != Skip::Statuses && !self.statuses.is_empty() {
            all.push(Filter::Any(self.statuses.iter().map(|status| status_filter(*status, fields, day)).collect()));
        }
        Filter::All(all)
    }
}

/// A filter that a count leaves out: a choice must not hide its alternatives.
#[derive(Clone, Copy, PartialEq)]
enum Skip {
    Nothing,
    Countries,
    Statuses,
}

/// The day on which statuses are computed, with the operator's delay.
#[derive(Debug, Clone, Copy)]
pub struct StatusDay {
    /// The day.
    pub today: NaiveDate,
    /// Months after which an unconfirmed partnership is "to confirm".
    pub confirm_after_months: u32,
}

/// The partnerships that have a status: the same rule as [`StatusFacts::status`], in the index's terms.
pub fn status_filter(status: Status, fields: &Fields, day: StatusDay) -> Filter {
    let today = day_number(day.today);
    let oldest = day_number(oldest_evidence(day.today, day.confirm_after_months));
    let ended =
        || Filter::Any(vec![is(fields.declared, DECLARED_ENDED), Filter::Range(fields.end, None, Some(today - 1))]);
    let dormant = || is(fields.declared, DECLARED_DORMANT);
    let planned = || Filter::Range(fields.start, Some(today + 1), None);
    let recent = || Filter::Range(fields.evidence, Some(oldest), None);
    match status {
        Status::Ended => ended(),
        Status::Dormant => but(dormant(), vec![ended()]),
        Status::Planned => but(planned(), vec![ended(), dormant()]),
        Status::ToConfirm => but(Filter::default(), vec![ended(), dormant(), planned(), recent()]),
        Status::Active => but(recent(), vec![ended(), dormant(), planned()]),
    }
}

/// Has this code.
pub(crate) fn is(facet: Facet, code: u64) -> Filter {
    Filter::In(facet, vec![code])
}

/// Meets `filter` and none of `others`.
fn but(filter: Filter, others: Vec<Filter>) -> Filter {
    Filter::All(vec![filter, Filter::Not(Box::new(Filter::Any(others)))])
}

impl Search {
    /// Answers a query on the partnerships.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn partnerships(&self, query: &PartnershipQuery, day: StatusDay) -> Result<PartnershipPage, search::Error> {
        let fields = &self.fields;
        let sort = match query.order {
            Order::Relevance if !query.words.trim().is_empty() => Sort::Relevance,
            Order::Relevance | Order::Newest => Sort::Number(fields.start, search::Order::Descending),
            Order::Confirmed => Sort::Number(fields.confirmed, search::Order::Descending),
        };
        let answer = self.index.search(&Query {
            words: &query.words,
            filter: query.filter(fields, day, Skip::Nothing),
            sort,
            offset: query.offset,
            limit: query.limit,
            ..Query::default()
        })?;
        let count = |filter: Filter, facets: &[Facet]| {
            self.index.search(&Query { words: &query.words, filter, facets, ..Query::default() })
        };
        let by_country = count(query.filter(fields, day, Skip::Countries), &[fields.country])?;
        let mut countries: Vec<_> =
            by_country.facets[0].iter().filter_map(|(code, count)| Some((Country::from_u64(*code)?, *count))).collect();
        countries.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        let mut statuses = Vec::with_capacity(Status::ALL.len());
        for status in Status::ALL {
            let of_status = status_filter(status, fields, day);
            let both = Filter::All(vec![query.filter(fields, day, Skip::Statuses), of_status]);
            statuses.push((status, count(both, &[])?.total));
        }
        let suggestion = match answer.total {
            0 => self.index.did_you_mean(&query.words)?,
            _ => None,
        };
        Ok(PartnershipPage {
            total: answer.total,
            cards: answer.hits.iter().filter_map(|hit| serde_json::from_str(&hit.card).ok()).collect(),
            countries,
            statuses,
            suggestion,
        })
    }

    /// The organisations that are parties to the partnerships asked for, or have succeeded one, with how many of these
    /// partnerships each has, the most first; at most [`BUSIEST`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn busiest_organisations(
        &self,
        query: &PartnershipQuery,
        day: StatusDay,
    ) -> Result<Vec<(Id, u64)>, search::Error> {
        let filter = query.filter(&self.fields, day, Skip::Nothing);
        let facets = &[self.fields.organisation];
        let answer = self.index.search(&Query { words: &query.words, filter, facets, ..Query::default() })?;
        let counts = answer.facets.into_iter().next().unwrap_or_default();
        let mut found: Vec<(Id, u64)> =
            counts.into_iter().filter_map(|(code, count)| Some((Id::from_u64(code)?, count))).collect();
        found.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        found.truncate(BUSIEST);
        Ok(found)
    }
}
