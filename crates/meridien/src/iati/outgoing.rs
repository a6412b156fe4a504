//! From a record to an activity of version 2.03.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use meridien_iati::{
    Activity, ActivityDate, AidType, Budget, ContactInfo, Description, DocumentLink, Extra, Indicator, Location,
    LocationId, Money, OtherIdentifier, Outcome, Owner, ParticipatingOrganisation, Provider, Receiver,
    RecipientCountry, RelatedActivity, ReportingOrganisation, Sector, Tag, Transaction,
};
use rust_decimal::Decimal;

use super::{FORMS, PERIODICITIES, Publisher, SCHEME, SRS, THEMES, narrative, organisations, own, scope, told};
use crate::organisation::Organisation;
use crate::partnership::funding::{FundingLine, Stage};
use crate::partnership::status::Status;
use crate::partnership::{
    Action, ActionState, Contact, ContactRole, Document, Form, NamedOrganisation, Partnership, Party, PartyRole, Place,
};
use crate::reference::{self, Label};
use crate::territory::Territory;
use crate::value::{Country, Currency, Id, PartialDate, Precision, Text};
use crate::web::{Lang, Locale};

/// A published record, and what its activity tells besides its body.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The record.
    pub id: Id,
    /// Its body.
    pub record: &'a Partnership,
    /// Its status on the day of writing.
    pub status: Status,
    /// When this version was published.
    pub at: DateTime<Utc>,
    /// The day of writing.
    pub today: NaiveDate,
}

/// What records depend on besides themselves.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The organisations that they name.
    pub organisations: HashMap<Id, Organisation>,
    /// The territories that they name, and those that contain them.
    pub territories: HashMap<Id, Territory>,
}

/// The activity of a record: what the standard can say of it.
pub fn activity(publisher: &Publisher, published: Published<'_>, known: &Known) -> Activity {
    let p = published.record;
    let code = |code: &str| Some(code.into());
    Activity {
        last_updated: Some(DateTime::<FixedOffset>::from(published.at)),
        language: Some(meridien_iati::Language::new(language(p))),
        default_currency: Some(currency(p).to_string()),
        humanitarian: (p.form == Form::EmergencyAid).then_some(true),
        hierarchy: Some(1),
        identifier: Some(publisher.identifier(published.id).as_str().into()),
        reporting_organisation: Some(reporter(publisher)),
        title: told(&title(p)),
        descriptions: descriptions(p),
        participating_organisations: participants(publisher, p, known),
        other_identifiers: p
            .legacy_ids
            .iter()
            .filter(|legacy| !legacy.value.trim().is_empty())
            .map(other_identifier)
            .collect(),
        status: code(status_code(published.status)),
        dates: dates(published),
        contacts: p.contacts.iter().map(contact).collect(),
        scope: scope::of(p, publisher.home, known).map(Into::into),
        recipient_countries: recipient_countries(p, publisher.home),
        locations: p.places.iter().map(|place| location(place, known)).collect(),
        sectors: sectors(publisher, p),
        tags: tags(publisher, p),
        collaboration_type: code("1"),
        default_flow_type: code("10"),
        default_finance_type: code("110"),
        default_aid_types: vec![AidType { code: "C01".to_owned(), ..AidType::default() }],
        default_tied_status: code("5"),
        budgets: budgets(p),
        transactions: p.all_funding().filter_map(|line| transaction(line, p, known, published.today)).collect(),
        document_links: p.documents.iter().filter_map(|document| document_link(document, p)).collect(),
        related_activities: p.programmes.iter().map(|id| related(publisher, *id)).collect(),
        results: p.actions.iter().filter_map(result).collect(),
        ..Activity::default()
    }
}

/// The language of the texts that name none.
fn language(p: &Partnership) -> &str {
    p.title.best("fr").map_or("fr", |(language, _)| language)
}

/// The currency of most funding lines.
fn currency(p: &Partnership) -> Currency {
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    for line in p.all_funding() {
        match counts.iter_mut().find(|(currency, _)| *currency == line.currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((line.currency, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(Currency::EUR, |(currency, _)| currency)
}

fn reporter(publisher: &Publisher) -> ReportingOrganisation {
    ReportingOrganisation {
        reference: publisher.reference.clone(),
        kind: "15".to_owned(),
        // The atlas reports what authorities do.
        secondary_reporter: Some(true),
        narratives: narrative("fr", &publisher.name),
        ..ReportingOrganisation::default()
    }
}

/// The title; a record without one is named after its parties, and they are never without a name.
fn title(p: &Partnership) -> Text {
    let names: Vec<&str> = p.parties.iter().map(|party| party.name.trim()).filter(|name| !name.is_empty()).collect();
    match (p.title.is_empty(), names.is_empty()) {
        (false, _) => p.title.clone(),
        (true, false) => Text::new("fr", names.join(" – ")),
        (true, true) => Text::new("fr", "Sans titre"),
    }
}

/// What the first line of a description of type 4 says it is.
pub(super) const HEADINGS: [(&str, Label); 3] = [
    ("context", Label { fr: "Contexte", en: "Context" }),
    ("history", Label { fr: "Historique", en: "History" }),
    ("outlook", Label { fr: "Perspectives", en: "Outlook" }),
];

/// What a description of type 4 says of a record of a demonstration, to whoever does not know our extension.
pub(super) fn demonstration() -> Text {
    let said = |text: Text, lang: Lang| text.with(lang.code(), Locale::from(lang).t("demonstration-record"));
    Lang::ALL.into_iter().fold(Text::default(), said)
}

fn descriptions(p: &Partnership) -> Vec<Description> {
    let told = |kind: &str, text: &Text| {
        (!text.is_empty()).then(|| Description {
            kind: Some(kind.to_owned()),
            narratives: meridien_iati::Text::from_pairs(text.iter()).narratives,
            ..Description::default()
        })
    };
    let texts = &p.narratives;
    let title = title(p);
    let general = [&texts.description, &texts.context, &texts.objective].into_iter().find(|text| !text.is_empty());
    let mut descriptions: Vec<Description> = told("1", general.unwrap_or(&title)).into_iter().collect();
    descriptions.extend(told("2", &texts.objective));
    descriptions.extend(told("3", &p.beneficiaries));
    for ((_, heading), text) in HEADINGS.iter().zip([&texts.context, &texts.history, &texts.outlook]) {
        let headed = text.iter().fold(Text::default(), |headed, (language, text)| {
            let heading = if language == "fr" { heading.fr } else { heading.en };
            headed.with(language, format!("{heading}\n\n{text}"))
        });
        descriptions.extend(told("4", &headed));
    }
    if p.demo {
        descriptions.extend(told("4", &demonstration()));
    }
    descriptions
}

/// Roles of the standard (OrganisationRole).
const FUNDING: &str = "1";
const ACCOUNTABLE: &str = "2";
const IMPLEMENTING: &str = "4";

fn participants(publisher: &Publisher, p: &Partnership, known: &Known) -> Vec<ParticipatingOrganisation> {
    let mut all: Vec<ParticipatingOrganisation> = Vec::new();
    let mut add = |organisation: ParticipatingOrganisation| {
        if !all.iter().any(|other| *other == organisation || is_repeated(other, &organisation)) {
            all.push(organisation);
        }
    };
    for party in p.parties.iter().filter(|party| party.role != PartyRole::Former) {
        add(party_organisation(publisher, p, party, known));
    }
    for (role, list) in [
        (ACCOUNTABLE, &p.contracting_authorities),
        (IMPLEMENTING, &p.implementers),
        (IMPLEMENTING, &p.other_partners.home),
        (IMPLEMENTING, &p.other_partners.abroad),
    ] {
        list.iter()
            .filter(|named| !named.name.trim().is_empty())
            .for_each(|named| add(participant(named, role, known)));
    }
    let funders = p.all_funding().flat_map(|line| &line.funders).filter(|funder| !funder.name.trim().is_empty());
    funders.for_each(|funder| add(participant(funder, FUNDING, known)));
    if all.is_empty() {
        // The standard asks for one: nobody is known but who tells of it.
        let name = NamedOrganisation { name: publisher.name.clone(), organisation: None };
        all.push(participant(&name, "3", known));
    }
    all
}

/// Whether one organisation stands in one role twice, be it by two of its names.
fn is_repeated(one: &ParticipatingOrganisation, other: &ParticipatingOrganisation) -> bool {
    let (record, same) = (own(&one.extra, "organisation"), own(&other.extra, "organisation"));
    let is_one = record.is_some() && record == same || one.reference.is_some() && one.reference == other.reference;
    is_one && one.role == other.role
}

/// A party. Who leads, or is at home, answers for the work; the others carry it out.
fn party_organisation(
    publisher: &Publisher,
    p: &Partnership,
    party: &Party,
    known: &Known,
) -> ParticipatingOrganisation {
    let is_in = |list: &[NamedOrganisation]| list.iter().any(|named| named.organisation == Some(party.organisation));
    let role = match () {
        () if is_in(&p.contracting_authorities) => ACCOUNTABLE,
        () if is_in(&p.implementers) => IMPLEMENTING,
        () if party.role == PartyRole::Lead || party.country == publisher.home => ACCOUNTABLE,
        () => IMPLEMENTING,
    };
    let name = if party.name.trim().is_empty() { party.organisation.to_string() } else { party.name.clone() };
    let mut organisation =
        participant(&NamedOrganisation { name, organisation: Some(party.organisation) }, role, known);
    let record = known.organisations.get(&party.organisation);
    organisation.kind =
        Some(record.map_or(organisations::LOCAL, |record| organisations::kind_code(record.kind)).to_owned());
    organisation.extra = described(party.organisation, Some(party.country), record);
    organisation
}

/// Which record an organisation is, and what another atlas needs to make it.
fn described(id: Id, party_of: Option<Country>, record: Option<&Organisation>) -> Extra {
    let mut extra = Extra::default();
    organisations::mark(&mut extra, id, party_of);
    if let Some(record) = record {
        organisations::describe(&mut extra, record);
    }
    extra
}

fn participant(named: &NamedOrganisation, role: &str, known: &Known) -> ParticipatingOrganisation {
    let record = named.organisation.and_then(|id| known.organisations.get(&id));
    ParticipatingOrganisation {
        reference: record.and_then(organisations::reference),
        kind: record.map(|organisation| organisations::kind_code(organisation.kind).to_owned()),
        role: role.to_owned(),
        narratives: narrative("fr", &named.name),
        extra: named.organisation.map(|id| described(id, None, record)).unwrap_or_default(),
        ..ParticipatingOrganisation::default()
    }
}

fn other_identifier(legacy: &crate::partnership::LegacyId) -> OtherIdentifier {
    // An activity that became a record of this atlas had its identifier from another reporter.
    let kind = if legacy.scheme == SCHEME { "B1" } else { "A9" };
    let owner = Owner { narratives: narrative("fr", &legacy.scheme), ..Owner::default() };
    OtherIdentifier {
        reference: legacy.value.clone(),
        kind: kind.to_owned(),
        owner: Some(owner),
        ..OtherIdentifier::default()
    }
}

fn status_code(status: Status) -> &'static str {
    match status {
        Status::Planned => "1",
        Status::Active | Status::ToConfirm => "2",
        Status::Ended => "4",
        Status::Dormant => "6",
    }
}

/// Start and end. Of a record without a start, the first signature or funding tells by when it had begun, else the day on
/// which it was published: an activity must have one.
fn dates(published: Published<'_>) -> Vec<ActivityDate> {
    let p = published.record;
    let known = |kind: &str, day: NaiveDate, date: PartialDate| {
        let precise = matches!(date, PartialDate::Day(_));
        let remark = if precise { Vec::new() } else { narrative("fr", &date.to_string()) };
        ActivityDate { kind: kind.to_owned(), iso_date: Some(day), narratives: remark, ..ActivityDate::default() }
    };
    let start = match p.start {
        Some(start) => {
            let day = start.first_day();
            known(if day > published.today { "1" } else { "2" }, day, start)
        }
        None => ActivityDate {
            kind: "2".to_owned(),
            iso_date: Some(begun_by(published)),
            narratives: narrative("fr", UNKNOWN_START),
            ..ActivityDate::default()
        },
    };
    let end = p.end.map(|end| {
        let day = end.last_day();
        known(if day > published.today { "3" } else { "4" }, day, end)
    });
    std::iter::once(start).chain(end).collect()
}

/// What is said of a start that nobody knows.
pub(super) const UNKNOWN_START: &str = "Début inconnu : commencé au plus tard à cette date";

fn begun_by(published: Published<'_>) -> NaiveDate {
    let p = published.record;
    let signed = p.agreements.iter().filter_map(|agreement| agreement.signed).map(PartialDate::last_day);
    let funded = p.all_funding().filter_map(|line| NaiveDate::from_ymd_opt(line.year?, 12, 31));
    let day = signed.chain(funded).min().unwrap_or_else(|| published.at.date_naive());
    day.min(published.today)
}

pub(super) fn contact(contact: &Contact) -> ContactInfo {
    let role = match contact.role {
        ContactRole::Party | ContactRole::Other => "",
        ContactRole::CooperationCorrespondent => "Correspondant coopération décentralisée",
        ContactRole::CulturalCounsellor => "Conseiller de coopération et d’action culturelle",
    };
    let function = contact.function.as_deref().unwrap_or(role);
    ContactInfo {
        kind: Some("1".to_owned()),
        organisation: told(&Text::new("fr", contact.name.as_str())),
        job_title: told(&Text::new("fr", function)),
        emails: contact.mailbox.iter().map(|mailbox| mailbox.as_str().into()).collect(),
        ..ContactInfo::default()
    }
}

/// The countries that benefit: those of the parties abroad, else of the places.
pub(super) fn recipients(p: &Partnership, home: Country) -> Vec<Country> {
    let mut countries: Vec<Country> = p.countries().into_iter().filter(|country| *country != home).collect();
    if countries.is_empty() {
        countries = p.places.iter().filter_map(|place| place.country).collect();
        countries.sort_unstable();
        countries.dedup();
    }
    countries
}

fn recipient_countries(p: &Partnership, home: Country) -> Vec<RecipientCountry> {
    let countries = recipients(p, home);
    let shares = shares(&vec![Decimal::ONE; countries.len()]);
    let country = |(country, percentage): (Country, Option<Decimal>)| RecipientCountry {
        code: country.to_string(),
        percentage,
        ..RecipientCountry::default()
    };
    countries.into_iter().zip(shares).map(country).collect()
}

/// Percentages in proportion to weights, to the cent, that sum to 100: the last takes the rest. None for one alone.
fn shares(weights: &[Decimal]) -> Vec<Option<Decimal>> {
    let sum: Decimal = weights.iter().sum();
    if weights.len() < 2 || sum.is_zero() {
        return vec![None; weights.len()];
    }
    let mut left = Decimal::ONE_HUNDRED;
    let mut shares: Vec<Option<Decimal>> = Vec::with_capacity(weights.len());
    for weight in &weights[1..] {
        let share =
            (Decimal::ONE_HUNDRED * weight / sum).round_dp_with_strategy(2, rust_decimal::RoundingStrategy::ToZero);
        left -= share;
        shares.push(Some(share.normalize()));
    }
    // The rest goes to the first, which has the largest weight: it must stay the largest.
    shares.insert(0, Some(left.normalize()));
    shares
}

fn location(place: &Place, known: &Known) -> Location {
    let territory = place.territory.and_then(|id| Some((id, known.territories.get(&id)?)));
    let geonames = territory.and_then(|(_, territory)| territory.codes.iter().find(|code| code.scheme == "geonames"));
    let mut extra = Extra::default();
    if let Some((id, territory)) = territory {
        organisations::mark_place(&mut extra, id, territory.level);
    }
    let precision = place.point.map(|point| point.precision);
    let administrative = place.country.map(|country| meridien_iati::Administrative {
        vocabulary: "A4".to_owned(),
        level: Some(0),
        code: country.to_string(),
        ..meridien_iati::Administrative::default()
    });
    Location {
        ids: geonames
            .map(|code| LocationId { vocabulary: "G1".to_owned(), code: code.value.clone(), ..LocationId::default() })
            .into_iter()
            .collect(),
        name: told(&Text::new("fr", place.name.as_str())),
        administratives: administrative.into_iter().collect(),
        point: place.point.map(|point| meridien_iati::Point {
            srs_name: SRS.to_owned(),
            position: Some(meridien_iati::Bare { text: format!("{} {}", point.lat, point.lon), ..Default::default() }),
            ..meridien_iati::Point::default()
        }),
        exactness: precision.map(|precision| if precision == Precision::Commune { "1" } else { "2" }.into()),
        class: precision.map(|precision| if precision == Precision::Commune { "2" } else { "1" }.into()),
        extra,
        ..Location::default()
    }
}

/// The DAC's sectors, declared or those of the main theme, and our own vocabulary.
fn sectors(publisher: &Publisher, p: &Partnership) -> Vec<Sector> {
    let (vocabulary, codes) = match p.themes.purposes.as_slice() {
        [] => derived_purposes(p.themes.main.as_deref()),
        declared => ("1", declared.to_vec()),
    };
    let weights = vec![Decimal::ONE; codes.len()];
    let sector = |vocabulary: &str, uri: Option<String>, code: String, percentage, name: &Text| Sector {
        vocabulary: Some(vocabulary.to_owned()),
        vocabulary_uri: uri,
        code,
        percentage,
        narratives: told(name).map(|text| text.narratives).unwrap_or_default(),
        ..Sector::default()
    };
    let of_dac = codes.into_iter().zip(shares(&weights));
    let mut sectors: Vec<Sector> =
        of_dac.map(|(code, share)| sector(vocabulary, None, code, share, &Text::default())).collect();
    let main = p.themes.main.iter().map(|code| (code, Decimal::from(6)));
    let priority = |priority: Option<u8>| Decimal::from(6 - priority.unwrap_or(3).clamp(1, 5));
    let others = p.themes.others.iter().map(|other| (&other.theme, priority(other.priority)));
    let themes: Vec<(&String, Decimal)> = main.chain(others).collect();
    let weights: Vec<Decimal> = themes.iter().map(|(_, weight)| *weight).collect();
    for ((code, _), share) in themes.into_iter().zip(shares(&weights)) {
        // The standard asks for a name: that of a theme which is no longer in the vocabulary is not known.
        let name = reference::theme(code).map_or_else(
            || Text::new("fr", code.as_str()),
            |theme| Text::new("fr", theme.name.fr).with("en", theme.name.en),
        );
        sectors.push(sector("99", publisher.vocabulary(THEMES), code.clone(), share, &name));
    }
    sectors
}

/// What a theme answers to in the DAC's terms, with the vocabulary: purposes, else categories; sectors not specified where
/// there is no theme.
pub(super) fn derived_purposes(theme: Option<&str>) -> (&'static str, Vec<String>) {
    let dac = theme.and_then(reference::theme).map_or(&[][..], |theme| &theme.dac);
    let of_length =
        |length: usize| dac.iter().filter(move |code| code.len() == length).take(1).map(|code| (*code).to_owned());
    let (purposes, categories): (Vec<_>, Vec<_>) = (of_length(5).collect(), of_length(3).collect());
    match (purposes.is_empty(), categories.is_empty()) {
        (false, _) => ("1", purposes),
        (true, false) => ("2", categories),
        (true, true) => ("1", vec![NOT_SPECIFIED.to_owned()]),
    }
}

/// The DAC's code for sectors not specified.
pub(super) const NOT_SPECIFIED: &str = "99810";

fn tags(publisher: &Publisher, p: &Partnership) -> Vec<Tag> {
    let own = |code: &str, page: &str| Tag {
        code: code.to_owned(),
        vocabulary: "99".to_owned(),
        vocabulary_uri: publisher.vocabulary(page),
        ..Tag::default()
    };
    let goal = |goal: u8| Tag { code: goal.to_string(), vocabulary: "2".to_owned(), ..Tag::default() };
    let mut tags: Vec<Tag> = p.themes.sdgs.iter().map(|sdg| goal(sdg.goal)).collect();
    tags.push(own(p.form.code(), FORMS));
    tags.extend(p.periodicity.map(|periodicity| own(periodicity.into(), PERIODICITIES)));
    tags
}

fn money(line: &FundingLine, on: NaiveDate) -> Option<Money> {
    let amount = line.amount?;
    let currency = Some(line.currency.to_string());
    Some(Money { currency, value_date: Some(on), amount: Some(amount), ..Money::default() })
}

/// One budget for each year and currency: programs take the second of a period for a correction of the first.
fn budgets(p: &Partnership) -> Vec<Budget> {
    let mut all: Vec<Budget> = Vec::new();
    for budget in p.all_funding().filter_map(budget) {
        if !all.iter_mut().any(|other| add_to(other, &budget)) {
            all.push(budget);
        }
    }
    all
}

/// Adds an amount to that of another budget; `false` where it is of another year or currency, or too large.
fn add_to(budget: &mut Budget, other: &Budget) -> bool {
    if (&budget.start, &budget.end) != (&other.start, &other.end) {
        return false;
    }
    let (Some(value), Some(more)) = (&mut budget.value, &other.value) else { return false };
    let sum = value.amount.zip(more.amount).and_then(|(amount, more)| amount.checked_add(more));
    if value.currency != more.currency || sum.is_none() {
        return false;
    }
    value.amount = sum;
    true
}

/// What is planned for a year. An amount without a year, and one that is unknown, has no place.
fn budget(line: &FundingLine) -> Option<Budget> {
    if !matches!(line.stage, Stage::Planned | Stage::Unknown) {
        return None;
    }
    let start = NaiveDate::from_ymd_opt(line.year?, 1, 1)?;
    let end = NaiveDate::from_ymd_opt(line.year?, 12, 31)?;
    Some(Budget {
        kind: Some("1".to_owned()),
        status: Some("1".to_owned()),
        start: Some(start.into()),
        end: Some(end.into()),
        value: Some(money(line, start)?),
        ..Budget::default()
    })
}

/// What was committed or paid in a year.
fn transaction(line: &FundingLine, p: &Partnership, known: &Known, today: NaiveDate) -> Option<Transaction> {
    let kind = match line.stage {
        Stage::Committed => "2",
        Stage::Disbursed => "3",
        Stage::Planned | Stage::Unknown => return None,
    };
    let day = NaiveDate::from_ymd_opt(line.year?, 12, 31)?.min(today);
    let record = |named: &NamedOrganisation| known.organisations.get(&named.organisation?);
    let lone = match line.funders.as_slice() {
        [one] => record(one),
        // Of an amount that several share nobody is the one who paid.
        _ => None,
    };
    let mut provider = Provider {
        reference: lone.and_then(organisations::reference),
        kind: lone.map(|organisation| organisations::kind_code(organisation.kind).to_owned()),
        narratives: narrative("fr", &line.label()),
        ..Provider::default()
    };
    if let [NamedOrganisation { organisation: Some(id), .. }] = line.funders[..] {
        organisations::mark(&mut provider.extra, id, None);
    }
    // Nobody pays itself: of who spends its own money it is not known to whom that goes.
    let is_payer = |named: &&NamedOrganisation| matches!(&line.funders[..], [one] if is_same(one, named));
    let receiver = p.contracting_authorities.first().filter(|named| !is_payer(named)).map(|named| Receiver {
        reference: record(named).and_then(organisations::reference),
        narratives: narrative("fr", &named.name),
        ..Receiver::default()
    });
    Some(Transaction {
        kind: Some(kind.into()),
        date: Some(day.into()),
        value: Some(money(line, day)?),
        description: told(&Text::new("fr", if line.in_kind == Some(true) { "En nature" } else { "" })),
        provider: Some(provider).filter(|_| !line.funders.is_empty()),
        receiver,
        ..Transaction::default()
    })
}

/// Whether two names mean one organisation: one record, or one name where a record is not known of both.
fn is_same(one: &NamedOrganisation, other: &NamedOrganisation) -> bool {
    match (one.organisation, other.organisation) {
        (Some(one), Some(other)) => one == other,
        _ => one.name.trim() == other.name.trim(),
    }
}

/// A document that is on the web.
fn document_link(document: &Document, p: &Partnership) -> Option<DocumentLink> {
    let url = document.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    let format = match url.rsplit('.').next().unwrap_or_default() {
        "pdf" => "application/pdf",
        _ => "text/html",
    };
    let named = if document.title.is_empty() { title(p) } else { document.title.clone() };
    Some(DocumentLink {
        format: format.to_owned(),
        title: told(&named),
        categories: vec!["A12".into()],
        url,
        ..DocumentLink::default()
    })
}

pub(super) fn related(publisher: &Publisher, programme: Id) -> RelatedActivity {
    RelatedActivity { reference: publisher.identifier(programme), kind: "1".to_owned(), ..RelatedActivity::default() }
}

/// What was done.
fn result(action: &Action) -> Option<Outcome> {
    if action.state != Some(ActionState::Done) {
        return None;
    }
    let title = told(&action.title)?;
    let indicator = Indicator { measure: "5".to_owned(), title: Some(title.clone()), ..Indicator::default() };
    Some(Outcome {
        kind: "1".to_owned(),
        title: Some(title),
        description: told(&action.description),
        indicators: vec![indicator],
        ..Outcome::default()
    })
}
