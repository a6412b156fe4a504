//! What the search index holds of a partnership.
//!
//! A document depends on the partnership, on its confirmations, on its parties' names, codes and successors, on their
//! territories, on its funders' names and successors, on its programmes, and on the vocabulary of themes.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use meridien_search::{Document, Facet, Filter, Line};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::dimension::{cents, named_funder, printed_funder};
use super::funding::{self, OnePercent, Stage};
use super::status::{Status, StatusFacts, oldest_evidence};
use super::{Form, NamedOrganisation, Partnership, Party, Side, personal};
use crate::anomaly::{Anomaly, Code};
use crate::confirmation::{self, Confirmation};
use crate::index::{CONVERTED, DECLARED_DORMANT, DECLARED_ENDED, Fields, RecordType, UNCONVERTED, day_number, pair};
use crate::journal::{Kind, Revision};
use crate::map::{Link, Spot};
use crate::organisation::directory::lineage;
use crate::organisation::{Identifier, Organisation, OrganisationKind};
use crate::programme::Programme;
use crate::reference;
use crate::territory::Territory;
use crate::theme;
use crate::value::{Country, Currency, Id, PartialDate, Precision, Text};
use crate::web::Locale;
use crate::web::language::Lang;

/// What a list shows of a partnership without reading its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The record.
    pub id: Id,
    /// Title.
    pub title: Text,
    /// Parties: name when signed, country.
    pub parties: Vec<(String, Country)>,
    /// Where each party is on a map, if better is known than its country: codes of [`Spot`].
    pub spots: Vec<Option<u64>>,
    /// Form.
    pub form: Form,
    /// Main theme.
    pub theme: Option<String>,
    /// Funders as printed, each once.
    pub funders: Vec<String>,
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
    /// Moment of the newest version or confirmation, to the second.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub updated: DateTime<Utc>,
    /// Generated for a demonstration.
    pub demo: bool,
}

impl Card {
    /// Where its parties are on a map: longitude and latitude.
    pub fn points(&self) -> Vec<[f64; 2]> {
        let spots = self.spots.iter().flatten().filter_map(|code| Spot::from_code(*code));
        spots.map(|spot| [spot.lon(), spot.lat()]).collect()
    }

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

/// What the documents of some partnerships depend on besides themselves.
#[derive(Default)]
pub struct Known {
    /// Their parties and funders, and whoever has succeeded them.
    pub organisations: HashMap<Id, Organisation>,
    /// The territories of these and those that contain them.
    pub territories: HashMap<Id, Territory>,
    /// The programmes that they belong to.
    pub programmes: HashMap<Id, Programme>,
}

impl Known {
    /// The organisations that hold a party's rights: itself, its successors, theirs.
    pub fn lineage(&self, id: Id) -> Vec<Id> {
        lineage(id, |id| self.organisations.get(&id))
    }

    /// Whether an organisation has not handed its rights over.
    fn holds_rights(&self, id: Id) -> bool {
        self.organisations.get(&id).is_none_or(|organisation| organisation.successors.is_empty())
    }

    /// The codes of a funder as of today: who has held its rights since, and who of them still does.
    fn funder(&self, funder: &NamedOrganisation) -> (Vec<Id>, Vec<Id>) {
        let Some(id) = funder.organisation.filter(|id| self.organisations.contains_key(id)) else {
            let named = vec![named_funder(&funder.name)];
            return (named.clone(), named);
        };
        let lineage = self.lineage(id);
        let today = lineage.iter().copied().filter(|id| self.holds_rights(*id)).collect();
        (lineage, today)
    }

    /// The territory that an organisation governs and those that contain it, from the part to the whole.
    pub fn territories_of(&self, organisation: Id) -> Vec<Id> {
        let mut line: Vec<Id> = Vec::new();
        let mut next = self.organisations.get(&organisation).and_then(|organisation| organisation.territory);
        while let Some(id) = next.filter(|id| !line.contains(id)) {
            line.push(id);
            next = self.territories.get(&id).and_then(|territory| territory.parent);
        }
        line
    }

    /// Where an organisation is, if better is known than its country.
    fn spot(&self, organisation: Id) -> Option<Spot> {
        let territory = self.organisations.get(&organisation)?.territory?;
        let point = self.territories.get(&territory)?.point?;
        (point.precision != Precision::Country).then(|| Spot::of(point))
    }
}

/// The document of a partnership or an activity, of which `revision` is the newest: of what the
/// [public](personal::public) may read of it, and of the rules that it broke on the day on which it was written.
pub fn document(
    fields: &Fields,
    home: Country,
    revision: &Revision,
    partnership: &Partnership,
    broken: &[Anomaly],
    confirmations: &[Confirmation],
    known: &Known,
) -> Document {
    let id = revision.id;
    let spots = partnership.parties.iter().map(|party| Some(known.spot(party.organisation)?.code())).collect();
    let card = card(revision, partnership, confirmations, spots);
    // A card is made of texts, dates and numbers: it always serialises.
    let mut document = Document::new(key(id), &serde_json::to_string(&card).unwrap_or_default());
    let record_type = if revision.kind == Kind::Activity { RecordType::Activity } else { RecordType::Partnership };
    document.facet(fields.record_type, record_type as u64);
    document.number(fields.updated, card.updated.timestamp());
    document.facet(fields.nature, position(Form::ALL, partnership.form));
    add_titles(&mut document, fields, partnership, &party_names(&card.parties));
    add_parties(&mut document, fields, home, partnership, known);
    add_pairs(&mut document, fields, partnership);
    add_places(&mut document, fields, home, partnership, known);
    if revision.kind == Kind::Activity {
        // An activity is for countries where it may have no party.
        let countries: BTreeSet<Country> = partnership.places.iter().filter_map(|place| place.country).collect();
        countries.into_iter().for_each(|country| add_country(&mut document, fields, country));
    }
    add_words(&mut document, fields, if revision.kind == Kind::Activity { "activity" } else { "words-partnership" });
    add_terms(&mut document, fields, id, partnership, known);
    add_prose(&mut document, fields, partnership);
    add_dates(&mut document, fields, partnership, &card.status_facts(), card.confirmed);
    add_funding(&mut document, fields, partnership, known);
    let broken: BTreeSet<u64> = broken.iter().map(|anomaly| position(Code::ALL, anomaly.code)).collect();
    broken.into_iter().for_each(|code| {
        document.facet(fields.anomaly, code);
    });
    if let Some(euros) = card.euros {
        document.number(fields.cents, cents(euros));
    }
    document
}

/// Its titles, and the texts by which it is sorted.
fn add_titles(document: &mut Document, fields: &Fields, partnership: &Partnership, parties: &str) {
    for (_, title) in partnership.title.iter() {
        document.text(fields.title, title);
    }
    if let Some((_, title)) = partnership.title.best("fr") {
        document.sort_text(fields.by_name, title);
    }
    if !parties.is_empty() {
        document.sort_text(fields.by_parties, parties);
    }
}

/// Its days, and what its status depends on.
fn add_dates(
    document: &mut Document,
    fields: &Fields,
    partnership: &Partnership,
    facts: &StatusFacts,
    confirmed: Option<NaiveDate>,
) {
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
        (fields.signed, partnership.first_signature().map(PartialDate::first_day)),
        (fields.confirmed, confirmed),
        (fields.latest, confirmed.max(signed(partnership))),
    ] {
        if let Some(day) = day {
            document.number(field, day_number(day));
        }
    }
    if let Some(start) = facts.start {
        document.number(fields.start_year, i64::from(start.year()));
    }
}

/// The parties of a card in a row.
pub(super) fn party_names(parties: &[(String, Country)]) -> String {
    parties.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The card of a partnership whose parties are at `spots`.
pub(crate) fn card(
    revision: &Revision,
    partnership: &Partnership,
    confirmations: &[Confirmation],
    spots: Vec<Option<u64>>,
) -> Card {
    let totals = funding::totals(partnership.all_funding(), reference::rate);
    let confirmed = confirmation::latest(confirmations);
    let facts = StatusFacts::of(partnership, confirmed, revision.at.date_naive());
    let confirmed_at = confirmed.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    Card {
        id: revision.id,
        title: personal::shown(&partnership.title),
        parties: partnership.parties.iter().map(|party| (party.name.clone(), party.country)).collect(),
        spots,
        form: partnership.form,
        theme: partnership.themes.main.clone(),
        funders: funders(partnership),
        signed: partnership.first_signature(),
        start: partnership.start,
        end: partnership.end,
        euros: (totals.counted > 0).then_some(totals.euros),
        ended: facts.ended,
        dormant: facts.dormant,
        evidence: facts.evidence,
        confirmed,
        updated: confirmed_at.map_or(revision.at, |at| revision.at.max(at)),
        demo: partnership.demo,
    }
}

/// The first day of the latest signature.
fn signed(partnership: &Partnership) -> Option<NaiveDate> {
    partnership.agreements.iter().filter_map(|agreement| agreement.signed).map(PartialDate::first_day).max()
}

fn funders(partnership: &Partnership) -> Vec<String> {
    let names: BTreeSet<&String> =
        partnership.all_funding().flat_map(|line| &line.funders).map(|funder| &funder.name).collect();
    names.into_iter().cloned().collect()
}

/// How people name the 1 % mechanisms, in the order of [`MECHANISMS`](super::dimension::MECHANISMS).
pub(crate) const MECHANISM_WORDS: [&str; 3] =
    ["mechanism-water-words", "mechanism-energy-words", "mechanism-waste-words"];

fn add_funding(document: &mut Document, fields: &Fields, partnership: &Partnership, known: &Known) {
    let mut funders = BTreeSet::new();
    for line in partnership.all_funding() {
        let mut entry = Line::default();
        for funder in &line.funders {
            let printed = vec![printed_funder(&funder.name)];
            let (since, today) = known.funder(funder);
            funders.extend(since.iter().copied());
            for (facet, code, ids) in [
                (fields.funder, fields.line.funder, [&since[..], &printed].concat()),
                (fields.funder_today, fields.line.funder_today, today),
                (fields.funder_signed, fields.line.funder_signed, printed),
            ] {
                for id in ids {
                    document.facet(facet, id.as_u64());
                    entry.code(code, id.as_u64());
                }
            }
        }
        let OnePercent { water, energy, waste } = line.of_which;
        for (part, code) in [water, energy, waste].into_iter().zip(0..) {
            if part.is_some_and(|part| !part.is_zero()) {
                document.facet(fields.mechanism, code);
                add_words(document, fields, MECHANISM_WORDS[code as usize]);
                entry.code(fields.line.mechanism, code);
            }
        }
        if let Some(year) = line.year.and_then(|year| u64::try_from(year).ok()) {
            entry.code(fields.line.year, year);
        }
        entry.code(fields.line.stage, position(Stage::ALL, line.stage));
        match line.amount.map(|amount| line.euros(amount, reference::rate)) {
            Some(Some(euros)) => {
                entry.amount(fields.line.cents, cents(euros));
                if line.currency != Currency::EUR {
                    entry.code(fields.line.foreign, CONVERTED);
                }
            }
            Some(None) => {
                entry.code(fields.line.foreign, UNCONVERTED);
            }
            None => {}
        }
        document.line(entry);
    }
    // Their acronyms, and what they were or are called.
    for funder in funders.iter().filter_map(|funder| known.organisations.get(funder)) {
        for name in &funder.names {
            document.text(fields.prose, &name.name);
        }
    }
}

/// The key of a partnership's document.
pub fn key(id: Id) -> String {
    format!("partnership/{id}")
}

/// Where a value stands in its list: its code in the index.
pub(crate) fn position<T: PartialEq>(all: &[T], value: T) -> u64 {
    all.iter().position(|other| *other == value).unwrap_or_default() as u64
}

fn add_parties(document: &mut Document, fields: &Fields, home: Country, partnership: &Partnership, known: &Known) {
    let mut territories = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for (party, side) in partnership.parties.iter().zip(partnership.sides(home)) {
        let signed = if side == Side::Home { fields.home_signed } else { fields.partner_signed };
        document.facet(signed, party.organisation.as_u64());
        if side != Side::Home {
            add_country(document, fields, party.country);
        }
        document.text(fields.names, &party.name);
        if let Some(country) = reference::country(party.country) {
            // What is said of all of them, such as "French", finds nothing more.
            let all = usize::MAX;
            let (words, compounds, codes) = if side == Side::Home { (2, 0, 1) } else { (all, all, all) };
            for word in country.words().take(words) {
                document.text(fields.terms, word);
            }
            for compound in country.compounds().take(compounds) {
                document.alias(compound);
            }
            for code in country.codes().take(codes) {
                document.text(fields.codes, code);
            }
        }
        for id in known.lineage(party.organisation) {
            kinds.extend(add_organisation(document, fields, (party, side), id, known));
            territories.extend(known.territories_of(id));
        }
    }
    for kind in kinds {
        add_words(document, fields, kind.key());
        if kind == OrganisationKind::Commune {
            add_words(document, fields, "words-commune");
        }
    }
    for territory in territories.iter().filter_map(|territory| known.territories.get(territory)) {
        for (_, name) in territory.name.iter() {
            document.text(fields.other_names, name);
        }
        add_codes(document, fields, territory);
    }
}

/// One of the organisations that hold a party's rights: itself, or who has succeeded it. Returns its kind, if it is
/// known.
fn add_organisation(
    document: &mut Document,
    fields: &Fields,
    (party, side): (&Party, Side),
    id: Id,
    known: &Known,
) -> Option<OrganisationKind> {
    let (now, today) = match side {
        Side::Home => (fields.home, fields.home_today),
        Side::Abroad | Side::None => (fields.partner, fields.partner_today),
    };
    document.facet(fields.organisation, id.as_u64());
    document.facet(now, id.as_u64());
    let holds_rights = known.holds_rights(id);
    if holds_rights {
        document.facet(today, id.as_u64());
    }
    let organisation = known.organisations.get(&id)?;
    let field = if id == party.organisation { fields.names } else { fields.other_names };
    for name in organisation.names.iter().filter(|name| name.name != party.name) {
        document.text(field, &name.name);
    }
    for identifier in &organisation.identifiers {
        document.text(fields.terms, &identifier.value);
    }
    if side == Side::Home {
        let kind = position(OrganisationKind::ALL, organisation.kind);
        for (facet, has) in [(fields.kind, holds_rights), (fields.kind_signed, id == party.organisation)] {
            if has {
                document.facet(facet, kind);
            }
        }
    }
    for territory in known.territories_of(id) {
        document.facet(fields.territory, territory.as_u64());
        if holds_rights && side == Side::Home {
            document.facet(fields.territory_today, territory.as_u64());
        }
    }
    Some(organisation.kind)
}

/// What a territory is found by besides its name: a département by its number, a région by its letters, either by its people.
fn add_codes(document: &mut Document, fields: &Fields, territory: &Territory) {
    for Identifier { scheme, value } in &territory.codes {
        for demonym in reference::demonyms(scheme, value) {
            document.text(fields.terms, demonym);
        }
        match scheme.as_str() {
            "insee-department" => {
                // As people write it, and as ISO 3166-2 does.
                document.text(fields.terms, &format!("Département {value}"));
                document.text(fields.terms, &format!("FR-{value}"));
            }
            "insee-region" => reference::region_letters(value).iter().for_each(|letters| {
                document.text(fields.terms, letters);
            }),
            _ => {}
        }
    }
}

/// A country that is not home, and the regions of the world that it lies in.
fn add_country(document: &mut Document, fields: &Fields, country: Country) {
    document.facet(fields.country, country.as_u64());
    let region = reference::country(country).and_then(|country| reference::world_region(country.region));
    for code in region.iter().flat_map(|region| [region.code, region.parent]) {
        if let Ok(code) = code.parse() {
            document.facet(fields.world_region, code);
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

/// Where it is on a map, and what it joins: its sides, or its first party and the others where it has none.
fn add_places(document: &mut Document, fields: &Fields, home: Country, partnership: &Partnership, known: &Known) {
    let sides = partnership.sides(home);
    let (near, far): (Vec<_>, Vec<_>) =
        partnership.parties.iter().zip(sides).enumerate().partition(|(at, (_, side))| match side {
            Side::Home => true,
            Side::Abroad => false,
            Side::None => *at == 0,
        });
    let organisations = |parties: &[(usize, (&Party, Side))]| -> Vec<Id> {
        parties.iter().map(|(_, (party, _))| party.organisation).collect()
    };
    let (near, far) = (organisations(&near), organisations(&far));
    let spot = |id: &Id| known.spot(*id);
    if let Some(spot) = far.iter().find_map(spot) {
        document.facet(fields.spot, spot.code());
        document.number(fields.located, 1);
    }
    for spot in near.iter().chain(&far).filter_map(spot) {
        document.facet(fields.ends_at, spot.code());
    }
    for from in &near {
        for to in &far {
            document.facet(fields.ends, ends(*from, *to));
            for heir in known.lineage(*from) {
                for other in known.lineage(*to) {
                    document.facet(fields.ends_later, ends(heir, other));
                }
            }
            if let Some(link) = spot(from).zip(spot(to)).and_then(|(from, to)| Link::between(from, to)) {
                document.facet(fields.link, link.code());
            }
        }
    }
}

/// A number for two organisations, whichever comes first.
fn ends(one: Id, other: Id) -> u64 {
    let digest =
        Sha256::digest([one.min(other).as_u64().to_be_bytes(), one.max(other).as_u64().to_be_bytes()].concat());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn add_terms(document: &mut Document, fields: &Fields, id: Id, partnership: &Partnership, known: &Known) {
    document.text(fields.terms, &id.to_string());
    for legacy in &partnership.legacy_ids {
        document.text(fields.terms, &legacy.value);
    }
    add_words(document, fields, partnership.form.key());
    for programme in &partnership.programmes {
        document.facet(fields.programme, programme.as_u64());
        for (_, title) in known.programmes.get(programme).iter().flat_map(|programme| programme.title.iter()) {
            document.text(fields.terms, title);
        }
    }
    let themes = &partnership.themes;
    if let Some(number) = themes.main.as_deref().and_then(|main| theme::number(reference::heir(main))) {
        document.number(fields.main_theme, number as i64);
    }
    for code in themes.main.iter().chain(themes.others.iter().map(|other| &other.theme)) {
        document.text(fields.terms, code);
        // What was filed under a retired term is found under the one that took its place, by either name.
        let heir = reference::heir(code);
        theme::path(heir).filter_map(theme::number).for_each(|number| {
            document.facet(fields.theme, number);
        });
        let own = (heir != code).then_some(code.as_str());
        for level in theme::path(heir).chain(own) {
            if let Some(theme) = reference::theme(level) {
                document.text(fields.terms, theme.name.fr);
                document.text(fields.terms, theme.name.en);
            }
        }
    }
    for goal in &themes.sdgs {
        document.facet(fields.goal, u64::from(goal.goal));
        // As people write it, in either language, with or without a space.
        for name in ["ODD", "SDG"] {
            document.text(fields.terms, &format!("{name} {goal}, {name}{goal}", goal = goal.goal));
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

/// What the interface calls something, in each of its languages.
fn add_words(document: &mut Document, fields: &Fields, key: &str) {
    for lang in Lang::ALL {
        document.text(fields.terms, &Locale::from(lang).t(key));
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

/// The day on which statuses are computed, with the operator's delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
