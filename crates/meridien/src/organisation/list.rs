//! The list of organisations: words and filters, all of them in the address.

use askama::Template;

use super::OrganisationKind;
use super::index::{Card, OrganisationPage, OrganisationQuery};
use crate::country::{self, known_country, meant_country, name as country_name};
use crate::partnership::criteria::query_of;
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::filters::{Chip, Choice, Facet};
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Nav, Page, Visit, page};

/// Results on a page.
const SIZE: usize = 50;

/// What an address of the list asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Criteria {
    words: String,
    countries: Vec<Country>,
    kinds: Vec<OrganisationKind>,
    page: usize,
}

impl Criteria {
    /// Reads the parameters of an address; whatever has no such value is a fault of `parameters`.
    pub(crate) fn read(parameters: &mut Parameters) -> Criteria {
        Criteria {
            words: parameters.typed("q"),
            countries: parameters.values("pays", known_country, meant_country),
            kinds: parameters.labelled("nature", OrganisationKind::ALL, OrganisationKind::code, OrganisationKind::key),
            page: parameters.page(),
        }
    }

    /// The number of the page, from 1.
    pub(crate) fn page(&self) -> usize {
        self.page
    }

    /// The filters as parameters, in the order of the address.
    fn filters(&self) -> Vec<(&'static str, String)> {
        let countries = self.countries.iter().map(|country| ("pays", country.to_string()));
        let kinds = self.kinds.iter().map(|kind| ("nature", kind.code().to_owned()));
        countries.chain(kinds).collect()
    }

    /// The query of the address, without `?`; empty when nothing is asked.
    fn query(&self) -> String {
        let words = (!self.words.is_empty()).then(|| ("q", self.words.clone()));
        let page = (self.page > 1).then(|| ("page", self.page.to_string()));
        query_of(&words.into_iter().chain(self.filters()).chain(page).collect::<Vec<_>>())
    }

    /// The address of the list with these criteria.
    pub(crate) fn href(&self, l: Locale) -> String {
        l.address("/organisations", &self.query())
    }

    /// The organisations of a country.
    pub(crate) fn of_country(country: Country) -> Criteria {
        Criteria { countries: vec![country], ..Criteria::default() }
    }

    /// What to ask the index for: whoever has a partnership, and with words, the others too.
    pub(crate) fn asked(&self) -> OrganisationQuery {
        OrganisationQuery {
            words: self.words.clone(),
            countries: self.countries.clone(),
            kinds: self.kinds.clone(),
            without_partnerships: !self.words.is_empty(),
            busiest_first: self.words.is_empty(),
            offset: (self.page.max(1) - 1).saturating_mul(SIZE),
            limit: SIZE,
        }
    }

    /// The same from its first page, changed.
    fn but(&self, change: impl FnOnce(&mut Criteria)) -> Criteria {
        let mut changed = Criteria { page: 1, ..self.clone() };
        change(&mut changed);
        changed
    }
}

/// An organisation in the list.
struct Row {
    name: String,
    href: String,
    kind: &'static str,
    country: Option<String>,
    partnerships: u64,
    former: bool,
}

impl Row {
    fn new(l: Locale, card: Card) -> Row {
        Row {
            href: l.href(&format!("/organisations/{}", card.id)),
            country: card.place(l),
            name: card.name,
            kind: card.kind.key(),
            partnerships: card.partnerships,
            former: card.former,
        }
    }
}

#[derive(Template)]
#[template(path = "organisation/list.html")]
struct List {
    l: Locale,
    page: Page,
    criteria: Criteria,
    total: u64,
    chips: Vec<Chip>,
    facets: Vec<Facet>,
    rows: Vec<Row>,
    pager: Pager,
    /// Another spelling that finds something, with its address.
    suggestion: Option<Chip>,
    everything: String,
}

/// `/organisations`.
pub async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let criteria = Criteria::read(&mut parameters);
    parameters.finish()?;
    let (search, asked) = (visit.app.search.clone(), criteria.asked());
    let found = web::blocking(move || search.organisations(&asked)).await??;
    let pages = criteria.clone();
    let pager = Pager::new(criteria.page, found.total, SIZE, move |page| Criteria { page, ..pages.clone() }.href(l))?;
    let chips = chips(l, &criteria);
    let page = visit
        .page(title(l, &criteria, &chips, &pager, found.total))
        .nav(Nav::Organisations)
        .describe(l.t("organisations-describe"))
        .canonical_query(criteria.query());
    let list = List {
        facets: facets(l, &criteria, &found),
        suggestion: found.suggestion.map(|words| Chip {
            href: criteria.but(|criteria| criteria.words.clone_from(&words)).href(l),
            label: words,
        }),
        rows: found.cards.into_iter().map(|card| Row::new(l, card)).collect(),
        everything: Criteria::default().href(l),
        total: found.total,
        l,
        page,
        criteria,
        chips,
        pager,
    };
    page::answer(Cache::Journal, &list)
}

fn title(l: Locale, criteria: &Criteria, chips: &[Chip], pager: &Pager, total: u64) -> String {
    let mut parts = Vec::new();
    if criteria.words.is_empty() {
        parts.push(l.t("nav-organisations").into_owned());
    } else {
        parts.push(l.t_with("list-search", &[("words", criteria.words.as_str().into())]));
    }
    let filters = chips.iter().skip(usize::from(!criteria.words.is_empty()));
    parts.extend(filters.map(|chip| chip.label.clone()));
    if pager.pages > 1 {
        parts.push(l.t_with("list-page", &[("page", pager.page.into()), ("pages", pager.pages.into())]));
    }
    parts.push(l.t_with("organisations-count", &[("count", total.into())]));
    parts.join(" – ")
}

fn chips(l: Locale, criteria: &Criteria) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |label: String, without: Criteria| chips.push(Chip { label, href: without.href(l) });
    if !criteria.words.is_empty() {
        let label = l.t_with("quoted", &[("words", criteria.words.as_str().into())]);
        chip(label, criteria.but(|criteria| criteria.words.clear()));
    }
    for country in &criteria.countries {
        chip(country_name(l, *country), criteria.but(|criteria| criteria.countries.retain(|other| other != country)));
    }
    for kind in &criteria.kinds {
        chip(l.t(kind.key()).into_owned(), criteria.but(|criteria| criteria.kinds.retain(|other| other != kind)));
    }
    chips
}

fn facets(l: Locale, criteria: &Criteria, found: &OrganisationPage) -> Vec<Facet> {
    let kinds = found.kinds.iter().map(|(kind, count)| {
        let chosen = criteria.kinds.contains(kind);
        let with = criteria.but(|criteria| criteria.kinds = if chosen { vec![] } else { vec![*kind] });
        Choice { label: l.t(kind.key()).into_owned(), href: with.href(l), count: *count, chosen, add: None, level: 1 }
    });
    let countries = found.countries.iter().map(|(country, count)| {
        let chosen = criteria.countries.contains(country);
        let with = criteria.but(|criteria| criteria.countries = if chosen { vec![] } else { vec![*country] });
        let label = country_name(l, *country);
        (*country, Choice { label, href: with.href(l), count: *count, chosen, add: None, level: 1 })
    });
    let countries = Facet::long("country", countries, |country, _| country::rank(l, *country));
    vec![Facet::short("organisation-kind", kinds), countries]
}
