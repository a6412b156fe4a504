//! From an activity to a record.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use meridien_iati::{Activity, ActivityDate, ContactInfo, DocumentLink, Location, Money, Narrative, Provider};
use rust_decimal::Decimal;

use super::organisations::{Found, Named, Organisations};
use super::outgoing::{HEADINGS, NOT_SPECIFIED, UNKNOWN_START, demonstration, derived_purposes};
use super::{FORMS, PERIODICITIES, SCHEME, THEMES, joined, text};
use crate::partnership::funding::{FundingLine, Stage};
use crate::partnership::{
    Contact, ContactRole, Document, Form, LegacyId, NamedOrganisation, Narratives, OtherTheme, Partnership, Party,
    PartyRole, Periodicity, Place, Provenance, SdgWeight, Themes,
};
use crate::reference;
use crate::value::{Country, Currency, Id, PartialDate, Point, Precision, Text};

/// The record of an activity, as far as our fields go. `home` is the operator's home country.
pub fn record(activity: &Activity, home: Country, organisations: &mut dyn Organisations) -> Partnership {
    let language = activity.language.as_ref().map_or("fr", |language| language.as_str());
    let read = Reading { activity, language, organisations: RefCell::new(organisations), payer: OnceCell::new() };
    let funding = read.funding();
    let Participants { parties, contracting_authorities, implementers, other_partners } =
        read.participants(home, &funding);
    let title = activity.title.as_ref().map(|title| read.text(&title.narratives)).unwrap_or_default();
    let (narratives, beneficiaries, demo) = read.descriptions(&title);
    let (start, end) = (read.date(["2", "1"], PartialDate::first_day), read.date(["4", "3"], PartialDate::last_day));
    let status = activity.status.as_ref().map_or("", |status| status.code.as_str());
    let has_ended = activity.dates.iter().any(|date| date.kind == "4");
    Partnership {
        legacy_ids: read.legacy_ids(),
        title,
        form: read.form(),
        themes: read.themes(),
        start,
        end,
        ended: matches!(status, "4" | "5") && !has_ended,
        dormant: status == "6",
        periodicity: read.periodicity(),
        narratives,
        beneficiaries,
        places: read.places(&parties),
        contracting_authorities,
        implementers,
        parties,
        other_partners,
        contacts: activity.contacts.iter().map(|contact| read.contact(contact)).collect(),
        funding,
        documents: activity.document_links.iter().map(|link| read.document(link)).collect(),
        programmes: read.programmes(),
        provenance: read.provenance(),
        demo,
        ..Partnership::default()
    }
}

/// Whether a record is a partnership: local authorities of two countries.
pub fn is_partnership(record: &Partnership) -> bool {
    record.countries().len() > 1
}

/// The days of an activity in years that no record can have, each with the element in which it stands.
pub fn impossible_days(activity: &Activity) -> Vec<(&'static str, NaiveDate)> {
    let dates = activity.dates.iter().map(|date| ("activity-date", date.iso_date));
    let transactions = activity.transactions.iter().filter_map(|transaction| transaction.date.as_ref());
    let budgets = activity.budgets.iter().filter_map(|budget| budget.start.as_ref());
    let planned = activity.planned_disbursements.iter().filter_map(|planned| planned.start.as_ref());
    let all = dates
        .chain(transactions.map(|date| ("transaction-date", date.iso_date)))
        .chain(budgets.map(|start| ("budget", start.iso_date)))
        .chain(planned.map(|start| ("planned-disbursement", start.iso_date)));
    all.filter_map(|(element, day)| Some((element, day.filter(|day| PartialDate::day_only(*day).is_none())?))).collect()
}

/// An activity with the language of the texts that name none, and who finds the organisations that it names.
struct Reading<'a> {
    activity: &'a Activity,
    language: &'a str,
    organisations: RefCell<&'a mut dyn Organisations>,
    /// The one who funds the activity, once somebody asked.
    payer: OnceCell<Option<Named>>,
}

/// Lines of funding, and where each is by its funders, year, currency and stage: there may be a hundred thousand amounts.
#[derive(Default)]
struct Lines {
    all: Vec<FundingLine>,
    places: HashMap<(Vec<NamedOrganisation>, Option<i32>, Currency, Stage), usize>,
}

/// Who takes part, by what they do.
#[derive(Default)]
struct Participants {
    parties: Vec<Party>,
    contracting_authorities: Vec<NamedOrganisation>,
    implementers: Vec<NamedOrganisation>,
    other_partners: crate::partnership::OtherPartners,
}

impl Reading<'_> {
    fn find(&self, named: &Named) -> Option<Found> {
        self.organisations.borrow_mut().find(named)
    }

    fn text(&self, narratives: &[Narrative]) -> Text {
        text(narratives, self.language)
    }

    /// One line of text.
    fn words(&self, narratives: &[Narrative]) -> Option<String> {
        self.text(narratives).best("fr").map(|(_, words)| words.to_owned())
    }

    /// Its own identifier, and those that it has or had elsewhere.
    fn legacy_ids(&self) -> Vec<LegacyId> {
        let own = self.activity.identifier.iter().map(|identifier| (SCHEME.to_owned(), identifier.text.clone()));
        let others = self.activity.other_identifiers.iter().map(|other| {
            let owner = other.owner.as_ref().and_then(|owner| self.words(&owner.narratives));
            // An atlas writes the name of the scheme.
            let scheme = owner.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            (scheme.unwrap_or_else(|| format!("{SCHEME}-{}", other.kind.to_lowercase())), other.reference.clone())
        });
        let all = own.chain(others).filter(|(_, value)| !value.is_empty());
        all.map(|(scheme, value)| LegacyId { scheme, value }).collect()
    }

    /// The long texts, for whom it is, and whether it is of a demonstration. Several of a type are joined; a description
    /// that only repeats another text, as the standard asks for one, is none.
    fn descriptions(&self, title: &Text) -> (Narratives, Text, bool) {
        let mut texts: HashMap<&str, Vec<Text>> = HashMap::new();
        let (label, mut demo) = (demonstration(), false);
        for description in &self.activity.descriptions {
            let text = self.text(&description.narratives);
            if text == label {
                demo = true;
                continue;
            }
            let (field, text) = match description.kind.as_deref() {
                Some("2") => ("objective", text),
                Some("3") => ("beneficiaries", text),
                Some("4") => headed(&text).unwrap_or(("outlook", text)),
                _ => ("description", text),
            };
            texts.entry(field).or_default().push(text);
        }
        let whole = |field: &str| joined(texts.get(field).into_iter().flatten().flat_map(Text::iter));
        let mut narratives = Narratives {
            objective: whole("objective"),
            context: whole("context"),
            history: whole("history"),
            description: whole("description"),
            outlook: whole("outlook"),
        };
        let repeated = [title, &narratives.context, &narratives.objective].contains(&&narratives.description);
        if repeated {
            narratives.description = Text::default();
        }
        (narratives, whole("beneficiaries"), demo)
    }

    /// The first date of these types, the first type first. A remark that is a year or month makes it partial again.
    fn date(&self, kinds: [&str; 2], day_of: fn(PartialDate) -> NaiveDate) -> Option<PartialDate> {
        let of = |kind: &str| self.activity.dates.iter().find(|date| date.kind == kind && date.iso_date.is_some());
        let date: &ActivityDate = kinds.into_iter().find_map(of)?;
        let day = date.iso_date?;
        let mut remarks = date.narratives.iter().map(|remark| remark.text.as_str());
        if remarks.clone().any(|remark| remark == UNKNOWN_START) {
            return None;
        }
        let partial = remarks.find_map(|remark| remark.parse::<PartialDate>().ok());
        partial.filter(|partial| day_of(*partial) == day).or(PartialDate::day_only(day))
    }

    fn tag(&self, page: &str) -> Option<&str> {
        let own = self.activity.tags.iter().find(|tag| tag.vocabulary == "99" && is_page(&tag.vocabulary_uri, page));
        own.map(|tag| tag.code.as_str())
    }

    fn form(&self) -> Form {
        let tagged = self.tag(FORMS).and_then(|code| code.parse().ok());
        let humanitarian = self.activity.humanitarian == Some(true);
        tagged.unwrap_or(if humanitarian { Form::EmergencyAid } else { Form::Other })
    }

    fn periodicity(&self) -> Option<Periodicity> {
        self.tag(PERIODICITIES)?.parse().ok()
    }

    /// Our own themes where an atlas wrote them, else those that answer to the DAC's purposes.
    fn themes(&self) -> Themes {
        let mut purposes: Vec<(&str, Option<Decimal>)> = Vec::new();
        let mut own: Vec<(&str, Option<Decimal>)> = Vec::new();
        for sector in &self.activity.sectors {
            let found = (sector.code.as_str(), sector.percentage);
            match sector.vocabulary.as_deref() {
                None | Some("" | "1") => purposes.push(found),
                Some("99") if is_page(&sector.vocabulary_uri, THEMES) => own.push(found),
                _ => {}
            }
        }
        // The largest first; those of the same share stay in their order.
        let by_share =
            |list: &mut Vec<(&str, Option<Decimal>)>| list.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
        by_share(&mut purposes);
        by_share(&mut own);
        let mut purposes: Vec<String> = purposes.into_iter().map(|(code, _)| code.to_owned()).collect();
        let mut themes: Vec<&str> = own.into_iter().map(|(code, _)| code).collect();
        if themes.is_empty() {
            themes = purposes.iter().filter_map(|purpose| theme_of(purpose)).collect();
        } else if purposes == derived_purposes(Some(themes[0])).1 {
            purposes.clear();
        }
        purposes.retain(|purpose| purpose != NOT_SPECIFIED);
        let mut seen = Vec::new();
        themes.retain(|theme| {
            !seen.contains(theme) && {
                seen.push(*theme);
                true
            }
        });
        let others = themes.iter().skip(1).map(|theme| OtherTheme {
            theme: (*theme).to_owned(),
            priority: None,
            eligible: None,
        });
        Themes {
            main: themes.first().map(|theme| (*theme).to_owned()),
            others: others.collect(),
            sdgs: self.goals(),
            purposes,
        }
    }

    /// Goals; a target is its goal.
    fn goals(&self) -> Vec<SdgWeight> {
        let mut goals = Vec::new();
        for tag in self.activity.tags.iter().filter(|tag| matches!(tag.vocabulary.as_str(), "2" | "3")) {
            let goal =
                tag.code.split('.').next().and_then(|goal| goal.parse().ok()).filter(|goal| (1..=17).contains(goal));
            if let Some(goal) = goal.map(|goal| SdgWeight { goal, weight: None })
                && !goals.contains(&goal)
            {
                goals.push(goal);
            }
        }
        goals
    }

    /// Parties, each once; the others are what their role says. There may be a hundred thousand.
    fn participants(&self, home: Country, funding: &[FundingLine]) -> Participants {
        let mut all = Participants::default();
        let funders = || funding.iter().flat_map(|line| &line.funders);
        let funder_names: HashSet<&str> = funders().map(|funder| funder.name.as_str()).collect();
        let funder_ids: HashSet<Id> = funders().filter_map(|funder| funder.organisation).collect();
        let (mut parties, mut others) = (HashSet::new(), HashSet::new());
        for organisation in &self.activity.participating_organisations {
            let Some(named) = Named::of(organisation, self.language) else { continue };
            let found = self.find(&named);
            if let Some((id, country)) = party_found(found) {
                if parties.insert(id) {
                    all.parties.push(party(id, &named.name, country));
                }
                continue;
            }
            let at_home = found.and_then(|found| found.country).or(named.country) == Some(home);
            let id = found.map(|found| found.id);
            let is_funder = funder_names.contains(named.name.as_str()) || id.is_some_and(|id| funder_ids.contains(&id));
            let (number, list) = match organisation.role.as_str() {
                "1" if is_funder => continue,
                "2" => (0, &mut all.contracting_authorities),
                "4" => (1, &mut all.implementers),
                _ if at_home => (2, &mut all.other_partners.home),
                _ => (3, &mut all.other_partners.abroad),
            };
            let named = NamedOrganisation { name: named.name, organisation: id };
            if others.insert((number, named.clone())) {
                list.push(named);
            }
        }
        all
    }

    /// Places, and the countries that benefit of which no place or party is.
    fn places(&self, parties: &[Party]) -> Vec<Place> {
        let countries = &self.activity.recipient_countries;
        let lone = match countries.as_slice() {
            [one] => one.code.parse().ok(),
            _ => None,
        };
        let mut places: Vec<Place> =
            self.activity.locations.iter().filter_map(|location| self.place(location, lone)).collect();
        let of_parties = parties.iter().map(|party| party.country);
        let mut known: HashSet<Country> = places.iter().filter_map(|place| place.country).chain(of_parties).collect();
        for country in countries.iter().filter_map(|country| country.code.parse::<Country>().ok()) {
            if known.insert(country)
                && let Some(named) = reference::country(country)
            {
                places.push(Place {
                    name: named.name.fr.to_owned(),
                    territory: None,
                    country: Some(country),
                    point: None,
                });
            }
        }
        places
    }

    fn place(&self, location: &Location, lone: Option<Country>) -> Option<Place> {
        let of_country = location.administratives.iter().find(|division| division.level == Some(0));
        let name = location.name.as_ref().and_then(|name| self.words(&name.narratives)).unwrap_or_default();
        let point = location.point.as_ref().and_then(|point| point.position.as_ref()).and_then(|position| {
            let (lat, lon) = position.text.trim().split_once(' ')?;
            let (lat, lon) = (lat.parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?);
            let exact = location.exactness.as_ref().is_some_and(|exactness| exactness.code == "1");
            let precision = if exact { Precision::Commune } else { Precision::Region };
            (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Point { lat, lon, precision })
        });
        let country = of_country.and_then(|division| division.code.parse().ok()).or(lone);
        (!name.is_empty() || point.is_some()).then_some(Place { name, territory: None, country, point })
    }

    fn contact(&self, contact: &ContactInfo) -> Contact {
        let words = |text: &Option<meridien_iati::Text>| text.as_ref().and_then(|text| self.words(&text.narratives));
        Contact {
            name: words(&contact.organisation).unwrap_or_default(),
            organisation: None,
            role: ContactRole::Other,
            function: words(&contact.job_title),
            mailbox: contact.emails.first().map(|mailbox| mailbox.text.clone()),
            count: 0,
            persons: Vec::new(),
        }
    }

    fn document(&self, link: &DocumentLink) -> Document {
        let title = link.title.as_ref().map(|title| self.text(&title.narratives)).unwrap_or_default();
        Document { title, file: None, url: Some(link.url.clone()) }
    }

    /// The programmes that it is part of, of the atlas that wrote it.
    fn programmes(&self) -> Vec<Id> {
        let reporter = self.activity.reporting_organisation.as_ref().map_or("", |reporter| reporter.reference.as_str());
        let parents = self.activity.related_activities.iter().filter(|related| related.kind == "1");
        parents.filter_map(|parent| parent.reference.strip_prefix(reporter)?.strip_prefix('-')?.parse().ok()).collect()
    }

    fn provenance(&self) -> Provenance {
        let reporter = self.activity.reporting_organisation.as_ref();
        let name = reporter.and_then(|reporter| {
            self.words(&reporter.narratives)
                .or_else(|| Some(reporter.reference.clone()).filter(|name| !name.is_empty()))
        });
        Provenance {
            source: name.map_or_else(|| "IATI".to_owned(), |name| format!("{name} (IATI)")),
            date: self.activity.last_updated.and_then(|at| PartialDate::day_only(at.date_naive())),
            ..Provenance::default()
        }
    }

    /// The money, counted once: commitments where there are any, else payments, else budgets, else planned payments.
    fn funding(&self) -> Vec<FundingLine> {
        let transactions = |kinds: &[&str], stage: Stage| {
            let mut lines = Lines::default();
            for transaction in &self.activity.transactions {
                if transaction.kind.as_ref().is_some_and(|kind| kinds.contains(&kind.code.as_str())) {
                    let day = transaction.date.as_ref().and_then(|date| date.iso_date);
                    self.add(&mut lines, transaction.provider.as_ref(), day, transaction.value.as_ref(), stage);
                }
            }
            lines.all
        };
        let attempts: [&dyn Fn() -> Vec<FundingLine>; 6] = [
            &|| transactions(&["2"], Stage::Committed),
            &|| transactions(&["3", "4"], Stage::Disbursed),
            // What only those report who were paid.
            &|| transactions(&["11"], Stage::Committed),
            &|| transactions(&["1"], Stage::Disbursed),
            &|| self.budgets(),
            &|| self.planned(),
        ];
        attempts.iter().map(|attempt| attempt()).find(|lines| !lines.is_empty()).unwrap_or_default()
    }

    /// Budgets; of a year that has a revised one, only the revised ones.
    fn budgets(&self) -> Vec<FundingLine> {
        let start = |budget: &meridien_iati::Budget| budget.start.as_ref().and_then(|date| date.iso_date);
        let is_revised = |budget: &&meridien_iati::Budget| budget.kind.as_deref() == Some("2");
        let revised: Vec<_> = self.activity.budgets.iter().filter(is_revised).map(start).collect();
        let mut lines = Lines::default();
        for budget in &self.activity.budgets {
            let committed = budget.status.as_deref() == Some("2");
            if is_revised(&budget) || !revised.contains(&start(budget)) {
                let stage = if committed { Stage::Committed } else { Stage::Planned };
                self.add(&mut lines, None, start(budget), budget.value.as_ref(), stage);
            }
        }
        lines.all
    }

    fn planned(&self) -> Vec<FundingLine> {
        let mut lines = Lines::default();
        for planned in &self.activity.planned_disbursements {
            let day = planned.start.as_ref().and_then(|date| date.iso_date);
            self.add(&mut lines, planned.provider.as_ref(), day, planned.value.as_ref(), Stage::Planned);
        }
        lines.all
    }

    /// Adds an amount to the line of the same funder, year and currency.
    fn add(
        &self,
        lines: &mut Lines,
        provider: Option<&Provider>,
        day: Option<NaiveDate>,
        value: Option<&Money>,
        stage: Stage,
    ) {
        let Some((value, amount)) = value.and_then(|value| Some((value, value.amount?))) else { return };
        let currency = value.currency.as_deref().or(self.activity.default_currency.as_deref());
        // An amount in no currency is none.
        let Some(currency) = currency.and_then(|currency| currency.parse::<Currency>().ok()) else { return };
        let funders: Vec<NamedOrganisation> = self.funder(provider).into_iter().collect();
        let year = day.and_then(PartialDate::day_only).map(PartialDate::year);
        let next = lines.all.len();
        let at = *lines.places.entry((funders.clone(), year, currency, stage)).or_insert(next);
        if let Some(line) = lines.all.get_mut(at) {
            line.amount = line.amount.unwrap_or_default().checked_add(amount).or(line.amount);
        } else {
            let amount = Some(amount);
            lines.all.push(FundingLine { funders, year, amount, currency, stage, ..FundingLine::default() });
        }
    }

    /// Who paid: whom the amount names, else the one who funds the activity.
    fn funder(&self, provider: Option<&Provider>) -> Option<NamedOrganisation> {
        let lone = || {
            let mut funding = self.activity.participating_organisations.iter().filter(|funder| funder.role == "1");
            let first = funding.next()?;
            funding.next().is_none().then(|| Named::of(first, self.language))?
        };
        let named = provider.and_then(|provider| Named::provider(provider, self.language));
        let named = named.or_else(|| self.payer.get_or_init(lone).clone())?;
        let organisation = self.find(&named).map(|found| found.id);
        Some(NamedOrganisation { name: named.name, organisation })
    }
}

/// The identifier and country of a party.
fn party_found(found: Option<Found>) -> Option<(Id, Country)> {
    found.filter(|found| found.is_party).and_then(|found| Some((found.id, found.country?)))
}

fn party(organisation: Id, name: &str, country: Country) -> Party {
    Party { organisation, name: name.to_owned(), country, role: PartyRole::Partner, from: None, to: None }
}

/// Which section a text is by its first line, and the text without it.
fn headed(text: &Text) -> Option<(&'static str, Text)> {
    let (section, label) = HEADINGS.iter().find(|(_, label)| {
        text.iter()
            .next()
            .is_some_and(|(_, words)| [label.fr, label.en].contains(&words.lines().next().unwrap_or_default()))
    })?;
    let body = text.iter().fold(Text::default(), |body, (language, words)| {
        let rest = words.strip_prefix(label.fr).or_else(|| words.strip_prefix(label.en)).unwrap_or(words);
        body.with(language, rest.trim_start())
    });
    Some((section, body))
}

/// The theme that answers to a purpose: the deepest that names it, else the deepest that names its category.
fn theme_of(purpose: &str) -> Option<&'static str> {
    let category = purpose.get(..3)?;
    let deepest = |code: &str| {
        let themes = reference::themes().iter().filter(|theme| theme.dac.contains(&code));
        // Of themes as deep the first in the vocabulary.
        themes.rev().max_by_key(|theme| theme.level()).map(|theme| theme.code)
    };
    deepest(purpose).or_else(|| deepest(category))
}

/// Whether a vocabulary is described on this page of an atlas.
fn is_page(address: &Option<String>, page: &str) -> bool {
    address.as_deref().is_some_and(|address| address.strip_suffix(page).is_some_and(|before| before.ends_with("/fr/")))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use meridien_iati::{ParticipatingOrganisation, Transaction};

    use super::super::organisations::Stamped;
    use super::*;

    /// Anybody can write such a file; each of its parts was compared with all before it.
    #[test]
    fn an_activity_of_many_organisations_and_amounts_is_read_soon() {
        const MANY: usize = 60_000;
        let named = |what: &str, number| vec![Narrative::new("fr", &format!("{what} {number}"))];
        let organisation = |number| ParticipatingOrganisation {
            role: "4".to_owned(),
            narratives: named("Maître d'œuvre", number),
            ..ParticipatingOrganisation::default()
        };
        let transaction = |number| Transaction {
            kind: Some("2".into()),
            value: Some(Money { currency: Some("EUR".to_owned()), amount: Some(Decimal::ONE), ..Money::default() }),
            provider: Some(Provider { narratives: named("Financeur", number / 2), ..Provider::default() }),
            ..Transaction::default()
        };
        let activity = Activity {
            participating_organisations: (0..MANY).map(organisation).collect(),
            transactions: (0..MANY).map(transaction).collect(),
            ..Activity::default()
        };
        let started = Instant::now();
        let read = record(&activity, Country::FR, &mut Stamped);
        assert_eq!((read.implementers.len(), read.funding.len()), (MANY, MANY / 2));
        assert_eq!(read.funding[0].amount, Some(Decimal::TWO));
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
